//! What each entry says as a hash, by which desk.lock tells whether it is what it was.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::tables::TableName;
use crate::values::{Data, Digest, Table};

/// Every entry by its table and id. The stance of an actor is an entry too: `question/actor`.
pub type Digests = BTreeMap<(TableName, String), EntryDigest>;

/// An entry as a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryDigest {
    /// Of all its keys as they are written.
    pub whole: Digest,
    /// Of a claim only, what cannot be changed without readers being told: its kind, what it says
    /// and its figures.
    pub said: Option<Digest>,
}

/// What it takes to change a claim for its readers.
const SAID: [&str; 3] = ["kind", "says", "figures"];

/// Adds the entries of a table.
pub fn add(name: TableName, table: &Table<'_>, digests: &mut Digests) {
    let contents = table.contents();
    let mut add = |id: String, entry: &Data| {
        let said = (name == TableName::Claims).then(|| said(entry));
        let whole = Digest::of(entry);
        digests.insert((name, id), EntryDigest { whole, said });
    };
    if name != TableName::Positions {
        entries(&contents).for_each(|(id, entry)| add(id.to_string(), entry));
        return;
    }
    let part = |name: &str| contents.get(name).cloned().unwrap_or(Data::empty_map());
    entries(&part("questions")).for_each(|(id, entry)| add(id.to_string(), entry));
    for (actor, stances) in entries(&part("stances")) {
        entries(stances).for_each(|(question, stance)| add(format!("{question}/{actor}"), stance));
    }
}

fn entries(data: &Data) -> impl Iterator<Item = (&Arc<str>, &Data)> {
    let entries = match data {
        Data::Map(entries) => &entries[..],
        _ => &[],
    };
    entries.iter().map(|(key, value)| (key, value))
}

fn said(claim: &Data) -> Digest {
    let said = entries(claim).filter(|(key, _)| SAID.contains(&&***key));
    let said = said.map(|(key, value)| (key.clone(), value.clone()));
    Digest::of(&Data::Map(said.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::read;
    use crate::ledger::testing::tree;

    fn digests(name: TableName, text: &str) -> Digests {
        read(&tree(&[(name, text)])).digests.as_ref().clone()
    }

    #[test]
    fn a_claim_says_something_beside_where_it_stands() {
        let of = |rest: &str| {
            let text = format!("[c]\nsays = 'S'\nkind = 'report'\n{rest}");
            digests(TableName::Claims, &text)[&(TableName::Claims, "c".to_string())]
        };
        let plain = of("");
        assert_eq!(of("# a comment\n"), plain);
        let topics = of("topics = ['x']\n");
        assert_eq!(topics.said, plain.said);
        assert_ne!(topics.whole, plain.whole);
        let figure = of("figures.n = { value = 5, label = 'men' }\n");
        assert_ne!(figure.said, plain.said);
        assert_ne!(
            of("figures.n = { value = 6, label = 'men' }\n").said,
            figure.said
        );
    }

    #[test]
    fn a_stance_is_an_entry_of_its_own() {
        let text = "[questions.q]\ntitle = 'T'\n[stances.a.q]\nside = 'for'\nsays = 'S'\n";
        let ids: Vec<String> = digests(TableName::Positions, text)
            .into_keys()
            .map(|(_, id)| id)
            .collect();
        assert_eq!(ids, ["q", "q/a"]);
    }
}
