//! `claims.es.toml` and its like: the ledger's texts in another language, laid over the ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::entries::Ledger;
use super::names;
use super::problems::{TRANSLATION_DIFFERS, UNKNOWN_TRANSLATION};
use super::tables::{Id, TableName};
use super::texts::{self, Text};
use super::{FOLDER, LedgerReading};
use crate::config::UNTRANSLATED;
use crate::diagnostics::{Diagnostic, Place, Spans};
use crate::input::{FilePath, InputTree};
use crate::values::numbers::{figures, without};
use crate::values::{
    BAD_VALUE, Data, Digest, NOT_UTF8, TOML_SYNTAX, TomlFile, WRONG_TYPE, listed, suggestion,
};

/// So many missing texts are named.
const NAMED: usize = 3;

/// Of each entry what a translation of it translates, as a hash.
pub type Originals = BTreeMap<(TableName, String), Digest>;

/// The ledger in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerTranslation {
    /// With what is not translated in the words of the original.
    pub ledger: Ledger,
    pub problems: Vec<Diagnostic>,
    pub spans: Spans,
    /// Entries that have a translation, by table and key.
    pub entries: BTreeSet<(TableName, String)>,
}

/// The file with the texts of a table in a language.
pub fn translation_path(table: TableName, language: &str) -> FilePath {
    FilePath::new(format!("{FOLDER}/{}.{language}.toml", table.name()))
}

/// The ledger in the language of a key such as `es`.
pub fn translate(files: &InputTree, original: &LedgerReading, language: &str) -> LedgerTranslation {
    let mut desk = Desk {
        language,
        original,
        problems: Vec::new(),
        spans: Spans::new(),
        entries: BTreeSet::new(),
        foreign: BTreeSet::new(),
    };
    let mut ledger = original.ledger.clone();
    for table in TableName::ALL {
        desk.table(table, files, &mut ledger);
    }
    ledger.foreign = Arc::new(desk.foreign);
    let spans = &desk.spans;
    let clashes = names::clashes(&ledger, &|table, id, key| {
        let path = translation_path(table, language);
        let own = format!("{id}/{key}");
        let spans = spans.get(&path)?;
        spans.find(&own)?;
        Some(Place::Item(path, own.into()))
    });
    // What the original has is told there.
    let clashes = clashes.into_iter().filter(|clash| {
        clash
            .place
            .file()
            .is_some_and(|file| spans.contains_key(file))
    });
    desk.problems.extend(clashes);
    LedgerTranslation {
        ledger,
        problems: desk.problems,
        spans: desk.spans,
        entries: desk.entries,
    }
}

/// What translations translate, of every entry of the ledger.
pub fn originals(ledger: &Ledger) -> Originals {
    let mut ledger = ledger.clone();
    /// The texts of an entry by their keys.
    type Texts = Vec<(Arc<str>, Data)>;
    let mut texts: BTreeMap<(TableName, String), Texts> = BTreeMap::new();
    for table in TableName::ALL {
        texts::visit(table, &mut ledger, &mut |entry, key, text| {
            let text = match text {
                Text::One(text) => text.clone(),
                Text::Maybe(Some(text)) => text.clone(),
                _ => return,
            };
            let of_entry = texts.entry((table, entry.to_string())).or_default();
            of_entry.push((key.into(), Data::Text(text.into())));
        });
    }
    let digests = texts.into_iter();
    digests
        .map(|(entry, texts)| (entry, Digest::of(&Data::Map(texts.into()))))
        .collect()
}

struct Desk<'a> {
    language: &'a str,
    original: &'a LedgerReading,
    problems: Vec<Diagnostic>,
    spans: Spans,
    entries: BTreeSet<(TableName, String)>,
    foreign: BTreeSet<(TableName, Id)>,
}

impl Desk<'_> {
    fn table(&mut self, table: TableName, files: &InputTree, ledger: &mut Ledger) {
        let path = translation_path(table, self.language);
        let mut leaves = BTreeMap::new();
        if let Some(file) = files.get(path.as_str()) {
            let (contents, problems, spans) = TomlFile::read(&path, file, |table| {
                table.remember_all();
                table.contents()
            });
            flatten("", &contents, &mut leaves);
            let unreadable = [TOML_SYNTAX.name, NOT_UTF8.name];
            let is_broken = problems.iter().any(|one| unreadable.contains(&one.code));
            self.problems.extend(problems);
            self.spans.insert(path.clone(), Arc::new(spans));
            if is_broken {
                // What it has, nobody knows.
                return;
            }
        }
        let mut slots = Slots::default();
        texts::visit(table, ledger, &mut |entry, key, text| {
            let whole = format!("{entry}/{key}");
            let given = leaves.remove(&whole);
            let is_first = slots.entries.insert(entry.to_string());
            let wanted = match (&text, &given) {
                (Text::One(_), None) | (Text::Maybe(Some(_)), None) => true,
                (Text::Maybe(None), Some(_)) => {
                    leaves.extend(given.map(|given| (whole, given)));
                    return;
                }
                _ => false,
            };
            slots.all.push(whole.clone());
            if let Some(given) = given {
                let place = Place::Item(path.clone(), whole.into());
                self.problems.extend(differs(&text, &given, &place));
                match put(text, &given, key, place) {
                    Some(problem) => self.problems.push(problem),
                    None => {
                        self.entries.insert((table, entry.to_string()));
                    }
                }
                return;
            }
            if let Text::Own(text) = text {
                *text = None;
            }
            if wanted {
                slots.missing.push(whole);
                // What an actor says of a question is no entry of its own.
                if is_first && !entry.starts_with("stances/") {
                    let id = entry.rsplit('/').next().unwrap_or(entry);
                    self.foreign.insert((table, id.into()));
                }
            }
        });
        if !self.original.ledger.incomplete.contains(&table) {
            let unknown = leaves
                .into_keys()
                .map(|key| unknown(table, &path, key, &slots));
            self.problems.extend(unknown);
        }
        self.problems.extend(self.untranslated(table, path, &slots));
    }

    fn untranslated(&self, table: TableName, path: FilePath, slots: &Slots) -> Option<Diagnostic> {
        let missing = &slots.missing;
        if missing.is_empty() {
            return None;
        }
        let names: Vec<String> = missing.iter().map(|key| format!("`{key}`")).collect();
        let names = listed(&names, NAMED);
        let count = match missing.len() {
            1 => "1 text".to_string(),
            many => format!("{many} texts"),
        };
        let message = format!(
            "{count} of {} not translated into `{}`: {names}",
            table.path().name(),
            self.language
        );
        let has_file = self.spans.contains_key(&path);
        let hint = format!("write them in {path}; until then readers see the original");
        let place = Place::File(if has_file { path } else { table.path() });
        Some(Diagnostic::new(&UNTRANSLATED, place, message).hint(hint))
    }
}

/// The texts a table has.
#[derive(Default)]
struct Slots {
    all: Vec<String>,
    entries: BTreeSet<String>,
    missing: Vec<String>,
}

/// Every value that is no table, by its key from the top.
fn flatten(above: &str, data: &Data, leaves: &mut BTreeMap<String, Data>) {
    match data {
        Data::Map(entries) => {
            for (key, inner) in entries.iter() {
                let key = match above {
                    "" => key.to_string(),
                    above => format!("{above}/{key}"),
                };
                flatten(&key, inner, leaves);
            }
        }
        other => {
            leaves.insert(above.to_string(), other.clone());
        }
    }
}

/// Puts a translation in the place of a text, unless it is none.
fn put(text: Text<'_>, given: &Data, key: &str, place: Place) -> Option<Diagnostic> {
    let wrong = |expected: &str| {
        let message = format!("`{key}` is {}, expected {expected}", kind(given));
        Some(Diagnostic::new(&WRONG_TYPE, place.clone(), message))
    };
    if let Text::Names(names) = text {
        let Data::List(given) = given else {
            return wrong("a list of texts");
        };
        let texts = given.iter().map(|one| match one {
            Data::Text(text) if !text.trim().is_empty() => Some(text.to_string()),
            _ => None,
        });
        return match texts.collect::<Option<Vec<String>>>() {
            Some(texts) => {
                *names = texts;
                None
            }
            None => wrong("a list of texts"),
        };
    }
    let Data::Text(given) = given else {
        return wrong("a text");
    };
    if given.trim().is_empty() {
        let message = format!("`{key}` is empty, expected a text");
        let problem = Diagnostic::new(&BAD_VALUE, place, message);
        return Some(problem.hint("translate it, or remove the line"));
    }
    match text {
        Text::One(text) | Text::Name(text) => *text = given.to_string(),
        Text::Maybe(text) | Text::Free(text) | Text::Own(text) => *text = Some(given.to_string()),
        Text::Names(_) => {}
    }
    None
}

/// Figures that only the original or only the translation has.
fn differs(text: &Text<'_>, given: &Data, place: &Place) -> Option<Diagnostic> {
    let original = match text {
        Text::One(original) => Some(original.as_str()),
        Text::Maybe(original) => original.as_deref(),
        _ => None,
    }?;
    let Data::Text(given) = given else {
        return None;
    };
    let (there, here) = (figures(original), figures(given));
    let (lacks, adds) = (without(&there, &here), without(&here, &there));
    let message = match (lacks.first(), adds.first()) {
        (None, None) => return None,
        (Some(lacks), Some(adds)) => format!("this has {adds} where the original has {lacks}"),
        (Some(lacks), None) => format!("this does not have the figure {lacks} of the original"),
        (None, Some(adds)) => format!("this has a figure that the original does not have: {adds}"),
    };
    let problem = Diagnostic::new(&TRANSLATION_DIFFERS, place.clone(), message);
    Some(problem.hint("correct the one that is wrong"))
}

fn kind(data: &Data) -> &'static str {
    match data {
        Data::Bool(_) => "true or false",
        Data::Int(_) | Data::Float(_) => "a number",
        Data::Text(_) => "a text",
        Data::List(_) => "a list",
        Data::Map(_) => "a table",
    }
}

fn unknown(table: TableName, path: &FilePath, key: String, slots: &Slots) -> Diagnostic {
    let original = table.path();
    let message = format!("`{key}` is no text of {}", original.name());
    let hint = suggestion(&key, slots.all.iter().map(String::as_str));
    let hint = hint.unwrap_or_else(|| {
        format!(
            "a translation has the keys of the texts in {} and no others",
            original.name()
        )
    });
    Diagnostic::new(
        &UNKNOWN_TRANSLATION,
        Place::Item(path.clone(), key.into()),
        message,
    )
    .hint(hint)
}
