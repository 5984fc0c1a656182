//! Outputs: how a report is written.
//!
//! One file an output, one row in [`OUTPUTS`]. An output is given data and a writer; its wire types are its own.

mod json;
mod shown;
mod view;

use std::io::{self, Write};

pub(crate) use shown::shown;
pub(crate) use view::{Styles, Text, View};

use crate::report::Report;

/// A form in which a report is written.
#[derive(Debug)]
pub(crate) struct Output {
    /// The id that users type.
    pub(crate) id: &'static str,
    /// One line on who reads it.
    pub(crate) about: &'static str,
    /// Writes the whole report.
    pub(crate) render: fn(&Report, &View, &mut dyn Write) -> io::Result<()>,
}

/// Every output, in the order in which they are offered.
pub(crate) const OUTPUTS: [&Output; 2] = [&json::JSON, &json::JSONL];
