//! How far the heard sounds are from the term's, and in what.

use crate::detect::{Candidate, Scene, Suffix};
use crate::evidence::Evidence;
use crate::sound::distance::{self, Differences};
use crate::sound::phone::Phone;

/// The sounds of heard words, joined; kept to spare the memory their comings and goings.
pub(super) struct Sounds {
    heard: Vec<Phone>,
    by_ear: bool,
}

impl Sounds {
    /// `by_ear` says whether they are asked for at all.
    pub(super) fn new(by_ear: bool) -> Sounds {
        Sounds { heard: Vec::new(), by_ear }
    }

    /// Compares them; `same` are the heard words that the term has as well.
    pub(super) fn compare(
        &mut self,
        scene: &Scene<'_>,
        candidate: &Candidate,
        same: &[usize],
        evidence: &mut Evidence,
    ) {
        let mut best: Option<(f32, Differences, usize, usize)> = None;
        let words = if self.by_ear { candidate.words.clone() } else { 0..0 };
        let ways = (words.start as usize..words.end as usize)
            .map(|word| scene.entry(word).readings().len())
            .max()
            .unwrap_or(0);
        for way in 0..ways {
            self.join(scene, candidate, way);
            for sounding in &*scene.index.soundings_of(candidate.variant) {
                let longer = self.heard.len().max(sounding.phones.len()).max(1);
                let Some(cost) = distance::distance(&self.heard, &sounding.phones, distance::Cost::MAX) else {
                    continue;
                };
                let share = f32::from(cost) / 100.0 / longer as f32;
                if best.as_ref().is_none_or(|&(least, ..)| share < least) {
                    let parts = distance::differences(&self.heard, &sounding.phones);
                    best = Some((share, parts, sounding.phones.len(), longer));
                }
            }
        }
        let Some((share, parts, length, longer)) = best else {
            evidence.sound = 1.0;
            evidence.rest = 1.0;
            evidence.sound_cost = 9.0;
            return;
        };
        let sounds = |cost: distance::Cost| f32::from(cost) / 100.0;
        evidence.sound = share;
        evidence.consonants = sounds(parts.consonants);
        evidence.vowels = sounds(parts.vowels);
        evidence.added = sounds(parts.added);
        evidence.lost = sounds(parts.lost);
        evidence.sound_cost = evidence.consonants + evidence.vowels + evidence.added + evidence.lost;
        evidence.length = length as f32;
        let alike =
            same.iter().filter_map(|&word| scene.entry(word).readings().first()).map(|reading| reading.phones.len());
        evidence.rest = evidence.sound_cost / longer.saturating_sub(alike.sum()).max(1) as f32;
    }

    /// The heard words with the reading of this number each, or their usual one where they have no such.
    fn join(&mut self, scene: &Scene<'_>, candidate: &Candidate, way: usize) {
        self.heard.clear();
        let end = candidate.words.end as usize;
        for word in candidate.words.start as usize..end {
            let entry = scene.entry(word);
            let possessor =
                entry.possessor_reading().filter(|_| word + 1 == end && candidate.suffix == Suffix::Possessive);
            let reading = possessor.or_else(|| entry.readings().get(way)).or_else(|| entry.readings().first());
            if let Some(reading) = reading {
                self.heard.extend_from_slice(&reading.phones);
            }
        }
    }
}
