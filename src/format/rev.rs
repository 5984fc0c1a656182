//! Rev: monologues of elements, which are words, and the marks and blanks between them. Or the messages of a stream, each
//! with elements: those that are final are read.

use super::words::{Known, listed};
use super::{Alike, FIRST_PARTS, Format, Reads};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Talk, Telling};

pub(super) const FORMAT: Format = Format {
    id: "rev",
    about: "the JSON of Rev and Rev AI",
    extensions: &["json"],
    reads: Reads::Json {
        is,
        read,
        tellings,
        is_message: Some(is_message),
        fields: &["monologues", "elements"],
        alike: Some(Alike {
            what: "the JSON of Rev",
            expected: Some("`monologues[].elements`"),
            is: |value| value.get("monologues").is_some(),
        }),
    },
};

/// What is known of a word. Machines give times in seconds, people as they stand on a clock.
fn known(word: Value<'_>) -> Known<'_> {
    let (start, end) = (word.any(["ts", "timestamp"]), word.any(["end_ts", "endTs", "end_timestamp"]));
    Known::new([start, end, word.get("confidence")], 1.0)
}

/// An export of Rev's editor has spans in place of elements.
fn is(value: Value<'_>) -> bool {
    let monologues = value.get("monologues").is_some_and(|list| match list.first() {
        Some(first) => first.get("elements").is_some(),
        None => list.is_array(),
    });
    monologues || is_final(value) || value.elements().take(FIRST_PARTS).any(is_message)
}

/// Whether a value is a message of a stream: the first of all, or one that tells what was heard.
fn is_message(value: Value<'_>) -> bool {
    match value.get("type").and_then(Value::string).as_deref() {
        Some("connected") => value.get("id").is_some() && value.members().count() == 2,
        Some("partial" | "final") => is_heard(value),
        _ => false,
    }
}

fn is_heard(value: Value<'_>) -> bool {
    let [elements, begin] = value.get_all(["elements", "ts"]);
    begin.is_some() && elements.is_some_and(Value::is_array)
}

/// Whether a value is a message that tells what was heard, and is final.
fn is_final(value: Value<'_>) -> bool {
    is_heard(value) && value.get("type").and_then(Value::string).is_some_and(|kind| kind == "final")
}

/// What is said in a turn.
fn monologues(value: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    let whole = value.get("monologues").into_iter().flat_map(Value::elements);
    whole.chain(value.one_or_more().filter(|one| is_final(*one)))
}

/// Who speaks: by name, or by number.
fn speaker(monologue: Value<'_>) -> Option<String> {
    let name = monologue.at(&["speaker_info", "display_name"]).or(monologue.get("speaker_name"));
    let name = name.and_then(Value::string).filter(|name| !name.is_empty()).map(String::from);
    name.or_else(|| monologue.get("speaker")?.number().map(|number| format!("Speaker {number}")))
}

fn read(file: &str, value: Value<'_>, coding: Coding) -> Talk {
    let mut talk = Talk::new(coding);
    for monologue in monologues(value) {
        talk.speaker(speaker(monologue).as_deref());
        let mut glue = " ";
        for (one, element) in monologue.get("elements").into_iter().flat_map(listed) {
            let [kind, value] = one.get_all(["type", "value"]);
            let kind = kind.and_then(Value::string);
            let is_prose = matches!(kind.as_deref(), Some("text" | "punct"));
            let Some(body) = value.and_then(Value::body).filter(|_| is_prose) else {
                // "<laugh>"
                talk.close();
                continue;
            };
            let known = known(one);
            let (heard, element) = (known.heard(), known.element(element));
            talk.words(file, body, glue, heard, Some(element));
            // Blanks between words are elements.
            glue = "";
        }
    }
    talk
}

fn tellings(_: &Document, _: Value<'_>) -> Vec<Telling> {
    Vec::new()
}
