//! The page of a review in a real browser, driven through its driver with real keys.
#![cfg(all(unix, feature = "real-parts"))]

use std::fs;
use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long anything may take before the test gives up.
const PATIENCE: Duration = Duration::from_mins(1);

/// A browser without a window.
struct Browser {
    driver: Child,
    /// What the driver says, which it stops at if nobody hears.
    _told: Lines<BufReader<ChildStdout>>,
    port: u16,
    session: String,
}

impl Browser {
    fn start(downloads: &Path) -> Browser {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed (Debian: chromium-driver)");
        let mut lines = BufReader::new(driver.stdout.take().expect("a pipe")).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.rsplit_once("successfully on port ")?.1.trim_end_matches('.').parse().ok())
            .expect("the driver tells its port");
        let mut browser = Browser { driver, _told: lines, port, session: String::new() };
        let arguments =
            ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
        let options = json!({
            "args": arguments,
            "prefs": { "download.default_directory": downloads, "download.prompt_for_download": false },
        });
        let answer =
            browser.ask("POST", "", &json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": options } } }));
        browser.session = format!("/{}", answer["sessionId"].as_str().expect("a session"));
        browser
    }

    /// One command of the `WebDriver` protocol (W3C).
    fn ask(&self, method: &str, command: &str, body: &Value) -> Value {
        let body = if method == "GET" { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the driver listens");
        let path = format!("/session{}{command}", self.session);
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )
        .expect("the driver reads");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time");
        let mut answer = BufReader::new(stream);
        let mut line = || {
            let mut line = String::new();
            answer.read_line(&mut line).expect("the driver answers");
            line.trim_end().to_owned()
        };
        let status = line();
        let lengths = std::iter::from_fn(|| Some(line()).filter(|line| !line.is_empty()));
        let length =
            lengths.filter_map(|line| line.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
        let mut body = vec![0; length.last().expect("an answer tells its length")];
        answer.read_exact(&mut body).expect("the driver answers");
        let told = String::from_utf8_lossy(&body);
        assert!(status.starts_with("HTTP/1.1 200"), "{command}: {status} {told}");
        serde_json::from_str::<Value>(&told).expect("JSON")["value"].clone()
    }

    fn open(&self, page: &Path) {
        self.ask("POST", "/url", &json!({ "url": format!("file://{}", page.display()) }));
    }

    fn press(&self, keys: &str) {
        let actions: Vec<Value> = keys
            .chars()
            .flat_map(|key| [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })])
            .collect();
        self.ask("POST", "/actions", &json!({ "actions": [{ "type": "key", "id": "keys", "actions": actions }] }));
    }

    fn value_of(&self, script: &str) -> Value {
        self.ask("POST", "/execute/sync", &json!({ "script": script, "args": [] }))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            self.ask("DELETE", "", &json!({}));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

#[expect(clippy::disallowed_methods, reason = "the browser is waited for, which says nothing")]
fn wait() {
    std::thread::sleep(Duration::from_millis(20));
}

const ENTER: &str = "\u{E007}";

#[test]
fn decisions_of_a_page_are_taken_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let downloads = folder.path().join("downloads");
    fs::create_dir(&downloads).expect("a folder");
    let text = "We push it to git lab every day, and then we open a merge request.\n\n\
                <b>Bold</b> merge requests in git lab were made by Give That Dudo with Amazon Q.\n\n\
                Then came Amazon queue, and a merge request in git lab too, they say.\n";
    fs::write(folder.path().join("talk.txt"), text).expect("a file");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
        command.args(arguments).current_dir(folder.path()).env("XDG_STATE_HOME", folder.path().join("state"));
        let output = command.output().expect("a run");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{told}");
        told
    };
    run(&["review", "--export", "page.html", "talk.txt"]);
    let browser = Browser::start(&downloads);
    browser.open(&folder.path().join("page.html"));
    let count = || browser.value_of("return document.getElementById('count').textContent");
    let findings = browser.value_of("return document.querySelectorAll('li').length").as_u64().expect("a number");
    assert!(findings >= 4, "{findings}");
    assert_eq!(count(), format!("0 of {findings} decided"));
    assert_eq!(browser.value_of("return document.querySelectorAll('b').length"), 0);
    // Accept, undo, accept; reject; own words; and of the rest one is decided and left open again.
    browser.press("aua");
    browser.press("r");
    browser.press("e");
    browser.press(&format!("GitLab Trio{ENTER}"));
    browser.press("ak0");
    assert_eq!(count(), format!("3 of {findings} decided"));
    // What was decided is there again when the page is.
    browser.open(&folder.path().join("page.html"));
    assert_eq!(count(), format!("3 of {findings} decided"));
    browser.press("s");
    let saved = downloads.join("mondegreen.decisions.jsonl");
    let begun = Instant::now();
    while fs::read_to_string(&saved).unwrap_or_default().is_empty() {
        assert!(begun.elapsed() < PATIENCE, "nothing was saved");
        wait();
    }
    let told = run(&["review", "--import", "downloads/mondegreen.decisions.jsonl"]);
    assert!(told.contains("1 accepted, 1 with own words, 1 rejected"), "{told}");
    run(&["fix", "--rule", "alias", "--rule", "form", "--rule", "sound", "talk.txt"]);
    let fixed = fs::read_to_string(folder.path().join("talk.txt")).expect("a file");
    assert!(fixed.starts_with("We push it to GitLab every day"), "{fixed}");
    assert!(fixed.contains("merge requests in git lab were made by GitLab Trio with"), "{fixed}");
    drop(browser);
}
