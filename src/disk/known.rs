//! Files as they were read last, so that only those that may have changed are opened again.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::{Duration, SystemTime};

use imbl::OrdMap;
use rayon::prelude::*;

use super::trouble::{Trouble, reason};
use super::walk::Found;
use crate::input::{FilePath, InputFile};

/// Two changes closer together than this may leave one stamp: disks count in steps, the coarsest of
/// two seconds.
const COARSEST_CLOCK: Duration = Duration::from_millis(2100);

/// The files of a folder by their paths in it, with the stamps they had. A clone shares them with the
/// original.
#[derive(Clone, Default)]
pub struct KnownFiles {
    files: OrdMap<FilePath, Known>,
}

#[derive(Clone, PartialEq, Eq)]
struct Known {
    /// None while the file is so young that a later change might leave the same stamp.
    stamp: Option<Stamp>,
    file: InputFile,
}

/// What the system says of a file without opening it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: SystemTime,
    /// Device, number and time of the last change of either, which a copied date does not hide.
    identity: [i64; 4],
}

/// What differs from before: each path with its file, None if it is gone.
pub type Changes = Vec<(FilePath, Option<InputFile>)>;

impl KnownFiles {
    pub fn iter(&self) -> impl Iterator<Item = (&FilePath, &InputFile)> {
        self.files.iter().map(|(path, known)| (path, &known.file))
    }

    /// Reads the files a walk found at and below `places`, and forgets others there; without places,
    /// anywhere.
    ///
    /// # Errors
    /// What the walk and the reading came upon. A file that was there a moment ago is no trouble,
    /// since editors save by replacing.
    pub fn read(
        &mut self,
        root: &Path,
        found: Found,
        places: Option<&[FilePath]>,
    ) -> Result<Changes, Vec<Trouble>> {
        let Found {
            mut files,
            mut troubles,
            ..
        } = found;
        files.sort_unstable();
        files.dedup();
        let read = files.par_iter().map(|path| {
            let known = self.files.get(path);
            look_at(&root.join(path.as_str()), known)
        });
        let read: Vec<io::Result<Known>> = read.collect();
        let mut here = Vec::with_capacity(files.len());
        for (path, outcome) in files.into_iter().zip(read) {
            match outcome {
                Ok(known) => here.push((path, known)),
                Err(error) if is_absent(&error) => {}
                Err(error) => troubles.push(Trouble {
                    message: format!("cannot read `{path}`: {}", reason(&error)),
                    hint: None,
                }),
            }
        }
        if !troubles.is_empty() {
            troubles.sort_by(|a, b| a.message.cmp(&b.message));
            return Err(troubles);
        }
        Ok(self.take_over(here, places))
    }

    /// Puts what is there, in the order of paths, in the place of what was.
    fn take_over(&mut self, here: Vec<(FilePath, Known)>, places: Option<&[FilePath]>) -> Changes {
        let is_here = |path: &FilePath| here.binary_search_by(|(other, _)| other.cmp(path)).is_ok();
        let gone: Vec<FilePath> = match places {
            // As many as before, each of them known: none is gone.
            None if self.has_just(&here) => Vec::new(),
            None => self
                .files
                .keys()
                .filter(|path| !is_here(path))
                .cloned()
                .collect(),
            Some(places) => places
                .iter()
                .flat_map(|place| self.at_or_below(place))
                .filter(|path| !is_here(path))
                .cloned()
                .collect(),
        };
        let mut changes = Changes::new();
        for path in gone {
            // One place may lie in another.
            if self.files.remove(&path).is_some() {
                changes.push((path, None));
            }
        }
        for (path, known) in here {
            let before = self.files.get(&path);
            if before == Some(&known) {
                // What is shared stays shared.
                continue;
            }
            if before.is_none_or(|before| before.file != known.file) {
                changes.push((path.clone(), Some(known.file.clone())));
            }
            self.files.insert(path, known);
        }
        changes
    }

    /// Whether nothing became known since one became the clone of the other.
    pub fn is_clone_of(&self, other: &KnownFiles) -> bool {
        self.files.ptr_eq(&other.files)
    }

    fn has_just(&self, here: &[(FilePath, Known)]) -> bool {
        self.files.len() == here.len()
            && self
                .files
                .keys()
                .zip(here)
                .all(|(path, (other, _))| path == other)
    }

    fn at_or_below(&self, place: &FilePath) -> impl Iterator<Item = &FilePath> {
        let [first, behind] = ['/', '0'].map(|end| FilePath::new(format!("{place}{end}")));
        let below = self.files.range(first..behind).map(|(path, _)| path);
        let itself = self.files.get_key_value(place).map(|(path, _)| path);
        itself.into_iter().chain(below)
    }
}

/// The stamp is taken before the bytes: a change in between shows as another stamp the next time.
fn look_at(path: &Path, known: Option<&Known>) -> io::Result<Known> {
    let stamp = fs::metadata(path).and_then(|metadata| Stamp::of(&metadata))?;
    if let Some(known) = known
        && known.stamp == Some(stamp)
    {
        return Ok(known.clone());
    }
    let now = SystemTime::now();
    let bytes = fs::read(path)?;
    let file = match known {
        // The same bytes keep their place in memory.
        Some(known) if **known.file.bytes() == *bytes => known.file.clone(),
        _ => InputFile::new(bytes),
    };
    let is_settled = |age: Duration| age > COARSEST_CLOCK;
    let settled = now.duration_since(stamp.newest()).is_ok_and(is_settled);
    Ok(Known {
        stamp: settled.then_some(stamp),
        file,
    })
}

/// The file, or a folder above it, is not there.
pub fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

impl Stamp {
    fn of(metadata: &Metadata) -> io::Result<Stamp> {
        Ok(Stamp {
            length: metadata.len(),
            modified: metadata.modified()?,
            identity: identity(metadata),
        })
    }

    /// When the file changed last, whatever date it was given.
    fn newest(&self) -> SystemTime {
        let seconds = u64::try_from(self.identity[2]).unwrap_or(0);
        // The second is not over yet.
        let changed = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds + 1);
        self.modified.max(changed)
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> [i64; 4] {
    use std::os::unix::fs::MetadataExt;
    let [device, number] = [metadata.dev(), metadata.ino()].map(u64::cast_signed);
    [device, number, metadata.ctime(), metadata.ctime_nsec()]
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> [i64; 4] {
    [0; 4]
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;

    /// Reads the file `a` of a folder and says what changed.
    fn read(known: &mut KnownFiles, folder: &Path) -> Vec<String> {
        let found = Found {
            files: vec![FilePath::new("a")],
            ..Found::default()
        };
        let changes = known.read(folder, found, None).expect("readable");
        let changes = changes.into_iter();
        let text = |file: InputFile| String::from_utf8_lossy(file.bytes()).into_owned();
        changes
            .map(|(_, file)| file.map_or("gone".to_string(), text))
            .collect()
    }

    #[test]
    fn a_change_that_keeps_length_and_date_is_seen_in_a_young_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        let mut known = KnownFiles::default();
        for round in 0..200 {
            let expected = format!("{round:03}");
            fs::write(&path, &expected).expect("written");
            assert_eq!(read(&mut known, folder.path()), [expected]);
        }
    }

    #[test]
    fn an_old_file_is_opened_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        fs::write(&path, "one").expect("written");
        let long_ago = SystemTime::now() - Duration::from_secs(60);
        let file = File::options().write(true).open(&path).expect("opened");
        file.set_modified(long_ago).expect("dated");
        let mut known = KnownFiles::default();
        assert_eq!(read(&mut known, folder.path()), ["one"]);
        // It only looks old.
        assert!(known.files["a"].stamp.is_none());
        let metadata = fs::metadata(&path).expect("there");
        let stamp = Stamp::of(&metadata).expect("dates are kept");
        known.files.get_mut("a").expect("known").stamp = Some(stamp);
        // Had it been opened again, this would have been mended.
        let remembered = known.files.get_mut("a").expect("known");
        remembered.file = InputFile::new(&b"remembered"[..]);
        assert!(read(&mut known, folder.path()).is_empty());
        fs::write(&path, "two").expect("written");
        assert_eq!(read(&mut known, folder.path()), ["two"]);
        fs::remove_file(&path).expect("removed");
        assert_eq!(read(&mut known, folder.path()), ["gone"]);
    }
}
