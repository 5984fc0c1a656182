//! Changes to a file: sorted and disjoint by construction.

use crate::span::FileSpan;

/// One replacement of bytes of the file by a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    at: FileSpan,
    text: String,
}

impl Edit {
    /// Bytes `at` of the file are to become `text`.
    pub fn new(at: FileSpan, text: String) -> Self {
        Edit { at, text }
    }

    /// The bytes of the file that go.
    pub fn at(&self) -> FileSpan {
        self.at
    }

    /// What comes in their place.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Edits of one file, in order, none touching the bytes of another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edits(Vec<Edit>);

impl Edits {
    /// Sorts the edits; the same edit given twice is one, and of two that overlap the first in the file stays.
    /// An edit that ends before it begins is none.
    ///
    /// ```
    /// use mondegreen::{Edit, Edits, FileSpan};
    ///
    /// let edit = |start, end| Edit::new(FileSpan { start, end }, "x".to_owned());
    /// let edits = Edits::new([edit(5, 9), edit(0, 2), edit(1, 3)]);
    /// let kept: Vec<_> = edits.into_iter().map(|edit| edit.at().start).collect();
    /// assert_eq!(kept, [0, 5]);
    /// ```
    pub fn new(edits: impl IntoIterator<Item = Edit>) -> Self {
        let mut sorted: Vec<Edit> = edits.into_iter().collect();
        sorted.sort();
        let mut kept: Vec<Edit> = Vec::with_capacity(sorted.len());
        for edit in sorted {
            let is_apart = kept.last().is_none_or(|last| last.at.end <= edit.at.start);
            if is_apart && edit.at.start <= edit.at.end {
                kept.push(edit);
            }
        }
        Edits(kept)
    }

    /// Whether nothing is to change.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many replacements there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The edits in file order.
    pub fn iter(&self) -> std::slice::Iter<'_, Edit> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Edits {
    type Item = &'a Edit;
    type IntoIter = std::slice::Iter<'a, Edit>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl IntoIterator for Edits {
    type Item = Edit;
    type IntoIter = std::vec::IntoIter<Edit>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
