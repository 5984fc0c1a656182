//! The plain list: one term a line.

use super::super::list::bare;
use super::{Exchange, Gathered, Left, Term, count_heard, lines};
use crate::error::Result;

pub(super) const EXCHANGE: Exchange =
    Exchange { id: "list", about: "a plain list, one term a line", recognises: |_| true, read, write };

#[expect(clippy::unnecessary_wraps, reason = "the table of forms asks for it")]
fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    for (place, line) in lines(text).filter(|(_, line)| !line.starts_with('#')) {
        gathered.term(bare(line), place);
    }
    Ok(())
}

fn write(terms: &[Term], left: &mut Left) -> String {
    let mut out = String::new();
    for term in terms {
        let text = term.text.as_str();
        if text.starts_with('#') || bare(text) != text {
            left.term(term, "it would be read as a comment, or without its bullet or its marks");
            continue;
        }
        out.extend([text, "\n"]);
    }
    left.all(count_heard(terms), "mishearings");
    out
}
