//! The custom vocabulary table of Amazon Transcribe: `Phrase`, `SoundsLike`, `IPA`, `DisplayAs`, with tabs between them.
//!
//! A phrase has hyphens for blanks, its letters that are said one by one have dots, and its digits are words. A row may hold
//! 256 characters, a file 50 KB. `SoundsLike` and `IPA` are ignored by the service and left empty.

use super::{Exchange, Gathered, Left, Term, lines};
use crate::error::{Error, Result};
use crate::span::Place;

pub(super) const EXCHANGE: Exchange =
    Exchange { id: "aws", about: "the custom vocabulary table of Amazon Transcribe", recognises, read, write };

const HEAD: &str = "Phrase\tSoundsLike\tIPA\tDisplayAs\n";
const LONGEST_ENTRY: usize = 256;
const MOST_BYTES: usize = 50 * 1024;
const DIGITS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

fn cells(line: &str) -> Vec<&str> {
    let delimiter = if line.contains('\t') { '\t' } else { ',' };
    line.split(delimiter).map(str::trim).collect()
}

fn recognises(text: &str) -> bool {
    let head = cells(text.trim_start_matches('\u{FEFF}').lines().next().unwrap_or_default());
    head.contains(&"Phrase") && (head.contains(&"DisplayAs") || head.contains(&"SoundsLike"))
}

fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    let mut rows = lines(text);
    let head = rows.next().map(|(_, line)| cells(line)).unwrap_or_default();
    let column = |name: &str| head.iter().position(|cell| *cell == name);
    let Some(phrase) = column("Phrase") else {
        let error = Error::new("found no column `Phrase` in the first line").at(Place { line: 1, column: 1 });
        return Err(error.with_hint("the head of the table is `Phrase`, `SoundsLike`, `IPA`, `DisplayAs`"));
    };
    for (place, line) in rows {
        let row = cells(line);
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).copied().filter(|cell| !cell.is_empty());
        let Some(phrase) = cell(Some(phrase)) else { continue };
        let text = cell(column("DisplayAs")).map_or_else(|| spoken(phrase), str::to_owned);
        gathered.term(&text, place);
        if let Some(said) = cell(column("SoundsLike")) {
            gathered.said(&text, &said.replace('-', " "), place);
        }
    }
    Ok(())
}

/// "Los-Angeles" is "Los Angeles", "C.L.I." is "CLI".
fn spoken(phrase: &str) -> String {
    phrase.replace('-', " ").replace('.', "")
}

fn write(terms: &[Term], left: &mut Left) -> String {
    let mut out = HEAD.to_owned();
    let mut over = 0;
    for term in terms {
        let Some(phrase) = phrase(&term.text) else {
            left.term(term, "a phrase holds letters of the Latin alphabet, digits as words, hyphens and apostrophes");
            continue;
        };
        if phrase.len() > LONGEST_ENTRY || term.text.chars().count() > LONGEST_ENTRY {
            left.term(term, "an entry holds 256 characters at the most");
            continue;
        }
        let display = if spoken(&phrase) == term.text { "" } else { &term.text };
        let row = format!("{phrase}\t\t\t{display}\n");
        if over > 0 || out.len() + row.len() > MOST_BYTES {
            over += 1;
            left.term(term, "the table holds 50 KB at the most");
            continue;
        }
        out.push_str(&row);
    }
    left.all(super::count_heard(terms), "mishearings");
    out
}

/// How a term stands in the column `Phrase`; none where it cannot.
fn phrase(text: &str) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for word in text.split([' ', '-', '/', '&', '+', '.', ',', ':']).filter(|word| !word.is_empty()) {
        let mut part = String::new();
        for c in word.chars() {
            match c {
                '0'..='9' => {
                    parts.push(std::mem::take(&mut part));
                    parts.push(DIGITS[c as usize - '0' as usize].to_owned());
                }
                '\'' | '’' => part.push('\''),
                c if c.is_ascii_alphabetic() => part.push(c),
                _ => return None,
            }
        }
        parts.push(part);
    }
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).map(|part| lettered(&part)).collect();
    let phrase = parts.join("-");
    phrase.chars().any(|c| c.is_ascii_alphabetic()).then_some(phrase)
}

/// "AWS" is said letter by letter: "A.W.S.".
fn lettered(part: &str) -> String {
    let is_acronym = part.len() <= 5 && part.chars().all(|c| c.is_ascii_uppercase());
    if is_acronym { part.chars().flat_map(|c| [c, '.']).collect() } else { part.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases() {
        for (text, expected) in [
            ("Los Angeles", Some("Los-Angeles")),
            ("EC2", Some("E.C.-two")),
            ("GitLab Duo", Some("GitLab-Duo")),
            ("CI/CD", Some("C.I.-C.D.")),
            ("L'Oreal", Some("L'Oreal")),
            ("会議", None),
            ("42", Some("four-two")),
        ] {
            assert_eq!(phrase(text).as_deref(), expected, "{text}");
        }
    }
}
