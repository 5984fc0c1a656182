//! What of a finding the words of the document tell: what it is made of when they are there no more.

use std::collections::HashSet;
use std::ops::Range;

use crate::casing::{Written, carried};
use crate::detect::{Candidate, Scene, Suffix, stop_of_letters};
use crate::dictionary::VariantId;
use crate::evidence::Evidence;
use crate::finding::{Alternative, Rule};
use crate::ledger::{About, WORDS_AROUND};
use crate::reason::Reason;
use crate::resolve::Resolved;
use crate::settings::Settings;
use crate::span::Span;
use crate::token::{Gap, Shape};
use crate::vocabulary::possessor;

/// A finding as far as the words of the document tell it.
pub(super) struct Outline {
    /// Where the heard words stand in the text.
    pub(super) words: Span,
    pub(super) variant: VariantId,
    pub(super) rule: Rule,
    pub(super) confidence: f32,
    /// What is to be written in their place, on one line.
    pub(super) written: String,
    pub(super) alternatives: Vec<Alternative>,
    pub(super) reason: Reason,
    /// Without the term.
    pub(super) about: About,
    pub(super) evidence: Option<Box<Evidence>>,
}

impl Outline {
    pub(super) fn of(scene: &Scene<'_>, settings: &Settings, resolved: &Resolved, evidence: &Evidence) -> Outline {
        let candidate = &resolved.chosen.candidate;
        let Range { start, end } = scene.span(&candidate.words);
        let stop = if candidate.rule == Rule::Form { stop_of_letters(scene, &candidate.words) } else { 0 };
        let words = Span::new(start, end + stop as usize);
        let meant = written(scene, candidate);
        let beside = |meant: &str| without_marks_beside(scene.text, words, meant).to_owned();
        let written_beside = beside(&meant);
        let mut seen = HashSet::from([meant]);
        // What goes for some of the words, or for more, is no other reading of these.
        let others = resolved.others.iter().filter(|other| other.candidate.words == candidate.words);
        let mut alternatives: Vec<Alternative> = others
            .map(|other| Alternative { text: beside(&written(scene, &other.candidate)), confidence: other.confidence })
            .filter(|other| seen.insert(other.text.clone()))
            .take(3)
            .collect();
        // There may be as many findings as words: they hold no more than they need.
        alternatives.shrink_to_fit();
        Outline {
            words,
            variant: candidate.variant,
            rule: candidate.rule,
            confidence: resolved.chosen.confidence,
            written: written_beside,
            alternatives,
            reason: Reason::of(candidate.rule, evidence),
            about: about(scene, candidate),
            evidence: settings.evidence.then(|| Box::new(*evidence)),
        }
    }
}

/// What the heard words are to be: the variant in their case, with their ending, on one line.
fn written(scene: &Scene<'_>, candidate: &Candidate) -> String {
    let variant = scene.index.variant(candidate.variant);
    let shapes: Vec<Shape> = candidate.words.clone().map(|word| scene.shape(word as usize)).collect();
    let among_capitals = scene.among_capitals(&candidate.words);
    let mut text = carried(
        &variant.text,
        Written {
            shapes: &shapes,
            starts_sentence: scene.starts_sentence(candidate.words.start as usize),
            among_capitals,
        },
    );
    let heard = scene.heard(&candidate.words);
    match candidate.suffix {
        Suffix::None => {}
        // "St. Mary's" ends as its possessive does.
        Suffix::Possessive if possessor(&text).is_some() => {}
        Suffix::Possessive => {
            let ending = possessor(heard).map_or("'s", |stem| &heard[stem.len()..]);
            let is_small = text.ends_with(char::is_lowercase);
            text.push_str(&if is_small { ending.to_lowercase() } else { ending.to_owned() });
        }
        Suffix::Plural => text.push(if among_capitals { 'S' } else { 's' }),
    }
    text
}

/// What of `meant` is to be written for words: marks at its ends that stand beside them already stand there once. "Yahoo"
/// before an exclamation mark is Yahoo! as it is, and the full stop of "Inc." ends a sentence too.
fn without_marks_beside<'a>(text: &str, words: Span, meant: &'a str) -> &'a str {
    let (before, behind) = (&text[..words.start as usize], &text[words.end as usize..]);
    let Some(first) = meant.find(char::is_alphanumeric) else { return meant };
    let last = meant.rfind(char::is_alphanumeric).unwrap_or(first);
    let core_end = last + meant[last..].chars().next().map_or(0, char::len_utf8);
    let ends = meant[core_end..].char_indices().map(|(at, _)| core_end + at);
    let end = ends.into_iter().find(|&at| behind.starts_with(&meant[at..])).unwrap_or(meant.len());
    let starts = meant[..first].char_indices().map(|(at, c)| at + c.len_utf8()).rev();
    let start = starts.into_iter().find(|&at| before.ends_with(&meant[..at])).unwrap_or(0);
    // Of marks that go together both stand there, or none; and what is closed within a name is opened with it, where it is
    // not closed within the words too.
    let partner = meant.chars().next().and_then(|mark| match mark {
        '(' => Some(')'),
        '[' => Some(']'),
        '{' => Some('}'),
        '“' => Some('”'),
        '‘' => Some('’'),
        '"' | '\'' => Some(mark),
        _ => None,
    });
    let rest = &meant[meant.chars().next().map_or(0, char::len_utf8)..];
    let inner = &rest[..core_end - (meant.len() - rest.len())];
    let heard = &text[words.range()];
    if partner.is_some_and(|partner| inner.contains(partner) && !heard.contains(partner)) {
        &meant[..end]
    } else if partner.is_some_and(|partner| rest.ends_with(partner)) && (start == 0) != (end == meant.len()) {
        meant
    } else {
        &meant[start..end]
    }
}

/// What a candidate says: the heard words and some on each side, folded; without the term.
fn about(scene: &Scene<'_>, candidate: &Candidate) -> About {
    let (start, end) = (candidate.words.start as usize, candidate.words.end as usize);
    let words = |from: usize, to: usize| -> String {
        (from..to).map(|word| &*scene.entry(word).folded).collect::<Vec<_>>().join(" ")
    };
    let first = (start.saturating_sub(WORDS_AROUND)..start)
        .rev()
        .take_while(|&word| scene.gap(word + 1) != Gap::Break)
        .last()
        .unwrap_or(start);
    let last = (end..(end + WORDS_AROUND).min(scene.tokens.len()))
        .take_while(|&word| scene.gap(word) != Gap::Break)
        .last()
        .map_or(end, |word| word + 1);
    About { heard: words(start, end), term: String::new(), before: words(first, start), after: words(end, last) }
}
