//! Letter-to-sound: how a word the lexicon does not hold is likely said.
//!
//! A joint-sequence n-gram model (Bisani and Ney, "Joint-sequence models for
//! grapheme-to-phoneme conversion", Speech Communication 50, 2008) trained on
//! the CMU Pronouncing Dictionary. A word is read as a sequence of
//! *graphones*, each a letter with the phones it stands for; a beam search keeps the likeliest sequences as it goes through the letters.

use super::fold;
use super::model::{END, NO_PHONE, Tables};
use super::phone::Phone;
use std::sync::LazyLock;

static TABLE: &[u8] = include_bytes!("letters.bin");
static MODEL: LazyLock<Option<Model<'static>>> = LazyLock::new(|| Model::new(TABLE));

/// How many partial readings are kept at each letter.
const BEAM: usize = 6;
/// How much less likely than the best a partial reading may be, in nats.
const SPREAD: f32 = 3.5;

/// The likeliest ways to say a word, best first, at most `readings` of them.
///
/// Each comes with the natural logarithm of its probability given the
/// letters, as far as the search saw: 0 would be certain. Upper and lower case
/// are alike, common diacritics are taken off, and everything that is not a
/// Latin letter is skipped; at most 64 letters are read. A word without
/// letters has no readings. Equal words give equal answers.
///
/// ```
/// use mondegreen::sound::{letters, phone};
/// let readings = letters::pronounce("Trainium", 2);
/// assert_eq!(phone::print(&readings[0].0), "T R EY1 N IY0 AH0 M");
/// ```
#[must_use]
pub fn pronounce(word: &str, readings: usize) -> Vec<(Vec<Phone>, f32)> {
    match &*MODEL {
        Some(model) => model.pronounce(word, readings),
        None => Vec::new(),
    }
}

/// A letter-to-sound model. [`pronounce`] uses the one that comes with the
/// program.
#[derive(Clone, Copy, Debug)]
pub struct Model<'t>(Tables<'t>);

/// A reading of the first letters of a word.
#[derive(Clone, Copy, Debug)]
struct Partial {
    /// Natural logarithm of its probability.
    score: f32,
    /// The step its last graphone is added to.
    before: u32,
    /// The last graphone.
    graphone: u16,
}

/// A partial reading that was kept, as a link of a chain back to the start.
#[derive(Clone, Copy, Debug)]
struct Step {
    before: u32,
    graphone: u16,
}

impl<'t> Model<'t> {
    /// Wraps the table of a model; `None` if it is none. Nothing is read
    /// ahead.
    #[must_use]
    pub fn new(table: &'t [u8]) -> Option<Model<'t>> {
        Tables::new(table).map(Model)
    }

    /// As [`pronounce`], with this model.
    #[must_use]
    pub fn pronounce(&self, word: &str, readings: usize) -> Vec<(Vec<Phone>, f32)> {
        let letters = fold::letters(word);
        if letters.is_empty() || readings == 0 {
            return Vec::new();
        }
        let (steps, ends) = self.search(&letters);
        rank(self.collect(&steps, &ends), readings)
    }

    /// Goes through the letters; the steps of all readings kept, and the
    /// complete ones.
    fn search(&self, letters: &[u8]) -> (Vec<Step>, Vec<Partial>) {
        let model = &self.0;
        let mut steps = vec![Step { before: 0, graphone: 0 }];
        let mut contexts = vec![model.start()];
        // The last step of every partial reading, and its score.
        let mut kept = vec![(0u32, 0.0f32)];
        let mut next: Vec<Partial> = Vec::with_capacity(BEAM * 16);
        for &letter in letters {
            let group = model.group(letter);
            let mut floor = f32::MIN;
            for &(before, score) in &kept {
                let Some(context) = contexts.get(before as usize) else { continue };
                model.score(context, group, floor - score, |graphone, gain| {
                    let score = score + gain;
                    if score > floor {
                        floor = floor.max(score - SPREAD);
                        next.push(Partial { score, before, graphone });
                    }
                });
            }
            keep_best(&mut next);
            kept.clear();
            for partial in next.drain(..) {
                let Some(context) = contexts.get(partial.before as usize) else { continue };
                let context = model.extend(context, partial.graphone);
                kept.push((u32::try_from(steps.len()).unwrap_or(u32::MAX), partial.score));
                steps.push(Step { before: partial.before, graphone: partial.graphone });
                contexts.push(context);
            }
        }
        let mut ends = Vec::with_capacity(kept.len());
        for (before, score) in kept {
            let Some(context) = contexts.get(before as usize) else { continue };
            model.score(context, (END, END + 1), f32::MIN, |graphone, gain| {
                ends.push(Partial { score: score + gain, before, graphone });
            });
        }
        (steps, ends)
    }

    /// The phones of every complete reading, likeliest first; readings that
    /// differ only in which letters make which phones are one.
    fn collect(&self, steps: &[Step], ends: &[Partial]) -> Vec<(Vec<Phone>, f32)> {
        let mut ends = ends.to_vec();
        ends.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut readings: Vec<(Vec<Phone>, f32)> = Vec::with_capacity(ends.len());
        for end in &ends {
            let mut phones = Vec::with_capacity(16);
            let mut at = end.before;
            while at != 0 {
                let Some(step) = steps.get(at as usize) else { break };
                let [first, second] = self.0.phones(step.graphone);
                for index in [second, first] {
                    if index != NO_PHONE {
                        phones.extend(Phone::from_index(index));
                    }
                }
                at = step.before;
            }
            phones.reverse();
            match readings.iter_mut().find(|(other, _)| *other == phones) {
                // The larger of the two always comes first.
                Some((_, score)) => *score += (end.score - *score).exp().ln_1p(),
                None => readings.push((phones, end.score)),
            }
        }
        readings
    }
}

/// Keeps the likeliest partial readings, likeliest first.
fn keep_best(partials: &mut Vec<Partial>) {
    let order = |a: &Partial, b: &Partial| {
        b.score.total_cmp(&a.score).then(a.before.cmp(&b.before)).then(a.graphone.cmp(&b.graphone))
    };
    if partials.len() > BEAM {
        partials.select_nth_unstable_by(BEAM, order);
        partials.truncate(BEAM);
    }
    partials.sort_unstable_by(order);
    if let Some(best) = partials.first().map(|partial| partial.score) {
        partials.retain(|partial| partial.score > best - SPREAD);
    }
}

/// Turns joint probabilities into conditional ones, and keeps the best.
fn rank(mut readings: Vec<(Vec<Phone>, f32)>, most: usize) -> Vec<(Vec<Phone>, f32)> {
    readings.retain(|(phones, _)| !phones.is_empty());
    readings.sort_by(|a, b| b.1.total_cmp(&a.1));
    let Some(best) = readings.first().map(|(_, score)| *score) else {
        return readings;
    };
    let sum: f32 = readings.iter().map(|(_, score)| (score - best).exp()).sum();
    let all = best + sum.ln();
    readings.truncate(most);
    for (_, score) in &mut readings {
        *score = (*score - all).min(0.0);
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::phone;

    fn best(word: &str) -> String {
        pronounce(word, 1).first().map(|(phones, _)| phone::print(phones)).unwrap_or_default()
    }

    #[test]
    fn names_no_dictionary_holds() {
        assert_eq!(best("Trainium"), "T R EY1 N IY0 AH0 M");
        assert_eq!(best("Kubernetes"), best("kubernetes"));
        assert_eq!(best("Gödel"), best("godel"));
        assert_eq!(best("o'brien"), best("obrien"));
    }

    #[test]
    fn best_first_and_all_different() {
        for word in ["Pixtral", "Nadella", "Dudo", "Zendes", "q", "xkcd"] {
            let readings = pronounce(word, 8);
            assert!(!readings.is_empty(), "{word}");
            let sum: f32 = readings.iter().map(|(_, score)| score.exp()).sum();
            assert!(sum <= 1.001, "{word}: {sum}");
            for pair in readings.windows(2) {
                assert!(pair[0].1 >= pair[1].1);
                assert_ne!(pair[0].0, pair[1].0);
            }
            assert_eq!(readings[..1], pronounce(word, 1)[..]);
        }
    }

    #[test]
    fn anything_is_read_in_bounded_time() {
        assert!(pronounce("", 3).is_empty());
        assert!(pronounce("日本語 123 '", 3).is_empty());
        assert!(pronounce("cat", 0).is_empty());
        for letter in 'a'..='z' {
            let word = letter.to_string();
            assert!(!pronounce(&word, 1).is_empty(), "{word}");
            let readings = pronounce(&word.repeat(10_000), usize::MAX);
            assert!(readings.iter().all(|(phones, _)| phones.len() <= 128));
        }
    }

    #[test]
    fn damaged_tables_never_panic() {
        assert!(Model::new(b"").is_none());
        assert!(Model::new(b"LTS1").is_none());
        for cut in (0..TABLE.len()).step_by(50_021) {
            if let Some(model) = Model::new(&TABLE[..cut]) {
                assert!(model.pronounce("unlikely", 2).len() <= 2);
            }
        }
        let mut noise = TABLE.to_vec();
        let mut state = 7u32;
        for byte in &mut noise[160..] {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (state >> 24) as u8;
        }
        if let Some(model) = Model::new(&noise) {
            assert!(model.pronounce("unlikely", 2).len() <= 2);
        }
    }
}
