//! Reads and scans the inputs, several at a time, and hands on what came of each in their order.

mod records;
mod units;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

pub(crate) use records::{DataSet, Records, is_named_so, probe};

use super::captions::worsened;
use super::configuration::{Configuration, DECISIONS};
use super::context;
use super::dictionaries::{Choice, chosen_apart, find_named};
use super::error::CommandError;
use super::inputs::{Input, Inputs, Reader, find};
use super::options::{DictionaryArgs, InputArgs, RuleArgs, TermArgs};
use super::pattern::Pattern;
use super::results::{keep_apart, refuse_pipes};
use super::since::Since;
use super::stop;
use super::streams::Streams;
use crate::baseline::{Baseline, Past};
use crate::config::Config;
use crate::dictionary::{Dictionary, Index};
use crate::document::Document;
use crate::edit::Edits;
use crate::error::Error;
use crate::finding::{Finding, Rule, Tier};
use crate::format::is_transcript;
use crate::ignored::Ignored;
use crate::output::counted;
use crate::plan::Plan;
use crate::scan::{explain, is_english, scan};
use crate::settings::Settings;
use crate::settle::{Sights, settle_with_sights};
use crate::span::Passed;

/// How many files are held in memory at a time.
const BATCH: usize = 64;
/// So many bytes of files are held for each that works at them; one that is larger is held all the same.
const BYTES_OF_EACH: u64 = 4 << 20;

/// All that is needed to scan the inputs.
pub(crate) struct Scanning {
    configuration: Configuration,
    reader: Reader,
    inputs: Inputs,
    /// Of many terms they take long to be freed one by one, which the end of the process does at once.
    profiles: ManuallyDrop<Profiles>,
    /// Names the files whose names are terms of single transcripts.
    pattern: Option<Pattern>,
    look: Look,
    /// Where only what is new is wanted.
    since: Option<Arc<Since>>,
}

/// How files are looked at, by the overrides of the configuration that apply to them.
type Profiles = BTreeMap<Vec<usize>, Profile>;

/// How a file is looked at.
struct Profile {
    index: Index,
    /// What the index was made of, the given ones and the shipped ones, where more may come to it for single files.
    dictionaries: Option<[Vec<Dictionary>; 2]>,
    settings: Settings,
}

/// What is asked of each input.
#[derive(Debug, Clone, Copy)]
enum Look {
    /// Its findings.
    Findings,
    /// Every candidate, whatever it is worth.
    Candidates,
    /// The findings from a tier on, to be written, with those that only show then.
    Fixes(Tier),
}

/// An input that was read and scanned.
pub(crate) struct Scanned {
    pub(crate) input: Input,
    /// As the user named it.
    pub(crate) name: String,
    pub(crate) document: Document,
    pub(crate) findings: Vec<Finding>,
    /// What is to be written, where that was asked for.
    pub(crate) edits: Edits,
    /// How many findings there are before and after, where what is to be written was asked for.
    pub(crate) sights: Sights,
    /// What was found in it before it changed, where only what is new is wanted.
    pub(crate) before: Past,
    /// Comments in it that ask for what is not known.
    odd: Vec<Error>,
    /// Whether nothing was looked for by its sound, for the text is not English.
    is_foreign: bool,
    /// Of records of a data set, what of it stands before them.
    pub(crate) passed: Passed,
}

/// What takes up what came of the inputs, in their order.
///
/// The inner errors are about one input alone.
pub(crate) trait Take {
    /// Takes a file that was scanned as a whole.
    fn file(&mut self, scanned: Scanned, streams: &mut Streams) -> Taken;

    /// Whether data sets come record by record; else they are files like others.
    fn takes_records(&self) -> bool {
        false
    }

    /// A data set begins.
    fn begin(&mut self, _: &DataSet<'_>, _: &mut Streams) -> Taken {
        Ok(Ok(()))
    }

    /// Takes the next records of the data set.
    fn records(&mut self, _: &DataSet<'_>, _: Records, _: &mut Streams) -> Taken {
        Ok(Ok(()))
    }

    /// The data set ends, or cannot be read any further.
    fn end(&mut self, _: &DataSet<'_>, done: Result<(), Error>, _: &mut Streams) -> Taken {
        Ok(done)
    }
}

/// What came of taking something up: an error of one input, or one that ends the run.
pub(crate) type Taken = Result<Result<(), Error>, CommandError>;

impl<F: FnMut(Scanned, &mut Streams) -> Taken> Take for F {
    fn file(&mut self, scanned: Scanned, streams: &mut Streams) -> Taken {
        self(scanned, streams)
    }
}

impl Scanned {
    /// The path that a patch names.
    pub(crate) fn path(&self) -> &Path {
        match &self.input {
            Input::Stdin => Path::new(&self.name),
            Input::File(path) | Input::Found(path) => path,
        }
    }
}

/// So many files that are not English are told of one by one.
const MOST_FOREIGN: usize = 3;

/// How many of the files of these sizes are looked at together: as many as work at them, and more while they are small.
fn batch(sizes: &[u64], jobs: usize) -> usize {
    let mut bytes = 0_u64;
    let fits = |(number, size): (usize, &u64)| {
        bytes = bytes.saturating_add(*size);
        number < jobs.max(1) || number < BATCH && bytes <= BYTES_OF_EACH.saturating_mul(jobs as u64)
    };
    sizes.iter().enumerate().map(fits).take_while(|fits| *fits).count()
}

fn not_english() -> Error {
    Error::new("found a text that is not English, in which nothing is looked for by its sound")
}

impl Scanning {
    /// Finds the inputs, or those of them that changed, and loads the dictionaries.
    pub(crate) fn new(
        inputs: &InputArgs,
        dictionaries: &DictionaryArgs,
        rules: &RuleArgs,
        since: Option<Arc<Since>>,
        streams: &mut Streams,
    ) -> Result<Self, CommandError> {
        let configuration = Configuration::of(&dictionaries.config, inputs.folder_of_stdin())?;
        find_named(&configuration.config)?;
        let reader = Reader::new(inputs, &configuration.config);
        reader.validate()?;
        // One pool reads dictionaries and inputs, and this thread is of it. Where there is a pool already, that will
        // do.
        let _ = rayon::ThreadPoolBuilder::new()
            .num_threads(inputs.jobs.map_or(0, usize::from))
            .use_current_thread()
            .build_global();
        let pattern = Pattern::of(inputs, &configuration.config)?;
        let inputs = find(inputs, dictionaries, &configuration, since.as_ref(), streams)?;
        let keys: BTreeSet<Vec<usize>> =
            inputs.list.iter().map(|input| configuration.overrides_of(input.path(&reader))).collect();
        let keys: BTreeSet<Vec<usize>> = match &since {
            Some(since) => {
                keys.into_iter().chain(since.all_before().map(|path| configuration.overrides_of(&path))).collect()
            }
            None => keys,
        };
        // Where there is nothing to read, what is wrong with the dictionaries is told all the same.
        let keys = if keys.is_empty() { BTreeSet::from([Vec::new()]) } else { keys };
        let decisions = Arc::new(configuration.decisions()?);
        let mut told = HashSet::new();
        let mut profiles = Profiles::new();
        for key in keys {
            let scope = configuration.config.scope_with(&key);
            let mut choice = Choice::new(&scope, dictionaries);
            if pattern.is_some() {
                choice = choice.with_others();
            }
            let chosen = chosen_apart(&choice, &mut told, streams)?;
            let kept = pattern.is_some().then(|| chosen.clone());
            let index = Index::new(chosen.into_iter().flatten());
            let mut settings = rules.settings(&scope)?;
            settings.decisions = Arc::clone(&decisions);
            settings.evidence = false;
            profiles.insert(key, Profile { index, dictionaries: kept, settings });
        }
        let profiles = ManuallyDrop::new(profiles);
        Ok(Scanning { configuration, reader, inputs, profiles, pattern, look: Look::Findings, since })
    }

    /// The same without the file that the results go to; one that is read for anything else is refused.
    pub(crate) fn apart_from(mut self, result: &Path, others: &[PathBuf]) -> Result<Self, CommandError> {
        let Configuration { files, .. } = &self.configuration;
        let decisions = self.configuration.folder().join(DECISIONS);
        let beside = self.pattern.iter().flat_map(|pattern| pattern.beside(&self.inputs.list));
        let read: Vec<PathBuf> = others.iter().chain(files).cloned().chain([decisions]).chain(beside).collect();
        keep_apart(result, &mut self.inputs.list, &read)?;
        Ok(self)
    }

    /// The same without pipes, into which nothing can be written back; each is told of.
    pub(crate) fn without_pipes(mut self) -> Self {
        refuse_pipes(&mut self.inputs);
        self
    }

    /// The same with every candidate in the place of the findings that stand: for fitting the weights.
    pub(crate) fn with_every_candidate(mut self) -> Self {
        self.look = Look::Candidates;
        self
    }

    /// The same with findings of these terms alone, each of which some dictionary has to hold.
    pub(crate) fn of_terms(mut self, args: &TermArgs) -> Result<Self, CommandError> {
        for term in &args.terms {
            // A name may also stand beside a single transcript.
            let is_known = self.pattern.is_some()
                || self.profiles.values().any(|profile| profile.index.term_called(term).is_some());
            if !is_known {
                return Err(self.without_term(term));
            }
        }
        for profile in self.profiles.values_mut() {
            profile.settings = profile.settings.clone().with_terms(&args.terms);
        }
        Ok(self)
    }

    fn without_term(&self, term: &str) -> CommandError {
        let error = CommandError::usage(format!("found --term `{term}`, expected a term of a dictionary in use"));
        let near = self.profiles.values().find_map(|profile| profile.index.term_like(term));
        error.with_hint(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`mondegreen dict list` names the shipped dictionaries; name your own with --dict".to_owned(),
        })
    }

    /// The same with what is to be written from a tier on.
    pub(crate) fn with_fixes(mut self, from: Tier) -> Self {
        self.look = Look::Fixes(from);
        self
    }

    /// The same with nothing decided before, so that everything is there to be decided, and with evidence to decide by.
    pub(crate) fn undecided(mut self) -> Self {
        for profile in self.profiles.values_mut() {
            profile.settings.decisions = Arc::default();
            profile.settings.evidence = true;
        }
        self
    }

    /// Reads and scans one input once more.
    pub(crate) fn again(&self, input: &Input) -> Result<Scanned, Error> {
        self.scan(input)
    }

    /// The configuration of the run.
    pub(crate) fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// What it asks for.
    pub(crate) fn config(&self) -> &Config {
        &self.configuration.config
    }

    /// What will be read.
    pub(crate) fn inputs(&self) -> &[Input] {
        &self.inputs.list
    }

    /// Hands every input on, in order.
    ///
    /// Answers with what went wrong with single inputs, which was told on the way.
    pub(crate) fn each(&mut self, streams: &mut Streams, take: &mut dyn Take) -> Result<Vec<Error>, CommandError> {
        let mut errors = std::mem::take(&mut self.inputs.errors);
        for error in &errors {
            streams.error(error);
        }
        // How much is in the standard input is not known before.
        let sizes: Vec<u64> = self.inputs.list.iter().map(Input::size).collect();
        let is_counted = !self.inputs.list.contains(&Input::Stdin);
        if is_counted {
            streams.begin(sizes.len(), sizes.iter().sum());
        }
        for profile in self.profiles.values().filter(|profile| profile.settings.has_rule(Rule::Sound)) {
            profile.index.prepare();
        }
        let done = self.each_in_turn(&mut errors, &sizes, streams, take);
        streams.end();
        done.map(|()| errors)
    }

    fn each_in_turn(
        &self,
        errors: &mut Vec<Error>,
        sizes: &[u64],
        streams: &mut Streams,
        take: &mut dyn Take,
    ) -> Result<(), CommandError> {
        let (mut left, mut foreign) = (self.inputs.list.len(), 0);
        let mut rest = &self.inputs.list[..];
        let mut sizes = sizes;
        while !rest.is_empty() {
            let count = batch(sizes, rayon::current_num_threads());
            let (batch, behind) = rest.split_at(count);
            rest = behind;
            let (sizes_here, sizes_behind) = sizes.split_at(count);
            sizes = sizes_behind;
            // A long transcript is split over the threads too, so that one file may use several.
            let takes_records = take.takes_records();
            let is_streamed = |input: &Input| takes_records && self.is_data_set(input);
            let scan = |input: &Input| (!is_streamed(input) && !stop::is_asked()).then(|| self.scan(input));
            let scanned: Vec<Option<Result<Scanned, Error>>> = batch.par_iter().map(scan).collect();
            for ((input, size), one) in batch.iter().zip(sizes_here).zip(scanned) {
                // What was looked through by then is written yet.
                if one.is_none() && stop::is_asked() {
                    continue;
                }
                left -= 1;
                let streamed = if one.is_none() { self.data_set(input, take, streams)? } else { None };
                let done = match streamed {
                    Some(done) => done,
                    None => match one.unwrap_or_else(|| self.scan(input)) {
                        Ok(scanned) => {
                            streams.advance(*size);
                            scanned.odd.iter().for_each(|odd| streams.warn_of(odd));
                            foreign += usize::from(scanned.is_foreign);
                            if scanned.is_foreign && foreign <= MOST_FOREIGN {
                                streams.warn_of(&not_english().in_file(&*scanned.name));
                            }
                            take.file(scanned, streams)?
                        }
                        Err(error) => Err(error),
                    },
                };
                match done {
                    // A folder may hold JSON of any kind.
                    Err(error) if error.is_of_no_transcript() && matches!(input, Input::Found(_)) => {}
                    Err(error) => {
                        streams.error(&error);
                        errors.push(error);
                    }
                    Ok(()) => {}
                }
                streams.file_done();
            }
            if stop::is_asked() && left > 0 {
                let error = stop::stopped(left);
                streams.error(&error);
                errors.push(error);
                return Ok(());
            }
        }
        if foreign > MOST_FOREIGN {
            streams.note(&format!("text that is not English in {} more", counted(foreign - MOST_FOREIGN, "file")));
        }
        Ok(())
    }

    fn scan(&self, input: &Input) -> Result<Scanned, Error> {
        let document = self.reader.read(input)?;
        let key = self.configuration.overrides_of(input.path(&self.reader));
        let profile = self.profiles.get(&key).expect("every input has its profile");
        let (own, nameless) = self.own_index(input, profile)?;
        let (index, settings) = (own.as_ref().unwrap_or(&profile.index), &profile.settings);
        let (Plan { edits, findings }, sights) = self.look_through(&document, index, settings);
        // Of records, each may be in another language.
        let is_heard = settings.has_rule(Rule::Sound) && !records::are_apart(&document);
        let is_foreign = is_heard && !is_english(&document, index);
        let before = if findings.is_empty() { None } else { self.before(input.path(&self.reader), profile) };
        let (name, before) = (input.name(&self.reader), before.unwrap_or_default());
        let mut odd = Ignored::of(&document).odd;
        odd.extend(nameless);
        if !edits.is_empty() && !document.captions().is_empty() {
            let after = self.reader.document(document.write(&edits), &name)?;
            odd.extend(worsened(&document, &after, settings));
        }
        let odd = odd.into_iter().map(|error| error.in_file(&*name)).collect();
        Ok(Scanned {
            input: input.clone(),
            name,
            document,
            findings,
            edits,
            sights,
            before,
            odd,
            is_foreign,
            passed: Passed::default(),
        })
    }

    /// What there is in a file that was read as a whole; records stand each for itself, whatever their file is called.
    fn look_through(&self, document: &Document, index: &Index, settings: &Settings) -> (Plan, Sights) {
        let is_of_records = !matches!(self.look, Look::Candidates) && records::are_apart(document);
        let look = if is_of_records { Self::look_at_records } else { Self::look_at };
        look(self, document, index, settings)
    }

    fn look_at(&self, document: &Document, index: &Index, settings: &Settings) -> (Plan, Sights) {
        let found = |findings| (Plan { findings, ..Plan::default() }, Sights::default());
        match self.look {
            Look::Findings => found(scan(document, index, settings)),
            Look::Candidates => found(explain(document, index, settings)),
            Look::Fixes(from) => settle_with_sights(document, index, settings, from),
        }
    }

    /// The index of a transcript with a file of names beside it, and what is odd about that file.
    fn own_index(&self, input: &Input, profile: &Profile) -> Result<(Option<Index>, Option<Error>), Error> {
        let (Some(pattern), Some([given, shipped])) = (&self.pattern, &profile.dictionaries) else {
            return Ok((None, None));
        };
        let Some(path) = pattern.file_for(input.path(&self.reader))? else { return Ok((None, None)) };
        let (dictionary, odd) = context::dictionary(&path)?;
        let all = given.iter().cloned().chain([dictionary]).chain(shipped.iter().cloned());
        Ok((Some(Index::new(all)), odd))
    }

    /// What was found in a file as it was, where that is asked for.
    fn before(&self, path: &Path, profile: &Profile) -> Option<Past> {
        let bytes = self.since.as_ref()?.before(path)?;
        // What could not be read held no findings that anybody was told of.
        let document = self.reader.document(bytes, &path.to_string_lossy()).ok()?;
        let findings = self.look_through(&document, &profile.index, &profile.settings).0.findings;
        Some(Past::of(&document, &findings))
    }

    /// What was found in the files that changed as they were, but not in these; those that are gone by now included.
    pub(crate) fn before_elsewhere(&self, but: &HashSet<PathBuf>) -> Baseline {
        let Some(since) = &self.since else { return Baseline::default() };
        let paths: Vec<PathBuf> =
            since.all_before_but(but).filter(|path| is_transcript(&path.to_string_lossy())).collect();
        let before = |path: &PathBuf| self.before(path, self.profiles.get(&self.configuration.overrides_of(path))?);
        let found: Vec<Past> = paths.par_iter().filter_map(before).collect();
        found.iter().flat_map(Past::fingerprints).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_held_by_their_bytes() {
        for (sizes, jobs, expected) in [
            (&[8 << 20; 100][..], 2, 2),
            (&[1 << 20; 100], 2, 8),
            (&[1; 100], 2, BATCH),
            (&[1; 100], 256, 100),
            (&[u64::MAX, u64::MAX, 1], 1, 1),
            (&[1, 1 << 40, 1], 1, 1),
            (&[1], 4, 1),
            (&[], 4, 0),
        ] {
            assert_eq!(batch(sizes, jobs), expected, "{} of {:?} by {jobs}", sizes.len(), sizes.first());
        }
    }
}
