//! What of a text in Markdown is not said, though no mark of `CommonMark` says so: addresses, links to other pages of a
//! wiki, what a template puts in, formulas, and links and code in HTML.

use std::ops::Range;

use super::definitions::is_definition;
use super::next::Next;

/// How far the end of a mark is looked for: a line that opens thousands of them is read once, not for each.
const FARTHEST: usize = 4096;
/// Parentheses in a link's target nest so deep at most.
const DEEPEST: usize = 32;

/// What templates put in: how it begins and ends.
const TEMPLATES: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];

/// Finds what is not said in the text of a file, from its front to its end.
#[derive(Debug)]
pub(super) struct Marks<'a> {
    text: &'a str,
    templates: [Next; 3],
    page: Next,
    formula: Next,
    block_formula: Next,
}

impl<'a> Marks<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Marks {
            text,
            templates: TEMPLATES.map(|(_, end)| Next::of(end)),
            page: Next::of("]]"),
            formula: Next::of("$"),
            block_formula: Next::of("$$"),
        }
    }

    /// The first such mark that begins in a range of the text; it ends where its block does, if not before.
    pub(super) fn next(&mut self, range: Range<usize>, block_end: usize, begins_line: bool) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        let mut at = range.start;
        if begins_line && let Some(end) = self.definition(at) {
            return Some(at..end);
        }
        while at < range.end {
            at += bytes[at..range.end].iter().position(|&b| MAY_BEGIN[usize::from(b)])?;
            let rest = &self.text[at..block_end];
            let end = match bytes[at] {
                b'\\' => {
                    at += 2;
                    continue;
                }
                b'\n' => match self.definition(at + 1).filter(|_| at + 1 < range.end) {
                    Some(end) => return Some(at + 1..end),
                    None => None,
                },
                b':' => match address(self.text, range.start, at, block_end) {
                    Some(address) => return Some(address),
                    None => None,
                },
                b'`' => Some(at + code_span(rest)),
                b']' if rest.starts_with("](") => link_target(&rest[1..]).map(|length| at + 1 + length),
                b'[' if rest.starts_with("[[") => self.page_link(at),
                b'{' => self.template(at),
                b'$' => self.formula(at, block_end),
                _ => None,
            };
            if let Some(end) = end.filter(|&end| end <= block_end) {
                return Some(at..end);
            }
            // What does not end at two of these ends at none of them.
            at += if rest.starts_with("$$") { 2 } else { 1 };
        }
        None
    }

    /// The end of the line that begins here, if it defines a link: in the midst of a paragraph, too.
    fn definition(&self, at: usize) -> Option<usize> {
        let line = &self.text[at..];
        if !line.trim_start_matches([' ', '\t']).starts_with('[') {
            return None;
        }
        let line = line.lines().next()?;
        is_definition(line).then_some(at + line.len())
    }

    /// The end of `[[name]]`.
    fn page_link(&mut self, at: usize) -> Option<usize> {
        let end = self.page.from(self.text, at + 2).filter(|end| end - at <= FARTHEST)?;
        let is_of_line = memchr::memchr(b'\n', &self.text.as_bytes()[at..end]).is_none();
        is_of_line.then_some(end + 2)
    }

    /// The end of `{{ name }}`, `{% include name %}`, `{{< name >}}`.
    fn template(&mut self, at: usize) -> Option<usize> {
        let kind = TEMPLATES.iter().position(|(begin, _)| self.text[at..].starts_with(begin))?;
        Some(self.templates[kind].from(self.text, at + 2)? + 2)
    }

    /// The end of `$x^2$` or `$$x^2$$`; "from $5 to $6" is none.
    fn formula(&mut self, at: usize, block_end: usize) -> Option<usize> {
        let text = self.text;
        if text[at..].starts_with("$$") {
            return Some(self.block_formula.from(text, at + 2)? + 2);
        }
        let end = self.formula.from(text, at + 1).filter(|&end| end < block_end && end - at <= FARTHEST)?;
        let inside = &text[at + 1..end];
        let is_apart =
            !text[..at].ends_with(char::is_alphanumeric) && !text[end + 1..].starts_with(char::is_alphanumeric);
        let is_tight = !inside.starts_with(char::is_whitespace) && !inside.ends_with(char::is_whitespace);
        let is_math = inside.contains(['\\', '^', '_', '{', '=']) || !inside.contains(char::is_whitespace);
        (is_apart && is_tight && is_math).then_some(end + 1)
    }
}

/// Bytes that a mark may begin with, or by which it is known.
const MAY_BEGIN: [bool; 256] = {
    let mut begins = [false; 256];
    let all = b"\\\n:`][{$";
    let mut number = 0;
    while number < all.len() {
        begins[all[number] as usize] = true;
        number += 1;
    }
    begins
};

/// `https://…` by its colon, at `at`.
fn address(text: &str, from: usize, at: usize, block_end: usize) -> Option<Range<usize>> {
    let before = &text[from..at];
    let scheme = ["https", "http"].into_iter().find(|scheme| before.ends_with(scheme))?;
    let rest = text[at..block_end].strip_prefix("://")?;
    let length = rest.find(|c: char| c.is_whitespace() || matches!(c, ')' | '>')).unwrap_or(rest.len());
    Some(at - scheme.len()..at + "://".len() + length)
}

/// The length of the code span at the front of a text; that of the run of ticks alone where none ends it.
fn code_span(text: &str) -> usize {
    let text = &text[..text.floor_char_boundary(FARTHEST)];
    let run = |at: usize| text[at..].bytes().take_while(|&b| b == b'`').count();
    let ticks = run(0);
    let mut at = ticks;
    while let Some(next) = text[at..].find('`') {
        let length = run(at + next);
        at += next + length;
        if length == ticks {
            return at;
        }
    }
    // An open run of ticks is text, but it is passed over whole, so that a line of ticks is looked at once.
    ticks
}

/// The length of the target of a link, in parentheses, at the front of a text; spaces may stand in it.
fn link_target(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text[..text.floor_char_boundary(FARTHEST)].char_indices() {
        match c {
            '\n' => return None,
            // No target nests deeper, and a line of thousands of them is looked at once.
            '(' if depth == DEEPEST => return None,
            '(' => depth += 1,
            ')' if depth == 1 => return Some(at + 1),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}
