//! `build --watch` as a person uses it: however a file is saved, the output becomes what a clean
//! build gives.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "these tests stand outside the doors: they save files as editors do"
)]

#[path = "cli/runner.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod runner;
#[path = "watching/saves.rs"]
mod saves;
#[path = "watching/script.rs"]
mod script;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use runner::{files, program};
use saves::{FURTHER, NASTY, save};
use script::{DAY, DEADLINE, Publisher, clean, play, settles, site};

/// `build --watch` at work on a site.
struct Watched {
    folder: TempDir,
    child: Child,
}

impl Watched {
    /// Has come to the end of its first build.
    fn new(folder: TempDir, options: &[&str]) -> Watched {
        let arguments = ["build", "--watch", "--as-of", DAY];
        let path = folder.path();
        let heard = |name: &str| fs::File::create(path.join(name)).expect("a file");
        let child = program(&path.join("site"), &[&arguments, options].concat())
            .stdout(heard("stdout"))
            .stderr(heard("stderr"))
            .stdin(Stdio::null())
            .spawn()
            .expect("it starts");
        let watched = Watched { folder, child };
        watched.hears("watching for changes");
        watched
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("site").join(path)
    }

    fn edit(&self, path: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path(path)).expect("read");
        assert!(text.contains(old), "{old} in {path}");
        save(&self.path(path), &text.replacen(old, new, 1));
    }

    fn hears(&self, words: &str) {
        self.waits_for(words, || self.said().contains(words));
    }

    fn waits_for(&self, what: &str, is_so: impl Fn() -> bool) {
        let begun = Instant::now();
        while !is_so() {
            assert!(begun.elapsed() < DEADLINE, "{what}\n{}", self.said());
            sleep(Duration::from_millis(20));
        }
    }

    /// Waits until the output is that of a clean build.
    fn settles(&self, what: &str) {
        let expected = clean(self.folder.path());
        settles(self, &expected, &expected, what);
    }

    fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-INT", &id]).status();
        assert!(told.expect("kill runs").success());
        let ended = self.child.wait().expect("it ends");
        assert_eq!(ended.code(), Some(0));
        self.said()
    }
}

impl Publisher for Watched {
    fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn published(&self, address: &str) -> Option<Vec<u8>> {
        fs::read(self.path("public").join(address)).ok()
    }

    fn said(&self) -> String {
        fs::read_to_string(self.folder.path().join("stderr")).expect("stderr is a file")
    }

    fn child(&self) -> &Child {
        &self.child
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Told by the system, and by looking alone.
fn both_ways() -> [Watched; 2] {
    [Watched::new(site(), &[]), Watched::new(site(), &["--poll"])]
}

#[test]
fn twelve_nasty_saves_end_in_a_clean_build_within_a_second() {
    let [told, looking] = both_ways();
    play(&[&told, &looking], NASTY, 3);
    let said = told.stop();
    assert!(said.contains("\ncontent/a.md: 1 page read, "), "{said}");
    looking.stop();
}

#[test]
fn other_saves_end_in_a_clean_build_within_a_second() {
    let [told, looking] = both_ways();
    play(&[&told, &looking], FURTHER, 2);
    told.stop();
    looking.stop();
}

#[test]
fn no_change_during_a_build_is_lost() {
    for watched in both_ways() {
        for number in 0..60 {
            let text = format!("+++\ntitle = \"A\"\n+++\n\nSaved {number} times.\n");
            save(&watched.path("content/a.md"), &text);
            // Before, within and after a build.
            sleep(Duration::from_millis(number * 7 % 50));
        }
        watched.settles("the last of many saves");
        watched.stop();
    }
}

#[test]
fn nothing_is_said_of_what_changes_nothing() {
    for watched in both_ways() {
        let before = watched.said();
        let index = watched.path("content/index.md");
        let text = fs::read_to_string(&index).expect("read");
        save(&index, &text);
        for path in ["content/.index.md.swp", "public/.git", "notes.txt"] {
            save(&watched.path(path), "x");
        }
        // More than one walk goes by.
        sleep(Duration::from_millis(2500));
        assert_eq!(watched.said(), before);
        // Neither is what was just published.
        watched.edit("content/index.md", "title = \"", "title = \"Newly ");
        watched.settles("an edit");
        watched.hears("content/index.md: ");
        let before = watched.said();
        sleep(Duration::from_millis(1500));
        assert_eq!(watched.said(), before);
        watched.stop();
    }
}

#[test]
fn an_error_keeps_the_last_good_output_and_programs_see_it_go() {
    let watched = Watched::new(site(), &["--format", "json"]);
    let told = || {
        let told = fs::read_to_string(watched.folder.path().join("stdout")).expect("read");
        told.lines()
            .map(|line| serde_json::from_str(line).expect("one object a line"))
            .collect::<Vec<Value>>()
    };
    let closings = |told: &[Value]| {
        told.iter()
            .filter(|line| line.get("build").is_some())
            .count()
    };
    let public = watched.path("public");
    let before = files(&public);
    let good = fs::read_to_string(watched.path("content/site.toml")).expect("read");

    save(
        &watched.path("content/site.toml"),
        &format!("title = \n{good}"),
    );
    watched.hears("nothing was written; public/ is as it was");
    watched.waits_for("the second build", || closings(&told()) == 2);
    let lines = told();
    let [.., problem, closing] = &lines[..] else {
        panic!("{lines:?}");
    };
    assert_eq!(problem["severity"], "error");
    assert_eq!(closing["build"], 2);
    assert_eq!(closing["changed"], serde_json::json!(["content/site.toml"]));
    assert!(closing["errors"].as_u64() > Some(0), "{closing}");
    assert_eq!(closing["written"], false);
    assert!(files(&public) == before);

    save(&watched.path("content/site.toml"), &good);
    watched.waits_for("the third build", || closings(&told()) == 3);
    let lines = told();
    let [.., before, closing] = &lines[..] else {
        panic!("{lines:?}");
    };
    // The site has no problems when it is mended.
    assert_eq!(before["build"], 2, "{lines:?}");
    assert_eq!(closing["errors"], 0);
    assert_eq!(closing["written"], true);
    watched.settles("mended");
    watched.stop();
}

#[test]
fn a_site_with_errors_is_watched_too() {
    let folder = site();
    let page = "+++\ntitle = \"A\"\n+++\n\nSaid. [@nobody]\n";
    save(&folder.path().join("site/content/a.md"), page);
    let watched = Watched::new(folder, &[]);
    assert!(!watched.path("public/index.html").exists());
    watched.edit("content/a.md", " [@nobody]", "");
    watched.settles("mended");
    watched.stop();
}

#[test]
fn archived_texts_that_come_later_are_read() {
    for options in [&[][..], &["--poll"]] {
        let folder = site();
        let root = folder.path().join("site");
        let config = fs::read_to_string(root.join("content/site.toml")).expect("read");
        let config = format!("snapshots = \"../archive/texts\"\n{config}");
        save(&root.join("content/site.toml"), &config);
        let watched = Watched::new(folder, options);
        let archive = watched.folder.path().join("archive/texts");
        save(&archive.join("user-survey.txt"), "What the survey says.\n");
        watched.hears("user-survey.txt");
        watched.stop();
    }
}

#[test]
fn looking_goes_with_watching_only() {
    let folder = site();
    let run = runner::run(&folder.path().join("site"), &["build", "--poll"]);
    assert_eq!(run.code, 2);
}
