//! What a caller may choose, validated.

use crate::finding::{Rule, Tier};

/// How a document is scanned.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// From which confidence on a finding is written unattended.
    pub auto: f32,
    /// From which confidence on a finding is worth asking about.
    pub review: f32,
    /// Candidates below this confidence are dropped.
    pub least: f32,
    rules: Vec<Rule>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { auto: 0.9, review: 0.5, least: 0.1, rules: Rule::ALL.to_vec() }
    }
}

impl Settings {
    /// The same with only these rules; none given means all.
    ///
    /// ```
    /// use mondegreen::{Rule, Settings};
    ///
    /// let settings = Settings::default().with_rules(&[Rule::Alias]);
    /// assert!(settings.has_rule(Rule::Alias) && !settings.has_rule(Rule::Sound));
    /// ```
    #[must_use]
    pub fn with_rules(mut self, rules: &[Rule]) -> Self {
        self.rules = if rules.is_empty() { Rule::ALL.to_vec() } else { rules.to_vec() };
        self
    }

    /// The same with candidates kept from this confidence on.
    #[must_use]
    pub fn with_least(mut self, least: f32) -> Self {
        self.least = least;
        self
    }

    /// Whether findings of this rule are wanted.
    pub fn has_rule(&self, rule: Rule) -> bool {
        self.rules.contains(&rule)
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
