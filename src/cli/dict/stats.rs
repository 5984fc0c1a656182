//! `mondegreen dict stats`: how much dictionaries hold.

use std::ffi::OsString;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::super::error::CommandError;
use super::super::streams::Streams;
use super::super::{Outcome, dictionaries};
use crate::dictionary::{Dictionary, builtin, builtin_names};
use crate::output::{Audience, dictionary};

/// Count what dictionaries hold: terms by kind, and what their entries say.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files, or names of shipped dictionaries; all shipped ones if none is given.
    #[arg(value_name = "FILE|NAME")]
    dictionaries: Vec<OsString>,

    /// How to write the result.
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = audiences(), help_heading = "Output")]
    format: Audience,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen dict stats
  mondegreen dict stats --format json names.toml";

fn audiences() -> impl TypedValueParser<Value = Audience> {
    PossibleValuesParser::new(["human", "json"]).map(|id| if id == "json" { Audience::Json } else { Audience::Person })
}

pub(super) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let loaded: Vec<Dictionary> = if args.dictionaries.is_empty() {
        builtin_names().filter_map(builtin).collect()
    } else {
        args.dictionaries.iter().map(|value| dictionaries::named(value)).collect::<Result<_, _>>()?
    };
    let view = streams.view(None);
    match args.format {
        Audience::Person => dictionary::statistics(&loaded, &view, streams.out())?,
        Audience::Json | Audience::JsonLines => dictionary::statistics_as_json(&loaded, streams.out())?,
    }
    Ok(Outcome::Clean)
}
