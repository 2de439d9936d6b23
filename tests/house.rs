//! The house: which room may import which, who may reach the outside, and how files introduce
//! themselves. `src/README.md` says why.

#![allow(
    clippy::disallowed_methods,
    reason = "a test reads the sources it is about"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, ground floor first, as `src/lib.rs` lists them. A room imports only from rooms above
/// it in this table.
const ROOMS: &[(&str, Kind)] = &[
    ("input", Kind::Room),
    ("diagnostics", Kind::Room),
    ("values", Kind::Room),
    ("output", Kind::Room),
    ("pictures", Kind::Room),
    ("cards", Kind::Room),
    ("config", Kind::Room),
    ("ledger", Kind::Room),
    ("theme", Kind::Room),
    ("charts", Kind::Room),
    ("page", Kind::Room),
    ("lock", Kind::Room),
    ("site", Kind::Room),
    ("render", Kind::Room),
    ("search", Kind::Room),
    ("check", Kind::Room),
    ("build", Kind::Room),
    ("single", Kind::Room),
    ("editing", Kind::Room),
    ("disk", Kind::Door),
    ("serve", Kind::Door),
    ("deploy", Kind::Door),
    ("cli", Kind::Door),
];

/// Rooms the plan has and the house does not have yet.
const TO_COME: &[&str] = &["deploy"];

/// Names a room may not even mention: what it must know nothing of.
const UNKNOWN_TO: &[(&str, &str, &str)] = &[
    (
        "site",
        "Body",
        "the site is arranged without any page's text",
    ),
    (
        "site",
        "Piece",
        "the site is arranged without any page's text",
    ),
    (
        "config",
        "tera",
        "only the theme and rendering know templates",
    ),
    (
        "ledger",
        "tera",
        "only the theme and rendering know templates",
    ),
    (
        "page",
        "tera",
        "only the theme and rendering know templates",
    ),
    (
        "site",
        "tera",
        "only the theme and rendering know templates",
    ),
    (
        "build",
        "tera",
        "only the theme and rendering know templates",
    ),
    (
        "values",
        "serde_json",
        "later stages compare values; use `Data`",
    ),
    ("site", "HashMap", "its order would show in the output"),
    ("render", "HashMap", "its order would show in the output"),
    ("search", "HashMap", "its order would show in the output"),
    ("build", "HashMap", "its order would show in the output"),
];

/// What only doors may touch: the start of a path, and what it reaches.
const OUTSIDE: &[(&str, &str)] = &[
    ("std::fs", "files"),
    ("std::path", "files"),
    ("std::os", "the machine"),
    ("std::net", "the network"),
    ("std::env", "the environment"),
    ("std::process", "other programs"),
    ("std::time", "the clock"),
    ("std::io::stdin", "the terminal"),
    ("std::io::stdout", "the terminal"),
    ("std::io::stderr", "the terminal"),
    ("std::io::Stdin", "the terminal"),
    ("std::io::Stdout", "the terminal"),
    ("std::io::Stderr", "the terminal"),
    ("std::thread::sleep", "the clock"),
    ("std::collections::hash_map::RandomState", "chance"),
    ("walkdir", "files"),
    ("tempfile", "files"),
    ("notify", "files"),
    ("anstream", "the terminal"),
    ("clap", "the terminal"),
    ("ctrlc", "other programs"),
    ("axum", "the network"),
    ("tokio", "the network"),
];

/// What one door alone may touch.
const ONE_DOOR: &[(&str, &str)] = &[
    ("notify", "disk"),
    ("anstream", "cli"),
    ("clap", "cli"),
    ("ctrlc", "cli"),
    ("axum", "serve"),
    ("tokio", "serve"),
];

/// Single words that reach the outside however they were imported.
const OUTSIDE_WORDS: &[(&str, &str)] = &[
    ("SystemTime", "the clock"),
    ("Instant", "the clock"),
    ("stdin", "the terminal"),
    ("stdout", "the terminal"),
    ("stderr", "the terminal"),
    ("println", "the terminal"),
    ("eprintln", "the terminal"),
    ("print", "the terminal"),
    ("eprint", "the terminal"),
    ("dbg", "the terminal"),
];

/// Lines a file may have.
const LONGEST: usize = 400;

/// Files over [`LONGEST`] lines, and why they are.
const LONG_FILES: &[(&str, &str)] = &[];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Room,
    Door,
}

// ---- reading Rust, as far as the rules need it ----

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Mark(char),
}

/// The words and marks of a source with their lines, without comments, strings and characters.
fn tokens(source: &str) -> Vec<(Token, usize)> {
    let text: Vec<char> = source.chars().collect();
    let at = |index: usize| text.get(index).copied().unwrap_or('\0');
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut index = 0;
    while index < text.len() {
        let character = text[index];
        let start = index;
        if character == '/' && at(index + 1) == '/' {
            while index < text.len() && text[index] != '\n' {
                index += 1;
            }
        } else if character == '/' && at(index + 1) == '*' {
            let mut depth = 0;
            loop {
                match (at(index), at(index + 1)) {
                    ('/', '*') => (depth, index) = (depth + 1, index + 2),
                    ('*', '/') => (depth, index) = (depth - 1, index + 2),
                    _ => index += 1,
                }
                if depth == 0 || index >= text.len() {
                    break;
                }
            }
        } else if let Some(end) = raw_string_end(&text, index) {
            index = end;
        } else if character == '"' || (matches!(character, 'b' | 'c') && at(index + 1) == '"') {
            index += 1 + usize::from(character != '"');
            while index < text.len() && text[index] != '"' {
                index += 1 + usize::from(text[index] == '\\');
            }
            index += 1;
        } else if character == '\'' && at(index + 1) == '\\' {
            index += 3;
            while index < text.len() && text[index] != '\'' {
                index += 1;
            }
            index += 1;
        } else if character == '\'' && at(index + 2) == '\'' {
            index += 3;
        } else if character.is_alphanumeric() || character == '_' {
            while at(index).is_alphanumeric() || at(index) == '_' {
                index += 1;
            }
            let word = text[start..index].iter().collect();
            tokens.push((Token::Word(word), line));
        } else {
            if !character.is_whitespace() {
                tokens.push((Token::Mark(character), line));
            }
            index += 1;
        }
        let passed = &text[start..index.min(text.len())];
        line += passed.iter().filter(|passed| **passed == '\n').count();
    }
    tokens
}

/// The place behind a raw string that begins here.
fn raw_string_end(text: &[char], start: usize) -> Option<usize> {
    let mut index = start;
    if start > 0 && (text[start - 1].is_alphanumeric() || text[start - 1] == '_') {
        return None;
    }
    if matches!(text[index], 'b' | 'c') {
        index += 1;
    }
    if *text.get(index)? != 'r' {
        return None;
    }
    index += 1;
    let hashes = text[index..]
        .iter()
        .take_while(|mark| **mark == '#')
        .count();
    index += hashes;
    if *text.get(index)? != '"' {
        return None;
    }
    index += 1;
    while index < text.len() {
        let closes = text[index] == '"'
            && text[index + 1..].len() >= hashes
            && text[index + 1..index + 1 + hashes]
                .iter()
                .all(|mark| *mark == '#');
        if closes {
            return Some(index + 1 + hashes);
        }
        index += 1;
    }
    Some(text.len())
}

/// Every path of a source written out in full, groups taken apart, with its line. `module` is the
/// way from the crate to the file's module; `super` is resolved by it and by `mod x { … }`.
fn paths(tokens: &[(Token, usize)], module: &[&str]) -> Vec<(Vec<String>, usize)> {
    let mut reader = Paths {
        tokens,
        module: module.iter().map(ToString::to_string).collect(),
        found: Vec::new(),
    };
    let mut depth = 0;
    let mut opened = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at].0 {
            Token::Word(word) if word == "mod" => {
                if let (Some(Token::Word(name)), Some(Token::Mark('{'))) =
                    (reader.token(at + 1), reader.token(at + 2))
                {
                    reader.module.push(name.clone());
                    opened.push(depth);
                    depth += 1;
                    at += 2;
                }
                at += 1;
            }
            Token::Word(_) => at = reader.path(at, Vec::new()),
            Token::Mark(mark) => {
                match mark {
                    '{' => depth += 1,
                    '}' => {
                        depth -= 1;
                        if opened.last() == Some(&depth) {
                            opened.pop();
                            reader.module.pop();
                        }
                    }
                    _ => {}
                }
                at += 1;
            }
        }
    }
    reader.found
}

struct Paths<'t> {
    tokens: &'t [(Token, usize)],
    module: Vec<String>,
    found: Vec<(Vec<String>, usize)>,
}

impl Paths<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at).map(|(token, _)| token)
    }

    /// Reads the path that begins at a word, behind `before`, and says what comes next.
    fn path(&mut self, mut at: usize, before: Vec<String>) -> usize {
        let mut path = before;
        let line = self.tokens[at].1;
        loop {
            match self.token(at).cloned() {
                Some(Token::Word(word)) => {
                    match word.as_str() {
                        "super" if path.is_empty() => {
                            path.push("crate".to_string());
                            path.extend(self.module.iter().cloned());
                            path.pop();
                        }
                        "super" if path.len() > 1 => {
                            path.pop();
                        }
                        "self" if !path.is_empty() => {}
                        _ => path.push(word),
                    }
                    at += 1;
                }
                Some(Token::Mark('{')) => {
                    at = self.group(at + 1, &path);
                    return at;
                }
                Some(Token::Mark('*')) => {
                    path.push("*".to_string());
                    at += 1;
                }
                _ => break,
            }
            let continues = self.token(at) == Some(&Token::Mark(':'))
                && self.token(at + 1) == Some(&Token::Mark(':'));
            if !continues {
                break;
            }
            at += 2;
        }
        self.found.push((path, line));
        at
    }

    /// The paths between braces, and the place behind the closing one.
    fn group(&mut self, mut at: usize, before: &[String]) -> usize {
        while let Some(token) = self.token(at).cloned() {
            match token {
                Token::Mark('}') => return at + 1,
                Token::Word(_) | Token::Mark('*') => at = self.path(at, before.to_vec()),
                Token::Mark(_) => at += 1,
            }
        }
        at
    }
}

// ---- the rules ----

/// What is wrong with one file of `src/`, given by its path inside it.
fn broken_rules(file: &str, source: &str) -> Vec<String> {
    let mut broken = Vec::new();
    let mut say = |line: usize, what: String| broken.push(format!("src/{file}:{line}: {what}"));
    let first = source.lines().next().unwrap_or("");
    let sentence = first.strip_prefix("//! ").unwrap_or("");
    if sentence.split_whitespace().count() < 2 {
        let what = "the first line should say in one `//!` sentence what the file is for";
        say(1, what.to_string());
    }
    let lines = source.lines().count();
    let listed = LONG_FILES.iter().any(|(long, _)| *long == file);
    if lines > LONGEST && !listed {
        say(
            lines,
            format!("{lines} lines, {LONGEST} are allowed: part the file"),
        );
    }
    if lines <= LONGEST && listed {
        say(
            lines,
            "is no longer long: take it off the list of long files".to_string(),
        );
    }

    let module: Vec<&str> = file
        .trim_end_matches(".rs")
        .split('/')
        .filter(|part| !matches!(*part, "mod" | "lib" | "main"))
        .collect();
    let room = module.first().copied().unwrap_or("");
    let position = ROOMS.iter().position(|(name, _)| *name == room);
    let is_inside = position.is_some_and(|at| ROOMS[at].1 == Kind::Room);
    if !room.is_empty() && position.is_none() {
        say(1, format!("`{room}` is no room of the house"));
    }
    let tokens = tokens(source);
    for (path, line) in paths(&tokens, &module) {
        let whole = path.join("::");
        let mut say = |what: String| say(line, what);
        if path[0] == "crate" || path[0] == "nutgraf" {
            match path.get(1).map(String::as_str) {
                // `pub(crate)` and the like name nothing.
                None if whole == "crate" => {}
                None => {}
                Some("*") => say(format!("`{whole}` takes in the whole house")),
                Some(other) if other == room => {}
                Some(other) => match ROOMS.iter().position(|(name, _)| *name == other) {
                    Some(theirs) if position.is_some_and(|ours| ours < theirs) => {
                        say(format!(
                            "`{room}` imports from `{other}`, which stands above it"
                        ));
                    }
                    _ => {}
                },
            }
        }
        for (name, door) in ONE_DOOR {
            if path[0] == *name && !is_inside && room != *door {
                say(format!("`{whole}` is the business of the `{door}` door"));
            }
        }
        if is_inside {
            for (outside, what) in OUTSIDE {
                if whole == *outside || whole.starts_with(&format!("{outside}::")) {
                    say(format!("`{whole}` reaches {what}; only doors may"));
                }
            }
            if whole == "std::*" {
                say("`std::*` hides what is used".to_string());
            }
            if path.len() > 1 && path.last().is_some_and(|last| last == "now") {
                say(format!("`{whole}` reaches the clock; only doors may"));
            }
        }
    }
    broken.dedup();
    let mut say = |line: usize, what: String| broken.push(format!("src/{file}:{line}: {what}"));
    for (token, line) in &tokens {
        let Token::Word(word) = token else { continue };
        if is_inside && let Some((_, what)) = OUTSIDE_WORDS.iter().find(|(name, _)| name == word) {
            say(*line, format!("`{word}` reaches {what}; only doors may"));
        }
        for (_, name, why) in UNKNOWN_TO.iter().filter(|(of, ..)| *of == room) {
            if name == word {
                say(*line, format!("`{room}` may not know `{name}`: {why}"));
            }
        }
    }
    broken
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The files below a folder by their paths inside it, with `/`.
fn files_below(folder: &Path) -> BTreeMap<String, PathBuf> {
    fn gather(folder: &Path, before: &str, found: &mut BTreeMap<String, PathBuf>) {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .expect("a name in UTF-8");
            let inside = format!("{before}{name}");
            if path.is_dir() {
                gather(&path, &format!("{inside}/"), found);
            } else {
                found.insert(inside, path);
            }
        }
    }
    let mut found = BTreeMap::new();
    gather(folder, "", &mut found);
    found
}

#[test]
fn every_file_keeps_the_rules_of_the_house() {
    let mut broken = String::new();
    for (file, path) in files_below(&src()) {
        if file.ends_with(".rs") {
            let source = fs::read_to_string(path).expect("a source is text");
            for rule in broken_rules(&file, &source) {
                let _ = writeln!(broken, "{rule}");
            }
        }
    }
    assert!(broken.is_empty(), "\n{broken}");
}

#[test]
fn long_files_are_listed_with_a_reason() {
    for (file, why) in LONG_FILES {
        assert!(
            src().join(file).exists(),
            "{file} is listed as long and is not there"
        );
        assert!(why.len() > 20, "{file}: why is it long?");
    }
}

#[test]
fn lib_lists_the_rooms_in_the_order_of_the_table() {
    let lib = fs::read_to_string(src().join("lib.rs")).expect("lib.rs");
    let listed: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let planned: Vec<&str> = ROOMS
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| listed.contains(name) || !TO_COME.contains(name))
        .collect();
    assert_eq!(listed, planned);
    for entry in fs::read_dir(src()).expect("src") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or("");
        assert!(
            !path.is_dir() || listed.contains(&name),
            "src/{name}/ is not in lib.rs"
        );
    }
}

#[test]
fn main_is_a_doorstep() {
    let main = fs::read_to_string(src().join("main.rs")).expect("main.rs");
    assert!(
        main.lines().count() <= 20,
        "main.rs does more than hand on arguments"
    );
}

#[test]
fn scripts_are_short_and_say_what_they_are_for() {
    let mut wrong = Vec::new();
    for (file, path) in files_below(&src().join("serve")) {
        if file.ends_with(".js") {
            let script = fs::read_to_string(path).expect("a script is text");
            if !script.starts_with("/* ") || script.lines().count() > LONGEST {
                wrong.push(file);
            }
        }
    }
    assert_eq!(
        wrong,
        [] as [&str; 0],
        "these begin without a comment or are too long"
    );
}

#[test]
fn theme_files_say_what_they_are_for() {
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    let mut silent = Vec::new();
    for (file, path) in files_below(&theme) {
        let text = fs::read_to_string(path).unwrap_or_default();
        let opens = match file.rsplit_once('.').map(|(_, ending)| ending) {
            Some("html" | "xml" | "txt") => "{#",
            Some("toml") => "# ",
            Some("css" | "js") => "/*",
            _ => continue,
        };
        if !text.starts_with(opens) {
            silent.push(file);
        }
    }
    assert_eq!(silent, [] as [&str; 0], "these begin without a comment");
}

// ---- the rules can fail ----

/// The rules a source breaks when it stands in a file, without the place.
fn broken_by(file: &str, code: &str) -> Vec<String> {
    let source = format!("//! A file for a test.\n{code}\n");
    let broken = broken_rules(file, &source);
    broken
        .into_iter()
        .map(|rule| rule.splitn(3, ':').nth(2).unwrap_or("").trim().to_string())
        .collect()
}

#[test]
fn an_import_from_above_is_found_however_it_is_written() {
    for code in [
        "use crate::render::Page;",
        "use crate::{input::FilePath, render};",
        "use crate::{\n    input::{FilePath, InputTree},\n    render::{self, Page},\n};",
        "fn f() { crate::render::page(); }",
        "fn f() -> super::super::render::Page { todo() }",
        "mod tests { use super::super::super::render::Page; }",
        "#[cfg(test)]\nmod tests {\n    use crate::render::Page;\n}",
        "pub(in crate::render) fn f() {}",
        "macro_rules! m { () => { $crate::render::page() } }",
    ] {
        let broken = broken_by("site/links.rs", code);
        assert_eq!(
            broken,
            ["`site` imports from `render`, which stands above it"],
            "{code}"
        );
    }
    for code in [
        "use crate::page::PageFacts;",
        "use super::paths::relative;",
        "use super::super::page::PageFacts;",
        "mod tests { use super::*; use super::super::render; }",
        "// use crate::render::Page;",
        "/* /* use crate::render::Page; */ */",
        "const TEXT: &str = \"use crate::render::Page;\";",
        "const TEXT: &str = r#\"\"crate::render::Page\"#;",
        "/// Compare [`crate::render::Page`].\nstruct S<'a>(&'a str, char); const C: char = '\"';",
    ] {
        assert_eq!(broken_by("site/links.rs", code), [] as [&str; 0], "{code}");
    }
    assert_eq!(
        broken_by("site/links.rs", "use crate::*;"),
        ["`crate::*` takes in the whole house"]
    );
    assert_eq!(
        broken_by("input/mod.rs", "use super::values::nfc;"),
        ["`input` imports from `values`, which stands above it"]
    );
    assert_eq!(
        broken_by("garden/mod.rs", ""),
        ["`garden` is no room of the house"]
    );
}

#[test]
fn a_room_that_reaches_outside_is_found() {
    for (code, outside) in [
        ("use std::fs;", "files"),
        ("use std::{fmt, fs::File};", "files"),
        ("fn f() { std::fs::read(\"x\"); }", "files"),
        ("fn f() { std::path::Path::new(\"x\").exists(); }", "files"),
        ("use std::net::TcpStream;", "the network"),
        ("fn f() { std::env::var(\"HOME\"); }", "the environment"),
        ("use std::env::current_dir;", "the environment"),
        ("fn f() { std::process::exit(1) }", "other programs"),
        ("fn f() { jiff::Zoned::now(); }", "the clock"),
        ("fn f() { Timestamp::now(); }", "the clock"),
        ("fn f(time: SystemTime) {}", "the clock"),
        ("fn f() { println!(\"x\"); }", "the terminal"),
        ("use std::io; fn f() { io::stdin(); }", "the terminal"),
    ] {
        for room in ["page/body.rs", "build/mod.rs", "input/mod.rs"] {
            let broken = broken_by(room, code);
            assert!(
                broken.iter().any(|rule| rule.contains(outside)),
                "{room}: {code}: {broken:?}"
            );
        }
        for door in ["disk/read.rs", "cli/mod.rs", "main.rs"] {
            assert_eq!(broken_by(door, code), [] as [&str; 0], "{door}: {code}");
        }
    }
    for (code, outside, door, other) in [
        ("use notify::Event;", "files", "disk", "serve"),
        (
            "fn f() { ctrlc::set_handler(g); }",
            "other programs",
            "cli",
            "disk",
        ),
    ] {
        let in_room = broken_by("build/mod.rs", code).join("\n");
        assert!(in_room.contains(outside), "{code}: {in_room}");
        assert_eq!(broken_by(&format!("{door}/a.rs"), code), [] as [&str; 0]);
        let elsewhere = broken_by(&format!("{other}/a.rs"), code).join("\n");
        assert!(elsewhere.contains(&format!("`{door}` door")), "{elsewhere}");
    }
    for harmless in [
        "use std::io::Write; const V: &str = env!(\"CARGO_PKG_VERSION\");",
        "/// Reads `std::fs` never.\nfn now() {}",
        "const TEXT: &[u8] = b\"std::fs println!\";",
    ] {
        assert_eq!(
            broken_by("page/body.rs", harmless),
            [] as [&str; 0],
            "{harmless}"
        );
    }
}

#[test]
fn names_a_room_must_not_know_are_found() {
    let broken = broken_by("site/pages.rs", "use crate::page::Body;");
    assert_eq!(
        broken,
        ["`site` may not know `Body`: the site is arranged without any page's text"]
    );
}

#[test]
fn a_file_without_a_first_sentence_and_a_long_one_are_found() {
    let silent = broken_rules("page/body.rs", "use std::fmt;\n");
    assert_eq!(silent.len(), 1);
    assert!(silent[0].starts_with("src/page/body.rs:1: the first line"));
    let long = broken_by("page/body.rs", &"\n".repeat(LONGEST - 1));
    assert_eq!(long, ["401 lines, 400 are allowed: part the file"]);
}

#[test]
fn places_are_told_by_line() {
    let source =
        "//! A file for a test.\n\n/* over\nlines */ const A: &str = \"a\nb\";\nuse std::fs;\n";
    let broken = broken_rules("page/body.rs", source);
    assert_eq!(
        broken,
        ["src/page/body.rs:6: `std::fs` reaches files; only doors may"]
    );
}
