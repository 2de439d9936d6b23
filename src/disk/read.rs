//! From the folders of a site to a snapshot of its files.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::config::CONFIG_FILE;
use crate::input::{FilePath, InputFile, InputTree};

/// What went wrong at a path, in words for the person at the terminal.
#[derive(Debug)]
pub struct DiskError {
    pub path: PathBuf,
    pub problem: String,
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.problem)
    }
}

impl std::error::Error for DiskError {}

impl DiskError {
    pub fn new(path: &Path, problem: impl fmt::Display) -> DiskError {
        DiskError {
            path: path.to_path_buf(),
            problem: problem.to_string(),
        }
    }
}

/// The folders of a site that are read.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// The nearest folder, from `start` upward, that holds a site.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    let start = fs::canonicalize(start).ok()?;
    start
        .ancestors()
        .find(|folder| folder.join(CONFIG_FILE).is_file())
        .map(Path::to_path_buf)
}

/// Reads every file below `content/` and `themes/` of a site. Links to files and folders are
/// followed; what editors and file managers drop beside files is passed over.
///
/// # Errors
/// The first path, in order, that cannot be read, with the reason: a link that leads nowhere or in
/// a circle, a name that is not UTF-8, a file without permission.
pub fn read_site(root: &Path) -> Result<InputTree, DiskError> {
    let mut paths = Vec::new();
    for folder in FOLDERS {
        let top = root.join(folder);
        if !top.exists() {
            continue;
        }
        let walk = WalkDir::new(&top)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_dropping(entry));
        for entry in walk {
            let entry = entry.map_err(|error| walk_error(&error, &top))?;
            if entry.file_type().is_file() {
                paths.push(entry.into_path());
            }
        }
    }
    let files: Result<Vec<(FilePath, InputFile)>, DiskError> = paths
        .par_iter()
        .map(|path| {
            let relative = relative(root, path)?;
            let bytes = fs::read(path).map_err(|error| DiskError::new(path, reason(&error)))?;
            Ok((relative, InputFile::new(bytes)))
        })
        .collect();
    Ok(files?.into_iter().collect())
}

fn relative(root: &Path, path: &Path) -> Result<FilePath, DiskError> {
    let parts: Option<Vec<&str>> = path
        .strip_prefix(root)
        .unwrap_or(path)
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect();
    match parts {
        Some(parts) => Ok(FilePath::new(parts.join("/"))),
        None => Err(DiskError::new(
            path,
            "this name is not UTF-8; give the file another name",
        )),
    }
}

/// Files that editors, file managers and version control leave beside the writer's own.
fn is_dropping(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let is_hash = name.len() > 2 && name.starts_with('#') && name.ends_with('#');
    name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".swx")
        || name.starts_with(".#")
        || is_hash
        || matches!(
            &*name,
            ".git" | ".hg" | ".svn" | ".DS_Store" | "Thumbs.db" | "desktop.ini" | "4913"
        )
}

fn walk_error(error: &walkdir::Error, top: &Path) -> DiskError {
    let path = error.path().unwrap_or(top);
    if error.loop_ancestor().is_some() {
        return DiskError::new(path, "this link leads into a circle; remove it");
    }
    let is_link = fs::symlink_metadata(path).is_ok_and(|data| data.file_type().is_symlink());
    match error.io_error() {
        Some(_) if is_link => DiskError::new(path, "this link leads nowhere; remove it or mend it"),
        Some(error) => DiskError::new(path, reason(error)),
        None => DiskError::new(path, "cannot be read"),
    }
}

/// Why the system refused, in words.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "you have no permission for it".to_string(),
        io::ErrorKind::NotFound => "it is not there".to_string(),
        io::ErrorKind::StorageFull => "the disk is full".to_string(),
        _ => error.to_string(),
    }
}
