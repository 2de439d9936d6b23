//! quotes.toml and corrections.toml: words that are shown or reused, and what was put right.

use std::cmp::Reverse;

use super::entries::{Correction, Quote};
use super::row::{Links, Row, entries};
use super::tables::{Entries, Id, TableName};
use crate::values::{Date, Table};

pub const FORMS: [&str; 3] = ["spoken", "written", "fragment"];
pub const KINDS: [&str; 4] = ["correction", "clarification", "update", "retraction"];
/// What a correction may be of.
pub const OF: [&str; 7] = [
    "claim", "source", "person", "term", "event", "quote", "page",
];

pub fn read_quotes(table: Table<'_>, links: &Links) -> Entries<Quote> {
    entries(table, TableName::Quotes, links, quote)
}

fn quote(row: &Row<'_, '_>) -> Quote {
    if !row.table.has("source") {
        row.table.missing("source");
    }
    Quote {
        id: row.id.clone(),
        was: row.was(),
        words: row.needed_text("words"),
        speaker: row.link("speaker", TableName::People, false),
        source: row
            .link("source", TableName::Sources, true)
            .unwrap_or_default(),
        places: row.texts("where"),
        said: row.date("said"),
        spoken_in: row.language("spoken_in"),
        form: row.word("form", &FORMS),
        gloss: row.text("gloss"),
    }
}

pub fn read_corrections(table: Table<'_>, links: &Links) -> Entries<Correction> {
    let read = entries(table, TableName::Corrections, links, correction);
    // A correction without its day is reported; there is no day to invent for it.
    let mut read: Vec<(Id, Correction)> = read
        .into_pairs()
        .into_iter()
        .filter_map(|(id, read)| Some((id, read?)))
        .collect();
    // Newest first; of one day the one written last, since entries are added at the end.
    read.reverse();
    read.sort_by_key(|(_, correction)| Reverse(correction.date));
    let mut corrections = Entries::default();
    for (id, correction) in read {
        corrections.insert(id, correction);
    }
    corrections
}

fn correction(row: &Row<'_, '_>) -> Option<Correction> {
    for key in ["date", "of"] {
        if !row.table.has(key) {
            row.table.missing(key);
        }
    }
    let date: Option<Date> = row.table.date("date");
    let id: Id = row.id.clone();
    let kind = row.needed_word("kind", &KINDS);
    let of = row.targets("of", &OF);
    if row.table.texts("of").is_some_and(|all| all.is_empty()) {
        let hint = "name what is corrected, such as \"claim:extradited\" or \"page:index.md\"";
        row.report(row.wrong("of", "`of` names nothing").hint(hint));
    }
    let (was, now) = (row.needed_text("was"), row.needed_text("now"));
    let prominent = row.table.bool("prominent").unwrap_or_default();
    Some(Correction {
        id,
        date: date?,
        kind,
        of,
        was,
        now,
        prominent,
    })
}

#[cfg(test)]
mod tests {
    use crate::ledger::TableName::{Corrections, Quotes};
    use crate::ledger::testing::{ledger_of, read_one};

    #[test]
    fn a_quotation_needs_its_words_and_its_source() {
        let found = read_one(Quotes, "[q]\nspeaker = 'x'\nform = 'sung'\nsaid = 'May'\n");
        let starts = [
            "1:1 error[missing-key] `source` is missing in `q`",
            "1:1 error[missing-key] `words` is missing in `q`",
            "2:11 error[unknown-person] `speaker` names \"x\", which is no person of the ledger",
            "3:8 error[bad-value] `form` is \"sung\", expected one of: spoken, written, fragment",
            "4:8 error[bad-date] `said` is \"May\", expected a day or \"not given\"",
        ];
        assert_eq!(found.len(), starts.len(), "{found:#?}");
        for (found, start) in found.iter().zip(starts) {
            assert!(found.starts_with(start), "{found}\n{start}");
        }
    }

    #[test]
    fn a_correction_says_what_was_and_what_is() {
        let text = "[2026-02-11-x]\ndate = 2026-02-11\nkind = 'update'\nof = ['page:index.md#mexico']\n\
                    was = 'W'\nnow = 'N'\nprominent = true\n";
        let ledger = ledger_of(&[(Corrections, text)]);
        let correction = ledger.corrections.get("2026-02-11-x").expect("read");
        assert!(correction.prominent);
        assert_eq!(correction.of[0].kind, "page");
        assert_eq!(correction.of[0].name, "index.md#mexico");

        let found = read_one(Corrections, "[c]\n");
        assert_eq!(found.len(), 5, "{found:#?}");
        assert!(
            found
                .iter()
                .all(|line| line.starts_with("1:1 error[missing-key]"))
        );
    }

    #[test]
    fn corrections_stand_newest_first() {
        let one = |id: &str, date: &str| {
            let rest = "kind = 'update'\nof = ['page:a.md']\nwas = 'W'\nnow = 'N'\n";
            format!("[{id}]\ndate = {date}\n{rest}")
        };
        let text =
            one("old", "2026-01-01") + &one("first", "2026-02-01") + &one("last", "2026-02-01");
        let ledger = ledger_of(&[(Corrections, &text)]);
        let ids: Vec<&str> = ledger.corrections.iter().map(|entry| &*entry.id).collect();
        assert_eq!(ids, ["last", "first", "old"]);
    }

    #[test]
    fn what_is_corrected_has_to_be_there() {
        let of = |targets: &str| {
            let rest = "date = 2026-02-11\nkind = 'update'\nwas = 'W'\nnow = 'N'\n";
            let found = read_one(Corrections, &format!("[c]\nof = [{targets}]\n{rest}"));
            assert_eq!(found.len(), 1, "{found:?}");
            found[0].clone()
        };
        assert!(of("").contains("2:6 error[bad-value] `of` names nothing"));
        assert!(of("'x'").contains("2:7 error[bad-value] `of` holds \"x\", expected a kind"));
        assert!(of("'pages:x'").contains("did you mean \"page:x\"?"));
        for (kind, code) in [
            ("claim", "unknown-claim"),
            ("source", "unknown-source"),
            ("person", "unknown-person"),
            ("term", "unknown-term"),
            ("event", "unknown-event"),
            ("quote", "unknown-quote"),
        ] {
            let found = of(&format!("'{kind}:x'"));
            assert!(
                found.starts_with(&format!("2:7 error[{code}] `of` names \"x\"")),
                "{found}"
            );
        }
    }
}
