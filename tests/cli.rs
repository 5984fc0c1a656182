//! The command line as its users meet it: cases are data, in tests/cmd.
//!
//! A new case is a command in one of the Markdown files there; `TRYCMD=overwrite cargo test --test cli` fills in what it
//! prints.

/// Every command in tests/cmd prints what stands below it and leaves the folder as its `.out` says.
#[test]
fn commands() {
    let state = tempfile::tempdir().expect("a folder");
    let cases = trycmd::TestCases::new();
    cases.env("XDG_STATE_HOME", state.path().to_string_lossy());
    cases.case("tests/cmd/*.md").case("tests/cmd/*.toml");
}
