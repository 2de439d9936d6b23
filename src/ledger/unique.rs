//! What may stand once only: earlier ids, and the short names of sources.

use std::collections::BTreeMap;

use super::entries::Ledger;
use super::problems::{ID_TAKEN, SHORT_TWICE};
use super::tables::{Id, TableName, place_of};
use crate::diagnostics::Diagnostic;
use crate::values::fold_name;

/// An id given up is not free: old links still lead there.
pub fn earlier_ids(ledger: &Ledger, table: TableName) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut seen: BTreeMap<&Id, &Id> = BTreeMap::new();
    let mut index = 0;
    let mut last: Option<&Id> = None;
    for (was, now) in ledger.earlier_ids(table) {
        index = if last == Some(now) { index + 1 } else { 0 };
        last = Some(now);
        let place = place_of(table, now, &format!("was/{index}"));
        let noun = table.noun();
        let message = if was == now {
            format!("`was` names \"{was}\", which the {noun} is still called")
        } else if ledger.has(table, was) {
            format!("`was` names \"{was}\", which is the id of another {noun}")
        } else if let Some(other) = seen.insert(was, now) {
            format!("`was` names \"{was}\", which `{other}` names too")
        } else {
            continue;
        };
        problems.push(
            Diagnostic::new(&ID_TAKEN, place, message)
                .hint("an old link can lead to one entry only: remove one of the two"),
        );
    }
    problems
}

/// Two sources that a citation would show alike.
pub fn shorts(ledger: &Ledger) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut seen: BTreeMap<String, &Id> = BTreeMap::new();
    for source in ledger.sources.iter() {
        let short = fold_name(&source.short);
        if short.is_empty() {
            continue;
        }
        match seen.get(&short) {
            None => {
                seen.insert(short, &source.id);
            }
            Some(first) => {
                let message = format!("`short` is \"{short}\", as it is in `{first}`");
                let place = |id: &str| place_of(TableName::Sources, id, "short");
                problems.push(
                    Diagnostic::new(&SHORT_TWICE, place(&source.id), message)
                        .related(place(first), "the other is here")
                        .hint("a citation shows it alone: write two that a reader can tell apart"),
                );
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use crate::ledger::TableName::Sources;
    use crate::ledger::testing::read_one;

    fn origin(id: &str, rest: &str) -> String {
        format!("[{id}]\nheld = false\nshort = '{id}'\n{rest}\n")
    }

    #[test]
    fn an_earlier_id_leads_to_one_entry_only() {
        let text = origin("a", "was = ['z', 'b']")
            + &origin("b", "was = ['b']")
            + &origin("c", "was = ['y', 'z']");
        let found = read_one(Sources, &text);
        let starts = [
            "4:13 error[id-taken] `was` names \"b\", which is the id of another source",
            "8:8 error[id-taken] `was` names \"b\", which the source is still called",
            "12:13 error[id-taken] `was` names \"z\", which `a` names too",
        ];
        assert_eq!(found.len(), starts.len(), "{found:#?}");
        for (found, start) in found.iter().zip(starts) {
            assert!(found.starts_with(start), "{found}\n{start}");
        }
    }

    #[test]
    fn two_sources_look_different_in_a_citation() {
        let text =
            "[a]\nheld = false\nshort = 'The  News'\n[b]\nheld = false\nshort = 'The News'\n";
        assert_eq!(
            read_one(Sources, text),
            [
                "6:9 error[short-twice] `short` is \"The News\", as it is in `a` | a citation shows \
                 it alone: write two that a reader can tell apart > 3:9 the other is here"
            ]
        );
    }
}
