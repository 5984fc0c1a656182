//! Tables in Markdown, for a comment or the page of a job.

use std::io::{self, Write};

use super::{MOST, SummaryForm, and_more, confidences, failure, headline, most_changed, most_frequent};
use crate::output::markdown::{code, text};
use crate::output::path::plain;
use crate::output::view::View;
use crate::report::Summary;

pub(super) const MARKDOWN: SummaryForm =
    SummaryForm { id: "markdown", about: "tables, for a comment or a page", extensions: &["md", "markdown"], render };

fn render(summary: &Summary, _: &View, out: &mut dyn Write) -> io::Result<()> {
    let all = &summary.all;
    writeln!(out, "## mondegreen: {}\n", headline(summary))?;
    writeln!(
        out,
        "| Files changed | Unchanged | Failed | Words | Changes | In 1,000 words |\n|--:|--:|--:|--:|--:|--:|"
    )?;
    writeln!(
        out,
        "| {} | {} | {} | {} | {} | {:.1} |",
        summary.changed.len(),
        summary.unchanged(),
        summary.failed.len(),
        all.words,
        all.changes,
        all.rate()
    )?;
    let rules = most_frequent(&all.by_rule).into_iter().map(|(rule, count)| vec![code(rule.id()), count.to_string()]);
    table(&["Rule", "Changes"], rules.collect(), None, out)?;
    let terms = most_frequent(&all.by_term);
    let rows = terms.iter().take(MOST).map(|(term, count)| vec![code(term), count.to_string()]);
    table(&["Term", "Changes"], rows.collect(), and_more(terms.len()), out)?;
    let steps = confidences(summary).filter(|&(_, _, count)| count > 0);
    let rows = steps.map(|(from, to, count)| vec![format!("{from:.2} to {to:.2}"), count.to_string()]);
    table(&["Confidence", "Changes"], rows.collect(), None, out)?;
    let files = most_changed(summary);
    let rows = files
        .iter()
        .take(MOST)
        .map(|file| vec![code(&plain(&file.path)), file.changes.to_string(), format!("{:.1}", file.rate())]);
    table(&["File", "Changes", "In 1,000 words"], rows.collect(), and_more(files.len()), out)?;
    let wordings = most_frequent(&all.by_wording);
    let rows =
        wordings.iter().take(MOST).map(|((heard, meant), count)| vec![code(heard), code(meant), count.to_string()]);
    table(&["Heard", "Meant", "Changes"], rows.collect(), and_more(wordings.len()), out)?;
    let rows = summary.tiers();
    let rows = rows.map(|(tier, before, after)| vec![tier.id().to_owned(), before.to_string(), after.to_string()]);
    table(&["Findings", "Before", "After"], rows.collect(), None, out)?;
    if !summary.failed.is_empty() {
        writeln!(out, "\n**Failed**\n")?;
    }
    summary.failed.iter().try_for_each(|error| writeln!(out, "- {}", text(&failure(error))))
}

fn table(head: &[&str], rows: Vec<Vec<String>>, more: Option<String>, out: &mut dyn Write) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n| {} |\n|{}", head.join(" | "), "---|".repeat(head.len()))?;
    for row in rows {
        writeln!(out, "| {} |", row.join(" | "))?;
    }
    more.map_or(Ok(()), |more| writeln!(out, "\n{more}"))
}
