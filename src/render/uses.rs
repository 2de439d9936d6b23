//! Where sources are cited and claims referred to: the way back from an entry to the pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ledger::{Id, Ledger, TableName};
use crate::page::PageFacts;
use crate::site::{LinkTo, Site};
use crate::theme::EntryKind;

/// How many pages an entry names. What is used everywhere gains nothing from a longer list, and a new
/// page then leaves the entry as it is.
const NAMED: usize = 24;

/// Where one entry is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// The first pages in the order of the site, each with the anchor of its first reference if its
    /// text has one.
    pub pages: Vec<LinkTo>,
    /// How many pages there are beside these.
    pub more: usize,
}

/// For each table that is told, where its entries are used.
pub type UsesOf = BTreeMap<TableName, Arc<BTreeMap<Id, Uses>>>;

/// The pages that cite each source and refer to each claim, other than the page that lists it.
pub fn uses(site: &Site, ledger: &Ledger) -> UsesOf {
    let mut sources = BTreeMap::new();
    let mut claims = BTreeMap::new();
    // On one core: a thread that waited for others here could take up a page that waits for this.
    for page in site.pages.iter().filter(|page| page.key.number == 1) {
        let Some(facts) = &page.facts else {
            continue;
        };
        let used = Used::on(facts, ledger);
        let tell = |table, all: &mut BTreeMap<Id, Uses>, used: BTreeMap<&Id, Option<usize>>| {
            if page.lists.contains(&table) {
                return;
            }
            for (id, reference) in used {
                let uses = all.entry(id.clone()).or_default();
                if uses.pages.len() == NAMED {
                    uses.more += 1;
                    continue;
                }
                let address = match reference {
                    Some(n) => format!("{}#ref-{n}", crate::site::encode(&page.address)),
                    None => crate::site::encode(&page.address),
                };
                let title = page.title.clone();
                uses.pages.push(LinkTo { title, address });
            }
        };
        tell(TableName::Sources, &mut sources, used.sources);
        tell(TableName::Claims, &mut claims, used.claims);
    }
    UsesOf::from([
        (TableName::Sources, Arc::new(sources)),
        (TableName::Claims, Arc::new(claims)),
    ])
}

/// What one page uses, with the number of the first reference to it.
#[derive(Default)]
struct Used<'u> {
    sources: BTreeMap<&'u Id, Option<usize>>,
    claims: BTreeMap<&'u Id, Option<usize>>,
}

impl<'u> Used<'u> {
    fn on(facts: &'u PageFacts, ledger: &'u Ledger) -> Used<'u> {
        let mut used = Used::default();
        for ((kind, id), reference) in &facts.references {
            match kind {
                EntryKind::Source => earlier(&mut used.sources, id, *reference),
                EntryKind::Claim => earlier(&mut used.claims, id, *reference),
                EntryKind::Disagreement => {
                    let sides = ledger.disagreements.get(id);
                    for claim in sides.iter().flat_map(|sides| &sides.claims) {
                        earlier(&mut used.claims, claim, None);
                    }
                }
                _ => {}
            }
        }
        // A claim in the text cites the sources that carry it; one in a block says who does.
        for (id, reference) in &used.claims {
            let claim = ledger.claims.get(id).filter(|_| reference.is_some());
            for carried in claim.iter().flat_map(|claim| &claim.carried) {
                earlier(&mut used.sources, &carried.source, *reference);
            }
        }
        used
    }
}

/// Keeps the earliest reference to an entry.
fn earlier<'u>(used: &mut BTreeMap<&'u Id, Option<usize>>, id: &'u Id, reference: Option<usize>) {
    let known = used.entry(id).or_default();
    *known = match (*known, reference) {
        (Some(known), Some(other)) => Some(known.min(other)),
        (known, other) => known.or(other),
    };
}
