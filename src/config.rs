//! Configuration files: their text to values, each with the place that it comes from.
//!
//! A configuration is a file of its own, or a table in Cargo.toml or pyproject.toml. Several of them make one: what
//! stands in the nearer one wins, and lists add up.

use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use serde::Deserialize;
use toml::Spanned;

use crate::error::{Error, Result, did_you_mean};
use crate::finding::{Rule, Tier};
use crate::settings::CaptionLimits;
use crate::span::{Place, place_in};
use crate::toml_text;

/// What configurations ask for, as far as they ask for anything.
#[derive(Debug, Clone, Default)]
pub(crate) struct Config {
    /// The configuration that this one builds upon.
    pub(crate) extends: Option<Set<String>>,
    /// What holds for every file.
    pub(crate) scope: Scope,
    pub(crate) min_tier: Option<Set<Tier>>,
    pub(crate) fail_on: Option<Set<Tier>>,
    pub(crate) encoding: Option<Set<String>>,
    pub(crate) input_format: Option<Set<String>>,
    pub(crate) baseline: Option<Set<String>>,
    /// The name of the file beside a transcript whose names are terms of it.
    pub(crate) context_pattern: Option<Set<String>>,
    /// More changes than so many in 1,000 words make a file one that is left alone.
    pub(crate) max_changes: Option<Set<f32>>,
    /// Globs of what is not read, each from the folder of its configuration.
    pub(crate) exclude: Vec<Set<Globs>>,
    /// What holds for some files alone; the later ones win.
    pub(crate) overrides: Vec<Override>,
}

/// How a file is looked at.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    /// Files and names, the weaker configurations' first.
    pub(crate) dictionaries: Vec<Set<String>>,
    pub(crate) builtin: Option<Set<bool>>,
    pub(crate) rules: Option<Set<Vec<Rule>>>,
    pub(crate) auto: Option<Set<f32>>,
    pub(crate) review: Option<Set<f32>>,
    /// What captions are held to.
    pub(crate) captions: Option<Set<CaptionLimits>>,
}

/// What holds for the files of some globs.
#[derive(Debug, Clone)]
pub(crate) struct Override {
    pub(crate) paths: Set<Globs>,
    pub(crate) scope: Scope,
}

/// A value and where it was set.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Set<T> {
    pub(crate) value: T,
    pub(crate) from: Origin,
}

/// A place in a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The file, as it is shown.
    pub(crate) path: Arc<str>,
    pub(crate) place: Place,
}

/// Globs as in `.gitignore`.
#[derive(Debug, Clone)]
pub(crate) struct Globs {
    pub(crate) texts: Vec<String>,
    matcher: Gitignore,
}

/// Where in a file a configuration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    /// It is the whole file.
    Own,
    /// `[workspace.metadata.mondegreen]` or `[package.metadata.mondegreen]`.
    Cargo,
    /// `[tool.mondegreen]`.
    Pyproject,
}

/// The names of files in which a configuration is looked for.
pub(crate) const NAMES: [&str; 4] = ["mondegreen.toml", ".mondegreen.toml", "Cargo.toml", "pyproject.toml"];

impl Home {
    /// What a file of this name is.
    pub(crate) fn of(name: &str) -> Home {
        match name {
            "Cargo.toml" => Home::Cargo,
            "pyproject.toml" => Home::Pyproject,
            _ => Home::Own,
        }
    }
}

impl Config {
    /// Reads the configuration of a file; none where the file is about something else.
    ///
    /// # Errors
    ///
    /// Where the text is not TOML, holds an unknown key, or a value that cannot be; each with its line and column.
    pub(crate) fn read(home: Home, path: &str, text: &str) -> Result<Option<Config>> {
        if home != Home::Own && !text.contains("mondegreen") {
            return Ok(None);
        }
        Keys::of(home, text)
            .and_then(|keys| keys.map(|keys| Reader { path: path.into(), text }.config(keys)).transpose())
            .map_err(|error| error.in_file(path))
    }

    /// Both as one: where both say something, this one.
    pub(crate) fn over(self, below: Config) -> Config {
        Config {
            extends: None,
            scope: self.scope.over(below.scope),
            min_tier: self.min_tier.or(below.min_tier),
            fail_on: self.fail_on.or(below.fail_on),
            encoding: self.encoding.or(below.encoding),
            input_format: self.input_format.or(below.input_format),
            baseline: self.baseline.or(below.baseline),
            context_pattern: self.context_pattern.or(below.context_pattern),
            max_changes: self.max_changes.or(below.max_changes),
            exclude: below.exclude.into_iter().chain(self.exclude).collect(),
            overrides: below.overrides.into_iter().chain(self.overrides).collect(),
        }
    }

    /// How the files are looked at to which these overrides apply, given by their numbers.
    pub(crate) fn scope_with(&self, overrides: &[usize]) -> Scope {
        let applied = overrides.iter().filter_map(|&number| self.overrides.get(number));
        applied.fold(self.scope.clone(), |below, one| one.scope.clone().over(below))
    }
}

impl Scope {
    fn over(self, below: Scope) -> Scope {
        Scope {
            dictionaries: below.dictionaries.into_iter().chain(self.dictionaries).collect(),
            builtin: self.builtin.or(below.builtin),
            rules: self.rules.or(below.rules),
            auto: self.auto.or(below.auto),
            review: self.review.or(below.review),
            captions: self.captions.or(below.captions),
        }
    }
}

impl Globs {
    /// Whether one of them stands for a path, which is given from the folder that the globs are about.
    pub(crate) fn hold(&self, path: &Path, is_folder: bool) -> bool {
        !path.has_root() && self.matcher.matched_path_or_any_parents(path, is_folder).is_ignore()
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.path, self.place.line)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    extends: Option<Spanned<String>>,
    dictionaries: Option<Vec<Spanned<String>>>,
    builtin: Option<Spanned<bool>>,
    rules: Option<Spanned<Vec<Spanned<String>>>>,
    thresholds: Option<Thresholds>,
    captions: Option<Spanned<CaptionKeys>>,
    min_tier: Option<Spanned<String>>,
    fail_on: Option<Spanned<String>>,
    encoding: Option<Spanned<String>>,
    input_format: Option<Spanned<String>>,
    baseline: Option<Spanned<String>>,
    context_pattern: Option<Spanned<String>>,
    #[serde(rename = "max-changes-per-1000-words")]
    max_changes: Option<Spanned<f32>>,
    exclude: Option<Spanned<Vec<Spanned<String>>>>,
    overrides: Option<Vec<Spanned<OverrideKeys>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OverrideKeys {
    paths: Option<Spanned<Vec<Spanned<String>>>>,
    dictionaries: Option<Vec<Spanned<String>>>,
    builtin: Option<Spanned<bool>>,
    rules: Option<Spanned<Vec<Spanned<String>>>>,
    thresholds: Option<Thresholds>,
    captions: Option<Spanned<CaptionKeys>>,
}

/// What is not given is as usual.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CaptionKeys {
    line_length: Option<u32>,
    lines: Option<u32>,
    characters_per_second: Option<f32>,
    shortest: Option<f32>,
    longest: Option<f32>,
    gap: Option<f32>,
}

impl CaptionKeys {
    fn limits(self) -> std::result::Result<CaptionLimits, String> {
        let keys = self;
        let usual = CaptionLimits::default();
        let limits = CaptionLimits {
            line_length: keys.line_length.unwrap_or(usual.line_length),
            lines: keys.lines.unwrap_or(usual.lines),
            characters_per_second: keys.characters_per_second.unwrap_or(usual.characters_per_second),
            shortest: keys.shortest.unwrap_or(usual.shortest),
            longest: keys.longest.unwrap_or(usual.longest),
            gap: keys.gap.unwrap_or(usual.gap),
        };
        for (name, count) in [("characters in a line", limits.line_length), ("lines", limits.lines)] {
            if count == 0 {
                return Err(format!("found no {name} at most, expected one or more"));
            }
        }
        let CaptionLimits { characters_per_second, shortest, longest, gap, .. } = limits;
        let speed = ("characters-per-second", characters_per_second);
        for (name, value) in [speed, ("shortest", shortest), ("longest", longest), ("gap", gap)] {
            if value.is_nan() || value < 0.0 {
                return Err(format!("found a `{name}` of {value}, expected 0 or more"));
            }
        }
        for (name, value) in [speed, ("longest", longest)] {
            if value == 0.0 {
                return Err(format!("found a `{name}` of 0, expected more"));
            }
        }
        if longest < shortest {
            return Err(format!("found a `longest` of {longest} below the `shortest` of {shortest}"));
        }
        Ok(limits)
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Thresholds {
    auto: Option<Spanned<f32>>,
    review: Option<Spanned<f32>>,
}

/// A manifest of a Rust package or workspace, as far as it is looked at.
#[derive(Deserialize)]
struct CargoManifest {
    package: Option<Metadata>,
    workspace: Option<Metadata>,
}

#[derive(Deserialize)]
struct Metadata {
    metadata: Option<Tools>,
}

/// A manifest of a Python project, as far as it is looked at.
#[derive(Deserialize)]
struct Pyproject {
    tool: Option<Tools>,
}

#[derive(Deserialize)]
struct Tools {
    mondegreen: Option<Spanned<Keys>>,
}

impl Keys {
    fn of(home: Home, text: &str) -> Result<Option<Keys>> {
        const WHAT: &str = "a configuration";
        let of_tools = |tools: Option<Tools>| tools.and_then(|tools| tools.mondegreen);
        match home {
            Home::Own => toml_text::read(text, WHAT).map(Some),
            Home::Pyproject => {
                let manifest: Pyproject = toml_text::read(text, WHAT)?;
                Ok(of_tools(manifest.tool).map(Spanned::into_inner))
            }
            Home::Cargo => {
                let manifest: CargoManifest = toml_text::read(text, WHAT)?;
                let [package, workspace] =
                    [manifest.package, manifest.workspace].map(|part| of_tools(part.and_then(|part| part.metadata)));
                match (package, workspace) {
                    (Some(package), Some(_)) => {
                        let error = Error::new(
                            "found [package.metadata.mondegreen] and [workspace.metadata.mondegreen], expected one",
                        );
                        Err(error.at(place_in(text, package.span().start)).with_hint("put what both say into one"))
                    }
                    (one, other) => Ok(one.or(other).map(Spanned::into_inner)),
                }
            }
        }
    }
}

/// Makes values of keys, and tells which cannot be.
struct Reader<'a> {
    path: Arc<str>,
    text: &'a str,
}

impl Reader<'_> {
    fn config(&self, keys: Keys) -> Result<Config> {
        Ok(Config {
            extends: keys.extends.map(|extends| self.set(extends)),
            scope: self.scope(keys.dictionaries, keys.builtin, keys.rules, keys.thresholds, keys.captions)?,
            min_tier: self.parsed(keys.min_tier, Tier::ALL.map(Tier::id))?,
            fail_on: self.parsed(keys.fail_on, Tier::ALL.map(Tier::id))?,
            encoding: keys.encoding.map(|encoding| self.set(encoding)),
            input_format: keys.input_format.map(|format| self.set(format)),
            baseline: keys.baseline.map(|baseline| self.file(baseline)).transpose()?,
            context_pattern: keys.context_pattern.map(|pattern| self.set(pattern)),
            max_changes: keys.max_changes.map(|most| self.rate(most)).transpose()?,
            exclude: keys.exclude.map(|globs| self.globs(globs)).transpose()?.into_iter().collect(),
            overrides: keys.overrides.into_iter().flatten().map(|keys| self.one(keys)).collect::<Result<_>>()?,
        })
    }

    fn one(&self, keys: Spanned<OverrideKeys>) -> Result<Override> {
        let at = keys.span().start;
        let keys = keys.into_inner();
        let Some(paths) = keys.paths else {
            let error =
                self.error("found an entry of `overrides` without `paths`, expected the files that it is for", at);
            return Err(error.with_hint("name them: `paths = [\"calls/**\"]`"));
        };
        let paths = self.globs(paths)?;
        let scope = self.scope(keys.dictionaries, keys.builtin, keys.rules, keys.thresholds, keys.captions)?;
        Ok(Override { paths, scope })
    }

    fn scope(
        &self,
        dictionaries: Option<Vec<Spanned<String>>>,
        builtin: Option<Spanned<bool>>,
        rules: Option<Spanned<Vec<Spanned<String>>>>,
        thresholds: Option<Thresholds>,
        captions: Option<Spanned<CaptionKeys>>,
    ) -> Result<Scope> {
        let thresholds = thresholds.unwrap_or_default();
        Ok(Scope {
            dictionaries: dictionaries.into_iter().flatten().map(|value| self.set(value)).collect(),
            builtin: builtin.map(|builtin| self.set(builtin)),
            rules: rules.map(|rules| self.rules(rules)).transpose()?,
            auto: thresholds.auto.map(|auto| self.confidence(auto)).transpose()?,
            review: thresholds.review.map(|review| self.confidence(review)).transpose()?,
            captions: captions.map(|keys| self.captions(keys)).transpose()?,
        })
    }

    fn rules(&self, rules: Spanned<Vec<Spanned<String>>>) -> Result<Set<Vec<Rule>>> {
        let from = self.origin(rules.span().start);
        if rules.get_ref().is_empty() {
            return Err(self.error("found no rule, expected at least one", rules.span().start));
        }
        let known = Rule::ALL.map(Rule::id);
        let rules = rules.into_inner().into_iter().map(|rule| self.one_of(&rule, known));
        Ok(Set { value: rules.collect::<Result<_>>()?, from })
    }

    fn captions(&self, keys: Spanned<CaptionKeys>) -> Result<Set<CaptionLimits>> {
        let at = keys.span().start;
        let value = keys.into_inner().limits().map_err(|message| self.error(&message, at))?;
        Ok(Set { value, from: self.origin(at) })
    }

    fn file(&self, name: Spanned<String>) -> Result<Set<String>> {
        if name.get_ref().is_empty() {
            return Err(self.error("found an empty name, expected that of a file", name.span().start));
        }
        Ok(self.set(name))
    }

    fn confidence(&self, confidence: Spanned<f32>) -> Result<Set<f32>> {
        let value = *confidence.get_ref();
        if (0.0..=1.0).contains(&value) {
            return Ok(self.set(confidence));
        }
        Err(self.error(&format!("found the confidence {value}, expected 0 to 1"), confidence.span().start))
    }

    fn rate(&self, rate: Spanned<f32>) -> Result<Set<f32>> {
        let value = *rate.get_ref();
        if value >= 0.0 && value.is_finite() {
            return Ok(self.set(rate));
        }
        Err(self.error(&format!("found {value} changes, expected a number from 0 on"), rate.span().start))
    }

    fn globs(&self, globs: Spanned<Vec<Spanned<String>>>) -> Result<Set<Globs>> {
        let from = self.origin(globs.span().start);
        let mut builder = GitignoreBuilder::new("");
        // In a `.gitignore` such a line is passed over without a word.
        builder.allow_unclosed_class(false);
        let mut texts = Vec::new();
        for glob in globs.into_inner() {
            let at = glob.span().start;
            let refused = |error: ignore::Error| {
                self.error(&format!("found the glob `{}`: {error}", glob.get_ref().escape_debug()), at)
            };
            builder.add_line(None, glob.get_ref()).map_err(refused)?;
            texts.push(glob.into_inner());
        }
        let matcher = builder.build().map_err(|error| Error::new(format!("found globs that cannot be: {error}")))?;
        Ok(Set { value: Globs { texts, matcher }, from })
    }

    fn parsed<T, const N: usize>(&self, id: Option<Spanned<String>>, known: [&str; N]) -> Result<Option<Set<T>>>
    where
        T: FromStr<Err = String>,
    {
        id.map(|id| Ok(Set { value: self.one_of(&id, known)?, from: self.origin(id.span().start) })).transpose()
    }

    fn one_of<T, const N: usize>(&self, id: &Spanned<String>, known: [&str; N]) -> Result<T>
    where
        T: FromStr<Err = String>,
    {
        id.get_ref().parse().map_err(|message: String| {
            let error = self.error(&message, id.span().start);
            match did_you_mean(id.get_ref(), known) {
                Some(near) => error.with_hint(format!("did you mean `{near}`?")),
                None => error,
            }
        })
    }

    fn set<T>(&self, value: Spanned<T>) -> Set<T> {
        Set { from: self.origin(value.span().start), value: value.into_inner() }
    }

    fn origin(&self, at: usize) -> Origin {
        Origin { path: Arc::clone(&self.path), place: place_in(self.text, at) }
    }

    fn error(&self, message: &str, at: usize) -> Error {
        Error::new(message).at(place_in(self.text, at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(home: Home, text: &str) -> Result<Option<Config>> {
        Config::read(home, "m.toml", text)
    }

    #[test]
    fn a_configuration_is_found_in_each_of_its_homes() {
        let cases = [
            (Home::Own, "fail-on = 'review'\n", Some(1)),
            (Home::Cargo, "[package]\nname = 'x'\n[package.metadata.mondegreen]\nfail-on = 'review'\n", Some(4)),
            (Home::Cargo, "[workspace.metadata.mondegreen]\nfail-on = 'review'\n", Some(2)),
            (Home::Cargo, "[package]\nname = 'mondegreen'\n", None),
            (Home::Cargo, "[package\n", None),
            (Home::Pyproject, "[tool.other]\nx = 1\n[tool.mondegreen]\nfail-on = 'review'\n", Some(4)),
            (Home::Pyproject, "[project]\nname = 'x'\n", None),
        ];
        for (home, text, line) in cases {
            let config = read(home, text).expect("a configuration");
            let set = config.and_then(|config| config.fail_on);
            assert_eq!(set.as_ref().map(|set| set.from.place.line), line, "{text}");
            assert!(set.is_none_or(|set| set.value == Tier::Review));
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let cases = [
            (
                Home::Own,
                "dictionarys = []\n",
                "m.toml:1:1: found the key `dictionarys`, which a configuration does not have",
                Some("did you mean `dictionaries`?"),
            ),
            (
                Home::Own,
                "[[overrides]]\npaths = ['a']\nruls = []\n",
                "m.toml:3:1: found the key `ruls`, which a configuration does not have",
                Some("did you mean `rules`?"),
            ),
            (
                Home::Own,
                "rules = ['alias', 'sond']\n",
                "m.toml:1:19: found the rule `sond`, expected one of alias, form, sound, spelling, caption-line, \
                 caption-lines, caption-speed, caption-duration, caption-gap, caption-overlap, caption-order",
                Some("did you mean `sound`?"),
            ),
            (
                Home::Own,
                "fail-on = 'atuo'\n",
                "m.toml:1:11: found the tier `atuo`, expected hint, review or auto",
                Some("did you mean `auto`?"),
            ),
            (Home::Own, "rules = []\n", "m.toml:1:9: found no rule, expected at least one", None),
            (Home::Own, "[thresholds]\nauto = 1.5\n", "m.toml:2:8: found the confidence 1.5, expected 0 to 1", None),
            (Home::Own, "builtin = 3\n", "m.toml:1:11: found `3`, expected `true` or `false`", None),
            (
                Home::Own,
                "builtin = true\n[[overrides]]\nbuiltin = false\n",
                "m.toml:2:1: found an entry of `overrides` without `paths`, expected the files that it is for",
                Some("name them: `paths = [\"calls/**\"]`"),
            ),
            (
                Home::Own,
                "overrides = [{builtin = false}]\n",
                "m.toml:1:14: found an entry of `overrides` without `paths`, expected the files that it is for",
                Some("name them: `paths = [\"calls/**\"]`"),
            ),
            (
                Home::Own,
                "[overrides]\npaths = ['a']\n",
                "m.toml:1:1: found a table, expected a list",
                Some("an entry of a list of tables begins with two brackets: `[[overrides]]`"),
            ),
            (Home::Own, "captions = 3\n", "m.toml:1:12: found `3`, expected a table", None),
            (Home::Own, "[captions]\nlines = -1\n", "m.toml:2:9: found `-1`, expected a whole number from 0 on", None),
            (Home::Own, "[captions]\nlines = 0\n", "m.toml:1:1: found no lines at most, expected one or more", None),
            (Home::Own, "[captions]\ngap = nan\n", "m.toml:1:1: found a `gap` of NaN, expected 0 or more", None),
            (
                Home::Own,
                "[captions]\nlongest = 0.5\n",
                "m.toml:1:1: found a `longest` of 0.5 below the `shortest` of 0.833",
                None,
            ),
            (Home::Own, "baseline = ''\n", "m.toml:1:12: found an empty name, expected that of a file", None),
            (Home::Own, "builtin = \n", "m.toml:1:11: found no value, expected one", None),
            (
                Home::Pyproject,
                "[tool.mondegreen]\nbultin = true\n",
                "m.toml:2:1: found the key `bultin`, which a configuration does not have",
                Some("did you mean `builtin`?"),
            ),
            (
                Home::Cargo,
                "[package.metadata.mondegreen]\nbuiltin = true\n[workspace.metadata.mondegreen]\n",
                "m.toml:1:1: found [package.metadata.mondegreen] and [workspace.metadata.mondegreen], expected one",
                Some("put what both say into one"),
            ),
        ];
        for (home, text, message, hint) in cases {
            let error = read(home, text).expect_err(text);
            assert_eq!(error.to_string(), message, "{text}");
            assert_eq!(error.hint(), hint, "{text}");
        }
    }

    #[test]
    fn the_nearer_one_wins_and_lists_add_up() {
        let near = "dictionaries = ['b']\n[thresholds]\nauto = 0.95\n[[overrides]]\npaths = ['x/']\nbuiltin = false\n";
        let far = "dictionaries = ['a']\nbuiltin = true\n[thresholds]\nauto = 0.8\nreview = 0.4\n";
        let [near, far] = [near, far].map(|text| read(Home::Own, text).expect("TOML").expect("a configuration"));
        let both = near.over(far);
        let names: Vec<&str> = both.scope.dictionaries.iter().map(|set| set.value.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        let of = |scope: &Scope| {
            let value = |set: &Option<Set<f32>>| set.as_ref().map(|set| set.value);
            (value(&scope.auto), value(&scope.review), scope.builtin.as_ref().map(|set| set.value))
        };
        assert_eq!(of(&both.scope_with(&[])), (Some(0.95), Some(0.4), Some(true)));
        assert_eq!(of(&both.scope_with(&[0])), (Some(0.95), Some(0.4), Some(false)));
    }

    #[test]
    fn a_glob_that_cannot_be_is_told_with_its_place() {
        for (text, place) in [
            ("exclude = ['drafts/', 'g/[']", "1:23"),
            ("exclude = ['[z-a]']", "1:12"),
            ("exclude = ['{a,b']", "1:12"),
            ("[[overrides]]\npaths = ['a/[b']", "2:10"),
        ] {
            let error = read(Home::Own, text).expect_err("no glob");
            assert!(error.to_string().contains(&format!("{place}: found the glob `")), "{text}: {error}");
        }
        let sound = "exclude = ['[ab]*.txt', '[]x]', 'a]', '{a,b}', '\\[']";
        assert!(read(Home::Own, sound).is_ok());
    }

    #[test]
    fn globs_are_those_of_gitignore() {
        let globs = |glob: &str| {
            let text = format!("exclude = ['{glob}']");
            read(Home::Own, &text).expect("TOML").expect("a configuration").exclude.remove(0).value
        };
        let cases = [
            ("*.vtt", "a/b.vtt", true),
            ("calls/", "calls/one.txt", true),
            ("/calls/*.txt", "calls/deep/one.txt", false),
            ("calls/**", "calls/deep/one.txt", true),
            ("one.txt", "calls/one.txt", true),
            ("two.txt", "calls/one.txt", false),
        ];
        for (glob, path, expected) in cases {
            assert_eq!(globs(glob).hold(Path::new(path), false), expected, "{glob} {path}");
        }
        assert!(!globs("*").hold(Path::new("/a"), false));
    }
}
