//! Laws of planning and writing: they hold for every text.

use mondegreen::{Dictionary, Edits, Index, Rule, Settings, Tier, plan};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn index() -> Index {
    let text = "[[term]]\ntext = \"GitLab Duo\"\nheard = [\"give that dudo\"]\n";
    Index::new(Dictionary::from_toml("mine", "mine.toml", text))
}

/// Bytes that may come as a transcript: any text, some of it with words that are to be fixed, with marks and line ends.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        "\\PC{0,20}",
        Just("Give That Dudo".to_owned()),
        Just("\r\n".to_owned()),
        Just("\n\n".to_owned()),
        Just(" give that\ndudo's ".to_owned()),
        Just("\u{FEFF}".to_owned()),
        Just("`".to_owned()),
    ];
    let text = proptest::collection::vec(part, 0..12).prop_map(|parts| parts.concat());
    prop_oneof![
        4 => text.clone().prop_map(String::into_bytes),
        1 => text.prop_map(|text| {
            std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()
        }),
        1 => proptest::collection::vec(any::<u8>(), 0..40),
    ]
}

/// A text in the encoding of a file: UTF-16 where it begins with that mark, else UTF-8.
fn encoded(text: &str, file: &[u8]) -> Vec<u8> {
    match file {
        [0xFE, 0xFF, ..] => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        [0xFF, 0xFE, ..] => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => text.as_bytes().to_vec(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(7),
        ..ProptestConfig::default()
    })]

    #[test]
    fn without_an_edit_every_byte_stays(bytes in bytes(), name in prop_oneof![Just("t.txt"), Just("t.md")]) {
        if let Ok(document) = mondegreen::read(bytes.clone(), name, None, None) {
            prop_assert_eq!(document.write(&Edits::default()), bytes);
        }
    }

    #[test]
    fn outside_of_an_edit_every_byte_stays(bytes in bytes(), name in prop_oneof![Just("t.txt"), Just("t.md")]) {
        let Ok(document) = mondegreen::read(bytes.clone(), name, None, None) else {
            return Ok(());
        };
        let plan = plan(mondegreen::scan(&document, &index(), &Settings::default()), Tier::Hint);
        let mut expected = Vec::new();
        let mut done = 0;
        for edit in &plan.edits {
            expected.extend_from_slice(&bytes[done..edit.at().start]);
            expected.extend(encoded(edit.text(), &bytes));
            done = edit.at().end;
        }
        expected.extend_from_slice(&bytes[done..]);
        prop_assert_eq!(document.write(&plan.edits), expected);
    }

    #[test]
    fn a_known_mishearing_that_is_fixed_stays_fixed(bytes in bytes()) {
        let settings = Settings::default().with_rules(&[Rule::Alias]);
        let Ok(document) = mondegreen::read(bytes, "t.txt", None, None) else {
            return Ok(());
        };
        let fixed = document.write(&plan(mondegreen::scan(&document, &index(), &settings), Tier::Auto).edits);
        let again = mondegreen::read(fixed.clone(), "t.txt", None, None)?;
        let plan = plan(mondegreen::scan(&again, &index(), &settings), Tier::Auto);
        prop_assert_eq!(again.write(&plan.edits), fixed);
    }
}
