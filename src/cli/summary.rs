//! The summary of a run: whether one is wanted, in which form, and where it goes.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::error::CommandError;
use super::streams::Streams;
use super::write;
use crate::output::{SUMMARIES, SummaryForm, Text, Verbosity, View};
use crate::report::Summary;

/// Which summary is wanted.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct SummaryArgs {
    /// Sum up the run instead of listing the changes: files, words, and changes by rule, term, file and confidence.
    ///
    /// With --summary-file both are written.
    #[arg(long, value_name = "FORMAT", value_parser = forms())]
    summary: Option<&'static SummaryForm>,

    /// Write the summary into this file, by default in the form that its ending names: .txt, .json, .md or .html.
    #[arg(long, value_name = "FILE")]
    summary_file: Option<PathBuf>,
}

/// A form of summary, and the file that it goes to; without one to the standard output.
pub(crate) struct Wanted {
    form: &'static SummaryForm,
    file: Option<PathBuf>,
}

impl SummaryArgs {
    /// What the arguments ask for; a file that cannot be written is told of before anything is done.
    pub(crate) fn wanted(&self) -> Result<Option<Wanted>, CommandError> {
        let form = match (self.summary, &self.summary_file) {
            (None, None) => return Ok(None),
            (Some(form), _) => form,
            (None, Some(path)) => {
                let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
                let known = SUMMARIES.into_iter().find(|form| form.extensions.contains(&&*ending));
                known.ok_or_else(|| {
                    let message =
                        format!("found --summary-file `{}`, expected .txt, .json, .md or .html", path.display());
                    CommandError::usage(message).with_hint("name the form: --summary text, json, markdown or html")
                })?
            }
        };
        self.summary_file.as_deref().map_or(Ok(()), write::check_place)?;
        Ok(Some(Wanted { form, file: self.summary_file.clone() }))
    }
}

impl Wanted {
    /// Whether it stands where the changes would be listed.
    pub(crate) fn is_for_the_report(&self) -> bool {
        self.file.is_none()
    }

    /// The file that it goes to, if there is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Writes it, as talk where the standard output holds something else.
    pub(crate) fn write(&self, summary: &Summary, is_talk: bool, streams: &mut Streams) -> Result<(), CommandError> {
        let view = streams.view(None);
        if let Some(path) = &self.file {
            let mut bytes = Vec::new();
            let exact = View { styles: crate::output::Styles::default(), text: Text::Exact, ..view };
            (self.form.render)(summary, &exact, &mut bytes)?;
            return Ok(write::create(path, &bytes)?);
        }
        if !is_talk {
            return Ok((self.form.render)(summary, &view, streams.out())?);
        }
        if let Some((view, talk)) = streams.talk() {
            (self.form.render)(summary, &View { verbosity: Verbosity::Full, ..view }, talk)?;
        }
        Ok(())
    }
}

fn forms() -> impl TypedValueParser<Value = &'static SummaryForm> {
    let known = SUMMARIES.map(|form| PossibleValue::new(form.id).help(form.about));
    PossibleValuesParser::new(known).try_map(|id| {
        let form = SUMMARIES.into_iter().find(|form| form.id == id);
        form.ok_or_else(|| format!("found the form `{id}`"))
    })
}
