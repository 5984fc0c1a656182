//! Dictionaries: the shipped ones, and those that the arguments and the configuration name.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::configuration::{self, Configuration};
use super::context;
use super::error::{CommandError, of_file};
use super::options::DictionaryArgs;
use super::streams::Streams;
use crate::config::{Config, Origin, Scope};
use crate::dictionary::{Dictionary, Form, builtin, builtin_names, builtin_without_trials};
use crate::error::{Error, did_you_mean};
use crate::source::Source;

/// A dictionary or a vocabulary with more bytes is not read.
const LARGEST_FILE: u64 = 256 << 20;
/// How many oddities of one dictionary are told before the rest are only counted.
const MOST_WARNINGS: usize = 3;

/// Which dictionaries are used, the given ones and the shipped ones.
#[derive(Debug)]
pub(crate) struct Choice {
    given: Vec<Given>,
    /// Files beside the transcripts, whose names are terms.
    context: Vec<PathBuf>,
    builtin: bool,
    /// Whether other dictionaries come to it.
    may_be_empty: bool,
}

/// A value that stands for a dictionary, and the place of the configuration that names it.
#[derive(Debug)]
struct Given {
    value: OsString,
    from: Option<Origin>,
}

impl Choice {
    /// What the configuration asks for in this scope, and what the arguments add to it.
    pub(crate) fn new(scope: &Scope, args: &DictionaryArgs) -> Choice {
        let of_scope = scope.dictionaries.iter().map(|set| Given {
            value: if is_file(OsStr::new(&set.value)) {
                configuration::path_of(set).into_os_string()
            } else {
                OsString::from(&set.value)
            },
            from: Some(set.from.clone()),
        });
        let of_args = args.dictionaries.iter().map(|value| Given { value: value.clone(), from: None });
        let builtin = !args.no_builtin && scope.builtin.as_ref().is_none_or(|builtin| builtin.value);
        Choice { given: of_scope.chain(of_args).collect(), context: args.context.clone(), builtin, may_be_empty: false }
    }

    /// The same, to which other dictionaries come.
    pub(crate) fn with_others(self) -> Choice {
        Choice { may_be_empty: true, ..self }
    }

    /// Whether nothing is chosen.
    pub(crate) fn is_empty(&self) -> bool {
        self.given.is_empty() && self.context.is_empty() && !self.builtin
    }
}

/// The dictionaries that the arguments and the configuration ask for, where no file has others.
pub(crate) fn load(args: &DictionaryArgs, streams: &mut Streams) -> Result<Vec<Dictionary>, CommandError> {
    let configuration = Configuration::of(&args.config, None)?;
    chosen(&Choice::new(&configuration.config.scope, args), &mut HashSet::new(), streams)
}

/// The dictionaries of a choice: the given ones first, then the shipped ones. What is odd is told once: `told` knows.
pub(crate) fn chosen(
    choice: &Choice,
    told: &mut HashSet<OsString>,
    streams: &mut Streams,
) -> Result<Vec<Dictionary>, CommandError> {
    Ok(chosen_apart(choice, told, streams)?.into_iter().flatten().collect())
}

/// The same, with the given ones and the shipped ones apart.
pub(crate) fn chosen_apart(
    choice: &Choice,
    told: &mut HashSet<OsString>,
    streams: &mut Streams,
) -> Result<[Vec<Dictionary>; 2], CommandError> {
    let mut seen = HashSet::new();
    let mut loaded = Vec::new();
    for Given { value, from } in &choice.given {
        if !seen.insert(value) {
            continue;
        }
        let dictionary = named(value).map_err(|error| error.named_in(from.as_ref()))?;
        if told.insert(value.clone()) {
            warn_about(&dictionary, Path::new(value), streams);
        }
        loaded.push(dictionary);
    }
    for path in &choice.context {
        let (dictionary, odd) = context::dictionary(path)?;
        if let Some(odd) = odd.filter(|_| told.insert(path.clone().into_os_string())) {
            streams.warn_of(&odd);
        }
        loaded.push(dictionary);
    }
    let mut shipped = Vec::new();
    if choice.builtin {
        let names: Vec<&str> = builtin_names().filter(|name| !seen.iter().any(|value| *value == *name)).collect();
        shipped.par_extend(names.into_par_iter().filter_map(builtin_without_trials));
    }
    if loaded.is_empty() && shipped.is_empty() && !choice.may_be_empty {
        let error = CommandError::usage("found no dictionary to work with: the shipped ones are turned off");
        return Err(error.with_hint("name one, such as `--dict devtools` or `--dict names.txt`"));
    }
    Ok([loaded, shipped])
}

/// The files that the arguments, and a configuration for whatever files, name as dictionaries or take names from.
pub(crate) fn named_files(config: &Config, args: &DictionaryArgs) -> Vec<PathBuf> {
    let scopes = std::iter::once(&config.scope).chain(config.overrides.iter().map(|one| &one.scope));
    let sets = scopes.flat_map(|scope| &scope.dictionaries).filter(|set| is_file(OsStr::new(&set.value)));
    let of_args = args.dictionaries.iter().filter(|value| is_file(value)).map(PathBuf::from);
    sets.map(configuration::path_of).chain(of_args).chain(args.context.iter().cloned()).collect()
}

/// Whether there is every dictionary that a configuration names, for whatever files: most overrides hold for none of
/// the files that a run looks at.
pub(crate) fn find_named(config: &Config) -> Result<(), CommandError> {
    for set in config.overrides.iter().flat_map(|one| &one.scope.dictionaries) {
        let value = OsStr::new(&set.value);
        let found = if is_file(value) {
            let path = configuration::path_of(set);
            fs::metadata(&path).map(drop).map_err(|error| of_file(&path, &error, "a dictionary").into())
        } else if builtin_names().any(|name| name == set.value) {
            Ok(())
        } else {
            Err(unknown(&set.value))
        };
        found.map_err(|error: CommandError| error.named_in(Some(&set.from)))?;
    }
    Ok(())
}

/// The dictionary that a value of `--dict` stands for.
pub(crate) fn named(value: &OsStr) -> Result<Dictionary, CommandError> {
    if value == "-" {
        let error =
            CommandError::usage("found the dictionary `-`, expected a file or the name of a shipped dictionary");
        return Err(error.with_hint("the standard input is for transcripts: save the list in a .txt file"));
    }
    if is_file(value) {
        return Ok(from_file(Path::new(value))?);
    }
    let name = value.to_string_lossy();
    builtin(&name).ok_or_else(|| unknown(&name))
}

/// A value that ends in .toml or .txt or holds a slash is a file.
pub(crate) fn is_file(value: &OsStr) -> bool {
    let path = Path::new(value);
    let has_slash = value.to_string_lossy().contains(std::path::is_separator);
    has_slash || ending_is(path, "toml") || ending_is(path, "txt")
}

fn ending_is(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

/// The dictionary of a file.
pub(crate) fn from_file(path: &Path) -> Result<Dictionary, Error> {
    of_text(path, source(path, bytes(path, "a dictionary")?)?.text())
}

/// The bytes of a file that is `expected`, such as "a dictionary".
pub(crate) fn bytes(path: &Path, expected: &str) -> Result<Vec<u8>, Error> {
    let told = |error: &io::Error| of_file(path, error, expected);
    let file = fs::File::open(path).map_err(|error| told(&error))?;
    if file.metadata().is_ok_and(|found| found.is_dir()) {
        return Err(a_folder(path, expected));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(|error| told(&error))?;
    if bytes.len() as u64 > LARGEST_FILE {
        let error = Error::new(format!("found more than {LARGEST_FILE} bytes, which is the limit"));
        return Err(error.in_file(path.display().to_string()).with_hint("spread its terms over several files"));
    }
    Ok(bytes)
}

fn a_folder(path: &Path, expected: &str) -> Error {
    Error::new(format!("found a folder, expected {expected}")).in_file(path.display().to_string())
}

/// The text of such a file.
pub(crate) fn source(path: &Path, bytes: Vec<u8>) -> Result<Source, Error> {
    let told = |error: Error| error.in_file(path.display().to_string()).with_hint("save it as UTF-8");
    Source::read(bytes, None).map_err(told)
}

/// The dictionary that a text is in the file of this path.
pub(crate) fn of_text(path: &Path, text: &str) -> Result<Dictionary, Error> {
    let shown = path.display().to_string();
    let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy();
    match form(path) {
        Form::Toml => Dictionary::from_toml(&name, &shown, text),
        Form::List => Dictionary::from_list(&name, &shown, text),
    }
}

/// How the file of a dictionary is written.
pub(crate) fn form(path: &Path) -> Form {
    if ending_is(path, "toml") { Form::Toml } else { Form::List }
}

fn unknown(name: &str) -> CommandError {
    if Path::new(name).is_dir() {
        return a_folder(Path::new(name), "a dictionary").into();
    }
    let known: Vec<&str> = builtin_names().collect();
    let error =
        CommandError::usage(format!("found the dictionary `{name}`, expected a file or one of {}", known.join(", ")));
    match did_you_mean(name, known) {
        Some(near) => error.with_hint(format!("did you mean `{near}`?")),
        None => error.with_hint(format!("a file's name ends in .toml or .txt, or holds a slash: `./{name}`")),
    }
}

fn warn_about(dictionary: &Dictionary, path: &Path, streams: &mut Streams) {
    if dictionary.terms.is_empty() {
        streams.warn(&format!("{}: found no term, expected one a line or `[[term]]` entries", path.display()));
    }
    for warning in dictionary.warnings.iter().take(MOST_WARNINGS) {
        streams.warn(&format!("{}:{}: {}", path.display(), warning.place, warning.message));
    }
    if dictionary.warnings.len() > MOST_WARNINGS {
        let more = dictionary.warnings.len() - MOST_WARNINGS;
        streams.warn(&format!("{}: {more} more; `mondegreen dict check` lists them all", path.display()));
    }
}
