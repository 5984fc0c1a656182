//! Finds what a speech recogniser misheard in a transcript, and puts right what is sure.
//!
//! ```
//! use mondegreen::{Dictionary, Index, Settings, Tier, builtin};
//!
//! let names = Dictionary::from_list("guests", "guests.txt", "Andy Jassy\nMatt Garman\n")?;
//! let index = Index::new(std::iter::once(names).chain(["cloud", "devtools"].into_iter().filter_map(builtin)));
//! let bytes = b"We run on Trainium 2, and IMDB moved to AWS.".to_vec();
//! let document = mondegreen::read(bytes, "talk.txt", None, None)?;
//! let plan = mondegreen::settle(&document, &index, &Settings::default(), Tier::Auto);
//! let fixed = document.write(&plan.edits);
//! assert_eq!(fixed, b"We run on Trainium2, and IMDb moved to AWS.");
//! # Ok::<(), mondegreen::Error>(())
//! ```

mod align;
#[cfg(feature = "cli")]
mod baseline;
mod bytes;
mod captions;
mod casing;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod coding;
#[cfg(feature = "cli")]
mod config;
mod confusion;
mod detect;
mod dictionary;
mod document;
mod edit;
mod error;
pub mod eval;
mod evidence;
mod extract;
mod finding;
mod format;
mod frame;
mod gather;
mod hidden;
mod ignored;
mod journal;
mod json;
mod language;
mod learn;
mod leave;
mod ledger;
mod lines;
#[cfg(feature = "cli")]
mod output;
mod packed;
mod passages;
mod plan;
mod reason;
#[cfg(feature = "cli")]
mod report;
mod resolve;
pub mod review;
mod rewrite;
mod scan;
mod score;
mod settings;
mod settle;
pub mod sound;
mod source;
mod span;
mod talk;
mod token;
mod toml_text;
mod track;
mod trial;
pub mod usage;
mod vocabulary;
mod weights;

pub use confusion::{Confusion, Confusions, HeardFrom, Hearing, Risk, Taken, With, confusions, hearings};
pub use dictionary::{
    Dictionary, EXCHANGES, Example, Exchange, Exported, Index, Keep, Kind, LONGEST_TEXT, MOST_TERMS, Seen, Term,
    Warning, builtin, builtin_names, builtin_without_trials, clashes, oddities,
};
pub use document::{Document, Segment};
pub use edit::{Edit, Edits};
pub use error::{Error, Result};
pub use evidence::{Evidence, Pulls};
pub use extract::{Extracted, calendar_text, extract, extracted_dictionary};
pub use finding::{Alternative, Finding, Rule, Tier};
pub use format::{FORMATS, Format, Reading, is_transcript, read, read_as};
pub use journal::{
    Bytes, Change, Hunk, JOURNAL_VERSION, Outline, Part, Parts, Run, Undo, Why, digest, outline_journal, read_hunks,
    read_journal,
};
pub use learn::{Learned, LearnedExample, LearnedHeard, LearnedKeep, LearnedTerm, Left, Lessons};
pub use ledger::{About, Decision, Entry, Ledger, Own, Scope};
pub use plan::{Plan, plan};
pub use rewrite::{Rewritten, rewritten};
pub use scan::{explain, is_english, scan};
pub use settings::{CaptionLimits, Settings};
pub use settle::settle;
pub use source::Source;
pub use span::{FileSpan, Place, Span};
pub use trial::{Failure, failures};
