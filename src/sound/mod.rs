//! How words sound: phones, a pronouncing dictionary, letter-to-sound rules, and the distance between pronunciations.

pub mod distance;
pub mod letters;
pub mod lexicon;
pub mod phone;

mod costs;
mod fold;
mod foreign;
mod model;
mod skeleton;
mod spoken;

pub(crate) use foreign::{is_number, other_ways, roman_number};
pub(crate) use skeleton::Skeleton;

use std::collections::HashMap;
use std::sync::LazyLock;

use phone::Phone;
use spoken::Unit;

/// A reading that is this much less likely than the best, in nats, is not worth hearing.
const UNLIKELY: f32 = 2.5;
/// The readings of one spoken unit that are combined with those of the others.
const OF_ONE_UNIT: usize = 3;

/// More readings of one text than this are not combined.
const MOST_READINGS: usize = 16;

/// How a word, a name or a phrase may be said, the likeliest reading first, at most `most` and
/// never more than 16.
///
/// Words and the parts of camel-case names come from the lexicon, else from letter-to-sound rules; acronyms are read
/// both as words and letter by letter; digits and symbols are named. Text without any of these has no reading.
///
/// ```
/// use mondegreen::sound::{phone, readings};
///
/// assert_eq!(phone::print(&readings("git lab", 1)[0]), phone::print(&readings("GitLab", 1)[0]));
/// assert_eq!(phone::print(&readings("S3", 1)[0]), "EH1 S TH R IY1");
/// assert!(readings("...", 4).is_empty());
/// ```
pub fn readings(text: &str, most: usize) -> Vec<Vec<Phone>> {
    let most = most.min(MOST_READINGS);
    let mut all: Vec<Vec<Phone>> = vec![Vec::new()];
    for word in text.split_whitespace() {
        all = joined(&all, &of_word(word, most), most);
    }
    all.retain(|reading| !reading.is_empty());
    all
}

/// The letters of a name with its digits and symbols spoken: "H100" is "honehundred".
pub(crate) fn spelled(text: &str) -> String {
    let mut letters = String::new();
    for unit in spoken::units(text) {
        match unit {
            Unit::Word(part) | Unit::Letters(part) | Unit::Capitals(part) => letters.push_str(&part),
        }
    }
    letters.retain(char::is_alphanumeric);
    letters
}

/// Whether nothing of a name is spelled otherwise than it is written, its blanks and hyphens aside.
pub(crate) fn is_spelled_as_written(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'-' | b'\''))
}

/// The readings of one written word: as the lexicon has it, else by its spoken parts, else as two words run together.
fn of_word(word: &str, most: usize) -> Vec<Vec<Phone>> {
    let mut found = Vec::new();
    if !is_spelled_out(word) {
        found = from_lexicon(word, most);
    }
    // A plain word that the lexicon holds has no other parts.
    if !found.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'') {
        return found;
    }
    if found.is_empty() && word.len() >= 6 && word.bytes().all(|b| b.is_ascii_alphabetic()) {
        found.extend(as_compound(&word.to_ascii_lowercase()));
    }
    let mut of_units: Vec<Vec<Phone>> = vec![Vec::new()];
    for unit in spoken::units(word) {
        of_units = joined(&of_units, &of_unit(&unit), most);
    }
    for reading in of_units {
        if !reading.is_empty() && !found.contains(&reading) {
            found.push(reading);
        }
    }
    // Tools that control something: "kubectl" is said as "kube control" too.
    if let Some(stem) = word.strip_suffix("ctl").filter(|stem| stem.len() >= SHORTEST_CONTROLLED) {
        found.truncate(most.saturating_sub(1));
        found.extend(joined(&of_word(stem, 1), &of_word("control", 1), 1));
    }
    found.truncate(most);
    found
}

/// A shorter word before "ctl" is no name of what is controlled.
const SHORTEST_CONTROLLED: usize = 3;

/// Capitals of up to six letters are more often letters than the word that they spell ("IT", "AIM").
fn is_spelled_out(word: &str) -> bool {
    word.len() <= 6 && word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase())
}

fn from_lexicon(word: &str, most: usize) -> Vec<Vec<Phone>> {
    lexicon::look_up(word)
        .map_or_else(Vec::new, |known| known.take(most).map(|reading| reading.phones().collect()).collect())
}

fn of_unit(unit: &Unit) -> Vec<Vec<Phone>> {
    match unit {
        Unit::Word(word) => {
            let known = from_lexicon(word, OF_ONE_UNIT);
            if known.is_empty() { by_letters(word) } else { known }
        }
        Unit::Letters(letters) => vec![spelled_out(letters)],
        Unit::Capitals(letters) => {
            let mut both = vec![spelled_out(letters)];
            if letters.len() > 2 {
                let known = from_lexicon(letters, 1);
                both.extend(if known.is_empty() { by_letters(letters) } else { known });
            }
            both
        }
    }
}

/// Readings of the names that ship, found ahead by [`by_rules`] and open to correction by ear: a line is a word and its
/// readings, with `|` between them.
static NAMES: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| include_str!("names.txt").lines().filter_map(|line| line.split_once('\t')).collect());

fn by_letters(word: &str) -> Vec<Vec<Phone>> {
    match NAMES.get(word) {
        Some(known) => known.split('|').filter_map(phone::parse).collect(),
        None => by_rules(word),
    }
}

fn by_rules(word: &str) -> Vec<Vec<Phone>> {
    let found = letters::pronounce(word, OF_ONE_UNIT);
    let best = found.first().map_or(0.0, |&(_, score)| score);
    found.into_iter().take_while(|&(_, score)| best - score < UNLIKELY).map(|(reading, _)| reading).collect()
}

/// The lines of `names.txt` for these names: of each word in them that the lexicon does not hold.
#[cfg(feature = "tools")]
pub fn names_file<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut lines = std::collections::BTreeSet::new();
    for name in names {
        for unit in name.split_whitespace().flat_map(spoken::units) {
            let (Unit::Word(word) | Unit::Capitals(word)) = unit else {
                continue;
            };
            if !lexicon::contains(&word) {
                let readings: Vec<String> = by_rules(&word).iter().map(phone::print).collect();
                lines.insert(format!("{word}\t{}\n", readings.join("|")));
            }
        }
    }
    lines.into_iter().collect()
}

fn spelled_out(letters: &str) -> Vec<Phone> {
    letters.chars().filter_map(lexicon::letter_name).flat_map(lexicon::Pronunciation::phones).collect()
}

/// "coinjoin" is said as "coin" and "join": the split into two words of three letters or more whose rarer one is the
/// most usual, if both are usual.
fn as_compound(word: &str) -> Option<Vec<Phone>> {
    let usual = |part: &str| crate::usage::word(part).map_or(0.0, crate::usage::Usage::zipf);
    let split = lexicon::beginnings(word)
        .into_iter()
        .filter(|at| (3..=word.len() - 3).contains(at) && lexicon::contains(&word[*at..]))
        .map(|at| (at, usual(&word[..at]).min(usual(&word[at..]))))
        .filter(|&(_, usual)| usual > 3.0)
        .max_by(|a, b| a.1.total_cmp(&b.1))?;
    let mut reading = Vec::new();
    for part in [&word[..split.0], &word[split.0..]] {
        reading.extend(lexicon::look_up(part)?.next()?.phones());
    }
    Some(reading)
}

/// Every way to go on, the likely ones first: the first of both, then changes of one.
fn joined(fronts: &[Vec<Phone>], backs: &[Vec<Phone>], most: usize) -> Vec<Vec<Phone>> {
    if backs.is_empty() {
        return fronts.to_vec();
    }
    let mut order: Vec<(usize, usize)> =
        (0..fronts.len()).flat_map(|front| (0..backs.len()).map(move |back| (front, back))).collect();
    order.sort_by_key(|&(front, back)| (front + back, front));
    order.truncate(most);
    order.into_iter().map(|(front, back)| [&fronts[front][..], &backs[back][..]].concat()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> String {
        phone::print(&readings(text, 4)[0])
    }

    #[test]
    fn names_are_read_by_their_parts() {
        assert_eq!(first("SageMaker"), first("sage maker"));
        assert_eq!(first("Trainium2"), first("trainium two"));
        assert_eq!(first("coinjoin"), first("coin join"));
        assert_eq!(first("EKS"), first("e k s"));
    }

    #[test]
    fn tools_that_control_are_said_so() {
        assert!(readings("systemctl", 4).contains(&readings("system control", 1)[0]));
    }

    #[test]
    fn acronyms_are_words_too() {
        assert!(readings("SOFR", 4).len() >= 2);
        assert!(readings("GKE", 4).len() >= 2);
    }

    #[test]
    fn any_text_is_taken() {
        for text in ["", " ", "...", "\u{4F60}\u{597D}", "🎉", &"x".repeat(10_000), "a\u{301}", "--x--"] {
            assert!(readings(text, 4).len() <= 4, "{text}");
            assert!(readings(text, usize::MAX).len() <= MOST_READINGS, "{text}");
        }
    }
}
