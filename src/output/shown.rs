//! Text of others made safe and measurable for a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

/// A text with everything spelled out that would steer the terminal: control characters, escapes, changes of direction.
///
/// Line ends stay, so that a message may have several lines. `##[`, which begins a command wherever it stands in the log
/// of a CI job, is spelled out as well.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers) && !text.contains(COMMAND) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push_shown(&mut safe, c);
    }
    Cow::Owned(safe.replace(COMMAND, "#\\u{23}["))
}

/// A path at the front of a line: one that would begin a command in the log of a CI job is begun with `./`.
pub(crate) fn shown_path(path: &str) -> Cow<'_, str> {
    let shown = shown_in_line(path);
    if shown.trim_start().starts_with("::") { Cow::Owned(format!("./{shown}")) } else { shown }
}

/// The same on one line: line ends are spelled out too, and tabs are spaces.
pub(crate) fn shown_in_line(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\t']) {
        return shown(text);
    }
    let one_line = text.replace("\r\n", "\n").replace('\n', "↵").replace('\t', " ");
    Cow::Owned(shown(&one_line).into_owned())
}

/// How many columns of a terminal a shown text takes.
pub(crate) fn width_of(text: &str) -> usize {
    text.chars().map(width_of_char).sum()
}

/// How many columns of a terminal a character takes.
pub(crate) fn width_of_char(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// The beginning of a shown text that fits into so many columns, cut between words where that loses little.
pub(crate) fn clipped_end(text: &str, room: usize) -> Cow<'_, str> {
    if width_of(text) <= room {
        return Cow::Borrowed(text);
    }
    let mut used = 0;
    let fits = text.char_indices().find(|&(_, c)| {
        used += width_of_char(c);
        used + 1 > room
    });
    let kept = &text[..fits.map_or(0, |(at, _)| at)];
    let between_words = kept.rfind(' ').map_or(kept, |space| &kept[..=space]);
    let kept = if width_of(between_words) + LOSS >= width_of(kept) { between_words } else { kept };
    Cow::Owned(format!("{kept}…"))
}

/// The end of a shown text that fits into so many columns, cut between words where that loses little.
pub(crate) fn clipped_start(text: &str, room: usize) -> Cow<'_, str> {
    if width_of(text) <= room {
        return Cow::Borrowed(text);
    }
    let mut used = 0;
    let fits = text.char_indices().rev().take_while(|&(_, c)| {
        used += width_of_char(c);
        used < room
    });
    // A mark that has no width of its own stays with the letter before it.
    let from = fits.filter(|&(_, c)| width_of_char(c) > 0).last().map_or(text.len(), |(at, _)| at);
    let kept = &text[from..];
    let between_words = kept.find(' ').map_or(kept, |space| &kept[space..]);
    let kept = if width_of(between_words) + LOSS >= width_of(kept) { between_words } else { kept };
    Cow::Owned(format!("…{kept}"))
}

/// How a command begins in the logs of GitHub and Azure.
const COMMAND: &str = "##[";

/// How many columns may be lost to cut between two words.
const LOSS: usize = 12;

fn push_shown(safe: &mut String, c: char) {
    match c {
        '\n' | '\t' => safe.push(c),
        '\0'..='\u{1F}' => safe.extend(char::from_u32(0x2400 + u32::from(c))),
        '\u{7F}' => safe.push('␡'),
        _ if steers(c) => {
            let _ = write!(safe, "\\u{{{:x}}}", u32::from(c));
        }
        _ => safe.push(c),
    }
}

fn steers(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // Directions, and line ends that are no line ends to most programs.
        '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        _ => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_that_steers_it() {
        let cases = [
            ("naïve 会議 👍\n\tx", "naïve 会議 👍\n\tx"),
            ("\u{1b}[2Jgone\u{7}", "␛[2Jgone␇"),
            ("\u{9b}31mred", "\\u{9b}31mred"),
            ("gpj.\u{202e}exe", "gpj.\\u{202e}exe"),
            ("a\r\u{7f}\0", "a␍␡␀"),
            ("x ##[error]y", "x #\\u{23}[error]y"),
        ];
        for (text, safe) in cases {
            assert_eq!(shown(text), safe);
        }
        assert_eq!(shown_in_line("git\r\nlab\tx"), "git↵lab x");
        assert_eq!(["::a", " ::a", "a::b", "\n::a"].map(shown_path), ["./::a", "./ ::a", "a::b", "↵::a"]);
        assert_eq!(width_of("会議 é"), 6);
    }
}
