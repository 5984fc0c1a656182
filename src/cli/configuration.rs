//! The configuration of a run: the nearest one from a folder upward, what it extends, and the user's own below them.

use std::env;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::error::{CommandError, of_file};
use super::options::ConfigArgs;
use crate::config::{Config, Globs, Home, NAMES, Origin, Set};
use crate::error::Error;
use crate::ledger::Ledger;

/// The file of decisions, beside the configuration or in the current folder.
pub(crate) const DECISIONS: &str = "mondegreen.decisions.jsonl";

/// What configurations ask for, and which files each part of it is about.
#[derive(Debug, Default)]
pub(crate) struct Configuration {
    pub(crate) config: Config,
    /// The files that it was read from, the nearest first.
    pub(crate) files: Vec<PathBuf>,
    /// The folder of the project's one; none where only the user has one.
    folder: Option<PathBuf>,
    is_isolated: bool,
    excluded: Option<Arc<Rooted>>,
    /// The paths of each override, in their order.
    overridden: Vec<Rooted>,
}

/// Globs, each with the folder that they are about.
#[derive(Debug, Default)]
pub(crate) struct Rooted(Vec<(PathBuf, Set<Globs>)>);

impl Rooted {
    fn new(sets: &[Set<Globs>]) -> Rooted {
        Rooted(sets.iter().map(|set| (absolute(folder_of(&set.from)), set.clone())).collect())
    }

    /// Whether one of them stands for this path.
    pub(crate) fn hold(&self, path: &Path, is_folder: bool) -> bool {
        self.holding(path, is_folder).is_some()
    }

    /// Where those are set that stand for this path.
    pub(crate) fn holding(&self, path: &Path, is_folder: bool) -> Option<&Origin> {
        let path = absolute(path);
        let holds = |(root, globs): &&(PathBuf, Set<Globs>)| {
            path.strip_prefix(root).is_ok_and(|path| globs.value.hold(path, is_folder))
        };
        self.0.iter().find(holds).map(|(_, globs)| &globs.from)
    }
}

impl Configuration {
    /// The configuration that the arguments ask for: the one they name, or the nearest from `start` or the current
    /// folder upward.
    pub(crate) fn of(args: &ConfigArgs, start: Option<&Path>) -> Result<Configuration, CommandError> {
        if args.isolated {
            return Ok(Configuration { is_isolated: true, ..Configuration::default() });
        }
        let mut files = Vec::new();
        let nearest = match &args.config {
            Some(path) => Some(named(path)?),
            None => nearest(start.unwrap_or(Path::new("")))?,
        };
        let mut config = Config::default();
        let folder = nearest.as_ref().and_then(|(path, _)| path.parent()).map(Path::to_path_buf);
        if let Some((path, found)) = nearest {
            config = extended(path, found, &mut files)?;
        }
        let of_user = user_file().map(|path| (read(&path), path));
        if let Some((Ok(Some(found)), path)) = of_user {
            config = config.over(extended(path, found, &mut files)?);
        } else if let Some((Err(error), _)) = of_user {
            return Err(error.into());
        }
        Ok(Configuration {
            excluded: (!config.exclude.is_empty()).then(|| Arc::new(Rooted::new(&config.exclude))),
            overridden: config.overrides.iter().map(|one| Rooted::new(std::slice::from_ref(&one.paths))).collect(),
            config,
            files,
            is_isolated: false,
            folder,
        })
    }

    /// The numbers of the overrides that apply to a file.
    pub(crate) fn overrides_of(&self, path: &Path) -> Vec<usize> {
        (0..self.overridden.len()).filter(|&number| self.overridden[number].hold(path, false)).collect()
    }

    /// Where the files of the project lie that belong to it: beside its configuration, or else in the current folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.as_deref().unwrap_or(Path::new(""))
    }

    /// What is not read.
    pub(crate) fn excluded(&self) -> Option<Arc<Rooted>> {
        self.excluded.clone()
    }

    /// What people decided about findings before: the file of decisions that belongs to the project, if there is one.
    pub(crate) fn decisions(&self) -> Result<Ledger, CommandError> {
        if self.is_isolated {
            return Ok(Ledger::default());
        }
        let path = self.folder().join(DECISIONS);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Ledger::read(&path.display().to_string(), &text)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Ledger::default()),
            Err(error) => Err(of_file(&path, &error, "a file of decisions").into()),
        }
    }

    /// Whether a file or folder is not read.
    pub(crate) fn excludes(&self, path: &Path, is_folder: bool) -> bool {
        self.excluded.as_ref().is_some_and(|excluded| excluded.hold(path, is_folder))
    }
}

/// The file that a value of a configuration names, from the folder of that configuration.
pub(crate) fn path_of(set: &Set<String>) -> PathBuf {
    folder_of(&set.from).join(&set.value)
}

fn folder_of(from: &Origin) -> &Path {
    Path::new(&*from.path).parent().unwrap_or(Path::new(""))
}

/// The configuration of a file that was named.
fn named(path: &Path) -> Result<(PathBuf, Config), CommandError> {
    let found = read(path)?.ok_or_else(|| match fs::metadata(path) {
        Err(error) => of_file(path, &error, "a configuration"),
        Ok(_) => {
            Error::new("found no configuration of mondegreen in it, expected one").in_file(path.display().to_string())
        }
    })?;
    Ok((path.to_path_buf(), found))
}

/// The file of a folder that holds a configuration.
pub(crate) fn in_folder(folder: &Path) -> Result<Option<PathBuf>, CommandError> {
    for name in NAMES {
        let path = folder.join(name);
        if read(&path)?.is_some() {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// The configuration of the nearest folder that holds one.
fn nearest(start: &Path) -> Result<Option<(PathBuf, Config)>, CommandError> {
    let mut shown = start.to_path_buf();
    for folder in absolute(start).ancestors() {
        let mut found: Vec<(PathBuf, Config)> = Vec::new();
        for name in NAMES {
            let path = if folder.parent().is_none() { folder.join(name) } else { shown.join(name) };
            if let Some(config) = read(&path)? {
                found.push((path, config));
            }
        }
        if let [(first, _), (second, _), ..] = &found[..] {
            let name = second.file_name().unwrap_or_default().display();
            let message = format!("found a configuration here and another one in `{name}` beside it, expected one");
            let error = Error::new(message).in_file(first.display().to_string());
            return Err(error.with_hint("put what both say into one, or name one with --config").into());
        }
        if let Some(one) = found.pop() {
            return Ok(Some(one));
        }
        shown.push("..");
    }
    Ok(None)
}

/// The configuration with those that it builds upon, whose files are noted.
fn extended(path: PathBuf, config: Config, files: &mut Vec<PathBuf>) -> Result<Config, CommandError> {
    files.push(path);
    let Some(extends) = config.extends.clone() else { return Ok(config) };
    let below = path_of(&extends);
    let refused = |message: &str| -> CommandError {
        Error::new(message).at(extends.from.place).in_file(&*extends.from.path).into()
    };
    if files.iter().any(|file| absolute(file) == absolute(&below)) {
        let shown = below.display();
        return Err(refused(&format!("found `extends = \"{shown}\"`, which leads back to where it came from")));
    }
    let found = named(&below).map_err(|error| error.named_in(Some(&extends.from)))?;
    Ok(config.over(extended(found.0, found.1, files)?))
}

/// The configuration of a file, where it is there and holds one.
fn read(path: &Path) -> Result<Option<Config>, Error> {
    let home = Home::of(&path.file_name().unwrap_or_default().to_string_lossy());
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        // A manifest that is not ours to read is no configuration of ours.
        Err(_) if home != Home::Own => return Ok(None),
        Err(error) => return Err(of_file(path, &error, "a configuration")),
    };
    Config::read(home, &path.display().to_string(), &text)
}

/// Where the user's own configuration lies, whether it is there or not.
fn user_file() -> Option<PathBuf> {
    let given = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = if cfg!(windows) {
        given("APPDATA")
    } else {
        given("XDG_CONFIG_HOME").or_else(|| Some(given("HOME")?.join(".config")))
    };
    Some(folder?.join("mondegreen").join("mondegreen.toml"))
}

/// The path from the root, without `.` and `..`; links are not followed.
fn absolute(path: &Path) -> PathBuf {
    // An empty path stands for the current folder.
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let from_root = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut straight = PathBuf::new();
    for component in from_root.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(straight.pop()),
            other => straight.push(other),
        }
    }
    straight
}
