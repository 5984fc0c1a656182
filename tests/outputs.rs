//! Every form for other programs is read by their rules, with names and texts that try to break out of it.
//!
//! SARIF is held against its published schema, XML is read by a parser, and of the rest each line by what its
//! documentation says.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;
use tempfile::TempDir;

const DICTIONARY: &str = "[[term]]\ntext = \"GitLab Duo\"\nheard = [\"give that dudo\"]\n\
                          [[term]]\ntext = \"R&D <Lab>\"\nheard = [\"are indeed lab\"]\n";

/// Names that end an attribute, a property, a line, a cell or a command, where they are not escaped.
const NAMES: [&str; 9] = [
    "a b.txt",
    "q\"uote's.txt",
    "new\nline.txt",
    "::error file=x,line=1::owned.txt",
    "100%25,:%0A.txt",
    "<b>&amp;]]>.txt",
    "esc\u{1b}[31m\u{7}\u{fffe}.txt",
    "p|i`pe*_[x](y)@ann.md",
    "ü\u{202e}é.txt",
];

const TEXT: &str = "Ann: zwölf é Give That Dudo, <i>::warning::</i> and\nare indeed lab ]]> | give\nthat dudo.\n";

/// Reads a report by the rules of its form.
type Reader = fn(&str) -> Found;

/// Every form for programs, and how it is read.
const READERS: [(&str, Reader); 8] = [
    ("sarif", sarif),
    ("github", github),
    ("gitlab", gitlab),
    ("junit", junit),
    ("checkstyle", checkstyle),
    ("rdjsonl", rdjsonl),
    ("markdown", markdown),
    ("html", html),
];

/// What of the reports is checked: the path and the line of each finding, as far as the form has them.
type Found = BTreeSet<(String, u64)>;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("mine.toml"), DICTIONARY).expect("a dictionary");
    for name in NAMES {
        fs::write(folder.path().join(name), TEXT).expect("a file");
    }
    folder
}

/// What a run prints, which ends with this exit code.
fn printed(folder: &TempDir, args: &[&str], code: i32) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
    command.args(["check", "--no-builtin"]).args(args).current_dir(folder.path()).env_remove("GITHUB_STEP_SUMMARY");
    let output = command.output().expect("the program runs");
    assert_eq!(output.status.code(), Some(code), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn expected() -> Found {
    NAMES.iter().flat_map(|name| [1, 2].map(|line| ((*name).to_owned(), line))).collect()
}

/// Reads a report by the rules of its form.
fn read(format: &str, report: &str) -> Found {
    assert!(report.ends_with('\n') || report.is_empty(), "{format}");
    let (_, reader) = READERS.into_iter().find(|(id, _)| *id == format).expect("a form");
    reader(report)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'%', [a, b, after @ ..]) => {
                let digits = [*a, *b];
                let digits = std::str::from_utf8(&digits).expect("two digits");
                bytes.push(u8::from_str_radix(digits, 16).expect("two digits"));
                rest = after;
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

fn sarif(report: &str) -> Found {
    let report = json(report);
    // As published, the pattern of languages closes a bracket that it does not open, which no strict reader takes.
    let schema = json(&include_str!("schemas/sarif-2.1.0.json").replace("{2}]?$", "{2}$"));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let faults: Vec<String> = validator.iter_errors(&report).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let run = &report["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let results = run["results"].as_array().expect("results");
    let found = results.iter().map(|result| {
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(
            run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("an index") as usize]["id"],
            result["ruleId"]
        );
        assert_eq!(result["partialFingerprints"]["mondegreen/v1"].as_str().map(str::len), Some(16));
        let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
        assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-._~%".contains(&b)), "{uri}");
        (decoded(uri), place["region"]["startLine"].as_u64().expect("a line"))
    });
    found.collect()
}

fn github(report: &str) -> Found {
    let mut found = Found::new();
    for line in report.lines() {
        let (head, message) = line.strip_prefix("::").and_then(|line| line.split_once("::")).expect("a command");
        let (command, properties) = head.split_once(' ').expect("properties");
        assert!(["error", "warning", "notice"].contains(&command), "{line}");
        assert!(!message.is_empty() && !line.contains('\r'), "{line}");
        let properties: Vec<(&str, String)> = properties
            .split(',')
            .map(|property| property.split_once('=').expect("a property"))
            .map(|(key, value)| (key, decoded(value)))
            .collect();
        let get = |name: &str| properties.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
        let known = ["title", "file", "line", "endLine", "col", "endColumn"];
        assert!(properties.iter().all(|(key, _)| known.contains(key)), "{line}");
        if get("endLine").is_some() {
            assert_eq!(get("line") == get("endLine"), get("endColumn").is_some(), "{line}");
        }
        if let (Some(file), Some(line)) = (get("file"), get("line")) {
            found.insert((file, line.parse().expect("a number")));
        }
    }
    found
}

fn gitlab(report: &str) -> Found {
    let report = json(report);
    let issues = report.as_array().expect("an array");
    let mut prints = BTreeSet::new();
    let found = issues.iter().map(|issue| {
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        assert!(!text(&issue["description"]).is_empty() && !text(&issue["check_name"]).is_empty());
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&&*text(&issue["severity"])));
        assert!(prints.insert(text(&issue["fingerprint"])), "fingerprints are unique: {issue}");
        (text(&issue["location"]["path"]), issue["location"]["lines"]["begin"].as_u64().expect("a line"))
    });
    found.filter(|(path, _)| path != ".").collect()
}

fn rdjsonl(report: &str) -> Found {
    let mut found = Found::new();
    for line in report.lines() {
        let line = json(line);
        assert!(["ERROR", "WARNING", "INFO"].contains(&line["severity"].as_str().expect("a severity")));
        assert!(!line["message"].as_str().expect("a message").is_empty());
        let place = &line["location"];
        let path = place["path"].as_str().expect("a path").to_owned();
        let start = &place["range"]["start"];
        for suggestion in line["suggestions"].as_array().into_iter().flatten() {
            assert!(suggestion["text"].is_string() && suggestion["range"]["end"]["column"].is_u64());
        }
        let is_finding = line["code"].is_object();
        if let Some(line) = start["line"].as_u64().filter(|_| is_finding) {
            let byte_column = if line == 1 { 1 + "Ann: zwölf é ".len() } else { 1 };
            assert!(line != 1 || start["column"] == byte_column, "columns are bytes: {start}");
            found.insert((path, line));
        }
    }
    found
}

fn markdown(report: &str) -> Found {
    for row in report.lines().filter(|line| line.starts_with('|')) {
        assert_eq!(row.matches('|').count(), 6, "five cells: {row}");
        assert!(!row.contains("<i>") && !row.contains("]("), "{row}");
    }
    assert!(report.starts_with("### mondegreen: "), "{report}");
    // Names are written for eyes; the count of rows is what can be compared.
    let rows = report.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Where")).count();
    if rows == 0 { Found::new() } else { expected() }
}

/// The elements of well-formed XML: the names of those around each, and itself.
fn elements(xml: &str) -> Vec<(Vec<String>, BytesStart<'_>)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_comments = true;
    let (mut open, mut all) = (Vec::new(), Vec::new());
    loop {
        let name = |start: &BytesStart<'_>| start.name().as_ref().to_owned();
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) => {
                all.push((open.clone(), start.clone()));
                open.push(name(&start));
            }
            Event::Empty(start) => all.push((open.clone(), start)),
            Event::End(_) => drop(open.pop().expect("an open element")),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
    let is_legal =
        |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    assert!(xml.chars().all(is_legal), "every character may stand in XML");
    all
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.try_get_attribute(name).expect("attributes");
    found.map(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).expect("entities").into_owned())
}

/// The name of a file as XML can hold it.
fn legal(name: &str) -> String {
    name.replace('\u{1b}', "␛").replace('\u{7}', "␇").replace('\u{fffe}', "\u{fffd}").replace('\u{202e}', "\\u{202e}")
}

fn named(path: &str) -> String {
    NAMES.iter().find(|name| legal(name) == path).map_or(path, |name| name).to_owned()
}

fn junit(report: &str) -> Found {
    let mut found = Found::new();
    let mut names = BTreeSet::new();
    for (around, element) in elements(report) {
        let around: Vec<&str> = around.iter().map(String::as_str).collect();
        let required: Option<&[&str]> = match (&around[..], element.name().as_ref()) {
            ([], "testsuites") | (["testsuites"], "testsuite") => {
                Some(&["name", "tests", "failures", "errors", "skipped"])
            }
            (["testsuites", "testsuite"], "testcase") => {
                let (class, name) = (attribute(&element, "classname"), attribute(&element, "name"));
                assert!(names.insert((class, name)), "cases have names of their own");
                Some(&["name", "classname"])
            }
            (["testsuites", "testsuite", "testcase"], "failure" | "error") => Some(&["message", "type"]),
            (["testsuites", "testsuite", "testcase"], "skipped") => Some(&["message"]),
            _ => None,
        };
        assert!(
            required.expect("an element of the form").iter().all(|name| attribute(&element, name).is_some()),
            "{element:?}"
        );
        if around.len() == 2 && attribute(&element, "name").is_some_and(|name| name.starts_with("alias: ")) {
            let path = named(&attribute(&element, "classname").expect("a class"));
            found.extend([1, 2].map(|line| (path.clone(), line)));
        }
    }
    found
}

fn checkstyle(report: &str) -> Found {
    let (mut found, mut path) = (Found::new(), String::new());
    for (around, element) in elements(report) {
        let around: Vec<&str> = around.iter().map(String::as_str).collect();
        match (&around[..], element.name().as_ref()) {
            ([], "checkstyle") => assert!(attribute(&element, "version").is_some()),
            (["checkstyle"], "file") => path = named(&attribute(&element, "name").expect("a name")),
            (["checkstyle", "file"], "error") => {
                let severity = attribute(&element, "severity").expect("a severity");
                assert!(["error", "warning", "info"].contains(&&*severity));
                assert!(attribute(&element, "message").is_some() && attribute(&element, "source").is_some());
                let line = attribute(&element, "line").expect("a line").parse().expect("a number");
                found.insert((path.clone(), line));
            }
            (around, element) => assert_eq!((around, element), (&[][..], "an element of the form")),
        }
    }
    found
}

fn html(report: &str) -> Found {
    let page = report.strip_prefix("<!DOCTYPE html>\n").expect("a page");
    for (_, element) in elements(page) {
        let name = element.name();
        let known = "html head meta title style body h1 h2 ol li p del ins span";
        assert!(known.split(' ').any(|known| known == name.as_ref()), "{element:?}");
        assert!(attribute(&element, "href").is_none() && attribute(&element, "src").is_none());
    }
    if page.contains("<li>") && page.contains("<ins>") { expected() } else { Found::new() }
}

#[test]
fn names_and_texts_stay_where_they_belong() {
    let folder = folder();
    for (format, _) in READERS {
        let mut args = vec!["--dict", "mine.toml", "--format", format, "--"];
        args.extend(NAMES);
        let report = printed(&folder, &args, 1);
        if format == "github" || format == "rdjsonl" || format == "sarif" || format == "gitlab" {
            assert!(!report.contains('\u{1b}') && !report.contains('\u{202e}'), "{format}");
        }
        let (found, expected) = (read(format, &report), expected());
        if format == "github" {
            // What steers a terminal is spelled out even in the name of a file.
            let shown: Found =
                expected.into_iter().map(|(name, line)| (legal(&name).replace('\u{fffd}', "\u{fffe}"), line)).collect();
            assert_eq!(found, shown);
        } else {
            assert_eq!(found, expected, "{format}");
        }
    }
}

#[test]
fn every_form_for_programs_is_read() {
    let folder = folder();
    let run =
        Command::new(env!("CARGO_BIN_EXE_mondegreen")).args(["check", "--format", "?"]).current_dir(&folder).output();
    let told = String::from_utf8(run.expect("it runs").stderr).expect("UTF-8");
    let (_, known) = told.split_once("possible values: ").expect("the forms are told");
    let known: Vec<&str> = known.split(']').next().unwrap_or_default().split(", ").collect();
    let of_their_own = ["human", "concise", "json", "jsonl"];
    assert!(
        known.iter().all(|known| of_their_own.contains(known) || READERS.iter().any(|(format, _)| format == known)),
        "{known:?}"
    );
}

#[test]
fn a_clean_run_is_a_whole_document() {
    let folder = folder();
    fs::write(folder.path().join("clean.txt"), "nothing here\n").expect("a file");
    for (format, _) in READERS {
        let report = printed(&folder, &["--dict", "mine.toml", "--format", format, "clean.txt"], 0);
        assert_eq!(read(format, &report), Found::new(), "{format}");
    }
    let report = printed(&folder, &["--dict", "mine.toml", "--format", "junit", "clean.txt"], 0);
    assert!(report.contains("tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\""), "{report}");
}

/// No line of what is printed or said is a command to the runner of a CI job, but those of the form that is made of them.
#[test]
fn nothing_begins_a_command_in_a_log() {
    let folder = folder();
    let owned = "x\n::error::owned\r\n ##[error]owned";
    for (name, text) in [
        ("tier.toml", format!("fail-on = {owned:?}\n")),
        ("rule.toml", format!("rules = [{owned:?}]\n")),
        ("key.toml", format!("{owned:?} = 1\n")),
        ("encoding.toml", format!("encoding = {owned:?}\n")),
        ("dict.toml", format!("dictionaries = [{owned:?}]\n")),
        ("file.toml", format!("dictionaries = [{:?}]\n", format!("{owned}.toml"))),
        ("format.toml", format!("input-format = {owned:?}\n")),
        ("extends.toml", format!("extends = {owned:?}\n")),
        ("baseline.toml", format!("baseline = {owned:?}\n")),
        ("pattern.toml", format!("context-pattern = {owned:?}\n")),
        ("glob.toml", format!("exclude = [{:?}]\n", format!("{{{owned}"))),
        ("comment.md", format!("<!-- mondegreen: ignore {} -->\nGive That Dudo ##[error]owned\n", "\n::error::owned")),
    ] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let configs =
        ["tier", "rule", "key", "encoding", "dict", "file", "format", "extends", "baseline", "pattern", "glob"];
    let mut cases: Vec<Vec<String>> =
        configs.iter().map(|name| vec!["--config".to_owned(), format!("{name}.toml"), "a b.txt".to_owned()]).collect();
    for option in [
        "--format",
        "--since",
        "--encoding",
        "--rule",
        "--term",
        "--jobs",
        "--baseline",
        "--dict",
        "--file-list",
        "--bad",
    ] {
        cases.push(vec![option.to_owned(), owned.to_owned(), "a b.txt".to_owned()]);
        cases.push(vec![format!("{option}={owned}"), "a b.txt".to_owned()]);
    }
    cases.push(vec![format!("--{owned}")]);
    cases.push(vec![owned.to_owned()]);
    cases.push(NAMES.into_iter().chain(["comment.md"]).map(str::to_owned).collect());
    for form in ["human", "concise", "sarif", "json", "jsonl", "gitlab", "junit", "checkstyle", "rdjsonl", "markdown"] {
        for case in &cases {
            let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
            command.args(["check", "--no-builtin", "--dict", "mine.toml", "--format", form]).args(case);
            let output = command.current_dir(folder.path()).output().expect("the program runs");
            let is_command = |line: &&str| line.trim_start().starts_with("::") || line.contains("##[error]");
            let said = String::from_utf8(output.stderr).expect("UTF-8");
            assert_eq!(said.lines().find(is_command), None, "{form} {case:?}: {said}");
            if let "human" | "concise" = form {
                let printed = String::from_utf8(output.stdout).expect("UTF-8");
                assert_eq!(printed.lines().find(is_command), None, "{form} {case:?}: {printed}");
            }
        }
    }
}

#[test]
fn what_goes_wrong_leaves_one_whole_document() {
    let folder = folder();
    for (name, bytes) in [("bad\n<x>.txt", b"a\n\xFF".as_slice()), ("zero.txt", b"\0")] {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    let inputs = ["--dict", "mine.toml", "bad\n<x>.txt", "zero.txt", "mis\"sing::.txt", "a b.txt"];
    let dictionary = ["--dict", "mi\"s<s>ing\n::.toml", "a b.txt"];
    let nothing: [&str; 1] = ["a b.txt"];
    for (name, text) in [
        ("ty<p>o\n::.toml", "dictionarys = []\n"),
        ("cut\n::<b>\"short.json", "{\"version\": 1, \"find"),
        ("two/mondegreen.toml", ""),
        ("two/.mondegreen.toml", ""),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let typo = ["--config", "ty<p>o\n::.toml", "a b.txt"];
    let two = ["--stdin-filename", "two/a.txt", "a b.txt"];
    let baseline = ["--dict", "mine.toml", "--baseline", "cut\n::<b>\"short.json", "a b.txt"];
    // Whether git is there or not, there is no repository here.
    let since = ["--dict", "mine.toml", "--since", "x\n::error::<b>\"", "a b.txt"];
    for (format, _) in READERS {
        for args in [&inputs[..], &dictionary, &nothing, &typo, &two, &baseline, &since] {
            let report = printed(&folder, &[&["--format", format], args].concat(), 2);
            read(format, &report);
            let told = ["expected", "found no", "found&#32;no", "does not have"];
            let is_told = told.iter().any(|words| report.contains(words));
            assert!(is_told, "{format} {args:?}: {report}");
        }
    }
}

#[test]
fn the_exit_code_says_whether_something_was_found() {
    let folder = folder();
    let review = "[thresholds]\nauto = 1.0\nreview = 0.0\n";
    let hint = "[thresholds]\nauto = 1.0\nreview = 1.0\n";
    for (name, text) in [
        ("auto.toml", ""),
        ("review.toml", review),
        ("hint.toml", hint),
        ("fails-on-hint.toml", &format!("fail-on = \"hint\"\n{hint}")),
        ("sees-review.toml", &format!("min-tier = \"review\"\n{hint}")),
    ] {
        fs::write(folder.path().join(name), text).expect("a configuration");
    }
    let formats: Vec<&str> =
        READERS.into_iter().map(|(id, _)| id).chain(["human", "concise", "json", "jsonl"]).collect();
    let cases: &[(&str, &[&str], i32)] = &[
        ("auto.toml", &[], 1),
        ("review.toml", &[], 0),
        ("hint.toml", &[], 0),
        ("auto.toml", &["--exit-zero"], 0),
        ("auto.toml", &["--exit-zero", "none.txt"], 2),
        ("auto.toml", &["none.txt"], 2),
        ("review.toml", &["--fail-on", "review"], 1),
        ("review.toml", &["--fail-on", "hint"], 1),
        ("hint.toml", &["--fail-on", "review"], 0),
        // What fails is reported.
        ("hint.toml", &["--fail-on", "hint"], 1),
        ("hint.toml", &["--fail-on", "hint", "--min-tier", "hint"], 1),
        ("fails-on-hint.toml", &[], 1),
        ("fails-on-hint.toml", &["--fail-on", "review"], 0),
        ("sees-review.toml", &[], 0),
        ("sees-review.toml", &["--fail-on", "hint"], 1),
        // What is not reported, because that was asked for, fails nothing.
        ("hint.toml", &["--fail-on", "hint", "--min-tier", "review"], 0),
        ("fails-on-hint.toml", &["--min-tier", "review"], 0),
        ("review.toml", &["--fail-on", "review", "--min-tier", "auto"], 0),
        ("auto.toml", &["--rule", "spelling"], 0),
    ];
    for (config, args, code) in cases {
        for format in &formats {
            let args = [&["--config", config, "--dict", "mine.toml", "--format", format, "a b.txt"], *args].concat();
            printed(&folder, &args, *code);
        }
        for format in ["human", "concise", "json", "jsonl"] {
            let counted = ["--config", config, "--dict", "mine.toml", "--statistics", "--format", format, "a b.txt"];
            printed(&folder, &[&counted, *args].concat(), *code);
        }
    }
}

#[test]
fn counts_come_with_what_went_wrong() {
    let folder = folder();
    fs::write(folder.path().join("bad.txt"), b"\xFF\xFE\x00\xD8").expect("a file");
    let args = ["--dict", "mine.toml", "--statistics", "--format", "json", "a b.txt", "bad.txt"];
    let report = json(&printed(&folder, &args, 2));
    assert_eq!(report["errors"][0]["path"], "bad.txt");
    assert!(!report["statistics"].as_array().expect("a list").is_empty());
}

#[test]
fn each_alternative_of_sarif_is_a_fix() {
    let folder = folder();
    fs::write(folder.path().join("two.toml"), "[[term]]\ntext = \"Kubernetes\"\n[[term]]\ntext = \"Cubernetis\"\n")
        .expect("a dictionary");
    fs::write(folder.path().join("talk.txt"), "We run it on Kubernetis and scale it.\n").expect("a file");
    let report = printed(
        &folder,
        &["--dict", "two.toml", "--format", "sarif", "--min-tier", "hint", "--fail-on", "hint", "talk.txt"],
        1,
    );
    let report = json(&report);
    let fixes = report["runs"][0]["results"][0]["fixes"].as_array().expect("fixes").clone();
    let texts: BTreeSet<&str> = fixes
        .iter()
        .map(|fix| fix["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"].as_str().expect("a text"))
        .collect();
    assert_eq!(texts, BTreeSet::from(["Kubernetes", "Cubernetis"]));
}

#[test]
fn the_page_of_a_job_is_added_to() {
    let folder = folder();
    let page = folder.path().join("page.md");
    fs::write(&page, "before\n").expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
    command.args(["check", "--no-builtin", "--dict", "mine.toml", "--format", "github", "a b.txt"]);
    let run = command.current_dir(folder.path()).env("GITHUB_STEP_SUMMARY", &page).output().expect("it runs");
    assert_eq!(run.status.code(), Some(1));
    let page = fs::read_to_string(&page).expect("a page");
    let added = page.strip_prefix("before\n").expect("what was there stays");
    assert!(added.contains("| `a b.txt:1:14` | `Give That Dudo` | `GitLab Duo` |"), "{added}");
    markdown(added);
}

/// Where a finding stands in code points, and in which caption, wherever it stands in the file.
#[test]
fn json_counts_characters_and_captions() {
    let folder = folder();
    let cases = [
        ("a.txt", "Zwölf é: give that dudo.\n", None),
        (
            "a.vtt",
            "WEBVTT\n\nfirst\n00:01.000 --> 00:02.000\né\n\n00:03.000 --> 00:04.000\ngive that dudo\n",
            Some("2"),
        ),
        ("b.vtt", "WEBVTT\n\né\n00:01.000 --> 00:02.000\ngive that dudo\n", Some("é")),
        (
            "a.srt",
            "7\n00:00:01,000 --> 00:00:02,000\né\n\n12\n00:00:03,000 --> 00:00:04,000\ngive that dudo\n",
            Some("12"),
        ),
        ("a.jsonl", "{\"text\":\"é\"}\n{\"text\":\"zwölf give that dudo\"}\n", None),
    ];
    for (name, text, cue) in cases {
        fs::write(folder.path().join(name), text).expect("a file");
        let report = json(&printed(&folder, &["--dict", "mine.toml", "--format", "json", name], 1));
        let finding = &report["findings"][0];
        let start = text.find("give").expect("heard");
        let points = text[..start].chars().count();
        let expected = serde_json::json!({"start": points, "end": points + "give that dudo".len()});
        assert_eq!((&finding["start"], &finding["characters"]), (&start.into(), &expected), "{name}");
        assert_eq!(finding.get("cue").and_then(Value::as_str), cue, "{name}");
    }
}
