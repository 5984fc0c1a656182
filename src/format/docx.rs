//! Word processors' .docx (ECMA-376, part 1): the text runs of `word/document.xml`; every other part stays as it is.

use super::blocks::Blocks;
use super::tags::{Cdata, Part, Tag, parts};
use super::{Format, Reads};
use crate::coding::Coding;
use crate::document::Document;
use crate::talk::{Talk, Telling};
use crate::track::Track;

pub(super) const FORMAT: Format = Format {
    id: "docx",
    about: "Word documents (.docx)",
    extensions: &["docx"],
    reads: Reads::Marked { is, read: |file| Ok(gather(file)), tellings: |_: &Document| -> Vec<Telling> { Vec::new() } },
};

/// Text that was moved away stands where it was before, too; how text looked before is how it does no more, and how a
/// word is read is no part of it.
const RAW: &[&str] = &["moveFrom", "rPrChange", "rt"];

fn is(file: &str) -> bool {
    file.starts_with('<')
        && parts(file, 0..file.floor_char_boundary(64 << 10), &[])
            .find_map(|part| match part {
                Part::Open(tag, _) => Some(tag),
                _ => None,
            })
            .is_some_and(|tag| tag.name(file) == "document" && file[tag.whole].contains("wordprocessingml"))
}

fn gather(file: &str) -> Talk {
    blocks(file).gather(Coding::MARKUP)
}

/// The text as a word processor shows it.
pub(super) fn shown(file: &str) -> Track {
    blocks(file).shown(Coding::MARKUP)
}

fn blocks(file: &str) -> Blocks<'_> {
    let mut blocks = Blocks::new(file);
    let mut is_open = false;
    let mut is_math = false;
    let mut is_trimmed = false;
    let mut run = Run::None;
    for part in parts(file, 0..file.len(), RAW) {
        let is_text = is_open && !is_math && run != Run::Hidden;
        match part {
            // No phrase goes on over what is hidden between its words.
            Part::Text(_) | Part::Cdata(_) if is_open && run == Run::Hidden => blocks.end_block(),
            Part::Text(text) if is_text => {
                if is_trimmed {
                    blocks.trimmed(text.clone());
                }
                blocks.text(text);
            }
            Part::Cdata(Cdata { text, .. }) if is_text => blocks.verbatim(text),
            Part::Text(_) | Part::Cdata(_) => {}
            Part::Open(tag, is_empty) => match tag.name(file) {
                "t" => {
                    is_open = !is_empty;
                    let space = tag.attribute(file, "space").map(|space| &file[space]);
                    is_trimmed = space != Some("preserve");
                }
                "oMath" | "oMathPara" => is_math = !is_empty,
                "r" => run = if is_empty { Run::None } else { Run::Shown },
                "vanish" if run == Run::Shown && is_on(file, &tag) => run = Run::Hidden,
                // What stands between words as an element stays there: no phrase goes on over it.
                "p" | "noBreakHyphen" | "softHyphen" | "ptab" | "sym" => blocks.end_block(),
                // What was put in here can still be taken out.
                "ins" | "moveTo" if !is_empty => blocks.border(tag.whole.start),
                // What was taken out or moved away here can still be put back.
                "del" | "moveFrom" if !is_empty => blocks.end_block(),
                "br" | "cr" | "tab" => blocks.end_line(),
                _ => {}
            },
            Part::Close(tag) => match tag.name(file) {
                "t" => is_open = false,
                "oMath" | "oMathPara" => is_math = false,
                "r" => run = Run::None,
                "p" | "del" => blocks.end_block(),
                "ins" | "moveTo" => blocks.border(tag.whole.start),
                _ => {}
            },
        }
    }
    blocks
}

/// The run that text stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Run {
    /// There is none.
    None,
    Shown,
    /// Its text is formatted as hidden.
    Hidden,
}

/// Whether a property that is there or not (ECMA-376, part 1, 17.17.4) is there.
fn is_on(file: &str, tag: &Tag) -> bool {
    tag.attribute(file, "val").is_none_or(|value| !matches!(&file[value], "0" | "false" | "off"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_words_are_moved_into_what_was_put_in() {
        let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
        let put_in = |text: &str| format!("<w:ins w:id=\"1\">{}</w:ins>", run(text));
        for (runs, is_held) in [
            ([run("use cooper"), put_in(" netties"), run(" now")], false),
            ([put_in("use cooper"), run(" netties"), run(" now")], false),
            ([run("use "), put_in("cooper netties"), run(" now")], true),
            ([run("use "), put_in("cooper</w:t></w:r><w:r><w:t xml:space=\"preserve\"> netties"), run(" now")], true),
            ([put_in("so"), run(" use cooper"), run(" netties now")], true),
            ([run("use"), "<w:moveFrom w:id=\"2\"/>".to_owned(), run(" cooper netties now")], true),
            (["<w:rPr><w:ins/></w:rPr>".to_owned(), run("so use cooper"), run(" netties now")], true),
        ] {
            let (text, held) = told(&format!("<w:p>{}</w:p>", runs.concat()), "cooper netties");
            assert!(text.ends_with("use cooper netties now"), "{text}");
            assert_eq!(held, is_held, "{runs:?}");
        }
    }

    /// The text of a paragraph, and whether "Kubernetes" can come in the place of the heard words.
    fn told(paragraph: &str, heard: &str) -> (String, bool) {
        let talk = gather(paragraph);
        let start = talk.track.text().find(heard);
        let at = start.map(|start| start as u32..(start + heard.len()) as u32);
        let changes = at.and_then(|at| talk.track.change(paragraph, &at, "Kubernetes", false));
        (talk.track.text().to_owned(), changes.is_some())
    }

    #[test]
    fn what_word_shows_is_what_is_read() {
        let kept = |first, second| {
            format!("<w:p><w:r><w:t>{first}</w:t></w:r><w:r><w:t xml:space=\"preserve\">{second}</w:t></w:r></w:p>")
        };
        let trimmed = |first, second| kept(first, second).replace(" xml:space=\"preserve\"", "");
        let heard = "cooper netties";
        for (paragraph, expected, is_held) in [
            (kept("we use cooper", " netties now"), "we use cooper netties now", true),
            (kept("we use coo", "per netties now"), "we use cooper netties now", true),
            // The blank before "now" would be seen by nobody.
            (trimmed("we use coo", "per netties now"), "we use cooper netties now", false),
            (trimmed("we use coo", "per netties"), "we use cooper netties", true),
            (trimmed("we use cooper netties", ""), "we use cooper netties", true),
            (
                "<w:p><w:t>use cooper</w:t><w:noBreakHyphen/><w:t>netties now</w:t></w:p>".to_owned(),
                "use cooper\nnetties now",
                false,
            ),
            (
                "<w:p><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>use cooper netties</w:t></w:r>\
                 <w:r><w:rPr><w:vanish/></w:rPr><w:t> or</w:t></w:r><w:r><w:t> now</w:t></w:r></w:p>"
                    .to_owned(),
                "use cooper netties\nnow",
                true,
            ),
            (
                "<w:p><w:r><w:ruby><w:rt><w:r><w:t>so cooper netties</w:t></w:r></w:rt><w:rubyBase><w:r>\
                 <w:t>use cooper netties</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
                    .to_owned(),
                "use cooper netties",
                true,
            ),
            (
                "<w:p><w:r><w:t>use cooper</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t> or</w:t></w:r>\
                 <w:r><w:t> netties now</w:t></w:r></w:p>"
                    .to_owned(),
                "use cooper\nnetties now",
                false,
            ),
            (
                "<w:p><w:r><w:rPr><w:webHidden/><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr>\
                 <w:t>use cooper netties now</w:t></w:r></w:p>"
                    .to_owned(),
                "use cooper netties now",
                true,
            ),
            (
                "<w:p><w:pPr><w:rPr><w:vanish/><w:del/></w:rPr></w:pPr><w:r><w:t>use cooper</w:t></w:r>\
                 <w:del><w:r><w:delText> and</w:delText></w:r></w:del><w:r><w:t> netties now</w:t></w:r></w:p>"
                    .to_owned(),
                "use cooper\nnetties now",
                false,
            ),
            (
                "<w:p><w:r><w:t>use cooper</w:t></w:r><w:moveFrom w:id=\"1\"><w:r><w:t> and</w:t></w:r></w:moveFrom>\
                 <w:r><w:t> netties now</w:t></w:r></w:p>"
                    .to_owned(),
                "use cooper\nnetties now",
                false,
            ),
            ("<w:p><w:t>so</w:t><m:oMath><m:r><m:t>cooper netties</m:t></m:r></m:oMath></w:p>".to_owned(), "so", false),
        ] {
            assert_eq!(told(&paragraph, heard), (expected.to_owned(), is_held), "{paragraph}");
        }
    }
}
