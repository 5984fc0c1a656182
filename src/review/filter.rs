//! Which findings are shown: words that a person types.

use crate::finding::{Finding, Rule, Tier};
use crate::ledger::Decision;

/// What a finding must be to be shown; all of it holds at once.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Filter(Vec<Wish>);

#[derive(Debug, Clone, PartialEq)]
enum Wish {
    Rule(Rule),
    Tier(Tier),
    Speaker(String),
    Term(String),
    File(String),
    Decision(Option<bool>),
    Words(String),
}

/// What can stand before a colon.
const KEYS: &str = "rule:, tier:, speaker:, term:, file: or is:";

impl Filter {
    /// Reads `rule:sound speaker:jassy`; a value with a blank in it stands in quotes.
    pub(super) fn read(text: &str) -> Result<Filter, String> {
        words(text).iter().map(|word| Wish::read(word)).collect::<Result<_, _>>().map(Filter)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn holds(&self, path: &str, finding: &Finding, decision: &Decision) -> bool {
        self.0.iter().all(|wish| wish.holds(path, finding, decision))
    }
}

impl Wish {
    fn read(word: &str) -> Result<Wish, String> {
        let Some((key, value)) = word.split_once(':') else { return Ok(Wish::Words(word.to_lowercase())) };
        let lower = value.to_lowercase();
        match key {
            "rule" => lower.parse().map(Wish::Rule),
            "tier" => lower.parse().map(Wish::Tier),
            "speaker" => Ok(Wish::Speaker(lower)),
            "term" => Ok(Wish::Term(lower)),
            "file" => Ok(Wish::File(lower)),
            "is" => match &*lower {
                "open" | "undecided" => Ok(Wish::Decision(None)),
                "accepted" => Ok(Wish::Decision(Some(true))),
                "rejected" => Ok(Wish::Decision(Some(false))),
                _ => Err(format!("found `is:{value}`, expected is:open, is:accepted or is:rejected")),
            },
            _ => Err(format!("found `{key}:`, expected {KEYS}")),
        }
    }

    fn holds(&self, path: &str, finding: &Finding, decision: &Decision) -> bool {
        let has = |text: &str, part: &str| text.to_lowercase().contains(part);
        match self {
            Wish::Rule(rule) => finding.rule == *rule,
            Wish::Tier(tier) => finding.tier == *tier,
            Wish::Speaker(part) => finding.speaker.as_deref().is_some_and(|speaker| has(speaker, part)),
            Wish::Term(part) => has(&finding.term, part),
            Wish::File(part) => has(path, part),
            Wish::Decision(wanted) => {
                let decided = match decision {
                    Decision::Undecided => None,
                    Decision::Reject => Some(false),
                    Decision::Accept | Decision::Own(_) => Some(true),
                };
                decided == *wanted
            }
            Wish::Words(part) => {
                has(&finding.heard, part)
                    || has(&finding.term, part)
                    || finding.meant.as_deref().is_some_and(|meant| has(meant, part))
            }
        }
    }
}

/// The words of a line, each in quotes as one.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut is_quoted = false;
    for c in text.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ' ' if !is_quoted => {
                words.push(std::mem::take(&mut word));
            }
            _ => word.push(c),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_are_read_or_told_of() {
        let read = |text| Filter::read(text).map(|filter| filter.0);
        assert_eq!(read("  "), Ok(vec![]));
        assert_eq!(
            read("rule:sound Speaker:\"Andy J\" speaker:\"Andy J\" git lab"),
            Err("found `Speaker:`, expected rule:, tier:, speaker:, term:, file: or is:".to_owned())
        );
        assert_eq!(
            read("tier:auto speaker:\"Andy J\" Git is:open"),
            Ok(vec![
                Wish::Tier(Tier::Auto),
                Wish::Speaker("andy j".to_owned()),
                Wish::Words("git".to_owned()),
                Wish::Decision(None)
            ])
        );
        assert!(read("rule:x").is_err() && read("is:x").is_err());
    }
}
