//! Data sets in JSON lines (jsonlines.org): of each record one field is read, and nothing else of it is changed.

use std::ops::Range;

use super::blocks::Blocks;
use super::cues::lines;
use super::label::Labels;
use super::{COPIES, FORMATS, Format, Found, Reads};
use crate::coding::Coding;
use crate::error::{Error, Result};
use crate::hidden::Hidden;
use crate::json::{Json, Value};
use crate::talk::Talk;
use crate::track::Place;
use crate::vocabulary::Letters;

pub(super) const FORMAT: Format = Format {
    id: "jsonl",
    about: "data sets in JSON lines, a record a line",
    extensions: &["jsonl", "ndjson"],
    reads: Reads::Records { is, read },
};

/// The field that is read where none is named.
pub(super) const FIELD: &str = "text";
/// So many records are looked at to know the form.
const FIRST_RECORDS: usize = 2;

/// Whether the first lines are objects each for itself.
fn is(file: &str) -> bool {
    let mut first = file.lines().filter(|line| !line.trim().is_empty()).take(FIRST_RECORDS);
    let is_record = |line: &str| line.starts_with('{') && line.trim_end().ends_with('}') && Json::read(line).is_ok();
    (0..FIRST_RECORDS).all(|_| first.next().is_some_and(is_record))
}

fn read(file: &str, field: &str) -> Result<Talk> {
    let coding = Coding::of_json(file);
    let path: Vec<&str> = field.split('.').collect();
    let (mut talk, mut blocks) = (Talk::new(coding), Blocks::new(file));
    let mut lacking = None;
    let mut is_found = false;
    for line in lines(file) {
        if file[line.clone()].trim().is_empty() {
            continue;
        }
        let json = Json::read_at(file, line)?;
        let record = json.value();
        if let Some((_, read)) = answer(file, record, coding).filter(|_| field == FIELD) {
            is_found = true;
            let before = std::mem::replace(&mut blocks, Blocks::new(file));
            talk.append(before.gather(coding));
            talk.append(read);
            continue;
        }
        let in_file = |body: Place| body.start as usize..body.end as usize;
        let text = record.get(field).or_else(|| record.at(&path)).and_then(Value::body);
        let Some(text) = text else {
            lacking.get_or_insert_with(|| keys(record));
            continue;
        };
        is_found = true;
        blocks.end_block();
        if let Some(name) = record.get("speaker").and_then(Value::body) {
            blocks.voice(in_file(name));
        }
        spoken(file, in_file(text), &mut blocks);
    }
    match lacking {
        Some(keys) if !is_found => {
            let error = Error::new(format!("found records of {keys}, expected a text `{field}` in them"))
                .with_hint("name the field that holds the text: --text-field NAME");
            // Records of this name may be about anything, unless somebody said that they are not.
            Err(if field == FIELD { error.of_no_transcript() } else { error.of_no_field() })
        }
        _ => {
            let last = blocks.gather(coding);
            if talk.segments.is_empty() {
                return Ok(last);
            }
            talk.append(last);
            Ok(talk)
        }
    }
}

/// The format of which a record is a whole answer of a recogniser, in which lists tell what is said again or alone, and what it
/// says.
fn answer(file: &str, record: Value<'_>, coding: Coding) -> Option<(&'static Format, Talk)> {
    let format = form(record)?;
    let Reads::Json { read, fields, .. } = format.reads else { return None };
    let Some(text) = record.get(FIELD).filter(|text| text.body().is_some()) else {
        return Some((format, read(file, record, coding)));
    };
    // Lines and those who speak in them are told apart by a reader of text, and by no reader of an answer.
    let text = text.string()?;
    if !fields.contains(&FIELD) || text.contains('\n') || Labels::front(&text).length > 0 {
        return None;
    }
    let talk = read(file, record, coding);
    // What says less than the text, or something else, is no telling of it.
    (Letters::of(&text).text == Letters::of(talk.track.text()).text).then_some((format, talk))
}

/// The format whose form a record has.
pub(super) fn form(record: Value<'_>) -> Option<&'static Format> {
    if !record.members().any(|(_, value)| value.is_array() || value.members().next().is_some()) {
        return None;
    }
    FORMATS.into_iter().find(|format| matches!(format.reads, Reads::Json { is, .. } if is(record)))
}

/// What a text is that holds a single record, where that is a whole answer.
pub(super) fn single(text: &str) -> Option<Found<'_>> {
    // Most records hold no list, and need not be read twice.
    let has = |sign: u8| memchr::memchr(sign, text.trim_end().as_bytes()).is_some();
    if has(b'\n') || !has(b'[') {
        return None;
    }
    let json = Json::read(text).ok()?;
    let (format, _) = answer(text, json.value(), Coding::of_json(text))?;
    Some(Found { format, json: Some(json) })
}

/// What records say twice under one name, and what they tell again of the field that was read.
pub(super) fn hidden(file: &str, field: Option<&str>) -> Hidden {
    let records = lines(file).filter_map(|line| Json::read_at(file, line).ok());
    Hidden::of(records, |record| if field == Some(FIELD) { beside(record) } else { Vec::new() })
}

/// Under these names recognisers and those who keep their answers tell the words of a text again.
const TELLINGS: [&str; 18] = [
    "words",
    "word_segments",
    "segments",
    "result",
    "results",
    "tokens",
    "chunks",
    "utterances",
    "items",
    "alternatives",
    "paragraphs",
    "sentences",
    "monologues",
    "events",
    "transcription",
    "timestamps",
    "word_timestamps",
    "nbest",
];

/// What tells the text of a record again in a way that is not followed.
fn beside(record: Value<'_>) -> Vec<Value<'_>> {
    let is_answer = form(record).is_some();
    let tells = |key: &str| key != FIELD && (is_answer || TELLINGS.contains(&key) || COPIES.contains(&key));
    record.members().filter(|(key, _)| tells(key)).map(|(_, value)| value).collect()
}

/// The names of the first fields of a record.
fn keys(record: Value<'_>) -> String {
    let keys: Vec<String> = record.members().take(8).map(|(key, _)| format!("`{key}`")).collect();
    if keys.is_empty() { "no field".to_owned() } else { keys.join(", ") }
}

/// The lines of a string, which are told apart by an escape.
fn spoken(file: &str, text: Range<usize>, blocks: &mut Blocks<'_>) {
    let bytes = file.as_bytes();
    let (mut start, mut at) = (text.start, text.start);
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..text.end]).map(|found| at + found) {
        at = (found + 2).min(text.end);
        if bytes.get(found + 1) != Some(&b'n') {
            continue;
        }
        let line = &file[start..found];
        if line.trim_end_matches("\\r").trim().is_empty() {
            blocks.end_block();
        } else {
            blocks.text(start..start + line.trim_end_matches("\\r").len());
            blocks.end_line();
        }
        start = at;
    }
    blocks.text(start..text.end);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_known() {
        for (file, expected) in [
            ("{\"text\":\"a\"}\n{\"text\":\"b\"}\n", true),
            ("\n{}\r\n\r\n{}", true),
            ("{\"text\":\"a\"}\n", false),
            ("{\n\"text\":\"a\"}\n", false),
            ("{a}\n{b}\n", false),
        ] {
            assert_eq!(is(file), expected, "{file}");
        }
    }

    #[test]
    fn one_field_is_read() {
        let file = "{\"id\":1,\"text\":\"Ann: one\\nRaj: two \\\\n\"}\n{\"no\":2}\n{\"data\":{\"body\":\"x\"},\"text\":\"three\"}\n";
        let talk = read(file, "text").expect("records");
        assert_eq!(talk.track.text(), "one\ntwo \\n\nthree");
        assert_eq!(talk.speakers, ["Ann", "Raj"]);
        assert_eq!(read(file, "data.body").expect("records").track.text(), "x");
        let error = read(file, "body").expect_err("no such field");
        assert_eq!(error.message(), "found records of `id`, `text`, expected a text `body` in them");
        let error = read("{}\n{\"a\":}\n", "a").expect_err("no JSON");
        assert_eq!(error.place().map(|place| (place.line, place.column)), Some((2, 6)));
    }
}
