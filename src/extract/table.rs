//! A table, as the text that [`super::extract`] looks through: people by the heads of their columns.
//!
//! "Doe, Jane" is Jane Doe, and so are the cells "Jane" and "Doe" below "First Name" and "Last Name"; "Acme, Inc." and
//! "Jane Doe, Chair" stay as they are.

use std::ops::Range;

use csv::StringRecord;

use crate::dictionary::{LONGEST_TEXT, are_turned, is_person, surely_turned, turned};

/// The text of a table, and which stretches of it are people's names, and which hold those of firms, in order.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Told {
    pub(super) text: String,
    pub(super) people: Vec<Range<usize>>,
    /// Cells that hold firms.
    pub(super) firms: Vec<Range<usize>>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Given,
    Surname,
    /// Names, of people among others.
    Names,
    Firms,
    /// Something else that is known, such as places.
    Else,
    Unknown,
}

/// The heads of columns, as they are called by the programs that write lists of attendees.
const HEADS: [(Column, &[&str]); 5] = [
    (Column::Given, &["first name", "firstname", "first", "given name", "givenname", "forename", "vorname", "prénom"]),
    (Column::Surname, &["last name", "lastname", "last", "surname", "family name", "familyname", "nachname", "nom"]),
    (
        Column::Names,
        &[
            "name",
            "full name",
            "fullname",
            "display name",
            "displayname",
            "attendee",
            "attendees",
            "attendee name",
            "participant",
            "participants",
            "participant name",
            "speaker",
            "speakers",
            "guest",
            "contact",
            "person",
            "people",
            "who",
            "user name",
            "teilnehmer",
        ],
    ),
    (
        Column::Firms,
        &["company", "company name", "firm", "firma", "organisation", "organization", "employer", "unternehmen"],
    ),
    (
        Column::Else,
        &[
            "email",
            "e mail",
            "mail",
            "email address",
            "user email",
            "title",
            "job title",
            "role",
            "position",
            "function",
            "funktion",
            "department",
            "team",
            "phone",
            "city",
            "state",
            "country",
            "location",
            "address",
            "status",
            "response",
            "attendance",
            "date",
            "time",
            "join time",
            "leave time",
            "duration",
            "notes",
            "id",
        ],
    ),
];

/// The cells of a table, each apart, on the lines on which their rows begin. A head is left out: it names nothing.
pub(super) fn read(text: &str) -> Told {
    let text = text.trim_start_matches('\u{FEFF}');
    let mut reader = csv::ReaderBuilder::new();
    reader.has_headers(false).flexible(true).delimiter(delimiter(text));
    let rows: Vec<StringRecord> = reader.from_reader(text.as_bytes()).into_records().map_while(Result::ok).collect();
    let (columns, has_head) = columns(&rows);
    let mut told = Told::default();
    let mut at = 0;
    for (number, row) in rows.iter().enumerate() {
        let begins = row.position().map_or(at, |place| place.byte() as usize);
        // Empty lines before a row count as its own.
        let rest = text.get(begins..).unwrap_or_default();
        let begins = begins + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let lines = text.get(at..begins).unwrap_or_default().matches('\n').count();
        told.text.extend(std::iter::repeat_n('\n', lines));
        at = begins;
        if number > 0 || !has_head {
            told.row(row, &columns);
        }
        // No name goes on from the end of a row.
        told.text.push('\t');
    }
    told.text.push('\n');
    told
}

/// What the columns hold, by their heads or by what stands in them, and whether there are heads.
fn columns(rows: &[StringRecord]) -> (Vec<Column>, bool) {
    let Some(first) = rows.first() else { return (Vec::new(), false) };
    let mut columns: Vec<Column> = first.iter().map(of_head).collect();
    let known = columns.iter().filter(|column| **column != Column::Unknown);
    // A word such as "Status" may stand in any row.
    let has_head = known.clone().any(|column| *column != Column::Else) || known.count() * 2 > columns.len();
    if !has_head {
        columns.fill(Column::Unknown);
    }
    for (number, column) in columns.iter_mut().enumerate().filter(|(_, column)| **column == Column::Unknown) {
        let cells = rows.iter().skip(usize::from(has_head)).filter_map(|row| row.get(number));
        if are_turned(cells.map(str::trim).filter(|cell| !cell.is_empty())) {
            *column = Column::Names;
        }
    }
    (columns, has_head)
}

fn of_head(cell: &str) -> Column {
    let head = cell.to_lowercase().replace(['_', '-'], " ");
    let head = head.trim_matches(|c: char| !c.is_alphanumeric());
    HEADS.into_iter().find(|(_, heads)| heads.contains(&head)).map_or(Column::Unknown, |(column, _)| column)
}

impl Told {
    /// Tells the cells of a row.
    fn row(&mut self, row: &StringRecord, columns: &[Column]) {
        // A list that is no table beyond its head has commas within its names.
        if let ([Column::Names], Some(surname), Some(given), 2) = (columns, row.get(0), row.get(1), row.len()) {
            return self.cell(&format!("{surname}, {}", given.trim_start()), Column::Names);
        }
        let [given, surname] = [Column::Given, Column::Surname].map(|part| {
            let at = columns.iter().position(|column| *column == part)?;
            row.get(at).map(str::trim).filter(|cell| !cell.is_empty())
        });
        let whole = given.zip(surname).map(|(given, surname)| one_line(&format!("{given} {surname}")));
        for (number, cell) in row.iter().enumerate() {
            if number > 0 {
                self.text.push_str(" | ");
            }
            match (columns.get(number).copied().unwrap_or(Column::Unknown), &whole) {
                (Column::Given, Some(name)) if is_named(name) => self.person(name),
                (Column::Surname, Some(name)) if is_named(name) => {}
                (column, _) => self.cell(cell, column),
            }
        }
    }

    fn cell(&mut self, cell: &str, column: Column) {
        // "Doe, Jane (Guest)"
        let (name, more) = match cell.find(['(', '[']) {
            Some(at) => cell.split_at(at),
            None => (cell, ""),
        };
        let name = name.trim();
        let person = match column {
            Column::Names if is_person(&name.split_whitespace().collect::<Vec<_>>()) => Some(one_line(name)),
            Column::Names => turned(name),
            Column::Unknown => surely_turned(name),
            Column::Given | Column::Surname | Column::Firms | Column::Else => None,
        };
        let start = self.text.len();
        let Some(person) = person.filter(|person| person.len() <= LONGEST_TEXT) else {
            self.text.push_str(&cell.replace(['\r', '\n'], " | "));
            if column == Column::Firms {
                self.firms.push(start..self.text.len());
            }
            return;
        };
        self.person(&person);
        if !more.is_empty() {
            self.text.push_str(" | ");
            self.text.push_str(&more.replace(['\r', '\n'], " | "));
        }
    }

    fn person(&mut self, name: &str) {
        let start = self.text.len();
        self.text.push_str(name);
        self.people.push(start..self.text.len());
    }
}

/// Whether a given name and a surname are written like such: letters with what stands in names.
fn is_named(name: &str) -> bool {
    let is_of_name = |c: char| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '\u{2019}');
    name.len() <= LONGEST_TEXT && name.chars().all(is_of_name) && name.chars().any(char::is_uppercase)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands between the cells of a table: of what its first line holds outside of quotes, the most frequent.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let bare: String = head.split('"').step_by(2).collect();
    let count = |delimiter: u8| bare.bytes().filter(|&byte| byte == delimiter).count();
    // Of equal counts the first counts.
    [b'\t', b';', b','].into_iter().max_by_key(|&delimiter| count(delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::Kind;
    use crate::extract::extract_table;

    #[test]
    fn cells_are_apart_and_whole() {
        let cases = [
            ("Name,Role\nAda Lovelace,Chair\n", "\t\nAda Lovelace | Chair\t\n"),
            ("Name;Role\n\"Zagrix; the firm\";x\n", "\t\nZagrix; the firm | x\t\n"),
            ("Firm,Who\n\"Acme, Inc.\",\"Ada \"\"A\"\" L\"\n", "\t\nAcme, Inc. | Ada \"A\" L\t\n"),
            ("a,b\n\"one\ntwo\",c\nd,e\n", "a | b\t\none | two | c\t\n\nd | e\t\n"),
            ("\"a,b\"\tc\n", "a,b | c\t\n"),
            ("one\n\ntwo\n", "one\t\n\ntwo\t\n"),
            ("\"open,x\ny", "open,x | y\t\n"),
            ("", "\n"),
        ];
        for (table, expected) in cases {
            assert_eq!(read(table).text, expected, "{table:?}");
        }
    }

    #[test]
    fn people_are_known_by_their_columns() {
        use Kind::{Firm, Person, Product};
        let cases: &[(&str, &[(&str, Kind)])] = &[
            ("name,company\n\"Doe, Jane\",Foo GmbH\n", &[("Jane Doe", Person), ("Foo GmbH", Firm)]),
            ("Name;Firma\n\"Müller, Jean-Luc\";Foo GmbH\n", &[("Jean-Luc Müller", Person), ("Foo GmbH", Firm)]),
            ("First Name,Last Name,Email\nJane,Doe,jane@foo.com\n", &[("Jane Doe", Person)]),
            ("first,last,company\nWill,Mark,Ledgr\n", &[("Will Mark", Person), ("Ledgr", Product)]),
            ("Name,Company\nAda Lovelace,Wilma Zagrix\n", &[("Ada Lovelace", Person), ("Wilma Zagrix", Firm)]),
            ("Nachname;Vorname\nvon der Leyen;Ursula\n", &[("Ursula von der Leyen", Person)]),
            ("Name\n\"Leyen, Ursula von der (Guest)\"\n", &[("Ursula von der Leyen", Person)]),
            ("Name\nDoe, Jane\n", &[("Jane Doe", Person)]),
            ("\"Doe, Jane\"\n\"Kini, Vikram\"\n", &[("Jane Doe", Person), ("Vikram Kini", Person)]),
            ("Attendee,Role\n\"Doe, Dr. Jane\",Chair\n", &[("Jane Doe", Person)]),
            // What is no surname and no given name stays.
            ("Name,Role\n\"Acme Robotics, Inc.\",x\n", &[("Acme Robotics", Firm)]),
            ("Name;Firma\nAda Lovelace;\n", &[("Ada Lovelace", Person)]),
            ("Name\n\"Jane Doe, Chair\"\n", &[("Jane Doe", Person)]),
            ("City\n\"Zanzibarix, Jane\"\n", &[("Zanzibarix", Product)]),
            ("x,y\n\"Ledgr, Zagrix\",1\n", &[("Ledgr", Product), ("Zagrix", Product)]),
            ("First Name,Last Name\nLedgr,\n", &[("Ledgr", Product)]),
            ("First Name,Last Name\nx1,y2\n", &[]),
        ];
        for (table, expected) in cases {
            let found = extract_table(table);
            let found: Vec<(&str, Kind)> = found.iter().map(|one| (one.term.text.as_str(), one.term.kind)).collect();
            assert_eq!(found, *expected, "{table}");
        }
    }
}
