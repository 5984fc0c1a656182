//! Answers that a program wrapped in an object of its own: `{"result": {...}}`, `{"status": "ok", "data": {...}}`.

use super::{FORMATS, Format, Found, Reads, alike};
use crate::json::{Json, Value};

/// The one object in another one that may be an answer: nothing beside it has words.
fn inside(value: Value<'_>) -> Option<Value<'_>> {
    let mut objects = value.members().map(|(_, one)| one).filter(|one| one.is_object());
    let only = objects.next().filter(|_| objects.next().is_none())?;
    let is_word = |one: Value<'_>| !one.is_array() && !one.raw().contains([' ', '\\']);
    value.members().all(|(_, one)| one.place() == only.place() || is_word(one)).then_some(only)
}

fn holds(format: &Format, value: Value<'_>) -> bool {
    matches!(format.reads, Reads::Json { is, .. } if is(value))
}

/// What JSON of no known form is that holds an answer of one.
pub(super) fn found(json: Json<'_>) -> Result<Found<'_>, Json<'_>> {
    let known = |answer: &Value<'_>| FORMATS.into_iter().find(|format| holds(format, *answer));
    let answer = inside(json.value()).filter(|_| alike::is_none(json.value()));
    match answer.and_then(|answer| Some((known(&answer)?, answer.number_of_value()))) {
        Some((format, number)) => Ok(Found { format, json: Some(json.within(number)) }),
        None => Err(json),
    }
}

/// The JSON of a file of a format, which may be an answer in an object.
pub(super) fn unwrapped<'a>(format: &Format, json: Json<'a>) -> Json<'a> {
    let answer = inside(json.value()).filter(|answer| !holds(format, json.value()) && holds(format, *answer));
    match answer.map(Value::number_of_value) {
        Some(number) => json.within(number),
        None => json,
    }
}
