//! Stopping a run between two files: what a signal asks for at first; another one ends the program where it is.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::error::Error;
use crate::output::counted;

static IS_ASKED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
/// As shells have it: 128 and the number of the signal that asks to stop.
const STOPPED: i32 = 128 + SIGINT;

/// Lets the files that are at work be finished before a signal ends the program, and tells so at the first one, where
/// it `tells` at all.
pub(super) fn between_files(tells: bool) {
    for signal in [SIGINT, SIGTERM] {
        // Where no signal can be listened to, it ends the program as ever. The order counts: the first one only asks.
        let _ = flag::register_conditional_shutdown(signal, STOPPED, IS_ASKED.clone())
            .and_then(|_| flag::register(signal, IS_ASKED.clone()));
    }
    #[cfg(unix)]
    if tells {
        tell_of_the_first();
    }
    #[cfg(not(unix))]
    let _ = tells;
}

/// Makes an error of a file that may grow no further (`ulimit -f`); else a signal would end the program.
pub(super) fn outlive_full_files() {
    #[cfg(unix)]
    let _ = flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// A large file is at work for seconds, and whoever waits is to know what for.
#[cfg(unix)]
fn tell_of_the_first() {
    use std::io::Write as _;

    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM]) else { return };
    std::thread::spawn(move || {
        if signals.forever().next().is_some() {
            let note = "\nnote: files at work are finished, data sets left as found; once more ends the run at once";
            let _ = writeln!(std::io::stderr(), "{note}");
        }
    });
}

/// Lets a program that holds the terminal give it back before a signal ends it; another one ends it where it is.
pub(super) fn before_the_end() {
    let asks = |signal| {
        let _ = flag::register_conditional_shutdown(signal, STOPPED, IS_ASKED.clone())
            .and_then(|_| flag::register(signal, IS_ASKED.clone()));
    };
    #[cfg(unix)]
    asks(signal_hook::consts::SIGHUP);
    asks(SIGTERM);
}

/// Whether a signal asked to stop.
pub(super) fn is_asked() -> bool {
    IS_ASKED.load(Ordering::Relaxed)
}

/// Tells that a run stopped, and of so many files that it did not come to.
pub(super) fn stopped(left: usize) -> Error {
    let error = Error::new(format!("stopped as asked; {} left as found", counted(left, "file")));
    error.of_stop().with_hint("the same command goes on with them")
}
