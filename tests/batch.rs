//! Many files at once: what is chosen, what is left alone, and what is said of it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use tempfile::TempDir;

const DICTIONARY: &str = "[[term]]\ntext = \"GitLab Duo\"\nheard = [\"give that dudo\"]\n\
                          [[term]]\ntext = \"Kubernetes\"\nheard = [\"cooper netties\"]\n";

/// A folder with a dictionary and the files of a test in it.
struct Folder(TempDir);

impl Folder {
    fn with(files: &[(&str, &[u8])]) -> Folder {
        let folder = Folder(tempfile::tempdir().expect("a folder"));
        fs::write(folder.path("mine.toml"), DICTIONARY).expect("a dictionary");
        for (name, bytes) in files {
            fs::create_dir_all(folder.path(name).parent().expect("a folder")).expect("a folder");
            fs::write(folder.path(name), bytes).expect("a file");
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a text")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
        command.args(args).args(["--isolated", "--no-builtin", "--dict", "mine.toml"]).current_dir(self.0.path());
        command
    }

    /// Runs the program, and expects this exit code.
    #[track_caller]
    fn run(&self, args: &[&str], code: i32) -> Output {
        let output = self.command(args).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        output
    }
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

#[test]
fn only_the_terms_that_are_asked_for_are_written() {
    let folder = Folder::with(&[("talk.txt", b"on cooper netties with give that dudo")]);
    folder.run(&["fix", "talk.txt", "--term", "KUBERNETES"], 0);
    assert_eq!(folder.text("talk.txt"), "on Kubernetes with give that dudo");
    folder.run(&["fix", "talk.txt", "--term", "Kubernetes", "--term", "gitlab duo"], 0);
    assert_eq!(folder.text("talk.txt"), "on Kubernetes with GitLab Duo");
    folder.run(&["fix", "talk.txt", "--term", "GitLab"], 2);
}

#[test]
fn a_file_with_too_many_changes_is_left_alone_and_the_others_are_written() {
    let many = "cooper netties and ".repeat(4);
    let three = "cooper netties and ".repeat(3);
    let long = format!("cooper netties {}", "and so on ".repeat(400));
    let folder = Folder::with(&[("a.txt", many.as_bytes()), ("b.txt", three.as_bytes()), ("c.txt", long.as_bytes())]);
    let output = folder.run(&["fix", "--max-changes-per-1000-words", "10"], 2);
    let said = told(&output);
    assert!(said.contains("a.txt: found 4 changes to make in 12 words, 333.3 in 1,000, expected at most 10"), "{said}");
    assert!(!said.contains("b.txt") && !said.contains("c.txt"), "{said}");
    assert_eq!(folder.text("a.txt"), many);
    assert_eq!(folder.text("b.txt"), "Kubernetes and ".repeat(3));
    assert!(folder.text("c.txt").starts_with("Kubernetes and"));

    fs::write(folder.path("m.toml"), "max-changes-per-1000-words = 10\n").expect("a file");
    let args = ["fix", "a.txt", "--no-builtin", "--dict", "mine.toml", "--config", "m.toml"];
    let with_config = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
        command.args(args).args(more).current_dir(folder.0.path()).env("XDG_CONFIG_HOME", folder.path("home"));
        command.output().expect("the program runs").status.code()
    };
    assert_eq!(with_config(&[]), Some(2));
    assert_eq!(folder.text("a.txt"), many);
    assert_eq!(with_config(&["--max-changes-per-1000-words", "400"]), Some(0));
    assert_eq!(folder.text("a.txt"), "Kubernetes and ".repeat(4));
}

const RELEASE: &str = "# Launch of Quillfern\n\nZurich, May 3 - Acme Robotics today announced Quillfern, a ledger for \
                       small firms. Quillfern ships with Tallowbrook.\n";

#[test]
fn names_beside_a_transcript_are_terms_of_it_alone() {
    let heard = b"Today we launch quill fern.";
    let files: &[(&str, &[u8])] =
        &[("one.txt", heard), ("two.txt", heard), ("one.context.txt", RELEASE.as_bytes()), ("x/one.txt", heard)];
    let folder = Folder::with(files);
    for jobs in ["1", "4"] {
        fs::write(folder.path("one.txt"), heard).expect("a file");
        folder.run(&["fix", "--jobs", jobs, "--context-pattern", "{stem}.context.txt"], 0);
        assert_eq!(folder.text("one.txt"), "Today we launch Quillfern.");
        assert_eq!(folder.text("two.txt"), "Today we launch quill fern.");
        assert_eq!(folder.text("x/one.txt"), "Today we launch quill fern.");
        assert_eq!(folder.text("one.context.txt"), RELEASE);
    }
}

#[cfg(unix)]
#[test]
fn a_file_of_names_that_lies_elsewhere_is_refused() {
    let folder = Folder::with(&[("in/talk.txt", b"Today we launch quill fern."), ("release.md", RELEASE.as_bytes())]);
    std::os::unix::fs::symlink("../release.md", folder.path("in/talk.context.txt")).expect("a link");
    let output = folder.run(&["fix", "in/talk.txt", "--context-pattern", "{stem}.context.txt"], 2);
    assert!(told(&output).contains("in/talk.context.txt: found a link to `"), "{}", told(&output));
    assert_eq!(folder.text("in/talk.txt"), "Today we launch quill fern.");
}

#[test]
fn a_configuration_may_name_the_pattern() {
    let heard = b"Today we launch quill fern.";
    let folder = Folder::with(&[("one.txt", heard), ("one.names.md", RELEASE.as_bytes())]);
    let run = |pattern: &str| {
        fs::write(folder.path("mondegreen.toml"), format!("builtin = false\ncontext-pattern = '{pattern}'\n"))
            .expect("a file");
        let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
        command.arg("fix").current_dir(folder.0.path()).env("XDG_CONFIG_HOME", folder.path("home"));
        command.output().expect("the program runs")
    };
    let refused = run("names.md");
    assert!(told(&refused).contains("mondegreen.toml:2:19: found no `{stem}` in it"), "{}", told(&refused));
    assert_eq!(run("{stem}.names.md").status.code(), Some(0));
    assert_eq!(folder.text("one.txt"), "Today we launch Quillfern.");
}
