//! cspell: `words` and `suggestWords` of a configuration; a plain list of words is read as one.

use serde::Deserialize;
use serde_json::json;

use super::{Exchange, Gathered, Left, Term, all_heard, has_key, json, lines, pretty};
use crate::error::Result;
use crate::span::Place;

pub(super) const EXCHANGE: Exchange = Exchange {
    id: "cspell",
    about: "words and suggestions of cspell, as JSON",
    recognises: |text| has_key(text, &["words", "suggestWords"]),
    read,
    write,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Config {
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    suggest_words: Vec<String>,
}

fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    if !text.trim_start_matches('\u{FEFF}').trim_start().starts_with('{') {
        // `!` forbids a word, `*` and `+` tell what it is a part of.
        for (place, line) in lines(text).filter(|(_, line)| !line.starts_with(['#', '!'])) {
            gathered.term(line.trim_matches(['*', '+']), place);
        }
        return Ok(());
    }
    let config: Config = json(text, "`words` and `suggestWords`")?;
    let place = Place { line: 1, column: 1 };
    for word in config.words.iter().filter(|word| !word.starts_with('!')) {
        gathered.term(word, place);
    }
    for pair in &config.suggest_words {
        match pair.split_once("->").or_else(|| pair.split_once(':')) {
            Some((heard, term)) => gathered.heard(term.split(',').next().unwrap_or_default(), heard, place),
            None => gathered.warn(place, format!("found `{pair}`, expected `WRONG->RIGHT`")),
        }
    }
    Ok(())
}

fn write(terms: &[Term], left: &mut Left) -> String {
    let mut words = Vec::new();
    for term in terms {
        if term.text.starts_with('!') {
            left.term(term, "a word that begins with `!` is forbidden");
        } else {
            words.push(&term.text);
        }
    }
    let mut suggestions = Vec::new();
    for (term, heard) in all_heard(terms) {
        let holds_mark = |text: &str| text.contains("->") || text.contains([',', ':']) || text.starts_with('!');
        if heard.contains(' ') {
            left.heard(term, heard, "a suggestion is for one word");
        } else if holds_mark(heard) || holds_mark(&term.text) {
            left.heard(term, heard, "it holds a sign that stands between the two sides of a suggestion");
        } else {
            suggestions.push(format!("{heard}->{}", term.text));
        }
    }
    pretty(&json!({"version": "0.2", "words": words, "suggestWords": suggestions}))
}
