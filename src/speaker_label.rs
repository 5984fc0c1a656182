//! Whether changed words are still read as what is said: "a w s JOHN: hello" would have a speaker called AWS JOHN, and
//! words that nobody looks at any more.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::document::Document;
use crate::edit::{Edit, Edits};
use crate::finding::{Finding, Tier};
use crate::format::may_begin_with_label;
use crate::span::FileSpan;

/// The numbers of the findings whose words would be read as a part of the name of who speaks, once they are written:
/// alone, or with all that are as sure.
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
    apart.iter().flat_map(|together| unsaid(document, findings, together)).collect()
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

/// Which of these findings are not read as what is said, if they and no others are written.
fn unsaid(document: &Document, findings: &[Finding], written: &[usize]) -> Vec<usize> {
    let edits = Edits::new(written.iter().flat_map(|&number| findings[number].edits.iter().cloned()));
    let (text, starts) = document.text_with(&edits);
    let Some(again) = document.with_text(text) else { return written.to_vec() };
    let starts: HashMap<FileSpan, usize> = edits.iter().map(Edit::at).zip(starts).collect();
    let is_unsaid = |edit: &Edit| {
        let blanks = edit.text().len() - edit.text().trim_start().len();
        starts.get(&edit.at()).is_some_and(|start| !again.is_prose_at(start + blanks))
    };
    let has_words = |edit: &&Edit| !edit.text().trim().is_empty();
    let is_unsaid = |number: &usize| findings[*number].edits.iter().find(has_words).is_some_and(is_unsaid);
    written.iter().copied().filter(is_unsaid).collect()
}
