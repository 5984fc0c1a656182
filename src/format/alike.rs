//! What JSON that is refused looks like, and what was expected of it.

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
pub(super) fn alike(value: Value<'_>) -> Option<(&'static str, &'static str)> {
    let (what, expected, _) = ALIKE.into_iter().find(|(_, _, is_alike)| is_alike(value))?;
    Some((what, expected))
}
