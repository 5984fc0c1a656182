//! Azure batch transcription: phrases with four spellings each (as heard, with numbers, with masks, for display) and
//! words; the phrases of a channel are told again in one. What version 2 of the service wrote has other names for the
//! same.
//!
//! Of several readings of a phrase the likeliest is read and written, the others are left as they are. Fast
//! transcription has another form ([`azure_fast`]).

use super::words::{Form, Teller};
use super::{Alike, Format, Reads, azure_fast};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};
use crate::track::{Element, End, Place};

pub(super) const FORMAT: Format = Format {
    id: "azure",
    about: "the JSON of Azure batch and fast transcription",
    extensions: &["json"],
    reads: Reads::Json {
        is,
        read,
        tellings,
        is_message: None,
        fields: &["recognizedPhrases", "phrases", "AudioFileResults"],
        alike: Some(Alike {
            what: "the JSON of Azure batch transcription, version 2",
            expected: Some("`AudioFileResults[].SegmentResults`"),
            is: |value| value.get("AudioFileResults").is_some(),
        }),
    },
};

/// What something is called now, and by version 2.
type Name = [&'static str; 2];

const DISPLAY: Name = ["display", "Display"];
/// The spellings beside that for display: in small letters and without marks.
const SPOKEN: [Name; 3] = [["lexical", "Lexical"], ["itn", "ITN"], ["maskedITN", "MaskedITN"]];
const CHANNEL: Name = ["channel", "ChannelNumber"];
const CONFIDENCE: Name = ["confidence", "Confidence"];
const WORDS: Name = ["words", "Words"];
const WORD: Name = ["word", "Word"];
/// When something begins, and how long it lasts. `offset` and `Offset` are two.
const BEGIN: Time = Time { ticks: ["offsetInTicks", "Offset"], seconds: ["offset", "OffsetInSeconds"] };
const DURATION: Time = Time { ticks: ["durationInTicks", "Duration"], seconds: ["duration", "DurationInSeconds"] };
/// So many ticks make a second.
const A_SECOND: f64 = 1e7;

/// What a time is called, in ticks and in seconds.
struct Time {
    ticks: Name,
    seconds: Name,
}

impl Time {
    /// That of something, in seconds.
    fn of(&self, value: Value<'_>) -> Option<f64> {
        let ticks = value.any(self.ticks).and_then(Value::number).map(|ticks| ticks / A_SECOND);
        ticks.or_else(|| value.any(self.seconds).and_then(Value::seconds))
    }
}

fn is(value: Value<'_>) -> bool {
    value.get("recognizedPhrases").is_some_and(Value::is_array) || is_of_version_2(value) || azure_fast::is(value)
}

fn is_of_version_2(value: Value<'_>) -> bool {
    let first = value.get("AudioFileResults").and_then(Value::first);
    first.is_some_and(|file| file.get("SegmentResults").or(file.get("CombinedResults")).is_some())
}

/// The lists with one of these names: that of the whole, or of each file.
fn lists(value: Value<'_>, [now, before]: Name) -> impl Iterator<Item = (usize, Value<'_>)> {
    let files = value.get("AudioFileResults").into_iter().flat_map(Value::elements).enumerate();
    let of_files = files.filter_map(move |(number, file)| Some((number, file.get(before)?)));
    let whole = value.get(now).map(|list| (0, list));
    whole.into_iter().chain(of_files).flat_map(|(file, list)| list.elements().map(move |one| (file, one)))
}

/// A phrase that is not empty.
struct Phrase<'a> {
    whole: Value<'a>,
    /// The likeliest reading.
    best: Value<'a>,
    /// Where the reading for display stands.
    body: Place,
    channel: Channel,
}

/// A channel of one of several audio files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Channel {
    file: usize,
    number: i64,
}

fn channel(file: usize, value: Value<'_>) -> Channel {
    Channel { file, number: channel_number(value) }
}

/// The number of the channel on which something was heard; the first where it is not said.
pub(super) fn channel_number(value: Value<'_>) -> i64 {
    value.any(CHANNEL).and_then(Value::number).unwrap_or(0.0) as i64
}

/// The phrases, channel by channel.
fn phrases(value: Value<'_>) -> Vec<Phrase<'_>> {
    let phrases = lists(value, ["recognizedPhrases", "SegmentResults"]);
    let mut phrases: Vec<Phrase<'_>> = phrases
        .filter_map(|(file, phrase)| {
            let best = phrase.any(["nBest", "NBest"]).and_then(Value::first)?;
            let body = best.any(DISPLAY).and_then(Value::body)?;
            (!body.is_empty()).then(|| Phrase { whole: phrase, best, body, channel: channel(file, phrase) })
        })
        .collect();
    phrases.sort_by_key(|phrase| phrase.channel);
    phrases
}

fn read(file: &str, value: Value<'_>, coding: Coding) -> Talk {
    if azure_fast::is(value) {
        return azure_fast::read(file, value, coding);
    }
    let mut talk = Talk::new(coding);
    let phrases = phrases(value);
    for of_file in phrases.chunk_by(|a, b| a.channel.file == b.channel.file) {
        talk.close();
        read_file(file, of_file, &mut talk);
    }
    talk
}

/// Reads the phrases of one audio file.
fn read_file(file: &str, phrases: &[Phrase<'_>], talk: &mut Talk) {
    let has_channels = phrases.windows(2).any(|two| two[0].channel < two[1].channel);
    for phrase in phrases {
        let name = match phrase.whole.any(["speaker", "SpeakerId"]).and_then(Value::number) {
            Some(speaker) => Some(format!("Speaker {speaker}")),
            None => has_channels.then(|| format!("Channel {}", phrase.channel.number)),
        };
        talk.speaker(name.as_deref());
        let confidence = phrase.best.any(CONFIDENCE).and_then(Value::number).map(|number| number as f32);
        let heard = Heard::lasting(BEGIN.of(phrase.whole), DURATION.of(phrase.whole));
        talk.words(file, phrase.body.clone(), " ", Heard { confidence, ..heard }, None);
        let words = phrase.best.get("displayWords").or_else(|| phrase.best.any(WORDS));
        talk.heard_within(words.into_iter().flat_map(Value::elements).filter_map(|word| {
            let confidence = word.any(CONFIDENCE).and_then(Value::number).map(|number| number as f32);
            let text = word.get("displayText").or_else(|| word.any(WORD))?.string()?;
            Some((text, Heard { start: BEGIN.of(word), end: None, confidence }))
        }));
    }
}

/// When a word begins and how long it lasts, which it may say in seconds, in ticks and in milliseconds.
const TIMES: [[Name; 2]; 3] = [
    [BEGIN.seconds, DURATION.seconds],
    [BEGIN.ticks, DURATION.ticks],
    [["offsetMilliseconds", "OffsetMilliseconds"], ["durationMilliseconds", "DurationMilliseconds"]],
];

/// A word, once for each unit in which it says how long it lasts.
pub(super) fn elements(word: Value<'_>, element: Element) -> Vec<Element> {
    let confidence = word.any(CONFIDENCE).and_then(Value::bare);
    let each = TIMES.into_iter().zip(std::iter::repeat_n(element, TIMES.len()));
    let mut elements: Vec<Element> = each
        .map(|(names, element)| {
            let [start, duration] = names.map(|name| word.any(name).and_then(Value::bare));
            let end = start.clone().zip(duration).map(|(start, duration)| End::Lasting { start, duration });
            Element { start, end, ..element }
        })
        .collect();
    elements[0].confidence = confidence;
    elements
}

fn tellings(document: &Document, value: Value<'_>) -> Vec<Telling> {
    if azure_fast::is(value) {
        return azure_fast::tellings(document, value);
    }
    let teller = Teller::new(document);
    let phrases = phrases(value);
    let combined = |name: Name| {
        let phrases = &phrases;
        lists(value, ["combinedRecognizedPhrases", "CombinedResults"]).map(move |(file, one)| {
            let channel = channel(file, one);
            let first = phrases.get(phrases.partition_point(|phrase| phrase.channel < channel));
            (first.filter(|first| first.channel == channel).map(|first| first.body.clone()), one.any(name))
        })
    };
    let best = |name: Name| phrases.iter().map(move |phrase| (Some(phrase.body.clone()), phrase.best.any(name)));
    let (displayed, spoken) =
        (|word: Value<'_>| word.get("displayText")?.body(), |word: Value<'_>| word.any(WORD)?.body());
    let form = Form { body: &displayed, is_bare: false, is_joined: false, elements: &elements };
    let mut tellings = vec![
        teller.parts(combined(DISPLAY)),
        teller.lists(form, best(["displayWords", "DisplayWords"])),
        teller.lists(Form { body: &spoken, is_bare: true, ..form }, best(WORDS)),
    ];
    for name in SPOKEN {
        tellings.push(teller.spoken(true, best(name)));
        tellings.push(teller.spoken(true, combined(name)));
    }
    tellings
}
