//! `WebVTT` (W3C): a header, then blocks between empty lines; of those the cues hold text with tags and entities.

use std::ops::Range;

use super::comments::Comment;
use super::cues::{CueList, Cues, Piece, lines};
use super::times::{has_arrow, seconds, timing};
use super::{Format, Reads};
use crate::coding::Coding;
use crate::document::Document;
use crate::talk::Telling;

pub(super) const FORMAT: Format = Format {
    id: "vtt",
    about: "WebVTT captions",
    extensions: &["vtt", "webvtt"],
    reads: Reads::Marked { is, read: |file| Ok(of_file(file, Cues::talk)), tellings },
};

fn is(file: &str) -> bool {
    file.strip_prefix("WEBVTT").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
}

/// Whether words stand behind the name of the format on the first line.
pub(super) fn has_title(file: &str) -> bool {
    let first = lines(file).next().map_or("", |line| &file[line]);
    first.strip_prefix("WEBVTT").is_some_and(|rest| !rest.trim().is_empty())
}

/// So many lines are looked through for times.
const FIRST_LINES: usize = 1_000;

/// Whether a line near the front holds times.
pub(super) fn has_times(file: &str) -> bool {
    lines(file).take(FIRST_LINES).any(|line| timing(&file[line]).is_some())
}

fn tellings(document: &Document) -> Vec<Telling> {
    of_file(document.file_text(), Cues::tellings)
}

/// The blocks that begin with `NOTE`; one that runs into a cue ends there.
pub(super) fn comments(file: &str) -> Vec<Comment> {
    let mut comments: Vec<Comment> = Vec::new();
    // Whether the line is the first of its block, and whether the block is a comment.
    let (mut is_first, mut is_note) = (false, false);
    for line in lines(file).skip(1) {
        let text = &file[line.clone()];
        if text.is_empty() {
            (is_first, is_note) = (true, false);
            continue;
        }
        is_note &= !has_arrow(text);
        if is_first && text.strip_prefix("NOTE").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) {
            is_note = true;
            comments.push(Comment { says: line.start + "NOTE".len()..line.end, whole: line.clone() });
        } else if let Some(comment) = comments.last_mut().filter(|_| is_note) {
            comment.whole.end = line.end;
            comment.says.end = line.end;
        }
        is_first = false;
    }
    comments
}

/// What is gathered from the cues of a file.
fn of_file<'a, T>(file: &'a str, gather: impl FnOnce(Cues<'a>, &CueList) -> T) -> T {
    let mut cues = CueList::default();
    // Whether the lines belong to a cue, until an empty line ends the block.
    let mut in_cue = false;
    // Whether the line before ended within what tells how words are read.
    let mut is_aside = false;
    let mut before = None;
    for line in lines(file).skip(1) {
        let text = &file[line.clone()];
        // The line before the times, in the same block.
        let id = before.replace(line.clone()).filter(|before| !before.is_empty() && !in_cue);
        if text.is_empty() {
            in_cue = false;
        } else if in_cue && !has_arrow(text) {
            let start = if is_aside { aside_end(text) } else { Some(0) };
            // The cues of metadata hold an object of JSON, which nobody reads.
            let is_data = text.starts_with("{\"") && text.ends_with('}');
            if let Some(start) = start.filter(|_| !is_data) {
                is_aside = ends_aside(&text[start..]);
                cues.line(line.start + start..line.end);
            }
        } else if let Some((start, end)) = timing(text) {
            cues.begin(start, end, id);
            (in_cue, is_aside) = (true, false);
        }
    }
    gather(Cues::new(file, Coding::MARKUP.of_cues(), &cues, pieces), &cues)
}

/// Where what tells how a word is read ends in a line that begins in it, if it does.
fn aside_end(line: &str) -> Option<usize> {
    let closes = ["</rt>", "</ruby>"].into_iter().filter_map(|close| Some(line.find(close)? + close.len()));
    closes.min()
}

/// Whether a line ends within what tells how a word is read.
fn ends_aside(line: &str) -> bool {
    let opens = memchr::memmem::rfind(line.as_bytes(), b"<rt");
    opens.is_some_and(|at| line[at + "<rt".len()..].starts_with(['>', '.']) && aside_end(&line[at..]).is_none())
}

/// The text between tags; `<v Name>` says who speaks, `<00:00:01.000>` when.
fn pieces(file: &str, line: Range<usize>, pieces: &mut Vec<Piece>) {
    let text = &file[line.clone()];
    let mut done = 0;
    // Whether what stands here tells how a word is read.
    let mut is_aside = false;
    while let Some(at) = memchr::memchr(b'<', &text.as_bytes()[done..]).map(|at| done + at) {
        if done < at && !is_aside {
            pieces.push(Piece::Text(line.start + done..line.start + at));
        }
        // A tag that nothing closes goes on to the end, as the standard has it.
        let end = text[at..].find('>').map_or(text.len(), |end| at + end);
        let tag = &text[at + 1..end];
        if let Some(time) = seconds(tag) {
            pieces.push(Piece::Time(time));
        } else if tag.starts_with("v ") || tag.starts_with("v.") {
            let name = tag.find(' ').map_or(tag.len(), |blank| blank + 1);
            pieces.push(Piece::Voice(line.start + at + 1 + name..line.start + end));
        } else if tag == "rt" || tag.starts_with("rt.") {
            is_aside = true;
            pieces.push(Piece::Aside);
        } else if is_aside && matches!(tag, "/rt" | "/ruby") {
            is_aside = false;
        }
        done = (end + 1).min(text.len());
    }
    if done < text.len() && !is_aside {
        pieces.push(Piece::Text(line.start + done..line.end));
    }
}
