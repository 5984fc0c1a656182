//! `mondegreen dict check`: whether a dictionary is sound.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::super::error::{CommandError, quoted_for_shell};
use super::super::streams::Streams;
use super::super::{Outcome, dictionaries};
use super::file::DictionaryFile;
use crate::confusion::{Confusion, Risk, confusions};
use crate::dictionary::{Dictionary, Index, Warning, builtin, builtin_names, clashes, oddities};
use crate::error::Error;
use crate::output::{counted, shown};
use crate::settings::Settings;
use crate::trial::{Failure, failures};

/// How many risks are told if nobody asks for all.
const MOST_RISKS: usize = 20;

/// Check dictionaries: that they can be read, that their examples change and their keeps stay, and what their terms may
/// be confused with.
///
/// Told are lines that are hardly meant as terms, contradictions with other dictionaries, mishearings that people say
/// without any near word to tell them apart, terms that sound like ordinary words or like each other, and entries out of
/// order. Examples run with the shipped dictionaries beside the checked one, as in use. Exit with 1 if an example fails,
/// with 2 if a dictionary cannot be read.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files, or names of shipped dictionaries.
    #[arg(value_name = "FILE|NAME", required = true)]
    dictionaries: Vec<OsString>,

    /// Put entries into their canonical order; comments stay with what they are about.
    #[arg(long)]
    write: bool,

    /// Tell every risk of confusion, not only the high and middling ones.
    #[arg(long)]
    all: bool,

    /// Exit with 1 if there is a warning, too.
    #[arg(long)]
    strict: bool,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen dict check names.toml
  mondegreen dict check --write names.toml  put in order
  mondegreen dict check cloud devtools";

pub(super) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let mut errors: Vec<Error> = Vec::new();
    let mut fails = false;
    let mut loaded = Vec::new();
    for value in &args.dictionaries {
        let read = dictionaries::named(value).and_then(|dictionary| Ok((order(value, args.write)?, dictionary)));
        match read {
            Ok((order, dictionary)) => loaded.push((value, order, dictionary)),
            Err(error) => {
                streams.error(error.source());
                errors.push(error.source().clone());
            }
        }
    }
    for (number, (value, order, dictionary)) in loaded.iter().enumerate() {
        let beside = loaded.iter().enumerate().filter(|&(other, _)| other != number);
        let beside: Vec<&Dictionary> = beside.map(|(_, (_, _, dictionary))| dictionary).collect();
        let told = tell(value, *order, dictionary, &beside, args, streams)?;
        fails |= told.fails || args.strict && told.warns;
    }
    Ok(Outcome::of(&errors, fails))
}

/// Whether the entries of a file are in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Kept,
    Broken,
    /// It was broken, and the file was written.
    Mended,
}

fn order(value: &OsStr, write: bool) -> Result<Order, CommandError> {
    if !dictionaries::is_file(value) && !write {
        return Ok(Order::Kept);
    }
    if !write {
        let path = Path::new(value);
        let source = dictionaries::source(path, dictionaries::bytes(path, "a dictionary")?)?;
        let ordered = dictionaries::form(path).ordered(source.text());
        let ordered = ordered.map_err(|error| error.in_file(path.display().to_string()))?;
        return Ok(if ordered == source.text() { Order::Kept } else { Order::Broken });
    }
    let file = DictionaryFile::read(value)?;
    let ordered = file.form.ordered(&file.text).map_err(|error| error.in_file(file.name()))?;
    if ordered == file.text {
        return Ok(Order::Kept);
    }
    // What is written is the same dictionary.
    file.dictionary(&ordered)?;
    file.write(&ordered)?;
    Ok(Order::Mended)
}

/// What was told about a dictionary.
struct Told {
    fails: bool,
    warns: bool,
}

fn tell(
    value: &OsStr,
    order: Order,
    dictionary: &Dictionary,
    beside: &[&Dictionary],
    args: &Args,
    streams: &mut Streams,
) -> Result<Told, CommandError> {
    let path = value.to_string_lossy();
    // One of the shipped dictionaries that is being worked on stands in its own place.
    let is_shipped = |name: &str| name == dictionary.name || beside.iter().any(|other| other.name == name);
    let shipped = builtin_names().filter(|&name| !is_shipped(name)).filter_map(builtin);
    let others: Vec<Dictionary> = beside.iter().copied().cloned().chain(shipped).collect();
    let (odd, clashes) = (oddities(dictionary), clashes(dictionary, &others));
    let mut warnings: Vec<&Warning> = dictionary.warnings.iter().chain(&odd).chain(&clashes).collect();
    warnings.sort_by(|a, b| (a.place, &a.message).cmp(&(b.place, &b.message)));
    // What is told of a list when it is read may be odd for a term as well.
    warnings.dedup();
    for warning in &warnings {
        writeln!(streams.out(), "{}:{}: warning: {}", shown(&path), warning.place, shown(&warning.message))?;
    }
    let index = Index::new(std::iter::once(dictionary.clone()).chain(others));
    let settings = Settings::default();
    let warns = tell_confusions(&path, dictionary, &index, args.all, streams)?;
    let failures = failures(dictionary, &index, &settings);
    for failure in &failures {
        writeln!(streams.out(), "{}:{}: {}", shown(&path), failure.place, shown(&failure.to_string()))?;
    }
    if order == Order::Broken {
        writeln!(streams.out(), "{}: warning: its entries are not in canonical order", shown(&path))?;
    }
    summary(&path, dictionary, &failures, streams)?;
    match order {
        Order::Kept => {}
        Order::Broken => {
            let path = quoted_for_shell(&path);
            streams.note(&format!("`mondegreen dict check --write {path}` puts the entries in order"));
        }
        Order::Mended => streams.note(&format!("the entries of {path} are in order now")),
    }
    if let Some(Failure { text, .. }) = failures.first() {
        let [dictionary, text] = [&*path, text].map(quoted_for_shell);
        streams.note(&format!("see why with `mondegreen explain --dict {dictionary} {text}`"));
    }
    Ok(Told { fails: !failures.is_empty(), warns: warns || !warnings.is_empty() || order == Order::Broken })
}

/// Tells what terms may be confused with; whether any risk is more than low.
fn tell_confusions(
    path: &str,
    dictionary: &Dictionary,
    index: &Index,
    all: bool,
    streams: &mut Streams,
) -> Result<bool, CommandError> {
    let found = confusions(dictionary, index, &Settings::default());
    let risky: Vec<&Confusion> = found.list.iter().filter(|one| all || one.risk > Risk::Low).collect();
    let most = if all { usize::MAX } else { MOST_RISKS };
    for one in risky.iter().take(most) {
        writeln!(streams.out(), "{}:{}: warning: {}", shown(path), one.place, shown(&one.to_string()))?;
    }
    if risky.len() > most {
        streams.note(&format!("{path}: {} more risks of confusion; --all tells them", risky.len() - most));
    }
    if found.is_cut {
        streams.note(&format!("{path}: so many terms sound alike that not all of them were compared"));
    }
    Ok(risky.iter().any(|one| one.risk > Risk::Low))
}

fn summary(
    path: &str,
    dictionary: &Dictionary,
    failures: &[Failure],
    streams: &mut Streams,
) -> Result<(), CommandError> {
    let examples: usize = dictionary.terms.iter().map(|term| term.examples.len()).sum();
    let keeps: usize = dictionary.terms.iter().map(|term| term.keeps.len()).sum();
    let broken = failures.iter().filter(|failure| failure.is_keep()).count();
    writeln!(
        streams.out(),
        "{}: {}; {} of {examples} examples and {} of {keeps} keeps hold",
        shown(path),
        counted(dictionary.terms.len(), "term"),
        examples - (failures.len() - broken),
        keeps - broken,
    )?;
    Ok(())
}
