//! The diagnostic format of reviewdog, one line a finding.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::json_text::write_line;
use super::message::{error_message, message};
use super::path::plain;
use super::{Output, View};
use crate::finding::Tier;
use crate::report::{Report, Reported, Spot, Stretch};

pub(super) const RDJSONL: Output = Output {
    id: "rdjsonl",
    about: "the diagnostic format of reviewdog, one line a finding",
    render,
    audience: None,
    has_step_summary: false,
    is_from_top: false,
};

fn render(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let source = json!({ "name": env!("CARGO_PKG_NAME"), "url": env!("CARGO_PKG_REPOSITORY") });
    for (file, reported) in report.findings() {
        let finding = &reported.finding;
        let line = json!({
            "message": message(finding),
            "location": { "path": plain(&file.path), "range": range(reported.at) },
            "severity": severity(finding.tier),
            "source": source,
            "code": { "value": finding.rule.id() },
            "suggestions": suggestions(reported),
        });
        write_line(&line, out)?;
    }
    for error in &report.errors {
        let mut location = json!({ "path": plain(error.path().unwrap_or(".")) });
        if let Some(place) = error.place() {
            location["range"] = json!({ "start": { "line": place.line } });
        }
        let line = json!({
            "message": error_message(error),
            "location": location,
            "severity": "ERROR",
            "source": source,
        });
        write_line(&line, out)?;
    }
    Ok(())
}

fn severity(tier: Tier) -> &'static str {
    match tier {
        Tier::Auto => "ERROR",
        Tier::Review => "WARNING",
        Tier::Hint => "INFO",
    }
}

fn suggestions(reported: &Reported) -> Vec<Value> {
    let edits = reported.edits.iter().zip(&reported.finding.edits);
    edits.map(|(&at, edit)| json!({ "range": range(at), "text": edit.text() })).collect()
}

/// Columns are bytes in this format.
fn range(at: Stretch) -> Value {
    let position = |spot: Spot| json!({ "line": spot.place.line, "column": spot.byte_column });
    json!({ "start": position(at.start), "end": position(at.end) })
}
