//! Which passages of a document may hold the letters of a term or of a known mishearing, told from the bytes alone.
//!
//! Where known mishearings alone are asked for, the rest of a document need not be split into words. What is passed
//! over holds no words whose letters, however they are spaced, are in the dictionaries, and stands too far from any
//! that do to be asked about; what is not passed over may still hold none.

use std::iter;

use crate::dictionary::Index;
use crate::document::Document;
use crate::span::Span;
use crate::vocabulary::{BEGINNING, LettersHash};

/// So many words around what may be a term are asked about: what it is told apart by, whether all are capitals.
const AROUND: u32 = 6;
/// The same where words that go with a term, or speak against it, are looked for.
const AROUND_NEAR: u32 = 32;
/// What is not told from its bytes may go on for so many words.
const UNTOLD_WORDS: u32 = 8;

/// Stands for what is neither a letter nor a digit.
const GAP: u8 = 0;
/// Stands for symbols that have a name, and for what is not ASCII. No letter has its bit.
const OTHER: u8 = 0x80;
/// A letter or digit has one of these bits, and neither [`GAP`] nor [`OTHER`] has.
const OF_LETTERS: u8 = 0x60;

/// The letter that a byte is in lower case, [`GAP`] or [`OTHER`]. Without a branch: it is asked of many bytes at once.
#[expect(clippy::needless_bitwise_bool, reason = "asking all is sooner done than guessing the first")]
const fn kind(byte: u8) -> u8 {
    let lower = byte | 0x20;
    let is_other = (byte >= 0x80) | (byte == b'+') | (byte == b'&') | (byte == b'#') | (byte == b'%');
    let is_digit = byte.wrapping_sub(b'0') < 10;
    let is_letter = lower.wrapping_sub(b'a') < 26;
    let other = if is_other { OTHER } else { GAP };
    let digit = if is_digit { byte } else { other };
    if is_letter { lower } else { digit }
}

/// The kind of each byte.
const LETTERS: [u8; 256] = {
    let mut letters = [GAP; 256];
    let mut byte = 0;
    while byte < 256 {
        letters[byte] = kind(byte as u8);
        byte += 1;
    }
    letters
};

/// The passages in their order, none over the borders of a segment.
pub(crate) fn passages<'a>(document: &'a Document, index: &Index) -> impl Iterator<Item = Span> + use<'a> {
    let around = if index.asks_around() { AROUND_NEAR } else { AROUND };
    let mut sweep = Sweep { starts: [0; 64], words: 0, around, open: None, found: Vec::new() };
    let mut block = Block::EMPTY;
    for segment in document.segments() {
        let text = &document.text().as_bytes()[..segment.span.end as usize];
        sweep.segment(text, segment.span.start as usize, index, &mut block);
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

/// So many bytes are told apart at a time.
const BLOCK: usize = 1 << 11;

/// Eight letters, the first in the lowest byte.
type Eight = u64;
/// Stands for letters none of which is told.
const UNTOLD: Eight = Eight::from_le_bytes([OTHER; 8]);
/// Those of them that tell whether they begin a term.
const BEGINNING_OF_EIGHT: Eight = (1 << (8 * BEGINNING)) - 1;

/// Where letters begin in a stretch of text, and which. Little branches here: a processor guesses the ends of words
/// badly.
struct Block {
    /// The kind of each byte, and [`GAP`] behind.
    kinds: [u8; BLOCK + 8],
    /// Whether letters begin at a byte behind none, or an [`OTHER`] stands there: 1, else 0.
    begins: [u8; BLOCK],
    /// The places of these.
    starts: [u16; BLOCK],
    /// The letters from each of these on, whatever stands between them.
    letters: [Eight; BLOCK],
    count: usize,
}

impl Block {
    const EMPTY: Block =
        Block { kinds: [GAP; BLOCK + 8], begins: [0; BLOCK], starts: [0; BLOCK], letters: [UNTOLD; BLOCK], count: 0 };

    /// Reads a stretch, behind what is of this kind.
    fn read(&mut self, stretch: &[u8], before: u8) {
        let length = stretch.len().min(BLOCK);
        let (kinds, behind) = self.kinds.split_at_mut(length);
        for (own, &byte) in kinds.iter_mut().zip(stretch) {
            *own = kind(byte);
        }
        behind.iter_mut().take(8).for_each(|kind| *kind = GAP);
        let is_letter = |kind: u8| kind & OF_LETTERS != 0;
        if let (Some(begins), Some(&first)) = (self.begins.first_mut(), kinds.first()) {
            *begins = u8::from(first == OTHER || is_letter(first) && !is_letter(before));
        }
        for (begins, pair) in self.begins[1..].iter_mut().zip(kinds.windows(2)) {
            *begins = u8::from(pair[1] == OTHER) | u8::from(is_letter(pair[1])) & u8::from(!is_letter(pair[0]));
        }
        let mut count = 0;
        for (at, &begins) in self.begins[..length].iter().enumerate() {
            self.starts[count % BLOCK] = at as u16;
            count += usize::from(begins);
        }
        self.count = count;
        self.join();
    }

    /// Joins the letters from each start on, the last first: what is behind the stretch is not told.
    fn join(&mut self) {
        let mut next = UNTOLD;
        for (&at, letters) in self.starts[..self.count].iter().zip(&mut self.letters[..self.count]).rev() {
            let at = usize::from(at) % BLOCK;
            let own = Eight::from_le_bytes(*self.kinds[at..].first_chunk().unwrap_or(&[OTHER; 8]));
            let ends = !(own | own >> 1) & 0x2020_2020_2020_2020;
            let bits = if own as u8 == OTHER { 8 } else { ends.trailing_zeros() & !7 };
            let kept = u128::from(own) & ((1 << bits) - 1);
            next = (kept | u128::from(next) << bits) as Eight;
            *letters = next;
        }
    }

    /// Each start with the letters from there on.
    fn starts(&self) -> impl Iterator<Item = (usize, Eight)> {
        self.starts[..self.count].iter().map(|&at| usize::from(at)).zip(self.letters[..self.count].iter().copied())
    }
}

impl Sweep {
    fn segment(&mut self, text: &[u8], start: usize, index: &Index, block: &mut Block) {
        let mut before = GAP;
        // A dash is passed over as a whole.
        let mut passed = start;
        for (number, stretch) in text[start..].chunks(BLOCK).enumerate() {
            let offset = start + number * BLOCK;
            block.read(stretch, before);
            before = stretch.last().map_or(GAP, |&byte| kind(byte));
            for (at, letters) in block.starts() {
                let at = offset + at;
                if letters as u8 == OTHER {
                    if at < passed {
                        continue;
                    }
                    passed = at + letter(text, at).1;
                    if passed > at + 1 {
                        continue;
                    }
                } else if at == start || text[at - 1].is_ascii_whitespace() {
                    // What stands behind a blank is a word for sure; what stands behind anything else may be one.
                    self.word(at as u32);
                }
                let mut first = [GAP; BEGINNING];
                first.copy_from_slice(&letters.to_le_bytes()[..BEGINNING]);
                let found = if letters & BEGINNING_OF_EIGHT & UNTOLD != 0 {
                    letters_from(text, at, index)
                } else if index.may_begin(first) {
                    letters_whole(text, at, index)
                } else {
                    None
                };
                if let Some(found) = found {
                    self.found_from(at as u32, &found);
                }
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
        let left = 1 + self.around + if found.is_told { 0 } else { UNTOLD_WORDS };
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
    let mut first = [GAP; BEGINNING];
    let (mut at, mut count) = (start, 0);
    while at < text.len() && count < first.len() {
        let (letter, width) = letter(text, at);
        match letter {
            GAP => {}
            OTHER => {
                first[count..].fill(OTHER);
                return index.may_begin(first).then_some(Found { until: at, is_told: false });
            }
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
