//! Files that hold a value of JSON a line, as the messages of a recogniser are written down while it listens.
//!
//! They are told from data sets by their messages, and read as a list of them.

use super::{FORMATS, Format, Found, Reads};
use crate::json::{Json, Value};

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

/// Whether files of a format may be series of messages.
pub(super) fn may_be(format: &Format) -> bool {
    matches!(format.reads, Reads::Json { is_message: Some(_), .. })
}
