//! How names are said that are written with the letters of other languages, and numbers that are written as Romans did.
//!
//! Whoever knows the language of "Wałęsa" says "vawensa", and not what English makes of "Walesa". The letters tell the
//! language, as far as a language has any of its own; the sounds are those that English has for them.

use crate::token::composed;

/// What a group of letters sounds like, spelled as English would; longer groups first.
type Spellings = &'static [(&'static str, &'static str)];

/// A language, or several that are written alike.
struct Script {
    /// Letters by which it is known.
    letters: &'static str,
    spellings: Spellings,
}

/// In the order in which they are asked.
const SCRIPTS: [Script; 5] = [
    // Czech, Slovak, Slovene, Croatian and their neighbours.
    Script {
        letters: "čšžřěůďťňđĺľŕ",
        spellings: &[
            ("ch", "h"),
            ("dž", "j"),
            ("c", "ts"),
            ("ć", "ch"),
            ("č", "ch"),
            ("ď", "dy"),
            ("đ", "j"),
            ("ě", "ye"),
            ("j", "y"),
            ("ň", "ny"),
            ("ř", "rzh"),
            ("š", "sh"),
            ("ť", "ty"),
            ("ů", "oo"),
            ("ž", "zh"),
        ],
    },
    // Polish.
    Script {
        letters: "łśćźżńęą",
        spellings: &[
            ("szcz", "shch"),
            ("ści", "shchi"),
            ("dzi", "ji"),
            ("dż", "j"),
            ("dź", "j"),
            ("sz", "sh"),
            ("cz", "ch"),
            ("rz", "zh"),
            ("ch", "h"),
            ("ci", "chi"),
            ("si", "shi"),
            ("zi", "zhi"),
            ("ni", "nyi"),
            ("c", "ts"),
            ("ć", "ch"),
            ("j", "y"),
            ("ł", "w"),
            ("ń", "ny"),
            ("ś", "sh"),
            ("w", "v"),
            ("ź", "zh"),
            ("ż", "zh"),
            ("ą", "on"),
            ("ę", "en"),
            ("ó", "oo"),
        ],
    },
    // Hungarian.
    Script {
        letters: "őű",
        spellings: &[
            ("sz", "s"),
            ("cs", "ch"),
            ("zs", "zh"),
            ("gy", "dy"),
            ("ny", "ny"),
            ("ly", "y"),
            ("s", "sh"),
            ("c", "ts"),
            ("j", "y"),
        ],
    },
    // Turkish; the dot of "İ" stays behind as a mark where the letter is a small one.
    Script { letters: "ğış\u{307}", spellings: &[("c", "j"), ("ç", "ch"), ("ş", "sh"), ("ğ", ""), ("ı", "u")] },
    // Romanian, French, Portuguese, Spanish and whatever else.
    Script { letters: "țţșçñ", spellings: &[("ț", "ts"), ("ţ", "ts"), ("ș", "sh"), ("ç", "s"), ("ñ", "ny")] },
];

/// Other ways in which a name is said than it is written, spelled as English would.
pub(crate) fn other_ways(text: &str) -> impl Iterator<Item = String> {
    [as_native(text), with_number(text)].into_iter().flatten()
}

/// A name as those say it whose language has its letters.
fn as_native(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let lower = composed(&text.to_lowercase()).into_owned();
    let script = SCRIPTS.iter().find(|script| lower.contains(|c: char| script.letters.contains(c)))?;
    let mut said = String::with_capacity(text.len());
    let mut rest = &*lower;
    while let Some(c) = rest.chars().next() {
        let spelling = script.spellings.iter().find(|(written, _)| rest.starts_with(written));
        let (length, spoken) =
            spelling.map_or((c.len_utf8(), None), |(written, spoken)| (written.len(), Some(*spoken)));
        said.push_str(spoken.unwrap_or(&rest[..length]));
        rest = &rest[length..];
    }
    Some(said)
}

/// Numbers up to twenty as Romans wrote them, with how they are said; "I" is a word, and a letter more often than a
/// number.
const ROMAN: [(&str, &str); 19] = [
    ("II", "two"),
    ("III", "three"),
    ("IV", "four"),
    ("V", "five"),
    ("VI", "six"),
    ("VII", "seven"),
    ("VIII", "eight"),
    ("IX", "nine"),
    ("X", "ten"),
    ("XI", "eleven"),
    ("XII", "twelve"),
    ("XIII", "thirteen"),
    ("XIV", "fourteen"),
    ("XV", "fifteen"),
    ("XVI", "sixteen"),
    ("XVII", "seventeen"),
    ("XVIII", "eighteen"),
    ("XIX", "nineteen"),
    ("XX", "twenty"),
];

/// A name that ends with a number as Romans wrote them ("RISC-V"), with that number in words.
fn with_number(text: &str) -> Option<String> {
    let (front, number) = roman_number(text)?;
    Some(format!("{front} {number}"))
}

/// The number that a name ends with as Romans wrote them, in words, and what stands before it.
pub(crate) fn roman_number(text: &str) -> Option<(&str, &'static str)> {
    let (front, last) = text.rsplit_once([' ', '-']).filter(|(front, _)| !front.is_empty())?;
    let (_, number) = ROMAN.iter().find(|(written, _)| *written == last)?;
    Some((front, number))
}

/// Whether a word is one of those numbers.
pub(crate) fn is_number(word: &str) -> bool {
    ROMAN.iter().any(|(_, number)| *number == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_said_as_in_their_language() {
        for (name, expected) in [
            ("Wałęsa", "vawensa"),
            ("Kościuszko", "koshchiushko"),
            ("Jelačić", "yelachich"),
            ("Dvořák", "dvorzhák"),
            ("Erdoğan", "erdoan"),
            ("François", "fransois"),
            ("Peña Nieto", "penya nieto"),
            ("RISC-V", "RISC five"),
            ("Henry VIII", "Henry eight"),
            ("Louis XIII", "Louis thirteen"),
            ("İlkay Gündoğan", "i\u{307}lkay gündoan"),
        ] {
            assert_eq!(other_ways(name).collect::<Vec<_>>(), [expected], "{name}");
        }
        for name in ["Jaruzelski", "Kádár", "V", "IV", "Vitamin C", "Player I", "SpaceX", "École", "会議"] {
            assert_eq!(other_ways(name).count(), 0, "{name}");
        }
    }

    #[test]
    fn longer_groups_come_first() {
        for Script { spellings, .. } in SCRIPTS {
            for (at, (written, _)) in spellings.iter().enumerate() {
                assert!(!spellings[..at].iter().any(|(before, _)| written.starts_with(before)), "{written}");
            }
        }
    }
}
