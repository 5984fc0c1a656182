//! What of a dictionary is looked up: its terms, the ways to write them, and the letters they are found by.

use std::sync::OnceLock;

use super::{Facts, Index, Indexed, LettersEntry, Part, TermId, USUAL, Variant, VariantId};
use crate::dictionary::beginnings;
use crate::dictionary::table::{KeySet, KeyTable};
use crate::dictionary::{Dictionary, Kind, Term, guess};
use crate::sound;
use crate::token::{folded, with_folded, without_marks};
use crate::usage::{self, WordHash};
use crate::vocabulary::{Letters, LettersHash};

/// Shorter parts of a person's name are not looked for alone.
const SHORTEST_PART: usize = 3;

#[derive(Default)]
pub(super) struct Builder {
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
    pub(super) fn add(&mut self, dictionary: Dictionary) {
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
        if term.kind != Kind::Person || parts.len() < 2 {
            return;
        }
        let parts = match guess::without_office(&parts) {
            [given, .., surname] => vec![(Part::Given, *given), (Part::Surname, *surname)],
            [surname] => vec![(Part::Surname, *surname)],
            [] => return,
        };
        let surname = parts[parts.len() - 1].1;
        let whole_surname = guess::with_particles(&term.text).filter(|whole| *whole != surname);
        for (part, text) in parts.into_iter().chain(whole_surname.map(|whole| (Part::Surname, whole))) {
            if text.chars().filter(|c| c.is_alphabetic()).count() >= SHORTEST_PART {
                self.add_variant(id, text, part);
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

    pub(super) fn finish(self) -> Index {
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
