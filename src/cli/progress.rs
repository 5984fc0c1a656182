//! How far a long run is: a bar at a terminal, and now and then a line elsewhere.

use std::io::{self, IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Fewer files of fewer bytes are done before anybody would look.
const FEW_FILES: usize = 64;
const FEW_BYTES: u64 = 8 << 20;
/// Where there is no terminal, a line is said after so many files.
const FILES_A_LINE: usize = 1_000;

/// How far a run is.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    files: usize,
    done: usize,
}

impl Progress {
    /// Begins a run over so many files of so many bytes; without a bar where nobody would see it.
    pub(crate) fn begin(files: usize, bytes: u64) -> Progress {
        let is_long = files > FEW_FILES || bytes > FEW_BYTES;
        let bar = (is_long && io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr_with_hz(5));
            let template = "{bar:30} {percent:>3}%  {msg}  {bytes_per_sec}, {eta} left";
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.progress_chars("=> "));
            }
            bar
        });
        let progress = Progress { bar, files, done: 0 };
        progress.show();
        progress
    }

    /// The bar, where there is one.
    pub(crate) fn bar(&self) -> Option<ProgressBar> {
        self.bar.clone()
    }

    /// So many bytes more were read.
    pub(crate) fn advance(&self, bytes: u64) {
        if let Some(bar) = &self.bar {
            bar.inc(bytes);
        }
    }

    /// One file more is done; answers with a line to say, where it is time for one.
    pub(crate) fn file_done(&mut self) -> Option<String> {
        self.done += 1;
        self.show();
        let is_time = self.bar.is_none() && self.done.is_multiple_of(FILES_A_LINE) && self.done < self.files;
        is_time.then(|| format!("{} of {} files", self.done, self.files))
    }

    fn show(&self) {
        if let Some(bar) = &self.bar {
            bar.set_message(format!("{} of {} files", self.done, self.files));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// A stream beside which a bar may stand: whole lines are written while the bar is not there.
pub(crate) struct Beside {
    stream: Box<dyn Write>,
    bar: Option<ProgressBar>,
    /// The beginning of a line whose end did not come yet.
    begun: Vec<u8>,
}

impl Beside {
    pub(crate) fn new(stream: Box<dyn Write>) -> Beside {
        Beside { stream, bar: None, begun: Vec::new() }
    }

    /// Makes way for this bar from now on, or for none.
    pub(crate) fn make_way(&mut self, bar: Option<ProgressBar>) -> io::Result<()> {
        self.bar = bar;
        self.flush()
    }

    fn pass_on(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Beside { stream, bar, begun } = self;
        let mut pass = || stream.write_all(begun).and_then(|()| stream.write_all(bytes)).and_then(|()| stream.flush());
        let passed = match bar {
            Some(bar) => bar.suspend(pass),
            None => pass(),
        };
        begun.clear();
        passed
    }
}

impl Write for Beside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bar.is_none() && self.begun.is_empty() {
            return self.stream.write(bytes);
        }
        let end = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
        if end > 0 {
            self.pass_on(&bytes[..end])?;
        }
        self.begun.extend_from_slice(&bytes[end..]);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        // What is begun waits for its end as long as a bar would stand behind it.
        if self.bar.is_none() && !self.begun.is_empty() {
            return self.pass_on(&[]);
        }
        self.stream.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Rc<RefCell<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_bar_never_stands_behind_half_a_line() -> io::Result<()> {
        let kept = Kept::default();
        let text = || String::from_utf8_lossy(&kept.0.borrow()).into_owned();
        let mut beside = Beside::new(Box::new(kept.clone()));
        beside.make_way(Some(ProgressBar::hidden()))?;
        write!(beside, "one\ntw")?;
        beside.flush()?;
        assert_eq!(text(), "one\n");
        write!(beside, "o\nthr")?;
        assert_eq!(text(), "one\ntwo\n");
        beside.make_way(None)?;
        assert_eq!(text(), "one\ntwo\nthr");
        write!(beside, "ee")?;
        assert_eq!(text(), "one\ntwo\nthree");
        Ok(())
    }
}
