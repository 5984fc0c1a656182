//! How near two sounds are by their features: place, manner and voicing of consonants; height, backness and rounding of
//! vowels, as in weighted distances of the field (Kondrak 2000, ALINE). In hundredths of a sound.

use mondegreen::sound::distance::Cost;
use mondegreen::sound::phone::Phone;

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
const VOWELS: [(&str, [i32; 4]); 15] = [
    ("AA", [0, 3, 0, 0]),
    ("AE", [1, 0, 0, 0]),
    ("AH", [2, 2, 0, 0]),
    ("AO", [1, 4, 1, 0]),
    ("AW", [0, 2, 1, 2]),
    ("AY", [0, 2, 0, 1]),
    ("EH", [2, 0, 0, 0]),
    ("ER", [3, 2, 0, 0]),
    ("EY", [4, 0, 0, 1]),
    ("IH", [5, 1, 0, 0]),
    ("IY", [6, 0, 0, 0]),
    ("OW", [4, 4, 1, 2]),
    ("OY", [3, 4, 1, 1]),
    ("UH", [5, 3, 1, 0]),
    ("UW", [6, 4, 1, 0]),
];

/// Sounds that are easily left out or put in, in hundredths; any other consonant is [`OTHER_SKIP`].
const EASILY_SKIPPED: [(&str, Cost); 9] =
    [("Y", 35), ("HH", 30), ("T", 45), ("D", 45), ("R", 45), ("W", 45), ("S", 55), ("N", 55), ("Z", 55)];
const OTHER_SKIP: Cost = 65;
const SKIPPED_VOWEL: Cost = 55;
const SKIPPED_UNSTRESSED: Cost = 35;
/// The same vowel with and without stress.
const OTHER_STRESS: Cost = 5;

/// What it costs to take one sound for another.
pub(crate) fn cost(a: Phone, b: Phone) -> Cost {
    match (a.is_vowel(), b.is_vowel()) {
        _ if a == b => 0,
        (true, true) => vowels(a, b),
        (false, false) => {
            let pair = |&&(one, other, _): &&(&str, &str, Cost)| {
                (one, other) == (a.name(), b.name()) || (one, other) == (b.name(), a.name())
            };
            CLOSE.iter().rev().find(pair).map_or(OTHER_CONSONANT, |&(.., cost)| cost)
        }
        (true, false) => cost(b, a),
        (false, true) => match (a.name(), base(b)) {
            ("R", "ER") => R_FOR_ER,
            ("Y", "IY" | "IH") | ("W", "UW" | "UH" | "OW") => GLIDE_FOR_VOWEL,
            _ => VOWEL_FOR_CONSONANT,
        },
    }
}

/// What it costs to leave a sound out.
pub(crate) fn skip(phone: Phone) -> Cost {
    if phone.is_vowel() {
        return if phone.is_stressed() { SKIPPED_VOWEL } else { SKIPPED_UNSTRESSED };
    }
    EASILY_SKIPPED.iter().find(|(name, _)| *name == phone.name()).map_or(OTHER_SKIP, |&(_, cost)| cost)
}

/// The name of a vowel, stressed or not.
fn base(vowel: Phone) -> &'static str {
    vowel.name().trim_end_matches(|c: char| c.is_ascii_digit())
}

/// 10 to 65, by height, backness, rounding and glide; a change of stress alone costs next to nothing, and a vowel that
/// has lost its stress is easily taken for another.
fn vowels(a: Phone, b: Phone) -> Cost {
    if base(a) == base(b) {
        return OTHER_STRESS;
    }
    let features = |vowel: Phone| VOWELS.iter().find(|(name, _)| *name == base(vowel)).map_or([0; 4], |&(_, all)| all);
    let (x, y) = (features(a), features(b));
    let glide = if x[3] == y[3] { 0 } else { 12 };
    let cost = 8 * (x[0] - y[0]).abs() + 6 * (x[1] - y[1]).abs() + 6 * (x[2] - y[2]).abs() + glide;
    let cost = if a.is_stressed() || b.is_stressed() { cost } else { cost / 2 };
    cost.clamp(10, 65).unsigned_abs() as Cost
}
