//! Cues, as `SubRip` and `WebVTT` have them: lines of text with marks between them, shown from one time to another.
//!
//! A line that a cue repeats from the cue before it, as captions that roll and captions that point at words do, is read
//! once; the repetitions are another telling.

use std::borrow::Cow;
use std::ops::Range;

use foldhash::HashMap;
use unicode_normalization::char::is_combining_mark;

use super::label::Labels;
use crate::align::Anchor;
use crate::coding::{Coding, LineEscape, line_escape};
use crate::document::Caption;
use crate::talk::{Heard, Talk, Telling, turn_mark};
use crate::track::{Place, Track};

/// How far a line may be from the one that it repeats, in cues.
const REPEATED_WITHIN: usize = 3;
/// So many tellings are made of repetitions; a line that is repeated more often is in the last of them several times.
const MOST_TELLINGS: usize = 16;

/// Cues as they stand in a file, in order.
#[derive(Debug, Default)]
pub(super) struct CueList {
    cues: Vec<Cue>,
    /// The lines of all of them, as ranges of the file's text without line ends.
    lines: Vec<Place>,
    /// Where lines begin that are shown on the line before them, in order.
    goes_on: Vec<usize>,
    /// Who speaks from where on, in order, where elements around the text say so.
    voices: Vec<(usize, Option<Range<usize>>)>,
}

/// A cue as it stands in the file.
#[derive(Debug)]
pub(super) struct Cue {
    pub(super) start: f64,
    /// No number where nothing says it.
    pub(super) end: f64,
    /// What the file calls it, if it does.
    pub(super) id: Option<Range<usize>>,
    /// Its lines, by their numbers among all.
    lines: Range<usize>,
}

impl Cue {
    /// Whether it has a line yet.
    pub(super) fn has_lines(&self) -> bool {
        !self.lines.is_empty()
    }
}

impl CueList {
    /// Begins a cue, which has no line yet, with what the file calls it.
    pub(super) fn begin(&mut self, start: f64, end: f64, id: Option<Range<usize>>) {
        let lines = self.lines.len()..self.lines.len();
        self.cues.push(Cue { start, end, id, lines });
    }

    /// Adds a line to the last cue, if there is one.
    pub(super) fn line(&mut self, line: Range<usize>) {
        if let Some(cue) = self.cues.last_mut() {
            self.lines.push(line.start as u32..line.end as u32);
            cue.lines.end = self.lines.len();
        }
    }

    /// The line that begins here is shown on the line before it; lines are given in order.
    pub(super) fn goes_on_at(&mut self, start: usize) {
        self.goes_on.push(start);
    }

    /// Who speaks in what stands behind this; given in order.
    pub(super) fn speaks_from(&mut self, at: usize, voice: Option<Range<usize>>) {
        self.voices.push((at, voice));
    }

    /// The last cue.
    pub(super) fn last(&mut self) -> Option<&mut Cue> {
        self.cues.last_mut()
    }
}

/// What a piece of a line is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// Text, from here to there.
    Text(Range<usize>),
    /// A mark that says who speaks.
    Voice(Range<usize>),
    /// A mark that says when what follows is said.
    Time(f64),
    /// What is shown beside the text and is no part of it, such as how a word is read: no phrase goes on over it.
    Aside,
    /// The end of a line as it is shown, where an escape says so.
    End,
}

/// A line that was read.
#[derive(Debug, Clone, Copy)]
struct Recent {
    /// The number of the last cue that held it.
    cue: usize,
    /// Where it begins in the reading text.
    place: u32,
    /// How often it was repeated.
    repeated: usize,
}

/// Cues gathered into a talk.
pub(super) struct Cues<'a> {
    file: &'a str,
    talk: Talk,
    coding: Coding,
    /// Places of text that stands as it is.
    verbatim: Vec<Place>,
    /// What is repeated: for the first time, for the second, and so on; none where nobody asks for it.
    repeated: Option<Vec<Telling>>,
    labels: Labels,
    pieces: fn(&str, Range<usize>, &mut Vec<Piece>),
    /// The lines of the last cues, without marks.
    recent: HashMap<Cow<'a, str>, Recent>,
    number: usize,
    /// How many of the voices of the list have begun to speak.
    voices: usize,
}

impl Recent {
    /// Whether the line, seen in this cue, is a repetition.
    fn repeats_at(self, cue: usize) -> bool {
        cue - self.cue <= REPEATED_WITHIN
    }
}

impl<'a> Cues<'a> {
    pub(super) fn new(
        file: &'a str,
        coding: Coding,
        cues: &CueList,
        pieces: fn(&str, Range<usize>, &mut Vec<Piece>),
    ) -> Self {
        let lines: Vec<&str> = cues.lines.iter().take(2000).map(|line| file[range(line)].trim()).collect();
        // A line that rolls is one line, and no name that comes back.
        let is_new = |at: &usize| !lines[at.saturating_sub(2 * REPEATED_WITHIN)..*at].contains(&lines[*at]);
        let spoken: Vec<&str> = (0..lines.len()).filter(is_new).map(|at| lines[at]).collect();
        let spoken = spoken.join("\n");
        Cues {
            file,
            talk: Talk::new(coding),
            coding,
            verbatim: Vec::new(),
            repeated: None,
            labels: Labels::of(&spoken),
            pieces,
            recent: HashMap::default(),
            number: 0,
            voices: 0,
        }
    }

    /// The same, of a file with places that hold text as it is, in order.
    pub(super) fn with_verbatim(self, verbatim: Vec<Place>) -> Self {
        Cues { talk: self.talk.with_verbatim(verbatim.clone()), verbatim, ..self }
    }

    /// Gathers the talk of the cues.
    pub(super) fn talk(mut self, cues: &CueList) -> Talk {
        self.gather(cues);
        self.talk
    }

    /// Gathers the lines of the cues that are repetitions.
    pub(super) fn tellings(mut self, cues: &CueList) -> Vec<Telling> {
        self.repeated = Some(Vec::new());
        self.gather(cues);
        self.repeated.unwrap_or_default()
    }

    fn gather(&mut self, cues: &CueList) {
        let (mut pieces, mut line) = (Vec::new(), Vec::new());
        for cue in &cues.cues {
            self.number += 1;
            self.cue(cue, cues, &mut pieces, &mut line);
            if self.recent.len() > 64 {
                let number = self.number;
                self.recent.retain(|_, line| number - line.cue <= REPEATED_WITHIN);
            }
        }
    }

    /// Takes up a cue; `pieces` and `shown_line` are kept from cue to cue for their room alone.
    fn cue(&mut self, cue: &Cue, list: &CueList, pieces: &mut Vec<Piece>, shown_line: &mut Vec<Piece>) {
        let lines = &list.lines[cue.lines.clone()];
        let mut heard = Heard { start: Some(cue.start), end: Some(cue.end), confidence: None };
        let mut caption = lines.first().map(|first| Caption {
            start: cue.start,
            end: cue.end,
            lines: 0,
            longest: 0,
            characters: 0,
            at: first.clone(),
            number: self.number as u32,
            id: cue.id.as_ref().map(|id| id.start as u32..id.end as u32),
        });
        let mut shown = 0;
        for (number, line) in lines.iter().enumerate() {
            pieces.clear();
            (self.pieces)(self.file, range(line), pieces);
            end_by_escapes(self.file, &range(line), pieces);
            let goes_on = |line: &Place| list.goes_on.binary_search(&(line.start as usize)).is_ok();
            let mut is_begun = number > 0 && goes_on(line);
            let mut rest = pieces.as_slice();
            loop {
                let end = rest.iter().position(|piece| matches!(piece, Piece::End));
                shown_line.clear();
                shown_line.extend_from_slice(&rest[..end.unwrap_or(rest.len())]);
                let characters = self.characters(shown_line);
                shown = if is_begun { shown + 1 + characters } else { characters };
                let is_shown_whole = end.is_some() || !lines.get(number + 1).is_some_and(goes_on);
                if let Some(caption) = caption.as_mut().filter(|_| is_shown_whole && shown > 0) {
                    caption.lines += 1;
                    caption.longest = caption.longest.max(shown);
                    caption.characters += shown;
                }
                // The first line that is no repetition begins with the cue.
                if self.line(shown_line, &list.voices, heard) {
                    heard.start = None;
                }
                is_begun = false;
                let Some(end) = end else { break };
                rest = &rest[end + 1..];
            }
        }
        self.talk.captions.extend(caption);
    }

    /// How many characters of a line are shown: marks that stand on another one do not count.
    fn characters(&self, pieces: &[Piece]) -> u32 {
        if let [Piece::Text(text)] = pieces
            && let text = &self.file[text.clone()]
            && text.is_ascii()
            && !text.contains(['&', '\\'])
        {
            return text.trim().len() as u32;
        }
        let mut line = String::new();
        for piece in pieces {
            if let Piece::Text(text) = piece {
                let coding = self.talk.track.coding_at(&(text.start as u32..text.end as u32));
                line.push_str(&coding.text(&self.file[text.clone()]));
            }
        }
        line.trim().chars().filter(|&c| !is_combining_mark(c)).count() as u32
    }

    /// Takes up a line; answers whether it is new, and no repetition.
    fn line(&mut self, pieces: &mut Vec<Piece>, voices: &[(usize, Option<Range<usize>>)], mut heard: Heard) -> bool {
        let file = self.file;
        self.take_label(pieces);
        let key = key_of(file, pieces, &self.talk.track);
        if let Some(line) = self.recent.get_mut(&*key).filter(|line| line.repeats_at(self.number)) {
            line.cue = self.number;
            line.repeated += 1;
            let (time, place) = ((line.repeated - 1).min(MOST_TELLINGS - 1), line.place);
            self.repeat(pieces, time, place);
            return false;
        }
        let mut is_first = true;
        // Whether another one begins to speak in the middle of the line.
        let mut begins = false;
        for piece in pieces.iter() {
            match piece {
                Piece::Voice(name) => {
                    self.talk.speaker(Some(self.coding.text(&file[name.clone()]).trim()));
                    begins = !is_first;
                }
                Piece::Time(time) if is_first => heard.start = heard.start.and(Some(*time)),
                Piece::Time(time) => self.talk.mark(*time),
                Piece::Aside => {
                    self.talk.close();
                    begins = !is_first;
                }
                Piece::End => {}
                Piece::Text(text) if text.is_empty() => {}
                Piece::Text(text) => {
                    // What is blank is said by nobody.
                    begins |= !file[text.clone()].trim().is_empty() && self.speaks_at(text.start, voices) && !is_first;
                    let body = text.start as u32..text.end as u32;
                    if is_first {
                        self.talk.words(file, body, " ", heard, None);
                        // What is spelled by escapes is shorter than they are.
                        let place = self.talk.track.last_slot();
                        if !key.is_empty() {
                            let line = Recent { cue: self.number, place, repeated: 0 };
                            self.recent.insert(key.clone(), line);
                        }
                    } else if begins {
                        self.talk.words(file, body, " ", heard, None);
                    } else {
                        self.talk.more(file, body);
                    }
                    (is_first, begins) = (false, false);
                }
            }
        }
        true
    }

    /// Who speaks at a place of the file, by the voices of the list; answers whether it is another one than before.
    fn speaks_at(&mut self, at: usize, voices: &[(usize, Option<Range<usize>>)]) -> bool {
        let begun = voices[self.voices..].iter().take_while(|(from, _)| *from <= at).count();
        self.voices += begun;
        let Some((_, voice)) = voices[..self.voices].last().filter(|_| begun > 0) else { return false };
        let name = voice.as_ref().map(|name| self.coding.text(&self.file[name.clone()]));
        let name = name.as_deref().map(str::trim);
        let is_another = name != self.talk.current_speaker();
        self.talk.speaker(name);
        is_another
    }

    /// Takes up a line that is repeated for a time, counted from 0; `place` is where it was told first.
    fn repeat(&mut self, pieces: &[Piece], time: usize, place: u32) {
        let Some(repeated) = &mut self.repeated else { return };
        if repeated.len() == time {
            repeated.push(Telling::new(self.coding, false).with_verbatim(self.verbatim.clone()));
        }
        let Some(telling) = repeated.get_mut(time) else { return };
        telling.stretch(Anchor::At(place));
        let mut is_first = true;
        for piece in pieces {
            let Piece::Text(text) = piece else { continue };
            let body = text.start as u32..text.end as u32;
            if is_first {
                telling.words(self.file, body, "", None);
            } else {
                telling.more(self.file, body);
            }
            is_first = false;
        }
    }

    /// Takes what names a speaker from the front of a line: a name before a colon, or the dash of a dialogue.
    fn take_label(&mut self, pieces: &mut Vec<Piece>) {
        let file = self.file;
        let mut texts = pieces.iter_mut().filter(|piece| matches!(piece, Piece::Text(_)));
        let Some(Piece::Text(first)) = texts.next() else { return };
        let text = &file[first.clone()];
        let is_whole = texts.next().is_none();
        let label = if is_whole { self.labels.read(text) } else { Labels::front(text) };
        if let Some(name) = label.speaker {
            first.start += label.length;
            self.talk.speaker(Some(name));
        } else if let Some(mark) = turn_mark(text) {
            first.start += mark;
            self.talk.speaker(None);
            self.talk.close();
        }
        pieces.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    }
}

fn range(place: &Place) -> Range<usize> {
    place.start as usize..place.end as usize
}

/// Ends a line where an escape in its text does.
fn end_by_escapes(file: &str, line: &Range<usize>, pieces: &mut Vec<Piece>) {
    if memchr::memchr(b'\\', &file.as_bytes()[line.clone()]).is_none() {
        return;
    }
    let mut ended = Vec::with_capacity(pieces.len());
    for piece in pieces.drain(..) {
        let Piece::Text(text) = piece else {
            ended.push(piece);
            continue;
        };
        let mut start = text.start;
        let raw = &file[text.clone()];
        for at in memchr::memchr_iter(b'\\', raw.as_bytes()) {
            if line_escape(raw, at) == Some(LineEscape::End) {
                ended.extend([Piece::Text(start..text.start + at), Piece::End]);
                start = text.start + at + 2;
            }
        }
        ended.push(Piece::Text(start..text.end));
    }
    ended.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    for line in ended.split_mut(|piece| matches!(piece, Piece::End)) {
        begin_with_words(file, line);
    }
    *pieces = ended;
}

/// What is moved to the right by escapes begins with its words.
fn begin_with_words(file: &str, line: &mut [Piece]) {
    let Some(Piece::Text(text)) = line.iter_mut().find(|piece| matches!(piece, Piece::Text(_))) else { return };
    let raw = file[text.clone()].trim_start_matches([' ', '\u{A0}']);
    let words = raw.trim_start_matches("\\h");
    if words.len() < raw.len() && !words.is_empty() {
        text.start = text.end - words.trim_start().len();
    }
}

/// The text of a line, however it is spelled, with single blanks.
fn key_of<'a>(file: &'a str, pieces: &[Piece], track: &Track) -> Cow<'a, str> {
    // Most lines are a key as they stand.
    if let [Piece::Text(text)] = pieces
        && let line = file[text.clone()].trim()
        && is_key(line.as_bytes())
    {
        return Cow::Borrowed(line);
    }
    let mut key = String::new();
    let mut is_blank = false;
    for piece in pieces {
        let Piece::Text(text) = piece else { continue };
        let coding = track.coding_at(&(text.start as u32..text.end as u32));
        for c in coding.text(&file[text.clone()]).chars() {
            if c.is_whitespace() {
                is_blank = !key.is_empty();
                continue;
            }
            if std::mem::take(&mut is_blank) {
                key.push(' ');
            }
            key.push(c);
        }
    }
    Cow::Owned(key)
}

/// Whether a line is ASCII without entities and escapes, with single blanks and nothing else between its words.
#[expect(clippy::needless_bitwise_bool, reason = "to look at all of it is sooner done than to stop where it is odd")]
fn is_key(line: &[u8]) -> bool {
    let is_told = |byte: u8| (byte == b'&') | (byte == b'\\');
    let is_odd = line.iter().fold(false, |odd, &byte| odd | !(b' '..=b'~').contains(&byte) | is_told(byte));
    let next = line.iter().skip(1);
    !is_odd & !line.iter().zip(next).fold(false, |double, (&a, &b)| double | (a == b' ') & (b == b' '))
}

/// The lines of a text as ranges, without their line ends: `\n`, with any `\r` before it, or a single `\r`.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Where the carriage returns end that were last counted.
    let mut counted = 0;
    std::iter::from_fn(move || {
        let start = at;
        if start == bytes.len() {
            return None;
        }
        let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |end| start + end);
        if counted <= end {
            counted = end + bytes[end..].iter().take_while(|&&b| b == b'\r').count();
        }
        let is_whole = bytes.get(counted) == Some(&b'\n');
        at = if is_whole { counted + 1 } else { (end + 1).min(bytes.len()) };
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_they_do_anywhere() {
        let text = "a\r\nb\rc\n\nd\r\r\ne\r\r";
        let found: Vec<&str> = lines(text).map(|line| &text[line]).collect();
        assert_eq!(found, ["a", "b", "c", "", "d", "e", ""]);
        assert_eq!(lines("").count(), 0);
    }
}
