//! Which of overlapping candidates stands.

use crate::gather::Weighed;

/// A candidate that stands, and those that it stands in the place of, the likeliest first.
#[derive(Debug)]
pub(crate) struct Resolved {
    pub(crate) chosen: Weighed,
    pub(crate) others: Vec<Weighed>,
}

/// Chooses the likeliest of each group that overlaps; of equals the one with more words, then the first.
///
/// The chosen never overlap. Each of the rest goes to the chosen one that it overlaps most.
pub(crate) fn resolve(mut weighed: Vec<Weighed>) -> Vec<Resolved> {
    weighed.sort_by(|a, b| {
        b.confidence
            .total_cmp(&a.confidence)
            .then(a.candidate.rule.cmp(&b.candidate.rule))
            .then(b.candidate.words.len().cmp(&a.candidate.words.len()))
            .then(a.candidate.words.start.cmp(&b.candidate.words.start))
            .then(a.candidate.variant.cmp(&b.candidate.variant))
    });
    let mut owner: Vec<Option<u32>> =
        vec![None; weighed.iter().map(|one| one.candidate.words.end as usize).max().unwrap_or(0)];
    let mut resolved: Vec<Resolved> = Vec::new();
    for one in weighed {
        let words = one.candidate.words.start as usize..one.candidate.words.end as usize;
        match owner[words.clone()].iter().flatten().next() {
            Some(&number) => resolved[number as usize].others.push(one),
            None => {
                owner[words].fill(Some(resolved.len() as u32));
                resolved.push(Resolved { chosen: one, others: Vec::new() });
            }
        }
    }
    resolved
}
