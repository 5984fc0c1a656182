//! Parts of people's names, of all countries: given names and surnames, not told apart.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::dictionary::is_given_name;
use crate::vocabulary::Entry;

/// From the word list of cspell (MIT License); `tools/people.py` makes them.
static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("people.txt").lines().collect());

/// Whether a word from this Zipf value on is a name, nothing tells: "Cloud", "Day".
const USUAL: f32 = 3.5;

/// Whether a word that bears a capital is a part of somebody's name: a given name, or another one that is no usual word.
pub(super) fn is_name(entry: &Entry) -> bool {
    is_given_name(&entry.folded) || entry.zipf < USUAL && NAMES.contains(&*entry.folded)
}

/// Whether a word that bears a capital is such a name with the ending of an owner.
pub(super) fn is_owner(entry: &Entry) -> bool {
    entry.possessor.as_ref().is_some_and(|stem| is_given_name(&stem.text) || NAMES.contains(&*stem.text))
}
