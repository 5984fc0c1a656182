//! `mondegreen review`: a person decides.

mod elsewhere;
mod lessons;
mod plain;
mod player;
mod screen;
mod session;
mod store;

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use super::error::CommandError;
use super::inputs::Input;
use super::options::{DictionaryArgs, InputArgs, RuleArgs, TermArgs, tiers};
use super::scanning::{Scanned, Scanning};
use super::streams::Streams;
use super::{Outcome, show};
use crate::finding::Tier;
use crate::output::counted;
use crate::review::Review;

use self::lessons::Lessons;
use self::player::Player;
use self::session::Session;
use self::store::Store;

/// Decide what was said, finding by finding, in the terminal.
///
/// Every key is remembered at once in `mondegreen.decisions.jsonl`, beside the configuration or in the current folder,
/// so that the review goes on where it stopped; `check` and `fix` hold to it as well. What is accepted is written at
/// the end, or with `w`; `mondegreen undo` takes it back. Press `?` for the keys.
#[derive(Debug, clap::Args)]
#[command(
    after_help = EXAMPLES,
    override_usage = "mondegreen review [OPTIONS] [PATH]...\n       mondegreen review [OPTIONS] --import <FILE>"
)]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    dictionaries: DictionaryArgs,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    terms: TermArgs,

    /// Show the findings from this tier on.
    #[arg(long, value_name = "TIER", value_parser = tiers(), help_heading = "Findings")]
    min_tier: Option<Tier>,

    /// Line by line instead of a full screen: for screen readers, pipes, small terminals and those that can do no more
    /// (TERM=dumb, without being asked). Keys are read from the standard input, each line with Enter behind it.
    #[arg(long, help_heading = "Review")]
    plain: bool,

    /// The recording of the transcript, to hear what was said; else a file of the same name beside it.
    #[arg(long, value_name = "FILE", help_heading = "Review")]
    audio: Option<PathBuf>,

    /// The command that plays it, with {start} and {length} in seconds and {file}; else mpv or ffplay.
    #[arg(long, value_name = "COMMAND", env = "MONDEGREEN_PLAYER", help_heading = "Review")]
    player: Option<String>,

    /// Write the findings to a file, to be reviewed elsewhere: .csv for a spreadsheet, .html for a browser.
    #[arg(long, value_name = "FILE", help_heading = "Elsewhere", conflicts_with = "plain")]
    export: Option<PathBuf>,

    /// Take up the decisions of a .csv that was filled in, or of the .jsonl that the page saved; write no transcript.
    #[arg(long, value_name = "FILE", help_heading = "Elsewhere", conflicts_with_all = ["export", "plain", "paths", "file_list"])]
    import: Option<PathBuf>,

    /// The dictionary that always and never write to; else the first of the configuration that is a .toml file.
    #[arg(long, value_name = "FILE", help_heading = "Review")]
    learn_to: Option<OsString>,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen review talk.srt                 what is likely wrong, one after another
  mondegreen review --min-tier hint calls/   hints too, in a folder
  mondegreen review --audio call.mp3 call.vtt  p plays the place
  mondegreen review --plain talk.txt         line by line
  mondegreen review --export calls.html calls/   for somebody with a browser
  mondegreen review --import calls.csv       take up what was decided elsewhere";

pub(crate) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    if args.inputs.show_files {
        return show::files(&args.inputs, &args.dictionaries, None, streams);
    }
    if let Some(path) = &args.import {
        return elsewhere::import(path, &args.dictionaries.config, streams);
    }
    let form = args.export.as_deref().map(elsewhere::Form::of).transpose()?;
    let has_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    if !args.plain && form.is_none() && !has_terminal {
        let error = CommandError::usage("found no terminal to review in");
        return Err(error.with_hint(
            "`mondegreen check` reports and `mondegreen fix` writes without one; --plain reads keys line by line",
        ));
    }
    let mut scanning =
        Scanning::new(&args.inputs, &args.dictionaries, &args.rules, None, streams)?.of_terms(&args.terms)?.undecided();
    if scanning.inputs().contains(&Input::Stdin) {
        let error = CommandError::usage("found `-` to review, expected files: the standard input is for the keys");
        return Err(error.with_hint("save it to a file first"));
    }
    let config = scanning.config();
    let min_tier = args.min_tier.or(config.min_tier.as_ref().map(|set| set.value)).unwrap_or(Tier::Review);
    let lessons = Lessons::new(args.learn_to.as_deref(), scanning.configuration());
    let (mut store, ledger) = Store::open(scanning.configuration())?;
    let (mut files, mut paths) = (Vec::new(), Vec::new());
    let count = scanning.inputs().len();
    let errors = scanning.each(streams, &mut |scanned: Scanned, _: &mut Streams| {
        let mut findings = scanned.findings;
        findings.retain(|finding| finding.tier >= min_tier && !finding.is_of_captions());
        if let (false, Input::File(path) | Input::Found(path)) = (findings.is_empty(), &scanned.input) {
            paths.push((path.clone(), scanned.input.clone()));
            files.push((scanned.name, scanned.document, findings));
        }
        Ok(Ok(()))
    })?;
    if files.is_empty() {
        streams.note(&format!("nothing to review in {}", counted(count, "file")));
        return Ok(Outcome::of(&errors, false));
    }
    if let (Some(path), Some(form)) = (&args.export, form) {
        let review = Review::new(files, ledger);
        elsewhere::export(&review, path, form, &mut store, streams)?;
        return Ok(Outcome::of(&errors, false));
    }
    let player = Player::new(args.audio.clone(), args.player.as_deref());
    let review = Review::new(files, ledger);
    let mut session = Session::new(review, scanning, paths, min_tier, store, lessons, player);
    if args.plain || std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb") {
        plain::run(&mut session, streams)?;
    } else {
        screen::run(&mut session, streams)?;
    }
    streams.note(&session.summary());
    session.remembered()?;
    Ok(Outcome::of(&errors, false))
}
