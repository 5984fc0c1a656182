//! How fast each format is read and written where nothing is found: `cargo bench --bench formats`.
//!
//! Each file is the conversation of fixtures/formats many times over, some megabytes of it.

use std::fs;
use std::hint::black_box;

use divan::Bencher;
use divan::counter::BytesCount;
use mondegreen::{Edits, Span, read};
use serde_json::Value;

/// Files are made about so large.
const SIZE: usize = 8 << 20;

const TALKS: [&str; 25] = [
    "talk.txt",
    "talk.md",
    "talk.srt",
    "talk.vtt",
    "talk.youtube.vtt",
    "talk.ctm",
    "talk.ttml",
    "talk.html",
    "talk.words.html",
    "talk.docx",
    "talk.jsonl",
    "talk.aws.json",
    "talk.whisper.json",
    "talk.whisperx.json",
    "talk.deepgram.json",
    "talk.assemblyai.json",
    "talk.google.json",
    "talk.azure.json",
    "talk.speechmatics.json",
    "talk.rev.json",
    "talk.whisper-cpp.json",
    "talk.deepgram-live.jsonl",
    "talk.google-live.jsonl",
    "talk.speechmatics-live.jsonl",
    "talk.rev-live.jsonl",
];

fn main() {
    divan::main();
}

fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/fixtures/formats/{name}", env!("CARGO_MANIFEST_DIR"));
    fs::read(path).expect("a fixture")
}

/// The fixture made long: its body many times over.
fn long(name: &str) -> Vec<u8> {
    let bytes = fixture(name);
    let times = SIZE / bytes.len();
    let text = || String::from_utf8(bytes.clone()).expect("UTF-8");
    match name.rsplit('.').next().expect("an ending") {
        "json" => {
            let mut value: Value = serde_json::from_slice(&bytes).expect("JSON");
            grow(&mut value, times);
            serde_json::to_vec(&value).expect("JSON")
        }
        "docx" => {
            let document = read(bytes, name, None, None).expect("a document");
            let words = "All of it is said once more. ".repeat(SIZE / 29);
            let edits = document.carry(Span { start: 0, end: 7 }, &words).expect("words may be any");
            document.write(&Edits::new(edits))
        }
        "vtt" | "html" | "ttml" => {
            let text = text();
            let body = |start: &str, end: &str| Some((text.find(start)?, text.rfind(end)?));
            let (from, to) = match name {
                "talk.ttml" => body("<p ", "    </div>"),
                "talk.words.html" => body("    <p>", "  </section>"),
                "talk.html" => body("<cite>", "</body>"),
                _ => body("00:00:00", "\n"),
            }
            .expect("a body");
            [&text[..from], &format!("{}\n", &text[from..to]).repeat(times), &text[to..]].concat().into_bytes()
        }
        _ => text().repeat(times).into_bytes(),
    }
}

/// Every outermost list of objects many times over.
fn grow(value: &mut Value, times: usize) {
    match value {
        Value::Array(values) if values.len() > 1 && values[0].is_object() => {
            let once = values.clone();
            for _ in 1..times {
                values.extend(once.iter().cloned());
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| grow(value, times)),
        Value::Object(members) => members.values_mut().for_each(|value| grow(value, times)),
        _ => {}
    }
}

/// Bytes to a document and back.
#[divan::bench(args = TALKS, sample_count = 10)]
fn read_and_write(bencher: Bencher<'_, '_>, name: &str) {
    let bytes = long(name);
    // What is packed counts as what it holds.
    let size = read(bytes.clone(), name, None, None).expect("a transcript").file_text().len();
    bencher.counter(BytesCount::new(size)).with_inputs(|| bytes.clone()).bench_values(|bytes| {
        let document = read(black_box(bytes), name, None, None).expect("a transcript");
        document.write(&Edits::default())
    });
}
