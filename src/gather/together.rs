//! What the candidates of a document tell of each other: rivals, repetitions, how many there are.

use std::ops::Range;

use super::{Noted, Pairing};
use crate::detect::Scene;
use crate::dictionary::TermId;
use crate::evidence::Evidence;

/// What the other candidates of a document tell of one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Among {
    margin: f32,
    stretch: f32,
    rivals: f32,
    repeats: f32,
    forms: f32,
    nearer: f32,
}

impl Among {
    pub(super) fn of(noted: &Noted, pairing: &Pairing) -> Among {
        let Noted { margin, stretch, rivals, .. } = *noted;
        let Pairing { repeats, forms, nearer, .. } = *pairing;
        Among { margin, stretch, rivals: f32::from(rivals), repeats, forms, nearer }
    }

    pub(super) fn tell(&self, evidence: &mut Evidence) {
        evidence.margin = self.margin;
        evidence.stretch = self.stretch;
        evidence.rivals = self.rivals;
        evidence.repeats = self.repeats;
        evidence.forms = self.forms;
        evidence.nearer = self.nearer;
    }
}

/// Fills in what asks for all candidates at once; answers how many there are of each dictionary, were it a small one:
/// `as_of_small` would be found there for each that is.
pub(super) fn compare(scene: &Scene<'_>, all: &mut [Noted], pairings: &mut [Pairing], as_of_small: f32) -> Vec<f32> {
    compare_rivals(all, pairings);
    compare_stretches(scene, all, pairings);
    count_rivals(scene, all, pairings);
    count_forms(scene, pairings);
    count_places(scene, all, pairings, as_of_small)
}

/// Candidates for the same words, and among which others those stand that overlap them: numbers of candidates.
struct Overlap {
    own: Range<usize>,
    around: Range<usize>,
}

/// The candidates, which are sorted by their place, by the words that they take.
fn overlaps(all: &[Noted]) -> impl Iterator<Item = Overlap> {
    let longest = all.iter().map(|one| one.words().len()).max().unwrap_or(0);
    let (mut next, mut first, mut behind) = (0, 0, 0);
    std::iter::from_fn(move || {
        let Range { start, end } = all.get(next)?.words();
        let own = next..next + all[next..].iter().take_while(|other| other.words() == (start..end)).count();
        while all[first].words().start + longest <= start {
            first += 1;
        }
        // What begins before the end of these words, which may be before that of the words before.
        while behind > own.end && all[behind - 1].words().start >= end {
            behind -= 1;
        }
        behind = behind.max(own.end);
        while all.get(behind).is_some_and(|other| other.words().start < end) {
            behind += 1;
        }
        next = own.end;
        Some(Overlap { own, around: first..behind })
    })
}

fn term(pairings: &[Pairing], one: &Noted) -> TermId {
    pairings[one.pairing as usize].term
}

/// The best value, by `value` of a candidate's number, of the other terms that each candidate's words may be; negative
/// infinity where there are none.
///
/// Of all that overlap some words only the two best terms are kept: the best other term of any is one of them.
pub(super) fn best_of_rivals(all: &[Noted], pairings: &[Pairing], value: impl Fn(usize) -> Option<f32>) -> Vec<f32> {
    let mut best = Vec::with_capacity(all.len());
    for Overlap { own, around } in overlaps(all) {
        let [mut first, mut second]: [Option<(TermId, f32)>; 2] = [None; 2];
        for number in around {
            if all[number].words().end <= all[own.start].words().start {
                continue;
            }
            let Some(value) = value(number) else { continue };
            if second.is_some_and(|(_, least)| value <= least) {
                continue;
            }
            let term = term(pairings, &all[number]);
            if first.is_none_or(|(_, best)| value > best) {
                if first.is_some_and(|(of, _)| of != term) {
                    second = first;
                }
                first = Some((term, value));
            } else if first.is_some_and(|(of, _)| of != term) {
                second = Some((term, value));
            }
        }
        for one in &all[own] {
            let other = if first.is_some_and(|(of, _)| of != term(pairings, one)) { first } else { second };
            best.push(other.map_or(f32::NEG_INFINITY, |(_, value)| value));
        }
    }
    best
}

/// The distance in sound of a candidate from its term.
fn sound(pairings: &[Pairing], one: &Noted) -> f32 {
    pairings[one.pairing as usize].likeness.sound
}

/// The margin of each candidate over the best other term that overlaps it.
fn compare_rivals(all: &mut [Noted], pairings: &[Pairing]) {
    let nearest = best_of_rivals(all, pairings, |number| Some(-sound(pairings, &all[number])));
    for (one, nearest) in all.iter_mut().zip(nearest) {
        one.margin = (-nearest - sound(pairings, one)).min(1.0);
    }
}

/// The same over the best other words for the same variant among those that overlap a candidate's.
fn compare_stretches(scene: &Scene<'_>, all: &mut [Noted], pairings: &[Pairing]) {
    let variants = || all.iter().map(|one| pairings[one.pairing as usize].first.variant.number() as usize).zip(0_u32..);
    // The candidates of each variant, sorted by place as all are.
    let (starts, numbers) = counted_out(variants, scene.index.variants_count());
    for one in all.iter_mut() {
        one.stretch = f32::INFINITY;
    }
    for of_variant in starts.windows(2) {
        let numbers = &numbers[of_variant[0] as usize..of_variant[1] as usize];
        for (at, &number) in numbers.iter().enumerate() {
            let end = all[number as usize].words().end;
            for &other in &numbers[at + 1..] {
                if all[other as usize].words().start >= end {
                    break;
                }
                for (one, other) in [(number, other), (other, number)] {
                    let sound = sound(pairings, &all[other as usize]);
                    let stretch = &mut all[one as usize].stretch;
                    *stretch = stretch.min(sound);
                }
            }
        }
    }
    for one in all {
        one.stretch = (one.stretch - sound(pairings, one)).min(1.0);
    }
}

/// Things one after the other by the key below `keys` that each has, and in their order: where those of each key begin, with
/// the end of the last, and the things.
pub(crate) fn counted_out<T: Copy + Default, I: Iterator<Item = (usize, T)>>(
    all: impl Fn() -> I,
    keys: usize,
) -> (Vec<u32>, Vec<T>) {
    let mut starts = vec![0_u32; keys + 1];
    all().for_each(|(key, _)| starts[key + 1] += 1);
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut sorted = vec![T::default(); starts[keys] as usize];
    // Each start moves to the next one's place, and back.
    for (key, one) in all() {
        sorted[starts[key] as usize] = one;
        starts[key] += 1;
    }
    starts.rotate_right(1);
    starts[0] = 0;
    (starts, sorted)
}

/// How many other terms overlap each candidate.
fn count_rivals(scene: &Scene<'_>, all: &mut [Noted], pairings: &[Pairing]) {
    // For each term, the words among which it was counted last.
    let mut counted = vec![0_u32; scene.index.len()];
    let mut counts: Vec<u16> = Vec::with_capacity(all.len());
    for (Overlap { own, around }, question) in overlaps(all).zip(1..) {
        let mut count = 0_u32;
        for other in &all[around] {
            let counted = &mut counted[term(pairings, other).number() as usize];
            if other.words().end > all[own.start].words().start && *counted != question {
                *counted = question;
                count += 1;
            }
        }
        counts.resize(own.end, u16::try_from(count - 1).unwrap_or(u16::MAX));
    }
    for (one, count) in all.iter_mut().zip(counts) {
        one.rivals = count;
    }
}

/// Other words that would be the same term.
fn count_forms(scene: &Scene<'_>, pairings: &mut [Pairing]) {
    let mut forms: Vec<(TermId, u32, f32)> =
        pairings.iter().map(|pairing| (pairing.term, pairing.form, pairing.likeness.sound)).collect();
    forms.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    // Of each form the nearest.
    forms.dedup_by_key(|&mut (term, form, _)| (term, form));
    forms.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.2.total_cmp(&b.2)));
    let mut starts = vec![0_u32; scene.index.len() + 1];
    for &(term, ..) in &forms {
        starts[term.number() as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    for pairing in pairings {
        let number = pairing.term.number() as usize;
        let forms = &forms[starts[number] as usize..starts[number + 1] as usize];
        let nearer = forms.partition_point(|&(.., sound)| sound < pairing.likeness.sound);
        pairing.forms = (forms.len() as f32).ln();
        pairing.nearer = (1.0 + nearer as f32).ln();
    }
}

/// Places where the same words would be the same term. Answers how many candidates each dictionary brings: a large or noisy
/// one fits something everywhere.
fn count_places(scene: &Scene<'_>, all: &[Noted], pairings: &mut [Pairing], as_of_small: f32) -> Vec<f32> {
    let mut places = vec![0.0_f32; pairings.len()];
    let mut counts = vec![0.0_f32; scene.index.dictionaries().len()];
    for one in all {
        let pairing = &pairings[one.pairing as usize];
        let count = &mut places[pairing.place as usize];
        if *count < 1.0 {
            counts[scene.index.dictionary_number(pairing.term)] += 1.0;
        }
        *count += 1.0;
    }
    for pairing in pairings {
        pairing.repeats = places[pairing.place as usize].ln();
    }
    let thousands = scene.vocabulary.len() as f32 / 1000.0 + 0.05;
    // What is near is found in any.
    let as_of_small = |count: f32| count.min(1.0) + (count - 1.0).max(0.0) * as_of_small;
    counts.into_iter().map(|count| (1.0 + as_of_small(count) / thousands).ln()).collect()
}
