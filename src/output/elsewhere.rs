//! A review to be done elsewhere: as a table for a spreadsheet, or as a page for a browser, and back.
//!
//! Both hold, for each finding, what a decision about it is known again by, so that nothing of the transcripts is needed to
//! take the decisions up again.

use csv::{ReaderBuilder, Terminator, WriterBuilder};
use serde::Serialize;

use super::human::{clock, percent};
use super::shown::shown_in_line;
use crate::error::{Error, Result};
use crate::finding::fingerprint_of;
use crate::ledger::{About, Decision, Entry, Ledger, Own, Scope};
use crate::review::{Current, Review, on_one_line};
use crate::span::Places;

/// The columns of the table; `decision` and `text` are there to be filled in.
const COLUMNS: [&str; 15] = [
    "decision",
    "text",
    "heard",
    "meant",
    "before",
    "after",
    "file",
    "line",
    "time",
    "speaker",
    "tier",
    "confidence",
    "rule",
    "readings",
    "key",
];

/// What a cell may begin with that a spreadsheet would take for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The page, of which the findings are a part.
const PAGE: &str = include_str!("review.html");

/// The findings that are shown, as a table with a mark by which spreadsheets know its encoding.
pub(crate) fn table(review: &Review) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
    // Writing to memory does not fail.
    let _ = writer.write_record(COLUMNS);
    for current in review.all() {
        let finding = current.finding;
        let (decision, text) = match current.decision {
            Decision::Undecided => ("", ""),
            Decision::Accept => ("accept", ""),
            Decision::Reject => ("reject", ""),
            Decision::Own(own) => ("own", &*own.text),
        };
        let key = serde_json::to_string(&finding.about).unwrap_or_default();
        let row = [
            decision.to_owned(),
            text.to_owned(),
            current.heard.clone(),
            finding.meant.as_deref().map(on_one_line).unwrap_or_default(),
            current.before.clone(),
            current.after.clone(),
            shown_in_line(current.path).into_owned(),
            finding.place.line.to_string(),
            finding.time.map(clock).unwrap_or_default(),
            finding.speaker.clone().unwrap_or_default(),
            finding.tier.to_string(),
            percent(finding.confidence),
            finding.rule.to_string(),
            readings(&current).join("; "),
            key,
        ];
        let _ = writer.write_record(row.iter().map(|cell| safe(cell)));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// A cell that no spreadsheet takes for a formula and no terminal for a command.
fn safe(cell: &str) -> String {
    let cell = shown_in_line(cell);
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell.into_owned() }
}

/// What was proposed, then the other readings.
fn readings(current: &Current<'_>) -> Vec<String> {
    let finding = current.finding;
    let proposed = finding.meant.as_deref().map(on_one_line);
    proposed.into_iter().chain(finding.alternatives.iter().map(|other| other.text.clone())).collect()
}

#[derive(Serialize)]
struct Page<'a> {
    /// Tells pages apart for the browser, which keeps what is decided.
    id: String,
    /// When the latest decision was made, in milliseconds since 1970.
    latest: i64,
    findings: Vec<Part<'a>>,
}

#[derive(Serialize)]
struct Part<'a> {
    file: &'a str,
    place: String,
    time: Option<String>,
    speaker: Option<&'a str>,
    before: String,
    heard: String,
    after: String,
    readings: Vec<String>,
    why: String,
    about: &'a About,
    #[serde(skip_serializing_if = "Option::is_none")]
    decided: Option<Entry>,
}

/// The findings as a page that needs no other file and no network. `latest` is when the latest decision was made, in
/// milliseconds since 1970.
pub(crate) fn page(review: &Review, latest: i64, now: &str) -> String {
    let parts: Vec<Part<'_>> = review.all().map(|current| part(current, now)).collect();
    let abouts: Vec<String> = parts.iter().map(|part| format!("{:?}{}{}", part.about, part.file, part.place)).collect();
    let page = Page { id: fingerprint_of([&abouts.join("\n")]), latest, findings: parts };
    // Nothing in a text ends the element that holds it.
    let data = serde_json::to_string(&page).unwrap_or_default().replace('<', "\\u003c");
    PAGE.replacen("__DATA__", &data, 1)
}

fn part<'a>(current: Current<'a>, now: &str) -> Part<'a> {
    let readings = readings(&current);
    let Current { path, finding, decision, before, heard, after, .. } = current;
    let is_decided = *decision != Decision::Undecided;
    let decided = is_decided.then(|| Entry {
        at: now.to_owned(),
        scope: Scope::Place,
        decision: decision.clone(),
        about: finding.about.clone(),
    });
    Part {
        file: path,
        place: finding.place.to_string(),
        time: finding.time.map(clock),
        speaker: finding.speaker.as_deref(),
        before,
        heard,
        after,
        readings,
        why: format!("{} {}, {}: {}", finding.tier, percent(finding.confidence), finding.rule, finding.reason),
        about: &finding.about,
        decided,
    }
}

/// The decisions of a table that was filled in; `now` is when they count as made.
///
/// # Errors
///
/// Where it is no such table, or a row says what cannot be, with its place.
pub(crate) fn decisions_of_table(path: &str, text: &str, now: &str) -> Result<Vec<Entry>> {
    let text = text.trim_start_matches('\u{FEFF}');
    let first = text.lines().next().unwrap_or_default();
    // Spreadsheets of some countries write semicolons or tabs.
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|&one| first.bytes().filter(|&b| b == one).count());
    let mut reader =
        ReaderBuilder::new().flexible(true).delimiter(delimiter.unwrap_or(b',')).from_reader(text.as_bytes());
    let places = Places::of(text);
    let at =
        |position: Option<&csv::Position>| places.of_row(text, position.map_or(0, |position| position.byte() as usize));
    let told =
        |error: &csv::Error| Error::new(format!("found no table: {error}")).at(at(error.position())).in_file(path);
    let head = reader.headers().map_err(|error| told(&error))?.clone();
    let column = |name: &str| {
        head.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name)).ok_or_else(|| {
            let error =
                Error::new(format!("found no column `{name}`, expected the table of `mondegreen review --export`"));
            error.at(at(None)).in_file(path)
        })
    };
    let [decision, own, key] = [column("decision")?, column("text")?, column("key")?];
    let mut entries = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| told(&error))?;
        let place = at(record.position());
        let cell = |column: usize| bare(record.get(column).unwrap_or_default().trim());
        let refused = |message: String| Error::new(message).at(place).in_file(path);
        let Some(decision) = decided(cell(decision), cell(own)).map_err(refused)? else { continue };
        let about: About = serde_json::from_str(cell(key))
            .map_err(|_| refused("found no finding in the column `key`, which must stay as it is".to_owned()))?;
        entries.push(Entry { at: now.to_owned(), scope: Scope::Place, decision, about });
    }
    Ok(entries)
}

/// What the cells of a row say; none where nothing is decided.
fn decided(decision: &str, text: &str) -> std::result::Result<Option<Decision>, String> {
    let own = || (!text.is_empty()).then(|| Decision::Own(Own { text: on_one_line(text), more: [0, 0] }));
    match &*decision.to_lowercase() {
        "" | "own" => Ok(own()),
        "a" | "accept" | "accepted" | "y" | "yes" | "x" => Ok(own().or(Some(Decision::Accept))),
        "r" | "reject" | "rejected" | "n" | "no" => Ok(Some(Decision::Reject)),
        "undecided" => Ok(Some(Decision::Undecided)),
        _ => Err(format!("found the decision `{decision}`, expected accept, reject or own")),
    }
}

fn bare(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
}

/// The decisions of a file that the page saved, or of another file of decisions.
///
/// # Errors
///
/// Where a line is no decision, with its place.
pub(crate) fn decisions_of_page(path: &str, text: &str) -> Result<Vec<Entry>> {
    let ledger = Ledger::read(path, text)?;
    Ok(ledger.entries().into_iter().cloned().collect())
}
