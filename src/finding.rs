//! What was noticed, what it is worth, and what would be done about it.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::edit::Edit;
use crate::evidence::{Evidence, Pulls};
use crate::ledger::About;
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
    /// A caption with a line that is too long.
    CaptionLine,
    /// A caption of too many lines.
    CaptionLines,
    /// A caption that is shown too shortly for its text.
    CaptionSpeed,
    /// A caption that is shown too shortly or too long for any text.
    CaptionDuration,
    /// A caption too close behind the one before it.
    CaptionGap,
    /// A caption that begins before the one before it ends.
    CaptionOverlap,
    /// A caption out of order.
    CaptionOrder,
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
    /// Every rule.
    pub const ALL: [Rule; 11] = [
        Rule::Alias,
        Rule::Form,
        Rule::Sound,
        Rule::Spelling,
        Rule::CaptionLine,
        Rule::CaptionLines,
        Rule::CaptionSpeed,
        Rule::CaptionDuration,
        Rule::CaptionGap,
        Rule::CaptionOverlap,
        Rule::CaptionOrder,
    ];

    /// The rules about what was misheard, in the order in which a finding that several noticed is named.
    pub const HEARING: [Rule; 4] = [Rule::Alias, Rule::Form, Rule::Sound, Rule::Spelling];

    /// The rules about captions, which hold only where they are asked for.
    pub const CAPTIONS: [Rule; 7] = [
        Rule::CaptionLine,
        Rule::CaptionLines,
        Rule::CaptionSpeed,
        Rule::CaptionDuration,
        Rule::CaptionGap,
        Rule::CaptionOverlap,
        Rule::CaptionOrder,
    ];

    /// The stable name: `alias`, `form`, `sound`, `spelling`, `caption-line` and so on.
    pub fn id(self) -> &'static str {
        match self {
            Rule::Alias => "alias",
            Rule::Form => "form",
            Rule::Sound => "sound",
            Rule::Spelling => "spelling",
            Rule::CaptionLine => "caption-line",
            Rule::CaptionLines => "caption-lines",
            Rule::CaptionSpeed => "caption-speed",
            Rule::CaptionDuration => "caption-duration",
            Rule::CaptionGap => "caption-gap",
            Rule::CaptionOverlap => "caption-overlap",
            Rule::CaptionOrder => "caption-order",
        }
    }

    /// One line on what the rule catches.
    pub fn about(self) -> &'static str {
        match self {
            Rule::Alias => "a known mishearing, from the dictionary's `heard`",
            Rule::Form => "a name in other case, spacing, hyphens, or with digits and symbols spoken",
            Rule::Sound => "one to six words that sound like a term",
            Rule::Spelling => "a word that is spelled nearly like a term",
            Rule::CaptionLine => "a caption with a line that is too long",
            Rule::CaptionLines => "a caption of too many lines",
            Rule::CaptionSpeed => "a caption shown too shortly to be read",
            Rule::CaptionDuration => "a caption shown too shortly or too long for any text",
            Rule::CaptionGap => "a caption too close behind the one before it",
            Rule::CaptionOverlap => "a caption that begins before the one before it ends",
            Rule::CaptionOrder => "a caption out of order",
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
        found.ok_or_else(|| format!("found the rule `{id}`, expected one of {}", Rule::ALL.map(Rule::id).join(", ")))
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
    /// What it says, by which a decision about it is known again.
    pub about: About,
    /// What the confidence was made from; none of a caption, and where [`Settings`](crate::Settings) ask for none.
    pub evidence: Option<Box<Evidence>>,
    /// What each piece of it did: told by [`explain`](crate::explain) alone, and not where a rule decided.
    pub pulls: Option<Pulls>,
}

impl Finding {
    /// Whether it is about how a caption is shown and not about what was heard.
    pub fn is_of_captions(&self) -> bool {
        Rule::CAPTIONS.contains(&self.rule)
    }
}

/// Another reading of the same words.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// What would be meant, on one line.
    pub text: String,
    /// How likely it is.
    pub confidence: f32,
}

/// The first 16 hex digits of the SHA-256 of some texts, one line each.
pub(crate) fn fingerprint_of<const N: usize>(texts: [&str; N]) -> String {
    Sha256::digest(texts.join("\n").as_bytes()).iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
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
