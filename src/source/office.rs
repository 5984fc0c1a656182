//! Which part of an archive holds the text of a word processor's document: the one that the archive's own relations name
//! (ECMA-376, part 2), where its table of types says that it is one.

use crate::packed::part;

/// The part that holds the text of nearly all documents.
const USUAL: &str = "word/document.xml";
/// What the main part of an archive is to it.
const RELATION: &str = "/officeDocument";
/// The families of word processors' documents, among the types of parts.
const FAMILIES: [&str; 2] = ["wordprocessingml", "ms-word"];
const MAIN: &str = "main+xml";

/// The name of the part that is read; the usual one where the archive names no other document.
pub(super) fn main_part(archive: &[u8]) -> String {
    named(archive).unwrap_or_else(|| USUAL.to_owned())
}

fn named(archive: &[u8]) -> Option<String> {
    let relations = String::from_utf8(part(archive, "_rels/.rels")?).ok()?;
    let is_main = |tag: &&str| attribute(tag, "Type").is_some_and(|kind| kind.ends_with(RELATION));
    let target = attribute(tags(&relations, "Relationship").find(is_main)?, "Target")?;
    let name = target.trim_start_matches('/');
    let types = String::from_utf8(part(archive, "[Content_Types].xml")?).ok()?;
    let is_document = |tag: &str| {
        let is_of_family = |kind: &str| kind.ends_with(MAIN) && FAMILIES.iter().any(|family| kind.contains(family));
        attribute(tag, "PartName").is_some_and(|part| part.trim_start_matches('/') == name)
            && attribute(tag, "ContentType").is_some_and(is_of_family)
    };
    tags(&types, "Override").any(is_document).then(|| name.to_owned())
}

/// The attributes of the elements of this name, whatever the prefix of its namespace.
fn tags<'a>(xml: &'a str, name: &'static str) -> impl Iterator<Item = &'a str> {
    let within = xml.split('<').filter_map(|tag| tag.split('>').next());
    within.filter_map(move |tag| {
        let end = tag.find(char::is_whitespace)?;
        (tag[..end].rsplit(':').next() == Some(name)).then_some(&tag[end..])
    })
}

/// The value of an attribute.
fn attribute<'a>(mut tag: &'a str, name: &str) -> Option<&'a str> {
    loop {
        let (key, rest) = tag.split_once('=')?;
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, behind) = rest[1..].split_once(quote)?;
        if key.trim() == name {
            return Some(value);
        }
        tag = behind;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found() {
        let xml = "<?xml version='1.0'?><Types><o:Override PartName=\"/a.xml\" ContentType = 'b'/><Overrides x=\"1\"/><Override></Types>";
        let found: Vec<&str> = tags(xml, "Override").collect();
        assert_eq!(found.len(), 1);
        assert_eq!(attribute(found[0], "PartName"), Some("/a.xml"));
        assert_eq!(attribute(found[0], "ContentType"), Some("b"));
        assert_eq!(attribute(found[0], "Part"), None);
        assert_eq!(attribute(" a b='1", "a"), None);
    }
}
