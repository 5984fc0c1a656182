//! Positions: in the reading text, in the file, and as a person counts them.
//!
//! A place in the reading text and a place in the file are two types, so that one is never taken for the other.

use std::fmt;
use std::ops::Range;

/// A half-open range of bytes of the reading text (what the detectors see).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A half-open range of bytes of the file as it lies on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileSpan {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Line and column, both from 1; columns count Unicode code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in code points, from 1.
    pub column: usize,
}

impl Span {
    pub(crate) fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Span { start: start as u32, end: end as u32 }
    }

    /// As a range to index the reading text with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The place of a byte offset of `text`; an offset past the end is the end.
pub(crate) fn place_in(text: &str, offset: usize) -> Place {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    Place {
        line: 1 + memchr::memchr_iter(b'\n', before).count(),
        column: 1 + before[line_start..].iter().filter(|&&b| !is_continuation(b)).count(),
    }
}

/// Whether the byte continues a UTF-8 sequence that began before it.
pub(crate) fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_code_points() {
        let text = "né\nzwölf x";
        assert_eq!(place_in(text, 0), Place { line: 1, column: 1 });
        assert_eq!(place_in(text, 4), Place { line: 2, column: 1 });
        assert_eq!(place_in(text, text.len() - 1), Place { line: 2, column: 7 });
        assert_eq!(place_in(text, 999), Place { line: 2, column: 8 });
    }
}
