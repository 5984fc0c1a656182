//! How usual English words, and pairs of words one after the other, are.
//!
//! Both are counted on the Zipf scale: the decimal logarithm of how often
//! something occurs in a billion running words. "the" is about 7.6, "table"
//! 5.1, "aardvark" 2.3.
//!
//! The tables hold no words but 32-bit fingerprints of them, so that something
//! they do not hold is taken for something they do now and then: one word in
//! 41,000, one pair in 16,000.
//!
//! # Format of the table
//!
//! `USE1`, then for words and for pairs: a u32 number of entries, 65,537 u24
//! (where the entries of each bucket start, and where the last ends), the
//! entries' u16 fingerprints, and a usage byte for each. The top 16 bits of an
//! entry's hash are its bucket, the next 16 its fingerprint, by which the
//! entries of a bucket are sorted. All numbers are little-endian.

use crate::bytes::{byte, long, medium, short};
use std::sync::LazyLock;

static TABLE: &[u8] = include_bytes!("usage.bin");
static TABLES: LazyLock<Option<[Counts<'static>; 2]>> = LazyLock::new(|| {
    let rest = TABLE.strip_prefix(b"USE1")?;
    let (words, rest) = Counts::new(rest)?;
    let (pairs, _) = Counts::new(rest)?;
    Some([words, pairs])
});

const BUCKETS: usize = 1 << 16;

/// A word above this Zipf value is one of the most usual hundred or so: "the", "in", "could".
pub(crate) const LITTLE: f32 = 6.2;

/// How usual something is, as a Zipf value quantised to thirty-seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Usage(u8);

impl Usage {
    const STEPS: f32 = 32.0;

    /// The nearest usage to a Zipf value; below 0 is 0, above 7.96875 is that.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "out of range this gives the nearest byte, and 0 for no number"
    )]
    pub fn from_zipf(zipf: f32) -> Usage {
        Usage((zipf * Usage::STEPS).round() as u8)
    }

    /// The decimal logarithm of the occurrences per billion running words.
    #[must_use]
    pub fn zipf(self) -> f32 {
        f32::from(self.0) / Usage::STEPS
    }
}

/// What is left of a word when it is hashed: enough to ask for its usage and
/// for that of the pairs it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WordHash(u64);

impl WordHash {
    /// Hashes a word, ASCII case ignored: FNV-1a of 64 bits, with the
    /// finaliser of `MurmurHash3` for good measure.
    #[must_use]
    pub fn new(word: &str) -> WordHash {
        let mut hash = 0xcbf2_9ce4_8422_2325;
        for letter in word.bytes() {
            hash ^= u64::from(letter.to_ascii_lowercase());
            hash = u64::wrapping_mul(hash, 0x0000_0100_0000_01b3);
        }
        WordHash(mix(hash))
    }

    /// The hash of this word followed by another.
    const fn before(self, second: WordHash) -> u64 {
        mix(self.0.rotate_left(17).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ second.0)
    }
}

/// The 64-bit finaliser of `MurmurHash3`: a bijection, so that different hashes stay different.
pub(crate) const fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// How usual a word is; `None` if it is not among the 104,000 the table holds.
/// ASCII case is ignored; an apostrophe is a straight one.
#[must_use]
pub fn word(word: &str) -> Option<Usage> {
    word_by_hash(WordHash::new(word))
}

/// As [`word()`], for a word already hashed.
#[must_use]
pub fn word_by_hash(word: WordHash) -> Option<Usage> {
    TABLES.as_ref()?[0].look_up(word.0)
}

/// The Zipf scale counts occurrences in a billion words, as a decimal logarithm.
const BILLION: f32 = 9.0;
/// Pairs rarer than this are not in the table.
const RAREST_PAIR: f32 = 2.3;

/// How usual words are as a phrase: its Zipf value, estimated from the words, given with theirs, and their pairs; -1 at
/// the least, for what is never said.
pub(crate) fn phrase(words: impl IntoIterator<Item = (WordHash, f32)>) -> f32 {
    let mut words = words.into_iter();
    let Some((mut last, mut before)) = words.next() else {
        return -1.0;
    };
    let mut phrase = before;
    for (word, zipf) in words {
        // How often the word follows: counted where the pair is known, else by chance, below what is counted at all.
        let follows = match pair_by_hash(last, word) {
            None => (zipf - BILLION).min(RAREST_PAIR - before),
            Some(counted) => counted.zipf() - before,
        };
        phrase += follows.min(0.0);
        (last, before) = (word, zipf);
    }
    phrase.max(-1.0)
}

/// How usual a pair of words one after the other is; `None` if it is not among
/// the 267,000 the table holds: most that occur 1,000 times in a billion words are.
#[must_use]
pub fn pair(first: &str, second: &str) -> Option<Usage> {
    pair_by_hash(WordHash::new(first), WordHash::new(second))
}

/// As [`pair`], for words already hashed.
#[must_use]
pub fn pair_by_hash(first: WordHash, second: WordHash) -> Option<Usage> {
    TABLES.as_ref()?[1].look_up(first.before(second))
}

/// One of the two tables.
#[derive(Clone, Copy, Debug)]
struct Counts<'t> {
    starts: &'t [u8],
    fingerprints: &'t [u8],
    usages: &'t [u8],
}

impl<'t> Counts<'t> {
    /// Splits a table off, and gives the rest.
    fn new(table: &'t [u8]) -> Option<(Counts<'t>, &'t [u8])> {
        let len = long(table, 0) as usize;
        let (starts, table) = table.get(4..)?.split_at_checked((BUCKETS + 1) * 3)?;
        let (fingerprints, table) = table.split_at_checked(len.checked_mul(2)?)?;
        let (usages, table) = table.split_at_checked(len)?;
        Some((Counts { starts, fingerprints, usages }, table))
    }

    fn look_up(&self, hash: u64) -> Option<Usage> {
        let (bucket, fingerprint) = place(hash);
        let start = medium(self.starts, bucket * 3);
        let end = medium(self.starts, bucket * 3 + 3);
        for at in start..end {
            let found = short(self.fingerprints, at * 2);
            if found >= fingerprint {
                return (found == fingerprint).then(|| Usage(byte(self.usages, at)));
            }
        }
        None
    }
}

/// The bucket and the fingerprint of a hash.
#[expect(clippy::cast_possible_truncation, reason = "the fingerprint is 16 of the bits")]
const fn place(hash: u64) -> (usize, u16) {
    ((hash >> 48) as usize, (hash >> 32) as u16)
}

/// Writing the tables; looking up needs none of it.
#[cfg(feature = "tools")]
pub mod build {
    use super::{BUCKETS, Usage, WordHash, place};

    /// The table of these words and pairs.
    #[must_use]
    pub fn table(words: &[(String, Usage)], pairs: &[(String, String, Usage)]) -> Vec<u8> {
        let mut out = b"USE1".to_vec();
        let hashed = words.iter().map(|(word, usage)| (WordHash::new(word).0, *usage));
        write(hashed.collect(), &mut out);
        let hashed =
            pairs.iter().map(|(first, second, usage)| (WordHash::new(first).before(WordHash::new(second)), *usage));
        write(hashed.collect(), &mut out);
        out
    }

    fn write(entries: Vec<(u64, Usage)>, out: &mut Vec<u8>) {
        let mut entries: Vec<((usize, u16), Usage)> =
            entries.into_iter().map(|(hash, usage)| (place(hash), usage)).collect();
        // Of two that look the same the more usual stays.
        entries.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        entries.dedup_by_key(|(place, _)| *place);
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
        out.extend(small(entries.len()));
        for bucket in 0..=BUCKETS {
            let start = entries.partition_point(|((other, _), _)| *other < bucket);
            out.extend(&small(start)[..3]);
        }
        out.extend(entries.iter().flat_map(|((_, fingerprint), _)| fingerprint.to_le_bytes()));
        out.extend(entries.iter().map(|(_, usage)| usage.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zipf(usage: Option<Usage>) -> f32 {
        usage.map_or(0.0, Usage::zipf)
    }

    #[test]
    fn usual_words_are_usual() {
        assert!((7.3..7.9).contains(&zipf(word("the"))));
        assert_eq!(word("the"), word("The"));
        assert!((5.0..6.0).contains(&zipf(word("table"))));
        assert!(zipf(word("don't")) > 5.5);
        assert!(zipf(word("aardvark")) < 3.5);
        assert_eq!(word("kubernetes"), None);
        assert_eq!(word(""), None);
    }

    #[test]
    fn pairs() {
        assert!((6.4..7.0).contains(&zipf(pair("of", "the"))));
        assert!(pair("of", "the") > pair("united", "states"));
        assert_eq!(pair("the", "of"), pair_by_hash(WordHash::new("the"), WordHash::new("OF")));
        assert_eq!(pair("gibberish", "aardvark"), None);
        assert!(pair("i", "am") > pair("abbott", "and"));
    }

    #[test]
    fn seldom_wrong_about_what_is_not_held() {
        let strange = |number: u32| format!("{number}?");
        let words = (0..100_000).filter(|&number| word(&strange(number)).is_some()).count();
        assert!(words < 10, "{words}");
        let pairs = (0..200_000).filter(|&number| pair(&strange(number), "x").is_some()).count();
        assert!(pairs < 20, "{pairs}");
    }

    /// The numbers that the docs here give are those of the table.
    #[test]
    fn what_the_table_holds() {
        let [words, pairs] = TABLES.as_ref().expect("the shipped table").map(|counts| counts.usages.len());
        assert_eq!((words, pairs), (104_431, 266_663));
        assert_eq!([words, pairs].map(|len| (1_u64 << 32) / len as u64), [41_127, 16_106]);
    }

    #[test]
    fn quantised() {
        assert_eq!(Usage::from_zipf(-1.0).0, 0);
        assert_eq!(Usage::from_zipf(f32::NAN).0, 0);
        assert_eq!(Usage::from_zipf(99.0).0, 255);
        assert!((Usage::from_zipf(5.43).zipf() - 5.43).abs() <= 1.0 / 64.0);
    }

    #[test]
    fn damaged_tables_are_refused() {
        assert!(Counts::new(&[]).is_none());
        assert!(Counts::new(&vec![255; 300_000]).is_none());
    }
}
