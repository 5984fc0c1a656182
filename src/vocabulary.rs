//! What is known of each distinct word of a document: how it sounds, how usual it is, its letters.
//!
//! A transcript of 10,000 words has some 1,500 distinct ones; each is looked up once.

use std::hash::BuildHasher;
use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::sound::phone::Phone;
use crate::sound::{self, Skeleton};
use crate::token::{Shape, composed, folded, is_apostrophe, is_extending, is_latin, with_folded};
use crate::usage::{self, WordHash};

/// The number of a distinct word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct WordId(u32);

impl WordId {
    pub(crate) fn number(self) -> u32 {
        self.0
    }
}

/// The readings of a heard word that are tried.
const READINGS: usize = 2;
/// So many letters at the front of a word tell most that begin no term.
pub(crate) const BEGINNING: usize = 6;
/// Room for the distinct words of most transcripts.
const ROOM: usize = 2_048;
/// Words of more letters are not pronounced; nobody says them.
const LONGEST_SPOKEN: usize = 40;

/// The distinct words met so far.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    hasher: RandomState,
    ids: HashTable<u32>,
    entries: Vec<Entry>,
    /// The first letters of each, which are asked for more often than all else.
    beginnings: Vec<[u8; BEGINNING]>,
}

/// One distinct word. Of most all writings are one text, which they share; and few have endings.
#[derive(Debug)]
pub(crate) struct Entry {
    /// As it was written, if its capitals tell how it is said ("IT"), else folded.
    written: Arc<str>,
    /// Lower case, straight apostrophes.
    pub(crate) folded: Arc<str>,
    /// The letters and digits of it alone; symbols by name.
    pub(crate) letters: Letters,
    /// The same without a possessive ending, where it has one.
    pub(crate) possessor: Option<Box<Letters>>,
    /// The same without a plural ending, where it has one.
    pub(crate) singular: Option<Box<LettersHash>>,
    /// For looking up pairs.
    pub(crate) hash: WordHash,
    /// How usual it is, as a Zipf value; 0 if it is no usual word.
    pub(crate) zipf: f32,
    /// Whether English knows it: by usage, or by the pronouncing dictionary.
    pub(crate) known: bool,
    /// Made when they are asked for.
    readings: OnceLock<Readings>,
}

/// How a word may be said.
#[derive(Debug)]
struct Readings {
    all: Box<[Reading]>,
    /// How it is said without a possessive ending, where it has one.
    possessor: Option<Box<Reading>>,
}

/// One way to say a word.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) phones: Box<[Phone]>,
    pub(crate) vowels: usize,
    pub(crate) skeleton: Skeleton,
}

/// Letters and digits, with a hash that can be joined: `hash(a b) = hash(a) * power(b) + hash(b)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Letters {
    pub(crate) text: Arc<str>,
    pub(crate) hash: LettersHash,
}

/// A polynomial hash of letters, joined in constant time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LettersHash {
    value: u64,
    power: u64,
    length: u32,
}

const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

impl LettersHash {
    /// The hash of nothing.
    pub(crate) const EMPTY: LettersHash = LettersHash { value: 0, power: 1, length: 0 };

    pub(crate) fn of(text: &str) -> LettersHash {
        text.bytes().fold(LettersHash::EMPTY, LettersHash::then)
    }

    /// With one byte more.
    #[must_use]
    pub(crate) fn then(self, byte: u8) -> LettersHash {
        LettersHash {
            value: self.value.wrapping_mul(BASE).wrapping_add(u64::from(byte) + 1),
            power: self.power.wrapping_mul(BASE),
            length: self.length + 1,
        }
    }

    #[must_use]
    pub(crate) fn followed_by(self, next: LettersHash) -> LettersHash {
        LettersHash {
            value: self.value.wrapping_mul(next.power).wrapping_add(next.value),
            power: self.power.wrapping_mul(next.power),
            length: self.length + next.length,
        }
    }

    /// Bytes hashed.
    pub(crate) fn length(self) -> u32 {
        self.length
    }

    pub(crate) fn key(self) -> u64 {
        self.value
    }
}

impl Letters {
    /// The letters and digits of a text, lower case, with symbols by their names.
    ///
    /// A mark that belongs to a letter without being one with it (the dot that a lower-case `İ` keeps) is a letter of
    /// its own: what has it is another word than what has it not.
    pub(crate) fn of(text: &str) -> Letters {
        let mut letters = String::with_capacity(text.len());
        Letters::add_to(&mut letters, text);
        Letters { hash: LettersHash::of(&letters), text: letters.into() }
    }

    /// Adds the letters of a text to others.
    pub(crate) fn add_to(letters: &mut String, text: &str) {
        if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b'\'')) {
            let start = letters.len();
            text.split([' ', '-', '\'']).for_each(|part| letters.push_str(part));
            letters[start..].make_ascii_lowercase();
            return;
        }
        for c in folded(text).chars() {
            match c {
                '+' => letters.push_str("plus"),
                '&' => letters.push_str("and"),
                '#' => letters.push_str("sharp"),
                '%' => letters.push_str("percent"),
                c if c.is_alphanumeric() || is_extending(c) => letters.push(c),
                _ => {}
            }
        }
    }
}

impl Default for Vocabulary {
    fn default() -> Self {
        Vocabulary {
            hasher: RandomState::default(),
            ids: HashTable::with_capacity(ROOM),
            entries: Vec::with_capacity(ROOM),
            beginnings: Vec::with_capacity(ROOM),
        }
    }
}

impl Vocabulary {
    /// The number of a word, taken in if it is new.
    pub(crate) fn intern(&mut self, word: &str, shape: Shape) -> WordId {
        if shape == Shape::Lower && word.is_ascii() {
            self.intern_written(word)
        } else if shape == Shape::Upper && word.len() <= 6 {
            self.intern_written(&composed(word))
        } else {
            with_folded(word, |folded| self.intern_written(folded))
        }
    }

    /// How many different words there are.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The first letters of a word; behind those of a shorter one stand zeros.
    pub(crate) fn beginning(&self, id: WordId) -> [u8; BEGINNING] {
        self.beginnings[id.0 as usize]
    }

    /// What is known of a word.
    pub(crate) fn entry(&self, id: WordId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    fn intern_written(&mut self, written: &str) -> WordId {
        let hash = self.hasher.hash_one(written);
        let entries = &self.entries;
        if let Some(&id) = self.ids.find(hash, |&id| &*entries[id as usize].written == written) {
            return WordId(id);
        }
        let id = self.entries.len() as u32;
        let hasher = &self.hasher;
        self.ids.insert_unique(hash, id, |&other| hasher.hash_one(&*entries[other as usize].written));
        let entry = Entry::new(written);
        let mut beginning = [0; BEGINNING];
        beginning.iter_mut().zip(entry.letters.text.bytes()).for_each(|(own, letter)| *own = letter);
        self.beginnings.push(beginning);
        self.entries.push(entry);
        WordId(id)
    }
}

impl Entry {
    fn new(written: &str) -> Entry {
        let folded_word = folded(written);
        let stem = possessor(written);
        let usage_key = folded_word.as_str();
        let hash = WordHash::new(usage_key);
        let zipf = usage::word_by_hash(hash)
            .or_else(|| stem.and_then(|stem| usage::word(&folded(stem))))
            .map_or(0.0, usage::Usage::zipf);
        let folded_text: Arc<str> = folded_word.as_str().into();
        let shared = |text: &str| if *text == *folded_text { Arc::clone(&folded_text) } else { text.into() };
        Entry {
            known: zipf > 0.0 || sound::lexicon::contains(usage_key),
            letters: if folded_word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                Letters { hash: LettersHash::of(&folded_word), text: Arc::clone(&folded_text) }
            } else {
                Letters::of(&folded_word)
            },
            possessor: stem.map(|stem| Box::new(Letters::of(stem))),
            singular: singular(&folded_word).map(|stem| Box::new(LettersHash::of(stem))),
            hash,
            zipf,
            readings: OnceLock::new(),
            written: shared(written),
            folded: folded_text,
        }
    }
}

impl Entry {
    /// How it may be said, the usual way first.
    pub(crate) fn readings(&self) -> &[Reading] {
        &self.spoken().all
    }

    /// How it is said without a possessive ending, where it has one.
    pub(crate) fn possessor_reading(&self) -> Option<&Reading> {
        self.spoken().possessor.as_deref()
    }

    fn spoken(&self) -> &Readings {
        self.readings.get_or_init(|| Readings {
            all: readings(&self.written),
            possessor: possessor(&self.written).and_then(|stem| readings(stem).into_iter().next()).map(Box::new),
        })
    }
}

fn readings(word: &str) -> Box<[Reading]> {
    // What is written in another script is said, but not as far as this knows.
    if word.len() > LONGEST_SPOKEN || !is_latin(word) {
        return Box::default();
    }
    sound::readings(word, READINGS)
        .into_iter()
        .map(|phones| Reading {
            skeleton: Skeleton::of(&phones),
            vowels: phones.iter().filter(|phone| phone.is_vowel()).count(),
            phones: phones.into(),
        })
        .collect()
}

/// "Trainiums" without its ending.
fn singular(word: &str) -> Option<&str> {
    word.strip_suffix('s').filter(|stem| stem.len() >= 3 && !stem.ends_with(['s', '\'']))
}

/// "Duo's" without its ending; none where there is no such ending.
pub(crate) fn possessor(word: &str) -> Option<&str> {
    let stem = word.strip_suffix(['s', 'S'])?.strip_suffix(is_apostrophe)?;
    (!stem.is_empty()).then_some(stem)
}

/// Of a phrase that is ordinary, every word is at least so usual.
const USUAL: f32 = 4.0;
/// A phrase from this Zipf value on is one that people say.
const SAID: f32 = 1.5;

/// Whether people say this without any thought of a name.
pub(crate) fn is_ordinary(text: &str) -> bool {
    let usual = |word: &str| {
        let hash = WordHash::new(&folded(word));
        (hash, usage::word_by_hash(hash).map_or(0.0, usage::Usage::zipf))
    };
    let words: Vec<(WordHash, f32)> = text.split_whitespace().map(usual).collect();
    !words.is_empty() && words.iter().all(|&(_, zipf)| zipf >= USUAL) && usage::phrase(words.iter().copied()) >= SAID
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_taken_in_once() {
        let mut vocabulary = Vocabulary::default();
        let a = vocabulary.intern("Give", Shape::Capital);
        assert_eq!(vocabulary.intern("give", Shape::Lower), a);
        assert_ne!(vocabulary.intern("IT", Shape::Upper), vocabulary.intern("it", Shape::Lower));
        assert!(vocabulary.entry(a).zipf > 4.0);
        let duo = vocabulary.intern("Duo\u{2019}s", Shape::Capital);
        assert_eq!(vocabulary.entry(duo).possessor.as_deref(), Some(&Letters::of("duo")));
    }

    #[test]
    fn a_mark_is_neither_dropped_nor_another_word() {
        assert_eq!(Letters::of("Cafe\u{301}"), Letters::of("café"));
        for (marked, bare) in [("İ", "i"), ("q\u{301}", "q"), ("1\u{FE0F}\u{20E3}", "1"), ("lab\u{200D}", "lab")] {
            assert_ne!(Letters::of(marked), Letters::of(bare), "{marked}");
        }
        let mut vocabulary = Vocabulary::default();
        let composed = vocabulary.intern("café", Shape::Lower);
        assert_eq!(vocabulary.intern("cafe\u{301}", Shape::Lower), composed);
        assert_eq!(vocabulary.intern("that\u{2019}s", Shape::Lower), vocabulary.intern("that's", Shape::Lower));
    }

    #[test]
    fn hashes_join() {
        let (a, b) = (LettersHash::of("git"), LettersHash::of("lab"));
        assert_eq!(a.followed_by(b), LettersHash::of("gitlab"));
        assert_eq!(LettersHash::EMPTY.followed_by(b), b);
    }
}
