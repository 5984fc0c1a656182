//! The phones of English, one byte each.
//!
//! The inventory is ARPABET as the CMU Pronouncing Dictionary uses it: 24
//! consonants and 15 vowels. A vowel is either stressed (ARPABET stress 1 or
//! 2) or unstressed (stress 0); the two kinds of stress are not told apart,
//! for a listener seldom can.

use std::fmt;

/// Names of the consonants, in the order of their indices, from 0.
const CONSONANTS: [&str; 24] = [
    "P", "B", "T", "D", "K", "G", "F", "V", "TH", "DH", "S", "Z", "SH", "ZH", "CH", "JH", "HH", "M", "N", "NG", "L",
    "R", "W", "Y",
];

/// Names of the vowels, in the order of their indices.
const VOWELS: [&str; 15] = ["AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"];

/// Names of all the phones, in the order of their indices: a stressed vowel
/// ends in `1`, an unstressed one in `0`.
const NAMES: [&str; Phone::COUNT] = [
    "P", "B", "T", "D", "K", "G", "F", "V", "TH", "DH", "S", "Z", "SH", "ZH", "CH", "JH", "HH", "M", "N", "NG", "L",
    "R", "W", "Y", "AA1", "AE1", "AH1", "AO1", "AW1", "AY1", "EH1", "ER1", "EY1", "IH1", "IY1", "OW1", "OY1", "UH1",
    "UW1", "AA0", "AE0", "AH0", "AO0", "AW0", "AY0", "EH0", "ER0", "EY0", "IH0", "IY0", "OW0", "OY0", "UH0", "UW0",
];

/// Index of the first stressed vowel.
const FIRST_STRESSED: u8 = 24;
/// Index of the first unstressed vowel.
const FIRST_UNSTRESSED: u8 = 39;

/// One phone: a consonant, a stressed vowel or an unstressed vowel.
///
/// Phones are ordered by [`index`](Phone::index): consonants are 0 to 23,
/// stressed vowels 24 to 38, unstressed vowels 39 to 53.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(u8);

impl Phone {
    /// How many phones there are; every [`index`](Phone::index) is below it.
    pub const COUNT: usize = 54;

    /// The phone with this index, if there is one.
    #[must_use]
    #[inline]
    pub const fn from_index(index: u8) -> Option<Phone> {
        if (index as usize) < Phone::COUNT { Some(Phone(index)) } else { None }
    }

    /// The phone an ARPABET name stands for, in upper case: `"SH"`, `"AH0"`.
    ///
    /// Stress 1 and stress 2 both give the stressed vowel. A vowel without
    /// its digit, a consonant with one, and anything else give `None`.
    #[must_use]
    pub fn from_arpabet(name: &str) -> Option<Phone> {
        let position = |names: &[&str], name: &str| {
            let found = names.iter().position(|&other| other == name)?;
            u8::try_from(found).ok()
        };
        if let Some(consonant) = position(&CONSONANTS, name) {
            return Some(Phone(consonant));
        }
        let (vowel, first) = match name.strip_suffix('0') {
            Some(vowel) => (vowel, FIRST_UNSTRESSED),
            None => (name.strip_suffix(['1', '2'])?, FIRST_STRESSED),
        };
        Some(Phone(first + position(&VOWELS, vowel)?))
    }

    /// The ARPABET name: a stressed vowel ends in `1`, an unstressed one in
    /// `0`.
    #[must_use]
    pub fn name(self) -> &'static str {
        // A phone is only ever made with an index below `COUNT`.
        NAMES.get(self.index()).copied().unwrap_or("")
    }

    /// The index, below [`COUNT`](Phone::COUNT).
    #[must_use]
    #[inline]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Whether this is a vowel, stressed or not.
    #[must_use]
    #[inline]
    pub const fn is_vowel(self) -> bool {
        self.0 >= FIRST_STRESSED
    }

    /// Whether this is a stressed vowel.
    #[must_use]
    #[inline]
    pub const fn is_stressed(self) -> bool {
        self.0 >= FIRST_STRESSED && self.0 < FIRST_UNSTRESSED
    }

    /// The same phone without its stress: a stressed vowel gives the
    /// unstressed one, everything else gives itself.
    #[must_use]
    pub const fn without_stress(self) -> Phone {
        if self.is_stressed() { Phone(self.0 + (FIRST_UNSTRESSED - FIRST_STRESSED)) } else { self }
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}

/// Reads phones written in ARPABET with white space between them. `None` if
/// any is not a phone.
///
/// ```
/// use mondegreen::sound::phone;
/// let phones = phone::parse("K AE1 T").expect("all three are phones");
/// assert_eq!(phone::print(&phones), "K AE1 T");
/// ```
#[must_use]
pub fn parse(text: &str) -> Option<Vec<Phone>> {
    text.split_whitespace().map(Phone::from_arpabet).collect()
}

/// Writes phones in ARPABET with a space between them.
#[must_use]
pub fn print<'a>(phones: impl IntoIterator<Item = &'a Phone>) -> String {
    let mut text = String::new();
    for phone in phones {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(phone.name());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_indices_agree() {
        for index in 0..Phone::COUNT {
            let phone = Phone::from_index(u8::try_from(index).unwrap()).unwrap();
            assert_eq!(phone.index(), index);
            assert_eq!(Phone::from_arpabet(phone.name()), Some(phone));
        }
        assert_eq!(Phone::from_index(54), None);
        assert_eq!(Phone::from_index(255), None);
    }

    #[test]
    fn stress() {
        let phone = |name| Phone::from_arpabet(name).unwrap();
        assert_eq!(phone("AA1").index(), 24);
        assert_eq!(phone("AA0").index(), 39);
        assert_eq!(phone("UW0").index(), 53);
        assert_eq!(phone("IY2"), phone("IY1"));
        assert!(phone("IY2").is_vowel() && phone("IY2").is_stressed());
        assert!(phone("IY0").is_vowel() && !phone("IY0").is_stressed());
        assert!(!phone("Y").is_vowel() && !phone("Y").is_stressed());
        assert_eq!(phone("IY1").without_stress(), phone("IY0"));
        assert_eq!(phone("T").without_stress(), phone("T"));
    }

    #[test]
    fn refuses_what_is_no_phone() {
        for name in ["", "0", "AA", "AA3", "P1", "p", "XX", "É1", "AA11"] {
            assert_eq!(Phone::from_arpabet(name), None, "{name}");
        }
        assert_eq!(parse("K AE1 ?"), None);
        assert_eq!(parse("  "), Some(Vec::new()));
    }
}
