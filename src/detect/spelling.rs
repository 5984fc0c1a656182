//! Notices a word that English does not know and that is spelled nearly like a term.
//!
//! Catches "Kubernetis" and "Trainuim". Leaves every word of English, however near: sound and context must speak there.

use super::{Candidate, Detector, MOST_ALIKE, MOST_COMPARED, Notes, Scene, Suffix};
use crate::dictionary::spelling_keys;
use crate::finding::Rule;
use crate::token::Gap;
use crate::vocabulary::Letters;

pub(super) const DETECTOR: Detector =
    Detector { rules: &[Rule::Spelling], needs_english: true, notes_mentions: false, notice };

/// Letters that may differ in every so many.
const LETTERS_PER_SLIP: usize = 5;
const MOST_WORDS: usize = 2;

fn notice(scene: &Scene<'_>, starts: std::ops::Range<usize>, notes: &mut Notes) {
    for start in starts {
        let mut letters = String::new();
        let mut unknown = false;
        for end in start + 1..=(start + MOST_WORDS).min(scene.tokens.len()) {
            if end > start + 1 && scene.gap(end - 1) > Gap::Space {
                break;
            }
            let entry = scene.entry(end - 1);
            unknown |= !entry.known;
            let words = start as u32..end as u32;
            if let Some(stem) = &entry.possessor {
                look_up(scene, &format!("{letters}{}", stem.text), unknown, &words, Suffix::Possessive, notes);
            }
            letters.push_str(&entry.letters.text);
            if entry.possessor.is_none() {
                look_up(scene, &letters, unknown, &words, Suffix::None, notes);
            }
        }
    }
}

fn look_up(
    scene: &Scene<'_>,
    letters: &str,
    unknown: bool,
    words: &std::ops::Range<u32>,
    suffix: Suffix,
    notes: &mut Notes,
) {
    if !unknown {
        return;
    }
    let mut found = Vec::new();
    for key in spelling_keys(letters) {
        for &variant in scene.index.spelled(key).iter().take(MOST_COMPARED) {
            let meant: &Letters = &scene.index.variant(variant).letters;
            let slips = strsim::osa_distance(letters, &meant.text);
            if (1..=meant.text.len() / LETTERS_PER_SLIP).contains(&slips) {
                found.push((slips, variant));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    let candidate = |(_, variant)| Candidate { words: words.clone(), variant, rule: Rule::Spelling, suffix };
    notes.candidates.extend(found.into_iter().take(MOST_ALIKE).map(candidate));
}
