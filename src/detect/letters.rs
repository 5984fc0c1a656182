//! Notices known mishearings (`alias`) and terms in another form (`form`): the same letters in other case, spacing or
//! hyphens, with digits and symbols written or spoken.
//!
//! Catches "get lab" where the dictionary says so, "git lab", "IMDB", "alexa plus", "post gres q l". Leaves ordinary
//! words that differ from a term in case alone ("a cursor"), and vocabulary in whatever spacing its writer likes
//! ("year over year").

use std::ops::Range;

use super::{Candidate, Detector, Mention, Notes, Scene, Suffix};
use crate::dictionary::{LettersEntry, Part, VariantId};
use crate::finding::Rule;
use crate::span::Span;
use crate::token::{Gap, Shape, composed, folded, is_extending};
use crate::usage::{self, WordHash};
use crate::vocabulary::{BEGINNING, LettersHash};

pub(super) const DETECTOR: Detector =
    Detector { rules: &[Rule::Alias, Rule::Form], needs_english: false, notes_mentions: true, notice };

/// A name may fall into this many words: "post gres q l", "C plus plus", "E. P. S.".
pub(crate) const MOST_WORDS: usize = 7;
/// A word above this Zipf value that differs from a term in case alone is taken for the word that it is.
const ORDINARY: f32 = 2.5;

fn notice(scene: &Scene<'_>, starts: Range<usize>, notes: &mut Notes) {
    let longest = scene.index.longest_letters();
    for start in starts {
        let beginning = beginning(scene, start);
        if beginning[0] == 0 || !scene.index.may_begin(beginning) {
            continue;
        }
        let mut hash = LettersHash::EMPTY;
        let mut between = Gap::Glued;
        for end in start + 1..=(start + MOST_WORDS).min(scene.tokens.len()) {
            if end > start + 1 {
                between = between.max(scene.gap(end - 1));
                if between == Gap::Break {
                    break;
                }
            }
            let entry = scene.entry(end - 1);
            // "G. P. S." is GPS where that is a term, and not several GP.
            let is_plural_letter = end > start + 2
                && is_plural_letter(scene, end - 1)
                && !scene.index.spells(hash.followed_by(entry.letters.hash));
            let without_ending = [
                is_plural_letter.then_some((hash, Suffix::Plural)),
                entry.possessor.as_ref().map(|stem| (hash.followed_by(stem.hash), Suffix::Possessive)),
                entry.singular.as_deref().map(|&stem| (hash.followed_by(stem), Suffix::Plural)),
            ];
            hash = hash.followed_by(entry.letters.hash);
            if hash.length() > longest + 2 {
                break;
            }
            if entry.letters.text.is_empty() {
                // A mark that is not spoken ends no name: it would be lost.
                continue;
            }
            let words = start as u32..end as u32;
            for &found in scene.index.letters(hash) {
                note(scene, &words, found, Suffix::None, between, notes);
            }
            for (hash, suffix) in without_ending.into_iter().flatten() {
                for &found in scene.index.letters(hash) {
                    note(scene, &words, found, suffix, between, notes);
                }
            }
        }
    }
}

/// The first letters from a word on, as many as are asked for, in those words that may be a name with it; 0 where there
/// are no more, or where the word has none.
fn beginning(scene: &Scene<'_>, start: usize) -> [u8; BEGINNING] {
    let mut all = scene.vocabulary.beginning(scene.tokens[start].id);
    let is_short = |all: &[u8; BEGINNING]| all[0] != 0 && all[BEGINNING - 1] == 0;
    let mut word = start + 1;
    while is_short(&all) && word < (start + MOST_WORDS).min(scene.tokens.len()) && scene.gap(word) != Gap::Break {
        let next = scene.vocabulary.beginning(scene.tokens[word].id);
        let known = all.iter().take_while(|&&letter| letter != 0).count();
        all[known..].iter_mut().zip(next).for_each(|(own, letter)| *own = letter);
        word += 1;
    }
    all
}

fn note(scene: &Scene<'_>, words: &Range<u32>, found: LettersEntry, suffix: Suffix, between: Gap, notes: &mut Notes) {
    let candidate = |variant, rule| Candidate { words: words.clone(), variant, rule, suffix };
    match found {
        LettersEntry::Heard(_) if between >= Gap::Stop => {}
        LettersEntry::Heard(variant) => {
            notes.candidates.push(candidate(variant, Rule::Alias));
            notes.spelled.push(Mention { words: words.clone(), variant });
        }
        // A term may hold marks itself ("AWS re:Invent"); with marks between its words it is not noticed in another
        // form.
        LettersEntry::Form(variant) if between >= Gap::Comma => {
            let heard: Vec<&str> = scene.heard(words).split_whitespace().collect();
            // What stands in front of its first letter is no part of the words.
            let text = scene.index.variant(variant).text.trim_start_matches(|c: char| !c.is_alphanumeric());
            if heard.join(" ").starts_with(text) {
                notes.mentions.push(Mention { words: words.clone(), variant });
            }
        }
        LettersEntry::Form(variant) => match form(scene, words, variant, suffix) {
            Form::Right => notes.mentions.push(Mention { words: words.clone(), variant }),
            Form::Other => {
                notes.candidates.push(candidate(variant, Rule::Form));
                notes.spelled.push(Mention { words: words.clone(), variant });
            }
            // The letters with that of many are a candidate themselves.
            Form::Part if is_plural_letter(scene, words.end as usize) => {}
            Form::OrdinaryWord | Form::Part => notes.spelled.push(Mention { words: words.clone(), variant }),
        },
    }
}

/// How the term is written in a place where its letters stand.
enum Form {
    /// As it should be.
    Right,
    /// Otherwise.
    Other,
    /// Otherwise, but as the ordinary word that it also is.
    OrdinaryWord,
    /// Not at all: its letters are some of more that are spelled out.
    Part,
}

fn form(scene: &Scene<'_>, words: &Range<u32>, variant: VariantId, suffix: Suffix) -> Form {
    let variant = scene.index.variant(variant);
    let heard = scene.heard(words);
    let bare = suffix.taken_from(heard);
    if bare == variant.text || is_shouted(bare, &variant.text) {
        return Form::Right;
    }
    if same_but_for_marks(bare, &variant.text) {
        match spelled_out(scene, words) {
            _ if variant.text.contains('.') => return Form::Right,
            SpelledOut::No => return Form::Right,
            SpelledOut::Part => return Form::Part,
            SpelledOut::Whole => {}
        }
    }
    if scene.index.term(variant.term).kind.is_vocabulary() {
        let is_right = spoken_the_same(bare, &variant.text) && !is_torn(scene, words, variant.words);
        return if is_right { Form::Right } else { Form::Other };
    }
    let case_only = folded(bare).split_whitespace().eq(folded(&variant.text).split_whitespace());
    if case_only
        && (variant.part != Part::Whole || is_ordinary(scene, words, &variant.text) || scene.among_capitals(words))
    {
        return Form::OrdinaryWord;
    }
    Form::Other
}

/// Whether two writings differ in full stops and apostrophes alone ("J.P. Morgan", "JP Morgan"), or in the kind of
/// hyphen or space, or in how a letter is put together with its mark: that is house style. An initial is no particle
/// ("D. Ambrosia", D'Ambrosia).
fn same_but_for_marks(a: &str, b: &str) -> bool {
    let apostrophes = ['\'', '\u{2019}'];
    let initials = a.contains('.') != b.contains('.') && a.contains(apostrophes) == b.contains(apostrophes);
    let marks = |c: &char| !(*c == '.' || apostrophes.contains(c) || initials && *c == ' ');
    let style = |c: char| match c {
        '\u{2010}' | '\u{2011}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    let plain = |text: &str| {
        let mut plain = String::with_capacity(text.len());
        // A line end with the indentation of the next line is a space like any other.
        for c in composed(text).chars().filter(marks).map(style) {
            if c != ' ' || !plain.ends_with(' ') {
                plain.push(c);
            }
        }
        plain
    };
    plain(a) == plain(b)
}

/// How words stand to letters that are named one by one.
#[derive(PartialEq, Eq)]
enum SpelledOut {
    /// They are not such letters, or initials.
    No,
    /// They are some of more letters.
    Part,
    /// They are all such letters, or begin with them.
    Whole,
}

/// Whether words begin letter by letter, each with a full stop and a blank behind it: some recognisers write "E. P.
/// S.", and hardly anyone else does. Two letters may be the initials of who is named behind them.
fn spelled_out(scene: &Scene<'_>, words: &Range<u32>) -> SpelledOut {
    let (start, end) = (words.start as usize, words.end as usize);
    let count = (start..end).take_while(|&word| is_stopped_letter(scene, word)).count();
    let next = scene.tokens.get(end).filter(|next| next.gap == Gap::Space);
    let is_whole = count == words.len();
    let is_begun =
        scene.gap(start) == Gap::Space && start.checked_sub(1).is_some_and(|word| is_stopped_letter(scene, word));
    let goes_on = is_whole && next.is_some() && is_stopped_letter(scene, end);
    let may_be_initials = !is_whole || next.is_some_and(|next| next.shape != Shape::Lower);
    match count {
        0 | 1 => SpelledOut::No,
        _ if is_begun || goes_on => SpelledOut::Part,
        2 if may_be_initials => SpelledOut::No,
        _ => SpelledOut::Whole,
    }
}

/// Whether a word is a capital letter with a full stop and nothing more.
fn is_stopped_letter(scene: &Scene<'_>, word: usize) -> bool {
    scene.tokens.get(word).is_some_and(|token| {
        let Span { start, end } = token.span();
        let behind = scene.text[end as usize..].strip_prefix('.');
        let is_stopped = behind.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        end - start == 1 && token.shape == Shape::Capital && is_stopped
    })
}

/// Whether a word is the last of letters that are spelled out, and may be that of many: "K. P. I. S."
pub(crate) fn is_plural_letter(scene: &Scene<'_>, word: usize) -> bool {
    let is_last = || scene.gap(word + 1) != Gap::Space || !is_stopped_letter(scene, word + 1);
    is_stopped_letter(scene, word) && &*scene.entry(word).folded == "s" && is_last()
}

/// How much of the full stop behind words goes with them: all, where they are spelled out and it ends no sentence.
pub(crate) fn stop_of_letters(scene: &Scene<'_>, words: &Range<u32>) -> u32 {
    let last = words.end as usize - 1;
    if !is_stopped_letter(scene, last) || spelled_out(scene, words) != SpelledOut::Whole {
        return 0;
    }
    let rest = &scene.text[scene.span(words).end + 1..];
    let next = rest.trim_start();
    let is_one_more = rest.strip_prefix('.').is_some_and(|rest| !rest.starts_with('.'));
    let is_close = scene.gap(words.end as usize) <= Gap::Space;
    let goes_on = is_close && next.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    u32::from(is_one_more || rest.starts_with([',', '?', '!', ';', ':']) || goes_on)
}

/// Whether a name that needs no capital but its first stands in capitals: "UNIX" is a heading, or its writer's choice.
fn is_shouted(heard: &str, term: &str) -> bool {
    let small = |text: &str| text.chars().filter(|c| c.is_alphabetic()).skip(1).all(char::is_lowercase);
    heard.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
        && term.split([' ', '-']).all(small)
        && heard.to_lowercase() == term.to_lowercase()
}

/// Whether vocabulary is the same but for case, spaces and hyphens: the writer's own choice.
fn spoken_the_same(a: &str, b: &str) -> bool {
    let letters =
        |text: &str| -> String { folded(text).chars().filter(|&c| c.is_alphanumeric() || is_extending(c)).collect() };
    letters(a) == letters(b)
}

/// Whether a word of the term stands there in pieces of which one is no word, or which nobody says one after the other:
/// "a pixaban" is no way to write "apixaban", nor "heart worm" one to write "heartworm".
fn is_torn(scene: &Scene<'_>, words: &Range<u32>, meant: usize) -> bool {
    let mut pieces = words.clone().map(|word| scene.entry(word as usize));
    let is_said = |(first, second): (u32, u32)| {
        let [first, second] = [first, second].map(|word| scene.entry(word as usize));
        let one = second.folded.strip_suffix('s').map(WordHash::new);
        std::iter::once(second.hash).chain(one).any(|second| usage::pair_by_hash(first.hash, second).is_some())
    };
    let are_apart = || (words.start + 1..words.end).all(|word| scene.gap(word as usize) == Gap::Space);
    let is_never_said = || !words.clone().zip(words.clone().skip(1)).all(is_said);
    words.len() > meant && (pieces.any(|piece| !piece.known) || are_apart() && is_never_said())
}

/// Whether every word that is not written as in the term is a word of English, without a capital in mid-sentence that
/// would tell of a name.
fn is_ordinary(scene: &Scene<'_>, words: &Range<u32>, term: &str) -> bool {
    let mut as_written = term.split([' ', '-']);
    // "AWS step functions": a part that stands as it should is no ordinary word, and the rest goes with it.
    let is_begun = words.clone().zip(term.split([' ', '-'])).any(|(word, part)| {
        let token = scene.tokens[word as usize];
        part == &scene.text[token.span().range()] && matches!(token.shape, Shape::Upper | Shape::Mixed)
    });
    !is_begun
        && (words.start as usize..words.end as usize).all(|word| {
            let token = scene.tokens[word];
            if as_written.next().is_some_and(|part| part == &scene.text[token.span().range()]) {
                return true;
            }
            let named = match scene.shape(word) {
                Shape::Lower => false,
                Shape::Capital => !scene.starts_sentence(word),
                _ => true,
            };
            scene.entry(word).zipf > ORDINARY && !named
        })
}
