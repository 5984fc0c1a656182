//! A file as a person reads it: the reading text, its segments, and the way back to the file.
//!
//! A format's reader builds a [`Document`]. Detectors see its prose and nothing else; a change of the prose is carried
//! back by [`Document::carry`], which answers `None` where the format cannot hold it, so that nothing is done by half.

#[cfg(feature = "cli")]
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

use crate::align::{Copy, Counterpart, Positions, Words};
use crate::edit::{Edit, Edits};
use crate::format::{Format, LONGEST_LABEL};
use crate::hidden::Hidden;
use crate::source::Source;
use crate::span::{FileSpan, Place, Places, Span};
use crate::talk::Talk;
use crate::token::{Shape, words_of};
use crate::track::{Change, Track};

/// A file that was read: its text, what of it is prose, and how edits of the prose reach the bytes.
#[derive(Debug)]
pub struct Document {
    source: Source,
    /// Made when the first place is asked for.
    places: OnceLock<Places>,
    /// What people see in the place of the file's text, made with the places; none where they see that.
    shown: OnceLock<Option<Track>>,
    format: &'static Format,
    /// What is read, where that is not the file's text itself.
    reading: Option<Track>,
    segments: Vec<Segment>,
    speakers: Vec<String>,
    /// When and how surely words were heard, by where they begin.
    marks: Vec<Mark>,
    /// The other tellings of the same words, made when the first change is asked for.
    again: OnceLock<Again>,
    /// Captions in the order of the file.
    captions: Vec<Caption>,
    keeps_word_count: bool,
    /// The field of records that was read.
    text_field: Option<String>,
}

/// The other tellings of the words of a document.
#[derive(Debug)]
struct Again {
    /// The words of the reading text.
    own: Words,
    copies: Vec<Copy>,
    hidden: Hidden,
}

/// So far into a line changes may make a label of it: what is heard may be longer than what was said.
const REACH_OF_LABELS: usize = 4 * LONGEST_LABEL;

/// So many words back it is looked for how sure the recogniser was.
const FARTHEST_BACK: usize = 256;

/// When something was heard, and how sure the recogniser was of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Mark {
    /// Where it begins in the reading text.
    pub(crate) at: u32,
    /// In seconds from the start.
    pub(crate) time: Option<f64>,
    /// From 0 to 1.
    pub(crate) confidence: Option<f32>,
    /// Whether words that have a place of their own in the file begin here: other tellings may begin here too.
    pub(crate) is_start: bool,
}

/// A caption as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Caption {
    /// When it is shown, in seconds.
    pub(crate) start: f64,
    pub(crate) end: f64,
    /// How many lines are shown that are not empty.
    pub(crate) lines: u32,
    /// How many characters the longest of them has, and all of them together.
    pub(crate) longest: u32,
    pub(crate) characters: u32,
    /// Where its text begins in the file's text, with its first line.
    pub(crate) at: Range<u32>,
    /// Its number, from 1.
    pub(crate) number: u32,
    /// Where in the file's text stands what the file calls it.
    pub(crate) id: Option<Range<u32>>,
}

impl Caption {
    /// Where its text begins in the file's text, with its first line.
    pub(crate) fn place(&self) -> Range<usize> {
        self.at.start as usize..self.at.end as usize
    }
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
        Document {
            source,
            places: OnceLock::new(),
            shown: OnceLock::new(),
            format,
            reading: None,
            segments,
            speakers,
            marks: Vec::new(),
            again: OnceLock::new(),
            captions: Vec::new(),
            keeps_word_count: false,
            text_field: None,
        }
    }

    /// A document whose reading text is put together from places of the file.
    pub(crate) fn of_talk(source: Source, format: &'static Format, talk: Talk) -> Self {
        let Talk { track, segments, speakers, marks, captions, .. } = talk;
        Document { reading: Some(track), marks, captions, ..Document::of_prose(source, format, segments, speakers) }
    }

    /// The same, of which this field was read.
    pub(crate) fn of_field(self, field: &str) -> Self {
        Document { text_field: Some(field.to_owned()), ..self }
    }

    /// The same, with as many word objects as before wherever a change brings fewer words.
    #[must_use]
    pub(crate) fn keeping_word_count(mut self) -> Self {
        self.keeps_word_count = true;
        self
    }

    /// Whether the file is its text in UTF-8, so that a patch can change it.
    #[cfg(feature = "cli")]
    pub(crate) fn is_utf8(&self) -> bool {
        self.source.is_utf8()
    }

    /// What the file was taken for.
    pub fn format(&self) -> &'static Format {
        self.format
    }

    /// The field of records that was read, where it is a file of records.
    pub(crate) fn text_field(&self) -> Option<&str> {
        self.text_field.as_deref()
    }

    /// The reading text. Only the segments of it are prose.
    pub fn text(&self) -> &str {
        self.reading.as_ref().map_or_else(|| self.source.text(), Track::text)
    }

    /// The prose, in order, without overlaps.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The captions of a file that holds some.
    pub(crate) fn captions(&self) -> &[Caption] {
        &self.captions
    }

    /// What the caption is called in which this offset of [`Document::file_text`] stands: by the file, else its number.
    #[cfg(feature = "cli")]
    pub(crate) fn cue_at(&self, offset: usize) -> Option<String> {
        let after = self.captions.partition_point(|caption| caption.place().start <= offset);
        let caption = self.captions[..after].last()?;
        let of_file = |place: Range<u32>| &self.file_text()[place.start as usize..place.end as usize];
        let id = caption.id.clone().map(|id| of_file(id).trim()).filter(|id| !id.is_empty());
        Some(id.map_or_else(|| caption.number.to_string(), str::to_owned))
    }

    /// The names of those who speak, in the order of their first words.
    pub fn speakers(&self) -> &[String] {
        &self.speakers
    }

    /// How many words the prose has; a symbol beside a word is none.
    pub fn word_count(&self) -> usize {
        let mut words = Vec::new();
        let of_segment = |segment: &Segment| {
            words.clear();
            words_of(self.text(), segment.span, &mut words);
            words.iter().filter(|word| word.shape != Shape::Symbol).count()
        };
        self.segments.iter().map(of_segment).sum()
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

    /// The numbers of speakers by their names; none where there are not several, or where it is not said of all words who
    /// says them.
    pub(crate) fn speaker_numbers(&self) -> HashMap<&str, u32> {
        if self.speakers.len() < 2 || self.segments.iter().any(|segment| segment.speaker.is_none()) {
            return HashMap::new();
        }
        self.speakers.iter().map(String::as_str).zip(0..).collect()
    }

    /// When the word at this position was heard, in seconds from the start.
    pub fn time_at(&self, position: u32) -> Option<f64> {
        let segment = self.segment_at(position)?;
        let after = self.marks.partition_point(|mark| mark.at <= position);
        let mut within = self.marks[..after].iter().rev().take_while(|mark| mark.at >= segment.span.start);
        within.find_map(|mark| mark.time).or(segment.time)
    }

    /// How sure the recogniser was of the word in this range that it was least sure of, from 0 to 1.
    pub fn confidence(&self, span: Span) -> Option<f32> {
        let behind = self.marks.partition_point(|mark| mark.at <= span.start);
        // Of words of which only the time is known, the whole that they stand in may say more.
        let before = self.marks[..behind].iter().rev().take(FARTHEST_BACK).position(|mark| mark.confidence.is_some());
        let first = behind - before.map_or(0, |before| before + 1);
        let within = self.marks[first..].iter().take_while(|mark| mark.at < span.end);
        within.filter_map(|mark| mark.confidence).min_by(f32::total_cmp)
    }

    /// Line and column, in the file as people see it, of a position of the reading text.
    pub fn place(&self, position: u32) -> Place {
        self.place_of(self.file_offset(position))
    }

    /// Line and column, as people see the file, of an offset of [`Document::file_text`].
    pub(crate) fn place_of(&self, offset: usize) -> Place {
        self.places().at(self.shown_text(), self.shown_offset(offset))
    }

    /// The lines of [`Document::shown_text`].
    pub(crate) fn places(&self) -> &Places {
        self.places.get_or_init(|| Places::of(self.shown_text()))
    }

    /// The text in which people look for a place: that of the file, or what they see in its stead.
    pub(crate) fn shown_text(&self) -> &str {
        self.shown().map_or_else(|| self.source.text(), Track::text)
    }

    /// What stands at an offset of [`Document::file_text`] begins here in what people see.
    pub(crate) fn shown_offset(&self, offset: usize) -> usize {
        self.shown().map_or(offset, |shown| shown.position(offset as u32) as usize)
    }

    /// What an edit writes, as people see it.
    #[cfg(feature = "cli")]
    pub(crate) fn shown_edit<'a>(&self, edit: &'a Edit) -> (Range<usize>, Cow<'a, str>) {
        let Range { start, end } = self.file_text_range(edit.at());
        let text = self
            .shown()
            .map_or(Cow::Borrowed(edit.text()), |shown| shown.coding_at(&(start as u32..end as u32)).text(edit.text()));
        (self.shown_offset(start)..self.shown_offset(end), text)
    }

    fn shown(&self) -> Option<&Track> {
        if !self.source.is_packed() {
            return None;
        }
        self.shown.get_or_init(|| self.format.shown(self.source.text())).as_ref()
    }

    /// The position of the reading text that stands at an offset of [`Document::file_text`].
    pub(crate) fn position(&self, offset: usize) -> u32 {
        self.reading.as_ref().map_or(offset as u32, |track| track.position(offset as u32))
    }

    /// The same file with another text, as far as its format and not its encoding goes, for scanning once more; none
    /// where its format cannot read that.
    pub(crate) fn with_text(&self, text: String) -> Option<Document> {
        let read = self.format.read(Source::of_text(text), self.text_field.as_deref()).ok()?;
        Some(Document { keeps_word_count: self.keeps_word_count, ..read })
    }

    /// Where what stands at a position of the reading text stands in [`Document::file_text`].
    pub(crate) fn file_offset(&self, position: u32) -> usize {
        self.reading.as_ref().map_or(position, |track| track.file_offset(position)) as usize
    }

    /// The position of the prose that is spelled at an offset of [`Document::file_text`], if any is.
    pub(crate) fn own_position(&self, offset: usize) -> Option<u32> {
        let position = self.position(offset);
        (self.file_offset(position) == offset && self.segment_at(position).is_some()).then_some(position)
    }

    /// Whether what stands at an offset of [`Document::file_text`] is prose, or another telling of it.
    pub(crate) fn is_prose_at(&self, offset: usize) -> bool {
        let is_of = |track: &Track| track.file_offset(track.position(offset as u32)) as usize == offset;
        self.own_position(offset).is_some()
            || self.reading.is_some() && self.again().copies.iter().any(|copy| is_of(&copy.track))
    }

    /// Where in [`Document::file_text`] the places begin that the reading text is put together from.
    pub(crate) fn place_starts(&self) -> impl Iterator<Item = usize> {
        self.reading.iter().flat_map(Track::slot_starts).map(|start| start as usize)
    }

    /// The file's text with edits made, and where in it the text of each begins, in their order.
    pub(crate) fn text_with(&self, edits: &Edits) -> (String, Vec<usize>) {
        let text = self.file_text();
        let mut out = String::with_capacity(text.len() + 64);
        let mut starts = Vec::with_capacity(edits.len());
        let mut done = 0;
        for edit in edits {
            let at = self.file_text_range(edit.at());
            out.push_str(&text[done..at.start]);
            starts.push(out.len());
            out.push_str(edit.text());
            done = at.end;
        }
        out.push_str(&text[done..]);
        (out, starts)
    }

    /// The line around a stretch of the reading text, as far as one looks for who speaks; none where that is not said
    /// at the front of lines, or the stretch stands too far behind it.
    pub(crate) fn label_line(&self, span: Span) -> Option<Range<usize>> {
        if !self.format.has_labels() {
            return None;
        }
        let text = self.text();
        let Range { start, end } = span.range();
        let line = if let Some(track) = &self.reading {
            let around = track.line_around(span.start, REACH_OF_LABELS);
            around.start.min(start)..around.end.max(end)
        } else {
            // A line may be as long as a file.
            let near = text.floor_char_boundary(start.saturating_sub(REACH_OF_LABELS + 1));
            let far = text.ceil_char_boundary(text.len().min(end + REACH_OF_LABELS));
            let bytes = text.as_bytes();
            let first = memchr::memrchr2(b'\n', b'\r', &bytes[near..start]).map_or(near, |end| near + end + 1);
            first..memchr::memchr2(b'\n', b'\r', &bytes[end..far]).map_or(far, |behind| end + behind)
        };
        (start - line.start <= REACH_OF_LABELS).then_some(line)
    }

    /// Whether a stretch of the reading text goes on over the end of a line of the file.
    pub(crate) fn goes_over_lines(&self, span: Span) -> bool {
        self.reading.as_ref().map_or_else(
            || self.text()[span.range()].contains(['\n', '\r']),
            |track| track.line_around(span.start, REACH_OF_LABELS).end < span.range().end,
        )
    }

    /// Where in a range of the reading text something was heard, by the time; what begins a turn comes first, for that is
    /// where other tellings begin.
    pub(crate) fn positions_by_time(&self, range: Range<u32>) -> Positions {
        let behind = |position: u32| self.marks.partition_point(|mark| mark.at < position);
        let first = behind(range.start);
        let starts = self.marks[first..behind(range.end).max(first)].iter().filter(|mark| mark.is_start);
        let begins_turn = |at: u32| self.segment_at(at).is_some_and(|segment| segment.span.start == at);
        let heard = starts.filter_map(|mark| Some((mark.time?, mark.at)));
        let (turns, others): (Vec<_>, Vec<_>) = heard.partition(|&(_, at)| begins_turn(at));
        turns.into_iter().chain(others).collect()
    }

    /// Where in the reading text each word was heard, by the time.
    pub(crate) fn words_by_time(&self) -> Positions {
        self.marks.iter().filter_map(|mark| Some((mark.time?, mark.at))).collect()
    }

    /// All changes of the file that put `meant` in the place of `span`, or none where the file cannot hold it.
    ///
    /// The first edit is the place that a person would look at.
    pub fn carry(&self, span: Span, meant: &str) -> Option<Vec<Edit>> {
        let heard = self.text().get(span.range())?;
        if !self.format.can_replace(heard, meant) || !self.source.can_hold(meant) {
            return None;
        }
        let Some(track) = &self.reading else {
            return Some(vec![Edit::new(self.source.file_span(span.range()), meant.to_owned())]);
        };
        let at = span.start..span.end;
        let file = self.source.text();
        let mut changes = track.change(file, &at, meant, self.keeps_word_count)?;
        let Again { own, copies, hidden } = self.again();
        if hidden.may_tell_of(heard, track.file_offset(span.start)) {
            return None;
        }
        for copy in copies {
            match copy.counterpart(track.text(), own, &at) {
                Counterpart::Same(places) => {
                    for at in places {
                        changes.extend(copy.track.change(file, &at, meant, self.keeps_word_count)?);
                    }
                }
                Counterpart::Absent => {}
                // What is taken out with what holds it need not be the same.
                Counterpart::Differs(places) if are_gone(&copy.track, &places, &changes) => {}
                Counterpart::Differs(_) => return None,
            }
        }
        hidden.follow(&mut changes);
        self.edits(&changes)
    }

    /// The changes as edits, each once and apart from each other, the first of them first.
    fn edits(&self, changes: &[Change]) -> Option<Vec<Edit>> {
        let mut sorted: Vec<&Change> = changes.iter().collect();
        sorted.sort_by_key(|change| (change.at.start, change.at.end, &change.text));
        sorted.dedup();
        if sorted.windows(2).any(|two| two[0].at.end > two[1].at.start) {
            return None;
        }
        let mut seen = HashSet::new();
        let edits = changes.iter().filter(|change| seen.insert(*change)).map(|Change { at, text }| {
            Edit::new(self.source.file_span(at.start as usize..at.end as usize), text.clone())
        });
        Some(edits.collect())
    }

    fn again(&self) -> &Again {
        self.again.get_or_init(|| {
            let (tellings, hidden) = self.format.tellings(self);
            let mut own = Words::of(self.text());
            if tellings.iter().flat_map(|telling| &telling.begin).any(|begin| begin.speaker.is_some()) {
                own = own.said_by(self.speakers.len(), |at| self.segment_at(at)?.speaker);
            }
            let tellings = tellings.into_iter().filter(|telling| telling.track.len() > 0);
            let copies = tellings.map(|telling| Copy::new(telling.track, &telling.begin, &own)).collect();
            own.are_laid();
            Again { own, copies, hidden }
        })
    }

    /// The bytes of the file that spell this part of the reading text.
    pub fn file_span(&self, span: Span) -> FileSpan {
        let range = match &self.reading {
            None => span.range(),
            Some(track) => {
                let start = track.file_offset(span.start) as usize;
                start..start.max(track.file_end(span.end) as usize)
            }
        };
        self.source.file_span(range)
    }

    /// The bytes of the file that spell a range of [`Document::file_text`].
    pub(crate) fn file_span_of(&self, range: Range<usize>) -> FileSpan {
        self.source.file_span(range)
    }

    /// The file with `edits` made; every byte outside of them is as it was.
    pub fn write(&self, edits: &Edits) -> Vec<u8> {
        self.source.apply(edits)
    }

    /// The same with what was replaced by what: where in the file as it was, and where in the new one.
    pub fn write_telling(&self, edits: &Edits) -> (Vec<u8>, Vec<[FileSpan; 2]>) {
        self.source.applied(edits)
    }

    /// The text of the file, of which [`Document::text`] is what people read.
    pub fn file_text(&self) -> &str {
        self.source.text()
    }

    /// The range of [`Document::file_text`] that these bytes of the file spell.
    pub fn file_text_range(&self, span: FileSpan) -> Range<usize> {
        self.source.text_range(span)
    }

    /// The file as it was read.
    pub fn bytes(&self) -> &[u8] {
        self.source.bytes()
    }
}

/// Whether changes take out of the file all these ranges of a track's text.
fn are_gone(track: &Track, ranges: &[Range<u32>], changes: &[Change]) -> bool {
    let is_gone = |range: &Range<u32>| {
        let (start, end) = (track.file_offset(range.start), track.file_end(range.end));
        changes.iter().any(|change| change.text.is_empty() && change.at.start <= start && end <= change.at.end)
    };
    !ranges.is_empty() && ranges.iter().all(is_gone)
}
