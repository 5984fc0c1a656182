//! The joint n-gram model behind letter-to-sound, read in place.
//!
//! The model is a back-off n-gram model (Katz's form, with Kneser-Ney
//! estimates) over *graphones*: a letter with the phones it stands for, none to
//! two of them. Graphones are numbered so that those with the same letter are
//! neighbours; with the children of a context sorted by
//! number, the graphones that may come next are one short run.
//!
//! # Format
//!
//! All numbers are little-endian.
//!
//! | at | what |
//! |---|---|
//! | 0 | `LTS1` |
//! | 4 | u16 number of graphones, with the two marks |
//! | 6 | u8 order of the model, 2 to [`MOST_ORDER`] |
//! | 7 | zero |
//! | 8 | u32 offset of the groups, of the phones, of the back-off weights |
//! | 20 | per order from 1: u32 number of grams, u32 offset of the log probabilities, of the grams, of the marks of those with children, of the links |
//!
//! * Groups: 27 u16. The graphones of a letter `l`, from 0 for `a`, are those
//!   from `group[l]` up to `group[l + 1]`, 64 at the most.
//! * Phones: two bytes a graphone, [`NO_PHONE`] where there is none.
//! * Back-off weights: 256 f32, natural logarithms.
//! * Log probabilities: 64 f32, natural logarithms, sorted.
//! * Grams: u16, the number of the last graphone in the high ten bits and the
//!   index of the log probability in the low six. Siblings are sorted.
//! * Marks, absent at the highest order: for every 64 grams a u32 count of
//!   the marks before them and a u64 with a bit for each that has children.
//! * Links, absent at the highest order: u32 for every marked gram and one
//!   more; the back-off weight's index in the low byte, in the rest where its
//!   children start among the grams of the next order.

use crate::bytes::{byte, long, quad, short};

/// The highest order a model may have.
pub(crate) const MOST_ORDER: usize = 8;
/// In the table of phones: no phone here.
pub(crate) const NO_PHONE: u8 = 255;
/// The number of the mark before the first graphone of a word.
pub(crate) const START: u16 = 0;
/// The number of the mark after the last.
pub(crate) const END: u16 = 1;

/// How far one probability's bits reach into a gram.
const PROBABILITY_BITS: u32 = 6;
/// Stands for a context the model does not hold.
const NONE: u32 = u32::MAX;
const HEADER: usize = 20;
const LEVEL: usize = 20;
const GROUPS: usize = 27;

/// The grams of one order.
#[derive(Clone, Copy, Debug, Default)]
struct Level<'t> {
    probabilities: &'t [u8],
    grams: &'t [u8],
    marks: &'t [u8],
    links: &'t [u8],
}

impl Level<'_> {
    fn gram(&self, index: usize) -> u16 {
        short(self.grams, index * 2)
    }

    fn probability(&self, gram: u16) -> f32 {
        let index = usize::from(gram & ((1 << PROBABILITY_BITS) - 1));
        f32::from_bits(long(self.probabilities, index * 4))
    }

    /// The link of a gram, or `NONE` if it has no children.
    fn link(&self, index: usize) -> u32 {
        let block = index / 64 * 12;
        let bits = quad(self.marks, block + 4);
        let bit = 1u64 << (index % 64);
        if bits & bit == 0 {
            return NONE;
        }
        long(self.marks, block) + (bits & (bit - 1)).count_ones()
    }

    /// The back-off weight's index, and where the children start and end.
    fn follow(&self, link: u32) -> (usize, usize, usize) {
        let at = link as usize * 4;
        let this = long(self.links, at);
        let next = long(self.links, at + 4);
        ((this & 255) as usize, (this >> 8) as usize, (next >> 8) as usize)
    }

    /// The first gram from `low` up to `high`, a sorted run, whose graphone is
    /// not below `graphone`; `high` if there is none.
    fn lower_bound(&self, low: usize, high: usize, graphone: u16) -> usize {
        let least = graphone << PROBABILITY_BITS;
        let mut at = low;
        let mut size = high.saturating_sub(low);
        // Without branches to guess wrong: half of the run is left each time.
        while size > 1 {
            let half = size / 2;
            let skipped = self.gram(at + half - 1) < least;
            at = std::hint::select_unpredictable(skipped, at + half, at);
            size -= half;
        }
        if size == 1 && self.gram(at) < least { at + 1 } else { at }
    }

    /// The largest logarithm of a probability of this order.
    fn most_likely(&self) -> f32 {
        self.probability(u16::MAX)
    }
}

/// What the model remembers of the graphones so far: for every length the
/// link of the context of that many last graphones, if it is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Context([u32; MOST_ORDER - 1]);

/// A model, borrowed from its table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tables<'t> {
    order: usize,
    groups: &'t [u8],
    phones: &'t [u8],
    weights: &'t [u8],
    levels: [Level<'t>; MOST_ORDER],
}

impl<'t> Tables<'t> {
    /// Wraps a table; `None` if it is no model.
    pub(crate) fn new(table: &'t [u8]) -> Option<Tables<'t>> {
        if !table.starts_with(b"LTS1") {
            return None;
        }
        let order = usize::from(byte(table, 6));
        if !(2..=MOST_ORDER).contains(&order) || table.len() < HEADER + order * LEVEL {
            return None;
        }
        let part = |at: usize, len: usize| {
            let start = long(table, at) as usize;
            table.get(start..start.checked_add(len)?)
        };
        let mut levels = [Level::default(); MOST_ORDER];
        for (index, level) in levels.iter_mut().take(order).enumerate() {
            let at = HEADER + index * LEVEL;
            let grams = long(table, at) as usize;
            level.probabilities = part(at + 4, 4 << PROBABILITY_BITS)?;
            level.grams = part(at + 8, grams.checked_mul(2)?)?;
            if index + 1 < order {
                level.marks = part(at + 12, grams.div_ceil(64).checked_mul(12)?)?;
                // The number of links is the number of marks, of which there
                // are not more than grams; reads past the end are harmless.
                level.links = table.get(long(table, at + 16) as usize..)?;
            }
        }
        Some(Tables {
            order,
            groups: part(8, GROUPS * 2)?,
            phones: part(12, usize::from(short(table, 4)) * 2)?,
            weights: part(16, 256 * 4)?,
            levels,
        })
    }

    /// The numbers of the graphones of a letter, from 0 for `a`: from the first
    /// up to the second.
    pub(crate) fn group(&self, letter: u8) -> (u16, u16) {
        let at = usize::from(letter) * 2;
        (short(self.groups, at), short(self.groups, at + 2))
    }

    /// The phones of a graphone, [`NO_PHONE`] for those missing.
    pub(crate) fn phones(&self, graphone: u16) -> [u8; 2] {
        let at = usize::from(graphone) * 2;
        match self.phones.get(at..).and_then(<[u8]>::first_chunk::<2>) {
            Some(phones) => *phones,
            None => [NO_PHONE; 2],
        }
    }

    /// The context at the start of a word.
    pub(crate) fn start(&self) -> Context {
        self.extend(&Context([NONE; MOST_ORDER - 1]), START)
    }

    /// The context after one more graphone.
    pub(crate) fn extend(&self, context: &Context, graphone: u16) -> Context {
        let mut extended = Context([NONE; MOST_ORDER - 1]);
        extended.0[0] = self.levels[0].link(usize::from(graphone));
        for length in 1..self.order - 1 {
            let link = context.0[length - 1];
            if link == NONE {
                continue;
            }
            let (_, low, high) = self.levels[length - 1].follow(link);
            let level = &self.levels[length];
            let found = level.lower_bound(low, high, graphone);
            if found < high && level.gram(found) >> PROBABILITY_BITS == graphone {
                extended.0[length] = level.link(found);
            }
        }
        extended
    }

    /// Calls `seen` with every graphone from `low` up to `high` and the
    /// natural logarithm of its probability in this context, each once.
    /// Those that can only be less likely than `least` may be left out.
    pub(crate) fn score(&self, context: &Context, (low, high): (u16, u16), least: f32, mut seen: impl FnMut(u16, f32)) {
        // No letter has more graphones than the set has bits.
        let mut done = Seen::default();
        let mut weight = 0.0;
        for length in (1..self.order).rev() {
            let link = context.0[length - 1];
            if link == NONE {
                continue;
            }
            let (back_off, mut at, end) = self.levels[length - 1].follow(link);
            let level = &self.levels[length];
            at = level.lower_bound(at, end, low);
            while at < end {
                let gram = level.gram(at);
                let graphone = gram >> PROBABILITY_BITS;
                if graphone >= high {
                    break;
                }
                if done.insert(graphone.wrapping_sub(low)) {
                    seen(graphone, weight + level.probability(gram));
                }
                at += 1;
            }
            weight += f32::from_bits(long(self.weights, back_off * 4));
            if weight < least {
                return;
            }
        }
        let level = &self.levels[0];
        if weight + level.most_likely() < least {
            return;
        }
        for graphone in low..high {
            if done.insert(graphone.wrapping_sub(low)) {
                let gram = level.gram(usize::from(graphone));
                seen(graphone, weight + level.probability(gram));
            }
        }
    }
}

/// A set of small numbers; the largest that fits is 63.
#[derive(Default)]
struct Seen(u64);

impl Seen {
    /// Whether the number was not in the set before. One that does not fit
    /// never is.
    fn insert(&mut self, number: u16) -> bool {
        let bit = 1u64.checked_shl(u32::from(number)).unwrap_or(0);
        let new = self.0 & bit == 0;
        self.0 |= bit;
        new
    }
}
