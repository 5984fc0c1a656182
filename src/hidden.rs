//! What JSON says twice: of members of one name the last is read, and hides those before it.
//!
//! A hidden value that is spelled as the one that is read changes with it. One that is spelled otherwise is another
//! telling of which nobody knows the form: words that stand in it are not changed at all. So are those that a reader
//! knows to tell it again in a way that is not followed.

use std::collections::HashSet;

use crate::json::{Json, Value};
use crate::token::folded;
use crate::track::{Change, Place};

/// The hidden values of a file.
#[derive(Debug, Default)]
pub(crate) struct Hidden {
    /// In the order of what hides them, the outer ones first.
    pairs: Vec<Pair>,
    /// The words of those that are spelled otherwise than what hides them, by where the JSON text begins that they stand in.
    words: Vec<(u32, HashSet<String>)>,
}

#[derive(Debug)]
struct Pair {
    read: Place,
    hidden: Place,
    /// The number of the pair whose read value holds this one.
    around: Option<usize>,
}

impl Hidden {
    /// The hidden values of the JSON texts of a file, in order; `beside` are those of a text that tell what is read again,
    /// in a way that is not followed.
    pub(crate) fn of<'a>(
        texts: impl Iterator<Item = Json<'a>>,
        beside: impl for<'v> Fn(Value<'v>) -> Vec<Value<'v>>,
    ) -> Hidden {
        let mut found = Hidden::default();
        for json in texts {
            found.add(&json, &beside);
        }
        found.pairs.sort_by_key(|pair| (pair.read.start, std::cmp::Reverse(pair.read.end)));
        // Values are within one another, or apart.
        let mut open: Vec<usize> = Vec::new();
        for number in 0..found.pairs.len() {
            let start = found.pairs[number].read.start;
            while open.last().is_some_and(|&last| found.pairs[last].read.end <= start) {
                open.pop();
            }
            found.pairs[number].around = open.last().copied();
            open.push(number);
        }
        found
    }

    fn add(&mut self, json: &Json<'_>, beside: &impl for<'v> Fn(Value<'v>) -> Vec<Value<'v>>) {
        let mut others = beside(json.value());
        json.doubled(|hidden, read| {
            if hidden.raw() == read.raw() {
                self.pairs.push(Pair { read: read.place(), hidden: hidden.place(), around: None });
            } else {
                others.push(hidden);
            }
        });
        // What lies within another one is read with it, once.
        others.sort_by_key(|value| (value.place().start, std::cmp::Reverse(value.place().end)));
        let mut told = HashSet::new();
        let mut read_to = 0;
        for value in others {
            if value.place().start >= read_to {
                read_to = value.place().end;
                told.extend(value.strings().flat_map(|text| words(&text).collect::<Vec<_>>()));
            }
        }
        self.words.push((json.value().place().start, told));
    }

    /// Whether some hidden value that is spelled otherwise may tell of one of these words, which stand there in the file.
    pub(crate) fn may_tell_of(&self, heard: &str, offset: u32) -> bool {
        let begun = self.words.partition_point(|(start, _)| *start <= offset);
        let told = self.words[..begun].last().filter(|(_, told)| !told.is_empty());
        told.is_some_and(|(_, told)| words(heard).any(|word| told.contains(&word)))
    }

    /// Adds the changes of hidden values that are spelled as those that change.
    pub(crate) fn follow(&self, changes: &mut Vec<Change>) {
        let mut number = 0;
        let mut known: HashSet<Change> = changes.iter().cloned().collect();
        // Those that are added may lie in what hides others.
        while let Some(Change { at, text }) = changes.get(number).cloned() {
            number += 1;
            let begun = self.pairs.partition_point(|pair| pair.read.start <= at.start);
            let mut around = begun.checked_sub(1);
            while let Some(pair) = around.map(|around| &self.pairs[around]) {
                around = pair.around;
                if pair.read.start <= at.start && at.end <= pair.read.end {
                    let start = pair.hidden.start + (at.start - pair.read.start);
                    let hidden = Change { at: start..start + (at.end - at.start), text: text.clone() };
                    if known.insert(hidden.clone()) {
                        changes.push(hidden);
                    }
                }
            }
        }
    }
}

/// The words of a text as they are compared.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(folded)
}
