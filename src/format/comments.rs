//! Comments: what a file holds that is for programs and for people who edit it, and is neither shown nor said.

use std::ops::Range;

use super::{Format, html, markdown, tags, vtt};

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Comment {
    /// All of it, with the marks around it.
    pub(crate) whole: Range<usize>,
    /// What it says.
    pub(crate) says: Range<usize>,
}

/// How a comment of HTML begins and ends.
const HTML: (&str, &str) = ("<!--", "-->");
/// How links to nowhere begin and end, which are the comments of Markdown.
const LINKS: [(&str, &str); 2] = [("[//]: # (", ")"), ("[comment]: # (", ")")];

impl Comment {
    /// The comment of HTML that this range of a text is, if it begins and ends like one.
    pub(super) fn of(text: &str, whole: Range<usize>) -> Option<Comment> {
        let (opening, closing) = HTML;
        let inner = text[whole.clone()].strip_prefix(opening)?.strip_suffix(closing)?;
        let start = whole.start + opening.len();
        Some(Comment { says: start..start + inner.len(), whole })
    }

    /// The first link to nowhere in a range of a text.
    pub(super) fn linked(text: &str, within: Range<usize>) -> Option<Comment> {
        first(text, &within, &LINKS)
    }
}

impl Format {
    /// The comments of a file of this format, in order; none where the format has no comments.
    pub(crate) fn comments(&self, text: &str) -> Vec<Comment> {
        match self.id {
            "txt" => anywhere(text),
            "md" => markdown::comments(text),
            "html" => tags::comments(text, html::RAW),
            "ttml" => tags::comments(text, &[]),
            "vtt" => vtt::comments(text),
            _ => Vec::new(),
        }
    }
}

fn first(text: &str, within: &Range<usize>, marks: &[(&str, &str)]) -> Option<Comment> {
    let of_kind = |(opening, closing): &(&str, &str)| {
        let start = within.start + text[within.clone()].find(opening)?;
        let inner = start + opening.len();
        let close = inner + text[inner..within.end].find(closing)?;
        Some(Comment { whole: start..close + closing.len(), says: inner..close })
    };
    marks.iter().filter_map(of_kind).min_by_key(|comment| comment.whole.start)
}

/// The comments of a text that holds nothing else of its kind.
fn anywhere(text: &str) -> Vec<Comment> {
    let mut at = 0;
    let marks = [HTML, LINKS[0], LINKS[1]];
    std::iter::from_fn(|| {
        let comment = first(text, &(at..text.len()), &marks)?;
        at = comment.whole.end;
        Some(comment)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use crate::format::FORMATS;

    #[test]
    fn comments_are_told_from_what_looks_like_them() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("txt", "a <!-- b --> c <!--d\ne-->\n[//]: # (f)\n<!-- g", &[" b ", "d\ne", "f"]),
            ("md", "a <!-- b --> c <!--d\ne-->\n[//]: # (f)\n<!-- g", &[" b ", "d\ne", "f"]),
            ("md", "> <!-- a -->\n\n- <!--b-->\n  1. <!-- c\n  d -->\n", &[" a ", "b", " c\n  d "]),
            ("md", "```\n<!-- a -->\n```\n<!-- b -->\n~~~\n<!-- c -->", &[" b "]),
            ("md", "`<!-- a -->` ``<!-- ` b -->`` \\<!-- c --> <!-- d -->\n\n    <!-- e -->\n", &[" d "]),
            ("md", "`[//]: # (a)` [//]: # (b)\n", &["b"]),
            ("md", "<script>\nx = '<!-- a -->';\n</script>\n<!-- b -->\n<STYLE> <!-- c -->\n</style>\n", &[" b "]),
            ("html", "<p title='<!-- a -->'>b<!-- c --></p><!--d\n-->", &[" c ", "d\n"]),
            ("html", "<script>x = '<!-- a -->'</script><style><!-- b --></style><p><!-- c -->", &[" c "]),
            ("html", "<![CDATA[<!-- a -->]]><!-- b -->", &[" b "]),
            ("ttml", "<tt><!-- a --><p>b</p></tt>", &[" a "]),
            (
                "vtt",
                "WEBVTT\nNOTE a\n\nNOTE b\nc\n\nNOTE\nd\n\nNOTED\n\n1\n00:01.000 --> 00:02.000\nNOTE e\n",
                &[" b\nc", "\nd"],
            ),
            ("vtt", "WEBVTT\r\n\r\nNOTE a\r\n00:01.000 --> 00:02.000\r\nb\r\n", &[" a"]),
            ("srt", "1\n00:00:01,000 --> 00:00:02,000\n<!-- a -->\n", &[]),
        ];
        for (format, text, expected) in cases {
            let comments = FORMATS.iter().find(|known| known.id == *format).expect("a format").comments(text);
            let says: Vec<&str> = comments.iter().map(|comment| &text[comment.says.clone()]).collect();
            assert_eq!(says, *expected, "{format}: {text:?}");
        }
    }
}
