//! The blocks of a text in Markdown, and what stands in them: blocks and marks in a line are those of `CommonMark` with
//! tables, footnotes and the like, what stands in HTML is told as in a page.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::next::Next;
use crate::format::html;
use crate::format::tags;

/// A part of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) kind: Kind,
    pub(super) at: Range<usize>,
}

/// What a part of a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text, with the marks of what is stressed or shown for a link.
    Text,
    /// What is none: code, a tag, a link that shows its name.
    Hole,
    /// A comment of HTML.
    Comment,
    /// What stands between blocks and is shown nowhere: definitions of links.
    Between,
}

/// What is read besides the marks of `CommonMark`.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM);

/// Takes the blocks of a text, in order, that begin behind its front matter. A block is a paragraph, a heading, a cell of
/// a table, a block of HTML or what stands between them.
///
/// `as_parsed` is the text with other characters where a definition of `CommonMark` is none: see
/// [`super::definitions::as_parsed`].
pub(super) fn each_block(text: &str, start: usize, as_parsed: &str, take: impl FnMut(&[Part])) {
    let mut blocks = Blocks {
        text,
        at: start,
        parts: Vec::new(),
        html: Vec::new(),
        unsaid: None,
        closing: Vec::new(),
        comment_end: Next::of("-->"),
        take,
    };
    for (event, Range { start: from, end: to }) in Parser::new_ext(&as_parsed[start..], OPTIONS).into_offset_iter() {
        blocks.event(&event, start + from..start + to);
    }
    blocks.ends(text.len());
}

/// Gathers the parts of blocks.
struct Blocks<'a, F> {
    text: &'a str,
    /// How far the text was read.
    at: usize,
    /// What the block that is open holds.
    parts: Vec<Part>,
    /// The lines of a block of HTML, without the marks of the quotation or list that it stands in.
    html: Vec<Range<usize>>,
    unsaid: Option<Unsaid>,
    /// Where the next closing tags stand of elements of which nothing is said.
    closing: Vec<(String, Next)>,
    comment_end: Next,
    take: F,
}

/// An open element of which nothing is said.
#[derive(Debug)]
struct Unsaid {
    /// In small letters.
    name: String,
    /// How many of this name are open.
    depth: u32,
    /// Whether it ends with its block, if not before.
    is_of_block: bool,
}

/// Where a tag stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Line,
    Html,
}

impl<F: FnMut(&[Part])> Blocks<'_, F> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(_) => self.text(range),
            Event::InlineHtml(html) => self.inline_html(html, range),
            Event::Html(_) => self.html.push(range),
            Event::Start(Tag::CodeBlock(_) | Tag::MetadataBlock(_)) | Event::Rule => {
                self.ends(range.start);
                self.at = self.at.max(range.end);
            }
            Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) => {
                if shows_its_name(*link_type) {
                    self.push(Kind::Hole, range);
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                self.html_block();
                self.ends(range.end);
            }
            Event::Start(tag) if !is_in_line(tag.to_end()) => self.ends(range.start),
            Event::End(tag) if !is_in_line(*tag) => self.ends(range.start),
            Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => self.push(Kind::Hole, range),
            Event::Start(_) | Event::End(_) | Event::SoftBreak | Event::HardBreak => {}
        }
    }

    /// Ends the block; what stands up to the next one, which begins here, is between them.
    fn ends(&mut self, next: usize) {
        if !self.parts.is_empty() {
            (self.take)(&self.parts);
            self.parts.clear();
        }
        if self.at < next {
            (self.take)(&[Part { kind: Kind::Between, at: self.at..next }]);
            self.at = next;
        }
        if let Some(unsaid) = self.unsaid.take()
            && !unsaid.is_of_block
            && self.will_close(&unsaid.name)
        {
            self.unsaid = Some(unsaid);
        }
    }

    /// Adds what was not read yet.
    fn push(&mut self, kind: Kind, range: Range<usize>) {
        let at = range.start.max(self.at)..range.end;
        if at.is_empty() {
            return;
        }
        self.at = at.end;
        self.parts.push(Part { kind, at });
    }

    /// Adds text. It goes on with the text before, and takes up the marks that stand before it.
    fn text(&mut self, range: Range<usize>) {
        if range.end <= self.at {
            return;
        }
        if self.unsaid.is_some() {
            self.push(Kind::Hole, range);
            return;
        }
        let start = range.start.max(self.at);
        let before = &self.text[self.at..start];
        let is_next = |last: &&mut Part| last.kind == Kind::Text && before.bytes().all(goes_on);
        if let Some(last) = self.parts.last_mut().filter(is_next) {
            last.at.end = range.end;
            self.at = range.end;
            return;
        }
        let marks = before.len() - before.trim_end_matches(MARKS).len();
        self.push(Kind::Text, start - marks..range.end);
    }

    /// A tag or a comment in a line.
    fn inline_html(&mut self, html: &str, range: Range<usize>) {
        let is_comment = html.starts_with("<!--") && self.unsaid.is_none();
        self.push(if is_comment { Kind::Comment } else { Kind::Hole }, range);
        match tags::parts(html, 0..html.len(), &[]).next() {
            Some(tags::Part::Open(tag, false)) => self.opens(tag.name(html), Within::Line),
            Some(tags::Part::Close(tag)) => self.closes(tag.name(html)),
            _ => {}
        }
    }

    /// A block of HTML, of which the lines are known.
    fn html_block(&mut self) {
        let lines = std::mem::take(&mut self.html);
        let Some(first) = lines.first().map(|line| line.start) else { return };
        let page = without_marks(self.text, &lines);
        let mut parts = tags::parts(&page, 0..page.len(), html::RAW);
        let mut number = 0;
        while let Some(part) = parts.next() {
            for comment in parts.take_comments() {
                self.comment(first + comment.start..first + comment.end);
            }
            match part {
                tags::Part::Text(at) => {
                    let (start, end) = (first + at.start, first + at.end);
                    while lines.get(number).is_some_and(|line| line.end <= start) {
                        number += 1;
                    }
                    for line in lines[number..].iter().take_while(|line| line.start < end) {
                        self.text(line.start.max(start)..line.end.min(end));
                    }
                }
                tags::Part::Open(tag, is_empty) => {
                    self.push(Kind::Hole, first + tag.whole.start..first + tag.whole.end);
                    if !is_empty {
                        self.opens(tag.name(&page), Within::Html);
                    }
                }
                tags::Part::Close(tag) => {
                    self.push(Kind::Hole, first + tag.whole.start..first + tag.whole.end);
                    self.closes(tag.name(&page));
                }
                tags::Part::Cdata(data) => self.push(Kind::Hole, first + data.whole.start..first + data.whole.end),
            }
        }
        for comment in parts.take_comments() {
            self.comment(first + comment.start..first + comment.end);
        }
    }

    /// A comment in a block of HTML. Where the block ends first, a browser goes on to the end of the comment.
    fn comment(&mut self, range: Range<usize>) {
        let end = if self.text[range.clone()].ends_with("-->") {
            range.end
        } else {
            self.comment_end.from(self.text, range.end).map_or(range.end, |end| end + "-->".len())
        };
        self.push(Kind::Comment, range.start..end);
    }

    fn opens(&mut self, name: &str, within: Within) {
        if let Some(unsaid) = &mut self.unsaid {
            unsaid.depth += u32::from(unsaid.name.eq_ignore_ascii_case(name));
            return;
        }
        let is_raw = html::RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name));
        if !is_raw && !html::is_unsaid(name) && !name.eq_ignore_ascii_case("pre") {
            return;
        }
        let name = name.to_ascii_lowercase();
        // What nothing closes is a word about a tag.
        if self.will_close(&name) {
            self.unsaid = Some(Unsaid { name, depth: 1, is_of_block: !is_raw && within == Within::Line });
        }
    }

    fn closes(&mut self, name: &str) {
        if let Some(unsaid) = &mut self.unsaid
            && unsaid.name.eq_ignore_ascii_case(name)
        {
            unsaid.depth -= 1;
            if unsaid.depth == 0 {
                self.unsaid = None;
            }
        }
    }

    /// Whether an element of this name is closed behind what was read.
    fn will_close(&mut self, name: &str) -> bool {
        let known = self.closing.iter().position(|(known, _)| known == name);
        let number = known.unwrap_or_else(|| {
            self.closing.push((name.to_owned(), Next::of(&format!("</{name}"))));
            self.closing.len() - 1
        });
        self.closing[number].1.from(self.text, self.at).is_some()
    }
}

/// Marks that may stand between parts of one text.
const MARKS: [char; 6] = ['*', '_', '~', '[', '!', '\\'];

/// Whether a text may go on behind this mark of Markdown.
fn goes_on(b: u8) -> bool {
    MARKS.contains(&char::from(b)) || matches!(b, b' ' | b'\t' | b'\n' | b'\r')
}

fn is_in_line(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// Whether nothing but its own name is shown for a link.
fn shows_its_name(link: LinkType) -> bool {
    !matches!(link, LinkType::Inline | LinkType::Reference | LinkType::ReferenceUnknown)
}

/// Lines as one text, with blanks for what stands between them.
fn without_marks<'a>(text: &'a str, lines: &[Range<usize>]) -> Cow<'a, str> {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Cow::Borrowed("") };
    if lines.windows(2).all(|two| two[0].end == two[1].start) {
        return Cow::Borrowed(&text[first.start..last.end]);
    }
    let mut page = String::with_capacity(last.end - first.start);
    for line in lines {
        page.extend(std::iter::repeat_n(' ', line.start - first.start - page.len()));
        page.push_str(&text[line.clone()]);
    }
    Cow::Owned(page)
}
