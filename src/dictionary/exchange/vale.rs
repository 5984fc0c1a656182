//! The `accept.txt` of a Vale vocabulary: a regular expression a line, `#` for comments.

use super::{Exchange, Gathered, Left, Term, count_heard, lines};
use crate::error::Result;

pub(super) const EXCHANGE: Exchange = Exchange {
    id: "vale",
    about: "accept.txt of a Vale vocabulary",
    recognises: |text| lines(text).any(|(_, line)| line.starts_with("(?i)") || line.starts_with("(?-i)")),
    read,
    write,
};

#[expect(clippy::unnecessary_wraps, reason = "the table of forms asks for it")]
fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    for (place, line) in lines(text).filter(|(_, line)| !line.starts_with('#')) {
        match literal(line) {
            Some(term) => drop(gathered.term(&term, place)),
            None => gathered.warn(place, format!("`{line}` is a pattern, not a term")),
        }
    }
    Ok(())
}

/// What a pattern stands for, where that is one text.
fn literal(pattern: &str) -> Option<String> {
    let pattern = pattern.strip_prefix("(?i)").or_else(|| pattern.strip_prefix("(?-i)")).unwrap_or(pattern);
    let mut text = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => text.push(chars.next().filter(|next| !next.is_alphanumeric())?),
            '[' | ']' | '(' | ')' | '{' | '}' | '*' | '+' | '?' | '|' | '^' | '$' => return None,
            // Most who write a dot mean one: "Node.js".
            c => text.push(c),
        }
    }
    Some(text)
}

fn write(terms: &[Term], left: &mut Left) -> String {
    left.all(count_heard(terms), "mishearings");
    terms.iter().flat_map(|term| [regex::escape(&term.text), "\n".to_owned()]).collect()
}
