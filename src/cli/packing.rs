//! How a data set is packed: not at all, by gzip or by Zstandard; taken apart and put together in pieces.

use std::io::{self, BufRead, BufReader, Read, Write};

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    Plain,
    Gzip,
    Zstd,
}

/// The endings of packed files; what stands before them is the name of what is packed.
const ENDINGS: [(&str, Packing); 2] = [(".gz", Packing::Gzip), (".zst", Packing::Zstd)];
/// So much is read at a time.
const BUFFER: usize = 1 << 16;
/// Archives that need more memory than two to the power of this to be taken apart are refused.
const LARGEST_WINDOW: u32 = 27;

impl Packing {
    /// How a file that begins so is packed.
    pub(crate) fn of(beginning: &[u8]) -> Packing {
        if beginning.starts_with(b"\x1F\x8B") {
            Packing::Gzip
        } else if beginning.starts_with(b"\x28\xB5\x2F\xFD") || begins_with_skipped(beginning) {
            Packing::Zstd
        } else {
            Packing::Plain
        }
    }

    /// What is packed, one part after another.
    pub(crate) fn open<'a>(self, packed: impl BufRead + 'a) -> io::Result<Box<dyn BufRead + 'a>> {
        Ok(match self {
            Packing::Plain => Box::new(packed),
            Packing::Gzip => Box::new(BufReader::with_capacity(BUFFER, Gunzip::new(packed))),
            Packing::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(packed)?;
                decoder.window_log_max(LARGEST_WINDOW)?;
                Box::new(BufReader::with_capacity(BUFFER, decoder))
            }
        })
    }
}

/// Whether a file begins with a frame of Zstandard that holds no text, as pzstd writes one before each that does.
fn begins_with_skipped(beginning: &[u8]) -> bool {
    matches!(beginning, [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..])
}

/// Takes apart what gzip packed, one part after another; zeros behind a part, as tapes have them, hold nothing.
struct Gunzip<R>(Option<GzDecoder<R>>);

impl<R: BufRead> Gunzip<R> {
    fn new(packed: R) -> Self {
        Gunzip(Some(GzDecoder::new(packed)))
    }
}

impl<R: BufRead> Read for Gunzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(part) = &mut self.0 {
            let length = part.read(buffer)?;
            if length > 0 || buffer.is_empty() {
                return Ok(length);
            }
            let Some(mut rest) = self.0.take().map(GzDecoder::into_inner) else { break };
            if is_more_than_zeros(&mut rest)? {
                self.0 = Some(GzDecoder::new(rest));
            }
        }
        Ok(0)
    }
}

/// Passes over zeros; answers whether anything comes behind them.
fn is_more_than_zeros(packed: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let bytes = packed.fill_buf()?;
        if bytes.is_empty() {
            return Ok(false);
        }
        let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
        let is_all = zeros == bytes.len();
        packed.consume(zeros);
        if !is_all {
            return Ok(true);
        }
    }
}

/// The name of a file without the ending that says how it is packed.
pub(crate) fn unpacked_name(name: &str) -> &str {
    ENDINGS.iter().find_map(|(ending, _)| strip_ending(name, ending)).unwrap_or(name)
}

/// Whether the name of a file says that it is packed.
pub(crate) fn is_packed(name: &str) -> bool {
    unpacked_name(name).len() < name.len()
}

fn strip_ending<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    let at = name.len().checked_sub(ending.len())?;
    let (stem, found) = name.split_at_checked(at)?;
    (found.eq_ignore_ascii_case(ending) && !stem.is_empty()).then_some(stem)
}

/// Packs what comes, and passes it on.
pub(crate) enum Packer {
    Plain,
    Gzip(GzEncoder<Vec<u8>>),
    Zstd(zstd::stream::write::Encoder<'static, Vec<u8>>),
}

impl Packer {
    pub(crate) fn new(packing: Packing) -> io::Result<Packer> {
        Ok(match packing {
            Packing::Plain => Packer::Plain,
            // No time and no name in it: the same bytes out for the same in.
            Packing::Gzip => Packer::Gzip(GzEncoder::new(Vec::new(), Compression::default())),
            Packing::Zstd => {
                let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), zstd::DEFAULT_COMPRESSION_LEVEL)?;
                encoder.include_checksum(true)?;
                Packer::Zstd(encoder)
            }
        })
    }

    /// Packs the next bytes.
    pub(crate) fn pack(&mut self, bytes: &[u8], out: &mut dyn Write) -> io::Result<()> {
        let packed = match self {
            Packer::Plain => return out.write_all(bytes),
            Packer::Gzip(encoder) => {
                encoder.write_all(bytes)?;
                encoder.get_mut()
            }
            Packer::Zstd(encoder) => {
                encoder.write_all(bytes)?;
                encoder.get_mut()
            }
        };
        out.write_all(packed)?;
        packed.clear();
        Ok(())
    }

    /// Packs all that another stream holds.
    pub(crate) fn pack_all(&mut self, mut from: impl Read, out: &mut dyn Write) -> io::Result<()> {
        let mut buffer = vec![0; BUFFER];
        loop {
            match from.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(length) => self.pack(&buffer[..length], out)?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Writes what is still held back, and the end.
    pub(crate) fn finish(self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Packer::Plain => Ok(()),
            Packer::Gzip(encoder) => out.write_all(&encoder.finish()?),
            Packer::Zstd(encoder) => out.write_all(&encoder.finish()?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_taken_apart_again() -> io::Result<()> {
        let text = "on cooper netties\n".repeat(10_000);
        for packing in [Packing::Plain, Packing::Gzip, Packing::Zstd] {
            let (mut packer, mut packed) = (Packer::new(packing)?, Vec::new());
            for part in text.as_bytes().chunks(999) {
                packer.pack(part, &mut packed)?;
            }
            packer.finish(&mut packed)?;
            assert_eq!(Packing::of(&packed), packing);
            // Parts that stand behind one another are one.
            let twice = [&packed[..], &packed[..]].concat();
            let mut again = String::new();
            packing.open(&twice[..])?.read_to_string(&mut again)?;
            assert_eq!(again, text.repeat(2), "{packing:?}");
            // What holds no text may stand around them.
            let around = match packing {
                Packing::Plain => continue,
                Packing::Gzip => [&twice[..], &[0; 1_000]].concat(),
                Packing::Zstd => {
                    [b"\x50\x2A\x4D\x18\x04\0\0\0size", &packed[..], b"\x5F\x2A\x4D\x18\0\0\0\0", &packed].concat()
                }
            };
            assert_eq!(Packing::of(&around), packing);
            again.clear();
            packing.open(&around[..])?.read_to_string(&mut again)?;
            assert_eq!(again, text.repeat(2), "{packing:?}");
        }
        let mut packer = Packer::new(Packing::Gzip)?;
        let mut packed = Vec::new();
        packer.pack(b"text", &mut packed)?;
        packer.finish(&mut packed)?;
        for behind in [&b"\0\0more"[..], b"more", b"\x1F\x8B"] {
            let read = Packing::Gzip.open(&[&packed[..], behind].concat()[..])?.read_to_end(&mut Vec::new());
            assert!(read.is_err(), "{behind:?}");
        }
        Ok(())
    }

    #[test]
    fn names_say_what_is_packed() {
        for (name, expected) in
            [("a.jsonl.gz", "a.jsonl"), ("a.JSONL.ZST", "a.JSONL"), ("a.jsonl", "a.jsonl"), (".gz", ".gz")]
        {
            assert_eq!(unpacked_name(name), expected);
        }
    }
}
