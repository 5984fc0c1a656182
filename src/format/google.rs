//! Google Speech-to-Text, both versions of it: results with a transcript and words, alone or in the answer of an
//! operation, or in the answers of a stream: those that are final are read, what was heard before them is left as it is.
//!
//! Where speakers are told apart, the words of the last result may be all words once more; then they are what is read.

use super::words::{Form, Teller, listed};
use super::{Format, Reads};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};
use crate::track::{Element, End};

pub(super) const FORMAT: Format = Format {
    id: "google",
    about: "the JSON of Google Speech-to-Text",
    extensions: &["json"],
    reads: Reads::Json { is, read, tellings },
};

const FORM: Form<'static> = Form {
    body: &|word| word.get("word")?.body(),
    is_bare: false,
    is_joined: false,
    elements: &|word, element| vec![self::element(word, element)],
};

/// Whether a value is an answer of a stream.
pub(super) fn is_answer(value: Value<'_>) -> bool {
    let first = value.get("results").and_then(Value::first);
    let is_heard = |one: Value<'_>| one.get("transcript").is_some() && one.get("timestamps").is_none();
    first.and_then(|result| result.get("alternatives")?.first()).is_some_and(is_heard)
}

fn is(value: Value<'_>) -> bool {
    let alternatives: Vec<Value<'_>> = likeliest(value);
    if value.is_array() && !value.elements().any(is_answer) {
        return false;
    }
    if value.get("results").is_some_and(|list| list.is_array() && list.first().is_none()) {
        // Nothing was said.
        return true;
    }
    // IBM Watson has lists of times beside a transcript.
    alternatives.iter().any(|one| one.get("transcript").is_some() || one.get("words").is_some())
        && alternatives.iter().all(|one| one.get("timestamps").is_none())
}

/// The likeliest alternative of each result.
fn likeliest(value: Value<'_>) -> Vec<Value<'_>> {
    of_channels(value).into_iter().map(|(alternative, _)| alternative).collect()
}

/// What the answer to one of several files is called: now, and formerly.
const NAMES_OF_ANSWER: [&[&str]; 2] = [&["inlineResult", "transcript"], &["transcript"]];

/// The lists of results: those that are read, and those that tell the same under the former name.
fn lists(value: Value<'_>) -> (Vec<Value<'_>>, Vec<Value<'_>>) {
    let (mut read, mut again) = (Vec::new(), Vec::new());
    for answer in value.one_or_more() {
        let results = answer.get("response").unwrap_or(answer).get("results");
        read.extend(results.filter(|list| list.is_array()));
        for (_, file) in results.into_iter().flat_map(Value::members) {
            let mut named = NAMES_OF_ANSWER.into_iter().filter_map(|name| file.at(name)?.get("results"));
            read.extend(named.next());
            again.extend(named);
        }
    }
    (read, again)
}

/// Whether a result is final, or says nothing of that; a stream says how stable it is where it is not.
fn is_final(result: &Value<'_>) -> bool {
    any(*result, ["isFinal", "is_final"]).map_or_else(|| result.get("stability").is_none(), Value::is_true)
}

/// The likeliest alternative of each result, and its channel where there are several.
fn of_channels(value: Value<'_>) -> Vec<(Value<'_>, Option<f64>)> {
    of_channels_in(lists(value).0)
}

fn of_channels_in(lists: Vec<Value<'_>>) -> Vec<(Value<'_>, Option<f64>)> {
    let results = lists.into_iter().flat_map(Value::elements).filter(is_final);
    let mut found: Vec<_> = results
        .filter_map(|result| {
            let channel = any(result, ["channelTag", "channel_tag"]).and_then(Value::number);
            Some((result.get("alternatives").and_then(Value::first)?, channel))
        })
        .collect();
    if found.windows(2).all(|two| two[0].1 == two[1].1) {
        for (_, channel) in &mut found {
            *channel = None;
        }
    }
    found
}

/// The first member with one of these names.
fn any<'a, const N: usize>(value: Value<'a>, keys: [&str; N]) -> Option<Value<'a>> {
    value.get_all(keys).into_iter().flatten().next()
}

fn start(word: Value<'_>) -> Option<Value<'_>> {
    any(word, ["startTime", "startOffset", "start_time", "start_offset"])
}

fn end(word: Value<'_>) -> Option<Value<'_>> {
    any(word, ["endTime", "endOffset", "end_time", "end_offset"])
}

fn element(word: Value<'_>, element: Element) -> Element {
    let confidence = word.get("confidence").filter(|number| is_set(*number));
    let place = |time: Option<Value<'_>>| time.filter(|time| time.seconds().is_some()).map(Value::place);
    Element {
        start: place(start(word)),
        end: place(end(word)).map(End::At),
        confidence: confidence.and_then(Value::bare),
        ..element
    }
}

/// A confidence of nothing is none.
fn is_set(confidence: Value<'_>) -> bool {
    confidence.number().is_some_and(|number| number > 0.0)
}

fn speaker(word: Value<'_>) -> Option<String> {
    let name = any(word, ["speakerLabel", "speaker_label"]).and_then(Value::string).filter(|name| !name.is_empty());
    let number = || any(word, ["speakerTag", "speaker_tag"]).and_then(Value::number).filter(|number| *number > 0.0);
    name.map(String::from).or_else(|| number().map(|number| number.to_string())).map(|name| format!("Speaker {name}"))
}

fn words(alternative: Value<'_>) -> Option<Value<'_>> {
    alternative.get("words").filter(|words| words.first().is_some())
}

fn first_time(alternative: Value<'_>) -> Option<f64> {
    words(alternative)?.first().and_then(start)?.seconds()
}

/// The words of the last result, where they are all words.
fn all_words<'a>(alternatives: &[(Value<'a>, Option<f64>)]) -> Option<Value<'a>> {
    if alternatives.iter().any(|(_, channel)| channel.is_some()) {
        return None;
    }
    let alternatives: Vec<Value<'a>> = alternatives.iter().map(|(alternative, _)| *alternative).collect();
    let (last, before) = alternatives.split_last()?;
    // They are told again with who said them.
    words(*last)?.first().and_then(speaker)?;
    let first = before.iter().find_map(|one| first_time(*one));
    let repeats = match (first, first_time(*last)) {
        (Some(first), Some(time)) => time <= first,
        // Results that have no words of their own.
        (None, Some(_)) => !before.is_empty(),
        _ => false,
    };
    words(*last).filter(|_| repeats)
}

fn read(file: &str, value: Value<'_>) -> Talk {
    let mut talk = Talk::new(Coding::of_json(file));
    let alternatives = of_channels(value);
    let all = all_words(&alternatives);
    let lists: Vec<Option<Value<'_>>> = match all {
        Some(all) => vec![Some(all)],
        None => alternatives.iter().map(|(one, _)| words(*one)).collect(),
    };
    for (list, (alternative, channel)) in lists.into_iter().zip(alternatives) {
        let channel = channel.map(|channel| format!("Channel {channel}"));
        let Some(list) = list else {
            if let Some(body) = alternative.get("transcript").and_then(Value::body) {
                talk.speaker(channel.as_deref());
                let confidence = alternative.get("confidence").filter(|number| is_set(*number));
                let confidence = confidence.and_then(Value::number).map(|number| number as f32);
                let glue = if super::words::blank_at(file, &body) { "" } else { " " };
                talk.words(file, body, glue, Heard { confidence, ..Heard::default() }, None);
            }
            continue;
        };
        for (word, element) in listed(list) {
            let Some(body) = word.get("word").and_then(Value::body) else { continue };
            talk.speaker(speaker(word).as_deref().or(channel.as_deref()));
            let confidence = word.get("confidence").filter(|number| is_set(*number)).and_then(Value::number);
            let heard = Heard {
                start: start(word).and_then(Value::seconds),
                end: end(word).and_then(Value::seconds),
                confidence: confidence.map(|number| number as f32),
            };
            talk.words(file, body, " ", heard, Some(self::element(word, element)));
        }
    }
    talk
}

fn tellings(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let teller = Teller::new(document);
    let is_told_again = all_words(&of_channels(value)).is_some();
    let alternatives = likeliest(value);
    let again: Vec<Value<'_>> =
        of_channels_in(lists(value).1).into_iter().map(|(alternative, _)| alternative).collect();
    let mut tellings = vec![
        teller.parts(again.iter().map(|one| (first_time(*one), one.get("transcript")))),
        teller.lists(FORM, again.iter().map(|one| (first_time(*one), words(*one)))),
    ];
    if !is_told_again {
        let with_words = alternatives.iter().filter(|one| words(**one).is_some());
        tellings.push(teller.parts(with_words.map(|one| (first_time(*one), one.get("transcript")))));
        return tellings;
    }
    let before = &alternatives[..alternatives.len() - 1];
    let last = alternatives.last().into_iter().map(|one| (None, one.get("transcript")));
    let transcripts = before.iter().map(|one| (first_time(*one), one.get("transcript")));
    tellings.push(teller.parts(transcripts.chain(last)));
    tellings.push(teller.lists(FORM, before.iter().map(|one| (first_time(*one), words(*one)))));
    tellings
}
