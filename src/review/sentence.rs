//! The sentence around a finding, to be typed anew.

use super::{Line, on_one_line};
use crate::document::Document;
use crate::ledger::Own;
use crate::span::Span;

/// The words around a finding as far as its sentence goes, and what is glued to it without a blank.
#[derive(Debug, PartialEq)]
pub(super) struct Sentence<'a> {
    front: Vec<&'a str>,
    glued_front: &'a str,
    glued_back: &'a str,
    back: Vec<&'a str>,
}

impl<'a> Sentence<'a> {
    pub(super) fn around(document: &'a Document, span: Span) -> Option<Self> {
        let text = document.text();
        let prose = document.segment_at(span.start).map_or(span, |segment| segment.span);
        let before = text.get(prose.start as usize..span.start as usize)?;
        let after = text.get(span.end as usize..prose.end as usize)?;
        Some(Sentence::of(before, after))
    }

    fn of(before: &'a str, after: &'a str) -> Self {
        let (before, glued_front) = before.split_at(
            before
                .rfind(char::is_whitespace)
                .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8)),
        );
        let (glued_back, after) = after.split_at(after.find(char::is_whitespace).unwrap_or(after.len()));
        let ends = |word: &str| word.trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?', '…']);
        let mut front: Vec<&str> = before.split_whitespace().collect();
        front.drain(..front.iter().rposition(|word| ends(word)).map_or(0, |at| at + 1));
        let mut back: Vec<&str> = after.split_whitespace().collect();
        let to = if ends(glued_back) { Some(0) } else { back.iter().position(|word| ends(word)).map(|at| at + 1) };
        back.truncate(to.unwrap_or(back.len()));
        Sentence { front, glued_front, glued_back, back }
    }

    /// The sentence with this in the place of the heard words.
    pub(super) fn with(&self, meant: &str) -> Line {
        let middle = format!("{}{meant}{}", self.glued_front, self.glued_back);
        let words: Vec<&str> = self.front.iter().copied().chain([&*middle]).chain(self.back.iter().copied()).collect();
        Line::of(&words.join(" "))
    }

    /// What was typed in the place of the whole sentence, as what stands for the heard words and as few around them as can be.
    pub(super) fn own(&self, typed: &str) -> Own {
        let typed: Vec<&str> = typed.split_whitespace().collect();
        let same_front = typed.iter().zip(&self.front).take_while(|(a, b)| a == b).count();
        let rest = &typed[same_front..];
        let same_back = rest.iter().rev().zip(self.back.iter().rev()).take_while(|(a, b)| a == b).count();
        let middle = on_one_line(&rest[..rest.len() - same_back].join(" "));
        let [mut before, mut after] = [self.front.len() - same_front, self.back.len() - same_back];
        let mut text = &*middle;
        if !self.glued_front.is_empty() {
            match text.strip_prefix(self.glued_front) {
                Some(rest) if before == 0 => text = rest,
                _ => before += 1,
            }
        }
        if !self.glued_back.is_empty() {
            match text.strip_suffix(self.glued_back) {
                Some(rest) if after == 0 => text = rest,
                _ => after += 1,
            }
        }
        let count = |words: usize| u16::try_from(words).unwrap_or(u16::MAX);
        Own { text: text.to_owned(), more: [count(before), count(after)] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_words_as_can_be_are_taken_in() {
        type Case<'a> = ([&'a str; 5], [u16; 2]);
        let cases: [Case<'_>; 8] = [
            (["One. We use ", " a lot. Two", "We use GitLab a lot.", "GitLab", "GitLab"], [0, 0]),
            (["We use ", ", they say", "We use GitLab, they say", "GitLab", "GitLab"], [0, 0]),
            (["We use (", ") now", "We use (GitLab) now", "GitLab", "GitLab"], [0, 0]),
            (["We use ", " a lot", "We used GitLab a lot", "GitLab", "used GitLab"], [1, 0]),
            (["We use ", ", they say", "We use GitLab. They say", "GitLab", "GitLab. They"], [0, 2]),
            (["", "", "all new", "x", "all new"], [0, 0]),
            (["a b ", " c d", "c d", "x", ""], [2, 0]),
            (["a a ", " a a", "a a a a", "x", ""], [0, 0]),
        ];
        for ([before, after, typed, proposed, text], more) in cases {
            let sentence = Sentence::of(before, after);
            assert_eq!(sentence.own(typed), Own { text: text.to_owned(), more }, "{before}|{after}");
            let as_it_is = sentence.with(proposed);
            assert_eq!(sentence.own(as_it_is.text()), Own { text: proposed.to_owned(), more: [0, 0] });
        }
    }
}
