//! CTM (NIST): a word a line, with its file, channel, beginning, duration and confidence.

use std::ops::Range;

use super::cues::lines;
use super::{Format, Reads};
use crate::coding::Coding;
use crate::document::Document;
use crate::error::{Error, Result};
use crate::span::place_in;
use crate::talk::{Heard, Talk, Telling};
use crate::track::{Element, End};

pub(super) const FORMAT: Format = Format {
    id: "ctm",
    about: "NIST CTM, a word a line with its times",
    extensions: &["ctm"],
    reads: Reads::Marked { is, read, tellings: |_: &Document| -> Vec<Telling> { Vec::new() } },
};

/// So many lines are looked at to know the form.
const FIRST_LINES: usize = 20;

/// So many fields of a line are looked at, and one more, whatever the line is.
const MOST_FIELDS: usize = 16;

/// The first fields of a line, as ranges of the file; none of a comment or an empty line.
fn fields(file: &str, line: Range<usize>) -> Option<Vec<Range<usize>>> {
    let mut fields = Vec::new();
    put_fields(file, line, &mut fields).then_some(fields)
}

/// Puts the first fields of a line where others stood; answers whether it is neither a comment nor empty.
fn put_fields(file: &str, line: Range<usize>, fields: &mut Vec<Range<usize>>) -> bool {
    fields.clear();
    let text = &file[line.clone()];
    if text.trim().is_empty() || text.trim_start().starts_with(";;") {
        return false;
    }
    let mut start = line.start;
    for (at, byte) in (line.start..).zip(text.bytes().chain([b' '])) {
        if matches!(byte, b' ' | b'\t') {
            if at > start {
                fields.push(start..at);
            }
            start = at + 1;
            if fields.len() > MOST_FIELDS {
                break;
            }
        }
    }
    true
}

/// When a word was heard, how long it lasts, and how sure it is; none where the fields are not those of a word.
fn times(file: &str, fields: &[Range<usize>]) -> Option<(f64, f64, Option<f64>)> {
    let time = |at: usize| file[fields[at].clone()].parse::<f64>().ok().filter(|time| time.is_finite());
    if !(5..=7).contains(&fields.len()) {
        return None;
    }
    let sure = match fields.get(5) {
        Some(field) if file[field.clone()] == *"NA" => None,
        Some(_) => Some(time(5)?),
        None => None,
    };
    Some((time(2)?, time(3)?, sure))
}

fn is_word(file: &str, fields: &[Range<usize>]) -> bool {
    times(file, fields).is_some()
}

/// What a line without times says of those that follow: that they are one of several readings of the same words.
fn mark<'a>(file: &'a str, fields: &[Range<usize>]) -> Option<&'a str> {
    let marks = ["<ALT_BEGIN>", "<ALT>", "<ALT_END>"];
    let mark = &file[fields.get(4)?.clone()];
    (fields.len() <= 6 && file[fields[2].clone()] == *"*" && marks.contains(&mark)).then_some(mark)
}

fn is(file: &str) -> bool {
    let mut found = lines(file).filter_map(|line| fields(file, line)).take(FIRST_LINES).peekable();
    // Tables of who speaks when have a number, or nothing, in the place of the word.
    let is_spoken = |fields: &Vec<Range<usize>>| {
        let word = &file[fields[4].clone()];
        word.contains(char::is_alphabetic) && !is_speaker(word)
    };
    found.peek().is_some() && {
        let rows: Vec<_> = found.filter(|fields| mark(file, fields).is_none()).collect();
        rows.iter().all(|fields| is_word(file, fields)) && rows.iter().any(is_spoken)
    }
}

/// Whether a word is what tables of who speaks when call a speaker: `spk0`, `SPEAKER_01`.
fn is_speaker(word: &str) -> bool {
    let name = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let names = ["spk", "speaker", "spkr"];
    name.len() < word.len() && names.iter().any(|known| name.trim_end_matches(['_', '-']).eq_ignore_ascii_case(known))
}

/// Whether a text is a table of times, of whatever: it is nothing that people say, and where it goes wrong can be told.
pub(super) fn is_table(file: &str) -> bool {
    let mut rows = lines(file).filter_map(|line| fields(file, line)).take(FIRST_LINES).peekable();
    let is_number = |field: &Range<usize>| file[field.clone()].parse::<f64>().is_ok();
    rows.peek().is_some()
        && rows.all(|fields| fields.len() >= 4 && fields.iter().filter(|one| is_number(one)).count() >= 2)
}

fn read(file: &str) -> Result<Talk> {
    let mut talk = Talk::new(Coding::Word);
    let mut at = 0;
    // Of several readings the first is read, the others stay as they are.
    let mut is_other = false;
    let mut fields = Vec::new();
    while at < file.len() {
        let start = at;
        at = memchr::memchr(b'\n', &file.as_bytes()[at..]).map_or(file.len(), |end| at + end + 1);
        let whole = start..at;
        let text = start..start + file[whole.clone()].trim_end_matches(['\n', '\r']).len();
        if !put_fields(file, text, &mut fields) {
            continue;
        }
        if let Some(mark) = mark(file, &fields) {
            is_other = mark == "<ALT>";
            continue;
        }
        let Some((start, duration, sure)) = times(file, &fields) else {
            let error = Error::new("found another number of fields, expected file, channel, begin, duration and word");
            return Err(error.at(place_in(file, whole.start)));
        };
        if is_other {
            continue;
        }
        let place = |at: usize| fields[at].start as u32..fields[at].end as u32;
        let heard = Heard { start: Some(start), end: Some(start + duration), confidence: sure.map(|sure| sure as f32) };
        let element = Element {
            whole: whole.start as u32..whole.end as u32,
            before: Some(whole.start as u32),
            end: Some(End::Lasting { start: place(2), duration: place(3) }),
            confidence: heard.confidence.map(|_| place(5)),
            ..Element::default()
        };
        let channel = &file[fields[0].start..fields[1].end];
        talk.speaker(Some(channel));
        talk.words(file, place(4), " ", heard, Some(element));
    }
    if talk.track.len() > 0 && !is(file) && is_table(file) {
        return Err(Error::new("found a table without words, expected a word a line with its times"));
    }
    talk.speakers.clear();
    for segment in &mut talk.segments {
        segment.speaker = None;
    }
    Ok(talk)
}
