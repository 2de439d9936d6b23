//! The shape of the ledger: its tables, and entries found by id or walked in order.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::FOLDER;
use super::entries::{
    Claim, Correction, Disagreement, Event, Ledger, Person, PositionQuestion, Quote, Source, Term,
};
use crate::diagnostics::Place;
use crate::input::FilePath;

/// The id of an entry within its table: `[a-z0-9-]+`.
pub type Id = Arc<str>;

/// One table of the ledger in the order it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entries<T> {
    list: Vec<Arc<T>>,
    by_id: BTreeMap<Id, usize>,
}

impl<T> Default for Entries<T> {
    fn default() -> Entries<T> {
        Entries {
            list: Vec::new(),
            by_id: BTreeMap::new(),
        }
    }
}

impl<T> Entries<T> {
    /// Adds an entry; an id that is there already keeps its first entry.
    pub fn insert(&mut self, id: Id, entry: T) {
        self.share(id, Arc::new(entry));
    }

    /// Adds an entry of another table without copying it.
    pub fn share(&mut self, id: Id, entry: Arc<T>) {
        if !self.by_id.contains_key(&id) {
            self.by_id.insert(id, self.list.len());
            self.list.push(entry);
        }
    }

    pub fn get(&self, id: &str) -> Option<&Arc<T>> {
        self.by_id.get(id).map(|index| &self.list[*index])
    }

    /// Changes one entry in place.
    pub(super) fn change(&mut self, id: &str, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        if let Some(index) = self.by_id.get(id) {
            change(Arc::make_mut(&mut self.list[*index]));
        }
    }

    /// Changes every entry in place.
    pub(super) fn change_all(&mut self, change: impl FnMut(&mut T))
    where
        T: Clone,
    {
        self.list.iter_mut().map(Arc::make_mut).for_each(change);
    }

    pub fn iter(&self) -> impl Iterator<Item = &Arc<T>> {
        self.list.iter()
    }

    /// All ids, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.by_id.keys().map(|id| &**id)
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl<T: Eq> Entries<T> {
    /// Puts the old entry in the place of each equal new one.
    pub(super) fn keep_equal(&mut self, old: &Entries<T>) {
        for (id, index) in &self.by_id {
            let entry = &mut self.list[*index];
            if let Some(old) = old.get(id).filter(|old| *old == entry) {
                *entry = old.clone();
            }
        }
    }
}

impl<T: Clone> Entries<T> {
    /// The entries with their ids, in order.
    pub(super) fn into_pairs(self) -> Vec<(Id, T)> {
        let mut ids: Vec<(Id, usize)> = self.by_id.into_iter().collect();
        ids.sort_by_key(|(_, index)| *index);
        ids.into_iter()
            .zip(self.list)
            .map(|((id, _), entry)| (id, Arc::unwrap_or_clone(entry)))
            .collect()
    }
}

impl<T> FromIterator<(Id, T)> for Entries<T> {
    fn from_iter<I: IntoIterator<Item = (Id, T)>>(list: I) -> Entries<T> {
        let mut entries = Entries::default();
        for (id, entry) in list {
            entries.insert(id, entry);
        }
        entries
    }
}

/// The tables of the ledger, by the name of their file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableName {
    Sources,
    Claims,
    People,
    Glossary,
    Timeline,
    Positions,
    Disagreements,
    Quotes,
    Corrections,
}

impl TableName {
    pub const ALL: [TableName; 9] = [
        TableName::Sources,
        TableName::Claims,
        TableName::People,
        TableName::Glossary,
        TableName::Timeline,
        TableName::Positions,
        TableName::Disagreements,
        TableName::Quotes,
        TableName::Corrections,
    ];

    /// The name of the file, of the template variable and in a block's `reads`.
    pub fn name(self) -> &'static str {
        match self {
            TableName::Sources => "sources",
            TableName::Claims => "claims",
            TableName::People => "people",
            TableName::Glossary => "glossary",
            TableName::Timeline => "timeline",
            TableName::Positions => "positions",
            TableName::Disagreements => "disagreements",
            TableName::Quotes => "quotes",
            TableName::Corrections => "corrections",
        }
    }

    /// What stands before an entry's id in its anchor: `source` in `source-s004`.
    pub fn anchor_prefix(self) -> &'static str {
        match self {
            TableName::Sources => "source",
            TableName::Claims => "claim",
            TableName::People => "person",
            TableName::Glossary => "term",
            TableName::Timeline => "event",
            TableName::Positions => "position",
            TableName::Disagreements => "disagreement",
            TableName::Quotes => "quote",
            TableName::Corrections => "correction",
        }
    }

    pub fn parse(name: &str) -> Option<TableName> {
        TableName::ALL
            .into_iter()
            .find(|table| table.name() == name)
    }

    /// What one entry is called in a message.
    pub fn noun(self) -> &'static str {
        match self {
            TableName::Sources => "source",
            TableName::Claims => "claim",
            TableName::People => "person",
            TableName::Glossary => "term",
            TableName::Timeline => "event",
            TableName::Positions => "position question",
            TableName::Disagreements => "disagreement",
            TableName::Quotes => "quotation",
            TableName::Corrections => "correction",
        }
    }

    /// The table's file.
    pub fn path(self) -> FilePath {
        FilePath::new(format!("{FOLDER}/{}.toml", self.name()))
    }
}

/// The place of an entry, or of something in it: `place_of(Claims, "extradited", "says")`. An empty
/// `key` is the entry itself. In the spans of a table's file keys begin at the entry
/// (`extradited/carried/0/source`); questions and stances stand in one file, so there they begin
/// with `questions/` and `stances/`.
pub fn place_of(table: TableName, id: &str, key: &str) -> Place {
    let mut item = String::new();
    if table == TableName::Positions {
        item.push_str("questions/");
    }
    item.push_str(id);
    if !key.is_empty() {
        item.push('/');
        item.push_str(key);
    }
    Place::Item(table.path(), Arc::from(item))
}

/// What all entries have, whatever their table.
trait Entry {
    fn id(&self) -> &Id;
    fn was(&self) -> &[Id];
}

macro_rules! entries_with_was {
    ($($entry:ty),*) => {$(
        impl Entry for $entry {
            fn id(&self) -> &Id {
                &self.id
            }
            fn was(&self) -> &[Id] {
                &self.was
            }
        }
    )*};
}

entries_with_was!(
    Source,
    Claim,
    Person,
    Term,
    Event,
    PositionQuestion,
    Disagreement,
    Quote
);

impl Entry for Correction {
    fn id(&self) -> &Id {
        &self.id
    }
    fn was(&self) -> &[Id] {
        &[]
    }
}

/// A table seen as a list of ids alone.
trait Directory {
    fn has(&self, id: &str) -> bool;
    fn ids(&self) -> Vec<&str>;
    fn earlier(&self) -> Vec<(&Id, &Id)>;
}

impl<T: Entry> Directory for Entries<T> {
    fn has(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    fn ids(&self) -> Vec<&str> {
        self.by_id.keys().map(|id| &**id).collect()
    }

    fn earlier(&self) -> Vec<(&Id, &Id)> {
        self.list
            .iter()
            .flat_map(|entry| entry.was().iter().map(|was| (was, entry.id())))
            .collect()
    }
}

impl Ledger {
    fn directory(&self, table: TableName) -> &dyn Directory {
        match table {
            TableName::Sources => &*self.sources,
            TableName::Claims => &*self.claims,
            TableName::People => &*self.people,
            TableName::Glossary => &*self.glossary,
            TableName::Timeline => &*self.timeline,
            TableName::Positions => &*self.questions,
            TableName::Disagreements => &*self.disagreements,
            TableName::Quotes => &*self.quotes,
            TableName::Corrections => &*self.corrections,
        }
    }

    pub fn has(&self, table: TableName, id: &str) -> bool {
        self.directory(table).has(id)
    }

    /// All ids of a table, sorted.
    pub fn ids(&self, table: TableName) -> Vec<&str> {
        self.directory(table).ids()
    }

    /// Every earlier id of a table with the id that took its place, in the order written.
    pub fn earlier_ids(&self, table: TableName) -> Vec<(&Id, &Id)> {
        self.directory(table).earlier()
    }
}
