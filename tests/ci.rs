//! What stands in CI: the action and its steps, the hooks of pre-commit, the files that `init` writes, completions and
//! manual pages.
#![cfg(unix)]

mod folder;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use folder::{Folder, told};

const PROGRAM: &str = env!("CARGO_BIN_EXE_mondegreen");
const HOME: &str = env!("CARGO_MANIFEST_DIR");
const DICTIONARY: &str = "[[term]]\ntext = \"GitLab Duo\"\nheard = [\"give that dudo\"]\n";
const CONFIGURATION: &str = "dictionaries = [\"mine.toml\"]\nbuiltin = false\n";
const TEXT: &str = "Now with Give That Dudo.\n";

impl Folder {
    /// A folder with a dictionary, and a configuration that names it.
    fn configured() -> Folder {
        Folder::with(&[("mine.toml", DICTIONARY), ("mondegreen.toml", CONFIGURATION)])
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect(name)
    }

    /// What another program, or this one, does here.
    fn run(&self, program: &str, args: &[&str]) -> Output {
        let mut command = self.command(program, args);
        command.env("PATH", with_program(&std::env::var("PATH").unwrap_or_default()));
        command.output().expect(program)
    }

    /// What a run prints, and says, that ends with this exit code.
    #[track_caller]
    fn ends(&self, program: &str, args: &[&str], code: i32) -> String {
        let output = self.run(program, args);
        let told = told(&output);
        assert_eq!(output.status.code(), Some(code), "{program} {args:?}: {told}");
        told
    }
}

/// A list of folders of programs that begins with the one of this program.
fn with_program(path: &str) -> String {
    format!("{}:{path}", Path::new(PROGRAM).parent().expect("a folder").display())
}

fn yaml(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("a file");
    serde_yaml_ng::from_str(&text).expect("YAML")
}

/// The name of an input of the action, and what it is.
type Input<'a> = (&'a str, &'a str);

/// Runs the steps of action.yml as a job does, and answers with what they print and how the last one ends.
fn run_action(folder: &Folder, inputs: &[Input<'_>], path: &str) -> (String, Option<i32>) {
    let action = yaml(&Path::new(HOME).join("action.yml"));
    let value_of = |expression: &str| {
        let name = expression.strip_prefix("${{ inputs.").and_then(|rest| rest.strip_suffix(" }}")).expect("an input");
        let given = inputs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        given.unwrap_or_else(|| action["inputs"][name]["default"].as_str().expect("a default").to_owned())
    };
    let mut path = path.to_owned();
    let mut printed = String::new();
    let mut code = None;
    for step in action["runs"]["steps"].as_array().expect("steps") {
        assert_eq!(step["shell"], "bash");
        let script = step["run"].as_str().expect("a script");
        assert!(!script.contains("${{"), "what comes from outside is no part of a script: {script}");
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(folder.0.path());
        bash.env("PATH", &path).env("XDG_CONFIG_HOME", folder.path("home"));
        for (name, file) in
            [("GITHUB_PATH", "added-path"), ("GITHUB_STEP_SUMMARY", "summary.out"), ("RUNNER_TEMP", "temp")]
        {
            bash.env(name, folder.path(file));
        }
        bash.env("GITHUB_ACTION_PATH", HOME);
        for (name, value) in step["env"].as_object().into_iter().flatten() {
            bash.env(name, value_of(value.as_str().expect("a text")));
        }
        let output = bash.output().expect("bash runs");
        printed.push_str(&told(&output));
        code = output.status.code();
        if code != Some(0) {
            break;
        }
        let added = fs::read_to_string(folder.path("added-path")).unwrap_or_default();
        path = added.lines().fold(path, |path, added| format!("{added}:{path}"));
    }
    (printed, code)
}

#[test]
fn the_steps_of_the_action_run() {
    let path = with_program("/usr/bin:/bin");
    let folder = Folder::configured();
    folder.write("calls/a b.txt", TEXT);
    folder.write("$(touch owned)`touch owned`\"'.txt", "Nothing.\n");
    let cases: &[(&[Input<'_>], i32, &str)] = &[
        (&[], 1, "::error title="),
        (&[("paths", "calls/a b.txt\n\n$(touch owned)`touch owned`\"'.txt\n")], 1, "file=calls/a b.txt,line=1"),
        (&[("paths", "$(touch owned)`touch owned`\"'.txt")], 0, ""),
        (&[("paths", "--exit-zero\n")], 2, "--exit-zero: found no such file"),
        (&[("config", "none.toml")], 2, "none.toml: found no such file"),
        (&[("baseline", "none.json")], 2, "none.json: found no such file"),
        (&[("fail-on", "never")], 2, "never"),
    ];
    for (inputs, code, expected) in cases {
        let _ = fs::remove_file(folder.path("summary.out"));
        let (printed, ended) = run_action(&folder, inputs, &path);
        assert_eq!(ended, Some(*code), "{inputs:?}: {printed}");
        assert!(printed.contains(expected), "{inputs:?}: {printed}");
        let summary = fs::read_to_string(folder.path("summary.out")).unwrap_or_default();
        assert_eq!(summary.contains("GitLab Duo"), *code == 1, "{inputs:?}: {summary}");
    }
    assert!(fs::metadata(folder.path("owned")).is_err());
}

#[test]
fn the_action_installs_what_is_not_there() {
    let folder = Folder::configured();
    folder.write("a.txt", TEXT);
    // In the place of cargo, which would build it.
    folder.write(
        "bin/cargo",
        &format!("#!/bin/sh\necho \"cargo $*\"\nmkdir -p \"$6/bin\"\ncp '{PROGRAM}' \"$6/bin/\"\n"),
    );
    fs::set_permissions(folder.path("bin/cargo"), fs::Permissions::from_mode(0o755)).expect("permissions");
    let path = format!("{}:/usr/bin:/bin", folder.path("bin").display());
    let (printed, code) = run_action(&folder, &[("paths", "a.txt")], &path);
    assert!(printed.contains(&format!("cargo install --locked --path {HOME} --root")), "{printed}");
    assert!(code == Some(1) && printed.contains("::error title="), "{printed}");
}

#[test]
fn hooks_are_about_every_ending_but_that_of_data() {
    let hooks = yaml(&Path::new(HOME).join(".pre-commit-hooks.yaml"));
    for hook in hooks.as_array().expect("a list") {
        let files = regex::Regex::new(hook["files"].as_str().expect("a pattern")).expect("a pattern");
        for ending in mondegreen::FORMATS.iter().flat_map(|format| format.extensions) {
            // Data and pages may be anything, and are read where they are named.
            let may_be_anything =
                matches!(*ending, "json" | "json3" | "jsonl" | "ndjson" | "xml" | "html" | "htm" | "xhtml");
            assert_eq!(files.is_match(&format!("calls/a.{ending}")), !may_be_anything, "{ending}");
        }
        assert!(!files.is_match("src/main.rs") && !files.is_match("calls/txt"));
    }
}

#[test]
fn what_init_writes_is_taken_and_nothing_is_written_over() {
    let all = ["init", "--github", "--gitlab", "--pre-commit"];
    let names = [
        "mondegreen.toml",
        "names.toml",
        ".github/workflows/mondegreen.yml",
        ".gitlab-ci.yml",
        ".pre-commit-config.yaml",
    ];
    let folder = Folder::with(&[]);
    let written = folder.ends(PROGRAM, &all, 0);
    for name in names {
        assert!(written.contains(&format!("wrote {name}\n")), "{written}");
        assert!(!folder.text(name).contains("{version}"), "{name}");
    }
    folder.write("talk.txt", "Nothing.\n");
    assert_eq!(folder.ends(PROGRAM, &["check"], 0), "nothing found in 1 file\n");
    assert!(folder.ends(PROGRAM, &["config", "show"], 0).contains("dictionaries = [\"names.toml\"]"));
    assert!(
        folder.ends(PROGRAM, &["dict", "check", "names.toml"], 0).contains("1 of 1 examples and 1 of 1 keeps hold")
    );
    for name in &names[2..] {
        yaml(&folder.path(name));
    }
    assert!(folder.text(names[2]).contains(concat!("mondegreen@v", env!("CARGO_PKG_VERSION"))));

    for name in names {
        folder.write(name, "mine = \"own\"\n");
    }
    // A configuration that is no good is told, and stays as well.
    folder.ends(PROGRAM, &all, 2);
    folder.write("mondegreen.toml", "");
    let told = folder.ends(PROGRAM, &all, 0);
    for name in &names[1..] {
        assert_eq!(folder.text(name), "mine = \"own\"\n", "{name}");
    }
    assert!(told.contains(".gitlab-ci.yml is there and stays as it is"), "{told}");
    assert!(folder.ends(PROGRAM, &["init", "--print", "--gitlab"], 0).contains("# .gitlab-ci.yml\n"));

    let other = Folder::with(&[]);
    other.write("a/pyproject.toml", "[tool.mondegreen]\nbuiltin = false\n");
    assert!(other.ends(PROGRAM, &["init", "a"], 0).contains("a/pyproject.toml holds a configuration"));
    assert!(fs::metadata(other.path("a/mondegreen.toml")).is_err());
    other.ends(PROGRAM, &["init", "b/c"], 0);
    assert!(other.text("b/c/mondegreen.toml").contains("names.toml"));
}

#[test]
fn completions_name_every_command() {
    let folder = Folder::with(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = folder.ends(PROGRAM, &["completions", shell], 0);
        for word in ["check", "explain", "write-baseline"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    folder.write("mondegreen.bash", &folder.ends(PROGRAM, &["completions", "bash"], 0));
    let asked = "source ./mondegreen.bash; COMP_WORDS=(mondegreen che); COMP_CWORD=1; _mondegreen mondegreen che mondegreen; \
                 echo \"${COMPREPLY[*]}\"";
    assert_eq!(folder.ends("bash", &["--norc", "-c", asked], 0), "check\n");
}

#[test]
fn every_command_has_its_page() {
    let folder = Folder::with(&[]);
    let first = folder.ends(PROGRAM, &["man"], 0);
    folder.ends(PROGRAM, &["--quiet", "man", "--dir", "pages"], 0);
    let names: BTreeSet<String> = fs::read_dir(folder.path("pages"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    for name in ["mondegreen.1", "mondegreen-check.1", "mondegreen-dict-add.1", "mondegreen-man.1"] {
        assert!(names.contains(name), "{names:?}");
    }
    assert_eq!(folder.text("pages/mondegreen.1"), first);
    for name in &names {
        let page = folder.text(&format!("pages/{name}"));
        assert!(page.contains("\n.TH ") && page.contains("\n.SH SYNOPSIS\n"), "{name}");
    }
}

#[cfg(feature = "real-parts")]
mod real {
    use super::*;

    fn git(folder: &Folder, args: &[&str]) {
        let who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "init.defaultBranch=main"];
        folder.ends("git", &[&who, args].concat(), 0);
    }

    #[test]
    fn pre_commit_runs_the_hook() {
        let hooks = Folder::with(&[]);
        fs::copy(Path::new(HOME).join(".pre-commit-hooks.yaml"), hooks.path(".pre-commit-hooks.yaml")).expect("a file");
        git(&hooks, &["init", "-q"]);
        git(&hooks, &["add", "--all"]);
        git(&hooks, &["commit", "-q", "-m", "hooks"]);
        git(&hooks, &["tag", concat!("v", env!("CARGO_PKG_VERSION"))]);

        let folder = Folder::configured();
        folder.write("mondegreen.toml", &format!("{CONFIGURATION}exclude = [\"drafts/\"]\n"));
        folder.ends(PROGRAM, &["init", "--pre-commit"], 0);
        let url = "https://github.com/mondegreen-rs/mondegreen";
        let config = folder.text(".pre-commit-config.yaml").replace(url, &hooks.0.path().display().to_string());
        // The program is built already.
        folder.write(".pre-commit-config.yaml", &config.replace("id: mondegreen\n", "id: mondegreen-system\n"));
        folder.write("drafts/b.txt", TEXT);
        folder.write("calls/a \"b\".txt", TEXT);
        git(&folder, &["init", "-q"]);
        git(&folder, &["add", "--all"]);
        let cache = Folder::with(&[]);
        let pre_commit = |args: &[&str], code| {
            let home = format!("PRE_COMMIT_HOME={}", cache.0.path().display());
            folder.ends("env", &[&[&*home, "pre-commit"], args].concat(), code)
        };
        pre_commit(&["validate-manifest", &Path::new(HOME).join(".pre-commit-hooks.yaml").display().to_string()], 0);
        let told = pre_commit(&["run"], 1);
        assert!(told.contains("calls/a \"b\".txt:1:10") && !told.contains("drafts"), "{told}");
        folder.ends(PROGRAM, &["--quiet", "fix", "calls"], 0);
        git(&folder, &["add", "--all"]);
        assert!(pre_commit(&["run"], 0).contains("Passed"));
        git(&folder, &["commit", "-q", "-m", "first"]);

        // Of a commit only what it brings, as the file that `init` writes offers.
        folder.write("calls/old.txt", TEXT);
        git(&folder, &["add", "--all"]);
        git(&folder, &["commit", "-q", "-m", "old"]);
        let config = folder.text(".pre-commit-config.yaml").replace("# args:", "args:");
        folder.write(".pre-commit-config.yaml", &config);
        folder.write("calls/old.txt", &format!("Another line.\n\n{TEXT}"));
        git(&folder, &["add", "--all"]);
        pre_commit(&["run"], 0);
        folder.write("calls/old.txt", &format!("{TEXT}\n\n{TEXT}"));
        git(&folder, &["add", "--all"]);
        pre_commit(&["run"], 1);
    }

    /// The forges know a file by its path from the top of the repository, wherever the program runs.
    #[test]
    fn forges_are_told_paths_from_the_top() {
        let folder = Folder::with(&[("talks/a b.txt", TEXT), ("b.txt", TEXT), ("talks/bad.srt", "\u{0}\u{1}")]);
        git(&folder, &["init", "-q"]);
        let told = |format: &str, path: &str| {
            let command = format!("cd talks && '{PROGRAM}' check --isolated --format {format} '{path}'");
            folder.ends("sh", &["-c", &command], if path == "bad.srt" { 2 } else { 1 })
        };
        for path in ["a b.txt", "./a b.txt", "../talks/a b.txt", &folder.path("talks/a b.txt").display().to_string()] {
            assert!(told("gitlab", path).contains("\"path\": \"talks/a b.txt\""), "{path}");
            assert!(told("sarif", path).contains("\"uri\": \"talks/a%20b.txt\""), "{path}");
            assert!(told("github", path).contains(",file=talks/a b.txt,"), "{path}");
            assert!(!told("json", path).contains("\"path\": \"talks/a b.txt\"") || path.contains("talks"), "{path}");
        }
        assert!(told("github", "../b.txt").contains(",file=b.txt,"));
        assert!(told("github", "bad.srt").contains(",file=talks/bad.srt"));
    }

    #[test]
    fn the_jobs_that_init_writes_run() {
        let folder = Folder::configured();
        folder.write("old.txt", TEXT);
        folder.ends(PROGRAM, &["--quiet", "init", "--github", "--gitlab"], 0);
        git(&folder, &["init", "-q", "-b", "main"]);
        git(&folder, &["add", "--all"]);
        git(&folder, &["commit", "-q", "-m", "talks"]);
        git(&folder, &["update-ref", "refs/remotes/origin/main", "main"]);
        folder.write("new.txt", TEXT);

        // The step of the workflow that is the action, with the inputs that it gives.
        let workflow = yaml(&folder.path(".github/workflows/mondegreen.yml"));
        let given = &workflow["jobs"]["mondegreen"]["steps"][1]["with"];
        let since = given["since"].as_str().expect("a revision").replace("${{ github.base_ref }}", "main");
        let (printed, code) = run_action(&folder, &[("since", &since)], &with_program("/usr/bin:/bin"));
        assert!(code == Some(1) && printed.contains("file=new.txt") && !printed.contains("old.txt"), "{printed}");

        let job = yaml(&folder.path(".gitlab-ci.yml"));
        fs::create_dir_all(folder.path(".cargo-home/bin")).expect("a folder");
        std::os::unix::fs::symlink(PROGRAM, folder.path(".cargo-home/bin/mondegreen")).expect("a link");
        let script: Vec<&str> =
            job["transcripts"]["script"].as_array().expect("a script").iter().filter_map(Value::as_str).collect();
        let script = format!("export CI_MERGE_REQUEST_DIFF_BASE_SHA=main; set -e\n{}", script.join("\n"));
        folder.ends("bash", &["--norc", "-c", &script], 1);
        let report: Value = serde_json::from_str(&folder.text("mondegreen.json")).expect("JSON");
        let paths: Vec<_> = report.as_array().expect("a list").iter().map(|row| &row["location"]["path"]).collect();
        assert_eq!(paths, ["new.txt"]);
    }

    #[test]
    fn files_for_ci_keep_the_published_schemas() {
        let folder = Folder::with(&[]);
        folder.ends(PROGRAM, &["init", "--github", "--gitlab", "--pre-commit"], 0);
        let action = Path::new(HOME).join("action.yml").display().to_string();
        for (schema, file) in [
            ("vendor.github-actions", &*action),
            ("vendor.github-workflows", ".github/workflows/mondegreen.yml"),
            ("vendor.gitlab-ci", ".gitlab-ci.yml"),
        ] {
            folder.ends("check-jsonschema", &["--builtin-schema", schema, file], 0);
        }
        folder.ends("pre-commit", &["validate-config", ".pre-commit-config.yaml"], 0);
    }

    #[test]
    fn the_commands_of_the_page_run() {
        let folder = Folder::with(&[("calls/one.txt", "Nothing.\n"), ("talk.txt", TEXT)]);
        git(&folder, &["init", "-q", "-b", "main"]);
        git(&folder, &["add", "--all"]);
        git(&folder, &["commit", "-q", "-m", "talks"]);
        folder.write("calls/one.txt", TEXT);
        let page = fs::read_to_string(Path::new(HOME).join("docs/ci.md")).expect("a page");
        let blocks = page.split("```sh\n").skip(1).filter_map(|part| part.split("```").next());
        let mut codes = Vec::new();
        for command in blocks.flat_map(str::lines) {
            let run = folder.run("bash", &["--norc", "-c", command]);
            assert!(matches!(run.status.code(), Some(0 | 1)), "{command}: {}", told(&run));
            codes.push((command, run.status.code() == Some(1)));
        }
        // What is reported is what the page says it is.
        for (command, fails) in [
            ("mondegreen check --since main", true),
            ("mondegreen check --write-baseline", false),
            ("mondegreen check --baseline mondegreen.baseline.json", false),
            ("mondegreen check --fail-on review", true),
            ("mondegreen check --exit-zero --format concise", false),
        ] {
            assert!(codes.contains(&(command, fails)), "{command}: {codes:?}");
        }
        // The comments that the page shows are those that are known.
        let comments = page.split("```markdown\n").nth(1).and_then(|part| part.split("```").next()).expect("comments");
        folder.write("comments.md", comments);
        assert!(!folder.ends(PROGRAM, &["check", "comments.md"], 0).contains("warning"));
    }

    #[test]
    fn pages_are_set_without_a_warning() {
        let folder = Folder::with(&[]);
        folder.ends(PROGRAM, &["--quiet", "man", "--dir", "pages"], 0);
        for entry in fs::read_dir(folder.path("pages")).expect("a folder") {
            let page = entry.expect("an entry").path().display().to_string();
            assert_eq!(folder.ends("groff", &["-man", "-ww", "-z", &page], 0), "", "{page}");
        }
    }
}
