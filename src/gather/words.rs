//! What the heard words and those beside them tell: how usual, how written, whether a name is expected.

use std::ops::Range;

use super::{bears_capital, flag};
use crate::detect::Scene;
use crate::dictionary::Variant;
use crate::evidence::Evidence;
use crate::token::{Gap, Shape};
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

/// How usual the heard words are, and the term in their place.
pub(super) fn usage_of(scene: &Scene<'_>, heard: Range<usize>, variant: &Variant, evidence: &mut Evidence) {
    let Range { start, end } = heard;
    let hash = |word: usize| scene.entry(word).hash;
    // A number is no rare word.
    let zipf = |word: usize| if scene.shape(word) == Shape::Number { 5.0 } else { scene.entry(word).zipf };
    evidence.heard_rarest = (start..end).map(zipf).fold(9.0, f32::min);
    evidence.heard_commonest = (start..end).map(zipf).fold(0.0, f32::max);
    let unknown = (start..end).filter(|&word| !scene.entry(word).known && scene.shape(word) != Shape::Number).count();
    evidence.unknown = unknown as f32 / (end - start) as f32;
    evidence.pair_inside =
        (start + 1..end).map(|word| pair(hash(word - 1), hash(word))).reduce(f32::min).unwrap_or(-1.0);
    evidence.phrase = usage::phrase((start..end).map(|word| (hash(word), zipf(word))));
    evidence.pair_before = -1.0;
    evidence.pair_after = -1.0;
    if start > 0 && scene.gap(start) < Gap::Stop {
        evidence.pair_before = pair(hash(start - 1), hash(start));
        evidence.gain_before = pair(hash(start - 1), variant.first) - evidence.pair_before;
    }
    if scene.gap(end) < Gap::Stop {
        evidence.pair_after = pair(hash(end - 1), hash(end));
        evidence.gain_after = pair(variant.last, hash(end)) - evidence.pair_after;
    }
}

fn pair(first: WordHash, second: WordHash) -> f32 {
    usage::pair_by_hash(first, second).map_or(0.0, usage::Usage::zipf)
}

/// Which of the heard words bear capitals.
pub(super) fn capitals_of(scene: &Scene<'_>, start: usize, end: usize, evidence: &mut Evidence) {
    let telling: Vec<usize> = (start..end)
        .filter(|&word| !scene.starts_sentence(word) && !matches!(scene.shape(word), Shape::Number | Shape::Symbol))
        .collect();
    evidence.capitals = if telling.is_empty() {
        -1.0
    } else {
        telling.iter().filter(|&&word| bears_capital(scene, word)).count() as f32 / telling.len() as f32
    };
}

/// Which of the heard words are capitals alone, where the term has no such word and the text around is not all capitals.
pub(super) fn initials_of(scene: &Scene<'_>, heard: Range<u32>, variant: &Variant) -> f32 {
    let is_upper =
        |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() > 1 && !text.contains(char::is_lowercase);
    if scene.among_capitals(&heard) || variant.text.split([' ', '-']).any(is_upper) {
        return 0.0;
    }
    let count = heard.clone().filter(|&word| scene.shape(word as usize) == Shape::Upper).count();
    count as f32 / heard.len() as f32
}

/// The share of the heard words that are numbers or begin with one where the term has no digit.
pub(super) fn numbers_of(scene: &Scene<'_>, heard: Range<u32>, variant: &Variant) -> f32 {
    if variant.text.contains(|c: char| c.is_ascii_digit()) {
        return 0.0;
    }
    let is_number = |&word: &u32| scene.entry(word as usize).folded.starts_with(|c: char| c.is_ascii_digit());
    heard.clone().filter(is_number).count() as f32 / heard.len() as f32
}

/// Whether the words before introduce a name.
pub(super) fn introduced(scene: &Scene<'_>, start: usize) -> f32 {
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
pub(super) fn followed(scene: &Scene<'_>, end: usize) -> f32 {
    flag(end < scene.tokens.len() && scene.gap(end) < Gap::Stop && FOLLOW.contains(&&*scene.entry(end).folded))
}
