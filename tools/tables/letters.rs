//! Builds the letter-to-sound table; `sound::model` describes its format.

use crate::align::{Aligner, Example, Graphone};
use crate::ngram::{Model, context, last};
use mondegreen::sound::phone::Phone;
use std::collections::BTreeMap;

/// What the model is like.
pub(crate) struct Settings {
    /// The most graphones a probability depends on, its own among them.
    pub(crate) order: usize,
    /// Grams that change the entropy of the model by less are left out, in
    /// nats a graphone.
    pub(crate) threshold: f64,
    /// Graphones seen less often are left out.
    pub(crate) rare: usize,
}

/// The settings of the shipped table.
pub(crate) const SHIPPED: Settings = Settings { order: 7, threshold: 1.45e-7, rare: 3 };

/// The most graphones of a letter: those of all letters must fit ten bits.
const MOST_OF_LETTER: usize = 39;
const PROBABILITIES: usize = 64;

/// Learns from examples, and writes the table.
pub(crate) fn build(examples: &[Example], settings: &Settings) -> Vec<u8> {
    let aligner = Aligner::train(examples);
    let inventory = inventory(&aligner, examples, settings.rare);
    let sequences: Vec<Vec<u16>> = examples
        .iter()
        .filter_map(|example| {
            let cut = aligner.cut(example, |graphone| inventory.binary_search(graphone).is_ok())?;
            let mut sequence = vec![0];
            for graphone in cut {
                sequence.push(inventory.binary_search(&graphone).ok()? as u16 + 2);
            }
            sequence.push(1);
            Some(sequence)
        })
        .collect();
    let mut model = Model::train(&sequences, inventory.len() as u16 + 2, settings.order);
    let before: usize = model.levels.iter().map(|level| level.grams.len()).sum();
    model.prune(settings.threshold);
    let sizes: Vec<usize> = model.levels.iter().map(|level| level.grams.len()).collect();
    eprintln!(
        "letters: {} of {} words cut, {} graphones, {before} grams, kept {} {sizes:?}",
        sequences.len(),
        examples.len(),
        inventory.len(),
        sizes.iter().sum::<usize>(),
    );
    encode(&inventory, &model)
}

/// The graphones of the model, sorted: those seen often enough, and one for
/// every letter, so that every word can be read.
fn inventory(aligner: &Aligner, examples: &[Example], rare: usize) -> Vec<Graphone> {
    let mut counts: BTreeMap<Graphone, usize> = BTreeMap::new();
    for example in examples {
        for graphone in aligner.cut(example, |_| true).unwrap_or_default() {
            *counts.entry(graphone).or_default() += 1;
        }
    }
    let mut counts: Vec<(Graphone, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut inventory: Vec<Graphone> = Vec::new();
    let mut of_letter = [0; 26];
    for (graphone, count) in counts {
        let of_letter = &mut of_letter[usize::from(graphone.letter)];
        if count >= rare && *of_letter < MOST_OF_LETTER {
            *of_letter += 1;
            inventory.push(graphone);
        }
    }
    for letter in 0..26 {
        if !inventory.iter().any(|graphone| graphone.letter == letter) {
            inventory.push(Graphone { letter, phones: [None, None] });
        }
    }
    inventory.sort_unstable();
    inventory
}

/// Writes numbers one after another.
#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    fn short(&mut self, value: u16) {
        self.0.extend(value.to_le_bytes());
    }
    fn long(&mut self, value: u32) {
        self.0.extend(value.to_le_bytes());
    }
    fn float(&mut self, value: f64) {
        self.0.extend((value as f32).to_le_bytes());
    }
    /// Writes where the table now ends at an earlier place.
    fn mark(&mut self, at: usize) {
        let end = self.0.len() as u32;
        self.0[at..at + 4].copy_from_slice(&end.to_le_bytes());
    }
}

fn encode(inventory: &[Graphone], model: &Model) -> Vec<u8> {
    let order = model.levels.len();
    let mut out = Writer::default();
    out.0.extend(b"LTS1");
    out.short(inventory.len() as u16 + 2);
    out.short(order as u16);
    out.0.resize(20 + order * 20, 0);

    out.mark(8);
    for letter in 0..=26 {
        let first = inventory.partition_point(|graphone| graphone.letter < letter);
        out.short(first as u16 + 2);
    }
    out.mark(12);
    let code = |phone: Option<Phone>| phone.map_or(255, |phone| phone.index() as u8);
    out.0.extend([255; 4]);
    for graphone in inventory {
        out.0.extend(graphone.phones.map(code));
    }
    out.mark(16);
    let parents = parents(model);
    let weights: Vec<f64> = model
        .levels
        .iter()
        .zip(&parents)
        .flat_map(|(level, parents)| level.weights.iter().zip(parents))
        .filter(|(_, parent)| **parent)
        .map(|(weight, _)| weight.ln())
        .collect();
    let weight_book = codebook(weights, 256);
    for &weight in &weight_book {
        out.float(weight);
    }

    for (index, level) in model.levels.iter().enumerate() {
        let header = 20 + index * 20;
        let len = (level.grams.len() as u32).to_le_bytes();
        out.0[header..header + 4].copy_from_slice(&len);
        let logs: Vec<f64> = level.probabilities.iter().map(|p| p.max(1e-12).ln()).collect();
        let book = codebook(logs.clone(), PROBABILITIES);
        out.mark(header + 4);
        for &value in &book {
            out.float(value);
        }
        out.mark(header + 8);
        for (&gram, &log) in level.grams.iter().zip(&logs) {
            out.short(last(gram) << 6 | nearest(&book, log) as u16);
        }
        let Some(longer) = model.levels.get(index + 1) else { continue };
        out.mark(header + 12);
        let mut before = 0;
        for block in parents[index].chunks(64) {
            let bits = block.iter().enumerate().fold(0u64, |bits, (at, &parent)| bits | u64::from(parent) << at);
            out.long(before);
            out.0.extend(bits.to_le_bytes());
            before += bits.count_ones();
        }
        out.mark(header + 16);
        let mut start = 0;
        for (at, &gram) in level.grams.iter().enumerate() {
            if parents[index][at] {
                let weight = nearest(&weight_book, level.weights[at].ln());
                out.long((start as u32) << 8 | weight as u32);
                start += longer.grams[start..].partition_point(|&other| context(other) <= gram);
            }
        }
        out.long((start as u32) << 8);
    }
    out.0
}

/// For every gram of every level whether the next has any that begin with it.
fn parents(model: &Model) -> Vec<Vec<bool>> {
    let mut all = Vec::new();
    for (index, level) in model.levels.iter().enumerate() {
        let mut contexts: Vec<u128> = match model.levels.get(index + 1) {
            Some(longer) => longer.grams.iter().map(|&gram| context(gram)).collect(),
            None => Vec::new(),
        };
        contexts.dedup();
        all.push(level.grams.iter().map(|gram| contexts.binary_search(gram).is_ok()).collect());
    }
    all
}

/// At most `size` values that stand for all of the given ones with a small
/// squared error, sorted; the last is repeated where fewer are needed.
fn codebook(mut values: Vec<f64>, size: usize) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    if values.is_empty() {
        return vec![0.0; size];
    }
    let mut book: Vec<f64> = (0..size).map(|at| values[(at * 2 + 1) * values.len() / (size * 2)]).collect();
    for _ in 0..60 {
        let mut sums = vec![(0.0, 0usize); size];
        for &value in &values {
            let (sum, count) = &mut sums[nearest(&book, value)];
            *sum += value;
            *count += 1;
        }
        for (entry, (sum, count)) in book.iter_mut().zip(sums) {
            if count > 0 {
                *entry = sum / count as f64;
            }
        }
        book.sort_by(f64::total_cmp);
    }
    book
}

/// The index of the value nearest to this one in a sorted list.
fn nearest(book: &[f64], value: f64) -> usize {
    let above = book.partition_point(|&entry| entry < value);
    if above == 0 {
        return 0;
    }
    if above == book.len() || value - book[above - 1] <= book[above] - value { above - 1 } else { above }
}
