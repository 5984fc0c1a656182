//! What changed since a revision: which files are read, and what they held.

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::git::{Blob, Repository};
use crate::error::Error;

/// The files that changed since a revision, in the files as they lie there and not as they were committed.
#[derive(Debug)]
pub(crate) struct Since {
    repository: Repository,
    /// What they held, where they were there; by their paths from the top of the repository.
    changed: BTreeMap<PathBuf, Option<Blob>>,
    /// The folders above them, from the top as well.
    folders: HashSet<PathBuf>,
    /// The last parts of their paths.
    names: HashSet<OsString>,
}

impl Since {
    /// What changed since the current branch left this revision.
    pub(crate) fn of(revision: &str) -> Result<Since, Error> {
        let repository = Repository::here()?;
        let base = repository.base(revision)?;
        let changed = repository.changed_since(&base)?;
        let folders = changed.keys().flat_map(|path| path.ancestors().skip(1)).map(Path::to_path_buf).collect();
        let names = changed.keys().filter_map(|path| path.file_name()).map(OsString::from).collect();
        Ok(Since { repository, changed, folders, names })
    }

    /// Whether a file changed.
    pub(crate) fn holds(&self, path: &Path) -> bool {
        self.key(path).is_some()
    }

    /// Whether a file below a folder may have changed.
    pub(crate) fn may_hold_below(&self, folder: &Path) -> bool {
        let Ok(folder) = fs::canonicalize(folder) else { return true };
        match folder.strip_prefix(self.repository.top()) {
            Ok(folder) => self.folders.contains(folder),
            Err(_) => self.repository.top().starts_with(&folder),
        }
    }

    /// Tells of what is not in the repository.
    pub(crate) fn check_inside(&self, path: &Path) -> Result<(), Error> {
        if path.as_os_str() == "-" {
            let error = Error::new("found `-` with --since, expected files and folders");
            return Err(error.with_hint("the standard input has no past to compare with; leave out --since"));
        }
        let top = self.repository.top();
        match fs::canonicalize(path) {
            Ok(real) if !real.starts_with(top) && !top.starts_with(&real) => {
                let message = format!("found a path outside of the repository `{}`, expected one in it", top.display());
                let error = Error::new(message).in_file(path.display().to_string());
                Err(error.with_hint("check it in its own repository, or without --since"))
            }
            Ok(real) if fs::metadata(&real).is_ok_and(|found| found.is_file()) && self.repository.ignores(&real)? => {
                let error = Error::new("found a file that git ignores, expected one whose past it knows");
                Err(error.in_file(path.display().to_string()).with_hint("check it without --since"))
            }
            _ => Ok(()),
        }
    }

    /// What a file held, where it was there.
    pub(crate) fn before(&self, path: &Path) -> Option<Vec<u8>> {
        let key = self.key(path)?;
        self.repository.bytes(self.changed.get(&key)?.as_ref()?, &key)
    }

    /// Where the files lay that were there.
    pub(crate) fn all_before(&self) -> impl Iterator<Item = PathBuf> + use<'_> {
        self.all_before_but(&HashSet::new())
    }

    /// The same without these.
    pub(crate) fn all_before_but(&self, known: &HashSet<PathBuf>) -> impl Iterator<Item = PathBuf> + use<'_> {
        let known: HashSet<PathBuf> = known.iter().filter_map(|path| self.key(path)).collect();
        let others = self.changed.iter().filter(move |(path, held)| held.is_some() && !known.contains(*path));
        others.map(|(path, _)| self.repository.top().join(path))
    }

    /// The path from the top of the repository of a file that changed; that of a link, or of what it leads to.
    fn key(&self, path: &Path) -> Option<PathBuf> {
        let changed = |real: PathBuf| {
            let key = real.strip_prefix(self.repository.top()).ok()?;
            self.changed.contains_key(key).then(|| key.to_path_buf())
        };
        let name = path.file_name()?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Most files did not change, and are passed over by their name.
        let as_named = if self.names.contains(name) { changed(real(folder)?.join(name)) } else { None };
        as_named.or_else(|| if path.is_symlink() { changed(fs::canonicalize(path).ok()?) } else { None })
    }
}

/// A folder without links in its path; of one that is gone, the part that is there.
fn real(folder: &Path) -> Option<PathBuf> {
    fs::canonicalize(folder).ok().or_else(|| Some(real(folder.parent()?)?.join(folder.file_name()?)))
}
