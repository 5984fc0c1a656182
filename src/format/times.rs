//! Times as captions have them: `00:01:02,345 --> 00:01:04,000`.

/// What stands between the times of a cue.
const ARROW: &str = "-->";

/// The length of `01:02:03,456`, and of `02:03,456`.
const LONG: usize = 12;
const SHORT: usize = 9;
/// Seconds with a comma have no more characters.
const LONGEST_NUMBER: usize = 24;

/// The times of a line such as `00:01:02,345 --> 00:01:04,000 align:start`, in seconds.
pub(super) fn timing(line: &str) -> Option<(f64, f64)> {
    if !line.trim_start().starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | ':' | '.' | ',')) {
        return None;
    }
    plain_timing(line.as_bytes()).or_else(|| any_timing(line))
}

/// As [`timing`], however the times are written.
fn any_timing(line: &str) -> Option<(f64, f64)> {
    let (start, rest) = line.split_once(ARROW)?;
    let end = rest.split_whitespace().next()?;
    Some((seconds(start.trim())?, seconds(end)?))
}

/// Whether a line has the arrow that stands between times.
pub(super) fn has_arrow(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr::memchr_iter(b'>', bytes).any(|end| bytes[..=end].ends_with(ARROW.as_bytes()))
}

/// `01:02:03,456 --> 01:02:04,567`, as nearly all times are written.
fn plain_timing(line: &[u8]) -> Option<(f64, f64)> {
    let (start, rest) = line.split_at_checked(LONG)?;
    let (end, rest) = rest.strip_prefix(b" --> ")?.split_at_checked(LONG)?;
    if !rest.first().is_none_or(u8::is_ascii_whitespace) {
        return None;
    }
    Some((plain_seconds(start)?, plain_seconds(end)?))
}

/// `1:02:03.456`, `02:03,456`, `-0:00:01,000`, in seconds.
pub(super) fn seconds(time: &str) -> Option<f64> {
    plain_seconds(time.as_bytes()).or_else(|| any_seconds(time))
}

/// As [`seconds`], however the time is written.
fn any_seconds(time: &str) -> Option<f64> {
    let (sign, digits) = time.strip_prefix('-').map_or((1.0, time), |rest| (-1.0, rest));
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b',')) {
        return None;
    }
    if !(1..=2).contains(&digits.bytes().filter(|&b| b == b':').count()) {
        return None;
    }
    let number = |part: &str| match part.split_once(',') {
        Some((whole, decimals)) => {
            // With a point in place of the comma.
            let mut spelled = [b'.'; LONGEST_NUMBER];
            let end = whole.len() + 1 + decimals.len();
            spelled.get_mut(..whole.len())?.copy_from_slice(whole.as_bytes());
            spelled.get_mut(whole.len() + 1..end)?.copy_from_slice(decimals.as_bytes());
            std::str::from_utf8(&spelled[..end]).ok()?.parse::<f64>().ok()
        }
        None => part.parse().ok(),
    };
    let total = digits.split(':').try_fold(0.0, |total, part| Some(total * 60.0 + number(part)?))?;
    Some(sign * total)
}

/// `01:02:03,456` and `02:03.456`, as nearly all times are written, in seconds; parsing takes several times as long.
pub(super) fn plain_seconds(time: &[u8]) -> Option<f64> {
    let pair = |at: usize| {
        let digit = |at: usize| time[at].is_ascii_digit().then(|| u32::from(time[at] - b'0'));
        Some(digit(at)? * 10 + digit(at + 1)?)
    };
    let (hours, from) = match time.len() {
        SHORT => (0, 0),
        LONG if time[2] == b':' => (pair(0)?, 3),
        _ => return None,
    };
    if time[from + 2] != b':' || !matches!(time[from + 5], b'.' | b',') || !time[from + 6].is_ascii_digit() {
        return None;
    }
    let minutes = hours * 60 + pair(from)?;
    let fraction = u32::from(time[from + 6] - b'0') * 100 + pair(from + 7)?;
    Some(f64::from((minutes * 60 + pair(from + 3)?) * 1000 + fraction) / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        assert_eq!(timing("00:00:01,500 --> 00:01:02,250"), Some((1.5, 62.25)));
        assert_eq!(timing("00:59:59.999 --> 99:99:99,999").map(|(start, _)| start), Some(3599.999));
        assert_eq!(timing("00:01.500 --> 1:00:02.250 align:start position:0%"), Some((1.5, 3602.25)));
        assert_eq!(timing("-00:00:01,500 --> 00:01:02,250 X1:0"), Some((-1.5, 62.25)));
        for line in [
            "1",
            "a --> b",
            "00:01 -> 00:02",
            "--> 00:02:00,000",
            "x 00:00:01,500 --> 00:01:02,250",
            "00:00:0x,500 --> 1",
            "00.00.01.500 --> 1",
        ] {
            assert_eq!(timing(line), None, "{line}");
        }
    }

    #[test]
    fn what_is_plainly_written_is_read_alike() {
        let times =
            ["00:00:01,500", "00:59:59.999", "99:99:99,999", "00:0x:01,500", "00:01.500", "1:00:02.250", "00:00:01,5é"];
        let ends = ["", " ", "\t", "x", " align:start", "\u{a0}", "é"];
        let mut plain = 0;
        for start in times {
            for arrow in [" --> ", "-->", "  --> ", " -->  ", " -> "] {
                for end in times {
                    for rest in ends {
                        let line = format!("{start}{arrow}{end}{rest}");
                        let Some(times) = plain_timing(line.as_bytes()) else { continue };
                        plain += 1;
                        assert_eq!(any_timing(&line), Some(times), "{line}");
                        let slowly = [start, end].map(|time| any_seconds(time).expect("a time"));
                        let near = |(fast, slow): (f64, f64)| (fast - slow).abs() < 1e-9;
                        assert!(near((times.0, slowly[0])) && near((times.1, slowly[1])), "{line}: {slowly:?}");
                    }
                }
            }
        }
        assert_eq!(plain, 3 * 3 * 4);
    }

    #[test]
    fn arrows_are_found() {
        for (line, expected) in [
            ("-->", true),
            ("a --> b", true),
            ("--->", true),
            ("->", false),
            ("a>b", false),
            ("> -->", true),
            ("", false),
        ] {
            assert_eq!(has_arrow(line), expected, "{line}");
        }
    }
}
