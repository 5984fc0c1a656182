//! Where another telling of the same words says what the reading text says.
//!
//! Both are taken as words of letters and digits, whatever stands between them. A stretch of the other telling (a whole
//! text, an utterance) is laid along the reading text from where it is known to begin; where the two differ they are
//! brought together again at the next words that are the same.

mod anchor;

use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

pub(crate) use anchor::{Anchor, Positions, milliseconds};
use anchor::{Anchors, Found};

use crate::token::folded;
use crate::track::Track;

/// The words of a text.
#[derive(Debug, Default)]
pub(crate) struct Words {
    spans: Vec<Range<u32>>,
    hashes: Vec<u64>,
    /// Those of each speaker, by number; empty where nobody asks.
    of_speakers: Vec<Vec<u32>>,
}

/// Where a stretch of another telling begins.
#[derive(Debug, Clone)]
pub(crate) struct StretchBegin {
    /// In its text.
    pub(crate) at: u32,
    /// In the reading text.
    pub(crate) anchor: Anchor,
    /// Who says all of it, if that is known.
    pub(crate) speaker: Option<u32>,
}

/// What another telling has where the reading text has some words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Counterpart {
    /// The same words, there; in each of these places, where it tells them more than once.
    Same(Vec<Range<u32>>),
    /// It does not tell of them.
    Absent,
    /// Something else, or nobody can tell; it is somewhere there.
    Differs(Vec<Range<u32>>),
}

/// Another telling, along the reading text.
#[derive(Debug)]
pub(crate) struct Copy {
    pub(crate) track: Track,
    words: Words,
    /// Words of the reading text with the same words of the copy, in the order of the reading text.
    same: Vec<(u32, u32)>,
    /// The same of words that are told more than once: all but the last time.
    again: Vec<(u32, u32)>,
    stretches: Vec<Stretch>,
    begun: Begun,
    /// The hashes of words that are not known to be any of the reading text, in stretches that tell of others.
    loose: HashSet<u64>,
}

/// Which stretches begin where: they are asked for one by one, and there may be as many as words.
#[derive(Debug, Default)]
struct Begun {
    /// Those that are laid, by the word at which they begin.
    laid: Vec<(usize, usize)>,
    /// Those that are not.
    loose: Vec<(usize, usize)>,
    /// So far does one that is not laid reach at most.
    farthest: usize,
}

/// A stretch of another telling.
#[derive(Debug)]
struct Stretch {
    /// Its words.
    words: Range<usize>,
    /// The word of the reading text at which it begins, if that is known.
    begin: Option<usize>,
    /// Whether some of its words are those of the reading text.
    is_laid: bool,
}

impl Begun {
    fn of(stretches: &[Stretch]) -> Begun {
        let mut begun = Begun::default();
        for (number, stretch) in stretches.iter().enumerate() {
            let Some(begin) = stretch.begin else { continue };
            if stretch.is_laid {
                begun.laid.push((begin, number));
            } else {
                begun.loose.push((begin, number));
                begun.farthest = begun.farthest.max(reach(&stretch.words));
            }
        }
        begun.laid.sort_unstable();
        begun.loose.sort_unstable();
        begun
    }

    /// The stretches that may tell of some words of the reading text, by where they begin.
    fn near(&self, inside: &Range<usize>) -> impl Iterator<Item = usize> {
        let between = |begun: &'_ [(usize, usize)], from: usize| {
            let behind = |end: usize| begun.partition_point(|(begin, _)| *begin < end);
            behind(from)..behind(inside.end)
        };
        let laid = &self.laid[between(&self.laid, inside.start)];
        let loose = &self.loose[between(&self.loose, inside.start.saturating_sub(self.farthest))];
        laid.iter().chain(loose).map(|(_, number)| *number)
    }
}

/// How many words of the reading text some words of a copy may be: numbers may be one word here and several there.
fn reach(words: &Range<usize>) -> usize {
    2 * words.len() + 2
}

impl Stretch {
    /// Its words that may stand where the reading text has the words `inside`, of which `before` and `after` are the
    /// nearest that are known, with their words of the copy.
    fn gap(
        &self,
        inside: &Range<usize>,
        before: Option<(usize, u32)>,
        after: Option<(usize, u32)>,
    ) -> Option<Range<usize>> {
        let own = |near: Option<(usize, u32)>| near.filter(|(_, word)| self.words.contains(&(*word as usize)));
        let (before, after) = (own(before), own(after));
        let from = before.map_or(self.words.start, |(_, word)| word as usize + 1);
        let to = after.map_or(self.words.end, |(_, word)| word as usize);
        let reach = reach(&(from..to));
        let is_near = match (before, after) {
            (Some(_), Some(_)) => true,
            (Some((before, _)), None) => inside.end <= before + reach,
            (None, Some((after, _))) => after <= inside.start + reach,
            // A stretch that is laid somewhere else does not tell of them.
            (None, None) => {
                let begin = self.begin.filter(|begin| !self.is_laid || inside.contains(begin));
                begin.is_some_and(|begin| begin < inside.end && inside.start < begin + reach)
            }
        };
        (is_near && from < to).then_some(from..to)
    }
}

/// The words of the reading text that a stretch may tell of: all, or those of who says it.
#[derive(Debug, Clone, Copy)]
struct Own<'a> {
    hashes: &'a [u64],
    of_speaker: Option<&'a [u32]>,
}

impl Own<'_> {
    fn of(words: &Words, speaker: Option<u32>) -> Own<'_> {
        let of_speaker = speaker.and_then(|speaker| words.of_speakers.get(speaker as usize)).map(Vec::as_slice);
        Own { hashes: &words.hashes, of_speaker }
    }

    /// The same, without those from this word of the reading text on.
    fn up_to(self, end: Option<usize>) -> Self {
        let Some(end) = end else { return self };
        let of_speaker = self.of_speaker.map(|of_speaker| &of_speaker[..self.number(end)]);
        Own { hashes: &self.hashes[..end.min(self.hashes.len())], of_speaker }
    }

    fn len(&self) -> usize {
        self.of_speaker.map_or(self.hashes.len(), <[u32]>::len)
    }

    fn hash(&self, number: usize) -> Option<u64> {
        self.hashes.get(self.word(number)).copied()
    }

    /// The word of the reading text that is the one with this number here; behind the last of it where there is none.
    fn word(&self, number: usize) -> usize {
        let Some(of_speaker) = self.of_speaker else { return number };
        of_speaker.get(number).map_or(self.hashes.len(), |&word| word as usize)
    }

    /// The number here of this word of the reading text, or of the next one that is here.
    fn number(&self, word: usize) -> usize {
        self.of_speaker.map_or(word, |of_speaker| of_speaker.partition_point(|&own| (own as usize) < word))
    }
}

/// So many words are looked through for where two texts come together again.
const FARTHEST: usize = 60;
/// So many words in a row that are the same bring two texts together.
const TOGETHER: usize = 3;
/// Fewer words at the end of a stretch are only looked for so near, for those of another stretch may be like them.
const FARTHEST_OF_FEW: usize = 6;
/// Texts for which it has to be looked in so many places where they come together again are not the same.
const MOST_LOOKED: usize = 1 << 24;
/// So many words on either side that are known tell which stretches may tell of words that are not.
const NEIGHBOURS: usize = 8;
/// So many words of a copy may be one of the reading text: numbers are told in several.
const MOST_FOR_ONE: usize = 16;

impl Words {
    pub(crate) fn of(text: &str) -> Words {
        let mut words = Words::default();
        let is_part = |c: char| c.is_alphanumeric() || crate::token::is_extending(c);
        let mut start = None;
        for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
            match (start, is_part(c)) {
                (None, true) => start = Some(at),
                (Some(begun), false) => {
                    words.spans.push(begun as u32..at as u32);
                    words.hashes.push(hash(&folded(&text[begun..at])));
                    start = None;
                }
                _ => {}
            }
        }
        words
    }

    /// The same, each said by one of so many speakers, by number.
    pub(crate) fn said_by(mut self, count: usize, speaker_at: impl Fn(u32) -> Option<u32>) -> Words {
        self.of_speakers = vec![Vec::new(); count];
        for (word, span) in (0..).zip(&self.spans) {
            if let Some(speaker) = speaker_at(span.start) {
                self.of_speakers[speaker as usize].push(word);
            }
        }
        self
    }

    /// Texts are not laid along each other any more: what that alone takes is let go.
    pub(crate) fn are_laid(&mut self) {
        self.hashes = Vec::new();
        self.of_speakers = Vec::new();
    }

    /// The words that share a byte with a range.
    fn within(&self, at: &Range<u32>) -> Range<usize> {
        let first = self.spans.partition_point(|span| span.end <= at.start);
        first..first.max(self.spans.partition_point(|span| span.start < at.end))
    }
}

fn hash(word: &str) -> u64 {
    // FNV-1a: equal words are compared as words before anything is changed.
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

/// By which hashes are multiplied.
const PRIME: u64 = 0x0100_0000_01b3;

/// The hashes of the words of a copy that are not the same as any, in stretches of which some are.
fn loose(words: &Words, same: [&[(u32, u32)]; 2], stretches: &[Stretch]) -> HashSet<u64> {
    let mut known = vec![false; words.spans.len()];
    for &(_, word) in same.into_iter().flatten() {
        known[word as usize] = true;
    }
    let laid = stretches.iter().filter(|stretch| stretch.is_laid);
    laid.flat_map(|stretch| stretch.words.clone()).filter(|&word| !known[word]).map(|word| words.hashes[word]).collect()
}

impl Copy {
    /// Lays a telling along the reading text, whose words are `own`.
    ///
    /// `begin` says for stretches of the copy, in order, where in it and in the reading text they begin.
    pub(crate) fn new(track: Track, begin: &[StretchBegin], own: &Words) -> Copy {
        let mut words = Words::of(track.text());
        let mut same = Vec::with_capacity(words.spans.len().min(own.spans.len()));
        let mut ahead = 0;
        let mut looked = 0;
        let mut stretches = Vec::with_capacity(begin.len());
        let whole = [StretchBegin { at: 0, anchor: Anchor::Unknown, speaker: None }];
        let begin = if begin.is_empty() { &whole[..] } else { begin };
        let mut anchors = Anchors::new(own, &words);
        for (number, this) in begin.iter().enumerate() {
            let next = begin.get(number + 1);
            let stretch = words.within(&(this.at..next.map_or(u32::MAX, |next| next.at)));
            let (said, found) = find_said(&mut anchors, this, own, &stretch, ahead);
            anchors.take(&found);
            ahead = found.begin.unwrap_or(ahead);
            // What another stretch tells is not told by this one, but where several people speak at once.
            let next = next.filter(|_| this.speaker.is_none()).and_then(|next| anchors.known(&next.anchor));
            let said = said.up_to(next.filter(|&next| found.begin.is_some_and(|begin| begin < next)));
            let (laid, behind) = lay(said, &words, ahead, stretch.clone(), &mut same, &mut looked);
            stretches.push(Stretch { words: stretch, begin: found.begin, is_laid: laid > 0 });
            ahead = behind;
        }
        lay_strays(own, &words, &mut same);
        // Where the stretches of a copy take turns, a word that is told twice is the one that was told last.
        same.sort_unstable_by_key(|&(own, word)| (own, Reverse(word)));
        same.dedup();
        let mut again = Vec::new();
        same.dedup_by(|later, kept| {
            let is_again = later.0 == kept.0;
            if is_again {
                again.push(*later);
            }
            is_again
        });
        again.sort_unstable();
        let loose = loose(&words, [&same, &again], &stretches);
        words.are_laid();
        let begun = Begun::of(&stretches);
        Copy { track, words, same, again, stretches, begun, loose }
    }

    /// What the copy has where the reading text `text`, whose words are `own`, has a range.
    pub(crate) fn counterpart(&self, text: &str, own: &Words, at: &Range<u32>) -> Counterpart {
        match self.last_counterpart(text, own, at) {
            Counterpart::Same(mut places) => {
                places.extend(self.counterparts_before(text, own, at));
                Counterpart::Same(places)
            }
            other => other,
        }
    }

    /// Where else it has the same words, whole.
    fn counterparts_before(&self, text: &str, own: &Words, at: &Range<u32>) -> Vec<Range<u32>> {
        let inside = own.within(at);
        let behind = |word: usize| self.again.partition_point(|&(own, _)| (own as usize) < word);
        let told = &self.again[behind(inside.start)..behind(inside.end)];
        let begun = told.iter().filter(|&&(own, _)| own as usize == inside.start);
        let whole = begun.filter_map(|&(own_start, start)| {
            let is_told = |word: u32| told.binary_search(&(own_start + word, start + word)).is_ok();
            let count = inside.len() as u32;
            (1..count).all(is_told).then_some(start as usize..(start + count) as usize)
        });
        whole.filter_map(|words| self.same_letters(text, own, at, &inside, words)).collect()
    }

    /// The same, where a word that is told more than once is only where it is told last.
    fn last_counterpart(&self, text: &str, own: &Words, at: &Range<u32>) -> Counterpart {
        let inside = own.within(at);
        if inside.is_empty() {
            return Counterpart::Differs(Vec::new());
        }
        let behind = |word: usize| self.same.partition_point(|&(own, _)| (own as usize) < word);
        let (first, end) = (behind(inside.start), behind(inside.end));
        let copies = &self.same[first..end];
        if let [(_, first), ..] = copies
            && copies.len() == inside.len()
            && (*first..).zip(copies).all(|(word, copy)| word == copy.1)
        {
            let copies = *first as usize..*first as usize + copies.len();
            return match self.same_letters(text, own, at, &inside, copies.clone()) {
                Some(at) => Counterpart::Same(vec![at]),
                None => Counterpart::Differs(vec![self.place(&copies)]),
            };
        }
        // Words of it are not known: what stands between their neighbours tells.
        let known = |&(own, word): &(u32, u32)| (own as usize, word);
        let around = [
            &self.same[first.saturating_sub(NEIGHBOURS)..first],
            &self.same[end..self.same.len().min(end + NEIGHBOURS)],
        ];
        let (before, after) = (around[0].last().map(known), around[1].first().map(known));
        let holding = |(_, word): (usize, u32)| {
            let behind = self.stretches.partition_point(|stretch| stretch.words.end <= word as usize);
            self.stretches.get(behind).map(|_| behind)
        };
        if matches!((before, after), (Some((_, before)), Some((_, after))) if after <= before) {
            // Neighbours that stand the other way round there do not say what is between them.
            return Counterpart::Differs(Vec::new());
        }
        let beside = around.into_iter().flatten().map(known).filter_map(holding);
        let mut numbers: Vec<usize> = beside.chain(self.begun.near(&inside)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        // Where several people speak at once, the nearest words that are known may be of another stretch: they are passed
        // over, and count as nothing that stands between.
        let gap = |number: usize| {
            let stretch = &self.stretches[number];
            let is_of_it = |&(_, word): &(u32, u32)| stretch.words.contains(&(word as usize));
            let before = around[0].iter().rev().position(is_of_it).map(|passed| {
                let (own, word) = around[0][around[0].len() - 1 - passed];
                (own as usize + passed, word)
            });
            let after = around[1].iter().position(is_of_it).map(|passed| {
                let (own, word) = around[1][passed];
                (own as usize - passed, word)
            });
            stretch.gap(&inside, before, after)
        };
        let gaps: Vec<Range<usize>> = numbers.into_iter().filter_map(gap).collect();
        if gaps.is_empty() && copies.is_empty() {
            // Where the copy left much out, its words may stand farther off than is looked for them.
            let is_loose = |word: usize| {
                let span = &own.spans[word];
                self.loose.contains(&hash(&folded(&text[span.start as usize..span.end as usize])))
            };
            let is_told = inside.clone().all(is_loose);
            return if is_told { Counterpart::Differs(Vec::new()) } else { Counterpart::Absent };
        }
        let mut same = gaps.iter().filter_map(|gap| self.same_letters(text, own, at, &inside, gap.clone()));
        match (same.next(), same.next()) {
            (Some(at), None) => Counterpart::Same(vec![at]),
            _ => Counterpart::Differs(gaps.iter().map(|gap| self.place(gap)).collect()),
        }
    }

    /// Where some of its words, of which there is one at least, stand in its text.
    fn place(&self, words: &Range<usize>) -> Range<u32> {
        self.words.spans[words.start].start..self.words.spans[words.end - 1].end
    }

    /// The range of the copy that has the letters of a range of the reading text, where the copy's words have them.
    fn same_letters(
        &self,
        text: &str,
        own: &Words,
        at: &Range<u32>,
        inside: &Range<usize>,
        copies: Range<usize>,
    ) -> Option<Range<u32>> {
        if copies.len() > MOST_FOR_ONE * inside.len() {
            return None;
        }
        let other = self.track.text();
        let (first, last) = (&own.spans[inside.start], &own.spans[inside.end - 1]);
        let (copy_first, copy_last) = (&self.words.spans[copies.start], &self.words.spans[copies.end - 1]);
        let letters = |text: &str| folded(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let slice = |text: &str, from: u32, to: u32| text[from as usize..to as usize].to_owned();
        let own_words = slice(text, first.start, last.end);
        let copy_words = slice(other, copy_first.start, copy_last.end);
        if letters(&own_words) != letters(&copy_words)
            && letters(&crate::sound::spelled(&own_words)) != letters(&crate::sound::spelled(&copy_words))
        {
            return None;
        }
        // The range may begin or end within a word ("Dudo" of "Dudo's"), or take marks beside it in.
        let start = if at.start > first.start {
            let lead = &text[first.start as usize..at.start as usize];
            match other[copy_first.start as usize..].get(..lead.len()) {
                Some(same) if same.eq_ignore_ascii_case(lead) => copy_first.start + lead.len() as u32,
                _ => return None,
            }
        } else {
            let marks = &text[at.start as usize..first.start as usize];
            let has = other[..copy_first.start as usize].ends_with(marks);
            copy_first.start - if has { marks.len() as u32 } else { 0 }
        };
        let end = if at.end < last.end {
            let trail = &text[at.end as usize..last.end as usize];
            match other[..copy_last.end as usize]
                .get(copy_last.end as usize - trail.len().min(copy_last.end as usize)..)
            {
                Some(same) if same.eq_ignore_ascii_case(trail) => copy_last.end - trail.len() as u32,
                _ => return None,
            }
        } else {
            let marks = &text[last.end as usize..at.end as usize];
            let has = other[copy_last.end as usize..].starts_with(marks);
            copy_last.end + if has { marks.len() as u32 } else { 0 }
        };
        Some(start..end)
    }
}

/// Finds where a stretch begins, among the words of who says it; among those of all where nobody with this name says
/// anything then, or where all its words stand together with some of another name: who says it may be told otherwise there.
fn find_said<'a>(
    anchors: &mut Anchors<'_>,
    this: &StretchBegin,
    own: &'a Words,
    stretch: &Range<usize>,
    ahead: usize,
) -> (Own<'a>, Found) {
    let said = Own::of(own, this.speaker);
    let found = anchors.find(&this.anchor, said, stretch, ahead);
    let begin = found.begin.unwrap_or(ahead);
    if this.speaker.is_some() && !anchors.is_whole(said, begin, stretch) {
        let all = Own::of(own, None);
        let anyone = anchors.find(&this.anchor, all, stretch, ahead);
        let is_one_place = anyone.begin == found.begin && anchors.is_whole(all, begin, stretch);
        if found.begin.is_none() || is_one_place {
            return (all, anyone);
        }
    }
    (said, found)
}

/// Lays a stretch of the copy along the reading text from word `first` on; answers with how many words are the same, and
/// with the word behind it.
fn lay(
    own: Own<'_>,
    words: &Words,
    first: usize,
    stretch: Range<usize>,
    same: &mut Vec<(u32, u32)>,
    looked: &mut usize,
) -> (usize, usize) {
    let mut at = stretch.start;
    let mut ahead = own.number(first);
    let mut laid = 0;
    let alike = |ahead: usize, at: usize| own.hash(ahead) == Some(words.hashes[at]);
    while at < stretch.end {
        if alike(ahead, at) {
            same.push((own.word(ahead) as u32, at as u32));
            laid += 1;
            (ahead, at) = (ahead + 1, at + 1);
            continue;
        }
        if *looked > MOST_LOOKED {
            break;
        }
        let mut together = |skip: usize, on: usize| {
            *looked += 1;
            let (ahead, at) = (ahead + skip, at + on);
            let count = TOGETHER.min(stretch.end.saturating_sub(at)).min(own.len().saturating_sub(ahead));
            let is_enough = count == TOGETHER || count > 0 && skip + on <= FARTHEST_OF_FEW;
            is_enough && (0..count).all(|word| alike(ahead + word, at + word))
        };
        let next = (1..=2 * FARTHEST).find_map(|far| {
            let least = far.saturating_sub(FARTHEST);
            (least..=far.min(FARTHEST)).map(|on| (far - on, on)).find(|&(skip, on)| together(skip, on))
        });
        match next {
            Some((skip, on)) => (ahead, at) = (ahead + skip, at + on),
            None => at += 1,
        }
    }
    let behind = ahead.checked_sub(1).filter(|_| laid > 0).map(|last| own.word(last) + 1);
    (laid, behind.unwrap_or(first))
}

/// Lays what is left of a copy that tells in another order: words in a row that stand once in what is left of both.
fn lay_strays(own: &Words, words: &Words, same: &mut Vec<(u32, u32)>) {
    let rows = stray_rows(&own.hashes, same.iter().map(|&(own, _)| own));
    if rows.is_empty() {
        return;
    }
    let others = stray_rows(&words.hashes, same.iter().map(|&(_, word)| word));
    for (row, at) in rows {
        if let Ok(other) = others.binary_search_by_key(&row, |&(row, _)| row) {
            let other = others[other].1;
            let alike = |word: u32| own.hashes[(at + word) as usize] == words.hashes[(other + word) as usize];
            if (0..TOGETHER as u32).all(alike) {
                same.extend((0..TOGETHER as u32).map(|word| (at + word, other + word)));
            }
        }
    }
}

/// The rows of words of which none is laid, by their hashes, and where they begin; those that stand there once.
fn stray_rows(hashes: &[u64], laid: impl Iterator<Item = u32>) -> Vec<(u64, u32)> {
    let mut is_laid = vec![false; hashes.len()];
    laid.for_each(|word| is_laid[word as usize] = true);
    let in_rows = hashes.windows(TOGETHER).zip(is_laid.windows(TOGETHER)).zip(0..);
    let strays = in_rows.filter(|((_, laid), _)| laid.iter().all(|laid| !laid));
    let hash = |row: &[u64]| row.iter().fold(0, |hash: u64, word| hash.rotate_left(5).wrapping_mul(PRIME) ^ word);
    let mut rows: Vec<(u64, u32)> = strays.map(|((row, _), at)| (hash(row), at)).collect();
    rows.sort_unstable();
    let single = rows.chunk_by(|(a, _), (b, _)| a == b).filter(|alike| alike.len() == 1);
    single.flatten().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::Coding;

    const TEXT: &str = "now available, Give That Dudo with Amazon Q, on Trainium 2 chips";

    fn counterpart(other: &str, heard: &str) -> Option<String> {
        counterpart_of(other, &[], heard)
    }

    fn counterpart_of(other: &str, begin: &[StretchBegin], heard: &str) -> Option<String> {
        let mut track = Track::new(Coding::Plain, false);
        track.slot(other, 0..other.len() as u32, None);
        let own = Words::of(TEXT);
        let copy = Copy::new(track, begin, &own);
        let start = TEXT.find(heard).expect("the heard words") as u32;
        match copy.counterpart(TEXT, &own, &(start..start + heard.len() as u32)) {
            Counterpart::Same(places) => {
                let told = places.iter().map(|at| &other[at.start as usize..at.end as usize]);
                Some(told.collect::<Vec<_>>().join("|"))
            }
            Counterpart::Absent => Some(String::new()),
            Counterpart::Differs(_) => None,
        }
    }

    #[test]
    fn the_same_words_are_found_in_every_telling() {
        let bare = "now available give that dudo with amazon q on trainium two chips";
        let cases = [
            (TEXT, "Give That Dudo", Some("Give That Dudo")),
            (bare, "Give That Dudo", Some("give that dudo")),
            (bare, "Trainium 2", Some("trainium two")),
            ("with Amazon Q, on Trainium 2 chips", "Amazon Q", Some("Amazon Q")),
            ("now available, with Amazon Q", "Give That Dudo", Some("")),
            ("now available, GitLab Duo with Amazon Q", "Give That Dudo", None),
            ("nothing of this", "Give That Dudo", Some("")),
        ];
        for (other, heard, expected) in cases {
            assert_eq!(counterpart(other, heard).as_deref(), expected, "{other}");
        }
    }

    #[test]
    fn words_are_found_where_they_are_told_in_another_order() {
        let turned = "on Trainium 2 chips now available, Give That Dudo with Amazon Q";
        for heard in ["Give That Dudo", "Trainium 2", "now available, Give", "Amazon Q"] {
            assert_eq!(counterpart(turned, heard).as_deref(), Some(heard), "{heard}");
        }
        // Words that go on in the one are apart in the other.
        assert_eq!(counterpart(turned, "Amazon Q, on"), None);
        // What stands between words that changed places may be told otherwise there, or in letters that stand together.
        for told in ["ThatDudo", "that Dude", ""] {
            let other = format!("with Amazon Q, on Trainium 2 chips {told} now available, Give");
            assert_eq!(counterpart(&other, "That Dudo"), None, "{other}");
        }
    }

    #[test]
    fn words_are_found_as_often_as_they_are_told() {
        let anchor = Anchor::At(TEXT.find("Give").expect("a word") as u32);
        let begin = |at: usize| StretchBegin { at: at as u32, anchor: anchor.clone(), speaker: None };
        for (stretches, heard, expected) in [
            (["Give That Dudo with", "give that dudo with"], "Give That Dudo", Some("give that dudo|Give That Dudo")),
            (["Give That", "Give That Dudo with"], "Give That Dudo", Some("Give That Dudo")),
            (["Give That Dudo with", "Give that"], "Dudo with", Some("Dudo with")),
            (["Give That Dudo with", "GitLab Duo with"], "with Amazon Q", None),
        ] {
            let other = stretches.join(" ");
            let starts = [begin(0), begin(stretches[0].len() + 1)];
            assert_eq!(counterpart_of(&other, &starts, heard).as_deref(), expected, "{other}");
        }
    }
}
