//! Dictionaries made fast to look up: by letters, by sound, by spelling.

mod build;
mod merge;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::OnceLock;

use rayon::prelude::*;

use self::build::Builder;
use self::merge::merged;
use super::beginnings::Beginnings;
use super::soundings::{Sounding, Sounds};
use super::table::{KeySet, KeyTable};
use super::{Dictionary, Term};
use crate::error::did_you_mean;
use crate::sound;
use crate::token::folded;
use crate::usage::{self, WordHash};
use crate::vocabulary::{BEGINNING, Letters, LettersHash};

/// The readings of a term that are tried.
const READINGS: usize = 4;
/// A word from this Zipf value on is said now and then.
const USUAL: f32 = 3.0;
/// Words of more letters than this are not looked for by their spelling.
const LONGEST_SPELLED: usize = 24;
/// Shorter words are too easily turned into one another.
const SHORTEST_SPELLED: usize = 5;

/// The number of a term in an [`Index`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TermId(u32);

/// The number of a way to write a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct VariantId(u32);

impl TermId {
    pub(crate) fn number(self) -> u32 {
        self.0
    }
}

impl VariantId {
    pub(crate) fn number(self) -> u32 {
        self.0
    }
}

/// Several dictionaries, ready to be heard for.
#[derive(Debug)]
pub struct Index {
    dictionaries: Vec<Facts>,
    terms: Vec<Term>,
    /// What is known of each term beside.
    indexed: Vec<Indexed>,
    variants: Vec<Variant>,
    letters: KeyTable<LettersEntry>,
    beginnings: Beginnings,
    /// Made when the first sound is asked for: known mishearings need none.
    sounds: OnceLock<Sounds>,
    /// The usual words with which terms of several words begin, and those with which they end; likewise.
    usual_ends: OnceLock<[HashSet<WordHash>; 2]>,
    spelling: OnceLock<KeyTable<VariantId>>,
    domains: KeyTable<u32>,
    longest_letters: u32,
    /// The words that make a term likely or unlikely, of all terms.
    around: KeySet,
    asks_around: bool,
}

/// What is known of a whole dictionary.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) name: String,
    pub(crate) size: usize,
}

#[derive(Debug)]
struct Indexed {
    dictionary: u32,
    /// The number of the first way to write it; the others follow.
    first_variant: u32,
    near: Vec<u64>,
    unless: Vec<u64>,
    never: Vec<u64>,
}

/// A way to write a term, or a part of it that stands alone.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) term: TermId,
    pub(crate) text: String,
    pub(crate) letters: Letters,
    pub(crate) part: Part,
    /// The Zipf values of its rarest and its most usual word; 0 for words that English does not know.
    pub(crate) rarest: f32,
    pub(crate) commonest: f32,
    pub(crate) words: usize,
    /// How usual it is as a phrase, as a Zipf value.
    pub(crate) phrase: f32,
    /// Its first and its last word.
    pub(crate) first: WordHash,
    pub(crate) last: WordHash,
    /// Whether it is found by its sound and spelling too, not by known mishearings alone.
    pub(crate) listen: bool,
}

/// What of a term a variant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// The term itself.
    Whole,
    /// The first of a person's names.
    Given,
    /// The last of a person's names.
    Surname,
    /// The rare word that a firm's name begins with, where only general words follow ("Monro" of "Monro Inc").
    Lead,
}

/// What a sequence of letters stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LettersEntry {
    /// The letters of the variant itself, digits and symbols spoken or not.
    Form(VariantId),
    /// A known mishearing.
    Heard(VariantId),
}

impl Index {
    /// Compiles dictionaries. Where several hold the same term, it stands as the first writes it, and all that the
    /// others know about it is added.
    ///
    /// ```
    /// let index = mondegreen::Index::new(mondegreen::builtin("devtools"));
    /// assert!(index.len() >= 60);
    /// ```
    pub fn new(dictionaries: impl IntoIterator<Item = Dictionary>) -> Index {
        let mut builder = Builder::default();
        for dictionary in merged(dictionaries) {
            builder.add(dictionary);
        }
        builder.finish()
    }

    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether there is no term at all.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Pronounces the terms and lays them out to be looked up, on all cores. Else the first scan that listens for them
    /// does so, alone.
    ///
    /// ```
    /// let index = mondegreen::Index::new(mondegreen::builtin("devtools"));
    /// index.prepare();
    /// ```
    pub fn prepare(&self) {
        if self.sounds.get().is_some() && self.spelling.get().is_some() {
            return;
        }
        let sounds = || {
            let all: Vec<VariantId> = self.variant_ids().collect();
            let of_variants: Vec<_> = all.into_par_iter().map(|variant| self.pronounced(variant)).collect();
            Sounds::new(of_variants.into_iter())
        };
        let (sounds, spelling) = rayon::join(sounds, || self.by_spelling());
        // Where somebody was sooner, theirs are the same.
        let _ = (self.sounds.set(sounds), self.spelling.set(spelling));
    }

    /// The term that is written so, in whatever case.
    pub fn term_called(&self, text: &str) -> Option<&str> {
        let wanted = folded(text);
        self.terms().map(|term| &*term.text).find(|term| folded(term) == wanted)
    }

    /// The term that was likely meant by what is the name of none.
    pub fn term_like(&self, text: &str) -> Option<&str> {
        let wanted = folded(text);
        let names: Vec<(String, &str)> = self.terms().map(|term| (folded(&term.text), &*term.text)).collect();
        let near = did_you_mean(&wanted, names.iter().map(|(name, _)| &**name))?;
        names.iter().find(|(name, _)| name == near).map(|(_, term)| *term)
    }

    /// Every term, in the order of the dictionaries.
    /// What of a term stands alone too: the surname of a person, the first word of a firm.
    pub(crate) fn parts_of(&self, text: &str) -> impl Iterator<Item = &str> {
        let of_term = self.variants.iter().filter(move |variant| self.term(variant.term).text == text);
        of_term.filter(|variant| variant.part != Part::Whole).map(|variant| &*variant.text)
    }

    pub(crate) fn terms(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter()
    }

    pub(crate) fn term(&self, id: TermId) -> &Term {
        &self.terms[id.0 as usize]
    }

    pub(crate) fn variant(&self, id: VariantId) -> &Variant {
        &self.variants[id.0 as usize]
    }

    pub(crate) fn dictionary_of(&self, id: TermId) -> &Facts {
        &self.dictionaries[self.dictionary_number(id)]
    }

    pub(crate) fn dictionary_number(&self, id: TermId) -> usize {
        self.indexed[id.0 as usize].dictionary as usize
    }

    pub(crate) fn dictionaries(&self) -> &[Facts] {
        &self.dictionaries
    }

    pub(crate) fn letters(&self, hash: LettersHash) -> &[LettersEntry] {
        self.letters.get(hash.key())
    }

    /// Whether some letters looked for may begin with these; 0 stands for none.
    #[inline]
    pub(crate) fn may_begin(&self, letters: [u8; BEGINNING]) -> bool {
        self.beginnings.hold(letters)
    }

    /// Whether these are the letters of a term or of a known mishearing.
    #[inline]
    pub(crate) fn spells(&self, hash: LettersHash) -> bool {
        !self.letters(hash).is_empty()
    }

    /// Whether any term has words that speak for it or against it where they stand near.
    pub(crate) fn asks_around(&self) -> bool {
        self.asks_around
    }

    pub(crate) fn longest_letters(&self) -> u32 {
        self.longest_letters
    }

    /// The terms by how they sound.
    pub(crate) fn sounds(&self) -> &Sounds {
        self.sounds.get_or_init(|| Sounds::new(self.variant_ids().map(|variant| self.pronounced(variant))))
    }

    /// Whether a term of several words that is listened for begins with this word, one of the most usual; and whether
    /// one ends with it.
    pub(crate) fn has_usual_end(&self, word: WordHash) -> [bool; 2] {
        let ends = self.usual_ends.get_or_init(|| {
            let several = || self.variants.iter().filter(|variant| variant.listen && variant.words > 1);
            let is_usual =
                |word: &WordHash| usage::word_by_hash(*word).is_some_and(|usage| usage.zipf() > usage::LITTLE);
            [
                several().map(|variant| variant.first).filter(is_usual).collect(),
                several().map(|variant| variant.last).filter(is_usual).collect(),
            ]
        });
        [ends[0].contains(&word), ends[1].contains(&word)]
    }

    fn variant_ids(&self) -> impl Iterator<Item = VariantId> + use<> {
        (0..self.variants.len() as u32).map(VariantId)
    }

    /// How a variant may be said; what is not listened for is not said.
    fn pronounced(&self, id: VariantId) -> Vec<Sounding> {
        let variant = self.variant(id);
        if !variant.listen {
            return Vec::new();
        }
        let said = match variant.part {
            Part::Whole => self.term(variant.term).said.as_slice(),
            Part::Given | Part::Surname | Part::Lead => &[],
        };
        let texts = said.iter().map(String::as_str).chain([variant.text.as_str()]);
        let mut readings: Vec<_> = texts.flat_map(|text| sound::readings(text, READINGS)).collect();
        for way in sound::other_ways(&variant.text) {
            let others = sound::readings(&way, READINGS).into_iter().filter(|other| !readings.contains(other));
            readings.extend(others.collect::<Vec<_>>());
        }
        readings.into_iter().map(|phones| Sounding::new(id, phones)).collect()
    }

    /// How many ways to write a term there are.
    pub(crate) fn variants_count(&self) -> usize {
        self.variants.len()
    }

    /// How a variant may be said.
    pub(crate) fn soundings_of(&self, variant: VariantId) -> Cow<'_, [Sounding]> {
        match self.sounds.get() {
            Some(sounds) => Cow::Borrowed(sounds.of(variant)),
            None => Cow::Owned(self.pronounced(variant)),
        }
    }

    /// The ways to write a term: itself first.
    pub(crate) fn variants_of(&self, term: TermId) -> impl Iterator<Item = VariantId> {
        let end = self.indexed.get(term.0 as usize + 1).map_or(self.variants.len() as u32, |next| next.first_variant);
        (self.indexed[term.0 as usize].first_variant..end).map(VariantId)
    }

    /// The variants of which these letters are the spelling, or that with a letter left out.
    pub(crate) fn spelled(&self, key: u64) -> &[VariantId] {
        self.spelling.get_or_init(|| self.by_spelling()).get(key)
    }

    fn by_spelling(&self) -> KeyTable<VariantId> {
        let keys = |(id, variant): (VariantId, &Variant)| {
            let keys = if variant.listen { spelling_keys(&variant.letters.text) } else { Vec::new() };
            keys.into_iter().map(move |key| (key, id))
        };
        KeyTable::new(self.variant_ids().zip(&self.variants).flat_map(keys))
    }

    /// Whether a term has the letters of this key among the words that make it likely.
    pub(crate) fn is_near(&self, term: TermId, letters: u64) -> bool {
        self.indexed[term.0 as usize].near.binary_search(&letters).is_ok()
    }

    /// Whether a term has the letters of this key among the words that make it unlikely.
    pub(crate) fn is_unless(&self, term: TermId, letters: u64) -> bool {
        self.indexed[term.0 as usize].unless.binary_search(&letters).is_ok()
    }

    /// Whether a term has these letters among what is never it.
    pub(crate) fn is_never(&self, term: TermId, letters: LettersHash) -> bool {
        let never = &self.indexed[term.0 as usize].never;
        !never.is_empty() && never.binary_search(&letters.key()).is_ok()
    }

    /// Whether a term has any such words.
    pub(crate) fn has_unless(&self, term: TermId) -> bool {
        !self.indexed[term.0 as usize].unless.is_empty()
    }

    /// Whether a term has any words that make it likely.
    pub(crate) fn has_near(&self, term: TermId) -> bool {
        !self.indexed[term.0 as usize].near.is_empty()
    }

    /// Whether these letters may be among the words that make some term likely or unlikely; if not, they are not.
    pub(crate) fn may_be_around(&self, hash: LettersHash) -> bool {
        self.around.may_hold(hash.key())
    }

    /// Whether any words point to the domain of a dictionary.
    pub(crate) fn has_domains(&self) -> bool {
        !self.domains.is_empty()
    }

    /// The dictionaries to whose domain these letters point.
    pub(crate) fn domains(&self, hash: LettersHash) -> &[u32] {
        self.domains.get(hash.key())
    }
}

/// The keys under which a spelling is found: itself, and itself with one letter left out. Empty for letters too few or
/// too many.
pub(crate) fn spelling_keys(letters: &str) -> Vec<u64> {
    let count = letters.chars().count();
    if !(SHORTEST_SPELLED..=LONGEST_SPELLED).contains(&count) {
        return Vec::new();
    }
    let mut keys = vec![LettersHash::of(letters).key()];
    for (at, c) in letters.char_indices() {
        let rest = LettersHash::of(&letters[at + c.len_utf8()..]);
        keys.push(LettersHash::of(&letters[..at]).followed_by(rest).key());
    }
    keys
}
