//! The plain list: one term a line, `#` for comments, at the front of a line or between blanks.

use std::collections::HashMap;

use super::oddity::{is_row, row};
use super::toml_form::{fault, tidy};
use super::{Dictionary, MOST_TERMS, Term, Warning};
use crate::error::{Error, Result};
use crate::span::Place;
use crate::token::folded;

pub(super) fn read(name: &str, text: &str) -> Result<Dictionary> {
    let mut dictionary = Dictionary {
        name: name.to_owned(),
        about: String::new(),
        near: Vec::new(),
        listen: true,
        terms: Vec::new(),
        warnings: Vec::new(),
    };
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut has_rows = false;
    for (number, line) in text.lines().enumerate() {
        let line = tidy(line);
        let line = without_bullet(&line);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line = without_marks(without_comment(line));
        let place = Place { line: number + 1, column: 1 };
        if line == "[[term]]" {
            let error = Error::new("found `[[term]]`, expected a term").at(place);
            return Err(error.with_hint("this is the full form: its file's name ends in .toml"));
        }
        if let Some(fault) = fault(line) {
            // A line of dashes or an emoji is odd but harmless; a line of 10,000 letters is another kind of file.
            if line.len() > super::LONGEST_TEXT {
                let error = Error::new(fault).at(place);
                return Err(
                    error.with_hint("a list has one term a line; `mondegreen dict extract` finds names in texts")
                );
            }
            dictionary.warnings.push(Warning { place, message: fault });
            continue;
        }
        if let Some(first) = seen.get(&folded(line)) {
            let message = format!("`{line}` stands in line {first} already; the first is used");
            dictionary.warnings.push(Warning { place, message });
            continue;
        }
        // Nobody says a row, and what sounds like its first cell would be written over by all of it.
        if is_row(line) {
            if !std::mem::replace(&mut has_rows, true) {
                dictionary.warnings.push(Warning { place, message: format!("{}; rows are left out", row(line)) });
            }
            continue;
        }
        seen.insert(folded(line), place.line);
        dictionary.terms.push(Term { place, ..Term::new(line) });
        if dictionary.terms.len() > MOST_TERMS {
            let error = Error::new(format!("found more than {MOST_TERMS} terms, which is the limit")).at(place);
            return Err(error.with_hint("put the rest into a second dictionary"));
        }
    }
    Ok(dictionary)
}

/// A line with nothing around its term: no bullet, no comment, no quotation marks, no comma that parts it from the next.
pub(super) fn bare(line: &str) -> &str {
    without_marks(without_comment(without_bullet(line)))
}

/// A line without the comment behind its term; "C #1" has none.
fn without_comment(line: &str) -> &str {
    let line = line.split_once(" # ").map_or(line, |(term, _)| term);
    line.strip_suffix(" #").unwrap_or(line).trim_end()
}

/// "Ada" for `"Ada",` as lists in programs and in running text have it; a full stop may belong to the term.
fn without_marks(line: &str) -> &str {
    let line = without_commas(line);
    let inside = quoted(line).map(|inside| without_commas(inside.trim()));
    inside.filter(|inside| !inside.is_empty()).unwrap_or(line)
}

/// Nothing is left of a line of commas alone, so that one is as it was.
fn without_commas(line: &str) -> &str {
    let rest = line.trim_end_matches(|c: char| matches!(c, ',' | ';') || c.is_whitespace());
    if rest.is_empty() { line } else { rest }
}

/// What stands in quotation marks, where one pair of them is around the whole.
pub(super) fn quoted(text: &str) -> Option<&str> {
    let pairs = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('\'', '\''), ('‘', '’'), ('`', '`')];
    pairs.into_iter().find_map(|(open, close)| {
        let inside = text.strip_prefix(open)?.strip_suffix(close)?;
        (!inside.contains([open, close])).then_some(inside)
    })
}

/// "- Ada", "• Ada" or "12. Ada" as they stand in minutes and slides, without what makes them a list.
fn without_bullet(line: &str) -> &str {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = match digits {
        0 => line.strip_prefix(['-', '*', '•', '–']),
        1..=3 => line[digits..].strip_prefix(['.', ')']),
        _ => None,
    };
    rest.and_then(|rest| rest.strip_prefix(' ')).map_or(line, str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oddities_are_warnings() {
        let list = read("l", "\u{FEFF}# names\nAda\n\n ADA \n---\nBob  \n").expect("a list");
        let texts: Vec<_> = list.terms.iter().map(|term| term.text.as_str()).collect();
        assert_eq!(texts, ["Ada", "Bob"]);
        let warnings: Vec<_> = list.warnings.iter().map(|w| (w.place.line, w.message.as_str())).collect();
        assert_eq!(
            warnings,
            [(4, "`ADA` stands in line 2 already; the first is used"), (5, "found `---`, expected letters or digits")]
        );
    }

    #[test]
    fn bullets_and_numbers_are_no_part_of_a_term() {
        let list = read("l", "- Ada\n* Bob\n• Cy\n12. Dora\n3M\n-x\n7 Up\n").expect("a list");
        let texts: Vec<_> = list.terms.iter().map(|term| term.text.as_str()).collect();
        assert_eq!(texts, ["Ada", "Bob", "Cy", "Dora", "3M", "-x", "7 Up"]);
    }

    #[test]
    fn marks_around_a_term_are_no_part_of_it() {
        for (line, expected) in [
            ("\"Vikram Kini\"", "Vikram Kini"),
            ("Marguerite Oyelaran,", "Marguerite Oyelaran"),
            ("“Quillfern”", "Quillfern"),
            ("Tallowbrook;", "Tallowbrook"),
            ("  - \"Ada\" , ", "Ada"),
            ("\"Acme, Inc.,\"", "Acme, Inc."),
            ("'Ada';", "Ada"),
            ("‘Ada’", "Ada"),
            ("« Ada »", "Ada"),
            ("`serde`,", "serde"),
        ] {
            let list = read("l", line).expect("a list");
            let texts: Vec<_> = list.terms.iter().map(|term| term.text.as_str()).collect();
            assert_eq!(texts, [expected], "{line}");
            assert_eq!(bare(line.trim()), expected, "{line}");
            assert_eq!(bare(expected), expected, "{line}");
        }
        for line in [
            "Acme Inc.",
            "Acme, Inc.",
            "Rosencrantz \"Rosie\" Guild",
            "\"Weird Al\" Yankovic",
            "\"Ada\" and \"Bob\"",
            "'n Sync",
            "rock 'n' roll",
            "O'Brien's",
            "Yahoo!",
            "5'",
            "Dwayne “The Rock”",
        ] {
            let list = read("l", line).expect("a list");
            assert_eq!(list.terms[0].text, line);
        }
    }

    #[test]
    fn rows_of_a_table_are_told_of_once_and_left_out() {
        let read = |text: &str| {
            let list = read("l", text).expect("a list");
            let texts: Vec<String> = list.terms.into_iter().map(|term| term.text).collect();
            (texts.join("/"), list.warnings.len())
        };
        assert_eq!(read("# guests\nterm,kind,heard\nAda Lovelace,person,ay da\nBob,person,\n"), (String::new(), 1));
        assert_eq!(read("Ada\nterm,kind\nBob;host\nCy\n"), ("Ada/Cy".to_owned(), 1));
        let kept = "10,000 Maniacs/Earth, Wind & Fire/Ada";
        assert_eq!(read("10,000 Maniacs\nEarth, Wind & Fire,\n\"Ada\",\n"), (kept.to_owned(), 0));
    }

    #[test]
    fn comments_are_no_part_of_a_term() {
        for (line, expected) in [
            ("Ada # guest", "Ada"),
            ("\"Ada\", # guest, host", "Ada"),
            ("- Ada  # a # b", "Ada"),
            ("Ada #", "Ada"),
            ("C# in depth", "C# in depth"),
            ("Room #5", "Room #5"),
            ("#", ""),
        ] {
            let list = read("l", line).expect("a list");
            let texts: Vec<_> = list.terms.iter().map(|term| term.text.as_str()).collect();
            assert_eq!(texts.concat(), expected, "{line}");
            assert!(list.warnings.is_empty(), "{line}");
        }
    }

    #[test]
    fn marks_make_no_second_term() {
        let list = read("l", "Ada\n\"ada\",\n\"\"\n,\n").expect("a list");
        assert_eq!(list.terms.len(), 1);
        let told: Vec<_> = list.warnings.iter().map(|warning| warning.place.line).collect();
        assert_eq!(told, [2, 3, 4]);
    }

    #[test]
    fn another_kind_of_file_is_refused() {
        let error = read("l", &"x".repeat(5000)).expect_err("no list");
        assert_eq!(error.to_string(), "1:1: found a text of 5000 bytes, and the limit is 200");
    }
}
