//! The machine-readable forms: `json`, one object for the whole run, and `jsonl`, one line a finding.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::SerializeMap;

use super::json_text::{write_line, write_pretty};
use super::{Audience, Output, View};
use crate::error::Error;
use crate::evidence::Evidence;
use crate::finding::Finding;
use crate::report::{Report, Reported};

pub(super) const JSON: Output = Output {
    id: "json",
    about: "one JSON object, with the findings and the errors",
    render: render_json,
    audience: Some(Audience::Json),
    has_step_summary: false,
    is_from_top: false,
};

pub(super) const JSONL: Output = Output {
    id: "jsonl",
    about: "one JSON object a line, one line a finding",
    render: render_jsonl,
    audience: Some(Audience::JsonLines),
    has_step_summary: false,
    is_from_top: false,
};

/// The version of the object that `json` writes; it rises when a field goes or changes its meaning.
const VERSION: u32 = 1;

fn render_json(report: &Report, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let whole = Whole { version: VERSION, findings: lines(report, view).collect(), errors: errors(report) };
    write_pretty(&whole, out)
}

fn render_jsonl(report: &Report, view: &View, out: &mut dyn Write) -> io::Result<()> {
    for line in lines(report, view) {
        write_line(&line, out)?;
    }
    Ok(())
}

/// What went wrong.
pub(super) fn errors(report: &Report) -> Vec<ErrorLine<'_>> {
    report.errors.iter().map(ErrorLine::new).collect()
}

fn lines<'a>(report: &'a Report, view: &'a View) -> impl Iterator<Item = FindingLine<'a>> {
    report.findings().map(|(file, Reported { finding, at, cue, .. })| FindingLine {
        characters: Some(Characters { start: at.start.points, end: at.end.points }),
        cue: cue.as_deref(),
        ..FindingLine::new(&file.path, file.format, finding, view)
    })
}

#[derive(Serialize)]
struct Whole<'a> {
    version: u32,
    findings: Vec<FindingLine<'a>>,
    errors: Vec<ErrorLine<'a>>,
}

#[derive(Serialize)]
pub(super) struct FindingLine<'a> {
    path: &'a str,
    format: &'a str,
    line: usize,
    column: usize,
    start: usize,
    end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    characters: Option<Characters>,
    heard: &'a str,
    meant: Option<&'a str>,
    confidence: f64,
    tier: &'a str,
    rule: &'a str,
    term: &'a str,
    dictionary: &'a str,
    reason: &'a str,
    alternatives: Vec<AlternativeLine<'a>>,
    edits: Vec<EditLine<'a>>,
    speaker: Option<&'a str>,
    time: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recognised: Option<f64>,
    fingerprint: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<EvidenceLine<'a>>,
    /// What rules took from the log-odds; null where one decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_off: Option<TakenOff>,
}

/// The place in code points of the file's text.
#[derive(Serialize)]
struct Characters {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct AlternativeLine<'a> {
    text: &'a str,
    confidence: f64,
}

#[derive(Serialize)]
struct EditLine<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Serialize)]
pub(super) struct ErrorLine<'a> {
    path: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
    hint: Option<&'a str>,
}

struct EvidenceLine<'a>(&'a Evidence);

#[derive(Serialize)]
struct TakenOff(Option<f64>);

impl<'a> FindingLine<'a> {
    pub(super) fn new(path: &'a str, format: &'a str, finding: &'a Finding, view: &View) -> Self {
        FindingLine {
            path,
            format,
            line: finding.place.line,
            column: finding.place.column,
            start: finding.at.start,
            end: finding.at.end,
            characters: None,
            heard: &finding.heard,
            meant: finding.meant.as_deref(),
            confidence: rounded(finding.confidence),
            tier: finding.tier.id(),
            rule: finding.rule.id(),
            term: &finding.term,
            dictionary: &finding.dictionary,
            reason: &finding.reason,
            alternatives: finding
                .alternatives
                .iter()
                .map(|other| AlternativeLine { text: &other.text, confidence: rounded(other.confidence) })
                .collect(),
            edits: finding
                .edits
                .iter()
                .map(|edit| EditLine { start: edit.at().start, end: edit.at().end, text: edit.text() })
                .collect(),
            speaker: finding.speaker.as_deref(),
            time: finding.time.and_then(seconds),
            cue: None,
            recognised: finding.recognised.map(rounded),
            fingerprint: &finding.fingerprint,
            evidence: finding.evidence.as_deref().filter(|_| view.evidence).map(EvidenceLine),
            taken_off: view.evidence.then(|| TakenOff(finding.pulls.as_ref().map(|pulls| rounded(pulls.taken_off)))),
        }
    }
}

impl<'a> ErrorLine<'a> {
    fn new(error: &'a Error) -> Self {
        ErrorLine {
            path: error.path(),
            line: error.place().map(|place| place.line),
            column: error.place().map(|place| place.column),
            message: error.message(),
            hint: error.hint(),
        }
    }
}

impl Serialize for EvidenceLine<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(Evidence::NAMES.len()))?;
        for (name, value) in Evidence::NAMES.iter().zip(self.0.values()) {
            map.serialize_entry(name, &rounded(value))?;
        }
        map.end()
    }
}

/// A time to the millisecond: sums of what a file says are no rounder than that.
pub(super) fn seconds(time: f64) -> Option<f64> {
    time.is_finite().then(|| (time * 1e3).round() / 1e3)
}

/// To four digits behind the point; what is no number counts as nothing.
pub(super) fn rounded(value: f32) -> f64 {
    if value.is_finite() { (f64::from(value) * 1e4).round() / 1e4 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidences_have_four_digits() {
        assert_eq!(serde_json::to_string(&rounded(0.98)).ok().as_deref(), Some("0.98"));
        assert_eq!(serde_json::to_string(&rounded(0.123_456)).ok().as_deref(), Some("0.1235"));
        assert_eq!(serde_json::to_string(&rounded(f32::NAN)).ok().as_deref(), Some("0.0"));
    }
}
