//! Where results go: into a file that can be written, and that is none of those that the run reads.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::error::CommandError;
use super::inputs::{Identity, Input, Inputs};
use crate::error::Error;
use crate::output::{are_curves, is_summary};

/// So much of a file tells whether it is a summary.
const BEGINNING: u64 = 1 << 10;

/// Takes the file of the results out of what was found in folders, where it holds those of an earlier run.
///
/// # Errors
///
/// Where it is a transcript, one of the others that the run reads, or anything else than a summary: it would be gone.
pub(super) fn keep_apart(result: &Path, inputs: &mut Vec<Input>, others: &[PathBuf]) -> Result<(), CommandError> {
    if !fs::metadata(result).is_ok_and(|found| found.is_file()) {
        return Ok(());
    }
    let identity = Identity::of_path(result);
    let is_it = |input: &Input| Identity::of(input) == identity;
    let holds_results = holds_results(result);
    inputs.retain(|input| !(holds_results && matches!(input, Input::Found(_)) && is_it(input)));
    let what = if inputs.iter().any(is_it) {
        "a transcript"
    } else if others.iter().any(|path| Identity::of_path(path) == identity) {
        "a dictionary, a configuration or the like"
    } else if holds_results {
        return Ok(());
    } else {
        return Err(taken(result, "an earlier summary"));
    };
    let error = Error::new(format!("found {what} that is read, expected a file for the results; nothing was written"));
    Err(error.in_file(result.display().to_string()).with_hint("name another file").into())
}

/// Tells of a picture of curves that would take the place of something else.
pub(super) fn check_curves(result: &Path) -> Result<(), CommandError> {
    let is_file = fs::metadata(result).is_ok_and(|found| found.is_file());
    let is_free = |text: &str| text.is_empty() || are_curves(text);
    if !is_file || beginning(result).is_some_and(|text| is_free(&text)) {
        return Ok(());
    }
    Err(taken(result, "an earlier picture"))
}

/// What stands where results of a kind were expected.
fn taken(result: &Path, expected: &str) -> CommandError {
    let message = format!("found a file of something else, expected a new file or {expected}; nothing was written");
    let error = Error::new(message).in_file(result.display().to_string());
    error.with_hint("name another file, or move that one away").into()
}

/// Takes out pipes that were named: a run would wait for them, and can write nothing back.
pub(super) fn refuse_pipes(inputs: &mut Inputs) {
    let Inputs { list, errors } = inputs;
    list.retain(|input| {
        let Input::File(path) = input else { return true };
        if !is_pipe(path) {
            return true;
        }
        let error = Error::new("found a pipe, expected a file to write to; it was not read");
        errors.push(error.in_file(path.display().to_string()).with_hint("write the result elsewhere with --stdout"));
        false
    });
}

#[cfg(unix)]
fn is_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    fs::metadata(path).is_ok_and(|found| found.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_pipe(_: &Path) -> bool {
    false
}

/// Whether a file holds nothing, or what a run summed up.
fn holds_results(path: &Path) -> bool {
    beginning(path).is_some_and(|text| text.is_empty() || is_summary(&text))
}

/// What a file begins with, if it can be read.
fn beginning(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut bytes)).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
