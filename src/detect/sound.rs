//! Notices one to six words that sound like a term, wherever their borders are.
//!
//! Catches "train ium too", "every source", "Purcell" for Vercel. Leaves judging to the evidence: "training" is noticed
//! for Trainium, and it is for the score to let it stand.

use std::ops::Range;

use super::{Candidate, Detector, Notes, Scene, Suffix};
use crate::dictionary::{Sounding, VariantId};
use crate::finding::Rule;
use crate::sound::Skeleton;
use crate::sound::distance::{Cost, distance};
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
    let mut found: Vec<(VariantId, Cost)> = Vec::new();
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
            let share = if usual_words { USUAL_SHARE } else { 100 };
            let words = start as u32..end as u32;
            if let Some(stem) = &entry.possessor_reading {
                found.clear();
                look_up(scene, &ways[0].then(stem), share, &mut found);
                note(&words, Suffix::Possessive, &found, notes);
            }
            let mut next: Vec<Heard> = ways.iter().map(|way| way.then(usual)).collect();
            next.extend(entry.readings[1..].iter().map(|other| ways[0].then(other)));
            ways = next;
            if ways[0].phones.len() > longest {
                break;
            }
            found.clear();
            for way in &ways {
                look_up(scene, way, share, &mut found);
            }
            note(&words, Suffix::None, &found, notes);
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

/// Adds the variants that sound near, each once.
fn look_up(scene: &Scene<'_>, heard: &Heard, share: Cost, found: &mut Vec<(VariantId, Cost)>) {
    if heard.phones.len() < FEWEST_SOUNDS - 1 {
        return;
    }
    let vowels = heard.phones.iter().filter(|phone| phone.is_vowel()).count();
    let mut ask = |skeleton: Skeleton| {
        for sounding in scene.index.soundings(skeleton) {
            compare(heard, vowels, sounding, share, found);
        }
    };
    ask(heard.skeleton);
    if heard.skeleton.length() >= 3 {
        heard.skeleton.with_one_lost().for_each(&mut ask);
    }
    if scene.index.is_small() && heard.skeleton.length() >= 5 {
        for once in heard.skeleton.with_one_lost() {
            once.with_one_lost().for_each(&mut ask);
        }
    }
}

fn compare(heard: &Heard, vowels: usize, sounding: &Sounding, share: Cost, found: &mut Vec<(VariantId, Cost)>) {
    let sounds = sounding.phones.len();
    if sounds < FEWEST_SOUNDS || vowels.abs_diff(sounding.vowels) > 1 + sounds / 6 {
        return;
    }
    let known = found.iter().position(|&(variant, _)| variant == sounding.variant);
    let most = known.map_or(cut_off(sounds) * share / 100, |at| found[at].1.saturating_sub(1));
    if let Some(cost) = distance(&heard.phones, &sounding.phones, most) {
        match known {
            Some(at) => found[at].1 = cost,
            None => found.push((sounding.variant, cost)),
        }
    }
}

fn note(words: &Range<u32>, suffix: Suffix, found: &[(VariantId, Cost)], notes: &mut Notes) {
    notes.candidates.extend(found.iter().map(|&(variant, _)| Candidate {
        words: words.clone(),
        variant,
        rule: Rule::Sound,
        suffix,
    }));
}
