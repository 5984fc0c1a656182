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
/// So much of what is wrong is told.
const MOST_SHOWN: usize = 20;

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

/// What NIST calls the kinds of what was heard, in rows of eight fields, and whether it is a word.
const KINDS: [(&str, bool); 8] = [
    ("lex", true),
    ("frag", true),
    ("fp", true),
    ("un-lex", true),
    ("for-lex", true),
    ("non-lex", false),
    ("misc", false),
    ("noscore", false),
];

/// A row of a word, or of what was heard between words.
struct Row<'a> {
    start: f64,
    duration: f64,
    confidence: Option<f64>,
    is_word: bool,
    speaker: Option<&'a str>,
}

impl<'a> Row<'a> {
    /// The row that some fields are.
    ///
    /// # Errors
    ///
    /// Where they are not those of a row, with where in the file that shows.
    fn of(file: &'a str, fields: &[Range<usize>]) -> std::result::Result<Row<'a>, (usize, String)> {
        let text = |at: usize| &file[fields[at].clone()];
        if !(5..=8).contains(&fields.len()) {
            let found = "found another number of fields, expected file, channel, begin, duration and word";
            return Err((fields.first().map_or(0, |first| first.start), found.to_owned()));
        }
        let fault = |at: usize, expected: &str| {
            let found = text(at).chars().take(MOST_SHOWN).collect::<String>();
            (fields[at].start, format!("found `{found}`, expected {expected}"))
        };
        let number = |at: usize, expected: &str| {
            let number = text(at).parse::<f64>().ok().filter(|number| number.is_finite());
            number.ok_or_else(|| fault(at, expected))
        };
        let (start, duration) = (number(2, "when a word begins")?, number(3, "how long a word lasts")?);
        let is_sure = fields.len() > 5 && text(5) != "NA";
        let confidence = if is_sure { Some(number(5, "how sure a word is")?) } else { None };
        let (mut is_word, mut speaker) = (true, None);
        if fields.len() == 8 {
            let kind = KINDS.iter().find(|(kind, _)| *kind == text(6));
            is_word = kind.ok_or_else(|| fault(6, "what kind of word it is (`lex`)"))?.1;
            speaker = Some(text(7)).filter(|name| !["NA", "<NA>", "null", "unknown"].contains(name));
        }
        Ok(Row { start, duration, confidence, is_word, speaker })
    }
}

fn is_word(file: &str, fields: &[Range<usize>]) -> bool {
    Row::of(file, fields).is_ok()
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

/// Whether a text is for the most part a table of times, of whatever: it is nothing that people say, and where it goes
/// wrong can be told.
pub(super) fn is_table(file: &str) -> bool {
    let rows: Vec<_> = lines(file).filter_map(|line| fields(file, line)).take(FIRST_LINES).collect();
    let is_number = |field: &Range<usize>| file[field.clone()].parse::<f64>().is_ok();
    let is_row =
        |fields: &&Vec<Range<usize>>| fields.len() >= 4 && fields.iter().filter(|one| is_number(one)).count() >= 2;
    !rows.is_empty() && rows.iter().filter(is_row).count() * 2 >= rows.len()
}

fn read(file: &str) -> Result<Talk> {
    let mut talk = Talk::new(Coding::Word);
    let mut at = 0;
    // Of several readings the first is read, the others stay as they are.
    let mut is_other = false;
    let mut fields = Vec::new();
    let mut channel = None;
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
            talk.close();
            continue;
        }
        let row = Row::of(file, &fields).map_err(|(offset, message)| Error::new(message).at(place_in(file, offset)))?;
        if is_other {
            continue;
        }
        let own = Some((&file[fields[0].clone()], &file[fields[1].clone()]));
        if channel != own || !row.is_word {
            talk.close();
        }
        channel = own;
        if row.is_word {
            talk.speaker(row.speaker);
            word(file, &fields, whole, &row, &mut talk);
        }
    }
    if talk.track.len() > 0 && !is(file) && is_table(file) {
        return Err(Error::new("found a table without words, expected a word a line with its times"));
    }
    Ok(talk)
}

/// Adds the word of a row, which is the line `whole`.
fn word(file: &str, fields: &[Range<usize>], whole: Range<usize>, row: &Row<'_>, talk: &mut Talk) {
    let place = |at: usize| fields[at].start as u32..fields[at].end as u32;
    let &Row { start, duration, confidence, .. } = row;
    let confidence = confidence.map(|sure| sure as f32);
    let element = Element {
        whole: whole.start as u32..whole.end as u32,
        before: Some(whole.start as u32),
        end: Some(End::Lasting { start: place(2), duration: place(3) }),
        confidence: confidence.map(|_| place(5)),
        ..Element::default()
    };
    let heard = Heard { confidence, ..Heard::lasting(Some(start), Some(duration)) };
    talk.words(file, place(4), " ", heard, Some(element));
}
