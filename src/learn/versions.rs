//! Where two versions of a text differ, word by word, in a time that no text makes long.
//!
//! Runs of words that stand once in each version tie the two together, long runs first, then shorter ones in between; what
//! is left between two ties is compared word by word where it is short. Stretches that nothing ties are one difference.

use std::ops::Range;

use hashbrown::HashMap;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Words of the old version, and what the new one has in their place; one of the two may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// How many words in a row tie two versions together, at the first attempt and the next ones.
const TIES: [usize; 4] = [8, 4, 2, 1];
/// Stretches are compared word by word if the product of their lengths is no more than this.
const COMPARED: usize = 1 << 16;

/// What repeats itself is compared in pieces of so many words,
const PIECE: usize = 256;
/// each of which ends where so many words agree.
const AGREED: usize = 4;

/// The differences of two versions, whose words are numbers: in order, with equal words between any two.
pub(super) fn changes(old: &[u32], new: &[u32]) -> Vec<Change> {
    let mut found = Vec::new();
    Stretch { old, new, old_at: 0, new_at: 0 }.compare(&TIES, &mut found);
    found
}

/// A part of both versions, and where it begins in them.
#[derive(Clone, Copy)]
struct Stretch<'a> {
    old: &'a [u32],
    new: &'a [u32],
    old_at: usize,
    new_at: usize,
}

impl<'a> Stretch<'a> {
    fn part(&self, old: Range<usize>, new: Range<usize>) -> Stretch<'a> {
        Stretch {
            old_at: self.old_at + old.start,
            new_at: self.new_at + new.start,
            old: &self.old[old],
            new: &self.new[new],
        }
    }

    /// Without what both begin and end with.
    fn trimmed(&self) -> Stretch<'a> {
        let start = self.old.iter().zip(self.new).take_while(|(old, new)| old == new).count();
        let ends = self.old[start..].iter().rev().zip(self.new[start..].iter().rev());
        let end = ends.take_while(|(old, new)| old == new).count();
        self.part(start..self.old.len() - end, start..self.new.len() - end)
    }

    fn compare(&self, ties: &[usize], found: &mut Vec<Change>) {
        let own = self.trimmed();
        if own.old.is_empty() && own.new.is_empty() {
            return;
        }
        if own.old.len().saturating_mul(own.new.len()) <= COMPARED {
            return own.compare_words(found);
        }
        let Some((&length, shorter)) = ties.split_first() else { return own.compare_in_order(found) };
        let pairs = tied(own.old, own.new, length);
        let (mut old, mut new) = (0, 0);
        for (at_old, at_new) in pairs {
            let goes_on = at_old + new == at_new + old;
            if at_old < old || at_new < new {
                // Runs of one tie overlap.
                if goes_on {
                    (old, new) = (old.max(at_old + length), new.max(at_new + length));
                }
                continue;
            }
            own.part(old..at_old, new..at_new).compare(shorter, found);
            (old, new) = (at_old + length, at_new + length);
        }
        own.part(old..own.old.len(), new..own.new.len()).compare(shorter, found);
    }

    fn compare_words(&self, found: &mut Vec<Change>) {
        match (self.old.is_empty(), self.new.is_empty()) {
            (true, true) => return,
            (false, false) => {}
            _ => return self.push(found),
        }
        for op in capture_diff_slices(Algorithm::Myers, self.old, self.new) {
            if !matches!(op, DiffOp::Equal { .. }) {
                self.part(op.old_range(), op.new_range()).push(found);
            }
        }
    }

    /// Compares what repeats itself, so that nothing ties it: piece by piece from the beginning, as long as most agrees.
    fn compare_in_order(&self, found: &mut Vec<Change>) {
        let mut rest = *self;
        while rest.old.len().saturating_mul(rest.new.len()) > COMPARED {
            let ops = capture_diff_slices(
                Algorithm::Myers,
                &rest.old[..PIECE.min(rest.old.len())],
                &rest.new[..PIECE.min(rest.new.len())],
            );
            let is_sure = |op: &&DiffOp| matches!(op, DiffOp::Equal { len, .. } if *len >= AGREED);
            let Some(last) = ops.iter().rposition(|op| is_sure(&op)) else { break };
            let (old, new) = (ops[last].old_range().end, ops[last].new_range().end);
            if old < PIECE / 4 || new < PIECE / 4 {
                break;
            }
            for op in ops[..last].iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
                rest.part(op.old_range(), op.new_range()).push(found);
            }
            rest = rest.part(old..rest.old.len(), new..rest.new.len());
        }
        match rest.old.len().saturating_mul(rest.new.len()) {
            0..=COMPARED => rest.compare_words(found),
            _ => rest.push(found),
        }
    }

    /// Notes that all of it differs.
    fn push(&self, found: &mut Vec<Change>) {
        let change =
            Change { old: self.old_at..self.old_at + self.old.len(), new: self.new_at..self.new_at + self.new.len() };
        match found.last_mut() {
            // No word that is the same stands between them.
            Some(last) if last.old.end == change.old.start && last.new.end == change.new.start => {
                last.old.end = change.old.end;
                last.new.end = change.new.end;
            }
            _ => found.push(change),
        }
    }
}

/// Where runs of so many words that stand once in each version begin, as many as are in the same order in both.
fn tied(old: &[u32], new: &[u32], length: usize) -> Vec<(usize, usize)> {
    let in_new = single_runs(new, length);
    let mut pairs: Vec<(usize, usize)> =
        single_runs(old, length).into_iter().filter_map(|(run, at)| Some((at?, (*in_new.get(run)?)?))).collect();
    pairs.sort_unstable();
    longest_rising(&pairs)
}

/// Where each run of so many words begins; none where it stands more than once.
fn single_runs(words: &[u32], length: usize) -> HashMap<&[u32], Option<usize>> {
    let mut runs = HashMap::with_capacity(words.len());
    for (at, run) in words.windows(length).enumerate() {
        runs.entry(run).and_modify(|place| *place = None).or_insert(Some(at));
    }
    runs
}

/// The most of the pairs, which are sorted by their first place, whose second places rise as well.
fn longest_rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The last pair of the best chain of each length, and which pair each stands behind.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (number, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < pair.1);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        match ends.get_mut(length) {
            Some(end) => *end = number,
            None => ends.push(number),
        }
    }
    let mut chain: Vec<(usize, usize)> =
        std::iter::successors(ends.last().copied(), |&number| before[number]).map(|number| pairs[number]).collect();
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What differs, with each side's words joined.
    fn told(old: &str, new: &str) -> Vec<String> {
        let number = |word: &str| word.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31) + u32::from(byte));
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let (old, new) = (words(old), words(new));
        let numbers = |words: &[String]| words.iter().map(|word| number(word)).collect::<Vec<_>>();
        let found = changes(&numbers(&old), &numbers(&new));
        found.into_iter().map(|one| format!("{}|{}", old[one.old].join(" "), new[one.new].join(" "))).collect()
    }

    #[test]
    fn short_texts_are_compared_word_by_word() {
        let cases = [
            ("", "", vec![]),
            ("a b c", "a b c", vec![]),
            ("a b c", "a x c", vec!["b|x"]),
            ("a b c", "", vec!["a b c|"]),
            ("a b c d", "a c d e", vec!["b|", "|e"]),
            ("we moved to led jar last week", "we moved to ledgr last week", vec!["led jar|ledgr"]),
        ];
        for (old, new, expected) in cases {
            assert_eq!(told(old, new), expected, "{old} / {new}");
        }
    }

    #[test]
    fn long_texts_are_tied_together_first() {
        for repeats in [5000, 1900, 40] {
            long_text_with_three_changes(repeats);
        }
    }

    fn long_text_with_three_changes(repeats: usize) {
        let old: Vec<String> = (0..5000).map(|number| format!("w{} and", number % repeats)).collect();
        let mut new = old.clone();
        new[100] = "x".to_owned();
        new[4000] = "y z".to_owned();
        new.drain(2000..2010);
        let found = told(&old.join(" "), &new.join(" "));
        assert_eq!(found.len(), 3, "{repeats}: {} changes", found.len());
        let replaced = |at: usize| format!("w{} and", at % repeats);
        assert_eq!((&*found[0], &*found[2]), (&*format!("{}|x", replaced(100)), &*format!("{}|y z", replaced(4000))));
    }

    #[test]
    fn what_nothing_ties_is_one_difference() {
        let old: Vec<u32> = (0..200_000).map(|number| number % 7).collect();
        let new: Vec<u32> = (0..200_000).map(|number| 8 + number % 5).collect();
        assert_eq!(changes(&old, &new), [Change { old: 0..200_000, new: 0..200_000 }]);
    }
}
