//! Notices one to six words that sound like a term, wherever their borders are.
//!
//! Catches "train ium too", "every source", "Purcell" for Vercel. Leaves judging to the evidence: "training" is noticed
//! for Trainium, and it is for the score to let it stand.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::before::{Before, Heard};
use super::{Candidate, Detector, MOST_ALIKE, MOST_COMPARED, Notes, Scene, Suffix};
use crate::dictionary::{Sketch, Sounding, Sounds, VariantId};
use crate::finding::Rule;
use crate::sound::Skeleton;
use crate::sound::distance::{CHEAPEST_SKIP, Cost, LONGEST, Nearest};
use crate::sound::phone::Phone;
use crate::token::{Gap, Shape};
use crate::usage::LITTLE;
use crate::vocabulary::Reading;

pub(super) const DETECTOR: Detector =
    Detector { rules: &[Rule::Sound], needs_english: true, notes_mentions: false, notice };

/// So many words are listened to in one go; longer transcripts are split over the threads of the caller's pool.
const PART: usize = 2_000;
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
/// In any, no more than this share of what is left of the cut-off for other words, in hundredths.
const USUAL_OF_OTHERS: Cost = 60;
/// In a large dictionary, a class of a shorter skeleton may not be taken for another.
const SHORTEST_TO_REPLACE: u32 = 4;
/// By how much less of the cut-off is left each time a dictionary is twice as large, in hundredths: what sounds like one
/// of many terms by chance is the farther off from it the fewer there are.
const LESS_OF_LARGER: Cost = 5;
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

/// What each thread of the pool found before, where it listened already.
#[derive(Debug, Default)]
pub(super) struct Listened(Vec<Option<Before>>);

fn notice(scene: &Scene<'_>, starts: Range<usize>, notes: &mut Notes) {
    let threads = rayon::current_num_threads();
    let count = starts.len().div_ceil(PART);
    let next = AtomicUsize::new(0);
    // Which thread listens to which part makes no difference for what it finds.
    let listen = |before: &mut Option<Before>| {
        let mut parts: Vec<(usize, Vec<Candidate>)> = Vec::new();
        let mut search: Option<Search<'_>> = None;
        loop {
            let part = next.fetch_add(1, Ordering::Relaxed);
            if part >= count {
                break;
            }
            let search = search.get_or_insert_with(|| Search::new(scene, before.take()));
            let start = starts.start + part * PART;
            let mut notes = Notes::default();
            notice_from(search, start..(start + PART).min(starts.end), &mut notes);
            parts.push((part, notes.candidates));
        }
        *before = search.map(|search| search.before).or(before.take());
        parts
    };
    notes.listened.0.resize_with(threads, || None);
    let mut parts: Vec<(usize, Vec<Candidate>)> = notes.listened.0.par_iter_mut().flat_map_iter(listen).collect();
    parts.sort_unstable_by_key(|&(part, _)| part);
    notes.candidates.reserve_exact(parts.iter().map(|(_, candidates)| candidates.len()).sum());
    notes.candidates.extend(parts.into_iter().flat_map(|(_, candidates)| candidates));
}

/// Notices what begins with these words.
fn notice_from(search: &mut Search<'_>, starts: Range<usize>, notes: &mut Notes) {
    let scene = search.scene;
    let longest = search.sounds.longest();
    let longest = longest + longest / 2 + 2;
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
            search.little_words = [start, end - 1].map(|word| end > start + 1 && is_little(scene, word));
            let words = start as u32..end as u32;
            if let Some(stem) = entry.possessor_reading() {
                search.find(&words, Suffix::Possessive, &[Way { possessor: true, ..ways[0].then(stem) }], notes);
            }
            let before = ways[0];
            for way in &mut ways {
                *way = way.then(usual);
            }
            ways.extend(entry.readings()[1..].iter().map(|other| Way { other: Some(end - 1), ..before.then(other) }));
            if ways[0].sounds > longest {
                break;
            }
            search.find(&words, Suffix::None, &ways, notes);
            if ways.iter().all(|way| way.skeleton.length() > search.longest_skeleton) {
                break;
            }
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
    /// Whether they are several and the first is one of the little words of the language; and whether the last is.
    little_words: [bool; 2],
    sounds: &'a Sounds,
    /// A skeleton with more classes is that of no term, whatever is lost of it.
    longest_skeleton: u32,
    /// For each sounding, the last question it was an answer to: several keys lead to one sounding.
    asked: Vec<u32>,
    question: u32,
    /// The skeleton that was asked for last; none where the words have changed.
    answered: Option<Skeleton>,
    /// The answers to that, by key.
    answers: Vec<&'a [Sketch]>,
    /// Those of them that have about as many sounds and vowels as were heard.
    alike: Vec<Sketch>,
    before: Before,
    /// The heard words' sounds.
    phones: Vec<Phone>,
    /// What those leave of the cost of each phone.
    nearest: Nearest,
    /// For usual words, and for others.
    limits: [Limits; 2],
    /// The variants that sound near, each once, at its nearest.
    found: Vec<(VariantId, Cost)>,
    /// No less than the cost of any of them.
    farthest: Cost,
    /// Where in `found` a variant was last put.
    slots: Vec<u32>,
}

/// How far a sounding may be off.
struct Limits {
    /// The most, by its number of sounds.
    most: Vec<Cost>,
    /// By the number of sounds heard, the least and the most that a term may have.
    reach: Vec<(u16, u16)>,
}

impl Limits {
    /// For so many sounds at the most, at this share of the cut-off in hundredths.
    fn new(longest: usize, share: Cost) -> Limits {
        let most: Vec<Cost> = (0..=longest).map(|sounds| cut_off(sounds) * share / 100).collect();
        let farthest = most.iter().max().map_or(0, |&most| usize::from(most / CHEAPEST_SKIP));
        let reach = |heard: usize| {
            let is_near = |&sounds: &usize| heard.abs_diff(sounds) <= usize::from(most[sounds] / CHEAPEST_SKIP);
            let around = heard.saturating_sub(farthest).max(FEWEST_SOUNDS)..=longest.min(heard + farthest);
            let mut near = around.filter(is_near);
            let first = near.next()?;
            Some((first as u16, near.next_back().unwrap_or(first) as u16))
        };
        // Nothing is near where there are more sounds than terms have, but those in between are asked for.
        let reach = (0..=longest + farthest).map(|heard| reach(heard).unwrap_or((1, 0))).collect();
        Limits { most, reach }
    }
}

impl<'a> Search<'a> {
    /// With what was found before in the same document, if anything was.
    fn new(scene: &'a Scene<'a>, before: Option<Before>) -> Self {
        let sounds = scene.index.sounds();
        let share = if sounds.is_small() { USUAL_SHARE } else { USUAL_SHARE_OF_LARGE };
        let left = 100 - (LESS_OF_LARGER * sounds.doublings() as Cost).min(50);
        Search {
            scene,
            usual_words: true,
            little_words: [false; 2],
            sounds,
            longest_skeleton: sounds.longest_skeleton() + 1,
            asked: vec![0; sounds.len()],
            question: 0,
            answered: None,
            answers: Vec::new(),
            alike: Vec::new(),
            before: before.unwrap_or_else(|| Before::new(scene.tokens.len())),
            phones: Vec::new(),
            nearest: Nearest::of(&[]),
            limits: [share.min(left * USUAL_OF_OTHERS / 100), left].map(|share| Limits::new(sounds.longest(), share)),
            found: Vec::new(),
            farthest: 0,
            slots: vec![0; scene.index.variants_count()],
        }
    }

    /// Notes what some words sound like that may be said in these ways.
    fn find(&mut self, words: &Range<u32>, suffix: Suffix, ways: &[Way], notes: &mut Notes) {
        // "in France" is not "inference", not in a dictionary for every talk; but "the slow kettle" is The Slow Kettle.
        let is_strict = self.little_words != [false; 2] && !self.sounds.is_small();
        if is_strict && !self.may_have_ends(words) || !ways.iter().any(|way| self.reach(way).is_some()) {
            return;
        }
        let tokens = &self.scene.tokens[words.start as usize..words.end as usize];
        let ids = tokens.iter().map(|token| token.id);
        let heard = Heard::new(ids, self.usual_words, self.little_words, suffix);
        let note = |variant| Candidate { words: words.clone(), variant, rule: Rule::Sound, suffix };
        if let Some(known) = heard.and_then(|heard| self.before.get(&heard)) {
            notes.candidates.extend(known.iter().copied().map(note));
            return;
        }
        self.answered = None;
        for way in ways {
            self.look_up(words, way);
        }
        if is_strict {
            let mut found = std::mem::take(&mut self.found);
            found.retain(|&(variant, _)| self.has_ends(words, variant));
            self.found = found;
        }
        if self.found.len() > MOST_ALIKE {
            self.found.sort_unstable_by_key(|&(variant, cost)| (cost, variant));
            self.found.truncate(MOST_ALIKE);
        }
        if let Some(heard) = heard {
            self.before.put(heard, self.found.iter().map(|&(variant, _)| variant));
        }
        notes.candidates.extend(self.found.drain(..).map(|(variant, _)| note(variant)));
        self.farthest = 0;
    }

    /// Whether some term has the little words at the ends of these words as its own.
    fn may_have_ends(&self, words: &Range<u32>) -> bool {
        let ends = [words.start, words.end - 1].map(|word| self.scene.entry(word as usize).hash);
        (0..2).all(|side| !self.little_words[side] || self.scene.index.has_usual_end(ends[side])[side])
    }

    /// Whether a term has the little words at the ends of these words as its own.
    fn has_ends(&self, words: &Range<u32>, variant: VariantId) -> bool {
        let ends = [words.start, words.end - 1].map(|word| self.scene.entry(word as usize).hash);
        let variant = self.scene.index.variant(variant);
        let own = [variant.first, variant.last];
        (0..2).all(|side| !self.little_words[side] || ends[side] == own[side])
    }

    /// The least and the most sounds that a term may have which some words sound like; none where no term can.
    #[inline]
    fn reach(&self, way: &Way) -> Option<(u16, u16)> {
        if way.sounds < FEWEST_SOUNDS - 1 || way.skeleton.length() > self.longest_skeleton {
            return None;
        }
        let reach = self.limits[usize::from(!self.usual_words)].reach.get(way.sounds).copied();
        reach.filter(|(fewest, most)| fewest <= most)
    }

    fn look_up(&mut self, words: &Range<u32>, way: &Way) {
        let Some((fewest, most)) = self.reach(way) else { return };
        // Another reading mostly differs in its vowels alone.
        if self.answered != Some(way.skeleton) {
            self.answers.clear();
            self.ask(way.skeleton);
            self.answered = Some(way.skeleton);
        }
        if self.answers.is_empty() {
            return;
        }
        self.question = self.question.wrapping_add(1);
        self.alike.clear();
        let count: usize = self.answers.iter().map(|answers| answers.len()).sum();
        #[expect(clippy::needless_bitwise_bool, reason = "asking both is sooner done than guessing the first")]
        let is_alike = |sketch: &Sketch| {
            let vowels = sketch.vowels.abs_diff(way.vowels as u16);
            (sketch.sounds.wrapping_sub(fewest) <= most - fewest) & (vowels <= 1 + sketch.sounds / 6)
        };
        if count <= MOST_COMPARED {
            // Put down in any case and kept where it is alike: which are is not to be guessed.
            self.alike.resize(count, Sketch { number: 0, sounds: 0, vowels: 0 });
            let mut kept = 0;
            for sketch in self.answers.iter().copied().flatten() {
                self.alike[kept] = *sketch;
                kept += usize::from(is_alike(sketch));
            }
            self.alike.truncate(kept);
        } else {
            let mut left = MOST_COMPARED;
            for sketch in self.answers.iter().copied().flatten() {
                let asked = &mut self.asked[sketch.number as usize];
                if *asked != self.question && left > 0 {
                    *asked = self.question;
                    left -= 1;
                    if is_alike(sketch) {
                        self.alike.push(*sketch);
                    }
                }
            }
            // Another question about the same, each asked once.
            self.question = self.question.wrapping_add(1);
        }
        if !self.alike.is_empty() {
            self.compare_each(words, way);
        }
    }

    /// Asks for the soundings whose skeleton may have become this one.
    fn ask(&mut self, skeleton: Skeleton) {
        let Search { sounds, ref mut answers, usual_words, .. } = *self;
        let mut answer = |answer: &'a [Sketch]| {
            if !answer.is_empty() {
                answers.push(answer);
            }
        };
        answer(sounds.with(skeleton));
        answer(sounds.with_loss(skeleton));
        if skeleton.length() < sounds.shortest_to_lose() {
            return;
        }
        // Usual words must sound very near to a term of a large dictionary: no sound may be taken for another class.
        let replaced = sounds.is_small() || !usual_words && skeleton.length() >= SHORTEST_TO_REPLACE;
        for once in skeleton.with_one_lost() {
            answer(sounds.with(once));
            if replaced {
                // A class lost on both sides is a class taken for another.
                answer(sounds.with_loss(once));
            }
            if sounds.is_small() && skeleton.length() >= 5 {
                for twice in once.with_one_lost() {
                    answer(sounds.with_loss(twice));
                }
            }
        }
    }

    /// Compares what is alike, each once, and finds what is near.
    fn compare_each(&mut self, words: &Range<u32>, way: &Way) {
        self.phones.clear();
        self.join(words, way);
        let alike = std::mem::take(&mut self.alike);
        let mut is_measured = false;
        for sketch in &alike {
            let most = self.limits[usize::from(!self.usual_words)].most[usize::from(sketch.sounds)];
            let heard = &self.phones[..self.phones.len().min(LONGEST)];
            let least = self.sounds.least(sketch.number);
            let least: Cost = heard.iter().map(|phone| Cost::from(least[phone.index() % least.len()])).sum();
            let lost = usize::from(sketch.sounds).min(LONGEST).saturating_sub(heard.len()) as Cost * CHEAPEST_SKIP;
            // What is found already may be found nearer in another reading, however far that may be off.
            if least + lost > most.max(self.farthest) || self.asked[sketch.number as usize] == self.question {
                continue;
            }
            self.asked[sketch.number as usize] = self.question;
            if !is_measured {
                self.nearest = Nearest::of(&self.phones);
                is_measured = true;
            }
            self.compare(way, self.sounds.sounding(sketch.number), most);
        }
        self.alike = alike;
    }

    fn compare(&mut self, way: &Way, sounding: &Sounding, most: Cost) {
        if way.sounds.abs_diff(sounding.phones.len()) as Cost * CHEAPEST_SKIP > most {
            return;
        }
        let slot = sounding.variant.number() as usize;
        let known = Some(self.slots[slot] as usize);
        let known = known.filter(|&at| self.found.get(at).is_some_and(|found| found.0 == sounding.variant));
        let most = known.map_or(most, |at| self.found[at].1.saturating_sub(1));
        if let Some(cost) = self.nearest.distance(&self.phones, &sounding.phones, most) {
            if let Some(at) = known {
                self.found[at].1 = cost;
            } else {
                self.slots[slot] = self.found.len() as u32;
                self.found.push((sounding.variant, cost));
                self.farthest = self.farthest.max(cost);
            }
        }
    }

    /// Joins the sounds of the heard words.
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
    }
}
