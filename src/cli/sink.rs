//! Where the fixed records of a data set go: a new file that takes the place of the old one at the end, or a stream.

use std::fs::{self, File, Metadata};
use std::io::{self, BufReader, BufWriter, Read as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::{permission, told};
use super::packing::{Packer, Packing};
use super::write::{
    MINE, changed, has_other_names, is_alike, is_locked, is_of_change, is_same, locked, take_place, temporary,
};
use crate::error::Error;

/// A file that is written anew while the old one is read.
///
/// Nothing is written before the first change; the new file then lies beside the old one, as
/// `.NAME.mondegreen-*.tmp`.
pub(crate) struct Sink {
    /// As the user named it.
    name: String,
    /// What its links lead to.
    path: PathBuf,
    packing: Packing,
    /// What the file was when reading began.
    before: Metadata,
    /// How many bytes, unpacked, were the same so far.
    same: u64,
    new: Option<(BufWriter<NamedTempFile>, Packer)>,
    /// The old file, so that no other run writes it meanwhile.
    held: Option<File>,
}

impl Sink {
    /// A sink for this file, which was opened as `file`.
    pub(crate) fn new(path: &Path, file: &File, packing: Packing) -> Result<Sink, Error> {
        let name = path.display().to_string();
        let refused = |error| failed(&name, &error);
        let path = fs::canonicalize(path).map_err(refused)?;
        let before = file.metadata().map_err(refused)?;
        Ok(Sink { name, path, packing, before, same: 0, new: None, held: None })
    }

    /// The next bytes of the file, with a change in them or not.
    pub(crate) fn write(&mut self, bytes: &[u8], is_changed: bool) -> Result<(), Error> {
        if self.new.is_none() && !is_changed {
            self.same += bytes.len() as u64;
            return Ok(());
        }
        if self.new.is_none() {
            self.new = Some(self.begin()?);
        }
        let Some((file, packer)) = &mut self.new else { return Ok(()) };
        packer.pack(bytes, file).map_err(|error| failed(&self.name, &error))
    }

    /// What the links of the file lead to.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the new file in the place of the old one; without a change nothing was written.
    pub(crate) fn finish(self) -> Result<(), Error> {
        let Sink { name, path, before, new, held: _held, .. } = self;
        let Some((mut file, packer)) = new else { return Ok(()) };
        let refused = |error: io::Error| failed(&name, &error);
        packer.finish(&mut file).map_err(refused)?;
        let file = file.into_inner().map_err(|error| refused(error.into_error()))?;
        let is_as_read = || Ok(is_same(&before, &fs::metadata(&path)?));
        take_place(file, &path, &before, is_as_read)
            .map_err(|error| if is_of_change(&error) { changed().in_file(&*name) } else { refused(error) })
    }

    /// The new file, with all that stands before the first change in it.
    fn begin(&mut self) -> Result<(BufWriter<NamedTempFile>, Packer), Error> {
        let shown = &*self.name;
        if !self.before.is_file() {
            let error = Error::new("found no regular file, expected one to write to; nothing was written");
            return Err(error.in_file(shown).with_hint("write the result elsewhere with --stdout"));
        }
        if has_other_names(&self.before) {
            let error = Error::new("found a data set with other names (hard links), which a new file would not have");
            return Err(error.in_file(shown).with_hint("write the result elsewhere with --stdout"));
        }
        // A folder in which files may be made does not mean that this file may be changed.
        let held = fs::OpenOptions::new().write(true).open(&self.path).map_err(|error| failed(shown, &error))?;
        if is_locked(&held) {
            return Err(locked().in_file(shown));
        }
        self.held = Some(held);
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let file = temporary(folder, &self.path, MINE).map_err(|error| failed(shown, &error))?;
        if !is_alike(file.as_file(), &self.path, &self.before) {
            let error =
                Error::new("found a data set with an owner, a group or attributes that a new file cannot be given");
            return Err(error.in_file(shown).with_hint("write the result elsewhere with --stdout"));
        }
        let begin = || {
            let (mut file, mut packer) = (BufWriter::new(file), Packer::new(self.packing)?);
            let old = self.packing.open(BufReader::new(File::open(&self.path)?))?;
            packer.pack_all(old.take(self.same), &mut file)?;
            Ok((file, packer))
        };
        begin().map_err(|error| failed(shown, &error))
    }
}

fn failed(name: &str, error: &io::Error) -> Error {
    if error.kind() == io::ErrorKind::PermissionDenied {
        let error = Error::new("found no permission to write it or a new file beside it; nothing was written");
        return error.in_file(name).with_hint(permission(Path::new(name), "u+w"));
    }
    Error::new(format!("could not be written: {}; it is as it was", told(error))).in_file(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sink(path: &Path) -> Sink {
        let file = File::open(path).expect("a file");
        Sink::new(path, &file, Packing::Plain).expect("a file that can be written")
    }

    fn names(folder: &Path) -> usize {
        fs::read_dir(folder).expect("a folder").count()
    }

    #[test]
    fn a_file_is_written_from_its_first_change_on() -> Result<(), Error> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.jsonl");
        fs::write(&path, "one\ntwo\nthree\n").expect("a file");
        let mut sink = sink(&path);
        sink.write(b"one\n", false)?;
        assert_eq!(names(folder.path()), 1);
        sink.write(b"2\n", true)?;
        assert_eq!(names(folder.path()), 2);
        sink.write(b"three\n", false)?;
        sink.finish()?;
        assert_eq!(fs::read_to_string(&path).expect("a file"), "one\n2\nthree\n");
        assert_eq!(names(folder.path()), 1);
        Ok(())
    }

    #[test]
    fn what_changed_meanwhile_or_ends_early_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.jsonl");
        fs::write(&path, "one\n").expect("a file");
        let mut given_up = sink(&path);
        given_up.write(b"1\n", true).expect("room");
        drop(given_up);
        assert_eq!(fs::read_to_string(&path).expect("a file"), "one\n");
        let mut late = sink(&path);
        late.write(b"1\n", true).expect("room");
        fs::write(&path, "one and more\n").expect("a file");
        let error = late.finish().expect_err("a change");
        assert_eq!(error.message(), "found it changed since it was read; nothing was written");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "one and more\n");
        assert_eq!(names(folder.path()), 1);
    }
}
