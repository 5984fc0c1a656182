//! Workflow commands of GitHub Actions, which become annotations beside the lines.

use std::io::{self, Write};

use super::message::{error_message, message};
use super::path::plain;
use super::shown::shown;
use super::{Output, View};
use crate::finding::Tier;
use crate::report::{Report, Reported};

pub(super) const GITHUB: Output = Output {
    id: "github",
    about: "workflow commands of GitHub Actions; the findings go into $GITHUB_STEP_SUMMARY as well",
    render,
    audience: None,
    has_step_summary: true,
    is_from_top: true,
};

fn render(report: &Report, _: &View, out: &mut dyn Write) -> io::Result<()> {
    for (file, Reported { finding, at, .. }) in report.findings() {
        let (start, end) = (at.start.place, at.end.place);
        let title = format!("mondegreen ({})", finding.rule);
        let path = plain(&file.path);
        write!(out, "::{} title={},file={}", command(finding.tier), property(&title), property(&path))?;
        write!(out, ",line={},endLine={}", start.line, end.line)?;
        if at.is_in_line() {
            write!(out, ",col={},endColumn={}", start.column, end.column)?;
        }
        writeln!(out, "::{}", data(&format!("{path}:{start}: {}", message(finding))))?;
    }
    for error in &report.errors {
        write!(out, "::error title=mondegreen")?;
        if let Some(path) = error.path() {
            write!(out, ",file={}", property(&plain(path)))?;
        }
        if let Some(place) = error.place() {
            write!(out, ",line={},col={}", place.line, place.column)?;
        }
        let place = error.path().map(|path| format!("{}: ", plain(path))).unwrap_or_default();
        writeln!(out, "::{}", data(&format!("{place}{}", error_message(error))))?;
    }
    Ok(())
}

fn command(tier: Tier) -> &'static str {
    match tier {
        Tier::Auto => "error",
        Tier::Review => "warning",
        Tier::Hint => "notice",
    }
}

/// The text of a command: no line of it begins another one.
fn data(text: &str) -> String {
    shown(&text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")).into_owned()
}

/// The value of a property of a command, which ends at a comma or a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_begins_another_command() {
        assert_eq!(data("a\r\n::stop::100%\u{1b}"), "a%0D%0A::stop::100%25␛");
        assert_eq!(property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
    }
}
