//! Why a command could not do its work: kind, source and hint; the kind picks the exit code.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use crate::config::Origin;
use crate::error::{Error, did_you_mean};

/// Why a command stopped.
#[derive(Debug)]
pub(crate) struct CommandError {
    kind: Kind,
    source: Error,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// What was asked for makes no sense.
    Usage,
    /// Something could not be read.
    Input,
    /// The result could not be written.
    Output,
    /// Whoever read the result wants no more of it, which is no error.
    ClosedPipe,
}

impl CommandError {
    /// The arguments ask for what cannot be.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        CommandError { kind: Kind::Usage, source: Error::new(message) }
    }

    /// The same with what to do about it.
    #[must_use]
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.source = self.source.with_hint(hint);
        self
    }

    /// The same for what a configuration names, with the place where it does.
    #[must_use]
    pub(crate) fn named_in(mut self, from: Option<&Origin>) -> Self {
        let Some(from) = from else { return self };
        if self.source.path().is_none() {
            self.source = self.source.at(from.place).in_file(&*from.path);
            return self;
        }
        let hint = match self.source.hint() {
            Some(hint) => format!("it is named in {from}; {hint}"),
            None => format!("it is named in {from}"),
        };
        self.with_hint(hint)
    }

    /// What was found and expected, where, and what to do about it.
    pub(crate) fn source(&self) -> &Error {
        &self.source
    }

    /// Whether there is anything to say about it.
    pub(crate) fn is_silent(&self) -> bool {
        self.kind == Kind::ClosedPipe
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self.kind {
            Kind::Usage | Kind::Input | Kind::Output => ExitCode::from(2),
            Kind::ClosedPipe => ExitCode::SUCCESS,
        }
    }
}

/// What came of it; none where whoever read the output went away, which is no reason to forget what was found.
pub(crate) fn while_read<T>(result: Result<T, CommandError>) -> Result<Option<T>, CommandError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_silent() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Errors of the library are about what it was given to read.
impl From<Error> for CommandError {
    fn from(source: Error) -> Self {
        CommandError { kind: Kind::Input, source }
    }
}

/// A bare I/O error comes from writing the result: errors of files bear their path, see [`of_file`].
impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        let kind = if error.kind() == io::ErrorKind::BrokenPipe { Kind::ClosedPipe } else { Kind::Output };
        CommandError { kind, source: Error::new(format!("the output could not be written: {}", told(&error))) }
    }
}

/// The same with the option that may help.
pub(crate) fn with_option(error: Error) -> Error {
    if error.is_of_encoding() { error.with_hint("name the encoding, such as `--encoding windows-1252`") } else { error }
}

/// The error of a file or folder that could not be read.
pub(crate) fn of_file(path: &Path, error: &io::Error, expected: &str) -> Error {
    let shown = path.display().to_string();
    let (message, hint) = match error.kind() {
        io::ErrorKind::NotFound => match path.read_link() {
            Ok(target) => {
                let target = target.display();
                (format!("found a link that leads to nothing, `{target}`, expected {expected}"), None)
            }
            Err(_) => (format!("found no such file, expected {expected}"), neighbour(path)),
        },
        io::ErrorKind::PermissionDenied => {
            let needed = if path.is_dir() { "u+rx" } else { "u+r" };
            ("found no permission to read it".to_owned(), Some(permission(path, needed)))
        }
        _ => (format!("could not be read: {}", told(error)), None),
    };
    let error = Error::new(message).in_file(shown);
    match hint {
        Some(hint) => error.with_hint(hint),
        None => error,
    }
}

/// How to come by the permission for a file or folder: only its owner can give it.
pub(crate) fn permission(path: &Path, needed: &str) -> String {
    let shown = quoted_for_shell(&path.display().to_string());
    if may_allow(path) {
        return format!("allow it: `chmod {needed} {shown}`");
    }
    format!("its owner can allow it, or whoever administers the computer: `ls -ld {shown}` says who owns it")
}

/// Whether whoever runs this may change the permissions of a file, so far as it can be seen at all.
#[cfg(unix)]
fn may_allow(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    // Where a folder above may not be entered, it is that one which has to be opened.
    let owner = path.ancestors().find_map(|above| above.metadata().ok()).map(|found| found.uid());
    let me = rustix::process::geteuid();
    me.is_root() || owner == Some(me.as_raw())
}

#[cfg(not(unix))]
fn may_allow(_: &Path) -> bool {
    true
}

/// The name in the same folder that was likely meant.
fn neighbour(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut names: Vec<String> =
        folder.read_dir().ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    let near = did_you_mean(wanted, names.iter().map(String::as_str))?;
    Some(format!("did you mean `{}`?", path.with_file_name(near).display()))
}

/// A word of a command that is there to be pasted.
pub(crate) fn quoted_for_shell(word: &str) -> String {
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '+' | '=' | ',' | ':' | '@');
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// What the system says, without its error number.
pub(crate) fn told(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_is_one_word() {
        let cases = [
            ("talks/a-1.txt", "talks/a-1.txt"),
            ("", "''"),
            ("my talk.txt", "'my talk.txt'"),
            ("it's $(x)", r"'it'\''s $(x)'"),
        ];
        for (word, quoted) in cases {
            assert_eq!(quoted_for_shell(word), quoted);
        }
    }
}
