//! What the candidates of a document tell of each other: rivals, repetitions, how many there are.

use std::collections::{HashMap, HashSet};

use super::{Weighed, letters_of};
use crate::detect::Scene;
use crate::dictionary::{TermId, VariantId};

/// What the same words as the same term have in common: the number of the form, and the term.
type Place = (u32, VariantId);

/// Fills in the evidence that asks for all candidates at once.
pub(super) fn compare(scene: &Scene<'_>, weighed: &mut [Weighed]) {
    number_forms(scene, weighed);
    compare_rivals(scene, weighed);
    count_places(scene, weighed);
    measure_density(scene, weighed);
}

/// Gives each candidate the number of its heard letters.
fn number_forms(scene: &Scene<'_>, weighed: &mut [Weighed]) {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    for one in weighed {
        let next = numbers.len() as u32;
        one.form = *numbers.entry(letters_of(scene, &one.candidate)).or_insert(next);
    }
}

/// Calls `meet` for each pair of candidates whose words overlap, once for each of the two.
pub(crate) fn each_rival(weighed: &[Weighed], mut meet: impl FnMut(usize, usize)) {
    for (at, one) in weighed.iter().enumerate() {
        let words = &one.candidate.words;
        let before = (0..at).rev().take_while(|&other| weighed[other].candidate.words.start + 8 > words.start);
        let after = (at + 1..weighed.len()).take_while(|&other| weighed[other].candidate.words.start < words.end);
        for other in before.chain(after) {
            let theirs = &weighed[other].candidate;
            if theirs.words.start < words.end && words.start < theirs.words.end {
                meet(at, other);
            }
        }
    }
}

/// The margin of each candidate over the best other term, and the best other stretch for its own term, that overlap it;
/// and how many such terms there are.
fn compare_rivals(scene: &Scene<'_>, weighed: &mut [Weighed]) {
    let mut margins = vec![(1.0_f32, 1.0_f32); weighed.len()];
    let mut rivals: Vec<Vec<TermId>> = vec![Vec::new(); weighed.len()];
    let term = |at: usize| scene.index.variant(weighed[at].candidate.variant).term;
    each_rival(weighed, |at, other| {
        let margin = weighed[other].evidence.sound - weighed[at].evidence.sound;
        let theirs = term(other);
        if theirs != term(at) {
            margins[at].0 = margins[at].0.min(margin);
            if !rivals[at].contains(&theirs) {
                rivals[at].push(theirs);
            }
        } else if weighed[other].candidate.variant == weighed[at].candidate.variant {
            margins[at].1 = margins[at].1.min(margin);
        }
    });
    for ((one, (margin, stretch)), rivals) in weighed.iter_mut().zip(margins).zip(rivals) {
        one.evidence.margin = margin;
        one.evidence.stretch = stretch;
        one.evidence.rivals = rivals.len() as f32;
    }
}

/// Places where the same words would be the same term, and other words that would be it.
fn count_places(scene: &Scene<'_>, weighed: &mut [Weighed]) {
    let mut places: HashMap<Place, f32> = HashMap::new();
    let mut forms: HashMap<TermId, HashMap<u32, f32>> = HashMap::new();
    for one in weighed.iter() {
        *places.entry((one.form, one.candidate.variant)).or_default() += 1.0;
        let term = scene.index.variant(one.candidate.variant).term;
        let nearest = forms.entry(term).or_default().entry(one.form).or_insert(f32::INFINITY);
        *nearest = nearest.min(one.evidence.sound);
    }
    let sorted: HashMap<TermId, Vec<f32>> = forms
        .into_iter()
        .map(|(term, forms)| {
            let mut sounds: Vec<f32> = forms.into_values().collect();
            sounds.sort_unstable_by(f32::total_cmp);
            (term, sounds)
        })
        .collect();
    for one in weighed.iter_mut() {
        let sounds = &sorted[&scene.index.variant(one.candidate.variant).term];
        let nearer = sounds.partition_point(|&sound| sound < one.evidence.sound);
        one.evidence.repeats = places[&(one.form, one.candidate.variant)].ln();
        one.evidence.forms = (sounds.len() as f32).ln();
        one.evidence.nearer = (1.0 + nearer as f32).ln();
    }
}

/// How many candidates a dictionary brings: a large or noisy one fits something everywhere.
fn measure_density(scene: &Scene<'_>, weighed: &mut [Weighed]) {
    let number = |one: &Weighed| scene.index.dictionary_number(scene.index.variant(one.candidate.variant).term);
    let mut counts = vec![0.0_f32; scene.index.dictionaries().len()];
    let mut seen: HashSet<Place> = HashSet::new();
    for one in weighed.iter() {
        if seen.insert((one.form, one.candidate.variant)) {
            counts[number(one)] += 1.0;
        }
    }
    let thousands = scene.vocabulary.len() as f32 / 1000.0 + 0.05;
    for one in weighed.iter_mut() {
        one.evidence.density = (1.0 + counts[number(one)] / thousands).ln();
    }
}
