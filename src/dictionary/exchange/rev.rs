//! Rev: the phrases of a custom vocabulary; 6,000 of twelve words of 34 characters, without digits, in Basic Latin.

use serde::Deserialize;
use serde_json::json;

use super::{Exchange, Gathered, Left, Term, count_heard, has_key, json, pretty};
use crate::error::Result;
use crate::span::Place;

pub(super) const EXCHANGE: Exchange = Exchange {
    id: "rev",
    about: "the phrases of a custom vocabulary of Rev, as JSON",
    recognises: |text| has_key(text, &["phrases", "custom_vocabularies"]),
    read,
    write,
};

const MOST_PHRASES: usize = 6000;
const MOST_WORDS: usize = 12;
const LONGEST_WORD: usize = 34;

#[derive(Deserialize)]
struct Vocabulary {
    #[serde(default)]
    phrases: Vec<String>,
    #[serde(default)]
    custom_vocabularies: Vec<Vocabulary>,
}

fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    let vocabulary: Vocabulary = json(text, "`phrases`")?;
    let place = Place { line: 1, column: 1 };
    let inner = vocabulary.custom_vocabularies.iter().flat_map(|one| &one.phrases);
    for phrase in vocabulary.phrases.iter().chain(inner) {
        gathered.term(phrase, place);
    }
    Ok(())
}

fn write(terms: &[Term], left: &mut Left) -> String {
    let mut phrases = Vec::new();
    for term in terms {
        match fault(&term.text) {
            Some(why) => left.term(term, why),
            None => phrases.push(&term.text),
        }
    }
    left.within(&mut phrases, MOST_PHRASES, "terms");
    left.all(count_heard(terms), "mishearings");
    pretty(&json!({"phrases": phrases}))
}

fn fault(text: &str) -> Option<&'static str> {
    if !text.is_ascii() || text.chars().any(|c| c.is_ascii_digit()) {
        return Some("a phrase holds no digits and no letters but those of Basic Latin");
    }
    if !text.chars().any(|c| c.is_ascii_alphabetic()) {
        return Some("a phrase holds a letter at least");
    }
    if text.split_whitespace().count() > MOST_WORDS {
        return Some("a phrase has twelve words at the most");
    }
    let is_long = text.split_whitespace().any(|word| word.len() > LONGEST_WORD);
    is_long.then_some("a word has 34 characters at the most")
}
