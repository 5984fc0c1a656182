//! Paths in the headers of a patch, written as git writes them.

use std::fmt::Write as _;
use std::path::{Component, Path};

use crate::output::shown::shown_in_line;

/// The name of a file after `---` or `+++`, with the prefix `a/` or `b/` that `-p1` takes away.
pub(super) fn header(prefix: &str, path: &Path) -> String {
    let mut name = prefix.as_bytes().to_vec();
    let mut parts = path.components().filter(|part| !matches!(part, Component::CurDir | Component::RootDir)).peekable();
    while let Some(part) = parts.next() {
        name.extend_from_slice(part.as_os_str().as_encoded_bytes());
        if parts.peek().is_some() {
            name.push(b'/');
        }
    }
    match std::str::from_utf8(&name) {
        Ok(plain) if shown_in_line(plain) == plain && !plain.contains(['"', '\\']) => {
            // The tab tells where a name with spaces ends.
            let end = if plain.contains(' ') { "\t" } else { "" };
            format!("{plain}{end}")
        }
        _ => quoted(&name),
    }
}

/// A name in the quotes of C.
fn quoted(name: &[u8]) -> String {
    let mut text = String::from("\"");
    for &byte in name {
        match byte {
            b'"' => text.push_str("\\\""),
            b'\\' => text.push_str("\\\\"),
            b'\n' => text.push_str("\\n"),
            b'\t' => text.push_str("\\t"),
            b'\r' => text.push_str("\\r"),
            0x20..=0x7E => text.push(char::from(byte)),
            _ => {
                let _ = write!(text, "\\{byte:03o}");
            }
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_as_git_does() {
        let cases = [
            ("talk.txt", "a/talk.txt"),
            ("./calls/./talk.txt", "a/calls/talk.txt"),
            ("/tmp/talk.txt", "a/tmp/talk.txt"),
            ("my talk.txt", "a/my talk.txt\t"),
            ("Übung.txt", "a/Übung.txt"),
            ("d\u{202e}t.txt", "\"a/d\\342\\200\\256t.txt\""),
            ("a\"b\\c\td\u{1b}.txt", "\"a/a\\\"b\\\\c\\td\\033.txt\""),
        ];
        for (path, name) in cases {
            assert_eq!(header("a/", Path::new(path)), name);
        }
    }
}
