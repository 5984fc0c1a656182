//! The review in a real terminal: keys in, screen and files out.
#![cfg(unix)]

use std::fs;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long anything may take before a test gives up; nothing is measured by it.
const PATIENCE: Duration = Duration::from_mins(1);

const ESCAPE: &str = "\x1b";
const UP: &str = "\x1b[A";
const CONTROL_C: &str = "\x03";
const CONTROL_U: &str = "\x15";

/// A folder with transcripts in which the review runs.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(tempfile::tempdir().expect("a folder"));
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("a file");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    fn decisions(&self) -> String {
        self.read("mondegreen.decisions.jsonl")
    }

    /// Reviews without a terminal, with these lines of keys; answers with the exit code and what was printed and told.
    fn review_line_by_line(&self, arguments: &[&str], keys: &str) -> (Option<i32>, String, String) {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_mondegreen"))
            .arg("review")
            .args(arguments)
            .current_dir(self.0.path())
            .env("XDG_STATE_HOME", self.path("state"))
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("the program starts");
        let sent = child.stdin.take().expect("a pipe").write_all(keys.as_bytes());
        let output = child.wait_with_output().expect("the program ends");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        drop(sent);
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    }

    /// Makes the file of decisions one that cannot be written, whoever runs the review.
    fn forget_decisions(&self) {
        std::os::unix::fs::symlink("nowhere/decisions.jsonl", self.path("mondegreen.decisions.jsonl")).expect("a link");
    }

    /// Starts the review in a terminal of 24 rows and 80 columns.
    fn review(&self, arguments: &[&str]) -> Terminal {
        self.review_in(24, 80, &[], arguments)
    }

    fn command(&self, arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_mondegreen"));
        command.args(["review"]);
        command.args(arguments);
        command.cwd(self.0.path());
        command.env("HOME", self.0.path());
        command.env("XDG_STATE_HOME", self.path("state"));
        command.env("TERM", "xterm");
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command
    }

    fn review_in(&self, rows: u16, cols: u16, environment: &[(&str, &str)], arguments: &[&str]) -> Terminal {
        let pair = native_pty_system()
            .openpty(PtySize { rows, cols, ..PtySize::default() })
            .expect("a terminal of the system");
        let mut command = self.command(arguments);
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, bytes) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().expect("a writer");
        Terminal { screen: vt100::Parser::new(size(rows), size(cols), 0), master: pair.master, child, keys, bytes }
    }
}

/// Lets the program go on for a moment.
#[expect(clippy::disallowed_methods, reason = "another program is waited for, which says nothing")]
fn wait() {
    thread::sleep(Duration::from_millis(20));
}

fn size(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has rows and columns")
}

/// A running review and what its screen shows.
struct Terminal {
    screen: vt100::Parser,
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    bytes: Receiver<Vec<u8>>,
}

impl Terminal {
    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).and_then(|()| self.keys.flush()).expect("the program reads keys");
    }

    fn shown(&self) -> String {
        self.screen.screen().contents()
    }

    /// Waits until the screen shows this.
    fn until(&mut self, what: &str) -> String {
        self.until_it(&format!("`{what}`"), |screen| screen.contains(what))
    }

    fn until_it(&mut self, what: &str, is_there: impl Fn(&str) -> bool) -> String {
        let begun = Instant::now();
        loop {
            let shown = self.shown();
            if is_there(&shown) {
                return shown;
            }
            match self.bytes.recv_timeout(Duration::from_millis(50)) {
                Ok(bytes) => self.screen.process(&bytes),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    assert!(begun.elapsed() < PATIENCE, "waited for {what}; the screen shows:\n{shown}");
                }
            }
        }
    }

    /// Takes in what comes within a moment.
    fn settled(&mut self) {
        while let Ok(bytes) = self.bytes.recv_timeout(Duration::from_millis(300)) {
            self.screen.process(&bytes);
        }
    }

    /// Presses keys, then waits until the screen shows this.
    fn then(&mut self, keys: &str, what: &str) -> String {
        self.press(keys);
        self.until(what)
    }

    fn resize(&mut self, rows: u16, cols: u16) {
        self.screen.screen_mut().set_size(size(rows), size(cols));
        self.master.resize(PtySize { rows, cols, ..PtySize::default() }).expect("a terminal that can be resized");
    }

    /// Waits for the end, and answers with the exit code and what stood on the terminal then.
    fn end(mut self) -> (u32, String) {
        while let Ok(bytes) = self.bytes.recv_timeout(PATIENCE) {
            self.screen.process(&bytes);
        }
        let status = self.child.wait().expect("the program ends");
        (status.exit_code(), self.screen.screen().contents())
    }
}

const A: &str = "Andy: We push it to git lab every day, and then we open a merge request.\n\n\
                 Beth: The merge request in git lab was made by Give That Dudo with Amazon Q.\n";
const B: &str = "Andy: They say a merge request in git lab is fast.\n";

fn talks() -> Folder {
    Folder::new(&[("a.txt", A), ("b.txt", B)])
}

#[test]
fn keys_decide_and_writing_is_undone() {
    let folder = talks();
    let mut terminal = folder.review(&["."]);
    let shown = terminal.until("1 of 4");
    assert!(shown.contains("./a.txt:1:21") && shown.contains("Andy") && shown.contains("4 undecided"), "{shown}");
    assert!(shown.contains("1 more like it undecided in this file, 2 in all"), "{shown}");
    terminal.then("a", "3 undecided, 1 to write");
    terminal.then("r", "3 of 4");
    terminal.then("e", "What was said: GitLab Duo");
    terminal.then(CONTROL_U, "What was said:  ");
    terminal.then("GitLab Trio\r", "4 of 4");
    terminal.then("q", "Write what is accepted (2) into the files?");
    terminal.press("y");
    let (code, shown) = terminal.end();
    assert_eq!(code, 0);
    assert!(shown.contains("2 changes written, 1 undecided"), "{shown}");
    let expected = A.replacen("git lab", "GitLab", 1).replace("Give That Dudo", "GitLab Trio");
    assert_eq!(folder.read("a.txt"), expected);
    assert_eq!(folder.read("b.txt"), B);
    let undone = std::process::Command::new(env!("CARGO_BIN_EXE_mondegreen"))
        .arg("undo")
        .current_dir(folder.path("."))
        .env("XDG_STATE_HOME", folder.path("state"))
        .status();
    assert!(undone.expect("a run").success());
    assert_eq!(folder.read("a.txt"), A);
}

#[test]
fn every_key_does_what_the_help_says() {
    let folder = talks();
    folder.write("mondegreen.toml", "dictionaries = [\"names.toml\"]\n");
    let names = "# Ours.\n[[term]]\ntext = \"Jassy\" # the one\n";
    folder.write("names.toml", names);
    let mut terminal = folder.review_in(40, 100, &[], &["a.txt", "b.txt"]);
    terminal.until("1 of 4");
    terminal.then("?", "any key goes back");
    terminal.then("x", "1 of 4");
    terminal.then("x", "`x` is no key here");
    terminal.then("j", "2 of 4");
    terminal.then("k", "1 of 4");
    terminal.then(" ", "2 of 4");
    terminal.then(UP, "1 of 4");
    terminal.then("1", "3 undecided, 1 to write");
    terminal.then("K", "1 of 4");
    terminal.then("0", "4 undecided");
    terminal.then("J", "2 of 4");
    terminal.then("u", "1 to write");
    terminal.then("U", "4 undecided");
    terminal.then("9", "there is no reading 9");
    terminal.then("v", "words that the dictionary gives as near");
    terminal.press("v");
    terminal.until_it("no evidence", |screen| !screen.contains("words that the dictionary gives as near"));
    terminal.then("p", "this transcript has no times");
    terminal.then("/fast\r", "4 of 4");
    terminal.then("/nowhere\r", "found nothing with `nowhere`");
    terminal.then("fspeaker:beth\r", "of 2");
    terminal.then("f\x15is:what\r", "expected is:open, is:accepted or is:rejected");
    terminal.then(&format!("{CONTROL_U}term:duo\r"), "1 of 1");
    terminal.then(&format!("f{CONTROL_U}\r"), "3 of 4");
    terminal.then("\x1b[H", "1 of 4");
    terminal.then("\x1b[F", "4 of 4");
    terminal.then("\x1b[H", "1 of 4");
    terminal.then("A", "2 findings accepted");
    terminal.then("u", "4 undecided");
    terminal.then("R", "2 findings rejected");
    terminal.then("u", "4 undecided");
    terminal.then("l", "All like it that are undecided:");
    terminal.then("A", "3 findings accepted");
    terminal.then("u", "4 undecided");
    terminal.then("l", "All like it");
    terminal.then("z", "none of the choices");
    terminal.then("R", "3 findings rejected");
    terminal.then("u", "4 undecided");
    terminal.then("E", "The sentence: We push it to GitLab every day, and then we open a merge request.");
    terminal.press(ESCAPE);
    terminal.until_it("the finding", |screen| !screen.contains("The sentence"));
    terminal.then("Y", "`git lab` is now a mishearing of GitLab, in names.toml");
    let learnt = folder.read("names.toml");
    assert!(learnt.ends_with(names) && learnt.contains("heard = [\"git lab\"]"), "{learnt}");
    terminal.then("u", "taken out of names.toml again");
    assert_eq!(folder.read("names.toml"), names);
    terminal.then("N", "Never again, remembered in");
    terminal.then("t", "`git lab` is never GitLab, in names.toml");
    assert!(folder.read("names.toml").contains("never = [\"git lab\"]"));
    terminal.then("u", "taken out of names.toml again");
    terminal.then("Nd", "1 undecided");
    assert!(folder.decisions().contains("\"scope\":\"everywhere\",\"decision\":\"reject\""), "{}", folder.decisions());
    terminal.then("u", "4 undecided");
    terminal.then("w", "nothing is accepted, so there is nothing to write");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    assert_eq!((folder.read("a.txt"), folder.read("b.txt")), (A.to_owned(), B.to_owned()));
}

#[test]
fn a_sentence_is_typed_anew() {
    let folder = Folder::new(&[("b.txt", B)]);
    let mut terminal = folder.review(&["b.txt"]);
    terminal.then("E", "The sentence: They say a merge request in GitLab is fast.");
    // To the front, and another first word.
    terminal.then("\x01\x1b[3~\x1b[3~\x1b[3~\x1b[3~We", "The sentence: We say a merge request in GitLab is fast.");
    terminal.then("\r", "accepted: We say a merge request in GitLab");
    terminal.then("w", "wrote 1 change into 1 file");
    assert_eq!(folder.read("b.txt"), "Andy: We say a merge request in GitLab is fast.\n");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn undo_and_redo_go_through_all_files() {
    let folder = talks();
    let mut terminal = folder.review(&["."]);
    terminal.then("arar", "nothing is left to decide");
    let decided = |text: String| text.lines().count();
    assert_eq!(decided(folder.decisions()), 4);
    terminal.then("uuuu", "4 undecided");
    terminal.then("u", "nothing to undo here");
    terminal.then("UUUU", "0 undecided, 2 to write");
    terminal.then("U", "nothing to do again");
    assert_eq!(decided(folder.decisions()), 12);
    terminal.press("qn");
    assert_eq!(terminal.end().0, 0);
    assert_eq!(folder.read("a.txt"), A);
    // What was accepted and not written is written by `fix`, and what was rejected is not.
    let fixed = std::process::Command::new(env!("CARGO_BIN_EXE_mondegreen"))
        .args(["fix", "."])
        .current_dir(folder.0.path())
        .env("XDG_STATE_HOME", folder.path("state"))
        .status();
    assert!(fixed.expect("a run").success());
    assert_eq!(folder.read("a.txt"), A.replacen("git lab", "GitLab", 1).replace("Give That Dudo", "GitLab Duo"));
    assert_eq!(folder.read("b.txt"), B);
}

/// Who closes the window gets a terminal back that is as it was.
#[cfg(unix)]
#[test]
fn a_review_that_is_asked_to_end_gives_the_terminal_back() {
    let folder = talks();
    let mut terminal = folder.review(&["."]);
    terminal.then("ar", "3 of 4");
    let child = terminal.child.process_id().expect("it runs").to_string();
    std::process::Command::new("kill").args(["-TERM", &child]).status().expect("kill is there");
    let (code, shown) = terminal.end();
    // The screen of the review is gone, and what is left to do is told below the command.
    assert!(code == 0 && shown.contains("2 undecided") && !shown.contains("3 of 4"), "{code}: {shown}");
    assert_eq!(folder.decisions().lines().count(), 2);
}

/// The window may be closed without a signal to the program: it does not wait on for keys that cannot come.
#[test]
fn a_review_ends_with_its_terminal() {
    let folder = talks();
    let pair = native_pty_system().openpty(PtySize::default()).expect("a terminal of the system");
    let mut command = folder.command(&["."]);
    command.set_controlling_tty(false);
    let mut child = pair.slave.spawn_command(command).expect("the program starts");
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let mut shown = Vec::new();
    let mut buffer = [0; 4096];
    while !String::from_utf8_lossy(&shown).contains("git lab") {
        let count = reader.read(&mut buffer).expect("the screen");
        shown.extend_from_slice(&buffer[..count]);
    }
    drop(reader);
    drop(pair.master);
    let begun = Instant::now();
    while child.try_wait().expect("the program can be waited for").is_none() {
        if begun.elapsed() > PATIENCE {
            let _ = child.kill();
            panic!("the review goes on without a terminal");
        }
        wait();
    }
}

/// Whatever kills the program, what was pressed before is on the disk, and the review goes on there.
#[test]
fn a_killed_review_goes_on_where_it_was() {
    let folder = talks();
    let mut terminal = folder.review(&["."]);
    terminal.then("ar", "3 of 4");
    terminal.child.kill().expect("the program is killed");
    terminal.end();
    assert_eq!(folder.decisions().lines().count(), 2);
    // The line that was being written when the power went.
    fs::OpenOptions::new()
        .append(true)
        .open(folder.path("mondegreen.decisions.jsonl"))
        .and_then(|mut file| file.write_all(b"{\"at\":\"2026"))
        .expect("a file");
    let mut terminal = folder.review(&["."]);
    let shown = terminal.until("2 undecided, 1 to write");
    assert!(shown.contains("3 of 4"), "{shown}");
    terminal.then("a", "4 of 4");
    assert_eq!(folder.decisions().lines().count(), 3);
    terminal.press(CONTROL_C);
    assert_eq!(terminal.end().0, 0);
    assert_eq!(folder.read("a.txt"), A);
}

#[test]
fn a_file_that_changed_meanwhile_is_matched_again_and_never_overwritten() {
    let folder = talks();
    let mut terminal = folder.review(&["a.txt"]);
    terminal.then("a", "2 of 3");
    let changed = format!("Somebody put a line before.\n\n{A}");
    folder.write("a.txt", &changed);
    terminal.then("a", "a.txt was changed by somebody else, and is read again");
    terminal.until("2 undecided, 1 to write");
    terminal.then("w", "wrote 1 change into 1 file");
    assert_eq!(folder.read("a.txt"), changed.replacen("git lab", "GitLab", 1));
    // What was accepted is no longer there at all.
    terminal.then("a", "1 undecided, 1 to write");
    folder.write("a.txt", "All is new.\n");
    terminal.then("w", "of what was accepted 1");
    terminal.press("q");
    assert_eq!(terminal.end().0, 0);
    assert_eq!(folder.read("a.txt"), "All is new.\n");
}

#[test]
fn a_file_that_cannot_be_written_is_told_of() {
    let folder = talks();
    let mut terminal = folder.review(&["a.txt"]);
    terminal.then("a", "2 of 3");
    fs::remove_file(folder.path("a.txt")).expect("a file");
    terminal.then("w", "found no such file");
    terminal.press("qn");
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn the_screen_fits_any_size() {
    let folder = talks();
    let mut terminal = folder.review(&["."]);
    terminal.until("1 of 4");
    for (rows, cols) in [(10, 40), (3, 12), (1, 1), (50, 200), (24, 80)] {
        terminal.resize(rows, cols);
        wait();
    }
    terminal.then("?", "any key goes back");
    terminal.then("x", "1 of 4");
    terminal.press(CONTROL_C);
    assert_eq!(terminal.end().0, 0);
}

#[test]
fn without_colours_signs_tell_heard_from_meant() {
    let folder = talks();
    let mut terminal = folder.review_in(24, 80, &[("NO_COLOR", "1")], &["b.txt"]);
    terminal.until("[-git lab-]{+GitLab+}");
    let screen = terminal.screen.screen();
    let colours = |row, col| screen.cell(row, col).map(vt100::Cell::fgcolor);
    assert!((0..24).all(|row| (0..80).all(|col| colours(row, col) == Some(vt100::Color::Default))));
    terminal.press(CONTROL_C);
    terminal.end();
    let mut terminal = folder.review(&["b.txt"]);
    terminal.until("git lab GitLab");
    terminal.press(CONTROL_C);
    terminal.end();
}

/// Letters that take two columns, marks that take none, and what would steer the terminal.
#[test]
fn wide_letters_and_marks_line_up() {
    let text = "会議で cafe\u{301} \u{1b}[2J git lab merge request 会議\n";
    let folder = Folder::new(&[("c.txt", text)]);
    let mut terminal = folder.review_in(24, 80, &[("NO_COLOR", "1")], &["c.txt"]);
    let shown = terminal.until("1 of 1");
    assert!(shown.contains("会議で cafe\u{301} ␛[2J [-git lab-]{+GitLab+} merge request 会議"), "{shown}");
    terminal.then("e", "What was said: GitLab");
    terminal.then("会e\u{301}x\x1b[D\x7f", "What was said: GitLab会x");
    terminal.then("\r", "accepted: GitLab会x");
    terminal.then("w", "wrote 1 change");
    terminal.press(CONTROL_C);
    terminal.end();
    assert_eq!(folder.read("c.txt"), text.replace("git lab", "GitLab会x"));
}

#[test]
fn five_thousand_findings_are_gone_through() {
    let line = |number: usize| format!("A merge request of number {number} in git lab, they say.\n\n");
    let text: String = (0..5000).map(line).collect();
    let folder = Folder::new(&[("a.txt", &text)]);
    let mut terminal = folder.review(&["a.txt"]);
    let shown = terminal.until("of 5000");
    assert!(shown.contains("5000 undecided"), "{shown}");
    terminal.then("arararar", "4992 undecided, 4 to write");
    terminal.then("A", "4992 findings accepted");
    terminal.then("w", "wrote 4996 changes into 1 file");
    terminal.press("q");
    terminal.end();
    assert_eq!(folder.read("a.txt").matches("GitLab").count(), 4996);
}

/// What stands among the same five words on both sides is one place, and is decided at once.
#[test]
fn what_reads_the_same_is_decided_once() {
    let folder = Folder::new(&[("a.txt", &format!("{B}\n{B}\n{A}"))]);
    let mut terminal = folder.review(&["a.txt"]);
    terminal.then("a", "2 findings accepted: the words around them are the same");
    terminal.then("u", "5 undecided");
    terminal.press("q");
    terminal.end();
}

#[test]
fn line_by_line_with_the_same_keys() {
    let folder = talks();
    let review = |arguments: &[&str], keys: &str| folder.review_line_by_line(arguments, keys);
    let (code, _, told) = review(&["."], "");
    assert_eq!(code, Some(2));
    assert!(told.contains("found no terminal to review in") && told.contains("`mondegreen check`"), "{told}");
    let (code, shown, told) = review(&["--plain", "."], "a\n\nk\ne GitLab Trio\nr\n\nq\nn\n");
    assert_eq!(code, Some(0), "{told}");
    assert!(shown.contains("We push it to [-git lab-]{+GitLab+} every day"), "{shown}");
    assert!(told.contains("note: 1 undecided, 2 accepted and not written"), "{told}");
    assert!(!shown.contains('\u{1b}'), "{shown}");
    let (_, _, told) = review(&["--plain", "."], "u\nw\nq\n");
    assert!(told.contains("2 changes written, 1 undecided"), "{told}");
    assert!(folder.read("a.txt").contains("GitLab Trio"), "{}", folder.read("a.txt"));
    let (code, _, told) = review(&["--plain", "-"], "");
    assert!(code == Some(2) && told.contains("the standard input is for the keys"), "{told}");
    folder.write("clean.txt", "Nothing here.\n");
    let (code, _, told) = review(&["--plain", "clean.txt"], "");
    assert!(code == Some(0) && told.contains("nothing to review in 1 file"), "{told}");
}

/// Every menu is left by a word or an empty line, and neither decides anything.
#[test]
fn line_by_line_every_menu_has_a_way_back() {
    for menu in ["N", "l", "?"] {
        for back in ["back", "esc", "Esc", ""] {
            let folder = talks();
            let (code, shown, told) = folder.review_line_by_line(&["--plain", "."], &format!("{menu}\n{back}\nq\n"));
            assert_eq!(code, Some(0), "{menu:?} {back:?}: {told}");
            assert!(
                told.contains("4 undecided") && !shown.contains("none of the choices"),
                "{menu:?} {back:?}: {shown}"
            );
            assert_eq!(folder.decisions(), "", "{menu:?} {back:?}");
            assert!(!shown.contains("Esc back"), "{shown}");
        }
    }
    let folder = talks();
    let (_, shown, told) = folder.review_line_by_line(&["--plain", "."], "a\nq\nback\nesc\nback\nr\nq\nn\n");
    assert!(shown.contains("back to the finding"), "{shown}");
    assert!(shown.contains("there is nothing to go back to"), "{shown}");
    assert!(told.contains("2 undecided, 1 accepted"), "{told}");
}

/// Read as one key after the other, "yes" would accept, and write "s" as somebody's own words.
#[test]
fn line_by_line_a_word_decides_nothing() {
    for word in
        ["yes", "no", "accept", "reject", "next", "undo", "write", "foo", "aa", "yes please", "a lot", "a r 1 please"]
    {
        let folder = talks();
        let (code, shown, told) = folder.review_line_by_line(&["--plain", "."], &format!("{word}\nq\n"));
        assert_eq!(code, Some(0), "{word:?}: {told}");
        assert!(shown.contains("expected the letter of a key"), "{word:?}: {shown}");
        assert!(told.contains("4 undecided"), "{word:?}: {told}");
        assert_eq!(folder.decisions(), "", "{word:?}");
    }
    let folder = talks();
    let (_, shown, told) = folder.review_line_by_line(&["--plain", "."], "a a\n/lab\nq\nn\n");
    assert!(told.contains("2 accepted") && !shown.contains("expected the letter"), "{shown}{told}");
}

/// The words around a finding may be those of somebody else.
#[test]
fn who_begins_to_speak_is_told_in_the_words_around() {
    let folder = Folder::new(&[("a.txt", "Ann: I like it.\n\nBob: You said git lab\n\nAnn: I did. Nothing else.\n")]);
    let (_, shown, _) = folder.review_line_by_line(&["--plain", "."], "q\n");
    assert!(shown.contains("I like it. Bob: You said [-git lab-]{+GitLab+} Ann: I did. Nothing else."), "{shown}");
}

/// What could not be stored is not decided, is not promised, and is an error at the end.
#[test]
fn what_cannot_be_stored_is_not_said_to_be() {
    for keys in ["y\nq\nn\n", "y\n", "r\nq\n", "y\nu\nU\nq\n", "N\nd\nq\n", "A\nq\n"] {
        let folder = talks();
        folder.forget_decisions();
        let (code, shown, told) = folder.review_line_by_line(&["--plain", "."], keys);
        assert_eq!(code, Some(2), "{keys:?}: {told}");
        assert!(!shown.contains("it is remembered") && told.contains("note: 4 undecided\n"), "{keys:?}: {shown}{told}");
        assert!(told.contains("error: the latest decision is lost: mondegreen.decisions.jsonl could not be"), "{told}");
        assert_eq!(folder.read("a.txt"), A);
    }
    // Looking alone stores nothing.
    let folder = talks();
    folder.forget_decisions();
    let (code, _, told) = folder.review_line_by_line(&["--plain", "."], "j\nk\nv\nq\n");
    assert_eq!(code, Some(0), "{told}");
    let mut terminal = folder.review(&["."]);
    terminal.then("a", "could not be written");
    terminal.until("4 undecided");
    terminal.press("q");
    let (code, shown) = terminal.end();
    assert_eq!(code, 2);
    assert!(shown.contains("the latest decision is lost"), "{shown}");
}

/// A step that was stored and cannot be taken back, or done again, stands as it stood.
#[test]
fn an_undo_that_cannot_be_stored_undoes_nothing() {
    let folder = talks();
    let mut terminal = folder.review(&["."]);
    terminal.then("a", "3 undecided, 1 to write");
    fs::remove_file(folder.path("mondegreen.decisions.jsonl")).expect("a file of ours");
    folder.forget_decisions();
    terminal.then("u", "could not be written");
    terminal.until("3 undecided, 1 to write");
    fs::remove_file(folder.path("mondegreen.decisions.jsonl")).expect("a link of ours");
    terminal.then("u", "4 undecided");
    terminal.press("q");
    let (code, _) = terminal.end();
    assert_eq!(code, 0);
}

#[test]
fn the_place_is_played() {
    let cue = "1\n00:00:10,000 --> 00:00:12,000\nA merge request in git lab.\n";
    let folder = Folder::new(&[("talk.srt", cue), ("talk.mp3", ""), ("-odd name.mp3", "")]);
    folder.write("player", "#!/bin/sh\nprintf '%s|' \"$@\" > played.new\nmv played.new played\nexec sleep 100\n");
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(folder.path("player"), mode).expect("a program");
    let played = |arguments: &[&str], path: &str, expected: &str| {
        let mut terminal = folder.review_in(24, 120, &[("PATH", path)], arguments);
        terminal.until("1 of 1");
        terminal.press("p");
        terminal.until(expected);
        terminal.press(CONTROL_C);
        assert_eq!(terminal.end().0, 0);
    };
    let until_played = |expected: &str| {
        let begun = Instant::now();
        while folder.read("played") != expected {
            assert!(begun.elapsed() < PATIENCE, "found {:?}", folder.read("played"));
            wait();
        }
    };
    let mut terminal =
        folder.review_in(24, 120, &[], &["talk.srt", "--player", "./player -s {start} -l {length} {file}"]);
    terminal.then("p", "playing talk.mp3 from 8.0 s");
    until_played("-s|8.00|-l|7.00|talk.mp3|");
    terminal.press(CONTROL_C);
    terminal.end();
    let mut terminal =
        folder.review_in(24, 120, &[], &["talk.srt", "--player", "./player {file}", "--audio=-odd name.mp3"]);
    terminal.then("p", "playing -odd name.mp3");
    until_played("./-odd name.mp3|");
    terminal.press(CONTROL_C);
    terminal.end();
    played(&["talk.srt"], "", "found no mpv or ffplay to play it");
    fs::remove_file(folder.path("talk.mp3")).expect("a file");
    played(&["talk.srt"], "", "no recording is known, the time is 10.00 s");
}

/// What stands in a cell, with its colours as escapes.
fn styled(screen: &vt100::Screen, row: u16, col: u16) -> String {
    let Some(cell) = screen.cell(row, col) else { return String::new() };
    let mut codes = vec!["0".to_owned()];
    if let vt100::Color::Idx(colour) = cell.fgcolor() {
        codes.push(match colour {
            0..8 => format!("{}", 30 + colour),
            _ => format!("{}", 82 + colour),
        });
    }
    for (is_so, code) in [(cell.bold(), "1"), (cell.dim(), "2"), (cell.underline(), "4"), (cell.inverse(), "7")] {
        codes.extend(is_so.then(|| code.to_owned()));
    }
    let text = if cell.has_contents() { cell.contents() } else { " " };
    format!("\x1b[{}m{text}\x1b[0m", codes.join(";"))
}

/// `UPDATE_PICTURE=1 cargo test --test review` draws it anew.
#[test]
fn the_picture_shows_the_screen() {
    let folder = Folder::new(&[]);
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    folder.write("call.txt", &fs::read_to_string(root.join("fixtures/talks/call.txt")).expect("a talk"));
    let mut terminal = folder.review(&["call.txt"]);
    terminal.until("1 of ");
    terminal.then("n", "1 Operating income");
    terminal.settled();
    let screen = terminal.screen.screen();
    let rows: Vec<String> = (0..24).map(|row| (0..80).map(|col| styled(screen, row, col)).collect()).collect();
    let shown = format!("$ mondegreen review call.txt\n{}", rows.join("\n"));
    let drawn = anstyle_svg::Term::new().render_svg(&shown);
    let path = root.join("docs/review.svg");
    if std::env::var_os("UPDATE_PICTURE").is_some() {
        fs::write(&path, &drawn).expect("the picture is written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(kept == drawn, "docs/review.svg is not what is shown: UPDATE_PICTURE=1 cargo test --test review");
}
