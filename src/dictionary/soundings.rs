//! Terms by how they sound.

use super::index::VariantId;
use super::table::KeyTable;
use crate::sound::Skeleton;
use crate::sound::distance::{Least, least_of};
use crate::sound::phone::Phone;

/// Above this many soundings the skeletons of terms may lose one class only, which keeps the table small.
const FEW_SOUNDINGS: usize = 600;
/// In a small dictionary a shorter skeleton may lose nothing: what is left would be in everything.
const SHORTEST_TO_LOSE: u32 = 3;
/// So many soundings more are as many to a skeleton as before if it has one class more.
const PER_CLASS: usize = 6;

/// One pronunciation of a variant.
#[derive(Debug, Clone)]
pub(crate) struct Sounding {
    pub(crate) variant: VariantId,
    pub(crate) phones: Box<[Phone]>,
    pub(crate) vowels: usize,
}

impl Sounding {
    pub(super) fn new(variant: VariantId, phones: Vec<Phone>) -> Sounding {
        let vowels = phones.iter().filter(|phone| phone.is_vowel()).count();
        Sounding { variant, vowels, phones: phones.into() }
    }
}

/// What tells most soundings from what was heard, beside each other: the number of a sounding, how many sounds it has, and
/// how many vowels; as many as can be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sketch {
    pub(crate) number: u32,
    pub(crate) sounds: u16,
    pub(crate) vowels: u16,
}

/// The terms by how they sound.
#[derive(Debug)]
pub(crate) struct Sounds {
    /// In the order of their variants.
    soundings: Vec<Sounding>,
    /// For each variant, where its soundings begin, and where the last end.
    starts: Vec<u32>,
    /// For each sounding, what the phones cost at the least that are heard for it.
    least: Vec<Least>,
    /// Soundings by their skeleton.
    skeletons: KeyTable<Sketch>,
    /// Soundings by their skeleton with a class lost; two classes in small dictionaries.
    lost: KeyTable<Sketch>,
    longest: usize,
    longest_skeleton: u32,
    shortest_to_lose: u32,
    few: bool,
}

impl Sounds {
    /// Of the soundings of each variant in turn.
    pub(super) fn new(of_variants: impl Iterator<Item = Vec<Sounding>>) -> Sounds {
        let mut soundings: Vec<Sounding> = Vec::new();
        let mut starts = vec![0];
        for of_variant in of_variants {
            soundings.extend(of_variant);
            starts.push(soundings.len() as u32);
        }
        let few = soundings.len() <= FEW_SOUNDINGS;
        let shortest_to_lose = SHORTEST_TO_LOSE + (soundings.len() / FEW_SOUNDINGS).max(1).ilog(PER_CLASS);
        let mut skeletons = Vec::with_capacity(soundings.len());
        let mut lost = Vec::with_capacity(6 * soundings.len());
        let mut longest_skeleton = 0;
        for (sounding, number) in soundings.iter().zip(0..) {
            let count = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
            let sketch = Sketch { number, sounds: count(sounding.phones.len()), vowels: count(sounding.vowels) };
            let skeleton = Skeleton::of(&sounding.phones);
            longest_skeleton = longest_skeleton.max(skeleton.length());
            skeletons.push((skeleton.key(), sketch));
            if skeleton.length() < shortest_to_lose {
                continue;
            }
            for once in skeleton.with_one_lost() {
                lost.push((once.key(), sketch));
                if few && skeleton.length() >= 5 {
                    lost.extend(once.with_one_lost().map(|twice| (twice.key(), sketch)));
                }
            }
        }
        Sounds {
            longest: soundings.iter().map(|sounding| sounding.phones.len()).max().unwrap_or(0),
            longest_skeleton,
            shortest_to_lose,
            skeletons: KeyTable::new(skeletons),
            lost: KeyTable::new(lost),
            least: soundings.iter().map(|sounding| least_of(&sounding.phones)).collect(),
            starts,
            soundings,
            few,
        }
    }

    /// How many pronunciations there are.
    pub(crate) fn len(&self) -> usize {
        self.soundings.len()
    }

    /// The pronunciation of this number.
    #[inline]
    pub(crate) fn sounding(&self, number: u32) -> &Sounding {
        &self.soundings[number as usize]
    }

    /// What the phones cost at the least that are heard for the pronunciation of this number.
    #[inline]
    pub(crate) fn least(&self, number: u32) -> &Least {
        &self.least[number as usize]
    }

    /// How a variant may be said.
    pub(crate) fn of(&self, variant: VariantId) -> &[Sounding] {
        let at = variant.number() as usize;
        &self.soundings[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// The sounds of the longest pronunciation.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    /// The classes of the longest skeleton.
    pub(crate) fn longest_skeleton(&self) -> u32 {
        self.longest_skeleton
    }

    /// A skeleton with fewer classes may lose none.
    pub(crate) fn shortest_to_lose(&self) -> u32 {
        self.shortest_to_lose
    }

    /// How often the soundings are twice as many as a small dictionary has.
    pub(crate) fn doublings(&self) -> u32 {
        (self.soundings.len() / FEW_SOUNDINGS).max(1).ilog2()
    }

    /// Whether there are so few soundings that skeletons may lose two classes.
    pub(crate) fn is_small(&self) -> bool {
        self.few
    }

    /// The soundings with this skeleton.
    #[inline]
    pub(crate) fn with(&self, skeleton: Skeleton) -> &[Sketch] {
        self.skeletons.get(skeleton.key())
    }

    /// The soundings whose skeleton is this once it has lost a class.
    #[inline]
    pub(crate) fn with_loss(&self, skeleton: Skeleton) -> &[Sketch] {
        self.lost.get(skeleton.key())
    }
}
