//! The TOML form of a dictionary, with a place for everything that is wrong with it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::fast::RandomState;
use serde::Deserialize;
use toml::Spanned;

use super::{Dictionary, Example, Keep, Kind, LONGEST_TEXT, MOST_TERMS, Seen, Term, Warning, guess};
use crate::error::{Error, Result};
use crate::span::{Place, Places};
use crate::token::folded;
use crate::toml_text;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    about: String,
    domain: Option<String>,
    #[serde(default)]
    near: Vec<Spanned<String>>,
    #[serde(default = "yes")]
    listen: bool,
    #[serde(default)]
    term: Vec<TermEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermEntry {
    text: Spanned<String>,
    kind: Option<Kind>,
    domain: Option<String>,
    #[serde(default)]
    heard: Vec<Spanned<String>>,
    #[serde(default)]
    said: Vec<Spanned<String>>,
    #[serde(default)]
    near: Vec<Spanned<String>>,
    #[serde(default)]
    unless: Vec<Spanned<String>>,
    #[serde(default)]
    never: Vec<Spanned<String>>,
    #[serde(default)]
    seen: Vec<Seen>,
    #[serde(default)]
    example: Vec<Spanned<Example>>,
    #[serde(default)]
    keep: Vec<Spanned<Keep>>,
}

fn yes() -> bool {
    true
}

pub(super) fn read(name: &str, text: &str) -> Result<Dictionary> {
    let file: File = toml_text::read(text, "a dictionary").map_err(|error| advised(error, text))?;
    let mut checks = Checks::new(text);
    if let Some(over) = file.term.get(MOST_TERMS) {
        let message = format!("found {} terms, and the limit is {MOST_TERMS}", file.term.len());
        return Err(checks.fail(message, over.text.span().start).with_hint("put the rest into a second dictionary"));
    }
    let near = checks.phrases(file.near)?;
    let mut terms = Vec::with_capacity(file.term.len());
    for entry in file.term {
        let at = entry.text.span().start;
        checks.phrase(&entry.text)?;
        checks.term(entry.text.get_ref(), at)?;
        for heard in &entry.heard {
            checks.heard(heard.get_ref(), entry.text.get_ref(), heard.span().start)?;
        }
        checks.entry(&entry);
        terms.push(Term {
            kind: entry.kind.unwrap_or_else(|| guess::kind(entry.text.get_ref())),
            domain: entry.domain.or_else(|| file.domain.clone()),
            heard: checks.phrases(entry.heard)?,
            said: checks.phrases(entry.said)?,
            near: checks.phrases(entry.near)?,
            unless: checks.phrases(entry.unless)?,
            never: checks.phrases(entry.never)?,
            seen: entry.seen,
            examples: checks.trials(entry.example, |example| &example.from)?,
            keeps: checks.trials(entry.keep, |keep| &keep.text)?,
            place: checks.place(at),
            text: entry.text.into_inner(),
        });
    }
    checks.mishearings_are_no_terms()?;
    Ok(Dictionary {
        name: name.to_owned(),
        about: file.about,
        near,
        listen: file.listen,
        terms,
        warnings: checks.warnings,
    })
}

struct Checks<'a> {
    text: &'a str,
    places: Places,
    terms: HashMap<String, usize, RandomState>,
    heard: HashMap<String, (String, usize), RandomState>,
    /// Where each term stands first, whatever its case.
    cases: HashMap<String, (String, usize), RandomState>,
    warnings: Vec<Warning>,
}

impl<'a> Checks<'a> {
    fn new(text: &'a str) -> Self {
        Checks {
            text,
            places: Places::of(text),
            terms: HashMap::default(),
            heard: HashMap::default(),
            cases: HashMap::default(),
            warnings: Vec::new(),
        }
    }

    fn place(&self, at: usize) -> Place {
        self.places.at(self.text, at)
    }

    fn fail(&self, message: String, at: usize) -> Error {
        Error::new(message).at(self.place(at))
    }

    fn phrases(&mut self, texts: Vec<Spanned<String>>) -> Result<Vec<String>> {
        for text in &texts {
            self.phrase(text)?;
        }
        Ok(texts.into_iter().map(Spanned::into_inner).collect())
    }

    fn phrase(&mut self, text: &Spanned<String>) -> Result<()> {
        let at = text.span().start;
        let Some(fault) = fault(text.get_ref()) else { return Ok(()) };
        Err(self.fail(fault, at).with_hint(remedy(text.get_ref())))
    }

    /// Texts that are tried out: each says something.
    fn trials<T>(&self, trials: Vec<Spanned<T>>, text: fn(&T) -> &String) -> Result<Vec<T>> {
        match trials.iter().find(|trial| text(trial.get_ref()).trim().is_empty()) {
            Some(empty) => Err(self
                .fail("found an empty text, which tries out nothing".to_owned(), empty.span().start)
                .with_hint("write a sentence as it is said, or take the entry out")),
            None => Ok(trials.into_iter().map(Spanned::into_inner).collect()),
        }
    }

    /// Warns of what an entry says twice, and of what it says and denies.
    fn entry(&mut self, entry: &TermEntry) {
        let term = entry.text.get_ref();
        let mut heard: HashMap<String, usize, RandomState> = HashMap::default();
        for one in &entry.heard {
            let (text, at) = (one.get_ref(), one.span().start);
            if text == term {
                self.warn(format!("`{text}` is no mishearing of itself"), at);
            }
            let first = *heard.entry(folded(text)).or_insert(at);
            if first != at && text != term {
                self.warn(format!("the mishearing `{text}` of `{term}` stands at {} already", self.place(first)), at);
            }
        }
        for never in &entry.never {
            if let Some(&first) = heard.get(&folded(never.get_ref())) {
                let (text, first) = (never.get_ref(), self.place(first));
                let message =
                    format!("`{text}` is never `{term}`, so it is not found, though {first} says it is heard");
                self.warn(message, never.span().start);
            }
        }
        let near: HashMap<String, usize> =
            entry.near.iter().map(|one| (folded(one.get_ref()), one.span().start)).collect();
        for unless in &entry.unless {
            if let Some(&first) = near.get(&folded(unless.get_ref())) {
                let (text, first) = (unless.get_ref(), self.place(first));
                let message = format!("`{text}` speaks against `{term}`, and at {first} for it");
                self.warn(message, unless.span().start);
            }
        }
    }

    fn warn(&mut self, message: String, at: usize) {
        self.warnings.push(Warning { place: self.place(at), message });
    }

    fn term(&mut self, text: &str, at: usize) -> Result<()> {
        let Some(first) = self.terms.insert(text.to_owned(), at) else {
            match self.cases.entry(folded(text)) {
                Entry::Vacant(first) => drop(first.insert((text.to_owned(), at))),
                Entry::Occupied(first) => {
                    let (other, first) = first.get();
                    let first = self.places.at(self.text, *first);
                    let message = format!("`{text}` is `{other}` of {first} in another case");
                    self.warnings.push(Warning { place: self.places.at(self.text, at), message });
                }
            }
            return Ok(());
        };
        let first = self.place(first);
        Err(self
            .fail(format!("found the term `{text}` a second time; it stands at {first} already"), at)
            .with_hint("put what the two entries say into one"))
    }

    fn heard(&mut self, heard: &str, term: &str, at: usize) -> Result<()> {
        let claim = (term.to_owned(), at);
        match self.heard.insert(folded(heard), claim) {
            Some((other, _)) if other != term => Err(self
                .fail(
                    format!(
                        "found the mishearing `{heard}` under `{term}` and under `{other}`: it can only stand for one"
                    ),
                    at,
                )
                .with_hint("leave it with the likelier of the two; the other is still found by its sound")),
            _ => Ok(()),
        }
    }

    fn mishearings_are_no_terms(&mut self) -> Result<()> {
        let mut clashes: Vec<(usize, String)> = self
            .terms
            .keys()
            .filter_map(|term| {
                let (other, at) = self.heard.get(&folded(term))?;
                (other != term).then(|| {
                    (*at, format!("found the mishearing `{}` under `{other}`, but it is a term itself", folded(term)))
                })
            })
            .collect();
        clashes.sort();
        match clashes.into_iter().next() {
            Some((at, message)) => {
                Err(self.fail(message, at).with_hint("take it out: a term is what was meant, and stays as it is"))
            }
            None => Ok(()),
        }
    }
}

/// Says what to do about a text that has not the form of a dictionary.
fn advised(error: Error, text: &str) -> Error {
    let line = error.place().and_then(|place| text.lines().nth(place.line - 1)).unwrap_or_default();
    let key = line.split('=').next().unwrap_or_default().trim();
    let of_tables = match key {
        _ if !error.message().ends_with("expected a list") && !error.message().ends_with("expected a table") => None,
        "term" => Some("an entry is written as `[[term]]`, and below it `text = \"…\"`"),
        "example" => Some("write it as `[[term.example]]`, and below it `from = \"…\"` and `to = \"…\"`"),
        "keep" => Some("write it as `[[term.keep]]`, and below it `text = \"…\"`"),
        "seen" => Some("write it as `seen = [{ text = \"…\", from = \"…\" }]`"),
        _ => None,
    };
    if let Some(hint) = of_tables {
        return error.with_hint(hint);
    }
    if error.hint().is_some() {
        return error;
    }
    let hint = match error.message() {
        // No sign of TOML at all.
        _ if !text.contains(['=', '[']) => {
            "a plain list, one term a line, is a file whose name ends in .txt".to_owned()
        }
        _ if text.trim_start().starts_with('{') => {
            "a vocabulary of another tool becomes a dictionary with `mondegreen dict import`".to_owned()
        }
        message if message.starts_with("found no `") => {
            let missing = message.split('`').nth(1).unwrap_or("text");
            format!("add it: `{missing} = \"…\"`")
        }
        _ => return error,
    };
    error.with_hint(hint)
}

/// Why this cannot be a term, a mishearing or a near word.
pub(crate) fn fault(text: &str) -> Option<String> {
    if text.len() > LONGEST_TEXT {
        return Some(format!("found a text of {} bytes, and the limit is {LONGEST_TEXT}", text.len()));
    }
    if text.trim().is_empty() {
        return Some("found an empty text, expected letters or digits".to_owned());
    }
    if !text.chars().any(char::is_alphanumeric) {
        return Some(format!("found `{}`, expected letters or digits", text.escape_debug()));
    }
    if text.chars().any(char::is_control) {
        return Some(format!("found a control character in `{}`", text.escape_debug()));
    }
    if text.chars().any(is_unseen) {
        return Some(format!("found a character that nobody sees in `{}`", text.escape_debug()));
    }
    if text.trim() != text {
        return Some(format!("found white space around `{}`", text.escape_debug()));
    }
    text.contains("  ").then(|| format!("found two blanks in a row in `{text}`"))
}

/// A text of a file that people do not write by hand, with one blank between words and without what nobody sees.
pub(super) fn tidy(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if !text.contains("  ") && !text.chars().any(is_unseen) {
        return Cow::Borrowed(text);
    }
    let seen: String = text.chars().filter(|&c| !is_unseen(c)).collect();
    Cow::Owned(seen.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
}

/// What to do about a text that cannot be a term, a mishearing or a near word.
fn remedy(text: &str) -> String {
    if text.len() > LONGEST_TEXT {
        return "whole sentences stand under `[[term.example]]` and `[[term.keep]]`".to_owned();
    }
    if !text.chars().any(char::is_alphanumeric) {
        return "what is not spoken is not misheard: take it out".to_owned();
    }
    let seen: String = text.chars().filter(|&c| !is_unseen(c)).collect();
    let words: Vec<&str> =
        seen.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    format!("write `{}`", words.join(" "))
}

/// Whether a character has no width and no part in how a word is written: marks of breaks and of direction.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_that_differ_in_case_alone_are_warned_of() {
        let read = read("d", "[[term]]\ntext = \"IMDb\"\n[[term]]\ntext = \"IMDB\"\n").expect("a dictionary");
        let told: Vec<String> = read.warnings.iter().map(|one| format!("{}: {}", one.place, one.message)).collect();
        assert_eq!(told, ["4:8: `IMDB` is `IMDb` of 2:8 in another case"]);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let cases = [
            (
                "[[term]]\ntext = \"GitLab\"\nhaerd = [\"git lab\"]\n",
                "d.toml:3:1: found the key `haerd`, which a dictionary does not have",
                Some("did you mean `heard`?"),
            ),
            (
                "[[term]]\nheard = [\"x\"]\n",
                "d.toml:1:1: found no `text`, expected one",
                Some("add it: `text = \"…\"`"),
            ),
            (
                "[[term]]\ntext = \"A1\"\n[[term]]\ntext = \"A1\"\n",
                "d.toml:4:8: found the term `A1` a second time; it stands at 2:8 already",
                Some("put what the two entries say into one"),
            ),
            (
                "[[term]]\ntext = \"A1\"\nheard = [\"hey\"]\n[[term]]\ntext = \"B1\"\nheard = [\"Hey\"]\n",
                "d.toml:6:10: found the mishearing `Hey` under `B1` and under `A1`: it can only stand for one",
                Some("leave it with the likelier of the two; the other is still found by its sound"),
            ),
            (
                "[[term]]\ntext = \"A1\"\nheard = [\"b1\"]\n[[term]]\ntext = \"B1\"\n",
                "d.toml:3:10: found the mishearing `b1` under `A1`, but it is a term itself",
                Some("take it out: a term is what was meant, and stays as it is"),
            ),
            (
                "[[term]]\ntext = \"--\"\n",
                "d.toml:2:8: found `--`, expected letters or digits",
                Some("what is not spoken is not misheard: take it out"),
            ),
            (
                "[[term]]\ntext = \"a\\u001bb\"\n",
                "d.toml:2:8: found a control character in `a\\u{1b}b`",
                Some("write `a b`"),
            ),
            ("[[term]]\ntext = 3\n", "d.toml:2:8: found `3`, expected a text in quotes", None),
        ];
        for (text, message, hint) in cases {
            let error = read("d", text).expect_err("a bad dictionary").in_file("d.toml");
            assert_eq!(error.to_string(), message);
            assert_eq!(error.hint(), hint, "{message}");
        }
    }
}
