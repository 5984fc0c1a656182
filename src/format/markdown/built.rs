//! What marks build of a text in Markdown, and where they build something else once words of it are written anew.

use std::mem::{Discriminant, discriminant};

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::blocks::OPTIONS;
use super::definitions::without_turns;
use super::front_matter;

/// What is built, told apart from everything else: text of whatever words is none of it.
#[derive(Debug, PartialEq)]
struct Built<'a> {
    event: Discriminant<Event<'a>>,
    begun: Option<Tag<'a>>,
    ended: Option<TagEnd>,
}

impl<'a> Built<'a> {
    fn of(event: Event<'a>) -> Option<Built<'a>> {
        let kind = discriminant(&event);
        let (begun, ended) = match event {
            Event::Text(_) => return None,
            Event::Start(tag) => (Some(tag), None),
            Event::End(tag) => (None, Some(tag)),
            _ => (None, None),
        };
        Some(Built { event: kind, begun, ended })
    }
}

/// Where in each of two texts marks build the first thing that they do not in the other: paragraphs, lists, stressed
/// words, line ends that are shown; none where they build the same.
pub(super) fn first_difference(before: &str, after: &str) -> Option<[usize; 2]> {
    let parsed = [without_turns(before), without_turns(after)];
    let starts = [front_matter(before), front_matter(after)];
    let built = |side: usize| {
        let events = Parser::new_ext(&parsed[side][starts[side]..], OPTIONS).into_offset_iter();
        events.filter_map(move |(event, at)| {
            let place = starts[side] + if matches!(event, Event::End(_)) { at.end } else { at.start };
            Some((Built::of(event)?, place))
        })
    };
    let (mut old, mut new) = (built(0), built(1));
    loop {
        let places = match (old.next(), new.next()) {
            (None, None) => return None,
            (Some((old, _)), Some((new, _))) if old == new => continue,
            (old, new) => [old.map(|(_, place)| place), new.map(|(_, place)| place)],
        };
        return Some([places[0].unwrap_or(before.len()), places[1].unwrap_or(after.len())]);
    }
}

/// Whether something else may be built of a text with `meant` where `heard` stands: marks beside words work by what the
/// words begin and end with, and by what stands at the ends of a line.
pub(super) fn may_differ(heard: &str, meant: &str) -> bool {
    let is_of_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let ends = |text: &str| [is_of_word(text.chars().next()), is_of_word(text.chars().next_back())];
    heard.contains(['\n', '\r']) || ends(heard) != ends(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_is_told_by_its_marks_and_not_by_words() {
        let same = [
            ("**git lab** is\n", "**GitLab** is\n"),
            ("- git lab\n- so\n", "- GitLab\n- so\n"),
            ("we use git\nlab\n", "we use\nGitLab\n"),
            ("[Ann]: git lab\n", "[Ann]: GitLab\n"),
            (
                "---\ntitle: a\n---\n| a | b |\n|--|--|\n| git lab | c |\n",
                "---\ntitle: a\n---\n| a | b |\n|--|--|\n| GitLab | c |\n",
            ),
        ];
        for (before, after) in same {
            assert_eq!(first_difference(before, after), None, "{after}");
        }
        let others = [
            ("so **yahoo**s it is\n", "so **Yahoo!**s it is\n", [3, 21]),
            ("we saw formula\none. It\n", "we saw formula\n1. It\n", [14, 15]),
            ("so \\ a\nw s\n", "so \\\nAWS\n", [6, 3]),
            ("[b]: one two\n", "[b]: two.md\n", [0, 12]),
        ];
        for (before, after, places) in others {
            assert_eq!(first_difference(before, after), Some(places), "{after}");
        }
    }
}
