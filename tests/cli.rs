//! The command line as its users meet it: cases are data, in tests/cmd.
//!
//! A new case is a command in one of the Markdown files there; `TRYCMD=overwrite cargo test --test cli` fills in what it
//! prints. docs/dictionaries.md is such a case too.

/// Every command in tests/cmd prints what stands below it and leaves the folder as its `.out` says.
#[test]
fn commands() {
    let state = tempfile::tempdir().expect("a folder");
    let cases = trycmd::TestCases::new();
    cases.env("XDG_STATE_HOME", state.path().to_string_lossy());
    cases.case("tests/cmd/*.md").case("tests/cmd/*.toml").case("docs/dictionaries.md");
}

/// The files that docs/dictionaries.md shows are those that its commands read and write.
#[test]
fn files_that_are_shown() {
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let read = |path: &std::path::Path| std::fs::read_to_string(path).map(|text| text.replace("\r\n", "\n"));
    let page = read(&docs.join("dictionaries.md")).expect("the page");
    let mut count = 0;
    for part in page.split("`:\n\n```").collect::<Vec<_>>().windows(2) {
        let name = part[0].rsplit('`').next().expect("a name");
        let (_, block) = part[1].split_once('\n').expect("a block");
        let shown = block.split("```").next().expect("its text");
        let text = read(&docs.join("dictionaries.in").join(name)).expect("a file of that name");
        assert_eq!(shown, text, "{name}");
        count += 1;
    }
    assert_eq!(count, 6);
}
