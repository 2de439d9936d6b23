//! The files of a site, followed as they change on disk.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Instant;

use super::aside::{Aside, Folders, Found, Walked};
use super::hints::{BETWEEN_STEPS, MANY, longest};
use super::read::Reader;
use super::trouble::{DiskError, Trouble};
use super::watch::{Look, News, Watcher};
use crate::config::{self, CONFIG_FILE};
use crate::input::{FilePath, InputTree};

/// A snapshot of a site that becomes what the disk is.
pub struct LiveFiles {
    folders: Folders,
    reader: Reader,
    watcher: Watcher,
    aside: Aside,
    /// The last look at everything met no trouble, so that a look at some of it can build on it.
    is_whole: bool,
    /// Files that changed since the last that was told.
    changed: BTreeSet<String>,
}

/// What has become of a site's files.
#[derive(Debug, PartialEq, Eq)]
pub enum Seen {
    /// These files were made, changed or removed.
    Changed(Vec<String>),
    /// They are as they were.
    Nothing,
    /// They cannot be read; the snapshot is the last that could.
    Refused(DiskError),
    /// Somebody asked to stop.
    Stopped,
}

impl LiveFiles {
    /// Begins to watch a site and reads it. `snapshots` is the folder of archived texts, where it is
    /// not left to `site.toml`; with `polling` the system is not asked to tell of changes.
    ///
    /// # Errors
    /// The site cannot be read.
    pub fn open(
        root: &Path,
        snapshots: Option<&Path>,
        polling: bool,
    ) -> Result<LiveFiles, DiskError> {
        // Before the first look at the files, so that no change falls in between.
        let watcher = Watcher::new(root, polling)?;
        let mut live = LiveFiles {
            folders: Folders {
                root: root.to_path_buf(),
                named_snapshots: snapshots.map(Path::to_path_buf),
            },
            reader: Reader::new(root),
            watcher,
            aside: Aside::new()?,
            is_whole: false,
            changed: BTreeSet::new(),
        };
        live.read_all()?;
        live.changed.clear();
        Ok(live)
    }

    /// The site as it was seen last.
    pub fn inputs(&self) -> &InputTree {
        self.reader.inputs()
    }

    /// What a walk aside finds now.
    #[cfg(test)]
    pub(super) fn walk_aside(&self) -> Walked {
        self.folders.walk(self.reader.clone())
    }

    #[cfg(test)]
    pub(super) fn links(&self) -> &super::walk::Links {
        self.reader.links()
    }

    /// Tells other threads whether something may have changed since, and ends the waiting.
    pub fn news(&self) -> News {
        self.watcher.news()
    }

    /// Why the system does not tell us of changes, once.
    pub fn take_trouble(&mut self) -> Option<Trouble> {
        self.watcher.take_trouble()
    }

    /// Waits until it is time to look at the files, and looks. Comes back now and then though nothing
    /// has changed.
    pub fn wait(&mut self) -> Seen {
        self.follow();
        let Some(look) = self.watcher.wait() else {
            return Seen::Stopped;
        };
        match self.look(look).and_then(|()| self.look_until_calm()) {
            Err(error) => Seen::Refused(error),
            Ok(()) if self.changed.is_empty() => Seen::Nothing,
            Ok(()) => Seen::Changed(self.take_changed().into_iter().collect()),
        }
    }

    /// Where nobody tells that a save is complete, it is when a moment later nothing more has changed.
    fn look_until_calm(&mut self) -> Result<(), DiskError> {
        let begun = Instant::now();
        let mut is_calm = self.changed.is_empty() || self.watcher.is_told();
        while !is_calm && begun.elapsed() < longest(self.changed.len() > MANY) {
            sleep(BETWEEN_STEPS);
            let before = self.take_changed();
            let looked = self.read_all();
            is_calm = self.changed.is_empty();
            self.changed.extend(before);
            looked?;
        }
        Ok(())
    }

    pub(super) fn look(&mut self, look: Look) -> Result<(), DiskError> {
        match look {
            Look::At(places) if self.is_whole => {
                if let Ok(Some(changed)) = self.reader.read_at(&places) {
                    let says_where = |path: &FilePath| path.as_str() == CONFIG_FILE;
                    let may_move_snapshots = changed.iter().any(says_where);
                    self.note(&changed);
                    if !may_move_snapshots {
                        return Ok(());
                    }
                }
                // A walk tells all that changed, or is wrong.
            }
            Look::Idle if self.is_whole && self.watcher.is_told() => {
                self.watcher.walks();
                self.aside
                    .begin(&self.folders, self.reader.clone(), self.news());
                return Ok(());
            }
            Look::Aside => {
                let walked = self.aside.take();
                return walked.map_or(Ok(()), |walked| self.look_aside(walked));
            }
            Look::At(_) | Look::Idle | Look::All => {}
        }
        self.follow();
        self.read_all()
    }

    /// Looks at what a walk aside found.
    pub(super) fn look_aside(&mut self, walked: Walked) -> Result<(), DiskError> {
        self.watcher.walked(walked.took);
        match walked.found(&self.reader) {
            None => Ok(()),
            Some(Found::Snapshot(reader, changed)) => {
                self.reader = *reader;
                self.changed.extend(changed);
                Ok(())
            }
            Some(Found::Places(places)) => self.look(Look::At(places)),
            Some(Found::Anything) => self.look(Look::All),
        }
    }

    fn read_all(&mut self) -> Result<(), DiskError> {
        let begun = Instant::now();
        let read = self.folders.read(&mut self.reader, &mut self.changed);
        self.is_whole = read.is_ok();
        self.watcher.walked(begun.elapsed());
        read
    }

    pub(super) fn take_changed(&mut self) -> BTreeSet<String> {
        std::mem::take(&mut self.changed)
    }

    fn note(&mut self, changed: &[FilePath]) {
        self.changed.extend(changed.iter().map(FilePath::to_string));
    }

    /// Has the folders watched that the site lies in now.
    fn follow(&mut self) {
        // A folder that is not there is told of when the site is read.
        let snapshots = self.folders.snapshots(&self.reader).ok().flatten();
        self.watcher
            .follow(self.reader.links(), snapshots.as_deref());
    }
}

/// The folder with the archived texts of the sources: the one named, which must be there, else the
/// one `site.toml` names, which need not be, since not every machine that builds a site holds them.
///
/// # Errors
/// The folder named is not there.
pub fn find_snapshots(
    root: &Path,
    named: Option<&Path>,
    inputs: &InputTree,
) -> Result<Option<PathBuf>, DiskError> {
    match named {
        Some(folder) if !folder.is_dir() => Err(DiskError::new(format!(
            "there is no folder {}",
            folder.display()
        ))
        .hint("--snapshots names the folder with the archived texts of the sources")),
        Some(folder) => Ok(Some(folder.to_path_buf())),
        None => Ok(config::snapshots_folder(inputs).map(|folder| root.join(folder))),
    }
}
