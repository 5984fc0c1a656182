//! The journals of runs: below the user's state folder, one file a run.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Seek as _, SeekFrom, Write as _};
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
use crate::journal::{Bytes, Change, JOURNAL_VERSION, Outline, Part, Parts, Run, outline_journal, read_hunks};

/// What the file of a journal ends in.
const ENDING: &str = ".jsonl";

/// When what is noted has to be on the disk.
#[derive(Debug, Clone, Copy)]
enum Sync {
    Now,
    Later,
}

/// The journal of this run, begun with its first change.
///
/// What cannot be noted is not written, so that all of a run can be taken back. Only where there is no place for
/// journals at all, the run goes on without one.
pub(crate) struct Journal {
    command: &'static str,
    of: Option<String>,
    open: Option<Open>,
    /// Whether it was told that there is none.
    is_missing: bool,
}

/// A journal that is written.
struct Open {
    path: PathBuf,
    file: File,
    /// Its length; what comes behind that is half a line that found no room.
    length: u64,
}

/// How far a journal was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Noted(u64);

impl Journal {
    /// The journal of a command that has changed nothing yet.
    pub(crate) fn new(command: &'static str) -> Self {
        Journal { command, of: None, open: None, is_missing: false }
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
        self.noting(path, &change, streams, || write::replace(path, document.bytes(), &new))
    }

    /// Notes a change of a file and makes it; what was not made is noted no more.
    pub(crate) fn noting(
        &mut self,
        path: &Path,
        change: &impl Serialize,
        streams: &mut Streams,
        make: impl FnOnce() -> Result<(), Error>,
    ) -> Result<(), Error> {
        let before = self.noted();
        let done = self.note(path, change, streams).and_then(|()| make());
        done.inspect_err(|_| self.back_to(before))
    }

    /// Notes a part of a data set; it is on the disk at the latest when the [end](Self::end) of it is, before which the
    /// data set is as it was.
    pub(crate) fn note_part(&mut self, path: &Path, part: &Part, streams: &mut Streams) -> Result<(), Error> {
        self.keep(path, part, Sync::Later, streams)
    }

    /// Notes what a data set is about to be made of, behind the notes of its parts.
    pub(crate) fn end(&mut self, path: &Path, parts: Parts, streams: &mut Streams) -> Result<(), Error> {
        self.note(path, &parts.end(&bytes_of(path)), streams)
    }

    /// Notes a change of this file that is about to be made.
    pub(crate) fn note(&mut self, path: &Path, change: &impl Serialize, streams: &mut Streams) -> Result<(), Error> {
        self.keep(path, change, Sync::Now, streams)
    }

    /// How far it was written, to [come back](Self::back_to) to.
    pub(crate) fn noted(&self) -> Noted {
        Noted(self.open.as_ref().map_or(0, |open| open.length))
    }

    /// Takes out what was noted since, for it did not happen.
    pub(crate) fn back_to(&mut self, Noted(length): Noted) {
        if self.noted() == Noted(length) {
            return;
        }
        if length > 0 {
            // What is left standing tells of a file that is as it was, which undoes nothing.
            let _ = self.open.as_mut().map(|open| open.cut_to(length));
        } else if let Some(Open { path, file, .. }) = self.open.take() {
            drop(file);
            let _ = fs::remove_file(path);
        }
    }

    fn keep(&mut self, path: &Path, change: &impl Serialize, sync: Sync, streams: &mut Streams) -> Result<(), Error> {
        if self.is_missing {
            return Ok(());
        }
        let Err(error) = self.append(change, sync) else { return Ok(()) };
        let Some(folder) = folder() else {
            self.is_missing = true;
            streams.warn("no journal could be written: nothing says where (`HOME`, or `XDG_STATE_HOME`); this run cannot be undone");
            return Ok(());
        };
        let (folder, told) = (folder.display(), told(&error));
        // What is taken back is written all the same: it was there before.
        if self.of.is_some() || self.open.is_none() && !is_of_room(&error) {
            self.is_missing = true;
            streams.warn(&format!("{folder}: no journal could be written: {told}; this run cannot be undone"));
            return Ok(());
        }
        let error = Error::new(format!("found no way to note the change: {told}; it is as it was"));
        let error = error.in_file(path.display().to_string());
        Err(error
            .with_hint(format!("the journal of the run is in `{folder}`: make room there, and run the command again")))
    }

    fn append(&mut self, change: &impl Serialize, sync: Sync) -> io::Result<()> {
        let mut line = String::new();
        if self.open.is_none() {
            let (open, run) = self.begin()?;
            self.open = Some(open);
            line = serde_json::to_string(&run)?;
            line.push('\n');
        }
        line.push_str(&serde_json::to_string(change)?);
        line.push('\n');
        let Some(open) = &mut self.open else { return Ok(()) };
        open.append(line.as_bytes(), sync)
    }

    fn begin(&self) -> io::Result<(Open, Run)> {
        let folder = folder().ok_or(io::ErrorKind::NotFound)?;
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
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
            let path = folder.join(format!("{id}{ENDING}"));
            match options.open(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(file) => {
                    let (command, of) = (self.command.to_owned(), self.of.clone());
                    // Held as long as the run goes on, so that it is not taken back meanwhile. Where the file system
                    // has no locks, that is not known.
                    #[cfg(unix)]
                    let _ = file.lock();
                    let folder = here().map(|folder| Bytes::of(&bytes_of(&folder)));
                    let open = Open { path, file, length: 0 };
                    return Ok((open, Run { version: JOURNAL_VERSION, id, command, of, at: now.to_string(), folder }));
                }
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl Open {
    /// Appends whole lines, or nothing.
    fn append(&mut self, lines: &[u8], sync: Sync) -> io::Result<()> {
        // Half a line from before, where it could not be cut off, is written over.
        self.file.seek(SeekFrom::Start(self.length))?;
        let written = self.file.write_all(lines).and_then(|()| match sync {
            // The change comes after what tells how to take it back.
            Sync::Now => self.file.sync_data(),
            Sync::Later => Ok(()),
        });
        match written {
            Ok(()) => self.length += lines.len() as u64,
            Err(_) => self.cut_to(self.length)?,
        }
        written
    }

    fn cut_to(&mut self, length: u64) -> io::Result<()> {
        self.file.set_len(length)?;
        self.length = length;
        Ok(())
    }
}

/// Whether there was no room to write to.
fn is_of_room(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge)
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
    cfg!(unix)
        && File::open(path_of_run(run))
            .is_ok_and(|file| matches!(file.try_lock_shared(), Err(fs::TryLockError::WouldBlock)))
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

/// What a run replaced, by its journal.
pub(crate) fn read(run: &str) -> Result<(Run, Vec<Change>), Error> {
    let path = path_of_run(run);
    read_hunks(&path.display().to_string(), opened(&path)?)
}

/// What the journal of a run says of each file, without what was replaced.
pub(crate) fn outline(run: &str) -> Result<(Run, Vec<Outline>), Error> {
    let path = path_of_run(run);
    outline_journal(&path.display().to_string(), opened(&path)?)
}

fn opened(path: &Path) -> Result<BufReader<File>, Error> {
    File::open(path).map(BufReader::new).map_err(|error| of_file(path, &error, "the journal of a run"))
}

fn path_of_run(run: &str) -> PathBuf {
    folder().unwrap_or_default().join(format!("{run}{ENDING}"))
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
