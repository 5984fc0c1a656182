//! Gathers the evidence of candidates: from their sounds and letters, the words around them, and the whole document.

use std::collections::HashMap;

use crate::detect::{Candidate, Mention, Scene, Suffix};
use crate::dictionary::{Kind, Part};
use crate::evidence::Evidence;
use crate::finding::Rule;
use crate::sound::distance::{self, Differences};
use crate::sound::phone::Phone;
use crate::token::{Gap, Shape};
use crate::usage;
use crate::vocabulary::LettersHash;

/// How many words around a candidate are looked through for near words, on each side.
const AROUND: usize = 30;
/// Near words and words of a domain have at most this many words.
const LONGEST_NEAR: usize = 3;

/// The Zipf scale counts occurrences in a billion words, as a decimal logarithm.
const BILLION: f32 = 9.0;
/// Pairs rarer than this are not in the table.
const RAREST_PAIR: f32 = 2.3;

/// Words that introduce a name when they stand right before it.
const INTRODUCE: [&str; 22] = [
    "mr",
    "mrs",
    "ms",
    "dr",
    "thanks",
    "thank",
    "from",
    "hi",
    "hello",
    "hey",
    "welcome",
    "called",
    "named",
    "with",
    "by",
    "sir",
    "professor",
    "operator",
    "colleague",
    "introduce",
    "joined",
    "to",
];
/// Words that go with a name that stands right before them.
const FOLLOW: [&str; 20] = [
    "with", "from", "your", "please", "said", "says", "asked", "go", "for", "thank", "inc", "corp", "ltd", "is", "has",
    "our", "will", "are", "earnings", "s",
];

/// A candidate, merged from all the detectors that noticed it, with its evidence.
#[derive(Debug, Clone)]
pub(crate) struct Weighed {
    pub(crate) candidate: Candidate,
    pub(crate) evidence: Evidence,
    pub(crate) confidence: f32,
}

/// What of a document every candidate shares.
struct Surroundings {
    /// Exact mentions by term.
    mentions: HashMap<u32, f32>,
    /// Words of its domain per 1,000 words, by dictionary.
    domains: Vec<f32>,
    /// Share of words with a capital where no sentence begins.
    capitals: f32,
}

/// The evidence of every candidate. `candidates` are sorted by place; mentions too.
pub(crate) fn gather(scene: &Scene<'_>, candidates: Vec<Candidate>, mentions: &[Mention]) -> Vec<Weighed> {
    let around = Surroundings::of(scene, mentions);
    let mut sounds = Sounds::default();
    let mut weighed: Vec<Weighed> = candidates
        .into_iter()
        .map(|candidate| {
            let evidence = around.evidence(scene, &candidate, &mut sounds);
            Weighed { candidate, evidence, confidence: 0.0 }
        })
        .collect();
    compare_rivals(scene, &mut weighed);
    count_repeats(scene, &mut weighed);
    measure_density(scene, &mut weighed);
    weighed
}

impl Surroundings {
    fn of(scene: &Scene<'_>, mentions: &[Mention]) -> Self {
        let mut counts: HashMap<u32, f32> = HashMap::new();
        for mention in mentions {
            *counts.entry(mention.variant.number()).or_default() += 1.0;
        }
        let mut hits = vec![0.0_f32; scene.index.dictionaries().len()];
        for start in 0..scene.tokens.len() {
            phrases(scene, start, scene.tokens.len(), |hash| {
                for &dictionary in scene.index.domains(hash) {
                    hits[dictionary as usize] += 1.0;
                }
            });
        }
        let thousands = scene.tokens.len() as f32 / 1000.0 + 0.05;
        let inner = |word: &usize| !scene.starts_sentence(*word);
        let lettered = (0..scene.tokens.len()).filter(inner).count().max(1);
        let capitals = (0..scene.tokens.len()).filter(inner).filter(|&word| bears_capital(scene, word)).count();
        Surroundings {
            mentions: counts,
            domains: hits.iter().map(|hits| (1.0 + hits / thousands).ln()).collect(),
            capitals: capitals as f32 / lettered as f32,
        }
    }

    fn evidence(&self, scene: &Scene<'_>, candidate: &Candidate, sounds: &mut Sounds) -> Evidence {
        let index = scene.index;
        let variant = index.variant(candidate.variant);
        let term = index.term(variant.term);
        let (start, end) = (candidate.words.start as usize, candidate.words.end as usize);
        let heard = letters_of(scene, candidate);
        let mut evidence = Evidence {
            spelling: strsim::normalized_damerau_levenshtein(&heard, &variant.letters.text) as f32,
            form: flag(candidate.rule == Rule::Form || *heard == *variant.letters.text),
            alias: flag(candidate.rule == Rule::Alias),
            case_only: flag(scene.heard(&candidate.words).to_lowercase() == variant.text.to_lowercase()),
            words_heard: (end - start) as f32,
            words_meant: variant.words as f32,
            letters: heard.chars().count() as f32,
            starts_sentence: flag(scene.starts_sentence(start)),
            break_inside: (start + 1..end).map(|word| break_at(scene.gap(word))).fold(0.0, f32::max),
            near: near_words(scene, candidate),
            has_near: flag(index.has_near(variant.term)),
            domain: self.domains[index.dictionary_number(variant.term)],
            mentions: self.count(candidate.variant.number()),
            person: flag(term.kind == Kind::Person),
            acronym: flag(term.kind == Kind::Acronym),
            vocabulary: flag(term.kind.is_vocabulary()),
            part: flag(variant.part != Part::Whole),
            term_rarest: variant.rarest,
            term_commonest: variant.commonest,
            dictionary_size: (index.dictionary_of(variant.term).size as f32).log10(),
            introduced: introduced(scene, start),
            followed: followed(scene, end),
            document_capitals: self.capitals,
            ..Evidence::default()
        };
        self.relatives(scene, candidate, &mut evidence);
        usage_of(scene, start, end, &mut evidence);
        capitals_of(scene, start, end, &mut evidence);
        sounds.compare(scene, candidate, &mut evidence);
        evidence
    }

    fn count(&self, variant: u32) -> f32 {
        self.mentions.get(&variant).map_or(0.0, |count| (1.0 + count).ln())
    }

    /// The other names of the same term, elsewhere and beside.
    fn relatives(&self, scene: &Scene<'_>, candidate: &Candidate, evidence: &mut Evidence) {
        let variant = scene.index.variant(candidate.variant);
        for other in scene.index.variants_of(variant.term) {
            if other == candidate.variant {
                continue;
            }
            evidence.relatives += self.count(other.number());
            let text = &scene.index.variant(other).letters.text;
            let beside = |word: Option<usize>| {
                word.is_some_and(|word| word < scene.tokens.len() && scene.entry(word).letters.text == *text)
            };
            let is_beside = match scene.index.variant(other).part {
                Part::Given => beside((candidate.words.start as usize).checked_sub(1)),
                Part::Surname => beside(Some(candidate.words.end as usize)),
                Part::Whole | Part::Lead => false,
            };
            evidence.beside_part = evidence.beside_part.max(flag(is_beside));
        }
    }
}

/// The letters of the heard words, without the ending that is carried over.
pub(crate) fn letters_of(scene: &Scene<'_>, candidate: &Candidate) -> String {
    let (start, end) = (candidate.words.start as usize, candidate.words.end as usize);
    let mut letters: String = (start..end - 1).map(|word| &*scene.entry(word).letters.text).collect();
    let last = scene.entry(end - 1);
    match (candidate.suffix, &last.possessor) {
        (Suffix::Possessive, Some(stem)) => letters.push_str(&stem.text),
        (Suffix::Plural, _) => letters.push_str(last.letters.text.trim_end_matches('s')),
        _ => letters.push_str(&last.letters.text),
    }
    letters
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

fn break_at(gap: Gap) -> f32 {
    match gap {
        Gap::Glued | Gap::Joined | Gap::Space => 0.0,
        Gap::Comma => 1.0,
        Gap::Stop | Gap::Break => 2.0,
    }
}

fn bears_capital(scene: &Scene<'_>, word: usize) -> bool {
    matches!(scene.shape(word), Shape::Capital | Shape::Upper | Shape::Mixed)
        && &*scene.entry(word).folded != "i"
        && !scene.entry(word).folded.starts_with("i'")
}

/// Calls `found` with the letters of each run of up to three words that begins at `start`.
fn phrases(scene: &Scene<'_>, start: usize, limit: usize, mut found: impl FnMut(LettersHash)) {
    let mut hash = LettersHash::EMPTY;
    for word in start..(start + LONGEST_NEAR).min(limit) {
        if word > start && scene.gap(word) >= Gap::Comma {
            break;
        }
        hash = hash.followed_by(scene.entry(word).letters.hash);
        found(hash);
    }
}

/// Near words around the candidate: each counts the more the closer it stands; 1 is a near word right beside it.
fn near_words(scene: &Scene<'_>, candidate: &Candidate) -> f32 {
    let variant = scene.index.variant(candidate.variant);
    if !scene.index.has_near(variant.term) {
        return 0.0;
    }
    let (start, end) = (candidate.words.start as usize, candidate.words.end as usize);
    let mut weight = 0.0;
    let mut look = |from: usize, to: usize| {
        for word in from..to {
            let distance = if word < start { start - word } else { word + 1 - end };
            phrases(scene, word, to, |hash| {
                if scene.index.is_near(variant.term, hash) {
                    weight += 1.0 / (1.0 + distance as f32 / 10.0);
                }
            });
        }
    };
    look(start.saturating_sub(AROUND), start);
    look(end, (end + AROUND).min(scene.tokens.len()));
    weight
}

fn usage_of(scene: &Scene<'_>, start: usize, end: usize, evidence: &mut Evidence) {
    let zipf = |word: usize| {
        let entry = scene.entry(word);
        // A number is no rare word.
        if scene.shape(word) == Shape::Number { 5.0 } else { entry.zipf }
    };
    let pair = |first: usize, second: usize| {
        usage::pair_by_hash(scene.entry(first).hash, scene.entry(second).hash).map_or(0.0, usage::Usage::zipf)
    };
    evidence.heard_rarest = (start..end).map(zipf).fold(9.0, f32::min);
    evidence.heard_commonest = (start..end).map(zipf).fold(0.0, f32::max);
    let unknown = (start..end).filter(|&word| !scene.entry(word).known && scene.shape(word) != Shape::Number).count();
    evidence.unknown = unknown as f32 / (end - start) as f32;
    evidence.pair_inside = (start + 1..end).map(|word| pair(word - 1, word)).reduce(f32::min).unwrap_or(-1.0);
    evidence.phrase = (start + 1..end).fold(zipf(start), |phrase, word| {
        let before = zipf(word - 1);
        // How often the word follows: counted where the pair is known, else by chance, below what is counted at all.
        let follows = match pair(word - 1, word) {
            0.0 => (zipf(word) - BILLION).min(RAREST_PAIR - before),
            counted => counted - before,
        };
        phrase + follows.min(0.0)
    });
    evidence.phrase = evidence.phrase.max(-1.0);
    evidence.pair_before = if start > 0 && scene.gap(start) < Gap::Stop { pair(start - 1, start) } else { -1.0 };
    evidence.pair_after = if scene.gap(end) < Gap::Stop { pair(end - 1, end) } else { -1.0 };
}

fn capitals_of(scene: &Scene<'_>, start: usize, end: usize, evidence: &mut Evidence) {
    let telling: Vec<usize> = (start..end)
        .filter(|&word| !scene.starts_sentence(word) && !matches!(scene.shape(word), Shape::Number | Shape::Symbol))
        .collect();
    evidence.capitals = if telling.is_empty() {
        -1.0
    } else {
        telling.iter().filter(|&&word| bears_capital(scene, word)).count() as f32 / telling.len() as f32
    };
}

fn introduced(scene: &Scene<'_>, start: usize) -> f32 {
    let before = |back: usize| start.checked_sub(back).map(|word| &*scene.entry(word).folded);
    let Some(last) = before(1).filter(|_| scene.gap(start) < Gap::Stop) else {
        return 0.0;
    };
    if matches!((before(3), before(2), last), (Some("the"), Some("line"), "of") | (_, Some("thank"), "you")) {
        return 2.0;
    }
    flag(INTRODUCE.contains(&last))
}

fn followed(scene: &Scene<'_>, end: usize) -> f32 {
    flag(end < scene.tokens.len() && scene.gap(end) < Gap::Stop && FOLLOW.contains(&&*scene.entry(end).folded))
}

/// The sounds of heard words, joined; kept to spare the memory their comings and goings.
#[derive(Default)]
struct Sounds {
    heard: Vec<Phone>,
}

impl Sounds {
    fn compare(&mut self, scene: &Scene<'_>, candidate: &Candidate, evidence: &mut Evidence) {
        let mut best: Option<(f32, Differences, usize)> = None;
        let ways = (candidate.words.start as usize..candidate.words.end as usize)
            .map(|word| scene.entry(word).readings.len())
            .max()
            .unwrap_or(0);
        for way in 0..ways {
            self.join(scene, candidate, way);
            for sounding in scene.index.soundings_of(candidate.variant) {
                let longer = self.heard.len().max(sounding.phones.len()).max(1);
                let Some(cost) = distance::distance(&self.heard, &sounding.phones, distance::Cost::MAX) else {
                    continue;
                };
                let share = f32::from(cost) / 100.0 / longer as f32;
                if best.as_ref().is_none_or(|&(least, ..)| share < least) {
                    let parts = distance::differences(&self.heard, &sounding.phones);
                    best = Some((share, parts, sounding.phones.len()));
                }
            }
        }
        let Some((share, parts, length)) = best else {
            evidence.sound = 1.0;
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
    }

    /// The heard words with the reading of this number each, or their usual one where they have no such.
    fn join(&mut self, scene: &Scene<'_>, candidate: &Candidate, way: usize) {
        self.heard.clear();
        let end = candidate.words.end as usize;
        for word in candidate.words.start as usize..end {
            let entry = scene.entry(word);
            let possessor =
                entry.possessor_reading.as_ref().filter(|_| word + 1 == end && candidate.suffix == Suffix::Possessive);
            let reading = possessor.or_else(|| entry.readings.get(way)).or_else(|| entry.readings.first());
            if let Some(reading) = reading {
                self.heard.extend_from_slice(&reading.phones);
            }
        }
    }
}

/// The margin of each candidate over the best other term that overlaps it, and how many such terms there are.
fn compare_rivals(scene: &Scene<'_>, weighed: &mut [Weighed]) {
    let mut outcome = Vec::with_capacity(weighed.len());
    for (at, one) in weighed.iter().enumerate() {
        let term = scene.index.variant(one.candidate.variant).term;
        let words = &one.candidate.words;
        let mut margin = 1.0_f32;
        let mut rivals = Vec::new();
        let before = weighed[..at].iter().rev().take_while(|other| other.candidate.words.start + 8 > words.start);
        let after = weighed[at + 1..].iter().take_while(|other| other.candidate.words.start < words.end);
        for other in before.chain(after) {
            let theirs = scene.index.variant(other.candidate.variant).term;
            if theirs != term && other.candidate.words.start < words.end && words.start < other.candidate.words.end {
                margin = margin.min(other.evidence.sound - one.evidence.sound);
                if !rivals.contains(&theirs) {
                    rivals.push(theirs);
                }
            }
        }
        outcome.push((margin, rivals.len() as f32));
    }
    for (one, (margin, rivals)) in weighed.iter_mut().zip(outcome) {
        one.evidence.margin = margin;
        one.evidence.rivals = rivals;
    }
}

/// Places where the same heard letters would be the same variant.
fn count_repeats(scene: &Scene<'_>, weighed: &mut [Weighed]) {
    let key = |one: &Weighed| (letters_of(scene, &one.candidate), one.candidate.variant);
    let mut counts: HashMap<_, f32> = HashMap::new();
    for one in weighed.iter() {
        *counts.entry(key(one)).or_default() += 1.0;
    }
    for one in weighed.iter_mut() {
        one.evidence.repeats = counts[&key(one)].ln();
    }
}

/// How many candidates a dictionary brings: a large or noisy one fits something everywhere.
fn measure_density(scene: &Scene<'_>, weighed: &mut [Weighed]) {
    let number = |one: &Weighed| scene.index.dictionary_number(scene.index.variant(one.candidate.variant).term);
    let mut counts = vec![0.0_f32; scene.index.dictionaries().len()];
    for one in weighed.iter() {
        counts[number(one)] += 1.0;
    }
    let thousands = scene.tokens.len() as f32 / 1000.0 + 0.05;
    for one in weighed.iter_mut() {
        one.evidence.density = (1.0 + counts[number(one)] / thousands).ln();
    }
}
