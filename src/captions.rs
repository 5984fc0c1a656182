//! Captions as they are shown: how long, how fast, one after another.
//!
//! The usual limits are those of Netflix's style guide for English: 42 characters a line, 2 lines, 20 characters a second,
//! 0.833 to 7 seconds on screen, 2 frames between captions.

use crate::document::{Caption, Document};
use crate::finding::{Finding, Rule, Tier, fingerprint_of};
use crate::ledger::About;
use crate::settings::{CaptionLimits, Settings};
use crate::span::Span;
use crate::token::folded;

/// Times are told in milliseconds; what differs by less is the same.
const SLACK: f64 = 0.0005;

/// What is wrong with a caption.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    /// The number of the caption, from 0.
    pub(crate) number: usize,
    pub(crate) rule: Rule,
    /// What was found, and what was expected.
    pub(crate) what: String,
    /// How much of it there is, of what words bring: characters, lines, characters a second.
    pub(crate) measure: f64,
}

/// What is wrong with the captions of a document, in their order; only rules that are asked for.
pub(crate) fn faults(document: &Document, settings: &Settings) -> Vec<Fault> {
    let mut found = Vec::new();
    if !Rule::CAPTIONS.iter().any(|&rule| settings.has_rule(rule)) {
        return found;
    }
    let limits = &settings.captions;
    let captions = document.captions();
    // When those before are all gone.
    let mut latest = f64::NEG_INFINITY;
    for (number, caption) in captions.iter().enumerate() {
        let before = number.checked_sub(1).map(|before| &captions[before]);
        let order = order(caption, before, latest, limits);
        latest = latest.max(caption.end);
        let told = shape(caption, limits).into_iter().chain(time(caption, limits)).chain(order);
        let told = told.filter(|(rule, ..)| settings.has_rule(*rule));
        found.extend(told.map(|(rule, measure, what)| Fault { number, rule, what, measure }));
    }
    found
}

/// What is wrong, how much of it there is (see [`Fault::measure`]), and what to say.
type Told = (Rule, f64, String);

fn shape(caption: &Caption, limits: &CaptionLimits) -> Vec<Told> {
    let longest = caption.longest;
    let mut found = Vec::new();
    if longest > limits.line_length {
        let what = format!("{longest} characters in a line, at most {}", limits.line_length);
        found.push((Rule::CaptionLine, f64::from(longest), what));
    }
    let count = caption.lines;
    if count > limits.lines {
        found.push((Rule::CaptionLines, f64::from(count), format!("{count} lines, at most {}", limits.lines)));
    }
    found
}

fn time(caption: &Caption, limits: &CaptionLimits) -> Vec<Told> {
    let lasts = caption.end - caption.start;
    let mut found = Vec::new();
    if lasts <= 0.0 {
        return found;
    }
    let characters = caption.characters;
    let speed = f64::from(characters) / lasts;
    if speed > f64::from(limits.characters_per_second) + SLACK {
        let most = limits.characters_per_second;
        found.push((Rule::CaptionSpeed, speed, format!("{speed:.1} characters a second, at most {most}")));
    }
    if lasts + SLACK < f64::from(limits.shortest) {
        found.push((Rule::CaptionDuration, 0.0, format!("shown for {lasts:.3} s, at least {} s", limits.shortest)));
    } else if lasts > f64::from(limits.longest) + SLACK {
        found.push((Rule::CaptionDuration, 0.0, format!("shown for {lasts:.3} s, at most {} s", limits.longest)));
    }
    found
}

fn order(caption: &Caption, before: Option<&Caption>, latest: f64, limits: &CaptionLimits) -> Option<Told> {
    if caption.end <= caption.start {
        return Some((Rule::CaptionOrder, 0.0, "ends no later than it begins".to_owned()));
    }
    let before = before?;
    let gap = caption.start - latest;
    if caption.start + SLACK < before.start {
        return Some((Rule::CaptionOrder, 0.0, "begins before the caption before it".to_owned()));
    }
    if gap < -SLACK {
        return Some((Rule::CaptionOverlap, 0.0, format!("begins {:.3} s before a caption before it ends", -gap)));
    }
    let is_close = gap + SLACK < f64::from(limits.gap);
    is_close.then(|| {
        (
            Rule::CaptionGap,
            0.0,
            format!("{:.3} s behind the caption before it, at least {} s", gap.max(0.0), limits.gap),
        )
    })
}

/// What is wrong with the captions of a document, as findings that change nothing.
pub(crate) fn findings(document: &Document, settings: &Settings) -> Vec<Finding> {
    faults(document, settings).into_iter().map(|fault| finding(document, fault)).collect()
}

fn finding(document: &Document, fault: Fault) -> Finding {
    let caption = &document.captions()[fault.number];
    let place = caption.place();
    let heard = document.file_text()[place.clone()].to_owned();
    let start = document.position(place.start);
    let about = About { heard: folded(&heard), term: fault.rule.id().to_owned(), ..About::default() };
    Finding {
        span: Span { start, end: start },
        at: document.file_span_of(place.clone()),
        place: document.place_of(place.start),
        fingerprint: fingerprint_of([fault.rule.id(), &heard, &fault.what]),
        heard,
        meant: None,
        confidence: 1.0,
        tier: Tier::Review,
        rule: fault.rule,
        term: String::new(),
        dictionary: String::new(),
        reason: fault.what,
        alternatives: Vec::new(),
        edits: Vec::new(),
        speaker: document.speaker_at(start).map(str::to_owned),
        time: Some(caption.start),
        recognised: None,
        about,
        evidence: None,
        pulls: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(file: &str, settings: &Settings) -> Vec<(usize, &'static str)> {
        let document = crate::format::read(file.as_bytes().to_vec(), "a.srt", None, None).expect("captions");
        faults(&document, settings).into_iter().map(|fault| (fault.number, fault.rule.id())).collect()
    }

    #[test]
    fn what_is_hard_to_read_is_told() {
        let settings = Settings::default().with_rules(&Rule::CAPTIONS);
        let caption = |number, start, end, text| format!("{number}\n00:00:{start} --> 00:00:{end}\n{text}\n\n");
        let long = "x".repeat(43);
        for (second, expected) in [
            (caption(2, "04,000", "06,000", "All is well,\nas it was before."), vec![]),
            (caption(2, "04,000", "08,000", &long), vec![(1, "caption-line")]),
            (caption(2, "04,000", "08,000", "<i>one</i>\ntwo\nthree"), vec![(1, "caption-lines")]),
            (caption(2, "04,000", "05,000", "twenty-one characters"), vec![(1, "caption-speed")]),
            (caption(2, "04,000", "04,500", "Yes."), vec![(1, "caption-duration")]),
            (caption(2, "04,000", "12,000", "Yes."), vec![(1, "caption-duration")]),
            (caption(2, "03,050", "05,000", "Yes."), vec![(1, "caption-gap")]),
            (caption(2, "02,900", "05,000", "Yes."), vec![(1, "caption-overlap")]),
            (caption(2, "00,500", "02,000", "Yes."), vec![(1, "caption-order")]),
            (caption(2, "05,000", "04,000", "Yes."), vec![(1, "caption-order")]),
        ] {
            let file = caption(1, "01,000", "03,000", "First.") + &second;
            assert_eq!(told(&file, &settings), expected, "{second}");
            assert_eq!(told(&file, &Settings::default()), [], "{second}");
        }
    }

    #[test]
    fn a_caption_may_overlap_one_long_before() {
        let settings = Settings::default().with_rules(&Rule::CAPTIONS);
        let file = "1\n00:00:01,000 --> 00:00:05,000\nFirst.\n\n2\n00:00:05,100 --> 00:00:11,000\nSecond.\n\n\
                    3\n00:00:05,100 --> 00:00:06,500\nThird.\n\n4\n00:00:08,000 --> 00:00:12,000\nFourth.\n";
        assert_eq!(told(file, &settings), [(2, "caption-overlap"), (3, "caption-overlap")]);
    }

    #[test]
    fn captions_of_ttml_have_the_times_of_what_is_around_them() {
        let settings = Settings::default().with_rules(&Rule::CAPTIONS);
        for (body, expected) in [
            ("<div begin='1s' end='3s'><p>All is well,\n  as it was before.</p></div>", vec![]),
            ("<p begin='1s'>All is well.</p><p begin='4s'>And now?</p>", vec![]),
            ("<p><span begin='1s' end='2s'>All is</span> <span begin='2s' end='3s'>well.</span></p>", vec![]),
            ("<p begin='1s' end='3s'>a<br/>b<br/>c</p>", vec![(0, "caption-lines")]),
            ("<p begin='1s' end='3s'>a</p><p begin='2s' end='4s'>b</p>", vec![(1, "caption-overlap")]),
        ] {
            let file = format!("<tt xmlns='http://www.w3.org/ns/ttml'><body>{body}</body></tt>");
            assert_eq!(told(&file, &settings), expected, "{body}");
        }
    }
}
