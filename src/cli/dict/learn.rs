//! `mondegreen dict learn`: what people put right, as a dictionary to look over.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::super::configuration::Configuration;
use super::super::dictionaries::{Choice, chosen};
use super::super::error::{CommandError, of_file};
use super::super::git::{Blob, Repository};
use super::super::history::{Blobs, Step, steps};
use super::super::inputs::{Input, Reader};
use super::super::options::{DictionaryArgs, InputArgs};
use super::super::streams::Streams;
use super::super::{Outcome, write};
use crate::config::Config;
use crate::dictionary::Dictionary;
use crate::error::Error;
use crate::format::is_transcript;
use crate::learn::{Learned, Lessons};
use crate::ledger::Ledger;
use crate::output::{counted, learned};

/// Propose entries from what people put right: corrected transcripts, the history of a folder, and decisions.
///
/// Terms, mishearings and texts to keep, each with how often it was seen and where: look them over before they are used.
/// What the dictionaries in use hold already is left out, and so are other ways to write a number, ordinary words for
/// ordinary words, rewritten sentences, and words that were put right in several ways.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files of decisions, such as mondegreen.decisions.jsonl.
    #[arg(value_name = "DECISIONS")]
    decisions: Vec<PathBuf>,

    /// A transcript and its corrected version, in any formats, or two folders with files of the same names; repeatable.
    #[arg(long, num_args = 2, value_names = ["RAW", "CORRECTED"])]
    pair: Vec<PathBuf>,

    /// A folder in a repository of git: what each commit changed in its transcripts; repeatable.
    #[arg(long, value_name = "FOLDER")]
    git: Vec<PathBuf>,

    /// Of the history, only what came after the current branch left REV.
    #[arg(long, value_name = "REV", requires = "git")]
    since: Option<String>,

    /// Leave out what was seen less often; by default what was seen once, but for decisions.
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true)]
    min_count: Option<usize>,

    /// Read every transcript in this encoding, such as windows-1252.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,

    /// How to write what was learned.
    #[arg(long, value_name = "FORMAT", default_value = "toml", value_parser = ["toml", "json"], help_heading = "Output")]
    output_format: String,

    /// Write into this new file rather than to the standard output.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,

    #[command(flatten)]
    dictionaries: DictionaryArgs,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen dict learn --pair raw.txt corrected.txt
  mondegreen dict learn --pair raw/ corrected/ --output learned.toml
  mondegreen dict learn mondegreen.decisions.jsonl";

pub(super) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    if args.decisions.is_empty() && args.pair.is_empty() && args.git.is_empty() {
        let error = CommandError::usage("found nothing to learn from, expected --pair, --git or a file of decisions");
        return Err(error.with_hint("`mondegreen dict learn --pair RAW CORRECTED` compares two transcripts"));
    }
    if let Some(path) = &args.output {
        write::check_new(path)?;
    }
    let mut learner = Learner {
        lessons: Lessons::new(&known(&args.dictionaries, streams)?),
        reader: Reader::new(&InputArgs { encoding: args.encoding.clone(), ..InputArgs::default() }, &Config::default()),
        taken: 0,
        errors: Vec::new(),
    };
    learner.reader.validate()?;
    for pair in args.pair.chunks_exact(2) {
        learner.pair(&pair[0], &pair[1], streams)?;
    }
    for folder in &args.git {
        learner.history(folder, args.since.as_deref(), streams)?;
    }
    for path in &args.decisions {
        learner.decisions(path)?;
    }
    let learned = learner.lessons.learned(args.min_count);
    deliver(args, &learned, streams)?;
    for error in &learner.errors {
        streams.error(error);
    }
    tell(&learned, learner.taken, streams);
    Ok(Outcome::of(&learner.errors, false))
}

/// The dictionaries in use; none at all is fine here.
fn known(args: &DictionaryArgs, streams: &mut Streams) -> Result<Vec<Dictionary>, CommandError> {
    let configuration = Configuration::of(&args.config, None)?;
    let choice = Choice::new(&configuration.config.scope, args);
    if choice.is_empty() { Ok(Vec::new()) } else { chosen(&choice, &mut HashSet::new(), streams) }
}

fn deliver(args: &Args, learned: &Learned, streams: &mut Streams) -> Result<(), CommandError> {
    let mut text = Vec::new();
    match &*args.output_format {
        "json" => learned::json(learned, &mut text)?,
        _ => text = learned::toml(learned).into_bytes(),
    }
    match &args.output {
        Some(path) => Ok(write::create_new(path, &text)?),
        None => Ok(streams.out().write_all(&text)?),
    }
}

/// Says how much was learned, and why no more.
fn tell(learned: &Learned, taken: usize, streams: &mut Streams) {
    let terms = counted(learned.terms.len(), "term");
    let from = counted(taken, "source");
    streams.note(&format!("found {terms} to propose in {from}; look them over before they are used"));
    if !learned.left.is_empty() {
        let left: Vec<String> = learned.left.iter().map(|(left, count)| format!("{count} {}", left.about())).collect();
        streams.note(&format!("left out: {}", left.join(", ")));
    }
}

/// What is learned from, one thing after the other.
struct Learner {
    lessons: Lessons,
    reader: Reader,
    /// How many pairs and ledgers were taken in.
    taken: usize,
    errors: Vec<Error>,
}

impl Learner {
    fn pair(&mut self, raw: &Path, corrected: &Path, streams: &mut Streams) -> Result<(), CommandError> {
        let is_folder = |path: &Path, expected: &str| {
            fs::metadata(path).map(|found| found.is_dir()).map_err(|error| of_file(path, &error, expected))
        };
        match (is_folder(raw, "a transcript or a folder")?, is_folder(corrected, "its corrected version")?) {
            (false, false) => Ok(self.files(raw, corrected)?),
            (true, true) => self.folders(raw, corrected, streams),
            (raw_is_folder, _) => {
                let what = |is_folder: bool| if is_folder { "a folder" } else { "a file" };
                let [raw, corrected] = [raw, corrected].map(|path| path.display().to_string());
                let (first, second) = (what(raw_is_folder), what(!raw_is_folder));
                let message = format!("found {first}, `{raw}`, and {second}, `{corrected}`, expected two of a kind");
                Err(CommandError::usage(message))
            }
        }
    }

    fn files(&mut self, raw: &Path, corrected: &Path) -> Result<(), Error> {
        let read = |path: &Path| self.reader.read(&Input::File(path.to_path_buf()));
        let (heard, said) = (read(raw)?, read(corrected)?);
        self.lessons.pair(&heard, &said, &raw.display().to_string())?;
        self.taken += 1;
        Ok(())
    }

    /// The files of two folders by their names; those without a counterpart are told.
    fn folders(&mut self, raw: &Path, corrected: &Path, streams: &mut Streams) -> Result<(), CommandError> {
        let (heard, mut said) = (transcripts(raw)?, transcripts(corrected)?);
        let mut alone = Vec::new();
        let before = self.taken;
        for (name, path) in &heard {
            let other = said.remove(name).or_else(|| {
                let stem = name.with_extension("");
                let same: Vec<PathBuf> = said.keys().filter(|key| key.with_extension("") == stem).cloned().collect();
                let only = heard.keys().filter(|key| key.with_extension("") == stem).count() == 1;
                if let ([one], true) = (&same[..], only) { said.remove(one) } else { None }
            });
            match other {
                Some(other) => {
                    if let Err(error) = self.files(path, &other) {
                        self.errors.push(error);
                    }
                }
                None => alone.push(path),
            }
        }
        for path in alone.into_iter().chain(said.values()) {
            streams.warn(&format!("{}: found no file of this name in the other folder", path.display()));
        }
        if self.taken == before && self.errors.is_empty() {
            let error = Error::new(format!("found no transcript that `{}` has too", corrected.display()));
            return Err(error
                .in_file(raw.display().to_string())
                .with_hint("files of one talk have one name in both")
                .into());
        }
        Ok(())
    }

    /// What the commits changed in the transcripts of a folder, the oldest first.
    fn history(&mut self, folder: &Path, since: Option<&str>, streams: &mut Streams) -> Result<(), CommandError> {
        let found = fs::metadata(folder).map_err(|error| of_file(folder, &error, "a folder"))?;
        let shown = folder.display().to_string();
        if !found.is_dir() {
            let error = Error::new("found a file, expected a folder").in_file(shown);
            return Err(error.with_hint("the history of a file is that of its folder").into());
        }
        let repository = Repository::of(folder)?;
        let mut steps = steps(&repository, folder, since).map_err(|error| error.in_file(&*shown))?;
        steps.retain(|step| is_transcript(&step.path.to_string_lossy()));
        if steps.is_empty() {
            streams.warn(&format!("{shown}: found no commit that changes a transcript"));
            return Ok(());
        }
        let mut blobs = Blobs::of(&repository)?;
        let mut passed = 0;
        for step in &steps {
            match self.step(step, &mut blobs) {
                Some(()) => self.taken += 1,
                None => passed += 1,
            }
        }
        if passed > 0 {
            let changes = counted(passed, "change");
            streams.warn(&format!("{shown}: passed over {changes} that could not be read, or wrote another text"));
        }
        Ok(())
    }

    /// What one commit changed in one file; none where that is no version of what it was.
    fn step(&mut self, step: &Step, blobs: &mut Blobs) -> Option<()> {
        let mut read = |blob: &Blob, path: &Path| {
            let bytes = blobs.read(blob).ok()??;
            self.reader.document(bytes, &path.to_string_lossy()).ok()
        };
        let (before, after) = (read(&step.before, &step.from)?, read(&step.after, &step.path)?);
        let name = format!("{}^:{}", step.commit, step.from.display());
        let taken = if step.is_last { Lessons::pair } else { Lessons::step };
        taken(&mut self.lessons, &before, &after, &name).ok()
    }

    fn decisions(&mut self, path: &Path) -> Result<(), CommandError> {
        let shown = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::InvalidData => {
                Error::new("found no text, expected a file of decisions").in_file(&*shown)
            }
            _ => of_file(path, &error, "a file of decisions"),
        })?;
        self.lessons.decisions(&Ledger::read(&shown, &text)?, &shown);
        self.taken += 1;
        Ok(())
    }
}

/// The transcripts below a folder, by their paths from there.
fn transcripts(folder: &Path) -> Result<BTreeMap<PathBuf, PathBuf>, CommandError> {
    let mut found = BTreeMap::new();
    for entry in WalkBuilder::new(folder).sort_by_file_path(Path::cmp).build() {
        let entry = entry.map_err(|error| Error::new(error.to_string()).in_file(folder.display().to_string()))?;
        let path = entry.path();
        if entry.file_type().is_some_and(|kind| kind.is_file()) && is_transcript(&path.to_string_lossy()) {
            found.insert(path.strip_prefix(folder).unwrap_or(path).to_path_buf(), path.to_path_buf());
        }
    }
    Ok(found)
}
