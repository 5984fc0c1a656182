//! What the candidates of a document tell of each other: rivals, repetitions, how many there are.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{Weighed, letters_of};
use crate::detect::Scene;
use crate::dictionary::{TermId, VariantId};

/// What the same words as the same term have in common: the number of the form, and the term.
type Place = (u32, VariantId);

/// The words of a document that some candidate wants, numbered in their order.
struct Wanted {
    /// By the number of a word in the document.
    numbers: Vec<u32>,
    count: usize,
}

impl Wanted {
    fn of(scene: &Scene<'_>, weighed: &[Weighed]) -> Wanted {
        let mut numbers = vec![0; scene.tokens.len()];
        for one in weighed {
            numbers[one.words()].fill(1);
        }
        let mut count = 0;
        for number in &mut numbers {
            count += std::mem::replace(number, count);
        }
        Wanted { numbers, count: count as usize }
    }

    /// The numbers of a candidate's words, which are all wanted and so follow each other.
    fn range(&self, one: &Weighed) -> Range<usize> {
        let words = one.words();
        let first = self.numbers[words.start] as usize;
        first..first + words.len()
    }
}

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

/// The best value, by `value`, of the other terms that each candidate's words may be, where there are any.
///
/// Word by word only the two best terms are kept, so that thousands of terms for the same words cost no more than each.
pub(crate) fn best_of_rivals(
    scene: &Scene<'_>,
    weighed: &[Weighed],
    value: impl Fn(&Weighed) -> Option<f32>,
) -> Vec<Option<f32>> {
    type Best = Option<(TermId, f32)>;
    let term = |one: &Weighed| scene.index.variant(one.candidate.variant).term;
    let wanted = Wanted::of(scene, weighed);
    let mut best: Vec<[Best; 2]> = vec![[None; 2]; wanted.count];
    for one in weighed {
        let Some(value) = value(one) else { continue };
        for [first, second] in &mut best[wanted.range(one)] {
            if first.is_none_or(|(_, best)| value > best) {
                if first.is_some_and(|(of, _)| of != term(one)) {
                    *second = *first;
                }
                *first = Some((term(one), value));
            } else if first.is_some_and(|(of, _)| of != term(one)) && second.is_none_or(|(_, best)| value > best) {
                *second = Some((term(one), value));
            }
        }
    }
    let of_others = |one: &Weighed| {
        let others = best[wanted.range(one)].iter().flatten().flatten().filter(|(of, _)| *of != term(one));
        others.map(|&(_, value)| value).max_by(f32::total_cmp)
    };
    weighed.iter().map(of_others).collect()
}

/// The margin of each candidate over the best other term, and the best other stretch for its own term, that overlap it;
/// and how many such terms there are.
fn compare_rivals(scene: &Scene<'_>, weighed: &mut [Weighed]) {
    let nearest = best_of_rivals(scene, weighed, |one| Some(-one.evidence.sound));
    let stretches = best_stretches(weighed);
    let rivals = count_rivals(scene, weighed);
    for (at, one) in weighed.iter_mut().enumerate() {
        let over = |other: f32| (other - one.evidence.sound).min(1.0);
        one.evidence.margin = nearest[at].map_or(1.0, |other| over(-other));
        one.evidence.stretch = stretches[at].map_or(1.0, over);
        one.evidence.rivals = rivals[at] as f32;
    }
}

/// The sound of the best other words for the same variant among those that overlap a candidate's.
fn best_stretches(weighed: &[Weighed]) -> Vec<Option<f32>> {
    let mut by_variant: Vec<usize> = (0..weighed.len()).collect();
    // Sorted by place before, and so within each variant.
    by_variant.sort_by_key(|&at| weighed[at].candidate.variant);
    let mut best: Vec<Option<f32>> = vec![None; weighed.len()];
    for (number, &at) in by_variant.iter().enumerate() {
        let same = |&&other: &&usize| weighed[other].candidate.variant == weighed[at].candidate.variant;
        let near = |&&other: &&usize| weighed[other].candidate.words.start < weighed[at].candidate.words.end;
        for &other in by_variant[number + 1..].iter().take_while(same).take_while(near) {
            for (one, other) in [(at, other), (other, at)] {
                let sound = weighed[other].evidence.sound;
                best[one] = Some(best[one].map_or(sound, |best| best.min(sound)));
            }
        }
    }
    best
}

/// How many other terms overlap each candidate.
fn count_rivals(scene: &Scene<'_>, weighed: &[Weighed]) -> Vec<usize> {
    let wanted = Wanted::of(scene, weighed);
    let mut of_word: Vec<Vec<TermId>> = vec![Vec::new(); wanted.count];
    for one in weighed {
        let term = scene.index.variant(one.candidate.variant).term;
        for terms in &mut of_word[wanted.range(one)] {
            terms.push(term);
        }
    }
    for terms in &mut of_word {
        terms.sort_unstable();
        terms.dedup();
    }
    let mut counts: HashMap<Range<usize>, usize> = HashMap::new();
    let mut all = Vec::new();
    let of_others = |one: &Weighed| {
        let count = *counts.entry(one.words()).or_insert_with(|| {
            all.clear();
            all.extend(of_word[wanted.range(one)].iter().flatten().copied());
            all.sort_unstable();
            all.dedup();
            all.len()
        });
        count - 1
    };
    weighed.iter().map(of_others).collect()
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
