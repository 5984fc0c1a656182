//! Data sets in JSON lines, read and scanned a few records at a time, so that no memory grows with them.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::units::{Unit, Units};
use super::{Look, Scanned, Scanning, Take};
use crate::baseline::Past;
use crate::cli::error::{CommandError, of_file, told};
use crate::cli::inputs::{Input, Reader};
use crate::cli::packing::{Packing, unpacked_name};
use crate::cli::stop;
use crate::cli::streams::Streams;
use crate::dictionary::Index;
use crate::document::Document;
use crate::edit::{Edit, Edits};
use crate::error::Error;
use crate::finding::Finding;
use crate::format::{LINES_OF_SERIES, RECORDS, begins_as_series, holds_records};
use crate::ignored::Ignored;
use crate::plan::Plan;
use crate::settings::Settings;
use crate::settle::Sights;
use crate::span::{FileSpan, Place, Span};

/// So much of a file is read at a time.
const BUFFER: usize = 1 << 16;
/// So much is read to tell messages from records.
const MOST_OF_LINES: usize = 1 << 20;
/// So few records are one task: short ones are scanned faster than handed over.
const LEAST_RECORDS: usize = 8;

/// Where there is no terminal, a line is said after about so many records.
const RECORDS_A_LINE: usize = 1_000_000;

/// A data set that is read.
pub(crate) struct DataSet<'a> {
    pub(crate) input: &'a Input,
    /// As the user named it.
    pub(crate) name: String,
    pub(crate) packing: Packing,
    /// The file, where it is one.
    pub(crate) file: Option<File>,
}

/// Some records of a data set that stand together.
pub(crate) enum Records {
    /// Those without the field that is read, with their bytes.
    Unread(Vec<u8>),
    Scanned(Box<Scanned>),
}

/// The beginning of what a file holds, and what comes after it.
type Stream<'a> = Box<dyn BufRead + 'a>;

impl Scanning {
    /// Reads a data set record by record and hands them on; none where it is something else than its name says.
    ///
    /// The inner error is about this data set alone.
    pub(super) fn data_set(
        &self,
        input: &Input,
        take: &mut dyn Take,
        streams: &mut Streams,
    ) -> Result<Option<Result<(), Error>>, CommandError> {
        let read = Arc::new(AtomicU64::new(0));
        let (data_set, stream) = match open(&self.reader, input, &read) {
            Ok(Some(opened)) => opened,
            Ok(None) => return Ok(None),
            Err(error) => return Ok(Some(Err(error))),
        };
        let key = self.configuration.overrides_of(input.path(&self.reader));
        let profile = self.profiles.get(&key).expect("every input has its profile");
        let own = match self.own_index(input, profile) {
            Ok((own, nameless)) => {
                if let Some(odd) = nameless {
                    streams.warn_of(&odd);
                }
                own
            }
            Err(error) => return Ok(Some(Err(error))),
        };
        let how = (own.as_ref().unwrap_or(&profile.index), &profile.settings);
        if let Err(error) = take.begin(&data_set, streams)? {
            return Ok(Some(Err(error)));
        }
        let mut units = Units::new(stream, self.reader.group_field());
        // What the first record without the field lacks, and whether any has it.
        let mut field = (None, false);
        let (mut records, mut told) = (0, 0);
        let done = loop {
            if stop::is_asked() {
                break Err(stop::stopped(1).in_file(&*data_set.name));
            }
            let batch = match units.batch() {
                Ok(batch) if batch.is_empty() => {
                    let (lacking, is_found) = field;
                    let ungrouped = units.missing_field().filter(|_| is_found).map(|field| {
                        let error =
                            Error::new(format!("found no record with `{field}`, by which they are put together"));
                        error.in_file(&*data_set.name).with_hint("name another field: --group-field NAME")
                    });
                    break lacking.filter(|_| !is_found).or(ungrouped).map_or(Ok(()), Err);
                }
                Ok(batch) => batch,
                Err(error) => break Err(error.in_file(&*data_set.name)),
            };
            records += batch.len();
            match self.scan_batch(batch, &data_set, how, &mut field, take, streams)? {
                Ok(()) => {
                    streams.advance(read.swap(0, Ordering::Relaxed));
                    if records - told >= RECORDS_A_LINE {
                        told = records;
                        streams.records_done(&data_set.name, records);
                    }
                }
                Err(error) => break Err(error),
            }
        };
        Ok(Some(take.end(&data_set, done, streams)?))
    }

    /// Scans some records at the same time and hands them on in their order.
    fn scan_batch(
        &self,
        batch: Vec<Unit>,
        data_set: &DataSet<'_>,
        how: (&Index, &Settings),
        field: &mut (Option<Error>, bool),
        take: &mut dyn Take,
        streams: &mut Streams,
    ) -> Result<Result<(), Error>, CommandError> {
        let scanned: Vec<Result<Looked, Error>> = batch
            .into_par_iter()
            .with_min_len(LEAST_RECORDS)
            .map(|unit| self.scan_unit(unit, data_set.input, &data_set.name, how))
            .collect();
        for one in scanned {
            let taken = match one {
                Ok(Looked::Scanned(scanned)) => {
                    field.1 = true;
                    scanned.odd.iter().for_each(|odd| streams.warn_of(odd));
                    take.records(data_set, Records::Scanned(scanned), streams)?
                }
                Ok(Looked::Lacking(bytes, error)) => {
                    field.0.get_or_insert(error);
                    take.records(data_set, Records::Unread(bytes), streams)?
                }
                Ok(Looked::Blank(bytes)) => take.records(data_set, Records::Unread(bytes), streams)?,
                Err(error) => Err(error),
            };
            if let Err(error) = taken {
                return Ok(Err(error));
            }
        }
        Ok(Ok(()))
    }

    fn scan_unit(&self, unit: Unit, input: &Input, name: &str, how: (&Index, &Settings)) -> Result<Looked, Error> {
        let Unit { bytes, passed, .. } = unit;
        if bytes.trim_ascii().is_empty() {
            return Ok(Looked::Blank(bytes));
        }
        let document = match self.reader.records(bytes.clone(), name) {
            Ok(document) => document,
            Err(error) if error.is_of_no_field() => return Ok(Looked::Lacking(bytes, error)),
            Err(error) => return Err(below(error, passed.lines)),
        };
        let (Plan { edits, findings }, sights) = self.look_at(&document, how.0, how.1);
        let odd = Ignored::of(&document).odd.into_iter();
        let odd = odd.map(|error| below(error, passed.lines).in_file(name)).collect();
        Ok(Looked::Scanned(Box::new(Scanned {
            input: input.clone(),
            name: name.to_owned(),
            document,
            findings,
            edits,
            sights,
            before: Past::default(),
            odd,
            is_foreign: false,
            passed,
        })))
    }

    /// What there is in a data set that was read as a whole, record by record all the same.
    pub(super) fn look_at_records(&self, document: &Document, index: &Index, settings: &Settings) -> (Plan, Sights) {
        let mut units = Units::new(Cursor::new(document.bytes()), self.reader.group_field());
        let mut all: (Vec<Finding>, Vec<Edit>, Sights) = Default::default();
        // What cannot be read in parts could not be read as a whole.
        while let Ok(batch) = units.batch()
            && !batch.is_empty()
        {
            let looked: Vec<Option<(usize, Plan, Sights)>> = batch
                .into_par_iter()
                .with_min_len(LEAST_RECORDS)
                .map(|Unit { bytes, passed, .. }| {
                    let unit = self.reader.records(bytes, "").ok()?;
                    let (plan, sights) = self.look_at(&unit, index, settings);
                    Some((passed.bytes, plan, sights))
                })
                .collect();
            for (bytes, plan, sights) in looked.into_iter().flatten() {
                all.0.extend(plan.findings.into_iter().map(|finding| moved(finding, document, bytes)));
                all.1.extend(plan.edits.iter().map(|edit| further(edit, bytes)));
                all.2.add(&sights);
            }
        }
        let (findings, edits, sights) = all;
        (Plan { findings, edits: Edits::new(edits) }, sights)
    }

    /// Whether the name of an input, or the format that was asked for, says that it is a data set.
    pub(super) fn is_data_set(&self, input: &Input) -> bool {
        !matches!(self.look, Look::Candidates) && self.reader.is_of_records(input.path(&self.reader))
    }
}

/// What to do with a packed file that is no data set.
const UNPACK: &str = "unpack it first: only data sets are read packed";

/// Opens a data set; none where it does not begin like one.
fn open<'a>(
    reader: &Reader,
    input: &'a Input,
    read: &Arc<AtomicU64>,
) -> Result<Option<(DataSet<'a>, Stream<'static>)>, Error> {
    let name = input.name(reader);
    let refused = |error: io::Error| Error::new(format!("could not be read: {}", told(&error))).in_file(&*name);
    let (file, mut packed): (Option<File>, Stream<'static>) = match input {
        Input::Stdin => (None, Box::new(io::stdin().lock())),
        Input::File(path) | Input::Found(path) => {
            let open = || File::open(path).and_then(|file| Ok((file.try_clone()?, file)));
            let (own, file) = open().map_err(|error| of_file(path, &error, "a data set"))?;
            let counted = Counted { file, read: Arc::clone(read) };
            (Some(own), Box::new(BufReader::with_capacity(BUFFER, counted)))
        }
    };
    let packing = Packing::of(packed.fill_buf().map_err(refused)?);
    let mut stream = packing.open(packed).map_err(refused)?;
    let beginning = stream.fill_buf().map_err(|error| refused(error).with_hint("it may be damaged: make it again"))?;
    let is_of_records = matches!(beginning.first(), None | Some(b'{' | b'\xEF' | b' ' | b'\t' | b'\r' | b'\n'));
    if is_of_records && !reader.names_field() {
        let beginning = first_lines(&mut stream).map_err(refused)?;
        // What a recogniser sent is one talk, and may go on from line to line.
        if begins_as_series(&String::from_utf8_lossy(&beginning)) {
            if packing != Packing::Plain {
                let error = Error::new("found a packed file of a recogniser's messages, expected a data set");
                return Err(error.in_file(name).with_hint(UNPACK));
            }
            if matches!(input, Input::Stdin) {
                reader.put_back(beginning);
            }
            return Ok(None);
        }
        stream = Box::new(Cursor::new(beginning).chain(stream));
    }
    if !is_of_records && packing != Packing::Plain {
        let error = Error::new("found a packed file that holds no JSON lines, expected a data set");
        return Err(error.in_file(name).with_hint(UNPACK));
    }
    Ok(is_of_records.then_some((DataSet { input, name, packing, file }, stream)))
}

/// The lines at the front of a stream that tell whether they are messages, as far as they are no longer than any
/// message.
fn first_lines(stream: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let (mut read, mut lines) = (Vec::new(), 0);
    while lines < LINES_OF_SERIES && read.len() < MOST_OF_LINES {
        let start = read.len();
        stream.by_ref().take((MOST_OF_LINES - start) as u64).read_until(b'\n', &mut read)?;
        if read.len() == start {
            break;
        }
        lines += usize::from(!read[start..].trim_ascii().is_empty());
    }
    Ok(read)
}

/// Whether an input is a data set with the field that is read, as far as its first records tell; none where it is
/// something else than its name says.
///
/// # Errors
///
/// Where it cannot be read, or its first records lack the field.
pub(crate) fn probe(reader: &Reader, input: &Input) -> Result<Option<()>, Error> {
    let Some((data_set, stream)) = open(reader, input, &Arc::default())? else { return Ok(None) };
    let batch = Units::new(stream, None).batch().map_err(|error| error.in_file(&*data_set.name))?;
    let mut lacking = None;
    for Unit { bytes, passed, .. } in batch {
        match reader.records(bytes, &data_set.name) {
            Ok(_) => return Ok(Some(())),
            Err(error) if error.is_of_no_field() => drop(lacking.get_or_insert(error)),
            Err(error) => return Err(below(error, passed.lines)),
        }
    }
    lacking.map_or(Ok(Some(())), Err)
}

/// What became of some records.
enum Looked {
    Blank(Vec<u8>),
    /// None of them has the field; the error says what they have.
    Lacking(Vec<u8>, Error),
    Scanned(Box<Scanned>),
}

/// Whether a document holds records whose lines can be told apart by their bytes; in UTF-16 they cannot.
pub(super) fn are_apart(document: &Document) -> bool {
    let is_wide = [b"\xFF\xFE", b"\xFE\xFF"].iter().any(|mark| document.bytes().starts_with(*mark));
    document.format().id == RECORDS && !is_wide
}

/// An error of some records, with its line in the whole.
fn below(error: Error, lines: usize) -> Error {
    let place = error.place().unwrap_or(Place { line: 1, column: 1 });
    error.at(Place { line: place.line + lines, ..place })
}

/// A finding of some records in the whole document.
fn moved(mut finding: Finding, whole: &Document, bytes: usize) -> Finding {
    finding.at = FileSpan { start: finding.at.start + bytes, end: finding.at.end + bytes };
    finding.edits = finding.edits.iter().map(|edit| further(edit, bytes)).collect();
    let range = whole.file_text_range(finding.at);
    let start = whole.position(range.start);
    finding.span = Span { start, end: whole.position(range.end).max(start) };
    finding.place = whole.place(start);
    finding
}

fn further(edit: &Edit, bytes: usize) -> Edit {
    let at = edit.at();
    Edit::new(FileSpan { start: at.start + bytes, end: at.end + bytes }, edit.text().to_owned())
}

/// A file of which it is known how much was read.
struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(buffer)?;
        self.read.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

/// Whether a file of this name may be a data set.
pub(crate) fn is_named_so(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| holds_records(unpacked_name(name)))
}
