//! What is read once a change is made: the text that it was made in, with the new words and nothing else in their place.

use super::{Change, Over, Slot, Track, range};

/// How slots read with changes made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reads {
    /// As they should.
    Exactly,
    /// But for how wide blanks are, and for blanks at the ends of lines.
    Alike,
    /// With another blank or mark between words.
    Otherwise,
}

impl Over<'_> {
    /// Lays out words so that of the changed text nothing else is left on a line that holds some of them; others are as
    /// `spread` has them. None where something else would be read.
    pub(super) fn spread_exactly(&self, meant: &str, spread: &[Change]) -> Option<(Reads, Vec<Change>)> {
        let text = self.track.text();
        let mut fates = self.fates();
        self.share(&mut fates, &meant.split_whitespace().collect::<Vec<_>>())?;
        let kept = fates.iter().rposition(|fate| !fate.meant.is_empty())?;
        // What ends the heard words on a line that loses them goes to where the last word stands.
        let tail = if fates.last()?.slot.line == fates[kept].slot.line { 0..0 } else { self.tail(&fates, kept) };
        let mut holding: Vec<u32> =
            fates.iter().filter(|fate| !fate.meant.is_empty()).map(|fate| fate.slot.line).collect();
        holding.dedup();
        let (here, others): (Vec<_>, Vec<_>) =
            fates.iter().enumerate().partition(|(_, fate)| holding.binary_search(&fate.slot.line).is_ok());
        let is_here = |change: &&Change| {
            here.iter().any(|(_, fate)| fate.slot.body.start <= change.at.start && change.at.end <= fate.slot.body.end)
        };
        let mut changes: Vec<Change> =
            if others.is_empty() { Vec::new() } else { spread.iter().filter(|one| !is_here(one)).cloned().collect() };
        let mut is_apart = true;
        for &(number, fate) in &here {
            let part = self.within(fate.slot);
            let mut new = fate.meant.join(" ");
            if !new.is_empty() {
                if !is_apart {
                    new.insert(0, ' ');
                }
                let next = fates[number + 1..].iter().find(|next| !next.meant.is_empty());
                let goes_on = next.is_some_and(|next| next.slot.line == fate.slot.line);
                let has_blank = text[range(&part)].ends_with(char::is_whitespace);
                if goes_on && has_blank {
                    new.push(' ');
                }
                is_apart = has_blank || !goes_on;
                new.push_str(if number == kept { &text[range(&tail)] } else { "" });
            }
            changes.push(self.track.within(fate.slot, part, &new)?);
        }
        let reads = self.reads(&changes, meant);
        (reads != Reads::Otherwise).then_some((reads, changes))
    }

    /// How the slots read with these changes, where the text should have these words in it.
    pub(super) fn reads(&self, changes: &[Change], meant: &str) -> Reads {
        let Track { text, slots, .. } = self.track;
        let first = slots.partition_point(|slot| slot.text.end <= self.at.start);
        // Of the slot behind, blanks at its front may go.
        let beside = slots.get(first + self.slots.len()).filter(|next| {
            let is_in = |change: &Change| next.body.start <= change.at.start && change.at.end <= next.body.end;
            changes.iter().any(is_in)
        });
        let region = &slots[first..first + self.slots.len() + usize::from(beside.is_some())];
        let ([begin, ..], [.., end]) = (region, region) else { return Reads::Otherwise };
        // What stands behind tells whether a blank before it is one too many.
        let behind = text[end.text.end as usize..].chars().next();
        let before = &text[begin.text.start as usize..self.at.start.max(begin.text.start) as usize];
        let after = &text[self.at.end.min(end.text.end) as usize..end.text.end as usize];
        let mut expected = format!("{before}{meant}{after}");
        expected.extend(behind);
        let (mut read, mut done) = (String::new(), begin.text.start);
        let mut has_blank = false;
        for line in region.chunk_by(|a, b| a.line == b.line) {
            for slot in line {
                read.push_str(&text[done as usize..slot.text.start as usize]);
                read.push_str(&self.changed(slot, changes));
                done = slot.text.end;
            }
            let is_last = done == end.text.end;
            has_blank |= !is_last && read.ends_with(' ') && !text[..done as usize].ends_with(' ');
        }
        read.extend(behind);
        let is_one_line = begin.line == end.line;
        let is_alike = read.split_whitespace().eq(expected.split_whitespace());
        match is_alike {
            true if !has_blank && (!is_one_line || read == expected) => Reads::Exactly,
            true => Reads::Alike,
            false => Reads::Otherwise,
        }
    }

    /// What a slot holds with changes made.
    fn changed(&self, slot: &Slot, changes: &[Change]) -> String {
        let is_in = |change: &&Change| slot.body.start <= change.at.start && change.at.end <= slot.body.end;
        let mut within: Vec<&Change> = changes.iter().filter(is_in).collect();
        within.sort_by_key(|change| change.at.start);
        let (mut raw, mut done) = (String::new(), slot.body.start);
        for Change { at, text } in within {
            raw.push_str(self.file.get(done as usize..at.start as usize).unwrap_or_default());
            raw.push_str(text);
            done = at.end;
        }
        raw.push_str(self.file.get(done as usize..slot.body.end as usize).unwrap_or_default());
        self.track.coding_at(&slot.body).text(&raw).into_owned()
    }
}
