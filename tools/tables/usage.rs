//! Builds the table of usage from lists of words and of pairs with counts.

use mondegreen::usage::{Usage, build};

/// The counts of both lists are of 100,000,000,000 running words, the Zipf
/// scale's of 1,000,000,000.
const PER_BILLION: f64 = 100.0;

/// Writes the table.
pub(crate) fn build(words: &str, pairs: &str) -> Vec<u8> {
    let words: Vec<(String, Usage)> =
        words.lines().filter_map(count).map(|(word, usage)| (word.to_owned(), usage)).collect();
    let pairs: Vec<(String, String, Usage)> = pairs
        .lines()
        .filter_map(|line| {
            let (pair, usage) = count(line)?;
            let (first, second) = pair.split_once(' ')?;
            Some((first.to_owned(), second.to_owned(), usage))
        })
        .collect();
    eprintln!("usage: {} words, {} pairs", words.len(), pairs.len());
    build::table(&words, &pairs)
}

/// A line's text and how usual the count after its last space makes it.
fn count(line: &str) -> Option<(&str, Usage)> {
    let (text, count) = line.trim_end().rsplit_once(' ')?;
    let count = count.parse::<u64>().ok()? as f64;
    Some((text, Usage::from_zipf((count / PER_BILLION).log10() as f32)))
}
