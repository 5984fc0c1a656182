//! `mondegreen dict export`: a dictionary as another tool's vocabulary.

use std::ffi::OsString;
use std::path::PathBuf;

use super::super::error::CommandError;
use super::super::streams::Streams;
use super::super::{Outcome, dictionaries};
use super::{MOST_WARNINGS, deliver, forms, warn_all};
use crate::dictionary::Exchange;

/// Write a dictionary as another tool's vocabulary, so that it also primes a recogniser.
///
/// The limits of the tool are kept; what does not fit is told, and left out. In CSV, cells that a spreadsheet would take
/// for a formula begin with an apostrophe.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A file, or the name of a shipped dictionary.
    #[arg(value_name = "FILE|NAME")]
    dictionary: OsString,

    /// The form to write.
    #[arg(long, value_name = "FORM", value_parser = forms())]
    to: &'static Exchange,

    /// Write into this new file rather than to the standard output.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,

    /// Tell all that does not fit, not only the first ten.
    #[arg(long, help_heading = "Output")]
    all: bool,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen dict export --to speechmatics names.toml
  mondegreen dict export --to whisper names.txt
  mondegreen dict export --to aws --output vocabulary.txt names.toml";

pub(super) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let dictionary = dictionaries::named(&args.dictionary)?;
    let exported = args.to.export(&dictionary);
    let left: Vec<String> = exported.left.iter().map(|left| format!("left out {left}")).collect();
    warn_all(&left, if args.all { usize::MAX } else { MOST_WARNINGS }, streams);
    deliver(args.output.as_deref(), &exported.text, streams)?;
    Ok(Outcome::Clean)
}
