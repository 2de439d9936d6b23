//! The part of the ledger that one page depends on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::ledger::{Entries, Id, Ledger, StatusOf, TableName};

/// The tables a page reads as a whole, and of the others only what it names.
pub fn part_of(
    ledger: &Ledger,
    picked: &BTreeSet<(TableName, Id)>,
    whole: &BTreeSet<TableName>,
) -> Ledger {
    fn part<T: Eq>(
        table: TableName,
        all: &Arc<Entries<T>>,
        picked: &BTreeSet<(TableName, Id)>,
        whole: &BTreeSet<TableName>,
    ) -> Arc<Entries<T>> {
        if whole.contains(&table) {
            return all.clone();
        }
        let from = (table, Id::from(""));
        let ids = picked.range(from..).take_while(|(of, _)| *of == table);
        let mut entries = Entries::default();
        for (_, id) in ids {
            if let Some(entry) = all.get(id) {
                entries.share(id.clone(), entry.clone());
            }
        }
        Arc::new(entries)
    }
    Ledger {
        sources: part(TableName::Sources, &ledger.sources, picked, whole),
        claims: part(TableName::Claims, &ledger.claims, picked, whole),
        people: part(TableName::People, &ledger.people, picked, whole),
        glossary: part(TableName::Glossary, &ledger.glossary, picked, whole),
        timeline: part(TableName::Timeline, &ledger.timeline, picked, whole),
        questions: part(TableName::Positions, &ledger.questions, picked, whole),
        disagreements: part(
            TableName::Disagreements,
            &ledger.disagreements,
            picked,
            whole,
        ),
        quotes: part(TableName::Quotes, &ledger.quotes, picked, whole),
        corrections: part(TableName::Corrections, &ledger.corrections, picked, whole),
        // Reported by the ledger's own reader; a page does not depend on it.
        incomplete: BTreeSet::new(),
        foreign: match ledger.foreign.is_empty() {
            true => ledger.foreign.clone(),
            false => {
                let foreign = ledger.foreign.iter();
                let shown =
                    |entry: &&(TableName, Id)| whole.contains(&entry.0) || picked.contains(*entry);
                Arc::new(foreign.filter(shown).cloned().collect())
            }
        },
    }
}

/// The status of each claim among the picked entries.
pub fn statuses_of(
    picked: &BTreeSet<(TableName, Id)>,
    all: &BTreeMap<Id, StatusOf>,
) -> BTreeMap<Id, StatusOf> {
    let claims = picked
        .iter()
        .filter(|(table, _)| *table == TableName::Claims);
    claims
        .filter_map(|(_, id)| Some((id.clone(), all.get(id)?.clone())))
        .collect()
}
