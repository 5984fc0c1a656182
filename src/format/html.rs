//! HTML transcripts (WHATWG): text between tags, in blocks; word spans with `data-m` and `data-d` (milliseconds).

use std::ops::Range;

use super::blocks::{Blocks, Timed};
use super::tags::{self, Part, Tag, parts};
use super::times::seconds;
use super::{Format, Reads};
use crate::document::Document;
use crate::talk::{Talk, Telling};

pub(super) const FORMAT: Format = Format {
    id: "html",
    about: "HTML transcripts",
    extensions: &["html", "htm", "xhtml"],
    reads: Reads::Marked { is, read: |file| Ok(gather(file)), tellings: |_: &Document| -> Vec<Telling> { Vec::new() } },
};

/// Elements of which nothing is said, and whose text is no markup.
pub(super) const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noscript", "noembed"];

/// Elements that need no closing tag, and those that end them where they begin (WHATWG, 13.1.2.4); any block where none is
/// named.
const LEFT_OPEN: [(&[&str], &[&str]); 7] = [
    (&["p"], &[]),
    (&["li"], &["li"]),
    (&["dt", "dd"], &["dt", "dd"]),
    (&["rt", "rp", "rtc"], &["rt", "rp", "rtc", "rb"]),
    (&["td", "th"], &["td", "th", "tr", "tbody", "tfoot"]),
    (&["tr"], &["tr", "tbody", "tfoot"]),
    (&["thead", "tbody", "tfoot"], &["tbody", "tfoot"]),
];
/// Elements that hold nothing, and that nothing closes.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// What an element is to what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It ends the line.
    Break,
    /// It does not break the line.
    Inline,
    /// Nothing of it is said.
    Unsaid,
    /// Any other.
    Block,
}

/// No element whose kind is known has a longer name.
const LONGEST_KNOWN: usize = 8;

impl Kind {
    /// By the name of the element, case aside.
    fn of(name: &str) -> Kind {
        let mut small = [0; LONGEST_KNOWN];
        let Some(small) = small.get_mut(..name.len()) else { return Kind::Block };
        small.copy_from_slice(name.as_bytes());
        small.make_ascii_lowercase();
        match &*small {
            b"br" => Kind::Break,
            b"a" | b"abbr" | b"b" | b"bdi" | b"bdo" | b"big" | b"cite" | b"data" | b"dfn" | b"em" | b"font" | b"i"
            | b"ins" | b"label" | b"mark" | b"output" | b"q" | b"s" | b"small" | b"span" | b"strong" | b"sub"
            | b"sup" | b"time" | b"tt" | b"u" | b"wbr" => Kind::Inline,
            b"head" | b"code" | b"kbd" | b"samp" | b"var" | b"svg" | b"math" | b"template" | b"select" | b"button"
            | b"del" | b"rt" | b"rp" | b"rtc" => Kind::Unsaid,
            _ => Kind::Block,
        }
    }
}

/// Whether nothing is said of what stands in an element of this name.
pub(super) fn is_unsaid(name: &str) -> bool {
    Kind::of(name) == Kind::Unsaid || RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name))
}

/// Elements that a transcript may begin with.
const FIRST: &[&str] = &[
    "html",
    "head",
    "body",
    "main",
    "article",
    "section",
    "header",
    "nav",
    "aside",
    "footer",
    "div",
    "p",
    "span",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "dl",
    "table",
    "figure",
    "details",
    "blockquote",
    "cite",
    "meta",
    "link",
];
/// A name of a speaker has no more parts, and no more bytes.
const LONGEST_NAME: (usize, usize) = (8, 100);

/// Whether a file is a whole page: it begins as nothing else does, be it behind a declaration of XML.
pub(super) fn is_page(file: &str) -> bool {
    let declared = if tags::begins_as_xml(file) { file.find("?>").map_or(0, |end| end + 2) } else { 0 };
    let start = file[declared..].trim_start().as_bytes();
    let begins = |with: &str| start.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()));
    begins("<!doctype html") || begins("<html")
}

fn is(file: &str) -> bool {
    let start = file.trim_start();
    start.starts_with('<')
        && (is_page(start)
            || parts(file, 0..file.floor_char_boundary(4096), RAW)
                .next()
                .is_some_and(|part| matches!(part, Part::Open(tag, false) if tag.is_one_of(file, FIRST))))
}

fn gather(file: &str) -> Talk {
    let mut blocks = Blocks::new(file);
    let mut parts = parts(file, 0..file.len(), RAW);
    let mut unsaid: Option<Unsaid> = None;
    while let Some(part) = parts.next() {
        match unsaid.as_mut().map(|unsaid| unsaid.goes_on(file, &part)) {
            None => {}
            Some(GoesOn::Yes) => continue,
            Some(GoesOn::EndsWith) => {
                unsaid = None;
                continue;
            }
            Some(GoesOn::EndedBefore) => unsaid = None,
        }
        match part {
            Part::Text(text) => blocks.text(text),
            Part::Open(tag, is_empty) => {
                let kind = Kind::of(tag.name(file));
                match kind {
                    Kind::Break => {
                        blocks.end_line();
                        continue;
                    }
                    Kind::Inline => {}
                    Kind::Unsaid | Kind::Block => blocks.end_block(),
                }
                if is_empty || tag.is_one_of(file, RAW) || tag.is_one_of(file, VOID) {
                    continue;
                }
                let [translate, class, begins, lasts, hidden, style] =
                    tag.attributes(file, ["translate", "class", "data-m", "data-d", "hidden", "style"]);
                // Names and code may be marked as not to be changed.
                let is_kept = translate.is_some_and(|value| file[value].eq_ignore_ascii_case("no"));
                let is_hidden = hidden.is_some() || style.is_some_and(|style| hides(&file[style]));
                if kind == Kind::Unsaid || is_kept || is_hidden {
                    blocks.end_block();
                    unsaid = Some(Unsaid::new(file, tag));
                } else if let Some(holds) = holds(file, &tag, class, begins)
                    && let Some((text, close)) = alone(file, &tag)
                {
                    match holds {
                        Holds::Voice => blocks.voice(text),
                        Holds::Time => {
                            if let Some(time) = seconds(file[text].trim().trim_matches(['[', ']', '(', ')'])) {
                                blocks.time(time);
                            }
                        }
                        Holds::Word(begins) => {
                            let whole = tag.whole.start..close.end;
                            blocks.word(text, Timed::new(whole, begins, lasts));
                        }
                    }
                    parts.go_on(close.end);
                }
            }
            Part::Cdata(_) => {}
            Part::Close(tag) if Kind::of(tag.name(file)) == Kind::Inline => {}
            Part::Close(_) => blocks.end_block(),
        }
    }
    blocks.gather(tags::coding(file))
}

/// Whether a style says that nothing is to be seen.
fn hides(style: &str) -> bool {
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(property, value)| {
        let value = value.trim().trim_end_matches("!important").trim();
        let is =
            |name: &str, what: &str| property.trim().eq_ignore_ascii_case(name) && value.eq_ignore_ascii_case(what);
        is("display", "none") || is("visibility", "hidden")
    })
}

/// An element of which nothing is said.
struct Unsaid {
    tag: Tag,
    /// Whether it may be left open until another one begins or what it stands in ends.
    may_be_left: bool,
    /// The elements that are open in it, each with how many up to it do not stay within a line; of one that may not be
    /// left, those of its name alone.
    inside: Vec<(Tag, usize)>,
}

/// Whether nothing is said of a part either.
enum GoesOn {
    Yes,
    /// It is the end.
    EndsWith,
    EndedBefore,
}

impl Unsaid {
    fn new(file: &str, tag: Tag) -> Unsaid {
        let may_be_left = LEFT_OPEN.iter().any(|(names, _)| tag.is_one_of(file, names));
        Unsaid { tag, may_be_left, inside: Vec::new() }
    }

    fn goes_on(&mut self, file: &str, part: &Part) -> GoesOn {
        match part {
            Part::Open(tag, false) if self.is_left_for(file, tag) => return GoesOn::EndedBefore,
            Part::Open(tag, false) if self.counts(file, tag) => {
                let blocks = self.blocks() + usize::from(Kind::of(tag.name(file)) != Kind::Inline);
                self.inside.push((tag.clone(), blocks));
            }
            Part::Close(tag) if tag.is_one_of(file, RAW) => {}
            Part::Close(tag) => {
                let name = tag.name(file);
                let opened = self.inside.iter().rposition(|(inside, _)| inside.is_one_of(file, &[name]));
                match opened {
                    Some(opened) => self.inside.truncate(opened),
                    None if self.tag.is_one_of(file, &[name]) => return GoesOn::EndsWith,
                    None if self.may_be_left => return GoesOn::EndedBefore,
                    None => {}
                }
            }
            _ => {}
        }
        GoesOn::Yes
    }

    /// Whether an element that begins in it is closed in it.
    fn counts(&self, file: &str, tag: &Tag) -> bool {
        let is_alike = tag.is_one_of(file, &[self.tag.name(file)]);
        is_alike || self.may_be_left && !tag.is_one_of(file, VOID) && !tag.is_one_of(file, RAW)
    }

    /// How many of the elements that are open in it do not stay within a line.
    fn blocks(&self) -> usize {
        self.inside.last().map_or(0, |(_, blocks)| *blocks)
    }

    /// Whether it ends where this element begins, and not before.
    fn is_left_for(&self, file: &str, next: &Tag) -> bool {
        let ends = |(names, next_ones): &(&[&str], &[&str])| {
            self.tag.is_one_of(file, names)
                && if next_ones.is_empty() {
                    Kind::of(next.name(file)) == Kind::Block
                } else {
                    next.is_one_of(file, next_ones)
                }
        };
        self.may_be_left && self.blocks() == 0 && LEFT_OPEN.iter().any(ends)
    }
}

/// What an element holds that is no text like any other.
enum Holds {
    Voice,
    Time,
    /// A word, with where the time stands at which it begins.
    Word(Range<usize>),
}

/// What an element holds by its name, its class and when it begins.
fn holds(file: &str, tag: &Tag, class: Option<Range<usize>>, begins: Option<Range<usize>>) -> Option<Holds> {
    let class = class.map(|value| &file[value]).unwrap_or_default();
    if is_named(file, tag, "cite", "speaker", class) {
        Some(Holds::Voice)
    } else if is_named(file, tag, "time", "time", class) {
        Some(Holds::Time)
    } else {
        begins.map(Holds::Word)
    }
}

/// Whether an element is of this name, or of a class that says so: `speaker`, `speaker-name`, `transcriptSpeaker`; in
/// `speaker-text` stands what is said, and `sometimes` is another word.
fn is_named(file: &str, tag: &Tag, name: &str, what: &str, class: &str) -> bool {
    // Most classes need not be taken apart.
    let holds_it = |one: &str| one.as_bytes().windows(what.len()).any(|at| at.eq_ignore_ascii_case(what.as_bytes()));
    let says_so = |one: &str| {
        if !holds_it(one) {
            return false;
        }
        let words = words_of_class(one);
        let is_it = |word: &String| word.strip_prefix(what).is_some_and(|rest| OF_A_NAME.contains(&rest));
        words.iter().any(is_it) && !words.iter().any(|word| UTTERED.contains(&word.as_str()))
    };
    tag.is_one_of(file, &[name]) || class.split_whitespace().any(says_so)
}

/// What may stand behind `speaker` or `time` in the word of a class that names a speaker or a time.
const OF_A_NAME: [&str; 5] = ["", "name", "label", "stamp", "code"];
/// Words in a class that say that what is said stands there.
const UTTERED: [&str; 8] = ["text", "turn", "words", "speech", "body", "content", "utterance", "block"];

/// The words that the name of a class is put together from: "speaker" and "name" of `speaker-name` and of `speakerName`.
fn words_of_class(class: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in class.chars() {
        if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
            words.push(String::new());
        }
        before = c;
        match words.last_mut() {
            Some(word) if c.is_ascii_alphanumeric() => word.push(c.to_ascii_lowercase()),
            _ => words.push(String::new()),
        }
    }
    words
}

/// The text of an element that holds one short text and nothing else but tags within a line, and its closing tag.
fn alone(file: &str, tag: &Tag) -> Option<(Range<usize>, Range<usize>)> {
    let end = file.floor_char_boundary(tag.whole.end + 8 * LONGEST_NAME.1);
    let mut found = None;
    let mut depth = 0;
    for part in parts(file, tag.whole.end..end, RAW).take(LONGEST_NAME.0) {
        match part {
            Part::Cdata(_) => {}
            Part::Text(text) if file[text.clone()].trim().is_empty() && found.is_some() => {}
            Part::Text(text) if found.is_none() && text.len() <= LONGEST_NAME.1 => found = Some(text),
            Part::Open(tag, false) if Kind::of(tag.name(file)) == Kind::Inline => depth += 1,
            Part::Close(_) if depth > 0 => depth -= 1,
            Part::Close(close) if close.is_one_of(file, &[tag.name(file)]) => return Some((found?, close.whole)),
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_known_by_their_names() {
        for (name, kind) in [
            ("br", Kind::Break),
            ("BR", Kind::Break),
            ("span", Kind::Inline),
            ("TEMPLATE", Kind::Unsaid),
            ("blockquote", Kind::Block),
            ("templates", Kind::Block),
            ("", Kind::Block),
            ("é", Kind::Block),
        ] {
            assert_eq!(Kind::of(name), kind, "{name}");
        }
    }
}
