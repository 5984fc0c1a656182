//! Whether changed words are still read as what is said: "a w s JOHN: hello" would have a speaker called AWS JOHN, and
//! words that nobody looks at any more.

use std::collections::{BTreeSet, HashMap};

use crate::document::Document;
use crate::edit::{Edit, Edits};
use crate::finding::Finding;
use crate::span::FileSpan;

/// The numbers of the findings whose words would be read as a part of the name of who speaks, once they are written:
/// alone, or with all others.
///
/// Only what may name somebody is written and read again for that, which few findings do.
pub(crate) fn naming(document: &Document, findings: &[Finding]) -> BTreeSet<usize> {
    let mut all = Vec::new();
    // In each no two of one line.
    let mut apart: Vec<Vec<usize>> = Vec::new();
    let (mut line, mut before) = (None, 0);
    for (number, finding) in findings.iter().enumerate() {
        let meant = finding.meant.as_deref().filter(|_| !finding.edits.is_empty());
        let Some(start) = meant.and_then(|meant| document.line_to_name_speaker(finding.span, meant)) else { continue };
        before = if line == Some(start) { before + 1 } else { 0 };
        line = Some(start);
        if apart.len() == before {
            apart.push(Vec::new());
        }
        apart[before].push(number);
        all.push(number);
    }
    if apart.len() > 1 {
        apart.push(all);
    }
    apart.iter().flat_map(|together| unsaid(document, findings, together)).collect()
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
