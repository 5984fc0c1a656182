//! Many files at once: what is chosen, what is left alone, and what is said of it.

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
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

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a text")
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect("a file")
    }

    /// The names in the folder, sorted.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
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

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn gunzip(bytes: &[u8]) -> String {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_string(&mut text).expect("gzip");
    text
}

const RECORDS: &str = "{\"id\": 1,  \"text\": \"on cooper netties\"}\r\n\n{\"text\":\"nothing\", \"id\":[2]}\n\
                       {\"note\": \"cooper netties\"}\n{\"id\": 4, \"text\": \"with give that dudo\"}";
const FIXED: &str = "{\"id\": 1,  \"text\": \"on Kubernetes\"}\r\n\n{\"text\":\"nothing\", \"id\":[2]}\n\
                     {\"note\": \"cooper netties\"}\n{\"id\": 4, \"text\": \"with GitLab Duo\"}";

#[test]
fn records_are_fixed_in_their_order_and_nothing_else_is_changed() {
    let zstd = zstd::encode_all(RECORDS.as_bytes(), 3).expect("memory");
    for jobs in ["1", "4"] {
        let folder = Folder::with(&[
            ("a.jsonl", RECORDS.as_bytes()),
            ("b.jsonl.gz", &gzip(RECORDS.as_bytes())),
            ("c.ndjson.zst", &zstd),
            ("d.jsonl", b"{\"text\": \"nothing\"}\n"),
        ]);
        let output = folder.run(&["fix", "--jobs", jobs], 0);
        assert!(String::from_utf8_lossy(&output.stdout).ends_with("fixed 6 places in 3 of 4 files\n"), "{output:?}");
        assert_eq!(folder.text("a.jsonl"), FIXED);
        assert_eq!(gunzip(&folder.bytes("b.jsonl.gz")), FIXED);
        assert_eq!(zstd::decode_all(&folder.bytes("c.ndjson.zst")[..]).expect("zstd"), FIXED.as_bytes());
        let written = folder.bytes("b.jsonl.gz");
        folder.run(&["fix", "--jobs", jobs], 0);
        assert_eq!(folder.bytes("b.jsonl.gz"), written, "a second time");
        assert_eq!(folder.names(), ["a.jsonl", "b.jsonl.gz", "c.ndjson.zst", "d.jsonl", "mine.toml"]);
    }
}

#[test]
fn records_go_from_the_standard_input_to_the_standard_output() {
    let folder = Folder::with(&[]);
    for (name, packed) in [("x.jsonl", RECORDS.as_bytes().to_vec()), ("x.jsonl.gz", gzip(RECORDS.as_bytes()))] {
        let mut command = folder.command(&["fix", "-", "--stdin-filename", name]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        child.stdin.take().expect("a pipe").write_all(&packed).expect("a pipe");
        let output = child.wait_with_output().expect("the program runs");
        let text = if name.ends_with("gz") {
            gunzip(&output.stdout)
        } else {
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        assert_eq!(text, FIXED);
        assert_eq!(told(&output), "fixed 2 places in 1 of 1 file\n");
    }
}

#[test]
fn places_in_a_data_set_are_those_of_the_whole_file() {
    let folder = Folder::with(&[("a.jsonl", RECORDS.as_bytes()), ("b.jsonl.gz", &gzip(RECORDS.as_bytes()))]);
    for name in ["a.jsonl", "b.jsonl.gz"] {
        for format in ["json", "jsonl"] {
            let output = folder.run(&["check", "--format", format, name], 1);
            let text = String::from_utf8(output.stdout).expect("UTF-8");
            let found: Vec<serde_json::Value> = if format == "json" {
                serde_json::from_str::<serde_json::Value>(&text).expect("JSON")["findings"]
                    .as_array()
                    .expect("a list")
                    .clone()
            } else {
                text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
            };
            let places: Vec<_> = found.iter().map(|one| (one["line"].clone(), one["column"].clone())).collect();
            assert_eq!(places, [(1.into(), 24.into()), (5.into(), 25.into())]);
            for one in &found {
                let at = |key: &str| usize::try_from(one[key].as_u64().expect("a number")).expect("small");
                assert_eq!(&RECORDS[at("start")..at("end")], one["heard"].as_str().expect("a text"));
            }
        }
    }
    let diff = folder.run(&["diff", "a.jsonl", "--unified", "0"], 1);
    let diff = String::from_utf8(diff.stdout).expect("UTF-8");
    assert!(diff.contains("@@ -1 +1 @@") && diff.contains("@@ -5 +5 @@"), "{diff}");
}

/// A summary that can go nowhere is told of while every file is as it was.
#[test]
fn where_the_summary_goes_is_asked_first() {
    let folder = Folder::with(&[("a.txt", b"on cooper netties")]);
    fs::create_dir(folder.path("run.md")).expect("a folder");
    for (file, expected) in [
        ("nowhere/run.md", "nowhere/run.md: found no such folder to write it in"),
        ("a.txt/run.md", "a.txt/run.md: "),
        ("run.md", "run.md: found a folder, expected a file"),
    ] {
        let said = told(&folder.run(&["fix", "--summary-file", file], 2));
        assert!(said.contains(expected), "{said}");
        assert_eq!(folder.text("a.txt"), "on cooper netties");
    }
    folder.run(&["fix", "--summary-file", "fixed.md"], 0);
    assert_eq!(folder.text("a.txt"), "on Kubernetes");
}

/// What is read is not written over, by whatever name it is called; what an earlier run wrote is no transcript.
#[test]
fn a_summary_takes_the_place_of_nothing_that_is_read() {
    let files: &[(&str, &[u8])] = &[
        ("a.txt", b"on cooper netties"),
        ("names.txt", b"Trainium2\n"),
        ("talk.context.txt", b"Acme"),
        ("talk.vtt", b"WEBVTT\n"),
    ];
    let folder = Folder::with(files);
    #[cfg(unix)]
    std::os::unix::fs::symlink("a.txt", folder.path("link.txt")).expect("a link");
    let names = if cfg!(unix) { &["a.txt", "./a.txt", "link.txt", "names.txt"][..] } else { &["a.txt"] };
    for dry in [&[][..], &["--dry-run"]] {
        for name in names {
            let args = [&["fix", "--dict", "names.txt", "a.txt", "--summary-file", name], dry].concat();
            assert!(told(&folder.run(&args, 2)).contains(", expected a file for the results; nothing was written"));
        }
        for name in ["a.txt", "talk.context.txt"] {
            let args = ["fix", ".", "--context-pattern", "{stem}.context.txt", "--summary-file", name];
            folder.run(&[&args[..], dry].concat(), 2);
        }
        let said =
            told(&folder.run(&[&["fix", "a.txt", "--summary-file", "talk.vtt", "--summary", "text"], dry].concat(), 2));
        assert!(said.contains("talk.vtt: found a file of something else"), "{said}");
        let said = told(&folder.run(&[&["fix", "--summary-file", "mine.toml", "--summary", "json"], dry].concat(), 2));
        assert!(said.contains("mine.toml: found a dictionary"), "{said}");
    }
    for (name, bytes) in files {
        assert_eq!(folder.bytes(name), *bytes, "{name}");
    }
    for form in ["run.txt", "run.json", "run.md", "run.html"] {
        let args = ["fix", "--summary-file", form, "--dry-run", "."];
        folder.run(&args, 0);
        let first = folder.text(form);
        folder.run(&args, 0);
        assert_eq!(folder.text(form), first, "{form}");
        fs::remove_file(folder.path(form)).expect("a summary");
    }
}

#[cfg(unix)]
#[test]
fn a_summary_goes_through_links_and_into_pipes() {
    let folder = Folder::with(&[("a.txt", b"on cooper netties"), ("there.md", b"")]);
    std::os::unix::fs::symlink("there.md", folder.path("link.md")).expect("a link");
    std::os::unix::fs::symlink("new.md", folder.path("leads.md")).expect("a link");
    for (link, file) in [("link.md", "there.md"), ("leads.md", "new.md")] {
        folder.run(&["fix", "--dry-run", "a.txt", "--summary-file", link], 0);
        assert!(folder.path(link).is_symlink());
        assert!(folder.text(file).starts_with("## mondegreen: would fix 1 place"));
    }
    let pipe = folder.path("pipe.md");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("coreutils are there").success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).expect("a text")
    });
    folder.run(&["fix", "--dry-run", "a.txt", "--summary-file", "pipe.md"], 0);
    assert!(!fs::metadata(&pipe).expect("it is still there").is_file());
    assert!(reader.join().expect("it reads").starts_with("## mondegreen: "));
    let output = folder.run(&["fix", "--dry-run", "a.txt", "--summary", "json", "--summary-file", "/dev/stdout"], 0);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.starts_with("a.txt") && text.contains("\"written\": false"), "{text}");
}

#[test]
fn a_record_that_cannot_be_read_leaves_the_data_set_as_it_was() {
    let broken = format!("{RECORDS}\n{{\"text\": \n");
    let cut = &gzip(RECORDS.as_bytes())[..60];
    let message = br#"{"is_final":true,"channel":{"alternatives":[{"transcript":"on cooper netties"}]}}"#;
    let files: &[(&str, &[u8])] = &[
        ("a.jsonl", broken.as_bytes()),
        ("b.jsonl.gz", cut),
        ("c.jsonl.gz", &gzip(b"no records")),
        ("d.jsonl", b"{\"txt\": \"on cooper netties\"}\n"),
        ("s.jsonl.gz", &gzip(message)),
        ("e.txt", b"on cooper netties"),
    ];
    let folder = Folder::with(files);
    let output = folder.run(&["fix"], 2);
    let said = told(&output);
    assert!(said.contains("a.jsonl:6:"), "{said}");
    assert!(
        said.contains("hint: nothing was written to this file, and the records behind this one were not read"),
        "{said}"
    );
    let checked = folder.run(&["check", "a.jsonl"], 2);
    assert!(told(&checked).contains("hint: the records behind this one were not read"), "{}", told(&checked));
    assert!(said.contains("b.jsonl.gz:") && said.contains("could not be read"), "{said}");
    assert!(said.contains("c.jsonl.gz: found a packed file that holds no JSON lines"), "{said}");
    assert!(said.contains("s.jsonl.gz: found a packed file of a recogniser's messages"), "{said}");
    assert!(!said.contains("d.jsonl"), "{said}");
    for (name, bytes) in &files[..5] {
        assert_eq!(folder.bytes(name), *bytes, "{name}");
    }
    assert_eq!(folder.text("e.txt"), "on Kubernetes");
    let said = told(&folder.run(&["fix", "d.jsonl"], 2));
    assert!(said.contains("d.jsonl: found records of `txt`, expected a text `text` in them"), "{said}");
    folder.run(&["fix", "d.jsonl", "--text-field", "txt"], 0);
    assert_eq!(folder.text("d.jsonl"), "{\"txt\": \"on Kubernetes\"}\n");
}

#[test]
fn every_encoding_of_records_is_kept() {
    let text = "{\"text\": \"caf\u{e9} on cooper netties\"}\r\n{\"text\": \"cooper netties\"}\n";
    let fixed = text.replace("cooper netties", "Kubernetes");
    let utf16 = |text: &str| -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let marked = |text: &str| [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let latin = |text: &str| -> Vec<u8> { text.chars().map(|c| u8::try_from(u32::from(c)).expect("latin")).collect() };
    let folder = Folder::with(&[("a.jsonl", &utf16(text)), ("b.jsonl", &marked(text)), ("in/c.jsonl", &latin(text))]);
    folder.run(&["fix", "a.jsonl", "b.jsonl"], 0);
    folder.run(&["fix", "in", "--encoding", "windows-1252"], 0);
    assert_eq!(folder.bytes("a.jsonl"), utf16(&fixed));
    assert_eq!(folder.bytes("b.jsonl"), marked(&fixed));
    assert_eq!(folder.bytes("in/c.jsonl"), latin(&fixed));
}

/// A record that never ends is refused before it fills the memory.
#[test]
fn a_record_without_an_end_is_refused() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(b"{\"text\": \"a\"}\n{\"text\": \"").expect("memory");
    let blank = vec![b' '; 1 << 16];
    for _ in 0..1100 {
        encoder.write_all(&blank).expect("memory");
    }
    let bomb = encoder.finish().expect("memory");
    let folder = Folder::with(&[("a.jsonl.gz", &bomb)]);
    let said = told(&folder.run(&["check"], 2));
    assert!(said.contains("a.jsonl.gz:2:1: found a record of more than 67108864 bytes, which is the limit"), "{said}");
}

#[test]
fn records_of_one_document_speak_for_each_other() {
    let dictionary = "[[term]]\ntext = \"Zorbax\"\nheard = [\"sore backs\"]\nnear = [\"ledger\"]\n";
    let data = "{\"talk\": 1, \"text\": \"Our ledger is Zorbax.\"}\n{\"talk\": 1, \"text\": \"We like sore backs.\"}\n\
                {\"talk\": 2, \"text\": \"We like sore backs.\"}\n";
    let folder = Folder::with(&[("a.jsonl", data.as_bytes())]);
    fs::write(folder.path("mine.toml"), dictionary).expect("a dictionary");
    let confidences = |args: &[&str]| -> Vec<f64> {
        let args = [&["check", "--exit-zero", "--min-tier", "hint", "--format", "jsonl"], args].concat();
        let output = folder.run(&args, 0);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
        lines.map(|line| line["confidence"].as_f64().expect("a number")).collect()
    };
    let (alone, grouped) = (confidences(&[]), confidences(&["--group-field", "talk"]));
    assert_eq!(alone.len(), 2);
    assert_eq!((alone[0].to_bits(), alone[1].to_bits()), (grouped[1].to_bits(), grouped[1].to_bits()));
    assert!(grouped[0] > grouped[1], "{alone:?} {grouped:?}");
}

#[test]
fn a_data_set_with_too_many_changes_is_left_alone() {
    let data = "{\"text\": \"cooper netties\"}\n".repeat(5);
    let folder = Folder::with(&[("a.jsonl", data.as_bytes())]);
    let said = told(&folder.run(&["fix", "--max-changes-per-1000-words", "100"], 2));
    assert!(said.contains("a.jsonl: found 5 changes to make in 10 words"), "{said}");
    assert_eq!(folder.text("a.jsonl"), data);
    assert_eq!(folder.names(), ["a.jsonl", "mine.toml"]);
}

#[cfg(unix)]
#[test]
fn a_data_set_keeps_its_permissions_and_its_links() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with(&[("in/a.jsonl", RECORDS.as_bytes()), ("b.jsonl", RECORDS.as_bytes())]);
    fs::set_permissions(folder.path("in/a.jsonl"), fs::Permissions::from_mode(0o640)).expect("permissions");
    std::os::unix::fs::symlink("in/a.jsonl", folder.path("link.jsonl")).expect("a link");
    folder.run(&["fix", "link.jsonl"], 0);
    assert_eq!(folder.text("in/a.jsonl"), FIXED);
    assert!(fs::symlink_metadata(folder.path("link.jsonl")).expect("a link").is_symlink());
    let mode = fs::metadata(folder.path("in/a.jsonl")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    fs::hard_link(folder.path("b.jsonl"), folder.path("c.jsonl")).expect("a link");
    let said = told(&folder.run(&["fix", "b.jsonl"], 2));
    assert!(said.contains("b.jsonl: found a data set with other names (hard links)"), "{said}");
    assert_eq!(folder.text("b.jsonl"), RECORDS);
}

#[test]
fn data_sets_are_listed_with_their_format() {
    let folder = Folder::with(&[
        ("a.jsonl", RECORDS.as_bytes()),
        ("b.jsonl.gz", &gzip(RECORDS.as_bytes())),
        ("c.jsonl", b"{\"txt\": \"x\"}\n"),
        ("d.jsonl", b"WEBVTT\n\n00:01.000 --> 00:02.000\non cooper netties\n"),
        ("e.txt.gz", &gzip(b"on cooper netties")),
    ]);
    let output = folder.run(&["check", "--show-files"], 0);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "a.jsonl\tjsonl\nb.jsonl.gz\tjsonl\nd.jsonl\tvtt\n");
    folder.run(&["fix"], 0);
    assert!(folder.text("d.jsonl").ends_with("on Kubernetes\n"));
}

#[test]
fn a_baseline_holds_for_records_too() {
    let folder = Folder::with(&[("a.jsonl", RECORDS.as_bytes())]);
    folder.run(&["check", "--write-baseline"], 0);
    folder.run(&["check", "--baseline", "mondegreen.baseline.json"], 0);
    fs::write(folder.path("a.jsonl"), format!("{RECORDS}\n{{\"text\": \"in cooper netties\"}}\n")).expect("a file");
    let output = folder.run(&["check", "--baseline", "mondegreen.baseline.json", "--format", "concise"], 1);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(text, "a.jsonl:6:14: auto alias 95%: cooper netties → Kubernetes\n");
}

/// A data set keeps what was not fixed when the write fails, and nothing is left beside it.
#[cfg(unix)]
#[test]
fn a_data_set_in_a_closed_folder_is_told_of() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with(&[("in/a.jsonl", RECORDS.as_bytes())]);
    fs::set_permissions(folder.path("in"), fs::Permissions::from_mode(0o555)).expect("permissions");
    // The administrator may write everywhere.
    if fs::write(folder.path("in/b"), "").is_err() {
        let said = told(&folder.run(&["fix"], 2));
        assert!(said.contains("in/a.jsonl: found no permission to write it"), "{said}");
        assert_eq!(folder.text("in/a.jsonl"), RECORDS);
    }
    fs::set_permissions(folder.path("in"), fs::Permissions::from_mode(0o755)).expect("permissions");
}

#[test]
fn records_are_put_together_by_a_field_that_is_there() {
    let folder = Folder::with(&[("a.jsonl", RECORDS.as_bytes())]);
    let said = told(&folder.run(&["fix", "--group-field", "nope"], 2));
    assert!(said.contains("a.jsonl: found no record with `nope`, by which they are put together"), "{said}");
    assert_eq!(folder.text("a.jsonl"), RECORDS);
}
