//! What README.md says is so: its commands run, its picture is what the program prints, its example is the library's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The picture shows as many whole hunks of the diff as fit into so many lines.
const MOST_LINES: usize = 36;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text_of(name: &str) -> String {
    fs::read_to_string(root().join(name)).expect("a file of the repository").replace("\r\n", "\n")
}

/// The code blocks of a language.
fn blocks(markdown: &str, language: &str) -> Vec<String> {
    let opening = format!("```{language}\n");
    let parts = markdown.split(&opening).skip(1);
    parts.map(|part| part.split("```").next().unwrap_or_default().to_owned()).collect()
}

fn mondegreen(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
    command.args(args).current_dir(folder).output().expect("the program runs")
}

/// The words of a command line: double quotes hold words together, and what is sent elsewhere is left out.
fn words(line: &str) -> Vec<String> {
    let line = line.split(" > ").next().unwrap_or_default();
    let quoted = line.split('"').enumerate().flat_map(|(number, part)| match number % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    quoted.collect()
}

#[test]
fn commands_run() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("calls")).expect("a folder");
    let dictionary = blocks(&text_of("README.md"), "toml").remove(0);
    for (name, text) in [
        ("talk.txt", "Now with Give That Dudo.\n"),
        ("calls/one.txt", "Now with Give That Dudo.\n"),
        ("corrected.txt", "Now with GitLab Duo.\n"),
        ("names.txt", "Ada Lovelace\n"),
        ("names.toml", "[[term]]\ntext = \"Ada Lovelace\"\n"),
        ("dictionary.toml", &dictionary),
    ] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let mut count = 0;
    for block in blocks(&text_of("README.md"), "sh") {
        for line in block.lines().filter(|line| line.starts_with("mondegreen ")) {
            let words = words(line);
            let mut args: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
            if args[0] == "review" && !args.contains(&"--export") {
                // There is no terminal here.
                args.push("--plain");
            }
            let run = mondegreen(folder.path(), &args);
            let told = String::from_utf8_lossy(&run.stderr);
            assert!(matches!(run.status.code(), Some(0 | 1)), "{line}: {told}");
            count += 1;
        }
    }
    assert!(count >= 10, "{count} commands");
    let check = mondegreen(folder.path(), &["dict", "check", "dictionary.toml"]);
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}

/// `UPDATE_PICTURE=1 cargo test --test readme` draws it anew.
#[test]
fn the_picture_shows_what_the_first_command_prints() {
    let command = blocks(&text_of("README.md"), "sh").remove(0);
    let command = command.lines().next().unwrap_or_default().to_owned();
    let args = command.strip_prefix("cargo run -- ").expect("the first command runs the program");
    let mut words = words(args);
    words.extend(["--color".to_owned(), "always".to_owned()]);
    let args: Vec<&str> = words.iter().map(String::as_str).collect();
    let run = mondegreen(&root(), &args);
    assert!(run.status.success(), "{command}: {}", String::from_utf8_lossy(&run.stderr));

    let shown = String::from_utf8(run.stdout).expect("UTF-8");
    let lines: Vec<&str> = shown.lines().collect();
    let begins_hunk = |at: usize| lines.get(at).is_none_or(|line| line.contains("@@ -"));
    let end = (1..=lines.len().min(MOST_LINES)).rev().find(|&at| begins_hunk(at)).unwrap_or(lines.len());
    let prompt = format!("$ mondegreen {args}", args = command.trim_start_matches("cargo run -- "));
    let drawn = anstyle_svg::Term::new().render_svg(&format!("{prompt}\n{}", lines[..end].join("\n")));

    assert!(drawn.contains("GitLab Duo"), "README.md says that the picture shows GitLab Duo");
    let path = root().join("docs/diff.svg");
    if std::env::var_os("UPDATE_PICTURE").is_some() {
        fs::write(&path, &drawn).expect("the picture is written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(kept == drawn, "docs/diff.svg is not what `{command}` prints: UPDATE_PICTURE=1 cargo test --test readme");
}

#[test]
fn the_example_is_that_of_the_library() {
    let library = text_of("src/lib.rs");
    let docs: Vec<&str> = library.lines().filter_map(|line| line.strip_prefix("//!")).map(str::trim_start).collect();
    let example = docs.join("\n").split("```").nth(1).expect("lib.rs has an example").to_owned();
    let shown: Vec<&str> = example.trim().lines().filter(|line| !line.starts_with("# ")).collect();
    assert_eq!(blocks(&text_of("README.md"), "rust")[0].trim(), shown.join("\n"));
}

#[test]
fn versions_and_names_are_those_of_the_manifest() {
    let page = text_of("README.md");
    assert!(page.contains(&format!("Rust {} or newer", env!("CARGO_PKG_RUST_VERSION"))));
    let version = [env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR")].join(".");
    assert!(page.contains(&format!("{} = {{ version = \"{version}\"", env!("CARGO_PKG_NAME"))));
    for name in mondegreen::builtin_names() {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
    for rule in mondegreen::Rule::ALL {
        assert!(page.contains(&format!("| `{rule}` |")), "{rule}");
    }
}

#[test]
fn no_figure_is_left_open() {
    let readme = text_of("README.md");
    let figures = readme.split("## Figures").nth(1).expect("a section with figures");
    let figures = figures.split("\n## ").next().unwrap_or_default();
    let open: Vec<&str> = figures
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() > 3 && word.bytes().all(|b| b.is_ascii_uppercase()))
        .collect();
    assert!(open.is_empty(), "figures to be filled in: {open:?}");
}
