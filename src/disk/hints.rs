//! What the system tells of changes, gathered until it is time to look.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind};

/// After a save that is complete, for others of the same moment.
const COMPLETE: Duration = Duration::from_millis(2);
/// After something that other steps of a save use to follow: made, removed, moved away.
pub const BETWEEN_STEPS: Duration = Duration::from_millis(15);
/// After words written into a file. Where the system tells when it is closed, that is waited for
/// longer, so that nobody sees the half of it.
const WRITING: Duration = match cfg!(target_os = "linux") {
    true => Duration::from_millis(50),
    false => BETWEEN_STEPS,
};
/// But no longer than this after the first hint, however many follow.
const LONGEST: Duration = Duration::from_millis(150);
/// Or than this, where version control or the like is at work on many files.
const LONGEST_OF_MANY: Duration = Duration::from_millis(400);

/// With more places than this, looking at everything is no slower.
pub const MANY: usize = 200;

/// A burst of hints.
#[derive(Default)]
pub struct Hints {
    places: BTreeSet<PathBuf>,
    is_everything: bool,
    /// Made since the last look; that such a file goes again is no step of a save.
    made: BTreeSet<PathBuf>,
    /// Paths with which somebody is not done, and how long to wait for that.
    unfinished: BTreeMap<PathBuf, Duration>,
    /// The first and the last hint.
    span: Option<(Instant, Instant)>,
}

/// How long a burst may last before it is looked at.
pub fn longest(is_many: bool) -> Duration {
    match is_many {
        true => LONGEST_OF_MANY,
        false => LONGEST,
    }
}

/// Where to look.
#[derive(Debug, PartialEq, Eq)]
pub enum Hinted {
    Places(BTreeSet<PathBuf>),
    Everything,
}

impl Hints {
    pub fn is_empty(&self) -> bool {
        self.span.is_none()
    }

    /// Takes note of an event, as far as it is about paths that concern us.
    pub fn note(&mut self, event: &Event, concerns: impl Fn(&Path) -> bool, now: Instant) {
        if is_mere_access(event.kind) {
            return;
        }
        if event.need_rescan() || event.paths.is_empty() {
            self.note_everything(now);
            return;
        }
        for (number, path) in event.paths.iter().enumerate() {
            if concerns(path) {
                self.note_path(path, step(event.kind, number), now);
            }
        }
    }

    /// Anything may have changed.
    pub fn note_everything(&mut self, now: Instant) {
        self.is_everything = true;
        self.places.clear();
        self.extend(now);
    }

    fn note_path(&mut self, path: &Path, step: Step, now: Instant) {
        match step {
            Step::Made => {
                self.made.insert(path.to_path_buf());
                self.unfinished.insert(path.to_path_buf(), BETWEEN_STEPS);
            }
            Step::Gone if self.made.contains(path) => {
                self.unfinished.remove(path);
            }
            Step::Gone => {
                self.unfinished.insert(path.to_path_buf(), BETWEEN_STEPS);
            }
            Step::Writing => {
                self.unfinished.insert(path.to_path_buf(), WRITING);
            }
            Step::Complete => {
                self.unfinished.remove(path);
            }
            Step::Aside => {}
        }
        if !self.is_everything {
            self.places.insert(path.to_path_buf());
            if self.places.len() > MANY {
                self.is_everything = true;
                self.places.clear();
            }
        }
        self.extend(now);
    }

    fn extend(&mut self, now: Instant) {
        let first = self.span.map_or(now, |(first, _)| first);
        self.span = Some((first, now));
    }

    /// When to look; None without a hint.
    pub fn due(&self) -> Option<Instant> {
        let (first, last) = self.span?;
        let patience = match self.is_everything {
            true => BETWEEN_STEPS,
            false => COMPLETE,
        };
        let patience = self.unfinished.values().fold(patience, |a, b| a.max(*b));
        Some((last + patience).min(first + longest(self.is_everything)))
    }

    /// Ends the burst.
    pub fn take(&mut self) -> Hinted {
        let Hints {
            places,
            is_everything,
            ..
        } = std::mem::take(self);
        match is_everything {
            true => Hinted::Everything,
            false => Hinted::Places(places),
        }
    }
}

/// What an event says of one of its paths.
enum Step {
    Made,
    Gone,
    Writing,
    Complete,
    /// Neither begins nor ends anything.
    Aside,
}

fn step(kind: EventKind, number: usize) -> Step {
    match kind {
        EventKind::Create(_) => Step::Made,
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => Step::Gone,
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) if number == 0 => Step::Gone,
        EventKind::Access(_)
        | EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => Step::Complete,
        EventKind::Modify(ModifyKind::Metadata(_)) => Step::Aside,
        EventKind::Modify(_) | EventKind::Any | EventKind::Other => Step::Writing,
    }
}

/// Our own reading would be news otherwise.
pub fn is_mere_access(kind: EventKind) -> bool {
    let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
    matches!(kind, EventKind::Access(_)) && kind != written
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, Flag, MetadataKind, RemoveKind};

    use super::*;

    const CREATE: EventKind = EventKind::Create(CreateKind::File);
    const FOLDER: EventKind = EventKind::Create(CreateKind::Folder);
    const WRITE: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const CLOSE: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));
    const FROM: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::From));
    const TO: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::To));
    const BOTH: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
    const REMOVE: EventKind = EventKind::Remove(RemoveKind::File);
    const TOUCH: EventKind = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));

    /// How long after the last of some events, a millisecond apart, the look is due.
    fn wait_after(events: &[(EventKind, &str)]) -> Duration {
        let mut hints = Hints::default();
        let mut now = Instant::now();
        for (kind, paths) in events {
            now += Duration::from_millis(1);
            let event = Event::new(*kind);
            let event = paths
                .split(' ')
                .fold(event, |event, path| event.add_path(PathBuf::from(path)));
            hints.note(&event, |path| !path.ends_with("a.md~"), now);
        }
        hints.due().expect("there are hints") - now
    }

    #[test]
    fn a_save_is_looked_at_when_it_is_complete() {
        for (what, events, expected) in [
            (
                "in place",
                &[(WRITE, "a.md"), (WRITE, "a.md"), (CLOSE, "a.md")][..],
                COMPLETE,
            ),
            (
                "and touched",
                &[(WRITE, "a.md"), (CLOSE, "a.md"), (TOUCH, "a.md")],
                COMPLETE,
            ),
            ("still open", &[(WRITE, "a.md")], WRITING),
            (
                "another still open",
                &[(WRITE, "b.md"), (WRITE, "a.md"), (CLOSE, "a.md")],
                WRITING,
            ),
            ("a link made", &[(CREATE, "a.md")], BETWEEN_STEPS),
            (
                "a new file over the old",
                &[
                    (CREATE, "sedXy"),
                    (WRITE, "sedXy"),
                    (CLOSE, "sedXy"),
                    (FROM, "sedXy"),
                    (TO, "a.md"),
                    (BOTH, "sedXy a.md"),
                ],
                COMPLETE,
            ),
            (
                "moved aside",
                &[(FROM, "a.md"), (TO, "a.md~"), (BOTH, "a.md a.md~")],
                BETWEEN_STEPS,
            ),
            (
                "moved aside and written",
                &[
                    (FROM, "a.md"),
                    (BOTH, "a.md a.md~"),
                    (CREATE, "a.md"),
                    (WRITE, "a.md"),
                    (CLOSE, "a.md"),
                ],
                COMPLETE,
            ),
            ("removed", &[(REMOVE, "a.md")], BETWEEN_STEPS),
            (
                "a folder",
                &[(FOLDER, "new"), (CREATE, "new/a.md"), (CLOSE, "new/a.md")],
                BETWEEN_STEPS,
            ),
        ] {
            assert_eq!(wait_after(events), expected, "{what}");
        }
    }

    #[test]
    fn a_long_burst_is_looked_at_in_between() {
        let mut hints = Hints::default();
        let begun = Instant::now();
        for passed in 0..500 {
            let now = begun + Duration::from_millis(passed);
            hints.note(&Event::new(WRITE).add_path("a.md".into()), |_| true, now);
        }
        assert_eq!(hints.due(), Some(begun + LONGEST));
        hints.note_everything(begun);
        assert_eq!(hints.due(), Some(begun + WRITING));
        for passed in 0..500 {
            let now = begun + Duration::from_millis(passed);
            hints.note_everything(now);
        }
        assert_eq!(hints.due(), Some(begun + LONGEST_OF_MANY));
    }

    #[test]
    fn many_places_are_everything() {
        let mut hints = Hints::default();
        let now = Instant::now();
        for number in 0..MANY {
            let event = Event::new(CLOSE).add_path(format!("{number}").into());
            hints.note(&event, |_| true, now);
        }
        assert!(matches!(hints.take(), Hinted::Places(places) if places.len() == MANY));
        assert!(hints.is_empty());
        for number in 0..=MANY {
            let event = Event::new(CLOSE).add_path(format!("{number}").into());
            hints.note(&event, |_| true, now);
        }
        assert_eq!(hints.take(), Hinted::Everything);
        let rescan = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        hints.note(&rescan, |_| false, now);
        assert_eq!(hints.take(), Hinted::Everything);
    }

    #[test]
    fn reading_is_no_news() {
        let mut hints = Hints::default();
        let read = Event::new(EventKind::Access(AccessKind::Read));
        hints.note(&read.add_path("a.md".into()), |_| true, Instant::now());
        assert!(hints.is_empty());
    }
}
