//! Measuring letter-to-sound on words it was not trained on.

use crate::align::Example;
use crate::cmudict::Dictionary;
use mondegreen::sound::letters::Model;
use mondegreen::sound::phone::Phone;
use std::time::Instant;

/// The examples of a dictionary: words of letters only that are not spelt
/// out, each pronunciation on its own, where the word `wanted`.
pub(crate) fn examples(dictionary: &Dictionary, wanted: impl Fn(&str) -> bool) -> Vec<Example> {
    let mut examples = Vec::new();
    for (word, pronunciations) in dictionary {
        if !word.bytes().all(|byte| byte.is_ascii_lowercase()) || !wanted(word) {
            continue;
        }
        let spelt = spelt(dictionary, word);
        for phones in pronunciations {
            if word.len() > 1 && spelt.as_ref() == Some(&bare(phones)) {
                continue;
            }
            let letters = word.bytes().map(|byte| byte - b'a').collect();
            examples.push(Example { letters, phones: phones.clone() });
        }
    }
    examples
}

fn bare(phones: &[Phone]) -> Vec<Phone> {
    phones.iter().map(|phone| phone.without_stress()).collect()
}

/// How a word sounds when spelt out, stress ignored.
fn spelt(dictionary: &Dictionary, word: &str) -> Option<Vec<Phone>> {
    let mut phones = Vec::new();
    for letter in word.chars() {
        phones.extend(bare(dictionary.get(&format!("{letter}."))?.first()?));
    }
    Some(phones)
}

/// Whether a word is held out: a tenth of the words are, possessives and
/// plurals together with the words they are made from.
pub(crate) fn is_held_out(word: &str) -> bool {
    let base = word.trim_end_matches("'s").trim_end_matches('\'').trim_end_matches('s');
    let base = base.trim_end_matches('e').replace('\'', "");
    let base = match base.strip_suffix('y') {
        Some(stem) => format!("{stem}i"),
        None => base,
    };
    let hash = base
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (hash >> 32) % 10 == 3
}

/// How many changes make one sequence the other.
fn distance(a: &[Phone], b: &[Phone]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

/// Prints how well a model reads the held-out words of a dictionary.
pub(crate) fn measure(dictionary: &Dictionary, table: &[u8]) {
    let Some(model) = Model::new(table) else {
        eprintln!("the table is no model");
        return;
    };
    let mut words = 0usize;
    let (mut right, mut stressed_right, mut third) = (0usize, 0usize, 0usize);
    let (mut errors, mut stressed_errors, mut phones) = (0usize, 0usize, 0usize);
    let (mut spent, mut slowest) = (0.0, 0.0f64);
    for (word, pronunciations) in dictionary {
        if !word.bytes().all(|byte| byte.is_ascii_lowercase())
            || !is_held_out(word)
            || spelt(dictionary, word).is_some_and(|spelt| pronunciations.iter().any(|phones| bare(phones) == spelt))
        {
            continue;
        }
        let start = Instant::now();
        let readings = model.pronounce(word, 3);
        let time = start.elapsed().as_secs_f64();
        spent += time;
        slowest = slowest.max(time);
        words += 1;
        let Some((best, _)) = readings.first() else { continue };
        // The nearest of the dictionary's pronunciations.
        let Some((wrong, len)) =
            pronunciations.iter().map(|phones| (distance(&bare(best), &bare(phones)), phones.len())).min()
        else {
            continue;
        };
        errors += wrong;
        phones += len;
        right += usize::from(wrong == 0);
        let stressed = pronunciations.iter().map(|phones| distance(best, phones)).min().unwrap_or(0);
        stressed_errors += stressed;
        stressed_right += usize::from(stressed == 0);
        third += usize::from(
            readings.iter().any(|(reading, _)| pronunciations.iter().any(|phones| bare(reading) == bare(phones))),
        );
    }
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    println!("held-out words             {words}");
    println!("phone error                {:.2} %", percent(errors, phones));
    println!("word accuracy              {:.2} %", percent(right, words));
    println!("right among three          {:.2} %", percent(third, words));
    println!("phone error with stress    {:.2} %", percent(stressed_errors, phones));
    println!("word accuracy with stress  {:.2} %", percent(stressed_right, words));
    println!("time a word                {:.1} µs", 1e6 * spent / words.max(1) as f64);
    println!("slowest word               {:.1} µs", 1e6 * slowest);
    println!("table                      {} bytes", table.len());
}
