//! What a transcript itself asks to be left alone: comments for this program, and `[sic]`.
//!
//! `<!-- mondegreen: ignore -->` in a line is about that line; on a line of its own, or as `NOTE mondegreen: ignore` in
//! `WebVTT`, it is about the paragraph or cue that comes next, in HTML about the next line. `ignore sound form` leaves the other rules on, `off` and `on`
//! enclose a stretch, and `ignore-file` stands for the whole. `[sic]` is about the words before it, in any format.

use std::ops::Range;

use memchr::memmem;

use crate::document::Document;
use crate::error::{Error, did_you_mean};
use crate::finding::{Finding, Rule};
use crate::span::place_in;

/// How a comment for this program begins.
const MARK: &str = "mondegreen:";
/// What a comment may ask for.
const ORDERS: [&str; 4] = ["ignore", "ignore-file", "off", "on"];

/// What of a document is left alone.
#[derive(Debug, Default)]
pub(crate) struct Ignored {
    stretches: Vec<Stretch>,
    /// Comments that ask for what is not known.
    pub(crate) odd: Vec<Error>,
}

/// A part of the file's text, and the rules that are off in it.
#[derive(Debug, PartialEq)]
struct Stretch {
    range: Range<usize>,
    rules: Vec<Rule>,
}

/// What comes next, for a comment that stands alone.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Unit {
    /// The lines up to the next empty one.
    Block,
    /// The next line: where tags make the paragraphs, empty lines do not.
    Line,
}

/// A comment for this program.
struct Comment<'a> {
    range: Range<usize>,
    /// What it says behind the mark.
    order: &'a str,
}

impl Ignored {
    /// What the comments of a document ask for.
    pub(crate) fn of(document: &Document) -> Ignored {
        Ignored::in_text(document.file_text(), document.format().id)
    }

    fn in_text(text: &str, format: &str) -> Ignored {
        let mut ignored = Ignored::default();
        let has_tags = matches!(format, "html" | "ttml");
        let mut off = None;
        for comment in comments(text, format) {
            let mut words = comment.order.split([' ', '\t', ',']).filter(|word| !word.is_empty());
            let order = words.next().unwrap_or_default();
            let mut rules = Vec::new();
            for word in words {
                match word.parse::<Rule>() {
                    Ok(rule) if order == "ignore" => rules.push(rule),
                    _ => ignored.tell(text, &comment, word, &Rule::ALL.map(Rule::id)),
                }
            }
            if rules.is_empty() {
                rules.extend(Rule::ALL);
            }
            let range = match order {
                "ignore" => stretch_of(text, &comment.range, if has_tags { Unit::Line } else { Unit::Block }),
                "ignore-file" => 0..text.len(),
                "off" => {
                    off.get_or_insert(comment.range.end);
                    continue;
                }
                "on" => match off.take() {
                    Some(start) => start..comment.range.start,
                    None => continue,
                },
                word => {
                    ignored.tell(text, &comment, word, &ORDERS);
                    continue;
                }
            };
            ignored.stretches.push(Stretch { range, rules });
        }
        if let Some(start) = off {
            ignored.stretches.push(Stretch { range: start..text.len(), rules: Rule::ALL.to_vec() });
        }
        ignored
    }

    /// Whether a finding is left alone.
    pub(crate) fn holds(&self, document: &Document, finding: &Finding) -> bool {
        let is_in = |stretch: &Stretch| {
            stretch.rules.contains(&finding.rule) && stretch.range.contains(&document.file_text_range(finding.at).start)
        };
        is_sic(&document.text()[finding.span.end as usize..]) || self.stretches.iter().any(is_in)
    }

    fn tell(&mut self, text: &str, comment: &Comment<'_>, word: &str, known: &[&str]) {
        let known_list = known.join(", ");
        let message =
            format!("found `{}` in a comment for mondegreen, expected one of {known_list}", word.escape_debug());
        let error = Error::new(message).at(place_in(text, comment.range.start));
        self.odd.push(match did_you_mean(word, known.iter().copied()) {
            Some(near) => error.with_hint(format!("did you mean `{near}`?")),
            None => error,
        });
    }
}

/// Whether a text begins by saying that the words before it were said so.
fn is_sic(after: &str) -> bool {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | '»' | '“' | '*' | ',' | '.');
    let after = after.trim_start_matches(ends).as_bytes();
    ["[sic]", "[sic!]", "(sic)", "(sic!)"]
        .iter()
        .any(|sic| after.get(..sic.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(sic.as_bytes())))
}

fn comments<'a>(text: &'a str, format: &'a str) -> impl Iterator<Item = Comment<'a>> {
    memmem::find_iter(text.as_bytes(), MARK).filter_map(move |at| comment_at(text, at, format))
}

/// The comment whose mark begins at `at`, if it stands in one.
fn comment_at<'a>(text: &'a str, at: usize, format: &str) -> Option<Comment<'a>> {
    let line_start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let line_end = text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
    let (before, after) = (text[line_start..at].trim_end(), at + MARK.len());
    let (start, end, closed) = match format {
        "vtt" => {
            let is_note = before == "NOTE" || before.is_empty() && is_note_line(&text[..line_start]);
            is_note.then_some((line_start, line_end, line_end))?
        }
        "md" | "txt" | "html" | "ttml" => {
            let (opening, closing) = [("<!--", "-->"), ("[//]: # (", ")"), ("[comment]: # (", ")")]
                .into_iter()
                .find(|(opening, _)| before.ends_with(opening))?;
            let end = after + text[after..line_end].find(closing)?;
            (line_start + before.len() - opening.len(), end, end + closing.len())
        }
        _ => return None,
    };
    Some(Comment { range: start..closed, order: text[after..end].trim() })
}

/// Whether the last line of a text is the word that begins a comment of `WebVTT`.
fn is_note_line(before: &str) -> bool {
    before.lines().next_back() == Some("NOTE")
}

/// The text that an `ignore` is about: its line, or where it stands alone the next paragraph or cue.
fn stretch_of(text: &str, comment: &Range<usize>, unit: Unit) -> Range<usize> {
    let start = text[..comment.start].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let end = text[comment.end..].find(['\n', '\r']).map_or(text.len(), |end| comment.end + end);
    let is_alone = text[start..comment.start].trim().is_empty() && text[comment.end..end].trim().is_empty();
    if !is_alone {
        return start..end;
    }
    let next = text.len() - text[end..].trim_start().len();
    let mut stop = next;
    for line in text[next..].split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        stop += line.len();
        if unit == Unit::Line {
            break;
        }
    }
    next..stop
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_about_their_line_or_what_comes_next() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("md", "one <!-- mondegreen: ignore -->\ntwo\n", &["one <!-- mondegreen: ignore -->"]),
            ("txt", "one\n<!--mondegreen:ignore-->\n\ntwo\nthree\n\nfour", &["two\nthree\n"]),
            ("md", "[//]: # (mondegreen: ignore)\r\none\r\n\r\ntwo\r\n", &["one\r\n"]),
            ("md", "a\n<!-- mondegreen: off -->b<!-- mondegreen: on -->c", &["b"]),
            ("md", "a\n<!-- mondegreen: off -->\nb", &["\nb"]),
            ("md", "a <!-- mondegreen: ignore-file -->", &["a <!-- mondegreen: ignore-file -->"]),
            ("md", "a <!-- mondegreen: on --> mondegreen: ignore", &[]),
            ("md", "a <!-- mondegreen: ignore", &[]),
            ("json", "<!-- mondegreen: ignore -->", &[]),
            ("html", "<p>one</p>\n<!-- mondegreen: ignore -->\n<p>two</p>\n<p>three</p>", &["<p>two</p>\n"]),
            (
                "vtt",
                "WEBVTT\n\nNOTE mondegreen: ignore\n\n00:00.000 --> 00:01.000\none\ntwo\n\n00:01.000 --> 00:02.000\n",
                &["00:00.000 --> 00:01.000\none\ntwo\n"],
            ),
            (
                "vtt",
                "WEBVTT\n\nNOTE\nmondegreen: ignore\n\n1\n00:00.000 --> 00:01.000\none",
                &["1\n00:00.000 --> 00:01.000\none"],
            ),
            ("vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nmondegreen: ignore\n\ntwo\n", &[]),
        ];
        for (format, text, expected) in cases {
            let ignored = Ignored::in_text(text, format);
            let found: Vec<&str> = ignored.stretches.iter().map(|stretch| &text[stretch.range.clone()]).collect();
            assert_eq!(found, *expected, "{text:?}");
            assert_eq!(ignored.odd, []);
        }
    }

    #[test]
    fn rules_may_be_named_and_what_is_not_known_is_told() {
        let one = |text: &str| Ignored::in_text(text, "md");
        assert_eq!(one("<!-- mondegreen: ignore sound, form -->a").stretches[0].rules, [Rule::Sound, Rule::Form]);
        let cases = [
            ("x\n <!-- mondegreen: ignroe -->", "2:2: found `ignroe` in a comment for mondegreen", Some("ignore")),
            ("<!-- mondegreen: ignore sond -->", "1:1: found `sond` in a comment for mondegreen", Some("sound")),
            ("<!-- mondegreen: off sound -->", "1:1: found `sound` in a comment for mondegreen", Some("sound")),
            ("<!-- mondegreen: -->", "1:1: found `` in a comment for mondegreen", None),
        ];
        for (text, message, near) in cases {
            let odd = one(text).odd;
            assert!(odd.len() == 1 && odd[0].to_string().starts_with(message), "{text}: {odd:?}");
            assert_eq!(odd[0].hint(), near.map(|near| format!("did you mean `{near}`?")).as_deref());
        }
    }

    #[test]
    fn sic_is_said_in_brackets() {
        let cases = [
            ("[sic] x", true),
            (" (SIC!)", true),
            ("\n[sic]", true),
            ("\" [sic]", true),
            ("s [sic]", false),
            (" sic", false),
            ("[sick]", false),
        ];
        for (after, expected) in cases {
            assert_eq!(is_sic(after), expected, "{after:?}");
        }
    }
}
