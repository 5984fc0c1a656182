//! Azure's display format file: `#rewrite`, then lines of what is recognised, a tab, and what is shown.
//!
//! A term without mishearings is rewritten from its lower case, so that its capitals are right.

use std::fmt::Write as _;

use super::{Exchange, Gathered, Left, Term, lines};
use crate::error::Result;

pub(super) const EXCHANGE: Exchange =
    Exchange { id: "azure", about: "the display format file of Azure, section #rewrite", recognises, read, write };

const SECTION: &str = "#rewrite";

fn recognises(text: &str) -> bool {
    lines(text).any(|(_, line)| line == SECTION)
}

#[expect(clippy::unnecessary_wraps, reason = "the table of forms asks for it")]
fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    let mut in_section = false;
    for (place, line) in lines(text) {
        if line.starts_with('#') {
            in_section = line == SECTION;
            continue;
        }
        if !in_section {
            continue;
        }
        match line.split_once('\t') {
            Some((original, new)) if !original.trim().is_empty() && !new.trim().is_empty() => {
                gathered.term(new, place);
                gathered.heard(new, original, place);
            }
            _ => gathered.warn(place, format!("found `{line}`, expected what is recognised, a tab, what is shown")),
        }
    }
    Ok(())
}

fn write(terms: &[Term], left: &mut Left) -> String {
    let mut out = format!("{SECTION}\n");
    for term in terms {
        let lower = term.text.to_lowercase();
        if lower.starts_with('#') {
            left.term(term, "a line that begins with `#` begins another section");
            continue;
        }
        if lower != term.text || term.heard.is_empty() {
            let _ = writeln!(out, "{lower}\t{}", term.text);
        }
        for heard in &term.heard {
            let lower = heard.to_lowercase();
            if lower.starts_with('#') {
                left.heard(term, heard, "a line that begins with `#` begins another section");
            } else {
                let _ = writeln!(out, "{lower}\t{}", term.text);
            }
        }
    }
    out
}
