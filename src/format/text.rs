//! Plain text: paragraphs of prose, with the layouts that name a speaker or a time.

use std::collections::HashMap;
use std::iter;

use foldhash::fast::RandomState;

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
        by_lines: true,
        can_replace: |heard, _| {
            // An identifier, or the marks of a list, a quotation or a block of code at the front of a line, is no
            // phrase.
            let broken = heard.contains('\n') && heard.contains(['-', '*', '>', '#', '+']);
            !broken && !heard.contains(['_', '`', '|', '\\'])
        },
        builds: None,
    },
};

pub(super) fn document(source: Source) -> Document {
    let mut prose = Prose::new(source.text());
    let mut at = 0;
    for line in lines(source.text()) {
        prose.line(at, line);
        at += line.len();
    }
    let (segments, speakers) = prose.finish();
    Document::of_prose(source, &FORMAT, segments, speakers)
}

/// The lines of a text, with their ends.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    iter::from_fn(move || {
        let (line, behind) = rest.split_at(memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1));
        rest = behind;
        (!line.is_empty()).then_some(line)
    })
}

/// Gathers lines into paragraphs, each with the speaker and the time of the last label.
pub(super) struct Prose {
    labels: Labels,
    segments: Vec<Segment>,
    speakers: Vec<String>,
    numbers: HashMap<String, u32, RandomState>,
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
            numbers: HashMap::default(),
            speaker: None,
            time: None,
            open: false,
        }
    }

    /// Takes in the line that stands at byte `at` of the reading text.
    pub(super) fn line(&mut self, at: usize, line: &str) {
        let line = line.trim_end_matches(['\n', '\r']);
        let is_blank = |line: &str| !line.starts_with(|c: char| c.is_ascii_graphic()) && line.trim().is_empty();
        if is_blank(line) {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Who says what, and when.
    fn turns(text: &str) -> Vec<(Option<String>, Option<f64>, String)> {
        let document = document(Source::read(text.as_bytes().to_vec(), None).expect("text"));
        let segments = document.segments().iter();
        segments
            .map(|segment| {
                let speaker = document.speaker_at(segment.span.start).map(str::to_owned);
                (speaker, segment.time, document.text()[segment.span.range()].to_owned())
            })
            .collect()
    }

    fn lines_of_talk() -> impl Strategy<Value = Vec<String>> {
        let part = prop::sample::select(vec![
            "Ann",
            "lee",
            "Ann",
            "GitLab",
            "and",
            "we",
            ":",
            ":",
            "(CFO)",
            "[12:34]",
            "12:34",
            "**",
            "-",
            "of",
            "said",
            "Speaker 1",
            ".",
            "7",
            "é",
        ]);
        let part =
            (part, prop::sample::select(vec![" ", " ", "", "\t"])).prop_map(|(part, blank)| format!("{part}{blank}"));
        let line = prop::collection::vec(part, 0..6).prop_map(|parts| parts.concat());
        prop::collection::vec(line, 1..6)
    }

    proptest! {
        #[test]
        fn a_line_tells_whether_its_label_stays(
            lines in lines_of_talk(),
            word in any::<prop::sample::Index>(),
            meant in prop::sample::select(vec!["Ann", "we", "Ann Lee:", "Duo", "[Ann]", "12:34"]),
        ) {
            let text = lines.join("\n");
            let mut starts = vec![0];
            starts.extend(text.match_indices([' ', '\n', '\t']).map(|(at, _)| at + 1));
            let start = starts[word.index(starts.len())];
            let end = text[start..].find([' ', '\n', '\t']).map_or(text.len(), |end| start + end);
            let with = format!("{}{meant}{}", &text[..start], &text[end..]);
            let before = turns(&text);
            let document = document(Source::read(text.clone().into_bytes(), None).expect("text"));
            let segment = document.segments().iter().position(|one| {
                one.span.range().start <= start && end <= one.span.range().end && start < end
            });
            // What is changed is something that somebody says.
            prop_assume!(segment.is_some());
            let number = segment.unwrap_or_default();
            let said = document.segments()[number].span.range();
            let mut expected = before;
            expected[number].2 = format!("{}{meant}{}", &text[said.start..start], &text[end..said.end]);
            let line = |text: &str| {
                let from = text[..start].rfind('\n').map_or(0, |end| end + 1);
                let to = text[start..].find('\n').map_or(text.len(), |end| start + end);
                text[from..to].to_owned()
            };
            if let Some(stays) = Labels::of(&text).stay(&line(&text), &line(&with)) {
                prop_assert_eq!(stays, turns(&with) == expected, "{:?} {:?}", text, with);
            }
        }
    }
}
