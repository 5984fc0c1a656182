//! A data set in JSON lines, a few records at a time: one alone, or those that follow each other in one document.

use std::io::{self, BufRead, Read};

use crate::cli::error::told;
use crate::error::Error;
use crate::json::{Json, Value};
use crate::span::{Passed, Place};

/// A longer record is refused: it would take too much memory.
const LONGEST_RECORD: usize = 64 << 20;
/// A document of more bytes is looked at in parts.
const LARGEST_DOCUMENT: usize = 8 << 20;
/// So many bytes are handed on at a time.
const BATCH: usize = 1 << 20;

/// Records that are looked at together, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// Whole lines.
    pub(super) bytes: Vec<u8>,
    /// What stands before it.
    pub(super) passed: Passed,
    /// How many lines it has.
    lines: usize,
}

/// A line, and the document that it says it belongs to.
type Line = (Vec<u8>, Option<String>);

/// The units of a data set.
pub(super) struct Units<R> {
    input: R,
    /// The field that names the document of a record.
    field: Option<String>,
    /// Whether a record had it.
    is_field_found: bool,
    limit: usize,
    passed: Passed,
    /// A line that was read already, with the document that it belongs to.
    ahead: Option<Line>,
    /// What went wrong behind what was handed on.
    failed: Option<Error>,
}

impl<R: BufRead> Units<R> {
    /// The units of `input`; where a field is named, records that follow each other and say the same in it are one.
    pub(super) fn new(input: R, field: Option<&str>) -> Units<R> {
        let field = field.map(str::to_owned);
        let passed = Passed::default();
        Units { input, field, is_field_found: false, limit: LONGEST_RECORD, passed, ahead: None, failed: None }
    }

    /// The next units, about a megabyte of them; none at the end.
    ///
    /// # Errors
    ///
    /// Where the input cannot be read, or a record is too long; with the line.
    pub(super) fn batch(&mut self) -> Result<Vec<Unit>, Error> {
        let mut units = Vec::new();
        let mut bytes = 0;
        while bytes < BATCH && self.failed.is_none() {
            match self.unit() {
                Ok(Some(unit)) => {
                    bytes += unit.bytes.len();
                    units.push(unit);
                }
                Ok(None) => break,
                Err(error) => self.failed = Some(error),
            }
        }
        match self.failed.take_if(|_| units.is_empty()) {
            Some(error) => Err(error),
            None => Ok(units),
        }
    }

    /// The field by which records were to be put together, where none of them had it.
    pub(super) fn missing_field(&self) -> Option<&str> {
        self.field.as_deref().filter(|_| !self.is_field_found)
    }

    fn unit(&mut self) -> Result<Option<Unit>, Error> {
        let Some((bytes, document)) = self.line()? else { return Ok(None) };
        let mut unit = Unit { bytes, passed: self.passed, lines: 1 };
        while document.is_some() {
            let Some((line, of)) = self.line_behind(unit.lines)? else { break };
            if of != document || unit.bytes.len() + line.len() > LARGEST_DOCUMENT {
                self.ahead = Some((line, of));
                break;
            }
            unit.bytes.extend_from_slice(&line);
            unit.lines += 1;
        }
        self.passed = self.passed.and(unit.lines, &unit.bytes);
        Ok(Some(unit))
    }

    fn line(&mut self) -> Result<Option<Line>, Error> {
        match self.ahead.take() {
            Some(line) => Ok(Some(line)),
            None => self.line_behind(0),
        }
    }

    /// The line behind so many that were not counted yet.
    fn line_behind(&mut self, uncounted: usize) -> Result<Option<Line>, Error> {
        let place = Place { line: self.passed.lines + uncounted + 1, column: 1 };
        let mut line = Vec::new();
        let most = self.limit as u64 + 1;
        let read = self.input.by_ref().take(most).read_until(b'\n', &mut line);
        read.map_err(|error: io::Error| {
            let error = Error::new(format!("could not be read: {}", told(&error))).at(place);
            error.with_hint("it may be damaged or cut short: make it again, or take it apart and look")
        })?;
        if line.len() > self.limit {
            let limit = self.limit;
            let error = Error::new(format!("found a record of more than {limit} bytes, which is the limit")).at(place);
            return Err(error.with_hint("expected one record a line: take the long one out, or make several of it"));
        }
        let document = self.field.as_deref().and_then(|field| document_of(&line, field));
        self.is_field_found |= document.is_some();
        Ok((!line.is_empty()).then_some((line, document)))
    }
}

/// The document that a record says it belongs to.
fn document_of(line: &[u8], field: &str) -> Option<String> {
    let text = String::from_utf8_lossy(line);
    let text = text.trim_start_matches('\u{FEFF}');
    let json = Json::read(text).ok()?;
    let path: Vec<&str> = field.split('.').collect();
    let value = json.value().get(field).or_else(|| json.value().at(&path)).and_then(Value::bare)?;
    Some(text[value.start as usize..value.end as usize].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(file: &str, field: Option<&str>, limit: usize) -> Result<Vec<(usize, usize, String)>, Error> {
        let mut units = Units { limit, ..Units::new(file.as_bytes(), field) };
        let mut all = Vec::new();
        loop {
            let batch = units.batch()?;
            if batch.is_empty() {
                return Ok(all);
            }
            let text = |unit: Unit| String::from_utf8(unit.bytes).expect("text");
            all.extend(batch.into_iter().map(|unit| (unit.passed.lines, unit.passed.bytes, text(unit))));
        }
    }

    #[test]
    fn records_stand_alone_or_with_those_of_their_document() {
        let file = "{\"d\":1}\n{\"d\":1, \"t\":2}\n\n{\"d\":\"1\"}\n{}\n{}\n{\"d\":2}";
        let lines = |field| -> Vec<(usize, usize, String)> { units(file, field, 100).expect("records") };
        assert_eq!(lines(None).len(), 7);
        assert_eq!(lines(None)[3], (3, 24, "{\"d\":\"1\"}\n".to_owned()));
        let grouped: Vec<(usize, usize)> = lines(Some("d")).iter().map(|unit| (unit.0, unit.2.len())).collect();
        assert_eq!(grouped, [(0, 23), (2, 1), (3, 10), (4, 3), (5, 3), (6, 7)]);
        assert_eq!(lines(Some("d")).iter().map(|unit| &*unit.2).collect::<String>(), file);
    }

    #[test]
    fn a_record_that_is_too_long_is_told_with_its_line() {
        let error = units("{}\n{\"a\": 1}\n{}\n", None, 6).expect_err("a long record");
        assert_eq!(error.to_string(), "2:1: found a record of more than 6 bytes, which is the limit");
    }
}
