//! What is accepted, as edits.

use super::{Item, Review};
use crate::edit::Edits;
use crate::finding::Finding;
use crate::frame::keep_frame;
use crate::ledger::Decision;
use crate::plan::Taken;
use crate::rewrite::rewritten;

/// What one file is to get.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// The number of the file.
    pub file: usize,
    /// What is to be written.
    pub edits: Edits,
    /// The findings that it is written for, as they were decided.
    pub findings: Vec<Finding>,
    /// How many that were accepted want words that another of them has taken.
    pub left: usize,
    /// How many that were accepted would change who speaks, or what marks build of the text.
    pub breaking: usize,
}

impl Review {
    /// What is accepted, file by file; of two that want the same words the first gets them, and none changes who speaks or
    /// what marks build of the text.
    pub fn accepted(&self) -> Vec<Written> {
        let mut all: Vec<Written> = Vec::new();
        let mut taken = Taken::default();
        for item in &self.items {
            let Some(finding) = self.decided(item) else { continue };
            if all.last().is_none_or(|last| last.file != item.file) {
                taken = Taken::default();
                all.push(Written {
                    file: item.file,
                    edits: Edits::default(),
                    findings: Vec::new(),
                    left: 0,
                    breaking: 0,
                });
            }
            let Some(last) = all.last_mut() else { continue };
            if taken.take(&finding.edits) { last.findings.push(finding) } else { last.left += 1 }
        }
        for written in &mut all {
            (written.breaking, _) = keep_frame(&self.files[written.file].document, &mut written.findings);
            written.edits = Edits::new(written.findings.iter().flat_map(|finding| finding.edits.iter().cloned()));
        }
        all
    }

    /// A finding as it was decided, where something is to be written for it.
    fn decided(&self, item: &Item) -> Option<Finding> {
        let mut finding = item.finding.clone();
        match &item.decision {
            Decision::Undecided | Decision::Reject => return None,
            Decision::Accept => {}
            Decision::Own(own) => {
                let document = &self.files[item.file].document;
                let rewritten = rewritten(document, finding.span, own)?;
                document.text()[rewritten.span.range()].clone_into(&mut finding.heard);
                finding.place = document.place(rewritten.span.start);
                (finding.span, finding.edits) = (rewritten.span, rewritten.edits);
                finding.meant = Some(rewritten.text);
            }
        }
        (!finding.edits.is_empty()).then_some(finding)
    }
}
