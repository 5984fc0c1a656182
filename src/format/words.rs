//! Lists of words with their times, as the JSON of recognisers has them.

use std::collections::HashMap;

use crate::document::milliseconds;
use crate::json::Value;
use crate::talk::Heard;
use crate::track::{Element, End};

/// The values of an array, each as an element that can be taken out of it.
pub(super) fn listed(array: Value<'_>) -> impl Iterator<Item = (Value<'_>, Element)> {
    let values: Vec<Value<'_>> = array.elements().collect();
    let places: Vec<_> = values.iter().map(|value| value.place()).collect();
    values.into_iter().enumerate().map(move |(number, value)| {
        let element = Element {
            whole: places[number].clone(),
            before: number.checked_sub(1).map(|before| places[before].end),
            after: places.get(number + 1).map(|after| after.start),
            ..Element::default()
        };
        (value, element)
    })
}

/// The names under which a format keeps when a word was heard, and how surely.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keys {
    pub(super) start: &'static str,
    pub(super) end: &'static str,
    pub(super) confidence: &'static str,
    /// How many of its units of time make a second.
    pub(super) a_second: f64,
}

impl Keys {
    /// When a word was heard, and how surely.
    pub(super) fn heard(self, word: Value<'_>) -> Heard {
        let time = |key: &str| word.get(key).and_then(Value::number).map(|time| time / self.a_second);
        Heard {
            start: time(self.start),
            end: time(self.end),
            confidence: word.get(self.confidence).and_then(Value::number).map(|number| number as f32),
        }
    }

    /// The element with where its end and its confidence stand.
    pub(super) fn element(self, word: Value<'_>, element: Element) -> Element {
        Element {
            end: word.get(self.end).and_then(Value::bare).map(End::At),
            confidence: word.get(self.confidence).and_then(Value::bare),
            ..element
        }
    }
}

/// Where in the reading text the word with this time stands.
pub(super) fn place_at(positions: &HashMap<i64, u32>, time: Option<f64>) -> Option<u32> {
    positions.get(&milliseconds(time?)).copied()
}
