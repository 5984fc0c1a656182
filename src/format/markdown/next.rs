//! Where a text holds something next: it is read once, however often that is asked.

/// Where something stands next.
#[derive(Debug)]
pub(super) struct Next {
    /// What is looked for; it begins with no letter.
    what: String,
    /// From where it was looked for last, and where it was found.
    last: Option<(usize, Option<usize>)>,
}

impl Next {
    pub(super) fn of(what: &str) -> Next {
        Next { what: what.to_owned(), last: None }
    }

    /// Where it begins at `from` or behind, case aside; it is asked from the front of a text to its end.
    pub(super) fn from(&mut self, text: &str, from: usize) -> Option<usize> {
        match self.last {
            Some((_, None)) => None,
            Some((_, Some(at))) if at >= from => Some(at),
            _ => {
                let found = find(text.as_bytes(), from, self.what.as_bytes());
                self.last = Some((from, found));
                found
            }
        }
    }
}

fn find(text: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let begins = |at: &usize| text.get(*at..at + what.len()).is_some_and(|there| there.eq_ignore_ascii_case(what));
    memchr::memchr_iter(*what.first()?, text.get(from..)?).map(|found| from + found).find(begins)
}
