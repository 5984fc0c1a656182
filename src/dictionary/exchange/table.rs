//! CSV: a table with the columns `text`, `kind`, `domain`, `heard`, `said`, `near`, `unless`; lists have `;` between them.
//!
//! A cell that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@` or a tab) is written with `'`
//! before it; that is taken off again when it is read.

use csv::{ReaderBuilder, WriterBuilder};

use super::{Exchange, Gathered, Left, Term};
use crate::dictionary::{Kind, turned};
use crate::error::{Error, Result};
use crate::span::{Place, Places};

pub(super) const EXCHANGE: Exchange =
    Exchange { id: "csv", about: "a table with `,`, `;` or tabs, and a head", recognises, read, write };

const COLUMNS: [&str; 8] = ["text", "kind", "domain", "heard", "said", "near", "unless", "never"];
/// What the first column is called elsewhere.
const TEXTS: [&str; 6] = ["text", "term", "word", "phrase", "name", "content"];
/// What the column of mishearings is called elsewhere.
const HEARDS: [&str; 4] = ["heard", "mishearings", "misheard", "aliases"];

fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let count = |delimiter: &u8| head.bytes().filter(|byte| byte == delimiter).count();
    // Of equal counts the first counts.
    let rank = |at: &usize| (count(&DELIMITERS[*at]), std::cmp::Reverse(*at));
    (0..DELIMITERS.len()).max_by_key(rank).map_or(b',', |at| DELIMITERS[at])
}

const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

fn recognises(text: &str) -> bool {
    let head = text.trim_start_matches('\u{FEFF}').lines().next().unwrap_or_default();
    let mut cells = head.split([',', ';', '\t']).map(|cell| cell.trim_matches('"').to_lowercase());
    let has_several = head.contains([',', ';', '\t']);
    has_several && cells.any(|cell| TEXTS.contains(&cell.as_str()))
}

fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    let text = text.trim_start_matches('\u{FEFF}');
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(text)).from_reader(text.as_bytes());
    let places = Places::of(text);
    let mut columns: Option<Columns> = None;
    for record in reader.records() {
        let at = |position: Option<&csv::Position>| {
            places.of_row(text, position.map_or(0, |position| position.byte() as usize))
        };
        let record = record
            .map_err(|error| Error::new("found a row that is no UTF-8, expected a table").at(at(error.position())))?;
        let place = at(record.position());
        let Some(columns) = &columns else {
            let of_head = Columns::of(&record);
            let is_head = of_head.is_some();
            columns = Some(of_head.unwrap_or_default());
            if !is_head && let Some(columns) = &columns {
                columns.take(&record, place, gathered);
            }
            continue;
        };
        columns.take(&record, place, gathered);
    }
    Ok(())
}

/// Which column holds what.
#[derive(Default)]
struct Columns {
    text: usize,
    /// Whether the texts are names, of people among others.
    are_names: bool,
    kind: Option<usize>,
    domain: Option<usize>,
    heard: Option<usize>,
    said: Option<usize>,
    near: Option<usize>,
    unless: Option<usize>,
    never: Option<usize>,
}

impl Columns {
    /// The columns that a first row names; none where it is no head.
    fn of(head: &csv::StringRecord) -> Option<Columns> {
        let find = |names: &[&str]| {
            names.iter().find_map(|name| head.iter().position(|cell| cell.trim().to_lowercase() == *name))
        };
        let text = find(&TEXTS)?;
        Some(Columns {
            text,
            are_names: head.get(text).is_some_and(|cell| cell.trim().eq_ignore_ascii_case("name")),
            kind: find(&["kind"]),
            domain: find(&["domain"]),
            heard: find(&HEARDS),
            said: find(&["said"]),
            near: find(&["near"]),
            unless: find(&["unless"]),
            never: find(&["never"]),
        })
    }

    fn take(&self, record: &csv::StringRecord, place: Place, gathered: &mut Gathered) {
        let cell = |column: Option<usize>| column.and_then(|at| record.get(at)).map_or("", |cell| bare(cell.trim()));
        let text = cell(Some(self.text));
        if text.is_empty() {
            return;
        }
        let list = |column| cell(column).split(';').map(str::trim).filter(|one| !one.is_empty());
        let (kind, domain) = (cell(self.kind), cell(self.domain));
        let known = Kind::ALL.into_iter().find(|known| known.id() == kind.to_lowercase());
        if known.is_none() && !kind.is_empty() {
            gathered.warn(
                place,
                format!("found the kind `{kind}`, expected one of {}", Kind::ALL.map(Kind::id).join(", ")),
            );
        }
        let person = if self.are_names && known.is_none_or(|kind| kind == Kind::Person) { turned(text) } else { None };
        let text = person.as_deref().unwrap_or(text);
        let Some(term) = gathered.term(text, place) else { return };
        term.kind = if person.is_some() { Kind::Person } else { known.unwrap_or(term.kind) };
        if !domain.is_empty() {
            term.domain = Some(domain.to_owned());
        }
        term.near.extend(list(self.near).map(str::to_owned));
        term.unless.extend(list(self.unless).map(str::to_owned));
        term.never.extend(list(self.never).map(str::to_owned));
        for heard in list(self.heard) {
            gathered.heard(text, heard, place);
        }
        for said in list(self.said) {
            gathered.said(text, said, place);
        }
    }
}

fn write(terms: &[Term], left: &mut Left) -> String {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    let mut rows = vec![COLUMNS.map(str::to_owned)];
    for term in terms {
        let mut joined = |list: &[String]| {
            let (fit, other): (Vec<&String>, Vec<&String>) = list.iter().partition(|one| !one.contains(';'));
            for one in other {
                left.heard(term, one, "it holds `;`, which stands between the texts of a cell");
            }
            fit.into_iter().map(String::as_str).collect::<Vec<_>>().join("; ")
        };
        let lists = [&term.heard, &term.said, &term.near, &term.unless, &term.never].map(|list| joined(list));
        let [heard, said, near, unless, never] = lists;
        let domain = term.domain.clone().unwrap_or_default();
        rows.push([term.text.clone(), term.kind.id().to_owned(), domain, heard, said, near, unless, never]);
    }
    left.all(terms.iter().map(|term| term.examples.len() + term.keeps.len()).sum(), "examples and keeps");
    for row in rows {
        // Writing to memory does not fail.
        let _ = writer.write_record(row.iter().map(|cell| neutral(cell)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A cell that no spreadsheet takes for a formula.
fn neutral(cell: &str) -> String {
    // What looks neutralised already would come back bare.
    let looks_neutral = cell.strip_prefix('\'').is_some_and(|rest| is_formula(rest) || rest.starts_with('\''));
    if is_formula(cell) || looks_neutral { format!("'{cell}") } else { cell.to_owned() }
}

fn bare(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest) || rest.starts_with('\'')).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text() {
        for cell in ["=cmd|' /C calc'!A0", "+1", "-x", "@SUM(A1)", "'=1", "''a", "'tis", "plain"] {
            assert!(!is_formula(&neutral(cell)), "{cell}");
            assert_eq!(bare(&neutral(cell)), cell);
        }
        let mut left = Left::default();
        let text = write(&[Term::new("=1+1")], &mut left);
        assert!(text.contains("\n'=1+1,"), "{text}");
    }

    #[test]
    fn tables_of_others() {
        for (text, terms) in [
            ("Name;Role\nAda Lovelace;Chair\n", vec!["Ada Lovelace"]),
            ("Ada Lovelace,Chair\nBob,\n,x\n", vec!["Ada Lovelace", "Bob"]),
            ("Name,Role\n\"Doe, Jane\",Chair\n\"Acme, Inc.\",x\n", vec!["Jane Doe", "Acme, Inc."]),
            ("text,kind\n\"Doe, Jane\",\n", vec!["Doe, Jane"]),
            ("id\tTerm\n1\t\"Ada \"\"A\"\" L\"\n", vec!["Ada \"A\" L"]),
        ] {
            let mut gathered = Gathered::default();
            read(text, &mut gathered).expect("a table");
            let texts: Vec<String> = gathered.into_dictionary("d").terms.into_iter().map(|term| term.text).collect();
            assert_eq!(texts, terms, "{text}");
        }
    }
}
