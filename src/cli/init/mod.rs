//! `mondegreen init`: a configuration and a dictionary to begin with, and the file that a CI job needs.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Outcome;
use super::configuration::in_folder;
use super::error::{CommandError, told};
use super::streams::Streams;
use crate::error::Error;

/// Write a configuration and a dictionary to begin with, and on request the file that a CI job needs.
///
/// A file that is there already stays as it is.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that users type")]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Where to write; the current folder if none is given.
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,

    /// Write `.github/workflows/mondegreen.yml`: a job of GitHub Actions that looks at pull requests.
    #[arg(long)]
    github: bool,

    /// Write `.gitlab-ci.yml`: a job of GitLab CI that looks at merge requests.
    #[arg(long)]
    gitlab: bool,

    /// Write `.pre-commit-config.yaml`: a hook of pre-commit that looks at what is committed.
    #[arg(long)]
    pre_commit: bool,

    /// Print the files and write nothing.
    #[arg(long)]
    print: bool,
}

const EXAMPLES: &str = "\
Examples:
  mondegreen init                   mondegreen.toml and names.toml, in this folder
  mondegreen init --github          with a job of GitHub Actions
  mondegreen init --gitlab --print  what would be written, to be put into files that you have";

/// A file to begin with.
struct Starter {
    path: &'static str,
    text: &'static str,
}

const CONFIGURATION: Starter = Starter { path: "mondegreen.toml", text: include_str!("mondegreen.toml") };
const DICTIONARY: Starter = Starter { path: "names.toml", text: include_str!("names.toml") };
const GITHUB: Starter = Starter { path: ".github/workflows/mondegreen.yml", text: include_str!("github.yml") };
const GITLAB: Starter = Starter { path: ".gitlab-ci.yml", text: include_str!("gitlab.yml") };
const PRE_COMMIT: Starter = Starter { path: ".pre-commit-config.yaml", text: include_str!("pre-commit.yaml") };

impl Starter {
    fn text(&self) -> String {
        self.text.replace("{version}", env!("CARGO_PKG_VERSION"))
    }
}

pub(crate) fn run(args: &Args, streams: &mut Streams) -> Result<Outcome, CommandError> {
    let folder = args.folder.as_deref().unwrap_or(Path::new(""));
    let asked = [(args.github, GITHUB), (args.gitlab, GITLAB), (args.pre_commit, PRE_COMMIT)];
    let asked = asked.into_iter().filter_map(|(is_asked, file)| is_asked.then_some(file));
    let configured = if args.print { None } else { in_folder(folder)? };
    if let Some(path) = &configured {
        streams.note(&format!("{} holds a configuration, which stays as it is", path.display()));
    }
    let first = if configured.is_none() { vec![CONFIGURATION, DICTIONARY] } else { Vec::new() };
    let mut stays = false;
    for file in first.into_iter().chain(asked) {
        if args.print {
            writeln!(streams.out(), "# {}\n{}", file.path, file.text())?;
            continue;
        }
        let path = folder.join(file.path);
        if create(&path, &file.text())? {
            streams.note(&format!("wrote {}", path.display()));
        } else {
            stays = true;
            streams.note(&format!("{} is there and stays as it is", path.display()));
        }
    }
    if stays {
        streams.note("`--print` shows what would have been written");
    }
    Ok(Outcome::Clean)
}

/// Writes a file that is not there yet; answers whether it was not.
fn create(path: &Path, text: &str) -> Result<bool, Error> {
    let failed = |error: io::Error| {
        Error::new(format!("could not be written: {}", told(&error))).in_file(path.display().to_string())
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).map(|()| true).map_err(failed),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(failed(error)),
    }
}
