//! The words of a document as they are compared with those of another version.

use std::collections::HashMap;
use std::ops::Range;

use crate::document::Document;
use crate::token::{Gap, Shape, Word, folded, words_of};

/// What people say while they think: it stands in one version and not in the other, and means nothing.
const FILLERS: [&str; 13] = ["um", "umm", "uh", "uhh", "uhm", "erm", "er", "ah", "hmm", "hm", "mm", "mhm", "eh"];

/// Numbers for words.
#[derive(Debug, Default)]
pub(super) struct Numbers(HashMap<String, u32>);

impl Numbers {
    fn of(&mut self, word: String) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(word).or_insert(next)
    }

    /// The numbers of the words of a phrase, if all of them were met.
    pub(super) fn of_phrase(&self, phrase: &str) -> Option<Vec<u32>> {
        phrase.split(' ').map(|word| self.0.get(word).copied()).collect()
    }
}

/// The words of a text, without fillers.
#[derive(Debug)]
pub(super) struct Said {
    text: String,
    words: Vec<Word>,
    pub(super) numbers: Vec<u32>,
    /// The line of the file in which each word stands.
    lines: Vec<usize>,
}

impl Said {
    pub(super) fn of(document: &Document, numbers: &mut Numbers) -> Said {
        let mut words = Vec::new();
        for segment in document.segments() {
            words_of(document.text(), segment.span, &mut words);
        }
        let mut said = Said::of_words(document.text(), words, numbers);
        said.lines = said.words.iter().map(|word| document.place(word.span.start).line).collect();
        said
    }

    /// A text that is no document, such as what a person typed.
    pub(super) fn of_text(text: &str, numbers: &mut Numbers) -> Said {
        let mut words = Vec::new();
        let end = text.floor_char_boundary(u32::MAX as usize);
        words_of(text, crate::span::Span::new(0, end), &mut words);
        Said::of_words(text, words, numbers)
    }

    fn of_words(text: &str, mut words: Vec<Word>, numbers: &mut Numbers) -> Said {
        words.retain(|word| {
            let is_small = matches!(word.shape, Shape::Lower | Shape::Capital);
            !(is_small && FILLERS.contains(&&*folded(&text[word.span.range()])))
        });
        let numbers = words.iter().map(|word| numbers.of(folded(&text[word.span.range()]))).collect();
        Said { text: text.to_owned(), lines: vec![1; words.len()], words, numbers }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn word(&self, at: usize) -> &str {
        &self.text[self.words[at].span.range()]
    }

    pub(super) fn shape(&self, at: usize) -> Shape {
        self.words[at].shape
    }

    pub(super) fn gap(&self, at: usize) -> Gap {
        self.words[at].gap
    }

    pub(super) fn line(&self, at: usize) -> usize {
        self.lines[at]
    }

    /// Words as they are compared, with a blank between two.
    pub(super) fn folded(&self, range: Range<usize>) -> String {
        range.map(|at| folded(self.word(at))).collect::<Vec<_>>().join(" ")
    }

    /// Words as they are written; what breaks a phrase, and whatever could steer a terminal, is a blank.
    pub(super) fn written(&self, range: Range<usize>) -> String {
        let mut text = String::new();
        for at in range.clone() {
            if at > range.start {
                text.push_str(&self.between(at));
            }
            text.push_str(self.word(at));
        }
        text
    }

    /// What stands between a word and the one before it.
    fn between(&self, at: usize) -> String {
        let from = self.words[at - 1].span.end as usize;
        let between = self.text.get(from..self.words[at].span.start as usize).unwrap_or_default();
        if self.gap(at) > Gap::Comma || between.chars().any(char::is_alphanumeric) {
            return " ".to_owned();
        }
        let mut kept = String::new();
        for c in between.chars() {
            match c {
                c if c.is_whitespace() && !kept.ends_with(' ') => kept.push(' '),
                ',' | '.' | '-' | '/' | '_' | '\u{2010}' | '\u{2011}' => kept.push(c),
                _ => {}
            }
        }
        kept
    }

    /// Some words with a few before and behind them, of the same sentence and not among the forbidden ones.
    pub(super) fn around(&self, words: &Range<usize>, most: usize, is_barred: impl Fn(usize) -> bool) -> Range<usize> {
        let before = (1..=most.min(words.start)).take_while(|far| {
            let at = words.start - far;
            self.gap(at + 1) < Gap::Stop && !is_barred(at)
        });
        let start = words.start - before.count();
        let behind = (words.end..self.len()).take(most).take_while(|&at| self.gap(at) < Gap::Stop && !is_barred(at));
        start..words.end + behind.count()
    }

    /// Whether a mark or a break stands within these words.
    pub(super) fn is_broken(&self, range: &Range<usize>) -> bool {
        (range.start + 1..range.end).any(|at| self.gap(at) > Gap::Space)
    }
}
