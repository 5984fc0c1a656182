//! A dictionary written in the TOML form, as those that ship are laid out.

use std::fmt::Write as _;

use super::{Dictionary, Term};

/// A list that would make a longer line stands below its key.
const LONGEST_LINE: usize = 100;

impl Dictionary {
    /// The dictionary in the TOML form; read again, it is the same.
    ///
    /// ```
    /// use mondegreen::Dictionary;
    ///
    /// let list = Dictionary::from_list("names", "names.txt", "Ada Lovelace\n")?;
    /// let text = list.to_toml();
    /// assert_eq!(text, "[[term]]\ntext = \"Ada Lovelace\"\nkind = \"person\"\n");
    /// assert_eq!(Dictionary::from_toml("names", "names.toml", &text)?.terms[0].kind, list.terms[0].kind);
    /// # Ok::<(), mondegreen::Error>(())
    /// ```
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        if !self.about.is_empty() {
            let _ = writeln!(out, "about = {}", quoted(&self.about));
        }
        write_list(&mut out, "near", &self.near);
        if !self.listen {
            out.push_str("listen = false\n");
        }
        for term in &self.terms {
            if !out.is_empty() {
                out.push('\n');
            }
            write_term(&mut out, term);
        }
        out
    }
}

fn write_term(out: &mut String, term: &Term) {
    let _ = writeln!(out, "[[term]]\ntext = {}\nkind = {}", quoted(&term.text), quoted(term.kind.id()));
    if let Some(domain) = &term.domain {
        let _ = writeln!(out, "domain = {}", quoted(domain));
    }
    let lists = [
        ("heard", &term.heard),
        ("said", &term.said),
        ("near", &term.near),
        ("unless", &term.unless),
        ("never", &term.never),
    ];
    for (key, list) in lists {
        write_list(out, key, list);
    }
    for seen in &term.seen {
        let _ = writeln!(out, "[[term.seen]]\ntext = {}\nfrom = {}", quoted(&seen.text), quoted(&seen.from));
    }
    for example in &term.examples {
        let _ = writeln!(out, "[[term.example]]\nfrom = {}\nto = {}", quoted(&example.from), quoted(&example.to));
    }
    for keep in &term.keeps {
        let _ = writeln!(out, "[[term.keep]]\ntext = {}", quoted(&keep.text));
    }
}

fn write_list(out: &mut String, key: &str, list: &[String]) {
    if list.is_empty() {
        return;
    }
    let quoted: Vec<String> = list.iter().map(|text| quoted(text)).collect();
    let line = format!("{key} = [{}]\n", quoted.join(", "));
    if line.chars().count() <= LONGEST_LINE {
        out.push_str(&line);
        return;
    }
    let _ = write!(out, "{key} = [\n ");
    let mut width = 1;
    for text in quoted {
        if width + text.chars().count() + 2 > LONGEST_LINE {
            out.push_str("\n ");
            width = 1;
        }
        width += text.chars().count() + 2;
        let _ = write!(out, " {text},");
    }
    out.push_str("\n]\n");
}

/// A basic string: the escapes of JSON are escapes of TOML too, which also wants one for `DEL`.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::super::{builtin, builtin_names};
    use super::*;

    #[test]
    fn what_was_written_is_read_again() {
        for name in builtin_names() {
            let dictionary = builtin(name).expect("it ships");
            let text = dictionary.to_toml();
            let mut read = Dictionary::from_toml(name, "again.toml", &text).expect("a dictionary");
            for (read, term) in read.terms.iter_mut().zip(&dictionary.terms) {
                read.place = term.place;
            }
            assert_eq!(read, dictionary);
        }
    }

    #[test]
    fn whatever_stands_in_a_text_is_kept() {
        let odd = "a \"b\" \\ \u{7f} \u{1b} \n \u{2028} 会議 👍";
        let text = format!("text = {}", quoted(odd));
        let read: toml::Table = toml::from_str(&text).expect("TOML");
        assert_eq!(read["text"].as_str(), Some(odd));
    }
}
