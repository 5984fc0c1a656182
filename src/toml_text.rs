//! TOML that people write, with a place for what is wrong with it and the key that was likely meant.

use serde::de::DeserializeOwned;

use crate::error::{Error, Result, did_you_mean};
use crate::span::place_in;

/// Of a value that is wrong, so many characters are shown.
const LONGEST_SHOWN: usize = 60;

/// Reads a text as `what`, such as "a dictionary".
pub(crate) fn read<T: DeserializeOwned>(text: &str, what: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| not_the_form(&error, text, what))
}

fn not_the_form(error: &toml::de::Error, text: &str, what: &str) -> Error {
    let message = error.message().trim().replace('\n', " ");
    let found = error.span().and_then(|span| text.get(span)).unwrap_or_default();
    let told = match fault(&message, found) {
        Fault::Key(key, known) => {
            let told = Error::new(format!("found the key `{}`, which {what} does not have", key.escape_debug()));
            match did_you_mean(key, known.iter().copied()) {
                Some(near) => told.with_hint(format!("did you mean `{near}`?")),
                None if known.is_empty() => told,
                None => told.with_hint(format!("known here: {}", known.join(", "))),
            }
        }
        Fault::Choice(name, known) => {
            let told = Error::new(format!("found `{}`, expected one of {}", name.escape_debug(), known.join(", ")));
            match did_you_mean(&name.to_lowercase(), known.iter().copied()) {
                Some(near) => told.with_hint(format!("did you mean `{near}`?")),
                None => told,
            }
        }
        Fault::Twice => Error::new(format!("found the key `{}` a second time", shortened(found)))
            .with_hint("put what the two say into one"),
        Fault::Bare => Error::new(format!("found `{}`, expected a text in quotes", shortened(found)))
            .with_hint("write it between straight quotes: \"…\""),
        Fault::Kind => Error::new(format!("found `{}`, expected a text in quotes", shortened(found))),
        Fault::Told(said, hint) => Error::new(said).with_hint(hint),
        Fault::NoList(said) => {
            let hint = match found.strip_prefix('[') {
                Some(header) if found.ends_with(']') => {
                    format!("an entry of a list of tables begins with two brackets: `[[{header}]`")
                }
                _ if found.starts_with(['"', '\'']) && found.lines().count() == 1 && found.len() < LONGEST_SHOWN => {
                    format!("put it into brackets: `[{found}]`")
                }
                _ => "a list stands in brackets: `[\"…\", \"…\"]`".to_owned(),
            };
            Error::new(said).with_hint(hint)
        }
        Fault::Other(said) => Error::new(said),
    };
    match error.span() {
        Some(span) => told.at(place_in(text, span.start)),
        None => told,
    }
}

/// What a message of the reader is about.
enum Fault<'a> {
    /// A key that is not known, and those that are.
    Key(&'a str, Vec<&'a str>),
    /// A text that is none of a few.
    Choice(&'a str, Vec<&'a str>),
    /// The same key again.
    Twice,
    /// A text without quotes.
    Bare,
    /// A value that is no text.
    Kind,
    /// Something that is put right in one way.
    Told(&'static str, &'static str),
    /// Something else than a list.
    NoList(String),
    Other(String),
}

fn fault<'a>(message: &'a str, found: &str) -> Fault<'a> {
    // The reader lists what it knows, each in back ticks.
    let listed = |start: &str| {
        let (name, rest) = message.strip_prefix(start)?.split_once('`')?;
        Some((name, rest.split('`').skip(1).step_by(2).collect::<Vec<_>>()))
    };
    if let Some((key, known)) = listed("unknown field `") {
        return Fault::Key(key, known);
    }
    if let Some((name, known)) = listed("unknown variant `") {
        return Fault::Choice(name, known);
    }
    match message {
        "duplicate key" => Fault::Twice,
        "wanted string or table" => Fault::Kind,
        _ if message.starts_with("string values must be quoted") && found.trim().is_empty() => {
            Fault::Other("found no value, expected one".to_owned())
        }
        _ if message.starts_with("string values must be quoted") => Fault::Bare,
        _ if message.starts_with("invalid basic string") && found.trim().is_empty() => {
            Fault::Other("found the end of the line within a text, expected `\"`".to_owned())
        }
        _ if message.contains("recursion limit") || message.contains("recursion depth") => Fault::Told(
            "found values within values, deeper than they are read",
            "a list of texts has one pair of brackets: `[\"…\", \"…\"]`",
        ),
        _ if message.starts_with("missing escaped value") => Fault::Told(
            "found a backslash, expected one that stands for something, as in `\\n`",
            "write `\\\\` for a backslash, or put the text into single quotes: '…'",
        ),
        _ if message.starts_with("carriage return must be followed") => Fault::Told(
            "found a carriage return alone, expected the end of a line",
            "save it with the line ends of Unix or Windows",
        ),
        _ if message.ends_with(", expected a sequence") => Fault::NoList(in_words(message)),
        _ => Fault::Other(in_words(message)),
    }
}

/// What a person wrote, as far as it goes into a message.
fn shortened(found: &str) -> String {
    let line = found.lines().next().unwrap_or_default().trim_end();
    let shown: String = line.chars().take(LONGEST_SHOWN).collect();
    let more = if shown.len() < line.len() { "…" } else { "" };
    format!("{}{more}", shown.escape_debug())
}

/// A message of the reader in words that do not come from its code.
pub(crate) fn in_words(message: &str) -> String {
    if let Some(field) = message.strip_prefix("missing field ") {
        return format!("found no {field}, expected one");
    }
    if message.starts_with("data did not match any variant") {
        return "found a value of another kind than is read here".to_owned();
    }
    if let Some(within) = message.strip_prefix("EOF while parsing ") {
        return format!("found the end of the file within {within}");
    }
    let of_type = ["invalid type: ", "invalid value: "].into_iter().find_map(|start| message.strip_prefix(start));
    let Some((found, expected)) = of_type.and_then(|rest| rest.split_once(", expected ")) else {
        return message.to_owned();
    };
    let found = match found {
        "map" => "a table",
        "sequence" => "a list",
        // The kind of a value is seen by itself: "integer `3`".
        other => other.find(['`', '"']).map_or(other, |at| &other[at..]),
    };
    let (found, more) = match found.char_indices().nth(LONGEST_SHOWN) {
        Some((at, _)) => (&found[..at], "…"),
        None => (found, ""),
    };
    let expected = match expected {
        "a map" => "a table",
        "a sequence" => "a list",
        "a boolean" => "`true` or `false`",
        "a string" => "a text in quotes",
        "f32" | "f64" => "a number",
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number from 0 on",
        other if other.starts_with("struct ") => "a table",
        other => other,
    };
    format!("found {found}{more}, expected {expected}")
}
