//! The TOML form of a dictionary, with a place for everything that is wrong with it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::iter;
use std::ops::Range;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use rayon::prelude::*;
use serde::Deserialize;
use toml::Spanned;

use super::{Dictionary, Example, Keep, Kind, LONGEST_TEXT, MOST_TERMS, Seen, Term, Warning, guess, plain};
use crate::error::{Error, Result};
use crate::span::{Place, Places};
use crate::token::{folded, is_same_folded, with_folded};
use crate::toml_text;

/// What a file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub(super) about: String,
    pub(super) domain: Option<String>,
    #[serde(default)]
    pub(super) near: Vec<Spanned<String>>,
    #[serde(default = "yes")]
    pub(super) listen: bool,
    #[serde(default)]
    pub(super) term: Vec<TermEntry>,
}

/// What an entry says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TermEntry {
    pub(super) text: Spanned<String>,
    pub(super) kind: Option<Kind>,
    pub(super) domain: Option<String>,
    #[serde(default)]
    pub(super) heard: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) said: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) near: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) unless: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) never: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) seen: Vec<Seen>,
    #[serde(default)]
    pub(super) example: Vec<Spanned<Example>>,
    #[serde(default)]
    pub(super) keep: Vec<Spanned<Keep>>,
}

fn yes() -> bool {
    true
}

pub(super) fn read(name: &str, text: &str) -> Result<Dictionary> {
    let parts = parts(text);
    let is_whole = parts.len() == 1;
    // What is wrong is told of the whole: a part may end in the midst of it.
    read_parts(name, text, &parts).or_else(|error| if is_whole { Err(error) } else { read_parts(name, text, &[0]) })
}

/// What begins an entry.
pub(super) const ENTRY: &str = "[[term]]";
/// A part has so many entries.
const PART: usize = 8;
/// So many parts are read side by side.
const PARTS: usize = 64;

/// Where the parts of a long dictionary begin, each but the first with an entry. One after another they take a fraction
/// of the memory that the tree of the whole takes.
fn parts(text: &str) -> Vec<usize> {
    // A text over several lines may hold what looks like an entry.
    if ["\"\"\"", "'''"].iter().any(|mark| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some()) {
        return vec![0];
    }
    let begins_line = |&at: &usize| at > 0 && text.as_bytes()[at - 1] == b'\n';
    let entries = memchr::memmem::find_iter(text.as_bytes(), ENTRY).filter(begins_line);
    iter::once(0).chain(entries.skip(PART).step_by(PART)).collect()
}

fn read_parts(name: &str, text: &str, parts: &[usize]) -> Result<Dictionary> {
    let mut checks = Checks::new(text, (parts.len() * PART).min(MOST_TERMS));
    let (mut about, mut near, mut listen, mut domain) = (String::new(), Vec::new(), true, None);
    let ends = parts.iter().copied().skip(1).chain([text.len()]);
    let ranges: Vec<Range<usize>> = parts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
    let read = |range: &Range<usize>| {
        let part = &text[range.clone()];
        let file = plain::read(part).map_or_else(|| toml_text::read(part, "a dictionary"), Ok);
        let file: Result<File> = file.map_err(|error| advised(error, part));
        (range.start, file)
    };
    for (start, file) in ranges.chunks(PARTS).flat_map(|some| some.par_iter().map(read).collect::<Vec<_>>()) {
        let file = file?;
        checks.offset = start;
        if start == 0 {
            (about, listen, domain) = (file.about, file.listen, file.domain);
            near = checks.phrases(file.near)?;
        }
        let known = checks.terms.len();
        if let Some(over) = MOST_TERMS.checked_sub(known).and_then(|left| file.term.get(left)) {
            let message = format!("found {} terms, and the limit is {MOST_TERMS}", known + file.term.len());
            let error = checks.fail(message, checks.at(&over.text));
            return Err(error.with_hint("put the rest into a second dictionary"));
        }
        for entry in file.term {
            let term = checks.read(entry, domain.as_ref())?;
            checks.terms.push(term);
        }
    }
    checks.mishearings_are_no_terms()?;
    let Checks { terms, warnings, .. } = checks;
    Ok(Dictionary { name: name.to_owned(), about, near, listen, terms, warnings })
}

/// What is checked from one entry to the others. Texts are looked up by a hash, and compared where they stand.
struct Checks<'a> {
    text: &'a str,
    /// Where the part begins whose entries are checked.
    offset: usize,
    places: Places,
    hasher: RandomState,
    /// Those that were read, in the order of their entries.
    terms: Vec<Term>,
    /// The hashes of their texts, whatever the case.
    hashes: Vec<u64>,
    /// The numbers of those that are the first with their text, whatever the case.
    by_case: HashTable<u32>,
    /// The numbers of the others by their texts, with the hashes of these.
    in_other_case: HashTable<(u64, u32)>,
    /// The first entry with each mishearing, whatever the case.
    heard: HashTable<Heard>,
    warnings: Vec<Warning>,
}

/// A mishearing of an entry.
#[derive(Clone, Copy)]
struct Heard {
    /// Of its text, whatever the case.
    hash: u64,
    /// The number of the entry.
    term: u32,
    /// Its number there.
    number: u32,
    /// Where it stands in the text.
    at: usize,
}

impl<'a> Checks<'a> {
    /// There are so many terms, or a few less.
    fn new(text: &'a str, count: usize) -> Self {
        Checks {
            text,
            offset: 0,
            places: Places::of(text),
            hasher: RandomState::default(),
            terms: Vec::with_capacity(count),
            hashes: Vec::with_capacity(count),
            by_case: HashTable::with_capacity(count),
            in_other_case: HashTable::new(),
            // Most have a few.
            heard: HashTable::with_capacity(3 * count),
            warnings: Vec::new(),
        }
    }

    /// Reads an entry; terms are of a domain where they say none themselves.
    fn read(&mut self, entry: TermEntry, domain: Option<&String>) -> Result<Term> {
        let at = self.at(&entry.text);
        self.phrase(&entry.text)?;
        self.term(entry.text.get_ref(), at)?;
        for number in 0..entry.heard.len() {
            self.heard(&entry, number)?;
        }
        self.entry(&entry);
        Ok(Term {
            kind: entry.kind.unwrap_or_else(|| guess::kind(entry.text.get_ref())),
            domain: entry.domain.or_else(|| domain.cloned()),
            heard: self.phrases(entry.heard)?,
            said: self.phrases(entry.said)?,
            near: self.phrases(entry.near)?,
            unless: self.phrases(entry.unless)?,
            never: self.phrases(entry.never)?,
            seen: entry.seen,
            examples: self.trials(entry.example, |example| &example.from)?,
            keeps: self.trials(entry.keep, |keep| &keep.text)?,
            place: self.place(at),
            text: entry.text.into_inner(),
        })
    }

    /// The hash of a text, whatever the case.
    fn hash(&self, text: &str) -> u64 {
        with_folded(text, |folded| self.hasher.hash_one(folded))
    }

    /// The first entry with a mishearing, among those before and the one that is read.
    fn heard_first(&self, hash: u64, text: &str, entry: Option<&TermEntry>) -> Option<Heard> {
        let is_it = |heard: &Heard| {
            let number = heard.number as usize;
            let known = match self.terms.get(heard.term as usize) {
                Some(term) => term.heard.get(number),
                None => entry.and_then(|entry| entry.heard.get(number)).map(Spanned::get_ref),
            };
            known.is_some_and(|known| is_same_folded(known, text))
        };
        self.heard.find(hash, is_it).copied()
    }

    /// Where in the whole text something stands.
    fn at<T>(&self, one: &Spanned<T>) -> usize {
        self.offset + one.span().start
    }

    fn place(&self, at: usize) -> Place {
        // Places are mostly asked for in their order.
        let last = self.terms.last().map_or(1, |term| term.place.line);
        self.places.at_behind(last, self.text, at)
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
        let at = self.at(text);
        let Some(fault) = fault(text.get_ref()) else { return Ok(()) };
        Err(self.fail(fault, at).with_hint(remedy(text.get_ref())))
    }

    /// Texts that are tried out: each says something.
    fn trials<T>(&self, trials: Vec<Spanned<T>>, text: fn(&T) -> &String) -> Result<Vec<T>> {
        match trials.iter().find(|trial| text(trial.get_ref()).trim().is_empty()) {
            Some(empty) => Err(self
                .fail("found an empty text, which tries out nothing".to_owned(), self.at(empty))
                .with_hint("write a sentence as it is said, or take the entry out")),
            None => Ok(trials.into_iter().map(Spanned::into_inner).collect()),
        }
    }

    /// Warns of what an entry says and denies.
    fn entry(&mut self, entry: &TermEntry) {
        let term = entry.text.get_ref();
        for never in &entry.never {
            if let Some(first) = self.heard_first(self.hash(never.get_ref()), never.get_ref(), Some(entry))
                && first.term as usize == self.terms.len()
            {
                let (text, first) = (never.get_ref(), self.place(first.at));
                let message =
                    format!("`{text}` is never `{term}`, so it is not found, though {first} says it is heard");
                self.warn(message, self.at(never));
            }
        }
        if entry.unless.is_empty() {
            return;
        }
        let near: HashMap<String, usize> = entry.near.iter().map(|one| (folded(one.get_ref()), self.at(one))).collect();
        for unless in &entry.unless {
            if let Some(&first) = near.get(&folded(unless.get_ref())) {
                let (text, first) = (unless.get_ref(), self.place(first));
                let message = format!("`{text}` speaks against `{term}`, and at {first} for it");
                self.warn(message, self.at(unless));
            }
        }
    }

    fn warn(&mut self, message: String, at: usize) {
        self.warnings.push(Warning { place: self.place(at), message });
    }

    fn term(&mut self, text: &str, at: usize) -> Result<()> {
        let number = self.terms.len() as u32;
        let hash = self.hash(text);
        self.hashes.push(hash);
        let read = |number: u32| &self.terms[number as usize];
        let first = self.by_case.find(hash, |&number| is_same_folded(&read(number).text, text)).copied();
        let Some(first) = first else {
            let Checks { by_case, hashes, .. } = self;
            by_case.insert_unique(hash, number, |&number| hashes[number as usize]);
            return Ok(());
        };
        let exact = self.hasher.hash_one(text);
        let again = self.in_other_case.find(exact, |&(_, number)| read(number).text == text).map(|&(_, number)| number);
        if let Some(same) = again.or(Some(first).filter(|&first| read(first).text == text)) {
            let message = format!("found the term `{text}` a second time; it stands at {} already", read(same).place);
            return Err(self.fail(message, at).with_hint("put what the two entries say into one"));
        }
        self.in_other_case.insert_unique(exact, (exact, number), |&(hash, _)| hash);
        let first = &self.terms[first as usize];
        let message = format!("`{text}` is `{}` of {} in another case", first.text, first.place);
        self.warn(message, at);
        Ok(())
    }

    /// Takes in a mishearing of the entry that is read: it can only stand for one term.
    fn heard(&mut self, entry: &TermEntry, number: usize) -> Result<()> {
        let (term, heard) = (entry.text.get_ref(), &entry.heard[number]);
        let (text, at) = (heard.get_ref(), self.at(heard));
        let is_term = text == term;
        if is_term {
            self.warn(format!("`{text}` is no mishearing of itself"), at);
        }
        let hash = self.hash(text);
        let Some(first) = self.heard_first(hash, text, Some(entry)) else {
            let own = Heard { hash, term: self.terms.len() as u32, number: number as u32, at };
            self.heard.insert_unique(hash, own, |heard| heard.hash);
            return Ok(());
        };
        if let Some(other) = self.terms.get(first.term as usize) {
            let other = &other.text;
            let message =
                format!("found the mishearing `{text}` under `{term}` and under `{other}`: it can only stand for one");
            let error = self.fail(message, at);
            return Err(error.with_hint("leave it with the likelier of the two; the other is still found by its sound"));
        }
        if !is_term {
            self.warn(format!("the mishearing `{text}` of `{term}` stands at {} already", self.place(first.at)), at);
        }
        Ok(())
    }

    fn mishearings_are_no_terms(&mut self) -> Result<()> {
        let clashes = self.terms.iter().zip(&self.hashes).filter_map(|(term, &hash)| {
            let heard = self.heard_first(hash, &term.text, None)?;
            let other = &self.terms[heard.term as usize].text;
            (*other != term.text).then_some((heard.at, other, &term.text))
        });
        match clashes.min() {
            Some((at, other, term)) => {
                let term = folded(term);
                let message = format!("found the mishearing `{term}` under `{other}`, but it is a term itself");
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
    if is_plainly_right(text) { None } else { seen_fault(text) }
}

/// The same, found the slow way.
fn seen_fault(text: &str) -> Option<String> {
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

/// Whether a text has no fault at first sight, as most: short, of visible ASCII, with letters or digits and single
/// blanks between.
fn is_plainly_right(text: &str) -> bool {
    let mut before = b' ';
    let mut has_letters = false;
    let is_visible = text.bytes().all(|byte| {
        let is_blank_again = byte == b' ' && before == b' ';
        before = byte;
        has_letters |= byte.is_ascii_alphanumeric();
        matches!(byte, b' '..=b'~') && !is_blank_again
    });
    is_visible && has_letters && before != b' ' && text.len() <= LONGEST_TEXT
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_right_at_first_sight_has_no_fault(text in "[ -~\u{a0}é\u{200b}\t]{0,8}") {
            prop_assert!(!is_plainly_right(&text) || seen_fault(&text).is_none(), "{:?}", text);
        }
    }

    #[test]
    fn many_cases_of_one_text_are_read_at_once() {
        let cases = (0..1 << 14).map(|bits: u32| {
            let letter = |at: u32| if bits >> at & 1 == 1 { 'A' } else { 'a' };
            format!("[[term]]\ntext = \"{}\"\n", (0..14).map(letter).collect::<String>())
        });
        let read = read("d", &cases.collect::<String>()).expect("a dictionary");
        assert_eq!((read.terms.len(), read.warnings.len()), (1 << 14, (1 << 14) - 1));
    }

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
