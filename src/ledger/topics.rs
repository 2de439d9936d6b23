//! The names a site gives to the topics of its claims and the tags of its events.

use std::collections::BTreeSet;

use super::entries::Ledger;
use super::problems::UNKNOWN_TOPIC;
use super::tables::TableName;
use crate::config::CONFIG_FILE;
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::values::suggestion;

/// Names of topics that nothing in the ledger has. `named` are the topics with a name.
pub fn unknown_topics(ledger: &Ledger, named: &[(String, String)]) -> Vec<Diagnostic> {
    let tables = [TableName::Claims, TableName::Timeline];
    if named.is_empty() || tables.iter().any(|table| ledger.incomplete.contains(table)) {
        return Vec::new();
    }
    let claims = ledger.claims.iter().flat_map(|claim| &claim.topics);
    let events = ledger.timeline.iter().flat_map(|event| &event.tags);
    let known: BTreeSet<&str> = claims.chain(events).map(String::as_str).collect();
    let unknown = named.iter().filter(|(id, _)| !known.contains(id.as_str()));
    let told = unknown.map(|(id, _)| {
        let place = Place::Item(FilePath::new(CONFIG_FILE), format!("topics/{id}").into());
        let message = format!("no claim has the topic `{id}`, and no event the tag");
        let hint = suggestion(id, known.iter().copied());
        let hint = hint.unwrap_or_else(|| "remove the line".to_string());
        Diagnostic::new(&UNKNOWN_TOPIC, place, message).hint(hint)
    });
    told.collect()
}
