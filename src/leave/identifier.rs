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
    let is_tied_before =
        |marks: &[char]| before.strip_suffix(marks).is_some_and(|rest| rest.ends_with(char::is_alphanumeric));
    if candidate.rule == Rule::Form {
        return is_tied_before(&['.']);
    }
    let marks = ['/', '_', '.'];
    let is_tied_behind = behind.strip_prefix(marks).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let is_joined = heard.contains(['/', '_']) && !meant.contains(['/', '_']) || joins_words(heard, meant);
    let is_option = before.strip_suffix("--").is_some_and(|rest| rest.is_empty() || rest.ends_with(OPENS));
    is_joined || is_tied_before(&marks) || is_tied_behind || is_option
}

/// What stands before an option of a command.
const OPENS: [char; 6] = [' ', '\n', '\t', '(', '[', '`'];

/// Whether a full stop joins words of several letters, and the term has none.
fn joins_words(heard: &str, meant: &str) -> bool {
    let joins = |(at, _): (usize, &str)| {
        let before = heard[..at].chars().rev().take_while(|c| c.is_alphabetic()).count();
        let behind = heard[at + 1..].chars().take_while(|c| c.is_alphabetic()).count();
        before > 1 && behind > 1
    };
    !meant.contains('.') && heard.match_indices('.').any(joins)
}
