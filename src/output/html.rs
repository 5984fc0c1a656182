//! A page for a browser, in one file that needs no other.

use std::io::{self, Write};

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use serde::Serialize;

use super::human::{clock, percent, summary};
use super::message::error_message;
use super::shown::{clipped_end, clipped_start, shown_in_line};
use super::xml::legal;
use super::{Output, View};
use crate::error::Error;
use crate::report::{FileReport, Report, Reported};

pub(super) const HTML: Output = Output {
    id: "html",
    about: "a page for a browser, in one file",
    render,
    audience: None,
    has_step_summary: false,
    is_from_top: false,
};

/// How much of a line is shown on each side of the words.
const AROUND: usize = 120;

#[derive(Serialize)]
struct Page {
    summary: String,
    files: Vec<FilePart>,
    errors: Vec<String>,
}

#[derive(Serialize)]
struct FilePart {
    path: String,
    findings: Vec<FindingPart>,
}

#[derive(Serialize)]
struct FindingPart {
    place: String,
    speaker: Option<String>,
    time: Option<String>,
    before: String,
    heard: String,
    meant: Option<String>,
    after: String,
    term: String,
    tier: &'static str,
    sure: String,
    rule: &'static str,
    reason: String,
    others: Vec<String>,
}

fn render(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut environment = Environment::empty();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let page = Page {
        summary: summary(report),
        files: report.files.iter().filter(|file| !file.findings.is_empty()).map(file_part).collect(),
        errors: report.errors.iter().map(told).collect(),
    };
    let page = environment.render_str(include_str!("report.html"), Serde(page)).map_err(io::Error::other)?;
    writeln!(out, "{}", legal(page.trim_end()))
}

fn told(error: &Error) -> String {
    let place = error.place().map(|place| format!(":{place}")).unwrap_or_default();
    let path = error.path().map(|path| format!("{}{place}: ", shown_in_line(path)));
    format!("{}{}", path.unwrap_or_default(), error_message(error))
}

fn file_part(file: &FileReport) -> FilePart {
    let findings = file.findings.iter().map(|reported| part(file, reported)).collect();
    FilePart { path: shown_in_line(&file.path).into_owned(), findings }
}

fn part(file: &FileReport, reported: &Reported) -> FindingPart {
    let (finding, excerpt) = (&reported.finding, file.excerpt(reported));
    let line = |text: &str| shown_in_line(text).into_owned();
    FindingPart {
        place: finding.place.to_string(),
        speaker: finding.speaker.as_deref().map(line),
        time: finding.time.map(clock),
        before: clipped_start(&shown_in_line(excerpt.before), AROUND).into_owned(),
        heard: line(&finding.heard),
        meant: finding.meant.as_deref().map(line),
        after: clipped_end(&shown_in_line(excerpt.after), AROUND).into_owned(),
        term: line(&finding.term),
        tier: finding.tier.id(),
        sure: percent(finding.confidence),
        rule: finding.rule.id(),
        reason: line(&finding.reason),
        others: finding
            .alternatives
            .iter()
            .map(|other| format!("{} ({})", shown_in_line(&other.text), percent(other.confidence)))
            .collect(),
    }
}
