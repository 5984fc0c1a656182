//! `mondegreen fix`: writes what is sure.

use super::dictionaries::named_files;
use super::error::CommandError;
use super::fixing::{Fixing, Target};
use super::inputs::{Input, is_stdin_fed};
use super::options::{DictionaryArgs, InputArgs, OutputArgs, RuleArgs, TermArgs, rate, sure_tiers};
use super::scanning::Scanning;
use super::streams::Streams;
use super::summary::{SummaryArgs, Wanted};
use super::telling::Telling;
use super::{Outcome, show, stop};
use crate::error::Error;
use crate::finding::Tier;
use crate::report::Deed;

/// Write what is sure into the files; what is only likely is left for `check` to report.
///
/// What was written may speak for what is only likely before ("far gate" that became Fargate, for Terraform): what
/// becomes sure by that is written too.
///
/// Nothing is written that would change who speaks ("a w s JOHN: hello") or what marks build in Markdown, and nothing
/// over what a review decided.
///
/// Only the words of a finding change, every other byte stays. A file is replaced in one step, so that it is never half
/// written; a file in which nothing is to be fixed is not touched. A symbolic link is followed. A file with several
/// hard links, or of an owner or a group that a new file cannot be given, is written in place, so that it stays what it
/// is; `.NAME.mondegreen-*.tmp` beside it holds its old text meanwhile. Permissions and times stay. `mondegreen undo`
/// takes a run back.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that users type; `Target` is what they come to")]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    dictionaries: DictionaryArgs,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    terms: TermArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    summary: SummaryArgs,

    /// How sure a change must be: `review` writes those as well that a person should look at.
    #[arg(long, value_name = "TIER", default_value = "auto", value_parser = sure_tiers(), help_heading = "Findings")]
    tier: Tier,

    /// Leave a file alone that would get more changes than this in 1,000 words, and more than three; it is told of.
    ///
    /// So many are a sign that something else is wrong, such as a dictionary for another domain.
    #[arg(long, value_name = "N", value_parser = rate, allow_negative_numbers = true, help_heading = "Findings")]
    max_changes_per_1000_words: Option<f32>,

    /// Write the result to the standard output, and leave the file as it is; for one input.
    #[arg(long, group = "where", help_heading = "Output")]
    stdout: bool,

    /// Write nothing, show a diff, and exit with 1 if there is anything to fix.
    #[arg(long, group = "where", help_heading = "Output")]
    diff: bool,

    /// Write nothing, and say what would be written.
    #[arg(long, group = "where", help_heading = "Output")]
    dry_run: bool,

    /// Exit with 0 even if --diff shows something.
    #[arg(long, help_heading = "Findings")]
    exit_zero: bool,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen fix --dry-run talk.txt            say what would be written
  mondegreen fix talk.txt                      write it
  mondegreen fix --tier review --diff calls/   show also what is less sure, as a diff
  mondegreen fix --summary-file run.html .     write it, and a page that sums up the run
  mondegreen fix - < talk.txt > fixed.txt      from the standard input to the standard output";

pub(crate) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    if args.inputs.show_files {
        return show::files(&args.inputs, &args.dictionaries, None, streams);
    }
    let target = args.target();
    if target == Target::InPlace {
        stop::between_files(!streams.is_quiet());
    }
    let is_nowhere = args.inputs.paths.is_empty() && args.inputs.file_list.is_none();
    if target == Target::InPlace && is_nowhere && args.inputs.stdin_filename.is_none() && is_stdin_fed() {
        streams.note("no path is named, so the files of the current folder are fixed; `-` is the standard input");
    }
    let wanted = args.summary.wanted()?;
    let mut scanning = Scanning::new(&args.inputs, &args.dictionaries, &args.rules, None, streams)?
        .of_terms(&args.terms)?
        .with_fixes(args.tier);
    if let Some(file) = wanted.as_ref().and_then(Wanted::file) {
        let mut read = named_files(scanning.config(), &args.dictionaries);
        read.extend(args.inputs.file_list.iter().chain(&args.rules.weights).cloned());
        scanning = scanning.apart_from(file, &read)?;
    }
    if target == Target::InPlace {
        scanning = scanning.without_pipes();
    }
    let inputs = scanning.inputs();
    if target == Target::Stdout && inputs.len() > 1 {
        let found = inputs.len();
        let error = CommandError::usage(format!("found {found} transcripts to fix with --stdout, expected one"));
        return Err(error.with_hint("leave out --stdout to fix them in place, or name one file"));
    }
    // Where the standard output holds a text or a patch, the report is talk.
    let is_talk = match target {
        Target::Stdout | Target::Diff => true,
        Target::InPlace => inputs.contains(&Input::Stdin),
        Target::Nowhere => false,
    };
    let deed = match target {
        Target::InPlace | Target::Stdout => Deed::Fixed,
        Target::Diff | Target::Nowhere => Deed::Tried,
    };
    // What is only summed up need not be told.
    let tells = wanted.as_ref().is_none_or(|wanted| !wanted.is_for_the_report());
    let telling =
        Telling { output: args.output.format, width: args.output.width.columns, is_talk, tells, in_parts: true };
    let most = args.max_changes_per_1000_words.or(scanning.config().max_changes.as_ref().map(|set| set.value));
    let mut fixing = Fixing::new(target, deed, telling, most, wanted.is_some() || most.is_some());
    let errors = scanning.each(streams, &mut fixing)?;
    fixing.report.errors = errors;
    (fixing.summary.stopped, fixing.summary.failed) = fixing.report.errors.iter().cloned().partition(Error::is_of_stop);
    // What the report still says comes first: the summary may go to the same place.
    let told = streams.finish().and_then(|()| fixing.telling.rest(&fixing.report, streams));
    let told = told.and_then(|()| streams.finish());
    fixing.or_go_on(told, streams)?;
    let Fixing { report, summary, .. } = fixing;
    if let Some(wanted) = &wanted {
        wanted.write(&summary, is_talk, streams)?;
    }
    let differs = target == Target::Diff && summary.all.changes > 0;
    Ok(Outcome::of(&report.errors, differs && !args.exit_zero))
}

impl Args {
    fn target(&self) -> Target {
        match self {
            Args { stdout: true, .. } => Target::Stdout,
            Args { diff: true, .. } => Target::Diff,
            Args { dry_run: true, .. } => Target::Nowhere,
            _ => Target::InPlace,
        }
    }
}
