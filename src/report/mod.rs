//! What happened, file by file: what an output renders.

mod around;
mod summary;

pub(crate) use around::{Around, Excerpt, Kept};
pub(crate) use summary::{CONFIDENCES, Changed, Summary, Tally};

use std::{iter, mem};

use crate::baseline::Baseline;
use crate::document::Document;
use crate::edit::Edit;
use crate::error::Error;
use crate::finding::{Finding, Tier};
use crate::span::{FileSpan, Passed, Place};

/// So many findings of a file are made ready to be told at a time.
const AT_A_TIME: usize = 4096;

/// What a command did with all its inputs.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) deed: Deed,
    /// From this tier on a finding fails a run that looks for them.
    pub(crate) fails_from: Tier,
    /// The files that could be read, in order.
    pub(crate) files: Vec<FileReport>,
    /// What went wrong, in order; the rest was done all the same.
    pub(crate) errors: Vec<Error>,
    /// What was told already and is only counted.
    told: Told,
    /// How many findings were taken out, for they are known.
    pub(crate) known: usize,
}

/// A state of a report.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    told: Told,
    files: usize,
}

/// How much was told already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Told {
    files: usize,
    changed: usize,
    by_tier: [usize; Tier::ALL.len()],
}

/// What was done about the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    /// Reported.
    Checked,
    /// Written into their files.
    Fixed,
    /// Left, with what would have been written.
    Tried,
}

/// What was found in one file.
#[derive(Debug)]
pub(crate) struct FileReport {
    /// As the user named it.
    pub(crate) path: String,
    /// Whether it is what comes next of a file whose beginning was told.
    pub(crate) is_continued: bool,
    /// The id of its format.
    pub(crate) format: &'static str,
    /// In file order.
    pub(crate) findings: Vec<Reported>,
    /// What stands around them.
    around: Around,
}

/// A finding, where what stands around it is kept, and its places as people and other programs count them.
#[derive(Debug)]
pub(crate) struct Reported {
    pub(crate) finding: Finding,
    around: Kept,
    /// The place that a person would look at.
    pub(crate) at: Stretch,
    /// Where each edit of the finding stands, in their order.
    pub(crate) edits: Vec<Stretch>,
    /// What the caption is called in which it stands.
    pub(crate) cue: Option<String>,
}

/// A part of the file, from its first character to the one behind its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) start: Spot,
    pub(crate) end: Spot,
}

/// A place in the file, in both ways in which columns are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) place: Place,
    /// The column in bytes of the line in UTF-8, from 1.
    pub(crate) byte_column: usize,
    /// How many code points of the file's text stand before it.
    pub(crate) points: usize,
}

impl Report {
    /// Calls the files otherwise.
    pub(crate) fn rename(&mut self, rename: impl Fn(&str) -> String) {
        for file in &mut self.files {
            file.path = rename(&file.path);
        }
        for error in &mut self.errors {
            error.rename(&rename);
        }
    }

    pub(crate) fn new(deed: Deed) -> Self {
        let (files, errors) = (Vec::new(), Vec::new());
        Report { deed, fails_from: Tier::Auto, files, errors, told: Told::default(), known: 0 }
    }

    /// All findings, in order, each with its file.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&FileReport, &Reported)> {
        self.files.iter().flat_map(|file| file.findings.iter().map(move |reported| (file, reported)))
    }

    /// Takes out the findings that are known, each as often as it is known.
    pub(crate) fn leave_out(&mut self, known: &mut Baseline) {
        let before = self.count_all();
        for file in &mut self.files {
            file.findings.retain(|reported| !known.take(&reported.finding.fingerprint));
        }
        self.known += before - self.count_all();
    }

    /// How many findings are of this tier.
    pub(crate) fn count(&self, tier: Tier) -> usize {
        let told: usize =
            Tier::ALL.into_iter().zip(self.told.by_tier).filter(|&(of, _)| of == tier).map(|(_, count)| count).sum();
        told + self.findings().filter(|(_, reported)| reported.finding.tier == tier).count()
    }

    /// How many findings there are.
    pub(crate) fn count_all(&self) -> usize {
        Tier::ALL.map(|tier| self.count(tier)).into_iter().sum()
    }

    /// The surest tier of any finding.
    pub(crate) fn surest(&self) -> Option<Tier> {
        Tier::ALL.into_iter().rev().find(|&tier| self.count(tier) > 0)
    }

    /// How many files could be read.
    pub(crate) fn count_files(&self) -> usize {
        self.told.files + self.files.iter().filter(|file| !file.is_continued).count()
    }

    /// How many files have findings.
    pub(crate) fn count_changed(&self) -> usize {
        let has_findings = |file: &&FileReport| !file.is_continued && !file.findings.is_empty();
        self.told.changed + self.files.iter().filter(has_findings).count()
    }

    /// How much went wrong; what was not come to, for somebody asked to stop, did not.
    pub(crate) fn count_failed(&self) -> usize {
        self.errors.iter().filter(|error| !error.is_of_stop()).count()
    }

    /// Takes up a file, or what comes next of the last one.
    pub(crate) fn add(&mut self, file: FileReport) {
        match self.files.last_mut().filter(|_| file.is_continued) {
            Some(last) => last.extend(file),
            None => self.files.push(file),
        }
    }

    /// Where the report stands, to come back to.
    pub(crate) fn mark(&self) -> Mark {
        Mark { told: self.told, files: self.files.len() }
    }

    /// Takes back what was taken up since: it did not happen.
    pub(crate) fn back_to(&mut self, mark: Mark) {
        self.told = mark.told;
        self.files.truncate(mark.files);
    }

    /// Only counts from now on what there is: it was told.
    pub(crate) fn leave_told(&mut self) {
        let by_tier = Tier::ALL.map(|tier| self.count(tier));
        self.told = Told { files: self.count_files(), changed: self.count_changed(), by_tier };
        self.files.clear();
    }
}

impl FileReport {
    pub(crate) fn new(path: String, document: &Document, findings: Vec<Finding>) -> Self {
        let format = document.format().id;
        if findings.is_empty() {
            return FileReport::empty(path, format);
        }
        let mut around = Around::default();
        let (text, places) = (document.shown_text(), document.places());
        let spot = |offset| {
            let offset = document.shown_offset(offset);
            Spot {
                place: places.at(text, offset),
                byte_column: places.byte_column(text, offset),
                points: places.points_before(text, offset),
            }
        };
        let stretch = |at: FileSpan| {
            let range = document.file_text_range(at);
            Stretch { start: spot(range.start), end: spot(range.end) }
        };
        let reported = |finding: Finding| {
            let at = stretch(finding.at);
            // Mostly the one edit is where one looks.
            let of_edit = |edit: &Edit| if edit.at() == finding.at { at } else { stretch(edit.at()) };
            Reported {
                around: around.keep(document.text(), finding.span),
                at,
                edits: finding.edits.iter().map(of_edit).collect(),
                cue: document.cue_at(document.file_text_range(finding.at).start),
                finding,
            }
        };
        let findings = findings.into_iter().map(reported).collect();
        FileReport { path, is_continued: false, format, findings, around }
    }

    /// A file in parts, each with some of its findings, so that not all need be made ready to be told at one time.
    pub(crate) fn parts(path: String, document: &Document, findings: Vec<Finding>) -> impl Iterator<Item = FileReport> {
        let mut rest = findings.into_iter();
        let mut is_continued = false;
        iter::from_fn(move || {
            let findings: Vec<Finding> = rest.by_ref().take(AT_A_TIME).collect();
            let is_first = !mem::replace(&mut is_continued, true);
            let is_any = is_first || !findings.is_empty();
            is_any.then(|| FileReport { is_continued: !is_first, ..FileReport::new(path.clone(), document, findings) })
        })
    }

    /// A file without findings.
    pub(crate) fn empty(path: String, format: &'static str) -> Self {
        FileReport { path, is_continued: false, format, findings: Vec::new(), around: Around::default() }
    }

    /// The text around one of its findings.
    pub(crate) fn excerpt(&self, reported: &Reported) -> Excerpt<'_> {
        self.around.of(&reported.around)
    }

    /// Takes up what comes next of the same file.
    fn extend(&mut self, next: FileReport) {
        let moved = self.around.extend(&next.around);
        let findings = next.findings.into_iter();
        self.findings.extend(findings.map(|one| Reported { around: one.around.moved(moved), ..one }));
    }

    /// The same about a part of a file, before which this much of it stands.
    pub(crate) fn of_part(mut self, Passed { lines, bytes, points }: Passed) -> Self {
        let shifted = |at: FileSpan| FileSpan { start: at.start + bytes, end: at.end + bytes };
        for Reported { finding, at, edits, .. } in &mut self.findings {
            finding.at = shifted(finding.at);
            finding.place.line += lines;
            finding.edits =
                finding.edits.iter().map(|edit| Edit::new(shifted(edit.at()), edit.text().to_owned())).collect();
            for stretch in edits.iter_mut().chain([at]) {
                for spot in [&mut stretch.start, &mut stretch.end] {
                    spot.place.line += lines;
                    spot.points += points;
                }
            }
        }
        self
    }
}

impl Stretch {
    /// Whether it ends in the line in which it begins.
    pub(crate) fn is_in_line(self) -> bool {
        self.start.place.line == self.end.place.line
    }
}
