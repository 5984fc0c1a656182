//! How like a term the heard words are, in sound and in spelling, whatever stands around them.

use crate::detect::{Candidate, Scene};
use crate::evidence::Evidence;
use crate::sound::distance::{self, Differences};
use crate::sound::phone::Phone;

/// How like a term some words are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Likeness {
    pub(super) spelling: f32,
    /// Distance in sound, per sound of the longer of the two.
    pub(super) sound: f32,
    differences: Differences,
    /// Sounds of the term, and of the longer of the two; none of either where there is nothing to hear.
    sounds: [u32; 2],
}

impl Likeness {
    /// Tells the evidence; `same` are the heard words that the term has as well.
    pub(super) fn tell(&self, scene: &Scene<'_>, same: &[usize], evidence: &mut Evidence) {
        evidence.spelling = self.spelling;
        evidence.sound = self.sound;
        let [length, longer] = self.sounds;
        if longer == 0 {
            evidence.rest = 1.0;
            evidence.sound_cost = 9.0;
            return;
        }
        let sounds = |cost: distance::Cost| f32::from(cost) / 100.0;
        evidence.consonants = sounds(self.differences.consonants);
        evidence.vowels = sounds(self.differences.vowels);
        evidence.added = sounds(self.differences.added);
        evidence.lost = sounds(self.differences.lost);
        evidence.sound_cost = evidence.consonants + evidence.vowels + evidence.added + evidence.lost;
        evidence.length = length as f32;
        let alike =
            same.iter().filter_map(|&word| scene.entry(word).readings().first()).map(|reading| reading.phones.len());
        evidence.rest = evidence.sound_cost / (longer as usize).saturating_sub(alike.sum()).max(1) as f32;
    }
}

/// Compares words with terms.
pub(super) struct Comparing {
    by_ear: bool,
    /// The sounds of heard words, joined; kept to spare the memory their comings and goings.
    heard: Vec<Phone>,
    slips: Slips,
}

impl Comparing {
    /// `by_ear` says whether sounds are asked for at all.
    pub(super) fn new(by_ear: bool) -> Comparing {
        Comparing { by_ear, heard: Vec::new(), slips: Slips::default() }
    }

    /// Compares the words of a candidate, whose letters are given, with its term.
    pub(super) fn likeness(&mut self, scene: &Scene<'_>, candidate: &Candidate, letters: &str) -> Likeness {
        let meant = &scene.index.variant(candidate.variant).letters.text;
        let nothing = Likeness {
            spelling: self.slips.likeness(letters, meant),
            sound: 1.0,
            differences: Differences::default(),
            sounds: [0; 2],
        };
        if !self.by_ear {
            return nothing;
        }
        let ways = (candidate.words.start as usize..candidate.words.end as usize)
            .map(|word| scene.entry(word).readings().len())
            .max()
            .unwrap_or(0);
        let soundings = scene.index.soundings_of(candidate.variant);
        let mut best: Option<(f32, usize, usize)> = None;
        // The cost of the best, and how many sounds it is shared among.
        let (mut least, mut among) = (usize::from(distance::Cost::MAX), 1);
        for way in 0..ways {
            self.join(scene, candidate, way);
            for (number, sounding) in soundings.iter().enumerate() {
                let longer = self.heard.len().max(sounding.phones.len()).max(1);
                // What is farther than the best need not be measured.
                let most = distance::Cost::try_from(least * longer / among + 1).unwrap_or(distance::Cost::MAX);
                let Some(cost) = distance::distance(&self.heard, &sounding.phones, most) else {
                    continue;
                };
                let share = f32::from(cost) / 100.0 / longer as f32;
                if best.is_none_or(|(least, ..)| share < least) {
                    best = Some((share, way, number));
                    (least, among) = (usize::from(cost), longer);
                }
            }
        }
        let Some((sound, way, number)) = best else { return nothing };
        if way + 1 != ways {
            self.join(scene, candidate, way);
        }
        let phones = &soundings[number].phones;
        Likeness {
            sound,
            differences: distance::differences(&self.heard, phones),
            sounds: [phones.len() as u32, self.heard.len().max(phones.len()).max(1) as u32],
            ..nothing
        }
    }

    /// The heard words with the reading of this number each, or their usual one where they have no such.
    fn join(&mut self, scene: &Scene<'_>, candidate: &Candidate, way: usize) {
        scene.join_sounds(&candidate.words, candidate.suffix, way, &mut self.heard);
    }
}

/// Counts the letters that differ between two spellings.
#[derive(Default)]
struct Slips {
    table: Vec<u8>,
}

/// Longer spellings, and those with other letters, are left to a way that is slower.
const LONGEST_COUNTED: usize = 60;

impl Slips {
    /// As [`strsim::normalized_damerau_levenshtein`]: 1 for the same letters.
    fn likeness(&mut self, heard: &str, meant: &str) -> f32 {
        let longer = heard.len().max(meant.len());
        if longer > LONGEST_COUNTED || !heard.is_ascii() || !meant.is_ascii() {
            return strsim::normalized_damerau_levenshtein(heard, meant) as f32;
        }
        if longer == 0 {
            return 1.0;
        }
        (1.0 - f64::from(self.count(heard.as_bytes(), meant.as_bytes())) / longer as f64) as f32
    }

    /// Letters added, lost, taken for others, or changed about, even with others put between.
    fn count(&mut self, heard: &[u8], meant: &[u8]) -> u8 {
        let width = meant.len() + 2;
        let far = (heard.len() + meant.len()) as u8;
        self.table.clear();
        self.table.resize((heard.len() + 2) * width, far);
        let table = &mut self.table;
        for at in 0..=meant.len() {
            table[width + at + 1] = at as u8;
        }
        // Where a letter was heard last, counted from one.
        let mut last_heard = [0_u8; 128];
        for (row, &letter) in heard.iter().enumerate() {
            let here = (row + 2) * width;
            table[here + 1] = row as u8 + 1;
            let mut last_same = 0;
            for (at, &other) in meant.iter().enumerate() {
                let above = here - width + at + 1;
                let before = usize::from(last_heard[usize::from(other & 127)]);
                let changed = table[before * width + last_same] + (row - before) as u8 + 1 + (at - last_same) as u8;
                let substituted = table[above] + u8::from(letter != other);
                let best = substituted.min(table[here + at + 1] + 1).min(table[above + 1] + 1).min(changed);
                table[here + at + 2] = best;
                if letter == other {
                    last_same = at + 1;
                }
            }
            last_heard[usize::from(letter & 127)] = row as u8 + 1;
        }
        table[(heard.len() + 1) * width + meant.len() + 1]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Slips;

    proptest! {
        #[test]
        fn slips_are_counted_as_they_should_be(heard in "[a-d]{0,9}", meant in "[a-d]{0,9}|\\PC{0,5}") {
            let expected = strsim::normalized_damerau_levenshtein(&heard, &meant) as f32;
            prop_assert_eq!(Slips::default().likeness(&heard, &meant).to_bits(), expected.to_bits());
        }
    }
}
