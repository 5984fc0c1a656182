//! What marks build of a text in Markdown: paragraphs, lists, stressed words, line ends that are shown.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;

use pulldown_cmark::{Event, Parser};

use super::blocks::OPTIONS;
use super::definitions::as_parsed;
use super::front_matter;
use crate::format::Construct;

/// Where what is built of a text begins and ends, in order; text of whatever words is nothing built.
pub(super) fn constructs(text: &str) -> Vec<Construct> {
    let parsed = as_parsed(text);
    let start = front_matter(text);
    let events = Parser::new_ext(&parsed[start..], OPTIONS).into_offset_iter();
    let built = events.filter(|(event, _)| !matches!(event, Event::Text(_)));
    let mut constructs: Vec<Construct> = built
        .map(|(event, at)| {
            let is_end = matches!(event, Event::End(_));
            Construct { kind: kind(&event), at: start + if is_end { at.end } else { at.start } }
        })
        .collect();
    // What is empty may be told behind what stands in it.
    constructs.sort_by_key(|construct| construct.at);
    constructs
}

/// What an event begins or ends, and not of which words.
fn kind(event: &Event<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    discriminant(event).hash(&mut hasher);
    match event {
        Event::Start(tag) => format!("{tag:?}").hash(&mut hasher),
        Event::End(tag) => tag.hash(&mut hasher),
        _ => {}
    }
    hasher.finish()
}

/// Whether something else may be built of a text with `meant` where `heard` stands: marks beside words work by what the
/// words begin and end with, and by what stands at the ends of a line.
pub(super) fn may_build(heard: &str, meant: &str) -> bool {
    let is_of_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let ends = |text: &str| [is_of_word(text.chars().next()), is_of_word(text.chars().next_back())];
    heard.contains(['\n', '\r']) || ends(heard) != ends(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<u64> {
        constructs(text).into_iter().map(|construct| construct.kind).collect()
    }

    #[test]
    fn what_is_built_is_told_by_its_marks_and_not_by_words() {
        let same = [
            ("**git lab** is\n", "**GitLab** is\n"),
            ("- git lab\n- so\n", "- GitLab\n- so\n"),
            ("we use git\nlab\n", "we use\nGitLab\n"),
            ("[Ann]: git lab\n", "[Ann]: GitLab\n"),
            ("---\na: b\n---\n| a |\n|--|\n| git lab |\n", "---\na: b\n---\n| a |\n|--|\n| GitLab |\n"),
        ];
        for (before, after) in same {
            assert_eq!(kinds(before), kinds(after), "{after}");
        }
        let others = [
            ("so **yahoo**s it is\n", "so **Yahoo!**s it is\n"),
            ("we saw formula\none. It\n", "we saw formula\n1. It\n"),
            ("so \\ a\nw s\n", "so \\\nAWS\n"),
            ("[b]: one two\n", "[b]: two.md\n"),
            ("[a](b.md)\n", "[a](c.md)\n"),
        ];
        for (before, after) in others {
            assert_ne!(kinds(before), kinds(after), "{after}");
        }
    }
}
