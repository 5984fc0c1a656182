//! Only what is new is reported: findings that a baseline holds, or that were there at a revision, are not.

mod folder;

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

use folder::{Folder, told};

const CONFIGURATION: &str = "dictionaries = [\"mine.toml\"]\nbuiltin = false\n";
const DICTIONARY: &str = "[[term]]\ntext = \"GitLab Duo\"\nheard = [\"give that dudo\"]\n\
                          [[term]]\ntext = \"Kubernetes\"\nheard = [\"cooper netties\"]\n";
/// The forms that are one document, whatever goes wrong.
const DOCUMENTS: [&str; 5] = ["json", "sarif", "gitlab", "junit", "checkstyle"];

const DUO: &str = "We looked at give that dudo for the first time today.\n";
const KUBE: &str = "Everything of ours runs on cooper netties by now, and well.\n";

impl Folder {
    /// A folder with a dictionary, a configuration that names it, and these.
    fn configured(files: &[(&str, &str)]) -> Folder {
        let folder = Folder::with(&[("mine.toml", DICTIONARY), ("mondegreen.toml", CONFIGURATION)]);
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    fn run_with(&self, args: &[&str], set_up: impl FnOnce(&mut Command)) -> Output {
        let mut command = self.command(env!("CARGO_BIN_EXE_mondegreen"), args);
        set_up(&mut command);
        command.output().expect("the program runs")
    }

    /// What a run prints that ends with this exit code, and what it says.
    #[track_caller]
    fn run(&self, args: &[&str], code: i32) -> (String, String) {
        let output = self.run_with(args, |_| {});
        let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
        assert_eq!(output.status.code(), Some(code), "{args:?}: {out}{err}");
        (out, err)
    }

    /// The places that `check` reports with these arguments.
    #[track_caller]
    fn found(&self, args: &[&str]) -> Vec<String> {
        let output = self.run_with(&[&["check", "--format", "jsonl"], args].concat(), |_| {});
        let said = told(&output);
        let out = String::from_utf8(output.stdout).expect("UTF-8");
        let found: Vec<String> = out
            .lines()
            .map(|line| {
                let finding: Value = serde_json::from_str(line).expect("JSON");
                format!("{}:{}", finding["path"].as_str().expect("a path"), finding["line"])
            })
            .collect();
        assert_eq!(output.status.code(), Some(i32::from(!found.is_empty())), "{args:?}: {said}");
        found
    }

    /// Checks that a run does not do its work for this reason, and that whoever waits for a document gets one.
    #[track_caller]
    fn refuses(&self, args: &[&str], reason: &str) {
        let (_, err) = self.run(&[&["check"], args].concat(), 2);
        assert!(err.contains(reason), "{args:?}: {err}");
        for form in DOCUMENTS {
            let (out, _) = self.run(&[&["check", "--format", form], args].concat(), 2);
            if let "junit" | "checkstyle" = form {
                let mut reader = quick_xml::Reader::from_str(&out);
                while reader.read_event().expect("XML") != quick_xml::events::Event::Eof {}
                assert!(out.contains("<?xml"), "{form}: {out}");
            } else {
                let whole: Value = serde_json::from_str(&out).expect("one document");
                assert!(whole.is_object() || whole.is_array(), "{form}: {out}");
            }
        }
    }
}

const BASELINE: [&str; 2] = ["--baseline", "mondegreen.baseline.json"];

#[test]
fn what_a_baseline_holds_is_not_new() {
    let folder = Folder::configured(&[("a.txt", DUO), ("b.txt", KUBE)]);
    let (out, err) = folder.run(&["check", "--write-baseline", "--format", "jsonl"], 0);
    assert_eq!(out, "");
    assert!(err.contains("wrote 2 findings into mondegreen.baseline.json"), "{err}");
    assert_eq!(folder.found(&BASELINE), [""; 0]);
    assert_eq!(folder.found(&[]), ["a.txt:1", "b.txt:1"]);
    let first = fs::read(folder.path("mondegreen.baseline.json")).expect("a baseline");

    // In another place, in another order, in another file: the same ones.
    folder.write("a.txt", &format!("Something else comes first.\n\n{KUBE}\n{DUO}"));
    folder.write("b.txt", "Nothing.\n");
    assert_eq!(folder.found(&BASELINE), [""; 0]);
    folder.run(&["check", "--write-baseline"], 0);
    assert_eq!(fs::read(folder.path("mondegreen.baseline.json")).expect("a baseline"), first);

    // Another time the same: one more than is known.
    folder.write("b.txt", KUBE);
    assert_eq!(folder.found(&BASELINE), ["b.txt:1"]);
    folder.write("b.txt", "Today cooper netties is not what it was.\n");
    assert_eq!(folder.found(&BASELINE), ["b.txt:1"]);
}

#[test]
fn a_configuration_may_name_the_baseline() {
    let folder = Folder::configured(&[("calls/a.txt", DUO)]);
    folder
        .write("mondegreen.toml", "dictionaries = [\"mine.toml\"]\nbuiltin = false\nbaseline = \"state/known.json\"\n");
    folder.refuses(&[], "mondegreen.toml:3 names it; to write it");
    fs::create_dir(folder.path("state")).expect("a folder");
    folder.run(&["check", "--write-baseline", "calls"], 0);
    assert!(fs::metadata(folder.path("state/known.json")).is_ok());
    assert_eq!(folder.found(&[]), [""; 0]);
    assert_eq!(folder.found(&["--isolated", "--no-builtin", "--dict", "mine.toml"]), ["calls/a.txt:1"]);
}

#[test]
fn a_baseline_that_is_not_one_is_refused() {
    let folder = Folder::configured(&[("a.txt", DUO)]);
    folder.run(&["check", "--write-baseline"], 0);
    let whole = fs::read_to_string(folder.path("mondegreen.baseline.json")).expect("a baseline");
    let cases = [
        (&whole[..whole.len() / 2], "the file was cut short"),
        ("", "the file was cut short"),
        ("{\"version\": 7, \"findings\": {}}", "b.json:1:13: found a baseline of version 7, expected version 1"),
        ("<<<<<<< main\n", "keep the lines of both"),
    ];
    for (text, reason) in cases {
        folder.write("b.json", text);
        folder.refuses(&["--baseline", "b.json"], reason);
    }
    folder.refuses(&["--baseline", "none.json"], "none.json: found no such file, expected a baseline");
    // It is not written where something could not be read: it would lack what is there.
    let (_, err) = folder.run(&["check", "--write-baseline", "a.txt", "gone.txt"], 2);
    assert!(err.contains("the baseline was not written"), "{err}");
}

#[test]
fn only_a_baseline_is_written_over() {
    let cut = "{\n  \"version\": 1,\n  \"fin";
    let podcast = "{\"version\": \"1.0.0\", \"segments\": [{\"body\": \"on cooper netties\"}]}";
    for (text, is_taken) in [
        (DUO, false),
        (podcast, false),
        (CONFIGURATION, false),
        ("\0\u{ff}", false),
        ("", true),
        ("\n", true),
        (cut, true),
    ] {
        let folder = Folder::configured(&[("a.txt", DUO), ("b", text)]);
        let code = if is_taken { 0 } else { 2 };
        let (_, err) = folder.run(&["check", "--write-baseline", "--baseline", "b", "a.txt"], code);
        let after = fs::read_to_string(folder.path("b")).expect("a file");
        assert_eq!(after != text, is_taken, "{text:?}: {err}");
        if is_taken {
            assert_eq!(folder.found(&["--baseline", "b", "a.txt"]), [""; 0]);
        } else {
            let reason = "error: b: found a file that is no baseline, expected one to write over; nothing was written";
            assert!(err.starts_with(reason), "{err}");
        }
    }
    let folder = Folder::configured(&[("a.txt", DUO)]);
    folder.refuses(&["--write-baseline", "--baseline", "a.txt", "a.txt"], "a.txt: found a file that is no baseline");
    fs::create_dir(folder.path("state")).expect("a folder");
    folder.refuses(&["--write-baseline", "--baseline", "state", "a.txt"], "state: ");
    folder.write("mondegreen.toml", "baseline = \"mine.toml\"\n");
    folder.refuses(&["--write-baseline"], "mine.toml: found a file that is no baseline");
    assert_eq!(fs::read_to_string(folder.path("mine.toml")).expect("a file"), DICTIONARY);
}

#[cfg(all(unix, feature = "real-parts"))]
mod since {
    use super::*;

    impl Folder {
        #[track_caller]
        fn git(&self, args: &[&str]) -> String {
            let output = Command::new("git").args(args).current_dir(self.0.path()).output().expect("git runs");
            assert!(output.status.success(), "git {args:?}: {}", told(&output));
            String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
        }

        fn commit(&self) {
            self.git(&["add", "--all"]);
            self.git(&["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "commit", "-q", "-m", "more"]);
        }

        fn commit_if_changed(&self) {
            if !self.git(&["status", "--porcelain"]).is_empty() {
                self.commit();
            }
        }

        /// A repository whose branch `main` holds these files.
        fn repository(files: &[(&str, &str)]) -> Folder {
            let folder = Folder::configured(files);
            folder.git(&["init", "-q", "-b", "main"]);
            folder.commit();
            folder
        }
    }

    /// A file, and what is written there or that it goes.
    type Change<'a> = (&'a str, Option<&'a str>);

    #[test]
    fn what_was_there_is_not_new() {
        let folder = Folder::repository(&[("a.txt", DUO), ("b/b.txt", KUBE), ("b/c.txt", "Nothing.\n")]);
        let since = ["--since", "main"];
        assert_eq!(folder.found(&since), [""; 0]);
        folder.git(&["checkout", "-q", "-b", "new"]);
        let cases: &[(&[Change<'_>], &[&str])] = &[
            (&[], &[]),
            // Another line, another paragraph before it.
            (&[("a.txt", Some(&format!("Before.\n\n{DUO}")))], &[]),
            // Other words beside it, and all of it said anew.
            (&[("a.txt", Some(&format!("{DUO}And more about it.\n")))], &[]),
            (&[("a.txt", Some(&format!("Nobody looked at give that dudo yet.\n{DUO}")))], &["a.txt:1"]),
            // A second one in the same file, and one of another kind.
            (&[("a.txt", Some(&format!("{DUO}\n{DUO}")))], &["a.txt:3"]),
            (&[("a.txt", Some(&format!("{KUBE}\n{DUO}")))], &["a.txt:1"]),
            // It moved to another file, with its file, or was copied.
            (&[("a.txt", Some("Nothing.\n")), ("b/c.txt", Some(DUO))], &[]),
            (&[("a.txt", None), ("new/a.txt", Some(DUO))], &[]),
            (&[("a.txt", Some(&format!("Before.\n\n{DUO}"))), ("0.txt", Some(DUO))], &["0.txt:1"]),
            // Names that a list might break.
            (&[("sp ace\nline\"q\u{e9}.txt", Some(KUBE))], &["sp ace\nline\"q\u{e9}.txt:1"]),
        ];
        for (changes, expected) in cases {
            for (name, text) in *changes {
                match text {
                    Some(text) => folder.write(name, text),
                    None => fs::remove_file(folder.path(name)).expect("a file"),
                }
            }
            assert_eq!(folder.found(&since), *expected, "{changes:?}, not committed");
            folder.commit_if_changed();
            assert_eq!(folder.found(&since), *expected, "{changes:?}, committed");
            // What goes on in the other branch meanwhile is not ours.
            assert_eq!(folder.found(&["--since", "main", "."]).len(), expected.len());
            folder.git(&["reset", "-q", "--hard", "main"]);
        }
    }

    #[test]
    fn only_paths_that_are_given_are_read() {
        let folder = Folder::repository(&[("a.txt", "A.\n"), ("b/b.txt", "B.\n"), ("b/same.txt", KUBE)]);
        folder.write("a.txt", DUO);
        folder.write("b/b.txt", KUBE);
        folder.write("b/new.txt", DUO);
        std::os::unix::fs::symlink("../a.txt", folder.path("b/link.txt")).expect("a link");
        let cases: &[(&[&str], &[&str])] = &[
            (&[], &["a.txt:1", "b/b.txt:1", "b/new.txt:1"]),
            (&["b"], &["b/b.txt:1", "b/new.txt:1"]),
            (&["b/same.txt", "a.txt"], &["a.txt:1"]),
            (&["b/link.txt"], &["b/link.txt:1"]),
            (&["b/../b/b.txt"], &["b/../b/b.txt:1"]),
        ];
        for (paths, expected) in cases {
            assert_eq!(folder.found(&[&["--since", "main"], *paths].concat()), *expected, "{paths:?}");
        }
        let (shown, _) = folder.run(&["check", "--since", "main", "--show-files"], 0);
        assert_eq!(shown, "a.txt\ttxt\nb/b.txt\ttxt\nb/new.txt\ttxt\n");
    }

    #[test]
    fn files_outside_the_change_are_not_read() {
        let folder = Folder::repository(&[("calls/same.txt", KUBE), ("calls/new.txt", "Nothing.\n")]);
        folder.write("calls/new.txt", DUO);
        // Whoever would read these would fail.
        fs::remove_file(folder.path("calls/same.txt")).expect("a file");
        folder.git(&["update-index", "--assume-unchanged", "calls/same.txt"]);
        folder.write("calls/same.txt", "\0\0");
        assert_eq!(folder.found(&["--since", "main"]), ["calls/new.txt:1"]);
    }

    #[test]
    fn the_number_of_jobs_changes_nothing() {
        let folder = Folder::repository(&[("gone.txt", KUBE)]);
        fs::remove_file(folder.path("gone.txt")).expect("a file");
        for number in 0..80 {
            folder.write(&format!("{number}.txt"), &[DUO, KUBE, "Nothing.\n"][number % 3].repeat(1 + number % 2));
        }
        let one = folder.found(&["--since", "main", "--jobs", "1"]);
        // The second sentence of this file says what the first copy of it said, which moved here.
        assert!(!one.contains(&"1.txt:2".to_owned()) && one.contains(&"13.txt:2".to_owned()), "{one:?}");
        for jobs in ["2", "8"] {
            assert_eq!(folder.found(&["--since", "main", "--jobs", jobs]), one);
        }
    }

    #[test]
    fn from_where_the_branches_parted() {
        let folder = Folder::repository(&[("a.txt", "Nothing.\n")]);
        folder.git(&["checkout", "-q", "-b", "new"]);
        folder.write("b.txt", DUO);
        folder.commit();
        folder.git(&["checkout", "-q", "main"]);
        folder.write("a.txt", KUBE);
        folder.commit();
        folder.git(&["checkout", "-q", "new"]);
        assert_eq!(folder.found(&["--since", "main"]), ["b.txt:1"]);
        // No branch need be checked out.
        folder.git(&["checkout", "-q", "--detach"]);
        assert_eq!(folder.found(&["--since", "main"]), ["b.txt:1"]);
        assert_eq!(folder.found(&["--since", "HEAD"]), [""; 0]);
    }

    #[test]
    fn line_ends_and_renames_are_no_change() {
        let folder = Folder::repository(&[(".gitattributes", "*.txt text eol=crlf\n"), ("a.txt", DUO)]);
        folder.git(&["mv", "a.txt", "b.txt"]);
        folder.write("b.txt", &DUO.replace('\n', "\r\n"));
        assert_eq!(folder.found(&["--since", "main"]), [""; 0]);
    }

    #[test]
    fn what_git_cannot_tell_is_told() {
        let folder = Folder::repository(&[("a.txt", DUO)]);
        folder.git(&["checkout", "-q", "-b", "topic"]);
        let cases = [
            ("mian", "did you mean `main`?"),
            ("", "found an empty revision"),
            ("0000000000000000000000000000000000000000", "a branch that is new has nothing before it"),
            ("HEAD~7", "found no revision `HEAD~7`, expected a branch, a tag or a commit"),
        ];
        for (revision, reason) in cases {
            folder.refuses(&["--since", revision], reason);
        }
        folder.refuses(&["--since=--output=owned"], "found the revision `--output=owned`");
        assert!(fs::metadata(folder.path("owned")).is_err());
        folder.refuses(&["--since", "main", "-"], "found `-` with --since");
        let other = Folder::configured(&[("b.txt", DUO)]);
        let outside = other.path("b.txt").display().to_string();
        folder.refuses(&["--since", "main", &outside], "found a path outside of the repository");
        folder.refuses(&["--since", "main", "gone.txt"], "gone.txt: found no such file");
        folder.write(".gitignore", "drafts/\n");
        fs::create_dir(folder.path("drafts")).expect("a folder");
        folder.write("drafts/c.txt", DUO);
        folder.refuses(&["--since", "main", "drafts/c.txt"], "drafts/c.txt: found a file that git ignores");
        assert_eq!(folder.found(&["--since", "main", "drafts"]), [""; 0]);
    }

    #[test]
    fn before_the_first_commit_all_is_new() {
        let folder = Folder::configured(&[("a.txt", DUO)]);
        folder.git(&["init", "-q", "-b", "main"]);
        assert_eq!(folder.found(&["--since", "HEAD"]), ["a.txt:1"]);
        folder.git(&["add", "--all"]);
        assert_eq!(folder.found(&["--since", "HEAD"]), ["a.txt:1"]);
        folder.commit();
        assert_eq!(folder.found(&["--since", "HEAD"]), [""; 0]);
    }

    #[test]
    fn without_a_repository_or_its_past_there_is_nothing_to_compare_with() {
        let folder = Folder::configured(&[("a.txt", DUO)]);
        folder.refuses(&["--since", "main"], "found no repository of git here");
        folder.git(&["init", "-q", "-b", "main"]);
        folder.refuses(&["--since", "main"], "found no revision `main`");

        folder.commit();
        folder.write("a.txt", KUBE);
        folder.commit();
        let clone = Folder::configured(&[]);
        let url = format!("file://{}", folder.0.path().display());
        clone.git(&["clone", "-q", "--depth=1", &url, "clone"]);
        let run = clone.run_with(&["check", "--since", "HEAD~1"], |command| {
            command.current_dir(clone.path("clone"));
        });
        let said = told(&run);
        assert!(run.status.code() == Some(2) && said.contains("git fetch --unshallow"), "{said}");

        folder.git(&["checkout", "-q", "--orphan", "other"]);
        folder.refuses(&["--since", "main"], "found no commit checked out");
        folder.commit();
        folder.refuses(&["--since", "main"], "have in common");
        let output = folder.run_with(&["check", "--since", "main"], |command| {
            command.env("PATH", folder.path("nowhere"));
        });
        let said = told(&output);
        assert!(output.status.code() == Some(2) && said.contains("found no program `git`"), "{said}");
    }
}
