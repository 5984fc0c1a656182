//! A page for a browser with charts, in one file that needs no other.

use std::io::{self, Write};

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use serde::Serialize;

use super::{MOST, SummaryForm, and_more, confidences, failure, headline, most_changed, most_frequent};
use crate::output::shown::{clipped_end, clipped_start, shown_in_line};
use crate::output::view::View;
use crate::output::xml::legal;
use crate::report::{Deed, Summary};

pub(super) const HTML: SummaryForm = SummaryForm {
    id: "html",
    about: "a page for a browser with charts, in one file",
    extensions: &["html", "htm"],
    render,
};

/// The height of a bar with the space below it.
const ROW: usize = 24;
/// The width of the longest bar; labels and numbers stand left and right of it.
const LONGEST_BAR: f64 = 400.0;
/// Longer labels are cut, in columns.
const LONGEST_LABEL: usize = 36;

#[derive(Serialize)]
struct Page {
    headline: String,
    figures: Vec<(&'static str, String)>,
    charts: Vec<Chart>,
    wordings: Vec<(String, String, usize)>,
    more_wordings: Option<String>,
    failed: Vec<String>,
}

#[derive(Serialize)]
struct Chart {
    title: &'static str,
    height: usize,
    bars: Vec<Bar>,
    more: Option<String>,
}

/// A bar, laid out: its top, the line on which its texts stand, and its width.
#[derive(Serialize)]
struct Bar {
    top: usize,
    text: usize,
    width: String,
    /// Where the number stands.
    end: String,
    label: String,
    /// The whole of a label that was cut.
    title: String,
    value: String,
    kind: &'static str,
}

/// What a bar shows: its label and the whole of it, its length, its number, and the colour.
struct Row {
    label: String,
    title: String,
    length: usize,
    value: String,
    kind: &'static str,
}

impl Row {
    fn new(title: &str, length: usize) -> Row {
        let title = shown_in_line(title).into_owned();
        let label = clipped_end(&title, LONGEST_LABEL).into_owned();
        Row { label, title, length, value: length.to_string(), kind: "plain" }
    }

    /// Of a path, the end says more than the beginning.
    fn of_path(path: &str, length: usize, rate: f64) -> Row {
        let row = Row::new(path, length);
        let label = clipped_start(&row.title, LONGEST_LABEL).into_owned();
        Row { label, value: format!("{length} ({rate:.1} in 1,000 words)"), ..row }
    }
}

impl Chart {
    fn new(title: &'static str, rows: impl IntoIterator<Item = Row>, more: Option<String>) -> Chart {
        let rows: Vec<Row> = rows.into_iter().collect();
        let longest = rows.iter().map(|row| row.length).max().unwrap_or(0).max(1);
        let bars = rows.into_iter().enumerate().map(|(number, row)| {
            let Row { label, title, length, value, kind } = row;
            let width = length as f64 / longest as f64 * LONGEST_BAR;
            let top = number * ROW;
            let (width, end) = (format!("{width:.1}"), format!("{:.1}", 268.0 + width));
            Bar { top, text: top + 14, width, end, label, title, value, kind }
        });
        let bars: Vec<Bar> = bars.collect();
        Chart { title, height: bars.len() * ROW, bars, more }
    }
}

fn render(summary: &Summary, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut environment = Environment::empty();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let page = environment.render_str(include_str!("summary.html"), Serde(page(summary))).map_err(io::Error::other)?;
    writeln!(out, "{}", legal(page.trim_end()))
}

fn page(summary: &Summary) -> Page {
    let all = &summary.all;
    let wordings = most_frequent(&all.by_wording);
    let shown = |text: &str| shown_in_line(text).into_owned();
    let told = wordings.iter().take(MOST).map(|((heard, meant), count)| (shown(heard), shown(meant), *count));
    Page {
        headline: headline(summary),
        figures: vec![
            ("files changed", summary.changed.len().to_string()),
            ("unchanged", summary.unchanged().to_string()),
            ("failed", summary.failed.len().to_string()),
            ("words", all.words.to_string()),
            (if summary.deed == Deed::Fixed { "changes" } else { "changes to make" }, all.changes.to_string()),
            ("in 1,000 words", format!("{:.1}", all.rate())),
        ],
        charts: charts(summary).into_iter().filter(|chart| !chart.bars.is_empty()).collect(),
        wordings: told.collect(),
        more_wordings: and_more(wordings.len()),
        failed: summary.failed.iter().map(failure).collect(),
    }
}

fn charts(summary: &Summary) -> [Chart; 5] {
    let all = &summary.all;
    let terms = most_frequent(&all.by_term);
    let files = most_changed(summary);
    let steps = confidences(summary).skip_while(|&(_, _, count)| count == 0);
    let tiers = summary.tiers().filter(|&(_, before, after)| before + after > 0);
    [
        Chart::new(
            "Changes by term",
            terms.iter().take(MOST).map(|(term, count)| Row::new(term, *count)),
            and_more(terms.len()),
        ),
        Chart::new(
            "Changes by file",
            files.iter().take(MOST).map(|file| Row::of_path(&file.path, file.changes, file.rate())),
            and_more(files.len()),
        ),
        Chart::new(
            "Changes by confidence",
            steps.map(|(from, to, count)| Row::new(&format!("{from:.2} to {to:.2}"), count)),
            None,
        ),
        Chart::new(
            "Changes by rule",
            most_frequent(&all.by_rule).into_iter().map(|(rule, count)| Row::new(rule.id(), count)),
            None,
        ),
        Chart::new(
            "Findings before and after",
            tiers.flat_map(|(tier, before, after)| {
                let row = |when: &str, count, kind| Row { kind, ..Row::new(&format!("{tier}, {when}"), count) };
                [row("before", before, "before"), row("after", after, "after")]
            }),
            None,
        ),
    ]
}
