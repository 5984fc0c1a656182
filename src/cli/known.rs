//! Findings that are known already: the file of a baseline, read and written.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::configuration::{Configuration, path_of};
use super::error::{CommandError, of_file, quoted_for_shell};
use super::since::Since;
use super::streams::Streams;
use super::write;
use crate::baseline::Baseline;
use crate::config::Origin;
use crate::error::Error;
use crate::output::counted;
use crate::report::Report;

/// The name of the file where no other is given.
pub(crate) const BASELINE: &str = "mondegreen.baseline.json";

/// Which findings are not new.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Only what is new")]
pub(crate) struct KnownArgs {
    /// Read only files that changed since the current branch left REV, and report only what they did not hold then.
    #[arg(long, value_name = "REV")]
    since: Option<String>,

    /// Leave out the findings that this file holds, as --write-baseline wrote it.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Write all that is found into the baseline, in the place of what it held; it is not reported then.
    ///
    /// The file is that of --baseline, or that of the configuration, or else mondegreen.baseline.json beside the
    /// configuration.
    #[arg(long, conflicts_with = "since")]
    write_baseline: bool,
}

/// The baseline of a run.
#[derive(Debug)]
pub(crate) enum Known {
    /// What is in it is not reported.
    Read(Baseline),
    /// What is reported is written there.
    Write(PathBuf),
}

impl KnownArgs {
    /// What changed since the revision, where one is named.
    pub(crate) fn since(&self) -> Result<Option<Arc<Since>>, CommandError> {
        Ok(self.since.as_deref().map(Since::of).transpose()?.map(Arc::new))
    }

    /// The revision that what is new comes after, where one is named.
    pub(crate) fn revision(&self) -> Option<&str> {
        self.since.as_deref()
    }

    /// The baseline that the arguments name, or else the configuration.
    pub(crate) fn baseline(&self, configuration: &Configuration) -> Result<Known, CommandError> {
        let set = configuration.config.baseline.as_ref();
        let path = self.baseline.clone().or_else(|| set.map(path_of));
        let from = set.filter(|_| self.baseline.is_none()).map(|set| &set.from);
        if self.write_baseline {
            let path = path.unwrap_or_else(|| configuration.folder().join(BASELINE));
            check_to_write(&path).map_err(|error| CommandError::from(error).named_in(from))?;
            return Ok(Known::Write(path));
        }
        let Some(path) = path else { return Ok(Known::Read(Baseline::default())) };
        Ok(Known::Read(read(&path, from)?))
    }
}

impl Known {
    /// Whether it is only read, and not written in the end.
    pub(crate) fn is_read(&self) -> bool {
        matches!(self, Known::Read(_))
    }

    /// Leaves what is new in a part of the report, where it is told in parts.
    pub(crate) fn leave_new(&mut self, report: &mut Report) {
        if let Known::Read(baseline) = self {
            report.leave_out(baseline);
        }
    }

    /// Leaves what is new in the report.
    pub(crate) fn apply(self, report: &mut Report, streams: &mut Streams) -> Result<(), CommandError> {
        let path = match self {
            Known::Read(mut baseline) => {
                report.leave_out(&mut baseline);
                return Ok(());
            }
            Known::Write(path) => path,
        };
        if !report.errors.is_empty() {
            streams.note("the baseline was not written, because not all that it is about could be read");
            return Ok(());
        }
        let baseline: Baseline = report.findings().map(|(_, reported)| &*reported.finding.fingerprint).collect();
        write::create(&path, baseline.text().as_bytes())?;
        report.leave_out(&mut baseline.clone());
        let shown = path.display().to_string();
        let count = counted(baseline.len(), "finding");
        streams.note(&format!("wrote {count} into {shown}; `--baseline {}` leaves them out", quoted_for_shell(&shown)));
        Ok(())
    }
}

/// Tells of a file that would be lost if a baseline were written in its place.
fn check_to_write(path: &Path) -> Result<(), Error> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(of_file(path, &error, "a baseline")),
    };
    if Baseline::is_in(&String::from_utf8_lossy(&bytes)) {
        return Ok(());
    }
    let error = Error::new("found a file that is no baseline, expected one to write over; nothing was written");
    let error = error.in_file(path.display().to_string());
    Err(error.with_hint("name the file of the baseline with --baseline, or move this one away"))
}

fn read(path: &Path, from: Option<&Origin>) -> Result<Baseline, Error> {
    let shown = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| {
        let error = of_file(path, &error, "a baseline");
        match (error.hint(), from) {
            (Some(_), _) => error,
            (None, Some(from)) => {
                error.with_hint(format!("{from} names it; to write it: `mondegreen check --write-baseline`"))
            }
            (None, None) => {
                let path = quoted_for_shell(&shown);
                error.with_hint(format!("to write it: `mondegreen check --write-baseline --baseline {path}`"))
            }
        }
    })?;
    Baseline::read(&shown, &text)
}
