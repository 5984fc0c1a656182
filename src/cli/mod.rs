//! The program: arguments, files, streams and exit codes.
//!
//! Nothing else touches the file system, the environment, the standard streams or the exit code. A command is a file
//! with its `Args` and its `run`; what several commands ask for stands in `options`.

mod captions;
mod check;
mod completions;
mod config;
mod configuration;
mod context;
mod dict;
mod dictionaries;
mod diff;
mod error;
mod eval;
mod explain;
mod fix;
mod fixing;
mod git;
mod glob;
mod history;
mod init;
mod inputs;
mod journal;
mod known;
mod man;
mod options;
mod packing;
mod pattern;
mod progress;
mod results;
mod review;
mod scanning;
mod show;
mod since;
mod sink;
mod step_summary;
mod stop;
mod streams;
mod summary;
mod telling;
mod undo;
mod write;

use std::path::Path;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand};

use self::error::{CommandError, quoted_for_shell};
use self::options::Color;
use self::streams::Streams;
use crate::error::Error;
use crate::output::shown_in_line;

/// Finds what a speech recogniser misheard in transcripts: names, products and terms.
#[derive(Parser)]
#[command(name = "mondegreen", version, max_term_width = 100, after_help = EXAMPLES)]
#[derive(Debug)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// Whether to use colours; `auto` asks the terminal, `NO_COLOR` and `CLICOLOR_FORCE`.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    color: Color,

    /// Say nothing but the results and the errors.
    #[arg(long, short, global = true, help_heading = "Output")]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Fix(fix::Args),
    Diff(diff::Args),
    Review(Box<review::Args>),
    Undo(undo::Args),
    Explain(explain::Args),
    Dict(dict::Args),
    Config(config::Args),
    Eval(eval::Args),
    Init(init::Args),
    Completions(completions::Args),
    Man(man::Args),
}

const EXAMPLES: &str = "\
Examples:
  mondegreen check talk.txt                 report what was misheard
  mondegreen diff talk.txt                  show what would be written
  mondegreen fix talk.txt                   write what is sure
  mondegreen check --dict names.txt calls/  with names of your own, in a folder
  mondegreen explain \"Give That Dudo\"       why these words are taken for a term

Exit codes: 0 nothing to report, 1 findings or a difference, 2 the work could not be done.";

/// How a command ended that could do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing to report: exit code 0.
    Clean,
    /// Findings at or above the level asked for, or a difference: exit code 1.
    Found,
    /// Some of the input could not be read or written, and that was told: exit code 2.
    Incomplete,
}

impl Outcome {
    /// The outcome of a command that met these errors and found something, or not.
    fn of(errors: &[Error], found: bool) -> Outcome {
        match (errors.is_empty(), found) {
            (false, _) => Outcome::Incomplete,
            (true, true) => Outcome::Found,
            (true, false) => Outcome::Clean,
        }
    }
}

/// Runs the program on the arguments of the process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse(error),
    };
    stop::outlive_full_files();
    let mut streams = Streams::new(cli.color, cli.quiet);
    let result = run(cli.command, &mut streams).and_then(|outcome| match streams.finish() {
        Err(error) if !error.is_silent() => Err(error),
        _ if streams.has_lost() => Ok(Outcome::Incomplete),
        _ => Ok(outcome),
    });
    match result {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Incomplete) => ExitCode::from(2),
        Err(error) => streams.fail(&error),
    }
}

/// Says what is wrong with the arguments; where a file stands in the place of a command, says which commands read it.
fn refuse(mut error: clap::Error) -> ExitCode {
    let named = error.get(ContextKind::InvalidSubcommand).map(ToString::to_string);
    if let Some(meant) = named.as_deref().and_then(dict::command_for) {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(vec![format!("dict {meant}")]));
    }
    // If nobody hears it, there is nobody to tell.
    let _ = if let Some(name) = named.filter(|name| Path::new(name).metadata().is_ok()) {
        let quoted = quoted_for_shell(&name);
        let message = format!("found `{name}`, expected a command; to look at it: mondegreen check {quoted}");
        Cli::command().error(ErrorKind::InvalidSubcommand, shown_in_line(&message)).print()
    } else if let Some(safe) = safe_arguments().filter(|_| error.use_stderr()) {
        match Cli::try_parse_from(safe) {
            Err(error) => error.print(),
            Ok(_) => Streams::new(Color::Never, false).plainly(&error.render().to_string()),
        }
    } else {
        error.print()
    };
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

/// The arguments with everything spelled out that would steer a terminal or begin a line, if there is any in them.
fn safe_arguments() -> Option<Vec<String>> {
    let given: Vec<String> = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let safe: Vec<String> = given.iter().map(|argument| shown_in_line(argument).into_owned()).collect();
    (safe != given).then_some(safe)
}

/// The command line, for what is generated from it.
fn command_line() -> clap::Command {
    Cli::command()
}

fn run(command: Command, streams: &mut Streams) -> Result<Outcome, CommandError> {
    match command {
        Command::Check(args) => check::run(&args, streams),
        Command::Fix(args) => fix::run(&args, streams),
        Command::Diff(args) => diff::run(&args, streams),
        Command::Review(args) => review::run(&args, streams),
        Command::Undo(args) => undo::run(&args, streams),
        Command::Explain(args) => explain::run(&args, streams),
        Command::Dict(args) => dict::run(&args, streams),
        Command::Config(args) => config::run(&args, streams),
        Command::Eval(args) => eval::run(&args, streams),
        Command::Init(args) => init::run(&args, streams),
        Command::Completions(args) => completions::run(&args, streams),
        Command::Man(args) => man::run(&args, streams),
    }
}
