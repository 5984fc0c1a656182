//! The two halves of a person's name: "let Dunett" is no Clive Dunnett, however near the whole is.

use std::ops::Range;

use super::taken_in::each_reading;
use crate::detect::{Candidate, Scene, Suffix};
use crate::dictionary::{Kind, Part, VariantId};
use crate::finding::Rule;
use crate::sound::distance::{Cost, distance};

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
    let worse = |at: u32| {
        let front = far(scene, &(start..at), Suffix::None, given);
        front.max(far(scene, &(at..end), candidate.suffix, surname))
    };
    (start + 1..end).map(worse).min().is_some_and(|best| best > FAR)
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
