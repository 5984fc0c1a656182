//! Lists of words with their times, as the JSON of recognisers has them.

use crate::align::{Anchor, Positions};
use crate::coding::Coding;
use crate::document::Document;
use crate::json::Value;
use crate::talk::{Heard, Telling};
use crate::track::{Element, End, Place};

/// The values of an array, each as an element that can be taken out of it.
pub(super) fn listed(array: Value<'_>) -> impl Iterator<Item = (Value<'_>, Element)> {
    let mut rest = array.elements().peekable();
    let mut before = None;
    std::iter::from_fn(move || {
        let value = rest.next()?;
        let whole = value.place();
        let after = rest.peek().map(|after| after.place().start);
        let before = before.replace(whole.end);
        Some((value, Element { whole, before, after, ..Element::default() }))
    })
}

/// The names under which a format keeps when a word was heard, and how surely.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keys {
    pub(super) start: &'static str,
    pub(super) end: &'static str,
    pub(super) confidence: Option<&'static str>,
    /// How many of its units of time make a second.
    pub(super) a_second: f64,
}

/// What a word keeps under the names of [`Keys`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    start: Option<Value<'a>>,
    end: Option<Value<'a>>,
    confidence: Option<Value<'a>>,
    a_second: f64,
}

impl Keys {
    /// What a word keeps under these names.
    pub(super) fn of(self, word: Value<'_>) -> Known<'_> {
        let a_second = self.a_second;
        let [start, end, confidence] = if let Some(confidence) = self.confidence {
            word.get_all([self.start, self.end, confidence])
        } else {
            let [start, end] = word.get_all([self.start, self.end]);
            [start, end, None]
        };
        Known { start, end, confidence, a_second }
    }
}

impl<'a> Known<'a> {
    /// What a word keeps elsewhere than under names: when it begins and ends, and how sure it is.
    pub(super) fn new([start, end, confidence]: [Option<Value<'a>>; 3], a_second: f64) -> Known<'a> {
        Known { start, end, confidence, a_second }
    }

    /// When the word was heard, and how surely.
    pub(super) fn heard(self) -> Heard {
        let number = |value: Value<'_>| value.number().map(|time| time / self.a_second);
        let time = |value: Option<Value<'_>>| value.and_then(|value| number(value).or_else(|| value.seconds()));
        let confidence = self.confidence.and_then(Value::number);
        Heard { start: time(self.start), end: time(self.end), confidence: confidence.map(|number| number as f32) }
    }

    /// The element with where its times and its confidence stand.
    pub(super) fn element(self, element: Element) -> Element {
        let [start, end, confidence] = [self.start, self.end, self.confidence].map(|value| value.and_then(Value::bare));
        Element { start, end: end.map(End::At), confidence, ..element }
    }
}

/// What makes the other tellings of a file: its text, and where in the reading text something was heard first.
#[derive(Debug)]
pub(super) struct Teller<'a> {
    document: &'a Document,
    file: &'a str,
    positions: Positions,
}

/// Where another telling begins, as far as that is known.
#[derive(Debug, Clone)]
pub(super) enum Begin {
    /// With what was heard at this time, in seconds.
    Time(f64),
    /// With what one of the document's speakers said at this time, in seconds.
    Said {
        time: f64,
        speaker: Option<u32>,
    },
    /// With what was read in one of several places.
    Read(Anchor),
    /// With what stands there in the file, among what is read.
    Place(u32),
    Unknown,
}

impl From<Option<f64>> for Begin {
    fn from(time: Option<f64>) -> Begin {
        time.map_or(Begin::Unknown, Begin::Time)
    }
}

impl From<Option<Place>> for Begin {
    fn from(place: Option<Place>) -> Begin {
        place.map_or(Begin::Unknown, |place| Begin::Place(place.start))
    }
}

impl<'a> Teller<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Teller { document, file: document.file_text(), positions: document.positions_by_time(0..u32::MAX) }
    }

    /// The next words of a telling begin there.
    fn begin(&self, telling: &mut Telling, begin: Begin) {
        match begin {
            Begin::Time(time) => telling.stretch_at(&self.positions, Some(time)),
            Begin::Said { time, speaker } => {
                telling.stretch_at(&self.positions, Some(time));
                telling.said_by(speaker);
            }
            Begin::Read(anchor) => telling.stretch(anchor),
            Begin::Place(place) => telling.stretch(Anchor::At(self.document.position(place as usize))),
            Begin::Unknown => telling.stretch_at(&self.positions, None),
        }
    }

    fn empty(&self, is_bare: bool) -> Telling {
        Telling::new(Coding::of_json(self.file), is_bare)
    }

    /// A string that tells everything from the beginning on.
    pub(super) fn whole(&self, value: Option<Value<'_>>) -> Telling {
        let mut telling = self.empty(false);
        if let Some(body) = value.and_then(Value::body) {
            telling.stretch(Anchor::At(0));
            telling.words(self.file, body, "", None);
        }
        telling
    }

    /// Strings, each with where it begins.
    pub(super) fn parts<'v, B: Into<Begin>>(&self, parts: impl Iterator<Item = (B, Option<Value<'v>>)>) -> Telling {
        self.spoken(false, parts)
    }

    /// The same; `is_bare` where they are in small letters and without marks.
    pub(super) fn spoken<'v, B: Into<Begin>>(
        &self,
        is_bare: bool,
        parts: impl Iterator<Item = (B, Option<Value<'v>>)>,
    ) -> Telling {
        let mut telling = self.empty(is_bare);
        for (begin, value) in parts {
            if let Some(body) = value.and_then(Value::body) {
                self.begin(&mut telling, begin.into());
                telling.words(self.file, body, "", None);
            }
        }
        telling
    }

    /// Lists of words, each with where it begins.
    pub(super) fn lists<'v, B: Into<Begin>>(
        &self,
        form: Form<'_>,
        lists: impl Iterator<Item = (B, Option<Value<'v>>)>,
    ) -> Telling {
        let mut telling = self.empty(form.is_bare);
        for (begin, list) in lists {
            self.begin(&mut telling, begin.into());
            let is_joined = is_joined(self.file, form, list);
            for (word, element) in list.into_iter().flat_map(listed) {
                self.word(&mut telling, form, is_joined, word, element);
            }
        }
        telling
    }

    /// A list of words in another order than that of what is read, each with when it was heard.
    pub(super) fn timed(
        &self,
        form: Form<'_>,
        list: Option<Value<'_>>,
        time: impl Fn(Value<'_>) -> Option<f64>,
    ) -> Telling {
        let mut telling = self.empty(form.is_bare);
        let is_joined = is_joined(self.file, form, list);
        let positions = self.document.words_by_time();
        for (word, element) in list.into_iter().flat_map(listed) {
            telling.stretch_at(&positions, time(word));
            self.word(&mut telling, form, is_joined, word, element);
        }
        telling
    }

    /// The next word of a telling.
    fn word(&self, telling: &mut Telling, form: Form<'_>, is_joined: bool, word: Value<'_>, element: Element) {
        let Some(body) = (form.body)(word) else { return };
        let glue = if is_joined || blank_at(self.file, &body) { "" } else { " " };
        let mut elements = (form.elements)(word, element).into_iter();
        let number = telling.words(self.file, body, glue, elements.next());
        for twin in elements {
            if let Some(number) = number {
                telling.track.twin(number, twin);
            }
        }
    }
}

/// Whether the words of a list hold the blanks between them: where most bring theirs, one without goes on with the word
/// before ("-based").
fn is_joined(file: &str, form: Form<'_>, list: Option<Value<'_>>) -> bool {
    let bodies = || list.into_iter().flat_map(Value::elements).filter_map(form.body);
    form.is_joined || bodies().filter(|body| blank_at(file, body)).count() * 2 > bodies().count()
}

/// Whether a place of the file begins with a blank.
pub(super) fn blank_at(file: &str, place: &Place) -> bool {
    file[place.start as usize..].starts_with(' ')
}

/// What the words of a list are made of.
#[derive(Clone, Copy)]
pub(super) struct Form<'a> {
    /// Where the text of a word stands.
    pub(super) body: &'a dyn Fn(Value<'_>) -> Option<Place>,
    /// Whether words are in small letters and without marks.
    pub(super) is_bare: bool,
    /// Whether they hold the blanks between them.
    pub(super) is_joined: bool,
    /// The element of a word, and those that change with it.
    pub(super) elements: &'a dyn Fn(Value<'_>, Element) -> Vec<Element>,
}
