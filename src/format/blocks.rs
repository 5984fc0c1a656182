//! Marked-up text in blocks and lines, as HTML and word processors have it.

use std::ops::Range;

use super::label::Labels;
use crate::coding::Coding;
use crate::talk::{Heard, Talk};
use crate::track::{Element, Place};

/// What a piece of a line is.
#[derive(Debug)]
enum Piece {
    Text(Range<usize>),
    /// A word with its times in an element of its own.
    Word(Range<usize>, Element, Heard),
    /// What says who speaks.
    Voice(Range<usize>),
    /// When what follows is said.
    Time(f64),
}

/// A line, and whether it is the first of its block.
#[derive(Debug, Default)]
struct Line {
    pieces: Vec<Piece>,
    begins: bool,
}

/// Blocks of lines, as a reader finds them.
#[derive(Debug)]
pub(super) struct Blocks<'a> {
    file: &'a str,
    lines: Vec<Line>,
    /// Places of text that stands as it is.
    verbatim: Vec<Place>,
    is_line_open: bool,
    begins: bool,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(file: &'a str) -> Self {
        Blocks { file, lines: Vec::new(), verbatim: Vec::new(), is_line_open: false, begins: true }
    }

    /// Ends the block: no phrase goes on over it.
    pub(super) fn end_block(&mut self) {
        self.end_line();
        self.begins = true;
    }

    /// Ends the line: a phrase may go on, but what stands on either side stays there.
    pub(super) fn end_line(&mut self) {
        self.is_line_open = false;
    }

    /// Text, with line ends of its own.
    pub(super) fn text(&mut self, text: Range<usize>) {
        let mut at = text.start;
        for (number, line) in self.file[text].split('\n').enumerate() {
            if number > 0 {
                self.end_line();
            }
            if !line.trim().is_empty() || self.is_line_open && !line.is_empty() {
                self.add(Piece::Text(at..at + line.len()));
            }
            at += line.len() + 1;
        }
    }

    /// Text that stands as it is, without entities.
    pub(super) fn verbatim(&mut self, text: Range<usize>) {
        self.verbatim.push(text.start as u32..text.end as u32);
        self.text(text);
    }

    /// A word in an element of its own.
    pub(super) fn word(&mut self, text: Range<usize>, element: Element, heard: Heard) {
        self.add(Piece::Word(text, element, heard));
    }

    /// The name of who speaks from here on; ends the block.
    pub(super) fn voice(&mut self, name: Range<usize>) {
        self.end_block();
        self.add(Piece::Voice(name));
    }

    /// The time of what follows; ends the line.
    pub(super) fn time(&mut self, time: f64) {
        self.end_line();
        self.add(Piece::Time(time));
    }

    fn add(&mut self, piece: Piece) {
        match self.lines.last_mut().filter(|_| self.is_line_open) {
            Some(line) => line.pieces.push(piece),
            None => self.lines.push(Line { pieces: vec![piece], begins: std::mem::take(&mut self.begins) }),
        }
        self.is_line_open = true;
    }

    /// The talk: labels at the front of lines say who speaks.
    pub(super) fn gather(self, coding: Coding) -> Talk {
        let file = self.file;
        let mut spoken = String::new();
        for line in &self.lines {
            line.raw(file, &mut spoken);
            spoken.push('\n');
        }
        let labels = Labels::of(&spoken);
        let mut talk = Talk::new(coding).with_verbatim(self.verbatim);
        let mut waiting = None;
        let mut raw = String::new();
        for mut line in self.lines {
            if line.begins {
                talk.close();
            }
            raw.clear();
            line.raw(file, &mut raw);
            let label = labels.read(&raw);
            waiting = label.time.or(waiting);
            if let Some(name) = label.speaker {
                talk.close();
                talk.speaker(Some(coding.text(name).trim()));
            }
            line.cut(file, label.length);
            line.tell(file, coding, &mut talk, &mut waiting);
        }
        talk
    }
}

impl Line {
    /// Adds its text as the file spells it.
    fn raw(&self, file: &str, into: &mut String) {
        for piece in &self.pieces {
            if let Piece::Text(text) | Piece::Word(text, ..) = piece {
                into.push_str(&file[text.clone()]);
            }
        }
    }

    /// Takes so many bytes of text from its front, and the blanks at its ends.
    fn cut(&mut self, file: &str, mut length: usize) {
        for piece in &mut self.pieces {
            if let Piece::Text(text) | Piece::Word(text, ..) = piece {
                let cut = length.min(text.len());
                text.start += cut;
                length -= cut;
            }
        }
        let is_left = |piece: &Piece| !matches!(piece, Piece::Text(text) | Piece::Word(text, ..) if text.is_empty());
        self.pieces.retain(is_left);
        let is_text = |piece: &&mut Piece| matches!(piece, Piece::Text(_) | Piece::Word(..));
        if let Some(Piece::Text(text)) = self.pieces.iter_mut().find(is_text) {
            text.start = text.end - file[text.clone()].trim_start().len();
        }
        if let Some(Piece::Text(text)) = self.pieces.iter_mut().rfind(is_text) {
            text.end = text.start + file[text.clone()].trim_end().len();
        }
        self.pieces.retain(is_left);
    }

    fn tell(self, file: &str, coding: Coding, talk: &mut Talk, waiting: &mut Option<f64>) {
        let mut is_first = true;
        // Blanks alone between tags are what stands between words, and no place that could hold any.
        let mut blanks = false;
        for piece in self.pieces {
            match piece {
                Piece::Voice(name) => {
                    let name = coding.text(&file[name]);
                    talk.speaker(Some(name.trim().trim_end_matches(':').trim()));
                }
                Piece::Time(time) => *waiting = Some(time),
                Piece::Text(text) if file[text.clone()].trim().is_empty() => blanks = true,
                Piece::Text(text) => {
                    let body = text.start as u32..text.end as u32;
                    if is_first {
                        let heard = Heard { start: waiting.take(), ..Heard::default() };
                        talk.words(file, body, " ", heard, None);
                    } else {
                        if blanks {
                            talk.track.glue(" ");
                        }
                        talk.more(file, body);
                    }
                    (is_first, blanks) = (false, false);
                }
                Piece::Word(text, element, heard) => {
                    let glue = if is_first || blanks { " " } else { "" };
                    talk.words(file, text.start as u32..text.end as u32, glue, heard, Some(element));
                    (is_first, blanks) = (false, false);
                }
            }
        }
    }
}
