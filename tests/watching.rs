//! `build --watch` as a person uses it: however a file is saved, the output becomes what a clean
//! build gives.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    reason = "these tests stand outside the doors: they save files as editors do"
)]

#[path = "cli/runner.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod runner;

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use runner::{Site, files, program, run};

/// Far longer than any step takes, so that a busy machine fails no test.
const DEADLINE: Duration = Duration::from_secs(20);
const DAY: [&str; 2] = ["--as-of", "2026-11-21"];

struct Watched {
    site: Site,
    elsewhere: tempfile::TempDir,
    child: Child,
    heard: PathBuf,
}

impl Watched {
    fn new(site: Site, options: &[&str]) -> Watched {
        let elsewhere = tempfile::tempdir().expect("a temporary folder");
        let heard = elsewhere.path().join("stderr");
        let arguments = [&["build", "--watch"][..], &DAY, options].concat();
        let child = program(site.root(), &arguments)
            .stdout(fs::File::create(elsewhere.path().join("stdout")).expect("a file"))
            .stderr(fs::File::create(&heard).expect("a file"))
            .stdin(Stdio::null())
            .spawn()
            .expect("it starts");
        let watched = Watched {
            site,
            elsewhere,
            child,
            heard,
        };
        watched.hears("watching for changes");
        watched
    }

    fn said(&self) -> String {
        fs::read_to_string(&self.heard).expect("stderr is a file")
    }

    fn hears(&self, words: &str) {
        let begun = Instant::now();
        while !self.said().contains(words) {
            assert!(begun.elapsed() < DEADLINE, "{words}\n{}", self.said());
            sleep(Duration::from_millis(20));
        }
    }

    /// Does something to the site and waits until the output is that of a clean build.
    fn after(&self, what: &str, save: impl FnOnce(&Path)) {
        save(&self.site.root().join("content"));
        self.settles(what);
    }

    fn settles(&self, what: &str) {
        let clean = self.elsewhere.path().join("clean");
        let arguments = [
            &["build", "--out", clean.to_str().expect("UTF-8")][..],
            &DAY,
        ]
        .concat();
        let run = run(self.site.root(), &arguments);
        assert_eq!(run.code, 0, "{what}: {}", run.err);
        let expected = below(&clean);
        let begun = Instant::now();
        while below(&self.site.root().join("public")) != expected {
            assert!(begun.elapsed() < DEADLINE, "{what}\n{}", self.said());
            sleep(Duration::from_millis(20));
        }
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

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The files of a site by their addresses. One that goes while we look is looked for again.
fn below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
        if entry.file_type().is_file()
            && let Ok(bytes) = fs::read(entry.path())
        {
            let path = entry.path().strip_prefix(folder).expect("below");
            found.insert(path.to_path_buf(), bytes);
        }
    }
    found
}

fn page(title: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n+++\n\nWords of {title}.\n")
}

fn save(path: &Path, text: &str) {
    fs::write(path, text).expect("written");
}

fn nasty_saves(watched: &Watched) {
    watched.after("a plain save", |content| {
        save(&content.join("a.md"), &page("Plain"))
    });
    watched.after(
        "vim: the old one aside, a new one in its place",
        |content| {
            save(&content.join("4913"), "");
            fs::remove_file(content.join("4913")).expect("removed");
            fs::rename(content.join("a.md"), content.join("a.md~")).expect("renamed");
            save(&content.join("a.md"), &page("Vim"));
            fs::remove_file(content.join("a.md~")).expect("removed");
        },
    );
    watched.after("sed -i: a new file over the old", |content| {
        save(&content.join("sedXy12"), &page("Sed"));
        fs::rename(content.join("sedXy12"), content.join("a.md")).expect("renamed");
    });
    watched.after("truncated, then written in two halves", |content| {
        let text = page("Halves");
        let (one, two) = text.split_at(text.len() / 2);
        let mut file = OpenOptions::new()
            .write(true)
            .truncate(true)
            .open(content.join("a.md"))
            .expect("opened");
        sleep(Duration::from_millis(60));
        file.write_all(one.as_bytes()).expect("written");
        sleep(Duration::from_millis(60));
        file.write_all(two.as_bytes()).expect("written");
    });
    watched.after("same length, at once", |content| {
        save(&content.join("a.md"), &page("Halv1s"));
        save(&content.join("a.md"), &page("Halv2s"));
    });
    watched.after("deleted", |content| {
        fs::remove_file(content.join("a.md")).expect("removed")
    });
    watched.after("made again", |content| {
        save(&content.join("a.md"), &page("Again"))
    });
    watched.after("a folder and a file in the same instant", |content| {
        fs::create_dir_all(content.join("new/deep")).expect("a folder");
        save(&content.join("new/deep/late.md"), &page("Late"));
    });
    watched.after("a folder renamed", |content| {
        fs::rename(content.join("new"), content.join("other")).expect("renamed");
    });
    watched.after("a file in the renamed folder", |content| {
        save(&content.join("other/deep/late.md"), &page("Later"));
    });
    watched.after("a folder gone and back", |content| {
        fs::remove_dir_all(content.join("other")).expect("removed");
        fs::create_dir_all(content.join("other/deep")).expect("a folder");
        save(&content.join("other/deep/late.md"), &page("Back"));
    });
    let outside = watched.elsewhere.path();
    for name in ["one", "two"] {
        save(&outside.join(name), &page(name));
    }
    watched.after("a link", |content| {
        symlink(outside.join("one"), content.join("linked.md")).expect("linked");
    });
    watched.after("a link that leads elsewhere now", |content| {
        symlink(outside.join("two"), content.join("linked.tmp")).expect("linked");
        fs::rename(content.join("linked.tmp"), content.join("linked.md")).expect("renamed");
    });
    watched.after("what a link leads to", |_| {
        save(&outside.join("two"), &page("Three"))
    });
    watched.after("all of content/ moved away and back", |content| {
        let aside = content.with_file_name("aside");
        fs::rename(content, &aside).expect("renamed");
        sleep(Duration::from_millis(400));
        fs::rename(aside, content).expect("renamed");
    });
    watched.after("a save after that", |content| {
        save(&content.join("a.md"), &page("Moved"))
    });
    watched.after("an edit of the ledger", |_| {
        let path = "content/ledger/sources.toml";
        watched.site.edit(path, "title = \"", "title = \"Newly: ");
    });
    watched.after("another theme", |content| {
        let root = content.parent().expect("the root");
        let theme = root.join("themes/own/strings");
        fs::create_dir_all(&theme).expect("a folder");
        let theirs = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
        copy(&theirs, &root.join("themes/own"));
        let css = files(&root.join("themes/own"))
            .into_keys()
            .find(|path| path.extension().is_some_and(|ending| ending == "css"))
            .expect("a stylesheet");
        save(&css, "body { color: green }\n");
        let config = fs::read_to_string(content.join("site.toml")).expect("read");
        save(
            &content.join("site.toml"),
            &format!("theme = \"own\"\n{config}"),
        );
    });
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        let path = to.join(path.strip_prefix(from).expect("below"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("written");
    }
}

#[test]
fn every_save_ends_in_what_a_clean_build_gives() {
    let watched = Watched::new(Site::new(), &[]);
    nasty_saves(&watched);
    let said = watched.stop();
    assert!(said.contains("\ncontent/a.md: 1 page read, "), "{said}");
}

#[test]
fn every_save_is_seen_by_looking_alone() {
    let watched = Watched::new(Site::new(), &["--poll"]);
    nasty_saves(&watched);
    watched.stop();
}

#[test]
fn a_thousand_files_at_once() {
    let watched = Watched::new(Site::new(), &[]);
    watched.after("a checkout", |content| {
        fs::create_dir(content.join("many")).expect("a folder");
        save(&content.join("many/index.md"), &page("Many"));
        for number in 0..1000 {
            save(
                &content.join(format!("many/{number}.md")),
                &page(&format!("No {number}")),
            );
        }
    });
    let said = watched.stop();
    assert!(said.contains(" files: "), "{said}");
}

#[test]
fn nothing_is_said_of_what_changes_nothing() {
    let watched = Watched::new(Site::new(), &[]);
    let before = watched.said();
    let index = watched.site.root().join("content/index.md");
    let text = watched.site.read("content/index.md");
    save(&index, &text);
    save(&watched.site.root().join("content/.index.md.swp"), "x");
    save(&watched.site.root().join("public/.git"), "x");
    save(&watched.site.root().join("notes.txt"), "x");
    // More than one look at all files goes by.
    sleep(Duration::from_millis(2500));
    assert_eq!(watched.said(), before);
    watched.stop();
}

#[test]
fn an_error_keeps_the_last_good_output_and_mending_it_goes_on() {
    let watched = Watched::new(Site::new(), &["--format", "json"]);
    let path = "content/site.toml";
    let good = watched.site.read(path);
    let public = watched.site.root().join("public");
    let before = below(&public);
    watched.site.write(path, &format!("title = \n{good}"));
    watched.hears("nothing was written; public/ is as it was");
    assert!(below(&public) == before);
    let told = fs::read_to_string(watched.elsewhere.path().join("stdout")).expect("read");
    assert!(told.lines().count() > 0);
    for line in told.lines() {
        let _: serde_json::Value = serde_json::from_str(line).expect("one object a line");
    }
    watched.site.write(path, &good);
    watched.after("mended, with another save", |content| {
        save(&content.join("a.md"), &page("Mended"));
    });
    let said = watched.stop();
    assert!(said.contains("content/site.toml: "), "{said}");
}

#[test]
fn a_site_with_errors_is_watched_too() {
    let watched = Watched::new(Site::with_error(), &[]);
    assert!(!watched.site.root().join("public/index.html").exists());
    watched.site.edit(
        "content/index.md",
        "[@survey, p. 1]",
        "[@user-survey, p. 1]",
    );
    watched.settles("mended");
    watched.stop();
}

#[test]
fn looking_goes_with_watching_only() {
    let site = Site::new();
    assert_eq!(site.run(&["build", "--poll"]).code, 2);
}
