//! What some words were found to sound like before: talks say the same few words again and again.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::Suffix;
use crate::dictionary::VariantId;
use crate::vocabulary::WordId;

/// Longer stretches of words are seldom said again.
pub(super) const MOST_WORDS: usize = 3;
/// So many stretches of each length are remembered at most, and so many variants of them all.
const REMEMBERED: usize = 1 << 16;
const MOST_VARIANTS: usize = 1 << 18;
/// Stands for no word.
const NONE: u32 = u32::MAX;

/// What of heard words decides what they sound like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Heard {
    words: [u32; MOST_WORDS],
    usual: bool,
    /// Whether the first is a little word among several, and whether the last is.
    little: [bool; 2],
    suffix: Suffix,
}

impl Heard {
    /// None for more words than are remembered; `usual` and `little` as the search has them. The same word is little with a
    /// small letter and not with a capital.
    pub(super) fn new(
        words: impl ExactSizeIterator<Item = WordId>,
        usual: bool,
        little: [bool; 2],
        suffix: Suffix,
    ) -> Option<Heard> {
        let mut heard = Heard { words: [NONE; MOST_WORDS], usual, little, suffix };
        if words.len() > MOST_WORDS {
            return None;
        }
        for (place, word) in heard.words.iter_mut().zip(words) {
            *place = word.number();
        }
        Some(heard)
    }

    /// How many words there are, less one.
    #[inline]
    fn length(&self) -> usize {
        self.words[1..].iter().filter(|&&word| word != NONE).count()
    }
}

/// What was found, by the hash of what was heard; the later takes the place of the earlier.
#[derive(Debug)]
pub(super) struct Before {
    hasher: RandomState,
    /// By the number of words: long stretches, of which there are more, do not take the place of short ones.
    found: [Vec<(Heard, u32, u32)>; MOST_WORDS],
    /// What was found, one after the other.
    variants: Vec<VariantId>,
}

impl Before {
    /// For a document of so many words.
    pub(super) fn new(words: usize) -> Before {
        let nothing = Heard { words: [NONE; MOST_WORDS], usual: false, little: [false; 2], suffix: Suffix::None };
        let found = vec![(nothing, 0, 0); words.next_power_of_two().min(REMEMBERED)];
        Before { hasher: RandomState::default(), found: std::array::from_fn(|_| found.clone()), variants: Vec::new() }
    }

    /// What was found, if these words were looked up and are remembered.
    #[inline]
    pub(super) fn get(&self, heard: &Heard) -> Option<&[VariantId]> {
        let (known, start, end) = &self.found[heard.length()][self.place(heard)];
        (known == heard).then(|| &self.variants[*start as usize..*end as usize])
    }

    pub(super) fn put(&mut self, heard: Heard, found: impl Iterator<Item = VariantId>) {
        if self.variants.len() > MOST_VARIANTS {
            *self = Before::new(self.found[0].len());
        }
        let start = self.variants.len() as u32;
        self.variants.extend(found);
        let place = self.place(&heard);
        self.found[heard.length()][place] = (heard, start, self.variants.len() as u32);
    }

    #[inline]
    fn place(&self, heard: &Heard) -> usize {
        self.hasher.hash_one(heard) as usize & (self.found[heard.length()].len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::Shape;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn what_was_found_is_remembered_for_the_same_words_alone() {
        let mut vocabulary = Vocabulary::default();
        let [give, that] = ["give", "that"].map(|word| vocabulary.intern(word, Shape::Lower));
        let heard = |words: &[WordId], usual| {
            Heard::new(words.iter().copied(), usual, [false; 2], Suffix::None).expect("a few words")
        };
        let mut before = Before::new(2);
        assert_eq!(before.get(&heard(&[give], true)), None);
        before.put(heard(&[give], true), std::iter::empty());
        assert_eq!(before.get(&heard(&[give], true)), Some(&[][..]));
        assert_eq!(before.get(&heard(&[give], false)), None);
        assert_eq!(before.get(&heard(&[give, that], true)), None);
        assert!(Heard::new([give; MOST_WORDS + 1].into_iter(), true, [true; 2], Suffix::None).is_none());
    }
}
