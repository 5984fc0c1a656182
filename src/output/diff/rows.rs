//! A file's lines before and after its edits, row by row.
//!
//! The edits say exactly what changes, so nothing has to be guessed: a row ends with every line end that stays, and the
//! words that an edit takes and brings are known. The hunks are put together by [`similar`].

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use similar::{DiffOp, group_diff_ops};

use crate::document::Document;

/// The rows of a file.
#[derive(Debug)]
pub(crate) struct Comparison<'a> {
    rows: Vec<Row<'a>>,
}

/// A stretch of text up to a line end that stays: mostly one line.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Row<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
    /// How many lines stand before it in the old and in the new text.
    before: [usize; 2],
}

/// Text that stays, or that is replaced.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Piece<'a> {
    Same(&'a str),
    Changed { heard: &'a str, meant: &'a str },
}

/// One of the two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Old,
    New,
}

/// A part of one line of one side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Part<'a> {
    pub(super) text: &'a str,
    pub(super) changed: bool,
}

/// Rows that are shown together: changes that stand near one another, with rows around them.
#[derive(Debug)]
pub(super) struct Hunk<'a> {
    pub(super) rows: &'a [Row<'a>],
}

impl<'a> Comparison<'a> {
    /// Compares a document with what `changes` make of it: [`Document::shown_edit`] of each edit, in order.
    pub(crate) fn new(document: &'a Document, changes: &'a [(Range<usize>, Cow<'a, str>)]) -> Self {
        let text = document.shown_text();
        let mut builder = Builder::default();
        // In UTF-8 the mark belongs to the first line, or a patch of that line would not fit.
        if document.bytes().len() == text.len() + MARK.len() && document.bytes().starts_with(MARK.as_bytes()) {
            builder.same(MARK);
        }
        let mut done = 0;
        for (range, meant) in changes {
            builder.same(&text[done..range.start]);
            builder.row.pieces.push(Piece::Changed { heard: &text[range.clone()], meant });
            // Where whole lines went, the line behind them is no part of the change.
            if text[range.clone()].ends_with('\n')
                && [Side::Old, Side::New].iter().all(|&side| builder.row.is_whole(side))
            {
                builder.end_row();
            }
            done = range.end;
        }
        builder.same(&text[done..]);
        builder.end_row();
        Comparison { rows: builder.rows }
    }

    /// The changes with so many rows around them.
    pub(super) fn hunks(&self, context: usize) -> Vec<Hunk<'_>> {
        let op = |(at, row): (usize, &Row<'_>)| {
            if row.is_changed() {
                DiffOp::Replace { old_index: at, old_len: 1, new_index: at, new_len: 1 }
            } else {
                DiffOp::Equal { old_index: at, new_index: at, len: 1 }
            }
        };
        let merged = self.rows.iter().enumerate().map(op).fold(Vec::new(), merge);
        // More rows than there are would overflow its sums.
        group_diff_ops(merged, context.min(self.rows.len()))
            .iter()
            .filter_map(|ops| {
                let (first, last) = (ops.first()?, ops.last()?);
                Some(Hunk { rows: &self.rows[first.old_range().start..last.old_range().end] })
            })
            .collect()
    }
}

const MARK: &str = "\u{FEFF}";

fn merge(mut ops: Vec<DiffOp>, next: DiffOp) -> Vec<DiffOp> {
    match (ops.last_mut(), next) {
        (Some(DiffOp::Equal { len, .. }), DiffOp::Equal { .. }) => *len += 1,
        (Some(DiffOp::Replace { old_len, new_len, .. }), DiffOp::Replace { .. }) => {
            *old_len += 1;
            *new_len += 1;
        }
        _ => ops.push(next),
    }
    ops
}

#[derive(Debug, Default)]
struct Builder<'a> {
    rows: Vec<Row<'a>>,
    row: Row<'a>,
}

impl<'a> Builder<'a> {
    fn same(&mut self, text: &'a str) {
        for line in text.split_inclusive('\n') {
            self.row.pieces.push(Piece::Same(line));
            if line.ends_with('\n') {
                self.end_row();
            }
        }
    }

    fn end_row(&mut self) {
        if self.row.pieces.is_empty() {
            return;
        }
        let [old, new] = self.row.before;
        let before = [old + self.row.lines(Side::Old).len(), new + self.row.lines(Side::New).len()];
        let row = std::mem::replace(&mut self.row, Row { pieces: Vec::new(), before });
        self.rows.push(row);
    }
}

impl<'a> Row<'a> {
    pub(super) fn is_changed(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Changed { .. }))
    }

    /// The number of its first line on one side, from 1.
    pub(super) fn number(&self, side: Side) -> usize {
        1 + self.before[side as usize]
    }

    /// Whether its last line on one side has its end.
    fn is_whole(&self, side: Side) -> bool {
        let lines = self.lines(side);
        lines.last().and_then(|line| line.last()).is_none_or(|part| part.text.ends_with('\n'))
    }

    /// Its lines on one side, with their line ends.
    pub(super) fn lines(&self, side: Side) -> Vec<Vec<Part<'a>>> {
        let mut lines = Vec::new();
        let mut line = Vec::new();
        for piece in &self.pieces {
            let (text, changed) = match *piece {
                Piece::Same(text) => (text, false),
                Piece::Changed { heard, meant } => (if side == Side::Old { heard } else { meant }, true),
            };
            for text in text.split_inclusive('\n') {
                line.push(Part { text, changed });
                if text.ends_with('\n') {
                    lines.push(std::mem::take(&mut line));
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}

/// The header of a hunk, as `@@ -1,3 +1,3 @@`.
impl fmt::Display for Hunk<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let range = |side: Side| {
            let first = self.rows.first().map_or(1, |row| row.number(side));
            match self.rows.iter().map(|row| row.lines(side).len()).sum::<usize>() {
                1 => first.to_string(),
                // No line is told by the one before it.
                0 => format!("{},0", first - 1),
                count => format!("{first},{count}"),
            }
        };
        write!(f, "@@ -{} +{} @@", range(Side::Old), range(Side::New))
    }
}
