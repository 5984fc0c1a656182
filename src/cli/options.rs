//! Arguments that several commands share: raw as clap reads them, then validated.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, Resettable, Str, TypedValueParser};
use encoding_rs::Encoding;

use super::error::{CommandError, of_file};
use super::pattern::Pattern;
use crate::config::Scope;
use crate::error::did_you_mean;
use crate::finding::{Rule, Tier};
use crate::format::FORMATS;
use crate::output::{Audience, OUTPUTS, Output};
use crate::settings::Settings;

/// Encodings that transcripts come in, to tell a slip of the fingers by.
const USUAL_ENCODINGS: [&str; 13] = [
    "utf-8",
    "utf-16",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "iso-8859-1",
    "iso-8859-15",
    "latin1",
    "macintosh",
    "shift_jis",
    "euc-jp",
    "gb18030",
    "big5",
];

/// In fewer columns no line of a report fits.
const NARROWEST: u16 = 40;
/// No more work at the files at once.
const MOST_JOBS: u16 = 256;

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// Which dictionaries are used.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Dictionaries")]
pub(crate) struct DictionaryArgs {
    /// A dictionary to use: a file (.toml, or .txt with one term a line) or the name of a shipped one; repeatable.
    ///
    /// A value that ends in .toml or .txt or holds a slash is a file.
    #[arg(long = "dict", value_name = "FILE|NAME")]
    pub(crate) dictionaries: Vec<OsString>,

    /// Take the names in this file for terms: a press release, slides, an agenda, an invite; repeatable.
    ///
    /// What `mondegreen dict extract` finds in it counts as a dictionary of this run.
    #[arg(long, value_name = "FILE")]
    pub(crate) context: Vec<PathBuf>,

    /// Use no shipped dictionary but those that --dict names.
    #[arg(long)]
    pub(crate) no_builtin: bool,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// Which configuration is read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct ConfigArgs {
    /// Read this configuration, and look for no other; yours below your home still stands below it.
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(crate) config: Option<PathBuf>,

    /// Read no configuration, no decisions and nothing else that the arguments do not name.
    #[arg(long)]
    pub(crate) isolated: bool,
}

/// What is read, and as what.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArgs {
    /// Files, folders and globs to read, `-` for the standard input; the current folder if none is given.
    ///
    /// What is no file and holds `*`, `?` or `[` is a glob, in which `**` goes over folders: 'calls/**/*.srt'.
    #[arg(value_name = "PATH", help_heading = Resettable::<Str>::Reset)]
    pub(crate) paths: Vec<PathBuf>,

    /// Read every file in this format, whatever its name.
    #[arg(long, value_name = "FORMAT", value_parser = input_formats())]
    pub(crate) input_format: Option<String>,

    /// Read every file in this encoding, such as windows-1252.
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,

    /// Of data sets in JSON lines, read this field; dots stand between the keys of nested ones.
    #[arg(long, value_name = "NAME")]
    pub(crate) text_field: Option<String>,

    /// Of data sets in JSON lines, look at records together that follow each other and say the same in this field.
    ///
    /// So a name in one record of a document speaks for the others. Without it every record stands alone.
    #[arg(long, value_name = "NAME")]
    pub(crate) group_field: Option<String>,

    /// Leave as many word objects in JSON as there were: those of words that go are kept, empty.
    ///
    /// For files in which something else points at words by their number.
    #[arg(long)]
    pub(crate) keep_word_count: bool,

    /// What the standard input is called; its ending picks the format. Without a path, that is what is read.
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<String>,

    /// Read the files that FILE names, one a line, or with a zero byte behind each; `-` is the standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) file_list: Option<PathBuf>,

    /// Take the names in the file beside each transcript that is called so for terms of that transcript alone.
    ///
    /// In `{stem}.context.txt`, for one, `{stem}` is the name of the transcript without its ending. Where there is no
    /// such file, nothing is missing.
    #[arg(long, value_name = "PATTERN")]
    pub(crate) context_pattern: Option<Pattern>,

    /// Leave out what the configuration excludes even if it is named here, as pre-commit does.
    #[arg(long)]
    pub(crate) force_exclude: bool,

    /// List the files that would be read, each with a tab and the format it is taken for, and do no more.
    #[arg(long)]
    pub(crate) show_files: bool,

    /// How many files to read at a time; by default as many as there are processors.
    #[arg(
        long,
        value_name = "N",
        value_parser = jobs,
        allow_negative_numbers = true
    )]
    pub(crate) jobs: Option<u16>,
}

/// Which findings are wanted.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Findings")]
pub(crate) struct RuleArgs {
    /// Only findings of this rule; repeatable.
    #[arg(long = "rule", value_name = "ID", value_parser = rules())]
    pub(crate) rules: Vec<Rule>,

    /// Check captions too: how long, how fast, and one after another.
    ///
    /// The limits are those of [captions] in the configuration, else 42 characters a line, 2 lines, 20 characters a
    /// second, 0.833 to 7 seconds, and 0.083 seconds between two.
    #[arg(long)]
    pub(crate) captions: bool,

    /// Drop candidates below this confidence.
    #[arg(long, value_name = "FLOAT", hide = true)]
    pub(crate) least: Option<f32>,

    /// Weights to use in the place of those that ship, as tools/fit.py writes them.
    #[arg(long, value_name = "FILE", hide = true)]
    pub(crate) weights: Option<PathBuf>,
}

/// Which terms are wanted.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Findings")]
pub(crate) struct TermArgs {
    /// Only findings of this term, as its dictionary writes it, in whatever case; repeatable.
    #[arg(long = "term", value_name = "TERM")]
    pub(crate) terms: Vec<String>,
}

/// In which form the result is written.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// How to write the result.
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = outputs())]
    pub(crate) format: &'static Output,

    #[command(flatten)]
    pub(crate) width: WidthArgs,
}

/// How wide the result is.
#[derive(Debug, clap::Args)]
pub(crate) struct WidthArgs {
    /// How many columns to use; by default as many as the terminal has.
    #[arg(
        long = "width",
        value_name = "COLUMNS",
        value_parser = columns,
        allow_negative_numbers = true,
        help_heading = "Output"
    )]
    pub(crate) columns: Option<u16>,
}

impl InputArgs {
    /// The folder in which the standard input would lie, where it has a name.
    pub(crate) fn folder_of_stdin(&self) -> Option<&Path> {
        self.stdin_filename.as_deref().and_then(|name| Path::new(name).parent())
    }
}

impl RuleArgs {
    /// How a file of this scope is scanned; what the arguments say wins.
    pub(crate) fn settings(&self, scope: &Scope) -> Result<Settings, CommandError> {
        let of_scope = scope.rules.as_ref().map_or(&[][..], |rules| &rules.value);
        let rules = if self.rules.is_empty() { of_scope } else { &self.rules };
        let captions = scope.captions.as_ref().map(|captions| captions.value);
        let mut rules = rules.to_vec();
        if self.captions || captions.is_some() {
            if rules.is_empty() {
                rules.extend(Rule::HEARING);
            }
            rules.extend(Rule::CAPTIONS.into_iter().filter(|rule| !rules.contains(rule)).collect::<Vec<_>>());
        }
        let mut settings = Settings::default().with_rules(&rules);
        settings.captions = captions.unwrap_or_default();
        settings.auto = scope.auto.as_ref().map_or(settings.auto, |auto| auto.value);
        settings.review = scope.review.as_ref().map_or(settings.review, |review| review.value);
        if settings.review > settings.auto {
            let places: Vec<String> =
                [&scope.auto, &scope.review].into_iter().flatten().map(|set| set.from.to_string()).collect();
            let (auto, review) = (settings.auto, settings.review);
            let error = CommandError::usage(format!("found the thresholds review {review} and auto {auto}"));
            return Err(error.with_hint(format!("expected auto to be the higher one: {}", places.join(" and "))));
        }
        if let Some(least) = self.least {
            settings = settings.with_least(least);
        }
        if let Some(path) = &self.weights {
            let table = fs::read(path).map_err(|error| of_file(path, &error, "a file of weights"))?;
            settings = settings.with_weights(&table).map_err(|error| error.in_file(path.display().to_string()))?;
        }
        Ok(settings)
    }
}

/// Tells an encoding that does not exist once, not for every file.
pub(crate) fn known_encoding(label: &str) -> Result<(), CommandError> {
    if Encoding::for_label(label.as_bytes()).is_some() {
        return Ok(());
    }
    let error = CommandError::usage(format!("found the encoding `{label}`, which is not known"));
    Err(match did_you_mean(&label.to_ascii_lowercase(), USUAL_ENCODINGS) {
        Some(near) => error.with_hint(format!("did you mean `{near}`?")),
        None => error.with_hint("expected a name such as `utf-8`, `windows-1252` or `shift_jis`"),
    })
}

fn input_formats() -> PossibleValuesParser {
    PossibleValuesParser::new(FORMATS.map(|format| PossibleValue::new(format.id).help(format.about)))
}

fn rules() -> impl TypedValueParser<Value = Rule> {
    let known = Rule::ALL.map(|rule| PossibleValue::new(rule.id()).help(rule.about()));
    PossibleValuesParser::new(known).try_map(|id| id.parse::<Rule>())
}

/// Reads a tier by its id.
pub(crate) fn tiers() -> impl TypedValueParser<Value = Tier> {
    PossibleValuesParser::new(Tier::ALL.map(Tier::id)).try_map(|id| id.parse::<Tier>())
}

/// Reads a tier whose findings may be written.
pub(crate) fn sure_tiers() -> impl TypedValueParser<Value = Tier> {
    PossibleValuesParser::new([Tier::Review, Tier::Auto].map(Tier::id)).try_map(|id| id.parse::<Tier>())
}

/// Reads a number of things in so many others.
pub(crate) fn rate(text: &str) -> Result<f32, String> {
    let known = text.parse().ok().filter(|rate: &f32| rate.is_finite() && *rate >= 0.0);
    known.ok_or_else(|| "expected a number from 0 on".to_owned())
}

/// Reads a number of columns.
fn columns(text: &str) -> Result<u16, String> {
    let known = text.parse().ok().filter(|columns| *columns >= NARROWEST);
    known.ok_or_else(|| format!("expected a whole number from {NARROWEST} to {}", u16::MAX))
}

/// Reads how many work at the files at once.
fn jobs(text: &str) -> Result<u16, String> {
    let known = text.parse().ok().filter(|jobs| (1..=MOST_JOBS).contains(jobs));
    known.ok_or_else(|| format!("expected a whole number from 1 to {MOST_JOBS}"))
}

/// Reads who a result that is no report is for.
pub(crate) fn audiences() -> impl TypedValueParser<Value = Audience> {
    PossibleValuesParser::new(["human", "json"]).map(|id| if id == "json" { Audience::Json } else { Audience::Person })
}

fn outputs() -> impl TypedValueParser<Value = &'static Output> {
    let known = OUTPUTS.map(|output| PossibleValue::new(output.id).help(output.about));
    PossibleValuesParser::new(known).try_map(|id| {
        OUTPUTS.into_iter().find(|output| output.id == id).ok_or_else(|| format!("found the output format `{id}`"))
    })
}
