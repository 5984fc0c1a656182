//! How far two pronunciations are apart: an edit distance whose costs say how easily a recogniser confuses two phones.
//!
//! Costs are hundredths of a whole phone. They are fitted to what recognisers confused, and where there was little to
//! learn from follow the phonetic features of the sounds (see `tools/tables/costs.rs`).

use super::costs::{SKIPS, SUBSTITUTES};
use super::phone::Phone;

/// Hundredths of a phone.
pub type Cost = u16;

/// The number of columns that a row of the table can hold: longer pronunciations are compared by their beginnings.
pub(crate) const LONGEST: usize = 48;

/// More than any distance, with room to add to it.
const FAR: Cost = 20_000;

/// What a sound that is missing costs at the least.
pub(crate) const CHEAPEST_SKIP: Cost = 30;

const _: () = {
    let mut at = 0;
    while at < SKIPS.len() {
        assert!(CHEAPEST_SKIP <= SKIPS[at], "what is far is given up by the cheapest skip");
        at += 1;
    }
};

static SUBSTITUTE: [[Cost; Phone::COUNT]; Phone::COUNT] = SUBSTITUTES;
static SKIP: [Cost; Phone::COUNT] = SKIPS;

/// The cost of hearing `heard` where `meant` was said, or none where it is above `most`.
///
/// Symmetric, and zero only for the same phones. Pronunciations are compared up to their first 48 phones.
pub fn distance(heard: &[Phone], meant: &[Phone], most: Cost) -> Option<Cost> {
    Nearest([0; ROOM]).distance(heard, meant, most)
}

/// What each phone costs at the least where it is heard beside the sounds of a term, by its index: a byte each, to be kept
/// of many terms.
pub(crate) type Least = [u8; ROOM];

/// As [`Nearest`], the other way round: what the heard sounds add up to is no more than they cost.
pub(crate) fn least_of(meant: &[Phone]) -> Least {
    let nearest = Nearest::of(&meant[..meant.len().min(LONGEST)]);
    nearest.0.map(|cost| u8::try_from(cost).unwrap_or(u8::MAX))
}

/// What each phone of a term costs at the least beside some heard sounds, which are compared with many terms.
#[derive(Debug)]
pub(crate) struct Nearest([Cost; ROOM]);

/// Room for the indices of phones, so that none is outside; what is no phone costs nothing.
const ROOM: usize = Phone::COUNT.next_power_of_two();

impl Nearest {
    /// Each phone is taken for the nearest of the heard sounds, wherever that stands, or is missing.
    pub(crate) fn of(heard: &[Phone]) -> Nearest {
        let mut least = [0; ROOM];
        least[..Phone::COUNT].copy_from_slice(&SKIP);
        for phone in heard {
            for (least, &cost) in least.iter_mut().zip(&SUBSTITUTE[phone.index()]) {
                *least = cost.min(*least);
            }
        }
        Nearest(least)
    }

    /// As [`distance`], for the heard sounds that this was made of: most terms are given up at once.
    #[inline]
    pub(crate) fn distance(&self, heard: &[Phone], meant: &[Phone], most: Cost) -> Option<Cost> {
        let heard = &heard[..heard.len().min(LONGEST)];
        let meant = &meant[..meant.len().min(LONGEST)];
        let least: Cost = meant.iter().map(|phone| self.0[phone.index()]).sum();
        let added = heard.len().saturating_sub(meant.len()) as Cost * CHEAPEST_SKIP;
        if least + added > most { None } else { self.fill(heard, meant, most, least) }
    }

    /// Fills the table, but for what cannot be on a way of `most` or less: one that strays from the diagonal skips a
    /// sound for each step, there and back. `rest` is what the sounds of the term cost at the least.
    #[inline(never)]
    fn fill(&self, heard: &[Phone], meant: &[Phone], most: Cost, mut rest: Cost) -> Option<Cost> {
        let strays = usize::from(most / CHEAPEST_SKIP).checked_sub(heard.len().abs_diff(meant.len()))? / 2;
        let behind = strays + meant.len().saturating_sub(heard.len());
        let ahead = strays + heard.len().saturating_sub(meant.len());
        let mut row = [FAR; LONGEST + 1];
        row[0] = 0;
        for (at, phone) in heard.iter().take(ahead).enumerate() {
            row[at + 1] = row[at] + SKIP[phone.index()];
        }
        for (number, phone) in meant.iter().enumerate() {
            let costs = &SUBSTITUTE[phone.index()];
            let skip = SKIP[phone.index()];
            let first = (number + 1).saturating_sub(behind).max(1);
            let last = (number + 1 + ahead).min(heard.len());
            let mut diagonal = row[first - 1];
            let mut left = if number < behind { diagonal + skip } else { FAR };
            row[first - 1] = left;
            let mut least = left;
            for (cell, other) in row[first..=last].iter_mut().zip(&heard[first - 1..last]) {
                left = (diagonal + costs[other.index()]).min(*cell + skip).min(left + SKIP[other.index()]);
                diagonal = std::mem::replace(cell, left);
                least = least.min(left);
            }
            rest -= self.0[phone.index()];
            if least + rest > most {
                return None;
            }
        }
        Some(row[heard.len()]).filter(|&cost| cost <= most)
    }
}

/// How a distance comes about: what kinds of sounds differ, in hundredths of a phone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Differences {
    /// Consonants taken for other sounds.
    pub consonants: Cost,
    /// Vowels taken for other vowels.
    pub vowels: Cost,
    /// Sounds heard that the term does not have.
    pub added: Cost,
    /// Sounds of the term that were not heard.
    pub lost: Cost,
}

/// The differences along the cheapest alignment of the two.
pub fn differences(heard: &[Phone], meant: &[Phone]) -> Differences {
    let mut found = Differences::default();
    each_step(heard, meant, |step| match step {
        (Some(a), Some(b)) if a.is_vowel() && b.is_vowel() => found.vowels += SUBSTITUTE[a.index()][b.index()],
        (Some(a), Some(b)) => found.consonants += SUBSTITUTE[a.index()][b.index()],
        (Some(phone), None) => found.added += SKIP[phone.index()],
        (None, Some(phone)) => found.lost += SKIP[phone.index()],
        (None, None) => {}
    });
    found
}

/// The cheapest way to lay the two side by side, from the end to the beginning: a heard sound beside a meant one, or
/// either beside none.
pub fn aligned(heard: &[Phone], meant: &[Phone]) -> Vec<(Option<Phone>, Option<Phone>)> {
    let mut steps = Vec::with_capacity(heard.len().max(meant.len()));
    each_step(heard, meant, |step| steps.push(step));
    steps
}

/// As [`aligned`], a step at a time.
fn each_step(heard: &[Phone], meant: &[Phone], mut each: impl FnMut((Option<Phone>, Option<Phone>))) {
    let heard = &heard[..heard.len().min(LONGEST)];
    let meant = &meant[..meant.len().min(LONGEST)];
    let width = meant.len() + 1;
    let mut table = vec![0; (heard.len() + 1) * width];
    for (at, phone) in meant.iter().enumerate() {
        table[at + 1] = table[at] + SKIP[phone.index()];
    }
    for (row, phone) in heard.iter().enumerate() {
        let (above, here) = (row * width, (row + 1) * width);
        table[here] = table[above] + SKIP[phone.index()];
        for (at, other) in meant.iter().enumerate() {
            table[here + at + 1] = (table[above + at] + SUBSTITUTE[phone.index()][other.index()])
                .min(table[above + at + 1] + SKIP[phone.index()])
                .min(table[here + at] + SKIP[other.index()]);
        }
    }
    let (mut row, mut at) = (heard.len(), meant.len());
    while row > 0 || at > 0 {
        let here = table[row * width + at];
        let substituted = |row: usize, at: usize| {
            table[(row - 1) * width + at - 1] + SUBSTITUTE[heard[row - 1].index()][meant[at - 1].index()]
        };
        if row > 0 && at > 0 && here == substituted(row, at) {
            (row, at) = (row - 1, at - 1);
            each((Some(heard[row]), Some(meant[at])));
        } else if row > 0 && here == table[(row - 1) * width + at] + SKIP[heard[row - 1].index()] {
            row -= 1;
            each((Some(heard[row]), None));
        } else {
            at -= 1;
            each((None, Some(meant[at])));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::phone::parse;

    fn apart(a: &str, b: &str) -> Cost {
        let (a, b) = (parse(a).expect("phones"), parse(b).expect("phones"));
        distance(&a, &b, Cost::MAX).expect("no limit")
    }

    #[test]
    fn likelier_confusions_are_nearer() {
        assert_eq!(apart("K AE1 T", "K AE1 T"), 0);
        assert!(apart("S IY1", "Z IY1") < apart("S IY1", "M IY1"));
        assert!(apart("B IH1 T", "B EH1 T") < apart("B IH1 T", "B AO1 T"));
        assert!(apart("F AA1 R", "F AA1 R G") < apart("F AA1 R", "F AA1 R G EY1 T"));
    }

    /// Costs are fitted one by one: by way of a third sound it may be nearer.
    #[test]
    fn costs_are_symmetric_and_zero_only_for_the_same_sound() {
        for (a, costs) in SUBSTITUTE.iter().enumerate() {
            for (b, &cost) in costs.iter().enumerate() {
                assert_eq!(cost, SUBSTITUTE[b][a]);
                assert_eq!(cost == 0, a == b);
            }
        }
    }

    #[test]
    fn the_distance_is_symmetric_and_its_parts_add_up() {
        let words = ["T R EY1 N IY0 AH0 M", "T R EY1 N IH0 NG", "K AA1 R P AH0 N T ER0", "HH", "AO1 R AH0"];
        for a in words {
            for b in words {
                assert_eq!(apart(a, b), apart(b, a));
                let parts = differences(&parse(a).expect("phones"), &parse(b).expect("phones"));
                assert_eq!(parts.consonants + parts.vowels + parts.added + parts.lost, apart(a, b), "{a} / {b}");
            }
        }
    }

    #[test]
    fn a_limit_cuts_what_is_above_it_and_nothing_else() {
        let words =
            ["G IH1 T L AE1 B", "G EH1 T L AH0 V", "L AE1 B", "AH0 G IH1 T HH AH1 B", "", "G IH1 T D L AA1 B Z"];
        for heard in words {
            for meant in words {
                let (a, b) = (parse(heard).expect("phones"), parse(meant).expect("phones"));
                let parts = differences(&a, &b);
                let exact = parts.consonants + parts.vowels + parts.added + parts.lost;
                for most in (0..2 * exact + 50).chain([Cost::MAX]) {
                    let expected = Some(exact).filter(|&exact| exact <= most);
                    assert_eq!(distance(&a, &b, most), expected, "{heard} / {meant}, {most}");
                    assert_eq!(Nearest::of(&a).distance(&a, &b, most), expected, "{heard} / {meant}, {most}");
                }
                let least = least_of(&b);
                let least: Cost = a.iter().map(|phone| Cost::from(least[phone.index()])).sum();
                assert!(least <= exact, "{heard} / {meant}: {least}");
            }
        }
    }
}
