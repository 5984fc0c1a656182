//! Vocabularies of other tools: into a dictionary, and out of one.
//!
//! One file a form, one row in [`EXCHANGES`]; text in, text out. What a form cannot hold, or its tool would refuse, is left
//! out and told: nothing is cut silently.

mod assemblyai;
mod aws;
mod azure;
mod codespell;
mod cspell;
mod deepgram;
mod gathered;
mod google;
mod list;
mod rev;
mod speechmatics;
mod table;
mod vale;
mod whisper;

use serde::de::DeserializeOwned;

use self::gathered::Gathered;
use super::{Dictionary, Term};
use crate::error::{Error, Result, did_you_mean};
use crate::span::{Place, place_in};
use crate::toml_text::in_words;

/// A form in which another tool keeps its vocabulary.
#[derive(Debug)]
pub struct Exchange {
    /// The id that users type.
    pub id: &'static str,
    /// One line on what it is.
    pub about: &'static str,
    /// Whether a text looks like it; the first that says so is taken.
    recognises: fn(&str) -> bool,
    read: fn(&str, &mut Gathered) -> Result<()>,
    write: fn(&[Term], &mut Left) -> String,
}

/// Every form, those that are easy to tell before those that take anything.
pub const EXCHANGES: [&Exchange; 14] = [
    &assemblyai::EXCHANGE,
    &google::EXCHANGE,
    &speechmatics::EXCHANGE,
    &rev::EXCHANGE,
    &cspell::EXCHANGE,
    &aws::EXCHANGE,
    &azure::EXCHANGE,
    &deepgram::EXCHANGE,
    &codespell::EXCHANGE,
    &table::EXCHANGE,
    &whisper::PROMPT,
    &whisper::HOTWORDS,
    &vale::EXCHANGE,
    &list::EXCHANGE,
];

/// A vocabulary written for another tool, and what did not fit into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The text of the file.
    pub text: String,
    /// What was left out, one thing each.
    pub left: Vec<String>,
}

/// What does not fit into a form.
#[derive(Debug, Default)]
struct Left(Vec<String>);

impl Exchange {
    /// The form with this id.
    ///
    /// # Errors
    ///
    /// Where there is none.
    pub fn by_id(id: &str) -> Result<&'static Exchange> {
        let known = EXCHANGES.map(|form| form.id);
        EXCHANGES.into_iter().find(|form| form.id == id).ok_or_else(|| {
            let error = Error::new(format!("found the form `{id}`, expected one of {}", known.join(", ")));
            match did_you_mean(id, known) {
                Some(near) => error.with_hint(format!("did you mean `{near}`?")),
                None => error,
            }
        })
    }

    /// The form that a text looks like; a plain list if it looks like no other.
    ///
    /// # Errors
    ///
    /// Where it is JSON that is cut short or of no form that is known, or a dictionary already: no plain list begins so.
    pub fn of(text: &str) -> Result<&'static Exchange> {
        let form = EXCHANGES.into_iter().find(|form| (form.recognises)(text)).unwrap_or(&list::EXCHANGE);
        let begins = text.trim_start_matches('\u{FEFF}').trim_start();
        let mut rest = begins.chars();
        let is_json = match rest.next() {
            Some('{') => true,
            Some('[') => rest.find(|c| !c.is_whitespace()).is_none_or(|c| matches!(c, '{' | '[' | '"')),
            _ => false,
        };
        if form.id != list::EXCHANGE.id || !is_json {
            return Ok(form);
        }
        if begins.starts_with("[[term]]") {
            return Err(Error::new("found a dictionary, expected the vocabulary of another tool")
                .at(place_of(text, begins))
                .with_hint("it can be used as it is: its file's name ends in .toml"));
        }
        json::<serde::de::IgnoredAny>(
            text.trim_start_matches('\u{FEFF}'),
            "the words of a recogniser or a spelling checker",
        )?;
        Err(Error::new("found JSON of no form that is known")
            .at(place_of(text, begins))
            .with_hint("`--from` says which form it has; `mondegreen dict import --help` lists them"))
    }

    /// Reads a vocabulary; what cannot be a term is a warning.
    ///
    /// # Errors
    ///
    /// Where the text is not of this form, or holds too many terms.
    ///
    /// ```
    /// use mondegreen::Exchange;
    ///
    /// let text = r#"{"additional_vocab": [{"content": "gnocchi", "sounds_like": ["nyohki"]}]}"#;
    /// let dictionary = Exchange::of(text)?.import("food", "food.json", text)?;
    /// assert_eq!(dictionary.terms[0].said, ["nyohki"]);
    /// # Ok::<(), mondegreen::Error>(())
    /// ```
    pub fn import(&self, name: &str, path: &str, text: &str) -> Result<Dictionary> {
        let mut gathered = Gathered::default();
        (self.read)(text, &mut gathered).and_then(|()| gathered.within_limit()).map_err(|error| error.in_file(path))?;
        Ok(gathered.into_dictionary(name))
    }

    /// Writes a dictionary in this form.
    ///
    /// ```
    /// use mondegreen::{Dictionary, Exchange};
    ///
    /// let names = Dictionary::from_list("names", "names.txt", "Ada Lovelace\n")?;
    /// let exported = Exchange::by_id("rev")?.export(&names);
    /// assert!(exported.text.contains("\"Ada Lovelace\"") && exported.left.is_empty());
    /// # Ok::<(), mondegreen::Error>(())
    /// ```
    pub fn export(&self, dictionary: &Dictionary) -> Exported {
        let mut left = Left::default();
        let text = (self.write)(&dictionary.terms, &mut left);
        Exported { text, left: left.0 }
    }
}

impl Left {
    /// Notes that a term does not fit.
    fn term(&mut self, term: &Term, why: &str) {
        self.0.push(format!("`{}`: {why}", term.text));
    }

    /// Notes that a mishearing does not fit.
    fn heard(&mut self, term: &Term, heard: &str, why: &str) {
        self.0.push(format!("the mishearing `{heard}` of `{}`: {why}", term.text));
    }

    /// Notes that a form has no place for something at all.
    fn all(&mut self, count: usize, what: &str) {
        if count > 0 {
            let (what, them) = if count == 1 { (what.trim_end_matches('s'), "it") } else { (what, "them") };
            self.0.push(format!("{count} {what}: there is no place for {them} in this form"));
        }
    }

    /// The first of some things, as many as are taken; notes how many are more.
    fn within<T>(&mut self, things: &mut Vec<T>, most: usize, what: &str) {
        if things.len() > most {
            self.0.push(format!("the last {} of {} {what}: the limit is {most}", things.len() - most, things.len()));
            things.truncate(most);
        }
    }
}

/// Reads JSON that holds `expected`, with a place for what is wrong with it.
fn json<T: DeserializeOwned>(text: &str, expected: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        let message = in_words(message.split(" at line ").next().unwrap_or_default());
        let place = Place { line: error.line().max(1), column: error.column().max(1) };
        Error::new(message).at(place).with_hint(format!("expected is JSON with {expected}"))
    })
}

/// Pretty JSON, with a line end behind it.
fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

/// Whether a text is a JSON object that has one of these keys at its top.
fn has_key(text: &str, keys: &[&str]) -> bool {
    text.trim_start_matches('\u{FEFF}').trim_start().starts_with('{')
        && serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text)
            .is_ok_and(|object| keys.iter().any(|key| object.contains_key(*key)))
}

/// The lines of a text with their places, without blanks around them and without those that are empty.
fn lines(text: &str) -> impl Iterator<Item = (Place, &str)> {
    let numbered = text.trim_start_matches('\u{FEFF}').lines().zip(1..);
    numbered.map(|(line, number)| (Place { line: number, column: 1 }, line.trim())).filter(|(_, line)| !line.is_empty())
}

/// The place of a part of a text.
fn place_of(text: &str, part: &str) -> Place {
    place_in(text, (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize))
}

/// All mishearings, each with its term.
fn all_heard(terms: &[Term]) -> impl Iterator<Item = (&Term, &String)> {
    terms.iter().flat_map(|term| term.heard.iter().map(move |heard| (term, heard)))
}

fn count_heard(terms: &[Term]) -> usize {
    terms.iter().map(|term| term.heard.len()).sum()
}

/// About as many tokens as a recogniser's tokeniser makes of a text, rather more than fewer.
fn tokens(text: &str) -> usize {
    text.split_whitespace().map(|word| 1 + word.len() / 3).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::super::{Kind, builtin};
    use super::*;

    fn dictionary(toml: &str) -> Dictionary {
        Dictionary::from_toml("d", "d.toml", toml).expect("a dictionary")
    }

    /// What a form holds of a dictionary, it holds of what is read back.
    fn round_trip(form: &Exchange, dictionary: &Dictionary) -> (Exported, Dictionary) {
        let exported = form.export(dictionary);
        let read = form.import("d", "d", &exported.text).unwrap_or_else(|error| panic!("{}: {error}", form.id));
        assert_eq!(read.warnings, [], "{}:\n{}", form.id, exported.text);
        let again = form.export(&read);
        assert_eq!(again.text, exported.text, "{}", form.id);
        (exported, read)
    }

    #[test]
    fn shipped_dictionaries_go_through_every_form() {
        for form in EXCHANGES {
            let (exported, read) = round_trip(form, &builtin("devtools").expect("it ships"));
            // That form holds single words that are misheard as single words.
            let least = if form.id == "codespell" { 0 } else { 20 };
            assert!(read.terms.len() > least, "{}: {:?}", form.id, exported.left);
        }
    }

    #[test]
    fn every_form_knows_its_own() {
        let all = dictionary(
            "[[term]]\ntext = \"Zanzibar\"\nheard = [\"sansibar\"]\n[[term]]\ntext = \"Ledgr\"\nheard = [\"ledger\"]\n",
        );
        for form in EXCHANGES.into_iter().filter(|form| !["vale", "list"].contains(&form.id)) {
            let text = form.export(&all).text;
            assert_eq!(Exchange::of(&text).map(|form| form.id), Ok(form.id), "{text}");
        }
        assert_eq!(Exchange::of("Ada\nBob\n").map(|form| form.id), Ok("list"));
    }

    #[test]
    fn nothing_makes_a_reader_panic() {
        for text in ["", "{", "{}", "[]", "\u{FEFF}", "a\tb\tc", "->", "#rewrite\n\t\n", "\"", "keyterm=%f", "x->\n->y"]
        {
            for form in EXCHANGES {
                let _ = form.import("d", "d", text);
            }
        }
    }

    fn word() -> impl Strategy<Value = String> {
        prop_oneof![
            "[A-Za-z]{1,8}",
            "[a-z]{1,5}",
            "[A-Z]{2,4}[0-9]?",
            Just("C++".to_owned()),
            Just("=1+1".to_owned()),
            Just("a:b".to_owned()),
            Just("x,y".to_owned()),
            Just("'q\"z".to_owned()),
            Just("#tag".to_owned()),
            Just("-dash".to_owned()),
            Just("12.".to_owned()),
            Just("->a".to_owned()),
            Just("é会\\(".to_owned()),
            Just("a;b|c%20&d=e".to_owned()),
        ]
    }

    fn phrase() -> impl Strategy<Value = String> {
        proptest::collection::vec(word(), 1..4).prop_map(|words| words.join(" "))
    }

    fn terms() -> impl Strategy<Value = Dictionary> {
        let term = (phrase(), proptest::collection::vec(phrase(), 0..3), proptest::collection::vec(phrase(), 0..2));
        proptest::collection::vec(term, 0..6).prop_map(|terms| {
            let mut gathered = Gathered::default();
            for (text, heard, said) in terms {
                if let Some(term) = gathered.term(&text, Place { line: 1, column: 1 }) {
                    term.kind = Kind::Product;
                }
                for one in heard {
                    gathered.heard(&text, &one, Place { line: 1, column: 1 });
                }
                for one in said {
                    gathered.said(&text, &one, Place { line: 1, column: 1 });
                }
            }
            gathered.into_dictionary("d")
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(7),
            cases: 200,
            ..ProptestConfig::default()
        })]

        #[test]
        fn what_a_form_holds_comes_back(dictionary in terms()) {
            for form in EXCHANGES {
                let (exported, read) = round_trip(form, &dictionary);
                for term in &dictionary.terms {
                    let told = exported.left.iter().any(|left| left.contains(&term.text));
                    let kept = read.terms.iter().any(|read| read.text == term.text);
                    let is_codespell = form.id == "codespell" && term.heard.is_empty();
                    prop_assert!(told || kept || is_codespell, "{}: {} in {}", form.id, term.text, exported.text);
                }
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[ -~\t\n#>\"{}:,é-]{0,80}") {
            for form in EXCHANGES {
                let _ = form.import("d", "d", &text);
            }
            let _ = Exchange::of(&text);
        }
    }
}
