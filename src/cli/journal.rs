//! The journals of runs: below the user's state folder, one file a run.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

use jiff::Timestamp;
use serde::Serialize;

use super::error::{of_file, told};
use super::streams::Streams;
use super::write;
use crate::document::Document;
use crate::edit::Edits;
use crate::error::Error;
use crate::finding::Finding;
use crate::journal::{Bytes, Change, JOURNAL_VERSION, Parts, Run, read_journal};

/// What the file of a journal ends in.
const ENDING: &str = ".jsonl";

/// When what is noted has to be on the disk.
#[derive(Debug, Clone, Copy)]
enum Sync {
    Now,
    Later,
}

/// The journal of this run, begun with its first change.
pub(crate) struct Journal {
    command: &'static str,
    of: Option<String>,
    file: Option<File>,
    /// Whether it was told that there is none.
    is_missing: bool,
}

impl Journal {
    /// The journal of a command that has changed nothing yet.
    pub(crate) fn new(command: &'static str) -> Self {
        Journal { command, of: None, file: None, is_missing: false }
    }

    /// The journal of taking back a run.
    pub(crate) fn of_undoing(run: &Run) -> Self {
        Journal { of: Some(run.id.clone()), ..Journal::new("undo") }
    }

    /// Writes the edits of a file into it, and into the journal before that.
    pub(crate) fn write(
        &mut self,
        path: &Path,
        document: &Document,
        edits: &Edits,
        findings: &[Finding],
        streams: &mut Streams,
    ) -> Result<(), Error> {
        let (new, replaced) = document.write_telling(edits);
        let target = fs::canonicalize(path).map_err(|error| of_file(path, &error, "a transcript"))?;
        let change = Change::new(&bytes_of(&target), document.bytes(), &new, &replaced).because(findings);
        self.note(&change, streams);
        write::replace(path, document.bytes(), &new)
    }

    /// Notes a part of a data set; it is on the disk at the latest when the [end](Self::end) of it is, before which the
    /// data set is as it was.
    pub(crate) fn note_part(&mut self, part: &impl Serialize, streams: &mut Streams) {
        self.keep(part, Sync::Later, streams);
    }

    /// Notes what a data set is about to be made of, behind the notes of its parts.
    pub(crate) fn end(&mut self, path: &Path, parts: Parts, streams: &mut Streams) {
        self.note(&parts.end(&bytes_of(path)), streams);
    }

    /// Notes a change that is about to be made. Where no journal can be kept, that is told once, and the run goes on.
    pub(crate) fn note(&mut self, change: &impl Serialize, streams: &mut Streams) {
        self.keep(change, Sync::Now, streams);
    }

    fn keep(&mut self, change: &impl Serialize, sync: Sync, streams: &mut Streams) {
        if self.is_missing {
            return;
        }
        if let Err(error) = self.append(change, sync) {
            self.is_missing = true;
            streams.warn(&match folder() {
                Some(folder) => {
                    let folder = folder.display();
                    format!("{folder}: no journal could be written: {}; this run cannot be undone", told(&error))
                }
                None => "no journal could be written: nothing says where (`HOME`, or `XDG_STATE_HOME`); this run cannot be undone".to_owned(),
            });
        }
    }

    fn append(&mut self, change: &impl Serialize, sync: Sync) -> io::Result<()> {
        let mut line = String::new();
        if self.file.is_none() {
            let (file, run) = self.begin()?;
            self.file = Some(file);
            line = serde_json::to_string(&run)?;
            line.push('\n');
        }
        line.push_str(&serde_json::to_string(change)?);
        line.push('\n');
        let Some(file) = &mut self.file else { return Ok(()) };
        file.write_all(line.as_bytes())?;
        match sync {
            // The change comes after what tells how to take it back.
            Sync::Now => file.sync_data(),
            Sync::Later => Ok(()),
        }
    }

    fn begin(&self) -> io::Result<(File, Run)> {
        let folder = folder().ok_or(io::ErrorKind::NotFound)?;
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        let mut options = OpenOptions::new();
        options.append(true).create_new(true);
        #[cfg(unix)]
        {
            // What people said is nobody else's to read.
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        builder.create(&folder)?;
        let now = Timestamp::now();

        let begun = now.strftime("%Y%m%dT%H%M%S%3fZ");
        for number in 0_u32.. {
            let id = format!("{begun}-{:x}", u64::from(process::id()) + (u64::from(number) << 32));
            match options.open(folder.join(format!("{id}{ENDING}"))) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(file) => {
                    let (command, of) = (self.command.to_owned(), self.of.clone());
                    // Held as long as the run goes on, so that it is not taken back meanwhile. Where the file system
                    // has no locks, that is not known.
                    #[cfg(unix)]
                    let _ = file.lock();
                    let folder = here().map(|folder| Bytes::of(&bytes_of(&folder)));
                    return Ok((file, Run { version: JOURNAL_VERSION, id, command, of, at: now.to_string(), folder }));
                }
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

/// The folder of journals, whether it is there or not.
fn folder() -> Option<PathBuf> {
    let given = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = if cfg!(windows) {
        given("LOCALAPPDATA")
    } else {
        given("XDG_STATE_HOME").or_else(|| Some(given("HOME")?.join(".local/state")))
    };
    Some(state?.join("mondegreen").join("runs"))
}

/// The folder that this is run in.
pub(crate) fn here() -> Option<PathBuf> {
    env::current_dir().and_then(fs::canonicalize).ok()
}

/// Whether a run goes on writing, as far as the system tells.
pub(crate) fn is_going_on(run: &str) -> bool {
    let path = folder().unwrap_or_default().join(format!("{run}{ENDING}"));
    cfg!(unix) && File::open(path).is_ok_and(|file| matches!(file.try_lock_shared(), Err(fs::TryLockError::WouldBlock)))
}

/// The names of the runs that have a journal, the latest first.
pub(crate) fn runs() -> Result<Vec<String>, Error> {
    let Some(folder) = folder() else { return Ok(Vec::new()) };
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(of_file(&folder, &error, "a folder of journals")),
    };
    let name = |entry: io::Result<fs::DirEntry>| {
        let entry = entry.ok()?;
        let name = entry.file_name().into_string().ok()?;
        let run = name.strip_suffix(ENDING)?;
        // A run that was killed before it said anything has changed nothing.
        let is_empty = entry.metadata().is_ok_and(|about| about.len() == 0);
        (!is_empty).then(|| run.to_owned())
    };
    let mut names: Vec<String> = entries.filter_map(name).collect();
    names.sort_by(|a, b| b.cmp(a));
    Ok(names)
}

/// The journal of a run.
pub(crate) fn read(run: &str) -> Result<(Run, Vec<Change>), Error> {
    let path = folder().unwrap_or_default().join(format!("{run}{ENDING}"));
    let text = fs::read_to_string(&path).map_err(|error| of_file(&path, &error, "the journal of a run"))?;
    read_journal(&path.display().to_string(), &text)
}

#[cfg(unix)]
fn bytes_of(path: &Path) -> Vec<u8> {
    std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec()
}

#[cfg(not(unix))]
fn bytes_of(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

/// The path that a journal spells.
#[cfg(unix)]
pub(crate) fn path_of(bytes: &Bytes) -> Option<PathBuf> {
    Some(PathBuf::from(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes.bytes()?)))
}

#[cfg(not(unix))]
pub(crate) fn path_of(bytes: &Bytes) -> Option<PathBuf> {
    Some(PathBuf::from(String::from_utf8(bytes.bytes()?).ok()?))
}
