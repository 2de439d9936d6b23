//! How long a clean build takes: `cargo bench`. Prints the median of several builds, and what an
//! edit of one page costs an engine that remembers.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a stopwatch that speaks"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::time::{Duration, Instant};

use common::Sketch;
use common::generated::generated_site;
use nutgraf::build::{Engine, build};

fn main() {
    let sites = [
        ("our own content".to_string(), common::own_site()),
        ("10 pages".to_string(), generated_site(10)),
        ("1,000 pages".to_string(), generated_site(1000)),
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
