//! What the project's dictionary is to say from now on.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use super::super::configuration::{Configuration, path_of};
use super::super::dict::file::DictionaryFile;
use super::super::dictionaries::{form, is_file};
use super::super::error::CommandError;
use crate::dictionary::{Form, Term};
use crate::review::{Lesson, LessonKind};

/// The dictionary that always and never write to.
#[derive(Debug)]
pub(super) struct Lessons {
    dictionary: Option<OsString>,
    /// What was put in, with the text of the file before and after.
    done: Vec<(Lesson, String, String)>,
}

impl Lessons {
    /// The dictionary that was named, or the first of the configuration that is a file in the full form.
    pub(super) fn new(named: Option<&OsStr>, configuration: &Configuration) -> Lessons {
        let of_config = || {
            let files = configuration.config.scope.dictionaries.iter().filter(|set| is_file(OsStr::new(&set.value)));
            files.map(path_of).find(|path| form(path) == Form::Toml).map(OsString::from)
        };
        Lessons { dictionary: named.map(OsStr::to_owned).or_else(of_config), done: Vec::new() }
    }

    /// Puts a lesson into the dictionary; answers with what there is to say.
    pub(super) fn learn(&mut self, lesson: &Lesson) -> Result<String, String> {
        let Some(dictionary) = &self.dictionary else {
            return Err("no dictionary of the project is known; name one with --learn-to FILE.toml".to_owned());
        };
        let name = Path::new(dictionary).display().to_string();
        let put = |dictionary: &OsStr| -> Result<(String, String), CommandError> {
            let file = DictionaryFile::read_or_new(dictionary)?;
            if file.form == Form::List {
                return Err(CommandError::usage(format!("found a plain list, `{name}`, which holds terms alone")));
            }
            let mut term = Term::new(&lesson.term);
            match lesson.kind {
                LessonKind::Always => term.heard.push(lesson.heard.clone()),
                LessonKind::Never => term.never.push(lesson.heard.clone()),
            }
            let (text, _) = file.form.with(&file.text, &term).map_err(|error| error.in_file(name.clone()))?;
            if text != file.text {
                // What cannot be read again is not written.
                file.dictionary(&text)?;
                file.write(&text)?;
            }
            Ok((file.text.clone(), text))
        };
        let (before, after) = put(dictionary).map_err(|error| error.source().to_string())?;
        self.done.push((lesson.clone(), before, after));
        let what = match lesson.kind {
            LessonKind::Always => "is now a mishearing of",
            LessonKind::Never => "is never",
        };
        Ok(format!("`{}` {what} {}, in {name}", lesson.heard, lesson.term))
    }

    /// Takes a lesson out again, if the dictionary is as it was left.
    pub(super) fn unlearn(&mut self, lesson: &Lesson) -> Result<String, String> {
        let Some(at) = self.done.iter().rposition(|(done, ..)| done == lesson) else { return Ok(String::new()) };
        let (_, before, after) = self.done.remove(at);
        let Some(dictionary) = &self.dictionary else { return Ok(String::new()) };
        let name = Path::new(dictionary).display().to_string();
        let put = || -> Result<bool, CommandError> {
            let file = DictionaryFile::read_or_new(dictionary)?;
            if file.text != after {
                return Ok(false);
            }
            file.write(&before)?;
            Ok(true)
        };
        if put().map_err(|error| error.source().to_string())? {
            return Ok(format!("taken out of {name} again"));
        }
        Err(format!("{name} has changed since, and keeps `{}` for {}", lesson.heard, lesson.term))
    }
}
