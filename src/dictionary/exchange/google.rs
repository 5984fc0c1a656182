//! Google Speech-to-Text v2: the phrases of an inline phrase set, and the entries of a transcript normalisation.
//!
//! 5,000 phrases of 100 characters and 100,000 characters in all; 100 entries of 100 characters, which are made one after
//! the other: the longest stand first.

use serde::Deserialize;
use serde_json::json;

use super::{Exchange, Gathered, Left, Term, all_heard, has_key, json, pretty};
use crate::error::Result;
use crate::span::Place;

pub(super) const EXCHANGE: Exchange = Exchange {
    id: "google",
    about: "phrases and transcript normalisation of Google Speech-to-Text v2, as JSON",
    recognises: |text| has_key(text, &["transcriptNormalization", "adaptation", "entries"]),
    read,
    write,
};

const MOST_PHRASES: usize = 5000;
const MOST_CHARACTERS: usize = 100_000;
const MOST_ENTRIES: usize = 100;
const LONGEST: usize = 100;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Config {
    adaptation: Adaptation,
    transcript_normalization: Normalization,
    entries: Vec<Entry>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Adaptation {
    phrase_sets: Vec<PhraseSet>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct PhraseSet {
    inline_phrase_set: Phrases,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Phrases {
    phrases: Vec<Phrase>,
}

#[derive(Deserialize)]
struct Phrase {
    value: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Normalization {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    search: String,
    replace: String,
}

fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    let config: Config = json(text, "`adaptation` and `transcriptNormalization`")?;
    let place = Place { line: 1, column: 1 };
    for set in &config.adaptation.phrase_sets {
        for phrase in &set.inline_phrase_set.phrases {
            gathered.term(&phrase.value, place);
        }
    }
    for Entry { search, replace } in config.transcript_normalization.entries.iter().chain(&config.entries) {
        gathered.heard(replace, search, place);
    }
    Ok(())
}

fn write(terms: &[Term], left: &mut Left) -> String {
    let fits = |text: &str| text.chars().count() <= LONGEST;
    let mut phrases = Vec::new();
    let mut characters = 0;
    for term in terms {
        characters += term.text.chars().count();
        if !fits(&term.text) {
            left.term(term, "a phrase holds 100 characters at the most");
        } else if characters > MOST_CHARACTERS {
            left.term(term, "a request holds 100,000 characters of phrases at the most");
        } else {
            phrases.push(json!({"value": term.text}));
        }
    }
    left.within(&mut phrases, MOST_PHRASES, "terms");
    let mut replacements = Vec::new();
    for (term, heard) in all_heard(terms) {
        if fits(heard) && fits(&term.text) {
            replacements.push((heard, &term.text));
        } else {
            left.heard(term, heard, "an entry holds 100 characters at the most");
        }
    }
    left.within(&mut replacements, MOST_ENTRIES, "mishearings");
    replacements.sort_by_key(|(heard, _)| std::cmp::Reverse(heard.chars().count()));
    let entries: Vec<_> = replacements
        .into_iter()
        .map(|(heard, term)| json!({"search": heard, "replace": term, "caseSensitive": false}))
        .collect();
    pretty(&json!({
        "adaptation": {"phraseSets": [{"inlinePhraseSet": {"phrases": phrases}}]},
        "transcriptNormalization": {"entries": entries},
    }))
}
