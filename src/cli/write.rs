//! Writing a file so that at every moment either the old one or the new one is there, whole.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::told;
use crate::error::Error;

/// The longest part of a file's name that the name of its temporary file repeats, in bytes.
const LONGEST_NAME: usize = 180;

/// Puts `new` in the place of `old`, which is what the file held when it was read.
///
/// The new file is written beside the old one, as `.NAME.mondegreen-XXXXXX.tmp`, and takes its place at the end; a link
/// is followed, permissions and owner stay.
///
/// # Errors
///
/// Where the file cannot be written, or holds something else by now; then it is as it was.
pub(crate) fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), Error> {
    let refused = |message: &str| Error::new(message).in_file(path.display().to_string());
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::PermissionDenied => {
            let error = refused("found no permission to write it; nothing was written");
            error.with_hint(format!("allow it: `chmod u+w '{}'`", path.display()))
        }
        _ => refused(&format!("could not be written: {}; it is as it was", told(&error))),
    };
    let target = fs::canonicalize(path).map_err(failed)?;
    let metadata = fs::metadata(&target).map_err(failed)?;
    if !metadata.is_file() {
        let error = refused("found no regular file, expected one to write to; nothing was written");
        return Err(error.with_hint("write the result elsewhere with --stdout"));
    }
    if metadata.permissions().readonly() {
        return Err(failed(io::ErrorKind::PermissionDenied.into()));
    }
    // A folder in which files may be made does not mean that this file may be changed.
    OpenOptions::new().write(true).open(&target).map_err(failed)?;
    if fs::read(&target).map_err(failed)? != old {
        let error = refused("found it changed since it was read; nothing was written");
        return Err(error.with_hint("run the command again"));
    }
    put(&target, &metadata, new).map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied => {
            let error = refused("found no permission to write in its folder; nothing was written");
            error.with_hint("allow it, or write the result elsewhere with --stdout")
        }
        _ => failed(error),
    })
}

fn put(target: &Path, metadata: &Metadata, new: &[u8]) -> io::Result<()> {
    let folder = target.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let name = &name[..name.floor_char_boundary(LONGEST_NAME)];
    let prefix = format!(".{name}.mondegreen-");
    let mut file = tempfile::Builder::new().prefix(&prefix).suffix(".tmp").tempfile_in(&folder)?;
    file.write_all(new)?;
    keep_owner(file.as_file(), metadata);
    file.as_file().set_permissions(metadata.permissions())?;
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    // The rename is done; that it also outlives a power cut is not for every file system to promise.
    let _ = File::open(&folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// Gives the new file the owner of the old one, where that is allowed.
#[cfg(unix)]
fn keep_owner(file: &File, metadata: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let _ = fchown(file, Some(metadata.uid()), Some(metadata.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_is_left_alone() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("talk.txt");
        fs::write(&path, "changed")?;
        let error = replace(&path, b"old", b"new").expect_err("a refusal");
        assert_eq!(error.message(), "found it changed since it was read; nothing was written");
        assert_eq!(fs::read(&path)?, b"changed");
        assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }

    #[test]
    fn a_file_with_a_very_long_name_is_written() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join(format!("{}.txt", "é".repeat(120)));
        fs::write(&path, "old")?;
        replace(&path, b"old", b"new").map_err(io::Error::other)?;
        assert_eq!(fs::read(&path)?, b"new");
        Ok(())
    }
}
