//! How a file spells the text that it holds: as it is, with the escapes of JSON, or with the entities of markup.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// A way of spelling text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Coding {
    /// As it is read.
    #[default]
    Plain,
    /// As the cues of captions, which hold no arrow; what [`line_escape`] tells of stands in them too.
    Cue,
    /// As it is read, in words without blanks.
    Word,
    /// Escaped as in JSON (RFC 8259, section 7), with nothing but ASCII if the file has nothing else.
    Json { ascii: bool },
    /// With entities, as in XML, HTML and the cues of `WebVTT`, with nothing but ASCII where another encoding than that
    /// of the file is declared.
    Markup { ascii: bool },
    /// The same in the cues of captions, in which what [`line_escape`] tells of stands too.
    CueMarkup { ascii: bool },
    /// As it is read, between the marks that XML has for that; nothing but ASCII where markup is so.
    Cdata { ascii: bool },
}

/// Marks that show where a line may be broken and that nobody sees; some captions are strewn with them.
const UNSEEN: [char; 2] = ['\u{AD}', '\u{200B}'];
/// The first bytes of theirs in UTF-8; the second is that of curly quotes and dashes too.
const UNSEEN_BEGINS: [u8; 2] = [first_byte(UNSEEN[0]), first_byte(UNSEEN[1])];

const fn first_byte(c: char) -> u8 {
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes);
    bytes[0]
}

fn is_unseen(c: char) -> bool {
    UNSEEN.contains(&c)
}

impl Coding {
    /// Markup in the encoding of the file.
    pub(crate) const MARKUP: Coding = Coding::Markup { ascii: false };

    /// How a file that is spelled so spells text that stands as it is.
    pub(crate) fn verbatim(self) -> Coding {
        Coding::Cdata { ascii: matches!(self, Coding::Markup { ascii: true } | Coding::CueMarkup { ascii: true }) }
    }

    /// The same in the cues of captions.
    pub(crate) fn of_cues(self) -> Coding {
        match self {
            Coding::Markup { ascii } => Coding::CueMarkup { ascii },
            other => other,
        }
    }

    /// The escapes that a JSON file uses.
    pub(crate) fn of_json(file: &str) -> Coding {
        Coding::Json { ascii: file.is_ascii() && memchr::memmem::find(file.as_bytes(), br"\u").is_some() }
    }

    /// Calls `found` with what each stretch of `raw` spells: text as it is, or a single escape.
    pub(crate) fn read(self, raw: &str, mut found: impl FnMut(Range<usize>, &str)) {
        let marks = match self {
            Coding::Json { .. } | Coding::Cue => [b'\\'; 2],
            Coding::Markup { .. } => [b'&'; 2],
            Coding::CueMarkup { .. } => [b'&', b'\\'],
            Coding::Plain | Coding::Word | Coding::Cdata { .. } => return as_it_is(raw, 0, &mut found),
        };
        let mut done = 0;
        while let Some(at) = memchr::memchr2(marks[0], marks[1], &raw.as_bytes()[done..]).map(|at| done + at) {
            as_it_is(&raw[done..at], done, &mut found);
            let (length, text) = match (self, raw.as_bytes()[at]) {
                (Coding::Json { .. }, _) => escape(&raw[at..]),
                (_, b'&') => entity(&raw[at..]),
                _ => blank_escape(raw, at),
            };
            match text {
                Some(text) if text.chars().all(is_unseen) => {}
                Some(text) => found(at..at + length, &text),
                None => found(at..at + length, &raw[at..at + length]),
            }
            done = at + length;
        }
        as_it_is(&raw[done..], done, &mut found);
    }

    /// What `raw` spells.
    pub(crate) fn text(self, raw: &str) -> Cow<'_, str> {
        let mut whole = None;
        let mut text = String::new();
        self.read(raw, |at, part| {
            if at.len() == raw.len() && part.len() == raw.len() {
                whole = Some(());
            } else {
                text.push_str(part);
            }
        });
        if whole.is_some() { Cow::Borrowed(raw) } else { Cow::Owned(text) }
    }

    /// Whether text can be spelled.
    pub(crate) fn can_hold(self, text: &str) -> bool {
        match self {
            Coding::Plain | Coding::Json { .. } => true,
            Coding::Markup { .. } => !text.contains(|c: char| c.is_control() && !c.is_whitespace()),
            Coding::CueMarkup { .. } => Coding::MARKUP.can_hold(text) && !has_line_escape(text),
            // These may be a part of the mark that ends it.
            Coding::Cdata { ascii } => {
                Coding::MARKUP.can_hold(text)
                    && !text.contains(']')
                    && !text.starts_with('>')
                    && (text.is_ascii() || !ascii)
            }
            // An arrow would be a time, and these begin a mark.
            Coding::Cue => !text.contains("-->") && !text.contains(['<', '{']) && !has_line_escape(text),
            Coding::Word => !text.contains(char::is_whitespace) && !text.is_empty(),
        }
    }

    /// How text is spelled.
    pub(crate) fn written(self, text: &str) -> String {
        match self {
            Coding::Plain | Coding::Cue | Coding::Word | Coding::Cdata { .. } => text.to_owned(),
            Coding::Markup { ascii } | Coding::CueMarkup { ascii } => {
                let mut out = String::with_capacity(text.len());
                for c in text.chars() {
                    match c {
                        '&' => out.push_str("&amp;"),
                        '<' => out.push_str("&lt;"),
                        '>' => out.push_str("&gt;"),
                        c if ascii && !c.is_ascii() => {
                            let _ = write!(out, "&#{};", u32::from(c));
                        }
                        c => out.push(c),
                    }
                }
                out
            }
            Coding::Json { ascii } => {
                let mut out = String::with_capacity(text.len());
                for c in text.chars() {
                    match c {
                        '"' => out.push_str("\\\""),
                        '\\' => out.push_str("\\\\"),
                        '\n' => out.push_str("\\n"),
                        c if c < ' ' || ascii && !c.is_ascii() => {
                            for unit in c.encode_utf16(&mut [0; 2]) {
                                let _ = write!(out, "\\u{unit:04x}");
                            }
                        }
                        c => out.push(c),
                    }
                }
                out
            }
        }
    }
}

fn as_it_is(raw: &str, offset: usize, found: &mut impl FnMut(Range<usize>, &str)) {
    // Plain text is told from its bytes sooner than from its characters.
    if memchr::memchr2(UNSEEN_BEGINS[0], UNSEEN_BEGINS[1], raw.as_bytes()).is_none() {
        if !raw.is_empty() {
            found(offset..offset + raw.len(), raw);
        }
        return;
    }
    let mut done = 0;
    for (at, mark) in raw.match_indices(UNSEEN) {
        if done < at {
            found(offset + done..offset + at, &raw[done..at]);
        }
        done = at + mark.len();
    }
    if done < raw.len() {
        found(offset + done..offset + raw.len(), &raw[done..]);
    }
}

/// The length of the escape at the beginning of `raw` and its character; half a surrogate pair is a replacement mark.
fn escape(raw: &str) -> (usize, Option<Cow<'_, str>>) {
    let some = |length: usize, c: char| (length, Some(Cow::Owned(c.to_string())));
    match raw.as_bytes().get(1) {
        Some(b'n') => (2, Some(Cow::Borrowed("\n"))),
        Some(b't') => (2, Some(Cow::Borrowed("\t"))),
        Some(b'r') => (2, Some(Cow::Borrowed("\r"))),
        Some(b'b') => (2, Some(Cow::Borrowed("\u{8}"))),
        Some(b'f') => (2, Some(Cow::Borrowed("\u{C}"))),
        Some(b'"' | b'\\' | b'/') => (2, Some(Cow::Borrowed(&raw[1..2]))),
        Some(b'u') => {
            let unit = |at: usize| {
                let digits = raw.get(at..at + 4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
                u16::from_str_radix(digits, 16).ok()
            };
            let Some(first) = unit(2) else { return (1, None) };
            let second = raw.get(6..8).filter(|next| *next == "\\u").and_then(|_| unit(8));
            match char::decode_utf16([Some(first), second].into_iter().flatten()).next() {
                Some(Ok(c)) => some(if c.len_utf16() == 2 { 12 } else { 6 }, c),
                _ => some(6, char::REPLACEMENT_CHARACTER),
            }
        }
        _ => (1, None),
    }
}

/// What an escape of ASS stands for, which programs leave in captions that they make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineEscape {
    /// `\h`: a blank.
    Blank,
    /// `\N`: the end of a line.
    End,
}

/// So many bytes are looked through to either side for what tells that a backslash is a part of the name of a file.
const LONGEST_PATH: usize = 120;

/// The escape that the backslash there begins; none within the name of a file (`C:\new`, `src\hosts\nginx`), of which another
/// backslash is no escape. The soft line end of ASS, `\n`, is none here: programs write `\N` for all, and names begin with `n`.
pub(crate) fn line_escape(text: &str, at: usize) -> Option<LineEscape> {
    let bytes = text.as_bytes();
    let escape = match bytes.get(at + 1)? {
        b'h' => LineEscape::Blank,
        b'N' => LineEscape::End,
        _ => return None,
    };
    let near = &bytes[at.saturating_sub(LONGEST_PATH)..at];
    let start = at - near.iter().rev().take_while(|byte| !byte.is_ascii_whitespace()).count();
    let behind = bytes[at..].iter().take(LONGEST_PATH).take_while(|byte| !byte.is_ascii_whitespace()).count();
    let token = &bytes[start..at + behind];
    let is_drive = |front: &[u8]| match front {
        [.., before, drive, b':'] => drive.is_ascii_alphabetic() && !before.is_ascii_alphanumeric(),
        [drive, b':'] => drive.is_ascii_alphabetic(),
        _ => false,
    };
    // The token may be cut off behind a backslash: what that begins stands in the text.
    let is_of_path = |at: usize| !matches!(bytes.get(start + at + 1), Some(b'h' | b'N')) || is_drive(&token[..at]);
    let is_in_path = memchr::memchr_iter(b'\\', token).any(is_of_path);
    (!is_in_path).then_some(escape)
}

fn has_line_escape(text: &str) -> bool {
    memchr::memchr_iter(b'\\', text.as_bytes()).any(|at| line_escape(text, at).is_some())
}

/// The length of the blank that is escaped there, and the blank; none where a backslash is just one.
fn blank_escape(raw: &str, at: usize) -> (usize, Option<Cow<'_, str>>) {
    let is_blank = line_escape(raw, at) == Some(LineEscape::Blank);
    if is_blank { (2, Some(Cow::Borrowed(" "))) } else { (1, None) }
}

/// The longest entity that is read; the longest name that HTML has is of 31 letters.
pub(crate) const LONGEST_ENTITY: usize = 33;

/// The length of the entity at the beginning of `raw` and what it spells, by the names of HTML (WHATWG), which are those of
/// XML too; none where an ampersand is just one.
fn entity(raw: &str) -> (usize, Option<Cow<'_, str>>) {
    let end = raw.bytes().take(LONGEST_ENTITY).position(|b| b == b';');
    let Some(whole) = end.map(|end| &raw[..=end]) else { return (1, None) };
    // What is decoded may hold several.
    if !whole[1..].trim_end_matches(';').bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#') {
        return (1, None);
    }
    let text = html_escape::decode_html_entities(whole);
    if text == whole { (1, None) } else { (whole.len(), Some(text)) }
}

/// A time in seconds: decimal, with an `s` behind it, as clocks show it (`0:01:02.5`, `00:01:02,500`), or as an ISO 8601
/// duration (`PT1M2.5S`).
pub(crate) fn seconds(text: &str) -> Option<f64> {
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let Some(mut rest) = text.strip_prefix("PT") else {
        return number(text.strip_suffix('s').unwrap_or(text)).or_else(|| clock(text));
    };
    let mut sum = 0.0;
    for (unit, length) in [('H', 3600.0), ('M', 60.0), ('S', 1.0)] {
        if let Some((count, behind)) = rest.split_once(unit) {
            sum += number(count)? * length;
            rest = behind;
        }
    }
    rest.is_empty().then_some(sum)
}

fn clock(text: &str) -> Option<f64> {
    let is_of_clock = |b: u8| b.is_ascii_digit() || matches!(b, b':' | b'.' | b',');
    if !text.bytes().all(is_of_clock) || !(1..=2).contains(&text.bytes().filter(|&b| b == b':').count()) {
        return None;
    }
    let part = |part: &str| part.replace(',', ".").parse::<f64>().ok();
    text.split(':').try_fold(0.0, |sum, next| Some(sum * 60.0 + part(next)?))
}

/// So many decimals are written; whoever writes more is not to be followed.
const MOST_DECIMALS: usize = 18;

/// How long it is from `start` to the end of what begins at `from` and lasts `lasting`: spelled as `duration` is.
///
/// The times are such as [`seconds`] reads, whatever their unit; none where they are anything else, or run back, and where
/// they have more decimals than any clock.
pub(crate) fn lasting(start: &str, duration: &str, from: &str, lasting: &str) -> Option<String> {
    let number = |text: &str| {
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.trim_end_matches(['s', 'S']).len());
        Some((seconds(text)?, decimals))
    };
    let (start, _) = number(start)?;
    let (_, own) = number(duration)?;
    let (from, before) = number(from)?;
    let (lasting, decimals) = number(lasting)?;
    let sum = from + lasting - start;
    let places = own.max(before).max(decimals);
    if sum < 0.0 || places > MOST_DECIMALS {
        return None;
    }
    let sum = format!("{sum:.places$}");
    Some(if duration.starts_with("PT") { format!("PT{sum}S") } else { sum })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written() {
        let json = Coding::Json { ascii: true };
        let cases = [
            (Coding::Plain, "a & b", "a & b"),
            (json, r#"caf\u00e9 \"x\" \ud83d\ude00\n"#, "café \"x\" 😀\n"),
            (Coding::Json { ascii: false }, "café", "café"),
            (Coding::MARKUP, "Q&amp;A é &lt;b&gt;", "Q&A é <b>"),
            (Coding::Markup { ascii: true }, "Q&amp;A &#233; &#128512;", "Q&A é 😀"),
        ];
        for (coding, raw, text) in cases {
            assert_eq!(coding.text(raw), text);
            assert_eq!(coding.written(text), raw);
        }
        assert_eq!(Coding::MARKUP.text("AT&T &nbsp;&#8217;&#x41;&bogus;"), "AT&T \u{A0}’A&bogus;");
        assert_eq!(json.text(r"a\ud800 b\u12 c\"), "a\u{FFFD} b\\u12 c\\");
        assert_eq!(
            Coding::MARKUP.text("Bj&ouml;rn &mdash; &copy;&shy;Xo&shy;chitl &CounterClockwiseContourIntegral;"),
            "Björn — ©Xochitl ∳"
        );
        assert_eq!(
            Coding::MARKUP.text("&;&#;&#x;&#xD800;&amp;lt; &ouml &&amp; &x&lt;"),
            "&;&#;&#x;&#xD800;&lt; &ouml && &x<"
        );
        assert_eq!(
            Coding::MARKUP.text("Q&A about it&rdquo; & so&hellip; a && b&nbsp;c"),
            "Q&A about it” & so… a && b\u{A0}c"
        );
        assert_eq!(Coding::Plain.text("a\u{200B}b\u{AD}c"), "abc");
    }

    #[test]
    fn escapes_of_ass_are_told_from_names_of_files() {
        for (raw, text) in [
            (r"\h\ha\hb", "  a b"),
            (r"a:\hb &amp; ab:\hc", "a:\\hb & ab: c"),
            (r"C:\home\her \\\\host\here \\h x\y\", r"C:\home\her \\\\host\here \\h x\y\"),
        ] {
            assert_eq!(Coding::CueMarkup { ascii: false }.text(raw), text);
        }
        // However long what stands together is, and wherever the look around ends.
        for letters in 0..3 {
            let long = format!("{}{}", "a".repeat(letters), r"\hbcdef".repeat(100));
            assert_eq!(Coding::Cue.text(&long), long.replace(r"\h", " "), "{letters}");
        }
        assert_eq!(Coding::Cue.text(r"&amp;\hx"), "&amp; x");
        assert_eq!(Coding::MARKUP.text(r"\hx"), r"\hx");
        assert!(!Coding::Cue.can_hold(r"a\Nb") && Coding::Cue.can_hold(r"C:\N"));
    }

    #[test]
    fn times_are_read_as_they_are_spelled() {
        for (text, time) in
            [("1.5", Some(1.5)), ("1.5s", Some(1.5)), ("PT1H2M3.5S", Some(3723.5)), ("PT", Some(0.0)), ("PT1X", None)]
        {
            assert_eq!(seconds(text), time, "{text}");
        }
    }

    #[test]
    fn durations_go_on_to_the_last_end() {
        assert_eq!(lasting("0.76", "0.32", "1.08", "0.40"), Some("0.72".to_owned()));
        assert_eq!(lasting("PT0.76S", "PT0.32S", "PT1.08S", "PT0.4S"), Some("PT0.72S".to_owned()));
        assert_eq!(lasting("7600000.0", "3200000.0", "10800000.0", "4000000.0"), Some("7200000.0".to_owned()));
        assert_eq!(lasting("PT59.9S", "PT0.3S", "PT1M0.2S", "PT0.4S"), Some("PT0.7S".to_owned()));
        assert_eq!(lasting("x", "1", "2", "3"), None);
        assert_eq!(lasting("5.0", "0.2", "1.0", "0.2"), None);
        let exact = |decimals: usize| format!("0.{}", "1".repeat(decimals));
        assert_eq!(lasting("0", &exact(18), "1", "2"), Some(format!("3.{}", "0".repeat(18))));
        assert_eq!(lasting("0", &exact(19), "1", "2"), None);
        assert_eq!(lasting("0", &exact(70_000), "1", "2"), None);
        assert_eq!(lasting("PT0S", "PT1S", &format!("PT{}S", exact(70_000)), "PT2S"), None);
    }
}
