//! Markdown (`CommonMark`): front matter, code, links' targets, HTML tags and comments are not prose.

mod blocks;
mod constructs;
mod definitions;
mod marks;
mod next;

use std::ops::Range;

use blocks::{Kind, Part, each_block};
use constructs::{constructs, may_build};
use definitions::as_parsed;
use marks::Marks;

use super::comments::Comment;
use super::text::{self, Prose};
use super::{Builds, Format, Reads};
use crate::document::Document;
use crate::source::Source;

pub(super) const FORMAT: Format = Format {
    id: "md",
    about: "Markdown; front matter, code, link targets, tags and speaker names are not prose",
    extensions: &["md", "markdown", "mdown"],
    reads: Reads::Prose {
        read: document,
        by_lines: false,
        can_replace: |heard, meant| {
            let is_plain =
                !heard.contains("  \n") && !heard.contains(['*', '`', '[', ']', '<', '>', '|', '\\', '~', '_']);
            is_plain && !is_marked(meant)
        },
        builds: Some(Builds { of: constructs, may_change: may_build }),
    },
};

pub(super) fn document(source: Source) -> Document {
    let text = source.text();
    let mut reader = Reader { text, prose: Prose::new(text), marks: Marks::of(text), end: None };
    each_block(text, front_matter(text), &as_parsed(text), |parts| reader.block(parts));
    let (segments, speakers) = reader.prose.finish();
    Document::of_prose(source, &FORMAT, segments, speakers)
}

/// The comments, of HTML or links to nowhere.
pub(super) fn comments(text: &str) -> Vec<Comment> {
    let mut comments = Vec::new();
    each_block(text, front_matter(text), &as_parsed(text), |parts| {
        for Part { kind, at } in parts {
            match kind {
                Kind::Hole => {}
                Kind::Comment => comments.extend(Comment::of(text, at.clone())),
                Kind::Text | Kind::Between => {
                    comments.extend(lines(text, at.clone()).filter_map(|line| Comment::linked(text, line)));
                }
            }
        }
    });
    comments
}

/// The lines of a range of a text, with their ends.
fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    text::lines(&text[range]).map(move |line| {
        let start = at;
        at += line.len();
        start..at
    })
}

/// Puts the prose of blocks together.
struct Reader<'a> {
    text: &'a str,
    prose: Prose,
    marks: Marks<'a>,
    /// Where what was read last ends.
    end: Option<usize>,
}

impl Reader<'_> {
    fn block(&mut self, parts: &[Part]) {
        self.prose.close();
        let block_end = parts.last().map_or(0, |part| part.at.end);
        for Part { kind, at } in parts {
            match kind {
                Kind::Between => {}
                Kind::Text => {
                    self.prose.close();
                    self.text(at.clone(), block_end);
                }
                Kind::Hole | Kind::Comment => self.passes_by(at.end),
            }
        }
    }

    /// What stands before `end` is not said, and no phrase goes on over it.
    fn passes_by(&mut self, end: usize) {
        self.prose.close();
        self.end = self.end.max(Some(end));
    }

    /// Text, of which some may not be said. What was passed by may reach into it.
    fn text(&mut self, range: Range<usize>, block_end: usize) {
        let mut at = range.start.max(self.end.unwrap_or(0));
        while at < range.end {
            let before = self.end.map(|end| &self.text[end..at]);
            let begins_line = before.is_none_or(|before| before.contains('\n'));
            let hole = self.marks.next(at..range.end, block_end, begins_line);
            let end = hole.as_ref().map_or(range.end, |hole| hole.start);
            self.said(at..end, begins_line);
            self.end = Some(end);
            let Some(hole) = hole else { return };
            self.passes_by(hole.end);
            at = hole.end;
        }
    }

    /// Prose. The front of a line may say who speaks, what stands behind a hole may not.
    fn said(&mut self, range: Range<usize>, mut begins_line: bool) {
        for line in lines(self.text, range) {
            let body = &self.text[line.clone()];
            if begins_line {
                self.prose.line(line.start, body);
            } else {
                self.prose.prose(line.start, line.start + body.trim_end_matches(['\n', '\r']).len());
            }
            begins_line = true;
        }
    }
}

/// How many bytes the front matter takes: YAML between `---` lines or TOML between `+++` lines, at the very start.
fn front_matter(text: &str) -> usize {
    let Some(mark) = ["---", "+++"]
        .into_iter()
        .find(|mark| text.strip_prefix(mark).is_some_and(|rest| rest.starts_with('\n') || rest.starts_with("\r\n")))
    else {
        return 0;
    };
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        let line = line.trim_end();
        if number > 0 && (line == mark || mark == "---" && line == "...") {
            return at;
        }
    }
    0
}

/// Whether a text would be more than its letters: a list, a heading, a block of code at the front of a line, a tag, a
/// link or something stressed, a formula or what a template puts in, if only with what stands elsewhere in the paragraph.
fn is_marked(text: &str) -> bool {
    let mut tags = text.match_indices('<').map(|(at, _)| at + 1);
    let is_tag = |at: usize| text[at..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    let marks = ["__", "{{", "{%", "{#", "://"];
    // What stands beside it may make a mark of its end.
    let has_open_end = |marks: &[char]| text.starts_with(marks) || text.ends_with(marks);
    marker_length(&format!("{text} ")) > 0
        || !text.contains(char::is_alphanumeric)
        || text.contains(['`', '|', '*', '\\', '[', ']', '~'])
        || has_open_end(&['_', '<', '>', '$', '{', '}'])
        || marks.iter().any(|mark| text.contains(mark))
        || tags.any(is_tag)
}

/// `- `, `* `, `1. `, `> `, `## ` at the front of a line.
fn marker_length(line: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = &line[length..];
        let trimmed = rest.trim_start_matches([' ', '\t']);
        let indent = rest.len() - trimmed.len();
        let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
        let marker = if let Some(tail) = trimmed.strip_prefix(['-', '*', '+', '>', '|']) {
            usize::from(tail.starts_with(' ') || trimmed.starts_with(['>', '|']))
        } else if trimmed.starts_with('#') {
            trimmed.bytes().take_while(|&b| b == b'#').count()
        } else if (1..=9).contains(&digits)
            && trimmed[digits..].starts_with(['.', ')'])
            && trimmed[digits + 1..].starts_with(' ')
        {
            digits + 1
        } else {
            0
        };
        if marker == 0 {
            return length;
        }
        length += indent + marker;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(text: &str) -> Vec<String> {
        let source = Source::read(text.as_bytes().to_vec(), None).expect("text");
        let document = document(source);
        document
            .segments()
            .iter()
            .map(|segment| document.text()[segment.span.range()].trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect()
    }

    #[test]
    fn what_would_be_more_than_its_letters_is_not_written() {
        for (meant, expected) in [
            ("GitLab Duo", true),
            ("C#", true),
            ("a < b", true),
            ("- Dash", false),
            ("1. One", false),
            ("# One", false),
            ("```js", false),
            ("~~~js", false),
            ("say <b> here", false),
            ("a|b", false),
            ("OP_RETURN", true),
            ("__init__", false),
            ("M*A*S*H", false),
            ("~~Tilde~~", false),
            ("[Foo](x)", false),
            ("[PIAS]", false),
            ("~Mike", false),
            ("_Mike", false),
            ("$RUST", false),
            ("A$AP Rocky", true),
            ("Yahoo!", true),
            ("AT&T", true),
            ("---", false),
            ("1.", false),
            ("{{x}}", false),
        ] {
            assert_eq!(FORMAT.can_replace("heard", meant), expected, "{meant}");
        }
    }

    #[test]
    fn only_prose_is_prose() {
        let cases: &[(&str, &[&str])] = &[
            ("---\ntitle: git lab\n---\nwe use\ngit lab\n", &["we use\ngit lab"]),
            ("+++\nx = 1\n+++\r\nyes\n", &["yes"]),
            ("--- \nno front matter\n", &["no front matter"]),
            ("a `git lab` b\n", &["a", "b"]),
            ("a ``x ` y`` b ` c\n", &["a", "b", "c"]),
            ("```rust\ngit lab\n```\nafter\n", &["after"]),
            ("~~~\n```\n~~~\nafter\n", &["after"]),
            ("```\nnever closed\n", &[]),
            ("see [git lab](https://x.y/git(lab)) now\n", &["see [git lab", "now"]),
            ("a https://git.lab/x b\n", &["a", "b"]),
            ("a <b class=\"x\">c</b>\n", &["a", "c"]),
            ("a <!-- git\nlab --> b\n", &["a", "b"]),
            ("    indented code\ntext\n", &["text"]),
            ("<script>\ngit lab\n</script>\ntext\n<scripts>\nmore\n", &["text", "more"]),
            ("# Git lab\ntext\n", &["Git lab", "text"]),
            ("- one\n- two\n1. three\n", &["one", "two", "three"]),
            ("**Ann:** we use it\n", &["we use it"]),
            ("[r]: https://x.y\n", &[]),
            (
                "see [git lab] or [git lab][] and [a lab][git lab] [too]\n\n[Git  lab]: ../lab\n",
                &["see", "or", "and [a lab", "[too]"],
            ),
            ("see [git lab] and [Ann]: well [0:10]\n", &["see [git lab] and [Ann]: well [0:10]"]),
            ("[Ann]: well\n[[git lab]] and [[git lab|the lab]] too [[\n", &["well", "and", "too [["]),
            ("3 < 4 and 5 > 4\n", &["3 < 4 and 5 > 4"]),
        ];
        for (text, expected) in cases {
            assert_eq!(prose(text), *expected, "{text:?}");
        }
    }
}
