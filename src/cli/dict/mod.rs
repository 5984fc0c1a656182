//! `mondegreen dict`: the dictionaries themselves.

mod check;
mod list;
mod show;

use clap::Subcommand;

use super::Outcome;
use super::error::CommandError;
use super::streams::Streams;

/// List, show and check dictionaries.
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
}

const EXAMPLES: &str = "\
Examples:
  mondegreen dict list                        what ships
  mondegreen dict show devtools               the terms of a dictionary
  mondegreen dict show devtools \"GitLab Duo\"  all that it says of one
  mondegreen dict check names.toml            whether a dictionary of your own is sound";

pub(crate) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    match &args.command {
        Command::List(args) => list::run(args, streams),
        Command::Show(args) => show::run(args, streams),
        Command::Check(args) => check::run(args, streams),
    }
}
