//! Whether a change brings a line nearer to what was said.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::Verdict;

/// Two spellings of one name are at least so alike.
const ALIKE: f64 = 0.85;
/// A term of fewer letters counts as said only where it stands between word borders.
const SHORT: usize = 4;
/// How many letters of the line are shown on either side of a mistake.
const AROUND: usize = 40;

/// A line of a transcript beside what was said.
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    said: &'a [String],
    /// Word errors of the line as it stands.
    pub(super) errors: usize,
    /// What was said, without blanks.
    letters: String,
    /// Each word of it, without marks.
    flat: Vec<String>,
}

impl<'a> Line<'a> {
    pub(super) fn new(text: &'a str, said: &'a [String]) -> Self {
        let letters = said.concat().replace('\'', "");
        let flat = said.iter().map(|word| squashed(word)).collect();
        Line { text, said, errors: count_errors(&words(text), said), letters, flat }
    }

    /// Word errors with all these changes made; they do not overlap.
    pub(super) fn errors_with(&self, changes: &[(Range<usize>, &str)]) -> usize {
        let mut fixed = String::new();
        let mut done = 0;
        for (at, meant) in changes {
            fixed.push_str(&self.text[done..at.start.max(done)]);
            fixed.push_str(meant);
            done = at.end;
        }
        fixed.push_str(&self.text[done..]);
        count_errors(&words(&fixed), self.said)
    }

    /// What comes of one change made alone.
    ///
    /// Nearer is better, if the words put in were said. No nearer and no farther is neutral if they were said, or if only
    /// blanks, hyphens or case differ. Where what was heard was not said either, and something spelled nearly like the
    /// meant words was, the reference spells the name otherwise: neutral. All else is worse.
    pub(super) fn judge(&self, at: &Range<usize>, meant: &str) -> Verdict {
        let errors = self.errors_with(&[(at.clone(), meant)]);
        let core = squashed(without_possessive(meant));
        if errors < self.errors {
            return if self.was_said(&core) { Verdict::Better } else { Verdict::Worse };
        }
        let heard = squashed(&self.text[at.clone()]);
        if core == heard || errors == self.errors && self.was_said(&core) {
            return Verdict::Neutral;
        }
        if !self.letters.contains(&heard) && self.is_spelled_otherwise(&core, words(meant).len().max(1)) {
            return Verdict::Neutral;
        }
        Verdict::Worse
    }

    fn was_said(&self, core: &str) -> bool {
        if core.chars().count() > SHORT {
            return self.letters.contains(core);
        }
        (0..self.flat.len()).any(|start| {
            (1..=SHORT).any(|count| {
                let run = self.flat[start..].iter().take(count).map(String::as_str).collect::<String>();
                run.strip_prefix(core).is_some_and(|rest| rest.is_empty() || rest == "s")
            })
        })
    }

    fn is_spelled_otherwise(&self, core: &str, count: usize) -> bool {
        let core: Vec<char> = core.chars().collect();
        (0..self.said.len()).any(|start| {
            (count - 1..=count + 1).filter(|&count| count > 0).any(|count| {
                let end = (start + count).min(self.said.len());
                let said: Vec<char> = self.said[start..end].concat().replace('\'', "").chars().collect();
                likeness(&said, &core) >= ALIKE
            })
        })
    }

    /// The line on both sides of a place.
    pub(super) fn around(&self, at: &Range<usize>) -> (String, String) {
        let before = &self.text[..at.start];
        let after = &self.text[at.end..];
        let start = before.char_indices().rev().take(AROUND).last().map_or(before.len(), |(start, _)| start);
        let end = after.char_indices().nth(AROUND).map_or(after.len(), |(end, _)| end);
        (before[start..].to_owned(), after[..end].to_owned())
    }
}

/// The words of a text as they are compared: without case, hyphens and punctuation.
pub(super) fn words(text: &str) -> Vec<String> {
    let plain: String = text.nfkc().map(|c| if c == '\u{2019}' { '\'' } else { c }).collect();
    let kept: String = plain
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '_' | '\'' | '&' | '%' | '$' | '+') { c } else { ' ' })
        .collect();
    kept.split_whitespace().map(str::to_owned).collect()
}

/// The letters of a text as they are compared, without blanks.
pub(super) fn squashed(text: &str) -> String {
    words(text).concat().replace('\'', "")
}

fn without_possessive(text: &str) -> &str {
    text.strip_suffix("'s").or_else(|| text.strip_suffix("\u{2019}s")).unwrap_or(text)
}

/// The word edit distance of two texts (Levenshtein 1966).
pub(super) fn count_errors(a: &[String], b: &[String]) -> usize {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    strsim::generic_levenshtein(&Words(&a[..a.len() - end]), &Words(&b[..b.len() - end]))
}

/// Words as the distance takes them.
struct Words<'a>(&'a [String]);

impl<'a> IntoIterator for &'a Words<'a> {
    type Item = &'a String;
    type IntoIter = std::slice::Iter<'a, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// Twice the letters in common runs, by the letters of both (Ratcliff and Obershelp 1988).
fn likeness(a: &[char], b: &[char]) -> f64 {
    let all = a.len() + b.len();
    // So few letters in common cannot be alike enough.
    if ((2 * a.len().min(b.len())) as f64) < ALIKE * all as f64 {
        return 0.0;
    }
    if all == 0 { 1.0 } else { 2.0 * common(a, b) as f64 / all as f64 }
}

/// The letters of the longest common run, of those before it and of those after it.
fn common(a: &[char], b: &[char]) -> usize {
    let (mut longest, mut end_a, mut end_b) = (0, 0, 0);
    let mut runs = vec![0_usize; b.len() + 1];
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let run = if x == y { diagonal + 1 } else { 0 };
            diagonal = std::mem::replace(&mut runs[j + 1], run);
            if run > longest {
                (longest, end_a, end_b) = (run, i + 1, j + 1);
            }
        }
    }
    if longest == 0 {
        return 0;
    }
    longest + common(&a[..end_a - longest], &b[..end_b - longest]) + common(&a[end_a..], &b[end_b..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_judged_by_what_was_said() {
        use Verdict::{Better, Neutral, Worse};
        // heard, said, the words that change, what they become
        let cases = [
            ("we use git lab here", "We use GitLab here.", "git lab", "GitLab", Better),
            ("we use get lab here", "We use GitLab here.", "get lab", "GitLab", Better),
            ("we use get lab here", "We use get-lab here.", "get lab", "GitLab", Worse),
            ("the work is done", "The work is done.", "work", "York", Worse),
            ("so Zack Silver spoke", "So Zach Silver spoke.", "Zack Silver", "Zach Silver", Better),
            ("so Zag Silver spoke", "So Zach Silver spoke.", "Zag Silver", "Zack Silver", Neutral),
            ("so sad silver spoke", "So <unk> spoke.", "sad silver", "Zack Silver", Worse),
            ("imdb is here", "IMDb is here", "imdb", "IMDb", Neutral),
            ("a e c two", "a EC2", "e c two", "EC2", Better),
            // Fewer garbled words, and yet another name than was said.
            ("met at fan knee may's office", "met at Freddie Mac's office", "fan knee may's", "Fannie Mae's", Worse),
        ];
        for (heard, said, from, to, expected) in cases {
            let said = words(said);
            let line = Line::new(heard, &said);
            let start = heard.find(from).expect("the words stand in the line");
            assert_eq!(line.judge(&(start..start + from.len()), to), expected, "{heard}: {from} to {to}");
        }
    }

    #[test]
    fn words_compare_without_case_hyphens_and_punctuation() {
        assert_eq!(words("Year-over-year, the “R&D” rose 5%…"), ["year", "over", "year", "the", "r&d", "rose", "5%"]);
        assert_eq!(squashed("Macy’s Inc."), "macysinc");
    }

    #[test]
    fn likeness_is_that_of_common_runs() {
        let chars = |text: &str| text.chars().collect::<Vec<char>>();
        let alike = |a: &str, b: &str| likeness(&chars(a), &chars(b));
        assert!((alike("zacksilver", "zachsilver") - 0.9).abs() < 1e-9);
        assert!((alike("abcd", "abcd") - 1.0).abs() < 1e-9);
        assert!(alike("york", "work") < ALIKE);
    }
}
