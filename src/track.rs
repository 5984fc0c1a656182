//! One telling of what was said: a text, and where in the file each part of it stands.
//!
//! A file may tell it several times: as a whole text, as segments, as a list of words with their times. Each telling is a
//! [`Track`]; a track is made of slots, the places of the file that hold its words (a string, a line of a caption, the
//! text between two tags). A change of the words is laid out over the slots that hold them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::coding::{Coding, lasting};

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
    is_bare: bool,
    /// Whether its text stands in the file in another order.
    is_unordered: bool,
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
    /// When it begins and ends, as it is written.
    pub(crate) end: Option<End>,
    /// How sure the recogniser was of it, as it is written.
    pub(crate) confidence: Option<Place>,
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

impl Track {
    pub(crate) fn new(coding: Coding, is_bare: bool) -> Self {
        Track { coding, is_bare, ..Track::default() }
    }

    /// The same, with places of the file that hold text as it is ([`Coding::Cdata`]), in order.
    pub(crate) fn with_verbatim(self, verbatim: Vec<Place>) -> Self {
        debug_assert!(verbatim.is_sorted_by_key(|place| place.start));
        Track { verbatim, ..self }
    }

    /// How the file spells what stands in a place of it.
    pub(crate) fn coding_at(&self, place: &Place) -> Coding {
        let after = self.verbatim.partition_point(|verbatim| verbatim.start <= place.start);
        match self.verbatim[..after].last() {
            Some(verbatim) if place.end <= verbatim.end => Coding::Cdata,
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
        let is_before = |run: &&Run| run.file <= offset;
        let before = if self.is_unordered {
            self.runs.iter().filter(|run| run.spelled > 0).take_while(is_before).last()
        } else {
            let number = self.runs.partition_point(|run| run.file <= offset);
            self.runs[..number].iter().rev().find(|run| run.spelled > 0)
        };
        before.map_or(0, |run| (run.at + offset.saturating_sub(run.file).min(run.spelled)).min(self.len()))
    }

    /// The changes of the file that put `meant` in the place of a range of the text; none where that cannot be.
    pub(crate) fn change(&self, file: &str, at: &Range<u32>, meant: &str, counted: bool) -> Option<Vec<Change>> {
        let first = self.slots.partition_point(|slot| slot.text.end <= at.start);
        let count = self.slots[first..].iter().take_while(|slot| slot.text.start < at.end).count();
        let slots = &self.slots[first..first + count];
        let meant = if self.is_bare { bare(meant) } else { meant.to_owned() };
        match slots {
            [] => None,
            [slot] => {
                Some(vec![self.within(slot, at.start.max(slot.text.start)..at.end.min(slot.text.end), &meant)?])
            }
            _ => Over { track: self, file, slots, at, counted }.laid_out(&meant),
        }
    }

    /// A change of a part of one slot.
    fn within(&self, slot: &Slot, part: Range<u32>, text: &str) -> Option<Change> {
        debug_assert!(slot.text.start <= part.start && part.end <= slot.text.end);
        let coding = self.coding_at(&slot.body);
        if !coding.can_hold(text) {
            return None;
        }
        let start = if part.start == slot.text.start { slot.body.start } else { self.file_offset(part.start) };
        let end = if part.end == slot.text.end { slot.body.end } else { self.file_end(part.end) };
        Some(Change { at: start..end, text: coding.written(text) })
    }
}

/// A change that goes over several slots.
struct Over<'a> {
    track: &'a Track,
    file: &'a str,
    slots: &'a [Slot],
    at: &'a Range<u32>,
    /// Whether there are to be as many elements as before: those of words that went hold none.
    counted: bool,
}

/// What becomes of a slot.
#[derive(Debug)]
struct Fate<'a> {
    slot: &'a Slot,
    /// What of the text changes in it.
    part: Range<u32>,
    /// The words that come in the place of the part; none where it goes.
    meant: Vec<&'a str>,
    /// Whether words were heard in it.
    has_words: bool,
    /// Whether it goes on with a word that began in the one before.
    goes_on: bool,
}

impl Over<'_> {
    fn laid_out(&self, meant: &str) -> Option<Vec<Change>> {
        let text = self.track.text();
        let meant: Vec<&str> = meant.split_whitespace().collect();
        let mut fates: Vec<Fate<'_>> = self
            .slots
            .iter()
            .map(|slot| {
                let part = trimmed(text, self.at.start.max(slot.text.start)..self.at.end.min(slot.text.end));
                let has_words = text[range(&part)].contains(char::is_alphanumeric);
                let goes_on = part.start > self.at.start
                    && text[..part.start as usize].ends_with(char::is_alphanumeric)
                    && text[part.start as usize..].starts_with(char::is_alphanumeric);
                Fate { slot, part, meant: Vec::new(), has_words, goes_on }
            })
            .collect();
        self.share(&mut fates, &meant)?;
        self.keep_times(&mut fates);
        let kept = fates.iter().rposition(|fate| !fate.meant.is_empty())?;
        let mut changes = Vec::new();
        let mut gone: Vec<u32> = Vec::new();
        // What ends the heard words in the last slot ("," or "'s") goes with them to where the last word stands now.
        let tail = self.tail(&fates, kept);
        // Whether a blank stays behind what was last said.
        let mut is_behind_blank = false;
        for (number, fate) in fates.iter().enumerate() {
            let before = number.checked_sub(1).map_or(fate.slot.text.start, |before| fates[before].slot.text.end);
            is_behind_blank |= before < fate.slot.text.start;
            if !fate.meant.is_empty() {
                // Where a mark stood between the words and no blank ("-that"), the mark goes and a blank comes.
                let is_apart = number == 0 || text[..fate.part.start as usize].ends_with(char::is_whitespace);
                let mut new = format!("{}{}", if is_apart { "" } else { " " }, fate.meant.join(" "));
                if number == kept {
                    new.push_str(&text[range(&tail)]);
                }
                let mut part = fate.part.clone();
                if number == kept && self.has_blank_too_many(&fates, kept, &tail) {
                    part.end = fate.slot.text.end;
                }
                is_behind_blank = text[part.end as usize..fate.slot.text.end as usize].ends_with(char::is_whitespace);
                changes.push(self.track.within(fate.slot, part, &new)?);
                continue;
            }
            // Blanks and marks between words that stay, stay.
            if number < kept && !fate.has_words && text[range(&fate.part)].trim().is_empty() {
                is_behind_blank = true;
                continue;
            }
            let mut part = fate.part.clone();
            if number + 1 == fates.len() && kept < number {
                part.end = tail.end;
            }
            is_behind_blank = self.remove(fate.slot, part, is_behind_blank, &mut changes, &mut gone)?;
        }
        self.merge(&fates, kept, &gone, &mut changes)?;
        Some(changes)
    }

    /// Gives each slot the words that come into it: one for each that was heard there, what is left over to the last;
    /// where they are fewer, the first slots have them.
    fn share<'b>(&self, fates: &mut [Fate<'b>], meant: &[&'b str]) -> Option<()> {
        let text = self.track.text();
        let mut left = meant;
        let holds = |fate: &Fate<'_>| fate.has_words && !fate.goes_on;
        let mut holders = fates.iter().filter(|fate| holds(fate)).count();
        for fate in fates.iter_mut().filter(|fate| holds(fate)) {
            holders -= 1;
            let heard = text[range(&fate.part)].split_whitespace().count();
            let most = left.len().saturating_sub(holders).max(1);
            let count = if holders == 0 { left.len() } else { heard.min(most) }.min(left.len());
            let (here, later) = left.split_at(count);
            fate.meant = here.to_vec();
            left = later;
        }
        left.is_empty().then_some(())
    }

    /// Moves the last of the words into the first element of those that go that says when it ends, where their own does
    /// not: times are never lost.
    fn keep_times(&self, fates: &mut [Fate<'_>]) {
        let Some(kept) = fates.iter().rposition(|fate| !fate.meant.is_empty()) else { return };
        let element = |fate: &Fate<'_>| fate.slot.element.map(|number| &self.track.elements[number as usize]);
        if element(&fates[kept]).is_none_or(|element| element.end.is_some()) {
            return;
        }
        let mut gone = fates[kept + 1..].iter().take_while(|fate| fate.has_words);
        if let Some(further) = gone.position(|fate| element(fate).is_some_and(|element| element.end.is_some())) {
            let moved = std::mem::take(&mut fates[kept].meant);
            fates[kept + 1 + further].meant = moved;
        }
    }

    /// The marks behind the heard words in the last slot, where the words there go.
    fn tail(&self, fates: &[Fate<'_>], kept: usize) -> Range<u32> {
        let Some(last) = fates.last().filter(|_| kept + 1 < fates.len()) else { return 0..0 };
        let rest = &self.track.text()[last.part.end as usize..last.slot.text.end as usize];
        let marks = rest.find(char::is_whitespace).unwrap_or(rest.len());
        // A word that goes on there ("lab-based") stays, unless its element goes.
        let stays = rest[..marks].contains(char::is_alphanumeric) && last.slot.element.is_none();
        last.part.end..last.part.end + if stays { 0 } else { marks as u32 }
    }

    /// Whether the blank behind the words that stay would meet that behind the words that go, with nothing between them.
    fn has_blank_too_many(&self, fates: &[Fate<'_>], kept: usize, tail: &Range<u32>) -> bool {
        let text = self.track.text();
        let slot = fates[kept].slot;
        let Some(last) = fates.last().filter(|last| kept + 1 < fates.len() && last.slot.element.is_none()) else {
            return false;
        };
        let behind = &text[fates[kept].part.end as usize..slot.text.end as usize];
        let is_emptied = last.part.end.max(tail.end) == last.slot.text.end;
        let rest = &text[last.slot.text.end as usize..];
        let meets = rest.is_empty() || rest.starts_with(char::is_whitespace);
        !behind.is_empty() && behind.trim().is_empty() && last.slot.line == slot.line && is_emptied && meets
    }

    /// Takes a part of a slot away, with a blank beside it; the element with it where nothing is left. Takes and answers
    /// whether a blank stays behind what was last said, which then is the only one to stay.
    fn remove(
        &self,
        slot: &Slot,
        mut part: Range<u32>,
        is_behind_blank: bool,
        changes: &mut Vec<Change>,
        gone: &mut Vec<u32>,
    ) -> Option<bool> {
        let text = self.track.text();
        let before = &text[slot.text.start as usize..part.start as usize];
        let after = &text[part.end as usize..slot.text.end as usize];
        if before.trim().is_empty() && after.trim().is_empty() {
            let Some(element) = slot.element else {
                if !self.has_other_words(slot) {
                    return None;
                }
                let end = if is_behind_blank { slot.text.end } else { part.end };
                changes.push(self.track.within(slot, slot.text.start..end, "")?);
                return Some(is_behind_blank || !after.is_empty());
            };
            if self.counted {
                changes.push(self.track.within(slot, slot.text.clone(), "")?);
            } else {
                gone.push(element);
            }
            return Some(is_behind_blank);
        }
        if after.starts_with(|c: char| !c.is_whitespace()) {
            // A word that stays goes on here.
            return None;
        }
        if before.trim().is_empty() {
            let is_free = is_behind_blank || !before.is_empty();
            part.end += if is_free { after.len() - after.trim_start().len() } else { 0 } as u32;
        } else {
            part.start -= (before.len() - before.trim_end().len()) as u32;
        }
        changes.push(self.track.within(slot, part, "")?);
        Some(true)
    }

    /// Whether words stand on the line of a slot that no change reaches, or that come with it.
    fn has_other_words(&self, slot: &Slot) -> bool {
        let track = self.track;
        let number = track.slots.partition_point(|other| other.text.start < slot.text.start);
        let is_beside = |other: &&Slot| other.line == slot.line;
        let before = track.slots[..number].iter().rev().take_while(is_beside);
        let after = track.slots[number..].iter().skip(1).take_while(is_beside);
        let first = self.slots.first().map_or(0, |first| first.text.start);
        before.chain(after).any(|other| {
            // Of the slots of the change, the first always has words.
            let stays = other.text.start == first || other.text.end <= self.at.start || other.text.start >= self.at.end;
            stays && track.text()[range(&other.text)].contains(char::is_alphanumeric)
        })
    }

    /// Gives the last word that stays the end of those that went, and the least confidence; takes their elements away.
    fn merge(&self, fates: &[Fate<'_>], kept: usize, gone: &[u32], changes: &mut Vec<Change>) -> Option<()> {
        if gone.is_empty() {
            return Some(());
        }
        let track = self.track;
        let keeper = fates[kept].slot.element?;
        for number in 0..=track.twins.get(&keeper).map_or(0, Vec::len) {
            let twin = |of: u32| match number.checked_sub(1) {
                None => Some(of),
                Some(number) => track.twins.get(&of)?.get(number).copied(),
            };
            let elements: Vec<&Element> =
                gone.iter().filter_map(|&of| twin(of)).map(|number| &track.elements[number as usize]).collect();
            let Some(keeper) = twin(keeper).map(|number| &track.elements[number as usize]) else { continue };
            self.carry_over(keeper, &elements, changes);
            cut(&elements, changes)?;
        }
        Some(())
    }

    fn carry_over(&self, keeper: &Element, gone: &[&Element], changes: &mut Vec<Change>) {
        let raw = |place: &Place| &self.file[range(place)];
        let last = gone.iter().rev().find_map(|element| element.end.as_ref());
        match (&keeper.end, last) {
            (Some(End::At(old)), Some(End::At(new))) if raw(old) != raw(new) => {
                changes.push(Change { at: old.clone(), text: raw(new).to_owned() });
            }
            (Some(End::Lasting { start, duration }), Some(End::Lasting { start: from, duration: long })) => {
                if let Some(text) = lasting(raw(start), raw(duration), raw(from), raw(long)) {
                    changes.push(Change { at: duration.clone(), text });
                }
            }
            _ => {}
        }
        let sure = |place: &Place| raw(place).trim_matches('"').parse::<f64>().ok();
        if let Some(own) = &keeper.confidence
            && let Some(value) = sure(own)
        {
            let least = gone
                .iter()
                .filter_map(|element| element.confidence.as_ref())
                .filter_map(|place| Some((sure(place)?, place)))
                .min_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((_, place)) = least.filter(|&(least, _)| least < value) {
                changes.push(Change { at: own.clone(), text: raw(place).to_owned() });
            }
        }
    }
}

/// Takes elements out of their lists, each list in one stretch where they stand side by side.
fn cut(elements: &[&Element], changes: &mut Vec<Change>) -> Option<()> {
    let mut number = 0;
    while number < elements.len() {
        let first = elements[number];
        let mut last = first;
        while let Some(next) = elements.get(number + 1).filter(|next| next.before == Some(last.whole.end)) {
            last = next;
            number += 1;
        }
        number += 1;
        let at = match (first.before, last.after) {
            (Some(before), _) => before..last.whole.end,
            (None, Some(after)) => first.whole.start..after,
            // The list would be empty.
            (None, None) => return None,
        };
        changes.push(Change { at, text: String::new() });
    }
    Some(())
}

/// The words in small letters, without marks around them.
fn bare(meant: &str) -> String {
    let word = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#')).to_lowercase();
    meant.split_whitespace().map(word).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A range without the blanks at its ends; all of it where it is blank.
fn trimmed(text: &str, at: Range<u32>) -> Range<u32> {
    let part = &text[at.start as usize..at.end as usize];
    let front = part.len() - part.trim_start().len();
    if front == part.len() {
        return at;
    }
    at.start + front as u32..at.start + part.trim_end().len() as u32
}

fn range(place: &Place) -> Range<usize> {
    place.start as usize..place.end as usize
}
