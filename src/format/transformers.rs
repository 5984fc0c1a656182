//! The pipeline of Hugging Face transformers: a text, and chunks of it, which are words or sentences with their times.

use super::words::{Form, Teller, blank_at, listed};
use super::{Format, Reads};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};
use crate::track::{Element, End};

pub(super) const FORMAT: Format = Format {
    id: "transformers",
    about: "the JSON of a transformers pipeline",
    extensions: &["json"],
    reads: Reads::Json { is, read, tellings },
};

fn is(value: Value<'_>) -> bool {
    let first = value.get("chunks").and_then(Value::first);
    first.is_some_and(|first| first.get("text").is_some() && first.get("timestamp").is_some_and(Value::is_array))
}

/// When a chunk begins and ends.
fn times(chunk: Value<'_>) -> (Option<Value<'_>>, Option<Value<'_>>) {
    let mut times = chunk.get("timestamp").into_iter().flat_map(Value::elements);
    (times.next(), times.next())
}

fn element(chunk: Value<'_>, element: Element) -> Element {
    let (start, end) = times(chunk);
    // An end that is not known is null, and goes with its word.
    Element { start: start.and_then(Value::bare), end: end.map(|end| End::At(end.place())), ..element }
}

fn read(file: &str, value: Value<'_>) -> Talk {
    let mut talk = Talk::new(Coding::of_json(file));
    for (chunk, element) in value.get("chunks").into_iter().flat_map(listed) {
        let Some(body) = chunk.get("text").and_then(Value::body) else { continue };
        talk.speaker(chunk.get("speaker").and_then(Value::string).as_deref());
        let (start, end) = times(chunk);
        let heard = Heard { start: start.and_then(Value::number), end: end.and_then(Value::number), confidence: None };
        let glue = if blank_at(file, &body) { "" } else { " " };
        talk.words(file, body, glue, heard, Some(self::element(chunk, element)));
    }
    talk
}

fn tellings(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let teller = Teller::new(document);
    let form = Form {
        body: &|chunk| chunk.get("text")?.body(),
        is_bare: false,
        is_joined: false,
        elements: &|chunk, element| vec![self::element(chunk, element)],
    };
    // Where speakers were told apart, the chunks stand there once more.
    let speakers = value.get("speakers");
    let first = speakers.and_then(Value::first).and_then(|first| times(first).0).and_then(Value::number);
    vec![teller.whole(value.get("text")), teller.lists(form, std::iter::once((first, speakers)))]
}
