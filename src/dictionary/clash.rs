//! What several dictionaries that are used together say against each other.

use std::collections::HashMap;

use super::{Dictionary, Warning};
use crate::token::folded;

/// The mishearings of a dictionary that others claim for another term, or that are terms of theirs, in file order.
///
/// ```
/// use mondegreen::{Dictionary, clashes};
///
/// let read = |name, text| Dictionary::from_toml(name, name, text);
/// let mine = read("mine", "[[term]]\ntext = \"Dynamo\"\nheard = [\"die namo\"]\n")?;
/// let other = read("other", "[[term]]\ntext = \"DynamoDB\"\nheard = [\"Die Namo\"]\n")?;
/// let told = clashes(&mine, &[other]);
/// assert_eq!(told[0].message, "the mishearing `die namo` of `Dynamo` is one of `DynamoDB` in other as well");
/// # Ok::<(), mondegreen::Error>(())
/// ```
pub fn clashes(dictionary: &Dictionary, others: &[Dictionary]) -> Vec<Warning> {
    let mut terms: HashMap<String, (&str, &str)> = HashMap::new();
    let mut heard: HashMap<String, (&str, &str)> = HashMap::new();
    for other in others {
        for term in &other.terms {
            terms.entry(folded(&term.text)).or_insert((&term.text, &other.name));
            for one in &term.heard {
                heard.entry(folded(one)).or_insert((&term.text, &other.name));
            }
        }
    }
    let mut found = Vec::new();
    for term in &dictionary.terms {
        let own = folded(&term.text);
        let mut tell = |message: String| found.push(Warning { place: term.place, message });
        if let Some((other, name)) = heard.get(&own).filter(|(other, _)| folded(other) != own) {
            tell(format!("`{}` is a mishearing of `{other}` in {name}", term.text));
        }
        for one in &term.heard {
            let key = folded(one);
            if let Some((other, name)) = heard.get(&key).filter(|(other, _)| folded(other) != own) {
                tell(format!("the mishearing `{one}` of `{}` is one of `{other}` in {name} as well", term.text));
            } else if let Some((other, name)) = terms.get(&key).filter(|(other, _)| folded(other) != own) {
                tell(format!("the mishearing `{one}` of `{}` is the term `{other}` of {name}", term.text));
            }
        }
    }
    found
}
