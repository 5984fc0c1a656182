//! Aligning letters with phones by expectation maximisation.
//!
//! Each letter of a word is given none to two of its phones, in order, by a
//! unigram model of letters with their phones; the counts are expectations
//! over all the ways to do so, and each word is finally cut the likeliest way.
//! Letters that share a phone, as in `sh`, need no special care: one of them
//! has it, the other has none, and the n-grams know them as neighbours.

use mondegreen::sound::phone::Phone;

/// A word to learn from: letters from 0 for `a`, and phones.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub(crate) letters: Vec<u8>,
    pub(crate) phones: Vec<Phone>,
}

/// A graphone: a letter, and the phones it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Graphone {
    /// The letter, from 0 for `a`.
    pub(crate) letter: u8,
    /// `None` after all the phones there are.
    pub(crate) phones: [Option<Phone>; 2],
}

/// The most phones a letter may have.
const MOST_PHONES: usize = 2;
const ROUNDS: usize = 10;
/// Room for all graphones: a letter, and twice a phone or none.
const ROOM: usize = 32 << 12;

impl Graphone {
    fn new(letter: u8, phones: &[Phone]) -> Graphone {
        Graphone { letter, phones: [phones.first().copied(), phones.get(1).copied()] }
    }

    /// A number for the graphone, where stress does not matter.
    fn slot(self) -> usize {
        let phone = |phone: Option<Phone>| phone.map_or(63, |phone: Phone| phone.without_stress().index());
        usize::from(self.letter) << 12 | phone(self.phones[0]) << 6 | phone(self.phones[1])
    }
}

/// The probabilities of the graphones.
pub(crate) struct Aligner {
    probabilities: Vec<f64>,
}

impl Aligner {
    /// Learns the probabilities of graphones, stress ignored.
    pub(crate) fn train(examples: &[Example]) -> Aligner {
        let mut aligner = Aligner { probabilities: vec![1.0; ROOM] };
        for _ in 0..ROUNDS {
            let mut counts = vec![0.0; ROOM];
            for example in examples {
                aligner.expect(example, &mut counts);
            }
            let total: f64 = counts.iter().sum();
            for count in &mut counts {
                *count /= total;
            }
            aligner.probabilities = counts;
        }
        aligner
    }

    /// Adds the expected number of each graphone in a word.
    fn expect(&self, example: &Example, counts: &mut [f64]) {
        let (letters, phones) = (example.letters.len(), example.phones.len());
        let width = phones + 1;
        let mut forward = vec![0.0; (letters + 1) * width];
        let mut backward = forward.clone();
        forward[0] = 1.0;
        for at in 0..forward.len() {
            if forward[at] > 0.0 {
                self.each(example, at / width, at % width, |to, probability, _| {
                    forward[to] += forward[at] * probability;
                });
            }
        }
        let last = backward.len() - 1;
        let all = forward[last];
        if all <= 0.0 {
            return;
        }
        backward[last] = 1.0;
        for at in (0..backward.len()).rev() {
            self.each(example, at / width, at % width, |to, probability, slot| {
                let through = probability * backward[to];
                backward[at] += through;
                counts[slot] += forward[at] * through / all;
            });
        }
    }

    /// Calls `found` with the cell each graphone from this one leads to, its
    /// probability and its slot.
    fn each(&self, example: &Example, letter: usize, phone: usize, mut found: impl FnMut(usize, f64, usize)) {
        let Some(&name) = example.letters.get(letter) else { return };
        for phones in 0..=MOST_PHONES {
            let Some(said) = example.phones.get(phone..phone + phones) else { continue };
            let slot = Graphone::new(name, said).slot();
            let to = (letter + 1) * (example.phones.len() + 1) + phone + phones;
            found(to, self.probabilities[slot], slot);
        }
    }

    /// The likeliest way to cut a word, using only graphones that are
    /// `allowed`; `None` if there is no way.
    pub(crate) fn cut(&self, example: &Example, allowed: impl Fn(&Graphone) -> bool) -> Option<Vec<Graphone>> {
        let width = example.phones.len() + 1;
        let size = (example.letters.len() + 1) * width;
        let mut best = vec![(f64::NEG_INFINITY, 0); size];
        best[0].0 = 0.0;
        for at in 0..size {
            let (score, _) = best[at];
            if score == f64::NEG_INFINITY {
                continue;
            }
            let (letter, phone) = (at / width, at % width);
            let Some(&name) = example.letters.get(letter) else { continue };
            for phones in 0..=MOST_PHONES {
                let Some(said) = example.phones.get(phone..phone + phones) else { continue };
                let graphone = Graphone::new(name, said);
                if !allowed(&graphone) {
                    continue;
                }
                let score = score + self.probabilities[graphone.slot()].max(1e-12).ln();
                let to = (letter + 1) * width + phone + phones;
                if score > best[to].0 {
                    best[to] = (score, at);
                }
            }
        }
        let mut at = size - 1;
        if best[at].0 == f64::NEG_INFINITY {
            return None;
        }
        let mut graphones = Vec::new();
        while at != 0 {
            let (_, from) = best[at];
            let said = &example.phones[from % width..at % width];
            graphones.push(Graphone::new(example.letters[from / width], said));
            at = from;
        }
        graphones.reverse();
        Some(graphones)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mondegreen::sound::phone;

    fn example(word: &str, phones: &str) -> Example {
        let letters = word.bytes().map(|letter| letter - b'a').collect();
        Example { letters, phones: phone::parse(phones).unwrap() }
    }

    #[test]
    fn letters_find_their_phones() {
        let examples =
            [example("tax", "T AE1 K S"), example("tat", "T AE1 T"), example("at", "AE1 T"), example("ax", "AE1 K S")];
        let aligner = Aligner::train(&examples);
        let cut = aligner.cut(&examples[0], |_| true).unwrap();
        let said: Vec<String> = cut.iter().map(|graphone| phone::print(graphone.phones.iter().flatten())).collect();
        assert_eq!(said, ["T", "AE1", "K S"]);
        assert!(aligner.cut(&example("t", "T T T"), |_| true).is_none());
        assert!(aligner.cut(&examples[0], |graphone| graphone.letter != 0).is_none());
    }
}
