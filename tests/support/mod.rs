//! Reads the small sites of tests/problems, in which files may be written byte by byte.

#![allow(
    clippy::disallowed_methods,
    reason = "tests look at the disk themselves"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use nutgraf::build::Options;
use nutgraf::diagnostics::Spot;
use nutgraf::input::{FilePath, InputFile, InputTree};
use nutgraf::values::Date;

/// What a site has if its folder does not say otherwise.
const DEFAULTS: [(&str, &str); 2] = [
    (
        "content/site.toml",
        "title = \"T\"\nbase_url = \"https://example.org/\"\ncards.enabled = false\n",
    ),
    (
        "content/index.md",
        "+++\ntitle = \"Home\"\n+++\n\nThe story in a sentence.\n",
    ),
];
/// A folder with a file of this name gets no defaults.
const NO_DEFAULTS: &str = "no-defaults";
/// A folder with a file of one of these names is for programs that draw cards, or for those that do not. It
/// has the name of the one code that only they can give.
const WITH_CARDS: &str = "with-cards";
const WITHOUT_CARDS: &str = "without-cards";
/// What the site's messages are expected to be.
pub const EXPECTED: &str = "expected.txt";

/// The folder with one folder for each mistake.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/problems")
}

/// Every site of [`folder`] that this program is for, by name.
pub fn names() -> Vec<String> {
    let mut names = all_names();
    names.retain(|name| is_for_this_program(name));
    names
}

/// The sites that other programs are for.
pub fn others() -> Vec<String> {
    let mut names = all_names();
    names.retain(|name| !is_for_this_program(name));
    names
}

fn is_for_this_program(name: &str) -> bool {
    let wrong = match cfg!(feature = "cards") {
        true => WITHOUT_CARDS,
        false => WITH_CARDS,
    };
    !folder().join(name).join(wrong).exists()
}

fn all_names() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("tests/problems");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .map(|path| name_of(&path))
        .collect();
    names.sort();
    names
}

/// The files of one site.
pub fn site(name: &str) -> InputTree {
    let root = folder().join(name);
    let mut tree = InputTree::new();
    if !root.join(NO_DEFAULTS).exists() {
        for (path, text) in DEFAULTS {
            tree.insert(FilePath::new(path), InputFile::new(text.as_bytes()));
        }
    }
    let mut snapshots = BTreeMap::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let within = path.strip_prefix(&root).expect("a file of the site");
            let within = within.to_str().expect("a name in UTF-8").replace('\\', "/");
            if [EXPECTED, NO_DEFAULTS, WITH_CARDS, WITHOUT_CARDS].contains(&&*within) {
                continue;
            }
            let bytes = fs::read(&path).expect("a file");
            let (within, bytes) = match within.strip_suffix(".bytes") {
                Some(plain) => exact(&String::from_utf8(bytes).expect("text"), plain),
                None => (within, bytes),
            };
            if let Some(name) = within.strip_prefix("snapshots/") {
                snapshots.insert(name.to_string(), InputFile::new(bytes));
                continue;
            }
            assert!(
                within.starts_with("content/") || within.starts_with("themes/"),
                "{name}: {within} is no file of a site"
            );
            tree.insert(FilePath::new(within), InputFile::new(bytes));
        }
    }
    if !snapshots.is_empty() {
        tree.set_snapshots(snapshots);
    }
    tree
}

/// The day all these sites are built for.
pub fn options() -> Options {
    Options {
        as_of: Date::parse("2026-02-01").expect("a day"),
        base_url: None,
        drafts: false,
        check: false,
    }
}

/// What is wrong with a place that does not lie in its file.
pub fn outside(files: &InputTree, spot: &Spot) -> Option<String> {
    let range = spot.range.as_ref()?;
    let Some(file) = files.get(spot.file.as_str()) else {
        return Some(format!("there is no {}", spot.file));
    };
    let text = String::from_utf8_lossy(file.bytes());
    let lines: Vec<&str> = text.split('\n').collect();
    for position in [range.start, range.end] {
        let Some(line) = lines.get(position.line.wrapping_sub(1)) else {
            return Some(format!("there are {} lines", lines.len()));
        };
        let last = line.chars().count() + 1;
        if !(1..=last).contains(&position.column) {
            return Some(format!("line {} ends at {last}", position.line));
        }
    }
    (range.end < range.start).then(|| "it ends before it begins".to_string())
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().and_then(|name| name.to_str());
    name.expect("a name in UTF-8").to_string()
}

/// A file whose bytes no editor and no checkout may touch, written as words: hexadecimal bytes
/// (`EF BB BF 0D 0A`) and texts in quotation marks, with `\"` and `\\` in them. Line ends mean
/// nothing. `#` begins a comment; a line `path content/A.md` gives the file another name than the
/// one on disk, which some systems could not keep beside `a.md`.
fn exact(text: &str, plain: &str) -> (String, Vec<u8>) {
    let mut path = plain.to_string();
    let mut bytes = Vec::new();
    for line in text.lines() {
        let mut rest = line.trim();
        if let Some(name) = rest.strip_prefix("path ") {
            path = name.trim().to_string();
            continue;
        }
        while !rest.is_empty() && !rest.starts_with('#') {
            if let Some(quoted) = rest.strip_prefix('"') {
                rest = quoted_text(quoted, &mut bytes).trim_start();
                continue;
            }
            let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            let byte = u8::from_str_radix(word, 16);
            bytes.push(byte.unwrap_or_else(|_| panic!("{plain}.bytes: {word} is no byte")));
            rest = after.trim_start();
        }
    }
    (path, bytes)
}

/// Adds a text up to its closing quotation mark and gives what follows.
fn quoted_text<'t>(text: &'t str, bytes: &mut Vec<u8>) -> &'t str {
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        let character = match character {
            '"' => return &text[at + 1..],
            '\\' => characters.next().expect("an escaped character").1,
            other => other,
        };
        bytes.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
    panic!("{text}: the quotation mark is never closed");
}
