//! What else a term may be taken for: ordinary words and other terms that sound like it.
//!
//! What an ordinary word risks is not guessed: the words are scanned, and the confidence with which they would be taken
//! for the term is the risk.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::LazyLock;

use rayon::prelude::*;

use crate::dictionary::{Dictionary, Index, Part, Sketch, Sounding, Term};
use crate::finding::Tier;
use crate::scan::scan;
use crate::settings::Settings;
use crate::sound::distance::{Cost, Nearest};
use crate::sound::phone::Phone;
use crate::sound::{self, Skeleton, lexicon};
use crate::span::Place;
use crate::token::folded;
use crate::usage;
use crate::vocabulary::is_ordinary;

/// Words from this Zipf value on are ordinary.
const ORDINARY: f32 = 3.5;
/// Two that differ by more than this share of their sounds are not confused, in hundredths of a phone for each.
const FAR_APART: Cost = 22;
/// So many pairs of pronunciations are compared, and no more.
const MOST_COMPARED: usize = 40_000_000;
/// So many words that sound like terms are scanned to learn the risk, the nearest first.
const MOST_SCANNED: usize = 4_000;
/// Of one term, so many words are shown.
const MOST_OF_TERM: usize = 3;

/// A term and what it may be taken for.
#[derive(Debug, Clone, PartialEq)]
pub struct Confusion {
    /// The term.
    pub term: String,
    /// Where its entry stands.
    pub place: Place,
    /// What may be taken for it.
    pub with: With,
    /// How bad that is.
    pub risk: Risk,
}

/// What may be taken for a term.
#[derive(Debug, Clone, PartialEq)]
pub enum With {
    /// Ordinary words, which would be taken for it with this confidence where nothing around them speaks for it.
    Words {
        /// The words.
        text: String,
        /// From 0 to 1; 0 where nothing is found at all.
        confidence: f32,
    },
    /// One of its mishearings is what people say, and no near word tells the two apart.
    Phrase {
        /// The mishearing.
        heard: String,
        /// From 0 to 1.
        confidence: f32,
    },
    /// Another term.
    Term {
        /// As it is written.
        text: String,
        /// Where it is from.
        dictionary: String,
        /// Whether the two sound the same.
        is_same: bool,
    },
}

/// How bad it is that a term may be confused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// Worth knowing.
    Low,
    /// A person will have to decide.
    Medium,
    /// It would be written unasked, or nothing can tell the two apart.
    High,
}

/// All that may be confused in a dictionary.
#[derive(Debug, Clone, PartialEq)]
pub struct Confusions {
    /// The riskiest first, then in the order of the dictionary.
    pub list: Vec<Confusion>,
    /// Whether there was more to compare than time was given for.
    pub is_cut: bool,
}

impl Risk {
    /// Its name.
    pub fn id(self) -> &'static str {
        match self {
            Risk::Low => "low",
            Risk::Medium => "medium",
            Risk::High => "high",
        }
    }

    fn of(tier: Option<Tier>) -> Risk {
        match tier {
            Some(Tier::Auto) => Risk::High,
            Some(Tier::Review) => Risk::Medium,
            Some(Tier::Hint) | None => Risk::Low,
        }
    }
}

impl fmt::Display for Confusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Confusion { term, with, risk, .. } = self;
        let risk = risk.id();
        let percent = |confidence: &f32| (confidence * 100.0).round();
        match with {
            With::Words { text, .. } if folded(text) == folded(term) => {
                write!(f, "`{term}` is the ordinary word \"{text}\" (risk {risk})")
            }
            With::Words { text, confidence } if *confidence > 0.0 => {
                write!(f, "`{term}` sounds like \"{text}\" (risk {risk}: taken for it with {}%)", percent(confidence))
            }
            With::Words { text, .. } => write!(f, "`{term}` sounds like \"{text}\" (risk {risk}: not taken for it)"),
            With::Phrase { heard, confidence } => write!(
                f,
                "the mishearing \"{heard}\" of `{term}` is what people say, and it has no near words (risk {risk}: taken \
                 for it with {}%)",
                percent(confidence)
            ),
            With::Term { text, dictionary, is_same: true } => {
                write!(f, "`{term}` sounds the same as the term `{text}` of {dictionary} (risk {risk})")
            }
            With::Term { text, dictionary, is_same: false } => {
                write!(f, "`{term}` sounds like the term `{text}` of {dictionary} (risk {risk})")
            }
        }
    }
}

/// What the terms of a dictionary may be confused with: ordinary words, and the terms of the index, which holds it too.
///
/// ```
/// use mondegreen::{Dictionary, Index, Settings, confusions};
///
/// let list = Dictionary::from_list("mine", "mine.txt", "Ledgr\nLejer\n")?;
/// let found = confusions(&list, &Index::new([list.clone()]), &Settings::default());
/// assert!(found.list.iter().any(|one| one.term == "Ledgr"));
/// # Ok::<(), mondegreen::Error>(())
/// ```
pub fn confusions(dictionary: &Dictionary, index: &Index, settings: &Settings) -> Confusions {
    let mut search = Search { index, left: MOST_COMPARED, terms: BTreeSet::new(), words: BTreeMap::new() };
    if dictionary.listen {
        let number = index.dictionaries().iter().position(|facts| facts.name == dictionary.name);
        let own = |sounding: &Sounding| {
            let variant = index.variant(sounding.variant);
            variant.part == Part::Whole && Some(index.dictionary_number(variant.term)) == number
        };
        let soundings: Vec<u32> =
            (0..index.sounds().len() as u32).filter(|&sounding| own(index.sounds().sounding(sounding))).collect();
        for &sounding in &soundings {
            search.other_terms(sounding);
        }
        for &sounding in &soundings {
            search.words(sounding);
        }
        for &sounding in &soundings {
            search.pairs_of_words(sounding);
        }
    }
    let is_cut = search.left == 0;
    let mut list = search.terms_found();
    list.extend(search.words_found(settings));
    list.extend(ordinary_mishearings(dictionary, index, settings));
    list.sort_by(|a, b| b.risk.cmp(&a.risk).then_with(|| a.place.cmp(&b.place)));
    Confusions { list, is_cut }
}

/// What may be heard for a term, and whether it would be taken for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Hearing {
    /// The words.
    pub text: String,
    /// Where they come from.
    pub from: HeardFrom,
    /// What becomes of them where nothing around them speaks for the term.
    pub alone: Taken,
    /// What becomes of them beside the first of its near words, if it has one.
    pub near: Option<Taken>,
}

/// Where words come from that may be heard for a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeardFrom {
    /// The entry of the term lists them.
    Entry,
    /// They are ordinary words that sound like it.
    Sound,
    /// They are ordinary words that sound like a part of it that stands alone: a surname, a given name.
    Part,
}

/// What became of words in a sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Taken {
    /// With which confidence they are taken for the term, from 0 to 1.
    pub confidence: f32,
    /// None where nothing was found.
    pub tier: Option<Tier>,
}

/// What may be heard for a term: its known mishearings, and ordinary words that sound like it or like a part of its
/// name, the nearest first.
///
/// ```
/// use mondegreen::{Index, Settings, builtin, hearings};
///
/// let cloud = builtin("cloud").expect("it ships");
/// let trainium = cloud.terms.iter().find(|term| term.text == "Trainium").expect("an entry").clone();
/// let heard = hearings(&trainium, &Index::new([cloud]), &Settings::default());
/// assert!(heard.iter().any(|one| one.text == "training" && one.alone.tier.is_none_or(|tier| tier < mondegreen::Tier::Auto)));
/// ```
pub fn hearings(term: &Term, index: &Index, settings: &Settings) -> Vec<Hearing> {
    let of_entry = term.heard.iter().map(|heard| (heard.clone(), HeardFrom::Entry));
    let likely = words_like(&term.text).into_iter().chain(word_by_word(&term.text)).take(MOST_HEARINGS);
    let likely = likely.map(|words| (words, HeardFrom::Sound));
    let of_parts = index.parts_of(&term.text).flat_map(|part| words_like(part).into_iter().take(MOST_OF_PART));
    let of_parts = of_parts.map(|words| (words, HeardFrom::Part));
    let mut seen = BTreeSet::new();
    let different = of_entry.chain(likely).chain(of_parts).filter(|(text, _)| seen.insert(folded(text)));
    let hearing = |(text, from): (String, HeardFrom)| Hearing {
        alone: taken_for(&text, &term.text, None, index, settings),
        near: term.near.first().map(|near| taken_for(&text, &term.text, Some(near), index, settings)),
        text,
        from,
    };
    different.map(hearing).collect()
}

/// So many words that sound like a term are tried.
const MOST_HEARINGS: usize = 12;
/// The same for a part of it.
const MOST_OF_PART: usize = 3;
/// Of each word of a name, so many that sound like it are tried beside those of the others.
const MOST_OF_WORD: usize = 2;
/// Names of more words are not put together from words like theirs.
const MOST_WORDS: usize = 3;

/// Ordinary words beside one another that each sound like a word of a name: "huge grant" for Hugh Grant.
fn word_by_word(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if !(2..=MOST_WORDS).contains(&words.len()) {
        return Vec::new();
    }
    words.into_iter().fold(vec![String::new()], |begun, word| {
        let own = folded(word);
        let own = usage::word(&own).is_some_and(|usage| usage.zipf() >= ORDINARY).then_some(own);
        let like: Vec<String> = own.into_iter().chain(words_like(word)).take(MOST_OF_WORD).collect();
        let follow =
            |begun: &String| like.iter().map(|next| format!("{begun} {next}").trim_start().to_owned()).collect();
        begun.iter().flat_map::<Vec<String>, _>(follow).collect()
    })
}

/// Ordinary words that sound like a term, the nearest first.
fn words_like(text: &str) -> Vec<String> {
    let mut found: BTreeMap<String, Cost> = BTreeMap::new();
    let mut left = MOST_COMPARED;
    for phones in sound::readings(text, 4) {
        for (words, cost) in single_words(&phones, &mut left).into_iter().chain(pairs(&phones, &mut left)) {
            let least = found.entry(words).or_insert(cost);
            *least = cost.min(*least);
        }
    }
    let mut words: Vec<(Cost, String)> = found.into_iter().map(|(words, cost)| (cost, words)).collect();
    words.sort();
    words.into_iter().map(|(_, words)| words).collect()
}

/// What becomes of words in a plain sentence, where only `around` stands beside them.
fn taken_for(words: &str, term: &str, around: Option<&str>, index: &Index, settings: &Settings) -> Taken {
    let before = around.map_or_else(String::new, |around| format!("with {around} "));
    let text = format!("and so {before}they said that {words} again as we went on");
    let findings = scan(&crate::format::plain(text), index, settings);
    let of_term = findings.iter().filter(|finding| finding.term == term && finding.meant.is_some());
    let surest = of_term.max_by(|a, b| a.confidence.total_cmp(&b.confidence));
    Taken { confidence: surest.map_or(0.0, |finding| finding.confidence), tier: surest.map(|finding| finding.tier) }
}

/// The ordinary words of English by how they sound.
struct Ordinary {
    words: Vec<OrdinaryWord>,
    by_skeleton: HashMap<u64, Vec<u32>>,
}

struct OrdinaryWord {
    text: String,
    phones: Vec<Phone>,
    zipf: f32,
}

static WORDS: LazyLock<Ordinary> = LazyLock::new(|| {
    let mut words = Vec::new();
    lexicon::for_each(|word, pronunciations| {
        let zipf = usage::word(word).map_or(0.0, usage::Usage::zipf);
        if zipf < ORDINARY || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return;
        }
        // A letter alone is a word twice only.
        if word.len() == 1 && !matches!(word, "a" | "i") {
            return;
        }
        let readings = pronunciations.take(2);
        words.extend(readings.map(|one| OrdinaryWord { text: word.to_owned(), phones: one.phones().collect(), zipf }));
    });
    let mut by_skeleton: HashMap<u64, Vec<u32>> = HashMap::new();
    for (number, word) in words.iter().enumerate() {
        by_skeleton.entry(Skeleton::of(&word.phones).key()).or_default().push(number as u32);
    }
    Ordinary { words, by_skeleton }
});

/// The ordinary words that sound like these phones, with how far they are apart.
fn single_words(phones: &[Phone], left: &mut usize) -> Vec<(String, Cost)> {
    near_words(phones, FAR_APART, left).into_iter().map(|(word, cost)| (word.text.clone(), cost)).collect()
}

fn near_words(phones: &[Phone], apart: Cost, left: &mut usize) -> Vec<(&'static OrdinaryWord, Cost)> {
    let most = apart.saturating_mul(phones.len() as Cost);
    let nearest = Nearest::of(phones);
    let known = WORDS.by_skeleton.get(&Skeleton::of(phones).key()).map_or(&[][..], Vec::as_slice);
    let known = &known[..known.len().min(*left)];
    *left -= known.len();
    let words = known.iter().map(|&word| &WORDS.words[word as usize]);
    let mut near: Vec<_> = words
        .filter(|word| word.phones.len().abs_diff(phones.len()) <= 2)
        .filter_map(|word| Some((word, nearest.distance(phones, &word.phones, most)?)))
        .collect();
    near.sort_by(|a, b| a.1.cmp(&b.1).then(b.0.zipf.total_cmp(&a.0.zipf)).then_with(|| a.0.text.cmp(&b.0.text)));
    near.dedup_by(|next, first| next.0.text == first.0.text);
    near
}

/// Of each half of a pair, so many words are tried.
const HALVES: usize = 6;
/// Fewer sounds make no half of a pair.
const SHORTEST_HALF: usize = 2;
/// A pair of words from this Zipf value on is one that people say.
const SAID_PAIR: f32 = 3.0;

/// The pairs of ordinary words, one often said behind the other, that sound like these phones.
fn pairs(phones: &[Phone], left: &mut usize) -> Vec<(String, Cost)> {
    let mut found = Vec::new();
    let most = FAR_APART.saturating_mul(phones.len() as Cost);
    for at in SHORTEST_HALF..phones.len().saturating_sub(SHORTEST_HALF - 1) {
        let (front, back) = phones.split_at(at);
        let fronts = near_words(front, FAR_APART, left);
        if fronts.is_empty() {
            continue;
        }
        let backs = near_words(back, FAR_APART, left);
        for (first, cost) in fronts.iter().take(HALVES) {
            for (second, more) in backs.iter().take(HALVES) {
                let pair = usage::pair(&first.text, &second.text);
                if cost + more <= most && pair.is_some_and(|usage| usage.zipf() >= SAID_PAIR) {
                    found.push((format!("{} {}", first.text, second.text), cost + more));
                }
            }
        }
    }
    found
}

struct Search<'a> {
    index: &'a Index,
    /// How many pairs of pronunciations may still be compared.
    left: usize,
    /// Pairs of soundings' terms that sound alike: the own term, the other, and whether they sound the same.
    terms: BTreeSet<(u32, u32, bool)>,
    /// By sounding of the own term: the words that sound like it.
    words: BTreeMap<(usize, String), (Cost, u32)>,
}

impl<'a> Search<'a> {
    fn term(&self, sounding: u32) -> &'a Term {
        self.index.term(self.index.variant(self.index.sounds().sounding(sounding).variant).term)
    }

    fn other_terms(&mut self, number: u32) {
        let index = self.index;
        let phones = &index.sounds().sounding(number).phones;
        let own = index.variant(index.sounds().sounding(number).variant).term;
        let alike = index.sounds().with(Skeleton::of(phones));
        if phones.len() < 3 || alike.len() < 2 {
            return;
        }
        let nearest = Nearest::of(phones);
        let most = FAR_APART / 2 * phones.len() as Cost;
        for &Sketch { number: other, .. } in &alike[..alike.len().min(self.left)] {
            let sounding = index.sounds().sounding(other);
            let variant = index.variant(sounding.variant);
            if variant.term == own || variant.part != Part::Whole {
                continue;
            }
            if let Some(cost) = nearest.distance(phones, &sounding.phones, most) {
                self.terms.insert((number, other, cost == 0));
            }
        }
        self.left -= alike.len().min(self.left);
    }

    fn words(&mut self, number: u32) {
        let found = single_words(&self.index.sounds().sounding(number).phones, &mut self.left);
        self.keep_words(number, found);
    }

    fn pairs_of_words(&mut self, number: u32) {
        let found = pairs(&self.index.sounds().sounding(number).phones, &mut self.left);
        self.keep_words(number, found);
    }

    fn keep_words(&mut self, number: u32, found: Vec<(String, Cost)>) {
        let term = self.term(number);
        let phones = self.index.sounds().sounding(number).phones.len().max(1) as Cost;
        for (words, cost) in found {
            // A term of ordinary language is an ordinary word, and its other forms are no mishearings.
            if term.kind.is_vocabulary() {
                continue;
            }
            let share = 100 * cost / phones;
            let kept = self.words.entry((term.place.line, words)).or_insert((share, number));
            if share < kept.0 {
                *kept = (share, number);
            }
        }
    }

    fn terms_found(&self) -> Vec<Confusion> {
        let mut pairs: BTreeMap<(&str, &str), (bool, u32, u32)> = BTreeMap::new();
        for &(own, other, is_same) in &self.terms {
            let (a, b) = (&*self.term(own).text, &*self.term(other).text);
            let known = pairs.contains_key(&(b, a));
            let kept = pairs.entry(if known { (b, a) } else { (a, b) }).or_insert((is_same, own, other));
            kept.0 |= is_same;
        }
        let confusion = |(is_same, own, other): (bool, u32, u32)| {
            let (term, with) = (self.term(own), self.term(other));
            let told_apart = !term.near.is_empty() && !with.near.is_empty();
            let dictionary =
                self.index.dictionary_of(self.index.variant(self.index.sounds().sounding(other).variant).term);
            let risk = match (is_same, told_apart) {
                (true, false) => Risk::High,
                (true, true) | (false, false) => Risk::Medium,
                (false, true) => Risk::Low,
            };
            let with = With::Term { text: with.text.clone(), dictionary: dictionary.name.clone(), is_same };
            Confusion { term: term.text.clone(), place: term.place, with, risk }
        };
        pairs.into_values().map(confusion).collect()
    }

    fn words_found(&self, settings: &Settings) -> Vec<Confusion> {
        let mut of_terms: BTreeMap<&str, Vec<(Cost, &str, u32)>> = BTreeMap::new();
        for ((_, words), &(share, number)) in &self.words {
            of_terms.entry(&self.term(number).text).or_default().push((share, words, number));
        }
        let mut nearest: Vec<(Cost, &str, u32)> = of_terms
            .into_values()
            .flat_map(|mut words| {
                words.sort_unstable();
                words.truncate(MOST_OF_TERM);
                words
            })
            .collect();
        nearest.sort_unstable();
        nearest.truncate(MOST_SCANNED);
        let confusion = |&(_, words, number): &(Cost, &str, u32)| {
            let term = self.term(number);
            let taken = taken_for(words, &term.text, None, self.index, settings);
            Confusion {
                term: term.text.clone(),
                place: term.place,
                with: With::Words { text: words.to_owned(), confidence: taken.confidence },
                risk: Risk::of(taken.tier),
            }
        };
        nearest.par_iter().map(confusion).collect()
    }
}

/// Mishearings that are what people say, of terms that no near word tells from it.
fn ordinary_mishearings(dictionary: &Dictionary, index: &Index, settings: &Settings) -> Vec<Confusion> {
    let bare = dictionary.terms.iter().filter(|term| term.near.is_empty());
    let heard = bare.flat_map(|term| term.heard.iter().map(move |heard| (term, heard)));
    let ordinary = heard.filter(|(_, heard)| is_ordinary(heard)).take(MOST_SCANNED);
    ordinary
        .map(|(term, heard)| {
            let taken = taken_for(heard, &term.text, None, index, settings);
            Confusion {
                term: term.text.clone(),
                place: term.place,
                with: With::Phrase { heard: heard.clone(), confidence: taken.confidence },
                risk: Risk::of(taken.tier).max(Risk::Medium),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::builtin;

    fn found(toml: &str) -> Vec<String> {
        let dictionary = Dictionary::from_toml("d", "d.toml", toml).expect("a dictionary");
        let confusions = confusions(&dictionary, &Index::new([dictionary.clone()]), &Settings::default());
        confusions.list.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn phrases_that_people_say() {
        for text in ["give that", "the team", "work", "in the end"] {
            assert!(is_ordinary(text), "{text}");
        }
        for text in ["give that dudo", "cooper netties", "fabric eight", ""] {
            assert!(!is_ordinary(text), "{text}");
        }
    }

    #[test]
    fn a_mishearing_that_is_ordinary_needs_near_words() {
        let bare = found("[[term]]\ntext = \"GitLab\"\nheard = [\"give that\"]\n");
        assert!(bare.iter().any(|told| told.starts_with("the mishearing \"give that\" of `GitLab`")), "{bare:?}");
        let near = found("[[term]]\ntext = \"GitLab\"\nheard = [\"give that\"]\nnear = [\"merge request\"]\n");
        assert!(!near.iter().any(|told| told.starts_with("the mishearing")), "{near:?}");
    }

    #[test]
    fn terms_that_sound_the_same() {
        let told =
            found("[[term]]\ntext = \"Ann Kwal\"\n[[term]]\ntext = \"Anne Quall\"\n[[term]]\ntext = \"Bob Ray\"\n");
        let same: Vec<&String> = told.iter().filter(|told| told.contains("the term")).collect();
        assert_eq!(same, ["`Ann Kwal` sounds the same as the term `Anne Quall` of d (risk high)"]);
    }

    #[test]
    fn words_that_sound_like_a_term() {
        assert!(words_like("Trainium").contains(&"training".to_owned()), "{:?}", words_like("Trainium"));
        assert_eq!(words_like(""), [""; 0]);
    }

    #[test]
    fn shipped_terms_are_told_from_ordinary_words() {
        let dictionary = builtin("devtools").expect("it ships");
        let found = confusions(&dictionary, &Index::new([dictionary.clone()]), &Settings::default());
        let high: Vec<String> =
            found.list.iter().filter(|one| one.risk == Risk::High).map(ToString::to_string).collect();
        assert_eq!(high, [""; 0]);
        assert!(!found.is_cut);
    }
}
