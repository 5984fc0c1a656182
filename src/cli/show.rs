//! `--show-files`: what would be read.

use std::path::Path;
use std::sync::Arc;

use super::Outcome;
use super::configuration::Configuration;
use super::error::CommandError;
use super::inputs::{Input, find};
use super::options::{ConfigArgs, InputArgs};
use super::since::Since;
use super::streams::Streams;
use crate::output::{Text, shown_in_line};

/// Lists the inputs, one a line, in the order in which they would be read.
pub(crate) fn files(
    args: &InputArgs,
    config: &ConfigArgs,
    since: Option<&Arc<Since>>,
    streams: &mut Streams,
) -> Result<Outcome, CommandError> {
    let inputs = find(args, &Configuration::of(config, args.folder_of_stdin())?, since, streams)?;
    let text = streams.view(None).text;
    for input in &inputs.list {
        let path = match input {
            Input::Stdin => Path::new("-"),
            Input::File(path) | Input::Found(path) => path,
        };
        match text {
            // A name need not be text: a program is given its very bytes.
            Text::Exact => streams.out().write_all(path.as_os_str().as_encoded_bytes())?,
            Text::Shown => write!(streams.out(), "{}", shown_in_line(&path.to_string_lossy()))?,
        }
        writeln!(streams.out())?;
    }
    for error in &inputs.errors {
        streams.error(error);
    }
    Ok(if inputs.errors.is_empty() { Outcome::Clean } else { Outcome::Incomplete })
}
