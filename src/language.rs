//! Whether a text is English at all: the readings of its words hold for English alone.

use crate::detect::Scene;
use crate::token::Shape;

/// English texts know nearly all their words, and a good part of them are among its most usual hundred.
const LEAST_KNOWN: f32 = 0.6;
const LEAST_USUAL: f32 = 0.2;
/// The hundred most usual words have a Zipf value above this.
const VERY_USUAL: f32 = 6.2;
/// Fewer words tell nothing; such a text is given the benefit of the doubt.
const FEWEST_WORDS: usize = 25;
/// So many words tell enough.
const MOST_WORDS: usize = 5_000;

/// Whether most words of the document are English.
pub(crate) fn is_english(scene: &Scene<'_>) -> bool {
    let words: Vec<_> = (0..scene.tokens.len())
        .filter(|&word| !matches!(scene.shape(word), Shape::Number | Shape::Symbol))
        .take(MOST_WORDS)
        .map(|word| scene.entry(word))
        .collect();
    if words.len() < FEWEST_WORDS {
        return words.iter().filter(|entry| entry.readings().is_empty()).count() * 2 <= words.len();
    }
    let share = |holds: &dyn Fn(&crate::vocabulary::Entry) -> bool| {
        words.iter().filter(|entry| holds(entry)).count() as f32 / words.len() as f32
    };
    share(&|entry| entry.known) >= LEAST_KNOWN && share(&|entry| entry.zipf >= VERY_USUAL) >= LEAST_USUAL
}
