//! Markdown: front matter, code, links' targets, HTML tags and comments are not prose.

use std::collections::HashSet;

use super::comments::Comment;
use super::text::Prose;
use super::{Format, Reads};
use crate::document::Document;
use crate::source::Source;

pub(super) const FORMAT: Format = Format {
    id: "md",
    about: "Markdown; front matter, code, link targets, tags and speaker names are not prose",
    extensions: &["md", "markdown", "mdown"],
    reads: Reads::Prose {
        read: document,
        can_replace: |heard, meant| {
            let is_plain =
                !heard.contains("  \n") && !heard.contains(['*', '`', '[', ']', '<', '>', '|', '\\', '~', '_']);
            is_plain && !is_marked(meant)
        },
    },
};

pub(super) fn document(source: Source) -> Document {
    let text = source.text();
    let mut prose = Prose::new(text);
    for Line { start, body, holes } in lines(text) {
        let Some(holes) = holes else {
            prose.close();
            continue;
        };
        let mut from = 0;
        for (hole_start, hole_end) in holes {
            prose_part(&mut prose, start, body, from, hole_start);
            prose.close();
            from = hole_end;
        }
        prose_part(&mut prose, start, body, from, body.len());
        if body.trim_start().starts_with('#') || body.trim().is_empty() {
            prose.close();
        }
    }
    let (segments, speakers) = prose.finish();
    Document::of_prose(source, &FORMAT, segments, speakers)
}

/// The comments, which are holes of the prose, or links to nowhere.
pub(super) fn comments(text: &str) -> Vec<Comment> {
    let mut comments = Vec::new();
    // Where the comment begins that is open at the end of a line.
    let mut open = None;
    for Line { start, body, holes } in lines(text) {
        let mut at = 0;
        for (hole_start, hole_end) in holes.iter().flatten().copied().chain([(body.len(), body.len())]) {
            comments.extend(Comment::linked(text, start + at..start + hole_start));
            let begins = open.or_else(|| body[hole_start..].starts_with("<!--").then_some(start + hole_start));
            open = begins.filter(|_| !body[hole_start..hole_end].ends_with("-->"));
            if open.is_none() {
                comments.extend(begins.and_then(|begins| Comment::of(text, begins..start + hole_end)));
            }
            at = hole_end;
        }
    }
    comments
}

/// A line of the body.
struct Line<'a> {
    /// Where it begins in the text.
    start: usize,
    /// Without its end.
    body: &'a str,
    /// What of it is not prose; none where nothing of it is.
    holes: Option<Vec<(usize, usize)>>,
}

/// The lines behind the front matter.
fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = front_matter(text);
    let labels = labels(text);
    let mut block: Option<Block> = None;
    let mut comment = false;
    text[at..].split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        let body = line.trim_end_matches(['\n', '\r']);
        if let Some(open) = block {
            block = Some(open).filter(|open| !open.closes(body));
            return Line { start, body, holes: None };
        }
        block = if comment { None } else { Block::opens(body) };
        let is_prose = block.is_none() && (comment || !(is_indented_code(body) || is_reference(body)));
        Line { start, body, holes: is_prose.then(|| holes(body, &labels, &mut comment)) }
    })
}

/// The first part of a line may begin with a label or a list marker; the parts behind a hole may not.
fn prose_part(prose: &mut Prose, line_start: usize, body: &str, from: usize, to: usize) {
    if from == 0 {
        let marker = marker_length(&body[..to]);
        if marker > 0 {
            prose.close();
        }
        prose.line(line_start + marker, &body[marker..to]);
    } else {
        prose.prose(line_start + from, line_start + to);
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

/// What opened lines of which nothing is prose.
#[derive(Debug, Clone, Copy)]
enum Block {
    /// A fence: its character, and how many of them.
    Fence(char, usize),
    /// An element of HTML whose text is no markup, by its closing tag.
    Raw(&'static str),
}

impl Block {
    fn opens(line: &str) -> Option<Block> {
        let bytes = line.trim_start_matches([' ', '>']).as_bytes();
        let begins = |tag: &str| bytes.get(..tag.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(tag.as_bytes()));
        let ends = |tag: &str| bytes.get(tag.len()).is_none_or(|&b| b == b'>' || b.is_ascii_whitespace());
        let raw = [("<script", "</script>"), ("<style", "</style>")];
        if let Some((_, close)) = raw.into_iter().find(|(open, _)| begins(open) && ends(open)) {
            return Some(Block::Raw(close)).filter(|block| !block.closes(line));
        }
        let line = line.trim_start_matches([' ', '>']);
        let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let length = line.chars().take_while(|&c| c == mark).count();
        let rest = &line[length..];
        (length >= 3 && !(mark == '`' && rest.contains('`'))).then_some(Block::Fence(mark, length))
    }

    fn closes(self, line: &str) -> bool {
        match self {
            Block::Fence(mark, length) => {
                let line = line.trim_start_matches([' ', '>']).trim_end();
                line.len() >= length && line.chars().all(|c| c == mark)
            }
            Block::Raw(close) => line.to_ascii_lowercase().contains(close),
        }
    }
}

fn is_indented_code(line: &str) -> bool {
    line.starts_with("    ") && !line.trim_start().starts_with(['-', '*', '+']) && !line.trim().is_empty()
}

/// Whether a text would be more than its letters: a list, a heading, a block of code at the front of a line, a tag, a link
/// or something stressed, if only with what stands elsewhere in the line.
fn is_marked(text: &str) -> bool {
    let mut tags = text.match_indices('<').map(|(at, _)| at + 1);
    let is_tag = |at: usize| text[at..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    let marks = ["__", "~~", "]("];
    marker_length(text) > 0
        || text.contains(['`', '|', '*', '\\'])
        || marks.iter().any(|mark| text.contains(mark))
        || tags.any(is_tag)
}

/// `[name]: https://...`, the definition of what `[name]` links to.
fn is_reference(line: &str) -> bool {
    reference(line).is_some()
}

/// The name of such a definition. What stands behind a colon in a talk ("[Ann]: well") is a target only if it looks like one.
fn reference(line: &str) -> Option<&str> {
    let (label, target) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
    let target = target.trim_start().trim_start_matches('<');
    let is_target = target.starts_with(['/', '#', '.']) || target.starts_with("mailto:") || target.contains("://");
    (is_target && !label.contains(']')).then_some(label)
}

/// The names that links of the text go by.
fn labels(text: &str) -> HashSet<String> {
    if !text.contains("]:") {
        return HashSet::new();
    }
    text.lines().filter_map(reference).map(folded).collect()
}

/// A name as it is compared.
fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
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

/// What of a line is not prose: code spans, link targets, autolinks, tags and comments. `comment` says whether an HTML
/// comment is open at the start of the line, and is left saying so for the next.
///
/// The name of a link is none either, and where nothing else is shown for it (`[name]`, `[[name]]`), nothing of it is.
fn holes(line: &str, labels: &HashSet<String>, comment: &mut bool) -> Vec<(usize, usize)> {
    let bytes = line.as_bytes();
    let mut holes = Vec::new();
    let mut at = 0;
    if *comment {
        let Some(end) = line.find("-->") else {
            return vec![(0, line.len())];
        };
        *comment = false;
        at = end + 3;
        holes.push((0, at));
    }
    while at < line.len() {
        let end = match bytes[at] {
            b'\\' => {
                at += 2;
                continue;
            }
            b'`' => Some(code_span(line, at)),
            b'<' if line[at..].starts_with("<!--") => {
                let end = line[at..].find("-->");
                *comment = end.is_none();
                Some(end.map_or(line.len(), |end| at + end + 3))
            }
            b'<' => tag(line, at),
            b']' if line[at..].starts_with("](") => link_target(line, at),
            b']' if line[at..].starts_with("][") => bracket_end(line, at + 1),
            b'[' if line[at..].starts_with("[[") => ahead(line, at).find("]]").map(|end| at + end + 2),
            b'[' => name_alone(line, at, labels),
            b'h' if line[at..].starts_with("http://") || line[at..].starts_with("https://") => Some(
                line[at..]
                    .find(|c: char| c.is_whitespace() || matches!(c, ')' | '>'))
                    .map_or(line.len(), |end| at + end),
            ),
            _ => None,
        };
        match end {
            Some(end) => {
                holes.push((at, end));
                at = end;
            }
            None => at += 1,
        }
    }
    holes
}

/// How far the end of a tag or of a link is looked for: a line that opens thousands of them is read once, not for each.
const FARTHEST: usize = 4096;

/// What of a line is looked through from `at` on.
fn ahead(line: &str, at: usize) -> &str {
    &line[at..line.floor_char_boundary(at + FARTHEST)]
}

/// The end of the code span that begins at `at`; the run of ticks alone where none ends it.
fn code_span(line: &str, at: usize) -> usize {
    let line = &line[..line.floor_char_boundary(at + FARTHEST)];
    let ticks = line[at..].bytes().take_while(|&b| b == b'`').count();
    let mut from = at + ticks;
    while let Some(next) = line[from..].find('`') {
        let start = from + next;
        let run = line[start..].bytes().take_while(|&b| b == b'`').count();
        if run == ticks {
            return start + run;
        }
        from = start + run;
    }
    // An open run of ticks is text, but it is passed over whole, so that a line of ticks is looked at once.
    at + ticks
}

fn tag(line: &str, at: usize) -> Option<usize> {
    let next = line[at + 1..].chars().next()?;
    let opens = next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?');
    opens.then(|| ahead(line, at).find('>').map(|end| at + end + 1)).flatten()
}

/// Behind the bracket that closes the one at `at`, if no other opens before it.
fn bracket_end(line: &str, at: usize) -> Option<usize> {
    let inside = &ahead(line, at)[1..];
    let end = inside.find(['[', ']']).filter(|&end| inside.as_bytes()[end] == b']')?;
    Some(at + 1 + end + 1)
}

/// The end of a link that shows its own name: `[name]`, `[name][]`.
fn name_alone(line: &str, at: usize, labels: &HashSet<String>) -> Option<usize> {
    if labels.is_empty() {
        return None;
    }
    let end = bracket_end(line, at)?;
    let is_name = labels.contains(&folded(&line[at + 1..end - 1]));
    let shows_more = line[end..].starts_with('(') || line[end..].starts_with('[') && !line[end..].starts_with("[]");
    let rest = if line[end..].starts_with("[]") { 2 } else { 0 };
    (is_name && !shows_more).then_some(end + rest)
}

/// Parentheses in a link's target nest so deep at most.
const DEEPEST: usize = 32;

fn link_target(line: &str, at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (offset, c) in ahead(line, at + 1).char_indices() {
        match c {
            // No target nests deeper, and a line of thousands of them is looked at once.
            '(' if depth == DEEPEST => return None,
            '(' => depth += 1,
            ')' if depth == 1 => return Some(at + 1 + offset + 1),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
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
        ] {
            assert_eq!(FORMAT.can_replace("heard", meant), expected, "{meant}");
        }
    }

    #[test]
    fn only_prose_is_prose() {
        let cases: &[(&str, &[&str])] = &[
            ("---\ntitle: git lab\n---\nwe use\ngit lab\n", &["we use\ngit lab"]),
            ("+++\nx = 1\n+++\r\nyes\n", &["yes"]),
            ("--- \nno front matter\n", &["--- \nno front matter"]),
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
