//! Definitions of what links go to (`[name]: target "title"`), and what looks like one in a talk: `[Ann]: Yes.`

use std::borrow::Cow;

use super::marker_length;
use crate::format::label::Labels;

/// The text with other marks, as long as they are, behind the names of those who say a single word: else that would be
/// where a link goes to.
pub(super) fn without_turns(text: &str) -> Cow<'_, str> {
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
