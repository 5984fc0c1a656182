//! Who speaks and when, at the front of a line: `[Name] [mm:ss] text`, `HH:MM:SS text`, `**Name:** text`,
//! `Name: HH:MM:SS`, time, tab, name, tab, text, and a name alone on its line.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

/// What a label says, and how many bytes of the line it takes.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Label<'a> {
    pub(super) speaker: Option<&'a str>,
    pub(super) time: Option<f64>,
    pub(super) length: usize,
}

/// How the labels of one file look.
#[derive(Debug)]
pub(super) struct Labels {
    /// Whether a name alone on a line is a label here; in most texts such a line is a heading or a cut sentence.
    alone: bool,
}

const TIME: &str = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?";
/// One to five capitalised words, a numbered speaker, or `SPEAKER_00`.
const NAME: &str = r"(?:\p{Lu}[\p{L}\p{M}'’.\-]*|SPEAKER_\d+)(?:\ (?:\p{Lu}[\p{L}\p{M}'’.\-]*|\d{1,3}|d[aeiu]|del|la|van|von|der|den|bin|al|of|and|&)){0,5}";

static FRONT: LazyLock<Regex> = LazyLock::new(|| {
    let (time, name) = (TIME, NAME);
    pattern(&format!(
        r"(?x) ^ [\ \t>]* (?:
            # [Name] [12:34] text       Name [12:34]: text
            \*{{0,2}} \[ (?P<n1>{name}) \] \s* [\[(]? (?P<t1>{time})? [\])]? \*{{0,2}} [:\-]? \*{{0,2}}
            # **[12:34] Name:** text    12:34 Name: text     12:34 <tab> Name: <tab> text
          | \*{{0,2}} [\[(]? (?P<t2>{time}) [\])]? [\ \t\-–]* \*{{0,2}} (?P<n2>{name}) \s? : \*{{0,2}}
            # **Name:** text    Name (12:34): text    Name: 12:34:56
          | \*{{0,2}} (?P<n3>{name}) \*{{0,2}} \s? [\[(]? (?P<t3>{time})? [\])]? \s? : \*{{0,2}} (?: \s* [\[(]? (?P<t4>{time}) [\])]? (?:\s|$) )?
            # [12:34] text    12:34:56 text
          | [\[(]? (?P<t5>{time}) [\])]?
        ) (?: [\ \t]+ | $ )"
    ))
});
static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?x) ^ [\ \t]* \*{{0,2}} (?P<n>{NAME}) \*{{0,2}} (?:[\ \t]* [\[(]? (?P<t>{TIME}) [\])]?)? [\ \t]* $"
    ))
});

impl Labels {
    /// Looks at the whole text: names alone on a line count where one of them comes back, or numbers its speakers.
    pub(super) fn of(text: &str) -> Self {
        let mut seen: HashMap<&str, u32> = HashMap::new();
        let mut alone = false;
        for line in text.lines().filter(|line| line.len() <= 80) {
            if let Some(found) = ALONE.captures(line)
                && let Some(name) = found.name("n")
            {
                let times = seen.entry(name.as_str()).or_default();
                *times += 1;
                alone |= *times > 1 || name.as_str().starts_with("Speaker ");
            }
        }
        Labels { alone }
    }

    /// The label at the front of a line; of length 0 where there is none.
    pub(super) fn read<'a>(&self, line: &'a str) -> Label<'a> {
        let front = floor_char(line, 120);
        if self.alone
            && line.len() <= 80
            && let Some(found) = ALONE.captures(line)
        {
            return Label {
                speaker: found.name("n").map(|name| name.as_str()),
                time: found.name("t").and_then(|time| seconds(time.as_str())),
                length: line.len(),
            };
        }
        // Every label has a colon or a bracket near its front; most lines have neither and need no pattern.
        if memchr::memchr3(b':', b'[', b'(', front.as_bytes()).is_none() {
            return Label::default();
        }
        let Some(found) = FRONT.captures(front) else {
            return Label::default();
        };
        let first = |names: &[&str]| names.iter().find_map(|name| found.name(name)).map(|part| part.as_str());
        Label {
            speaker: first(&["n1", "n2", "n3"]),
            time: first(&["t1", "t2", "t3", "t4", "t5"]).and_then(seconds),
            length: found.get(0).map_or(0, |whole| whole.end()),
        }
    }
}

/// `1:02:03.5` in seconds.
fn seconds(time: &str) -> Option<f64> {
    time.split(':').try_fold(0.0, |sum, part| {
        let part: f64 = part.replace(',', ".").parse().ok()?;
        Some(sum * 60.0 + part)
    })
}

fn floor_char(text: &str, at: usize) -> &str {
    &text[..text.floor_char_boundary(at)]
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant, and a test compiles it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_seen_in_the_wild() {
        let cases: &[(&str, Option<&str>, Option<f64>, &str)] = &[
            ("[Ann Lee] [01:02] we use it", Some("Ann Lee"), Some(62.0), "we use it"),
            ("00:01:02 we use it", None, Some(62.0), "we use it"),
            ("**[01:02] SPEAKER_00:** we use it", Some("SPEAKER_00"), Some(62.0), "we use it"),
            ("**Ann Lee:** we use it", Some("Ann Lee"), None, "we use it"),
            ("Ann Lee: 00:01:02", Some("Ann Lee"), Some(62.0), ""),
            ("01:02\tAnn:\twe use it", Some("Ann"), Some(62.0), "we use it"),
            ("Ludwig van Beethoven: so", Some("Ludwig van Beethoven"), None, "so"),
            ("Speaker 1 (1:02:03): so", Some("Speaker 1"), Some(3723.0), "so"),
            ("[00:05] so", None, Some(5.0), "so"),
            ("O'Neil: so", Some("O'Neil"), None, "so"),
            // prose
            ("we met at 10:30 today: it was late", None, None, "we met at 10:30 today: it was late"),
            ("This is what I said: no", None, None, "This is what I said: no"),
            ("Thank You", None, None, "Thank You"),
            ("see http://x.y/z: it", None, None, "see http://x.y/z: it"),
        ];
        let labels = Labels { alone: false };
        for &(line, speaker, time, prose) in cases {
            let label = labels.read(line);
            assert_eq!((label.speaker, label.time, &line[label.length..]), (speaker, time, prose), "{line}");
        }
    }

    #[test]
    fn a_name_alone_is_a_label_only_where_names_come_back() {
        let call = "Operator\n\nHello.\n\nAnn Lee\n\nHi.\n\nOperator\n\nBye.\n";
        assert_eq!(Labels::of(call).read("Ann Lee").speaker, Some("Ann Lee"));
        let prose = "Brandon Lucas\n\nso my name is\n\nBob Stone\n";
        assert_eq!(Labels::of(prose).read("Brandon Lucas").length, 0);
    }
}
