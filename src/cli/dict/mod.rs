//! `mondegreen dict`: the dictionaries themselves.

mod add;
mod check;
mod export;
mod extract;
pub(super) mod file;
mod import;
mod learn;
mod list;
mod remove;
mod show;
mod stats;
mod test;

use std::path::Path;

use clap::Subcommand;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::error::CommandError;
use super::streams::Streams;
use super::{Outcome, write};
use crate::dictionary::{EXCHANGES, Exchange};

/// List, show, check and change dictionaries.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::Args),
    Show(show::Args),
    Check(check::Args),
    Test(test::Args),
    Stats(stats::Args),
    Add(add::Args),
    Remove(remove::Args),
    Import(import::Args),
    Export(export::Args),
    Extract(extract::Args),
    Learn(learn::Args),
}

const EXAMPLES: &str = "\
Examples:
  mondegreen dict list                        what ships
  mondegreen dict show devtools               the terms of a dictionary
  mondegreen dict show devtools \"GitLab Duo\"  all that it says of one
  mondegreen dict check names.toml            whether a dictionary of your own is sound
  mondegreen dict add names.toml Ledgr        one more term
  mondegreen dict import phrases.json         another tool's vocabulary as a dictionary
  mondegreen dict export --to aws names.toml  a dictionary for a recogniser
  mondegreen dict extract release.md          what a text names, to look over
  mondegreen dict learn --pair raw.txt corrected.txt
                                              what people put right, to look over";

/// What commands of [`Command`] are called elsewhere.
const CALLED: [(&str, &str); 6] = [
    ("lint", "check"),
    ("validate", "check"),
    ("mine", "learn"),
    ("train", "learn"),
    ("convert", "import"),
    ("delete", "remove"),
];

/// The command of this one that a name stands for, which is no command by itself.
pub(super) fn command_for(name: &str) -> Option<String> {
    let called = CALLED.into_iter().find(|&(called, _)| called == name);
    let name = called.map_or(name, |(_, meant)| meant);
    Command::has_subcommand(name).then(|| name.to_owned())
}

/// Reads a term as it is typed.
fn term_text(text: &str) -> Result<String, String> {
    match crate::dictionary::fault(text) {
        Some(fault) => Err(fault),
        None => Ok(text.to_owned()),
    }
}

/// Reads the form of another tool's vocabulary by its id.
fn forms() -> impl TypedValueParser<Value = &'static Exchange> {
    let known = EXCHANGES.map(|form| PossibleValue::new(form.id).help(form.about));
    PossibleValuesParser::new(known).try_map(|id| Exchange::by_id(&id))
}

/// Tells what is odd or left out, and how much more there is.
fn warn_all(messages: &[String], most: usize, streams: &mut Streams) {
    for message in messages.iter().take(most) {
        streams.warn(message);
    }
    if messages.len() > most {
        streams.warn(&format!("{} more of the kind; --all tells them", messages.len() - most));
    }
}

/// How many oddities are told if nobody asks for all.
const MOST_WARNINGS: usize = 10;

/// Writes a result into a new file, or to the standard output where none is named.
fn deliver(output: Option<&Path>, text: &str, streams: &mut Streams) -> Result<(), CommandError> {
    match output {
        Some(path) => Ok(write::create_new(path, text.as_bytes())?),
        None => Ok(streams.out().write_all(text.as_bytes())?),
    }
}

/// Reads words that belong to a term as they are typed.
fn phrase_text(text: &str) -> Result<String, String> {
    term_text(text.trim())
}

pub(crate) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    match &args.command {
        Command::List(args) => list::run(args, streams),
        Command::Show(args) => show::run(args, streams),
        Command::Check(args) => check::run(args, streams),
        Command::Test(args) => test::run(args, streams),
        Command::Stats(args) => stats::run(args, streams),
        Command::Add(args) => add::run(args, streams),
        Command::Remove(args) => remove::run(args, streams),
        Command::Import(args) => import::run(args, streams),
        Command::Export(args) => export::run(args, streams),
        Command::Extract(args) => extract::run(args, streams),
        Command::Learn(args) => learn::run(args, streams),
    }
}
