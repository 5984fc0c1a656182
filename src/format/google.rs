//! Google Speech-to-Text, both versions of it: results with a transcript and words, alone or in the answer of an
//! operation, or in the messages of a stream: those that are final are read, what was heard before them is left as it
//! is. Several responses in a file are of as many recordings.
//!
//! Where speakers are told apart, the words of the last result may be all words once more; then they are what is read.

use super::words::{Begin, Form, Teller, listed};
use super::{Alike, FIRST_PARTS, Format, Reads, first};
use crate::align::Anchor;
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};
use crate::track::{Element, End, Place};

pub(super) const FORMAT: Format = Format {
    id: "google",
    about: "the JSON of Google Speech-to-Text",
    extensions: &["json"],
    reads: Reads::Json {
        is,
        read,
        tellings,
        is_message: Some(is_response),
        fields: &["results", "response"],
        alike: Some(Alike {
            what: "the JSON of Google Speech-to-Text or Speechmatics",
            expected: Some("`transcript` or `content` in `alternatives`"),
            is: |value| {
                // The messages of Speechmatics have results too.
                value.get("message").is_none()
                    && first(value, "results").is_some_and(|result| result.get("alternatives").is_some())
            },
        }),
    },
};

const FORM: Form<'static> = Form {
    body: &body,
    is_bare: false,
    is_joined: false,
    elements: &|word, element| vec![self::element(word, element)],
};

fn body(word: Value<'_>) -> Option<Place> {
    word.get("word")?.body()
}

/// Whether a value is a response, or a message of a stream.
fn is_response(value: Value<'_>) -> bool {
    let first = value.get("results").and_then(Value::first);
    let is_heard = |one: Value<'_>| one.get("transcript").is_some() && one.get("timestamps").is_none();
    first.and_then(|result| result.get("alternatives")?.first()).is_some_and(is_heard)
}

fn is(value: Value<'_>) -> bool {
    if value.is_array() {
        return value.elements().take(FIRST_PARTS).any(is_response);
    }
    if is_silent(value) {
        return true;
    }
    let recordings = recordings(value);
    let mut alternatives = recordings.iter().flat_map(|one| &one.alternatives);
    // IBM Watson has lists of times beside a transcript.
    let is_told = |one: &Alternative<'_>| one.transcript().is_some() || one.value.get("words").is_some();
    alternatives.clone().any(is_told) && alternatives.all(|one| one.value.get("timestamps").is_none())
}

/// What an answer without results says of itself, formerly and now.
const OF_AN_ANSWER: [&[&str]; 2] = [&["totalBilledTime", "requestId", "speechAdaptationInfo"], &["metadata"]];

/// Whether a value is an answer of nothing that was said.
fn is_silent(value: Value<'_>) -> bool {
    if let Some(results) = value.get("results") {
        let is_end = |one: Value<'_>| {
            let has_end = one.any(["resultEndOffset", "resultEndTime"]).is_some();
            has_end && one.get("languageCode").is_some() && one.get("alternatives").is_none()
        };
        return results.is_array() && results.elements().all(is_end);
    }
    let is_of_speech = |kind: Value<'_>| kind.string().is_some_and(|kind| kind.contains("google.cloud.speech"));
    let is_made_of = |keys: &[&str]| value.members().all(|(key, _)| keys.contains(&key));
    value.at(&["response", "@type"]).is_some_and(is_of_speech) && value.at(&["response", "results"]).is_none()
        || value.get("totalBilledTime").is_some() && is_made_of(OF_AN_ANSWER[0])
        || value.at(&["metadata", "totalBilledDuration"]).is_some() && is_made_of(OF_AN_ANSWER[1])
}

/// What the answer to one of several files is called: now, and formerly.
const NAMES_OF_ANSWER: [&[&str]; 2] = [&["inlineResult", "transcript"], &["transcript"]];

/// Under which names the answer to one of several files has the text as captions too, beside `transcript`.
const CAPTIONS: [&str; 2] = ["srtCaptions", "vttCaptions"];

/// The likeliest alternative of a result that is final.
struct Alternative<'a> {
    value: Value<'a>,
    /// Its channel, where there are several.
    channel: Option<f64>,
}

impl<'a> Alternative<'a> {
    fn transcript(&self) -> Option<Value<'a>> {
        self.value.get("transcript")
    }

    fn words(&self) -> Option<Value<'a>> {
        self.value.get("words").filter(|words| words.first().is_some())
    }

    fn first_time(&self) -> Option<f64> {
        start_of_first(self.words()?.first()?)
    }
}

/// What was heard in one recording.
struct Recording<'a> {
    alternatives: Vec<Alternative<'a>>,
    /// The same under the former name.
    again: Vec<Alternative<'a>>,
    /// The words of the last alternative, where they are all words.
    all_words: Option<Value<'a>>,
    /// The text as captions.
    captions: Vec<Value<'a>>,
}

impl<'a> Recording<'a> {
    fn new(results: impl Iterator<Item = Value<'a>>, again: Option<Value<'a>>) -> Recording<'a> {
        let alternatives = alternatives(results.collect());
        let again = again.map_or_else(Vec::new, |list| self::alternatives(list.elements().collect()));
        let all_words = all_words(&alternatives);
        Recording { alternatives, again, all_words, captions: Vec::new() }
    }
}

/// The recordings of a file: that of each response, or of each file in one; the messages of a stream are of one.
fn recordings(value: Value<'_>) -> Vec<Recording<'_>> {
    if value.is_array() && value.elements().any(is_streamed) {
        let results = value.elements().filter_map(|message| message.get("results")).flat_map(Value::elements);
        return vec![Recording::new(results, None)];
    }
    let mut recordings = Vec::new();
    for response in value.one_or_more() {
        let Some(results) = response.get("response").unwrap_or(response).get("results") else { continue };
        if results.is_array() {
            recordings.push(Recording::new(results.elements(), None));
        }
        for (_, file) in results.members() {
            let mut named = NAMES_OF_ANSWER.into_iter().filter_map(|name| file.at(name)?.get("results"));
            let read = named.next().into_iter().flat_map(Value::elements);
            let captions = CAPTIONS.into_iter().filter_map(|name| file.at(&["inlineResult", name])).collect();
            recordings.push(Recording { captions, ..Recording::new(read, named.next()) });
        }
    }
    recordings
}

/// Whether a value is a message of a stream, which says of its results whether they are final, or how stable they are.
fn is_streamed(value: Value<'_>) -> bool {
    let mut results = value.get("results").into_iter().flat_map(Value::elements);
    value.any(["speechEventType", "speech_event_type"]).is_some()
        || results.any(|one| says_final(one).is_some() || one.get("stability").is_some())
}

fn says_final(result: Value<'_>) -> Option<Value<'_>> {
    result.any(["isFinal", "is_final"])
}

/// The likeliest alternatives of results. Where some say that they are final, the others are not: what is false or
/// nothing is often left out. Else those are final that say nothing of it.
fn alternatives(results: Vec<Value<'_>>) -> Vec<Alternative<'_>> {
    let is_said_final = |result: &Value<'_>| says_final(*result).is_some_and(Value::is_true);
    let says_nothing = |result: &Value<'_>| says_final(*result).is_none() && result.get("stability").is_none();
    let is_any_final = results.iter().any(is_said_final);
    let read = results.into_iter().filter(|one| if is_any_final { is_said_final(one) } else { says_nothing(one) });
    let mut found: Vec<_> = read
        .filter_map(|result| {
            let channel = result.any(["channelTag", "channel_tag"]).and_then(Value::number);
            Some(Alternative { value: result.get("alternatives").and_then(Value::first)?, channel })
        })
        .collect();
    if found.windows(2).all(|two| two[0].channel == two[1].channel) {
        for one in &mut found {
            one.channel = None;
        }
    }
    found
}

fn start(word: Value<'_>) -> Option<Value<'_>> {
    word.any(["startTime", "startOffset", "start_time", "start_offset"])
}

/// When the first word of a list begins: what is nothing is left out where a message is written as JSON, and so a time
/// of which only the end is told is 0.
fn start_of_first(word: Value<'_>) -> Option<f64> {
    start(word).and_then(Value::seconds).or_else(|| {
        let has_none = start(word).is_none_or(|start| start.raw().starts_with('{') && start.members().next().is_none());
        (has_none && end(word).is_some()).then_some(0.0)
    })
}

fn end(word: Value<'_>) -> Option<Value<'_>> {
    word.any(["endTime", "endOffset", "end_time", "end_offset"])
}

fn element(word: Value<'_>, element: Element) -> Element {
    let confidence = word.get("confidence").filter(|number| is_set(*number));
    // One that is spelled as no time is known to be is a time all the same; an empty object is none.
    let is_time = |time: &Value<'_>| time.seconds().is_some() || time.bare().is_some();
    let place = |time: Option<Value<'_>>| time.filter(is_time).map(Value::place);
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
    let name = word.any(["speakerLabel", "speaker_label"]).and_then(Value::string).filter(|name| !name.is_empty());
    let number = || word.any(["speakerTag", "speaker_tag"]).and_then(Value::number).filter(|number| *number > 0.0);
    name.map(String::from).or_else(|| number().map(|number| number.to_string())).map(|name| format!("Speaker {name}"))
}

/// The words of the last result, where they are all words.
fn all_words<'a>(alternatives: &[Alternative<'a>]) -> Option<Value<'a>> {
    if alternatives.iter().any(|one| one.channel.is_some()) {
        return None;
    }
    let (last, before) = alternatives.split_last()?;
    // They are told again with who said them.
    last.words()?.elements().find_map(speaker)?;
    let first = before.iter().find_map(Alternative::first_time);
    let repeats = match (first, last.first_time()) {
        (Some(first), Some(time)) => time <= first,
        // Results that have no words of their own.
        (None, Some(_)) => !before.is_empty(),
        _ => false,
    };
    last.words().filter(|_| repeats)
}

fn read(file: &str, value: Value<'_>, coding: Coding) -> Talk {
    let mut talk = Talk::new(coding);
    for recording in recordings(value) {
        talk.close();
        if let Some(words) = recording.all_words {
            read_words(file, words, None, &mut talk);
            continue;
        }
        for one in &recording.alternatives {
            let channel = one.channel.map(|channel| format!("Channel {channel}"));
            match one.words() {
                Some(words) => read_words(file, words, channel.as_deref(), &mut talk),
                None => read_transcript(file, one, channel.as_deref(), &mut talk),
            }
        }
    }
    talk
}

fn read_transcript(file: &str, one: &Alternative<'_>, channel: Option<&str>, talk: &mut Talk) {
    let Some(body) = one.transcript().and_then(Value::body) else { return };
    talk.speaker(channel);
    let glue = if super::words::blank_at(file, &body) { "" } else { " " };
    talk.words(file, body, glue, Heard { confidence: confidence(one.value), ..Heard::default() }, None);
}

fn read_words(file: &str, words: Value<'_>, channel: Option<&str>, talk: &mut Talk) {
    for (number, (word, element)) in listed(words).enumerate() {
        let Some(body) = body(word) else { continue };
        talk.speaker(speaker(word).as_deref().or(channel));
        let heard = Heard {
            start: if number == 0 { start_of_first(word) } else { start(word).and_then(Value::seconds) },
            end: end(word).and_then(Value::seconds),
            confidence: confidence(word),
        };
        talk.words(file, body, " ", heard, Some(self::element(word, element)));
    }
}

fn confidence(value: Value<'_>) -> Option<f32> {
    let confidence = value.get("confidence").filter(|number| is_set(*number)).and_then(Value::number);
    confidence.map(|number| number as f32)
}

fn tellings(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let teller = Teller::new(document);
    let (mut transcripts, mut lists) = (Vec::new(), Vec::new());
    let (mut transcripts_again, mut lists_again) = (Vec::new(), Vec::new());
    let mut tellings = Vec::new();
    for recording in recordings(value) {
        let begins = begins(document, &recording);
        let begin = || begins.first().cloned().unwrap_or(Begin::Unknown);
        tellings.extend(recording.captions.iter().map(|all| teller.parts(std::iter::once((begin(), Some(*all))))));
        let is_told_again = recording.all_words.is_some();
        for (one, begin) in recording.alternatives.iter().zip(&begins) {
            // Without words, the transcript is what is read.
            if is_told_again || one.words().is_some() {
                transcripts.push((begin.clone(), one.transcript()));
            }
        }
        if let (true, [before @ .., _]) = (is_told_again, recording.alternatives.as_slice()) {
            lists.extend(before.iter().zip(&begins).map(|(one, begin)| (begin.clone(), one.words())));
        }
        for (one, begin) in recording.again.iter().zip(begins.iter().cloned().chain(std::iter::repeat(Begin::Unknown)))
        {
            transcripts_again.push((begin.clone(), one.transcript()));
            lists_again.push((begin, one.words()));
        }
    }
    tellings.extend([
        teller.parts(transcripts.into_iter()),
        teller.lists(FORM, lists.into_iter()),
        teller.parts(transcripts_again.into_iter()),
        teller.lists(FORM, lists_again.into_iter()),
    ]);
    tellings
}

/// Where the alternatives of a recording begin, among what is read of it.
fn begins(document: &Document, recording: &Recording<'_>) -> Vec<Begin> {
    let first_body = |words: Value<'_>| words.elements().find_map(body);
    let Some(all) = recording.all_words else {
        let first = |one: &Alternative<'_>| match one.words() {
            Some(words) => first_body(words),
            None => one.transcript()?.body(),
        };
        return recording.alternatives.iter().map(|one| Begin::from(first(one))).collect();
    };
    let bodies: Vec<Place> = all.elements().filter_map(body).collect();
    let (Some(first), Some(last)) = (bodies.first(), bodies.last()) else {
        return vec![Begin::Unknown; recording.alternatives.len()];
    };
    let [first, last] = [first, last].map(|body| document.position(body.start as usize));
    let positions = document.positions_by_time(first..last + 1);
    let count = recording.alternatives.len() - 1;
    let begin = |(number, one): (usize, &Alternative<'_>)| {
        match one.first_time().filter(|_| number < count) {
            Some(time) => Begin::Read(positions.at(time)),
            // What has no times begins where all of it does, or goes on.
            None if number == 0 => Begin::Read(Anchor::At(first)),
            None => Begin::Unknown,
        }
    };
    recording.alternatives.iter().enumerate().map(begin).collect()
}
