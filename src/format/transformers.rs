//! The pipeline of Hugging Face transformers: a text, and chunks of it, which are words or sentences with their times; of
//! several recordings a list of those, and of a program that wrote no more than that the chunks alone.

use super::words::{Form, Teller, blank_at, listed};
use super::{Alike, Format, Reads, first};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};
use crate::track::{Element, End};

pub(super) const FORMAT: Format = Format {
    id: "transformers",
    about: "the JSON of a transformers pipeline",
    extensions: &["json"],
    reads: Reads::Json {
        is,
        read,
        tellings,
        is_message: None,
        fields: &["chunks", "text"],
        alike: Some(Alike {
            what: "the JSON of a transformers pipeline",
            expected: Some("`text` and `timestamp` in `chunks`"),
            is: |value| first(value, "chunks").is_some_and(|chunk| chunk.get("text").is_some()),
        }),
    },
};

/// What an answer of nothing that was said is made of.
const OF_AN_ANSWER: [&str; 3] = ["text", "chunks", "speakers"];

fn is(value: Value<'_>) -> bool {
    let is_chunk =
        |first: Value<'_>| first.get("text").is_some() && first.get("timestamp").is_some_and(Value::is_array);
    let is_silent = || {
        let has_none = value.get("chunks").is_some_and(|list| list.is_array() && list.first().is_none());
        has_none && value.members().all(|(key, _)| OF_AN_ANSWER.contains(&key)) && value.get("text").is_some()
    };
    let first = lists(value).find_map(|(_, list)| list.first());
    first.map_or_else(is_silent, is_chunk)
}

/// The lists of chunks, each with what it is the chunks of.
fn lists(value: Value<'_>) -> impl Iterator<Item = (Value<'_>, Value<'_>)> {
    // A chunk has no chunks.
    let are_chunks = value.is_array() && value.first().is_some_and(|first| first.get("chunks").is_none());
    let alone = are_chunks.then_some((value, value));
    alone.into_iter().chain(value.one_or_more().filter_map(|one| Some((one, one.get("chunks")?))))
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

fn read(file: &str, value: Value<'_>, coding: Coding) -> Talk {
    let mut talk = Talk::new(coding);
    let mut recording = None;
    for (whole, (chunk, element)) in lists(value).flat_map(|(one, list)| listed(list).map(move |chunk| (one, chunk))) {
        if recording.replace(whole.place()) != Some(whole.place()) {
            talk.close();
        }
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
    // Recordings all begin at the same time.
    let recordings = || {
        let alone = lists(value).filter(|(one, _)| !one.is_array());
        alone.map(|(one, list)| (one, list.elements().find_map(|chunk| chunk.get("text")?.body())))
    };
    // Where speakers were told apart, the chunks stand there once more.
    let speakers = recordings().map(|(one, begin)| (begin, one.get("speakers")));
    let texts = recordings().map(|(one, begin)| (begin, one.get("text")));
    vec![teller.parts(texts), teller.lists(form, speakers)]
}
