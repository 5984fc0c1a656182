//! Speechmatics (json-v2): results, which are words, marks and entities; an entity spells its words once as they were
//! spoken and once as they are written.

use super::words::{Form, Keys, Teller, listed};
use super::{Format, Reads};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Talk, Telling};
use crate::track::Element;

pub(super) const FORMAT: Format = Format {
    id: "speechmatics",
    about: "the JSON of Speechmatics (json-v2)",
    extensions: &["json"],
    reads: Reads::Json { is, read, tellings },
};

const KEYS: Keys = Keys { start: "start_time", end: "end_time", confidence: "", a_second: 1.0 };

fn is(value: Value<'_>) -> bool {
    let results = value.get("results").into_iter().flat_map(Value::elements);
    let is_word =
        |one: Value<'_>| one.get("type").is_some() && likeliest(one).is_some_and(|one| one.get("content").is_some());
    results.take(100).any(is_word)
}

/// The likeliest alternative of a word or a mark.
fn likeliest(result: Value<'_>) -> Option<Value<'_>> {
    result.get("alternatives").and_then(Value::first)
}

fn element(result: Value<'_>, element: Element) -> Element {
    let confidence = likeliest(result).and_then(|one| one.get("confidence")).filter(|_| !is_mark(result));
    Element { confidence: confidence.and_then(Value::bare), ..KEYS.element(result, element) }
}

fn is_mark(result: Value<'_>) -> bool {
    result.get("type").and_then(Value::string).is_some_and(|kind| kind == "punctuation")
}

/// Whether a mark stands without a blank behind what is before it, and before what is behind it.
fn attached(result: Value<'_>) -> (bool, bool) {
    match result.get("attaches_to").and_then(Value::string).as_deref() {
        Some("previous") => (true, false),
        Some("next") => (false, true),
        Some("both") => (true, true),
        Some(_) => (false, false),
        None => (is_mark(result), false),
    }
}

fn read(file: &str, value: Value<'_>) -> Talk {
    let mut talk = Talk::new(Coding::of_json(file));
    let delimiter = value.at(&["metadata", "language_pack_info", "word_delimiter"]).and_then(Value::string);
    let delimiter = delimiter.as_deref().unwrap_or(" ");
    let mut is_attached = false;
    for (result, element) in value.get("results").into_iter().flat_map(listed) {
        let alternative = likeliest(result);
        let Some(body) = alternative.and_then(|one| one.get("content")).and_then(Value::body) else {
            talk.close();
            continue;
        };
        if !is_mark(result) {
            let speaker = alternative.and_then(|one| one.get("speaker")).or(result.get("channel"));
            talk.speaker(speaker.and_then(Value::string).as_deref());
        }
        let (to_previous, to_next) = attached(result);
        let glue = if to_previous || is_attached { "" } else { delimiter };
        is_attached = to_next;
        let confidence = alternative.and_then(|one| one.get("confidence")).filter(|_| !is_mark(result));
        let mut heard = KEYS.heard(result);
        heard.confidence = confidence.and_then(Value::number).map(|number| number as f32);
        talk.words(file, body, glue, heard, Some(self::element(result, element)));
    }
    talk
}

fn tellings(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let teller = Teller::new(document);
    let entities = || {
        let results = value.get("results").into_iter().flat_map(Value::elements);
        results.filter(|result| result.get("spoken_form").or(result.get("written_form")).is_some())
    };
    let form = Form {
        body: &|word| likeliest(word)?.get("content")?.body(),
        is_bare: false,
        is_joined: false,
        elements: &|word, element| vec![self::element(word, element)],
    };
    let forms =
        ["spoken_form", "written_form"].map(|key| teller.lists(form, entities().map(|one| (time(one), one.get(key)))));
    let transcript = value.at(&["metadata", "transcript"]);
    std::iter::once(teller.whole(transcript)).chain(forms).collect()
}

fn time(result: Value<'_>) -> Option<f64> {
    KEYS.heard(result).start
}
