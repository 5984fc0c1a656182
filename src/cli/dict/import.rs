//! `mondegreen dict import`: another tool's vocabulary as a dictionary.

use std::path::PathBuf;

use super::super::error::CommandError;
use super::super::streams::Streams;
use super::super::{Outcome, dictionaries};
use super::{MOST_WARNINGS, deliver, forms, warn_all};
use crate::dictionary::Exchange;
use crate::error::Error;

/// Turn another tool's vocabulary into a dictionary, in TOML.
///
/// The form is told from the file if it is not given. What cannot be a term is told and left out.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The vocabulary.
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The form that it has.
    #[arg(long, value_name = "FORM", value_parser = forms())]
    from: Option<&'static Exchange>,

    /// Write the dictionary into this new file rather than to the standard output.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,

    /// Tell all that is odd, not only the first ten.
    #[arg(long, help_heading = "Output")]
    all: bool,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen dict import phrases.json
  mondegreen dict import --from vale accept.txt --output accepted.toml";

pub(super) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let shown = args.file.display().to_string();
    let source = dictionaries::source(&args.file, dictionaries::bytes(&args.file, "a vocabulary")?)?;
    let form = match args.from {
        Some(form) => form,
        None => Exchange::of(source.text()).map_err(|error| error.in_file(&*shown))?,
    };
    let name = args.file.file_stem().unwrap_or_default().to_string_lossy();
    let dictionary = form.import(&name, &shown, source.text())?;
    let odd: Vec<String> =
        dictionary.warnings.iter().map(|one| format!("{shown}:{}: {}", one.place, one.message)).collect();
    warn_all(&odd, if args.all { usize::MAX } else { MOST_WARNINGS }, streams);
    if dictionary.terms.is_empty() {
        let error = Error::new(format!("found no term, read as {}: {}", form.id, form.about)).in_file(shown);
        return Err(error
            .with_hint("`--from` says which form it has; `mondegreen dict import --help` lists them")
            .into());
    }
    deliver(args.output.as_deref(), &dictionary.to_toml(), streams)?;
    streams.note(&format!("read {shown} as {}: {}", form.id, crate::output::counted(dictionary.terms.len(), "term")));
    Ok(Outcome::Clean)
}
