//! Every example of the help texts runs.
#![cfg(unix)]

use std::fs;
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mondegreen");

fn help(command: &[String]) -> String {
    let help = Command::new(PROGRAM).args(command).arg("--help").output().expect("the program runs");
    String::from_utf8(help.stdout).expect("UTF-8")
}

/// A command and all below it, as the help texts list them.
fn commands(command: Vec<String>) -> Vec<Vec<String>> {
    let help = help(&command);
    let (_, list) = help.split_once("\nCommands:\n").unwrap_or_default();
    let names = list.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.strip_prefix("  "));
    let names = names.filter(|name| !name.starts_with(' ')).filter_map(|name| name.split(' ').next());
    let below: Vec<Vec<String>> = names
        .filter(|&name| name != "help")
        .flat_map(|name| commands([&command[..], &[name.to_owned()]].concat()))
        .collect();
    [vec![command], below].concat()
}

/// The lines of a help text that can be pasted, without the words that explain them.
fn examples(help: &str) -> Vec<&str> {
    let (_, after) = help.split_once("Examples:\n").expect("every command has examples");
    let lines = after.lines().take_while(|line| line.starts_with("  mondegreen"));
    lines.map(|line| line.trim_start().split("  ").next().unwrap_or_default()).collect()
}

#[test]
fn examples_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let bin = std::path::Path::new(PROGRAM).parent().expect("a folder").display().to_string();
    let path = format!("{bin}:{}", std::env::var("PATH").unwrap_or_default());
    for name in ["calls", "raw", "corrected"] {
        fs::create_dir(folder.path().join(name)).expect("a folder");
    }
    for (name, text) in [
        ("talk.txt", "Now with Give That Dudo.\n"),
        ("talk.srt", "1\n00:00:00,000 --> 00:00:02,000\nNow with Give That Dudo.\n"),
        ("call.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\nNow with Give That Dudo.\n"),
        ("calls.csv", "decision,text,key\n"),
        ("raw.txt", "Now with Give That Dudo.\n"),
        ("corrected.txt", "Now with GitLab Duo.\n"),
        ("raw/one.txt", "Now with Give That Dudo.\n"),
        ("corrected/one.txt", "Now with GitLab Duo.\n"),
        ("mondegreen.decisions.jsonl", ""),
        ("calls/one.md", "# One\n\nNow with Give That Dudo.\n"),
        ("names.txt", "Ada Lovelace\n"),
        ("attendees.txt", "Ada Lovelace\n"),
        ("phrases.json", "{\"additional_vocab\": [\"Ledgr\"]}\n"),
        ("accept.txt", "Ledgr\n"),
        ("release.md", "Ada Lovelace of Ledgr.\n"),
        ("invite.ics", "SUMMARY:Ledgr\n"),
        ("names.toml", "[[term]]\ntext = \"Ada Lovelace\"\n"),
    ] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    std::os::unix::fs::symlink(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"), folder.path().join("fixtures"))
        .expect("a link");
    let commands = commands(Vec::new());
    assert!(commands.iter().any(|command| command.len() > 1), "{commands:?}");
    for command in commands {
        let help = help(&command);
        let examples = examples(&help);
        assert!(!examples.is_empty(), "{command:?}");
        for example in examples {
            // Without a terminal, keys are read from the standard input alone.
            let is_review = example.starts_with("mondegreen review") && !example.contains("port ");
            let plain = example.replace(" --plain", "");
            let line = if is_review { format!("{plain} --plain < /dev/null") } else { example.to_owned() };
            let run = Command::new("sh")
                .args(["-c", &line])
                .current_dir(folder.path())
                .env("PATH", &path)
                .env("XDG_STATE_HOME", folder.path())
                .output();
            let run = run.expect("a shell");
            let told = String::from_utf8_lossy(&run.stderr);
            assert!(matches!(run.status.code(), Some(0 | 1)), "{example}: {told}");
            assert!(!told.contains("error"), "{example}: {told}");
        }
    }
}
