//! content/ledger/*.toml -> Ledger: sources, claims, people and everything else the pages refer to.
//!
//! Each table is read by itself; what ids of one table mean in another is checked afterwards.

mod circles;
mod claims;
mod digests;
mod entries;
mod links;
mod names;
mod people;
mod positions;
mod problems;
pub mod quotation;
mod quotes;
mod row;
mod sources;
mod sourcing;
mod status;
mod tables;
#[cfg(test)]
mod testing;
mod texts;
mod timeline;
mod topics;
mod translation;
mod unique;
pub mod vocabulary;

use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, Spans};
use crate::input::{FilePath, InputTree};
use crate::values::{NOT_UTF8, TOML_SYNTAX, Table, TomlFile, is_language, suggestion};

pub use digests::{Digests, EntryDigest};
pub use entries::*;
pub use links::{not_held, unknown_id};
pub use names::{NameKind, NameMatch, Names, names};
pub use problems::*;
pub use row::NOT_GIVEN;
pub use row::target_table;
pub use sourcing::{unsourced_claims, unused_sources};
pub use status::{Reason, Status, StatusOf, Support, statuses};
pub use tables::{Entries, Id, TableName, place_of};
pub use topics::unknown_topics;
pub use translation::{LedgerTranslation, Originals, originals, translate, translation_path};

/// The folder of the ledger, from the site's root.
pub const FOLDER: &str = "content/ledger";
/// The file that remembers what was checked; it is no table.
pub const LOCK: &str = "desk.lock";

/// What reading a ledger gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerReading {
    pub ledger: Ledger,
    pub problems: Vec<Diagnostic>,
    /// For each file of a table, the place of every key: `extradited/says`, `extradited/carried/0`.
    pub spans: Spans,
    /// What each entry says, for desk.lock.
    pub digests: Arc<Digests>,
}

/// Reads every table of the ledger. A site without one has an empty ledger and no problem.
pub fn read(files: &InputTree) -> LedgerReading {
    let mut desk = Desk::new(files);
    let mut ledger = Ledger {
        sources: desk.table(TableName::Sources, sources::read),
        claims: desk.table(TableName::Claims, claims::read),
        people: desk.table(TableName::People, people::read_people),
        glossary: desk.table(TableName::Glossary, people::read_glossary),
        timeline: desk.table(TableName::Timeline, timeline::read),
        questions: desk.table(TableName::Positions, positions::read_positions),
        disagreements: desk.table(TableName::Disagreements, positions::read_disagreements),
        quotes: desk.table(TableName::Quotes, quotes::read_quotes),
        corrections: desk.table(TableName::Corrections, quotes::read_corrections),
        incomplete: std::mem::take(&mut desk.incomplete),
        foreign: Arc::default(),
    };
    let mut problems = desk.problems;
    problems.extend(links::check(&mut ledger, &desk.links));
    problems.extend(strangers(files));
    LedgerReading {
        ledger,
        problems,
        spans: desk.spans,
        digests: Arc::new(desk.digests),
    }
}

/// The files being read, with what was found so far.
struct Desk<'f> {
    files: &'f InputTree,
    problems: Vec<Diagnostic>,
    spans: Spans,
    links: Vec<row::Link>,
    incomplete: std::collections::BTreeSet<TableName>,
    digests: Digests,
}

impl<'f> Desk<'f> {
    fn new(files: &'f InputTree) -> Desk<'f> {
        Desk {
            files,
            problems: Vec::new(),
            spans: Spans::new(),
            links: Vec::new(),
            incomplete: Default::default(),
            digests: Digests::new(),
        }
    }

    fn table<T>(
        &mut self,
        name: TableName,
        read: impl FnOnce(Table<'_>, &row::Links) -> Entries<T>,
    ) -> Arc<Entries<T>> {
        let path = name.path();
        let Some(file) = self.files.get(path.as_str()) else {
            return Arc::default();
        };
        let links = row::Links::default();
        let digests = &mut self.digests;
        let (entries, problems, spans) = TomlFile::read(&path, file, |table| {
            table.remember_all();
            digests::add(name, &table, digests);
            read(table, &links)
        });
        let unreadable = [TOML_SYNTAX.name, NOT_UTF8.name];
        if problems
            .iter()
            .any(|problem| unreadable.contains(&problem.code))
        {
            // What is left of a broken file names too little or too much to be checked.
            self.incomplete.insert(name);
        } else {
            self.links.extend(links.into_list());
        }
        self.problems.extend(problems);
        self.spans.insert(path, Arc::new(spans));
        Arc::new(entries)
    }
}

/// Files in the ledger's folder that no table is read from.
fn strangers(files: &InputTree) -> Vec<Diagnostic> {
    files
        .below(FOLDER)
        .filter(|(name, ..)| !is_known(name))
        .map(|(name, path, _)| stranger(name, path))
        .collect()
}

fn is_known(name: &str) -> bool {
    let hidden = |part: &str| part.starts_with(['.', '_', '~']) || part.ends_with('~');
    if name == LOCK || name.split('/').any(hidden) {
        return true;
    }
    let Some(stem) = name.strip_suffix(".toml") else {
        return false;
    };
    match stem.split_once('.') {
        None => TableName::parse(stem).is_some(),
        Some((table, language)) => TableName::parse(table).is_some() && is_language(language),
    }
}

fn stranger(name: &str, path: &FilePath) -> Diagnostic {
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    let known = TableName::ALL.map(TableName::name);
    let hint = match stem {
        "events" | "event" => Some("the table of events is timeline.toml".to_string()),
        "terms" | "term" => Some("the table of terms is glossary.toml".to_string()),
        "persons" | "person" => Some("the table of people is people.toml".to_string()),
        _ if !ending.ends_with("toml") => Some(
            "keep notes in a file whose name begins with `_`, or outside the folder".to_string(),
        ),
        _ if known.contains(&stem) && ending == "toml" => None,
        _ if known.contains(&stem) => Some(format!(
            "a table is {stem}.toml, its Spanish texts {stem}.es.toml"
        )),
        _ => suggestion(stem, known),
    };
    let message = format!("`{name}` is no table of the ledger, so nothing reads it");
    Diagnostic::new(&UNKNOWN_LEDGER_FILE, Place::File(path.clone()), message).maybe_hint(hint)
}

#[cfg(test)]
mod tests {
    use super::testing::{problems, read_all, tree};
    use super::*;
    use crate::input::InputFile;

    #[test]
    fn a_site_without_a_ledger_is_fine() {
        let reading = read(&InputTree::new());
        assert_eq!(reading.ledger, Ledger::default());
        assert_eq!(reading.problems, []);
    }

    #[test]
    fn a_file_nobody_reads_is_told() {
        let warned = |name: &str| {
            let mut files = InputTree::new();
            files.insert(
                FilePath::new(format!("{FOLDER}/{name}")),
                InputFile::new(&b""[..]),
            );
            let mut found = problems(&files, &read(&files));
            assert!(found.len() <= 1);
            found.pop()
        };
        assert_eq!(
            warned("source.toml").as_deref(),
            Some(
                "warning[unknown-ledger-file] `source.toml` is no table of the ledger, so nothing reads it \
                 | did you mean `sources`?"
            )
        );
        for known in [
            "desk.lock",
            "claims.es.toml",
            "claims.pt-BR.toml",
            ".x.swp",
            "claims.toml~",
        ] {
            assert_eq!(warned(known), None, "{known}");
        }
        for (unknown, hint) in [
            ("events.toml", "timeline.toml"),
            ("claims.spanish language.toml", "claims.es.toml"),
            ("claim.es.toml", "did you mean `claims`?"),
            ("old/claims.toml", ""),
            ("notes.md", "begins with `_`"),
        ] {
            let found = warned(unknown).expect(unknown);
            assert!(found.contains(hint), "{found}");
        }
    }

    #[test]
    fn a_broken_table_gives_no_echoes() {
        let found = read_all(&[
            (TableName::Sources, "[s001]\nshort = one\n"),
            (
                TableName::Claims,
                "[c]\nsays = 'S'\nkind = 'report'\ncarried = [{ source = 's002' }]\nsupersedes = ['d']\n",
            ),
        ]);
        assert_eq!(found.len(), 2, "{found:#?}");
        assert!(found[0].starts_with("claims.toml 5:15 error[unknown-claim]"));
        assert!(found[1].starts_with("sources.toml 2:9 error[toml-syntax]"));
    }

    #[test]
    fn a_table_that_is_no_text_is_told_alone() {
        let mut files = tree(&[(
            TableName::Claims,
            "[c]\nsays = 'S'\nkind = 'report'\nchain = ['x']\n",
        )]);
        files.insert(TableName::People.path(), InputFile::new(&b"[x]\xff"[..]));
        let reading = read(&files);
        let found = problems(&files, &reading);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].starts_with("people.toml 1:4 error[not-utf8]"));
        assert!(reading.ledger.incomplete.contains(&TableName::People));
    }

    #[test]
    fn later_rooms_find_places_by_key() {
        let text =
            "[c]\nsays = 'S'\nkind = 'report'\n[c.figures]\nn = { value = 5, label = 'men' }\n";
        let files = tree(&[(TableName::Claims, text)]);
        let reading = read(&files);
        let spans = &reading.spans[&TableName::Claims.path()];
        let at = |key: &str| spans.find(key).map(|span| &text[span.start..span.end]);
        assert_eq!(at("c/says"), Some("'S'"));
        assert_eq!(at("c/figures/n/value"), Some("5"));
        assert_eq!(at("c"), Some("[c]"));
        assert_eq!(
            place_of(TableName::Claims, "c", "says"),
            Place::Item(TableName::Claims.path(), "c/says".into())
        );
        assert_eq!(
            place_of(TableName::Positions, "q", ""),
            Place::Item(TableName::Positions.path(), "questions/q".into())
        );
    }

    #[test]
    fn a_comment_changes_places_and_nothing_else() {
        let text = "[c]\nsays = 'S'\nkind = 'report'\n";
        let plain = read(&tree(&[(TableName::Claims, text)]));
        let commented = read(&tree(&[(TableName::Claims, &format!("# a note\n{text}"))]));
        assert_eq!(plain.ledger, commented.ledger);
        assert_ne!(plain.spans, commented.spans);
    }

    #[test]
    fn codes_have_one_page_each() {
        let mut names: Vec<_> = CODES.iter().map(|code| code.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CODES.len());
        for code in CODES {
            let lines = code.explanation.lines().count();
            assert!((3..=10).contains(&lines), "{}: {lines} lines", code.name);
            assert!(
                code.explanation.contains("\n    "),
                "{} has no example",
                code.name
            );
        }
    }
}
