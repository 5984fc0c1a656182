//! Whether words stand in what names a place for machines: an address of the web or of mail, a path, a file, a handle.

use std::ops::Range;

/// What stands around some words, up to the next blanks, as far as it names a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    /// It names none, or nothing but what the words say.
    None,
    /// A file, a domain or another name for machines: a word of it may be misheard, but it has no blanks.
    Name,
    /// An address, a path or a handle, which nobody says.
    Whole,
}

/// So many bytes are looked at on each side.
const REACH: usize = 200;

impl Address {
    /// What words in a text stand in.
    pub(super) fn of(text: &str, words: &Range<usize>) -> Address {
        let first = run(text, words.start);
        if words.end <= first.end {
            return if first == *words { Address::None } else { kind(&text[first]) };
        }
        let last = run(text, text.floor_char_boundary(words.end - 1));
        let between = text[first.end..last.start.max(first.end)].split_whitespace();
        let between = between.map(|run| run.trim_end_matches(|c: char| !c.is_alphanumeric()));
        let mut runs = [&text[first], &text[last]].into_iter().chain(between);
        let is_whole = runs.any(|run| kind(run) == Address::Whole);
        if is_whole { Address::Whole } else { Address::None }
    }
}

/// What stands between blanks around a position, without quotes, brackets and the marks of a sentence at its ends.
fn run(text: &str, at: usize) -> Range<usize> {
    let near = text.floor_char_boundary(at.saturating_sub(REACH));
    let far = text.ceil_char_boundary(text.len().min(at + REACH));
    let start =
        text[near..at].rfind(char::is_whitespace).map_or(near, |blank| text.ceil_char_boundary(near + blank + 1));
    let end = text[at..far].find(char::is_whitespace).map_or(far, |blank| at + blank);
    // What is shown for a link in Markdown is not where it goes to.
    let end = text[at..end].find("](").map_or(end, |target| at + target);
    let is_around = |c: char| matches!(c, '(' | '[' | '{' | '<' | '"' | '\'' | '“' | '‘' | '*' | '`');
    let is_behind =
        |c: char| is_around(c) || matches!(c, ')' | ']' | '}' | '>' | '”' | '’' | '.' | ',' | ';' | ':' | '!' | '?');
    let run = &text[start..end];
    let trimmed = run.trim_start_matches(is_around);
    let start = end - trimmed.len();
    let trimmed = trimmed.trim_end_matches(is_behind);
    let owner = ["'s", "\u{2019}s"].iter().find_map(|ending| trimmed.strip_suffix(ending)).unwrap_or(trimmed);
    start..start + owner.len()
}

fn kind(run: &str) -> Address {
    // Nearly all words have none of these.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte >= 0x80;
    if run.bytes().all(is_plain) {
        return Address::None;
    }
    let is_lettered = |part: &str| part.chars().any(char::is_alphanumeric);
    let is_after = |mark: &str| run.split_once(mark).is_some_and(|(_, after)| after.starts_with(char::is_alphanumeric));
    let is_path = ["/", "~/", "./", "../", "\\\\"].iter().any(|start| run.strip_prefix(start).is_some_and(is_lettered))
        || run.contains(":\\");
    if run.contains("://")
        || is_after("@")
        || run.starts_with("www.")
        || is_path
        || run.split_once('/').is_some_and(|(domain, _)| is_dotted(domain))
    {
        return Address::Whole;
    }
    let is_tag = run.starts_with('#') && run[1..].starts_with(char::is_alphabetic);
    let has_line = run.split('_').filter(|part| is_lettered(part)).count() > 1;
    if is_dotted(run) || is_tag || has_line { Address::Name } else { Address::None }
}

/// Whether it is made as a domain or the name of a file is: "example.com", "aws-lambda.txt", and no "U.S."
fn is_dotted(name: &str) -> bool {
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let ends = |label: &str| (2..=5).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_lowercase());
    name.rsplit_once('.').is_some_and(|(before, last)| ends(last) && before.split('.').all(is_label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_words() {
        use Address::{Name, None, Whole};
        for (text, words, expected) in [
            ("write to bjorn.akesson@corvantocloud.com now", "bjorn.akesson", Whole),
            ("write to bjorn.akesson@corvantocloud.com now", "corvantocloud", Whole),
            ("at (https://www.corvantocloud.com/helix-desk/).", "helix-desk", Whole),
            ("in /home/git-lab/report", "git-lab", Whole),
            ("in ~/git-lab, now", "git-lab", Whole),
            ("in C:\\git-lab\\x", "git-lab", Whole),
            ("by @gitlab today", "gitlab", Whole),
            ("see [git-lab](https://x.y/docs)", "git-lab", None),
            ("see [our git lab](https://x.y/docs)", "git lab", None),
            ("see [docs](https://x.y/git-lab)", "git-lab", Whole),
            ("s3://git-lab here", "s3", Whole),
            ("by @gitlab, on it", "by @gitlab, on", Whole),
            ("so git, or lab, on it", "git, or lab", None),
            ("see gitlab.com/gitlab-runner.", "gitlab-runner", Whole),
            ("at lab git lab.com/x", "git lab", Whole),
            ("the file aws-lambda.txt is", "aws-lambda", Name),
            ("at gitlab.com's office", "gitlab", Name),
            ("call aws_lambda here", "aws_lambda", None),
            ("call aws_lambda_one here", "aws_lambda", Name),
            ("so #gitlab it is", "gitlab", Name),
            ("we use node.js.", "node.js", None),
            ("we use git lab.com now", "git lab", None),
            ("we use git-lab and/or AWS/Azure.", "git-lab", None),
            ("we use git-lab/AWS here", "git-lab", None),
            ("in the U.S. Git lab's", "U.S", None),
            ("so (git-lab): yes", "git-lab", None),
            ("R&D at git-lab", "git-lab", None),
            ("5 @ git-lab", "git-lab", None),
        ] {
            let start = text.find(words).expect("the words stand there");
            assert_eq!(Address::of(text, &(start..start + words.len())), expected, "{text}");
        }
    }
}
