//! Whether changed words are still read as what is said: "a w s JOHN: hello" would have a speaker called AWS JOHN, and
//! words that nobody looks at any more.

use std::collections::HashMap;

use crate::document::Document;
use crate::edit::{Edit, Edits};
use crate::finding::Finding;
use crate::span::FileSpan;

/// The numbers of the findings whose words would be read as a part of the name of who speaks, once they are written.
///
/// Only what may name somebody is written and read again for that, which few findings do.
pub(crate) fn unsaid(document: &Document, findings: &[Finding]) -> Vec<usize> {
    let may_name = |finding: &Finding| {
        let meant = finding.meant.as_deref().filter(|_| !finding.edits.is_empty());
        meant.is_some_and(|meant| document.may_name_speaker(finding.span, meant))
    };
    let doubtful: Vec<usize> = (0..findings.len()).filter(|&number| may_name(&findings[number])).collect();
    if doubtful.is_empty() {
        return doubtful;
    }
    let edits = Edits::new(doubtful.iter().flat_map(|&number| findings[number].edits.iter().cloned()));
    let (text, starts) = document.text_with(&edits);
    let Some(again) = document.with_text(text) else { return doubtful };
    let starts: HashMap<FileSpan, usize> = edits.iter().map(Edit::at).zip(starts).collect();
    let is_unsaid = |edit: &Edit| {
        let blanks = edit.text().len() - edit.text().trim_start().len();
        starts.get(&edit.at()).is_some_and(|start| !again.is_said_at(start + blanks))
    };
    let has_words = |edit: &&Edit| !edit.text().trim().is_empty();
    let mut unsaid = doubtful;
    unsaid.retain(|&number| findings[number].edits.iter().find(has_words).is_some_and(is_unsaid));
    unsaid
}
