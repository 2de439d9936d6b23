//! The pictures that a build published, so that the next one need not make them again. They lie where they
//! are published; beside the manifest stands what each was made from.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ground::is_plain;
use super::manifest;
use super::plan::cannot;
use super::trouble::DiskError;
use super::write::replace;
use crate::output::OutputTree;
use crate::pictures::Shelf;

/// In the folder of the manifest.
const NAME: &str = "pictures";
const HEAD: &str = "nutgraf pictures 1";

/// The pictures in an output folder.
struct Published {
    out: PathBuf,
    /// What each is known by, with the hash of its bytes and its path, all as they stand in the list.
    known: BTreeMap<String, (String, String)>,
}

impl Shelf for Published {
    /// Whatever happened to the folder since: bytes that are not those of that build are none.
    fn find(&self, key: &blake3::Hash) -> Option<Vec<u8>> {
        let (hash, path) = self.known.get(key.to_hex().as_str())?;
        let bytes = fs::read(self.out.join(path)).ok()?;
        (blake3::hash(&bytes).to_hex().as_str() == hash).then_some(bytes)
    }
}

/// What the last build into a folder made of pictures; nothing where there was none.
pub fn published_pictures(out: &Path) -> Arc<dyn Shelf> {
    let text = fs::read_to_string(place(out)).unwrap_or_default();
    let lines = text.strip_prefix(HEAD).unwrap_or_default().lines();
    let known = lines.filter_map(|line| {
        let mut parts = line.splitn(3, "  ");
        let (key, hash, path) = (parts.next()?, parts.next()?, parts.next()?);
        is_plain(path).then(|| (key.to_string(), (hash.to_string(), path.to_string())))
    });
    Arc::new(Published {
        known: known.collect(),
        out: out.to_path_buf(),
    })
}

/// Notes what each picture of a site that was just written was made from.
///
/// # Errors
/// The disk fails.
pub fn remember_pictures(
    out: &Path,
    pictures: &[(blake3::Hash, String)],
    tree: &OutputTree,
) -> Result<(), DiskError> {
    let place = place(out);
    if pictures.is_empty() {
        return match fs::remove_file(&place) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(DiskError::io("remove", &place, &error))
            }
            _ => Ok(()),
        };
    }
    let mut text = format!("{HEAD}\n");
    for (key, path) in pictures {
        if let Some(bytes) = tree.get(path) {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{key}  {}  {path}", blake3::hash(bytes));
        }
    }
    if fs::read(&place).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    let folder = out.join(manifest::FOLDER);
    fs::create_dir_all(&folder).map_err(cannot("make", &folder))?;
    replace(&place, text.as_bytes(), false, &|_| Ok(()))
}

fn place(out: &Path) -> PathBuf {
    out.join(manifest::FOLDER).join(NAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_bytes_are_given_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path();
        let find = |key: &str| published_pictures(out).find(&blake3::hash(key.as_bytes()));
        assert_eq!(find("a"), None, "of nothing");
        let mut tree = OutputTree::new();
        for (path, bytes) in [("a  b.png", &b"one"[..]), ("c.png", b"two")] {
            tree.insert(path, bytes);
            fs::write(out.join(path), bytes).expect("written");
        }
        let key = |name: &str| blake3::hash(name.as_bytes());
        let pictures = [("a", "a  b.png"), ("c", "c.png")];
        let pictures = pictures.map(|(name, path)| (key(name), path.to_string()));
        remember_pictures(out, &pictures, &tree).expect("remembered");
        assert_eq!(find("a").as_deref(), Some(&b"one"[..]));
        assert_eq!(find("c").as_deref(), Some(&b"two"[..]));
        assert_eq!(find("b"), None);
        fs::write(out.join("c.png"), "too").expect("written");
        assert_eq!(find("c"), None, "somebody changed it");
        // A list that leads out of the folder.
        let list = format!("{HEAD}\n{}  {}  ../x\n", key("a"), key("b"));
        fs::write(place(out), list).expect("written");
        assert_eq!(find("a"), None);
        fs::write(place(out), [HEAD.as_bytes(), b"\n\xFF  \n"].concat()).expect("written");
        assert_eq!(find("a"), None, "of nonsense");
        for _ in 0..2 {
            remember_pictures(out, &[], &tree).expect("forgotten");
            assert!(!place(out).exists());
        }
    }
}
