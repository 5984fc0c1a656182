//! Outputs: how a report is written.
//!
//! One file an output, one row in [`OUTPUTS`]. An output is given data and a writer; its wire types are its own.

mod checkstyle;
mod config;
pub(crate) mod dictionary;
mod diff;
pub(crate) mod elsewhere;
mod eval;
mod explain;
mod github;
mod gitlab;
mod html;
mod human;
mod json;
mod json_text;
mod junit;
pub(crate) mod learned;
mod markdown;
mod message;
mod path;
mod rdjsonl;
pub(crate) mod review;
mod sarif;
mod shown;
mod statistics;
mod summary;
mod view;
mod xml;

use std::io::{self, Write};

pub(crate) use config::config;
pub(crate) use diff::{Comparison, Form};
pub(crate) use eval::{Evaluation, are_curves};
pub(crate) use explain::{Detail, Explanation};
pub(crate) use human::{counted, style_of_tier};
pub(crate) use markdown::step_summary;
pub(crate) use shown::{shown, shown_in_line};
pub(crate) use statistics::count;
pub(crate) use summary::{SUMMARIES, SummaryForm, is_summary};
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
    /// Who reads it, for what is not a report; none where the form holds nothing but reports.
    pub(crate) audience: Option<Audience>,
    /// Whether a job of GitHub reads it, which shows a page beside it.
    pub(crate) has_step_summary: bool,
    /// Whether it is read by what knows files by their path from the top of the repository.
    pub(crate) is_from_top: bool,
}

impl Output {
    /// Whether it is one document, which has to be whole whatever goes wrong.
    pub(crate) fn is_document(&self) -> bool {
        self.audience != Some(Audience::Person)
    }

    /// Whether findings may be written as they come, with what remains to be said at the end.
    pub(crate) fn comes_in_parts(&self) -> bool {
        matches!(self.audience, Some(Audience::Person | Audience::JsonLines))
    }
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
pub(crate) const OUTPUTS: [&Output; 12] = [
    &human::HUMAN,
    &human::CONCISE,
    &json::JSON,
    &json::JSONL,
    &sarif::SARIF,
    &github::GITHUB,
    &gitlab::GITLAB,
    &junit::JUNIT,
    &checkstyle::CHECKSTYLE,
    &rdjsonl::RDJSONL,
    &markdown::MARKDOWN,
    &html::HTML,
];
