//! The review line by line: for screen readers, pipes and small terminals.

use std::io::{self, BufRead};

use anstyle::Style;

use super::super::error::CommandError;
use super::super::streams::Streams;
use super::session::{Flow, Session};
use crate::output::review::{Keys, Marks, Page, Role, Row, page};
use crate::output::{Styles, shown_in_line, style_of_tier};
use crate::review::{Asked, Key, Mode};

pub(super) fn run(session: &mut Session, streams: &mut Streams) -> Result<(), CommandError> {
    let mut lines = io::stdin().lock().lines();
    let mut shown: Option<Page> = None;
    loop {
        let page = page(&session.review, Marks::Signs, Keys::Typed);
        show(&page, shown.as_ref(), streams)?;
        shown = Some(page);
        write!(streams.out(), "> ")?;
        streams.finish()?;
        let Some(line) = lines.next() else {
            writeln!(streams.out())?;
            return streams.finish();
        };
        let line = line.map_err(|error| CommandError::usage(format!("the keys could not be read: {error}")))?;
        if press(session, line.trim_end_matches('\r'), streams) == Flow::End {
            return streams.finish();
        }
    }
}

/// Takes a line: letters with blanks between them are keys, but what is typed for something is typed whole, and a word
/// or an empty line leaves a menu. Other words are no keys one after the other: "yes" decides nothing.
fn press(session: &mut Session, line: &str, streams: &mut Streams) -> Flow {
    if let Mode::Type(asked, _) = session.review.mode() {
        return type_whole(session, *asked, line, streams);
    }
    let key = match (line.trim().to_lowercase().as_str(), session.review.mode()) {
        ("" | "back" | "esc", Mode::Choose(_) | Mode::Help) => Some(Key::Escape),
        ("", _) => Some(Key::Enter),
        // Read as keys, they would decide something.
        ("back" | "esc", _) => {
            session.review.tell("there is nothing to go back to; `u` takes back the last key, `q` ends");
            return Flow::On;
        }
        _ => None,
    };
    if let Some(key) = key {
        return session.press(key, streams);
    }
    if let Some(word) = no_key(line) {
        let word = shown_in_line(word);
        session.review.tell(format!("found `{word}`, expected the letter of a key; `?` tells them all"));
        return Flow::On;
    }
    let mut rest = line.trim_start().chars();
    while let Some(c) = rest.next() {
        if session.press(Key::Char(c), streams) == Flow::End {
            return Flow::End;
        }
        let text = rest.as_str().trim();
        if let (Mode::Type(asked, _), false) = (session.review.mode(), text.is_empty()) {
            return type_whole(session, *asked, text, streams);
        }
        rest = rest.as_str().trim_start().chars();
    }
    Flow::On
}

/// The first word of a line that is no key, as far as keys stand there: what is typed for one may be anything.
fn no_key(line: &str) -> Option<&str> {
    for word in line.split_whitespace() {
        if !is_key(word) {
            return Some(word);
        }
        if word.starts_with(TAKES_TEXT) {
            return None;
        }
    }
    None
}

/// The keys behind which a text is typed: somebody's own words, the sentence, what is shown, what is looked for.
const TAKES_TEXT: [char; 4] = ['e', 'E', 'f', '/'];

/// Whether a word is a letter, or a sign with what is typed for it ("/cloud").
fn is_key(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_none_or(|first| !first.is_alphanumeric()) || letters.next().is_none()
}

fn type_whole(session: &mut Session, asked: Asked, text: &str, streams: &mut Streams) -> Flow {
    if text.trim().is_empty() && matches!(asked, Asked::Own | Asked::Sentence) {
        return session.press(Key::Escape, streams);
    }
    for key in [Key::End, Key::Ctrl('u'), Key::Paste(text.to_owned()), Key::Enter] {
        if session.press(key, streams) == Flow::End {
            return Flow::End;
        }
    }
    Flow::On
}

/// Shows what has changed since the last key.
fn show(page: &Page, before: Option<&Page>, streams: &mut Streams) -> io::Result<()> {
    let styles = streams.view(None).styles;
    if before.is_none_or(|before| before.body != page.body || before.head != page.head) {
        writeln!(streams.out())?;
        row(&page.head, &styles, streams)?;
        for line in &page.body {
            row(line, &styles, streams)?;
        }
    }
    for line in &page.foot {
        row(line, &styles, streams)?;
    }
    Ok(())
}

fn row(row: &Row, styles: &Styles, streams: &mut Streams) -> io::Result<()> {
    for (role, text) in row {
        let style = match role {
            Role::Plain | Role::Cursor => Style::new(),
            Role::Quiet => styles.gutter,
            Role::Place => styles.place,
            Role::Speaker => styles.speaker,
            Role::Heard => styles.heard,
            Role::Meant => styles.meant,
            Role::Strong | Role::Key => styles.strong,
            Role::Tier(tier) => style_of_tier(*tier, styles),
            Role::Message => styles.note,
        };
        write!(streams.out(), "{style}{text}{style:#}")?;
    }
    writeln!(streams.out())
}
