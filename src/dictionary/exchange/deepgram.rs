//! Deepgram: the parameters `keyterm` and `replace` of a request, one a line, encoded as in an address.
//!
//! 100 keyterms of some 500 tokens together, and 200 replacements; what is to be found is in lower case.

use std::fmt::Write as _;

use super::{Exchange, Gathered, Left, Term, all_heard, lines, place_of, tokens};
use crate::error::Result;

pub(super) const EXCHANGE: Exchange =
    Exchange { id: "deepgram", about: "keyterms and replacements of Deepgram, as parameters", recognises, read, write };

const MOST_KEYTERMS: usize = 100;
const MOST_TOKENS: usize = 500;
const MOST_REPLACEMENTS: usize = 200;

fn recognises(text: &str) -> bool {
    let first = text.trim_start_matches(['\u{FEFF}', '?', '&']);
    ["keyterm=", "replace=", "keywords="].iter().any(|key| first.starts_with(key))
}

#[expect(clippy::unnecessary_wraps, reason = "the table of forms asks for it")]
fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    for (_, line) in lines(text) {
        for parameter in line.trim_start_matches('?').split('&') {
            let place = place_of(text, parameter);
            let Some((key, value)) = parameter.split_once('=') else { continue };
            match (key, decoded(value)) {
                (_, None) => gathered.warn(place, format!("found `{value}`, which is not encoded as in an address")),
                ("keyterm", Some(term)) => drop(gathered.term(&term, place)),
                // A keyword may have a weight.
                ("keywords", Some(term)) => drop(gathered.term(term.split(':').next().unwrap_or_default(), place)),
                ("replace", Some(pair)) => match pair.split_once(':') {
                    Some((heard, term)) if !term.is_empty() => gathered.heard(term, heard, place),
                    _ => gathered.warn(place, format!("found the replacement `{pair}`, expected `FIND:REPLACEMENT`")),
                },
                _ => {}
            }
        }
    }
    Ok(())
}

fn write(terms: &[Term], left: &mut Left) -> String {
    let mut out = String::new();
    let mut keyterms: Vec<&Term> = Vec::new();
    let mut used = 0;
    for term in terms {
        used += tokens(&term.text);
        if keyterms.len() == MOST_KEYTERMS || used > MOST_TOKENS {
            left.term(term, "a request holds 100 keyterms of about 500 tokens at the most");
            continue;
        }
        keyterms.push(term);
    }
    for term in &keyterms {
        let _ = writeln!(out, "keyterm={}", encoded(&term.text));
    }
    let mut replacements = Vec::new();
    for (term, heard) in all_heard(terms) {
        if heard.contains(':') || term.text.contains(':') {
            left.heard(term, heard, "it holds `:`, which stands between the two sides of a replacement");
            continue;
        }
        replacements.push(format!("replace={}:{}\n", encoded(&heard.to_lowercase()), encoded(&term.text)));
    }
    left.within(&mut replacements, MOST_REPLACEMENTS, "mishearings");
    out + &replacements.concat()
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let (digits, after) = rest.split_at_checked(2)?;
                bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
                rest = after;
            }
            byte => bytes.push(*byte),
        }
    }
    String::from_utf8(bytes).ok()
}
