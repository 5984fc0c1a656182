//! Builds the tables from their sources, byte for byte the same each time.
//!
//! ```text
//! tables INPUTS_DIR OUT_DIR
//! tables --held-out INPUTS_DIR [ORDER THRESHOLD]
//! tables --names OUT_DIR
//! tables --costs OUT_DIR [SET...]
//! tables --say WORD...
//! ```
//!
//! The first writes `sound/lexicon.bin`, `sound/letters.bin` and `usage.bin`
//! under `OUT_DIR`, which is `src`. The second measures letter-to-sound on a
//! tenth of the words after training on the others. The third writes
//! `sound/names.txt`, the readings of the shipped names. The last prints the two
//! likeliest readings of words, from the tables built in. `--costs` fits the
//! costs between sounds to sets of pairs. `INPUTS_DIR` and the
//! folders below it must hold `cmudict.dict`, `words.txt` and `pairs.txt`.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a tool for the terminal, and no library"
)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "the numbers are of words and grams, all below a few million"
)]

mod align;
mod cmudict;
mod costs;
mod features;
mod held_out;
mod letters;
mod lexicon;
mod ngram;
mod usage;

use mondegreen::sound::phone;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: tables INPUTS_DIR OUT_DIR
       tables --held-out INPUTS_DIR [ORDER THRESHOLD]
       tables --names OUT_DIR
       tables --costs OUT_DIR [SET...]
       tables --say WORD...";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["--held-out", inputs] => held_out(Path::new(inputs), &letters::SHIPPED),
        ["--held-out", inputs, order, threshold] => match (order.parse(), threshold.parse()) {
            (Ok(order), Ok(threshold)) if (2..=8).contains(&order) => {
                held_out(Path::new(inputs), &letters::Settings { order, threshold, ..letters::SHIPPED })
            }
            _ => Err(USAGE.into()),
        },
        ["--say", ref words @ ..] if !words.is_empty() => {
            say(words);
            Ok(())
        }
        ["--names", out] => names(Path::new(out)),
        ["--costs", out, ref sets @ ..] => {
            costs::costs(sets).and_then(|source| Ok(fs::write(Path::new(out).join("sound/costs.rs"), source)?))
        }
        [inputs, out] if !inputs.starts_with('-') => all(Path::new(inputs), Path::new(out)),
        _ => Err(USAGE.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tables: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Builds all tables.
fn all(inputs: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let dictionary = cmudict::parse(&read(inputs, "cmudict.dict")?);
    let words = read(inputs, "words.txt")?;
    let pairs = read(inputs, "pairs.txt")?;
    let sound = out.join("sound");
    fs::create_dir_all(&sound)?;
    write(&sound.join("lexicon.bin"), &lexicon::build(&dictionary)?)?;
    write(&out.join("usage.bin"), &usage::build(&words, &pairs))?;
    let examples = held_out::examples(&dictionary, |_| true);
    write(&sound.join("letters.bin"), &letters::build(&examples, &letters::SHIPPED))
}

/// Pronounces the names of the shipped dictionaries that the lexicon does not hold.
fn names(out: &Path) -> Result<(), Box<dyn Error>> {
    let dictionaries: Vec<_> = mondegreen::builtin_names().filter_map(mondegreen::builtin).collect();
    let texts = dictionaries
        .iter()
        .flat_map(|dictionary| &dictionary.terms)
        .flat_map(|term| std::iter::once(&term.text).chain(&term.said))
        .map(String::as_str);
    write(&out.join("sound/names.txt"), mondegreen::sound::names_file(texts).as_bytes())
}

/// Trains letter-to-sound on nine tenths of the words and reads the others.
fn held_out(inputs: &Path, settings: &letters::Settings) -> Result<(), Box<dyn Error>> {
    let dictionary = cmudict::parse(&read(inputs, "cmudict.dict")?);
    let examples = held_out::examples(&dictionary, |word| !held_out::is_held_out(word));
    held_out::measure(&dictionary, &letters::build(&examples, settings));
    Ok(())
}

/// Prints how words are said, with the probability of each reading.
fn say(words: &[&str]) {
    for word in words {
        let readings: Vec<String> = mondegreen::sound::letters::pronounce(word, 2)
            .iter()
            .map(|(phones, score)| format!("{} ({:.2})", phone::print(phones), score.exp()))
            .collect();
        println!("{word:<14} {}", readings.join(" | "));
    }
}

/// Reads the file with this name in a folder or in one below it.
fn read(folder: &Path, name: &str) -> Result<String, Box<dyn Error>> {
    let path = find(folder, name)?.ok_or_else(|| format!("{}: no {name}", folder.display()))?;
    fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn find(folder: &Path, name: &str) -> Result<Option<PathBuf>, Box<dyn Error>> {
    let here = folder.join(name);
    if here.is_file() {
        return Ok(Some(here));
    }
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut folders = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders.push(entry.path());
        }
    }
    folders.sort();
    for folder in folders {
        if let Some(found) = find(&folder, name)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn write(path: &Path, table: &[u8]) -> Result<(), Box<dyn Error>> {
    fs::write(path, table).map_err(|error| format!("{}: {error}", path.display()))?;
    println!("{:>9} bytes  {}", table.len(), path.display());
    Ok(())
}
