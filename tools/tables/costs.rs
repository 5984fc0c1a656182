//! Costs between sounds from what recognisers really confuse.
//!
//! Misheard words are laid beside their terms, sound by sound, along the cheapest alignment; how often two sounds stand
//! side by side, by how often they would by chance, is how alike they are to a recogniser (log odds, as in Henikoff and
//! Henikoff 1992, "Amino acid substitution matrices from protein blocks"). Pairs of which there are few examples keep
//! the cost that the features of the sounds give.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use mondegreen::eval::{GoldKind, read_pairs};
use mondegreen::sound::distance::{Cost, aligned, distance};
use mondegreen::sound::phone::Phone;
use mondegreen::sound::readings;

use crate::features;

/// Readings of heard words and of terms that are tried.
const HEARD_READINGS: usize = 3;
const MEANT_READINGS: usize = 4;
/// Words that are farther apart than this, in hundredths of a sound a sound, were not heard but guessed.
const FARTHEST: usize = 45;
/// So many chance meetings of two sounds weigh as much as their features.
const PRIOR: f64 = 6.0;
/// The sounds; the number after them is none.
const SOUNDS: usize = Phone::COUNT;

/// Reads the sets and answers with the source of `sound/costs.rs`; with no sets, what the features of sounds say.
///
/// Sounds are laid side by side by the costs that are built in: run it again until nothing changes.
pub(crate) fn costs(sets: &[&str]) -> Result<String, Box<dyn std::error::Error>> {
    let mut pairs: BTreeMap<(String, String), f64> = BTreeMap::new();
    for set in sets {
        let text = fs::read_to_string(Path::new(set).join("pairs.jsonl"))?;
        for pair in read_pairs(&text).map_err(|error| format!("{set}: {}", error.message()))? {
            let words: Vec<&str> = pair.heard.split_whitespace().collect();
            for gold in pair.gold.iter().filter(|gold| gold.kind == GoldKind::Close) {
                let heard = words.get(gold.words.clone()).unwrap_or_default().join(" ");
                let heard = heard.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
                *pairs.entry((heard, gold.term.clone())).or_default() += 1.0;
            }
        }
    }
    let mut beside = vec![[0.0_f64; SOUNDS + 1]; SOUNDS + 1];
    for ((heard, meant), count) in &pairs {
        let heard = readings(heard, HEARD_READINGS);
        let meant = readings(meant, MEANT_READINGS);
        let tried = heard.iter().flat_map(|heard| meant.iter().map(move |meant| (heard, meant)));
        let nearest = tried.filter_map(|(heard, meant)| Some((distance(heard, meant, Cost::MAX)?, heard, meant)));
        let Some((cost, heard, meant)) = nearest.min_by_key(|(cost, ..)| *cost) else { continue };
        if usize::from(cost) > FARTHEST * heard.len().max(meant.len()) {
            continue;
        }
        // The same mishearing ten times over is not ten mishearings.
        let weight = 1.0 + count.ln();
        for (a, b) in aligned(heard, meant) {
            let (a, b) = (a.map_or(SOUNDS, Phone::index), b.map_or(SOUNDS, Phone::index));
            beside[a][b] += weight / 2.0;
            beside[b][a] += weight / 2.0;
        }
    }
    Ok(source(&beside))
}

/// The sound of a number; none for the number after them all.
fn phone(number: usize) -> Option<Phone> {
    Phone::from_index(u8::try_from(number).ok()?)
}

#[expect(clippy::cast_sign_loss, reason = "costs are clamped above zero")]
fn source(beside: &[[f64; SOUNDS + 1]]) -> String {
    let all: f64 = beside.iter().flatten().sum();
    let share: Vec<f64> = beside.iter().map(|row| row.iter().sum::<f64>() / all).collect();
    // What a pair would be by chance, and its log odds; a little is added of what chance alone gives.
    let odds = |a: usize, b: usize| {
        let chance = all * share[a] * share[b];
        ((beside[a][b] + 0.5 * chance.min(1.0)) / chance).ln()
    };
    let fitted = |a: usize, b: usize| {
        let own = |a: usize| if a == SOUNDS { odds(SOUNDS, SOUNDS).min(0.0) } else { odds(a, a) };
        if b == SOUNDS { own(a) / 2.0 - odds(a, b) } else { f64::midpoint(own(a), own(b)) - odds(a, b) }
    };
    let by_features = |a: usize, b: usize| {
        f64::from(match (phone(a), phone(b)) {
            (Some(a), Some(b)) => features::cost(a, b),
            (Some(a), None) => features::skip(a),
            (None, _) => 0,
        })
    };
    // Both in the same measure: over all that was seen, they cost the same. What was left out has its own measure.
    let scale = |is_skip: bool| {
        let seen = (0..SOUNDS).flat_map(|a| (a + 1..=SOUNDS).map(move |b| (a, b)));
        let (mut hand, mut data) = (0.0, 0.0);
        for (a, b) in seen.filter(|&(_, b)| (b == SOUNDS) == is_skip) {
            hand += beside[a][b] * by_features(a, b);
            data += beside[a][b] * fitted(a, b);
        }
        hand / data
    };
    let (substitute, skip) = (scale(false), scale(true));
    let mut text = String::from(
        "//! What it costs to take one sound for another, or for none: made by `tables --costs`, see CONTRIBUTING.md.\n\n",
    );
    let _ = writeln!(text, "use super::distance::Cost;\n");
    let mut rows = Vec::new();
    for a in 0..SOUNDS {
        let mut row = Vec::new();
        for b in 0..=SOUNDS {
            let cost = if a == b || all == 0.0 {
                by_features(a, b)
            } else {
                let chance = all * share[a] * share[b];
                let trust = chance / (chance + PRIOR);
                let scale = if b == SOUNDS { skip } else { substitute };
                trust * (fitted(a, b) * scale) + (1.0 - trust) * by_features(a, b)
            };
            let (least, most) = if b == SOUNDS { (30.0, 80.0) } else { (5.0, 105.0) };
            row.push(if a == b { 0 } else { cost.clamp(least, most).round() as Cost });
        }
        rows.push(row);
    }
    let _ = writeln!(
        text,
        "/// Each sound for each other, in the order of the inventory.\n#[rustfmt::skip]\npub(super) const SUBSTITUTES: [[Cost; {SOUNDS}]; {SOUNDS}] = ["
    );
    for row in &rows {
        let cells: Vec<String> = row[..SOUNDS].iter().map(ToString::to_string).collect();
        let _ = writeln!(text, "    [{}],", cells.join(", "));
    }
    let _ = writeln!(
        text,
        "];\n\n/// Each sound for none.\n#[rustfmt::skip]\npub(super) const SKIPS: [Cost; {SOUNDS}] = ["
    );
    let cells: Vec<String> = rows.iter().map(|row| row[SOUNDS].to_string()).collect();
    let _ = writeln!(text, "    {},\n];", cells.join(", "));
    text
}
