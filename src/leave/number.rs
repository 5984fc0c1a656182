//! What is a number of things, and no name with a number in it: "100 GPUs" are no A100.

use super::DETERMINERS;
use crate::detect::{Candidate, Scene};
use crate::finding::Rule;
use crate::sound;
use crate::token::{Gap, Shape};

/// What is counted by the number before it, whatever name stands before that: "Graviton 4 times".
const COUNTED: [&str; 16] = [
    "times", "percent", "seconds", "minutes", "hours", "days", "weeks", "months", "quarters", "years", "dollars",
    "euros", "hundred", "thousand", "million", "billion",
];
/// Numbers as words.
const NUMBERS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
/// Before and behind a filing that is called by its number: "the form 10k".
const BEFORE_FORMS: [&str; 9] = ["the", "this", "form", "our", "your", "their", "its", "annual", "quarterly"];
const BEHIND_FORMS: [&str; 5] = ["filing", "filings", "form", "report", "reports"];

/// Whether the heard words are, or end in, a number of things.
pub(super) fn is_count(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    if candidate.rule == Rule::Alias {
        return false;
    }
    let (start, end) = (candidate.words.start as usize, candidate.words.end as usize);
    let folded = |word: usize| &*scene.entry(word).folded;
    let is_number = |word: usize| scene.shape(word) == Shape::Number;
    let next = (scene.gap(end) == Gap::Space).then(|| folded(end));
    let before = start.checked_sub(1).filter(|_| scene.gap(start) <= Gap::Space).map(folded);
    let variant = &*scene.index.variant(candidate.variant).text;
    let has_letters = variant.contains(char::is_alphabetic);
    let is_bare = candidate.rule > Rule::Form && (start..end).all(is_number) && has_letters;
    let counts =
        (is_number(end - 1) || NUMBERS.contains(&folded(end - 1))) && next.is_some_and(|next| COUNTED.contains(&next));
    // Behind these an article begins nothing: "an a 100", "the a 100".
    let has_article = end - start == 2
        && scene.heard(&(candidate.words.start..candidate.words.start + 1)) == "a"
        && is_number(start + 1)
        && next.is_some()
        && !before
            .is_some_and(|before| DETERMINERS.contains(&before) || before.ends_with(|c: char| c.is_ascii_digit()));
    let is_form = || {
        before.is_some_and(|before| BEFORE_FORMS.contains(&before))
            || next.is_some_and(|next| BEHIND_FORMS.contains(&next))
    };
    let is_quantity = end - start == 1 && is_quantity(scene.heard(&candidate.words)) && !is_form();
    is_bare || counts || has_article || is_quantity
}

/// What is counted without an "s" ("a nine year old").
const NO_S: [&str; 6] = ["year", "feet", "people", "men", "women", "children"];

/// Whether a name that ends with a number as Romans wrote them is taken for words that end with none, or with that of
/// something else: "Henry ate" is no Henry VIII, nor is "eggs Benedict, sixteen" or "Benedict sixteen years later" a pope.
pub(super) fn lacks_numeral(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let variant = &*scene.index.variant(candidate.variant).text;
    let Some((_, number)) = sound::roman_number(variant).filter(|_| candidate.rule > Rule::Form) else { return false };
    let (start, end) = (candidate.words.start as usize, candidate.words.end as usize);
    let last = &*scene.entry(end - 1).folded;
    let is_apart = end - start > 1 && scene.gap(end - 1) > Gap::Space;
    if is_apart || last != number && sound::is_number(last) {
        return true;
    }
    if last != number && scene.shape(end - 1) != Shape::Number {
        let said = sound::readings(number, READINGS);
        return sound::readings(last, READINGS).iter().any(|reading| said.contains(reading));
    }
    let next = (scene.gap(end) == Gap::Space).then(|| &*scene.entry(end).folded);
    next.is_some_and(|next| NO_S.contains(&next) || COUNTED.contains(&next))
}

/// So many readings of a word are asked for.
const READINGS: usize = 4;

/// Whether a word is a round number, as people write it in short: "10k".
fn is_quantity(word: &str) -> bool {
    let number = word.trim_end_matches(['k', 'm', 'b']);
    number.len() + 1 == word.len() && number.starts_with(|c: char| c.is_ascii_digit()) && number.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_quantity;

    #[test]
    fn round_numbers_are_told() {
        for (word, expected) in [
            ("10k", true),
            ("1.5m", true),
            ("10", false),
            ("10K", false),
            ("k", false),
            ("10kb", false),
            ("h100", false),
        ] {
            assert_eq!(is_quantity(word), expected, "{word}");
        }
    }
}
