//! Dictionaries as nearly all are written: a key a line, texts in quotes without escapes.
//!
//! They are read as the library for TOML reads them, in a fraction of its time: every run waits for the shipped ones, and
//! long ones have hundreds of thousands of entries. Whatever has another form is left to the library, and so is all that
//! is wrong.

use toml::Spanned;

use super::toml_form::{ENTRY, File, TermEntry};
use super::{Dictionary, Kind, Term, guess};
use crate::span::Places;

/// What begins an example or a keep of an entry.
const TRIALS: [&str; 2] = ["[[term.example]]", "[[term.keep]]"];

/// What a part of a dictionary holds; none where any of it has another form.
pub(super) fn read(part: &str) -> Option<File> {
    Plain { text: part, at: 0 }.file(false)
}

/// A dictionary that is known to be without fault, without its examples and keeps; none where any of the rest has another
/// form.
pub(super) fn without_trials(name: &str, text: &str) -> Option<Dictionary> {
    let file = Plain { text, at: 0 }.file(true)?;
    let places = Places::of(text);
    let inner = |texts: Vec<Spanned<String>>| texts.into_iter().map(Spanned::into_inner).collect();
    let term = |entry: TermEntry| Term {
        kind: entry.kind.unwrap_or_else(|| guess::kind(entry.text.get_ref())),
        domain: entry.domain.or_else(|| file.domain.clone()),
        heard: inner(entry.heard),
        said: inner(entry.said),
        near: inner(entry.near),
        unless: inner(entry.unless),
        never: inner(entry.never),
        seen: Vec::new(),
        examples: Vec::new(),
        keeps: Vec::new(),
        place: places.at(text, entry.text.span().start),
        text: entry.text.into_inner(),
    };
    Some(Dictionary {
        name: name.to_owned(),
        about: file.about,
        near: inner(file.near),
        listen: file.listen,
        terms: file.term.into_iter().map(term).collect(),
        warnings: Vec::new(),
    })
}

/// A text that is read, and how far.
struct Plain<'a> {
    text: &'a str,
    at: usize,
}

type Text = Spanned<String>;

impl Plain<'_> {
    fn file(mut self, skips_trials: bool) -> Option<File> {
        let (mut whole, mut entries) = (Whole::default(), Vec::new());
        while self.at < self.text.len() {
            if self.ends_line() {
                continue;
            }
            if self.eats(ENTRY) {
                entries.push(Entry::default());
            } else if skips_trials && TRIALS.iter().any(|trial| self.eats(trial)) {
                self.skip_trial();
                continue;
            } else {
                let key = self.key()?;
                match entries.last_mut() {
                    Some(entry) => entry.read(key, &mut self)?,
                    None => whole.read(key, &mut self)?,
                }
            }
            self.ends_line().then_some(())?;
        }
        Some(File {
            about: whole.about.unwrap_or_default(),
            domain: whole.domain,
            near: whole.near.unwrap_or_default(),
            listen: whole.listen.unwrap_or(true),
            term: entries.into_iter().map(Entry::done).collect::<Option<_>>()?,
        })
    }

    /// Passes over a text that stands here.
    fn eats(&mut self, text: &str) -> bool {
        let is_there = self.text[self.at..].starts_with(text);
        self.at += if is_there { text.len() } else { 0 };
        is_there
    }

    /// Passes over the end of a line, or of the whole.
    fn ends_line(&mut self) -> bool {
        self.at == self.text.len() || self.eats("\n") || self.eats("\r\n")
    }

    /// Passes over what belongs to an example or a keep: all up to the next entry.
    fn skip_trial(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let next = memchr::memmem::find_iter(rest, ENTRY).find(|&next| next > 0 && rest[next - 1] == b'\n');
        self.at += next.unwrap_or(rest.len());
    }

    /// A key with its sign of equality.
    fn key(&mut self) -> Option<&'static str> {
        KEYS.into_iter().find(|key| {
            let start = self.at;
            let is_there = self.eats(key) && self.eats(" = ");
            self.at = if is_there { self.at } else { start };
            is_there
        })
    }

    /// A text in quotes.
    fn one(&mut self) -> Option<Text> {
        let body = self.text[self.at..].strip_prefix('"')?;
        let body = &body[..memchr::memchr(b'"', body.as_bytes())?];
        let is_plain = body.bytes().all(|b| b != b'\\' && !b.is_ascii_control());
        let start = self.at;
        self.at += body.len() + 2;
        is_plain.then(|| Spanned::new(start..self.at, body.to_owned()))
    }

    /// Texts in brackets, on one line or several.
    fn list(&mut self) -> Option<Vec<Text>> {
        self.eats("[").then_some(())?;
        let mut texts = Vec::new();
        loop {
            self.skip_blanks();
            if self.eats("]") {
                return Some(texts);
            }
            texts.push(self.one()?);
            self.skip_blanks();
            if !self.eats(",") {
                return self.eats("]").then_some(texts);
            }
        }
    }

    fn skip_blanks(&mut self) {
        while self.eats(" ") || self.eats("\n") || self.eats("\r\n") {}
    }
}

/// The keys that are known here.
const KEYS: [&str; 10] = ["text", "heard", "near", "kind", "said", "unless", "never", "domain", "about", "listen"];

/// What is said of the whole dictionary.
#[derive(Default)]
struct Whole {
    about: Option<String>,
    domain: Option<String>,
    near: Option<Vec<Text>>,
    listen: Option<bool>,
}

impl Whole {
    fn read(&mut self, key: &str, plain: &mut Plain<'_>) -> Option<()> {
        match key {
            "about" => set(&mut self.about, plain.one()?.into_inner()),
            "domain" => set(&mut self.domain, plain.one()?.into_inner()),
            "near" => set(&mut self.near, plain.list()?),
            "listen" => {
                let value = plain.eats("true");
                (value || plain.eats("false")).then_some(())?;
                set(&mut self.listen, value)
            }
            _ => None,
        }
    }
}

/// An entry as far as it is read.
#[derive(Default)]
struct Entry {
    text: Option<Text>,
    kind: Option<Kind>,
    domain: Option<String>,
    heard: Option<Vec<Text>>,
    said: Option<Vec<Text>>,
    near: Option<Vec<Text>>,
    unless: Option<Vec<Text>>,
    never: Option<Vec<Text>>,
}

impl Entry {
    fn read(&mut self, key: &str, plain: &mut Plain<'_>) -> Option<()> {
        match key {
            "text" => set(&mut self.text, plain.one()?),
            "kind" => {
                let id = plain.one()?.into_inner();
                set(&mut self.kind, Kind::ALL.into_iter().find(|kind| kind.id() == id)?)
            }
            "domain" => set(&mut self.domain, plain.one()?.into_inner()),
            "heard" => set(&mut self.heard, plain.list()?),
            "said" => set(&mut self.said, plain.list()?),
            "near" => set(&mut self.near, plain.list()?),
            "unless" => set(&mut self.unless, plain.list()?),
            "never" => set(&mut self.never, plain.list()?),
            _ => None,
        }
    }

    fn done(self) -> Option<TermEntry> {
        Some(TermEntry {
            text: self.text?,
            kind: self.kind,
            domain: self.domain,
            heard: self.heard.unwrap_or_default(),
            said: self.said.unwrap_or_default(),
            near: self.near.unwrap_or_default(),
            unless: self.unless.unwrap_or_default(),
            never: self.never.unwrap_or_default(),
            seen: Vec::new(),
            example: Vec::new(),
            keep: Vec::new(),
        })
    }
}

/// Sets what is not set yet.
fn set<T>(place: &mut Option<T>, value: T) -> Option<()> {
    let is_new = place.is_none();
    *place = Some(value);
    is_new.then_some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether a text is read as plain; then the library reads the same.
    fn is_plain(part: &str) -> bool {
        let Some(plain) = read(part) else { return false };
        let whole: File = toml::from_str(part).unwrap_or_else(|error| panic!("{part:?}: {error}"));
        assert_eq!(format!("{plain:?}"), format!("{whole:?}"), "{part:?}");
        true
    }

    #[test]
    fn plain_entries_are_read_as_the_library_reads_them() {
        for part in [
            "",
            "about = \"x\"\nlisten = false\nnear = [\"y\"]\ndomain = \"z\"\n",
            "[[term]]\ntext = \"Fleshacex\"\nheard = [\"fleshacix\", \"fre shacex\"]\n\n[[term]]\ntext = \"B\"",
            "[[term]]\r\nkind = \"person\"\r\ntext = \"Zoë 'Z' # [\"\r\nnear = []\r\ndomain = \"names\"\r\n",
            "[[term]]\nheard = [\n    \"a\", \"b\",\n    \"c\",\n]\ntext = \"D\"\nsaid = [ \"d\",\"e\" ]\n",
        ] {
            assert!(is_plain(part), "{part:?}");
        }
    }

    #[test]
    fn all_else_is_left_to_the_library() {
        let entry = "[[term]]\ntext = \"a\"";
        for rest in [
            " # b\n",
            " \n",
            "\n# a name\n",
            "\ntext = \"b\"\n",
            "\nkind = \"thing\"\n",
            "\nkind=\"product\"\n",
            "\nheard = [\"b\" \"c\"]\n",
            "\nheard = [\"b\",, \"c\"]\n",
            "\nheard = ['b']\n",
            "\nheard = [\"b\\u0020c\"]\n",
            "\nheard = [\"b\tc\"]\n",
            "\nheard = [\"b\nc\"]\n",
            "\nheard = \"b\"\n",
            "\nheard = [\"b\"",
            "\nheared = [\"b\"]\n",
            "\nseen = []\n",
            "\n[[term.keep]]\ntext = \"b\"\n",
            "\r[[term]]\r",
            "[[term]]",
            "\n[[term]]\n",
        ] {
            assert!(read(&format!("{entry}{rest}")).is_none(), "{rest:?}");
        }
        assert!(read("text = \"a\"\n").is_none());
        assert!(without_trials("d", &format!("{entry}\n[[term.keep]]\ntext = ''\n[[term]]\ntext = \"b\"")).is_some());
        assert!(without_trials("d", &format!("{entry}\nseen = []\n")).is_none());
    }

    proptest! {
        #[test]
        fn whatever_is_read_as_plain_the_library_reads_alike(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "[[term]]\n", "text = ", "heard = ", "kind = ", "listen = ", "true", "\"person\"", "\"a b\"", "\"ä\"", "[",
                    "]", ", ", ",", "\n", "\r\n", "\r", " ", "#", "'", "\\", "\"", "=", "[\"x\"]\n", "\"y\"\n",
                    "near = []\n", "\u{b}", "\u{7f}", "\u{feff}",
                ]),
                0..12,
            )
        ) {
            is_plain(&pieces.concat());
            is_plain(&format!("[[term]]\ntext = \"x\"\n{}", pieces.concat()));
        }
    }
}
