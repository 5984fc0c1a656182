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

const KEYS: Keys = Keys { start: "start_time", end: "end_time", confidence: None, a_second: 1.0 };

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
    let confidence = likeliest(result).and_then(|one| one.get("confidence"));
    let is_mark = is_mark(result.get("type"));
    Element { confidence: confidence.and_then(Value::bare).filter(|_| !is_mark), ..KEYS.element(result, element) }
}

/// Whether a result of this type is a mark.
fn is_mark(kind: Option<Value<'_>>) -> bool {
    kind.and_then(Value::string).is_some_and(|kind| kind == "punctuation")
}

/// Whether what says that it attaches to this stands without a blank behind what is before it, and before what is behind.
fn attached(to: Option<Value<'_>>, is_mark: bool) -> (bool, bool) {
    match to.and_then(Value::string).as_deref() {
        Some("previous") => (true, false),
        Some("next") => (false, true),
        Some("both") => (true, true),
        Some(_) => (false, false),
        None => (is_mark, false),
    }
}

fn read(file: &str, value: Value<'_>) -> Talk {
    let mut talk = Talk::new(Coding::of_json(file));
    let delimiter = value.at(&["metadata", "language_pack_info", "word_delimiter"]).and_then(Value::string);
    let delimiter = delimiter.as_deref().unwrap_or(" ");
    let mut is_attached = false;
    for (result, element) in value.get("results").into_iter().flat_map(listed) {
        let [kind, to, alternatives, channel] = result.get_all(["type", "attaches_to", "alternatives", "channel"]);
        let likeliest = alternatives.and_then(Value::first);
        let [content, confidence, speaker] =
            likeliest.map_or([None; 3], |one| one.get_all(["content", "confidence", "speaker"]));
        let Some(body) = content.and_then(Value::body) else {
            talk.close();
            continue;
        };
        let is_mark = is_mark(kind);
        if !is_mark {
            talk.speaker(speaker.or(channel).and_then(Value::string).as_deref());
        }
        let (to_previous, to_next) = attached(to, is_mark);
        let glue = if to_previous || is_attached { "" } else { delimiter };
        is_attached = to_next;
        let confidence = confidence.filter(|_| !is_mark);
        let (mut heard, element) = KEYS.heard_with_element(result, element);
        heard.confidence = confidence.and_then(Value::number).map(|number| number as f32);
        let element = Element { confidence: confidence.and_then(Value::bare), ..element };
        talk.words(file, body, glue, heard, Some(element));
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
