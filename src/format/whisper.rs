//! `OpenAI` Whisper and what follows its form: segments of text, with or without words, as a list of their own or with the
//! whole text beside them; or the whole text alone, as its service answers.
//!
//! The tokens of a segment go stale where its text changes: they are numbers of the recogniser's own, which nothing but it
//! reads.

use std::borrow::Cow;

use super::words::{Begin, Form, Keys, Known, Teller, blank_at, listed};
use super::{Alike, Format, Reads, first};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};
use crate::track::Place;

pub(super) const FORMAT: Format = Format {
    id: "whisper",
    about: "the JSON of OpenAI Whisper, faster-whisper, WhisperX and whisper-timestamped",
    extensions: &["json"],
    reads: Reads::Json {
        is,
        read,
        tellings,
        is_message: None,
        fields: &["text", "segments", "transcription"],
        alike: Some(Alike {
            what: "the JSON of a transcript in segments",
            expected: Some("`text` and `start` (Whisper), or `body` and `startTime`"),
            is: |value| first(value, "segments").is_some_and(|one| one.get("text").or(one.get("words")).is_some()),
        }),
    },
};

const SEGMENT: Keys = Keys { start: "start", end: "end", confidence: None, a_second: 1.0 };
/// What an answer without segments is made of.
const OF_AN_ANSWER: [&str; 17] = [
    "text",
    "segments",
    "words",
    "language",
    "duration",
    "task",
    "usage",
    "logprobs",
    "language_probability",
    "x_groq",
    "word_segments",
    "language_probs",
    "speech_activity",
    ORIGINAL,
    "time_scale",
    "regroup_history",
    "nonspeech_sections",
];
/// Under which name stable-ts keeps all that was told before it changed the segments.
const ORIGINAL: &str = "ori_dict";

fn is(value: Value<'_>) -> bool {
    let words = bare_words(value).or_else(|| LISTS.into_iter().find_map(|key| value.get(key)));
    // The words of Deepgram, taken out of its answer, say each word twice.
    let is_odd = |one: Value<'_>| word(one).is_none() || one.get("punctuated_word").is_some();
    if words.and_then(Value::first).is_some_and(is_odd) {
        return false;
    }
    if bare_words(value).is_some() {
        return true;
    }
    if let Some(first) = segments(value).next() {
        let has = |key| first.get(key).is_some();
        return (has("text") || begin(first).is_some()) && has("start") && (has("end") || !value.is_array());
    }
    let is_said = value.get("text").is_some_and(|text| text.body().is_some())
        || value.get("segments").is_some_and(Value::is_array) && value.get("language").is_some();
    is_said && (value.members().all(|(key, _)| OF_AN_ANSWER.contains(&key)) || has_words(value))
}

/// The words of a file that is nothing but a list of them, with their times.
fn bare_words(value: Value<'_>) -> Option<Value<'_>> {
    let first = value.first()?;
    let is_word = first.get("word").and_then(Value::body).is_some();
    let is_timed = ["start", "end"].into_iter().all(|key| first.get(key).and_then(Value::number).is_some());
    (is_word && is_timed).then_some(value)
}

/// Whether there is a list of words with their times.
fn has_words(value: Value<'_>) -> bool {
    let first = LISTS.into_iter().find_map(|key| first(value, key));
    first.is_some_and(|first| word(first).is_some_and(|word| word.body().is_some()) && first.get("start").is_some())
}

fn segments(value: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    let list = if value.is_array() { Some(value) } else { value.get("segments") };
    list.into_iter().flat_map(Value::elements)
}

/// How sure a segment is, for words that do not say it themselves: the mean probability of its tokens.
fn confidence(segment: Value<'_>) -> Option<f32> {
    segment.get("avg_logprob").and_then(Value::number).map(|log| log.exp() as f32)
}

/// Under which names lists of all words stand.
const LISTS: [&str; 3] = ["words", "word_segments", "word_timestamps"];

fn read<'a>(file: &str, value: Value<'a>, coding: Coding) -> Talk {
    let mut talk = Talk::new(coding);
    let all = LISTS.into_iter().find_map(|key| value.get(key));
    let mut all = all.into_iter().flat_map(Value::elements).peekable();
    if let Some(words) = bare_words(value) {
        read_words(file, words, &mut talk);
        return talk;
    }
    if segments(value).next().is_none() {
        if let Some(body) = value.get("text").and_then(Value::body).filter(|body| !body.is_empty()) {
            talk.words(file, body, "", Heard::default(), None);
            talk.heard_within(all.filter_map(heard));
        }
        return talk;
    }
    for segment in segments(value) {
        talk.speaker(segment.get("speaker").and_then(Value::string).as_deref());
        let Some(body) = text(segment) else {
            segment.get("words").into_iter().for_each(|words| read_words(file, words, &mut talk));
            continue;
        };
        let of_segment = SEGMENT.of(segment).heard();
        let glue = if blank_at(file, &body) { "" } else { " " };
        talk.words(file, body, glue, Heard { confidence: confidence(segment), ..of_segment }, None);
        if let Some(words) = segment.get("words") {
            let said_by = |word: Value<'a>| word.get("speaker").and_then(Value::string);
            let said =
                words.elements().filter_map(|word| heard(word).map(|(text, heard)| (text, heard, said_by(word))));
            talk.said_within(said);
        } else {
            let is_before = |word: &Value<'_>| SEGMENT.of(*word).heard().start < of_segment.end;
            talk.heard_within(std::iter::from_fn(|| all.next_if(is_before)).filter_map(heard));
        }
    }
    talk
}

/// Where the text of a segment stands, if it has one.
fn text(segment: Value<'_>) -> Option<Place> {
    segment.get("text")?.body()
}

/// Reads words: those of a segment that has no text, or all there are.
fn read_words(file: &str, words: Value<'_>, talk: &mut Talk) {
    for (value, element) in listed(words) {
        let Some(body) = (WORDS.body)(value) else { continue };
        if let Some(name) = value.get("speaker").and_then(Value::string) {
            talk.speaker(Some(&name));
        }
        let (known, glue) = (known(value), if blank_at(file, &body) { "" } else { " " });
        talk.words(file, body, glue, known.heard(), Some(known.element(element)));
    }
}

/// Where what is read of a segment begins.
fn begin(segment: Value<'_>) -> Option<Place> {
    text(segment).or_else(|| segment.get("words")?.elements().find_map(WORDS.body))
}

/// Where the text of a word stands. A word may be a list: when it begins and ends, its text, and how sure it is.
fn word(word: Value<'_>) -> Option<Value<'_>> {
    if word.is_array() {
        return word.elements().nth(2);
    }
    let [word, text] = word.get_all(["word", "text"]);
    word.or(text)
}

/// Under which of these names a word keeps how sure the recogniser was of it.
const SURE: [&str; 3] = ["probability", "score", "confidence"];

/// Under which names a word keeps what is known of it.
fn keys(word: Value<'_>) -> Keys {
    let known = SURE.into_iter().zip(word.get_all(SURE)).find(|(_, value)| value.is_some());
    Keys { confidence: known.map(|(key, _)| key), ..SEGMENT }
}

/// What is known of a word.
fn known(word: Value<'_>) -> Known<'_> {
    if !word.is_array() {
        return keys(word).of(word);
    }
    let at = |number| word.elements().nth(number);
    Known::new([at(0), at(1), at(3)], SEGMENT.a_second)
}

fn time(word: Value<'_>) -> Option<f64> {
    known(word).heard().start
}

fn heard(value: Value<'_>) -> Option<(Cow<'_, str>, Heard)> {
    Some((word(value)?.string()?, known(value).heard()))
}

/// Words.
const WORDS: Form<'static> = Form {
    body: &|value| word(value)?.body(),
    is_bare: false,
    is_joined: false,
    elements: &|word, element| vec![known(word).element(element)],
};

/// The characters of which `WhisperX` knows when they were heard.
const CHARACTERS: Form<'static> = Form { body: &|character| character.get("char")?.body(), is_joined: true, ..WORDS };

fn tellings(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let teller = Teller::new(document);
    let mut tellings = Vec::new();
    if bare_words(value).is_some() {
        return tellings;
    }
    if segments(value).next().is_some() {
        tellings.extend(["text", "transcription"].map(|key| teller.whole(value.get(key))));
    }
    for (form, key) in [(WORDS, "words"), (CHARACTERS, "chars")] {
        // The words of a segment without text are what is read of it.
        let told = segments(value).filter(|segment| key != "words" || text(*segment).is_some());
        tellings.push(teller.lists(form, told.map(|segment| (begin(segment), segment.get(key)))));
    }
    let times = |list: Value<'_>| list.elements().map(time).collect::<Vec<_>>();
    let of_segments: Vec<_> = segments(value).filter_map(|segment| segment.get("words")).flat_map(times).collect();
    tellings.extend(LISTS.map(|key| {
        let list = value.get(key);
        let is_turned = list.map(times).is_some_and(|list| list.len() == of_segments.len() && list != of_segments);
        if is_turned {
            teller.timed(WORDS, list, time)
        } else {
            teller.lists(WORDS, std::iter::once((Begin::Unknown, list)))
        }
    }));
    // It has other segments, which all together tell the same.
    if let Some(original) = value.get(ORIGINAL) {
        let parts = |key: &'static str| segments(original).map(move |one| (Begin::Unknown, one.get(key)));
        tellings.push(teller.whole(original.get("text")));
        tellings.push(teller.parts(parts("text")));
        tellings.push(teller.lists(WORDS, parts("words")));
    }
    tellings
}
