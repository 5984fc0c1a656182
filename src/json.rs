//! JSON as it lies in a file: every value with the bytes that spell it, so that one string changes and no other byte does.
//!
//! The grammar is that of RFC 8259. Values are kept flat, in the order of the file, with a link over what they hold:
//! nesting costs no stack, and a file takes a small multiple of its size.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use crate::coding::{Coding, seconds};
use crate::error::{Error, Result};
use crate::span::place_in;

/// The names of so many members are compared one by one, which for objects of that size is faster than by a table.
const FEW_MEMBERS: usize = 16;

/// A JSON text that was read.
#[derive(Debug)]
pub(crate) struct Json<'a> {
    text: &'a str,
    nodes: Vec<Node>,
    /// The number of the value that is read.
    root: usize,
    /// Whether the name of some member is spelled with an escape.
    has_escaped_names: bool,
    /// Whether it is one value after the other, taken for a list.
    is_series: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Object,
    Array,
    String,
    Number,
    Word,
}

/// Of what kind a value is, its first byte says.
#[derive(Debug, Clone, Copy)]
struct Node {
    start: u32,
    end: u32,
    /// The number of the node behind all that this one holds.
    next: u32,
}

/// A value of a JSON text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value<'a> {
    json: &'a Json<'a>,
    number: usize,
}

impl<'a> Json<'a> {
    /// Reads the one value that a text holds.
    ///
    /// # Errors
    ///
    /// Where the text is not JSON, with the place.
    pub(crate) fn read(text: &'a str) -> Result<Json<'a>> {
        Json::read_at(text, 0..text.len())
    }

    /// Reads the one value that a part of a text holds; places are those of the whole text.
    ///
    /// # Errors
    ///
    /// Where the part is not JSON, with the place.
    pub(crate) fn read_at(text: &'a str, part: Range<usize>) -> Result<Json<'a>> {
        let mut reader = Reader::new(text, part);
        let read = reader.value().and_then(|()| reader.end());
        reader.done(read, false)
    }

    /// Reads the values that stand in a text one after the other, in lines or not, as a list of them.
    ///
    /// # Errors
    ///
    /// Where one of them is not JSON, with the place.
    pub(crate) fn read_series(text: &'a str) -> Result<Json<'a>> {
        let mut reader = Reader::new(text, 0..text.len());
        reader.push(0);
        let read = reader.series();
        reader.nodes[0] = Node { start: 0, end: text.len() as u32, next: reader.nodes.len() as u32 };
        reader.done(read, true)
    }

    /// Calls `found` with each member that a later one of the same name hides, and with the last of that name.
    pub(crate) fn doubled<'s>(&'s self, mut found: impl FnMut(Value<'s>, Value<'s>)) {
        let mut members: Vec<(&str, Value<'s>)> = Vec::new();
        let mut last: HashMap<Cow<'_, str>, Value<'s>> = HashMap::new();
        for number in 0..self.nodes.len() {
            members.clear();
            members.extend(Value { json: self, number }.members());
            let is_few = members.len() <= FEW_MEMBERS;
            let is_plain = |(name, _): &(&str, Value<'_>)| !name.contains('\\');
            let differ =
                |(at, (name, _)): (usize, &(&str, Value<'_>))| members[..at].iter().all(|(one, _)| one != name);
            if is_few && members.iter().all(is_plain) && members.iter().enumerate().all(differ) {
                continue;
            }
            last.clear();
            let key = |name| Coding::Json { ascii: false }.text(name);
            last.extend(members.iter().map(|&(name, value)| (key(name), value)));
            for &(name, value) in &members {
                if let Some(&read) = last.get(&key(name)).filter(|read| read.number != value.number) {
                    found(value, read);
                }
            }
        }
    }

    /// The value.
    pub(crate) fn value(&'a self) -> Value<'a> {
        Value { json: self, number: self.root }
    }

    /// The same, of which a value within it is read.
    pub(crate) fn within(self, number: usize) -> Json<'a> {
        Json { root: number, ..self }
    }
}

impl<'a> Value<'a> {
    fn node(self) -> Node {
        self.json.nodes[self.number]
    }

    fn kind(self) -> Kind {
        if self.json.is_series && self.number == 0 {
            return Kind::Array;
        }
        kind_at(self.json.text, self.node().start)
    }

    /// Where it stands, in bytes.
    pub(crate) fn place(self) -> Range<u32> {
        self.node().start..self.node().end
    }

    /// How it is spelled.
    pub(crate) fn raw(self) -> &'a str {
        let Range { start, end } = self.place();
        &self.json.text[start as usize..end as usize]
    }

    /// The text of all strings in it, names of members among them.
    pub(crate) fn strings(self) -> impl Iterator<Item = Cow<'a, str>> {
        let within = self.number..self.node().next as usize;
        within.filter_map(move |number| Value { json: self.json, number }.string())
    }

    /// The values of an array, or of the members of an object; none of anything else.
    pub(crate) fn elements(self) -> impl Iterator<Item = Value<'a>> + Clone {
        let is_array = self.kind() == Kind::Array;
        let end = if is_array { self.node().next as usize } else { 0 };
        let mut number = self.number + 1;
        std::iter::from_fn(move || {
            let value = (number < end).then_some(Value { json: self.json, number })?;
            number = value.node().next as usize;
            Some(value)
        })
    }

    /// The members of an object: keys as they are spelled, with their values.
    pub(crate) fn members(self) -> impl Iterator<Item = (&'a str, Value<'a>)> {
        let is_object = self.kind() == Kind::Object;
        let end = if is_object { self.node().next as usize } else { 0 };
        let mut number = self.number + 1;
        std::iter::from_fn(move || {
            let key = (number < end).then(|| self.json.nodes[number])?;
            let value = Value { json: self.json, number: number + 1 };
            number = value.node().next as usize;
            Some((&self.json.text[key.start as usize + 1..key.end as usize - 1], value))
        })
    }

    /// The member of an object with this key; of several the last, which is what most readers take.
    pub(crate) fn get(self, key: &str) -> Option<Value<'a>> {
        let [value] = self.get_all([key]);
        value
    }

    /// The members of an object with these keys, as [`Value::get`] finds them.
    #[inline]
    pub(crate) fn get_all<const N: usize>(self, keys: [&str; N]) -> [Option<Value<'a>>; N] {
        let mut found = [None; N];
        for (name, value) in self.members() {
            let is_spelled = |key: &str| {
                if self.json.has_escaped_names { spells(name, key) } else { name.as_bytes() == key.as_bytes() }
            };
            for (found, key) in found.iter_mut().zip(keys) {
                if is_spelled(key) {
                    *found = Some(value);
                }
            }
        }
        found
    }

    /// The member of an object that has the first of these keys of which there is one.
    pub(crate) fn any<const N: usize>(self, keys: [&str; N]) -> Option<Value<'a>> {
        self.get_all(keys).into_iter().flatten().next()
    }

    /// The member of a member, and so on.
    pub(crate) fn at(self, path: &[&str]) -> Option<Value<'a>> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    /// The first value of an array.
    pub(crate) fn first(self) -> Option<Value<'a>> {
        self.elements().next()
    }

    /// The values of an array, or this one alone where it is something else.
    pub(crate) fn one_or_more(self) -> impl Iterator<Item = Value<'a>> {
        let alone = (!self.is_array()).then_some(self);
        alone.into_iter().chain(self.elements())
    }

    /// Whether it is `true`.
    pub(crate) fn is_true(self) -> bool {
        self.raw() == "true"
    }

    pub(crate) fn is_object(self) -> bool {
        self.kind() == Kind::Object
    }

    /// Its number among the values of its text.
    pub(crate) fn number_of_value(self) -> usize {
        self.number
    }

    pub(crate) fn is_array(self) -> bool {
        self.kind() == Kind::Array
    }

    /// Where the text of a string stands, without its quotes.
    pub(crate) fn body(self) -> Option<Range<u32>> {
        (self.kind() == Kind::String).then(|| self.node().start + 1..self.node().end - 1)
    }

    /// Where a number or the text of a string stands.
    pub(crate) fn bare(self) -> Option<Range<u32>> {
        match self.kind() {
            Kind::String => self.body(),
            Kind::Number => Some(self.place()),
            Kind::Object | Kind::Array | Kind::Word => None,
        }
    }

    /// The text of a string.
    pub(crate) fn string(self) -> Option<Cow<'a, str>> {
        self.body()
            .map(|body| Coding::Json { ascii: false }.text(&self.json.text[body.start as usize..body.end as usize]))
    }

    /// A number, or a string that spells one.
    pub(crate) fn number(self) -> Option<f64> {
        let bare = self.bare()?;
        self.json.text[bare.start as usize..bare.end as usize].parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// A time in seconds, as a number, as text that [`seconds`] reads, or as an object of seconds and nanoseconds.
    pub(crate) fn seconds(self) -> Option<f64> {
        if let Some(bare) = self.bare() {
            return seconds(&self.json.text[bare.start as usize..bare.end as usize]);
        }
        let part = |key: &str| self.get(key).and_then(Value::number);
        match (part("seconds"), part("nanos")) {
            (None, None) => None,
            (whole, nanos) => Some(whole.unwrap_or(0.0) + nanos.unwrap_or(0.0) / 1e9),
        }
    }
}

/// How many values and names of members there are at most: what stands between them is counted, in strings too.
fn most_values(bytes: &[u8]) -> usize {
    let between = |b: u8| u8::from(b == b',') + u8::from(b == b':') + u8::from(b == b'[') + u8::from(b == b'{');
    let in_stretch = |stretch: &[u8]| usize::from(stretch.iter().map(|&b| between(b)).sum::<u8>());
    2 + bytes.chunks(usize::from(u8::MAX)).map(in_stretch).sum::<usize>()
}

/// Whether the name of a member, as it is spelled, is this key.
fn spells(name: &str, key: &str) -> bool {
    let is_escaped = || name.len() > key.len() && name.contains('\\');
    name == key || is_escaped() && Coding::Json { ascii: false }.text(name) == key
}

/// Of what kind the value is that begins there.
fn kind_at(text: &str, start: u32) -> Kind {
    match text.as_bytes()[start as usize] {
        b'{' => Kind::Object,
        b'[' => Kind::Array,
        b'"' => Kind::String,
        b'-' | b'0'..=b'9' => Kind::Number,
        _ => Kind::Word,
    }
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    nodes: Vec<Node>,
    has_escaped_names: bool,
}

type Expected = &'static str;

/// So many words of eight bytes are looked through before `memchr` is called, which costs more than most strings are long.
const NEAR: usize = 4;

impl<'a> Reader<'a> {
    fn new(text: &'a str, part: Range<usize>) -> Reader<'a> {
        // One value has no more in it, a series one more for each of its values behind the first: what is reserved and not
        // used takes no memory, what grows is held twice for a while.
        let nodes = Vec::with_capacity(most_values(&text.as_bytes()[part.clone()]));
        let text = &text[..part.end];
        Reader { text, bytes: text.as_bytes(), at: part.start, nodes, has_escaped_names: false }
    }

    /// What was read, or why it could not be.
    fn done(self, read: std::result::Result<(), Expected>, is_series: bool) -> Result<Json<'a>> {
        let Reader { text, at, nodes, has_escaped_names, .. } = self;
        let Err(expected) = read else { return Ok(Json { text, nodes, root: 0, has_escaped_names, is_series }) };
        let found = match text[at.min(text.len())..].chars().next() {
            Some(c) => format!("`{}`", c.escape_debug()),
            None => "the end".to_owned(),
        };
        Err(Error::new(format!("found {found}, expected {expected}: it is no JSON")).at(place_in(text, at)))
    }

    fn end(&self) -> std::result::Result<(), Expected> {
        if self.at == self.bytes.len() { Ok(()) } else { Err("the end of the file") }
    }

    /// Reads values up to the end.
    fn series(&mut self) -> std::result::Result<(), Expected> {
        self.blank();
        while self.at < self.bytes.len() {
            self.value()?;
        }
        Ok(())
    }

    /// Reads a value and the blanks behind it.
    fn value(&mut self) -> std::result::Result<(), Expected> {
        // The objects and arrays that are open, and whether the last of them is an object.
        let mut open: Vec<u32> = Vec::new();
        let mut is_object = false;
        loop {
            self.blank();
            if let Some(c @ (b'{' | b'[')) = self.byte() {
                is_object = c == b'{';
                open.push(self.nodes.len() as u32);
                self.push(self.at);
                self.at += 1;
                self.blank();
                // `}` and `]` are two behind what they close.
                if self.byte() == Some(c + 2) {
                    self.at += 1;
                    is_object = self.close(&mut open);
                } else {
                    if is_object {
                        self.key()?;
                    }
                    continue;
                }
            } else {
                self.scalar()?;
            }
            // What holds the value goes on, or ends.
            loop {
                self.blank();
                if open.is_empty() {
                    return Ok(());
                }
                match self.byte() {
                    Some(b',') => {
                        self.at += 1;
                        self.blank();
                        if is_object {
                            self.key()?;
                        }
                        break;
                    }
                    Some(b'}') if is_object => self.at += 1,
                    Some(b']') if !is_object => self.at += 1,
                    _ => return Err(if is_object { "`,` or `}`" } else { "`,` or `]`" }),
                }
                is_object = self.close(&mut open);
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn blank(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.at += 1;
        }
    }

    fn push(&mut self, start: usize) {
        let next = self.nodes.len() as u32 + 1;
        self.nodes.push(Node { start: start as u32, end: self.at as u32, next });
    }

    /// Closes what was opened last; answers whether what is open then is an object.
    fn close(&mut self, open: &mut Vec<u32>) -> bool {
        let next = self.nodes.len() as u32;
        if let Some(holder) = open.pop() {
            let holder = &mut self.nodes[holder as usize];
            (holder.end, holder.next) = (self.at as u32, next);
        }
        open.last().is_some_and(|&holder| self.bytes[self.nodes[holder as usize].start as usize] == b'{')
    }

    fn key(&mut self) -> std::result::Result<(), Expected> {
        if self.byte() != Some(b'"') {
            return Err("a key in quotes");
        }
        self.has_escaped_names |= self.string()?;
        self.blank();
        if self.byte() != Some(b':') {
            return Err("`:`");
        }
        self.at += 1;
        Ok(())
    }

    /// Reads a string; answers whether it holds an escape.
    fn string(&mut self) -> std::result::Result<bool, Expected> {
        let start = self.at;
        let mut is_escaped = false;
        self.at += 1;
        loop {
            let rest = &self.bytes[self.at..];
            match quote_or_escape(rest) {
                Some(length) if rest[length] == b'"' => {
                    self.at += length + 1;
                    break;
                }
                // What an escape stands for is not asked here, only that no quote of its ends the string.
                Some(length) => {
                    is_escaped = true;
                    self.at = (self.at + length + 2).min(self.bytes.len());
                }
                None => {
                    self.at = self.bytes.len();
                    return Err("`\"` at the end of a string");
                }
            }
        }
        self.push(start);
        Ok(is_escaped)
    }

    fn scalar(&mut self) -> std::result::Result<(), Expected> {
        let start = self.at;
        let rest = &self.bytes[start..];
        match rest.first() {
            Some(b'"') => return self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.at += self.number(rest).ok_or("a number")?,
            _ => {
                // Python's writer knows more numbers than the standard.
                let words: [&[u8]; 5] = [b"true", b"false", b"null", b"NaN", b"Infinity"];
                let word = words.into_iter().find(|word| rest.starts_with(word)).ok_or("a value")?;
                self.at += word.len();
            }
        }
        self.push(start);
        Ok(())
    }

    /// How many bytes spell the number that `rest` begins with; none if that is no number.
    fn number(&self, rest: &[u8]) -> Option<usize> {
        let digits = |from: usize| rest[from..].iter().take_while(|b| b.is_ascii_digit()).count();
        // As nearly all are spelled, `12` or `12.345`; parsing takes several times as long.
        let whole = digits(0);
        let length = if whole > 0 && rest.get(whole) == Some(&b'.') {
            let part = digits(whole + 1);
            if part > 0 { whole + 1 + part } else { 0 }
        } else {
            whole
        };
        let is_part = |b: &u8| matches!(b, b'-' | b'+' | b'.' | b'0'..=b'9' | b'e' | b'E');
        if length > 0 && !rest.get(length).is_some_and(is_part) {
            return Some(length);
        }
        if rest.starts_with(b"-Infinity") {
            return Some("-Infinity".len());
        }
        let length = rest.iter().take_while(|b| is_part(b)).count();
        self.text[self.at..self.at + length].parse::<f64>().is_ok().then_some(length)
    }
}

/// Where the first `"` or `\` stands.
fn quote_or_escape(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    // The high bit of each byte that is this one; of bytes behind the first of them it may be set as well.
    let is = |word: u64, byte: u8| {
        let differs = word ^ (ONES * u64::from(byte));
        differs.wrapping_sub(ONES) & !differs & (ONES << 7)
    };
    let (eights, _) = bytes.as_chunks::<8>();
    for (number, &eight) in eights.iter().take(NEAR).enumerate() {
        let word = u64::from_le_bytes(eight);
        let found = is(word, b'"') | is(word, b'\\');
        if found != 0 {
            return Some(number * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let done = eights.len().min(NEAR) * 8;
    memchr::memchr2(b'"', b'\\', &bytes[done..]).map(|at| done + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_with_their_bytes() {
        let text = r#" {"a": [1, -2.5e3, "x\"y", {}], "b": {"c": null}, "a": ["\u00e9"]} "#;
        let json = Json::read(text).expect("JSON");
        let value = json.value();
        assert_eq!(value.members().count(), 3);
        assert_eq!(value.at(&["a"]).and_then(Value::first).and_then(Value::string).as_deref(), Some("é"));
        let first = value.members().next().expect("a member").1;
        let numbers: Vec<f64> = first.elements().filter_map(Value::number).collect();
        assert_eq!(numbers, [1.0, -2500.0]);
        let place = first.elements().nth(2).and_then(Value::body).expect("a string");
        assert_eq!(&text[place.start as usize..place.end as usize], r#"x\"y"#);
        assert!(value.at(&["b", "c", "d"]).is_none());
    }

    #[test]
    fn the_end_of_a_string_is_found_as_by_memchr() {
        // Beside the two those that differ from them by a bit, where adding and taking away may carry.
        let bytes = [b'"', b'\\', b'#', b'!', b']', b'a', 0x00, 0x80, 0xA2, 0xDC, 0xFF];
        for at in 0..=48 {
            for first in bytes {
                for second in bytes {
                    let mut text = vec![b'x'; 50];
                    (text[at], text[at + 1]) = (first, second);
                    assert_eq!(quote_or_escape(&text), memchr::memchr2(b'"', b'\\', &text), "{at} {first} {second}");
                    assert_eq!(quote_or_escape(&text[at..=at]), memchr::memchr2(b'"', b'\\', &text[at..=at]));
                }
            }
        }
        assert_eq!(quote_or_escape(b""), None);
    }

    #[test]
    fn there_is_room_for_all_values() {
        let empty = "[".to_owned() + &"{},".repeat(1000) + "[]]";
        let names = "{".to_owned() + &"\"a\":1,".repeat(1000) + "\"b\":{}}";
        for text in ["1", "[]", "[1]", "{\"a\": [1, 2]}", &empty, &names] {
            let json = Json::read(text).expect("JSON");
            assert!(json.nodes.len() <= most_values(text.as_bytes()), "{} values", json.nodes.len());
        }
    }

    #[test]
    fn numbers_are_as_long_as_they_are() {
        for (text, number) in [
            ("12", Some(12.0)),
            ("-0", Some(-0.0)),
            ("12.5", Some(12.5)),
            ("12.", Some(12.0)),
            ("1e5", Some(1e5)),
            ("-1.5E-2", Some(-0.015)),
            ("1-2", None),
            ("-", None),
            ("1.2.3", None),
        ] {
            let text = format!("[{text}, 7]");
            let read = Json::read(&text);
            let first = read.as_ref().ok().and_then(|json| json.value().first()).and_then(Value::number);
            assert_eq!(first, number, "{text}");
            assert_eq!(read.is_ok(), number.is_some(), "{text}");
        }
        for text in ["NaN", "Infinity", "-Infinity"] {
            let json = Json::read(text).expect("what Python writes");
            assert_eq!(json.value().raw(), text);
        }
    }

    #[test]
    fn members_are_found_all_at_once() {
        let text = r#"{"a": 1, "b": 2, "\u0061": 3, "c": 4, "c": 5, "": 6}"#;
        let json = Json::read(text).expect("JSON");
        let raw = json.value().get_all(["a", "c", "x", "b", "a"]).map(|value| value.map(Value::raw));
        assert_eq!(raw, [Some("3"), Some("5"), None, Some("2"), Some("3")]);
        let json = Json::read("[1]").expect("JSON");
        assert!(json.value().get_all(["a"])[0].is_none());
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        for (text, message) in [
            ("", "1:1: found the end, expected a value: it is no JSON"),
            ("{\"a\": 1,\n 2}", "2:2: found `2`, expected a key in quotes: it is no JSON"),
            ("[1, 2", "1:6: found the end, expected `,` or `]`: it is no JSON"),
            ("[1]]", "1:4: found `]`, expected the end of the file: it is no JSON"),
            ("[\"abc", "1:6: found the end, expected `\"` at the end of a string: it is no JSON"),
            ("[1.2.3]", "1:2: found `1`, expected a number: it is no JSON"),
            ("{\"a\" 1}", "1:6: found `1`, expected `:`: it is no JSON"),
        ] {
            assert_eq!(Json::read(text).expect_err("a fault").to_string(), message);
        }
    }

    #[test]
    fn values_one_after_the_other_are_a_list() {
        let text = "\n{\"a\": 1}\r\n\n{\"a\": [2]}\n 3";
        let json = Json::read_series(text).expect("JSON");
        let raw: Vec<&str> = json.value().elements().map(Value::raw).collect();
        assert_eq!(raw, ["{\"a\": 1}", "{\"a\": [2]}", "3"]);
        assert!(json.value().is_array() && json.value().get("a").is_none());
        assert_eq!(Json::read_series("").expect("none").value().elements().count(), 0);
        let error = Json::read_series("{}\n{\"a\":}").expect_err("a fault");
        assert_eq!(error.to_string(), "2:6: found `}`, expected a value: it is no JSON");
    }

    #[test]
    fn deep_nesting_is_no_danger() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        let json = Json::read(&deep).expect("JSON");
        assert_eq!(json.value().elements().count(), 1);
        assert!(Json::read(&"[".repeat(100_000)).is_err());
    }
}
