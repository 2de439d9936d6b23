//! Walks the folders of a site: which files are there, through which links, and what stands in the way.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::trouble::{Trouble, reason};
use crate::input::FilePath;

/// Symbolic links by their paths, and the real paths of what they lead to.
pub type Links = BTreeMap<FilePath, PathBuf>;

/// What a walk came upon, with paths relative to the folder the walk is about.
#[derive(Default)]
pub struct Found {
    pub files: Vec<FilePath>,
    /// Symbolic links to files and folders.
    pub links: Links,
    pub troubles: Vec<Trouble>,
}

/// Where a walk begins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// At a folder that files are read from.
    Top,
    /// At a file or folder below one.
    Below,
}

/// Real folders that no link may lead out of, since what is elsewhere on a machine is not the site's
/// to publish: the root, and the folder files are read from, which may itself be a link.
struct Bounds(Vec<PathBuf>);

impl Bounds {
    fn of(root: &Path, path: &str) -> Bounds {
        let top = path.split('/').next().unwrap_or_default();
        let folders = [root.to_path_buf(), root.join(top)];
        Bounds(
            folders
                .iter()
                .flat_map(|folder| folder.canonicalize())
                .collect(),
        )
    }

    /// Where an entry leads, if it is a link that leads out.
    fn left_by(&self, entry: &DirEntry) -> Option<PathBuf> {
        if !entry.path_is_symlink() {
            return None;
        }
        // One that leads nowhere is reported by the walk.
        let target = entry.path().canonicalize().ok()?;
        let is_inside = self.0.iter().any(|folder| target.starts_with(folder));
        (!is_inside).then_some(target)
    }
}

impl Found {
    /// Adds everything at a path and below it.
    pub fn walk(&mut self, root: &Path, path: &str, start: Start) {
        let is_top = |entry: &DirEntry| entry.depth() == 0 && start == Start::Top;
        let bounds = Bounds::of(root, path);
        let mut links_out = Vec::new();
        let entries = WalkDir::new(root.join(path))
            .follow_links(true)
            .into_iter()
            .filter_entry(|entry| {
                if is_top(entry) {
                    return true;
                }
                let target = bounds.left_by(entry);
                let leads_out = target.is_some();
                links_out.extend(target.map(|target| (shown(root, entry.path()), target)));
                !leads_out && !is_passed_over(entry)
            });
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(root, &entry, is_top(&entry)),
                Err(error) => self.walk_error(root, &error),
            }
        }
        for (link, target) in links_out {
            let message = format!(
                "the symbolic link `{link}` leads out of the site's folder, to `{}`",
                target.display()
            );
            let hint = "move what it leads to into the site's folder; \
                        only `content` and `themes` themselves may be elsewhere";
            self.trouble(message, Some(hint));
        }
    }

    fn entry(&mut self, root: &Path, entry: &DirEntry, is_top: bool) {
        let kind = entry.file_type();
        if kind.is_dir() && !entry.path_is_symlink() {
            return;
        }
        let path = slashed(root, entry.path()).map(FilePath::new);
        if !kind.is_dir() {
            let relative = shown(root, entry.path());
            if is_top {
                self.trouble(format!("`{relative}` should be a folder"), None);
            } else if !kind.is_file() {
                let message = format!("`{relative}` is neither a file nor a folder");
                self.trouble(message, Some("move it out of the site"));
            } else if let Some(path) = &path {
                self.files.push(path.clone());
            } else {
                let message = format!("the file name of `{relative}` is not UTF-8");
                self.trouble(message, Some("rename the file or its folder"));
            }
        }
        if entry.path_is_symlink()
            && let Some(path) = path
            && let Ok(target) = entry.path().canonicalize()
        {
            self.links.insert(path, target);
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
        let is_absent = |kind| matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory);
        if io_error.is_some_and(|error| is_absent(error.kind())) {
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
pub fn slashed(root: &Path, path: &Path) -> Option<String> {
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

/// The name of a folder that is passed over with all that is in it.
pub fn is_version_control(name: &str) -> bool {
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
