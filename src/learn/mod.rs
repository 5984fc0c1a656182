//! What people put right, as proposed entries of a dictionary: new terms, mishearings of terms, and texts to keep.
//!
//! It compares a transcript with its corrected version word by word, and takes up what people decided. "led jar" put
//! right as "Ledgr" again and again is a term and its mishearing; where "led jar" was left as it is, that is a text to
//! keep. On purpose it learns nothing from "a" put right as "the", from another way to write a number, from a sentence
//! that was rewritten, or from words that are put right in several ways.

mod known;
mod lesson;
mod said;
mod tally;
mod versions;

use std::collections::BTreeMap;
use std::ops::Range;

use self::known::{Known, folded_words};
use self::lesson::{Correction, Lesson};
use self::said::{Numbers, Said};
use self::tally::{Source, Tally, Telling};
use self::versions::{Change, changes};
use crate::dictionary::{Dictionary, Term, fault};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::ledger::{About, Decision, Ledger, Scope};
use crate::token::Gap;

/// So many examples are kept of a mishearing.
pub(crate) const MOST_EXAMPLES: usize = 3;
/// So many words before and behind a mishearing are its context.
const CONTEXT: usize = 5;
/// Two versions of one text have at least this share of their words in common.
const SAME: f64 = 0.3;
/// Shorter texts may differ in all of their words.
const SHORT: usize = 40;

/// What was taken in, to be learned from.
///
/// ```
/// use mondegreen::{Lessons, read};
///
/// let raw = read(b"We moved to led jar. Now led jar sends the bills.\n".to_vec(), "raw.txt", None, None)?;
/// let corrected = read(b"We moved to Ledgr. Now Ledgr sends the bills.\n".to_vec(), "new.txt", None, None)?;
/// let mut lessons = Lessons::new(&[]);
/// lessons.pair(&raw, &corrected, "raw.txt")?;
/// let learned = lessons.learned(None);
/// assert_eq!(learned.terms[0].term.text, "Ledgr");
/// assert_eq!(learned.terms[0].term.heard, ["led jar"]);
/// # Ok::<(), mondegreen::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Lessons {
    known: Known,
    numbers: Numbers,
    tally: Tally,
}

/// What was learned.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Learned {
    /// The terms that people wrote most often come first, then in the order of their letters.
    pub terms: Vec<LearnedTerm>,
    /// How many corrections teach nothing, by the reason.
    pub left: BTreeMap<Left, usize>,
}

/// A proposed entry.
#[derive(Debug, Clone, PartialEq)]
pub struct LearnedTerm {
    /// The entry; of a known term, what is new about it alone.
    pub term: Term,
    /// Whether a dictionary has the term already.
    pub is_known: bool,
    /// How often the term was put in the place of something else.
    pub count: usize,
    /// What was heard for it, the most frequent first: what the entry lists, and what it does not list.
    pub heard: Vec<LearnedHeard>,
    /// How often each of the entry's keeps was seen and where first, in the same order.
    pub keeps: Vec<LearnedKeep>,
}

/// Where a text to keep comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LearnedKeep {
    /// How often it was seen.
    pub count: usize,
    /// Where first: the name of the file, and the line where there is one.
    pub place: String,
}

/// Words that were put right as a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnedHeard {
    /// The words, in small letters.
    pub text: String,
    /// How often they were put right as this term.
    pub count: usize,
    /// How often they were left as they are.
    pub left_alone: usize,
    /// Why the entry does not list them; none where it does.
    pub left_out: Option<Left>,
    /// The first places.
    pub examples: Vec<LearnedExample>,
}

/// A place where something was put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnedExample {
    /// Where: the name of the file, and the line where there is one.
    pub place: String,
    /// Up to five words before what was heard.
    pub before: String,
    /// What was heard, as it was written.
    pub heard: String,
    /// Up to five words behind it.
    pub after: String,
    /// What was put in its place.
    pub meant: String,
}

/// Why a correction teaches nothing, or a mishearing is not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Left {
    /// Words were added or taken out.
    OneSided,
    /// A long stretch was written anew.
    Rewritten,
    /// The same words with other blanks, case or marks.
    Same,
    /// A number in another form.
    Number,
    /// Ordinary words for ordinary words.
    Ordinary,
    /// The heard words are ordinary words, and would be taken for the term wherever they stand.
    OrdinaryHeard,
    /// The heard words sound unlike the term.
    Unlike,
    /// The same words were put right in other ways too.
    Divided,
    /// The same words were left as they are elsewhere.
    LeftAlone,
    /// The heard words are a term themselves.
    IsTerm,
    /// A dictionary lists them already.
    Known,
    /// It was seen too seldom.
    Seldom,
    /// It cannot be an entry: it is too long, or holds nothing but marks.
    Odd,
}

impl Left {
    /// The stable name: `ordinary`, `divided` and so on.
    pub fn id(self) -> &'static str {
        match self {
            Left::OneSided => "one-sided",
            Left::Rewritten => "rewritten",
            Left::Same => "same",
            Left::Number => "number",
            Left::Ordinary => "ordinary",
            Left::OrdinaryHeard => "ordinary-heard",
            Left::Unlike => "unlike",
            Left::Divided => "divided",
            Left::LeftAlone => "left-alone",
            Left::IsTerm => "is-term",
            Left::Known => "known",
            Left::Seldom => "seldom",
            Left::Odd => "odd",
        }
    }

    /// In a few words, to stand behind a count.
    pub fn about(self) -> &'static str {
        match self {
            Left::OneSided => "added or taken out",
            Left::Rewritten => "rewritten",
            Left::Same => "the same but for case, blanks or marks",
            Left::Number => "numbers in another form",
            Left::Ordinary => "ordinary words for ordinary words",
            Left::OrdinaryHeard => "ordinary words, which would need near words",
            Left::Unlike => "unlike in sound",
            Left::Divided => "put right in other ways too",
            Left::LeftAlone => "left as it is elsewhere",
            Left::IsTerm => "a term itself",
            Left::Known => "known already",
            Left::Seldom => "too seldom",
            Left::Odd => "no text of an entry",
        }
    }
}

/// Whether the words that a version leaves as they are say anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unchanged {
    /// A person read them, and left them.
    Counts,
    /// The next version may change them.
    Open,
}

impl Lessons {
    /// Nothing yet, beside the terms that these dictionaries hold.
    pub fn new(known: &[Dictionary]) -> Lessons {
        Lessons { known: Known::of(known), ..Lessons::default() }
    }

    /// Takes in a transcript and its corrected version; `name` is what places are called by.
    ///
    /// # Errors
    ///
    /// Where the two have so little in common that they are no versions of one text; then nothing is taken in.
    pub fn pair(&mut self, raw: &Document, corrected: &Document, name: &str) -> Result<()> {
        self.versions(raw, corrected, name, Unchanged::Counts)
    }

    /// The same with a version that is not the last one: what it leaves as it is teaches nothing.
    ///
    /// # Errors
    ///
    /// As [`Lessons::pair`].
    pub fn step(&mut self, before: &Document, after: &Document, name: &str) -> Result<()> {
        self.versions(before, after, name, Unchanged::Open)
    }

    fn versions(&mut self, raw: &Document, corrected: &Document, name: &str, unchanged: Unchanged) -> Result<()> {
        let heard = Said::of(raw, &mut self.numbers);
        let meant = Said::of(corrected, &mut self.numbers);
        let changes: Vec<Change> =
            changes(&heard.numbers, &meant.numbers).into_iter().flat_map(|one| apart(one, &heard, &meant)).collect();
        let changed: usize = changes.iter().map(|change| change.old.len()).sum();
        let (agreed, longer) = (heard.len() - changed, heard.len().max(meant.len()));
        if longer > SHORT && (agreed as f64) < SAME * longer as f64 {
            let message = format!(
                "found {agreed} of {longer} words in both versions, expected a transcript and its corrected version"
            );
            return Err(Error::new(message)
                .in_file(name)
                .with_hint("name the raw transcript first, then the corrected one"));
        }
        let mut is_changed = vec![false; heard.len()];
        for (number, change) in changes.iter().enumerate() {
            let before = number.checked_sub(1).map_or(0, |before| changes[before].old.end);
            let behind = changes.get(number + 1).map_or(heard.len(), |next| next.old.start);
            let room = (change.old.start - before, behind - change.old.end);
            is_changed[change.old.clone()].fill(true);
            self.correction(&heard, &meant, change, room, name);
        }
        if unchanged == Unchanged::Counts {
            self.tally.tellings.push(Telling { name: name.to_owned(), said: heard, is_changed });
        }
        Ok(())
    }

    fn correction(&mut self, heard: &Said, meant: &Said, change: &Change, room: (usize, usize), name: &str) {
        let correction = Correction { heard, meant, change, room, known: &self.known };
        match correction.lesson() {
            Ok(Lesson::Heard { heard: range, words, term }) => {
                let example = example(heard, &range, &term, name);
                self.tally.heard(words, &term, Source::Version, example);
            }
            Ok(Lesson::Form { heard: range, term }) => {
                let example = example(heard, &range, &term, name);
                self.tally.form(heard.folded(range), &term, example);
            }
            Ok(Lesson::PutBack { term }) => {
                let place = format!("{name}:{}", heard.line(change.old.start));
                self.tally.keep(&term, context(meant, &change.new, |_| false), place);
            }
            Err(left) => self.tally.left(left, &heard.folded(change.old.clone())),
        }
    }

    /// Takes in what people decided about findings; `name` is what places are called by.
    ///
    /// What they accepted or wrote themselves is a mishearing; what they rejected is a text to keep, and what they rejected
    /// everywhere is never the term.
    pub fn decisions(&mut self, ledger: &Ledger, name: &str) {
        for entry in ledger.entries() {
            let about = &entry.about;
            let joined = [&*about.before, &about.heard, &about.after].join(" ");
            match &entry.decision {
                Decision::Undecided => {}
                Decision::Accept => self.decided(about, &about.term, name),
                Decision::Own(own) => self.decided(&with_more(about, own.more), &own.text, name),
                Decision::Reject if entry.scope == Scope::Everywhere => self.refused(about),
                Decision::Reject => self.rejected(about, &joined, name),
            }
        }
    }

    fn rejected(&mut self, about: &About, text: &str, name: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if fault(&text).is_some() || fault(&about.term).is_some() {
            return self.tally.left(Left::Odd, &about.heard);
        }
        self.tally.rejected(&about.term, &folded_words(&about.heard).0, text, name.to_owned());
    }

    fn refused(&mut self, about: &About) {
        let words = folded_words(&about.heard).0;
        if fault(&words).is_some() || fault(&about.term).is_some() {
            return self.tally.left(Left::Odd, &about.heard);
        }
        self.tally.never(&about.term, words);
    }

    fn decided(&mut self, about: &About, text: &str, name: &str) {
        let heard = Said::of_text(&about.heard, &mut self.numbers);
        let meant = Said::of_text(text.trim(), &mut self.numbers);
        let change = Change { old: 0..heard.len(), new: 0..meant.len() };
        let correction = Correction { heard: &heard, meant: &meant, change: &change, room: (0, 0), known: &self.known };
        let example = |meant: &str| LearnedExample {
            place: name.to_owned(),
            before: plain(&about.before),
            heard: plain(&about.heard),
            after: plain(&about.after),
            meant: meant.to_owned(),
        };
        match correction.lesson() {
            Ok(Lesson::Heard { words, term, .. }) => {
                let example = example(&term);
                self.tally.heard(words, &term, Source::Decision, example);
            }
            // The tool proposed that form itself.
            Ok(Lesson::Form { .. }) => self.tally.left(Left::Same, &about.heard),
            Ok(Lesson::PutBack { term }) => self.tally.keep(&term, plain(text), name.to_owned()),
            Err(left) => self.tally.left(left, &about.heard),
        }
    }

    /// What is learned from all of it. What was seen less often than `least` is left out; if that is not given, what was
    /// seen once, unless a person decided it.
    pub fn learned(&self, least: Option<usize>) -> Learned {
        tally::Judge::new(&self.tally, &self.known, &self.numbers, least).learned()
    }
}

impl Learned {
    /// The proposed entries as a dictionary.
    pub fn dictionary(&self) -> Dictionary {
        Dictionary {
            name: String::new(),
            about: String::new(),
            near: Vec::new(),
            listen: true,
            terms: self.terms.iter().map(|one| one.term.clone()).collect(),
            warnings: Vec::new(),
        }
    }
}

/// A difference that reaches over ends of turns or sentences, cut there where both versions have as many of them.
fn apart(change: Change, heard: &Said, meant: &Said) -> Vec<Change> {
    let by_turns = cut(change, Gap::Break, heard, meant);
    by_turns.into_iter().flat_map(|one| cut(one, Gap::Stop, heard, meant)).collect()
}

fn cut(change: Change, least: Gap, heard: &Said, meant: &Said) -> Vec<Change> {
    let ends = |said: &Said, words: &Range<usize>| {
        (words.start + 1..words.end).filter(|&at| said.gap(at) >= least).collect::<Vec<usize>>()
    };
    let (old, new) = (ends(heard, &change.old), ends(meant, &change.new));
    if old.is_empty() || old.len() != new.len() {
        return vec![change];
    }
    let bounds = |words: &Range<usize>, ends: Vec<usize>| [vec![words.start], ends, vec![words.end]].concat();
    let (old, new) = (bounds(&change.old, old), bounds(&change.new, new));
    let pieces = old.windows(2).zip(new.windows(2));
    pieces.map(|(old, new)| Change { old: old[0]..old[1], new: new[0]..new[1] }).collect()
}

/// The same with so many of the words before and behind among the heard ones.
fn with_more(about: &About, [before, behind]: [u16; 2]) -> About {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (mut first, mut last) = (words(&about.before), words(&about.after));
    let mut heard = first.split_off(first.len().saturating_sub(before.into()));
    heard.extend(words(&about.heard));
    heard.extend(last.drain(..last.len().min(behind.into())));
    About { heard: heard.join(" "), before: first.join(" "), after: last.join(" "), ..about.clone() }
}

/// The place of some heard words, with what stands around.
fn example(heard: &Said, range: &Range<usize>, meant: &str, name: &str) -> LearnedExample {
    let around = heard.around(range, CONTEXT, |_| false);
    LearnedExample {
        place: format!("{name}:{}", heard.line(range.start)),
        before: heard.written(around.start..range.start),
        heard: heard.written(range.clone()),
        after: heard.written(range.end..around.end),
        meant: meant.to_owned(),
    }
}

/// Some words with those around them that are not barred.
fn context(said: &Said, words: &Range<usize>, is_barred: impl Fn(usize) -> bool) -> String {
    said.written(said.around(words, CONTEXT, is_barred))
}

/// A text on one line, without what would steer a terminal.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}
