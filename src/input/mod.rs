//! A snapshot of the input files: what the builder reads, and nothing else.

mod bundled;
mod line_index;

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::sync::Arc;

use imbl::OrdMap;
use imbl::ordmap::DiffItem;

pub use bundled::{bundled_paths, is_bundled, with_bundled_theme};
pub use line_index::{LineIndex, Position};

/// A file's place relative to the site root, with `/` between its parts.
///
/// The spelling is what the disk gave; compare names with [`crate::values::nfc`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePath(Arc<str>);

impl FilePath {
    pub fn new(path: impl AsRef<str>) -> FilePath {
        FilePath(Arc::from(path.as_ref()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part: `content/a/b.md` gives `b.md`.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or("")
    }

    /// Everything before the last part, without the slash; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The ending after the last dot of the name, without the dot.
    pub fn extension(&self) -> Option<&str> {
        self.name().rsplit_once('.').map(|(_, ending)| ending)
    }
}

/// Paths are ordered as their texts are.
impl Borrow<str> for FilePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// One file of the snapshot: its bytes and their hash. Equality compares the hash.
#[derive(Clone)]
pub struct InputFile {
    bytes: Arc<[u8]>,
    hash: blake3::Hash,
}

impl InputFile {
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> InputFile {
        let bytes = bytes.into();
        let hash = blake3::hash(&bytes);
        InputFile { bytes, hash }
    }

    pub fn bytes(&self) -> &Arc<[u8]> {
        &self.bytes
    }

    /// The content hash, by which two versions of a file are told apart.
    pub fn hash(&self) -> blake3::Hash {
        self.hash
    }

    /// The text and how many bytes of byte order mark were passed over.
    ///
    /// # Errors
    /// The offset of the first byte that is not UTF-8.
    pub fn text(&self) -> Result<(&str, usize), usize> {
        let text = std::str::from_utf8(&self.bytes).map_err(|error| error.valid_up_to())?;
        Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => (rest, '\u{feff}'.len_utf8()),
            None => (text, 0),
        })
    }
}

impl PartialEq for InputFile {
    fn eq(&self, other: &InputFile) -> bool {
        self.hash == other.hash
    }
}

impl Eq for InputFile {}

impl fmt::Debug for InputFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InputFile({} bytes)", self.bytes.len())
    }
}

/// All files of a site at one moment, in the order of their paths. A clone shares them with the
/// original, so that it costs nothing and a change of either costs no more than the change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputTree {
    files: OrdMap<FilePath, InputFile>,
    snapshots: Option<Arc<BTreeMap<String, InputFile>>>,
}

/// A file that is not what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<'t> {
    pub path: &'t FilePath,
    /// None if it was not there.
    pub before: Option<&'t InputFile>,
    /// None if it is gone.
    pub now: Option<&'t InputFile>,
}

impl InputTree {
    pub fn new() -> InputTree {
        InputTree::default()
    }

    /// Adds a file, or replaces the one at its path.
    pub fn insert(&mut self, path: FilePath, file: InputFile) {
        self.files.insert(path, file);
    }

    pub fn remove(&mut self, path: &FilePath) {
        self.files.remove(path);
    }

    pub fn get(&self, path: &str) -> Option<&InputFile> {
        self.files.get(path)
    }

    pub fn contains(&self, path: &str) -> bool {
        self.get(path).is_some()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&FilePath, &InputFile)> {
        self.files.iter()
    }

    /// The files that are not what they were in another tree, in the order of their paths. What the
    /// two share is not looked at.
    pub fn changes_since<'t>(&'t self, before: &'t InputTree) -> Vec<Change<'t>> {
        let differing = before.files.diff(&self.files);
        let changes = differing.map(|item| match item {
            DiffItem::Add(path, now) => (path, None, Some(now)),
            DiffItem::Remove(path, before) => (path, Some(before), None),
            DiffItem::Update { old, new } => (new.0, Some(old.1), Some(new.1)),
        });
        changes
            .map(|(path, before, now)| Change { path, before, now })
            .collect()
    }

    /// The files below a folder, with their paths relative to it.
    pub fn below<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a FilePath, &'a InputFile)> {
        let [first, behind] = ['/', '0'].map(|end| format!("{folder}{end}"));
        let range = (Bound::Included(&*first), Bound::Excluded(&*behind));
        self.files
            .range::<_, str>(range)
            .map(move |(path, file)| (&path.as_str()[folder.len() + 1..], path, file))
    }

    /// The files below a folder alone, at the same paths.
    pub fn only(&self, folder: &str) -> InputTree {
        let files = self.below(folder);
        files
            .map(|(_, path, file)| (path.clone(), file.clone()))
            .collect()
    }
}

/// Archived texts of sources, by their names in the snapshots folder. They are kept apart from the
/// files, so that nothing that publishes files can come upon them.
impl InputTree {
    pub fn set_snapshots(&mut self, snapshots: BTreeMap<String, InputFile>) {
        self.snapshots = Some(Arc::new(snapshots));
    }

    pub fn remove_snapshots(&mut self) {
        self.snapshots = None;
    }

    /// Whether there is a snapshots folder, though it may be empty.
    pub fn has_snapshots(&self) -> bool {
        self.snapshots.is_some()
    }

    /// Every archived text with its name, in the order of names.
    pub fn snapshots(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let all = self.snapshots.iter().flat_map(|all| all.iter());
        all.map(|(name, file)| (name.as_str(), &**file.bytes()))
    }

    pub fn snapshot(&self, name: &str) -> Option<&InputFile> {
        self.snapshots.as_ref()?.get(name)
    }
}

impl FromIterator<(FilePath, InputFile)> for InputTree {
    fn from_iter<T: IntoIterator<Item = (FilePath, InputFile)>>(files: T) -> InputTree {
        InputTree {
            files: files.into_iter().collect(),
            snapshots: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_passed_over_and_counted() {
        let file = InputFile::new("\u{feff}title".as_bytes());
        assert_eq!(file.text(), Ok(("title", 3)));
    }

    #[test]
    fn bytes_that_are_not_utf8_say_where() {
        let file = InputFile::new(&b"ab\xff"[..]);
        assert_eq!(file.text(), Err(2));
    }

    #[test]
    fn below_gives_paths_relative_to_the_folder() {
        let tree: InputTree = [
            "content/a.md",
            "content-old/b.md",
            "content/x/c.md",
            "content",
        ]
        .map(|path| (FilePath::new(path), InputFile::new(&b""[..])))
        .into_iter()
        .collect();
        let found: Vec<_> = tree.below("content").map(|(rest, ..)| rest).collect();
        assert_eq!(found, ["a.md", "x/c.md"]);
    }
}
