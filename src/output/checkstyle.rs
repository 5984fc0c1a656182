//! The XML of Checkstyle, which many servers read.

use std::io::{self, Write};

use super::message::{error_message, message};
use super::path::plain;
use super::xml::{document, legal};
use super::{Output, View};
use crate::error::Error;
use crate::finding::Tier;
use crate::report::{Report, Reported};

pub(super) const CHECKSTYLE: Output = Output {
    id: "checkstyle",
    about: "the XML of Checkstyle, which many servers read",
    render,
    audience: None,
    has_step_summary: false,
    is_from_top: false,
};

/// One `error` element.
struct Row {
    line: usize,
    column: Option<usize>,
    severity: &'static str,
    message: String,
    source: String,
}

fn render(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let found = report.files.iter().filter(|file| !file.findings.is_empty());
    let files = found.map(|file| (file.path.as_str(), file.findings.iter().map(row_of).collect::<Vec<_>>()));
    let errors = report.errors.iter().map(|error| (error.path().unwrap_or("."), vec![row_of_error(error)]));
    document(out, |xml| {
        xml.create_element("checkstyle").with_attribute(("version", "4.3")).write_inner_content(|xml| {
            for (path, rows) in files.chain(errors) {
                let path = legal(&plain(path));
                xml.create_element("file").with_attribute(("name", &*path)).write_inner_content(|xml| {
                    for row in rows {
                        let line = row.line.to_string();
                        let column = row.column.map(|column| column.to_string());
                        xml.create_element("error")
                            .with_attribute(("line", &*line))
                            .with_attributes(column.as_deref().map(|column| ("column", column)))
                            .with_attribute(("severity", row.severity))
                            .with_attribute(("message", &*legal(&row.message)))
                            .with_attribute(("source", &*row.source))
                            .write_empty()?;
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })?;
        Ok(())
    })
}

fn row_of(Reported { finding, at, .. }: &Reported) -> Row {
    Row {
        line: at.start.place.line,
        column: Some(at.start.place.column),
        severity: match finding.tier {
            Tier::Auto => "error",
            Tier::Review => "warning",
            Tier::Hint => "info",
        },
        message: message(finding),
        source: format!("mondegreen.{}", finding.rule),
    }
}

fn row_of_error(error: &Error) -> Row {
    Row {
        line: error.place().map_or(1, |place| place.line),
        column: error.place().map(|place| place.column),
        severity: "error",
        message: error_message(error),
        source: "mondegreen".to_owned(),
    }
}
