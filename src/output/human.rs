//! For the editor at the terminal: `human`, with the line and the place in it, and `concise`, one line a finding.

use std::io::{self, Write};

use super::shown::{clipped_end, clipped_start, shown, shown_in_line, shown_path, width_of};
use super::{Audience, Output, Styles, Verbosity, View};
use crate::finding::{Finding, Tier};
use crate::report::{Deed, Excerpt, FileReport, Report, Reported};

pub(super) const HUMAN: Output = Output {
    id: "human",
    about: "the line, the words marked in it, the fix and the reason",
    render: render_human,
    audience: Some(Audience::Person),
    has_step_summary: false,
    is_from_top: false,
};

pub(super) const CONCISE: Output = Output {
    id: "concise",
    about: "one line a finding",
    render: render_concise,
    audience: Some(Audience::Person),
    has_step_summary: false,
    is_from_top: false,
};

fn render_human(report: &Report, view: &View, out: &mut dyn Write) -> io::Result<()> {
    match report.deed {
        _ if view.verbosity == Verbosity::Summary => {}
        Deed::Checked => {
            for (file, reported) in report.findings() {
                finding(file, reported, view, out)?;
            }
        }
        Deed::Fixed | Deed::Tried => {
            for file in report.files.iter().filter(|file| !file.findings.is_empty()) {
                changes(file, view, out)?;
            }
        }
    }
    if view.verbosity == Verbosity::Quiet || report.count_files() == 0 {
        Ok(())
    } else {
        writeln!(out, "{}", summary(report))
    }
}

fn render_concise(report: &Report, view: &View, out: &mut dyn Write) -> io::Result<()> {
    if view.verbosity == Verbosity::Summary {
        return Ok(());
    }
    let Styles { place, heard, meant, .. } = view.styles;
    for (file, Reported { finding, .. }) in report.findings() {
        let tier = style_of(finding.tier, view);
        write!(
            out,
            "{place}{}:{}{place:#}: {tier}{}{tier:#} {} ",
            shown_path(&file.path),
            finding.place,
            finding.tier,
            finding.rule,
        )?;
        if finding.is_of_captions() {
            writeln!(out, "{}", shown_in_line(&finding.reason))?;
            continue;
        }
        writeln!(
            out,
            "{}: {heard}{}{heard:#} → {meant}{}{meant:#}",
            percent(finding.confidence),
            shown_in_line(&finding.heard),
            shown_in_line(finding.meant.as_deref().unwrap_or("?")),
        )?;
    }
    Ok(())
}

/// A finding in its line.
fn finding(file: &FileReport, reported: &Reported, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let finding = &reported.finding;
    let Styles { place, speaker, gutter, heard, meant, .. } = view.styles;
    write!(out, "{place}{}:{}{place:#}", shown_path(&file.path), finding.place)?;
    if let Some(name) = &finding.speaker {
        write!(out, "  {speaker}{}{speaker:#}", shown_in_line(name))?;
    }
    if let Some(time) = finding.time {
        write!(out, "  {}", clock(time))?;
    }
    writeln!(out)?;

    let number = finding.place.line.to_string();
    let margin = number.len().max(4);
    // A caption is shown by itself.
    let excerpt = if finding.is_of_captions() {
        Excerpt { before: "", heard: &finding.heard, after: "" }
    } else {
        file.excerpt(reported)
    };
    let line = Window::new(excerpt, view.width.saturating_sub(margin + 4));
    let Window { before, heard: words, after } = &line;
    writeln!(out, " {gutter}{number:>margin$} |{gutter:#} {before}{heard}{words}{heard:#}{after}")?;
    let indent = width_of(before);
    let carets = "^".repeat(width_of(words).max(1));
    write!(out, " {gutter}{:margin$} |{gutter:#} {:indent$}{heard}{carets}{heard:#} ", "", "")?;
    let tier = style_of(finding.tier, view);
    if finding.is_of_captions() {
        writeln!(out, "{}", shown_in_line(&finding.reason))?;
        return writeln!(out, " {gutter}{:margin$} ={gutter:#} {tier}{}{tier:#}, {}\n", "", finding.tier, finding.rule);
    }
    match &finding.meant {
        Some(text) => writeln!(out, "{meant}{}{meant:#}", shown_in_line(text))?,
        None => writeln!(out, "{meant}{}{meant:#}, which this file cannot hold here", shown_in_line(&finding.term))?,
    }
    writeln!(
        out,
        " {gutter}{:margin$} ={gutter:#} {tier}{} {}{tier:#}, {}: {}",
        "",
        finding.tier,
        percent(finding.confidence),
        finding.rule,
        shown_in_line(&finding.reason),
    )?;
    if !finding.alternatives.is_empty() {
        writeln!(out, " {gutter}{:margin$} ={gutter:#} or {}", "", others(finding))?;
    }
    writeln!(out)
}

/// The changes of a file, one a line.
fn changes(file: &FileReport, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let Styles { place, heard, meant, .. } = view.styles;
    if !file.is_continued {
        writeln!(out, "{place}{}{place:#}", shown_path(&file.path))?;
    }
    let places: Vec<String> = file.findings.iter().map(|reported| reported.finding.place.to_string()).collect();
    let margin = places.iter().map(String::len).max().unwrap_or(0);
    for (at, Reported { finding, .. }) in places.iter().zip(&file.findings) {
        writeln!(
            out,
            "  {at:>margin$}  {heard}{}{heard:#} → {meant}{}{meant:#}",
            shown_in_line(&finding.heard),
            shown_in_line(finding.meant.as_deref().unwrap_or_default()),
        )?;
    }
    Ok(())
}

/// What was found or done, in a few words.
pub(super) fn summary(report: &Report) -> String {
    let done = summary_of_read(report);
    match report.count_failed() {
        0 => done,
        failed => format!("{done}, and {failed} failed"),
    }
}

/// The same of the files that could be read.
fn summary_of_read(report: &Report) -> String {
    let files = counted(report.count_files(), "file");
    match report.deed {
        Deed::Checked => {
            let parts: Vec<String> = [(Tier::Auto, "to fix"), (Tier::Review, "to look at")]
                .into_iter()
                .map(|(tier, what)| (report.count(tier), what))
                .filter(|&(count, _)| count > 0)
                .map(|(count, what)| format!("{count} {what}"))
                .chain(Some(report.count(Tier::Hint)).filter(|&hints| hints > 0).map(|hints| counted(hints, "hint")))
                .collect();
            if parts.is_empty() && report.known > 0 {
                return format!("nothing new in {files}, {} known", report.known);
            }
            if parts.is_empty() {
                return format!("nothing found in {files}");
            }
            format!("{} in {files}", parts.join(", "))
        }
        Deed::Fixed | Deed::Tried => {
            let changed = report.count_changed();
            let changes = counted(report.count_all(), "place");
            match (changed, report.deed) {
                (0, _) => format!("nothing to fix in {files}"),
                (_, Deed::Fixed) => format!("fixed {changes} in {changed} of {files}"),
                _ => format!("would fix {changes} in {changed} of {files}"),
            }
        }
    }
}

fn others(finding: &Finding) -> String {
    let told = finding
        .alternatives
        .iter()
        .map(|other| format!("{} ({})", shown_in_line(&other.text), percent(other.confidence)));
    told.collect::<Vec<_>>().join(", ")
}

/// "1 file", "2 files".
pub(crate) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A confidence as people say it; only what is certain is 100 %.
pub(super) fn percent(confidence: f32) -> String {
    let whole = (confidence * 100.0).floor();
    let bounded = if confidence < 1.0 { whole.min(99.0) } else { whole };
    format!("{bounded:.0}%")
}

/// Seconds as `12:03` or `1:12:03`.
pub(super) fn clock(seconds: f64) -> String {
    let whole = seconds.max(0.0).round().min(1e9);
    let minutes = (whole / 60.0).floor();
    let (rest, hours) = (whole % 60.0, (minutes / 60.0).floor());
    if hours > 0.0 {
        return format!("{hours:.0}:{:02.0}:{rest:02.0}", minutes % 60.0);
    }
    format!("{minutes:.0}:{rest:02.0}")
}

pub(super) fn style_of(tier: Tier, view: &View) -> anstyle::Style {
    style_of_tier(tier, &view.styles)
}

/// How a tier looks.
pub(crate) fn style_of_tier(tier: Tier, styles: &Styles) -> anstyle::Style {
    match tier {
        Tier::Hint => styles.hint,
        Tier::Review => styles.review,
        Tier::Auto => styles.auto,
    }
}

/// As much of a line as there is room for, with the heard words in it.
#[derive(Debug, PartialEq)]
struct Window {
    before: String,
    heard: String,
    after: String,
}

impl Window {
    fn new(excerpt: Excerpt<'_>, room: usize) -> Self {
        let heard = clipped_end(&shown_in_line(excerpt.heard), room).into_owned();
        let left = room.saturating_sub(width_of(&heard));
        let before = shown(&excerpt.before.replace('\t', " ")).into_owned();
        let after = shown(&excerpt.after.replace('\t', " ")).into_owned();
        let half = left / 2;
        let room_before = half.max(left.saturating_sub(width_of(&after)));
        let before = clipped_start(&before, room_before).into_owned();
        let after = clipped_end(&after, left.saturating_sub(width_of(&before))).into_owned();
        Window { before, heard, after }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(before: &str, heard: &str, after: &str, room: usize) -> [String; 3] {
        let Window { before, heard, after } = Window::new(Excerpt { before, heard, after }, room);
        [before, heard, after]
    }

    #[test]
    fn what_was_not_come_to_did_not_fail() {
        let mut report = Report::new(Deed::Fixed);
        report.errors.push(crate::error::Error::new("stopped as asked; 3 files left as found").of_stop());
        assert_eq!(summary(&report), "nothing to fix in 0 files");
        report.errors.push(crate::error::Error::new("found a binary file"));
        assert_eq!(summary(&report), "nothing to fix in 0 files, and 1 failed");
    }

    #[test]
    fn a_long_line_is_cut_around_the_words() {
        assert_eq!(window("we use ", "git lab", " now", 40), ["we use ", "git lab", " now"]);
        let before = "one two three four five six seven ";
        let after = " eight nine ten eleven twelve";
        assert_eq!(window(before, "git lab", after, 30), ["… seven ", "git lab", " eight nine …"]);
        assert_eq!(window("", "git lab", after, 20), ["", "git lab", " eight nine …"]);
        assert_eq!(window(before, "git lab", "", 20), ["… six seven ", "git lab", ""]);
        assert_eq!(window("会議で", "ギット", "を使う", 12), ["…で", "ギット", "を…"]);
        assert_eq!(window("a ", "b\nc", "\u{1b}[2J", 40), ["a ", "b↵c", "␛[2J"]);
    }

    #[test]
    fn times_and_confidences_read_as_people_say_them() {
        assert_eq!([0.0, 723.4, 4323.0].map(clock), ["0:00", "12:03", "1:12:03"]);
        assert_eq!([0.5, 0.98, 0.999, 1.0].map(percent), ["50%", "98%", "99%", "100%"]);
    }
}
