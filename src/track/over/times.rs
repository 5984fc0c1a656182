//! What becomes of the times of words that go over several slots, and of how sure the recogniser was of them.

use std::ops::Range;

use super::{Fate, Over};
use crate::coding::{lasting, seconds};
use crate::json::Json;
use crate::track::{Change, Element, End, Place, range};

impl Over<'_> {
    /// Gives each word that stays the times of those that went behind it, and their confidence where it is less; takes
    /// their elements away. The last of the words begins where the slot `begun` does.
    pub(super) fn merge(
        &self,
        fates: &[Fate<'_>],
        begun: usize,
        gone: &[(usize, u32)],
        changes: &mut Vec<Change>,
    ) -> Option<()> {
        let track = self.track;
        let element = |number: u32| &track.elements[number as usize];
        let twin = |of: u32, number: usize| match number.checked_sub(1) {
            None => Some(of),
            Some(number) => track.twins.get(&of)?.get(number).copied(),
        };
        let mut keepers = (0..fates.len()).filter(|&number| !fates[number].meant.is_empty()).peekable();
        while let Some(keeper) = keepers.next() {
            let next = keepers.peek().copied();
            // Marks between words end when they are said, and not when the words do.
            let within = |range: Range<usize>| {
                let first = gone.partition_point(|(number, _)| *number < range.start);
                let within = gone[first..].iter().take_while(move |(number, _)| *number < range.end);
                within.filter(|(number, _)| fates[*number].has_words).map(|(_, element)| *element)
            };
            let before = if next.is_none() { begun.min(keeper)..keeper } else { keeper..keeper };
            let behind = keeper + 1..next.unwrap_or(fates.len());
            if within(before.clone()).chain(within(behind.clone())).next().is_none() {
                continue;
            }
            let own = fates[keeper].slot.element?;
            let units = track.twins.get(&own).map_or(0, Vec::len);
            // Where words say in other units when they end, the one that stays cannot say it in its own.
            let says = |of: u32| (0..=units).map(move |number| Some(element(twin(of, number)?).end.is_some()));
            if units > 0 && within(behind.clone()).last().is_some_and(|last| !says(own).eq(says(last))) {
                return None;
            }
            for number in 0..=units {
                let of = |range: &Range<usize>| -> Vec<&Element> {
                    within(range.clone()).filter_map(|of| twin(of, number)).map(element).collect()
                };
                if let Some(own) = twin(own, number) {
                    self.carry_over(element(own), &of(&before), &of(&behind), changes)?;
                }
            }
        }
        let most = gone.iter().filter_map(|(_, of)| track.twins.get(of)).map(Vec::len).max().unwrap_or(0);
        for number in 0..=most {
            let elements: Vec<&Element> = gone.iter().filter_map(|(_, of)| twin(*of, number)).map(element).collect();
            cut(&elements, changes)?;
        }
        Some(())
    }

    /// Gives an element the times and the confidence of those that go; none where it would end before it begins.
    fn carry_over(
        &self,
        keeper: &Element,
        before: &[&Element],
        behind: &[&Element],
        changes: &mut Vec<Change>,
    ) -> Option<()> {
        let raw = |place: &Place| &self.file[range(place)];
        let first = before.iter().find_map(|element| element.start.as_ref());
        if let (Some(own), Some(first)) = (&keeper.start, first)
            && raw(own) != raw(first)
        {
            changes.push(Change { at: own.clone(), text: raw(first).to_owned() });
        }
        let last = behind.iter().rev().find_map(|element| element.end.as_ref());
        let start = first.or(keeper.start.as_ref());
        match (&keeper.end, last.or(keeper.end.as_ref())) {
            (Some(End::At(old)), Some(End::At(new))) if raw(old) != raw(new) => {
                if start.is_some_and(|start| runs_back(raw(start), raw(new))) {
                    return None;
                }
                changes.push(Change { at: old.clone(), text: raw(new).to_owned() });
            }
            (Some(End::Lasting { start, duration }), Some(End::Lasting { start: from, duration: long }))
                if first.is_some() || last.is_some() =>
            {
                let text = lasting(raw(first.unwrap_or(start)), raw(duration), raw(from), raw(long))?;
                changes.push(Change { at: duration.clone(), text });
            }
            _ => {}
        }
        if let Some(change) = self.least_sure(keeper, before.iter().chain(behind)) {
            changes.push(change);
        }
        Some(())
    }

    /// The change that gives an element the least confidence of others, where its own is more.
    fn least_sure<'e>(&self, keeper: &Element, others: impl Iterator<Item = &'e &'e Element>) -> Option<Change> {
        let raw = |place: &Place| &self.file[range(place)];
        let sure = |place: &Place| raw(place).trim_matches('"').parse::<f64>().ok();
        let own = keeper.confidence.as_ref()?;
        let value = sure(own)?;
        let places = others.filter_map(|element| element.confidence.as_ref());
        let least = places.filter_map(|place| Some((sure(place)?, place))).min_by(|a, b| a.0.total_cmp(&b.0));
        let (_, place) = least.filter(|&(least, _)| least < value)?;
        Some(Change { at: own.clone(), text: raw(place).to_owned() })
    }
}

/// Whether something would end before it begins, or nobody can tell; an end that is not known is null.
fn runs_back(start: &str, end: &str) -> bool {
    let time = |raw: &str| {
        let text = raw.trim_matches('"');
        seconds(text).or_else(|| Json::read(raw).ok()?.value().seconds())
    };
    match (time(start), time(end)) {
        (Some(start), Some(end)) => end < start,
        _ => end != "null",
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
