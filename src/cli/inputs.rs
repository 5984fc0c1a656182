//! Which files are read: those given, those found in folders, and the standard input.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::error::{of_file, told, with_option};
use super::options::InputArgs;
use super::streams::Streams;
use crate::document::Document;
use crate::error::Error;
use crate::format::{FORMATS, Reading, is_transcript, read_as};

/// A transcript to read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Input {
    Stdin,
    File(PathBuf),
}

/// The inputs in order, and what could not be found.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    pub(crate) list: Vec<Input>,
    pub(crate) errors: Vec<Error>,
}

/// How every input is read.
#[derive(Debug)]
pub(crate) struct Reader {
    format: Option<String>,
    encoding: Option<String>,
    text_field: Option<String>,
    keeps_word_count: bool,
    stdin_name: String,
}

/// Finds the inputs: as given, each once, those of a folder sorted.
pub(crate) fn find(paths: &[PathBuf], streams: &mut Streams) -> Inputs {
    let here = [PathBuf::from(".")];
    let given = if paths.is_empty() { &here } else { paths };
    let mut finder = Finder { inputs: Inputs::default(), seen: HashSet::new() };
    for path in given {
        match fs::metadata(path) {
            _ if path.as_os_str() == "-" => finder.add(Input::Stdin),
            Ok(found) if found.is_dir() => {
                let before = finder.inputs.list.len() + finder.inputs.errors.len();
                finder.walk(path, if paths.is_empty() { Path::new("./") } else { Path::new("") });
                if finder.inputs.list.len() + finder.inputs.errors.len() == before {
                    streams.note(&without_transcripts(path));
                }
            }
            Ok(_) => finder.add(Input::File(path.clone())),
            Err(error) => finder.inputs.errors.push(of_file(path, &error, "a transcript or a folder")),
        }
    }
    finder.inputs
}

/// What an input is, whatever it is called.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Identity {
    Stdin,
    /// The path that all its links lead to, or that was given where it leads nowhere.
    Path(PathBuf),
    /// The device, and the number of the file on it: the same for all its names.
    #[cfg(unix)]
    Inode(u64, u64),
}

impl Identity {
    fn of(input: &Input) -> Identity {
        let Input::File(path) = input else { return Identity::Stdin };
        #[cfg(unix)]
        let known = fs::metadata(path).map(|found| {
            use std::os::unix::fs::MetadataExt;
            Identity::Inode(found.dev(), found.ino())
        });
        #[cfg(not(unix))]
        let known = fs::canonicalize(path).map(Identity::Path);
        known.unwrap_or_else(|_| Identity::Path(path.clone()))
    }
}

struct Finder {
    inputs: Inputs,
    /// What was taken up already.
    seen: HashSet<Identity>,
}

impl Finder {
    fn add(&mut self, input: Input) {
        if self.seen.insert(Identity::of(&input)) {
            self.inputs.list.push(input);
        }
    }

    /// Takes up the transcripts below a folder; `unsaid` is the beginning of the paths that the user did not type.
    fn walk(&mut self, folder: &Path, unsaid: &Path) {
        for entry in WalkBuilder::new(folder).sort_by_file_path(Path::cmp).build() {
            match entry {
                Ok(entry) => {
                    let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                    if is_file && is_transcript(&entry.path().to_string_lossy()) {
                        let path = entry.path().strip_prefix(unsaid).unwrap_or(entry.path());
                        self.add(Input::File(path.to_path_buf()));
                    }
                }
                Err(error) => self.inputs.errors.push(of_walk(folder, unsaid, &error)),
            }
        }
    }
}

/// The error of a folder, or of an ignore file in it.
fn of_walk(folder: &Path, unsaid: &Path, error: &ignore::Error) -> Error {
    let mut inner = error;
    let mut path = folder;
    loop {
        match inner {
            ignore::Error::WithPath { path: at, err } => (path, inner) = (at, err),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => inner = err,
            _ => break,
        }
    }
    let path = path.strip_prefix(unsaid).unwrap_or(path);
    match inner.io_error() {
        Some(error) => of_file(path, error, "a folder"),
        None => Error::new(inner.to_string()).in_file(path.display().to_string()),
    }
}

fn without_transcripts(folder: &Path) -> String {
    let mut endings: Vec<String> =
        FORMATS.iter().flat_map(|format| format.extensions).map(|ending| format!(".{ending}")).collect();
    let mut seen = HashSet::new();
    endings.retain(|ending| seen.insert(ending.clone()));
    format!("found no transcripts in `{}`, looked for {}", folder.display(), endings.join(", "))
}

impl Input {
    /// The name that messages and findings bear.
    pub(crate) fn name(&self, reader: &Reader) -> String {
        match self {
            Input::Stdin => reader.stdin_name.clone(),
            Input::File(path) => path.display().to_string(),
        }
    }
}

impl Reader {
    pub(crate) fn new(args: &InputArgs) -> Self {
        Reader {
            format: args.input_format.clone(),
            encoding: args.encoding.clone(),
            text_field: args.text_field.clone(),
            keeps_word_count: args.keep_word_count,
            stdin_name: args.stdin_filename.clone().unwrap_or_else(|| "-".to_owned()),
        }
    }

    /// Reads an input, or tells why it cannot be read.
    pub(crate) fn read(&self, input: &Input) -> Result<Document, Error> {
        let name = input.name(self);
        let bytes = match input {
            Input::Stdin => all_of(io::stdin().lock())
                .map_err(|error| Error::new(format!("could not be read: {}", told(&error))).in_file(&*name))?,
            Input::File(path) => {
                File::open(path).and_then(all_of).map_err(|error| of_file(path, &error, "a transcript"))?
            }
        };
        let how = Reading {
            format: self.format.as_deref(),
            encoding: self.encoding.as_deref(),
            text_field: self.text_field.as_deref(),
            keeps_word_count: self.keeps_word_count,
        };
        read_as(bytes, &name, &how).map_err(with_option)
    }
}

/// So much tells whether a file holds text at all.
const BEGINNING: u64 = 1 << 13;

/// Everything there is to read, up to one byte more than any file may have: an endless one is refused like a large one.
///
/// Of what holds no text only the beginning is read, which is refused just as well.
fn all_of(mut file: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.by_ref().take(BEGINNING).read_to_end(&mut bytes)?;
    let has_mark = [&b"\xFF\xFE"[..], b"\xFE\xFF", b"PK\x03\x04"].iter().any(|mark| bytes.starts_with(mark));
    if has_mark || !bytes.contains(&0) {
        file.take(u64::from(u32::MAX) - BEGINNING).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
