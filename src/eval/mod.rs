//! How good the findings are, measured against what people wrote.
//!
//! A [`Talk`] is a transcript with, for each stretch of it, what was really said. Every finding is put into its stretch
//! alone and judged by the words there: nearer to what was said, or farther from it. The measures are those of the
//! field: precision and recall by tier, wrong changes in 10,000 words, word error rate before and after, and whether
//! confidences hold what they promise (Guo et al. 2017, "On Calibration of Modern Neural Networks").
//!
//! ```
//! use mondegreen::eval::{Pair, Talk};
//! use mondegreen::{Dictionary, Index, Settings};
//!
//! let pair = Pair::new("We pushed it to git lab today.", "We pushed it to GitLab today.");
//! let talk = Talk::of_pairs(&[pair]);
//! let index = Index::new([Dictionary::from_list("names", "names.txt", "GitLab\n")?]);
//! let figures = talk.figures(&index, &Settings::default());
//! assert_eq!(figures.words, 6);
//! assert_eq!(figures.auto().worse, 0);
//! # Ok::<(), mondegreen::Error>(())
//! ```

mod figures;
mod judge;
mod pairs;
mod reference;

use std::ops::Range;

pub use self::figures::{Bin, Counts, CurvePoint, Figures, Judged, Mistake, Verdict};
pub use self::pairs::{Gold, GoldKind, Pair, read_pairs};

use self::judge::{Line, squashed, words};
use crate::dictionary::Index;
use crate::document::Document;
use crate::finding::Tier;
use crate::scan::scan;
use crate::settings::Settings;

/// A transcript, and what was said in each stretch of it.
#[derive(Debug)]
pub struct Talk {
    document: Document,
    stretches: Vec<Stretch>,
}

/// A stretch of a transcript, and what was said there.
#[derive(Debug)]
struct Stretch {
    /// Bytes of the reading text.
    at: Range<usize>,
    /// What was said, as words that compare.
    said: Vec<String>,
    /// What was misheard and can be found, in bytes of the stretch.
    gold: Vec<Misheard>,
}

/// Words that should become a term.
#[derive(Debug)]
struct Misheard {
    at: Range<usize>,
    term: String,
    kind: GoldKind,
}

/// What stands between two pairs when they are read as one text.
const BETWEEN: &str = "\n\n";

impl Talk {
    /// The pairs of one document, read as one text with a blank line between them.
    pub fn of_pairs(pairs: &[Pair]) -> Talk {
        let mut text = String::new();
        let mut stretches = Vec::new();
        for pair in pairs {
            let heard = pair.heard.replace('\n', " ");
            let start = text.len();
            text.push_str(&heard);
            let spans = words_between_blanks(&heard);
            let misheard = |gold: &Gold| {
                let covered = spans.get(gold.words.clone()).filter(|covered| !covered.is_empty())?;
                let at = covered[0].start..covered[covered.len() - 1].end;
                Some(Misheard { at, term: gold.term.clone(), kind: gold.kind })
            };
            stretches.push(Stretch {
                at: start..text.len(),
                said: words(&pair.reference),
                gold: pair.gold.iter().filter(|gold| gold.kind.can_be_found()).filter_map(misheard).collect(),
            });
            text.push_str(BETWEEN);
        }
        text.truncate(text.len().saturating_sub(1));
        Talk { document: crate::format::plain(text), stretches }
    }

    /// A transcript beside the version that a person put right, in whatever formats the two are.
    ///
    /// Words are aligned; what was misheard is where the corrected version has a term of the index and the transcript
    /// has other words.
    pub fn of_reference(document: Document, reference: &Document, index: &Index) -> Talk {
        let stretches = reference::stretches(&document, reference, index);
        Talk { document, stretches }
    }

    /// Scans the transcript and judges every finding.
    pub fn figures(&self, index: &Index, settings: &Settings) -> Figures {
        let findings = scan(&self.document, index, settings);
        let text = self.document.text();
        let mut figures = Figures::default();
        let mut findings = findings.iter().filter(|finding| finding.meant.is_some()).peekable();
        for stretch in &self.stretches {
            let line = Line::new(&text[stretch.at.clone()], &stretch.said);
            let first_gold = figures.gold.len();
            figures.gold.extend(stretch.gold.iter().map(|gold| (gold.term.clone(), gold.kind)));
            figures.words += stretch.said.len();
            figures.errors_before += line.errors;
            let mut sure = Vec::new();
            while let Some(finding) = findings.next_if(|finding| (finding.span.start as usize) < stretch.at.end) {
                let range = finding.span.range();
                let Some(meant) = finding.meant.as_deref() else { continue };
                if range.start < stretch.at.start || range.end > stretch.at.end {
                    continue;
                }
                let at = range.start - stretch.at.start..range.end - stretch.at.start;
                let verdict = line.judge(&at, meant);
                let hits = stretch.gold.iter().enumerate().filter(|(_, gold)| hits(&line, &at, meant, verdict, gold));
                let gold = hits.map(|(number, _)| first_gold + number).collect();
                figures.judged.push(Judged {
                    verdict,
                    tier: finding.tier,
                    confidence: finding.confidence,
                    heard: finding.heard.clone(),
                    meant: meant.to_owned(),
                    around: line.around(&at),
                    gold,
                });
                if finding.tier == Tier::Auto {
                    sure.push((at, meant));
                }
            }
            figures.errors_after += if sure.is_empty() { line.errors } else { line.errors_with(&sure) };
        }
        figures
    }
}

/// Whether a finding turns misheard words into their term.
fn hits(line: &Line<'_>, at: &Range<usize>, meant: &str, verdict: Verdict, gold: &Misheard) -> bool {
    let overlaps = at.start < gold.at.end && gold.at.start < at.end;
    let changes = || gold.kind == GoldKind::Spacing || squashed(&line.text[at.clone()]) != squashed(meant);
    let becomes_term = || {
        let rest = line.text.get(at.end..gold.at.end).unwrap_or_default();
        squashed(&format!("{meant}{rest}")).contains(&squashed(&gold.term))
    };
    overlaps && verdict != Verdict::Worse && changes() && becomes_term()
}

/// The bytes of each word, split at white space.
fn words_between_blanks(text: &str) -> Vec<Range<usize>> {
    let start_of = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(|word| start_of(word)..start_of(word) + word.len()).collect()
}
