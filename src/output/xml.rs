//! Elements of XML, with texts of others in them.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::shown::shown;

/// Writes a document with what `write` puts into it.
pub(super) fn document(
    out: &mut dyn Write,
    write: impl FnOnce(&mut Writer<&mut dyn Write>) -> io::Result<()>,
) -> io::Result<()> {
    let mut writer = Writer::new_with_indent(out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    write(&mut writer)?;
    writeln!(writer.get_mut())
}

/// The text without characters that no XML may hold, however they are escaped; line ends stay.
pub(super) fn legal(text: &str) -> String {
    shown(text).replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
}
