//! `SubRip`: a number, a line of times, lines of text, an empty line.

use std::ops::Range;

use super::cues::{CueList, Cues, Piece, lines};
use super::times::timing;
use super::{Format, Reads};
use crate::coding::Coding;
use crate::document::Document;
use crate::talk::Telling;

pub(super) const FORMAT: Format = Format {
    id: "srt",
    about: "SubRip captions",
    extensions: &["srt"],
    reads: Reads::Marked { is, read: |file| Ok(of_file(file, Cues::talk)), tellings },
};

/// So many lines are looked through for the first times: somebody may have put a title above the captions.
const FIRST_LINES: usize = 5;
/// The same in a file that is called so.
const FIRST_LINES_OF_CALLED: usize = 20;
/// What begins a block of code in Markdown.
const FENCES: [&str; 2] = ["```", "~~~"];

fn is(file: &str) -> bool {
    // What stands in a block of code shows what captions look like, and what is around it is prose.
    !file.starts_with("WEBVTT")
        && first_times(file, FIRST_LINES, |line| FENCES.iter().any(|fence| line.starts_with(fence)))
}

/// Whether captions stand in a file that is called so, whatever stands above them.
pub(super) fn is_below_a_head(file: &str) -> bool {
    !file.starts_with("WEBVTT") && first_times(file, FIRST_LINES_OF_CALLED, |_| false)
}

/// Whether the first times of a file stand in one of its first lines that are not blank, below a number or nothing, and
/// no line before them speaks against it.
fn first_times(file: &str, most: usize, speaks_against: impl Fn(&str) -> bool) -> bool {
    let mut before = "";
    let shown = lines(file).map(|line| &file[line]);
    for line in shown.filter(|line| !line.trim().is_empty()).take(most) {
        if timing(line).is_some() {
            return !has_text(line) && (before.is_empty() || before.trim().bytes().all(|b| b.is_ascii_digit()));
        }
        if speaks_against(line.trim_start()) {
            return false;
        }
        before = line;
    }
    false
}

/// Whether text stands behind the times of a line, and not where the caption is shown (`X1:40 Y1:2`, `align:start`).
fn has_text(line: &str) -> bool {
    let behind = line.split_once("-->").map_or("", |(_, behind)| behind);
    behind.split_whitespace().skip(1).any(|word| !word.contains(':'))
}

/// Whether captions are the first that a text holds.
pub(super) fn begins(file: &str) -> bool {
    let first = lines(file).map(|line| file[line].trim()).find(|line| !line.is_empty());
    first.is_some_and(|line| is_number(line) || timing(line).is_some())
}

fn tellings(document: &Document) -> Vec<Telling> {
    of_file(document.file_text(), Cues::tellings)
}

/// What is gathered from the cues of a file.
fn of_file<'a, T>(file: &'a str, gather: impl FnOnce(Cues<'a>, &CueList) -> T) -> T {
    let mut cues = CueList::default();
    let mut waiting: Option<Range<usize>> = None;
    for line in lines(file) {
        let text = &file[line.clone()];
        if let Some((start, end)) = timing(text) {
            // What stood last before the times was the number, and nothing that is said.
            let last = waiting.take();
            let id = last.clone().filter(|last| is_number(&file[last.clone()]));
            if let (Some(last), None) = (last, &id) {
                cues.line(last);
            }
            cues.begin(start, end, id);
        } else if !text.trim().is_empty()
            && let Some(before) = waiting.replace(line)
        {
            cues.line(before);
        }
    }
    if let Some(last) = waiting {
        cues.line(last);
    }
    gather(Cues::new(file, Coding::Cue, &cues, pieces), &cues)
}

fn is_number(line: &str) -> bool {
    line.trim().bytes().all(|b| b.is_ascii_digit())
}

/// The text between `<i>`, `<font ...>`, `{\an8}` and their like.
fn pieces(file: &str, line: Range<usize>, pieces: &mut Vec<Piece>) {
    let text = &file[line.clone()];
    let mut done = 0;
    // Whether any tag, or any `{`, may still be closed: a line of thousands that are open is looked through once.
    let (mut tags_close, mut braces_close) = (true, true);
    while let Some(at) = memchr::memchr2(b'<', b'{', &text.as_bytes()[done..]).map(|at| done + at) {
        let rest = &text[at..];
        let mark = match rest.strip_prefix('<') {
            Some(tag) if tags_close && tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => {
                let end = rest.find('>');
                tags_close = end.is_some();
                end
            }
            None if braces_close && rest[1..].starts_with(['\\', 'y', 'Y', 'c', 'C']) => {
                let end = rest.find('}');
                braces_close = end.is_some();
                end
            }
            _ => None,
        };
        if let Some(end) = mark {
            push(pieces, line.start + done..line.start + at);
            done = at + end + 1;
        } else {
            push(pieces, line.start + done..line.start + at + 1);
            done = at + 1;
        }
    }
    push(pieces, line.start + done..line.end);
}

/// Adds text, in one piece with the text that it follows at once.
fn push(pieces: &mut Vec<Piece>, text: Range<usize>) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Text(last)) if last.end == text.start => last.end = text.end,
        _ => pieces.push(Piece::Text(text)),
    }
}
