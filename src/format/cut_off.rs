//! Whether broken JSON may be a part of a transcript.

use super::{FORMATS, Reads};

/// Whether some format has this field on its first level.
fn is_field(key: &str) -> bool {
    FORMATS.iter().any(|format| matches!(format.reads, Reads::Json { fields, .. } if fields.contains(&key)))
}

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
pub(super) fn may_be(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c == '\u{FEFF}' || c.is_whitespace());
    text.is_empty() || text.starts_with(['{', '[']) && first_keys(text).any(is_field)
}
