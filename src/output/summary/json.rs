//! For programs: one JSON object, with all there is.

use std::io::{self, Write};

use serde::Serialize;

use super::{SummaryForm, confidences, most_frequent};
use crate::error::Error;
use crate::output::json::rounded;
use crate::output::json_text::write_pretty;
use crate::output::view::View;
use crate::report::{Deed, Summary};

pub(super) const JSON: SummaryForm =
    SummaryForm { id: "json", about: "one JSON object, with all there is", extensions: &["json"], render };

/// The version of the object; it rises when a field goes or changes its meaning.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Whole<'a> {
    version: u32,
    /// Whether it was written, and not only looked at.
    written: bool,
    /// Whether somebody asked to stop before all files were come to.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    stopped: bool,
    files: Files<'a>,
    words: usize,
    changes: usize,
    by_rule: Vec<Count<&'a str>>,
    by_term: Vec<Count<&'a str>>,
    by_confidence: Vec<Step>,
    by_words: Vec<Wording<'a>>,
    findings: Vec<TierLine>,
}

#[derive(Serialize)]
struct Files<'a> {
    seen: usize,
    changed: Vec<ChangedLine<'a>>,
    unchanged: usize,
    failed: Vec<FailedLine<'a>>,
}

#[derive(Serialize)]
struct ChangedLine<'a> {
    path: &'a str,
    words: usize,
    changes: usize,
}

#[derive(Serialize)]
struct FailedLine<'a> {
    path: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
    hint: Option<&'a str>,
}

#[derive(Serialize)]
struct Count<K> {
    id: K,
    changes: usize,
}

#[derive(Serialize)]
struct Step {
    from: f64,
    to: f64,
    changes: usize,
}

#[derive(Serialize)]
struct Wording<'a> {
    heard: &'a str,
    meant: &'a str,
    changes: usize,
}

#[derive(Serialize)]
struct TierLine {
    tier: &'static str,
    before: usize,
    after: usize,
}

fn render(summary: &Summary, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let all = &summary.all;
    let changed = summary.changed.iter();
    let changed =
        changed.map(|file| ChangedLine { path: &file.path, words: file.words, changes: file.changes }).collect();
    let files = Files {
        seen: summary.files + summary.failed.len(),
        changed,
        unchanged: summary.unchanged(),
        failed: summary.failed.iter().map(FailedLine::new).collect(),
    };
    let counted = |id, changes| Count { id, changes };
    let whole = Whole {
        version: VERSION,
        written: summary.deed == Deed::Fixed,
        stopped: !summary.stopped.is_empty(),
        files,
        words: all.words,
        changes: all.changes,
        by_rule: most_frequent(&all.by_rule).into_iter().map(|(rule, count)| counted(rule.id(), count)).collect(),
        by_term: most_frequent(&all.by_term).into_iter().map(|(term, count)| counted(&**term, count)).collect(),
        by_confidence: confidences(summary)
            .map(|(from, to, changes)| Step { from: rounded(from), to: rounded(to), changes })
            .collect(),
        by_words: most_frequent(&all.by_wording)
            .into_iter()
            .map(|((heard, meant), changes)| Wording { heard, meant, changes })
            .collect(),
        findings: summary.tiers().map(|(tier, before, after)| TierLine { tier: tier.id(), before, after }).collect(),
    };
    write_pretty(&whole, out)
}

impl<'a> FailedLine<'a> {
    fn new(error: &'a Error) -> Self {
        FailedLine {
            path: error.path(),
            line: error.place().map(|place| place.line),
            column: error.place().map(|place| place.column),
            message: error.message(),
            hint: error.hint(),
        }
    }
}
