//! Marked-up text in blocks and lines, as HTML and word processors have it.

use std::ops::Range;

use super::label::Labels;
use crate::coding::Coding;
use crate::talk::{Heard, Talk};
use crate::track::{Element, End, Place, Track};

/// What a piece of a line is; a small value, for there is one for each tag of a file.
#[derive(Debug, Clone)]
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
#[derive(Debug)]
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

    fn element(&self) -> Element {
        let lasting = |duration: Place| End::Lasting { start: self.begins.clone(), duration };
        Element {
            before: Some(self.whole.start),
            whole: self.whole.clone(),
            end: self.lasts.clone().map(lasting),
            ..Element::default()
        }
    }
}

/// The pieces of a line, by their numbers among all, and whether it is the first of its block.
#[derive(Debug)]
struct Line {
    pieces: Range<usize>,
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
    /// Places of which no blank at an end is seen.
    trimmed: Vec<Place>,
    /// Where text begins or ends that goes or stays as a whole.
    borders: Vec<u32>,
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
            trimmed: Vec::new(),
            borders: Vec::new(),
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

    /// Says that no blank at an end of this text is seen, which comes next.
    pub(super) fn trimmed(&mut self, text: Range<usize>) {
        self.trimmed.push(text.start as u32..text.end as u32);
    }

    /// Says that here text begins or ends that goes or stays as a whole: nothing is moved over that.
    pub(super) fn border(&mut self, at: usize) {
        self.borders.push(at as u32);
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
            let pieces = self.pieces.len()..self.pieces.len();
            self.lines.push(Line { pieces, begins: std::mem::take(&mut self.begins) });
        }
        self.pieces.push(piece);
        if let Some(line) = self.lines.last_mut() {
            line.pieces.end = self.pieces.len();
        }
        self.is_line_open = true;
    }

    /// The talk: labels at the front of lines say who speaks.
    pub(super) fn gather(mut self, coding: Coding) -> Talk {
        let (spoken, raws) = self.spoken();
        let labels = Labels::of(&spoken);
        let mut talk = Talk::new(coding).with_verbatim(std::mem::take(&mut self.verbatim));
        talk.track.keep_ends_of(std::mem::take(&mut self.trimmed));
        talk.track.part_at(std::mem::take(&mut self.borders));
        let mut waiting = None;
        let mut pieces = Vec::new();
        for (line, raw) in self.lines.iter().zip(raws) {
            if line.begins {
                talk.close();
            }
            let label = labels.read(&spoken[raw]);
            waiting = label.time.or(waiting);
            if let Some(name) = label.speaker {
                talk.close();
                talk.speaker(Some(coding.text(name).trim()));
            }
            pieces.clear();
            pieces.extend_from_slice(&self.pieces[line.pieces.clone()]);
            cut(&mut pieces, self.file, label.length);
            self.tell(&pieces, coding, &mut talk, &mut waiting);
        }
        talk
    }

    /// The text as it is shown: every line that says anything, labels and all.
    pub(super) fn shown(mut self, coding: Coding) -> Track {
        let mut track = Track::new(coding, false).with_verbatim(std::mem::take(&mut self.verbatim));
        for line in &self.lines {
            let mut is_first = true;
            for piece in &self.pieces[line.pieces.clone()] {
                let (Piece::Text(text) | Piece::Word(text, _)) = piece else { continue };
                let body = text.start as u32..text.end as u32;
                if is_first {
                    track.glue(if track.len() == 0 { "" } else { "\n" });
                    track.slot(self.file, body, None);
                } else {
                    track.slot_beside(self.file, body);
                }
                is_first = false;
            }
        }
        track
    }

    /// All lines as the file spells them, and where each stands among them.
    fn spoken(&self) -> (String, Vec<Range<usize>>) {
        let mut spoken = String::new();
        let mut raws = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            let start = spoken.len();
            for piece in &self.pieces[line.pieces.clone()] {
                if let Piece::Text(text) | Piece::Word(text, _) = piece {
                    spoken.push_str(&self.file[text.clone()]);
                }
            }
            raws.push(start..spoken.len());
            spoken.push('\n');
        }
        (spoken, raws)
    }

    /// Adds the pieces of a line to the talk; `waiting` is the time of what is said next, if it is known.
    fn tell(&self, line: &[Piece], coding: Coding, talk: &mut Talk, waiting: &mut Option<f64>) {
        let file = self.file;
        let place = |text: &Range<usize>| text.start as u32..text.end as u32;
        let mut is_first = true;
        // Those that stand alone between tags go with the words behind them.
        let mut blanks: Option<&Range<usize>> = None;
        for piece in line {
            match piece {
                Piece::Voice(name) => {
                    let name = coding.text(&file[name.clone()]);
                    talk.speaker(Some(name.trim().trim_end_matches(':').trim()));
                }
                Piece::Time(time) => *waiting = Some(*time),
                Piece::Text(text) if file[text.clone()].trim().is_empty() => blanks = Some(text),
                Piece::Text(text) => {
                    if is_first {
                        let heard = Heard { start: waiting.take(), ..Heard::default() };
                        talk.words(file, place(text), " ", heard, None);
                    } else {
                        if let Some(blanks) = blanks {
                            talk.more(file, place(blanks));
                        }
                        talk.more(file, place(text));
                    }
                    (is_first, blanks) = (false, None);
                }
                Piece::Word(text, number) => {
                    let glue = if is_first || blanks.is_some() { " " } else { "" };
                    let word = &self.words[*number];
                    talk.words(file, place(text), glue, word.heard(file), Some(word.element()));
                    (is_first, blanks) = (false, None);
                }
            }
        }
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
