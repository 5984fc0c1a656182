//! `mondegreen dict add`: a term, or what is new about it, into a dictionary.

use std::ffi::OsString;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::super::Outcome;
use super::super::error::CommandError;
use super::super::streams::Streams;
use super::file::DictionaryFile;
use super::{phrase_text, term_text};
use crate::dictionary::{Form, Kind, Put, Term};

/// Add a term to a dictionary, or to a term what is new about it. Comments and order stay.
///
/// The file is made where there is none. Where its entries are in order, the term goes to its place, else to the end.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The dictionary: a .toml file, or a plain list.
    #[arg(value_name = "FILE")]
    dictionary: OsString,

    /// The term, as it is to be written.
    #[arg(value_name = "TERM", required = true, value_parser = term_text)]
    terms: Vec<String>,

    /// What it is; guessed from how it is written if not given.
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    kind: Option<Kind>,

    /// The field it belongs to, such as `devtools`.
    #[arg(long, value_name = "NAME")]
    domain: Option<String>,

    /// A mishearing that you have seen; repeatable, as are those below.
    #[arg(long, value_name = "WORDS", value_parser = phrase_text)]
    heard: Vec<String>,

    /// How it is spoken, in English words, where the spelling misleads.
    #[arg(long, value_name = "WORDS", value_parser = phrase_text)]
    said: Vec<String>,

    /// Words that make it likely.
    #[arg(long, value_name = "WORDS", value_parser = phrase_text)]
    near: Vec<String>,

    /// Words that make it unlikely.
    #[arg(long, value_name = "WORDS", value_parser = phrase_text)]
    unless: Vec<String>,

    /// Words that are never this term misheard.
    #[arg(long, value_name = "WORDS", value_parser = phrase_text)]
    never: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen dict add names.txt \"Grace Hopper\" \"Alan Turing\"
  mondegreen dict add names.toml Ledgr --heard \"led jar\" --near invoice";

fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(Kind::id)).try_map(|id| {
        Kind::ALL.into_iter().find(|kind| kind.id() == id).ok_or_else(|| format!("found the kind `{id}`"))
    })
}

pub(super) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let lists = [&args.heard, &args.said, &args.near, &args.unless, &args.never];
    let says_more = args.kind.is_some() || args.domain.is_some() || lists.iter().any(|list| !list.is_empty());
    if says_more && args.terms.len() > 1 {
        let error = CommandError::usage(format!("found {} terms, expected one to say that about", args.terms.len()));
        return Err(error.with_hint("add them one by one; several terms with a blank in them need quotes"));
    }
    let file = DictionaryFile::read_or_new(&args.dictionary)?;
    if says_more && file.form == Form::List {
        let error = CommandError::usage(format!("found a plain list, `{}`, which holds terms alone", file.name()));
        return Err(error.with_hint(
            "a .toml file can say more: `mondegreen dict import LIST.txt --output NAMES.toml` turns one into the other",
        ));
    }
    let name = file.name();
    let mut text = file.text.clone();
    let mut notes = Vec::new();
    // A dictionary that cannot be read is not written to.
    file.dictionary(&text)?;
    for term in &args.terms {
        let term = Term {
            kind: args.kind.unwrap_or_else(|| Term::new(term).kind),
            domain: args.domain.clone(),
            heard: args.heard.clone(),
            said: args.said.clone(),
            near: args.near.clone(),
            unless: args.unless.clone(),
            never: args.never.clone(),
            ..Term::new(term)
        };
        let (with, put) = file.form.with(&text, &term).map_err(|error| error.in_file(name.clone()))?;
        notes.push(match put {
            Put::Added => format!("added `{}` to {name}", term.text),
            Put::Extended => format!("added to what {name} says of `{}`", term.text),
            Put::Known => format!("{name} says that of `{}` already", term.text),
        });
        text = with;
    }
    if text != file.text {
        file.dictionary(&text)?;
        file.write(&text)?;
    }
    for note in notes {
        streams.note(&note);
    }
    Ok(Outcome::Clean)
}
