//! What the heard words and those beside them tell: how usual, how written, whether a name is expected.

use std::ops::Range;

use super::{bears_capital, break_at, flag, letters_of};
use crate::detect::{Candidate, Scene, Suffix};
use crate::dictionary::{Variant, is_office};
use crate::evidence::Evidence;
use crate::token::{DATES, DETERMINERS, Gap, Shape};
use crate::usage::{self, WordHash};

/// Words that introduce a name when they stand right before it.
const INTRODUCE: [&str; 22] = [
    "mr",
    "mrs",
    "ms",
    "dr",
    "thanks",
    "thank",
    "from",
    "hi",
    "hello",
    "hey",
    "welcome",
    "called",
    "named",
    "with",
    "by",
    "sir",
    "professor",
    "operator",
    "colleague",
    "introduce",
    "joined",
    "to",
];
/// Words that go with a name that stands right before them.
const FOLLOW: [&str; 20] = [
    "with", "from", "your", "please", "said", "says", "asked", "go", "for", "thank", "inc", "corp", "ltd", "is", "has",
    "our", "will", "are", "earnings", "s",
];

/// The heard words of candidates that stand in one place, and what they tell whatever they are taken for.
pub(super) struct Heard<'a> {
    words: Range<u32>,
    suffix: Suffix,
    /// Without the ending that is carried over.
    pub(super) letters: String,
    /// As they stand.
    pub(super) text: &'a str,
    pub(super) evidence: Evidence,
    /// The words before and after, where no sentence ends between.
    before: Option<WordHash>,
    after: Option<WordHash>,
    /// The share of words that are capitals alone, where the text around is not.
    initials: f32,
    /// The share of words that begin with a digit.
    numbers: f32,
}

impl<'a> Heard<'a> {
    pub(super) fn of(scene: &'a Scene<'a>, candidate: &Candidate) -> Heard<'a> {
        let (start, end) = (candidate.words.start as usize, candidate.words.end as usize);
        let letters = letters_of(scene, candidate);
        let mut heard = Heard {
            words: candidate.words.clone(),
            suffix: candidate.suffix,
            text: scene.heard(&candidate.words),
            evidence: Evidence {
                words_heard: (end - start) as f32,
                letters: letters.chars().count() as f32,
                starts_sentence: flag(scene.starts_sentence(start)),
                break_inside: (start + 1..end).map(|word| break_at(scene.gap(word))).fold(0.0, f32::max),
                attached: flag(scene.gap(start) <= Gap::Joined || scene.gap(end) <= Gap::Joined),
                introduced: introduced(scene, start),
                followed: followed(scene, end),
                determined: determined(scene, start, end),
                ..Evidence::default()
            },
            letters,
            before: (start > 0 && scene.gap(start) < Gap::Stop).then(|| scene.entry(start - 1).hash),
            after: (scene.gap(end) < Gap::Stop).then(|| scene.entry(end).hash),
            initials: initials_of(scene, &candidate.words),
            numbers: numbers_of(scene, &candidate.words),
        };
        heard.tell_usage(scene);
        capitals_of(scene, start, end, &mut heard.evidence);
        heard
    }

    /// Whether these are the words of a candidate.
    pub(super) fn is_of(&self, candidate: &Candidate) -> bool {
        self.words == candidate.words && self.suffix == candidate.suffix
    }

    /// How usual they are, and with the words around them.
    fn tell_usage(&mut self, scene: &Scene<'_>) {
        let (start, end) = (self.words.start as usize, self.words.end as usize);
        let hash = |word: usize| scene.entry(word).hash;
        // A number is no rare word.
        let zipf = |word: usize| if scene.shape(word) == Shape::Number { 5.0 } else { scene.entry(word).zipf };
        let unknown =
            (start..end).filter(|&word| !scene.entry(word).known && scene.shape(word) != Shape::Number).count();
        let evidence = &mut self.evidence;
        evidence.heard_rarest = (start..end).map(zipf).fold(9.0, f32::min);
        evidence.heard_commonest = (start..end).map(zipf).fold(0.0, f32::max);
        evidence.unknown = unknown as f32 / (end - start) as f32;
        evidence.pair_inside =
            (start + 1..end).map(|word| pair(hash(word - 1), hash(word))).reduce(f32::min).unwrap_or(-1.0);
        evidence.phrase = usage::phrase((start..end).map(|word| (hash(word), zipf(word))));
        evidence.pair_before = self.before.map_or(-1.0, |before| pair(before, hash(start)));
        evidence.pair_after = self.after.map_or(-1.0, |after| pair(hash(end - 1), after));
    }

    /// How much better the words around go with the term.
    pub(super) fn gains(&self, variant: &Variant, evidence: &mut Evidence) {
        if let Some(before) = self.before {
            evidence.gain_before = pair(before, variant.first) - evidence.pair_before;
        }
        if let Some(after) = self.after {
            evidence.gain_after = pair(variant.last, after) - evidence.pair_after;
        }
    }

    /// Which of the heard words are capitals alone, where the term has no such word.
    pub(super) fn initials_beside(&self, variant: &Variant) -> f32 {
        let is_upper =
            |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() > 1 && !text.contains(char::is_lowercase);
        if self.initials > 0.0 && variant.text.split([' ', '-']).any(is_upper) { 0.0 } else { self.initials }
    }

    /// Which of the heard words are numbers, where the term has none.
    pub(super) fn numbers_beside(&self, variant: &Variant) -> f32 {
        if self.numbers > 0.0 && variant.text.contains(|c: char| c.is_ascii_digit()) { 0.0 } else { self.numbers }
    }
}

fn pair(first: WordHash, second: WordHash) -> f32 {
    usage::pair_by_hash(first, second).map_or(0.0, usage::Usage::zipf)
}

/// Which of the heard words bear capitals.
fn capitals_of(scene: &Scene<'_>, start: usize, end: usize, evidence: &mut Evidence) {
    let tells = |word: usize| {
        let is_word = !matches!(scene.shape(word), Shape::Number | Shape::Symbol);
        !scene.starts_sentence(word) && is_word && !DATES.contains(&&*scene.entry(word).folded)
    };
    let telling = (start..end).filter(|&word| tells(word));
    let count = telling.clone().count();
    evidence.capitals = if count == 0 {
        -1.0
    } else {
        telling.filter(|&word| bears_capital(scene, word)).count() as f32 / count as f32
    };
}

/// Which of the heard words are capitals alone, where the text around is not all capitals.
fn initials_of(scene: &Scene<'_>, heard: &Range<u32>) -> f32 {
    let count = heard.clone().filter(|&word| scene.shape(word as usize) == Shape::Upper).count();
    if count == 0 || scene.among_capitals(heard) { 0.0 } else { count as f32 / heard.len() as f32 }
}

/// The share of words that begin with a digit.
fn numbers_of(scene: &Scene<'_>, heard: &Range<u32>) -> f32 {
    let is_number = |&word: &u32| scene.entry(word as usize).folded.starts_with(|c: char| c.is_ascii_digit());
    heard.clone().filter(is_number).count() as f32 / heard.len() as f32
}

/// Whether the words before introduce a name.
fn introduced(scene: &Scene<'_>, start: usize) -> f32 {
    let before = |back: usize| start.checked_sub(back).map(|word| &*scene.entry(word).folded);
    let Some(last) = before(1).filter(|_| scene.gap(start) < Gap::Stop) else {
        return 0.0;
    };
    if matches!((before(3), before(2), last), (Some("the"), Some("line"), "of") | (_, Some("thank"), "you")) {
        return 2.0;
    }
    flag(INTRODUCE.contains(&last))
}

/// Whether the word after goes with a name.
fn followed(scene: &Scene<'_>, end: usize) -> f32 {
    flag(end < scene.tokens.len() && scene.gap(end) < Gap::Stop && FOLLOW.contains(&&*scene.entry(end).folded))
}

/// Whether an article or a like word stands right before, or else what tells that a name is meant.
fn determined(scene: &Scene<'_>, start: usize, end: usize) -> f32 {
    let is_beside = scene.gap(start) < Gap::Comma;
    let before = start.checked_sub(1).filter(|_| is_beside).map(|word| &*scene.entry(word).folded);
    // "said that" begins a clause.
    if before.is_some_and(|before| before != "that" && DETERMINERS.contains(&before)) {
        return 1.0;
    }
    let has_title = before.is_some_and(|before| is_office(before) || ANNOUNCE.contains(&before));
    let is_saying =
        scene.gap(end) < Gap::Comma && scene.tokens.get(end).is_some() && SPEECH.contains(&&*scene.entry(end).folded);
    if has_title || is_saying { -1.0 } else { 0.0 }
}

/// Words that a name follows and hardly another word.
const ANNOUNCE: [&str; 9] = ["hi", "hello", "hey", "thanks", "welcome", "called", "named", "dear", "mister"];
/// What people do who are named right before.
const SPEECH: [&str; 9] = ["said", "says", "asked", "asks", "agreed", "replied", "added", "mentioned", "wrote"];
