//! What `serve` says at the terminal, from its address to its end.

#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    reason = "these tests stand outside the doors: they run programs"
)]

#[path = "serving/preview.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod preview;
#[path = "cli/runner.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod runner;

use std::process::Command;
use std::time::{Duration, Instant};

use preview::{DEADLINE, Preview, serve_whole};
use runner::{Site, program};

fn ready(site: &Site, options: &[&str]) -> Preview {
    serve_whole(program(site.root(), &[]), site.root(), options)
}

#[test]
fn the_end_is_told() {
    let site = Site::new();
    let mut preview = ready(&site, &[]);
    let tab = preview.tab("/");
    tab.hears("problems", |_| true);
    let kill = Command::new("kill")
        .args(["-INT", &preview.number().to_string()])
        .status();
    assert!(kill.expect("kill runs").success());
    let bye = tab.hears("bye", |_| true);
    assert!(bye.data["epoch"].is_string());
    let begun = Instant::now();
    loop {
        match preview.ended() {
            Some(code) => break assert_eq!(code, Some(0)),
            None => assert!(begun.elapsed() < DEADLINE, "it goes on"),
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(
        begun.elapsed() < Duration::from_secs(1),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn a_taken_port_is_told_with_who_has_it() {
    let site = Site::new();
    let first = ready(&site, &[]);
    let port = first.port.to_string();
    let other = Site::new();
    let second = ready(&other, &["--port", &port]);
    assert_ne!(second.port, first.port);
    let root = site.root().canonicalize().expect("a folder");
    let told = format!(
        "port {port} is taken by the preview of {}\n",
        root.display()
    );
    assert!(second.said().contains(&told), "{}", second.said());
}

#[test]
fn a_rebuild_is_one_line_and_problems_are_told_when_they_change() {
    let site = Site::new();
    let preview = ready(&site, &[]);
    let tab = preview.tab("/");
    let lines = || preview.said().lines().count();
    tab.hears("problems", |data| data["complete"] == true);
    let before = lines();
    // Nothing is said of a save that changes nothing.
    site.write("content/index.md", &site.read("content/index.md"));
    site.write(
        "content/index.md",
        &(site.read("content/index.md") + "\nMore [@nobody].\n"),
    );
    preview.hears("error[unknown-source]");
    let said = preview.said();
    let news: Vec<&str> = said.lines().skip(before).collect();
    assert!(
        news[0].starts_with("content/index.md: 1 page read, "),
        "{news:?}"
    );
    assert_eq!(said.matches("error[").count(), 1);
    site.write(
        "content/index.md",
        &(site.read("content/index.md") + "\nAnd more.\n"),
    );
    preview.hears("; still 1 error, no warnings\n");
    assert_eq!(
        preview.said().matches("error[").count(),
        1,
        "it was told already"
    );
}
