//! Terms: what a transcript may speak of, how each is said, misheard, and told from ordinary words.
//!
//! A [`Dictionary`] is a file of terms, in TOML (the full form) or as a plain list. An [`Index`] makes several of them
//! fast to look up.

mod beginnings;
mod builtin;
#[cfg(feature = "cli")]
mod canon;
mod clash;
mod exchange;
mod guess;
mod index;
mod list;
mod oddity;
mod plain;
mod print;
mod soundings;
mod table;
mod toml_form;

pub use builtin::{builtin, builtin_names, builtin_without_trials};
#[cfg(feature = "cli")]
pub(crate) use canon::{Form, Put};
pub use clash::clashes;
pub use exchange::{EXCHANGES, Exchange, Exported};
#[cfg(feature = "cli")]
pub(crate) use guess::is_person;
pub(crate) use guess::{are_turned, surely_turned, turned};
pub(crate) use guess::{is_firm, is_given_name, is_office};
pub use index::Index;
pub(crate) use index::{LettersEntry, Part, TermId, Variant, VariantId, spelling_keys};
pub use oddity::oddities;
pub(crate) use soundings::{Sketch, Sounding, Sounds};
pub(crate) use toml_form::fault;

use crate::error::Result;
use crate::span::Place;

/// The most terms that one dictionary may hold.
pub const MOST_TERMS: usize = 1_000_000;
/// The longest text of a term, a mishearing or a near word, in bytes; longer ones are refused.
pub const LONGEST_TEXT: usize = 200;

/// The keys of an entry, in the order in which they stand.
#[cfg(feature = "cli")]
const KEY_ORDER: [&str; 11] =
    ["text", "kind", "domain", "heard", "said", "near", "unless", "never", "seen", "example", "keep"];

/// Terms from one source, under one name.
#[derive(Debug, Clone, PartialEq)]
pub struct Dictionary {
    /// What findings call it: the name of a built-in, or the file's name without its ending.
    pub name: String,
    /// One line on what it holds.
    pub about: String,
    /// Words that show a text is about its domain at all.
    pub near: Vec<String>,
    /// Whether its terms are listened for; if not, they are found by their known mishearings alone.
    pub listen: bool,
    /// The terms, in file order.
    pub terms: Vec<Term>,
    /// What is odd but does no harm, such as a repeated line of a plain list.
    pub warnings: Vec<Warning>,
}

/// One thing that a transcript may name.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// As it is to be written.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// The field it belongs to, such as `devtools`.
    pub domain: Option<String>,
    /// Mishearings that people have seen.
    pub heard: Vec<String>,
    /// How it is spoken, in English words, where the spelling misleads.
    pub said: Vec<String>,
    /// Words that make it likely.
    pub near: Vec<String>,
    /// Words that make it unlikely: what its sound is ordinary English among ("weather" for `CloudFront`).
    pub unless: Vec<String>,
    /// Words that are never this term misheard, wherever they stand.
    pub never: Vec<String>,
    /// Where mishearings come from.
    pub seen: Vec<Seen>,
    /// Texts that must change.
    pub examples: Vec<Example>,
    /// Texts that must stay.
    pub keeps: Vec<Keep>,
    /// Where the entry stands in its file.
    pub place: Place,
}

/// What a term is; `Phrase` and `Word` are vocabulary, whose case and hyphens are the writer's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A person, whose given name and surname also stand alone.
    Person,
    /// A company, fund, court, team.
    Firm,
    /// Anything that bears a name.
    Product,
    /// Several words of ordinary language ("basis points").
    Phrase,
    /// Letters that stand for words.
    Acronym,
    /// One word of ordinary language ("codebase").
    Word,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 6] = [Kind::Person, Kind::Firm, Kind::Product, Kind::Phrase, Kind::Acronym, Kind::Word];

    /// Its name in the TOML form.
    pub fn id(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Firm => "firm",
            Kind::Product => "product",
            Kind::Phrase => "phrase",
            Kind::Acronym => "acronym",
            Kind::Word => "word",
        }
    }

    /// Whether it is vocabulary rather than a name.
    pub fn is_vocabulary(self) -> bool {
        matches!(self, Kind::Phrase | Kind::Word)
    }
}

/// A mishearing and what produced it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The words that came out.
    pub text: String,
    /// The recogniser or the place.
    pub from: String,
}

/// A text that must change into another.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// As heard.
    pub from: String,
    /// As meant.
    pub to: String,
}

/// A text that must stay as it is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// The text.
    pub text: String,
}

/// Something odd in a dictionary that does no harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub message: String,
}

impl Dictionary {
    /// Reads the TOML form. `name` is what findings will call it, `path` is for messages.
    ///
    /// # Errors
    ///
    /// Where the text is not TOML, holds an unknown key, a text that cannot be a term, the same term twice, or a
    /// mishearing that is claimed by two terms; each with its line and column.
    ///
    /// ```
    /// let dictionary = mondegreen::Dictionary::from_toml("mine", "mine.toml", r#"
    ///     [[term]]
    ///     text = "GitLab Duo"
    ///     heard = ["give that dudo"]
    /// "#)?;
    /// assert_eq!(dictionary.terms[0].heard, ["give that dudo"]);
    /// # Ok::<(), mondegreen::Error>(())
    /// ```
    pub fn from_toml(name: &str, path: &str, text: &str) -> Result<Dictionary> {
        toml_form::read(name, text).map_err(|error| error.in_file(path))
    }

    /// Reads a plain list: one term a line, `#` for comments. Repeated lines and variants in case are warnings.
    ///
    /// # Errors
    ///
    /// Where a line is too long for a term, or there are more than [`MOST_TERMS`].
    ///
    /// ```
    /// let dictionary = mondegreen::Dictionary::from_list("names", "names.txt", "# guests\nAda Lovelace\nada lovelace\n")?;
    /// assert_eq!((dictionary.terms.len(), dictionary.warnings.len()), (1, 1));
    /// # Ok::<(), mondegreen::Error>(())
    /// ```
    pub fn from_list(name: &str, path: &str, text: &str) -> Result<Dictionary> {
        list::read(name, text).map_err(|error| error.in_file(path))
    }
}

impl Term {
    /// A term with nothing known but its text; what it is, is guessed from how it is written.
    pub fn new(text: &str) -> Term {
        Term {
            text: text.to_owned(),
            kind: guess::kind(text),
            domain: None,
            heard: Vec::new(),
            said: Vec::new(),
            near: Vec::new(),
            unless: Vec::new(),
            never: Vec::new(),
            seen: Vec::new(),
            examples: Vec::new(),
            keeps: Vec::new(),
            place: Place { line: 1, column: 1 },
        }
    }
}
