//! Tags and the text between them, as XML (W3C) and HTML (WHATWG) have them; nothing is built up and nothing is closed, so
//! that files that are not well-formed are read as far as they go.

use std::ops::Range;

use super::comments::Comment;
use crate::coding::Coding;

/// A part of a marked-up text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// Text between tags.
    Text(Range<usize>),
    /// `<name …>`; closed at once where it ends in `/>`.
    Open(Tag, bool),
    /// `</name>`
    Close(Tag),
    /// `<![CDATA[…]]>`: text as it stands in XML, nothing in HTML.
    Cdata(Cdata),
}

/// Text that stands as it is between two marks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cdata {
    /// All of it.
    pub(super) whole: Range<usize>,
    /// What stands between the marks.
    pub(super) text: Range<usize>,
}

/// A tag.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tag {
    /// All of it.
    pub(super) whole: Range<usize>,
    /// Its name without a prefix of a namespace.
    name: Range<usize>,
    /// What stands behind the name.
    attributes: Range<usize>,
}

impl Tag {
    /// The name of the element, without the prefix of a namespace.
    pub(super) fn name<'a>(&self, file: &'a str) -> &'a str {
        &file[self.name.clone()]
    }

    /// Whether the element is of one of these names, case aside.
    pub(super) fn is_one_of(&self, file: &str, names: &[&str]) -> bool {
        let own = &file.as_bytes()[self.name.clone()];
        names.iter().any(|name| own.len() == name.len() && own.eq_ignore_ascii_case(name.as_bytes()))
    }

    /// Where the value of an attribute stands, without its quotes; the name is without the prefix of a namespace. Of
    /// several the first counts, and one without a value has an empty one.
    pub(super) fn attribute(&self, file: &str, name: &str) -> Option<Range<usize>> {
        let [value] = self.attributes(file, [name]);
        value
    }

    /// Where the values of attributes stand, as [`Tag::attribute`] finds them.
    pub(super) fn attributes<const N: usize>(&self, file: &str, names: [&str; N]) -> [Option<Range<usize>>; N] {
        let bytes = &file.as_bytes()[self.attributes.clone()];
        let mut values = [const { None }; N];
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            at = find(bytes, at, |b| b == b'=' || b.is_ascii_whitespace());
            let found = &bytes[start..at];
            at = find(bytes, at, |b| !b.is_ascii_whitespace());
            let value = if bytes.get(at) == Some(&b'=') {
                at = find(bytes, at + 1, |b| !b.is_ascii_whitespace());
                let quote = bytes.get(at).copied().filter(|quote| matches!(quote, b'"' | b'\''));
                at += usize::from(quote.is_some());
                let value = at..match quote {
                    Some(quote) => memchr::memchr(quote, &bytes[at..]).map_or(bytes.len(), |end| at + end),
                    None => find(bytes, at, |b| b.is_ascii_whitespace()),
                };
                at = value.end + 1;
                value
            } else {
                at = at.max(start + 1);
                start + found.len()..start + found.len()
            };
            for (known, name) in values.iter_mut().zip(names) {
                if known.is_none() && is_called(found, name) {
                    *known = Some(self.attributes.start + value.start..self.attributes.start + value.end);
                }
            }
        }
        values
    }
}

/// The first byte from `at` on that is wanted, or the end.
fn find(bytes: &[u8], at: usize, is_wanted: impl Fn(u8) -> bool) -> usize {
    let from = at.min(bytes.len());
    bytes[from..].iter().position(|&b| is_wanted(b)).map_or(bytes.len(), |found| from + found)
}

/// Whether a name is this one, case and the prefix of a namespace aside.
fn is_called(found: &[u8], name: &str) -> bool {
    let Some(prefix) = found.len().checked_sub(name.len()) else { return false };
    (prefix == 0 || found[prefix - 1] == b':') && found[prefix..].eq_ignore_ascii_case(name.as_bytes())
}

/// So far into a page an encoding may be declared.
const DECLARED_WITHIN: usize = 1024;

/// What begins text that stands as it is, and what ends it.
const CDATA: [&str; 2] = ["<![CDATA[", "]]>"];

/// The parts of a range of a file. What stands in an element of one of the names `raw` is no text.
pub(super) fn parts<'a>(file: &'a str, range: Range<usize>, raw: &'static [&'static str]) -> Parts<'a> {
    Parts { file, at: range.start, end: range.end, raw, comments: Vec::new(), has_doctype: false }
}

/// How a file of XML or HTML spells text: where it declares another encoding than UTF-8 or UTF-16, with nothing but ASCII,
/// which is the same in whatever encoding it is read.
pub(super) fn coding(file: &str) -> Coding {
    Coding::Markup { ascii: declared(file).is_some_and(|label| !label.to_ascii_lowercase().starts_with("utf")) }
}

/// The label of the encoding that a file declares: in a declaration of XML, or in an element that HTML has for it.
fn declared(file: &str) -> Option<&str> {
    if begins_as_xml(file) {
        let declaration = file.split_once("?>")?.0;
        let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
        return value.get(1..)?.split(['"', '\'']).next();
    }
    parts(file, 0..file.floor_char_boundary(DECLARED_WITHIN), &[]).find_map(|part| match part {
        Part::Open(tag, _) if tag.is_one_of(file, &["meta"]) => {
            let [charset, content] = tag.attributes(file, ["charset", "content"]).map(|at| at.map(|at| &file[at]));
            charset.or_else(|| content?.split_once("charset=")?.1.split(';').next().map(str::trim))
        }
        _ => None,
    })
}

/// Whether a text begins with a declaration of XML.
pub(super) fn begins_as_xml(text: &str) -> bool {
    text.trim_start().strip_prefix("<?xml").is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

/// Whether a text begins with a tag, a comment or a declaration.
pub(super) fn begins_marked(text: &str) -> bool {
    begins_markup(text.trim_start())
}

/// The comments of a file.
pub(super) fn comments(file: &str, raw: &'static [&'static str]) -> Vec<Comment> {
    let mut parts = parts(file, 0..file.len(), raw);
    while parts.next().is_some() {}
    parts.comments.into_iter().filter_map(|whole| Comment::of(file, whole)).collect()
}

/// See [`parts`].
#[derive(Debug)]
pub(super) struct Parts<'a> {
    file: &'a str,
    at: usize,
    end: usize,
    raw: &'static [&'static str],
    /// Those that were passed by.
    comments: Vec<Range<usize>>,
    /// Whether a document type was passed by; there is one at most.
    has_doctype: bool,
}

impl Parts<'_> {
    /// Goes on from here, which is behind what was read last.
    pub(super) fn go_on(&mut self, at: usize) {
        self.at = self.at.max(at).min(self.end);
    }

    /// The comments that were passed by since this was asked last.
    pub(super) fn take_comments(&mut self) -> Vec<Range<usize>> {
        std::mem::take(&mut self.comments)
    }
}

impl Iterator for Parts<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        while self.at < self.end {
            let rest = &self.file[self.at..self.end];
            let start = self.at;
            if !begins_markup(rest) {
                let mut length = 0;
                loop {
                    length +=
                        1 + memchr::memchr(b'<', &rest.as_bytes()[length + 1..]).unwrap_or(rest.len() - length - 1);
                    if length >= rest.len() || begins_markup(&rest[length..]) {
                        break;
                    }
                }
                self.at = start + length;
                return Some(Part::Text(start..self.at));
            }
            let past = |end: &str| rest.find(end).map_or(self.end, |at| start + at + end.len());
            if rest.starts_with("<!--") {
                let empty = ["<!-->", "<!--->"].into_iter().find(|empty| rest.starts_with(empty));
                self.at = empty.map_or_else(|| past("-->"), |empty| start + empty.len());
                self.comments.push(start..self.at);
            } else if let Some(inside) = rest.strip_prefix(CDATA[0]) {
                let from = start + CDATA[0].len();
                let length = inside.find(CDATA[1]);
                let text = from..length.map_or(self.end, |length| from + length);
                self.at = (text.end + length.map_or(0, |_| CDATA[1].len())).min(self.end);
                return Some(Part::Cdata(Cdata { whole: start..self.at, text }));
            } else if !self.has_doctype && begins_doctype(rest) {
                self.has_doctype = true;
                self.at = doctype_end(rest).map_or_else(|| past(">"), |end| start + end);
            } else if rest.starts_with("<!") || rest.starts_with("<?") {
                self.at = past(">");
            } else if let Some(part) = self.tag(start) {
                return Some(part);
            } else {
                self.at = self.end;
            }
        }
        None
    }
}

impl Parts<'_> {
    /// The tag that begins here; none where it does not end.
    fn tag(&mut self, start: usize) -> Option<Part> {
        let bytes = &self.file.as_bytes()[..self.end];
        let closes = bytes.get(start + 1) == Some(&b'/');
        let name = start + 1 + usize::from(closes);
        let name_end = find(bytes, name, |b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
        let mut end = name_end;
        loop {
            end = find(bytes, end, |b| matches!(b, b'>' | b'"' | b'\''));
            let &mark = bytes.get(end)?;
            if mark == b'>' {
                break;
            }
            // Only behind `=` does a quote begin a value.
            let is_value = bytes[name_end..end].trim_ascii_end().ends_with(b"=");
            end += 1 + if is_value { 1 + memchr::memchr(mark, &bytes[end + 1..])? } else { 0 };
        }
        let is_empty = bytes[end - 1] == b'/';
        let prefix = bytes[name..name_end].iter().rposition(|&b| b == b':').map_or(0, |colon| colon + 1);
        let tag = Tag {
            whole: start..end + 1,
            name: name + prefix..name_end,
            attributes: name_end..(end - usize::from(is_empty)).max(name_end),
        };
        self.at = end + 1;
        if closes {
            return Some(Part::Close(tag));
        }
        if !is_empty && tag.is_one_of(self.file, self.raw) {
            self.at = self.close_of(&tag);
        }
        Some(Part::Open(tag, is_empty))
    }

    /// Where the closing tag of an element without markup begins.
    fn close_of(&self, tag: &Tag) -> usize {
        let name = &self.file[tag.whole.start + 1..tag.name.end];
        let text = &self.file[..self.end];
        let mut at = tag.whole.end;
        while let Some(found) = text[at..].find("</").map(|found| at + found) {
            if text[found + 2..].get(..name.len()).is_some_and(|other| other.eq_ignore_ascii_case(name)) {
                return found;
            }
            at = found + 2;
        }
        self.end
    }
}

/// Whether a `<` begins a tag, a comment or the like.
fn begins_markup(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next() == Some(b'<')
        && match bytes.next() {
            Some(b'!' | b'?') => true,
            Some(b'/') => bytes.next().is_some_and(|b| b.is_ascii_alphabetic()),
            Some(b) => b.is_ascii_alphabetic(),
            None => false,
        }
}

/// What begins the declaration of a document's type.
const DOCTYPE: &str = "<!doctype";

fn begins_doctype(text: &str) -> bool {
    text.as_bytes().get(..DOCTYPE.len()).is_some_and(|start| start.eq_ignore_ascii_case(DOCTYPE.as_bytes()))
}

/// Where the declaration of a document's type ends that begins here, with the declarations between `[` and `]` that XML
/// may have in it; none where it does not end.
fn doctype_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let past = |from: usize, end: &str| text[from..].find(end).map(|at| from + at + end.len());
    let mut at = DOCTYPE.len();
    let mut is_inside = false;
    loop {
        at = find(bytes, at, |b| matches!(b, b'"' | b'\'' | b'[' | b']' | b'<' | b'>'));
        at = match bytes.get(at)? {
            b'>' if !is_inside => return Some(at + 1),
            quote @ (b'"' | b'\'') => at + 2 + memchr::memchr(*quote, &bytes[at + 1..])?,
            b'<' if text[at..].starts_with("<!--") => past(at, "-->")?,
            b'<' if text[at..].starts_with("<?") => past(at, "?>")?,
            mark => {
                is_inside = *mark == b'[' || is_inside && *mark != b']';
                at + 1
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(file: &str) -> String {
        let part = |part| match part {
            Part::Text(range) => format!("[{}]", &file[range]),
            Part::Open(tag, true) => format!("({}/)", tag.name(file)),
            Part::Open(tag, false) => format!("({})", tag.name(file)),
            Part::Close(tag) => format!("(/{})", tag.name(file)),
            Part::Cdata(Cdata { text, .. }) => format!("({})", &file[text]),
        };
        parts(file, 0..file.len(), &["script"]).map(part).collect()
    }

    #[test]
    fn text_stands_between_tags() {
        for (file, expected) in [
            ("a<b>c</b>d", "[a](b)[c](/b)[d]"),
            ("1 < 2 <3 & <tt:br/>x", "[1 < 2 <3 & ](br/)[x]"),
            ("<!doctype html><!-- <p> --><p title='a>b'>x", "(p)[x]"),
            ("<script>if (a<b) x</SCRIPT>y", "(script)(/SCRIPT)[y]"),
            ("<?xml v?><![CDATA[<p>]]>z", "(<p>)[z]"),
            ("<!DOCTYPE a [<!ENTITY b \"]>\"><!-- ' ]> --><?c ]>?> %d; ]><a>x", "(a)[x]"),
            ("<!DOCTYPE a PUBLIC \"b>\" 'c>'><a>x", "(a)[x]"),
            ("<!doctype a [ b><a>x", "(a)[x]"),
            ("<!doctype html 'a><p>x", "(p)[x]"),
            ("<!doctype a><p>x<!doctype [><b>y]>", "(p)[x](b)[y]>]"),
            ("a<![CDATA[]]><![CDATA[b]>", "[a]()(b]>)"),
            ("<i class=o'x>a</i> <i class=b'>c", "(i)[a](/i)[ ](i)[c]"),
            ("<i a='>' b = \">\" 'c>d", "(i)[d]"),
            ("<i a=\"x\"\"y>\">b", "(i)[\">b]"),
            ("<i a= \n 'x>'>b", "(i)[b]"),
            ("<i a='x>b", ""),
            ("a<!-->b<!--->c<!-- > -->d", "[a][b][c][d]"),
            ("<x:script>a</script></x:script>b", "(script)(/script)[b]"),
            ("a<b title=\"", "[a]"),
            ("a<!-- b", "[a]"),
            ("<", "[<]"),
            ("é<é", "[é<é]"),
        ] {
            assert_eq!(shown(file), expected, "{file}");
        }
    }

    #[test]
    fn another_encoding_may_be_declared() {
        for (file, is_other) in [
            ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><tt/>", true),
            ("<?xml version='1.0' encoding = 'us-ascii'?><tt/>", true),
            ("<?xml version='1.0' encoding='UTF-8'?><tt/>", false),
            ("<?xml version='1.0' encoding='ISO-8859-1'?><tt>é</tt>", true),
            ("<?xml version='1.0'?><tt encoding='x'/>", false),
            ("<meta charset=windows-1252><p>", true),
            ("<html><META http-equiv=\"Content-Type\" content=\"text/html; charset=koi8-r\">", true),
            ("<meta charset=\"utf-8\"><p>", false),
            ("<meta name='charset' content='x'><p>charset=koi8-r", false),
            ("<p>", false),
        ] {
            assert_eq!(coding(file), Coding::Markup { ascii: is_other }, "{file}");
        }
    }

    #[test]
    fn attributes_are_found() {
        let file = "<p begin=\"1s\" xml:id = 'a' hidden data-m=5/>";
        let Some(Part::Open(tag, true)) = parts(file, 0..file.len(), &[]).next() else { panic!("a tag") };
        let value = |name| tag.attribute(file, name).map(|range| &file[range]);
        assert_eq!(value("begin"), Some("1s"));
        assert_eq!(value("id"), Some("a"));
        assert_eq!(value("data-m"), Some("5"));
        assert_eq!(value("hidden"), Some(""));
        assert_eq!(value("end"), None);
        let all = tag.attributes(file, ["data-m", "end", "begin"]).map(|value| value.map(|range| &file[range]));
        assert_eq!(all, [Some("5"), None, Some("1s")]);
        let file = "<p CLASS='a' class=b x:class=\"c\">";
        let Some(Part::Open(tag, false)) = parts(file, 0..file.len(), &[]).next() else { panic!("a tag") };
        assert_eq!(tag.attribute(file, "class").map(|range| &file[range]), Some("a"));
    }
}
