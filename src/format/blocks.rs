//! Marked-up text in blocks and lines, as HTML and word processors have it.

use std::ops::Range;

use super::label::Labels;
use crate::coding::Coding;
use crate::talk::{Heard, Talk};
use crate::track::{Element, End, Place};

/// What a piece of a line is.
#[derive(Debug)]
enum Piece {
    Text(Range<usize>),
    /// A word in an element of its own, by the number of the element.
    Word(Range<usize>, usize),
    /// What says who speaks.
    Voice(Range<usize>),
    /// When what follows is said.
    Time(f64),
}

/// An element that holds one word, with where its times stand, in milliseconds.
#[derive(Debug, Clone)]
pub(super) struct Timed {
    whole: Place,
    begins: Place,
    lasts: Option<Place>,
}

impl Timed {
    pub(super) fn new(whole: Range<usize>, begins: Range<usize>, lasts: Option<Range<usize>>) -> Timed {
        let place = |range: Range<usize>| range.start as u32..range.end as u32;
        Timed { whole: place(whole), begins: place(begins), lasts: lasts.map(place) }
    }

    /// When the word was said.
    fn heard(&self, file: &str) -> Heard {
        let time = |place: &Place| {
            let spelled = &file[place.start as usize..place.end as usize];
            spelled.trim().parse::<f64>().ok().map(|time| time / 1000.0)
        };
        let start = time(&self.begins);
        let end = start.zip(self.lasts.as_ref().and_then(time)).map(|(start, lasts)| start + lasts);
        Heard { start, end, confidence: None }
    }

    fn element(self) -> Element {
        Element {
            before: Some(self.whole.start),
            whole: self.whole,
            end: self.lasts.map(|duration| End::Lasting { start: self.begins, duration }),
            ..Element::default()
        }
    }
}

/// Where the pieces of a line begin, and whether it is the first of its block.
#[derive(Debug)]
struct Line {
    first: usize,
    begins: bool,
}

/// Blocks of lines, as a reader finds them.
#[derive(Debug)]
pub(super) struct Blocks<'a> {
    file: &'a str,
    /// The pieces of all lines.
    pieces: Vec<Piece>,
    /// The elements of words.
    words: Vec<Timed>,
    lines: Vec<Line>,
    /// Places of text that stands as it is.
    verbatim: Vec<Place>,
    is_line_open: bool,
    begins: bool,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(file: &'a str) -> Self {
        Blocks {
            file,
            pieces: Vec::new(),
            words: Vec::new(),
            lines: Vec::new(),
            verbatim: Vec::new(),
            is_line_open: false,
            begins: true,
        }
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
        let bytes = &self.file.as_bytes()[..text.end];
        loop {
            let end = memchr::memchr(b'\n', &bytes[at..]).map_or(text.end, |end| at + end);
            if at < end && (self.is_line_open || !self.file[at..end].trim().is_empty()) {
                self.add(Piece::Text(at..end));
            }
            if end == text.end {
                break;
            }
            self.end_line();
            at = end + 1;
        }
    }

    /// Text that stands as it is, without entities.
    pub(super) fn verbatim(&mut self, text: Range<usize>) {
        self.verbatim.push(text.start as u32..text.end as u32);
        self.text(text);
    }

    /// A word in an element of its own.
    pub(super) fn word(&mut self, text: Range<usize>, element: Timed) {
        self.add(Piece::Word(text, self.words.len()));
        self.words.push(element);
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
        if !self.is_line_open {
            self.lines.push(Line { first: self.pieces.len(), begins: std::mem::take(&mut self.begins) });
        }
        self.pieces.push(piece);
        self.is_line_open = true;
    }

    /// The talk: labels at the front of lines say who speaks.
    pub(super) fn gather(self, coding: Coding) -> Talk {
        let file = self.file;
        let mut spoken = String::new();
        // Each line as the file spells it, with where it ends.
        let ends: Vec<usize> = self.lines.iter().skip(1).map(|line| line.first).chain([self.pieces.len()]).collect();
        let mut raws = Vec::with_capacity(self.lines.len());
        for (line, &end) in self.lines.iter().zip(&ends) {
            let start = spoken.len();
            for piece in &self.pieces[line.first..end] {
                if let Piece::Text(text) | Piece::Word(text, _) = piece {
                    spoken.push_str(&file[text.clone()]);
                }
            }
            raws.push(start..spoken.len());
            spoken.push('\n');
        }
        let labels = Labels::of(&spoken);
        let mut talk = Talk::new(coding).with_verbatim(self.verbatim);
        let mut waiting = None;
        let mut pieces = self.pieces.into_iter();
        let mut at = 0;
        let mut of_line = Vec::new();
        for ((line, end), raw) in self.lines.iter().zip(ends).zip(raws) {
            if line.begins {
                talk.close();
            }
            let label = labels.read(&spoken[raw]);
            waiting = label.time.or(waiting);
            if let Some(name) = label.speaker {
                talk.close();
                talk.speaker(Some(coding.text(name).trim()));
            }
            of_line.extend(pieces.by_ref().take(end - at));
            at = end;
            cut(&mut of_line, file, label.length);
            tell(of_line.drain(..), &self.words, file, coding, &mut talk, &mut waiting);
        }
        talk
    }
}

/// Takes so many bytes of text from the front of a line, and the blanks at its ends.
fn cut(line: &mut Vec<Piece>, file: &str, mut length: usize) {
    for piece in line.iter_mut() {
        if length == 0 {
            break;
        }
        if let Piece::Text(text) | Piece::Word(text, _) = piece {
            let cut = length.min(text.len());
            text.start += cut;
            length -= cut;
        }
    }
    let is_left = |piece: &Piece| !matches!(piece, Piece::Text(text) | Piece::Word(text, _) if text.is_empty());
    line.retain(is_left);
    let is_text = |piece: &&mut Piece| matches!(piece, Piece::Text(_) | Piece::Word(..));
    if let Some(Piece::Text(text)) = line.iter_mut().find(is_text) {
        text.start = text.end - file[text.clone()].trim_start().len();
    }
    if let Some(Piece::Text(text)) = line.iter_mut().rfind(is_text) {
        text.end = text.start + file[text.clone()].trim_end().len();
    }
    line.retain(is_left);
}

/// Adds the pieces of a line to the talk.
fn tell(
    line: impl Iterator<Item = Piece>,
    words: &[Timed],
    file: &str,
    coding: Coding,
    talk: &mut Talk,
    waiting: &mut Option<f64>,
) {
    let mut is_first = true;
    // Blanks alone between tags are what stands between words, and no place that could hold any.
    let mut blanks = false;
    for piece in line {
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
            Piece::Word(text, number) => {
                let word = &words[number];
                let glue = if is_first || blanks { " " } else { "" };
                talk.words(
                    file,
                    text.start as u32..text.end as u32,
                    glue,
                    word.heard(file),
                    Some(word.clone().element()),
                );
                (is_first, blanks) = (false, false);
            }
        }
    }
}
