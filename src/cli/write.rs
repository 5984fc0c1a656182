//! Writing a file so that at every moment either the old one or the new one is there, whole.
//!
//! A file that has other names (hard links), or an owner or attributes that a new file cannot be given, would lose them
//! by a new file: it is written where it lies, with its old text kept beside it until that is done.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::{permission, told};
use crate::error::Error;

/// The longest part of a file's name that the name of its temporary file repeats, in bytes.
const LONGEST_NAME: usize = 180;

/// Puts `new` in the place of `old`, which is what the file held when it was read.
///
/// The new file is written beside the old one, as `.NAME.mondegreen-*.tmp`, and takes its place at the end; a link
/// is followed, permissions, owner, times and extended attributes stay. Where
/// it has to be written in place, that name is the copy of the old text.
///
/// # Errors
///
/// Where the file cannot be written, or holds something else by now; then it is as it was.
pub(crate) fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), Error> {
    let refused = |message: &str| Error::new(message).in_file(path.display().to_string());
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::PermissionDenied => {
            let error = refused("found no permission to write it; nothing was written");
            error.with_hint(permission(path, "u+w"))
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
    let held = OpenOptions::new().write(true).open(&target).map_err(failed)?;
    if is_locked(&held) {
        return Err(locked().in_file(path.display().to_string()));
    }
    if !holds(&target, old).map_err(failed)? {
        return Err(changed().in_file(path.display().to_string()));
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let beside = |error: io::Error| match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            let error = refused(
                "found no permission to write in its folder, where a new file is made to take its place; nothing was written",
            );
            error.with_hint(format!("{}; or write the result elsewhere with --stdout", permission(folder, "u+w")))
        }
        _ => failed(error),
    };
    let file = temporary(folder, &target, MINE).map_err(beside)?;
    let is_as_read = || Ok(holds(&target, old)? && is_same(&metadata, &fs::metadata(&target)?));
    if has_other_names(&metadata) || !is_alike(file.as_file(), &target, &metadata) {
        return in_place(&target, file, old, new, is_as_read).map_err(|(error, kept)| match kept {
            None if is_of_change(&error) => changed().in_file(path.display().to_string()),
            None => failed(error),
            Some(kept) => {
                let error = refused(&format!("could not be written to its end: {}", told(&error)));
                error.with_hint(format!("what it held is in `{}`", kept.display()))
            }
        });
    }
    put(file, &target, &metadata, new, is_as_read).map_err(|error| {
        if is_of_change(&error) { changed().in_file(path.display().to_string()) } else { failed(error) }
    })
}

/// The error of a file that somebody else wrote meanwhile.
pub(super) fn changed() -> Error {
    Error::new("found it changed since it was read; nothing was written").with_hint("run the command again")
}

/// Whether an error is that of [`unless_changed`].
pub(super) fn is_of_change(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::StaleNetworkFileHandle
}

/// Asks right before a file is written over whether it is still what was read.
fn unless_changed(is_as_read: impl FnOnce() -> io::Result<bool>) -> io::Result<()> {
    if is_as_read()? { Ok(()) } else { Err(io::ErrorKind::StaleNetworkFileHandle.into()) }
}

/// Whether a file holds these bytes and no more.
fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let (mut file, mut left, mut buffer) = (File::open(path)?, bytes, vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(left.is_empty()),
            Ok(length) => match left.strip_prefix(&buffer[..length]) {
                Some(rest) => left = rest,
                None => return Ok(false),
            },
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Whether a file is the same one, and was not written meanwhile.
pub(super) fn is_same(before: &Metadata, now: &Metadata) -> bool {
    #[cfg(unix)]
    let is_same_file = {
        use std::os::unix::fs::MetadataExt;
        (before.dev(), before.ino()) == (now.dev(), now.ino())
    };
    #[cfg(not(unix))]
    let is_same_file = true;
    is_same_file && before.len() == now.len() && before.modified().ok() == now.modified().ok()
}

/// Holds a file as long as it is open; whether another program holds it already, such as another run.
///
/// Where the file system has no locks, that is not known; and on Windows whoever holds a file keeps it from being read.
pub(super) fn is_locked(file: &File) -> bool {
    cfg!(unix) && matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock))
}

pub(super) fn locked() -> Error {
    let error = Error::new("found it locked by another program; nothing was written");
    error.with_hint("run the command again when that one is done")
}

/// Tells of a place where no file can be made, before there is anything to write.
pub(crate) fn check_place(path: &Path) -> Result<(), Error> {
    let refused = |message: &str| Error::new(message).in_file(path.display().to_string());
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => return Err(refused("found a folder, expected a file to write to")),
        Ok(found) if takes_what_comes(path, &found) => return Ok(()),
        _ => {}
    }
    let tried = led_to(path).and_then(|target| temporary(folder_of(&target), &target, MINE));
    tried.map(drop).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => refused("found no such folder to write it in; nothing was written"),
        _ => refused(&format!("could not be written: {}; nothing was", told(&error))),
    })
}

/// The folder that a file lies in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// So many links are followed, one after another.
const LONGEST_CHAIN: usize = 40;

/// What a path stands for once its links are followed, whether it is there or not.
fn led_to(path: &Path) -> io::Result<PathBuf> {
    let mut at = path.to_path_buf();
    for _ in 0..LONGEST_CHAIN {
        let Ok(target) = fs::read_link(&at) else { return Ok(at) };
        at = folder_of(&at).join(target);
    }
    Err(io::Error::other("too many links"))
}

/// Whether a path is no file of its own to put another one in the place of: a pipe, a device, an open stream.
fn takes_what_comes(path: &Path, found: &Metadata) -> bool {
    !found.is_file() || cfg!(unix) && path.starts_with("/dev")
}

/// Writes a file that is a result of its own, in one step; what was there before is gone then.
///
/// A link is followed. A pipe or a device takes the bytes and stays what it is.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let before = fs::metadata(path).ok();
    let written = if before.as_ref().is_some_and(|found| takes_what_comes(path, found)) {
        OpenOptions::new().append(true).open(path).and_then(|mut file| file.write_all(bytes))
    } else {
        led_to(path).and_then(|target| {
            let mut file = temporary(folder_of(&target), &target, ANYBODYS)?;
            file.write_all(bytes)?;
            if let Some(before) = before {
                file.as_file().set_permissions(before.permissions())?;
            }
            file.persist(&target).map(drop).map_err(|error| error.error)
        })
    };
    written.map_err(|error| {
        Error::new(format!("could not be written: {}", told(&error))).in_file(path.display().to_string())
    })
}

/// Tells of a file that is there where a new one is to be made.
pub(crate) fn check_new(path: &Path) -> Result<(), Error> {
    if fs::symlink_metadata(path).is_ok() { Err(is_there(path)) } else { Ok(()) }
}

/// Writes a new file in one step; one that is there already stays as it is.
pub(crate) fn create_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    check_new(path)?;
    let written = temporary(folder_of(path), path, ANYBODYS).and_then(|mut file| {
        file.write_all(bytes)?;
        file.persist_noclobber(path).map_err(|error| error.error)
    });
    written.map(drop).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => is_there(path),
        _ => Error::new(format!("could not be written: {}", told(&error))).in_file(path.display().to_string()),
    })
}

fn is_there(path: &Path) -> Error {
    let error = Error::new("found it there already, expected a new file; nothing was written");
    error.in_file(path.display().to_string()).with_hint("name another file, or move that one away")
}

/// Modes of new files; the umask takes from them what is not to be given.
pub(super) const MINE: u32 = 0o600;
const ANYBODYS: u32 = 0o666;

/// A new file that lies beside the one whose place it may take.
pub(super) fn temporary(folder: &Path, target: &Path, mode: u32) -> io::Result<NamedTempFile> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let name = &name[..name.floor_char_boundary(LONGEST_NAME)];
    let prefix = format!(".{name}.mondegreen-");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
    #[cfg(not(unix))]
    let _ = mode;
    builder.tempfile_in(folder)
}

fn put(
    mut file: NamedTempFile,
    target: &Path,
    metadata: &Metadata,
    new: &[u8],
    is_as_read: impl FnOnce() -> io::Result<bool>,
) -> io::Result<()> {
    file.write_all(new)?;
    take_place(file, target, metadata, is_as_read)
}

/// Puts a new file that is written in the place of the old one, with its permissions and times, where that is still what
/// was read: it takes long until all of a new file is on the disk.
pub(super) fn take_place(
    file: NamedTempFile,
    target: &Path,
    metadata: &Metadata,
    is_as_read: impl FnOnce() -> io::Result<bool>,
) -> io::Result<()> {
    file.as_file().set_permissions(metadata.permissions())?;
    keep_times(file.as_file(), metadata);
    file.as_file().sync_all()?;
    unless_changed(is_as_read)?;
    file.persist(target).map_err(|error| error.error)?;
    // The rename is done; that it also outlives a power cut is not for every file system to promise.
    let _ = target.parent().map(|folder| File::open(folder).and_then(|folder| folder.sync_all()));
    Ok(())
}

/// Gives the new file the owner and the attributes of the old one, and tells whether it has them.
pub(super) fn is_alike(file: &File, target: &Path, metadata: &Metadata) -> bool {
    keep_owner(file, metadata) && keep_attributes(file, target)
}

/// Writes into the file itself, with what it held kept in `copy` meanwhile.
///
/// The error comes with the path of that copy where the file could not be brought back to what it was.
fn in_place(
    target: &Path,
    mut copy: NamedTempFile,
    old: &[u8],
    new: &[u8],
    is_as_read: impl FnOnce() -> io::Result<bool>,
) -> Result<(), (io::Error, Option<PathBuf>)> {
    let kept = copy.write_all(old).and_then(|()| copy.as_file().sync_all());
    kept.and_then(|()| unless_changed(is_as_read)).map_err(|error| (error, None))?;
    let Err(error) = overwrite(target, new) else { return Ok(()) };
    if overwrite(target, old).is_ok() {
        return Err((error, None));
    }
    Err((error, copy.keep().ok().map(|(_, path)| path)))
}

fn overwrite(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(target)?;
    let metadata = file.metadata()?;
    file.write_all(bytes)?;
    file.set_len(bytes.len() as u64)?;
    // The system takes from a file that is written the right to run as its owner; where it is not ours, it stays taken.
    if file.metadata()?.permissions() != metadata.permissions() {
        let _ = file.set_permissions(metadata.permissions());
    }
    keep_times(&file, &metadata);
    file.sync_all()
}

/// Gives the new file the times of the old one, where the system has them to give.
fn keep_times(file: &File, metadata: &Metadata) {
    let mut times = fs::FileTimes::new();
    if let Ok(modified) = metadata.modified() {
        times = times.set_modified(modified);
    }
    if let Ok(accessed) = metadata.accessed() {
        times = times.set_accessed(accessed);
    }
    let _ = file.set_times(times);
}

/// Gives the new file the owner of the old one, and tells whether it has it.
#[cfg(unix)]
fn keep_owner(file: &File, metadata: &Metadata) -> bool {
    use std::os::unix::fs::{MetadataExt, fchown};
    let owner = (metadata.uid(), metadata.gid());
    file.metadata().is_ok_and(|made| (made.uid(), made.gid()) == owner)
        || fchown(file, Some(owner.0), Some(owner.1)).is_ok()
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) -> bool {
    true
}

/// Gives the new file the extended attributes of the old one, access lists among them, and tells whether it has them.
///
/// Those of the system itself (`security.selinux`) are its own to give.
#[cfg(unix)]
fn keep_attributes(file: &File, target: &Path) -> bool {
    use std::ffi::OsStr;

    use xattr::FileExt;
    // A file system that knows none has none to keep.
    let (Ok(names), Ok(inherited)) = (xattr::list(target), file.list_xattr()) else { return true };
    let (names, inherited): (Vec<_>, Vec<_>) = (names.collect(), inherited.collect());
    let is_of_system = |name: &OsStr| name.to_string_lossy().starts_with("security.");
    // What the folder gives to new files, such as an access list, the old one did not have.
    let mut others = inherited.iter().filter(|name| !names.contains(name) && !is_of_system(name));
    let is_bare = others.all(|name| file.remove_xattr(name).is_ok());
    is_bare
        && names.iter().all(|name| {
            let copied = || file.set_xattr(name, &xattr::get(target, name).ok()??).ok();
            is_of_system(name) || copied().is_some()
        })
}

#[cfg(not(unix))]
fn keep_attributes(_: &File, _: &Path) -> bool {
    true
}

/// Whether a file has other names, which a new one would not have.
#[cfg(unix)]
pub(super) fn has_other_names(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) > 1
}

#[cfg(not(unix))]
pub(super) fn has_other_names(_: &Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A note of the user's, where the file system knows such things.
    #[cfg(unix)]
    #[test]
    fn extended_attributes_stay() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("talk.txt");
        fs::write(&path, "old")?;
        if xattr::set(&path, "user.note", b"mine").is_err() {
            return Ok(());
        }
        replace(&path, b"old", b"new").expect("a file that can be written");
        assert_eq!(xattr::get(&path, "user.note")?.as_deref(), Some(&b"mine"[..]));
        assert_eq!(fs::read(&path)?, b"new");
        Ok(())
    }

    /// The bytes of an access list as Linux keeps them: the owner, nobody, the group, the mask, others.
    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_folder_gives_to_new_files_is_not_given_to_old_ones() -> io::Result<()> {
        let mut list = vec![2, 0, 0, 0];
        for (tag, rights, id) in
            [(1_u16, 6_u16, u32::MAX), (2, 6, 65_534), (4, 4, u32::MAX), (16, 6, u32::MAX), (32, 0, u32::MAX)]
        {
            list.extend([tag.to_le_bytes(), rights.to_le_bytes()].concat());
            list.extend(id.to_le_bytes());
        }
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("talk.txt");
        fs::write(&path, "old")?;
        if xattr::set(folder.path(), "system.posix_acl_default", &list).is_err() {
            return Ok(());
        }
        replace(&path, b"old", b"new").expect("a file that can be written");
        assert_eq!(xattr::get(&path, "system.posix_acl_access")?, None);
        assert_eq!(fs::read(&path)?, b"new");
        fs::write(folder.path().join("other.txt"), "old")?;
        let given = xattr::get(folder.path().join("other.txt"), "system.posix_acl_access")?;
        assert!(given.is_some(), "new files are given it");
        Ok(())
    }

    #[test]
    fn what_changes_while_the_new_file_is_written_stays() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("talk.txt");
        fs::write(&path, "old")?;
        let metadata = fs::metadata(&path)?;
        for is_in_place in [false, true] {
            let file = temporary(folder.path(), &path, MINE)?;
            fs::write(&path, "old and more")?;
            let is_as_read = || holds(&path, b"old");
            let error = if is_in_place {
                in_place(&path, file, b"old", b"new", is_as_read).expect_err("a change").0
            } else {
                put(file, &path, &metadata, b"new", is_as_read).expect_err("a change")
            };
            assert!(is_of_change(&error));
            assert_eq!(fs::read(&path)?, b"old and more");
            assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        }
        assert!(!is_same(&metadata, &fs::metadata(&path)?));
        assert!(holds(&path, b"old and more")? && !holds(&path, b"old and more!")? && !holds(&path, b"")?);
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_another_program_holds_is_not_waited_for() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("talk.txt");
        fs::write(&path, "old")?;
        let held = File::open(&path)?;
        held.lock()?;
        let error = replace(&path, b"old", b"new").expect_err("a refusal");
        assert_eq!(error.message(), "found it locked by another program; nothing was written");
        drop(held);
        replace(&path, b"old", b"new").map_err(io::Error::other)
    }

    #[cfg(unix)]
    #[test]
    fn a_result_is_as_open_as_any_new_file() -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir()?;
        let (other, path) = (folder.path().join("other"), folder.path().join("curve.svg"));
        fs::write(&other, "x")?;
        create(&path, b"x").map_err(io::Error::other)?;
        assert_eq!(fs::metadata(&path)?.permissions(), fs::metadata(&other)?.permissions());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640))?;
        create(&path, b"y").map_err(io::Error::other)?;
        assert_eq!(fs::metadata(&path)?.permissions().mode() & 0o777, 0o640);
        Ok(())
    }

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
