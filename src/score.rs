//! Every weight in one place: evidence to confidence.
//!
//! What is heard by sound, letters or spelling is weighed by boosted trees that were fitted to real recognisers' errors
//! (`tools/fit.py` writes `weights.bin`); most pieces of evidence may push in one direction only, so that what holds in
//! one domain holds in another. A first round weighs each candidate alone, a second what the other candidates of the
//! document make of it: one sure place makes the others of its kind surer. Known mishearings are in none of the fitted
//! sets; they are as sure as their words are unlikely in ordinary English.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::dictionary::{Index, TermId};
use crate::evidence::{Evidence, Pulls};
use crate::gather::{Gathered, OUTLINED, Pairing, Standing, Weighed, counted_out};
use crate::weights::{FEW, Round, SIDE_BY_SIDE, Weights};

/// What the candidates of a document tell of it.
pub(crate) struct Judged<'a> {
    index: &'a Index,
    /// For each dictionary, the share of its terms that are likely.
    likely_shares: Vec<f32>,
    likely_rate: f32,
}

impl Judged<'_> {
    /// Adds to the evidence of a candidate what its worth and the other candidates say.
    pub(crate) fn tell(&self, term: TermId, standing: &Standing, evidence: &mut Evidence) {
        evidence.own = standing.own;
        evidence.best_place = standing.best_place;
        evidence.best_elsewhere = standing.best_elsewhere;
        evidence.best_rival = standing.best_rival;
        evidence.likely_share = self.likely_shares[self.index.dictionary_number(term)];
        evidence.likely_rate = self.likely_rate;
    }
}

/// The candidates whose term was said at least this likely, in their order.
///
/// All of a document are weighed in each round, but of most no more is kept than what they are worth.
pub(crate) fn weigh<'a>(weights: &Weights, gathered: &Gathered<'a>, least: f32) -> (Judged<'a>, Vec<Weighed>) {
    let worths = weigh_alone(&weights.alone, gathered);
    let (judged, standings) = Standings::of(gathered, &worths);
    let mut sure: Vec<(usize, f32)> = Vec::new();
    weigh_together(&weights.together, gathered, &judged, &standings, |number, added| {
        let confidence = probability(worths.own[number] + standings.as_ordinary_word(number, added));
        if confidence >= least {
            sure.push((number, confidence));
        }
    });
    sure.sort_unstable_by_key(|&(number, _)| number);
    let weighed = |(number, confidence)| gathered.weighed(number, standings.standing(number), confidence);
    (judged, sure.into_iter().map(weighed).collect())
}

/// What candidates are worth alone.
struct Worths {
    /// In log-odds.
    own: Vec<f32>,
    /// Whether the fitted weights say so, and no rule.
    is_fitted: Vec<bool>,
    /// Whether the heard words are ordinary ones.
    are_ordinary: Vec<Ordinary>,
}

/// Whether heard words are ordinary ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ordinary {
    No,
    /// They are, and nothing beside them announces a name.
    Words,
    /// They are, and stand as such words do.
    InTheirPlace,
}

fn weigh_alone(round: &Round, gathered: &Gathered<'_>) -> Worths {
    let count = gathered.all().len();
    let mut worths =
        Worths { own: vec![0.0; count], is_fitted: vec![true; count], are_ordinary: vec![Ordinary::No; count] };
    let mut set = |number: usize, evidence: &Evidence, log_odds: f32, is_fitted: bool| {
        let log_odds = log_odds - AGAINST * evidence.unless.min(1.0) - across_sentences(evidence);
        worths.own[number] = log_odds.clamp(LEAST, -LEAST);
        worths.is_fitted[number] = is_fitted;
        worths.are_ordinary[number] = if is_fitted { ordinary_words(evidence) } else { Ordinary::No };
    };
    let mut gathering = gathered.gathering();
    let mut waiting = Waiting::for_round(round);
    for (number, one) in gathered.each().enumerate() {
        let evidence = gathering.evidence(&one);
        match by_rule(&evidence) {
            Some(log_odds) => set(number, &evidence, log_odds, false),
            None => waiting.add(number, evidence, |number, evidence, value| {
                set(number, evidence, value - taken_off(evidence), true);
            }),
        }
    }
    waiting.weigh(|number, evidence, value| {
        set(number, evidence, value - taken_off(evidence), true);
    });
    worths
}

/// What rules take from the log-odds that the trees give.
fn taken_off(evidence: &Evidence) -> f32 {
    ordinary(evidence)
        + in_one_word(evidence)
        + in_their_place(evidence)
        + without_near(evidence)
        + with_another_word(evidence)
        + in_a_crowd(evidence)
}

/// Calls `each` with the number of each candidate and what the others add to its log-odds.
fn weigh_together(
    round: &Round,
    gathered: &Gathered<'_>,
    judged: &Judged<'_>,
    standings: &Standings<'_>,
    mut each: impl FnMut(usize, f32),
) {
    let is_outlined = round.asks_only_for(&[OUTLINED.as_slice(), &STANDING]);
    let mut gathering = gathered.gathering();
    let mut waiting = Waiting::for_round(round);
    for (number, (one, noted)) in gathered.each().zip(gathered.all()).enumerate() {
        if !standings.worths.is_fitted[number] {
            each(number, 0.0);
            continue;
        }
        let mut evidence = if is_outlined { gathering.outline(&one) } else { gathering.evidence(&one) };
        judged.tell(gathered.pairing(noted).term, &standings.standing(number), &mut evidence);
        waiting.add(number, evidence, |number, evidence, value| each(number, from_others(evidence).sum() + value));
    }
    waiting.weigh(|number, evidence, value| each(number, from_others(evidence).sum() + value));
}

/// Candidates that wait until there are enough of them to be weighed side by side.
struct Waiting<'a> {
    round: &'a Round,
    count: usize,
    numbers: [usize; SIDE_BY_SIDE],
    evidence: [Evidence; SIDE_BY_SIDE],
}

impl<'a> Waiting<'a> {
    fn for_round(round: &'a Round) -> Self {
        Waiting { round, count: 0, numbers: [0; SIDE_BY_SIDE], evidence: [Evidence::default(); SIDE_BY_SIDE] }
    }

    fn add(&mut self, number: usize, evidence: Evidence, each: impl FnMut(usize, &Evidence, f32)) {
        (self.numbers[self.count], self.evidence[self.count]) = (number, evidence);
        self.count += 1;
        if self.count == SIDE_BY_SIDE {
            self.weigh(each);
        }
    }

    /// Weighs those that wait.
    fn weigh(&mut self, mut each: impl FnMut(usize, &Evidence, f32)) {
        let mut tell = |values: &[f32]| {
            for ((&number, evidence), &value) in self.numbers.iter().zip(&self.evidence).zip(values).take(self.count) {
                each(number, evidence, value);
            }
        };
        match self.evidence.first_chunk::<FEW>() {
            _ if self.count == 0 => {}
            Some(few) if self.count <= FEW => tell(&self.round.values(few)),
            _ => tell(&self.round.values(&self.evidence)),
        }
        self.count = 0;
    }
}

/// What the evidence did; none where a rule decided, which asks for no more than [`by_rule`] says.
pub(crate) fn pulls(weights: &Weights, evidence: &Evidence) -> Option<Pulls> {
    if by_rule(evidence).is_some() {
        return None;
    }
    let mut of = vec![0.0; Evidence::NAMES.len()];
    let start = weights.alone.pulls(evidence, &mut of) + weights.together.pulls(evidence, &mut of);
    let others = from_others(evidence);
    for (name, pull) in Evidence::NAMES.iter().zip(&mut of) {
        match *name {
            "best_place" => *pull += others.best_place,
            "repeats" => *pull += others.repeats,
            "best_elsewhere" => *pull += others.best_elsewhere,
            "unless" => *pull -= AGAINST * evidence.unless.min(1.0),
            "break_inside" => *pull -= across_sentences(evidence),
            "phrase" => *pull -= ordinary(evidence),
            "determined" => *pull -= in_their_place(evidence),
            "words_heard" => *pull -= in_one_word(evidence),
            "has_near" => *pull -= without_near(evidence),
            "rest" => *pull -= with_another_word(evidence),
            "dictionary_size" => *pull -= in_a_crowd(evidence),
            _ => {}
        }
    }
    Some(Pulls { start, of, taken_off: taken_off(evidence) })
}

/// What the other places of a term in the document add to the log-odds of one, as in `tools/fit.py`.
struct FromOthers {
    best_place: f32,
    repeats: f32,
    best_elsewhere: f32,
}

impl FromOthers {
    fn sum(&self) -> f32 {
        self.best_place + self.repeats + self.best_elsewhere
    }
}

/// Where a good place of the same words as the same term is likely, the others become likelier, and all of them the
/// more there are: a recogniser that mishears a name mishears it again. Other words that are surely the same term show
/// that it is spoken of.
fn from_others(evidence: &Evidence) -> FromOthers {
    let is_likely = evidence.own + evidence.best_place > LIKELY;
    let is_possible = evidence.own > POSSIBLE;
    FromOthers {
        best_place: if is_likely { TO_BEST_PLACE * evidence.best_place } else { 0.0 },
        repeats: if is_likely { A_REPETITION * evidence.repeats } else { 0.0 },
        best_elsewhere: if is_possible { ELSEWHERE * evidence.best_elsewhere.max(0.0) } else { 0.0 },
    }
}

/// Log-odds from which a good place speaks for the others: four in ten.
const LIKELY: f32 = -0.405;
/// The share of the way to the good place that the others are brought.
const TO_BEST_PLACE: f32 = 0.5;
/// What each natural logarithm of the number of places is worth.
const A_REPETITION: f32 = 0.3;
/// Log-odds below which a term that is surely said elsewhere makes nothing likelier.
const POSSIBLE: f32 = -2.0;
/// What each log-odd of the term elsewhere is worth.
const ELSEWHERE: f32 = 0.1;

/// What a word right beside, that the dictionary gives as speaking against the term, takes from the log-odds; the
/// farther it stands, the less.
const AGAINST: f32 = 8.0;

/// The log-odds of what is as unlikely as can be, as in `tools/fit.py`: no set is large enough to tell more.
const LEAST: f32 = -7.6;

/// The evidence that [`Standings`] tell.
const STANDING: [&str; 6] = ["own", "best_place", "best_elsewhere", "best_rival", "likely_share", "likely_rate"];

/// What the other candidates of a document tell of each; what is best in log-odds.
struct Standings<'a> {
    gathered: &'a Gathered<'a>,
    worths: &'a Worths,
    /// A good place of the same words as the same term, by the number of the place, see [`good_places`].
    places: Vec<f32>,
    /// The two likeliest forms of each term: the best of the others is one of them.
    forms: HashMap<TermId, [Option<(u32, f32)>; 2], RandomState>,
    /// The best rival of each candidate.
    rivals: Vec<f32>,
    /// Whether the same words stand as ordinary words do in half of the places where they would be the same term; by the
    /// number of the place.
    are_ordinary: Vec<bool>,
}

impl<'a> Standings<'a> {
    fn of<'b>(gathered: &'a Gathered<'b>, worths: &'a Worths) -> (Judged<'b>, Standings<'a>) {
        let scene = gathered.scene;
        let places = good_places(gathered, worths);
        let sure = places.iter().filter(|&&best| best > 0.0).count() as f32;
        let mut forms: HashMap<TermId, [Option<(u32, f32)>; 2], RandomState> = HashMap::default();
        let mut likely = vec![0.0_f32; scene.index.dictionaries().len()];
        // In their order, for sums of fractions depend on it.
        for of_term in best_of_forms(gathered, worths).chunk_by(|a, b| a.0 == b.0) {
            let (term, _, best) = of_term[0];
            let best = probability(best);
            if best > 0.5 {
                likely[scene.index.dictionary_number(term)] += best;
            }
            let form = |at: usize| of_term.get(at).map(|&(_, form, best)| (form, best));
            forms.insert(term, [form(0), form(1)]);
        }
        let thousands = scene.tokens.len() as f32 / 1000.0 + 0.05;
        let dictionaries = scene.index.dictionaries();
        let likely_shares =
            likely.iter().zip(dictionaries).map(|(likely, of)| likely / of.size.max(1) as f32).collect();
        let judged = Judged { index: scene.index, likely_shares, likely_rate: (1.0 + sure / thousands).ln() };
        let rivals = gathered.best_of_rivals(|number| worths.is_fitted[number].then_some(worths.own[number]));
        let are_ordinary = ordinary_places(gathered, worths);
        (judged, Standings { gathered, worths, places, forms, rivals, are_ordinary })
    }

    /// What the others add to the log-odds of a candidate, where its words may be ordinary ones: nothing makes words
    /// likelier that stand as such words do, and little the same words in other places.
    fn as_ordinary_word(&self, number: usize, added: f32) -> f32 {
        let place = self.gathered.pairing(&self.gathered.all()[number]).place;
        match self.worths.are_ordinary[number] {
            Ordinary::InTheirPlace => added.min(0.0),
            Ordinary::Words if self.are_ordinary[place as usize] => added.min(0.0) - IN_THEIR_PLACE,
            Ordinary::Words | Ordinary::No => added,
        }
    }

    /// That of a candidate, given by its number.
    fn standing(&self, number: usize) -> Standing {
        let Pairing { term, form, place, .. } = *self.gathered.pairing(&self.gathered.all()[number]);
        let best_elsewhere = |forms: &[Option<(u32, f32)>; 2]| {
            forms.iter().flatten().find(|(other, _)| *other != form).map(|&(_, best)| best)
        };
        let own = self.worths.own[number];
        Standing {
            own,
            best_place: self.places[place as usize] - own,
            best_elsewhere: self.forms.get(&term).and_then(best_elsewhere).unwrap_or(LEAST),
            best_rival: self.rivals[number].max(LEAST) - own,
        }
    }
}

/// What each form of a term is worth at its best; those of each term together, the best first.
fn best_of_forms(gathered: &Gathered<'_>, worths: &Worths) -> Vec<(TermId, u32, f32)> {
    let mut best_of_pairing = vec![None; gathered.pairings().len()];
    for (number, one) in gathered.all().iter().enumerate().filter(|&(number, _)| worths.is_fitted[number]) {
        let best = best_of_pairing[one.pairing as usize].get_or_insert(LEAST);
        *best = worths.own[number].max(*best);
    }
    let of_pairings = gathered.pairings().iter().zip(best_of_pairing);
    let mut best: Vec<(TermId, u32, f32)> =
        of_pairings.filter_map(|(pairing, best)| Some((pairing.term, pairing.form, best?))).collect();
    best.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
    best.dedup_by_key(|&mut (term, form, _)| (term, form));
    best.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.2.total_cmp(&a.2)).then(a.1.cmp(&b.1)));
    best
}

/// What the same words are worth as the same term at a good place: the best of four, the second best of eight, and so
/// on. Of many places of an ordinary word one looks like the term by chance.
fn good_places(gathered: &Gathered<'_>, worths: &Worths) -> Vec<f32> {
    let fitted = || gathered.all().iter().zip(&worths.own).zip(&worths.is_fitted).filter(|(_, is_fitted)| **is_fitted);
    let places = || fitted().map(|((one, own), _)| (gathered.pairing(one).place as usize, *own));
    let (starts, mut owns) = counted_out(places, gathered.pairings().len());
    let good = |place: &[u32]| {
        let owns = &mut owns[place[0] as usize..place[1] as usize];
        owns.sort_unstable_by(|a, b| b.total_cmp(a));
        owns.len().checked_sub(1).map_or(LEAST, |last| owns[last / PLACES_FOR_ONE_GOOD])
    };
    starts.windows(2).map(good).collect()
}

/// Whether the same words as the same term stand as ordinary words do in half of their places.
fn ordinary_places(gathered: &Gathered<'_>, worths: &Worths) -> Vec<bool> {
    let mut counts = vec![[0_u32; 2]; gathered.pairings().len()];
    for (one, ordinary) in gathered.all().iter().zip(&worths.are_ordinary) {
        let [all, in_their_place] = &mut counts[gathered.pairing(one).place as usize];
        *all += 1;
        *in_their_place += u32::from(*ordinary == Ordinary::InTheirPlace);
    }
    counts.into_iter().map(|[all, in_their_place]| in_their_place > 0 && 2 * in_their_place >= all).collect()
}

/// Of so many places one is a good one.
const PLACES_FOR_ONE_GOOD: usize = 4;

/// The log-odds of what no set of errors can teach: known mishearings, names that are written in another case or with
/// other blanks, and letters that are named one by one.
fn by_rule(evidence: &Evidence) -> Option<f32> {
    let is_named = evidence.capitals >= 0.5;
    let may_be_ordinary = evidence.heard_rarest > ORDINARY_WORD && !is_named;
    if evidence.alias > 0.0 {
        return Some(known_mishearing(evidence));
    }
    let is_spaced = evidence.form > 0.0 && evidence.words_heard > 1.0;
    if is_spaced && evidence.unknown > 0.0 && evidence.letters >= SHORTEST_SPACED && evidence.attached == 0.0 {
        // All the letters of a name, with a word among them that is none: "post gres q l".
        return Some(2.6 - evidence.break_inside);
    }
    let are_letters = evidence.words_heard >= FEWEST_LETTERS_NAMED && evidence.letters <= evidence.words_heard;
    if evidence.form > 0.0 && are_letters && evidence.capitals > 0.5 && evidence.attached == 0.0 {
        // "E P S", "K. P. I. S.": the letters of the term, one by one.
        return Some(3.0 - evidence.break_inside);
    }
    if evidence.case_only == 0.0 {
        return None;
    }
    let is_short = evidence.acronym > 0.0 && evidence.words_heard <= 1.0 && evidence.letters <= SHORT_ACRONYM;
    if is_short && evidence.heard_rarest > WORD_LIKE_ACRONYM && evidence.near == 0.0 {
        // "Puerto Rico" is no RICO, and a peg no PEG, with a capital or without.
        return Some(ORDINARY_NAME);
    }
    if evidence.attached > 0.0 && !is_named {
        // "github.com" is an address, "non-gitlab" a word of its own.
        return Some(-3.0);
    }
    if may_be_ordinary {
        // Several ordinary words that are a name together, the letters of an acronym, and what a word around speaks
        // for, are for the trees.
        let is_bare = evidence.words_heard <= 1.0 && evidence.acronym == 0.0 && evidence.near == 0.0;
        return is_bare.then_some(ORDINARY_NAME);
    }
    // "IMDB" is IMDb, for the dictionary says how it is written; "graviton" may be the particle.
    let is_sure = evidence.capitals >= 0.99 || evidence.unknown > 0.99;
    Some(if is_sure { 3.0 } else { 1.2 * evidence.near.min(1.5) - if is_named { 0.0 } else { 0.6 } })
}

/// So many letters, with capitals, stand one by one where an acronym is named, and hardly elsewhere.
const FEWEST_LETTERS_NAMED: f32 = 3.0;

/// An acronym of more letters is no word by chance ("NVIDIA").
const SHORT_ACRONYM: f32 = 5.0;
/// An acronym with the letters of a word above this Zipf value may be that word.
const WORD_LIKE_ACRONYM: f32 = 3.2;

/// The log-odds of a name that is an ordinary word ("segment") and stands without its capital, where nothing speaks for
/// it.
const ORDINARY_NAME: f32 = -0.6;

/// What a full stop among the heard words takes from all but a known mishearing: "in May. Ford line" is two sentences.
fn across_sentences(evidence: &Evidence) -> f32 {
    if evidence.break_inside > 1.0 && evidence.alias == 0.0 { 4.0 } else { 0.0 }
}

/// What is taken from usual English without a capital, where no word around speaks for the term. The same letters may
/// be words that people say one after the other, too ("the drop box", "on the rocks").
///
/// The trees learn from sets that are full of names, where "boys" is Boies and "thorn" Thorne more often than
/// elsewhere: in domains that they did not learn from, six in ten of such changes were right of which they were sure.
fn ordinary(evidence: &Evidence) -> f32 {
    let usual = if evidence.form > 0.0 { ORDINARY } else { USUAL_ENGLISH };
    let is_usual = is_english(evidence) && without_near(evidence) == 0.0 && evidence.phrase >= usual;
    if is_usual { 1.5 } else { 0.0 }
}

/// What is taken from ordinary words that stand as such words do.
fn in_their_place(evidence: &Evidence) -> f32 {
    if ordinary_words(evidence) == Ordinary::InTheirPlace { IN_THEIR_PLACE } else { 0.0 }
}

/// Whether ordinary words stand as such words do: one behind an article, or beside a word that it is often said with.
/// "Will Sharpe" may be the guest of a talk about "sharp tools", and "the wolf" is no Anna Wolfe; a part of somebody's
/// name that is an ordinary word needs the other part beside it, or words that announce a name. Who heard a name
/// rightly elsewhere had it to choose from, and chose the ordinary word.
fn ordinary_words(evidence: &Evidence) -> Ordinary {
    let is_announced = evidence.beside_part > 0.0 || evidence.introduced > 1.0 || evidence.determined < 0.0;
    let is_person = evidence.person > 0.0;
    let ordinary = if is_person { ORDINARY_BESIDE_NAMES } else { ORDINARY_WORD };
    if !is_english(evidence) || evidence.heard_rarest < ordinary || is_announced {
        return Ordinary::No;
    }
    let is_like = evidence.form == 0.0;
    let is_in_pair = evidence.pair_before > 0.0 || evidence.pair_after > 0.0;
    // Where a sentence begins, nobody knows whether the capital is that of a name.
    let is_no_name = is_person && evidence.capitals == 0.0;
    let is_known_rightly = evidence.mentions > 0.0 && is_like && (is_no_name || evidence.sound < SAID_ALIKE);
    let is_usual = evidence.heard_rarest >= EVERYDAY || is_no_name;
    let are_in_their_place = if evidence.words_heard > 1.0 {
        let is_far = evidence.sound >= if evidence.pair_inside > 0.0 { FAR_FOR_A_PHRASE } else { FAR };
        let is_person_in_place = evidence.determined > 0.0 || is_in_pair && !is_like || is_known_rightly;
        let is_said_with_article = evidence.determined > 0.0 && evidence.pair_inside > 0.0 && !is_like;
        is_like && is_far || is_person && is_person_in_place || is_said_with_article
    } else {
        is_like && (evidence.determined > 0.0 || is_in_pair || is_usual || is_known_rightly)
    };
    if are_in_their_place { Ordinary::InTheirPlace } else { Ordinary::Words }
}

/// A word above this Zipf value is no name by its letters alone ("blithe").
const ORDINARY_BESIDE_NAMES: f32 = 2.0;
/// What is nearer than this to a term, in sounds per sound, is said like it.
const SAID_ALIKE: f32 = 0.03;
/// From these distances on, in sounds per sound, several ordinary words were never a term in the sets, whether they are
/// often said one after the other ("with a fern" for Quillfern) or not ("both unwell" for Llewellyn).
const FAR: f32 = 0.2;
const FAR_FOR_A_PHRASE: f32 = 0.15;
/// A word from this Zipf value on is among the few thousand that everybody says every day ("zero", "lift").
const EVERYDAY: f32 = 4.5;

/// What is taken from one word for the whole name of a person, unless it is near: mostly one half of it was said.
fn in_one_word(evidence: &Evidence) -> f32 {
    let is_whole = evidence.person > 0.0 && evidence.words_meant > 1.0 && evidence.part == 0.0;
    let is_one = evidence.words_heard <= 1.0 && evidence.form == 0.0;
    if is_whole && is_one && evidence.sound > NEAR_FOR_ONE { MAY_BE_ANOTHER } else { 0.0 }
}

/// Farther than this, in sounds per sound, seven such words in the sets were the name and nine were not.
const NEAR_FOR_ONE: f32 = 0.17;

/// Enough for none to be sure. In the sets one ordinary word was surely a term 53 times, 3 of them behind an article.
const IN_THEIR_PLACE: f32 = 4.5;

/// What is taken from English without a capital that has other letters than the term, where the dictionary gives near
/// words and none is near. In the sets such a change was hardly ever right.
fn without_near(evidence: &Evidence) -> f32 {
    if is_english(evidence) && evidence.form == 0.0 && evidence.has_near > 0.0 { 3.0 } else { 0.0 }
}

/// What is taken from other letters than those of a term where the dictionary is larger than any that weights were fitted
/// to: of ten times as many terms ten times as many sound alike by chance.
fn in_a_crowd(evidence: &Evidence) -> f32 {
    let is_like = evidence.form == 0.0;
    if is_like { (evidence.dictionary_size - LARGEST_FITTED).max(0.0) * std::f32::consts::LN_10 } else { 0.0 }
}

/// So many terms, as a logarithm to the base of ten, are on the largest lists of which there are sets to learn from.
const LARGEST_FITTED: f32 = 3.4;

/// Whether English knows all the heard words, none bears a capital, and no word around speaks for the term.
fn is_english(evidence: &Evidence) -> bool {
    evidence.unknown == 0.0 && evidence.capitals <= 0.0 && evidence.near == 0.0
}

/// What is taken from words of which some are words of the term as they stand, and the rest sounds like nothing that
/// the term still lacks: "beat Bairstow" is no Jonny Bairstow, "Kathleen Webb" no Kathleen Knight, and "Jackson Middle
/// School" no Jefferson Middle School, however long what they share makes the distance seem short.
fn with_another_word(evidence: &Evidence) -> f32 {
    if evidence.same_words == 0.0 {
        return 0.0;
    }
    let is_person = evidence.person > 0.0;
    let is_known = evidence.unknown == 0.0;
    let another = match is_person {
        true if !is_known && evidence.capitals >= 0.99 => ANOTHER_STRANGE_NAME,
        true => ANOTHER_PERSON,
        false => ANOTHER_WORD,
    };
    if evidence.rest > another || is_person && is_spoken_to(evidence) {
        return IS_ANOTHER;
    }
    let are_two = evidence.words_heard <= 2.0;
    let is_name = evidence.capitals >= 0.99 && (!is_person || are_two);
    let is_other_name = is_name && is_known && evidence.rest > ANOTHER_NAME;
    // What English does not know may be the part of the name that was heard as it is.
    let may_be_known = are_two && evidence.unknown <= evidence.same_words && evidence.rest > ANOTHER_LIKELY_WORD;
    let is_word =
        evidence.capitals < 0.99 && (is_known || may_be_known) || are_two && evidence.heard_commonest > VERY_USUAL;
    let is_other_word = is_person && is_word && evidence.rest > ANOTHER_ORDINARY_WORD;
    if is_other_name || is_other_word { MAY_BE_ANOTHER } else { 0.0 }
}

/// Whether who bears the first of the words is spoken to, and something else follows: "Anna, the wolf is back".
fn is_spoken_to(evidence: &Evidence) -> bool {
    let has_no_other_capital = evidence.capitals < 0.5 || evidence.words_heard <= 2.0 && evidence.capitals <= 0.5;
    let has_no_other_name = evidence.unknown <= evidence.same_words;
    evidence.break_inside > 0.0 && evidence.form == 0.0 && has_no_other_capital && has_no_other_name
}

/// What is taken from what is another name or word for sure, and from what likely is one: enough for none to be sure.
const IS_ANOTHER: f32 = 4.0;
const MAY_BE_ANOTHER: f32 = 3.0;

/// A word above this Zipf value is among the few hundred most usual ones.
const VERY_USUAL: f32 = 5.5;

// From these distances on, in sounds per sound, the rest of the words is something else. In the sets that the weights
// are fitted to, 6 of such words beside those of a thing were the term and 2,600 were not; beside a part of somebody's
// name 10 were and 150 were not.
const ANOTHER_WORD: f32 = 0.35;
const ANOTHER_PERSON: f32 = 0.4;
/// How a name is said that is no English one ("Saoirse") is known less well.
const ANOTHER_STRANGE_NAME: f32 = 0.5;
/// The same for words that English knows, with a capital.
const ANOTHER_NAME: f32 = 0.25;
/// The same for those without, beside a part of somebody's name; and where it is not sure that English knows them.
const ANOTHER_ORDINARY_WORD: f32 = 0.3;
const ANOTHER_LIKELY_WORD: f32 = 0.32;

/// Heard words that are said at least this often (as a Zipf value) are usual English.
const USUAL_ENGLISH: f32 = 2.0;
/// Fewer letters may stand beside each other by chance.
const SHORTEST_SPACED: f32 = 7.0;
/// A word above this Zipf value is an ordinary word of English, as for the detector of forms.
const ORDINARY_WORD: f32 = 2.5;
/// Heard words that are said more seldom than this are not said at all.
const NEVER_SAID: f32 = -0.5;
/// Heard words that are said more often than this (as a Zipf value) are ordinary English.
const ORDINARY: f32 = 0.8;

/// The log-odds of a known mishearing: high where nobody says these words, else by capitals and near words.
fn known_mishearing(evidence: &Evidence) -> f32 {
    if evidence.unknown > 0.0 || evidence.phrase < NEVER_SAID {
        return 3.0 + 0.5 * evidence.near.min(1.0) - 0.5 * evidence.break_inside;
    }
    if evidence.phrase < ORDINARY && (evidence.near > 0.0 || evidence.has_near == 0.0) {
        return 2.6 + 0.5 * evidence.near.min(1.0) - 0.5 * evidence.break_inside;
    }
    let usual = evidence.phrase.clamp(ORDINARY, 5.0) - ORDINARY;
    let named = if evidence.capitals >= 0.99 { 3.5 } else { 0.0 };
    -0.2 - 0.3 * usual + named + 1.6 * evidence.near.min(1.5) - evidence.break_inside
}

fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_mishearings_need_evidence_only_where_they_are_ordinary_english() {
        let alias = |evidence: Evidence| probability(known_mishearing(&evidence));
        let ordinary = Evidence { phrase: 3.9, capitals: 0.0, ..Evidence::default() };
        assert!(alias(Evidence { unknown: 0.3, ..ordinary }) > 0.9);
        assert!(alias(ordinary) < 0.5);
        assert!(alias(Evidence { capitals: 1.0, near: 0.5, ..ordinary }) > 0.9);
        assert!(alias(Evidence { capitals: 1.0, ..ordinary }) > alias(ordinary));
    }

    /// Or all evidence is gathered a second time, which takes long.
    #[test]
    fn the_second_round_that_ships_asks_for_what_is_soon_gathered() {
        assert!(Weights::shipped().together.asks_only_for(&[OUTLINED.as_slice(), &STANDING]));
    }
}
