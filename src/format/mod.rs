//! Formats: how a file becomes a [`Document`].
//!
//! One file a format, one row in [`FORMATS`]. A reader is given the decoded source and never fails for prose: what it
//! does not understand is left out of the segments, and so is never changed.

mod label;
mod markdown;
mod text;

use crate::document::Document;
use crate::error::{Error, Result, did_you_mean};
use crate::source::Source;

/// A format that is read and written.
#[derive(Debug)]
pub struct Format {
    /// The id that users type and findings carry: `txt`, `md`.
    pub id: &'static str,
    /// One line on what it is.
    pub about: &'static str,
    /// Endings of file names, lower case, without the dot.
    pub extensions: &'static [&'static str],
    pub(crate) read: fn(Source) -> Document,
    /// Whether the format can hold `meant` where `heard` stands (called with the two, in this order).
    pub(crate) can_replace: fn(&str, &str) -> bool,
}

/// Every format, in the order in which they are offered.
pub const FORMATS: [&Format; 2] = [&text::FORMAT, &markdown::FORMAT];

/// Reads a file: in the format `id` if one is given, else by the ending of `path`, else as plain text.
///
/// # Errors
///
/// Where the bytes are not text (see [`Source::read`]) or no format has that id.
///
/// ```
/// let document = mondegreen::read(b"Ann: we use git lab.\n".to_vec(), "talk.txt", None, None)?;
/// assert_eq!(document.speaker_at(10), Some("Ann"));
/// # Ok::<(), mondegreen::Error>(())
/// ```
pub fn read(bytes: Vec<u8>, path: &str, id: Option<&str>, encoding: Option<&str>) -> Result<Document> {
    let format = match id {
        Some(id) => by_id(id)?,
        None => by_path(path),
    };
    let source = Source::read(bytes, encoding).map_err(|error| error.in_file(path))?;
    Ok((format.read)(source))
}

/// A text that came in no file, read as plain text.
pub(crate) fn plain(text: String) -> Document {
    (text::FORMAT.read)(Source::of_text(text))
}

/// Whether a file of this name is taken up when a folder is walked.
pub fn is_transcript(path: &str) -> bool {
    extension(path).is_some_and(|ending| FORMATS.iter().any(|format| format.extensions.contains(&ending.as_str())))
}

/// Tells of an id that no format has.
#[cfg(feature = "cli")]
pub(crate) fn known_format(id: &str) -> Result<()> {
    by_id(id).map(drop)
}

fn by_id(id: &str) -> Result<&'static Format> {
    FORMATS.into_iter().find(|format| format.id == id).ok_or_else(|| {
        let known = FORMATS.map(|format| format.id);
        let error = Error::new(format!("found the format `{id}`, expected one of {}", known.join(", ")));
        match did_you_mean(id, known) {
            Some(near) => error.with_hint(format!("did you mean `{near}`?")),
            None => error,
        }
    })
}

fn by_path(path: &str) -> &'static Format {
    extension(path)
        .and_then(|ending| FORMATS.into_iter().find(|format| format.extensions.contains(&ending.as_str())))
        .unwrap_or(&text::FORMAT)
}

fn extension(path: &str) -> Option<String> {
    let name = path.rsplit(['/', '\\']).next()?;
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())
}
