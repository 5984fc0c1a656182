//! The fitted weights: boosted trees that turn evidence into log-odds, read from what `tools/fit.py` writes.

use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use crate::evidence::Evidence;

/// The fitted weights.
#[derive(Debug, PartialEq, Deserialize)]
pub(crate) struct Weights {
    /// For a candidate alone.
    pub(crate) alone: Round,
    /// What the other candidates add.
    pub(crate) together: Round,
}

/// Trees, and the evidence that they ask for.
#[derive(Debug, PartialEq, Deserialize)]
pub(crate) struct Round {
    /// The names of the evidence; a split names one by its place here.
    features: Vec<String>,
    trees: Vec<Tree>,
    /// The trees again, as they are asked.
    #[serde(skip)]
    asked: Vec<Asked>,
}

/// One tree: a few questions, and what each outcome adds to the log-odds.
#[derive(Debug, PartialEq, Deserialize)]
struct Tree {
    splits: Vec<Split>,
    leaves: Vec<f32>,
}

/// Evidence up to the threshold goes to the first branch, above it to the second. A branch is the number of a split, or
/// one less than the negative of a leaf.
#[derive(Debug, PartialEq, Deserialize)]
struct Split(usize, f32, i32, i32);

static SHIPPED: LazyLock<Arc<Weights>> =
    LazyLock::new(|| Arc::new(Weights::read(include_str!("weights.json")).expect("a test reads the shipped weights")));

impl Weights {
    /// The weights that ship.
    pub(crate) fn shipped() -> Arc<Weights> {
        Arc::clone(&SHIPPED)
    }

    /// Reads what `tools/fit.py` wrote; none where it is something else, or about other evidence.
    pub(crate) fn read(text: &str) -> Option<Weights> {
        let mut weights: Weights = serde_json::from_str(text).ok()?;
        weights.alone.prepare()?;
        weights.together.prepare()?;
        Some(weights)
    }
}

/// A tree whose questions are all asked at once, and what each of the eight ways to answer them adds.
///
/// Without branches: which way a small tree goes is a coin's toss to the processor, and there are hundreds of them.
#[derive(Debug, PartialEq)]
struct Asked {
    /// Places among the fields of [`Evidence`].
    places: [usize; QUESTIONS],
    thresholds: [f32; QUESTIONS],
    outcomes: [f32; 1 << QUESTIONS],
}

/// The most questions of one tree.
const QUESTIONS: usize = 3;
/// All questions of a tree answered, a bit each.
const ALL: usize = (1 << QUESTIONS) - 1;
/// Room for all evidence, so that no place is outside.
const ROOM: usize = Evidence::NAMES.len().next_power_of_two();
/// So many candidates are weighed at once: with fewer the compiler writes the same out for each.
pub(crate) const SIDE_BY_SIDE: usize = 32;

impl Round {
    /// Makes ready to be asked; none where a name is no evidence or a tree is too large.
    fn prepare(&mut self) -> Option<()> {
        let place = |name: &String| Evidence::NAMES.iter().position(|known| known == name);
        let places: Vec<usize> = self.features.iter().map(place).collect::<Option<_>>()?;
        self.asked = self.trees.iter().map(|tree| Asked::new(tree, &places)).collect::<Option<_>>()?;
        Some(())
    }

    /// What all trees add up to, for several candidates at once: the processor asks all of them the same question together.
    pub(crate) fn values(&self, all: &[Evidence; SIDE_BY_SIDE]) -> [f32; SIDE_BY_SIDE] {
        let mut values = [[0.0; SIDE_BY_SIDE]; ROOM];
        for (number, evidence) in all.iter().enumerate() {
            for (values, value) in values.iter_mut().zip(evidence.fields()) {
                values[number] = value;
            }
        }
        let mut sums = [0.0; SIDE_BY_SIDE];
        for tree in &self.asked {
            let [first, second, third] = tree.places.map(|place| &values[place % ROOM]);
            let [above_first, above_second, above_third] = tree.thresholds;
            let mut answers = [0_u32; SIDE_BY_SIDE];
            for side in 0..SIDE_BY_SIDE {
                let bit = |above: bool, bit: u32| if above { bit } else { 0 };
                answers[side] = bit(first[side] > above_first, 1)
                    | bit(second[side] > above_second, 2)
                    | bit(third[side] > above_third, 4);
            }
            for (sum, answers) in sums.iter_mut().zip(answers) {
                *sum += tree.outcomes[answers as usize & ALL];
            }
        }
        sums
    }

    /// Whether the trees ask for no evidence but this.
    pub(crate) fn asks_only_for(&self, names: &[&[&str]]) -> bool {
        self.features.iter().all(|feature| names.iter().any(|names| names.contains(&&**feature)))
    }

    /// Adds to `pulls` what each piece of evidence did to [`Round::values`], and answers with what is left: what holds if
    /// nothing is known.
    pub(crate) fn pulls(&self, evidence: &Evidence, pulls: &mut [f32]) -> f32 {
        let values = evidence.values();
        self.asked.iter().map(|tree| tree.pulls(&values, pulls)).sum()
    }
}

impl Asked {
    fn new(tree: &Tree, places: &[usize]) -> Option<Asked> {
        if tree.splits.len() > QUESTIONS {
            return None;
        }
        let mut asked =
            Asked { places: [0; QUESTIONS], thresholds: [f32::INFINITY; QUESTIONS], outcomes: [0.0; 1 << QUESTIONS] };
        for (question, &Split(feature, threshold, ..)) in tree.splits.iter().enumerate() {
            asked.places[question] = *places.get(feature)?;
            asked.thresholds[question] = threshold;
        }
        for (answers, outcome) in asked.outcomes.iter_mut().enumerate() {
            *outcome = tree.outcome(answers)?;
        }
        Some(asked)
    }

    /// The answers, a bit each.
    fn answers(&self, values: &[f32]) -> usize {
        let above = |question: usize| usize::from(values[self.places[question]] > self.thresholds[question]);
        above(0) | above(1) << 1 | above(2) << 2
    }

    /// Shares the outcome among the questions: each gets what its answer changes, over all orders in which the answers
    /// may come in (Shapley values, as in Lundberg and Lee 2017); an answer that is not in yet may be either.
    fn pulls(&self, values: &[f32], pulls: &mut [f32]) -> f32 {
        let answers = self.answers(values);
        let with = |known: usize| {
            let fits = (0..=ALL).filter(|other| (other ^ answers) & known == 0);
            let (sum, count) = fits.fold((0.0, 0.0), |(sum, count), other| (sum + self.outcomes[other], count + 1.0));
            sum / count
        };
        for (question, &place) in self.places.iter().enumerate() {
            let own = 1 << question;
            for known in (0..=ALL).filter(|known| known & own == 0) {
                // Of the six orders, so many have just these answers in before.
                let orders = if known.is_power_of_two() { 1.0 } else { 2.0 };
                pulls[place] += orders / 6.0 * (with(known | own) - with(known));
            }
        }
        with(0)
    }
}

impl Tree {
    /// What the tree adds when the evidence is above the threshold of those splits whose bit is set in `above`.
    fn outcome(&self, above: usize) -> Option<f32> {
        let mut at = 0;
        // A split leads to a later one, so that there are no more steps than splits.
        for _ in &self.splits {
            let &Split(_, _, below, beyond) = self.splits.get(at)?;
            let next = if above >> at & 1 == 0 { below } else { beyond };
            match usize::try_from(next) {
                Ok(split) => at = split,
                Err(_) => return self.leaves.get(next.unsigned_abs() as usize - 1).copied(),
            }
        }
        self.leaves.first().copied().filter(|_| self.splits.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_can_be_read() {
        let weights = Weights::read(include_str!("weights.json")).expect("the shipped weights");
        assert!(!weights.alone.asked.is_empty() && !weights.together.asked.is_empty());
    }

    #[test]
    fn a_tree_answers_as_its_splits_say() {
        // Up to 1: the first leaf. Above: by the other feature, the second or the third.
        let tree = Tree { splits: vec![Split(0, 1.0, -1, 1), Split(1, 5.0, -2, -3)], leaves: vec![0.1, 0.2, 0.3] };
        let asked = Asked::new(&tree, &[0, 1]).expect("a small tree");
        for (values, expected) in [([0.5, 9.0], 0.1), ([1.0, 1.0], 0.1), ([2.0, 5.0], 0.2), ([2.0, 5.5], 0.3)] {
            assert!((asked.outcomes[asked.answers(&values)] - expected).abs() < f32::EPSILON, "{values:?}");
        }
        // What each did, and what was there before, is the whole.
        let mut pulls = [0.0; 2];
        let start = asked.pulls(&[2.0, 5.5], &mut pulls);
        assert!((start + pulls[0] + pulls[1] - 0.3).abs() < 1e-6 && pulls[0] > pulls[1], "{start} {pulls:?}");
        let endless = Tree { splits: vec![Split(0, 1.0, 0, 0)], leaves: vec![0.1] };
        assert!(Asked::new(&endless, &[0]).is_none());
    }
}
