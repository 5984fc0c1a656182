//! Dictionaries made fast to look up: by letters, by sound, by spelling.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::BuildHasher;
use std::sync::OnceLock;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use rayon::prelude::*;

use super::beginnings::{self, Beginnings};
use super::soundings::{Sounding, Sounds};
use super::table::{KeySet, KeyTable};
use super::{Dictionary, Kind, Term, guess};
use crate::error::did_you_mean;
use crate::sound;
use crate::token::{folded, is_same_folded, with_folded, without_marks};
use crate::usage::{self, WordHash};
use crate::vocabulary::{BEGINNING, Letters, LettersHash};

/// The readings of a term that are tried.
const READINGS: usize = 4;
/// A word from this Zipf value on is said now and then.
const USUAL: f32 = 3.0;
/// Shorter parts of a person's name are not looked for alone.
const SHORTEST_PART: usize = 3;
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

#[derive(Default)]
struct Builder {
    dictionaries: Vec<Facts>,
    terms: Vec<Term>,
    indexed: Vec<Indexed>,
    variants: Vec<Variant>,
    letters: Vec<(u64, LettersEntry)>,
    beginnings: beginnings::Gathering,
    domains: Vec<(u64, u32)>,
    longest_letters: u32,
}

impl Builder {
    fn add(&mut self, dictionary: Dictionary) {
        let number = self.dictionaries.len() as u32;
        self.dictionaries.push(Facts { name: dictionary.name, size: dictionary.terms.len() });
        for near in &dictionary.near {
            self.domains.extend(near_keys(near).map(|key| (key, number)));
        }
        let count = dictionary.terms.len();
        let spelled = dictionary.terms.iter().map(|term| 2 + term.heard.len()).sum();
        self.letters.reserve(spelled);
        self.beginnings.reserve(spelled);
        self.variants.reserve(count);
        self.indexed.reserve(count);
        for term in &dictionary.terms {
            let id = TermId(self.indexed.len() as u32);
            let first_variant = self.variants.len() as u32;
            self.add_variants(id, term, dictionary.listen);
            let (near, unless) = (sorted_keys(&term.near), sorted_keys(&term.unless));
            let mut never: Vec<u64> =
                term.never.iter().map(|never| LettersHash::of(&Letters::of(never).text).key()).collect();
            never.sort_unstable();
            self.indexed.push(Indexed { dictionary: number, first_variant, near, unless, never });
        }
        // There may be many: those of the first dictionary stay where they are.
        if self.terms.is_empty() {
            self.terms = dictionary.terms;
        } else {
            self.terms.extend(dictionary.terms);
        }
    }

    fn add_variants(&mut self, id: TermId, term: &Term, listen: bool) {
        let whole = self.add_variant(id, &term.text, Part::Whole);
        let mut letters = String::new();
        for heard in &term.heard {
            letters.clear();
            Letters::add_to(&mut letters, heard);
            self.add_letters(&letters, LettersEntry::Heard(whole));
        }
        self.variants[whole.0 as usize].listen = listen;
        if !listen {
            return;
        }
        let parts: Vec<&str> = term.text.split_whitespace().collect();
        if let Some(lead) = guess::lead(term.kind, &parts) {
            self.add_variant(id, lead, Part::Lead);
        }
        if let [given, .., surname] = parts[..]
            && term.kind == Kind::Person
        {
            let whole_surname = guess::with_particles(&term.text).filter(|whole| *whole != surname);
            let parts = [(Part::Given, given), (Part::Surname, surname)];
            for (part, text) in parts.into_iter().chain(whole_surname.map(|whole| (Part::Surname, whole))) {
                if text.chars().filter(|c| c.is_alphabetic()).count() >= SHORTEST_PART {
                    self.add_variant(id, text, part);
                }
            }
        }
    }

    fn add_variant(&mut self, term: TermId, text: &str, part: Part) -> VariantId {
        let id = VariantId(self.variants.len() as u32);
        let letters = Letters::of(text);
        self.add_letters(&letters.text, LettersEntry::Form(id));
        if !sound::is_spelled_as_written(text) {
            let spoken = sound::spelled(text);
            if *spoken != *letters.text {
                self.add_letters(&spoken, LettersEntry::Form(id));
            }
        }
        if let Some(plain) = without_marks(&folded(text)).filter(|plain| !is_usual_word(plain)) {
            self.add_letters(&Letters::of(&plain).text, LettersEntry::Form(id));
        }
        let usual: Vec<(WordHash, f32)> = text
            .split([' ', '-'])
            .map(|word| with_folded(word, WordHash::new))
            .map(|hash| (hash, usage::word_by_hash(hash).map_or(0.0, usage::Usage::zipf)))
            .collect();
        let zipfs = || usual.iter().map(|&(_, zipf)| zipf);
        self.variants.push(Variant {
            term,
            text: text.to_owned(),
            letters,
            part,
            rarest: zipfs().fold(f32::INFINITY, f32::min),
            commonest: zipfs().fold(0.0, f32::max),
            words: usual.len(),
            phrase: usage::phrase(usual.iter().copied()),
            first: usual[0].0,
            last: usual[usual.len() - 1].0,
            listen: true,
        });
        id
    }

    fn add_letters(&mut self, text: &str, entry: LettersEntry) {
        self.beginnings.add(text);
        let hash = LettersHash::of(text);
        self.longest_letters = self.longest_letters.max(hash.length());
        self.letters.push((hash.key(), entry));
    }

    fn finish(self) -> Index {
        let around = || self.indexed.iter().flat_map(|indexed| indexed.near.iter().chain(&indexed.unless).copied());
        let count = around().count();
        Index {
            sounds: OnceLock::new(),
            usual_ends: OnceLock::new(),
            spelling: OnceLock::new(),
            letters: KeyTable::new(self.letters),
            beginnings: self.beginnings.finish(),
            domains: KeyTable::new(self.domains),
            dictionaries: self.dictionaries,
            around: KeySet::new(count, around()),
            asks_around: count > 0,
            terms: self.terms,
            indexed: self.indexed,
            variants: self.variants,
            longest_letters: self.longest_letters,
        }
    }
}

/// The dictionaries with each term in the first that holds it alone, with what the others say about it.
fn merged(dictionaries: impl IntoIterator<Item = Dictionary>) -> Vec<Dictionary> {
    let mut all: Vec<Dictionary> = dictionaries.into_iter().collect();
    let hasher = RandomState::default();
    let count = all.iter().map(|dictionary| dictionary.terms.len()).sum();
    // By the hash of a term's text, whatever the case: the hash, the number of its dictionary and its number there.
    let mut first: HashTable<(u64, u32, u32)> = HashTable::with_capacity(count);
    for number in 0..all.len() {
        let mut terms = std::mem::take(&mut all[number].terms);
        // Those that stay close up to the front: mostly all do, and none moves.
        let mut kept = 0;
        for at in 0..terms.len() {
            let hash = with_folded(&terms[at].text, |text| hasher.hash_one(text));
            let known = |owner: u32, at: u32| {
                let of = if owner as usize == number { &terms } else { &all[owner as usize].terms };
                &of[at as usize]
            };
            let is_it = |&(other, owner, known_at): &(u64, u32, u32)| {
                other == hash && is_same_folded(&known(owner, known_at).text, &terms[at].text)
            };
            if let Some(&(_, owner, known_at)) = first.find(hash, is_it) {
                let other = terms[at].clone();
                let of = if owner as usize == number { &mut terms } else { &mut all[owner as usize].terms };
                add_to(&mut of[known_at as usize], other);
            } else {
                first.insert_unique(hash, (hash, number as u32, kept as u32), |&(hash, ..)| hash);
                if kept < at {
                    terms.swap(kept, at);
                }
                kept += 1;
            }
        }
        terms.truncate(kept);
        all[number].terms = terms;
    }
    all
}

/// Adds what another dictionary says about a term.
fn add_to(known: &mut Term, other: Term) {
    let says_nothing =
        |term: &Term| [&term.heard, &term.said, &term.near, &term.unless, &term.never].into_iter().all(Vec::is_empty);
    if says_nothing(known) {
        // A bare name in a list: what it is was only guessed.
        known.kind = other.kind;
    }
    let lists = [
        (&mut known.heard, other.heard),
        (&mut known.said, other.said),
        (&mut known.near, other.near),
        (&mut known.unless, other.unless),
        (&mut known.never, other.never),
    ];
    for (list, more) in lists {
        let known: HashSet<String> = list.iter().cloned().collect();
        list.extend(more.into_iter().filter(|one| !known.contains(one)));
    }
}

/// Whether a text is a word that people say: "rose" is no other form of "Rosé".
fn is_usual_word(text: &str) -> bool {
    usage::word(text).is_some_and(|word| word.zipf() >= USUAL)
}

fn sorted_keys(near: &[String]) -> Vec<u64> {
    let mut keys: Vec<u64> = near.iter().flat_map(|near| near_keys(near)).collect();
    keys.sort_unstable();
    keys
}

/// A near word and its plural.
fn near_keys(near: &str) -> impl Iterator<Item = u64> + use<> {
    let letters = Letters::of(near).hash;
    [letters.key(), letters.followed_by(LettersHash::of("s")).key()].into_iter()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_that_several_dictionaries_hold_has_what_all_of_them_say() {
        let list = Dictionary::from_list("mine", "mine.txt", "GitLab duo\nOther\n").expect("a list");
        let entry =
            "[[term]]\ntext = \"GitLab Duo\"\nkind = \"product\"\nheard = [\"give that dudo\"]\nnear = [\"AWS\"]\n";
        let full = Dictionary::from_toml("full", "full.toml", entry).expect("a dictionary");
        let index = Index::new([list, full.clone(), full]);
        let terms: Vec<(&str, usize)> = index.terms().map(|term| (term.text.as_str(), term.heard.len())).collect();
        assert_eq!(terms, [("GitLab duo", 1), ("Other", 0)]);
        let term = index.terms().next().expect("a term");
        assert_eq!((term.kind, &*term.near), (Kind::Product, &["AWS".to_owned()][..]));
    }
}
