//! The evaluation set of fixtures/, which no weight was fitted to, and the floors that its figures must keep.

use std::fs;
use std::path::Path;

use mondegreen::eval::{Figures, Pair, Talk, read_pairs};
use mondegreen::{Dictionary, Index, Settings, Tier, builtin, builtin_names};

fn folder(set: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/eval").join(set)
}

fn pairs(set: &str) -> Vec<Pair> {
    let text = fs::read_to_string(folder(set).join("pairs.jsonl")).expect("the fixture is there");
    read_pairs(&text).expect("the fixture can be read")
}

fn figures(set: &str, index: &Index) -> Figures {
    let pairs = pairs(set);
    let mut figures = Figures::default();
    for talk in pairs.chunk_by(|a, b| a.document == b.document) {
        figures.add(Talk::of_pairs(talk).figures(index, &Settings::default()));
    }
    figures
}

#[test]
fn a_plain_list_keeps_its_floors() {
    let list = fs::read_to_string(folder("names").join("dict.txt")).expect("the fixture is there");
    let figures = figures("names", &Index::new([Dictionary::from_list("dict", "dict.txt", &list).expect("a list")]));
    let (auto, any) = (figures.auto(), figures.from(Tier::Hint));
    assert!(figures.gold.len() > 150, "{}", figures.gold.len());
    assert!(auto.precision() >= Some(0.99) && auto.recall >= 0.75, "{auto:?}");
    assert!(any.precision() >= Some(0.98) && any.recall >= 0.81, "{any:?}");
    let (before, after) = figures.word_error_rates();
    assert!(after < before - 0.05, "{before} {after}");
}

#[test]
fn the_shipped_dictionaries_keep_their_floors() {
    let figures = figures("names", &Index::new(builtin_names().filter_map(builtin)));
    let (auto, any) = (figures.auto(), figures.from(Tier::Hint));
    assert!(auto.precision() >= Some(0.93) && auto.recall >= 0.3, "{auto:?}");
    assert!(any.precision() >= Some(0.75), "{any:?}");
}

/// What was said needs no change: all that is proposed there is wrong.
#[test]
fn what_was_really_said_is_left_alone() {
    let said: Vec<Pair> = pairs("names").iter().map(|pair| Pair::new(&pair.reference, &pair.reference)).collect();
    let index = Index::new(builtin_names().filter_map(builtin));
    let figures = Talk::of_pairs(&said).figures(&index, &Settings::default());
    let review = figures.from(Tier::Review);
    assert_eq!((review.better, review.worse), (0, 0), "{:?}", figures.mistakes());
}

/// Ordinary words of a trade come again and again in a long text, which makes them no likelier to be a name.
#[test]
fn a_text_in_which_nothing_was_misheard_stays() {
    let list = fs::read_to_string(folder("manuals").join("dict-0.txt")).expect("the fixture is there");
    let list = Index::new([Dictionary::from_list("dict", "dict-0.txt", &list).expect("a list")]);
    for index in [Index::new(builtin_names().filter_map(builtin)), list] {
        let figures = figures("manuals", &index);
        assert!(figures.words > 15_000);
        assert_eq!(figures.auto().worse, 0, "{:?}", figures.mistakes());
        assert!(figures.from(Tier::Review).worse <= 2, "{:?}", figures.mistakes());
    }
}
