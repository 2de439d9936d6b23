//! The stage that compares quotations with the archived texts of their sources.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::memory::Memory;
use super::stages::Desk;
use crate::check::{self, Compared, Held, Quotations};
use crate::input::{FilePath, InputFile, InputTree};
use crate::ledger::{Ledger, Quote, quotation::Snapshot};
use crate::page::{Body, Page};

/// Remembers folded snapshots by their files, and outcomes by text and snapshots.
#[derive(Default)]
pub struct Memories {
    snapshots: Memory<String, InputFile, Option<Snapshot>>,
    pages: Memory<FilePath, (Arc<Body>, Files), Compared>,
    quotes: Memory<String, (Arc<Quote>, Files), Compared>,
}

/// The snapshot of each source that is quoted from; None where there is none.
type Files = BTreeMap<String, Option<InputFile>>;

impl Memories {
    /// Compares the quotations of all pages and of quotes.toml. Without a snapshots folder they are
    /// counted and no more.
    pub(super) fn compare(
        &mut self,
        files: &InputTree,
        ledger: &Ledger,
        pages: &BTreeMap<FilePath, Arc<Page>>,
        desk: &mut Desk,
    ) {
        desk.problems.extend(check::snapshots(files, ledger));
        let held = |ids: Vec<&str>| -> Files {
            let file = |id: &str| {
                let name = ledger.sources.get(id)?.snapshot.as_ref()?;
                files.snapshot(name).cloned()
            };
            ids.into_iter()
                .map(|id| (id.to_string(), file(id)))
                .collect()
        };
        let quoting = pages.iter().filter_map(|(path, page)| {
            let ids = check::quoted_sources(&page.body);
            (!ids.is_empty()).then(|| {
                let ids = ids.iter().map(|id| &**id).collect();
                (path.clone(), (page.body.clone(), held(ids)))
            })
        });
        let quoting: Vec<_> = quoting.collect();
        let quotes = ledger.quotes.iter().map(|quote| {
            (
                quote.id.to_string(),
                (quote.clone(), held(vec![&*quote.source])),
            )
        });
        let quotes: Vec<_> = quotes.collect();

        let used = quoting.iter().map(|(_, (_, files))| files);
        let used = used
            .chain(quotes.iter().map(|(_, (_, files))| files))
            .flatten();
        let used: BTreeMap<String, InputFile> = used
            .filter_map(|(id, file)| Some((id.clone(), file.clone()?)))
            .collect();
        let (folded, _) = self
            .snapshots
            .outputs(used.into_iter().collect(), |_, file, _| {
                // An archive may hold pictures of pages: what is no text is not compared.
                file.text().ok().map(|(text, _)| Snapshot::new(text))
            });
        let held: Held = folded.into_iter().collect();

        let (pages, _) = self.pages.outputs(quoting, |path, (body, _), _| {
            check::quotations(path, &Quotations::of(body), &held)
        });
        let (quotes, _) = self
            .quotes
            .outputs(quotes, |_, (quote, _), _| check::quote(quote, &held));
        let compared = pages.iter().map(|(_, compared)| compared);
        for compared in compared.chain(quotes.iter().map(|(_, compared)| compared)) {
            desk.problems.extend(compared.problems.iter().cloned());
            desk.report.quotations_found += compared.found;
            desk.report.quotations_unchecked += compared.unchecked;
        }
    }
}
