//! The repository in which the program runs, as the `git` command tells of it.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use super::error::told;
use crate::error::{Error, did_you_mean};

/// A clone with its files.
#[derive(Debug)]
pub(crate) struct Repository {
    /// Its folder, without links in the path.
    top: PathBuf,
}

/// The id of what a file held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Blob(String);

impl Blob {
    /// The one with this id.
    pub(crate) fn of(id: &str) -> Blob {
        Blob(id.to_owned())
    }
}

impl fmt::Display for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Repository {
    /// The one that holds the current folder.
    pub(crate) fn here() -> Result<Repository, Error> {
        Repository::around(Path::new(".")).and_then(|found| {
            found.map_err(|said| {
                let error = Error::new(format!("found no repository of git here, expected one: {said}"));
                error.with_hint("run it in a clone, or compare with a file: `mondegreen check --baseline FILE`")
            })
        })
    }

    /// The one that holds a folder.
    pub(crate) fn of(folder: &Path) -> Result<Repository, Error> {
        Repository::around(folder)?.map_err(|said| {
            let error = Error::new(format!("found no repository of git that holds it, expected one: {said}"));
            error.in_file(folder.display().to_string())
        })
    }

    /// The one that holds a folder, or what git says where there is none.
    fn around(folder: &Path) -> Result<Result<Repository, String>, Error> {
        let here = Repository { top: folder.to_path_buf() };
        let output = here.git(["rev-parse", "--show-toplevel"])?;
        if !output.status.success() {
            return Ok(Err(said(&output)));
        }
        let top = path_of(output.stdout.trim_ascii_end());
        let top = fs::canonicalize(&top).unwrap_or(top);
        Ok(Ok(Repository { top }))
    }

    /// The path of a file from its folder, as other programs know it; as it is where the file is elsewhere.
    pub(crate) fn inner_path(&self, here: &Path, path: &str) -> String {
        let mut whole = PathBuf::new();
        for part in here.join(path).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => {
                    whole.pop();
                }
                part => whole.push(part),
            }
        }
        let inside = whole.strip_prefix(&self.top).ok().and_then(Path::to_str).filter(|inside| !inside.is_empty());
        inside.map_or_else(|| path.to_owned(), str::to_owned)
    }

    /// Its folder, without links in the path.
    pub(crate) fn top(&self) -> &Path {
        &self.top
    }

    /// The commit in which the checked out one and a revision part ways.
    pub(crate) fn base(&self, revision: &str) -> Result<String, Error> {
        let expected = "expected a branch, a tag or a commit";
        if revision.is_empty() {
            let error = Error::new(format!("found an empty revision, {expected}"));
            return Err(error.with_hint("where it comes from a variable, see that the variable is set"));
        }
        if revision.starts_with('-') {
            return Err(Error::new(format!("found the revision `{revision}`, {expected}")));
        }
        let base = self.git(["merge-base", revision, "HEAD"])?;
        if base.status.success() {
            return Ok(line(&base));
        }
        if revision == "HEAD" && self.is_unborn()? {
            // Before the first commit there was nothing.
            return Ok(line(&self.git(["hash-object", "-t", "tree", "--stdin"])?));
        }
        Err(self.without_base(revision, expected))
    }

    /// Whether the branch that is checked out has no commit yet.
    fn is_unborn(&self) -> Result<bool, Error> {
        let [branch, commit] =
            [&["symbolic-ref", "--quiet", "HEAD"][..], &["rev-parse", "--verify", "--quiet", "HEAD"]];
        Ok(self.git(branch)?.status.success() && !self.git(commit)?.status.success())
    }

    /// Whether a file is none of the repository because it is to be ignored.
    pub(crate) fn ignores(&self, path: &Path) -> Result<bool, Error> {
        let args = [OsStr::new("check-ignore"), OsStr::new("--quiet"), OsStr::new("--"), path.as_os_str()];
        Ok(self.git(args)?.status.success())
    }

    /// Why nothing is known of where a revision and what is checked out part ways.
    fn without_base(&self, revision: &str, expected: &str) -> Error {
        let is_there = |revision: &str| {
            let found = self.git(["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")]);
            found.is_ok_and(|found| found.status.success())
        };
        if !is_there(revision) {
            let error = Error::new(format!("found no revision `{revision}`, {expected}"));
            return match self.hint_for(revision) {
                Some(hint) => error.with_hint(hint),
                None => error,
            };
        }
        if !is_there("HEAD") {
            let error = Error::new(format!("found no commit checked out, expected one to compare with `{revision}`"));
            return error.with_hint("commit something first, or check a branch out");
        }
        let shared = format!("found no commit that `{revision}` and what is checked out have in common, expected one");
        let related = "compare with a branch that this one came from";
        Error::new(shared).with_hint(if self.is_shallow() { UNSHALLOW } else { related })
    }

    /// The files that differ from a commit, with what they held then, where they were files; the paths are from the top.
    pub(crate) fn changed_since(&self, commit: &str) -> Result<BTreeMap<PathBuf, Option<Blob>>, Error> {
        let flags = ["--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-color", "--no-relative"];
        // Both look at every file: at the same time.
        let new = self.start(["ls-files", "--others", "--exclude-standard", "-z"])?;
        let tracked = self.list([&["diff"], &flags[..], &["--ignore-submodules=all", commit, "--"]].concat())?;
        let new = printed("ls-files", new.wait_with_output())?;
        let mut changed: BTreeMap<PathBuf, Option<Blob>> = names(&new).map(|path| (path_of(path), None)).collect();
        let mut parts = names(&tracked);
        while let (Some(about), Some(path)) = (parts.next(), parts.next()) {
            // `:100644 100644 <what it held> <what it holds> M`
            let about = String::from_utf8_lossy(about);
            let mut about = about.split(' ');
            let is_file = about.next().is_some_and(|mode| mode.starts_with(":100"));
            let held = about.nth(1).filter(|_| is_file).map(|id| Blob(id.to_owned()));
            let known = changed.entry(path_of(path)).or_default();
            *known = known.take().or(held);
        }
        Ok(changed)
    }

    /// What a file held, as it would be checked out at this path.
    pub(crate) fn bytes(&self, blob: &Blob, path: &Path) -> Option<Vec<u8>> {
        let mut of_path = OsString::from("--path=");
        of_path.push(path);
        let args = [OsStr::new("cat-file"), OsStr::new("--filters"), &of_path, OsStr::new(&blob.0)];
        let output = self.git(args).ok()?;
        output.status.success().then_some(output.stdout)
    }

    /// What likely helps where a revision is not known.
    fn hint_for(&self, revision: &str) -> Option<String> {
        if revision.bytes().all(|byte| byte == b'0') {
            return Some("a branch that is new has nothing before it; name the branch that it came from".to_owned());
        }
        let refs = self.list(vec!["for-each-ref", "--format=%(refname:short)"]).unwrap_or_default();
        let refs = String::from_utf8_lossy(&refs);
        let of_remote = refs.lines().find(|name| name.strip_suffix(revision).is_some_and(|rest| rest.ends_with('/')));
        if let Some(near) = of_remote.or_else(|| did_you_mean(revision, refs.lines())) {
            return Some(format!("did you mean `{near}`?"));
        }
        self.is_shallow().then(|| UNSHALLOW.to_owned())
    }

    fn is_shallow(&self) -> bool {
        self.git(["rev-parse", "--is-shallow-repository"]).is_ok_and(|output| line(&output) == "true")
    }

    /// What a command prints that has no reason to fail.
    fn list(&self, args: Vec<&str>) -> Result<Vec<u8>, Error> {
        list_in(&self.top, args)
    }

    /// Starts a command that is told more while it runs.
    pub(crate) fn converse<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Result<Child, Error> {
        let mut git = command(&self.top, args);
        git.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(|error| not_started(&error))
    }

    fn git<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Result<Output, Error> {
        self.start(args)?.wait_with_output().map_err(|error| not_started(&error))
    }

    fn start<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Result<Child, Error> {
        command(&self.top, args).spawn().map_err(|error| not_started(&error))
    }
}

/// What a command prints that runs in a folder and has no reason to fail.
pub(crate) fn list_in(folder: &Path, args: Vec<&str>) -> Result<Vec<u8>, Error> {
    let what = args.first().copied().unwrap_or_default().to_owned();
    let started = command(folder, args).spawn().map_err(|error| not_started(&error))?;
    printed(&what, started.wait_with_output())
}

fn command<A: AsRef<OsStr>>(folder: &Path, args: impl IntoIterator<Item = A>) -> Command {
    let mut git = Command::new("git");
    git.args(args).current_dir(folder).stdin(Stdio::null());
    // Its words in English, for they are passed on; and no lock on files that others work with.
    git.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0");
    git.stdout(Stdio::piped()).stderr(Stdio::piped());
    git
}

fn not_started(error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NotFound => {
            Error::new("found no program `git`, expected one, which tells what changed").with_hint("install git")
        }
        _ => Error::new(format!("`git` could not be started: {}", told(error))),
    }
}

/// What a command printed that has no reason to fail.
fn printed(what: &str, output: io::Result<Output>) -> Result<Vec<u8>, Error> {
    let output = output.map_err(|error| not_started(&error))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(Error::new(format!("`git {what}` could not do its work: {}", said(&output))))
}

const UNSHALLOW: &str =
    "this clone is shallow: get the rest with `git fetch --unshallow`, or with `fetch-depth: 0` in its CI job";

/// What a command printed, as one line.
fn line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// What git says is wrong, on one line.
fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let text = text.trim();
    let text = text.strip_prefix("fatal: ").unwrap_or(text);
    if text.is_empty() { output.status.to_string() } else { text.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// The parts of a list, each with a zero byte behind it.
pub(crate) fn names(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    list.split(|&byte| byte == 0).filter(|name| !name.is_empty())
}

#[cfg(unix)]
pub(crate) fn path_of(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(name))
}

#[cfg(not(unix))]
pub(crate) fn path_of(name: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name).into_owned())
}
