//! `AssemblyAI`: `keyterms_prompt` and `custom_spelling` of a request.
//!
//! 1,000 keyterms of six words at the most; what is spelled is one word.

use serde::Deserialize;
use serde_json::json;

use super::{Exchange, Gathered, Left, Term, has_key, json, pretty};
use crate::error::Result;
use crate::span::Place;

pub(super) const EXCHANGE: Exchange = Exchange {
    id: "assemblyai",
    about: "keyterms and custom spelling of AssemblyAI, as JSON",
    recognises: |text| has_key(text, &["keyterms_prompt", "custom_spelling", "word_boost"]),
    read,
    write,
};

const MOST_KEYTERMS: usize = 1000;
const MOST_WORDS: usize = 6;

#[derive(Deserialize)]
struct Request {
    #[serde(default)]
    keyterms_prompt: Vec<String>,
    #[serde(default)]
    word_boost: Vec<String>,
    #[serde(default)]
    custom_spelling: Vec<Spelling>,
}

#[derive(Deserialize)]
struct Spelling {
    from: Vec<String>,
    to: String,
}

fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    let request: Request = json(text, "`keyterms_prompt` and `custom_spelling`")?;
    let place = Place { line: 1, column: 1 };
    for term in request.keyterms_prompt.iter().chain(&request.word_boost) {
        gathered.term(term, place);
    }
    for Spelling { from, to } in &request.custom_spelling {
        gathered.term(to, place);
        for heard in from {
            gathered.heard(to, heard, place);
        }
    }
    Ok(())
}

fn write(terms: &[Term], left: &mut Left) -> String {
    let mut keyterms = Vec::new();
    let mut spellings = Vec::new();
    for term in terms {
        let words = term.text.split_whitespace().count();
        if words > MOST_WORDS {
            left.term(term, "a keyterm has six words at the most");
        } else {
            keyterms.push(&term.text);
        }
        if words == 1 && !term.heard.is_empty() {
            spellings.push(json!({"from": term.heard, "to": term.text}));
        } else {
            for heard in &term.heard {
                left.heard(term, heard, "what is spelled is one word");
            }
        }
    }
    left.within(&mut keyterms, MOST_KEYTERMS, "terms");
    pretty(&json!({"keyterms_prompt": keyterms, "custom_spelling": spellings}))
}
