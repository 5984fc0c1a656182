//! `mondegreen dict test`: what text a term would and would not be heard in.

use super::super::error::CommandError;
use super::super::options::DictionaryArgs;
use super::super::streams::Streams;
use super::super::{Outcome, dictionaries};
use crate::confusion::hearings;
use crate::dictionary::{Dictionary, Index, Term, builtin};
use crate::output::dictionary;
use crate::settings::Settings;
use crate::trial::failures;

/// Show what text a term would and would not be heard in: its mishearings, and ordinary words that sound like it.
///
/// Each is put into a plain sentence, alone and beside the first of the term's near words. A term that no dictionary
/// holds is tried as if it were added. Exit with 1 if an example or a keep of the term fails.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The term, in any case.
    #[arg(value_name = "TERM", value_parser = super::term_text)]
    term: String,

    #[command(flatten)]
    dictionaries: DictionaryArgs,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen dict test Trainium
  mondegreen dict test --dict names.toml \"Ada Lovelace\"
  mondegreen dict test Ledgr                   a name that you think of adding";

pub(super) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let mut loaded: Vec<Dictionary> = dictionaries::load(&args.dictionaries, streams)?
        .into_iter()
        .map(|dictionary| builtin(&dictionary.name).filter(|whole| is_whole(&dictionary, whole)).unwrap_or(dictionary))
        .collect();
    let wanted = args.term.to_lowercase();
    let found = loaded.iter().find_map(|dictionary| {
        let term = dictionary.terms.iter().find(|term| term.text.to_lowercase() == wanted)?;
        Some(Dictionary { terms: vec![term.clone()], ..dictionary.clone() })
    });
    let of_term = found.unwrap_or_else(|| {
        let new = Dictionary {
            name: "new".to_owned(),
            about: String::new(),
            near: Vec::new(),
            listen: true,
            terms: vec![Term::new(&args.term)],
            warnings: Vec::new(),
        };
        loaded.insert(0, new.clone());
        new
    });
    let (index, settings) = (Index::new(loaded), Settings::default());
    let failures = failures(&of_term, &index, &settings);
    let Some(term) = of_term.terms.first() else { return Ok(Outcome::Clean) };
    let view = streams.view(None);
    dictionary::heard_in(&of_term, term, &hearings(term, &index, &settings), &failures, &view, streams.out())?;
    Ok(if failures.is_empty() { Outcome::Clean } else { Outcome::Found })
}

/// Whether a dictionary is the shipped one of its name, read for scanning.
fn is_whole(read: &Dictionary, whole: &Dictionary) -> bool {
    read.terms.len() == whole.terms.len() && read.about == whole.about
}
