//! Holds the rooms of ARCHITECTURE.md against the paths that the sources name, so that page and code cannot part.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What ARCHITECTURE.md says about who may name whom.
#[derive(Debug)]
struct Rules {
    /// The level of each room; a room may name rooms of lower levels alone.
    levels: BTreeMap<String, u32>,
    /// What a room may name in spite of its level.
    exceptions: BTreeSet<(String, String)>,
    /// What a room may not name although its level allows it.
    never: BTreeSet<(String, String)>,
    /// Paths of the standard library that reach out of the process, and the rooms that may name them.
    outside: Vec<(String, BTreeSet<String>)>,
}

impl Rules {
    fn of_page() -> Rules {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
        Rules::read(&fs::read_to_string(path).expect("ARCHITECTURE.md is there"))
    }

    fn read(page: &str) -> Rules {
        let pairs = |heading| {
            let rows = table(page, heading).into_iter();
            rows.flat_map(|row| {
                let from = names_in(&row[0]).remove(0);
                names_in(&row[1]).into_iter().map(move |to| (from.clone(), to))
            })
        };
        let level = |row: Vec<String>| {
            let room = names_in(&row[0]).remove(0);
            (room, row[1].parse().expect("a level is a number"))
        };
        let outside = |row: Vec<String>| {
            let rooms: BTreeSet<String> = names_in(&row[1]).into_iter().collect();
            names_in(&row[0]).into_iter().map(move |path| (path, rooms.clone())).collect::<Vec<_>>()
        };
        Rules {
            levels: table(page, "Rooms").into_iter().map(level).collect(),
            exceptions: pairs("Exceptions").collect(),
            never: pairs("Absences").collect(),
            outside: table(page, "The world outside").into_iter().flat_map(outside).collect(),
        }
    }

    /// What a file names and may not, one line each; exceptions that it needs are added to `used`.
    fn violations(&self, file: &str, code: &str, used: &mut BTreeSet<(String, String)>) -> Vec<String> {
        let module = module_of(file);
        let room = &module[0];
        let Some(level) = self.levels.get(room) else {
            return vec![format!("{file}: no room of ARCHITECTURE.md is called `{room}`")];
        };
        let mut told = Vec::new();
        for (line, path) in paths(code, &module) {
            let mut tell = |why: String| told.push(format!("{file}:{line}: `{}`: {why}", path.join("::")));
            if path[0] == "std" {
                let is_under =
                    |rule: &str| path.iter().map(String::as_str).take(rule.split("::").count()).eq(rule.split("::"));
                if let Some((rule, rooms)) =
                    self.outside.iter().find(|(rule, rooms)| is_under(rule) && !rooms.contains(room))
                {
                    tell(format!("only {} may name `{rule}`", rooms.iter().cloned().collect::<Vec<_>>().join(", ")));
                }
                continue;
            }
            let Some(other) = path.get(1).filter(|&other| other != room) else { continue };
            if room == "lib" || other == "self" {
                continue;
            }
            let pair = (room.clone(), other.clone());
            match self.levels.get(other) {
                None => tell("a file names the room where a thing lives, not the crate's root".to_owned()),
                Some(_) if self.never.contains(&pair) => tell(format!("`{room}` never names `{other}`")),
                Some(below) if below < level => {}
                Some(_) if self.exceptions.contains(&pair) => {
                    used.insert(pair);
                }
                Some(_) => tell(format!("`{room}` stands below or beside `{other}`")),
            }
        }
        told
    }
}

/// The rows of the first table under a heading of the page, without its head.
fn table(page: &str, heading: &str) -> Vec<Vec<String>> {
    let is_heading = |line: &&str| line.starts_with('#');
    let section = page.lines().skip_while(|line| !is_heading(line) || line.trim_start_matches('#').trim() != heading);
    let rows = section.skip(1).take_while(|line| !is_heading(line)).filter(|line| line.starts_with('|')).skip(2);
    let rows: Vec<Vec<String>> =
        rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect();
    assert!(!rows.is_empty(), "no table under `{heading}`");
    rows
}

/// What stands in back ticks.
fn names_in(cell: &str) -> Vec<String> {
    let names: Vec<String> = cell.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    assert!(!names.is_empty(), "no name in back ticks in `{cell}`");
    names
}

/// `sound/phone.rs` is the module `sound::phone`, `sound/mod.rs` is `sound`.
fn module_of(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').map(str::to_owned).collect()
}

/// Every path that begins with `crate`, `super` or `std`, from the root on, with its line.
fn paths(code: &str, module: &[String]) -> Vec<(usize, Vec<String>)> {
    let tokens = without_tests(&tokens(code));
    let mut found = Vec::new();
    // The modules within the file that are open, each with the depth of its braces.
    let (mut module, mut open, mut depth) = (module.to_vec(), Vec::new(), 0);
    for at in 0..tokens.len() {
        let (line, word) = &tokens[at];
        let follows = |what: &str| tokens.get(at + 1).is_some_and(|(_, next)| next == what);
        match word.as_str() {
            "{" => {
                depth += 1;
                if at >= 2 && tokens[at - 2].1 == "mod" {
                    module.push(tokens[at - 1].1.clone());
                    open.push(depth);
                }
            }
            "}" => {
                if open.pop_if(|opened| *opened == depth).is_some() {
                    module.pop();
                }
                depth -= 1;
            }
            _ => {}
        }
        let goes_on = at > 0 && tokens[at - 1].1 == "::";
        if goes_on || !follows("::") || !matches!(word.as_str(), "crate" | "super" | "std") {
            continue;
        }
        let mut ends = Vec::new();
        path(&tokens, at, Vec::new(), &mut ends);
        found.extend(ends.into_iter().map(|path| (*line, from_root(path, &module))));
    }
    found
}

/// Follows a path from a token on, into its groups; answers with the token behind it.
fn path(tokens: &[(usize, String)], mut at: usize, mut so_far: Vec<String>, ends: &mut Vec<Vec<String>>) -> usize {
    while let Some((_, word)) = tokens.get(at) {
        if word == "{" {
            at += 1;
            while tokens.get(at).is_some_and(|(_, word)| word != "}") {
                at = path(tokens, at, so_far.clone(), ends);
                // A name in a group may be followed by `as` and another name.
                while tokens.get(at).is_some_and(|(_, word)| word != "," && word != "}") {
                    at += 1;
                }
                at += usize::from(tokens.get(at).is_some_and(|(_, word)| word == ","));
            }
            return at + 1;
        }
        so_far.push(word.clone());
        at += 1;
        if tokens.get(at).is_none_or(|(_, word)| word != "::") {
            break;
        }
        at += 1;
    }
    ends.push(so_far);
    at
}

/// `super::token` in the module `sound` is `crate::token`.
fn from_root(path: Vec<String>, module: &[String]) -> Vec<String> {
    let up = path.iter().take_while(|part| *part == "super").count();
    if up == 0 {
        return path;
    }
    let above = module.iter().take(module.len().saturating_sub(up)).cloned();
    std::iter::once("crate".to_owned()).chain(above).chain(path.into_iter().skip(up)).collect()
}

/// The words and signs of Rust code with their lines, without comments and strings.
fn tokens(code: &str) -> Vec<(usize, String)> {
    let chars: Vec<char> = code.chars().collect();
    let (mut at, mut line, mut found) = (0, 1, Vec::new());
    while at < chars.len() {
        let start = at;
        let here = |text: &str| text.chars().enumerate().all(|(offset, char)| chars.get(start + offset) == Some(&char));
        let char = chars[at];
        if here("//") {
            at = end_of(&chars, at, |at| chars[at] == '\n');
        } else if here("/*") {
            at = end_of(&chars, at + 2, |at| chars[at] == '*' && chars.get(at + 1) == Some(&'/')) + 2;
        } else if let Some(end) = end_of_string(&chars, at) {
            at = end;
        } else if char.is_alphanumeric() || char == '_' {
            at = end_of(&chars, at, |at| !chars[at].is_alphanumeric() && chars[at] != '_');
            found.push((line, chars[start..at].iter().collect()));
        } else {
            at += if here("::") { 2 } else { 1 };
            if !char.is_whitespace() {
                found.push((line, chars[start..at].iter().collect()));
            }
        }
        at = at.min(chars.len());
        line += chars[start..at].iter().filter(|&&char| char == '\n').count();
    }
    found
}

/// Where a string or a character that begins here ends, if one does.
fn end_of_string(chars: &[char], at: usize) -> Option<usize> {
    let is_word = |at: usize| chars.get(at).is_some_and(|char| char.is_alphanumeric() || *char == '_');
    let prefix = (at..chars.len().min(at + 2)).take_while(|&at| matches!(chars[at], 'b' | 'c' | 'r')).count();
    let hashes = (at + prefix..chars.len()).take_while(|&at| chars[at] == '#').count();
    let quote = at + prefix + hashes;
    let is_raw = prefix > 0 && chars[at + prefix - 1] == 'r';
    let behind_word = at > 0 && is_word(at - 1);
    match chars.get(quote) {
        Some('"') if is_raw && !behind_word => {
            let closes =
                |end: usize| chars[end] == '"' && (1..=hashes).all(|offset| chars.get(end + offset) == Some(&'#'));
            Some(end_of(chars, quote + 1, closes) + 1 + hashes)
        }
        Some(&mark @ ('"' | '\'')) if hashes == 0 && (prefix == 0 || !behind_word) => {
            // `'a` without a second quote is a lifetime.
            let is_lifetime =
                mark == '\'' && chars.get(quote + 1) != Some(&'\\') && chars.get(quote + 2) != Some(&'\'');
            if is_lifetime {
                return (prefix == 0).then_some(quote + 1);
            }
            let mut end = quote + 1;
            while end < chars.len() && chars[end] != mark {
                end += if chars[end] == '\\' { 2 } else { 1 };
            }
            Some(end + 1)
        }
        _ => None,
    }
}

fn end_of(chars: &[char], from: usize, stops: impl Fn(usize) -> bool) -> usize {
    (from..chars.len()).find(|&at| stops(at)).unwrap_or(chars.len())
}

/// Leaves out each item under `#[cfg(test)]`.
fn without_tests(tokens: &[(usize, String)]) -> Vec<(usize, String)> {
    const TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let words = tokens[at..].iter().map(|(_, word)| word.as_str());
        if !words.take(TEST.len()).eq(TEST) {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        // The item ends with its block, or with a semicolon before any block.
        let mut depth = 0;
        at += TEST.len();
        while at < tokens.len() {
            match tokens[at].1.as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {}
            }
            at += 1;
            if depth == 0 && matches!(tokens[at - 1].1.as_str(), "}" | ";") {
                break;
            }
        }
    }
    kept
}

/// Every source file with its text, by its path under src.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    let mut found = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of src") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&root).expect("it is under src").to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).expect("a source file is UTF-8"));
            }
        }
    }
    found
}

#[test]
fn the_sources_keep_to_the_rooms_of_the_page() {
    let rules = Rules::of_page();
    let mut used = BTreeSet::new();
    let told: Vec<String> = sources().iter().flat_map(|(file, code)| rules.violations(file, code, &mut used)).collect();
    assert!(told.is_empty(), "\n{}\n", told.join("\n"));
    let unused: Vec<_> = rules.exceptions.difference(&used).collect();
    assert!(unused.is_empty(), "exceptions of ARCHITECTURE.md that nothing needs: {unused:?}");
}

#[test]
fn every_room_of_the_page_exists() {
    let rooms: BTreeSet<String> = sources().keys().map(|file| module_of(file).remove(0)).collect();
    let rules = Rules::of_page();
    let missing: Vec<_> = rules.levels.keys().filter(|room| !rooms.contains(*room)).collect();
    assert!(missing.is_empty(), "rooms of ARCHITECTURE.md that do not exist: {missing:?}");
}

const PAGE: &str = "\
## Rooms
| Room | Level | Its one job |
|---|---|---|
| `low` | 1 | |
| `beside` | 1 | |
| `high` | 2 | |
| `top` | 3 | |
### Exceptions
| Room | names | because |
|---|---|---|
| `low` | `high` | |
### Absences
| Room | never names | because |
|---|---|---|
| `top` | `low` | |
## The world outside
| Path | only in |
|---|---|
| `std::fs`, `std::io::stdin` | `top` |
";

#[test]
fn a_forbidden_line_is_caught() {
    let caught = [
        ("beside.rs", "use crate::high::Thing;\n", 1),
        ("beside.rs", "use crate::{\n    low::{Thing, other},\n};\n", 2),
        ("beside.rs", "fn f() { crate::top::run() }", 1),
        ("beside/part.rs", "use super::super::high::Thing;", 1),
        ("beside/mod.rs", "use super::high as aloft;", 1),
        ("beside.rs", "use crate::Thing;", 1),
        ("top.rs", "use crate::low::Thing;", 1),
        ("high.rs", "use std::fs;", 1),
        ("high.rs", "use std::{fmt, fs::{self, File}, io::{self, stdin, stdout}};", 3),
        ("high.rs", "fn f(c: char) { if c == '\"' { std::fs::read(\"x\"); } }", 1),
        ("beside.rs", "mod within { use super::{own, super::high}; }\nuse super::top;", 2),
        ("nowhere.rs", "", 1),
    ];
    for (file, code, count) in caught {
        let told = Rules::read(PAGE).violations(file, code, &mut BTreeSet::new());
        assert_eq!(told.len(), count, "{code}: {told:?}");
    }
}

#[test]
fn an_allowed_line_is_not() {
    let allowed = [
        ("high.rs", "use crate::low::Thing;"),
        ("low.rs", "use crate::high::Thing;"),
        ("high/part.rs", "use super::other;\nuse crate::high::more;\nuse super::super::beside::it;"),
        (
            "high.rs",
            "// use crate::top::Thing;\n/* std::fs */ const A: &str = r#\"crate::top::\"# ; const B: &str = \"\\\"std::fs::\";",
        ),
        ("high.rs", "mod within { use super::{own, other}; }\nuse super::low;"),
        ("high.rs", "use std::io::{self, Write};\nfn f<'a>(c: &'a char) { c == &'\\''; } pub(crate) struct A;"),
        (
            "high.rs",
            "#[cfg(test)]\nuse crate::top::Thing;\n#[cfg(test)]\nmod tests { use std::fs; fn f() { crate::top::run() } }",
        ),
        ("top.rs", "use std::fs;"),
    ];
    for (file, code) in allowed {
        let told = Rules::read(PAGE).violations(file, code, &mut BTreeSet::new());
        assert!(told.is_empty(), "{code}: {told:?}");
    }
}

#[test]
fn a_needed_exception_is_noted() {
    let mut used = BTreeSet::new();
    Rules::read(PAGE).violations("low.rs", "use crate::high::Thing;", &mut used);
    assert_eq!(used, BTreeSet::from([("low".to_owned(), "high".to_owned())]));
}
