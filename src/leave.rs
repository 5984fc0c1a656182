//! Leaves alone, by rule, what is no mishearing: names that stand as they should, and forms of a term that people say.

use std::collections::HashMap;
use std::ops::Range;

use acronym::is_acronym;
use address::Address;
use foldhash::fast::RandomState;

use crate::coding::{Coding, LONGEST_ENTITY};
use crate::detect::{Candidate, LONGEST_MENTION, Mention, Scene, Suffix};
use crate::dictionary::{Kind, LettersEntry, Part, TermId, Variant, VariantId, is_given_name, is_office};
use crate::finding::Rule;
use crate::token::{DETERMINERS, Gap, PARTICLES, Shape, folded, is_latin, is_picture};
use crate::usage::WordHash;
use crate::vocabulary::{Letters, possessor};

mod acronym;
mod address;
mod derived;
mod halves;
mod identifier;
mod namesake;
mod number;
mod people;
mod possessive;
mod taken_in;
mod technical;

pub(crate) use halves::{has_particles_alone, lacks_a_half};
pub(crate) use taken_in::is_nearer_without_a_word;

/// What stands as it should in a document, by which it is told what is to be left alone.
pub(crate) struct Leaving<'a> {
    scene: &'a Scene<'a>,
    /// The longest name at each word that is one.
    taken: HashMap<u32, &'a Mention, RandomState>,
    /// Where the letters of each term stand.
    written: HashMap<TermId, Vec<&'a Mention>, RandomState>,
    names: namesake::Names<'a>,
}

impl<'a> Leaving<'a> {
    pub(crate) fn of(scene: &'a Scene<'a>, mentions: &'a [Mention], spelled: &'a [Mention]) -> Leaving<'a> {
        let mut taken: HashMap<u32, &Mention, RandomState> = HashMap::default();
        for mention in mentions {
            for word in mention.words.clone() {
                let part = |mention: &Mention| scene.index.variant(mention.variant).part;
                let longest = |other: &Mention| (other.words.len(), part(mention)) < (mention.words.len(), part(other));
                if taken.get(&word).is_none_or(|other| longest(other)) {
                    taken.insert(word, mention);
                }
            }
        }
        let mut written: HashMap<TermId, Vec<&Mention>, RandomState> = HashMap::default();
        for mention in spelled {
            written.entry(scene.index.variant(mention.variant).term).or_default().push(mention);
        }
        Leaving { scene, taken, written, names: namesake::Names::of(scene, mentions) }
    }

    /// One candidate for each place and variant, sorted by place, without those that touch a name that stands as it
    /// should. All that begin with the same word are to be given together.
    pub(crate) fn merged(&self, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
        let Leaving { scene, taken, written, names } = self;
        // Those with one key are alike in all.
        candidates.sort_unstable_by(|a, b| {
            let key = |one: &Candidate| (one.words.start, one.words.end, one.variant, one.rule, one.suffix);
            key(a).cmp(&key(b))
        });
        candidates.dedup_by(|next, first| {
            let is_same = next.words == first.words && next.variant == first.variant;
            if is_same
                && next.rule == first.rule
                && next.suffix == Suffix::Possessive
                && possessive::is_kept(scene, first)
            {
                first.suffix = Suffix::Possessive;
            }
            is_same
        });
        let mut place: Option<Place<'_>> = None;
        candidates.retain(|candidate| {
            let of_term = written.get(&scene.index.variant(candidate.variant).term);
            let is_written = |mention: &Mention| is_written(scene, candidate, mention);
            if of_term.is_some_and(|mentions| overlapping(mentions, &candidate.words).any(is_written)) {
                return false;
            }
            if place.as_ref().is_some_and(|place| place.words != candidate.words) {
                place = None;
            }
            let heard = place.get_or_insert_with(|| Place::of(scene, &candidate.words, taken));
            !heard.is_cut
                && !is_in_address(scene, candidate, heard.address)
                && !has_mark_at_edge(scene, candidate)
                && !loses_letters(scene, candidate, heard)
                && !has_escape(scene, candidate, heard)
                && !loses_bracket(scene, candidate, heard)
                && !is_torn_off(scene, candidate)
                && !is_rest(scene, candidate, heard)
                && !takes_front_of_word(scene, candidate)
                && !is_half_of_word(scene, candidate)
                && !taken_in::parts_the_letters(scene, candidate)
                && !takes_article(scene, candidate)
                && !is_another_term(scene, candidate, heard)
                && !loses_title(scene, candidate)
                && heard.text != scene.index.variant(candidate.variant).text
                && !is_never(scene, candidate, heard)
                && !derived::is_derived(scene, candidate)
                && !derived::is_adverb(scene, candidate)
                && !only_adds_words(scene, candidate, heard)
                && !doubles_a_word(scene, candidate)
                && !is_somebody_else(scene, candidate)
                && !stands_otherwise(scene, candidate)
                && !possessive::is_cut(scene, candidate)
                && !is_plural_of_words(scene, candidate)
                && !is_word_without_end(scene, candidate)
                && !acronym::is_none(scene, candidate)
                && !number::is_count(scene, candidate)
                && !number::lacks_numeral(scene, candidate)
                && !technical::is_name(scene, candidate)
                && !identifier::is_part(scene, candidate)
                && !names.hold(candidate)
                && !is_capital_of_list(scene, candidate, heard)
                && !is_capital_of_title(scene, candidate, heard)
                && !is_somebody(scene, candidate)
                && !is_something(scene, candidate)
                && !is_another_form(scene, candidate)
                && keeps_digits(scene, candidate, heard)
                && heard.mentions.iter().all(|mention| may_replace(scene, candidate, mention))
                && !taken_in::takes_in_a_word(scene, candidate)
        });
        candidates
    }
}

/// The words of candidates, whatever they are taken for.
struct Place<'a> {
    words: Range<u32>,
    /// As they stand.
    text: &'a str,
    letters: Letters,
    digits: String,
    /// Whether a symbol ties them to a word outside.
    is_cut: bool,
    /// What they stand in.
    address: Address,
    /// The names that stand among them as they should.
    mentions: Vec<&'a Mention>,
}

impl<'a> Place<'a> {
    fn of(scene: &Scene<'a>, words: &Range<u32>, taken: &HashMap<u32, &'a Mention, RandomState>) -> Place<'a> {
        let text = scene.heard(words);
        Place {
            words: words.clone(),
            text,
            letters: Letters::of(text),
            digits: digits(text),
            is_cut: cuts_a_word(scene, words),
            address: Address::of(scene.text, &scene.span(words)),
            mentions: words.clone().filter_map(|word| taken.get(&word).copied()).collect(),
        }
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Those of some mentions, sorted by their beginning, that may share a word with these.
fn overlapping<'a>(mentions: &'a [&'a Mention], words: &Range<u32>) -> impl Iterator<Item = &'a Mention> + use<'a> {
    let first = mentions.partition_point(|mention| mention.words.start + LONGEST_MENTION <= words.start);
    let end = words.end;
    mentions[first..].iter().copied().take_while(move |mention| mention.words.start < end)
}

/// Whether words in which the letters of a term stand already are taken for that term by their sound.
///
/// "of ingersoll rand" is "of Ingersoll Rand": the form of the name may be mended, but no word beside it is a part of
/// it.
fn is_written(scene: &Scene<'_>, candidate: &Candidate, mention: &Mention) -> bool {
    let overlap = candidate.words.start < mention.words.end && mention.words.start < candidate.words.end;
    if candidate.rule <= Rule::Form || !overlap {
        return false;
    }
    let is_part = scene.index.variant(mention.variant).part != Part::Whole;
    if mention.words == candidate.words {
        // "kotkin" is Kotkin, not Jeff Kotkin; "hugging face" may be Hugging Face.
        return mention.variant != candidate.variant && is_part;
    }
    mention.variant == candidate.variant || !is_part
}

/// Whether digits that stand in the text stay, and nobody's are put in: "Llama 2" is neither "Llama 3" nor "Llama", and
/// "llama" is neither of them, whatever the dictionary holds.
fn keeps_digits(scene: &Scene<'_>, candidate: &Candidate, heard: &Place<'_>) -> bool {
    if candidate.rule <= Rule::Form {
        return true;
    }
    let variant = scene.index.variant(candidate.variant);
    let meant = digits(&variant.text);
    let without = |letters: &Letters| letters.text.replace(|c: char| c.is_ascii_digit(), "");
    heard.digits == meant
        || (heard.digits.is_empty() || meant.is_empty()) && without(&heard.letters) != without(&variant.letters)
}

/// Whether the heard words are in the name of a file or a place of the web, which is not as people speak.
fn is_in_address(scene: &Scene<'_>, candidate: &Candidate, address: Address) -> bool {
    match address {
        Address::None => false,
        Address::Name => {
            candidate.rule == Rule::Form || scene.index.variant(candidate.variant).text.contains(char::is_whitespace)
        }
        Address::Whole => true,
    }
}

/// Whether the dictionary says that these words are never the term.
fn is_never(scene: &Scene<'_>, candidate: &Candidate, heard: &Place<'_>) -> bool {
    scene.index.is_never(scene.index.variant(candidate.variant).term, heard.letters.hash)
}

/// Whether a backslash with a letter stands among the heard words, or one right beside them: an escape, or the name of
/// a file, which nobody says.
fn has_escape(scene: &Scene<'_>, candidate: &Candidate, heard: &Place<'_>) -> bool {
    let span = scene.span(&candidate.words);
    let is_lettered = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic());
    scene.text[..span.start].ends_with('\\')
        || scene.text[span.end..].strip_prefix('\\').is_some_and(is_lettered)
        || heard.text.split('\\').skip(1).any(is_lettered)
}

/// Whether a bracket, a quotation mark or a mark of stress would go that stands between the heard words, and leave the
/// other of the pair alone. An apostrophe is a quotation mark where it stands beside a blank.
fn loses_bracket(scene: &Scene<'_>, candidate: &Candidate, heard: &Place<'_>) -> bool {
    let meant = &scene.index.variant(candidate.variant).text;
    let goes = |mark: &&str| heard.text.contains(*mark) && !meant.contains(*mark);
    heard.text.contains(BRACKETS) && !meant.contains(BRACKETS) || QUOTES_BESIDE_BLANKS.iter().any(goes)
}

/// Whether the rest of the term may stand behind a bracket that opens or a picture beside the heard words, over which
/// nothing is moved: "cruxen (and) dell" is not "Crux & Dell (and) dell", nor "traenium (2)" Trainium2.
fn is_torn_off(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let variant = scene.index.variant(candidate.variant);
    let (start, end) = (candidate.words.start as usize, candidate.words.end as usize);
    let is_number = |word: usize| scene.shape(word) == Shape::Number;
    let lacks_number = variant.text.ends_with(|c: char| c.is_ascii_digit()) && !(start..end).any(is_number);
    if candidate.rule == Rule::Alias || candidate.words.len() >= variant.words && !lacks_number {
        return false;
    }
    let span = scene.span(&candidate.words);
    let behind = scene.text[span.end..].trim_start_matches(' ');
    let before = scene.text[..span.start].trim_end_matches(' ');
    let opens = behind.len() < scene.text.len() - span.end && behind.starts_with(BRACKETS);
    opens || behind.starts_with(is_picture) || before.ends_with(is_picture)
}

/// So many words beside others are looked at for the rest of a term.
const MOST_LETTERS: usize = 8;

/// Whether the letters before or behind the heard words are the rest of the term's, with a picture or a bracket between:
/// "E 🎉 K S" is EKS as it is, and not "E 🎉 EKS".
fn is_rest(scene: &Scene<'_>, candidate: &Candidate, heard: &Place<'_>) -> bool {
    let (start, end) = (candidate.words.start as usize, candidate.words.end as usize);
    let (meant, own) = (&*scene.index.variant(candidate.variant).letters.text, &*heard.letters.text);
    if own.len() >= meant.len() {
        return false;
    }
    let span = scene.span(&candidate.words);
    let is_between = |c: char| is_picture(c) || BRACKETS.contains(&c);
    let letters = |word: usize| &*scene.entry(word).letters.text;
    let is_left = |rest: Option<&str>| rest.is_some_and(str::is_empty);
    let before = || {
        let mut words = (start.saturating_sub(MOST_LETTERS)..start).rev();
        words.try_fold(meant.strip_suffix(own)?, |rest, word| {
            rest.strip_suffix(letters(word)).or(rest.is_empty().then_some(""))
        })
    };
    let behind = || {
        let mut words = end..(end + MOST_LETTERS).min(scene.tokens.len());
        words.try_fold(meant.strip_prefix(own)?, |rest, word| {
            rest.strip_prefix(letters(word)).or(rest.is_empty().then_some(""))
        })
    };
    scene.text[..span.start].trim_end_matches(' ').ends_with(is_between) && is_left(before())
        || scene.text[span.end..].trim_start_matches(' ').starts_with(is_between) && is_left(behind())
}

/// Apostrophes that are quotation marks, for no word goes on there.
const QUOTES_BESIDE_BLANKS: [&str; 3] = ["' ", " '", "\u{2019} "];

/// What stands in pairs around words. A mark that is an apostrophe too is told by the other of its pair.
const BRACKETS: [char; 35] = [
    '*', '(', ')', '[', ']', '{', '}', '"', '\u{2018}', '\u{201A}', '\u{201C}', '\u{201D}', '\u{201E}', '\u{AB}',
    '\u{BB}', '\u{2039}', '\u{203A}', '\u{3008}', '\u{3009}', '\u{300A}', '\u{300B}', '\u{300C}', '\u{300D}',
    '\u{300E}', '\u{300F}', '\u{3010}', '\u{3011}', '\u{3014}', '\u{3015}', '\u{FF08}', '\u{FF09}', '\u{FF3B}',
    '\u{FF3D}', '\u{FF5B}', '\u{FF5D}',
];

/// What is written before a word with a hyphen, and makes another word of it.
const HYPHENED: [&str; 24] = [
    "co", "re", "non", "pre", "post", "e", "de", "un", "anti", "ex", "mid", "multi", "self", "over", "under", "pro",
    "sub", "super", "inter", "semi", "cross", "counter", "mini", "micro",
];

/// Whether the last of several heard words is the front of another one: "Pepsi co-founded" names no `PepsiCo`.
fn takes_front_of_word(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let end = candidate.words.end as usize;
    candidate.words.len() > 1
        && scene.gap(end) == Gap::Joined
        && scene.tokens.get(end).is_some_and(|next| scene.text[..next.span().range().start].ends_with('-'))
        && HYPHENED.contains(&&*scene.entry(end - 1).folded)
}

/// Whether the first of several heard words is the end of another one, with a hyphen ("stock-based comp" names no
/// Basecamp).
fn is_half_of_word(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let start = candidate.words.start as usize;
    candidate.rule > Rule::Form
        && candidate.words.len() > 1
        && start > 0
        && scene.gap(start) == Gap::Joined
        && scene.text[..scene.span(&candidate.words).start].ends_with('-')
}

/// What stands behind what is said of somebody, and behind no article with its word ("is afebrile today").
const BEHIND_A_PREDICATE: [&str; 16] = [
    "and",
    "or",
    "but",
    "in",
    "on",
    "at",
    "to",
    "for",
    "with",
    "by",
    "from",
    "today",
    "now",
    "since",
    "throughout",
    "again",
];

/// Whether an article before an ordinary word is taken for the front of the term, where a word behind goes with both:
/// "a febrile seizure" is not afebrile.
fn takes_article(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let Range { start, end } = candidate.words;
    let behind = end as usize;
    candidate.rule == Rule::Form
        && end - start == 2
        && scene.index.variant(candidate.variant).words == 1
        && &*scene.entry(start as usize).folded == "a"
        && scene.entry(start as usize + 1).known
        && scene.tokens.get(behind).is_some()
        && scene.gap(behind) == Gap::Space
        && !BEHIND_A_PREDICATE.contains(&&*scene.entry(behind).folded)
}

/// Whether the heard words have the letters of another term, whatever their case: "ebit" is EBIT and no EBITDA.
fn is_another_term(scene: &Scene<'_>, candidate: &Candidate, heard: &Place<'_>) -> bool {
    let term = scene.index.variant(candidate.variant).term;
    let is_other = |entry: &LettersEntry| match *entry {
        LettersEntry::Form(variant) => {
            let variant = scene.index.variant(variant);
            variant.part == Part::Whole && variant.term != term && variant.letters.text == heard.letters.text
        }
        LettersEntry::Heard(_) => false,
    };
    candidate.rule > Rule::Form && scene.index.letters(heard.letters.hash).iter().any(is_other)
}

/// Whether nothing but titles was heard, or one before a name that is taken for a person's whole name without one: "Mr.
/// Kelly" is not "Ms. Delacroix Kelly", and "Ms. Collins" no Tamika Rollins.
fn loses_title(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let Range { start, end } = candidate.words;
    let are_titles = |words: Range<u32>| words.clone().all(|word| acronym::is_title(scene.heard(&(word..word + 1))));
    let variant = scene.index.variant(candidate.variant);
    let is_person = scene.index.term(variant.term).kind == Kind::Person;
    candidate.rule > Rule::Form
        && are_titles(start..if is_person { start + 1 } else { end })
        && (are_titles(start..end) || !variant.text.split(' ').next().is_some_and(acronym::is_title))
}

/// Whether letters of another script would go with the heard words.
fn loses_letters(scene: &Scene<'_>, candidate: &Candidate, heard: &Place<'_>) -> bool {
    let meant = &scene.index.variant(candidate.variant).text;
    candidate.rule > Rule::Form && !is_latin(&folded(heard.text)) && is_latin(meant)
}

/// Whether what begins or ends with a mark is taken for a term by its sound: "AWS & Azure" names no Andy.
fn has_mark_at_edge(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let is_mark = |word: u32| scene.shape(word as usize) == Shape::Symbol;
    candidate.rule > Rule::Form && (is_mark(candidate.words.start) || is_mark(candidate.words.end - 1))
}

/// Whether the heard words are a part of a word: a symbol ties them to one outside (the "++" of "count++" is no C++),
/// or what a letter of it is spelled with ("Bj&ouml;rn" in Markdown, a soft hyphen).
fn cuts_a_word(scene: &Scene<'_>, words: &Range<u32>) -> bool {
    let span = scene.span(words);
    let (before, behind) = (&scene.text[..span.start], &scene.text[span.end..]);
    if before.ends_with(JOINERS)
        || behind.starts_with(JOINERS)
        || ends_with_entity(before)
        || begins_with_entity(behind)
    {
        return true;
    }
    let (start, end) = (words.start as usize, words.end as usize);
    let is_symbol = |word: usize| scene.shape(word) == Shape::Symbol;
    let tied = |word: usize| {
        word > 0
            && word < scene.tokens.len()
            && scene.gap(word) == Gap::Glued
            && (is_symbol(word - 1) || is_symbol(word))
    };
    tied(start) || tied(end)
}

/// Marks that nobody sees and that stand within words.
const JOINERS: [char; 4] = ['\u{AD}', '\u{200C}', '\u{200D}', '\u{2060}'];

fn ends_with_entity(text: &str) -> bool {
    let Some(name) = text.strip_suffix(';') else { return false };
    let near = name.floor_char_boundary(name.len().saturating_sub(LONGEST_ENTITY));
    name[near..].rfind('&').is_some_and(|at| is_entity_name(&name[near + at + 1..]))
}

fn begins_with_entity(text: &str) -> bool {
    let Some(name) = text.strip_prefix('&') else { return false };
    let near = name.floor_char_boundary(LONGEST_ENTITY);
    name[..near].find(';').is_some_and(|end| is_entity_name(&name[..end]))
}

/// Whether this is the name of an entity that spells a part of a word.
fn is_entity_name(name: &str) -> bool {
    let spelled = Coding::MARKUP.text(&format!("&{name};")).into_owned();
    spelled.chars().all(|c| c.is_alphabetic() || JOINERS.contains(&c))
}

/// Whether the heard words are the plural of a word of English, without a capital, and the term a name that is such a
/// word: "snow flakes" are no Snowflakes, for a name has seldom a plural.
fn is_plural_of_words(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let variant = scene.index.variant(candidate.variant);
    let mut words = candidate.words.clone().map(|word| word as usize);
    candidate.suffix == Suffix::Plural
        && variant.words == 1
        && variant.rarest > 0.0
        && matches!(scene.index.term(variant.term).kind, Kind::Person | Kind::Firm | Kind::Product)
        && words.all(|word| scene.shape(word) == Shape::Lower && scene.entry(word).known)
}

/// Whether the heard words are words of the term as they stand, and the rest of it would be put in where nothing was
/// heard: "Evercore" is how people call Evercore ISI.
fn only_adds_words(scene: &Scene<'_>, candidate: &Candidate, heard: &Place<'_>) -> bool {
    let variant = scene.index.variant(candidate.variant);
    let heard = &*heard.letters.text;
    if candidate.rule <= Rule::Form
        || heard.len() >= variant.letters.text.len()
        || !variant.letters.text.contains(heard)
    {
        return false;
    }
    let words: Vec<Letters> = variant.text.split([' ', '-']).map(Letters::of).collect();
    let are_heard = |words: &[Letters]| {
        let mut rest = heard;
        for word in words {
            match rest.strip_prefix(&*word.text) {
                Some("") => return true,
                Some(after) => rest = after,
                None => return false,
            }
        }
        false
    };
    (0..words.len()).any(|start| are_heard(&words[start..]))
}

/// Whether the term begins with a title, and the heard words with anything else, or with the title of somebody who is
/// called otherwise: "Nurse Reed" is no Mr. Reed, and Mr. Kim no Mr. King. The title sounds as it should whoever bears
/// it. Nor is somebody with a title or a given name ("Mrs. Morgan", "Sarah Kelley") a thing or a firm.
fn is_somebody_else(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let variant = scene.index.variant(candidate.variant);
    let Range { start: first, end } = candidate.words;
    if candidate.rule <= Rule::Form || end - first < 2 {
        return false;
    }
    let is_named =
        |word: u32| scene.shape(word as usize) == Shape::Capital && people::is_name(scene.entry(word as usize));
    let bears_title = acronym::is_title(scene.heard(&(first..first + 1)));
    let are_named = (first + 1..end).any(is_named);
    match variant.text.split_once(' ').map(|(title, _)| title).filter(|title| is_office(title)) {
        Some(title) => {
            let is_other = folded(scene.heard(&(first..first + 1))) != folded(title.trim_end_matches('.'));
            let is_known = |word: u32| scene.shape(word as usize) == Shape::Capital && scene.entry(word as usize).known;
            is_other
                || (first + 1..end).all(is_known) && !taken_in::is_said_so(scene, &candidate.words, candidate.variant)
        }
        // Charles Schwab is a firm with a given name of its own.
        None if scene.entry(first as usize).hash == variant.first => false,
        None if scene.index.term(variant.term).kind == Kind::Person => false,
        None => {
            // "Jeff Rees" is said as Jefferies is.
            let may_be = bears_title || is_given(scene, first as usize);
            end - first == 2 && are_named && may_be && !taken_in::is_said_so(scene, &candidate.words, candidate.variant)
        }
    }
}

/// Whether a word with a capital is a given name.
fn is_given(scene: &Scene<'_>, word: usize) -> bool {
    scene.shape(word) == Shape::Capital && is_given_name(&scene.entry(word).folded)
}

/// Whether a word of the term that was not heard would be put in beside that very word: "the slow kettel" is no reason
/// to write "the The Slow Kettle".
fn doubles_a_word(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let variant = scene.index.variant(candidate.variant);
    let (start, end) = (candidate.words.start as usize, candidate.words.end as usize);
    let is = |word: usize, hash: WordHash| scene.tokens.get(word).is_some() && scene.entry(word).hash == hash;
    let (before, behind) = (start.checked_sub(1), Some(end));
    variant.words > 1
        && candidate.rule != Rule::Alias
        && (before.is_some_and(|word| is(word, variant.first) && !is(start, variant.first))
            || behind.is_some_and(|word| is(word, variant.last) && !is(end - 1, variant.last)))
}

/// Whether the term stands at the heard words in a form of its own, as people say it.
fn stands_otherwise(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let variant = scene.index.variant(candidate.variant);
    let (first, end) = (candidate.words.start as usize, candidate.words.end as usize);
    let starts = (first + 1).saturating_sub(variant.words)..end;
    candidate.rule > Rule::Form
        && starts.map(|start| start..start + variant.words).filter(|words| words.end <= scene.tokens.len()).any(
            |words| {
                is_other_given_name(scene, words.clone(), candidate.variant) || is_one_of_many(scene, words, variant)
            },
        )
}

/// Whether words are a person's name with the given name longer or shorter, or another one: "Jeffrey Kotkin" is how
/// some people call Jeff Kotkin, and no recogniser adds or drops so much; "Sidney Greenstreet" is not Yvonne
/// Greenstreet. What is said the same ("Noelle Parks" for Noel Parks) is one name.
fn is_other_given_name(scene: &Scene<'_>, words: Range<usize>, id: VariantId) -> bool {
    let variant = scene.index.variant(id);
    if scene.index.term(variant.term).kind != Kind::Person || variant.part == Part::Surname {
        return false;
    }
    let meant = folded(&variant.text);
    let mut meant = meant.split([' ', '-']);
    let mut heard = words.clone().map(|word| scene.entry(word));
    let (Some(first), Some(given)) = (heard.next(), meant.next()) else {
        return false;
    };
    let (shorter, longer) =
        if first.folded.len() < given.len() { (&*first.folded, given) } else { (given, &*first.folded) };
    let is_form = first.known
        && shorter.len() >= SHORTEST_GIVEN
        && longer.len() >= shorter.len() + 2
        && longer.starts_with(shorter);
    let is_other = || {
        variant.words > 1
            && is_given_name(&first.folded)
            && strsim::normalized_levenshtein(&first.folded, given) < LIKE_GIVEN
            && consonants(&first.folded) != consonants(given)
    };
    heard.map(|word| &*word.folded).eq(meant)
        && (is_other() || is_form && !taken_in::is_said_so(scene, &(words.start as u32..words.end as u32), id))
}

/// Given names that are spelled less alike are not heard one for the other, if their consonants differ too.
const LIKE_GIVEN: f64 = 0.4;

/// The consonants of a word, each as often as it is heard.
fn consonants(word: &str) -> String {
    let mut letters: Vec<char> =
        word.chars().filter(|&c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h')).collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// A word from this Zipf value on is usual.
const USUAL: f32 = 3.5;

/// Whether a usual word of English stands there, and the term is that word with one more sound at its end: whoever
/// speaks of containers seldom means containerd. What ends in the same sound ("zag" for Zagg) or a silent letter is
/// another matter, and so are people, whose names may be anything.
fn is_word_without_end(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let variant = scene.index.variant(candidate.variant);
    let entry = scene.entry(candidate.words.start as usize);
    let added = variant.letters.text.strip_prefix(&*entry.letters.text).map(str::as_bytes);
    let last = entry.letters.text.as_bytes().last().copied();
    candidate.rule > Rule::Form
        && candidate.words.len() == 1
        && entry.known
        && entry.zipf >= USUAL
        && matches!(added, Some(&[end]) if b"bcdfgklmnprstvxz".contains(&end) && Some(end) != last)
        && scene.index.term(variant.term).kind != Kind::Person
}

/// Whether words are the one where the term is the many: "a Schnorr signature" is one of the Schnorr signatures. The
/// last word of a longer name is only left where it is a word: "Goldman Sach" is none.
fn is_one_of_many(scene: &Scene<'_>, words: Range<usize>, variant: &Variant) -> bool {
    if variant.part != Part::Whole {
        return false;
    }
    let last = scene.entry(words.end - 1);
    let meant = folded(&variant.text);
    let (before, noun) = meant.rsplit_once([' ', '-']).unwrap_or(("", &meant));
    let mut rest = before.split([' ', '-']).filter(|word| !word.is_empty());
    noun.strip_suffix('s') == Some(&*last.folded)
        && (last.known || variant.words == 1)
        && (words.start..words.end - 1).all(|word| rest.next() == Some(&*scene.entry(word).folded))
}

/// Whether nothing but the capital that begins an entry of a list would be written: "Package relay" among other entries
/// is package relay in a sentence.
fn is_capital_of_list(scene: &Scene<'_>, candidate: &Candidate, heard: &Place<'_>) -> bool {
    let variant = scene.index.variant(candidate.variant);
    let mut letters = variant.text.chars();
    let only_first = letters.next().is_some_and(char::is_uppercase) && !letters.any(char::is_uppercase);
    variant.words > 1
        && only_first
        && heard.text.to_lowercase() == variant.text.to_lowercase()
        && !heard.text.contains(char::is_uppercase)
        && candidate.words.clone().all(|word| scene.entry(word as usize).known)
}

/// Whether nothing but capitals at the front of words would be taken away from a term of several words: the "IAM Role"
/// of a heading, or of a writer who likes it so, is the IAM role.
fn is_capital_of_title(scene: &Scene<'_>, candidate: &Candidate, heard: &Place<'_>) -> bool {
    let text = &*scene.index.variant(candidate.variant).text;
    let mut is_front = true;
    let mut meant = text.chars();
    let is_kept = heard.text.chars().all(|c| {
        let is_same = meant.next().is_some_and(|meant| meant == c || is_front && c.to_lowercase().eq([meant]));
        is_front = !c.is_alphanumeric();
        is_same
    });
    text.contains([' ', '-']) && is_kept && meant.next().is_none()
}

/// Whether a word is the surname of somebody of whose name another part or a particle stands before it, and the term
/// nobody's name: "Jean Dupont" is not of `DuPont`, and "du Hamel" no YAML.
fn is_somebody(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let start = candidate.words.start as usize;
    let kind = scene.index.term(scene.index.variant(candidate.variant).term).kind;
    if kind == Kind::Person
        || candidate.rule == Rule::Alias
        || candidate.words.len() > 1
        || start == 0
        || scene.gap(start) != Gap::Space
        || !matches!(scene.shape(start), Shape::Capital | Shape::Upper)
    {
        return false;
    }
    let entry = scene.entry(start - 1);
    let before = &*entry.folded;
    match scene.shape(start - 1) {
        Shape::Capital | Shape::Upper => {
            scene.shape(start) == scene.shape(start - 1) && people::is_name(entry) || PARTICLES.contains(&before)
        }
        Shape::Lower => PARTICLES.contains(&before),
        Shape::Mixed | Shape::Number | Shape::Symbol => false,
    }
}

/// A word from this Zipf value on is known to most people.
const ORDINARY: f32 = 2.5;

/// Whether an ordinary word stands there with an article before it, in small letters, and the term is a person: "the
/// winters" are not Nina Winters, and who "called a gardener" is not Kate Gardener.
fn is_something(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let variant = scene.index.variant(candidate.variant);
    if scene.index.term(variant.term).kind != Kind::Person || candidate.rule == Rule::Alias {
        return false;
    }
    let meant = folded(&variant.text);
    let is_word = |word: usize| {
        let entry = scene.entry(word);
        let is_thing = scene.shape(word) == Shape::Lower && entry.known && entry.zipf >= ORDINARY;
        let before = word.checked_sub(1).filter(|_| scene.gap(word) == Gap::Space);
        let has_article = before.is_some_and(|before| DETERMINERS.contains(&&*scene.entry(before).folded));
        is_thing && has_article
    };
    let mut words = candidate.words.clone().map(|word| word as usize);
    if candidate.words.len() == 1 {
        return words.all(is_word);
    }
    // "our Kate Gardener" is one, whatever a Kate is.
    words.next();
    words.any(|word| is_word(word) && meant.split([' ', '-']).any(|meant| meant == &*scene.entry(word).folded))
}

/// What stands behind a verb, and seldom behind a name.
const OBJECTS: [&str; 8] = ["it", "them", "us", "you", "everything", "out", "on", "off"];

/// Whether the words of a term stand there, the last of them as a verb in another form, in small letters ("Docker
/// composes the images"), or another one as its owner ("Google's cloud").
fn is_another_form(scene: &Scene<'_>, candidate: &Candidate) -> bool {
    let variant = scene.index.variant(candidate.variant);
    let meant = folded(&variant.text);
    let meant: Vec<&str> = meant.split([' ', '-']).collect();
    let mut words = candidate.words.clone();
    // "Docker composed a" is no more the term.
    if words.len() == meant.len() + 1 && DETERMINERS.contains(&&*scene.entry(words.end as usize - 1).folded) {
        words.end -= 1;
    }
    // A part of a name is looked at like the whole.
    let is_of_words = meant.len() > 1 || variant.part != Part::Whole;
    if candidate.rule == Rule::Alias || !is_of_words || words.len() != meant.len() {
        return false;
    }
    let last = meant.len() - 1;
    let end = words.end as usize;
    let is_verb = scene.gap(end) == Gap::Space && {
        let next = &*scene.entry(end).folded;
        DETERMINERS.contains(&next) || OBJECTS.contains(&next)
    };
    let mut is_other = false;
    words.zip(&meant).enumerate().all(|(number, (word, &meant))| {
        let entry = scene.entry(word as usize);
        let heard = &*entry.folded;
        let is_form = if number < last {
            possessor(heard) == Some(meant)
        } else {
            let ending = heard.strip_prefix(meant.strip_suffix('e').unwrap_or(meant));
            is_verb
                && scene.shape(word as usize) == Shape::Lower
                && entry.known
                && ending.is_some_and(|ending| matches!(ending, "s" | "es" | "ed" | "ing"))
        };
        is_other |= is_form;
        is_form || heard == meant
    }) && is_other
}

/// Given names of fewer bytes are no short form of another.
const SHORTEST_GIVEN: usize = 3;

/// Whether a candidate may change words among which a name stands as it should.
///
/// A longer form or a known mishearing may take in a shorter name of another term ("Amazon queue"); what sounds like a
/// term may take in a given name ("Adam Sam Wilson"). The surname of somebody else on the list is that.
fn may_replace(scene: &Scene<'_>, candidate: &Candidate, mention: &Mention) -> bool {
    let inside = candidate.words.start <= mention.words.start
        && mention.words.end <= candidate.words.end
        && mention.words.len() < candidate.words.len();
    let mentioned = scene.index.variant(mention.variant);
    let variant = scene.index.variant(candidate.variant);
    if mentioned.letters == variant.letters {
        // "took GitLab" is GitLab already: nothing but a word would be lost.
        return false;
    }
    let same_term = mentioned.term == variant.term;
    if !same_term && candidate.rule > Rule::Form && has_comma_beside(scene, candidate, mention) {
        // In "bed four, Femi" somebody is spoken to.
        return false;
    }
    match mentioned.part {
        Part::Whole => inside && !same_term && candidate.rule <= Rule::Form,
        Part::Surname if candidate.rule > Rule::Form && !same_term => {
            inside && (scene.heard(&mention.words) != mentioned.text || holds_word(variant, &mentioned.text))
        }
        Part::Given | Part::Surname | Part::Lead => inside,
    }
}

/// Whether a comma parts a name that stands as it should from other words of a candidate.
fn has_comma_beside(scene: &Scene<'_>, candidate: &Candidate, mention: &Mention) -> bool {
    let is_inside = |word: u32| candidate.words.start < word && word < candidate.words.end;
    [mention.words.start, mention.words.end]
        .into_iter()
        .any(|word| is_inside(word) && scene.gap(word as usize) >= Gap::Comma)
}

/// Whether a word is one of those of a variant.
fn holds_word(variant: &Variant, word: &str) -> bool {
    variant.text.split([' ', '-']).any(|other| other == word)
}
