//! Values as JSON text that is safe to show: what steers a terminal or the direction of writing is escaped.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

/// Writes a value on several lines.
pub(super) fn write_pretty(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", escaped(&serde_json::to_string_pretty(value)?))
}

/// Writes a value on one line.
pub(super) fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", escaped(&serde_json::to_string(value)?))
}

/// The same JSON; these characters can stand in its strings alone.
fn escaped(json: &str) -> Cow<'_, str> {
    if json.bytes().all(|byte| byte < 0x7F) {
        return Cow::Borrowed(json);
    }
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{7F}'..='\u{9F}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_escaped_and_reads_back_the_same() {
        let text = "a\u{1b}[31m\u{9b}31m\u{202e}é\u{2066}";
        let mut out = Vec::new();
        write_line(&text, &mut out).expect("memory");
        let line = String::from_utf8(out).expect("text");
        assert_eq!(line, "\"a\\u001b[31m\\u009b31m\\u202eé\\u2066\"\n");
        assert_eq!(serde_json::from_str::<String>(&line).expect("JSON"), text);
    }
}
