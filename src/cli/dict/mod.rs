//! `mondegreen dict`: the dictionaries themselves.

mod add;
mod check;
mod file;
mod list;
mod remove;
mod show;
mod stats;
mod test;

use clap::Subcommand;

use super::Outcome;
use super::error::CommandError;
use super::streams::Streams;

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
}

const EXAMPLES: &str = "\
Examples:
  mondegreen dict list                        what ships
  mondegreen dict show devtools               the terms of a dictionary
  mondegreen dict show devtools \"GitLab Duo\"  all that it says of one
  mondegreen dict check names.toml            whether a dictionary of your own is sound
  mondegreen dict add names.toml Ledgr        one more term";

/// Reads a term as it is typed.
fn term_text(text: &str) -> Result<String, String> {
    match crate::dictionary::fault(text) {
        Some(fault) => Err(fault),
        None => Ok(text.to_owned()),
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
    }
}
