//! Where another telling of the same words says what the reading text says.
//!
//! Both are taken as words of letters and digits, whatever stands between them. A stretch of the other telling (a whole
//! text, an utterance) is laid along the reading text from where it is known to begin; where the two differ they are
//! brought together again at the next words that are the same.

use std::ops::Range;

use crate::token::folded;
use crate::track::Track;

/// The words of a text.
#[derive(Debug, Default)]
pub(crate) struct Words {
    spans: Vec<Range<u32>>,
    hashes: Vec<u64>,
}

/// What another telling has where the reading text has some words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Counterpart {
    /// The same words, there.
    Same(Range<u32>),
    /// It does not tell of them.
    Absent,
    /// Something else, or nobody can tell.
    Differs,
}

/// Another telling, along the reading text.
#[derive(Debug)]
pub(crate) struct Copy {
    pub(crate) track: Track,
    words: Words,
    /// For each word of the reading text, the same word of the copy.
    same: Vec<Option<u32>>,
}

/// So many words are looked through for where two texts come together again.
const FARTHEST: usize = 60;
/// So many words in a row that are the same bring two texts together.
const TOGETHER: usize = 3;
/// Texts that part so often are not the same.
const MOST_PARTINGS: usize = 2000;

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

    /// The words that share a byte with a range.
    fn within(&self, at: &Range<u32>) -> Range<usize> {
        let first = self.spans.partition_point(|span| span.end <= at.start);
        first..first.max(self.spans.partition_point(|span| span.start < at.end))
    }
}

fn hash(word: &str) -> u64 {
    // FNV-1a: equal words are compared as words before anything is changed.
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

impl Copy {
    /// Lays a telling along the reading text, whose words are `own`.
    ///
    /// `begin` says for stretches of the copy, in order, where in the reading text they begin; none where the stretch
    /// goes on after the one before.
    pub(crate) fn new(track: Track, begin: &[(u32, Option<u32>)], own: &Words) -> Copy {
        let words = Words::of(track.text());
        let mut same = vec![None; own.spans.len()];
        let mut ahead = 0;
        let mut partings = 0;
        let whole = [(0, None)];
        let begin = if begin.is_empty() { &whole[..] } else { begin };
        for (number, (from, place)) in begin.iter().enumerate() {
            let to = begin.get(number + 1).map_or(u32::MAX, |next| next.0);
            let stretch = words.within(&(*from..to));
            if let Some(place) = place {
                ahead = own.spans.partition_point(|span| span.end <= *place);
            }
            ahead = lay(own, &words, ahead, stretch, &mut same, &mut partings);
        }
        Copy { track, words, same }
    }

    /// What the copy has where the reading text `text`, whose words are `own`, has a range.
    pub(crate) fn counterpart(&self, text: &str, own: &Words, at: &Range<u32>) -> Counterpart {
        let inside = own.within(at);
        if inside.is_empty() {
            return Counterpart::Differs;
        }
        let copies: Vec<Option<u32>> = self.same[inside.clone()].to_vec();
        if let (Some(first), Some(last)) = (copies[0], copies[copies.len() - 1])
            && (first..=last).map(Some).eq(copies.iter().copied())
        {
            return self.same_letters(text, own, at, &inside, first as usize..last as usize + 1);
        }
        // Words of it are not known: what stands between their neighbours tells.
        let before = self.same[..inside.start].iter().rev().take(FARTHEST).position(Option::is_some);
        let after = self.same[inside.end..].iter().take(FARTHEST).position(Option::is_some);
        let at_before = before.and_then(|back| self.same[inside.start - 1 - back]);
        let at_after = after.and_then(|on| self.same[inside.end + on]);
        let is_known = copies.iter().any(Option::is_some);
        match (at_before, at_after) {
            (None, None) if !is_known => Counterpart::Absent,
            (Some(before), Some(after)) if after == before + 1 && !is_known => Counterpart::Absent,
            (Some(first), Some(last)) if before == Some(0) && after == Some(0) && first + 1 < last => {
                self.same_letters(text, own, at, &inside, first as usize + 1..last as usize)
            }
            _ => Counterpart::Differs,
        }
    }

    /// The range of the copy that has the letters of a range of the reading text, where the copy's words have them.
    fn same_letters(
        &self,
        text: &str,
        own: &Words,
        at: &Range<u32>,
        inside: &Range<usize>,
        copies: Range<usize>,
    ) -> Counterpart {
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
            return Counterpart::Differs;
        }
        // The range may begin or end within a word ("Dudo" of "Dudo's"), or take marks beside it in.
        let start = if at.start > first.start {
            let lead = &text[first.start as usize..at.start as usize];
            match other[copy_first.start as usize..].get(..lead.len()) {
                Some(same) if same.eq_ignore_ascii_case(lead) => copy_first.start + lead.len() as u32,
                _ => return Counterpart::Differs,
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
                _ => return Counterpart::Differs,
            }
        } else {
            let marks = &text[last.end as usize..at.end as usize];
            let has = other[copy_last.end as usize..].starts_with(marks);
            copy_last.end + if has { marks.len() as u32 } else { 0 }
        };
        Counterpart::Same(start..end)
    }
}

/// Lays a stretch of the copy along the reading text from word `ahead` on; answers with the word behind it.
fn lay(
    own: &Words,
    words: &Words,
    mut ahead: usize,
    stretch: Range<usize>,
    same: &mut [Option<u32>],
    partings: &mut usize,
) -> usize {
    let mut at = stretch.start;
    let alike = |ahead: usize, at: usize| own.hashes.get(ahead).is_some_and(|hash| *hash == words.hashes[at]);
    while at < stretch.end {
        if alike(ahead, at) {
            same[ahead] = Some(at as u32);
            (ahead, at) = (ahead + 1, at + 1);
            continue;
        }
        *partings += 1;
        if *partings > MOST_PARTINGS {
            break;
        }
        let together = |skip: usize, on: usize| {
            let (ahead, at) = (ahead + skip, at + on);
            let count = TOGETHER.min(stretch.end.saturating_sub(at)).min(own.hashes.len().saturating_sub(ahead));
            count > 0 && (0..count).all(|word| alike(ahead + word, at + word))
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
    ahead
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::Coding;

    const TEXT: &str = "now available, Give That Dudo with Amazon Q, on Trainium 2 chips";

    fn counterpart(other: &str, heard: &str) -> Option<String> {
        let mut track = Track::new(Coding::Plain, false);
        track.slot(other, 0..other.len() as u32, None);
        let own = Words::of(TEXT);
        let copy = Copy::new(track, &[], &own);
        let start = TEXT.find(heard).expect("the heard words") as u32;
        match copy.counterpart(TEXT, &own, &(start..start + heard.len() as u32)) {
            Counterpart::Same(at) => Some(other[at.start as usize..at.end as usize].to_owned()),
            Counterpart::Absent => Some(String::new()),
            Counterpart::Differs => None,
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
}
