//! Every example of the help texts runs.
#![cfg(unix)]

use std::fs;
use std::process::Command;

const COMMANDS: [&[&str]; 9] = [
    &[],
    &["check"],
    &["fix"],
    &["diff"],
    &["explain"],
    &["dict"],
    &["dict", "list"],
    &["dict", "show"],
    &["dict", "check"],
];

/// The lines of a help text that can be pasted, without the words that explain them.
fn examples(help: &str) -> Vec<&str> {
    let (_, after) = help.split_once("Examples:\n").expect("every command has examples");
    let lines = after.lines().take_while(|line| line.starts_with("  mondegreen"));
    lines.map(|line| line.trim_start().split("  ").next().unwrap_or_default()).collect()
}

#[test]
fn examples_run() {
    let program = env!("CARGO_BIN_EXE_mondegreen");
    let folder = tempfile::tempdir().expect("a folder");
    let bin = std::path::Path::new(program).parent().expect("a folder").display().to_string();
    let path = format!("{bin}:{}", std::env::var("PATH").unwrap_or_default());
    fs::create_dir(folder.path().join("calls")).expect("a folder");
    for (name, text) in [
        ("talk.txt", "Now with Give That Dudo.\n"),
        ("calls/one.md", "# One\n\nNow with Give That Dudo.\n"),
        ("names.txt", "Ada Lovelace\n"),
        ("attendees.txt", "Ada Lovelace\n"),
        ("names.toml", "[[term]]\ntext = \"Ada Lovelace\"\n"),
    ] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    for command in COMMANDS {
        let help = Command::new(program).args(command).arg("--help").output().expect("the program runs");
        let help = String::from_utf8(help.stdout).expect("UTF-8");
        let examples = examples(&help);
        assert!(!examples.is_empty(), "{command:?}");
        for example in examples {
            let run = Command::new("sh").args(["-c", example]).current_dir(folder.path()).env("PATH", &path).output();
            let run = run.expect("a shell");
            let told = String::from_utf8_lossy(&run.stderr);
            assert!(matches!(run.status.code(), Some(0 | 1)), "{example}: {told}");
            assert!(!told.contains("error"), "{example}: {told}");
        }
    }
}
