//! Terms as they are gathered from the vocabulary of another tool: each once, with what is odd about them.

use std::collections::HashMap;

use crate::dictionary::toml_form::{fault, tidy};
use crate::dictionary::{Dictionary, MOST_TERMS, Term, Warning};
use crate::error::{Error, Result};
use crate::span::Place;
use crate::token::folded;

/// The terms found so far.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    terms: Vec<Term>,
    by_text: HashMap<String, usize>,
    /// Which term each mishearing is of.
    heard: HashMap<String, usize>,
    warnings: Vec<Warning>,
}

impl Gathered {
    /// The term of this text, which is new or stood there already; none where the text cannot be a term.
    pub(super) fn term(&mut self, text: &str, place: Place) -> Option<&mut Term> {
        let at = self.place_of_term(text, place)?;
        self.terms.get_mut(at)
    }

    /// A mishearing of a term.
    pub(super) fn heard(&mut self, term: &str, heard: &str, place: Place) {
        let Some(at) = self.place_of_term(term, place) else { return };
        let heard = &*tidy(heard);
        if let Some(fault) = fault(heard) {
            return self.warn(place, fault);
        }
        // The term in lower case is no mishearing of it.
        if folded(heard) == folded(term) {
            return;
        }
        match self.heard.get(&folded(heard)) {
            None => {
                self.heard.insert(folded(heard), at);
                self.terms[at].heard.push(heard.to_owned());
            }
            Some(&other) if other == at => {}
            Some(&other) => {
                let other = self.terms[other].text.clone();
                self.warn(place, format!("`{heard}` stands for `{other}` already, and not for `{term}` too"));
            }
        }
    }

    /// How a term is spoken.
    pub(super) fn said(&mut self, term: &str, said: &str, place: Place) {
        let Some(at) = self.place_of_term(term, place) else { return };
        let said = &*tidy(said);
        match fault(said) {
            Some(fault) => self.warn(place, fault),
            None if self.terms[at].said.iter().any(|one| one == said) => {}
            None => self.terms[at].said.push(said.to_owned()),
        }
    }

    /// Something odd.
    pub(super) fn warn(&mut self, place: Place, message: String) {
        self.warnings.push(Warning { place, message });
    }

    pub(super) fn within_limit(&self) -> Result<()> {
        if self.terms.len() <= MOST_TERMS {
            return Ok(());
        }
        Err(Error::new(format!("found {} terms, and the limit is {MOST_TERMS}", self.terms.len())))
    }

    /// The dictionary of them, in their order; a mishearing that is a term itself is left out.
    pub(super) fn into_dictionary(mut self, name: &str) -> Dictionary {
        for number in 0..self.terms.len() {
            let heard = std::mem::take(&mut self.terms[number].heard);
            let place = self.terms[number].place;
            for one in heard {
                match self.by_text.get(&folded(&one)) {
                    None => self.terms[number].heard.push(one),
                    Some(&term) => {
                        let term = self.terms[term].text.clone();
                        self.warn(place, format!("`{one}` is the term `{term}`, and no mishearing of another"));
                    }
                }
            }
        }
        Dictionary {
            name: name.to_owned(),
            about: String::new(),
            near: Vec::new(),
            listen: true,
            terms: self.terms,
            warnings: self.warnings,
        }
    }

    fn place_of_term(&mut self, text: &str, place: Place) -> Option<usize> {
        let text = &*tidy(text);
        if let Some(fault) = fault(text) {
            self.warn(place, fault);
            return None;
        }
        let next = self.terms.len();
        let at = *self.by_text.entry(folded(text)).or_insert(next);
        if at == next {
            self.terms.push(Term { place, ..Term::new(text) });
        }
        Some(at)
    }
}
