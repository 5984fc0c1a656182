//! Google Speech-to-Text v2: the phrases of an inline phrase set, and the entries of a transcript normalisation.
//!
//! Phrase sets are read as well as they stand by themselves, as a resource or a list of resources (of v1 and v2), in the
//! adaptation of v1, which holds them without `inlinePhraseSet`, and in a request, which holds all of it in `config`.
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
    recognises,
    read,
    write,
};

const MOST_PHRASES: usize = 5000;
const MOST_CHARACTERS: usize = 100_000;
const MOST_ENTRIES: usize = 100;
const LONGEST: usize = 100;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Whole {
    adaptation: Adaptation,
    transcript_normalization: Normalization,
    entries: Vec<Entry>,
    /// What a request asks for.
    config: Option<Request>,
    /// Phrase sets by themselves.
    phrase_sets: Vec<PhraseSet>,
    /// One of them.
    phrases: Vec<Phrase>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Request {
    adaptation: Adaptation,
    transcript_normalization: Normalization,
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
    phrases: Vec<Phrase>,
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

fn recognises(text: &str) -> bool {
    has_key(text, &["transcriptNormalization", "adaptation", "entries", "phraseSets"])
        || has_key(text, &["phrases", "config"]) && holds_phrases(text)
}

/// Whether there are phrases with values, alone or in a request; those of Rev are texts.
fn holds_phrases(text: &str) -> bool {
    let read = serde_json::from_str::<Whole>(text.trim_start_matches('\u{FEFF}'));
    read.is_ok_and(|all| {
        let adaptation = all.config.map_or(Adaptation::default(), |request| request.adaptation);
        !all.phrases.is_empty() || !adaptation.phrase_sets.is_empty()
    })
}

fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    let mut all: Whole = json(text, "`phrases`, `phraseSets`, `adaptation` or `transcriptNormalization`")?;
    let request = all.config.take().unwrap_or_default();
    let place = Place { line: 1, column: 1 };
    let sets = [&all.phrase_sets, &all.adaptation.phrase_sets, &request.adaptation.phrase_sets].into_iter().flatten();
    let of_sets = sets.flat_map(|set| set.inline_phrase_set.phrases.iter().chain(&set.phrases));
    for phrase in of_sets.chain(&all.phrases) {
        gathered.term(&phrase.value, place);
    }
    let entries = [&all.transcript_normalization.entries, &request.transcript_normalization.entries, &all.entries];
    for Entry { search, replace } in entries.into_iter().flatten() {
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
