//! Decisions, and how they are taken back: each key that decides something is one step.

use std::collections::BTreeSet;

use super::{Effect, Item, Lesson, LessonKind, Review, key};
use crate::ledger::{About, Decision, Entry, Own, Scope};
use crate::rewrite::rewritten;

/// What one key did, so that it can be taken back.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    /// The finding at which it was done.
    at: usize,
    /// What was decided, and what held before.
    decided: Vec<(About, Scope, Decision, Decision)>,
    lesson: Option<Lesson>,
}

/// Whether a step is done, or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Forth,
    Back,
}

/// Where it is remembered that words are never a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LessonPlace {
    Decisions,
    Dictionary,
}

impl Review {
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

    /// Takes the reading of this number: the proposed one, then the others.
    pub(super) fn pick(&mut self, number: usize, now: &str) -> Vec<Effect> {
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

    pub(super) fn accept_alike(&mut self, file: Option<usize>, now: &str) -> Vec<Effect> {
        let alike = self.alike_in(file);
        // What was typed for this one is what all of them are.
        let decision = match &self.items[self.at].decision {
            Decision::Own(own) if own.more == [0, 0] => Decision::Own(own.clone()),
            _ => Decision::Accept,
        };
        self.set(&alike, &decision, None, now)
    }

    pub(super) fn reject_alike(&mut self, file: Option<usize>, now: &str) -> Vec<Effect> {
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
    pub(super) fn always(&mut self, now: &str) -> Vec<Effect> {
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
    pub(super) fn never(&mut self, place: LessonPlace, now: &str) -> Vec<Effect> {
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
    pub(super) fn set(
        &mut self,
        wanted: &[usize],
        decision: &Decision,
        lesson: Option<Lesson>,
        now: &str,
    ) -> Vec<Effect> {
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

    pub(super) fn undo(&mut self, now: &str) -> Vec<Effect> {
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

    pub(super) fn redo(&mut self, now: &str) -> Vec<Effect> {
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
}
