//! Which passages of a document may hold the letters of a term or of a known mishearing, told from the bytes alone.
//!
//! Where known mishearings alone are asked for, the rest of a document need not be split into words. What is passed over
//! holds no words whose letters, however they are spaced, are in the dictionaries, and stands too far from any that do to
//! be asked about; what is not passed over may still hold none.

use std::iter;

use crate::dictionary::Index;
use crate::document::Document;
use crate::span::Span;
use crate::vocabulary::LettersHash;

/// So many words around what may be a term are asked about: what it is told apart by, whether all are capitals.
const AROUND: u32 = 6;
/// The same where words that go with a term, or speak against it, are looked for.
const AROUND_NEAR: u32 = 32;
/// What is not told from its bytes may go on for so many words.
const UNTOLD: u32 = 8;

/// Stands for what is neither a letter nor a digit.
const GAP: u8 = 0;
/// Stands for symbols that have a name, and for what is not ASCII.
const OTHER: u8 = 0xFF;

/// For each byte the letter that it is in lower case, [`GAP`] or [`OTHER`].
const LETTERS: [u8; 256] = {
    let mut letters = [GAP; 256];
    let mut byte = 0;
    while byte < 256 {
        letters[byte] = match byte as u8 {
            b'+' | b'&' | b'#' | b'%' | 0x80.. => OTHER,
            byte if byte.is_ascii_alphanumeric() => byte.to_ascii_lowercase(),
            _ => GAP,
        };
        byte += 1;
    }
    letters
};

/// The passages in their order, none over the borders of a segment.
pub(crate) fn passages<'a>(document: &'a Document, index: &Index) -> impl Iterator<Item = Span> + use<'a> {
    let around = if index.asks_around() { AROUND_NEAR } else { AROUND };
    let mut sweep = Sweep { starts: [0; 64], words: 0, around, open: None, found: Vec::new() };
    for segment in document.segments() {
        let text = &document.text().as_bytes()[..segment.span.end as usize];
        sweep.segment(text, segment.span.start as usize, index);
    }
    if let Some(open) = sweep.open {
        sweep.found.push(Span { start: open.start, end: u32::MAX });
    }
    let mut found = sweep.found.into_iter().peekable();
    let mut segments = document.segments().iter().map(|segment| segment.span).peekable();
    // Both are in the order of the text: the one that ends earlier makes room for the next.
    iter::from_fn(move || {
        loop {
            let (one, segment) = (*found.peek()?, *segments.peek()?);
            let _ = if one.end < segment.end { found.next() } else { segments.next() };
            let (start, end) = (one.start.max(segment.start), one.end.min(segment.end));
            if start < end {
                return Some(Span { start, end });
            }
        }
    })
}

/// The way through a document.
struct Sweep {
    /// Where the last words behind a blank begin, by the rest of their numbers.
    starts: [u32; 64],
    /// How many there were.
    words: u32,
    around: u32,
    open: Option<Open>,
    found: Vec<Span>,
}

/// A passage whose end is not met yet.
struct Open {
    start: u32,
    /// What may be a term reaches to here.
    until: u32,
    /// How many words behind that belong to the passage.
    left: u32,
}

/// Letters that are in the dictionaries, or may be, from some place on.
struct Found {
    until: usize,
    is_told: bool,
}

impl Sweep {
    fn segment(&mut self, text: &[u8], start: usize, index: &Index) {
        let mut at = start;
        while at < text.len() {
            let (first, width) = letter(text, at);
            if first != GAP {
                // What stands behind a blank is a word for sure; what stands behind anything else may be one.
                if first != OTHER && (at == start || text[at - 1].is_ascii_whitespace()) {
                    self.word(at as u32);
                }
                if let Some(found) = letters_from(text, at, index) {
                    self.found_from(at as u32, &found);
                }
            }
            at += width;
            if first != GAP && first != OTHER {
                let rest = text[at..].iter().position(|&byte| matches!(LETTERS[usize::from(byte)], GAP | OTHER));
                at = rest.map_or(text.len(), |rest| at + rest);
            }
        }
    }

    /// A word begins here.
    fn word(&mut self, at: u32) {
        if let Some(open) = self.open.as_mut().filter(|open| open.until <= at) {
            open.left -= 1;
            if open.left == 0 {
                self.found.push(Span { start: open.start, end: at });
                self.open = None;
            }
        }
        self.starts[self.words as usize % self.starts.len()] = at;
        self.words += 1;
    }

    fn found_from(&mut self, at: u32, found: &Found) {
        let left = 1 + self.around + if found.is_told { 0 } else { UNTOLD };
        if let Some(open) = &mut self.open {
            (open.until, open.left) = (open.until.max(found.until as u32), open.left.max(left));
            return;
        }
        let start = match self.words.checked_sub(self.around + 1) {
            Some(word) => self.starts[word as usize % self.starts.len()],
            None => 0,
        };
        let last = self.found.pop_if(|last| start <= last.end);
        let start = last.map_or(start, |last| last.start);
        self.open = Some(Open { start: start.min(at), until: found.until as u32, left });
    }
}

/// The letter at a byte, and how many bytes it takes.
#[inline]
fn letter(text: &[u8], at: usize) -> (u8, usize) {
    match LETTERS[usize::from(text[at])] {
        // Dashes and quotes, U+2010 to U+2027.
        OTHER if matches!(text[at..], [0xE2, 0x80, 0x90..=0xA7, ..]) => (GAP, 3),
        letter => (letter, 1),
    }
}

/// How far letters of the dictionaries reach from here, if any do.
fn letters_from(text: &[u8], start: usize, index: &Index) -> Option<Found> {
    // As below, for most words.
    if let Some(three) = text[start..].first_chunk::<3>() {
        let letters = three.map(|byte| LETTERS[usize::from(byte)]);
        if letters.iter().all(|&letter| letter != GAP && letter != OTHER) {
            return if index.may_begin(letters) { letters_whole(text, start, index) } else { None };
        }
    }
    let mut first = [0; 3];
    let (mut at, mut count) = (start, 0);
    while at < text.len() && count < first.len() {
        let (letter, width) = letter(text, at);
        match letter {
            GAP => {}
            OTHER => return Some(Found { until: at, is_told: false }),
            letter => {
                first[count] = letter;
                count += 1;
            }
        }
        at += width;
    }
    if index.may_begin(first) { letters_whole(text, start, index) } else { None }
}

#[inline(never)]
fn letters_whole(text: &[u8], start: usize, index: &Index) -> Option<Found> {
    let longest = index.longest_letters();
    let mut found = None;
    let mut hash = LettersHash::EMPTY;
    // What a word may end in that ends before this byte: itself, and itself without the ending of a plural.
    let mut ending: Option<(LettersHash, Option<LettersHash>)> = None;
    let mut at = start;
    loop {
        let (letter, width) = if at < text.len() { letter(text, at) } else { (GAP, 1) };
        match letter {
            GAP => {
                if ending
                    .take()
                    .is_some_and(|(whole, stem)| index.spells(whole) || stem.is_some_and(|stem| index.spells(stem)))
                {
                    found = Some(Found { until: at, is_told: true });
                }
            }
            OTHER => return Some(Found { until: at, is_told: false }),
            letter => {
                if !index.may_go_on(hash) {
                    return found;
                }
                let stem = (letter == b's').then_some(hash);
                hash = hash.then(letter);
                ending = Some((hash, stem));
            }
        }
        at += width;
        // With the ending of a plural.
        if at > text.len() || hash.length() > longest + 1 {
            return found;
        }
    }
}
