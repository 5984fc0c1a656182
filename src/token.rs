//! The reading text as words, and what stands between them.
//!
//! A word is a run of letters and digits with the apostrophes and decimal points inside it; `+ & # % $` beside a word
//! are words of their own, since people say them ("Alexa plus", "Q and A"). Everything else is a [`Gap`].

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

use crate::span::Span;

/// One word of the reading text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// Where it stands.
    pub(crate) span: Span,
    /// What stands between the word before and this one.
    pub(crate) gap: Gap,
    /// How it is written.
    pub(crate) shape: Shape,
}

/// What stands between two words, from the loosest bond to the strongest break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Nothing: a symbol and its word, or "3.7" and its unit.
    Glued,
    /// A hyphen, slash, underscore, or a full stop inside a name ("Node.js").
    Joined,
    /// White space, line ends inside a paragraph included, or a full stop that ends an abbreviation.
    Space,
    /// A comma, quote, bracket or dash.
    Comma,
    /// The end of a sentence or clause: `. ? ! : ;`
    Stop,
    /// The end of a paragraph, cue or turn, or a picture: no phrase crosses it.
    Break,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// No capital letter.
    Lower,
    /// A capital letter, then none ("Give").
    Capital,
    /// Capitals only, two or more ("IMDB", "H100").
    Upper,
    /// Capitals inside ("GitLab", "vByte").
    Mixed,
    /// Digits, with or without a decimal point ("18.4").
    Number,
    /// One of `+ & # % $`.
    Symbol,
}

/// Appends the words of `text[range]` to `words`; the first of them stands behind a [`Gap::Break`].
pub(crate) fn words_of(text: &str, range: Span, words: &mut Vec<Word>) {
    let offset = range.start as usize;
    let text = &text[range.range()];
    let mut gap = Gap::Break;
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        let word = |end: usize, gap: Gap, shape: Shape| Word { span: Span::new(offset + at, offset + end), gap, shape };
        if byte == b' ' {
            gap = gap.max(Gap::Space);
            at += 1;
            continue;
        }
        if let Some((end, shape)) = plain_word(text.as_bytes(), at) {
            words.push(word(end, gap, shape));
            (at, gap) = (end, Gap::Glued);
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let mut end = at + c.len_utf8();
        if is_symbol(c) && beside_a_word(text, at, c) {
            words.push(word(end, gap, Shape::Symbol));
            gap = Gap::Glued;
        } else if c.is_alphanumeric() && !is_extending(c) {
            end = word_end(text, at);
            words.push(word(end, gap, shape_of(&text[at..end])));
            gap = Gap::Glued;
        } else {
            let last = words.last().filter(|_| gap != Gap::Break);
            let last = last.map(|word| &text[word.span.start as usize - offset..word.span.end as usize - offset]);
            gap = gap.max(gap_of(c, text, at, last));
        }
        at = end;
    }
}

/// Where a word ends and how it is written, told from its bytes, as can be of most: letters and digits of ASCII, behind
/// which none stands that may belong to it.
fn plain_word(text: &[u8], start: usize) -> Option<(usize, Shape)> {
    let first = *text.get(start)?;
    let length = text[start..].iter().take(LONGEST_WORD).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let end = start + length;
    let is_ended = match text.get(end) {
        Some(b'\'' | 0x80..) => false,
        Some(b'.' | b',' | b':') => !text[start..end].last().is_some_and(u8::is_ascii_digit),
        _ => true,
    };
    if length == 0 || length == LONGEST_WORD || !is_ended {
        return None;
    }
    let rest = &text[start + 1..end];
    let shape = match first {
        b'a'..=b'z' => Shape::Lower,
        b'A'..=b'Z' => Shape::Capital,
        _ => return None,
    };
    rest.iter().all(u8::is_ascii_lowercase).then_some((end, shape))
}

/// A word in the form in which words are compared: lower case, straight apostrophes, compatibility forms folded.
pub(crate) fn folded(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let lower = word.nfkc().map(|c| if is_apostrophe(c) { '\'' } else { c }).flat_map(char::to_lowercase);
    // A letter and its mark may be one character in lower case alone (`J̌`, `ǰ`).
    lower.nfc().collect()
}

/// Calls `each` with a word as [`folded`] gives it, for most words without asking for memory.
pub(crate) fn with_folded<T>(word: &str, each: impl FnOnce(&str) -> T) -> T {
    if word.is_ascii() && !word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return each(word);
    }
    let mut buffer = [0; 256];
    let Some(place) = buffer.get_mut(..word.len()).filter(|_| word.is_ascii()) else {
        return each(&folded(word));
    };
    place.copy_from_slice(word.as_bytes());
    place.make_ascii_lowercase();
    each(std::str::from_utf8(place).unwrap_or(word))
}

/// Whether two words are one as [`folded`] gives them.
pub(crate) fn is_same_folded(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() { one.eq_ignore_ascii_case(other) } else { folded(one) == folded(other) }
}

/// A text in which every letter that can be one with its marks is: "é" is one character, however it is written.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    use unicode_normalization::UnicodeNormalization;
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// A text with plain letters in the place of those with marks ("Kádár" as "Kadar", "Łódź" as "Lodz"); none where there
/// are no others.
pub(crate) fn without_marks(text: &str) -> Option<String> {
    use unicode_normalization::UnicodeNormalization;
    if text.is_ascii() {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ł' => plain.push('l'),
            'ø' => plain.push('o'),
            'đ' => plain.push('d'),
            'ı' => plain.push('i'),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            c => plain.push(c),
        }
    }
    plain.is_ascii().then_some(plain)
}

/// Whether `c` is one with the character before it to whoever reads: a mark, a joiner, the skin colour of an emoji.
pub(crate) fn is_extending(c: char) -> bool {
    is_combining_mark(c)
        || matches!(c, '\u{200C}' | '\u{200D}' | '\u{FF9E}' | '\u{FF9F}')
        || matches!(c, '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}')
}

/// What stands before the name of a person, as it is written there: "miss" is a verb, and DR disaster recovery.
pub(crate) const TITLES: [&str; 9] = ["Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Professor", "Sir", "Madam"];

/// Months and days, which bear a capital whoever is meant.
pub(crate) const DATES: [&str; 19] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// What stands before a thing and before nobody's name.
pub(crate) const DETERMINERS: [&str; 19] = [
    "a", "an", "the", "this", "that", "these", "those", "my", "your", "his", "her", "our", "their", "its", "some",
    "no", "every", "each", "any",
];

/// Words inside a person's name that bear no capital: "Ludwig van Beethoven".
pub(crate) const PARTICLES: [&str; 13] =
    ["van", "von", "der", "den", "de", "da", "di", "del", "la", "bin", "al", "du", "ter"];

/// Whether `c` is one of the apostrophes that stand inside words.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02BC}' | '\u{FF07}')
}

fn is_symbol(c: char) -> bool {
    matches!(c, '+' | '&' | '#' | '%' | '$')
}

/// So many symbols in a row may be words ("C++").
const LONGEST_ROW: usize = 3;

/// A symbol counts where it touches a word ("C++", "$18", "R&D") or stands for "and" between two ("Coker & Palmer").
fn beside_a_word(text: &str, at: usize, symbol: char) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + symbol.len_utf8()..].chars().next();
    // "#" with a mark of its own is a key on a telephone.
    if after.is_some_and(is_extending) {
        return false;
    }
    // A row of them is a line that somebody drew, or a curse.
    let beside = |c: &char| is_symbol(*c);
    let row = text[..at].chars().rev().take(LONGEST_ROW).take_while(beside).count()
        + text[at..].chars().take(LONGEST_ROW + 1).take_while(beside).count();
    if row > LONGEST_ROW {
        return false;
    }
    let touches = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || is_symbol(c));
    touches(before) || touches(after) || symbol == '&'
}

/// A word of more bytes ends there, for it would not fit its counters; nobody says one of so many letters.
pub(crate) const LONGEST_WORD: usize = 60_000;

fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut before = '\0';
    let mut rest = text[start..].chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let belongs = c.is_alphanumeric()
            || is_extending(c)
            || c == '\u{200B}' && next.is_some_and(char::is_alphanumeric)
            || is_apostrophe(c) && before.is_alphabetic() && next.is_some_and(char::is_alphabetic)
            || matches!(c, '.' | ',' | ':') && before.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit());
        let is_border = is_unspaced(c) != is_unspaced(before) && before != '\0' && !is_extending(c);
        if !belongs || is_border || end - start > LONGEST_WORD {
            break;
        }
        end += c.len_utf8();
        if c.is_ascii() || !is_extending(c) {
            before = c;
        }
    }
    end
}

/// Whether a letter is of a script in which no blank parts what is said from words of another one.
fn is_unspaced(c: char) -> bool {
    // Most letters need no more than this.
    if c < '\u{0E00}' {
        return false;
    }
    matches!(
        c,
        '\u{0E00}'..='\u{0EFF}'
            | '\u{1000}'..='\u{109F}'
            | '\u{1100}'..='\u{11FF}'
            | '\u{1780}'..='\u{17FF}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{31FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7FF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FF66}'..='\u{FFDC}'
            | '\u{20000}'..='\u{3FFFF}'
    )
}

/// Whether a word has only letters of the script in which English is written, as far as it has any.
pub(crate) fn is_latin(word: &str) -> bool {
    let is_latin = |c: char| matches!(c, '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{FB00}'..='\u{FB06}' | '\u{FF21}'..='\u{FF5A}');
    word.is_ascii() || word.chars().all(|c| !c.is_alphabetic() || is_latin(c))
}

fn shape_of(word: &str) -> Shape {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    if letters().next().is_none() {
        return Shape::Number;
    }
    let capitals = letters().filter(|c| c.is_uppercase()).count();
    // "Q1's" and "H100s" are capitals but for their ending.
    let bare = word.strip_suffix('s').map_or(word, |stem| stem.trim_end_matches(is_apostrophe));
    let bare_letters = || bare.chars().filter(|c| c.is_alphabetic());
    let first = word.chars().next().is_some_and(char::is_uppercase);
    if capitals == 0 {
        Shape::Lower
    } else if capitals == letters().count() && (capitals > 1 || word.len() > 1 && word.chars().any(char::is_numeric))
        || (bare_letters().count() > 1 || bare.chars().any(char::is_numeric))
            && bare.len() > 1
            && bare_letters().count() > 0
            && bare_letters().all(char::is_uppercase)
    {
        Shape::Upper
    } else if first && (capitals == 1 || apostrophe_name(word, capitals)) {
        Shape::Capital
    } else {
        Shape::Mixed
    }
}

/// "D'Ambrosia", "O'Neil": a capital at the front of each part.
fn apostrophe_name(word: &str, capitals: usize) -> bool {
    let parts: Vec<&str> = word.split(is_apostrophe).collect();
    capitals == parts.len() && parts.iter().all(|part| part.chars().next().is_some_and(char::is_uppercase))
}

fn gap_of(c: char, text: &str, at: usize, last: Option<&str>) -> Gap {
    let next = text[at + c.len_utf8()..].chars().next();
    let before = text[..at].chars().next_back();
    let stands_free = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c == '-');
    match c {
        '-' if stands_free(before) || stands_free(next) => Gap::Comma,
        '*' if stands_free(before) && stands_free(next) => Gap::Break,
        '*' | '-' | '/' | '_' | '\u{2010}' | '\u{2011}' | '\u{00AD}' | '\u{200B}' | '\u{2060}' => Gap::Joined,
        '.' if next.is_some_and(char::is_alphanumeric) => Gap::Joined,
        '.' if last.is_some_and(is_abbreviation) => Gap::Space,
        '.' | '?' | '!' | ':' | ';' | '\u{2026}' => Gap::Stop,
        // Somebody else begins to speak.
        '>' if before == Some('>') || next == Some('>') => Gap::Break,
        c if c.is_whitespace() => Gap::Space,
        c if is_picture(c) => Gap::Break,
        _ => Gap::Comma,
    }
}

/// Whether `c` says something of its own and is no word: a note of music, an emoji, a bullet.
pub(crate) fn is_picture(c: char) -> bool {
    matches!(c, '\u{2022}' | '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// A full stop behind these ends no sentence: one capital letter, or a short form that stands before a name.
fn is_abbreviation(word: &str) -> bool {
    let mut chars = word.chars();
    let single = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    single
        || matches!(
            word,
            "Mr" | "Mrs" | "Ms" | "Dr" | "Prof" | "St" | "Jr" | "Sr" | "vs" | "Inc" | "Corp" | "Ltd" | "Co" | "No"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<(&str, Gap, Shape)> {
        let mut words = Vec::new();
        words_of(text, Span::new(0, text.len()), &mut words);
        words.iter().map(|word| (&text[word.span.range()], word.gap, word.shape)).collect()
    }

    #[test]
    fn words_and_gaps() {
        use Gap::{Break, Comma, Glued, Joined, Space, Stop};
        use Shape::{Capital, Lower, Mixed, Number, Symbol, Upper};
        type Words<'a> = &'a [(&'a str, Gap, Shape)];
        let cases: &[(&str, Words<'_>)] = &[
            ("Give That's", &[("Give", Break, Capital), ("That's", Space, Capital)]),
            ("code-based, or", &[("code", Break, Lower), ("based", Joined, Lower), ("or", Comma, Lower)]),
            ("$18.4 billion.", &[("$", Break, Symbol), ("18.4", Glued, Number), ("billion", Space, Lower)]),
            ("Alexa+. It", &[("Alexa", Break, Capital), ("+", Glued, Symbol), ("It", Stop, Capital)]),
            (
                "Q&A C++",
                &[
                    ("Q", Break, Capital),
                    ("&", Glued, Symbol),
                    ("A", Glued, Capital),
                    ("C", Space, Capital),
                    ("+", Glued, Symbol),
                    ("+", Glued, Symbol),
                ],
            ),
            ("IMDB GitLab H100s", &[("IMDB", Break, Upper), ("GitLab", Space, Mixed), ("H100s", Space, Upper)]),
            ("J.P. Morgan", &[("J", Break, Capital), ("P", Joined, Capital), ("Morgan", Space, Capital)]),
            ("Brian D'Ambrosia", &[("Brian", Break, Capital), ("D'Ambrosia", Space, Capital)]),
            ("OP_RETURN", &[("OP", Break, Upper), ("RETURN", Joined, Upper)]),
            ("a - b + c", &[("a", Break, Lower), ("b", Comma, Lower), ("c", Comma, Lower)]),
            ("a #### b $%&+", &[("a", Break, Lower), ("b", Comma, Lower)]),
            ("so -- we", &[("so", Break, Lower), ("we", Comma, Lower)]),
            ("\u{7528}git\u{505A}", &[("\u{7528}", Break, Lower), ("git", Glued, Lower), ("\u{505A}", Glued, Lower)]),
            ("Nestle\u{0301} \u{4F60}", &[("Nestle\u{0301}", Break, Capital), ("\u{4F60}", Space, Lower)]),
        ];
        for (text, expected) in cases {
            assert_eq!(split(text), *expected, "{text}");
        }
        assert_eq!(split("Node.js ok")[1].1, Joined);
        assert_eq!(split("Mr. Salander")[1].1, Space);
        assert_eq!(split("deep. Seek")[1].1, Stop);
        assert_eq!(split("a, b")[1].1, Comma);
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for c in '\0'..=char::MAX {
            let once = folded(&format!("a{c}b"));
            assert_eq!(folded(&once), once, "{c:?}");
        }
    }

    #[test]
    fn folding_makes_one_form_of_a_word() {
        assert_eq!(folded("That\u{2019}s"), "that's");
        assert_eq!(folded("ＧＩＴ"), "git");
        for (one, other) in [("café", "cafe\u{301}"), ("CAFÉ", "cafe\u{301}"), ("ǰ", "J\u{30C}"), ("Å", "a\u{30A}")]
        {
            assert_eq!(folded(one), folded(other), "{one}");
        }
        for (one, other) in [("İ", "i"), ("İ", "ı"), ("ı", "i"), ("ß", "ss"), ("q\u{301}", "q")] {
            assert_ne!(folded(one), folded(other), "{one}");
        }
    }
}
