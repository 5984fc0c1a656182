//! A name heard across the end of a line: the lines are the writer's, whatever the name is.
//!
//! The number and kind of line ends stays, no line gains or loses a blank at its front or its end, no line becomes
//! empty, and what stands at the front of a line other than words (a list mark, a quotation mark) is never passed over.
//! "push to git⏎lab today" becomes "push to GitLab⏎today": the name stands where most of it was heard, and the blank
//! beside the word that went goes too. Where that cannot be ("git⏎lab" and nothing else), there is nothing to write.

use crate::token::is_extending;

use crate::span::Span;

/// What is to be written, and in the place of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Laid {
    /// The heard words, and a blank beside them where a line lost its part of them.
    pub(crate) span: Span,
    /// The name with the line ends that stood among the heard words.
    pub(crate) text: String,
}

/// Lays `meant` over the lines on which the words at `heard` stand, or tells that it does not fit.
///
/// `prose` is what belongs to the same paragraph: nothing outside of it is counted as words or touched.
pub(crate) fn laid(text: &str, prose: Span, heard: Span, meant: &str) -> Option<Laid> {
    let words: Vec<&str> = meant.split(' ').collect();
    let whole = ends_like_mark(&words, &text[heard.end as usize..prose.end as usize]).then_some(meant);
    let whole = whole.and_then(|whole| laid_words(text, prose, heard, &[whole]));
    whole.or_else(|| laid_words(text, prose, heard, &words))
}

/// Whether the last of several words would look like the mark of a list at the front of a line: "1" in "Formula 1.".
fn ends_like_mark(words: &[&str], behind: &str) -> bool {
    let is_number = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
    words.len() > 1 && words.last().is_some_and(is_number) && behind.starts_with(['.', ')'])
}

/// As [`laid`], with these words of the name, each on one line.
fn laid_words(text: &str, prose: Span, heard: Span, words: &[&str]) -> Option<Laid> {
    let parts = parts(&text[heard.range()]);
    let (first, last) = (parts.first()?, parts.last()?);
    if parts.len() == 1 {
        return Some(Laid { span: heard, text: first.spaced(words) });
    }
    if parts.iter().skip(1).any(|part| !part.begins_with_word())
        || parts.iter().rev().skip(1).any(|part| !part.ends_with_word())
    {
        return None;
    }
    let before = before(&text[prose.start as usize..heard.start as usize]);
    let after = after(&text[heard.end as usize..prose.end as usize]);
    let lines = parts.iter().filter(|part| !part.words.is_empty()).count();
    let may_go = |blank: Option<usize>| blank.is_some() && words.len() < lines;
    let least: Vec<usize> = (0..parts.len())
        .map(|number| match number {
            _ if parts[number].words.is_empty() => 0,
            0 => usize::from(!may_go(before)),
            _ if number + 1 == parts.len() => usize::from(!may_go(after)),
            _ => 1,
        })
        .collect();
    let counts = shared(&parts, words, &least)?;

    let mut span = heard;
    let mut out = String::new();
    let mut rest = words;
    for (part, &count) in parts.iter().zip(&counts) {
        let (here, later) = rest.split_at(count);
        rest = later;
        out.push_str(part.indent);
        out.push_str(&part.spaced(here));
        out.push_str(part.trail);
        out.push_str(part.end);
    }
    if counts[0] == 0 && !first.words.is_empty() {
        span.start -= before? as u32;
    }
    if counts[counts.len() - 1] == 0 && !last.words.is_empty() {
        span.end += after? as u32;
    }
    Some(Laid { span, text: out })
}

/// What of the heard words stands on one line.
#[derive(Debug, PartialEq)]
struct Part<'a> {
    indent: &'a str,
    words: &'a str,
    trail: &'a str,
    /// The line end; nothing behind the last part.
    end: &'a str,
}

impl Part<'_> {
    /// What stands between its words, where that is one and the same character: a no-break space stays one.
    fn blank(&self) -> char {
        let mut blanks = self.words.split(|c: char| !c.is_whitespace()).filter(|blank| !blank.is_empty());
        let first = blanks.next().and_then(|blank| blank.chars().next()).unwrap_or(' ');
        let same = |blank: &str| blank.chars().eq([first]);
        let all = self.words.split(|c: char| !c.is_whitespace()).filter(|blank| !blank.is_empty()).all(same);
        if all { first } else { ' ' }
    }

    /// Words as it has them: with the same between them.
    fn spaced(&self, words: &[&str]) -> String {
        words.join(" ").replace(' ', self.blank().encode_utf8(&mut [0; 4]))
    }

    fn begins_with_word(&self) -> bool {
        let digits = self.words.trim_start_matches(|c: char| c.is_ascii_digit());
        // "1. " at the front of a line is the mark of a list.
        let is_mark = digits.len() < self.words.len() && digits.starts_with(['.', ')']);
        self.words.chars().next().is_none_or(char::is_alphanumeric) && !is_mark
    }

    fn ends_with_word(&self) -> bool {
        let is_end = |c: char| c.is_alphanumeric() || is_extending(c) || matches!(c, '+' | '#' | '%');
        self.words.chars().next_back().is_none_or(is_end)
    }

    fn letters(&self) -> usize {
        letters(self.words)
    }
}

/// The heard words line by line.
fn parts(heard: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = heard;
    loop {
        let (line, end) = match rest.find(is_line_end) {
            Some(at) => rest[..at + end_length(&rest[at..])].split_at(at),
            None => (rest, ""),
        };
        rest = &rest[line.len() + end.len()..];
        let trimmed = line.trim_start();
        let words = trimmed.trim_end();
        let indent = &line[..line.len() - trimmed.len()];
        parts.push(Part { indent, words, trail: &trimmed[words.len()..], end });
        if end.is_empty() {
            return parts;
        }
    }
}

/// How many words of the name go on each line: at least so many, and else as the letters of the heard words are spread.
///
/// A border between two lines is put where the share of letters before it is nearest; of equals the one that leaves more
/// on the line before.
fn shared(parts: &[Part<'_>], words: &[&str], least: &[usize]) -> Option<Vec<usize>> {
    let mut spare = words.len().checked_sub(least.iter().sum())?;
    let heard = parts.iter().map(Part::letters).sum::<usize>().max(1);
    let meant = words.iter().map(|word| letters(word)).sum::<usize>().max(1);
    let mut counts = Vec::with_capacity(parts.len());
    let (mut done, mut passed) = (0, 0);
    for (number, part) in parts.iter().enumerate() {
        passed += part.letters();
        let room = if part.words.is_empty() { 0 } else { spare };
        let distance = |count: usize| {
            let taken: usize = words[..done + count].iter().map(|word| letters(word)).sum();
            // Shares of the two are compared crosswise, in whole numbers.
            (taken * heard).abs_diff(passed * meant)
        };
        let is_last = number + 1 == parts.len();
        let range = least[number]..=least[number] + room;
        let count = if is_last { words.len() - done } else { range.rev().min_by_key(|&count| distance(count))? };
        spare -= (count - least[number]).min(spare);
        done += count;
        counts.push(count);
    }
    Some(counts)
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// How many bytes of blank stand between the heard words and what their line begins with, if the line can be left
/// without them.
fn before(prose: &str) -> Option<usize> {
    let line = prose.rfind(is_line_end).map_or(prose, |end| prose[end..].trim_start_matches(is_line_end));
    let kept = line.trim_end();
    // A few words with capitals, alone on a line, would be the name of a speaker.
    let is_sentence = kept.split_whitespace().any(|word| word.starts_with(char::is_lowercase));
    (is_sentence && kept.len() < line.len()).then(|| line.len() - kept.len())
}

/// How many bytes of blank stand between the heard words and the rest of their line, if the line can begin with the rest.
fn after(prose: &str) -> Option<usize> {
    let line = prose.find(is_line_end).map_or(prose, |end| &prose[..end]);
    let kept = line.trim_start();
    // Digits, marks and names with capitals mean something at the front of a line: a list, a time, a speaker.
    let is_sentence = kept.starts_with(|c: char| c.is_alphabetic() && !c.is_uppercase());
    (is_sentence && kept.len() < line.len()).then(|| line.len() - kept.len())
}

/// Whether a character ends a line for some program or other.
fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The bytes of the line end that a text begins with.
fn end_length(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { text.chars().next().map_or(0, char::len_utf8) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text with `meant` in the place of what stands between the brackets.
    fn written(marked: &str, meant: &str) -> Option<String> {
        let start = marked.find('[')?;
        let end = marked.find(']')? - 1;
        let text = marked.replace(['[', ']'], "");
        let laid = laid(&text, Span::new(0, text.len()), Span::new(start, end), meant)?;
        Some(format!("{}{}{}", &text[..laid.span.start as usize], laid.text, &text[laid.span.end as usize..]))
    }

    #[test]
    fn a_name_goes_to_the_line_that_held_most_of_it() {
        let cases = [
            ("push to [git\nlab] today", "GitLab", "push to GitLab\ntoday"),
            ("push to [git\r\n\tlab] today", "GitLab", "push to GitLab\r\n\ttoday"),
            ("push to [git \n  lab] today", "GitLab", "push to GitLab \n  today"),
            ("push to [git\u{a0}\nlab] today", "GitLab", "push to GitLab\u{a0}\ntoday"),
            ("push to [git\nlab]", "GitLab", "push to\nGitLab"),
            ("push to [git\nlab], today", "GitLab", "push to\nGitLab, today"),
            ("push to [git\nlab] Today", "GitLab", "push to\nGitLab Today"),
            ("push to [git\nlab] 1. one", "GitLab", "push to\nGitLab 1. one"),
            ("on [cooper\nnetties] now", "Kubernetes", "on\nKubernetes now"),
            ("on  [cooper\rnetties] now", "Kubernetes", "on\rKubernetes now"),
            ("[git\nlab]   today", "GitLab", "GitLab\ntoday"),
            ("so [git\n\u{2028}lab] today", "GitLab", "so GitLab\n\u{2028}today"),
            ("[Give\nThat Dudo]", "GitLab Duo", "GitLab\nDuo"),
            ("so [Give That\nDudo's] is", "GitLab Duo's", "so GitLab\nDuo's is"),
            ("so [post\ngres q\nl] is", "PostgreSQL", "so\nPostgreSQL\nis"),
            ("a [git\u{a0}lab] b", "GitLab", "a GitLab b"),
            ("we saw [formula\none]. It", "Formula 1", "we saw\nFormula 1. It"),
            ("we saw [formula\none] (so", "Formula 1", "we saw Formula\n1 (so"),
            ("[formula\none]) it", "Formula 1", "Formula\n1) it"),
            ("the [mark\u{a0}three\nit] was", "Mark 3 It", "the Mark\u{a0}3\nIt was"),
            ("a [give\u{a0}that\u{a0}dudo] b", "GitLab Duo", "a GitLab\u{a0}Duo b"),
            ("a [give\u{a0}that dudo] b", "GitLab Duo", "a GitLab Duo b"),
        ];
        for (text, meant, expected) in cases {
            assert_eq!(written(text, meant).as_deref(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn what_would_empty_a_line_or_pass_over_a_mark_does_not_fit() {
        let cases = [
            ("[git\nlab]\n", "GitLab"),
            ("\"[git\nlab]\" he said", "GitLab"),
            ("Ann Lee [git\nlab], she", "GitLab"),
            ("one\n  [git\nlab]\ntwo", "GitLab"),
            ("one\n[post\ngres\nq]\ntwo", "PostgreSQL two"),
            ("[post\ngres\nq l] is", "PostgreSQL's"),
            ("so [git\n> lab] is", "GitLab"),
            ("so [git\n- lab] is", "GitLab"),
            ("so [git\n1. lab] is", "GitLab"),
            ("so [average,\nmeaning life] is", "average remaining life"),
        ];
        for (text, meant) in cases {
            assert_eq!(written(text, meant), None, "{text:?}");
        }
    }

    /// The line ends of a text, and of each line whether it is empty and the blanks around it.
    fn frame(text: &str) -> Vec<(String, String, bool, String)> {
        let parts = parts(text).into_iter();
        parts.map(|part| (part.indent.into(), part.trail.into(), part.words.is_empty(), part.end.into())).collect()
    }

    /// The text without white space.
    fn spelled(text: &str) -> String {
        text.split_whitespace().collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_frame_of_the_lines_stays(
            before in "[ a]{0,3}(\n[ \u{a0}]{0,2})?([a-c]{1,2} {1,2}|[A-B,(]{1,2} ?){0,3}",
            words in proptest::collection::vec("[a-z]{1,4}", 2..6),
            gaps in proptest::collection::vec(" |\u{a0}| ?\r?\n[ \t]{0,2}|\r|\u{2028} ", 6),
            meant in "[A-Z]{1,6}( [A-Z]{1,6}){0,3}",
            after in "( {1,2}[a-c1.]{1,2}|,| ){0,3}(\r?\n[a-b ]{0,2})?",
        ) {
            let mut heard = words[0].clone();
            for (word, gap) in words[1..].iter().zip(&gaps) {
                heard = heard + gap + word;
            }
            if let Some(written) = written(&format!("{before}[{heard}]{after}"), &meant) {
                prop_assert_eq!(frame(&written), frame(&format!("{before}{heard}{after}")), "{:?}", written);
                prop_assert_eq!(spelled(&written), spelled(&format!("{before}{meant}{after}")));
            }
        }
    }
}
