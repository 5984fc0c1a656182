//! Deepgram: alternatives with a transcript and words, by channel; paragraphs and utterances tell it again. Or the
//! messages of a stream, each with a channel: those that are final are read, what was heard before them is left as it
//! is.
//!
//! What sentiments, topics, intents and searches quote of the words changes with them; summaries are left as they are.

use std::ops::Range;

use super::words::{Keys, Teller, listed};
use super::{Alike, FIRST_PARTS, Format, Reads};
use crate::align::Anchor;
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};
use crate::track::Place;

pub(super) const FORMAT: Format = Format {
    id: "deepgram",
    about: "the JSON of Deepgram",
    extensions: &["json"],
    reads: Reads::Json {
        is,
        read,
        tellings,
        is_message: Some(is_message),
        fields: &["results", "channel_index"],
        alike: Some(Alike {
            what: "the JSON of Deepgram",
            expected: Some("`results.channels[].alternatives`"),
            is: |value| value.at(&["results", "channels"]).is_some(),
        }),
    },
};

const KEYS: Keys = Keys { start: "start", end: "end", confidence: Some("confidence"), a_second: 1.0 };

fn is(value: Value<'_>) -> bool {
    let first = value.at(&["results", "channels"]).and_then(Value::first);
    let is_silent = || {
        let has_none = value.at(&["results", "channels"]).is_some_and(|list| list.is_array() && list.first().is_none());
        has_none && value.get("metadata").is_some()
    };
    first.is_some_and(|channel| channel.get("alternatives").is_some())
        || is_silent()
        || value.one_or_more().take(FIRST_PARTS).any(is_message)
}

/// Whether a value is a message of a stream that tells what was heard.
fn is_message(value: Value<'_>) -> bool {
    let likeliest = || value.at(&["channel", "alternatives"])?.first();
    value.get("channel").is_some() && likeliest().is_some_and(|one| one.get("transcript").is_some())
}

/// What was heard on a channel, or a part of it.
#[derive(Clone, Copy)]
struct Part<'a> {
    /// The likeliest alternative.
    best: Value<'a>,
    channel: i64,
    /// The message that holds it, if one does.
    message: Option<Value<'a>>,
}

fn best(channel: Value<'_>) -> Option<Value<'_>> {
    channel.get("alternatives").and_then(Value::first)
}

/// What was heard, channel by channel, or message by message.
fn parts(value: Value<'_>) -> Vec<Part<'_>> {
    let channels = value.at(&["results", "channels"]).into_iter().flat_map(Value::elements);
    let whole =
        (0..).zip(channels).filter_map(|(channel, one)| Some(Part { best: best(one)?, channel, message: None }));
    let is_final = |message: &Value<'_>| message.get("is_final").is_none_or(Value::is_true);
    let messages = value.one_or_more().filter(is_final).filter_map(|message| {
        let number = message.get("channel_index").and_then(Value::first).and_then(Value::number);
        let channel = number.unwrap_or_default() as i64;
        Some(Part { best: best(message.get("channel")?)?, channel, message: Some(message) })
    });
    whole.chain(messages).collect()
}

/// The likeliest alternatives.
fn channels(value: Value<'_>) -> Vec<Value<'_>> {
    parts(value).into_iter().map(|part| part.best).collect()
}

/// Whether words stand there twice: with capitals and marks, and bare.
fn is_punctuated(value: Value<'_>) -> bool {
    let mut words = channels(value).into_iter().filter_map(|channel| channel.get("words")?.first());
    words.any(|word| word.get("punctuated_word").is_some())
}

/// Who says a word, or an utterance.
fn speaker(value: Value<'_>) -> Option<String> {
    value.get("speaker").and_then(Value::number).map(|speaker| format!("Speaker {speaker}"))
}

/// Whether there are several channels.
fn has_channels(parts: &[Part<'_>]) -> bool {
    parts.windows(2).any(|two| two[0].channel != two[1].channel)
}

/// Who says something on a channel: on each of several, speakers are counted anew.
fn said_by(speaker: Option<String>, channel: Option<&str>) -> Option<String> {
    match (speaker, channel) {
        (Some(speaker), Some(channel)) => Some(format!("{channel}, {speaker}")),
        (speaker, channel) => speaker.or_else(|| channel.map(str::to_owned)),
    }
}

/// What a channel is called.
fn on_channel(channel: impl std::fmt::Display) -> String {
    format!("Channel {channel}")
}

fn read(file: &str, value: Value<'_>, coding: Coding) -> Talk {
    let mut talk = Talk::new(coding);
    let parts = parts(value);
    let has_channels = has_channels(&parts);
    let mut before = None;
    for part in &parts {
        if before != Some(part.channel) {
            talk.close();
        }
        before = Some(part.channel);
        let channel = has_channels.then(|| on_channel(part.channel));
        let words = part.best.get("words").filter(|words| words.first().is_some());
        let Some(words) = words else {
            if let Some(body) = part.best.get("transcript").and_then(Value::body).filter(|body| !body.is_empty()) {
                let known = part.message.map(|message| heard(message, part.best));
                talk.speaker(channel.as_deref());
                talk.words(file, body, " ", known.unwrap_or_default(), None);
            }
            continue;
        };
        for (word, element) in listed(words) {
            let Some(body) = said(word).and_then(Value::body) else { continue };
            talk.speaker(said_by(speaker(word), channel.as_deref()).as_deref());
            let known = KEYS.of(word);
            let (heard, element) = (known.heard(), known.element(element));
            talk.words(file, body, " ", heard, Some(element));
        }
    }
    talk
}

/// What is said in a text of paragraphs, each on a line of its own, without who speaks ("Speaker 0: ").
fn said_in_paragraphs(file: &str, body: &Place) -> Vec<Place> {
    let mut said = Vec::new();
    let (mut start, mut at) = (body.start as usize, body.start as usize);
    let bytes = &file.as_bytes()[..body.end as usize];
    let mut add = |line: Range<usize>| {
        let text = &file[line.clone()];
        let label = text
            .strip_prefix("Speaker ")
            .and_then(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(": "));
        let from = label.map_or(line.start, |rest| line.end - rest.len());
        if from < line.end {
            said.push(from as u32..line.end as u32);
        }
    };
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..]).map(|found| at + found) {
        at = (found + 2).min(bytes.len());
        if bytes.get(found + 1) == Some(&b'n') {
            add(start..found);
            start = at;
        }
    }
    add(start..bytes.len());
    said
}

/// What is read of a word.
fn said(word: Value<'_>) -> Option<Value<'_>> {
    let [marked, bare] = word.get_all(["punctuated_word", "word"]);
    marked.or(bare)
}

/// When the words of a message without words were heard, and how surely.
fn heard(message: Value<'_>, best: Value<'_>) -> Heard {
    let [start, duration] = message.get_all(["start", "duration"]).map(|time| time.and_then(Value::number));
    let confidence = best.get("confidence").and_then(Value::number).map(|sure| sure as f32);
    Heard { confidence, ..Heard::lasting(start, duration) }
}

fn tellings(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let file = document.file_text();
    let coding = Coding::of_json(file);
    let positions = document.positions_by_time(0..u32::MAX);
    let mut transcripts = Telling::new(coding, false);
    let mut bare = Telling::new(coding, true);
    let mut paragraphs = Telling::new(coding, false);
    let mut sentences = Telling::new(coding, false);
    let speakers = document.speaker_numbers();
    let has_channels = has_channels(&parts(value));
    let first_time = |words: Option<Value<'_>>| words?.first()?.get("start")?.number();
    for channel in channels(value) {
        let words = channel.get("words").filter(|words| words.first().is_some());
        let transcript = channel.get("transcript").and_then(Value::body);
        let of_words = words.into_iter().flat_map(Value::elements).filter_map(|word| said(word)?.body());
        // Without words, the transcript is what is read.
        let alone = transcript.clone().filter(|_| words.is_none());
        let mut starts = of_words.chain(alone).filter(|body| !body.is_empty()).map(|body| body.start as usize);
        let first = starts.next().map(|start| document.position(start));
        let range = first.map_or(0..0, |first| first..starts.last().map_or(first, |last| document.position(last)) + 1);
        let begin = || first.map_or(Anchor::Unknown, Anchor::At);
        if let Some(body) = transcript.filter(|_| words.is_some()) {
            transcripts.stretch(begin());
            transcripts.words(file, body, "", None);
        }
        // Bare words beside punctuated ones; where there are none of those, they are what is read.
        let both = words.into_iter().flat_map(listed).filter(|(word, _)| word.get("punctuated_word").is_some());
        bare.stretch(begin());
        for (word, element) in both {
            if let Some(body) = word.get("word").and_then(Value::body) {
                bare.words(file, body, " ", Some(KEYS.of(word).element(element)));
            }
        }
        if let Some(body) = channel.at(&["paragraphs", "transcript"]).and_then(Value::body) {
            paragraphs.stretch(begin());
            for said in said_in_paragraphs(file, &body) {
                paragraphs.words(file, said, " ", None);
            }
        }
        let of_channel = document.positions_by_time(range);
        let mut next = begin();
        let told = channel.at(&["paragraphs", "paragraphs"]).into_iter().flat_map(Value::elements);
        for sentence in told.filter_map(|paragraph| paragraph.get("sentences")).flat_map(Value::elements) {
            if let Some(body) = sentence.get("text").and_then(Value::body) {
                let time = sentence.get("start").and_then(Value::number);
                sentences.stretch(time.map_or(next, |time| of_channel.at(time)));
                sentences.words(file, body, "", None);
                next = Anchor::Unknown;
            }
        }
    }
    let mut utterances = Telling::new(coding, false);
    let mut punctuated = Telling::new(coding, false);
    // Without punctuated words, these are as they were written.
    let mut lexical = Telling::new(coding, is_punctuated(value));
    for utterance in value.at(&["results", "utterances"]).into_iter().flat_map(Value::elements) {
        let words = utterance.get("words");
        let time = first_time(words).or(utterance.get("start").and_then(Value::number));
        let channel = utterance.get("channel").and_then(Value::number).filter(|_| has_channels).map(on_channel);
        let name = said_by(speaker(utterance), channel.as_deref());
        let speaker = name.and_then(|name| speakers.get(name.as_str()).copied());
        if let Some(body) = utterance.get("transcript").and_then(Value::body) {
            utterances.stretch_at(&positions, time);
            utterances.said_by(speaker);
            utterances.words(file, body, "", None);
        }
        for telling in [&mut punctuated, &mut lexical] {
            telling.stretch_at(&positions, time);
            telling.said_by(speaker);
        }
        for (word, element) in words.into_iter().flat_map(listed) {
            for (telling, key) in [(&mut punctuated, "punctuated_word"), (&mut lexical, "word")] {
                if let Some(body) = word.get(key).and_then(Value::body) {
                    telling.words(file, body, " ", Some(KEYS.of(word).element(element.clone())));
                }
            }
        }
    }
    let told = [transcripts, bare, paragraphs, sentences, utterances, punctuated, lexical].into_iter();
    told.chain(quoted(document, value)).chain(found(document, value)).collect()
}

/// What is made of the words by other means and quotes them.
const QUOTING: [&str; 3] = ["sentiments", "topics", "intents"];

/// What sentiments, topics and intents quote, each with the number of the word at which it begins; topics may stand
/// beside the words, too.
fn quoted(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let teller = Teller::new(document);
    let parts = parts(value);
    let with_own = parts.iter().filter(|part| part.best.get("topics").is_some());
    let own = with_own.flat_map(|part| {
        let places = places(part.best);
        let topics = part.best.get("topics").into_iter().flat_map(Value::elements);
        topics.map(move |one| (begin(one, &places), one.get("text")))
    });
    let own = teller.parts(own);
    // Of several channels nobody says whose words are counted.
    let places = if let [only] = parts.as_slice() { places(only.best) } else { Vec::new() };
    let segments = |key| value.at(&["results", key, "segments"]).into_iter().flat_map(Value::elements);
    let of_all = QUOTING.map(|key| teller.parts(segments(key).map(|one| (begin(one, &places), one.get("text")))));
    std::iter::once(own).chain(of_all).collect()
}

/// Where the words of an alternative stand.
fn places(alternative: Value<'_>) -> Vec<Option<Place>> {
    let words = alternative.get("words").into_iter().flat_map(Value::elements);
    words.map(|word| said(word)?.body()).collect()
}

/// Where what is quoted begins among these words.
fn begin(quoted: Value<'_>, places: &[Option<Place>]) -> Option<Place> {
    let number = quoted.get("start_word").and_then(Value::number)? as i64;
    places.get(usize::try_from(number).ok()?).cloned().flatten()
}

/// So many tellings are made of what was found of searches: what lies one over the other is in several of them.
const MOST_FOUND: usize = 16;

/// What was found of what was searched on each channel, which may lie one over the other.
fn found(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let mut hits: Vec<(usize, Place, Value<'_>)> = Vec::new();
    for channel in value.at(&["results", "channels"]).into_iter().flat_map(Value::elements) {
        let words = best(channel).and_then(|best| best.get("words")).into_iter().flat_map(Value::elements);
        let ends: Vec<(f64, Place)> =
            words.filter_map(|word| Some((word.get("end")?.number()?, said(word)?.body()?))).collect();
        let of_searches = channel.get("search").into_iter().flat_map(Value::elements);
        for hit in of_searches.filter_map(|search| search.get("hits")).flat_map(Value::elements) {
            let time = hit.get("start").and_then(Value::number).unwrap_or(0.0);
            let first = ends.get(ends.partition_point(|(end, _)| *end <= time));
            if let (Some((_, place)), Some(snippet)) = (first, hit.get("snippet")) {
                hits.push((document.position(place.start as usize) as usize, place.clone(), snippet));
            }
        }
    }
    hits.sort_by_key(|(at, ..)| *at);
    // Where the last of each telling ends, and which tell what.
    let mut ends: Vec<usize> = Vec::new();
    let mut told: Vec<Vec<_>> = Vec::new();
    for (at, place, snippet) in hits {
        let free = ends.iter().position(|end| *end <= at).unwrap_or(ends.len()).min(MOST_FOUND - 1);
        if free == ends.len() {
            ends.push(0);
            told.push(Vec::new());
        }
        ends[free] = at + snippet.raw().len();
        told[free].push((Some(place), Some(snippet)));
    }
    let teller = Teller::new(document);
    told.into_iter().map(|told| teller.parts(told.into_iter())).collect()
}
