//! Waits until a site's files may have changed. What the system tells of changes is taken for a hint:
//! whoever waits here reads the files again and compares.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::read::{INPUT_FOLDERS, is_dropping};
use super::trouble::{DiskError, Trouble, reason};

/// After a hint this long without another: an editor saves in several steps.
const QUIET: Duration = Duration::from_millis(15);
/// But no longer than this after the first, however many follow.
const LONGEST_BURST: Duration = Duration::from_millis(150);
/// A look soon after a hint finds what was put into a new folder before it was watched.
const AFTER_A_HINT: Duration = Duration::from_millis(100);
/// A look now and then finds what the system never told: behind links, on network folders.
const IDLE: Duration = Duration::from_secs(1);
/// Between two looks where nothing is told at all.
const POLL: Duration = Duration::from_millis(250);

enum Message {
    Hint(notify::Result<Event>),
    Stop,
}

/// Ends the waiting from another thread.
#[derive(Clone)]
pub struct Stopper(Sender<Message>);

impl Stopper {
    pub fn stop(&self) {
        // Nobody waits any more: then it has stopped.
        let _ = self.0.send(Message::Stop);
    }
}

/// Tells when a site should be read again.
pub struct Watcher {
    root: PathBuf,
    /// What is written there by us is no news.
    out: Option<PathBuf>,
    system: Option<RecommendedWatcher>,
    /// Each folder with what stood there when it was last watched.
    watched: BTreeMap<PathBuf, Option<Identity>>,
    sender: Sender<Message>,
    messages: Receiver<Message>,
    was_hint: bool,
    trouble: Option<Trouble>,
}

/// Tells a folder from another that took its place.
type Identity = (u64, u64);

impl Watcher {
    /// Watches the site at `root`; with `polling` it only looks from time to time.
    ///
    /// # Errors
    /// There is no such folder.
    pub fn new(root: &Path, out: Option<&Path>, polling: bool) -> Result<Watcher, DiskError> {
        let real = |path: &Path| {
            path.canonicalize()
                .or_else(|_| std::path::absolute(path))
                .map_err(|error| DiskError::io("watch", path, &error))
        };
        let (sender, messages) = mpsc::channel();
        let mut watcher = Watcher {
            root: real(root)?,
            out: out.map(real).transpose()?,
            system: None,
            watched: BTreeMap::new(),
            sender,
            messages,
            was_hint: false,
            trouble: None,
        };
        if !polling {
            let sender = watcher.sender.clone();
            let hand_on = move |hint: notify::Result<Event>| {
                let is_read = hint.as_ref().is_ok_and(|event| is_mere_access(event.kind));
                if !is_read {
                    let _ = sender.send(Message::Hint(hint));
                }
            };
            match notify::recommended_watcher(hand_on) {
                Ok(system) => watcher.system = Some(system),
                Err(error) => watcher.look_instead(&error),
            }
            watcher.follow(None);
        }
        Ok(watcher)
    }

    pub fn stopper(&self) -> Stopper {
        Stopper(self.sender.clone())
    }

    /// Watches what stands there now: folders come and go, and the snapshots may move.
    pub fn follow(&mut self, snapshots: Option<&Path>) {
        // The root's own entries tell when one of its folders is made.
        let mut wanted = BTreeMap::from([(self.root.clone(), RecursiveMode::NonRecursive)]);
        let folders = INPUT_FOLDERS.map(|folder| self.root.join(folder));
        let snapshots = snapshots.and_then(|folder| folder.canonicalize().ok());
        for folder in folders.into_iter().chain(snapshots) {
            wanted.insert(folder, RecursiveMode::Recursive);
        }
        for folder in wanted.keys() {
            self.watched.entry(folder.clone()).or_default();
        }
        for (folder, before) in &mut self.watched {
            let Some(system) = &mut self.system else {
                return;
            };
            let now = wanted.get(folder).and_then(|_| identity(folder));
            if *before == now {
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

    /// Waits until it is time to read the site again; false when it was stopped.
    pub fn wait(&mut self) -> bool {
        let patience = match (&self.system, self.was_hint) {
            (None, _) => POLL,
            (Some(_), true) => AFTER_A_HINT,
            (Some(_), false) => IDLE,
        };
        self.was_hint = false;
        let mut until = Instant::now() + patience;
        let mut burst_ends = None;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(left) {
                Ok(Message::Stop) => return false,
                Ok(Message::Hint(hint)) => {
                    if self.concerns_us(hint) {
                        let now = Instant::now();
                        let end = *burst_ends.get_or_insert(now + LONGEST_BURST);
                        until = end.min(now + QUIET);
                        self.was_hint = true;
                    }
                }
                // We hold a sender ourselves, so nothing but time can have run out.
                Err(_) => return true,
            }
            if burst_ends.is_some_and(|end| Instant::now() >= end) {
                return true;
            }
        }
    }

    fn concerns_us(&mut self, hint: notify::Result<Event>) -> bool {
        let event = match hint {
            Ok(event) => event,
            Err(error) => {
                if !is_gone(&error) {
                    self.look_instead(&error);
                }
                return true;
            }
        };
        let concerns = |path: &PathBuf| {
            let ours = self.out.as_ref().is_some_and(|out| path.starts_with(out));
            let below = |folder: &PathBuf| *folder != self.root && path.starts_with(folder);
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            !ours && !is_dropping(&name) && self.watched.keys().any(below)
        };
        event.need_rescan() || event.paths.is_empty() || event.paths.iter().any(concerns)
    }
}

/// Our own reading would be news otherwise.
fn is_mere_access(kind: EventKind) -> bool {
    let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
    matches!(kind, EventKind::Access(_)) && kind != written
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
        message: format!("{why}, so the files are looked at four times a second instead"),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("content")).expect("a folder");
        folder
    }

    #[test]
    fn a_limit_that_is_reached_gives_way_to_looking() {
        let folder = site();
        let mut watcher = Watcher::new(folder.path(), None, false).expect("watched");
        watcher.trouble = None;
        let limit = notify::Error::new(ErrorKind::MaxFilesWatch);
        assert!(watcher.concerns_us(Err(limit)));
        assert!(watcher.system.is_none());
        let trouble = watcher.take_trouble().expect("told");
        assert!(trouble.message.contains("limit of watched folders"));
        assert!(trouble.hint.expect("a hint").contains("max_user_watches"));
        assert!(watcher.take_trouble().is_none());
        assert!(watcher.wait(), "it looks all the same");
    }

    #[test]
    fn output_droppings_and_reading_are_no_news() {
        let folder = site();
        let root = folder.path().canonicalize().expect("a folder");
        let out = root.join("public");
        let mut watcher = Watcher::new(&root, Some(&out), false).expect("watched");
        watcher.watched.insert(root.join("content"), None);
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        let mut concerns = |path: &str| {
            let event = Event::new(written).add_path(root.join(path));
            watcher.concerns_us(Ok(event))
        };
        assert!(concerns("content/a.md"));
        assert!(concerns("content"));
        for path in [
            "public/index.html",
            "content/.a.md.swp",
            "content/4913",
            "notes.txt",
        ] {
            assert!(!concerns(path), "{path}");
        }
        assert!(!is_mere_access(written));
        assert!(is_mere_access(EventKind::Access(AccessKind::Read)));
    }

    #[test]
    fn stopping_ends_the_waiting() {
        let folder = site();
        let mut watcher = Watcher::new(folder.path(), None, true).expect("watched");
        watcher.stopper().stop();
        assert!(!watcher.wait());
    }
}
