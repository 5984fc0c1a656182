//! The unified form. Without colours, what `patch -p1` and `git apply` take; with them, the words are marked as well.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use anstyle::Style;

use super::super::shown::shown;
use super::super::{Styles, Text, View};
use super::name::header;
use super::rows::{Hunk, Part, Row, Side};

pub(super) fn render(path: &Path, hunks: &[Hunk<'_>], view: &View, out: &mut dyn Write) -> io::Result<()> {
    let Styles { strong, hunk: hunk_style, .. } = view.styles;
    writeln!(out, "{strong}--- {}{strong:#}", header("a/", path))?;
    writeln!(out, "{strong}+++ {}{strong:#}", header("b/", path))?;
    for hunk in hunks {
        writeln!(out, "{hunk_style}{hunk}{hunk_style:#}")?;
        for run in hunk.rows.chunk_by(|a, b| a.is_changed() == b.is_changed()) {
            if run.iter().any(Row::is_changed) {
                rows(run, Side::Old, view, out)?;
                rows(run, Side::New, view, out)?;
            } else {
                for line in run.iter().flat_map(|row| row.lines(Side::Old)) {
                    write_line(" ", &line, Style::new(), Style::new(), view, out)?;
                }
            }
        }
    }
    Ok(())
}

fn rows(run: &[Row<'_>], side: Side, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let Styles { removed, added, heard_in_line, meant_in_line, .. } = view.styles;
    let (sign, line_style, word_style) = match side {
        Side::Old => ("-", removed, heard_in_line),
        Side::New => ("+", added, meant_in_line),
    };
    for line in run.iter().flat_map(|row| row.lines(side)) {
        write_line(sign, &line, line_style, word_style, view, out)?;
    }
    Ok(())
}

fn write_line(
    sign: &str,
    line: &[Part<'_>],
    line_style: Style,
    word_style: Style,
    view: &View,
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(out, "{line_style}{sign}{line_style:#}")?;
    for part in line {
        let style = if part.changed { word_style } else { line_style };
        let text = match view.text {
            Text::Exact => Cow::Borrowed(part.text.strip_suffix('\n').unwrap_or(part.text)),
            Text::Shown => shown(part.text.trim_end_matches(['\r', '\n'])),
        };
        if !text.is_empty() {
            write!(out, "{style}{text}{style:#}")?;
        }
    }
    writeln!(out)?;
    if line.last().is_none_or(|part| !part.text.ends_with('\n')) {
        writeln!(out, "\\ No newline at end of file")?;
    }
    Ok(())
}
