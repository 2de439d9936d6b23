//! Reads desk.lock line by line; a merge may have left anything in it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::problems::{DESK_LOCK_LINE, DESK_LOCK_VERSION};
use super::write::decoded;
use super::{
    Checked, Lock, VERSION, entry_key, path, quotation_key, reference_key, translation_key,
};
use crate::diagnostics::{Code, Diagnostic, FileSpans, Place, Span};
use crate::input::InputFile;
use crate::ledger::{EntryDigest, TableName};
use crate::values::{Date, Digest, is_id, is_language, not_utf8};

/// What reading the file gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockReading {
    /// What every good line says.
    pub lock: Arc<Lock>,
    pub state: State,
    pub problems: Vec<Diagnostic>,
    pub spans: Arc<FileSpans>,
}

/// How far the file can be trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    Whole,
    /// Some lines are no good, so what is not there may have been there.
    Spoilt,
    /// In a format of later days.
    Newer,
}

/// As many problems of one kind are told.
const SHOWN: usize = 3;
const REPAIR: &str = "run `nutgraf check --update-lock`, which mends the file";
/// What git writes into a file it could not merge.
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// Reads the file. Every good line counts, whatever stands around it.
pub fn read(file: &InputFile) -> LockReading {
    let (text, shift) = match file.text() {
        Ok(text) => text,
        Err(offset) => {
            return LockReading {
                state: State::Spoilt,
                problems: vec![not_utf8(&path(), offset).hint(REPAIR)],
                ..LockReading::default()
            };
        }
    };
    let mut reader = Reader::default();
    let mut at = shift;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        reader.line(bare, Span::new(at, at + bare.len()));
        at += line.len();
    }
    reader.finish()
}

#[derive(Default)]
struct Reader<'t> {
    lock: Lock,
    spans: FileSpans,
    version: Option<u32>,
    /// The last good line.
    last: &'t str,
    seen: BTreeSet<String>,
    newer: Option<Diagnostic>,
    headless: Option<Diagnostic>,
    conflicts: Vec<Diagnostic>,
    unread: Vec<Diagnostic>,
    misplaced: Vec<Diagnostic>,
}

fn problem(code: &Code, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Place::Span(path(), span), message).hint(REPAIR)
}

impl<'t> Reader<'t> {
    fn line(&mut self, line: &'t str, span: Span) {
        if line.trim().is_empty() || self.version.is_none() && line.starts_with('#') {
            return;
        }
        if let Some(mark) = MARKS.iter().find(|mark| line.starts_with(**mark)) {
            // One conflict has up to four marks; the first tells of it.
            if *mark == MARKS[0] || self.conflicts.is_empty() {
                let message = "a merge left the marks of a conflict here";
                self.conflicts.push(problem(&DESK_LOCK_LINE, span, message));
            }
            return;
        }
        if self.version.is_none() {
            self.head(line, span);
            if self.headless.is_none() {
                return;
            }
        }
        let Some(key) = self.entry(line) else {
            let message = "this is no line that nutgraf writes";
            self.unread.push(problem(&DESK_LOCK_LINE, span, message));
            return;
        };
        if line < self.last {
            let message = "this line is out of order, as after a merge of two versions";
            self.misplaced.push(problem(&DESK_LOCK_LINE, span, message));
        } else if self.seen.contains(&key) && !key.starts_with("quotation/") {
            let message = "this entry stands here twice, as after a merge of two versions";
            self.misplaced.push(problem(&DESK_LOCK_LINE, span, message));
        }
        self.last = line;
        self.spans.insert(&key, span);
        self.seen.insert(key);
    }

    fn head(&mut self, line: &str, span: Span) {
        let version = line.strip_prefix("version ");
        let Some(version) = version.and_then(|version| version.trim().parse().ok()) else {
            let message = format!("`version {VERSION}` should stand before the first entry");
            self.headless = Some(problem(&DESK_LOCK_LINE, span, message));
            self.version = Some(VERSION);
            return;
        };
        self.version = Some(version);
        if version > VERSION {
            let message = format!(
                "the file is in version {version} of its format, this nutgraf reads {VERSION}"
            );
            let hint = "update nutgraf to the version that wrote the file";
            self.newer = Some(problem(&DESK_LOCK_VERSION, span, message).hint(hint));
        }
    }

    /// Takes in an entry and gives its key; None if the line is none.
    fn entry(&mut self, line: &str) -> Option<String> {
        let mut words = line.split(' ');
        let mut next = || words.next().filter(|word| !word.is_empty());
        let key = match next()? {
            "claim" => {
                let (id, said, whole) = (next()?, Digest::parse(next()?)?, Digest::parse(next()?)?);
                let said = Some(said);
                let name = (TableName::Claims, id.to_string());
                let known = self.lock.entries.entry(name);
                known.or_insert(EntryDigest { whole, said });
                entry_key(TableName::Claims, id)
            }
            "entry" => {
                let (table, id) = next()?.split_once('/')?;
                let table = TableName::parse(table).filter(|table| *table != TableName::Claims)?;
                let whole = Digest::parse(next()?)?;
                let known = self.lock.entries.entry((table, id.to_string()));
                known.or_insert(EntryDigest { whole, said: None });
                entry_key(table, id)
            }
            "quotation" => {
                let owner = decoded(next()?);
                let checked = Checked {
                    source: next().filter(|id| is_id(id))?.into(),
                    words: Digest::parse(next()?)?,
                    snapshot: next().filter(|hash| is_sha256(hash))?.to_string(),
                    offset: next()?.parse().ok()?,
                    lines: lines(next()?)?,
                    date: Date::parse(next()?)?,
                };
                let key = quotation_key(&owner, &checked.source, checked.words);
                let text = self.lock.texts.entry(owner).or_default();
                Arc::make_mut(text).quotations.push(checked);
                key
            }
            "reference" => {
                let (owner, target) = (decoded(next()?), next()?);
                let count: usize = next()?.parse().ok().filter(|count| *count > 0)?;
                let key = reference_key(&owner, target);
                let text = self.lock.texts.entry(owner).or_default();
                let references = &mut Arc::make_mut(text).references;
                references.entry(target.to_string()).or_insert(count);
                key
            }
            "translation" => {
                let language = next().filter(|language| is_language(language))?;
                let original = decoded(next()?);
                let key = translation_key(language, &original);
                let digest = Digest::parse(next()?)?;
                let known = self
                    .lock
                    .translations
                    .entry((language.to_string(), original));
                known.or_insert(digest);
                key
            }
            _ => return None,
        };
        next().is_none().then_some(key)
    }

    fn finish(mut self) -> LockReading {
        if let Some(newer) = self.newer {
            return LockReading {
                state: State::Newer,
                problems: vec![newer],
                ..LockReading::default()
            };
        }
        if self.version.is_none() && self.conflicts.is_empty() {
            let message = "the file is empty";
            self.headless = Some(problem(&DESK_LOCK_LINE, Span::new(0, 0), message));
        }
        if !self.conflicts.is_empty() {
            // Both sides stand there, so of course lines are doubled.
            self.misplaced.clear();
        }
        let mut problems: Vec<Diagnostic> = self.headless.into_iter().collect();
        for list in [self.conflicts, self.unread, self.misplaced] {
            let more = list.len().saturating_sub(SHOWN);
            problems.extend(list.into_iter().take(SHOWN));
            if more > 0
                && let Some(last) = problems.last_mut()
            {
                last.message += &format!("; {more} more like it follow");
            }
        }
        for text in self.lock.texts.values_mut() {
            Arc::make_mut(text).quotations.sort();
        }
        LockReading {
            lock: Arc::new(self.lock),
            state: match problems.is_empty() {
                true => State::Whole,
                false => State::Spoilt,
            },
            problems,
            spans: Arc::new(self.spans),
        }
    }
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// `L19`, `L19-L20`
fn lines(text: &str) -> Option<(usize, usize)> {
    let number = |text: &str| text.strip_prefix('L')?.parse::<usize>().ok();
    match text.split_once('-') {
        Some((first, last)) => Some((number(first)?, number(last)?)),
        None => number(text).map(|line| (line, line)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "00000000000000000000000000000000";
    const B: &str = "11111111111111111111111111111111";
    const HEAD: &str = "# a comment\nversion 1\n";

    fn reading(text: &str) -> LockReading {
        read(&InputFile::new(text.as_bytes()))
    }

    /// `line:length` of each problem's place, with its message.
    fn told(text: &str) -> Vec<String> {
        let problems = reading(text).problems.into_iter();
        let told = problems.map(|problem| {
            let Place::Span(_, span) = problem.place else {
                panic!("{problem:?} has no place")
            };
            let line = text[..span.start].matches('\n').count() + 1;
            format!("{line}: {}", problem.message)
        });
        told.collect()
    }

    fn quotation(owner: &str, date: &str) -> String {
        let snapshot = "a".repeat(64);
        format!("quotation {owner} s001 {A} {snapshot} 12 L3-L4 {date}\n")
    }

    #[test]
    fn lines_become_what_they_remember() {
        let quotation = quotation("a%20page.md", "2026-03-01");
        let text = format!(
            "{HEAD}claim c {A} {B}\nentry positions/q/x {A}\n{quotation}{quotation}reference \
             a%20page.md source:s001 2\n"
        );
        for text in [
            text.clone(),
            text.replace('\n', "\r\n"),
            format!("\u{feff}{text}"),
        ] {
            let reading = reading(&text);
            assert_eq!(reading.problems, []);
            let lock = reading.lock;
            assert_eq!(lock.entries.len(), 2);
            let page = &lock.texts["a page.md"];
            assert_eq!(page.quotations.len(), 2);
            assert_eq!(page.quotations[0].lines(), 3..=4);
            assert_eq!(page.references["source:s001"], 2);
        }
    }

    #[test]
    fn a_spoilt_line_is_told_where_it_stands_and_the_others_count() {
        let c = format!("claim c {A} {B}\n");
        let d = format!("claim d {A} {B}\n");
        let cases = [
            (format!("{HEAD}{d}{c}"), "4: this line is out of order"),
            (
                format!("{HEAD}{c}{d}{d}"),
                "5: this entry stands here twice",
            ),
            (format!("{HEAD}{c}what\n{d}"), "4: this is no line"),
            (format!("{HEAD}{c}claim e {A}\n{d}"), "4: this is no line"),
            (
                format!("{HEAD}{c}claim e {A} {B} x\n{d}"),
                "4: this is no line",
            ),
            (format!("{c}{d}"), "1: `version 2` should stand"),
            (String::new(), "1: the file is empty"),
            (
                format!("{HEAD}<<<<<<< HEAD\n{d}=======\n{c}{d}>>>>>>> theirs\n"),
                "3: a merge left",
            ),
        ];
        for (text, expected) in cases {
            let told = told(&text);
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(told[0].starts_with(expected), "{told:?}");
            let reading = reading(&text);
            assert_eq!(reading.state, State::Spoilt);
            let good = if text.is_empty() { 0 } else { 2 };
            assert!(reading.lock.entries.len() >= good, "{text}");
        }
        let many = told(&format!("{HEAD}{}", "what\n".repeat(9)));
        assert_eq!(many.len(), 3);
        assert!(many[2].ends_with("; 6 more like it follow"), "{many:?}");
    }

    #[test]
    fn a_later_format_is_left_alone() {
        let reading = reading("# x\nversion 3\nnews of tomorrow\n");
        assert_eq!((reading.state, reading.problems.len()), (State::Newer, 1));
        assert_eq!(reading.problems[0].code, "desk-lock-version");
    }

    #[test]
    fn what_is_no_text_is_told_and_nothing_panics() {
        let reading = read(&InputFile::new(&b"version 1\n\xff"[..]));
        assert_eq!(reading.problems[0].code, "not-utf8");
        for text in [
            "quotation",
            "quotation a.md",
            "claim ",
            "entry claims/c x",
            "reference a.md x 0",
            " ",
            "#",
        ] {
            assert_eq!(
                told(&format!("{HEAD}{text}\n")).len(),
                usize::from(!matches!(text, " ")),
                "{text}"
            );
        }
    }
}
