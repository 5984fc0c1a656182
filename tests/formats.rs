//! Laws of every format, held by one conversation in each: what is not edited stays to the byte, what is edited agrees
//! with itself, and nothing that is cut short does harm.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use mondegreen::{
    Dictionary, Document, Edits, FORMATS, Index, Reading, Settings, Span, Tier, builtin, read, read_as, settle,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde::Deserialize;
use serde_json::Value;

/// A file of `fixtures/formats`.
struct Fixture {
    name: String,
    bytes: Vec<u8>,
}

static FIXTURES: LazyLock<Vec<Fixture>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/formats");
    let files = fs::read_dir(folder).expect("the fixtures");
    let mut fixtures: Vec<Fixture> = files
        .map(|file| {
            let path = file.expect("a fixture").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            Fixture { name, bytes: fs::read(path).expect("a fixture") }
        })
        .collect();
    fixtures.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(fixtures.len() >= 10, "the fixtures are there");
    fixtures
});

static INDEX: LazyLock<Index> = LazyLock::new(|| Index::new(["cloud", "devtools"].into_iter().filter_map(builtin)));

/// What the conversation must become, as [heard, meant].
const FIXES: [[&str; 2]; 3] = [["git lab", "GitLab"], ["give that dudo", "GitLab Duo"], ["trainium 2", "Trainium2"]];

impl Fixture {
    /// Read as what it holds shows, whatever its name.
    fn document(&self) -> Document {
        self.read(self.bytes.clone())
    }

    fn read(&self, bytes: Vec<u8>) -> Document {
        self.try_read(bytes).expect("a file of a format")
    }

    fn try_read(&self, bytes: Vec<u8>) -> mondegreen::Result<Document> {
        // Markdown looks like text.
        let name = if self.is("md") { &self.name } else { "talk" };
        read(bytes, name, None, None)
    }

    fn fixed(&self) -> Vec<u8> {
        let document = self.document();
        document.write(&settle(&document, &INDEX, &Settings::default(), Tier::Auto).edits)
    }

    /// Whether it holds words in small letters without marks.
    fn is_bare(&self) -> bool {
        self.is("ctm")
    }

    /// Whether it is one value of JSON, or messages of a stream.
    fn is_in_json(&self) -> bool {
        self.is("json") || self.name.contains("-live.")
    }

    fn is(&self, ending: &str) -> bool {
        self.name.rsplit('.').next() == Some(ending)
    }
}

fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A transcript that was cut off is told of; other broken JSON in a folder is nobody's business.
#[test]
fn broken_json_is_told_from_a_transcript_that_was_cut_off() {
    let told = |text: &str| {
        let error = read(text.as_bytes().to_vec(), "a.json", None, None).expect_err("no JSON");
        error.is_of_no_transcript()
    };
    for entry in fs::read_dir("fixtures/formats").expect("a folder") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a text");
        let text = text.trim_end();
        for parts in 2..10 {
            let cut = text.floor_char_boundary(text.len() - text.len() / parts);
            assert!(!told(&text[..cut]), "{} up to {cut}", path.display());
            assert!(!told(&format!("\u{FEFF}\n {}", &text[..cut])), "{} up to {cut}", path.display());
        }
    }
    for text in ["{\"segments\": [", "{\"results\" : {", "[{\"text\":\"x\"", "", " \n"] {
        assert!(!told(text), "{text}");
    }
    for text in [
        "// c\n{\"compilerOptions\": {}}",
        "{\n  // c\n  \"compilerOptions\": {}\n}",
        "{\"name\": \"text\",}",
        "# \"text\": 1",
        "<?php \"results\": ?>",
        "{",
    ] {
        assert!(told(text), "{text}");
    }
}

#[test]
fn every_format_has_a_fixture() {
    let read: BTreeSet<&str> = FIXTURES.iter().map(|fixture| fixture.document().format().id).collect();
    let all: BTreeSet<&str> = FORMATS.iter().map(|format| format.id).collect();
    assert_eq!(read, all);
}

#[test]
fn the_name_of_a_format_reads_what_its_content_reads() {
    for fixture in FIXTURES.iter() {
        let document = fixture.document();
        let how = Reading { format: Some(document.format().id), ..Reading::default() };
        let named =
            read_as(fixture.bytes.clone(), "x.bin", &how).unwrap_or_else(|error| panic!("{}: {error}", fixture.name));
        assert_eq!(named.text(), document.text(), "{}", fixture.name);
        assert_eq!(named.segments(), document.segments(), "{}", fixture.name);
    }
}

/// What a browser would show is read of a page, however it begins, and nothing else of it.
#[test]
fn pages_are_told_from_texts() {
    for (name, text, expected) in [
        ("a.html", "<strong>one</strong> two", "html"),
        ("a.HTM", "one <a title=\"git lab\">two</a>", "html"),
        ("a.txt", "<h3 id=\"x\">one</h3>\n<p>two</p>", "html"),
        ("-", "<ul><li>one</li></ul>", "html"),
        ("a.txt", "<strong>one</strong> two", "txt"),
        ("a.md", "one <b>two</b>", "md"),
        ("a.md", "<p align=\"center\">one</p>\n\ntwo", "md"),
        ("a.md", "<div>one</div>", "md"),
        ("a.markdown", "\n<!DOCTYPE html>\n<p>one</p>", "html"),
        ("a.md", "<HTML lang=en><p>one</p>", "html"),
        ("a.md", "1\n00:00:01,000 --> 00:00:02,000\n<i>one</i>\n", "srt"),
        ("a.md", "WEBVTT\n\n00:01.000 --> 00:02.000\none\n", "vtt"),
        ("a.md", "WEBVTT - talk\n\n00:01.000 --> 00:02.000\none\n", "vtt"),
        ("a.vtt", "WEBVTT - talk\n\nNOTE none\n", "vtt"),
        ("a.txt", "WEBVTT\n\nNOTE none\n", "vtt"),
        ("a.txt", "WEBVTT is a format for git lab.", "txt"),
        ("a.md", "WEBVTT is a format for git lab.", "md"),
        ("a.txt", "<tt>mono</tt> git lab", "txt"),
        ("a.md", "# Captions\n\nFor git lab.\n\n    1\n    00:00:01,000 --> 00:00:02,000\n    one\n", "md"),
        ("a.txt", "Captions\n\n```\n1\n00:00:01,000 --> 00:00:02,000\none\n```\n", "txt"),
        ("a.txt", "A talk\n\n1\n00:00:01,000 --> 00:00:02,000\none\n", "srt"),
        ("a.srt", "A talk\nof Ann\nand Raj\nin May\nby us\n\n1\n00:00:01,000 --> 00:00:02,000\none\n", "srt"),
        ("a.srt", "```\n1\n00:00:01,000 --> 00:00:02,000\none\n", "srt"),
        ("a.txt", "<laughs> one", "txt"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n<i>one</i>\n", "srt"),
        ("a.html", "1\n00:00:01,000 --> 00:00:02,000\n<i>one</i>\n", "srt"),
    ] {
        let document = read(text.as_bytes().to_vec(), name, None, None).expect("a transcript");
        assert_eq!(document.format().id, expected, "{name}: {text}");
        assert!(!document.text().contains("git lab") || expected != "html");
    }
}

/// What begins as JSON does is no prose: in an answer that was cut off, or that stands there twice, words stand twice too.
#[test]
fn broken_json_is_no_prose_whatever_it_is_called() {
    let whole = r#"{"text":" We use git lab.","segments":[{"text":" We use git lab.","words":[{"word":" git"},{"word":" lab."}]}]}"#;
    let broken = [
        whole[..whole.len() - 3].to_owned(),
        format!("{whole}{whole}"),
        format!("[{whole}]\n[{whole}]"),
        format!("{whole}\nnull\n"),
    ];
    for text in broken {
        for name in ["-", "a.txt", "a.srt", "a", "a.json"] {
            let error = read(text.clone().into_bytes(), name, None, None).expect_err("no JSON");
            assert!(error.place().is_some(), "{name}: {text}: {error:?}");
        }
    }
    for text in ["[Ann] We use git lab.", "{Ann} We use git lab.", "[\"Ann\"] So.", "[ Music ]"] {
        assert_eq!(read(text.as_bytes().to_vec(), "a.txt", None, None).expect("prose").format().id, "txt");
    }
}

/// What XML holds beside text is nothing that people say: of a form that nobody knows it is not read as text.
#[test]
fn xml_is_known_or_refused() {
    let declared = |text: &str| format!("<?xml version=\"1.0\"?>\n{text}");
    let typed = |text: &str| format!("<!DOCTYPE tt [<!ENTITY a \"b\">]>{text}");
    let captions = "<tt xmlns=\"http://www.w3.org/ns/ttml\"><body><p begin=\"0s\" end=\"1s\">git lab</p></body></tt>";
    let unknown = "<transcript><text start=\"0\" name=\"git lab\">hey tea and tea</text></transcript>";
    for (name, text, expected) in [
        ("a.ttml", typed(captions), Some("ttml")),
        ("-", declared(&typed(captions)), Some("ttml")),
        ("a.ttml", "<tt/>".to_owned(), Some("ttml")),
        ("a.xml", captions.to_owned(), Some("ttml")),
        ("a.xml", unknown.to_owned(), None),
        ("a.ttml", unknown.to_owned(), None),
        ("a.DFXP", typed(unknown), None),
        ("-", declared(unknown), None),
        ("a.txt", declared(unknown), None),
        ("a.srt", declared(unknown), None),
        ("a.txt", unknown.to_owned(), Some("txt")),
        ("a.txt", typed(unknown), Some("txt")),
        ("a.txt", "<?xmlish one".to_owned(), Some("txt")),
        ("a.xml", "We use git lab.".to_owned(), None),
        ("a.xml", "<3 git lab".to_owned(), None),
        ("a.ttml", String::new(), Some("txt")),
        ("a.md", declared(unknown), Some("md")),
        ("a.md", unknown.to_owned(), Some("md")),
        ("a.html", declared(unknown), Some("html")),
        ("-", declared("<!DOCTYPE html>\n<html><p>one</p></html>"), Some("html")),
        ("a.md", declared("<html><p>one</p></html>"), Some("html")),
    ] {
        let told = match read(text.clone().into_bytes(), name, None, None) {
            Ok(document) => Some(document.format().id),
            Err(error) => {
                assert_eq!(error.message(), "found XML of no form that is known, expected that of a transcript");
                assert!(error.hint().is_some_and(|hint| hint.contains("--input-format txt")));
                // Nothing else is called like captions, and those of a folder are not passed over.
                assert_eq!(error.is_of_no_transcript(), !["a.ttml", "a.DFXP"].contains(&name), "{name}");
                None
            }
        };
        assert_eq!(told, expected, "{name}: {text}");
        let as_text = read(text.into_bytes(), name, Some("txt"), None).expect("a text");
        assert_eq!(as_text.format().id, "txt");
    }
}

/// A file that says that it is in another encoding than UTF-8 is written so that it reads the same in both.
#[test]
fn what_is_declared_of_the_encoding_stays_true() {
    let toml = "[[term]]\ntext = \"Štěpánka\"\nheard = [\"step on car\"]\nnear = [\"meeting\"]\n";
    let index = Index::new([Dictionary::from_toml("names", "names.toml", toml).expect("a dictionary")]);
    let fixed = |file: &str, name: &str| {
        let document = read(file.as_bytes().to_vec(), name, None, None).expect("a file");
        let bytes = document.write(&settle(&document, &index, &Settings::default(), Tier::Auto).edits);
        String::from_utf8(bytes).expect("a text")
    };
    let spelled = "&#352;t&#283;p&#225;nka";
    for (name, file, expected) in [
        (
            "a.ttml",
            "<?xml version='1.0' encoding='ISO-8859-2'?><tt><body><p begin='1s' end='2s'>@</p></body></tt>",
            spelled,
        ),
        (
            "a.ttml",
            "<?xml version='1.0' encoding='UTF-8'?><tt><body><p begin='1s' end='2s'>@</p></body></tt>",
            "Štěpánka",
        ),
        ("a.ttml", "<tt><body><p begin='1s' end='2s'>@</p></body></tt>", "Štěpánka"),
        (
            "a.ttml",
            "<?xml version='1.0' encoding='us-ascii'?><tt><body><p begin='1s' end='2s'><![CDATA[@]]></p></body></tt>",
            "step on car",
        ),
        ("a.html", "<html><head><meta charset='windows-1252'></head><body><p>@</p></body></html>", spelled),
        ("a.html", "<html><head><meta charset='utf-8'></head><body><p>@</p></body></html>", "Štěpánka"),
    ] {
        let with = |words: &str| file.replace('@', &format!("In the meeting {words} spoke."));
        assert_eq!(fixed(&with("step on car"), name), with(expected), "{file}");
    }
}

/// Whoever begins to speak in the middle of a line says no half of the words before.
#[test]
fn a_voice_in_a_line_begins_a_turn() {
    let text = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ann>We push it to git</v> <v Bob>lab rats <b>are</b> here</v>\n";
    let document = read(text.as_bytes().to_vec(), "a.vtt", None, None).expect("captions");
    let turns: Vec<(Option<&str>, &str)> = document
        .segments()
        .iter()
        .map(|turn| (document.speaker_at(turn.span.start), document.text()[turn.span.range()].trim()))
        .collect();
    assert_eq!(turns, [(Some("Ann"), "We push it to git"), (Some("Bob"), "lab rats are here")]);
    let findings = mondegreen::scan(&document, &INDEX, &Settings::default());
    assert!(findings.is_empty(), "{findings:?}");
}

/// Marks that nothing closes are looked for once, and not from each that opens.
#[test]
fn thousands_of_open_marks_are_read_at_once() {
    for mark in ["<a", "{y", "{\\", "</", "<a {y"] {
        let text = format!("1\n00:00:01,000 --> 00:00:02,000\n{}\n", mark.repeat(1_000_000));
        let document = read(text.into_bytes(), "a.srt", None, None).expect("captions");
        assert!(document.text().contains(&mark.repeat(9)), "{mark}");
    }
}

#[test]
fn without_an_edit_every_byte_stays() {
    for fixture in FIXTURES.iter() {
        assert_eq!(fixture.document().write(&Edits::default()), fixture.bytes, "{}", fixture.name);
    }
}

#[test]
fn the_same_fixes_come_out_of_each() {
    for fixture in FIXTURES.iter() {
        let document = fixture.document();
        let plan = settle(&document, &INDEX, &Settings::default(), Tier::Auto);
        let found: Vec<[String; 2]> = plan
            .findings
            .iter()
            .map(|finding| {
                let heard = joined(&document.text()[finding.span.range()]).to_lowercase();
                [heard, finding.meant.clone().map(|meant| joined(&meant)).unwrap_or_default()]
            })
            .collect();
        // CTM has neither capitals nor marks, which are forms to put right of their own.
        if !fixture.is_bare() {
            assert_eq!(found, FIXES, "{}", fixture.name);
        }
        let said = fixture.read(document.write(&plan.edits));
        for [heard, meant] in FIXES {
            let text = joined(said.text());
            assert!(!text.to_lowercase().contains(heard) && text.contains(meant), "{}: {text}", fixture.name);
        }
    }
}

#[test]
fn fixing_twice_is_fixing_once() {
    for fixture in FIXTURES.iter() {
        let once = fixture.fixed();
        let document = fixture.read(once.clone());
        let again = settle(&document, &INDEX, &Settings::default(), Tier::Auto);
        assert_eq!(document.write(&again.edits), once, "{}", fixture.name);
    }
}

#[test]
fn speakers_and_times_stay() {
    for fixture in FIXTURES.iter() {
        let (before, after) = (fixture.document(), fixture.read(fixture.fixed()));
        assert_eq!(before.format().id, after.format().id, "{}", fixture.name);
        let told = |document: &Document| -> Vec<(Option<String>, Option<f64>)> {
            let segments = document.segments().iter();
            segments.map(|one| (document.speaker_at(one.span.start).map(str::to_owned), one.time)).collect()
        };
        assert_eq!(told(&before), told(&after), "{}", fixture.name);
        let at = |document: &Document, word: &str| {
            let position =
                document.text().to_lowercase().find(word).unwrap_or_else(|| panic!("{}: no {word}", fixture.name));
            document.time_at(position as u32)
        };
        for word in ["requests", "amazon", "chips", "week"] {
            assert_eq!(at(&before, word), at(&after, word), "{}: {word}", fixture.name);
        }
    }
}

/// All strings of a JSON text, by path; of lists of words, how many there are is left out.
fn strings(value: &Value, path: &str, into: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                strings(value, &format!("{path}.{key}"), into);
            }
        }
        Value::Array(values) => {
            let are_guesses = [".alternatives", ".nBest", ".NBest"].iter().any(|list| path.ends_with(list));
            for (number, value) in values.iter().enumerate() {
                let which = if are_guesses && number > 0 { "[unlikely]" } else { "[]" };
                strings(value, &format!("{path}{which}"), into);
            }
        }
        Value::String(text) => into.entry(path.to_owned()).or_default().push(text.clone()),
        _ => {}
    }
}

/// Every list of strings says the words of the talk or none of them, so the fix must be in each, and nothing else
/// changed.
#[test]
fn all_copies_of_a_word_agree() {
    let of = |bytes: &[u8], name: &str| {
        // A value, or one a line.
        let values = serde_json::Deserializer::from_slice(bytes).into_iter().collect::<Result<Vec<Value>, _>>();
        let value = Value::Array(values.unwrap_or_else(|error| panic!("{name}: {error}")));
        let mut found = BTreeMap::new();
        strings(&value, "", &mut found);
        found.into_iter().map(|(path, texts)| (path, joined(&texts.join(" ")))).collect::<BTreeMap<_, _>>()
    };
    for fixture in FIXTURES.iter().filter(|fixture| fixture.is_in_json()) {
        let (before, after) = (of(&fixture.bytes, &fixture.name), of(&fixture.fixed(), &fixture.name));
        assert!(after.keys().all(|path| before.contains_key(path)), "{}", fixture.name);
        for (path, text) in &before {
            // The one entity of the talk is a part of a name, and goes with what becomes of it.
            let is_of_entity = ["spoken_form", "written_form", "entity"].iter().any(|part| path.contains(part));
            assert!(after.contains_key(path) || is_of_entity, "{} {path}", fixture.name);
            if !after.contains_key(path) {
                continue;
            }
            let is_timed = ["time", "confidence", "end", "duration", "offset", "Time", "Offset", "from", "to", "type"]
                .iter()
                .any(|last| path.ends_with(last));
            // What was made of the words, and what is less likely, is not what was said.
            let is_derived = [".chapters", ".entities", "[unlikely]"].iter().any(|derived| path.contains(derived));
            let says = |text: &str, words: &str| text.to_lowercase().contains(words);
            if is_derived {
                assert_eq!(text, &after[path], "{} {path}", fixture.name);
            } else if says(text, "git lab") {
                for [heard, meant] in FIXES {
                    assert!(!says(&after[path], heard), "{} {path}: {}", fixture.name, after[path]);
                    assert!(says(&after[path], &meant.to_lowercase()), "{} {path}: {}", fixture.name, after[path]);
                }
            } else if !is_timed && !says(text, "give that") {
                let gone = |text: &str| text.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
                assert_eq!(gone(text), gone(&after[path]), "{} {path}", fixture.name);
            }
        }
    }
}

#[test]
fn markup_is_as_well_formed_as_before() {
    for fixture in FIXTURES.iter().filter(|fixture| fixture.is("ttml")) {
        let structure = |bytes: &[u8]| {
            let mut reader = quick_xml::Reader::from_reader(bytes);
            let mut found = Vec::new();
            loop {
                match reader.read_event().unwrap_or_else(|error| panic!("{}: {error}", fixture.name)) {
                    quick_xml::events::Event::Eof => return found,
                    quick_xml::events::Event::Text(_) => {}
                    event => found.push(format!("{event:?}")),
                }
            }
        };
        assert_eq!(structure(&fixture.bytes), structure(&fixture.fixed()), "{}", fixture.name);
    }
}

#[test]
fn what_is_cut_short_is_read_as_far_as_it_goes_or_refused() {
    for fixture in FIXTURES.iter() {
        let step = (fixture.bytes.len() / 400).max(1);
        for length in (0..fixture.bytes.len()).step_by(step) {
            let cut = fixture.bytes[..length].to_vec();
            match fixture.try_read(cut.clone()) {
                Ok(document) => {
                    assert_eq!(document.write(&Edits::default()), cut, "{} at {length}", fixture.name);
                    let plan = settle(&document, &INDEX, &Settings::default(), Tier::Auto);
                    let fixed = document.write(&plan.edits);
                    assert!(plan.edits.is_empty() || fixed != cut, "{} at {length}", fixture.name);
                }
                Err(error) => assert!(!error.message().is_empty(), "{} at {length}", fixture.name),
            }
        }
    }
}

/// What may be said in the place of other words.
const MEANT: [&str; 7] = ["GitLab", "GitLab Duo", "AT&T", "C++", "a <b> c", "\"quoted\" \\ word", "naïve café"];

/// The words of the prose, as spans without the marks around them.
fn words(document: &Document) -> Vec<Span> {
    let text = document.text();
    let mut words = Vec::new();
    for segment in document.segments() {
        let mut at = segment.span.start as usize;
        for word in text[segment.span.range()].split(char::is_whitespace) {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            if !bare.is_empty() {
                let start = at + word.find(bare).unwrap_or(0);
                words.push(Span { start: start as u32, end: (start + bare.len()) as u32 });
            }
            at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        }
    }
    words
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(11),
        cases: 3000,
        ..ProptestConfig::default()
    })]

    /// Any words in the place of any others: read again, the file says what it said with those words changed, and its
    /// copies agree, for the new words could be changed again.
    #[test]
    fn an_edit_changes_what_it_means_to(fixture in 0..FIXTURES.len(), word in 0..40_usize, count in 1..4_usize, meant in 0..MEANT.len()) {
        let (fixture, meant) = (&FIXTURES[fixture], MEANT[meant]);
        let document = fixture.document();
        let words = words(&document);
        let (first, last) = (word % words.len(), (word % words.len() + count - 1).min(words.len() - 1));
        let span = Span { start: words[first].start, end: words[last].end };
        let beyond = document.segment_at(span.start).is_none_or(|segment| segment.span.end < span.end);
        let Some(edits) = document.carry(span, meant).filter(|_| !beyond) else { return Ok(()) };
        let written = document.write(&Edits::new(edits));
        let again = fixture.read(written);
        let expected = format!("{}{meant}{}", &document.text()[..span.start as usize], &document.text()[span.end as usize..]);
        prop_assert_eq!(joined(again.text()), joined(&expected), "{}", &fixture.name);
        // The others have no copies, and may refuse an edit for reasons of their own.
        let start = again.text().find(meant).filter(|_| fixture.is_in_json()).map(|start| start as u32);
        if let Some(start) = start {
            let span = Span { start, end: start + meant.len() as u32 };
            prop_assert!(again.carry(span, "other").is_some(), "{}: {}", &fixture.name, again.text());
        }
    }
}

/// Files that no program writes, and what becomes of them: read with so many segments, or refused with this message.
#[test]
fn what_is_malformed_is_read_as_far_as_it_goes_or_refused() {
    let deep = |open: &str, close: &str| format!("{{\"segments\":{}{}}}", open.repeat(10_000), close.repeat(10_000));
    let nested = deep("[", "]");
    let unclosed = "[".repeat(10_000);
    let tags = format!("<html><p>{}git lab{}", "<b>".repeat(10_000), "</b>".repeat(10_000));
    let exact = format!("0.{}", "1".repeat(70_000));
    let row = |start: &str, lasts: &str, word: &str| format!("f 1 {start} {lasts} {word} 0.9\n");
    let words = [("merge", "0.1"), ("requests", "0.1"), ("on", "0.1"), ("git", exact.as_str()), ("lab", "0.1")];
    let table: String = words.iter().map(|(word, lasts)| row("0.5", lasts, word)).collect();
    let cases: &[Case<'_>] = &[
        (
            "a.srt",
            "1\n00:00:01,000 --> 00:00:02,000\r\nOne\r\n\n\n7\n-00:00:03,000 --> 00:00:01,000 X1:0\nTwo",
            Ok("One Two"),
        ),
        ("a.srt", "00:00:01,000 --> 00:00:02,000\n\n00:00:02,000 --> 00:00:01,000\nTwo\n", Ok("Two")),
        (
            "a.ctm",
            "SPEAKER f 1 0.00 1.20 <NA> <NA> spk0 <NA>\n",
            Err("a.ctm:1:1: found another number of fields, expected file, channel, begin, duration and word"),
        ),
        (
            "a.ctm",
            "f 1 0.00 1.20 SPEAKER_00\nf 1 1.20 1.20 spk1\n",
            Err("a.ctm: found a table without words, expected a word a line with its times"),
        ),
        (
            "a.ctm",
            "f 1 0.00 1.20 one 0.9 a b c d e f g h i j k l m n o p\n",
            Err("a.ctm:1:1: found another number of fields, expected file, channel, begin, duration and word"),
        ),
        ("a.ctm", "  ;; f 1 0.0 0.3 said\nf 1 0.0 0.3 One\n\t;;\nf 1 0.3 0.3 two\n", Ok("One two")),
        ("a.ctm", &table, Ok("merge requests on git lab")),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>One <b>two\n\nNOTE x\nnot this\n", Ok("One two")),
        (
            "a.vtt",
            "\u{FEFF}WEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nOne &amp; two &bogus; <\r\n",
            Ok("One & two &bogus; "),
        ),
        ("a.docx", "", Err("a.docx: found a file of another form, expected Word documents (.docx)")),
        ("a.ttml", "<tt xmlns='http://www.w3.org/ns/ttml'><body><p begin='x'>One<br/>two</div></p>", Ok("One two")),
        ("a.html", "<!doctype html><p>One<p>two<script>three", Ok("One|two")),
        ("a.html", &tags, Ok("git lab")),
        ("a.json", &nested, Err("a.json: found JSON of no form that is known, expected that of a transcript")),
        ("a.json", &unclosed, Err("a.json:1:10001: found the end, expected a value: it is no JSON")),
        ("a.json", "{\"segments\":[{\"start\":0,\"text\":\" One\",\"text\":\" two\"}]}", Ok(" two")),
        ("a.json", "{\"segments\":[{\"start\":0,\"text\":7},{\"start\":1,\"text\":\" two\",\"x\":{}}]}", Ok(" two")),
        ("a.json", "{\"results\":", Err("a.json:1:12: found the end, expected a value: it is no JSON")),
        (
            "a.json",
            "{\n \"text\": \"One\"\n}\n{\n \"text\": \"two\"\n}\n",
            Err("a.json:4:1: found 2 objects of JSON one after the other, expected one"),
        ),
        ("a.json", "{\"a\": 1}\n7\n", Err("a.json:2:1: found `7`, expected the end of the file: it is no JSON")),
        ("a.json", "{\"data\":{\"segments\":[{\"start\":0,\"text\":\" One\"}]},\"status\":\"ok\"}", Ok(" One")),
        (
            "a.json",
            "{\"data\":{\"segments\":[{\"start\":0,\"text\":\" One two\"}]},\"said\":\"One two\"}",
            Err("a.json: found JSON of no form that is known, expected that of a transcript"),
        ),
        (
            "a.json",
            "{\"data\":{\"segments\":[{\"start\":0,\"text\":\" One\"}]},\"more\":{\"segments\":[]}}",
            Err("a.json: found JSON of no form that is known, expected that of a transcript"),
        ),
        (
            "a.jsonl",
            "{\"text\":\"One\"}\n{\"text\":\"two\"}\n{\"text\":\n",
            Err("a.jsonl:3:9: found the end, expected a value: it is no JSON"),
        ),
        (
            "a.docx",
            "PK\u{3}\u{4} and no more",
            Err("a.docx: found a damaged ZIP archive: its table of contents is not whole"),
        ),
    ];
    are_read_or_refused(cases);
}

/// A name, what the file holds, and how it is read or refused.
type Case<'a> = (&'a str, &'a str, Result<&'a str, &'a str>);

#[track_caller]
fn are_read_or_refused(cases: &[Case<'_>]) {
    for (name, text, expected) in cases {
        let told = match read(text.as_bytes().to_vec(), name, None, None) {
            Ok(document) => {
                assert_eq!(document.write(&Edits::default()), text.as_bytes(), "{name}");
                let edits = settle(&document, &INDEX, &Settings::default(), Tier::Auto).edits;
                assert!(edits.is_empty() || document.write(&edits) != text.as_bytes(), "{name}");
                let said = |one: &mondegreen::Segment| document.text()[one.span.range()].to_owned();
                Ok(document.segments().iter().map(said).collect::<Vec<_>>().join("|"))
            }
            Err(error) => Err(error.to_string()),
        };
        let told = told.as_deref().map_err(String::as_str);
        assert_eq!(told, *expected, "{name}: {}", &text[..text.floor_char_boundary(60)]);
    }
}

/// What is odd in a table of words or among messages is told with its place, and what looks like a form with its name.
#[test]
fn odd_rows_and_messages_are_told() {
    are_read_or_refused(&[
        (
            "a.ctm",
            "f 1 0.00 1.20 one 0.9\nf 1 1.20 0.2 two 0.9\nf 1 1.4 soon three 0.9\n",
            Err("a.ctm:3:9: found `soon`, expected how long a word lasts"),
        ),
        (
            "a.ctm",
            "f 1 0.00 1.20 one 0.9\nand so on\nf 1 1.4 0.2 three 0.9\n",
            Err("a.ctm:2:1: found another number of fields, expected file, channel, begin, duration and word"),
        ),
        (
            "a.ctm",
            "f 1 0.00 1.20 one sure\nf 1 1.20 0.2 two 0.9\n",
            Err("a.ctm:1:19: found `sure`, expected how sure a word is"),
        ),
        (
            "a.ctm",
            "f 1 0.00 1.20 one 0.9 word ann\n",
            Err("a.ctm:1:23: found `word`, expected what kind of word it is (`lex`)"),
        ),
        (
            "a.ctm",
            "We use git lab.\nf 1 0.00 1.20 one 0.9\nSo do I.\n",
            Ok("We use git lab.\nf 1 0.00 1.20 one 0.9\nSo do I."),
        ),
        ("a.txt", "f 1 0.00 1.20 one 0.9\nand so on\n", Ok("f 1 0.00 1.20 one 0.9\nand so on")),
        (
            "a.jsonl",
            "{\"type\":\"connected\"}\n{\"type\":\"final\",\"ts\":0,\"elements\":[]}\n{\"type\":\n",
            Err("a.jsonl:4:1: found the end, expected a value: it is no JSON"),
        ),
        (
            "a.jsonl",
            "{\"text\":\"One\",\"channel\":\"a\",\"type\":\"final\"}\n{\"text\":\"two\",\"results\":[]}\n",
            Ok("One|two"),
        ),
        (
            "a.json",
            "{\"message\":\"AddPartialTranscript\",\"results\":[{\"type\":\"word\",\"alternatives\":[{\"content\":\"One\"}]}]}",
            Err(
                "a.json: found JSON that looks like partial results of Speechmatics, expected `AddTranscript`, which is final",
            ),
        ),
        (
            "a.json",
            "{\"monologues\":[{\"spans\":[{\"type\":0,\"ts\":0.5,\"endTs\":0.7}]}]}",
            Err(
                "a.json: found JSON that looks like an export of Rev's editor, which has `spans`, expected `monologues[].elements`",
            ),
        ),
        (
            "a.json",
            "{\"results\":[{\"alternatives\":[{\"transcript\":\"one\",\"timestamps\":[[\"one\",0,1]]}],\"final\":true}]}",
            Err("a.json: found JSON that looks like the JSON of IBM Watson, which has `timestamps` and is not read"),
        ),
        ("a.json", "[{\"word\":\"git\",\"start\":\"a\",\"end\":\"b\"}]", NO_FORM),
        ("a.json", "{\"metadata\":{\"channels\":0},\"results\":{}}", NO_FORM),
        ("a.json", "{\"metadata\":{\"totalBilledDuration\":\"3s\"},\"author\":\"Ann\"}", NO_FORM),
        ("a.json", "{\"name\":\"1\",\"done\":true,\"response\":{\"@type\":\"a.b/c\"}}", NO_FORM),
        ("a.json", "{\"text\":\"\",\"chunks\":[],\"author\":\"Ann\"}", NO_FORM),
        ("a.json", "{\"text\":\"We use git lab.\",\"author\":\"Ann\"}", NO_FORM),
        ("a.json", "{\"paragraphs\":[{\"text\":\"git lab\",\"start\":1,\"words\":[]}]}", NO_FORM),
        ("a.json", "[]", NO_FORM),
        (
            "a.json",
            "{\"results\":{\"segments\":[{\"transcript\":\"one\",\"start\":0}],\"text\":\"one\"}}",
            Err("a.json: found JSON of no form that is known, expected that of a transcript"),
        ),
        (
            "a.json",
            "{\"segments\":[{\"text\":\"one\",\"from\":1}]}",
            Err(
                "a.json: found JSON that looks like the JSON of a transcript in segments, expected `text` and `start` (Whisper), or `body` and `startTime`",
            ),
        ),
    ]);
}

const NO_FORM: Result<&str, &str> = Err("a.json: found JSON of no form that is known, expected that of a transcript");

/// What somebody calls captions and is none is not taken for silence.
#[test]
fn a_file_of_another_form_is_refused() {
    for (format, text, expected) in [
        ("srt", "We use git lab.\n", Err("found a file of another form, expected SubRip captions")),
        ("vtt", "We use git lab.\n", Err("found a file of another form, expected WebVTT captions")),
        (
            "ttml",
            "We use git lab.\n",
            Err("found a file of another form, expected TTML captions, EBU-TT-D and IMSC among them"),
        ),
        ("docx", "We use git lab.\n", Err("found a file of another form, expected Word documents (.docx)")),
        (
            "whisper",
            "{\"git\":\"lab\"}",
            Err(
                "found JSON of another form, expected the JSON of OpenAI Whisper, faster-whisper, WhisperX and whisper-timestamped",
            ),
        ),
        ("html", "We use git lab.\n", Ok("We use git lab.")),
        ("vtt", "WEBVTT\n\nNOTE silence\n", Ok("")),
        ("srt", "\n", Ok("")),
        ("txt", "{\"git\":\"lab\"}", Ok("{\"git\":\"lab\"}")),
    ] {
        let told = read(text.as_bytes().to_vec(), "a.bin", Some(format), None);
        let told = told.as_ref().map(|document| document.text().trim()).map_err(mondegreen::Error::message);
        assert_eq!(told, expected, "{format}: {text}");
    }
}

/// A document whose part with the text is called so, with what the archive says of it, and has these bytes.
fn word_document(part: &str, kind: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = format!(
        "<?xml version=\"1.0\"?><Relationships><Relationship Id=\"a\" Type=\"{office}/extended-properties\" \
         Target=\"docProps/app.xml\"/><Relationship Type='{office}/officeDocument' Target='/{part}'/></Relationships>"
    );
    let types = format!("<Types><Override PartName=\"/{part}\" ContentType=\"{kind}\"/></Types>");
    for (name, content) in
        [("[Content_Types].xml", types.as_bytes()), ("_rels/.rels", relations.as_bytes()), (part, bytes)]
    {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
        archive.write_all(content).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

/// The text of a document stands where the archive says, in whatever Unicode.
#[test]
fn the_part_that_a_document_names_is_read() {
    let text = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:r><w:t>\
                Our merge requests are on git lab, café.</w:t></w:r></w:p></w:document>";
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let macros = "application/vnd.ms-word.document.macroEnabled.main+xml";
    for (part, kind, bytes) in [
        ("word/document.xml", kind, text.as_bytes()),
        ("word/document2.xml", kind, text.as_bytes()),
        ("word/document22.xml", macros, &utf16),
        ("word/document.xml", "application/xml", &utf16),
    ] {
        let document = read(word_document(part, kind, bytes), "a.docx", None, None).expect("a document");
        assert_eq!(document.text(), "Our merge requests are on git lab, café.");
        let fixed = document.write(&settle(&document, &INDEX, &Settings::default(), Tier::Auto).edits);
        let fixed = read(fixed, "a.docx", None, None).expect("a document");
        assert_eq!(fixed.text(), "Our merge requests are on GitLab, café.", "{part}");
    }
    for (part, kind, bytes, expected) in [
        (
            "xl/workbook.xml",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            text.as_bytes(),
            "a.docx: found a ZIP archive without `word/document.xml`, expected text or a .docx",
        ),
        (
            "word/document2.xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
            text.as_bytes(),
            "a.docx: found a ZIP archive without `word/document.xml`, expected text or a .docx",
        ),
        (
            "word/document2.xml",
            kind,
            b"<w:document>\0",
            "a.docx: in `word/document2.xml`: found a binary file (byte 12 is zero), expected text",
        ),
        (
            "word/document.xml",
            kind,
            &utf16[..utf16.len() - 1],
            "a.docx:1:169: in `word/document.xml`: found a single byte at offset 338 at the end, expected UTF-16",
        ),
    ] {
        let error = read(word_document(part, kind, bytes), "a.docx", None, None).expect_err("no document");
        assert_eq!(error.to_string(), expected);
    }
}

/// An archive whose part claims another size than it has, or is larger than any document.
#[test]
fn an_archive_that_lies_is_refused() {
    let fixture = FIXTURES.iter().find(|fixture| fixture.is("docx")).expect("a document");
    let name = b"word/document.xml";
    let row = fixture.bytes.windows(4).enumerate().filter(|(_, four)| four == b"PK\x01\x02").map(|(at, _)| at);
    let at = row.into_iter().find(|at| fixture.bytes[at + 46..].starts_with(name)).expect("its row");
    for (field, value, expected) in [
        (24, 5_u32, "does not unpack to its 5 bytes"),
        (24, u32::MAX, "found a document of 4294967295 bytes when it is unpacked, and the limit is 67108864"),
        (20, u32::MAX, "`word/document.xml` is cut short"),
        (42, 0x7FFF_FFFF, "`word/document.xml` is cut short"),
        (8, 1, "is encrypted"),
    ] {
        let mut bytes = fixture.bytes.clone();
        bytes[at + field..at + field + 4].copy_from_slice(&value.to_le_bytes());
        let error = fixture.try_read(bytes).expect_err("a damaged archive");
        assert!(error.message().contains(expected), "{}", error.message());
    }
}

/// A word that the recogniser was unsure of is the likelier to be misheard; that alone writes nothing.
#[test]
fn how_sure_the_recogniser_was_counts() {
    let index = Index::new(Dictionary::from_list("l", "l", "Accenture\nXarelto\nIngersoll Rand\n"));
    let heard = |probability: f32| {
        let words = ["Our", "partner", "Accent", "Sure", "ran", "the", "audit."];
        let words: Vec<Value> = words
            .iter()
            .enumerate()
            .map(|(at, word)| {
                serde_json::json!({"word": format!(" {word}"), "start": at, "end": at + 1, "probability": probability})
            })
            .collect();
        let text = " Our partner Accent Sure ran the audit.";
        let segment =
            serde_json::json!({"start": 0, "end": 7, "text": text, "avg_logprob": probability.ln(), "words": words});
        let file = serde_json::json!({"text": text, "segments": [segment]}).to_string();
        let document = read(file.into_bytes(), "a.json", None, None).expect("a talk");
        let found = mondegreen::scan(&document, &index, &Settings::default().with_least(0.0));
        found.into_iter().find(|finding| finding.meant.as_deref() == Some("Accenture")).expect("a finding")
    };
    let (unsure, usual, sure) = (heard(0.3), heard(0.8), heard(1.0));
    assert!(unsure.confidence > usual.confidence && usual.confidence > sure.confidence);
    assert!(usual.tier == Tier::Auto || unsure.tier < Tier::Auto);
    assert!(unsure.recognised.is_some_and(|sure| (sure - 0.3).abs() < 0.01));
}

/// Files in the ways in which recognisers write them: cases are data, in tests/cases/formats.toml.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    fixed: Vec<Fixed>,
    silent: Vec<Silent>,
    heard: Vec<Heard>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixed {
    what: String,
    file: String,
    before: String,
    after: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Silent {
    file: String,
    format: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Heard {
    what: String,
    file: String,
    time: Option<f64>,
    confidence: Option<f32>,
}

static CASES: LazyLock<Cases> =
    LazyLock::new(|| toml::from_str(include_str!("cases/formats.toml")).expect("cases of formats"));

#[test]
fn unusual_files_are_fixed_in_all_their_places() {
    let mut wrong = Vec::new();
    for case in &CASES.fixed {
        let document = read(case.before.clone().into_bytes(), &case.file, None, None).expect(&case.what);
        let fixed = document.write(&settle(&document, &INDEX, &Settings::default(), Tier::Auto).edits);
        let fixed = String::from_utf8_lossy(&fixed);
        if fixed != case.after {
            wrong.push(format!("{}\n{fixed}", case.what));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn silence_is_a_transcript() {
    for case in &CASES.silent {
        let document = read(case.file.clone().into_bytes(), "a.json", None, None).expect(&case.file);
        assert_eq!((document.format().id, document.text()), (case.format.as_str(), ""), "{}", case.file);
    }
}

#[test]
fn words_have_times_of_their_own() {
    for case in &CASES.heard {
        let document = read(case.file.trim().to_owned().into_bytes(), "a.json", None, None).expect(&case.what);
        let start = document.text().find("git").expect("heard") as u32;
        assert_eq!(document.time_at(start), case.time, "{}", case.what);
        let span = Span { start, end: start + 7 };
        assert_eq!(document.confidence(span), case.confidence, "{}", case.what);
    }
}

/// Of many recordings that all begin at nothing, each is told again by its own text.
#[test]
fn recordings_that_begin_alike_are_told_apart() {
    let recordings: Vec<Value> = (0..70)
        .map(|number| {
            let words = format!("Number {number} of our merge requests is on git lab now");
            let chunks: Vec<Value> = (0..)
                .zip(words.split(' '))
                .map(|(at, word)| serde_json::json!({"text": format!(" {word}"), "timestamp": [at, at + 1]}))
                .collect();
            serde_json::json!({"text": format!(" {words}"), "chunks": chunks})
        })
        .collect();
    let document = read(Value::Array(recordings).to_string().into_bytes(), "a.json", None, None).expect("recordings");
    let fixed = document.write(&settle(&document, &INDEX, &Settings::default(), Tier::Auto).edits);
    let fixed: Value = serde_json::from_slice(&fixed).expect("recordings");
    for recording in fixed.as_array().expect("a list") {
        let text = recording["text"].as_str().expect("a text");
        let chunks = recording["chunks"].as_array().expect("a list").iter();
        assert_eq!(text, chunks.filter_map(|chunk| chunk["text"].as_str()).collect::<String>());
        assert!(text.ends_with("is on GitLab now"), "{text}");
    }
}

/// Nobody sees the text of a Word document as the file has it.
#[test]
fn a_word_document_is_shown_as_people_see_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
        let output = command.args(args).arg("talk.docx").current_dir(&folder).output().expect("a run");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let check = run(&["check", "--isolated"]);
    for place in ["talk.docx:1:66  Ann Lee\n", "talk.docx:2:45  Raj Patel\n", "talk.docx:3:39  Ann Lee\n"] {
        assert!(check.contains(place), "{check}");
    }
    assert_eq!(
        run(&["diff", "--isolated", "--unified", "0"]),
        "--- a/talk.docx\n+++ b/talk.docx\n@@ -1,3 +1,3 @@\n\
         -Ann Lee: Welcome back, everybody. We moved our merge requests to git lab, and it went well.\n\
         -Raj Patel: We also made generally available Give That Dudo with Amazon Q, so that is new.\n\
         -Ann Lee: And the model was trained on Trainium 2 chips, café included.\n\
         +Ann Lee: Welcome back, everybody. We moved our merge requests to GitLab, and it went well.\n\
         +Raj Patel: We also made generally available GitLab Duo with Amazon Q, so that is new.\n\
         +Ann Lee: And the model was trained on Trainium2 chips, café included.\n"
    );
}

/// What a recogniser sent is one talk, whatever the name of its file says of records, and however it comes.
#[test]
fn a_stream_in_lines_is_no_data_set() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |args: &[&str], input: &[u8]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
        command.args(args).current_dir(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("a run");
        child.stdin.take().expect("a pipe").write_all(input).expect("a pipe");
        child.wait_with_output().expect("a run").stdout
    };
    let read = FIXTURES.iter().filter(|fixture| fixture.name.ends_with("-live.jsonl"));
    let streams: Vec<(&str, Vec<u8>, Vec<u8>)> =
        read.map(|fixture| (fixture.name.as_str(), fixture.bytes.clone(), fixture.fixed())).collect();
    assert_eq!(streams.len(), 4);
    for (name, before, after) in &streams {
        // Whether the first line is short, or longer than what is read at a time.
        for length in [0, 10_000, 100_000] {
            let first = format!("{{\"type\":\"Metadata\",\"note\":\"{}\"}}\n", "x".repeat(length)).into_bytes();
            let (before, after) = ([&first[..], before].concat(), [&first[..], after].concat());
            let fixed = run(&["fix", "--isolated", "--stdin-filename", name, "-"], &before);
            assert!(fixed == after, "{name} after {length}: {}", String::from_utf8_lossy(&fixed));
            fs::write(folder.path().join(name), &before).expect("a file");
            run(&["fix", "--isolated", name], b"");
            assert!(fs::read(folder.path().join(name)).expect("a file") == after, "{name} after {length}");
        }
    }
    // A single message is a stream, with a byte-order mark or without.
    let message = |text: &str| {
        let said = format!("{{\"alternatives\":[{{\"transcript\":\"our merge requests on {text}\"}}]}}");
        format!("{{\"is_final\":true,\"channel\":{said}}}\n")
    };
    for mark in ["", "\u{FEFF}"] {
        let (before, after) = (format!("{mark}{}", message("git lab")), format!("{mark}{}", message("GitLab")));
        let fixed = run(&["fix", "--isolated", "--stdin-filename", "a.jsonl", "-"], before.as_bytes());
        assert_eq!(String::from_utf8_lossy(&fixed), after);
    }
    // Beside a message records are records too, and the message is an answer of its own.
    let mixed = format!("{}{{\"text\":\"our merge requests on git lab\"}}\n", message("git lab"));
    let fixed = run(&["fix", "--isolated", "--stdin-filename", "a.jsonl", "-"], mixed.as_bytes());
    assert_eq!(String::from_utf8_lossy(&fixed), mixed.replace("git lab", "GitLab"));
    // Records of a data set are read one by one, also from a pipe.
    let records = "{\"text\":\"Our merge requests are on git\"}\n{\"text\":\"lab is slow\"}\n".repeat(1000);
    let fixed = run(&["fix", "--isolated", "--stdin-filename", "a.jsonl", "-"], records.as_bytes());
    assert!(fixed == records.as_bytes());
}

/// Any message of a stream tells what it is, however many come before the first that is final.
#[test]
fn streams_are_known_by_all_their_messages() {
    let deepgram = |is_final: bool| {
        format!("{{\"is_final\":{is_final},\"channel\":{{\"alternatives\":[{{\"transcript\":\"one\"}}]}}}}")
    };
    let google = |sure: &str| format!("{{\"results\":[{{\"alternatives\":[{{\"transcript\":\"one\"}}],{sure}}}]}}");
    let rev =
        |kind: &str| format!("{{\"type\":\"{kind}\",\"ts\":0,\"elements\":[{{\"type\":\"text\",\"value\":\"one\"}}]}}");
    let speechmatics = |name: &str| {
        let results = "[{\"type\":\"word\",\"alternatives\":[{\"content\":\"one\"}]}]";
        format!("{{\"message\":\"{name}\",\"results\":{results}}}")
    };
    for (early, last, format) in [
        (deepgram(false), deepgram(true), "deepgram"),
        (google("\"stability\":0.5"), google("\"isFinal\":true"), "google"),
        (rev("partial"), rev("final"), "rev"),
        ("{\"type\":\"connected\",\"id\":\"x\"}".to_owned(), rev("final"), "rev"),
        (speechmatics("AddPartialTranscript"), speechmatics("AddTranscript"), "speechmatics"),
        ("{\"message\":\"AudioAdded\",\"seq_no\":1}".to_owned(), speechmatics("AddTranscript"), "speechmatics"),
        ("{\"message\":\"RecognitionStarted\",\"id\":\"x\"}".to_owned(), speechmatics("AddTranscript"), "speechmatics"),
    ] {
        for count in [0, 1, 30] {
            for name in ["a.jsonl", "a.json", "-"] {
                let file = format!("{}{last}\n", format!("{early}\n").repeat(count));
                let document = read(file.into_bytes(), name, None, None).expect("a stream");
                assert_eq!((document.format().id, document.text()), (format, "one"), "{count} {early} {name}");
            }
        }
    }
    for (record, text) in [
        ("{\"type\":\"connected\",\"id\":\"x\",\"text\":\"one\"}", "one"),
        ("{\"message\":\"AudioAdded\",\"text\":\"one\"}", "one"),
        ("{\"type\":\"final\",\"text\":\"one\"}", "one"),
        ("{\"results\":[],\"text\":\"one\"}", "one"),
    ] {
        let document = read(format!("{record}\n").into_bytes(), "a.jsonl", None, None).expect("records");
        assert_eq!((document.format().id, document.text()), ("jsonl", text), "{record}");
    }
}

/// A telling that leaves much out is not known to leave out what stands behind that; some words in a row tell.
#[test]
fn what_another_telling_may_say_far_behind_is_a_hint() {
    let index = Index::new(builtin("devtools"));
    let front = "We have talked about the merge requests for a while.";
    let middle = " and what we said of it, in the end and all in all,".repeat(12);
    let end = " Then we push it all to git lab today.";
    let segments: Vec<Value> = [front, &middle, end]
        .iter()
        .enumerate()
        .map(|(at, text)| serde_json::json!({"start": at * 3, "end": at * 3 + 3, "text": text}))
        .collect();
    for (text, is_written) in [
        (format!("{front}{middle}{end}"), true),
        (front.to_owned(), true),
        (format!("{front}{end}"), true),
        (format!("{front} So much for git lab."), false),
    ] {
        let file = serde_json::json!({"text": text, "segments": segments}).to_string();
        let document = read(file.into_bytes(), "a.json", None, None).expect("a talk");
        let found = mondegreen::scan(&document, &index, &Settings::default());
        let finding = found.iter().find(|finding| finding.heard == "git lab").expect("a finding");
        assert_eq!(finding.meant.is_some(), is_written, "{text}");
    }
}

/// A caption that is shown again and again changes in all of its copies, however its blanks are spelled.
#[test]
fn every_copy_of_a_caption_changes_however_it_is_spelled() {
    for (name, head, blank) in [("a.srt", "", "\\h"), ("a.srt", "", " "), ("a.vtt", "WEBVTT\n\n", "&nbsp;")] {
        let cue = |number: usize| {
            let point = if head.is_empty() { ',' } else { '.' };
            let time = format!("00:00:{number:02}{point}000 --> 00:00:{number:02}{point}900");
            format!("{time}\nso it{blank}went{blank}on\nto{blank}git{blank}lab{blank}on{blank}trainium{blank}2\n\n")
        };
        for copies in [2, 17, 18, 40] {
            let cues = (0..copies)
                .map(|number| if head.is_empty() { format!("{}\n{}", number + 1, cue(number)) } else { cue(number) });
            let before = head.to_owned() + &cues.collect::<String>();
            let fixed = |text: &str| {
                let document = read(text.as_bytes().to_vec(), name, None, None).expect(name);
                let edits = settle(&document, &INDEX, &Settings::default(), Tier::Auto).edits;
                String::from_utf8(document.write(&edits)).expect("UTF-8")
            };
            let once = fixed(&before);
            assert_eq!((once.matches("GitLab").count(), once.matches("Trainium2").count()), (copies, copies), "{once}");
            assert_eq!(fixed(&once), once);
        }
    }
}
