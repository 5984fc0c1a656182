//! A review that is done elsewhere: out to a file, and back.

use std::fs;
use std::path::Path;

use super::super::configuration::Configuration;
use super::super::error::{CommandError, of_file, quoted_for_shell};
use super::super::options::ConfigArgs;
use super::super::streams::Streams;
use super::super::{Outcome, write};
use super::store::Store;
use crate::error::Error;
use crate::ledger::Decision;
use crate::output::counted;
use crate::output::elsewhere::{decisions_of_page, decisions_of_table, page, table};
use crate::review::Review;

/// The file that a review goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Table,
    Page,
}

impl Form {
    /// By the ending of the file.
    pub(super) fn of(path: &Path) -> Result<Form, CommandError> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("csv") => Ok(Form::Table),
            Some("html" | "htm") => Ok(Form::Page),
            _ => {
                let message = format!("found `{}`, expected a file whose name ends in .csv or .html", path.display());
                Err(CommandError::usage(message))
            }
        }
    }
}

/// Writes a review to a file that is not there yet.
pub(super) fn export(
    review: &Review,
    path: &Path,
    form: Form,
    store: &mut Store,
    streams: &mut Streams,
) -> Result<(), CommandError> {
    if path.symlink_metadata().is_ok() {
        let error =
            Error::new("found it there already; somebody may have filled it in").in_file(path.display().to_string());
        return Err(error.with_hint("name another file, or take it away first").into());
    }
    let latest = store.latest();
    let text = match form {
        Form::Table => table(review),
        Form::Page => page(review, latest, &store.now()),
    };
    write::create(path, text.as_bytes())?;
    let (shown, back) = (
        path.display().to_string(),
        match form {
            Form::Table => quoted_for_shell(&path.display().to_string()),
            Form::Page => "mondegreen.decisions.jsonl".to_owned(),
        },
    );
    let count = counted(review.counts().all, "finding");
    streams.note(&format!("wrote {count} to {shown}; `mondegreen review --import {back}` takes the decisions up"));
    Ok(())
}

/// Takes up the decisions of a file.
pub(super) fn import(path: &Path, config: &ConfigArgs, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidData => {
            Error::new("found text that is not UTF-8, expected it").in_file(&*name).with_hint("save it as CSV UTF-8")
        }
        _ => of_file(path, &error, "a .csv or a .jsonl with decisions"),
    })?;
    let (mut store, ledger) = Store::open(&Configuration::of(config, None)?)?;
    let is_table = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let entries =
        if is_table { decisions_of_table(&name, &text, &store.now())? } else { decisions_of_page(&name, &text)? };
    let known = ledger.entries();
    let is_new = |entry: &&crate::ledger::Entry| {
        !known.iter().any(|known| {
            (known.scope, &known.about) == (entry.scope, &entry.about)
                && (known.at >= entry.at || known.decision == entry.decision)
        })
    };
    let new: Vec<crate::ledger::Entry> = entries.iter().filter(is_new).cloned().collect();
    if !new.is_empty() {
        store.record(&new).map_err(CommandError::usage)?;
    }
    let count = |wanted: fn(&Decision) -> bool| new.iter().filter(|entry| wanted(&entry.decision)).count();
    let accepted = count(|decision| *decision == Decision::Accept);
    let rejected = count(|decision| *decision == Decision::Reject);
    let own = count(|decision| matches!(decision, Decision::Own(_)));
    let known = entries.len() - new.len();
    streams.note(&format!(
        "took up {}: {accepted} accepted, {own} with own words, {rejected} rejected; {known} were known already or are older; \
         `mondegreen fix` or `review` writes them",
        counted(new.len(), "decision")
    ));
    Ok(Outcome::Clean)
}
