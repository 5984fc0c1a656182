//! Deepgram: alternatives with a transcript and words, by channel; paragraphs and utterances tell it again.

use super::words::{Keys, listed};
use super::{Format, Reads};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};

pub(super) const FORMAT: Format = Format {
    id: "deepgram",
    about: "the JSON of Deepgram",
    extensions: &["json"],
    reads: Reads::Json { is, read, tellings },
};

const KEYS: Keys = Keys { start: "start", end: "end", confidence: Some("confidence"), a_second: 1.0 };

fn is(value: Value<'_>) -> bool {
    value
        .at(&["results", "channels"])
        .and_then(Value::first)
        .is_some_and(|channel| channel.get("alternatives").is_some())
}

/// The likeliest alternative of each channel.
fn channels(value: Value<'_>) -> Vec<Value<'_>> {
    let channels = value.at(&["results", "channels"]).into_iter().flat_map(Value::elements);
    channels.filter_map(|channel| channel.get("alternatives").and_then(Value::first)).collect()
}

/// Whether words stand there twice: with capitals and marks, and bare.
fn is_punctuated(value: Value<'_>) -> bool {
    let mut words = channels(value).into_iter().filter_map(|channel| channel.get("words")?.first());
    words.any(|word| word.get("punctuated_word").is_some())
}

fn read(file: &str, value: Value<'_>) -> Talk {
    let mut talk = Talk::new(Coding::of_json(file));
    let channels = channels(value);
    for (number, channel) in channels.iter().enumerate() {
        talk.close();
        let words = channel.get("words").filter(|words| words.first().is_some());
        let Some(words) = words else {
            if let Some(body) = channel.get("transcript").and_then(Value::body) {
                talk.words(file, body, "", Heard::default(), None);
            }
            continue;
        };
        for (word, element) in listed(words) {
            let [marked, bare, speaker] = word.get_all(["punctuated_word", "word", "speaker"]);
            let Some(body) = marked.or(bare).and_then(Value::body) else { continue };
            let speaker = speaker.and_then(Value::number);
            let name = match speaker {
                Some(speaker) => Some(format!("Speaker {speaker}")),
                None if channels.len() > 1 => Some(format!("Channel {number}")),
                None => None,
            };
            talk.speaker(name.as_deref());
            let known = KEYS.of(word);
            let (heard, element) = (known.heard(), known.element(element));
            talk.words(file, body, " ", heard, Some(element));
        }
    }
    talk
}

fn tellings(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let file = document.file_text();
    let coding = Coding::of_json(file);
    let positions = document.positions_by_time();
    let mut transcripts = Telling::new(coding, false);
    let mut bare = Telling::new(coding, true);
    let mut paragraphs = Telling::new(coding, false);
    let mut sentences = Telling::new(coding, false);
    let first_time = |words: Option<Value<'_>>| words?.first()?.get("start")?.number();
    for channel in channels(value) {
        let words = channel.get("words").filter(|words| words.first().is_some());
        let Some(words) = words else { continue };
        let time = first_time(Some(words));
        if let Some(body) = channel.get("transcript").and_then(Value::body) {
            transcripts.stretch_at(&positions, time);
            transcripts.words(file, body, "", None);
        }
        // Bare words beside punctuated ones; where there are none of those, they are what is read.
        let both = listed(words).filter(|(word, _)| word.get("punctuated_word").is_some());
        bare.stretch_at(&positions, time);
        for (word, element) in both {
            if let Some(body) = word.get("word").and_then(Value::body) {
                bare.words(file, body, " ", Some(KEYS.of(word).element(element)));
            }
        }
        if let Some(body) = channel.at(&["paragraphs", "transcript"]).and_then(Value::body) {
            paragraphs.stretch_at(&positions, time);
            paragraphs.words(file, body, "", None);
        }
        for paragraph in channel.at(&["paragraphs", "paragraphs"]).into_iter().flat_map(Value::elements) {
            for sentence in paragraph.get("sentences").into_iter().flat_map(Value::elements) {
                if let Some(body) = sentence.get("text").and_then(Value::body) {
                    sentences.stretch_at(&positions, sentence.get("start").and_then(Value::number));
                    sentences.words(file, body, "", None);
                }
            }
        }
    }
    let mut utterances = Telling::new(coding, false);
    let mut punctuated = Telling::new(coding, false);
    // Without punctuated words, these are as they were written.
    let mut lexical = Telling::new(coding, is_punctuated(value));
    for utterance in value.at(&["results", "utterances"]).into_iter().flat_map(Value::elements) {
        let words = utterance.get("words");
        let time = first_time(words).or(utterance.get("start").and_then(Value::number));
        if let Some(body) = utterance.get("transcript").and_then(Value::body) {
            utterances.stretch_at(&positions, time);
            utterances.words(file, body, "", None);
        }
        punctuated.stretch_at(&positions, time);
        lexical.stretch_at(&positions, time);
        for (word, element) in words.into_iter().flat_map(listed) {
            for (telling, key) in [(&mut punctuated, "punctuated_word"), (&mut lexical, "word")] {
                if let Some(body) = word.get(key).and_then(Value::body) {
                    telling.words(file, body, " ", Some(KEYS.of(word).element(element.clone())));
                }
            }
        }
    }
    vec![transcripts, bare, paragraphs, sentences, utterances, punctuated, lexical]
}
