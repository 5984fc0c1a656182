//! The dictionaries that ship with the program.

use super::Dictionary;

const BUILTIN: [(&str, &str); 6] = [
    ("ai", include_str!("../../dictionaries/ai.toml")),
    ("cloud", include_str!("../../dictionaries/cloud.toml")),
    ("companies", include_str!("../../dictionaries/companies.toml")),
    ("devtools", include_str!("../../dictionaries/devtools.toml")),
    ("english", include_str!("../../dictionaries/english.toml")),
    ("finance", include_str!("../../dictionaries/finance.toml")),
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
    let &(name, text) = BUILTIN.iter().find(|&&(known, _)| known == name)?;
    let path = format!("dictionaries/{name}.toml");
    Some(Dictionary::from_toml(name, &path, text).expect("a test reads every shipped dictionary"))
}
