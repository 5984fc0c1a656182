//! What JSON that is refused looks like, and what was expected of it; and whether broken JSON may be a part of a transcript.

use crate::error::Error;
use crate::json::Value;

/// Something that JSON may look like: what, what its reader would need, and how it is known.
type Alike = (&'static str, &'static str, fn(Value<'_>) -> bool);

/// In the order in which they are tried, the surest first.
const ALIKE: [Alike; 12] = [
    ("an export of Rev's editor, which has `spans`", "`monologues[].elements`", |value| {
        first(value, "monologues").is_some_and(|one| one.get("spans").is_some())
    }),
    ("the JSON of Rev", "`monologues[].elements`", |value| value.get("monologues").is_some()),
    ("the JSON of IBM Watson, which has `timestamps`", "`words` as Google has", |value| {
        let likeliest = first(value, "results").and_then(|result| first(result, "alternatives"));
        likeliest.is_some_and(|one| one.get("timestamps").is_some())
    }),
    ("partial results of Speechmatics", "`AddTranscript`, which is final", |value| {
        let mut messages = value.one_or_more().filter_map(|one| one.get("message")?.string());
        messages.any(|name| name == "AddPartialTranscript")
    }),
    ("the JSON of Speechmatics, version 1", "version 2 (json-v2), with `results[].alternatives`", |value| {
        value.get("job").is_some() && first(value, "words").is_some_and(|word| word.get("name").is_some())
    }),
    ("the JSON of Azure batch transcription, version 2", "`AudioFileResults[].SegmentResults`", |value| {
        value.get("AudioFileResults").is_some()
    }),
    ("the JSON of Deepgram", "`results.channels[].alternatives`", |value| value.at(&["results", "channels"]).is_some()),
    ("the JSON of AWS Transcribe", "`results.items` and `results.transcripts`", |value| {
        value.at(&["results", "transcripts"]).or(value.at(&["results", "items"])).is_some()
    }),
    ("the JSON of Google Speech-to-Text or Speechmatics", "`transcript` or `content` in `alternatives`", |value| {
        first(value, "results").is_some_and(|result| result.get("alternatives").is_some())
    }),
    ("the JSON of whisper.cpp", "`text` and `offsets` in `transcription`", |value| {
        first(value, "transcription").is_some_and(|one| one.members().next().is_some())
    }),
    ("the JSON of a transformers pipeline", "`text` and `timestamp` in `chunks`", |value| {
        first(value, "chunks").is_some_and(|chunk| chunk.get("text").is_some())
    }),
    ("the JSON of a transcript in segments", "`text` and `start` (Whisper), or `body` and `startTime`", |value| {
        first(value, "segments").is_some_and(|one| one.get("text").or(one.get("words")).is_some())
    }),
];

fn first<'a>(value: Value<'a>, key: &str) -> Option<Value<'a>> {
    value.get(key).and_then(Value::first)
}

/// What JSON of no known form looks like, and what was expected; none where it looks like nothing.
fn alike(value: Value<'_>) -> Option<(&'static str, &'static str)> {
    let (what, expected, _) = ALIKE.into_iter().find(|(_, _, is_alike)| is_alike(value))?;
    Some((what, expected))
}

/// The form that JSON looks like, in a few words.
pub(super) fn form(value: Value<'_>) -> String {
    alike(value).map_or("of another form".to_owned(), |(what, _)| format!("that looks like {what}"))
}

/// Tells of JSON that no format has, and what it looks like.
pub(super) fn unknown(value: Value<'_>) -> Error {
    match alike(value) {
        Some((what, expected)) => Error::new(format!("found JSON that looks like {what}, expected {expected}"))
            .with_hint("to read it as text: --input-format txt"),
        None => super::unknown_form("JSON"),
    }
}

/// The fields of which every transcript in JSON has one, on its first level.
const FIELDS: [&str; 17] = [
    "AudioFileResults",
    "Segments",
    "Transcript",
    "channel_index",
    "chunks",
    "elements",
    "events",
    "monologues",
    "phrases",
    "recognizedPhrases",
    "response",
    "results",
    "segments",
    "text",
    "transcription",
    "utterances",
    "words",
];

/// The keys of an object, or of the objects of a list, of a text that is JSON as far as it goes.
fn first_keys(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let deepest = if bytes.first() == Some(&b'[') { 2 } else { 1 };
    let (mut at, mut depth) = (0, 0_i64);
    std::iter::from_fn(move || {
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                b'"' => {
                    let start = at;
                    while bytes.get(at).is_some_and(|&byte| byte != b'"') {
                        at += if bytes[at] == b'\\' { 2 } else { 1 };
                    }
                    let key = text.get(start..at);
                    at += 1;
                    let is_key = || text.get(at..).is_some_and(|rest| rest.trim_start().starts_with(':'));
                    if depth == deepest && is_key() {
                        return key;
                    }
                }
                _ => {}
            }
        }
        None
    })
}

/// Whether a text that is no JSON may be a part of a transcript: it begins like JSON and has a field of one.
///
/// Of an empty file nobody knows what it was.
pub(super) fn may_be_cut_off(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c == '\u{FEFF}' || c.is_whitespace());
    text.is_empty() || text.starts_with(['{', '[']) && first_keys(text).any(|key| FIELDS.contains(&key))
}
