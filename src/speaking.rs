//! Who speaks stays who speaks: "a w s JOHN: hello" would have a speaker called AWS JOHN once it is written, and words
//! that nobody looks at any more.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::document::Document;
use crate::edit::{Edit, Edits};
use crate::finding::{Finding, Tier};
use crate::format::may_begin_with_label;

/// The numbers of the findings that would change who speaks: alone, or with all that are as sure.
///
/// Only what may name somebody is written and read again for that, which few findings do.
pub(crate) fn naming(document: &Document, findings: &[Finding]) -> BTreeSet<usize> {
    let is_written = |number: &usize| findings[*number].meant.is_some() && !findings[*number].edits.is_empty();
    let near = (0..findings.len()).filter(is_written);
    let near: Vec<(usize, Range<usize>)> =
        near.filter_map(|number| Some((number, document.label_line(findings[number].span)?))).collect();
    let mut doubtful: Vec<usize> = Vec::new();
    // In each no two of one line.
    let mut apart: Vec<Vec<usize>> = Vec::new();
    for of_line in near.chunk_by(|(_, a), (_, b)| a.start == b.start) {
        let line: Vec<&Finding> = of_line.iter().map(|(number, _)| &findings[*number]).collect();
        let end = of_line.iter().map(|(_, line)| line.end).max().unwrap_or(0);
        if may_name(document.text(), of_line[0].1.start..end, &line) {
            apart.resize_with(apart.len().max(line.len()), Vec::new);
            let numbers = of_line.iter().map(|(number, _)| *number);
            apart.iter_mut().zip(numbers.clone()).for_each(|(together, number)| together.push(number));
            doubtful.extend(numbers);
        }
    }
    if apart.len() > 1 {
        for tier in [Tier::Review, Tier::Auto] {
            apart.push(doubtful.iter().copied().filter(|&number| findings[number].tier >= tier).collect());
        }
    }
    let offending = |together: &Vec<usize>| {
        let written: Vec<&Finding> = together.iter().map(|&number| &findings[number]).collect();
        refused(document, &written).0.into_iter().map(|at| together[at]).collect::<Vec<_>>()
    };
    apart.iter().flat_map(offending).collect()
}

/// Whether a line may name who speaks once all findings in it are written, or one.
fn may_name(text: &str, line: Range<usize>, findings: &[&Finding]) -> bool {
    let may_begin = |written: &[&Finding]| {
        let (mut front, mut done) = (String::new(), line.start);
        for finding in written {
            let span = finding.span.range();
            front.push_str(&text[done.min(span.start)..span.start]);
            front.push_str(finding.meant.as_deref().unwrap_or_default());
            done = span.end;
        }
        front.push_str(&text[done..line.end.max(done)]);
        may_begin_with_label(&front)
    };
    // Where a line end stands among the heard words, what is written may come to the front of the next line.
    findings.iter().any(|finding| finding.heard.contains(['\n', '\r']))
        || may_begin(findings)
        || findings.iter().any(|finding| may_begin(&[finding]))
}

/// More rounds than any text needs that was not made to need them; each refuses all findings that it can tell.
const ROUNDS: usize = 64;

/// Takes out those of the findings that would change who speaks, if all are written; answers how many, and with the document
/// that the others make.
pub(crate) fn keep_alike(document: &Document, findings: &mut Vec<Finding>) -> (usize, Option<Document>) {
    let (refused, again) = refused(document, &findings.iter().collect::<Vec<_>>());
    let mut at = 0..;
    findings.retain(|_| at.next().is_some_and(|at| !refused.contains(&at)));
    (refused.len(), again)
}

/// The places, in this list, of the findings that must not be written with the others so that who speaks stays; and the
/// document that those others make, if there are any.
///
/// Where what is written cannot be read as the same format any more, all are refused.
fn refused(document: &Document, findings: &[&Finding]) -> (BTreeSet<usize>, Option<Document>) {
    let mut left: Vec<usize> = (0..findings.len()).collect();
    for _ in 0..ROUNDS {
        if left.is_empty() {
            break;
        }
        let written: Vec<&Finding> = left.iter().map(|&at| findings[at]).collect();
        let edits = Edits::new(written.iter().flat_map(|finding| finding.edits.iter().cloned()));
        let (text, starts) = document.text_with(&edits);
        let Some(again) = document.with_text(text) else { break };
        let rewriting = Rewriting::new(document, &again, &edits, &starts);
        let offending = rewriting.offending(&written);
        if offending.is_empty() {
            let refused = (0..findings.len()).filter(|at| left.binary_search(at).is_err());
            return (refused.collect(), Some(again));
        }
        let mut at = 0..;
        left.retain(|_| at.next().is_some_and(|at| !offending.contains(&at)));
    }
    ((0..findings.len()).collect(), None)
}

/// A document, what it is once edits are written, and where in the text of the one file what stands in that of the other.
struct Rewriting<'a> {
    before: &'a Document,
    after: &'a Document,
    /// In order: what each edit replaces, and what it writes.
    edits: Vec<[Range<usize>; 2]>,
}

impl<'a> Rewriting<'a> {
    fn new(before: &'a Document, after: &'a Document, edits: &Edits, starts: &[usize]) -> Rewriting<'a> {
        let of_edit =
            |(edit, &start): (&Edit, &usize)| [before.file_text_range(edit.at()), start..start + edit.text().len()];
        Rewriting { before, after, edits: edits.iter().zip(starts).map(of_edit).collect() }
    }

    /// The places, in the list of findings that were written, of those by which somebody else speaks.
    fn offending(&self, written: &[&Finding]) -> BTreeSet<usize> {
        let unsaid: BTreeSet<usize> = (0..written.len()).filter(|&at| !self.is_said(written[at])).collect();
        if !unsaid.is_empty() {
            return unsaid;
        }
        // What somebody else says now is so for what was written in front of it.
        let begin = |edit: &Edit| self.before.file_text_range(edit.at()).start;
        let of_finding =
            |(at, finding): (usize, &&Finding)| finding.edits.iter().map(|edit| (begin(edit), at)).collect::<Vec<_>>();
        let mut begins: Vec<(usize, usize)> = written.iter().enumerate().flat_map(of_finding).collect();
        begins.sort_unstable();
        let blamed = |place: usize| {
            let behind = begins.partition_point(|&(start, _)| start <= place);
            begins.get(behind.saturating_sub(1)).map(|&(_, at)| at)
        };
        self.changed_turns().filter_map(blamed).collect()
    }

    /// Whether the words of a finding are still read as said.
    fn is_said(&self, finding: &Finding) -> bool {
        let has_words = |edit: &&Edit| !edit.text().trim().is_empty();
        let Some(edit) = finding.edits.iter().find(has_words) else { return true };
        let old = self.before.file_text_range(edit.at());
        let place = self.edits.binary_search_by_key(&(old.start, old.end), |[old, _]| (old.start, old.end));
        let blanks = edit.text().len() - edit.text().trim_start().len();
        place.is_ok_and(|at| self.after.is_prose_at(self.edits[at][1].start + blanks))
    }

    /// Where in the text of the file as it was somebody begins to speak who did not, or does no more.
    fn changed_turns(&self) -> impl Iterator<Item = usize> {
        let starts = |document: &Document| {
            let starts = document.segments().iter().map(|segment| document.file_offset(segment.span.start));
            starts.collect::<Vec<_>>()
        };
        let old = starts(self.before).into_iter().filter_map(|old| Some((old, self.moved(old, 0)?)));
        let new = starts(self.after).into_iter().filter_map(|new| Some((self.moved(new, 1)?, new)));
        old.chain(new).filter(|&(old, new)| !self.is_same_turn(old, new)).map(|(old, _)| old)
    }

    fn is_same_turn(&self, old: usize, new: usize) -> bool {
        match (self.before.own_position(old), self.after.own_position(new)) {
            (Some(old), Some(new)) => self.before.speaker_at(old) == self.after.speaker_at(new),
            _ => self.before.is_prose_at(old) && self.after.is_prose_at(new),
        }
    }

    /// Where a place in the text of the file of one side (0 before, 1 after) stands on the other; none within an edit.
    fn moved(&self, place: usize, side: usize) -> Option<usize> {
        let behind = self.edits.partition_point(|edit| edit[side].start <= place);
        let Some(edit) = self.edits[..behind].last() else { return Some(place) };
        let (here, there) = (&edit[side], &edit[1 - side]);
        match place {
            _ if here.end <= place => Some(place - here.end + there.end),
            _ if here.start == place && !there.is_empty() => Some(there.start),
            _ => None,
        }
    }
}
