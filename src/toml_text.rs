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
        None => message.clone(),
    });
    // The reader lists the keys of the table in which the unknown one stands, each in back ticks.
    let meant = unknown.and_then(|(key, rest)| did_you_mean(key, rest.split('`').skip(1).step_by(2)));
    if let Some(near) = meant {
        told = told.with_hint(format!("did you mean `{near}`?"));
    }
    match error.span() {
        Some(span) => told.at(place_in(text, span.start)),
        None => told,
    }
}
