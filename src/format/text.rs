//! Plain text: paragraphs of prose, with the layouts that name a speaker or a time.

use std::collections::HashMap;

use super::label::Labels;
use super::{Format, Reads};
use crate::document::{Document, Segment};
use crate::source::Source;
use crate::span::Span;

pub(super) const FORMAT: Format = Format {
    id: "txt",
    about: "plain text; speaker names and times at the front of a line are not prose",
    extensions: &["txt", "text"],
    reads: Reads::Prose {
        read: document,
        can_replace: |heard, _| {
            // An identifier, or the marks of a list, a quotation or a block of code at the front of a line, is no phrase.
            let broken = heard.contains('\n') && heard.contains(['-', '*', '>', '#', '+']);
            !broken && !heard.contains(['_', '`', '|', '\\'])
        },
    },
};

pub(super) fn document(source: Source) -> Document {
    let mut prose = Prose::new(source.text());
    let mut at = 0;
    for line in source.text().split_inclusive('\n') {
        prose.line(at, line);
        at += line.len();
    }
    let (segments, speakers) = prose.finish();
    Document::of_prose(source, &FORMAT, segments, speakers)
}

/// Gathers lines into paragraphs, each with the speaker and the time of the last label.
pub(super) struct Prose {
    labels: Labels,
    segments: Vec<Segment>,
    speakers: Vec<String>,
    numbers: HashMap<String, u32>,
    speaker: Option<u32>,
    time: Option<f64>,
    /// Whether the next line of prose goes on with the last segment.
    open: bool,
}

impl Prose {
    pub(super) fn new(text: &str) -> Self {
        Prose {
            labels: Labels::of(text),
            segments: Vec::new(),
            speakers: Vec::new(),
            numbers: HashMap::new(),
            speaker: None,
            time: None,
            open: false,
        }
    }

    /// Takes in the line that stands at byte `at` of the reading text.
    pub(super) fn line(&mut self, at: usize, line: &str) {
        let line = line.trim_end_matches(['\n', '\r']);
        if line.trim().is_empty() {
            self.open = false;
            return;
        }
        let label = self.labels.read(line);
        if label.length > 0 {
            self.open = false;
            self.time = label.time.or(self.time.filter(|_| label.speaker.is_none()));
            if let Some(name) = label.speaker {
                self.speaker = Some(self.speaker_number(name));
            }
        }
        self.prose(at + label.length, at + line.len());
    }

    /// Ends the paragraph: no phrase goes on over what comes next.
    pub(super) fn close(&mut self) {
        self.open = false;
    }

    /// Adds these bytes to the prose of the paragraph.
    pub(super) fn prose(&mut self, start: usize, end: usize) {
        if start >= end {
            return;
        }
        if self.open
            && let Some(last) = self.segments.last_mut()
        {
            last.span.end = end as u32;
            return;
        }
        self.open = true;
        self.segments.push(Segment { span: Span::new(start, end), speaker: self.speaker, time: self.time });
    }

    pub(super) fn finish(self) -> (Vec<Segment>, Vec<String>) {
        (self.segments, self.speakers)
    }

    fn speaker_number(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.numbers.get(name) {
            return number;
        }
        let number = self.speakers.len() as u32;
        self.speakers.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }
}
