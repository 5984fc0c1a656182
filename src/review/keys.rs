//! What a key means: a decision, a letter of a line that is typed, a choice, another finding.

use super::context::{context, on_one_line};
use super::filter::Filter;
use super::line::Line;
use super::sentence::Sentence;
use super::steps::LessonPlace;
use super::{Effect, Review};
use crate::ledger::{Decision, Own};

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

impl Review {
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
}
