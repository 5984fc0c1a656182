//! What is wrong with a dictionary is told with its place and what to do: cases are data, in
//! tests/cases/bad-dictionaries.toml.

mod folder;

use std::io::{Cursor, Write as _};
use std::process::Output;

use mondegreen::{Dictionary, MOST_TERMS};
use serde::Deserialize;
use zip::write::SimpleFileOptions;

use folder::{Folder, told};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    /// Dictionaries that no command takes.
    refused: Vec<Case>,
    /// Dictionaries that are taken with a warning, or without any.
    taken: Vec<Case>,
    /// Vocabularies of other tools.
    imported: Vec<Case>,
}

/// A file, and what is said of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    file: String,
    /// What it begins with.
    #[serde(default)]
    text: String,
    /// What comes behind that, in bytes.
    #[serde(default)]
    bytes: Vec<u8>,
    /// What comes behind that, so many times.
    #[serde(default)]
    again: String,
    #[serde(default)]
    times: usize,
    /// What it ends with.
    #[serde(default)]
    end: String,
    /// All that is told; `@` stands for the name of the file.
    told: String,
}

impl Case {
    fn bytes(&self) -> Vec<u8> {
        [self.text.as_bytes(), &self.bytes, self.again.repeat(self.times).as_bytes(), self.end.as_bytes()].concat()
    }

    fn told(&self) -> String {
        let told = self.told.trim().replace('@', &self.file);
        if told.is_empty() { told } else { told + "\n" }
    }
}

fn cases() -> Cases {
    toml::from_str(include_str!("cases/bad-dictionaries.toml")).expect("cases")
}

fn run(folder: &Folder, args: &[&str]) -> Output {
    folder.command(env!("CARGO_BIN_EXE_mondegreen"), args).output().expect("the program runs")
}

/// The exit code of a run, and what it says to people.
fn said(folder: &Folder, args: &[&str]) -> (Option<i32>, String) {
    let output = run(folder, args);
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn every_command_refuses_it_in_the_same_words() {
    let folder = Folder::with(&[("talk.txt", "We moved to it.\n")]);
    for case in cases().refused {
        std::fs::write(folder.path(&case.file), case.bytes()).expect("a file");
        for command in [&["check", "talk.txt", "--dict"][..], &["dict", "check"], &["dict", "stats"]] {
            let args = [command, &[case.file.as_str()]].concat();
            assert_eq!(said(&folder, &args), (Some(2), case.told()), "{args:?}");
        }
    }
}

#[test]
fn what_does_no_harm_is_a_warning() {
    let folder = Folder::with(&[("talk.txt", "We moved to it.\n")]);
    for case in cases().taken {
        std::fs::write(folder.path(&case.file), case.bytes()).expect("a file");
        let args = ["check", "--no-builtin", "talk.txt", "--dict", &case.file];
        assert_eq!(said(&folder, &args), (Some(0), case.told()), "{args:?}");
        let output = run(&folder, &["dict", "check", &case.file]);
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        // What is read can be written, and read again.
        let shown = run(&folder, &["dict", "export", "--to", "csv", &case.file]);
        std::fs::write(folder.path("again.csv"), &shown.stdout).expect("a file");
        let again = run(&folder, &["dict", "import", "again.csv"]);
        // A dictionary without a term is a vocabulary without one, which is no vocabulary.
        let is_empty = told(&again).contains("found no term");
        assert_eq!(is_empty, case.told.contains("found no term"), "{}", told(&again));
        assert_eq!(again.status.code(), Some(if is_empty { 2 } else { 0 }), "{}", told(&again));
    }
}

#[test]
fn vocabularies_are_refused_or_read_with_what_is_odd() {
    let folder = Folder::with(&[]);
    for case in cases().imported {
        std::fs::write(folder.path(&case.file), case.bytes()).expect("a file");
        let (code, said) = said(&folder, &["dict", "import", &case.file]);
        assert_eq!(said, case.told(), "{}", case.file);
        let is_refused = said.lines().any(|line| line.starts_with("error"));
        assert_eq!(code, Some(if is_refused { 2 } else { 0 }), "{}", case.file);
    }
}

#[test]
fn a_list_has_a_million_terms_and_no_more() {
    let lines: Vec<String> = (1..=MOST_TERMS).map(|number| format!("Zorb {number}")).collect();
    let list = lines.join("\n");
    let most = Dictionary::from_list("most", "most.txt", &list).expect("a list");
    assert_eq!(most.terms.len(), MOST_TERMS);
    let error = Dictionary::from_list("more", "more.txt", &(list + "\nZorbax")).expect_err("one more");
    assert_eq!(error.to_string(), "more.txt:1000001:1: found more than 1000000 terms, which is the limit");
    assert_eq!(error.hint(), Some("put the rest into a second dictionary"));
}

#[test]
fn a_file_without_end_is_not_read_to_its_end() {
    let folder = Folder::with(&[("talk.txt", "We moved to it.\n")]);
    let file = std::fs::File::create(folder.path("long.txt")).expect("a file");
    file.set_len(1 << 30).expect("a file with nothing in it");
    let expected = "error: long.txt: found more than 268435456 bytes, which is the limit\n\
                    hint: spread its terms over several files\n";
    for args in [&["check", "talk.txt", "--dict", "long.txt"][..], &["dict", "check", "long.txt"]] {
        assert_eq!(said(&folder, args), (Some(2), expected.to_owned()), "{args:?}");
    }
}

#[test]
fn a_folder_is_no_dictionary() {
    let folder = Folder::with(&[("names.toml/a.txt", "Zorbax\n")]);
    for args in [&["check", "--dict", "names.toml"][..], &["dict", "check", "names.toml"]] {
        let expected = "error: names.toml: found a folder, expected a dictionary\n".to_owned();
        assert_eq!(said(&folder, args), (Some(2), expected), "{args:?}");
    }
}

/// Small as it lies there, and huge when it is unpacked.
fn bomb(part: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(part, SimpleFileOptions::default()).expect("memory");
    let blank = vec![b' '; 1 << 20];
    for _ in 0..65 {
        archive.write_all(&blank).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

#[test]
fn archives_that_grow_are_not_unpacked() {
    let folder = Folder::with(&[("talk.txt", "We moved to it.\n")]);
    let cases = [
        (
            "paper.docx",
            "word/document.xml",
            "found a document of 68157440 bytes when it is unpacked, and the limit is 67108864\n\
             hint: save its text alone as a .txt file",
        ),
        (
            "slides.pptx",
            "ppt/slides/slide1.xml",
            "found slides of more than 67108864 bytes, which is the limit\n\
             hint: save the outline alone as a .txt file",
        ),
    ];
    for (file, part, message) in cases {
        let bytes = bomb(part);
        assert!(bytes.len() < 100_000);
        std::fs::write(folder.path(file), bytes).expect("a file");
        for args in [&["dict", "extract", file][..], &["check", "talk.txt", "--context", file]] {
            assert_eq!(said(&folder, args), (Some(2), format!("error: {file}: {message}\n")), "{args:?}");
        }
    }
}
