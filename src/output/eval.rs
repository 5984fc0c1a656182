//! How good the findings were: figures for people, for programs, and as a picture.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::json_text::write_pretty;
use super::shown::shown_in_line;
use super::view::{Verbosity, View};
use crate::eval::{Bin, Counts, CurvePoint, Figures, GoldKind, Mistake};
use crate::finding::Tier;

/// What was measured, and on what.
#[derive(Debug)]
pub(crate) struct Evaluation {
    /// The sets in their order, with their names.
    pub(crate) sets: Vec<(String, Figures)>,
    /// How many mistakes are told of each set.
    pub(crate) mistakes: usize,
}

/// The tiers that a table tells of, from the surest on: each with what is surer.
const TIERS: [(Tier, &str); 3] = [(Tier::Auto, "auto"), (Tier::Review, "review"), (Tier::Hint, "any")];
/// The version of the object that is written; it rises when a field goes or changes its meaning.
const VERSION: u32 = 1;

impl Evaluation {
    /// Tables, the curve and the worst mistakes.
    pub(crate) fn render_human(&self, view: &View, out: &mut dyn Write) -> io::Result<()> {
        let mut all = Figures::default();
        for (name, figures) in &self.sets {
            render_set(name, figures, self.mistakes, view, out)?;
            all.add(figures.clone().of_list(name));
        }
        if self.sets.len() > 1 {
            render_set(&format!("all {} sets", self.sets.len()), &all, 0, view, out)?;
        }
        Ok(())
    }

    /// One object for all sets.
    pub(crate) fn render_json(&self, out: &mut dyn Write) -> io::Result<()> {
        let sets = self.sets.iter().map(|(name, figures)| SetLine::new(name, figures, self.mistakes)).collect();
        write_pretty(&Whole { version: VERSION, sets }, out)
    }

    /// The curves of all sets, as an SVG picture.
    pub(crate) fn curves_as_svg(&self) -> String {
        let curves: Vec<(&str, Vec<CurvePoint>)> =
            self.sets.iter().map(|(name, figures)| (name.as_str(), figures.curve())).collect();
        svg(&curves)
    }
}

fn render_set(name: &str, figures: &Figures, mistakes: usize, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let strong = view.styles.strong;
    let (before, after) = figures.word_error_rates();
    writeln!(
        out,
        "{strong}{}{strong:#}: {} words, {} misheard that can be found",
        shown_in_line(name),
        figures.words,
        figures.gold.len()
    )?;
    writeln!(out, "  tier     right  wrong  neutral  precision  recall  terms  wrong in 10,000 words")?;
    for (tier, id) in TIERS {
        let counts = figures.from(tier);
        let precision = counts.precision().map_or_else(|| "-".to_owned(), |precision| format!("{precision:.3}"));
        let Counts { better, worse, neutral, recall, term_recall, harm } = counts;
        writeln!(
            out,
            "  {id:6} {better:7} {worse:6} {neutral:8} {precision:>10} {recall:7.3} {term_recall:6.3} {harm:10.2}"
        )?;
    }
    writeln!(
        out,
        "  word error rate: {:.2} % as heard, {:.2} % with tier auto written",
        100.0 * before,
        100.0 * after
    )?;
    if view.verbosity == Verbosity::Quiet {
        return writeln!(out);
    }
    writeln!(out, "  confidence   judged  promised  right")?;
    for Bin { from, judged, right, promised } in figures.calibration() {
        writeln!(out, "  {from:.1} to {:.1} {judged:8} {promised:9.2} {right:6.2}", from + 0.1)?;
    }
    let curve = figures.curve();
    if !curve.is_empty() {
        writeln!(out, "  precision (up) by recall (right)")?;
        out.write_all(plot(&curve).as_bytes())?;
    }
    render_mistakes(&figures.mistakes(), mistakes, view, out)?;
    writeln!(out)
}

fn render_mistakes(mistakes: &[Mistake], most: usize, view: &View, out: &mut dyn Write) -> io::Result<()> {
    if most == 0 || mistakes.is_empty() {
        return Ok(());
    }
    writeln!(out, "  wrong, the surest first")?;
    let (heard_style, meant_style) = (view.styles.heard, view.styles.meant);
    for Mistake { heard, meant, confidence, count, around: (before, after) } in mistakes.iter().take(most) {
        writeln!(
            out,
            "  {confidence:.2} {count:3}x  {}{heard_style}[-{}-]{heard_style:#}{meant_style}{{+{}+}}{meant_style:#}{}",
            shown_in_line(before),
            shown_in_line(heard),
            shown_in_line(meant),
            shown_in_line(after),
        )?;
    }
    if mistakes.len() > most {
        writeln!(out, "  {} more kinds", mistakes.len() - most)?;
    }
    Ok(())
}

/// Rows of a tenth of precision and columns of a fiftieth of recall.
const ROWS: usize = 10;
const COLUMNS: usize = 50;

/// The curve as letters: the best precision at each recall.
fn plot(curve: &[CurvePoint]) -> String {
    let mut best = [None::<f64>; COLUMNS + 1];
    for point in curve {
        let column = nearest(point.recall, COLUMNS);
        best[column] = Some(best[column].map_or(point.precision, |other| other.max(point.precision)));
    }
    let mut text = String::new();
    for row in (1..=ROWS).rev() {
        let mark = |best: &Option<f64>| match best {
            Some(precision) if nearest(*precision, ROWS).max(1) == row => '●',
            _ => ' ',
        };
        let line: String = best.iter().map(mark).collect();
        let _ = writeln!(text, "  {:3.1} ┤{}", row as f64 / ROWS as f64, line.trim_end());
    }
    let _ = writeln!(text, "      └{}", "────┴".repeat(COLUMNS / 5));
    let _ = writeln!(text, "       0{:>24}{:>25}", "0.5", "1");
    text
}

/// The number of steps of `1 / steps` that is nearest to a share.
#[expect(clippy::cast_sign_loss, reason = "a share is not negative")]
fn nearest(share: f64, steps: usize) -> usize {
    ((share * steps as f64).round() as usize).min(steps)
}

/// Colours that can be told apart by all eyes (Okabe and Ito 2008).
const COLORS: [&str; 7] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];
/// Points of a line that nobody could tell apart are left out.
const FINEST: f64 = 0.002;

const TITLE_OF_CURVES: &str = "<title>Precision by recall</title>";

/// Whether a text begins as a picture of curves does.
pub(crate) fn are_curves(beginning: &str) -> bool {
    beginning.starts_with("<svg ") && beginning.contains(TITLE_OF_CURVES)
}

fn svg(curves: &[(&str, Vec<CurvePoint>)]) -> String {
    let (left, top, size) = (60.0, 20.0, 400.0);
    let height = 460.0_f64.max(top + 20.0 * curves.len() as f64 + 20.0);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 {height}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         {TITLE_OF_CURVES}\n<rect width=\"760\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
    for tenth in 0..=10 {
        let share = f64::from(tenth) / 10.0;
        let (x, y) = (left + size * share, top + size * (1.0 - share));
        let (right, bottom) = (left + size, top + size);
        let _ = writeln!(
            text,
            "<path d=\"M{left} {y:.0}H{right}M{x:.0} {top}V{bottom}\" stroke=\"#ddd\"/>\
             <text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{share:.1}</text>\
             <text x=\"{x:.0}\" y=\"{:.0}\" text-anchor=\"middle\">{share:.1}</text>",
            left - 6.0,
            y + 4.0,
            bottom + 18.0
        );
    }
    let _ = writeln!(
        text,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">recall</text>\
         <text transform=\"translate(18 {}) rotate(-90)\" text-anchor=\"middle\">precision</text>",
        left + size / 2.0,
        top + size + 36.0,
        top + size / 2.0
    );
    for (number, (name, curve)) in curves.iter().enumerate() {
        let color = COLORS[number % COLORS.len()];
        let mut path = String::new();
        let mut last = (f64::MAX, f64::MAX);
        for point in curve {
            if (point.recall - last.0).abs() + (point.precision - last.1).abs() < FINEST {
                continue;
            }
            let step = if path.is_empty() { 'M' } else { 'L' };
            let _ = write!(path, "{step}{:.1} {:.1}", left + size * point.recall, top + size * (1.0 - point.precision));
            last = (point.recall, point.precision);
        }
        let y = top + 10.0 + 20.0 * number as f64;
        let _ = writeln!(
            text,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>\
             <path d=\"M480 {y}h20\" stroke=\"{color}\" stroke-width=\"2\"/><text x=\"506\" y=\"{}\">{}</text>",
            y + 4.0,
            escaped(name)
        );
    }
    text.push_str("</svg>\n");
    text
}

/// The name of a set in a picture: what would be markup is shown as it is, and no control character stays.
fn escaped(name: &str) -> String {
    shown_in_line(name).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[derive(Serialize)]
struct Whole<'a> {
    version: u32,
    sets: Vec<SetLine<'a>>,
}

#[derive(Serialize)]
struct SetLine<'a> {
    set: &'a str,
    words: usize,
    gold: GoldLine,
    wer_before: f64,
    wer_after: f64,
    auto: CountsLine,
    review: CountsLine,
    any: CountsLine,
    calibration: Vec<BinLine>,
    curve: Vec<PointLine>,
    worst: Vec<MistakeLine>,
}

#[derive(Serialize)]
struct GoldLine {
    close: usize,
    spacing: usize,
}

#[derive(Serialize)]
struct CountsLine {
    better: usize,
    worse: usize,
    neutral: usize,
    precision: Option<f64>,
    recall: f64,
    term_recall: f64,
    harm_per_10k: f64,
}

#[derive(Serialize)]
struct BinLine {
    from: f64,
    judged: usize,
    promised: f64,
    right: f64,
}

#[derive(Serialize)]
struct PointLine {
    confidence: f64,
    precision: f64,
    recall: f64,
}

#[derive(Serialize)]
struct MistakeLine {
    heard: String,
    meant: String,
    confidence: f64,
    count: usize,
    before: String,
    after: String,
}

impl<'a> SetLine<'a> {
    fn new(set: &'a str, figures: &Figures, mistakes: usize) -> Self {
        let (before, after) = figures.word_error_rates();
        let gold = |kind| figures.gold.iter().filter(|(_, found)| *found == kind).count();
        SetLine {
            set,
            words: figures.words,
            gold: GoldLine { close: gold(GoldKind::Close), spacing: gold(GoldKind::Spacing) },
            wer_before: rounded(100.0 * before, 2),
            wer_after: rounded(100.0 * after, 2),
            auto: CountsLine::new(figures.from(Tier::Auto)),
            review: CountsLine::new(figures.from(Tier::Review)),
            any: CountsLine::new(figures.from(Tier::Hint)),
            calibration: figures.calibration().into_iter().map(BinLine::new).collect(),
            curve: figures.curve().into_iter().map(PointLine::new).collect(),
            worst: figures.mistakes().into_iter().take(mistakes).map(MistakeLine::new).collect(),
        }
    }
}

impl CountsLine {
    fn new(counts: Counts) -> Self {
        CountsLine {
            better: counts.better,
            worse: counts.worse,
            neutral: counts.neutral,
            precision: counts.precision().map(|precision| rounded(precision, 3)),
            recall: rounded(counts.recall, 3),
            term_recall: rounded(counts.term_recall, 3),
            harm_per_10k: rounded(counts.harm, 2),
        }
    }
}

impl BinLine {
    fn new(bin: Bin) -> Self {
        let Bin { from, judged, right, promised } = bin;
        BinLine { from, judged, promised: rounded(promised, 3), right: rounded(right, 3) }
    }
}

impl PointLine {
    fn new(point: CurvePoint) -> Self {
        PointLine {
            confidence: rounded(f64::from(point.confidence), 3),
            precision: rounded(point.precision, 3),
            recall: rounded(point.recall, 3),
        }
    }
}

impl MistakeLine {
    fn new(mistake: Mistake) -> Self {
        let Mistake { heard, meant, confidence, count, around: (before, after) } = mistake;
        MistakeLine { heard, meant, confidence: rounded(f64::from(confidence), 3), count, before, after }
    }
}

fn rounded(value: f64, digits: i32) -> f64 {
    let step = 10.0_f64.powi(digits);
    (value * step).round() / step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plot_has_its_marks_where_the_points_are() {
        let point = |precision, recall| CurvePoint { confidence: 0.5, precision, recall };
        let text = plot(&[point(1.0, 0.0), point(0.94, 0.5), point(0.3, 1.0)]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "  1.0 ┤●");
        assert_eq!(lines[1], format!("  0.9 ┤{}●", " ".repeat(25)));
        assert_eq!(lines[7], format!("  0.3 ┤{}●", " ".repeat(50)));
        assert_eq!(lines.len(), 12);
    }

    #[test]
    fn a_name_is_no_markup() {
        let picture = svg(&[("<script>&\u{1b}", Vec::new())]);
        assert!(picture.contains("&lt;script&gt;&amp;") && !picture.contains('\u{1b}'), "{picture}");
    }
}
