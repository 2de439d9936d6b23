//! Finds what of the ledger a page needs: the entries it names, and all that those name.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::corrections::{OnPage, entry_of};
use super::shared::Shared;
use crate::charts::{Tables, is_table_file};
use crate::diagnostics::{Diagnostic, Place};
use crate::ledger::{Id, Ledger, Origin, TableName, not_held, unknown_id};
use crate::page::{ArgValue, BAD_ARGUMENT, Piece, SourceUse};
use crate::site::{Resolved, SitePage};
use crate::theme::EntryKind;

/// What a block's argument has to lead to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Page,
    File,
    Table,
}

/// Finds the entries a page names, and all that those name.
pub struct Picker<'a> {
    shared: &'a Shared,
    ledger: &'a Ledger,
    pub picked: BTreeSet<(TableName, Id)>,
    /// Those among them that the page's own text names.
    named: BTreeSet<(TableName, Id)>,
    /// The tables its blocks name.
    pub data: Tables,
    pub problems: Vec<Diagnostic>,
    page: &'a SitePage,
}

impl<'a> Picker<'a> {
    pub fn new(shared: &'a Shared, page: &'a SitePage) -> Picker<'a> {
        Picker {
            shared,
            ledger: &shared.ledger,
            picked: BTreeSet::new(),
            named: BTreeSet::new(),
            data: Tables::new(),
            problems: Vec::new(),
            page,
        }
    }

    pub fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Cite { sources, .. } => self.sources(sources),
            Piece::AttributedQuote { sources, words, .. } => {
                self.sources(sources);
                self.record(sources, &words.join("\n\n"));
            }
            Piece::Quotation { source, words, .. } => {
                let sources = std::slice::from_ref(source);
                self.sources(sources);
                self.record(sources, words);
            }
            Piece::Claim { id, key, .. } => self.named(EntryKind::Claim, id, key),
            Piece::Name { kind, id, key, .. } => self.named(*kind, id, key),
            Piece::Block(block) => {
                for (name, value) in &block.args {
                    let key = format!("{}/{name}", block.key);
                    match value {
                        ArgValue::File(link) => {
                            self.argument_link(name, &key, *link, Wanted::File);
                        }
                        ArgValue::Page(link) => {
                            self.argument_link(name, &key, *link, Wanted::Page);
                        }
                        ArgValue::Data(link) => {
                            self.argument_link(name, &key, *link, Wanted::Table);
                            self.table(*link);
                        }
                        ArgValue::Entry(kind, id) => self.named(*kind, id, &key),
                        ArgValue::Entries(kind, ids) => {
                            for id in ids {
                                self.named(*kind, id, &key);
                            }
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn sources(&mut self, sources: &[SourceUse]) {
        for source in sources {
            self.named(EntryKind::Source, &source.id, &source.key);
        }
    }

    /// Whoever records a quotation may say who spoke.
    fn record(&mut self, sources: &[SourceUse], words: &str) {
        if let Some(id) = self.shared.record(sources, words) {
            self.named.insert((TableName::Quotes, id.clone()));
            self.pick(TableName::Quotes, id);
        }
    }

    fn table(&mut self, link: usize) {
        if let Some(Resolved::File { path, .. }) = self.page.links.get(link)
            && let Some(table) = self.shared.data.get(path)
        {
            self.data.insert(path.clone(), table.clone());
        }
    }

    /// A link that is right as a link may still be none of what the block shows.
    fn argument_link(&mut self, name: &str, key: &str, link: usize, wanted: Wanted) {
        let (Some(resolved), Some(facts)) = (self.page.links.get(link), &self.page.facts) else {
            return;
        };
        let found = match resolved {
            Resolved::Broken => return,
            Resolved::File { .. } if wanted == Wanted::File => return,
            Resolved::Page { .. } if wanted == Wanted::Page => return,
            Resolved::File { path, .. } if wanted == Wanted::Table && is_table_file(path) => return,
            Resolved::External(_) => "an address of the web",
            Resolved::Anchor(_) => "a place on this page",
            Resolved::File { .. } => "a file",
            Resolved::Page { .. } => "a page",
        };
        let (expected, hint) = match wanted {
            Wanted::File => (
                "a file of this site",
                "put the file beside the page and name it",
            ),
            Wanted::Page => ("a page of this site", "name the page's Markdown file"),
            Wanted::Table => (
                "a table of this site",
                "tables are CSV or TOML, and lie in content/data/",
            ),
        };
        let place = Place::Item(facts.path.clone(), Arc::from(key));
        let message = format!("`{name}` is {found}, expected {expected}");
        self.problems
            .push(Diagnostic::new(&BAD_ARGUMENT, place, message).hint(hint));
    }

    /// An id the page names: picked if it is there, reported if not.
    fn named(&mut self, kind: EntryKind, id: &Id, key: &str) {
        let ledger = self.ledger;
        let Some(facts) = &self.page.facts else {
            return;
        };
        let table = table(kind);
        let place = Place::Item(facts.path.clone(), Arc::from(key));
        let is_citation = key.starts_with("reference/");
        let subject = match (kind, key.rsplit_once('/')) {
            (EntryKind::Source, _) if is_citation => format!("`[@{id}]`"),
            (EntryKind::Claim, _) if is_citation => format!("`[#{id}]`"),
            (_, Some((_, argument))) if !is_citation => format!("`{argument}`"),
            _ => format!("`[{id}]`"),
        };
        if kind == EntryKind::Source
            && is_citation
            && ledger.sources.get(id).is_some_and(|source| !source.held)
        {
            self.problems.push(not_held(id, place, &subject));
        } else if let Some(problem) = unknown_id(ledger, table, id, place, &subject) {
            let is_argument = key.starts_with("block/");
            let elsewhere = self.elsewhere(kind, id).filter(|_| !is_argument);
            self.problems.push(problem.maybe_hint(elsewhere));
        } else {
            self.named.insert((table, id.clone()));
            self.pick(table, id);
        }
    }

    /// The corrections the page has to do with, picked.
    pub fn corrections(&mut self) -> OnPage {
        let of_theme = &self.shared.theme.reads;
        let index = &self.shared.corrections;
        let on_page = index.on_page(self.page, &self.named, of_theme, self.ledger);
        for id in &on_page.at_hand {
            self.pick(TableName::Corrections, id);
        }
        on_page
    }

    /// An id that is right but stands in the wrong kind of bracket.
    fn elsewhere(&self, kind: EntryKind, id: &str) -> Option<String> {
        let ledger = self.ledger;
        if kind != EntryKind::Claim && ledger.claims.get(id).is_some() {
            return Some(format!("`{id}` is a claim: write [#{id}]"));
        }
        if kind != EntryKind::Source && ledger.sources.get(id).is_some_and(|source| source.held) {
            return Some(format!("`{id}` is a source: write [@{id}]"));
        }
        let (what, name) = match (ledger.glossary.get(id), ledger.people.get(id)) {
            (Some(term), _) if kind != EntryKind::Term => ("term", &term.term),
            (_, Some(person)) if kind != EntryKind::Person => ("person", &person.name),
            _ => return None,
        };
        Some(format!(
            "`{id}` is a {what}: write [{name}] or [words][{id}]"
        ))
    }

    pub fn whole_table(&mut self, table: TableName) {
        let ledger = self.ledger;
        let ids: Vec<Id> = match table {
            TableName::Sources => ledger.sources.ids().map(Id::from).collect(),
            TableName::Claims => ledger.claims.ids().map(Id::from).collect(),
            TableName::People => ledger.people.ids().map(Id::from).collect(),
            TableName::Glossary => ledger.glossary.ids().map(Id::from).collect(),
            TableName::Timeline => ledger.timeline.ids().map(Id::from).collect(),
            TableName::Positions => ledger.questions.ids().map(Id::from).collect(),
            TableName::Disagreements => ledger.disagreements.ids().map(Id::from).collect(),
            TableName::Quotes => ledger.quotes.ids().map(Id::from).collect(),
            TableName::Corrections => ledger.corrections.ids().map(Id::from).collect(),
        };
        for id in ids {
            self.pick(table, &id);
        }
    }

    /// Picks an entry and what it names, each once.
    fn pick(&mut self, table: TableName, id: &Id) {
        if !self.picked.insert((table, id.clone())) {
            return;
        }
        let ledger = self.ledger;
        let mut next: Vec<(TableName, Id)> = Vec::new();
        let mut all =
            |table: TableName, ids: &[Id]| next.extend(ids.iter().map(|id| (table, id.clone())));
        match table {
            TableName::Sources => {
                if let Some(source) = ledger.sources.get(id) {
                    all(TableName::Sources, &source.credits);
                }
            }
            TableName::Claims => {
                if let Some(claim) = ledger.claims.get(id) {
                    all(TableName::People, &claim.chain);
                    for carried in &claim.carried {
                        all(TableName::Sources, std::slice::from_ref(&carried.source));
                        if let Origin::Credited(origins) = &carried.origin {
                            all(TableName::Sources, origins);
                        }
                    }
                }
            }
            TableName::People => {
                if let Some(person) = ledger.people.get(id) {
                    for role in &person.roles {
                        all(TableName::Sources, &role.sources);
                    }
                }
            }
            TableName::Glossary => {
                if let Some(term) = ledger.glossary.get(id) {
                    all(TableName::Sources, &term.sources);
                }
            }
            TableName::Timeline => {
                if let Some(event) = ledger.timeline.get(id) {
                    all(TableName::Sources, &event.sources);
                    all(TableName::Claims, &event.claims);
                }
            }
            TableName::Positions => {
                if let Some(question) = ledger.questions.get(id) {
                    all(TableName::People, &question.gaps);
                    for stance in &question.stances {
                        all(TableName::People, std::slice::from_ref(&stance.actor));
                        all(TableName::Sources, &stance.sources);
                    }
                }
            }
            TableName::Disagreements => {
                if let Some(disagreement) = ledger.disagreements.get(id) {
                    all(TableName::Claims, &disagreement.claims);
                }
            }
            TableName::Quotes => {
                if let Some(quote) = ledger.quotes.get(id) {
                    all(TableName::Sources, std::slice::from_ref(&quote.source));
                    all(TableName::People, quote.speaker.as_slice());
                }
            }
            TableName::Corrections => {
                if let Some(correction) = ledger.corrections.get(id) {
                    next.extend(correction.of.iter().filter_map(entry_of));
                }
            }
        }
        for (table, id) in next {
            self.pick(table, &id);
        }
    }
}

fn table(kind: EntryKind) -> TableName {
    match kind {
        EntryKind::Source => TableName::Sources,
        EntryKind::Claim => TableName::Claims,
        EntryKind::Person => TableName::People,
        EntryKind::Term => TableName::Glossary,
        EntryKind::Event => TableName::Timeline,
        EntryKind::Question => TableName::Positions,
        EntryKind::Disagreement => TableName::Disagreements,
        EntryKind::Quote => TableName::Quotes,
        EntryKind::Correction => TableName::Corrections,
    }
}
