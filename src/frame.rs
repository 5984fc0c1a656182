//! What stands around the words that are written stays as it is.
//!
//! Who speaks stays who speaks: "a w s JOHN: hello" would have a speaker called AWS JOHN once it is written, and words that
//! nobody looks at any more. What marks build of the words stays built: "**yahoo**s" is stressed, "**Yahoo!**s" is not.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::mem;
use std::ops::Range;

use crate::document::Document;
use crate::edit::{Edit, Edits};
use crate::finding::{Finding, Tier};
use crate::format::{Construct, Labels, may_begin_with_label};

/// The numbers of the findings that would change who speaks or what marks build: alone, or with all that are as sure.
///
/// Where a line by itself does not tell, what may do so is written and read again for that, which few findings do.
pub(crate) fn breaking(document: &Document, findings: &[Finding]) -> BTreeSet<usize> {
    let (mut breaking, doubtful) = told_by_lines(document, findings);
    for together in groups(findings, &doubtful) {
        let written: Vec<&Finding> = together.iter().map(|&number| &findings[number]).collect();
        breaking.extend(refused(document, &written).0.into_iter().map(|at| together[at]));
    }
    breaking
}

/// The numbers of those that change who speaks as their lines tell; and, line by line, of those of which lines do not tell.
fn told_by_lines(document: &Document, findings: &[Finding]) -> (BTreeSet<usize>, Vec<Vec<usize>>) {
    let near: Vec<(usize, Range<usize>)> = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding.meant.is_some() && !finding.edits.is_empty())
        .filter_map(|(number, finding)| Some((number, place_to_ask(document, finding)?)))
        .collect();
    let labels = LazyCell::new(|| Labels::of(document.text()));
    let (mut breaking, mut doubtful) = (BTreeSet::new(), Vec::new());
    for of_lines in near.chunk_by(|(_, a), (_, b)| a.start == b.start || b.start < a.end) {
        let (lines, written) = lines_of(document, findings, of_lines);
        if of_lines.len() <= FEW
            && lines.are_whole()
            && let Some(refused) = lines.refused(&labels, &written)
        {
            let refused = of_lines.iter().zip(refused).filter(|&(_, refused)| refused);
            breaking.extend(refused.map(|((number, _), _)| *number));
            continue;
        }
        for of_line in of_lines.chunk_by(|(_, a), (_, b)| a.start == b.start) {
            let (line, written) = lines_of(document, findings, of_line);
            if line.may_name(&written) || written.iter().any(|finding| may_build(document, finding)) {
                doubtful.push(of_line.iter().map(|(number, _)| *number).collect());
            }
        }
    }
    (breaking, doubtful)
}

/// The line of a finding, or its own place where that may build something else however far into a line it stands; none where
/// nothing is to be asked.
fn place_to_ask(document: &Document, finding: &Finding) -> Option<Range<usize>> {
    let own = || may_build(document, finding).then(|| finding.span.range());
    document.label_line(finding.span).or_else(own)
}

/// Whether something else may be built of the text once a finding is written.
fn may_build(document: &Document, finding: &Finding) -> bool {
    let meant = finding.meant.as_deref().unwrap_or_default();
    document.format().may_build(&finding.heard, meant)
}

/// Which findings are tried out together: of those of a line one in each group, and all that are as sure.
fn groups(findings: &[Finding], doubtful: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for of_line in doubtful.iter().filter(|of_line| of_line.len() <= MOST_APART) {
        groups.resize_with(groups.len().max(of_line.len()), Vec::new);
        groups.iter_mut().zip(of_line).for_each(|(group, &number)| group.push(number));
    }
    let all: Vec<usize> = doubtful.iter().flatten().copied().collect();
    if doubtful.iter().any(|of_line| of_line.len() > 1) {
        for tier in TOGETHER {
            groups.push(all.iter().copied().filter(|&number| findings[number].tier >= tier).collect());
        }
    }
    groups
}

/// Of more doubtful findings in a line each is not tried out alone: a file would be read as often.
const MOST_APART: usize = 8;

/// So many findings are tried out on the lines alone; more in lines that belong together are no talk.
const FEW: usize = 32;

/// The lines of these findings, which are given by their numbers, and the findings themselves.
fn lines_of<'a>(
    document: &'a Document,
    findings: &'a [Finding],
    of_lines: &[(usize, Range<usize>)],
) -> (Lines<'a>, Vec<&'a Finding>) {
    let start = of_lines.iter().map(|(_, line)| line.start).min().unwrap_or(0);
    let end = of_lines.iter().map(|(_, line)| line.end).max().unwrap_or(0);
    let written = of_lines.iter().map(|(number, _)| &findings[*number]).collect();
    (Lines { document, at: start..end }, written)
}

/// What is as sure as one of these is written together.
const TOGETHER: [Tier; 2] = [Tier::Review, Tier::Auto];

/// Lines of a document in which findings stand.
struct Lines<'a> {
    document: &'a Document,
    at: Range<usize>,
}

impl Lines<'_> {
    /// Whether they are lines to who reads the document. A carriage return may end one here and be a blank there.
    fn are_whole(&self) -> bool {
        let (before, behind) = (&self.document.text()[..self.at.start], &self.document.text()[self.at.end..]);
        let is_cut = before.ends_with('\r') || behind.starts_with('\r') && !behind.starts_with("\r\n");
        self.document.format().is_read_by_lines() && !is_cut
    }

    /// How they read when these findings are written; and as they are, as far.
    fn with(&self, written: &[&Finding]) -> [String; 2] {
        let text = self.document.text();
        let (mut with, mut done) = (String::new(), self.at.start);
        for finding in written {
            let span = finding.span.range();
            with.push_str(&text[done.min(span.start)..span.start]);
            with.push_str(finding.meant.as_deref().unwrap_or_default());
            done = span.end;
        }
        let end = self.at.end.max(done);
        with.push_str(&text[done..end]);
        [with, text[self.at.start..end].to_owned()]
    }

    /// Which of the findings would change who speaks, in lines that are whole; none where those alone do not tell.
    fn refused(&self, labels: &Labels, findings: &[&Finding]) -> Option<Vec<bool>> {
        let stays = |numbers: &[usize]| {
            let written: Vec<&Finding> = numbers.iter().map(|&number| findings[number]).collect();
            let [with, without] = self.with(&written);
            labels.stay(&without, &with)
        };
        let alone = (0..findings.len()).map(|number| Some(!stays(&[number])?));
        let mut refused = alone.collect::<Option<Vec<bool>>>()?;
        for tier in TOGETHER {
            loop {
                let together: Vec<usize> =
                    (0..findings.len()).filter(|&at| findings[at].tier >= tier && !refused[at]).collect();
                // One alone was asked about.
                if together.len() < 2 || stays(&together)? {
                    break;
                }
                // The fewest from the front that change it, and those of them without which they would not.
                let mut front = together.as_slice();
                while let Some((_, fewer)) = front.split_last()
                    && !stays(fewer)?
                {
                    front = fewer;
                }
                for &number in front {
                    let others: Vec<usize> = front.iter().copied().filter(|&other| other != number).collect();
                    refused[number] = stays(&others)?;
                }
            }
        }
        Some(refused)
    }

    /// Whether they may name who speaks once all findings in them are written, or one.
    fn may_name(&self, findings: &[&Finding]) -> bool {
        // Where a line end stands among the heard words, what is written may come to the front of the next line.
        let may_name = |written: &[&Finding]| may_begin_with_label(&self.with(written)[0]);
        findings.iter().any(|finding| self.document.goes_over_lines(finding.span))
            || may_name(findings)
            || findings.iter().any(|finding| may_name(&[finding]))
    }
}

/// More rounds than any text needs that was not made to need them; each refuses all findings that it can tell.
const ROUNDS: usize = 64;

/// Takes out those of the findings that would change who speaks or what marks build, if all are written; answers how many,
/// and with the document that the others make.
pub(crate) fn keep_frame(document: &Document, findings: &mut Vec<Finding>) -> (usize, Option<Document>) {
    let (refused, again) = refused(document, &findings.iter().collect::<Vec<_>>());
    let mut at = 0..;
    findings.retain(|_| at.next().is_some_and(|at| !refused.contains(&at)));
    (refused.len(), again)
}

/// The places, in this list, of the findings that must not be written with the others so that who speaks stays, and what
/// marks build; and the document that those others make, if there are any.
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
    moves: Moves,
}

impl<'a> Rewriting<'a> {
    fn new(before: &'a Document, after: &'a Document, edits: &Edits, starts: &[usize]) -> Rewriting<'a> {
        Rewriting { before, after, moves: Moves::of(before, edits, starts) }
    }

    /// The places, in the list of findings that were written, of those by which somebody else speaks or something else is
    /// built of the text.
    fn offending(&self, written: &[&Finding]) -> BTreeSet<usize> {
        let unsaid: BTreeSet<usize> = (0..written.len()).filter(|&at| !self.is_said(written[at])).collect();
        if !unsaid.is_empty() {
            return unsaid;
        }
        let blame = Blame::of(self.before, written);
        let of_others: BTreeSet<usize> = self.changed_turns().filter_map(|place| blame.in_front_of(place)).collect();
        if of_others.is_empty() { self.building(&blame) } else { of_others }
    }

    /// The places, in the list of findings that were written, of those by which marks build something else.
    fn building(&self, blame: &Blame) -> BTreeSet<usize> {
        let nearest: Vec<(usize, usize)> =
            self.built_otherwise().into_iter().filter_map(|place| blame.nearest(place)).collect();
        // What is built otherwise begins and ends beside what does it, and at other places too.
        let is_beside = |(distance, _): &(usize, usize)| *distance <= MOST_MARKS;
        let any_beside = nearest.iter().any(is_beside);
        let blamed = nearest.iter().filter(|one| !any_beside || is_beside(one));
        blamed.map(|&(_, number)| number).collect()
    }

    /// Where in the text of the file as it was something begins or ends that marks build on one side alone.
    fn built_otherwise(&self) -> Vec<usize> {
        let constructs = |document: &Document, side: usize| -> Vec<Construct> {
            let constructs = document.format().constructs(document.file_text());
            constructs.into_iter().map(|one| Construct { at: self.moves.told_before(one.at, side), ..one }).collect()
        };
        let (mut old, mut new) = (constructs(self.before, 0), constructs(self.after, 1));
        // What stands at one place is told in an order of its own on each side.
        old.sort_unstable();
        new.sort_unstable();
        let (mut old, mut new) = (old.into_iter().peekable(), new.into_iter().peekable());
        let mut places = Vec::new();
        loop {
            match (old.peek(), new.peek()) {
                (None, None) => return places,
                (Some(a), Some(b)) if a == b => {
                    old.next();
                    new.next();
                }
                (Some(a), b) if b.is_none_or(|b| a < b) => places.extend(old.next().map(|one| one.at)),
                _ => places.extend(new.next().map(|one| one.at)),
            }
        }
    }

    /// Whether the words of a finding are still read as said, each of them: one behind the end of a line may have become the
    /// name of who speaks there.
    fn is_said(&self, finding: &Finding) -> bool {
        let is_said = |edit: &Edit| {
            let old = self.before.file_text_range(edit.at());
            let Some(start) = self.moves.start_of(&old) else { return false };
            // Times and the like are written with the words.
            let heard = word_starts(&self.before.file_text()[old.clone()]).next();
            let is_of_words = heard.is_some_and(|at| self.before.own_position(old.start + at).is_some());
            !is_of_words || word_starts(edit.text()).all(|at| self.after.is_prose_at(start + at))
        };
        finding.edits.iter().all(is_said)
    }

    /// Where in the text of the file as it was somebody begins to speak who did not, or does no more.
    fn changed_turns(&self) -> impl Iterator<Item = usize> {
        let starts = |document: &Document| {
            let starts = document.segments().iter().map(|segment| document.file_offset(segment.span.start));
            starts.collect::<Vec<_>>()
        };
        let old = starts(self.before).into_iter().filter_map(|old| Some((old, self.moves.moved(old, 0)?)));
        let new = starts(self.after).into_iter().filter_map(|new| Some((self.moves.moved(new, 1)?, new)));
        old.chain(new).filter(|&(old, new)| !self.is_same_turn(old, new)).map(|(old, _)| old)
    }

    fn is_same_turn(&self, old: usize, new: usize) -> bool {
        match (self.before.own_position(old), self.after.own_position(new)) {
            (Some(old), Some(new)) => self.before.speaker_at(old) == self.after.speaker_at(new),
            _ => self.before.is_prose_at(old) && self.after.is_prose_at(new),
        }
    }
}

/// Which findings are written where in the text of the file.
struct Blame {
    /// Where the edits stand in the text as it was, in order, with the places of their findings in the list.
    edits: Vec<(Range<usize>, usize)>,
}

impl Blame {
    fn of(document: &Document, written: &[&Finding]) -> Blame {
        let of_finding = |(at, finding): (usize, &&Finding)| {
            finding.edits.iter().map(move |edit| (document.file_text_range(edit.at()), at)).collect::<Vec<_>>()
        };
        let mut edits: Vec<(Range<usize>, usize)> = written.iter().enumerate().flat_map(of_finding).collect();
        edits.sort_unstable_by_key(|(at, number)| (at.start, *number));
        Blame { edits }
    }

    /// What somebody else says now is so for what was written in front of it, else for the first that is written.
    fn in_front_of(&self, place: usize) -> Option<usize> {
        let behind = self.edits.partition_point(|(at, _)| at.start <= place);
        self.edits.get(behind.saturating_sub(1)).map(|&(_, at)| at)
    }

    /// The finding of the edit that stands nearest to a place, behind how far off that is.
    fn nearest(&self, place: usize) -> Option<(usize, usize)> {
        let behind = self.edits.partition_point(|(at, _)| at.start <= place);
        let near = &self.edits[behind.saturating_sub(1)..self.edits.len().min(behind + 1)];
        near.iter().map(|(at, number)| (distance(at, place), *number)).min()
    }
}

/// So many bytes do marks beside words take: "***".
const MOST_MARKS: usize = 3;

fn distance(range: &Range<usize>, place: usize) -> usize {
    range.start.saturating_sub(place).max(place.saturating_sub(range.end))
}

/// Where in the text of a file, and in what it is once edits are written, the same stands.
#[derive(Debug)]
pub(crate) struct Moves {
    /// In order: what each edit replaces, and what it writes.
    edits: Vec<[Range<usize>; 2]>,
}

impl Moves {
    /// Of these edits of a document, whose texts begin there in what they make ([`Document::text_with`]).
    pub(crate) fn of(document: &Document, edits: &Edits, starts: &[usize]) -> Moves {
        let of_edit =
            |(edit, &start): (&Edit, &usize)| [document.file_text_range(edit.at()), start..start + edit.text().len()];
        Moves { edits: edits.iter().zip(starts).map(of_edit).collect() }
    }

    /// Where what an edit writes begins that replaces this range; none where no edit does.
    fn start_of(&self, old: &Range<usize>) -> Option<usize> {
        let place = self.edits.binary_search_by_key(&(old.start, old.end), |[old, _]| (old.start, old.end));
        place.ok().map(|at| self.edits[at][1].start)
    }

    /// Where in the text as it was a place of either side (0 before, 1 after) stands; of one within an edit, where that
    /// begins.
    fn told_before(&self, place: usize, side: usize) -> usize {
        let behind = self.edits.partition_point(|edit| edit[side].start <= place);
        match self.edits[..behind].last() {
            None => place,
            Some(edit) if edit[side].end <= place => place - edit[side].end + edit[0].end,
            Some(edit) => edit[0].start,
        }
    }

    /// Where a place in the text of the file of one side (0 before, 1 after) stands on the other; none within an edit.
    pub(crate) fn moved(&self, place: usize, side: usize) -> Option<usize> {
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

/// Where the words of a text begin.
fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut is_behind_blank = true;
    text.char_indices().filter_map(move |(at, c)| {
        let may_begin = mem::replace(&mut is_behind_blank, c.is_whitespace());
        (may_begin && !c.is_whitespace()).then_some(at)
    })
}
