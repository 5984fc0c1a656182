//! How often each mishearing was found, the most frequent first.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::human::counted;
use super::json::errors;
use super::json_text::{write_line, write_pretty};
use super::shown::shown_in_line;
use super::{Audience, Styles, Verbosity, View};
use crate::report::Report;

#[derive(Debug, Serialize)]
struct Row<'a> {
    count: usize,
    rule: &'a str,
    heard: &'a str,
    meant: Option<&'a str>,
    term: &'a str,
}

/// Writes a count of every pair of heard and meant words instead of the findings.
pub(crate) fn count(report: &Report, audience: Audience, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let rows = rows(report);
    match audience {
        Audience::Person => table(&rows, view, out),
        Audience::Json => {
            let whole = serde_json::json!({ "version": 1, "statistics": rows, "errors": errors(report) });
            write_pretty(&whole, out)
        }
        Audience::JsonLines => rows.iter().try_for_each(|row| write_line(row, out)),
    }
}

fn rows(report: &Report) -> Vec<Row<'_>> {
    let mut counts = BTreeMap::new();
    for (_, reported) in report.findings() {
        let finding = &reported.finding;
        // Captions are counted by rule: no two of them say the same.
        let heard = if finding.is_of_captions() { "" } else { &*finding.heard };
        let key = (finding.rule.id(), heard, finding.meant.as_deref(), finding.term.as_str());
        *counts.entry(key).or_insert(0) += 1;
    }
    let mut rows: Vec<Row<'_>> =
        counts.into_iter().map(|((rule, heard, meant, term), count)| Row { count, rule, heard, meant, term }).collect();
    rows.sort_by_key(|row| Reverse(row.count));
    rows
}

fn table(rows: &[Row<'_>], view: &View, out: &mut dyn Write) -> io::Result<()> {
    let Styles { heard, meant, strong, .. } = view.styles;
    let margin = rows.first().map_or(0, |most| most.count.to_string().len());
    for row in rows {
        if row.heard.is_empty() {
            writeln!(out, "{strong}{:>margin$}{strong:#}  {}", row.count, row.rule)?;
            continue;
        }
        writeln!(
            out,
            "{strong}{:>margin$}{strong:#}  {:8}  {heard}{}{heard:#} → {meant}{}{meant:#}",
            row.count,
            row.rule,
            shown_in_line(row.heard),
            shown_in_line(row.meant.unwrap_or(row.term)),
        )?;
    }
    if view.verbosity == Verbosity::Quiet {
        return Ok(());
    }
    let all: usize = rows.iter().map(|row| row.count).sum();
    writeln!(out, "{} of {}", counted(all, "finding"), counted(rows.len(), "kind"))
}
