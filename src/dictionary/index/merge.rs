//! Several dictionaries with each term in one of them.

use std::collections::HashSet;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::dictionary::{Dictionary, Term};
use crate::token::{is_same_folded, with_folded};

/// The dictionaries with each term in the first that holds it alone, with what the others say about it.
pub(super) fn merged(dictionaries: impl IntoIterator<Item = Dictionary>) -> Vec<Dictionary> {
    let mut all: Vec<Dictionary> = dictionaries.into_iter().collect();
    let hasher = RandomState::default();
    let count = all.iter().map(|dictionary| dictionary.terms.len()).sum();
    // By the hash of a term's text, whatever the case: the hash, the number of its dictionary and its number there.
    let mut first: HashTable<(u64, u32, u32)> = HashTable::with_capacity(count);
    for number in 0..all.len() {
        let mut terms = std::mem::take(&mut all[number].terms);
        // Those that stay close up to the front: mostly all do, and none moves.
        let mut kept = 0;
        for at in 0..terms.len() {
            let hash = with_folded(&terms[at].text, |text| hasher.hash_one(text));
            let known = |owner: u32, at: u32| {
                let of = if owner as usize == number { &terms } else { &all[owner as usize].terms };
                &of[at as usize]
            };
            let is_it = |&(other, owner, known_at): &(u64, u32, u32)| {
                other == hash && is_same_folded(&known(owner, known_at).text, &terms[at].text)
            };
            if let Some(&(_, owner, known_at)) = first.find(hash, is_it) {
                let other = terms[at].clone();
                let of = if owner as usize == number { &mut terms } else { &mut all[owner as usize].terms };
                add_to(&mut of[known_at as usize], other);
            } else {
                first.insert_unique(hash, (hash, number as u32, kept as u32), |&(hash, ..)| hash);
                if kept < at {
                    terms.swap(kept, at);
                }
                kept += 1;
            }
        }
        terms.truncate(kept);
        all[number].terms = terms;
    }
    all
}

/// Adds what another dictionary says about a term.
fn add_to(known: &mut Term, other: Term) {
    let says_nothing =
        |term: &Term| [&term.heard, &term.said, &term.near, &term.unless, &term.never].into_iter().all(Vec::is_empty);
    if says_nothing(known) {
        // A bare name in a list: what it is was only guessed.
        known.kind = other.kind;
    }
    let lists = [
        (&mut known.heard, other.heard),
        (&mut known.said, other.said),
        (&mut known.near, other.near),
        (&mut known.unless, other.unless),
        (&mut known.never, other.never),
    ];
    for (list, more) in lists {
        let known: HashSet<String> = list.iter().cloned().collect();
        list.extend(more.into_iter().filter(|one| !known.contains(one)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::{Index, Kind};

    #[test]
    fn a_term_that_several_dictionaries_hold_has_what_all_of_them_say() {
        let list = Dictionary::from_list("mine", "mine.txt", "GitLab duo\nOther\n").expect("a list");
        let entry =
            "[[term]]\ntext = \"GitLab Duo\"\nkind = \"product\"\nheard = [\"give that dudo\"]\nnear = [\"AWS\"]\n";
        let full = Dictionary::from_toml("full", "full.toml", entry).expect("a dictionary");
        let index = Index::new([list, full.clone(), full]);
        let terms: Vec<(&str, usize)> = index.terms().map(|term| (term.text.as_str(), term.heard.len())).collect();
        assert_eq!(terms, [("GitLab duo", 1), ("Other", 0)]);
        let term = index.terms().next().expect("a term");
        assert_eq!((term.kind, &*term.near), (Kind::Product, &["AWS".to_owned()][..]));
    }
}
