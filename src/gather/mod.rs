//! Gathers the evidence of candidates: from their sounds and letters, the words around them, and the whole document.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::detect::{Candidate, Mention, Scene, Suffix};
use crate::dictionary::{Index, Kind, Part, TermId, VariantId};
use crate::evidence::Evidence;
use crate::finding::Rule;
use crate::token::{Gap, Shape, folded};
use crate::vocabulary::LettersHash;

mod sounds;
mod together;
mod words;

use sounds::Sounds;
pub(crate) use together::best_of_rivals;

/// How many words around a candidate are looked through for near words, on each side.
const AROUND: usize = 30;
/// Near words and words of a domain have at most this many words.
const LONGEST_NEAR: usize = 3;

/// A candidate, merged from all the detectors that noticed it, with its evidence.
#[derive(Debug, Clone)]
pub(crate) struct Weighed {
    pub(crate) candidate: Candidate,
    pub(crate) evidence: Evidence,
    pub(crate) confidence: f32,
    /// The number of the heard letters: candidates that heard the same have the same.
    pub(crate) form: u32,
}

impl Weighed {
    /// Which words it takes, by their numbers in the document.
    fn words(&self) -> Range<usize> {
        self.candidate.words.start as usize..self.candidate.words.end as usize
    }
}

/// What of a document every candidate shares.
struct Surroundings {
    /// Exact mentions of each way to write a term.
    mentions: HashMap<VariantId, f32>,
    /// Words of its domain per 1,000 words, by dictionary.
    domains: Vec<f32>,
    /// Share of its terms that are mentioned, by dictionary.
    mentioned: Vec<f32>,
    /// Share of words with a capital where no sentence begins.
    capitals: f32,
}

/// The evidence of every candidate, that of its sounds and of its domain only `by_ear`. `candidates` are sorted by place; mentions too.
pub(crate) fn gather(
    scene: &Scene<'_>,
    candidates: Vec<Candidate>,
    mentions: &[Mention],
    by_ear: bool,
) -> Vec<Weighed> {
    let around = Surroundings::of(scene, mentions, by_ear);
    let mut sounds = Sounds::new(by_ear);
    let mut weighed: Vec<Weighed> = candidates
        .into_iter()
        .map(|candidate| {
            let evidence = around.evidence(scene, &candidate, &mut sounds);
            Weighed { candidate, evidence, confidence: 0.0, form: 0 }
        })
        .collect();
    together::compare(scene, &mut weighed);
    weighed
}

impl Surroundings {
    /// Whether the text is of a dictionary's domain is looked for only where candidates are found `by_ear`.
    fn of(scene: &Scene<'_>, mentions: &[Mention], by_ear: bool) -> Self {
        let mut counts: HashMap<VariantId, f32> = HashMap::new();
        let mut terms = HashSet::new();
        let mut mentioned = vec![0.0_f32; scene.index.dictionaries().len()];
        for mention in mentions {
            *counts.entry(mention.variant).or_default() += 1.0;
            let term = scene.index.variant(mention.variant).term;
            if terms.insert(term) {
                mentioned[scene.index.dictionary_number(term)] += 1.0;
            }
        }
        for (count, dictionary) in mentioned.iter_mut().zip(scene.index.dictionaries()) {
            *count /= dictionary.size.max(1) as f32;
        }
        let mut hits = vec![0.0_f32; scene.index.dictionaries().len()];
        let starts = if by_ear && scene.index.has_domains() { 0..scene.tokens.len() } else { 0..0 };
        for start in starts {
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
            mentioned,
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
        let same = same_words(scene, candidate);
        let mut evidence = Evidence {
            spelling: strsim::normalized_damerau_levenshtein(&heard, &variant.letters.text) as f32,
            form: flag(candidate.rule == Rule::Form || *heard == *variant.letters.text),
            alias: flag(candidate.rule == Rule::Alias),
            case_only: flag(scene.heard(&candidate.words).to_lowercase() == variant.text.to_lowercase()),
            same_words: same.len() as f32 / candidate.words.len().max(variant.words) as f32,
            words_heard: (end - start) as f32,
            words_meant: variant.words as f32,
            letters: heard.chars().count() as f32,
            initials: words::initials_of(scene, candidate.words.clone(), variant),
            numbers: words::numbers_of(scene, candidate.words.clone(), variant),
            starts_sentence: flag(scene.starts_sentence(start)),
            break_inside: (start + 1..end).map(|word| break_at(scene.gap(word))).fold(0.0, f32::max),
            attached: flag(scene.gap(start) <= Gap::Joined || scene.gap(end) <= Gap::Joined),
            phrase_meant: variant.phrase,
            mentioned: self.mentioned[index.dictionary_number(variant.term)],
            near: words_around(scene, candidate, index.has_near(variant.term), Index::is_near),
            unless: words_against(scene, candidate),
            has_near: flag(index.has_near(variant.term)),
            domain: self.domains[index.dictionary_number(variant.term)],
            mentions: self.count(candidate.variant),
            person: flag(term.kind == Kind::Person),
            acronym: flag(term.kind == Kind::Acronym),
            vocabulary: flag(term.kind.is_vocabulary()),
            part: flag(variant.part != Part::Whole),
            term_rarest: variant.rarest,
            term_commonest: variant.commonest,
            dictionary_size: (index.dictionary_of(variant.term).size as f32).log10(),
            introduced: words::introduced(scene, start),
            followed: words::followed(scene, end),
            document_capitals: self.capitals,
            ..Evidence::default()
        };
        self.relatives(scene, candidate, &mut evidence);
        words::usage_of(scene, start..end, variant, &mut evidence);
        words::capitals_of(scene, start, end, &mut evidence);
        sounds.compare(scene, candidate, &same, &mut evidence);
        evidence
    }

    fn count(&self, variant: VariantId) -> f32 {
        self.mentions.get(&variant).map_or(0.0, |count| (1.0 + count).ln())
    }

    /// The other names of the same term, elsewhere and beside.
    fn relatives(&self, scene: &Scene<'_>, candidate: &Candidate, evidence: &mut Evidence) {
        let variant = scene.index.variant(candidate.variant);
        for other in scene.index.variants_of(variant.term) {
            if other == candidate.variant {
                continue;
            }
            evidence.relatives += self.count(other);
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

/// The heard words that are the same as the term's from the front or from the end: "amortization" in "deprecation and
/// amortization".
fn same_words(scene: &Scene<'_>, candidate: &Candidate) -> Vec<usize> {
    let variant = scene.index.variant(candidate.variant);
    let (start, end) = (candidate.words.start as usize, candidate.words.end as usize);
    let heard = || (start..end).map(|word| &*scene.entry(word).folded);
    let meant = folded(&variant.text);
    let meant = || meant.split([' ', '-']);
    let shorter = (end - start).min(variant.words);
    let front = heard().zip(meant()).take_while(|(a, b)| a == b).count();
    let back = heard().rev().zip(meant().rev()).take_while(|(a, b)| a == b).count().min(shorter - front);
    (start..start + front).chain(end - back..end).collect()
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

/// What speaks against the term: words of its list around the candidate, and among what only sounds or looks like it.
fn words_against(scene: &Scene<'_>, candidate: &Candidate) -> f32 {
    let term = scene.index.variant(candidate.variant).term;
    if !scene.index.has_unless(term) {
        return 0.0;
    }
    let mut within = 0.0;
    let is_like = matches!(candidate.rule, Rule::Sound | Rule::Spelling);
    let end = candidate.words.end as usize;
    for word in (candidate.words.start as usize..end).filter(|_| is_like) {
        phrases(scene, word, end, |hash| within += f32::from(u8::from(scene.index.is_unless(term, hash))));
    }
    within + words_around(scene, candidate, true, Index::is_unless)
}

/// Words of the term's list around the candidate: each counts the more the closer it stands; 1 is one right beside it.
fn words_around(
    scene: &Scene<'_>,
    candidate: &Candidate,
    has_any: bool,
    is_listed: fn(&Index, TermId, LettersHash) -> bool,
) -> f32 {
    if !has_any {
        return 0.0;
    }
    let term = scene.index.variant(candidate.variant).term;
    let (start, end) = (candidate.words.start as usize, candidate.words.end as usize);
    let mut weight = 0.0;
    let mut look = |from: usize, to: usize| {
        for word in from..to {
            let distance = if word < start { start - word } else { word + 1 - end };
            phrases(scene, word, to, |hash| {
                if is_listed(scene.index, term, hash) {
                    weight += 1.0 / (1.0 + distance as f32 / 10.0);
                }
            });
        }
    };
    look(start.saturating_sub(AROUND), start);
    look(end, (end + AROUND).min(scene.tokens.len()));
    weight
}
