//! Formats: how a file becomes a [`Document`].
//!
//! One file a format, one row in [`FORMATS`]. A file is known by what it holds, then by its name. What a reader does
//! not understand is left out of the segments, and so is never changed.

mod alike;
mod amberscript;
mod assemblyai;
mod aws;
mod aws_calls;
mod azure;
mod azure_fast;
mod blocks;
mod comments;
mod ctm;
mod cues;
mod cut_off;
mod deepgram;
mod docx;
mod google;
mod html;
mod json3;
mod jsonl;
mod label;
mod markdown;
mod podcast;
mod rev;
mod series;
mod speechmatics;
mod srt;
mod tags;
mod text;
mod times;
mod transformers;
mod ttml;
mod vtt;
mod whisper;
mod whisper_cpp;
mod words;
mod wrapped;

use std::collections::HashSet;

pub(crate) use comments::Comment;
pub(crate) use label::{LONGEST_LABEL, Labels, may_begin as may_begin_with_label};

use crate::coding::Coding;
use crate::document::Document;
use crate::error::{Error, Result, did_you_mean};
use crate::hidden::{self, Hidden};
use crate::json::{Json, Value};
use crate::source::Source;
use crate::talk::{Talk, Telling};
use crate::track::Track;

/// A format that is read and written.
#[derive(Debug)]
pub struct Format {
    /// The id that users type and findings carry: `txt`, `md`.
    pub id: &'static str,
    /// One line on what it is.
    pub about: &'static str,
    /// Endings of file names, lower case, without the dot.
    pub extensions: &'static [&'static str],
    pub(crate) reads: Reads,
}

/// How the files of a format are read.
#[derive(Debug)]
pub(crate) enum Reads {
    /// The text of the file is what is read.
    Prose {
        read: fn(Source) -> Document,
        /// Whether each line is read by itself, as it stands.
        by_lines: bool,
        /// Whether the format can hold `meant` where `heard` stands (called with the two, in this order).
        can_replace: fn(&str, &str) -> bool,
        /// What marks build of its text, where they do.
        builds: Option<Builds>,
    },
    /// The text of the file holds marks of its own kind.
    Marked {
        /// Whether a text is of this format.
        is: fn(&str) -> bool,
        read: fn(&str) -> Result<Talk>,
        tellings: fn(&Document) -> Vec<Telling>,
    },
    /// Each line of the file is a record in JSON, with what is said in one field.
    Records {
        /// Whether a text is of this format.
        is: fn(&str) -> bool,
        /// The text, and the field that is read.
        read: fn(&str, &str) -> Result<Talk>,
    },
    /// The text of the file is JSON.
    Json {
        /// Whether a value is of this format.
        is: fn(Value<'_>) -> bool,
        /// The text, its value, and how it spells texts.
        read: fn(&str, Value<'_>, Coding) -> Talk,
        /// The other tellings of the words in the file.
        tellings: fn(&Document, Value<'_>) -> Vec<Telling>,
        /// Whether a value is a message of a stream, of a format that is sent so: final or not.
        is_message: Option<fn(Value<'_>) -> bool>,
        /// Fields of which every file of the format has one, on its first level or in the values of a list.
        fields: &'static [&'static str],
        /// How JSON is known that looks like it and cannot be read.
        alike: Option<Alike>,
    },
}

/// Something that JSON may look like that is refused.
#[derive(Debug)]
pub(crate) struct Alike {
    what: &'static str,
    /// What it would need to be read; none where nothing reads it.
    expected: Option<&'static str>,
    is: fn(Value<'_>) -> bool,
}

/// How a format builds something of text by marks in it.
#[derive(Debug)]
pub(crate) struct Builds {
    /// What is built of a text, in order.
    of: fn(&str) -> Vec<Construct>,
    /// Whether that may become something else with `meant` where `heard` stands (called with the two, in this order).
    may_change: fn(&str, &str) -> bool,
}

/// Where something begins or ends that marks build of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Construct {
    /// Where in the text.
    pub(crate) at: usize,
    /// What, by a number of the format's own.
    pub(crate) kind: u64,
}

/// Every format, in the order in which they are offered; of those that could hold a file the first is taken.
pub const FORMATS: [&Format; 22] = [
    &text::FORMAT,
    &markdown::FORMAT,
    &srt::FORMAT,
    &vtt::FORMAT,
    &ctm::FORMAT,
    &ttml::FORMAT,
    &docx::FORMAT,
    &html::FORMAT,
    &jsonl::FORMAT,
    &aws::FORMAT,
    &deepgram::FORMAT,
    &assemblyai::FORMAT,
    &google::FORMAT,
    &azure::FORMAT,
    &speechmatics::FORMAT,
    &rev::FORMAT,
    &whisper_cpp::FORMAT,
    &amberscript::FORMAT,
    &podcast::FORMAT,
    &json3::FORMAT,
    &transformers::FORMAT,
    &whisper::FORMAT,
];

/// Under these names some keep the text once more, as captions or without marks, in a way that is not followed.
const COPIES: [&str; 6] = ["vtt", "srt", "ass", "tsv", "normalized_text", "raw_text"];

/// A text of fewer words is told again by one that has the same words and no other.
const FEW_WORDS: usize = 5;

/// Such copies in a value, and texts of other names beside them that are not read and have nearly all words of the
/// document.
fn untold<'a>(value: Value<'a>, document: &Document, tellings: &[Telling]) -> Vec<Value<'a>> {
    let length = document.text().len();
    let (mut found, mut long) = (Vec::new(), Vec::new());
    let (members, coding) = (value.members().collect::<Vec<_>>(), Coding::of_json(""));
    let mut seen = HashSet::new();
    // The last of one name is read, and what it hides is looked at elsewhere.
    for (key, one) in members.into_iter().rev() {
        let is_hidden = !seen.insert(coding.text(key));
        let Some(body) = one.body() else { continue };
        if COPIES.contains(&key) {
            found.push(one);
        } else if !is_hidden && 2 * body.len() >= length && one.raw().contains(' ') && !key.contains("prompt") {
            long.push((body.start as usize, one));
        }
    }
    let tracks = tellings.iter().map(|telling| &telling.track);
    let is_told = |start: usize| tracks.clone().flat_map(Track::slot_starts).any(|told| told as usize == start);
    long.retain(|&(start, _)| length > 0 && !document.place_starts().any(|read| read == start) && !is_told(start));
    if !long.is_empty() {
        let own: HashSet<String> = hidden::words(document.text()).collect();
        found.extend(long.into_iter().map(|(_, one)| one).filter(|one| {
            let told: HashSet<String> = one.string().iter().flat_map(|text| hidden::words(text)).collect();
            let same = own.iter().filter(|word| told.contains(*word)).count();
            // Any sentence may have a few words as another.
            if own.len() < FEW_WORDS { told == own } else { same * 5 >= own.len() * 4 }
        }));
    }
    found
}

/// So many parts of a file are looked at to know its form.
const FIRST_PARTS: usize = 100;

/// The first value of a list that an object has under this key.
fn first<'a>(value: Value<'a>, key: &str) -> Option<Value<'a>> {
    value.get(key).and_then(Value::first)
}

/// How a file is read; by default as what it holds shows.
///
/// ```
/// use mondegreen::{Reading, read_as};
///
/// let records = b"{\"id\": 1, \"body\": \"We use git lab.\"}\n".to_vec();
/// let document = read_as(records, "data.jsonl", &Reading { text_field: Some("body"), ..Reading::default() })?;
/// assert_eq!(document.text(), "We use git lab.");
/// # Ok::<(), mondegreen::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reading<'a> {
    /// The id of the format; else the one that what the file holds shows.
    pub format: Option<&'a str>,
    /// The label of the encoding; else UTF-8, or UTF-16 with a byte-order mark.
    pub encoding: Option<&'a str>,
    /// The field of records that is read, with dots between the keys of nested ones; else `text`.
    pub text_field: Option<&'a str>,
    /// Whether there are to be as many word objects as before, wherever a change brings fewer words.
    pub keeps_word_count: bool,
}

/// Reads a file: in the format `id` if one is given, else in the one that what it holds shows, else by the ending of
/// `path`, else as plain text.
///
/// # Errors
///
/// Where the bytes are not text (see [`Source::read`]), no format has that id, or the file is not of that format.
///
/// ```
/// let document = mondegreen::read(b"Ann: we use git lab.\n".to_vec(), "talk.txt", None, None)?;
/// assert_eq!(document.speaker_at(10), Some("Ann"));
/// # Ok::<(), mondegreen::Error>(())
/// ```
pub fn read(bytes: Vec<u8>, path: &str, id: Option<&str>, encoding: Option<&str>) -> Result<Document> {
    read_as(bytes, path, &Reading { format: id, encoding, ..Reading::default() })
}

/// Reads a file as it is told to; see [`read`].
///
/// # Errors
///
/// As [`read`], and where no record has the field that is to be read.
pub fn read_as(bytes: Vec<u8>, path: &str, how: &Reading<'_>) -> Result<Document> {
    let given = how.format.map(by_id).transpose()?;
    let read = || {
        let source = Source::read(bytes, how.encoding)?;
        let found = match given {
            Some(format) => Found { format, json: None },
            // Whoever names a field has records.
            None => match series::format_of(source.text()).filter(|_| how.text_field.is_none()) {
                Some(format) => Found { format, json: Some(Json::read_series(source.text())?) },
                None => found(source.text(), path)?,
            },
        };
        let is_whole = matches!(found.format.reads, Reads::Records { .. })
            && how.text_field.is_none_or(|field| field == jsonl::FIELD);
        let found = is_whole.then(|| jsonl::single(source.text())).flatten().unwrap_or(found);
        let format = found.format;
        let held = found.held(source.text(), how.text_field)?;
        let document = format.document(source, held, how.text_field);
        Ok(if how.keeps_word_count { document.keeping_word_count() } else { document })
    };
    read().map_err(|error: Error| error.in_file(path))
}

impl Format {
    /// Reads a file of this format; of records, this field.
    pub(crate) fn read(&'static self, source: Source, text_field: Option<&str>) -> Result<Document> {
        let held = Found { format: self, json: None }.held(source.text(), text_field)?;
        Ok(self.document(source, held, text_field))
    }

    /// The document of a file that holds this.
    fn document(&'static self, source: Source, held: Held, text_field: Option<&str>) -> Document {
        match held {
            Held::Prose(read) => read(source),
            Held::Talk(talk) => {
                let document = Document::of_talk(source, self, *talk);
                let is_of_records = matches!(self.reads, Reads::Records { .. });
                if is_of_records { document.of_field(text_field.unwrap_or(jsonl::FIELD)) } else { document }
            }
        }
    }

    /// The other tellings of the words in a file of this format, and what it says twice under one name.
    pub(crate) fn tellings(&self, document: &Document) -> (Vec<Telling>, Hidden) {
        match &self.reads {
            Reads::Prose { .. } => (Vec::new(), Hidden::default()),
            Reads::Marked { tellings, .. } => (tellings(document), Hidden::default()),
            Reads::Records { .. } => (Vec::new(), jsonl::hidden(document.file_text(), document.text_field())),
            Reads::Json { tellings, .. } => match self.json(document.file_text()) {
                Ok(json) => {
                    let tellings = tellings(document, json.value());
                    let hidden = Hidden::of(std::iter::once(json), |value| untold(value, document, &tellings));
                    (tellings, hidden)
                }
                Err(_) => (Vec::new(), Hidden::default()),
            },
        }
    }

    /// The JSON of a file of this format, which may be a series of messages.
    fn json<'a>(&self, text: &'a str) -> Result<Json<'a>> {
        Json::read(text).map(|json| wrapped::unwrapped(self, json)).or_else(|error| {
            let series = series::may_be(self).then(|| Json::read_series(text).ok()).flatten();
            series.ok_or(error)
        })
    }

    /// The text as a program shows it of whose files nobody reads the text as it is; none where people do.
    pub(crate) fn shown(&self, text: &str) -> Option<Track> {
        (self.id == docx::FORMAT.id).then(|| docx::shown(text))
    }

    fn builds(&self) -> Option<&Builds> {
        match &self.reads {
            Reads::Prose { builds, .. } => builds.as_ref(),
            _ => None,
        }
    }

    /// What marks build of a text of this format, in order.
    pub(crate) fn constructs(&self, text: &str) -> Vec<Construct> {
        self.builds().map(|builds| (builds.of)(text)).unwrap_or_default()
    }

    /// Whether something else may be built of a text with `meant` where `heard` stands.
    pub(crate) fn may_build(&self, heard: &str, meant: &str) -> bool {
        self.builds().is_some_and(|builds| (builds.may_change)(heard, meant))
    }

    /// Whether the words of a file may say who speaks, at the front of a line.
    pub(crate) fn has_labels(&self) -> bool {
        matches!(self.reads, Reads::Prose { .. } | Reads::Marked { .. })
    }

    /// Whether a line of the file is all that says who speaks in it, but for names that stand alone on theirs.
    pub(crate) fn is_read_by_lines(&self) -> bool {
        matches!(self.reads, Reads::Prose { by_lines: true, .. })
    }

    /// Whether the format can hold `meant` where `heard` stands.
    pub(crate) fn can_replace(&self, heard: &str, meant: &str) -> bool {
        match &self.reads {
            Reads::Prose { can_replace, .. } => can_replace(heard, meant),
            Reads::Marked { .. } | Reads::Records { .. } | Reads::Json { .. } => true,
        }
    }
}

/// The format of a text, and the JSON that it was known by: it need not be read as such once more.
struct Found<'a> {
    format: &'static Format,
    json: Option<Json<'a>>,
}

/// What a text holds.
enum Held {
    /// Prose, of which this makes a document.
    Prose(fn(Source) -> Document),
    Talk(Box<Talk>),
}

impl Found<'_> {
    /// What the text holds; of records, this field.
    fn held(self, text: &str, text_field: Option<&str>) -> Result<Held> {
        let about = self.format.about;
        let talk = match &self.format.reads {
            Reads::Prose { read, .. } => return Ok(Held::Prose(*read)),
            Reads::Marked { is, read, .. } => {
                let talk = read(text)?;
                // Anything may be called HTML; of the others, nothing at all is no sign of silence where no other is.
                let is_docx = self.format.id == docx::FORMAT.id;
                let may_be_any = self.format.id == html::FORMAT.id || text.trim().is_empty() && !is_docx;
                if talk.segments.is_empty() && !may_be_any && !is(text) {
                    return Err(Error::new(format!("found a file of another form, expected {about}")));
                }
                talk
            }
            Reads::Records { read, .. } => read(text, text_field.unwrap_or(jsonl::FIELD))?,
            Reads::Json { is, read, .. } => {
                let is_known = self.json.is_some();
                let json = self.json.map_or_else(|| self.format.json(text), Ok)?;
                if !is_known && !is(json.value()) {
                    let like = alike::form(json.value());
                    return Err(Error::new(format!("found JSON {like}, expected {about}")));
                }
                read(text, json.value(), Coding::of_json(text))
            }
        };
        Ok(Held::Talk(Box::new(talk)))
    }
}

/// Whether a text begins as JSON does, and as nothing that people say: with an object of names, or a list of such.
fn begins_as_json(text: &str) -> bool {
    let text = text.trim_start();
    let object = text.strip_prefix('[').map_or(text, str::trim_start);
    object.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"'))
}

/// The format of a text, by what it holds and what its file is called.
fn found<'a>(text: &'a str, path: &str) -> Result<Found<'a>> {
    let plain = |format| Ok(Found { format, json: None });
    // Many a page in Markdown begins with a tag.
    let is_markdown = by_path(path).id == markdown::FORMAT.id && !html::is_page(text);
    let marked =
        |format: &&Format| matches!(format.reads, Reads::Marked { is, .. } | Reads::Records { is, .. } if is(text));
    let is_called =
        |format: &Format| extension(path).is_some_and(|ending| format.extensions.contains(&ending.as_str()));
    let holds = |what: &str| memchr::memmem::find(text.as_bytes(), what.as_bytes()).is_some();
    let may_be = |format: &&Format| match format.id {
        id if id == html::FORMAT.id => !is_markdown,
        // Nor is a page that shows what captions look like.
        id if id == srt::FORMAT.id => !is_markdown || srt::begins(text),
        // Prose may begin with the name of a format, or with a tag that is called so.
        id if id == vtt::FORMAT.id => is_called(format) || !vtt::has_title(text) || vtt::has_times(text),
        id if id == ttml::FORMAT.id => is_called(format) || holds("<body") || holds(":body"),
        _ => true,
    };
    if let Some(format) = FORMATS.into_iter().filter(may_be).find(marked) {
        return plain(format);
    }
    if is_called(&srt::FORMAT) && srt::is_below_a_head(text) {
        return plain(&srt::FORMAT);
    }
    // What is called so and looks so is told where it goes wrong.
    if is_called(&ctm::FORMAT) && ctm::is_table(text) {
        return plain(&ctm::FORMAT);
    }
    // Nothing else is called so, and an empty one was cut off.
    if is_called(&docx::FORMAT) {
        return plain(&docx::FORMAT);
    }
    let named = by_path(path);
    // A single record is JSON like any other, and a single message is a stream.
    if matches!(named.reads, Reads::Records { .. }) && text.trim_start().starts_with('{') {
        return Ok(series::single(text).unwrap_or(Found { format: named, json: None }));
    }
    let is_named_json = extension(path).is_some_and(|ending| ending == "json");
    if is_named_json || text.trim_start().starts_with(['{', '[']) {
        match Json::read(text) {
            Ok(json) => {
                let holds = |format: &&Format| matches!(format.reads, Reads::Json { is, .. } if is(json.value()));
                return match FORMATS.into_iter().find(holds) {
                    Some(format) => Ok(Found { format, json: Some(json) }),
                    None => wrapped::found(json).map_err(|json| alike::unknown(json.value()).of_no_transcript()),
                };
            }
            Err(error) => {
                let is_json = is_named_json || begins_as_json(text) && named.id != markdown::FORMAT.id;
                let is_part = is_named_json && cut_off::may_be(text);
                let told = |error: Error| if is_part { error } else { error.of_no_transcript() };
                if let Some(several) = is_json.then(|| series::several(text)).flatten() {
                    return several.map_err(told);
                }
                if is_named_json {
                    return Err(told(error));
                }
                // A list or an object that was cut off holds words twice, and none may change alone.
                if is_json {
                    return Err(told(error).with_hint("if it is prose all the same: --input-format txt"));
                }
                // "[Ann] Hello." is no JSON.
            }
        }
    }
    // Attributes, comments and entities of XML are nothing that people say; much is called so that is no transcript.
    let is_called_xml = extension(path).is_some_and(|ending| ending == "xml");
    if named.id == text::FORMAT.id {
        if is_called_xml || !is_called(&ttml::FORMAT) && tags::begins_as_xml(text) {
            return Err(unknown_form("XML").of_no_transcript());
        }
        if is_called(&ttml::FORMAT) && tags::begins_marked(text) {
            return Err(unknown_form("XML"));
        }
    }
    plain(named)
}

/// Tells of a file in a language for data that holds what no format has.
fn unknown_form(language: &str) -> Error {
    Error::new(format!("found {language} of no form that is known, expected that of a transcript"))
        .with_hint("to read it as text: --input-format txt")
}

/// A text that came in no file, read as plain text.
pub(crate) fn plain(text: String) -> Document {
    text::document(Source::of_text(text))
}

/// Whether a file of this name is taken up when a folder is walked.
pub fn is_transcript(path: &str) -> bool {
    extension(path).is_some_and(|ending| FORMATS.iter().any(|format| format.extensions.contains(&ending.as_str())))
}

/// Whether the name of a file says that it holds a record a line.
#[cfg(feature = "cli")]
pub(crate) fn holds_records(path: &str) -> bool {
    extension(path).is_some_and(|ending| jsonl::FORMAT.extensions.contains(&ending.as_str()))
}

/// Whether a text that holds a value a line begins as a series of messages, which are read as one talk.
#[cfg(feature = "cli")]
pub(crate) fn begins_as_series(text: &str) -> bool {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    series::format_of(text).is_some() || series::single(text).is_some()
}

/// So many lines of a text are looked at to know a series of messages.
#[cfg(feature = "cli")]
pub(crate) const LINES_OF_SERIES: usize = series::FIRST_LINES;

/// The id of the format that holds a record a line.
#[cfg(feature = "cli")]
pub(crate) const RECORDS: &str = jsonl::FORMAT.id;

/// Tells of an id that no format has.
#[cfg(feature = "cli")]
pub(crate) fn known_format(id: &str) -> Result<()> {
    by_id(id).map(drop)
}

fn by_id(id: &str) -> Result<&'static Format> {
    FORMATS.into_iter().find(|format| format.id == id).ok_or_else(|| {
        let known = FORMATS.map(|format| format.id);
        let error = Error::new(format!("found the format `{id}`, expected one of {}", known.join(", ")));
        match did_you_mean(id, known) {
            Some(near) => error.with_hint(format!("did you mean `{near}`?")),
            None => error,
        }
    })
}

fn by_path(path: &str) -> &'static Format {
    extension(path)
        .and_then(|ending| FORMATS.into_iter().find(|format| format.extensions.contains(&ending.as_str())))
        // HTML needs nothing that tells it from text: what is called so is.
        .filter(|format| match format.reads {
            Reads::Prose { .. } | Reads::Records { .. } => true,
            Reads::Marked { .. } => format.id == html::FORMAT.id,
            Reads::Json { .. } => false,
        })
        .unwrap_or(&text::FORMAT)
}

fn extension(path: &str) -> Option<String> {
    let name = path.rsplit(['/', '\\']).next()?;
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())
}
