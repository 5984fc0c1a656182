//! `--show-files`: what would be read, and as what.

use std::path::Path;
use std::sync::Arc;

use super::Outcome;
use super::configuration::Configuration;
use super::error::CommandError;
use super::inputs::{Input, Reader, find};
use super::options::{DictionaryArgs, InputArgs};
use super::scanning::probe;
use super::since::Since;
use super::streams::Streams;
use crate::format::RECORDS;
use crate::output::{Text, shown_in_line};

/// Lists the inputs, one a line, in the order in which they would be read: the path, a tab, and the id of the format.
pub(crate) fn files(
    args: &InputArgs,
    dictionaries: &DictionaryArgs,
    since: Option<&Arc<Since>>,
    streams: &mut Streams,
) -> Result<Outcome, CommandError> {
    let configuration = Configuration::of(&dictionaries.config, args.folder_of_stdin())?;
    let mut inputs = find(args, dictionaries, &configuration, since, streams)?;
    let reader = Reader::new(args, &configuration.config);
    reader.validate()?;
    let text = streams.view(None).text;
    for input in &inputs.list {
        let is_data_set = if reader.is_of_records(input.path(&reader)) { probe(&reader, input) } else { Ok(None) };
        let format = match is_data_set {
            Ok(Some(())) => Ok(RECORDS),
            Ok(None) => reader.read(input).map(|document| document.format().id),
            Err(error) => Err(error),
        };
        let format = match format {
            Ok(format) => format,
            Err(error) => {
                if !(error.is_of_no_transcript() && matches!(input, Input::Found(_))) {
                    inputs.errors.push(error);
                }
                continue;
            }
        };
        let path = match input {
            Input::Stdin => Path::new("-"),
            Input::File(path) | Input::Found(path) => path,
        };
        match text {
            // A name need not be text: a program is given its very bytes.
            Text::Exact => streams.out().write_all(path.as_os_str().as_encoded_bytes())?,
            Text::Shown => write!(streams.out(), "{}", shown_in_line(&path.to_string_lossy()))?,
        }
        writeln!(streams.out(), "\t{format}")?;
    }
    for error in &inputs.errors {
        streams.error(error);
    }
    Ok(if inputs.errors.is_empty() { Outcome::Clean } else { Outcome::Incomplete })
}
