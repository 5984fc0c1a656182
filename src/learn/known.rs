//! The terms that dictionaries hold already, by their words.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::said::Said;
use crate::dictionary::{Dictionary, Kind};
use crate::span::Span;
use crate::token::{folded, words_of};
use crate::vocabulary::possessor;

/// Terms of more words are not looked for.
const LONGEST: usize = 8;

/// Known terms.
#[derive(Debug, Default)]
pub(super) struct Known {
    by_words: HashMap<String, KnownTerm>,
    /// The most words that one of them has.
    longest: usize,
}

/// A term that a dictionary holds.
#[derive(Debug)]
pub(super) struct KnownTerm {
    pub(super) text: String,
    pub(super) kind: Kind,
    /// Its mishearings, as they are compared.
    heard: HashSet<String>,
}

impl KnownTerm {
    pub(super) fn has_heard(&self, heard: &str) -> bool {
        self.heard.contains(heard)
    }
}

impl Known {
    pub(super) fn of(dictionaries: &[Dictionary]) -> Known {
        let mut known = Known::default();
        for term in dictionaries.iter().flat_map(|dictionary| &dictionary.terms) {
            let (words, count) = folded_words(&term.text);
            if (1..=LONGEST).contains(&count) {
                known.longest = known.longest.max(count);
                let new = || KnownTerm { text: term.text.clone(), kind: term.kind, heard: HashSet::new() };
                let entry = known.by_words.entry(words).or_insert_with(new);
                entry.heard.extend(term.heard.iter().map(|heard| folded_words(heard).0));
            }
        }
        known
    }

    /// The term that has these words, as they are compared.
    pub(super) fn get(&self, words: &str) -> Option<&KnownTerm> {
        self.by_words.get(words)
    }

    /// The shortest term that holds all of these words, and no more than so many before and behind them.
    pub(super) fn around(
        &self,
        said: &Said,
        words: &Range<usize>,
        (before, behind): (usize, usize),
    ) -> Option<(Range<usize>, &KnownTerm)> {
        let more = self.longest.checked_sub(words.len())?;
        let starts = words.start - before.min(more).min(words.start)..=words.start;
        let ends = words.end..=(words.end + behind.min(more)).min(said.len());
        let ranges = starts.flat_map(|start| ends.clone().map(move |end| start..end));
        let found = self.among(said, ranges);
        found.min_by_key(|(range, _)| (range.len(), range.start))
    }

    /// The longest term among these words.
    pub(super) fn within(&self, said: &Said, words: &Range<usize>) -> Option<(Range<usize>, &KnownTerm)> {
        let ranges = words.clone().flat_map(|start| (start + 1..=words.end).map(move |end| start..end));
        let found = self.among(said, ranges);
        // Of those that are as long, the first.
        found.min_by_key(|(range, _)| (Reverse(range.len()), range.start))
    }

    /// Those of the ranges that are terms.
    fn among(
        &self,
        said: &Said,
        ranges: impl Iterator<Item = Range<usize>>,
    ) -> impl Iterator<Item = (Range<usize>, &KnownTerm)> {
        let fitting = ranges.filter(|range| range.len() <= self.longest);
        let found = fitting.filter_map(|range| {
            let words = said.folded(range.clone());
            let term = self.get(&words).or_else(|| self.get(possessor(&words)?))?;
            Some((range, term))
        });
        found.collect::<Vec<_>>().into_iter()
    }
}

/// The words of a text as they are compared, with a blank between two, and how many they are.
pub(super) fn folded_words(text: &str) -> (String, usize) {
    let mut words = Vec::new();
    words_of(text, Span::new(0, text.floor_char_boundary(u32::MAX as usize)), &mut words);
    let folded: Vec<String> = words.iter().map(|word| folded(&text[word.span.range()])).collect();
    (folded.join(" "), folded.len())
}
