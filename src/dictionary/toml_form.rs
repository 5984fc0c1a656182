//! The TOML form of a dictionary, with a place for everything that is wrong with it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

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
    example: Vec<Example>,
    #[serde(default)]
    keep: Vec<Keep>,
}

fn yes() -> bool {
    true
}

pub(super) fn read(name: &str, text: &str) -> Result<Dictionary> {
    let file: File = toml_text::read(text, "a dictionary")?;
    if file.term.len() > MOST_TERMS {
        return Err(Error::new(format!("found {} terms, and the limit is {MOST_TERMS}", file.term.len())));
    }
    let mut checks = Checks::new(text);
    let near = checks.phrases(file.near)?;
    let mut terms = Vec::with_capacity(file.term.len());
    for entry in file.term {
        let at = entry.text.span().start;
        checks.phrase(&entry.text)?;
        checks.term(entry.text.get_ref(), at)?;
        for heard in &entry.heard {
            checks.heard(heard.get_ref(), entry.text.get_ref(), heard.span().start)?;
        }
        terms.push(Term {
            kind: entry.kind.unwrap_or_else(|| guess::kind(entry.text.get_ref())),
            domain: entry.domain.or_else(|| file.domain.clone()),
            heard: checks.phrases(entry.heard)?,
            said: checks.phrases(entry.said)?,
            near: checks.phrases(entry.near)?,
            unless: checks.phrases(entry.unless)?,
            never: checks.phrases(entry.never)?,
            seen: entry.seen,
            examples: entry.example,
            keeps: entry.keep,
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
    terms: HashMap<String, usize>,
    heard: HashMap<String, (String, usize)>,
    /// Where each term stands first, whatever its case.
    cases: HashMap<String, (String, usize)>,
    warnings: Vec<Warning>,
}

impl<'a> Checks<'a> {
    fn new(text: &'a str) -> Self {
        Checks {
            text,
            places: Places::of(text),
            terms: HashMap::new(),
            heard: HashMap::new(),
            cases: HashMap::new(),
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
        if let Some(fault) = fault(text.get_ref()) {
            return Err(self.fail(fault, at));
        }
        Ok(())
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
            Some((at, message)) => Err(self.fail(message, at)),
            None => Ok(()),
        }
    }
}

/// Why this cannot be a term, a mishearing or a near word.
pub(crate) fn fault(text: &str) -> Option<String> {
    if text.len() > LONGEST_TEXT {
        return Some(format!("found a text of {} bytes, and the limit is {LONGEST_TEXT}", text.len()));
    }
    if !text.chars().any(char::is_alphanumeric) {
        return Some(format!("found `{}`, expected letters or digits", text.escape_debug()));
    }
    if text.chars().any(char::is_control) {
        return Some(format!("found a control character in `{}`", text.escape_debug()));
    }
    (text.trim() != text).then(|| format!("found white space around `{}`", text.escape_debug()))
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
            ("[[term]]\nheard = [\"x\"]\n", "d.toml:1:1: found no `text`, expected one", None),
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
                None,
            ),
            ("[[term]]\ntext = \"--\"\n", "d.toml:2:8: found `--`, expected letters or digits", None),
            ("[[term]]\ntext = \"a\\u001bb\"\n", "d.toml:2:8: found a control character in `a\\u{1b}b`", None),
            ("[[term]]\ntext = 3\n", "d.toml:2:8: found `3`, expected a text in quotes", None),
        ];
        for (text, message, hint) in cases {
            let error = read("d", text).expect_err("a bad dictionary").in_file("d.toml");
            assert_eq!(error.to_string(), message);
            assert_eq!(error.hint(), hint, "{message}");
        }
    }
}
