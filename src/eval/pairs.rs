//! Sets of what a recogniser heard and what a person wrote.

use std::ops::Range;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::span::Place;

/// A line of a transcript, and what was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The document that it belongs to; its pairs stand in their order.
    pub document: String,
    /// The file name of the dictionary of that document.
    pub dictionary: String,
    /// What the recogniser heard.
    pub heard: String,
    /// What a person wrote.
    pub reference: String,
    /// What was misheard.
    pub gold: Vec<Gold>,
}

/// Words that should become a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gold {
    /// The words of [`Pair::heard`], split at white space.
    pub words: Range<usize>,
    /// What was said.
    pub term: String,
    /// How far it is from what was heard.
    pub kind: GoldKind,
}

/// How far what was heard is from what was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GoldKind {
    /// It sounds alike.
    Close,
    /// Only blanks or hyphens differ.
    Spacing,
    /// Hardly recoverable; not counted.
    Far,
    /// Nothing of it was heard; not counted.
    Deleted,
}

impl GoldKind {
    /// Whether recall counts it.
    pub fn can_be_found(self) -> bool {
        matches!(self, GoldKind::Close | GoldKind::Spacing)
    }
}

impl Pair {
    /// A pair of no document, with no dictionary and nothing marked.
    pub fn new(heard: &str, reference: &str) -> Pair {
        Pair {
            document: String::new(),
            dictionary: String::new(),
            heard: heard.to_owned(),
            reference: reference.to_owned(),
            gold: Vec::new(),
        }
    }
}

/// A line of a file of pairs.
#[derive(Debug, Deserialize)]
struct Record {
    doc: String,
    dict: String,
    hyp: String,
    #[serde(rename = "ref")]
    reference: String,
    #[serde(default)]
    gold: Vec<GoldRecord>,
}

#[derive(Debug, Deserialize)]
struct GoldRecord {
    h0: usize,
    h1: usize,
    term: String,
    kind: GoldKind,
}

/// Reads a file of pairs: a JSON object a line, with `doc`, `dict`, `hyp` (heard), `ref` (said) and `gold`, a list of
/// `{h0, h1, term, kind}`: words `h0` up to `h1` of `hyp` should become `term`.
///
/// # Errors
///
/// Where a line is no such object; the error says where.
pub fn read_pairs(text: &str) -> Result<Vec<Pair>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = lines.map(|(number, line)| {
        let record: Record = serde_json::from_str(line).map_err(|error| {
            let told = error.to_string();
            let told = told.split(" at line ").next().unwrap_or_default();
            Error::new(format!("found no pair here: {told}"))
                .at(Place { line: number + 1, column: error.column().max(1) })
                .with_hint("expected an object with `doc`, `dict`, `hyp`, `ref` and `gold` on each line")
        })?;
        let gold =
            record.gold.into_iter().map(|gold| Gold { words: gold.h0..gold.h1, term: gold.term, kind: gold.kind });
        Ok(Pair {
            document: record.doc,
            dictionary: record.dict,
            heard: record.hyp,
            reference: record.reference,
            gold: gold.collect(),
        })
    });
    read.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_pair_and_what_is_none_is_told_with_its_place() {
        let good = r#"{"id": "a", "doc": "d", "dict": "x.txt", "hyp": "git lab", "ref": "GitLab", "gold": [{"h0": 0, "h1": 2, "term": "GitLab", "kind": "spacing"}]}"#;
        let pairs = read_pairs(&format!("{good}\n\n")).expect("a pair");
        assert_eq!(pairs[0].gold, [Gold { words: 0..2, term: "GitLab".to_owned(), kind: GoldKind::Spacing }]);
        let error = read_pairs(&format!("{good}\n{{\"doc\": 5}}\n")).expect_err("no pair");
        assert_eq!(error.place(), Some(Place { line: 2, column: 9 }));
    }
}
