//! Hearing the seconds around a finding.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::super::error::told;

/// What is played before and behind the place, in seconds.
const BEFORE: f64 = 2.0;
const LENGTH: f64 = 7.0;

/// Endings of recordings, the likelier first.
const ENDINGS: [&str; 13] =
    ["wav", "mp3", "m4a", "flac", "ogg", "opus", "mp4", "webm", "mkv", "mov", "aac", "aiff", "wma"];

/// Players that are looked for, and how they are called.
const PLAYERS: [&str; 2] = [
    "mpv --no-video --really-quiet --start={start} --length={length} -- {file}",
    "ffplay -nodisp -autoexit -loglevel quiet -ss {start} -t {length} -i {file}",
];

/// Plays a recording.
#[derive(Debug)]
pub(super) struct Player {
    audio: Option<PathBuf>,
    command: Option<String>,
    /// What plays by now.
    playing: Option<Child>,
}

impl Player {
    pub(super) fn new(audio: Option<PathBuf>, command: Option<&str>) -> Player {
        let command = command.filter(|command| !command.trim().is_empty()).map(str::to_owned);
        Player { audio, command, playing: None }
    }

    /// Plays the seconds around a time of a transcript; answers with what there is to say.
    pub(super) fn play(&mut self, transcript: &Path, time: f64) -> String {
        self.stop();
        let at = format!("{time:.2} s");
        let Some(audio) = self.audio.clone().or_else(|| recording_of(transcript)) else {
            return format!("no recording is known, the time is {at}; name one with --audio FILE");
        };
        let (start, length) = ((time - BEFORE).max(0.0), LENGTH);
        let commands: Vec<&str> = match &self.command {
            Some(command) => vec![command],
            None => PLAYERS.to_vec(),
        };
        let mut failed = "no player is known".to_owned();
        for command in commands {
            let words = words_of(command, start, length, &audio);
            let Some((program, arguments)) = words.split_first() else { continue };
            let mut command = Command::new(program);
            command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            match command.spawn() {
                Ok(child) => {
                    self.playing = Some(child);
                    return format!("playing {} from {start:.1} s", audio.display());
                }
                Err(error) => failed = format!("`{}`: {}", program.to_string_lossy(), told(&error)),
            }
        }
        format!("found no mpv or ffplay to play it ({failed}), the time is {at}; name another with --player")
    }

    fn stop(&mut self) {
        if let Some(mut child) = self.playing.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The words of a command, each of its places filled in; no shell reads them.
fn words_of(command: &str, start: f64, length: f64, audio: &Path) -> Vec<OsString> {
    let filled = |word: &str| {
        let word = word.replace("{start}", &format!("{start:.2}")).replace("{length}", &format!("{length:.2}"));
        match word.split_once("{file}") {
            None => OsString::from(word),
            Some((before, after)) => {
                let mut whole = OsString::from(before);
                whole.push(safe(audio));
                whole.push(after);
                whole
            }
        }
    };
    command.split_whitespace().map(filled).collect()
}

/// The path, which no player takes for an option.
fn safe(audio: &Path) -> OsString {
    if audio.as_os_str().to_string_lossy().starts_with('-') {
        let mut path = OsString::from("./");
        path.push(audio);
        return path;
    }
    audio.as_os_str().to_owned()
}

/// The recording beside a transcript that has its name, `talk.mp3` for `talk.whisper.json` too.
fn recording_of(transcript: &Path) -> Option<PathBuf> {
    let name = transcript.file_name().and_then(OsStr::to_str)?;
    let stems = name.match_indices('.').map(|(at, _)| &name[..at]).rev().filter(|stem| !stem.is_empty());
    let paths = stems.flat_map(|stem| {
        let upper = ENDINGS.iter().map(|ending| ending.to_uppercase());
        let endings = ENDINGS.iter().map(|&ending| ending.to_owned()).chain(upper);
        endings.map(move |ending| transcript.with_file_name(format!("{stem}.{ending}")))
    });
    paths.into_iter().find(|path| path.metadata().is_ok_and(|found| found.is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_a_path_is_another_argument() {
        let words = words_of("play -s {start} --l={length} {file}", 1.5, 7.0, Path::new("-my talk;.mp3"));
        assert_eq!(words, ["play", "-s", "1.50", "--l=7.00", "./-my talk;.mp3"]);
    }

    #[test]
    fn the_recording_of_a_transcript_has_its_name() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        assert_eq!(recording_of(&path("talk.whisper.json")), None);
        std::fs::write(path("talk.mp3"), "")?;
        assert_eq!(recording_of(&path("talk.whisper.json")), Some(path("talk.mp3")));
        assert_eq!(recording_of(&path("other.srt")), None);
        Ok(())
    }
}
