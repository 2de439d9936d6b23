//! Whatever is taken out of our ledger or of our pages leaves a trace: an error, a warning, or a
//! change against desk.lock.

#![allow(
    clippy::disallowed_macros,
    reason = "a test says how much it took out and what told of it"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Sketch, own_site};
use nutgraf::build::{Build, Engine, pages};
use nutgraf::diagnostics::{Diagnostic, Severity};
use nutgraf::input::{FilePath, InputFile, InputTree};
use nutgraf::ledger::{self, TableName};
use nutgraf::lock::{self, references};
use nutgraf::page::{ArgValue, Page, Piece};

/// As many entries of one table are taken out at once: a message names so many.
const AT_ONCE: usize = 5;
const OUTDATED: &str = "desk-lock-outdated";

fn text(files: &InputTree, path: &FilePath) -> String {
    let file = files.get(path.as_str()).expect("the file");
    String::from_utf8(file.bytes().to_vec()).expect("text")
}

fn put(files: &mut InputTree, path: &FilePath, text: &str) {
    files.insert(path.clone(), InputFile::new(text.as_bytes()));
}

/// An engine that has built our content, and what it said.
fn begun() -> (Engine, Sketch) {
    let sketch = own_site();
    let mut engine = Engine::new();
    let built = engine.build(&sketch.files, &sketch.options);
    let problems = &built.problems;
    assert!(
        !built.has_errors() && told(&built, OUTDATED).is_empty(),
        "{problems:#?}"
    );
    (engine, sketch)
}

fn told<'b>(built: &'b Build, code: &str) -> Vec<&'b Diagnostic> {
    let problems = built.problems.iter();
    problems.filter(|problem| problem.code == code).collect()
}

/// How what was taken out was told of.
#[derive(Debug, Default)]
struct Tally {
    taken: usize,
    errors: usize,
    /// A change against desk.lock, and no error.
    changes: usize,
}

/// The text without a table and the tables in it.
fn without_table(text: &str, table: &str) -> String {
    let mut inside = false;
    let lines = text.split_inclusive('\n').filter(|line| {
        if let Some(header) = line.strip_prefix('[') {
            let name = header
                .trim_start_matches('[')
                .split(']')
                .next()
                .unwrap_or("");
            inside = name == table || name.starts_with(&format!("{table}."));
        }
        !inside
    });
    lines.collect()
}

#[test]
fn an_entry_that_is_taken_out_is_missed() {
    let (mut engine, sketch) = begun();
    let digests = ledger::read(&sketch.files).digests;
    let remembered = lock::read(sketch.files.get(lock::path().as_str()).expect("desk.lock")).lock;
    let mut waiting: BTreeMap<TableName, Vec<&String>> = BTreeMap::new();
    for (table, id) in digests.keys() {
        waiting.entry(*table).or_default().push(id);
    }
    let texts = remembered.texts.values();
    let named: BTreeSet<&String> = texts.flat_map(|text| text.references.keys()).collect();
    let mut tally: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut builds = 0;
    while waiting.values().any(|ids| !ids.is_empty()) {
        let mut files = sketch.files.clone();
        let mut taken = BTreeSet::new();
        for (table, ids) in &mut waiting {
            let mut toml = text(&files, &table.path());
            for id in ids.split_off(ids.len().saturating_sub(AT_ONCE)) {
                let header = match (table, id.split_once('/')) {
                    (TableName::Positions, Some((question, actor))) => {
                        format!("stances.{actor}.{question}")
                    }
                    (TableName::Positions, None) => format!("questions.{id}"),
                    _ => id.clone(),
                };
                toml = without_table(&toml, &header);
                taken.insert((*table, id.clone()));
            }
            put(&mut files, &table.path(), &toml);
        }
        let left = ledger::read(&files).digests;
        let gone: BTreeSet<_> = digests
            .keys()
            .filter(|key| !left.contains_key(key))
            .cloned()
            .collect();
        assert_eq!(gone, taken);
        let built = engine.build(&files, &sketch.options);
        builds += 1;
        let notes = told(&built, OUTDATED);
        for (table, id) in &taken {
            let errors = built
                .problems
                .iter()
                .filter(|problem| problem.severity == Severity::Error);
            let mut errors = errors.filter(|error| error.message.contains(&format!("\"{id}\"")));
            let of = format!("of {}.toml, ", table.name());
            let name = format!("`{id}`");
            let mut notes = notes.iter().map(|note| &note.message);
            let has_note = notes.any(|note| {
                note.starts_with(&of) && note.contains(&name) && note.ends_with("no longer there")
            });
            let has_error = errors.next().is_some();
            assert!(has_note, "{table:?} {id}: {:#?}", built.problems);
            let target = format!("{}:{id}", table.anchor_prefix());
            // Brackets that no longer name anybody are plain text.
            let by_name = matches!(table, TableName::People | TableName::Glossary);
            assert!(
                has_error || by_name || !named.contains(&target),
                "{target} is named and not missed"
            );
            let tally = tally.entry(table.name()).or_default();
            tally.taken += 1;
            match has_error {
                true => tally.errors += 1,
                false => tally.changes += 1,
            }
        }
    }
    for (table, tally) in &tally {
        println!("{table}: {tally:?}");
    }
    let taken: usize = tally.values().map(|tally| tally.taken).sum();
    println!("{taken} entries taken out in {builds} builds");
    assert_eq!(taken, digests.len());
    assert!(taken >= 250, "{taken} entries");
    let all = |of: &dyn Fn(&Tally) -> usize| tally.values().map(of).sum::<usize>();
    assert!(all(&|tally| tally.errors) >= 100 && all(&|tally| tally.changes) >= 20);
}

/// A reference of a page, and the text without it.
struct Removal {
    target: String,
    text: String,
}

/// The text without the bytes of a range.
fn cut(text: &str, from: usize, until: usize) -> String {
    format!("{}{}", &text[..from], &text[until..])
}

/// Where the bracket closed at `end` opens.
fn opening(text: &str, end: usize) -> usize {
    let mut depth = 0;
    for (at, character) in text[..end].char_indices().rev() {
        match character {
            ']' => depth += 1,
            '[' if depth == 0 => return at,
            '[' => depth -= 1,
            _ => {}
        }
    }
    panic!("no bracket opens before {end}")
}

/// The text without the citation or claim whose `@id, place` or `#id` stands at a place. Words that it
/// covers or quotes stay.
fn without_label(text: &str, start: usize, end: usize) -> String {
    let before = text[..start].trim_end();
    let behind = text[end..].trim_start();
    let behind_at = text.len() - behind.len();
    if before.ends_with(';') {
        return cut(text, before.len() - 1, end);
    }
    if behind.starts_with(';') {
        return cut(text, start, behind_at + 1);
    }
    // `[words](@id "gloss")`
    if let Some(bracket) = before.strip_suffix("](") {
        let open = opening(text, bracket.len());
        let close = start + text[start..].find(')').expect("a closing bracket");
        return format!(
            "{}{}{}",
            &text[..open],
            &bracket[open + 1..],
            &text[close + 1..]
        );
    }
    let open = before.len() - 1;
    assert!(
        before.ends_with('[') && behind.starts_with(']'),
        "{before} | {behind}"
    );
    if let Some(words) = text[..open].strip_suffix(']') {
        let first = opening(text, words.len());
        let inside = &words[first + 1..];
        // Two references side by side cover nothing.
        if !inside.starts_with(['@', '#']) {
            return format!("{}{inside}{}", &text[..first], &text[behind_at + 1..]);
        }
    }
    cut(text, open, behind_at + 1)
}

/// `[name]` and `[words][name]` without the brackets.
fn without_name(text: &str, start: usize, end: usize) -> String {
    let whole = &text[start + 1..end - 1];
    let words = whole.split_once("][").map_or(whole, |(words, _)| words);
    format!("{}{words}{}", &text[..start], &text[end..])
}

/// The text without one id in an argument, or without the argument.
fn without_argument(text: &str, start: usize, end: usize, id: &str) -> String {
    let value = text[start..end].trim_matches('"');
    let left: Vec<&str> = value
        .split(',')
        .map(str::trim)
        .filter(|item| *item != id)
        .collect();
    if !left.is_empty() {
        return format!("{}\"{}\"{}", &text[..start], left.join(","), &text[end..]);
    }
    let key = text[..start]
        .rfind(' ')
        .expect("a space before the argument");
    cut(text, key, end)
}

/// Every reference of a page with what is left without it.
fn removals(page: &Page, text: &str) -> Vec<Removal> {
    let mut all = Vec::new();
    let place = |key: &str| {
        let span = page
            .spans
            .find(key)
            .unwrap_or_else(|| panic!("no place of {key}"));
        (span.start, span.end)
    };
    let mut add = |target: String, text: String| all.push(Removal { target, text });
    page.body.visit(&mut |piece| match piece {
        Piece::Cite { sources, .. } | Piece::AttributedQuote { sources, .. } => {
            for source in sources {
                let (start, end) = place(&source.key);
                add(
                    format!("source:{}", source.id),
                    without_label(text, start, end),
                );
            }
        }
        Piece::Quotation { source, .. } => {
            let (start, end) = place(&source.key);
            add(
                format!("source:{}", source.id),
                without_label(text, start, end),
            );
        }
        Piece::Claim { id, key, .. } => {
            let (start, end) = place(key);
            add(format!("claim:{id}"), without_label(text, start, end));
        }
        Piece::Name { kind, id, key, .. } => {
            let (start, end) = place(key);
            add(
                format!("{}:{id}", kind.name()),
                without_name(text, start, end),
            );
        }
        Piece::Block(block) => {
            for (name, value) in &block.args {
                let (kind, ids) = match value {
                    ArgValue::Entry(kind, id) => (kind, std::slice::from_ref(id)),
                    ArgValue::Entries(kind, ids) => (kind, &ids[..]),
                    _ => continue,
                };
                let (start, end) = place(&format!("{}/{name}", block.key));
                for id in ids {
                    add(
                        format!("{}:{id}", kind.name()),
                        without_argument(text, start, end, id),
                    );
                }
            }
        }
        _ => {}
    });
    all
}

#[test]
fn a_reference_that_is_taken_out_is_missed() {
    let (mut engine, sketch) = begun();
    let mut waiting: BTreeMap<FilePath, Vec<Removal>> = BTreeMap::new();
    let mut counts = BTreeMap::new();
    for page in pages(&sketch.files) {
        let path = page.facts.path.clone();
        let removals = removals(&page, &text(&sketch.files, &path));
        let count = references(&page.body);
        assert_eq!(removals.len(), count.values().sum::<usize>(), "{path}");
        counts.insert(path.clone(), count);
        waiting.insert(path, removals);
    }
    let mut tally: BTreeMap<String, Tally> = BTreeMap::new();
    let mut builds = 0;
    // A page tells of its own references alone, so one is taken out of every page at once.
    while waiting.values().any(|removals| !removals.is_empty()) {
        let mut files = sketch.files.clone();
        let mut taken = BTreeMap::new();
        for (path, removals) in &mut waiting {
            if let Some(Removal { target, text }) = removals.pop() {
                put(&mut files, path, &text);
                taken.insert(path.clone(), target);
            }
        }
        let built = engine.build(&files, &sketch.options);
        builds += 1;
        let notes = told(&built, OUTDATED);
        let now = built.lockable.update().text;
        let now = lock::read(&InputFile::new(now.as_bytes())).lock;
        for (path, target) in &taken {
            let text = now.texts.get(&lock::owner_of_page(path));
            let mut left = text.map_or(BTreeMap::new(), |text| text.references.clone());
            *left.entry(target.clone()).or_default() += 1;
            assert_eq!(&left, &counts[path], "{path} without {target}");
            let errors = built
                .problems
                .iter()
                .filter(|problem| problem.severity == Severity::Error);
            let has_error = errors
                .map(|error| error.place.file())
                .any(|file| file == Some(path));
            let start = format!("`{}` no longer has ", lock::owner_of_page(path));
            let name = format!("`{target}`");
            let has_note = notes.iter().any(|note| {
                let rest = note.message.strip_prefix(&start);
                rest.is_some_and(|rest| rest.contains(&name))
            });
            assert!(
                has_error || has_note,
                "{path} without {target}: {:#?}",
                built.problems
            );
            let kind = target.split_once(':').map_or("", |(kind, _)| kind);
            let tally = tally.entry(kind.to_string()).or_default();
            tally.taken += 1;
            match has_error {
                true => tally.errors += 1,
                false => tally.changes += 1,
            }
        }
    }
    for (kind, tally) in &tally {
        println!("{kind}: {tally:?}");
    }
    let taken: usize = tally.values().map(|tally| tally.taken).sum();
    println!("{taken} references taken out in {builds} builds");
    assert!(taken >= 300, "{taken} references");
}
