//! What desk.lock remembers and the site no longer has, or has otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::problems::{CLAIM_CHANGED, DESK_LOCK_OUTDATED};
use super::{Checked, Lock, TextLock, entry_key, path, quotation_key, quote_of, reference_key};
use crate::diagnostics::{Diagnostic, Place};
use crate::ledger::{Digests, Id, Ledger, TableName, place_of};
use crate::values::listed;

/// What a text had and has no longer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    pub quotations: Vec<Checked>,
    /// Words that were found at another place, or in another text of the source.
    pub moved: Vec<Checked>,
    pub references: Vec<LostReference>,
}

/// What is referred to less often than it was: how often now, and before.
pub type LostReference = (String, usize, usize);

/// The references that a text has lost.
pub fn lost_references(before: &TextLock, now: &BTreeMap<String, usize>) -> Vec<LostReference> {
    let references = before.references.iter().filter_map(|(target, before)| {
        let left = now.get(target).copied().unwrap_or(0);
        (left < *before).then(|| (target.clone(), left, *before))
    });
    references.collect()
}

/// The site as it is.
pub struct Now<'n> {
    pub ledger: &'n Ledger,
    pub digests: &'n Digests,
    /// What each text has lost; a text that is not here is gone.
    pub texts: &'n BTreeMap<String, &'n Gone>,
    /// Texts with an error, of which more or less may be read when it is mended.
    pub broken: &'n BTreeSet<String>,
    /// Claims with an error in their entry: what they say is told when it can be read.
    pub broken_claims: &'n BTreeSet<Id>,
}

/// How many things a message lists.
const LISTED: usize = 5;
const HINT: &str = "if that is meant, run `nutgraf check --update-lock`";

/// Tells what is gone or changed: one message for each text, table and claim.
pub fn compare(lock: &Lock, now: &Now<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    entries(lock, now, &mut problems);
    for (owner, before) in &lock.texts {
        if now.broken.contains(owner) {
            continue;
        }
        let shown = shown(owner);
        match now.texts.get(owner) {
            Some(gone) if **gone == Gone::default() => {}
            Some(gone) => {
                let message = format!("{shown} no longer has {}", listed(&lost(gone), LISTED));
                problems.push(outdated(&first_key(owner, gone), message));
            }
            // The entry itself is told.
            None if quote_of(owner).is_some() => {}
            None => {
                let count = before.quotations.len() + before.references.len();
                let lines = if count == 1 { "line" } else { "lines" };
                let message = format!("{shown} is gone, of which {count} {lines} stand here");
                let all = Gone {
                    quotations: before.quotations.clone(),
                    references: lost_references(before, &BTreeMap::new()),
                    ..Gone::default()
                };
                problems.push(outdated(&first_key(owner, &all), message));
            }
        }
    }
    problems
}

fn entries(lock: &Lock, now: &Now<'_>, problems: &mut Vec<Diagnostic>) {
    let corrected = newly_corrected(lock, now.ledger);
    let mut changed: BTreeMap<TableName, Vec<&str>> = BTreeMap::new();
    let mut gone: BTreeMap<TableName, Vec<&str>> = BTreeMap::new();
    for ((table, id), before) in &lock.entries {
        if now.ledger.incomplete.contains(table) {
            continue;
        }
        let digest = |id: &str| now.digests.get(&(*table, id.to_string()));
        let (today, after) = match digest(id) {
            None => renamed(now.ledger, *table, id).map_or((&**id, None), |id| (id, digest(id))),
            after => (&**id, after),
        };
        match after {
            None => gone.entry(*table).or_default().push(id),
            Some(_) if *table == TableName::Claims && now.broken_claims.contains(today) => {}
            Some(after) if after.said != before.said && !corrected.contains(today) => {
                problems.push(claim_changed(today));
            }
            Some(after) if after != before => changed.entry(*table).or_default().push(id),
            Some(_) => {}
        }
    }
    for (lists, what) in [(changed, "changed"), (gone, "no longer there")] {
        for (table, ids) in lists {
            let names: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
            let be = match (what, ids.len()) {
                ("changed", 1) => "has",
                ("changed", _) => "have",
                (_, 1) => "is",
                _ => "are",
            };
            let message = format!(
                "of {}.toml, {} {be} {what}",
                table.name(),
                listed(&names, LISTED)
            );
            problems.push(outdated(&entry_key(table, ids[0]), message));
        }
    }
}

/// The id of an entry that had another one before.
fn renamed<'l>(ledger: &'l Ledger, table: TableName, id: &str) -> Option<&'l str> {
    let mut earlier = ledger.earlier_ids(table).into_iter();
    let (_, today) = earlier.find(|(was, _)| ***was == *id)?;
    Some(today)
}

/// Claims that a correction names which is not here yet.
fn newly_corrected<'l>(lock: &Lock, ledger: &'l Ledger) -> BTreeSet<&'l str> {
    let corrections = ledger.corrections.iter().filter(|correction| {
        let key = (TableName::Corrections, correction.id.to_string());
        !lock.entries.contains_key(&key)
    });
    let targets = corrections.flat_map(|correction| &correction.of);
    let claims = targets.filter(|target| target.kind == TableName::Claims.anchor_prefix());
    claims.map(|target| target.name.as_str()).collect()
}

fn claim_changed(id: &str) -> Diagnostic {
    let place = place_of(TableName::Claims, id, "says");
    let message =
        format!("what `{id}` says, its kind or its figures have changed without a correction");
    let hint = format!(
        "add a correction with of = [\"claim:{id}\"]; if the old words were never published, run `nutgraf check --update-lock`"
    );
    Diagnostic::new(&CLAIM_CHANGED, place, message).hint(hint)
}

fn outdated(key: &str, message: String) -> Diagnostic {
    let place = Place::Item(path(), key.into());
    Diagnostic::new(&DESK_LOCK_OUTDATED, place, message).hint(HINT)
}

/// A page or an entry of quotes.toml, in words.
fn shown(owner: &str) -> String {
    match quote_of(owner) {
        Some(id) => format!("the quotation `{id}` of quotes.toml"),
        None => format!("`{owner}`"),
    }
}

fn first_key(owner: &str, gone: &Gone) -> String {
    let first = gone.quotations.first().or(gone.moved.first());
    let quotation = first.map(|checked| quotation_key(owner, &checked.source, checked.words));
    let reference = || {
        let (target, ..) = gone.references.first()?;
        Some(reference_key(owner, target))
    };
    quotation.or_else(reference).unwrap_or_default()
}

fn lost(gone: &Gone) -> Vec<String> {
    let mut lost = Vec::new();
    for checked in &gone.quotations {
        let Checked { source, date, .. } = checked;
        lost.push(format!("the words of `{source}` checked on {date}"));
    }
    for checked in &gone.moved {
        let Checked { source, date, .. } = checked;
        lost.push(format!("the place in `{source}` checked on {date}"));
    }
    for (target, left, before) in &gone.references {
        lost.push(match left {
            0 => format!("`{target}`"),
            _ => format!("`{target}` ({left} of {before} left)"),
        });
    }
    lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_more_is_no_loss() {
        let counts = |list: &[(&str, usize)]| -> BTreeMap<String, usize> {
            let list = list.iter();
            list.map(|(target, count)| ((*target).to_string(), *count))
                .collect()
        };
        let before = TextLock {
            quotations: Vec::new(),
            references: counts(&[("source:a", 2), ("source:b", 3), ("term:c", 1)]),
        };
        let now = counts(&[("source:a", 4), ("source:b", 1), ("source:d", 1)]);
        assert_eq!(
            lost_references(&before, &now),
            [("source:b".to_string(), 1, 3), ("term:c".to_string(), 0, 1)]
        );
    }
}
