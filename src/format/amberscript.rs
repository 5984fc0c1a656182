//! Amberscript: segments of words; no text beside them.

use std::collections::HashMap;

use super::words::{Keys, listed};
use super::{Format, Reads};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Talk, Telling};
use crate::track::{Element, End};

pub(super) const FORMAT: Format = Format {
    id: "amberscript",
    about: "the JSON of Amberscript",
    extensions: &["json"],
    reads: Reads::Json {
        is,
        read,
        tellings: |_: &Document, _| -> Vec<Telling> { Vec::new() },
        is_message: None,
        fields: &["segments"],
        alike: None,
    },
};

const KEYS: Keys = Keys { start: "start", end: "end", confidence: Some("conf"), a_second: 1.0 };

fn is(value: Value<'_>) -> bool {
    let Some(segment) = value.get("segments").and_then(Value::first) else { return false };
    let word = segment.get("words").and_then(Value::first);
    let is_word = |word: Value<'_>| word.get("text").is_some() && word.get("conf").or(word.get("duration")).is_some();
    segment.get("text").is_none() && word.is_some_and(is_word)
}

/// The names of those who speak, by their ids.
fn names(value: Value<'_>) -> HashMap<String, String> {
    let speakers = value.get("speakers").into_iter().flat_map(Value::elements);
    let text = |speaker: Value<'_>, key| speaker.get(key).and_then(Value::string).map(std::borrow::Cow::into_owned);
    speakers.filter_map(|speaker| Some((text(speaker, "spkid")?, text(speaker, "name")?))).collect()
}

fn read(file: &str, value: Value<'_>, coding: Coding) -> Talk {
    let names = names(value);
    let mut talk = Talk::new(coding);
    for segment in value.get("segments").into_iter().flat_map(Value::elements) {
        let id = segment.get("speaker").and_then(Value::string);
        talk.speaker(id.as_deref().map(|id| names.get(id).map_or(id, String::as_str)));
        for (word, element) in segment.get("words").into_iter().flat_map(listed) {
            let Some(body) = word.get("text").and_then(Value::body) else { continue };
            let known = KEYS.of(word);
            let (heard, own) = (known.heard(), known.element(element.clone()));
            let number = talk.words(file, body, " ", heard, Some(own));
            // How long it lasts changes with its end.
            let place = |key| word.get(key).and_then(Value::bare);
            if let (Some(number), Some(start), Some(duration)) = (number, place("start"), place("duration")) {
                talk.track.twin(number, Element { end: Some(End::Lasting { start, duration }), ..element });
            }
        }
    }
    talk
}
