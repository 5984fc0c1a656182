//! `mondegreen diff`: shows what `fix` would write.

use std::io::{self, IsTerminal};

use super::error::{CommandError, while_read};
use super::options::{DictionaryArgs, InputArgs, RuleArgs, TermArgs, WidthArgs, sure_tiers};
use super::scanning::{Scanned, Scanning};
use super::streams::Streams;
use super::{Outcome, show};
use crate::finding::Tier;
use crate::output::{Comparison, Form};

/// Columns of the two-column form where there is no terminal to ask.
const WIDTH_OF_TWO: usize = 160;

/// Show what `mondegreen fix` would write, as a diff; exit with 1 if that is anything.
///
/// Where the output is not a terminal, the unified form is a patch for `git apply` or `patch -p1`, if the files are
/// UTF-8; those in another encoding are shown in UTF-8, which no patch can be.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    dictionaries: DictionaryArgs,
    #[command(flatten)]
    rules: RuleArgs,
    #[command(flatten)]
    terms: TermArgs,

    /// How sure a change must be: `review` shows those as well that a person should look at.
    #[arg(long, value_name = "TIER", default_value = "auto", value_parser = sure_tiers(), help_heading = "Findings")]
    tier: Tier,

    /// Show the old text left and the new one right.
    #[arg(long, short = 'y', conflicts_with = "word", help_heading = "Output")]
    side_by_side: bool,

    /// Show the new words behind the old ones, as [-heard-]{+meant+}.
    #[arg(long, short, help_heading = "Output")]
    word: bool,

    /// How many unchanged lines to show around a change; 3, or 1 with --word or --side-by-side.
    #[arg(long, short = 'U', value_name = "LINES", allow_negative_numbers = true, help_heading = "Output")]
    unified: Option<usize>,

    #[command(flatten)]
    width: WidthArgs,

    /// Exit with 0 even if there is a difference.
    #[arg(long, help_heading = "Findings")]
    exit_zero: bool,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen diff talk.txt                        what would be written
  mondegreen diff --side-by-side talk.txt         in two columns
  mondegreen diff --word --tier review talk.txt   word by word, with what is less sure
  mondegreen diff calls/ > fixes.patch            for `git apply` or `patch -p1`";

pub(crate) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    if args.inputs.show_files {
        return show::files(&args.inputs, &args.dictionaries, None, streams);
    }
    let form = match (args.side_by_side, args.word) {
        (true, _) => Form::SideBySide,
        (_, true) => Form::Word,
        _ => Form::Unified,
    };
    let context = args.unified.unwrap_or(form.usual_context());
    let view = streams.view_or(args.width.columns, WIDTH_OF_TWO);
    let mut scanning = Scanning::new(&args.inputs, &args.dictionaries, &args.rules, None, streams)?
        .of_terms(&args.terms)?
        .with_fixes(args.tier);
    let is_patch = form == Form::Unified && !io::stdout().is_terminal();
    let mut differs = false;
    let done = scanning.each(streams, &mut |scanned: Scanned, streams: &mut Streams| {
        differs |= !scanned.edits.is_empty();
        if is_patch && !scanned.edits.is_empty() && !scanned.document.is_utf8() {
            let name = &scanned.name;
            streams.note(&format!("{name} is no text in UTF-8, and no patch can change it: `mondegreen fix` does"));
        }
        let changes: Vec<_> = (&scanned.edits).into_iter().map(|edit| scanned.document.shown_edit(edit)).collect();
        let comparison = Comparison::new(&scanned.document, &changes);
        form.render(scanned.path(), &comparison, context, &view, streams.out())?;
        Ok(Ok(()))
    });
    let errors = while_read(done)?.unwrap_or_default();
    Ok(Outcome::of(&errors, differs && !args.exit_zero))
}
