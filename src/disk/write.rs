//! Writes a finished site so that no file is ever seen half written and nothing foreign is touched.
//!
//! The order makes every instant safe to be killed at. First the manifest names all files the
//! folder may hold from now on, the old ones and the new; then each changed file is written beside
//! its place and renamed; then the manifest says what is there now; last, files that are no longer
//! part of the site are removed, and only those the manifest said were ours.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{FOLDER, Manifest};
use super::read::reason;
use crate::output::OutputTree;

/// What a write did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub new: usize,
    pub changed: usize,
    /// Files with the same bytes, left as they were.
    pub untouched: usize,
    pub removed: usize,
}

/// Why a site was not written, with what to do.
#[derive(Debug)]
pub enum WriteError {
    /// Nothing was touched.
    Refused {
        path: PathBuf,
        why: String,
        hint: String,
    },
    /// The system failed us on the way; the next build repairs.
    Failed { path: PathBuf, why: String },
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Refused { path, why, hint } => {
                write!(
                    f,
                    "{}: {why}; nothing was written\n  {hint}",
                    path.display()
                )
            }
            WriteError::Failed { path, why } => {
                write!(
                    f,
                    "{}: {why}; build again once it is mended",
                    path.display()
                )
            }
        }
    }
}

impl std::error::Error for WriteError {}

/// How our own files that are still being written are called.
const TEMPORARY: &str = ".nutgraf-tmp-";

/// Writes the site of the folder `root` into the folder `out`.
///
/// # Errors
/// A refusal if `out` holds anything that is not ours, or is part of the site itself; a failure if
/// the system does not let us write.
pub fn write_site(root: &Path, out: &Path, tree: &OutputTree) -> Result<Written, WriteError> {
    refuse_places_of_the_site(root, out)?;
    let failed = |path: &Path, error: &io::Error| WriteError::Failed {
        path: path.to_path_buf(),
        why: reason(error),
    };
    let old = match Manifest::read(out) {
        Ok(Some(manifest)) => manifest,
        Ok(None) => {
            refuse_foreign_folder(out)?;
            Manifest::default()
        }
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(WriteError::Refused {
                path: out.to_path_buf(),
                why: error.to_string(),
                hint: "remove the folder if nothing in it is yours, or name another with --out"
                    .into(),
            });
        }
        Err(error) => return Err(failed(out, &error)),
    };
    let new = Manifest {
        files: tree
            .iter()
            .map(|(path, bytes)| (path.to_string(), blake3::hash(bytes).to_hex().to_string()))
            .collect(),
    };
    refuse_foreign_files(out, &old, tree)?;

    let mut changes = Vec::new();
    let mut written = Written::default();
    for (path, bytes) in tree.iter() {
        match fs::read(out.join(&**path)) {
            Ok(present) if present == **bytes => written.untouched += 1,
            Ok(_) => {
                written.changed += 1;
                changes.push((path, bytes));
            }
            Err(_) => {
                written.new += 1;
                changes.push((path, bytes));
            }
        }
    }
    // Assets before the pages that ask for them.
    changes.sort_by_key(|(path, _)| (path.ends_with(".html"), path.to_string()));

    fs::create_dir_all(out).map_err(|error| failed(out, &error))?;
    let mut both = old.clone();
    both.files.extend(new.files.clone());
    both.write(out).map_err(|error| failed(out, &error))?;
    let leavings = remove_temporaries(out, &both);
    leavings.map_err(|error| failed(out, &error))?;
    for (path, bytes) in changes {
        let target = out.join(&**path);
        write_one(out, &target, bytes, &old).map_err(|error| failed(&target, &error))?;
    }
    let gone: Vec<&String> = old
        .files
        .keys()
        .filter(|path| !new.files.contains_key(*path))
        .collect();
    for path in &gone {
        let target = out.join(path);
        // A folder of the new site may stand where the old one had a file.
        if target.is_dir() {
            continue;
        }
        match fs::remove_file(&target) {
            Ok(()) => written.removed += 1,
            Err(error) if is_absent(&error) => {}
            Err(error) => return Err(failed(&target, &error)),
        }
        remove_empty_folders(out, &target);
    }
    new.write(out).map_err(|error| failed(out, &error))?;
    Ok(written)
}

/// The output may not be the site, hold it, or lie in what is read.
fn refuse_places_of_the_site(root: &Path, out: &Path) -> Result<(), WriteError> {
    let refused = |why: &str| {
        Err(WriteError::Refused {
            path: out.to_path_buf(),
            why: why.to_string(),
            hint: "name a folder of its own with --out, such as public".to_string(),
        })
    };
    let (root, out) = (resolved(root), resolved(out));
    if root.starts_with(&out) {
        return refused("the output folder holds the site itself");
    }
    for folder in ["content", "themes", "src", ".git"] {
        if out.starts_with(root.join(folder)) {
            return refused(&format!(
                "the output folder lies in the site's own {folder}/"
            ));
        }
    }
    Ok(())
}

/// A path without links and dots, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut rest = Vec::new();
    for ancestor in absolute.ancestors() {
        if let Ok(real) = fs::canonicalize(ancestor) {
            return rest
                .iter()
                .rev()
                .fold(real, |path: PathBuf, name| path.join(name));
        }
        rest.extend(ancestor.file_name().map(|name| name.to_os_string()));
    }
    absolute
}

/// A folder without our manifest is only taken if it is empty, or holds just what hosts and version
/// control put there.
fn refuse_foreign_folder(out: &Path) -> Result<(), WriteError> {
    let entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if is_absent(&error) => return Ok(()),
        Err(error) => {
            return Err(WriteError::Refused {
                path: out.to_path_buf(),
                why: match out.is_file() {
                    true => "this is a file".to_string(),
                    false => reason(&error),
                },
                hint: "name a folder with --out".to_string(),
            });
        }
    };
    let mut foreign: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !is_kept(name) && !name.starts_with(TEMPORARY) && name != FOLDER)
        .collect();
    foreign.sort();
    match foreign.first() {
        None => Ok(()),
        Some(first) => Err(WriteError::Refused {
            path: out.to_path_buf(),
            why: format!("the folder holds files that are not ours, such as `{first}`"),
            hint: "name an empty folder with --out, or empty this one yourself if nothing in it is needed".into(),
        }),
    }
}

/// Files a host or version control puts into an output folder; never touched.
fn is_kept(name: &str) -> bool {
    name.starts_with(".git") || matches!(name, "CNAME" | ".nojekyll")
}

/// A file of somebody else at a place we need stops the build before anything is written.
fn refuse_foreign_files(out: &Path, old: &Manifest, tree: &OutputTree) -> Result<(), WriteError> {
    let refused = |path: PathBuf, why: &str| {
        Err(WriteError::Refused {
            path,
            why: why.to_string(),
            hint: "move it away, or name another folder with --out".to_string(),
        })
    };
    let is_ours = |path: &str| old.files.contains_key(path);
    for (path, bytes) in tree.iter() {
        let target = out.join(&**path);
        let Ok(data) = fs::symlink_metadata(&target) else {
            // A file of somebody else where a folder of ours must be.
            let blocked = target
                .ancestors()
                .skip(1)
                .take_while(|folder| *folder != out)
                .find(|folder| fs::symlink_metadata(folder).is_ok_and(|data| !data.is_dir()));
            let name = blocked.and_then(|folder| folder.strip_prefix(out).ok()?.to_str());
            if let (Some(blocked), false) = (blocked, name.is_some_and(is_ours)) {
                return refused(
                    blocked.to_path_buf(),
                    "a file that is not ours stands where a folder must be",
                );
            }
            continue;
        };
        if data.is_dir() {
            let prefix = format!("{path}/");
            let ours = old.files.keys().any(|known| known.starts_with(&prefix));
            if !ours {
                return refused(
                    target,
                    "a folder that is not ours stands where a file must be",
                );
            }
        } else if !is_ours(path) && !fs::read(&target).is_ok_and(|present| present == **bytes) {
            return refused(target, "a file that is not ours stands here, and differs");
        }
    }
    Ok(())
}

fn write_one(out: &Path, target: &Path, bytes: &[u8], old: &Manifest) -> io::Result<()> {
    // An old file of ours may stand where a folder is needed now, and the other way round.
    for folder in target
        .ancestors()
        .skip(1)
        .take_while(|folder| *folder != out)
    {
        if folder.is_file() {
            fs::remove_file(folder)?;
        }
    }
    if target.is_dir() {
        let prefix = target.strip_prefix(out).unwrap_or(target);
        for path in old
            .files
            .keys()
            .filter(|path| Path::new(path).starts_with(prefix))
        {
            match fs::remove_file(out.join(path)) {
                Err(error) if !is_absent(&error) => return Err(error),
                _ => remove_empty_folders(target, &out.join(path)),
            }
        }
        fs::remove_dir(target)?;
    }
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    replace(target, bytes)
}

/// Writes a file beside its place and renames it, so that it is seen whole or not at all.
pub fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let short = &blake3::hash(name.as_bytes()).to_hex()[..16];
    let temporary = target.with_file_name(format!("{TEMPORARY}{short}"));
    fs::write(&temporary, bytes)?;
    fs::rename(&temporary, target).inspect_err(|_| {
        let _ = fs::remove_file(&temporary);
    })
}

/// Removes what a build that was killed left half written.
fn remove_temporaries(out: &Path, manifest: &Manifest) -> io::Result<()> {
    let mut folders: BTreeSet<PathBuf> = BTreeSet::from([out.to_path_buf(), out.join(FOLDER)]);
    folders.extend(
        manifest
            .files
            .keys()
            .filter_map(|path| out.join(path).parent().map(Path::to_path_buf)),
    );
    for folder in folders {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                fs::remove_file(entry.path())?;
            }
        }
    }
    Ok(())
}

/// Removes the folders above a removed file that are empty now, up to the output folder.
fn remove_empty_folders(out: &Path, removed: &Path) {
    for folder in removed.ancestors().skip(1) {
        // Fails, and stops, at the first folder with something in it.
        if folder == out || !folder.starts_with(out) || fs::remove_dir(folder).is_err() {
            return;
        }
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
