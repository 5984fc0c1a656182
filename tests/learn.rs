//! What is learned from corrections, and what is not: tables of sentences, each met twice.

#[cfg(feature = "real-parts")]
mod folder;

use mondegreen::{About, Decision, Dictionary, Entry, Learned, Ledger, Left, Lessons, Own, Scope, read};

fn known() -> Vec<Dictionary> {
    let toml = r#"
        [[term]]
        text = "GitLab Duo"
        heard = ["give that dudo"]
        [[term]]
        text = "Kubernetes"
        [[term]]
        text = "York"
        kind = "product"
        [[term]]
        text = "basis points"
        kind = "phrase"
    "#;
    vec![Dictionary::from_toml("known", "known.toml", toml).expect("a dictionary")]
}

/// What is learned from pairs of a raw and a corrected text, of so many sightings at least.
fn learned_of(pairs: &[(&str, &str)], least: Option<usize>) -> Learned {
    let mut lessons = Lessons::new(&known());
    for (number, (raw, corrected)) in pairs.iter().enumerate() {
        let document = |text: &str| read(text.as_bytes().to_vec(), "talk.txt", None, None).expect("a text");
        lessons.pair(&document(raw), &document(corrected), &format!("{number}.txt")).expect("two versions");
    }
    lessons.learned(least)
}

/// Each term with its mishearings and its keeps.
fn told(learned: &Learned) -> Vec<String> {
    let terms = learned.terms.iter().map(|one| {
        let known = if one.is_known { " (known)" } else { "" };
        let keeps: Vec<&str> = one.term.keeps.iter().map(|keep| keep.text.as_str()).collect();
        format!("{}{known}: {} | {}", one.term.text, one.term.heard.join(", "), keeps.join(", "))
    });
    terms.collect()
}

/// The same sentence in two talks.
fn twice(raw: &str, corrected: &str) -> Learned {
    learned_of(&[(raw, corrected), (raw, corrected)], None)
}

#[test]
fn what_is_learned() {
    let cases = [
        // new terms and how they were misheard
        ("we moved to led jar last week", "we moved to Ledgr last week", "Ledgr: led jar | "),
        ("we moved to led jars new office", "we moved to Ledgr's new office", "Ledgr: led jar | "),
        ("then um led jar sent the bill", "then Ledgr sent the bill", "Ledgr: led jar | "),
        ("they use like led jar for it", "they use Ledgr for it", "Ledgr: led jar | "),
        ("so adda lovelace said it well", "so Ada Lovelace said it well", "Ada Lovelace: adda lovelace | "),
        ("we asked ada love lays about it", "we asked Ada Lovelace about it", "Ada Lovelace: ada love lays | "),
        ("they take terse epatide for it", "they take tirzepatide for it", "tirzepatide: terse epatide | "),
        (
            "he came from a firm named zag ricks pro here",
            "he came from a firm named Zagrix Pro here",
            "Zagrix: zag ricks | ",
        ),
        // terms that were only spaced otherwise
        ("we put it on page duty again", "we put it on PageDuty again", "PageDuty:  | "),
        ("it is the ada fruit board", "it is the AdaFruit board", "AdaFruit:  | "),
        // mishearings of known terms
        ("we run cooper netties on it", "we run Kubernetes on it", "Kubernetes (known): cooper netties | "),
        (
            "it rose by ten bases points then",
            "it rose by ten basis points then",
            "basis points (known): bases points | ",
        ),
        ("it rose forty bases points then", "it rose 40 basis points then", "basis points (known): bases points | "),
        // the ends of sentences and turns part what was put right
        (
            "and led jar. Cooper netties runs",
            "and Ledgr. Kubernetes runs",
            "Kubernetes (known): cooper netties | ; Ledgr: led jar | ",
        ),
        (
            "Ann: with led jar\n\nBob: cooper netties runs",
            "Ann: with Ledgr\n\nBob: Kubernetes runs",
            "Kubernetes (known): cooper netties | ; Ledgr: led jar | ",
        ),
        // a term that was not said
        ("they went to York on it", "they went to work on it", "York (known):  | they went to work on it"),
    ];
    for (raw, corrected, expected) in cases {
        assert_eq!(told(&twice(raw, corrected)).join("; "), expected, "{raw}");
    }
}

#[test]
fn what_is_left_alone() {
    let cases = [
        ("we saw a thing there", "we saw the thing there", Left::Ordinary),
        ("over their it rained", "over there it rained", Left::Ordinary),
        ("and that will effect us", "and that will affect us", Left::Ordinary),
        ("it ended. a man came", "it ended. The man came", Left::Ordinary),
        ("see you on sunny at ten", "see you on Sunday at ten", Left::Ordinary),
        ("and eye will go", "and I will go", Left::Ordinary),
        ("we log in twice", "we login twice", Left::Same),
        ("a follow up call", "a followup call", Left::Same),
        ("we sold twenty five of them", "we sold 25 of them", Left::Number),
        ("it rose five percent now", "it rose 5% now", Left::Number),
        ("it was in q three of it", "it was in Q3 of it", Left::Same),
        ("we really like it", "we like it", Left::OneSided),
        ("we like it", "we like Ledgr it", Left::OneSided),
        ("so what i wanted to say is that it will be what we make of it", "Ledgr is ours", Left::Rewritten),
        ("we use the company for it", "we use Ledgr for it", Left::Unlike),
        ("we use give that dudo now", "we use GitLab Duo now", Left::Known),
        ("we heard the ledger again", "we heard the Ledgr again", Left::OrdinaryHeard),
    ];
    for (raw, corrected, reason) in cases {
        let learned = twice(raw, corrected);
        assert!(learned.left.contains_key(&reason), "{raw}: {:?}", learned.left);
        let heard: Vec<&String> = learned.terms.iter().flat_map(|one| &one.term.heard).collect();
        assert_eq!(heard, [""; 0], "{raw}");
        if reason != Left::OrdinaryHeard {
            assert_eq!(told(&learned), [""; 0], "{raw}");
        }
    }
    // Neither case, marks, nor what people say while they think is a difference at all.
    for (raw, corrected) in [("kubernetes, um, is it", "Kubernetes is it."), ("the end", "the end"), ("", "")] {
        let learned = twice(raw, corrected);
        assert_eq!((told(&learned), learned.left.len()), (vec![], 0), "{raw}");
    }
}

#[test]
fn how_often_it_was_seen_decides() {
    let pairs = [
        ("we moved to led jar last week", "we moved to Ledgr last week"),
        ("and led jar sends it", "and Ledgr sends it"),
        ("and led char sends it", "and Ledgr sends it"),
        ("so terse epatide helps", "so tirzepatide helps"),
    ];
    assert_eq!(told(&learned_of(&pairs, None)), ["Ledgr: led jar | "]);
    assert_eq!(told(&learned_of(&pairs, Some(1))), ["Ledgr: led jar, led char | ", "tirzepatide: terse epatide | "]);
    assert_eq!(told(&learned_of(&pairs, Some(3))), ["Ledgr:  | "]);
    assert_eq!(told(&learned_of(&pairs, Some(4))), [""; 0]);
    let learned = learned_of(&pairs, None);
    let heard: Vec<(&str, usize, Option<Left>)> =
        learned.terms[0].heard.iter().map(|one| (one.text.as_str(), one.count, one.left_out)).collect();
    assert_eq!(heard, [("led jar", 2, None), ("led char", 1, Some(Left::Seldom))]);
    assert_eq!((learned.terms[0].count, learned.left[&Left::Seldom]), (3, 2));
    let example = &learned.terms[0].heard[0].examples[0];
    assert_eq!((&*example.place, &*example.before, &*example.heard), ("0.txt:1", "we moved to", "led jar"));
    assert_eq!((&*example.after, &*example.meant), ("last week", "Ledgr"));
}

#[test]
fn words_that_mean_several_things_are_no_mishearing() {
    let one = ("we moved to led jar last week", "we moved to Ledgr last week");
    let other = ("we moved to led jar last week", "we moved to Lejar last week");
    let ordinary = ("we moved to led jar last week", "we moved to later last week");
    let kept = ("on a led jar there", "on a led jar there");
    assert_eq!(told(&learned_of(&[one, one, other, other], None)), [""; 0]);
    assert_eq!(told(&learned_of(&[one, one, one, ordinary], None)), [""; 0]);
    assert_eq!(told(&learned_of(&[one, one, one, one, ordinary], None)), ["Ledgr: led jar | "]);
    assert_eq!(told(&learned_of(&[one, one, kept], None)), ["Ledgr:  | on a led jar there"]);
    assert_eq!(told(&learned_of(&[one, one, one, one, kept], None)), ["Ledgr: led jar | on a led jar there"]);
}

#[test]
fn the_order_is_that_of_the_counts_and_then_of_the_letters() {
    let pairs = [
        ("so zag ricks is here", "so Zagrix is here"),
        ("so zag ricks is here", "so Zagrix is here"),
        ("so led jar is here", "so Ledgr is here"),
        ("so led jar is here", "so Ledgr is here"),
        ("so terse epatide is here", "so tirzepatide is here"),
        ("so terse epatide is here", "so tirzepatide is here"),
        ("so terse epatide is here", "so tirzepatide is here"),
    ];
    let expected = ["tirzepatide: terse epatide | ", "Ledgr: led jar | ", "Zagrix: zag ricks | "];
    assert_eq!(told(&learned_of(&pairs, None)), expected);
    let turned: Vec<(&str, &str)> = pairs.into_iter().rev().collect();
    assert_eq!(told(&learned_of(&turned, None)), expected);
}

#[test]
fn texts_that_are_no_versions_of_each_other_are_refused() {
    let raw = "one two three four five six seven eight nine ten ".repeat(20);
    let other = "alpha beta gamma delta epsilon zeta eta theta iota kappa ".repeat(20);
    let document = |text: &str| read(text.as_bytes().to_vec(), "talk.txt", None, None).expect("a text");
    let mut lessons = Lessons::new(&[]);
    let error = lessons.pair(&document(&raw), &document(&other), "a.txt").expect_err("other texts");
    assert_eq!(
        error.to_string(),
        "a.txt: found 0 of 200 words in both versions, expected a transcript and its corrected version"
    );
    assert_eq!(lessons.learned(Some(1)), Learned::default());
}

#[test]
fn what_is_learned_is_a_dictionary_that_can_be_read() {
    let raw =
        "we moved to led jar and cooper netties with adda lovelace. the \u{1b}[31m terse epatide\u{202e} \"x\" helps";
    let corrected =
        "we moved to Ledgr and Kubernetes with Ada Lovelace. the \u{1b}[31m tirzepatide\u{202e} \"x\" helps";
    let learned = twice(raw, corrected);
    assert_eq!(learned.terms.len(), 4, "{:?}", told(&learned));
    let text = learned.dictionary().to_toml();
    assert!(!text.contains(|c: char| c.is_control() && c != '\n') && !text.contains('\u{202e}'), "{text}");
    let again = Dictionary::from_toml("learned", "learned.toml", &text).expect("a dictionary");
    assert_eq!(again.terms.len(), 4);
}

fn decided(list: &[(&str, &str, Decision)]) -> Learned {
    let mut ledger = Ledger::default();
    for (number, (heard, term, decision)) in list.iter().enumerate() {
        ledger.add(Entry {
            at: format!("2026-01-01T00:00:{number:02}Z"),
            scope: Scope::Place,
            decision: decision.clone(),
            about: About {
                heard: (*heard).to_owned(),
                term: (*term).to_owned(),
                before: format!("we said in talk {number}"),
                after: "and went on".to_owned(),
            },
        });
    }
    let mut lessons = Lessons::new(&known());
    lessons.decisions(&ledger, "decisions.jsonl");
    lessons.learned(None)
}

#[test]
fn decisions_teach_the_first_time() {
    let wide = |text: &str, more| Decision::Own(Own { text: text.to_owned(), more });
    let own = |text: &str| wide(text, [0, 0]);
    let cases = [
        (("cooper netties", "Kubernetes", Decision::Accept), "Kubernetes (known): cooper netties | "),
        (("get lab do", "GitLab Duo", own("Gitlab Dodo")), "Gitlab Dodo: get lab do | "),
        (("led jar", "Kubernetes", own("Ledgr")), "Ledgr: led jar | "),
        (("work", "York", Decision::Reject), "York (known):  | we said in talk 0 work and went on"),
        // What was said stands for words around what was heard, too.
        (("jar", "Kubernetes", wide("Ledgr", [1, 0])), "Ledgr: 0 jar | "),
    ];
    for (entry, expected) in cases {
        let told = told(&decided(std::slice::from_ref(&entry)));
        assert_eq!(told, [expected], "{entry:?}");
    }
    let left = [
        ("give that dudo", "GitLab Duo", Decision::Accept),
        ("git lab duo", "GitLab Duo", Decision::Accept),
        ("give that", "GitLab Duo", Decision::Undecided),
        ("give that", "GitLab Duo", own("give them that")),
        ("give that", "GitLab Duo", own("")),
        ("", "", Decision::Accept),
        ("a\u{1b}", "\u{1b}[2J", Decision::Reject),
    ];
    for entry in left {
        assert_eq!(told(&decided(std::slice::from_ref(&entry))), [""; 0], "{entry:?}");
    }
}

#[test]
fn what_is_refused_everywhere_is_never_the_term() {
    let mut ledger = Ledger::default();
    for term in ["York", "Yorkton"] {
        let about = About { heard: "new work".to_owned(), term: term.to_owned(), ..About::default() };
        let at = "2026-01-01T00:00:00Z".to_owned();
        ledger.add(Entry { at, scope: Scope::Everywhere, decision: Decision::Reject, about });
    }
    let mut lessons = Lessons::new(&known());
    lessons.decisions(&ledger, "decisions.jsonl");
    let learned = lessons.learned(None);
    let told: Vec<_> = learned.terms.iter().map(|one| (&*one.term.text, one.is_known, &*one.term.never)).collect();
    assert_eq!(told, [("York", true, &["new work".to_owned()][..])], "a term that nobody knows needs no such entry");
}

/// What the history of a folder teaches, as the program tells it.
#[cfg(feature = "real-parts")]
mod history {
    use std::process::Command;

    use super::folder::{Folder, told};

    impl Folder {
        #[track_caller]
        fn git(&self, args: &[&str]) {
            let output = self.command("git", args).output().expect("git runs");
            assert!(output.status.success(), "git {args:?}: {}", told(&output));
        }

        #[track_caller]
        fn commit(&self, files: &[(&str, &str)]) {
            for (name, text) in files {
                self.write(name, text);
            }
            self.git(&["add", "--all"]);
            self.git(&["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "commit", "-q", "-m", "more"]);
        }

        /// What is learned, without the ids of commits.
        #[track_caller]
        fn learn(&self, args: &[&str], code: i32) -> String {
            let all = [&["dict", "learn", "--no-builtin", "--isolated"], args].concat();
            let output = self.command(env!("CARGO_BIN_EXE_mondegreen"), &all).output().expect("the program runs");
            let said = told(&output);
            assert_eq!(output.status.code(), Some(code), "{said}");
            let is_id = |part: &&str| part.len() == 9 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
            let lines = said.lines().map(|line| match line.split([' ', '^']).find(is_id) {
                Some(id) => line.replace(id, "COMMIT"),
                None => line.to_owned(),
            });
            lines.collect::<Vec<_>>().join("\n")
        }
    }

    const ONE: &str = "We moved to led jar.\nSo led jar sends bills.\nA led jar\nSo it is said here.\n";

    fn repository() -> Folder {
        let folder = Folder::with(&[]);
        folder.git(&["init", "-q", "-b", "main"]);
        folder.commit(&[("calls/one.txt", ONE), ("calls/code.rs", "a led jar\n"), ("other/two.txt", ONE)]);
        folder
    }

    #[test]
    fn every_commit_teaches() {
        let folder = repository();
        folder.commit(&[("calls/one.txt", &ONE.replacen("led jar", "Ledgr", 1))]);
        folder.git(&["tag", "first"]);
        folder.git(&["mv", "calls/one.txt", "calls/moved.txt"]);
        folder.commit(&[
            ("calls/moved.txt", &ONE.replacen("led jar", "Ledgr", 2)),
            ("calls/code.rs", "a Ledgr\n"),
            ("other/two.txt", &ONE.replace("led jar", "Zagrix")),
        ]);
        let expected = "\
# 2 times
# \"led jar\" 2 times, not listed: left as it is 1 time
#   COMMIT^:calls/one.txt:1: We moved to [led jar -> Ledgr]
#   COMMIT^:calls/one.txt:2: So [led jar -> Ledgr] sends bills
# kept 1 time, COMMIT^:calls/one.txt:3: A led jar So it is said here
[[term]]
text = \"Ledgr\"
kind = \"product\"
[[term.keep]]
text = \"A led jar So it is said here\"
note: found 1 term to propose in 2 sources; look them over before they are used
note: left out: 2 left as it is elsewhere";
        assert_eq!(folder.learn(&["--git", "calls"], 0), expected);
        let since = folder.learn(&["--git", "calls", "--since", "first", "--min-count", "1"], 0);
        assert!(since.starts_with("# 1 time\n") && since.contains("in 1 source;"), "{since}");
    }

    #[test]
    fn what_is_another_text_teaches_nothing() {
        let folder = repository();
        let other = "Nothing of what was said before is in this text at all. ".repeat(9);
        folder.commit(&[("calls/one.txt", &other)]);
        folder.commit(&[("calls/one.txt", "\0\u{1}\u{2}")]);
        let said = folder.learn(&["--git", "calls"], 0);
        assert!(
            said.contains("warning: calls: passed over 2 changes that could not be read, or wrote another text"),
            "{said}"
        );
        folder.git(&["rm", "-q", "-r", "other"]);
        folder.commit(&[("other/new.txt", ONE)]);
        assert!(folder.learn(&["--git", "other"], 0).contains("other: found no commit that changes a transcript"));
    }

    #[test]
    fn what_git_cannot_tell_is_told() {
        let folder = repository();
        assert!(folder.learn(&["--git", "calls", "--since", "nowhere"], 2).contains("found no revision `nowhere`"));
        assert!(folder.learn(&["--git", "calls", "--since=--all"], 2).contains("found the revision `--all`"));
        assert!(folder.learn(&["--git", "calls/one.txt"], 2).contains("found a file, expected a folder"));
        assert!(folder.learn(&["--git", "nowhere"], 2).contains("found no such file, expected a folder"));
        assert!(folder.learn(&["--since", "main"], 2).contains("--git <FOLDER>"));
        let elsewhere = Folder::with(&[("calls/one.txt", ONE)]);
        let said = elsewhere.learn(&["--git", "calls"], 2);
        assert!(said.contains("calls: found no repository of git that holds it, expected one"), "{said}");
        Command::new("git").args(["init", "-q"]).current_dir(elsewhere.0.path()).output().expect("git runs");
        assert!(elsewhere.learn(&["--git", "calls"], 2).contains("calls: "), "no commit");
    }
}
