//! Laws of planning and writing: they hold for every text.

use mondegreen::{Dictionary, Edits, Index, Rule, Settings, Span, Tier, plan};
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
        1 => (text, any::<bool>()).prop_map(|(text, little)| {
            let order = if little { u16::to_le_bytes } else { u16::to_be_bytes };
            std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(order).collect()
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

/// Bytes of a file as text, read as [`encoded`] writes it.
fn decoded(bytes: &[u8], file: &[u8]) -> String {
    let order = match file {
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        _ => return String::from_utf8(bytes.to_vec()).expect("a stretch of a text is a text"),
    };
    assert_eq!(bytes.len() % 2, 0, "half a unit: {bytes:?}");
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| order([pair[0], pair[1]])).collect();
    String::from_utf16(&units).expect("a stretch of a text is a text")
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
    fn the_bytes_of_a_span_spell_its_text(bytes in bytes(), name in prop_oneof![Just("t.txt"), Just("t.md")]) {
        let Ok(document) = mondegreen::read(bytes.clone(), name, None, None) else {
            return Ok(());
        };
        let text = document.text();
        let findings = mondegreen::scan(&document, &index(), &Settings::default());
        let places = findings.iter().map(|finding| (finding.span, finding.at));
        let characters = text.char_indices().map(|(at, c)| Span { start: at as u32, end: (at + c.len_utf8()) as u32 });
        let spans = document.segments().iter().map(|segment| segment.span).chain(characters);
        for (span, at) in places.chain(spans.map(|span| (span, document.file_span(span)))) {
            prop_assert_eq!(decoded(&bytes[at.start..at.end], &bytes), &text[span.range()]);
        }
    }

    #[test]
    fn outside_of_an_edit_every_byte_stays(bytes in bytes(), name in prop_oneof![Just("t.txt"), Just("t.md")]) {
        let Ok(document) = mondegreen::read(bytes.clone(), name, None, None) else {
            return Ok(());
        };
        let plan = plan(mondegreen::scan(&document, &index(), &Settings::default()), Tier::Hint);
        let mut fixed = document.text().to_owned();
        for finding in plan.findings.iter().rev() {
            fixed.replace_range(finding.span.range(), finding.meant.as_deref().expect("it is written"));
        }
        let mark = bytes.len() - encoded(document.text(), &bytes).len();
        let expected = [&bytes[..mark], &encoded(&fixed, &bytes)].concat();
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
