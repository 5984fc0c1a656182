//! Two people who speak at once, in files of recognisers that tell their words several times, each in its own order: all
//! tellings of a word agree once it is fixed, and fixing twice is fixing once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use mondegreen::{Edits, Index, Settings, Tier, builtin, settle};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

static INDEX: LazyLock<Index> = LazyLock::new(|| Index::new(builtin("devtools")));

const SAID: [&str; 5] =
    ["we use git lab.", "git lab.", "git lab. git lab.", "the merge requests there.", "yes, git lab runners."];
/// So long after one begins does the other, in milliseconds.
const AFTER: [u64; 5] = [0, 100, 250, 500, 1000];

/// What one of the two says: the words, each with when it begins in milliseconds.
#[derive(Debug, Clone)]
struct Turn {
    speaker: usize,
    words: Vec<(&'static str, u64)>,
}

/// So long does a word last, in milliseconds.
const WORD: u64 = 200;
/// What `AssemblyAI` calls the two.
const LETTERS: [&str; 2] = ["A", "B"];

impl Turn {
    fn text(&self) -> String {
        self.words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" ")
    }

    fn start(&self) -> u64 {
        self.words[0].1
    }

    fn end(&self) -> u64 {
        self.words[self.words.len() - 1].1 + WORD
    }

    /// Its words as a list, each made by `word` of its text and when it begins and ends.
    fn list(&self, word: impl Fn(&str, u64, u64) -> Value) -> Vec<Value> {
        self.words.iter().map(|&(text, start)| word(text, start, start + WORD)).collect()
    }
}

fn talk() -> impl Strategy<Value = Vec<Turn>> {
    let pair = (0..SAID.len(), 0..SAID.len(), 0..AFTER.len());
    prop::collection::vec(pair, 1..4).prop_map(|pairs| {
        let mut turns = Vec::new();
        let mut now = 0;
        for (first, second, after) in pairs.into_iter().chain([(3, 3, 4)]) {
            let begins = [(first, now), (second, now + AFTER[after])];
            for (speaker, (said, begin)) in begins.into_iter().enumerate() {
                let words = SAID[said].split(' ').zip((0..).map(|word| begin + word * (WORD + 50))).collect();
                turns.push(Turn { speaker, words });
            }
            now = turns.iter().map(Turn::end).max().unwrap_or(0) + 1000;
        }
        turns
    })
}

fn seconds(time: u64) -> f64 {
    time as f64 / 1000.0
}

fn of_speaker(turns: &[Turn], speaker: usize) -> impl Iterator<Item = &Turn> {
    turns.iter().filter(move |turn| turn.speaker == speaker)
}

fn joined<'a>(turns: impl Iterator<Item = &'a Turn>) -> String {
    turns.map(Turn::text).collect::<Vec<_>>().join(" ")
}

fn assembly_ai(turns: &[Turn], told: &[Turn]) -> Value {
    let word = |turn: &Turn| {
        let speaker = LETTERS[turn.speaker];
        turn.list(|text, start, end| json!({"text": text, "start": start, "end": end, "speaker": speaker}))
    };
    let mut words: Vec<Value> = turns.iter().flat_map(word).collect();
    words.sort_by_key(|word| word["start"].as_u64());
    let text = words.iter().filter_map(|word| word["text"].as_str()).collect::<Vec<_>>().join(" ");
    let utterance = |turn: &Turn| json!({"speaker": LETTERS[turn.speaker], "text": turn.text(), "start": turn.start(), "end": turn.end(), "words": word(turn)});
    json!({"audio_url": "a", "text": text, "words": words, "utterances": told.iter().map(utterance).collect::<Vec<_>>()})
}

fn deepgram(turns: &[Turn], told: &[Turn]) -> Value {
    let bare = |text: &str| text.trim_matches(['.', ',']).to_owned();
    let list = |turn: &Turn| {
        turn.list(|text, start, end| json!({"word": bare(text), "start": seconds(start), "end": seconds(end), "punctuated_word": text}))
    };
    let channel = |speaker: usize| {
        let words: Vec<Value> = of_speaker(turns, speaker).flat_map(list).collect();
        json!({"alternatives": [{"transcript": joined(of_speaker(turns, speaker)), "words": words}]})
    };
    let utterance = |turn: &Turn| json!({"channel": turn.speaker, "start": seconds(turn.start()), "end": seconds(turn.end()), "transcript": turn.text(), "words": list(turn)});
    json!({"results": {"channels": [channel(0), channel(1)], "utterances": told.iter().map(utterance).collect::<Vec<_>>()}})
}

/// What `AWS` makes of two channels: items by their times, each channel's, and segments.
fn aws(turns: &[Turn], told: &[Turn]) -> Value {
    const CHANNELS: [&str; 2] = ["ch_0", "ch_1"];
    let items = |turn: &Turn| {
        let of_word = |&(word, start): &(&'static str, u64)| {
            let mark = word.chars().next_back().filter(|c| !c.is_alphanumeric());
            let bare = word.trim_end_matches(['.', ',']);
            let spoken = json!({"type": "pronunciation", "start_time": seconds(start).to_string(), "end_time": seconds(start + WORD).to_string(), "alternatives": [{"content": bare}], "channel_label": CHANNELS[turn.speaker]});
            let mark = mark.map(|mark| json!({"type": "punctuation", "alternatives": [{"content": mark.to_string()}], "channel_label": CHANNELS[turn.speaker]}));
            (start, [Some(spoken), mark].into_iter().flatten().collect::<Vec<_>>())
        };
        turn.words.iter().map(of_word).collect::<Vec<_>>()
    };
    let mut all: Vec<(u64, Vec<Value>)> = turns.iter().flat_map(items).collect();
    all.sort_by_key(|(start, _)| *start);
    let of_channel = |speaker: usize| {
        let items: Vec<Value> = of_speaker(turns, speaker).flat_map(items).flat_map(|(_, items)| items).collect();
        json!({"channel_label": CHANNELS[speaker], "items": items})
    };
    let mut transcript = String::new();
    for item in all.iter().flat_map(|(_, items)| items) {
        let is_mark = item["type"] == "punctuation";
        transcript.push_str(if is_mark || transcript.is_empty() { "" } else { " " });
        transcript.push_str(item["alternatives"][0]["content"].as_str().unwrap_or_default());
    }
    let segment = |turn: &Turn| json!({"transcript": turn.text(), "start_time": seconds(turn.start()).to_string(), "end_time": seconds(turn.end()).to_string(), "channel_label": CHANNELS[turn.speaker]});
    json!({"results": {
        "transcripts": [{"transcript": transcript}],
        "items": all.into_iter().flat_map(|(_, items)| items).collect::<Vec<_>>(),
        "channel_labels": {"channels": [of_channel(0), of_channel(1)]},
        "audio_segments": told.iter().map(segment).collect::<Vec<_>>(),
    }})
}

fn google(_: &[Turn], told: &[Turn]) -> Value {
    let list = |turn: &Turn| {
        turn.list(|text, start, end| json!({"word": text, "startTime": format!("{}s", seconds(start)), "endTime": format!("{}s", seconds(end))}))
    };
    let mut results: Vec<Value> = told
        .iter()
        .map(|turn| json!({"alternatives": [{"transcript": format!(" {}", turn.text()), "words": list(turn)}]}))
        .collect();
    let tagged = told.iter().flat_map(|turn| {
        list(turn).into_iter().map(|mut word| {
            word["speakerTag"] = json!(turn.speaker + 1);
            word
        })
    });
    results.push(json!({"alternatives": [{"words": tagged.collect::<Vec<_>>()}]}));
    json!({"results": results})
}

fn whisper_x(turns: &[Turn], told: &[Turn]) -> Value {
    let list = |turn: &Turn| {
        turn.list(|text, start, end| json!({"word": text, "start": seconds(start), "end": seconds(end), "score": 0.9}))
    };
    let segment = |turn: &Turn| json!({"start": seconds(turn.start()), "end": seconds(turn.end()), "text": turn.text(), "words": list(turn)});
    let mut words: Vec<(u64, Value)> =
        turns.iter().flat_map(|turn| turn.words.iter().map(|word| word.1).zip(list(turn))).collect();
    words.sort_by_key(|(start, _)| *start);
    let words: Vec<Value> = words.into_iter().map(|(_, word)| word).collect();
    json!({"segments": told.iter().map(segment).collect::<Vec<_>>(), "word_segments": words})
}

/// All that is said under each key, as words without marks, in order of the alphabet.
fn tellings(value: &Value, path: &str, into: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Value::Object(members) => {
            // Google tells all words once more, with who said them.
            let path = if members.contains_key("speakerTag") { format!("{path}.tagged") } else { path.to_owned() };
            members.iter().for_each(|(key, value)| tellings(value, &format!("{path}.{key}"), into));
        }
        Value::Array(values) => values.iter().for_each(|value| tellings(value, path, into)),
        Value::String(text)
            if ["text", "word", "transcript", "punctuated_word", "content"].iter().any(|key| path.ends_with(key)) =>
        {
            let words = text.split_whitespace().map(|word| word.trim_matches(['.', ',']).to_lowercase());
            let words = words.filter(|word| !word.is_empty());
            let told = into.entry(path.to_owned()).or_default();
            told.extend(words);
            told.sort_unstable();
        }
        _ => {}
    }
}

fn fixed(file: &[u8]) -> (Vec<u8>, &'static str, Edits) {
    let document = mondegreen::read(file.to_vec(), "a.json", None, None).expect("a transcript");
    let plan = settle(&document, &INDEX, &Settings::default(), Tier::Auto);
    (document.write(&plan.edits), document.format().id, plan.edits)
}

/// A recogniser's file of a talk, whose turns it tells in another order.
type Written = fn(&[Turn], &[Turn]) -> Value;

const FORMS: [(&str, Written); 5] =
    [("aws", aws), ("assemblyai", assembly_ai), ("deepgram", deepgram), ("google", google), ("whisper", whisper_x)];

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(5),
        cases: 800,
        ..ProptestConfig::default()
    })]

    #[test]
    fn all_tellings_of_what_two_say_at_once_agree(turns in talk(), turned in any::<bool>(), form in 0..FORMS.len()) {
        let (id, written) = FORMS[form];
        let mut told = turns.clone();
        if turned {
            told.reverse();
        }
        let file = serde_json::to_vec(&written(&turns, &told)).expect("JSON");
        let (once, read, _) = fixed(&file);
        prop_assert_eq!(read, id);
        let mut found = BTreeMap::new();
        tellings(&serde_json::from_slice(&once).expect("JSON"), "", &mut found);
        let mut all = found.iter();
        let (first, words) = all.next().expect("a telling");
        for (path, others) in all {
            prop_assert_eq!(words, others, "{} and {}: {}", first, path, String::from_utf8_lossy(&once));
        }
        prop_assert!(fixed(&once).2.is_empty(), "{}", String::from_utf8_lossy(&once));
    }
}

/// The law would hold of a program that changes nothing.
#[test]
fn what_is_told_together_is_fixed() {
    let turn = |speaker, words: &[(&'static str, u64)]| Turn { speaker, words: words.to_vec() };
    let turns = [
        turn(0, &[("we", 0), ("use", 250), ("git", 500), ("lab.", 750)]),
        turn(1, &[("the", 900), ("merge", 1150), ("requests", 1400)]),
    ];
    for (id, written) in FORMS {
        let file = serde_json::to_vec(&written(&turns, &turns)).expect("JSON");
        let (once, ..) = fixed(&file);
        let mut found = BTreeMap::new();
        tellings(&serde_json::from_slice(&once).expect("JSON"), "", &mut found);
        for (path, words) in found {
            assert!(words.contains(&"gitlab".to_owned()) && !words.contains(&"git".to_owned()), "{id} {path}");
        }
    }
}

/// What one copy tells otherwise, while somebody else speaks, is written nowhere.
#[test]
fn what_differs_between_copies_stays_in_all() {
    let turn = |speaker, words: &[(&'static str, u64)]| Turn { speaker, words: words.to_vec() };
    let turns = [
        turn(0, &[("we", 0), ("use", 250), ("git", 800), ("lab.", 1050)]),
        turn(1, &[("the", 500), ("merge", 650), ("requests", 1400)]),
    ];
    for (id, written) in [("assemblyai", assembly_ai as Written), ("deepgram", deepgram)] {
        let mut value = written(&turns, &turns);
        let utterances = if id == "deepgram" { &mut value["results"]["utterances"] } else { &mut value["utterances"] };
        let key = if id == "deepgram" { "transcript" } else { "text" };
        utterances[0][key] = json!("we use Gitea.");
        let file = serde_json::to_vec(&value).expect("JSON");
        assert_eq!(String::from_utf8_lossy(&fixed(&file).0), String::from_utf8_lossy(&file), "{id}");
    }
}
