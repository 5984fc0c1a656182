//! Which of overlapping candidates stands.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use crate::detect::Scene;
use crate::dictionary::{Kind, Part};
use crate::finding::Rule;
use crate::gather::Weighed;
use crate::token::{Gap, Shape};

/// A candidate that stands, and those that it stands in the place of, the likeliest first.
#[derive(Debug)]
pub(crate) struct Resolved {
    pub(crate) chosen: Weighed,
    pub(crate) others: Vec<Weighed>,
}

/// Chooses the likeliest of each group that overlaps; of near equals the known mishearing and the one with more words.
///
/// The chosen never overlap. Each of the rest goes to the first in the text of the chosen ones that it overlaps. Where
/// a part of a name was chosen and the rest of the name stands beside it, the whole name stands in its place.
pub(crate) fn resolve(scene: &Scene<'_>, weighed: Vec<Weighed>) -> Vec<Resolved> {
    let mut ranked: Vec<(f32, Weighed)> = weighed.into_iter().map(|one| (rank(scene, &one), one)).collect();
    ranked.sort_by(|(rank_a, a), (rank_b, b)| {
        rank_b
            .total_cmp(rank_a)
            .then(a.candidate.rule.cmp(&b.candidate.rule))
            .then(b.candidate.words.len().cmp(&a.candidate.words.len()))
            .then(a.candidate.words.start.cmp(&b.candidate.words.start))
            .then(a.candidate.variant.cmp(&b.candidate.variant))
    });
    // By word; few words of a long text have one.
    let mut owner: HashMap<u32, u32, RandomState> = HashMap::default();
    let mut resolved: Vec<Resolved> = Vec::new();
    for (_, one) in ranked {
        let words = one.candidate.words.clone();
        if let Some(&number) = words.clone().find_map(|word| owner.get(&word)) {
            resolved[number as usize].others.push(one);
        } else {
            owner.extend(words.map(|word| (word, resolved.len() as u32)));
            resolved.push(Resolved { chosen: one, others: Vec::new() });
        }
    }
    for (number, one) in resolved.iter_mut().enumerate() {
        let is_free = |word: u32| owner.get(&word).is_none_or(|&other| other == number as u32);
        if let Some(at) = whole_name(scene, one, is_free) {
            let confidence = one.chosen.confidence;
            std::mem::swap(&mut one.chosen, &mut one.others[at]);
            one.chosen.confidence = confidence.max(one.chosen.confidence);
        }
    }
    resolved
}

/// Which of the others is the whole name of which a part was chosen.
///
/// The same words may be all of a name: "git lab" is GitLab, and not the beginning of GitLab Duo Chat. Or the rest
/// stands beside them: "David Magliano" is David Gagliano, and not a Magliano who became a Gagliano by himself.
fn whole_name(scene: &Scene<'_>, resolved: &Resolved, is_free: impl Fn(u32) -> bool) -> Option<usize> {
    let chosen = &resolved.chosen.candidate;
    let part = scene.index.variant(chosen.variant);
    if part.part == Part::Whole {
        return None;
    }
    let letters =
        |words: Range<u32>| -> String { words.map(|word| &*scene.entry(word as usize).letters.text).collect() };
    resolved.others.iter().position(|other| {
        let (other, whole) = (&other.candidate, scene.index.variant(other.candidate.variant));
        if other.words == chosen.words {
            return whole.part == Part::Whole && whole.text == part.text;
        }
        let around = other.words.start <= chosen.words.start && chosen.words.end <= other.words.end;
        around
            && whole.part == Part::Whole
            && whole.term == part.term
            && other.suffix == chosen.suffix
            && other.words.clone().all(&is_free)
            && (other.words.start + 1..other.words.end).all(|word| scene.gap(word as usize) < Gap::Comma)
            && letters(other.words.start..chosen.words.start)
                + &part.letters.text
                + &letters(chosen.words.end..other.words.end)
                == *whole.letters.text
    })
}

/// Confidence, with a little more for what explains more: a known mishearing or the letters of a whole name before the
/// sound of a part, and a whole name before a surname that is as sure.
fn rank(scene: &Scene<'_>, one: &Weighed) -> f32 {
    let words = one.candidate.words.len() as f32;
    let variant = scene.index.variant(one.candidate.variant);
    let is_whole_name = || {
        let Range { start, end } = one.candidate.words;
        // A verb or the like before a surname ("let Dunett") is a given name where all together sounds much like it.
        let is_word = scene.shape(start as usize) == Shape::Lower && scene.entry(start as usize).known;
        scene.index.term(variant.term).kind == Kind::Person
            && (one.sound <= MUCH_LIKE_IT || !is_word)
            && (start + 1..end).all(|word| scene.gap(word as usize) <= Gap::Comma)
    };
    let better_stretch = if one.stretch() < MUCH_NEARER { BETTER_STRETCH } else { 0.0 };
    one.confidence - better_stretch
        + match one.candidate.rule {
            Rule::Alias => KNOWN + MORE_KNOWN * words,
            Rule::Form if variant.part == Part::Whole => MORE_WORDS * words,
            // "microsoft azure" has the letters of the longer name.
            Rule::Sound | Rule::Spelling if one.case_only => MORE_WORDS * words,
            Rule::Sound if variant.part == Part::Whole && variant.words > 1 && is_whole_name() => WHOLE_NAME,
            _ => 0.0,
        }
}

/// Other words for the same term are much nearer in sound where they are nearer by this.
const MUCH_NEARER: f32 = -0.02;
/// What that is worth: "gross marge in" is gross margin, not "gross marge" with a word left over.
const BETTER_STRETCH: f32 = 0.4;
const KNOWN: f32 = 0.05;
/// "Yann Fan de Winkle" is Jan van de Winkel, and no Yann van de Winkel.
const WHOLE_NAME: f32 = 0.01;
/// A distance in sound of what is nearly the same.
const MUCH_LIKE_IT: f32 = 0.15;
const MORE_WORDS: f32 = 0.03;
/// The same for a known mishearing: "give that dudo" is one, and not "give that" with a word left over.
const MORE_KNOWN: f32 = 0.1;
