//! One telling of what was said: a text, and where in the file each part of it stands.
//!
//! A file may tell it several times: as a whole text, as segments, as a list of words with their times. Each telling is a
//! [`Track`]; a track is made of slots, the places of the file that hold its words (a string, a line of a caption, the
//! text between two tags). A change of the words is laid out over the slots that hold them.

mod over;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use over::Over;

use crate::coding::Coding;

/// A range of the file's text, in bytes.
pub(crate) type Place = Range<u32>;

/// A text and the places of the file that hold it.
#[derive(Debug, Default)]
pub(crate) struct Track {
    text: String,
    runs: Vec<Run>,
    slots: Vec<Slot>,
    elements: Vec<Element>,
    /// Elements that hold no words but go and change with another one.
    twins: BTreeMap<u32, Vec<u32>>,
    coding: Coding,
    /// Places of the file that hold text as it is, whatever the coding, in order.
    verbatim: Vec<Place>,
    /// Places of the file at whose ends no blank is seen, in order.
    trimmed: Vec<Place>,
    /// Places of the file over which no words are moved, in order.
    borders: Vec<u32>,
    is_bare: bool,
    /// Whether its text stands in the file in another order.
    is_unordered: bool,
    /// The runs in the order of the file, where that is another one; made when it is asked for.
    by_file: OnceLock<Vec<u32>>,
}

/// Text that stands in the file as it is read, up to the next run.
#[derive(Debug, Clone, Copy)]
struct Run {
    at: u32,
    file: u32,
    /// How many bytes of the file spell it: as many as it has, or those of an escape or an entity.
    spelled: u32,
}

/// A place of the file that holds words.
#[derive(Debug, Clone)]
struct Slot {
    /// What of the text it holds.
    text: Place,
    /// The whole of it in the file.
    body: Place,
    /// The element that holds nothing but this slot.
    element: Option<u32>,
    /// The number of its line: slots of one line may lose all their words to one another.
    line: u32,
}

/// An object of the file around a slot, which goes when its words go.
#[derive(Debug, Clone, Default)]
pub(crate) struct Element {
    /// The object itself.
    pub(crate) whole: Place,
    /// The end of what stands before it in its list; none where it is the first.
    pub(crate) before: Option<u32>,
    /// The beginning of what stands behind it in its list; none where it is the last.
    pub(crate) after: Option<u32>,
    /// When it begins, as it is written.
    pub(crate) start: Option<Place>,
    /// When it ends, as it is written.
    pub(crate) end: Option<End>,
    /// How sure the recogniser was of it, as it is written.
    pub(crate) confidence: Option<Place>,
    /// Whether it says anything else, for which it stays without words.
    pub(crate) holds_more: bool,
}

/// How an element says when it ends.
#[derive(Debug, Clone)]
pub(crate) enum End {
    /// By the time.
    At(Place),
    /// By how long it lasts; with when it begins.
    Lasting { start: Place, duration: Place },
}

/// A change of the file's text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Change {
    pub(crate) at: Place,
    pub(crate) text: String,
}

/// Words that are told in more places are changed in none of them.
const MOST_SLOTS: usize = 500;

impl Track {
    pub(crate) fn new(coding: Coding, is_bare: bool) -> Self {
        Track { coding, is_bare, ..Track::default() }
    }

    /// The same, with places of the file that hold text as it is ([`Coding::verbatim`]), in order.
    pub(crate) fn with_verbatim(self, verbatim: Vec<Place>) -> Self {
        debug_assert!(verbatim.is_sorted_by_key(|place| place.start));
        Track { verbatim, ..self }
    }

    /// Sets the places of the file at whose ends no blank is seen, in order: none is put there.
    pub(crate) fn keep_ends_of(&mut self, trimmed: Vec<Place>) {
        self.trimmed = trimmed;
    }

    /// Sets the places of the file over which no words are moved, in order.
    pub(crate) fn part_at(&mut self, borders: Vec<u32>) {
        self.borders = borders;
    }

    /// Whether one of those places is among some slots.
    fn is_parted(&self, slots: &[Slot]) -> bool {
        let ([first, ..], [.., last]) = (slots, slots) else { return false };
        let behind = self.borders.partition_point(|&border| border < first.body.end);
        self.borders.get(behind).is_some_and(|&border| border <= last.body.start)
    }

    /// Whether a blank would come to an end of a slot where it is not seen, with this in the place of a part of it.
    fn loses_blank(&self, slot: &Slot, part: &Range<u32>, text: &str) -> bool {
        let after = self.trimmed.partition_point(|trimmed| trimmed.start <= slot.body.start);
        if self.trimmed[..after].last().is_none_or(|trimmed| trimmed.end < slot.body.end) {
            return false;
        }
        let before = &self.text[slot.text.start as usize..part.start as usize];
        let behind = &self.text[part.end as usize..slot.text.end as usize];
        let is_left = |text: &str| text.contains(|c: char| !c.is_whitespace());
        let begins = [before, text, behind].into_iter().find(|part| !part.is_empty());
        let ends = [behind, text, before].into_iter().find(|part| !part.is_empty());
        let own = &self.text[range(&slot.text)];
        [before, text, behind].into_iter().any(is_left)
            && (begins.is_some_and(|part| part.starts_with(char::is_whitespace))
                && !own.starts_with(char::is_whitespace)
                || ends.is_some_and(|part| part.ends_with(char::is_whitespace)) && !own.ends_with(char::is_whitespace))
    }

    /// How the file spells what stands in a place of it.
    pub(crate) fn coding_at(&self, place: &Place) -> Coding {
        let after = self.verbatim.partition_point(|verbatim| verbatim.start <= place.start);
        match self.verbatim[..after].last() {
            Some(verbatim) if place.end <= verbatim.end => self.coding.verbatim(),
            _ => self.coding,
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// How many bytes its text has.
    pub(crate) fn len(&self) -> u32 {
        self.text.len() as u32
    }

    /// Adds what stands between two slots and not in the file.
    pub(crate) fn glue(&mut self, text: &str) {
        let at = self.len();
        self.text.push_str(text);
        // What is not in the file stands where the next slot begins, or the last one ends.
        let file = self.slots.last().map_or(0, |slot| slot.body.end);
        self.runs.push(Run { at, file, spelled: 0 });
    }

    /// Adds a slot with the words that `body` of the file's text spells, on a line of its own; answers with the number of
    /// the element that holds it alone, if there is one.
    pub(crate) fn slot(&mut self, file: &str, body: Place, element: Option<Element>) -> Option<u32> {
        let line = self.slots.last().map_or(0, |last| last.line + 1);
        let number = element.map(|element| {
            self.elements.push(element);
            self.elements.len() as u32 - 1
        });
        self.add(file, body, line, number);
        number
    }

    /// Adds another track of the same file and coding behind this one.
    pub(crate) fn append(&mut self, other: Track) {
        let (at, file_end) = (self.len(), self.slots.last().map_or(0, |last| last.body.end));
        let line = self.slots.last().map_or(0, |last| last.line + 1);
        let elements = self.elements.len() as u32;
        self.is_unordered |= other.is_unordered || other.slots.first().is_some_and(|next| next.body.start < file_end);
        self.text.push_str(&other.text);
        self.runs.extend(other.runs.into_iter().map(|run| Run { at: run.at + at, ..run }));
        self.slots.extend(other.slots.into_iter().map(|slot| Slot {
            text: slot.text.start + at..slot.text.end + at,
            element: slot.element.map(|element| element + elements),
            line: slot.line + line,
            ..slot
        }));
        self.elements.extend(other.elements);
        let twins = other.twins.into_iter();
        self.twins.extend(twins.map(|(of, twins)| (of + elements, twins.iter().map(|twin| twin + elements).collect())));
        self.verbatim.extend(other.verbatim);
        self.trimmed.extend(other.trimmed);
        self.borders.extend(other.borders);
    }

    /// Where in the file's text its slots begin.
    pub(crate) fn slot_starts(&self) -> impl Iterator<Item = u32> {
        self.slots.iter().map(|slot| slot.body.start)
    }

    /// Where the text of the last slot begins.
    pub(crate) fn last_slot(&self) -> u32 {
        self.slots.last().map_or(0, |slot| slot.text.start)
    }

    /// Adds a slot that goes on with the line of the last one.
    pub(crate) fn slot_beside(&mut self, file: &str, body: Place) {
        let line = self.slots.last().map_or(0, |last| last.line);
        self.add(file, body, line, None);
    }

    fn add(&mut self, file: &str, body: Place, line: u32, element: Option<u32>) {
        let start = self.len();
        self.is_unordered |= self.slots.last().is_some_and(|last| last.body.end > body.start);
        let coding = self.coding_at(&body);
        let Track { text, runs, .. } = self;
        coding.read(&file[range(&body)], |spelled, read| {
            let at = text.len() as u32;
            let (from, to) = (body.start + spelled.start as u32, body.start + spelled.end as u32);
            runs.push(Run { at, file: from, spelled: to - from });
            text.push_str(read);
        });
        self.slots.push(Slot { text: start..self.len(), body, element, line });
    }

    /// The stretch around a position whose slots stand on one line, so far as they begin within so many bytes of it.
    pub(crate) fn line_around(&self, position: u32, reach: usize) -> Range<usize> {
        let at = self.slots.partition_point(|slot| slot.text.end <= position);
        let Some(slot) = self.slots.get(at) else { return 0..0 };
        let is_beside =
            |other: &&Slot| other.line == slot.line && other.text.start.abs_diff(position) as usize <= reach;
        let first = self.slots[..at].iter().rev().take_while(is_beside).last().unwrap_or(slot);
        let last = self.slots[at..].iter().take_while(is_beside).last().unwrap_or(slot);
        first.text.start as usize..last.text.end as usize
    }

    /// Adds an element that goes and changes with that of a slot.
    pub(crate) fn twin(&mut self, of: u32, element: Element) {
        self.twins.entry(of).or_default().push(self.elements.len() as u32);
        self.elements.push(element);
    }

    /// Where in the file's text a position of the text stands; of two places the one behind.
    pub(crate) fn file_offset(&self, position: u32) -> u32 {
        let number = self.runs.partition_point(|run| run.at <= position);
        let Some(run) = number.checked_sub(1).map(|number| self.runs[number]) else { return 0 };
        let length = self.runs.get(number).map_or(self.len(), |next| next.at) - run.at;
        let into = position - run.at;
        if run.spelled == length {
            run.file + into
        } else if into == 0 {
            run.file
        } else {
            run.file + run.spelled
        }
    }

    /// Where in the file's text the character before a position ends.
    pub(crate) fn file_end(&self, position: u32) -> u32 {
        let number = self.runs.partition_point(|run| run.at < position);
        let Some(run) = number.checked_sub(1).map(|number| self.runs[number]) else { return 0 };
        let length = self.runs.get(number).map_or(self.len(), |next| next.at) - run.at;
        if run.spelled == length { run.file + (position - run.at) } else { run.file + run.spelled }
    }

    /// The position of the text that stands at an offset of the file's text, or next behind it in the same order.
    pub(crate) fn position(&self, offset: u32) -> u32 {
        let before = if self.is_unordered {
            let by_file = self.by_file.get_or_init(|| self.runs_by_file());
            let behind = by_file.partition_point(|&run| self.runs[run as usize].file <= offset);
            by_file[..behind].last().map(|&run| &self.runs[run as usize])
        } else {
            let number = self.runs.partition_point(|run| run.file <= offset);
            self.runs[..number].iter().rev().find(|run| run.spelled > 0)
        };
        before.map_or(0, |run| {
            let behind = self.runs.partition_point(|other| other.at <= run.at);
            let length = self.runs.get(behind).map_or(self.len(), |next| next.at) - run.at;
            // Within what spells a single character there is no position but its end.
            let into = offset.saturating_sub(run.file);
            run.at + if run.spelled == length || into == 0 { into.min(length) } else { length }
        })
    }

    /// The numbers of the runs that stand in the file, in its order.
    fn runs_by_file(&self) -> Vec<u32> {
        let spelled = (0..).zip(&self.runs).filter(|(_, run)| run.spelled > 0);
        let mut numbers: Vec<u32> = spelled.map(|(number, _)| number).collect();
        numbers.sort_by_key(|&number| self.runs[number as usize].file);
        numbers
    }

    /// The changes of the file that put `meant` in the place of a range of the text; none where that cannot be.
    pub(crate) fn change(&self, file: &str, at: &Range<u32>, meant: &str, counted: bool) -> Option<Vec<Change>> {
        let first = self.slots.partition_point(|slot| slot.text.end <= at.start);
        let count = self.slots[first..].iter().take_while(|slot| slot.text.start < at.end).count();
        let slots = &self.slots[first..first + count];
        if let Some((at, meant)) = self.before_ending(slots, at, meant) {
            return self.change(file, &at, meant, counted);
        }
        let meant = if self.is_bare { bare(meant) } else { meant.to_owned() };
        match slots {
            [] => None,
            [slot] => {
                Some(vec![self.within(slot, at.start.max(slot.text.start)..at.end.min(slot.text.end), &meant)?])
            }
            _ if slots.len() > MOST_SLOTS || self.is_parted(slots) => None,
            _ => Over { track: self, file, slots, at, counted }.laid_out(&meant),
        }
    }

    /// The range and what is meant in it up to an ending ("'s") that has an element of its own, and stays what it is.
    fn before_ending<'m>(&self, slots: &[Slot], at: &Range<u32>, meant: &'m str) -> Option<(Range<u32>, &'m str)> {
        let [.., before, last] = slots else { return None };
        last.element?;
        let ending = &self.text[last.text.start as usize..at.end.min(last.text.end) as usize];
        let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
        let rest = meant.strip_suffix(ending).filter(|rest| rest.ends_with(char::is_alphanumeric))?;
        let is_attached = ending.starts_with(is_mark) && before.text.end == last.text.start;
        is_attached.then_some((at.start..last.text.start, rest))
    }

    /// A change of a part of one slot.
    fn within(&self, slot: &Slot, part: Range<u32>, text: &str) -> Option<Change> {
        debug_assert!(slot.text.start <= part.start && part.end <= slot.text.end);
        let coding = self.coding_at(&slot.body);
        if !coding.can_hold(text) || self.loses_blank(slot, &part, text) {
            return None;
        }
        let start = if part.start == slot.text.start { slot.body.start } else { self.file_offset(part.start) };
        let end = if part.end == slot.text.end { slot.body.end } else { self.file_end(part.end) };
        Some(Change { at: start..end, text: coding.written(text) })
    }
}

/// The words in small letters, without marks around them.
fn bare(meant: &str) -> String {
    let word = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#')).to_lowercase();
    meant.split_whitespace().map(word).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn range(place: &Place) -> Range<usize> {
    place.start as usize..place.end as usize
}
