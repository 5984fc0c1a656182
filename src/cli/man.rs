//! `mondegreen man`: the manual pages.

use std::fs;
use std::path::PathBuf;

use clap_mangen::Man;

use super::error::{CommandError, told};
use super::streams::Streams;
use super::{Outcome, command_line};
use crate::error::Error;

/// Print the manual page, or write one for every command into a folder.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Write the pages of all commands into this folder, which is made if it is not there.
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen man > mondegreen.1
  mondegreen man --dir man1  to be put into ~/.local/share/man";

pub(crate) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let command = command_line().disable_help_subcommand(true);
    let Some(folder) = &args.dir else {
        Man::new(command).render(&mut streams.out())?;
        return Ok(Outcome::Clean);
    };
    fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(command, folder)).map_err(|error| {
        Error::new(format!("could not be written to: {}", told(&error))).in_file(folder.display().to_string())
    })?;
    streams.note(&format!("wrote the pages into {}", folder.display()));
    Ok(Outcome::Clean)
}
