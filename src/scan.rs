//! The pipeline on one screen: words, candidates, evidence, confidence, findings.

mod outline;

use std::cell::LazyCell;
use std::collections::HashSet;

use outline::Outline;

use crate::detect::{Candidate, DETECTORS, Detector, Notes, Scene, Token};
use crate::dictionary::Index;
use crate::document::Document;
use crate::edit::Edit;
use crate::finding::{Finding, Rule, Tier, fingerprint_of};
use crate::gather::{Gathered, Weighed, gather};
use crate::ignored::Ignored;
use crate::leave::{Leaving, has_particles_alone, is_nearer_without_a_word, lacks_a_half};
use crate::ledger::{About, Decision};
use crate::lines::laid;
use crate::passages::passages;
use crate::resolve::{Resolved, resolve};
use crate::rewrite::rewritten;
use crate::settings::Settings;
use crate::span::Span;
use crate::token::{Word, folded, words_of};
use crate::vocabulary::Vocabulary;
use crate::{captions, frame, language, score};

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
    scan_deciding(document, index, settings).0
}

/// As [`scan`], with where people decided before what stands there, in order.
pub(crate) fn scan_deciding(document: &Document, index: &Index, settings: &Settings) -> (Vec<Finding>, Vec<Span>) {
    let prose = match settings.has_rule(Rule::Alias) {
        _ if settings.is_by_ear() => segments(document),
        true => passages(document, index).collect(),
        false => Vec::new(),
    };
    let mut findings = findings(document, prose, index, settings, resolved_in_order);
    let ignored = Ignored::of(document);
    findings.retain(|finding| !ignored.holds(document, finding));
    findings.sort_by_key(|finding| finding.span);
    keep_apart(&mut findings);
    findings.retain(|finding| settings.has_term(&finding.term));
    let mut decided = Vec::new();
    if !settings.decisions.is_empty() {
        // Asked for where a place was changed since it was decided about, which few are.
        let words = LazyCell::new(|| -> HashSet<String> {
            let words = |text: &str| text.split([' ', '-']).map(folded).collect::<Vec<_>>();
            index.terms().flat_map(|term| words(&term.text)).collect()
        });
        let abouts = findings.iter().map(|finding| &finding.about);
        let decisions = settings.decisions.decisions_among(abouts, &|word| words.contains(word));
        let mut decisions: Vec<Decision> = decisions.into_iter().cloned().rev().collect();
        findings.retain_mut(|finding| {
            let decision = decisions.pop().unwrap_or(Decision::Undecided);
            let stays = decide(document, &decision, finding);
            decided.extend((decision != Decision::Undecided).then_some(finding.span));
            stays
        });
    }
    for number in frame::breaking(document, &findings) {
        let finding = &mut findings[number];
        make_hint(finding);
        finding.reason.push_str("; would change who speaks, or what is built of the text");
    }
    let mut of_captions = captions::findings(document, settings);
    of_captions.retain(|finding| settings.has_term(&finding.term) && !ignored.holds(document, finding));
    if !of_captions.is_empty() {
        findings.extend(of_captions);
        findings.sort_by_key(|finding| finding.span.start);
    }
    (findings, decided)
}

/// Every candidate with its evidence, whatever it is worth, but for what a rule leaves alone: for explaining, and for
/// fitting the weights.
pub fn explain(document: &Document, index: &Index, settings: &Settings) -> Vec<Finding> {
    let mut settings = settings.clone().with_least(0.0);
    settings.evidence = true;
    let each_alone = |_: &Scene<'_>, mut weighed: Vec<Weighed>| {
        weighed.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        weighed.into_iter().map(|chosen| Resolved { chosen, others: Vec::new() }).collect()
    };
    let mut findings = findings(document, segments(document), index, &settings, each_alone);
    for finding in &mut findings {
        finding.pulls = finding.evidence.as_deref().and_then(|evidence| score::pulls(settings.weights(), evidence));
    }
    findings
}

/// Whether what is said in a document is English, as far as its beginning tells: in what plainly is not, nothing is
/// found by sound.
///
/// ```
/// use mondegreen::{Index, builtin};
///
/// let talk = "Also gestern haben wir mit dem Team gesprochen, weil viele Leute Fragen hatten, die wir nicht bedacht \
///     haben, und dann will der Chef noch einmal an die Kosten denken.";
/// let document = mondegreen::read(talk.into(), "talk.txt", None, None)?;
/// assert!(!mondegreen::is_english(&document, &Index::new(builtin("devtools"))));
/// # Ok::<(), mondegreen::Error>(())
/// ```
pub fn is_english(document: &Document, index: &Index) -> bool {
    let text = document.text();
    let end = text.floor_char_boundary(language::MOST_BYTES as usize) as u32;
    let begun = segments(document).into_iter().take_while(|span| span.start < end);
    let prose = begun.map(|span| Span { end: span.end.min(end), ..span }).collect();
    let mut vocabulary = Vocabulary::default();
    let tokens = tokens(text, prose, &mut vocabulary);
    language::is_english(&Scene { text, tokens: &tokens, vocabulary: &vocabulary, index })
}

fn segments(document: &Document) -> Vec<Span> {
    document.segments().iter().map(|segment| segment.span).collect()
}

/// What stands of all candidates, in the order of the text: what is told of each is near that of the last.
fn resolved_in_order(scene: &Scene<'_>, weighed: Vec<Weighed>) -> Vec<Resolved> {
    let mut resolved = resolve(scene, weighed);
    resolved.sort_by_key(|one| one.chosen.candidate.words.start);
    resolved
}

/// The findings of the candidates in stretches of prose that `choose` leaves.
fn findings(
    document: &Document,
    prose: Vec<Span>,
    index: &Index,
    settings: &Settings,
    choose: impl FnOnce(&Scene<'_>, Vec<Weighed>) -> Vec<Resolved>,
) -> Vec<Finding> {
    // Findings take much room, and are made when the words have made it.
    let outlines = outlines(document.text(), prose, index, settings, choose);
    // There may be many, and nearly all of them are kept.
    let mut findings = Vec::with_capacity(outlines.len());
    findings.extend(outlines.into_iter().filter_map(|outline| finding(document, index, settings, outline)));
    findings
}

fn outlines(
    text: &str,
    prose: Vec<Span>,
    index: &Index,
    settings: &Settings,
    choose: impl FnOnce(&Scene<'_>, Vec<Weighed>) -> Vec<Resolved>,
) -> Vec<Outline> {
    let mut vocabulary = Vocabulary::default();
    let tokens = tokens(text, prose, &mut vocabulary);
    let scene = Scene { text, tokens: &tokens, vocabulary: &vocabulary, index };
    let mut gathered = gathered(&scene, settings);
    let (judged, mut weighed) = score::weigh(settings.weights(), &gathered, settings.least);
    weighed.retain(|Weighed { candidate, .. }| {
        !is_nearer_without_a_word(&scene, candidate)
            && !lacks_a_half(&scene, candidate)
            && !has_particles_alone(&scene, candidate)
    });
    gathered.leave_all();
    let chosen = choose(&scene, weighed);
    let mut gathering = gathered.gathering();
    let outline = |resolved: Resolved| {
        let chosen = &resolved.chosen;
        let mut evidence = gathering.evidence(&gathered.compared_of(chosen));
        judged.tell(index.variant(chosen.candidate.variant).term, &chosen.standing, &mut evidence);
        Outline::of(&scene, settings, &resolved, &evidence)
    };
    chosen.into_iter().map(outline).collect()
}

fn tokens(text: &str, prose: Vec<Span>, vocabulary: &mut Vocabulary) -> Vec<Token> {
    let length: usize = prose.iter().map(|span| span.range().len()).sum();
    let mut words = Vec::new();
    let mut tokens = Vec::with_capacity(length / LETTERS_A_WORD);
    for span in prose {
        words.clear();
        words_of(text, span, &mut words);
        let token = |word: Word| Token::new(word, vocabulary.intern(&text[word.span.range()], word.shape));
        tokens.extend(words.iter().copied().map(token));
    }
    tokens
}

/// A word has about so many letters, with the blank behind it.
const LETTERS_A_WORD: usize = 5;

/// So many words are gone through at a time: what is noticed among them is told apart before it is kept.
const AT_A_TIME: usize = 1 << 16;

/// What the detectors notice, but for what is no mishearing by rule.
fn gathered<'a>(scene: &'a Scene<'a>, settings: &Settings) -> Gathered<'a> {
    let hears_english = LazyCell::new(|| language::is_english(scene));
    let asked = |detector: &&Detector| {
        let wanted = detector.rules.iter().any(|&rule| settings.has_rule(rule));
        (wanted || detector.notes_mentions) && (!detector.needs_english || *hears_english)
    };
    let (first, others): (Vec<&Detector>, Vec<&Detector>) =
        DETECTORS.into_iter().filter(asked).partition(|detector| detector.notes_mentions);
    // Where terms stand as they should is to be known of the whole document.
    let mut notes = Notes::default();
    for detector in first {
        (detector.notice)(scene, 0..scene.tokens.len(), &mut notes);
    }
    let Notes { candidates, mentions, spelled, .. } = notes;
    let mut notes = Notes::default();
    let leaving = Leaving::of(scene, &mentions, &spelled);
    let mut noticed = candidates.into_iter().peekable();
    let parts = (0..scene.tokens.len()).step_by(AT_A_TIME).flat_map(|start| {
        let starts = start..(start + AT_A_TIME).min(scene.tokens.len());
        let is_before_end = |candidate: &Candidate| (candidate.words.start as usize) < starts.end;
        notes.candidates.extend(std::iter::from_fn(|| noticed.next_if(is_before_end)));
        for detector in &others {
            (detector.notice)(scene, starts.clone(), &mut notes);
        }
        notes.candidates.retain(|candidate| settings.has_rule(candidate.rule));
        leaving.merged(std::mem::take(&mut notes.candidates))
    });
    // Known mishearings are weighed without their sounds.
    gather(scene, parts, &mentions, settings.is_by_ear())
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
            make_hint(less);
        }
    }
}

/// Leaves a finding as something to look at, with nothing to write.
fn make_hint(finding: &mut Finding) {
    (finding.meant, finding.tier) = (None, Tier::Hint);
    finding.edits.clear();
}

fn finding(document: &Document, index: &Index, settings: &Settings, outline: Outline) -> Option<Finding> {
    let Outline { words, variant: id, rule, confidence, written, alternatives, reason, about, evidence } = outline;
    let variant = index.variant(id);
    let term = index.term(variant.term);
    let text = document.text();
    let prose = document.segment_at(words.start).map_or(words, |segment| segment.span);
    let laid = laid(text, prose, words, &written);
    let span = laid.as_ref().map_or(words, |laid| laid.span);
    let heard = &text[span.range()];
    if laid.as_ref().is_some_and(|laid| laid.text == heard) {
        return None;
    }
    let edits = laid.as_ref().and_then(|laid| document.carry(laid.span, &laid.text));
    let recognised = document.confidence(span);
    let confidence = with_recognised(confidence, recognised.filter(|_| rule >= Rule::Sound), settings);
    let tier = settings.tier(confidence);
    let carried = edits.is_some();
    let edits = edits.unwrap_or_default();
    let at = edits.first().map_or_else(|| document.file_span(span), Edit::at);
    let about = About { term: term.text.clone(), ..about };
    Some(Finding {
        span,
        at,
        place: document.place(span.start),
        heard: heard.to_owned(),
        confidence,
        tier: if carried { tier } else { Tier::Hint },
        rule,
        term: term.text.clone(),
        dictionary: index.dictionary_of(variant.term).name.clone(),
        reason: reason.text(index, id),
        alternatives,
        edits,
        speaker: document.speaker_at(span.start).map(str::to_owned),
        time: document.time_at(span.start),
        recognised,
        fingerprint: fingerprint_of([rule.id(), &folded(&about.term), &about.heard, &about.before, &about.after]),
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
            (detector.notice)(&scene, 0..tokens.len(), &mut notes);
        }
        let candidates = Leaving::of(&scene, &notes.mentions, &notes.spelled).merged(notes.candidates);
        let gathered = gather(&scene, candidates, &notes.mentions, true);
        assert!(gathered.all().len() > 5);
        let (mut soon, mut all) = (gathered.gathering(), gathered.gathering());
        for one in gathered.each() {
            let (soon, all) = (soon.outline(&one).values(), all.evidence(&one).values());
            for (name, (soon, all)) in Evidence::NAMES.iter().zip(soon.into_iter().zip(all)) {
                assert!(!OUTLINED.contains(name) || soon.to_bits() == all.to_bits(), "{name}: {soon} {all}");
            }
        }
    }

    fn what_is_said(findings: Vec<Finding>) -> Vec<Finding> {
        findings.into_iter().map(|finding| Finding { evidence: None, ..finding }).collect()
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
