//! Forms of a word, and words that are derived from it: "homomorphic" is no misheard "homomorphism", nor "bijective" a
//! "surjective".

use crate::detect::{Candidate, Scene};
use crate::dictionary::Kind;
use crate::finding::Rule;
use crate::token::{Shape, folded};
use crate::usage;
use crate::vocabulary::Entry;

/// Forms of one word share at least so many bytes at the front.
const SHORTEST_STEM: usize = 4;
/// What forms of one word end in.
const ENDINGS: [&str; 20] = [
    "", "s", "es", "d", "ed", "ing", "ly", "al", "ally", "e", "er", "or", "ion", "ions", "ive", "y", "ies", "r", "ize",
    "izer",
];

/// Words that are derived from one share at least so many letters, which few others have.
const SHORTEST_ROOT: usize = 5;
/// What makes one word of another at its end. "-us" and "-is" are none: one is misheard for the other ("gingivitus").
const SUFFIXES: [&str; 74] = [
    "", "s", "es", "d", "ed", "ing", "er", "ers", "or", "ors", "ly", "e", "y", "ies", "ion", "ions", "ive", "ives",
    "ation", "ations", "ated", "ating", "ate", "ator", "ize", "izes", "ized", "izing", "izer", "ization", "ise",
    "ised", "ising", "isation", "ic", "ics", "ical", "ically", "al", "ally", "l", "ial", "ian", "ians", "ist", "ists",
    "istic", "ism", "isms", "ity", "ous", "ness", "able", "ible", "ability", "ment", "ance", "ence", "ia", "iac",
    "itis", "itic", "sis", "ses", "tic", "size", "xis", "ctic", "on", "a", "ata", "o", "oid", "tal",
];
/// What makes another word of one at its front.
const PREFIXES: [&str; 40] = [
    "hypo", "hyper", "endo", "exo", "ecto", "pre", "post", "macro", "micro", "nano", "inter", "intra", "sub", "super",
    "over", "under", "mono", "bi", "di", "tri", "multi", "poly", "sur", "in", "eu", "pro", "meso", "neo", "paleo",
    "trans", "cis", "auto", "hetero", "homo", "uni", "semi", "iso", "anti", "thermo", "photo",
];

/// Whether the heard words are the vocabulary term in another of its forms ("sequential" for "sequentially"), another
/// spelling ("tokeniser"), or words that are derived from it: what was said was likely that.
pub(super) fn is_derived(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let variant = scene.index.variant(candidate.variant);
    if candidate.rule == Rule::Alias || candidate.words.len() != variant.words {
        return false;
    }
    let is_vocabulary = scene.index.term(variant.term).kind.is_vocabulary();
    let is_by_sound = candidate.rule > Rule::Form;
    let is_form = |heard: &Entry, meant: &str| {
        &*heard.folded == meant
            || is_vocabulary && (is_inflected(heard, meant) || is_by_sound && shares_root(&heard.folded, meant))
            || is_by_sound
                && heard.known
                && (are_followers(&heard.folded, meant) || differ_in_prefix(&heard.folded, meant))
    };
    let heard = || candidate.words.clone().map(|word| scene.entry(word as usize));
    let meant = || variant.text.split([' ', '-']).map(folded);
    let differ = || heard().zip(meant()).any(|(heard, meant)| *heard.folded != meant);
    heard().zip(meant()).all(|(heard, meant)| is_form(heard, &meant)) && (is_vocabulary || is_by_sound && differ())
}

/// Whether an adverb of English stands there, in small letters, for something that is called by one word: "vastly" is
/// no Fastly.
pub(super) fn is_adverb(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let word = candidate.words.start as usize;
    let entry = scene.entry(word);
    let is_word = |stem: &str| usage::word(stem).is_some();
    let is_of_word = |stem: &str| {
        is_word(stem)
            || is_word(&format!("{stem}e"))
            || stem.strip_suffix('i').is_some_and(|stem| is_word(&format!("{stem}y")))
    };
    candidate.rule > Rule::Form
        && candidate.words.len() == 1
        && scene.shape(word) == Shape::Lower
        && entry.known
        && entry.folded.strip_suffix("ly").is_some_and(is_of_word)
        && scene.index.term(scene.index.variant(candidate.variant).term).kind != Kind::Word
}

fn is_inflected(heard: &Entry, meant: &str) -> bool {
    let same: usize =
        heard.folded.chars().zip(meant.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let endings = [&heard.folded[same..], &meant[same..]];
    heard.folded.replace('z', "s") == meant.replace('z', "s")
        || heard.known && same >= SHORTEST_STEM && endings.iter().all(|end| ENDINGS.contains(end))
}

/// Whether both words are one root with different endings of those that English has, and not the same ending spelled
/// otherwise ("inferance").
fn shares_root(heard: &str, meant: &str) -> bool {
    if heard.bytes().last() == meant.bytes().last() && strsim::levenshtein(heard, meant) == 1 {
        return false;
    }
    let roots = |word: &str| -> Vec<String> {
        let roots = SUFFIXES.iter().filter_map(|suffix| word.strip_suffix(suffix));
        roots.filter(|root| root.len() >= SHORTEST_ROOT).map(str::to_owned).collect()
    };
    let of_meant = roots(meant);
    roots(heard).iter().any(|root| of_meant.contains(root))
}

/// Whether one is the teaching and the other who follows it, or both are ("Calvinism", "Calvinist").
fn are_followers(heard: &str, meant: &str) -> bool {
    let root =
        |word: &str| ["ism", "ist", "ists"].into_iter().find_map(|end| word.strip_suffix(end).map(str::to_owned));
    root(heard).is_some_and(|one| one.len() >= SHORTEST_STEM && root(meant) == Some(one))
}

/// Whether both are one word with different beginnings of those that English has ("hypotension", "hypertension").
fn differ_in_prefix(heard: &str, meant: &str) -> bool {
    let rests = |word: &str| -> Vec<String> {
        let rests = PREFIXES.iter().filter_map(|prefix| word.strip_prefix(prefix));
        rests.filter(|rest| rest.len() >= SHORTEST_ROOT).map(str::to_owned).collect()
    };
    let of_meant = rests(meant);
    heard != meant && rests(heard).iter().any(|rest| of_meant.contains(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_root_are_told_from_misheard_ones() {
        for (heard, meant) in [
            ("homomorphic", "homomorphism"),
            ("stomatal", "stomata"),
            ("mitochondrion", "mitochondria"),
            ("photosynthesize", "photosynthesis"),
            ("anaphylactic", "anaphylaxis"),
            ("hydrolytic", "hydrolysis"),
            ("laminitic", "laminitis"),
            ("periodontist", "periodontitis"),
            ("regularized", "regularization"),
            ("tachycardic", "tachycardia"),
            ("prokaryotic", "prokaryote"),
            ("functorial", "functor"),
        ] {
            assert!(shares_root(heard, meant) && shares_root(meant, heard), "{heard}, {meant}");
        }
        for (heard, meant) in [
            ("gingivitus", "gingivitis"),
            ("consequentialysm", "consequentialism"),
            ("syzigy", "syzygy"),
            ("mitocondria", "mitochondria"),
            ("strategraphy", "stratigraphy"),
            ("lamanitis", "laminitis"),
            ("fiancetto", "fianchetto"),
            ("containers", "contango"),
            ("inferance", "inference"),
            ("promotor", "promoter"),
            ("seasonaly", "seasonally"),
        ] {
            assert!(!shares_root(heard, meant), "{heard}, {meant}");
        }
        assert!(differ_in_prefix("hypotension", "hypertension") && differ_in_prefix("bijective", "surjective"));
        assert!(!differ_in_prefix("hypertension", "hypertension") && !differ_in_prefix("preposition", "proposition "));
        assert!(are_followers("Calvinist", "Calvinism") && !are_followers("Calvinist", "Stalinism"));
    }
}
