//! The canonical order of a dictionary's file, and changes of single entries: nothing else in the file changes.

use std::cmp::Ordering;

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, RawString, Table, Value, value};

use super::list::bare;
use super::toml_form::tidy;
use super::{KEY_ORDER, Term};
use crate::error::{Error, Result};
use crate::span::place_in;
use crate::token::folded;

/// How the file of a dictionary is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// The full form.
    Toml,
    /// One term a line.
    List,
}

/// What became of a term that was to be put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Put {
    /// It is new.
    Added,
    /// The entry stood there, and says more now.
    Extended,
    /// All of it stood there.
    Known,
}

impl Form {
    /// The same dictionary in canonical order: entries by their text, their keys as in [`KEY_ORDER`]; the lines of a list
    /// within their groups, which blank lines and comments end.
    pub(crate) fn ordered(self, text: &str) -> Result<String> {
        match self {
            Form::List => Ok(ordered_lines(text)),
            Form::Toml => {
                let mut document = parsed(text)?;
                let head = take_head(&mut document);
                if let Some(mut entries) = entries(&mut document)? {
                    for entry in &mut entries {
                        entry.sort_values_by(|a, _, b, _| by_key(a.get(), b.get()));
                    }
                    entries.sort_by(|a, b| by_text(text_of(a), text_of(b)));
                    put_back(&mut document, entries);
                }
                give_head(&mut document, &head);
                Ok(rendered(&document, text))
            }
        }
    }

    /// The same dictionary with a term, in its place if the entries are in order, else at the end; where it stands there
    /// already, with what is new about it.
    pub(crate) fn with(self, text: &str, term: &Term) -> Result<(String, Put)> {
        match self {
            Form::List => Ok(with_line(text, &term.text)),
            Form::Toml => with_entry(text, term),
        }
    }

    /// The same dictionary without a term; none where it does not stand there.
    pub(crate) fn without(self, text: &str, term: &str) -> Result<Option<String>> {
        match self {
            Form::List => {
                let is_term = |line: &str| folded(bare(&tidy(line))) == folded(term);
                let kept: String = text.split_inclusive('\n').filter(|line| !is_term(line)).collect();
                Ok((kept.len() < text.len()).then_some(kept))
            }
            Form::Toml => {
                let mut document = parsed(text)?;
                let head = take_head(&mut document);
                let Some(mut entries) = entries(&mut document)? else { return Ok(None) };
                let Some(at) = position(&entries, term) else { return Ok(None) };
                entries.remove(at);
                put_back(&mut document, entries);
                give_head(&mut document, &head);
                Ok(Some(rendered(&document, text)))
            }
        }
    }

    /// The same dictionary without one mishearing of a term; none where it does not stand there.
    pub(crate) fn without_heard(self, text: &str, term: &str, heard: &str) -> Result<Option<String>> {
        if self == Form::List {
            return Ok(None);
        }
        let mut document = parsed(text)?;
        let Some(mut entries) = entries(&mut document)? else { return Ok(None) };
        let entry = position(&entries, term).and_then(|at| entries.get_mut(at));
        let list = entry.and_then(|entry| entry.get_mut("heard")).and_then(Item::as_array_mut);
        let Some(list) = list else { return Ok(None) };
        let at = list.iter().position(|one| one.as_str().is_some_and(|one| folded(one) == folded(heard)));
        let Some(at) = at else { return Ok(None) };
        take(list, at);
        let is_empty = list.is_empty();
        if is_empty && let Some(entry) = position(&entries, term).and_then(|at| entries.get_mut(at)) {
            entry.remove("heard");
        }
        put_back(&mut document, entries);
        Ok(Some(rendered(&document, text)))
    }
}

/// Upper and lower case alike.
fn by_text(a: &str, b: &str) -> Ordering {
    a.to_lowercase().cmp(&b.to_lowercase()).then_with(|| a.cmp(b))
}

fn by_key(a: &str, b: &str) -> Ordering {
    let place = |key: &str| KEY_ORDER.iter().position(|known| *known == key);
    place(a).cmp(&place(b))
}

fn parsed(text: &str) -> Result<DocumentMut> {
    let text = text.replace("\r\n", "\n");
    text.parse::<DocumentMut>().map_err(|error| {
        let told = Error::new(error.message().trim().replace('\n', " "));
        match error.span() {
            Some(span) => told.at(place_in(&text, span.start)),
            None => told,
        }
    })
}

/// The entries of a file, taken out of it; none where it has none.
fn entries(document: &mut DocumentMut) -> Result<Option<Vec<Table>>> {
    match document.remove("term") {
        None => Ok(None),
        Some(Item::ArrayOfTables(entries)) => Ok(Some(entries.into_iter().collect())),
        Some(_) => Err(Error::new("found `term` as a value, expected `[[term]]` entries")
            .with_hint("write each term under a line `[[term]]` of its own")),
    }
}

/// Entries stand behind all else, in their order, with what belongs to each right behind it.
fn put_back(document: &mut DocumentMut, entries: Vec<Table>) {
    let mut array = ArrayOfTables::new();
    for mut entry in entries {
        follow(&mut entry);
        array.push(entry);
    }
    if !array.is_empty() {
        document.insert("term", Item::ArrayOfTables(array));
    }
}

/// A table without a position of its own is written where the ones before it end.
fn follow(table: &mut Table) {
    table.set_position(None);
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => follow(inner),
            Item::ArrayOfTables(inner) => inner.iter_mut().for_each(follow),
            Item::None | Item::Value(_) => {}
        }
    }
}

/// What stands before the first entry and, by a blank line, apart from it: that is about the file, not about the entry.
fn take_head(document: &mut DocumentMut) -> String {
    let has_keys = document.iter().any(|(key, _)| key != "term");
    let first = document.get_mut("term").and_then(Item::as_array_of_tables_mut).and_then(|all| all.get_mut(0));
    let Some(first) = first.filter(|_| !has_keys) else { return String::new() };
    let prefix = first.decor().prefix().and_then(RawString::as_str).unwrap_or_default().to_owned();
    let end = prefix.rfind("\n\n").map_or(0, |at| at + 1);
    let head = prefix[..end].to_owned();
    if !head.is_empty() {
        first.decor_mut().set_prefix(prefix[end..].to_owned());
    }
    head
}

fn give_head(document: &mut DocumentMut, head: &str) {
    let first = document.get_mut("term").and_then(Item::as_array_of_tables_mut).and_then(|all| all.get_mut(0));
    match first {
        Some(first) if !head.is_empty() => {
            let prefix = first.decor().prefix().and_then(RawString::as_str).unwrap_or_default();
            let prefix = format!("{head}\n{}", prefix.trim_start_matches('\n'));
            first.decor_mut().set_prefix(prefix);
        }
        Some(_) => {}
        None => document.set_trailing(format!("{head}{}", document.trailing().as_str().unwrap_or_default())),
    }
}

/// The file as text, with the line ends that it had, and with nothing before the first line.
fn rendered(document: &DocumentMut, before: &str) -> String {
    let text = document.to_string();
    let text = if before.starts_with(['\n', '\r']) { &text } else { text.trim_start_matches('\n') };
    if before.contains("\r\n") { text.replace('\n', "\r\n") } else { text.to_owned() }
}

fn text_of(entry: &Table) -> &str {
    entry.get("text").and_then(Item::as_str).unwrap_or_default()
}

/// Where a term stands: as it is written, else in another case.
fn position(entries: &[Table], term: &str) -> Option<usize> {
    let exact = entries.iter().position(|entry| text_of(entry) == term);
    exact.or_else(|| entries.iter().position(|entry| folded(text_of(entry)) == folded(term)))
}

fn with_entry(text: &str, term: &Term) -> Result<(String, Put)> {
    let mut document = parsed(text)?;
    let head = take_head(&mut document);
    let mut entries = entries(&mut document)?.unwrap_or_default();
    let put = if let Some(entry) = entries.iter_mut().find(|entry| folded(text_of(entry)) == folded(&term.text)) {
        if extend(entry, term) { Put::Extended } else { Put::Known }
    } else {
        let in_order = entries.is_sorted_by(|a, b| by_text(text_of(a), text_of(b)).is_le());
        let place = entries.partition_point(|entry| by_text(text_of(entry), &term.text).is_le());
        let at = if in_order { place } else { entries.len() };
        let begins_file = at == 0 && head.is_empty() && document.iter().next().is_none();
        if begins_file && let Some(next) = entries.first_mut() {
            let prefix = next.decor().prefix().and_then(RawString::as_str).unwrap_or_default();
            if !prefix.starts_with('\n') {
                let prefix = format!("\n{prefix}");
                next.decor_mut().set_prefix(prefix);
            }
        }
        entries.insert(at, entry_of(term));
        Put::Added
    };
    put_back(&mut document, entries);
    give_head(&mut document, &head);
    Ok((rendered(&document, text), put))
}

fn entry_of(term: &Term) -> Table {
    let mut entry = Table::new();
    entry.decor_mut().set_prefix("\n");
    entry.insert("text", value(&term.text));
    entry.insert("kind", value(term.kind.id()));
    extend(&mut entry, term);
    entry
}

/// Adds what is new about a term; whether anything was.
fn extend(entry: &mut Table, term: &Term) -> bool {
    let mut changed = false;
    if let Some(domain) = &term.domain
        && entry.get("domain").and_then(Item::as_str) != Some(domain)
    {
        entry.insert("domain", value(domain));
        changed = true;
    }
    let lists = [
        ("heard", &term.heard),
        ("said", &term.said),
        ("near", &term.near),
        ("unless", &term.unless),
        ("never", &term.never),
    ];
    for (key, texts) in lists {
        for text in texts {
            let list = entry.entry(key).or_insert_with(|| value(Array::new()));
            let Some(list) = list.as_array_mut() else { continue };
            if !list.iter().any(|one| one.as_str().is_some_and(|one| folded(one) == folded(text))) {
                push(list, text);
                changed = true;
            }
        }
    }
    let rows = |rows: Vec<Vec<(&'static str, String)>>| rows;
    let seen = term.seen.iter().map(|seen| vec![("text", seen.text.clone()), ("from", seen.from.clone())]).collect();
    let examples = term.examples.iter().map(|one| vec![("from", one.from.clone()), ("to", one.to.clone())]).collect();
    let keeps = term.keeps.iter().map(|keep| vec![("text", keep.text.clone())]).collect();
    for (key, rows) in [("seen", rows(seen)), ("example", examples), ("keep", keeps)] {
        for row in rows {
            changed |= add_row(entry, key, row);
        }
    }
    entry.sort_values_by(|a, _, b, _| by_key(a.get(), b.get()));
    changed
}

/// A text at the end of a list, set out as those before it.
///
/// The comment behind a text stands, for TOML, before what follows it.
fn push(list: &mut Array, text: &str) {
    let last = list.get(list.len().saturating_sub(1)).and_then(|last| last.decor().prefix());
    let indent = last.and_then(RawString::as_str).and_then(|prefix| Some(&prefix[prefix.rfind('\n')?..]));
    let Some(indent) = indent.map(str::to_owned) else { return list.push(text) };
    let mut one = Value::from(text);
    let (comment, rest) = at_line_end(list.trailing());
    one.decor_mut().set_prefix(format!("{comment}{indent}"));
    list.push_formatted(one);
    list.set_trailing(rest);
}

/// Takes a text out of a list together with the comment behind it.
fn take(list: &mut Array, at: usize) {
    let taken = list.remove(at);
    let prefix = taken.decor().prefix().cloned().unwrap_or_default();
    let follows = |next: &RawString| {
        let (comment, _) = at_line_end(&prefix);
        let (_, rest) = at_line_end(next);
        // On one line the first text has no blank before it.
        if at == 0 && rest == " " { String::new() } else { format!("{comment}{rest}") }
    };
    match list.get_mut(at) {
        Some(next) => {
            let prefix = follows(&next.decor().prefix().cloned().unwrap_or_default());
            next.decor_mut().set_prefix(prefix);
        }
        None => list.set_trailing(follows(&list.trailing().clone())),
    }
}

/// What stands before the first line end, and the rest; without a line end there is nothing before it.
fn at_line_end(text: &RawString) -> (String, String) {
    let text = text.as_str().unwrap_or_default();
    let (comment, rest) = text.split_at(text.find('\n').unwrap_or(0));
    (comment.to_owned(), rest.to_owned())
}

/// Adds a `[[term.KEY]]` unless one says the same.
fn add_row(entry: &mut Table, key: &str, row: Vec<(&'static str, String)>) -> bool {
    let rows = entry.entry(key).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    match rows {
        Item::ArrayOfTables(rows) => {
            let same =
                |table: &Table| row.iter().all(|(key, text)| table.get(key).and_then(Item::as_str) == Some(text));
            if rows.iter().any(same) {
                return false;
            }
            let mut table = Table::new();
            table.extend(row.into_iter().map(|(key, text)| (key, value(text))));
            rows.push(table);
        }
        Item::Value(Value::Array(rows)) => {
            rows.push(InlineTable::from_iter(row));
        }
        Item::None | Item::Value(_) | Item::Table(_) => return false,
    }
    true
}

fn ordered_lines(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    for group in lines.chunk_by_mut(|a, b| term_of(a).is_some() && term_of(b).is_some()) {
        group.sort_by(|a, b| by_text(term_of(a).unwrap_or_default(), term_of(b).unwrap_or_default()));
    }
    joined(&lines, text)
}

/// The term of a line; none where it is blank or a comment.
fn term_of(line: &str) -> Option<&str> {
    let line = line.trim();
    (!line.is_empty() && !line.starts_with('#')).then(|| bare(line))
}

fn with_line(text: &str, term: &str) -> (String, Put) {
    let mut lines: Vec<&str> = text.lines().collect();
    let terms: Vec<&str> = lines.iter().map(|line| bare(line.trim())).collect();
    if terms.iter().any(|line| folded(&tidy(line)) == folded(term)) {
        return (text.to_owned(), Put::Known);
    }
    let is_plain = terms.iter().all(|line| !line.is_empty() && !line.starts_with('#'));
    let in_order = is_plain && terms.is_sorted_by(|a, b| by_text(a, b).is_le());
    let place = terms.partition_point(|line| by_text(line, term).is_le());
    lines.insert(if in_order { place } else { lines.len() }, term);
    (joined(&lines, text), Put::Added)
}

/// Lines with the line ends of the text that they come from.
fn joined(lines: &[&str], before: &str) -> String {
    let end = if before.contains("\r\n") { "\r\n" } else { "\n" };
    lines.iter().flat_map(|line| [*line, end]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
# About this file.

# the letter b
[[term]]
near = [\"x\"] # a note
text = \"Beta\"
[[term.keep]]
text = \"better\"

[[term]]
text = \"alpha\"
heard = [\"al far\", \"elf\"]
# the end
";

    #[test]
    fn entries_are_put_in_order_with_their_comments() {
        let ordered = Form::Toml.ordered(FILE).expect("a dictionary");
        let expected = "\
# About this file.

[[term]]
text = \"alpha\"
heard = [\"al far\", \"elf\"]

# the letter b
[[term]]
text = \"Beta\"
near = [\"x\"] # a note
[[term.keep]]
text = \"better\"
# the end
";
        assert_eq!(ordered, expected);
        assert_eq!(Form::Toml.ordered(&ordered).as_deref(), Ok(expected));
        let crlf = FILE.replace('\n', "\r\n");
        assert_eq!(Form::Toml.ordered(&crlf), Ok(expected.replace('\n', "\r\n")));
        assert_eq!(Form::Toml.ordered("about = \"x\"\n"), Ok("about = \"x\"\n".to_owned()));
    }

    #[test]
    fn lines_are_put_in_order_within_their_groups() {
        let list = "# guests\nBob\n- ada\n\nZoe\nYann\n# hosts\nCy";
        assert_eq!(Form::List.ordered(list).as_deref(), Ok("# guests\n- ada\nBob\n\nYann\nZoe\n# hosts\nCy\n"));
        // By their terms, not by the marks around them.
        assert_eq!(Form::List.ordered("Bob,\n\"Cy\"\nAda;\n").as_deref(), Ok("Ada;\nBob,\n\"Cy\"\n"));
    }

    #[test]
    fn a_term_goes_to_its_place_and_nothing_else_changes() {
        let ordered = Form::Toml.ordered(FILE).expect("a dictionary");
        let (with, put) = Form::Toml.with(&ordered, &Term::new("Apex")).expect("a dictionary");
        assert_eq!(put, Put::Added);
        assert_eq!(with.replace("\n[[term]]\ntext = \"Apex\"\nkind = \"product\"\n", ""), ordered, "{with}");
        assert!(with.find("alpha") < with.find("Apex") && with.find("Apex") < with.find("Beta"));
        assert_eq!(Form::Toml.without(&with, "APEX"), Ok(Some(ordered.clone())));
        assert_eq!(Form::Toml.without(&ordered, "Gamma"), Ok(None));

        let more = Term { heard: vec!["elf".to_owned(), "alfa".to_owned()], ..Term::new("alpha") };
        let (with, put) = Form::Toml.with(&ordered, &more).expect("a dictionary");
        assert_eq!(put, Put::Extended);
        assert_eq!(with, ordered.replace("\"elf\"]", "\"elf\", \"alfa\"]"));
        assert_eq!(Form::Toml.with(&with, &more), Ok((with.clone(), Put::Known)));
        assert_eq!(Form::Toml.without_heard(&with, "alpha", "ALFA"), Ok(Some(ordered.clone())));
        let without = Form::Toml.without_heard(&ordered, "alpha", "al far").expect("a dictionary").expect("a change");
        assert!(without.contains("heard = [\"elf\"]"), "{without}");
    }

    #[test]
    fn comments_stay_with_their_mishearings() {
        let file = "[[term]]\ntext = \"A1\"\nheard = [\n  \"one\", # 1\n  \"two\", # 2\n]\n";
        let more = Term { heard: vec!["three".to_owned()], ..Term::new("A1") };
        let (with, _) = Form::Toml.with(file, &more).expect("a dictionary");
        assert_eq!(with, file.replace("# 2\n", "# 2\n  \"three\",\n"));
        assert_eq!(Form::Toml.without_heard(&with, "A1", "three"), Ok(Some(file.to_owned())));
        for (heard, gone) in [("one", "  \"one\", # 1\n"), ("two", "  \"two\", # 2\n")] {
            let without = Form::Toml.without_heard(file, "A1", heard).expect("a dictionary");
            assert_eq!(without, Some(file.replace(gone, "")), "{heard}");
        }
    }

    #[test]
    fn the_first_term_of_a_file() {
        let (with, _) = Form::Toml.with("", &Term::new("Apex")).expect("a dictionary");
        assert_eq!(with, "[[term]]\ntext = \"Apex\"\nkind = \"product\"\n");
        let (with, _) = Form::Toml.with(&with, &Term::new("AMD")).expect("a dictionary");
        assert!(with.starts_with("[[term]]\ntext = \"AMD\"\nkind = \"acronym\"\n\n[[term]]\n"), "{with}");
        assert_eq!(Form::List.with("Bob\r\n", &Term::new("Ada")), Ok(("Ada\r\nBob\r\n".to_owned(), Put::Added)));
        assert_eq!(Form::List.with("Bob\nAda", &Term::new("Al")), Ok(("Bob\nAda\nAl\n".to_owned(), Put::Added)));
        assert_eq!(Form::List.without("Bob\n- Ada\n", "ada"), Ok(Some("Bob\n".to_owned())));
        assert_eq!(Form::List.without("Bob,\n\"Ada\",\n", "ada"), Ok(Some("Bob,\n".to_owned())));
        assert_eq!(Form::List.with("\"Ada\",\n", &Term::new("ada")), Ok(("\"Ada\",\n".to_owned(), Put::Known)));
    }

    #[test]
    fn what_is_no_dictionary_is_told() {
        let error = Form::Toml.ordered("[[term]]\ntext = \n").expect_err("no TOML");
        assert!(error.to_string().starts_with("2:8: "), "{error}");
        let error = Form::Toml.ordered("term = [{ text = \"x\" }]\n").expect_err("another layout");
        assert_eq!(error.message(), "found `term` as a value, expected `[[term]]` entries");
    }
}
