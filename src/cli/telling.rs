//! How a report is told: what was found as it comes where its form allows that, and at the end what remains to be said.
//!
//! What was told is not kept, so that no memory grows with the number of files or records.

use std::io::Write;

use super::error::CommandError;
use super::streams::Streams;
use crate::output::{Output, Verbosity, View};
use crate::report::Report;

/// How the report of a run is told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Telling {
    pub(crate) output: &'static Output,
    pub(crate) width: Option<u16>,
    /// Whether the standard output holds something else, so that the report is talk.
    pub(crate) is_talk: bool,
    /// Whether anything is to be told at all.
    pub(crate) tells: bool,
    /// Whether what was told is needed no more.
    pub(crate) in_parts: bool,
}

impl Telling {
    /// Tells what the report holds by now, where it may come in parts.
    pub(crate) fn part(&self, report: &mut Report, streams: &mut Streams) -> Result<(), CommandError> {
        let view = streams.view(self.width);
        self.part_into(report, view, streams.out())
    }

    /// The same to somewhere else, from where it may be passed on.
    pub(crate) fn part_into(&self, report: &mut Report, view: View, out: &mut dyn Write) -> Result<(), CommandError> {
        if !self.in_parts || self.tells && !self.output.comes_in_parts() {
            return Ok(());
        }
        // Talk is the summary alone.
        if self.tells && !self.is_talk {
            (self.output.render)(report, &View { verbosity: Verbosity::Quiet, ..view }, out)?;
        }
        report.leave_told();
        Ok(())
    }

    /// Tells what remains.
    pub(crate) fn rest(&self, report: &Report, streams: &mut Streams) -> Result<(), CommandError> {
        if !self.tells {
            return Ok(());
        }
        if !self.is_talk {
            let view = streams.view(self.width);
            (self.output.render)(report, &view, streams.out())?;
        } else if let Some((view, talk)) = streams.talk() {
            (self.output.render)(report, &view, talk)?;
        }
        Ok(())
    }
}
