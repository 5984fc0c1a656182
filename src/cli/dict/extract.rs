//! `mondegreen dict extract`: what the papers around a talk name, as a dictionary to look over.

use std::path::PathBuf;

use super::super::error::CommandError;
use super::super::streams::Streams;
use super::super::{Outcome, context};
use super::deliver;
use crate::extract::{Extracted, extracted_dictionary, merged};
use crate::output::counted;

/// Find people, firms, products and acronyms in a press release, slides, an agenda or a list of attendees.
///
/// Reads text, Markdown, HTML, .docx, .pptx, .csv and .ics, and PDF where pdftotext is installed. Above each term stands
/// how often it is named and where: look it over before it is used.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The files.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// Leave out what is named less often.
    #[arg(long, value_name = "COUNT", default_value_t = 1)]
    at_least: usize,

    /// Write the dictionary into this new file rather than to the standard output.
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen dict extract release.md
  mondegreen dict extract release.md invite.ics --output launch.toml";

/// More of a line is not shown.
const LONGEST_LINE: usize = 80;

pub(super) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let mut found = Vec::new();
    for path in &args.files {
        let shown = path.display().to_string();
        found.extend(context::extracted(path)?.into_iter().map(|one| (shown.clone(), one)));
    }
    let mut found = merged(found);
    found.retain(|(_, one)| one.count >= args.at_least);
    let mut text = String::new();
    for (file, one) in &found {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&told(file, one));
        text.push_str(&extracted_dictionary("", std::slice::from_ref(one)).to_toml());
    }
    if found.is_empty() {
        streams.warn("found no name, expected capitalised words that ordinary English does not know");
    }
    deliver(args.output.as_deref(), &text, streams)?;
    streams.note(&format!("found {}; look them over before they are used", counted(found.len(), "term")));
    Ok(Outcome::Clean)
}

/// The comments above a term.
fn told(file: &str, one: &Extracted) -> String {
    let mut out = format!("# {}", counted(one.count, "time"));
    if let Some(expansion) = &one.expansion {
        out.push_str(", short for ");
        out.push_str(expansion);
    }
    out.push('\n');
    for (number, line) in &one.lines {
        let cut: String = line.chars().filter(|c| !c.is_control()).take(LONGEST_LINE).collect();
        out.extend(["# ", &shown_name(file), ":", &number.to_string(), ": ", cut.trim_end(), "\n"]);
    }
    out
}

/// A file's name in which nothing ends the comment.
fn shown_name(file: &str) -> String {
    file.chars().filter(|c| !c.is_control()).collect()
}
