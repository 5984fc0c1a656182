//! Reads of a shipped dictionary what a scan needs, line by line: every run of the program waits for it.
//!
//! It knows the layout of the shipped dictionaries, not all of TOML, and gives up at whatever else it sees. That a
//! dictionary is without fault, the reader of the full form says in a test.

use super::{Dictionary, Kind, Term};
use crate::span::Place;

/// What stands between a text's key and its value.
const IS: &str = " = ";

/// The dictionary without its examples and keeps; none where it has another layout than those that ship.
pub(super) fn read(name: &str, text: &str) -> Option<Dictionary> {
    let mut dictionary = Dictionary {
        name: name.to_owned(),
        about: String::new(),
        near: Vec::new(),
        listen: true,
        terms: Vec::new(),
        warnings: Vec::new(),
    };
    let mut domain = None;
    let mut in_trial = false;
    let mut lines = text.lines().zip(1..);
    while let Some((line, _)) = lines.next() {
        match line {
            "[[term]]" => {
                in_trial = false;
                let (line, number) = lines.next()?;
                let text = string(line.strip_prefix("text = ")?)?;
                let place = Place { line: number, column: 1 + "text".len() + IS.len() };
                dictionary.terms.push(Term { domain: domain.clone(), place, ..Term::new(text) });
                continue;
            }
            "[[term.example]]" | "[[term.keep]]" => in_trial = true,
            _ => {}
        }
        if in_trial || line.is_empty() {
            continue;
        }
        let (key, value) = line.split_once(IS)?;
        let mut list = || if value == "[" { lines_of_strings(&mut lines) } else { strings(value) };
        match (dictionary.terms.last_mut(), key) {
            (None, "about") => string(value)?.clone_into(&mut dictionary.about),
            (None, "domain") => domain = Some(string(value)?.to_owned()),
            (None, "listen") => dictionary.listen = value.parse().ok()?,
            (None, "near") => dictionary.near = list()?,
            (Some(term), "kind") => {
                let id = string(value)?;
                term.kind = Kind::ALL.into_iter().find(|kind| kind.id() == id)?;
            }
            (Some(term), "domain") => term.domain = Some(string(value)?.to_owned()),
            (Some(term), "heard") => term.heard = list()?,
            (Some(term), "said") => term.said = list()?,
            (Some(term), "near") => term.near = list()?,
            (Some(term), "unless") => term.unless = list()?,
            (Some(term), "never") => term.never = list()?,
            _ => return None,
        }
    }
    Some(dictionary)
}

/// A text in quotes, without escapes.
fn string(value: &str) -> Option<&str> {
    let text = value.strip_prefix('"')?.strip_suffix('"')?;
    (!text.contains(['"', '\\'])).then_some(text)
}

/// Several texts on one line, in brackets.
fn strings(value: &str) -> Option<Vec<String>> {
    let mut list = Vec::new();
    add_strings(value.strip_prefix('[')?.strip_suffix(']')?, &mut list)?;
    Some(list)
}

/// Several texts on the lines up to that of the closing bracket.
fn lines_of_strings<'a>(lines: &mut impl Iterator<Item = (&'a str, usize)>) -> Option<Vec<String>> {
    let mut list = Vec::new();
    loop {
        match lines.next()?.0 {
            "]" => return Some(list),
            line => add_strings(line.trim_start(), &mut list)?,
        }
    }
}

fn add_strings(mut rest: &str, list: &mut Vec<String>) -> Option<()> {
    while !rest.is_empty() {
        let (text, behind) = rest.strip_prefix('"')?.split_once('"')?;
        if text.contains('\\') {
            return None;
        }
        list.push(text.to_owned());
        rest = behind.trim_start_matches([',', ' ']);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_layout_is_given_up() {
        let term = "[[term]]\ntext = \"GitLab\"\n";
        assert!(read("d", term).is_some());
        for line in ["heard = ['git lab']", "heard = [\"git\\u0020lab\"]", "seen = []", "kind=\"product\"", "# a name"]
        {
            assert!(read("d", &format!("{term}{line}\n")).is_none(), "{line}");
        }
        assert!(read("d", "[[term]]\nkind = \"word\"\ntext = \"GitLab\"\n").is_none());
    }
}
