//! sources.toml: what we hold, and the origins that others credit.

use super::entries::{Source, SourceState};
use super::problems::NOT_GIVEN_MISSING;
use super::row::{Links, Row, entries};
use super::tables::{Entries, TableName};
use crate::diagnostics::Diagnostic;
use crate::values::Table;

pub const KINDS: [&str; 9] = [
    "article",
    "document",
    "dataset",
    "interview",
    "broadcast",
    "book",
    "court-record",
    "post",
    "own-reporting",
];
pub const GENRES: [&str; 6] = [
    "news",
    "analysis",
    "opinion",
    "official",
    "data",
    "aggregator",
];
pub const LOCATORS: [&str; 5] = ["line", "page", "paragraph", "time", "section"];
pub const STATES: [(&str, SourceState); 4] = [
    ("live", SourceState::Live),
    ("changed", SourceState::Changed),
    ("gone", SourceState::Gone),
    ("retracted", SourceState::Retracted),
];
/// What a reader asks of every source we hold. Where it is unknown, the ledger says so.
const ASKED_OF_ALL: [&str; 4] = ["title", "publisher", "published", "url"];

pub fn read(table: Table<'_>, links: &Links) -> Entries<Source> {
    entries(table, TableName::Sources, links, source)
}

fn source(row: &Row<'_, '_>) -> Source {
    let held = row.table.bool("held").unwrap_or(true);
    let source = Source {
        id: row.id.clone(),
        was: row.was(),
        held,
        kind: row.word("kind", &KINDS),
        genre: row.word("genre", &GENRES),
        short: row.needed_text("short"),
        title: row.text("title"),
        publisher: row.text("publisher"),
        author: row.text("author"),
        published: row.date("published"),
        retrieved: row.date("retrieved"),
        language: row.language("language"),
        url: row.web_address("url"),
        archive: row.web_address("archive"),
        snapshot: snapshot(row),
        sha256: sha256(row),
        locator: row.word("locator", &LOCATORS),
        state: row.table.one_of("state", &STATES).unwrap_or_default(),
        reliability: row.text("reliability"),
        notes: row.text("notes"),
        credits: row.links("credits", TableName::Sources, false),
    };
    if held {
        ask_of_all(row);
    }
    source
}

fn ask_of_all(row: &Row<'_, '_>) {
    let missing = ASKED_OF_ALL
        .into_iter()
        .filter(|key| !row.table.has(key) && !row.table.is_misspelt(key));
    let missing: Vec<&str> = missing.collect();
    let Some(first) = missing.first() else {
        return;
    };
    let message = format!("`{}` says nothing about `{}`", row.id, missing.join("`, `"));
    let hint = format!("add {first} = …, or {first} = \"not given\" if the source does not say");
    row.report(Diagnostic::new(&NOT_GIVEN_MISSING, row.table.place(), message).hint(hint));
}

fn snapshot(row: &Row<'_, '_>) -> Option<String> {
    let name = row.text("snapshot")?;
    let outside = name.starts_with('/')
        || name.contains(['\\', ':'])
        || name.split('/').any(|part| matches!(part, "" | "." | ".."));
    if outside {
        let message = format!("`snapshot` is \"{name}\", expected a file in the snapshots folder");
        let hint = "write the file's name alone, as it stands in that folder";
        row.report(row.wrong("snapshot", message).hint(hint));
        return None;
    }
    Some(name)
}

fn sha256(row: &Row<'_, '_>) -> Option<String> {
    let hash = row.text("sha256")?;
    if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let message = "`sha256` is no SHA-256 hash, expected 64 digits of 0-9 and a-f";
        let hint = "remove it, or copy the first word that `sha256sum` prints for the snapshot";
        row.report(row.wrong("sha256", message).hint(hint));
        return None;
    }
    Some(hash.to_lowercase())
}

#[cfg(test)]
mod tests {
    use crate::ledger::TableName::Sources;
    use crate::ledger::testing::{ledger_of, read_one};

    const ASKED: &str =
        "title = 'T'\npublisher = 'P'\npublished = 2025-01-02\nurl = 'https://example.org/'\n";

    #[test]
    fn a_full_source_is_read() {
        let text = format!(
            "[s004]\nkind = 'article'\ngenre = 'analysis'\nshort = 'unsigned'\n{ASKED}author = 'A'\n\
             retrieved = 2025-12-20\nlanguage = 'en'\narchive = 'https://example.org/a'\n\
             snapshot = '004_x.txt'\nlocator = 'line'\nstate = 'gone'\nreliability = 'R'\nnotes = 'N'\n\
             credits = ['reuters']\nwas = ['s4']\n[reuters]\nheld = false\nshort = 'Reuters'\n"
        );
        let ledger = ledger_of(&[(Sources, &text)]);
        let source = ledger.sources.get("s004").expect("s004");
        assert!(source.held);
        assert_eq!(source.kind.as_deref(), Some("article"));
        assert_eq!(
            source.published.map(|day| day.to_string()).as_deref(),
            Some("2025-01-02")
        );
        assert_eq!(source.state, super::SourceState::Gone);
        assert_eq!(source.credits, ["reuters".into()]);
        assert_eq!(source.was, ["s4".into()]);
        assert!(!ledger.sources.get("reuters").expect("reuters").held);
    }

    #[test]
    fn not_given_is_none_without_a_word() {
        let text = "[a]\nshort = 'A'\ntitle = 'not given'\npublisher = 'not given'\n\
                    published = 'not given'\nurl = 'not given'\nkind = 'not given'\n";
        let ledger = ledger_of(&[(Sources, text)]);
        let source = ledger.sources.get("a").expect("a");
        assert_eq!(
            (&source.title, &source.published, &source.url, &source.kind),
            (&None, &None, &None, &None)
        );
    }

    #[test]
    fn what_every_reader_asks_is_missed() {
        assert_eq!(
            read_one(
                Sources,
                "[a]\nshort = 'A'\ntitle = 'T'\nurl = 'not given'\n"
            ),
            [
                "1:1 warning[not-given-missing] `a` says nothing about `publisher`, `published` \
              | add publisher = …, or publisher = \"not given\" if the source does not say"
            ]
        );
        assert!(read_one(Sources, "[a]\nheld = false\nshort = 'A'\n").is_empty());
    }

    #[test]
    fn wrong_values_are_told_at_their_place() {
        let text = format!(
            "[a]\n{ASKED}kind = 'artcle'\nlanguage = 'English'\nsnapshot = '../x'\nsha256 = 'ab'\n\
             retrieved = 'May'\nreliability = ''\nauthor = 'Not given'\nheld = 'no'\ntitel = 1\n\
             archive = 'javascript:x'\n"
        );
        let found = read_one(Sources, &text);
        let starts = [
            "1:1 error[missing-key] `short` is missing in `a`",
            "6:8 error[bad-value] `kind` is \"artcle\", expected one of: article,",
            "7:12 error[bad-value] `language` is \"English\"",
            "8:12 error[bad-value] `snapshot` is \"../x\"",
            "9:10 error[bad-value] `sha256` is no SHA-256",
            "10:13 error[bad-date] `retrieved` is \"May\"",
            "11:15 error[bad-value] `reliability` is empty",
            "12:10 error[bad-value] `author` is \"Not given\", expected exactly \"not given\"",
            "13:8 error[wrong-type] `held` is a text",
            "14:1 error[unknown-key] `titel` is no key known in `a` | did you mean `title`?",
            "15:11 error[bad-value] `archive` is \"javascript:x\"",
        ];
        assert_eq!(found.len(), starts.len(), "{found:#?}");
        for (found, start) in found.iter().zip(starts) {
            assert!(found.starts_with(start), "{found}\n{start}");
        }
    }

    #[test]
    fn addresses_hashes_and_languages_have_their_shape() {
        let fine = |key: &str, value: &str| {
            let text = format!("[a]\nheld = false\nshort = 'A'\n{key} = '{value}'\n");
            read_one(Sources, &text).is_empty()
        };
        for (key, value, expected) in [
            ("url", "http://example.org", true),
            ("url", "example.org", false),
            ("url", "https://", false),
            ("url", "https://example.org/a b", false),
            ("language", "pt-BR", true),
            ("language", "e", false),
            ("language", "en_GB", false),
            ("snapshot", "2025/004.txt", true),
            ("snapshot", "/etc/x", false),
            ("snapshot", "a\\b", false),
            ("state", "retracted", true),
            ("state", "lost", false),
            ("locator", "chapter", false),
            ("genre", "gossip", false),
        ] {
            assert_eq!(fine(key, value), expected, "{key} = {value}");
        }
        assert!(fine("sha256", &"A0".repeat(32)));
        assert!(!fine("sha256", &"g0".repeat(32)));
    }

    #[test]
    fn an_id_is_lower_case() {
        assert_eq!(
            read_one(
                Sources,
                "[S_004]\nheld = false\nshort = 'A'\nwas = ['Old']\n"
            ),
            [
                "1:2 error[bad-id] `S_004` is no id, expected lower-case letters a to z, digits and `-` alone | write `s-004`",
                "4:8 error[bad-id] `Old` is no id, expected lower-case letters a to z, digits and `-` alone | write `old`",
            ]
        );
    }

    #[test]
    fn an_entry_is_a_table() {
        assert_eq!(
            read_one(Sources, "title = 'T'\n"),
            ["1:9 error[wrong-type] `title` is a text, expected a table"]
        );
    }
}
