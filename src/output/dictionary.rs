//! Dictionaries as a person reads them.

use std::io::{self, Write};

use super::human::counted;
use super::shown::{shown_in_line, width_of};
use super::{Styles, View};
use crate::dictionary::{Dictionary, Term};

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
