//! What the candidates of a document tell of each other: rivals, repetitions, how many there are.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use super::Compared;
use crate::detect::Scene;
use crate::dictionary::{TermId, VariantId};
use crate::evidence::Evidence;

/// What the same words as the same term have in common: the number of the form, and the term.
type Place = (u32, VariantId);

/// What the other candidates of a document tell of one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Among {
    margin: f32,
    stretch: f32,
    rivals: f32,
    repeats: f32,
    forms: f32,
    nearer: f32,
}

impl Among {
    /// By how much the candidate is nearer in sound than other words for the same term, as [`Evidence`] has it.
    pub(super) fn stretch(&self) -> f32 {
        self.stretch
    }

    pub(super) fn tell(&self, evidence: &mut Evidence) {
        evidence.margin = self.margin;
        evidence.stretch = self.stretch();
        evidence.rivals = self.rivals;
        evidence.repeats = self.repeats;
        evidence.forms = self.forms;
        evidence.nearer = self.nearer;
    }
}

/// Fills in what asks for all candidates at once; answers how many there are of each dictionary.
pub(super) fn compare(scene: &Scene<'_>, all: &mut [Compared]) -> Vec<f32> {
    compare_rivals(scene, all);
    compare_stretches(all);
    count_rivals(scene, all);
    count_places(scene, all)
}

/// Candidates for the same words, and among which others those stand that overlap them: numbers of candidates.
struct Overlap {
    own: Range<usize>,
    around: Range<usize>,
}

/// The candidates, which are sorted by their place, by the words that they take.
fn overlaps(all: &[Compared]) -> impl Iterator<Item = Overlap> {
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

fn term(scene: &Scene<'_>, one: &Compared) -> TermId {
    scene.index.variant(one.candidate.variant).term
}

/// The best value, by `value` of a candidate's number, of the other terms that each candidate's words may be, where there
/// are any.
///
/// Of all that overlap some words only the two best terms are kept: the best other term of any is one of them.
pub(crate) fn best_of_rivals(
    scene: &Scene<'_>,
    all: &[Compared],
    value: impl Fn(usize) -> Option<f32>,
) -> Vec<Option<f32>> {
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
            let term = term(scene, &all[number]);
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
            let other = if first.is_some_and(|(of, _)| of != term(scene, one)) { first } else { second };
            best.push(other.map(|(_, value)| value));
        }
    }
    best
}

/// The margin of each candidate over the best other term that overlaps it.
fn compare_rivals(scene: &Scene<'_>, all: &mut [Compared]) {
    let nearest = best_of_rivals(scene, all, |number| Some(-all[number].likeness.sound));
    for (one, nearest) in all.iter_mut().zip(nearest) {
        one.among.margin = nearest.map_or(1.0, |other| (-other - one.likeness.sound).min(1.0));
    }
}

/// The same over the best other words for the same variant among those that overlap a candidate's.
fn compare_stretches(all: &mut [Compared]) {
    let mut by_variant: Vec<(VariantId, u32)> =
        all.iter().zip(0..).map(|(one, number)| (one.candidate.variant, number)).collect();
    // Sorted by place before, and so within each variant.
    by_variant.sort_unstable();
    for one in all.iter_mut() {
        one.among.stretch = f32::INFINITY;
    }
    for (at, &(variant, number)) in by_variant.iter().enumerate() {
        let end = all[number as usize].candidate.words.end;
        for &(of, other) in &by_variant[at + 1..] {
            if of != variant || all[other as usize].candidate.words.start >= end {
                break;
            }
            for (one, other) in [(number, other), (other, number)] {
                let sound = all[other as usize].likeness.sound;
                let stretch = &mut all[one as usize].among.stretch;
                *stretch = stretch.min(sound);
            }
        }
    }
    for one in all {
        one.among.stretch = (one.among.stretch - one.likeness.sound).min(1.0);
    }
}

/// How many other terms overlap each candidate.
fn count_rivals(scene: &Scene<'_>, all: &mut [Compared]) {
    // For each term, the words among which it was counted last.
    let mut counted = vec![0_u32; scene.index.len()];
    let mut counts = Vec::with_capacity(all.len());
    for (Overlap { own, around }, question) in overlaps(all).zip(1..) {
        let mut count = 0_u32;
        for other in &all[around] {
            let counted = &mut counted[term(scene, other).number() as usize];
            if other.words().end > all[own.start].words().start && *counted != question {
                *counted = question;
                count += 1;
            }
        }
        counts.push((own, count));
    }
    for (own, count) in counts {
        for one in &mut all[own] {
            one.among.rivals = (count - 1) as f32;
        }
    }
}

/// Places where the same words would be the same term, and other words that would be it. Answers how many candidates each
/// dictionary brings: a large or noisy one fits something everywhere.
fn count_places(scene: &Scene<'_>, all: &mut [Compared]) -> Vec<f32> {
    let mut places: HashMap<Place, f32, RandomState> = HashMap::default();
    let mut forms: HashMap<(TermId, u32), f32, RandomState> = HashMap::default();
    let mut counts = vec![0.0_f32; scene.index.dictionaries().len()];
    for one in all.iter() {
        let term = term(scene, one);
        let count = places.entry((one.form, one.candidate.variant)).or_default();
        if *count < 1.0 {
            counts[scene.index.dictionary_number(term)] += 1.0;
        }
        *count += 1.0;
        let nearest = forms.entry((term, one.form)).or_insert(f32::INFINITY);
        *nearest = nearest.min(one.likeness.sound);
    }
    let mut sounds: Vec<(TermId, f32)> = forms.into_iter().map(|((term, _), sound)| (term, sound)).collect();
    sounds.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut starts = vec![0_u32; scene.index.len() + 1];
    for &(term, _) in &sounds {
        starts[term.number() as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    for one in all.iter_mut() {
        let number = term(scene, one).number() as usize;
        let sounds = &sounds[starts[number] as usize..starts[number + 1] as usize];
        let nearer = sounds.partition_point(|&(_, sound)| sound < one.likeness.sound);
        one.among.repeats = places[&(one.form, one.candidate.variant)].ln();
        one.among.forms = (sounds.len() as f32).ln();
        one.among.nearer = (1.0 + nearer as f32).ln();
    }
    let thousands = scene.vocabulary.len() as f32 / 1000.0 + 0.05;
    counts.into_iter().map(|count| (1.0 + count / thousands).ln()).collect()
}
