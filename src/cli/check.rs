//! `mondegreen check`: reports findings.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

use super::error::{CommandError, while_read};
use super::fixing::{Out, unread};
use super::git::Repository;
use super::known::{Known, KnownArgs};
use super::options::{DictionaryArgs, InputArgs, OutputArgs, RuleArgs, TermArgs, tiers};
use super::scanning::{DataSet, Records, Scanned, Scanning, Take, Taken};
use super::streams::Streams;
use super::telling::Telling;
use super::{Outcome, show, step_summary};
use crate::baseline::Baseline;
use crate::error::Error;
use crate::finding::Tier;
use crate::format::RECORDS;
use crate::output::{self, OUTPUTS, Output};
use crate::report::{Deed, FileReport, Report};

/// Report what was likely misheard, and what was likely meant.
///
/// Findings have a tier: `auto` is sure enough to be written by `mondegreen fix`, `review` is worth a look, `hint` is
/// worth knowing.
#[derive(Debug, clap::Args)]
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
    known: KnownArgs,

    /// Leave out what is less sure than this; by default `review`, or `hint` where --fail-on says so.
    #[arg(long, value_name = "TIER", value_parser = tiers(), help_heading = "Findings")]
    min_tier: Option<Tier>,

    /// From which tier on a reported finding makes the exit code 1; `auto` by default.
    #[arg(long, value_name = "TIER", value_parser = tiers(), help_heading = "Findings")]
    fail_on: Option<Tier>,

    /// Exit with 0 whatever is found; what cannot be read is still 2.
    #[arg(long, help_heading = "Findings")]
    exit_zero: bool,

    /// Count the findings instead of listing them.
    #[arg(long, help_heading = "Output")]
    statistics: bool,

    /// Add the numbers that each confidence was made from, for candidates of any confidence (json and jsonl).
    #[arg(long, hide = true)]
    evidence: bool,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen check talk.txt                      what was misheard in one transcript
  mondegreen check calls/ --dict attendees.txt   in a folder, with names of your own
  mondegreen check --rule alias --min-tier hint  known mishearings only, sure or not, in this folder
  mondegreen check --format jsonl - < talk.txt   for a program, from the standard input
  mondegreen check --write-baseline calls/       note what there is by now
  mondegreen check --baseline mondegreen.baseline.json calls/  and report what comes after";

pub(crate) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    if args.inputs.show_files {
        let since = args.known.since()?;
        return show::files(&args.inputs, &args.dictionaries, since.as_ref(), streams);
    }
    let format = args.output.format;
    let statistics = match (args.statistics, format.audience) {
        (false, _) => None,
        (true, Some(audience)) => Some(audience),
        (true, None) => return Err(no_statistics(format)),
    };
    let mut report = Report::new(Deed::Checked);
    let fails = match look(args, &mut report, streams) {
        Ok(fails) => fails,
        // Who waits for a document gets one, whatever went wrong.
        Err(error) if format.is_document() && !error.is_silent() => {
            streams.error(error.source());
            report.errors.push(error.source().clone());
            false
        }
        Err(error) => return Err(error),
    };
    if format.is_from_top
        && let (Ok(repository), Ok(here)) = (Repository::here(), fs::canonicalize("."))
    {
        report.rename(|path| if path == "-" { path.to_owned() } else { repository.inner_path(&here, path) });
    }
    let mut view = streams.view(args.output.width.columns);
    view.evidence = args.evidence;
    let rendered = match statistics {
        Some(audience) => output::count(&report, audience, &view, streams.out()),
        None => (format.render)(&report, &view, streams.out()),
    };
    while_read(rendered.map_err(CommandError::from))?;
    if format.has_step_summary {
        step_summary::write(&report, streams);
    }
    Ok(Outcome::of(&report.errors, fails && !args.exit_zero))
}

/// Fills the report; answers whether there is a finding from the tier on that fails the run.
fn look(args: &Args, report: &mut Report, streams: &mut Streams) -> Result<bool, CommandError> {
    let since = args.known.since()?;
    let compares = since.is_some();
    let mut scanning =
        Scanning::new(&args.inputs, &args.dictionaries, &args.rules, since, streams)?.of_terms(&args.terms)?;
    if args.evidence {
        scanning = scanning.with_every_candidate();
    }
    let config = scanning.config();
    let fail_on = config.fail_on.as_ref().map(|set| set.value);
    let min_tier = config.min_tier.as_ref().map(|set| set.value);
    let min_tier = least(args.min_tier, args.fail_on).or(least(min_tier, fail_on)).unwrap_or(Tier::Review);
    let fail_on = args.fail_on.or(fail_on).unwrap_or(Tier::Auto);
    report.fails_from = fail_on;
    let known = args.known.baseline(scanning.configuration())?;
    let mut checking = Checking {
        telling: Telling {
            output: args.output.format,
            width: args.output.width.columns,
            is_talk: false,
            tells: true,
            in_parts: !(compares || args.statistics || args.evidence)
                && known.is_read()
                && args.output.format.comes_in_parts(),
        },
        report,
        known,
        min_tier,
        compares,
        elsewhere: Baseline::default(),
        seen: HashSet::new(),
        is_begun: false,
    };
    let Some(errors) = while_read(scanning.each(streams, &mut checking))? else {
        return Ok(checking.report.surest() >= Some(fail_on));
    };
    let Checking { report, known, mut elsewhere, seen, .. } = checking;
    report.errors = errors;
    if report.count_files() == 0
        && report.errors.is_empty()
        && let Some(revision) = args.known.revision()
    {
        streams.note(&format!("no transcript changed since `{revision}`"));
    }
    if report.findings().next().is_some() {
        // What moved here from another file is not new either.
        elsewhere.append(scanning.before_elsewhere(&seen));
        report.leave_out(&mut elsewhere);
    }
    known.apply(report, streams)?;
    Ok(report.surest() >= Some(fail_on))
}

/// Reports what was found in each input.
struct Checking<'a> {
    telling: Telling,
    report: &'a mut Report,
    known: Known,
    min_tier: Tier,
    /// Whether only what is new since a revision is wanted.
    compares: bool,
    /// What the inputs held before, and hold no more.
    elsewhere: Baseline,
    /// The files that something was found in.
    seen: HashSet<PathBuf>,
    /// Whether something was found in the data set that is read.
    is_begun: bool,
}

impl Checking<'_> {
    fn tell(&mut self, streams: &mut Streams) -> Result<(), CommandError> {
        if self.telling.in_parts {
            self.known.leave_new(self.report);
        }
        self.telling.part(self.report, streams)
    }
}

impl Take for Checking<'_> {
    fn file(&mut self, scanned: Scanned, streams: &mut Streams) -> Taken {
        if self.compares && !scanned.findings.is_empty() {
            self.seen.insert(scanned.path().to_path_buf());
        }
        let Scanned { mut findings, before, .. } = scanned;
        findings.retain(|finding| finding.tier >= self.min_tier);
        self.elsewhere.append(before.leave_new(&scanned.document, &mut findings));
        for part in FileReport::parts(scanned.name, &scanned.document, findings) {
            self.report.add(part);
            self.tell(streams)?;
        }
        Ok(Ok(()))
    }

    fn takes_records(&self) -> bool {
        !self.compares
    }

    fn begin(&mut self, _: &DataSet<'_>, _: &mut Streams) -> Taken {
        self.is_begun = false;
        Ok(Ok(()))
    }

    fn records(&mut self, _: &DataSet<'_>, records: Records, streams: &mut Streams) -> Taken {
        let Records::Scanned(scanned) = records else { return Ok(Ok(())) };
        let Scanned { name, document, mut findings, passed, .. } = *scanned;
        findings.retain(|finding| finding.tier >= self.min_tier);
        if !findings.is_empty() {
            let mut part = FileReport::new(name, &document, findings).of_part(passed);
            part.is_continued = std::mem::replace(&mut self.is_begun, true);
            self.report.add(part);
            self.tell(streams)?;
        }
        Ok(Ok(()))
    }

    fn end(&mut self, data_set: &DataSet<'_>, done: Result<(), Error>, streams: &mut Streams) -> Taken {
        if done.is_ok() && !self.is_begun {
            self.report.add(FileReport::empty(data_set.name.clone(), RECORDS));
            self.tell(streams)?;
        }
        Ok(done.map_err(|error| unread(error, &Out::Nowhere)))
    }
}

/// The least tier that is reported, as far as it is said: what fails a run is to be seen.
fn least(min_tier: Option<Tier>, fail_on: Option<Tier>) -> Option<Tier> {
    min_tier.or(fail_on.filter(|&tier| tier < Tier::Review))
}

fn no_statistics(format: &Output) -> CommandError {
    let able = OUTPUTS.iter().filter(|output| output.audience.is_some()).map(|output| output.id);
    let able = able.collect::<Vec<_>>().join(", ");
    CommandError::usage(format!("found --statistics with --format {}, expected one of {able}", format.id))
}
