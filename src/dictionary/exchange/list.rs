//! The plain list: one term a line; people with the surname first ("Doe, Jane") are taken as they are called.

use super::super::list::bare;
use super::{Exchange, Gathered, Left, Term, count_heard, lines};
use crate::dictionary::{Kind, are_turned, surely_turned, turned};
use crate::error::Result;
use crate::span::Place;

pub(super) const EXCHANGE: Exchange =
    Exchange { id: "list", about: "a plain list, one term a line", recognises: |_| true, read, write };

#[expect(clippy::unnecessary_wraps, reason = "the table of forms asks for it")]
fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    let terms: Vec<(Place, &str)> =
        lines(text).filter(|(_, line)| !line.starts_with('#')).map(|(place, line)| (place, bare(line))).collect();
    let are_people = are_turned(terms.iter().map(|(_, term)| *term));
    for (place, term) in terms {
        let name = if are_people { turned(term) } else { surely_turned(term) };
        let Some(name) = name else {
            gathered.term(term, place);
            continue;
        };
        if let Some(person) = gathered.term(&name, place) {
            person.kind = Kind::Person;
        }
    }
    Ok(())
}

fn write(terms: &[Term], left: &mut Left) -> String {
    let mut out = String::new();
    for term in terms {
        let text = term.text.as_str();
        if turned(text).is_some() {
            left.term(term, "it would be read as a surname and a given name");
            continue;
        }
        if text.starts_with('#') || bare(text) != text {
            left.term(term, "it would be read as a comment, or without its bullet or its marks");
            continue;
        }
        out.extend([text, "\n"]);
    }
    left.all(count_heard(terms), "mishearings");
    out
}
