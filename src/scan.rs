//! The pipeline on one screen: words, candidates, evidence, confidence, findings.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use foldhash::fast::RandomState;

use crate::casing::{Written, carried};
use crate::detect::{Candidate, DETECTORS, LONGEST_MENTION, Mention, Notes, Scene, Suffix, Token};
use crate::dictionary::{Index, Kind, Part, TermId};
use crate::document::Document;
use crate::edit::Edit;
use crate::finding::{Alternative, Finding, Rule, Tier, fingerprint_of};
use crate::gather::{Weighed, gather};
use crate::ignored::Ignored;
use crate::ledger::{About, Decision};
use crate::lines::laid;
use crate::passages::passages;
use crate::resolve::{Resolved, resolve};
use crate::rewrite::rewritten;
use crate::settings::Settings;
use crate::span::Span;
use crate::token::{Gap, Shape, Word, folded, words_of};
use crate::vocabulary::{Entry, Letters, Vocabulary, possessor};
use crate::{captions, language, reason, score};

/// What is likely misheard in a document, in the order in which it stands there; without what its own comments and
/// `[sic]` ask to be left alone, and with what people decided before ([`Settings::decisions`]).
///
/// Where no rule but that of known mishearings is asked for, only passages that may hold one are looked at: what their
/// evidence says of the whole document is of those alone. Nothing of it decides about a known mishearing.
///
/// ```
/// use mondegreen::{Index, Settings, Tier, builtin};
///
/// let index = Index::new(builtin("devtools"));
/// let document = mondegreen::read(b"Push it to git lab and open a merge request.".to_vec(), "talk.txt", None, None)?;
/// let findings = mondegreen::scan(&document, &index, &Settings::default());
/// assert_eq!(findings[0].meant.as_deref(), Some("GitLab"));
/// # Ok::<(), mondegreen::Error>(())
/// ```
pub fn scan(document: &Document, index: &Index, settings: &Settings) -> Vec<Finding> {
    let prose = match settings.has_rule(Rule::Alias) {
        _ if settings.is_by_ear() => segments(document),
        true => passages(document, index).collect(),
        false => Vec::new(),
    };
    let mut findings = findings(document, prose, index, settings, resolve);
    let ignored = Ignored::of(document);
    findings.retain(|finding| !ignored.holds(document, finding));
    findings.sort_by_key(|finding| finding.span);
    keep_apart(&mut findings);
    findings.retain(|finding| settings.has_term(&finding.term));
    if !settings.decisions.is_empty() {
        let decisions = settings.decisions.decisions(findings.iter().map(|finding| &finding.about));
        let mut decisions: Vec<Decision> = decisions.into_iter().cloned().rev().collect();
        findings.retain_mut(|finding| match decisions.pop() {
            Some(decision) => decide(document, &decision, finding),
            None => true,
        });
    }
    let mut of_captions = captions::findings(document, settings);
    of_captions.retain(|finding| settings.has_term(&finding.term) && !ignored.holds(document, finding));
    if !of_captions.is_empty() {
        findings.extend(of_captions);
        findings.sort_by_key(|finding| finding.span.start);
    }
    findings
}

/// Every candidate with its evidence, whatever it is worth: for explaining, and for fitting the weights.
pub fn explain(document: &Document, index: &Index, settings: &Settings) -> Vec<Finding> {
    let settings = settings.clone().with_least(0.0);
    let each_alone = |_: &Scene<'_>, mut weighed: Vec<Weighed>| {
        weighed.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        weighed.into_iter().map(|chosen| Resolved { chosen, others: Vec::new() }).collect()
    };
    let mut findings = findings(document, segments(document), index, &settings, each_alone);
    for finding in &mut findings {
        finding.pulls = score::pulls(settings.weights(), &finding.evidence);
    }
    findings
}

fn segments(document: &Document) -> Vec<Span> {
    document.segments().iter().map(|segment| segment.span).collect()
}

/// The findings of the candidates in stretches of prose that `choose` leaves.
fn findings(
    document: &Document,
    prose: Vec<Span>,
    index: &Index,
    settings: &Settings,
    choose: impl FnOnce(&Scene<'_>, Vec<Weighed>) -> Vec<Resolved>,
) -> Vec<Finding> {
    let mut vocabulary = Vocabulary::default();
    let tokens = tokens(document.text(), prose, &mut vocabulary);
    let scene = Scene { text: document.text(), tokens: &tokens, vocabulary: &vocabulary, index };
    let chosen = choose(&scene, weigh(&scene, settings));
    chosen.into_iter().filter_map(|resolved| finding(document, &scene, settings, resolved)).collect()
}

fn tokens(text: &str, prose: Vec<Span>, vocabulary: &mut Vocabulary) -> Vec<Token> {
    let length: usize = prose.iter().map(|span| span.range().len()).sum();
    let mut words = Vec::new();
    let mut tokens = Vec::with_capacity(length / LETTERS_A_WORD);
    for span in prose {
        words.clear();
        words_of(text, span, &mut words);
        let token = |word: Word| Token { id: vocabulary.intern(&text[word.span.range()], word.shape), word };
        tokens.extend(words.iter().copied().map(token));
    }
    tokens
}

/// A word has about so many letters, with the blank behind it.
const LETTERS_A_WORD: usize = 5;

fn weigh(scene: &Scene<'_>, settings: &Settings) -> Vec<Weighed> {
    let mut notes = Notes::default();
    let hears_english = LazyCell::new(|| language::is_english(scene));
    for detector in DETECTORS {
        let wanted = detector.rules.iter().any(|&rule| settings.has_rule(rule));
        if (wanted || detector.notes_mentions) && (!detector.needs_english || *hears_english) {
            (detector.notice)(scene, &mut notes);
        }
    }
    notes.candidates.retain(|candidate| settings.has_rule(candidate.rule));
    let candidates = merged(scene, notes.candidates, &notes.mentions, &notes.spelled);
    // Known mishearings are weighed without their sounds.
    let gathered = gather(scene, candidates, &notes.mentions, settings.is_by_ear());
    score::weigh(settings.weights(), &gathered, settings.least)
}

/// One candidate for each place and variant, without those that touch a name that stands as it should.
fn merged(
    scene: &Scene<'_>,
    mut candidates: Vec<Candidate>,
    mentions: &[Mention],
    spelled: &[Mention],
) -> Vec<Candidate> {
    candidates.sort_by(|a, b| {
        let key = |one: &Candidate| (one.words.start, one.words.end, one.variant, one.rule, one.suffix);
        key(a).cmp(&key(b))
    });
    candidates.dedup_by(|next, first| next.words == first.words && next.variant == first.variant);
    let mut taken: HashMap<u32, &Mention, RandomState> = HashMap::default();
    for mention in mentions {
        for word in mention.words.clone() {
            let part = |mention: &Mention| scene.index.variant(mention.variant).part;
            let longest = |other: &Mention| (other.words.len(), part(mention)) < (mention.words.len(), part(other));
            if taken.get(&word).is_none_or(|other| longest(other)) {
                taken.insert(word, mention);
            }
        }
    }
    let mut written: HashMap<TermId, Vec<&Mention>, RandomState> = HashMap::default();
    for mention in spelled {
        written.entry(scene.index.variant(mention.variant).term).or_default().push(mention);
    }
    let mut place: Option<Place<'_>> = None;
    candidates.retain(|candidate| {
        let of_term = written.get(&scene.index.variant(candidate.variant).term);
        let is_written = |mention: &Mention| is_written(scene, candidate, mention);
        if of_term.is_some_and(|mentions| overlapping(mentions, &candidate.words).any(is_written)) {
            return false;
        }
        if place.as_ref().is_some_and(|place| place.words != candidate.words) {
            place = None;
        }
        let heard = place.get_or_insert_with(|| Place::of(scene, &candidate.words, &taken));
        !heard.is_cut
            && heard.text != scene.index.variant(candidate.variant).text
            && !is_never(scene, candidate, heard)
            && !is_inflection(scene, candidate)
            && !only_adds_words(scene, candidate, heard)
            && !is_other_given_name(scene, candidate)
            && !is_other_number(scene, candidate)
            && !is_capital_of_list(scene, candidate, heard)
            && keeps_digits(scene, candidate, heard)
            && heard.mentions.iter().all(|mention| may_replace(scene, candidate, mention))
    });
    candidates
}

/// The words of candidates, whatever they are taken for.
struct Place<'a> {
    words: Range<u32>,
    /// As they stand.
    text: &'a str,
    letters: Letters,
    digits: String,
    /// Whether a symbol ties them to a word outside.
    is_cut: bool,
    /// The names that stand among them as they should.
    mentions: Vec<&'a Mention>,
}

impl<'a> Place<'a> {
    fn of(scene: &Scene<'a>, words: &Range<u32>, taken: &HashMap<u32, &'a Mention, RandomState>) -> Place<'a> {
        let text = scene.heard(words);
        Place {
            words: words.clone(),
            text,
            letters: Letters::of(text),
            digits: digits(text),
            is_cut: cuts_a_word(scene, words),
            mentions: words.clone().filter_map(|word| taken.get(&word).copied()).collect(),
        }
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Those of some mentions, sorted by their beginning, that may share a word with these.
fn overlapping<'a>(mentions: &'a [&'a Mention], words: &Range<u32>) -> impl Iterator<Item = &'a Mention> + use<'a> {
    let first = mentions.partition_point(|mention| mention.words.start + LONGEST_MENTION <= words.start);
    let end = words.end;
    mentions[first..].iter().copied().take_while(move |mention| mention.words.start < end)
}

/// Whether words in which the letters of a term stand already are taken for that term by their sound.
///
/// "of ingersoll rand" is "of Ingersoll Rand": the form of the name may be mended, but no word beside it is a part of it.
fn is_written(scene: &Scene<'_>, candidate: &Candidate, mention: &Mention) -> bool {
    let overlap = candidate.words.start < mention.words.end && mention.words.start < candidate.words.end;
    if candidate.rule <= Rule::Form || !overlap {
        return false;
    }
    let is_part = scene.index.variant(mention.variant).part != Part::Whole;
    if mention.words == candidate.words {
        // "kotkin" is Kotkin, not Jeff Kotkin; "hugging face" may be Hugging Face.
        return mention.variant != candidate.variant && is_part;
    }
    mention.variant == candidate.variant || !is_part
}

/// Forms of one word share at least so many bytes at the front.
const SHORTEST_STEM: usize = 4;
/// What forms of one word end in.
const ENDINGS: [&str; 20] = [
    "", "s", "es", "d", "ed", "ing", "ly", "al", "ally", "e", "er", "or", "ion", "ions", "ive", "y", "ies", "r", "ize",
    "izer",
];

/// Whether digits that stand in the text stay: "Llama 2" is neither "Llama 3" nor "Llama", whatever the dictionary holds.
fn keeps_digits(scene: &Scene<'_>, candidate: &Candidate, heard: &Place<'_>) -> bool {
    if candidate.rule <= Rule::Form || heard.digits.is_empty() {
        return true;
    }
    let variant = scene.index.variant(candidate.variant);
    let meant = digits(&variant.text);
    let without = || heard.letters.text.replace(|c: char| c.is_ascii_digit(), "");
    heard.digits == meant || meant.is_empty() && *without() != *variant.letters.text
}

/// Whether the dictionary says that these words are never the term.
fn is_never(scene: &Scene<'_>, candidate: &Candidate, heard: &Place<'_>) -> bool {
    scene.index.is_never(scene.index.variant(candidate.variant).term, heard.letters.hash)
}

/// Whether a symbol ties the heard words to a word outside: the "++" of "count++" is no C++.
fn cuts_a_word(scene: &Scene<'_>, words: &Range<u32>) -> bool {
    let (start, end) = (words.start as usize, words.end as usize);
    let is_symbol = |word: usize| scene.shape(word) == Shape::Symbol;
    let tied = |word: usize| {
        word > 0
            && word < scene.tokens.len()
            && scene.gap(word) == Gap::Glued
            && (is_symbol(word - 1) || is_symbol(word))
    };
    tied(start) || tied(end)
}

/// Whether the heard words are words of the term as they stand, and the rest of it would be put in where nothing was
/// heard: "Evercore" is how people call Evercore ISI.
fn only_adds_words(scene: &Scene<'_>, candidate: &Candidate, heard: &Place<'_>) -> bool {
    let variant = scene.index.variant(candidate.variant);
    let heard = &*heard.letters.text;
    if candidate.rule <= Rule::Form
        || heard.len() >= variant.letters.text.len()
        || !variant.letters.text.contains(heard)
    {
        return false;
    }
    let words: Vec<Letters> = variant.text.split([' ', '-']).map(Letters::of).collect();
    let are_heard = |words: &[Letters]| {
        let mut rest = heard;
        for word in words {
            match rest.strip_prefix(&*word.text) {
                Some("") => return true,
                Some(after) => rest = after,
                None => return false,
            }
        }
        false
    };
    (0..words.len()).any(|start| are_heard(&words[start..]))
}

/// Whether what was heard is a person's name with the given name longer or shorter: "Jeffrey Kotkin" is how some people
/// call Jeff Kotkin, and no recogniser adds or drops so much.
fn is_other_given_name(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let variant = scene.index.variant(candidate.variant);
    let is_person = scene.index.term(variant.term).kind == Kind::Person && variant.part != Part::Surname;
    if candidate.rule <= Rule::Form || !is_person || candidate.words.len() != variant.words {
        return false;
    }
    let meant = folded(&variant.text);
    let mut meant = meant.split([' ', '-']);
    let mut heard = candidate.words.clone().map(|word| scene.entry(word as usize));
    let (Some(first), Some(given)) = (heard.next(), meant.next()) else {
        return false;
    };
    let (shorter, longer) =
        if first.folded.len() < given.len() { (&*first.folded, given) } else { (given, &*first.folded) };
    first.known
        && shorter.len() >= SHORTEST_GIVEN
        && longer.len() >= shorter.len() + 2
        && longer.starts_with(shorter)
        && heard.map(|word| &*word.folded).eq(meant)
}

/// Whether what was heard is the one where the term is the many, or the other way round: "a Schnorr signature" is one of
/// the Schnorr signatures. The last word of a longer name is only left where it is a word: "Goldman Sach" is none.
fn is_other_number(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let variant = scene.index.variant(candidate.variant);
    let (start, end) = (candidate.words.start as usize, candidate.words.end as usize);
    if candidate.rule <= Rule::Form || end - start != variant.words || variant.part != Part::Whole {
        return false;
    }
    let last = scene.entry(end - 1);
    let meant = folded(&variant.text);
    let (before, noun) = meant.rsplit_once([' ', '-']).unwrap_or(("", &meant));
    let differ_in_number = last.folded.strip_suffix('s') == Some(noun) || noun.strip_suffix('s') == Some(&*last.folded);
    let mut rest = before.split([' ', '-']).filter(|word| !word.is_empty());
    differ_in_number
        && (last.known || variant.words == 1)
        && (start..end - 1).all(|word| rest.next() == Some(&*scene.entry(word).folded))
}

/// Whether nothing but the capital that begins an entry of a list would be written: "Package relay" among other entries is
/// package relay in a sentence.
fn is_capital_of_list(scene: &Scene<'_>, candidate: &Candidate, heard: &Place<'_>) -> bool {
    let variant = scene.index.variant(candidate.variant);
    let mut letters = variant.text.chars();
    let only_first = letters.next().is_some_and(char::is_uppercase) && !letters.any(char::is_uppercase);
    variant.words > 1
        && only_first
        && heard.text.to_lowercase() == variant.text.to_lowercase()
        && !heard.text.contains(char::is_uppercase)
        && candidate.words.clone().all(|word| scene.entry(word as usize).known)
}

/// Given names of fewer bytes are no short form of another.
const SHORTEST_GIVEN: usize = 3;

/// Whether the heard word is the vocabulary term in another of its forms ("sequential" for "sequentially") or another
/// spelling ("tokeniser"), or a word of the same stem: what was said was likely that.
fn is_inflection(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let variant = scene.index.variant(candidate.variant);
    if candidate.rule == Rule::Alias || !scene.index.term(variant.term).kind.is_vocabulary() {
        return false;
    }
    let mut heard = candidate.words.clone().map(|word| scene.entry(word as usize));
    let mut meant = variant.text.split([' ', '-']);
    let alike = |heard: &Entry, meant: &str| {
        let meant = folded(meant);
        let same: usize =
            heard.folded.chars().zip(meant.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let endings = [&heard.folded[same..], &meant[same..]];
        heard.folded.replace('z', "s") == meant.replace('z', "s")
            || heard.known && same >= SHORTEST_STEM && endings.iter().all(|end| ENDINGS.contains(end))
    };
    candidate.words.len() == variant.words && heard.all(|heard| meant.next().is_some_and(|meant| alike(heard, meant)))
}

/// Whether a candidate may change words among which a name stands as it should.
///
/// A longer form or a known mishearing may take in a shorter name of another term ("Amazon queue"); what sounds like a
/// term may take in a part of a person's name ("Adam Sam Wilson").
fn may_replace(scene: &Scene<'_>, candidate: &Candidate, mention: &Mention) -> bool {
    let inside = candidate.words.start <= mention.words.start
        && mention.words.end <= candidate.words.end
        && mention.words.len() < candidate.words.len();
    let mentioned = scene.index.variant(mention.variant);
    let variant = scene.index.variant(candidate.variant);
    if mentioned.letters == variant.letters {
        // "took GitLab" is GitLab already: nothing but a word would be lost.
        return false;
    }
    let same_term = mentioned.term == variant.term;
    match mentioned.part {
        Part::Whole => inside && !same_term && candidate.rule <= Rule::Form,
        Part::Given | Part::Surname | Part::Lead => inside,
    }
}

/// Lets what people decided before hold for a finding; answers whether it stays.
fn decide(document: &Document, decision: &Decision, finding: &mut Finding) -> bool {
    let own = match decision {
        Decision::Undecided => return true,
        Decision::Reject => return false,
        Decision::Accept => finding.meant.clone(),
        Decision::Own(own) => rewritten(document, finding.span, own).map(|rewritten| {
            finding.at = rewritten.edits.first().map_or(finding.at, Edit::at);
            (finding.span, finding.edits) = (rewritten.span, rewritten.edits);
            document.text()[finding.span.range()].clone_into(&mut finding.heard);
            finding.place = document.place(finding.span.start);
            rewritten.text
        }),
    };
    finding.tier = if own.is_some() { Tier::Auto } else { Tier::Hint };
    if own.is_none() {
        finding.edits.clear();
    }
    finding.meant = own;
    finding.reason.push_str("; decided before");
    true
}

/// Leaves to the surer one what two findings want: the words are apart, but each may want the blank between them.
fn keep_apart(findings: &mut [Finding]) {
    for after in 1..findings.len() {
        let [a, b] = &mut findings[after - 1..=after] else { continue };
        if a.span.overlaps(b.span) && a.meant.is_some() && b.meant.is_some() {
            let less = if a.confidence < b.confidence { a } else { b };
            (less.meant, less.tier) = (None, Tier::Hint);
            less.edits.clear();
        }
    }
}

fn finding(document: &Document, scene: &Scene<'_>, settings: &Settings, resolved: Resolved) -> Option<Finding> {
    let Weighed { candidate, evidence, confidence, .. } = resolved.chosen;
    let variant = scene.index.variant(candidate.variant);
    let term = scene.index.term(variant.term);
    let meant = written(scene, &candidate);
    let first = scene.tokens[candidate.words.start as usize].word.span;
    let last = scene.tokens[candidate.words.end as usize - 1].word.span;
    let words = Span { start: first.start, end: last.end };
    let prose = document.segment_at(words.start).map_or(words, |segment| segment.span);
    let laid = laid(scene.text, prose, words, &meant);
    let span = laid.as_ref().map_or(words, |laid| laid.span);
    let heard = &scene.text[span.range()];
    if laid.as_ref().is_some_and(|laid| laid.text == heard) {
        return None;
    }
    let edits = laid.as_ref().and_then(|laid| document.carry(laid.span, &laid.text));
    let recognised = document.confidence(span);
    let confidence = with_recognised(confidence, recognised.filter(|_| candidate.rule >= Rule::Sound), settings);
    let tier = settings.tier(confidence);
    let carried = edits.is_some();
    let edits = edits.unwrap_or_default();
    let at = edits.first().map_or_else(|| document.file_span(span), Edit::at);
    let mut seen = HashSet::from([meant]);
    let alternatives = resolved
        .others
        .iter()
        .map(|other| Alternative { text: written(scene, &other.candidate), confidence: other.confidence })
        .filter(|other| seen.insert(other.text.clone()))
        .take(3)
        .collect();
    let about = about(scene, &candidate, &term.text);
    Some(Finding {
        span,
        at,
        place: document.place(span.start),
        heard: heard.to_owned(),
        confidence,
        tier: if carried { tier } else { Tier::Hint },
        rule: candidate.rule,
        term: term.text.clone(),
        dictionary: scene.index.dictionary_of(variant.term).name.clone(),
        reason: reason::of(scene, &candidate, &evidence),
        alternatives,
        edits,
        speaker: document.speaker_at(span.start).map(str::to_owned),
        time: document.time_at(span.start),
        recognised,
        fingerprint: fingerprint_of([
            candidate.rule.id(),
            &folded(&about.term),
            &about.heard,
            &about.before,
            &about.after,
        ]),
        about,
        meant: laid.filter(|_| carried).map(|laid| laid.text),
        evidence,
        pulls: None,
    })
}

/// A recogniser is as sure as this of most of what it heard right.
const USUALLY_SURE: f32 = 0.8;
/// What being less sure by one is worth, in log-odds, and the least and most that it may be worth.
const UNSURE: (f32, f32, f32) = (2.0, -0.4, 0.8);

/// The confidence of a finding, with how sure the recogniser was of the word that it was least sure of.
///
/// What that is worth is not fitted, for no set of pairs tells it: it is small, and makes nothing `auto` that was not.
fn with_recognised(confidence: f32, recognised: Option<f32>, settings: &Settings) -> f32 {
    let Some(recognised) = recognised else { return confidence };
    let (weight, least, most) = UNSURE;
    let shift = ((USUALLY_SURE - recognised) * weight).clamp(least, most);
    let known = confidence.clamp(0.001, 0.999);
    let shifted = 1.0 / (1.0 + (-shift).exp() * (1.0 - known) / known);
    if shift > 0.0 && confidence < settings.auto { shifted.min(settings.auto - 0.001).max(confidence) } else { shifted }
}

/// What the heard words are to be: the variant in their case, with their ending, on one line.
fn written(scene: &Scene<'_>, candidate: &Candidate) -> String {
    let variant = scene.index.variant(candidate.variant);
    let shapes: Vec<Shape> = candidate.words.clone().map(|word| scene.shape(word as usize)).collect();
    let among_capitals = scene.among_capitals(&candidate.words);
    let mut text = carried(
        &variant.text,
        Written {
            shapes: &shapes,
            starts_sentence: scene.starts_sentence(candidate.words.start as usize),
            among_capitals,
        },
    );
    let heard = scene.heard(&candidate.words);
    match candidate.suffix {
        Suffix::None => {}
        Suffix::Possessive => text.push_str(possessor(heard).map_or("'s", |stem| &heard[stem.len()..])),
        Suffix::Plural => text.push(if among_capitals { 'S' } else { 's' }),
    }
    text
}

/// What a candidate says: the heard words and five words on each side, folded.
fn about(scene: &Scene<'_>, candidate: &Candidate, term: &str) -> About {
    let (start, end) = (candidate.words.start as usize, candidate.words.end as usize);
    let words = |from: usize, to: usize| -> String {
        (from..to).map(|word| &*scene.entry(word).folded).collect::<Vec<_>>().join(" ")
    };
    let first = (start.saturating_sub(5)..start)
        .rev()
        .take_while(|&word| scene.gap(word + 1) != Gap::Break)
        .last()
        .unwrap_or(start);
    let last = (end..(end + 5).min(scene.tokens.len()))
        .take_while(|&word| scene.gap(word) != Gap::Break)
        .last()
        .map_or(end, |word| word + 1);
    About { heard: words(start, end), term: term.to_owned(), before: words(first, start), after: words(end, last) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;
    use crate::dictionary::{Dictionary, builtin};
    use crate::evidence::Evidence;
    use crate::gather::OUTLINED;

    /// Terms, known mishearings, their near words, ordinary words, and what may stand between words.
    fn text() -> impl Strategy<Value = String> {
        let all: Vec<String> = Index::new(builtin("cloud"))
            .terms()
            .flat_map(|term| {
                [&term.heard, &term.near, &term.unless]
                    .into_iter()
                    .flatten()
                    .chain([&term.text])
                    .cloned()
                    .collect::<Vec<_>>()
            })
            .collect();
        let phrase = (any::<prop::sample::Index>(), 0..3).prop_map(move |(at, case)| {
            let phrase = at.get(&all);
            match case {
                0 => phrase.to_lowercase(),
                1 => phrase.to_uppercase(),
                _ => phrase.clone(),
            }
        });
        let filler =
            prop::collection::vec(prop::sample::select(vec!["the", "a", "talk", "was", "I", "4,000", "9"]), 0..50)
                .prop_map(|words| words.join(" "));
        let between = prop::sample::select(vec![
            " ",
            " ",
            " ",
            "\n",
            "\n\n",
            ", ",
            ". ",
            "-",
            "\u{2019}s ",
            "'s ",
            "s ",
            " & ",
            "+ ",
            " é",
            "—",
            " “",
            "\u{a0}",
            "你好",
            " #",
            "$",
            "\u{200B}",
            "e\u{301} ",
            "%",
        ]);
        let part = prop_oneof![3 => phrase, 2 => filler, 4 => between.prop_map(str::to_owned)];
        prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
    }

    #[test]
    fn what_is_soon_gathered_is_as_in_all_evidence() {
        let index = Index::new(builtin("cloud"));
        let text = "Then, the train ium too and every source of a trainium. Purcell, in Kubernetis, sage maker's.";
        let document = crate::format::read(text.into(), "talk.txt", None, None).expect("a text");
        let mut vocabulary = Vocabulary::default();
        let tokens = tokens(document.text(), segments(&document), &mut vocabulary);
        let scene = Scene { text: document.text(), tokens: &tokens, vocabulary: &vocabulary, index: &index };
        let mut notes = Notes::default();
        for detector in DETECTORS {
            (detector.notice)(&scene, &mut notes);
        }
        let candidates = merged(&scene, notes.candidates, &notes.mentions, &notes.spelled);
        let gathered = gather(&scene, candidates, &notes.mentions, true);
        assert!(gathered.all.len() > 5);
        let (mut soon, mut all) = (gathered.gathering(), gathered.gathering());
        for one in &gathered.all {
            let (soon, all) = (soon.outline(one).values(), all.evidence(one).values());
            for (name, (soon, all)) in Evidence::NAMES.iter().zip(soon.into_iter().zip(all)) {
                assert!(!OUTLINED.contains(name) || soon.to_bits() == all.to_bits(), "{name}: {soon} {all}");
            }
        }
    }

    fn what_is_said(findings: Vec<Finding>) -> Vec<Finding> {
        findings.into_iter().map(|finding| Finding { evidence: Evidence::default(), ..finding }).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: RngSeed::Fixed(1),
            failure_persistence: None,
            ..ProptestConfig::with_cases(400)
        })]

        #[test]
        fn known_mishearings_are_what_they_are_among_all_words(text in text()) {
            let list = "[[term]]\ntext = \"Kestrel Ü\"\nheard = [\"castrel you\", \"c\"]\n";
            let list = Dictionary::from_toml("list", "list.toml", list).expect("a dictionary");
            for index in [Index::new(builtin("cloud")), Index::new([list])] {
                let settings = Settings::default().with_rules(&[Rule::Alias]).with_least(0.0);
                let document = crate::format::read(text.clone().into_bytes(), "talk.txt", None, None).expect("a text");
                let all = findings(&document, segments(&document), &index, &settings, resolve);
                let few = findings(&document, passages(&document, &index).collect(), &index, &settings, resolve);
                prop_assert_eq!(what_is_said(few), what_is_said(all));
            }
        }
    }
}
