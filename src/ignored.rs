//! What a transcript itself asks to be left alone: comments for this program, and `[sic]`.
//!
//! `<!-- mondegreen: ignore -->` in a line is about that line; on a line of its own, or as `NOTE mondegreen: ignore` in
//! `WebVTT`, it is about the paragraph or cue that comes next, in HTML about the next line. `off` and `on` enclose a
//! stretch, and `ignore-file` stands for the whole. `ignore sound form` or `off sound` leaves the other rules on. `[sic]`
//! is about the words before it, in any format.

use std::collections::BTreeMap;
use std::ops::Range;

use memchr::memmem;

use crate::document::Document;
use crate::error::{Error, did_you_mean};
use crate::finding::{Finding, Rule};
use crate::format::{Comment, Format};
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

impl Ignored {
    /// What the comments of a document ask for.
    pub(crate) fn of(document: &Document) -> Ignored {
        Ignored::in_text(document.file_text(), document.format())
    }

    fn in_text(text: &str, format: &Format) -> Ignored {
        let mut ignored = Ignored::default();
        if memmem::find(text.as_bytes(), MARK.as_bytes()).is_none() {
            return ignored;
        }
        // Where the rules were switched off that are.
        let mut off: BTreeMap<Rule, usize> = BTreeMap::new();
        for comment in format.comments(text) {
            let Some(asked) = text[comment.says.clone()].trim().strip_prefix(MARK) else { continue };
            let mut words =
                asked.split(|c: char| c.is_whitespace() || ",:;[]()>".contains(c)).filter(|word| !word.is_empty());
            let order = words.next().unwrap_or_default();
            if !ORDERS.contains(&order) {
                ignored.tell(text, &comment, order, &ORDERS);
                continue;
            }
            let words: Vec<&str> = words.collect();
            let rules: Vec<Rule> = if words.is_empty() {
                Rule::ALL.to_vec()
            } else {
                words.iter().filter_map(|word| word.parse().ok()).collect()
            };
            for word in words.iter().filter(|word| word.parse::<Rule>().is_err()) {
                ignored.tell(text, &comment, word, &Rule::ALL.map(Rule::id));
            }
            match order {
                "ignore" => ignored.stretches.push(Stretch { range: stretch_of(text, &comment.whole, format), rules }),
                "ignore-file" => ignored.stretches.push(Stretch { range: 0..text.len(), rules }),
                "off" => {
                    for rule in rules {
                        off.entry(rule).or_insert(comment.whole.end);
                    }
                }
                _ => ignored.switch_on(&mut off, &rules, comment.whole.start),
            }
        }
        ignored.switch_on(&mut off, &Rule::ALL, text.len());
        ignored
    }

    /// Ends the stretches of rules that were switched off; rules of one stretch stay together.
    fn switch_on(&mut self, off: &mut BTreeMap<Rule, usize>, rules: &[Rule], end: usize) {
        for rule in rules {
            let Some(start) = off.remove(rule) else { continue };
            match self.stretches.last_mut().filter(|last| last.range == (start..end)) {
                Some(last) => last.rules.push(*rule),
                None => self.stretches.push(Stretch { range: start..end, rules: vec![*rule] }),
            }
        }
    }

    /// Whether a finding is left alone.
    pub(crate) fn holds(&self, document: &Document, finding: &Finding) -> bool {
        let is_in = |stretch: &Stretch| {
            stretch.rules.contains(&finding.rule) && stretch.range.contains(&document.file_text_range(finding.at).start)
        };
        let is_sic = !finding.is_of_captions() && is_sic(&document.text()[finding.span.end as usize..]);
        is_sic || self.stretches.iter().any(is_in)
    }

    fn tell(&mut self, text: &str, comment: &Comment, word: &str, known: &[&str]) {
        let known_list = known.join(", ");
        let message =
            format!("found `{}` in a comment for mondegreen, expected one of {known_list}", word.escape_debug());
        let error = Error::new(message).at(place_in(text, comment.whole.start));
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

/// The text that an `ignore` is about: its line, or where it stands alone the next paragraph or cue; where tags make the
/// paragraphs, the next line.
fn stretch_of(text: &str, comment: &Range<usize>, format: &Format) -> Range<usize> {
    let start = text[..comment.start].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let end = text[comment.end..].find(['\n', '\r']).map_or(text.len(), |end| comment.end + end);
    let (is_markdown, has_tags) = (format.id == "md", matches!(format.id, "html" | "ttml"));
    let before = &text[start..comment.start];
    let item = if is_markdown { item(before) } else { None };
    let before = item.map_or(before, |item| item.text);
    let is_empty = |line: &str| if is_markdown { without_quotes(line).1.is_empty() } else { line.trim().is_empty() };
    if !is_empty(before) || !text[comment.end..end].trim().is_empty() {
        return start..end;
    }
    let mut range = end..end;
    for line in text[end..].split_inclusive('\n') {
        let is_begun = range.start < range.end;
        // The next item of a list is a paragraph of its own.
        let is_next_item = || item.is_some_and(|own| self::item(line).is_some_and(|next| next.indent <= own.indent));
        match is_empty(line) {
            true if is_begun => break,
            true => range = range.end + line.len()..range.end + line.len(),
            false if is_begun && (has_tags || is_next_item()) => break,
            false => range.end += line.len(),
        }
    }
    range
}

/// The front of an item of a list.
#[derive(Debug, Clone, Copy)]
struct Item<'a> {
    /// How many bytes stand before its mark.
    indent: usize,
    /// What stands behind its mark.
    text: &'a str,
}

fn item(line: &str) -> Option<Item<'_>> {
    let (indent, line) = without_quotes(line);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let text = if digits > 0 { line[digits..].strip_prefix(['.', ')']) } else { line.strip_prefix(['-', '*', '+']) };
    let text = text.filter(|text| text.is_empty() || text.starts_with([' ', '\t', '\r', '\n']))?;
    Some(Item { indent, text })
}

/// A line without the marks of quotations in front of it, and how many bytes of blanks stood before what is left.
fn without_quotes(line: &str) -> (usize, &str) {
    let line = line.trim_end();
    let quoted = line.trim_start_matches([' ', '\t', '>']);
    let blanks = line[..line.len() - quoted.len()].rsplit('>').next().map_or(0, str::len);
    (blanks, quoted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::FORMATS;

    fn in_text(text: &str, format: &str) -> Ignored {
        Ignored::in_text(text, FORMATS.iter().find(|known| known.id == format).expect("a format"))
    }

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
            ("srt", "<!-- mondegreen: ignore -->", &[]),
            ("html", "<p>one</p>\n<!-- mondegreen: ignore -->\n<p>two</p>\n<p>three</p>", &["<p>two</p>\n"]),
            ("html", "<p>\n<!--\nmondegreen: ignore\n-->\n\none\ntwo</p>", &["one\n"]),
            ("html", "<script>\n// <!-- mondegreen: ignore-file -->\n</script>", &[]),
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
            ("vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nNOTE mondegreen: ignore\n\ntwo\n", &[]),
            // Code is no comment.
            ("md", "```\n<!-- mondegreen: ignore-file -->\n```\na\n", &[]),
            ("md", "say `<!-- mondegreen: ignore-file -->` there\n", &[]),
            // A comment is one in quotations, in lists and over several lines.
            ("md", "> <!-- mondegreen: ignore -->\n>\n> one\n> two\n>\n> three\n", &["> one\n> two\n"]),
            ("md", "- <!-- mondegreen: ignore -->\n  one\n  - two\n- three\n", &["  one\n  - two\n"]),
            ("md", "- one\n- <!-- mondegreen: ignore -->\n- two\n- three\n", &["- two\n"]),
            ("md", "> 1. <!-- mondegreen: ignore -->\n>    one\n> 2. two\n", &[">    one\n"]),
            ("md", "- one <!-- mondegreen: ignore -->\n- two\n", &["- one <!-- mondegreen: ignore -->"]),
            ("md", "<!-- mondegreen: ignore -->\n- one\n- two\n\nthree", &["- one\n- two\n"]),
            ("md", "<!-- mondegreen:\n     ignore -->\none\n\ntwo", &["one\n"]),
            ("txt", "<!--\nmondegreen: ignore\n-->\none\n\ntwo", &["one\n"]),
            ("md", "> <!-- mondegreen:\n> off -->\n> one\n", &["\n> one\n"]),
            ("md", "- 5-year\n<!-- mondegreen: ignore -->\n-five\n", &["-five\n"]),
        ];
        for (format, text, expected) in cases {
            let ignored = in_text(text, format);
            let found: Vec<&str> = ignored.stretches.iter().map(|stretch| &text[stretch.range.clone()]).collect();
            assert_eq!(found, *expected, "{text:?}");
            assert_eq!(ignored.odd, []);
        }
    }

    #[test]
    fn rules_may_be_named_and_what_is_not_known_is_told() {
        type Left<'a> = (&'a str, &'a [Rule]);

        let one = |text: &str| in_text(text, "md");
        let cases: &[(&str, &[Left<'_>])] = &[
            (
                "<!-- mondegreen: ignore sound, form -->a",
                &[("<!-- mondegreen: ignore sound, form -->a", &[Rule::Sound, Rule::Form])],
            ),
            ("<!-- mondegreen: ignore[sound] -->\na", &[("a", &[Rule::Sound])]),
            ("<!-- mondegreen: ignore: form -->\na", &[("a", &[Rule::Form])]),
            ("<!-- mondegreen: ignore\nform\nsound -->\na", &[("a", &[Rule::Form, Rule::Sound])]),
            (
                "<!-- mondegreen: off form, sound -->a<!-- mondegreen: on form -->b",
                &[("a", &[Rule::Form]), ("a<!-- mondegreen: on form -->b", &[Rule::Sound])],
            ),
            ("<!-- mondegreen: off form, sound -->a<!-- mondegreen: on -->b", &[("a", &[Rule::Form, Rule::Sound])]),
            // What is not known leaves nothing alone.
            ("<!-- mondegreen: ignore sond -->\na", &[("a", &[])]),
            ("<!-- mondegreen: ignore[rulle] -->\na", &[("a", &[])]),
            (
                "<!-- mondegreen: ignore-file rulle form -->",
                &[("<!-- mondegreen: ignore-file rulle form -->", &[Rule::Form])],
            ),
            ("<!-- mondegreen: off rulle -->a", &[]),
            ("<!-- mondegreen: ignroe -->a", &[]),
        ];
        for (text, expected) in cases {
            let ignored = one(text);
            let found: Vec<(&str, &[Rule])> =
                ignored.stretches.iter().map(|stretch| (&text[stretch.range.clone()], &*stretch.rules)).collect();
            assert_eq!(found, *expected, "{text:?}");
        }
        let cases = [
            (
                "x\n <!-- mondegreen: ignroe -->",
                "2:2: found `ignroe` in a comment for mondegreen, expected one of ignore,",
                Some("ignore"),
            ),
            (
                "<!-- mondegreen: ignore sond -->",
                "1:1: found `sond` in a comment for mondegreen, expected one of alias,",
                Some("sound"),
            ),
            (
                "<!-- mondegreen: ignore[rulle] -->",
                "1:1: found `rulle` in a comment for mondegreen, expected one of alias,",
                None,
            ),
            ("<!-- mondegreen: off sond -->", "1:1: found `sond` in a comment for mondegreen", Some("sound")),
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
