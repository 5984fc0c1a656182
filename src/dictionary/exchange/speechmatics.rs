//! Speechmatics: `additional_vocab`, with how a term sounds; 1,000 terms at the most.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Exchange, Gathered, Left, Term, has_key, json, pretty};
use crate::error::Result;
use crate::span::Place;

pub(super) const EXCHANGE: Exchange = Exchange {
    id: "speechmatics",
    about: "the custom dictionary of Speechmatics, as JSON",
    recognises: |text| has_key(text, &["additional_vocab", "transcription_config"]),
    read,
    write,
};

const MOST_TERMS: usize = 1000;

#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    additional_vocab: Vec<Vocab>,
    transcription_config: Option<Box<Config>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Vocab {
    Bare(String),
    Full {
        content: String,
        #[serde(default)]
        sounds_like: Vec<String>,
    },
}

fn read(text: &str, gathered: &mut Gathered) -> Result<()> {
    let config: Config = json(text, "`additional_vocab`, each with `content` and `sounds_like`")?;
    let inner = config.transcription_config.map(|config| config.additional_vocab).unwrap_or_default();
    let place = Place { line: 1, column: 1 };
    for vocab in config.additional_vocab.into_iter().chain(inner) {
        let (content, sounds_like) = match vocab {
            Vocab::Bare(content) => (content, Vec::new()),
            Vocab::Full { content, sounds_like } => (content, sounds_like),
        };
        gathered.term(&content, place);
        for said in sounds_like {
            gathered.said(&content, &said, place);
        }
    }
    Ok(())
}

/// What people heard says how a term sounds, as `said` does.
fn write(terms: &[Term], left: &mut Left) -> String {
    let vocab = |term: &Term| {
        let mut sounds: Vec<&String> = Vec::new();
        for one in term.said.iter().chain(&term.heard) {
            if !sounds.contains(&one) {
                sounds.push(one);
            }
        }
        if sounds.is_empty() {
            json!({"content": term.text})
        } else {
            json!({"content": term.text, "sounds_like": sounds})
        }
    };
    let mut all: Vec<Value> = terms.iter().map(vocab).collect();
    left.within(&mut all, MOST_TERMS, "terms");
    pretty(&json!({"additional_vocab": all}))
}
