//! The case of a replacement: a name keeps its own, a phrase follows the words that it stands for.

use crate::token::Shape;

/// Where and how the heard words were written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written<'a> {
    /// The shapes of the heard words, in order.
    pub(crate) shapes: &'a [Shape],
    /// Whether the first of them begins a sentence.
    pub(crate) starts_sentence: bool,
    /// Whether the words around are in capitals too, as in captions for television.
    pub(crate) among_capitals: bool,
}

/// `term` as it is to be written in the place of the heard words.
pub(crate) fn carried(term: &str, written: Written<'_>) -> String {
    let lettered = || written.shapes.iter().filter(|shape| !matches!(shape, Shape::Number | Shape::Symbol));
    let all_upper = lettered().next().is_some() && lettered().all(|&shape| shape == Shape::Upper);
    if all_upper && written.among_capitals {
        return term.to_uppercase();
    }
    let begins = written.starts_sentence && lettered().next().is_some_and(|&shape| shape != Shape::Lower);
    if term.chars().any(char::is_uppercase) {
        // "non-GAAP" begins with a word, and "iPhone" does not.
        let first = term.split([' ', '-']).next().filter(|first| first.len() < term.len()).unwrap_or_default();
        let is_word = first.chars().count() > 1 && first.chars().all(char::is_lowercase);
        return if begins && is_word { with_capital(term) } else { term.to_owned() };
    }
    if begins {
        return with_capital(term);
    }
    // "Jenna Ker" was taken for a name, which a gennaker is not.
    let is_phrase = term.contains([' ', '-']);
    let title = is_phrase && lettered().count() > 1 && lettered().all(|&shape| shape == Shape::Capital);
    if title {
        return term.split_inclusive([' ', '-']).map(with_capital).collect();
    }
    term.to_owned()
}

fn with_capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Shape::{Capital, Lower, Upper};

    #[test]
    fn names_keep_their_case_and_phrases_follow_the_sentence() {
        let cases: &[(&str, &[Shape], bool, bool, &str)] = &[
            ("GitLab", &[Lower, Lower], false, false, "GitLab"),
            ("GitLab", &[Capital, Lower], true, false, "GitLab"),
            ("GitLab", &[Upper, Upper], false, true, "GITLAB"),
            ("IMDb", &[Upper], false, false, "IMDb"),
            ("basis points", &[Lower, Lower], false, false, "basis points"),
            ("basis points", &[Capital, Lower], true, false, "Basis points"),
            ("basis points", &[Capital, Lower], false, false, "basis points"),
            ("free cash flow", &[Capital, Capital, Capital], false, false, "Free Cash Flow"),
            ("gennaker", &[Capital, Capital], false, false, "gennaker"),
            ("gennaker", &[Capital, Capital], true, false, "Gennaker"),
            ("gennaker", &[Upper, Upper], false, true, "GENNAKER"),
            ("non-GAAP", &[Capital, Upper], true, false, "Non-GAAP"),
            ("non-GAAP", &[Capital, Upper], false, false, "non-GAAP"),
            ("non-GAAP", &[Lower, Upper], true, false, "non-GAAP"),
            ("iPhone Pro", &[Capital, Lower], true, false, "iPhone Pro"),
            ("vByte", &[Capital], true, false, "vByte"),
            ("éclair", &[Capital], true, false, "Éclair"),
            ("x", &[], true, true, "x"),
        ];
        for &(term, shapes, starts_sentence, among_capitals, expected) in cases {
            let written = Written { shapes, starts_sentence, among_capitals };
            assert_eq!(carried(term, written), expected, "{term} {shapes:?}");
        }
    }
}
