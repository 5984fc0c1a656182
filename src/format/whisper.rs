//! `OpenAI` Whisper and what follows its form: segments of text, with or without words; the whole text beside them.
//!
//! The tokens of a segment go stale where its text changes: they are numbers of the recogniser's own, which nothing but it
//! reads.

use super::words::{Keys, listed, place_at};
use super::{Format, Reads};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};

pub(super) const FORMAT: Format = Format {
    id: "whisper",
    about: "the JSON of OpenAI Whisper, faster-whisper, WhisperX and whisper-timestamped",
    extensions: &["json"],
    reads: Reads::Json { is, read, tellings },
};

const SEGMENT: Keys = Keys { start: "start", end: "end", confidence: "", a_second: 1.0 };

fn is(value: Value<'_>) -> bool {
    let Some(first) = value.get("segments").and_then(Value::first) else {
        return false;
    };
    first.get("text").is_some() && first.get("start").is_some()
}

fn segments(value: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    value.get("segments").into_iter().flat_map(Value::elements)
}

/// How sure a segment is, for words that do not say it themselves: the mean probability of its tokens.
fn confidence(segment: Value<'_>) -> Option<f32> {
    segment.get("avg_logprob").and_then(Value::number).map(|log| log.exp() as f32)
}

fn read(file: &str, value: Value<'_>) -> Talk {
    let mut talk = Talk::new(Coding::of_json(file));
    for segment in segments(value) {
        let Some(body) = segment.get("text").and_then(Value::body) else { continue };
        talk.speaker(segment.get("speaker").and_then(Value::string).as_deref());
        let heard = Heard { confidence: confidence(segment), ..SEGMENT.heard(segment) };
        let begins_blank = file[body.start as usize..].starts_with(' ');
        talk.words(file, body, if begins_blank { "" } else { " " }, heard, None);
    }
    talk
}

/// Under which name a list of words keeps them.
const WORD_KEYS: [&str; 2] = ["word", "text"];

fn tellings(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let file = document.file_text();
    let coding = Coding::of_json(file);
    let positions = document.positions_by_time();
    let mut whole = Telling::new(coding, false);
    for key in ["text", "transcription"] {
        if let Some(body) = value.get(key).and_then(Value::body) {
            whole.stretch(Some(0));
            whole.words(file, body, "", None);
        }
    }
    let mut of_segments = Telling::new(coding, false);
    for segment in segments(value) {
        let start = segment.get("start").and_then(Value::number);
        if let Some(words) = segment.get("words") {
            of_segments.stretch(place_at(&positions, start));
            list(file, words, &mut of_segments);
        }
    }
    let mut tellings = vec![whole, of_segments];
    for key in ["words", "word_segments", "word_timestamps"] {
        if let Some(words) = value.get(key) {
            let mut telling = Telling::new(coding, false);
            telling.stretch(Some(0));
            list(file, words, &mut telling);
            tellings.push(telling);
        }
    }
    tellings
}

fn list(file: &str, words: Value<'_>, telling: &mut Telling) {
    for (word, element) in listed(words) {
        let Some(body) = WORD_KEYS.into_iter().find_map(|key| word.get(key)).and_then(Value::body) else { continue };
        let sure = ["probability", "score", "confidence"].into_iter().find(|key| word.get(key).is_some());
        let keys = Keys { confidence: sure.unwrap_or(""), ..SEGMENT };
        let glue = if file[body.start as usize..].starts_with(' ') { "" } else { " " };
        telling.words(file, body, glue, Some(keys.element(word, element)));
    }
}
