//! SARIF 2.1.0, for code scanning and for editors.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::json::{rounded, seconds};
use super::json_text::write_pretty;
use super::message::{error_message, message};
use super::path::uri;
use super::{Output, View};
use crate::error::Error;
use crate::finding::{Finding, Rule, Tier};
use crate::report::{Report, Reported, Spot, Stretch};

pub(super) const SARIF: Output = Output {
    id: "sarif",
    about: "SARIF 2.1.0, with a fix for each alternative",
    render,
    audience: None,
    has_step_summary: false,
    is_from_top: true,
};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

fn render(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let results: Vec<Value> = report.findings().map(|(file, reported)| result(&file.path, reported)).collect();
    let rules = Rule::ALL.map(|rule| json!({ "id": rule.id(), "shortDescription": { "text": rule.about() } }));
    let driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules,
    });
    let notifications: Vec<Value> = report.errors.iter().map(notification).collect();
    let whole = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": report.errors.is_empty(),
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    write_pretty(&whole, out)
}

fn result(path: &str, reported: &Reported) -> Value {
    let finding = &reported.finding;
    json!({
        "ruleId": finding.rule.id(),
        "ruleIndex": Rule::ALL.iter().position(|&rule| rule == finding.rule),
        "level": level(finding.tier),
        "message": { "text": plain(&message(finding)) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(path) },
            "region": region(reported.at),
        }}],
        "partialFingerprints": { "mondegreen/v1": finding.fingerprint },
        "fixes": fixes(path, reported),
        "rank": rounded(finding.confidence * 100.0),
        "properties": {
            "confidence": rounded(finding.confidence),
            "tier": finding.tier.id(),
            "heard": finding.heard,
            "meant": finding.meant,
            "term": finding.term,
            "dictionary": finding.dictionary,
            "speaker": finding.speaker,
            "time": finding.time.and_then(seconds),
        },
    })
}

fn level(tier: Tier) -> &'static str {
    match tier {
        Tier::Auto => "error",
        Tier::Review => "warning",
        Tier::Hint => "note",
    }
}

/// What is meant, then each alternative that the file can hold in the same way.
fn fixes(path: &str, reported: &Reported) -> Vec<Value> {
    let finding = &reported.finding;
    let Some(meant) = &finding.meant else { return Vec::new() };
    let texts: Vec<&str> = finding.edits.iter().map(crate::edit::Edit::text).collect();
    let fix = |meant: &str, texts: &[&str]| {
        let replacements: Vec<Value> = reported
            .edits
            .iter()
            .zip(texts)
            .map(|(&at, text)| json!({ "deletedRegion": region(at), "insertedContent": { "text": text } }))
            .collect();
        json!({
            "description": { "text": plain(&format!("Write `{meant}`")) },
            "artifactChanges": [{ "artifactLocation": { "uri": uri(path) }, "replacements": replacements }],
        })
    };
    let mut fixes = vec![fix(meant, &texts)];
    if stands_alone(finding, meant) {
        fixes.extend(finding.alternatives.iter().map(|other| fix(&other.text, &[&other.text])));
    }
    fixes
}

/// Whether the fix is one plain text in one place, so that another text can stand there in the same way.
fn stands_alone(finding: &Finding, meant: &str) -> bool {
    matches!(&finding.edits[..], [edit] if edit.text() == meant) && !finding.heard.contains(['\n', '\r'])
}

fn region(at: Stretch) -> Value {
    let Stretch { start: Spot { place: start, .. }, end: Spot { place: end, .. } } = at;
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

fn notification(error: &Error) -> Value {
    let mut told = json!({ "level": "error", "message": { "text": plain(&error_message(error)) } });
    if let Some(path) = error.path() {
        let mut location = json!({ "artifactLocation": { "uri": uri(path) } });
        if let Some(place) = error.place() {
            location["region"] = json!({ "startLine": place.line, "startColumn": place.column });
        }
        told["locations"] = json!([{ "physicalLocation": location }]);
    }
    told
}

/// A message in which nothing is taken for a placeholder or a link.
fn plain(message: &str) -> String {
    message.replace('{', "{{").replace('}', "}}").replace("](", "\\](")
}
