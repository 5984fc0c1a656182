//! What a term is, where a list does not say.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Kind;
use crate::usage;

/// Common given names, from the 1990 census of the United States (public domain).
static GIVEN_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("given_names.txt").lines().collect());

/// A word above this Zipf value is too usual to tell a person's name by.
const ORDINARY: f32 = 4.0;

/// The likeliest kind of a term that is written so.
pub(super) fn kind(text: &str) -> Kind {
    let words: Vec<&str> = text.split_whitespace().collect();
    if !text.chars().any(char::is_uppercase) {
        return if words.len() > 1 { Kind::Phrase } else { Kind::Word };
    }
    if let [word] = words[..] {
        let short = word.chars().count() <= 6;
        let capitals = word.chars().all(|c| !c.is_lowercase());
        return if short && capitals { Kind::Acronym } else { Kind::Product };
    }
    if is_person(&words) { Kind::Person } else { Kind::Product }
}

/// Two to four words, each capitalised and lettered, that begin with a given name or hold no word of ordinary English.
fn is_person(words: &[&str]) -> bool {
    let name_like = |word: &&str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().any(char::is_lowercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.'))
    };
    let particle = |word: &&str| matches!(*word, "van" | "von" | "de" | "da" | "di" | "del" | "la" | "bin" | "al");
    if !(2..=4).contains(&words.len()) || !words.iter().all(|word| name_like(word) || particle(word)) {
        return false;
    }
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let ordinary = |word: &String| usage::word(word).is_some_and(|usage| usage.zipf() > ORDINARY);
    let given = GIVEN_NAMES.contains(lower[0].as_str());
    let firm_word = lower.iter().any(|word| FIRM_WORDS.contains(&word.as_str()));
    !firm_word && (given || !lower.iter().any(ordinary))
}

/// Words that end the name of a firm, not of a person.
const FIRM_WORDS: [&str; 24] = [
    "bank",
    "brothers",
    "capital",
    "co",
    "company",
    "corp",
    "corporation",
    "energy",
    "group",
    "holdings",
    "inc",
    "industries",
    "investments",
    "labs",
    "ltd",
    "markets",
    "partners",
    "research",
    "sachs",
    "securities",
    "solutions",
    "stanley",
    "systems",
    "technologies",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_their_looks() {
        let cases = [
            ("Andy Kaplowitz", Kind::Person),
            ("Vikram Kini", Kind::Person),
            ("Ludwig van Beethoven", Kind::Person),
            ("Brian D'Ambrosia", Kind::Person),
            ("Credit Suisse", Kind::Product),
            ("Wolfe Research", Kind::Product),
            ("Sumo Logic", Kind::Product),
            ("UBS", Kind::Acronym),
            ("H100", Kind::Acronym),
            ("Trainium2", Kind::Product),
            ("free cash flow", Kind::Phrase),
            ("codebase", Kind::Word),
        ];
        for (text, expected) in cases {
            assert_eq!(kind(text), expected, "{text}");
        }
    }
}
