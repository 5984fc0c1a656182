//! A line that is typed.

use crate::token::is_extending;

/// What was typed, and where the next letter goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    at: usize,
}

/// The longest line, in bytes: more than anybody types, less than would hurt.
const LONGEST: usize = 4000;

impl Line {
    /// A line that says this already, with the cursor at its end.
    pub(super) fn of(text: &str) -> Line {
        Line { text: text.to_owned(), at: text.len() }
    }

    /// What it says.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the cursor, and behind it.
    pub fn parts(&self) -> (&str, &str) {
        self.text.split_at(self.at)
    }

    pub(super) fn insert(&mut self, text: &str) {
        for c in text.chars() {
            // A line has no line ends, and nothing that steers.
            let c = if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
            if !c.is_control() && self.text.len() < LONGEST {
                self.text.insert(self.at, c);
                self.at += c.len_utf8();
            }
        }
    }

    pub(super) fn left(&mut self) {
        self.at = self.before();
    }

    pub(super) fn right(&mut self) {
        self.at = self.behind();
    }

    pub(super) fn home(&mut self) {
        self.at = 0;
    }

    pub(super) fn end(&mut self) {
        self.at = self.text.len();
    }

    pub(super) fn delete_before(&mut self) {
        let from = self.before();
        self.text.drain(from..self.at);
        self.at = from;
    }

    pub(super) fn delete_behind(&mut self) {
        let to = self.behind();
        self.text.drain(self.at..to);
    }

    pub(super) fn delete_word(&mut self) {
        let kept = self.text[..self.at].trim_end().rfind(' ').map_or(0, |space| space + 1);
        self.text.drain(kept..self.at);
        self.at = kept;
    }

    pub(super) fn delete_all(&mut self) {
        self.text.drain(..self.at);
        self.at = 0;
    }

    /// Where the letter before the cursor begins, its marks included.
    fn before(&self) -> usize {
        let letters = self.text[..self.at].char_indices().rev();
        letters.map(|(at, c)| (at, is_extending(c))).find(|&(_, is_mark)| !is_mark).map_or(0, |(at, _)| at)
    }

    /// Where the letter behind the cursor ends, its marks included.
    fn behind(&self) -> usize {
        let mut rest = self.text[self.at..].char_indices();
        rest.next();
        let end = rest.find(|&(_, c)| !is_extending(c)).map(|(at, _)| self.at + at);
        end.unwrap_or(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_and_its_marks_are_one() {
        let mut line = Line::of("ae\u{301}会");
        line.left();
        line.left();
        assert_eq!(line.parts(), ("a", "e\u{301}会"));
        line.delete_behind();
        line.insert("b\nc\u{1b}");
        assert_eq!(line.parts(), ("ab c", "会"));
        line.end();
        line.right();
        line.delete_before();
        line.delete_before();
        assert_eq!(line.parts(), ("ab ", ""));
        line.delete_word();
        assert_eq!(line.parts(), ("", ""));
        line.delete_before();
        line.delete_behind();
        line.left();
        assert_eq!(line.text(), "");
        line.insert(&"é".repeat(3000));
        assert_eq!(line.text().len(), LONGEST);
    }
}
