//! What stands around the words that are written stays as it was: who speaks, what marks build, captions that roll.

use std::fmt::Write as _;
use std::sync::Arc;

use mondegreen::{
    About, Decision, Dictionary, Document, Entry, Finding, Index, Ledger, Own, Scope, Settings, Tier, settle,
};

fn read(text: &str, name: &str) -> Document {
    mondegreen::read(text.as_bytes().to_vec(), name, None, None).expect("a text")
}

fn list(terms: &str) -> Dictionary {
    Dictionary::from_list("mine", "mine.txt", terms).expect("a list")
}

/// How a text reads that is fixed with a dictionary of these terms.
fn fixed_in(name: &str, dictionary: &Dictionary, text: &str) -> String {
    let index = Index::new([dictionary.clone()]);
    let document = read(text, name);
    let bytes = document.write(&settle(&document, &index, &Settings::default(), Tier::Review).edits);
    String::from_utf8(bytes).expect("a text stays a text")
}

/// Whichever of several findings in a line are written, and whatever a person had written in their place.
#[test]
fn no_choice_of_fixes_makes_a_speaker_of_words() {
    let terms =
        "[[term]]\ntext = \"AWS\"\nheard = [\"a w s\"]\n[[term]]\ntext = \"C++\"\nheard = [\"see plus plus\"]\n";
    let terms = Dictionary::from_toml("mine", "mine.toml", terms).expect("a dictionary");
    let index = Index::new([terms]);
    let text = "A W S See Plus Plus John: we use it here every day.";
    let document = read(text, "talk.txt");
    let written = |settings: &Settings| {
        let plan = settle(&document, &index, settings, Tier::Review);
        String::from_utf8(document.write(&plan.edits)).expect("a text stays a text")
    };
    assert_eq!(written(&Settings::default().with_terms(&["AWS"])), text);
    assert_eq!(written(&Settings::default()), "AWS C++ John: we use it here every day.");
    let about = About { heard: "a w s".to_owned(), term: "AWS".to_owned(), ..About::default() };
    let decision = Decision::Own(Own { text: "Amazon".to_owned(), more: [0, 0] });
    let mut ledger = Ledger::default();
    ledger.add(Entry { at: String::new(), scope: Scope::Everywhere, decision, about });
    let mut decided = Settings::default().with_terms(&["AWS"]);
    decided.decisions = Arc::new(ledger);
    assert_eq!(written(&decided), text);
    let cloud = list("GitLab\nAWS\nSageMaker\n");
    for (text, expected) in [
        // Each alone names nobody.
        ("git lab and a w s: so we made requests to git lab", "git lab and a w s: so we made requests to GitLab"),
        ("git\nlab a w s: hello there\n", "GitLab\na w s: hello there\n"),
        // A name alone on its line is who speaks where it comes back.
        (
            "GitLab\n\nso\n\nthis is git\nlab\n\nmore sage maker\n",
            "GitLab\n\nso\n\nthis is git\nlab\n\nmore SageMaker\n",
        ),
    ] {
        assert_eq!(fixed_in("talk.txt", &cloud, text), expected);
    }
}

/// Words that would name somebody only with what stands around them.
#[test]
fn who_speaks_stays() {
    let cloud = list("GitLab\nGitHub\nAWS\n");
    let index = Index::new([cloud]);
    for (name, text) in [
        ("1.txt", "git\nlab git hub: hello there. So git lab is what we use.\n"),
        ("2.srt", "1\n00:00:00,000 --> 00:00:02,000\nWith git\nlab Ann: hello there\n"),
        ("3.html", "<p>with git<br>lab Ann: hello there</p>\n<p>So git lab is what we use.</p>\n"),
        ("4.txt", "Ann\nhello there\n\nAnn and git\nlab, we know git hub\n\nAnn\nhi\n"),
        ("5.txt", "git lab git hub a w s: hello\n"),
    ] {
        let speakers = |document: &Document| -> Vec<Option<String>> {
            let segments = document.segments().iter();
            segments.map(|segment| document.speaker_at(segment.span.start).map(str::to_owned)).collect()
        };
        let before = read(text, name);
        let plan = settle(&before, &index, &Settings::default(), Tier::Review);
        let fixed = String::from_utf8(before.write(&plan.edits)).expect("a text stays a text");
        let after = read(&fixed, name);
        let (mut was, mut is) = (speakers(&before), speakers(&after));
        was.dedup();
        is.dedup();
        assert_eq!(is, was, "{fixed}");
        let again = settle(&after, &index, &Settings::default(), Tier::Review);
        assert!(again.edits.is_empty(), "{fixed}");
    }
}

/// A dictionary of terms, each with how it was heard.
fn known(terms: &[(&str, &str)]) -> Dictionary {
    let mut toml = String::new();
    for (text, heard) in terms {
        let _ = write!(toml, "[[term]]\ntext = \"{text}\"\nheard = [\"{heard}\"]\n");
    }
    Dictionary::from_toml("mine", "mine.toml", &toml).expect("a dictionary")
}

/// Each text, in a file of this name, is fixed as it says here, and then all that is found is written; what would be more
/// than words is a hint.
fn each_is_fixed_whole(terms: &[(&str, &str)], texts: &[(&str, &str, &str)]) {
    let known = known(terms);
    let index = Index::new([known.clone()]);
    for &(name, text, expected) in texts {
        let once = fixed_in(name, &known, text);
        assert_eq!(once, expected, "{name}");
        assert_eq!(fixed_in(name, &known, &once), once, "{name}");
        if text == expected {
            let found = mondegreen::scan(&read(text, name), &index, &Settings::default());
            let sure: Vec<&Finding> = found.iter().filter(|finding| finding.tier > Tier::Hint).collect();
            assert_eq!(sure, Vec::<&Finding>::new(), "{name}: {text}");
        }
    }
}

#[test]
fn no_word_of_a_term_becomes_a_speaker() {
    let cue = |lines: &str| format!("1\n00:00:01,000 --> 00:00:02,000\n{lines}\n");
    let vtt = |lines: &str| format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{lines}\n");
    let ttml = |lines: &str| {
        format!("<tt xmlns=\"http://www.w3.org/ns/ttml\"><body><div><p>{lines}</p><p>y</p></div></body></tt>")
    };
    let cut = "I play call of\ndutie modern warfare tonight";
    let whole = "I play call of dutie modern warfare tonight";
    let meant = "I play Call of Duty: Modern Warfare tonight";
    let page = cut.replace('\n', "<br/>");
    let terms = [
        ("Call of Duty: Modern Warfare", "call of dutie modern warfare"),
        ("Star Trek: Discovery", "star treck discovery"),
        ("Ann Lee: we", "anq liqwe"),
        ("the Van", "deezz fanq"),
        ("Ann Lee", "anzz liq"),
    ];
    let stay = |name, text: &str| (name, text.to_owned(), text.to_owned());
    let cases = [
        stay("a.srt", &cue(cut)),
        stay("a.vtt", &vtt(cut)),
        stay("a.ttml", &ttml(&page)),
        stay("a.html", &format!("<!doctype html><body><p>{page}</p></body>")),
        stay("a.md", "I watch Star\ntreck discovery tonightq\n"),
        stay("a.txt", "anq\nliqwe it\n"),
        stay("a.txt", "12:34 of \u{a0}\rdeezz\r\nfanq:"),
        stay("a.md", "I asked anzz\nliq:\n\nBob: so\n"),
        ("a.srt", cue(whole), cue(meant)),
        ("a.vtt", vtt(whole), vtt(meant)),
        ("a.ttml", ttml(whole), ttml(meant)),
        ("a.md", "I watch Star treck discovery tonightq\n".into(), "I watch Star Trek: Discovery tonightq\n".into()),
        ("a.txt", "so anq liqwe it\n".into(), "so Ann Lee: we it\n".into()),
        ("a.txt", "12:34 so deezz\r\nfanq it is".into(), "12:34 so the\r\nVan it is".into()),
        ("a.md", "I asked anzz\nliq it\n\nBob: so\n".into(), "I asked Ann\nLee it\n\nBob: so\n".into()),
    ];
    let cases: Vec<(&str, &str, &str)> = cases.iter().map(|(name, text, fixed)| (*name, &**text, &**fixed)).collect();
    each_is_fixed_whole(&terms, &cases);
}

/// What marks build of a text stays as it is: lists, stressed words, definitions of links, line ends that are shown.
#[test]
fn nothing_else_is_built_of_a_text() {
    let terms = [
        ("Formula 1", "formulaq wunq"),
        ("GitLab", "gitzz labbq"),
        ("Yahoo!", "yazz whoq"),
        (".NET", "dozzt netq"),
        ("C++", "seeq plussq"),
        ("AWS", "azz wzz ezz"),
    ];
    let fixes = [
        ("We watched formulaq\nwunq. It was good.\n", "We watched\nFormula 1. It was good.\n"),
        ("We watched formulaq\nwunq) it was good.\n", "We watched\nFormula 1) it was good.\n"),
        ("We watched formulaq\nwunq, it was good.\n", "We watched Formula\n1, it was good.\n"),
        // A name that says a single word says it, and defines no link.
        ("[Ann]: gitzz labbq\n", "[Ann]: GitLab\n"),
        ("[Ann]: gitzz labbq it is\n", "[Ann]: GitLab it is\n"),
        ("**yazz whoq** is\n", "**Yahoo!** is\n"),
        ("**by yazz whoq**, so\n", "**by Yahoo!**, so\n"),
        ("x **dozzt netq** know\n", "x **.NET** know\n"),
        ("*seeq plussq* and *x*s\n", "*C++* and *x*s\n"),
        ("**gitzz labbq**s\n", "**GitLab**s\n"),
        ("12:34 \\ so azz\n  wzz ezz yazz\n", "12:34 \\ so\n  AWS yazz\n"),
    ];
    let stay = [
        "formulaq\nwunq. It was good.\n",
        "**yazz whoq**s\n",
        "We use gitzz and **yazz whoq**s\n",
        "x**dozzt netq** know\n",
        "*seeq plussq*s\n",
        "so \\ azz\n  wzz ezz Yazz\n",
    ];
    let texts = fixes.into_iter().chain(stay.into_iter().map(|text| (text, text)));
    let texts: Vec<(&str, &str, &str)> = texts.map(|(text, fixed)| ("a.md", text, fixed)).collect();
    each_is_fixed_whole(&terms, &texts);
    // What stands elsewhere is written whatever stays.
    let text = "We use gitzz labbq.\n\n**yazz whoq**s and gitzz labbq\n\n*seeq plussq*s, on azz wzz ezz\n";
    let expected = "We use GitLab.\n\n**yazz whoq**s and GitLab\n\n*seeq plussq*s, on AWS\n";
    each_is_fixed_whole(&terms, &[("a.md", text, expected)]);
    // However many stay, and whatever stands beside them.
    let (stays, fixed) = ("so **yazz whoq**s it is\n\n".repeat(70), "so **Yahoo!** is good\n\n".repeat(5));
    let text = format!("{stays}{}", "so **yazz whoq** is good\n\n".repeat(5));
    each_is_fixed_whole(&terms, &[("a.md", &text, &format!("{stays}{fixed}"))]);
    let both = "**so yazz whoq is what yazz whoq**s use\n";
    each_is_fixed_whole(&terms, &[("a.md", both, "**so Yahoo! is what yazz whoq**s use\n")]);
    let plain = [("a.txt", "formulaq\nwunq. It was good.\n", "Formula\n1. It was good.\n")];
    each_is_fixed_whole(&terms, &plain);
}

/// Lines that only become alike by what is written are no reason to stop.
#[test]
fn captions_that_become_alike_are_fixed_at_once() {
    let terms = [("Kubernetes", "kubernettes"), ("C++", "plus ptus"), ("GitLab", "gitzz labbq")];
    let known = known(&terms);
    let lists = [list("Kubernetes\nC++\n"), known];
    let cues = |lines: &[&str], each: usize| {
        let mut file = String::new();
        for (number, lines) in lines.chunks(each).enumerate() {
            let (start, end) = (number + 1, number + 2);
            let lines = lines.join("\n");
            let _ = write!(file, "{start}\n00:00:{start:02},000 --> 00:00:{end:02},000\n{lines}\n\n");
        }
        file
    };
    for list in &lists {
        for heard in [
            ["kubernettes", "plus ptus", "kubernetis"],
            ["we use kubernettes", "and plus ptus here", "we use kubernetis"],
            ["kubernetis", "kubernettes", "plus ptus"],
            ["plus ptus kubernetis", "plus ptus kubernettes", "so plus ptus"],
        ] {
            for each in [1, 3] {
                let once = fixed_in("talk.srt", list, &cues(&heard, each));
                assert_eq!(fixed_in("talk.srt", list, &once), once);
            }
        }
    }
    let people = list("Saoirse Brannigan\nC++\n(ISC)2\n");
    let heard = ["branigan (ISC)2", "seer sha branigan", "C++ ptus", "seer sha brantgan"];
    let expected = ["Brannigan (ISC)2", "seer sha Brannigan", "C++ ptus", "seer sha Brannigan"];
    assert_eq!(fixed_in("talk.srt", &people, &cues(&heard, 4)), cues(&expected, 4));
    let fixed = fixed_in("talk.srt", &lists[0], &cues(&["kubernettes", "plus ptus", "kubernetis"], 3));
    assert_eq!(fixed, cues(&["Kubernetes", "C++", "Kubernetes"], 3));
}

/// Words of another script stay, whether or not a blank parts them from what was misheard.
#[test]
fn letters_of_other_scripts_stay() {
    let known = known(&[("GitLab", "git lab"), ("Zendesk", "zen desk")]);
    let beside = ["我们用", "做项目", "これは", "で使う", "입니다", "ใช้", "、"];
    for before in beside {
        for after in beside {
            let text = |git: &str, zen: &str| format!("{before}{git}{after}\n{before} {zen}{after}");
            assert_eq!(fixed_in("talk.txt", &known, &text("git lab", "zen desk")), text("GitLab", "Zendesk"));
        }
        // A mark is passed over, as "git, lab" is.
        let apart = format!("git {before}lab");
        assert_eq!(fixed_in("talk.txt", &known, &apart) == apart, before != "、", "{apart}");
    }
    for word in ["мыgit lab", "αgit lab", "сgit lab", "git labы"] {
        assert_eq!(fixed_in("talk.txt", &known, word), word);
    }
}
