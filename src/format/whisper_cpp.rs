//! whisper.cpp: segments of text, in its full form with tokens, which are words and parts of words.
//!
//! The numbers of tokens are the recogniser's own and go stale where their text changes.

use std::collections::HashMap;
use std::ops::Range;

use super::words::{Form, Teller, blank_at, listed};
use super::{Alike, Format, Reads, first};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};
use crate::track::{Element, End, Place};

pub(super) const FORMAT: Format = Format {
    id: "whisper-cpp",
    about: "the JSON of whisper.cpp",
    extensions: &["json"],
    reads: Reads::Json {
        is,
        read,
        tellings,
        is_message: None,
        fields: &["transcription"],
        alike: Some(Alike {
            what: "the JSON of whisper.cpp",
            expected: Some("`text` and `offsets` in `transcription`"),
            is: |value| first(value, "transcription").is_some_and(|one| one.members().next().is_some()),
        }),
    },
};

fn is(value: Value<'_>) -> bool {
    let Some(list) = value.get("transcription") else { return false };
    match list.first() {
        Some(first) => first.get("text").is_some() && first.get("offsets").is_some(),
        // Nothing was said.
        None => list.is_array() && value.get("model").is_some(),
    }
}

fn segments(value: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    value.get("transcription").into_iter().flat_map(Value::elements)
}

/// When a segment begins or ends, in seconds.
fn time(segment: Value<'_>, key: &str) -> Option<f64> {
    segment.at(&["offsets", key]).and_then(Value::number).map(in_seconds)
}

fn in_seconds(milliseconds: f64) -> f64 {
    milliseconds / 1000.0
}

fn read(file: &str, value: Value<'_>, coding: Coding) -> Talk {
    let mut talk = Talk::new(coding);
    let is_by_words = is_by_words(file, value);
    for (segment, element) in value.get("transcription").into_iter().flat_map(listed) {
        let Some(body) = segment.get("text").and_then(Value::body) else { continue };
        talk.speaker(segment.get("speaker").and_then(Value::string).filter(|name| !name.is_empty()).as_deref());
        let is_joined = blank_at(file, &body) || is_by_words && !has_blank_within(&file[range(&body)]);
        let glue = if is_joined { "" } else { " " };
        let heard = Heard { start: time(segment, "from"), end: time(segment, "to"), confidence: None };
        // A segment may be of one word, and of the one token that it is.
        let is_one_token = only_token(segment).is_some();
        let is_own = |key: &str| OF_A_SEGMENT.contains(&key) || is_one_token && key == "tokens";
        let holds_more = segment.members().any(|(key, _)| !is_own(key));
        let mut elements = elements(segment, &Element { holds_more, ..element }).into_iter();
        if let Some(number) = talk.words(file, body, glue, heard, elements.next()) {
            elements.for_each(|twin| talk.track.twin(number, twin));
        }
        let tokens = segment.get("tokens").into_iter().flat_map(Value::elements);
        talk.heard_within(tokens.filter(is_said).filter_map(|token| {
            let [text, sure, offsets] = token.get_all(["text", "p", "offsets"]);
            let heard = Heard {
                start: offsets.and_then(|offsets| offsets.get("from")).and_then(Value::number).map(in_seconds),
                end: None,
                confidence: sure.and_then(Value::number).map(|sure| sure as f32),
            };
            Some((text?.string()?, heard))
        }));
    }
    talk
}

/// Whether most segments are of a word each, or a part of one: each brings the blank before it.
fn is_by_words(file: &str, value: Value<'_>) -> bool {
    let bodies = || segments(value).filter_map(|segment| segment.get("text")?.body());
    let is_word = |body: &Place| blank_at(file, body) && !has_blank_within(&file[range(body)]);
    bodies().filter(is_word).count() * 2 > bodies().count()
}

fn has_blank_within(text: &str) -> bool {
    text.trim().contains(' ')
}

fn range(place: &Place) -> Range<usize> {
    place.start as usize..place.end as usize
}

/// The token of a segment that has one alone, which says all of it.
fn only_token(segment: Value<'_>) -> Option<Value<'_>> {
    let [text, tokens] = segment.get_all(["text", "tokens"]);
    let mut tokens = tokens?.elements();
    let only = tokens.next().filter(|_| tokens.next().is_none())?;
    (only.get("text")?.string()? == text?.string()?).then_some(only)
}

/// "[_BEG_]" was not said.
fn is_said(token: &Value<'_>) -> bool {
    token.get("text").and_then(Value::string).is_some_and(|text| !text.starts_with("[_"))
}

/// A token or a segment says twice when it begins and ends: in milliseconds, and as on a clock.
fn elements(token: Value<'_>, element: &Element) -> Vec<Element> {
    let time = |key: &str, which: &str| token.at(&[key, which]).and_then(Value::bare);
    let timed = |key| Element { start: time(key, "from"), end: time(key, "to").map(End::At), ..element.clone() };
    vec![Element { confidence: token.get("p").and_then(Value::bare), ..timed("offsets") }, timed("timestamps")]
}

/// What a segment without tokens is made of.
const OF_A_SEGMENT: [&str; 3] = ["timestamps", "offsets", "text"];

fn tellings(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let body = |token: Value<'_>| Some(token).filter(is_said)?.get("text")?.body();
    // The one token of a segment goes with it.
    let listed = value.get("transcription").into_iter().flat_map(listed);
    let alone: HashMap<u32, Element> =
        listed.filter_map(|(segment, element)| Some((only_token(segment)?.place().start, element))).collect();
    let of_token = |token: Value<'_>, own: Element| elements(token, alone.get(&token.place().start).unwrap_or(&own));
    let form = Form { body: &body, is_bare: false, is_joined: true, elements: &of_token };
    let tokens = segments(value).map(|segment| (time(segment, "from"), segment.get("tokens")));
    vec![Teller::new(document).lists(form, tokens)]
}
