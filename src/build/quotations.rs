//! The stage that compares quotations with the archived texts of their sources, and with desk.lock.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Lockable;
use super::citations::{AllCiting, broken_claims};
use super::memory::{GoOn, Memory};
use super::pages::Pages;
use super::stages::Desk;
use crate::check::{self, Archived, Citing, Compared, Held, Known, Quoting};
use crate::diagnostics::{Diagnostic, Severity};
use crate::input::{FilePath, InputFile, InputTree};
use crate::ledger::{Digests, Id, Ledger, Quote, Source};
use crate::lock::{self, Checked, Lock, LockReading, State, Translations};
use crate::page::Body;
use crate::values::{Date, Digest};

/// Remembers folded texts by their files, and outcomes by text, archived texts and desk.lock.
#[derive(Default)]
pub struct Memories {
    lock: Memory<(), InputFile, LockReading>,
    archived: Memory<Id, InputFile, Archived>,
    pages: Memory<FilePath, PageText, Quoting>,
    quotes: Memory<Id, Arc<Quote>, Quoting>,
    compared: Memory<String, Comparing, Compared>,
}

/// A page's text, and what it cites if it cites anything.
type PageText = (Arc<Body>, Option<Arc<Citing>>);

/// All that may hold quotations or tell whether they are true.
pub(super) struct Quotable<'a> {
    pub files: &'a InputTree,
    pub ledger: &'a Ledger,
    pub digests: &'a Arc<Digests>,
    pub pages: &'a Pages,
    pub citing: &'a AllCiting,
    pub today: Date,
}

/// A source with its archived text, if there is one.
type SourceText = (Arc<Source>, Option<InputFile>);

/// All that comparing one text depends on.
#[derive(PartialEq, Eq)]
struct Comparing {
    quoting: Arc<Quoting>,
    /// The sources quoted.
    sources: BTreeMap<Id, SourceText>,
    known: Option<Known>,
    today: Date,
}

impl Memories {
    /// Compares the quotations of all pages and of quotes.toml, and all that desk.lock remembers.
    /// Without archived texts and without the file quotations are counted and no more.
    pub(super) fn compare(
        &mut self,
        quotable: &Quotable<'_>,
        desk: &mut Desk,
        go_on: GoOn<'_>,
    ) -> Option<Lockable> {
        let &Quotable {
            files,
            ledger,
            digests,
            today,
            ..
        } = quotable;
        let reading = self.read_lock(files, desk);
        let archived = self.archive(files, ledger);
        desk.problems
            .extend(check::snapshots(files, ledger, &archived));
        let texts = self.texts(quotable);
        let has_lock = files.contains(lock::path().as_str());
        let index = index(&reading.lock);
        let comparing = texts.into_iter().map(|(owner, quoting)| {
            let known = has_lock.then(|| Known {
                own: reading.lock.texts.get(&owner).cloned().unwrap_or_default(),
                elsewhere: elsewhere(&quoting, &owner, &index),
                is_whole: reading.state == State::Whole,
            });
            let sources = quoting.sources().into_iter();
            let comparing = Comparing {
                sources: sources.filter_map(|id| source(files, ledger, id)).collect(),
                quoting,
                known,
                today,
            };
            (owner, comparing)
        });
        let comparing: Vec<_> = comparing.collect();
        let quoting: Vec<_> = comparing
            .iter()
            .map(|(_, comparing)| comparing.quoting.clone())
            .collect();
        let compare = |_: &String, comparing: &Comparing, _: Option<&Arc<Compared>>| {
            let held = comparing.sources.iter().map(|(id, (entry, file))| {
                let archived = file.as_ref().and_then(|_| archived.get(id)).cloned();
                let entry = entry.clone();
                (id.clone(), Held { entry, archived })
            });
            let known = comparing.known.as_ref();
            check::compare_quotations(&comparing.quoting, &held.collect(), known, comparing.today)
        };
        let (compared, _) = self.compared.outputs_while(go_on, comparing, compare)?;
        for (_, compared) in &compared {
            desk.problems.extend(compared.problems.iter().cloned());
            let quotations = compared.quotations.iter().cloned();
            desk.report.quotations.extend(quotations);
        }
        if reading.state == State::Whole {
            let now = lock::Now {
                ledger,
                digests,
                texts: &compared
                    .iter()
                    .map(|(owner, compared)| (owner.clone(), &compared.gone))
                    .collect(),
                broken: &broken(&desk.problems),
                broken_claims: &broken_claims(ledger, desk),
            };
            let outdated = lock::compare(&reading.lock, &now);
            desk.problems.extend(outdated);
        }
        let texts = quoting.into_iter().zip(compared);
        Some(Lockable {
            translations: Translations::new(),
            before: reading,
            digests: digests.clone(),
            texts: texts
                .map(|(quoting, (owner, compared))| (owner, quoting, compared))
                .collect(),
        })
    }

    fn read_lock(&mut self, files: &InputTree, desk: &mut Desk) -> Arc<LockReading> {
        let file = files.get(lock::path().as_str());
        let files = file.map(|file| ((), file.clone())).into_iter().collect();
        let (mut readings, _) = self.lock.outputs(files, |(), file, _| lock::read(file));
        let Some(((), reading)) = readings.pop() else {
            return Arc::default();
        };
        desk.problems.extend(reading.problems.iter().cloned());
        desk.spans.insert(lock::path(), reading.spans.clone());
        reading
    }

    /// The archived texts of all sources that have one here.
    pub(super) fn archive(&mut self, files: &InputTree, ledger: &Ledger) -> check::Archive {
        let held = ledger.sources.iter().filter_map(|source| {
            let file = files.snapshot(source.snapshot.as_ref()?)?;
            Some((source.id.clone(), file.clone()))
        });
        let archived = self
            .archived
            .outputs(held.collect(), |_, file, _| Archived::new(file));
        archived.0.into_iter().collect()
    }

    /// What every page and every entry of quotes.toml quotes and refers to.
    fn texts(&mut self, quotable: &Quotable<'_>) -> Vec<(String, Arc<Quoting>)> {
        let Quotable {
            ledger,
            pages,
            citing,
            ..
        } = quotable;
        let bodies = pages.iter().map(|(path, page)| {
            let citing = citing.get(path).cloned();
            (path.clone(), (page.body.clone(), citing))
        });
        let (pages, _) = self
            .pages
            .outputs(bodies.collect(), |path, (body, citing), _| {
                Quoting::of_page(path, body, citing.as_deref())
            });
        let quotes = ledger
            .quotes
            .iter()
            .map(|quote| (quote.id.clone(), quote.clone()));
        let (quotes, _) = self
            .quotes
            .outputs(quotes.collect(), |_, quote, _| Quoting::of_quote(quote));
        let pages = pages.into_iter();
        let pages = pages.map(|(path, quoting)| (lock::owner_of_page(&path), quoting));
        let quotes = quotes.into_iter();
        let quotes = quotes.map(|(id, quoting)| (lock::owner_of_quote(&id), quoting));
        pages.chain(quotes).collect()
    }
}

fn source(files: &InputTree, ledger: &Ledger, id: &Id) -> Option<(Id, SourceText)> {
    let entry = ledger.sources.get(id)?;
    let name = entry.snapshot.as_ref();
    let file = name.and_then(|name| files.snapshot(name)).cloned();
    Some((id.clone(), (entry.clone(), file)))
}

type Index<'l> = BTreeMap<(&'l Id, Digest), (&'l str, &'l Checked)>;

/// Where the words of each quotation were found first.
fn index(lock: &Lock) -> Index<'_> {
    let mut index = Index::new();
    for (owner, text) in &lock.texts {
        for checked in &text.quotations {
            let key = (&checked.source, checked.words);
            index.entry(key).or_insert((owner, checked));
        }
    }
    index
}

/// The words a text quotes, as they were found for other texts.
fn elsewhere(quoting: &Quoting, owner: &str, index: &Index<'_>) -> Vec<Checked> {
    let known = quoting.words().filter_map(|words| index.get(&words));
    let others = known.filter(|(other, _)| *other != owner);
    others.map(|(_, checked)| (*checked).clone()).collect()
}

/// Texts with an error in their file.
fn broken(problems: &[Diagnostic]) -> BTreeSet<String> {
    let errors = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error);
    let files = errors.filter_map(|problem| problem.place.file());
    files.map(lock::owner_of_page).collect()
}
