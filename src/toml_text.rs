//! TOML that people write, with a place for what is wrong with it and the key that was likely meant.

use serde::de::DeserializeOwned;

use crate::error::{Error, Result, did_you_mean};
use crate::span::place_in;

/// Reads a text as `what`, such as "a dictionary".
pub(crate) fn read<T: DeserializeOwned>(text: &str, what: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| not_the_form(&error, text, what))
}

fn not_the_form(error: &toml::de::Error, text: &str, what: &str) -> Error {
    let message = error.message().trim().replace('\n', " ");
    let unknown = message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`'));
    let mut told = Error::new(match unknown {
        Some((key, _)) => format!("found the key `{}`, which {what} does not have", key.escape_debug()),
        None => in_words(&message),
    });
    // The reader lists the keys of the table in which the unknown one stands, each in back ticks.
    let meant = unknown.and_then(|(key, rest)| did_you_mean(key, rest.split('`').skip(1).step_by(2)));
    if let Some(near) = meant {
        told = told.with_hint(format!("did you mean `{near}`?"));
    }
    if message.starts_with("invalid type: map, expected a sequence") {
        told = told.with_hint("an entry of a list of tables begins with two brackets: `[[…]]`");
    }
    match error.span() {
        Some(span) => told.at(place_in(text, span.start)),
        None => told,
    }
}

/// A message of the reader in words that do not come from its code.
fn in_words(message: &str) -> String {
    if let Some(field) = message.strip_prefix("missing field ") {
        return format!("found no {field}, expected one");
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
    format!("found {found}, expected {expected}")
}
