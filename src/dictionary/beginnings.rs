//! What the letters that are looked for begin with: most words of a text are turned away by it.

/// A letter, a digit, or none.
const KINDS: usize = 1 + 26 + 10;

/// A bit for each way in which the letters looked for begin, three of them.
#[derive(Debug)]
pub(super) struct Beginnings(Vec<u64>);

impl Default for Beginnings {
    fn default() -> Self {
        Beginnings(vec![0; (KINDS * KINDS * KINDS).div_ceil(64)])
    }
}

/// The number of a letter or digit in lower case; 0 where there is none, and nothing for what is not ASCII.
#[inline]
fn kind(letter: u8) -> Option<usize> {
    match letter {
        0 => Some(0),
        b'a'..=b'z' => Some(1 + usize::from(letter - b'a')),
        b'0'..=b'9' => Some(27 + usize::from(letter - b'0')),
        _ => None,
    }
}

impl Beginnings {
    /// Adds letters, in lower case; fewer than three begin whatever they are the beginning of.
    pub(super) fn add(&mut self, text: &str) {
        let known: Vec<usize> = text.bytes().take(3).map_while(kind).collect();
        let ranges = [0, 1, 2].map(|at| known.get(at).map_or(0..KINDS, |&kind| kind..kind + 1));
        let [first, second, third] = ranges;
        for (a, b) in first.flat_map(|a| second.clone().map(move |b| (a, b))) {
            for bit in third.clone().map(|c| (a * KINDS + b) * KINDS + c) {
                self.0[bit >> 6] |= 1 << (bit & 63);
            }
        }
    }

    /// Whether some of the letters added may begin with these; 0 stands for none.
    #[inline]
    pub(super) fn holds(&self, letters: [u8; 3]) -> bool {
        let [Some(a), Some(b), Some(c)] = letters.map(kind) else { return true };
        let bit = (a * KINDS + b) * KINDS + c;
        self.0[bit >> 6] >> (bit & 63) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_beginning_is_turned_away() {
        let mut beginnings = Beginnings::default();
        for text in ["gitlab", "c", "h1", "éa", "aéb", "a"] {
            beginnings.add(text);
        }
        for held in [*b"git", *b"cpl", *b"c\0\0", *b"h10", *b"h1\0", "éa".as_bytes()[..3].try_into().expect("three")] {
            assert!(beginnings.holds(held), "{held:?}");
        }
        let mut beginnings = Beginnings::default();
        beginnings.add("gitlab");
        beginnings.add("go");
        let turned_away = [*b"gut", *b"gi\0", *b"get", *b"tig", *b"\0\0\0"];
        assert!(turned_away.iter().all(|&letters| !beginnings.holds(letters)));
    }
}
