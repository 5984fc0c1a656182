//! What is the name of something technical, and stands for itself: "GCS" is no ECS, and "uniq" no Unix.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::DETERMINERS;
use crate::detect::{Candidate, Scene};
use crate::finding::Rule;

/// Software, services, firms and commands, from the word lists of cspell (MIT License); `tools/technical.py` makes them.
static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("technical.txt").lines().collect());

/// Whether a word from this Zipf value on is such a name, nothing tells: "pixel", "constellation".
const USUAL: f32 = 3.0;

/// Whether the heard word, with an article or without, is such a name or its plural, and no word of usual English, and is
/// taken for another one by its sound or spelling.
pub(super) fn is_name(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let first = &*scene.entry(candidate.words.start as usize).folded;
    let entry = scene.entry(candidate.words.end as usize - 1);
    let word = &*entry.folded;
    let is_alone = match candidate.words.len() {
        1 => true,
        2 => DETERMINERS.contains(&first),
        _ => false,
    };
    is_alone
        && candidate.rule > Rule::Form
        && entry.zipf < USUAL
        && (NAMES.contains(word) || one_of_many(word).is_some_and(|one| NAMES.contains(one)))
}

/// The word of which this is the plural, if it is one.
fn one_of_many(word: &str) -> Option<&str> {
    word.strip_suffix('s').filter(|one| !one.ends_with('s'))
}
