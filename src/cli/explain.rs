//! `mondegreen explain`: why words are, or are not, taken for a term.

use std::collections::HashSet;
use std::path::Path;

use super::Outcome;
use super::configuration::Configuration;
use super::dictionaries::{Choice, chosen};
use super::error::CommandError;
use super::options::{DictionaryArgs, RuleArgs, audiences};
use super::streams::Streams;
use crate::dictionary::Index;
use crate::output::{Audience, Detail, Explanation};

/// Explain why a text is, or is not, taken for a term: every candidate with its evidence.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The words to explain, best with some of the sentence around them.
    #[arg(value_name = "TEXT", required = true)]
    text: Vec<String>,

    #[command(flatten)]
    dictionaries: DictionaryArgs,
    #[command(flatten)]
    rules: RuleArgs,

    /// Show every candidate, not only the likeliest, and evidence that did nothing as well.
    #[arg(long, help_heading = "Output")]
    all: bool,

    /// How to write the result; json holds every candidate.
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = audiences(), help_heading = "Output")]
    format: Audience,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen explain \"now generally available, Give That Dudo\"
  mondegreen explain --dict devtools --no-builtin --all \"cooper netties\"
  mondegreen explain --format json \"post gres q l\"";

pub(crate) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let text = args.text.join(" ");
    if Path::new(&text).metadata().is_ok_and(|found| found.is_file()) {
        streams
            .note(&format!("the words of a text are explained, not the file `{text}`: `mondegreen check` reads files"));
    }
    let scope = Configuration::of(&args.dictionaries.config, None)?.config.scope;
    let dictionaries = chosen(&Choice::new(&scope, &args.dictionaries), &mut HashSet::new(), streams)?;
    let document = crate::format::read(text.clone().into_bytes(), "TEXT", Some("txt"), None)?;
    let standing = Explanation::standing_in(&text, &dictionaries);
    let index = Index::new(dictionaries);
    let candidates = crate::scan::explain(&document, &index, &args.rules.settings(&scope)?);
    let explanation = Explanation { text, standing, candidates, terms: index.len() };
    let view = streams.view(None);
    match args.format {
        Audience::Json | Audience::JsonLines => explanation.render_json(&view, streams.out())?,
        Audience::Person => {
            let detail = if args.all { Detail::All } else { Detail::Likeliest };
            explanation.render_human(detail, &view, streams.out())?;
        }
    }
    Ok(Outcome::Clean)
}
