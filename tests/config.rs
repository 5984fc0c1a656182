//! The configuration: where it is found, what wins, and that its published schema is what the program takes.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const DICTIONARY: &str = "[[term]]\ntext = \"Zorbax\"\nheard = [\"sore backs\"]\n";
const TEXT: &str = "It runs on sore backs.\n";

/// A folder in which no configuration lies but those of the test.
struct Folder(TempDir);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(tempfile::tempdir().expect("a folder"));
        for (name, text) in files {
            let path = folder.path(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run_in(&self, folder: &str, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
        command.args(args).current_dir(self.path(folder)).env("XDG_CONFIG_HOME", self.path("home"));
        command.output().expect("the program runs")
    }

    /// What a run prints that ends with this exit code, and what it says.
    #[track_caller]
    fn run(&self, folder: &str, args: &[&str], code: i32) -> (String, String) {
        let output = self.run_in(folder, args);
        let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
        assert_eq!(output.status.code(), Some(code), "{args:?}: {out}{err}");
        (out, err)
    }
}

const OWN: &str = "dictionaries = [\"mine.toml\"]\nbuiltin = false\n";

#[test]
fn a_configuration_is_found_upward_in_each_of_its_homes() {
    let homes = [
        ("mondegreen.toml", OWN.to_owned()),
        (".mondegreen.toml", OWN.to_owned()),
        ("Cargo.toml", format!("[package]\nname = \"x\"\n[package.metadata.mondegreen]\n{OWN}")),
        ("Cargo.toml", format!("[workspace.metadata.mondegreen]\n{OWN}")),
        ("pyproject.toml", format!("[tool.mondegreen]\n{OWN}")),
    ];
    for (name, text) in &homes {
        let folder = Folder::with(&[(name, text), ("mine.toml", DICTIONARY), ("calls/deep/talk.txt", TEXT)]);
        let (out, _) = folder.run("calls/deep", &["check", "--format", "concise"], 1);
        assert!(out.starts_with("talk.txt:1:12: auto alias"), "{name}: {out}");
        let (shown, _) = folder.run("calls/deep", &["config", "show"], 0);
        assert!(shown.contains(&format!("# ../../{name}:")), "{shown}");
        let (shown, _) = folder.run("calls/deep", &["config", "show", "--isolated"], 0);
        assert!(shown.starts_with("# no configuration\n"), "{shown}");
    }
}

#[test]
fn the_nearest_wins_and_manifests_of_others_are_passed_over() {
    let folder = Folder::with(&[
        ("mondegreen.toml", "fail-on = \"hint\"\nmin-tier = \"hint\"\n"),
        ("a/mondegreen.toml", "fail-on = \"review\"\n"),
        ("a/b/Cargo.toml", "[package]\nname = \"mondegreen-x\"\n"),
        ("a/b/pyproject.toml", "not TOML"),
        ("home/mondegreen/mondegreen.toml", "fail-on = \"auto\"\nencoding = \"latin1\"\n"),
    ]);
    let (shown, _) = folder.run("a/b", &["config", "show"], 0);
    assert!(shown.contains("fail-on = \"review\"") && shown.contains("encoding = \"latin1\""), "{shown}");
    assert!(shown.contains("min-tier = \"review\"") && shown.contains("# default"), "{shown}");
    let (shown, _) = folder.run("a/b", &["config", "show", "--config", "../../mondegreen.toml"], 0);
    assert!(shown.contains("fail-on = \"hint\""), "{shown}");
}

#[test]
fn the_command_line_wins() {
    let folder = Folder::with(&[
        (
            "mondegreen.toml",
            "dictionaries = [\"mine.toml\"]\nbuiltin = false\nfail-on = \"hint\"\nrules = [\"form\"]\n",
        ),
        ("mine.toml", DICTIONARY),
        ("talk.txt", TEXT),
    ]);
    folder.run("", &["check"], 0);
    folder.run("", &["check", "--rule", "alias"], 1);
    folder.run("", &["check", "--isolated"], 0);
    folder.run("", &["check", "--isolated", "--dict", "mine.toml"], 1);
}

#[test]
fn extended_configurations_lie_below_and_a_circle_is_told() {
    let folder = Folder::with(&[
        ("team/base.toml", "dictionaries = [\"mine.toml\"]\nbuiltin = false\nfail-on = \"hint\"\n"),
        ("team/mine.toml", DICTIONARY),
        ("work/mondegreen.toml", "extends = \"../team/base.toml\"\nfail-on = \"auto\"\n"),
        ("work/talk.txt", TEXT),
        ("circle/mondegreen.toml", "extends = \"other.toml\"\n"),
        ("circle/other.toml", "\n\nextends = \"./mondegreen.toml\"\n"),
        ("gone/mondegreen.toml", "extends = \"../team/bse.toml\"\n"),
    ]);
    let (out, _) = folder.run("work", &["check", "--format", "concise"], 1);
    assert!(out.starts_with("talk.txt:1:12: auto alias"), "{out}");
    let (shown, _) = folder.run("work", &["config", "show"], 0);
    assert!(shown.starts_with("# mondegreen.toml, ../team/base.toml\n"), "{shown}");
    let (_, told) = folder.run("circle", &["config", "show"], 2);
    assert!(
        told.starts_with("error: other.toml:3:11: found `extends = \"./mondegreen.toml\"`, which leads back"),
        "{told}"
    );
    let (_, told) = folder.run("gone", &["config", "show"], 2);
    assert!(told.contains("../team/bse.toml: found no such file") && told.contains("did you mean"), "{told}");
}

#[test]
fn overrides_hold_for_their_files_alone() {
    let config = "builtin = false\ndictionaries = [\"devtools\"]\n[[overrides]]\npaths = [\"calls/\"]\n\
                  dictionaries = [\"mine.toml\"]\n[[overrides]]\npaths = [\"calls/b.txt\"]\nrules = [\"sound\"]\n\
                  [[overrides]]\npaths = [\"calls/c.txt\"]\nthresholds = { auto = 1.0 }\n";
    let folder = Folder::with(&[
        ("p/mondegreen.toml", config),
        ("p/mine.toml", DICTIONARY),
        ("p/a.txt", "We use sore backs.\n"),
        ("p/calls/a.txt", "We use sore backs.\n"),
        ("p/calls/b.txt", "We use sore backs.\n"),
        ("p/calls/c.txt", "We use sore backs.\n"),
    ]);
    let (out, _) = folder.run("p", &["check", "--format", "concise"], 1);
    let told: Vec<&str> = out.lines().filter(|line| line.contains("alias")).collect();
    assert!(told[0].starts_with("calls/a.txt:1:8: auto"), "{out}");
    assert!(told[1].starts_with("calls/c.txt:1:8: review"), "{out}");
    assert_eq!(told.len(), 2, "{out}");
    // The folder of the configuration counts, not that of the run.
    let (out, _) = folder.run("p/calls", &["check", "--format", "concise", "a.txt"], 1);
    assert!(out.starts_with("a.txt:1:8: auto alias"), "{out}");
    let stdin = fs::File::open(folder.path("p/calls/a.txt")).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
    command.args(["check", "--stdin-filename", "p/calls/z.txt", "-"]).stdin(stdin).current_dir(folder.path(""));
    assert_eq!(command.output().expect("it runs").status.code(), Some(1));
}

#[test]
fn an_override_names_dictionaries_that_are_there() {
    let folder = Folder::with(&[("a.txt", "All is well.\n")]);
    for (named, expected) in
        [("gone.toml", "gone.toml: found no such file, expected a dictionary"), ("devtols", "did you mean `devtools`?")]
    {
        let config = format!("[[overrides]]\npaths = ['calls/']\ndictionaries = ['{named}']\n");
        fs::write(folder.path("mondegreen.toml"), config).expect("a configuration");
        let (_, told) = folder.run("", &["check", "a.txt"], 2);
        assert!(told.contains(expected) && told.contains("mondegreen.toml:3"), "{told}");
    }
}

#[test]
fn what_is_excluded_is_read_only_where_it_is_named() {
    let folder = Folder::with(&[
        ("mondegreen.toml", "exclude = [\"drafts/\", \"*.md\"]\n"),
        ("a.txt", ""),
        ("b.md", ""),
        ("drafts/c.txt", ""),
        ("list", "a.txt\r\nb.md\n\n"),
        ("zeros", "a.txt\0b.md\0"),
    ]);
    let shown = |args: &[&str]| folder.run("", &[&["check", "--show-files"], args].concat(), 0).0;
    assert_eq!(shown(&[]), "a.txt\ttxt\n");
    assert_eq!(shown(&["b.md", "drafts/c.txt", "a.txt"]), "b.md\tmd\ndrafts/c.txt\ttxt\na.txt\ttxt\n");
    assert_eq!(shown(&["--force-exclude", "b.md", "drafts/c.txt", "a.txt"]), "a.txt\ttxt\n");
    assert_eq!(shown(&["--file-list", "list"]), "a.txt\ttxt\nb.md\tmd\n");
    assert_eq!(shown(&["--file-list", "zeros", "--force-exclude"]), "a.txt\ttxt\n");
    let (_, told) = folder.run("", &["check", "--file-list", "lst"], 2);
    assert!(told.contains("lst: found no such file, expected a list of files"), "{told}");
}

#[test]
fn where_all_is_excluded_that_is_the_cause() {
    let folder = Folder::with(&[
        ("mondegreen.toml", "builtin = true\nexclude = [\"drafts/\", \"*.vtt\"]\n"),
        ("drafts/c.txt", ""),
        ("calls/a.vtt", ""),
        ("pictures/a.png", ""),
        ("some/a.txt", ""),
        ("some/b.vtt", ""),
    ]);
    let told = |path: &str| folder.run("", &["check", path], 0).1;
    for path in ["drafts", "calls"] {
        let expected =
            format!("note: found no transcripts in `{path}` but what `exclude` leaves out (mondegreen.toml:2)\n");
        assert_eq!(told(path), expected);
    }
    assert!(told("pictures").contains("looked for .txt"), "{}", told("pictures"));
    assert_eq!(told("some"), "");
}

#[test]
fn what_a_configuration_names_and_is_not_there_is_told_with_its_place() {
    for (config, expected) in [
        ("encoding = 'utf-9'\n", "error: mondegreen.toml:1:12: found the encoding `utf-9`, which is not known\n"),
        ("input-format = 'str'\n", "error: mondegreen.toml:1:16: found the format `str`, expected one of "),
        (
            "builtin = true\ndictionaries = ['nmaes.txt']\n",
            "error: nmaes.txt: found no such file, expected a dictionary\n\
             hint: it is named in mondegreen.toml:2; did you mean `names.txt`?\n",
        ),
        (
            "[[overrides]]\npaths = ['x']\ndictionaries = ['nmaes.txt']\n",
            "error: nmaes.txt: found no such file, expected a dictionary\n\
             hint: it is named in mondegreen.toml:3; did you mean `names.txt`?\n",
        ),
        (
            "[[overrides]]\nbuiltin = false\n",
            "error: mondegreen.toml:1:1: found an entry of `overrides` without `paths`",
        ),
    ] {
        let folder = Folder::with(&[("mondegreen.toml", config), ("names.txt", "Zorbax\n"), ("a.txt", "")]);
        let (_, told) = folder.run("", &["check", "a.txt"], 2);
        assert!(told.starts_with(expected), "{told}");
    }
    // What the arguments name stands nowhere.
    let folder = Folder::with(&[("mondegreen.toml", "encoding = 'utf-9'\n"), ("a.txt", "")]);
    let (_, told) = folder.run("", &["check", "--encoding", "utf-10", "a.txt"], 2);
    assert!(told.starts_with("error: found the encoding `utf-10`"), "{told}");
    folder.run("", &["check", "--encoding", "utf-8", "a.txt"], 0);
}

#[test]
fn what_is_wrong_is_told() {
    let cases = [
        (
            &[("mondegreen.toml", ""), ("pyproject.toml", "[tool.mondegreen]\n")][..],
            "error: mondegreen.toml: found a configuration here and another one in `pyproject.toml` beside it, expected one",
        ),
        (
            &[("mondegreen.toml", "dictionaries = [\"mnie.toml\"]\n"), ("mine.toml", DICTIONARY)],
            "error: mnie.toml: found no such file, expected a dictionary\nhint: it is named in mondegreen.toml:1; did you mean `mine.toml`?",
        ),
        (
            &[("mondegreen.toml", "dictionaries = [\"clowd\"]\n")],
            "error: mondegreen.toml:1:17: found the dictionary `clowd`",
        ),
        (&[("mondegreen.toml", "fial-on = 1\n")], "error: mondegreen.toml:1:1: found the key `fial-on`"),
        (
            &[("mondegreen.toml", "[thresholds]\nauto = 0.4\n")],
            "error: found the thresholds review 0.5 and auto 0.4\nhint: expected auto to be the higher one: mondegreen.toml:2",
        ),
        (&[("mondegreen.toml", "encoding = \"utf9\"\n")], "error: mondegreen.toml:1:12: found the encoding `utf9`"),
        (&[("mondegreen.toml", "input-format = \"text\"\n")], "error: mondegreen.toml:1:16: found the format `text`"),
    ];
    for (files, message) in cases {
        let folder = Folder::with(files);
        fs::write(folder.path("talk.txt"), TEXT).expect("a file");
        let (_, told) = folder.run("", &["check"], 2);
        assert!(told.starts_with(message), "{told}");
    }
}

fn schema() -> Value {
    serde_json::from_str(include_str!("../docs/mondegreen.schema.json")).expect("JSON")
}

/// A configuration in which every key stands.
const FULL: &str = r#"
extends = "base.toml"
dictionaries = ["mine.toml", "devtools"]
builtin = false
rules = ["alias", "form", "sound", "spelling"]
min-tier = "hint"
fail-on = "review"
encoding = "utf-8"
input-format = "txt"
baseline = "mondegreen.baseline.json"
context-pattern = "{stem}.context.txt"
max-changes-per-1000-words = 12.5
exclude = ["drafts/"]
[thresholds]
auto = 0.95
review = 0.6
[captions]
line-length = 32
lines = 3
characters-per-second = 17.5
shortest = 1.0
longest = 8.5
gap = 0.08
[[overrides]]
paths = ["calls/**"]
dictionaries = ["mine.toml"]
builtin = true
rules = ["alias"]
thresholds = { auto = 1, review = 0 }
captions = { lines = 1 }
"#;

#[test]
fn the_published_schema_takes_what_the_program_takes() {
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    let folder = Folder::with(&[("base.toml", ""), ("mine.toml", DICTIONARY)]);
    let takes = |text: &str| {
        fs::write(folder.path("mondegreen.toml"), text).expect("a file");
        folder.run_in("", &["config", "show"]).status.success()
    };
    let cases = [
        ("", true),
        (FULL, true),
        ("dictionaries = 'x'\n", false),
        ("dictionaries = [1]\n", false),
        ("builtin = 'no'\n", false),
        ("rules = []\n", false),
        ("rules = ['alias', 'x']\n", false),
        ("min-tier = 'sure'\n", false),
        ("fail_on = 'auto'\n", false),
        ("[thresholds]\nauto = 1.01\n", false),
        ("[thresholds]\nreview = -0.1\n", false),
        ("[thresholds]\nhint = 0.1\n", false),
        ("thresholds = 0.5\n", false),
        ("[captions]\n", true),
        ("[captions]\nlines = -1\n", false),
        ("[captions]\nlength = 42\n", false),
        ("[captions]\nlines = 0\n", false),
        ("[captions]\nline-length = 5000000000\n", false),
        ("[captions]\ncharacters-per-second = 0\n", false),
        ("[captions]\ncharacters-per-second = 0.5\n", true),
        ("[captions]\nshortest = 0\ngap = 0\n", true),
        ("[captions]\nshortest = -1\n", false),
        ("[captions]\nlongest = 0\n", false),
        ("[captions]\ngap = -0.1\n", false),
        ("captions = 3\n", false),
        ("baseline = ''\n", false),
        ("extends = ''\n", false),
        ("exclude = 'x'\n", false),
        ("[[overrides]]\nrules = ['alias']\n", false),
        ("[[overrides]]\npaths = []\nfail-on = 'auto'\n", false),
        ("[overrides]\npaths = []\n", false),
        ("extends = ['a']\n", false),
        ("baseline = true\n", false),
        ("max-changes-per-1000-words = 5\n", true),
        ("max-changes-per-1000-words = -1\n", false),
        ("max-changes-per-1000-words = '5'\n", false),
        ("x = 1\n", false),
    ];
    for (text, expected) in cases {
        let table: toml::Table = text.parse().expect("TOML");
        let value = serde_json::to_value(table).expect("JSON");
        assert_eq!(validator.is_valid(&value), expected, "the schema: {text}");
        assert_eq!(takes(text), expected, "the program: {text}");
    }
}

#[test]
fn the_published_schema_has_every_key_and_says_what_it_is() {
    let schema = schema();
    let full: toml::Table = FULL.parse().expect("TOML");
    let keys = |value: &Value| -> BTreeSet<String> {
        value.as_object().expect("an object").iter().map(|(key, _)| key.clone()).collect()
    };
    assert_eq!(keys(&schema["properties"]), full.keys().cloned().collect());
    let overrides = full["overrides"][0].as_table().expect("a table");
    assert_eq!(keys(&schema["properties"]["overrides"]["items"]["properties"]), overrides.keys().cloned().collect());
    for (key, property) in schema["properties"].as_object().expect("an object") {
        let referred = property["$ref"].as_str().and_then(|path| schema.pointer(path.trim_start_matches('#')));
        let about = property["description"].as_str().or(referred.and_then(|of| of["description"].as_str()));
        assert!(about.is_some(), "{key}");
    }
    let rules: Vec<&str> = mondegreen::Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(schema["definitions"]["rules"]["items"]["enum"], Value::from(rules));
    let tiers: Vec<&str> = mondegreen::Tier::ALL.iter().map(|tier| tier.id()).collect();
    assert_eq!(schema["definitions"]["tier"]["enum"], Value::from(tiers));
}

#[test]
fn paths_of_several_lines_are_shown_on_one() {
    let names = ["a\nb \"c\"\\d.toml", "t\tu\u{202e}\u{e9}##[x].toml", "it's #.toml"];
    let text = toml::Table::from_iter([("dictionaries".to_owned(), toml::Value::from(names.to_vec()))]).to_string();
    let folder = Folder::with(&[("mondegreen.toml", &text)]);
    for name in names {
        fs::write(folder.path(name), DICTIONARY).expect("a dictionary");
    }
    let (shown, _) = folder.run("", &["config", "show"], 0);
    let line = shown.lines().find(|line| line.starts_with("dictionaries = ")).expect("a line");
    let read: toml::Table = line.parse().expect("TOML");
    assert_eq!(read["dictionaries"], toml::Value::from(names.to_vec()), "{shown}");
    assert!(!shown.contains(['\u{202e}', '\t']) && !shown.contains("##["), "{shown}");
}

/// What is shown is a configuration itself, and means the same.
#[test]
fn what_is_shown_can_be_read_again() {
    let folder =
        Folder::with(&[("mondegreen.toml", FULL), ("base.toml", "exclude = [\"x\"]\n"), ("mine.toml", DICTIONARY)]);
    let (shown, _) = folder.run("", &["config", "show"], 0);
    fs::write(folder.path("again.toml"), &shown).expect("a file");
    let (again, _) = folder.run("", &["config", "show", "--config", "again.toml"], 0);
    let values = |text: &str| text.parse::<toml::Table>().expect("TOML");
    assert_eq!(values(&again), values(&shown));
    assert_eq!(values(&shown)["exclude"], toml::Value::from(vec!["x", "drafts/"]));
}
