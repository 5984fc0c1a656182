//! The words around a finding, as they are shown.

use crate::document::Document;
use crate::span::Span;

/// How much of the text around a finding is shown, in bytes on each side.
const AROUND: usize = 240;

pub(crate) fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words before a place, those in it, and those behind it, as people said them one after another, on one line;
/// where somebody else begins to speak, with who that is, and with a dash for nobody who is known.
pub(super) fn context(document: &Document, span: Span) -> [String; 3] {
    let text = document.text();
    let start = text.floor_char_boundary((span.start as usize).saturating_sub(AROUND));
    let end = text.ceil_char_boundary((span.end as usize + AROUND).min(text.len()));
    // Words are whole: what is in one piece for longer than that is cut all the same.
    let begun = text[..start].chars().next_back().is_some_and(|before| !before.is_whitespace());
    let whole = text[start..span.start as usize].split_once(char::is_whitespace).filter(|_| begun);
    let skipped = whole.map_or(0, |(_, rest)| span.start as usize - start - rest.trim_start().len());
    let cut = text[end..].chars().next().is_some_and(|behind| !behind.is_whitespace());
    let kept = text[span.end as usize..end].rfind(char::is_whitespace).filter(|_| cut);
    let near = Span { start: (start + skipped) as u32, end: kept.map_or(end as u32, |kept| span.end + kept as u32) };
    let segments = document.segments();
    let first = segments.partition_point(|segment| segment.span.end <= near.start);
    let [mut before, mut after] = [String::new(), String::new()];
    let mut speaker = None;
    for segment in segments[first..].iter().take_while(|segment| segment.span.start < near.end) {
        let (start, end) = (segment.span.start.max(near.start), segment.span.end.min(near.end));
        let part = |from: u32, to: u32| text.get(from as usize..to as usize).unwrap_or_default();
        let is_said = !part(start, end).trim().is_empty();
        if is_said && speaker.replace(segment.speaker).is_some_and(|before| before != segment.speaker) {
            let name = document.speaker_at(start).map_or("–:".to_owned(), |name| format!("{name}:"));
            let is_before = start <= span.start;
            if !is_before && after.is_empty() {
                after.push(' ');
            }
            let line = if is_before { &mut before } else { &mut after };
            push(line, &name);
            line.push(' ');
        }
        if start < span.start {
            push(&mut before, part(start, end.min(span.start)));
            if end < span.start {
                before.push(' ');
            }
        }
        if end > span.end {
            if start >= span.end && after.is_empty() {
                after.push(' ');
            }
            push(&mut after, part(start.max(span.end), end));
        }
    }
    [before, on_one_line(&text[span.range()]), after]
}

/// Adds a part of what was said, with one blank between words and between two parts.
fn push(line: &mut String, part: &str) {
    if !line.is_empty() && !line.ends_with(' ') {
        line.push(' ');
    }
    for (at, word) in part.split(char::is_whitespace).enumerate() {
        if at > 0 && !line.ends_with(' ') {
            line.push(' ');
        }
        line.push_str(word);
    }
}
