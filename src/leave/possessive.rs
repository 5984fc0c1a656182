//! Possessive endings of what was heard.

use crate::detect::{Candidate, Scene, Suffix};
use crate::token::is_apostrophe;

/// Whether the possessive ending of the heard words is theirs, and not the end of the term: that of "Nadela's" is, that of
/// "Jeffery's" may be the end of Jefferies.
pub(super) fn is_kept(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let ends_so = |letters: &str| letters.ends_with(['s', 'x', 'z']) || letters.ends_with("ce");
    let stem = scene.entry(candidate.words.end as usize - 1).possessor.as_ref();
    let is_of_term = scene.index.variant(candidate.variant).letters.text.ends_with('s');
    stem.is_some_and(|stem| !is_of_term || ends_so(&stem.text))
}

/// Whether the heard words end in the `s` of a possessive plural, which the term does not have: the apostrophe of "the
/// Quists' notes" would stay behind.
pub(super) fn is_cut(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let last = scene.tokens[candidate.words.end as usize - 1].span();
    let (before, behind) = scene.text.split_at(last.end as usize);
    let has_end = |text: &str| text.ends_with(['s', 'S']);
    candidate.suffix == Suffix::None
        && has_end(&scene.text[last.range()])
        && !has_end(&scene.index.variant(candidate.variant).text)
        && behind.strip_prefix(is_apostrophe).is_some_and(owns)
        && !is_quoted(before)
}

/// Whether what stands behind an apostrophe may belong to the word before it: a word does, and no end of a sentence.
fn owns(behind: &str) -> bool {
    behind.strip_prefix([' ', '\n']).is_some_and(|next| next.starts_with(char::is_alphanumeric))
}

/// A quotation is looked for so many bytes back.
const LONGEST_QUOTATION: usize = 200;

/// Whether a quotation was begun in the line: the apostrophe behind it may be its end.
fn is_quoted(before: &str) -> bool {
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST_QUOTATION))..];
    let line = near.rsplit('\n').next().unwrap_or_default();
    let mut last = ' ';
    line.chars().any(|c| {
        let begins = matches!(c, '\'' | '\u{2018}') && !last.is_alphanumeric();
        last = c;
        begins
    })
}
