//! Findings that are known already, by what they say and not by where they stand.
//!
//! A baseline is a multiset of fingerprints: moving a paragraph makes nothing new, and a second copy of it does. Its file
//! has one line a fingerprint, in order and all alike, so that two of them merge line by line.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use crate::document::Document;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::json::{Json, Value};
use crate::span::place_in;

/// The version of the file; it rises when older programs would misread it.
const VERSION: u32 = 1;
/// The last line of the fingerprints, there so that each line before it ends in a comma.
const END: &str = "end";
/// So much of a line tells it from others, in bytes on each side of a finding.
const AROUND: usize = 1000;
/// So many hex digits make a fingerprint.
const DIGITS: usize = 16;

/// A multiset of fingerprints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Baseline(BTreeMap<String, u32>);

impl Baseline {
    /// Reads the file of a baseline, which messages call `path`.
    ///
    /// # Errors
    ///
    /// Where it is not whole, of another version, or holds what is no fingerprint; with the place.
    pub(crate) fn read(path: &str, text: &str) -> Result<Baseline> {
        fingerprints(text).map_err(|error| error.in_file(path))
    }

    /// Whether a file is a baseline, whole or not and of any version, so that nothing else is lost when it is written anew.
    pub(crate) fn is_in(text: &str) -> bool {
        let mut text = text.trim_start_matches('\u{FEFF}').trim_start();
        let number: String = text.chars().take_while(|&c| c != ',').filter(char::is_ascii_digit).collect();
        for part in ["{", "\"version\"", ":", &number, ",", "\"findings\"", ":", "{"] {
            match text.strip_prefix(part) {
                Some(rest) => text = rest.trim_start(),
                // What was cut short here began like one.
                None => return part.starts_with(text),
            }
        }
        !number.is_empty()
    }

    /// The file of this baseline.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("{{\n  \"version\": {VERSION},\n  \"findings\": {{\n");
        for (fingerprint, count) in &self.0 {
            let _ = writeln!(text, "    \"{fingerprint}\": {count},");
        }
        let _ = write!(text, "    \"{END}\": 0\n  }}\n}}\n");
        text
    }

    /// Takes up a finding.
    pub(crate) fn add(&mut self, fingerprint: &str) {
        let count = self.0.entry(fingerprint.to_owned()).or_default();
        *count = count.saturating_add(1);
    }

    /// Takes out a finding; answers whether it was held.
    pub(crate) fn take(&mut self, fingerprint: &str) -> bool {
        let Some(count) = self.0.get_mut(fingerprint).filter(|count| **count > 0) else { return false };
        *count -= 1;
        true
    }

    /// Takes up what another one holds.
    pub(crate) fn append(&mut self, other: Baseline) {
        for (fingerprint, count) in other.0 {
            let sum = self.0.entry(fingerprint).or_default();
            *sum = sum.saturating_add(count);
        }
    }

    /// How many findings it holds.
    pub(crate) fn len(&self) -> usize {
        self.0.values().map(|&count| count as usize).sum()
    }
}

/// What was found in a file before it changed.
#[derive(Debug, Default)]
pub(crate) struct Past(Vec<Said>);

/// What a finding says, in more and in fewer words.
#[derive(Debug)]
struct Said {
    fingerprint: String,
    /// The rule, the term and the heard words.
    words: String,
    /// The same with the line that they stand in.
    line: String,
}

/// By what findings are the same: by all they say, by their line, and by their words alone.
///
/// A line that is added beside an old finding changes its fingerprint, but does not make it new.
const LIKENESSES: [fn(&Said) -> &str; 3] = [|said| &said.fingerprint, |said| &said.line, |said| &said.words];

impl Said {
    fn of(document: &Document, finding: &Finding) -> Said {
        let (text, span) = (document.text(), finding.span.range());
        let near = text.ceil_char_boundary(span.start.saturating_sub(AROUND));
        let far = text.floor_char_boundary(span.end + AROUND);
        let start = text[near..span.start].rfind('\n').map_or(near, |end| near + end + 1);
        let end = text[span.end..far].find('\n').map_or(far, |end| span.end + end);
        let words = [finding.rule.id(), &finding.term, &finding.heard].join("\n");
        let line = format!("{words}\n{}", &text[start..end]);
        Said { fingerprint: finding.fingerprint.clone(), words, line }
    }
}

impl Past {
    pub(crate) fn of(document: &Document, findings: &[Finding]) -> Past {
        Past(findings.iter().map(|finding| Said::of(document, finding)).collect())
    }

    /// What all of it says.
    pub(crate) fn fingerprints(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|said| &*said.fingerprint)
    }

    /// Leaves the findings that were not there; answers with what was there and is not among them.
    pub(crate) fn leave_new(self, document: &Document, findings: &mut Vec<Finding>) -> Baseline {
        let mut past = self.0;
        if past.is_empty() {
            return Baseline::default();
        }
        for likeness in LIKENESSES {
            let mut known: HashMap<String, usize> = HashMap::new();
            for said in &past {
                *known.entry(likeness(said).to_owned()).or_default() += 1;
            }
            // How many of each are there still, of those that were there before.
            let mut found: HashMap<String, usize> = HashMap::new();
            findings.retain(|finding| {
                let said = Said::of(document, finding);
                let key = likeness(&said);
                let Some(left) = known.get_mut(key).filter(|left| **left > 0) else { return true };
                *left -= 1;
                *found.entry(key.to_owned()).or_default() += 1;
                false
            });
            past.retain(|said| match found.get_mut(likeness(said)).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    false
                }
                None => true,
            });
        }
        past.iter().map(|said| &*said.fingerprint).collect()
    }
}

impl<'a> FromIterator<&'a str> for Baseline {
    fn from_iter<I: IntoIterator<Item = &'a str>>(fingerprints: I) -> Self {
        let mut baseline = Baseline::default();
        fingerprints.into_iter().for_each(|fingerprint| baseline.add(fingerprint));
        baseline
    }
}

fn fingerprints(text: &str) -> Result<Baseline> {
    const ANEW: &str = "write it anew: `mondegreen check --write-baseline`";
    if u32::try_from(text.len()).is_err() {
        return Err(Error::new(format!("found {} bytes, expected less than 4294967296", text.len())));
    }
    let json = Json::read(text).map_err(|error| {
        let hint = if text.contains("<<<<<<<") {
            "where a merge left both sides, keep the lines of both"
        } else if error.place().is_some_and(|place| place < place_in(text, text.trim_end().len())) {
            ANEW
        } else {
            "the file was cut short; take it from your repository again, or write it anew: `mondegreen check --write-baseline`"
        };
        error.with_hint(hint)
    })?;
    let whole = json.value();
    let refused = |message: String, at: Value<'_>| Error::new(message).at(place_in(text, at.place().start as usize));
    let version = whole.get("version");
    let Some(version) = version else {
        return Err(refused("found no `version`, expected a baseline of mondegreen".to_owned(), whole).with_hint(ANEW));
    };
    if version.number() != Some(f64::from(VERSION)) {
        let found = &text[version.place().start as usize..version.place().end as usize];
        let error = refused(format!("found a baseline of version {found}, expected version {VERSION}"), version);
        return Err(error.with_hint(format!("{ANEW}, or use the mondegreen that wrote it")));
    }
    let Some(findings) = whole.get("findings") else {
        return Err(refused("found no `findings`, expected them".to_owned(), whole).with_hint(ANEW));
    };
    let mut baseline = Baseline::default();
    let mut is_whole = false;
    for (key, value) in findings.members() {
        if key == END {
            is_whole = true;
            continue;
        }
        let is_fingerprint = key.len() == DIGITS && key.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !is_fingerprint {
            return Err(refused(
                format!("found `{}`, expected a fingerprint of {DIGITS} hex digits", key.escape_debug()),
                value,
            )
            .with_hint(ANEW));
        }
        let count = &text[value.place().start as usize..value.place().end as usize];
        let Ok(count) = count.parse::<u32>() else {
            return Err(
                refused(format!("found {count}, expected how often the finding is known"), value).with_hint(ANEW)
            );
        };
        // A merge may leave a line of each side: the findings of both are the same ones.
        let known = baseline.0.entry(key.to_owned()).or_default();
        *known = count.max(*known);
    }
    if !is_whole {
        let error = refused(format!("found no line `\"{END}\": 0` behind the findings, expected one"), findings);
        return Err(error.with_hint(ANEW));
    }
    Ok(baseline)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "0123456789abcdef";
    const TWO: &str = "fedcba9876543210";

    #[test]
    fn a_multiset_counts() {
        let mut known: Baseline = [TWO, ONE, TWO].into_iter().collect();
        assert_eq!(known.len(), 3);
        assert_eq!([TWO, TWO, TWO, ONE, "other"].map(|one| known.take(one)), [true, true, false, true, false]);
    }

    #[test]
    fn what_is_written_reads_back_in_one_order() {
        let known: Baseline = [TWO, ONE, TWO].into_iter().collect();
        let other: Baseline = [ONE, TWO, TWO].into_iter().collect();
        assert_eq!(known.text(), other.text());
        assert_eq!(Baseline::read("b.json", &known.text()), Ok(known));
        assert_eq!(Baseline::read("b.json", &Baseline::default().text()), Ok(Baseline::default()));
    }

    #[test]
    fn lines_of_two_sides_merge() {
        let [one, two]: [Baseline; 2] = [[ONE, ONE].into_iter().collect(), [ONE, TWO].into_iter().collect()];
        let mut lines: Vec<String> = one.text().lines().map(str::to_owned).collect();
        let added: Vec<&str> = two.text().leak().lines().filter(|line| line.starts_with("    \"")).collect();
        lines.splice(4..4, added.iter().filter(|line| !line.contains(END)).map(|line| (*line).to_owned()));
        let merged = Baseline::read("b.json", &lines.join("\n")).expect("a baseline");
        assert_eq!(merged, [ONE, ONE, TWO].into_iter().collect());
    }

    #[test]
    fn what_is_a_baseline_is_told_from_what_is_not() {
        let whole = [TWO, ONE, TWO].into_iter().collect::<Baseline>().text();
        for end in 0..=whole.len() {
            assert!(Baseline::is_in(&whole[..end]), "{end}");
        }
        let cases = [
            ("{\"version\":12,\"findings\":{\n<<<<<<< ours", true),
            ("\u{FEFF}{ \"version\": 7 , \"findings\": { } }\n", true),
            (" \n", true),
            ("Good morning, everybody.", false),
            ("{\"version\": \"1.0.0\", \"segments\": []}", false),
            ("{\"version\": 1, \"segments\": []}", false),
            ("{\"version\": 1, \"findings\": []}", false),
            ("{\"version\": , \"findings\": {}}", false),
            ("[]", false),
            ("{}", false),
            ("\0", false),
        ];
        for (text, expected) in cases {
            assert_eq!(Baseline::is_in(text), expected, "{text:?}");
        }
    }

    #[test]
    fn cut_short_anywhere_it_is_refused() {
        let text = [TWO, ONE, TWO].into_iter().collect::<Baseline>().text();
        for end in 0..text.trim_end().len() {
            let error = Baseline::read("b.json", &text[..end]).expect_err("not whole");
            let hint = error.hint().unwrap_or_default();
            assert!(hint.contains("--write-baseline"), "{end}: {error}");
            assert!(hint.starts_with("the file was cut short"), "{end}: {error}: {hint}");
        }
    }

    #[test]
    fn what_stands_behind_it_was_not_cut_short() {
        for text in ["{\"version\": 1}\nmore", "{\"version\": 1} }", "{\"version\": 1 \"findings\": {\n\"end\": 0}"] {
            let error = Baseline::read("b.json", text).expect_err("more");
            assert!(error.hint().is_some_and(|hint| hint.starts_with("write it anew")), "{error}: {:?}", error.hint());
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let cases = [
            ("{\"version\": 2, \"findings\": {}}", "b.json:1:13: found a baseline of version 2, expected version 1"),
            ("{\"findings\": {}}", "b.json:1:1: found no `version`, expected a baseline of mondegreen"),
            ("[]", "b.json:1:1: found no `version`, expected a baseline of mondegreen"),
            ("{\"version\": 1}", "b.json:1:1: found no `findings`, expected them"),
            (
                "{\"version\": 1, \"findings\": []}",
                "b.json:1:28: found no line `\"end\": 0` behind the findings, expected one",
            ),
            (
                "{\"version\": 1, \"findings\": {\n\"a\": 1}}",
                "b.json:2:6: found `a`, expected a fingerprint of 16 hex digits",
            ),
            (
                "{\"version\": 1, \"findings\": {\"0123456789abcdef\": -1}}",
                "b.json:1:49: found -1, expected how often the finding is known",
            ),
            ("<<<<<<< ours", "b.json:1:1: found `<`, expected a value: it is no JSON"),
        ];
        for (text, message) in cases {
            let error = Baseline::read("b.json", text).expect_err(text);
            assert_eq!(error.to_string(), message);
            assert!(error.hint().is_some());
        }
    }
}
