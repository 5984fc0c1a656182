//! A review that is done elsewhere: what goes out comes back, and nothing in a text does harm there.

use std::fs;
use std::process::Command;

const TALK: &str = "Andy: We push it to git lab every day, and then we open a merge request.\n\n\
                    =Beth: </script><script>alert(1)</script> a merge request in git lab by \"Give That Dudo\" \u{1b}[2J with Amazon Q.\n";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        let folder = Folder(tempfile::tempdir().expect("a folder"));
        folder.write("=talk,1.txt", TALK);
        folder
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).expect("a file");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).expect("a file")
    }

    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mondegreen"));
        command.args(arguments).current_dir(self.0.path()).env("XDG_STATE_HOME", self.0.path().join("state"));
        let output = command.output().expect("a run");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    fn exported(&self) -> (csv::StringRecord, Vec<csv::StringRecord>) {
        let (code, told) = self.run(&["review", "--export", "out.csv", "=talk,1.txt"]);
        assert!(code == Some(0) && told.contains("wrote 3 findings to out.csv"), "{told}");
        let text = self.read("out.csv");
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
        let head = reader.headers().expect("a head").clone();
        (head, reader.records().collect::<Result<_, _>>().expect("a table"))
    }
}

/// A table with other cells in the first two columns.
fn filled(head: &csv::StringRecord, rows: &[csv::StringRecord], cells: &[[&str; 2]], delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(head).expect("memory");
    for (row, filled) in rows.iter().zip(cells) {
        writer.write_record(filled.iter().copied().chain(row.iter().skip(2))).expect("memory");
    }
    String::from_utf8(writer.into_inner().expect("memory")).expect("a text")
}

#[test]
fn a_table_comes_back() {
    for delimiter in [b',', b';', b'\t'] {
        let folder = Folder::new();
        let (head, rows) = folder.exported();
        let cell = |row: usize, name: &str| {
            let column = head.iter().position(|one| one == name).expect("a column");
            rows[row][column].to_owned()
        };
        assert_eq!(cell(0, "heard"), "git lab");
        assert_eq!(cell(0, "before"), "We push it to ");
        assert_eq!(cell(0, "file"), "'=talk,1.txt");
        assert_eq!(cell(2, "meant"), "GitLab Duo");
        assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@']) && !cell.contains('\u{1b}')));
        let cells = [["accept", ""], ["R", ""], ["", "GitLab  Trio"]];
        folder.write("back.csv", &filled(&head, &rows, &cells, delimiter));
        let (code, told) = folder.run(&["review", "--import", "back.csv"]);
        assert_eq!(code, Some(0), "{told}");
        assert!(told.contains("took up 3 decisions: 1 accepted, 1 with own words, 1 rejected; 0 were known"), "{told}");
        let (_, told) = folder.run(&["review", "--import", "back.csv"]);
        assert!(told.contains("took up 0 decisions"), "{told}");
        assert_eq!(folder.read("=talk,1.txt"), TALK);
        assert_eq!(folder.run(&["fix", "=talk,1.txt"]).0, Some(0));
        let expected = TALK.replacen("git lab", "GitLab", 1).replace("Give That Dudo", "GitLab Trio");
        assert_eq!(folder.read("=talk,1.txt"), expected);
    }
}

/// Spreadsheets may leave a mark before the first cell, and columns in another order.
#[test]
fn columns_are_found_by_their_names() {
    let folder = Folder::new();
    let (head, rows) = folder.exported();
    let turned = |row: &csv::StringRecord| row.iter().rev().map(str::to_owned).collect::<Vec<_>>();
    let mut writer = csv::Writer::from_writer(b"\xEF\xBB\xBF".to_vec());
    writer.write_record(turned(&head)).expect("memory");
    let mut first = turned(&rows[0]);
    *first.last_mut().expect("a cell") = "x".to_owned();
    writer.write_record(first).expect("memory");
    folder.write("back.csv", &String::from_utf8(writer.into_inner().expect("memory")).expect("a text"));
    let (_, told) = folder.run(&["review", "--import", "back.csv"]);
    assert!(told.contains("took up 1 decision: 1 accepted"), "{told}");
}

#[test]
fn what_is_no_such_file_is_told_of() {
    let folder = Folder::new();
    let (head, rows) = folder.exported();
    let refused = |name: &str, text: &str, expected: &str| {
        folder.write(name, text);
        let (code, told) = folder.run(&["review", "--import", name]);
        assert!(code == Some(2) && told.contains(expected), "{told}");
    };
    refused("a.csv", "x,y\n1,2\n", "a.csv:1:1: found no column `decision`, expected the table of");
    let cells = [["accept", ""], ["maybe", ""]];
    refused("b.csv", &filled(&head, &rows, &cells, b','), "b.csv:3:1: found the decision `maybe`");
    // Spreadsheets end lines with two characters, and a cell may hold lines of its own.
    let table = filled(&head, &rows, &cells, b',');
    refused("b.csv", &table.replace('\n', "\r\n"), "b.csv:3:1: found the decision `maybe`");
    let cells = [["own", "two\nlines"], ["maybe", ""]];
    refused("b.csv", &filled(&head, &rows, &cells, b','), "b.csv:4:1: found the decision `maybe`");
    refused("c.csv", "decision,text,key\na,,nothing\n", "c.csv:2:1: found no finding in the column `key`");
    refused("d.jsonl", "{}\n", "d.jsonl:1:2: found no decision: missing field `at`");
    assert_eq!(folder.run(&["review", "--import", "none.csv"]).0, Some(2));
    let (code, told) = folder.run(&["review", "--export", "out.csv", "=talk,1.txt"]);
    assert!(code == Some(2) && told.contains("found it there already"), "{told}");
    let (code, told) = folder.run(&["review", "--export", "out.xlsx", "=talk,1.txt"]);
    assert!(code == Some(2) && told.contains("a file whose name ends in .csv or .html"), "{told}");
}

#[test]
fn nothing_in_a_text_leaves_its_element() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["review", "--export", "page.html", "=talk,1.txt"]).0, Some(0));
    let page = folder.read("page.html");
    assert_eq!(page.matches("</script>").count(), 2);
    let data = page.split("id=\"data\">").nth(1).and_then(|rest| rest.split("</script>").next()).expect("the data");
    let data: serde_json::Value = serde_json::from_str(data).expect("JSON");
    assert_eq!(data["findings"].as_array().map(Vec::len), Some(3));
    assert!(page.contains("default-src 'none'"));
}
