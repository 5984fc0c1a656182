//! Little words that a candidate takes in beside what it heard: "Did Valero" is no way to say Velero.

use std::ops::Range;

use crate::detect::{Candidate, Scene};
use crate::dictionary::VariantId;
use crate::finding::Rule;
use crate::sound::distance::{Cost, distance};
use crate::sound::phone::Phone;
use crate::token::Shape;

/// A word above this Zipf value is one of the most usual few hundred, which would be lost without anybody missing it.
const USUAL: f32 = 5.7;

/// Whether words at an end of a candidate are usual ones of English that bring it no nearer to its term: without them, the
/// same term is a candidate that sounds as near. Whether that one stands is for others to say.
///
/// `candidates` are all there are, in the order of their words and variants.
pub(super) fn takes_in_a_word(scene: &Scene<'_>, candidate: &Candidate, candidates: &[Candidate]) -> bool {
    let Range { start, end } = candidate.words;
    if candidate.rule <= Rule::Form || end - start < 2 {
        return false;
    }
    let usual =
        |words: &mut dyn Iterator<Item = u32>| words.take_while(|&word| is_usual(scene, word as usize)).count() as u32;
    let front = usual(&mut (start..end - 1));
    let back = usual(&mut (start + 1..end).rev());
    if front + back == 0 {
        return false;
    }
    let mut cost = None;
    let inner = (start..=start + front).flat_map(|start| (end - back..=end).map(move |end| start..end));
    inner.filter(|words| !words.is_empty() && *words != candidate.words).any(|words| {
        is_candidate(candidates, &words, candidate.variant) && {
            let whole = *cost.get_or_insert_with(|| cost_of(scene, &candidate.words, candidate.variant));
            cost_of(scene, &words, candidate.variant) <= whole
        }
    })
}

fn is_usual(scene: &Scene<'_>, word: usize) -> bool {
    let is_small = match scene.shape(word) {
        Shape::Lower => true,
        Shape::Capital => scene.starts_sentence(word) || &*scene.entry(word).folded == "i",
        _ => false,
    };
    is_small && scene.entry(word).zipf > USUAL
}

fn is_candidate(candidates: &[Candidate], words: &Range<u32>, variant: VariantId) -> bool {
    let key = |one: &Candidate| (one.words.start, one.words.end, one.variant);
    candidates.binary_search_by(|one| key(one).cmp(&(words.start, words.end, variant))).is_ok()
}

/// What the sounds of words cost as those of a term, in the readings that are nearest.
fn cost_of(scene: &Scene<'_>, words: &Range<u32>, variant: VariantId) -> Cost {
    let soundings = scene.index.soundings_of(variant);
    let words = words.start as usize..words.end as usize;
    let ways = words.clone().map(|word| scene.entry(word).readings().len()).max().unwrap_or(0);
    let mut least = Cost::MAX;
    let mut heard: Vec<Phone> = Vec::new();
    for way in 0..ways {
        heard.clear();
        for word in words.clone() {
            let readings = scene.entry(word).readings();
            if let Some(reading) = readings.get(way).or(readings.first()) {
                heard.extend_from_slice(&reading.phones);
            }
        }
        for sounding in soundings.iter() {
            least = distance(&heard, &sounding.phones, least).unwrap_or(least);
        }
    }
    least
}
