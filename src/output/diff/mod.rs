//! What a file is and what it is to be, side by side, one under the other, or one in the other.

mod columns;
mod inline;
mod name;
mod rows;
mod unified;

use std::io::{self, Write};
use std::path::Path;

pub(crate) use rows::Comparison;

use super::View;

/// The forms of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// The old lines, then the new ones; what `patch` and `git apply` take.
    Unified,
    /// The old text left, the new one right.
    SideBySide,
    /// The new words behind the old ones: `[-heard-]{+meant+}`.
    Word,
}

impl Form {
    /// How many unchanged lines are shown around a change, if nobody says.
    pub(crate) fn usual_context(self) -> usize {
        match self {
            Form::Unified => 3,
            Form::SideBySide | Form::Word => 1,
        }
    }

    /// Writes a difference; nothing where there is none.
    pub(crate) fn render(
        self,
        path: &Path,
        comparison: &Comparison<'_>,
        context: usize,
        view: &View,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let hunks = comparison.hunks(context);
        if hunks.is_empty() {
            return Ok(());
        }
        match self {
            Form::Unified => unified::render(path, &hunks, view, out),
            Form::SideBySide => columns::render(path, &hunks, view, out),
            Form::Word => inline::render(path, &hunks, view, out),
        }
    }
}
