//! Outputs: how a report is written.
//!
//! One file an output, one row in [`OUTPUTS`]. An output is given data and a writer; its wire types are its own.

pub(crate) mod dictionary;
mod diff;
mod eval;
mod explain;
mod human;
mod json;
mod json_text;
mod shown;
mod statistics;
mod view;

use std::io::{self, Write};

pub(crate) use diff::{Comparison, Form};
pub(crate) use eval::Evaluation;
pub(crate) use explain::{Detail, Explanation};
pub(crate) use human::counted;
pub(crate) use shown::{shown, shown_in_line};
pub(crate) use statistics::count;
pub(crate) use view::{Styles, Text, Verbosity, View};

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
    /// Who reads it, for what is not a report.
    pub(crate) audience: Audience,
}

/// Who reads an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// A person.
    Person,
    /// A program that takes one JSON value.
    Json,
    /// A program that takes a JSON value a line.
    JsonLines,
}

/// Every output, in the order in which they are offered.
pub(crate) const OUTPUTS: [&Output; 4] = [&human::HUMAN, &human::CONCISE, &json::JSON, &json::JSONL];
