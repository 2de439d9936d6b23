//! Reads every file of a site into one snapshot.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::known::KnownFiles;
use super::trouble::{DiskError, Trouble, reason};
use crate::config::CONFIG_FILE;
use crate::input::{FilePath, InputFile, InputTree};

/// The folders a site is read from; nothing else of its root is input.
pub const INPUT_FOLDERS: [&str; 2] = ["content", "themes"];

/// The nearest folder, from `start` upward, that holds a site.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    start
        .ancestors()
        .find(|folder| folder.join(CONFIG_FILE).is_file())
        .map(Path::to_path_buf)
}

/// Everything below `content/` and `themes/`, with paths relative to `root`. Folders of version
/// control and what editors leave behind are passed over.
///
/// # Errors
/// Every file and folder that could not be read, in the order of their paths.
pub fn read_site(root: &Path) -> Result<InputTree, DiskError> {
    Reader::default().site(root)
}

/// The archived texts of sources below a folder, by their paths in it; None where there is no such
/// folder.
///
/// # Errors
/// Every file and folder that could not be read, in the order of their paths.
pub fn read_snapshots(folder: &Path) -> Result<Option<BTreeMap<String, InputFile>>, DiskError> {
    Reader::default().snapshots(folder)
}

/// Reads a site again and again, and opens only files that may have changed since. What it gives is
/// what a new reader would give.
#[derive(Default)]
pub struct Reader {
    site: KnownFiles,
    snapshots: KnownFiles,
}

impl Reader {
    /// [`read_site`].
    ///
    /// # Errors
    /// Those of [`read_site`].
    pub fn site(&mut self, root: &Path) -> Result<InputTree, DiskError> {
        let mut found = Found::default();
        for folder in INPUT_FOLDERS {
            let folder = root.join(folder);
            // A missing folder holds nothing; a link that leads nowhere is reported by the walk.
            if folder.symlink_metadata().is_ok() {
                found.walk(root, &folder);
            }
        }
        found.files.sort();
        Ok(found.read(&mut self.site)?.into_iter().collect())
    }

    /// [`read_snapshots`].
    ///
    /// # Errors
    /// Those of [`read_snapshots`].
    pub fn snapshots(
        &mut self,
        folder: &Path,
    ) -> Result<Option<BTreeMap<String, InputFile>>, DiskError> {
        if !folder.is_dir() {
            return Ok(None);
        }
        let mut found = Found::default();
        found.walk(folder, folder);
        let files = found.read(&mut self.snapshots)?;
        let named = files.into_iter();
        Ok(Some(
            named
                .map(|(path, file)| (path.as_str().to_string(), file))
                .collect(),
        ))
    }
}

#[derive(Default)]
struct Found {
    files: Vec<(FilePath, PathBuf)>,
    troubles: Vec<Trouble>,
}

impl Found {
    /// The files found, read anew where they may have changed.
    fn read(self, known: &mut KnownFiles) -> Result<Vec<(FilePath, InputFile)>, DiskError> {
        let (files, mut troubles) = known.read(self.files);
        troubles.extend(self.troubles);
        if troubles.is_empty() {
            return Ok(files);
        }
        troubles.sort_by(|a, b| a.message.cmp(&b.message));
        Err(DiskError { troubles })
    }

    fn walk(&mut self, root: &Path, folder: &Path) {
        let entries = WalkDir::new(folder)
            .follow_links(true)
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_passed_over(entry));
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_dir() && entry.depth() > 0 => {}
                Ok(entry) => self.entry(root, &entry),
                Err(error) => self.walk_error(root, &error),
            }
        }
    }

    fn entry(&mut self, root: &Path, entry: &DirEntry) {
        let kind = entry.file_type();
        let relative = shown(root, entry.path());
        if entry.depth() == 0 {
            if !kind.is_dir() {
                self.trouble(format!("`{relative}` should be a folder"), None);
            }
        } else if !kind.is_file() {
            let message = format!("`{relative}` is neither a file nor a folder");
            self.trouble(message, Some("move it out of the site"));
        } else if let Some(path) = slashed(root, entry.path()) {
            self.files
                .push((FilePath::new(path), entry.path().to_path_buf()));
        } else {
            let message = format!("the file name of `{relative}` is not UTF-8");
            self.trouble(message, Some("rename the file or its folder"));
        }
    }

    fn walk_error(&mut self, root: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(root);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let relative = shown(root, path);
        if let Some(ancestor) = error.loop_ancestor() {
            let message = format!(
                "the symbolic link `{relative}` leads back to `{}`, which contains it",
                shown(root, ancestor)
            );
            self.trouble(message, Some("remove the link"));
            return;
        }
        let io_error = error.io_error();
        if io_error.is_some_and(|error| error.kind() == ErrorKind::NotFound) {
            // Some editors lock a file by a link to nowhere; a file may also go while we look.
            if is_dropping(&name) || path.symlink_metadata().is_err() {
                return;
            }
            let message = format!("the symbolic link `{relative}` leads nowhere");
            self.trouble(message, Some("remove the link, or restore its target"));
            return;
        }
        let why = io_error.map_or_else(|| error.to_string(), reason);
        self.trouble(format!("cannot read `{relative}`: {why}"), None);
    }

    fn trouble(&mut self, message: String, hint: Option<&str>) {
        self.troubles.push(Trouble {
            message,
            hint: hint.map(str::to_string),
        });
    }
}

/// The path relative to the root with `/` between its parts; None if it is not UTF-8.
fn slashed(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path
        .strip_prefix(root)
        .ok()?
        .iter()
        .map(|part| part.to_str())
        .collect();
    Some(parts?.join("/"))
}

fn shown(root: &Path, path: &Path) -> String {
    slashed(root, path).unwrap_or_else(|| {
        let path = path.strip_prefix(root).unwrap_or(path);
        path.to_string_lossy().into_owned()
    })
}

fn is_passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    if entry.file_type().is_dir() {
        is_version_control(&name)
    } else {
        is_dropping(&name)
    }
}

fn is_version_control(name: &str) -> bool {
    matches!(name, ".git" | ".hg" | ".svn" | ".jj" | ".bzr" | "CVS")
}

/// What editors and file managers leave beside the files people mean.
pub fn is_dropping(name: &str) -> bool {
    // A submodule's `.git` is a file; vim probes with `4913`.
    let exact = matches!(
        name,
        ".git" | ".DS_Store" | "Thumbs.db" | "desktop.ini" | "4913"
    );
    exact
        || name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".swo")
        || name.ends_with(".swx")
        || name.starts_with(".#")
        || name.starts_with(".~lock.")
        || name.starts_with(".goutputstream-")
        || name.ends_with("___jb_tmp___")
        || name.ends_with("___jb_old___")
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn droppings_are_told_from_pages() {
        for name in [
            "a.md~",
            ".a.md.swp",
            ".#a.md",
            "#a.md#",
            ".DS_Store",
            "4913",
            ".~lock.table.csv#",
        ] {
            assert!(is_dropping(name), "{name}");
        }
        for name in ["a.md", "_draft.md", ".htaccess", "#", "4913.md", "c#.md"] {
            assert!(!is_dropping(name), "{name}");
        }
    }
}
