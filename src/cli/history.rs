//! What the commits of a repository changed in the files of a folder.

use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout};

use super::git::{Blob, Repository, list_in, names, path_of};
use crate::error::{Error, Result};

/// A version of a file with more bytes is not read.
const LARGEST: u64 = 64 << 20;
/// So much of the id of a commit tells it from others.
const SHORT: usize = 9;

/// A file that a commit changed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// The beginning of the commit's id.
    pub(crate) commit: String,
    /// Where the file lay before, and then, from the top of the repository.
    pub(crate) from: PathBuf,
    pub(crate) path: PathBuf,
    pub(crate) before: Blob,
    pub(crate) after: Blob,
    /// Whether no later commit changes it, wherever it lies by then.
    pub(crate) is_last: bool,
}

/// The changes of files below a folder, the oldest first: of all commits, or of those since the current branch left a
/// revision. Files that only came, went or moved are not among them.
pub(crate) fn steps(repository: &Repository, folder: &Path, since: Option<&str>) -> Result<Vec<Step>> {
    let range = match since {
        Some(revision) => format!("{}..HEAD", repository.base(revision)?),
        None => "HEAD".to_owned(),
    };
    let args = [
        "log",
        "--reverse",
        "--diff-filter=MR",
        "--find-renames",
        "--raw",
        "-z",
        "--no-abbrev",
        "--no-ext-diff",
        "--no-textconv",
        "--no-color",
        "--no-show-signature",
        "--ignore-submodules=all",
        "--format=%H",
        &range,
        "--",
        ".",
    ];
    Ok(read(&list_in(folder, args.to_vec())?))
}

/// Reads what `git log --raw -z --format=%H` prints.
fn read(list: &[u8]) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut commit = String::new();
    let mut parts = names(list).map(|part| part.strip_prefix(b"\n").unwrap_or(part));
    while let Some(part) = parts.next() {
        let text = String::from_utf8_lossy(part);
        // `:100644 100644 <what it held> <what it holds> M`
        let Some(about) = text.strip_prefix(':') else {
            commit = text.chars().take(SHORT).collect();
            continue;
        };
        let about: Vec<&str> = about.split(' ').collect();
        let [was, is, before, after, status] = about[..] else { continue };
        let Some(from) = parts.next() else { break };
        let path = if status.starts_with('R') { parts.next() } else { Some(from) };
        let Some(path) = path else { break };
        let is_file = |mode: &str| mode.starts_with("100");
        if is_file(was) && is_file(is) {
            steps.push(Step {
                commit: commit.clone(),
                from: path_of(from),
                path: path_of(path),
                before: Blob::of(before),
                after: Blob::of(after),
                is_last: false,
            });
        }
    }
    mark_last(&mut steps);
    // What only moved is needed no more.
    steps.retain(|step| step.before != step.after);
    steps
}

/// Finds the last change of each file, from the newest commit back.
fn mark_last(steps: &mut [Step]) {
    let mut changed_later: HashSet<PathBuf> = HashSet::new();
    for step in steps.iter_mut().rev() {
        let is_changed_later = changed_later.remove(&step.path);
        step.is_last = !is_changed_later;
        if is_changed_later || step.before != step.after {
            changed_later.insert(step.from.clone());
        }
    }
}

/// What files held, from one `git` that is asked again and again.
pub(crate) struct Blobs {
    child: Child,
    /// None when nothing more is asked.
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Blobs {
    pub(crate) fn of(repository: &Repository) -> Result<Blobs> {
        let mut child = repository.converse(["cat-file", "--batch"])?;
        let failed = || Error::new("`git cat-file` could not be asked");
        let requests = child.stdin.take().ok_or_else(failed)?;
        let answers = BufReader::new(child.stdout.take().ok_or_else(failed)?);
        Ok(Blobs { child, requests: Some(requests), answers })
    }

    /// What a file held; none where that is not there, or too large to be a transcript.
    pub(crate) fn read(&mut self, blob: &Blob) -> io::Result<Option<Vec<u8>>> {
        let Some(requests) = &mut self.requests else { return Ok(None) };
        writeln!(requests, "{blob}")?;
        requests.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        // `<id> blob <size>`, or `<id> missing`
        let Some(size) = head.split_whitespace().nth(2).and_then(|size| size.parse::<u64>().ok()) else {
            return Ok(None);
        };
        let mut answer = (&mut self.answers).take(size + 1);
        if size > LARGEST {
            io::copy(&mut answer, &mut io::sink())?;
            return Ok(None);
        }
        let mut bytes = Vec::new();
        answer.read_to_end(&mut bytes)?;
        // A line end stands behind it.
        bytes.truncate(size as usize);
        Ok(Some(bytes))
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        self.requests = None;
        // It ends when nothing more is asked; how it ends makes no difference any more.
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_and_moves_with_changes_are_read() {
        let list = "aaaaaaaaaaaa\0\n:100644 100644 1 2 M\0c/a.txt\0bbbbbbbbbbbb\0\n:100644 100644 2 3 R090\0c/a.txt\0\
                    c/:b.txt\0cccccccccccc\0:100644 100644 3 3 R100\0c/b.txt\0c/c.txt\0:120000 120000 4 5 M\0link\0:100644 1";
        let told: Vec<String> = read(list.as_bytes())
            .into_iter()
            .map(|one| {
                format!("{} {} {} {} {}", one.commit, one.from.display(), one.path.display(), one.before, one.after)
            })
            .collect();
        assert_eq!(told, ["aaaaaaaaa c/a.txt c/a.txt 1 2", "bbbbbbbbb c/a.txt c/:b.txt 2 3"]);
        assert_eq!(read(b""), []);
        let last: Vec<bool> = read(list.as_bytes()).iter().map(|one| one.is_last).collect();
        assert_eq!(last, [false, true]);
    }
}
