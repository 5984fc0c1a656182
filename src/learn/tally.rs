//! What was put right how often, and which of it is sure enough to be proposed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::known::{Known, folded_words};
use super::said::{Numbers, Said};
use super::{Learned, LearnedExample, LearnedHeard, LearnedKeep, LearnedTerm, Left, MOST_EXAMPLES, context};
use crate::dictionary::{Keep, Term, fault};
use crate::sound::{self, distance};
use crate::usage;
use crate::vocabulary::is_ordinary;

/// What people did to versions counts from the second time on, unless somebody asks for another number.
const LEAST: usize = 2;
/// Of the times that words were met, they were put right as one term at least four times in five.
const SURE: (usize, usize) = (4, 5);
/// A term has no more keeps than this.
const MOST_KEEPS: usize = 5;
/// More mishearings are not compared by their sound.
const MOST_COMPARED: usize = 20_000;
/// Sounds that differ by a greater share are not those of one word, in hundredths of a phone for each.
const FAR_APART: usize = 40;
/// Letters that are alike by this share may be those of one word, however they sound.
const NEAR_LETTERS: f64 = 0.5;

/// A single word from this Zipf value on is ordinary.
const ORDINARY: f32 = 3.5;
/// Words from this Zipf value on are English.
const ENGLISH: f32 = 3.0;

/// What was put right, counted.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// By the terms, as they are compared.
    terms: BTreeMap<String, TermTally>,
    /// How often words were put right, as whatever.
    met: HashMap<String, usize>,
    /// How often words were kept by a person who was asked, by the term that was offered.
    rejected: HashMap<String, usize>,
    left: BTreeMap<Left, usize>,
    /// What was read to the end by a person.
    pub(super) tellings: Vec<Telling>,
}

/// A transcript that a person read, and which of its words were put right.
#[derive(Debug)]
pub(super) struct Telling {
    pub(super) name: String,
    pub(super) said: Said,
    pub(super) is_changed: Vec<bool>,
}

/// Where a correction comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Two versions of a text.
    Version,
    /// Somebody was asked.
    Decision,
}

#[derive(Debug, Default)]
struct TermTally {
    /// How it is written, and how often.
    texts: BTreeMap<String, usize>,
    heard: BTreeMap<String, HeardTally>,
    /// How often it was only spaced otherwise, with the first places.
    forms: HeardTally,
    keeps: BTreeMap<String, LearnedKeep>,
    /// How often it was put back, and how often it was rejected.
    kept: (usize, usize),
    /// What is never it.
    never: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct HeardTally {
    count: usize,
    decided: usize,
    examples: Vec<LearnedExample>,
}

impl HeardTally {
    fn add(&mut self, source: Source, example: LearnedExample) {
        self.count += 1;
        self.decided += usize::from(source == Source::Decision);
        if self.examples.len() < MOST_EXAMPLES && !self.examples.contains(&example) {
            self.examples.push(example);
        }
    }
}

impl Tally {
    fn term(&mut self, term: &str) -> &mut TermTally {
        let tally = self.terms.entry(folded_words(term).0).or_default();
        *tally.texts.entry(term.to_owned()).or_default() += 1;
        tally
    }

    pub(super) fn heard(&mut self, words: String, term: &str, source: Source, example: LearnedExample) {
        *self.met.entry(words.clone()).or_default() += 1;
        self.term(term).heard.entry(words).or_default().add(source, example);
    }

    pub(super) fn form(&mut self, words: String, term: &str, example: LearnedExample) {
        *self.met.entry(words).or_default() += 1;
        self.term(term).forms.add(Source::Version, example);
    }

    pub(super) fn keep(&mut self, term: &str, text: String, place: String) {
        let tally = self.term(term);
        let keep = tally.keeps.entry(text).or_insert_with(|| LearnedKeep { count: 0, place });
        keep.count += 1;
        tally.kept.0 += 1;
    }

    pub(super) fn rejected(&mut self, term: &str, words: &str, text: String, place: String) {
        *self.rejected.entry(words.to_owned()).or_default() += 1;
        self.keep(term, text, place);
        self.term(term).kept.1 += 1;
    }

    pub(super) fn never(&mut self, term: &str, words: String) {
        *self.rejected.entry(words.clone()).or_default() += 1;
        self.term(term).never.insert(words);
    }

    pub(super) fn left(&mut self, left: Left, words: &str) {
        *self.left.entry(left).or_default() += 1;
        *self.met.entry(words.to_owned()).or_default() += 1;
    }
}

/// Where words that were put right elsewhere were left as they are: how often, and the first texts with their places.
type Alone<'a> = HashMap<&'a str, (usize, Vec<(String, String)>)>;

/// Decides what of a tally is proposed.
pub(super) struct Judge<'a> {
    tally: &'a Tally,
    known: &'a Known,
    /// How often it must be seen in versions, and in decisions.
    least: (usize, usize),
    /// The words of terms that are proposed, or known.
    terms: BTreeSet<&'a str>,
    alone: Alone<'a>,
    compared: usize,
}

impl<'a> Judge<'a> {
    pub(super) fn new(tally: &'a Tally, known: &'a Known, numbers: &Numbers, least: Option<usize>) -> Judge<'a> {
        let least = (least.unwrap_or(LEAST), least.unwrap_or(1));
        let mut judge = Judge { tally, known, least, terms: BTreeSet::new(), alone: HashMap::new(), compared: 0 };
        for (words, term) in &tally.terms {
            if judge.is_often(term.forms.count, 0) || term.heard.values().any(|one| judge.is_seen(one)) {
                judge.terms.insert(words);
            }
        }
        judge.alone = judge.left_alone(numbers);
        judge
    }

    fn is_often(&self, count: usize, decided: usize) -> bool {
        count >= self.least.0.max(1) || decided >= self.least.1.max(1)
    }

    fn is_seen(&self, heard: &HeardTally) -> bool {
        self.is_often(heard.count, heard.decided)
    }

    /// Where the mishearings that were seen often enough were left as they are.
    fn left_alone(&self, numbers: &Numbers) -> Alone<'a> {
        let mut by_first: HashMap<u32, Vec<(Vec<u32>, &'a str)>> = HashMap::new();
        let heard = self.tally.terms.values().flat_map(|term| &term.heard);
        let seen: BTreeSet<&'a str> =
            heard.filter(|(_, one)| self.is_seen(one)).map(|(words, _)| words.as_str()).collect();
        for words in seen {
            if let Some(own) = numbers.of_phrase(words)
                && let Some(&first) = own.first()
            {
                by_first.entry(first).or_default().push((own, words));
            }
        }
        let mut alone = Alone::new();
        for telling in &self.tally.tellings {
            let all = &telling.said.numbers;
            for at in 0..all.len() {
                for (own, words) in by_first.get(&all[at]).into_iter().flatten() {
                    let range = at..at + own.len();
                    let is_there = all.get(range.clone()) == Some(own);
                    if is_there && !telling.is_changed[range.clone()].contains(&true) {
                        let (count, texts) = alone.entry(words).or_default();
                        *count += 1;
                        if texts.len() < MOST_EXAMPLES {
                            let place = format!("{}:{}", telling.name, telling.said.line(at));
                            texts.push((context(&telling.said, &range, |at| telling.is_changed[at]), place));
                        }
                    }
                }
            }
        }
        alone
    }

    pub(super) fn learned(mut self) -> Learned {
        let tally = self.tally;
        let mut learned = Learned { terms: Vec::new(), left: tally.left.clone() };
        for (words, term) in &tally.terms {
            let one = self.term(words, term);
            let is_proposed = if one.is_known { self.is_new_about(term, &one) } else { self.is_new(term, &one) };
            for heard in one.heard.iter().filter(|heard| !is_proposed || heard.left_out.is_some()) {
                *learned.left.entry(heard.left_out.unwrap_or(Left::Seldom)).or_default() += heard.count;
            }
            if is_proposed {
                learned.terms.push(one);
            } else if term.forms.count > 0 {
                *learned.left.entry(Left::Seldom).or_default() += term.forms.count;
            }
        }
        learned.terms.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.term.text.cmp(&b.term.text)));
        learned
    }

    /// Whether what was seen of a known term is enough to propose what is new about it.
    fn is_new_about(&self, tally: &TermTally, one: &LearnedTerm) -> bool {
        let was_kept = self.is_often(tally.kept.0, tally.kept.1);
        // Where its mishearings were left as they are is told of those that were seen often enough.
        !one.term.heard.is_empty() || !one.term.never.is_empty() || was_kept || one.term.keeps.len() > tally.keeps.len()
    }

    /// Whether what was seen of a term that is not known is enough to propose it.
    fn is_new(&self, tally: &TermTally, one: &LearnedTerm) -> bool {
        // What is the same was counted as a form.
        let doubtful = [Left::Divided, Left::Unlike, Left::IsTerm, Left::Same].map(Some);
        let sure = one.heard.iter().filter(|heard| !doubtful.contains(&heard.left_out));
        let count = tally.forms.count + sure.map(|heard| heard.count).sum::<usize>();
        let decided = tally.heard.values().map(|heard| heard.decided).sum();
        count > 0 && self.is_often(count, decided) || self.is_often(0, tally.kept.1)
    }

    fn term(&mut self, words: &str, tally: &TermTally) -> LearnedTerm {
        let known = self.known.get(words);
        let usual = tally.texts.iter().max_by_key(|(text, count)| (**count, std::cmp::Reverse(*text)));
        let text = known.map(|known| &known.text).or(usual.map(|(text, _)| text)).cloned().unwrap_or_default();
        let mut term = Term::new(&text);
        if let Some(known) = known {
            term.kind = known.kind;
        }
        let mut heard: Vec<LearnedHeard> = Vec::new();
        for (own, one) in &tally.heard {
            let left_alone =
                self.alone.get(&**own).map_or(0, |alone| alone.0) + self.tally.rejected.get(own).copied().unwrap_or(0);
            let left_out = match known {
                Some(known) if known.has_heard(own) => Some(Left::Known),
                _ => self.left_out(own, words, one, left_alone),
            };
            heard.push(LearnedHeard {
                text: own.clone(),
                count: one.count,
                left_alone,
                left_out,
                examples: one.examples.clone(),
            });
        }
        heard.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
        term.heard = heard.iter().filter(|one| one.left_out.is_none()).map(|one| one.text.clone()).collect();
        term.never = tally.never.iter().cloned().collect();
        let keeps = self.keeps(tally, &heard);
        term.keeps = keeps.iter().map(|(text, _)| Keep { text: text.clone() }).collect();
        let count = tally.forms.count + heard.iter().map(|one| one.count).sum::<usize>();
        if tally.forms.count > 0 && heard.is_empty() {
            // The places show at least where the term was written.
            let examples = tally.forms.examples.clone();
            let text = examples.first().map(|one| one.heard.to_lowercase()).unwrap_or_default();
            let (count, left_out) = (tally.forms.count, Some(Left::Same));
            heard.push(LearnedHeard { text, count, left_alone: 0, left_out, examples });
        }
        LearnedTerm {
            term,
            is_known: known.is_some(),
            count,
            heard,
            keeps: keeps.into_iter().map(|one| one.1).collect(),
        }
    }

    /// Why words are not listed as a mishearing of a term.
    fn left_out(&mut self, heard: &str, term: &str, tally: &HeardTally, left_alone: usize) -> Option<Left> {
        if !self.is_seen(tally) {
            return Some(Left::Seldom);
        }
        let is_sure = |all: usize| tally.count * SURE.1 >= all * SURE.0;
        let met = self.tally.met.get(heard).copied().unwrap_or(0);
        if !is_sure(met.max(tally.count)) {
            return Some(Left::Divided);
        }
        if heard != term && (self.terms.contains(heard) || self.known.get(heard).is_some()) {
            return Some(Left::IsTerm);
        }
        if tally.decided == 0 && !self.sounds_alike(heard, term) {
            return Some(Left::Unlike);
        }
        if !is_sure(tally.count + left_alone) {
            return Some(Left::LeftAlone);
        }
        let is_word = !heard.contains(' ') && is_usual(heard, ORDINARY);
        (is_word || is_ordinary(heard)).then_some(Left::OrdinaryHeard)
    }

    /// Whether one may have been heard for the other, as far as their sounds and letters tell.
    fn sounds_alike(&mut self, heard: &str, term: &str) -> bool {
        self.compared += 1;
        if self.compared > MOST_COMPARED || strsim::normalized_levenshtein(heard, term) >= NEAR_LETTERS {
            return true;
        }
        let [heard, meant] = [heard, term].map(|text| sound::readings(text, 4));
        if heard.is_empty() || meant.is_empty() {
            return true;
        }
        heard.iter().any(|heard| {
            meant.iter().any(|meant| {
                let (shorter, longer) = (heard.len().min(meant.len()), heard.len().max(meant.len()));
                let most = FAR_APART * longer;
                longer <= 2 * shorter + 2 && distance::distance(heard, meant, most as distance::Cost).is_some()
            })
        })
    }

    /// The texts to keep of a term, with how often each was seen: the most frequent first.
    fn keeps(&self, tally: &TermTally, heard: &[LearnedHeard]) -> Vec<(String, LearnedKeep)> {
        let mut keeps = tally.keeps.clone();
        let is_said = |one: &&LearnedHeard| {
            // What is no English was overlooked rather than kept.
            let is_english = one.text.split(' ').all(|word| is_usual(word, ENGLISH));
            is_english && matches!(one.left_out, None | Some(Left::LeftAlone | Left::OrdinaryHeard))
        };
        for one in heard.iter().filter(is_said) {
            for (text, place) in self.alone.get(&*one.text).into_iter().flat_map(|alone| &alone.1) {
                let new = || LearnedKeep { count: 0, place: place.clone() };
                keeps.entry(text.clone()).or_insert_with(new).count += 1;
            }
        }
        let mut keeps: Vec<(String, LearnedKeep)> =
            keeps.into_iter().filter(|(text, _)| fault(text).is_none()).collect();
        keeps.sort_by(|a, b| b.1.count.cmp(&a.1.count).then_with(|| a.0.cmp(&b.0)));
        keeps.truncate(MOST_KEEPS);
        keeps
    }
}

fn is_usual(word: &str, least: f32) -> bool {
    usage::word(word).is_some_and(|usage| usage.zipf() >= least)
}
