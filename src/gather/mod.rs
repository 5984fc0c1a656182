//! Gathers the evidence of candidates: from their sounds and letters, the words around them, and the whole document.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use crate::detect::{Candidate, Mention, Scene, Suffix};
use crate::dictionary::{Index, Kind, Part, TermId, VariantId};
use crate::evidence::Evidence;
use crate::finding::Rule;
use crate::token::{Gap, Shape, folded};
use crate::vocabulary::LettersHash;

mod likeness;
mod pairings;
mod together;
mod words;

use likeness::Likeness;
use pairings::Sorting;
pub(crate) use pairings::{Noted, Pairing};
use together::Among;
pub(crate) use together::counted_out;
use words::Heard;

/// How many words around a candidate are looked through for near words, on each side.
const AROUND: u32 = 30;
/// Near words and words of a domain have at most this many words.
const LONGEST_NEAR: usize = 3;

/// A candidate, merged from all the detectors that noticed it, and how sure it is. Several may want the same words, and
/// of most of them the evidence is asked for no more.
#[derive(Debug, Clone)]
pub(crate) struct Weighed {
    pub(crate) candidate: Candidate,
    noted: Noted,
    pub(crate) standing: Standing,
    pub(crate) confidence: f32,
    /// Whether nothing but the case of its letters differs.
    pub(crate) case_only: bool,
    /// Its distance in sound, as [`Evidence`] has it.
    pub(crate) sound: f32,
}

impl Weighed {
    /// By how much it is nearer in sound than other words for the same term, as [`Evidence`] has it.
    pub(crate) fn stretch(&self) -> f32 {
        self.noted.stretch
    }
}

/// What a candidate is worth beside the others of its document, as [`Evidence`] has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing {
    pub(crate) own: f32,
    pub(crate) best_place: f32,
    pub(crate) best_elsewhere: f32,
    pub(crate) best_rival: f32,
}

/// A candidate, merged from all the detectors that noticed it, with what it is compared by. The rest of its evidence is
/// gathered when it is asked for: there are too many candidates to keep it of all.
#[derive(Debug, Clone)]
pub(crate) struct Compared {
    pub(crate) candidate: Candidate,
    likeness: Likeness,
    among: Among,
}

/// All candidates of a document, sorted by their place, and where they stand.
pub(crate) struct Gathered<'a> {
    pub(crate) scene: &'a Scene<'a>,
    all: Vec<Noted>,
    pairings: Vec<Pairing>,
    around: Surroundings,
}

/// Gathers evidence, and keeps from one candidate to the next what those in one place share.
pub(crate) struct Gathering<'a> {
    gathered: &'a Gathered<'a>,
    heard: Option<Heard<'a>>,
}

/// What of a document every candidate shares.
struct Surroundings {
    /// Exact mentions of each way to write a term, as a logarithm; none where nothing is mentioned.
    mentions: Vec<f32>,
    /// Words of its domain per 1,000 words, by dictionary.
    domains: Vec<f32>,
    /// Share of its terms that are mentioned, by dictionary.
    mentioned: Vec<f32>,
    /// Share of words with a capital where no sentence begins.
    capitals: f32,
    /// Different candidates of each dictionary.
    densities: Vec<f32>,
    /// What may make some term likely or unlikely, in order.
    listed: Vec<Listed>,
}

/// Words that may be of a term's lists of what stands around it.
struct Listed {
    start: u32,
    /// One past the last word.
    end: u32,
    /// The key of their letters.
    letters: u64,
}

/// So many times fewer words are candidates for a term each time a dictionary is twice as large, as the detectors look.
const FEWER_OF_LARGER: f32 = 1.4;

/// Compares every candidate with its term and with the others; that of sounds and of the domain only `by_ear`.
/// `candidates` are sorted by place; mentions too.
pub(crate) fn gather<'a>(
    scene: &'a Scene<'a>,
    candidates: impl IntoIterator<Item = Candidate>,
    mentions: &[Mention],
    by_ear: bool,
) -> Gathered<'a> {
    let mut around = Surroundings::of(scene, mentions, by_ear);
    let mut sorting = Sorting::new(scene, by_ear);
    let mut all: Vec<Noted> = candidates.into_iter().map(|candidate| sorting.note(&candidate)).collect();
    let mut pairings = sorting.finish();
    // In a larger dictionary less is near enough to be a candidate.
    let doublings = if by_ear { scene.index.sounds().doublings() } else { 0 };
    let as_of_small = FEWER_OF_LARGER.powi(doublings.cast_signed());
    around.densities = together::compare(scene, &mut all, &mut pairings, as_of_small);
    Gathered { scene, all, pairings, around }
}

impl Gathered<'_> {
    pub(crate) fn gathering(&self) -> Gathering<'_> {
        Gathering { gathered: self, heard: None }
    }

    /// The candidates, in few bytes.
    pub(crate) fn all(&self) -> &[Noted] {
        &self.all
    }

    /// What candidates have in common, by the numbers of their pairings.
    pub(crate) fn pairings(&self) -> &[Pairing] {
        &self.pairings
    }

    pub(crate) fn pairing(&self, one: &Noted) -> &Pairing {
        &self.pairings[one.pairing as usize]
    }

    /// The candidates, each with what it is compared by.
    pub(crate) fn each(&self) -> impl Iterator<Item = Compared> {
        self.all.iter().map(|noted| self.compared(noted))
    }

    /// The best value, by `value` of a candidate's number, of the other terms that each candidate's words may be;
    /// negative infinity where there are none.
    pub(crate) fn best_of_rivals(&self, value: impl Fn(usize) -> Option<f32>) -> Vec<f32> {
        together::best_of_rivals(&self.all, &self.pairings, value)
    }

    /// A candidate, given by its number, that is this sure.
    pub(crate) fn weighed(&self, number: usize, standing: Standing, confidence: f32) -> Weighed {
        let noted = self.all[number];
        let pairing = self.pairing(&noted);
        let (candidate, sound) = (noted.candidate(pairing), pairing.likeness.sound);
        let variant = self.scene.index.variant(candidate.variant);
        let heard = candidate.suffix.taken_from(self.scene.heard(&candidate.words));
        let case_only = same_but_for_case(heard, &variant.text);
        Weighed { candidate, noted, standing, confidence, case_only, sound }
    }

    /// Leaves no candidates but those that were weighed and kept.
    pub(crate) fn leave_all(&mut self) {
        self.all = Vec::new();
    }

    /// What a candidate is compared by that was weighed.
    pub(crate) fn compared_of(&self, weighed: &Weighed) -> Compared {
        self.compared(&weighed.noted)
    }

    fn compared(&self, noted: &Noted) -> Compared {
        let pairing = self.pairing(noted);
        Compared { candidate: noted.candidate(pairing), likeness: pairing.likeness, among: Among::of(noted, pairing) }
    }
}

/// The evidence that [`Gathering::outline`] gathers.
pub(crate) const OUTLINED: [&str; 24] = [
    "words_heard",
    "letters",
    "starts_sentence",
    "break_inside",
    "attached",
    "introduced",
    "followed",
    "determined",
    "heard_rarest",
    "heard_commonest",
    "unknown",
    "pair_inside",
    "phrase",
    "pair_before",
    "pair_after",
    "capitals",
    "has_near",
    "dictionary_size",
    "margin",
    "stretch",
    "rivals",
    "repeats",
    "forms",
    "nearer",
];

impl<'a> Gathering<'a> {
    /// The evidence of a candidate; quickest for one after the other.
    pub(crate) fn evidence(&mut self, one: &Compared) -> Evidence {
        let Gathered { scene, around, .. } = self.gathered;
        around.evidence(scene, one, self.heard(&one.candidate))
    }

    /// What of the evidence is soon gathered: all that [`OUTLINED`] names.
    pub(crate) fn outline(&mut self, one: &Compared) -> Evidence {
        let index = self.gathered.scene.index;
        let term = index.variant(one.candidate.variant).term;
        let mut evidence = self.heard(&one.candidate).evidence;
        evidence.has_near = flag(index.has_near(term));
        evidence.dictionary_size = dictionary_size(index, term);
        one.among.tell(&mut evidence);
        evidence
    }

    fn heard(&mut self, candidate: &Candidate) -> &Heard<'a> {
        if self.heard.as_ref().is_some_and(|heard| !heard.is_of(candidate)) {
            self.heard = None;
        }
        self.heard.get_or_insert_with(|| Heard::of(self.gathered.scene, candidate))
    }
}

impl Surroundings {
    /// Whether the text is of a dictionary's domain is looked for only where candidates are found `by_ear`.
    fn of(scene: &Scene<'_>, mentions: &[Mention], by_ear: bool) -> Self {
        let mut counts = vec![0.0_f32; if mentions.is_empty() { 0 } else { scene.index.variants_count() }];
        let mut terms = HashSet::new();
        let mut mentioned = vec![0.0_f32; scene.index.dictionaries().len()];
        for mention in mentions {
            counts[mention.variant.number() as usize] += 1.0;
            let term = scene.index.variant(mention.variant).term;
            if terms.insert(term) {
                mentioned[scene.index.dictionary_number(term)] += 1.0;
            }
        }
        for (count, dictionary) in mentioned.iter_mut().zip(scene.index.dictionaries()) {
            *count /= dictionary.size.max(1) as f32;
        }
        let mut hits = vec![0.0_f32; scene.index.dictionaries().len()];
        let mut listed = Vec::new();
        let has_domains = by_ear && scene.index.has_domains();
        let starts = if has_domains || scene.index.asks_around() { 0..scene.tokens.len() } else { 0..0 };
        for start in starts {
            phrases(scene, start, |end, hash| {
                if scene.index.may_be_around(hash) {
                    listed.push(Listed { start: start as u32, end: end as u32, letters: hash.key() });
                }
                for &dictionary in scene.index.domains(hash).iter().filter(|_| has_domains) {
                    hits[dictionary as usize] += 1.0;
                }
            });
        }
        let thousands = scene.tokens.len() as f32 / 1000.0 + 0.05;
        let inner = |word: &usize| !scene.starts_sentence(*word);
        let lettered = (0..scene.tokens.len()).filter(inner).count().max(1);
        let capitals = (0..scene.tokens.len()).filter(inner).filter(|&word| bears_capital(scene, word)).count();
        Surroundings {
            mentions: counts.into_iter().map(|count| (1.0 + count).ln()).collect(),
            mentioned,
            domains: hits.iter().map(|hits| (1.0 + hits / thousands).ln()).collect(),
            capitals: capitals as f32 / lettered as f32,
            densities: Vec::new(),
            listed,
        }
    }

    fn evidence(&self, scene: &Scene<'_>, one: &Compared, heard: &Heard<'_>) -> Evidence {
        let index = scene.index;
        let candidate = &one.candidate;
        let variant = index.variant(candidate.variant);
        let term = index.term(variant.term);
        let dictionary = index.dictionary_number(variant.term);
        let same = same_words(scene, candidate);
        let mut evidence = Evidence {
            form: flag(candidate.rule == Rule::Form || heard.letters == *variant.letters.text),
            alias: flag(candidate.rule == Rule::Alias),
            case_only: flag(same_but_for_case(candidate.suffix.taken_from(heard.text), &variant.text)),
            same_words: same.len() as f32 / candidate.words.len().max(variant.words) as f32,
            words_meant: variant.words as f32,
            initials: heard.initials_beside(variant),
            numbers: heard.numbers_beside(variant),
            phrase_meant: variant.phrase,
            mentioned: self.mentioned[dictionary],
            near: self.words_around(scene, candidate, index.has_near(variant.term), Index::is_near),
            unless: self.words_against(scene, candidate),
            has_near: flag(index.has_near(variant.term)),
            domain: self.domains[dictionary],
            mentions: self.count(candidate.variant),
            person: flag(term.kind == Kind::Person),
            acronym: flag(term.kind == Kind::Acronym),
            vocabulary: flag(term.kind.is_vocabulary()),
            part: flag(variant.part != Part::Whole),
            term_rarest: variant.rarest,
            term_commonest: variant.commonest,
            dictionary_size: dictionary_size(index, variant.term),
            document_capitals: self.capitals,
            density: self.densities[dictionary],
            ..heard.evidence
        };
        self.relatives(scene, candidate, &mut evidence);
        heard.gains(variant, &mut evidence);
        one.likeness.tell(scene, &same, &mut evidence);
        one.among.tell(&mut evidence);
        evidence
    }

    /// What speaks against the term: words of its list around the candidate, and among what only sounds or looks like
    /// it.
    fn words_against(&self, scene: &Scene<'_>, candidate: &Candidate) -> f32 {
        let term = scene.index.variant(candidate.variant).term;
        if !scene.index.has_unless(term) {
            return 0.0;
        }
        let is_like = matches!(candidate.rule, Rule::Sound | Rule::Spelling);
        let within = self.listed(candidate.words.start, candidate.words.end).filter(|_| is_like);
        let within = within.filter(|listed| scene.index.is_unless(term, listed.letters)).count();
        within as f32 + self.words_around(scene, candidate, true, Index::is_unless)
    }

    /// Words of the term's list around the candidate: each counts the more the closer it stands, and less than 1.
    fn words_around(
        &self,
        scene: &Scene<'_>,
        candidate: &Candidate,
        has_any: bool,
        is_listed: fn(&Index, TermId, u64) -> bool,
    ) -> f32 {
        if !has_any {
            return 0.0;
        }
        let term = scene.index.variant(candidate.variant).term;
        let Range { start, end } = candidate.words;
        let around =
            self.listed(start.saturating_sub(AROUND), start).chain(self.listed(end, end.saturating_add(AROUND)));
        let distance = |word: u32| if word < start { start - word } else { word + 1 - end };
        let weights = around
            .filter(|listed| is_listed(scene.index, term, listed.letters))
            .map(|listed| 1.0 / (1.0 + distance(listed.start) as f32 / 10.0));
        weights.fold(0.0, |sum, weight| sum + weight)
    }

    /// What may be listed, of words from `start` up to `end`.
    fn listed(&self, start: u32, end: u32) -> impl Iterator<Item = &Listed> {
        let first = self.listed.partition_point(|listed| listed.start < start);
        let from = self.listed[first..].iter().take_while(move |listed| listed.start < end);
        from.filter(move |listed| listed.end <= end)
    }

    fn count(&self, variant: VariantId) -> f32 {
        self.mentions.get(variant.number() as usize).copied().unwrap_or(0.0)
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
                let is_it = |word: &usize| *word < scene.tokens.len() && scene.entry(*word).letters.text == *text;
                word.is_some_and(|word| is_it(&word) && (self.capitals == 0.0 || may_be_name(scene, word)))
            };
            let Range { start, end } = candidate.words;
            // Behind a comma something else may begin: "Mia, prints of the photo are here."
            let is_beside = match scene.index.variant(other).part {
                Part::Given => scene.gap(start as usize) < Gap::Comma && beside((start as usize).checked_sub(1)),
                Part::Surname => scene.gap(end as usize) < Gap::Comma && beside(Some(end as usize)),
                Part::Whole | Part::Lead => false,
            };
            evidence.beside_part = evidence.beside_part.max(flag(is_beside));
        }
    }
}

/// Whether a word that is written like a name may be one in a text with capitals: "will" and "mark" need theirs.
fn may_be_name(scene: &Scene<'_>, word: usize) -> bool {
    bears_capital(scene, word) || scene.entry(word).zipf < VERY_USUAL
}

/// A name that is a word above this Zipf value is mostly that word.
const VERY_USUAL: f32 = 4.5;

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
    // In ASCII, what is lower case on one side is compared as it stands on the other.
    let meant = if variant.text.is_ascii() { Cow::Borrowed(&*variant.text) } else { Cow::Owned(folded(&variant.text)) };
    let meant = || meant.split([' ', '-']);
    let shorter = (end - start).min(variant.words);
    let alike = |(a, b): &(&str, &str)| a.eq_ignore_ascii_case(b);
    let front = heard().zip(meant()).take_while(alike).count();
    let back = heard().rev().zip(meant().rev()).take_while(alike).count().min(shorter - front);
    (start..start + front).chain(end - back..end).collect()
}

/// Whether two texts are the same in lower case, however many blanks stand between their words.
fn same_but_for_case(a: &str, b: &str) -> bool {
    let mut words = b.split_ascii_whitespace();
    a.split_ascii_whitespace().all(|word| words.next().is_some_and(|other| same_word_but_for_case(word, other)))
        && words.next().is_none()
}

fn same_word_but_for_case(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() { a.eq_ignore_ascii_case(b) } else { a.to_lowercase() == b.to_lowercase() }
}

fn dictionary_size(index: &Index, term: TermId) -> f32 {
    (index.dictionary_of(term).size as f32).log10()
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

/// Calls `found` with the end and the letters of each run of up to three words that begins at `start`.
fn phrases(scene: &Scene<'_>, start: usize, mut found: impl FnMut(usize, LettersHash)) {
    let mut hash = LettersHash::EMPTY;
    for word in start..(start + LONGEST_NEAR).min(scene.tokens.len()) {
        if word > start && scene.gap(word) >= Gap::Comma {
            break;
        }
        hash = hash.followed_by(scene.entry(word).letters.hash);
        found(word + 1, hash);
    }
}
