//! Names of which a part was misheard are put right whole, and what only differs in how people say a name stays.

use mondegreen::{Dictionary, Index, Settings, Tier, scan};

const LIST: &str =
    "David Gagliano\nJeff Kotkin\nChris Ahern\nYvonne Greenstreet\nSchnorr signatures\nSidechains\nPackage relay\n";

/// What a person would be shown, as heard and meant.
fn shown(text: &str) -> Vec<(String, String)> {
    let index = Index::new([Dictionary::from_list("list", "list.txt", LIST).expect("a list")]);
    let document = mondegreen::read(text.as_bytes().to_vec(), "call.txt", None, None).expect("a text");
    let mut findings = scan(&document, &index, &Settings::default());
    findings.retain(|finding| finding.tier >= Tier::Review);
    findings.into_iter().filter_map(|finding| Some((finding.heard, finding.meant?))).collect()
}

#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    let found = shown(text);
    let found: Vec<(&str, &str)> = found.iter().map(|(heard, meant)| (&**heard, &**meant)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn the_rest_of_a_name_that_stands_beside_a_misheard_part_belongs_to_the_finding() {
    check("Our next question comes from the line of David Magliano with BMO.", &[("David Magliano", "David Gagliano")]);
    check("And now Chris Ahearn, our chief executive officer, will speak.", &[("Chris Ahearn", "Chris Ahern")]);
}

#[test]
fn a_full_stop_between_the_parts_of_a_name_stays() {
    for (heard, _) in shown("We heard it from David Magliano. He is with BMO, says Chris. Ahearn is not.") {
        assert!(!heard.contains(". "), "{heard}");
    }
}

#[test]
fn another_given_name_is_another_person() {
    check("The role was played by Sidney Greenstreet in the film.", &[]);
    check("Thanks, Evonne Greenstreet, for the question.", &[("Evonne Greenstreet", "Yvonne Greenstreet")]);
}

#[test]
fn a_longer_form_of_a_given_name_is_left_alone() {
    check("Good morning, this is Jeffrey Kotkin from the desk.", &[]);
    check("We thank Christopher Ahern for his work.", &[]);
}

#[test]
fn the_one_is_left_alone_where_the_term_is_the_many() {
    check("It is checked with a Schnorr signature in each block.", &[]);
    check("Every sidechain has its own rules, and a sidechain is pegged.", &[]);
}

#[test]
fn the_capital_that_begins_an_entry_of_a_list_is_not_carried_into_a_sentence() {
    check("We spoke about package relay and what it needs.", &[]);
}
