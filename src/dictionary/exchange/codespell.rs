//! The dictionary of codespell: `wrong->right`, a line each; what is wrong is one word.

use super::{Exchange, Gathered, Left, Term, lines};
use crate::error::Result;

pub(super) const EXCHANGE: Exchange =
    Exchange { id: "codespell", about: "a dictionary of codespell, `wrong->right` a line", recognises, read, write };

fn recognises(text: &str) -> bool {
    lines(text).filter(|(_, line)| !line.starts_with('#')).take(20).any(|(_, line)| line.contains("->"))
}

#[expect(clippy::unnecessary_wraps, reason = "the table of forms asks for it")]
fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    for (place, line) in lines(text).filter(|(_, line)| !line.starts_with('#')) {
        let Some((heard, right)) = line.split_once("->") else {
            gathered.warn(place, format!("found `{line}`, expected `WRONG->RIGHT`"));
            continue;
        };
        // With a comma several may be right, or a reason follows.
        let mut rights = right.split(',').map(str::trim).filter(|right| !right.is_empty());
        match (rights.next(), right.contains(',') && rights.next().is_some()) {
            (Some(term), false) => gathered.heard(term, heard, place),
            (Some(_), true) => {
                gathered.warn(place, format!("`{heard}` may be several words, and so is no mishearing of one"));
            }
            (None, _) => gathered.warn(place, format!("found nothing behind `{heard}->`, expected what is right")),
        }
    }
    Ok(())
}

fn write(terms: &[Term], left: &mut Left) -> String {
    let mut out = String::new();
    for term in terms {
        if term.heard.is_empty() {
            left.term(term, "it has no mishearings");
        }
        for heard in &term.heard {
            if heard.contains(char::is_whitespace) {
                left.heard(term, heard, "what is wrong is one word");
            } else if heard.contains("->")
                || heard.starts_with('#')
                || term.text.contains(',')
                || term.text.contains("->")
            {
                left.heard(term, heard, "it holds a sign that has a meaning of its own there");
            } else {
                out.extend([&heard.to_lowercase(), "->", &term.text, "\n"]);
            }
        }
    }
    out
}
