//! Every weight in one place: evidence to confidence.
//!
//! What is heard by sound, letters or spelling is weighed by boosted trees that were fitted to real recognisers' errors
//! (`tools/fit.py` writes `weights.json`); each piece of evidence may push in one direction only, so that what holds in
//! one domain holds in another. Words that a dictionary gives as near were in none of the fitted sets: they are added
//! here, and so are known mishearings, which are as sure as their words are unlikely in ordinary English.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::detect::Scene;
use crate::evidence::Evidence;
use crate::gather::{Weighed, letters_of};

/// The fitted weights.
#[derive(Debug, Deserialize)]
pub(crate) struct Weights {
    /// The names of the evidence that the trees ask for; a split names one by its place here.
    features: Vec<String>,
    trees: Vec<Tree>,
    /// For each of `features`, its place among the fields of [`Evidence`].
    #[serde(skip)]
    places: Vec<usize>,
}

/// One tree: a few questions, and what each outcome adds to the log-odds.
#[derive(Debug, Deserialize)]
struct Tree {
    splits: Vec<Split>,
    leaves: Vec<f32>,
}

/// Evidence up to the threshold goes to the first branch, above it to the second. A branch is the number of a split, or
/// one less than the negative of a leaf.
#[derive(Debug, Deserialize)]
struct Split(usize, f32, i32, i32);

static SHIPPED: LazyLock<Weights> =
    LazyLock::new(|| Weights::read(include_str!("weights.json")).expect("a test reads the shipped weights"));

impl Weights {
    /// The weights that ship.
    pub(crate) fn shipped() -> &'static Weights {
        &SHIPPED
    }

    fn read(text: &str) -> Option<Weights> {
        let mut weights: Weights = serde_json::from_str(text).ok()?;
        let place = |name: &String| Evidence::NAMES.iter().position(|known| known == name);
        weights.places = weights.features.iter().map(place).collect::<Option<_>>()?;
        Some(weights)
    }

    /// How likely it is that the term was said.
    pub(crate) fn confidence(&self, evidence: &Evidence) -> f32 {
        if evidence.alias > 0.0 {
            return probability(known_mishearing(evidence));
        }
        let values = evidence.values();
        let fitted: f32 = self.trees.iter().map(|tree| tree.value(&self.places, &values)).sum();
        probability(fitted + context(evidence))
    }

    /// A sure place of a heard form makes the others of the same form surer.
    pub(crate) fn let_places_inform_each_other(scene: &Scene<'_>, weighed: &mut [Weighed]) {
        let key = |one: &Weighed| (letters_of(scene, &one.candidate), one.candidate.variant);
        let mut best: HashMap<_, (f32, f32)> = HashMap::new();
        for one in weighed.iter() {
            let group = best.entry(key(one)).or_default();
            group.0 = group.0.max(one.confidence);
            group.1 += 1.0;
        }
        for one in weighed.iter_mut().filter(|one| one.evidence.alias == 0.0) {
            let (most, count) = best[&key(one)];
            if most > 0.4 && count > 1.0 {
                let mine = log_odds(one.confidence);
                one.confidence = probability(mine + 0.5 * (log_odds(most) - mine) + 0.3 * count.ln());
            }
        }
    }
}

impl Tree {
    fn value(&self, places: &[usize], values: &[f32]) -> f32 {
        let mut at = 0;
        while let Some(&Split(feature, threshold, below, above)) = self.splits.get(at) {
            let next = if values[places[feature]] <= threshold { below } else { above };
            match usize::try_from(next) {
                Ok(split) => at = split,
                Err(_) => return self.leaves[next.unsigned_abs() as usize - 1],
            }
        }
        self.leaves.first().copied().unwrap_or(0.0)
    }
}

/// Heard words that are said more seldom than this are not said at all.
const NEVER_SAID: f32 = -0.5;
/// Heard words that are said more often than this (as a Zipf value) are ordinary English.
const ORDINARY: f32 = 0.8;

/// The log-odds of a known mishearing: high where nobody says these words, else by capitals and near words.
fn known_mishearing(evidence: &Evidence) -> f32 {
    if evidence.unknown > 0.0 || evidence.phrase < NEVER_SAID {
        return 3.0 + 0.5 * evidence.near.min(1.0) - 0.5 * evidence.break_inside;
    }
    if evidence.phrase < ORDINARY && (evidence.near > 0.0 || evidence.has_near == 0.0) {
        return 2.6 + 0.5 * evidence.near.min(1.0) - 0.5 * evidence.break_inside;
    }
    let usual = evidence.phrase.clamp(ORDINARY, 5.0) - ORDINARY;
    let named = if evidence.capitals >= 0.99 { 3.5 } else { 0.0 };
    -0.2 - 0.3 * usual + named + 1.6 * evidence.near.min(1.5) - evidence.break_inside
}

/// What the dictionary's near words and its domain add to the log-odds.
///
/// The fitted sets had the terms of their own talk; a dictionary with near words is for every talk, and most of its
/// terms are in none. So a term without near words is less likely than the trees say, and near words make up for it.
fn context(evidence: &Evidence) -> f32 {
    if evidence.has_near == 0.0 {
        return 0.0;
    }
    // "Alexa, please" is no name: in a list made for a talk a recogniser's full stop may fall into one, not here.
    let broken = 2.0 * evidence.break_inside.min(1.0);
    if evidence.near > 0.0 {
        // Near words speak less for words that are themselves usual.
        let usual = evidence.phrase > 3.5 && evidence.capitals <= 0.0;
        return (if usual { 0.5 } else { 1.3 }) * evidence.near.min(1.5) - ANY_TALK - broken;
    }
    // The letters of a name, and no words of English, or capitals: what else should it be?
    if evidence.form > 0.0 && (evidence.unknown > 0.0 || evidence.capitals > 0.9) {
        return 0.0;
    }
    let known = if evidence.mentions > 0.0 { 0.8 } else { 0.0 };
    known - broken - ANY_TALK - if evidence.domain > 0.0 { 1.0 } else { 1.8 } - 1.2 * evidence.form
}

/// By how much, in log-odds, a term of a general dictionary is less likely than one of a list made for a talk.
const ANY_TALK: f32 = 0.6;

fn log_odds(probability: f32) -> f32 {
    let bounded = probability.clamp(0.001, 0.999);
    (bounded / (1.0 - bounded)).ln()
}

fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_can_be_read() {
        let weights = Weights::read(include_str!("weights.json")).expect("the shipped weights");
        assert!(!weights.trees.is_empty());
        for tree in &weights.trees {
            for Split(feature, _, below, above) in &tree.splits {
                assert!(*feature < weights.features.len());
                for branch in [below, above] {
                    let fits = usize::try_from(*branch)
                        .map_or(branch.unsigned_abs() as usize <= tree.leaves.len(), |split| split < tree.splits.len());
                    assert!(fits, "{tree:?}");
                }
            }
        }
    }

    #[test]
    fn known_mishearings_need_evidence_only_where_they_are_ordinary_english() {
        let alias = |evidence: Evidence| Weights::shipped().confidence(&Evidence { alias: 1.0, ..evidence });
        let ordinary = Evidence { phrase: 3.9, capitals: 0.0, ..Evidence::default() };
        assert!(alias(Evidence { unknown: 0.3, ..ordinary }) > 0.9);
        assert!(alias(ordinary) < 0.5);
        assert!(alias(Evidence { capitals: 1.0, near: 0.5, ..ordinary }) > 0.9);
        assert!(alias(Evidence { capitals: 1.0, ..ordinary }) > alias(ordinary));
    }
}
