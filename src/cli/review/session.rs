//! A review with the world around it: what the keys ask for is done before the next one.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::super::error::CommandError;
use super::super::inputs::Input;
use super::super::journal::Journal;
use super::super::scanning::{Scanned, Scanning};
use super::super::streams::Streams;
use super::lessons::Lessons;
use super::player::Player;
use super::store::Store;
use crate::error::Error;
use crate::finding::Tier;
use crate::ledger::Entry;
use crate::output::counted;
use crate::review::{Effect, Key, Review};

/// Whether the review goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    On,
    End,
}

pub(super) struct Session {
    pub(super) review: Review,
    scanning: Scanning,
    files: Vec<File>,
    min_tier: Tier,
    store: Store,
    lessons: Lessons,
    player: Player,
    journal: Journal,
    /// How many changes were written.
    written: usize,
    /// Why the latest decision could not be remembered.
    unstored: Option<String>,
}

/// A file of the review, and how it looked when it was read.
struct File {
    path: PathBuf,
    input: Input,
    seen: Option<(u64, SystemTime)>,
}

/// What tells that a file was written, without reading it.
fn seen(path: &Path) -> Option<(u64, SystemTime)> {
    let of = |found: Metadata| Some((found.len(), found.modified().ok()?));
    fs::metadata(path).ok().and_then(of)
}

impl Session {
    pub(super) fn new(
        review: Review,
        scanning: Scanning,
        paths: Vec<(PathBuf, Input)>,
        min_tier: Tier,
        store: Store,
        lessons: Lessons,
        player: Player,
    ) -> Session {
        let files = paths.into_iter().map(|(path, input)| File { seen: seen(&path), path, input }).collect();
        let journal = Journal::new("review");
        Session { review, scanning, files, min_tier, store, lessons, player, journal, written: 0, unstored: None }
    }

    /// Takes a key, and does what it asks for.
    pub(super) fn press(&mut self, key: Key, streams: &mut Streams) -> Flow {
        if let Some(file) = self.review.file().filter(|&file| self.has_changed(file)) {
            self.read_again(file);
            return Flow::On;
        }
        let now = self.store.now();
        let effects = self.review.press(key, &now);
        let mut flow = Flow::On;
        for effect in effects {
            let told = match effect {
                Effect::Record(entries) => self.record(&entries).map(|()| String::new()),
                Effect::Learn(lesson) => self.lessons.learn(&lesson),
                Effect::Unlearn(lesson) => self.lessons.unlearn(&lesson),
                Effect::Play { file, time } => Ok(self.player.play(&self.files[file].path, time)),
                Effect::Write => self.write(streams),
                Effect::Quit => {
                    flow = Flow::End;
                    continue;
                }
            };
            match told {
                Ok(told) if told.is_empty() => {}
                Ok(told) => self.review.tell(told),
                // Whatever comes after what failed would be wrong.
                Err(told) => {
                    self.review.tell(told);
                    return Flow::On;
                }
            }
        }
        flow
    }

    /// Remembers decisions; those that could not be are taken back, for they would be lost at the end.
    fn record(&mut self, entries: &[Entry]) -> Result<(), String> {
        let stored = self.store.record(entries);
        self.unstored = stored.as_ref().err().cloned();
        if stored.is_err() {
            let now = self.store.now();
            self.review.take_back(&now);
        }
        stored
    }

    /// Whether what was decided last is remembered.
    pub(super) fn remembered(&self) -> Result<(), CommandError> {
        self.unstored.as_ref().map_or(Ok(()), |told| {
            let error = CommandError::usage(format!("the latest decision is lost: {told}"));
            Err(error.with_hint("run the review in a folder that you may write to, or beside a configuration in one"))
        })
    }

    /// What was done, in a few words.
    pub(super) fn summary(&self) -> String {
        let counts = self.review.counts();
        let mut told = format!("{} undecided", counts.open);
        if self.written > 0 {
            told = format!("{} written, {told}", counted(self.written, "change"));
        }
        if counts.accepted > 0 {
            let goes_on = "`mondegreen review` goes on, `mondegreen fix` writes them";
            told = format!("{told}, {} accepted and not written: {goes_on}", counts.accepted);
        }
        told
    }

    fn has_changed(&self, file: usize) -> bool {
        let file = &self.files[file];
        seen(&file.path) != file.seen
    }

    /// Reads a file again that was changed by somebody else, and finds the decisions about it again.
    fn read_again(&mut self, file: usize) {
        let lost = match self.refresh(file) {
            Ok(lost) => lost,
            Err(error) => {
                self.files[file].seen = seen(&self.files[file].path);
                self.review.tell(format!("it was changed by somebody else, and now: {error}"));
                return;
            }
        };
        let name = self.review.document(file).map_or_else(String::new, |(name, _)| name.to_owned());
        let mut told = format!("{name} was changed by somebody else, and is read again");
        if lost > 0 {
            told = format!("{told}; of what was accepted {lost} are no longer there");
        }
        self.review.tell(told);
    }

    fn refresh(&mut self, file: usize) -> Result<usize, Error> {
        let look = seen(&self.files[file].path);
        let Scanned { document, mut findings, .. } = self.scanning.again(&self.files[file].input)?;
        findings.retain(|finding| finding.tier >= self.min_tier && !finding.is_of_captions());
        self.files[file].seen = look;
        Ok(self.review.replace(file, document, findings))
    }

    /// Writes what is accepted; the error says what was left.
    fn write(&mut self, streams: &mut Streams) -> Result<String, String> {
        let mut errors: Vec<String> = Vec::new();
        let (mut places, mut files) = (0, 0);
        for wanted in self.review.accepted() {
            let path = self.files[wanted.file].path.clone();
            let Some((name, document)) = self.review.document(wanted.file) else { continue };
            let name = name.to_owned();
            if fs::read(&path).is_ok_and(|now| now != document.bytes()) {
                match self.refresh(wanted.file) {
                    Ok(lost) => errors.push(format!(
                        "{name} was changed by somebody else and is read again; {lost} of its accepted places are gone, w writes the others"
                    )),
                    Err(error) => errors.push(error.to_string()),
                }
                continue;
            }
            if wanted.breaking > 0 {
                errors.push(format!(
                    "{name}: {} would change who speaks, or what is built of the text, and stay",
                    wanted.breaking
                ));
            }
            if wanted.findings.is_empty() {
                continue;
            }
            if let Err(error) = self.journal.write(&path, document, &wanted.edits, &wanted.findings, streams) {
                errors.push(error.to_string());
                continue;
            }
            places += wanted.findings.len();
            files += 1;
            if wanted.left > 0 {
                errors.push(format!("{name}: {} want words that another one takes", wanted.left));
            }
            if let Err(error) = self.refresh(wanted.file) {
                errors.push(error.to_string());
            }
        }
        self.written += places;
        if files > 0 {
            self.review.forget();
        }
        let told = format!(
            "wrote {} into {}; `mondegreen undo` takes it back",
            counted(places, "change"),
            counted(files, "file")
        );
        match errors.split_first() {
            None => Ok(told),
            Some((first, [])) if places == 0 => Err(first.clone()),
            Some((first, [])) => Err(format!("{first}; {told}")),
            Some((first, more)) => Err(format!("{first}, and {} more like that; {told}", more.len())),
        }
    }
}
