//! What a run changed in files, so that it can be taken back to the byte.
//!
//! The journal of a run is a file of JSON lines. The first one tells of the run, every other one of one file, and stands
//! there before that file is written:
//!
//! ```json
//! {"version":1,"run":"20260301T093000Z-1f3a","command":"fix","at":"2026-03-01T09:30:00Z","folder":"/talks"}
//! {"file":"/talks/a.txt","before":"9f86…","after":"60303…","hunks":[{"at":7,"was":"git lab","is":"GitLab"}],"why":[…]}
//! ```
//!
//! `folder` is where it was run; a run that takes another one back says `of` which. Of a run without a folder only the
//! places of its files are known. `before` and `after` are the SHA-256 of the whole file; `at` counts bytes of the file as
//! it was. Bytes that are no UTF-8 stand as an object, `{"hex":"ff00"}`. Whatever a file holds by now is one of three: what it held before, what the run
//! made of it, or something else, which is never touched.
//!
//! A data set is written record by record, and so is what the journal says of it: lines with a `part` come before the line
//! of the file, which says `records`. All of them are about what the file holds once it is unpacked.
//!
//! ```json
//! {"part":0,"hunks":[{"at":7,"was":"git lab","is":"GitLab"}],"why":[…]}
//! {"file":"/talks/a.jsonl.gz","before":"9f86…","after":"60303…","hunks":[],"records":true}
//! ```

use std::fmt::Write as _;
use std::io::BufRead;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::span::{FileSpan, Place};

/// What a line begins with that tells of a part.
const PART: &str = "{\"part\":";

/// The version of the lines.
pub const JOURNAL_VERSION: u32 = 1;

/// A run that changed files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The version of the lines, [`JOURNAL_VERSION`].
    pub version: u32,
    /// The name of the run; it begins with when it was, so that names sort by it.
    #[serde(rename = "run")]
    pub id: String,
    /// The command that it was.
    pub command: String,
    /// The run that it took back, where it did that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// When it began, in UTC as RFC 3339 has it.
    pub at: String,
    /// The folder that it was run in, as the system spells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<Bytes>,
}

/// What a run made of one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The path from the root, as the system spells it.
    pub file: Bytes,
    /// The SHA-256 of what it held, in hex.
    pub before: String,
    /// The SHA-256 of what it was made to hold.
    pub after: String,
    /// What was replaced, in the order of the file.
    pub hunks: Vec<Hunk>,
    /// Whether it is a data set, and all of this about what is packed in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub records: bool,
    /// The findings that it was replaced for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<Why>,
}

/// What a run made of some records of a data set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Its number; the first part of a data set, 0, makes those before it void that no line of a file came after.
    pub part: usize,
    /// What was replaced, in the order of the file.
    pub hunks: Vec<Hunk>,
    /// The findings that it was replaced for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<Why>,
}

/// Follows a data set that is written part by part.
///
/// ```
/// use mondegreen::{Change, FileSpan, Parts, read_journal};
///
/// let mut parts = Parts::default();
/// parts.same(b"{}\n");
/// let replaced = [FileSpan { start: 4, end: 11 }, FileSpan { start: 4, end: 10 }];
/// let part = parts.changed(b"use git lab", b"use GitLab", &[replaced], &[]);
/// assert_eq!(part.hunks[0].at, 7);
/// let change = parts.end(b"/talks.jsonl");
/// assert_eq!(change.before, mondegreen::digest(b"{}\nuse git lab"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Parts {
    before: Sha256,
    /// None as long as nothing changed.
    after: Option<Sha256>,
    passed: usize,
    count: usize,
}

/// Bytes that were replaced by others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hunk {
    /// Where they began, in bytes of the file as it was.
    pub at: usize,
    /// What stood there.
    pub was: Bytes,
    /// What stands there since.
    pub is: Bytes,
}

/// Bytes as a text where they are one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Bytes {
    /// UTF-8.
    Text(String),
    /// Anything else.
    Hex {
        /// Two digits a byte.
        hex: String,
    },
}

/// Why something was replaced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// The line, from 1.
    pub line: usize,
    /// The column in code points, from 1.
    pub column: usize,
    /// The words as they stood.
    pub heard: String,
    /// What was written.
    pub meant: String,
    /// The rule that noticed it.
    pub rule: String,
    /// The term.
    pub term: String,
    /// From 0 to 1.
    pub confidence: f32,
}

/// What taking back a change of a file comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undo {
    /// The file is to hold this again.
    Write(Vec<u8>),
    /// It holds that already.
    Nothing,
    /// It holds something else than what the run left there.
    Changed,
}

/// The SHA-256 of some bytes, in hex.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

impl Bytes {
    /// As a text where they are one.
    pub fn of(bytes: &[u8]) -> Bytes {
        match std::str::from_utf8(bytes) {
            Ok(text) => Bytes::Text(text.to_owned()),
            Err(_) => Bytes::Hex { hex: hex(bytes) },
        }
    }

    /// The bytes; none where the digits are none.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Bytes::Text(text) => Some(text.as_bytes().to_vec()),
            Bytes::Hex { hex } => {
                let two = |two: &[u8]| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok();
                hex.len().is_multiple_of(2).then(|| hex.as_bytes().chunks(2).map(two).collect())?
            }
        }
    }
}

impl Why {
    /// The same of a finding.
    pub fn of(finding: &Finding) -> Why {
        Why {
            line: finding.place.line,
            column: finding.place.column,
            heard: finding.heard.clone(),
            meant: finding.meant.clone().unwrap_or_default(),
            rule: finding.rule.id().to_owned(),
            term: finding.term.clone(),
            confidence: finding.confidence,
        }
    }
}

fn hunks(before: usize, old: &[u8], new: &[u8], replaced: &[[FileSpan; 2]]) -> Vec<Hunk> {
    let hunk = |[was, is]: &[FileSpan; 2]| Hunk {
        at: before + was.start,
        was: Bytes::of(&old[was.range()]),
        is: Bytes::of(&new[is.range()]),
    };
    replaced.iter().map(hunk).collect()
}

impl Parts {
    /// The next bytes, which stay as they are.
    pub fn same(&mut self, bytes: &[u8]) {
        self.before.update(bytes);
        if let Some(after) = &mut self.after {
            after.update(bytes);
        }
        self.passed += bytes.len();
    }

    /// The next bytes, and what comes in their place: as a line of the journal.
    pub fn changed(&mut self, old: &[u8], new: &[u8], replaced: &[[FileSpan; 2]], findings: &[Finding]) -> Part {
        let hunks = hunks(self.passed, old, new, replaced);
        let part = Part { part: self.count, hunks, why: findings.iter().map(Why::of).collect() };
        self.after.get_or_insert_with(|| self.before.clone()).update(new);
        self.before.update(old);
        self.passed += old.len();
        self.count += 1;
        part
    }

    /// Whether anything changed.
    pub fn is_changed(&self) -> bool {
        self.count > 0
    }

    /// The line of the file, which has this path, after those of its parts.
    pub fn end(self, file: &[u8]) -> Change {
        let before = hex(&self.before.clone().finalize());
        let after = hex(&self.after.unwrap_or(self.before).finalize());
        Change { file: Bytes::of(file), before, after, hunks: Vec::new(), records: true, why: Vec::new() }
    }
}

impl Change {
    /// What a file was made of, by where something was replaced: in the file as it was, and in the new one.
    ///
    /// ```
    /// use mondegreen::{Change, FileSpan, Undo};
    ///
    /// let [old, new] = [b"use git lab now", &b"use GitLab now"[..]];
    /// let replaced = [FileSpan { start: 4, end: 11 }, FileSpan { start: 4, end: 10 }];
    /// let change = Change::new(b"/talk.txt", old, new, &[replaced]);
    /// assert_eq!(change.undone(new), Undo::Write(old.to_vec()));
    /// assert_eq!(change.undone(old), Undo::Nothing);
    /// assert_eq!(change.undone(b"use GitLab then"), Undo::Changed);
    /// ```
    pub fn new(file: &[u8], old: &[u8], new: &[u8], replaced: &[[FileSpan; 2]]) -> Change {
        let hunks = hunks(0, old, new, replaced);
        Change {
            file: Bytes::of(file),
            before: digest(old),
            after: digest(new),
            hunks,
            records: false,
            why: Vec::new(),
        }
    }

    /// The same with the findings that it was made for.
    #[must_use]
    pub fn because(mut self, findings: &[Finding]) -> Change {
        self.why = findings.iter().map(Why::of).collect();
        self
    }

    /// What is to become of the file, which holds `now`.
    pub fn undone(&self, now: &[u8]) -> Undo {
        let known = digest(now);
        if known == self.before {
            return Undo::Nothing;
        }
        if known != self.after {
            return Undo::Changed;
        }
        // A journal that somebody changed by hand is not believed.
        match self.without_hunks(now).filter(|old| digest(old) == self.before) {
            Some(old) => Undo::Write(old),
            None => Undo::Changed,
        }
    }

    /// The change that takes this one back, as a change of its own.
    #[must_use]
    pub fn turned(&self) -> Change {
        let mut shift = 0_isize;
        let mut hunks = Vec::with_capacity(self.hunks.len());
        for Hunk { at, was, is } in &self.hunks {
            let [from, to] = [was, is].map(|bytes| bytes.bytes().map_or(0, |bytes| bytes.len().cast_signed()));
            hunks.push(Hunk { at: at.saturating_add_signed(shift), was: is.clone(), is: was.clone() });
            shift += to - from;
        }
        let (before, after) = (self.after.clone(), self.before.clone());
        Change { file: self.file.clone(), before, after, hunks, records: self.records, why: Vec::new() }
    }

    fn without_hunks(&self, new: &[u8]) -> Option<Vec<u8>> {
        let mut old: Vec<u8> = Vec::with_capacity(new.len() + 64);
        let mut done = 0_usize;
        for hunk in &self.hunks {
            let (was, is) = (hunk.was.bytes()?, hunk.is.bytes()?);
            let same = hunk.at.checked_sub(old.len())?;
            old.extend_from_slice(new.get(done..done.checked_add(same)?)?);
            done += same;
            if new.get(done..done + is.len())? != is {
                return None;
            }
            done += is.len();
            old.extend(was);
        }
        old.extend_from_slice(new.get(done..)?);
        Some(old)
    }
}

/// What a journal says of one file, without what was replaced in it: so much of many runs is held at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// As [`Change::file`].
    pub file: Bytes,
    /// As [`Change::before`].
    pub before: String,
    /// As [`Change::after`].
    pub after: String,
    /// As [`Change::records`].
    pub records: bool,
    /// How many places it is for which the file was changed; one of them may have several copies in it.
    pub places: usize,
}

/// A line of a journal, of which only the outline is kept.
#[derive(Deserialize)]
struct Line {
    file: Bytes,
    before: String,
    after: String,
    #[serde(default)]
    records: bool,
    hunks: Vec<IgnoredAny>,
    #[serde(default)]
    why: Vec<IgnoredAny>,
}

/// The same of a part.
#[derive(Deserialize)]
struct PartLine {
    part: usize,
    hunks: Vec<IgnoredAny>,
    #[serde(default)]
    why: Vec<IgnoredAny>,
}

/// Reads the journal of a run, which messages call `path`. A last line that was cut short tells of a file that was not
/// written yet, and is left out.
///
/// # Errors
///
/// Where a line is none of a journal, or of a later version.
pub fn read_journal(path: &str, text: &str) -> Result<(Run, Vec<Change>)> {
    read_changes(path, text.as_bytes(), |why| why)
}

/// As [`read_journal`], line by line, and without what each change was made for: that is most of a journal.
///
/// # Errors
///
/// As [`read_journal`], and where the journal cannot be read.
pub fn read_hunks(path: &str, journal: impl BufRead) -> Result<(Run, Vec<Change>)> {
    read_changes(path, journal, |_| Vec::new())
}

fn read_changes(path: &str, journal: impl BufRead, kept: impl Fn(Vec<Why>) -> Vec<Why>) -> Result<(Run, Vec<Change>)> {
    let (mut changes, mut hunks, mut why) = (Vec::new(), Vec::new(), Vec::new());
    let run = each_line(path, journal, |line| {
        if line.starts_with(PART) {
            let part: Part = serde_json::from_str(line)?;
            if part.part == 0 {
                (hunks, why) = (Vec::new(), Vec::new());
            }
            hunks.extend(part.hunks);
            why.extend(kept(part.why));
            return Ok(());
        }
        let mut change: Change = serde_json::from_str(line)?;
        change.why = kept(change.why);
        if change.records {
            change.hunks.append(&mut hunks);
            change.why.append(&mut why);
        }
        changes.push(change);
        Ok(())
    })?;
    Ok((run, changes))
}

/// As [`read_journal`], line by line, and only what there is to tell of each file.
///
/// # Errors
///
/// As [`read_journal`], and where the journal cannot be read.
pub fn outline_journal(path: &str, journal: impl BufRead) -> Result<(Run, Vec<Outline>)> {
    let (mut outlines, mut hunks, mut why) = (Vec::new(), 0, 0);
    let run = each_line(path, journal, |line| {
        if line.starts_with(PART) {
            let part: PartLine = serde_json::from_str(line)?;
            if part.part == 0 {
                (hunks, why) = (0, 0);
            }
            hunks += part.hunks.len();
            why += part.why.len();
            return Ok(());
        }
        let line: Line = serde_json::from_str(line)?;
        let mut all = (line.hunks.len(), line.why.len());
        if line.records {
            all = (all.0 + std::mem::take(&mut hunks), all.1 + std::mem::take(&mut why));
        }
        let places = if all.1 == 0 { all.0 } else { all.1 };
        let Line { file, before, after, records, .. } = line;
        outlines.push(Outline { file, before, after, records, places });
        Ok(())
    })?;
    Ok((run, outlines))
}

/// Hands on the lines of a journal that follow the one of the run.
fn each_line(
    path: &str,
    mut journal: impl BufRead,
    mut take: impl FnMut(&str) -> serde_json::Result<()>,
) -> Result<Run> {
    let at = |number: usize, message: String| {
        Error::new(message).at(Place { line: number, column: 1 }).in_file(path.to_owned())
    };
    let told = |error: &serde_json::Error| {
        let text = error.to_string();
        text.split(" at line").next().unwrap_or_default().to_owned()
    };
    let (mut run, mut bytes) = (None, Vec::new());
    for number in 1.. {
        bytes.clear();
        let read = journal.read_until(b'\n', &mut bytes);
        read.map_err(|error| at(number, format!("could not be read: {error}")))?;
        // What was cut short may end in the middle of a letter.
        let Some(line) = bytes.strip_suffix(b"\n") else { break };
        let line = std::str::from_utf8(line).map_err(|_| at(number, "found bytes that are no UTF-8".to_owned()))?;
        if run.is_some() {
            take(line).map_err(|error| at(number, format!("found no change: {}", told(&error))))?;
            continue;
        }
        let first: Run =
            serde_json::from_str(line).map_err(|error| at(number, format!("found no run: {}", told(&error))))?;
        if first.version != JOURNAL_VERSION {
            return Err(at(number, format!("found the version {}, expected {JOURNAL_VERSION}", first.version)));
        }
        run = Some(first);
    }
    run.ok_or_else(|| at(1, "found no run, expected its line first".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> FileSpan {
        FileSpan { start, end }
    }

    #[test]
    fn any_change_is_taken_back() {
        type Case<'a> = (&'a [u8], &'a [u8], &'a [[FileSpan; 2]]);
        let cases: [Case<'_>; 4] = [
            (b"", b"", &[]),
            (b"ab\xFFcd", b"ab\xFE\xFD\xFCcd", &[[span(2, 3), span(2, 5)]]),
            (b"a b c", b"xx b ", &[[span(0, 1), span(0, 2)], [span(4, 5), span(5, 5)]]),
            (b"\xC3\xA9", b"\xC3\xA8", &[[span(1, 2), span(1, 2)]]),
        ];
        for (old, new, replaced) in cases {
            let change = Change::new(b"/f", old, new, replaced);
            let line = serde_json::to_string(&change).expect("a line");
            let change: Change = serde_json::from_str(&line).expect("a change");
            let expected = if old == new { Undo::Nothing } else { Undo::Write(old.to_vec()) };
            assert_eq!(change.undone(new), expected, "{line}");
            assert_eq!(change.undone(old), Undo::Nothing);
            let expected = if old == new { Undo::Nothing } else { Undo::Write(new.to_vec()) };
            assert_eq!(change.turned().undone(old), expected);
            assert_eq!(change.undone(b"other"), Undo::Changed);
        }
    }

    #[test]
    fn a_journal_that_was_tampered_with_is_not_believed() {
        let change = Change::new(b"/f", b"one", b"two", &[[span(0, 3), span(0, 3)]]);
        for hunk in [
            Hunk { at: 9, was: Bytes::Text("one".to_owned()), is: Bytes::Text("two".to_owned()) },
            Hunk { at: 0, was: Bytes::Text("six".to_owned()), is: Bytes::Text("two".to_owned()) },
            Hunk { at: 0, was: Bytes::Hex { hex: "0é".to_owned() }, is: Bytes::Text("two".to_owned()) },
            Hunk { at: usize::MAX, was: Bytes::Text(String::new()), is: Bytes::Text(String::new()) },
        ] {
            assert_eq!(Change { hunks: vec![hunk], ..change.clone() }.undone(b"two"), Undo::Changed);
        }
    }

    #[test]
    fn parts_belong_to_the_data_set_behind_them() {
        let line = |part: Part| serde_json::to_string(&part).expect("a line");
        let refused = line(Parts::default().changed(b"a", b"b", &[[span(0, 1), span(0, 1)]], &[]));
        let mut parts = Parts::default();
        parts.same(b"one ");
        let first = line(parts.changed(b"two ", b"2 ", &[[span(0, 3), span(0, 1)]], &[]));
        parts.same(b"three ");
        let second = line(parts.changed(b"four", b"44", &[[span(0, 4), span(0, 2)]], &[]));
        let end = serde_json::to_string(&parts.end(b"/f")).expect("a line");
        let run = "{\"version\":1,\"run\":\"r\",\"command\":\"fix\",\"at\":\"t\"}";
        let text = [run, &refused, &first, &second, &end, ""].join("\n");
        let (_, changes) = read_journal("j", &text).expect("a journal");
        let (_, outlines) = outline_journal("j", text.as_bytes()).expect("a journal");
        assert_eq!(outlines.iter().map(|outline| outline.places).collect::<Vec<_>>(), [2]);
        assert_eq!(read_hunks("j", text.as_bytes()).expect("a journal").1, changes, "none of them says why");
        let [change] = &changes[..] else { panic!("{changes:?}") };
        assert_eq!(change.undone(b"one 2 three 44"), Undo::Write(b"one two three four".to_vec()));
        assert_eq!(change.turned().undone(b"one two three four"), Undo::Write(b"one 2 three 44".to_vec()));
    }

    #[test]
    fn a_line_that_was_cut_short_tells_of_nothing() {
        let run = "{\"version\":1,\"run\":\"r\",\"command\":\"fix\",\"at\":\"t\"}\n";
        let change = serde_json::to_string(&Change::new(b"/f", b"a", b"b", &[])).expect("a line");
        let read = |text: &str| read_journal("j", text).map(|(_, changes)| changes.len()).map_err(|e| e.to_string());
        assert_eq!(read(&format!("{run}{change}\n{}", &change[..9])), Ok(1));
        assert_eq!(read(run), Ok(0));
        let in_a_letter = [run.as_bytes(), change.as_bytes(), b"\n{\"file\":\"/\xC3"].concat();
        let (_, outlines) = outline_journal("j", &in_a_letter[..]).expect("a journal");
        assert_eq!((outlines.len(), &outlines[0].file), (1, &Bytes::Text("/f".to_owned())));
        assert_eq!(read(&run[..9]), Err("j:1:1: found no run, expected its line first".to_owned()));
        assert_eq!(read(&run.replace(":1", ":2")), Err("j:1:1: found the version 2, expected 1".to_owned()));
        let error = read(&format!("{run}{{}}\n")).expect_err("no change");
        assert_eq!(error, "j:2:1: found no change: missing field `file`");
    }
}
