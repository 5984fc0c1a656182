//! The form with two columns: the old text left, the new one right, lines wrapped at words.

use std::io::{self, Write};
use std::path::Path;

use anstyle::Style;

use super::super::shown::{shown, shown_in_line, width_of, width_of_char};
use super::super::{Styles, View};
use super::rows::{Hunk, Part, Row, Side};

/// Between the columns: a space, a mark and a space.
const GAP: usize = 3;

pub(super) fn render(path: &Path, hunks: &[Hunk<'_>], view: &View, out: &mut dyn Write) -> io::Result<()> {
    let Styles { strong, hunk: hunk_style, .. } = view.styles;
    let last = hunks.last().and_then(|hunk| hunk.rows.last());
    let margin = last.map_or(1, |row| row.number(Side::Old).max(row.number(Side::New)).to_string().len());
    let columns = Columns { margin, width: (view.width.saturating_sub(GAP) / 2).saturating_sub(margin + 1).max(10) };
    writeln!(out, "{strong}{}{strong:#}", shown_in_line(&path.to_string_lossy()))?;
    for (number, hunk) in hunks.iter().enumerate() {
        if number > 0 {
            writeln!(out, "{hunk_style}{:>margin$}{hunk_style:#}", "⋮")?;
        }
        for row in hunk.rows {
            columns.row(row, view, out)?;
        }
    }
    Ok(())
}

#[derive(Debug, Clone, Copy)]
struct Columns {
    /// Columns of a line number.
    margin: usize,
    /// Columns of text on each side.
    width: usize,
}

/// A stretch of text in one style.
#[derive(Debug, Clone, PartialEq)]
struct Cell {
    text: String,
    style: Style,
}

impl Columns {
    fn row(self, row: &Row<'_>, view: &View, out: &mut dyn Write) -> io::Result<()> {
        let Styles { heard, meant, gutter, .. } = view.styles;
        let left = self.side(row, Side::Old, heard);
        let right = self.side(row, Side::New, meant);
        let mark = if row.is_changed() { '|' } else { ' ' };
        let empty = (None, Vec::new());
        for at in 0..left.len().max(right.len()) {
            let (left_number, left) = left.get(at).unwrap_or(&empty);
            let (right_number, right) = right.get(at).unwrap_or(&empty);
            write!(out, "{gutter}{}{gutter:#} ", self.number(*left_number))?;
            write_cells(left, out)?;
            let used: usize = left.iter().map(|cell| width_of(&cell.text)).sum();
            write!(out, "{:1$} {mark} ", "", self.width.saturating_sub(used))?;
            write!(out, "{gutter}{}{gutter:#}", self.number(*right_number))?;
            if !right.is_empty() {
                write!(out, " ")?;
            }
            write_cells(right, out)?;
            writeln!(out)?;
        }
        Ok(())
    }

    fn number(self, number: Option<usize>) -> String {
        let margin = self.margin;
        number.map_or_else(|| " ".repeat(margin), |number| format!("{number:>margin$}"))
    }

    /// The lines of one side as they are shown, the first of each with its number.
    fn side(self, row: &Row<'_>, side: Side, changed: Style) -> Vec<(Option<usize>, Vec<Cell>)> {
        let mut shown = Vec::new();
        for (at, line) in row.lines(side).iter().enumerate() {
            for (part, cells) in wrapped(line, self.width, changed).into_iter().enumerate() {
                shown.push(((part == 0).then(|| row.number(side) + at), cells));
            }
        }
        shown
    }
}

fn write_cells(cells: &[Cell], out: &mut dyn Write) -> io::Result<()> {
    for Cell { text, style } in cells {
        write!(out, "{style}{text}{style:#}")?;
    }
    Ok(())
}

/// A line in pieces that fit into so many columns, broken at spaces where there are any.
fn wrapped(line: &[Part<'_>], width: usize, changed: Style) -> Vec<Vec<Cell>> {
    let letters: Vec<(char, Style)> = line
        .iter()
        .flat_map(|part| {
            let style = if part.changed { changed } else { Style::new() };
            let text = part.text.trim_end_matches(['\r', '\n']).replace('\t', " ");
            shown(&text).chars().map(|c| (c, style)).collect::<Vec<_>>()
        })
        .collect();
    let mut rows = Vec::new();
    let mut rest = letters.as_slice();
    while !rest.is_empty() {
        let (row, after) = rest.split_at(break_at(rest, width));
        let row = if after.is_empty() { row } else { without_last_space(row) };
        rows.push(cells(row));
        rest = after;
    }
    if rows.is_empty() {
        rows.push(Vec::new());
    }
    rows
}

/// How many letters go on this row: to the last space that fits, else as many as fit, and at least one.
fn break_at(letters: &[(char, Style)], width: usize) -> usize {
    let mut used = 0;
    let mut fits = letters.len();
    for (at, &(c, _)) in letters.iter().enumerate() {
        used += width_of_char(c);
        if used > width {
            // The space at which a row ends may stand behind its last column.
            fits = if c == ' ' { at + 1 } else { at };
            break;
        }
    }
    if fits == letters.len() {
        return fits;
    }
    letters[..fits].iter().rposition(|&(c, _)| c == ' ').map_or(fits.max(1), |space| space + 1)
}

fn without_last_space(row: &[(char, Style)]) -> &[(char, Style)] {
    match row {
        [before @ .., (' ', _)] => before,
        _ => row,
    }
}

fn cells(row: &[(char, Style)]) -> Vec<Cell> {
    row.chunk_by(|a, b| a.1 == b.1)
        .map(|run| Cell { text: run.iter().map(|&(c, _)| c).collect(), style: run[0].1 })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrap(text: &str, width: usize) -> Vec<String> {
        let line = [Part { text, changed: false }];
        let rows = wrapped(&line, width, Style::new());
        rows.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn lines_are_wrapped_at_words() {
        assert_eq!(wrap("we push it to git lab\r\n", 10), ["we push it", "to git lab"]);
        assert_eq!(wrap("incomprehensibilities are", 10), ["incomprehe", "nsibilitie", "s are"]);
        assert_eq!(wrap("会議で話す", 5), ["会議", "で話", "す"]);
        assert_eq!(wrap("会", 1), ["会"]);
        assert_eq!(wrap("\n", 10), [""]);
        assert_eq!(wrap("a\u{1b}b", 10), ["a␛b"]);
    }
}
