//! Which files are read: those given, those found in folders, and the standard input.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ignore::WalkBuilder;

use super::configuration::{Configuration, DECISIONS};
use super::dictionaries::named_files;
use super::error::{CommandError, of_file, told, with_option};
use super::glob::Glob;
use super::known::BASELINE;
use super::options::{DictionaryArgs, InputArgs, known_encoding};
use super::packing::{Packing, is_packed};
use super::pattern::Pattern;
use super::scanning::is_named_so;
use super::since::Since;
use super::streams::Streams;
use crate::config::{Config, Origin, Set};
use crate::document::Document;
use crate::error::Error;
use crate::format::{FORMATS, RECORDS, Reading, is_transcript, known_format, read_as};

/// A transcript to read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Input {
    Stdin,
    /// One that was named.
    File(PathBuf),
    /// One that was found in a folder, and may be about something else.
    Found(PathBuf),
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
    /// Where the configuration names the format and the encoding, if it is that which does.
    set_in: [Option<Origin>; 2],
    text_field: Option<String>,
    group_field: Option<String>,
    keeps_word_count: bool,
    stdin_name: String,
    /// What was read of the standard input to see what it is.
    ahead: Mutex<Vec<u8>>,
}

/// Finds the inputs: as given, each once, those of a folder sorted; those that changed, where that is asked for.
pub(crate) fn find(
    args: &InputArgs,
    dictionaries: &DictionaryArgs,
    configuration: &Configuration,
    since: Option<&Arc<Since>>,
    streams: &mut Streams,
) -> Result<Inputs, CommandError> {
    let listed = args.file_list.as_deref().map(|list| paths_in(list, args)).transpose()?;
    let here = [PathBuf::from(".")];
    let is_nowhere = args.paths.is_empty() && listed.is_none();
    // Whoever says what the standard input is called means it.
    let is_of_stdin = is_nowhere && args.stdin_filename.is_some();
    let is_here = is_nowhere && !is_of_stdin;
    let given: Vec<&Path> = args.paths.iter().chain(listed.iter().flatten()).map(PathBuf::as_path).collect();
    let given = if is_here { vec![here[0].as_path()] } else { given };
    let given = if is_of_stdin { vec![Path::new("-")] } else { given };
    let is_argument = |path: &Path| args.paths.iter().any(|argument| argument == path);
    let (seen, excluded_in) = (HashSet::new(), Arc::default());
    let mut finder = Finder { inputs: Inputs::default(), seen, configuration, since, excluded_in };
    for path in given {
        let found = fs::metadata(path);
        let is_folder = found.as_ref().is_ok_and(Metadata::is_dir);
        if args.force_exclude && configuration.excludes(path, is_folder) {
            continue;
        }
        if let Some(since) = since
            && let Err(error) = since.check_inside(path)
        {
            finder.inputs.errors.push(error);
            continue;
        }
        match found {
            _ if path.as_os_str() == "-" => finder.add(Input::Stdin),
            Ok(_) if is_folder => {
                let before = finder.inputs.list.len() + finder.inputs.errors.len();
                finder.excluded_in = Arc::default();
                finder.walk(path, if is_here { Path::new("./") } else { Path::new("") }, None);
                if since.is_none() && finder.inputs.list.len() + finder.inputs.errors.len() == before {
                    streams.note(&without_transcripts(path, finder.excluded_in.get()));
                }
            }
            Ok(_) => finder.add(Input::File(path.to_path_buf())),
            Err(error) if error.kind() == io::ErrorKind::NotFound && is_argument(path) => {
                match Glob::of(path).map(|glob| finder.expand(&glob)) {
                    Some(0) => {
                        let error = Error::new("found no file of this name and none that it stands for as a glob");
                        finder.inputs.errors.push(error.in_file(path.display().to_string()));
                    }
                    Some(_) => {}
                    None => finder.inputs.errors.push(of_file(path, &error, "a transcript or a folder")),
                }
            }
            Err(error) => finder.inputs.errors.push(of_file(path, &error, "a transcript or a folder")),
        }
    }
    if let Some(pattern) = Pattern::of(args, &configuration.config)? {
        pattern.leave_out(&mut finder.inputs.list);
    }
    leave_out(&named_files(&configuration.config, dictionaries), &mut finder.inputs.list);
    Ok(finder.inputs)
}

/// Whether somebody feeds the standard input: it is a pipe or a file, and neither a terminal nor nothing.
pub(crate) fn is_stdin_fed() -> bool {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        use std::os::unix::fs::FileTypeExt;
        let opened = io::stdin().as_fd().try_clone_to_owned().map(File::from);
        let found = opened.and_then(|file| file.metadata()).map(|found| found.file_type());
        found.is_ok_and(|kind| kind.is_fifo() || kind.is_file())
    }
    #[cfg(not(unix))]
    false
}

/// Takes these files out of what was found in folders: dictionaries, and what goes with transcripts, are none.
fn leave_out(files: &[PathBuf], inputs: &mut Vec<Input>) {
    let whole = |path: &Path| path.canonicalize().ok();
    let named: HashSet<PathBuf> = files.iter().filter_map(|path| whole(path)).collect();
    let names: HashSet<&OsStr> = named.iter().filter_map(|path| path.file_name()).collect();
    let is_named = |path: &Path| {
        path.file_name().is_some_and(|name| names.contains(name))
            && whole(path).is_some_and(|path| named.contains(&path))
    };
    inputs.retain(|input| !matches!(input, Input::Found(path) if is_named(path)));
}

/// The paths that a list holds: one a line, or with a zero byte behind each where there is one.
fn paths_in(list: &Path, args: &InputArgs) -> Result<Vec<PathBuf>, CommandError> {
    let bytes = if list.as_os_str() == "-" {
        if args.paths.iter().any(|path| path.as_os_str() == "-") {
            return Err(CommandError::usage(
                "found `-` as a transcript and as the list of files, expected one of them",
            ));
        }
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(list)
    };
    let bytes = bytes.map_err(|error| of_file(list, &error, "a list of files"))?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let end = if bytes.contains(&0) { 0 } else { b'\n' };
    let names = bytes.split(|&byte| byte == end).map(|name| if end == 0 { name } else { trimmed(name) });
    names.filter(|name| !name.is_empty()).map(|name| path_of(name, list)).collect()
}

/// A line without the carriage return before its end.
fn trimmed(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere not every name is a path")]
fn path_of(name: &[u8], _: &Path) -> Result<PathBuf, CommandError> {
    use std::os::unix::ffi::OsStrExt;
    Ok(PathBuf::from(OsStr::from_bytes(name)))
}

#[cfg(not(unix))]
fn path_of(name: &[u8], list: &Path) -> Result<PathBuf, CommandError> {
    let name = std::str::from_utf8(name);
    name.map(PathBuf::from).map_err(|_| {
        Error::new("found a name that is not UTF-8, expected one").in_file(list.display().to_string()).into()
    })
}

/// What an input is, whatever it is called.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) enum Identity {
    Stdin,
    /// The path that all its links lead to, or that was given where it leads nowhere.
    Path(PathBuf),
    /// The device, and the number of the file on it: the same for all its names.
    #[cfg(unix)]
    Inode(u64, u64),
}

impl Identity {
    pub(super) fn of(input: &Input) -> Identity {
        match input {
            Input::Stdin => Identity::Stdin,
            Input::File(path) | Input::Found(path) => Identity::of_path(path),
        }
    }

    pub(super) fn of_path(path: &Path) -> Identity {
        #[cfg(unix)]
        let known = fs::metadata(path).map(|found| {
            use std::os::unix::fs::MetadataExt;
            Identity::Inode(found.dev(), found.ino())
        });
        #[cfg(not(unix))]
        let known = fs::canonicalize(path).map(Identity::Path);
        known.unwrap_or_else(|_| Identity::Path(path.to_path_buf()))
    }
}

struct Finder<'a> {
    inputs: Inputs,
    configuration: &'a Configuration,
    /// Nothing else is taken up, where that is asked for.
    since: Option<&'a Arc<Since>>,
    /// What was taken up already.
    seen: HashSet<Identity>,
    /// Which part of a configuration first left out a folder or a transcript of the folder that is walked.
    excluded_in: Arc<OnceLock<Origin>>,
}

impl Finder<'_> {
    fn add(&mut self, input: Input) {
        if let (Some(since), Input::File(path) | Input::Found(path)) = (self.since, &input)
            && !since.holds(path)
        {
            return;
        }
        if self.seen.insert(Identity::of(&input)) {
            self.inputs.list.push(input);
        }
    }

    /// Takes up the files that a glob stands for; answers how many those are.
    fn expand(&mut self, glob: &Glob) -> usize {
        if glob.folder.as_os_str().is_empty() {
            return self.walk(Path::new("."), Path::new("./"), Some(glob));
        }
        if glob.folder.is_dir() { self.walk(&glob.folder, Path::new(""), Some(glob)) } else { 0 }
    }

    /// Takes up the transcripts below a folder, or those of them that a glob stands for; answers how many those are.
    /// `unsaid` is the beginning of the paths that the user did not type.
    fn walk(&mut self, folder: &Path, unsaid: &Path, glob: Option<&Glob>) -> usize {
        let mut walk = WalkBuilder::new(folder);
        // What is written there is no transcript yet. An archive that git does not know may have its ignore files too.
        walk.sort_by_file_path(Path::cmp).skip_stdout(true).require_git(false);
        walk.max_depth(glob.and_then(|glob| glob.depth));
        let mut count = 0;
        let (excluded, since) = (self.configuration.excluded(), self.since.cloned());
        let excluded_in = Arc::clone(&self.excluded_in);
        walk.filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let is_excluded = || {
                let from = excluded.as_ref().and_then(|globs| globs.holding(entry.path(), is_folder));
                if let Some(from) = from.filter(|_| is_folder || is_transcript(&entry.path().to_string_lossy())) {
                    let _ = excluded_in.set(from.clone());
                }
                from.is_some()
            };
            // Folders without a change are not even listed.
            let is_same = || is_folder && since.as_ref().is_some_and(|since| !since.may_hold_below(entry.path()));
            entry.depth() == 0 || !is_excluded() && !is_same()
        });
        for entry in walk.build() {
            match entry {
                Ok(entry) => {
                    let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                    let is_called_so = || is_transcript(&entry.path().to_string_lossy()) || is_named_so(entry.path());
                    let path = entry.path().strip_prefix(unsaid).unwrap_or(entry.path());
                    let is_meant = glob.is_none_or(|glob| glob.holds(path));
                    let is_wanted = glob.is_some_and(|glob| glob.names_ending) || is_called_so();
                    if is_file && is_meant && is_wanted && !is_own(&entry) {
                        count += 1;
                        self.add(Input::Found(path.to_path_buf()));
                    }
                }
                Err(error) => self.inputs.errors.push(of_walk(folder, unsaid, &error)),
            }
        }
        count
    }
}

/// Whether a file is one that this program keeps beside transcripts.
fn is_own(entry: &ignore::DirEntry) -> bool {
    [DECISIONS, BASELINE].iter().any(|name| entry.file_name() == *name)
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

/// That a folder holds no transcript: where something is excluded, that is the cause; else which endings were looked
/// for. Of each format only its usual ending is told.
fn without_transcripts(folder: &Path, excluded_in: Option<&Origin>) -> String {
    if let Some(from) = excluded_in {
        return format!("found no transcripts in `{}` but what `exclude` leaves out ({from})", folder.display());
    }
    let mut endings: Vec<String> =
        FORMATS.iter().filter_map(|format| format.extensions.first()).map(|ending| format!(".{ending}")).collect();
    let mut seen = HashSet::new();
    endings.retain(|ending| seen.insert(ending.clone()));
    format!("found no transcripts in `{}`, looked for {} and the like", folder.display(), endings.join(", "))
}

impl Input {
    /// Where it lies, or would lie.
    pub(crate) fn path<'a>(&'a self, reader: &'a Reader) -> &'a Path {
        match self {
            Input::Stdin => Path::new(&reader.stdin_name),
            Input::File(path) | Input::Found(path) => path,
        }
    }

    /// How many bytes it has, as far as that is known.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Input::Stdin => 0,
            Input::File(path) | Input::Found(path) => fs::metadata(path).map_or(0, |found| found.len()),
        }
    }

    /// The name that messages and findings bear.
    pub(crate) fn name(&self, reader: &Reader) -> String {
        match self {
            Input::Stdin => reader.stdin_name.clone(),
            Input::File(path) | Input::Found(path) => path.display().to_string(),
        }
    }
}

impl Reader {
    pub(crate) fn new(args: &InputArgs, config: &Config) -> Self {
        let or_of = |given: &Option<String>, set: &Option<Set<String>>| {
            given.clone().or_else(|| set.as_ref().map(|set| set.value.clone()))
        };
        let from_of = |given: &Option<String>, set: &Option<Set<String>>| {
            set.as_ref().filter(|_| given.is_none()).map(|set| set.from.clone())
        };
        Reader {
            set_in: [from_of(&args.input_format, &config.input_format), from_of(&args.encoding, &config.encoding)],
            format: or_of(&args.input_format, &config.input_format),
            encoding: or_of(&args.encoding, &config.encoding),
            text_field: args.text_field.clone(),
            group_field: args.group_field.clone(),
            keeps_word_count: args.keep_word_count,
            stdin_name: args.stdin_filename.clone().unwrap_or_else(|| "-".to_owned()),
            ahead: Mutex::default(),
        }
    }

    /// Puts back what was read of the standard input: it is read again.
    pub(crate) fn put_back(&self, bytes: Vec<u8>) {
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner) = bytes;
    }

    /// Tells once of what would be wrong for every input.
    pub(crate) fn validate(&self) -> Result<(), CommandError> {
        let [format_from, encoding_from] = self.set_in.each_ref().map(Option::as_ref);
        let encoding = self.encoding.as_deref().map_or(Ok(()), known_encoding);
        encoding.map_err(|error| error.named_in(encoding_from))?;
        let format = self.format.as_deref().map_or(Ok(()), known_format);
        format.map_err(|error| CommandError::from(error).named_in(format_from))
    }

    fn taken_back(&self) -> Vec<u8> {
        std::mem::take(&mut *self.ahead.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads an input, or tells why it cannot be read.
    pub(crate) fn read(&self, input: &Input) -> Result<Document, Error> {
        let name = input.name(self);
        let bytes = match input {
            Input::Stdin => all_of(Cursor::new(self.taken_back()).chain(io::stdin().lock()))
                .map_err(|error| Error::new(format!("could not be read: {}", told(&error))).in_file(&*name))?,
            Input::File(path) | Input::Found(path) => File::open(path)
                .and_then(|file| all_in(path, file))
                .map_err(|error| of_file(path, &error, "a transcript"))?,
        };
        self.document(bytes, &name)
    }

    /// The field that names the document of a record, where one is given.
    pub(crate) fn group_field(&self) -> Option<&str> {
        self.group_field.as_deref()
    }

    /// Whether somebody said that there are records, or which field of theirs is read.
    pub(crate) fn names_field(&self) -> bool {
        self.text_field.is_some() || self.format.as_deref() == Some(RECORDS)
    }

    /// Whether a file is to be read record by record, as far as its name or the arguments tell.
    pub(crate) fn is_of_records(&self, path: &Path) -> bool {
        match &self.format {
            Some(format) => format == RECORDS,
            None => is_named_so(path),
        }
    }

    /// Reads some records of a data set of this name.
    pub(crate) fn records(&self, bytes: Vec<u8>, name: &str) -> Result<Document, Error> {
        self.document_as(Some(RECORDS), bytes, name)
    }

    /// Reads a file of this name that holds these bytes.
    pub(crate) fn document(&self, bytes: Vec<u8>, name: &str) -> Result<Document, Error> {
        self.document_as(self.format.as_deref(), bytes, name)
    }

    fn document_as(&self, format: Option<&str>, bytes: Vec<u8>, name: &str) -> Result<Document, Error> {
        let how = Reading {
            format,
            encoding: self.encoding.as_deref(),
            text_field: self.text_field.as_deref(),
            keeps_word_count: self.keeps_word_count,
        };
        read_as(bytes, name, &how).map_err(with_option)
    }
}

/// A packed data set that is read as a whole has no more bytes.
const LARGEST_UNPACKED: u64 = 1 << 30;

/// Everything there is to read in a file; of a packed data set, what is packed.
fn all_in(path: &Path, file: File) -> io::Result<Vec<u8>> {
    let is_packed = path.file_name().and_then(|name| name.to_str()).is_some_and(is_packed) && is_named_so(path);
    if !is_packed {
        return all_of(file);
    }
    let mut packed = BufReader::new(file);
    let packing = Packing::of(packed.fill_buf()?);
    let bytes = all_of(packing.open(packed)?.take(LARGEST_UNPACKED + 1))?;
    if bytes.len() as u64 > LARGEST_UNPACKED {
        let message = format!("it holds more than {LARGEST_UNPACKED} bytes, too many to be read as a whole");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
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
