//! The page that GitHub shows for a job, where the program runs in one.

use std::env;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use super::error::told;
use super::streams::Streams;
use crate::output;
use crate::report::Report;

/// Adds the report to the file that `GITHUB_STEP_SUMMARY` names, if it names one.
pub(crate) fn write(report: &Report, streams: &mut Streams) {
    let Some(path) = env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else { return };
    if let Err(error) = append(Path::new(&path), report) {
        streams.warn(&format!("the summary of the job could not be written: {}", told(&error)));
    }
}

fn append(path: &Path, report: &Report) -> io::Result<()> {
    let mut page = Vec::new();
    output::step_summary(report, &mut page)?;
    OpenOptions::new().append(true).create(true).open(path)?.write_all(&page)
}
