//! What a caller may choose.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::finding::{Rule, Tier};
use crate::ledger::Ledger;
use crate::token::folded;
use crate::weights::Weights;

/// How a document is scanned.
///
/// Any number may be given: what is enough for `auto` is `auto`, even where it is not enough for `review`.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// From which confidence on a finding is written unattended.
    pub auto: f32,
    /// From which confidence on a finding is worth asking about.
    pub review: f32,
    /// Candidates below this confidence are dropped.
    pub least: f32,
    /// Whether findings bring the evidence that they were made from: about 250 bytes each.
    pub evidence: bool,
    /// What captions are held to, where a rule about them is asked for.
    pub captions: CaptionLimits,
    /// What people decided about findings before.
    pub decisions: Arc<Ledger>,
    rules: Vec<Rule>,
    /// Folded; none means all.
    terms: Vec<String>,
    weights: Arc<Weights>,
}

/// What captions are held to; the default is for English as [Netflix] has it.
///
/// [Netflix]: https://partnerhelp.netflixstudios.com/hc/en-us/articles/217350977
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CaptionLimits {
    /// The most characters of a line.
    pub line_length: u32,
    /// The most lines of a caption.
    pub lines: u32,
    /// The most characters that are shown in a second.
    pub characters_per_second: f32,
    /// The least that a caption is shown, in seconds.
    pub shortest: f32,
    /// The most that a caption is shown, in seconds.
    pub longest: f32,
    /// The least between two captions, in seconds: two frames of 24 a second.
    pub gap: f32,
}

impl Default for CaptionLimits {
    fn default() -> Self {
        CaptionLimits {
            line_length: 42,
            lines: 2,
            characters_per_second: 20.0,
            shortest: 0.833,
            longest: 7.0,
            gap: 0.083,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            auto: 0.8,
            review: 0.5,
            least: 0.25,
            evidence: true,
            captions: CaptionLimits::default(),
            decisions: Arc::default(),
            rules: Rule::HEARING.to_vec(),
            terms: Vec::new(),
            weights: Weights::shipped(),
        }
    }
}

impl Settings {
    /// The same with only these rules; none given means all about what was misheard.
    ///
    /// ```
    /// use mondegreen::{Rule, Settings};
    ///
    /// let settings = Settings::default().with_rules(&[Rule::Alias]);
    /// assert!(settings.has_rule(Rule::Alias) && !settings.has_rule(Rule::Sound));
    /// ```
    #[must_use]
    pub fn with_rules(mut self, rules: &[Rule]) -> Self {
        self.rules = if rules.is_empty() { Rule::HEARING.to_vec() } else { rules.to_vec() };
        self
    }

    /// The same with findings of these terms alone, in whatever case they are given; none given means all.
    ///
    /// ```
    /// let settings = mondegreen::Settings::default().with_terms(&["gitlab duo"]);
    /// assert!(settings.has_term("GitLab Duo") && !settings.has_term("GitLab"));
    /// ```
    #[must_use]
    pub fn with_terms<T: AsRef<str>>(mut self, terms: &[T]) -> Self {
        self.terms = terms.iter().map(|term| folded(term.as_ref())).collect();
        self
    }

    /// The same with candidates kept from this confidence on.
    #[must_use]
    pub fn with_least(mut self, least: f32) -> Self {
        self.least = least;
        self
    }

    /// The same with other weights than those that ship, as `tools/fit.py` writes them.
    ///
    /// # Errors
    ///
    /// Where the bytes hold no weights, or some for other evidence than this version has.
    ///
    /// ```
    /// let error = mondegreen::Settings::default().with_weights(b"{}").unwrap_err();
    /// assert!(error.message().starts_with("found no weights"));
    /// ```
    pub fn with_weights(mut self, table: &[u8]) -> Result<Self> {
        let read = Weights::read(table).ok_or_else(|| {
            Error::new("found no weights for the evidence of this version, expected what tools/fit.py writes")
        })?;
        self.weights = Arc::new(read);
        Ok(self)
    }

    pub(crate) fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Whether any rule is asked for that needs more than known mishearings.
    pub(crate) fn is_by_ear(&self) -> bool {
        [Rule::Form, Rule::Sound, Rule::Spelling].iter().any(|&rule| self.has_rule(rule))
    }

    /// Whether findings of this rule are wanted.
    pub fn has_rule(&self, rule: Rule) -> bool {
        self.rules.contains(&rule)
    }

    /// Whether findings of this term are wanted.
    pub fn has_term(&self, term: &str) -> bool {
        self.terms.is_empty() || self.terms.contains(&folded(term))
    }

    /// What a confidence is enough for.
    pub fn tier(&self, confidence: f32) -> Tier {
        if confidence >= self.auto {
            Tier::Auto
        } else if confidence >= self.review {
            Tier::Review
        } else {
            Tier::Hint
        }
    }
}
