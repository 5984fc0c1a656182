//! What the commands do to files, byte by byte.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

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

    fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect("a file")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
        command.args(args).args(["--no-builtin", "--dict", "mine.toml"]).current_dir(self.0.path());
        command
    }

    /// Runs the program, and expects this exit code.
    #[track_caller]
    fn run(&self, args: &[&str], code: i32) -> Output {
        let output = self.command(args).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        output
    }

    /// The names in the folder, sorted.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn only_the_words_of_a_finding_change() {
    let cases: &[(&[u8], &[u8])] = &[
        (b"on cooper netties\r\nand\r\n", b"on Kubernetes\r\nand\r\n"),
        (b"on cooper netties", b"on Kubernetes"),
        (b"\n\n on \t cooper netties \n\n\n", b"\n\n on \t Kubernetes \n\n\n"),
        (b"\xEF\xBB\xBFon cooper netties\n", b"\xEF\xBB\xBFon Kubernetes\n"),
        ("café, cooper netties — 会議\u{2028}".as_bytes(), "café, Kubernetes — 会議\u{2028}".as_bytes()),
        (b"on cooper\r\nnetties\rand", b"on\r\nKubernetes\rand"),
        (&utf16("é cooper netties\r\n"), &utf16("é Kubernetes\r\n")),
    ];
    for (before, after) in cases {
        let folder = Folder::with(&[("talk.txt", before)]);
        folder.run(&["fix", "talk.txt"], 0);
        assert_eq!(folder.bytes("talk.txt"), *after, "{:?}", String::from_utf8_lossy(before));
        folder.run(&["fix", "talk.txt"], 0);
        assert_eq!(folder.bytes("talk.txt"), *after, "a second time");
        assert_eq!(folder.names(), ["mine.toml", "talk.txt"]);
    }
}

#[test]
fn a_named_encoding_is_kept() {
    let folder = Folder::with(&[("talk.txt", b"caf\xE9 cooper netties")]);
    folder.run(&["fix", "--encoding", "windows-1252", "talk.txt"], 0);
    assert_eq!(folder.bytes("talk.txt"), b"caf\xE9 Kubernetes");
    folder.run(&["fix", "talk.txt"], 2);
}

#[test]
fn a_file_with_nothing_to_fix_is_not_touched() {
    let folder = Folder::with(&[("talk.txt", b"nothing here")]);
    let modified = || fs::metadata(folder.path("talk.txt")).and_then(|found| found.modified()).expect("a time");
    let before = modified();
    folder.run(&["fix"], 0);
    assert_eq!(modified(), before);
}

#[test]
fn nothing_is_written_where_only_a_look_is_asked_for() {
    let text = b"on cooper netties\n";
    let folder = Folder::with(&[("talk.txt", text)]);
    for (args, code) in [
        (&["fix", "--dry-run"][..], 0),
        (&["fix", "--diff"], 1),
        (&["fix", "--stdout", "talk.txt"], 0),
        (&["fix", "-"], 0),
        (&["diff"], 1),
        (&["check"], 1),
    ] {
        folder.run(args, code);
        assert_eq!(folder.bytes("talk.txt"), text, "{args:?}");
    }
}

#[test]
fn json_of_another_kind_is_passed_over_in_a_folder_alone() {
    let files: [(&str, &[u8]); 2] = [("in/package.json", b"{\"name\": \"x\"}"), ("in/a.txt", b"on cooper netties")];
    let folder = Folder::with(&files);
    let found = folder.run(&["check", "--format", "concise", "in"], 1);
    assert_eq!(String::from_utf8_lossy(&found.stderr), "");
    folder.run(&["check", "in/package.json"], 2);
    fs::write(folder.path("in/data.jsonl"), "{\"id\": 1}\n{\"id\": 2}\n").expect("a file");
    folder.run(&["check", "in"], 1);
    folder.run(&["check", "--text-field", "body", "in"], 2);
    // What was cut short may have been a transcript.
    fs::write(folder.path("in/tsconfig.json"), "// c\n{\"compilerOptions\": {}}").expect("a file");
    folder.run(&["check", "in"], 1);
    folder.run(&["check", "in/tsconfig.json"], 2);
    fs::write(folder.path("in/package.json"), "{\"results\": {").expect("a file");
    folder.run(&["check", "in"], 2);
}

#[test]
fn the_file_of_the_results_is_not_read() {
    let folder = Folder::with(&[("a.txt", b"on cooper netties")]);
    for _ in 0..2 {
        let report = fs::File::create(folder.path("report.json")).expect("a file");
        let status = folder.command(&["check", "--format", "json"]).stdout(report).status().expect("the program runs");
        assert_eq!(status.code(), Some(1), "{}", String::from_utf8_lossy(&folder.bytes("report.json")));
    }
    // Of the run before it is no transcript.
    folder.run(&["check"], 1);
}

#[test]
fn one_bad_file_does_not_stop_the_rest() {
    let folder = Folder::with(&[("a.txt", b"cooper netties"), ("b.txt", b"\xFF\xFF"), ("c.txt", b"cooper netties")]);
    let output = folder.run(&["fix"], 2);
    assert_eq!([folder.bytes("a.txt"), folder.bytes("c.txt")], [b"Kubernetes", b"Kubernetes"]);
    assert_eq!(folder.bytes("b.txt"), b"\xFF\xFF");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.starts_with("error: b.txt:1:1: found the byte 0xFF at offset 0, expected UTF-8\nhint: "), "{told}");
}

#[test]
fn the_standard_input_goes_to_the_standard_output_byte_by_byte() {
    let folder = Folder::with(&[]);
    let mut child = folder
        .command(&["fix", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    child.stdin.take().expect("a pipe").write_all(b"\x1b[1m\r\ncooper netties\r\n\x07").expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.stdout, b"\x1b[1m\r\nKubernetes\r\n\x07");
}

/// More files than are held at a time, and one so long that several threads share it.
#[test]
fn the_number_of_jobs_changes_nothing() {
    let said =
        "so the team of the day runs it on cooper netties and some of it on cuber nettys, with a give that duo\n";
    let words = said.split_whitespace().count();
    let mut files: Vec<(String, Vec<u8>)> =
        (0..150).map(|number| (format!("{number}.txt"), said.repeat(number % 7).into_bytes())).collect();
    files.push(("long.txt".to_owned(), said.repeat(20_000 / words).into_bytes()));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let outputs = |jobs: &str| {
        let folder = Folder::with(&files);
        let all = ["check", "--min-tier", "hint", "--jobs", jobs, "--format"];
        let printed = [
            folder.run(&[&all[..], &["jsonl"]].concat(), 1).stdout,
            folder.run(&[&all[..], &["human"]].concat(), 1).stdout,
            folder.run(&["diff", "--tier", "review", "--jobs", jobs], 1).stdout,
            folder.run(&["fix", "--tier", "review", "--jobs", jobs], 0).stdout,
        ];
        let written: Vec<Vec<u8>> = files.iter().map(|(name, _)| folder.bytes(name)).collect();
        (printed, written)
    };
    let (printed, written) = outputs("1");
    assert!(printed.iter().all(|printed| !printed.is_empty()));
    assert!(String::from_utf8_lossy(&printed[0]).contains("\"sound\""));
    for jobs in ["2", "8"] {
        let (by_many, written_by_many) = outputs(jobs);
        for (one, many) in printed.iter().zip(&by_many) {
            assert!(one == many, "{jobs} jobs print something else: {}", String::from_utf8_lossy(many));
        }
        assert!(written == written_by_many, "{jobs} jobs write something else");
    }
}

/// What was found fails a run, however little of it is read.
#[test]
fn a_reader_that_closes_early_is_no_error() {
    let folder = Folder::with(&[("talk.txt", &b"on cooper netties\n".repeat(5000)), ("well.txt", b"on Kubernetes\n")]);
    let cases: [(&[&str], i32); 5] = [
        (&["check", "--format", "jsonl"], 1),
        (&["check", "--format", "json"], 1),
        (&["check", "talk.txt"], 1),
        (&["diff", "talk.txt"], 1),
        (&["check", "--exit-zero", "talk.txt"], 0),
    ];
    for (args, code) in cases {
        let mut child =
            folder.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
        assert_eq!(output.status.code(), Some(code), "{args:?}");
    }
}

/// Nobody needs to read the fixed standard input for the files to be fixed.
#[test]
fn files_are_fixed_when_nobody_reads() {
    let folder = Folder::with(&[("talk.txt", b"on cooper netties\n")]);
    let mut child = folder
        .command(&["fix", "-", "talk.txt"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(&b"on cooper netties\n".repeat(20_000)).expect("it reads all");
    drop(stdin);
    assert_eq!(child.wait_with_output().expect("it ends").status.code(), Some(0));
    assert_eq!(folder.bytes("talk.txt"), b"on Kubernetes\n");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("a file").permissions().mode() & 0o7777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a file of ours");
    }

    #[test]
    fn permissions_stay() {
        let folder = Folder::with(&[("talk.txt", b"cooper netties")]);
        set_mode(&folder.path("talk.txt"), 0o640);
        folder.run(&["fix"], 0);
        assert_eq!(mode(&folder.path("talk.txt")), 0o640);
        assert_eq!(folder.bytes("talk.txt"), b"Kubernetes");
    }

    #[test]
    fn a_link_is_written_through() {
        let folder = Folder::with(&[("real/talk.txt", b"cooper netties")]);
        symlink("real/talk.txt", folder.path("link.txt")).expect("a link");
        folder.run(&["fix", "link.txt"], 0);
        assert!(folder.path("link.txt").is_symlink());
        assert_eq!(folder.bytes("real/talk.txt"), b"Kubernetes");
        let output = folder.run(&["check", "--show-files", "link.txt", "real/talk.txt"], 0);
        assert_eq!(String::from_utf8_lossy(&output.stdout), "link.txt\ttxt\n");
    }

    #[test]
    fn a_link_that_leads_nowhere_is_told_of() {
        let folder = Folder::with(&[("talk.txt", b"cooper netties")]);
        symlink("gone.txt", folder.path("dang.txt")).expect("a link");
        for (path, expected) in [
            (
                "dang.txt",
                "error: dang.txt: found a link that leads to nothing, `gone.txt`, expected a transcript or a folder\n",
            ),
            ("tolk.txt", "found no such file, expected a transcript or a folder\nhint: did you mean `talk.txt`?"),
        ] {
            let told = String::from_utf8_lossy(&folder.run(&["check", path], 2).stderr).into_owned();
            assert!(told.contains(expected) && !told.contains("`dang.txt`?"), "{told}");
        }
    }

    #[test]
    fn a_file_with_several_names_stays_one_file() {
        let folder = Folder::with(&[("a.txt", b"on cooper netties\n")]);
        set_mode(&folder.path("a.txt"), 0o640);
        fs::hard_link(folder.path("a.txt"), folder.path("b.txt")).expect("a link");
        // It is read and written once, whatever it is called.
        folder.run(&["fix", "a.txt", "b.txt"], 0);
        assert_eq!([folder.bytes("a.txt"), folder.bytes("b.txt")], [b"on Kubernetes\n", b"on Kubernetes\n"]);
        let inode = |name: &str| fs::metadata(folder.path(name)).expect("a file").ino();
        assert_eq!(inode("a.txt"), inode("b.txt"));
        assert_eq!(mode(&folder.path("b.txt")), 0o640);
        assert_eq!(folder.names(), ["a.txt", "b.txt", "mine.toml"]);
    }

    #[test]
    fn a_file_in_a_folder_that_cannot_be_written_to_is_whole() {
        let folder = Folder::with(&[("shut/talk.txt", b"cooper netties")]);
        let shut = folder.path("shut");
        set_mode(&shut, 0o555);
        // Those who may do everything can make files there all the same.
        let may_all = fs::write(shut.join("probe"), "").is_ok();
        if may_all {
            fs::remove_file(shut.join("probe")).expect("a file of ours");
        }
        let output = folder.run(&["fix", "shut/talk.txt"], if may_all { 0 } else { 2 });
        set_mode(&shut, 0o755);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let expected: &[u8] = if may_all { b"Kubernetes" } else { b"cooper netties" };
        assert_eq!(folder.bytes("shut/talk.txt"), expected, "{told}");
        assert_eq!(told.contains("found no permission to write in its folder"), !may_all, "{told}");
        assert_eq!(fs::read_dir(&shut).expect("a folder").count(), 1);
    }

    #[test]
    fn a_read_only_file_is_refused_and_stays() {
        let folder = Folder::with(&[("a.txt", b"cooper netties"), ("b.txt", b"cooper netties")]);
        set_mode(&folder.path("a.txt"), 0o444);
        let output = folder.run(&["fix"], 2);
        assert_eq!(folder.bytes("a.txt"), b"cooper netties");
        assert_eq!(folder.bytes("b.txt"), b"Kubernetes");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let expected =
            "error: a.txt: found no permission to write it; nothing was written\nhint: allow it: `chmod u+w a.txt`\n";
        assert_eq!(told, expected);
        assert_eq!(folder.names(), ["a.txt", "b.txt", "mine.toml"]);
    }
}

/// A patch is what other programs take it for.
#[cfg(feature = "real-parts")]
mod patches {
    use super::*;

    const FILES: [(&str, &[u8]); 8] = [
        ("plain.txt", b"one\ntwo\nthree\nfour\non cooper netties\nfive\nsix\nseven\neight\non cooper netties\n"),
        ("calls/a talk.txt", b"on Give That\r\nDudo\r\nlast cooper netties"),
        ("marked.txt", b"\xEF\xBB\xBFcooper netties\n"),
        ("odd \"name\"\t.txt", b"cooper netties"),
        ("\u{dc}bung.md", b"a lone\rcooper netties\n\x1b[1m\x0c\n"),
        ("clean.txt", b"nothing\n"),
        ("lines.ctm", b"a 1 0.0 0.2 on\na 1 0.3 0.2 cooper\na 1 0.5 0.2 netties\na 1 0.8 0.2 today\n"),
        ("tags.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\non <b>cooper</b> netties\n"),
    ];

    #[track_caller]
    fn applied(program: &str, args: &[&str]) {
        let fixed = Folder::with(&FILES);
        fixed.run(&["fix"], 0);
        for form in [&["diff"][..], &["diff", "-U1"], &["fix", "--diff"]] {
            let patched = Folder::with(&FILES);
            let patch = patched.run(form, 1).stdout;
            let mut child = Command::new(program)
                .args(args)
                .current_dir(patched.0.path())
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .spawn()
                .expect("`.ci/run` installs it");
            child.stdin.take().expect("a pipe").write_all(&patch).expect("it reads");
            assert!(child.wait().expect("it ends").success(), "{}", String::from_utf8_lossy(&patch));
            for (name, _) in FILES {
                assert_eq!(patched.bytes(name), fixed.bytes(name), "{name}");
            }
        }
    }

    #[test]
    fn git_takes_it() {
        applied("git", &["apply", "--whitespace=nowarn"]);
    }

    #[test]
    fn patch_takes_it() {
        applied("patch", &["-p1", "--binary", "--batch"]);
    }
}

/// What is fed to a command that writes is not passed by without a word.
#[cfg(unix)]
#[test]
fn what_stands_on_the_standard_input_is_meant() {
    let folder = Folder::with(&[("talk.txt", b"We use cooper netties.\n")]);
    let fed = |args: &[&str], code| {
        let mut command = folder.command(args);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        child.stdin.take().expect("a pipe").write_all(b"So cooper netties.\n").expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        output
    };
    assert_eq!(fed(&["fix", "--stdin-filename", "a.txt"], 0).stdout, b"So Kubernetes.\n");
    assert_eq!(folder.bytes("talk.txt"), b"We use cooper netties.\n");
    // Whatever is on the standard input, no path is the current folder, and that is told.
    let told = String::from_utf8(fed(&["fix"], 0).stderr).expect("UTF-8");
    assert!(told.contains("so the files of the current folder are fixed; `-` is the standard input"), "{told}");
    assert_eq!(folder.bytes("talk.txt"), b"We use Kubernetes.\n");
}

/// Dictionaries are no transcripts, whatever folder they lie in.
#[test]
fn dictionaries_and_context_are_left_out_of_a_folder() {
    let folder = Folder::with(&[
        ("talk.txt", b"So.\n"),
        ("names/list.txt", b"Halyard\n"),
        ("slides.txt", b"Spinnaker Genoa\n"),
        ("other/list.txt", b"So.\n"),
        ("mondegreen.toml", b"dictionaries = [\"names/list.txt\"]\n"),
    ]);
    let shown = folder.run(&["check", "--show-files", "--context", "slides.txt"], 0).stdout;
    let names: Vec<&str> =
        std::str::from_utf8(&shown).expect("UTF-8").lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(names, ["other/list.txt", "talk.txt"]);
    // Whoever names one means it.
    let shown = folder.run(&["check", "--show-files", "names/list.txt"], 0).stdout;
    assert_eq!(shown, b"names/list.txt\ttxt\n");
}

/// Nothing is found by sound in another language than English, and whoever looks for names is told so, but not of every
/// file.
#[test]
fn what_is_not_english_is_told() {
    let text = "Also gestern haben wir uns mit dem Team getroffen und über das neue Projekt gesprochen. Es war wirklich \
                interessant, weil viele Leute Fragen hatten, die wir vorher nicht bedacht haben.\n";
    let names: Vec<String> = (0..5).map(|number| format!("{number}.txt")).collect();
    let mut files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), text.as_bytes())).collect();
    files.push((
        "english.txt",
        b"We met with the team and spoke of the new project, for many of us had questions about it.\n",
    ));
    let folder = Folder::with(&files);
    let told = |args: &[&str]| String::from_utf8(folder.run(args, 0).stderr).expect("UTF-8");
    let all = told(&["check"]);
    assert_eq!(all.matches("found a text that is not English").count(), 3, "{all}");
    assert!(all.contains("note: text that is not English in 2 files more"), "{all}");
    assert_eq!(told(&["check", "--rule", "alias"]), "");
}
