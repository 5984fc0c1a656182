//! Every weight in one place: evidence to confidence.
//!
//! What is heard by sound, letters or spelling is weighed by boosted trees that were fitted to real recognisers' errors
//! (`tools/fit.py` writes `weights.json`); most pieces of evidence may push in one direction only, so that what holds in
//! one domain holds in another. A first round weighs each candidate alone, a second what the other candidates of the
//! document make of it: one sure place makes the others of its kind surer. Known mishearings are in none of the fitted
//! sets; they are as sure as their words are unlikely in ordinary English.

use std::collections::{BTreeMap, HashMap};

use crate::detect::Scene;
use crate::dictionary::TermId;
use crate::evidence::{Evidence, Pulls};
use crate::gather::{Weighed, best_of_rivals};
use crate::weights::Weights;

/// How likely it is of each candidate of a document that its term was said. They are sorted by place.
pub(crate) fn weigh(weights: &Weights, scene: &Scene<'_>, weighed: &mut [Weighed]) {
    for one in weighed.iter_mut() {
        let log_odds = by_rule(&one.evidence).unwrap_or_else(|| weights.alone.value(&one.evidence));
        let log_odds = log_odds - AGAINST * one.evidence.unless.min(1.0) - across_sentences(&one.evidence);
        one.evidence.own = log_odds.clamp(LEAST, -LEAST);
    }
    let standings = standings(scene, weighed);
    for (one, standing) in weighed.iter_mut().zip(standings) {
        let evidence = &mut one.evidence;
        evidence.best_place = standing.best_place - evidence.own;
        evidence.best_elsewhere = standing.best_elsewhere;
        evidence.best_rival = standing.best_rival - evidence.own;
        evidence.likely_share = standing.likely_share;
        evidence.likely_rate = standing.likely_rate;
        let added = if by_rule(evidence).is_some() {
            0.0
        } else {
            from_others(evidence).sum() + weights.together.value(evidence)
        };
        one.confidence = probability(evidence.own + added);
    }
}

/// What the evidence did; none where a rule decided, which asks for no more than [`by_rule`] says.
pub(crate) fn pulls(weights: &Weights, evidence: &Evidence) -> Option<Pulls> {
    if by_rule(evidence).is_some() {
        return None;
    }
    let mut of = vec![0.0; Evidence::NAMES.len()];
    let start = weights.alone.pulls(evidence, &mut of) + weights.together.pulls(evidence, &mut of);
    let others = from_others(evidence);
    for (name, pull) in Evidence::NAMES.iter().zip(&mut of) {
        match *name {
            "best_place" => *pull += others.best_place,
            "repeats" => *pull += others.repeats,
            "best_elsewhere" => *pull += others.best_elsewhere,
            "unless" => *pull -= AGAINST * evidence.unless.min(1.0),
            "break_inside" => *pull -= across_sentences(evidence),
            _ => {}
        }
    }
    Some(Pulls { start, of })
}

/// What the other places of a term in the document add to the log-odds of one, as in `tools/fit.py`.
struct FromOthers {
    best_place: f32,
    repeats: f32,
    best_elsewhere: f32,
}

impl FromOthers {
    fn sum(&self) -> f32 {
        self.best_place + self.repeats + self.best_elsewhere
    }
}

/// Where one place of the same words as the same term is likely, the others become likelier, and all of them the more there
/// are: a recogniser that mishears a name mishears it again. Other words that are surely the same term show that it is
/// spoken of.
fn from_others(evidence: &Evidence) -> FromOthers {
    let is_likely = evidence.own + evidence.best_place > LIKELY;
    let is_possible = evidence.own > POSSIBLE;
    FromOthers {
        best_place: if is_likely { TO_BEST_PLACE * evidence.best_place } else { 0.0 },
        repeats: if is_likely { A_REPETITION * evidence.repeats } else { 0.0 },
        best_elsewhere: if is_possible { ELSEWHERE * evidence.best_elsewhere.max(0.0) } else { 0.0 },
    }
}

/// Log-odds from which the best place speaks for the others: four in ten.
const LIKELY: f32 = -0.405;
/// The share of the way to the best place that the others are brought.
const TO_BEST_PLACE: f32 = 0.5;
/// What each natural logarithm of the number of places is worth.
const A_REPETITION: f32 = 0.3;
/// Log-odds below which a term that is surely said elsewhere makes nothing likelier.
const POSSIBLE: f32 = -2.0;
/// What each log-odd of the term elsewhere is worth.
const ELSEWHERE: f32 = 0.1;

/// What a word right beside, that the dictionary gives as speaking against the term, takes from the log-odds; the farther
/// it stands, the less.
const AGAINST: f32 = 8.0;

/// The log-odds of what is as unlikely as can be, as in `tools/fit.py`: no set is large enough to tell more.
const LEAST: f32 = -7.6;

/// What the other candidates of a document tell of one; what is best in log-odds.
#[derive(Debug, Clone, Copy)]
struct Standing {
    best_place: f32,
    best_elsewhere: f32,
    best_rival: f32,
    likely_share: f32,
    likely_rate: f32,
}

fn standings(scene: &Scene<'_>, weighed: &[Weighed]) -> Vec<Standing> {
    let term = |one: &Weighed| scene.index.variant(one.candidate.variant).term;
    let is_fitted = |one: &&Weighed| by_rule(&one.evidence).is_none();
    let mut places = HashMap::new();
    let mut best_of_form: BTreeMap<(TermId, u32), f32> = BTreeMap::new();
    for one in weighed.iter().filter(is_fitted) {
        let best = places.entry((one.form, one.candidate.variant)).or_insert(LEAST);
        *best = one.evidence.own.max(*best);
        let best = best_of_form.entry((term(one), one.form)).or_insert(LEAST);
        *best = one.evidence.own.max(*best);
    }
    let sure = places.values().filter(|&&best| best > 0.0).count() as f32;
    let thousands = scene.tokens.len() as f32 / 1000.0 + 0.05;
    let mut likely = vec![0.0_f32; scene.index.dictionaries().len()];
    // The two likeliest forms of each term: the best of the others is one of them.
    let mut forms: BTreeMap<TermId, Vec<(u32, f32)>> = BTreeMap::new();
    for ((term, form), best) in best_of_form {
        forms.entry(term).or_default().push((form, best));
    }
    // In their order, for sums of fractions depend on it.
    for (term, forms) in &mut forms {
        forms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        forms.truncate(2);
        let best = probability(forms[0].1);
        if best > 0.5 {
            likely[scene.index.dictionary_number(*term)] += best;
        }
    }
    let rivals = best_of_rivals(scene, weighed, |one| is_fitted(&one).then_some(one.evidence.own));
    weighed
        .iter()
        .zip(rivals)
        .map(|(one, best_rival)| Standing {
            best_place: places.get(&(one.form, one.candidate.variant)).copied().unwrap_or(LEAST),
            best_elsewhere: forms
                .get(&term(one))
                .and_then(|forms| forms.iter().find(|(form, _)| *form != one.form))
                .map_or(LEAST, |&(_, best)| best),
            best_rival: best_rival.map_or(LEAST, |best| best.max(LEAST)),
            likely_share: likely[scene.index.dictionary_number(term(one))]
                / scene.index.dictionary_of(term(one)).size.max(1) as f32,
            likely_rate: (1.0 + sure / thousands).ln(),
        })
        .collect()
}

/// The log-odds of what no set of errors can teach: known mishearings, and names that are written in another case.
fn by_rule(evidence: &Evidence) -> Option<f32> {
    let is_named = evidence.capitals >= 0.5;
    let may_be_ordinary = evidence.heard_rarest > ORDINARY_WORD && !is_named;
    if evidence.alias > 0.0 {
        return Some(known_mishearing(evidence));
    }
    let is_spaced = evidence.form > 0.0 && evidence.vocabulary == 0.0 && evidence.words_heard > 1.0;
    if is_spaced && evidence.unknown > 0.0 && evidence.letters >= SHORTEST_SPACED && evidence.attached == 0.0 {
        // All the letters of a name, with a word among them that is none: "post gres q l".
        return Some(2.6 - evidence.break_inside);
    }
    if evidence.case_only == 0.0 {
        return None;
    }
    if evidence.attached > 0.0 && !is_named {
        // "github.com" is an address, "non-gitlab" a word of its own.
        return Some(-3.0);
    }
    if may_be_ordinary {
        return None;
    }
    // "IMDB" is IMDb, for the dictionary says how it is written; "graviton" may be the particle.
    let is_sure = evidence.capitals >= 0.99 || evidence.unknown > 0.99;
    Some(if is_sure { 3.0 } else { 1.2 * evidence.near.min(1.5) - if is_named { 0.0 } else { 0.6 } })
}

/// What a full stop among the heard words takes from all but a known mishearing: "in May. Ford line" is two sentences.
fn across_sentences(evidence: &Evidence) -> f32 {
    if evidence.break_inside > 1.0 && evidence.alias == 0.0 { 2.0 } else { 0.0 }
}

/// Fewer letters may stand beside each other by chance.
const SHORTEST_SPACED: f32 = 7.0;
/// A word above this Zipf value is an ordinary word of English, as for the detector of forms.
const ORDINARY_WORD: f32 = 2.5;
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

fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_mishearings_need_evidence_only_where_they_are_ordinary_english() {
        let alias = |evidence: Evidence| probability(known_mishearing(&evidence));
        let ordinary = Evidence { phrase: 3.9, capitals: 0.0, ..Evidence::default() };
        assert!(alias(Evidence { unknown: 0.3, ..ordinary }) > 0.9);
        assert!(alias(ordinary) < 0.5);
        assert!(alias(Evidence { capitals: 1.0, near: 0.5, ..ordinary }) > 0.9);
        assert!(alias(Evidence { capitals: 1.0, ..ordinary }) > alias(ordinary));
    }
}
