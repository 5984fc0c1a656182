//! What people say when they read a written name aloud: "H100" is "H one hundred", "SageMaker" is "sage maker".

use std::fmt::Write as _;

/// A piece of a name, as it is spoken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A word to be pronounced, in lower case.
    Word(String),
    /// Letters that are named one by one, in lower case.
    Letters(String),
    /// Capitals that may be a word or be spelled out ("SOFR", "EKS"), in lower case.
    Capitals(String),
}

/// The spoken units of a written name or word.
pub(crate) fn units(text: &str) -> Vec<Unit> {
    let mut units = Vec::new();
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if c.is_numeric() {
            let end = run(&chars, at, char::is_numeric);
            number_units(&chars[at..end], &mut units);
            at = end;
        } else if c.is_alphabetic() {
            let end = camel_end(&chars, at);
            units.push(lettered(&chars[at..end], &chars[end..]));
            at = end;
        } else {
            let named = match c {
                '+' => "plus",
                '&' => "and",
                '#' if at > 0 => "sharp",
                '%' => "percent",
                '@' => "at",
                '.' if at > 0
                    && chars.get(at + 1).is_some_and(|c| c.is_alphanumeric())
                    && chars[at - 1].is_numeric() =>
                {
                    "point"
                }
                _ => "",
            };
            if !named.is_empty() {
                units.push(Unit::Word(named.to_owned()));
            }
            at += 1;
        }
    }
    units
}

fn run(chars: &[char], from: usize, belongs: impl Fn(char) -> bool) -> usize {
    chars[from..].iter().position(|&c| !belongs(c)).map_or(chars.len(), |length| from + length)
}

/// The end of the part of a camel-case name that begins at `from`: "Sage|Maker", "Dynamo|DB", "gRPC" as "g|RPC".
fn camel_end(chars: &[char], from: usize) -> usize {
    let belongs = |c: char| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}');
    let end = run(chars, from, belongs);
    let upper = run(&chars[..end], from, char::is_uppercase);
    match upper - from {
        0 => run(&chars[..end], from, |c| !c.is_uppercase()),
        // A capital behind an apostrophe goes on with the name: "O'Neil".
        1 => (from + 1..end)
            .find(|&at| chars[at].is_uppercase() && !matches!(chars[at - 1], '\'' | '\u{2019}'))
            .unwrap_or(end),
        // "IMDb", "APIs": capitals with a short tail are one; "HTTPServer": the last capital begins the next part.
        _ if upper == end || end - upper <= 1 => end,
        _ => upper - 1,
    }
}

fn lettered(part: &[char], rest: &[char]) -> Unit {
    let lower: String = part.iter().flat_map(|c| c.to_lowercase()).collect();
    let capitals = part.iter().filter(|c| c.is_uppercase()).count();
    let vowels = lower.chars().any(|c| "aeiouy".contains(c));
    match part.len() {
        1 => Unit::Letters(lower),
        _ if capitals * 2 > part.len() && part.len() <= 6 => {
            if vowels {
                Unit::Capitals(lower)
            } else {
                Unit::Letters(lower)
            }
        }
        // "gRPC", "pgBouncer": a part without a vowel cannot be a word; "McDonald" has one that goes on.
        _ if !vowels && part.len() <= 4 && (rest.is_empty() || part[0].is_lowercase()) => Unit::Letters(lower),
        _ => Unit::Word(lower),
    }
}

/// "2" is "two", "100" "one hundred", "2025" "twenty twenty five", and longer numbers digit by digit.
fn number_units(digits: &[char], units: &mut Vec<Unit>) {
    let text: String = digits.iter().collect();
    let words = match text.parse::<u32>() {
        Ok(number) if digits.len() <= 4 && !(digits.len() > 1 && digits[0] == '0') => number_words(number),
        _ => digits.iter().filter_map(|c| c.to_digit(10)).map(number_words).collect::<Vec<_>>().join(" "),
    };
    units.extend(words.split(' ').filter(|word| !word.is_empty()).map(|word| Unit::Word(word.to_owned())));
}

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A number below 10,000 in words; numbers of four digits as years and model names are read, in pairs.
fn number_words(number: u32) -> String {
    let mut words = String::new();
    match number {
        0..=19 => words.push_str(ONES[number as usize]),
        20..=99 => {
            words.push_str(TENS[number as usize / 10]);
            if !number.is_multiple_of(10) {
                let _ = write!(words, " {}", ONES[number as usize % 10]);
            }
        }
        100..=999 => {
            let _ = write!(words, "{} hundred", ONES[number as usize / 100]);
            if !number.is_multiple_of(100) {
                let _ = write!(words, " {}", number_words(number % 100));
            }
        }
        _ if number.is_multiple_of(1000) => {
            let _ = write!(words, "{} thousand", number_words(number / 1000));
        }
        _ => {
            let (front, back) = (number / 100, number % 100);
            let _ = write!(words, "{} ", number_words(front));
            let back = match back {
                0 => "hundred".to_owned(),
                1..=9 => ["oh ", ONES[back as usize]].concat(),
                _ => number_words(back),
            };
            words.push_str(&back);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let show = |unit: &Unit| match unit {
            Unit::Word(word) => word.clone(),
            Unit::Letters(letters) => format!("<{letters}>"),
            Unit::Capitals(letters) => format!("({letters})"),
        };
        units(text).iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn names_as_they_are_read_aloud() {
        let cases = [
            ("SageMaker", "sage maker"),
            ("Trainium2", "trainium two"),
            ("DynamoDB", "dynamo <db>"),
            ("IMDb", "(imdb)"),
            ("EKS", "(eks)"),
            ("GKE", "(gke)"),
            ("S3", "<s> three"),
            ("H100", "<h> one hundred"),
            ("Bech32", "bech thirty two"),
            ("C++", "<c> plus plus"),
            ("C#", "<c> sharp"),
            ("Alexa+", "alexa plus"),
            ("Q&A", "<q> and <a>"),
            ("OP_RETURN", "(op) (return)"),
            ("gRPC", "<g> <rpc>"),
            ("pgBouncer", "<pg> bouncer"),
            ("McDonald", "mc donald"),
            ("PostgreSQL", "postgre <sql>"),
            ("J.P. Morgan", "<j> <p> morgan"),
            ("GPT-4", "<gpt> four"),
            ("Llama 3.1", "llama three point one"),
            ("HTTPServer", "<http> server"),
            ("quarter-to-date", "quarter to date"),
            ("2025", "twenty twenty five"),
            ("1905", "nineteen oh five"),
            ("007", "zero zero seven"),
            ("EC2", "(ec) two"),
            ("O'Neil", "o'neil"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
