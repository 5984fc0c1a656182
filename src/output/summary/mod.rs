//! What a run came to: in words, as a table, as JSON, and as a page with charts.

mod html;
mod json;
mod markdown;
mod text;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use super::human::counted;
use super::message::error_message;
use super::shown::shown_in_line;
use super::view::View;
use crate::error::Error;
use crate::report::{CONFIDENCES, Changed, Deed, Summary};

/// A form in which a summary is written.
#[derive(Debug)]
pub(crate) struct SummaryForm {
    /// The id that users type.
    pub(crate) id: &'static str,
    /// One line on who reads it.
    pub(crate) about: &'static str,
    /// Endings of the names of its files.
    pub(crate) extensions: &'static [&'static str],
    pub(crate) render: fn(&Summary, &View, &mut dyn Write) -> io::Result<()>,
}

/// Every form, in the order in which they are offered.
pub(crate) const SUMMARIES: [&SummaryForm; 4] = [&text::TEXT, &json::JSON, &markdown::MARKDOWN, &html::HTML];

/// So many terms, files and changes people are told of.
const MOST: usize = 20;

/// The most frequent first, those alike in their own order.
fn most_frequent<K: Ord>(counts: &BTreeMap<K, usize>) -> Vec<(&K, usize)> {
    let mut sorted: Vec<(&K, usize)> = counts.iter().map(|(key, &count)| (key, count)).collect();
    sorted.sort_by_key(|&(_, count)| Reverse(count));
    sorted
}

/// The files with the most changes first.
fn most_changed(summary: &Summary) -> Vec<&Changed> {
    let mut sorted: Vec<&Changed> = summary.changed.iter().collect();
    sorted.sort_by_key(|file| Reverse(file.changes));
    sorted
}

/// The steps of confidence in which anything was changed: their bounds, and how often.
fn confidences(summary: &Summary) -> impl Iterator<Item = (f32, f32, usize)> {
    let ends = CONFIDENCES.into_iter().skip(1).chain([1.0]);
    let counts = summary.all.by_confidence;
    CONFIDENCES.into_iter().zip(ends).zip(counts).map(|((from, to), count)| (from, to, count))
}

/// The run in one sentence.
fn headline(summary: &Summary) -> String {
    let done = if summary.deed == Deed::Fixed { "fixed" } else { "would fix" };
    let (files, words) = (counted(summary.files, "file"), counted(summary.all.words, "word"));
    let changed = summary.changed.len();
    let places = counted(summary.all.changes, "place");
    let stopped = summary.stopped.last().map(|error| format!("; {}", error.message())).unwrap_or_default();
    if changed == 0 {
        return format!("nothing to fix in {files}, {words}{stopped}");
    }
    format!("{done} {places} in {changed} of {files}, {words}{stopped}")
}

/// Whether a text begins as a summary does, in whichever form.
pub(crate) fn is_summary(beginning: &str) -> bool {
    let mut lines = beginning.lines();
    let (first, second, third) = (lines.next().unwrap_or_default(), lines.next(), lines.next());
    let is_of_text = second.is_some_and(|line| line.starts_with("  changed ") && line.contains(", unchanged "));
    let is_of_json = first == "{" && third.is_some_and(|line| line.starts_with("  \"written\": "));
    let is_page = first == "<!DOCTYPE html>" && beginning.contains("content=\"mondegreen\"");
    is_of_text || is_of_json || is_page || first.starts_with("## mondegreen: ")
}

/// What went wrong, with its place.
fn failure(error: &Error) -> String {
    let place = error.place().map(|place| format!(":{place}")).unwrap_or_default();
    let path = error.path().map(|path| format!("{}{place}: ", shown_in_line(path)));
    format!("{}{}", path.unwrap_or_default(), error_message(error))
}

/// "and 3 more", where there are more than were told.
fn and_more(all: usize) -> Option<String> {
    (all > MOST).then(|| format!("and {} more", all - MOST))
}
