//! Files as they were read last, so that only those that may have changed are opened again.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::trouble::{Trouble, reason};
use crate::input::{FilePath, InputFile};

/// Two changes closer together than this may leave one stamp: disks count in steps, the coarsest of
/// two seconds.
const COARSEST_CLOCK: Duration = Duration::from_millis(2100);

/// Each file by its place on disk.
#[derive(Default)]
pub struct KnownFiles(HashMap<PathBuf, Known>);

#[derive(Clone)]
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

impl KnownFiles {
    /// The files in their order, and what could not be read. Files that are not among them are
    /// forgotten; one that was there a moment ago is left out, since editors save by replacing.
    pub fn read(
        &mut self,
        files: Vec<(FilePath, PathBuf)>,
    ) -> (Vec<(FilePath, InputFile)>, Vec<Trouble>) {
        let read: Vec<_> = files
            .par_iter()
            .map(|(_, on_disk)| look_at(on_disk, self.0.get(on_disk)))
            .collect();
        let mut known = HashMap::with_capacity(files.len());
        let mut found = Vec::with_capacity(files.len());
        let mut troubles = Vec::new();
        for ((path, on_disk), outcome) in files.into_iter().zip(read) {
            match outcome {
                Ok(read) => {
                    found.push((path, read.file.clone()));
                    known.insert(on_disk, read);
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => troubles.push(Trouble {
                    message: format!("cannot read `{path}`: {}", reason(&error)),
                    hint: None,
                }),
            }
        }
        self.0 = known;
        (found, troubles)
    }
}

/// The stamp is taken before the bytes: a change in between shows as another stamp the next time.
fn look_at(path: &Path, known: Option<&Known>) -> io::Result<Known> {
    let now = SystemTime::now();
    let stamp = fs::metadata(path).and_then(|metadata| Stamp::of(&metadata))?;
    if let Some(known) = known
        && known.stamp == Some(stamp)
    {
        return Ok(known.clone());
    }
    let bytes = fs::read(path)?;
    let file = match known {
        // The same bytes keep their place in memory.
        Some(known) if **known.file.bytes() == *bytes => known.file.clone(),
        _ => InputFile::new(bytes),
    };
    let is_settled = |age: Duration| age > COARSEST_CLOCK;
    let settled = now.duration_since(stamp.modified).is_ok_and(is_settled);
    Ok(Known {
        stamp: settled.then_some(stamp),
        file,
    })
}

impl Stamp {
    fn of(metadata: &Metadata) -> io::Result<Stamp> {
        Ok(Stamp {
            length: metadata.len(),
            modified: metadata.modified()?,
            identity: identity(metadata),
        })
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

    fn text(known: &mut KnownFiles, path: &Path) -> String {
        let (files, troubles) = known.read(vec![(FilePath::new("a"), path.to_path_buf())]);
        assert!(troubles.is_empty());
        String::from_utf8_lossy(files[0].1.bytes()).into_owned()
    }

    #[test]
    fn a_change_that_keeps_length_and_date_is_seen_in_a_young_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        let mut known = KnownFiles::default();
        for round in 0..200 {
            let expected = format!("{round:03}");
            fs::write(&path, &expected).expect("written");
            assert_eq!(text(&mut known, &path), expected);
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
        text(&mut known, &path);
        // Had it been opened again, this would have been mended.
        known.0.get_mut(&path).expect("known").file = InputFile::new(&b"remembered"[..]);
        assert_eq!(text(&mut known, &path), "remembered");
        fs::write(&path, "two").expect("written");
        assert_eq!(text(&mut known, &path), "two");
    }
}
