//! A transcript beside the version that a person put right: which words of one stand for which of the other.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::judge::words;
use super::{GoldKind, Misheard, Stretch};
use crate::dictionary::Index;
use crate::document::Document;

/// A stretch is ended where so many words agree ...
const AGREED: usize = 6;
/// ... once it has so many words,
const ENOUGH: usize = 80;
/// and in any case when it has so many: comparing words takes time by the square.
const MOST: usize = 600;

/// A word as it compares, and the bytes of the reading text that it comes from.
struct Word {
    text: String,
    at: Range<usize>,
}

/// The stretches of a transcript, each within one segment, with what the reference has there.
///
/// What was said before the first heard word belongs to the first stretch, what was said behind the last to the last.
pub(super) fn stretches(document: &Document, reference: &Document, index: &Index) -> Vec<Stretch> {
    let (heard, ends) = words_of(document);
    let (said, _) = words_of(reference);
    let texts = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect::<Vec<String>>();
    let said = texts(&said);
    let aligned = Aligned(capture_diff_slices(Algorithm::Patience, &texts(&heard), &said));
    let gold = Terms::of(index).misheard(&said, &aligned);
    let mut gold = gold.into_iter().peekable();
    let mut stretches = Vec::new();
    if heard.is_empty() {
        stretches.push(Stretch { at: 0..0, said: said.clone(), gold: Vec::new() });
    }
    for pieces in cuts(&ends, &aligned).windows(2) {
        let (start, end) = (pieces[0], pieces[1]);
        let (Some(first), Some(last)) = (heard.get(start), heard[start..end].last()) else { continue };
        let at = first.at.start..last.at.end;
        let mut misheard = Vec::new();
        while let Some((range, term)) = gold.next_if(|(range, _)| range.start < end) {
            // What reaches over the end of a turn cannot be found.
            let Some(covered) = heard[start..end].get(range.start - start..range.end - start) else { continue };
            let [first, ..] = covered else { continue };
            let from = first.at.start - at.start;
            let to = covered[covered.len() - 1].at.end - at.start;
            let letters = covered.iter().map(|word| word.text.as_str()).collect::<String>();
            let kind = if letters == words(&term).concat() { GoldKind::Spacing } else { GoldKind::Close };
            misheard.push(Misheard { at: from..to, term, kind });
        }
        let from = if start == 0 { 0 } else { aligned.said(start) };
        let to = if end == heard.len() { said.len() } else { aligned.said(end) };
        stretches.push(Stretch { at, said: said[from..to].to_vec(), gold: misheard });
    }
    stretches
}

/// The words of a document's prose, and after how many of them each segment ends.
fn words_of(document: &Document) -> (Vec<Word>, Vec<usize>) {
    let text = document.text();
    let mut found = Vec::new();
    let mut ends = Vec::new();
    for segment in document.segments() {
        let range = segment.span.range();
        for piece in super::words_between_blanks(&text[range.clone()]) {
            let at = range.start + piece.start..range.start + piece.end;
            found.extend(words(&text[at.clone()]).into_iter().map(|text| Word { text, at: at.clone() }));
        }
        ends.push(found.len());
    }
    (found, ends)
}

/// Where stretches begin and end, as numbers of heard words: at the ends of segments, and within long ones.
fn cuts(ends: &[usize], aligned: &Aligned) -> Vec<usize> {
    let mut cuts = vec![0];
    let mut last = 0;
    let mut agreed = aligned.agreed().peekable();
    for &end in ends {
        while let Some(run) = agreed.peek() {
            let cut = run.start + (run.end - run.start) / 2;
            if cut >= end {
                break;
            }
            if cut >= last + ENOUGH {
                while cut - last > MOST {
                    last += MOST;
                    cuts.push(last);
                }
                last = cut;
                cuts.push(cut);
            }
            agreed.next();
        }
        while end - last > MOST {
            last += MOST;
            cuts.push(last);
        }
        if end > last {
            cuts.push(end);
            last = end;
        }
    }
    cuts
}

/// Which words of two texts stand for each other.
struct Aligned(Vec<DiffOp>);

impl Aligned {
    /// The word of the reference before which what was said before this word ends.
    fn said(&self, heard: usize) -> usize {
        let op = self.0.partition_point(|op| op.old_range().end < heard);
        let Some(op) = self.0.get(op) else { return self.0.last().map_or(0, |op| op.new_range().end) };
        Self::between(heard, &op.old_range(), &op.new_range(), matches!(op, DiffOp::Equal { .. }))
    }

    /// The heard word before which this word of the reference was heard.
    fn heard(&self, said: usize) -> usize {
        let op = self.0.partition_point(|op| op.new_range().end < said);
        let Some(op) = self.0.get(op) else { return self.0.last().map_or(0, |op| op.old_range().end) };
        Self::between(said, &op.new_range(), &op.old_range(), matches!(op, DiffOp::Equal { .. }))
    }

    /// Where a place within one range is in the other: word for word where they agree, else the ends alone are sure.
    fn between(at: usize, from: &Range<usize>, to: &Range<usize>, is_equal: bool) -> usize {
        let into = at.saturating_sub(from.start);
        if is_equal {
            to.start + into
        } else if at >= from.end {
            to.end
        } else {
            to.start + (into * to.len()).checked_div(from.len()).unwrap_or(0)
        }
    }

    /// The heard words that agree, where there are several in a row.
    fn agreed(&self) -> impl Iterator<Item = Range<usize>> {
        let equal = self.0.iter().filter(|op| matches!(op, DiffOp::Equal { .. }));
        let runs = equal.map(DiffOp::old_range).filter(|run| run.len() >= AGREED);
        // A long run may be cut at several places.
        runs.flat_map(|run| {
            let count = (run.len() / ENOUGH).max(1);
            (0..count).map(move |part| run.start + run.len() * part / count..run.start + run.len() * (part + 1) / count)
        })
    }

    fn agrees(&self, said: usize) -> bool {
        let op = self.0.partition_point(|op| op.new_range().end <= said);
        matches!(self.0.get(op), Some(DiffOp::Equal { .. }))
    }
}

/// The terms of an index by their words.
struct Terms<'a> {
    by_words: HashMap<String, &'a str>,
    longest: usize,
}

impl<'a> Terms<'a> {
    fn of(index: &'a Index) -> Self {
        let mut terms = Terms { by_words: HashMap::new(), longest: 0 };
        for term in index.terms() {
            let words = words(&term.text);
            terms.longest = terms.longest.max(words.len());
            terms.by_words.insert(words.join(" "), &term.text);
        }
        terms
    }

    /// The terms of a reference that the transcript does not have there, each with the words that it has instead.
    fn misheard(&self, said: &[String], aligned: &Aligned) -> Vec<(Range<usize>, String)> {
        let mut found = Vec::new();
        let mut start = 0;
        while start < said.len() {
            let Some((count, term)) = self.at(&said[start..]) else {
                start += 1;
                continue;
            };
            let end = start + count;
            if !(start..end).all(|word| aligned.agrees(word)) {
                let heard = aligned.heard(start)..aligned.heard(end);
                if !heard.is_empty() {
                    found.push((heard, term.to_owned()));
                }
            }
            start = end;
        }
        found
    }

    /// The longest term with which the words begin.
    fn at(&self, said: &[String]) -> Option<(usize, &'a str)> {
        (1..=self.longest.min(said.len())).rev().find_map(|count| {
            let run = said[..count].join(" ");
            let run = run.strip_suffix("'s").unwrap_or(&run);
            self.by_words.get(run).map(|&term| (count, term))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Talk;
    use super::*;
    use crate::dictionary::Dictionary;
    use crate::settings::Settings;

    fn index() -> Index {
        Index::new([Dictionary::from_list("names", "names.txt", "GitLab\nFargate\nTrainium\n").expect("a list")])
    }

    fn talk(heard: &str, said: &str) -> Talk {
        let read = |text: &str| crate::format::read(text.as_bytes().to_vec(), "talk.txt", None, None).expect("a text");
        Talk::of_reference(read(heard), &read(said), &index())
    }

    #[test]
    fn terms_that_the_transcript_lacks_are_misheard_there() {
        let heard = "Ann: we moved it to git lab and far gate.\n\nBob: and the training chips\n\nwere fine.\n";
        let said = "We moved it to GitLab's and Fargate. And the Trainium chips were fine.\n";
        let talk = talk(heard, said);
        let misheard: Vec<(&str, &str)> = talk
            .stretches
            .iter()
            .flat_map(|stretch| {
                let line = &talk.document.text()[stretch.at.clone()];
                stretch.gold.iter().map(move |gold| (&line[gold.at.clone()], gold.term.as_str()))
            })
            .collect();
        assert_eq!(misheard, [("git lab", "GitLab"), ("far gate.", "Fargate"), ("training", "Trainium")]);
        assert_eq!(talk.stretches.iter().map(|stretch| stretch.said.len()).sum::<usize>(), 13);
        assert_eq!(talk.figures(&index(), &Settings::default()).gold.len(), 3);
    }

    #[test]
    fn every_word_is_in_one_stretch_however_long_the_lines_are() {
        let said = "and so we told them that git lab was fine ".repeat(700);
        let heard = said.replacen("fine", "vine", 40);
        let talk = talk(&heard, &said);
        assert!(talk.stretches.len() > 10, "{}", talk.stretches.len());
        assert!(talk.stretches.windows(2).all(|pair| pair[0].at.end <= pair[1].at.start));
        assert_eq!(talk.stretches.iter().map(|stretch| stretch.said.len()).sum::<usize>(), 7000);
        let figures = talk.figures(&index(), &Settings::default());
        assert_eq!((figures.words, figures.errors_before), (7000, 40));
    }

    #[test]
    fn every_word_that_was_said_counts() {
        // heard, said, words, errors
        let cases = [
            ("", "", 0, 0),
            ("a b c", "", 0, 3),
            ("", "a b c", 3, 3),
            ("a b c", "d e f g", 4, 4),
            ("beta gamma delta", "alpha one two beta gamma delta epsilon zeta", 8, 5),
        ];
        for (heard, said, words, errors) in cases {
            let figures = talk(heard, said).figures(&index(), &Settings::default());
            assert_eq!((figures.words, figures.errors_before), (words, errors), "{heard} / {said}");
        }
    }
}
