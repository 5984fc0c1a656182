//! Fixing until nothing is left to fix, so that what was fixed is not fixed again.
//!
//! A term that was put in speaks for others: "far gate" that became Fargate makes "terror form" likelier to be Terraform.
//! So the fixed text is scanned again, and what is found there is brought back to the file as it was read, until a scan
//! finds nothing more. Most texts need one round.

use std::iter;
use std::ops::Range;

use crate::dictionary::Index;
use crate::document::Document;
use crate::edit::Edits;
use crate::finding::{Finding, Tier};
use crate::frame::{Moves, keep_frame};
use crate::plan::{Plan, Taken, plan};
use crate::scan::{scan, scan_deciding};
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
    let (found, decided) = scan_deciding(document, index, settings);
    let before = by_tier(&found);
    let mut sights = Sights { before, after: before };
    let (mut planned, mut written) = in_frame(document, plan(found, from), from);
    for _ in 1..ROUNDS {
        let Some(again) = written else { break };
        let found = scan(&again, index, settings);
        sights.after = by_tier(&found);
        let more = plan(found, from);
        if more.edits.is_empty() {
            break;
        }
        let Some(changes) = Changes::of(document, &planned, &again) else { break };
        let Plan { edits: known, findings } = planned;
        let both = plan(brought_back(document, &changes, findings, more.findings, &decided), from);
        (planned, written) = in_frame(document, both, from);
        if planned.edits == known {
            break;
        }
    }
    (planned, sights)
}

/// A plan without the findings that would change who speaks or what marks build, and the document that it makes; none where
/// it changes nothing.
///
/// A scan makes hints of those that do so by themselves, or with others of its own; here are those of several scans.
fn in_frame(document: &Document, mut planned: Plan, from: Tier) -> (Plan, Option<Document>) {
    let (refused, again) = keep_frame(document, &mut planned.findings);
    if refused > 0 {
        planned = plan(planned.findings, from);
    }
    (planned, again)
}

/// The findings of both rounds, in the file as it was read; where they meet, the later one with all that both changed.
///
/// Of each finding of the later round all that it changes is carried to the file anew, so that every telling of the words
/// there changes alike; where the file cannot hold that, or people decided what stands there, the earlier findings stay
/// as they are.
fn brought_back(
    document: &Document,
    changes: &Changes,
    mut findings: Vec<Finding>,
    more: Vec<Finding>,
    decided: &[Span],
) -> Vec<Finding> {
    let mut taken = Taken::default();
    let mut later: Vec<Finding> = Vec::new();
    for mut finding in more {
        let Some(meant) = &finding.meant else { continue };
        if !changes.stand_together(&finding.span.range()) {
            continue;
        }
        let Change { at, text } = changes.brought_back(finding.span.range(), meant);
        let span = Span { start: at.start as u32, end: at.end as u32 };
        if decided.iter().any(|decided| decided.overlaps(span)) {
            continue;
        }
        let Some(edits) = document.carry(span, &text).filter(|edits| !edits.is_empty()) else { continue };
        if !taken.take(&edits) {
            continue;
        }
        finding.at = edits[0].at();
        finding.edits = edits;
        document.text()[at].clone_into(&mut finding.heard);
        finding.meant = Some(text);
        finding.place = document.place(span.start);
        finding.span = span;
        later.push(finding);
    }
    later.sort_by_key(|finding| finding.span);
    // What a later one goes over is in it.
    let is_apart = |earlier: &Finding| {
        let behind = later.partition_point(|finding| finding.span.end <= earlier.span.start);
        later.get(behind).is_none_or(|finding| earlier.span.end <= finding.span.start)
    };
    findings.retain(|earlier| is_apart(earlier) && taken.take(&earlier.edits));
    findings.append(&mut later);
    findings
}

/// A stretch of the reading text, and what comes in its place.
#[derive(Debug, Clone, PartialEq)]
struct Change {
    at: Range<usize>,
    text: String,
}

/// Changes in order, apart from each other.
struct Changes {
    /// Each with where its text stands in the text that they make.
    placed: Vec<(Change, Range<usize>)>,
    /// How the text that was read again is spaced otherwise than that one.
    shifts: Vec<Shift>,
}

/// From a position of a text on, the same characters stand so much further on in another one.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Shift {
    from: usize,
    by: isize,
    /// Whether words stand before it that are not told in the first text.
    passes: bool,
}

/// Where the words of one text stand in another one that has other blanks; none where it has other words.
///
/// The other text may have more words before each of the `jumps`, in order: the first position of each in the one text is
/// its second in the other one. With jumps it may end with more, too.
fn shifts(text: &str, other: &str, jumps: &[[usize; 2]]) -> Option<Vec<Shift>> {
    let mut shifts = Vec::new();
    if text == other {
        return Some(shifts);
    }
    let tells_all = jumps.is_empty();
    let mut jumps = jumps.iter().peekable();
    let mut others = other.char_indices().filter(|(_, c)| !c.is_whitespace()).peekable();
    for (from, character) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let mut passes = false;
        while let Some([_, to]) = jumps.next_if(|[at, _]| *at <= from) {
            passes |= iter::from_fn(|| others.next_if(|(at, _)| at < to)).count() > 0;
        }
        let (to, _) = others.next().filter(|&(_, other)| other == character)?;
        let by = to.cast_signed() - from.cast_signed();
        if passes || shifts.last().map_or(0, |last: &Shift| last.by) != by {
            shifts.push(Shift { from, by, passes });
        }
    }
    (!tells_all || others.next().is_none()).then_some(shifts)
}

impl Changes {
    /// What the findings of a plan change in the reading text of a document, and where that stands in the reading text of
    /// the written one; none where that one reads otherwise than the findings say.
    ///
    /// Captions that became alike are told once where they roll: of the others the file says where they stood.
    fn of(document: &Document, planned: &Plan, again: &Document) -> Option<Changes> {
        let change = |finding: &Finding| Some(Change { at: finding.span.range(), text: finding.meant.clone()? });
        let mut changes: Vec<Change> = planned.findings.iter().map(change).collect::<Option<_>>()?;
        changes.sort_by_key(|change| (change.at.start, change.at.end));
        if changes.windows(2).any(|two| two[0].at.end > two[1].at.start) {
            return None;
        }
        let changes = Changes::new(changes.into_iter());
        let written = changes.written(document.text());
        let of_all = shifts(again.text(), &written, &[]);
        let shifts =
            of_all.or_else(|| shifts(again.text(), &written, &changes.jumps(document, &planned.edits, again)))?;
        Some(Changes { shifts, ..changes })
    }

    /// Where lines begin in the text that was read again, and where they begin in the one that the changes make.
    fn jumps(&self, document: &Document, edits: &Edits, again: &Document) -> Vec<[usize; 2]> {
        let (_, starts) = document.text_with(edits);
        let moves = Moves::of(document, edits, &starts);
        let jump = |place: usize| {
            let position = document.own_position(moves.moved(place, 1)?)? as usize;
            Some([again.own_position(place)? as usize, self.image(position)?])
        };
        again.place_starts().filter_map(jump).collect()
    }

    /// Where a position of the text stands in the one that the changes make; none within a change.
    fn image(&self, position: usize) -> Option<usize> {
        let before = &self.placed[..self.placed.partition_point(|(change, _)| change.at.start <= position)];
        let Some((change, image)) = before.last() else { return Some(position) };
        match position {
            _ if change.at.end <= position => Some(position - change.at.end + image.end),
            _ if change.at.start == position => Some(image.start),
            _ => None,
        }
    }

    /// Whether what stands in a range of the text that was read again stands together in the one that the changes make.
    fn stand_together(&self, at: &Range<usize>) -> bool {
        let first = self.shifts.partition_point(|shift| shift.from <= at.start);
        !self.shifts[first..].iter().take_while(|shift| shift.from < at.end).any(|shift| shift.passes)
    }

    fn new(changes: impl Iterator<Item = Change>) -> Changes {
        let (mut before, mut written) = (0, 0);
        let placed = changes.map(|change| {
            let start = written + (change.at.start - before);
            (before, written) = (change.at.end, start + change.text.len());
            (change, start..written)
        });
        Changes { placed: placed.collect(), shifts: Vec::new() }
    }

    /// The text with the changes made.
    fn written(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 64);
        let mut done = 0;
        for (Change { at, text: new }, _) in &self.placed {
            out.push_str(&text[done..at.start]);
            out.push_str(new);
            done = at.end;
        }
        out.push_str(&text[done..]);
        out
    }

    /// Where a position of the text that was read again stands in the one that the changes make.
    fn moved(&self, position: usize) -> usize {
        let before = &self.shifts[..self.shifts.partition_point(|shift| shift.from <= position)];
        position.saturating_add_signed(before.last().map_or(0, |shift| shift.by))
    }

    /// A change of the written text as a change of the text before: with those that it touches, as one.
    fn brought_back(&self, at: Range<usize>, text: &str) -> Change {
        let start = self.moved(at.start);
        let at = start..start.max(self.moved(at.end.saturating_sub(1)) + 1);
        let begun = &self.placed[..self.placed.partition_point(|(_, image)| image.start < at.end)];
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
            let mut all: Vec<Change> = changes().placed.into_iter().map(|(old, _)| old).filter(apart).collect();
            all.push(change);
            all.sort_by_key(|change| change.at.start);
            assert_eq!(Changes::new(all.into_iter()).written(before), expected, "{heard}");
        }
    }
}
