//! Which corrections a page shows, and how templates see them.

use std::collections::{BTreeMap, BTreeSet};

use tera::Value;

use super::context::{Table, date};
use super::entries::EntryValues;
use crate::ledger::{Correction, Id, Ledger, TableName, Target, target_table};
use crate::site::{CorrectedPage, Site, SitePage};
use crate::theme::EntryKind;

/// The corrections of a ledger by what they correct.
#[derive(PartialEq, Eq)]
pub struct CorrectionIndex {
    by_entry: BTreeMap<(TableName, Id), Vec<Id>>,
    /// By the address of the page named.
    by_page: BTreeMap<String, Vec<Id>>,
    /// All pages that corrections name, by the name they use.
    pages: BTreeMap<String, CorrectedPage>,
}

/// The corrections one page has to do with.
#[derive(Default)]
pub struct OnPage {
    /// Shown at its end, newest first: the page is named, or an entry it refers to, sets out or is
    /// the home of is corrected.
    pub at_end: Vec<Id>,
    /// Shown at its top: the prominent ones that concern the page's own text.
    pub banners: Vec<Id>,
    /// These, and those of other entries it may list, which are marked there.
    pub at_hand: BTreeSet<Id>,
    /// The pages that those at hand name.
    pub pages: BTreeMap<String, CorrectedPage>,
}

impl CorrectionIndex {
    pub fn new(ledger: &Ledger, site: &Site) -> CorrectionIndex {
        let mut index = CorrectionIndex {
            by_entry: BTreeMap::new(),
            by_page: BTreeMap::new(),
            pages: site.corrected.clone(),
        };
        for correction in ledger.corrections.iter() {
            for target in &correction.of {
                let id = correction.id.clone();
                if let Some(key) = entry_of(target) {
                    index.by_entry.entry(key).or_default().push(id);
                } else if let Some(page) = site.corrected.get(&target.name) {
                    let named = index.by_page.entry(page.address.clone());
                    named.or_default().push(id);
                }
            }
        }
        index
    }

    /// The corrections of a page whose text names these entries and to which these tables are
    /// handed as a whole by the theme.
    pub fn on_page(
        &self,
        page: &SitePage,
        named: &BTreeSet<(TableName, Id)>,
        of_theme: &BTreeSet<TableName>,
        ledger: &Ledger,
    ) -> OnPage {
        if self.by_entry.is_empty() && self.by_page.is_empty() {
            return OnPage::default();
        }
        let Some(facts) = &page.facts else {
            return OnPage::default();
        };
        let mut in_text = self.of_entries(named.iter());
        let names_page = self.by_page.get(&page.address);
        in_text.extend(names_page.into_iter().flatten().cloned());

        let mut own = in_text.clone();
        own.extend(self.of_entries(side_by_side(named, ledger).iter()));
        own.extend(self.of_tables(&page.lists));

        let listed: BTreeSet<TableName> = facts.lists.keys().chain(of_theme).copied().collect();
        let lists_all = listed.contains(&TableName::Corrections);
        let mut at_hand = own.clone();
        match lists_all {
            true => at_hand.extend(ledger.corrections.ids().map(Id::from)),
            false => at_hand.extend(self.of_tables(&listed)),
        }
        let in_order = |wanted: &dyn Fn(&Correction) -> bool| -> Vec<Id> {
            let found = ledger.corrections.iter().filter(|entry| wanted(entry));
            found.map(|entry| entry.id.clone()).collect()
        };
        OnPage {
            // A page that lists all corrections need not repeat its own.
            at_end: match facts.lists.contains_key(&TableName::Corrections) {
                true => Vec::new(),
                false => in_order(&|entry| own.contains(&entry.id)),
            },
            banners: in_order(&|entry| entry.prominent && in_text.contains(&entry.id)),
            pages: at_hand
                .iter()
                .filter_map(|id| ledger.corrections.get(id))
                .flat_map(|entry| &entry.of)
                .filter_map(|target| Some((target.name.clone(), self.page(target)?.clone())))
                .collect(),
            at_hand,
        }
    }

    fn of_entries<'k>(&self, entries: impl Iterator<Item = &'k (TableName, Id)>) -> BTreeSet<Id> {
        let found = entries.filter_map(|key| self.by_entry.get(key));
        found.flatten().cloned().collect()
    }

    fn of_tables(&self, tables: &BTreeSet<TableName>) -> BTreeSet<Id> {
        let found = self.by_entry.iter();
        let found = found.filter(|((table, _), _)| tables.contains(table));
        found.flat_map(|(_, ids)| ids).cloned().collect()
    }

    fn page(&self, target: &Target) -> Option<&CorrectedPage> {
        match entry_of(target) {
            Some(_) => None,
            None => self.pages.get(&target.name),
        }
    }
}

/// The claims that disagreements among these entries set side by side.
fn side_by_side(named: &BTreeSet<(TableName, Id)>, ledger: &Ledger) -> Vec<(TableName, Id)> {
    let disagreements = named.iter().filter_map(|(table, id)| match table {
        TableName::Disagreements => ledger.disagreements.get(id),
        _ => None,
    });
    disagreements
        .flat_map(|disagreement| &disagreement.claims)
        .map(|claim| (TableName::Claims, claim.clone()))
        .collect()
}

/// The entry a correction's target names; none if it is a page.
pub fn entry_of(target: &Target) -> Option<(TableName, Id)> {
    let table = target_table(&target.kind)?;
    Some((table, Id::from(target.name.as_str())))
}

/// What is corrected, in words: a claim by what it says, a source by its short name, a page by its
/// title. None if it is not there, or not published now.
pub fn title_of<'l>(
    target: &Target,
    ledger: &'l Ledger,
    pages: &'l BTreeMap<String, CorrectedPage>,
) -> Option<&'l str> {
    let Some((table, id)) = entry_of(target) else {
        return Some(&pages.get(&target.name)?.title);
    };
    Some(match table {
        TableName::Claims => &ledger.claims.get(&id)?.says,
        TableName::Sources => &ledger.sources.get(&id)?.short,
        TableName::People => &ledger.people.get(&id)?.name,
        TableName::Glossary => &ledger.glossary.get(&id)?.term,
        TableName::Timeline => &ledger.timeline.get(&id)?.title,
        TableName::Quotes => &ledger.quotes.get(&id)?.words,
        _ => return None,
    })
}

impl EntryValues<'_> {
    pub fn correction(&self, correction: &Correction) -> Value {
        let of = correction.of.iter().map(|target| self.corrected(target));
        let of = Value::from(of.collect::<Vec<_>>());
        self.mark(correction)
            .with("of", of)
            .with("was", self.prose(&correction.was))
            .with("now", self.prose(&correction.now))
            .with("prominent", correction.prominent)
            .value()
    }

    /// Corrections of the page's part of the ledger, by id.
    pub fn corrections(&self, ids: &[Id]) -> Value {
        self.list(EntryKind::Correction, ids)
    }

    /// What was corrected: in words, with its address.
    fn corrected(&self, target: &Target) -> Table {
        let inputs = self.inputs;
        let title = title_of(target, &inputs.ledger, &inputs.corrected);
        let (address, place) = match (entry_of(target), inputs.corrected.get(&target.name)) {
            (Some((table, id)), _) => (self.address(table, &id), ""),
            (None, Some(page)) => (page.href(), page.place.as_str()),
            (None, None) => (String::new(), ""),
        };
        Table::new()
            .with("kind", target.kind.as_str())
            .with("name", target.name.as_str())
            .with("title", self.prose(title.unwrap_or_default()))
            .with("place", place)
            .with("address", address)
    }

    /// The corrections an entry is marked with, newest first.
    pub(super) fn marks(&self, table: TableName, id: &str) -> Value {
        let corrections = self.inputs.ledger.corrections.iter();
        let of_it = corrections.filter(|correction| {
            let mut targets = correction.of.iter();
            targets.any(|target| *target.name == *id && target_table(&target.kind) == Some(table))
        });
        Value::from(
            of_it
                .map(|entry| self.mark(entry).value())
                .collect::<Vec<_>>(),
        )
    }

    /// What a mark says of a correction: when and where, not what.
    fn mark(&self, correction: &Correction) -> Table {
        self.anchored(TableName::Corrections, &correction.id)
            .with("date", date(Some(correction.date), self.locale()))
            .with("kind", correction.kind.as_str())
    }
}
