//! `AssemblyAI`: words, all or those of sentences or paragraphs; the text, utterances, sentiments, topics and labels of
//! safety tell them again.
//!
//! Chapters, summaries, entities and highlights are made from the words by other means, and are left as they are.

use std::borrow::Cow;

use super::words::{Begin, Form, Keys, Teller, listed};
use super::{Format, Reads};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};

pub(super) const FORMAT: Format = Format {
    id: "assemblyai",
    about: "the JSON of AssemblyAI",
    extensions: &["json"],
    reads: Reads::Json {
        is,
        read,
        tellings,
        is_message: None,
        fields: &["text", "words", "utterances", "sentences", "paragraphs"],
        alike: None,
    },
};

const KEYS: Keys = Keys { start: "start", end: "end", confidence: Some("confidence"), a_second: 1000.0 };
const FORM: Form<'static> = Form {
    body: &|word| word.get("text")?.body(),
    is_bare: false,
    is_joined: false,
    elements: &|word, element| vec![KEYS.of(word).element(element)],
};
/// What stands beside the text in no other format.
const SIGNS: [&str; 5] = ["audio_url", "utterances", "audio_duration", "acoustic_model", "language_model"];

/// Under which names the service answers with the words in parts.
const PARTED: [&str; 2] = ["sentences", "paragraphs"];

/// The sentences or paragraphs of a file that is nothing else.
fn parted(value: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    let is_whole = value.any(["text", "words"]).is_some();
    let list = if is_whole { None } else { value.any(PARTED) };
    list.into_iter().flat_map(Value::elements)
}

fn is(value: Value<'_>) -> bool {
    if let Some(first) = parted(value).next() {
        let is_timed = first.get("start").is_some() && first.get("text").is_some();
        return is_timed && first.get("words").is_some_and(Value::is_array) && value.get("audio_duration").is_some();
    }
    let has_text = match value.get("words").and_then(Value::first) {
        Some(word) => word.get("text").is_some() && word.get("start").is_some(),
        None => value.get("text").is_some(),
    };
    has_text && SIGNS.iter().filter(|sign| value.get(sign).is_some()).count() > 1
}

fn utterances(value: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    value.get("utterances").into_iter().flat_map(Value::elements)
}

fn start(value: Value<'_>) -> Option<f64> {
    KEYS.of(value).heard().start
}

fn speaker(value: Value<'_>) -> Option<Cow<'_, str>> {
    let [speaker, channel] = value.get_all(["speaker", "channel"]);
    [speaker, channel].into_iter().flatten().find_map(Value::string)
}

fn read(file: &str, value: Value<'_>, coding: Coding) -> Talk {
    let mut talk = Talk::new(coding);
    let of_parts = parted(value).filter_map(|part| part.get("words"));
    for (word, element) in value.get("words").into_iter().chain(of_parts).flat_map(listed) {
        let Some(body) = word.get("text").and_then(Value::body) else { continue };
        talk.speaker(speaker(word).as_deref());
        let known = KEYS.of(word);
        let (heard, element) = (known.heard(), known.element(element));
        talk.words(file, body, " ", heard, Some(element));
    }
    if talk.segments.is_empty()
        && let Some(body) = value.get("text").and_then(Value::body)
    {
        talk.words(file, body, "", Heard::default(), None);
    }
    talk
}

fn tellings(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let teller = Teller::new(document);
    let mut tellings = Vec::new();
    let first = |part: Value<'_>| part.get("words")?.elements().find_map(|word| word.get("text")?.body());
    tellings.push(teller.parts(parted(value).map(|part| (first(part), part.get("text")))));
    if value.get("words").and_then(Value::first).is_some() {
        tellings.push(teller.whole(value.get("text")));
    }
    let speakers = document.speaker_numbers();
    let begin = |one: Value<'_>| match start(one) {
        Some(time) => {
            let speaker = speaker(one).and_then(|name| speakers.get(name.as_ref()).copied());
            Begin::Said { time, speaker }
        }
        None => Begin::Unknown,
    };
    tellings.push(teller.parts(utterances(value).map(|one| (begin(one), one.get("text")))));
    tellings.push(teller.lists(FORM, utterances(value).map(|one| (begin(one), one.get("words")))));
    let sentiments = value.get("sentiment_analysis_results").into_iter().flat_map(Value::elements);
    tellings.push(teller.parts(sentiments.map(|one| (begin(one), one.get("text")))));
    for key in ["iab_categories_result", "content_safety_labels"] {
        let results = value.at(&[key, "results"]).into_iter().flat_map(Value::elements);
        tellings.push(teller.parts(results.map(|one| (one.get("timestamp").and_then(start), one.get("text")))));
    }
    tellings
}
