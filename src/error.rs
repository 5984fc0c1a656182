//! The one error of the library: what was found, what was expected, and where.
//!
//! Only reading can fail. Detecting, scoring and planning cannot, so nothing past the readers returns a [`Result`].

use std::fmt;

use crate::span::Place;

/// What went wrong while reading a file, a dictionary or a configuration.
///
/// Shown as `file:line:column: message`, with as much of the place as is known.
///
/// ```
/// use mondegreen::Dictionary;
///
/// let error = Dictionary::from_toml("mine", "mine.toml", "[[term]]\ntxet = \"GitLab\"\n").unwrap_err();
/// assert!(error.to_string().starts_with("mine.toml:2:1: "));
/// assert_eq!(error.hint(), Some("did you mean `text`?"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    path: Option<String>,
    place: Option<Place>,
    message: String,
    hint: Option<String>,
    cause: Cause,
}

/// What can be done about it, where the caller may have to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// Nothing that a program could do.
    Other,
    /// The file may be in another encoding than it was read in.
    Encoding,
    /// The file is about something else.
    NoTranscript,
    /// No record has the field that was named.
    NoField,
    /// Somebody asked to stop before it was come to.
    #[cfg(feature = "cli")]
    Stop,
}

/// A result of the library.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error with a message alone; the builders below add the place.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Error(Box::new(Inner { path: None, place: None, message: message.into(), hint: None, cause: Cause::Other }))
    }

    #[must_use]
    pub(crate) fn at(mut self, place: Place) -> Self {
        self.0.place = Some(place);
        self
    }

    #[must_use]
    pub(crate) fn in_file(mut self, path: impl Into<String>) -> Self {
        self.0.path.get_or_insert_with(|| path.into());
        self
    }

    /// The same, found in a part of the file that has this name.
    pub(crate) fn in_part(mut self, name: &str) -> Self {
        self.0.message = format!("in `{name}`: {}", self.0.message);
        self
    }

    /// The same with its file called otherwise.
    #[cfg(feature = "cli")]
    pub(crate) fn rename(&mut self, rename: impl Fn(&str) -> String) {
        self.0.path = self.0.path.as_deref().map(rename);
    }

    /// The same about a file that may be in another encoding than it was read in.
    #[must_use]
    pub(crate) fn of_encoding(mut self) -> Self {
        self.0.cause = Cause::Encoding;
        self
    }

    /// The same about a file that is no transcript at all.
    #[must_use]
    pub(crate) fn of_no_transcript(mut self) -> Self {
        self.0.cause = Cause::NoTranscript;
        self
    }

    /// The same about records none of which has the field that was named.
    #[must_use]
    pub(crate) fn of_no_field(mut self) -> Self {
        self.0.cause = Cause::NoField;
        self
    }

    /// The same about what was not come to, for somebody asked to stop.
    #[cfg(feature = "cli")]
    #[must_use]
    pub(crate) fn of_stop(mut self) -> Self {
        self.0.cause = Cause::Stop;
        self
    }

    /// Whether it is about what was not come to, which did not fail.
    #[cfg(feature = "cli")]
    pub(crate) fn is_of_stop(&self) -> bool {
        self.0.cause == Cause::Stop
    }

    /// Whether no record has the field that is read.
    #[cfg(feature = "cli")]
    pub(crate) fn is_of_no_field(&self) -> bool {
        matches!(self.0.cause, Cause::NoField | Cause::NoTranscript)
    }

    #[must_use]
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// What was found and what was expected, without the place.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The file, as it was named by the caller.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// Line and column, both from 1.
    pub fn place(&self) -> Option<Place> {
        self.0.place
    }

    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// Whether the file may be in another encoding than it was read in.
    pub fn is_of_encoding(&self) -> bool {
        self.0.cause == Cause::Encoding
    }

    /// Whether the file is no transcript at all.
    pub fn is_of_no_transcript(&self) -> bool {
        self.0.cause == Cause::NoTranscript
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0.path, self.0.place) {
            (Some(path), Some(place)) => write!(f, "{path}:{place}: ")?,
            (Some(path), None) => write!(f, "{path}: ")?,
            (None, Some(place)) => write!(f, "{place}: ")?,
            (None, None) => {}
        }
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}

/// The one of `known` that is nearest to `word`, if it is near enough to be a slip of the fingers.
pub(crate) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        .filter(|&(distance, candidate)| distance <= 1 + candidate.len().min(word.len()) / 4)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_offered_and_far_ones_are_not() {
        let known = ["cloud", "devtools", "finance"];
        assert_eq!(did_you_mean("clowd", known), Some("cloud"));
        assert_eq!(did_you_mean("devtool", known), Some("devtools"));
        assert_eq!(did_you_mean("music", known), None);
    }

    #[test]
    fn the_place_is_shown_as_far_as_it_is_known() {
        let error = Error::new("found `x`");
        assert_eq!(error.to_string(), "found `x`");
        let error = error.at(Place { line: 3, column: 7 }).in_file("a.toml").in_file("b.toml");
        assert_eq!(error.to_string(), "a.toml:3:7: found `x`");
    }
}
