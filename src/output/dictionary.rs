//! Dictionaries as a person reads them.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::human::{counted, percent, style_of};
use super::json_text::write_pretty;
use super::shown::{shown_in_line, width_of};
use super::{Styles, View};
use crate::confusion::{HeardFrom, Hearing, Taken};
use crate::dictionary::{Dictionary, Kind, Term};
use crate::sound;
use crate::trial::Failure;

/// One line a dictionary: name, how many terms, what it holds.
pub(crate) fn list(dictionaries: &[Dictionary], view: &View, out: &mut dyn Write) -> io::Result<()> {
    let Styles { strong, .. } = view.styles;
    let margin = dictionaries.iter().map(|dictionary| width_of(&shown_in_line(&dictionary.name))).max().unwrap_or(0);
    for dictionary in dictionaries {
        let name = shown_in_line(&dictionary.name);
        let pad = margin - width_of(&name);
        let terms = counted(dictionary.terms.len(), "term");
        let line = format!("{strong}{name}{strong:#}{:pad$}  {terms:>12}  {}", "", shown_in_line(&dictionary.about));
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// One line a term, with its known mishearings.
pub(crate) fn entries(dictionary: &Dictionary, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let Styles { strong, gutter, heard, .. } = view.styles;
    for term in &dictionary.terms {
        write!(out, "{strong}{}{strong:#}  {gutter}{}{gutter:#}", shown_in_line(&term.text), term.kind.id())?;
        if !term.heard.is_empty() {
            write!(out, "  heard {heard}{}{heard:#}", shown_in_line(&term.heard.join(", ")))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// All that a dictionary says of a term.
pub(crate) fn entry(dictionary: &Dictionary, term: &Term, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let Styles { strong, heard, meant, .. } = view.styles;
    writeln!(out, "{strong}{}{strong:#}", shown_in_line(&term.text))?;
    let mut row = |name: &str, value: &str| {
        if value.is_empty() { Ok(()) } else { writeln!(out, "  {name:8} {}", shown_in_line(value)) }
    };
    row("kind", term.kind.id())?;
    row("domain", term.domain.as_deref().unwrap_or_default())?;
    row("from", &format!("{}, line {}", dictionary.name, term.place.line))?;
    row("heard", &term.heard.join(", "))?;
    row("said", &term.said.join(", "))?;
    row("near", &term.near.join(", "))?;
    row("unless", &term.unless.join(", "))?;
    row("never", &term.never.join(", "))?;
    for seen in &term.seen {
        row("seen", &format!("{} ({})", seen.text, seen.from))?;
    }
    for example in &term.examples {
        writeln!(out, "  {:8} {heard}{}{heard:#}", "example", shown_in_line(&example.from))?;
        writeln!(out, "  {:>8} {meant}{}{meant:#}", "→", shown_in_line(&example.to))?;
    }
    for keep in &term.keeps {
        writeln!(out, "  {:8} {}", "keep", shown_in_line(&keep.text))?;
    }
    Ok(())
}

/// What may be heard for a term, and what would become of it.
pub(crate) fn heard_in(
    dictionary: &Dictionary,
    term: &Term,
    hearings: &[Hearing],
    failures: &[Failure],
    view: &View,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Styles { strong, gutter, heard, .. } = view.styles;
    let (name, kind) = (shown_in_line(&dictionary.name), term.kind.id());
    writeln!(out, "{strong}{}{strong:#}  {gutter}{kind}, {name}{gutter:#}", shown_in_line(&term.text))?;
    for phones in sound::readings(&term.text, 4) {
        writeln!(out, "  sounds   {}", sound::phone::print(&phones))?;
    }
    if sound::readings(&term.text, 1).is_empty() {
        writeln!(out, "  has no reading in English: it is found by its letters alone")?;
    }
    if hearings.is_empty() {
        writeln!(out, "  no ordinary words sound like it")?;
    } else {
        let width =
            hearings.iter().map(|one| width_of(&shown_in_line(&one.text))).max().unwrap_or(0).max("heard".len());
        let near = term.near.first().map_or_else(String::new, |near| format!("near \"{near}\""));
        let head = format!("  {:width$}  {:12}  {:14}  {near}", "heard", "from", "alone");
        writeln!(out, "{}", shown_in_line(head.trim_end()))?;
        for one in hearings {
            let text = shown_in_line(&one.text);
            let pad = width - width_of(&text);
            let from = match one.from {
                HeardFrom::Entry => "the entry",
                HeardFrom::Sound => "its sound",
                HeardFrom::Part => "a part of it",
            };
            write!(out, "  {heard}{text}{heard:#}{:pad$}  {from:12}  ", "")?;
            let trailing = if one.near.is_some() { 16 } else { 0 };
            write_taken(one.alone, trailing, view, out)?;
            if let Some(near) = one.near {
                write_taken(near, 0, view, out)?;
            }
            writeln!(out)?;
        }
    }
    for example in &term.examples {
        trial("example", &example.from, failures, view, out)?;
    }
    for keep in &term.keeps {
        trial("keep", &keep.text, failures, view, out)?;
    }
    Ok(())
}

fn write_taken(taken: Taken, width: usize, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let Some(tier) = taken.tier else { return write!(out, "{:width$}", "left alone") };
    let style = style_of(tier, view);
    let text = format!("{} {}", tier.id(), percent(taken.confidence));
    write!(out, "{style}{text}{style:#}{:pad$}", "", pad = width.saturating_sub(text.len()))
}

fn trial(what: &str, text: &str, failures: &[Failure], view: &View, out: &mut dyn Write) -> io::Result<()> {
    let Styles { error, .. } = view.styles;
    let text_shown = shown_in_line(text);
    match failures.iter().find(|failure| failure.text == text) {
        None => writeln!(out, "  {what:8} holds  {text_shown}"),
        Some(failure) => {
            writeln!(out, "  {what:8} {error}fails{error:#}  {text_shown}")?;
            writeln!(out, "  {:>8} {}", "→", shown_in_line(&failure.found))
        }
    }
}

/// How much a dictionary holds.
#[derive(Serialize)]
struct Counts<'a> {
    name: &'a str,
    terms: usize,
    kinds: BTreeMap<&'static str, usize>,
    /// Mishearings in all.
    heard: usize,
    with_heard: usize,
    with_near: usize,
    with_unless: usize,
    examples: usize,
    keeps: usize,
    with_keep: usize,
    /// Terms that cannot be found by sound: in another script, or of symbols.
    without_reading: usize,
}

fn counts(dictionary: &Dictionary) -> Counts<'_> {
    let terms = &dictionary.terms;
    let with = |has: fn(&Term) -> bool| terms.iter().filter(|term| has(term)).count();
    let of_kind = |kind: Kind| terms.iter().filter(|term| term.kind == kind).count();
    Counts {
        name: &dictionary.name,
        terms: terms.len(),
        kinds: Kind::ALL.into_iter().map(|kind| (kind.id(), of_kind(kind))).filter(|&(_, count)| count > 0).collect(),
        heard: terms.iter().map(|term| term.heard.len()).sum(),
        with_heard: with(|term| !term.heard.is_empty()),
        with_near: with(|term| !term.near.is_empty()),
        with_unless: with(|term| !term.unless.is_empty()),
        examples: terms.iter().map(|term| term.examples.len()).sum(),
        keeps: terms.iter().map(|term| term.keeps.len()).sum(),
        with_keep: with(|term| !term.keeps.is_empty()),
        without_reading: with(|term| sound::readings(&term.text, 1).is_empty()),
    }
}

/// How much each dictionary holds, and all of them together.
pub(crate) fn statistics(dictionaries: &[Dictionary], view: &View, out: &mut dyn Write) -> io::Result<()> {
    let Styles { strong, .. } = view.styles;
    let all: Vec<Counts<'_>> = dictionaries.iter().map(counts).collect();
    for one in &all {
        let kinds: Vec<String> = one.kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        let terms = counted(one.terms, "term");
        writeln!(out, "{strong}{}{strong:#}: {terms} ({})", shown_in_line(one.name), kinds.join(", "))?;
        let mishearings = counted(one.heard, "mishearing");
        writeln!(out, "  {:8} {mishearings} of {}", "heard", counted(one.with_heard, "term"))?;
        let mut row = |name: &str, count: usize| writeln!(out, "  {name:8} {count} of {}", one.terms);
        row("near", one.with_near)?;
        row("unless", one.with_unless)?;
        row("keep", one.with_keep)?;
        if one.without_reading > 0 {
            row("no sound", one.without_reading)?;
        }
        writeln!(out, "  {:8} {}, {}", "trials", counted(one.examples, "example"), counted(one.keeps, "keep"))?;
    }
    if all.len() > 1 {
        let total: usize = all.iter().map(|one| one.terms).sum();
        writeln!(out, "{strong}in all{strong:#}: {}", counted(total, "term"))?;
    }
    Ok(())
}

/// The same for programs.
pub(crate) fn statistics_as_json(dictionaries: &[Dictionary], out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Whole<'a> {
        version: u32,
        dictionaries: Vec<Counts<'a>>,
    }
    write_pretty(&Whole { version: 1, dictionaries: dictionaries.iter().map(counts).collect() }, out)
}
