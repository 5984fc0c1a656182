//! A file's bytes as text, with the way back from every character to its bytes.
//!
//! UTF-8 is used as it lies; UTF-16 with a byte-order mark and the legacy encodings that the caller names are decoded
//! once. Formats and detectors see text only; edits are made on the bytes, so that whatever is not edited stays as it was.

mod office;

use std::ops::Range;

use encoding_rs::{DecoderResult, Encoding};

use crate::edit::Edits;
use crate::error::{Error, Result};
use crate::packed::{Packed, is_archive};
use crate::span::{FileSpan, place_in};

/// Files of 4 GiB and more are refused: positions in the reading text are 32 bits wide.
const LARGEST: usize = u32::MAX as usize;
/// A position in a decoded file is found from the last of these before it.
const CHECKPOINT_EVERY: usize = 4096;

/// The bytes of a file and the text that they spell.
#[derive(Debug)]
pub struct Source(Decoded);

#[derive(Debug)]
enum Decoded {
    /// The file is the text, after a byte-order mark of `skip` bytes (0 or 3).
    Utf8 { file: String, skip: usize },
    /// A part of an archive, whose bytes count as those of the file.
    Packed { packed: Packed, part: Box<Source> },
    /// Any other encoding: the text was made from the bytes.
    Other {
        bytes: Vec<u8>,
        charset: Charset,
        text: String,
        /// Pairs of an offset in `text` and the offset in the file, rising.
        checkpoints: Vec<(usize, usize)>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Charset {
    Utf16 { little: bool },
    Named(&'static Encoding),
}

impl Source {
    /// Decodes a file: as UTF-8, as UTF-16 where it begins with that byte-order mark, or as `encoding`, a label of the
    /// WHATWG Encoding Standard such as `windows-1252`.
    ///
    /// # Errors
    ///
    /// Where the bytes are not text in that encoding (with the offset of the first bad byte), could not be written back
    /// as they are, or are 4 GiB or more.
    pub fn read(bytes: Vec<u8>, encoding: Option<&str>) -> Result<Source> {
        if bytes.len() >= LARGEST {
            return Err(Error::new(format!("the file has {} bytes, and the limit is {LARGEST}", bytes.len())));
        }
        let decoded = match encoding {
            _ if is_archive(&bytes) => packed(bytes)?,
            Some(label) => named(bytes, label)?,
            None if bytes.starts_with(b"\xFF\xFE\0\0") => {
                return Err(Error::new("found UTF-32, expected UTF-8 or UTF-16 with a byte-order mark"));
            }
            None => match utf16_order(&bytes) {
                Some(is_little) => utf16(bytes, is_little)?,
                None => utf8(bytes)?,
            },
        };
        let source = Source(decoded);
        if source.text().len() >= LARGEST {
            let length = source.text().len();
            return Err(Error::new(format!("the text has {length} bytes in UTF-8, and the limit is {LARGEST}")));
        }
        Ok(source)
    }

    /// A source that is this text.
    pub(crate) fn of_text(text: String) -> Source {
        Source(Decoded::Utf8 { file: text, skip: 0 })
    }

    /// The text, without a byte-order mark.
    pub fn text(&self) -> &str {
        match &self.0 {
            Decoded::Utf8 { file: text, skip } => &text[*skip..],
            Decoded::Packed { part, .. } => part.text(),
            Decoded::Other { text, .. } => text,
        }
    }

    /// Whether the file is its text in UTF-8.
    #[cfg(feature = "cli")]
    pub(crate) fn is_utf8(&self) -> bool {
        matches!(self.0, Decoded::Utf8 { .. })
    }

    /// Whether the text is a part of an archive, which nobody reads as it is.
    pub(crate) fn is_packed(&self) -> bool {
        matches!(self.0, Decoded::Packed { .. })
    }

    /// The file as it was read.
    pub fn bytes(&self) -> &[u8] {
        match &self.0 {
            Decoded::Utf8 { file, .. } => file.as_bytes(),
            Decoded::Packed { packed, .. } => packed.bytes(),
            Decoded::Other { bytes, .. } => bytes,
        }
    }

    /// The bytes in which edits are counted: those of the file, or of the part of the archive that is read.
    fn edited(&self) -> &[u8] {
        match &self.0 {
            Decoded::Packed { part, .. } => part.bytes(),
            Decoded::Utf8 { .. } | Decoded::Other { .. } => self.bytes(),
        }
    }

    /// The bytes of the file that spell a range of [`Source::text`].
    pub(crate) fn file_span(&self, range: Range<usize>) -> FileSpan {
        FileSpan { start: self.file_offset(range.start), end: self.file_offset(range.end) }
    }

    /// The range of [`Source::text`] that these bytes of the file spell; bytes before the text count as its beginning.
    pub(crate) fn text_range(&self, span: FileSpan) -> Range<usize> {
        self.text_offset(span.start)..self.text_offset(span.end)
    }

    /// Whether the file's encoding can write this text.
    pub(crate) fn can_hold(&self, text: &str) -> bool {
        match &self.0 {
            Decoded::Other { charset: Charset::Named(encoding), .. } => !encoding.encode(text).2,
            Decoded::Packed { part, .. } => part.can_hold(text),
            _ => true,
        }
    }

    /// The file with `edits` made: every byte outside of them as it was. An edit past the end of the file is left out.
    pub fn apply(&self, edits: &Edits) -> Vec<u8> {
        self.applied(edits).0
    }

    /// The same with what was replaced by what: where in the file as it was, and where in the new one.
    pub(crate) fn applied(&self, edits: &Edits) -> (Vec<u8>, Vec<[FileSpan; 2]>) {
        let bytes = self.edited();
        let mut out = Vec::with_capacity(bytes.len() + 64);
        let mut replaced = Vec::new();
        let mut done = 0;
        for edit in edits {
            let at = edit.at();
            if at.start > at.end || at.end > bytes.len() {
                continue;
            }
            out.extend_from_slice(&bytes[done..at.start]);
            let start = out.len();
            self.encode_into(edit.text(), &mut out);
            replaced.push([at, FileSpan { start, end: out.len() }]);
            done = at.end;
        }
        out.extend_from_slice(&bytes[done..]);
        match &self.0 {
            Decoded::Packed { packed, .. } if out == bytes => (packed.bytes().to_vec(), Vec::new()),
            Decoded::Packed { packed, .. } => {
                let new = packed.with(&out);
                let replaced = vec![between(packed.bytes(), &new)];
                (new, replaced)
            }
            Decoded::Utf8 { .. } | Decoded::Other { .. } => (out, replaced),
        }
    }

    fn encode_into(&self, text: &str, out: &mut Vec<u8>) {
        match &self.0 {
            Decoded::Utf8 { .. } => out.extend_from_slice(text.as_bytes()),
            Decoded::Packed { part, .. } => part.encode_into(text, out),
            Decoded::Other { charset, .. } => charset.encode_into(text, out),
        }
    }

    fn file_offset(&self, offset: usize) -> usize {
        let offset = self.text().floor_char_boundary(offset);
        match &self.0 {
            Decoded::Utf8 { skip, .. } => offset + skip,
            Decoded::Packed { part, .. } => part.file_offset(offset),
            Decoded::Other { charset, text, checkpoints, .. } => {
                let before = checkpoints.partition_point(|&(at, _)| at <= offset) - 1;
                let (at, file) = checkpoints[before];
                file + charset.width(&text[at..offset])
            }
        }
    }

    fn text_offset(&self, file_offset: usize) -> usize {
        match &self.0 {
            Decoded::Utf8 { skip, .. } => file_offset.saturating_sub(*skip),
            Decoded::Packed { part, .. } => part.text_offset(file_offset),
            Decoded::Other { charset, text, checkpoints, .. } => {
                let before = checkpoints.partition_point(|&(_, file)| file <= file_offset).saturating_sub(1);
                let (mut at, mut file) = checkpoints[before];
                for c in text[at..].chars() {
                    if file >= file_offset {
                        break;
                    }
                    file += charset.width(c.encode_utf8(&mut [0; 4]));
                    at += c.len_utf8();
                }
                at
            }
        }
    }
}

impl Charset {
    /// How many bytes of the file these characters take.
    fn width(self, text: &str) -> usize {
        match self {
            Charset::Utf16 { .. } => text.chars().map(|c| 2 * c.len_utf16()).sum(),
            Charset::Named(encoding) => encoding.encode(text).0.len(),
        }
    }

    fn encode_into(self, text: &str, out: &mut Vec<u8>) {
        match self {
            Charset::Utf16 { little } => {
                for unit in text.encode_utf16() {
                    out.extend_from_slice(&if little { unit.to_le_bytes() } else { unit.to_be_bytes() });
                }
            }
            Charset::Named(encoding) => out.extend_from_slice(&encoding.encode(text).0),
        }
    }
}

/// What lies between the bytes that two files begin with alike and those that they end with alike.
fn between(old: &[u8], new: &[u8]) -> [FileSpan; 2] {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let same = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    [old.len(), new.len()].map(|len| FileSpan { start, end: len - same })
}

fn packed(bytes: Vec<u8>) -> Result<Decoded> {
    let name = office::main_part(&bytes);
    let (packed, part) = Packed::open(bytes, &name)?;
    let decoded = match utf16_order(&part) {
        Some(is_little) => utf16(part, is_little),
        None => utf8(part),
    };
    let part = Box::new(Source(decoded.map_err(|error| error.in_part(&name))?));
    Ok(Decoded::Packed { packed, part })
}

/// Whether the low byte comes first, where a byte-order mark of UTF-16 says it.
fn utf16_order(bytes: &[u8]) -> Option<bool> {
    if bytes.starts_with(b"\xFF\xFE") { Some(true) } else { bytes.starts_with(b"\xFE\xFF").then_some(false) }
}

fn utf8(bytes: Vec<u8>) -> Result<Decoded> {
    let skip = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    if let Some(nul) = memchr::memchr(0, &bytes[..bytes.len().min(8192)]) {
        return Err(Error::new(format!("found a binary file (byte {nul} is zero), expected text")));
    }
    match String::from_utf8(bytes) {
        Ok(file) => Ok(Decoded::Utf8 { file, skip }),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            let text = std::str::from_utf8(&bytes[..offset]).unwrap_or_default();
            Err(Error::new(format!("found the byte 0x{:02X} at offset {offset}, expected UTF-8", bytes[offset]))
                .at(place_in(text, offset))
                .of_encoding()
                .with_hint("name the encoding, such as windows-1252"))
        }
    }
}

fn utf16(bytes: Vec<u8>, little: bool) -> Result<Decoded> {
    let body = &bytes[2..];
    let unit = |pair: &[u8]| {
        if little { u16::from_le_bytes([pair[0], pair[1]]) } else { u16::from_be_bytes([pair[0], pair[1]]) }
    };
    let mut text = String::with_capacity(body.len() / 2);
    let mut checkpoints = vec![(0, 2)];
    let mut file = 2;
    for decoded in char::decode_utf16(body.chunks_exact(2).map(unit)) {
        let Ok(c) = decoded else {
            return Err(Error::new(format!("found half a surrogate pair at offset {file}, expected UTF-16"))
                .at(place_in(&text, text.len())));
        };
        text.push(c);
        file += 2 * c.len_utf16();
        checkpoint(&mut checkpoints, text.len(), file);
    }
    if body.len() % 2 == 1 {
        return Err(Error::new(format!("found a single byte at offset {file} at the end, expected UTF-16"))
            .at(place_in(&text, text.len())));
    }
    Ok(Decoded::Other { bytes, charset: Charset::Utf16 { little }, text, checkpoints })
}

fn named(bytes: Vec<u8>, label: &str) -> Result<Decoded> {
    let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
        return Err(Error::new(format!("found the encoding `{label}`, which is not known"))
            .with_hint("expected a name such as `utf-8`, `windows-1252` or `shift_jis`"));
    };
    if encoding == encoding_rs::UTF_8 {
        return utf8(bytes);
    }
    if encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE {
        let little = encoding == encoding_rs::UTF_16LE;
        let mark: &[u8] = if little { b"\xFF\xFE" } else { b"\xFE\xFF" };
        if bytes.starts_with(mark) {
            return utf16(bytes, little);
        }
        return Err(Error::new("found UTF-16 without its byte-order mark")
            .with_hint("UTF-16 is found by its byte-order mark, not by its name"));
    }
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(&bytes) else {
        let start = first_malformed(encoding, &bytes);
        return Err(Error::new(format!(
            "found the byte 0x{:02X} at offset {start}, expected {}",
            bytes[start],
            encoding.name()
        )));
    };
    let text = text.into_owned();
    let charset = Charset::Named(encoding);
    let mut checkpoints = vec![(0, 0)];
    let (mut file, mut since) = (0, 0);
    for (at, _) in text.char_indices() {
        if at - since >= CHECKPOINT_EVERY {
            file += charset.width(&text[since..at]);
            since = at;
            checkpoints.push((at, file));
        }
    }
    // An encoding that keeps a state (ISO-2022-JP) writes a part of a text otherwise than the whole: no part of such a
    // file could be replaced alone.
    if encoding == encoding_rs::ISO_2022_JP || file + charset.width(&text[since..]) != bytes.len() {
        return Err(Error::new(format!(
            "found {}, whose characters depend on those before them, expected an encoding that can be changed in parts",
            encoding.name()
        ))
        .with_hint("save the file as UTF-8 first"));
    }
    let mut again = Vec::with_capacity(bytes.len());
    charset.encode_into(&text, &mut again);
    if again != bytes {
        let offset = again.iter().zip(&bytes).take_while(|(a, b)| a == b).count();
        return Err(Error::new(format!(
            "found bytes at offset {offset} that {} would write otherwise, expected ones that it writes back as they are",
            encoding.name()
        )));
    }
    Ok(Decoded::Other { bytes, charset, text, checkpoints })
}

/// The offset of the first bytes that the encoding cannot read.
fn first_malformed(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = [0; 4096];
    let mut done = 0;
    loop {
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(&bytes[done..], &mut text, true);
        done += read;
        match result {
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(bad, behind) => return done - usize::from(bad) - usize::from(behind),
            DecoderResult::InputEmpty => return bytes.len().saturating_sub(1),
        }
    }
}

fn checkpoint(checkpoints: &mut Vec<(usize, usize)>, text: usize, file: usize) {
    if text - checkpoints.last().map_or(0, |&(at, _)| at) >= CHECKPOINT_EVERY {
        checkpoints.push((text, file));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edit;

    fn source(bytes: &[u8], encoding: Option<&str>) -> Source {
        Source::read(bytes.to_vec(), encoding).expect("a good file")
    }

    fn replaced(source: &Source, heard: &str, meant: &str) -> Vec<u8> {
        let start = source.text().find(heard).expect("the heard words");
        let at = source.file_span(start..start + heard.len());
        source.apply(&Edits::new([Edit::new(at, meant.to_owned())]))
    }

    #[test]
    fn without_an_edit_every_encoding_is_the_same_bytes() {
        let cases: &[(&[u8], Option<&str>)] = &[
            (b"", None),
            ("né\r\n".as_bytes(), None),
            (b"\xEF\xBB\xBFgit lab\n", None),
            (b"\xFF\xFEg\0i\0t\0", None),
            (b"\xFE\xFF\0g\0i\0t", None),
            (b"caf\xE9 \x80", Some("windows-1252")),
        ];
        for (bytes, encoding) in cases {
            assert_eq!(source(bytes, *encoding).apply(&Edits::new([])), *bytes, "{bytes:?}");
        }
    }

    #[test]
    fn an_edit_is_written_in_the_encoding_of_the_file() {
        let utf16 = source(b"\xFF\xFE\x3D\xD8\x00\xDE \0g\0i\0t\0 \0l\0a\0b\0.\0", None);
        assert_eq!(utf16.text(), "😀 git lab.");
        assert_eq!(replaced(&utf16, "git lab", "GitLab"), b"\xFF\xFE\x3D\xD8\x00\xDE \0G\0i\0t\0L\0a\0b\0.\0");
        let latin = source(b"caf\xE9 git lab", Some("latin1"));
        assert_eq!(replaced(&latin, "git lab", "Gît"), b"caf\xE9 G\xEEt");
        assert!(latin.can_hold("é") && !latin.can_hold("ł"));
        let marked = source(b"\xEF\xBB\xBFgit lab\n", None);
        assert_eq!(replaced(&marked, "git lab", "GitLab"), b"\xEF\xBB\xBFGitLab\n");
    }

    #[test]
    fn far_places_are_found_from_checkpoints() {
        let text = "é".repeat(10_000) + "x";
        let bytes: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let utf16 = source(&bytes, None);
        assert_eq!(utf16.file_span(20_000..20_001).start, 20_002);
        assert_eq!(utf16.text_range(FileSpan { start: 20_002, end: 20_004 }), 20_000..20_001);
        let latin = source(&[&[0xE9; 10_000][..], b"x"].concat(), Some("windows-1252"));
        assert_eq!(latin.file_span(20_000..20_001).start, 10_000);
        assert_eq!(latin.text_range(FileSpan { start: 10_000, end: 10_001 }), 20_000..20_001);
        let marked = source(b"\xEF\xBB\xBFgit lab", None);
        assert_eq!(marked.text_range(FileSpan { start: 3, end: 6 }), 0..3);
    }

    #[test]
    fn what_is_not_text_is_refused_with_its_place() {
        let cases: &[(&[u8], Option<&str>, &str)] = &[
            (b"ab\ncd\xFF", None, "2:3: found the byte 0xFF at offset 5, expected UTF-8"),
            (b"a\0b", None, "found a binary file (byte 1 is zero), expected text"),
            (b"\xFF\xFEa\0b", None, "1:2: found a single byte at offset 4 at the end, expected UTF-16"),
            (b"\xFF\xFE\0\xD8a\0", None, "1:1: found half a surrogate pair at offset 2, expected UTF-16"),
            (b"\xFF\xFE\0\0a\0\0\0", None, "found UTF-32, expected UTF-8 or UTF-16 with a byte-order mark"),
            (b"x", Some("klingon"), "found the encoding `klingon`, which is not known"),
            (
                b"ab",
                Some("iso-2022-jp"),
                "found ISO-2022-JP, whose characters depend on those before them, expected an encoding that can be changed in parts",
            ),
            (b"ab\x81", Some("shift_jis"), "found the byte 0x81 at offset 2, expected Shift_JIS"),
            (
                b"\x82\xA0\x82\xA0\x82\xA0\x82\xA0\xFFab",
                Some("shift_jis"),
                "found the byte 0xFF at offset 8, expected Shift_JIS",
            ),
        ];
        for (bytes, encoding, message) in cases {
            let error = Source::read(bytes.to_vec(), *encoding).expect_err("a bad file");
            assert_eq!(error.to_string(), *message);
        }
    }
}
