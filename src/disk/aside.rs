//! A look at all files of a site on a thread of its own, for what nobody told of: those who wait for
//! the next edit need not wait for it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::live::find_snapshots;
use super::read::Reader;
use super::trouble::DiskError;
use super::watch::News;
use crate::input::FilePath;

/// Where a site's files are.
#[derive(Clone)]
pub struct Folders {
    pub root: PathBuf,
    /// The folder of archived texts that was named apart from `site.toml`.
    pub named_snapshots: Option<PathBuf>,
}

/// What a look at everything found.
pub struct Walked {
    before: Reader,
    after: Reader,
    outcome: Result<(), DiskError>,
    changed: BTreeSet<String>,
    /// How long it took.
    pub took: Duration,
}

/// What is to be done about it.
pub enum Found {
    /// This is the snapshot now, and these files are not what they were.
    Snapshot(Box<Reader>, BTreeSet<String>),
    /// The snapshot became another meanwhile, but here it may not be what the disk is.
    Places(BTreeSet<FilePath>),
    /// Nor is it known where else.
    Anything,
}

/// Walks when it is asked to, and keeps what it found until somebody takes it.
pub struct Aside {
    thread: ThreadPool,
    walked: Arc<Mutex<Option<Walked>>>,
}

impl Folders {
    /// Reads everything, and adds the files that changed. Those are all, also where something else
    /// could not be read.
    pub fn read(
        &self,
        reader: &mut Reader,
        changed: &mut BTreeSet<String>,
    ) -> Result<(), DiskError> {
        let note = |paths: Vec<FilePath>| paths.into_iter().map(|path| path.to_string());
        changed.extend(note(reader.read_all()?));
        let folder = self.snapshots(reader)?;
        let had = reader.inputs().has_snapshots();
        changed.extend(note(reader.read_snapshots(folder.as_deref())?));
        if had != reader.inputs().has_snapshots() {
            // Though it may be empty, quotations count as checked with it.
            changed.insert("snapshots".to_string());
        }
        Ok(())
    }

    pub fn snapshots(&self, reader: &Reader) -> Result<Option<PathBuf>, DiskError> {
        let named: Option<&Path> = self.named_snapshots.as_deref();
        find_snapshots(&self.root, named, reader.inputs())
    }

    pub fn walk(&self, before: Reader) -> Walked {
        let begun = Instant::now();
        let (mut after, mut changed) = (before.clone(), BTreeSet::new());
        let outcome = self.read(&mut after, &mut changed);
        Walked {
            before,
            after,
            outcome,
            changed,
            took: begun.elapsed(),
        }
    }
}

impl Walked {
    /// What this means for a snapshot that was the same when the walk began; None if nothing.
    pub fn found(self, now: &Reader) -> Option<Found> {
        if self.outcome.is_err() {
            return Some(Found::Anything);
        }
        if now.is_clone_of(&self.before) {
            return Some(Found::Snapshot(Box::new(self.after), self.changed));
        }
        if self.after.links() != now.links() {
            return Some(Found::Anything);
        }
        if self.changed.is_empty() {
            return None;
        }
        let inputs = self.after.inputs();
        let changes = inputs.changes_since(self.before.inputs());
        let places: BTreeSet<FilePath> = changes.iter().map(|change| change.path.clone()).collect();
        let is_all = self.changed.iter().all(|name| places.contains(&**name));
        Some(match is_all {
            true => Found::Places(places),
            false => Found::Anything,
        })
    }
}

impl Aside {
    /// # Errors
    /// The system gives no thread.
    pub fn new() -> Result<Aside, DiskError> {
        let thread = ThreadPoolBuilder::new().num_threads(1).build();
        let thread = thread.map_err(|error| DiskError::new(error.to_string()))?;
        Ok(Aside {
            thread,
            walked: Arc::default(),
        })
    }

    /// Begins to walk, and tells when it is done.
    pub fn begin(&self, folders: &Folders, before: Reader, news: News) {
        let (folders, slot) = (folders.clone(), self.walked.clone());
        self.thread.spawn(move || {
            let walked = folders.walk(before);
            let has_news = walked.outcome.is_err() || !walked.changed.is_empty();
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(walked);
            news.has_walked(has_news);
        });
    }

    pub fn take(&self) -> Option<Walked> {
        let walked = self.walked.lock();
        walked.unwrap_or_else(PoisonError::into_inner).take()
    }
}
