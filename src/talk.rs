//! A talk as a reader of a format gathers it: turns of speakers, words with times, and the places that hold them.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::align::{Anchor, Positions, StretchBegin};
use crate::coding::Coding;
use crate::document::{Caption, Mark, Segment};
use crate::span::Span;
use crate::track::{Element, Place, Track};

/// A pause of so many seconds ends a turn: no phrase goes on over it.
const LONG_PAUSE: f64 = 4.0;
/// So many characters may stand between a word of a list and the one before it that the list has otherwise.
const LOOK_AHEAD: usize = 40;

/// What a reader has gathered so far.
#[derive(Debug)]
pub(crate) struct Talk {
    pub(crate) track: Track,
    pub(crate) segments: Vec<Segment>,
    pub(crate) speakers: Vec<String>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) captions: Vec<Caption>,
    numbers: HashMap<String, u32>,
    speaker: Option<u32>,
    /// Whether what comes next goes on with the last turn.
    open: bool,
    /// When the last words ended.
    ended: Option<f64>,
}

/// Another telling of the same words, elsewhere in the file.
#[derive(Debug)]
pub(crate) struct Telling {
    pub(crate) track: Track,
    /// Where its stretches begin.
    pub(crate) begin: Vec<StretchBegin>,
}

/// When words were heard, in seconds, and how sure the recogniser was of them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Heard {
    pub(crate) start: Option<f64>,
    pub(crate) end: Option<f64>,
    pub(crate) confidence: Option<f32>,
}

impl Heard {
    /// What begins then and lasts so long, in seconds.
    pub(crate) fn lasting(start: Option<f64>, lasts: Option<f64>) -> Heard {
        Heard { start, end: start.zip(lasts).map(|(start, lasts)| start + lasts), confidence: None }
    }
}

impl Talk {
    pub(crate) fn new(coding: Coding) -> Talk {
        Talk {
            track: Track::new(coding, false),
            segments: Vec::new(),
            speakers: Vec::new(),
            marks: Vec::new(),
            captions: Vec::new(),
            numbers: HashMap::new(),
            speaker: None,
            open: false,
            ended: None,
        }
    }

    /// The same, of a file with places that hold text as it is.
    pub(crate) fn with_verbatim(self, verbatim: Vec<Place>) -> Talk {
        Talk { track: self.track.with_verbatim(verbatim), ..self }
    }

    /// Who speaks here.
    pub(crate) fn current_speaker(&self) -> Option<&str> {
        self.speaker.map(|number| self.speakers[number as usize].as_str())
    }

    /// Who speaks from here on; a change ends the turn.
    pub(crate) fn speaker(&mut self, name: Option<&str>) {
        // Most words are of who spoke before.
        if self.current_speaker() == name {
            return;
        }
        let number = name.map(|name| {
            if let Some(&known) = self.numbers.get(name) {
                return known;
            }
            let number = self.speakers.len() as u32;
            self.speakers.push(name.to_owned());
            self.numbers.insert(name.to_owned(), number);
            number
        });
        if number != self.speaker {
            self.close();
        }
        self.speaker = number;
    }

    /// Ends the turn: no phrase goes on over what comes next.
    pub(crate) fn close(&mut self) {
        self.open = false;
    }

    /// Adds another talk of the same file behind this one; no phrase goes on from one to the other.
    pub(crate) fn append(&mut self, other: Talk) {
        if self.track.len() > 0 && other.track.len() > 0 {
            self.track.glue("\n");
        }
        let at = self.track.len();
        let further = |span: Span| Span { start: span.start + at, end: span.end + at };
        for segment in other.segments {
            self.speaker(segment.speaker.map(|number| other.speakers[number as usize].as_str()));
            self.segments.push(Segment { span: further(segment.span), speaker: self.speaker, ..segment });
        }
        self.marks.extend(other.marks.into_iter().map(|mark| Mark { at: mark.at + at, ..mark }));
        self.captions.extend(other.captions);
        self.track.append(other.track);
        self.close();
    }

    /// Adds words: `glue` stands between them and those before, if those are of the same turn.
    ///
    /// Answers with the number of the element, if there is one.
    pub(crate) fn words(
        &mut self,
        file: &str,
        body: Place,
        glue: &str,
        heard: Heard,
        element: Option<Element>,
    ) -> Option<u32> {
        let pause = heard.start.zip(self.ended).is_some_and(|(start, ended)| start - ended > LONG_PAUSE);
        self.open &= !pause;
        self.ended = heard.end.or(heard.start).or(self.ended);
        let raw = &file[body.start as usize..body.end as usize];
        // A word in a list that begins with a hyphen goes on with the one before.
        let is_apart = raw.starts_with(' ') || element.is_none() && glue == " ";
        self.open &= !is_apart || turn_mark(raw).is_none();
        let glue = if self.open || self.track.len() == 0 { glue } else { "\n" };
        if !glue.is_empty() && self.track.len() > 0 {
            self.track.glue(glue);
        }
        let start = self.track.len();
        let number = self.track.slot(file, body, element);
        let span = Span { start, end: self.track.len() };
        if heard.start.is_some() || heard.confidence.is_some() {
            self.marks.push(Mark { at: start, time: heard.start, confidence: heard.confidence, is_start: true });
        }
        match self.segments.last_mut().filter(|_| self.open) {
            Some(last) => last.span.end = span.end,
            None => self.segments.push(Segment { span, speaker: self.speaker, time: heard.start }),
        }
        self.open = true;
        number
    }

    /// Adds words that go on with the line of those before.
    pub(crate) fn more(&mut self, file: &str, body: Place) {
        self.track.slot_beside(file, body);
        if let Some(last) = self.segments.last_mut() {
            last.span.end = self.track.len();
        }
    }

    /// What comes next begins at this time.
    pub(crate) fn mark(&mut self, time: f64) {
        self.marks.push(Mark { at: self.track.len(), time: Some(time), confidence: None, is_start: false });
    }

    /// When each of the words that were added last was heard, and how surely; words that do not stand there are passed by.
    pub(crate) fn heard_within<'a>(&mut self, words: impl Iterator<Item = (Cow<'a, str>, Heard)>) {
        self.said_within(words.map(|(word, heard)| (word, heard, None)));
    }

    /// The same, with who says each of them, where that is known: with another one begins another turn.
    pub(crate) fn said_within<'a>(&mut self, words: impl Iterator<Item = (Cow<'a, str>, Heard, Option<Cow<'a, str>>)>) {
        let mut at = self.track.last_slot() as usize;
        for (word, Heard { start, confidence, .. }, speaker) in words {
            let text = self.track.text();
            let word = word.trim();
            at += text[at..].len() - text[at..].trim_start().len();
            let Some(found) = next_word(&text[at..], word).map(|found| at + found) else { continue };
            at = found + word.len();
            let found = found as u32;
            if start.is_some() || confidence.is_some() {
                self.marks.push(Mark { at: found, time: start, confidence, is_start: false });
            }
            if speaker.is_some() && speaker.as_deref() != self.current_speaker() {
                self.speaker(speaker.as_deref());
                self.part_at(found, start);
            }
        }
    }

    /// Begins another turn within the words that were added last.
    fn part_at(&mut self, at: u32, time: Option<f64>) {
        let speaker = self.speaker;
        let Some(last) = self.segments.last_mut() else { return };
        let end = std::mem::replace(&mut last.span.end, at);
        if last.span.start == at {
            (last.speaker, last.span.end) = (speaker, end);
        } else {
            self.segments.push(Segment { span: Span { start: at, end }, speaker, time });
        }
        self.open = true;
    }
}

/// How many bytes the mark takes, with blanks, by which a line shows that somebody else speaks: a dash, with or without a
/// blank behind it, a bullet, or `>>`, however that is spelled.
pub(crate) fn turn_mark(line: &str) -> Option<usize> {
    let text = line.trim_start();
    let rest = text.trim_start_matches(DASHES);
    let is_dialogue = rest.len() < text.len() && rest.starts_with(|c: char| c == ' ' || c.is_alphabetic());
    let is_bullet = || text.strip_prefix(['*', '\u{2022}']).filter(|rest| rest.starts_with(' '));
    let behind = || {
        let one = |text| ["&gt;", ">"].into_iter().find_map(|mark| str::strip_prefix(text, mark));
        let mut rest = one(text).and_then(one)?;
        while let Some(more) = one(rest) {
            rest = more;
        }
        Some(rest)
    };
    let rest = Some(rest).filter(|_| is_dialogue).or_else(is_bullet).or_else(behind)?;
    Some(line.len() - rest.trim_start().len())
}

/// Which dashes begin what somebody says in a dialogue.
const DASHES: [char; 4] = ['-', '\u{2013}', '\u{2014}', '\u{2015}'];

/// Where a word stands next in a text, case aside: at its front, or not far behind where a word begins.
fn next_word(text: &str, word: &str) -> Option<usize> {
    let is_at = |at: usize| text[at..].get(..word.len()).is_some_and(|there| there.eq_ignore_ascii_case(word));
    if word.is_empty() {
        return None;
    }
    let begins = |at: &usize| !text[..*at].ends_with(char::is_alphanumeric);
    let near = text.char_indices().map(|(at, _)| at).take(LOOK_AHEAD).skip(1);
    if is_at(0) { Some(0) } else { near.filter(begins).find(|&at| is_at(at)) }
}

impl Telling {
    pub(crate) fn new(coding: Coding, is_bare: bool) -> Telling {
        Telling { track: Track::new(coding, is_bare), begin: Vec::new() }
    }

    /// The same, of a file with places that hold text as it is.
    pub(crate) fn with_verbatim(self, verbatim: Vec<Place>) -> Telling {
        Telling { track: self.track.with_verbatim(verbatim), ..self }
    }

    /// The next words begin a stretch, which begins there in the reading text.
    pub(crate) fn stretch(&mut self, begin: Anchor) {
        if self.track.len() > 0 {
            self.track.glue("\n");
        }
        self.begin.push(StretchBegin { at: self.track.len(), anchor: begin, speaker: None });
    }

    /// One of the document's speakers says all of the last stretch, if that is known.
    pub(crate) fn said_by(&mut self, speaker: Option<u32>) {
        if let Some(last) = self.begin.last_mut() {
            last.speaker = speaker;
        }
    }

    /// The next words begin a stretch, which begins where something was heard at this time. Without a time the first
    /// stretch begins where everything does.
    pub(crate) fn stretch_at(&mut self, positions: &Positions, time: Option<f64>) {
        self.stretch(match time {
            Some(time) => positions.at(time),
            None if self.track.len() == 0 => Anchor::At(0),
            None => Anchor::Unknown,
        });
    }

    /// Adds words, as [`Talk::more`] does.
    pub(crate) fn more(&mut self, file: &str, body: Place) {
        self.track.slot_beside(file, body);
    }

    /// Adds words, as [`Talk::words`] does.
    pub(crate) fn words(&mut self, file: &str, body: Place, glue: &str, element: Option<Element>) -> Option<u32> {
        if !glue.is_empty() && self.track.len() > 0 {
            self.track.glue(glue);
        }
        self.track.slot(file, body, element)
    }
}
