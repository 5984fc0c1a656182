//! Files beside a transcript, such as a press release, slides or an invite: the text that they hold.

use std::ffi::OsStr;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::Command;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::error::of_file;
use crate::dictionary::Dictionary;
use crate::error::{Error, Result};
use crate::extract::{Extracted, calendar_text, extract, extract_table, extracted_dictionary};
use crate::format::read;
use crate::source::Source;

/// A presentation has no more slides.
const MOST_SLIDES: usize = 1_000;
/// All slides together have no more bytes when they are unpacked.
const LARGEST_UNPACKED: u64 = 64 << 20;
/// A file with more bytes is not read.
const LARGEST_FILE: u64 = 64 << 20;

/// So many names are no press release and no list of attendees.
const MANY_NAMES: usize = 20_000;

/// What a file names, as a dictionary; with what is odd about it.
pub(crate) fn dictionary(path: &Path) -> Result<(Dictionary, Option<Error>)> {
    let found = extracted(path)?;
    let shown = path.display().to_string();
    let odd = match found.len() {
        0 => Some("found no names to take for terms".to_owned()),
        names @ MANY_NAMES.. => {
            Some(format!("found {names} names to take for terms, with which every step takes long"))
        }
        _ => None,
    };
    let odd = odd.map(|message| Error::new(message).in_file(&*shown));
    Ok((extracted_dictionary(&shown, &found), odd))
}

/// What a file names.
pub(crate) fn extracted(path: &Path) -> Result<Vec<Extracted>> {
    let told = text_of(path)?;
    Ok(if told.is_table { extract_table(&told.text) } else { extract(&told.text) })
}

/// What is told of a file.
struct Told {
    text: String,
    /// Whether the text is that of a table, with its commas.
    is_table: bool,
}

fn text_of(path: &Path) -> Result<Told> {
    let shown = path.display().to_string();
    let told = |error: &std::io::Error| of_file(path, error, "a text, slides, a list or an invite");
    let size = fs::metadata(path).map_err(|error| told(&error))?.len();
    if size > LARGEST_FILE {
        let error = Error::new(format!("found {size} bytes, and the limit is {LARGEST_FILE}"));
        return Err(error.in_file(&*shown).with_hint("save its text alone as a .txt file"));
    }
    let bytes = fs::read(path).map_err(|error| told(&error))?;
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    let is_pdf = bytes.starts_with(b"%PDF-");
    let text = match ending.as_str() {
        _ if is_pdf => text_of_pdf(path),
        "pptx" => text_of_slides(bytes),
        "ics" => Source::read(bytes, None).map(|source| calendar_text(source.text())),
        "csv" | "tsv" => Source::read(bytes, None).map(|source| source.text().to_owned()),
        _ => read(bytes, &shown, None, None).map(|document| document.text().to_owned()),
    };
    let is_table = matches!(&*ending, "csv" | "tsv") && !is_pdf;
    text.map(|text| Told { text, is_table }).map_err(|error| error.in_file(&*shown))
}

/// The text of a PDF, as pdftotext tells it.
fn text_of_pdf(path: &Path) -> Result<String> {
    let hint = "install pdftotext (package poppler-utils), or save its text as a .txt file";
    let absolute = std::path::absolute(path).map_err(|error| of_file(path, &error, "a PDF"))?;
    let output =
        Command::new("pdftotext").args(["-enc", "UTF-8", "-layout"]).arg(absolute).arg("-").output().map_err(
            |error| Error::new(format!("found a PDF, and pdftotext cannot be run: {error}")).with_hint(hint),
        )?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or("it says nothing");
        return Err(Error::new(format!("found a PDF that pdftotext cannot read: {said}")).with_hint(hint));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The text of the slides of a .pptx, and of their notes, in their order.
fn text_of_slides(bytes: Vec<u8>) -> Result<String> {
    let damaged = |what: &dyn std::fmt::Display| {
        Error::new(format!("found a .pptx that is damaged: {what}")).with_hint("open it and save it again")
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let mut text = String::new();
    let mut left = LARGEST_UNPACKED;
    for (folder, first) in [("slides/slide", true), ("notesSlides/notesSlide", false)] {
        for number in 1..=MOST_SLIDES {
            let name = format!("ppt/{folder}{number}.xml");
            let part = match archive.by_name(&name) {
                Ok(part) => part,
                Err(zip::result::ZipError::FileNotFound) if first && number == 1 => {
                    return Err(Error::new(format!("found an archive without `{name}`, expected slides")));
                }
                // Notes are not numbered like the slides that they belong to, but without gaps.
                Err(zip::result::ZipError::FileNotFound) => break,
                Err(error) => return Err(damaged(&error)),
            };
            let mut xml = String::new();
            let read = part.take(left + 1).read_to_string(&mut xml).map_err(|error| damaged(&error))?;
            left = left.checked_sub(read as u64).ok_or_else(|| {
                let error =
                    Error::new(format!("found slides of more than {LARGEST_UNPACKED} bytes, which is the limit"));
                error.with_hint("save the outline alone as a .txt file")
            })?;
            add_slide(&xml, &name, &mut text)?;
        }
    }
    Ok(text)
}

/// Adds the text of one slide, a paragraph a line.
fn add_slide(xml: &str, name: &str, text: &mut String) -> Result<()> {
    let mut reader = Reader::from_str(xml);
    let mut is_text = false;
    loop {
        let event = reader.read_event();
        match event.map_err(|error| Error::new(format!("found `{name}` that is no XML: {error}")))? {
            Event::Start(tag) => is_text = tag.local_name().as_ref() == "t",
            Event::End(tag) => {
                is_text = false;
                if tag.local_name().as_ref() == "p" {
                    text.push('\n');
                }
            }
            Event::Empty(tag) if tag.local_name().as_ref() == "br" => text.push('\n'),
            Event::Text(said) if is_text => text.push_str(&said),
            Event::GeneralRef(reference) if is_text => match reference.resolve_char_ref() {
                Ok(Some(c)) => text.push(c),
                _ => text.push_str(quick_xml::escape::resolve_predefined_entity(&reference).unwrap_or(" ")),
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
