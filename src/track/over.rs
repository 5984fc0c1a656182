//! A change that goes over several slots of a telling: which of them hold the new words, and which go.

mod exact;
mod times;

use std::ops::Range;

use exact::Reads;

use super::{Change, Slot, Track, range};

/// A change that goes over several slots.
pub(super) struct Over<'a> {
    pub(super) track: &'a Track,
    pub(super) file: &'a str,
    pub(super) slots: &'a [Slot],
    pub(super) at: &'a Range<u32>,
    /// Whether there are to be as many elements as before: those of words that went hold none.
    pub(super) counted: bool,
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

/// What becomes of a slot whose words go.
#[derive(Debug)]
struct Removed {
    /// The change of what it holds; none where its element goes.
    change: Option<Change>,
    /// Whether its element goes.
    is_gone: bool,
    /// Whether a blank stays behind what was last said.
    is_behind_blank: bool,
}

impl Removed {
    /// What stays of the slot with this change.
    fn of(change: Change, is_behind_blank: bool) -> Removed {
        Removed { change: Some(change), is_gone: false, is_behind_blank }
    }
}

impl Over<'_> {
    /// The changes that lay out these words over the slots; none where that cannot be.
    pub(super) fn laid_out(&self, meant: &str) -> Option<Vec<Change>> {
        let changes = self.spread(meant)?;
        if self.slots.iter().any(|slot| slot.element.is_some()) {
            return Some(changes);
        }
        match self.reads(&changes, meant) {
            Reads::Exactly => Some(changes),
            reads => match self.spread_exactly(meant, &changes) {
                Some((Reads::Exactly, exact)) => Some(exact),
                _ if reads == Reads::Alike => Some(changes),
                exact => exact.map(|(_, exact)| exact),
            },
        }
    }

    /// What becomes of the slots, with no words in them yet.
    fn fates<'b>(&self) -> Vec<Fate<'b>>
    where
        Self: 'b,
    {
        let text = self.track.text();
        let fate = |slot| {
            let part = trimmed(text, self.within(slot));
            let has_words = text[range(&part)].contains(char::is_alphanumeric);
            let goes_on = part.start > self.at.start
                && text[..part.start as usize].ends_with(char::is_alphanumeric)
                && text[part.start as usize..].starts_with(char::is_alphanumeric);
            Fate { slot, part, meant: Vec::new(), has_words, goes_on }
        };
        self.slots.iter().map(fate).collect()
    }

    /// What of the changed text a slot holds.
    fn within(&self, slot: &Slot) -> Range<u32> {
        self.at.start.max(slot.text.start)..self.at.end.min(slot.text.end)
    }

    /// Lays out words so that blanks stay where they stood, and none is left beside words that go.
    fn spread(&self, meant: &str) -> Option<Vec<Change>> {
        let text = self.track.text();
        let meant: Vec<&str> = meant.split_whitespace().collect();
        let mut fates = self.fates();
        let mut changes = Vec::new();
        // A blank that goes from the front of words which stay takes nothing else with it.
        let is_front =
            |fate: &mut Fate<'_>| fate.part.end < fate.slot.text.end && text[range(&fate.part)].trim().is_empty();
        if let Some(fate) = fates.pop_if(is_front) {
            changes.push(self.track.within(fate.slot, fate.part, "")?);
        }
        self.share(&mut fates, &meant)?;
        let begun = self.keep_times(&mut fates)?;
        let kept = fates.iter().rposition(|fate| !fate.meant.is_empty())?;
        // The elements that go, each with the number of its slot among the fates.
        let mut gone: Vec<(usize, u32)> = Vec::new();
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
            // Blanks and marks between words that stay, stay; so do ends of lines.
            let is_blank = !fate.has_words && text[range(&fate.part)].trim().is_empty();
            if is_blank && (number < kept || text[range(&fate.part)].contains('\n') && fate.slot.element.is_some()) {
                is_behind_blank = true;
                continue;
            }
            let mut part = fate.part.clone();
            if number + 1 == fates.len() && kept < number {
                part.end = tail.end;
            }
            // A blank at the front of a line is the writer's.
            let is_beside = number > 0 && fates[number - 1].slot.line == fate.slot.line;
            if is_beside
                && is_behind_blank
                && text[fate.slot.text.start as usize..part.start as usize].trim().is_empty()
            {
                part.start = fate.slot.text.start;
            }
            let removed = self.remove(fate.slot, part, is_behind_blank)?;
            is_behind_blank = removed.is_behind_blank;
            changes.extend(removed.change);
            gone.extend(fate.slot.element.filter(|_| removed.is_gone).map(|element| (number, element)));
        }
        self.merge(&fates, begun, &gone, &mut changes)?;
        if kept + 1 < fates.len() {
            changes.extend(self.blank_at_front(&fates[fates.len() - 1], tail.end));
        }
        Some(changes)
    }

    /// Takes the blanks away that would begin a line whose first words go, and the slot with them.
    fn blank_at_front(&self, last: &Fate<'_>, end: u32) -> Option<Change> {
        let Track { text, slots, .. } = self.track;
        let slot = last.slot;
        let number = slots.partition_point(|other| other.text.start < slot.text.start);
        let is_first = number.checked_sub(1).is_some_and(|before| slots[before].line < slot.line);
        let is_emptied = last.part.start == slot.text.start && last.part.end.max(end) == slot.text.end;
        let next = slots.get(number + 1).filter(|next| next.line == slot.line)?;
        if slot.element.is_some() || !is_first || !is_emptied {
            return None;
        }
        let words = &text[range(&next.text)];
        let blanks = (words.len() - words.trim_start().len()) as u32;
        let is_apart = 0 < blanks && blanks < next.text.end - next.text.start;
        is_apart.then(|| self.track.within(next, next.text.start..next.text.start + blanks, ""))?
    }

    /// Gives each line the words that come into it, and of those each slot: marks within a line, which may stand elsewhere
    /// in another copy of it, move no word to another line.
    fn share<'b>(&self, fates: &mut [Fate<'b>], meant: &[&'b str]) -> Option<()> {
        let text = self.track.text();
        let holders: Vec<usize> =
            (0..fates.len()).filter(|&number| fates[number].has_words && !fates[number].goes_on).collect();
        let heard = |&number: &usize| text[range(&fates[number].part)].split_whitespace().count();
        let lines: Vec<&[usize]> = holders.chunk_by(|&a, &b| fates[a].slot.line == fates[b].slot.line).collect();
        let of_lines = shared(meant.len(), lines.iter().map(|line| line.iter().map(heard).sum()).collect());
        let mut counts = Vec::with_capacity(holders.len());
        for (line, count) in lines.iter().zip(of_lines) {
            counts.extend(shared(count, line.iter().map(heard).collect()));
        }
        let mut left = meant;
        for (&number, count) in holders.iter().zip(counts) {
            let (here, later) = left.split_at(count);
            fates[number].meant = here.to_vec();
            left = later;
        }
        left.is_empty().then_some(())
    }

    /// Moves the last of the words into the first element of those that go that says when it ends, where their own does
    /// not: times are never lost. Answers with the slot in which they begin; none where that element could not say when.
    fn keep_times(&self, fates: &mut [Fate<'_>]) -> Option<usize> {
        let kept = fates.iter().rposition(|fate| !fate.meant.is_empty())?;
        let element = |fate: &Fate<'_>| fate.slot.element.map(|number| &self.track.elements[number as usize]);
        if element(&fates[kept]).is_none_or(|element| element.end.is_some()) {
            return Some(kept);
        }
        let mut gone = fates[kept + 1..].iter().take_while(|fate| fate.has_words);
        if let Some(further) = gone.position(|fate| element(fate).is_some_and(|element| element.end.is_some())) {
            let further = kept + 1 + further;
            let has_start = |fate: &Fate<'_>| element(fate).is_some_and(|element| element.start.is_some());
            if !has_start(&fates[further]) && fates[kept..further].iter().any(has_start) {
                return None;
            }
            fates[further].meant = std::mem::take(&mut fates[kept].meant);
        }
        Some(kept)
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

    /// Whether the blank behind the words that stay would meet what stands behind the words that go, with nothing between.
    fn has_blank_too_many(&self, fates: &[Fate<'_>], kept: usize, tail: &Range<u32>) -> bool {
        let text = self.track.text();
        let slot = fates[kept].slot;
        let behind = &text[fates[kept].part.end as usize..slot.text.end as usize];
        let Some(last) = fates.last().filter(|_| kept + 1 < fates.len()) else { return false };
        if kept + 2 == fates.len() && self.ends_line(last, tail) {
            return !behind.contains('\n') && behind.trim().is_empty();
        }
        if last.slot.element.is_some() {
            return false;
        }
        let is_emptied = last.part.end.max(tail.end) == last.slot.text.end;
        let rest = &text[last.slot.text.end as usize..];
        let meets = !rest.starts_with(char::is_alphanumeric);
        !behind.is_empty() && behind.trim().is_empty() && last.slot.line == slot.line && is_emptied && meets
    }

    /// Whether what stays of the last slot begins with the end of a line.
    fn ends_line(&self, last: &Fate<'_>, tail: &Range<u32>) -> bool {
        let text = &self.track.text()[last.slot.text.start as usize..last.slot.text.end as usize];
        let begin = (last.part.start - last.slot.text.start) as usize;
        let end = (last.part.end.max(tail.end) - last.slot.text.start) as usize;
        let blanks = &text[end..text.len() - text[end..].trim_start().len()];
        text[..begin].trim().is_empty() && blanks.contains('\n')
    }

    /// Takes a part of a slot away, with a blank beside it; the element with it where nothing is left. Where a blank stays
    /// behind what was last said, that is the only one to stay; ends of lines all stay.
    fn remove(&self, slot: &Slot, mut part: Range<u32>, is_behind_blank: bool) -> Option<Removed> {
        let text = self.track.text();
        let before = &text[slot.text.start as usize..part.start as usize];
        let after = &text[part.end as usize..slot.text.end as usize];
        if before.trim().is_empty() && after.trim().is_empty() {
            if slot.element.is_none() {
                if !self.has_other_words(slot) {
                    return None;
                }
                let end = if is_behind_blank { slot.text.end } else { part.end };
                let change = self.track.within(slot, slot.text.start..end, "")?;
                return Some(Removed::of(change, is_behind_blank || !after.is_empty()));
            }
            let at = without_line_ends(text, slot, &part);
            let keeps_line_end = at != slot.text;
            let holds_more = slot.element.is_some_and(|number| self.track.elements[number as usize].holds_more);
            let stays = self.counted || keeps_line_end || holds_more;
            let change = if stays { Some(self.track.within(slot, at, "")?) } else { None };
            return Some(Removed { change, is_gone: !stays, is_behind_blank: is_behind_blank || keeps_line_end });
        }
        if after.starts_with(|c: char| !c.is_whitespace()) {
            // A word that stays goes on here.
            return None;
        }
        if before.trim().is_empty() {
            let blanks = &after[..after.len() - after.trim_start().len()];
            match blanks.find('\n') {
                Some(line_end) if !before.contains('\n') => {
                    part = slot.text.start..part.end + line_end as u32;
                }
                Some(line_end) => part.end += line_end as u32 + 1,
                None if is_behind_blank || !before.is_empty() => part.end += blanks.len() as u32,
                None => {}
            }
        } else {
            part.start -= (before.len() - before.trim_end().len()) as u32;
        }
        Some(Removed::of(self.track.within(slot, part, "")?, true))
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
}

/// How many of so many words come where these numbers of words were heard: one for each of them, what is left over to the
/// last; where they are fewer, the first have them.
fn shared(count: usize, heard: Vec<usize>) -> Vec<usize> {
    let (mut left, mut holders) = (count, heard.len());
    let share = |heard: usize| {
        holders -= 1;
        let most = left.saturating_sub(holders).max(1);
        let count = if holders == 0 { left } else { heard.min(most) }.min(left);
        left -= count;
        count
    };
    heard.into_iter().map(share).collect()
}

/// What goes of a slot that loses its words: all of it but the line ends before and behind them.
fn without_line_ends(text: &str, slot: &Slot, part: &Range<u32>) -> Range<u32> {
    let before = text[slot.text.start as usize..part.start as usize].rfind('\n');
    let after = text[part.end as usize..slot.text.end as usize].find('\n');
    let start = before.map_or(slot.text.start, |at| slot.text.start + at as u32 + 1);
    start..after.map_or(slot.text.end, |at| part.end + at as u32)
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
