//! Detectors: each notices candidates of one kind, and none judges.
//!
//! One file a detector, one row in [`DETECTORS`].

mod before;
mod letters;
mod sound;
mod spelling;

use std::ops::Range;

use crate::dictionary::{Index, VariantId};
use crate::finding::Rule;
use crate::sound::phone::Phone;
use crate::span::Span;
use crate::token::{Gap, LONGEST_WORD, Shape, Word};
use crate::vocabulary::{Entry, Vocabulary, WordId, possessor};

pub(crate) use letters::{is_plural_letter, stop_of_letters};

/// A mention has at most so many words.
pub(crate) const LONGEST_MENTION: u32 = letters::MOST_WORDS as u32;
/// Of the terms that some words sound like, or are spelled like, the nearest so many are candidates.
const MOST_ALIKE: usize = 64;
/// Of the terms that one key leads to, so many are compared: where there are more, nothing tells them apart.
const MOST_COMPARED: usize = 4096;

/// What every detector sees: the words of a document and what they may mean.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [Token],
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) index: &'a Index,
}

/// A word where it stands, and which word it is; in twelve bytes, for there are as many as the text has words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    start: u32,
    length: u16,
    pub(crate) gap: Gap,
    pub(crate) shape: Shape,
    pub(crate) id: WordId,
}

const _: () = assert!(LONGEST_WORD + char::MAX.len_utf8() <= u16::MAX as usize);

impl Token {
    /// A word, which has no more than [`LONGEST_WORD`] bytes and those of a last letter.
    pub(crate) fn new(word: Word, id: WordId) -> Token {
        let Word { span, gap, shape } = word;
        Token { start: span.start, length: (span.end - span.start) as u16, gap, shape, id }
    }

    /// Where it stands in the text.
    pub(crate) fn span(&self) -> Span {
        Span { start: self.start, end: self.start + u32::from(self.length) }
    }
}

/// Words that may be a term.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    /// Which words, by their numbers in the document.
    pub(crate) words: Range<u32>,
    pub(crate) variant: VariantId,
    pub(crate) rule: Rule,
    /// What of the heard words is kept behind the term.
    pub(crate) suffix: Suffix,
}

/// An ending of the heard words that the term does not have and that is carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Suffix {
    None,
    Possessive,
    Plural,
}

/// A place where a term stands as it should.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mention {
    pub(crate) words: Range<u32>,
    pub(crate) variant: VariantId,
}

/// What the detectors noticed.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) mentions: Vec<Mention>,
    /// Places where the letters of a term stand, but not as they should, or as the ordinary words that they also are.
    pub(crate) spelled: Vec<Mention>,
    /// What was listened to so far, for what is listened to next.
    listened: sound::Listened,
}

/// Notices candidates of one kind.
pub(crate) struct Detector {
    /// The rules that its candidates bear.
    pub(crate) rules: &'static [Rule],
    /// Whether it hears words as English says them, and so notices nothing in other languages.
    pub(crate) needs_english: bool,
    /// Whether it notes where terms stand as they should, which is asked for even where none of its rules is.
    pub(crate) notes_mentions: bool,
    /// Notices what begins with some of the words, given by their numbers.
    pub(crate) notice: fn(&Scene<'_>, Range<usize>, &mut Notes),
}

impl Suffix {
    /// Heard words without it.
    pub(crate) fn taken_from(self, heard: &str) -> &str {
        let bare = match self {
            Suffix::None => None,
            Suffix::Possessive => possessor(heard),
            Suffix::Plural => heard.strip_suffix(['s', 'S']),
        };
        bare.unwrap_or(heard)
    }
}

/// Every detector.
pub(crate) const DETECTORS: [&Detector; 3] = [&letters::DETECTOR, &sound::DETECTOR, &spelling::DETECTOR];

impl<'a> Scene<'a> {
    pub(crate) fn entry(&self, word: usize) -> &'a Entry {
        self.vocabulary.entry(self.tokens[word].id)
    }

    pub(crate) fn shape(&self, word: usize) -> Shape {
        self.tokens[word].shape
    }

    /// What stands before a word; a break before the first and behind the last.
    pub(crate) fn gap(&self, word: usize) -> Gap {
        self.tokens.get(word).map_or(Gap::Break, |token| token.gap)
    }

    /// The words as they stand.
    pub(crate) fn heard(&self, words: &Range<u32>) -> &'a str {
        &self.text[self.span(words)]
    }

    /// Joins the sounds of words, without the ending that is kept behind a term, in the reading of this number each, or their
    /// usual one where they have no such.
    pub(crate) fn join_sounds(&self, words: &Range<u32>, suffix: Suffix, way: usize, into: &mut Vec<Phone>) {
        into.clear();
        let end = words.end as usize;
        for word in words.start as usize..end {
            let entry = self.entry(word);
            let possessor = entry.possessor_reading().filter(|_| word + 1 == end && suffix == Suffix::Possessive);
            let reading = possessor.or_else(|| entry.readings().get(way)).or_else(|| entry.readings().first());
            if let Some(reading) = reading {
                into.extend_from_slice(&reading.phones);
            }
        }
    }

    /// Where the words stand in the text.
    pub(crate) fn span(&self, words: &Range<u32>) -> Range<usize> {
        let first = self.tokens[words.start as usize].span();
        let last = self.tokens[words.end as usize - 1].span();
        first.start as usize..last.end as usize
    }

    /// Whether a sentence begins with this word.
    pub(crate) fn starts_sentence(&self, word: usize) -> bool {
        self.gap(word) >= Gap::Stop
    }

    /// Whether the line is written in capitals throughout, as captions for television are.
    pub(crate) fn among_capitals(&self, words: &Range<u32>) -> bool {
        let start = (words.start as usize).saturating_sub(6);
        let end = (words.end as usize + 6).min(self.tokens.len());
        let mut around = (start..end)
            .filter(|&word| !words.contains(&(word as u32)))
            .map(|word| self.shape(word))
            .filter(|shape| !matches!(shape, Shape::Number | Shape::Symbol))
            .peekable();
        around.peek().is_some()
            && around.all(|shape| shape == Shape::Upper || shape == Shape::Capital)
            && (start..end).filter(|&word| self.shape(word) == Shape::Upper).count() * 2 >= end - start - words.len()
    }
}
