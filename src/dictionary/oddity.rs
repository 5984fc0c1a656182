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
/// let list = Dictionary::from_list("names", "names.txt", "GitLab\nDuo\nname;kind\nthe\n")?;
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

fn oddity(term: &Term) -> Option<String> {
    let text = &*term.text;
    let is_quoted = [('"', '"'), ('“', '”'), ('\'', '\''), ('`', '`')]
        .into_iter()
        .any(|(open, close)| text.len() > 1 && text.starts_with(open) && text.ends_with(close));
    if is_quoted {
        return Some(format!("the marks around `{text}` belong to the term: they would be written, too"));
    }
    if text.contains([';', '\t', '|']) || text.contains("\",") || text.contains(",\"") {
        return Some(format!("`{text}` looks like a row of a table; `mondegreen dict import` reads tables"));
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
