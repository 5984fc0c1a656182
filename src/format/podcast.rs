//! The JSON transcripts of Podcasting 2.0 (podcast namespace): segments of a phrase or a single word.
//!
//! A segment that says more than the namespace knows stays without words where those go to another.

use super::words::{Keys, listed};
use super::{Format, Reads};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Talk, Telling};
use crate::track::Element;

pub(super) const FORMAT: Format = Format {
    id: "podcast",
    about: "the JSON transcripts of Podcasting 2.0",
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

const KEYS: Keys = Keys { start: "startTime", end: "endTime", confidence: None, a_second: 1.0 };

/// What the namespace knows of a segment.
const KNOWN: [&str; 4] = ["speaker", "startTime", "endTime", "body"];

fn is(value: Value<'_>) -> bool {
    let Some(list) = value.get("segments") else { return false };
    match list.first() {
        Some(first) => first.get("body").is_some() && first.get("startTime").is_some(),
        None => list.is_array() && value.get("version").is_some(),
    }
}

fn read(file: &str, value: Value<'_>, coding: Coding) -> Talk {
    let mut talk = Talk::new(coding);
    for (segment, element) in value.get("segments").into_iter().flat_map(listed) {
        let Some(body) = segment.get("body").and_then(Value::body) else { continue };
        talk.speaker(segment.get("speaker").and_then(Value::string).as_deref());
        let known = KEYS.of(segment);
        let holds_more = segment.members().any(|(key, _)| !KNOWN.contains(&key));
        let (heard, element) = (known.heard(), Element { holds_more, ..known.element(element) });
        talk.words(file, body, " ", heard, Some(element));
    }
    talk
}
