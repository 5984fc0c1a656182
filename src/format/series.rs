//! Files that hold a value of JSON a line, as the messages of a recogniser are written down while it listens.
//!
//! They are told from data sets by their messages, and read as a list of them.

use super::{FORMATS, Format, Found, Reads};
use crate::error::{Error, Result};
use crate::json::{Json, Value};
use crate::span::place_in;

/// So many lines are looked at to know the form.
pub(super) const FIRST_LINES: usize = 20;

/// The format of which a value is a message, final or not.
fn of_message(value: Value<'_>) -> Option<&'static Format> {
    let sends = |format: &&Format| matches!(format.reads, Reads::Json { is_message: Some(is), .. } if is(value));
    FORMATS.into_iter().find(sends)
}

/// The format whose messages the first lines of a text are; none of data sets, and of a single value.
pub(super) fn format_of(text: &str) -> Option<&'static Format> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).trim_start();
    // A file of one line may be long.
    let first = memchr::memchr(b'\n', text.as_bytes())?;
    if !text.starts_with('{') || !text[first..].trim_start().starts_with('{') {
        return None;
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(FIRST_LINES);
    let mut found = None;
    let (mut messages, mut records) = (0, 0);
    for line in lines {
        // What is cut off there, or is none of these, says nothing of the lines before.
        let Some(json) = line.ends_with('}').then(|| Json::read(line).ok()).flatten() else { break };
        let format = of_message(json.value());
        messages += usize::from(format.is_some());
        let has_text = || json.value().get(super::jsonl::FIELD).and_then(Value::string).is_some();
        // A whole answer of another recogniser is a record, too.
        records += usize::from(has_text() || format.is_none() && super::jsonl::form(json.value()).is_some());
        found = found.or(format);
    }
    // Among records of a data set one may look like a message, and among messages there may be a notice.
    found.filter(|_| messages > records)
}

/// What a text is that holds a single value, where that is a message which can be read.
pub(super) fn single(text: &str) -> Option<Found<'_>> {
    let json = Json::read(text).ok()?;
    let format = of_message(json.value())?;
    let is_read = matches!(format.reads, Reads::Json { is, .. } if is(json.value()));
    is_read.then_some(Found { format, json: Some(json) })
}

/// What a text is that holds several objects one after the other, in as many lines as they like: messages are read as a
/// stream, and others told.
pub(super) fn several(text: &str) -> Option<Result<Found<'_>>> {
    let json = Json::read_series(text).ok()?;
    let objects: Vec<Value<'_>> = json.value().elements().collect();
    let (count, second) = (objects.len(), objects.get(1)?.place().start as usize);
    if !objects.iter().all(|object| object.is_object()) {
        return None;
    }
    let first = &objects[..count.min(FIRST_LINES)];
    let sent: Vec<&'static Format> = first.iter().filter_map(|object| of_message(*object)).collect();
    let is_read = |format: &&Format| matches!(format.reads, Reads::Json { is, .. } if is(json.value()));
    if let Some(format) = sent.first().copied().filter(is_read).filter(|_| sent.len() * 2 > first.len()) {
        return Some(Ok(Found { format, json: Some(json) }));
    }
    let message = format!("found {count} objects of JSON one after the other, expected one");
    let hint = "write each to a file of its own, or, where they are records, each on one line of a file called .jsonl";
    Some(Err(Error::new(message).at(place_in(text, second)).with_hint(hint)))
}

/// Whether files of a format may be series of messages.
pub(super) fn may_be(format: &Format) -> bool {
    matches!(format.reads, Reads::Json { is_message: Some(_), .. })
}
