//! Notices one to six words that sound like a term, wherever their borders are.
//!
//! Catches "train ium too", "every source", "Purcell" for Vercel. Leaves judging to the evidence: "training" is noticed
//! for Trainium, and it is for the score to let it stand.

use std::ops::Range;

use rayon::prelude::*;

use super::{Candidate, Detector, MOST_ALIKE, MOST_COMPARED, Notes, Scene, Suffix};
use crate::dictionary::{SHORTEST_TO_LOSE, Sounding, VariantId};
use crate::finding::Rule;
use crate::sound::Skeleton;
use crate::sound::distance::{CHEAPEST_SKIP, Cost, Nearest};
use crate::sound::phone::Phone;
use crate::token::{Gap, Shape};
use crate::vocabulary::Reading;

pub(super) const DETECTOR: Detector =
    Detector { rules: &[Rule::Sound], needs_english: true, notes_mentions: false, notice };

/// So many words are listened to in one go; longer transcripts are split over the threads of the caller's pool.
const PART: usize = 2_000;
/// A word above this Zipf value is one of the most usual hundred or so.
const LITTLE: f32 = 6.2;
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
/// The same in a dictionary that is not small.
const USUAL_SHARE_OF_LARGE: Cost = 45;
/// In a large dictionary, a class of a shorter skeleton may not be taken for another.
const SHORTEST_TO_REPLACE: u32 = 4;
/// A word above this Zipf value is usual.
const USUAL: f32 = 3.6;

/// The heard words up to here, as they are said; their sounds are joined only when something may sound like them.
#[derive(Clone, Copy)]
struct Way {
    skeleton: Skeleton,
    sounds: usize,
    vowels: usize,
    /// The word that is said in its other reading.
    other: Option<usize>,
    /// Whether the last word is said without its possessive ending.
    possessor: bool,
}

impl Way {
    const NOTHING: Way = Way { skeleton: Skeleton::EMPTY, sounds: 0, vowels: 0, other: None, possessor: false };

    fn then(self, next: &Reading) -> Way {
        Way {
            skeleton: self.skeleton.followed_by(next.skeleton),
            sounds: self.sounds + next.phones.len(),
            vowels: self.vowels + next.vowels,
            ..self
        }
    }
}

fn notice(scene: &Scene<'_>, notes: &mut Notes) {
    let parts: Vec<Notes> = (0..scene.tokens.len().div_ceil(PART))
        .into_par_iter()
        .map(|part| {
            let mut notes = Notes::default();
            notice_from(scene, part * PART..((part + 1) * PART).min(scene.tokens.len()), &mut notes);
            notes
        })
        .collect();
    notes.candidates.extend(parts.into_iter().flat_map(|part| part.candidates));
}

/// Notices what begins with these words.
fn notice_from(scene: &Scene<'_>, starts: Range<usize>, notes: &mut Notes) {
    let longest = scene.index.longest_sounding();
    let longest = longest + longest / 2 + 2;
    let mut search = Search::new(scene);
    // The usual reading of all words, then those with another reading of one word.
    let mut ways: Vec<Way> = Vec::new();
    for start in starts {
        search.usual_words = true;
        ways.clear();
        ways.push(Way::NOTHING);
        for end in start + 1..=(start + MOST_WORDS).min(scene.tokens.len()) {
            if end > start + 1 && scene.gap(end - 1) == Gap::Break {
                break;
            }
            let entry = scene.entry(end - 1);
            let Some(usual) = entry.readings().first() else {
                break;
            };
            search.usual_words &= entry.zipf > USUAL && !is_named(scene, end - 1);
            search.little_words = end > start + 1 && (is_little(scene, start) || is_little(scene, end - 1));
            let words = start as u32..end as u32;
            if let Some(stem) = entry.possessor_reading() {
                search.look_up(&words, &Way { possessor: true, ..ways[0].then(stem) });
                search.note(&words, Suffix::Possessive, notes);
            }
            let before = ways[0];
            for way in &mut ways {
                *way = way.then(usual);
            }
            ways.extend(entry.readings()[1..].iter().map(|other| Way { other: Some(end - 1), ..before.then(other) }));
            if ways[0].sounds > longest {
                break;
            }
            for way in &ways {
                search.look_up(&words, way);
            }
            search.note(&words, Suffix::None, notes);
        }
    }
}

/// "in", "the", "could": a word of the most usual hundred or so.
fn is_little(scene: &Scene<'_>, word: usize) -> bool {
    scene.shape(word) == Shape::Lower && scene.entry(word).zipf > LITTLE
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
    /// Whether the words are usual English, none with the capital of a name.
    usual_words: bool,
    /// Whether they are several, with one of the little words of the language at an end.
    little_words: bool,
    /// For each sounding, the last question it was an answer to: several keys lead to one sounding.
    asked: Vec<u32>,
    question: u32,
    /// The heard words' sounds, once they were joined for this question.
    phones: Vec<Phone>,
    /// What those leave of the cost of each phone.
    nearest: Nearest,
    /// The most that a sounding of so many sounds may be off: for usual words, and for others.
    limits: [Vec<Cost>; 2],
    /// The variants that sound near, each once, at its nearest.
    found: Vec<(VariantId, Cost)>,
    /// Where in `found` a variant was last put.
    slots: Vec<u32>,
    /// How many soundings may still be compared for this question.
    left: usize,
}

impl<'a> Search<'a> {
    fn new(scene: &'a Scene<'a>) -> Self {
        let share = if scene.index.is_small() { USUAL_SHARE } else { USUAL_SHARE_OF_LARGE };
        let lengths = 0..=scene.index.longest_sounding();
        Search {
            scene,
            usual_words: true,
            little_words: false,
            asked: vec![0; scene.index.soundings_count()],
            question: 0,
            phones: Vec::new(),
            nearest: Nearest::of(&[]),
            limits: [
                lengths.clone().map(|sounds| cut_off(sounds) * share / 100).collect(),
                lengths.map(cut_off).collect(),
            ],
            found: Vec::new(),
            slots: vec![0; scene.index.variants_count()],
            left: 0,
        }
    }

    fn look_up(&mut self, words: &Range<u32>, way: &Way) {
        // "in France" is not "inference", not in a dictionary for every talk.
        if way.sounds < FEWEST_SOUNDS - 1 || self.little_words && !self.scene.index.is_small() {
            return;
        }
        self.question = self.question.wrapping_add(1);
        self.left = MOST_COMPARED;
        self.phones.clear();
        let index = self.scene.index;
        let skeleton = way.skeleton;
        self.ask(words, way, index.soundings(skeleton));
        self.ask(words, way, index.soundings_with_loss(skeleton));
        if skeleton.length() < SHORTEST_TO_LOSE {
            return;
        }
        // Usual words must sound very near to a term of a large dictionary: no sound may be taken for another class.
        let replaced = index.is_small() || !self.usual_words && skeleton.length() >= SHORTEST_TO_REPLACE;
        for once in skeleton.with_one_lost() {
            self.ask(words, way, index.soundings(once));
            if replaced {
                // A class lost on both sides is a class taken for another.
                self.ask(words, way, index.soundings_with_loss(once));
            }
            if index.is_small() && skeleton.length() >= 5 {
                for twice in once.with_one_lost() {
                    self.ask(words, way, index.soundings_with_loss(twice));
                }
            }
        }
    }

    #[inline]
    fn ask(&mut self, words: &Range<u32>, way: &Way, soundings: &[u32]) {
        if !soundings.is_empty() {
            self.ask_each(words, way, soundings);
        }
    }

    fn ask_each(&mut self, words: &Range<u32>, way: &Way, soundings: &[u32]) {
        for &number in soundings {
            let asked = &mut self.asked[number as usize];
            if *asked != self.question && self.left > 0 {
                *asked = self.question;
                self.left -= 1;
                self.compare(words, way, self.scene.index.sounding(number));
            }
        }
    }

    fn compare(&mut self, words: &Range<u32>, way: &Way, sounding: &Sounding) {
        let sounds = sounding.phones.len();
        let most = self.limits[usize::from(!self.usual_words)][sounds];
        if sounds < FEWEST_SOUNDS
            || way.sounds.abs_diff(sounds) as Cost * CHEAPEST_SKIP > most
            || way.vowels.abs_diff(sounding.vowels) > 1 + sounds / 6
        {
            return;
        }
        let slot = sounding.variant.number() as usize;
        let known = Some(self.slots[slot] as usize);
        let known = known.filter(|&at| self.found.get(at).is_some_and(|found| found.0 == sounding.variant));
        let most = known.map_or(most, |at| self.found[at].1.saturating_sub(1));
        if self.phones.is_empty() {
            self.join(words, way);
        }
        if let Some(cost) = self.nearest.distance(&self.phones, &sounding.phones, most) {
            if let Some(at) = known {
                self.found[at].1 = cost;
            } else {
                self.slots[slot] = self.found.len() as u32;
                self.found.push((sounding.variant, cost));
            }
        }
    }

    fn join(&mut self, words: &Range<u32>, way: &Way) {
        for word in words.start as usize..words.end as usize {
            let entry = self.scene.entry(word);
            let last = word + 1 == words.end as usize;
            let reading = match entry.possessor_reading() {
                Some(stem) if last && way.possessor => Some(stem),
                _ if way.other == Some(word) => entry.readings().get(1),
                _ => entry.readings().first(),
            };
            if let Some(reading) = reading {
                self.phones.extend_from_slice(&reading.phones);
            }
        }
        self.nearest = Nearest::of(&self.phones);
    }

    /// Notes what was found, and forgets it.
    fn note(&mut self, words: &Range<u32>, suffix: Suffix, notes: &mut Notes) {
        if self.found.len() > MOST_ALIKE {
            self.found.sort_unstable_by_key(|&(variant, cost)| (cost, variant));
            self.found.truncate(MOST_ALIKE);
        }
        notes.candidates.extend(self.found.drain(..).map(|(variant, _)| Candidate {
            words: words.clone(),
            variant,
            rule: Rule::Sound,
            suffix,
        }));
    }
}
