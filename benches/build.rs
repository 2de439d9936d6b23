//! How long a clean build takes: `cargo bench --bench build`. Prints the median of several builds, and
//! what edits cost an engine that remembers.
//!
//! `cargo bench --bench build -- --edits PAGES` measures edits of one size of site alone.
//!
//! `cargo bench --bench build -- --write DIR` writes a site of 10,000 pages and 20,000 citations with the texts
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

use common::generated::{cited_site, generated_site};
use nutgraf::build::{Engine, build};
use nutgraf::input::{FilePath, InputFile, with_bundled_theme};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--write") {
        let folder = arguments.get(at + 1).expect("--write names a folder");
        return cited_site(10_000, 20_000).write_to(Path::new(folder));
    }
    if let Some(at) = arguments.iter().position(|argument| argument == "--edits") {
        let pages = arguments.get(at + 1).and_then(|pages| pages.parse().ok());
        return edits(pages.expect("--edits says how many pages"));
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
        println!("{name:<16} clean build {clean:>9.1?}");
    }
    for pages in [100, 1000, 10_000] {
        edits(pages);
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

/// What edits cost an engine that remembers: until the page looked at is there, and until all is
/// made and checked.
fn edits(pages: usize) {
    let leaf = "content/s1/leaf-401.md";
    let leaf = if pages > 1000 {
        leaf
    } else {
        "content/s1/leaf-21.md"
    };
    let kinds = [
        ("prose", leaf),
        ("title", leaf),
        ("ledger", "content/ledger/claims.toml"),
        ("template", "themes/default/templates/base.html"),
    ];
    for (kind, path) in kinds {
        let mut site = generated_site(pages);
        let mut engine = Engine::new();
        let base = with_bundled_theme(&site.files);
        let text = |file: &InputFile| String::from_utf8_lossy(file.bytes()).into_owned();
        let before = text(base.get(path).expect("a file"));
        let address = leaf.replace("content/", "").replace(".md", ".html");
        let mut times = [Vec::new(), Vec::new()];
        for round in 0..12 {
            let word = format!("word{round}");
            let after = match kind {
                "title" => before.replacen("title = \"", &format!("title = \"{word} "), 1),
                "ledger" => before.replacen("says = \"", &format!("says = \"{word} "), 1),
                "template" => before.replace("<body", &format!("<!-- {word} --><body")),
                _ => format!("{before}\n{word}\n"),
            };
            assert_ne!(after, before);
            site.files
                .insert(FilePath::new(path), InputFile::new(after.into_bytes()));
            let started = Instant::now();
            let generation = engine.arrange(&site.files, &site.options);
            let answer = generation.get(&address).expect("a page");
            let shown = started.elapsed();
            assert!(kind == "ledger" || text(&InputFile::new(answer.bytes)).contains(&word));
            engine.finish(&generation, &|| true).expect("finished");
            if round > 1 {
                times[0].push(shown);
                times[1].push(started.elapsed());
            }
        }
        let [shown, checked] = times.map(|mut times| {
            times.sort();
            times[times.len() / 2]
        });
        println!(
            "{pages:>6} pages, {kind:<8} edit: page made {shown:>9.1?}   all checked {checked:>9.1?}"
        );
    }
}
