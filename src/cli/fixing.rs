//! What `fix` does with each input: it writes what is to be written, and keeps count.

use std::io::{self, Seek as _};

use tempfile::SpooledTempFile;

use super::error::CommandError;
use super::inputs::Input;
use super::journal::{Journal, Noted};
use super::packing::Packer;
use super::scanning::{DataSet, Records, Scanned, Take, Taken};
use super::sink::Sink;
use super::streams::Streams;
use super::telling::Telling;
use crate::error::Error;
use crate::format::RECORDS;
use crate::journal::Parts;
use crate::output::{Comparison, Form, counted};
use crate::report::{Deed, FileReport, Mark, Report, Summary, Tally};

/// So much of what is to be told of a data set is held in memory.
const MOST_TOLD: usize = 1 << 20;

/// Where the fixes of a run go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Into the files; those of the standard input to the standard output.
    InPlace,
    Stdout,
    Diff,
    Nowhere,
}

/// Writes the fixes of a run.
pub(crate) struct Fixing {
    target: Target,
    /// More changes in 1,000 words make a file one that is left alone.
    most: Option<f32>,
    counts_words: bool,
    pub(crate) telling: Telling,
    pub(crate) report: Report,
    pub(crate) summary: Summary,
    open: Option<Open>,
    journal: Journal,
}

/// The data set that is being written.
struct Open {
    out: Out,
    tally: Tally,
    /// What was reported before it.
    mark: Mark,
    /// What was noted before it.
    noted: Noted,
    /// What is to be told of it when it is written; its changes may be many.
    told: SpooledTempFile,
    is_begun: bool,
}

/// Where the records of a data set go.
pub(crate) enum Out {
    File(Box<Sink>, Parts),
    Stdout(Option<Packer>),
    Nowhere,
}

impl Fixing {
    pub(crate) fn new(target: Target, deed: Deed, telling: Telling, most: Option<f32>, counts_words: bool) -> Fixing {
        let (report, summary) = (Report::new(deed), Summary::new(deed));
        Fixing { target, most, counts_words, telling, report, summary, open: None, journal: Journal::new("fix") }
    }

    fn tally(&self, scanned: &Scanned, tally: &mut Tally) {
        let words = if self.counts_words { scanned.document.word_count() } else { 0 };
        tally.add(words, &scanned.findings, &scanned.sights);
    }

    /// Tells what there is to tell by now.
    fn tell(&mut self, streams: &mut Streams) -> Result<(), CommandError> {
        let told = self.telling.part(&mut self.report, streams);
        self.or_go_on(told, streams)
    }

    /// Keeps what there is to tell of a data set until it is written.
    fn keep(&mut self, open: &mut Open, streams: &mut Streams) -> Result<(), CommandError> {
        let view = streams.view(self.telling.width);
        let kept = self.telling.part_into(&mut self.report, view, &mut open.told);
        self.or_go_on(kept, streams)
    }

    /// Files are still fixed when nobody reads the results, or there is no room for them.
    pub(crate) fn or_go_on(&self, done: Result<(), CommandError>, streams: &mut Streams) -> Result<(), CommandError> {
        match done {
            Err(error) if self.target == Target::InPlace => streams.go_on_without(&error),
            done => done?,
        }
        Ok(())
    }

    /// Writes to the standard output.
    fn pass_on(
        &self,
        streams: &mut Streams,
        write: impl FnOnce(&mut Streams) -> Result<(), CommandError>,
    ) -> Result<(), CommandError> {
        let written = write(streams);
        self.or_go_on(written, streams)
    }

    /// Puts the fixes of one input where they belong.
    fn put(&mut self, scanned: &Scanned, streams: &mut Streams) -> Taken {
        let Scanned { document, edits, findings, .. } = scanned;
        match (self.target, &scanned.input) {
            (Target::Nowhere, _) => {}
            (Target::Stdout, _) | (Target::InPlace, Input::Stdin) => {
                self.pass_on(streams, |streams| Ok(streams.out().write_all(&document.write(edits))?))?;
            }
            (Target::InPlace, Input::File(path) | Input::Found(path)) => {
                if !edits.is_empty() {
                    return Ok(self.journal.write(path, document, edits, findings, streams));
                }
            }
            (Target::Diff, _) => {
                let view = streams.view(None);
                let changes: Vec<_> = edits.into_iter().map(|edit| document.shown_edit(edit)).collect();
                let comparison = Comparison::new(document, &changes);
                let context = Form::Unified.usual_context();
                Form::Unified.render(scanned.path(), &comparison, context, &view, streams.out())?;
            }
        }
        Ok(Ok(()))
    }

    /// Puts records where they belong that have no change in them.
    fn pass(&self, out: &mut Out, bytes: &[u8], streams: &mut Streams) -> Taken {
        match out {
            Out::File(sink, parts) => {
                parts.same(bytes);
                return Ok(sink.write(bytes, false));
            }
            Out::Stdout(Some(packer)) => {
                self.pass_on(streams, |streams| Ok(packer.pack(bytes, streams.out())?))?;
            }
            Out::Stdout(None) | Out::Nowhere => {}
        }
        Ok(Ok(()))
    }

    /// Puts the fixes of records where they belong.
    fn put_records(&mut self, out: &mut Out, scanned: &Scanned, streams: &mut Streams) -> Taken {
        let Scanned { document, edits, findings, .. } = scanned;
        if edits.is_empty() {
            return self.pass(out, document.bytes(), streams);
        }
        match out {
            Out::File(sink, parts) => {
                let (new, replaced) = document.write_telling(edits);
                let part = parts.changed(document.bytes(), &new, &replaced, findings);
                Ok(self.journal.note_part(sink.path(), &part, streams).and_then(|()| sink.write(&new, true)))
            }
            out => self.pass(out, &document.write(edits), streams),
        }
    }

    fn close(&mut self, open: &mut Open, name: &str, streams: &mut Streams) -> Taken {
        let error = self.most.and_then(|most| too_many(name, &open.tally, most));
        match (std::mem::replace(&mut open.out, Out::Nowhere), error) {
            (Out::File(..), Some(error)) => Ok(Err(error)),
            (Out::File(sink, parts), None) => {
                if parts.is_changed()
                    && let Err(error) = self.journal.end(sink.path(), parts, streams)
                {
                    return Ok(Err(error));
                }
                Ok(sink.finish())
            }
            (Out::Stdout(packer), error) => {
                if let Some(packer) = packer {
                    self.pass_on(streams, |streams| Ok(packer.finish(streams.out())?))?;
                }
                // It is too late to take it back.
                let written =
                    |error: Error| error.with_hint("it was written nevertheless: do not use what was written");
                Ok(error.map_or(Ok(()), |error| Err(written(error))))
            }
            (Out::Nowhere, error) => Ok(error.map_or(Ok(()), Err)),
        }
    }
}

impl Take for Fixing {
    fn file(&mut self, scanned: Scanned, streams: &mut Streams) -> Taken {
        let mut tally = Tally::default();
        self.tally(&scanned, &mut tally);
        if let Some(error) = self.most.and_then(|most| too_many(&scanned.name, &tally, most)) {
            return Ok(Err(error));
        }
        if let Err(error) = self.put(&scanned, streams)? {
            return Ok(Err(error));
        }
        self.summary.take(&scanned.name, tally);
        for part in FileReport::parts(scanned.name, &scanned.document, scanned.findings) {
            self.report.add(part);
            self.tell(streams)?;
        }
        Ok(Ok(()))
    }

    fn takes_records(&self) -> bool {
        self.target != Target::Diff
    }

    fn begin(&mut self, data_set: &DataSet<'_>, _: &mut Streams) -> Taken {
        let out = match (self.target, data_set.input, &data_set.file) {
            (Target::Nowhere | Target::Diff, ..) => Out::Nowhere,
            (Target::InPlace, Input::File(path) | Input::Found(path), Some(file)) => {
                match Sink::new(path, file, data_set.packing) {
                    Ok(sink) => Out::File(Box::new(sink), Parts::default()),
                    Err(error) => return Ok(Err(error)),
                }
            }
            _ => Out::Stdout(Some(Packer::new(data_set.packing)?)),
        };
        let (mark, noted) = (self.report.mark(), self.journal.noted());
        self.open = Some(Open {
            out,
            tally: Tally::default(),
            mark,
            noted,
            told: SpooledTempFile::new(MOST_TOLD),
            is_begun: false,
        });
        Ok(Ok(()))
    }

    fn records(&mut self, _: &DataSet<'_>, records: Records, streams: &mut Streams) -> Taken {
        let Some(mut open) = self.open.take() else { return Ok(Ok(())) };
        let put = match records {
            Records::Unread(bytes) => self.pass(&mut open.out, &bytes, streams)?,
            Records::Scanned(scanned) => {
                self.tally(&scanned, &mut open.tally);
                let put = self.put_records(&mut open.out, &scanned, streams)?;
                let Scanned { name, document, findings, passed, .. } = *scanned;
                if !findings.is_empty() {
                    let mut part = FileReport::new(name, &document, findings).of_part(passed);
                    part.is_continued = std::mem::replace(&mut open.is_begun, true);
                    self.report.add(part);
                    self.keep(&mut open, streams)?;
                }
                put
            }
        };
        self.open = Some(open);
        Ok(put)
    }

    fn end(&mut self, data_set: &DataSet<'_>, done: Result<(), Error>, streams: &mut Streams) -> Taken {
        let Some(mut open) = self.open.take() else { return Ok(done) };
        let done = match done {
            Ok(()) => self.close(&mut open, &data_set.name, streams)?,
            Err(error) => Err(unread(error, &open.out)),
        };
        if done.is_err() {
            self.report.back_to(open.mark);
            self.journal.back_to(open.noted);
            return Ok(done);
        }
        self.pass_on(streams, |streams| {
            open.told.rewind()?;
            io::copy(&mut open.told, streams.out())?;
            Ok(())
        })?;
        if !open.is_begun {
            self.report.add(FileReport::empty(data_set.name.clone(), RECORDS));
        }
        self.summary.take(&data_set.name, open.tally);
        self.tell(streams)?;
        Ok(Ok(()))
    }
}

/// The error of a record that cannot be read, with what has become of the others; other errors say so themselves.
pub(crate) fn unread(error: Error, out: &Out) -> Error {
    if error.place().is_none() || error.is_of_encoding() {
        return error;
    }
    error.with_hint(match out {
        Out::File(..) => "nothing was written to this file, and the records behind this one were not read",
        Out::Stdout(_) => "the records before this one were passed on, those behind it were not read",
        Out::Nowhere => "the records behind this one were not read",
    })
}

/// So few changes are made in any file, however short.
const FEW: usize = 3;

/// Why a file is left alone that would get more than so many changes in 1,000 words.
fn too_many(name: &str, tally: &Tally, most: f32) -> Option<Error> {
    let Tally { words, changes, .. } = *tally;
    let rate = tally.rate();
    if changes <= FEW || rate <= f64::from(most) {
        return None;
    }
    let words = counted(words, "word");
    let message = format!(
        "found {changes} changes to make in {words}, {rate:.1} in 1,000, expected at most {most}; it is left alone"
    );
    let hint = "a dictionary may be for another domain: look with `mondegreen diff`, or allow more with \
                `--max-changes-per-1000-words`";
    Some(Error::new(message).in_file(name).with_hint(hint))
}
