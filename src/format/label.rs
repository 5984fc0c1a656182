//! Who speaks and when, at the front of a line: `[Name] [mm:ss] text`, `HH:MM:SS text`, `**Name:** text`,
//! `Name: HH:MM:SS`, time, tab, name, tab, text, and a name alone on its line.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;
use regex::Regex;

use super::text::lines;
use crate::coding::seconds;
use crate::token::PARTICLES;

/// What a label says, and how many bytes of the line it takes.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Label<'a> {
    pub(super) speaker: Option<&'a str>,
    pub(super) time: Option<f64>,
    pub(super) length: usize,
}

/// How the labels of one file look.
#[derive(Debug)]
pub(crate) struct Labels {
    /// Whether a name alone on a line is a label here; in most texts such a line is a heading or a cut sentence.
    alone: bool,
    /// Whether it is with a time behind it.
    before_times: bool,
    /// Whether it is behind a time.
    behind_times: bool,
}

/// So many bytes at the front of a line are looked through for who speaks.
pub(crate) const LONGEST_LABEL: usize = 120;

const TIME: &str = r"(?:[0-9]{1,3}:)?[0-9]{1,2}:[0-9]{2}(?:[.,][0-9]{1,3})?(?:[\ ]?[AaPp]\.?[Mm]\.?)?";
/// The time at which something ends, behind that at which it begins.
const UNTIL: &str = r"(?:[\ ]?-->?[\ ]?[0-9:.,]{4,12})?";
/// What may be a name; [`is_name`] looks closer. Classes of all letters would make the pattern slow to compile.
const NAME: &str = r"[^:\[\]()<>*\t0-9][^:\[\]()<>*\t]*?";
/// What a person is, behind the name: "Jane Doe (CFO):", "Jane Doe [Guest]:".
const ROLE: &str =
    r"(?: [\ ]? (?: \( [^():\[\]0-9\t]{1,40} \) | \[ (?:Guest|Host|Interviewer|Moderator|Speaker) \] ) )?";

static FRONT: LazyLock<Regex> = LazyLock::new(|| {
    let (time, until, name, role) = (TIME, UNTIL, NAME, ROLE);
    pattern(&format!(
        r"(?x) ^ [\ \t>]* (?:
            # [Name] [12:34] text       Name [12:34]: text
            \*{{0,2}} \[ (?P<n1>{name}) \] \s* [\[(]? (?P<t1>{time})? [\])]? \*{{0,2}} [:\-]? \*{{0,2}}
            # **[12:34] Name:** text    12:34 Name: text     12:34 <tab> Name: <tab> text
          | \*{{0,2}} [\[(]? (?P<t2>{time}) {until} [\])]? [\ \t\-–]* \*{{0,2}} (?P<n2>{name}) {role} \s? : \*{{0,2}}
            # **Name:** text    Name (12:34): text    Name: 12:34:56
          | \*{{0,2}} (?P<n3>{name}) {role} \*{{0,2}} \s? [\[(]? (?P<t3>{time})? [\])]? \s? : \*{{0,2}} (?: \s* [\[(]? (?P<t4>{time}) [\])]? (?:\s|$) )?
            # 12:34 | Name | text
          | [\[(]? (?P<t5>{time}) {until} [\])]? [\ \t]* \| [\ \t]* (?P<n4>{name}) [\ \t]* \|
            # Name <tab> 12:34 <tab> text
          | (?P<n5>{name}) \t [\[(]? (?P<t6>{time}) {until} [\])]?
        ) (?: [\ \t]+ | $ )"
    ))
});
/// A time alone at the front, or with who speaks: [12:34] text    12:34:56 text    12:34 --> 12:56 [Name] text
static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"^[ \t>]*[\[(]?(?P<t>{TIME}){UNTIL}[\])]?(?:[ \t]+|$)(?:\[(?P<n>{NAME})\]:?[ \t]+)?"))
});
/// A time behind a name that stands alone on its line.
static BEHIND: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"[ \t]*[-–—|·,]?[ \t]*[\[(]?(?P<t>{TIME}){UNTIL}[\])]?[ \t]*$")));

/// One to six words, each capitalised or a particle of names or a number, the first of them capitalised.
fn is_name(text: &str) -> bool {
    let mut words = 0;
    let fits = text.split(' ').filter(|word| !word.is_empty()).all(|word| {
        words += 1;
        let first = word.chars().next().unwrap_or_default();
        let lettered =
            word.chars().all(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '.' | '-' | '_')) || word == "&";
        let joins = PARTICLES.contains(&word) || matches!(word, "of" | "and" | "&");
        let numbered = words > 1 && word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit());
        lettered && (first.is_uppercase() || numbered || words > 1 && joins)
    });
    fits && (1..=6).contains(&words) && text.len() <= 60
}

/// The label of most lines that have one, `Name: text` or `**Name:** text`, without the pattern, which takes ten times
/// as long; nothing where more than a name may stand before the colon, or a time behind it.
fn plain_name(front: &str) -> Option<Label<'_>> {
    let start = front.bytes().take(2).take_while(|&b| b == b'*').count();
    let stop = start + front[start..].find([':', '[', ']', '(', ')', '<', '>', '*', '\t'])?;
    let marks = |at: usize| at + front.as_bytes()[at..].iter().take(2).take_while(|&&b| b == b'*').count();
    let rest = front[marks(stop)..].strip_prefix(':')?;
    let text = marks(front.len() - rest.len());
    let spoken = front[text..].trim_start_matches([' ', '\t']);
    let is_apart = spoken.len() < front.len() - text;
    let name = front[start..stop].trim();
    let fits = is_apart && spoken.starts_with(char::is_alphabetic) && name.starts_with(char::is_alphabetic);
    (fits && is_name(name)).then(|| Label { speaker: Some(name), time: None, length: front.len() - spoken.len() })
}

/// Whether a line ends with the mark of a sentence, as most do.
fn ends_sentence(line: &str) -> bool {
    matches!(line.trim_ascii_end().as_bytes(), [.., b'.' | b',' | b'?' | b'!' | b';'])
}

/// A name of two words or more, and what the person is: "Jane Doe, CFO", "Jane Doe -- Chief Financial Officer".
fn name_and_role<'a>(text: &'a str, between: &str) -> Option<&'a str> {
    let (name, role) = text.split_once(between)?;
    let name = name.trim_matches(['*', ' ']);
    let is_role = |part: &str| part.split([' ', '*', ',']).any(|word| OFFICES.contains(&word));
    let is_role = is_role(role) && role.len() <= 80 && !role.contains(['.', ':']);
    (is_role && name.contains(' ') && is_name(name)).then_some(name)
}

/// A name of two words or more with an office in brackets: "Jane Doe (Host)".
fn name_and_office(text: &str) -> Option<&str> {
    let (name, role) = text.strip_suffix(')')?.rsplit_once(" (")?;
    let is_office = role.split([' ', ',']).any(|word| OFFICES.contains(&word));
    (is_office && name.contains(' ') && is_name(name)).then_some(name)
}

/// The first byte of a long dash.
const DASH: u8 = 0xE2;

/// What people are who speak in calls, meetings and broadcasts.
const OFFICES: [&str; 36] = [
    "Analyst",
    "Anchor",
    "Attorney",
    "CEO",
    "CFO",
    "CIO",
    "COO",
    "CTO",
    "Chair",
    "Chairman",
    "Chairperson",
    "Chief",
    "Co-Founder",
    "Correspondent",
    "Counsel",
    "Director",
    "EVP",
    "Editor",
    "Engineer",
    "Founder",
    "Guest",
    "Head",
    "Host",
    "Judge",
    "MD",
    "Manager",
    "Minister",
    "Moderator",
    "Officer",
    "Operator",
    "Partner",
    "President",
    "Professor",
    "SVP",
    "Secretary",
    "VP",
];

/// A name alone on its line, with or without a time behind it, or with what the person is.
fn name_alone(line: &str) -> Option<(&str, Option<&str>)> {
    if ends_sentence(line) {
        return None;
    }
    let line = line.trim();
    // Most lines are a sentence, or too long.
    if line.len() > 80 || ends_sentence(line) || !line.trim_start_matches('*').starts_with(char::is_uppercase) {
        return None;
    }
    let (name, time) = if line.ends_with(|c: char| c.is_ascii_digit() || matches!(c, ')' | ']' | 'm' | 'M'))
        && line.contains(':')
        && let Some(found) = BEHIND.captures(line)
    {
        (&line[..found.get(0)?.start()], found.name("t").map(|time| time.as_str()))
    } else {
        (line, None)
    };
    let name = name.trim().trim_matches('*');
    let with_role = || {
        memchr::memchr2(b'-', DASH, name.as_bytes())?;
        let between = [" -- ", " \u{2014} ", " - ", " \u{2013} "];
        between.into_iter().find_map(|between| name_and_role(name, between))
    };
    // "Ann Lee at 0:03"
    let before_at = || name.strip_suffix(" at").filter(|name| time.is_some() && name.contains(' ') && is_name(name));
    let name = if is_name(name) { name } else { before_at().or_else(with_role).or_else(|| name_and_office(name))? };
    (!name.ends_with('.')).then_some((name, time))
}

/// The time at the front of a line, if it has one.
fn timed(line: &str) -> Option<Label<'_>> {
    if may_be_timed(line) { clock(line) } else { None }
}

/// A name alone on its line behind a time.
fn name_behind<'a>(line: &'a str, time: &Label<'_>) -> Option<&'a str> {
    let rest = line[time.length..].trim_start_matches(['-', '\u{2013}', '|', ' ']);
    Some(name_alone(rest)?.0)
}

impl Labels {
    /// Looks at the whole text: names alone on a line count where one of them comes back, or numbers its speakers.
    pub(crate) fn of(text: &str) -> Self {
        let mut seen: HashMap<&str, u32, RandomState> = HashMap::default();
        let mut comes_back = |name| {
            let count = seen.entry(name).or_default();
            *count += 1;
            *count > 1 || name.starts_with("Speaker ")
        };
        let (mut alone, mut behind) = (false, false);
        // Lines that begin with a time, those of them that have nothing but a name behind it, and names with a time behind
        // them above a paragraph.
        let (mut times, mut named, mut headed) = (0, 0, 0);
        let mut rest = lines(text).peekable();
        let mut is_apart = true;
        while let Some(line) = rest.next() {
            let mut is_above = || rest.peek().is_some_and(|next| !next.trim().is_empty() && !may_be_timed(next));
            if let Some((name, time)) = name_alone(line) {
                alone |= comes_back(name);
                headed += u32::from(time.is_some() && is_apart && is_above());
            } else if let Some(time) = timed(line) {
                times += 1;
                if let Some(name) = name_behind(line, &time).filter(|_| is_above()) {
                    named += 1;
                    behind |= comes_back(name);
                }
            }
            is_apart = line.trim().is_empty();
        }
        Labels { alone, before_times: headed > 1, behind_times: behind && named == times }
    }

    /// The label at the front of a line; of length 0 where there is none.
    pub(super) fn read<'a>(&self, line: &'a str) -> Label<'a> {
        if (self.alone || may_be_alone(line))
            && let Some((name, time)) = name_alone(line)
            && (self.alone || self.before_times && time.is_some() || name_and_role(line, " -- ").is_some())
        {
            return Label { speaker: Some(name), time: time.and_then(seconds), length: line.len() };
        }
        if self.behind_times
            && let Some(time) = timed(line)
            && let Some(name) = name_behind(line, &time)
        {
            return Label { speaker: Some(name), length: line.len(), ..time };
        }
        Self::front(line)
    }

    /// Whether lines keep their labels when some of their text becomes another; none where that hangs on other lines
    /// too, for names that stand alone on theirs may come to count.
    pub(crate) fn stay(&self, before: &str, after: &str) -> Option<bool> {
        let stays = |before: &str, after: &str| {
            let [before, after] = [before, after].map(|line| line.trim_end_matches(['\n', '\r']));
            if before == after {
                return Some(true);
            }
            let is_alone = |line: &str| !self.alone && name_alone(line).is_some();
            let is_behind = |line: &str| timed(line).is_some_and(|time| name_behind(line, &time).is_some());
            if [before, after].into_iter().any(|line| is_alone(line) || is_behind(line)) {
                return None;
            }
            let label = self.read(before);
            let same = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
            Some(label.length <= same && label == self.read(after))
        };
        if lines(before).count() != lines(after).count() {
            return None;
        }
        let both = lines(before).zip(lines(after));
        both.map(|(before, after)| stays(before, after)).try_fold(true, |all, stays| Some(all && stays?))
    }

    /// The label at the front of a line of which this is the first part: a name alone is none there.
    pub(super) fn front(line: &str) -> Label<'_> {
        let front = floor_char(line, LONGEST_LABEL);
        // Every label has a colon or a bracket near its front; most lines have neither and need no pattern.
        if memchr::memchr3(b':', b'[', b'(', front.as_bytes()).is_none() {
            return Label::default();
        }
        if !may_begin(front) {
            return Label::default();
        }
        plain_name(front).or_else(|| name_and_time(front)).or_else(|| clock(front)).unwrap_or_default()
    }
}

/// Whether a line may begin with a label: with a time, a bracket, or words that a name may be of up to a colon or
/// bracket.
pub(crate) fn may_begin(front: &str) -> bool {
    let line = front.trim_start_matches([' ', '\t', '>', '*']);
    let end = line.find([':', '[', '(', '*', '<']).unwrap_or(line.len());
    let mut words = line[..end].split_whitespace();
    // A sentence has small letters within its first words.
    words.all(|word| {
        let is_small = word.starts_with(char::is_lowercase);
        !is_small || PARTICLES.contains(&word) || matches!(word, "of" | "and")
    })
}

/// Whether a line may be a name with a time behind it, or with what the person is.
fn may_be_alone(line: &str) -> bool {
    let bytes = line.trim_ascii_end().as_bytes();
    let ends_time = matches!(bytes, [.., b'0'..=b'9' | b')' | b']' | b'm' | b'M']);
    bytes.len() <= LONGEST_LABEL
        && (ends_time && memchr::memchr(b':', bytes).is_some() || memchr::memmem::find(bytes, b" -- ").is_some())
}

/// Whether a line may begin with a time.
fn may_be_timed(line: &str) -> bool {
    line.trim_start().trim_start_matches(['[', '(']).starts_with(|c: char| c.is_ascii_digit())
}

fn name_and_time(front: &str) -> Option<Label<'_>> {
    let found = FRONT.captures(front)?;
    let first = |names: &[&str]| names.iter().find_map(|name| found.name(name)).map(|part| part.as_str());
    let name = first(&["n1", "n2", "n3", "n4", "n5"]).map(str::trim)?;
    let name = Some(name).filter(|name| is_name(name)).or_else(|| name_and_role(name, ", "))?;
    let time = first(&["t1", "t2", "t3", "t4", "t5", "t6"]).and_then(seconds);
    Some(Label { speaker: Some(name), time, length: found.get(0)?.end() })
}

fn clock(front: &str) -> Option<Label<'_>> {
    let found = CLOCK.captures(front)?;
    let time = found.name("t").and_then(|time| seconds(time.as_str()));
    let name = found.name("n");
    let speaker = name.map(|name| name.as_str()).filter(|name| is_name(name));
    let length = match name.filter(|_| speaker.is_none()) {
        // It is something else that stands in brackets.
        Some(other) => other.start() - 1,
        None => found.get(0)?.end(),
    };
    Some(Label { speaker, time, length })
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
            ("0:03 | Ann Lee | we use it", Some("Ann Lee"), Some(3.0), "we use it"),
            ("Ann Lee\t0:03\twe use it", Some("Ann Lee"), Some(3.0), "we use it"),
            ("price | Ann Lee | we use it", None, None, "price | Ann Lee | we use it"),
            ("we use\t0:03\tit", None, None, "we use\t0:03\tit"),
            ("Ludwig van Beethoven: so", Some("Ludwig van Beethoven"), None, "so"),
            ("Speaker 1 (1:02:03): so", Some("Speaker 1"), Some(3723.0), "so"),
            ("[00:05] so", None, Some(5.0), "so"),
            ("O'Neil: so", Some("O'Neil"), None, "so"),
            ("Jane Doe (CFO): so", Some("Jane Doe"), None, "so"),
            ("Jane Doe [Guest]: so", Some("Jane Doe"), None, "so"),
            ("Jane Doe, CFO: so", Some("Jane Doe"), None, "so"),
            ("Jane Doe -- Chief Financial Officer", Some("Jane Doe"), None, ""),
            ("Jane Doe (3:04 PM): so", Some("Jane Doe"), None, "so"),
            ("[00:00:03.000 --> 00:00:05.000] Ann: so", Some("Ann"), Some(3.0), "so"),
            ("00:00:03.000 --> 00:00:05.000 [Ann] so", Some("Ann"), Some(3.0), "so"),
            ("00:03 [inaudible] so", None, Some(3.0), "[inaudible] so"),
            ("[00:00:03.000 --> 00:00:05.000]   so", None, Some(3.0), "so"),
            ("Jane Doe -- Morgan Stanley -- Analyst", Some("Jane Doe"), None, ""),
            // prose
            ("we met at 10:30 today: it was late", None, None, "we met at 10:30 today: it was late"),
            ("This is what I said: no", None, None, "This is what I said: no"),
            ("Thank You", None, None, "Thank You"),
            ("see http://x.y/z: it", None, None, "see http://x.y/z: it"),
            ("Yes, Sir: it is", None, None, "Yes, Sir: it is"),
            ("We met at 3:04 PM", None, None, "We met at 3:04 PM"),
            ("Amazon Bedrock -- it works", None, None, "Amazon Bedrock -- it works"),
            ("Amazon Bedrock -- Foundation Models", None, None, "Amazon Bedrock -- Foundation Models"),
            ("In Amazon Bedrock, Guardrails: so", None, None, "In Amazon Bedrock, Guardrails: so"),
            ("Amazon Bedrock at 10:30", None, None, "Amazon Bedrock at 10:30"),
            ("Amazon Bedrock 10:30", None, None, "Amazon Bedrock 10:30"),
        ];
        let labels = Labels { alone: false, before_times: false, behind_times: false };
        for &(line, speaker, time, prose) in cases {
            let label = labels.read(line);
            assert_eq!((label.speaker, label.time, &line[label.length..]), (speaker, time, prose), "{line}");
            assert!(may_begin(line) || prose == line, "{line}");
        }
    }

    #[test]
    fn what_needs_no_pattern_is_what_the_pattern_finds() {
        let (mut plain, mut other) = (0, 0);
        for stars in ["", "*", "**", "***"] {
            for name in ["Ann Lee", "ann lee", "Speaker 1", "Émile", " Bob", "Bob ", "Ann (CFO)", "X<b>", "7 Up", ""] {
                for end in [":", "**:", ":**", " :", "::", ":***", "*:*", ""] {
                    for text in
                        [" so it is", "\tso", "so", " 12:34 so", " [12:34] so", " é", "", " ", " *so*", "  so: it"]
                    {
                        let line = format!("{stars}{name}{end}{text}");
                        assert!(
                            may_begin(&line) || name_and_time(&line).or_else(|| clock(&line)).is_none(),
                            "{line:?}"
                        );
                        let Some(label) = plain_name(&line) else {
                            other += 1;
                            continue;
                        };
                        plain += 1;
                        assert_eq!(Some(label), name_and_time(&line), "{line:?}");
                    }
                }
            }
        }
        assert!(plain > 100 && other > 1000, "{plain} lines without the pattern, {other} with it");
    }

    #[test]
    fn a_name_alone_is_a_label_only_where_names_come_back() {
        let call = "Operator\n\nHello.\n\nAnn Lee\n\nHi.\n\nOperator\n\nBye.\n";
        assert_eq!(Labels::of(call).read("Ann Lee").speaker, Some("Ann Lee"));
        let timed = "[0:03] Ann Lee\nHello.\n\n[0:05] Bob Stone\nHi.\n\n[0:07] Ann Lee\nBye.\n";
        assert_eq!(Labels::of(timed).read("[0:03] Ann Lee").speaker, Some("Ann Lee"));
        let chapters = "0:03 Amazon Bedrock\nHow to use it.\n\n0:05 Trainium Chips\nWhat is new.\n";
        assert_eq!(Labels::of(chapters).read("0:03 Amazon Bedrock").speaker, None);
        for (line, time) in [
            ("Ann Lee   0:03", Some(3.0)),
            ("Ann Lee \u{b7} 0:03", Some(3.0)),
            ("Ann Lee, 00:03", Some(3.0)),
            ("Ann Lee at 0:03", Some(3.0)),
            ("Ann Lee (Guest) 0:03", Some(3.0)),
            ("Ann Lee - CEO 0:03", Some(3.0)),
            ("Ann Lee 3:04 PM", None),
        ] {
            let talk = format!("{line}\nHello.\n\nBob Stone 0:05\nHi.\n");
            let labels = Labels::of(&talk);
            let label = labels.read(line);
            assert_eq!((label.speaker, label.time), (Some("Ann Lee"), time), "{line}");
        }
        for line in ["We met at 0:03", "Lunch at 0:03", "Ann Lee (blue) 0:03", "Trainium - a chip 0:03"] {
            let talk = format!("{line}\nHello.\n\nBob Stone 0:05\nHi.\n\nBob Lee 0:07\nSo.\n");
            assert_eq!(Labels::of(&talk).read(line).length, 0, "{line}");
        }
        let agenda = "Ann Lee 0:03\nBob Stone 0:05\n\nAmazon Bedrock 0:07\n";
        assert_eq!(Labels::of(agenda).read("Ann Lee 0:03").speaker, None);
        let captions = "[0:03] Thank You\n[0:05] Amazon Bedrock\n";
        assert_eq!(Labels::of(captions).read("[0:03] Thank You").speaker, None);
        let prose = "Brandon Lucas\n\nso my name is\n\nBob Stone\n";
        assert_eq!(Labels::of(prose).read("Brandon Lucas").length, 0);
    }
}
