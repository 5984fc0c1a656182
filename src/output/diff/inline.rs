//! The inline form: the text of changed lines with `[-heard-]{+meant+}` in it.

use std::io::{self, Write};
use std::path::Path;

use super::super::shown::shown;
use super::super::{Styles, Text, View};
use super::name::header;
use super::rows::{Hunk, Piece};

pub(super) fn render(path: &Path, hunks: &[Hunk<'_>], view: &View, out: &mut dyn Write) -> io::Result<()> {
    let Styles { strong, hunk: hunk_style, heard: heard_style, meant: meant_style, .. } = view.styles;
    writeln!(out, "{strong}--- {}{strong:#}", header("a/", path))?;
    writeln!(out, "{strong}+++ {}{strong:#}", header("b/", path))?;
    for hunk in hunks {
        writeln!(out, "{hunk_style}{hunk}{hunk_style:#}")?;
        let mut ended = true;
        for piece in hunk.rows.iter().flat_map(|row| &row.pieces) {
            match *piece {
                Piece::Same(text) => {
                    ended = text.ends_with('\n');
                    out.write_all(passed_on(text, view).as_bytes())?;
                }
                Piece::Changed { heard, meant } => {
                    ended = false;
                    let [heard, meant] = [heard, meant].map(|text| passed_on(text, view));
                    // Where a word is split by marks, one half of a change may be empty.
                    if !heard.is_empty() {
                        write!(out, "{heard_style}[-{heard}-]{heard_style:#}")?;
                    }
                    if !meant.is_empty() {
                        write!(out, "{meant_style}{{+{meant}+}}{meant_style:#}")?;
                    }
                }
            }
        }
        if !ended {
            writeln!(out)?;
        }
    }
    Ok(())
}

fn passed_on(text: &str, view: &View) -> String {
    match view.text {
        Text::Exact => text.to_owned(),
        Text::Shown => shown(&text.replace("\r\n", "\n")).into_owned(),
    }
}
