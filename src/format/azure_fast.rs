//! Azure fast transcription: phrases with their words, as they are shown; the phrases of a channel are told again in
//! one.

use std::collections::HashMap;

use super::azure::{channel_number as channel, elements};
use super::words::{Form, Teller};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};
use crate::track::Place;

/// When something begins and how long it lasts, in milliseconds: now, and in the preview of the service.
const BEGIN: [&str; 2] = ["offsetMilliseconds", "offset"];
const DURATION: [&str; 2] = ["durationMilliseconds", "duration"];
const A_SECOND: f64 = 1000.0;

pub(super) fn is(value: Value<'_>) -> bool {
    let [combined, phrases] = value.get_all(["combinedPhrases", "phrases"]);
    let is_said = |list: Value<'_>| list.first().map_or(list.is_array(), |first| first.get("text").is_some());
    let is_timed = || phrases.and_then(Value::first).is_some_and(|first| first.get(BEGIN[0]).is_some());
    phrases.is_none_or(is_said) && combined.map_or_else(is_timed, is_said)
}

fn heard(value: Value<'_>) -> Heard {
    let time = |names: [&str; 2]| value.any(names).and_then(Value::number).map(|time| time / A_SECOND);
    let confidence = value.get("confidence").and_then(Value::number).map(|sure| sure as f32);
    Heard { confidence, ..Heard::lasting(time(BEGIN), time(DURATION)) }
}

/// The phrases that are read; where there are none, what is told of whole channels.
fn phrases(value: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    let [combined, phrases] = value.get_all(["combinedPhrases", "phrases"]);
    let phrases = phrases.filter(|list| list.first().is_some());
    phrases.or(combined).into_iter().flat_map(Value::elements)
}

pub(super) fn read(file: &str, value: Value<'_>, coding: Coding) -> Talk {
    let mut talk = Talk::new(coding);
    let mut phrases: Vec<Value<'_>> = phrases(value).collect();
    phrases.sort_by_key(|phrase| channel(*phrase));
    let has_channels = phrases.windows(2).any(|two| channel(two[0]) != channel(two[1]));
    for phrase in phrases {
        let Some(body) = phrase.get("text").and_then(Value::body).filter(|body| !body.is_empty()) else { continue };
        let speaker = phrase.get("speaker").and_then(Value::number).map(|speaker| format!("Speaker {speaker}"));
        let channel = || has_channels.then(|| format!("Channel {}", channel(phrase)));
        talk.speaker(speaker.or_else(channel).as_deref());
        talk.words(file, body, " ", heard(phrase), None);
        let words = phrase.get("words").into_iter().flat_map(Value::elements);
        talk.heard_within(words.filter_map(|word| Some((word.get("text")?.string()?, heard(word)))));
    }
    talk
}

pub(super) fn tellings(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let teller = Teller::new(document);
    let form = Form { body: &|word| word.get("text")?.body(), is_bare: false, is_joined: false, elements: &elements };
    let begin = |phrase: Value<'_>| phrase.get("text").and_then(Value::body).filter(|body| !body.is_empty());
    let words = phrases(value).map(|phrase| (begin(phrase), phrase.get("words")));
    let has_phrases = value.get("phrases").and_then(Value::first).is_some();
    let mut begins: HashMap<i64, Option<Place>> = HashMap::new();
    for phrase in phrases(value).filter(|phrase| begin(*phrase).is_some()) {
        begins.entry(channel(phrase)).or_insert_with(|| begin(phrase));
    }
    let combined = value.get("combinedPhrases").filter(|_| has_phrases).into_iter().flat_map(Value::elements);
    let combined = combined.map(|one| (begins.get(&channel(one)).cloned().flatten(), one.get("text")));
    vec![teller.parts(combined), teller.lists(form, words)]
}
