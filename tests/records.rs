//! Data sets of which each record is a whole answer of a recogniser: what it says again changes with it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// Every conversation of the fixtures that is one object of JSON, each on a line.
fn answers() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let texts = paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let values = texts
        .map(|path| serde_json::from_slice::<serde_json::Value>(&fs::read(path).expect("a fixture")).expect("JSON"));
    values.filter(serde_json::Value::is_object).map(|value| value.to_string()).collect()
}

fn run(folder: &TempDir, args: &[&str], code: i32) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
    let output = command.args(args).arg("--isolated").current_dir(folder.path()).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(code), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("a file")
}

#[test]
fn a_whole_answer_in_a_record_is_fixed_as_in_a_file_of_its_own() {
    let answers = answers();
    assert!(answers.len() >= 16, "{} answers", answers.len());
    let names: Vec<String> = (0..answers.len()).map(|number| format!("{number}.json")).collect();
    let all = answers.join("\n") + "\n";
    let mut files: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(answers.iter().map(String::as_str)).collect();
    files.push(("all.jsonl", &all));
    files.push(("whole.jsonl", &all));
    // What it is called does not matter.
    files.push(("named.json", &all));
    let folder = folder(&files);
    run(&folder, &["fix"], 0);
    let expected: String = names.iter().map(|name| text(&folder, name) + "\n").collect();
    assert_eq!(text(&folder, "all.jsonl"), expected);
    assert_eq!(text(&folder, "named.json"), expected);
    assert_eq!(answers.iter().zip(expected.lines()).filter(|(before, after)| before == after).count(), 0);
    // As a whole, for a diff, it is fixed record by record all the same.
    fs::write(folder.path().join("whole.jsonl"), &all).expect("a file");
    let diff = String::from_utf8(run(&folder, &["diff", "whole.jsonl", "--unified", "0"], 1).stdout).expect("UTF-8");
    let added: Vec<&str> = diff.lines().filter_map(|line| line.strip_prefix("+{")).collect();
    assert_eq!(added, expected.lines().map(|line| &line[1..]).collect::<Vec<_>>());
}

#[test]
fn words_beside_the_text_of_a_record_change_with_it() {
    let word = |word: &str| format!("{{\"word\":\"{word}\",\"start\":1.0,\"end\":2.0}}");
    let words = |text: &str| text.split_whitespace().map(word).collect::<Vec<_>>().join(",");
    let record = |text: &str, list: &str| format!("{{\"id\":7,\"text\":\"{text}\",\"words\":[{}]}}\n", words(list));
    let plain = "{\"text\":\"to git lab\",\"tags\":[\"git lab\"]}\n";
    let before = record("to git lab now", "to git lab now") + plain;
    let after = record("to GitLab now", "to GitLab now") + &plain.replace("to git lab", "to GitLab");
    // Where the words are others, nothing is changed in one place only.
    let other = record("to git lab now", "to get lost now") + plain;
    let untouched = other.lines().next().expect("a line").to_owned() + "\n" + &plain.replace("to git lab", "to GitLab");
    let folder = folder(&[("a.jsonl", &before), ("b.jsonl", &other)]);
    run(&folder, &["fix", "a.jsonl", "b.jsonl"], 0);
    assert_eq!(text(&folder, "a.jsonl"), after);
    assert_eq!(text(&folder, "b.jsonl"), untouched);
}

#[test]
fn records_that_are_put_together_do_not_change_in_one_place_only() {
    let whole = "{\"talk\":1,\"text\":\"to git lab\",\"segments\":[{\"start\":0,\"end\":1,\"text\":\"to git lab\"}]}\n";
    let plain = "{\"talk\":1,\"text\":\"from git lab\"}\n";
    let folder = folder(&[("a.jsonl", &(whole.to_owned() + plain)), ("b.jsonl", &(whole.to_owned() + plain))]);
    run(&folder, &["fix", "a.jsonl", "--group-field", "talk"], 0);
    assert_eq!(text(&folder, "a.jsonl"), whole.to_owned() + "{\"talk\":1,\"text\":\"from GitLab\"}\n");
    run(&folder, &["fix", "b.jsonl"], 0);
    assert_eq!(text(&folder, "b.jsonl"), (whole.to_owned() + plain).replace("git lab", "GitLab"));
}

#[test]
fn another_field_of_a_whole_answer_is_changed_alone() {
    let record =
        "{\"text\":\"git lab\",\"body\":\"to git lab\",\"words\":[{\"word\":\"git lab\",\"start\":1,\"end\":2}]}\n";
    let folder = folder(&[("a.jsonl", &record.repeat(2)), ("b.jsonl", &record.repeat(2))]);
    run(&folder, &["fix", "a.jsonl", "--text-field", "body"], 0);
    assert_eq!(text(&folder, "a.jsonl"), record.replace("to git lab", "to GitLab").repeat(2));
    run(&folder, &["fix", "b.jsonl"], 0);
    let fixed = record
        .replace("\"text\":\"git lab\"", "\"text\":\"GitLab\"")
        .replace("\"word\":\"git lab\"", "\"word\":\"GitLab\"");
    assert_eq!(text(&folder, "b.jsonl"), fixed.repeat(2));
}

#[test]
fn what_a_record_tells_again_otherwise_is_not_changed_in_one_place() {
    let untouched = [
        // Lists that are read by nobody.
        r#"{"result":[{"word":"git","start":1,"end":2},{"word":"lab","start":2,"end":3}],"text":"to git lab"}"#,
        r#"{"text":"to git lab","words":["to","git","lab"]}"#,
        r#"{"text":"to git lab now","words":[{"word":"git","punctuated_word":"Git","start":1,"end":2},{"word":"lab","punctuated_word":"lab","start":2,"end":3}]}"#,
        r#"{"text":"to git lab","words":[{"word":"git","start":1,"end":2},{"word":"lab","start":2,"end":3}],"vtt":"WEBVTT to git lab"}"#,
        // Lines are told apart by a reader of text alone.
        r#"{"text":"to git\n\nlab","words":[{"word":"git","start":1,"end":2},{"word":"lab","start":2,"end":3}]}"#,
    ];
    let changed = [
        // Segments of a part of the text tell nothing of the rest.
        r#"{"text":"We moved to git lab now","segments":[{"start":0,"end":2,"text":"We"}]}"#,
        r#"{"text":"to git lab","tags":["git lab"],"meta":{"title":"git lab"}}"#,
    ];
    let all: Vec<&str> = untouched.into_iter().chain(changed).collect();
    let folder = folder(&[("a.jsonl", &(all.join("\n") + "\n"))]);
    run(&folder, &["fix", "a.jsonl"], 0);
    let fixed = changed.map(|record| record.replacen("git lab", "GitLab", 1));
    let expected: Vec<&str> = untouched.into_iter().chain(fixed.iter().map(String::as_str)).collect();
    assert_eq!(text(&folder, "a.jsonl").lines().collect::<Vec<_>>(), expected);
}

#[test]
fn one_message_among_answers_makes_no_stream_of_them() {
    let answers = answers();
    let google = "{\"results\":[{\"alternatives\":[{\"transcript\":\"to git lab\"}]}]}".to_owned();
    let all = [&answers[2..4], &[google]].concat().join("\n") + "\n";
    let folder = folder(&[("a.jsonl", &all)]);
    run(&folder, &["fix", "a.jsonl"], 0);
    assert_eq!(text(&folder, "a.jsonl").matches("git lab").count(), 0);
}
