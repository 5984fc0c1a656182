//! How a result is to look: colours, width, and whether it is for eyes or for programs.

use anstyle::{AnsiColor, Effects, Style};

/// How a result is to look.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View {
    pub(crate) styles: Styles,
    /// In columns, at least 40.
    pub(crate) width: usize,
    pub(crate) text: Text,
    pub(crate) verbosity: Verbosity,
    /// Whether findings bear the numbers that their confidence was made from.
    pub(crate) evidence: bool,
}

/// How much is said that is no finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verbosity {
    /// The findings, and a summary.
    Full,
    /// The findings alone.
    Quiet,
    /// The summary alone: the findings can be seen elsewhere.
    Summary,
}

/// Who reads a text that is passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    /// A program, which needs every byte as it is.
    Exact,
    /// A person at a terminal, whom no control character may reach.
    Shown,
}

/// The styles in use; all of them empty where there are no colours.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Styles {
    pub(crate) place: Style,
    pub(crate) speaker: Style,
    pub(crate) gutter: Style,
    pub(crate) heard: Style,
    pub(crate) meant: Style,
    /// Heard words in a line that is red itself.
    pub(crate) heard_in_line: Style,
    /// Meant words in a line that is green itself.
    pub(crate) meant_in_line: Style,
    pub(crate) removed: Style,
    pub(crate) added: Style,
    pub(crate) hunk: Style,
    pub(crate) auto: Style,
    pub(crate) review: Style,
    pub(crate) hint: Style,
    pub(crate) strong: Style,
    pub(crate) error: Style,
    pub(crate) warning: Style,
    pub(crate) note: Style,
}

impl Styles {
    /// The program's colours, or none.
    pub(crate) fn new(colored: bool) -> Self {
        if !colored {
            return Styles::default();
        }
        let bold = Style::new().bold();
        let color = |color: AnsiColor| color.on_default();
        Styles {
            place: bold,
            speaker: color(AnsiColor::Cyan),
            gutter: color(AnsiColor::Blue),
            heard: color(AnsiColor::Red).bold(),
            meant: color(AnsiColor::Green).bold(),
            heard_in_line: color(AnsiColor::Red).bold().invert(),
            meant_in_line: color(AnsiColor::Green).bold().invert(),
            removed: color(AnsiColor::Red),
            added: color(AnsiColor::Green),
            hunk: color(AnsiColor::Cyan),
            auto: color(AnsiColor::Green),
            review: color(AnsiColor::Yellow),
            hint: color(AnsiColor::Blue),
            strong: bold,
            error: color(AnsiColor::Red).bold(),
            warning: color(AnsiColor::Yellow).bold(),
            note: color(AnsiColor::Cyan).bold(),
        }
    }

    /// Whether anything is coloured.
    pub(crate) fn are_colors(self) -> bool {
        self.strong.get_effects().contains(Effects::BOLD)
    }
}
