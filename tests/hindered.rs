//! What stands in the way of a run - a full disk, a pipe, another program - stops nothing else, and is told.

use std::fs;
use std::process::{Command, Output, Stdio};

mod folder;

use folder::{Folder, told};

const TEXT: &str = "We deploy on cooper netties and git lab.\n";
const FIXED: &str = "We deploy on Kubernetes and GitLab.\n";
const RECORD: &str = "{\"text\": \"We deploy on cooper netties and git lab.\"}\n";

fn command(folder: &Folder, args: &[&str]) -> Command {
    let mut command = folder.command(env!("CARGO_BIN_EXE_mondegreen"), args);
    command.env("XDG_STATE_HOME", folder.path(".state"));
    command
}

#[track_caller]
fn run(folder: &Folder, args: &[&str], code: i32) -> Output {
    let output = command(folder, args).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(code), "{args:?}: {}", told(&output));
    output
}

fn text(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path(name)).expect("a text")
}

fn listed(folder: &Folder) -> String {
    told(&run(folder, &["undo", "--list"], 0))
}

/// Files are fixed and come back on a full disk and without a reader, and that results were lost is told.
#[cfg(target_os = "linux")]
#[test]
fn files_do_not_depend_on_the_output() {
    let folder = Folder::with(&[("a.txt", TEXT), ("b.txt", TEXT), ("c.jsonl", RECORD), ("d.txt", TEXT)]);
    let files = ["a.txt", "b.txt", "d.txt"];
    for quiet in [&[][..], &["--quiet"]] {
        for (args, expected) in [(&["fix", "."][..], FIXED), (&["undo"], TEXT)] {
            let full = fs::File::options().write(true).open("/dev/full").expect("a device");
            let output = command(&folder, &[args, quiet].concat()).stdout(full).output().expect("a run");
            assert_eq!(output.status.code(), Some(2), "{args:?}: {}", told(&output));
            assert_eq!(told(&output).matches("error: the output could not be written: no space left").count(), 1);
            assert_eq!(files.map(|name| text(&folder, name)), [expected; 3], "{args:?}");
        }
    }
    for (args, expected) in [(["fix", "."], FIXED), (["undo", "--color=never"], TEXT)] {
        let mut child = command(&folder, &args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a run");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", told(&output));
        assert_eq!(files.map(|name| text(&folder, name)), [expected; 3], "{args:?}");
    }
    assert_eq!(text(&folder, "c.jsonl"), RECORD);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_file_to_fix_and_is_not_waited_for() {
    let folder = Folder::with(&[("a.txt", TEXT), ("list", "pipe.txt\na.txt\n")]);
    let pipe = folder.path("pipe.txt");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("coreutils are there").success());
    for args in [&["fix", "pipe.txt", "a.txt"][..], &["fix", "--file-list", "list"]] {
        let said = told(&run(&folder, args, 2));
        assert!(said.contains("pipe.txt: found a pipe, expected a file to write to; it was not read"), "{said}");
        assert_eq!(text(&folder, "a.txt"), FIXED);
    }
    let writer = std::thread::spawn(move || fs::write(pipe, TEXT).expect("a reader"));
    let said = told(&run(&folder, &["check", "pipe.txt"], 1));
    writer.join().expect("it writes");
    assert!(said.contains("2 to fix in 1 file"), "{said}");
}

/// What could not be written is not in the journal, and a run that wrote nothing has none.
#[cfg(unix)]
#[test]
fn only_what_was_written_is_in_the_journal() {
    let folder = Folder::with(&[("a.txt", TEXT), ("b.txt", TEXT), ("c.jsonl", RECORD), ("d.jsonl", RECORD)]);
    folder.write("e.jsonl", &format!("{RECORD}{{bad\n"));
    let held = ["b.txt", "d.jsonl"].map(|name| fs::File::open(folder.path(name)).expect("a file"));
    for file in &held {
        file.lock().expect("a lock");
    }
    let said = told(&run(&folder, &["fix", "b.txt", "d.jsonl", "e.jsonl"], 2));
    assert!(said.contains("b.txt: found it locked by another program; nothing was written"), "{said}");
    assert!(said.contains("d.jsonl: found it locked by another program; nothing was written"), "{said}");
    assert_eq!(listed(&folder), "");
    assert_eq!(fs::read_dir(folder.path(".state/mondegreen/runs")).expect("a folder").count(), 0);
    run(&folder, &["fix", "a.txt", "b.txt", "c.jsonl", "d.jsonl", "e.jsonl"], 2);
    assert!(listed(&folder).contains("fix: 4 changes in 2 files in "), "{}", listed(&folder));
    assert_eq!((text(&folder, "b.txt"), text(&folder, "d.jsonl")), (TEXT.to_owned(), RECORD.to_owned()));
    drop(held);
    run(&folder, &["fix", "b.txt", "d.jsonl"], 0);
    for _ in 0..2 {
        run(&folder, &["undo"], 0);
    }
    assert_eq!(["a.txt", "b.txt"].map(|name| text(&folder, name)), [TEXT; 2]);
    assert_eq!(["c.jsonl", "d.jsonl"].map(|name| text(&folder, name)), [RECORD; 2]);
}

/// A journal that may grow no further: what it does not hold stays, and what it holds is taken back.
#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_noted_stays() {
    let folder = Folder::with(&[]);
    let names: Vec<String> = (0..120).map(|number| format!("talks/{number:03}é.txt")).collect();
    for name in &names {
        folder.write(name, TEXT);
    }
    folder.write("talks/z.jsonl", &RECORD.repeat(40));
    let mut limited = Command::new("sh");
    let script = "ulimit -f 24; exec \"$0\" fix talks";
    limited.args(["-c", script, env!("CARGO_BIN_EXE_mondegreen")]).current_dir(folder.path("."));
    limited.env("XDG_STATE_HOME", folder.path(".state")).env("XDG_CONFIG_HOME", folder.path("home"));
    let output = limited.stdout(Stdio::null()).output().expect("a shell");
    let said = told(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    let fixed = names.iter().filter(|name| text(&folder, name) == FIXED).count();
    let refused = said.matches("found no way to note the change: file too large; it is as it was").count();
    assert!(0 < fixed && fixed < names.len(), "{fixed}: {said}");
    assert_eq!(refused, names.len() - fixed + 1, "{said}");
    assert_eq!(text(&folder, "talks/z.jsonl"), RECORD.repeat(40));
    assert!(listed(&folder).contains(&format!("in {fixed} files")), "{}", listed(&folder));
    run(&folder, &["undo"], 0);
    assert!(names.iter().all(|name| text(&folder, name) == TEXT));
}

/// A journal that ends in the middle of a letter, as a full disk leaves it, is read up to there.
#[test]
fn half_a_line_of_a_journal_spoils_none_of_it() {
    let folder = Folder::with(&[("a.txt", TEXT)]);
    run(&folder, &["fix", "a.txt"], 0);
    let entry = fs::read_dir(folder.path(".state/mondegreen/runs")).expect("a folder").next().expect("a journal");
    let path = entry.expect("an entry").path();
    let journal = [&fs::read(&path).expect("a journal")[..], b"{\"file\":\"/\xC3"].concat();
    fs::write(&path, journal).expect("a journal");
    assert!(listed(&folder).contains("fix: 2 changes in 1 file"));
    run(&folder, &["undo"], 0);
    assert_eq!(text(&folder, "a.txt"), TEXT);
}

/// Of a data set that is not written no changes are listed as if they were.
#[test]
fn what_is_not_written_is_not_listed() {
    let good = RECORD.repeat(3);
    let folder = Folder::with(&[("good.jsonl", &*good), ("bad.jsonl", &*format!("{good}{{bad\n"))]);
    for format in ["human", "concise", "jsonl", "json"] {
        for args in [&["fix", "bad.jsonl"][..], &["fix", "good.jsonl", "--max-changes-per-1000-words", "1"]] {
            let output = run(&folder, &[args, &["--dry-run", "--format", format]].concat(), 2);
            let printed = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(!printed.contains("Kubernetes"), "{args:?}: {printed}");
        }
        let output = run(&folder, &["fix", "good.jsonl", "--dry-run", "--format", format], 0);
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(printed.matches("Kubernetes").count() >= 3, "{format}: {printed}");
    }
    run(&folder, &["fix", "bad.jsonl"], 2);
    assert_eq!(listed(&folder), "");
}

fn shown(folder: &Folder, args: &[&str], code: i32) -> Vec<String> {
    let output = run(folder, &[&["check", "--show-files"], args].concat(), code);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    printed.lines().filter_map(|line| line.split('\t').next()).map(str::to_owned).collect()
}

/// As a shell would put files in the place of a glob, but with the ignore files, and with `**`.
#[cfg(unix)]
#[test]
fn a_glob_stands_for_files() {
    let files = ["a.txt", "b.srt", "calls/c.txt", "calls/x/d.txt", "calls/x/e.log", "calls/left.txt", "names.txt"];
    let srt = "1\n00:00:01,000 --> 00:00:02,000\nWe deploy on cooper netties and git lab.\n";
    let files = files.map(|name| (name, if name.ends_with("srt") { srt } else { TEXT }));
    let folder = Folder::with(&files);
    folder.write("calls/.ignore", "left.txt\n");
    for (args, expected) in [
        (&["*.txt"][..], &["a.txt", "names.txt"][..]),
        (&["--dict", "names.txt", "*.txt"], &["a.txt"]),
        (&["calls/*.txt"], &["calls/c.txt"]),
        (&["calls/**/*.txt"], &["calls/c.txt", "calls/x/d.txt"]),
        (&["**/?.[st]*"], &["a.txt", "b.srt", "calls/c.txt", "calls/x/d.txt"]),
        (&["**/*.log"], &["calls/x/e.log"]),
        (&["a.txt", "?.txt", "calls/c.txt"], &["a.txt", "calls/c.txt"]),
        (&["./calls/**/d.*"], &["./calls/x/d.txt"]),
    ] {
        assert_eq!(shown(&folder, args, 0), expected, "{args:?}");
    }
    for none in ["*.vtt", "nowhere/*.txt", "calls/left.*", "a[.txt", "A.tx?"] {
        assert_eq!(shown(&folder, &[none], 2), [""; 0], "{none}");
    }
    let said = told(&run(&folder, &["fix", "*.vtt", "a.txt"], 2));
    assert!(said.contains("*.vtt: found no file of this name and none that it stands for as a glob"), "{said}");
    assert_eq!(text(&folder, "a.txt"), FIXED);
    folder.write("[a].txt", TEXT);
    assert_eq!(shown(&folder, &["[a].txt"], 0), ["[a].txt"]);
    // A list names files.
    folder.write("list", "*.txt\n");
    assert_eq!(shown(&folder, &["--file-list", "list"], 2), [""; 0]);
}

#[test]
fn ignore_files_hold_without_a_repository() {
    let folder = Folder::with(&[("a.txt", TEXT), ("b.txt", TEXT), ("x/c.txt", TEXT), (".gitignore", "b.txt\nc.*\n")]);
    assert_eq!(shown(&folder, &[], 0), ["a.txt"]);
    assert_eq!(shown(&folder, &["x"], 0), [""; 0]);
    assert_eq!(shown(&folder, &["b.txt"], 0), ["b.txt"]);
}

#[test]
fn a_list_with_a_byte_order_mark_names_the_same_files() {
    let folder = Folder::with(&[("a.txt", TEXT), ("b.txt", TEXT), ("list", "\u{FEFF}a.txt\r\nb.txt\r\n")]);
    assert_eq!(shown(&folder, &["--file-list", "list"], 0), ["a.txt", "b.txt"]);
}

/// A list of a whole city's names takes a minute, and whoever waits is to know what for.
#[test]
fn very_many_names_are_told_of() {
    let letters: Vec<char> = ('a'..='z').collect();
    let name = |number: usize| -> String {
        let parts = [number / 676, number / 26, number].map(|part| letters[part % 26]);
        format!("Vo{}an{}el{}\n", parts[0], parts[1], parts[2])
    };
    let many: String = (0..17_576).map(name).chain((0..5_000).map(|number| name(number).replace("Vo", "Zu"))).collect();
    let folder = Folder::with(&[("a.txt", TEXT), ("many.txt", &many), ("few.txt", &many[..8_000])]);
    let said = told(&run(&folder, &["check", "--exit-zero", "--context", "many.txt", "a.txt"], 0));
    assert!(said.contains("many.txt: found 22576 names to take for terms, with which every step takes long"), "{said}");
    let said = told(&run(&folder, &["check", "--exit-zero", "--context", "few.txt", "a.txt"], 0));
    assert!(!said.contains("takes long"), "{said}");
}
