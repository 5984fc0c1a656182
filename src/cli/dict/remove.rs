//! `mondegreen dict remove`: a term, or one of its mishearings, out of a dictionary.

use std::ffi::OsString;

use super::super::Outcome;
use super::super::error::{CommandError, quoted_for_shell};
use super::super::streams::Streams;
use super::file::DictionaryFile;
use super::{phrase_text, term_text};
use crate::error::did_you_mean;

/// Remove terms from a dictionary, or mishearings from a term. Comments and order stay.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The dictionary: a .toml file, or a plain list.
    #[arg(value_name = "FILE")]
    dictionary: OsString,

    /// The terms, in any case.
    #[arg(value_name = "TERM", required = true, value_parser = term_text)]
    terms: Vec<String>,

    /// Remove only this mishearing of the term; repeatable.
    #[arg(long, value_name = "WORDS", value_parser = phrase_text)]
    heard: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen dict remove names.txt \"Alan Turing\"
  mondegreen dict remove names.toml Ledgr --heard \"led jar\"";

pub(super) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let file = DictionaryFile::read(&args.dictionary)?;
    let name = file.name();
    let mut text = file.text.clone();
    let mut notes = Vec::new();
    let dictionary = file.dictionary(&text)?;
    let in_file = |error: crate::error::Error| error.in_file(name.clone());
    let missing = |what: String, near: Option<&str>| {
        let error = CommandError::usage(format!("{what}; nothing was written"));
        error.with_hint(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("`mondegreen dict show {}` lists its terms", quoted_for_shell(&name)),
        })
    };
    for term in &args.terms {
        let known = dictionary.terms.iter().map(|term| term.text.as_str());
        let no_term = || missing(format!("found no term `{term}` in {name}"), did_you_mean(term, known));
        if args.heard.is_empty() {
            text = file.form.without(&text, term).map_err(in_file)?.ok_or_else(no_term)?;
            notes.push(format!("removed `{term}` from {name}"));
            continue;
        }
        for heard in &args.heard {
            let without = file.form.without_heard(&text, term, heard).map_err(in_file)?;
            let told = || missing(format!("found no mishearing `{heard}` of `{term}` in {name}"), None);
            text = without.ok_or_else(told)?;
            notes.push(format!("removed the mishearing `{heard}` of `{term}` from {name}"));
        }
    }
    file.write(&text)?;
    for note in notes {
        streams.note(&note);
    }
    Ok(Outcome::Clean)
}
