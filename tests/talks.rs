//! Whole talks with all shipped dictionaries: what must be found in them, and that all else is left alone.

use std::fmt::Write as _;

use mondegreen::{Document, Finding, Index, Rule, Settings, Tier, builtin, builtin_names};

/// A talk, and what was misheard in it: the words, what was meant, and how often.
struct Talk {
    name: &'static str,
    misheard: &'static [(&'static str, &'static str, usize)],
}

const TALKS: [Talk; 5] = [
    Talk {
        name: "call.txt",
        misheard: &[
            ("non-gap", "non-GAAP", 1),
            ("Operating increase", "Operating income", 1),
            ("three cash flow", "free cash flow", 1),
            ("quarter day", "quarter-to-date", 1),
            ("IMDB", "IMDb", 2),
            ("lightening-fast", "lightning-fast", 1),
            ("Trainium 2", "Trainium2", 2),
            ("Give That Dudo", "GitLab Duo", 1),
            ("Give That", "GitLab", 1),
            ("code-based", "codebase", 2),
            ("basic points", "basis points", 1),
            ("weighted average, meaning life", "weighted average remaining life", 1),
            ("this continuity", "discontinuity", 1),
            ("Get lab\nrunners", "GitLab\nRunners", 1),
        ],
    },
    Talk {
        name: "meeting.txt",
        misheard: &[
            ("S 3", "S3", 1),
            ("cloud watch", "CloudWatch", 1),
            ("terra form", "Terraform", 1),
            ("graf ana", "Grafana", 1),
            ("AWS lamb da", "AWS Lambda", 1),
            ("dynamo D B", "DynamoDB", 1),
            ("cooper netties", "Kubernetes", 1),
        ],
    },
    Talk {
        name: "podcast.txt",
        misheard: &[
            ("chat G P T", "ChatGPT", 1),
            ("Lama 3", "Llama 3", 1),
            ("V L L M", "vLLM", 1),
            ("in vidia", "NVIDIA", 1),
            ("hugging face", "Hugging Face", 1),
        ],
    },
    Talk {
        name: "tech-talk.md",
        misheard: &[
            ("get hub", "GitHub", 1),
            ("git lab", "GitLab", 1),
            ("cooper netties", "Kubernetes", 1),
            ("post gres q l", "PostgreSQL", 1),
            ("terra form", "Terraform", 1),
            ("reddis", "Redis", 1),
        ],
    },
    Talk { name: "vortrag.txt", misheard: &[] },
];

fn document(name: &str) -> Document {
    let path = format!("{}/fixtures/talks/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).expect("a talk of the folder");
    mondegreen::read(bytes, name, None, None).expect("a talk is text")
}

fn index() -> Index {
    Index::new(builtin_names().filter_map(builtin))
}

fn is(finding: &Finding, heard: &str, meant: &str) -> bool {
    finding.heard.split_whitespace().eq(heard.split_whitespace()) && finding.meant.as_deref() == Some(meant)
}

#[test]
fn every_talk_of_the_folder_is_listed() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/talks");
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    assert_eq!(names, TALKS.map(|talk| talk.name));
}

#[test]
fn what_was_misheard_is_found_and_all_else_is_left_alone() {
    let index = index();
    let mut wrong = String::new();
    for Talk { name, misheard } in TALKS {
        let mut findings = mondegreen::scan(&document(name), &index, &Settings::default());
        findings.retain(|finding| finding.tier >= Tier::Review);
        for &(heard, meant, times) in misheard {
            let count = findings.iter().filter(|finding| is(finding, heard, meant)).count();
            if count != times {
                writeln!(wrong, "{name}: {heard} → {meant} found {count} times, expected {times}").expect("a string");
            }
        }
        let known = |finding: &Finding| misheard.iter().any(|(heard, meant, _)| is(finding, heard, meant));
        for finding in findings.iter().filter(|finding| finding.tier == Tier::Auto && !known(finding)) {
            let Finding { place, heard, meant, rule, confidence, .. } = finding;
            writeln!(wrong, "{name}:{place}: {heard} → {meant:?}, {rule} {confidence}").expect("a string");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The readings of its words hold for English alone.
#[test]
fn a_text_that_is_not_english_has_no_findings_by_sound() {
    let settings = Settings::default().with_least(0.0);
    let findings = mondegreen::scan(&document("vortrag.txt"), &index(), &settings);
    let by_sound: Vec<&Finding> = findings.iter().filter(|finding| finding.rule == Rule::Sound).collect();
    assert!(by_sound.is_empty(), "{by_sound:?}");
}

/// What is full of names, or put down in few words, is English all the same.
#[test]
fn what_is_english_is_told_from_what_is_not() {
    for (text, expected) in [
        (
            "Jokic finds Murray, Murray drives, kicks it, Porter for three, bang! Nuggets lead by six. Timeout Lakers. Davis \
             inbounds, James posts up, spins, scores, foul! LeBron James, count it. Booth, Tatum, Brown, White, Celtics five.",
            true,
        ),
        (
            "Patient presents with acute dyspnea, bilateral crackles, elevated troponin. Started furosemide, metoprolol, \
             lisinopril. Echo shows ejection fraction thirty percent. Cardiology consulted. Plan diuresis, daily weights.",
            true,
        ),
        (
            "Chicken thighs, paprika, smoked garlic, olive oil, onions, red wine vinegar, thyme sprigs, bay leaves, sea salt, \
             cracked pepper, lemon zest, butter beans, kale, sourdough crumbs, parsley stems, chorizo slices, stock cubes.",
            true,
        ),
        (
            "Das Team hat im Meeting das Deployment auf AWS besprochen und der Lead will das Feature im Backend noch vor dem \
             Release testen. Im Sprint haben wir den Bug im Frontend gefixt und die Pipeline auf Kubernetes migriert.",
            false,
        ),
        (
            "Alors hier nous avons rencontré l'équipe et nous avons parlé du nouveau projet. C'était vraiment intéressant \
             parce que beaucoup de gens avaient des questions que nous n'avions pas prévues, et le patron est content.",
            false,
        ),
        (
            "Dus gisteren hebben we met het team gesproken over het nieuwe project. Het was echt interessant omdat veel \
             mensen vragen hadden. In de week die komt zien we elkaar weer in Amsterdam en dan wil hij een antwoord.",
            false,
        ),
    ] {
        let document = mondegreen::read(text.as_bytes().to_vec(), "talk.txt", None, None).expect("a text");
        assert_eq!(mondegreen::is_english(&document, &index()), expected, "{text}");
    }
}

/// Fixing what is fixed changes nothing, and nothing changes but the words of the findings.
#[test]
fn fixed_talks_stay_as_they_are() {
    let index = index();
    let mut wrong = Vec::new();
    for Talk { name, .. } in TALKS {
        for tier in [Tier::Auto, Tier::Review] {
            let fixed = |document: &Document| {
                let plan = mondegreen::settle(document, &index, &Settings::default(), tier);
                document.write(&plan.edits)
            };
            let once = fixed(&document(name));
            let again = mondegreen::read(once.clone(), name, None, None).expect("what was written is text");
            let (once, twice) = (String::from_utf8_lossy(&once), fixed(&again));
            let twice = String::from_utf8_lossy(&twice);
            let lines = |text: &str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
            let (once, twice) = (lines(&once), lines(&twice));
            if once.len() != twice.len() {
                wrong.push(format!("{name}, {tier}: {} lines became {}", once.len(), twice.len()));
            }
            let differ = once.iter().zip(&twice).filter(|(once, twice)| once != twice);
            wrong.extend(differ.map(|(once, twice)| format!("{name}, {tier}: {once:?} became {twice:?}")));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
