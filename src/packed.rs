//! One part of a ZIP archive (PKWARE APPNOTE 6.3), taken out and put back: every other byte of the archive stays, but for
//! the places that the table of contents gives.

use std::io::{Read, Write};
use std::ops::Range;

use crate::error::{Error, Result};

/// A part is not taken out where it has more bytes than this: text takes several times as much memory, and word processors
/// hold no document of more text than half of it.
const LARGEST_PART: u64 = 64 << 20;
/// The same of parts that tell of others.
const LARGEST_TELLING: u64 = 1 << 20;

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const DESCRIPTOR: &[u8] = b"PK\x07\x08";
/// The sizes of the records, without names and the like.
const LOCAL_SIZE: usize = 30;
const CENTRAL_SIZE: usize = 46;
const END_SIZE: usize = 22;

/// An archive, and where one part of it lies.
#[derive(Debug)]
pub(crate) struct Packed {
    bytes: Vec<u8>,
    /// Where the part begins, with its header.
    local: usize,
    /// Its content as it is packed.
    data: Range<usize>,
    /// Where what belongs to it ends.
    end: usize,
    /// Its row in the table of contents.
    row: usize,
    /// The table of contents.
    rows: Range<usize>,
    /// What ends the archive.
    last: usize,
}

/// Whether a file is an archive.
pub(crate) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(LOCAL)
}

/// Where a part lies in an archive.
struct Found {
    /// What the table of contents says of it, and where.
    row: Row,
    row_at: usize,
    /// The table of contents, and what ends the archive.
    rows: Range<usize>,
    last: usize,
    /// Its content as it is packed, and where what belongs to it ends.
    data: Range<usize>,
    end: usize,
}

/// The content of a part that tells of others, where there is such a one.
pub(crate) fn part(archive: &[u8], name: &str) -> Option<Vec<u8>> {
    let Found { row, data, .. } = Found::of(archive, name).ok()?;
    unpack(&archive[data], &row, LARGEST_TELLING)
}

impl Found {
    fn of(bytes: &[u8], name: &str) -> Result<Found> {
        let (last, rows) = table(bytes).ok_or_else(|| damaged("its table of contents is not whole"))?;
        let mut found = None;
        let mut starts = vec![rows.start];
        let mut at = rows.start;
        while at < rows.end {
            let row = Row::read(&bytes[..rows.end], at).ok_or_else(|| damaged("its table of contents is not whole"))?;
            starts.push(row.local);
            if bytes.get(row.name.clone()) == Some(name.as_bytes()) {
                if found.is_some() {
                    return Err(damaged(&format!("it holds `{name}` twice")));
                }
                found = Some((at, row.clone()));
            }
            at = row.end;
        }
        let Some((row_at, row)) = found else {
            return Err(Error::new(format!("found a ZIP archive without `{name}`, expected text or a .docx")));
        };
        if row.flags & 1 != 0 {
            return Err(Error::new(format!("`{name}` of the archive is encrypted")));
        }
        let next = starts.into_iter().filter(|&start| start > row.local).min().unwrap_or(rows.start);
        let content = content(bytes, &row, next).filter(|&(_, end)| end <= rows.start);
        let (data, end) = content.ok_or_else(|| damaged(&format!("`{name}` is cut short")))?;
        Ok(Found { row, row_at, rows, last, data, end })
    }
}

impl Packed {
    /// Finds the part of this name, and unpacks it.
    pub(crate) fn open(bytes: Vec<u8>, name: &str) -> Result<(Packed, Vec<u8>)> {
        let Found { row, row_at, rows, last, data, end } = Found::of(&bytes, name)?;
        if row.length > LARGEST_PART {
            let length = row.length;
            let message =
                format!("found a document of {length} bytes when it is unpacked, and the limit is {LARGEST_PART}");
            return Err(Error::new(message).with_hint("save its text alone as a .txt file"));
        }
        let part = unpack(&bytes[data.clone()], &row, LARGEST_PART)
            .ok_or_else(|| damaged(&format!("`{name}` does not unpack to its {} bytes", row.length)))?;
        Ok((Packed { bytes, local: row.local, data, end, row: row_at, rows, last }, part))
    }

    /// The archive as it was read.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The archive with another content of the part.
    pub(crate) fn with(&self, part: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        // A vector takes all that is written to it.
        let packed = packer.write_all(part).and_then(|()| packer.finish()).unwrap_or_default();
        let mut crc = flate2::Crc::new();
        crc.update(part);
        let sizes = [crc.sum(), packed.len() as u32, part.len() as u32];
        let bytes = &self.bytes;
        let mut out = Vec::with_capacity(bytes.len() + packed.len());
        out.extend_from_slice(&bytes[..self.data.start]);
        put_head(&mut out, self.local + 6, sizes, self.local + 14);
        out.extend_from_slice(&packed);
        let behind = out.len();
        let moved = |place: usize| (place + behind).saturating_sub(self.end) as u32;
        out.extend_from_slice(&bytes[self.end..self.rows.start]);
        let table = out.len();
        out.extend_from_slice(&bytes[self.rows.start..]);
        let mut at = self.rows.start;
        while let Some(row) = (at < self.rows.end).then(|| Row::read(&bytes[..self.rows.end], at)).flatten() {
            let here = table + at - self.rows.start;
            if at == self.row {
                put_head(&mut out, here + 8, sizes, here + 16);
            } else if row.local > self.local {
                put(&mut out, here + 42, moved(row.local));
            }
            at = row.end;
        }
        put(&mut out, table + self.last - self.rows.start + 16, moved(self.rows.start));
        out
    }
}

/// A row of the table of contents.
#[derive(Debug, Clone)]
struct Row {
    flags: u16,
    method: u16,
    packed: usize,
    length: u64,
    local: usize,
    name: Range<usize>,
    end: usize,
}

impl Row {
    fn read(bytes: &[u8], at: usize) -> Option<Row> {
        if !bytes.get(at..)?.starts_with(CENTRAL) {
            return None;
        }
        let name = at + CENTRAL_SIZE..at + CENTRAL_SIZE + usize::from(short(bytes, at + 28)?);
        let end = name.end + usize::from(short(bytes, at + 30)?) + usize::from(short(bytes, at + 32)?);
        let row = Row {
            flags: short(bytes, at + 8)?,
            method: short(bytes, at + 10)?,
            packed: long(bytes, at + 20)? as usize,
            length: u64::from(long(bytes, at + 24)?),
            local: long(bytes, at + 42)? as usize,
            name,
            end,
        };
        (end <= bytes.len()).then_some(row)
    }
}

/// What ends the archive, and its table of contents.
fn table(bytes: &[u8]) -> Option<(usize, Range<usize>)> {
    let from = bytes.len().saturating_sub(END_SIZE + usize::from(u16::MAX));
    let ends =
        |&at: &usize| short(bytes, at + 20).is_some_and(|comment| at + END_SIZE + usize::from(comment) == bytes.len());
    let last = memchr::memmem::rfind_iter(&bytes[from..], END).map(|at| from + at).find(ends)?;
    let start = long(bytes, last + 16)? as usize;
    let end = start.checked_add(long(bytes, last + 12)? as usize)?;
    (end <= last).then_some((last, start..end))
}

/// The packed content of a part, and where what belongs to it ends; `next` is where something else begins.
fn content(bytes: &[u8], row: &Row, next: usize) -> Option<(Range<usize>, usize)> {
    if !bytes.get(row.local..)?.starts_with(LOCAL) {
        return None;
    }
    let names = usize::from(short(bytes, row.local + 26)?) + usize::from(short(bytes, row.local + 28)?);
    let start = row.local + LOCAL_SIZE + names;
    let data = start..start.checked_add(row.packed)?;
    let behind = bytes.get(data.end..next)?;
    // Sizes that were not known beforehand stand behind the content.
    let descriptor = match (row.flags & 8 != 0, behind.starts_with(DESCRIPTOR)) {
        (false, _) => 0,
        (true, true) => 16,
        (true, false) => 12,
    };
    (descriptor <= behind.len()).then_some((data.clone(), data.end + descriptor))
}

fn unpack(data: &[u8], row: &Row, most: u64) -> Option<Vec<u8>> {
    if row.length > most {
        return None;
    }
    match row.method {
        0 => Some(data.to_vec()),
        8 => {
            let mut part = Vec::new();
            let reader = flate2::read::DeflateDecoder::new(data);
            reader.take(row.length + 1).read_to_end(&mut part).ok()?;
            Some(part)
        }
        _ => None,
    }
    .filter(|part| part.len() as u64 == row.length)
}

fn damaged(what: &str) -> Error {
    Error::new(format!("found a damaged ZIP archive: {what}"))
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).map(u16::from_le_bytes)
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes)
}

fn put(out: &mut [u8], at: usize, number: u32) {
    if let Some(place) = out.get_mut(at..at + 4) {
        place.copy_from_slice(&number.to_le_bytes());
    }
}

/// Writes that the part is deflated, with the sizes in its header and not behind it.
fn put_head(out: &mut [u8], flags: usize, sizes: [u32; 3], at: usize) {
    if let (Some(old), Some(place)) = (short(out, flags), out.get_mut(flags..flags + 4)) {
        place[..2].copy_from_slice(&(old & !8).to_le_bytes());
        place[2..].copy_from_slice(&8_u16.to_le_bytes());
    }
    for (number, size) in sizes.into_iter().enumerate() {
        put(out, at + 4 * number, size);
    }
}
