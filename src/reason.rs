//! Why, in a few words for people.

use crate::dictionary::{Index, VariantId};
use crate::evidence::Evidence;
use crate::finding::Rule;

/// What speaks for a candidate, as far as people are told.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a part of the sentence, told or not")]
pub(crate) struct Reason {
    rule: Rule,
    sound: f32,
    is_near: bool,
    is_mentioned: bool,
    has_relatives: bool,
    is_unknown: bool,
    has_capitals: bool,
}

impl Reason {
    pub(crate) fn of(rule: Rule, evidence: &Evidence) -> Reason {
        Reason {
            rule,
            sound: evidence.sound,
            is_near: evidence.near > 0.0,
            is_mentioned: evidence.mentions > 0.0,
            has_relatives: evidence.relatives > 0.0,
            is_unknown: evidence.unknown > 0.0,
            has_capitals: evidence.capitals > 0.0,
        }
    }

    /// One line, about a candidate for this way to write a term.
    pub(crate) fn text(&self, index: &Index, variant: VariantId) -> String {
        let variant = index.variant(variant);
        let term = &index.term(variant.term).text;
        let mut reason = match self.rule {
            Rule::Alias => format!("a known mishearing of {term}"),
            Rule::Form => format!("{term} in another form"),
            Rule::Sound => format!("sounds {} {}", likeness(self.sound), variant.text),
            Rule::Spelling => format!("spelled nearly like {}", variant.text),
            of_captions => of_captions.about().to_owned(),
        };
        if self.is_near {
            reason.push_str("; words that go with it stand near");
        }
        if self.is_mentioned {
            reason.push_str("; mentioned elsewhere");
        } else if self.has_relatives {
            reason.push_str("; its other names are mentioned");
        }
        if self.is_unknown {
            reason.push_str("; not English as it stands");
        } else if self.has_capitals && self.rule != Rule::Form {
            reason.push_str("; capitals in mid-sentence");
        }
        // There may be as many of these as there are words.
        reason.shrink_to_fit();
        reason
    }
}

fn likeness(sound: f32) -> &'static str {
    if sound < 0.02 {
        "the same as"
    } else if sound < 0.12 {
        "much like"
    } else {
        "like"
    }
}
