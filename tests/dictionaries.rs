//! Every shipped dictionary keeps the rules of the house, and does what its own examples say.

use std::collections::HashMap;

use mondegreen::{Dictionary, Failure, Index, Settings, Term, builtin, builtin_names, failures};

/// A shipped dictionary has at least so many entries.
const FEWEST_TERMS: usize = 60;

fn shipped() -> Vec<Dictionary> {
    builtin_names().map(|name| builtin(name).expect("a name of the list is known")).collect()
}

/// Calls `tell` for every entry with what says where it stands.
fn each(dictionaries: &[Dictionary], mut tell: impl FnMut(&Term, String)) {
    for dictionary in dictionaries {
        for term in &dictionary.terms {
            tell(term, place(&dictionary.name, term));
        }
    }
}

fn place(dictionary: &str, term: &Term) -> String {
    format!("dictionaries/{dictionary}.toml:{}: {}", term.place, term.text)
}

/// Fails with everything that is wrong, one line each.
#[track_caller]
fn none_of(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}\n", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_file_of_the_folder_ships() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/dictionaries");
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut files: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    files.sort();
    let shipped: Vec<String> = builtin_names().map(|name| format!("{name}.toml")).collect();
    assert_eq!(files, shipped);
}

#[test]
fn every_dictionary_is_large_enough_and_says_what_it_holds() {
    for dictionary in shipped() {
        let name = &dictionary.name;
        assert!(dictionary.terms.len() >= FEWEST_TERMS, "{name} has {} entries", dictionary.terms.len());
        assert!(!dictionary.about.is_empty(), "{name} says nothing about itself");
        assert!(dictionary.warnings.is_empty(), "{name}: {:?}", dictionary.warnings);
    }
}

#[test]
fn entries_stand_in_order() {
    let wrong: Vec<String> = shipped()
        .iter()
        .flat_map(|dictionary| {
            let pairs = dictionary.terms.windows(2);
            let swapped = pairs.filter(|pair| pair[0].text.to_lowercase() >= pair[1].text.to_lowercase());
            let told =
                swapped.map(|pair| format!("{} belongs before {}", place(&dictionary.name, &pair[1]), pair[0].text));
            told.collect::<Vec<_>>()
        })
        .collect();
    none_of(&wrong);
}

#[test]
fn every_entry_has_near_words_and_an_example_and_half_have_a_keep() {
    let dictionaries = shipped();
    let mut wrong = Vec::new();
    each(&dictionaries, |term, place| {
        if term.near.is_empty() {
            wrong.push(format!("{place}: no near words"));
        }
        if term.examples.is_empty() {
            wrong.push(format!("{place}: no example"));
        }
    });
    for Dictionary { name, terms, .. } in &dictionaries {
        let with_keep = terms.iter().filter(|term| !term.keeps.is_empty()).count();
        if with_keep * 2 < terms.len() {
            wrong.push(format!("dictionaries/{name}.toml: {with_keep} of {} entries have a keep", terms.len()));
        }
    }
    none_of(&wrong);
}

/// The dictionaries are used together: each thing stands in one of them.
#[test]
fn no_text_and_no_mishearing_stands_twice() {
    let mut seen: HashMap<String, String> = HashMap::new();
    let mut wrong = Vec::new();
    each(&shipped(), |term, place| {
        for form in std::iter::once(&term.text).chain(&term.heard) {
            if let Some(first) = seen.insert(form.to_lowercase(), place.clone()) {
                wrong.push(format!("{place}: `{form}` stands at {first} as well"));
            }
        }
    });
    none_of(&wrong);
}

/// All dictionaries are on, as they are for a user who names none.
#[test]
fn every_example_changes_and_every_keep_stays() {
    let dictionaries = shipped();
    let index = Index::new(dictionaries.iter().cloned());
    let settings = Settings::default();
    let told = |dictionary: &Dictionary, failure: &Failure| {
        format!("dictionaries/{}.toml:{}: {failure}", dictionary.name, failure.place)
    };
    let wrong: Vec<String> = dictionaries
        .iter()
        .flat_map(|dictionary| {
            let failed = failures(dictionary, &index, &settings);
            failed.iter().map(|failure| told(dictionary, failure)).collect::<Vec<_>>()
        })
        .collect();
    none_of(&wrong);
}
