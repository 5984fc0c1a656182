//! For each detector and each piece of evidence, texts that must change and texts that must stay.

use std::collections::{BTreeMap, BTreeSet};

use mondegreen::{
    Dictionary, Document, Evidence, Finding, Index, Rule, Settings, Tier, builtin, builtin_names, explain, scan,
};
use serde::Deserialize;

/// A text in which words are marked: `the [met foreman > metformin] works`.
#[derive(Debug)]
struct Marked {
    document: Document,
    heard: String,
    meant: String,
    start: usize,
}

#[derive(Debug, Deserialize)]
struct Cases {
    changes: Vec<String>,
    stays: Vec<String>,
}

/// Two texts that differ in a piece of evidence: the words of one are changed, those of the other are left alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    /// Of what the text that changes has more.
    #[serde(default)]
    more: Vec<String>,
    /// Of what it has less.
    #[serde(default)]
    less: Vec<String>,
    changes: String,
    stays: String,
    /// The dictionary of both, if not `mixed`.
    dictionary: Option<String>,
    /// That of the text that stays, if it is another one.
    dictionary_of_stays: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Pairs {
    pair: Vec<Pair>,
}

fn read<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let path = format!("{}/tests/cases/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    toml::from_str(&std::fs::read_to_string(path).expect("a file of cases")).expect("cases")
}

fn indexes() -> BTreeMap<String, Index> {
    let own = read::<BTreeMap<String, String>>("dictionaries").into_iter();
    let own = own.map(|(name, text)| Dictionary::from_toml(&name, &name, &text).expect("a dictionary of the cases"));
    let shipped = builtin_names().filter_map(builtin);
    own.chain(shipped).map(|dictionary| (dictionary.name.clone(), Index::new([dictionary]))).collect()
}

fn document(text: &str) -> Document {
    mondegreen::read(text.as_bytes().to_vec(), "case.txt", None, None).expect("a text")
}

impl Marked {
    fn new(text: &str) -> Marked {
        let split = || {
            let (before, rest) = text.split_once('[')?;
            let (marked, after) = rest.split_once(']')?;
            let (heard, meant) = marked.split_once(" > ")?;
            Some((before, heard, meant, after))
        };
        let (before, heard, meant, after) = split().expect(text);
        Marked {
            document: document(&format!("{before}{heard}{after}")),
            heard: heard.to_owned(),
            meant: meant.to_owned(),
            start: before.len(),
        }
    }

    fn is(&self, finding: &Finding) -> bool {
        finding.span.range() == (self.start..self.start + self.heard.len())
            && finding.meant.as_deref() == Some(&self.meant)
    }
}

/// What a person would be shown.
fn shown(document: &Document, index: &Index, settings: &Settings) -> Vec<Finding> {
    let mut findings = scan(document, index, settings);
    findings.retain(|finding| finding.tier >= Tier::Review);
    findings
}

fn told(findings: &[Finding]) -> Vec<String> {
    let tell = |finding: &Finding| {
        let Finding { heard, meant, rule, confidence, .. } = finding;
        format!("{heard} → {}, {rule} {confidence:.2}", meant.as_deref().unwrap_or_default())
    };
    findings.iter().map(tell).collect()
}

/// Fails with everything that is wrong, one line each.
#[track_caller]
fn none_of(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}\n", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_detector_changes_and_leaves_alone() {
    let mixed = &indexes()["mixed"];
    let mut cases: BTreeMap<String, Cases> = read("detectors");
    let mut wrong = Vec::new();
    for rule in Rule::HEARING {
        let settings = Settings::default().with_rules(&[rule]);
        let Some(Cases { changes, stays }) = cases.remove(rule.id()) else {
            wrong.push(format!("no cases of {rule}"));
            continue;
        };
        if changes.is_empty() || stays.len() < changes.len() {
            wrong.push(format!("{rule}: {} texts change and {} stay", changes.len(), stays.len()));
        }
        for text in &changes {
            let marked = Marked::new(text);
            let found = shown(&marked.document, mixed, &settings);
            if !found.iter().any(|finding| marked.is(finding) && finding.rule == rule) {
                let candidates = told(&explain(&marked.document, mixed, &settings));
                wrong.push(format!("{rule}: {text} does not change: {candidates:?}"));
            }
        }
        for text in &stays {
            for settings in [&settings, &Settings::default()] {
                let found = told(&shown(&document(text), mixed, settings));
                if !found.is_empty() {
                    wrong.push(format!("{rule}: {text} does not stay: {found:?}"));
                }
            }
        }
    }
    wrong.extend(cases.into_keys().map(|name| format!("no rule is called {name}")));
    none_of(&wrong);
}

/// What `fix` leaves alone and what it changes, with a list of one's own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Left {
    about: String,
    terms: Vec<String>,
    stays: Vec<String>,
    changes: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct AllLeft {
    case: Vec<Left>,
}

#[test]
fn what_rules_leave_alone_stays_and_all_else_changes() {
    let mut wrong = Vec::new();
    for Left { about, terms, stays, changes } in read::<AllLeft>("leave").case {
        let list = Dictionary::from_list("mine", "mine.txt", &terms.join("\n")).expect("a list");
        let index = Index::new([list]);
        if changes.is_empty() || stays.len() < changes.len() {
            wrong.push(format!("{about}: {} texts change and {} stay", changes.len(), stays.len()));
        }
        let sure = |document: &Document| {
            let mut findings = scan(document, &index, &Settings::default());
            findings.retain(|finding| finding.tier == Tier::Auto);
            findings
        };
        for text in &changes {
            let marked = Marked::new(text);
            if !sure(&marked.document).iter().any(|finding| marked.is(finding)) {
                let candidates = told(&explain(&marked.document, &index, &Settings::default()));
                wrong.push(format!("{about}: {text} does not change: {candidates:?}"));
            }
        }
        for text in &stays {
            let found = told(&sure(&document(text)));
            if !found.is_empty() {
                wrong.push(format!("{about}: {text} does not stay: {found:?}"));
            }
        }
    }
    none_of(&wrong);
}

/// The evidence of marked words; none where they are no candidate.
fn evidence_of(marked: &Marked, index: &Index) -> Option<Evidence> {
    let candidates = explain(&marked.document, index, &Settings::default());
    candidates
        .into_iter()
        .find(|finding| marked.is(finding))
        .and_then(|finding| finding.evidence)
        .map(|evidence| *evidence)
}

/// In which direction the fit lets a piece of evidence speak: 1 where more of it speaks for a candidate, -1 against it.
fn directions() -> BTreeMap<String, f32> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tools/fit.py");
    let fit = std::fs::read_to_string(path).expect("the fit");
    let table =
        fit.split_once("DIRECTION = dict(").and_then(|(_, rest)| rest.split_once(')')).expect("its directions").0;
    let entries = table.split(',').filter_map(|entry| entry.trim().split_once('='));
    entries.map(|(name, direction)| (name.to_owned(), direction.parse().expect("a direction"))).collect()
}

fn value(evidence: &Evidence, name: &str) -> Option<f32> {
    let place = Evidence::NAMES.iter().position(|known| *known == name)?;
    evidence.values().get(place).copied()
}

#[test]
fn every_piece_of_evidence_tells_a_change_from_what_stays() {
    let indexes = indexes();
    let pairs = read::<Pairs>("evidence").pair;
    let mut wrong = Vec::new();
    let directions = directions();
    let mut missing: BTreeSet<&str> = Evidence::NAMES.iter().copied().collect();
    for pair in &pairs {
        let Pair { changes, stays, .. } = pair;
        let name = pair.dictionary.as_deref().unwrap_or("mixed");
        let (index, other) = (&indexes[name], &indexes[pair.dictionary_of_stays.as_deref().unwrap_or(name)]);
        let (changed, kept) = (Marked::new(changes), Marked::new(stays));
        if !shown(&changed.document, index, &Settings::default()).iter().any(|finding| changed.is(finding)) {
            let candidates = told(&explain(&changed.document, index, &Settings::default()));
            wrong.push(format!("{changes} does not change: {candidates:?}"));
        }
        let found = shown(&kept.document, other, &Settings::default());
        if !found.is_empty() {
            wrong.push(format!("{stays} does not stay: {:?}", told(&found)));
        }
        let (Some(of_changed), Some(of_kept)) = (evidence_of(&changed, index), evidence_of(&kept, other)) else {
            let candidates = [(&changed, index), (&kept, other)]
                .map(|(marked, index)| told(&explain(&marked.document, index, &Settings::default())));
            wrong.push(format!("no candidate: {changes} or {stays}: {candidates:?}"));
            continue;
        };
        for (names, sign) in [(&pair.more, 1.0), (&pair.less, -1.0)] {
            for name in names {
                let (Some(a), Some(b)) = (value(&of_changed, name), value(&of_kept, name)) else {
                    wrong.push(format!("no evidence is called {name}"));
                    continue;
                };
                if sign * (a - b) <= 0.0 {
                    wrong.push(format!("{name} is {a} in {changes} and {b} in {stays}"));
                }
                if directions.get(name).is_some_and(|direction| direction * sign < 0.0) {
                    wrong.push(format!("{name} may not speak that way: {changes}"));
                }
                missing.remove(name.as_str());
            }
        }
    }
    wrong.extend(missing.into_iter().map(|name| format!("no pair for {name}")));
    none_of(&wrong);
}
