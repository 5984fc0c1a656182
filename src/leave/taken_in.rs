//! Little words that a candidate takes in beside what it heard: "Did Valero" is no way to say Velero.

use std::ops::Range;

use crate::detect::{Candidate, Scene, Suffix};
use crate::dictionary::VariantId;
use crate::finding::Rule;
use crate::sound::distance::{Cost, distance};
use crate::sound::phone::Phone;
use crate::token::{Gap, Shape};

/// A word above this Zipf value is one of the most usual few hundred, which would be lost without anybody missing it.
const USUAL: f32 = 5.7;

/// Whether words at an end of a candidate are usual ones of English that bring it no nearer to its term: without them
/// it sounds as near. Whether that is the term is for others to say.
pub(super) fn takes_in_a_word(scene: &Scene<'_>, candidate: &Candidate) -> bool {
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
    let cost = |words: &Range<u32>, most: Cost| cost_within(scene, candidate, words, most);
    let whole = cost(&candidate.words, Cost::MAX).unwrap_or(Cost::MAX);
    let inner = (start..=start + front).flat_map(|start| (end - back..=end).map(move |end| start..end));
    inner.filter(|words| !words.is_empty() && *words != candidate.words).any(|words| cost(&words, whole).is_some())
}

/// Whether the letters of a term stand there with other words between them: who must "send a header" names no
/// SENDHEADERS, and "a base, a camp" is no Basecamp.
pub(super) fn parts_the_letters(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let Range { start, end } = candidate.words;
    if candidate.rule <= Rule::Form || end - start < 3 {
        return false;
    }
    let meant = &*scene.index.variant(candidate.variant).letters.text;
    let is_at_edge = |word: u32| word == start || word == end - 1;
    let words = || candidate.words.clone().map(|word| word as usize);
    let kept = words().filter(|&word| is_at_edge(word as u32) || !is_usual(scene, word));
    let heard: String = kept.map(|word| &*scene.entry(word).letters.text).collect();
    // "line a zolid" has a word that is none.
    let are_words = words().all(|word| scene.entry(word).known);
    are_words && (meant == heard || meant.strip_suffix('s') == Some(&heard))
}

/// What a word brings to the cost where it is none of a term, at the least, in hundredths of a sound.
const ADDED: Cost = 50;

/// Whether a candidate sounds nearer to its term without an ordinary word at one of its ends: "Radetsky won" is
/// Radetzky, and won.
///
/// It asks for distances, and is for the few candidates that are likely.
pub(crate) fn is_nearer_without_a_word(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let Range { start, end } = candidate.words;
    if candidate.rule <= Rule::Form || end - start < 2 {
        return false;
    }
    let is_word = |word: u32| scene.shape(word as usize) == Shape::Lower && scene.entry(word as usize).known;
    let without = [(start, start + 1..end), (end - 1, start..end - 1)];
    let mut without = without.into_iter().filter(|(word, _)| is_word(*word)).map(|(_, words)| words).peekable();
    if without.peek().is_none() {
        return false;
    }
    let whole = cost_within(scene, candidate, &candidate.words, Cost::MAX).unwrap_or(Cost::MAX);
    whole > ADDED && without.any(|words| cost_within(scene, candidate, &words, whole - ADDED).is_some())
}

/// The cost of some words of a candidate; none above `most`.
fn cost_within(scene: &Scene<'_>, candidate: &Candidate, words: &Range<u32>, most: Cost) -> Option<Cost> {
    let suffix = if words.end == candidate.words.end { candidate.suffix } else { Suffix::None };
    cost_of(scene, words, suffix, candidate.variant, most)
}

/// What differs by no more than this, in hundredths of a sound, is said alike.
const ALIKE: Cost = 20;

/// Whether words are said as a term is.
pub(super) fn is_said_so(scene: &Scene<'_>, words: &Range<u32>, variant: VariantId) -> bool {
    cost_of(scene, words, Suffix::None, variant, ALIKE).is_some()
}

fn is_usual(scene: &Scene<'_>, word: usize) -> bool {
    let is_small = match scene.shape(word) {
        Shape::Lower => true,
        Shape::Capital => {
            let folded = &*scene.entry(word).folded;
            // "Lift A" is one of several.
            scene.starts_sentence(word) || folded == "i" || folded == "a" && scene.gap(word) == Gap::Space
        }
        _ => false,
    };
    is_small && scene.entry(word).zipf > USUAL
}

/// What the sounds of words cost as those of a term, in the readings that are nearest; none above `most`.
pub(super) fn cost_of(
    scene: &Scene<'_>,
    words: &Range<u32>,
    suffix: Suffix,
    variant: VariantId,
    most: Cost,
) -> Option<Cost> {
    let mut least = None;
    each_reading(scene, words, suffix, variant, |heard, meant| {
        least = distance(heard, meant, least.unwrap_or(most)).or(least);
    });
    least
}

/// Hands on how words may sound, beside each way in which a variant may.
pub(super) fn each_reading(
    scene: &Scene<'_>,
    words: &Range<u32>,
    suffix: Suffix,
    variant: VariantId,
    mut each: impl FnMut(&[Phone], &[Phone]),
) {
    let soundings = scene.index.soundings_of(variant);
    let ways = words.clone().map(|word| scene.entry(word as usize).readings().len()).max().unwrap_or(0);
    let mut heard: Vec<Phone> = Vec::new();
    for way in 0..ways {
        scene.join_sounds(words, suffix, way, &mut heard);
        soundings.iter().for_each(|sounding| each(&heard, &sounding.phones));
    }
}
