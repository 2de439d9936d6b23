//! Waits until a site's files may have changed. What the system tells of changes is taken for a hint:
//! whoever waits here looks at the files and compares.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use notify::{
    Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _,
};

use super::hints::{Hinted, Hints, is_mere_access};
use super::mounts::{Mounts, Named};
use super::trouble::{DiskError, Trouble, reason};
use super::walk::Links;
use crate::input::FilePath;

/// A walk soon after a hint, when all is done about it, finds what was put into a new folder before it
/// was watched.
const AFTER_A_HINT: Duration = Duration::from_millis(150);
/// Where one hint follows another at once, the walk waits, but no longer than this.
const OVERDUE: Duration = Duration::from_secs(15);
/// A walk now and then finds what the system never told, as on network folders.
const IDLE: Duration = Duration::from_secs(1);
/// Between two walks where nothing is told at all.
const POLL: Duration = Duration::from_millis(200);
/// On large sites waiting takes so many times longer than walking.
const IDLE_SHARE: u32 = 50;
const POLL_SHARE: u32 = 5;
/// But no longer than this.
const LONGEST_IDLE: Duration = Duration::from_secs(5);

/// What to look at.
#[derive(Debug, PartialEq, Eq)]
pub enum Look {
    /// At some paths of the site, and below them.
    At(BTreeSet<FilePath>),
    /// At everything.
    All,
    /// At everything, since a while has passed.
    Idle,
    /// At what was found on a thread aside.
    Aside,
}

/// Asks, from any thread, whether there are hints, and ends the waiting.
#[derive(Clone)]
pub struct News(Arc<Shared>);

impl News {
    /// Whether something may have changed since the last look.
    pub fn has_arrived(&self) -> bool {
        self.0.state().has_news()
    }

    /// Waits so long, unless something may have changed.
    pub fn wait(&self, longest: Duration) {
        let state = self.0.state();
        let waited = self
            .0
            .bell
            .wait_timeout_while(state, longest, |state| !state.has_news());
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }

    /// A walk aside is done, and found what may be news or not.
    pub fn has_walked(&self, has_news: bool) {
        self.0.state().walked = Some(has_news);
        self.0.bell.notify_all();
    }

    pub fn stop(&self) {
        self.0.state().is_stopped = true;
        self.0.bell.notify_all();
    }
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    bell: Condvar,
}

#[derive(Default)]
struct State {
    hints: Hints,
    mounts: Mounts,
    /// Folders that may be others now.
    moved: BTreeSet<PathBuf>,
    failure: Option<notify::Error>,
    /// A walk aside is done, and whether it found news.
    walked: Option<bool>,
    is_stopped: bool,
}

impl State {
    fn has_news(&self) -> bool {
        let has_hints = !self.hints.is_empty() || self.walked == Some(true);
        has_hints || self.failure.is_some() || self.is_stopped
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hear(&self, told: notify::Result<Event>) {
        if told.as_ref().is_ok_and(|event| is_mere_access(event.kind)) {
            return;
        }
        let now = Instant::now();
        let state = &mut *self.state();
        match told {
            Ok(event) => {
                let mounts = &state.mounts;
                state.hints.note(&event, |path| mounts.concern(path), now);
                if !matches!(event.kind, EventKind::Access(_)) {
                    let moved = event.paths.into_iter().filter(|path| mounts.is_mount(path));
                    state.moved.extend(moved);
                }
            }
            Err(error) if is_gone(&error) => state.hints.note_everything(now),
            Err(error) => state.failure = Some(error),
        }
        self.bell.notify_all();
    }
}

/// Tells when a site should be looked at.
pub struct Watcher {
    root: PathBuf,
    system: Option<RecommendedWatcher>,
    /// Each folder with what stood there when it was last watched.
    watched: BTreeMap<PathBuf, Option<Identity>>,
    shared: Arc<Shared>,
    /// None while one goes on aside.
    walk_due: Option<Instant>,
    /// The first hint since the last began.
    hinted: Option<Instant>,
    trouble: Option<Trouble>,
}

/// Tells a folder from another that took its place.
type Identity = (u64, u64);

impl Watcher {
    /// Watches the site at `root`; with `polling` it only looks from time to time.
    ///
    /// # Errors
    /// There is no such folder.
    pub fn new(root: &Path, polling: bool) -> Result<Watcher, DiskError> {
        let root = root
            .canonicalize()
            .map_err(|error| DiskError::io("watch", root, &error))?;
        let mut watcher = Watcher {
            root,
            system: None,
            watched: BTreeMap::new(),
            shared: Arc::default(),
            walk_due: Some(Instant::now()),
            hinted: None,
            trouble: None,
        };
        if !polling {
            let shared = watcher.shared.clone();
            // Links have names of their own here: see `Mounts`.
            let config = Config::default().with_follow_symlinks(false);
            match RecommendedWatcher::new(move |told| shared.hear(told), config) {
                Ok(system) => watcher.system = Some(system),
                Err(error) => watcher.look_instead(&error),
            }
            watcher.follow(&Links::new(), None);
        }
        Ok(watcher)
    }

    pub fn news(&self) -> News {
        News(self.shared.clone())
    }

    /// Watches what stands there now: folders come and go, links are led elsewhere, and the
    /// snapshots may move.
    pub fn follow(&mut self, links: &Links, snapshots: Option<&Path>) {
        if self.system.is_none() {
            return;
        }
        let mounts = Mounts::of(&self.root, links, snapshots);
        let wanted: BTreeMap<PathBuf, RecursiveMode> = mounts
            .folders()
            .map(|(folder, mode)| (folder.to_path_buf(), mode))
            .collect();
        let moved = {
            let mut state = self.shared.state();
            state.mounts = mounts;
            std::mem::take(&mut state.moved)
        };
        for folder in wanted.keys() {
            self.watched.entry(folder.clone()).or_default();
        }
        for (folder, before) in &mut self.watched {
            let Some(system) = &mut self.system else {
                return;
            };
            let now = wanted.get(folder).and_then(|_| identity(folder));
            if *before == now && !moved.contains(folder) {
                continue;
            }
            if before.is_some() {
                // It may have gone already.
                let _ = system.unwatch(folder);
            }
            *before = now;
            if let (Some(_), Some(mode)) = (now, wanted.get(folder))
                && let Err(error) = system.watch(folder, *mode)
            {
                if is_gone(&error) {
                    *before = None;
                } else {
                    self.look_instead(&error);
                    return;
                }
            }
        }
        self.watched.retain(|folder, _| wanted.contains_key(folder));
    }

    /// Gives way to looking from time to time, and says so.
    fn look_instead(&mut self, error: &notify::Error) {
        self.system = None;
        self.watched.clear();
        self.trouble = Some(in_words(error));
    }

    /// Why the system does not tell us of changes, once.
    pub fn take_trouble(&mut self) -> Option<Trouble> {
        self.trouble.take()
    }

    /// Whether the system tells of changes.
    pub fn is_told(&self) -> bool {
        self.system.is_some()
    }

    /// Waits until it is time to look; None when it was stopped.
    pub fn wait(&mut self) -> Option<Look> {
        if let (Some(due), Some(first)) = (&mut self.walk_due, self.hinted) {
            *due = (Instant::now() + AFTER_A_HINT).min(first + OVERDUE);
        }
        let shared = self.shared.clone();
        let mut state = shared.state();
        loop {
            if state.is_stopped {
                return None;
            }
            if let Some(error) = state.failure.take() {
                drop(state);
                self.look_instead(&error);
                return Some(Look::All);
            }
            let now = Instant::now();
            let due = state.hints.due().or(self.walk_due);
            if due.is_some_and(|due| due <= now) {
                break;
            }
            if state.hints.is_empty() && state.walked.take().is_some() {
                return Some(Look::Aside);
            }
            let longest = due.map_or(IDLE, |due| due - now);
            let (woken, _) = shared
                .bell
                .wait_timeout(state, longest)
                .unwrap_or_else(PoisonError::into_inner);
            state = woken;
        }
        if state.hints.is_empty() {
            return Some(Look::Idle);
        }
        self.hinted.get_or_insert_with(Instant::now);
        Some(match state.hints.take() {
            Hinted::Everything => Look::All,
            Hinted::Places(places) => match state.mounts.names(&places) {
                Named::Everything => Look::All,
                Named::Places(places) => Look::At(places),
            },
        })
    }

    /// Everything is looked at on another thread from now on.
    pub fn walks(&mut self) {
        self.walk_due = None;
        self.hinted = None;
    }

    /// Everything was looked at, which took so long.
    pub fn walked(&mut self, duration: Duration) {
        let idle = match self.system {
            Some(_) => (duration * IDLE_SHARE).clamp(IDLE, LONGEST_IDLE),
            None => (duration * POLL_SHARE).clamp(POLL, LONGEST_IDLE),
        };
        if self.walk_due.is_some() {
            // It was not aside, so that it began after all hints.
            self.hinted = None;
        }
        self.walk_due = Some(Instant::now() + idle);
    }
}

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn in_words(error: &notify::Error) -> Trouble {
    let (why, hint) = match &error.kind {
        ErrorKind::MaxFilesWatch => (
            "the system's limit of watched folders is reached".to_string(),
            Some("raise it, on Linux with `sudo sysctl fs.inotify.max_user_watches=524288`"),
        ),
        // The limit of programs that watch: EMFILE.
        ErrorKind::Io(error) if error.raw_os_error() == Some(24) => (
            "too many programs watch folders".to_string(),
            Some("raise the limit, on Linux with `sudo sysctl fs.inotify.max_user_instances=1024`"),
        ),
        ErrorKind::Io(error) => (reason(error), None),
        _ => (error.to_string(), None),
    };
    Trouble {
        message: format!("{why}, so the files are looked at a few times a second instead"),
        hint: hint.map(str::to_string),
    }
}

#[cfg(unix)]
fn identity(folder: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::metadata(folder).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(folder: &Path) -> Option<Identity> {
    fs::metadata(folder).ok().map(|_| (0, 0))
}
