//! Counts, and what is made of them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::GoldKind;
use crate::finding::Tier;

/// What comes of a change made alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nearer to what was said.
    Better,
    /// Neither nearer nor farther, or a matter of style.
    Neutral,
    /// Farther from it, or not what was said.
    Worse,
}

/// A finding, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What comes of it.
    pub verdict: Verdict,
    /// Its tier.
    pub tier: Tier,
    /// Its confidence.
    pub confidence: f32,
    /// The words as they stood.
    pub heard: String,
    /// What it puts in their place.
    pub meant: String,
    /// Some of the line before and after.
    pub around: (String, String),
    /// The misheard words that it turns into their term, by their number in [`Figures::gold`].
    pub gold: Vec<usize>,
}

/// All that was judged in a talk, or in several.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// Words that were said.
    pub words: usize,
    /// Word errors of the transcript as it came.
    pub errors_before: usize,
    /// Word errors with all findings of tier `auto` written.
    pub errors_after: usize,
    /// What was misheard and can be found: the term, and how far it is from what was heard.
    pub gold: Vec<(String, GoldKind)>,
    /// Every finding that proposes something, in order.
    pub judged: Vec<Judged>,
}

/// What was right and wrong among some findings.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Counts {
    /// Findings that brought the text nearer to what was said.
    pub better: usize,
    /// Findings that did harm.
    pub worse: usize,
    /// Findings that did neither.
    pub neutral: usize,
    /// The share of misheard words that were found, 0 to 1.
    pub recall: f64,
    /// The share of different misheard terms that were found at least once, 0 to 1.
    pub term_recall: f64,
    /// Findings that did harm, in 10,000 words.
    pub harm: f64,
}

impl Counts {
    /// Better by better and worse, 0 to 1; none where nothing was judged.
    pub fn precision(&self) -> Option<f64> {
        let judged = self.better + self.worse;
        (judged > 0).then(|| share(self.better, judged))
    }
}

/// Findings of nearly the same confidence, and how many of them were right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// The least confidence of the bin; the next bin begins a tenth above.
    pub from: f64,
    /// How many were better or worse.
    pub judged: usize,
    /// The share of them that was better, 0 to 1.
    pub right: f64,
    /// Their mean confidence: what `right` should be.
    pub promised: f64,
}

/// What holds if everything from a confidence on is taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// That confidence.
    pub confidence: f32,
    /// Better by better and worse so far, 0 to 1.
    pub precision: f64,
    /// The share of misheard words found so far, 0 to 1.
    pub recall: f64,
}

/// The same wrong change, as often as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Mistake {
    /// The words as they stood.
    pub heard: String,
    /// What was put in their place.
    pub meant: String,
    /// The highest confidence of them.
    pub confidence: f32,
    /// How many there are.
    pub count: usize,
    /// Some of the line before and after the surest of them.
    pub around: (String, String),
}

impl Figures {
    /// Adds what was judged elsewhere.
    pub fn add(&mut self, mut other: Figures) {
        let before = self.gold.len();
        self.words += other.words;
        self.errors_before += other.errors_before;
        self.errors_after += other.errors_after;
        self.gold.append(&mut other.gold);
        for judged in &mut other.judged {
            judged.gold.iter_mut().for_each(|gold| *gold += before);
        }
        self.judged.append(&mut other.judged);
    }

    /// The same with the terms of another list taken for other terms, whatever they are called.
    #[must_use]
    pub fn of_list(mut self, list: &str) -> Figures {
        self.gold.iter_mut().for_each(|(term, _)| *term = format!("{list}\0{term}"));
        self
    }

    /// What `fix` writes unasked.
    pub fn auto(&self) -> Counts {
        self.from(Tier::Auto)
    }

    /// What holds for the findings from a tier on.
    pub fn from(&self, tier: Tier) -> Counts {
        let mut counts = Counts::default();
        let mut found = BTreeSet::new();
        for judged in self.judged.iter().filter(|judged| judged.tier >= tier) {
            match judged.verdict {
                Verdict::Better => counts.better += 1,
                Verdict::Neutral => counts.neutral += 1,
                Verdict::Worse => counts.worse += 1,
            }
            found.extend(judged.gold.iter().copied());
        }
        let terms: BTreeSet<&str> = self.gold.iter().map(|(term, _)| term.as_str()).collect();
        let terms_found: BTreeSet<&str> = found.iter().map(|&gold| self.gold[gold].0.as_str()).collect();
        counts.recall = share(found.len(), self.gold.len());
        counts.term_recall = share(terms_found.len(), terms.len());
        counts.harm = 10_000.0 * share(counts.worse, self.words);
        counts
    }

    /// Word errors by words, before and after, 0 to 1 (and above, where more was heard than said).
    pub fn word_error_rates(&self) -> (f64, f64) {
        (share(self.errors_before, self.words), share(self.errors_after, self.words))
    }

    /// How far confidences hold: ten bins, from the least confidence on; empty ones are left out.
    pub fn calibration(&self) -> Vec<Bin> {
        let mut bins = [(0_usize, 0_usize, 0.0_f64); 10];
        for judged in self.judged.iter().filter(|judged| judged.verdict != Verdict::Neutral) {
            let confidence = f64::from(judged.confidence);
            // The number of tenths that it reaches.
            let number = (1..bins.len()).take_while(|&tenths| confidence >= tenths as f64 / 10.0).count();
            let bin = &mut bins[number];
            bin.0 += 1;
            bin.1 += usize::from(judged.verdict == Verdict::Better);
            bin.2 += confidence;
        }
        let filled = bins.iter().enumerate().filter(|(_, (judged, ..))| *judged > 0);
        filled
            .map(|(number, &(judged, right, sum))| Bin {
                from: number as f64 / 10.0,
                judged,
                right: share(right, judged),
                promised: sum / judged as f64,
            })
            .collect()
    }

    /// Precision and recall from each confidence on, the highest first.
    pub fn curve(&self) -> Vec<CurvePoint> {
        let mut sorted: Vec<&Judged> = self.judged.iter().collect();
        sorted.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        let mut found = BTreeSet::new();
        let (mut better, mut worse) = (0, 0);
        let mut points = Vec::new();
        for same in sorted.chunk_by(|a, b| a.confidence.total_cmp(&b.confidence).is_eq()) {
            for judged in same {
                better += usize::from(judged.verdict == Verdict::Better);
                worse += usize::from(judged.verdict == Verdict::Worse);
                found.extend(judged.gold.iter().copied());
            }
            if better + worse > 0 {
                points.push(CurvePoint {
                    confidence: same[0].confidence,
                    precision: share(better, better + worse),
                    recall: share(found.len(), self.gold.len()),
                });
            }
        }
        points
    }

    /// Wrong changes, the surest first; the same one is told once.
    pub fn mistakes(&self) -> Vec<Mistake> {
        let mut told: BTreeMap<(&str, &str), Mistake> = BTreeMap::new();
        for judged in self.judged.iter().filter(|judged| judged.verdict == Verdict::Worse) {
            let mistake = told.entry((&judged.heard, &judged.meant)).or_insert_with(|| Mistake {
                heard: judged.heard.clone(),
                meant: judged.meant.clone(),
                confidence: 0.0,
                count: 0,
                around: judged.around.clone(),
            });
            mistake.count += 1;
            if judged.confidence > mistake.confidence {
                mistake.confidence = judged.confidence;
                mistake.around.clone_from(&judged.around);
            }
        }
        let mut mistakes: Vec<Mistake> = told.into_values().collect();
        mistakes.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(Reverse(a.count).cmp(&Reverse(b.count))));
        mistakes
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(verdict: Verdict, confidence: f32, gold: &[usize]) -> Judged {
        Judged {
            verdict,
            tier: if confidence >= 0.9 { Tier::Auto } else { Tier::Hint },
            confidence,
            heard: "a".to_owned(),
            meant: "b".to_owned(),
            around: Default::default(),
            gold: gold.to_vec(),
        }
    }

    fn figures() -> Figures {
        let gold = |term: &str| (term.to_owned(), GoldKind::Close);
        Figures {
            words: 1000,
            errors_before: 100,
            errors_after: 90,
            gold: vec![gold("x"), gold("x"), gold("y"), gold("z")],
            judged: vec![
                judged(Verdict::Better, 0.95, &[0]),
                judged(Verdict::Worse, 0.92, &[]),
                judged(Verdict::Better, 0.55, &[2]),
                judged(Verdict::Neutral, 0.5, &[]),
            ],
        }
    }

    #[test]
    fn tiers_are_counted() {
        let auto = figures().auto();
        assert_eq!((auto.better, auto.worse, auto.neutral), (1, 1, 0));
        assert_eq!(auto.precision(), Some(0.5));
        assert!((auto.recall - 0.25).abs() < 1e-9 && (auto.term_recall - 1.0 / 3.0).abs() < 1e-9);
        assert!((auto.harm - 10.0).abs() < 1e-9);
        let any = figures().from(Tier::Hint);
        assert_eq!((any.better, any.worse, any.neutral), (2, 1, 1));
        assert!((any.recall - 0.5).abs() < 1e-9);
        assert_eq!(Figures::default().auto().precision(), None);
    }

    #[test]
    fn figures_of_two_talks_keep_their_terms_apart() {
        let mut both = figures();
        both.add(figures());
        assert_eq!(both.judged[6].gold, [6]);
        assert!((both.from(Tier::Hint).recall - 0.5).abs() < 1e-9);
        let curve = both.curve();
        assert_eq!(curve.len(), 4);
        assert!((curve[0].precision - 1.0).abs() < 1e-9 && (curve[3].recall - 0.5).abs() < 1e-9);
        assert_eq!(both.mistakes().len(), 1);
        assert_eq!(both.mistakes()[0].count, 2);
        assert_eq!(both.calibration().iter().map(|bin| bin.judged).sum::<usize>(), 6);
    }
}
