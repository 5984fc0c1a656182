//! How far two pronunciations are apart: an edit distance whose costs say how easily a recogniser confuses two phones.
//!
//! Costs are hundredths of a whole phone. They follow the phonetic features of the sounds (place, manner and voicing of
//! consonants; height, backness and rounding of vowels), as in weighted distances of the field (Kondrak 2000, ALINE).

use super::phone::Phone;

/// Hundredths of a phone.
pub type Cost = u16;

/// The number of columns that a row of the table can hold: longer pronunciations are compared by their beginnings.
pub(crate) const LONGEST: usize = 48;

/// More than any distance, with room to add to it.
const FAR: Cost = 20_000;

/// What a sound that is missing costs at the least.
pub(crate) const CHEAPEST_SKIP: Cost = 30;

#[allow(clippy::panic, reason = "it runs when the program is compiled, on constants")]
const fn name_index(name: &str) -> usize {
    let mut index = 0;
    while index < NAMES.len() {
        if same(NAMES[index], name) {
            return index;
        }
        index += 1;
    }
    panic!("a phone of the inventory")
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// The inventory in the order of [`Phone::index`], vowels once.
const NAMES: [&str; 39] = [
    "P", "B", "T", "D", "K", "G", "F", "V", "TH", "DH", "S", "Z", "SH", "ZH", "CH", "JH", "HH", "M", "N", "NG", "L",
    "R", "W", "Y", "AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW",
];
const CONSONANTS: usize = 24;
const VOWELS: usize = 15;

/// Pairs of consonants that are easily taken for each other; any other pair costs [`OTHER_CONSONANT`].
const CLOSE: &[(&str, &str, Cost)] = &[
    ("S", "Z", 15),
    ("T", "D", 20),
    ("F", "V", 25),
    ("P", "B", 25),
    ("K", "G", 25),
    ("N", "NG", 25),
    ("TH", "DH", 30),
    ("SH", "ZH", 20),
    ("CH", "JH", 25),
    ("M", "N", 35),
    ("M", "NG", 45),
    ("T", "TH", 40),
    ("D", "DH", 30),
    ("S", "SH", 40),
    ("Z", "ZH", 40),
    ("CH", "T", 40),
    ("CH", "SH", 35),
    ("JH", "ZH", 30),
    ("JH", "D", 45),
    ("JH", "SH", 50),
    ("JH", "Z", 55),
    ("TH", "F", 30),
    ("TH", "S", 40),
    ("DH", "V", 45),
    ("DH", "Z", 45),
    ("L", "R", 55),
    ("R", "W", 50),
    ("L", "W", 50),
    ("W", "V", 50),
    ("B", "V", 45),
    ("P", "F", 50),
    ("T", "DH", 45),
    ("D", "TH", 50),
    ("S", "TH", 40),
    ("CH", "S", 55),
    ("Y", "JH", 60),
    ("HH", "F", 60),
    ("P", "T", 55),
    ("P", "K", 55),
    ("T", "K", 55),
    ("B", "D", 55),
    ("B", "G", 55),
    ("D", "G", 55),
    ("P", "D", 70),
    ("P", "G", 70),
    ("B", "T", 70),
    ("B", "K", 70),
    ("D", "K", 70),
    ("T", "G", 70),
    ("L", "N", 65),
    ("D", "N", 65),
    ("B", "M", 65),
    ("V", "F", 25),
    ("L", "D", 70),
    ("R", "D", 70),
    ("W", "B", 70),
    ("Y", "L", 75),
];
const OTHER_CONSONANT: Cost = 85;
const VOWEL_FOR_CONSONANT: Cost = 105;
/// "R" and "ER" are one sound in two places; "Y" and "W" are short vowels.
const R_FOR_ER: Cost = 25;
const GLIDE_FOR_VOWEL: Cost = 45;

/// Height (0 open to 6 close), backness (0 front to 4 back), rounding and glide of each vowel, by ear.
const VOWEL_FEATURES: [(i16, i16, i16, i16); VOWELS] = [
    (0, 3, 0, 0), // AA
    (1, 0, 0, 0), // AE
    (2, 2, 0, 0), // AH
    (1, 4, 1, 0), // AO
    (0, 2, 1, 2), // AW
    (0, 2, 0, 1), // AY
    (2, 0, 0, 0), // EH
    (3, 2, 0, 0), // ER
    (4, 0, 0, 1), // EY
    (5, 1, 0, 0), // IH
    (6, 0, 0, 0), // IY
    (4, 4, 1, 2), // OW
    (3, 4, 1, 1), // OY
    (5, 3, 1, 0), // UH
    (6, 4, 1, 0), // UW
];

static SUBSTITUTE: [[Cost; Phone::COUNT]; Phone::COUNT] = substitutions();
static SKIP: [Cost; Phone::COUNT] = skips();

const fn substitutions() -> [[Cost; Phone::COUNT]; Phone::COUNT] {
    let mut table = [[0; Phone::COUNT]; Phone::COUNT];
    let mut a = 0;
    while a < Phone::COUNT {
        let mut b = 0;
        while b < Phone::COUNT {
            table[a][b] = if a == b { 0 } else { unlike(a, b) };
            b += 1;
        }
        a += 1;
    }
    let mut pair = 0;
    while pair < CLOSE.len() {
        let (a, b, cost) = CLOSE[pair];
        table[name_index(a)][name_index(b)] = cost;
        table[name_index(b)][name_index(a)] = cost;
        pair += 1;
    }
    table
}

const fn unlike(a: usize, b: usize) -> Cost {
    match (a < CONSONANTS, b < CONSONANTS) {
        (true, true) => OTHER_CONSONANT,
        (false, false) => vowels(a, b),
        (true, false) => consonant_for_vowel(a, b),
        (false, true) => consonant_for_vowel(b, a),
    }
}

const fn consonant_for_vowel(consonant: usize, vowel: usize) -> Cost {
    let name = NAMES[vowel_base(vowel)];
    if same(NAMES[consonant], "R") && same(name, "ER") {
        R_FOR_ER
    } else if same(NAMES[consonant], "Y") && (same(name, "IY") || same(name, "IH"))
        || same(NAMES[consonant], "W") && (same(name, "UW") || same(name, "UH") || same(name, "OW"))
    {
        GLIDE_FOR_VOWEL
    } else {
        VOWEL_FOR_CONSONANT
    }
}

/// The index in [`NAMES`] of a vowel, stressed or not.
const fn vowel_base(phone: usize) -> usize {
    CONSONANTS + (phone - CONSONANTS) % VOWELS
}

/// 10 to 65, by height, backness, rounding and glide; a change of stress alone costs 5, and a vowel that has lost its
/// stress is easily taken for another.
const fn vowels(a: usize, b: usize) -> Cost {
    let (base_a, base_b) = (vowel_base(a) - CONSONANTS, vowel_base(b) - CONSONANTS);
    if base_a == base_b {
        return 5;
    }
    let (x, y) = (VOWEL_FEATURES[base_a], VOWEL_FEATURES[base_b]);
    let glide = if x.3 == y.3 { 0 } else { 12 };
    let cost = 8 * (x.0 - y.0).abs() + 6 * (x.1 - y.1).abs() + 6 * (x.2 - y.2).abs() + glide;
    let unstressed = a >= CONSONANTS + VOWELS && b >= CONSONANTS + VOWELS;
    let cost = if unstressed { cost / 2 } else { cost };
    if cost < 10 {
        10
    } else if cost > 65 {
        65
    } else {
        cost.unsigned_abs()
    }
}

const fn skips() -> [Cost; Phone::COUNT] {
    let mut table = [65; Phone::COUNT];
    let mut phone = CONSONANTS;
    while phone < Phone::COUNT {
        table[phone] = if phone < CONSONANTS + VOWELS { 55 } else { 35 };
        phone += 1;
    }
    let easy: [(&str, Cost); 9] =
        [("Y", 35), ("HH", 30), ("T", 45), ("D", 45), ("R", 45), ("W", 45), ("S", 55), ("N", 55), ("Z", 55)];
    let mut at = 0;
    while at < easy.len() {
        table[name_index(easy[at].0)] = easy[at].1;
        at += 1;
    }
    table
}

/// The cost of hearing `heard` where `meant` was said, or none where it is above `most`.
///
/// Symmetric, and zero only for the same phones. Pronunciations are compared up to their first 48 phones.
pub fn distance(heard: &[Phone], meant: &[Phone], most: Cost) -> Option<Cost> {
    Nearest([0; Phone::COUNT]).distance(heard, meant, most)
}

/// What each phone of a term costs at the least beside some heard sounds, which are compared with many terms.
#[derive(Debug)]
pub(crate) struct Nearest([Cost; Phone::COUNT]);

impl Nearest {
    /// Each phone is taken for the nearest of the heard sounds, wherever that stands, or is missing.
    pub(crate) fn of(heard: &[Phone]) -> Nearest {
        let mut least = SKIP;
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
    let mut found = Differences::default();
    let (mut row, mut at) = (heard.len(), meant.len());
    while row > 0 || at > 0 {
        let here = table[row * width + at];
        if row > 0 && at > 0 {
            let (a, b) = (heard[row - 1], meant[at - 1]);
            let cost = SUBSTITUTE[a.index()][b.index()];
            if here == table[(row - 1) * width + at - 1] + cost {
                if a.is_vowel() && b.is_vowel() {
                    found.vowels += cost;
                } else {
                    found.consonants += cost;
                }
                (row, at) = (row - 1, at - 1);
                continue;
            }
        }
        if row > 0 && here == table[(row - 1) * width + at] + SKIP[heard[row - 1].index()] {
            found.added += SKIP[heard[row - 1].index()];
            row -= 1;
        } else {
            found.lost += SKIP[meant[at - 1].index()];
            at -= 1;
        }
    }
    found
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

    #[test]
    fn the_distance_is_a_metric_on_a_sample_and_the_parts_add_up() {
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
            }
        }
    }
}
