//! Why, in a few words for people.

use crate::detect::{Candidate, Scene};
use crate::evidence::Evidence;
use crate::finding::Rule;

/// One line on what speaks for a candidate.
pub(crate) fn of(scene: &Scene<'_>, candidate: &Candidate, evidence: &Evidence) -> String {
    let variant = scene.index.variant(candidate.variant);
    let term = &scene.index.term(variant.term).text;
    let mut reason = match candidate.rule {
        Rule::Alias => format!("a known mishearing of {term}"),
        Rule::Form => format!("{term} in another form"),
        Rule::Sound => format!("sounds {} {}", likeness(evidence.sound), variant.text),
        Rule::Spelling => format!("spelled nearly like {}", variant.text),
        of_captions => of_captions.about().to_owned(),
    };
    if evidence.near > 0.0 {
        reason.push_str("; words that go with it stand near");
    }
    if evidence.mentions > 0.0 {
        reason.push_str("; mentioned elsewhere");
    } else if evidence.relatives > 0.0 {
        reason.push_str("; its other names are mentioned");
    }
    if evidence.unknown > 0.0 {
        reason.push_str("; not English as it stands");
    } else if evidence.capitals > 0.0 && candidate.rule != Rule::Form {
        reason.push_str("; capitals in mid-sentence");
    }
    // There may be as many of these as there are words.
    reason.shrink_to_fit();
    reason
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
