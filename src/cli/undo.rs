//! `mondegreen undo`: takes back what a run wrote.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use super::Outcome;
use super::error::{CommandError, of_file, quoted_for_shell};
use super::journal::{Journal, here, is_going_on, outline, path_of, read, runs};
use super::packing::Packing;
use super::sink::Sink;
use super::streams::Streams;
use super::write;
use crate::error::Error;
use crate::journal::{Change, Outline, Parts, Run, Undo, digest};
use crate::output::{counted, shown_in_line};
use crate::span::FileSpan;

/// So much of a data set is read at a time.
const BUFFER: usize = 1 << 16;

/// Take back what a run of `fix` or `review` wrote, to the byte.
///
/// Without a name, the latest run is taken back that left anything to take back, of those that were run in this folder
/// or changed files below it; once more, the one before it. A file that was changed since stays as it is, and is told
/// of. A data set that is packed (.gz, .zst) is packed anew: what it holds comes back, not its packed bytes. Taking back
/// is a run of its own, which can be taken back by its name. A run that goes on writing is not taken back.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The run, by its name or the beginning of it; the latest one of this folder if not given.
    #[arg(value_name = "RUN")]
    run: Option<String>,

    /// List the runs, the latest first, and do no more.
    #[arg(long, conflicts_with_all = ["run", "dry_run"])]
    list: bool,

    /// Say what would be taken back, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen undo --dry-run      say what would be taken back
  mondegreen undo                take back the latest run of this folder
  mondegreen undo --list         the runs and their names";

pub(crate) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    if args.list {
        return list(streams);
    }
    let name = match &args.run {
        Some(name) => named(name)?,
        None => latest(streams)?,
    };
    let ((run, changes), (_, outlines)) = (read(&name)?, outline(&name)?);
    let mut journal = Journal::of_undoing(&run);
    let mut errors = Vec::new();
    let (mut files, mut places) = (0, 0);
    // What a run wrote twice is taken back from its end.
    for (change, outline) in changes.iter().zip(&outlines).rev() {
        let noted = journal.noted();
        match put_back(change, args.dry_run, &mut journal, streams) {
            Ok(Done::Nothing) => {}
            Ok(Done::PutBack(path)) => {
                files += 1;
                places += outline.places;
                // The files come back whether anybody reads of it or not.
                if let Err(error) = writeln!(streams.out(), "{}", shown_in_line(&path.display().to_string())) {
                    streams.go_on_without(&error.into());
                }
            }
            Err(error) => {
                journal.back_to(noted);
                streams.error(&error);
                errors.push(error);
            }
        }
    }
    let did = if args.dry_run { "would take back" } else { "took back" };
    let (places, files) = (counted(places, "change"), counted(files, "file"));
    let (day, time) = run.at.split_once('T').unwrap_or((&run.at, ""));
    let time = time.split(['.', 'Z']).next().unwrap_or_default();
    let told = format!("{did} {places} in {files}: {} of {day} {time} UTC", run.command);
    streams.note(&shown_in_line(&told));
    Ok(Outcome::of(&errors, false))
}

/// What became of one file.
enum Done {
    PutBack(PathBuf),
    Nothing,
}

fn put_back(change: &Change, is_dry: bool, journal: &mut Journal, streams: &mut Streams) -> Result<Done, Error> {
    let path = path_of(&change.file).ok_or_else(|| Error::new("found a journal that names no file"))?;
    if change.records {
        return put_back_records(change, path, is_dry, journal, streams);
    }
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Error::new("found no such file any more, expected the one that was written")
            .in_file(path.display().to_string()),
        _ => of_file(&path, &error, "the file that was written"),
    };
    if !fs::metadata(&path).map_err(failed)?.is_file() {
        return Err(changed(&path));
    }
    let now = fs::read(&path).map_err(failed)?;
    match change.undone(&now) {
        Undo::Nothing => Ok(Done::Nothing),
        Undo::Changed => Err(changed(&path)),
        Undo::Write(old) => {
            if !is_dry {
                journal.note(&path, &change.turned(), streams)?;
                write::replace(&path, &now, &old)?;
            }
            Ok(Done::PutBack(path))
        }
    }
}

fn changed(path: &Path) -> Error {
    let error = Error::new("found it changed since that run; left as it is").in_file(path.display().to_string());
    error.with_hint("if a later run changed it, take that back first: `mondegreen undo --list`")
}

/// As [`put_back`], of a data set, which is read and written in pieces.
fn put_back_records(
    change: &Change,
    path: PathBuf,
    is_dry: bool,
    journal: &mut Journal,
    streams: &mut Streams,
) -> Result<Done, Error> {
    let failed = |error: io::Error| of_file(&path, &error, "the data set that was written");
    let mut data_set = Packed::open(&path).map_err(failed)?;
    let held = data_set.digest().map_err(failed)?;
    if held == change.before {
        return Ok(Done::Nothing);
    }
    if held != change.after {
        return Err(changed(&path));
    }
    if is_dry {
        return Ok(Done::PutBack(path));
    }
    let mut sink = Sink::new(&path, &data_set.file, data_set.packing)?;
    let (mut new, mut parts) = (data_set.read().map_err(failed)?, Parts::default());
    // How far what comes stands from where it was, and how much was passed.
    let (mut shift, mut passed) = (0_isize, 0_usize);
    let mut buffer = vec![0; BUFFER];
    for hunk in &change.hunks {
        // A journal that somebody changed by hand is not believed.
        let same = hunk.at.checked_add_signed(shift).and_then(|at| at.checked_sub(passed));
        let (Some(was), Some(is), Some(mut same)) = (hunk.was.bytes(), hunk.is.bytes(), same) else {
            return Err(changed(&path));
        };
        passed = same.checked_add(is.len()).and_then(|more| more.checked_add(passed)).ok_or_else(|| changed(&path))?;
        while same > 0 {
            let piece = same.min(BUFFER);
            new.read_exact(&mut buffer[..piece]).map_err(failed)?;
            parts.same(&buffer[..piece]);
            sink.write(&buffer[..piece], false)?;
            same -= piece;
        }
        shift += is.len().cast_signed() - was.len().cast_signed();
        let mut found = vec![0; is.len()];
        new.read_exact(&mut found).map_err(failed)?;
        if found != is {
            return Err(changed(&path));
        }
        let replaced = [FileSpan { start: 0, end: is.len() }, FileSpan { start: 0, end: was.len() }];
        journal.note_part(&path, &parts.changed(&is, &was, &[replaced], &[]), streams)?;
        sink.write(&was, true)?;
    }
    loop {
        let piece = new.read(&mut buffer).map_err(failed)?;
        if piece == 0 {
            break;
        }
        parts.same(&buffer[..piece]);
        sink.write(&buffer[..piece], false)?;
    }
    drop(new);
    let undone = parts.end(&[]);
    if undone.after != change.before {
        return Err(changed(&path));
    }
    journal.note(&path, &Change { file: change.file.clone(), ..undone }, streams)?;
    sink.finish()?;
    Ok(Done::PutBack(path))
}

/// A data set on the disk.
struct Packed {
    path: PathBuf,
    file: File,
    packing: Packing,
}

impl Packed {
    fn open(path: &Path) -> io::Result<Packed> {
        let mut file = File::open(path)?;
        let mut beginning = Vec::new();
        file.by_ref().take(4).read_to_end(&mut beginning)?;
        Ok(Packed { path: path.to_owned(), file, packing: Packing::of(&beginning) })
    }

    /// What is packed in it.
    fn read(&self) -> io::Result<Box<dyn BufRead>> {
        self.packing.open(BufReader::new(File::open(&self.path)?))
    }

    /// The SHA-256 of what is packed in it.
    fn digest(&mut self) -> io::Result<String> {
        let (mut read, mut parts, mut buffer) = (self.read()?, Parts::default(), vec![0; BUFFER]);
        loop {
            match read.read(&mut buffer)? {
                0 => return Ok(parts.end(&[]).before),
                piece => parts.same(&buffer[..piece]),
            }
        }
    }
}

fn named(name: &str) -> Result<String, CommandError> {
    let known = runs()?;
    let found: Vec<&String> = known.iter().filter(|run| run.starts_with(name)).collect();
    let error = match found[..] {
        [run] if is_going_on(run) => {
            return Err(CommandError::usage(format!("the run `{run}` goes on writing, expected one that has ended")));
        }
        [run] => return Ok(run.clone()),
        [] if Path::new(name).is_dir() => {
            let error = CommandError::usage(format!("found the folder `{name}`, expected the name of a run"));
            let folder = quoted_for_shell(name);
            return Err(error.with_hint(format!("to take back the latest run in it: `cd {folder} && mondegreen undo`")));
        }
        [] => CommandError::usage(format!("found no run `{name}`")),
        _ => CommandError::usage(format!("found {} runs that begin with `{name}`, expected one", found.len())),
    };
    Err(error.with_hint("`mondegreen undo --list` names the runs"))
}

/// The latest run of this folder of which something is left to take back, and which is no undoing itself.
///
/// Where there is none, the latest whose files hold anything else than before, for that has to be told.
fn latest(streams: &mut Streams) -> Result<String, CommandError> {
    let Some(here) = here() else {
        let error = CommandError::usage("found no folder that this is run in, so that any run might be meant");
        return Err(error.with_hint("`mondegreen undo --list` names the runs, `mondegreen undo RUN` takes one back"));
    };
    let (mut elsewhere, mut changed_since) = (None, None);
    let mut undone: Vec<String> = Vec::new();
    for name in runs()? {
        if is_going_on(&name) {
            continue;
        }
        let (run, changes) = match outline(&name) {
            Ok(outline) => outline,
            Err(error) => {
                streams.warn_of(&error);
                continue;
            }
        };
        if let Some(of) = run.of {
            undone.push(of);
        } else if !is_of(&here, &run, &changes) {
            if elsewhere.is_none() && changes.iter().any(is_there) {
                elsewhere = Some(name);
            }
        } else if changes.iter().any(is_there) {
            return Ok(name);
        } else if changed_since.is_none() && !undone.contains(&run.id) && changes.iter().any(is_touched) {
            changed_since = Some(name);
        }
    }
    let error = CommandError::usage("found no run to take back");
    match (changed_since, elsewhere) {
        (Some(name), _) => Ok(name),
        (None, Some(name)) => {
            Err(error.with_hint(format!("the latest that was run elsewhere: `mondegreen undo {name}`")))
        }
        (None, None) => Err(error),
    }
}

/// The folder in which all these files lie, however deep.
fn common_folder(files: impl Iterator<Item = PathBuf>) -> Option<PathBuf> {
    let folders = files.filter_map(|file| file.parent().map(Path::to_path_buf));
    folders.reduce(|common, folder| {
        let shared = common.components().zip(folder.components()).take_while(|(a, b)| a == b);
        shared.map(|(component, _)| component).collect()
    })
}

/// Whether it was run in this folder, or changed files below it.
fn is_of(here: &Path, run: &Run, changes: &[Outline]) -> bool {
    let is_below = |change: &Outline| path_of(&change.file).is_some_and(|file| file.starts_with(here));
    run.folder.as_ref().and_then(path_of).is_some_and(|folder| folder == here) || changes.iter().any(is_below)
}

/// Whether a file still holds what the run made of it.
fn is_there(change: &Outline) -> bool {
    held(change).is_some_and(|held| held == change.after)
}

/// Whether a file holds something else than before the run.
fn is_touched(change: &Outline) -> bool {
    held(change).is_none_or(|held| held != change.before)
}

fn held(change: &Outline) -> Option<String> {
    let path = path_of(&change.file)?;
    // What is a pipe by now would be waited for.
    fs::metadata(&path).ok().filter(fs::Metadata::is_file)?;
    if change.records {
        return Packed::open(&path).and_then(|mut data_set| data_set.digest()).ok();
    }
    fs::read(path).ok().map(|bytes| digest(&bytes))
}

fn list(streams: &mut Streams) -> Result<Outcome, CommandError> {
    let mut errors = Vec::new();
    // Those that a later run took back, of the latest first.
    let mut undone: HashSet<String> = HashSet::new();
    for name in runs()? {
        match outline(&name) {
            Err(error) => {
                streams.error(&error);
                errors.push(error);
            }
            Ok((run, changes)) => {
                let files = counted(changes.len(), "file");
                let what = match run.of {
                    Some(_) => files,
                    None => {
                        format!("{} in {files}", counted(changes.iter().map(|change| change.places).sum(), "change"))
                    }
                };
                let back = if undone.contains(&run.id) { ", taken back" } else { "" };
                undone.extend(run.of.clone());
                let folder = common_folder(changes.iter().filter_map(|change| path_of(&change.file)));
                let folder = folder
                    .map_or_else(String::new, |folder| format!(" in {}", shown_in_line(&folder.display().to_string())));
                let of = run.of.map_or_else(String::new, |of| format!(" of {of}"));
                let command = shown_in_line(&run.command);
                writeln!(streams.out(), "{name}  {command}{}: {what}{folder}{back}", shown_in_line(&of))?;
            }
        }
    }
    Ok(Outcome::of(&errors, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_lie_in_the_folder_of_all() {
        for (files, expected) in [
            (&["/a/b/c.txt"][..], Some("/a/b")),
            (&["/a/b/c.txt", "/a/b/d/e.txt", "/a/b/d.txt"], Some("/a/b")),
            (&["/a/b/c.txt", "/a/bc/d.txt"], Some("/a")),
            (&[], None),
        ] {
            let found = common_folder(files.iter().map(PathBuf::from));
            assert_eq!(found.as_deref(), expected.map(Path::new), "{files:?}");
        }
    }
}
