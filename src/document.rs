//! A file as a person reads it: the reading text, its segments, and the way back to the file.
//!
//! A format's reader builds a [`Document`]. Detectors see its prose and nothing else; a change of the prose is carried
//! back by [`Document::carry`], which answers `None` where the format cannot hold it, so that nothing is done by half.

use std::ops::Range;

use std::sync::OnceLock;

use crate::edit::{Edit, Edits};
use crate::format::Format;
use crate::source::Source;
use crate::span::{FileSpan, Place, Places, Span};

/// A file that was read: its text, what of it is prose, and how edits of the prose reach the bytes.
#[derive(Debug)]
pub struct Document {
    source: Source,
    /// Made when the first place is asked for.
    places: OnceLock<Places>,
    format: &'static Format,
    segments: Vec<Segment>,
    speakers: Vec<String>,
}

/// A stretch of prose that belongs together: a paragraph, a turn, a cue.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Where it stands in the reading text.
    pub span: Span,
    /// Who speaks, as an index into [`Document::speakers`].
    pub speaker: Option<u32>,
    /// When it is said, in seconds from the start.
    pub time: Option<f64>,
}

impl Document {
    /// A document whose reading text is the text of its source, with only `segments` of it prose.
    pub(crate) fn of_prose(
        source: Source,
        format: &'static Format,
        segments: Vec<Segment>,
        speakers: Vec<String>,
    ) -> Self {
        debug_assert!(segments.is_sorted_by_key(|segment| segment.span));
        Document { source, places: OnceLock::new(), format, segments, speakers }
    }

    /// What the file was taken for.
    pub fn format(&self) -> &'static Format {
        self.format
    }

    /// The file as text, decoded: the reading text. Only the segments of it are prose.
    pub fn text(&self) -> &str {
        self.source.text()
    }

    /// The prose, in order, without overlaps.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The names of those who speak, in the order of their first words.
    pub fn speakers(&self) -> &[String] {
        &self.speakers
    }

    /// The segment that holds this position of the reading text.
    pub fn segment_at(&self, position: u32) -> Option<&Segment> {
        let after = self.segments.partition_point(|segment| segment.span.start <= position);
        self.segments[..after].last().filter(|segment| position < segment.span.end)
    }

    /// The name of who speaks at this position.
    pub fn speaker_at(&self, position: u32) -> Option<&str> {
        let speaker = self.segment_at(position)?.speaker?;
        self.speakers.get(speaker as usize).map(String::as_str)
    }

    /// Line and column, in the file, of a position of the reading text.
    pub fn place(&self, position: u32) -> Place {
        self.places.get_or_init(|| Places::of(self.source.text())).at(self.source.text(), position as usize)
    }

    /// The same file with another text, as far as its format and not its encoding goes: for scanning once more.
    pub(crate) fn with_text(&self, text: String) -> Document {
        (self.format.read)(Source::of_text(text))
    }

    /// The edit that puts `text` in the place of a range of [`Document::text`]; none where the encoding cannot.
    pub(crate) fn edit(&self, range: Range<usize>, text: &str) -> Option<Edit> {
        self.source.can_hold(text).then(|| Edit::new(self.source.file_span(range), text.to_owned()))
    }

    /// All changes of the file that put `meant` in the place of `span`, or none where the file cannot hold it.
    ///
    /// The first edit is the place that a person would look at.
    pub fn carry(&self, span: Span, meant: &str) -> Option<Vec<Edit>> {
        let heard = self.text().get(span.range())?;
        if !(self.format.can_replace)(heard, meant) || !self.source.can_hold(meant) {
            return None;
        }
        Some(vec![Edit::new(self.source.file_span(span.range()), meant.to_owned())])
    }

    /// The bytes of the file that spell this part of the reading text.
    pub fn file_span(&self, span: Span) -> FileSpan {
        self.source.file_span(span.range())
    }

    /// The file with `edits` made; every byte outside of them is as it was.
    pub fn write(&self, edits: &Edits) -> Vec<u8> {
        self.source.apply(edits)
    }

    /// The range of [`Document::text`] that these bytes of the file spell.
    pub fn text_range(&self, span: FileSpan) -> Range<usize> {
        self.source.text_range(span)
    }

    /// The file as it was read.
    pub fn bytes(&self) -> &[u8] {
        self.source.bytes()
    }
}
