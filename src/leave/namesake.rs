//! What bears a name of its own and is called nearly like a term: a man called Jason is no JSON, and the firm Gap no GAAP.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::{DETERMINERS, is_acronym, people};
use crate::detect::{Candidate, Mention, Scene, Suffix};
use crate::dictionary::{Kind, Part, TermId, is_given_name};
use crate::finding::Rule;
use crate::token::{Gap, Shape};
use crate::vocabulary::WordId;

/// What of a document tells names from words.
pub(super) struct Names<'a> {
    scene: &'a Scene<'a>,
    mentions: &'a [Mention],
    /// Words of English that bear a capital within a sentence at some place, looked for when they are asked for.
    words: OnceCell<HashSet<WordId>>,
    /// Terms that stand there as they should, by any of their names; likewise.
    terms: OnceCell<HashSet<TermId>>,
}

/// Whether an ordinary word bears the capital of a name: within a sentence, and not tied to another word.
fn bears_name(scene: &Scene<'_>, word: usize) -> bool {
    scene.shape(word) == Shape::Capital
        && matches!(scene.gap(word), Gap::Space | Gap::Comma)
        && scene.entry(word).zipf >= ORDINARY
}

/// A word from this Zipf value on is ordinary.
const ORDINARY: f32 = 4.0;
/// In a dictionary of more terms, a given name alone may be anybody's.
const LARGE: usize = 100;

impl<'a> Names<'a> {
    pub(super) fn of(scene: &'a Scene<'a>, mentions: &'a [Mention]) -> Self {
        Names { scene, mentions, words: OnceCell::new(), terms: OnceCell::new() }
    }

    fn words(&self) -> &HashSet<WordId> {
        self.words.get_or_init(|| {
            let words = (0..self.scene.tokens.len()).filter(|&word| bears_name(self.scene, word));
            words.map(|word| self.scene.tokens[word].id).collect()
        })
    }

    fn terms(&self) -> &HashSet<TermId> {
        self.terms.get_or_init(|| {
            self.mentions.iter().map(|mention| self.scene.index.variant(mention.variant).term).collect()
        })
    }

    /// Whether the heard words are a name of their own.
    pub(super) fn hold(&self, candidate: &Candidate) -> bool {
        candidate.rule != Rule::Alias
            && (self.is_person(candidate)
                || self.is_full_name(candidate)
                || self.is_owned(candidate)
                || self.is_other_person(candidate)
                || self.is_word(candidate))
    }

    /// Whether somebody's given name is taken for a thing. What stands right beside a thing is an article, or a word that
    /// goes with it: "a Jason payload".
    fn is_person(&self, candidate: &Candidate) -> bool {
        let Names { scene, .. } = self;
        let (start, end) = (candidate.words.start as usize, candidate.words.end as usize);
        let variant = scene.index.variant(candidate.variant);
        let kind = scene.index.term(variant.term).kind;
        if candidate.words.len() > 1
            || candidate.rule <= Rule::Form
            || scene.shape(start) != Shape::Capital
            || matches!(kind, Kind::Person | Kind::Firm)
        {
            return false;
        }
        let entry = scene.entry(start);
        // The possessive ending may be the end of the term.
        let stem = entry.possessor.as_ref().filter(|_| candidate.suffix == Suffix::Possessive);
        if !is_given_name(stem.map_or(&*entry.folded, |stem| &*stem.text)) {
            return false;
        }
        let goes_with = |word: usize| scene.index.is_near(variant.term, scene.entry(word).letters.hash.key());
        let has_before = start > 0 && scene.gap(start) <= Gap::Space && {
            let before = &*scene.entry(start - 1).folded;
            let is_of = before == "of" && start > 1 && goes_with(start - 2);
            DETERMINERS.contains(&before) || AS_A_THING.contains(&before) || goes_with(start - 1) || is_of
        };
        let has_after = scene.gap(end) <= Gap::Space && candidate.suffix != Suffix::Possessive && goes_with(end);
        !has_before && !has_after
    }

    /// Whether somebody's given name is taken for an acronym, which has other capitals alone: "Libor Pešek".
    fn is_full_name(&self, candidate: &Candidate) -> bool {
        let Names { scene, .. } = self;
        let (start, next) = (candidate.words.start as usize, candidate.words.end as usize);
        let is_capital = |word: usize| scene.tokens.get(word).is_some() && scene.shape(word) == Shape::Capital;
        let is_unknown = |word: usize| {
            let entry = scene.entry(word);
            !entry.known && !scene.index.spells(entry.letters.hash)
        };
        let meant = &scene.index.variant(candidate.variant).text;
        candidate.words.len() == 1
            && is_acronym(meant)
            && scene.heard(&candidate.words).eq_ignore_ascii_case(meant)
            && is_capital(start)
            && is_capital(next)
            && scene.gap(next) == Gap::Space
            && is_unknown(next)
    }

    /// Whether what belongs to somebody is taken for something else: "Jen's kin".
    fn is_owned(&self, candidate: &Candidate) -> bool {
        let Names { scene, .. } = self;
        let mut words = candidate.words.clone().map(|word| word as usize);
        let has_owner = words
            .next()
            .is_some_and(|first| scene.shape(first) == Shape::Capital && people::is_owner(scene.entry(first)));
        candidate.rule > Rule::Form
            && candidate.words.len() > 1
            && scene.index.term(scene.index.variant(candidate.variant).term).kind != Kind::Person
            && has_owner
            && words.all(|word| scene.shape(word) == Shape::Lower && scene.entry(word).known)
    }

    /// Whether a given name alone is taken for that of somebody in a large dictionary of whom nothing else is said.
    fn is_other_person(&self, candidate: &Candidate) -> bool {
        let Names { scene, .. } = self;
        let variant = scene.index.variant(candidate.variant);
        candidate.rule > Rule::Form
            && variant.part == Part::Given
            && scene.index.dictionary_of(variant.term).size > LARGE
            && !self.terms().contains(&variant.term)
    }

    /// Whether an ordinary word that bears a capital here or elsewhere in the text is taken for an acronym: a recogniser
    /// that hears an acronym as a word writes it as one.
    fn is_word(&self, candidate: &Candidate) -> bool {
        let Names { scene, .. } = self;
        let word = candidate.words.start as usize;
        let variant = scene.index.variant(candidate.variant);
        candidate.rule > Rule::Form
            && candidate.words.len() == 1
            && is_acronym(&variant.text)
            && scene.shape(word) == Shape::Capital
            && !is_given_name(&scene.entry(word).folded)
            && self.words().contains(&scene.tokens[word].id)
    }
}

/// What stands before a thing, and hardly before somebody.
const AS_A_THING: [&str; 6] = ["as", "into", "via", "raw", "valid", "using"];
