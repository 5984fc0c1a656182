//! Cues, as `SubRip` and `WebVTT` have them: lines of text with marks between them, shown from one time to another.
//!
//! A line that a cue repeats from the cue before it, as captions that roll and captions that point at words do, is read
//! once; the repetitions are another telling.

use std::collections::HashMap;
use std::ops::Range;

use super::label::Labels;
use crate::coding::Coding;
use crate::talk::{Heard, Talk, Telling};

/// How far a word may be from the line that it repeats, in cues.
const REPEATED_WITHIN: usize = 3;

/// A cue as it stands in the file.
#[derive(Debug, Default)]
pub(super) struct Cue {
    pub(super) start: f64,
    pub(super) end: f64,
    /// Its lines, as ranges of the file's text without line ends.
    pub(super) lines: Vec<Range<usize>>,
}

/// What a piece of a line is.
#[derive(Debug, PartialEq)]
pub(super) enum Piece {
    /// Text, from here to there.
    Text(Range<usize>),
    /// A mark that says who speaks.
    Voice(Range<usize>),
    /// A mark that says when what follows is said.
    Time(f64),
}

/// Cues gathered into a talk.
pub(super) struct Cues<'a> {
    file: &'a str,
    talk: Talk,
    repeated: Telling,
    labels: Labels,
    pieces: fn(&str, Range<usize>, &mut Vec<Piece>),
    /// The lines of the last cues, without marks: with the number of the cue and where they begin in the reading text.
    recent: HashMap<String, (usize, u32)>,
    number: usize,
}

impl<'a> Cues<'a> {
    pub(super) fn new(
        file: &'a str,
        coding: Coding,
        cues: &[Cue],
        pieces: fn(&str, Range<usize>, &mut Vec<Piece>),
    ) -> Self {
        let spoken: String = cues.iter().flat_map(|cue| &cue.lines).take(2000).map(|line| &file[line.clone()]).fold(
            String::new(),
            |mut all, line| {
                all.push_str(line);
                all.push('\n');
                all
            },
        );
        Cues {
            file,
            talk: Talk::new(coding),
            repeated: Telling::new(coding, false),
            labels: Labels::of(&spoken),
            pieces,
            recent: HashMap::new(),
            number: 0,
        }
    }

    /// Gathers the cues; answers with the talk, and with the lines that are repetitions.
    pub(super) fn gather(mut self, cues: &[Cue]) -> (Talk, Telling) {
        for cue in cues {
            self.number += 1;
            self.cue(cue);
            if self.recent.len() > 64 {
                let number = self.number;
                self.recent.retain(|_, (cue, _)| number - *cue <= REPEATED_WITHIN);
            }
        }
        (self.talk, self.repeated)
    }

    fn cue(&mut self, cue: &Cue) {
        let mut pieces = Vec::new();
        let mut heard = Heard { start: Some(cue.start), end: Some(cue.end), confidence: None };
        for line in &cue.lines {
            pieces.clear();
            (self.pieces)(self.file, line.clone(), &mut pieces);
            self.line(&mut pieces, heard);
            heard.start = None;
        }
    }

    fn line(&mut self, pieces: &mut Vec<Piece>, heard: Heard) {
        let file = self.file;
        self.take_label(pieces);
        let plain: String = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Text(text) => Some(&file[text.clone()]),
                Piece::Voice(_) | Piece::Time(_) => None,
            })
            .collect();
        let key = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let repeats = self.recent.get(&key).filter(|(cue, _)| self.number - cue <= REPEATED_WITHIN && !key.is_empty());
        if let Some(&(_, place)) = repeats {
            self.recent.insert(key, (self.number, place));
            self.repeated.stretch(Some(place));
            let mut is_first = true;
            for piece in pieces.iter() {
                let Piece::Text(text) = piece else { continue };
                let body = text.start as u32..text.end as u32;
                if is_first {
                    self.repeated.words(file, body, "", None);
                } else {
                    self.repeated.more(file, body);
                }
                is_first = false;
            }
            return;
        }
        let mut is_first = true;
        for piece in pieces.iter() {
            match piece {
                Piece::Voice(name) => self.talk.speaker(Some(Coding::Markup.text(&file[name.clone()]).trim())),
                Piece::Time(time) if is_first => {}
                Piece::Time(time) => self.talk.mark(*time),
                Piece::Text(text) if text.is_empty() => {}
                Piece::Text(text) => {
                    let body = text.start as u32..text.end as u32;
                    if is_first {
                        self.talk.words(file, body, " ", heard, None);
                        let start = self.talk.segments.last().map_or(0, |_| self.talk.track.len());
                        self.recent.insert(key.clone(), (self.number, start.saturating_sub(text.len() as u32)));
                    } else {
                        self.talk.more(file, body);
                    }
                    is_first = false;
                }
            }
        }
    }

    /// Takes what names a speaker from the front of a line: a name before a colon, or the dash of a dialogue.
    fn take_label(&mut self, pieces: &mut Vec<Piece>) {
        let file = self.file;
        let Some(Piece::Text(first)) = pieces.iter_mut().find(|piece| matches!(piece, Piece::Text(_))) else { return };
        let text = &file[first.clone()];
        let label = self.labels.read(text);
        if let Some(name) = label.speaker {
            let name = name.to_owned();
            first.start += label.length;
            self.talk.speaker(Some(&name));
        } else if let Some(rest) = text.trim_start().strip_prefix(['-', '–']).filter(|rest| rest.starts_with([' '])) {
            first.start = first.end - rest.trim_start().len();
            self.talk.speaker(None);
            self.talk.close();
        }
        pieces.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    }
}

/// The times of a line such as `00:01:02,345 --> 00:01:04,000 align:start`, in seconds.
pub(super) fn timing(line: &str) -> Option<(f64, f64)> {
    let (start, rest) = line.split_once("-->")?;
    let end = rest.split_whitespace().next()?;
    Some((seconds(start.trim())?, seconds(end)?))
}

/// `1:02:03.456`, `02:03,456`, `-0:00:01,000`, in seconds.
pub(super) fn seconds(time: &str) -> Option<f64> {
    let (sign, digits) = time.strip_prefix('-').map_or((1.0, time), |rest| (-1.0, rest));
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b',')) {
        return None;
    }
    let parts: Vec<&str> = digits.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let number = |part: &str| part.replace(',', ".").parse::<f64>().ok();
    let total = parts.iter().try_fold(0.0, |total, part| Some(total * 60.0 + number(part)?))?;
    Some(sign * total)
}

/// The lines of a text as ranges, without their line ends.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    text.split_inclusive(['\n']).map(move |line| {
        let start = at;
        at += line.len();
        start..start + line.trim_end_matches(['\n', '\r']).len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        assert_eq!(timing("00:00:01,500 --> 00:01:02,250"), Some((1.5, 62.25)));
        assert_eq!(timing("00:01.500 --> 1:00:02.250 align:start position:0%"), Some((1.5, 3602.25)));
        assert_eq!(timing("-00:00:01,500 --> 00:01:02,250 X1:0"), Some((-1.5, 62.25)));
        for line in ["1", "a --> b", "00:01 -> 00:02", "--> 00:02:00,000", "x 00:00:01,500 --> 00:01:02,250"] {
            assert_eq!(timing(line), None, "{line}");
        }
    }
}
