//! Paths as other programs want them: from the folder of the run, with slashes.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a URI may hold as it is, and the slashes of the path.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The path without a `./` at its front, and with slashes on Windows too.
pub(super) fn plain(path: &str) -> Cow<'_, str> {
    let path = path.strip_prefix("./").unwrap_or(path);
    if cfg!(windows) { Cow::Owned(path.replace('\\', "/")) } else { Cow::Borrowed(path) }
}

/// The path as a reference of a URI, relative where the path is.
pub(super) fn uri(path: &str) -> String {
    let path = plain(path);
    let encoded = utf8_percent_encode(&path, ESCAPED).to_string();
    if path.starts_with('/') { format!("file://{encoded}") } else { encoded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_is_a_uri() {
        let cases = [
            ("./calls/a.txt", "calls/a.txt"),
            ("calls/a b%20?#:\n\"é.txt", "calls/a%20b%2520%3F%23%3A%0A%22%C3%A9.txt"),
            ("/tmp/a.txt", "file:///tmp/a.txt"),
            ("-", "-"),
        ];
        for (path, expected) in cases {
            assert_eq!(uri(path), expected);
        }
    }
}
