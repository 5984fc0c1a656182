//! What JSON that is refused looks like, and what was expected of it.
//!
//! Each format says of itself how JSON is known that looks like it; here is what nothing reads.

use super::{Alike, FORMATS, Reads, first};
use crate::error::Error;
use crate::json::Value;

/// Forms that no format has.
const UNREAD: [Alike; 3] = [
    Alike {
        what: "an export of Rev's editor, which has `spans`",
        expected: Some("`monologues[].elements`"),
        is: |value| first(value, "monologues").is_some_and(|one| one.get("spans").is_some()),
    },
    Alike {
        what: "the JSON of IBM Watson, which has `timestamps` and is not read",
        expected: None,
        is: |value| {
            let likeliest = first(value, "results").and_then(|result| first(result, "alternatives"));
            likeliest.is_some_and(|one| one.get("timestamps").is_some())
        },
    },
    Alike {
        what: "the JSON of Speechmatics, version 1",
        expected: Some("version 2 (json-v2), with `results[].alternatives`"),
        is: |value| value.get("job").is_some() && first(value, "words").is_some_and(|word| word.get("name").is_some()),
    },
];

/// What JSON of no known form looks like; none where it looks like nothing.
fn alike(value: Value<'_>) -> Option<&'static Alike> {
    let of_formats = FORMATS.into_iter().filter_map(|format| match &format.reads {
        Reads::Json { alike, .. } => alike.as_ref(),
        _ => None,
    });
    UNREAD.iter().chain(of_formats).find(|known| (known.is)(value))
}

/// Whether JSON looks like nothing that is refused.
pub(super) fn is_none(value: Value<'_>) -> bool {
    alike(value).is_none()
}

/// The form that JSON looks like, in a few words.
pub(super) fn form(value: Value<'_>) -> String {
    alike(value).map_or("of another form".to_owned(), |known| format!("that looks like {}", known.what))
}

/// Tells of JSON that no format has, and what it looks like.
pub(super) fn unknown(value: Value<'_>) -> Error {
    let Some(Alike { what, expected, .. }) = alike(value) else { return super::unknown_form("JSON") };
    let expected = expected.map_or_else(String::new, |expected| format!(", expected {expected}"));
    Error::new(format!("found JSON that looks like {what}{expected}"))
        .with_hint("to read it as text: --input-format txt")
}
