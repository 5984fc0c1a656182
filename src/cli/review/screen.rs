//! The review on the full screen.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use ratatui::crossterm::event::{
    self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers,
};
use ratatui::crossterm::execute;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Paragraph, Wrap};
use ratatui::{DefaultTerminal, Frame};

use super::super::error::CommandError;
use super::super::stop;
use super::super::streams::Streams;
use super::session::{Flow, Session};
use crate::finding::Tier;
use crate::output::review::{Keys, Marks, Page, Role, Row, page};
use crate::review::{Key, Mode};

/// So often it is asked whether a signal came.
const NOW_AND_THEN: Duration = Duration::from_millis(200);
/// The most rows that the keys below a finding take.
const LONGEST_FOOT: u16 = 8;

/// How roles look: in colours, or by weight alone.
#[derive(Debug, Clone, Copy)]
struct Look {
    has_colours: bool,
}

pub(super) fn run(session: &mut Session, streams: &mut Streams) -> Result<(), CommandError> {
    let look = Look { has_colours: streams.view(None).styles.are_colors() };
    stop::before_the_end();
    let mut terminal = ratatui::try_init()?;
    let pasted = execute!(io::stdout(), EnableBracketedPaste);
    let done = go(&mut terminal, session, look, streams);
    if pasted.is_ok() {
        let _ = execute!(io::stdout(), DisableBracketedPaste);
    }
    ratatui::try_restore()?;
    Ok(done?)
}

fn go(terminal: &mut DefaultTerminal, session: &mut Session, look: Look, streams: &mut Streams) -> io::Result<()> {
    // How many rows of the body are above the screen.
    let mut above = 0_u16;
    loop {
        let marks = if look.has_colours { Marks::Colours } else { Marks::Signs };
        let page = page(&session.review, marks, Keys::Pressed);
        terminal.draw(|frame| draw(frame, &page, look, &mut above))?;
        while !event::poll(NOW_AND_THEN)? {
            // A window that is closed may send no signal: the terminal is no more one.
            if stop::is_asked() || !io::stdout().is_terminal() {
                return Ok(());
            }
        }
        let key = match event::read()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => key,
            Event::Paste(text) => {
                // Only where a text is asked for is a pasted one no row of keys.
                if matches!(session.review.mode(), Mode::Type(..)) {
                    session.press(Key::Paste(text), streams);
                }
                continue;
            }
            _ => continue,
        };
        let is_help = *session.review.mode() == Mode::Help;
        match key.code {
            KeyCode::PageDown => above = above.saturating_add(5),
            KeyCode::PageUp => above = above.saturating_sub(5),
            KeyCode::Down if is_help => above = above.saturating_add(1),
            KeyCode::Up if is_help => above = above.saturating_sub(1),
            _ => {
                let Some(key) = key_of(key) else { continue };
                above = 0;
                if session.press(key, streams) == Flow::End {
                    return Ok(());
                }
            }
        }
    }
}

/// A key of the terminal as the review knows it.
fn key_of(key: KeyEvent) -> Option<Key> {
    let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(match key.code {
        KeyCode::Char(c) if is_control => Key::Ctrl(c.to_ascii_lowercase()),
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        _ => return None,
    })
}

fn draw(frame: &mut Frame<'_>, page: &Page, look: Look, above: &mut u16) {
    let width = frame.area().width;
    let head = text(std::slice::from_ref(&page.head), look);
    let foot = text(&page.foot, look);
    let rows = |text: &Text<'_>| Paragraph::new(text.clone()).wrap(Wrap { trim: false }).line_count(width) as u16;
    let heights = [rows(&head).clamp(1, 3), rows(&foot).clamp(1, LONGEST_FOOT)];
    let [at_head, at_rule, at_body, at_foot] = Layout::vertical([
        Constraint::Length(heights[0]),
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(heights[1]),
    ])
    .areas(frame.area());
    let wrapped = |text| Paragraph::new(text).wrap(Wrap { trim: false });
    frame.render_widget(wrapped(head), at_head);
    let rule = "─".repeat(usize::from(width));
    frame.render_widget(Paragraph::new(Span::styled(rule, look.of(Role::Quiet))), at_rule);
    let body = text(&page.body, look);
    let hidden = rows(&body).saturating_sub(at_body.height);
    *above = (*above).min(hidden);
    frame.render_widget(wrapped(body).scroll((*above, 0)), at_body);
    if *above < hidden {
        let told = Span::styled(" … PgDn ", look.of(Role::Message));
        let mut corner = at_body;
        corner.y += corner.height.saturating_sub(1);
        corner.height = corner.height.min(1);
        corner.x += corner.width.saturating_sub(9);
        corner.width = corner.width.min(9);
        frame.render_widget(Paragraph::new(told), corner);
    }
    frame.render_widget(wrapped(foot), at_foot);
}

fn text<'a>(rows: &'a [Row], look: Look) -> Text<'a> {
    let line = |row: &'a Row| {
        let spans = row.iter().map(|(role, text)| Span::styled(text.as_str(), look.of(*role)));
        Line::from(spans.collect::<Vec<_>>())
    };
    Text::from(rows.iter().map(line).collect::<Vec<_>>())
}

impl Look {
    fn of(self, role: Role) -> Style {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let in_colour = |style: Style, colour: Color| if self.has_colours { style.fg(colour) } else { style };
        match role {
            Role::Plain => plain,
            Role::Quiet | Role::Tier(Tier::Hint) => plain.add_modifier(Modifier::DIM),
            Role::Place | Role::Strong => bold,
            Role::Key => plain.add_modifier(Modifier::UNDERLINED),
            Role::Speaker => in_colour(plain, Color::Cyan),
            Role::Heard => in_colour(bold, Color::Red),
            Role::Meant | Role::Tier(Tier::Auto) => in_colour(bold, Color::Green),
            Role::Tier(Tier::Review) | Role::Message => in_colour(bold, Color::Yellow),
            Role::Cursor => plain.add_modifier(Modifier::REVERSED),
        }
    }
}
