//! Does the same saves to sites that are followed and to a twin that is built anew each time, and
//! compares what is published.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use nutgraf::build::{Options, build};
use nutgraf::values::Date;
use tempfile::TempDir;

use super::runner::run;
use super::saves::{Place, Save, prepare};

/// The day every site here is built for.
pub const DAY: &str = "2026-11-21";

/// From the end of a save until what is published is what a clean build gives.
const LIMIT: Duration = Duration::from_secs(1);

/// Nothing takes so long; who waits longer has missed something.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// The starter with what the saves need, in `site/`.
pub fn site() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let begun = run(folder.path(), &["new", "site"]);
    assert_eq!(begun.code, 0, "{}", begun.err);
    prepare(folder.path());
    folder
}

/// A program that follows a site in `site/` of its folder and publishes it.
pub trait Publisher {
    fn folder(&self) -> &Path;
    /// The bytes at an address of the site, if there are any.
    fn published(&self, address: &str) -> Option<Vec<u8>>;
    /// What it has told the person at the terminal.
    fn said(&self) -> String;
    fn child(&self) -> &Child;
}

/// What is to be published, by address.
type Published = BTreeMap<String, Vec<u8>>;

/// How long each thread of a program has waited for the machine.
type Waits = BTreeMap<PathBuf, Duration>;

/// What a clean build of the site in a folder publishes.
pub fn clean(folder: &Path) -> Published {
    let inputs = nutgraf::disk::read_site(&folder.join("site")).expect("readable");
    let options = Options {
        as_of: Date::parse(DAY).expect("a day"),
        base_url: None,
        drafts: false,
        check: false,
    };
    let build = build(&inputs, &options);
    assert!(!build.has_errors(), "{:#?}", build.problems);
    let outputs = build.outputs.iter();
    outputs
        .map(|(address, bytes)| (address.to_string(), bytes.to_vec()))
        .collect()
}

/// The saves of a list, several times, each to the twin and then to each site.
pub fn play(publishers: &[&dyn Publisher], saves: &[Save], rounds: usize) {
    let twin = site();
    let mut before = clean(twin.path());
    for publisher in publishers {
        settles(*publisher, &before, &before, "the beginning");
    }
    for round in 1..=rounds {
        for save in saves {
            let name = format!("{} (round {round})", save.name);
            act(save, twin.path(), round);
            let expected = clean(twin.path());
            assert_eq!(save.changes, expected != before, "{name}");
            for publisher in publishers {
                if !save.changes {
                    // Nothing is said any more of the save before.
                    sleep(LIMIT);
                }
                let told = publisher.said();
                act(save, publisher.folder(), round);
                let waited = waits(publisher.child());
                let saved = Instant::now();
                let (settled, waited_by_then) = settles(*publisher, &before, &expected, &name);
                let taken = settled.saturating_duration_since(saved);
                // What others had of the machine meanwhile is not ours to answer for.
                let busy = held_up(&waited, &waited_by_then);
                let slow = format!("{name}: {taken:?}, {busy:?} of them waiting for the machine");
                assert!(
                    taken.saturating_sub(busy) < LIMIT,
                    "{slow}\n{}",
                    publisher.said()
                );
                println!("{slow}");
                if !save.changes {
                    sleep(LIMIT);
                    assert_eq!(publisher.said(), told, "{name}");
                }
            }
            before = expected;
        }
    }
}

fn act(save: &Save, folder: &Path, round: usize) {
    (save.act)(&Place {
        folder: folder.to_path_buf(),
        round,
    });
}

/// Waits until every address is what it should be, and those of before are gone. Gives the moment when
/// those that change were so, and how long threads had waited by then. To look at all the others takes
/// time of its own; one that is wrong makes it a later moment.
pub fn settles(
    publisher: &dyn Publisher,
    before: &Published,
    expected: &Published,
    what: &str,
) -> (Instant, Waits) {
    let begun = Instant::now();
    let addresses: BTreeSet<&String> = expected.keys().chain(before.keys()).collect();
    let (changing, others): (Vec<&String>, Vec<&String>) = addresses
        .into_iter()
        .partition(|address| before.get(*address) != expected.get(*address));
    let wrong = |addresses: &[&String]| {
        let is_wrong =
            |address: &&String| publisher.published(address).as_ref() != expected.get(*address);
        addresses.iter().copied().find(is_wrong).cloned()
    };
    loop {
        let first = wrong(&changing);
        let settled = (Instant::now(), waits(publisher.child()));
        let Some(address) = first.or_else(|| wrong(&others)) else {
            return settled;
        };
        let said = publisher.said();
        assert!(begun.elapsed() < DEADLINE, "{what}: {address}\n{said}");
        sleep(Duration::from_millis(5));
    }
}

/// How long each thread of a program could have run and had no processor; empty where the system does
/// not say.
fn waits(child: &Child) -> Waits {
    let waited = |task: PathBuf| {
        let schedule = fs::read_to_string(task.join("schedstat")).ok()?;
        let nanoseconds = schedule.split_whitespace().nth(1)?.parse().ok()?;
        Some((task, Duration::from_nanos(nanoseconds)))
    };
    let tasks = fs::read_dir(format!("/proc/{}/task", child.id()));
    let tasks = tasks.into_iter().flatten().flatten();
    tasks.filter_map(|task| waited(task.path())).collect()
}

/// The longest that one of them waited between two moments.
fn held_up(before: &Waits, after: &Waits) -> Duration {
    let since = |(task, waited): (&PathBuf, &Duration)| {
        waited.saturating_sub(before.get(task).copied().unwrap_or_default())
    };
    after.iter().map(since).max().unwrap_or_default()
}
