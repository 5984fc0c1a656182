//! Speechmatics (json-v2): results, which are words, marks and entities; an entity spells its words once as they were
//! spoken and once as they are written; sentiments and topics quote them. Or the messages of a stream, each with results:
//! those that are final are read.

use std::borrow::Cow;

use super::words::{Begin, Form, Keys, Teller, listed};
use super::{Alike, FIRST_PARTS, Format, Reads};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};
use crate::track::Element;

pub(super) const FORMAT: Format = Format {
    id: "speechmatics",
    about: "the JSON of Speechmatics (json-v2)",
    extensions: &["json"],
    reads: Reads::Json {
        is,
        read,
        tellings,
        is_message: Some(is_message),
        fields: &["results"],
        alike: Some(Alike {
            what: "partial results of Speechmatics",
            expected: Some("`AddTranscript`, which is final"),
            is: |value| {
                let mut messages = value.one_or_more().filter_map(|one| one.get("message")?.string());
                messages.any(|name| name == "AddPartialTranscript")
            },
        }),
    },
};

const KEYS: Keys = Keys { start: "start_time", end: "end_time", confidence: None, a_second: 1.0 };

fn is(value: Value<'_>) -> bool {
    if value.is_array() {
        return value.elements().take(FIRST_PARTS).any(is_message);
    }
    lists(value).any(has_words)
}

fn has_words(value: Value<'_>) -> bool {
    let results = value.get("results").into_iter().flat_map(Value::elements);
    let is_word =
        |one: Value<'_>| one.get("type").is_some() && likeliest(one).is_some_and(|one| one.get("content").is_some());
    results.take(FIRST_PARTS).any(is_word)
}

/// What a message of a stream is called that is final.
const FINAL: &str = "AddTranscript";

/// Whether a value is a message of a stream that tells what was heard, or one of those that come before and between.
fn is_message(value: Value<'_>) -> bool {
    match value.get("message").and_then(Value::string).as_deref() {
        Some(FINAL | "AddPartialTranscript") => value.get("results").is_some(),
        Some("RecognitionStarted") => value.get("id").is_some(),
        Some("AudioAdded") => value.get("seq_no").is_some(),
        _ => false,
    }
}

/// Whether a value is a message that tells what was heard, and is final.
fn is_final(value: Value<'_>) -> bool {
    let [message, results] = value.get_all(["message", "results"]);
    results.is_some() && message.and_then(Value::string).is_some_and(|name| name == FINAL)
}

/// The lists of results: of the whole, or of each final message.
fn lists(value: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    let is_read = |one: &Value<'_>| one.get("message").is_none() || is_final(*one);
    value.one_or_more().filter(is_read)
}

/// The likeliest alternative of a word or a mark.
fn likeliest(result: Value<'_>) -> Option<Value<'_>> {
    result.get("alternatives").and_then(Value::first)
}

/// What is known of a word or a mark.
struct Said<'a> {
    result: Value<'a>,
    /// Whether it is a mark.
    is_mark: bool,
    attaches_to: Option<Value<'a>>,
    content: Option<Value<'a>>,
    /// Of marks it says nothing.
    confidence: Option<Value<'a>>,
    speaker: Option<Value<'a>>,
    /// The channel that it was heard on, of several.
    channel: Option<Value<'a>>,
}

impl<'a> Said<'a> {
    fn of(result: Value<'a>) -> Said<'a> {
        let [kind, attaches_to, alternatives, channel] =
            result.get_all(["type", "attaches_to", "alternatives", "channel"]);
        let likeliest = alternatives.and_then(Value::first);
        let [content, confidence, speaker] =
            likeliest.map_or([None; 3], |one| one.get_all(["content", "confidence", "speaker"]));
        let is_mark = kind.and_then(Value::string).is_some_and(|kind| kind == "punctuation");
        let confidence = confidence.filter(|_| !is_mark);
        Said { result, is_mark, attaches_to, content, confidence, speaker: speaker.or(channel), channel }
    }

    fn heard(&self) -> Heard {
        let confidence = self.confidence.and_then(Value::number).map(|number| number as f32);
        Heard { confidence, ..KEYS.of(self.result).heard() }
    }

    fn element(&self, element: Element) -> Element {
        Element { confidence: self.confidence.and_then(Value::bare), ..KEYS.of(self.result).element(element) }
    }

    /// Whether no blank stands before it, and none behind it.
    fn attaches(&self) -> (bool, bool) {
        match self.attaches_to.and_then(Value::string).as_deref() {
            Some("previous") => (true, false),
            Some("next") => (false, true),
            Some("both") => (true, true),
            Some(_) => (false, false),
            None => (self.is_mark, false),
        }
    }
}

/// What stands between words, as the whole or the first message of a stream says.
fn delimiter(value: Value<'_>) -> Option<Cow<'_, str>> {
    value.get("metadata").unwrap_or(value).at(&["language_pack_info", "word_delimiter"])?.string()
}

fn read(file: &str, value: Value<'_>, coding: Coding) -> Talk {
    let mut talk = Talk::new(coding);
    let delimiter = value.one_or_more().take(FIRST_PARTS).find_map(delimiter);
    let delimiter = delimiter.as_deref().unwrap_or(" ");
    let mut is_attached = false;
    let mut channel = None;
    for (result, element) in lists(value).filter_map(|one| one.get("results")).flat_map(listed) {
        let said = Said::of(result);
        let Some(body) = said.content.and_then(Value::body) else {
            talk.close();
            continue;
        };
        if !said.is_mark {
            // Two people may be called alike, each on a channel of their own.
            let own = said.channel.and_then(Value::string);
            if own != channel {
                talk.close();
                channel = own;
            }
            talk.speaker(said.speaker.and_then(Value::string).as_deref());
        }
        let (before, behind) = said.attaches();
        let glue = if before || is_attached { "" } else { delimiter };
        is_attached = behind;
        talk.words(file, body, glue, said.heard(), Some(said.element(element)));
    }
    talk
}

/// What is made of the words by other means and quotes them; chapters and summaries are in words of their own.
const QUOTING: [&str; 2] = ["sentiment_analysis", "topics"];

fn tellings(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let teller = Teller::new(document);
    let entities = || {
        let results = lists(value).filter_map(|one| one.get("results")).flat_map(Value::elements);
        results.filter(|result| result.get("spoken_form").or(result.get("written_form")).is_some())
    };
    let form = Form {
        body: &|word| likeliest(word)?.get("content")?.body(),
        is_bare: false,
        is_joined: false,
        elements: &|word, element| vec![Said::of(word).element(element)],
    };
    let forms =
        ["spoken_form", "written_form"].map(|key| teller.lists(form, entities().map(|one| (time(one), one.get(key)))));
    let transcripts = lists(value).filter_map(|one| {
        let mut results = one.get("results").into_iter().flat_map(Value::elements);
        let first = results.find_map(|result| likeliest(result)?.get("content")?.body());
        Some((first, Some(one.at(&["metadata", "transcript"])?)))
    });
    let speakers = document.speaker_numbers();
    let begin = |one: Value<'_>| match time(one) {
        Some(time) => {
            let name = one.any(["speaker", "channel"]).and_then(Value::string);
            Begin::Said { time, speaker: name.and_then(|name| speakers.get(name.as_ref()).copied()) }
        }
        None => Begin::Unknown,
    };
    let quoted = QUOTING.map(|key| {
        let segments = value.at(&[key, "segments"]).into_iter().flat_map(Value::elements);
        teller.parts(segments.map(|one| (begin(one), one.get("text"))))
    });
    std::iter::once(teller.parts(transcripts)).chain(forms).chain(quoted).collect()
}

fn time(result: Value<'_>) -> Option<f64> {
    KEYS.of(result).heard().start
}
