//! `mondegreen eval`: how good the findings are, on pairs of what was heard and what was said.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use rayon::prelude::*;

use super::error::{CommandError, of_file};
use super::inputs::{Input, Reader};
use super::options::{DictionaryArgs, InputArgs, RuleArgs, audiences};
use super::results::check_curves;
use super::streams::Streams;
use super::{Outcome, dictionaries, write};
use crate::config::{Config, Scope};
use crate::dictionary::Index;
use crate::error::Error;
use crate::eval::{Figures, Pair, Talk, read_pairs};
use crate::output::{Audience, Evaluation};
use crate::settings::Settings;

/// Score the findings against what people wrote.
///
/// A set is a folder with `pairs.jsonl`, lines of JSON with `doc`, `dict`, `hyp` (heard), `ref` (said) and `gold`
/// (misheard words), and with the dictionaries that they name. With --reference, the one SET is a transcript, and REF the
/// same put right by a person.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Folders with pairs; with --reference, the transcript.
    #[arg(value_name = "SET", required = true)]
    sets: Vec<PathBuf>,

    /// The transcript given, put right by a person.
    #[arg(long, value_name = "REF")]
    reference: Option<PathBuf>,

    /// Use the shipped dictionaries and those of --dict, and not those of the sets.
    #[arg(long, conflicts_with = "reference")]
    defaults: bool,

    /// The encoding of both, where it is not UTF-8.
    #[arg(long, value_name = "NAME", requires = "reference")]
    encoding: Option<String>,

    /// Only the K-th of N parts of the pairs, by document, or by what was said where sentences stand alone.
    #[arg(long, value_name = "K/N", hide = true, conflicts_with = "reference")]
    fold: Option<Fold>,

    #[command(flatten)]
    dictionaries: DictionaryArgs,
    #[command(flatten)]
    rules: RuleArgs,

    /// How to write the result.
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = audiences(), help_heading = "Output")]
    format: Audience,

    /// Write the curves of precision by recall into this file, as a picture.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    svg: Option<PathBuf>,

    /// How many kinds of mistakes to show of each set, the surest first.
    #[arg(long, value_name = "COUNT", default_value_t = 10, help_heading = "Output")]
    worst: usize,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen eval fixtures/eval/names                  a set of pairs, with its dictionaries
  mondegreen eval --defaults fixtures/eval/names       the same with the shipped dictionaries
  mondegreen eval --reference corrected.txt raw.txt    a transcript beside its corrected version
  mondegreen eval --svg curve.svg fixtures/eval/names  the same with the curve as a picture";

/// One of several parts of a set.
#[derive(Debug, Clone, Copy)]
struct Fold {
    part: u32,
    parts: u32,
}

impl FromStr for Fold {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (part, parts) = text.split_once('/')?;
            let (part, parts): (u32, u32) = (part.parse().ok()?, parts.parse().ok()?);
            (part < parts).then_some(Fold { part, parts })
        };
        read().ok_or_else(|| "expected K/N, such as 0/5 for the first of five parts".to_owned())
    }
}

impl Fold {
    fn holds(self, key: &str) -> bool {
        crc32fast::hash(key.as_bytes()) % self.parts == self.part
    }
}

pub(crate) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let settings = args.rules.settings(&Scope::default())?;
    let chosen = !args.dictionaries.dictionaries.is_empty() || args.dictionaries.no_builtin;
    if chosen && !args.defaults && args.reference.is_none() {
        let error = CommandError::usage("found --dict or --no-builtin, but a set brings its own dictionaries");
        return Err(error.with_hint("add --defaults to use the shipped dictionaries and those given"));
    }
    args.svg.as_deref().map_or(Ok(()), check_curves)?;
    let sets = match &args.reference {
        Some(reference) => vec![transcript(args, reference, &settings, streams)?],
        None => args.sets.iter().map(|folder| set(args, folder, &settings, streams)).collect::<Result<_, _>>()?,
    };
    let evaluation = Evaluation { sets, mistakes: args.worst };
    if let Some(path) = &args.svg {
        write::create(path, evaluation.curves_as_svg().as_bytes())?;
    }
    let view = streams.view(None);
    match args.format {
        Audience::Json | Audience::JsonLines => evaluation.render_json(streams.out())?,
        Audience::Person => evaluation.render_human(&view, streams.out())?,
    }
    Ok(Outcome::Clean)
}

/// A transcript beside its corrected version.
fn transcript(
    args: &Args,
    reference: &Path,
    settings: &Settings,
    streams: &mut Streams,
) -> Result<(String, Figures), CommandError> {
    let [path] = &args.sets[..] else {
        let error = CommandError::usage(format!("found {} transcripts, expected one", args.sets.len()));
        return Err(error.with_hint("`--reference REF` is what was said in that one"));
    };
    let index = Index::new(dictionaries::load(&args.dictionaries, streams)?);
    let reader =
        Reader::new(&InputArgs { encoding: args.encoding.clone(), ..InputArgs::default() }, &Config::default());
    let read = |path: &Path| reader.read(&Input::File(path.to_path_buf()));
    let (heard, said) = (read(path)?, read(reference)?);
    let figures = Talk::of_reference(heard, &said, &index).figures(&index, settings);
    Ok((path.display().to_string(), figures))
}

/// A folder of pairs.
fn set(
    args: &Args,
    folder: &Path,
    settings: &Settings,
    streams: &mut Streams,
) -> Result<(String, Figures), CommandError> {
    if fs::metadata(folder).is_ok_and(|about| about.is_file()) {
        let found = format!("found the file {}, expected a folder with pairs", folder.display());
        return Err(CommandError::usage(found).with_hint("`--reference REF` is what was said in a transcript"));
    }
    let path = folder.join("pairs.jsonl");
    let text = fs::read_to_string(&path).map_err(|error| of_file(&path, &error, "the pairs of a set"))?;
    let in_file = |error: Error| error.in_file(path.display().to_string());
    let mut pairs = read_pairs(&text).map_err(in_file)?;
    let canonical = folder.canonicalize().map_err(|error| of_file(folder, &error, "a folder of pairs"))?;
    let name = canonical.file_name().unwrap_or(canonical.as_os_str()).to_string_lossy().into_owned();
    if let Some(fold) = args.fold {
        let by_sentence = by_sentence(&pairs);
        pairs.retain(|pair| fold.holds(if by_sentence { &pair.reference } else { &pair.document }));
    }
    let indexes = indexes(args, folder, &pairs, streams)?;
    let mut documents: BTreeMap<(&str, &str), Vec<Pair>> = BTreeMap::new();
    for pair in &pairs {
        documents.entry((&pair.document, &pair.dictionary)).or_default().push(pair.clone());
    }
    let documents: Vec<(&str, Vec<Pair>)> =
        documents.into_iter().map(|((_, dictionary), pairs)| (dictionary, pairs)).collect();
    let judged: Vec<Figures> = documents
        .par_iter()
        .map(|(dictionary, pairs)| {
            let index = &indexes[if args.defaults { "" } else { dictionary }];
            Talk::of_pairs(pairs).figures(index, settings).of_list(dictionary)
        })
        .collect();
    let mut figures = Figures::default();
    for one in judged {
        figures.add(one);
    }
    Ok((name, figures))
}

/// Whether most of what was said stands in several documents, as several recognisers heard it: then a sentence is in one
/// fold for all of them, else a document is. As `sets_of_sentences` in tools/fit.py.
fn by_sentence(pairs: &[Pair]) -> bool {
    let mut documents: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for pair in pairs {
        documents.entry(&pair.reference).or_default().insert(&pair.document);
    }
    2 * documents.values().filter(|documents| documents.len() > 1).count() > documents.len()
}

/// The dictionaries that pairs name, by their names; that of the shipped ones has none.
fn indexes(
    args: &Args,
    folder: &Path,
    pairs: &[Pair],
    streams: &mut Streams,
) -> Result<BTreeMap<String, Index>, CommandError> {
    if args.defaults {
        return Ok(BTreeMap::from([(String::new(), Index::new(dictionaries::load(&args.dictionaries, streams)?))]));
    }
    let mut indexes = BTreeMap::new();
    for pair in pairs {
        if indexes.contains_key(&pair.dictionary) {
            continue;
        }
        let mut parts = Path::new(&pair.dictionary).components();
        if !matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None)) {
            let path = folder.join("pairs.jsonl").display().to_string();
            let message = format!("found the dictionary `{}`, expected the name of a file beside it", pair.dictionary);
            return Err(Error::new(message).in_file(path).into());
        }
        let dictionary = dictionaries::from_file(&folder.join(&pair.dictionary))?;
        indexes.insert(pair.dictionary.clone(), Index::new([dictionary]));
    }
    Ok(indexes)
}
