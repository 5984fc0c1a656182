//! AWS Transcribe: items, which are words and marks with their times; the transcript, segments and channels tell them
//! again, and labels of speakers name them by their times. Without items the segments are read, or the transcript.
//!
//! What it makes of calls has another form ([`aws_calls`]).

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};

use super::words::{Keys, listed};
use super::{Alike, Format, Reads, aws_calls};
use crate::align::milliseconds;
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Talk, Telling};
use crate::track::Element;

pub(super) const FORMAT: Format = Format {
    id: "aws",
    about: "the JSON of AWS Transcribe and its Call Analytics",
    extensions: &["json"],
    reads: Reads::Json {
        is,
        read,
        tellings,
        is_message: None,
        fields: &["results", "Transcript", "Segments"],
        alike: Some(Alike {
            what: "the JSON of AWS Transcribe",
            expected: Some("`results.items` and `results.transcripts`"),
            is: |value| value.at(&["results", "transcripts"]).or(value.at(&["results", "items"])).is_some(),
        }),
    },
};

const KEYS: Keys = Keys { start: "start_time", end: "end_time", confidence: None, a_second: 1.0 };

/// Whether this stands in the place of a word that was taken out.
pub(super) fn is_mask(text: &str) -> bool {
    text == "***" || text.starts_with('[') && text.ends_with(']')
}

fn is(value: Value<'_>) -> bool {
    let Some(results) = value.get("results") else { return aws_calls::is(value) };
    let [items, transcripts] = results.get_all(["items", "transcripts"]);
    let is_named = transcripts.or(value.any(["jobName", "accountId"])).is_some();
    items.is_some_and(Value::is_array) && transcripts.is_some() || is_named && told_whole(results).is_some()
}

/// Where whole sentences stand, the finest first.
const WHOLE: [&str; 3] = ["audio_segments", "segments", "transcripts"];

/// The list of whole sentences that is read, for want of words: where there are items, and not all of them were taken out,
/// they are what is read.
fn read_whole<'a>(file: &str, results: Value<'a>) -> Option<(&'static str, Value<'a>)> {
    let is_said = |item: Value<'_>| content(item).and_then(Value::body).is_some_and(|body| !is_mask(text(file, &body)));
    let has_words = results.get("items").into_iter().flat_map(Value::elements).any(is_said);
    if has_words { None } else { told_whole(results) }
}

fn text<'a>(file: &'a str, body: &std::ops::Range<u32>) -> &'a str {
    &file[body.start as usize..body.end as usize]
}

/// What an item is likeliest to say.
fn content(item: Value<'_>) -> Option<Value<'_>> {
    item.get("alternatives").and_then(Value::first).unwrap_or(item).get("content")
}

/// The first list of whole sentences that there is.
fn told_whole(results: Value<'_>) -> Option<(&'static str, Value<'_>)> {
    let mut lists = WHOLE.into_iter().filter_map(|key| Some((key, results.get(key)?)));
    lists.find(|(_, list)| list.first().and_then(transcript).is_some())
}

/// Where the text of a segment stands.
fn transcript(segment: Value<'_>) -> Option<std::ops::Range<u32>> {
    let likeliest = || segment.get("alternatives").and_then(Value::first);
    segment.get("transcript").or_else(|| likeliest()?.get("transcript")).and_then(Value::body)
}

/// A word or a mark: where it stands, whether it stands against what is before it, and when it was heard.
fn item(item: Value<'_>, element: Element) -> Option<(std::ops::Range<u32>, bool, Heard, Element)> {
    let [alternatives, kind] = item.get_all(["alternatives", "type"]);
    let [content, confidence] = alternatives.and_then(Value::first).unwrap_or(item).get_all(["content", "confidence"]);
    let body = content.and_then(Value::body)?;
    let is_mark = kind.and_then(Value::string).is_some_and(|kind| kind == "punctuation");
    let known = KEYS.of(item);
    let (heard, element) = (known.heard(), known.element(element));
    let heard = Heard {
        confidence: confidence.and_then(Value::number).filter(|_| !is_mark).map(|number| number as f32),
        ..heard
    };
    let confidence = confidence.and_then(Value::bare).filter(|_| !is_mark);
    Some((body, is_mark, heard, Element { confidence, ..element }))
}

/// When an item begins and ends, in milliseconds.
type Times = (i64, Option<i64>);

fn times(heard: Heard) -> Option<Times> {
    Some((milliseconds(heard.start?), heard.end.map(milliseconds)))
}

/// The labels of speakers: by when an item begins and ends, who speaks, and the element that says so; several items may
/// have the same times.
fn labels(results: Value<'_>) -> HashMap<Times, VecDeque<(String, Element)>> {
    let mut labels: HashMap<Times, VecDeque<(String, Element)>> = HashMap::new();
    let segments = results.at(&["speaker_labels", "segments"]).into_iter().flat_map(Value::elements);
    for segment in segments {
        for (item, element) in segment.get("items").into_iter().flat_map(listed) {
            let name = item.get("speaker_label").or(segment.get("speaker_label")).and_then(Value::string);
            let known = KEYS.of(item);
            if let (Some(times), Some(name)) = (times(known.heard()), name) {
                labels.entry(times).or_default().push_back((name.into_owned(), known.element(element)));
            }
        }
    }
    labels
}

/// The numbers by which segments of the sound list their items: by the id of an item.
fn numbers(results: Value<'_>) -> HashMap<i64, Element> {
    let segments = results.get("audio_segments").into_iter().flat_map(Value::elements);
    let numbers = segments.filter_map(|segment| segment.get("items")).flat_map(listed);
    numbers.filter_map(|(id, element)| Some((id.number()? as i64, element))).collect()
}

/// Who says all of a segment or channel.
fn label(value: Value<'_>) -> Option<Cow<'_, str>> {
    value.any(["speaker_label", "channel_label"]).and_then(Value::string)
}

fn read(file: &str, value: Value<'_>, coding: Coding) -> Talk {
    let mut talk = Talk::new(coding);
    let Some(results) = value.get("results") else { return aws_calls::read(file, value, coding) };
    let (mut labels, numbers) = (labels(results), numbers(results));
    for (value, element) in results.get("items").into_iter().flat_map(listed) {
        let Some((body, is_mark, heard, element)) = item(value, element) else { continue };
        if is_mask(text(file, &body)) {
            talk.close();
            continue;
        }
        let mut labels = times(heard).filter(|_| !is_mark).and_then(|times| labels.get_mut(&times));
        // The last of those with the same times stands for all that come.
        let label = labels.as_mut().and_then(|labels| match labels.len() {
            0 | 1 => labels.front().cloned(),
            _ => labels.pop_front(),
        });
        if !is_mark {
            let [own, channel] = value.get_all(["speaker_label", "channel_label"]).map(|name| name?.string());
            let name = own.or_else(|| label.as_ref().map(|(name, _)| name.as_str().into())).or(channel);
            talk.speaker(name.as_deref());
        }
        let number = talk.words(file, body, if is_mark { "" } else { " " }, heard, Some(element));
        let id = value.get("id").and_then(Value::number).and_then(|id| numbers.get(&(id as i64)));
        for twin in label.map(|(_, twin)| twin).into_iter().chain(id.cloned()) {
            if let Some(number) = number {
                talk.track.twin(number, twin);
            }
        }
    }
    for segment in read_whole(file, results).into_iter().flat_map(|(_, list)| list.elements()) {
        if let Some(body) = transcript(segment).filter(|body| !body.is_empty()) {
            talk.speaker(label(segment).as_deref());
            talk.words(file, body, " ", KEYS.of(segment).heard(), None);
        }
    }
    talk
}

fn tellings(document: &Document, value: Value<'_>) -> Vec<Telling> {
    let file = document.file_text();
    let coding = Coding::of_json(file);
    let positions = document.positions_by_time(0..u32::MAX);
    let Some(results) = value.get("results") else { return aws_calls::tellings(document, value) };
    let read = read_whole(file, results).map(|(key, _)| key);
    let speakers = document.speaker_numbers();
    let speaker = |value: Value<'_>| speakers.get(label(value)?.as_ref()).copied();
    let texts = |list: &[Value<'_>], key: &str| {
        let mut telling = Telling::new(coding, false);
        for value in list {
            if let Some(body) = value.get(key).and_then(Value::body) {
                let start = value.get("start_time").and_then(Value::number);
                telling.stretch_at(&positions, start);
                telling.said_by(speaker(*value));
                telling.words(file, body, "", None);
            }
        }
        telling
    };
    let elements = |key: &str| results.get(key).into_iter().flat_map(Value::elements).collect::<Vec<_>>();
    // What is read is no other telling.
    let others = |key: &'static str| if read == Some(key) { Vec::new() } else { elements(key) };
    let segments = elements("segments");
    let likeliest: Vec<Value<'_>> = segments.iter().filter_map(|one| one.get("alternatives")?.first()).collect();
    let mut of_segments = Telling::new(coding, false);
    let mut words_of_segments = Telling::new(coding, false);
    for (segment, alternative) in segments.iter().zip(&likeliest) {
        let start = segment.get("start_time").and_then(Value::number);
        let body = alternative.get("transcript").and_then(Value::body).filter(|_| read != Some("segments"));
        if let Some(body) = body {
            of_segments.stretch_at(&positions, start);
            of_segments.said_by(speaker(*segment));
            of_segments.words(file, body, "", None);
        }
        words_of_segments.stretch_at(&positions, start);
        words_of_segments.said_by(speaker(*segment));
        items(file, alternative.get("items"), &mut words_of_segments);
    }
    let mut channels = Telling::new(coding, false);
    for channel in results.at(&["channel_labels", "channels"]).into_iter().flat_map(Value::elements) {
        // Items of several channels take turns in the transcript.
        for (value, element) in channel.get("items").into_iter().flat_map(listed) {
            let Some((body, is_mark, heard, element)) = item(value, element) else { continue };
            if !is_mark {
                channels.stretch_at(&positions, heard.start);
                channels.said_by(speaker(channel));
            }
            channels.words(file, body, if is_mark { "" } else { " " }, Some(element));
        }
    }
    let [transcripts, audio_segments] = ["transcripts", "audio_segments"].map(|key| texts(&others(key), "transcript"));
    // What was looked through for what is toxic is quoted.
    let toxicity = texts(&elements("toxicity_detection"), "text");
    vec![transcripts, audio_segments, of_segments, words_of_segments, channels, toxicity]
}

fn items(file: &str, list: Option<Value<'_>>, telling: &mut Telling) {
    for (value, element) in list.into_iter().flat_map(listed) {
        if let Some((body, is_mark, _, element)) = item(value, element) {
            telling.words(file, body, if is_mark { "" } else { " " }, Some(element));
        }
    }
}
