//! Files damaged at random: whatever they hold, the builder ends, and every message points into a file.
//!
//! `NUTGRAF_DAMAGES=20000 cargo test --release --test never_panics` looks longer, each time elsewhere.

#![allow(
    clippy::disallowed_methods,
    reason = "tests look at the disk themselves"
)]

#[allow(dead_code, reason = "these tests use a part of it")]
mod support;

use std::fs;
use std::path::Path;

use nutgraf::build::{Build, build};
use nutgraf::diagnostics::{github, human, json, short};
use nutgraf::input::{FilePath, InputFile, InputTree};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngSeed, TestRunner};
use support::{names, options, outside, site};

/// What is put into a file at random beside single bytes: whatever means something to a reader.
const PIECES: &[&str] = &[
    "[@",
    "](@",
    "[#",
    "[^",
    "[^1]",
    "![",
    "]",
    "](",
    "[",
    "\\",
    "::: note\n",
    ":::",
    "::::\n",
    "```",
    "~~~\n",
    "<!--",
    "-->",
    "<!-->",
    "<!--->",
    "<!-- desk: accept figure-uncited because \"x\" -->",
    "<div>",
    "{#",
    "{{ ",
    "{% ",
    " }}",
    "+++\n",
    "---\n",
    "\"",
    "\"\"\"",
    "'",
    "=",
    "[[",
    "]]",
    "{",
    "}",
    "\n",
    "\r\n",
    "\t",
    "\u{a0}",
    "\u{2028}",
    "\u{feff}",
    "漢",
    "é",
    "e\u{301}",
    "👩‍👩‍👧",
    "“",
    "> ",
    "> — ",
    "- ",
    "1. ",
    "|",
    "# ",
    "*",
    "_",
    "https://",
    "%",
    "&",
    "#",
    ",",
    ";",
    ":",
    "../",
    "1e999",
    "2026-02-30",
    "99999999999999999999",
    "-",
    "~",
    "@",
];

/// One change to the bytes of a file.
#[derive(Clone, Debug)]
enum Damage {
    Delete(Index, u8),
    Byte(Index, u8),
    Piece(Index, &'static str),
    Replace(Index, &'static str),
    Copy(Index, Index, u8),
    Truncate(Index),
}

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let end = |at: usize, length: u8, bytes: &[u8]| (at + usize::from(length)).min(bytes.len());
        let place = |index: &Index, bytes: &[u8]| index.index(bytes.len() + 1);
        match self {
            Damage::Delete(at, length) => {
                let at = place(at, bytes);
                bytes.drain(at..end(at, *length, bytes));
            }
            Damage::Byte(at, byte) => {
                let at = place(at, bytes);
                bytes.insert(at, *byte);
            }
            Damage::Piece(at, piece) => {
                let at = place(at, bytes);
                bytes.splice(at..at, piece.bytes());
            }
            Damage::Replace(at, piece) => {
                let at = place(at, bytes);
                let length = u8::try_from(piece.len()).unwrap_or(u8::MAX);
                bytes.splice(at..end(at, length, bytes), piece.bytes());
            }
            Damage::Copy(from, to, length) => {
                let from = place(from, bytes);
                let copy = bytes[from..end(from, *length, bytes)].to_vec();
                let to = place(to, bytes);
                bytes.splice(to..to, copy);
            }
            Damage::Truncate(at) => bytes.truncate(place(at, bytes)),
        }
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    prop_oneof![
        3 => (at(), 1u8..40).prop_map(|(at, length)| Damage::Delete(at, length)),
        2 => (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        8 => (at(), select(PIECES)).prop_map(|(at, piece)| Damage::Piece(at, piece)),
        4 => (at(), select(PIECES)).prop_map(|(at, piece)| Damage::Replace(at, piece)),
        2 => (at(), at(), 1u8..80).prop_map(|(from, to, length)| Damage::Copy(from, to, length)),
        1 => at().prop_map(Damage::Truncate),
    ]
}

/// Files to damage, each with what is done to it, as places in the list of a site's files.
fn damages() -> impl Strategy<Value = Vec<(Index, Vec<Damage>)>> {
    let one = (any::<Index>(), prop::collection::vec(damage(), 1..12));
    prop::collection::vec(one, 1..4)
}

#[test]
fn our_own_content_may_be_damaged() {
    let content = our_content();
    let files: Vec<FilePath> = content.iter().map(|(path, _)| path.clone()).collect();
    // A few files at a time: a small site is built sooner.
    let strategy = (prop::collection::vec(select(files), 3..7), damages());
    run(60, &strategy, |(chosen, damages)| {
        let mut tree = InputTree::new();
        for path in ["content/site.toml", "content/index.md"] {
            let file = content.get(path).expect(path).clone();
            tree.insert(FilePath::new(path), file);
        }
        for path in chosen {
            let file = content.get(path.as_str()).expect("a file").clone();
            tree.insert(path.clone(), file);
        }
        check(damaged(&tree, damages))
    });
}

#[test]
fn small_sites_with_mistakes_may_be_damaged() {
    let strategy = (select(names()), damages());
    run(60, &strategy, |(name, damages)| {
        check(damaged(&site(name), damages))
    });
}

/// Tries `cases` values of a strategy, always the same ones unless more are asked for.
fn run<S: Strategy>(
    cases: u32,
    strategy: &S,
    test: impl Fn(&S::Value) -> Result<(), TestCaseError>,
) {
    let asked = std::env::var("NUTGRAF_DAMAGES").ok();
    let asked = asked.and_then(|cases| cases.parse().ok());
    let config = Config {
        cases: asked.unwrap_or(cases),
        failure_persistence: None,
        rng_seed: match asked {
            Some(_) => RngSeed::Random,
            None => RngSeed::Fixed(1914),
        },
        ..Config::default()
    };
    let result = TestRunner::new(config).run(strategy, |value| test(&value));
    if let Err(failure) = result {
        panic!("{failure}");
    }
}

fn our_content() -> InputTree {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tree = InputTree::new();
    let mut open = vec![root.join("content")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let within = path.strip_prefix(root).expect("a file below the root");
            let within = within.to_str().expect("a name in UTF-8").replace('\\', "/");
            let file = InputFile::new(fs::read(&path).expect("a file"));
            tree.insert(FilePath::new(within), file);
        }
    }
    tree
}

fn damaged(tree: &InputTree, damages: &[(Index, Vec<Damage>)]) -> InputTree {
    let paths: Vec<FilePath> = tree.iter().map(|(path, _)| path.clone()).collect();
    let mut tree = tree.clone();
    for (which, damages) in damages {
        let path = which.get(&paths);
        let mut bytes = tree.get(path.as_str()).expect("a file").bytes().to_vec();
        for damage in damages {
            damage.apply(&mut bytes);
        }
        tree.insert(path.clone(), InputFile::new(bytes));
    }
    tree
}

/// Builds the site; the messages point into files that are there, and can be shown.
fn check(tree: InputTree) -> Result<(), TestCaseError> {
    let built: Build = build(&tree, &options());
    let found = built.located();
    for problem in &found {
        let also = problem.related.iter().map(|(spot, _)| spot);
        for spot in problem.spot.iter().chain(also) {
            let outside = outside(&built.files, spot);
            prop_assert!(outside.is_none(), "{problem:?}: {outside:?}");
        }
    }
    prop_assert_eq!(short(&found).lines().count(), found.len());
    prop_assert_eq!(json(&found).lines().count(), found.len());
    prop_assert_eq!(github(&found).lines().count(), found.len());
    human(&found, true);
    Ok(())
}
