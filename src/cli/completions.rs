//! `mondegreen completions`: what a shell reads to complete the command line.

use clap_complete::Shell;

use super::error::CommandError;
use super::streams::Streams;
use super::{Outcome, command_line};

/// Print what a shell reads to complete commands, options and their values.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The shell.
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen completions bash > mondegreen.bash  to be put into ~/.local/share/bash-completion/completions/mondegreen
  mondegreen completions zsh > _mondegreen       to be put into a folder of $fpath
  mondegreen completions fish > mondegreen.fish  to be put into ~/.config/fish/completions";

pub(crate) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    // The generator takes it for granted that writing works: it is given memory to write to.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command_line(), "mondegreen", &mut script);
    streams.out().write_all(&script)?;
    Ok(Outcome::Clean)
}
