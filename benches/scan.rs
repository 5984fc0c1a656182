//! How fast a run starts and how fast it scans: `cargo bench`.

use std::hint::black_box;

use divan::Bencher;
use divan::counter::BytesCount;
use mondegreen::{Document, Index, Rule, Settings, builtin, builtin_names};

const CALL: &str = include_str!("../fixtures/talks/call.txt");

fn main() {
    divan::main();
}

/// All shipped dictionaries, as a run loads them.
fn index() -> Index {
    Index::new(builtin_names().filter_map(builtin))
}

fn document(text: &str) -> Document {
    mondegreen::read(text.into(), "call.txt", None, None).expect("the fixture is text")
}

/// What every run does first: all shipped dictionaries are read and made fast to look up.
#[divan::bench]
fn start_up() -> Index {
    index()
}

/// Bytes to a document.
#[divan::bench]
fn read(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::of_str(CALL)).bench(|| document(black_box(CALL)));
}

/// The call once, with all shipped dictionaries: the words are all new.
#[divan::bench]
fn scan_call(bencher: Bencher<'_, '_>) {
    scan(bencher, 1, &Settings::default());
}

/// The call many times over, as in a long transcript, where most words are known from before.
#[divan::bench]
fn scan_ten_calls(bencher: Bencher<'_, '_>) {
    scan(bencher, 10, &Settings::default());
}

/// The same with known mishearings alone.
#[divan::bench]
fn scan_ten_calls_for_aliases(bencher: Bencher<'_, '_>) {
    scan(bencher, 10, &Settings::default().with_rules(&[Rule::Alias]));
}

fn scan(bencher: Bencher<'_, '_>, times: usize, settings: &Settings) {
    let text = CALL.repeat(times);
    let index = index();
    let document = document(&text);
    bencher.counter(BytesCount::of_str(&text)).bench(|| mondegreen::scan(black_box(&document), &index, settings));
}
