//! Word processors' .docx (ECMA-376, part 1): the text runs of `word/document.xml`; every other part stays as it is.

use super::blocks::Blocks;
use super::tags::{Cdata, Part, parts};
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

/// Text that was moved away stands where it was before, too.
const RAW: &[&str] = &["moveFrom"];

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
    blocks(file).gather(Coding::Markup)
}

/// The text as a word processor shows it.
pub(super) fn shown(file: &str) -> Track {
    blocks(file).shown(Coding::Markup)
}

fn blocks(file: &str) -> Blocks<'_> {
    let mut blocks = Blocks::new(file);
    let mut is_text = false;
    for part in parts(file, 0..file.len(), RAW) {
        match part {
            Part::Text(text) if is_text => blocks.text(text),
            Part::Cdata(Cdata { text, .. }) if is_text => blocks.verbatim(text),
            Part::Text(_) | Part::Cdata(_) => {}
            Part::Open(tag, is_empty) => match tag.name(file) {
                "t" => is_text = !is_empty,
                "p" => blocks.end_block(),
                "br" | "cr" | "tab" => blocks.end_line(),
                _ => {}
            },
            Part::Close(tag) => match tag.name(file) {
                "t" => is_text = false,
                "p" => blocks.end_block(),
                _ => {}
            },
        }
    }
    blocks
}
