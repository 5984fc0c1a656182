//! Fixing until nothing is left to fix, so that what was fixed is not fixed again.
//!
//! A term that was put in speaks for others: "far gate" that became Fargate makes "terror form" likelier to be Terraform.
//! So the fixed text is scanned again, and what is found there is brought back to the file as it was read, until a scan
//! finds nothing more. Most texts need one round.

use std::ops::Range;

use crate::dictionary::Index;
use crate::document::Document;
use crate::edit::{Edit, Edits};
use crate::finding::{Finding, Tier};
use crate::plan::{Plan, Taken, plan};
use crate::scan::scan;
use crate::settings::Settings;
use crate::span::Span;

/// More rounds than any text needs that was not made to need them; a term may speak for the next of a long chain.
const ROUNDS: usize = 64;

/// Scans a document and plans the findings from a tier on, with those that only show once the first are written.
///
/// What is planned, written and read again has nothing left from that tier on, but for a text that takes more than 64
/// rounds and for what the file's encoding cannot hold.
///
/// ```
/// use mondegreen::{Index, Settings, Tier, builtin, settle};
///
/// let index = Index::new(builtin("cloud"));
/// let document = mondegreen::read(b"It runs on Trainium 2.".to_vec(), "talk.txt", None, None)?;
/// let plan = settle(&document, &index, &Settings::default(), Tier::Auto);
/// assert_eq!(document.write(&plan.edits), b"It runs on Trainium2.");
/// # Ok::<(), mondegreen::Error>(())
/// ```
pub fn settle(document: &Document, index: &Index, settings: &Settings, from: Tier) -> Plan {
    settle_with_sights(document, index, settings, from).0
}

/// How many findings there are of each tier, in the order of [`Tier::ALL`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sights {
    /// In the file as it was read.
    pub(crate) before: [usize; Tier::ALL.len()],
    /// In what it is once it is written.
    pub(crate) after: [usize; Tier::ALL.len()],
}

impl Sights {
    /// Counts those of another text too.
    #[cfg(feature = "cli")]
    pub(crate) fn add(&mut self, other: &Sights) {
        let own = self.before.iter_mut().chain(&mut self.after);
        own.zip(other.before.iter().chain(&other.after)).for_each(|(sum, count)| *sum += count);
    }
}

fn by_tier(findings: &[Finding]) -> [usize; Tier::ALL.len()] {
    Tier::ALL.map(|tier| findings.iter().filter(|finding| finding.tier == tier).count())
}

/// As [`settle`], with what there is to see before and after.
pub(crate) fn settle_with_sights(
    document: &Document,
    index: &Index,
    settings: &Settings,
    from: Tier,
) -> (Plan, Sights) {
    let found = scan(document, index, settings);
    let before = by_tier(&found);
    let mut sights = Sights { before, after: before };
    let mut planned = plan(found, from);
    for _ in 1..ROUNDS {
        if planned.edits.is_empty() {
            break;
        }
        let changes = Changes::of(document, &planned.edits);
        let Some(again) = document.with_text(changes.written(document.file_text())) else { break };
        let found = scan(&again, index, settings);
        sights.after = by_tier(&found);
        let more = plan(found, from);
        if more.edits.is_empty() {
            break;
        }
        let findings = planned.findings;
        planned = plan(brought_back(document, &changes, findings, &again, more.findings), from);
    }
    (planned, sights)
}

/// The findings of both rounds, in the file as it was read; where they meet, the later one with all that both changed.
fn brought_back(
    document: &Document,
    changes: &Changes,
    mut findings: Vec<Finding>,
    again: &Document,
    more: Vec<Finding>,
) -> Vec<Finding> {
    let mut taken = Taken::default();
    let mut later = Vec::new();
    for mut finding in more {
        let brought =
            finding.edits.iter().map(|edit| changes.brought_back(again.file_text_range(edit.at()), edit.text()));
        let brought: Vec<Change> = brought.collect();
        let Some(edits) = brought.iter().map(|change| document.edit(change.at.clone(), &change.text)).collect() else {
            continue;
        };
        finding.edits = edits;
        let [first, ..] = &brought[..] else { continue };
        if !taken.take(&finding.edits) {
            continue;
        }
        finding.at = finding.edits[0].at();
        document.file_text()[first.at.clone()].clone_into(&mut finding.heard);
        finding.meant = Some(first.text.clone());
        let start = document.position(first.at.start);
        finding.span = Span { start, end: document.position(first.at.end).max(start) };
        finding.place = document.place(start);
        later.push(finding);
    }
    findings.retain(|earlier| taken.take(&earlier.edits));
    findings.append(&mut later);
    findings
}

/// A stretch of the file's text, and what comes in its place.
#[derive(Debug, Clone, PartialEq)]
struct Change {
    at: Range<usize>,
    text: String,
}

/// Changes in order, apart from each other, each with where its text stands in the written text.
struct Changes(Vec<(Change, Range<usize>)>);

impl Changes {
    fn of(document: &Document, edits: &Edits) -> Changes {
        let change = |edit: &Edit| Change { at: document.file_text_range(edit.at()), text: edit.text().to_owned() };
        Changes::new(edits.iter().map(change))
    }

    fn new(changes: impl Iterator<Item = Change>) -> Changes {
        let (mut before, mut written) = (0, 0);
        let placed = changes.map(|change| {
            let start = written + (change.at.start - before);
            (before, written) = (change.at.end, start + change.text.len());
            (change, start..written)
        });
        Changes(placed.collect())
    }

    /// The text with the changes made.
    fn written(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 64);
        let mut done = 0;
        for (Change { at, text: new }, _) in &self.0 {
            out.push_str(&text[done..at.start]);
            out.push_str(new);
            done = at.end;
        }
        out.push_str(&text[done..]);
        out
    }

    /// A change of the written text as a change of the text before: with those that it touches, as one.
    fn brought_back(&self, at: Range<usize>, text: &str) -> Change {
        let begun = &self.0[..self.0.partition_point(|(_, image)| image.start < at.end)];
        let passed = begun.partition_point(|(_, image)| image.end <= at.start);
        let behind = |count: usize, position: usize| match begun[..count].last() {
            Some((change, image)) => position - image.end + change.at.end,
            None => position,
        };
        let [(first, first_image), ..] = &begun[passed..] else {
            return Change { at: behind(passed, at.start)..behind(passed, at.end), text: text.to_owned() };
        };
        let (last, last_image) = &begun[begun.len() - 1];
        let kept_before = &first.text[..at.start.saturating_sub(first_image.start)];
        let kept_after = last.text.get(at.end - last_image.start..).unwrap_or_default();
        let start = if first_image.start <= at.start { first.at.start } else { behind(passed, at.start) };
        let end = if at.end <= last_image.end { last.at.end } else { behind(begun.len(), at.end) };
        Change { at: start..end, text: format!("{kept_before}{text}{kept_after}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes() -> Changes {
        let change = |at, text: &str| Change { at, text: text.to_owned() };
        Changes::new([change(4..13, "Trainium"), change(21..22, "to the")].into_iter())
    }

    #[test]
    fn changes_of_the_written_text_reach_the_text_before() {
        let before = "the train ium three, x and more";
        let written = changes().written(before);
        assert_eq!(written, "the Trainium three, to the and more");
        for (heard, meant, expected) in [
            ("Trainium three", "Trainium3", "the Trainium3, to the and more"),
            ("the T", "that t", "that trainium three, to the and more"),
            ("three", "3", "the Trainium 3, to the and more"),
            ("more", "less", "the Trainium three, to the and less"),
            ("the", "a", "a Trainium three, to the and more"),
            ("o th", "-", "the Trainium three, t-e and more"),
            ("Trainium three, to the", "T", "the T and more"),
            ("three, to", "3 t", "the Trainium 3 t the and more"),
        ] {
            let at = written.find(heard).expect("it stands there");
            let change = changes().brought_back(at..at + heard.len(), meant);
            let apart = |old: &Change| old.at.end <= change.at.start || change.at.end <= old.at.start;
            let mut all: Vec<Change> = changes().0.into_iter().map(|(old, _)| old).filter(apart).collect();
            all.push(change);
            all.sort_by_key(|change| change.at.start);
            assert_eq!(Changes::new(all.into_iter()).written(before), expected, "{heard}");
        }
    }
}
