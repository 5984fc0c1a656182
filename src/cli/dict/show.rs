//! `mondegreen dict show`: what a dictionary holds.

use std::ffi::OsString;

use super::super::error::CommandError;
use super::super::streams::Streams;
use super::super::{Outcome, dictionaries};
use crate::dictionary::{Dictionary, Term};
use crate::error::did_you_mean;
use crate::output::dictionary;

/// Show the terms of a dictionary, or all that it says of one.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A file, or the name of a shipped dictionary.
    #[arg(value_name = "NAME|FILE")]
    dictionary: OsString,

    /// The term to show, in any case.
    #[arg(value_name = "TERM")]
    term: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen dict show cloud
  mondegreen dict show devtools \"gitlab duo\"";

pub(super) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let loaded = dictionaries::named(&args.dictionary)?;
    let view = streams.view(None);
    match &args.term {
        None => dictionary::entries(&loaded, &view, streams.out())?,
        Some(text) => dictionary::entry(&loaded, find(&loaded, text)?, &view, streams.out())?,
    }
    Ok(Outcome::Clean)
}

fn find<'a>(dictionary: &'a Dictionary, text: &str) -> Result<&'a Term, CommandError> {
    let wanted = text.to_lowercase();
    let exact = dictionary.terms.iter().find(|term| term.text == text);
    exact.or_else(|| dictionary.terms.iter().find(|term| term.text.to_lowercase() == wanted)).ok_or_else(|| {
        let error = CommandError::usage(format!("found no term `{text}` in the dictionary `{}`", dictionary.name));
        let known: Vec<(String, &Term)> =
            dictionary.terms.iter().map(|term| (term.text.to_lowercase(), term)).collect();
        let near = did_you_mean(&wanted, known.iter().map(|(folded, _)| folded.as_str()))
            .and_then(|near| known.iter().find(|(folded, _)| folded == near));
        match near {
            Some((_, term)) => error.with_hint(format!("did you mean `{}`?", term.text)),
            None => error.with_hint(format!("`mondegreen dict show {}` lists its terms", dictionary.name)),
        }
    })
}
