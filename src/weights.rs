//! The fitted weights: boosted trees that turn evidence into log-odds, read from what `tools/fit.py` writes.
//!
//! # Format
//!
//! `WGT1`, and then two rounds: what a candidate is worth alone, and what the others add. Each is, little-endian,
//!
//! | bytes | what |
//! |---|---|
//! | 2 | u16 length of the names |
//! | that many | the names of the evidence that is asked for, a line each |
//! | 2 | u16 number of trees |
//! | 48 a tree | three questions: u8 number of a name each, and a zero; three f32 thresholds; eight f32 outcomes |
//!
//! The number of an outcome has a bit for each question, the first the lowest: whether the evidence is above the threshold. A
//! question that is not needed has an infinite threshold.

use std::sync::{Arc, LazyLock};

use crate::bytes::{byte, long, short};
use crate::evidence::Evidence;

/// The fitted weights.
#[derive(Debug, PartialEq)]
pub(crate) struct Weights {
    /// For a candidate alone.
    pub(crate) alone: Round,
    /// What the other candidates add.
    pub(crate) together: Round,
}

/// Trees, and the evidence that they ask for.
#[derive(Debug, PartialEq)]
pub(crate) struct Round {
    /// Places among the fields of [`Evidence`].
    features: Vec<usize>,
    trees: Vec<Tree>,
}

static SHIPPED: LazyLock<Arc<Weights>> =
    LazyLock::new(|| Arc::new(Weights::read(include_bytes!("weights.bin")).expect("a test reads the shipped weights")));

impl Weights {
    /// The weights that ship.
    pub(crate) fn shipped() -> Arc<Weights> {
        Arc::clone(&SHIPPED)
    }

    /// Reads what `tools/fit.py` wrote; none where it is something else, or about other evidence.
    pub(crate) fn read(table: &[u8]) -> Option<Weights> {
        let (alone, rest) = Round::read(table.strip_prefix(b"WGT1")?)?;
        let (together, rest) = Round::read(rest)?;
        rest.is_empty().then_some(Weights { alone, together })
    }
}

/// A tree whose questions are all asked at once, and what each of the eight ways to answer them adds.
///
/// Without branches: which way a small tree goes is a coin's toss to the processor, and there are hundreds of them.
#[derive(Debug, PartialEq)]
struct Tree {
    /// Places among the fields of [`Evidence`].
    places: [usize; QUESTIONS],
    thresholds: [f32; QUESTIONS],
    outcomes: [f32; 1 << QUESTIONS],
}

/// The most questions of one tree.
const QUESTIONS: usize = 3;
/// The bytes of a tree.
const TREE: usize = 48;
/// All questions of a tree answered, a bit each.
const ALL: usize = (1 << QUESTIONS) - 1;
/// Room for all evidence, so that no place is outside.
const ROOM: usize = Evidence::NAMES.len().next_power_of_two();
/// So many candidates are weighed at once: with fewer the processor looks the same up for each.
pub(crate) const SIDE_BY_SIDE: usize = 32;
/// Where there are no more than so many, as in a short record, it is not done for empty places.
pub(crate) const FEW: usize = 8;

impl Round {
    /// Reads a round, and what follows it.
    fn read(table: &[u8]) -> Option<(Round, &[u8])> {
        let (names, rest) = table.get(2..)?.split_at_checked(usize::from(short(table, 0)))?;
        let place = |name: &str| Evidence::NAMES.iter().position(|known| *known == name);
        let features: Vec<usize> = std::str::from_utf8(names).ok()?.lines().map(place).collect::<Option<_>>()?;
        let (trees, after) = rest.get(2..)?.split_at_checked(TREE * usize::from(short(rest, 0)))?;
        let trees = trees.chunks_exact(TREE).map(|tree| Tree::read(tree, &features)).collect::<Option<_>>()?;
        Some((Round { features, trees }, after))
    }

    /// What all trees add up to, for several candidates at once: the processor asks all of them the same question together.
    pub(crate) fn values<const SIDES: usize>(&self, all: &[Evidence; SIDES]) -> [f32; SIDES] {
        let mut values = [[0.0; SIDES]; ROOM];
        for (number, evidence) in all.iter().enumerate() {
            for (values, value) in values.iter_mut().zip(evidence.fields()) {
                values[number] = value;
            }
        }
        let mut sums = [0.0; SIDES];
        for tree in &self.trees {
            let [first, second, third] = tree.places.map(|place| &values[place % ROOM]);
            let [above_first, above_second, above_third] = tree.thresholds;
            let mut answers = [0_u32; SIDES];
            for side in 0..SIDES {
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
        self.features.iter().all(|&place| names.iter().any(|names| names.contains(&Evidence::NAMES[place])))
    }

    /// Adds to `pulls` what each piece of evidence did to [`Round::values`], and answers with what is left: what holds if
    /// nothing is known.
    pub(crate) fn pulls(&self, evidence: &Evidence, pulls: &mut [f32]) -> f32 {
        let values = evidence.values();
        self.trees.iter().map(|tree| tree.pulls(&values, pulls)).sum()
    }
}

impl Tree {
    fn read(table: &[u8], features: &[usize]) -> Option<Tree> {
        let number = |at: usize| f32::from_bits(long(table, 4 + 4 * at));
        let mut tree = Tree { places: [0; QUESTIONS], thresholds: [0.0; QUESTIONS], outcomes: [0.0; 1 << QUESTIONS] };
        for question in 0..QUESTIONS {
            tree.places[question] = *features.get(usize::from(byte(table, question)))?;
            tree.thresholds[question] = number(question);
        }
        for (answers, outcome) in tree.outcomes.iter_mut().enumerate() {
            *outcome = number(QUESTIONS + answers);
        }
        tree.outcomes.iter().all(|outcome| outcome.is_finite()).then_some(tree)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Up to 1 of the first evidence: 0.1. Above: by the second, 0.2 or 0.3.
    const OUTCOMES: [f32; 8] = [0.1, 0.2, 0.1, 0.3, 0.1, 0.2, 0.1, 0.3];

    fn round(names: &str, trees: &[[u8; 3]]) -> Vec<u8> {
        let mut table = (names.len() as u16).to_le_bytes().to_vec();
        table.extend(names.as_bytes());
        table.extend((trees.len() as u16).to_le_bytes());
        for questions in trees {
            table.extend(questions);
            table.push(0);
            table.extend([1.0, 5.0, f32::INFINITY].into_iter().chain(OUTCOMES).flat_map(f32::to_le_bytes));
        }
        table
    }

    #[test]
    fn the_shipped_weights_can_be_read() {
        let weights = Weights::read(include_bytes!("weights.bin")).expect("the shipped weights");
        assert!(!weights.alone.trees.is_empty() && !weights.together.trees.is_empty());
    }

    #[test]
    fn a_tree_answers_as_its_questions_say() {
        let names = format!("{}\n{}", Evidence::NAMES[0], Evidence::NAMES[1]);
        let table = [b"WGT1".to_vec(), round(&names, &[[0, 1, 0]]), round("", &[])].concat();
        let weights = Weights::read(&table).expect("weights");
        let tree = &weights.alone.trees[0];
        for (values, expected) in [([0.5, 9.0], 0.1), ([1.0, 1.0], 0.1), ([2.0, 5.0], 0.2), ([2.0, 5.5], 0.3)] {
            assert!((tree.outcomes[tree.answers(&values)] - expected).abs() < f32::EPSILON, "{values:?}");
        }
        // What each did, and what was there before, is the whole.
        let mut pulls = [0.0; 2];
        let start = tree.pulls(&[2.0, 5.5], &mut pulls);
        assert!((start + pulls[0] + pulls[1] - 0.3).abs() < 1e-6 && pulls[0] > pulls[1], "{start} {pulls:?}");
        for length in 0..table.len() {
            assert_eq!(Weights::read(&table[..length]), None, "{length}");
        }
    }

    #[test]
    fn weights_for_other_evidence_are_refused() {
        let of = |names: &str, questions: [u8; 3]| {
            Weights::read(&[b"WGT1".to_vec(), round(names, &[questions]), round("", &[])].concat())
        };
        let name = Evidence::NAMES[0];
        assert!(of(name, [0, 0, 0]).is_some());
        assert!(of("phase_of_the_moon", [0, 0, 0]).is_none());
        assert!(of(name, [0, 1, 0]).is_none());
    }
}
