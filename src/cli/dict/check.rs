//! `mondegreen dict check`: whether a dictionary is sound.

use std::ffi::{OsStr, OsString};

use super::super::error::{CommandError, quoted_for_shell};
use super::super::streams::Streams;
use super::super::{Outcome, dictionaries};
use crate::dictionary::{Dictionary, Index, builtin, builtin_names};
use crate::error::Error;
use crate::output::{counted, shown};
use crate::settings::Settings;
use crate::trial::{Failure, failures};

/// Check dictionaries: that they can be read, and that their examples change and their keeps stay.
///
/// Examples run with the shipped dictionaries beside the checked one, as in use. Exit with 1 if an example fails, with 2
/// if a dictionary cannot be read.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files, or names of shipped dictionaries.
    #[arg(value_name = "FILE|NAME", required = true)]
    dictionaries: Vec<OsString>,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen dict check names.toml
  mondegreen dict check cloud devtools";

pub(super) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let mut errors: Vec<Error> = Vec::new();
    let mut fails = false;
    for value in &args.dictionaries {
        match dictionaries::named(value) {
            Ok(dictionary) => fails |= !holds(value, &dictionary, streams)?,
            Err(error) => {
                streams.error(error.source());
                errors.push(error.source().clone());
            }
        }
    }
    Ok(Outcome::of(&errors, fails))
}

/// Tells what is odd about a dictionary; whether all its examples hold.
fn holds(value: &OsStr, dictionary: &Dictionary, streams: &mut Streams) -> Result<bool, CommandError> {
    let path = value.to_string_lossy();
    for warning in &dictionary.warnings {
        writeln!(streams.out(), "{}:{}: warning: {}", shown(&path), warning.place, shown(&warning.message))?;
    }
    // One of the shipped dictionaries that is being worked on stands in its own place.
    let others = builtin_names().filter(|&name| name != dictionary.name).filter_map(builtin);
    let index = Index::new(std::iter::once(dictionary.clone()).chain(others));
    let failures = failures(dictionary, &index, &Settings::default());
    for failure in &failures {
        writeln!(streams.out(), "{}:{}: {}", shown(&path), failure.place, shown(&failure.to_string()))?;
    }
    let examples: usize = dictionary.terms.iter().map(|term| term.examples.len()).sum();
    let keeps: usize = dictionary.terms.iter().map(|term| term.keeps.len()).sum();
    let broken = failures.iter().filter(|failure| failure.is_keep()).count();
    writeln!(
        streams.out(),
        "{}: {}; {} of {examples} examples and {} of {keeps} keeps hold",
        shown(&path),
        counted(dictionary.terms.len(), "term"),
        examples - (failures.len() - broken),
        keeps - broken,
    )?;
    if let Some(Failure { text, .. }) = failures.first() {
        let [dictionary, text] = [&*path, text].map(quoted_for_shell);
        streams.note(&format!("see why with `mondegreen explain --dict {dictionary} {text}`"));
    }
    Ok(failures.is_empty())
}
