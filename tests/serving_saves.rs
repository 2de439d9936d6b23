//! `serve` while files are saved in nasty ways: soon every address answers what a clean build publishes.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "these tests stand outside the doors: they save files as editors do"
)]

#[path = "serving/preview.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod preview;
#[path = "cli/runner.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod runner;
#[path = "watching/saves.rs"]
mod saves;
#[path = "watching/script.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod script;

use std::cell::RefCell;
use std::path::Path;
use std::process::Child;

use tempfile::TempDir;

use preview::{Connection, Preview, serve};
use runner::program;
use saves::{FURTHER, NASTY, Save};
use script::{Publisher, play, site};

/// `serve` at work on a site, and somebody who asks.
struct Served {
    folder: TempDir,
    preview: Preview,
    connection: RefCell<Connection>,
}

impl Served {
    fn new(options: &[&str]) -> Served {
        let folder = site();
        let root = folder.path().join("site");
        let preview = serve(program(&root, &[]), &root, options);
        let connection = RefCell::new(preview.stay());
        Served {
            folder,
            preview,
            connection,
        }
    }
}

impl Publisher for Served {
    fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn published(&self, address: &str) -> Option<Vec<u8>> {
        let answer = self.connection.borrow_mut().get(&format!("/{address}"));
        if answer.status == 404 {
            return None;
        }
        assert_eq!(answer.status, 200, "{address}");
        match address.ends_with(".html") {
            true => Some(answer.page().into_bytes()),
            false => Some(answer.body),
        }
    }

    fn said(&self) -> String {
        self.preview.said()
    }

    fn child(&self) -> &Child {
        self.preview.child()
    }
}

/// Told by the system, and by looking alone.
fn plays(saves: &[Save], rounds: usize) {
    let [told, looking] = [Served::new(&[]), Served::new(&["--poll"])];
    play(&[&told, &looking], saves, rounds);
}

#[test]
fn twelve_nasty_saves_end_in_the_answers_of_a_clean_build_within_a_second() {
    plays(NASTY, 3);
}

#[test]
fn other_saves_end_in_the_answers_of_a_clean_build_within_a_second() {
    plays(FURTHER, 2);
}
