//! What a run came to, in numbers: files and words, and changes by rule, by term, by file and by how sure they were.

use std::collections::BTreeMap;

use super::Deed;
use crate::error::Error;
use crate::finding::{Finding, Rule, Tier};
use crate::settle::Sights;

/// Changes are counted by confidence from each of these up to the next, the last one up to 1.
pub(crate) const CONFIDENCES: [f32; 7] = [0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
/// So many different changes are counted apart; those that come later are counted in all else.
const MOST_WORDINGS: usize = 20_000;

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Summary {
    pub(crate) deed: Deed,
    /// How many files could be read and written.
    pub(crate) files: usize,
    /// Those that changed, in order.
    pub(crate) changed: Vec<Changed>,
    /// What went wrong, in order.
    pub(crate) failed: Vec<Error>,
    /// What was not come to, for somebody asked to stop.
    pub(crate) stopped: Vec<Error>,
    /// What all files came to.
    pub(crate) all: Tally,
}

/// A file that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changed {
    /// As the user named it.
    pub(crate) path: String,
    pub(crate) words: usize,
    pub(crate) changes: usize,
}

/// What a file, a part of one or several of them came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Tally {
    pub(crate) words: usize,
    pub(crate) changes: usize,
    pub(crate) by_rule: BTreeMap<Rule, usize>,
    pub(crate) by_term: BTreeMap<String, usize>,
    /// By the heard and the meant words.
    pub(crate) by_wording: BTreeMap<(String, String), usize>,
    /// By the steps of [`CONFIDENCES`].
    pub(crate) by_confidence: [usize; CONFIDENCES.len()],
    /// How many findings there were before anything was written and would be after, by tier.
    pub(crate) sights: Sights,
}

impl Tally {
    /// Counts what is written in a text of so many words.
    pub(crate) fn add(&mut self, words: usize, changes: &[Finding], sights: &Sights) {
        self.words += words;
        self.changes += changes.len();
        self.sights.add(sights);
        for Finding { rule, term, heard, meant, confidence, .. } in changes {
            *self.by_rule.entry(*rule).or_default() += 1;
            *self.by_term.entry(term.clone()).or_default() += 1;
            let step = CONFIDENCES.partition_point(|from| from <= confidence).saturating_sub(1);
            self.by_confidence[step] += 1;
            self.count_wording((heard.clone(), meant.clone().unwrap_or_default()), 1);
        }
    }

    fn count_wording(&mut self, wording: (String, String), count: usize) {
        if let Some(known) = self.by_wording.get_mut(&wording) {
            *known += count;
        } else if self.by_wording.len() < MOST_WORDINGS {
            self.by_wording.insert(wording, count);
        }
    }

    /// How many changes there are in 1,000 words.
    pub(crate) fn rate(&self) -> f64 {
        rate(self.changes, self.words)
    }

    fn append(&mut self, other: Tally) {
        self.words += other.words;
        self.changes += other.changes;
        self.sights.add(&other.sights);
        for (rule, count) in other.by_rule {
            *self.by_rule.entry(rule).or_default() += count;
        }
        for (term, count) in other.by_term {
            *self.by_term.entry(term).or_default() += count;
        }
        for (wording, count) in other.by_wording {
            self.count_wording(wording, count);
        }
        for (sum, count) in self.by_confidence.iter_mut().zip(other.by_confidence) {
            *sum += count;
        }
    }
}

impl Changed {
    /// How many changes there are in 1,000 words.
    pub(crate) fn rate(&self) -> f64 {
        rate(self.changes, self.words)
    }
}

fn rate(changes: usize, words: usize) -> f64 {
    changes as f64 * 1000.0 / words.max(1) as f64
}

impl Summary {
    pub(crate) fn new(deed: Deed) -> Summary {
        Summary { deed, files: 0, changed: Vec::new(), failed: Vec::new(), stopped: Vec::new(), all: Tally::default() }
    }

    /// Takes up what a file came to.
    pub(crate) fn take(&mut self, path: &str, tally: Tally) {
        self.files += 1;
        if tally.changes > 0 {
            let Tally { words, changes, .. } = tally;
            self.changed.push(Changed { path: path.to_owned(), words, changes });
        }
        self.all.append(tally);
    }

    /// How many files stayed as they were.
    pub(crate) fn unchanged(&self) -> usize {
        self.files - self.changed.len()
    }

    /// The tiers from the surest on, each with how many findings there were before and would be after.
    pub(crate) fn tiers(&self) -> impl Iterator<Item = (Tier, usize, usize)> {
        let Sights { before, after } = self.all.sights;
        Tier::ALL.into_iter().zip(before).zip(after).map(|((tier, before), after)| (tier, before, after)).rev()
    }
}
