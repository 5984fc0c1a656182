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

impl FileSpan {
    /// As a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
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

/// How much of a file stands before a part of it.
#[cfg(feature = "cli")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Passed {
    pub(crate) lines: usize,
    pub(crate) bytes: usize,
    /// Code points.
    pub(crate) points: usize,
}

#[cfg(feature = "cli")]
impl Passed {
    /// The same and so many lines more, of these bytes.
    pub(crate) fn and(self, lines: usize, bytes: &[u8]) -> Passed {
        Passed {
            lines: self.lines + lines,
            bytes: self.bytes + bytes.len(),
            points: self.points + code_points(bytes) as usize,
        }
    }
}

/// Where the lines of a text begin and how many code points stand before each part of it: places in constant time,
/// however long the lines are.
#[derive(Debug)]
pub(crate) struct Places {
    line_starts: Vec<u32>,
    /// The code points before every `PART` bytes.
    points: Vec<u32>,
}

const PART: usize = 512;
/// So many lines are looked through one by one.
const FEW_LINES: usize = 12;

impl Places {
    pub(crate) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let line_starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', bytes).map(|at| at as u32 + 1)).collect();
        let mut before = 0;
        let mut points = Vec::with_capacity(bytes.len() / PART + 1);
        for part in bytes.chunks(PART) {
            points.push(before);
            before += code_points(part);
        }
        Places { line_starts, points }
    }

    /// Where a row of CSV begins that a reader found from this byte on: behind a line end of two characters it names
    /// the second.
    pub(crate) fn of_row(&self, text: &str, offset: usize) -> Place {
        let behind = text.as_bytes().get(offset..).unwrap_or_default();
        self.at(text, offset + behind.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count())
    }

    /// The place of a byte offset of the text that this was made of; an offset past the end is the end.
    pub(crate) fn at(&self, text: &str, offset: usize) -> Place {
        let offset = offset.min(text.len());
        self.on_line(self.line_starts.partition_point(|&start| start as usize <= offset), text, offset)
    }

    /// The same, soonest found where it stands a few lines behind this one, counted from 1.
    pub(crate) fn at_behind(&self, line: usize, text: &str, offset: usize) -> Place {
        let behind = self.line_starts.get(line - 1..).unwrap_or_default();
        let near = behind.iter().take(FEW_LINES).take_while(|&&start| start as usize <= offset).count();
        match near {
            0 | FEW_LINES => self.at(text, offset),
            near => self.on_line(line - 1 + near, text, offset.min(text.len())),
        }
    }

    fn on_line(&self, line: usize, text: &str, offset: usize) -> Place {
        let start = self.line_starts[line - 1] as usize;
        let points = if offset - start <= PART {
            code_points(&text.as_bytes()[start..offset]) as usize
        } else {
            self.points_before(text, offset) - self.points_before(text, start)
        };
        Place { line, column: 1 + points }
    }

    /// The column of a byte offset of that text in bytes, from 1; an offset past the end is the end.
    #[cfg(feature = "cli")]
    pub(crate) fn byte_column(&self, text: &str, offset: usize) -> usize {
        let offset = offset.min(text.len());
        let line = self.line_starts.partition_point(|&start| start as usize <= offset);
        1 + offset - self.line_starts[line - 1] as usize
    }

    /// How many code points of that text stand before a byte offset.
    pub(crate) fn points_before(&self, text: &str, offset: usize) -> usize {
        let offset = offset.min(text.len());
        let part = offset / PART;
        // A text that ends where a part would begin has no count there.
        let (part, before) = match self.points.get(part) {
            Some(&before) => (part, before),
            None => (part.saturating_sub(1), self.points.last().copied().unwrap_or(0)),
        };
        (before + code_points(&text.as_bytes()[part * PART..offset])) as usize
    }
}

fn code_points(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| !is_continuation(byte)).count() as u32
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
        let long = "zwölf\n".repeat(3000) + &"é".repeat(5000) + "\nx";
        let places = Places::of(&long);
        for offset in (0..=long.len()).filter(|&offset| long.is_char_boundary(offset)).step_by(97) {
            assert_eq!(places.at(&long, offset), place_in(&long, offset), "{offset}");
            for line in [1, 2, 2995, 3001, 9999] {
                assert_eq!(places.at_behind(line, &long, offset), place_in(&long, offset), "{offset} {line}");
            }
        }
        assert_eq!(Places::of("").at("", 9), Place { line: 1, column: 1 });
    }
}
