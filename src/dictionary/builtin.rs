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
    shipped(name, str::to_owned)
}

/// The dictionary that ships under this name, without its examples and keeps: all that a scan needs, in half the time.
///
/// # Panics
///
/// Never: a test reads every shipped dictionary so.
///
/// ```
/// let dictionary = mondegreen::builtin_without_trials("devtools").expect("it ships");
/// assert!(dictionary.terms.iter().all(|term| term.examples.is_empty() && term.keeps.is_empty()));
/// ```
pub fn builtin_without_trials(name: &str) -> Option<Dictionary> {
    shipped(name, without_trials)
}

fn shipped(name: &str, prepared: fn(&str) -> String) -> Option<Dictionary> {
    let &(name, text) = BUILTIN.iter().find(|&&(known, _)| known == name)?;
    let path = format!("dictionaries/{name}.toml");
    Some(Dictionary::from_toml(name, &path, &prepared(text)).expect("a test reads every shipped dictionary"))
}

/// The text with empty lines in the place of the tables of examples and keeps, which are two thirds of it.
///
/// It knows the layout of the shipped dictionaries, not all of TOML.
fn without_trials(text: &str) -> String {
    let mut kept = String::with_capacity(text.len() / 2);
    let mut in_trial = false;
    for line in text.lines() {
        if line.starts_with("[[") {
            in_trial = matches!(line, "[[term.example]]" | "[[term.keep]]");
        }
        if !in_trial {
            kept.push_str(line);
        }
        kept.push('\n');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_examples_and_keeps_is_left_out() {
        for name in builtin_names() {
            let mut whole = builtin(name).expect("a name of the list");
            for term in &mut whole.terms {
                term.examples.clear();
                term.keeps.clear();
            }
            assert_eq!(builtin_without_trials(name), Some(whole), "{name}");
        }
    }
}
