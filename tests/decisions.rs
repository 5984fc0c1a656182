//! What was decided before holds for every command.

use std::fs;
use std::process::Command;

use mondegreen::{About, Decision, Entry, Index, Ledger, Own, Scope, Settings, Tier, builtin, scan, settle};
use std::sync::Arc;

fn findings(text: &str, ledger: Ledger) -> Vec<mondegreen::Finding> {
    let index = Index::new(["cloud", "devtools"].into_iter().filter_map(builtin));
    let document = mondegreen::read(text.into(), "t.txt", None, None).expect("a text");
    let mut settings = Settings::default();
    settings.decisions = Arc::new(ledger);
    scan(&document, &index, &settings)
}

fn entry(scope: Scope, decision: Decision, about: &About) -> Entry {
    Entry { at: "2026-01-01T00:00:00Z".to_owned(), scope, decision, about: about.clone() }
}

fn own(text: &str, more: [u16; 2]) -> Decision {
    Decision::Own(Own { text: text.to_owned(), more })
}

fn decided(about: &About, decision: Decision) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.add(entry(Scope::Place, decision, about));
    ledger
}

#[test]
fn a_decision_holds_where_the_words_stand_again() {
    let text = "We push it to git lab every day, and then we open a merge request.\n";
    let about = findings(text, Ledger::default())[0].about.clone();
    let meant = |text: &str, decision| {
        let found = findings(text, decided(&about, decision));
        found.into_iter().map(|finding| (finding.meant, finding.tier)).collect::<Vec<_>>()
    };
    let moved = format!("Something new.\n\n{text}");
    for text in [text, &moved] {
        assert_eq!(meant(text, Decision::Reject), []);
        assert_eq!(meant(text, Decision::Accept), [(Some("GitLab".to_owned()), Tier::Auto)]);
        assert_eq!(meant(text, own("Git Lab", [0, 0])), [(Some("Git Lab".to_owned()), Tier::Auto)]);
        assert_eq!(meant(text, own("to the lab each", [1, 1])), [(Some("to the lab each".to_owned()), Tier::Auto)]);
        assert_eq!(meant(text, own("more than there is", [9, 0])), [(None, Tier::Hint)]);
        assert_eq!(meant(text, Decision::Undecided).len(), 1);
    }
    let elsewhere = "They say git lab is where merge requests live.\n";
    assert_eq!(meant(elsewhere, Decision::Reject).len(), 1);
    let everywhere = |decision| {
        let mut ledger = Ledger::default();
        ledger.add(entry(Scope::Everywhere, decision, &about));
        findings(elsewhere, ledger).into_iter().map(|finding| finding.tier).collect::<Vec<_>>()
    };
    assert_eq!(everywhere(Decision::Reject), []);
    assert_eq!(everywhere(Decision::Accept), [Tier::Auto]);
}

/// What is beside a rejected finding is written, which changes the words around it, and it stays rejected.
#[test]
fn what_is_rejected_stays_so_when_its_neighbours_change() {
    let text = "We use post gres q l and git lab for all of it.\n";
    let index = Index::new(["cloud", "devtools"].into_iter().filter_map(builtin));
    let document = mondegreen::read(text.into(), "t.txt", None, None).expect("a text");
    let found = scan(&document, &index, &Settings::default());
    let about = &found.iter().find(|finding| finding.heard == "git lab").expect("a finding").about;
    let mut settings = Settings::default();
    settings.decisions = Arc::new(decided(about, Decision::Reject));
    let plan = settle(&document, &index, &settings, Tier::Auto);
    assert_eq!(document.write(&plan.edits), b"We use PostgreSQL and git lab for all of it.\n");
}

#[test]
fn the_file_beside_the_configuration_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "We push it to git lab every day, and then we open a merge request.\n";
    fs::write(folder.path().join("t.txt"), text).expect("a file");
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
        let output = command.args(args).current_dir(folder.path()).env("HOME", folder.path()).output().expect("a run");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(run(&["check", "t.txt"]).0, Some(1));
    let about = findings(text, Ledger::default())[0].about.clone();
    let entry = entry(Scope::Place, Decision::Reject, &about);
    let decisions = folder.path().join("mondegreen.decisions.jsonl");
    fs::write(&decisions, entry.line()).expect("a file");
    assert_eq!(run(&["check", "t.txt"]).0, Some(0));
    assert_eq!(run(&["fix", "t.txt"]).0, Some(0));
    assert_eq!(fs::read_to_string(folder.path().join("t.txt")).expect("a file"), text);
    assert_eq!(run(&["check", "--isolated", "t.txt"]).0, Some(1));
    fs::write(&decisions, "{\n").expect("a file");
    let (code, told) = run(&["check", "t.txt"]);
    assert!(code == Some(2) && told.contains("mondegreen.decisions.jsonl:1:2: found the end"), "{told}");
}
