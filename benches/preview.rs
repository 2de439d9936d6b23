//! How long it takes until a saved edit is seen: `cargo bench --bench preview`. It starts the real server
//! on sites of 100 and of 10,000 pages, opens a page as a tab does, and measures from the end of each
//! write to the first answer that holds the new text; with `--only KIND`, for edits of one kind.
//!
//! `cargo bench --bench preview -- --soak MINUTES --edits N` makes that many random edits on a site of
//! 1,000 pages instead, looks for each, and for memory that grows.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a stopwatch that writes files, starts the server and speaks"
)]

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "preview/soak.rs"]
mod soak;
#[path = "preview/tab.rs"]
mod tab;

use std::path::Path;
use std::time::{Duration, Instant};

use common::Sketch;
use common::generated::generated_site;
use nutgraf::input::{InputTree, with_bundled_theme};
use tab::{Server, Tab};

const EDITS: usize = 50;
const PATIENCE: Duration = Duration::from_secs(60);

/// The page that is looked at: its name in a generated site of so many pages.
pub fn looked_at(pages: usize) -> &'static str {
    // A site has a section for every 50 pages, and its pages go to them in turn.
    match pages < 150 {
        true => "s0/leaf-2",
        false => "s2/leaf-2",
    }
}

/// A kind of edit: the file, and the words that another edit gives it.
struct Kind {
    name: &'static str,
    /// None is the page that is looked at.
    file: Option<&'static str>,
    /// The first of these words in the file is followed by what is new.
    after: &'static str,
    /// Milliseconds within which 95 of 100 edits are to be seen at 10,000 pages.
    limit: f64,
}

/// A page of the generated site has all of these: `s14` is the source it cites first.
const KINDS: [Kind; 5] = [
    Kind {
        name: "prose",
        file: None,
        after: "A remark of a few words.",
        limit: 30.0,
    },
    // They stand in lists, too.
    Kind {
        name: "first words",
        file: None,
        after: "was spoken of",
        limit: 60.0,
    },
    Kind {
        name: "title",
        file: None,
        after: "title = \"",
        limit: 60.0,
    },
    Kind {
        name: "ledger",
        file: Some("content/ledger/sources.toml"),
        after: "short = \"source 14",
        limit: 60.0,
    },
    Kind {
        name: "base template",
        file: Some("themes/default/templates/base.html"),
        after: "</main>",
        limit: 60.0,
    },
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)
    };
    let number = |name: &str| Some(value(name)?.parse().expect("a number"));
    if let Some(minutes) = number("--soak") {
        return soak::soak(minutes, number("--edits").unwrap_or(60 * minutes));
    }
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("load average before: {}", load.trim());
    println!("an answer to the tab's event, in ms, of {EDITS} edits each");
    println!("                           p50      p95      max");
    let only = value("--only");
    let wanted = |kind: &&Kind| only.is_none_or(|only| kind.name == only);
    let kinds: Vec<&Kind> = KINDS.iter().filter(wanted).collect();
    let small = rows(number("--small").unwrap_or(100), &kinds);
    let large = rows(number("--large").unwrap_or(10_000), &kinds);
    for ((kind, small), large) in kinds.into_iter().zip(small).zip(large) {
        let met = |is_met| if is_met { "ok" } else { "MISSED" };
        println!(
            "{:<14} p95 {large:.1} ms, limit {} ms: {}; {:.2} times the small site",
            kind.name,
            kind.limit,
            met(large < kind.limit),
            large / small
        );
        if kind.name == "prose" {
            println!("{:<14} at both sizes: {}", "", met(small < kind.limit));
            println!(
                "{:<14} under 1.5 times the small site: {}",
                "",
                met(large < 1.5 * small)
            );
        }
    }
}

/// Measures some kinds of edits on a site of so many pages; gives the p95 of each in milliseconds.
fn rows(pages: usize, kinds: &[&Kind]) -> Vec<f64> {
    let folder = tempfile::tempdir().expect("a folder");
    site(pages).write_to(folder.path());
    let page = format!("content/{}.md", looked_at(pages));
    let address = format!("{}.html", looked_at(pages));
    let begun = Instant::now();
    let server = Server::start(folder.path());
    assert_eq!(server.get(&address).0, 200);
    let first = begun.elapsed();
    println!(
        "{pages} pages: the first page {:.2} s after the start",
        first.as_secs_f64()
    );
    let tab = Tab::open(&server, &address);
    assert!(tab.until_idle(PATIENCE), "no end of the first build");
    let measured = kinds.iter().map(|kind| {
        let name = kind.file.unwrap_or(&page);
        let file = folder.path().join(name);
        let before = std::fs::read_to_string(&file).expect("the file");
        let mut times: Vec<f64> = (0..EDITS)
            .map(|round| {
                let new = format!(" edit-{}-{round}", kind.name.replace(' ', "-"));
                let text = before.replacen(kind.after, &format!("{}{new}", kind.after), 1);
                assert!(text != before, "{name} has no {}", kind.after);
                save(&file, &text, round % 2 == 0);
                let shown = tab.until_shown(&new, PATIENCE);
                assert!(tab.until_idle(PATIENCE), "no end of a build");
                shown.expect("the edit is seen").as_secs_f64() * 1000.0
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() as f64 * share).ceil() as usize).max(1) - 1];
        let (half, most, all) = (at(0.5), at(0.95), at(1.0));
        println!(
            "{pages:>7} {:<14} {half:>8.1} {most:>8.1} {all:>8.1}",
            kind.name
        );
        most
    });
    measured.collect()
}

/// A generated site with its own copies of what is edited of the theme.
pub fn site(pages: usize) -> Sketch {
    let mut sketch = generated_site(pages);
    let theme = with_bundled_theme(&InputTree::new());
    for inside in ["templates/base.html", "strings/en.toml"] {
        let path = format!("themes/default/{inside}");
        let file = theme.get(&path).expect("a file of the theme");
        sketch = sketch.bytes(&path, file.bytes());
    }
    sketch
}

/// Writes a file as editors do: in its place, or beside it and renamed over it.
pub fn save(file: &Path, text: &str, in_place: bool) {
    if in_place {
        return std::fs::write(file, text).expect("a file written");
    }
    let beside = file.with_extension("new~");
    std::fs::write(&beside, text).expect("a file written");
    std::fs::rename(beside, file).expect("a file renamed");
}
