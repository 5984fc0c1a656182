//! What in a dictionary is hardly meant so: a row of a table, an address, quotation marks, an ordinary word.

use super::list::quoted;
use super::{Dictionary, Term, Warning};
use crate::token::folded;
use crate::usage;

/// The terms that are hardly meant as they stand, in file order. They are used all the same.
///
/// ```
/// use mondegreen::{Dictionary, oddities};
///
/// let list = Dictionary::from_list("names", "names.txt", "GitLab\nDuo\nhttps://duo.example\nthe\n")?;
/// let told: Vec<_> = oddities(&list).into_iter().map(|odd| odd.place.line).collect();
/// assert_eq!(told, [3, 4]);
/// # Ok::<(), mondegreen::Error>(())
/// ```
pub fn oddities(dictionary: &Dictionary) -> Vec<Warning> {
    let told = |term: &Term| Some(Warning { place: term.place, message: oddity(term)? });
    dictionary.terms.iter().filter_map(told).collect()
}

/// A word from this Zipf value on is said at least once in 10,000 words.
const MOST_USUAL: f32 = 5.0;

/// What is said of a row of a table.
pub(super) fn row(text: &str) -> String {
    format!("`{text}` looks like a row of a table; `mondegreen dict import` reads tables")
}

/// Whether a text holds what parts the cells of a table.
pub(super) fn is_row(text: &str) -> bool {
    let is_cell_end = |(at, _): (usize, &str)| {
        let (before, behind) = (text[..at].chars().next_back(), text[at + 1..].chars().next());
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        // "10,000" and "N,N-dimethyl" are written so.
        let is_within =
            is_digit(before) && is_digit(behind) || before == behind && before.is_some_and(char::is_uppercase);
        behind.is_some_and(|c| !c.is_whitespace()) && !is_within
    };
    text.contains([';', '\t', '|']) || text.match_indices(',').any(is_cell_end)
}

fn oddity(term: &Term) -> Option<String> {
    let text = &*term.text;
    // In a plain list they are taken off.
    if quoted(text).is_some() {
        return Some(format!("the marks around `{text}` belong to the term: they would be written, too"));
    }
    if is_row(text) {
        return Some(row(text));
    }
    if text.contains("://") {
        return Some(format!("`{text}` is an address, and nobody says one so"));
    }
    // An ordinary word may be a term for the sake of what it is misheard as.
    let is_word = term.heard.is_empty() && !text.contains(' ') && !text.chars().any(char::is_uppercase);
    let is_usual = || usage::word(&folded(text)).is_some_and(|usage| usage.zipf() >= MOST_USUAL);
    (is_word && is_usual())
        .then(|| format!("`{text}` is one of the most usual words of English, as a term hardly of use"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_tables_are_told_from_commas_in_names() {
        for row in ["term,kind,heard", "Ada,person,ay da", "name;kind", "a|b", "\"Ada\",\"person\"", "Ada,", "1,person"]
        {
            assert_eq!(is_row(row), !row.ends_with(','), "{row}");
        }
        for name in ["10,000 Maniacs", "Acme, Inc.", "N,N-dimethyltryptamine", "2,4-D", "Earth, Wind & Fire", "Ada"] {
            assert!(!is_row(name), "{name}");
        }
    }
}
