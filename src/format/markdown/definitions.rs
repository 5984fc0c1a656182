//! Definitions of what links go to (`[name]: target "title"`), and what looks like one in a talk: `[Ann]: Yes.`

use std::borrow::Cow;

use super::marker_length;
use crate::format::label::Labels;

/// The text as it is parsed, as long as it is, with other characters where marks of `CommonMark` are none of a talk.
pub(super) fn as_parsed(text: &str) -> Cow<'_, str> {
    without_crowds(without_rows(without_turns(text)))
}

/// The text with other marks, as long as they are, behind the names of those who say a single word: else that would be
/// where a link goes to.
fn without_turns(text: &str) -> Cow<'_, str> {
    const END: &str = "]:";
    let mut parsed = String::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(end) = memchr::memmem::find(&text.as_bytes()[at..], END.as_bytes()).map(|found| at + found) {
        let line_start = memchr::memrchr(b'\n', &text.as_bytes()[at..end]).map_or(at, |before| at + before + 1);
        if is_turn(&text[line_start..], end - line_start) {
            parsed.push_str(&text[done..end]);
            parsed.push_str("::");
            done = end + END.len();
        }
        at = memchr::memchr(b'\n', &text.as_bytes()[end..]).map_or(text.len(), |next| end + next + 1);
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    parsed.push_str(&text[done..]);
    Cow::Owned(parsed)
}

/// So many marks of Markdown in a row build something; nobody writes more, and a parser keeps some fifty bytes for each.
const LONGEST_ROW: usize = 1_000;

/// The text with letters in the place of the marks that go on in a row that is too long to be one of marks.
fn without_rows(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut rows = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        // A row that is too long holds every thousandth byte.
        if !is_mark(bytes[at]) {
            at += LONGEST_ROW;
            continue;
        }
        let start = bytes[..at].iter().rposition(|byte| !is_mark(*byte)).map_or(0, |before| before + 1);
        let end = bytes[at..].iter().position(|byte| !is_mark(*byte)).map_or(bytes.len(), |length| at + length);
        if end - start > LONGEST_ROW {
            rows.push(start + LONGEST_ROW..end);
        }
        at = end + LONGEST_ROW;
    }
    if rows.is_empty() {
        return text;
    }
    let mut parsed = text.into_owned().into_bytes();
    for row in rows {
        parsed[row].fill(b'x');
    }
    // One character of ASCII stands for another one.
    Cow::Owned(String::from_utf8(parsed).unwrap_or_default())
}

/// Of so many marks in a line the rest is parsed as letters, for the same reason.
const MOST_OF_LINE: usize = 10_000;

/// The text with letters in the place of the marks of a line that are more than anybody writes.
fn without_crowds(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_crowd = |byte: &u8| is_mark(*byte) || matches!(byte, b'\\' | b'&');
    let is_end = |byte: &u8| *byte == b'\n';
    let is_crowded = |line: &[u8]| {
        line.len() > MOST_OF_LINE && line.iter().filter(|byte| is_crowd(byte)).nth(MOST_OF_LINE).is_some()
    };
    if !has_long_line(text.as_bytes()) || !text.as_bytes().split(is_end).any(is_crowded) {
        return text;
    }
    let mut parsed = text.into_owned().into_bytes();
    for line in parsed.split_mut(is_end) {
        line.iter_mut().filter(|byte| is_crowd(byte)).skip(MOST_OF_LINE).for_each(|byte| *byte = b'x');
    }
    // One character of ASCII stands for another one.
    Cow::Owned(String::from_utf8(parsed).unwrap_or_default())
}

/// Whether a line has more than [`MOST_OF_LINE`] bytes: of other texts only one line in as many bytes is looked for.
fn has_long_line(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| rest.len() > MOST_OF_LINE) {
        let Some(end) = memchr::memrchr(b'\n', &rest[..=MOST_OF_LINE]) else { return true };
        at += end + 1;
    }
    false
}

/// Whether a byte is a mark of Markdown, of which a parser keeps each.
fn is_mark(byte: u8) -> bool {
    b"><[]()*_~`!#|".contains(&byte)
}

/// Whether a text begins with the name of who speaks, which ends at `end`, and a word that may be said.
fn is_turn(text: &str, end: usize) -> bool {
    let marks = marker_length(&text[..end]);
    let line_end = memchr::memchr(b'\n', &text.as_bytes()[end..]).map_or(text.len(), |found| end + found);
    let label = Labels::front(text[marks..line_end].trim_end_matches('\r'));
    let word = text[end + 2..].split_whitespace().next().unwrap_or_default();
    label.speaker.is_some() && marks + label.length > end && !is_target(word)
}

/// Whether a line is a definition, wherever it stands.
pub(super) fn is_definition(line: &str) -> bool {
    let Some((label, rest)) = line.trim_start().strip_prefix('[').and_then(|line| line.split_once("]:")) else {
        return false;
    };
    if label.contains(']') || label.starts_with('^') {
        return false;
    }
    let (target, title) = rest.trim().split_once([' ', '\t']).unwrap_or((rest.trim(), ""));
    let has_title = title.trim_start().is_empty() || title.trim_start().starts_with(['"', '\'', '(']);
    let is_made_up = target.starts_with("{{") || target.starts_with("{%");
    is_made_up || has_title && is_target(target)
}

/// Whether a word is where a link may go to, and not what somebody says: `docs.md`, `#top`, `<a>`, `git-lab`.
fn is_target(word: &str) -> bool {
    let marks = |c: char| !c.is_alphanumeric();
    let bare = word.trim_matches(marks);
    let is_said = |c: char| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}');
    word.starts_with(['/', '#', '.', '<']) || !bare.chars().all(is_said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_marks_than_anybody_writes_are_parsed_as_letters() {
        let rows = |count: usize| ">".repeat(count) + " git lab *é*\n";
        let crowd = |count: usize| "*a* ".repeat(count) + "\n*b*\n";
        for (count, marks) in [(3, 8), (5_000, 10_002), (5_001, 10_002), (20_000, 10_002)] {
            let parsed = without_crowds(Cow::Owned(crowd(count)));
            assert_eq!((parsed.len(), parsed.matches('*').count()), (4 * count + 5, marks));
        }
        for (text, marks) in [(rows(3), 5), (rows(1_000), 1_002), (rows(1_001), 1_002), (rows(5_500), 1_002)] {
            for text in [text.clone(), format!("a\n{text}{}", "b ".repeat(700))] {
                let parsed = without_rows(Cow::Borrowed(&text));
                assert_eq!(parsed.len(), text.len());
                assert_eq!(parsed.bytes().filter(|b| b"><[]()*_~`!#|".contains(b)).count(), marks);
                assert!(parsed.contains(" git lab *é*\n"));
            }
        }
    }
}
