//! What candidates that take the same words for the same term have in common, wherever they stand.
//!
//! Talks say the same again and again: it is found out and kept once, and a candidate is little more than its place.

use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Range;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::letters_of;
use super::likeness::{Comparing, Likeness};
use crate::detect::{Candidate, Scene};
use crate::dictionary::TermId;
use crate::vocabulary::WordId;

/// What candidates of the same words for the same term have in common.
#[derive(Debug)]
pub(crate) struct Pairing {
    /// The first of them.
    pub(super) first: Candidate,
    pub(crate) term: TermId,
    /// The number of the heard letters: candidates that heard the same have the same.
    pub(crate) form: u32,
    /// The number of the heard letters as this way to write the term.
    pub(crate) place: u32,
    pub(super) likeness: Likeness,
    /// As in [`Evidence`](crate::evidence::Evidence).
    pub(super) repeats: f32,
    pub(super) forms: f32,
    pub(super) nearer: f32,
}

/// A candidate in as few bytes as can be: there may be one for every third word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Noted {
    start: u32,
    /// The number of its pairing.
    pub(crate) pairing: u32,
    pub(super) margin: f32,
    pub(super) stretch: f32,
    /// As many as can be counted.
    pub(super) rivals: u16,
    words: u8,
}

impl Noted {
    /// Which words it takes, by their numbers in the document.
    pub(super) fn words(&self) -> Range<usize> {
        let start = self.start as usize;
        start..start + usize::from(self.words)
    }

    /// The candidate, given what it has in common with others.
    pub(super) fn candidate(&self, pairing: &Pairing) -> Candidate {
        Candidate { words: self.start..self.start + u32::from(self.words), ..pairing.first.clone() }
    }
}

/// Finds the pairings of candidates.
pub(super) struct Sorting<'a> {
    scene: &'a Scene<'a>,
    comparing: Comparing,
    hasher: RandomState,
    /// The numbers of the pairings, by the words and the term.
    by_words: HashTable<u32>,
    /// The first pairing of each form, by the heard letters.
    by_letters: HashTable<u32>,
    forms: u32,
    pairings: Vec<Pairing>,
}

impl<'a> Sorting<'a> {
    /// `by_ear` says whether sounds are asked for at all.
    pub(super) fn new(scene: &'a Scene<'a>, by_ear: bool) -> Sorting<'a> {
        Sorting {
            scene,
            comparing: Comparing::new(by_ear),
            hasher: RandomState::default(),
            by_words: HashTable::new(),
            by_letters: HashTable::new(),
            forms: 0,
            pairings: Vec::new(),
        }
    }

    /// A candidate with its pairing, which is found out if it is new.
    pub(super) fn note(&mut self, candidate: &Candidate) -> Noted {
        let Sorting { scene, hasher, pairings, .. } = &*self;
        let hash = hash_of(hasher, scene, candidate);
        let known = self.by_words.find(hash, |&pairing| is_alike(scene, &pairings[pairing as usize].first, candidate));
        Noted {
            start: candidate.words.start,
            pairing: known.copied().unwrap_or_else(|| self.add(candidate, hash)),
            margin: 1.0,
            stretch: 1.0,
            rivals: 0,
            words: candidate.words.len() as u8,
        }
    }

    fn add(&mut self, candidate: &Candidate, hash: u64) -> u32 {
        let letters = letters_of(self.scene, candidate);
        let likeness = self.comparing.likeness(self.scene, candidate, &letters);
        let number = self.pairings.len() as u32;
        let form = self.form_of(&letters, number);
        let term = self.scene.index.variant(candidate.variant).term;
        let first = candidate.clone();
        self.pairings.push(Pairing { first, term, form, place: 0, likeness, repeats: 0.0, forms: 0.0, nearer: 0.0 });
        let Sorting { scene, hasher, pairings, by_words, .. } = self;
        let again = |&pairing: &u32| hash_of(hasher, scene, &pairings[pairing as usize].first);
        by_words.insert_unique(hash, number, again);
        number
    }

    /// The number of the heard letters, which are those of a pairing that is about to be added.
    fn form_of(&mut self, letters: &str, number: u32) -> u32 {
        let Sorting { scene, hasher, pairings, forms, .. } = self;
        // Made again for each comparison: few are compared, and many would have to be kept.
        let of_pairing = |&pairing: &u32| letters_of(scene, &pairings[pairing as usize].first);
        let hash = hasher.hash_one(letters);
        if let Some(&pairing) = self.by_letters.find(hash, |pairing| of_pairing(pairing) == *letters) {
            return pairings[pairing as usize].form;
        }
        self.by_letters.insert_unique(hash, number, |pairing| hasher.hash_one(&*of_pairing(pairing)));
        *forms += 1;
        *forms - 1
    }

    /// The pairings, with their places numbered.
    pub(super) fn finish(self) -> Vec<Pairing> {
        let mut pairings = self.pairings;
        let mut order: Vec<u32> = (0..pairings.len() as u32).collect();
        let key = |pairing: &Pairing| (pairing.form, pairing.first.variant);
        order.sort_unstable_by_key(|&number| key(&pairings[number as usize]));
        let (mut place, mut last) = (0, None);
        for number in order {
            let pairing = &mut pairings[number as usize];
            place += u32::from(last.is_some_and(|last| last != key(pairing)));
            last = Some(key(pairing));
            pairing.place = place;
        }
        pairings
    }
}

fn ids<'a>(scene: &'a Scene<'_>, candidate: &Candidate) -> impl Iterator<Item = WordId> + use<'a> {
    scene.tokens[candidate.words.start as usize..candidate.words.end as usize].iter().map(|token| token.id)
}

fn hash_of(hasher: &RandomState, scene: &Scene<'_>, candidate: &Candidate) -> u64 {
    let mut state = hasher.build_hasher();
    ids(scene, candidate).for_each(|id| id.hash(&mut state));
    (candidate.variant, candidate.rule, candidate.suffix).hash(&mut state);
    state.finish()
}

fn is_alike(scene: &Scene<'_>, a: &Candidate, b: &Candidate) -> bool {
    (a.variant, a.rule, a.suffix) == (b.variant, b.rule, b.suffix) && ids(scene, a).eq(ids(scene, b))
}
