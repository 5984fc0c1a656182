//! Every form of exchange, held against what its tool would read: a strict reader of our own takes the written file apart,
//! the tool's limits are kept, and what is read back is the dictionary that was written.

#![expect(clippy::panic, reason = "a failure names the form that it is about")]

use std::collections::{BTreeMap, BTreeSet};

use mondegreen::{Dictionary, EXCHANGES, Exchange, Kind, Term};
use serde_json::Value;

/// What a file says to a strict reader.
#[derive(Debug, Default)]
struct Said {
    terms: Vec<String>,
    /// Mishearings or sounds, with their terms.
    heard: Vec<(String, String)>,
}

/// A form, its strict reader, and what its tool takes.
struct Case {
    id: &'static str,
    read: fn(&str) -> Said,
    most_terms: Option<usize>,
    most_heard: Option<usize>,
    longest_term: Option<usize>,
    most_words: Option<usize>,
    most_bytes: Option<usize>,
}

const ANY: Case = Case {
    id: "",
    read: lines,
    most_terms: None,
    most_heard: None,
    longest_term: None,
    most_words: None,
    most_bytes: None,
};

const CASES: [Case; 14] = [
    Case { id: "assemblyai", read: assemblyai, most_terms: Some(1000), most_words: Some(6), ..ANY },
    Case { id: "google", read: google, most_terms: Some(5000), most_heard: Some(100), longest_term: Some(100), ..ANY },
    Case { id: "speechmatics", read: speechmatics, most_terms: Some(1000), ..ANY },
    Case { id: "rev", read: rev, most_terms: Some(6000), most_words: Some(12), ..ANY },
    Case { id: "cspell", read: cspell, ..ANY },
    Case { id: "aws", read: aws, longest_term: Some(256), most_bytes: Some(50 * 1024), ..ANY },
    Case { id: "azure", read: azure, ..ANY },
    Case { id: "deepgram", read: deepgram, most_terms: Some(100), most_heard: Some(200), ..ANY },
    Case { id: "codespell", read: codespell, ..ANY },
    Case { id: "csv", read: table, ..ANY },
    // About 223 tokens, none of which is shorter than a letter.
    Case { id: "whisper", read: whisper, most_terms: Some(223), ..ANY },
    Case { id: "hotwords", read: whisper, most_terms: Some(223), ..ANY },
    Case { id: "vale", read: vale, ..ANY },
    Case { id: "list", read: lines, ..ANY },
];

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn strings(value: &Value) -> Vec<String> {
    let list = value.as_array().expect("a list");
    list.iter().map(|one| one.as_str().expect("a string").to_owned()).collect()
}

/// The keys of an object are these alone.
fn only(value: &Value, keys: &[&str]) {
    let found: BTreeSet<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    assert!(found.iter().all(|key| keys.contains(key)), "{found:?}");
}

fn pair(text: &str, sign: &str) -> (String, String) {
    let (heard, term) = text.split_once(sign).expect("two sides");
    assert!(!heard.is_empty() && !term.is_empty() && !term.contains(sign), "{text}");
    (heard.to_owned(), term.to_owned())
}

fn assemblyai(text: &str) -> Said {
    let value = json(text);
    only(&value, &["keyterms_prompt", "custom_spelling"]);
    let mut said = Said { terms: strings(&value["keyterms_prompt"]), ..Said::default() };
    for spelling in value["custom_spelling"].as_array().expect("a list") {
        only(spelling, &["from", "to"]);
        let to = spelling["to"].as_str().expect("a string");
        assert!(!to.contains(char::is_whitespace), "what is spelled is one word: {to}");
        said.heard.extend(strings(&spelling["from"]).into_iter().map(|from| (from, to.to_owned())));
    }
    said
}

fn google(text: &str) -> Said {
    let value = json(text);
    only(&value, &["adaptation", "transcriptNormalization"]);
    let phrases = &value["adaptation"]["phraseSets"][0]["inlinePhraseSet"]["phrases"];
    let phrases = phrases.as_array().expect("a list").iter();
    let entries = value["transcriptNormalization"]["entries"].as_array().expect("a list");
    let of = |value: &Value| value.as_str().expect("a string").to_owned();
    let said = Said {
        terms: phrases.map(|phrase| of(&phrase["value"])).collect(),
        heard: entries.iter().map(|entry| (of(&entry["search"]), of(&entry["replace"]))).collect(),
    };
    let characters: usize = said.terms.iter().map(|term| term.chars().count()).sum();
    assert!(characters <= 100_000, "{characters}");
    // They are made one after the other: none may take a part of a later one.
    assert!(said.heard.windows(2).all(|two| two[0].0.chars().count() >= two[1].0.chars().count()));
    assert!(said.heard.iter().all(|(heard, term)| heard.chars().count() <= 100 && term.chars().count() <= 100));
    said
}

fn speechmatics(text: &str) -> Said {
    let value = json(text);
    only(&value, &["additional_vocab"]);
    let mut said = Said::default();
    for vocab in value["additional_vocab"].as_array().expect("a list") {
        only(vocab, &["content", "sounds_like"]);
        let content = vocab["content"].as_str().expect("a string").to_owned();
        if let Some(sounds) = vocab.get("sounds_like") {
            assert!(!strings(sounds).is_empty());
            said.heard.extend(strings(sounds).into_iter().map(|sound| (sound, content.clone())));
        }
        said.terms.push(content);
    }
    said
}

fn rev(text: &str) -> Said {
    let value = json(text);
    only(&value, &["phrases"]);
    let terms = strings(&value["phrases"]);
    for term in &terms {
        assert!(term.is_ascii() && !term.contains(|c: char| c.is_ascii_digit()), "{term}");
        assert!(term.split(' ').all(|word| word.len() <= 34), "{term}");
    }
    Said { terms, heard: Vec::new() }
}

fn cspell(text: &str) -> Said {
    let value = json(text);
    only(&value, &["version", "words", "suggestWords"]);
    assert_eq!(value["version"], "0.2");
    let terms = strings(&value["words"]);
    assert!(terms.iter().all(|term| !term.starts_with('!')));
    Said { terms, heard: strings(&value["suggestWords"]).iter().map(|one| pair(one, "->")).collect() }
}

fn aws(text: &str) -> Said {
    let mut rows = text.strip_suffix('\n').expect("a line end").split('\n');
    assert_eq!(rows.next(), Some("Phrase\tSoundsLike\tIPA\tDisplayAs"));
    let mut said = Said::default();
    for row in rows {
        let cells: Vec<&str> = row.split('\t').collect();
        let [phrase, "", "", display] = cells[..] else { panic!("four cells, two of them empty: {row:?}") };
        let is_taken = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '.' | '\'');
        assert!(!phrase.is_empty() && phrase.chars().all(is_taken), "{phrase}");
        let spoken = phrase.replace('-', " ").replace('.', "");
        said.terms.push(if display.is_empty() { spoken } else { display.to_owned() });
    }
    said
}

fn azure(text: &str) -> Said {
    let mut rows = text.lines();
    assert_eq!(rows.next(), Some("#rewrite"));
    let mut said = Said::default();
    for row in rows {
        let (heard, term) = pair(row, "\t");
        assert!(!heard.starts_with('#') && heard == heard.to_lowercase(), "{row}");
        if heard != term.to_lowercase() {
            said.heard.push((heard, term.clone()));
        }
        // The lines of a term stand together.
        if said.terms.last() != Some(&term) {
            said.terms.push(term);
        }
    }
    said
}

fn deepgram(text: &str) -> Said {
    let decoded = |text: &str| {
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~%:".contains(&byte)), "{text}");
        let mut bytes = Vec::new();
        let mut rest = text.as_bytes();
        while let [first, after @ ..] = rest {
            rest = after;
            bytes.push(if *first == b'%' {
                let digits = std::str::from_utf8(&after[..2]).expect("two digits");
                rest = &after[2..];
                u8::from_str_radix(digits, 16).expect("two digits")
            } else {
                *first
            });
        }
        String::from_utf8(bytes).expect("UTF-8")
    };
    let mut said = Said::default();
    for line in text.lines() {
        match line.split_once('=').expect("a parameter") {
            ("keyterm", term) => said.terms.push(decoded(term)),
            ("replace", sides) => {
                let (heard, term) = pair(sides, ":");
                assert_eq!(decoded(&heard), decoded(&heard).to_lowercase());
                said.heard.push((decoded(&heard), decoded(&term)));
            }
            other => panic!("{other:?}"),
        }
    }
    said
}

fn codespell(text: &str) -> Said {
    let heard: Vec<(String, String)> = text.lines().map(|line| pair(line, "->")).collect();
    for (heard, term) in &heard {
        // With a comma, several words may be right.
        assert!(!heard.contains(' ') && *heard == heard.to_lowercase() && !term.contains(','), "{heard} {term}");
    }
    Said { terms: Vec::new(), heard }
}

fn table(text: &str) -> Said {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let head = reader.headers().expect("a head").clone();
    assert_eq!(head.iter().collect::<Vec<_>>(), ["text", "kind", "domain", "heard", "said", "near", "unless", "never"]);
    let mut said = Said::default();
    for row in reader.records() {
        let row = row.expect("as many cells as the head has");
        for cell in &row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "a spreadsheet would run {cell:?}");
        }
        let is_marked = |rest: &&str| rest.starts_with(['=', '+', '-', '@', '\'']);
        let bare = |cell: &str| cell.strip_prefix('\'').filter(is_marked).unwrap_or(cell).to_owned();
        let term = bare(&row[0]);
        let heard = bare(&row[3]);
        said.heard.extend(heard.split("; ").filter(|one| !one.is_empty()).map(|one| (one.to_owned(), term.clone())));
        said.terms.push(term);
    }
    said
}

fn whisper(text: &str) -> Said {
    let line = text.strip_suffix('\n').unwrap_or(text);
    assert!(!line.contains('\n'));
    let list = line.strip_prefix("Glossary: ").map_or(line, |rest| rest.strip_suffix('.').expect("a full stop"));
    Said { terms: list.split(", ").filter(|term| !term.is_empty()).map(str::to_owned).collect(), heard: Vec::new() }
}

fn vale(text: &str) -> Said {
    let term = |line: &str| {
        let bare: String = line.replace("\\\\", "\u{0}").replace('\\', "").replace('\u{0}', "\\");
        assert_eq!(line, regex::escape(&bare), "a pattern that stands for itself alone");
        bare
    };
    Said { terms: text.lines().map(term).collect(), heard: Vec::new() }
}

fn lines(text: &str) -> Said {
    Said { terms: text.lines().map(str::to_owned).collect(), heard: Vec::new() }
}

fn of_toml(text: &str) -> Dictionary {
    Dictionary::from_toml("d", "d.toml", text).expect("a dictionary")
}

/// Terms with whatever could break a form, each with a mishearing.
fn odd() -> Dictionary {
    let texts = [
        "Ledgr",
        "Ada Lovelace",
        "C++",
        "Node.js",
        "=cmd|' /C calc'!A0",
        "=1+1",
        "+plus",
        "-minus",
        "@SUM(A1)",
        "'quoted",
        "a\\\"b\\\"",
        "back\\\\slash",
        "a,b",
        "a;b",
        "a:b",
        "a->b",
        "#hash",
        "!bang",
        "H100",
        "EC2",
        "50% off & more",
        "(round)",
        "[square]",
        "x*",
        "会議",
        "Ünïcode",
        "Łódź 👍",
        "1. item",
        "- item",
        "one two three four five six seven",
        "keyterm=x&replace=y",
        "a/b",
        "Alexa+",
        "Q&A",
        "%41",
    ];
    let entries = texts.iter().enumerate().map(|(number, text)| {
        let words = ["alpha", "beta", "gamma", "delta", "kappa", "sigma"];
        let (one, two) = (words[number % 6], words[number / 6]);
        format!("[[term]]\ntext = \"{text}\"\nheard = [\"{one} {two}\", \"{one}{two}\", \"={one}{two}()\"]\n")
    });
    of_toml(&entries.collect::<String>())
}

/// More terms and mishearings than any vendor takes, some of them longer than any.
fn huge() -> Dictionary {
    let entries = (0..7000_u32).map(|number| {
        let letters: String = (0..5).map(|place| char::from(b'a' + (number / 9_u32.pow(place) % 9) as u8)).collect();
        let tail = if number % 50 == 0 {
            " of many words that go on and on until nobody reads".repeat(3)
        } else {
            String::new()
        };
        format!("[[term]]\ntext = \"Zag{letters}{tail}\"\nheard = [\"sag{letters}{number}\"]\n")
    });
    of_toml(&entries.collect::<String>())
}

fn case(form: &Exchange) -> &'static Case {
    CASES.iter().find(|case| case.id == form.id).unwrap_or_else(|| panic!("no case for {}", form.id))
}

/// What was written is taken apart, is within the limits, and comes back.
fn check(form: &Exchange, dictionary: &Dictionary) {
    let case = case(form);
    let exported = form.export(dictionary);
    let said = (case.read)(&exported.text);
    let id = form.id;
    assert!(case.most_terms.is_none_or(|most| said.terms.len() <= most), "{id}: {} terms", said.terms.len());
    assert!(case.most_heard.is_none_or(|most| said.heard.len() <= most), "{id}: {} mishearings", said.heard.len());
    assert!(case.most_bytes.is_none_or(|most| exported.text.len() <= most), "{id}: {} bytes", exported.text.len());
    for term in &said.terms {
        assert!(case.longest_term.is_none_or(|most| term.chars().count() <= most), "{id}: {term}");
        assert!(case.most_words.is_none_or(|most| term.split(' ').count() <= most), "{id}: {term}");
    }
    // Nothing is made up, and what is left out is told.
    let own: BTreeMap<&str, &Term> = dictionary.terms.iter().map(|term| (&*term.text, term)).collect();
    for term in &said.terms {
        assert!(own.contains_key(&**term), "{id}: {term} is no term");
    }
    for (heard, term) in &said.heard {
        let own = own.get(&**term).unwrap_or_else(|| panic!("{id}: {term} is no term"));
        assert!(own.heard.iter().any(|one| one.to_lowercase() == *heard), "{id}: {heard} of {term}");
    }
    let kept: BTreeSet<&str> =
        said.terms.iter().chain(said.heard.iter().map(|(_, term)| term)).map(String::as_str).collect();
    let told = exported.left.join("\n");
    for term in dictionary.terms.iter().filter(|term| !kept.contains(&*term.text)) {
        let is_told = told.contains("the last ") || told.contains(&format!("`{}`", term.text));
        assert!(is_told, "{id}: `{}` is neither there nor told", term.text);
    }
    // Read again, it says the same.
    let read = form.import("d", "d", &exported.text).unwrap_or_else(|error| panic!("{id}: {error}"));
    assert_eq!(read.warnings, [], "{id}");
    assert_eq!(read.terms.len(), kept.len(), "{id}");
    assert!(read.terms.iter().all(|term| kept.contains(&*term.text)), "{id}");
    assert_eq!(form.export(&read).text, exported.text, "{id}");
}

#[test]
fn every_form_has_a_case() {
    assert_eq!(EXCHANGES.len(), CASES.len());
    let ids: BTreeSet<&str> = EXCHANGES.iter().map(|form| case(form).id).collect();
    assert_eq!(ids.len(), CASES.len());
}

#[test]
fn odd_terms_go_through_every_form() {
    for form in EXCHANGES {
        check(form, &odd());
    }
}

#[test]
fn the_limits_of_every_vendor_are_kept() {
    for form in EXCHANGES {
        check(form, &huge());
    }
}

#[test]
fn an_empty_dictionary_is_an_empty_vocabulary() {
    for form in EXCHANGES {
        check(form, &of_toml(""));
    }
}

#[test]
fn formulas_come_back_as_they_were() {
    let form = Exchange::by_id("csv").expect("a form");
    let dictionary =
        of_toml("[[term]]\ntext = \"=cmd()\"\nheard = [\"@x\", \"+y\"]\nnear = [\"-z\"]\ndomain = \"=1\"\n");
    let text = form.export(&dictionary).text;
    assert_eq!(text, "text,kind,domain,heard,said,near,unless,never\n'=cmd(),word,'=1,'@x; +y,,'-z,,\n");
    let read = form.import("d", "d", &text).expect("a table");
    let term = &read.terms[0];
    assert_eq!(
        (&*term.text, term.domain.as_deref(), &term.heard[..]),
        ("=cmd()", Some("=1"), &["@x".to_owned(), "+y".to_owned()][..])
    );
}

/// The terms that a text of whatever form gives, each with its kind, behind the id of the form.
fn read_as(text: &str) -> (&'static str, Vec<(String, Kind)>) {
    let form = Exchange::of(text).expect("a form");
    let read = form.import("d", "d", text).expect("a vocabulary");
    (form.id, read.terms.into_iter().map(|term| (term.text, term.kind)).collect())
}

#[test]
fn phrase_sets_are_read_wherever_they_stand() {
    for (text, id) in [
        (r#"{"phrases": [{"value": "Quillfern", "boost": 10}]}"#, "google"),
        (r#"{"name": "projects/p/x", "phrases": [{"value": "Quillfern"}], "boost": 5}"#, "google"),
        (r#"{"phraseSets": [{"phrases": [{"value": "Quillfern", "boost": 10}]}]}"#, "google"),
        (r#"{"phraseSets": [{"inlinePhraseSet": {"phrases": [{"value": "Quillfern"}]}}]}"#, "google"),
        (r#"{"adaptation": {"phraseSets": [{"phrases": [{"value": "Quillfern"}]}]}}"#, "google"),
        (r#"{"config": {"adaptation": {"phraseSets": [{"phrases": [{"value": "Quillfern"}]}]}}}"#, "google"),
        (r#"{"phrases": ["Quillfern"]}"#, "rev"),
        (r#"{"custom_vocabularies": [{"phrases": ["Quillfern"]}]}"#, "rev"),
    ] {
        assert_eq!(read_as(text), (id, vec![("Quillfern".to_owned(), Kind::Product)]), "{text}");
    }
    for text in [r#"{"config": {"language": "en"}}"#, r#"{"config": 3}"#] {
        assert!(Exchange::of(text).is_err(), "{text}");
    }
}

#[test]
fn one_line_of_names_is_read_as_hot_words() {
    for (text, id, terms) in [
        ("Quillfern, Ledgr\n", "hotwords", &["Quillfern", "Ledgr"][..]),
        ("Ada Lovelace, gnocchi, EKS, Ledgr", "hotwords", &["Ada Lovelace", "gnocchi", "EKS", "Ledgr"]),
        ("Ada, Bob\n", "hotwords", &["Ada", "Bob"]),
        // What is one name, a sentence or several lines is none.
        ("Acme, Inc.\n", "list", &["Acme, Inc."]),
        ("Earth, Wind & Fire\n", "list", &["Earth, Wind & Fire"]),
        ("10,000 Maniacs\n", "list", &["10,000 Maniacs"]),
        ("Well, yes, of course\n", "list", &["Well, yes, of course"]),
        ("Atlanta, Georgia\nLedgr\n", "list", &["Atlanta, Georgia", "Ledgr"]),
        ("Quillfern, Ledgr\nZagrix\n", "list", &["Quillfern, Ledgr", "Zagrix"]),
        ("Ledgr\n", "list", &["Ledgr"]),
    ] {
        let (found, read) = read_as(text);
        let read: Vec<&str> = read.iter().map(|(term, _)| term.as_str()).collect();
        assert_eq!((found, &read[..]), (id, terms), "{text}");
    }
}

#[test]
fn people_with_the_surname_first_are_taken_as_they_are_called() {
    use Kind::{Person, Product};
    for (text, terms) in [
        ("Doe, Jane\n", &[("Jane Doe", Person)][..]),
        ("# who comes\n- Müller, Jean-Luc\n- Ledgr\n", &[("Jean-Luc Müller", Person), ("Ledgr", Product)]),
        ("Doe, Jane\nKini, Vikram\n", &[("Jane Doe", Person), ("Vikram Kini", Person)]),
        ("Leyen, Ursula von der\n", &[("Ursula von der Leyen", Person)]),
        ("Zagrix\nKini, Vikram\n", &[("Zagrix", Product), ("Kini, Vikram", Product)]),
        ("Jane Doe, Chair\nAcme, Inc.\n", &[("Jane Doe, Chair", Product), ("Acme, Inc.", Product)]),
        ("Doe, Jane, Chair\nDoe,Jane\n", &[("Doe, Jane, Chair", Product), ("Doe,Jane", Product)]),
        ("Name,Company\n\"Doe, Jane\",Ledgr\n", &[("Jane Doe", Person)]),
        ("text,kind\n\"Doe, Jane\",product\n", &[("Doe, Jane", Product)]),
    ] {
        let (_, read) = read_as(text);
        let read: Vec<(&str, Kind)> = read.iter().map(|(term, kind)| (term.as_str(), *kind)).collect();
        assert_eq!(read, terms, "{text}");
    }
}
