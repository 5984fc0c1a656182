//! A dictionary put to the proof: its examples must change, its keeps must stay.

use std::fmt;

use crate::dictionary::{Dictionary, Index, Term};
use crate::finding::Tier;
use crate::settings::Settings;
use crate::settle::settle;
use crate::span::Place;

/// An example or a keep of a dictionary that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The term whose entry it belongs to.
    pub term: String,
    /// Where that entry stands in its file.
    pub place: Place,
    /// The text as it is given.
    pub text: String,
    /// What it must become; for a keep, the text itself.
    pub expected: String,
    /// What it became.
    pub found: String,
}

/// Runs every example and keep of a dictionary: findings from the tier `review` on are written.
///
/// The index is the one to run against: that of the dictionary alone, or with others that it will stand beside.
///
/// ```
/// use mondegreen::{Dictionary, Index, Settings, failures};
///
/// let dictionary = Dictionary::from_toml("mine", "mine.toml", r#"
///     [[term]]
///     text = "GitLab Duo"
///     heard = ["give that dudo"]
///     [[term.example]]
///     from = "now with Give That Dudo"
///     to = "now with GitLab Duo"
///     [[term.keep]]
///     text = "a plain sentence"
/// "#)?;
/// let index = Index::new([dictionary.clone()]);
/// assert_eq!(failures(&dictionary, &index, &Settings::default()), []);
/// # Ok::<(), mondegreen::Error>(())
/// ```
pub fn failures(dictionary: &Dictionary, index: &Index, settings: &Settings) -> Vec<Failure> {
    let trial = |term: &Term, text: &str, expected: &str| {
        let found = fixed(text, index, settings);
        (found != expected).then(|| Failure {
            term: term.text.clone(),
            place: term.place,
            text: text.to_owned(),
            expected: expected.to_owned(),
            found,
        })
    };
    let of_term = |term: &Term| {
        let examples = term.examples.iter().filter_map(|example| trial(term, &example.from, &example.to));
        let keeps = term.keeps.iter().filter_map(|keep| trial(term, &keep.text, &keep.text));
        examples.chain(keeps).collect::<Vec<_>>()
    };
    dictionary.terms.iter().flat_map(of_term).collect()
}

/// A text with all findings from the tier `review` on written.
fn fixed(text: &str, index: &Index, settings: &Settings) -> String {
    let document = crate::format::plain(text.to_owned());
    let plan = settle(&document, index, settings, Tier::Review);
    String::from_utf8_lossy(&document.write(&plan.edits)).into_owned()
}

impl Failure {
    /// Whether the text was to stay as it is.
    pub fn is_keep(&self) -> bool {
        self.text == self.expected
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { term, text, expected, found, .. } = self;
        if self.is_keep() {
            return write!(f, "a keep of `{term}` changed: found \"{found}\", expected \"{expected}\"");
        }
        if found == text {
            return write!(f, "an example of `{term}` did not change: found \"{found}\", expected \"{expected}\"");
        }
        write!(f, "an example of `{term}` failed: found \"{found}\", expected \"{expected}\"")
    }
}
