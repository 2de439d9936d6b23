//! How long a clean build takes: `cargo bench`. Prints the median of several builds, and what an
//! edit of one page costs an engine that remembers.
//!
//! `cargo bench -- --write DIR` writes a site of 10,000 pages and 20,000 citations with the texts
//! of its sources instead, to measure `nutgraf build` and `nutgraf check` themselves.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a stopwatch that speaks"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::path::Path;
use std::time::{Duration, Instant};

use common::Sketch;
use common::generated::{cited_site, generated_site};
use nutgraf::build::{Engine, build};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--write") {
        let folder = arguments.get(at + 1).expect("--write names a folder");
        return write(&cited_site(10_000, 20_000), Path::new(folder));
    }
    let sites = [
        ("our own content".to_string(), common::own_site()),
        ("10 pages".to_string(), generated_site(10)),
        ("1,000 pages".to_string(), generated_site(1000)),
        ("1,000 cited".to_string(), cited_site(1000, 2000)),
    ];
    for (name, site) in sites {
        let clean = median(|| {
            build(&site.files, &site.options);
        });
        println!(
            "{name:<16} clean build {clean:>9.1?}   one edit {:>9.1?}",
            edit(&site)
        );
    }
}

/// The median of nine runs, or of three if they are slow.
fn median(mut run: impl FnMut()) -> Duration {
    let mut times = Vec::new();
    while times.len() < 9
        && (times.len() < 3 || times.iter().sum::<Duration>() < Duration::from_secs(5))
    {
        let started = Instant::now();
        run();
        times.push(started.elapsed());
    }
    times.sort();
    times[times.len() / 2]
}

/// What a build takes after one more word on the home page.
fn edit(site: &Sketch) -> Duration {
    let mut engine = Engine::new();
    let mut site = site.clone();
    engine.build(&site.files, &site.options);
    let home = "content/index.md";
    median(|| {
        let text = site.files.get(home).and_then(|file| file.text().ok());
        let text = format!("{}\nmore", text.map_or("", |(text, _)| text));
        site = site.clone().file(home, &text);
        engine.build(&site.files, &site.options);
    })
}

/// Writes a site to a new folder, the texts of its sources into `snapshots` there.
fn write(site: &Sketch, folder: &Path) {
    let files = site
        .files
        .iter()
        .map(|(path, file)| (path.to_string(), file));
    let snapshots = (0..).map_while(|n| {
        let name = format!("{n}.txt");
        Some((format!("snapshots/{name}"), site.files.snapshot(&name)?))
    });
    for (path, file) in files.chain(snapshots) {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder made");
        std::fs::write(path, file.bytes()).expect("a file written");
    }
}
