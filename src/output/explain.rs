//! Why words are, or are not, taken for a term.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::human::{counted, percent, style_of};
use super::json::FindingLine;
use super::json_text::write_pretty;
use super::shown::{shown_in_line, width_of};
use super::{Styles, View};
use crate::dictionary::Dictionary;
use crate::evidence::{Evidence, Pulls};
use crate::finding::Finding;

/// How many candidates are shown if nobody asks for all.
const LIKELIEST: usize = 5;

/// What did less than this to the log-odds is shown only if all is asked for.
const LEAST_PULL: f32 = 0.05;

/// What speaks for and against every candidate of a text.
#[derive(Debug)]
pub(crate) struct Explanation {
    pub(crate) text: String,
    /// Terms that stand in the text as they should.
    pub(crate) standing: Vec<Standing>,
    /// Every candidate, the likeliest first.
    pub(crate) candidates: Vec<Finding>,
    /// How many terms were looked for.
    pub(crate) terms: usize,
}

/// A term that stands in the text as it should, and so is left alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Standing {
    term: String,
    dictionary: String,
}

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// The likeliest candidates, and of their evidence what did something.
    Likeliest,
    /// Everything.
    All,
}

#[derive(Serialize)]
struct Whole<'a> {
    version: u32,
    text: &'a str,
    standing: &'a [Standing],
    candidates: Vec<CandidateLine<'a>>,
}

#[derive(Serialize)]
struct CandidateLine<'a> {
    #[serde(flatten)]
    finding: FindingLine<'a>,
    /// What the evidence did to the log-odds; null where a rule decided.
    pulls: Option<PullsLine>,
}

#[derive(Serialize)]
struct PullsLine {
    start: f32,
    #[serde(flatten)]
    of: BTreeMap<&'static str, f32>,
}

impl Explanation {
    /// The terms that stand in a text as the dictionaries write them.
    pub(crate) fn standing_in(text: &str, dictionaries: &[Dictionary]) -> Vec<Standing> {
        let all =
            dictionaries.iter().flat_map(|dictionary| dictionary.terms.iter().map(move |term| (dictionary, term)));
        all.filter(|(_, term)| stands_in(text, &term.text))
            .map(|(dictionary, term)| Standing { term: term.text.clone(), dictionary: dictionary.name.clone() })
            .collect()
    }

    pub(crate) fn render_json(&self, view: &View, out: &mut dyn Write) -> io::Result<()> {
        let view = View { evidence: true, ..*view };
        let lines = self.candidates.iter().map(|finding| CandidateLine {
            finding: FindingLine::new("TEXT", "txt", finding, &view),
            pulls: finding.pulls.as_ref().map(PullsLine::new),
        });
        let candidates = lines.collect();
        let whole = Whole { version: 1, text: &self.text, standing: &self.standing, candidates };
        write_pretty(&whole, out)
    }

    pub(crate) fn render_human(&self, detail: Detail, view: &View, out: &mut dyn Write) -> io::Result<()> {
        let Styles { strong, .. } = view.styles;
        for Standing { term, dictionary } in &self.standing {
            writeln!(out, "{strong}{}{strong:#} is a term as it stands ({dictionary})\n", shown_in_line(term))?;
        }
        let shown = if detail == Detail::All { self.candidates.len() } else { LIKELIEST.min(self.candidates.len()) };
        for finding in &self.candidates[..shown] {
            candidate(finding, detail, view, out)?;
        }
        match self.candidates.len() - shown {
            0 if shown == 0 => {
                let what = if self.standing.is_empty() { "nothing" } else { "nothing else" };
                let terms = counted(self.terms, "term");
                writeln!(out, "{what} is near any of {terms}: no known mishearing, no other form, sound or spelling")
            }
            0 => Ok(()),
            more => writeln!(out, "{more} less likely; --all shows them"),
        }
    }
}

impl PullsLine {
    fn new(pulls: &Pulls) -> PullsLine {
        let of = Evidence::NAMES.iter().copied().zip(pulls.of.iter().copied());
        PullsLine { start: pulls.start, of: of.filter(|&(_, pull)| pull != 0.0).collect() }
    }
}

fn candidate(finding: &Finding, detail: Detail, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let Styles { heard, meant, gutter, .. } = view.styles;
    let tier = style_of(finding.tier, view);
    writeln!(
        out,
        "{heard}{}{heard:#} → {meant}{}{meant:#}  {tier}{} {}{tier:#}, {} ({})",
        shown_in_line(&finding.heard),
        shown_in_line(finding.meant.as_deref().unwrap_or(&finding.term)),
        finding.tier,
        percent(finding.confidence),
        finding.rule,
        shown_in_line(&finding.dictionary),
    )?;
    writeln!(out, "  {}", shown_in_line(&finding.reason))?;
    let margin = Evidence::NAMES.iter().map(|name| width_of(name)).max().unwrap_or(0);
    let told =
        Evidence::NAMES.iter().zip(Evidence::ABOUT).zip(finding.evidence.iter().flat_map(|evidence| evidence.values()));
    let Some(Pulls { start, of, .. }) = &finding.pulls else {
        writeln!(out, "    {gutter}decided by a rule, from this evidence{gutter:#}")?;
        for ((name, about), value) in told.filter(|(_, value)| *value != 0.0 || detail == Detail::All) {
            writeln!(out, "    {name:margin$} {value:>7.2}  {gutter}{about}{gutter:#}")?;
        }
        return writeln!(out);
    };
    let mut told: Vec<_> = told.zip(of).collect();
    told.retain(|(_, pull)| detail == Detail::All || pull.abs() >= LEAST_PULL);
    told.sort_by(|(_, a), (_, b)| b.abs().total_cmp(&a.abs()));
    let nothing = "before anything is known, in log-odds";
    writeln!(out, "    {:margin$} {:>7}  {start:>+6.2}  {gutter}{nothing}{gutter:#}", "", "")?;
    for (((name, about), value), pull) in told {
        writeln!(out, "    {name:margin$} {value:>7.2}  {pull:>+6.2}  {gutter}{about}{gutter:#}")?;
    }
    writeln!(out)
}

/// Whether a term stands in a text, as whole words.
fn stands_in(text: &str, term: &str) -> bool {
    text.match_indices(term).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + term.len()..].chars().next();
        let is_inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !is_inside(before) && !is_inside(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_stands_as_whole_words() {
        assert!(stands_in("we use GitLab's runners", "GitLab"));
        assert!(stands_in("GitLab", "GitLab"));
        assert!(!stands_in("GitLabs and gitlab", "GitLab"));
    }
}
