//! The standard streams: results to one, talk to the other.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};

use super::error::CommandError;
use super::options::Color;
use super::progress::{Beside, Progress};
use crate::error::Error;
use crate::output::{Styles, Text, Verbosity, View, shown_in_line};

/// Columns where there is no terminal to ask.
const WIDTH: usize = 100;
/// Columns below which no layout makes sense.
const NARROWEST: usize = 40;

/// Where results and talk go.
pub(crate) struct Streams {
    out: BufWriter<Beside>,
    err: Beside,
    out_styles: Styles,
    err_styles: Styles,
    quiet: bool,
    progress: Option<Progress>,
    /// Whether results were lost on their way.
    has_lost: bool,
}

impl Streams {
    pub(crate) fn new(color: Color, quiet: bool) -> Self {
        let out_colored = colored(color, AutoStream::choice(&io::stdout()));
        let err_colored = colored(color, AutoStream::choice(&io::stderr()));
        // A stream without colours is the bare one: what passes through it, such as a patch, is never touched.
        let out: Box<dyn Write> =
            if out_colored { Box::new(AutoStream::always(io::stdout())) } else { Box::new(io::stdout()) };
        let err: Box<dyn Write> =
            if err_colored { Box::new(AutoStream::always(io::stderr())) } else { Box::new(io::stderr()) };
        Streams {
            out: BufWriter::with_capacity(1 << 16, Beside::new(out)),
            err: Beside::new(err),
            out_styles: Styles::new(out_colored),
            err_styles: Styles::new(err_colored),
            quiet,
            progress: None,
            has_lost: false,
        }
    }

    /// Begins to show how far a run over so many files of so many bytes is.
    pub(crate) fn begin(&mut self, files: usize, bytes: u64) {
        if !self.quiet {
            let progress = Progress::begin(files, bytes);
            self.make_way(progress.bar());
            self.progress = Some(progress);
        }
    }

    /// Whether nothing is said but results and errors.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// So many bytes more were read.
    pub(crate) fn advance(&mut self, bytes: u64) {
        if let Some(progress) = &self.progress {
            progress.advance(bytes);
        }
    }

    /// One file more is done.
    pub(crate) fn file_done(&mut self) {
        if let Some(line) = self.progress.as_mut().and_then(Progress::file_done) {
            self.note(&line);
        }
    }

    /// So many records of a data set are done; said where there is no bar to see it by.
    pub(crate) fn records_done(&mut self, name: &str, records: usize) {
        if self.progress.as_ref().is_none_or(|progress| progress.bar().is_none()) {
            self.note(&format!("{name}: {records} records"));
        }
    }

    /// Shows no more how far the run is.
    pub(crate) fn end(&mut self) {
        self.progress = None;
        self.make_way(None);
    }

    fn make_way(&mut self, bar: Option<indicatif::ProgressBar>) {
        // A stream that fails does so again when the result is written to it.
        let _ = self.out.get_mut().make_way(bar.clone());
        let _ = self.err.make_way(bar);
    }

    /// Where results go.
    pub(crate) fn out(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    /// How results are to look, in this many columns or in as many as the terminal has.
    pub(crate) fn view(&self, width: Option<u16>) -> View {
        self.view_or(width, WIDTH)
    }

    /// The same with another width where there is no terminal to ask.
    pub(crate) fn view_or(&self, width: Option<u16>, usual: usize) -> View {
        let is_terminal = io::stdout().is_terminal();
        let terminal = terminal_size::terminal_size().filter(|_| is_terminal).map(|(columns, _)| columns.0);
        View {
            styles: self.out_styles,
            width: width.or(terminal).map_or(usual, usize::from).max(NARROWEST),
            text: if is_terminal || self.out_styles.are_colors() { Text::Shown } else { Text::Exact },
            verbosity: if self.quiet { Verbosity::Quiet } else { Verbosity::Full },
            evidence: false,
        }
    }

    /// Where a report goes when the results are a text or a patch, and how it is to look; nowhere if it is not wanted.
    pub(crate) fn talk(&mut self) -> Option<(View, &mut dyn Write)> {
        let view =
            View { styles: self.err_styles, text: Text::Shown, verbosity: Verbosity::Summary, ..self.view(None) };
        (!self.quiet).then_some((view, &mut self.err))
    }

    /// Says something that is neither a result nor an error.
    pub(crate) fn note(&mut self, message: &str) {
        if !self.quiet {
            self.say(self.err_styles.note, "note", message, None);
        }
    }

    /// Says what is odd but no hindrance.
    pub(crate) fn warn(&mut self, message: &str) {
        if !self.quiet {
            self.say(self.err_styles.warning, "warning", message, None);
        }
    }

    /// Says what is odd about an input but no hindrance.
    pub(crate) fn warn_of(&mut self, error: &Error) {
        if !self.quiet {
            self.tell(self.err_styles.warning, "warning", error);
        }
    }

    /// Says what went wrong with one of several inputs.
    pub(crate) fn error(&mut self, error: &Error) {
        self.tell(self.err_styles.error, "error", error);
    }

    fn tell(&mut self, style: anstyle::Style, kind: &str, error: &Error) {
        let mut message = String::new();
        if let Some(path) = error.path() {
            path.clone_into(&mut message);
            message.push_str(&error.place().map_or_else(|| ": ".to_owned(), |place| format!(":{place}: ")));
        } else if let Some(place) = error.place() {
            message = format!("{place}: ");
        }
        message.push_str(error.message());
        self.say(style, kind, &message, error.hint());
    }

    /// Says why the command stopped, and answers with the exit code for that.
    pub(crate) fn fail(&mut self, error: &CommandError) -> ExitCode {
        if !error.is_silent() {
            self.error(error.source());
        }
        error.exit_code()
    }

    /// Says a text that is not ours as it can be shown, on one line.
    pub(crate) fn plainly(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.err, "{}", shown_in_line(text.trim_end()))
    }

    /// Goes on without whoever read the results, once they want no more or have no room: there is work left that nobody
    /// needs to see. That results were lost is told.
    pub(crate) fn go_on_without(&mut self, error: &CommandError) {
        // What is held back would only fail once more.
        let lost = std::mem::replace(&mut self.out, BufWriter::new(Beside::new(Box::new(io::sink()))));
        drop(lost.into_parts());
        if !error.is_silent() {
            self.has_lost = true;
            self.error(error.source());
        }
    }

    /// Whether results were lost that somebody wanted.
    pub(crate) fn has_lost(&self) -> bool {
        self.has_lost
    }

    /// Writes out what is still held back.
    pub(crate) fn finish(&mut self) -> Result<(), CommandError> {
        Ok(self.out.flush()?)
    }

    fn say(&mut self, style: anstyle::Style, kind: &str, message: &str, hint: Option<&str>) {
        // Results that came first are read first; and if nobody hears the talk, there is nobody to tell.
        let _ = self.out.flush();
        // A line end in what is passed on begins no message of its own.
        let _ = writeln!(self.err, "{style}{kind}{style:#}: {}", shown_in_line(message));
        if let Some(hint) = hint {
            let style = self.err_styles.note;
            let _ = writeln!(self.err, "{style}hint{style:#}: {}", shown_in_line(hint));
        }
    }
}

fn colored(color: Color, asked: ColorChoice) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => asked != ColorChoice::Never,
    }
}
