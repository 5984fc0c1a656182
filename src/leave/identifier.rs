//! What is a part of a name for machines that is made of words: a path, an option of a command, a name with underscores.

use crate::detect::{Candidate, Scene};
use crate::finding::Rule;

/// Whether what is taken for a term by its sound or spelling stands within such a name, or is one: "doc/eval", `os_unixx`,
/// "--json"; or some words of another form of a term do: the "js" of "test-os.js on".
pub(super) fn is_part(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    if candidate.rule == Rule::Alias || candidate.rule == Rule::Form && candidate.words.len() == 1 {
        return false;
    }
    let span = scene.span(&candidate.words);
    let (before, heard, behind) = (&scene.text[..span.start], &scene.text[span.clone()], &scene.text[span.end..]);
    let meant = &scene.index.variant(candidate.variant).text;
    let is_path = is_path(before, heard, behind);
    if candidate.rule == Rule::Form {
        return is_path && before.ends_with('.');
    }
    let is_joined = heard.contains(['/', '_']) && !meant.contains(['/', '_']) || joins_words(heard, meant);
    is_joined || is_path || is_option(before, heard, behind)
}

/// Whether words are tied to a word outside as the parts of a path or a name for machines are. In prose a blank may be
/// missing behind a full stop, and a slash may stand for "or".
fn is_path(before: &str, heard: &str, behind: &str) -> bool {
    let is_of_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let near_before = &before[before.floor_char_boundary(before.len().saturating_sub(LONGEST_RUN))..];
    let near_behind = &behind[..behind.floor_char_boundary(LONGEST_RUN)];
    let run =
        [near_before.rsplit(char::is_whitespace).next(), Some(heard), near_behind.split(char::is_whitespace).next()];
    let has_capital = || run.into_iter().flatten().any(|part| part.contains(char::is_uppercase));
    let ties = |mark: Option<char>, far: Option<char>, behind_mark: Option<char>| {
        is_of_word(far)
            && match mark {
                Some('.') => !behind_mark.is_some_and(char::is_uppercase),
                Some('/') => !has_blank(heard) && !has_capital(),
                Some('_') => true,
                _ => false,
            }
    };
    let (mut left, mut right) = (before.chars().rev(), behind.chars());
    let (mark_before, far_before) = (left.next(), left.next());
    let (mark_behind, far_behind) = (right.next(), right.next());
    ties(mark_before, far_before, heard.chars().next()) || ties(mark_behind, far_behind, far_behind)
}

/// So many bytes around words are looked through for a capital.
const LONGEST_RUN: usize = 120;

fn has_blank(text: &str) -> bool {
    text.contains(char::is_whitespace)
}

/// Whether a word is an option of a command, and no aside between dashes.
fn is_option(before: &str, heard: &str, behind: &str) -> bool {
    let opens = |rest: &str| rest.is_empty() || rest.ends_with(OPENS);
    before.strip_suffix("--").is_some_and(opens) && !has_blank(heard) && !behind.starts_with("--")
}

/// What stands before an option of a command.
const OPENS: [char; 6] = [' ', '\n', '\t', '(', '[', '`'];

/// Whether a full stop joins words of several letters, and the term has none.
fn joins_words(heard: &str, meant: &str) -> bool {
    let joins = |(at, _): (usize, &str)| {
        let before = heard[..at].chars().rev().take_while(|c| c.is_alphabetic()).count();
        let behind = heard[at + 1..].chars().take_while(|c| c.is_alphabetic()).count();
        let begins_sentence = heard[at + 1..].starts_with(char::is_uppercase);
        before > 1 && behind > 1 && !begins_sentence
    };
    !meant.contains('.') && heard.match_indices('.').any(joins)
}
