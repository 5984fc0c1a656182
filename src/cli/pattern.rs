//! The file beside a transcript whose names are terms of that transcript alone, by a pattern of its name.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::error::{CommandError, of_file};
use super::inputs::Input;
use super::options::InputArgs;
use crate::config::Config;
use crate::error::Error;

/// What stands for the name of the transcript without its ending.
const STEM: &str = "{stem}";

/// The name of the file that goes with a transcript: `{stem}.context.txt` is `talk.context.txt` for `talk.vtt`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern(String);

impl FromStr for Pattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if !text.contains(STEM) {
            return Err(format!("found no `{STEM}` in it, expected one, such as `{STEM}.context.txt`"));
        }
        if text.contains(['/', '\\']) {
            return Err(format!(
                "found a folder in it, expected a name beside the transcript, such as `{STEM}.context.txt`"
            ));
        }
        Ok(Pattern(text.to_owned()))
    }
}

impl Pattern {
    /// The pattern that the arguments ask for, or else the configuration.
    pub(crate) fn of(args: &InputArgs, config: &Config) -> Result<Option<Pattern>, CommandError> {
        let Some(set) = config.context_pattern.as_ref().filter(|_| args.context_pattern.is_none()) else {
            return Ok(args.context_pattern.clone());
        };
        let refused = |message| CommandError::usage(message).named_in(Some(&set.from));
        set.value.parse().map(Some).map_err(refused)
    }

    /// The file that goes with a transcript, whether it is there or not; the transcript itself is none.
    fn path_for(&self, transcript: &Path) -> Option<PathBuf> {
        let name = transcript.file_name()?.to_str()?;
        let packed = [".gz", ".zst"].iter().find_map(|ending| name.strip_suffix(ending));
        let stem = Path::new(packed.unwrap_or(name)).file_stem()?.to_str()?;
        let beside = transcript.with_file_name(self.0.replace(STEM, stem));
        (beside != transcript).then_some(beside)
    }

    /// The file that goes with a transcript, where it is there.
    ///
    /// # Errors
    ///
    /// Where it is a link that leads out of the folder.
    pub(crate) fn file_for(&self, transcript: &Path) -> Result<Option<PathBuf>, Error> {
        let Some(path) = self.path_for(transcript) else { return Ok(None) };
        let refused = |error: &io::Error| of_file(&path, error, "names, beside the transcript");
        let found = match fs::canonicalize(&path) {
            // What leads nowhere is not there.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            found => found.map_err(|error| refused(&error))?,
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if fs::canonicalize(folder).ok().as_deref() != found.parent() {
            let message = format!("found a link to `{}`, expected a file beside the transcript", found.display());
            let error = Error::new(message).in_file(path.display().to_string());
            return Err(error.with_hint("put the file itself there"));
        }
        let is_file = fs::metadata(&found).map_err(|error| refused(&error))?.is_file();
        Ok(is_file.then_some(path))
    }

    /// The files that go with these, whether they are there or not.
    pub(crate) fn beside(&self, inputs: &[Input]) -> impl Iterator<Item = PathBuf> {
        inputs.iter().filter_map(|input| match input {
            Input::File(path) | Input::Found(path) => self.path_for(path),
            Input::Stdin => None,
        })
    }

    /// Takes out of what was found in folders the files that go with others: they are no transcripts.
    pub(crate) fn leave_out(&self, inputs: &mut Vec<Input>) {
        let beside: HashSet<PathBuf> = self.beside(inputs).collect();
        inputs.retain(|input| !matches!(input, Input::Found(path) if beside.contains(path)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_names_a_file_beside_the_transcript() {
        let pattern: Pattern = "{stem}.context.txt".parse().expect("a pattern");
        for (transcript, expected) in [
            ("a/talk.vtt", Some("a/talk.context.txt")),
            ("talk", Some("talk.context.txt")),
            ("a.b/talk.en.srt", Some("a.b/talk.en.context.txt")),
            ("data.jsonl.gz", Some("data.context.txt")),
            ("a/..", None),
        ] {
            assert_eq!(pattern.path_for(Path::new(transcript)), expected.map(PathBuf::from), "{transcript}");
        }
        let itself: Pattern = "{stem}.txt".parse().expect("a pattern");
        assert_eq!(itself.path_for(Path::new("talk.txt")), None);
        for wrong in ["context.txt", "../{stem}.txt", "a\\{stem}"] {
            assert!(wrong.parse::<Pattern>().is_err(), "{wrong}");
        }
    }
}
