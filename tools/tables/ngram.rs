//! Back-off n-gram models with modified Kneser-Ney estimates (Chen and
//! Goodman, 1999), pruned by relative entropy (Stolcke, 1998).
//!
//! A gram is a number: ten bits for each of its symbols, the last lowest.

/// Bits of one symbol in a gram.
pub(crate) const SYMBOL: u32 = 10;

/// The grams of one order, sorted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Level {
    pub(crate) grams: Vec<u128>,
    /// Probability of the last symbol after the others.
    pub(crate) probabilities: Vec<f64>,
    /// Weight of shorter contexts after this gram.
    pub(crate) weights: Vec<f64>,
    /// How often the gram occurs.
    counts: Vec<u64>,
}

/// A model: its levels, from order 1.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) levels: Vec<Level>,
}

/// The gram without its last symbol: the context.
pub(crate) fn context(gram: u128) -> u128 {
    gram >> SYMBOL
}

/// The last symbol.
pub(crate) fn last(gram: u128) -> u16 {
    // Ten bits always fit.
    (gram & ((1 << SYMBOL) - 1)) as u16
}

/// The gram without its first symbol.
fn shorter(gram: u128, order: usize) -> u128 {
    gram & ((1 << (SYMBOL as usize * (order - 1))) - 1)
}

/// Sorts grams and counts equal ones.
fn count(mut grams: Vec<u128>) -> (Vec<u128>, Vec<u64>) {
    grams.sort_unstable();
    let mut counts: Vec<u64> = Vec::new();
    let mut different: Vec<u128> = Vec::new();
    for gram in grams {
        if different.last() == Some(&gram) {
            if let Some(count) = counts.last_mut() {
                *count += 1;
            }
        } else {
            different.push(gram);
            counts.push(1);
        }
    }
    (different, counts)
}

impl Model {
    /// Learns a model of `symbols` different symbols from sequences that
    /// begin with symbol 0 and end with symbol 1.
    pub(crate) fn train(sequences: &[Vec<u16>], symbols: u16, order: usize) -> Model {
        let mut levels: Vec<Level> = Vec::new();
        for length in 1..=order {
            let mut grams = Vec::new();
            for sequence in sequences {
                for window in sequence.windows(length) {
                    grams.push(window.iter().fold(0, |gram, &symbol| gram << SYMBOL | u128::from(symbol)));
                }
            }
            if length == 1 {
                // Every symbol is held, seen or not.
                grams.extend((0..symbols).map(u128::from));
            }
            let (grams, counts) = count(grams);
            let len = grams.len();
            levels.push(Level { grams, counts, probabilities: vec![0.0; len], weights: vec![1.0; len] });
        }
        let mut model = Model { levels };
        for length in 1..=order {
            model.estimate(length, symbols);
        }
        model
    }

    /// How many different symbols come before each gram of an order, or, where
    /// none can (at the start, and at the highest order), how often it occurs.
    fn adjusted(&self, order: usize) -> Vec<u64> {
        let level = &self.levels[order - 1];
        let Some(longer) = self.levels.get(order) else {
            return level.counts.clone();
        };
        let (grams, mut counts) = count(longer.grams.iter().map(|&gram| shorter(gram, order + 1)).collect());
        let mut adjusted = level.counts.clone();
        for (gram, count) in grams.iter().zip(counts.drain(..)) {
            if let Ok(at) = level.grams.binary_search(gram) {
                adjusted[at] = count;
            }
        }
        adjusted
    }

    /// Estimates the probabilities of one order, and the weights of the next
    /// shorter.
    fn estimate(&mut self, order: usize, symbols: u16) {
        let mut counts = self.adjusted(order);
        if order == 1 {
            // The mark at the start never comes next.
            counts[0] = 0;
        }
        let discounts = discounts(&counts);
        let discount = |count: u64| match count {
            0 => 0.0,
            1 => discounts[0],
            2 => discounts[1],
            _ => discounts[2],
        };
        let grams = std::mem::take(&mut self.levels[order - 1].grams);
        let mut probabilities = vec![0.0; grams.len()];
        let mut start = 0;
        for run in grams.chunk_by(|&a, &b| context(a) == context(b)) {
            let end = start + run.len();
            let total: u64 = counts[start..end].iter().sum();
            let total = total as f64;
            let kept: f64 = counts[start..end].iter().map(|&count| discount(count)).sum();
            let weight = kept / total;
            for (at, &gram) in run.iter().enumerate() {
                let lower = match order {
                    1 => 1.0 / f64::from(symbols),
                    _ => self.probability(shorter(gram, order), order - 1),
                };
                let count = counts[start + at];
                probabilities[start + at] = (count as f64 - discount(count)) / total + weight * lower;
            }
            if order > 1
                && let Ok(at) = self.levels[order - 2].grams.binary_search(&context(run[0]))
            {
                self.levels[order - 2].weights[at] = weight;
            }
            start = end;
        }
        self.levels[order - 1].grams = grams;
        self.levels[order - 1].probabilities = probabilities;
    }

    /// The probability of the last symbol of a gram after the others.
    pub(crate) fn probability(&self, gram: u128, order: usize) -> f64 {
        let level = &self.levels[order - 1];
        if let Ok(at) = level.grams.binary_search(&gram) {
            return level.probabilities[at];
        }
        if order == 1 {
            return 1e-9;
        }
        let before = &self.levels[order - 2];
        let weight = before.grams.binary_search(&context(gram)).map_or(1.0, |at| before.weights[at]);
        weight * self.probability(shorter(gram, order), order - 1)
    }

    /// Takes out the grams whose loss changes the model least: those that
    /// raise its entropy by less than `threshold` nats.
    pub(crate) fn prune(&mut self, threshold: f64) {
        let total: u64 = self.levels[0].counts.iter().sum();
        for order in (2..=self.levels.len()).rev() {
            let keep = self.worth_keeping(order, threshold * total as f64);
            let level = &mut self.levels[order - 1];
            retain(&mut level.grams, &keep);
            retain(&mut level.probabilities, &keep);
            retain(&mut level.weights, &keep);
            retain(&mut level.counts, &keep);
        }
        for order in 2..=self.levels.len() {
            self.weigh(order);
        }
    }

    fn worth_keeping(&self, order: usize, threshold: f64) -> Vec<bool> {
        let level = &self.levels[order - 1];
        let mut keep = Vec::with_capacity(level.grams.len());
        let mut longer: Vec<u128> = match self.levels.get(order) {
            Some(longer) => longer.grams.iter().map(|&gram| context(gram)).collect(),
            None => Vec::new(),
        };
        longer.dedup();
        for run in level.grams.chunk_by(|&a, &b| context(a) == context(b)) {
            let start = keep.len();
            let lower: Vec<f64> = run.iter().map(|&gram| self.probability(shorter(gram, order), order - 1)).collect();
            let these = &level.probabilities[start..start + run.len()];
            let left = (1.0 - these.iter().sum::<f64>()).max(1e-9);
            let room = (1.0 - lower.iter().sum::<f64>()).max(1e-9);
            let weight = left / room;
            // The context's own count, not its probability in the model:
            // Kneser-Ney's lower orders are no estimate of that.
            let times = self.levels[order - 2]
                .grams
                .binary_search(&context(run[0]))
                .map_or(0, |at| self.levels[order - 2].counts[at]) as f64;
            for (at, gram) in run.iter().enumerate() {
                let (p, q) = (these[at], lower[at]);
                let without = (left + p) / (room + q);
                let loss = p * (p.ln() - q.ln() - without.ln()) - left * (without.ln() - weight.ln());
                keep.push(times * loss >= threshold || longer.binary_search(gram).is_ok());
            }
        }
        keep
    }

    /// Sets the weights of the contexts of one order's grams so that what
    /// follows a context sums to one.
    fn weigh(&mut self, order: usize) {
        let mut weights = vec![1.0; self.levels[order - 2].grams.len()];
        let level = &self.levels[order - 1];
        let mut start = 0;
        for run in level.grams.chunk_by(|&a, &b| context(a) == context(b)) {
            let held: f64 = level.probabilities[start..start + run.len()].iter().sum();
            let lower: f64 = run.iter().map(|&gram| self.probability(shorter(gram, order), order - 1)).sum();
            if let Ok(at) = self.levels[order - 2].grams.binary_search(&context(run[0])) {
                weights[at] = (1.0 - held).max(1e-9) / (1.0 - lower).max(1e-9);
            }
            start += run.len();
        }
        self.levels[order - 2].weights = weights;
    }
}

fn retain<T: Copy>(values: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter();
    values.retain(|_| keep.next().copied().unwrap_or(true));
}

/// What is taken off counts of one, two, and more.
fn discounts(counts: &[u64]) -> [f64; 3] {
    let with = |count: u64| counts.iter().filter(|&&other| other == count).count() as f64;
    let (one, two, three, four) = (with(1), with(2), with(3), with(4));
    if one == 0.0 || two == 0.0 || three == 0.0 {
        return [0.5, 0.75, 0.9];
    }
    let y = one / (one + 2.0 * two);
    [
        (1.0 - 2.0 * y * two / one).clamp(0.05, 0.95),
        (2.0 - 3.0 * y * three / two).clamp(0.1, 1.9),
        (3.0 - 4.0 * y * four / three).clamp(0.15, 2.9),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sequences of symbols 2 to 5 with some order in them.
    fn sequences() -> Vec<Vec<u16>> {
        let mut state = 1u32;
        let mut sequences = Vec::new();
        for _ in 0..500 {
            let mut sequence = vec![0, 2];
            for _ in 0..8 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let step = if state >> 30 == 0 { 1 } else { (state >> 28) as u16 % 4 };
                let before = sequence.last().copied().unwrap_or(2) - 2;
                sequence.push(2 + (before + step) % 4);
            }
            sequence.push(1);
            sequences.push(sequence);
        }
        sequences
    }

    fn assert_sums_to_one(model: &Model) {
        for context in [vec![], vec![2], vec![0, 2], vec![3, 4], vec![5, 5, 5], vec![0, 2, 9]] {
            let gram =
                |last: u16| context.iter().chain([&last]).fold(0, |gram, &symbol| gram << SYMBOL | u128::from(symbol));
            let sum: f64 = (0..6).map(|symbol| model.probability(gram(symbol), context.len() + 1)).sum();
            assert!((sum - 1.0).abs() < 1e-6, "{context:?}: {sum}");
        }
    }

    #[test]
    fn probabilities_sum_to_one() {
        let mut model = Model::train(&sequences(), 6, 4);
        assert_sums_to_one(&model);
        let before = model.levels[3].grams.len();
        model.prune(1e-4);
        assert!(model.levels[3].grams.len() < before);
        assert_sums_to_one(&model);
    }
}
