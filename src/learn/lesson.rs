//! What one correction teaches, or why it teaches nothing.
//!
//! "led jar" put right as "Ledgr" is a mishearing of a name. "a" put right as "the" is an edit, "twenty five" put right
//! as "25" another way to write, and a sentence put in the place of a sentence is a new text.

use std::ops::Range;

use super::Left;
use super::known::{Known, KnownTerm};
use super::said::Said;
use super::versions::Change;
use crate::dictionary::{Kind, Term, fault};
use crate::sound;
use crate::token::{DATES, Gap, PARTICLES, Shape};
use crate::usage;
use crate::vocabulary::possessor;

/// Longer differences are new sentences.
const LONGEST_CHANGE: usize = 8;
/// A mishearing has no more words.
const LONGEST_HEARD: usize = 6;
/// A new term has no more words.
const LONGEST_TERM: usize = 5;
/// A word above this Zipf value is ordinary where a sentence begins, whatever its capital.
const ORDINARY: f32 = 3.6;
/// A word above this Zipf value is ordinary anywhere.
const COMMON: f32 = 5.3;
/// A word above this Zipf value is no new term by itself, though it bears a capital: "Chris", "Mexico", "Root".
const USUAL: f32 = 4.3;
/// Without a little word the rest must be so much more like the term.
const NEARER: f64 = 0.04;
/// A word in small letters that is shorter is no term.
const SHORTEST_WORD: usize = 5;

/// What a correction teaches.
#[derive(Debug, PartialEq)]
pub(super) enum Lesson {
    /// These words are a mishearing of a term.
    Heard { heard: Range<usize>, words: String, term: String },
    /// This is a term, which was written with other blanks or with its digits spoken: it is found so anyway.
    Form { heard: Range<usize>, term: String },
    /// The heard words are a term, and it was not said.
    PutBack { term: String },
}

/// Both versions, and one difference of them with the number of equal words before and behind it.
pub(super) struct Correction<'a> {
    pub(super) heard: &'a Said,
    pub(super) meant: &'a Said,
    pub(super) change: &'a Change,
    pub(super) room: (usize, usize),
    pub(super) known: &'a Known,
}

impl Correction<'_> {
    pub(super) fn lesson(&self) -> Result<Lesson, Left> {
        let (old, new) = (&self.change.old, &self.change.new);
        // "forty bases points" and "40 basis points"
        let numbers = old
            .clone()
            .zip(new.clone())
            .take_while(|&(old, new)| is_number(self.heard, &(old..old + 1)) && is_number(self.meant, &(new..new + 1)));
        let numbers = numbers.count();
        if numbers > 0 && numbers < old.len().min(new.len()) {
            let change = Change { old: old.start + numbers..old.end, new: new.start + numbers..new.end };
            return Correction { change: &change, room: (0, self.room.1), ..*self }.lesson();
        }
        if old.is_empty() || new.is_empty() {
            return Err(Left::OneSided);
        }
        if old.len() > LONGEST_CHANGE || new.len() > LONGEST_CHANGE {
            return Err(Left::Rewritten);
        }
        if let Some((words, term)) = self.known.around(self.meant, new, self.room) {
            return self.known_term(self.widened(&words), &words, term);
        }
        let name = self.name();
        if name.as_ref() != Some(new) && self.same_letters(old, new) {
            return Err(if is_number(self.meant, new) { Left::Number } else { Left::Same });
        }
        if let Some((_, term)) = self.known.around(self.heard, old, self.room)
            && name.is_none()
            && !term.kind.is_vocabulary()
        {
            return Ok(Lesson::PutBack { term: term.text.clone() });
        }
        if let Some((words, term)) = self.known.within(self.meant, new).filter(|(_, term)| !term.kind.is_vocabulary()) {
            return self.known_term(self.narrowed(&words).ok_or(Left::Rewritten)?, &words, term);
        }
        match name {
            Some(words) => self.new_term(&words),
            None if is_number(self.meant, new) && is_number(self.heard, old) => Err(Left::Number),
            None => Err(Left::Ordinary),
        }
    }

    /// The heard words where these words of the other version are, of which those outside of the change are the same.
    fn widened(&self, words: &Range<usize>) -> Range<usize> {
        let Change { old, new } = self.change;
        old.start - (new.start - words.start)..old.end + (words.end - new.end)
    }

    /// The heard words that are nearest to some of the words that stand in their place.
    fn narrowed(&self, words: &Range<usize>) -> Option<Range<usize>> {
        let Change { old, new } = self.change;
        let (lead, trail) = (words.start - new.start, new.end - words.end);
        let target = letters(self.meant, words);
        // Words beside the name stand for heard words too.
        let starts = if lead == 0 { old.start..=old.start } else { old.start + 1..=old.end - 1 };
        let ranges = starts.flat_map(|start| {
            let ends = if trail == 0 { old.end..=old.end } else { start + 1..=old.end - 1 };
            ends.map(move |end| start..end)
        });
        let alike = |range: &Range<usize>| strsim::normalized_levenshtein(&letters(self.heard, range), &target);
        let ranges = ranges.filter(|range| (1..=LONGEST_HEARD).contains(&range.len()));
        let first_of_best = |best: (f64, _), next: (f64, _)| if next.0 > best.0 { next } else { best };
        ranges.map(|range| (alike(&range), range)).reduce(first_of_best).map(|(_, range)| range)
    }

    fn known_term(&self, heard: Range<usize>, words: &Range<usize>, term: &KnownTerm) -> Result<Lesson, Left> {
        if self.same_letters(&heard, words) {
            return Err(Left::Same);
        }
        self.heard(heard, words, term.text.clone())
    }

    fn new_term(&self, words: &Range<usize>) -> Result<Lesson, Left> {
        let (heard, words) = if *words == self.change.new { self.whole_name(words) } else { (None, words.clone()) };
        let heard = match heard {
            Some(heard) => heard,
            None => self.narrowed(&words).ok_or(Left::Rewritten)?,
        };
        if words.len() > LONGEST_TERM || self.meant.is_broken(&words) {
            return Err(Left::Rewritten);
        }
        let mut term = self.meant.written(words.clone());
        if let Some(bare) = possessor(&term) {
            term.truncate(bare.len());
        }
        if fault(&term).is_some() {
            return Err(Left::Odd);
        }
        if !self.same_letters(&heard, &words) {
            return self.heard(heard, &words, term);
        }
        let has_digits = term.contains(|c: char| c.is_numeric());
        if has_digits && term.chars().filter(|c| c.is_alphabetic()).count() <= 2 {
            // "q three" and "Q3", "five g" and "5G".
            return Err(Left::Number);
        }
        let is_case_alone = heard.len() == words.len() && self.heard.folded(heard.clone()) == self.meant.folded(words);
        if is_case_alone { Err(Left::Same) } else { Ok(Lesson::Form { heard, term }) }
    }

    /// The name of a person of which only a part was misheard.
    fn whole_name(&self, words: &Range<usize>) -> (Option<Range<usize>>, Range<usize>) {
        let (before, behind) = self.room;
        let joins = |at: usize| {
            self.meant.shape(at) == Shape::Capital
                && zipf(self.meant.word(at)) < COMMON
                && possessor(self.meant.word(at)).is_none_or(|_| at == words.end)
        };
        let left = before > 0 && self.meant.gap(words.start) <= Gap::Space && joins(words.start - 1);
        let right = behind > 0 && self.meant.gap(words.end) <= Gap::Space && joins(words.end);
        let (start, end) = (words.start - usize::from(left), words.end + usize::from(right));
        let is_person = |range: &Range<usize>| {
            let text = self.meant.written(range.clone());
            Term::new(possessor(&text).unwrap_or(&text)).kind == Kind::Person
        };
        let wider = [start..end, start..words.end, words.start..end];
        match wider.into_iter().find(|range| range.len() > words.len() && is_person(range)) {
            Some(range) => (Some(self.widened(&range)), range),
            None => (None, words.clone()),
        }
    }

    fn heard(&self, heard: Range<usize>, words: &Range<usize>, term: String) -> Result<Lesson, Left> {
        let heard = self.without_edges(heard, words);
        if heard.len() > LONGEST_HEARD {
            return Err(Left::Rewritten);
        }
        let mut text = self.heard.folded(heard.clone());
        let last = self.meant.word(words.end - 1);
        if possessor(last).is_some() && possessor(&term).is_none() {
            // "led jars" for "Ledgr's".
            let bare = possessor(&text).or_else(|| text.strip_suffix('s')).unwrap_or(&text).len();
            text.truncate(bare);
        }
        if fault(&text).is_some() || !text.chars().any(char::is_alphabetic) {
            return Err(Left::Odd);
        }
        Ok(Lesson::Heard { heard, words: text, term })
    }

    /// The heard words without little words at their ends that were taken out beside the term: "like led jar" for "Ledgr".
    fn without_edges(&self, mut heard: Range<usize>, words: &Range<usize>) -> Range<usize> {
        let target = letters(self.meant, words);
        let alike = |range: &Range<usize>| strsim::normalized_levenshtein(&letters(self.heard, range), &target);
        let is_little = |at: usize| LITTLE.contains(&&*crate::token::folded(self.heard.word(at)));
        while heard.len() > 1 && heard.len() <= LONGEST_CHANGE + LONGEST_TERM {
            let shorter = [heard.start + 1..heard.end, heard.start..heard.end - 1];
            let edges = [heard.start, heard.end - 1];
            let nearer = shorter.into_iter().zip(edges).find(|(shorter, edge)| {
                // The words of the other version that are the same stay.
                let is_changed = self.change.old.contains(edge);
                is_changed && is_little(*edge) && alike(shorter) > alike(&heard) + NEARER
            });
            match nearer {
                Some((shorter, _)) => heard = shorter,
                None => break,
            }
        }
        heard
    }

    /// Whether both have the same letters, with digits and signs spoken.
    fn same_letters(&self, heard: &Range<usize>, words: &Range<usize>) -> bool {
        let (own, other) = (letters(self.heard, heard), letters(self.meant, words));
        own == other
            || sound::spelled(&self.heard.folded(heard.clone())) == sound::spelled(&self.meant.folded(words.clone()))
    }

    /// The words of the new version that are written like one name.
    fn name(&self) -> Option<Range<usize>> {
        let new = &self.change.new;
        let mut named = new.clone().filter(|&at| is_name(self.meant, at));
        let start = named.next()?;
        let mut end = named.next_back().unwrap_or(start) + 1;
        let is_inside = |at: usize| {
            let word = self.meant.word(at);
            INSIDE.contains(&word) || PARTICLES.contains(&word) || is_short(self.meant, at) || is_name(self.meant, at)
        };
        if !(start..end).all(is_inside) {
            return None;
        }
        if end - start == 1 && self.meant.shape(start) == Shape::Capital && zipf(self.meant.word(start)) >= USUAL {
            return None;
        }
        while end < new.end && is_short(self.meant, end) && self.meant.gap(end) <= Gap::Space {
            end += 1;
        }
        Some(start..end)
    }
}

/// Words that stand inside names: "Bank of America".
const INSIDE: [&str; 5] = ["of", "and", "the", "for", "&"];

/// Words that people take out when they put a text right.
const LITTLE: [&str; 30] = [
    "a", "an", "and", "at", "but", "by", "for", "i", "in", "is", "it", "just", "know", "like", "mean", "of", "oh",
    "okay", "on", "or", "right", "so", "the", "then", "to", "well", "with", "yeah", "yes", "you",
];

/// Names of times beside months and days that every recogniser knows, and that are of no field.
const PERIODS: [&str; 8] = ["q1", "q2", "q3", "q4", "h1", "h2", "fy", "q"];

/// Words that are numbers, or stand among them.
const NUMBERS: [&str; 46] = [
    "zero",
    "oh",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "billion",
    "trillion",
    "percent",
    "per",
    "cent",
    "point",
    "dollar",
    "dollars",
    "and",
    "a",
    "half",
    "first",
    "second",
    "third",
];

/// What goes with a name and is none: "3" of "Llama 3", "Q" of "Amazon Q", "+" of "Alexa+".
fn is_short(said: &Said, at: usize) -> bool {
    match said.shape(at) {
        Shape::Number => true,
        Shape::Symbol => said.gap(at) == Gap::Glued,
        Shape::Capital => said.word(at).chars().count() == 1 && said.word(at) != "I",
        _ => false,
    }
}

/// Whether a word shows by itself that it is a name, or no word of ordinary English.
fn is_name(said: &Said, at: usize) -> bool {
    let word = possessor(said.word(at)).unwrap_or(said.word(at));
    let small = word.to_lowercase();
    let starts_like_i = small == "i" || small.starts_with("i'") || small.starts_with("i\u{2019}");
    if word.chars().count() < 2
        || !word.starts_with(char::is_alphabetic)
        || starts_like_i
        || PERIODS.contains(&&*small)
        // "May" is a verb as well, and its capital tells something.
        || DATES.contains(&&*small) && small != "may"
        || NUMBERS.contains(&&*small)
    {
        return false;
    }
    match said.shape(at) {
        Shape::Mixed => true,
        Shape::Upper if !is_shouted(said, at) => zipf(word) < COMMON,
        Shape::Capital => zipf(word) < if said.gap(at) >= Gap::Stop { ORDINARY } else { COMMON },
        Shape::Lower | Shape::Upper => {
            word.chars().count() >= SHORTEST_WORD
                && word.chars().all(char::is_alphabetic)
                && usage::word(word).is_none()
                && !sound::lexicon::contains(&small)
        }
        Shape::Number | Shape::Symbol => false,
    }
}

/// Whether the words beside it are all in capitals, which then tell nothing.
fn is_shouted(said: &Said, at: usize) -> bool {
    let is_large = |at: usize| !said.word(at).contains(char::is_lowercase);
    let beside = at.saturating_sub(2)..(at + 3).min(said.len());
    beside.len() > 2 && beside.filter(|&other| other != at).all(is_large)
}

/// Whether these words are a number, however it is written.
fn is_number(said: &Said, words: &Range<usize>) -> bool {
    words.clone().all(|at| {
        let word = said.word(at).to_lowercase();
        let is_ordinal = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
        matches!(said.shape(at), Shape::Number | Shape::Symbol)
            || is_ordinal(&word)
            || NUMBERS.contains(&&*word)
            || ["th", "ty", "s"].iter().any(|end| word.strip_suffix(end).is_some_and(|stem| NUMBERS.contains(&stem)))
    })
}

/// The letters and digits of some words, as they are compared.
fn letters(said: &Said, words: &Range<usize>) -> String {
    said.folded(words.clone()).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn zipf(word: &str) -> f32 {
    usage::word(&crate::token::folded(word)).map_or(0.0, usage::Usage::zipf)
}
