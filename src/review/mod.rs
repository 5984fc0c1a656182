//! Going through findings with a person: a state machine that is given keys and answers with what is to be done.
//!
//! It holds no file, no terminal and no clock: who drives it reads keys from wherever they come, shows
//! [`Review::current`] as they like, and carries out the [`Effect`]s, each before the next key. So the full screen, the
//! plain lines and the tests are the same review.

mod context;
mod filter;
mod keys;
mod line;
mod sentence;
mod steps;
mod write;

use std::collections::HashMap;

use self::context::context;
pub(crate) use self::context::on_one_line;
use self::filter::Filter;
pub use self::keys::{Asked, Choice, Key, Mode};
pub use self::line::Line;
use self::steps::{Direction, Step};
pub use self::write::Written;
use crate::document::Document;
use crate::finding::Finding;
use crate::ledger::{About, Decision, Entry, Ledger};
use crate::rewrite::{Rewritten, rewritten};

/// What is to be done before the next key.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Remember these decisions.
    Record(Vec<Entry>),
    /// Put this into the project's dictionary.
    Learn(Lesson),
    /// Take it out again.
    Unlearn(Lesson),
    /// Write what is accepted into the files.
    Write,
    /// Let the seconds around this time of a file be heard.
    Play {
        /// The number of the file.
        file: usize,
        /// In seconds from the start.
        time: f64,
    },
    /// End.
    Quit,
}

/// What a dictionary is to say from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// The term.
    pub term: String,
    /// The heard words.
    pub heard: String,
    /// Whether they are the term misheard, or never are.
    pub kind: LessonKind,
}

/// What heard words are to a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LessonKind {
    /// A known mishearing.
    Always,
    /// Never it.
    Never,
}

/// One finding of the review.
#[derive(Debug, Clone, PartialEq)]
struct Item {
    file: usize,
    finding: Finding,
    decision: Decision,
}

#[derive(Debug)]
struct File {
    path: String,
    document: Document,
}

/// A review of the findings of some files.
#[derive(Debug, Default)]
pub struct Review {
    files: Vec<File>,
    /// In the order of files and places.
    items: Vec<Item>,
    /// The items of the same heard words and term.
    alike: HashMap<(String, String), Vec<usize>>,
    ledger: Ledger,
    at: usize,
    filter: Filter,
    filter_text: String,
    searched: String,
    mode: Mode,
    past: Vec<Step>,
    future: Vec<Step>,
    /// What the last key did to the steps, for it to be taken back.
    moved: Option<Direction>,
    message: Option<String>,
    shows_evidence: bool,
}

/// What is shown of the finding that a key is about.
#[derive(Debug)]
pub struct Current<'a> {
    /// The path of its file.
    pub path: &'a str,
    /// The finding as it was found.
    pub finding: &'a Finding,
    /// What is decided about it.
    pub decision: &'a Decision,
    /// What would be written in the place of what: none where nothing would be.
    pub rewritten: Option<Rewritten>,
    /// The words before what would be replaced, on one line.
    pub before: String,
    /// What would be replaced.
    pub heard: String,
    /// The words behind it.
    pub after: String,
    /// Its number among those that are shown, from 1.
    pub number: usize,
    /// How many others of the same words and term are undecided: in this file, and in all.
    pub alike: [usize; 2],
}

/// How many findings there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// All of them.
    pub all: usize,
    /// Those that the filter shows.
    pub shown: usize,
    /// Those of all that are undecided.
    pub open: usize,
    /// Those that would be written.
    pub accepted: usize,
}

impl Review {
    /// A review of files with their findings, in this order, of which the ledger may know decisions.
    pub fn new(files: Vec<(String, Document, Vec<Finding>)>, ledger: Ledger) -> Review {
        let mut review = Review { ledger, ..Review::default() };
        for (path, document, findings) in files {
            let file = review.files.len();
            review.files.push(File { path, document });
            review.items.extend(items(file, findings));
        }
        review.index();
        review.remember();
        review.at = review.next_open(0).unwrap_or(0);
        review
    }

    /// All findings, in order.
    pub fn all(&self) -> impl Iterator<Item = Current<'_>> {
        (0..self.items.len()).filter_map(|at| self.at(at, at + 1))
    }

    /// The finding that the next key is about; none where none is shown.
    pub fn current(&self) -> Option<Current<'_>> {
        self.items.get(self.at).filter(|item| self.is_shown(item))?;
        let number = self.items[..=self.at].iter().filter(|item| self.is_shown(item)).count();
        self.at(self.at, number)
    }

    fn at(&self, at: usize, number: usize) -> Option<Current<'_>> {
        let item = self.items.get(at)?;
        let File { path, document } = &self.files[item.file];
        let rewritten = match &item.decision {
            Decision::Reject => None,
            Decision::Own(own) => rewritten(document, item.finding.span, own),
            Decision::Accept | Decision::Undecided => item.finding.meant.clone().map(|text| Rewritten {
                span: item.finding.span,
                text,
                edits: item.finding.edits.clone(),
            }),
        };
        let span = rewritten.as_ref().map_or(item.finding.span, |rewritten| rewritten.span);
        let [before, heard, after] = context(document, span);
        let open = |&&other: &&usize| other != at && self.items[other].decision == Decision::Undecided;
        let alike = self.alike.get(&key(&item.finding.about)).map_or(&[][..], Vec::as_slice);
        let in_file = alike.iter().filter(open).filter(|&&other| self.items[other].file == item.file).count();
        Some(Current {
            path,
            finding: &item.finding,
            decision: &item.decision,
            rewritten,
            before,
            heard,
            after,
            number,
            alike: [in_file, alike.iter().filter(open).count()],
        })
    }

    /// What the next key means.
    pub fn mode(&self) -> &Mode {
        &self.mode
    }

    /// What there is to say about the last key.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// What the filter says.
    pub fn filter(&self) -> &str {
        &self.filter_text
    }

    /// Whether the evidence is wanted.
    pub fn shows_evidence(&self) -> bool {
        self.shows_evidence
    }

    /// How many findings there are.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { all: self.items.len(), ..Counts::default() };
        for item in &self.items {
            counts.shown += usize::from(self.is_shown(item));
            match item.decision {
                Decision::Undecided => counts.open += 1,
                Decision::Reject => {}
                Decision::Accept | Decision::Own(_) => counts.accepted += 1,
            }
        }
        counts
    }

    /// The number of the file of the finding that the next key is about.
    pub fn file(&self) -> Option<usize> {
        Some(self.items.get(self.at)?.file)
    }

    /// A file as it was read.
    pub fn document(&self, file: usize) -> Option<(&str, &Document)> {
        self.files.get(file).map(|file| (&*file.path, &file.document))
    }

    /// Says this in the place of what there is to say.
    pub fn tell(&mut self, message: impl Into<String>) {
        self.message = Some(message.into());
    }

    /// Takes a file as it is by now; what was decided about it is found again by what it says. Answers how many of the
    /// decisions that are not carried out yet have lost their place.
    pub fn replace(&mut self, file: usize, document: Document, findings: Vec<Finding>) -> usize {
        let wanted =
            |items: &[Item]| items.iter().filter(|item| item.file == file && is_change(&item.decision)).count();
        let before = wanted(&self.items);
        let place = self.items.get(self.at).filter(|item| item.file == file).map(|item| item.finding.span.start);
        let first = self.items.partition_point(|item| item.file < file);
        let end = self.items.partition_point(|item| item.file <= file);
        let new: Vec<Item> = items(file, findings).collect();
        let count = new.len();
        if let Some(place) = place {
            self.at = first + new.partition_point(|item| item.finding.span.start < place).min(count.saturating_sub(1));
        } else if self.at >= end {
            self.at = self.at - (end - first) + count;
        }
        self.items.splice(first..end, new);
        if let Some(known) = self.files.get_mut(file) {
            known.document = document;
        }
        self.index();
        self.remember();
        if !self.items.get(self.at).is_some_and(|item| self.is_shown(item)) {
            self.at = self.next_open(self.at.min(self.items.len())).unwrap_or(0);
        }
        before.saturating_sub(wanted(&self.items))
    }

    fn is_shown(&self, item: &Item) -> bool {
        self.filter.is_empty() || self.filter.holds(&self.files[item.file].path, &item.finding, &item.decision)
    }

    /// The numbers of the items that the filter shows.
    fn shown(&self) -> impl Iterator<Item = usize> {
        (0..self.items.len()).filter(|&at| self.is_shown(&self.items[at]))
    }

    /// The next undecided one from here on, or else from the beginning.
    fn next_open(&self, from: usize) -> Option<usize> {
        let is_open = |&at: &usize| self.items[at].decision == Decision::Undecided && self.is_shown(&self.items[at]);
        let from = from.min(self.items.len());
        (from..self.items.len()).chain(0..from).find(is_open)
    }

    fn open_before(&self) -> Option<usize> {
        let is_open = |&at: &usize| self.items[at].decision == Decision::Undecided && self.is_shown(&self.items[at]);
        (0..self.at.min(self.items.len())).rev().find(is_open)
    }

    /// To the next or the previous one, decided or not.
    fn step(&mut self, by: isize) {
        let next = if by > 0 {
            self.shown().find(|&at| at > self.at)
        } else {
            self.shown().take_while(|&at| at < self.at).last()
        };
        match next {
            Some(next) => self.at = next,
            None => self.tell(if by > 0 { "this is the last one" } else { "this is the first one" }),
        }
    }

    /// Takes up what the ledger knows of all findings.
    fn remember(&mut self) {
        let decisions = self.ledger.decisions(self.items.iter().map(|item| &item.finding.about));
        let decisions: Vec<Decision> = decisions.into_iter().cloned().collect();
        for (item, decision) in self.items.iter_mut().zip(decisions) {
            item.decision = decision;
        }
    }

    fn index(&mut self) {
        self.alike.clear();
        for (at, item) in self.items.iter().enumerate() {
            self.alike.entry(key(&item.finding.about)).or_default().push(at);
        }
    }
}

fn items(file: usize, findings: Vec<Finding>) -> impl Iterator<Item = Item> {
    findings.into_iter().map(move |finding| Item { file, finding, decision: Decision::Undecided })
}

fn key(about: &About) -> (String, String) {
    (about.heard.clone(), about.term.clone())
}

fn is_change(decision: &Decision) -> bool {
    matches!(decision, Decision::Accept | Decision::Own(_))
}
