//! Going through findings with a person: a state machine that is given keys and answers with what is to be done.
//!
//! It holds no file, no terminal and no clock: who drives it reads keys from wherever they come, shows
//! [`Review::current`] as they like, and carries out the [`Effect`]s, each before the next key. So the full screen, the
//! plain lines and the tests are the same review.

mod filter;
mod line;
mod sentence;
mod write;

use std::collections::{BTreeSet, HashMap};

use self::filter::Filter;
pub use self::line::Line;
use self::sentence::Sentence;
pub use self::write::Written;
use crate::document::Document;
use crate::finding::Finding;
use crate::ledger::{About, Decision, Entry, Ledger, Own, Scope};
use crate::rewrite::{Rewritten, rewritten};
use crate::span::Span;

/// What a person presses.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are the keys of that name")]
pub enum Key {
    Char(char),
    Ctrl(char),
    Enter,
    Escape,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    /// Text that came at once.
    Paste(String),
}

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

/// What the next key means.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Mode {
    /// A decision, or another finding.
    #[default]
    Look,
    /// A letter of a line.
    Type(Asked, Line),
    /// A choice.
    Choose(Choice),
    /// The end of the help.
    Help,
}

/// What a line is typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// What was said instead.
    Own,
    /// The same, of the whole sentence.
    Sentence,
    /// What to look for.
    Search,
    /// Which findings to show.
    Filter,
}

/// What is to be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// What becomes of all findings like this one.
    Like,
    /// Where it is remembered that these words are never the term.
    Never,
    /// Whether the changes are written at the end.
    Quit,
}

/// One finding of the review.
#[derive(Debug, Clone, PartialEq)]
struct Item {
    file: usize,
    finding: Finding,
    decision: Decision,
}

/// What one key did, so that it can be taken back.
#[derive(Debug, Clone, PartialEq)]
struct Step {
    /// The finding at which it was done.
    at: usize,
    /// What was decided, and what held before.
    decided: Vec<(About, Scope, Decision, Decision)>,
    lesson: Option<Lesson>,
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

/// How much of the text around a finding is shown, in bytes on each side.
const AROUND: usize = 240;

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

    /// Forgets how to take back what was done: it is written.
    pub fn forget(&mut self) {
        self.past.clear();
        self.future.clear();
    }

    /// Takes back the last key, which could not be carried out. `now` is later than when it was pressed.
    pub fn take_back(&mut self, now: &str) {
        let Some(moved) = self.moved.take() else { return };
        let (from, to, back) = match moved {
            Direction::Forth => (&mut self.past, &mut self.future, Direction::Back),
            Direction::Back => (&mut self.future, &mut self.past, Direction::Forth),
        };
        let Some(step) = from.pop() else { return };
        to.push(step.clone());
        self.apply(&step, back, now);
        self.at = step.at.min(self.items.len().saturating_sub(1));
    }

    /// Takes a key. `now` is the time, in UTC as RFC 3339 has it with milliseconds, and later than with the key before.
    pub fn press(&mut self, key: Key, now: &str) -> Vec<Effect> {
        self.message = None;
        self.moved = None;
        match std::mem::take(&mut self.mode) {
            Mode::Look => self.look(&key, now),
            Mode::Type(asked, line) => self.typed(asked, line, key, now),
            Mode::Choose(choice) => self.chosen(choice, &key, now),
            Mode::Help => Vec::new(),
        }
    }

    fn look(&mut self, key: &Key, now: &str) -> Vec<Effect> {
        match key {
            Key::Char('q') | Key::Escape => {
                if self.counts().accepted == 0 {
                    return vec![Effect::Quit];
                }
                self.mode = Mode::Choose(Choice::Quit);
            }
            Key::Ctrl('c' | 'd') => return vec![Effect::Quit],
            Key::Char('?' | 'h') => self.mode = Mode::Help,
            Key::Char('u') | Key::Ctrl('z') => return self.undo(now),
            Key::Char('U') | Key::Ctrl('r' | 'y') => return self.redo(now),
            Key::Char('w') | Key::Ctrl('s') => {
                if self.counts().accepted > 0 {
                    return vec![Effect::Write];
                }
                self.tell("nothing is accepted, so there is nothing to write");
            }
            Key::Char('f') => self.mode = Mode::Type(Asked::Filter, Line::of(&self.filter_text)),
            Key::Char('/') => self.mode = Mode::Type(Asked::Search, Line::default()),
            Key::Char('v') => self.shows_evidence = !self.shows_evidence,
            Key::Char('j' | 's' | ' ') | Key::Down | Key::Right | Key::Tab | Key::Enter => {
                match self.next_open(self.at + 1) {
                    Some(next) => self.at = next,
                    None => self.tell("nothing else is undecided"),
                }
            }
            Key::Char('k') | Key::Up | Key::Left | Key::BackTab => match self.open_before() {
                Some(next) => self.at = next,
                None => self.tell("nothing before this is undecided"),
            },
            Key::Char('J') => self.step(1),
            Key::Char('K') => self.step(-1),
            Key::Home | Key::End => {
                let shown: Vec<usize> = self.shown().collect();
                let end = if *key == Key::Home { shown.first() } else { shown.last() };
                self.at = end.copied().unwrap_or(0);
            }
            _ => return self.decide(key, now),
        }
        Vec::new()
    }

    /// The keys that are about the finding which is shown.
    fn decide(&mut self, key: &Key, now: &str) -> Vec<Effect> {
        let Some(item) = self.items.get(self.at).filter(|item| self.is_shown(item)) else {
            self.tell("no finding is shown; `f` says which are");
            return Vec::new();
        };
        let (file, time) = (item.file, item.finding.time);
        match *key {
            Key::Char('a' | 'y') => return self.set(&[self.at], &Decision::Accept, None, now),
            Key::Char('r' | 'n') => return self.set(&[self.at], &Decision::Reject, None, now),
            Key::Char('A') => return self.accept_alike(Some(file), now),
            Key::Char('R') => return self.reject_alike(Some(file), now),
            Key::Char('0') => return self.set(&[self.at], &Decision::Undecided, None, now),
            Key::Char(number @ '1'..='9') => return self.pick(number as usize - '1' as usize, now),
            Key::Char('e') => self.mode = Mode::Type(Asked::Own, Line::of(&self.proposed())),
            Key::Char('E') => self.mode = Mode::Type(Asked::Sentence, self.sentence_line()),
            Key::Char('l') => self.mode = Mode::Choose(Choice::Like),
            Key::Char('N') => self.mode = Mode::Choose(Choice::Never),
            Key::Char('Y') => return self.always(now),
            Key::Char('p') => match time {
                Some(time) => return vec![Effect::Play { file, time }],
                None => self.tell("this transcript has no times"),
            },
            Key::Char(other) => self.tell(format!("`{other}` is no key here; ? shows those that are")),
            _ => {}
        }
        Vec::new()
    }

    fn chosen(&mut self, choice: Choice, key: &Key, now: &str) -> Vec<Effect> {
        let file = self.file();
        match (choice, key) {
            (_, Key::Escape) => Vec::new(),
            (Choice::Quit, Key::Char('y' | 'w')) => vec![Effect::Write, Effect::Quit],
            (_, Key::Ctrl('c' | 'd')) | (Choice::Quit, Key::Char('n' | 'q')) => vec![Effect::Quit],
            (Choice::Like, Key::Char('a' | 'y')) => self.accept_alike(file, now),
            (Choice::Like, Key::Char('A' | 'Y')) => self.accept_alike(None, now),
            (Choice::Like, Key::Char('r' | 'n')) => self.reject_alike(file, now),
            (Choice::Like, Key::Char('R' | 'N')) => self.reject_alike(None, now),
            (Choice::Never, Key::Char('d')) => self.never(LessonPlace::Decisions, now),
            (Choice::Never, Key::Char('t')) => self.never(LessonPlace::Dictionary, now),
            (choice, _) => {
                self.tell("that is none of the choices");
                self.mode = Mode::Choose(choice);
                Vec::new()
            }
        }
    }

    fn typed(&mut self, asked: Asked, mut line: Line, key: Key, now: &str) -> Vec<Effect> {
        match key {
            Key::Escape | Key::Ctrl('c') => return Vec::new(),
            Key::Enter => return self.entered(asked, line, now),
            Key::Char(c) => line.insert(c.encode_utf8(&mut [0; 4])),
            Key::Paste(text) => line.insert(&text),
            Key::Backspace | Key::Ctrl('h') => line.delete_before(),
            Key::Delete | Key::Ctrl('d') => line.delete_behind(),
            Key::Left | Key::Ctrl('b') => line.left(),
            Key::Right | Key::Ctrl('f') => line.right(),
            Key::Home | Key::Ctrl('a') => line.home(),
            Key::End | Key::Ctrl('e') => line.end(),
            Key::Ctrl('w') => line.delete_word(),
            Key::Ctrl('u') => line.delete_all(),
            Key::Ctrl(_) | Key::Tab | Key::BackTab | Key::Up | Key::Down => {}
        }
        self.mode = Mode::Type(asked, line);
        Vec::new()
    }

    fn entered(&mut self, asked: Asked, line: Line, now: &str) -> Vec<Effect> {
        let text = line.text().split_whitespace().collect::<Vec<_>>().join(" ");
        match asked {
            Asked::Filter => match Filter::read(&text) {
                Ok(filter) => {
                    (self.filter, self.filter_text) = (filter, text);
                    if self.shown().next().is_none() {
                        self.tell("no finding is like that; `f` and an empty line show all again");
                    } else if !self.items.get(self.at).is_some_and(|item| self.is_shown(item)) {
                        self.at = self.next_open(self.at).or_else(|| self.shown().next()).unwrap_or(0);
                    }
                }
                Err(message) => {
                    self.tell(message);
                    self.mode = Mode::Type(asked, line);
                }
            },
            Asked::Search => {
                if !text.is_empty() {
                    self.searched = text;
                }
                self.search();
            }
            Asked::Own => {
                let Some(item) = self.items.get(self.at) else { return Vec::new() };
                let heard = on_one_line(&item.finding.heard);
                let meant = item.finding.meant.as_deref().map(on_one_line);
                if text.is_empty() {
                    self.tell("nothing was typed; `r` leaves the words as they are");
                    return Vec::new();
                }
                let decision = if text == heard {
                    Decision::Reject
                } else if meant.as_deref() == Some(&text) {
                    Decision::Accept
                } else {
                    Decision::Own(Own { text, more: [0, 0] })
                };
                return self.set(&[self.at], &decision, None, now);
            }
            Asked::Sentence => return self.entered_sentence(&text, now),
        }
        Vec::new()
    }

    /// What would be written in the place of the heard words, on one line.
    fn proposed(&self) -> String {
        self.current().map_or_else(String::new, |current| match current.rewritten {
            Some(rewritten) => on_one_line(&rewritten.text),
            None => on_one_line(&current.finding.heard),
        })
    }

    fn sentence(&self) -> Option<Sentence<'_>> {
        let item = self.items.get(self.at)?;
        Sentence::around(&self.files[item.file].document, item.finding.span)
    }

    fn sentence_line(&self) -> Line {
        let proposed = self.proposed();
        self.sentence().map_or_else(Line::default, |sentence| sentence.with(&proposed))
    }

    fn entered_sentence(&mut self, text: &str, now: &str) -> Vec<Effect> {
        let Some(own) = self.sentence().map(|sentence| sentence.own(text)) else { return Vec::new() };
        if own.text.is_empty() {
            self.tell("nothing would be left; `r` leaves the words as they are");
            return Vec::new();
        }
        let item = &self.items[self.at];
        let is_narrow = own.more == [0, 0];
        let decision = if is_narrow && own.text == on_one_line(&item.finding.heard) {
            Decision::Reject
        } else if is_narrow && item.finding.meant.as_deref().map(on_one_line).as_deref() == Some(&own.text) {
            Decision::Accept
        } else {
            Decision::Own(own)
        };
        self.set(&[self.at], &decision, None, now)
    }

    fn search(&mut self) {
        let wanted = self.searched.to_lowercase();
        let has = |&at: &usize| {
            let item = &self.items[at];
            let document = &self.files[item.file].document;
            context(document, item.finding.span).concat().to_lowercase().contains(&wanted)
                || item.finding.term.to_lowercase().contains(&wanted)
        };
        let shown: Vec<usize> = self.shown().collect();
        let (before, behind): (Vec<usize>, Vec<usize>) = shown.into_iter().partition(|&at| at <= self.at);
        match behind.into_iter().chain(before).find(has) {
            Some(at) => self.at = at,
            None => self.tell(format!("found nothing with `{}`", self.searched)),
        }
    }

    /// Takes the reading of this number: the proposed one, then the others.
    fn pick(&mut self, number: usize, now: &str) -> Vec<Effect> {
        let finding = &self.items[self.at].finding;
        let other = number.checked_sub(1).map(|other| finding.alternatives.get(other));
        let decision = match other {
            None => Decision::Accept,
            Some(Some(other)) => Decision::Own(Own { text: other.text.clone(), more: [0, 0] }),
            Some(None) => {
                self.tell(format!("there is no reading {}", number + 1));
                return Vec::new();
            }
        };
        self.set(&[self.at], &decision, None, now)
    }

    fn accept_alike(&mut self, file: Option<usize>, now: &str) -> Vec<Effect> {
        let alike = self.alike_in(file);
        // What was typed for this one is what all of them are.
        let decision = match &self.items[self.at].decision {
            Decision::Own(own) if own.more == [0, 0] => Decision::Own(own.clone()),
            _ => Decision::Accept,
        };
        self.set(&alike, &decision, None, now)
    }

    fn reject_alike(&mut self, file: Option<usize>, now: &str) -> Vec<Effect> {
        let alike = self.alike_in(file);
        self.set(&alike, &Decision::Reject, None, now)
    }

    /// This finding, and those of the same words and term that are undecided.
    fn alike_in(&self, file: Option<usize>) -> Vec<usize> {
        let Some(item) = self.items.get(self.at) else { return Vec::new() };
        let alike = self.alike.get(&key(&item.finding.about)).map_or(&[][..], Vec::as_slice);
        let is_wanted = |&&at: &&usize| {
            let other = &self.items[at];
            let is_open = other.decision == Decision::Undecided && self.is_shown(other);
            at == self.at || is_open && file.is_none_or(|file| other.file == file)
        };
        alike.iter().filter(is_wanted).copied().collect()
    }

    /// Always: the heard words are a known mishearing from now on.
    fn always(&mut self, now: &str) -> Vec<Effect> {
        let item = &self.items[self.at];
        let term = match &item.decision {
            Decision::Own(own) if own.more == [0, 0] => own.text.clone(),
            Decision::Own(_) => {
                self.tell("more was changed than the heard words; Y is for those alone");
                return Vec::new();
            }
            _ => item.finding.term.clone(),
        };
        let heard = item.finding.about.heard.clone();
        let alike = self.alike_in(None);
        let decision = match &item.decision {
            Decision::Own(own) => Decision::Own(own.clone()),
            _ => Decision::Accept,
        };
        self.set(&alike, &decision, Some(Lesson { term, heard, kind: LessonKind::Always }), now)
    }

    /// Never: the heard words are not this term, here or anywhere.
    fn never(&mut self, place: LessonPlace, now: &str) -> Vec<Effect> {
        let about = &self.items[self.at].finding.about;
        let lesson = Lesson { term: about.term.clone(), heard: about.heard.clone(), kind: LessonKind::Never };
        match place {
            LessonPlace::Dictionary => {
                let alike = self.alike_in(None);
                self.set(&alike, &Decision::Reject, Some(lesson), now)
            }
            LessonPlace::Decisions => {
                let everywhere = About { before: String::new(), after: String::new(), ..about.clone() };
                let before = self.ledger.everywhere(&everywhere).clone();
                self.done(vec![(everywhere, Scope::Everywhere, before, Decision::Reject)], None, now)
            }
        }
    }

    /// Decides these findings, as far as their files can hold what was decided.
    fn set(&mut self, wanted: &[usize], decision: &Decision, lesson: Option<Lesson>, now: &str) -> Vec<Effect> {
        let fits = |&&at: &&usize| {
            let Item { file, finding, .. } = &self.items[at];
            match decision {
                Decision::Undecided | Decision::Reject => true,
                Decision::Accept => finding.meant.is_some() && !finding.edits.is_empty(),
                Decision::Own(own) => {
                    rewritten(&self.files[*file].document, finding.span, own).is_some_and(|own| !own.edits.is_empty())
                }
            }
        };
        let able: Vec<usize> = wanted.iter().filter(fits).copied().collect();
        let unable = wanted.len() - able.len();
        if able.is_empty() {
            self.tell("the file cannot hold that in all its copies of the words; `e` types something else");
            return Vec::new();
        }
        let mut decided = Vec::new();
        for &at in &able {
            let Item { finding, decision: before, .. } = &self.items[at];
            decided.push((finding.about.clone(), Scope::Place, before.clone(), decision.clone()));
        }
        let first = &self.items[able[0]].finding.about;
        let alike = self.alike.get(&key(first)).map_or(&[][..], Vec::as_slice);
        let same = alike.iter().filter(|&&at| self.items[at].finding.about == *first).count();
        let effects = self.done(decided, lesson, now);
        if unable > 0 {
            self.tell(format!("{unable} of them could not be: their files cannot hold it"));
        }
        let said = match decision {
            Decision::Undecided => "undecided again",
            Decision::Reject => "rejected",
            Decision::Accept | Decision::Own(_) => "accepted",
        };
        if unable == 0 && able.len() > 1 {
            self.tell(format!("{} findings {said}", able.len()));
        } else if unable == 0 && same > 1 {
            self.tell(format!("{same} findings {said}: the words around them are the same"));
        }
        effects
    }

    fn done(
        &mut self,
        decided: Vec<(About, Scope, Decision, Decision)>,
        lesson: Option<Lesson>,
        now: &str,
    ) -> Vec<Effect> {
        let step = Step { at: self.at, decided, lesson };
        let mut effects = self.apply(&step, Direction::Forth, now);
        effects.extend(step.lesson.clone().map(Effect::Learn));
        self.past.push(step);
        self.moved = Some(Direction::Forth);
        self.future.clear();
        match self.next_open(self.at) {
            Some(next) => self.at = next,
            None => self.tell("nothing is left to decide: w writes what is accepted, q ends"),
        }
        effects
    }

    fn undo(&mut self, now: &str) -> Vec<Effect> {
        let Some(step) = self.past.pop() else {
            self.tell("nothing to undo here; `mondegreen undo` takes back what was written");
            return Vec::new();
        };
        let mut effects = self.apply(&step, Direction::Back, now);
        effects.extend(step.lesson.clone().map(Effect::Unlearn));
        self.at = step.at.min(self.items.len().saturating_sub(1));
        self.future.push(step);
        self.moved = Some(Direction::Back);
        effects
    }

    fn redo(&mut self, now: &str) -> Vec<Effect> {
        let Some(step) = self.future.pop() else {
            self.tell("nothing to do again");
            return Vec::new();
        };
        let mut effects = self.apply(&step, Direction::Forth, now);
        effects.extend(step.lesson.clone().map(Effect::Learn));
        self.at = step.at.min(self.items.len().saturating_sub(1));
        self.past.push(step);
        self.moved = Some(Direction::Forth);
        effects
    }

    fn apply(&mut self, step: &Step, direction: Direction, now: &str) -> Vec<Effect> {
        let mut entries = Vec::new();
        for (about, scope, before, after) in &step.decided {
            let decision = if direction == Direction::Forth { after } else { before }.clone();
            let entry = Entry { at: now.to_owned(), scope: *scope, decision, about: about.clone() };
            self.ledger.add(entry.clone());
            entries.push(entry);
        }
        let mut keys = BTreeSet::new();
        for about in step.decided.iter().map(|(about, ..)| about) {
            keys.insert(key(about));
        }
        for key in keys {
            let alike = self.alike.get(&key).map_or(&[][..], Vec::as_slice);
            let abouts = alike.iter().map(|&at| &self.items[at].finding.about);
            let decisions: Vec<Decision> = self.ledger.decisions(abouts).into_iter().cloned().collect();
            for (&at, decision) in alike.iter().zip(decisions) {
                self.items[at].decision = decision;
            }
        }
        vec![Effect::Record(entries)]
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

/// Whether a step is done, or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Forth,
    Back,
}

/// Where it is remembered that words are never a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LessonPlace {
    Decisions,
    Dictionary,
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

pub(crate) fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words before a place, those in it, and those behind it, as people said them one after another, on one line;
/// where somebody else begins to speak, with who that is, and with a dash for nobody who is known.
fn context(document: &Document, span: Span) -> [String; 3] {
    let text = document.text();
    let start = text.floor_char_boundary((span.start as usize).saturating_sub(AROUND));
    let end = text.ceil_char_boundary((span.end as usize + AROUND).min(text.len()));
    // Words are whole: what is in one piece for longer than that is cut all the same.
    let begun = text[..start].chars().next_back().is_some_and(|before| !before.is_whitespace());
    let whole = text[start..span.start as usize].split_once(char::is_whitespace).filter(|_| begun);
    let skipped = whole.map_or(0, |(_, rest)| span.start as usize - start - rest.trim_start().len());
    let cut = text[end..].chars().next().is_some_and(|behind| !behind.is_whitespace());
    let kept = text[span.end as usize..end].rfind(char::is_whitespace).filter(|_| cut);
    let near = Span { start: (start + skipped) as u32, end: kept.map_or(end as u32, |kept| span.end + kept as u32) };
    let segments = document.segments();
    let first = segments.partition_point(|segment| segment.span.end <= near.start);
    let [mut before, mut after] = [String::new(), String::new()];
    let mut speaker = None;
    for segment in segments[first..].iter().take_while(|segment| segment.span.start < near.end) {
        let (start, end) = (segment.span.start.max(near.start), segment.span.end.min(near.end));
        let part = |from: u32, to: u32| text.get(from as usize..to as usize).unwrap_or_default();
        let is_said = !part(start, end).trim().is_empty();
        if is_said && speaker.replace(segment.speaker).is_some_and(|before| before != segment.speaker) {
            let name = document.speaker_at(start).map_or("–:".to_owned(), |name| format!("{name}:"));
            let is_before = start <= span.start;
            if !is_before && after.is_empty() {
                after.push(' ');
            }
            let line = if is_before { &mut before } else { &mut after };
            push(line, &name);
            line.push(' ');
        }
        if start < span.start {
            push(&mut before, part(start, end.min(span.start)));
            if end < span.start {
                before.push(' ');
            }
        }
        if end > span.end {
            if start >= span.end && after.is_empty() {
                after.push(' ');
            }
            push(&mut after, part(start.max(span.end), end));
        }
    }
    [before, on_one_line(&text[span.range()]), after]
}

/// Adds a part of what was said, with one blank between words and between two parts.
fn push(line: &mut String, part: &str) {
    if !line.is_empty() && !line.ends_with(' ') {
        line.push(' ');
    }
    for (at, word) in part.split(char::is_whitespace).enumerate() {
        if at > 0 && !line.ends_with(' ') {
            line.push(' ');
        }
        line.push_str(word);
    }
}
