//! `--show-files`: what would be read.

use super::Outcome;
use super::error::CommandError;
use super::inputs::{Input, find};
use super::options::InputArgs;
use super::streams::Streams;
use crate::output::{Text, shown};

/// Lists the inputs, one a line, in the order in which they would be read.
pub(crate) fn files(args: &InputArgs, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let inputs = find(&args.paths, streams);
    let text = streams.view(None).text;
    for input in &inputs.list {
        let path = match input {
            Input::Stdin => "-".into(),
            Input::File(path) => path.to_string_lossy(),
        };
        match text {
            Text::Exact => writeln!(streams.out(), "{path}")?,
            Text::Shown => writeln!(streams.out(), "{}", shown(&path))?,
        }
    }
    for error in &inputs.errors {
        streams.error(error);
    }
    Ok(if inputs.errors.is_empty() { Outcome::Clean } else { Outcome::Incomplete })
}
