//! What is no acronym of the list: another one, a person, a part of letters that go on.

use std::ops::Range;

use super::DETERMINERS;
use super::taken_in::is_said_so;
use crate::detect::{Candidate, Scene, Suffix, is_plural_letter};
use crate::dictionary::Kind;
use crate::finding::Rule;
use crate::token::{Gap, Shape, TITLES};
use crate::vocabulary::LettersHash;

/// Whether the term is an acronym, and what stands there is none, is another one, or goes on.
pub(super) fn is_none(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    cuts_a_spelling(scene, candidate)
        || is_other_pair(scene, candidate)
        || is_titled(scene, candidate)
        || is_other_acronym(scene, candidate)
        || is_one_of_many(scene, candidate)
        || is_front(scene, candidate)
}

/// Whether the front of the term stands there as an acronym of its own, with or without words behind it that are no letters:
/// "DNS" and "DNS query" are no DNSSEC.
fn is_front(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let first = candidate.words.start as usize;
    let heard = &*scene.entry(first).letters.text;
    let meant = &scene.index.variant(candidate.variant);
    let mut behind = candidate.words.clone().skip(1).map(|word| scene.entry(word as usize));
    candidate.rule > Rule::Form
        && scene.shape(first) == Shape::Upper
        && heard.len() >= SHORT_ACRONYM
        && heard.len() < meant.letters.text.len()
        && is_acronym(&meant.text)
        && meant.letters.text.starts_with(heard)
        && behind.all(|entry| entry.known && entry.letters.text.len() > SHORT_ACRONYM)
}

/// Whether the small `s` that makes many of an acronym is taken for one of its letters, or a capital one for that of many:
/// "ECs" are no ECS, and `SunOS` no several Suno.
fn is_one_of_many(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let heard = scene.heard(&candidate.words);
    let meant = &scene.index.variant(candidate.variant).text;
    let last = candidate.words.end as usize - 1;
    let is_many = candidate.suffix != Suffix::Plural
        && is_acronym(meant)
        && meant.ends_with('S')
        && heard.strip_suffix('s').is_some_and(|one| one.len() > 1 && is_acronym(one));
    let is_capital = candidate.suffix == Suffix::Plural
        && heard.ends_with('S')
        && scene.shape(last) != Shape::Upper
        // "K. P. I. S." are several KPI.
        && !is_plural_letter(scene, last);
    candidate.rule != Rule::Alias && (is_many || is_capital)
}

/// Letters whose names end alike, or begin alike: one is heard for the other.
const LETTERS_ALIKE: [&str; 5] = ["bcdegptvz", "flmnsx", "ahjk", "quw", "iy"];
/// An acronym of more letters may be heard with several wrong, or be said like a word ("ARPA" for ARPU): it is another one
/// if it begins otherwise.
const SHORT_ACRONYM: usize = 3;
/// One of so many letters may be anything.
const LONG_ACRONYM: usize = 5;
/// A word above this Zipf value may be what a recogniser wrote for an acronym that is said like a word: "ARC" for ARK.
const KNOWN_WORD: f32 = 3.0;

/// Whether a short acronym stands there that is another one: AIX and UCS are no ECS, and Amazon ECR is no Amazon EMR. Letters
/// that are said are misheard one at a time, and for letters with names like theirs; of others with the same shape one in
/// thousands was the term. Among capitals nothing tells an acronym from a word.
fn is_other_acronym(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let has_capitals = || candidate.words.clone().any(|word| scene.shape(word as usize) == Shape::Upper);
    if candidate.rule <= Rule::Form || !has_capitals() || scene.among_capitals(&candidate.words) {
        return false;
    }
    let variant = scene.index.variant(candidate.variant);
    if candidate.words.len() == variant.words {
        let mut words = candidate.words.clone().zip(variant.text.split([' ', '-']));
        return words.any(|(word, meant)| is_other(scene, word as usize, meant));
    }
    let last = candidate.words.end as usize - 1;
    let has_article =
        candidate.words.len() == 2 && DETERMINERS.contains(&&*scene.entry(candidate.words.start as usize).folded);
    is_acronym(&variant.text)
        && (has_article && is_other(scene, last, &variant.text)
            || holds_other_acronym(scene, candidate, &variant.letters.text))
}

/// Whether a word is a short acronym, and not this one.
fn is_other(scene: &Scene<'_>, word: usize, meant: &str) -> bool {
    let entry = scene.entry(word);
    let heard = &*entry.letters.text;
    if scene.shape(word) != Shape::Upper || entry.zipf >= KNOWN_WORD || !is_acronym(meant) {
        return false;
    }
    let meant = meant.to_ascii_lowercase();
    let is_alike = |(a, b): (char, char)| a == b || LETTERS_ALIKE.iter().any(|set| set.contains(a) && set.contains(b));
    let is_longer = heard.len() > SHORT_ACRONYM && heard.len() == meant.len() + 1;
    if is_longer && heard[..1] == meant[..1] && strsim::levenshtein(heard, &meant) == 1 {
        // No letter is heard that nobody said, but for the end of the word before: EBITDAR is no EBITDA, and NIFRS IFRS.
        return true;
    }
    if heard.len() >= LONG_ACRONYM {
        // SIBOR is no LIBOR.
        let mut pairs = heard.chars().zip(meant.chars()).filter(|(a, b)| a != b);
        return heard.len() == meant.len()
            && matches!((pairs.next(), pairs.next()), (Some(pair), None) if !is_alike(pair));
    }
    let is_short = heard.len() <= SHORT_ACRONYM;
    let told = if is_short { heard.len() } else { 1 };
    is_short && strsim::levenshtein(heard, &meant) > 1
        || heard.len() == meant.len() && !heard.chars().zip(meant.chars()).take(told).all(is_alike)
}

/// Whether a text is written in capitals alone.
pub(super) fn is_acronym(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_uppercase())
}

/// Whether among several words stands an acronym that is no part of these letters: "Our ESX" is no RDS.
fn holds_other_acronym(scene: &Scene<'_>, candidate: &Candidate, meant: &str) -> bool {
    let is_part = |heard: &str| {
        let lengths = heard.len().saturating_sub(1).max(1)..=(heard.len() + 1).min(meant.len());
        let mut parts = lengths.flat_map(|length| (0..=meant.len() - length).map(move |at| &meant[at..at + length]));
        parts.any(|part| strsim::levenshtein(heard, part) <= heard.len() / 3)
    };
    let mut words = candidate.words.clone().map(|word| word as usize);
    words.any(|word| {
        let entry = scene.entry(word);
        let heard = &*entry.letters.text;
        scene.shape(word) == Shape::Upper
            && (2..=4).contains(&heard.len())
            && entry.zipf < KNOWN_WORD
            && !is_part(heard)
    })
}

/// Whether a word is written as what stands before the name of a person.
pub(super) fn is_title(word: &str) -> bool {
    TITLES.contains(&word.trim_end_matches('.'))
}

/// Whether a title before a word with a capital makes a person of what is no person: "Mr Reit" is no REIT, and Mr. Gardner no
/// Gartner. What is said as the term is may be one who bears its name.
fn is_titled(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let word = candidate.words.start;
    let Some(before) = word.checked_sub(1) else { return false };
    let kind = scene.index.term(scene.index.variant(candidate.variant).term).kind;
    kind != Kind::Person
        && candidate.words.len() == 1
        && scene.shape(word as usize) == Shape::Capital
        && scene.gap(word as usize) <= Gap::Space
        && is_title(scene.heard(&(before..word)))
        && (kind == Kind::Acronym
            || candidate.rule > Rule::Form && !is_said_so(scene, &candidate.words, candidate.variant))
}

/// Letters with "&" between are an acronym of no more of them on either side.
const LONGEST_SIDE: usize = 3;

/// Whether letters with "&" between stand there, and the term has others: "R&D" is no M&A, nor "Q&A" an SG&A.
fn is_other_pair(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let heard = scene.heard(&candidate.words);
    let letters = |text: &str| {
        let mut letters: Vec<u8> =
            text.bytes().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_lowercase()).collect();
        letters.sort_unstable();
        letters
    };
    let is_side =
        |side: &str| (1..=LONGEST_SIDE).contains(&side.len()) && side.bytes().all(|b| b.is_ascii_alphabetic());
    candidate.rule > Rule::Form
        && heard.split_once('&').is_some_and(|(one, other)| is_side(one) && is_side(other))
        && letters(heard) != letters(&scene.index.variant(candidate.variant).text)
}

/// Whether letters that are named one by one go on beyond the heard words: the "P s" of "H P s" is no EPS, and the "S Q L"
/// of "S Q L I T E" no SQL. What goes on with the letters of other terms is cut rightly: "A W S E K S".
fn cuts_a_spelling(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let is_letter = |word: usize| matches!(scene.entry(word).letters.text.as_bytes(), [b'a'..=b'z']);
    let is_named = |word: usize| scene.tokens.get(word).is_some() && is_letter(word);
    // "a P E ratio", "the E P S I mentioned": these are words.
    let is_word = |word: usize| match scene.heard(&(word as u32..word as u32 + 1)) {
        "a" => true,
        "I" => !is_named(word + 1),
        _ => false,
    };
    let goes_on = |outside: usize| is_letter(outside) && !is_word(outside);
    let (start, end) = (candidate.words.start as usize, candidate.words.end as usize);
    let is_close = |word: usize| scene.gap(word) <= Gap::Space;
    let (mut first, mut behind) = (start, end);
    while is_letter(start) && first > 0 && is_close(first) && start - first <= MOST_LETTERS && goes_on(first - 1) {
        first -= 1;
    }
    let last = scene.tokens.len();
    while is_letter(end - 1) && behind < last && is_close(behind) && behind - end <= MOST_LETTERS && goes_on(behind) {
        behind += 1;
    }
    let is_cut =
        |outside: Range<usize>| !outside.is_empty() && (candidate.rule > Rule::Form || !are_terms(scene, &outside));
    candidate.rule != Rule::Alias && (is_cut(first..start) || is_cut(end..behind))
}

/// Whether words are the letters of terms, one term after the other.
fn are_terms(scene: &Scene<'_>, words: &Range<usize>) -> bool {
    // Where a term may begin, from the first word on.
    let mut begins = vec![false; words.len() + 1];
    begins[0] = true;
    for start in 0..words.len() {
        let mut letters = LettersHash::EMPTY;
        for end in start + 1..=if begins[start] { words.len() } else { start } {
            letters = letters.followed_by(scene.entry(words.start + end - 1).letters.hash);
            begins[end] |= scene.index.spells(letters);
        }
    }
    begins[words.len()]
}

/// Of letters that are named one by one so many are looked at; no term has more.
const MOST_LETTERS: usize = 8;
