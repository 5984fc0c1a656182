//! The file of a dictionary that is changed.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::super::dictionaries;
use super::super::error::CommandError;
use super::super::write;
use crate::dictionary::{Dictionary, Form, builtin_names};
use crate::error::Error;

const MARK: &[u8] = "\u{FEFF}".as_bytes();

/// A dictionary's file as it was read.
pub(crate) struct DictionaryFile {
    path: PathBuf,
    /// None where there is no such file yet.
    bytes: Option<Vec<u8>>,
    pub(crate) text: String,
    pub(crate) form: Form,
}

impl DictionaryFile {
    /// Reads the file that a value names; the name of a shipped dictionary names none.
    pub(crate) fn read(value: &OsStr) -> Result<Self, CommandError> {
        let path = Path::new(value);
        Self::of(value, Some(dictionaries::bytes(path, "a dictionary")?))
    }

    /// The same, or an empty one where there is no such file.
    pub(crate) fn read_or_new(value: &OsStr) -> Result<Self, CommandError> {
        let path = Path::new(value);
        match path.try_exists() {
            Ok(false) => Self::of(value, None),
            _ => Self::read(value),
        }
    }

    fn of(value: &OsStr, bytes: Option<Vec<u8>>) -> Result<Self, CommandError> {
        let path = PathBuf::from(value);
        let shown = path.display().to_string();
        if !dictionaries::is_file(value) {
            let message = if builtin_names().any(|name| name == shown) {
                format!("found the shipped dictionary `{shown}`, expected a file that can be changed")
            } else {
                format!("found `{shown}`, expected a file whose name ends in .toml or .txt")
            };
            let error = CommandError::usage(message);
            return Err(error.with_hint(format!("name a file of your own, such as `{shown}.toml`")));
        }
        let source = dictionaries::source(&path, bytes.clone().unwrap_or_default())?;
        let text = source.text().to_owned();
        let form = dictionaries::form(&path);
        let file = DictionaryFile { path, bytes, text, form };
        if file.bytes.is_some() && file.encoded(&file.text).as_deref() != file.bytes.as_deref() {
            let error = Error::new("found another encoding than UTF-8, in which nothing can be changed");
            return Err(error.in_file(shown).with_hint("save it as UTF-8").into());
        }
        Ok(file)
    }

    pub(crate) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// The dictionary that a text would be in this file.
    pub(crate) fn dictionary(&self, text: &str) -> Result<Dictionary, Error> {
        dictionaries::of_text(&self.path, text)
    }

    /// Puts another text in its place, in one step.
    pub(crate) fn write(&self, text: &str) -> Result<(), Error> {
        match (&self.bytes, self.encoded(text)) {
            (Some(old), Some(new)) => write::replace(&self.path, old, &new),
            _ => write::create(&self.path, text.as_bytes()),
        }
    }

    /// The bytes of a text with the mark that the file begins with.
    fn encoded(&self, text: &str) -> Option<Vec<u8>> {
        let old = self.bytes.as_ref()?;
        let mark = if old.starts_with(MARK) && !text.starts_with('\u{FEFF}') { MARK } else { &[] };
        Some([mark, text.as_bytes()].concat())
    }
}
