//! From findings to edits: which of them are written.

use std::collections::BTreeMap;

use crate::edit::{Edit, Edits};
use crate::finding::{Finding, Tier};

/// The edits that a file is to get, and the findings that they come from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// What is to be written.
    pub edits: Edits,
    /// The findings whose edits are all among them, in file order.
    pub findings: Vec<Finding>,
}

/// Plans the findings from a tier on: of each all edits or none.
///
/// Where two findings want the same bytes, the surer one gets them and the other is left out whole.
///
/// ```
/// use mondegreen::{Index, Settings, Tier, builtin, plan};
///
/// let index = Index::new(builtin("cloud"));
/// let document = mondegreen::read(b"It runs on Trainium 2.".to_vec(), "talk.txt", None, None)?;
/// let plan = plan(mondegreen::scan(&document, &index, &Settings::default()), Tier::Review);
/// assert_eq!(document.write(&plan.edits), b"It runs on Trainium2.");
/// # Ok::<(), mondegreen::Error>(())
/// ```
pub fn plan(findings: Vec<Finding>, from: Tier) -> Plan {
    let mut wanted: Vec<Finding> =
        findings.into_iter().filter(|finding| finding.tier >= from && !finding.edits.is_empty()).collect();
    wanted.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let mut taken = Taken::default();
    wanted.retain(|finding| taken.take(&finding.edits));
    wanted.sort_by_key(|finding| finding.at);
    Plan { edits: Edits::new(wanted.iter().flat_map(|finding| finding.edits.iter().cloned())), findings: wanted }
}

/// The bytes that are spoken for: the end of each range by its start, ranges apart from one another.
#[derive(Debug, Default)]
pub(crate) struct Taken(BTreeMap<usize, usize>);

impl Taken {
    /// Takes the bytes of all these edits, or of none if any of them is taken.
    pub(crate) fn take(&mut self, edits: &[Edit]) -> bool {
        for (done, edit) in edits.iter().enumerate() {
            let at = edit.at();
            let before = self.0.range(..at.end.max(at.start + 1)).next_back();
            if before.is_some_and(|(_, &end)| end > at.start) {
                for edit in &edits[..done] {
                    self.0.remove(&edit.at().start);
                }
                return false;
            }
            // An insertion takes its place as if it were one byte, so that no second one comes there.
            self.0.insert(at.start, at.end.max(at.start + 1));
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Rule;
    use crate::ledger::About;
    use crate::span::{FileSpan, Place, Span};

    fn finding(confidence: f32, edits: &[(usize, usize)]) -> Finding {
        let edits: Vec<Edit> =
            edits.iter().map(|&(start, end)| Edit::new(FileSpan { start, end }, "x".to_owned())).collect();
        Finding {
            span: Span { start: 0, end: 1 },
            at: edits[0].at(),
            place: Place { line: 1, column: 1 },
            heard: String::new(),
            meant: Some("x".to_owned()),
            confidence,
            tier: if confidence >= 0.9 { Tier::Auto } else { Tier::Review },
            rule: Rule::Alias,
            term: "x".to_owned(),
            dictionary: String::new(),
            reason: String::new(),
            alternatives: Vec::new(),
            edits,
            speaker: None,
            time: None,
            recognised: None,
            about: About::default(),
            fingerprint: String::new(),
            evidence: None,
            pulls: None,
        }
    }

    /// The confidence of a finding and the bytes that its edits take.
    type Given<'a> = (f32, &'a [(usize, usize)]);

    #[test]
    fn a_finding_is_planned_whole_or_not_at_all() {
        let cases: [(&[Given<'_>], &[usize]); 5] = [
            (&[(0.95, &[(0, 3)]), (0.95, &[(3, 5)])], &[0, 3]),
            (&[(0.91, &[(0, 3), (10, 13)]), (0.95, &[(12, 15)])], &[12]),
            (&[(0.95, &[(0, 3)]), (0.91, &[(5, 6), (2, 4)]), (0.90, &[(5, 7)])], &[0, 5]),
            (&[(0.95, &[(0, 9)]), (0.92, &[(2, 4)])], &[0]),
            (&[(0.6, &[(0, 3)])], &[]),
        ];
        for (findings, starts) in cases {
            let findings = findings.iter().map(|&(confidence, edits)| finding(confidence, edits)).collect();
            let planned = plan(findings, Tier::Auto);
            let planned: Vec<usize> = planned.edits.iter().map(|edit| edit.at().start).collect();
            assert_eq!(planned, starts);
        }
    }
}
