//! What the letters that are looked for begin with: most words of a text are turned away by it.

use super::table::KeySet;
use crate::vocabulary::BEGINNING;

/// A letter, a digit, or none.
const KINDS: usize = 1 + 26 + 10;

/// Texts of at most so many letters are told by bits, one for each way to begin with three letters.
const FEW: usize = 3;
/// Those that are more are known by their first so many, and longer ones by their first [`BEGINNING`].
const SOME: usize = 4;

/// The beginnings of the letters looked for.
#[derive(Debug)]
pub(crate) struct Beginnings {
    /// For each way in which three letters may stand, a bit: whether a text of at most [`FEW`] is the front of them.
    few: Vec<u64>,
    fronts: KeySet,
}

/// Gathers beginnings.
#[derive(Debug)]
pub(super) struct Gathering {
    few: Vec<u64>,
    fronts: Vec<u64>,
}

/// Stands for what is neither a letter nor a digit of ASCII.
const UNKNOWN: u16 = 1 << 15;

/// The number of each letter and digit in lower case; 0 where there is none.
const NUMBERS: [u16; 256] = {
    let mut numbers = [UNKNOWN; 256];
    numbers[0] = 0;
    let mut number = 0;
    while number < 26 {
        numbers[b'a' as usize + number] = 1 + number as u16;
        if number < 10 {
            numbers[b'0' as usize + number] = 27 + number as u16;
        }
        number += 1;
    }
    numbers
};

#[inline]
fn number(letter: u8) -> u16 {
    NUMBERS[usize::from(letter)]
}

/// The first letters as one number.
#[inline]
fn key(letters: [u8; BEGINNING]) -> u64 {
    let mut key = [0; size_of::<u64>()];
    key[..BEGINNING].copy_from_slice(&letters);
    u64::from_le_bytes(key)
}

/// All bytes of a key but the first [`SOME`].
const BEHIND_SOME: u64 = !((1 << (8 * SOME)) - 1);
/// The bit that no byte of ASCII has.
const NOT_ASCII: u64 = 0x8080_8080_8080_8080;

impl Default for Gathering {
    fn default() -> Self {
        Gathering { few: vec![0; KINDS.pow(FEW as u32).div_ceil(64)], fronts: Vec::new() }
    }
}

impl Gathering {
    /// Makes room for so many more.
    pub(super) fn reserve(&mut self, count: usize) {
        self.fronts.reserve(count);
    }

    /// Adds letters, in lower case. What is not of ASCII is told apart by none.
    pub(super) fn add(&mut self, text: &str) {
        let mut first = [0; BEGINNING];
        let told = if text.len() < BEGINNING { SOME } else { BEGINNING };
        first.iter_mut().zip(text.bytes()).take(told).for_each(|(own, letter)| *own = letter);
        if text.len() > FEW {
            self.fronts.push(key(first));
        } else if text.is_ascii() {
            self.add_few(text);
        }
    }

    /// Fewer than are told begin whatever they are the beginning of.
    fn add_few(&mut self, text: &str) {
        let known = text.bytes().map(number).take_while(|&number| number != UNKNOWN);
        let (mut first, mut count) = (0, KINDS.pow(FEW as u32));
        for kind in known {
            count /= KINDS;
            first += usize::from(kind) * count;
        }
        for bit in first..first + count {
            self.few[bit >> 6] |= 1 << (bit & 63);
        }
    }

    pub(super) fn finish(self) -> Beginnings {
        let Gathering { few, fronts } = self;
        // Of a few fronts fewer others seem to be one.
        let size = if fronts.len() < SPARSE { 4 * fronts.len() } else { fronts.len() };
        Beginnings { few, fronts: KeySet::new(size, fronts) }
    }
}

/// So many fronts may be kept in four times the room.
const SPARSE: usize = 1 << 13;

impl Beginnings {
    /// Whether some of the letters added may begin with these; 0 stands for none, and what is beyond ASCII may always
    /// be.
    ///
    /// All is asked at once, for which of it answers is hard to guess.
    #[inline]
    #[expect(clippy::needless_bitwise_bool, reason = "asking all is sooner done than guessing the first")]
    pub(crate) fn hold(&self, letters: [u8; BEGINNING]) -> bool {
        let key = key(letters);
        let is_front = self.fronts.may_hold(key) | self.fronts.may_hold(key & !BEHIND_SOME);
        let [a, b, c, ..] = letters.map(number);
        let bit = (usize::from(a % UNKNOWN) * KINDS + usize::from(b % UNKNOWN)) * KINDS + usize::from(c % UNKNOWN);
        let is_few = self.few[bit >> 6] >> (bit & 63) & 1 == 1;
        is_front | is_few | (key & NOT_ASCII != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hold(added: &[&str], letters: &str) -> bool {
        let mut gathering = Gathering::default();
        for text in added {
            gathering.add(text);
        }
        let mut first = [0; BEGINNING];
        first.iter_mut().zip(letters.bytes()).for_each(|(own, letter)| *own = letter);
        gathering.finish().hold(first)
    }

    #[test]
    fn no_beginning_is_turned_away() {
        let added = ["gitlab", "c", "h10", "éa", "aéb", "a", "fefun", "kubernetes"];
        for held in ["gitlabs", "cplus", "c", "h1000s", "h10", "h100", "éab", "aébcdef", "fefun", "fefuns", "kubernet"]
        {
            assert!(hold(&added, held), "{held}");
        }
        for turned_away in ["githab", "gitla", "gutlab", "tiglab", "", "kuberm", "fefan", "g"] {
            assert!(!hold(&["gitlab", "go", "fefun", "kubernetes"], turned_away), "{turned_away}");
        }
        assert!(hold(&["go"], "go") && hold(&["go"], "gonein"));
    }
}
