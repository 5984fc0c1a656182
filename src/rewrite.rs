//! A person's own words in the place of what was heard, and of as many words around it as they stand for.

use std::ops::Range;

use crate::document::Document;
use crate::edit::Edit;
use crate::ledger::Own;
use crate::lines::laid;
use crate::span::Span;

/// Other words in the place of what was heard, as far as the file can hold them.
#[derive(Debug, Clone, PartialEq)]
pub struct Rewritten {
    /// Where the words that go stand in the reading text.
    pub span: Span,
    /// What comes in their place, line ends included.
    pub text: String,
    /// Every change of the file that belongs to it.
    pub edits: Vec<Edit>,
}

/// Puts a person's own words in the place of the heard words at `span` and as many around them as they stand for; none
/// where the file cannot hold them, or where the place has fewer words around it.
///
/// ```
/// use mondegreen::{Own, Span, rewritten};
///
/// let document = mondegreen::read(b"We push it to git lab every day.".to_vec(), "talk.txt", None, None)?;
/// let own = Own { text: "GitLab each".to_owned(), more: [0, 1] };
/// let rewritten = rewritten(&document, Span { start: 14, end: 21 }, &own).expect("a text holds any words");
/// assert_eq!(&document.text()[rewritten.span.range()], "git lab every");
/// # Ok::<(), mondegreen::Error>(())
/// ```
pub fn rewritten(document: &Document, span: Span, own: &Own) -> Option<Rewritten> {
    let prose = document.segment_at(span.start).map_or(span, |segment| segment.span);
    let text = document.text();
    let (before, after) =
        (text.get(prose.start as usize..span.start as usize)?, text.get(span.end as usize..prose.end as usize)?);
    let [more_before, more_after] = own.more.map(usize::from);
    let start = match more_before {
        0 => span.start,
        count => prose.start + word_spans(before).into_iter().nth_back(count - 1)?.start,
    };
    let end = match more_after {
        0 => span.end,
        count => span.end + word_spans(after).into_iter().nth(count - 1)?.end,
    };
    let laid = laid(text, prose, Span { start, end }, &own.text)?;
    let edits = document.carry(laid.span, &laid.text)?;
    Some(Rewritten { span: laid.span, text: laid.text, edits })
}

/// The stretches between blanks.
pub(crate) fn word_spans(text: &str) -> Vec<Range<u32>> {
    let start = |word: &str| (word.as_ptr() as usize - text.as_ptr() as usize) as u32;
    text.split_whitespace().map(|word| start(word)..start(word) + word.len() as u32).collect()
}
