//! How many instructions the hot paths take, which no other load on the machine changes: `cargo bench --bench instructions`.
//!
//! Needs valgrind, and gungraun-runner of the version in Cargo.lock. Each path has a limit about a fifth above what it
//! took when the limit was set; who makes it slower than that, or much faster, sets it anew.

// The macros of gungraun name things in full, document nothing, and end the process.
#![allow(missing_docs, unused_qualifications, clippy::disallowed_methods)]

use std::hint::black_box;

use gungraun::prelude::*;
use gungraun::{Callgrind, EventKind};
use mondegreen::{Dictionary, Document, Finding, Index, Rule, Settings, builtin, builtin_names, read, scan};

const CALL: &str = include_str!("../fixtures/talks/call.txt");
const CAPTIONS: &str = include_str!("../fixtures/formats/talk.srt");
const CLOUD: &str = include_str!("../dictionaries/cloud.toml");

/// No more than so many instructions, in millions.
fn at_most(millions: u64) -> LibraryBenchmarkConfig {
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(Callgrind::default().hard_limits([(EventKind::Ir, millions * 1_000_000)]));
    config
}

type Scene = (Document, Index, Settings);

fn document(name: &str, text: &str) -> Document {
    read(text.into(), name, None, None).expect("the fixture is text")
}

/// Keeps all work on this thread: what another takes up is not counted.
fn on_this_thread<T>(value: T) -> T {
    // Each path has a process of its own, so that there is no pool yet.
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().expect("the first pool");
    value
}

/// The call ten times over with all shipped dictionaries, whose sounds are made already.
fn calls(rules: &[Rule]) -> Scene {
    on_this_thread(());
    let index = Index::new(builtin_names().filter_map(builtin));
    let settings = Settings::default().with_rules(rules);
    let scene = (document("call.txt", &CALL.repeat(10)), index, settings);
    black_box(scan(&document("call.txt", CALL), &scene.1, &scene.2));
    scene
}

#[library_benchmark]
#[bench::shipped(config = at_most(128), args = (()), setup = on_this_thread)]
fn load(_: ()) -> Index {
    Index::new(black_box(builtin_names().filter_map(builtin)))
}

#[library_benchmark]
#[bench::cloud(config = at_most(14), args = (CLOUD), setup = on_this_thread)]
fn read_dictionary(text: &str) -> Dictionary {
    Dictionary::from_toml("cloud", "cloud.toml", black_box(text)).expect("it ships")
}

#[library_benchmark]
#[bench::text(config = at_most(16), args = ("call.txt", CALL.repeat(100)))]
#[bench::captions(config = at_most(10), args = ("talk.srt", CAPTIONS.repeat(100)))]
fn read_document(name: &str, text: String) -> Document {
    document(name, black_box(&text))
}

/// A line as long as a file, with a known mishearing in every few words of it.
fn one_line(times: usize) -> Scene {
    let scene = calls(&[Rule::Alias]);
    (document("line.txt", &"we use get lab and stay ".repeat(times)), scene.1, scene.2)
}

#[library_benchmark]
#[bench::known(config = at_most(35), args = (&[Rule::Alias]), setup = calls)]
#[bench::everything(config = at_most(155), args = (&[]), setup = calls)]
#[bench::one_line(config = at_most(290), args = (4_000), setup = one_line)]
fn find(scene: Scene) -> Vec<Finding> {
    let (document, index, settings) = &scene;
    scan(black_box(document), index, settings)
}

library_benchmark_group!(name = hot_paths, benchmarks = [load, read_dictionary, read_document, find]);
main!(library_benchmark_groups = hot_paths);
