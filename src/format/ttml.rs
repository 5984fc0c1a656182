//! TTML and its profiles, such as EBU-TT-D and IMSC (W3C): paragraphs with times, text in them and in spans.

use std::collections::HashMap;
use std::ops::Range;

use super::cues::{CueList, Cues, Piece};
use super::tags::{self, Cdata, Part, Tag, parts};
use super::times::plain_seconds;
use super::{Format, Reads};
use crate::document::Document;
use crate::talk::Telling;
use crate::track::Place;

pub(super) const FORMAT: Format = Format {
    id: "ttml",
    about: "TTML captions, EBU-TT-D and IMSC among them",
    extensions: &["ttml", "dfxp", "xml"],
    reads: Reads::Marked { is, read: |file| Ok(of_file(file, Cues::talk)), tellings },
};

/// Elements whose text is not said.
const RAW: &[&str] = &["metadata", "title", "desc"];
/// The roles of ruby text and of what stands around it.
const ASIDE: [&str; 3] = ["text", "textContainer", "delimiter"];
/// The frames of a second where the file does not say.
const FRAME_RATE: f64 = 30.0;

fn is(file: &str) -> bool {
    file.trim_start().starts_with('<')
        && parts(file, 0..file.floor_char_boundary(64 << 10), &[])
            .find(|part| !matches!(part, Part::Text(text) if file[text.clone()].trim().is_empty()))
            .is_some_and(|part| matches!(part, Part::Open(tag, _) if tag.name(file) == "tt"))
}

fn tellings(document: &Document) -> Vec<Telling> {
    of_file(document.file_text(), Cues::tellings)
}

/// How many frames and ticks make a second.
#[derive(Debug, Clone, Copy)]
struct Clock {
    frames: f64,
    ticks: f64,
}

impl Clock {
    fn of(file: &str, root: &Tag) -> Clock {
        let number = |name| root.attribute(file, name).and_then(|at| file[at].trim().parse::<f64>().ok());
        let multiplier = root.attribute(file, "frameRateMultiplier").and_then(|at| {
            let mut parts = file[at].split_whitespace().map(str::parse::<f64>);
            Some(parts.next()?.ok()? / parts.next()?.ok()?)
        });
        let frames = number("frameRate").unwrap_or(FRAME_RATE) * multiplier.unwrap_or(1.0);
        Clock { frames, ticks: number("tickRate").unwrap_or(frames) }
    }

    /// `00:00:01.500`, `00:00:01:12` (frames), `1.5s`, `1500ms`, `36f`, `15000000t`, in seconds.
    fn seconds(self, time: &str) -> Option<f64> {
        // Nearly all are written so, and parsing takes several times as long.
        if time.as_bytes().get(8) == Some(&b'.')
            && let Some(seconds) = plain_seconds(time.as_bytes())
        {
            return Some(seconds);
        }
        let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
        if time.contains(':') {
            let parts: Vec<f64> = time.split(':').map(number).collect::<Option<_>>()?;
            return match parts[..] {
                [hours, minutes, seconds] => Some(hours * 3600.0 + minutes * 60.0 + seconds),
                [hours, minutes, seconds, frames] => {
                    Some(hours * 3600.0 + minutes * 60.0 + seconds + frames / self.frames)
                }
                _ => None,
            };
        }
        let digits = time.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = match &time[digits.len()..] {
            "h" => 3600.0,
            "m" => 60.0,
            "s" => 1.0,
            "ms" => 0.001,
            "f" => 1.0 / self.frames,
            "t" => 1.0 / self.ticks,
            _ => return None,
        };
        Some(number(digits)? * unit)
    }
}

/// When an open element begins and, if that is known, ends.
#[derive(Debug, Clone, Copy, Default)]
struct Shown {
    start: f64,
    end: Option<f64>,
}

/// What an open element says of what stands in it.
#[derive(Debug, Clone, Default)]
struct Open {
    shown: Shown,
    /// Where the name of who speaks stands.
    voice: Option<Range<usize>>,
    /// Whether it or one around it is no part of the text, see [`is_aside`].
    is_aside: bool,
}

impl Shown {
    /// The times of an element inside, which count from the beginning of this one: when it begins, ends, and how long it
    /// lasts, as the file says it.
    fn inside(self, file: &str, times: [Option<Range<usize>>; 3], clock: Clock) -> Shown {
        let [begin, end, lasts] = times.map(|at| at.and_then(|at| clock.seconds(file[at].trim())));
        let start = self.start + begin.unwrap_or(0.0);
        let end = end.map(|end| self.start + end).or_else(|| Some(start + lasts?));
        let earlier = |end: f64| self.end.map_or(end, |whole| whole.min(end));
        Shown { start, end: end.map(earlier).or(self.end) }
    }
}

/// Whether an element is no part of the text: it tells how a word is read (TTML 2, ruby), or is not shown.
fn is_aside(file: &str, tag: &Tag) -> bool {
    let [ruby, display, visibility] =
        tag.attributes(file, ["ruby", "display", "visibility"]).map(|value| value.map(|value| &file[value]));
    ruby.is_some_and(|role| ASIDE.contains(&role)) || display == Some("none") || visibility == Some("hidden")
}

/// What is gathered from the cues of a file.
fn of_file<'a, T>(file: &'a str, gather: impl FnOnce(Cues<'a>, &CueList) -> T) -> T {
    let mut reader = Reader::new(file);
    for part in parts(file, 0..file.len(), RAW) {
        match part {
            Part::Open(tag, is_empty) => reader.open(&tag, is_empty),
            Part::Close(tag) => reader.close(&tag),
            Part::Text(text) | Part::Cdata(Cdata { text, .. }) if reader.is_aside() => reader.aside(&text),
            Part::Text(text) => reader.text(text),
            Part::Cdata(cdata) => reader.cdata(cdata),
        }
    }
    let cues = Cues::new(file, tags::coding(file).of_cues(), &reader.cues, pieces).with_verbatim(reader.verbatim);
    gather(cues, &reader.cues)
}

/// Takes up the paragraphs of a file, part by part.
struct Reader<'a> {
    file: &'a str,
    agents: HashMap<&'a str, Range<usize>>,
    clock: Clock,
    cues: CueList,
    open: Vec<Open>,
    paragraph: Option<Paragraph>,
    /// The line that is not at its end yet.
    line: Option<Range<usize>>,
    /// Places of text that stands as it is.
    verbatim: Vec<Place>,
}

/// The paragraph that is open.
struct Paragraph {
    /// How many elements are open around it.
    depth: usize,
    /// Whether its times are those of its spans.
    by_spans: bool,
}

impl<'a> Reader<'a> {
    fn new(file: &'a str) -> Self {
        Reader {
            file,
            agents: agents(file),
            clock: Clock { frames: FRAME_RATE, ticks: FRAME_RATE },
            cues: CueList::default(),
            open: Vec::new(),
            paragraph: None,
            line: None,
            verbatim: Vec::new(),
        }
    }

    /// Whether what comes next is no part of the text, see [`is_aside`].
    fn is_aside(&self) -> bool {
        self.open.last().is_some_and(|around| around.is_aside)
    }

    fn open(&mut self, tag: &Tag, is_empty: bool) {
        let file = self.file;
        let around = self.open.last().cloned().unwrap_or_default();
        let [begin, end, lasts, agent, id] = tag.attributes(file, ["begin", "end", "dur", "agent", "id"]);
        let is_timed = begin.is_some();
        let shown = around.shown.inside(file, [begin, end, lasts], self.clock);
        match tag.name(file) {
            "tt" => self.clock = Clock::of(file, tag),
            "p" if !is_empty => {
                self.cues.begin(shown.start, shown.end.unwrap_or(f64::NAN), id);
                self.paragraph = Some(Paragraph { depth: self.open.len(), by_spans: !is_timed });
            }
            "br" => self.end_line(),
            _ if is_timed && self.paragraph.as_ref().is_some_and(|paragraph| paragraph.by_spans) => self.show(shown),
            _ => {}
        }
        if is_empty {
            return;
        }
        let voice = agent.map(|ids| first_name(file, ids, &self.agents)).or_else(|| around.voice.clone());
        if voice != around.voice {
            self.cues.speaks_from(tag.whole.start, voice.clone());
        }
        self.open.push(Open { shown, voice, is_aside: around.is_aside || is_aside(file, tag) });
    }

    /// The paragraph is shown when its spans are.
    fn show(&mut self, span: Shown) {
        let has_line = self.line.is_some();
        let Some(cue) = self.cues.last() else { return };
        if !cue.has_lines() && !has_line {
            (cue.start, cue.end) = (span.start, f64::NAN);
        }
        cue.end = cue.end.max(span.end.unwrap_or(f64::NAN));
    }

    fn close(&mut self, tag: &Tag) {
        let closed = self.open.pop().unwrap_or_default();
        let voice = self.open.last().and_then(|around| around.voice.as_ref());
        if closed.voice.as_ref() != voice {
            self.cues.speaks_from(tag.whole.end, voice.cloned());
        }
        if self.paragraph.as_ref().is_some_and(|paragraph| self.open.len() <= paragraph.depth) {
            self.end_line();
            self.paragraph = None;
        }
    }

    /// What is no part of the text does not end the line that it stands in.
    fn aside(&mut self, text: &Range<usize>) {
        if let Some(line) = &mut self.line {
            line.end = text.end;
        }
    }

    fn cdata(&mut self, Cdata { whole, text }: Cdata) {
        if self.paragraph.is_none() {
            return;
        }
        self.verbatim.push(text.start as u32..text.end as u32);
        if self.line.is_some() || !self.file[text].trim().is_empty() {
            self.line.get_or_insert(whole.clone()).end = whole.end;
        }
    }

    fn text(&mut self, text: Range<usize>) {
        if self.paragraph.is_none() {
            return;
        }
        let mut at = text.start;
        for (number, part) in self.file[text].split('\n').enumerate() {
            let has_begun = self.line.is_some();
            if number > 0 {
                self.end_line();
            }
            let start = at + part.len() - part.trim_start().len();
            let end = at + part.trim_end().len();
            if start < end {
                if number > 0 && has_begun {
                    self.cues.goes_on_at(start);
                }
                self.line.get_or_insert(start..end).end = end;
            } else if let Some(line) = &mut self.line {
                line.end = at + part.len();
            }
            at += part.len() + 1;
        }
    }

    fn end_line(&mut self) {
        if let Some(line) = self.line.take() {
            self.cues.line(line);
        }
    }
}

/// The names of those who speak, by their ids.
fn agents(file: &str) -> HashMap<&str, Range<usize>> {
    let mut names = HashMap::new();
    let mut id = None;
    let mut is_name = false;
    for part in parts(file, 0..file.len(), &[]) {
        match part {
            Part::Open(tag, _) if tag.name(file) == "body" => break,
            Part::Open(tag, _) if tag.name(file) == "agent" => id = tag.attribute(file, "id"),
            Part::Open(tag, _) => is_name = tag.name(file) == "name",
            Part::Text(text) | Part::Cdata(Cdata { text, .. }) if is_name && !file[text.clone()].trim().is_empty() => {
                if let Some(id) = id.take() {
                    names.insert(&file[id], text);
                }
            }
            Part::Text(_) | Part::Cdata(_) => {}
            Part::Close(_) => is_name = false,
        }
    }
    names
}

/// Where the name of the first of these ids stands; the id itself where it has no name.
fn first_name(file: &str, ids: Range<usize>, agents: &HashMap<&str, Range<usize>>) -> Range<usize> {
    let text = &file[ids.clone()];
    let first = text.split_whitespace().next().unwrap_or_default();
    let start = ids.start + text.len() - text.trim_start().len();
    agents.get(first.trim_start_matches('#')).cloned().unwrap_or(start..start + first.len())
}

/// The text between tags, but for what tells how it is read.
fn pieces(file: &str, line: Range<usize>, pieces: &mut Vec<Piece>) {
    // How many elements are open from the one on of which nothing is text.
    let mut aside = 0;
    for part in parts(file, line, RAW) {
        match part {
            Part::Text(_) | Part::Cdata(_) if aside > 0 => {}
            Part::Text(text) | Part::Cdata(Cdata { text, .. }) => pieces.push(Piece::Text(text)),
            Part::Open(tag, false) if tag.is_one_of(file, RAW) => pieces.push(Piece::Aside),
            Part::Open(_, true) => {}
            Part::Open(..) if aside > 0 => aside += 1,
            Part::Open(tag, false) if is_aside(file, &tag) => {
                aside = 1;
                pieces.push(Piece::Aside);
            }
            Part::Open(..) => {}
            Part::Close(_) => aside -= usize::from(aside > 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        let clock = Clock { frames: 25.0, ticks: 10_000_000.0 };
        for (time, seconds) in [
            ("00:01:02.500", Some(62.5)),
            ("00:00:01:10", Some(1.4)),
            ("1.5s", Some(1.5)),
            ("250ms", Some(0.25)),
            ("50f", Some(2.0)),
            ("15000000t", Some(1.5)),
            ("00:00:61.000", Some(61.0)),
            ("00:00:01,500", None),
            ("1:2", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(clock.seconds(time), seconds, "{time}");
        }
    }
}
