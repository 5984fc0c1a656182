//! Reading the CMU Pronouncing Dictionary.

use mondegreen::sound::phone::{self, Phone};
use std::collections::BTreeMap;

/// Words in the order of the alphabet, each with its pronunciations, the
/// usual one first.
pub(crate) type Dictionary = BTreeMap<String, Vec<Vec<Phone>>>;

/// Whether an entry is a word, and not the name of a punctuation mark or of a
/// digit, as some editions of the dictionary have them (`!exclamation-point`,
/// `3d`).
fn is_word(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_lowercase())
        && word.bytes().all(|byte| byte.is_ascii_lowercase() || b"'.-".contains(&byte))
}

/// Reads a dictionary: a word and its phones on each line, `word(2)` for
/// further pronunciations, `#` before a comment.
pub(crate) fn parse(text: &str) -> Dictionary {
    let mut dictionary = Dictionary::new();
    for line in text.lines() {
        let line = line.split(" #").next().unwrap_or(line);
        let Some((word, phones)) = line.split_once(' ') else { continue };
        let word = word.split('(').next().unwrap_or(word);
        let Some(phones) = phone::parse(phones) else { continue };
        if phones.is_empty() || !is_word(word) {
            continue;
        }
        let pronunciations = dictionary.entry(word.to_owned()).or_default();
        // Some differ only in what stress they name.
        if !pronunciations.contains(&phones) {
            pronunciations.push(phones);
        }
    }
    dictionary
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_entries() {
        let dictionary = parse(
            "!bang B AE1 NG\n\
             cat K AE1 T # animal\n\
             a AH0\n\
             a(2) EY1\n\
             a(3) EY2\n\
             'n AH0 N\n\
             nonsense XX\n\
             \n",
        );
        let words: Vec<&str> = dictionary.keys().map(String::as_str).collect();
        assert_eq!(words, ["'n", "a", "cat"]);
        assert_eq!(dictionary["a"].len(), 2);
        assert_eq!(phone::print(&dictionary["cat"][0]), "K AE1 T");
    }
}
