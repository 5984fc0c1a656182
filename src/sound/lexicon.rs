//! How English words are said, from the CMU Pronouncing Dictionary.
//!
//! # Format of the table
//!
//! `LEX1`, a little-endian u32 with the length of the phones, the phones, and
//! to the end a finite-state map from words to values. A value's low six bits
//! are a length, the rest is an offset into the phones. A length that is not
//! zero is that of the word's one pronunciation, which is at the offset; at
//! zero there is a list instead: the number of pronunciations, the length of
//! each, and then their phones.

use super::phone::{self, Phone};
use crate::bytes::{byte, long};
use fst::Map;
use fst::raw::{Node, Output};
use std::fmt;
use std::sync::LazyLock;

static TABLE: &[u8] = include_bytes!("lexicon.bin");
static LEXICON: LazyLock<Option<Lexicon>> = LazyLock::new(|| Lexicon::new(TABLE));

const HEADER: usize = 8;
const LENGTH_BITS: u32 = 6;

/// The pronunciations of a word, the usual one first; `None` if the word is
/// not in the dictionary.
///
/// ASCII letters may be of either case. An apostrophe is a straight one
/// (`don't`), a compound has its hyphen (`able-bodied`), and an abbreviation
/// may have its points (`a.m.`, `dr.`).
///
/// ```
/// use mondegreen::sound::lexicon;
/// let said: Vec<String> = lexicon::look_up("either")
///     .expect("a word everyone knows")
///     .map(|pronunciation| pronunciation.to_string())
///     .collect();
/// assert_eq!(said, ["IY1 DH ER0", "AY1 DH ER0"]);
/// ```
#[must_use]
pub fn look_up(word: &str) -> Option<Pronunciations> {
    LEXICON.as_ref()?.look_up(word)
}

/// Whether the dictionary holds a word; written as for [`look_up`].
#[must_use]
pub fn contains(word: &str) -> bool {
    LEXICON.as_ref().is_some_and(|lexicon| lexicon.value(word.as_bytes()).is_some())
}

/// The ends of the words of the dictionary that a word begins with, in bytes.
pub(super) fn beginnings(word: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    if let Some(lexicon) = &*LEXICON {
        lexicon.walk(word.as_bytes(), |end, node, _| {
            if node.is_final() {
                ends.push(end);
            }
        });
    }
    ends
}

/// The name of a letter from `a` to `z` of either case, with which to spell
/// out an acronym: `W` is "double you". `None` for anything else.
#[must_use]
pub fn letter_name(letter: char) -> Option<Pronunciation> {
    let letter = u8::try_from(letter).ok().filter(u8::is_ascii_alphabetic)?;
    let lexicon = LEXICON.as_ref()?;
    // With its point it is always the letter; `a` would be the article.
    let value = lexicon.value(&[letter, b'.']).or_else(|| lexicon.value(&[letter]))?;
    lexicon.read(value).next()
}

/// Calls `found` with every word of the dictionary and its pronunciations, in
/// the order of the words' bytes.
pub(crate) fn for_each(mut found: impl FnMut(&str, Pronunciations)) {
    use fst::Streamer;
    let Some(lexicon) = &*LEXICON else { return };
    let mut words = lexicon.words.stream();
    while let Some((word, value)) = words.next() {
        if let Ok(word) = std::str::from_utf8(word) {
            found(word, lexicon.read(value));
        }
    }
}

struct Lexicon {
    phones: &'static [u8],
    words: Map<&'static [u8]>,
}

impl Lexicon {
    fn new(table: &'static [u8]) -> Option<Lexicon> {
        let table_after = table.strip_prefix(b"LEX1")?;
        let phones_len = long(table, HEADER - 4) as usize;
        let (phones, words) = table_after.get(4..)?.split_at_checked(phones_len)?;
        Some(Lexicon { phones, words: Map::new(words).ok()? })
    }

    fn look_up(&self, word: &str) -> Option<Pronunciations> {
        Some(self.read(self.value(word.as_bytes())?))
    }

    /// The value of a word, ASCII case ignored.
    fn value(&self, word: &[u8]) -> Option<u64> {
        let mut value = None;
        self.walk(word, |end, node, output| {
            if end == word.len() && node.is_final() {
                value = Some(output.cat(node.final_output()).value());
            }
        });
        value
    }

    /// Calls `at` with each end to which a word can be followed, what is there, and what was put out on the way.
    #[inline]
    fn walk(&self, word: &[u8], mut at: impl FnMut(usize, &Node<'_>, Output)) {
        let words = self.words.as_fst();
        let mut node = words.root();
        let mut output = Output::zero();
        for (letter, end) in word.iter().zip(1..) {
            let Some(next) = node.find_input(letter.to_ascii_lowercase()) else {
                return;
            };
            let transition = node.transition(next);
            output = output.cat(transition.out);
            node = words.node(transition.addr);
            at(end, &node, output);
        }
    }

    fn read(&self, value: u64) -> Pronunciations {
        let start = usize::try_from(value >> LENGTH_BITS).unwrap_or(usize::MAX);
        // Six bits always fit.
        let length = (value & ((1 << LENGTH_BITS) - 1)) as u8;
        let rest = self.phones.get(start..).unwrap_or(&[]);
        if length > 0 {
            return Pronunciations { lengths: [length, 0, 0], next: 0, rest };
        }
        let count = usize::from(byte(rest, 0));
        let mut lengths = [0; 3];
        for (at, length) in lengths.iter_mut().take(count).enumerate() {
            *length = byte(rest, 1 + at);
        }
        Pronunciations { lengths, next: 0, rest: rest.get(1 + count..).unwrap_or(&[]) }
    }
}

/// The pronunciations of a word, one to three, the usual one first.
#[derive(Clone, Debug)]
pub struct Pronunciations {
    /// How long each is; zero after the last.
    lengths: [u8; 3],
    /// Which of them is next.
    next: usize,
    /// Its phones and all that follows.
    rest: &'static [u8],
}

impl Iterator for Pronunciations {
    type Item = Pronunciation;

    fn next(&mut self) -> Option<Pronunciation> {
        let length = self.lengths.get(self.next).copied().filter(|&length| length > 0)?;
        let (phones, rest) = self.rest.split_at_checked(usize::from(length))?;
        self.next += 1;
        self.rest = rest;
        Some(Pronunciation(phones))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.lengths.iter().skip(self.next).filter(|&&length| length > 0).count();
        (left, Some(left))
    }
}

impl ExactSizeIterator for Pronunciations {}

/// One pronunciation: a slice of the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pronunciation(&'static [u8]);

impl Pronunciation {
    /// How many phones it has.
    #[must_use]
    pub const fn len(self) -> usize {
        self.0.len()
    }

    /// Whether it has no phones; none in the dictionary is so.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The phones in order.
    pub fn phones(self) -> impl DoubleEndedIterator<Item = Phone> + Clone {
        self.0.iter().copied().filter_map(Phone::from_index)
    }
}

impl fmt::Display for Pronunciation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&phone::print(&self.phones().collect::<Vec<_>>()))
    }
}

impl fmt::Debug for Pronunciation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}", self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(word: &str) -> Vec<String> {
        look_up(word).into_iter().flatten().map(|said| said.to_string()).collect()
    }

    #[test]
    fn usual_words() {
        assert_eq!(said("cat"), ["K AE1 T"]);
        assert_eq!(said("don't"), ["D OW1 N T", "D OW1 N"]);
        assert_eq!(said("Tomato"), ["T AH0 M EY1 T OW1", "T AH0 M AA1 T OW1"]);
        assert_eq!(said("a"), ["AH0", "EY1"]);
        assert_eq!(said("able-bodied"), ["EY1 B AH0 L B AA1 D IY0 D"]);
    }

    #[test]
    fn unknown_words() {
        for word in ["", "xyzzyq", "cat ", "日本", "\0", "'", ".", "catq"] {
            assert!(look_up(word).is_none(), "{word:?}");
            assert!(!contains(word), "{word:?}");
        }
        assert!(look_up(&"a".repeat(100_000)).is_none());
    }

    #[test]
    fn letters_have_names() {
        for letter in 'a'..='z' {
            assert!(letter_name(letter).is_some(), "{letter}");
            assert_eq!(letter_name(letter), letter_name(letter.to_ascii_uppercase()));
        }
        let name = |letter| letter_name(letter).map(|name| name.to_string());
        assert_eq!(name('a').as_deref(), Some("EY1"));
        assert_eq!(name('w').as_deref(), Some("D AH1 B AH0 L Y UW0"));
        assert_eq!(name('z').as_deref(), Some("Z IY1"));
        assert_eq!(name('1'), None);
        assert_eq!(name('é'), None);
    }

    #[test]
    fn every_word_has_one_to_three() {
        let mut words = 0;
        for_each(|word, said| {
            words += 1;
            assert!((1..=3).contains(&said.len()), "{word}");
            assert!(contains(word));
            for pronunciation in said {
                assert!(!pronunciation.is_empty());
                assert_eq!(pronunciation.phones().count(), pronunciation.len(), "{word}");
            }
        });
        assert!(words > 120_000);
    }
}
