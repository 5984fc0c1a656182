//! `mondegreen config`: what the configuration says.

use clap::Subcommand;

use super::Outcome;
use super::configuration::Configuration;
use super::error::CommandError;
use super::options::ConfigArgs;
use super::streams::Streams;
use crate::output;

/// Show the configuration.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show what is in effect, as a configuration, with where each value comes from.
    #[command(after_help = EXAMPLES)]
    Show(ConfigArgs),
}

const EXAMPLES: &str = "\
Examples:
  mondegreen config show
  mondegreen config show --isolated";

pub(crate) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let Command::Show(args) = &args.command;
    let Configuration { config, files, .. } = Configuration::of(args, None)?;
    let files: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
    let view = streams.view(None);
    output::config(&config, &files, &view, streams.out())?;
    Ok(Outcome::Clean)
}
