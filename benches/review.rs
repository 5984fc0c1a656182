//! How long a key takes in a review of 5,000 findings: `cargo bench --bench review`.
//!
//! A key is to be answered in under 50 milliseconds; what comes on top of this is one line written to the disk, and the
//! drawing of one screen.

use divan::{Bencher, black_box};
use mondegreen::review::{Key, Review};
use mondegreen::{Index, Ledger, Settings, builtin, scan};

fn main() {
    divan::main();
}

const FINDINGS: usize = 5000;

fn review() -> Review {
    let line = |number: usize| format!("A merge request of number {number} in git lab, they say.\n\n");
    let text: String = (0..FINDINGS).map(line).collect();
    let document = mondegreen::read(text.into_bytes(), "talk.txt", None, None).expect("a text");
    let index = Index::new(builtin("devtools"));
    let findings = scan(&document, &index, &Settings::default());
    assert_eq!(findings.len(), FINDINGS);
    Review::new(vec![("talk.txt".to_owned(), document, findings)], Ledger::default())
}

/// The keys of one press each, with what they are called.
const KEYS: [(&str, char); 8] = [
    ("accept", 'a'),
    ("reject", 'r'),
    ("accept all like it", 'A'),
    ("next", 'j'),
    ("search", '/'),
    ("own words", 'e'),
    ("write", 'w'),
    ("undo", 'u'),
];

#[divan::bench(args = KEYS.map(|(name, _)| name))]
fn key(bencher: Bencher<'_, '_>, name: &str) {
    let (_, key) = KEYS.into_iter().find(|(known, _)| *known == name).expect("a key");
    bencher.with_inputs(review).bench_local_values(|mut review| {
        let effects = review.press(Key::Char(key), "2026-01-01T00:00:00.000Z");
        black_box((review.current().is_some(), review.counts(), effects, review))
    });
}
