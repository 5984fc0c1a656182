//! The effective configuration, as a configuration, with where each value comes from.

use std::io::{self, Write};

use toml::Value;

use super::View;
use super::shown::{shown_in_line, width_of};
use crate::config::{Config, Globs, Origin, Scope, Set};
use crate::finding::{Rule, Tier};
use crate::settings::Settings;

/// What a value is where nobody set it.
const DEFAULT: &str = "default";

/// Writes all values that are in effect; `files` are those that they come from, the nearest first.
pub(crate) fn config(config: &Config, files: &[String], view: &View, out: &mut dyn Write) -> io::Result<()> {
    let usual = Settings::default();
    let mut lines = Lines::default();
    // What fails a run is to be seen.
    let fails = config.fail_on.as_ref().filter(|set| set.value < Tier::Review);
    lines.tier("min-tier", config.min_tier.as_ref().or(fails), Tier::Review);
    lines.tier("fail-on", config.fail_on.as_ref(), Tier::Auto);
    for (key, set) in [
        ("encoding", &config.encoding),
        ("input-format", &config.input_format),
        ("baseline", &config.baseline),
        ("context-pattern", &config.context_pattern),
    ] {
        lines.set(key, set.as_ref().map(|set| (Value::from(set.value.clone()), &set.from)));
    }
    let most = config.max_changes.as_ref();
    lines.set("max-changes-per-1000-words", most.map(|set| (decimal(set.value), &set.from)));
    lines.list("exclude", config.exclude.iter().flat_map(|globs| &globs.value.texts), config.exclude.iter().map(from));
    lines.scope(&config.scope);
    if config.scope.builtin.is_none() {
        lines.line("builtin", &Value::from(true), DEFAULT);
    }
    if config.scope.rules.is_none() {
        lines.line("rules", &ids(&Rule::HEARING), DEFAULT);
    }
    lines.thresholds(&config.scope, Some(&usual));
    lines.captions(&config.scope);
    for one in &config.overrides {
        lines.0.push((String::new(), String::new()));
        lines.0.push(("[[overrides]]".to_owned(), String::new()));
        lines.globs("paths", &one.paths);
        lines.scope(&one.scope);
        lines.thresholds(&one.scope, None);
        lines.captions(&one.scope);
    }
    match files {
        [] => writeln!(out, "# no configuration")?,
        files => writeln!(out, "# {}", shown_in_line(&files.join(", ")))?,
    }
    lines.write(view, out)
}

/// Lines with where they come from.
#[derive(Default)]
struct Lines(Vec<(String, String)>);

impl Lines {
    fn line(&mut self, key: &str, value: &Value, from: &str) {
        self.0.push((format!("{key} = {}", in_line(value)), from.to_owned()));
    }

    fn set(&mut self, key: &str, set: Option<(Value, &Origin)>) {
        if let Some((value, from)) = set {
            self.line(key, &value, &from.to_string());
        }
    }

    fn tier(&mut self, key: &str, set: Option<&Set<Tier>>, usual: Tier) {
        match set {
            Some(set) => self.line(key, &Value::from(set.value.id()), &set.from.to_string()),
            None => self.line(key, &Value::from(usual.id()), DEFAULT),
        }
    }

    fn globs(&mut self, key: &str, globs: &Set<Globs>) {
        self.list(key, &globs.value.texts, [&globs.from]);
    }

    /// Values that add up, with each place that some of them come from.
    fn list<'a>(
        &mut self,
        key: &str,
        values: impl IntoIterator<Item = &'a String>,
        origins: impl IntoIterator<Item = &'a Origin>,
    ) {
        let values: Vec<String> = values.into_iter().cloned().collect();
        let mut origins: Vec<String> = origins.into_iter().map(ToString::to_string).collect();
        origins.dedup();
        if !origins.is_empty() {
            self.line(key, &Value::from(values), &origins.join(", "));
        }
    }

    fn scope(&mut self, scope: &Scope) {
        let dictionaries = &scope.dictionaries;
        self.list("dictionaries", dictionaries.iter().map(|set| &set.value), dictionaries.iter().map(from));
        self.set("builtin", scope.builtin.as_ref().map(|set| (Value::from(set.value), &set.from)));
        self.set("rules", scope.rules.as_ref().map(|set| (ids(&set.value), &set.from)));
    }

    /// In one line, so that what is written is one table whatever follows it.
    fn thresholds(&mut self, scope: &Scope, usual: Option<&Settings>) {
        let pairs = [
            ("auto", &scope.auto, usual.map(|usual| usual.auto)),
            ("review", &scope.review, usual.map(|usual| usual.review)),
        ];
        for (key, set, usual) in pairs {
            match (set, usual) {
                (Some(set), _) => self.line(&format!("thresholds.{key}"), &decimal(set.value), &set.from.to_string()),
                (None, Some(usual)) => self.line(&format!("thresholds.{key}"), &decimal(usual), DEFAULT),
                (None, None) => {}
            }
        }
    }

    fn captions(&mut self, scope: &Scope) {
        let Some(Set { value: limits, from }) = &scope.captions else { return };
        for (key, value) in [
            ("line-length", Value::from(i64::from(limits.line_length))),
            ("lines", Value::from(i64::from(limits.lines))),
            ("characters-per-second", decimal(limits.characters_per_second)),
            ("shortest", decimal(limits.shortest)),
            ("longest", decimal(limits.longest)),
            ("gap", decimal(limits.gap)),
        ] {
            self.line(&format!("captions.{key}"), &value, &from.to_string());
        }
    }

    fn write(&self, view: &View, out: &mut dyn Write) -> io::Result<()> {
        let gutter = view.styles.gutter;
        let margin = self.0.iter().map(|(line, _)| width_of(line)).max().unwrap_or(0);
        for (line, from) in &self.0 {
            if from.is_empty() {
                writeln!(out, "{line}")?;
                continue;
            }
            let pad = margin.saturating_sub(width_of(line));
            writeln!(out, "{line}{:pad$}  {gutter}# {}{gutter:#}", "", shown_in_line(from))?;
        }
        Ok(())
    }
}

/// A value of TOML on one line, with everything spelled out that would steer a terminal.
fn in_line(value: &Value) -> String {
    match value {
        Value::Array(values) => format!("[{}]", values.iter().map(in_line).collect::<Vec<_>>().join(", ")),
        Value::String(text) if shown_in_line(text) != text.as_str() => {
            let spelled = text.chars().map(|c| match c {
                '"' | '\\' => format!("\\{c}"),
                ' '..='~' if c != '#' => c.to_string(),
                _ if c.is_alphanumeric() => c.to_string(),
                _ => format!("\\U{:08X}", u32::from(c)),
            });
            format!("\"{}\"", spelled.collect::<String>())
        }
        other => other.to_string(),
    }
}

/// To three digits behind the point: in the file it was no 32-bit number.
fn decimal(value: f32) -> Value {
    Value::from((f64::from(value) * 1e3).round() / 1e3)
}

fn from<T>(set: &Set<T>) -> &Origin {
    &set.from
}

fn ids(rules: &[Rule]) -> Value {
    Value::from(rules.iter().map(|rule| rule.id()).collect::<Vec<_>>())
}
