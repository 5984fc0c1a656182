//! What a run wrote is taken back to the byte, file by file, unless the file has changed since.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of transcripts with a state folder beside it.
struct Folder(tempfile::TempDir);

type Files = BTreeMap<PathBuf, Vec<u8>>;

impl Folder {
    fn new() -> Folder {
        let folder = Folder(tempfile::tempdir().expect("a folder"));
        fs::create_dir(folder.talks()).expect("a folder");
        folder
    }

    /// With a copy of every fixture of a format.
    fn of_fixtures() -> Folder {
        let folder = Folder::new();
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
        for entry in fs::read_dir(fixtures).expect("the fixtures are there") {
            let entry = entry.expect("an entry");
            fs::copy(entry.path(), folder.talks().join(entry.file_name())).expect("a copy");
        }
        let text = "We push it to git lab every day — ça va — and then open a merge request.\n";
        let wide: Vec<u8> = "\u{FEFF}".chars().chain(text.chars()).flat_map(|c| (c as u16).to_le_bytes()).collect();
        fs::write(folder.talks().join("wide.txt"), wide).expect("a file");
        folder
    }

    fn talks(&self) -> PathBuf {
        self.0.path().join("talks")
    }

    fn runs(&self) -> PathBuf {
        self.0.path().join("state/mondegreen/runs")
    }

    fn run(&self, args: &[&str]) -> (Option<i32>, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
        command.args(args).current_dir(self.talks()).env("XDG_STATE_HOME", self.0.path().join("state"));
        let output = command.env("HOME", self.0.path()).output().expect("a run");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    }

    fn files(&self) -> Files {
        let read = |entry: std::io::Result<fs::DirEntry>| {
            let path = entry.expect("an entry").path();
            let bytes = fs::read(&path).expect("a file");
            (path, bytes)
        };
        fs::read_dir(self.talks()).expect("a folder").map(read).collect()
    }
}

#[test]
fn every_format_is_taken_back_and_that_as_well() {
    let folder = Folder::of_fixtures();
    let before = folder.files();
    assert_eq!(folder.run(&["fix", "--tier", "review", "."]).0, Some(0));
    let fixed = folder.files();
    let changed = before.iter().filter(|&(path, bytes)| fixed[path] != *bytes).count();
    assert!(changed > 15, "{changed}");
    assert_eq!(folder.run(&["undo", "--dry-run"]).0, Some(0));
    assert_eq!(folder.files(), fixed);
    let (code, _, told) = folder.run(&["undo"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains(&format!("in {changed} files: fix of ")), "{told}");
    assert_eq!(folder.files(), before);
    assert_eq!(folder.run(&["undo"]).2, "error: found no run to take back\n");
    let (_, listed, _) = folder.run(&["undo", "--list"]);
    let (undoing, _) = listed.lines().next().and_then(|line| line.split_once("  undo of ")).expect("a run");
    assert_eq!(folder.run(&["undo", undoing]).0, Some(0));
    assert_eq!(folder.files(), fixed);
    assert_eq!(folder.run(&["undo"]).0, Some(0));
    assert_eq!(folder.files(), before);
}

#[test]
fn runs_are_taken_back_one_after_another() {
    let folder = Folder::new();
    let path = folder.talks().join("a.txt");
    let text = "We push it to git lab every day, and then we open a merge request in git lab.\n";
    fs::write(&path, text).expect("a file");
    fs::write(folder.talks().join("n.toml"), "[[term]]\ntext = \"MR\"\nheard = [\"merge request\"]\n").expect("a file");
    assert_eq!(folder.run(&["fix", "a.txt"]).0, Some(0));
    let first = fs::read_to_string(&path).expect("a file");
    assert_eq!(folder.run(&["fix", "--no-builtin", "--dict", "n.toml", "a.txt"]).0, Some(0));
    let second = fs::read_to_string(&path).expect("a file");
    assert!(text != first && first != second, "{first}{second}");
    for expected in [&*first, text] {
        let (code, _, told) = folder.run(&["undo"]);
        assert_eq!(code, Some(0), "{told}");
        assert_eq!(fs::read_to_string(&path).expect("a file"), expected);
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("room");
    encoder.finish().expect("room")
}

fn gunzip(bytes: &[u8]) -> String {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_string(&mut text).expect("packed text");
    text
}

/// What is packed comes back to the byte; it is packed anew.
#[test]
fn data_sets_are_taken_back_record_by_record() {
    let folder = Folder::new();
    let mut records = String::new();
    for number in 0..3_000 {
        let text = ["we push it to git lab and open a merge request", "it rains — ça va", "no more"][number % 3];
        writeln!(records, "{{\"id\": {number}, \"text\": \"{text}\"}}").expect("room");
    }
    let (plain, packed) = (folder.talks().join("a.jsonl"), folder.talks().join("b.jsonl.gz"));
    // One that is left alone in the end, with changes made on the way.
    let dense = folder.talks().join("c.jsonl");
    let dense_text = "{\"text\": \"we push it to git lab, merge request\"}\n".repeat(50);
    fs::write(&plain, &records).expect("a file");
    fs::write(&packed, gzip(records.as_bytes())).expect("a file");
    fs::write(&dense, &dense_text).expect("a file");
    assert_eq!(folder.run(&["fix", "--max-changes-per-1000-words", "100", "."]).0, Some(2));
    let fixed = fs::read_to_string(&plain).expect("a file");
    assert!(fixed.contains("GitLab"));
    assert_eq!(gunzip(&fs::read(&packed).expect("a file")), fixed);
    let (code, _, told) = folder.run(&["undo"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("took back 2000 changes in 2 files"), "{told}");
    assert_eq!(fs::read_to_string(&plain).expect("a file"), records);
    assert_eq!(gunzip(&fs::read(&packed).expect("a file")), records);
    assert_eq!(fs::read_to_string(&dense).expect("a file"), dense_text);
    let (_, listed, _) = folder.run(&["undo", "--list"]);
    let (undoing, _) = listed.lines().next().and_then(|line| line.split_once("  undo of ")).expect("a run");
    assert_eq!(folder.run(&["undo", undoing]).0, Some(0));
    assert_eq!(fs::read_to_string(&plain).expect("a file"), fixed);
    fs::write(&plain, fixed.replacen("GitLab", "Gitlab", 1)).expect("a file");
    let (code, _, told) = folder.run(&["undo"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("a.jsonl: found it changed since that run; left as it is"), "{told}");
    assert_eq!(gunzip(&fs::read(&packed).expect("a file")), records);
}

#[test]
fn what_changed_since_stays() {
    let folder = Folder::new();
    let text = "We push it to git lab every day, and then we open a merge request.\n";
    for name in ["a.txt", "b.txt", "c.txt", "d.txt"] {
        fs::write(folder.talks().join(name), text).expect("a file");
    }
    assert_eq!(folder.run(&["fix", "."]).0, Some(0));
    let changed = "Now it says something else.\n";
    fs::write(folder.talks().join("b.txt"), changed).expect("a file");
    fs::remove_file(folder.talks().join("c.txt")).expect("a file");
    fs::write(folder.talks().join("d.txt"), text).expect("a file");
    let (code, _, told) = folder.run(&["undo"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("b.txt: found it changed since that run; left as it is"), "{told}");
    assert!(told.contains("c.txt: found no such file"), "{told}");
    assert!(told.contains("took back 1 change in 1 file: fix of "), "{told}");
    let read = |name| fs::read_to_string(folder.talks().join(name)).expect("a file");
    assert_eq!([read("a.txt"), read("b.txt"), read("d.txt")], [text, changed, text]);
}

#[test]
fn a_journal_that_is_none_is_told_of() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["undo"]).2, "error: found no run to take back\n");
    assert_eq!(folder.run(&["undo", "--list"]).0, Some(0));
    fs::create_dir_all(folder.runs()).expect("a folder");
    fs::write(folder.runs().join("20990101T000000000Z-1.jsonl"), "{}\n").expect("a file");
    let (code, _, told) = folder.run(&["undo", "2099"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("-1.jsonl:1:1: found no run: missing field `version`"), "{told}");
    assert!(folder.run(&["undo"]).2.ends_with("error: found no run to take back\n"));
    assert_eq!(folder.run(&["undo", "x"]).0, Some(2));
}

/// Without a place for the journal, the files are fixed all the same, and that is said.
#[test]
fn without_a_journal_the_run_goes_on() {
    let folder = Folder::new();
    let text = "We push it to git lab every day, and then we open a merge request.\n";
    fs::write(folder.talks().join("a.txt"), text).expect("a file");
    fs::write(folder.0.path().join("state"), "no folder").expect("a file");
    let (code, _, told) = folder.run(&["fix", "a.txt"]);
    assert_eq!(code, Some(0));
    assert!(told.contains("no journal could be written: ") && told.contains("this run cannot be undone"), "{told}");
    assert!(fs::read_to_string(folder.talks().join("a.txt")).expect("a file").contains("GitLab"));
}

#[test]
fn the_times_of_a_file_stay() {
    let folder = Folder::new();
    let path = folder.talks().join("a.txt");
    fs::write(&path, "We push it to git lab every day, and then we open a merge request.\n").expect("a file");
    let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_600_000_000);
    fs::File::options().append(true).open(&path).expect("a file").set_modified(old).expect("a time");
    assert_eq!(folder.run(&["fix", "a.txt"]).0, Some(0));
    assert!(fs::read_to_string(&path).expect("a file").contains("GitLab"));
    assert_eq!(fs::metadata(&path).and_then(|found| found.modified()).expect("a time"), old);
}

#[test]
fn without_a_name_a_run_of_this_folder_is_taken_back() {
    let folder = Folder::new();
    let other = folder.0.path().join("other");
    fs::create_dir(&other).expect("a folder");
    let text = "We push it to git lab every day and then open a merge request.\n";
    fs::write(folder.talks().join("a.txt"), text).expect("a file");
    fs::write(other.join("b.txt"), text).expect("a file");
    let in_other = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
        command.args(args).current_dir(&other).env("XDG_STATE_HOME", folder.0.path().join("state"));
        let output = command.env("HOME", folder.0.path()).output().expect("a run");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(folder.run(&["fix", "a.txt"]).0, Some(0));
    let (code, told) = in_other(&["undo"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("hint: the latest that was run elsewhere: `mondegreen undo 2"), "{told}");
    assert_eq!(in_other(&["fix", "b.txt"]).0, Some(0));
    let changed = fs::read_to_string(other.join("b.txt")).expect("a file");
    assert_eq!(folder.run(&["undo"]).0, Some(0));
    assert_eq!(fs::read_to_string(folder.talks().join("a.txt")).expect("a file"), text);
    assert_eq!(fs::read_to_string(other.join("b.txt")).expect("a file"), changed);
    // A run that was made from here is of here, wherever its files are.
    assert_eq!(folder.run(&["fix", "a.txt"]).0, Some(0));
    assert_eq!(in_other(&["undo"]).0, Some(0));
    assert_eq!(in_other(&["fix", "../talks/a.txt"]).0, Some(0));
    assert_eq!(in_other(&["undo"]).0, Some(2), "nothing was left to fix, so there is no run");
    assert_eq!(fs::read_to_string(other.join("b.txt")).expect("a file"), text);
}

#[test]
fn what_cannot_be_taken_back_hides_no_earlier_run() {
    let folder = Folder::new();
    let text = "We push it to git lab every day and then open a merge request.\n";
    for name in ["a.txt", "b.txt", "c.txt"] {
        fs::write(folder.talks().join(name), text).expect("a file");
        assert_eq!(folder.run(&["fix", name]).0, Some(0));
    }
    fs::remove_file(folder.talks().join("c.txt")).expect("a file that goes");
    fs::write(folder.talks().join("b.txt"), "something else\n").expect("a file");
    assert_eq!(folder.run(&["undo"]).0, Some(0));
    assert_eq!(fs::read_to_string(folder.talks().join("a.txt")).expect("a file"), text);
    let (code, _, told) = folder.run(&["undo"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("c.txt: found no such file"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_run_that_goes_on_is_not_taken_back() {
    let folder = Folder::new();
    let text = "We push it to git lab every day and then open a merge request.\n";
    fs::write(folder.talks().join("a.txt"), text).expect("a file");
    assert_eq!(folder.run(&["fix", "a.txt"]).0, Some(0));
    let entry = fs::read_dir(folder.runs()).expect("journals").next().expect("one").expect("an entry");
    let journal = fs::File::open(entry.path()).expect("a journal");
    journal.lock().expect("a lock, as a run holds it");
    let (code, _, told) = folder.run(&["undo"]);
    assert_eq!((code, &*told), (Some(2), "error: found no run to take back\n"));
    let (code, _, told) = folder.run(&["undo", "2"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("goes on writing, expected one that has ended"), "{told}");
    drop(journal);
    assert_eq!(folder.run(&["undo"]).0, Some(0));
    assert_eq!(fs::read_to_string(folder.talks().join("a.txt")).expect("a file"), text);
}
