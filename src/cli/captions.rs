//! Captions that a fix makes harder to read, told to the one who asked for it.

use std::collections::HashMap;

use crate::captions::{Fault, faults};
use crate::document::Document;
use crate::error::Error;
use crate::finding::Rule;
use crate::settings::Settings;

/// What is wrong with the captions of a document once it is edited that was not before, or not as much, each with its line
/// and column.
pub(super) fn worsened(before: &Document, after: &Document, settings: &Settings) -> Vec<Error> {
    let known: HashMap<(usize, Rule), f64> =
        faults(before, settings).iter().map(|fault| ((fault.number, fault.rule), fault.measure)).collect();
    let is_worse =
        |fault: &Fault| known.get(&(fault.number, fault.rule)).is_none_or(|measure| *measure < fault.measure);
    let told = faults(after, settings).into_iter().filter(is_worse);
    told.map(|Fault { number, rule, what, .. }| {
        let error = Error::new(format!("a fix leaves this caption with {what} ({rule})"));
        match before.captions().get(number) {
            Some(caption) => error.at(before.place_of(caption.place().start)),
            None => error,
        }
    })
    .collect()
}
