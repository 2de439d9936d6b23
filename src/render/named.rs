//! The entries of the ledger that a finished text links to, for a theme that tells of them beside the
//! link.

use std::collections::BTreeSet;

use tera::Value;

use super::context::Table;
use super::entries::EntryValues;
use crate::ledger::{Id, TableName};
use crate::page::Piece;
use crate::site::encode;
use crate::theme::EntryKind;

impl EntryValues<'_> {
    /// From the names of four tables to their entries whose address the text links to, each once, in
    /// the order of the text. A claim is among them where the words point at it; a block that shows
    /// claims says all there is to tell of them.
    pub fn named_in(&self, body: &str) -> Value {
        let mut named = Table::new();
        for (table, kind) in [
            (TableName::Sources, EntryKind::Source),
            (TableName::Claims, EntryKind::Claim),
            (TableName::People, EntryKind::Person),
            (TableName::Glossary, EntryKind::Term),
        ] {
            let mut ids = self.linked(table, body);
            if table == TableName::Claims {
                let claims = self.claims_in_words();
                ids.retain(|id| claims.contains(id));
            }
            let entries = ids.iter().map(|id| self.entry(kind, id));
            let entries = entries.filter(|entry| !entry.is_none());
            named.set(table.name(), Value::from(entries.collect::<Vec<_>>()));
        }
        named.value()
    }

    fn linked(&self, table: TableName, body: &str) -> Vec<Id> {
        let Some(home) = self.inputs.homes.get(&table) else {
            return Vec::new();
        };
        let base = &self.inputs.page.base;
        let start = format!(" href=\"{base}{}#{}-", encode(home), table.anchor_prefix());
        let links = body.split(&*start).skip(1);
        let ids = links.filter_map(|rest| Some(Id::from(rest.split_once('"')?.0)));
        let mut seen = BTreeSet::new();
        ids.filter(|id| seen.insert(id.clone())).collect()
    }

    fn claims_in_words(&self) -> BTreeSet<Id> {
        let mut claims = BTreeSet::new();
        if let Some(body) = &self.inputs.body {
            body.visit(&mut |piece| {
                if let Piece::Claim { id, .. } = piece {
                    claims.insert(id.clone());
                }
            });
        }
        claims
    }
}
