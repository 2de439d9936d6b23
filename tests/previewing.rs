//! The preview from inside: when requests wait, when the day changes, and that nothing goes backwards.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    reason = "these tests stand outside the doors: they save files and open sockets"
)]

#[path = "serving/talk.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod talk;

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use nutgraf::build::Options;
use nutgraf::disk::DiskError;
use nutgraf::input::InputTree;
use nutgraf::serve::{Desk, Files, News, Server, Settings, Stop, preview};
use nutgraf::values::Date;
use talk::{Port, wait_for};

/// Builds for the day that a test says.
struct Clock(Arc<Mutex<&'static str>>);

impl Desk for Clock {
    fn settings(&mut self, _: &InputTree) -> Result<Settings, DiskError> {
        let day = *self.0.lock().expect("nobody panicked");
        Ok(Settings {
            options: Options {
                as_of: Date::parse(day).expect("a day"),
                base_url: None,
                drafts: false,
                check: false,
            },
            base: "/".to_string(),
        })
    }

    fn tell(&mut self, _: News<'_>) {}
}

/// A preview in this process.
struct Within {
    port: Port,
    stop: Stop,
    day: Arc<Mutex<&'static str>>,
    server: Option<Server>,
    thread: Option<JoinHandle<()>>,
}

impl Within {
    /// Listens, and shows nothing yet.
    fn open(root: &Path) -> Within {
        let server = Server::open(root, "127.0.0.1", 0, None).expect("it listens");
        let (_, port) = server
            .url
            .trim_end_matches('/')
            .rsplit_once(':')
            .expect("a port");
        Within {
            port: Port(port.parse().expect("a number")),
            stop: server.stop(),
            day: Arc::new(Mutex::new("2026-11-21")),
            server: Some(server),
            thread: None,
        }
    }

    fn show(&mut self, root: &Path) {
        let server = self.server.take().expect("not shown yet");
        let mut clock = Clock(self.day.clone());
        let files = Files {
            root: root.to_path_buf(),
            snapshots: None,
            pictures: nutgraf::disk::published_pictures(&root.join("public")),
            polling: false,
        };
        self.thread = Some(thread::spawn(move || {
            preview(server, &files, &mut clock).expect("it ends well");
        }));
    }

    fn end(mut self) {
        self.stop.stop();
        if let Some(thread) = self.thread.take() {
            thread.join().expect("it ends well");
        }
    }
}

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let content = folder.path().join("content");
    fs::create_dir(&content).expect("a folder");
    let config = "title = \"T\"\nbase_url = \"https://example.org/\"\n";
    fs::write(content.join("site.toml"), config).expect("written");
    save(folder.path(), "index.md", "", "Number 0.");
    folder
}

fn save(root: &Path, name: &str, front: &str, text: &str) {
    let text = format!("+++\ntitle = \"T\"\n{front}+++\n{text}\n");
    fs::write(root.join("content").join(name), text).expect("written");
}

#[test]
fn a_request_waits_for_the_first_generation() {
    let folder = site();
    let mut preview = Within::open(folder.path());
    let port = preview.port;
    let asked = thread::spawn(move || (port.get("/"), Instant::now()));
    let tab = port.tab("/");
    thread::sleep(Duration::from_millis(200));
    assert!(!asked.is_finished(), "there is nothing to answer with");
    let begun = Instant::now();
    preview.show(folder.path());
    let (answer, at) = asked.join().expect("answered");
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("Number 0."));
    assert!(at > begun);
    let told = tab.hears("page", |_| true);
    assert_eq!(told.data["version"], *answer.said_to_client("version"));
    preview.end();
}

#[test]
fn requests_that_wait_for_nothing_end_with_the_preview() {
    let folder = site();
    let mut preview = Within::open(folder.path());
    let port = preview.port;
    // There is nothing to show, and so it stays.
    fs::remove_dir_all(folder.path()).expect("removed");
    preview.show(folder.path());
    let answer = wait_for("the trouble is shown", || {
        let answer = port.get("/");
        (answer.status == 500)
            .then_some(answer)
            .ok_or("no answer".to_string())
    });
    assert!(answer.text().contains("/.nutgraf/client.js"));
    let tab = port.tab("/");
    let told = tab.hears("problems", |_| true);
    assert_eq!(
        (&told.data["errors"], &told.data["generation"]),
        (&1.into(), &0.into())
    );
    preview.end();
    tab.hears("bye", |_| true);
}

#[test]
fn a_site_that_could_not_be_read_is_shown_as_soon_as_it_can() {
    let folder = site();
    let content = folder.path().join("content");
    std::os::unix::fs::symlink("nowhere", content.join("b.md")).expect("linked");
    let mut preview = Within::open(folder.path());
    preview.show(folder.path());
    let tab = preview.port.tab("/");
    tab.hears("page", |data| data["status"] == 500);
    fs::remove_file(content.join("b.md")).expect("removed");
    tab.hears("page", |data| data["status"] == 200);
    tab.hears("problems", |data| {
        data["errors"] == 0 && data["complete"] == true
    });
    preview.end();
}

#[test]
fn another_day_is_another_site() {
    let folder = site();
    save(
        folder.path(),
        "later.md",
        "publish_at = 2026-11-22\n",
        "At last.",
    );
    let mut preview = Within::open(folder.path());
    preview.show(folder.path());
    let tab = preview.port.tab("/later.html");
    tab.hears("page", |data| data["status"] == 404);
    *preview.day.lock().expect("nobody panicked") = "2026-11-22";
    tab.hears("page", |data| data["status"] == 200);
    assert!(preview.port.get("/later.html").text().contains("At last."));
    preview.end();
}

#[test]
fn an_event_is_there_when_it_is_sent() {
    let folder = site();
    let mut preview = Within::open(folder.path());
    preview.show(folder.path());
    let tab = preview.port.tab("/");
    tab.hears("problems", |data| data["complete"] == true);
    let begun = Instant::now();
    preview.stop.stop();
    let bye = tab.hears("bye", |_| true);
    assert!(
        bye.at - begun < Duration::from_millis(10),
        "{:?}",
        bye.at - begun
    );
    preview.end();
}

#[test]
fn tabs_that_go_leave_nothing_behind() {
    let folder = site();
    let mut preview = Within::open(folder.path());
    preview.show(folder.path());
    let port = preview.port;
    port.tab("/")
        .hears("problems", |data| data["complete"] == true);
    // Those of the tests' own ends are among them.
    let open_here = || {
        let sockets = fs::read_to_string("/proc/self/net/tcp").unwrap_or_default();
        let here = format!(":{:04X} ", port.0);
        let rows = sockets.lines().filter(|row| row.contains(&here));
        // Established, or waiting for us to close.
        rows.filter(|row| row.contains(" 01 ") || row.contains(" 08 "))
            .count()
    };
    for round in 0..3 {
        let tabs: Vec<_> = (0..40).map(|_| port.tab("/")).collect();
        for tab in &tabs {
            tab.hears("page", |data| data["status"] == 200);
        }
        drop(tabs);
        save(folder.path(), "index.md", "", &format!("Number {round}."));
        wait_for("all connections are closed", || match open_here() {
            0 => Ok(()),
            open => Err(format!("{open} are open")),
        });
    }
    preview.end();
}

#[test]
fn nothing_goes_backwards() {
    let folder = site();
    let root = folder.path().to_path_buf();
    let mut preview = Within::open(&root);
    preview.show(&root);
    let port = preview.port;
    let tab = port.tab("/");
    tab.hears("page", |_| true);
    const SAVES: usize = 150;
    let is_done = Arc::new(AtomicBool::new(false));
    let askers: Vec<_> = (0..3)
        .map(|_| {
            let is_done = is_done.clone();
            thread::spawn(move || {
                let (mut number, mut generation, mut asked) = (0, 0, 0);
                while !is_done.load(Ordering::SeqCst) {
                    let answer = port.get("/");
                    let text = answer.text();
                    let (_, rest) = text.split_once("Number ").expect("a number");
                    let now: usize = rest
                        .split('.')
                        .next()
                        .expect("it ends")
                        .parse()
                        .expect("one");
                    let of: u64 = answer.said_to_client("generation").parse().expect("one");
                    assert!(now >= number, "{now} after {number}");
                    assert!(of >= generation, "{of} after {generation}");
                    (number, generation, asked) = (now, of, asked + 1);
                }
                asked
            })
        })
        .collect();
    for number in 1..=SAVES {
        // In one step, so that there is no half of it.
        save(&root, "next.tmp", "", &format!("Number {number}."));
        let content = root.join("content");
        fs::rename(content.join("next.tmp"), content.join("index.md")).expect("renamed");
        thread::sleep(Duration::from_millis(number as u64 % 7));
    }
    let saved = Instant::now();
    wait_for("the last text is there", || {
        let text = port.get("/").text();
        let is_last = text.contains(&format!("Number {SAVES}."));
        is_last.then_some(()).ok_or("an older one".to_string())
    });
    assert!(
        saved.elapsed() < Duration::from_secs(1),
        "{:?}",
        saved.elapsed()
    );
    is_done.store(true, Ordering::SeqCst);
    for asker in askers {
        assert!(asker.join().expect("nothing went backwards") > 0);
    }
    let last: u64 = port
        .get("/")
        .said_to_client("generation")
        .parse()
        .expect("one");
    let mut before = 0;
    while before < last {
        let event = tab.next();
        let now = event.data["generation"].as_u64().expect("a generation");
        assert!(now >= before, "{event:?} after {before}");
        before = now;
    }
    preview.end();
}
