//! The dictionaries that ship with the program.

use super::{Dictionary, plain};

const BUILTIN: [(&str, &str); 7] = [
    ("ai", include_str!("../../dictionaries/ai.toml")),
    ("cloud", include_str!("../../dictionaries/cloud.toml")),
    ("companies", include_str!("../../dictionaries/companies.toml")),
    ("devtools", include_str!("../../dictionaries/devtools.toml")),
    ("english", include_str!("../../dictionaries/english.toml")),
    ("finance", include_str!("../../dictionaries/finance.toml")),
    ("medicine", include_str!("../../dictionaries/medicine.toml")),
];

/// The names of the dictionaries that ship.
pub fn builtin_names() -> impl Iterator<Item = &'static str> {
    BUILTIN.iter().map(|&(name, _)| name)
}

/// The dictionary that ships under this name.
///
/// # Panics
///
/// Never: every shipped dictionary is read by a test.
///
/// ```
/// assert!(mondegreen::builtin("devtools").is_some_and(|dictionary| dictionary.terms.len() >= 60));
/// assert!(mondegreen::builtin("cooking").is_none());
/// ```
pub fn builtin(name: &str) -> Option<Dictionary> {
    let (name, text) = shipped(name)?;
    let path = format!("dictionaries/{name}.toml");
    Some(Dictionary::from_toml(name, &path, text).expect("a test reads every shipped dictionary"))
}

/// The dictionary that ships under this name, without its examples and keeps: all that a scan needs, much sooner.
///
/// ```
/// let dictionary = mondegreen::builtin_without_trials("devtools").expect("it ships");
/// assert!(dictionary.terms.iter().all(|term| term.examples.is_empty() && term.keeps.is_empty()));
/// ```
pub fn builtin_without_trials(name: &str) -> Option<Dictionary> {
    let (name, text) = shipped(name)?;
    plain::without_trials(name, text).or_else(|| builtin(name).map(without_trials))
}

fn shipped(name: &str) -> Option<(&'static str, &'static str)> {
    BUILTIN.into_iter().find(|&(known, _)| known == name)
}

fn without_trials(mut dictionary: Dictionary) -> Dictionary {
    for term in &mut dictionary.terms {
        term.examples.clear();
        term.keeps.clear();
    }
    dictionary
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_examples_and_keeps_is_left_out() {
        for (name, text) in BUILTIN {
            let whole = builtin(name).expect("a name of the list");
            let read = plain::without_trials(name, text);
            assert_eq!(read, Some(without_trials(whole)), "{name}");
        }
    }
}
