//! What was learned, as a dictionary to look over and as JSON.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::human::counted;
use super::json_text::write_pretty;
use super::shown::{clipped_end, clipped_start, shown_in_line};
use crate::dictionary::Dictionary;
use crate::learn::{Learned, LearnedExample, LearnedHeard, LearnedTerm, Left};

/// So many columns of a context are shown on each side.
const CONTEXT: usize = 36;
/// So many mishearings are told of that an entry does not list.
const MOST_LEFT_OUT: usize = 5;

/// A dictionary in TOML, with a comment above each entry: how often it was seen, and where.
pub(crate) fn toml(learned: &Learned) -> String {
    let mut out = String::new();
    for one in &learned.terms {
        if !out.is_empty() {
            out.push('\n');
        }
        comment(&mut out, one);
        let entry = Dictionary { terms: vec![one.term.clone()], ..Learned::default().dictionary() };
        out.push_str(&entry.to_toml());
    }
    out
}

fn comment(out: &mut String, one: &LearnedTerm) {
    let known = if one.is_known { ", a term that is known already" } else { "" };
    if one.count > 0 {
        line(out, &format!("{}{known}", counted(one.count, "time")));
    }
    let (listed, others): (Vec<_>, Vec<_>) = one.heard.iter().partition(|heard| heard.left_out.is_none());
    for heard in listed.iter().chain(others.iter().take(MOST_LEFT_OUT)) {
        line(out, &told(heard));
        for example in &heard.examples {
            line(out, &format!("  {}", place(example)));
        }
    }
    if others.len() > MOST_LEFT_OUT {
        line(out, &format!("{} more that are not listed", others.len() - MOST_LEFT_OUT));
    }
    for never in &one.term.never {
        line(out, &format!("\"{never}\" was refused wherever it stands"));
    }
    for (keep, seen) in one.term.keeps.iter().zip(&one.keeps) {
        line(out, &format!("kept {}, {}: {}", counted(seen.count, "time"), seen.place, keep.text));
    }
}

fn told(heard: &LearnedHeard) -> String {
    let mut told = format!("\"{}\" {}", heard.text, counted(heard.count, "time"));
    match heard.left_out {
        Some(Left::LeftAlone) => {
            let _ = write!(told, ", not listed: left as it is {}", counted(heard.left_alone, "time"));
        }
        Some(left) => {
            let _ = write!(told, ", not listed: {}", left.about());
        }
        None if heard.left_alone > 0 => {
            let _ = write!(told, ", left as it is {}", counted(heard.left_alone, "time"));
        }
        None => {}
    }
    told
}

fn place(example: &LearnedExample) -> String {
    let before = shown_in_line(&example.before);
    let behind = shown_in_line(&example.after);
    let mut text = clipped_start(&before, CONTEXT).into_owned();
    let _ = write!(text, " [{} -> {}] ", example.heard, example.meant);
    text.push_str(&clipped_end(&behind, CONTEXT));
    format!("{}: {}", example.place, text.trim())
}

/// A line of a comment, which nothing in the text ends.
fn line(out: &mut String, text: &str) {
    let _ = writeln!(out, "# {}", shown_in_line(text));
}

#[derive(Serialize)]
struct Page<'a> {
    version: u32,
    terms: Vec<TermWire<'a>>,
    left: Vec<LeftWire>,
}

#[derive(Serialize)]
struct TermWire<'a> {
    text: &'a str,
    kind: &'static str,
    known: bool,
    count: usize,
    heard: Vec<HeardWire<'a>>,
    never: &'a [String],
    keeps: Vec<KeepWire<'a>>,
}

#[derive(Serialize)]
struct HeardWire<'a> {
    text: &'a str,
    count: usize,
    left_alone: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<&'static str>,
    examples: Vec<ExampleWire<'a>>,
}

#[derive(Serialize)]
struct ExampleWire<'a> {
    place: &'a str,
    before: &'a str,
    heard: &'a str,
    after: &'a str,
    meant: &'a str,
}

#[derive(Serialize)]
struct KeepWire<'a> {
    text: &'a str,
    count: usize,
    place: &'a str,
}

#[derive(Serialize)]
struct LeftWire {
    reason: &'static str,
    count: usize,
}

/// All of it as one JSON value.
pub(crate) fn json(learned: &Learned, out: &mut dyn Write) -> io::Result<()> {
    let terms = learned.terms.iter().map(term_wire).collect();
    let left = learned.left.iter().map(|(left, &count)| LeftWire { reason: left.id(), count }).collect();
    write_pretty(&Page { version: 1, terms, left }, out)
}

fn term_wire(one: &LearnedTerm) -> TermWire<'_> {
    let heard = one.heard.iter().map(|heard| HeardWire {
        text: &heard.text,
        count: heard.count,
        left_alone: heard.left_alone,
        left_out: heard.left_out.map(Left::id),
        examples: heard.examples.iter().map(example_wire).collect(),
    });
    let keeps = one.term.keeps.iter().zip(&one.keeps).map(|(keep, seen)| KeepWire {
        text: &keep.text,
        count: seen.count,
        place: &seen.place,
    });
    TermWire {
        text: &one.term.text,
        kind: one.term.kind.id(),
        known: one.is_known,
        count: one.count,
        heard: heard.collect(),
        never: &one.term.never,
        keeps: keeps.collect(),
    }
}

fn example_wire(example: &LearnedExample) -> ExampleWire<'_> {
    let LearnedExample { place, before, heard, after, meant } = example;
    ExampleWire { place, before, heard, after, meant }
}
