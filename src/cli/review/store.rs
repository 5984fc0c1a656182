//! The file of decisions: what is decided is in it before the next key.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};

use super::super::configuration::{Configuration, DECISIONS};
use super::super::error::{CommandError, of_file, told};
use crate::ledger::{Entry, Ledger};

/// The file of decisions that belongs to the project, and the time of the latest one in it.
#[derive(Debug)]
pub(super) struct Store {
    path: PathBuf,
    last: Timestamp,
}

impl Store {
    /// The file with what it holds; the end of a line that was cut short is taken out of it.
    pub(super) fn open(configuration: &Configuration) -> Result<(Store, Ledger), CommandError> {
        let path = configuration.folder().join(DECISIONS);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(of_file(&path, &error, "a file of decisions").into()),
        };
        let ledger = Ledger::read(&path.display().to_string(), &text)?;
        let latest = ledger.latest().and_then(|at| at.parse().ok());
        Ok((Store { path, last: latest.unwrap_or(Timestamp::UNIX_EPOCH) }, ledger))
    }

    /// The time, later than that of every decision which is known.
    pub(super) fn now(&mut self) -> String {
        let next = self.last.checked_add(SignedDuration::from_millis(1)).unwrap_or(self.last);
        self.last = Timestamp::now().max(next);
        self.last.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
    }

    /// When the latest decision was made, in milliseconds since 1970.
    pub(super) fn latest(&self) -> i64 {
        self.last.as_millisecond()
    }

    /// Adds decisions at the end of the file, all or none, and does not come back before they are on the disk.
    pub(super) fn record(&self, entries: &[Entry]) -> Result<(), String> {
        let lines: String = entries.iter().map(Entry::line).collect();
        self.append(&lines).map_err(|error| format!("{} could not be written: {}", self.path.display(), told(&error)))
    }

    fn append(&self, lines: &str) -> io::Result<()> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(&self.path)?;
        // Another review may write to it at the same time.
        file.lock()?;
        let length = file.metadata()?.len();
        let whole = whole_lines(&fs::read(&self.path)?);
        if whole < length {
            file.set_len(whole)?;
        }
        let written = file.write_all(lines.as_bytes()).and_then(|()| file.sync_data());
        if written.is_err() {
            let _ = file.set_len(whole);
        }
        written
    }
}

/// How many bytes are whole lines, or a last one that only lacks its end.
fn whole_lines(bytes: &[u8]) -> u64 {
    let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    whole as u64
}
