//! Azure batch transcription: phrases with four spellings each (as heard, with numbers, with masks, for display) and
//! words; the phrases of a channel are told again in one.
//!
//! Of several readings of a phrase the likeliest is read and written, the others are left as they are.

use super::words::{Form, Teller};
use super::{Format, Reads};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};
use crate::track::{Element, End};

pub(super) const FORMAT: Format = Format {
    id: "azure",
    about: "the JSON of Azure batch transcription",
    extensions: &["json"],
    reads: Reads::Json { is, read, tellings },
};

/// The spellings beside that for display: in small letters and without marks.
const SPOKEN: [&str; 3] = ["lexical", "itn", "maskedITN"];
const A_TICK: f64 = 1e7;

fn is(value: Value<'_>) -> bool {
    value.get("recognizedPhrases").is_some_and(Value::is_array)
}

/// A phrase that is not empty.
#[derive(Clone, Copy)]
struct Phrase<'a> {
    whole: Value<'a>,
    /// The likeliest reading.
    best: Value<'a>,
    channel: f64,
}

impl Phrase<'_> {
    fn start(&self) -> Option<f64> {
        start(self.whole)
    }
}

/// When something begins, in seconds.
fn start(value: Value<'_>) -> Option<f64> {
    let ticks = value.get("offsetInTicks").and_then(Value::number).map(|ticks| ticks / A_TICK);
    ticks.or_else(|| value.get("offset").and_then(Value::seconds))
}

/// The phrases, channel by channel.
fn phrases(value: Value<'_>) -> Vec<Phrase<'_>> {
    let phrases = value.get("recognizedPhrases").into_iter().flat_map(Value::elements);
    let mut phrases: Vec<Phrase<'_>> = phrases
        .filter_map(|phrase| {
            let best = phrase.get("nBest").and_then(Value::first)?;
            let channel = phrase.get("channel").and_then(Value::number).unwrap_or(0.0);
            let body = best.get("display").and_then(Value::body)?;
            (!body.is_empty()).then_some(Phrase { whole: phrase, best, channel })
        })
        .collect();
    phrases.sort_by(|a, b| a.channel.total_cmp(&b.channel));
    phrases
}

fn read(file: &str, value: Value<'_>) -> Talk {
    let mut talk = Talk::new(Coding::of_json(file));
    let phrases = phrases(value);
    let has_channels = phrases.windows(2).any(|two| two[0].channel < two[1].channel);
    for phrase in &phrases {
        let Some(body) = phrase.best.get("display").and_then(Value::body) else { continue };
        let name = match phrase.whole.get("speaker").and_then(Value::number) {
            Some(speaker) => Some(format!("Speaker {speaker}")),
            None => has_channels.then(|| format!("Channel {}", phrase.channel)),
        };
        talk.speaker(name.as_deref());
        let start = phrase.start();
        let length = phrase.whole.get("durationInTicks").and_then(Value::number).map(|ticks| ticks / A_TICK);
        let confidence = phrase.best.get("confidence").and_then(Value::number).map(|number| number as f32);
        let end = start.zip(length).map(|(start, length)| start + length);
        talk.words(file, body, " ", Heard { start, end, confidence }, None);
        let words = ["displayWords", "words"].into_iter().find_map(|key| phrase.best.get(key));
        talk.heard_within(words.into_iter().flat_map(Value::elements).filter_map(|word| {
            let confidence = word.get("confidence").and_then(Value::number).map(|number| number as f32);
            let text = word.get("displayText").or(word.get("word"))?.string()?;
            Some((text, Heard { start: self::start(word), end: None, confidence }))
        }));
    }
    talk
}

/// A word says twice how long it lasts, in seconds and in ticks.
fn elements(word: Value<'_>, element: Element) -> Vec<Element> {
    let lasting = |start: &str, duration: &str| {
        let place = |key: &str| word.get(key).and_then(Value::bare);
        Some(End::Lasting { start: place(start)?, duration: place(duration)? })
    };
    let start = |key: &str| word.get(key).and_then(Value::bare);
    let end = lasting("offsetInTicks", "durationInTicks");
    let in_ticks = Element { start: start("offsetInTicks"), end, ..element.clone() };
    let confidence = word.get("confidence").and_then(Value::bare);
    vec![Element { start: start("offset"), end: lasting("offset", "duration"), confidence, ..element }, in_ticks]
}

fn tellings(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let teller = Teller::new(document);
    let phrases = phrases(value);
    let combined = |key: &'static str| {
        let combined = value.get("combinedRecognizedPhrases").into_iter().flat_map(Value::elements);
        let phrases = &phrases;
        combined.map(move |one| {
            let channel = one.get("channel").and_then(Value::number).unwrap_or(0.0);
            let first = phrases.iter().find(|phrase| phrase.channel.total_cmp(&channel).is_eq());
            (first.and_then(Phrase::start), one.get(key))
        })
    };
    let best = |key: &'static str| phrases.iter().map(move |phrase| (phrase.start(), phrase.best.get(key)));
    let (displayed, spoken) =
        (|word: Value<'_>| word.get("displayText")?.body(), |word: Value<'_>| word.get("word")?.body());
    let form = Form { body: &displayed, is_bare: false, is_joined: false, elements: &elements };
    let mut tellings = vec![
        teller.parts(combined("display")),
        teller.lists(form, best("displayWords")),
        teller.lists(Form { body: &spoken, is_bare: true, ..form }, best("words")),
    ];
    for key in SPOKEN {
        tellings.push(teller.spoken(true, best(key)));
        tellings.push(teller.spoken(true, combined(key)));
    }
    tellings
}
