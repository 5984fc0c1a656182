//! The text around findings, kept once however many of them share it.

use std::ops::Range;

use crate::span::Span;

/// How much of the text around a finding is kept to be shown, in bytes on each side: more than any terminal is wide.
const MOST: usize = 1000;

/// The text around the findings of a file.
#[derive(Debug, Default)]
pub(crate) struct Around {
    /// Stretches of the file's text, one after the other.
    text: String,
    /// Which of the file's text the last one is: the end of `text`.
    last: Range<usize>,
}

/// Where the surroundings of a finding are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kept {
    start: usize,
    before: u32,
    heard: u32,
    after: u32,
}

/// The text around a finding, from the beginning of its line to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Excerpt<'a> {
    pub(crate) before: &'a str,
    pub(crate) heard: &'a str,
    pub(crate) after: &'a str,
}

impl Around {
    /// Keeps what stands around a place of `text`. What places have in common is kept once if they come in order.
    pub(crate) fn keep(&mut self, text: &str, span: Span) -> Kept {
        let span = span.range();
        let (before, rest) = text.split_at(span.start);
        let after = &rest[span.len()..];
        // A line may be as long as a file: it is looked at as far as it is kept.
        let near = &before[before.ceil_char_boundary(before.len().saturating_sub(MOST))..];
        let near = &near[near.rfind('\n').map_or(0, |newline| newline + 1)..];
        let after = &after[..after.floor_char_boundary(MOST)];
        let after = &after[..after.find('\n').unwrap_or(after.len())];
        let after = after.trim_end_matches('\r');
        let wanted = span.start - near.len()..span.end + after.len();
        if !(self.last.start..=self.last.end).contains(&wanted.start) {
            self.last = wanted.start..wanted.start;
        }
        if self.last.end < wanted.end {
            self.text.push_str(&text[self.last.end..wanted.end]);
            self.last.end = wanted.end;
        }
        let start = self.text.len() - (self.last.end - wanted.start);
        Kept { start, before: length(near), heard: length(&text[span]), after: length(after) }
    }

    pub(crate) fn of(&self, kept: &Kept) -> Excerpt<'_> {
        let text = &self.text[kept.start..];
        let (before, text) = text.split_at(kept.before as usize);
        let (heard, text) = text.split_at(kept.heard as usize);
        Excerpt { before, heard, after: &text[..kept.after as usize] }
    }

    /// Takes up those of another part of the file, whose places are to be moved by what is answered.
    pub(super) fn extend(&mut self, other: &Around) -> usize {
        let moved = self.text.len();
        self.text.push_str(&other.text);
        self.last = 0..0;
        moved
    }
}

impl Kept {
    pub(super) fn moved(self, by: usize) -> Kept {
        Kept { start: self.start + by, ..self }
    }
}

/// As a place in a text counts it.
fn length(text: &str) -> u32 {
    text.len() as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn alone(text: &str, span: Span) -> (String, String, String) {
        let mut around = Around::default();
        let kept = around.keep(text, span);
        let Excerpt { before, heard, after } = around.of(&kept);
        (before.to_owned(), heard.to_owned(), after.to_owned())
    }

    #[test]
    fn an_excerpt_is_of_one_line_and_no_longer_than_asked() {
        let text = format!("one\r\ntwo heard three\r\n{}ü{}", "é".repeat(900), "x".repeat(2000));
        let span = |start: usize, end: usize| Span { start: start as u32, end: end as u32 };
        assert_eq!(alone(&text, span(9, 14)), ("two ".to_owned(), "heard".to_owned(), " three".to_owned()));
        let at = text.find('ü').unwrap_or(0);
        let (before, heard, after) = alone(&text, span(at, at + 2));
        assert_eq!((before.len(), &*heard, after.len()), (1000, "ü", 1000));
    }

    proptest! {
        #[test]
        fn what_is_shared_is_as_it_would_be_alone(
            line in "[a-cé\n]{0,30}",
            times in 1..200_usize,
            mut places in prop::collection::vec((any::<prop::sample::Index>(), 0..9_usize), 1..20),
            in_order in any::<bool>(),
        ) {
            let text = line.repeat(times);
            let mut spans: Vec<Span> = places.drain(..).map(|(at, length)| {
                let start = text.floor_char_boundary(at.index(text.len() + 1));
                let end = text.floor_char_boundary((start + length).min(text.len()));
                Span { start: start as u32, end: end.max(start) as u32 }
            }).collect();
            if in_order {
                spans.sort();
            }
            let mut around = Around::default();
            let kept: Vec<Kept> = spans.iter().map(|&span| around.keep(&text, span)).collect();
            let mut twice = Around::default();
            twice.keep("before\n", Span { start: 1, end: 3 });
            let moved = twice.extend(&around);
            for (kept, span) in kept.into_iter().zip(spans) {
                let (before, heard, after) = alone(&text, span);
                let expected = Excerpt { before: &before, heard: &heard, after: &after };
                prop_assert_eq!(around.of(&kept), expected);
                prop_assert_eq!(twice.of(&kept.moved(moved)), expected);
            }
            prop_assert!(!in_order || around.text.len() <= text.len());
        }
    }
}
