//! `YouTube`'s json3 captions: events with segments, which are words, parts of words or line ends.

use super::words::{blank_at, listed};
use super::{FIRST_PARTS, Format, Reads};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};
use crate::track::Element;

pub(super) const FORMAT: Format = Format {
    id: "json3",
    about: "YouTube's json3 captions",
    extensions: &["json", "json3"],
    reads: Reads::Json {
        is,
        read,
        tellings: |_: &Document, _| -> Vec<Telling> { Vec::new() },
        is_message: None,
        fields: &["events"],
        alike: None,
    },
};

const A_SECOND: f64 = 1000.0;

fn is(value: Value<'_>) -> bool {
    let mut events = value.get("events").into_iter().flat_map(Value::elements).take(FIRST_PARTS);
    let is_silent = value.get("wireMagic").is_some() && value.get("events").is_none_or(|list| list.first().is_none());
    is_silent || events.any(|event| event.get("tStartMs").is_some() && event.get("segs").is_some_and(Value::is_array))
}

fn read(file: &str, value: Value<'_>, coding: Coding) -> Talk {
    let mut talk = Talk::new(coding);
    for event in value.get("events").into_iter().flat_map(Value::elements) {
        let time = |value: Value<'_>, key| value.get(key).and_then(Value::number).map(|time| time / A_SECOND);
        let start = time(event, "tStartMs");
        let end = start.zip(time(event, "dDurationMs")).map(|(start, lasts)| start + lasts);
        let mut is_first = true;
        let is_blank =
            |segment: Value<'_>| segment.get("utf8").and_then(Value::string).is_some_and(|text| text.trim().is_empty());
        // Events that only break the line stand between words like a blank.
        if event.get("segs").is_some_and(|segments| segments.elements().all(is_blank)) {
            continue;
        }
        for (segment, element) in event.get("segs").into_iter().flat_map(listed) {
            let Some(body) = segment.get("utf8").and_then(Value::body) else { continue };
            let offset = time(segment, "tOffsetMs").unwrap_or(0.0);
            // Nothing is known where it is nothing.
            let sure =
                segment.get("acAsrConf").and_then(|sure| Some((sure, sure.number().filter(|&sure| sure > 0.0)?)));
            let heard = Heard {
                start: start.map(|start| start + offset),
                end,
                confidence: sure.map(|(_, sure)| (sure / 255.0) as f32),
            };
            let element = Element { confidence: sure.and_then(|(sure, _)| sure.bare()), ..element };
            // Within an event segments are joined as they are; words may be cut in two.
            let glue = if is_first && !blank_at(file, &body) { " " } else { "" };
            is_first = false;
            talk.words(file, body, glue, heard, Some(element));
        }
    }
    talk
}
