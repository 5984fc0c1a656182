//! The evaluation set of fixtures/, which no weight was fitted to, and the floors that its figures must keep.

use std::fs;
use std::path::Path;

use mondegreen::eval::{Figures, Pair, Talk, read_pairs};
use mondegreen::{Dictionary, Index, Settings, Tier, builtin, builtin_names};

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/eval/names")
}

fn figures(index: &Index) -> Figures {
    let text = fs::read_to_string(folder().join("pairs.jsonl")).expect("the fixture is there");
    let pairs = read_pairs(&text).expect("the fixture can be read");
    let mut figures = Figures::default();
    for talk in pairs.chunk_by(|a, b| a.document == b.document) {
        figures.add(Talk::of_pairs(talk).figures(index, &Settings::default()));
    }
    figures
}

#[test]
fn a_plain_list_keeps_its_floors() {
    let list = fs::read_to_string(folder().join("dict.txt")).expect("the fixture is there");
    let figures = figures(&Index::new([Dictionary::from_list("dict", "dict.txt", &list).expect("a list")]));
    let (auto, any) = (figures.auto(), figures.from(Tier::Hint));
    assert!(figures.gold.len() > 150, "{}", figures.gold.len());
    assert!(auto.precision() >= Some(0.97) && auto.recall >= 0.65, "{auto:?}");
    assert!(any.precision() >= Some(0.8) && any.recall >= 0.85, "{any:?}");
    let (before, after) = figures.word_error_rates();
    assert!(after < before - 0.05, "{before} {after}");
}

#[test]
fn the_shipped_dictionaries_keep_their_floors() {
    let figures = figures(&Index::new(builtin_names().filter_map(builtin)));
    let (auto, any) = (figures.auto(), figures.from(Tier::Hint));
    assert!(auto.precision() >= Some(0.93) && auto.recall >= 0.3, "{auto:?}");
    assert!(any.precision() >= Some(0.75), "{any:?}");
}

/// What was said needs no change: all that is proposed there is wrong.
#[test]
fn what_was_really_said_is_left_alone() {
    let text = fs::read_to_string(folder().join("pairs.jsonl")).expect("the fixture is there");
    let said: Vec<Pair> = read_pairs(&text)
        .expect("the fixture can be read")
        .iter()
        .map(|pair| Pair::new(&pair.reference, &pair.reference))
        .collect();
    let index = Index::new(builtin_names().filter_map(builtin));
    let figures = Talk::of_pairs(&said).figures(&index, &Settings::default());
    let review = figures.from(Tier::Review);
    assert_eq!((review.better, review.worse), (0, 0), "{:?}", figures.mistakes());
}
