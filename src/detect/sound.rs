//! Notices one to six words that sound like a term, wherever their borders are.
//!
//! Catches "train ium too", "every source", "Purcell" for Vercel. Leaves judging to the evidence: "training" is noticed
//! for Trainium, and it is for the score to let it stand.

use std::ops::Range;

use super::{Candidate, Detector, Notes, Scene, Suffix};
use crate::dictionary::{Sounding, VariantId};
use crate::finding::Rule;
use crate::sound::Skeleton;
use crate::sound::distance::{CHEAPEST_SKIP, Cost, distance};
use crate::sound::phone::Phone;
use crate::token::{Gap, Shape};
use crate::vocabulary::Reading;

pub(super) const DETECTOR: Detector = Detector { rules: &[Rule::Sound], notice };

/// The heard words of one candidate.
const MOST_WORDS: usize = 6;
/// Names of fewer sounds are found by their letters or not at all.
const FEWEST_SOUNDS: usize = 3;

/// The most that a term of this many sounds may be off, in hundredths of a sound: long names leave room for more.
pub(crate) fn cut_off(sounds: usize) -> Cost {
    let per_sound = (10 + 3 * sounds).clamp(12, 34);
    (sounds * per_sound).min(300) as Cost
}

/// Words that are usual English, none with the capital of a name, are noticed only within this share of the cut-off, in
/// hundredths: much of any talk is a little like some name.
const USUAL_SHARE: Cost = 55;
/// A word above this Zipf value is usual.
const USUAL: f32 = 3.6;

/// The heard words up to here, as sounds.
struct Heard {
    phones: Vec<Phone>,
    skeleton: Skeleton,
}

impl Heard {
    fn then(&self, next: &Reading) -> Heard {
        Heard { phones: [&self.phones[..], &next.phones].concat(), skeleton: self.skeleton.followed_by(next.skeleton) }
    }
}

fn notice(scene: &Scene<'_>, notes: &mut Notes) {
    let longest = scene.index.longest_sounding();
    let longest = longest + longest / 2 + 2;
    let mut search = Search::new(scene);
    for start in 0..scene.tokens.len() {
        let mut usual_words = true;
        // The usual reading of all words, and those with another reading of one word.
        let mut ways = vec![Heard { phones: Vec::new(), skeleton: Skeleton::default() }];
        for end in start + 1..=(start + MOST_WORDS).min(scene.tokens.len()) {
            if end > start + 1 && scene.gap(end - 1) == Gap::Break {
                break;
            }
            let entry = scene.entry(end - 1);
            let Some(usual) = entry.readings.first() else {
                break;
            };
            usual_words &= entry.zipf > USUAL && !is_named(scene, end - 1);
            search.share = if usual_words { USUAL_SHARE } else { 100 };
            let words = start as u32..end as u32;
            if let Some(stem) = &entry.possessor_reading {
                search.look_up(&ways[0].then(stem));
                search.note(&words, Suffix::Possessive, notes);
            }
            let mut next: Vec<Heard> = ways.iter().map(|way| way.then(usual)).collect();
            next.extend(entry.readings[1..].iter().map(|other| ways[0].then(other)));
            ways = next;
            if ways[0].phones.len() > longest {
                break;
            }
            for way in &ways {
                search.look_up(way);
            }
            search.note(&words, Suffix::None, notes);
        }
    }
}

/// A capital where no sentence begins.
fn is_named(scene: &Scene<'_>, word: usize) -> bool {
    match scene.shape(word) {
        Shape::Capital => !scene.starts_sentence(word) && &*scene.entry(word).folded != "i",
        Shape::Upper | Shape::Mixed => true,
        Shape::Lower | Shape::Number | Shape::Symbol => false,
    }
}

/// Looks for what sounds like some words, and keeps what it needs from one place to the next.
struct Search<'a> {
    scene: &'a Scene<'a>,
    /// How much of the cut-off counts, in hundredths.
    share: Cost,
    /// For each sounding, the last question it was an answer to: several keys lead to one sounding.
    asked: Vec<u32>,
    question: u32,
    /// The variants that sound near, each once, at its nearest.
    found: Vec<(VariantId, Cost)>,
}

impl<'a> Search<'a> {
    fn new(scene: &'a Scene<'a>) -> Self {
        Search { scene, share: 100, asked: vec![0; scene.index.soundings_count()], question: 0, found: Vec::new() }
    }

    fn look_up(&mut self, heard: &Heard) {
        if heard.phones.len() < FEWEST_SOUNDS - 1 {
            return;
        }
        self.question = self.question.wrapping_add(1);
        let vowels = heard.phones.iter().filter(|phone| phone.is_vowel()).count();
        self.ask(heard, vowels, heard.skeleton);
        if heard.skeleton.length() >= 3 {
            for once in heard.skeleton.with_one_lost() {
                self.ask(heard, vowels, once);
            }
        }
        if self.scene.index.is_small() && heard.skeleton.length() >= 5 {
            for once in heard.skeleton.with_one_lost() {
                for twice in once.with_one_lost() {
                    self.ask(heard, vowels, twice);
                }
            }
        }
    }

    #[inline]
    fn ask(&mut self, heard: &Heard, vowels: usize, skeleton: Skeleton) {
        let index = self.scene.index;
        for &number in index.soundings(skeleton) {
            let asked = &mut self.asked[number as usize];
            if *asked != self.question {
                *asked = self.question;
                self.compare(heard, vowels, index.sounding(number));
            }
        }
    }

    fn compare(&mut self, heard: &Heard, vowels: usize, sounding: &Sounding) {
        let sounds = sounding.phones.len();
        let most = cut_off(sounds) * self.share / 100;
        let missing = heard.phones.len().abs_diff(sounds) as Cost;
        if sounds < FEWEST_SOUNDS || missing * CHEAPEST_SKIP > most || vowels.abs_diff(sounding.vowels) > 1 + sounds / 6
        {
            return;
        }
        let known = self.found.iter().position(|&(variant, _)| variant == sounding.variant);
        let most = known.map_or(most, |at| self.found[at].1.saturating_sub(1));
        if let Some(cost) = distance(&heard.phones, &sounding.phones, most) {
            match known {
                Some(at) => self.found[at].1 = cost,
                None => self.found.push((sounding.variant, cost)),
            }
        }
    }

    /// Notes what was found, and forgets it.
    fn note(&mut self, words: &Range<u32>, suffix: Suffix, notes: &mut Notes) {
        notes.candidates.extend(self.found.drain(..).map(|(variant, _)| Candidate {
            words: words.clone(),
            variant,
            rule: Rule::Sound,
            suffix,
        }));
    }
}
