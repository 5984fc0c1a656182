//! The two halves of a person's name: "let Dunett" is no Clive Dunnett, however near the whole is.

use std::ops::Range;

use super::people;
use super::taken_in::{cost_of, each_reading};
use crate::detect::{Candidate, Scene, Suffix};
use crate::dictionary::{Kind, Part, VariantId, is_given_name};
use crate::finding::Rule;
use crate::sound::distance::{Cost, distance};
use crate::token::{Gap, PARTICLES, Shape};
use crate::usage::LITTLE;

/// Words that differ by more than this from a name, in hundredths of a sound for each sound of the longer of the two,
/// are no way to say it.
const FAR: u32 = 45;

/// Whether words are taken for the whole name of a person of which they say only one half: wherever they are parted,
/// one part is far from the given name or from the surname.
///
/// It asks for distances, and is for the few candidates that are likely.
pub(crate) fn lacks_a_half(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let whole = scene.index.variant(candidate.variant);
    let is_whole = whole.part == Part::Whole && scene.index.term(whole.term).kind == Kind::Person;
    if candidate.rule != Rule::Sound || candidate.words.len() < 2 || !is_whole {
        return false;
    }
    let part = |part: Part| {
        let of_term = scene.index.variants_of(whole.term).filter(|&id| scene.index.variant(id).part == part);
        of_term.max_by_key(|&id| scene.index.variant(id).words)
    };
    let (Some(given), Some(surname)) = (part(Part::Given), part(Part::Surname)) else { return false };
    if scene.index.variant(given).words + scene.index.variant(surname).words != whole.words {
        return false;
    }
    let Range { start, end } = candidate.words;
    let is_near = |at: u32| {
        let are = |is: fn(&Scene<'_>, u32) -> bool| (start..at).all(|word| is(scene, word));
        let front = if are(is_little) {
            FAR_FOR_LITTLE_WORDS
        } else if are(is_word) {
            FAR_FOR_A_WORD
        } else {
            FAR
        };
        far(scene, &(start..at), Suffix::None, given) <= front
            && far(scene, &(at..end), candidate.suffix, surname) <= FAR
    };
    // The border may be inside of a word: "Finn Barkeo" is Finbarr Keogh.
    !(start + 1..end).any(is_near) && far(scene, &candidate.words, candidate.suffix, candidate.variant) > NEAR
}

/// What is no farther from a whole name than this has both halves of it.
const NEAR: u32 = 8;

/// Whether a word is one that people often say and nobody's given name: "Later Pogachar" is no Tadej Pogačar.
fn is_word(scene: &Scene<'_>, word: u32) -> bool {
    let entry = scene.entry(word as usize);
    entry.known && entry.zipf > OFTEN && !is_given_name(&entry.folded)
}

/// Whether a word is among the most usual hundred or so.
fn is_little(scene: &Scene<'_>, word: u32) -> bool {
    scene.entry(word as usize).zipf > LITTLE
}

/// The same for little words in the place of the given name: "They were blithe" is no David Blythe.
const FAR_FOR_LITTLE_WORDS: u32 = 15;
/// The same for ordinary words.
const FAR_FOR_A_WORD: u32 = 30;
/// A word above this Zipf value is said often.
const OFTEN: f32 = 4.0;

/// Whether words are taken for a surname with its particles of which they have little but these: "del Sarto" is no del
/// Toro, however near the whole is, and who bears another given name is somebody else.
///
/// It asks for distances, and is for the few candidates that are likely.
pub(crate) fn has_particles_alone(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let variant = scene.index.variant(candidate.variant);
    if candidate.rule <= Rule::Form || variant.part != Part::Surname || variant.words < 2 {
        return false;
    }
    let Range { start, end } = candidate.words;
    let of_term = |part: Part, words: usize| {
        let is = |id: &VariantId| scene.index.variant(*id).part == part && scene.index.variant(*id).words == words;
        scene.index.variants_of(variant.term).find(is)
    };
    let Some(bare) = of_term(Part::Surname, 1) else { return false };
    let first = scene.entry(start as usize);
    let is_small = |word: u32| scene.shape(word as usize) == Shape::Lower && scene.entry(word as usize).known;
    let is_plain = is_small(start) && !PARTICLES.contains(&&*first.folded) || candidate.words.clone().all(is_small);
    let is_parted = (start + 1..end).any(|word| scene.gap(word as usize) > Gap::Space);
    let is_anothers = start.checked_sub(1).filter(|_| scene.gap(start as usize) == Gap::Space).is_some_and(|before| {
        let is_given = scene.shape(before as usize) == Shape::Capital && people::is_name(scene.entry(before as usize));
        let own = of_term(Part::Given, 1);
        is_given && own.is_none_or(|own| far(scene, &(before..start), Suffix::None, own) > FAR_FOR_A_WORD)
    });
    if is_plain || is_parted || is_anothers {
        return true;
    }
    let sounds = scene.index.soundings_of(bare).iter().map(|sounding| sounding.phones.len()).max().unwrap_or(0);
    let cost = cost_of(scene, &candidate.words, candidate.suffix, candidate.variant, Cost::MAX);
    cost.is_some_and(|cost| u32::from(cost) > FAR * sounds as u32)
}

/// How far words are from a variant, in the readings that are nearest, in hundredths of a sound for each sound of the
/// longer of the two.
fn far(scene: &Scene<'_>, words: &Range<u32>, suffix: Suffix, variant: VariantId) -> u32 {
    let mut least = u32::MAX;
    each_reading(scene, words, suffix, variant, |heard, meant| {
        let longer = heard.len().max(meant.len()).max(1) as u32;
        least = distance(heard, meant, Cost::MAX).map_or(least, |cost| least.min(u32::from(cost) / longer));
    });
    least
}
