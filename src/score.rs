//! Every weight in one place: evidence to confidence.

use std::collections::HashMap;

use crate::detect::Scene;
use crate::evidence::Evidence;
use crate::gather::{Weighed, letters_of};

/// The fitted weights.
#[derive(Debug)]
pub(crate) struct Weights;

impl Weights {
    /// The weights that ship.
    pub(crate) fn shipped() -> Weights {
        Weights
    }

    /// How likely it is that the term was said.
    pub(crate) fn confidence(&self, e: &Evidence) -> f32 {
        let mut score = 1.5 - 16.0 * e.sound - 0.45 * e.heard_rarest - 0.4 * e.pair_inside.max(0.0);
        score +=
            2.0 * e.capitals.max(0.0) + 1.5 * e.unknown + 0.8 * e.near.min(2.0) + 0.4 * e.mentions + 0.1 * e.length;
        score += 3.0 * e.alias + 2.0 * e.form;
        1.0 / (1.0 + (-score).exp())
    }

    /// A sure place of a heard form makes the others of the same form surer.
    pub(crate) fn let_places_inform_each_other(&self, scene: &Scene<'_>, weighed: &mut [Weighed]) {
        let key = |one: &Weighed| (letters_of(scene, &one.candidate), one.candidate.variant);
        let mut best: HashMap<_, (f32, f32)> = HashMap::new();
        for one in weighed.iter() {
            let group = best.entry(key(one)).or_default();
            group.0 = group.0.max(one.confidence);
            group.1 += 1.0;
        }
        for one in weighed.iter_mut() {
            let (most, count) = best[&key(one)];
            if most > 0.4 && count > 1.0 {
                let mine = log_odds(one.confidence);
                one.confidence = probability(mine + 0.5 * (log_odds(most) - mine) + 0.3 * count.ln());
            }
        }
    }
}

fn log_odds(probability: f32) -> f32 {
    let bounded = probability.clamp(0.001, 0.999);
    (bounded / (1.0 - bounded)).ln()
}

fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}
