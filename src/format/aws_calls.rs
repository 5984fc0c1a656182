//! AWS on calls (Transcribe Call Analytics, Contact Lens of Connect): turns of agents and customers, with items, which
//! are words and marks with their times; the content of a turn tells them again. Without items the content is read.
//!
//! What was detected in a turn quotes it. Where in the content something was detected (`CharacterOffsets`) is counted in
//! characters, and stays as it is.

use super::words::{Keys, Teller, listed};
use super::{FIRST_PARTS, aws};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};
use crate::track::{Element, Place};

const KEYS: Keys =
    Keys { start: "BeginOffsetMillis", end: "EndOffsetMillis", confidence: Some("Confidence"), a_second: 1000.0 };

/// Chats have neither words nor times of them.
pub(super) fn is(value: Value<'_>) -> bool {
    let is_said = |turn: Value<'_>| turn.get("Content").is_some() && turn.get("BeginOffsetMillis").is_some();
    let is_silent = || {
        let has_none = value.get("Transcript").is_some_and(|list| list.is_array() && list.first().is_none());
        has_none && value.get("Participants").is_some() && value.get("ConversationCharacteristics").is_some()
    };
    turns(value).take(FIRST_PARTS).any(is_said) || is_silent()
}

/// The turns of a call that is over, or of one that goes on.
fn turns(value: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    let segments = value.get("Segments").into_iter().flat_map(Value::elements);
    let ended = value.get("Transcript").into_iter().flat_map(Value::elements);
    ended.chain(segments.filter_map(|segment| segment.get("Transcript")))
}

/// The words and marks of a turn.
fn items(turn: Value<'_>) -> Option<Value<'_>> {
    turn.get("Items").filter(|items| items.first().is_some())
}

fn is_mark(item: Value<'_>) -> bool {
    item.get("Type").and_then(Value::string).is_some_and(|kind| kind.eq_ignore_ascii_case("punctuation"))
}

/// Whether a word was taken out.
fn is_mask(file: &str, item: Value<'_>) -> bool {
    let body = item.get("Content").and_then(Value::body);
    let text = body.map_or("", |body| &file[body.start as usize..body.end as usize]);
    item.get("Redaction").is_some() || aws::is_mask(text)
}

pub(super) fn read(file: &str, value: Value<'_>, coding: Coding) -> Talk {
    let mut talk = Talk::new(coding);
    for turn in turns(value) {
        talk.speaker(turn.any(["ParticipantRole", "ParticipantId"]).and_then(Value::string).as_deref());
        if let Some(items) = items(turn) {
            read_items(file, items, &mut talk);
        } else if let Some(body) = turn.get("Content").and_then(Value::body) {
            talk.words(file, body, " ", KEYS.of(turn).heard(), None);
        }
    }
    talk
}

fn read_items(file: &str, items: Value<'_>, talk: &mut Talk) {
    for (item, element) in listed(items) {
        let Some(body) = item.get("Content").and_then(Value::body) else { continue };
        if is_mask(file, item) {
            talk.close();
            continue;
        }
        let known = KEYS.of(item);
        let is_mark = is_mark(item);
        let heard = known.heard();
        let heard = if is_mark { Heard { confidence: None, ..heard } } else { heard };
        talk.words(file, body, if is_mark { "" } else { " " }, heard, Some(self::element(item, element)));
    }
}

fn element(item: Value<'_>, element: Element) -> Element {
    let element = KEYS.of(item).element(element);
    if is_mark(item) { Element { confidence: None, ..element } } else { element }
}

pub(super) fn tellings(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let teller = Teller::new(document);
    let file = document.file_text();
    let contents = turns(value).filter_map(|turn| {
        let first = items(turn)?.elements().find(|item| !is_mask(file, *item));
        Some((first.and_then(|first| first.get("Content")?.body()), turn.get("Content")))
    });
    let detected = DETECTED.map(|key| {
        let turns = turns(value).filter_map(|turn| Some((turn, turn.get(key)?.elements())));
        teller.parts(turns.flat_map(|(turn, detected)| {
            let starts = Starts::of(file, turn);
            detected.map(move |one| (starts.near(file, one), one.get("Text")))
        }))
    });
    std::iter::once(teller.parts(contents)).chain(detected).collect()
}

/// What may be detected in a turn.
const DETECTED: [&str; 3] = ["IssuesDetected", "OutcomesDetected", "ActionItemsDetected"];
/// Characters are counted otherwise than here where they are escaped, or beyond the first 65,536: it is looked so far back.
const COUNTED_OTHERWISE: usize = 20;

/// Where the items of a turn stand, with how many characters the turn has up to the end of each; or the text of the turn.
struct Starts {
    items: Vec<(usize, Place)>,
    content: Option<Place>,
}

impl Starts {
    fn of(file: &str, turn: Value<'_>) -> Starts {
        let Some(items) = items(turn) else {
            return Starts { items: Vec::new(), content: turn.get("Content").and_then(Value::body) };
        };
        let mut passed = 0;
        let read = items.elements().filter(|item| !is_mask(file, *item)).filter_map(|item| item.get("Content")?.body());
        let with_end = |body: Place| {
            passed += file[body.start as usize..body.end as usize].chars().count() + 1;
            (passed, body)
        };
        Starts { items: read.map(with_end).collect(), content: None }
    }

    /// Not far before what was detected in the turn, as far as the characters up to there tell.
    fn near(&self, file: &str, detected: Value<'_>) -> Option<Place> {
        let offset = detected.get("CharacterOffsets").and_then(|at| at.any(["BeginOffsetChar", "Begin"])?.number());
        let offset = usize::try_from(offset.unwrap_or(0.0) as i64).unwrap_or(0).saturating_sub(COUNTED_OTHERWISE);
        if let Some(body) = &self.content {
            let content = &file[body.start as usize..body.end as usize];
            let at = content.char_indices().nth(offset).map_or(0, |(at, _)| at as u32);
            return Some(body.start + at..body.end);
        }
        let before = self.items.partition_point(|(end, _)| *end <= offset);
        self.items.get(before).map(|(_, body)| body.clone())
    }
}
