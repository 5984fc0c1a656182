//! Builds the table of the lexicon; `sound::lexicon` describes its format.

use crate::cmudict::Dictionary;
use mondegreen::sound::phone::Phone;
use std::collections::BTreeMap;

/// The most pronunciations kept of a word.
const MOST: usize = 3;
/// The longest pronunciation a value can tell the length of.
const LONGEST: usize = 63;

/// Writes the table.
pub(crate) fn build(dictionary: &Dictionary) -> Result<Vec<u8>, fst::Error> {
    let mut phones = Phones::new(dictionary);
    let mut builder = fst::MapBuilder::memory();
    for (word, pronunciations) in dictionary {
        let pronunciations: Vec<Vec<u8>> = pronunciations
            .iter()
            .filter(|phones| phones.len() <= LONGEST)
            .take(MOST)
            .map(|phones| bytes(phones))
            .collect();
        let value = match &pronunciations[..] {
            [] => continue,
            [only] => phones.find(only) << 6 | only.len() as u64,
            several => phones.list(several) << 6,
        };
        builder.insert(word, value)?;
    }
    let words = builder.into_inner()?;
    eprintln!("lexicon: {} bytes of words, {} of phones", words.len(), phones.table.len());
    let mut out = b"LEX1".to_vec();
    out.extend((phones.table.len() as u32).to_le_bytes());
    out.extend(phones.table);
    out.extend(words);
    Ok(out)
}

fn bytes(phones: &[Phone]) -> Vec<u8> {
    phones.iter().map(|phone| phone.index() as u8).collect()
}

/// The table of phones as it grows.
struct Phones {
    table: Vec<u8>,
    /// The pronunciations no other begins with, and where they are, if they
    /// are in the table already.
    places: BTreeMap<Vec<u8>, Option<u64>>,
}

impl Phones {
    fn new(dictionary: &Dictionary) -> Phones {
        let mut all: Vec<Vec<u8>> = dictionary
            .values()
            .filter(|pronunciations| pronunciations.len() == 1)
            .map(|pronunciations| bytes(&pronunciations[0]))
            .collect();
        all.sort();
        all.dedup();
        let mut places = BTreeMap::new();
        for (at, phones) in all.iter().enumerate() {
            if !all.get(at + 1).is_some_and(|next| next.starts_with(phones)) {
                places.insert(phones.clone(), None);
            }
        }
        Phones { table: Vec::new(), places }
    }

    /// Where a pronunciation is: at the start of the first that begins with
    /// it, which is added if need be.
    fn find(&mut self, phones: &[u8]) -> u64 {
        let Some((whole, place)) = self.places.range_mut(phones.to_vec()..).next() else {
            return 0;
        };
        *place.get_or_insert_with(|| {
            let at = self.table.len() as u64;
            self.table.extend(whole);
            at
        })
    }

    /// Adds a list of pronunciations: their number, their lengths, their
    /// phones.
    fn list(&mut self, several: &[Vec<u8>]) -> u64 {
        let at = self.table.len() as u64;
        self.table.push(several.len() as u8);
        self.table.extend(several.iter().map(|phones| phones.len() as u8));
        self.table.extend(several.iter().flatten());
        at
    }
}
