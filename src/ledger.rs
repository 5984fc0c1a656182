//! What people decided about findings, remembered by what the findings say and not by where they stand.
//!
//! The file (`mondegreen.decisions.jsonl`) has one line of JSON a decision, and grows at its end, so that two of them
//! merge line by line; their order means nothing, for each says when it was made and the latest holds. A decision is about
//! the heard words, the term that was proposed, and the words around:
//!
//! ```json
//! {"at":"2026-03-01T09:30:00.000Z","decision":"reject","heard":"give that","term":"GitLab","before":"i will","after":"to you"}
//! ```
//!
//! `before` and `after` are up to five words each, folded as the heard words are (small letters, without marks). A
//! decision is about a finding with the same heard words and term if all the words around are the same. Where there is no
//! such place any more, it is about those with the same words on one side, three or more: what was changed beside it since
//! makes it no other. That something is right as it stands holds where something was changed on both sides, too, if three of
//! the words around are the same or all that changed are terms of the dictionaries; and it holds for each part of what a person wrote as their own words. One with `"scope":"everywhere"` is about
//! all findings with these heard words and this term; the decision of a place wins over an older one for everywhere.
//! With `"decision":"own"` stands the `text` that was said, and in `more` how many words before and behind the heard ones
//! it stands for too. `"decision":"undecided"` takes back an earlier one.
//!
//! A line `{"version":1}` says of which version the lines are; where there is none, it is 1.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::json::Json;
use crate::span::{Place, Span};
use crate::token::{folded, words_of};

/// The version of the file; it rises when older programs would misread it.
const VERSION: f64 = 1.0;
/// So many words on each side are a part of what a finding says.
pub(crate) const WORDS_AROUND: usize = 5;
/// So many words on one side tell a place again.
const ENOUGH: usize = 3;

/// What was decided about a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "decision")]
pub enum Decision {
    /// Nothing is decided any more.
    Undecided,
    /// What was proposed is right.
    Accept,
    /// What was heard is right.
    Reject,
    /// Something else was said: this.
    Own(Own),
}

/// What was said instead of what was proposed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Own {
    /// The words.
    pub text: String,
    /// How many words before and behind the heard ones they stand for too.
    #[serde(default, skip_serializing_if = "is_narrow")]
    pub more: [u16; 2],
}

/// Where a decision holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Where these words stand among these.
    #[default]
    Place,
    /// Wherever the heard words are taken for the term.
    Everywhere,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_narrow(more: &[u16; 2]) -> bool {
    *more == [0, 0]
}

/// A decision, what it is about, and when it was made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// When it was made, in UTC as RFC 3339 has it, so that the later is the greater text.
    pub at: String,
    /// Where it holds.
    #[serde(default, skip_serializing_if = "Scope::is_place")]
    pub scope: Scope,
    /// What was decided.
    #[serde(flatten)]
    pub decision: Decision,
    /// What it is about.
    #[serde(flatten)]
    pub about: About,
}

/// What a finding says, without where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct About {
    /// The heard words, folded.
    pub heard: String,
    /// The term that was proposed.
    pub term: String,
    /// Up to five words before them, folded.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub before: String,
    /// Up to five words behind them, folded.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub after: String,
}

/// Decisions, by what they are about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ledger {
    /// By the heard words and the term: the latest decision of each place.
    places: HashMap<(String, String), BTreeMap<About, Entry>>,
    /// The latest of the decisions for all places of the same words and term.
    everywhere: HashMap<(String, String), Entry>,
    /// By words, folded, that are all or a part of what people wrote as their own: what they stand among, and the entry.
    own: HashMap<String, Vec<(About, Entry)>>,
}

impl Scope {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
    fn is_place(&self) -> bool {
        *self == Scope::Place
    }
}

impl Entry {
    /// The line of the file, with its line end.
    pub fn line(&self) -> String {
        let mut line = serde_json::to_string(self).unwrap_or_default();
        line.push('\n');
        line
    }
}

impl About {
    fn key(&self) -> (String, String) {
        (self.heard.clone(), self.term.clone())
    }

    /// Whether two places with the same heard words and term are likely the same one, with something changed on one side.
    fn is_like(&self, other: &About) -> bool {
        let is_same = |own: &str, other: &str| own == other && own.split(' ').count() >= ENOUGH;
        is_same(&self.before, &other.before) || is_same(&self.after, &other.after)
    }

    /// Whether two places with the same heard words are likely the same one, with something changed on both sides; `other`
    /// is how it was. Where nothing but terms came in the place of other words, no word need be the same.
    fn is_somewhat_like(&self, other: &About, is_term: &dyn Fn(&str) -> bool) -> bool {
        let before = |text: &'_ str| -> Vec<String> { text.split_whitespace().rev().map(str::to_owned).collect() };
        let behind = |text: &'_ str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        let before = Side::of(&before(&self.before), &before(&other.before), is_term);
        let after = Side::of(&behind(&self.after), &behind(&other.after), is_term);
        before
            .zip(after)
            .is_some_and(|(a, b)| a.same + b.same >= ENOUGH || a.is_explained && b.is_explained && !self.is_bare())
    }

    /// Whether no word stands around.
    fn is_bare(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }
}

/// So many words are changed at once, at the most.
const LONGEST_CHANGE: usize = 4;

/// The words on one side of two places that may be the same one, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Side {
    /// Whether they are the same as far as they are known, but for terms in the place of other words.
    is_explained: bool,
    /// How many are the same.
    same: usize,
}

impl Side {
    /// None where they differ in more than terms, and one stretch that came in the place of another one.
    fn of(new: &[String], old: &[String], is_term: &dyn Fn(&str) -> bool) -> Option<Side> {
        let is_cut = |words: &[String]| words.len() == WORDS_AROUND;
        let side = Side::behind(new, old, [is_cut(new), is_cut(old)], is_term, true)?;
        // That something else stands there altogether makes it no other place.
        (side.is_explained || side.same > 0).then_some(side)
    }

    /// The same of what is left on a side; `may_differ` is whether a stretch may stand for another that is no term.
    fn behind(
        new: &[String],
        old: &[String],
        is_cut: [bool; 2],
        is_term: &dyn Fn(&str) -> bool,
        may_differ: bool,
    ) -> Option<Side> {
        let near = new.iter().zip(old).take_while(|(new, old)| new == old).count();
        let (new, old) = (&new[near..], &old[near..]);
        if new.is_empty() || old.is_empty() {
            // The one that ends first is not known any farther, or it is another place.
            let is_explained = match (new.is_empty(), old.is_empty()) {
                (true, true) => true,
                (true, false) => is_cut[0],
                (false, _) => is_cut[1],
            };
            return Some(Side { is_explained, same: near });
        }
        let lengths = (1..=LONGEST_CHANGE).flat_map(|was| (1..=LONGEST_CHANGE).map(move |is| (was, is)));
        let sides = lengths.filter_map(|(was, is)| {
            let (gap, new, old) = (new.get(..is)?, new.get(is..)?, old.get(was..)?);
            if gap.iter().all(|word| is_term(word)) {
                return Side::behind(new, old, is_cut, is_term, may_differ);
            }
            let side = may_differ.then(|| Side::behind(new, old, is_cut, is_term, false))??;
            let goes_on = side.same > 0 || (new.is_empty() || old.is_empty()) && is_cut.contains(&true);
            goes_on.then_some(Side { is_explained: false, ..side })
        });
        sides.max().map(|side| Side { same: near + side.same, ..side })
    }
}

/// So many words of a person's own are looked at.
const LONGEST_OWN: usize = 12;

/// What each stretch of the words of a person's own stands among.
fn stretches(own: &Own, about: &About) -> Vec<About> {
    let mut words = Vec::new();
    let span = Span { start: 0, end: own.text.len() as u32 };
    words_of(&own.text, span, &mut words);
    let words: Vec<String> = words.iter().take(LONGEST_OWN).map(|word| folded(&own.text[word.span.range()])).collect();
    let before: Vec<&str> = about.before.split_whitespace().collect();
    let after: Vec<&str> = about.after.split_whitespace().collect();
    let (before, after) = (
        &before[..before.len().saturating_sub(own.more[0].into())],
        &after[usize::from(own.more[1]).min(after.len())..],
    );
    let around = |start: usize, end: usize| {
        let all = |words: &[&str], more: &[String]| {
            words.iter().copied().chain(more.iter().map(String::as_str)).map(str::to_owned).collect::<Vec<_>>()
        };
        let before = all(before, &words[..start]);
        let mut behind: Vec<&str> = words[end..].iter().map(String::as_str).collect();
        behind.extend(after);
        About {
            heard: words[start..end].join(" "),
            term: String::new(),
            before: before[before.len().saturating_sub(WORDS_AROUND)..].join(" "),
            after: behind[..behind.len().min(WORDS_AROUND)].join(" "),
        }
    };
    let ends = (0..words.len()).flat_map(|start| (start + 1..=words.len()).map(move |end| (start, end)));
    ends.map(|(start, end)| around(start, end)).collect()
}

impl Ledger {
    /// Reads the file of a ledger, which messages call `path`. Keys that this version does not know mean nothing to it.
    ///
    /// # Errors
    ///
    /// Where a line is no decision, with its place.
    ///
    /// ```
    /// use mondegreen::{About, Decision, Ledger};
    ///
    /// let text = r#"{"at":"2026-03-01T09:30:00Z","decision":"reject","heard":"give that","term":"GitLab"}"#;
    /// let ledger = Ledger::read("mondegreen.decisions.jsonl", text)?;
    /// let about = About { heard: "give that".to_owned(), term: "GitLab".to_owned(), ..About::default() };
    /// assert_eq!(ledger.decision(&about), &Decision::Reject);
    /// # Ok::<(), mondegreen::Error>(())
    /// ```
    pub fn read(path: &str, text: &str) -> Result<Ledger> {
        let mut ledger = Ledger::default();
        let text = text.trim_start_matches('\u{FEFF}');
        let last = text.rfind('\n').map_or(0, |at| at + 1);
        for (number, line) in text.lines().enumerate() {
            // Whoever wrote the last line was stopped in the middle of it; anything else is no decision at all.
            let is_last = line.as_ptr() as usize - text.as_ptr() as usize >= last;
            let is_cut = is_last && line.starts_with('{') && Json::read(line).is_err();
            if line.trim().is_empty() || is_cut {
                continue;
            }
            let at = |error: Error, column: usize| error.at(Place { line: number + 1, column }).in_file(path);
            let json = Json::read(line).map_err(|error| {
                let column = error.place().map_or(1, |place| place.column);
                let hint = if line.starts_with(['<', '=', '>']) {
                    "a merge left its marks; keep the lines of both sides"
                } else {
                    "a line that was cut short can be deleted"
                };
                at(error.with_hint(hint), column)
            })?;
            if let (Some(version), None) = (json.value().get("version"), json.value().get("decision")) {
                if version.number() == Some(VERSION) {
                    continue;
                }
                let found = &line[version.place().start as usize..version.place().end as usize];
                let error = Error::new(format!("found decisions of version {found}, expected version {VERSION}"));
                return Err(at(error.with_hint("use the mondegreen that wrote it, or a later one"), 1));
            }
            let entry: Entry = serde_json::from_str(line).map_err(|error| {
                let what = error.to_string();
                let what = what.split(" at line").next().unwrap_or_default();
                let what = if line.trim_start().starts_with('{') { what } else { "expected an object in braces" };
                at(Error::new(format!("found no decision: {what}")), error.column().max(1))
            })?;
            ledger.add(entry);
        }
        Ok(ledger)
    }

    /// Takes up a decision, unless a later one about the same is known.
    pub fn add(&mut self, entry: Entry) {
        if let Decision::Own(own) = &entry.decision {
            for stretch in stretches(own, &entry.about) {
                self.own.entry(stretch.heard.clone()).or_default().push((stretch, entry.clone()));
            }
        }
        if entry.scope == Scope::Everywhere {
            let known = self.everywhere.entry(entry.about.key()).or_insert_with(|| entry.clone());
            if *known < entry {
                *known = entry;
            }
            return;
        }
        let places = self.places.entry(entry.about.key()).or_default();
        let known = places.entry(entry.about.clone()).or_insert_with(|| entry.clone());
        if *known < entry {
            *known = entry;
        }
    }

    /// What holds for a finding that stands alone.
    pub fn decision(&self, about: &About) -> &Decision {
        self.decisions([about]).pop().unwrap_or(&Decision::Undecided)
    }

    /// What holds for each of these findings: a decision about one of them is about no other.
    pub fn decisions<'a>(&self, abouts: impl IntoIterator<Item = &'a About>) -> Vec<&Decision> {
        self.decisions_among(abouts, &|_| false)
    }

    /// As [`Ledger::decisions`], where terms may have come in the place of words around: `is_term` is whether a word, folded,
    /// is one of a term.
    pub(crate) fn decisions_among<'a>(
        &self,
        abouts: impl IntoIterator<Item = &'a About>,
        is_term: &dyn Fn(&str) -> bool,
    ) -> Vec<&Decision> {
        let abouts: Vec<&About> = abouts.into_iter().collect();
        let here: HashSet<&About> = abouts.iter().copied().collect();
        // The decisions that have lost their place.
        let mut lost: HashMap<(String, String), Vec<&Entry>> = HashMap::new();
        let decide = |about: &&About| {
            let key = about.key();
            let places = self.places.get(&key);
            let own = places.and_then(|places| places.get(about)).or_else(|| {
                let lost = lost.entry(key.clone()).or_insert_with(|| {
                    let places = places.into_iter().flatten();
                    places.filter(|(about, _)| !here.contains(about)).map(|(_, entry)| entry).collect()
                });
                let is_right =
                    |entry: &Entry| entry.decision == Decision::Reject && about.is_somewhat_like(&entry.about, is_term);
                lost.iter().copied().filter(|entry| about.is_like(&entry.about) || is_right(entry)).max()
            });
            let is_own = || {
                let own = self.own.get(&about.heard).into_iter().flatten();
                own.into_iter().any(|(own, entry)| {
                    self.holds(entry) && (entry.scope == Scope::Everywhere || about.is_somewhat_like(own, is_term))
                })
            };
            let everywhere = self.everywhere.get(&key).filter(|entry| entry.decision != Decision::Undecided);
            match (own, everywhere) {
                (Some(own), Some(everywhere)) if own.at < everywhere.at => &everywhere.decision,
                (Some(own), _) => &own.decision,
                (None, Some(everywhere)) => &everywhere.decision,
                (None, None) if is_own() => &Decision::Reject,
                (None, None) => &Decision::Undecided,
            }
        };
        abouts.iter().map(decide).collect()
    }

    /// Whether this is what was decided last.
    fn holds(&self, entry: &Entry) -> bool {
        let last = match entry.scope {
            Scope::Everywhere => self.everywhere.get(&entry.about.key()),
            Scope::Place => self.places.get(&entry.about.key()).and_then(|places| places.get(&entry.about)),
        };
        last == Some(entry)
    }

    /// What holds wherever these heard words are taken for this term.
    pub fn everywhere(&self, about: &About) -> &Decision {
        self.everywhere.get(&about.key()).map_or(&Decision::Undecided, |entry| &entry.decision)
    }

    /// When the latest decision was made.
    pub fn latest(&self) -> Option<&str> {
        self.entries().into_iter().map(|entry| &*entry.at).max()
    }

    /// Whether it holds no decision.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty() && self.everywhere.is_empty()
    }

    /// All decisions that hold, in order: for counting and learning.
    pub fn entries(&self) -> Vec<&Entry> {
        let sorted: BTreeSet<&Entry> =
            self.places.values().flat_map(BTreeMap::values).chain(self.everywhere.values()).collect();
        sorted.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(before: &str, after: &str) -> About {
        About {
            heard: "give that".to_owned(),
            term: "GitLab".to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }

    fn own(text: &str) -> Decision {
        Decision::Own(Own { text: text.to_owned(), more: [0, 0] })
    }

    fn entry(at: &str, decision: Decision, before: &str, after: &str) -> Entry {
        Entry { at: at.to_owned(), scope: Scope::Place, decision, about: about(before, after) }
    }

    #[test]
    fn lines_are_read_back_in_any_order() {
        let entries = [
            entry("2026-01-01T00:00:00Z", Decision::Accept, "we use", "a lot"),
            entry("2026-01-02T00:00:00Z", own("Git \"x\""), "we use", "a lot"),
            entry("2026-01-01T00:00:00Z", Decision::Reject, "i", "to you"),
            entry("2026-01-03T00:00:00Z", Decision::Undecided, "", ""),
        ];
        let lines: Vec<String> = entries.iter().map(Entry::line).collect();
        let forward = Ledger::read("d", &lines.concat()).expect("a ledger");
        let backward: String = lines.iter().rev().map(String::as_str).collect();
        let backward = Ledger::read("d", &backward).expect("a ledger");
        for ledger in [&forward, &backward] {
            assert_eq!(ledger.decision(&about("we use", "a lot")), &entries[1].decision);
            assert_eq!(ledger.decision(&about("i", "to you")), &Decision::Reject);
            assert_eq!(ledger.entries().len(), 3);
        }
    }

    #[test]
    fn a_line_that_was_cut_short_began_as_one() {
        let decision = entry("1", Decision::Reject, "i", "to you").line();
        for end in 1..decision.trim_end().len() {
            let ledger = Ledger::read("d", &format!("{decision}{}", &decision[..end])).expect("a ledger");
            assert_eq!(ledger.entries().len(), 1, "{end}");
        }
        for text in ["We use git lab.", "<<<<<<< HEAD"] {
            assert!(Ledger::read("d", text).is_err(), "{text}");
        }
    }

    #[test]
    fn another_version_is_refused() {
        let decision = entry("1", Decision::Reject, "i", "to you").line();
        let ledger =
            Ledger::read("d", &format!("{{\"version\":1}}\n{decision}{{\"version\": 1}}\n")).expect("a ledger");
        assert_eq!(ledger.entries().len(), 1);
        let error = Ledger::read("d", &format!("{decision}{{\"version\":2}}\n")).expect_err("another version");
        assert_eq!(error.to_string(), "d:2:1: found decisions of version 2, expected version 1");
    }

    #[test]
    fn a_place_is_known_by_what_is_beside_it() {
        let mut ledger = Ledger::default();
        ledger.add(entry("1", Decision::Reject, "then i will", "to you now"));
        for (before, after, expected) in [
            ("then i will", "to you now", Decision::Reject),
            ("then i will", "elsewhere", Decision::Reject),
            ("but i will", "to you now", Decision::Reject),
            ("but i will", "to you", Decision::Undecided),
            // With something written in the place of something else on both sides.
            ("then we shall will", "to both of you now", Decision::Reject),
            ("then we shall will", "for both of them then", Decision::Undecided),
            ("will", "to them", Decision::Undecided),
            ("", "", Decision::Undecided),
        ] {
            assert_eq!(ledger.decision(&about(before, after)), &expected, "{before} … {after}");
        }
        // A place that is still there is the only one that was meant.
        let [own, other] = [about("then i will", "to you now"), about("then i will", "elsewhere")];
        assert_eq!(ledger.decisions([&other, &own]), [&Decision::Undecided, &Decision::Reject]);
        let everywhere = |at, decision| Entry { scope: Scope::Everywhere, ..entry(at, decision, "", "") };
        ledger.add(everywhere("2", Decision::Reject));
        assert_eq!(ledger.decision(&about("any", "where")), &Decision::Reject);
        ledger.add(entry("3", Decision::Accept, "any", "where"));
        assert_eq!(ledger.decision(&about("any", "where")), &Decision::Accept);
        ledger.add(everywhere("4", Decision::Undecided));
        assert_eq!(ledger.decision(&about("some", "where")), &Decision::Undecided);
        assert_eq!(ledger.decision(&about("any", "where")), &Decision::Accept);
    }

    #[test]
    fn what_a_person_wrote_stays() {
        let mut ledger = Ledger::default();
        let written = Entry {
            decision: own("Siobhan MacAllister"),
            about: About { heard: "shivon mcallister".to_owned(), ..about("so we heard that", "was here with us") },
            ..entry("1", Decision::Accept, "", "")
        };
        ledger.add(written.clone());
        let of = |heard: &str, before: &str, after: &str| About {
            heard: heard.to_owned(),
            term: "McAllister".to_owned(),
            ..about(before, after)
        };
        let here = of("macallister", "so we heard that siobhan", "was here with us");
        for (about, expected) in [
            (here.clone(), Decision::Reject),
            (of("siobhan macallister", "so we heard that", "was here with us"), Decision::Reject),
            (of("siobhan macallister", "so they said that", "was here with us"), Decision::Reject),
            (of("macallister", "then", "went home and slept"), Decision::Undecided),
            (of("heard", "so we", "that siobhan macallister was here"), Decision::Undecided),
        ] {
            assert_eq!(ledger.decision(&about), &expected, "{about:?}");
        }
        ledger.add(Entry { at: "2".to_owned(), decision: Decision::Undecided, ..written });
        assert_eq!(ledger.decision(&here), &Decision::Undecided);
    }

    #[test]
    fn what_is_no_decision_is_told_with_its_place() {
        for (text, expected) in [
            ("{}\n", "d:1:2: found no decision: missing field `at`"),
            ("\n{\"at\":\"1\",\n", "d:2:11: found the end, expected a key in quotes: it is no JSON"),
            ("<<<<<<< HEAD\n", "d:1:1: found `<`, expected a value: it is no JSON"),
            (
                "{\"at\":\"1\",\"decision\":\"maybe\",\"heard\":\"\",\"term\":\"\"}\n",
                "d:1:50: found no decision: unknown variant `maybe`, expected one of `undecided`, `accept`, `reject`, `own`",
            ),
        ] {
            let error = Ledger::read("d", text).expect_err("no ledger");
            assert_eq!(error.to_string(), expected);
        }
    }
}
