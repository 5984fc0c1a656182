//! What a review shows: rows of text with a role each, for the full screen and for plain lines alike.

use super::human::{clock, percent};
use super::shown::shown_in_line;
use crate::evidence::Evidence;
use crate::finding::Tier;
use crate::ledger::{Decision, Own};
use crate::review::{Asked, Choice, Counts, Current, Mode, Review, on_one_line};

/// What a stretch of text is, which says how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Plain,
    Quiet,
    Place,
    Speaker,
    Heard,
    Meant,
    Strong,
    Tier(Tier),
    /// A key that can be pressed.
    Key,
    /// Where the next letter goes.
    Cursor,
    Message,
}

/// One line, or one paragraph where it is longer than the screen is wide.
pub(crate) type Row = Vec<(Role, String)>;

/// What is shown between two keys.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Page {
    /// Where the finding stands, and how far the review is.
    pub(crate) head: Row,
    pub(crate) body: Vec<Row>,
    /// What there is to say about the last key, and what the next one may be.
    pub(crate) foot: Vec<Row>,
}

/// How heard and meant words are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marks {
    /// By their colours.
    Colours,
    /// By the signs of a word diff, `[-heard-]{+meant+}`.
    Signs,
}

/// How a person gives a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keys {
    /// Each by itself.
    Pressed,
    /// As letters of a line, so that those which are no letters have a word.
    Typed,
}

impl Keys {
    /// What leaves a menu.
    fn back(self) -> (&'static str, &'static str) {
        match self {
            Keys::Pressed => ("Esc", "back"),
            Keys::Typed => ("back", "to the finding"),
        }
    }

    /// What may be done about a line that is asked for.
    fn of_line(self, asked: Asked) -> &'static [(&'static str, &'static str)] {
        match (self, asked) {
            (Keys::Pressed, _) => &[("Enter", "take it"), ("Esc", "leave it")],
            (Keys::Typed, Asked::Own | Asked::Sentence) => &[("an empty line", "leaves it")],
            (Keys::Typed, Asked::Search) => &[("an empty line", "searches for the same once more")],
            (Keys::Typed, Asked::Filter) => &[("an empty line", "shows all")],
        }
    }
}

/// What to press, and what it does.
const KEYS: [(&str, &str); 26] = [
    ("a y", "accept what is proposed"),
    ("r n", "reject it: what was heard is right"),
    ("1-9", "take the reading of that number"),
    ("e", "type what was said"),
    ("E", "the same for the whole sentence"),
    ("A", "accept all like it in this file"),
    ("R", "reject all like it in this file"),
    ("l", "all like it, in this file or in all files"),
    ("Y", "always: the heard words become a known mishearing of the dictionary"),
    ("N", "never again, here or anywhere"),
    ("0", "leave it undecided again"),
    ("u  ^Z", "undo, as often as you like"),
    ("U  ^R", "redo"),
    ("j s Space ↓", "the next undecided one"),
    ("k ↑", "the undecided one before"),
    ("J K", "the next and the previous one, decided or not"),
    ("Home End", "the first and the last one"),
    ("/", "search in the text around"),
    ("f", "show only some: rule:sound tier:review speaker:Jassy term:GitLab"),
    ("", "file:calls is:open is:accepted is:rejected, or words of the finding"),
    ("v", "show the evidence, or hide it"),
    ("p", "play the seconds around it"),
    ("w ^S", "write what is accepted into the files"),
    ("q Esc", "end; what is decided is remembered"),
    ("^C", "end at once, write nothing"),
    ("?", "this help"),
];

/// What a review shows by now.
pub(crate) fn page(review: &Review, marks: Marks, pressed: Keys) -> Page {
    let counts = review.counts();
    let current = review.current();
    let body = match (review.mode(), &current) {
        (Mode::Help, _) => help(),
        (_, None) => vec![vec![(Role::Plain, nothing(counts).to_owned())]],
        (_, Some(current)) => {
            let mut body = finding(current, marks);
            if review.shows_evidence() {
                body.extend(evidence(current));
            }
            body
        }
    };
    Page { head: head(review, current.as_ref(), counts), body, foot: foot(review, counts, pressed) }
}

fn nothing(counts: Counts) -> &'static str {
    if counts.all == 0 { "Nothing is left to look at." } else { "No finding is like the filter asks for." }
}

fn head(review: &Review, current: Option<&Current<'_>>, counts: Counts) -> Row {
    let mut row = Vec::new();
    if let Some(current) = current {
        row.push((Role::Place, format!("{}:{}", shown_in_line(current.path), current.finding.place)));
        if let Some(speaker) = &current.finding.speaker {
            row.push((Role::Speaker, format!("  {}", shown_in_line(speaker))));
        }
        if let Some(time) = current.finding.time {
            row.push((Role::Plain, format!("  {}", clock(time))));
        }
        row.push((Role::Quiet, format!("  {} of {}", current.number, counts.shown)));
    }
    let mut told = format!("  {} undecided", counts.open);
    if counts.accepted > 0 {
        told = format!("{told}, {} to write", counts.accepted);
    }
    row.push((Role::Quiet, told));
    if !review.filter().is_empty() {
        row.push((Role::Message, format!("  [{}]", shown_in_line(review.filter()))));
    }
    row
}

fn finding(current: &Current<'_>, marks: Marks) -> Vec<Row> {
    let finding = current.finding;
    let plain = |text: &str| (Role::Plain, shown_in_line(text).into_owned());
    let mut line = vec![plain(&current.before)];
    match &current.rewritten {
        Some(rewritten) => {
            let (heard, meant) = (shown_in_line(&current.heard), on_one_line(&rewritten.text));
            let meant = shown_in_line(&meant);
            match marks {
                Marks::Signs => {
                    line.push((Role::Heard, format!("[-{heard}-]")));
                    line.push((Role::Meant, format!("{{+{meant}+}}")));
                }
                Marks::Colours => {
                    line.push((Role::Heard, heard.into_owned()));
                    line.push((Role::Plain, " ".to_owned()));
                    line.push((Role::Meant, meant.into_owned()));
                }
            }
        }
        None => line.push((Role::Strong, shown_in_line(&current.heard).into_owned())),
    }
    line.push(plain(&current.after));
    let mut rows = vec![line, Vec::new()];
    rows.push(vec![
        (Role::Tier(finding.tier), format!("{} {}", finding.tier, percent(finding.confidence))),
        (Role::Plain, format!(", {}: {}", finding.rule, shown_in_line(&finding.reason))),
    ]);
    rows.push(readings(current));
    let [in_file, in_all] = current.alike;
    if in_all > 0 {
        let told = if in_all > in_file {
            format!("{in_file} more like it undecided in this file, {in_all} in all")
        } else {
            format!("{in_file} more like it undecided")
        };
        rows.push(vec![(Role::Quiet, told)]);
    }
    rows.push(vec![match current.decision {
        Decision::Undecided => (Role::Quiet, "undecided".to_owned()),
        Decision::Accept => (Role::Meant, "accepted".to_owned()),
        Decision::Reject => (Role::Heard, "rejected: what was heard stays".to_owned()),
        Decision::Own(Own { text, .. }) => (Role::Meant, format!("accepted: {}", shown_in_line(text))),
    }]);
    rows
}

/// What might have been said, by number.
fn readings(current: &Current<'_>) -> Row {
    let finding = current.finding;
    let mut row = Vec::new();
    let mut reading = |number: usize, text: &str, confidence: Option<f32>| {
        row.push((Role::Key, format!("{}{number}", if number > 1 { "   " } else { "" })));
        let sure = confidence.map_or_else(String::new, |sure| format!(" ({})", percent(sure)));
        row.push((Role::Plain, format!(" {}{sure}", shown_in_line(&on_one_line(text)))));
    };
    match &finding.meant {
        Some(meant) => reading(1, meant, None),
        None => return vec![(Role::Message, format!("this file cannot hold {} here", shown_in_line(&finding.term)))],
    }
    for (at, other) in finding.alternatives.iter().enumerate() {
        reading(at + 2, &other.text, Some(other.confidence));
    }
    row
}

fn evidence(current: &Current<'_>) -> Vec<Row> {
    let finding = current.finding;
    let mut rows = vec![Vec::new()];
    if let Some(recognised) = finding.recognised {
        rows.push(vec![(Role::Quiet, format!("{:>8}  how sure the recogniser was", percent(recognised)))]);
    }
    let told =
        Evidence::NAMES.iter().zip(Evidence::ABOUT).zip(finding.evidence.iter().flat_map(|evidence| evidence.values()));
    for ((name, about), value) in told.filter(|(_, value)| *value != 0.0) {
        rows.push(vec![(Role::Plain, format!("{value:>8.2}  {name}  ")), (Role::Quiet, (*about).to_owned())]);
    }
    rows
}

fn help() -> Vec<Row> {
    KEYS.iter()
        .map(|(keys, about)| vec![(Role::Key, format!("{keys:<12}")), (Role::Plain, (*about).to_owned())])
        .collect()
}

fn foot(review: &Review, counts: Counts, pressed: Keys) -> Vec<Row> {
    let message = review.message().map(|message| vec![(Role::Message, shown_in_line(message).into_owned())]);
    let keys = |keys: &[(&str, &str)]| -> Row {
        keys.iter()
            .flat_map(|(key, about)| [(Role::Key, (*key).to_owned()), (Role::Plain, format!(" {about}  "))])
            .collect()
    };
    let back = pressed.back();
    let rest = match review.mode() {
        Mode::Look => vec![
            keys(&[("a", "accept"), ("r", "reject"), ("1-9", "reading"), ("e", "own words"), ("A R", "all like it")]),
            keys(&[
                ("Y N", "always, never"),
                ("s", "skip"),
                ("u", "undo"),
                ("w", "write"),
                ("?", "all keys"),
                ("q", "end"),
            ]),
        ],
        Mode::Help => {
            let any = match pressed {
                Keys::Pressed => "any key goes back",
                Keys::Typed => "an empty line goes back",
            };
            vec![vec![(Role::Quiet, any.to_owned())]]
        }
        Mode::Type(asked, line) => {
            let (before, after) = line.parts();
            let mut letters = after.chars();
            let under = letters.next().map_or_else(|| " ".to_owned(), String::from);
            vec![
                vec![
                    (Role::Strong, format!("{} ", prompt(*asked))),
                    (Role::Plain, shown_in_line(before).into_owned()),
                    (Role::Cursor, shown_in_line(&under).into_owned()),
                    (Role::Plain, shown_in_line(letters.as_str()).into_owned()),
                ],
                keys(pressed.of_line(*asked)),
            ]
        }
        Mode::Choose(Choice::Like) => vec![
            vec![(Role::Strong, "All like it that are undecided:".to_owned())],
            keys(&[
                ("a", "accept in this file"),
                ("A", "in all files"),
                ("r", "reject in this file"),
                ("R", "in all files"),
                back,
            ]),
        ],
        Mode::Choose(Choice::Never) => vec![
            vec![(Role::Strong, "Never again, remembered in".to_owned())],
            keys(&[("d", "the decisions"), ("t", "the dictionary of terms"), back]),
        ],
        Mode::Choose(Choice::Quit) => vec![
            vec![(Role::Strong, format!("Write what is accepted ({}) into the files?", counts.accepted))],
            keys(&[("y", "write and end"), ("n", "end, it is remembered"), back]),
        ],
    };
    message.into_iter().chain(rest).collect()
}

/// What a line is asked for with.
pub(crate) fn prompt(asked: Asked) -> &'static str {
    match asked {
        Asked::Own => "What was said:",
        Asked::Sentence => "The sentence:",
        Asked::Search => "Search:",
        Asked::Filter => "Show only:",
    }
}
