//! Whatever happens to a run over thousands of files, each of them is either as it was or as it was to be.
#![cfg(unix)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// So many files a run goes over.
const FILES: usize = 2_500;
/// The user that owns nothing.
const NOBODY: u32 = 65_534;

/// A folder of transcripts with a state folder beside it.
struct Archive {
    folder: tempfile::TempDir,
    /// What each file held at first.
    old: BTreeMap<String, String>,
}

impl Archive {
    fn new(count: usize) -> Archive {
        let archive = Archive { folder: tempfile::tempdir().expect("a folder"), old: texts(count) };
        for (name, text) in &archive.old {
            let path = archive.talks().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        archive
    }

    fn talks(&self) -> PathBuf {
        self.folder.path().join("talks")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
        command.args(args).current_dir(self.talks()).env("XDG_STATE_HOME", self.folder.path().join("state"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    fn run(&self, args: &[&str]) -> (Option<i32>, String) {
        let Output { status, stderr, .. } = self.command(args).output().expect("a run");
        (status.code(), String::from_utf8_lossy(&stderr).into_owned())
    }

    fn start(&self, args: &[&str]) -> Child {
        self.command(args).stderr(Stdio::null()).spawn().expect("a run")
    }

    /// What each file holds, and how many temporary files lie about.
    fn held(&self) -> (BTreeMap<String, String>, usize) {
        let mut held = BTreeMap::new();
        let mut left = 0;
        for entry in walkdir(&self.talks()) {
            let name = entry.strip_prefix(self.talks()).expect("a name").to_string_lossy().into_owned();
            if is_temporary(Path::new(&name)) {
                left += 1;
            } else {
                held.insert(name, fs::read_to_string(entry).expect("a text"));
            }
        }
        (held, left)
    }

    /// Checks that every file is old or new; how many are new, and how many temporary files lie about.
    fn checked(&self) -> (usize, usize) {
        let (held, left) = self.held();
        assert!(held.keys().eq(self.old.keys()), "no file is gone and none has come");
        let mut new = 0;
        for (name, text) in &held {
            let old = &self.old[name];
            if text != old {
                assert_eq!(*text, fixed(old), "{name}");
                new += 1;
            }
        }
        (new, left)
    }
}

fn is_temporary(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "tmp")
}

/// All files below a folder.
fn walkdir(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if fs::metadata(&path).expect("it is there").is_dir() {
            found.extend(walkdir(&path));
        } else {
            found.insert(path);
        }
    }
    found
}

/// Texts of different lengths, some in folders below.
fn texts(count: usize) -> BTreeMap<String, String> {
    let text = |number: usize| {
        let mut text = String::new();
        for line in 0..=number % 7 {
            let _ =
                writeln!(text, "{number}.{line}: We push it to git lab every day — and then we open a merge request.");
        }
        (format!("{:02}/{number}.txt", number % 13), text)
    };
    (0..count).map(text).collect()
}

fn fixed(text: &str) -> String {
    text.replace("git lab", "GitLab")
}

/// Waits for so long or until the run is over; whether it is.
fn is_over_within(child: &mut Child, time: Duration) -> bool {
    let start = Instant::now();
    loop {
        if child.try_wait().expect("a child").is_some() {
            return true;
        }
        if start.elapsed() >= time {
            return false;
        }
        std::thread::yield_now();
    }
}

#[test]
fn a_run_that_is_killed_leaves_whole_files_and_the_next_goes_on() {
    let archive = Archive::new(FILES);
    let mut done = 0;
    let mut killed = 0;
    // Each round lives a little longer, so that it is killed while it reads, while it writes, and at its end.
    for round in 0_u64.. {
        let mut child = archive.start(&["fix", "."]);
        let is_over = is_over_within(&mut child, Duration::from_millis(20 + round * round * 9));
        if !is_over {
            killed += 1;
            // Now the one way, now the other; it may be over by itself meanwhile.
            if round % 2 == 0 {
                let _ = child.kill();
            } else {
                let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
                assert!(interrupt.is_ok(), "kill is there");
            }
        }
        let _ = child.wait().expect("a child");
        let (new, left) = archive.checked();
        assert!(new >= done, "what was written stays written");
        // One for every thread that wrote.
        assert!(left <= killed * 64, "{left} temporary files");
        done = new;
        if is_over {
            break;
        }
    }
    assert_eq!(done, FILES);
    assert!(killed > 2, "killed {killed} times");
    // All runs are taken back, the last one first, to the first byte of all.
    loop {
        let (code, told) = archive.run(&["undo"]);
        if told.contains("found no run to take back") {
            break;
        }
        assert_eq!(code, Some(0), "{told}");
    }
    assert_eq!(archive.held().0, archive.old);
}

/// Ctrl-C lets the file at work be finished, leaves nothing beside it, and tells how to go on.
#[test]
fn a_run_that_is_asked_to_stop_stops_between_two_files() {
    let archive = Archive::new(FILES);
    let mut stopped = 0;
    for round in 1_u64.. {
        let mut child = archive.start(&["fix", "."]);
        let is_over = is_over_within(&mut child, Duration::from_millis(40 + round * 20));
        if !is_over {
            let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
            assert!(interrupt.is_ok(), "kill is there");
        }
        let code = child.wait().expect("a child").code();
        let (new, left) = archive.checked();
        // Before it listens, a signal ends it at once, which writes nothing.
        if code.is_none() {
            continue;
        }
        assert_eq!(left, 0, "temporary files");
        if code == Some(0) {
            assert_eq!(new, FILES);
            break;
        }
        assert_eq!(code, Some(2));
        stopped += 1;
    }
    assert!(stopped > 0, "stopped {stopped} times");
}

#[test]
fn an_undo_that_is_killed_is_taken_up_again() {
    let archive = Archive::new(FILES);
    assert_eq!(archive.run(&["fix", "."]).0, Some(0));
    for time in [30, 120, 300] {
        let mut child = archive.start(&["undo"]);
        is_over_within(&mut child, Duration::from_millis(time));
        let _ = child.kill();
        let _ = child.wait().expect("a child");
        archive.checked();
    }
    let (code, told) = archive.run(&["undo"]);
    assert!(code == Some(0) || told.contains("found no run to take back"), "{told}");
    assert_eq!(archive.held().0, archive.old);
}

#[test]
fn two_runs_at_once_do_no_harm() {
    let archive = Archive::new(FILES);
    let mut both = [archive.start(&["fix", "."]), archive.start(&["fix", ".", "--jobs", "3"])];
    for child in &mut both {
        // A file that the other one wrote meanwhile is told of.
        let status = child.wait().expect("a child");
        assert!(matches!(status.code(), Some(0 | 2)), "{status}");
    }
    assert_eq!(archive.checked(), (FILES, 0));
}

/// A copy of the program where anybody may run it, and an archive that somebody else owns.
fn of_nobody(archive: &Archive) -> PathBuf {
    let program = archive.folder.path().join("mondegreen");
    fs::copy(env!("CARGO_BIN_EXE_mondegreen"), &program).expect("a copy");
    fs::set_permissions(archive.folder.path(), fs::Permissions::from_mode(0o755)).expect("it is ours");
    let state = archive.folder.path().join("state");
    fs::create_dir_all(&state).expect("a folder");
    for path in walkdir(&archive.talks()).iter().chain([&state]) {
        let _ = chown(path, Some(NOBODY), Some(NOBODY));
        let folder = path.parent().expect("a folder");
        if folder.starts_with(archive.talks()) {
            let _ = chown(folder, Some(NOBODY), Some(NOBODY));
        }
    }
    program
}

/// As a user that is not root: nothing holds for that one.
#[test]
fn without_permission_a_file_stays_and_the_rest_is_fixed() {
    let archive = Archive::new(130);
    let program = of_nobody(&archive);
    let set = |name: &str, mode| {
        fs::set_permissions(archive.talks().join(name), fs::Permissions::from_mode(mode)).expect("it is ours");
    };
    set("00/0.txt", 0o400); // may not be written
    set("01/1.txt", 0o200); // may not be read
    set("02", 0o500); // no new file may lie in it
    set("03", 0o000); // may not be looked into
    let Output { status, stderr, .. } = fix_as_nobody(&archive, &program).output().expect("a run");
    let told = String::from_utf8_lossy(&stderr);
    assert_eq!(status.code(), Some(2), "{told}");
    set("01/1.txt", 0o600);
    for folder in ["02", "03"] {
        set(folder, 0o700);
    }
    // Ten files stand in each of the folders.
    assert_eq!(archive.checked(), (130 - 1 - 1 - 10 - 10, 0), "{told}");
    for name in ["00/0.txt", "01/1.txt", "02/2.txt", "02/15.txt", "03"] {
        assert!(told.contains(name), "{name} in {told}");
    }
}

/// The system takes such rights from a file that its owner writes; they are given back.
#[test]
fn a_file_with_several_names_keeps_all_its_permissions() {
    let archive = Archive::new(26);
    let program = of_nobody(&archive);
    let (one, other) = (archive.talks().join("00/0.txt"), archive.talks().join("00/0.vtt.old"));
    fs::hard_link(&one, &other).expect("another name");
    fs::set_permissions(&one, fs::Permissions::from_mode(0o6754)).expect("it is ours");
    let Output { status, stderr, .. } = fix_as_nobody(&archive, &program).output().expect("a run");
    assert_eq!(status.code(), Some(0), "{}", String::from_utf8_lossy(&stderr));
    let expected = fixed(&archive.old["00/0.txt"]);
    assert_eq!(fs::read_to_string(&other).expect("a text"), expected);
    assert_eq!(fs::metadata(&one).expect("a file").permissions().mode() & 0o7777, 0o6754);
}

/// Fixes the archive as a user that is not root.
fn fix_as_nobody(archive: &Archive, program: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["fix", "."]).current_dir(archive.talks()).env("XDG_STATE_HOME", archive.folder.path().join("state"));
    command.env("HOME", archive.folder.path());
    if is_root(archive) {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

fn is_root(archive: &Archive) -> bool {
    fs::metadata(archive.folder.path()).is_ok_and(|found| std::os::unix::fs::MetadataExt::uid(&found) == 0)
}

/// Who does not own a file cannot change its permissions, and is not told to.
#[test]
fn only_the_owner_is_told_how_to_allow_it() {
    let archive = Archive::new(26);
    let program = of_nobody(&archive);
    let set = |name: &str, mode| {
        fs::set_permissions(archive.talks().join(name), fs::Permissions::from_mode(mode)).expect("it is ours");
    };
    set("00/0.txt", 0o400);
    set("01/1.txt", 0o200);
    let of_another = [("03/3.txt", 0o644), ("04/4.txt", 0o600)];
    if is_root(&archive) {
        for (name, mode) in of_another {
            chown(archive.talks().join(name), Some(0), Some(0)).expect("root may");
            set(name, mode);
        }
    }
    let Output { stderr, .. } = fix_as_nobody(&archive, &program).output().expect("a run");
    let told = String::from_utf8_lossy(&stderr);
    assert!(told.contains("`chmod u+w ./00/0.txt`") || told.contains("`chmod u+w 00/0.txt`"), "{told}");
    assert!(told.contains("01/1.txt`\n") && told.contains("`chmod u+r "), "{told}");
    for (name, _) in of_another.iter().filter(|_| is_root(&archive)) {
        let hint = told.lines().skip_while(|line| !line.contains(name)).nth(1).unwrap_or_default();
        assert!(hint.starts_with("hint: its owner can allow it") && hint.contains("ls -ld"), "{name}: {told}");
    }
}

/// A file system of two megabytes, which has room for small new files and for no large one.
#[cfg(feature = "real-parts")]
#[test]
fn on_a_full_disk_every_file_is_whole() {
    let archive = Archive::new(60);
    let small = archive.old["00/0.txt"].clone();
    let large = small.repeat(5_000);
    fs::write(archive.talks().join("large.txt"), &large).expect("a file");
    let disk = archive.folder.path().join("disk");
    fs::create_dir(&disk).expect("a folder");
    // As root of one's own in a namespace of one's own, the disk is there for this command alone.
    let script = "set -e
        mount -t tmpfs -o size=2m tmpfs \"$DISK\"
        cp -r talks/. \"$DISK\"
        cat /dev/zero > \"$DISK/zeroes.bin\" 2> zero.log || true
        truncate -s -\"$FREE\" \"$DISK/zeroes.bin\"
        cd \"$DISK\"
        code=0
        \"$PROGRAM\" fix . || code=$?
        rm zeroes.bin
        cp -r . \"$OUT\"
        exit $code";
    // With room for all small ones one after another, and with none at all.
    for (free, expected) in [(64 << 10, Some(60)), (0, None)] {
        let out = archive.folder.path().join(format!("out{free}"));
        fs::create_dir(&out).expect("a folder");
        let output = Command::new("unshare")
            .args(["--map-root-user", "--mount", "sh", "-c", script])
            .current_dir(archive.folder.path())
            .env("DISK", &disk)
            .env("OUT", &out)
            .env("FREE", free.to_string())
            .env("PROGRAM", env!("CARGO_BIN_EXE_mondegreen"))
            .env("XDG_STATE_HOME", archive.folder.path().join("state"))
            .output()
            .expect("util-linux is there");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains("large.txt: could not be written: no space left"), "{told}");
        let mut new = 0;
        for (name, old) in &archive.old {
            let text = fs::read_to_string(out.join(name)).expect("it is still there");
            if text != *old {
                assert_eq!(text, fixed(old), "{name}");
                new += 1;
            }
        }
        assert_eq!(fs::read_to_string(out.join("large.txt")).expect("it is still there"), large);
        assert!(expected.is_none_or(|expected| new == expected), "{new} are new: {told}");
        let left = walkdir(&out).iter().filter(|path| is_temporary(path)).count();
        assert_eq!(left, 0);
    }
}
