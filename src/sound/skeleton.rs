//! The consonants of a pronunciation in seven classes, runs merged: what is left of a name when it is misheard.

use super::phone::Phone;

/// The longest skeleton, in classes of four bits.
const MOST: u32 = 16;

/// A sequence of up to 16 sound classes, packed into one number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Skeleton {
    classes: u64,
    length: u32,
}

impl Skeleton {
    /// The skeleton of no sound.
    pub(crate) const EMPTY: Skeleton = Skeleton { classes: 0, length: 0 };

    /// The skeleton of a pronunciation; sounds past the sixteenth class are left out.
    pub(crate) fn of(phones: &[Phone]) -> Skeleton {
        phones.iter().fold(Skeleton::default(), |skeleton, phone| match CLASS[phone.index()] {
            0 => skeleton,
            class => skeleton.then(class),
        })
    }

    /// This one followed by another, the classes that meet merged if they are alike.
    pub(crate) fn followed_by(self, next: Skeleton) -> Skeleton {
        if next.length == 0 {
            return self;
        }
        let merge = self.length > 0 && self.last() == next.classes & 15;
        let shift = self.length - u32::from(merge);
        if shift >= MOST {
            return self;
        }
        Skeleton { classes: self.classes | next.classes << (4 * shift), length: (shift + next.length).min(MOST) }
    }

    /// How many classes it has.
    pub(crate) fn length(self) -> u32 {
        self.length
    }

    /// The skeleton as a number, for looking up.
    pub(crate) fn key(self) -> u64 {
        // 4 bits of a class are never zero, so the length needs no place of its own.
        self.classes
    }

    /// The skeletons with one class left out.
    #[inline]
    pub(crate) fn with_one_lost(self) -> impl Iterator<Item = Skeleton> {
        (0..self.length).map(move |at| {
            let low = self.classes & ((1 << (4 * at)) - 1);
            let high = if at + 1 == MOST { 0 } else { self.classes >> (4 * (at + 1)) };
            Skeleton { classes: low | high << (4 * at), length: self.length - 1 }
        })
    }

    fn then(self, class: u8) -> Skeleton {
        if self.length == MOST || self.length > 0 && self.last() == u64::from(class) {
            return self;
        }
        Skeleton { classes: self.classes | u64::from(class) << (4 * self.length), length: self.length + 1 }
    }

    fn last(self) -> u64 {
        self.classes >> (4 * (self.length - 1)) & 15
    }
}

/// The class of each phone, by its index; 0 for what is easily lost or hardly heard (vowels, HH, W, Y).
const CLASS: [u8; Phone::COUNT] = {
    let mut class = [0; Phone::COUNT];
    //              P  B  T  D  K  G  F  V TH DH  S  Z SH ZH CH JH HH  M  N NG  L  R  W  Y
    let consonants = [1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 4, 4, 4, 4, 4, 4, 0, 5, 5, 5, 6, 7, 0, 0];
    let mut at = 0;
    while at < consonants.len() {
        class[at] = consonants[at];
        at += 1;
    }
    // ER, stressed and unstressed, is an R.
    class[24 + 7] = 7;
    class[39 + 7] = 7;
    class
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::phone::parse;

    fn of(phones: &str) -> Skeleton {
        Skeleton::of(&parse(phones).expect("phones"))
    }

    #[test]
    fn likely_confusions_have_one_skeleton() {
        assert_eq!(of("G IH1 T"), of("K EH1 D"));
        assert_eq!(of("T R EY1 N IY0 AH0 M"), of("T R EY1 N IH0 NG M"));
        assert_eq!(of("V ER0 S EH1 L"), of("F AO1 R S EH1 L"));
        assert_ne!(of("G IH1 T"), of("G IH1 S"));
    }

    #[test]
    fn joining_is_the_skeleton_of_the_joined() {
        let words = ["G IH1 T", "L AE1 B", "", "AH0", "T UW1", "B IH1 L D", "S S S", "M AH0 N"];
        for a in words {
            for b in words {
                assert_eq!(of(a).followed_by(of(b)), of(&format!("{a} {b}")), "{a} + {b}");
            }
        }
    }

    #[test]
    fn one_class_is_lost_at_a_time() {
        let lost: Vec<_> = of("G T L B").with_one_lost().collect();
        assert_eq!(lost, [of("T L B"), of("G L B"), of("G T B"), of("G T L")]);
        let long = (0..20).fold(Skeleton::default(), |all, _| all.followed_by(of("G T")));
        assert_eq!((long.length(), long.with_one_lost().count()), (16, 16));
    }
}
