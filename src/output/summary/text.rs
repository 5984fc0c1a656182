//! For the terminal and for logs.

use std::io::{self, Write};

use super::{MOST, SummaryForm, and_more, confidences, failure, headline, most_changed, most_frequent};
use crate::output::shown::{shown_in_line, width_of};
use crate::output::view::View;
use crate::report::Summary;

pub(super) const TEXT: SummaryForm =
    SummaryForm { id: "text", about: "in words, for the terminal and for logs", extensions: &["txt"], render };

fn render(summary: &Summary, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let strong = view.styles.strong;
    writeln!(out, "{strong}{}{strong:#}", headline(summary))?;
    let all = &summary.all;
    let (changed, unchanged, failed) = (summary.changed.len(), summary.unchanged(), summary.failed.len());
    writeln!(out, "  changed {changed}, unchanged {unchanged}, failed {failed}; {:.1} in 1,000 words", all.rate())?;
    let rows = most_frequent(&all.by_rule).into_iter().map(|(rule, count)| (rule.id().to_owned(), count.to_string()));
    table("by rule", rows.collect(), None, view, out)?;
    let terms = most_frequent(&all.by_term);
    let rows = terms.iter().take(MOST).map(|(term, count)| (shown_in_line(term).into_owned(), count.to_string()));
    table("by term", rows.collect(), and_more(terms.len()), view, out)?;
    let steps = confidences(summary).filter(|&(_, _, count)| count > 0);
    let rows = steps.map(|(from, to, count)| (format!("{from:.2} to {to:.2}"), count.to_string()));
    table("by confidence", rows.collect(), None, view, out)?;
    let files = most_changed(summary);
    let rows = files.iter().take(MOST).map(|file| {
        (shown_in_line(&file.path).into_owned(), format!("{}  ({:.1} in 1,000 words)", file.changes, file.rate()))
    });
    table("by file", rows.collect(), and_more(files.len()), view, out)?;
    let wordings = most_frequent(&all.by_wording);
    let rows = wordings.iter().take(MOST).map(|((heard, meant), count)| {
        (format!("{} → {}", shown_in_line(heard), shown_in_line(meant)), count.to_string())
    });
    table("by words", rows.collect(), and_more(wordings.len()), view, out)?;
    let rows = summary.tiers().map(|(tier, before, after)| (tier.id().to_owned(), format!("{before} → {after}")));
    table("findings before → after", rows.collect(), None, view, out)?;
    if !summary.failed.is_empty() {
        writeln!(out, "  {strong}failed{strong:#}")?;
    }
    summary.failed.iter().try_for_each(|error| writeln!(out, "    {}", failure(error)))
}

fn table(
    title: &str,
    rows: Vec<(String, String)>,
    more: Option<String>,
    view: &View,
    out: &mut dyn Write,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let strong = view.styles.strong;
    writeln!(out, "  {strong}{title}{strong:#}")?;
    let margin = rows.iter().map(|(label, _)| width_of(label)).max().unwrap_or(0);
    for (label, value) in rows {
        let pad = margin - width_of(&label);
        writeln!(out, "    {label}{:pad$}  {value}", "")?;
    }
    more.map_or(Ok(()), |more| writeln!(out, "    {more}"))
}
