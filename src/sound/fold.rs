//! Folding the letters of Latin scripts to `a` to `z`.

/// How many letters of a word are read; the rest is ignored.
pub(crate) const MOST_LETTERS: usize = 64;

/// The letters of a word as numbers from 0 (`a`) to 25 (`z`), lower or upper
/// case, with diacritics taken off. What is no Latin letter is skipped.
pub(crate) fn letters(word: &str) -> Vec<u8> {
    let mut letters = Vec::with_capacity(word.len().min(MOST_LETTERS));
    for character in word.chars() {
        let mut lower = [0; 1];
        let folded = if character.is_ascii_alphabetic() {
            lower[0] = character.to_ascii_lowercase() as u8;
            &lower[..]
        } else {
            fold(character).as_bytes()
        };
        for &letter in folded {
            if letters.len() == MOST_LETTERS {
                return letters;
            }
            letters.push(letter - b'a');
        }
    }
    letters
}

/// The plain letters an accented letter stands for; empty for anything else.
/// Where a language writes a digraph for the letter, that is taken (`þ` is
/// `th`), but umlauts lose their dots, as names do in English.
fn fold(character: char) -> &'static str {
    match character {
        'à'..='å' | 'À'..='Å' | 'ā' | 'Ā' | 'ă' | 'Ă' | 'ą' | 'Ą' | 'ǎ' | 'Ǎ' | 'ạ'..='ặ' | 'Ạ'..='Ặ' => {
            "a"
        }
        'æ' | 'Æ' => "ae",
        'ç' | 'Ç' | 'ć' | 'Ć' | 'ĉ' | 'Ĉ' | 'ċ' | 'Ċ' => "c",
        'č' | 'Č' => "ch",
        'ď' | 'Ď' | 'đ' | 'Đ' => "d",
        'è'..='ë' | 'È'..='Ë' | 'ē'..='ě' | 'Ē' | 'ẹ'..='ệ' | 'Ẹ'..='Ệ' => "e",
        'ĝ'..='ģ' | 'Ĝ' => "g",
        'ĥ' | 'Ĥ' | 'ħ' | 'Ħ' => "h",
        'ì'..='ï' | 'Ì'..='Ï' | 'ĩ'..='ı' | 'Ĩ' | 'ǐ' | 'Ǐ' | 'ỉ'..='ị' | 'Ỉ' => "i",
        'ĵ' | 'Ĵ' => "j",
        'ķ' | 'Ķ' => "k",
        'ĺ'..='ł' | 'Ĺ' => "l",
        'ñ' | 'Ñ' | 'ń'..='ň' | 'Ń' => "n",
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō'..='ő' | 'Ō' | 'ǒ' | 'Ǒ' | 'ơ' | 'Ơ' | 'ọ'..='ợ' | 'Ọ'..='Ợ' => {
            "o"
        }
        'œ' | 'Œ' => "oe",
        'ŕ'..='ř' | 'Ŕ' => "r",
        'ś' | 'Ś' | 'ŝ' | 'Ŝ' | 'ș' | 'Ș' => "s",
        'š' | 'Š' | 'ş' | 'Ş' => "sh",
        'ß' | 'ẞ' => "ss",
        'ţ'..='ŧ' | 'Ţ' | 'ț' | 'Ț' => "t",
        'þ' | 'Þ' | 'ð' | 'Ð' => "th",
        'ù'..='ü' | 'Ù'..='Ü' | 'ũ'..='ų' | 'Ũ' | 'ư' | 'Ư' | 'ǔ' | 'Ǔ' | 'ụ'..='ự' | 'Ụ'..='Ự' => {
            "u"
        }
        'ŵ' | 'Ŵ' => "w",
        'ý' | 'ÿ' | 'Ý' | 'Ÿ' | 'ŷ' | 'Ŷ' | 'ỳ'..='ỹ' | 'Ỳ' => "y",
        'ź'..='ž' | 'Ź' => "z",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(word: &str) -> String {
        letters(word).iter().map(|&letter| char::from(letter + b'a')).collect()
    }

    #[test]
    fn folds_latin_letters() {
        for (word, plain) in [
            ("Gödel", "godel"),
            ("Løvenskiold", "lovenskiold"),
            ("Strauß", "strauss"),
            ("Michał", "michal"),
            ("Škoda", "shkoda"),
            ("Dvořák", "dvorak"),
            ("Nguyễn", "nguyen"),
            ("İSTANBUL", "istanbul"),
            ("Þór", "thor"),
            ("don't", "dont"),
            ("k8s", "ks"),
            ("日本", ""),
            ("", ""),
        ] {
            assert_eq!(folded(word), plain, "{word}");
        }
    }

    #[test]
    fn every_character_folds_to_letters() {
        for character in '\0'..=char::MAX {
            assert!(fold(character).bytes().all(|letter| letter.is_ascii_lowercase()));
        }
    }

    #[test]
    fn stops_at_the_cap() {
        assert_eq!(letters(&"ß".repeat(1000)).len(), MOST_LETTERS);
    }
}
