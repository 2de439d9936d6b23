//! `new`: a small complete explainer to start from.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::place::shown;
use super::screen::Screen;
use super::{Ending, Failure};
use crate::disk::DiskError;

macro_rules! files {
    ($($path:literal from $file:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("starter/", $file)))),*]
    };
}

/// Where each file of the starter goes, and its text. A test compares the list with the folder.
const FILES: &[(&str, &str)] = files![
    "README.md" from "README.md",
    ".gitignore" from "gitignore.txt",
    "content/site.toml" from "content/site.toml",
    "content/index.md" from "content/index.md",
    "content/timeline.md" from "content/timeline.md",
    "content/people.md" from "content/people.md",
    "content/sources.md" from "content/sources.md",
    "content/about.md" from "content/about.md",
    "content/ledger/sources.toml" from "content/ledger/sources.toml",
    "content/ledger/claims.toml" from "content/ledger/claims.toml",
    "content/ledger/people.toml" from "content/ledger/people.toml",
    "content/ledger/glossary.toml" from "content/ledger/glossary.toml",
    "content/ledger/timeline.toml" from "content/ledger/timeline.toml",
    "content/ledger/disagreements.toml" from "content/ledger/disagreements.toml",
];

/// Writes the starter into a new or empty folder.
pub fn write(dir: &Path, screen: &Screen) -> Result<Ending, Failure> {
    refuse_what_is_not_empty(dir)?;
    let mut text = format!("A small explainer to start from is in {}:\n", shown(dir));
    for (path, contents) in FILES {
        let target = dir.join(path);
        write_new(&target, contents).map_err(|error| DiskError::io("write", &target, &error))?;
        text.push_str(&format!("  {path}\n"));
    }
    let is_here = dir.components().all(|part| part.as_os_str() == ".");
    text.push_str("\nNext:\n");
    if !is_here {
        text.push_str(&format!("  cd {}\n", in_shell(&shown(dir))));
    }
    text.push_str(
        "  nutgraf serve    shows the site in a browser and follows what you write\n  \
         nutgraf check    says what is wrong and where\n  \
         nutgraf build    writes the site to public/\n\
         README.md tells the rest.\n",
    );
    screen.print(&text)?;
    Ok(Ending::Done)
}

/// A folder in which version control has just begun counts as empty.
fn refuse_what_is_not_empty(dir: &Path) -> Result<(), Failure> {
    let refusal = |what: String| {
        Failure::with_hint(
            format!("{what}; nothing was written"),
            "name a folder that is new or empty",
        )
    };
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(refusal(format!("{} is not a folder", shown(dir))));
        }
        Err(error) => return Err(DiskError::io("read", dir, &error).into()),
        Ok(entries) => entries,
    };
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != ".git")
        .collect();
    names.sort();
    match names.first() {
        None => Ok(()),
        Some(first) => Err(refusal(format!(
            "{} is not empty: it has {first}",
            shown(dir)
        ))),
    }
}

/// Writes a file that must not be there yet.
fn write_new(target: &Path, contents: &str) -> io::Result<()> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(target)?.write_all(contents.as_bytes())
}

/// A path as a shell takes it.
fn in_shell(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/\\._-:~".contains(c);
    match path.chars().all(is_plain) {
        true => path.to_string(),
        false => format!("\"{path}\""),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_list_holds_every_file_of_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/starter");
        let there: BTreeSet<String> = walkdir::WalkDir::new(&folder)
            .into_iter()
            .map(|entry| entry.expect("the folder can be read"))
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let path = entry.path().strip_prefix(&folder).expect("it is below");
                path.to_string_lossy()
                    .replace('\\', "/")
                    .replace("gitignore.txt", ".gitignore")
            })
            .collect();
        let listed: BTreeSet<String> = FILES.iter().map(|(path, _)| path.to_string()).collect();
        assert_eq!(listed, there);
    }

    #[test]
    fn the_readme_names_every_file_and_nothing_else() {
        let readme = FILES
            .iter()
            .find(|(path, _)| *path == "README.md")
            .map_or("", |(_, text)| text);
        let named: BTreeSet<&str> = readme
            .lines()
            .filter_map(|line| line.strip_prefix("    "))
            .filter_map(|line| line.split_whitespace().next())
            .filter(|word| word.starts_with("content/") || *word == ".gitignore")
            .collect();
        let listed: BTreeSet<&str> = FILES
            .iter()
            .map(|(path, _)| *path)
            .filter(|path| *path != "README.md")
            .collect();
        assert_eq!(named, listed);
    }

    #[test]
    fn a_path_with_spaces_is_quoted_for_the_shell() {
        assert_eq!(in_shell("../my site"), "\"../my site\"");
        assert_eq!(in_shell("sites/demo"), "sites/demo");
    }
}
