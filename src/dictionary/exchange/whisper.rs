//! Whisper: terms as a prompt, of which about the last 223 tokens count, and as the hot words of its descendants.

use super::{Exchange, Gathered, Left, Term, count_heard, lines, place_of, tokens};
use crate::dictionary::{is_firm, surely_turned};
use crate::error::Result;
use crate::token::PARTICLES;

pub(super) const PROMPT: Exchange =
    Exchange { id: "whisper", about: "an initial prompt of Whisper", recognises, read, write: prompt };

pub(super) const HOTWORDS: Exchange = Exchange {
    id: "hotwords",
    about: "hot words of faster-whisper and WhisperX",
    recognises: is_one_line,
    read,
    write: hotwords,
};

const OPENING: &str = "Glossary: ";
const MOST_TOKENS: usize = 223;
/// A part of a sentence has more words than a name.
const MOST_WORDS: usize = 4;

fn recognises(text: &str) -> bool {
    text.trim_start_matches('\u{FEFF}').starts_with(OPENING.trim_end())
}

/// Whether a text is one line of names with commas between them, and none of them a person ("Doe, Jane") or a firm
/// ("Acme, Inc.").
fn is_one_line(text: &str) -> bool {
    let mut lines = lines(text);
    let (Some((_, line)), None) = (lines.next(), lines.next()) else { return false };
    let names: Vec<&str> = line.split(", ").map(str::trim).collect();
    let begins = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let is_name = |name: &&str| name.split(' ').all(|word| begins(word) || PARTICLES.contains(&word));
    let is_short =
        |name: &&str| !name.is_empty() && name.split(' ').count() <= MOST_WORDS && !name.ends_with(['?', '!']);
    if line.starts_with('#') || !names.iter().all(is_short) {
        return false;
    }
    match names[..] {
        [_] => false,
        [first, second] => {
            names.iter().all(is_name) && surely_turned(line).is_none() && !is_firm(&format!("{first} {second}"))
        }
        // Words of ordinary writing are terms too, but not most of them.
        _ => names.iter().filter(|name| is_name(name)).count() * 2 >= names.len(),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the table of forms asks for it")]
fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    for (_, line) in lines(text) {
        let line = match line.strip_prefix(OPENING.trim_end()) {
            Some(rest) => rest.trim().strip_suffix('.').unwrap_or(rest.trim()),
            None => line,
        };
        for term in line.split(',').map(str::trim).filter(|term| !term.is_empty()) {
            gathered.term(term, place_of(text, term));
        }
    }
    Ok(())
}

fn prompt(terms: &[Term], left: &mut Left) -> String {
    let fitting = fitting(terms, MOST_TOKENS - tokens(OPENING) - 1, left);
    if fitting.is_empty() { String::new() } else { format!("{OPENING}{}.\n", fitting.join(", ")) }
}

fn hotwords(terms: &[Term], left: &mut Left) -> String {
    let fitting = fitting(terms, MOST_TOKENS, left);
    // What begins like a prompt would be read as one.
    if fitting.is_empty() { String::new() } else { format!("{}\n", fitting.join(", ")) }
}

fn fitting<'a>(terms: &'a [Term], most: usize, left: &mut Left) -> Vec<&'a str> {
    let mut used = 0;
    let mut fitting = Vec::new();
    for term in terms {
        if term.text.contains(',') || term.text.starts_with(OPENING.trim_end()) {
            left.term(term, "it holds a comma, which stands between terms");
            continue;
        }
        // The comma takes a token too.
        used += 1 + tokens(&term.text);
        if used > most {
            left.term(term, "about 223 tokens count, and those before it are more already");
            continue;
        }
        fitting.push(term.text.as_str());
    }
    left.all(count_heard(terms), "mishearings");
    fitting
}
