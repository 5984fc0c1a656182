//! A Code Quality report of GitLab, shown in merge requests.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::json_text::write_pretty;
use super::message::{error_message, message};
use super::path::plain;
use super::{Output, View};
use crate::finding::Tier;
use crate::report::{Report, Reported};

pub(super) const GITLAB: Output = Output {
    id: "gitlab",
    about: "a Code Quality report of GitLab",
    render,
    audience: None,
    has_step_summary: false,
    is_from_top: true,
};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

fn render(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut counts = BTreeMap::new();
    let findings = report.findings().map(|(file, Reported { finding, at, .. })| Issue {
        description: message(finding),
        check_name: finding.rule.id(),
        fingerprint: numbered(&mut counts, finding.fingerprint.clone()),
        severity: severity(finding.tier),
        location: location(&file.path, at.start.place.line),
    });
    let mut issues: Vec<Issue<'_>> = findings.collect();
    let errors = report.errors.iter().map(|error| Issue {
        description: error_message(error),
        check_name: "error",
        fingerprint: numbered(&mut counts, format!("error {}", error.path().unwrap_or_default())),
        severity: "blocker",
        location: location(error.path().unwrap_or("."), error.place().map_or(1, |place| place.line)),
    });
    issues.extend(errors);
    write_pretty(&issues, out)
}

fn severity(tier: Tier) -> &'static str {
    match tier {
        Tier::Auto => "major",
        Tier::Review => "minor",
        Tier::Hint => "info",
    }
}

fn location(path: &str, line: usize) -> Location {
    Location { path: plain(path).into_owned(), lines: Lines { begin: line } }
}

/// The fingerprint, with a number where the report has it already.
fn numbered(counts: &mut BTreeMap<String, usize>, fingerprint: String) -> String {
    let count = counts.entry(fingerprint.clone()).or_insert(0);
    *count += 1;
    if *count == 1 { fingerprint } else { format!("{fingerprint}-{count}") }
}
