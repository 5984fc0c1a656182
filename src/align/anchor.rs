//! Where in the reading text a stretch of another telling begins: where it is known to, or where something was heard at
//! its time. Several people may speak at one time, and several recordings begin at the same: then the words tell.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use super::{Own, Words};

/// Where in the reading text a stretch of another telling may begin.
#[derive(Debug, Clone)]
pub(crate) enum Anchor {
    /// Nobody knows: it goes on after the one before.
    Unknown,
    At(u32),
    /// At one of these, in order.
    OneOf(Rc<[u32]>),
}

/// Where in the reading text something was heard, by the time in milliseconds.
#[derive(Debug, Default)]
pub(crate) struct Positions(HashMap<i64, Rc<[u32]>>);

impl FromIterator<(f64, u32)> for Positions {
    fn from_iter<I: IntoIterator<Item = (f64, u32)>>(heard: I) -> Self {
        let mut positions: HashMap<i64, Vec<u32>> = HashMap::new();
        for (time, position) in heard {
            let places = positions.entry(milliseconds(time)).or_default();
            if places.last() != Some(&position) {
                places.push(position);
            }
        }
        Positions(positions.into_iter().map(|(time, places)| (time, Rc::from(places))).collect())
    }
}

impl Positions {
    /// Where something was heard at this time, in seconds.
    pub(crate) fn at(&self, time: f64) -> Anchor {
        self.0.get(&milliseconds(time)).map_or(Anchor::Unknown, |places| Anchor::OneOf(Rc::clone(places)))
    }
}

/// A time as a key to look it up by.
pub(crate) fn milliseconds(time: f64) -> i64 {
    (time * 1000.0).round() as i64
}

/// So many places with the same time are looked at for one stretch.
const MOST_AT_ONCE: usize = 64;
/// So many words of a stretch tell where it begins.
const FIRST_WORDS: usize = 24;
/// So many words may be told otherwise before others are the same again.
const OTHERWISE: usize = 3;

/// How like some words are to those of the reading text at a place; more is more alike.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Likeness {
    /// So many are the same.
    alike: usize,
    /// So many of both stand between them.
    otherwise: Reverse<usize>,
}

/// Where a stretch was found.
pub(super) struct Found {
    /// The word of the reading text at which it begins; none where nobody knows, or nothing like it stands there.
    pub(super) begin: Option<usize>,
    /// The place by which that is known.
    place: Option<u32>,
}

/// Finds for the stretches of a telling where they begin, one after the other.
pub(super) struct Anchors<'a> {
    own: &'a Words,
    words: &'a Words,
    /// The places at which stretches begin that were found by the time.
    taken: HashSet<u32>,
    /// Of the places with one time, how many are taken from the first on.
    passed: HashMap<*const u32, usize>,
}

impl<'a> Anchors<'a> {
    pub(super) fn new(own: &'a Words, words: &'a Words) -> Self {
        Anchors { own, words, taken: HashSet::new(), passed: HashMap::new() }
    }

    /// Finds where in the reading text some words of the telling begin; `ahead` is the word behind the stretch before.
    pub(super) fn find(&mut self, anchor: &Anchor, said: Own<'_>, stretch: &Range<usize>, ahead: usize) -> Found {
        let places = match anchor {
            Anchor::Unknown => return Found { begin: None, place: None },
            Anchor::At(place) => return Found { begin: Some(self.word_at(*place)), place: None },
            Anchor::OneOf(places) => places,
        };
        let mut best: Option<((Likeness, bool), u32)> = None;
        for place in self.free(places) {
            let at = self.word_at(place);
            if said.word(said.number(at)) != at {
                // Someone else says what stands there.
                continue;
            }
            // Of places that are alike, the one behind the stretch before goes on in order.
            let alike = (self.alike(said, at, stretch), at == ahead);
            if best.as_ref().is_none_or(|(most, _)| *most < alike) {
                best = Some((alike, place));
            }
        }
        let Some(((most, _), place)) = best else { return Found { begin: None, place: None } };
        // Someone else may begin to speak at the time of words that go on.
        let (begin, place) =
            if most < self.alike(said, ahead, stretch) { (ahead, None) } else { (self.word_at(place), Some(place)) };
        Found { begin: Some(begin), place }
    }

    /// The word at which a stretch begins, where that does not take its words to know.
    pub(super) fn known(&self, anchor: &Anchor) -> Option<usize> {
        match anchor {
            Anchor::At(place) => Some(self.word_at(*place)),
            Anchor::OneOf(places) if places.len() == 1 => Some(self.word_at(places[0])),
            Anchor::OneOf(_) | Anchor::Unknown => None,
        }
    }

    /// Where a stretch begins, no other one does.
    pub(super) fn take(&mut self, found: &Found) {
        self.taken.extend(found.place);
    }

    /// Whether all words of a stretch stand there, one after the other and no one else's between them.
    pub(super) fn is_whole(&self, own: Own<'_>, at: usize, stretch: &Range<usize>) -> bool {
        let first = own.number(at);
        let is_same = |(word, number): (usize, usize)| {
            own.hash(number) == Some(self.words.hashes[word]) && own.word(number) - own.word(first) == number - first
        };
        stretch.clone().zip(first..).all(is_same)
    }

    /// The places at which no stretch begins yet; a place that is the only one may be told of several times.
    fn free(&mut self, places: &[u32]) -> Vec<u32> {
        let passed = self.passed.entry(places.as_ptr()).or_default();
        while places.len() > 1 && places.get(*passed).is_some_and(|place| self.taken.contains(place)) {
            *passed += 1;
        }
        let rest = &places[*passed..];
        let is_free = |place: &u32| places.len() == 1 || !self.taken.contains(place);
        rest.iter().copied().take(MOST_AT_ONCE).filter(is_free).collect()
    }

    fn word_at(&self, place: u32) -> usize {
        self.own.spans.partition_point(|span| span.end <= place)
    }

    /// How like the first words of a stretch the reading text is from a word on.
    fn alike(&self, own: Own<'_>, at: usize, stretch: &Range<usize>) -> Likeness {
        let words = &self.words.hashes[stretch.start..stretch.end.min(stretch.start + FIRST_WORDS)];
        let (mut alike, mut otherwise, mut ahead, mut word) = (0, 0, own.number(at), 0);
        while let (Some(a), Some(&b)) = (own.hash(ahead), words.get(word)) {
            if a == b {
                (alike, ahead, word) = (alike + 1, ahead + 1, word + 1);
                continue;
            }
            let near = (1..=OTHERWISE).flat_map(|far| (0..=far).map(move |skip| (skip, far - skip)));
            let is_same = |&(skip, on): &(usize, usize)| {
                words.get(word + on).is_some_and(|word| own.hash(ahead + skip) == Some(*word))
            };
            let (skip, on) = near.into_iter().find(is_same).unwrap_or((1, 1));
            (ahead, word, otherwise) = (ahead + skip, word + on, otherwise + skip + on);
        }
        Likeness { alike, otherwise: Reverse(otherwise) }
    }
}
