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

#[test]
fn a_summary_is_a_page_that_needs_no_other_and_escapes_what_is_not_its_own() {
    let folder = Folder::with(&[
        ("a&b<i>.txt", b"on cooper netties and on cooper netties"),
        ("two.txt", b"give that dudo <script>"),
        ("broken.txt", b"\xff\xfe\xff"),
    ]);
    folder.run(&["fix", "--dry-run", "--summary-file", "run.html"], 2);
    let page = folder.text("run.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    assert!(page.contains("a&amp;b&lt;i&gt;.txt") && !page.contains("<i>") && !page.contains("<script"), "{page}");
    for title in ["by term", "by file", "by confidence", "before and after"] {
        assert!(page.contains(title), "{title}");
    }
    assert!(page.contains("<svg") && page.contains("broken.txt"));
    for outside in ["http:", "https:", "src=", "href=", "url(", "@import"] {
        assert!(!page.contains(outside), "{outside}");
    }
    is_balanced(&page);
}

/// Every tag that is opened is closed.
fn is_balanced(page: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = page.trim_start_matches("<!DOCTYPE html>");
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>').expect("the end of a tag");
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().expect("a name"));
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn a_summary_counts_and_is_the_same_however_many_work_at_it() {
    let names: Vec<String> = (0..200).map(|number| format!("calls/{number}.txt")).collect();
    let heard: &[u8] = b"We run on cooper netties, and so do they.";
    let files: Vec<(&str, &[u8])> =
        names.iter().enumerate().map(|(at, name)| (&**name, if at % 2 == 0 { heard } else { b"nothing" })).collect();
    let folder = Folder::with(&files);
    let of = |jobs: &str| {
        let output = folder.run(&["fix", "--dry-run", "--summary", "json", "--jobs", jobs], 0);
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let one = of("1");
    assert_eq!(of("8"), one);
    let summary: serde_json::Value = serde_json::from_str(&one).expect("JSON");
    assert_eq!(summary["changes"], 100);
    assert_eq!(summary["words"], 100 * 9 + 100);
    assert_eq!(summary["files"]["seen"], 200);
    assert_eq!(summary["files"]["unchanged"], 100);
    assert_eq!(summary["files"]["changed"].as_array().map(Vec::len), Some(100));
    assert_eq!(summary["by_rule"][0]["id"], "alias");
    assert_eq!(summary["by_term"][0]["id"], "Kubernetes");
    let auto = &summary["findings"][0];
    assert_eq!((&auto["tier"], &auto["before"], &auto["after"]), (&"auto".into(), &100.into(), &0.into()));
}

#[test]
fn where_there_is_no_terminal_lines_say_how_far_a_run_is() {
    let names: Vec<String> = (0..2_100).map(|number| format!("calls/{number}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &b"nothing"[..])).collect();
    let folder = Folder::with(&files);
    for command in ["check", "fix"] {
        let said = told(&folder.run(&[command, "calls"], 0));
        assert_eq!(said, "note: 1000 of 2100 files\nnote: 2000 of 2100 files\n");
        assert_eq!(told(&folder.run(&[command, "--quiet", "calls"], 0)), "");
    }
}
