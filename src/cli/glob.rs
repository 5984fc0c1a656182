//! A glob in the place of a path, where no shell has put the files in its place.

use std::path::{Component, Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// A glob of files: `calls/**/*.srt`.
///
/// `*` and `?` go over no end of a folder, `**` over any number of folders.
#[derive(Debug)]
pub(super) struct Glob {
    /// The folder that all its files are in; empty for the current one.
    pub(super) folder: PathBuf,
    /// How many folders deep they may lie in it, where that is known.
    pub(super) depth: Option<usize>,
    /// Whether it says how their names end.
    pub(super) names_ending: bool,
    /// About paths from the folder.
    matcher: Gitignore,
}

impl Glob {
    /// The glob that an argument is, if it holds a mark of one.
    pub(super) fn of(argument: &Path) -> Option<Glob> {
        let mut parts = argument.components().peekable();
        let is_of_glob = |part: &Component| part.as_os_str().to_string_lossy().contains(['*', '?', '[']);
        let mut folder = PathBuf::new();
        while let Some(part) = parts.next_if(|part| !is_of_glob(part)) {
            folder.push(part);
        }
        let parts: Vec<&str> = parts.map(|part| part.as_os_str().to_str()).collect::<Option<_>>()?;
        let (_, ending) = parts.last()?.rsplit_once('.').unwrap_or_default();
        let mut builder = GitignoreBuilder::new("");
        builder.allow_unclosed_class(false);
        builder.add_line(None, &format!("/{}", parts.join("/"))).ok()?;
        Some(Glob {
            folder,
            depth: (!parts.contains(&"**")).then_some(parts.len()),
            names_ending: !ending.is_empty() && !ending.contains(['*', '?']),
            matcher: builder.build().ok()?,
        })
    }

    /// Whether it stands for this file, which was found in its folder.
    pub(super) fn holds(&self, file: &Path) -> bool {
        file.strip_prefix(&self.folder).is_ok_and(|file| self.matcher.matched(file, false).is_ignore())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_stands_for_files_from_its_folder_on() {
        for (glob, folder, depth, file, expected) in [
            ("*.txt", "", Some(1), "a.txt", true),
            ("*.txt", "", Some(1), "b/a.txt", false),
            ("b/**/*.srt", "b", None, "b/a.srt", true),
            ("b/**/*.srt", "b", None, "b/c/d/a.srt", true),
            ("b/**/*.srt", "b", None, "c/b/a.srt", false),
            ("../b/?.[ct]xt", "../b", Some(1), "../b/a.txt", true),
            ("../b/?.[ct]xt", "../b", Some(1), "../b/aa.txt", false),
            ("/b/*/a.txt", "/b", Some(2), "/b/c/a.txt", true),
            ("!*.txt", "", Some(1), "!a.txt", true),
            ("#*", "", Some(1), "#a.txt", true),
        ] {
            let found = Glob::of(Path::new(glob)).expect("a glob");
            assert_eq!((&*found.folder, found.depth), (Path::new(folder), depth), "{glob}");
            assert_eq!(found.holds(Path::new(file)), expected, "{glob} {file}");
        }
        for none in ["a.txt", "", "b/a.txt", "a[.txt"] {
            assert!(Glob::of(Path::new(none)).is_none(), "{none}");
        }
        let ending = |glob| Glob::of(Path::new(glob)).expect("a glob").names_ending;
        assert_eq!(["*.dat", "b/**", "*", "a.*"].map(ending), [true, false, false, false]);
    }
}
