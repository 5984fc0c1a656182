//! Builds the table of usage from lists of words and of pairs with counts.

use std::collections::BTreeMap;
use tables::usage::{Usage, build};

/// The list of pairs gives 64 times as much to a pair as the list of words
/// would: "of the" has 177,045,273,024, "of" 13,151,942,776. All counts, less
/// those below 100,000, are whole multiples of it.
const PAIR_SCALE: f64 = 64.0;

/// Pronouns that, like "I", are often first or second of a pair, but are not
/// written with a capital.
const LIKE_I: [&str; 6] = ["he", "it", "she", "they", "we", "you"];

/// The list of words has the same made-up count for all contractions, and no
/// count of any text that keeps them whole. These Zipf values are estimates
/// made by hand for written and spoken English together; they are meant to be
/// right to half a unit.
const CONTRACTIONS: [(f32, &str); 14] = [
    (6.3, "it's"),
    (6.2, "don't i'm"),
    (6.0, "that's you're"),
    (5.8, "can't didn't"),
    (5.7, "he's i'll i've we're"),
    (5.6, "doesn't there's they're"),
    (5.5, "i'd isn't let's what's"),
    (5.4, "she's wasn't won't"),
    (5.3, "we'll we've wouldn't you'll"),
    (5.2, "couldn't haven't you've"),
    (5.0, "aren't here's who's you'd weren't they've shouldn't"),
    (4.7, "hasn't hadn't he'd he'll it'll she'd they'd they'll we'd where's"),
    (4.4, "o'clock she'll someone's"),
    (4.0, "could've it'd might've should've would've who'll who'd somebody's something's"),
];
/// The Zipf value of the other contractions in the list.
const OTHER_CONTRACTIONS: f32 = 3.4;

/// Writes the table.
pub fn build(words: &str, pairs: &str) -> Vec<u8> {
    let counts: BTreeMap<&str, f64> = words.lines().filter_map(count).collect();
    let total: f64 = counts.values().sum();
    let usage = |count: f64| Usage::from_zipf((count / total * 1e9).log10() as f32);

    let mut usages: BTreeMap<&str, Usage> = BTreeMap::new();
    for (&word, &count) in &counts {
        let whole = !word.contains('\'');
        usages
            .insert(word, if whole { usage(count) } else { Usage::from_zipf(OTHER_CONTRACTIONS) });
    }
    for (zipf, words) in CONTRACTIONS {
        usages.extend(words.split(' ').map(|word| (word, Usage::from_zipf(zipf))));
    }
    let words: Vec<(String, Usage)> =
        usages.into_iter().map(|(word, usage)| (word.to_owned(), usage)).collect();

    let pairs: Vec<(&str, &str, f64)> = pairs
        .lines()
        .filter_map(|line| {
            let (pair, number) = count(line)?;
            let (first, second) = pair.split_once(' ')?;
            Some((first, second, number / PAIR_SCALE))
        })
        .collect();
    let first = missing(&counts, pairs.iter().map(|&(first, _, count)| (first, count)));
    let second = missing(&counts, pairs.iter().map(|&(_, second, count)| (second, count)));
    eprintln!(
        "usage: {} words, {} pairs; those with \"i\" first times {first:.2}, second times {second:.2}",
        words.len(),
        pairs.len(),
    );
    let pairs: Vec<(String, String, Usage)> = pairs
        .into_iter()
        .map(|(one, other, count)| {
            let count = count
                * if one == "i" { first } else { 1.0 }
                * if other == "i" { second } else { 1.0 };
            (one.to_owned(), other.to_owned(), usage(count))
        })
        .collect();
    build::table(&words, &pairs)
}

/// A line's text and the count after its last space.
fn count(line: &str) -> Option<(&str, f64)> {
    let (text, count) = line.trim_end().rsplit_once(' ')?;
    Some((text, count.parse::<u64>().ok()? as f64))
}

/// By what to multiply the counts of pairs with "i". The list of pairs was
/// made from text that keeps its capitals, and only those without were taken:
/// "I am" counts as often as "i am" is written. A usual pronoun tells how much
/// of a word's count its pairs should make up.
fn missing<'a>(counts: &BTreeMap<&str, f64>, pairs: impl Iterator<Item = (&'a str, f64)>) -> f64 {
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for (word, count) in pairs {
        *sums.entry(word).or_default() += count;
    }
    let share = |word: &str| {
        sums.get(word).copied().unwrap_or(0.0) / counts.get(word).copied().unwrap_or(1.0)
    };
    let usual = LIKE_I.iter().map(|&word| share(word)).sum::<f64>() / LIKE_I.len() as f64;
    let found = share("i");
    if found > 0.0 { usual / found } else { 1.0 }
}
