//! A table in Markdown, for a comment on a change or for the summary page of a job.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Output;
use super::human::{counted, percent, summary};
use super::message::error_message;
use super::path::plain;
use super::shown::shown_in_line;
use crate::report::{FileReport, Report, Reported};

pub(super) const MARKDOWN: Output = Output {
    id: "markdown",
    about: "a table, for a comment or a summary page",
    render: |report, _, out| table(report, usize::MAX, out),
    audience: None,
    has_step_summary: false,
    is_from_top: false,
};

/// Rows of the summary page of a job, which may have one mebibyte.
const MOST_OF_SUMMARY: usize = 500;

/// Writes the page that GitHub shows for a job; of very many findings the first.
pub(crate) fn step_summary(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    table(report, MOST_OF_SUMMARY, out)
}

fn table(report: &Report, most: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "### mondegreen: {}", summary(report))?;
    let rows: Vec<String> = report.findings().take(most).map(|(file, reported)| row(file, reported)).collect();
    if !rows.is_empty() {
        writeln!(out, "\n| Where | Heard | Meant | How sure | Why |\n|---|---|---|---|---|")?;
    }
    rows.iter().try_for_each(|row| writeln!(out, "{row}"))?;
    let more = report.findings().count() - rows.len();
    if more > 0 {
        writeln!(out, "\nand {more} more")?;
    }
    if !report.errors.is_empty() {
        writeln!(out, "\n**{}**\n", counted(report.errors.len(), "error"))?;
    }
    for error in &report.errors {
        let place = error.place().map(|place| format!(":{place}")).unwrap_or_default();
        let path = error.path().map(|path| format!("{}: ", code(&format!("{}{place}", plain(path)))));
        writeln!(out, "- {}{}", path.unwrap_or_default(), text(&error_message(error)))?;
    }
    Ok(())
}

fn row(file: &FileReport, Reported { finding, .. }: &Reported) -> String {
    let meant = match &finding.meant {
        Some(meant) => code(meant),
        None if finding.is_of_captions() => String::new(),
        None => format!("{} (which this file cannot hold here)", code(&finding.term)),
    };
    format!(
        "| {} | {} | {meant} | {} {} | {}: {} |",
        code(&format!("{}:{}", plain(&file.path), finding.place)),
        code(&finding.heard),
        finding.tier,
        percent(finding.confidence),
        finding.rule,
        text(&finding.reason),
    )
}

/// A text as code, in which nothing is markup, a link or the name of somebody to be told.
pub(super) fn code(text: &str) -> String {
    let text = shown_in_line(text);
    if !text.contains(['`', '|', '\\']) && text.trim() == text && !text.is_empty() {
        return format!("`{text}`");
    }
    format!("<code>{}</code>", entities(&text, |c| c.is_ascii_punctuation()))
}

/// A text as text; a name behind an `@` tells nobody.
pub(super) fn text(text: &str) -> String {
    let is_markup = |c: char| c.is_ascii_punctuation() && !matches!(c, ',' | '.' | ';' | '\'' | '?' | '%');
    entities(&shown_in_line(text), is_markup).replace("&#64;", "&#64;\u{200B}").replace("://", ":&#47;&#47;")
}

fn entities(text: &str, is_markup: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if is_markup(c) {
            let _ = write!(escaped, "&#{};", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_others_are_no_markup() {
        assert_eq!(code("calls/a b.txt:3:22"), "`calls/a b.txt:3:22`");
        assert_eq!(code("a|b`c"), "<code>a&#124;b&#96;c</code>");
        assert_eq!(code("a\n| b"), "<code>a↵&#124; b</code>");
        assert_eq!(text("near @ann, <b>"), "near &#64;\u{200B}ann, &#60;b&#62;");
    }
}
