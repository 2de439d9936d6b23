//! Real mistakes, a folder each in tests/problems, and every message they give: code, place and words.
//!
//! `NUTGRAF_BLESS=1 cargo test --test problems` writes the messages of today into each
//! `expected.txt`. Read what it wrote as the writer who made the mistake would.

#![allow(
    clippy::disallowed_methods,
    reason = "tests look at the disk themselves"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::sync::LazyLock;

use nutgraf::build::{all_codes, build};
use nutgraf::diagnostics::{Located, Severity, Spot, github, human, json, short};
use nutgraf::input::InputTree;
use rayon::prelude::*;
use support::{EXPECTED, folder, names, options, others, outside, site};

struct Case {
    name: String,
    files: InputTree,
    found: Vec<Located>,
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let build = |name: String| {
        let built = catch_unwind(|| build(&site(&name), &options()));
        let built = built.unwrap_or_else(|_| panic!("the builder panics at {name}"));
        let found = built.located();
        Case {
            name,
            files: built.files,
            found,
        }
    };
    names().into_par_iter().map(build).collect()
});

#[test]
fn every_mistake_gives_its_messages() {
    let bless = std::env::var_os("NUTGRAF_BLESS").is_some();
    let mut wrong = String::new();
    for case in CASES.iter() {
        let path = folder().join(&case.name).join(EXPECTED);
        let found = listing(&case.found);
        if bless {
            fs::write(&path, &found).expect("expected.txt");
        }
        let expected = match fs::read_to_string(&path) {
            Ok(expected) => expected.replace("\r\n", "\n"),
            Err(error) => {
                wrong += &format!("\n{}: {EXPECTED}: {error}\n", case.name);
                continue;
            }
        };
        if expected != found {
            wrong += &format!(
                "\n{}: - expected, + found\n{}",
                case.name,
                difference(&expected, &found)
            );
        }
        if found.is_empty() {
            wrong += &format!("\n{}: no message at all\n", case.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(CASES.len() >= 75, "only {} mistakes", CASES.len());
}

#[test]
fn every_code_has_a_mistake() {
    let provoked: BTreeSet<&str> = CASES
        .iter()
        .flat_map(|case| case.found.iter().map(|problem| problem.code))
        .collect();
    let others = others();
    let missing: Vec<&str> = all_codes()
        .iter()
        .map(|code| code.name)
        .filter(|name| !provoked.contains(name) && !others.iter().any(|other| other == name))
        .collect();
    assert!(missing.is_empty(), "no folder provokes {missing:?}");
}

#[test]
fn every_place_lies_in_its_file() {
    for case in CASES.iter() {
        for problem in &case.found {
            let also = problem.related.iter().map(|(spot, _)| spot);
            for spot in problem.spot.iter().chain(also) {
                let outside = outside(&case.files, spot);
                assert_eq!(outside, None, "{}: {spot:?}", case.name);
            }
        }
    }
}

#[test]
fn every_rendering_shows_every_message() {
    for case in CASES.iter() {
        let (name, found) = (&case.name, &case.found);
        let count = found.len();
        assert_eq!(short(found).lines().count(), count, "{name}");
        assert_eq!(github(found).lines().count(), count, "{name}");
        for color in [false, true] {
            let shown = human(found, color);
            for problem in found {
                let code = format!("[{}]", problem.code);
                assert!(shown.contains(&code), "{name}: {code}\n{shown}");
            }
        }
        for (line, problem) in github(found).lines().zip(found) {
            let command = match problem.severity {
                Severity::Error => "::error ",
                Severity::Warning => "::warning ",
                Severity::Note => "::notice ",
            };
            assert!(line.starts_with(command), "{name}: {line}");
        }
        let lines = json(found);
        assert_eq!(lines.lines().count(), count, "{name}");
        for (line, problem) in lines.lines().zip(found) {
            assert_json(name, line, problem);
        }
    }
}

/// The line has exactly the fields of the manual, in its order.
fn assert_json(name: &str, line: &str, problem: &Located) {
    let value: serde_json::Value = serde_json::from_str(line).expect(name);
    let fields = value.as_object().expect(name);
    let keys: Vec<&str> = fields.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "severity",
            "code",
            "message",
            "file",
            "line",
            "column",
            "end_line",
            "end_column",
            "hint"
        ],
        "{name}"
    );
    let spot = problem.spot.as_ref();
    let range = spot.and_then(|spot| spot.range.as_ref());
    let expected = serde_json::json!({
        "severity": problem.severity.name(),
        "code": problem.code,
        "message": problem.message,
        "file": spot.map(|spot| spot.file.as_str()),
        "line": range.map(|range| range.start.line),
        "column": range.map(|range| range.start.column),
        "end_line": range.map(|range| range.end.line),
        "end_column": range.map(|range| range.end.column),
        "hint": problem.hint,
    });
    assert_eq!(value, expected, "{name}");
}

/// The messages as `expected.txt` holds them.
fn listing(found: &[Located]) -> String {
    let mut text = String::new();
    for problem in found {
        if let Some(spot) = &problem.spot {
            text += &format!("{}: ", place(spot));
        }
        text += &format!(
            "{}[{}]: {}\n",
            problem.severity,
            problem.code,
            indented(&problem.message, "  ")
        );
        if let Some(hint) = &problem.hint {
            text += &format!("  hint: {}\n", indented(hint, "    "));
        }
        for (spot, what) in &problem.related {
            text += &format!("  also: {} {what}\n", place(spot));
        }
    }
    text
}

fn place(spot: &Spot) -> String {
    match &spot.range {
        None => spot.file.to_string(),
        Some(range) => format!("{}:{}:{}", spot.file, range.start.line, range.start.column),
    }
}

/// Keeps further lines of a text apart from the next message.
fn indented(text: &str, by: &str) -> String {
    text.replace('\n', &format!("\n{by}"))
}

/// The messages only one side has, or the two orders.
fn difference(expected: &str, found: &str) -> String {
    let (expected, found) = (messages(expected), messages(found));
    let only = |here: &[String], there: &[String], sign: &str| -> String {
        let lines = here.iter().filter(|message| !there.contains(message));
        lines
            .flat_map(|message| message.lines())
            .map(|line| format!("  {sign} {line}\n"))
            .collect()
    };
    let lines = only(&expected, &found, "-") + &only(&found, &expected, "+");
    match lines.is_empty() {
        true => "  the same messages in another order or number\n".to_string(),
        false => lines,
    }
}

fn messages(text: &str) -> Vec<String> {
    let mut messages: Vec<String> = Vec::new();
    for line in text.lines() {
        match messages.last_mut() {
            Some(last) if line.starts_with(' ') => *last += &format!("\n{line}"),
            _ => messages.push(line.to_string()),
        }
    }
    messages
}
