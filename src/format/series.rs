//! Files that hold a value of JSON a line, as the messages of a recogniser are written down while it listens.
//!
//! They are told from data sets by their messages, and read as a list of them.

use super::{Format, deepgram, google, rev, speechmatics};
use crate::json::{Json, Value};

/// A format that has messages, and how one is known that tells what was heard.
type Stream = (&'static Format, fn(Value<'_>) -> bool);

const STREAMS: [Stream; 4] = [
    (&deepgram::FORMAT, deepgram::is_message),
    (&google::FORMAT, google::is_answer),
    (&speechmatics::FORMAT, speechmatics::is_message),
    (&rev::FORMAT, rev::is_message),
];

/// So many lines are looked at to know the form.
const FIRST_LINES: usize = 20;

/// The format whose messages the first lines of a text are; none of data sets, and of a single value.
pub(super) fn format_of(text: &str) -> Option<&'static Format> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).trim_start();
    // A file of one line may be long.
    let first = memchr::memchr(b'\n', text.as_bytes())?;
    if !text.starts_with('{') || !text[first..].trim_start().starts_with('{') {
        return None;
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(FIRST_LINES);
    for line in lines {
        if !line.ends_with('}') {
            return None;
        }
        let json = Json::read(line).ok()?;
        let known = STREAMS.into_iter().find(|(_, is_message)| is_message(json.value()));
        if let Some((format, _)) = known {
            return Some(format);
        }
    }
    None
}

/// Whether files of a format may be series of messages.
pub(super) fn may_be(format: &Format) -> bool {
    STREAMS.iter().any(|(known, _)| known.id == format.id)
}
