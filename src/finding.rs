//! What was noticed, what it is worth, and what would be done about it.

use std::fmt;
use std::str::FromStr;

use crate::edit::Edit;
use crate::evidence::{Evidence, Pulls};
use crate::span::{FileSpan, Place, Span};

/// How far a finding can be trusted; ordered, so that it is compared with `>=`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Worth knowing, not worth asking about.
    Hint,
    /// Likely enough to ask a person.
    Review,
    /// Sure enough to be written unattended.
    Auto,
}

/// The kinds of slips, by the detector that noticed them; the ids are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A mishearing that the dictionary knows.
    Alias,
    /// The term itself in another case, spacing, hyphenation, or with digits and symbols spoken.
    Form,
    /// Words that sound like the term.
    Sound,
    /// Words that are spelled like the term.
    Spelling,
}

impl Tier {
    /// Every tier, from the least.
    pub const ALL: [Tier; 3] = [Tier::Hint, Tier::Review, Tier::Auto];

    /// The stable name: `hint`, `review`, `auto`.
    pub fn id(self) -> &'static str {
        match self {
            Tier::Hint => "hint",
            Tier::Review => "review",
            Tier::Auto => "auto",
        }
    }
}

impl Rule {
    /// Every rule, in the order in which a finding that several noticed is named.
    pub const ALL: [Rule; 4] = [Rule::Alias, Rule::Form, Rule::Sound, Rule::Spelling];

    /// The stable name: `alias`, `form`, `sound`, `spelling`.
    pub fn id(self) -> &'static str {
        match self {
            Rule::Alias => "alias",
            Rule::Form => "form",
            Rule::Sound => "sound",
            Rule::Spelling => "spelling",
        }
    }

    /// One line on what the rule catches.
    pub fn about(self) -> &'static str {
        match self {
            Rule::Alias => "a known mishearing, from the dictionary's `heard`",
            Rule::Form => "a name in other case, spacing, hyphens, or with digits and symbols spoken",
            Rule::Sound => "one to six words that sound like a term",
            Rule::Spelling => "a word that is spelled nearly like a term",
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl FromStr for Tier {
    type Err = String;

    fn from_str(id: &str) -> Result<Self, String> {
        let found = Tier::ALL.into_iter().find(|tier| tier.id() == id);
        found.ok_or_else(|| format!("found the tier `{id}`, expected hint, review or auto"))
    }
}

impl FromStr for Rule {
    type Err = String;

    fn from_str(id: &str) -> Result<Self, String> {
        let found = Rule::ALL.into_iter().find(|rule| rule.id() == id);
        found.ok_or_else(|| format!("found the rule `{id}`, expected alias, form, sound or spelling"))
    }
}

/// Words of a document that are likely a term misheard, and the change that puts it right.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Where the heard words stand in the reading text; with the blank beside them that goes too.
    pub span: Span,
    /// The same place in the file: the one that a person would look at.
    pub at: FileSpan,
    /// Line and column of its start.
    pub place: Place,
    /// The words as they stand.
    pub heard: String,
    /// What to write in their place, line ends among them included; none where the file cannot hold it.
    pub meant: Option<String>,
    /// How likely it is that `meant` was said, calibrated: of the findings at 0.9, nine in ten are right.
    pub confidence: f32,
    /// What the confidence is enough for.
    pub tier: Tier,
    /// What noticed it.
    pub rule: Rule,
    /// The term as the dictionary writes it.
    pub term: String,
    /// The name of that dictionary.
    pub dictionary: String,
    /// Why, in a few words for people.
    pub reason: String,
    /// What else might have been said, the likeliest first.
    pub alternatives: Vec<Alternative>,
    /// Every change of the file that belongs to it.
    pub edits: Vec<Edit>,
    /// Who speaks.
    pub speaker: Option<String>,
    /// When, in seconds from the start.
    pub time: Option<f64>,
    /// How sure the recogniser was of the word that it was least sure of, from 0 to 1, where the file says.
    pub recognised: Option<f32>,
    /// Identifies the finding by its content, in whatever file and line it stands.
    pub fingerprint: String,
    /// What the confidence was made from.
    pub evidence: Evidence,
    /// What each piece of it did: told by [`explain`](crate::explain) alone, and not where a rule decided.
    pub pulls: Option<Pulls>,
}

/// Another reading of the same words.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// What would be meant, on one line.
    pub text: String,
    /// How likely it is.
    pub confidence: f32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back() {
        for tier in Tier::ALL {
            assert_eq!(tier.id().parse(), Ok(tier));
        }
        for rule in Rule::ALL {
            assert_eq!(rule.id().parse(), Ok(rule));
        }
        assert!("sond".parse::<Rule>().is_err());
        assert!(Tier::Hint < Tier::Review && Tier::Review < Tier::Auto);
    }
}
