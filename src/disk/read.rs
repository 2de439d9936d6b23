//! Reads every file of a site into one snapshot, and keeps the snapshot as the disk is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::known::{Changes, KnownFiles};
use super::trouble::{DiskError, Trouble};
use super::walk::{Found, Links, Start, is_version_control};
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
    let mut reader = Reader::new(root);
    reader.read_all()?;
    Ok(reader.inputs)
}

/// The archived texts of sources below a folder, by their paths in it; None where there is no such
/// folder.
///
/// # Errors
/// Every file and folder that could not be read, in the order of their paths.
pub fn read_snapshots(folder: &Path) -> Result<Option<BTreeMap<String, InputFile>>, DiskError> {
    if !folder.is_dir() {
        return Ok(None);
    }
    let mut reader = Reader::new(folder);
    reader.read_snapshots(Some(folder))?;
    Ok(Some(reader.archived()))
}

/// A snapshot that is read again and again. Only files that may have changed are opened, and
/// whichever way it is read, it is what a new reader would give. A clone shares the snapshot with the
/// original.
#[derive(Clone)]
pub struct Reader {
    root: PathBuf,
    files: KnownFiles,
    links: Links,
    snapshots: KnownFiles,
    inputs: InputTree,
}

impl Reader {
    /// For a site that is not read yet.
    pub fn new(root: &Path) -> Reader {
        Reader {
            root: root.to_path_buf(),
            files: KnownFiles::default(),
            links: Links::new(),
            snapshots: KnownFiles::default(),
            inputs: InputTree::new(),
        }
    }

    /// Whether nothing was read since one became the clone of the other.
    pub fn is_clone_of(&self, other: &Reader) -> bool {
        self.files.is_clone_of(&other.files)
            && self.snapshots.is_clone_of(&other.snapshots)
            // A link may lead elsewhere with the same files behind it, or none.
            && self.links == other.links
    }

    /// The site as it was read last.
    pub fn inputs(&self) -> &InputTree {
        &self.inputs
    }

    /// The symbolic links among the site's files and folders.
    pub fn links(&self) -> &Links {
        &self.links
    }

    /// Reads the whole site and names the files that changed.
    ///
    /// # Errors
    /// Those of [`read_site`]; the snapshot stays as it was.
    pub fn read_all(&mut self) -> Result<Vec<FilePath>, DiskError> {
        let mut found = self.walk(&INPUT_FOLDERS.map(FilePath::new));
        let links = std::mem::take(&mut found.links);
        let changes = self.files.read(&self.root, found, None);
        let changes = changes.map_err(refused)?;
        self.links = links;
        Ok(self.apply(changes))
    }

    /// Reads what is at and below some paths of the site, and names the files that changed; None if
    /// that may not be all that changed, since a link leads elsewhere now.
    ///
    /// # Errors
    /// What there cannot be read; the snapshot stays as it was.
    pub fn read_at(
        &mut self,
        places: &BTreeSet<FilePath>,
    ) -> Result<Option<Vec<FilePath>>, DiskError> {
        let places: Vec<FilePath> = places
            .iter()
            .filter(|place| is_input(place))
            .cloned()
            .collect();
        let found = self.walk(&places);
        let is_there = |link: &FilePath| places.iter().any(|place| lies_at_or_below(link, place));
        let before = self.links.iter().filter(|(link, _)| is_there(link));
        if !before.eq(found.links.iter()) {
            return Ok(None);
        }
        let changes = self.files.read(&self.root, found, Some(&places));
        let changes = changes.map_err(refused)?;
        Ok(Some(self.apply(changes)))
    }

    fn walk(&self, places: &[FilePath]) -> Found {
        let mut found = Found::default();
        for place in places {
            let start = match INPUT_FOLDERS.contains(&place.as_str()) {
                true => Start::Top,
                false => Start::Below,
            };
            // What is missing holds nothing; a link that leads nowhere is reported by the walk.
            if self.root.join(place.as_str()).symlink_metadata().is_ok() {
                found.walk(&self.root, place.as_str(), start);
            }
        }
        found
    }

    fn apply(&mut self, changes: Changes) -> Vec<FilePath> {
        let mut changed = Vec::with_capacity(changes.len());
        for (path, file) in changes {
            match file {
                Some(file) => self.inputs.insert(path.clone(), file),
                None => self.inputs.remove(&path),
            }
            changed.push(path);
        }
        changed
    }

    /// Reads the archived texts of sources below a folder, and names those that changed. Where there
    /// is no such folder, there are none.
    ///
    /// # Errors
    /// Those of [`read_snapshots`]; the snapshot stays as it was.
    pub fn read_snapshots(&mut self, folder: Option<&Path>) -> Result<Vec<FilePath>, DiskError> {
        let folder = folder.filter(|folder| folder.is_dir());
        let mut found = Found::default();
        if let Some(folder) = folder {
            found.walk(folder, "", Start::Top);
        }
        let root = folder.unwrap_or(&self.root);
        let changes = self.snapshots.read(root, found, None).map_err(refused)?;
        match folder {
            None => self.inputs.remove_snapshots(),
            Some(_) if changes.is_empty() && self.inputs.has_snapshots() => {}
            Some(_) => self.inputs.set_snapshots(self.archived()),
        }
        Ok(changes.into_iter().map(|(path, _)| path).collect())
    }

    fn archived(&self) -> BTreeMap<String, InputFile> {
        let files = self.snapshots.iter();
        files
            .map(|(path, file)| (path.to_string(), file.clone()))
            .collect()
    }
}

fn refused(troubles: Vec<Trouble>) -> DiskError {
    DiskError { troubles }
}

/// Whether a walk of the site could come by a path.
fn is_input(place: &FilePath) -> bool {
    let mut folders = place.folder().split('/');
    let is_top = |name| INPUT_FOLDERS.contains(&name);
    let first = folders.next().unwrap_or("");
    is_top(place.as_str()) || is_top(first) && !folders.any(is_version_control)
}

fn lies_at_or_below(path: &FilePath, place: &FilePath) -> bool {
    let rest = path.as_str().strip_prefix(place.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
