//! What a text names: people, firms, products and acronyms, as terms for a person to look over.
//!
//! It takes runs of capitalised words that ordinary English does not explain, and acronyms with what they stand for.
//! "Ada Lovelace joined Ledgr" gives both names; "The Board Meeting" gives nothing, since its words are ordinary.

#[cfg(feature = "cli")]
mod table;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::dictionary::{Dictionary, Kind, LONGEST_TEXT, MOST_TERMS, Term, is_firm};
use crate::span::Span;
use crate::token::{Gap, PARTICLES, Shape, TITLES, Word, folded, words_of};
use crate::usage;

/// A word above this Zipf value is ordinary, and its capital comes from its place.
const ORDINARY: f32 = 3.6;
/// A word above this Zipf value begins no name: "The", "Our", "From".
const COMMON: f32 = 5.3;
/// A line of so many characters goes on in the next one.
const WRAPPED: usize = 60;
/// A longer run of capitalised words is a heading.
const LONGEST_NAME: usize = 6;
/// An acronym has no more letters.
const LONGEST_ACRONYM: usize = 8;
/// So many source lines are kept of a term.
const MOST_LINES: usize = 3;
/// So much of a line is kept, in bytes.
const LONGEST_LINE: usize = 240;

/// A term that a text names, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Extracted {
    /// The term.
    pub term: Term,
    /// How often the text names it.
    pub count: usize,
    /// What an acronym stands for, as the text says it.
    pub expansion: Option<String>,
    /// The first lines that name it, each with its number, which begins at 1.
    pub lines: Vec<(usize, String)>,
}

/// What a text names: the most frequent first, then in the order of the text.
///
/// ```
/// let found = mondegreen::extract("Ada Lovelace of Ledgr spoke about annual recurring revenue (ARR).");
/// let names: Vec<&str> = found.iter().map(|one| one.term.text.as_str()).collect();
/// assert_eq!(names, ["Ada Lovelace", "Ledgr", "annual recurring revenue", "ARR"]);
/// assert_eq!(found[3].expansion.as_deref(), Some("annual recurring revenue"));
/// ```
pub fn extract(text: &str) -> Vec<Extracted> {
    named_in(text, &[], &[])
}

/// What a table names, with `,`, `;` or tabs between its cells: as [`extract`], and people by the heads of the columns
/// and with the surname first ("Doe, Jane").
#[cfg(feature = "cli")]
pub(crate) fn extract_table(text: &str) -> Vec<Extracted> {
    let told = table::read(text);
    named_in(&told.text, &told.people, &told.firms)
}

/// What a text names, in which some stretches are people's names and others hold firms, both in order.
fn named_in(text: &str, people: &[Range<usize>], firms: &[Range<usize>]) -> Vec<Extracted> {
    let end = text.floor_char_boundary(u32::MAX as usize);
    let mut words = Vec::new();
    words_of(text, Span::new(0, end), &mut words);
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(end, _)| end + 1)).collect();
    let page = Page {
        text,
        lower: lower_words(text, &words),
        shouted: text.split('\n').map(is_shouted).collect(),
        starts,
        words,
        firms,
    };
    let mut found = Found::default();
    let mut at = 0;
    let mut people = people.iter().peekable();
    while at < page.words.len() {
        let begins = page.words[at].span.start as usize;
        while people.next_if(|person| person.end <= begins).is_some() {}
        if let Some(person) = people.next_if(|person| person.start <= begins) {
            let term = Term { kind: Kind::Person, ..Term::new(&text[person.clone()]) };
            found.add(&page, at, term, None);
            at = page.words.partition_point(|word| (word.span.start as usize) < person.end);
            continue;
        }
        let run = page.run(at);
        if run == 0 {
            at += 1;
            continue;
        }
        page.take(at, at + run, &mut found);
        at += run;
    }
    found.ranked()
}

/// The terms of what was extracted as a dictionary of this name.
pub fn extracted_dictionary(name: &str, found: &[Extracted]) -> Dictionary {
    Dictionary {
        name: name.to_owned(),
        about: String::new(),
        near: Vec::new(),
        listen: true,
        terms: found.iter().map(|one| one.term.clone()).collect(),
        warnings: Vec::new(),
    }
}

/// What several files name, each term once, with the file that named it first: the most frequent first.
#[cfg(feature = "cli")]
pub(crate) fn merged(found: Vec<(String, Extracted)>) -> Vec<(String, Extracted)> {
    let mut by_text: HashMap<String, usize> = HashMap::new();
    let mut all: Vec<(String, Extracted)> = Vec::new();
    for (file, one) in found {
        let key = folded(&one.term.text);
        if let Some((_, first)) = by_text.get(&key).and_then(|&at| all.get_mut(at)) {
            first.count += one.count;
            first.expansion = first.expansion.take().or(one.expansion);
        } else {
            by_text.insert(key, all.len());
            all.push((file, one));
        }
    }
    all.sort_by_key(|(_, one)| std::cmp::Reverse(one.count));
    all
}

/// The words that the text also writes without a capital: those are no names.
fn lower_words(text: &str, words: &[Word]) -> BTreeSet<String> {
    let lower = words.iter().filter(|word| word.shape == Shape::Lower);
    lower.map(|word| folded(&text[word.span.range()])).collect()
}

/// A text and its words.
struct Page<'a> {
    text: &'a str,
    words: Vec<Word>,
    /// Where each line begins.
    starts: Vec<usize>,
    /// For each line, whether it is written in capitals throughout.
    shouted: Vec<bool>,
    lower: BTreeSet<String>,
    /// Where nobody is named, but firms.
    firms: &'a [Range<usize>],
}

/// Whether a line is in capitals throughout.
fn is_shouted(line: &str) -> bool {
    line.split_whitespace().nth(2).is_some() && !line.chars().any(char::is_lowercase)
}

impl Page<'_> {
    fn word(&self, at: usize) -> &str {
        &self.text[self.words[at].span.range()]
    }

    /// Whether this word and the one before it may be parts of one name.
    fn joins(&self, at: usize) -> bool {
        let (Some(word), Some(before)) = (self.words.get(at), self.words.get(at.wrapping_sub(1))) else { return false };
        let between = &self.text[before.span.end as usize..word.span.start as usize];
        let is_one_line = match between.matches('\n').count() {
            0 => true,
            1 => {
                let start = self.text[..before.span.end as usize].rfind('\n').map_or(0, |end| end + 1);
                before.span.end as usize - start >= WRAPPED
            }
            _ => false,
        };
        word.gap <= Gap::Space && is_one_line && !between.contains('\t')
    }

    /// How many words from here on are written like one name.
    fn run(&self, start: usize) -> usize {
        if !is_named(self.words[start].shape) {
            return 0;
        }
        let mut end = start + 1;
        while self.joins(end) {
            // A particle or "&" counts where a name goes on behind it.
            let inside = PARTICLES.contains(&self.word(end)) || self.word(end) == "&";
            let shape = self.words[end].shape;
            if is_named(shape)
                || shape == Shape::Number
                || (shape == Shape::Symbol && self.words[end].gap == Gap::Glued)
            {
                end += 1;
            } else if inside && self.joins(end + 1) && is_named(self.words[end + 1].shape) {
                end += 2;
            } else {
                break;
            }
        }
        end - start
    }

    /// Takes what is a name of a run of capitalised words.
    fn take(&self, mut start: usize, end: usize, found: &mut Found) {
        // A usual word with a capital begins a sentence, or a name in the middle of one: "at The Slow Kettle".
        let is_begun = self.words[start].gap >= Gap::Stop;
        let is_usual = |at: usize| {
            self.words[at].shape == Shape::Capital
                && (is_begun && zipf(self.word(at)) > COMMON || self.word(at) == "I" || TITLES.contains(&self.word(at)))
        };
        while start < end && is_usual(start) {
            start += 1;
        }
        if start == end || end - start > LONGEST_NAME || !is_named(self.words[start].shape) {
            return;
        }
        let span = self.words[start].span.start as usize..self.words[end - 1].span.end as usize;
        let text = self.text[span].split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.trim_end_matches("'s").trim_end_matches("\u{2019}s");
        if text.is_empty() || text.len() > LONGEST_TEXT || self.is_shouted(start) {
            return;
        }
        if end - start == 1 && self.words[start].shape == Shape::Upper {
            return self.take_acronym(start, text, found);
        }
        let term = Term::new(text);
        let is_of_firm = term.kind == Kind::Person && self.is_of_firm(start);
        let kind = if is_of_firm || is_firm(text) { Kind::Firm } else { term.kind };
        if is_of_firm || kind == Kind::Person || (start..end).any(|at| self.tells(at)) {
            found.add(self, start, Term { kind, ..term }, None);
        }
    }

    /// Whether a word stands where firms are named.
    fn is_of_firm(&self, at: usize) -> bool {
        let start = self.words[at].span.start as usize;
        let next = self.firms.partition_point(|firm| firm.end <= start);
        self.firms.get(next).is_some_and(|firm| firm.contains(&start))
    }

    /// Whether a word shows by itself that it is part of a name.
    fn tells(&self, at: usize) -> bool {
        let word = self.word(at);
        match self.words[at].shape {
            Shape::Upper | Shape::Mixed => true,
            Shape::Capital => {
                let bare = word.trim_end_matches("'s").trim_end_matches("\u{2019}s");
                bare.chars().count() > 2 && zipf(bare) < ORDINARY && !self.lower.contains(&folded(bare))
            }
            Shape::Lower | Shape::Number | Shape::Symbol => false,
        }
    }

    /// Whether all of a line is in capitals, which then tell nothing.
    fn is_shouted(&self, at: usize) -> bool {
        self.shouted[self.line_number(at) - 1]
    }

    fn take_acronym(&self, at: usize, text: &str, found: &mut Found) {
        let letters = text.chars().count();
        let roman = text.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        if !(2..=LONGEST_ACRONYM).contains(&letters) || roman {
            return;
        }
        let expansion = self.expansion_before(at, text).or_else(|| self.expansion_behind(at, text));
        if let Some((first, phrase)) = &expansion {
            found.add(self, *first, Term::new(phrase), None);
        }
        let term = Term { kind: Kind::Acronym, ..Term::new(text) };
        found.add(self, at, term, expansion.map(|(_, phrase)| phrase));
    }

    /// "annual recurring revenue (ARR)"
    fn expansion_before(&self, at: usize, acronym: &str) -> Option<(usize, String)> {
        let is_bracketed = self.text[..self.words[at].span.start as usize].ends_with('(');
        let first = at.checked_sub(acronym.chars().count()).filter(|_| is_bracketed)?;
        self.phrase_for(first, at, acronym)
    }

    /// "ARR (annual recurring revenue)"
    fn expansion_behind(&self, at: usize, acronym: &str) -> Option<(usize, String)> {
        let is_bracketed = self.text[self.words[at].span.end as usize..].trim_start_matches(' ').starts_with('(');
        let end = at + 1 + acronym.chars().count();
        (is_bracketed && end <= self.words.len()).then(|| self.phrase_for(at + 1, end, acronym)).flatten()
    }

    /// The words that begin with the letters of an acronym.
    fn phrase_for(&self, first: usize, end: usize, acronym: &str) -> Option<(usize, String)> {
        let fits = (first..end).zip(acronym.chars()).all(|(at, letter)| {
            let initial = self.word(at).chars().next();
            initial.is_some_and(|c| c.to_lowercase().eq(letter.to_lowercase())) && (at == first || self.joins(at))
        });
        let text = &self.text[self.words[first].span.start as usize..self.words[end - 1].span.end as usize];
        let phrase = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (fits && phrase.len() <= LONGEST_TEXT).then_some((first, phrase))
    }

    /// The number of the line of a word, from 1.
    fn line_number(&self, at: usize) -> usize {
        let start = self.words[at].span.start as usize;
        self.starts.partition_point(|&line| line <= start).max(1)
    }

    /// The line of a word with its number, as far as it is shown.
    fn line(&self, at: usize) -> (usize, &str) {
        let word = self.words[at].span.start as usize;
        let number = self.line_number(at);
        let near = self.text.ceil_char_boundary(word.saturating_sub(LONGEST_LINE / 2));
        let far = self.text.floor_char_boundary((near + LONGEST_LINE).min(self.text.len()));
        let from = self.starts[number - 1].max(near);
        let to = self.starts.get(number).map_or(self.text.len(), |next| next - 1).min(far);
        (number, self.text[from..to.max(from)].trim())
    }
}

fn is_named(shape: Shape) -> bool {
    matches!(shape, Shape::Capital | Shape::Upper | Shape::Mixed)
}

fn zipf(word: &str) -> f32 {
    usage::word(&folded(word)).map_or(0.0, usage::Usage::zipf)
}

/// The terms found so far, each once.
#[derive(Default)]
struct Found {
    terms: Vec<Extracted>,
    by_text: HashMap<String, usize>,
}

impl Found {
    fn add(&mut self, page: &Page<'_>, at: usize, term: Term, expansion: Option<String>) {
        let next = self.terms.len();
        let place = *self.by_text.entry(folded(&term.text)).or_insert(next);
        if place == MOST_TERMS {
            return;
        }
        if place == next {
            self.terms.push(Extracted { term, count: 0, expansion: None, lines: Vec::new() });
        }
        let Some(one) = self.terms.get_mut(place) else { return };
        one.count += 1;
        one.expansion = one.expansion.take().or(expansion);
        if one.lines.len() < MOST_LINES {
            let (number, line) = page.line(at);
            if one.lines.last().is_none_or(|(last, _)| *last != number) {
                one.lines.push((number, line.to_owned()));
            }
        }
    }

    fn ranked(mut self) -> Vec<Extracted> {
        self.terms.sort_by_key(|one| std::cmp::Reverse(one.count));
        self.terms
    }
}

/// What a calendar invite (RFC 5545) says and whom it names, on the lines on which it says so.
pub fn calendar_text(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let mut whole = line.to_owned();
        let mut folds = 0;
        while let Some(more) = lines.next_if(|line| line.starts_with([' ', '\t'])) {
            whole.push_str(&more[1..]);
            folds += 1;
        }
        out.push_str(&said_in(&whole));
        out.push('\n');
        out.extend(std::iter::repeat_n('\n', folds));
    }
    out
}

/// What one line of a calendar says.
fn said_in(line: &str) -> String {
    let name = line.split([';', ':']).next().unwrap_or_default().to_ascii_uppercase();
    match name.as_str() {
        "SUMMARY" | "DESCRIPTION" | "LOCATION" => {
            let value = line.split_once(':').map_or("", |(_, value)| value);
            value.replace("\\n", ". ").replace("\\N", ". ").replace('\\', "")
        }
        "ATTENDEE" | "ORGANIZER" => {
            let named = line.split_once("CN=").map_or("", |(_, rest)| rest);
            match named.strip_prefix('"') {
                Some(quoted) => quoted.split('"').next().unwrap_or_default().to_owned(),
                None => named.split([';', ':']).next().unwrap_or_default().to_owned(),
            }
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_be_as_long_as_a_file() {
        let text = "We said that Ada Lovelace went to Ledgr. ".repeat(50_000);
        let found = extract(&text);
        assert_eq!(found.iter().map(|one| one.count).max(), Some(50_000));
        assert!(found.iter().flat_map(|one| &one.lines).all(|(_, line)| line.len() <= LONGEST_LINE));
        assert!(found[0].lines[0].1.contains(&found[0].term.text));
    }

    #[test]
    fn names_are_told_from_ordinary_words() {
        let cases: &[(&str, &[(&str, Kind)])] = &[
            ("The Board Meeting starts. Our plan is simple.", &[]),
            (
                "Ada Lovelace - Chair\nVikram Kini, Engineer",
                &[("Ada Lovelace", Kind::Person), ("Vikram Kini", Kind::Person)],
            ),
            ("Evercore Partners bought it", &[("Evercore Partners", Kind::Firm)]),
            ("Acme Robotics makes them", &[("Acme Robotics", Kind::Firm)]),
            ("We moved to GitLab and to Zanzibarix.", &[("GitLab", Kind::Product), ("Zanzibarix", Kind::Product)]),
            ("We met Dr. Ottoline Zagrix at the sea", &[("Ottoline Zagrix", Kind::Person)]),
            ("It went to Old Zagrix Partners then", &[("Old Zagrix Partners", Kind::Firm)]),
            ("Our Zagrix is one, and I Zagrix it.", &[("Zagrix", Kind::Product)]),
            ("Ledgr & Vane\t\nAda Lovelace", &[("Ledgr & Vane", Kind::Product), ("Ada Lovelace", Kind::Person)]),
            ("ALL IN CAPITALS HERE", &[]),
            ("x", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            let found = extract(text);
            let found: Vec<(&str, Kind)> = found.iter().map(|one| (one.term.text.as_str(), one.term.kind)).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }

    #[test]
    fn the_most_frequent_is_first_with_its_lines() {
        let found = extract("Zagrix is here.\nWe like Ledgr.\nLedgr it is.\n");
        assert_eq!((found[0].term.text.as_str(), found[0].count), ("Ledgr", 2));
        assert_eq!(found[0].lines, [(2, "We like Ledgr.".to_owned()), (3, "Ledgr it is.".to_owned())]);
    }

    #[test]
    fn acronyms_bring_what_they_stand_for() {
        for text in ["annual recurring revenue (ARR)", "ARR (annual recurring revenue)"] {
            let found = extract(text);
            let arr = found.iter().find(|one| one.term.text == "ARR").expect("the acronym");
            assert_eq!(arr.expansion.as_deref(), Some("annual recurring revenue"), "{text}");
        }
    }

    #[test]
    fn invites_name_who_comes() {
        let text = "BEGIN:VCALENDAR\nSUMMARY:Ledgr\\, the launch\nATTENDEE;CN=\"Ada\n  Lovelace\";ROLE=x:mailto:a@b\nATTENDEE;CN=Bob:m\n";
        assert_eq!(calendar_text(text), "\nLedgr, the launch\nAda Lovelace\n\nBob\n");
    }
}
