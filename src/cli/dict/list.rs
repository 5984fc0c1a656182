//! `mondegreen dict list`: which dictionaries are in use.

use super::super::error::CommandError;
use super::super::options::DictionaryArgs;
use super::super::streams::Streams;
use super::super::{Outcome, dictionaries};
use crate::output::dictionary;

/// List the dictionaries that would be used: name, number of terms, what they hold.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    dictionaries: DictionaryArgs,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen dict list
  mondegreen dict list --dict names.txt";

pub(super) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let loaded = dictionaries::load(&args.dictionaries, streams)?;
    let view = streams.view(None);
    dictionary::list(&loaded, &view, streams.out())?;
    Ok(Outcome::Clean)
}
