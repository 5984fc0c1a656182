//! Whether a text is English at all: the readings of its words hold for English alone.

use crate::detect::Scene;
use crate::token::Shape;
use crate::vocabulary::Entry;

/// English texts know nearly all their words, and a good part of them are among its most usual hundred. The more words
/// are known, the fewer need to be usual: a commentary ("Murray drives, kicks it, Porter for three") and notes have
/// few, and texts in other languages know two words in three at the most, with one usual in ten.
const LEAST_KNOWN: f32 = 0.6;
const LEAST_USUAL: f32 = 0.2;
/// So many are known where none need be usual.
const ALL_KNOWN: f32 = 0.85;
/// In a list of names are few usual words; of the other small ones nearly all are known.
const LEAST_KNOWN_OF_LIST: f32 = 0.8;
/// The hundred most usual words have a Zipf value above this.
const VERY_USUAL: f32 = 6.2;
/// Fewer words tell nothing; such a text is given the benefit of the doubt.
const FEWEST_WORDS: usize = 25;
/// So many words tell enough.
const MOST_WORDS: usize = 5_000;
/// They stand in about so many bytes.
pub(crate) const MOST_BYTES: u32 = 1 << 16;

/// Whether most words of the document are English.
pub(crate) fn is_english(scene: &Scene<'_>) -> bool {
    let words: Vec<usize> = (0..scene.tokens.len())
        .filter(|&word| !matches!(scene.shape(word), Shape::Number | Shape::Symbol))
        .take(MOST_WORDS)
        .collect();
    if words.len() < FEWEST_WORDS {
        return words.iter().filter(|&&word| scene.entry(word).readings().is_empty()).count() * 2 <= words.len();
    }
    let share = |words: &[usize], holds: &dyn Fn(&Entry) -> bool| {
        words.iter().filter(|&&word| holds(scene.entry(word))).count() as f32 / words.len().max(1) as f32
    };
    let is_known = |entry: &Entry| entry.known;
    let small: Vec<usize> = words.iter().copied().filter(|&word| scene.shape(word) == Shape::Lower).collect();
    // Names, which bear a capital, are known in any language.
    let known = share(&words, &is_known).min(if small.is_empty() { 0.0 } else { share(&small, &is_known) });
    let least_usual = LEAST_USUAL * (ALL_KNOWN - known) / (ALL_KNOWN - LEAST_KNOWN);
    if known >= LEAST_KNOWN && share(&words, &|entry| entry.zipf >= VERY_USUAL) >= least_usual {
        return true;
    }
    (1..FEWEST_WORDS).contains(&small.len()) && share(&small, &is_known) >= LEAST_KNOWN_OF_LIST
}
