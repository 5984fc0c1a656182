//! What a term is, where a list does not say.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Kind;
use crate::token::PARTICLES;
use crate::usage;

/// Common given names, from the 1990 census of the United States (public domain).
static GIVEN_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("given_names.txt").lines().collect());

/// A word above this Zipf value is too usual to tell a person's name by.
const ORDINARY: f32 = 4.0;

/// The likeliest kind of a term that is written so.
pub(super) fn kind(text: &str) -> Kind {
    let mut words = text.split_whitespace();
    let alone = words.next().filter(|_| words.next().is_none());
    if !text.chars().any(char::is_uppercase) {
        return if alone.is_some() || text.trim().is_empty() { Kind::Word } else { Kind::Phrase };
    }
    if let Some(word) = alone {
        let short = word.chars().count() <= 6;
        let capitals = word.chars().all(|c| !c.is_lowercase());
        return if short && capitals { Kind::Acronym } else { Kind::Product };
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    if is_person(&words) { Kind::Person } else { Kind::Product }
}

/// Two to four words, each capitalised and lettered, that begin with a given name or hold no word of ordinary English.
pub(crate) fn is_person(words: &[&str]) -> bool {
    let name_like = |word: &&str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().any(char::is_lowercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.'))
    };
    let particle = |word: &&str| PARTICLES.contains(word);
    if !(2..=4).contains(&words.len()) || !words.iter().all(|word| name_like(word) || particle(word)) {
        return false;
    }
    let lower: Vec<String> = without_office(words).iter().map(|word| word.to_lowercase()).collect();
    let ordinary =
        |word: &String| !particle(&word.as_str()) && usage::word(word).is_some_and(|usage| usage.zipf() > ORDINARY);
    let given = is_given_name(&lower[0]);
    let firm_word = lower.iter().any(|word| FIRM_WORDS.contains(&word.as_str()));
    !firm_word && (given || !lower.iter().any(ordinary))
}

/// What is written before a surname, in lower case: "Judge Tulloch" is a person, and called Tulloch too.
const OFFICES: [&str; 52] = [
    "admiral",
    "alderman",
    "ambassador",
    "archbishop",
    "bishop",
    "canon",
    "captain",
    "cardinal",
    "chancellor",
    "coach",
    "colonel",
    "commander",
    "congressman",
    "congresswoman",
    "constable",
    "corporal",
    "councillor",
    "councilman",
    "councilmember",
    "councilwoman",
    "dame",
    "dean",
    "detective",
    "doctor",
    "dr",
    "father",
    "governor",
    "imam",
    "inspector",
    "judge",
    "justice",
    "lady",
    "lieutenant",
    "lord",
    "madam",
    "mayor",
    "minister",
    "miss",
    "mr",
    "mrs",
    "ms",
    "nurse",
    "officer",
    "president",
    "prof",
    "professor",
    "rabbi",
    "reverend",
    "senator",
    "sergeant",
    "sir",
    "sister",
];

/// The words of a person's name without what is written before it; a name has more than that.
pub(super) fn without_office<'a, 'b>(words: &'b [&'a str]) -> &'b [&'a str] {
    match words {
        [office, rest @ ..] if !rest.is_empty() && is_office(office) => rest,
        _ => words,
    }
}

/// Whether a word is written before a surname.
pub(crate) fn is_office(word: &str) -> bool {
    OFFICES.contains(&&*word.trim_end_matches('.').to_lowercase())
}

/// Whether a word, folded, is a common given name.
pub(crate) fn is_given_name(word: &str) -> bool {
    GIVEN_NAMES.contains(word)
}

/// The name that a surname, a comma and a given name make, as it is said: "Jane Doe" of "Doe, Jane".
///
/// It tells by how the words are written alone: whoever asks knows that people are listed.
pub(crate) fn turned(text: &str) -> Option<String> {
    let (surname, given) = text.trim().split_once(", ")?;
    let [surname, given] = [surname, given].map(|part| part.split_whitespace().collect::<Vec<_>>());
    let is_particle = |word: &&str| PARTICLES.contains(word);
    let is_written_so = |part: &[&str]| {
        (1..=3).contains(&part.iter().filter(|word| !is_particle(word)).count())
            && part.iter().all(|word| is_particle(word) || is_of_name(word))
    };
    // "Ms. Jane" and "Jane" alike; "PhD" and "Chair" stand behind a name, and "Inc." behind that of a firm.
    let given = without_office(&given);
    let first = given.first()?.to_lowercase();
    let is_usual = usage::word(&first).is_some_and(|usage| usage.zipf() > ORDINARY) && !is_given(&first);
    let is_whole = surname.len() > 1 && is_given(&surname[0].to_lowercase());
    let joined = format!("{} {}", given.join(" "), surname.join(" "));
    let is_firm = joined.to_lowercase().split(' ').any(|word| FIRM_WORDS.contains(&word.trim_end_matches('.')));
    let fits = is_written_so(given) && is_written_so(&surname) && !is_usual && !is_whole && !is_firm;
    (fits && !is_office(given[0])).then_some(joined)
}

/// The same where nothing else says that people are listed: a given name behind the comma, and none before it.
pub(crate) fn surely_turned(text: &str) -> Option<String> {
    let (surname, given) = text.trim().split_once(", ")?;
    let [surname, given] =
        [surname, given].map(|part| part.split_whitespace().next().unwrap_or_default().to_lowercase());
    let is_place = PLACES.contains(&&*given);
    turned(text).filter(|_| is_given(&given) && !is_given(&surname) && !is_place)
}

/// Whether most of some texts hold a surname, a comma and a given name, one of them surely: people are listed then.
pub(crate) fn are_turned<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let (mut all, mut like, mut sure) = (0, 0, 0);
    for text in texts {
        all += 1;
        if turned(text).is_some() {
            like += 1;
            sure += usize::from(surely_turned(text).is_some());
        }
    }
    sure > 0 && like * 2 > all
}

/// Given names that stand behind a city and a comma: "Atlanta, Georgia".
const PLACES: [&str; 9] = ["carolina", "chad", "dakota", "georgia", "israel", "jordan", "kenya", "montana", "virginia"];

/// Whether a word is written like a part of a person's name, and not like a degree or in capitals.
fn is_of_name(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.all(|c| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}' | '-' | '.'))
        && (word.chars().any(char::is_lowercase) || word.chars().filter(|c| c.is_alphabetic()).count() == 1)
        // "McDonald", "DeVos" and "O'Brien" have another capital, none of them at the end.
        && (bare.chars().count() == 1 || !bare.ends_with(char::is_uppercase))
}

/// Whether a word in lower case is a given name, or begins with one and a hyphen ("jean-luc").
fn is_given(word: &str) -> bool {
    word.split('-').next().is_some_and(is_given_name)
}

/// The surname of a person with the little words that belong to it: "van der Poel" of "Mathieu van der Poel".
pub(super) fn with_particles(name: &str) -> Option<&str> {
    let mut start = name.trim_end().rfind(' ')? + 1;
    // The first word is a given name, whatever it looks like.
    while let Some(word) = name[..start].trim_end().rfind(' ').map(|blank| blank + 1)
        && PARTICLES.contains(&name[word..start].trim_end().to_lowercase().as_str())
    {
        start = word;
    }
    Some(name[start..].trim_end())
}

/// The word that stands for a whole name of several words: rare, first, and followed by general words alone.
pub(super) fn lead<'a>(kind: Kind, words: &[&'a str]) -> Option<&'a str> {
    let (&first, rest) = words.split_first()?;
    if !matches!(kind, Kind::Firm | Kind::Product) || rest.is_empty() || first.chars().count() < SHORTEST_LEAD {
        return None;
    }
    let zipf = |word: &str| usage::word(&word.to_lowercase()).map_or(0.0, usage::Usage::zipf);
    let general = |word: &&str| {
        let bare = word.trim_end_matches(['.', ',']).to_lowercase();
        FIRM_WORDS.contains(&bare.as_str()) || zipf(&bare) > ORDINARY || bare == "&"
    };
    let named = first.chars().any(char::is_uppercase) && first.chars().all(char::is_alphabetic);
    (named && zipf(first) < RARE && rest.iter().all(general)).then_some(first)
}

/// Whether a name of several words ends like that of a firm.
pub(crate) fn is_firm(text: &str) -> bool {
    let last = text.rsplit_once(' ').map(|(_, last)| last.trim_end_matches('.').to_lowercase());
    last.is_some_and(|last| FIRM_WORDS.contains(&last.as_str()))
}

/// A shorter word sounds like too many others.
const SHORTEST_LEAD: usize = 4;
/// A word below this Zipf value may stand for a firm by itself.
const RARE: f32 = 2.8;

/// Words that end the name of a firm, not of a person.
const FIRM_WORDS: [&str; 73] = [
    "aerospace",
    "analytics",
    "bancorp",
    "bank",
    "biologics",
    "biosciences",
    "biotech",
    "brothers",
    "capital",
    "co",
    "companies",
    "company",
    "consulting",
    "corp",
    "corporation",
    "diagnostics",
    "dynamics",
    "electronics",
    "energy",
    "enterprises",
    "entertainment",
    "financial",
    "foods",
    "foundation",
    "genomics",
    "gmbh",
    "group",
    "healthcare",
    "holdings",
    "hospital",
    "inc",
    "industries",
    "institute",
    "international",
    "investments",
    "laboratories",
    "labs",
    "limited",
    "llc",
    "llp",
    "logistics",
    "ltd",
    "management",
    "markets",
    "media",
    "motors",
    "networks",
    "oncology",
    "partners",
    "pharma",
    "pharmaceuticals",
    "plc",
    "research",
    "resources",
    "robotics",
    "sa",
    "sachs",
    "sciences",
    "securities",
    "semiconductor",
    "services",
    "software",
    "solutions",
    "stanley",
    "studios",
    "systems",
    "technologies",
    "technology",
    "telecom",
    "therapeutics",
    "trust",
    "university",
    "ventures",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_belong_to_a_surname() {
        for (name, expected) in [
            ("Mathieu van der Poel", "van der Poel"),
            ("Ursula von der  Leyen", "von der  Leyen"),
            ("Luca de Meo ", "de Meo"),
            ("Al Gore", "Gore"),
            ("Van Morrison", "Morrison"),
            ("Jonny Bairstow", "Bairstow"),
        ] {
            assert_eq!(with_particles(name), Some(expected), "{name}");
        }
    }

    #[test]
    fn only_rare_words_stand_for_a_firm() {
        let lead = |text: &str| lead(kind(text), &text.split(' ').collect::<Vec<_>>()).map(str::to_owned);
        assert_eq!(lead("Aldeyra Therapeutics Inc."), Some("Aldeyra".to_owned()));
        assert_eq!(lead("Zagg Inc"), Some("Zagg".to_owned()));
        assert_eq!(lead("Evercore Partners"), Some("Evercore".to_owned()));
        for text in ["Credit Suisse", "Deutsche Bank", "Morgan Stanley", "Baird", "Wolfe Research", "Andy Jassy"] {
            assert_eq!(lead(text), None, "{text}");
        }
    }

    #[test]
    fn kinds_by_their_looks() {
        let cases = [
            ("Andy Kaplowitz", Kind::Person),
            ("Vikram Kini", Kind::Person),
            ("Ludwig van Beethoven", Kind::Person),
            ("Edwin van der Sar", Kind::Person),
            ("Brian D'Ambrosia", Kind::Person),
            ("Professor Tulloch", Kind::Person),
            ("Dr. Mara Lindqvist", Kind::Person),
            ("Captain America", Kind::Product),
            ("President", Kind::Product),
            ("Credit Suisse", Kind::Product),
            ("Wolfe Research", Kind::Product),
            ("Acme Robotics", Kind::Product),
            ("Sumo Logic", Kind::Product),
            ("UBS", Kind::Acronym),
            ("H100", Kind::Acronym),
            ("Trainium2", Kind::Product),
            ("free cash flow", Kind::Phrase),
            ("codebase", Kind::Word),
        ];
        for (text, expected) in cases {
            assert_eq!(kind(text), expected, "{text}");
        }
    }
}
