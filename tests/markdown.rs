//! What of Markdown is prose: data cases of what changes and what stays, laws for every text, and files made to take
//! long.

use std::time::{Duration, Instant};

use mondegreen::{Dictionary, Document, Edits, Index, Rule, Settings, Tier, settle};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde::Deserialize;

/// What is heard, and what was said.
const FIX: [&str; 2] = ["cooper netties", "Kubernetes"];
/// Stands in the cases for what is heard and must be fixed; [`FIX`] itself must stay.
const FIXED: &str = "¤";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    about: String,
    texts: Vec<String>,
}

fn dictionary(terms: &[(&str, &str)]) -> Index {
    let term = |(text, heard): &(&str, &str)| format!("[[term]]\ntext = \"{text}\"\nheard = [\"{heard}\"]\n");
    let text: String = terms.iter().map(term).collect();
    Index::new([Dictionary::from_toml("mine", "mine.toml", &text).expect("a dictionary")])
}

fn read(text: &str) -> Document {
    mondegreen::read(text.as_bytes().to_vec(), "talk.md", None, None).expect("a text")
}

fn fixed(text: &str, index: &Index) -> String {
    let document = read(text);
    let plan = settle(&document, index, &Settings::default(), Tier::Review);
    String::from_utf8(document.write(&plan.edits)).expect("a text")
}

#[test]
fn prose_is_fixed_and_nothing_else_is() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/markdown.toml");
    let cases: Cases = toml::from_str(&std::fs::read_to_string(path).expect("the cases")).expect("cases");
    let index = dictionary(&[(FIX[1], FIX[0])]);
    let mut wrong = Vec::new();
    for Case { about, texts } in cases.case {
        for text in texts {
            for end in ["\n", "\r\n"] {
                let text = text.replace('\n', end);
                let (heard, expected) = (text.replace(FIXED, FIX[0]), text.replace(FIXED, FIX[1]));
                let found = fixed(&heard, &index);
                if found != expected {
                    wrong.push(format!("{about}:\n  {heard:?}\n  {found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}\n", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_name_becomes_a_mark_with_what_stands_beside_it() {
    let index = dictionary(&[("[PIAS]", "pee ass"), ("~Mike", "tilda mike"), ("Kubernetes", "cooper netties")]);
    for text in [
        "So pee ass(x) it is.\n",
        "We like pee ass.\n\n[pias]: https://x.y\n",
        "We like pee ass[x].\n\n[x]: https://x.y\n",
        "So tilda mike~ it is.\n",
        "So tilda mike and tilda mike.\n",
    ] {
        assert_eq!(fixed(text, &index), text);
        let with_more = format!("{text}\nWe use cooper netties.\n");
        assert_eq!(fixed(&with_more, &index), with_more.replace(FIX[0], FIX[1]));
    }
}

/// Who speaks, and what they say.
#[test]
fn who_speaks_is_read() {
    for (text, expected) in [
        ("**Ann:** we do\n\n**Bob:** so\n", &[("Ann", "we do"), ("Bob", "so")] as &[_]),
        ("[Ann]: Yes.\n\n[Bob]: No.\n\n[Ann]: well, so\n", &[("Ann", "Yes."), ("Bob", "No."), ("Ann", "well, so")]),
        ("[Ann]: Yes.\n[Bob]: No.\nso it is\n", &[("Ann", "Yes."), ("Bob", "No.\nso it is")]),
        ("[Ann]:\nYes.\n", &[("Ann", "Yes.")]),
        ("- [Ann]: Yes.\n- Bob: no\n", &[("Ann", "Yes."), ("Bob", "no")]),
        ("[Ann] 12:34 so\n\n> Bob: no\n", &[("Ann", "so"), ("Bob", "no")]),
        (
            "Ann Lee\n\nso\n\nBob Ray\n\nno\n\nAnn Lee\n\nwell\n",
            &[("Ann Lee", "so"), ("Bob Ray", "no"), ("Ann Lee", "well")],
        ),
        (
            "| Ann: so | Bob: no |\n|---|---|\n| Eve: x | y |\n",
            &[("Ann", "so"), ("Ann", "Bob: no"), ("Eve", "x"), ("Eve", "y")],
        ),
        ("Ann: so `x` Bob: no\n", &[("Ann", "so"), ("Ann", "Bob: no")]),
    ] {
        let document = read(text);
        let said: Vec<(&str, &str)> = document
            .segments()
            .iter()
            .map(|segment| {
                (
                    document.speaker_at(segment.span.start).unwrap_or_default(),
                    document.text()[segment.span.range()].trim(),
                )
            })
            .filter(|(_, said)| !said.is_empty())
            .collect();
        assert_eq!(said, expected, "{text:?}");
    }
}

/// So long a file of `SIZE` bytes may take to read, on a slow machine that has other work, in a build for tests.
const LONGEST: Duration = Duration::from_secs(20);
const SIZE: usize = 1_000_000;

#[test]
fn no_file_takes_long_to_read() {
    let marks = [
        "[",
        "]",
        "[[",
        "![",
        "](",
        "[a](",
        "[a][",
        "[a]: ",
        "[a]:\n",
        "[a]: b\n",
        "<",
        "<b",
        "<b>",
        "<code>",
        "<!--",
        "- <!--\n",
        "<div>\n<!--\n\n",
        "<script>\n",
        "`",
        "`a",
        "`` ` ",
        "\n\n`a``",
        "* ",
        "- a\n",
        "> ",
        "> <td\n",
        "1. ",
        "*a_ ",
        "**a ",
        "~",
        "|",
        "|a|\n|-|\n",
        "[^a]: ",
        "{{",
        "{% ",
        "{{ a\n\n",
        "$",
        "$a ",
        "$$ ",
        "$a=b ",
        "http://",
        "http:// ",
        "\\",
        "\t",
        "#",
        "&",
        "a: ",
        "[A]: a ",
        "[A]:",
    ];
    let mut files: Vec<(String, String)> =
        marks.iter().map(|mark| ((*mark).to_owned(), mark.repeat(SIZE / mark.len()))).collect();
    files.push(("nested".to_owned(), format!("{}cooper netties", "* ".repeat(10_000))));
    files.push(("quoted".to_owned(), format!("{}cooper netties", "> ".repeat(10_000))));
    for (mark, file) in files {
        let begin = Instant::now();
        let document = read(&file);
        let took = begin.elapsed();
        assert!(took < LONGEST, "{mark:?} took {took:?}");
        assert_eq!(document.write(&Edits::default()), file.as_bytes(), "{mark:?}");
    }
}

/// Texts put together from marks and words.
fn text() -> impl Strategy<Value = String> {
    let marks = [
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "    ",
        "\t",
        "- ",
        "* ",
        "1. ",
        "> ",
        "# ",
        "```",
        "~~~",
        "`",
        "``",
        "*",
        "**",
        "_",
        "~~",
        "[",
        "]",
        "](x)",
        "](",
        ")",
        "[a]",
        "[a]:",
        "[a]: ",
        "[Ann]: ",
        "[^a]",
        "[[",
        "]]",
        "!",
        "<",
        ">",
        "<b>",
        "</b>",
        "<code>",
        "</code>",
        "<script>",
        "</script>",
        "<pre>",
        "</pre>",
        "<div>",
        "<td\n",
        "<!--",
        "-->",
        "<?",
        "?>",
        "<![CDATA[",
        "]]>",
        "https://x.y",
        "|",
        "|-|-|\n",
        "---\n",
        "===\n",
        "+++\n",
        "\\",
        "&amp;",
        "&ouml;",
        "$",
        "$$",
        "x^2",
        "{{",
        "}}",
        "{%",
        "%}",
        "{#id}",
        "[x] ",
        "Ann: ",
        "**Ann:** ",
        "\u{0}",
        "\u{feff}",
        "\u{a0}",
        "é",
        "𝄞",
        "a",
        "word",
        "git lab",
        " cooper netties ",
        " cooper\nnetties ",
    ];
    let part = prop_oneof![8 => proptest::sample::select(marks.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,4}"];
    proptest::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(23),
        cases: 4000,
        ..ProptestConfig::default()
    })]

    /// Prose stands in the text, in order and apart, and cuts no character; without an edit every byte stays.
    #[test]
    fn any_text_is_read(text in text()) {
        let Ok(document) = mondegreen::read(text.clone().into_bytes(), "talk.md", Some("md"), None) else {
            return Ok(());
        };
        let read = document.text();
        let mut end = 0;
        for segment in document.segments() {
            let range = segment.span.range();
            prop_assert!(end <= range.start && range.start < range.end && range.end <= read.len());
            prop_assert!(read.is_char_boundary(range.start) && read.is_char_boundary(range.end));
            end = range.end;
        }
        prop_assert_eq!(document.write(&Edits::default()), text.as_bytes());
    }

    /// Once fixed, the prose is what it was with the words changed.
    #[test]
    fn a_fix_changes_no_mark(text in text()) {
        let index = dictionary(&[(FIX[1], FIX[0])]);
        let settings = Settings::default().with_rules(&[Rule::Alias]);
        let told = |text: &str| -> Option<Vec<String>> {
            let document = mondegreen::read(text.as_bytes().to_vec(), "talk.md", Some("md"), None).ok()?;
            let of = |one: &mondegreen::Segment| {
                let said = document.text()[one.span.range()].replace(FIX[0], FIX[1]).replace("cooper\nnetties", FIX[1]);
                said.split_whitespace().collect::<Vec<_>>().join(" ")
            };
            Some(document.segments().iter().map(of).collect())
        };
        let Some(before) = told(&text) else { return Ok(()) };
        let document = mondegreen::read(text.as_bytes().to_vec(), "talk.md", Some("md"), None)?;
        let plan = settle(&document, &index, &settings, Tier::Review);
        let after = String::from_utf8(document.write(&plan.edits)).expect("a text");
        prop_assert_eq!(told(&after), Some(before), "{:?}", after);
    }
}
