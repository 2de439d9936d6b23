//! Ledger entries as templates see them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use tera::Value;

use super::context::{Table, date, text, texts};
use super::inputs::PageInputs;
use super::wording;
use crate::ledger::{
    Claim, Disagreement, Event, Id, Person, PositionQuestion, Quote, Source, TableName, Term,
};
use crate::site::encode;
use crate::theme::{EntryKind, Locale};

/// Makes template values of the entries a page may show.
pub struct EntryValues<'i> {
    pub(super) inputs: &'i PageInputs,
    /// Values made already: a page names the same entries again and again, and a value is cheap to
    /// hand out twice.
    entries: RefCell<BTreeMap<(EntryKind, Id), Value>>,
    tables: RefCell<BTreeMap<TableName, Value>>,
}

impl<'i> EntryValues<'i> {
    pub fn new(inputs: &'i PageInputs) -> EntryValues<'i> {
        EntryValues {
            inputs,
            entries: RefCell::default(),
            tables: RefCell::default(),
        }
    }

    /// The entry an id names, or nothing.
    pub fn entry(&self, kind: EntryKind, id: &str) -> Value {
        let key = (kind, Id::from(id));
        if let Some(value) = self.entries.borrow().get(&key) {
            return value.clone();
        }
        let value = self.new_entry(kind, id);
        self.entries.borrow_mut().insert(key, value.clone());
        value
    }

    fn new_entry(&self, kind: EntryKind, id: &str) -> Value {
        let ledger = &self.inputs.ledger;
        let value = match kind {
            EntryKind::Source => ledger.sources.get(id).map(|entry| self.source(entry)),
            EntryKind::Claim => ledger.claims.get(id).map(|entry| self.claim(entry)),
            EntryKind::Person => ledger.people.get(id).map(|entry| self.person(entry)),
            EntryKind::Term => ledger.glossary.get(id).map(|entry| self.term(entry)),
            EntryKind::Event => ledger.timeline.get(id).map(|entry| self.event(entry)),
            EntryKind::Question => ledger.questions.get(id).map(|entry| self.question(entry)),
            EntryKind::Disagreement => ledger
                .disagreements
                .get(id)
                .map(|entry| self.disagreement(entry)),
            EntryKind::Quote => ledger.quotes.get(id).map(|entry| self.quote(entry)),
            EntryKind::Correction => ledger
                .corrections
                .get(id)
                .map(|entry| self.correction(entry)),
        };
        value.unwrap_or_else(Value::none)
    }

    /// A whole table as a list.
    pub fn table(&self, table: TableName) -> Value {
        if let Some(value) = self.tables.borrow().get(&table) {
            return value.clone();
        }
        let ledger = &self.inputs.ledger;
        let all = |kind: EntryKind, ids: Vec<&Id>| {
            Value::from(
                ids.into_iter()
                    .map(|id| self.entry(kind, id))
                    .collect::<Vec<_>>(),
            )
        };
        let value = match table {
            TableName::Sources => all(
                EntryKind::Source,
                ledger.sources.iter().map(|entry| &entry.id).collect(),
            ),
            TableName::Claims => all(
                EntryKind::Claim,
                ledger.claims.iter().map(|entry| &entry.id).collect(),
            ),
            TableName::People => all(
                EntryKind::Person,
                ledger.people.iter().map(|entry| &entry.id).collect(),
            ),
            TableName::Glossary => all(
                EntryKind::Term,
                ledger.glossary.iter().map(|entry| &entry.id).collect(),
            ),
            TableName::Timeline => all(
                EntryKind::Event,
                ledger.timeline.iter().map(|entry| &entry.id).collect(),
            ),
            TableName::Positions => all(
                EntryKind::Question,
                ledger.questions.iter().map(|entry| &entry.id).collect(),
            ),
            TableName::Disagreements => all(
                EntryKind::Disagreement,
                ledger.disagreements.iter().map(|entry| &entry.id).collect(),
            ),
            TableName::Quotes => all(
                EntryKind::Quote,
                ledger.quotes.iter().map(|entry| &entry.id).collect(),
            ),
            TableName::Corrections => {
                let entries = ledger
                    .corrections
                    .iter()
                    .map(|entry| self.correction(entry));
                Value::from(entries.collect::<Vec<_>>())
            }
        };
        self.tables.borrow_mut().insert(table, value.clone());
        value
    }

    /// Prose of the ledger with the quotation marks and dashes pages have.
    pub(super) fn prose(&self, text: &str) -> Value {
        Value::from(self.inputs.site.prose(text))
    }

    fn names(&self, names: &[String]) -> Value {
        let names = names.iter().map(|name| self.prose(name));
        Value::from(names.collect::<Vec<_>>())
    }

    /// Prose that may be missing.
    fn remark(&self, text: &Option<String>) -> Value {
        self.prose(text.as_deref().unwrap_or(""))
    }

    pub(super) fn locale(&self) -> &Locale {
        &self.inputs.site.locale
    }

    /// What every entry has: its id, its anchor, its address if some page lists its table, and the
    /// corrections it is marked with.
    fn named(&self, table: TableName, id: &str) -> Table {
        self.anchored(table, id)
            .with("lang", self.foreign_language(table, id))
            .with("corrections", self.marks(table, id))
    }

    /// The language of an entry that stands in the words of the original; empty in the page's own.
    fn foreign_language(&self, table: TableName, id: &str) -> &str {
        let foreign = &self.inputs.ledger.foreign;
        let is_foreign = !foreign.is_empty() && foreign.contains(&(table, Id::from(id)));
        let own = self.inputs.site.languages.first();
        own.filter(|_| is_foreign).map_or("", |own| &own.tag)
    }

    pub(super) fn anchored(&self, table: TableName, id: &str) -> Table {
        Table::new()
            .with("id", id)
            .with("anchor", anchor(table, id))
            .with("address", self.address(table, id))
    }

    /// Where an entry stands; empty if no page lists its table.
    pub(super) fn address(&self, table: TableName, id: &str) -> String {
        let home = self.inputs.homes.get(&table);
        home.map_or_else(String::new, |home| {
            format!("{}#{}", encode(home), anchor(table, id))
        })
    }

    /// An entry with the pages that use it.
    fn used(&self, table: TableName, id: &str) -> Table {
        let used = self.inputs.uses.get(&table).and_then(|uses| uses.get(id));
        let pages = used.map_or(&[][..], |uses| &uses.pages).iter().map(|page| {
            // With its anchor; written as a link already.
            Table::new()
                .with("title", page.title.as_str())
                .with("address", page.address.as_str())
                .value()
        });
        self.named(table, id)
            .with("uses", Value::from(pages.collect::<Vec<_>>()))
            .with("uses_more", used.map_or(0, |uses| uses.more))
    }

    pub fn source(&self, source: &Source) -> Value {
        self.used(TableName::Sources, &source.id)
            .with("held", source.held)
            .with("kind", text(&source.kind))
            .with("genre", text(&source.genre))
            .with("short", self.prose(&source.short))
            .with("title", text(&source.title))
            .with("publisher", text(&source.publisher))
            .with("author", text(&source.author))
            .with("published", date(source.published, self.locale()))
            .with("retrieved", date(source.retrieved, self.locale()))
            .with("language", text(&source.language))
            .with("url", text(&source.url))
            .with("archive", text(&source.archive))
            .with("state", source.state.key())
            .with("reliability", self.remark(&source.reliability))
            .with("locator", text(&source.locator))
            .with("notes", self.remark(&source.notes))
            .with("credits", self.sources(&source.credits))
            .value()
    }

    fn sources(&self, ids: &[Id]) -> Value {
        self.list(EntryKind::Source, ids)
    }

    pub(super) fn list(&self, kind: EntryKind, ids: &[Id]) -> Value {
        let entries = ids.iter().map(|id| self.entry(kind, id));
        Value::from(entries.filter(|entry| !entry.is_none()).collect::<Vec<_>>())
    }

    pub fn claim(&self, claim: &Claim) -> Value {
        let figures = claim.figures.iter().map(|figure| {
            Table::new()
                .with("key", figure.key.as_str())
                .with("value", super::context::data(&figure.value))
                .with("text", wording::figure(figure, self.locale()))
                .with("unit", text(&figure.unit))
                .with("label", self.prose(&figure.label))
                .value()
        });
        let carried = claim.carried.iter().map(|carried| {
            Table::new()
                .with("source", self.entry(EntryKind::Source, &carried.source))
                .with("where", texts(&carried.places))
                .with("origin", carried.origin.key())
                .with("origins", self.sources(carried.origin.credited()))
                .value()
        });
        let carriers: Vec<Id> = claim
            .carried
            .iter()
            .map(|carried| carried.source.clone())
            .collect();
        self.used(TableName::Claims, &claim.id)
            .with("says", self.prose(&claim.says))
            .with("kind", claim.kind.key())
            .with("topics", texts(&claim.topics))
            .with("chain", self.list(EntryKind::Person, &claim.chain))
            .with("about", texts(&claim.about))
            .with("as_of", date(claim.as_of, self.locale()))
            .with("review_by", date(claim.review_by, self.locale()))
            .with("figures", Value::from(figures.collect::<Vec<_>>()))
            .with("carried", Value::from(carried.collect::<Vec<_>>()))
            .with("sources", self.sources(&carriers))
            .with("contradicts", ids(&claim.contradicts))
            .with("supersedes", ids(&claim.supersedes))
            .with("status", self.status(claim))
            .value()
    }

    pub fn person(&self, person: &Person) -> Value {
        let roles = person.roles.iter().map(|role| {
            Table::new()
                .with("key", role.key.as_str())
                .with("title", self.prose(&role.title))
                .with("sources", self.sources(&role.sources))
                .with("note", self.remark(&role.note))
                .with("from", text(&role.from))
                .with("until", text(&role.until))
                .value()
        });
        self.named(TableName::People, &person.id)
            .with("kind", person.kind.as_str())
            .with("name", self.prose(&person.name))
            .with("also", self.names(&person.also))
            .with("unnamed", person.unnamed)
            .with("roles", Value::from(roles.collect::<Vec<_>>()))
            .with("note", self.remark(&person.note))
            .value()
    }

    pub fn term(&self, term: &Term) -> Value {
        self.named(TableName::Glossary, &term.id)
            .with("term", self.prose(&term.term))
            .with("also", self.names(&term.also))
            .with("short", self.prose(&term.short))
            .with("long", self.remark(&term.long))
            .with("sources", self.sources(&term.sources))
            .value()
    }

    pub fn event(&self, event: &Event) -> Value {
        let when = &event.date;
        let when = Table::new()
            .with("text", wording::shown_date(event, &self.locale().dates))
            .with("precision", when.precision.name())
            .with("about", when.about)
            .with(
                "sort",
                when.sort_day()
                    .map(|day| day.to_string())
                    .unwrap_or_default(),
            )
            .with("iso", machine_date(&when.written))
            .value();
        self.named(TableName::Timeline, &event.id)
            .with("title", self.prose(&event.title))
            .with("date", when)
            .with("text", self.remark(&event.text))
            .with("sources", self.sources(&event.sources))
            .with("claims", self.list(EntryKind::Claim, &event.claims))
            .with("note", self.remark(&event.note))
            .with("after", ids(&event.after))
            .with("tags", texts(&event.tags))
            .value()
    }

    pub fn question(&self, question: &PositionQuestion) -> Value {
        let stances = question.stances.iter().map(|stance| {
            Table::new()
                .with("actor", self.entry(EntryKind::Person, &stance.actor))
                .with("side", stance.side.as_str())
                .with("says", self.prose(&stance.says))
                .with("sources", self.sources(&stance.sources))
                .value()
        });
        self.named(TableName::Positions, &question.id)
            .with("title", self.prose(&question.title))
            .with("stances", Value::from(stances.collect::<Vec<_>>()))
            .with("gaps", self.list(EntryKind::Person, &question.gaps))
            .value()
    }

    pub fn disagreement(&self, disagreement: &Disagreement) -> Value {
        self.named(TableName::Disagreements, &disagreement.id)
            .with("kind", disagreement.kind.as_str())
            .with("question", self.prose(&disagreement.question))
            .with("claims", self.list(EntryKind::Claim, &disagreement.claims))
            .with("carries_several", self.carries_several(disagreement))
            .with("common", self.remark(&disagreement.common))
            .with("open", self.remark(&disagreement.open))
            .with("note", self.remark(&disagreement.note))
            .value()
    }

    pub fn quote(&self, quote: &Quote) -> Value {
        let speaker = quote.speaker.as_ref();
        self.named(TableName::Quotes, &quote.id)
            .with("words", quote.words.as_str())
            .with(
                "speaker",
                speaker.map_or_else(Value::none, |id| self.entry(EntryKind::Person, id)),
            )
            .with("source", self.entry(EntryKind::Source, &quote.source))
            .with("where", texts(&quote.places))
            .with("said", date(quote.said, self.locale()))
            .with("spoken_in", text(&quote.spoken_in))
            .with("form", text(&quote.form))
            .with("gloss", self.remark(&quote.gloss))
            .value()
    }
}

/// The id of an entry on the page that lists it.
pub(super) fn anchor(table: TableName, id: &str) -> String {
    format!("{}-{id}", table.anchor_prefix())
}

pub(super) fn ids(ids: &[Id]) -> Value {
    Value::from(ids.iter().map(|id| Value::from(&**id)).collect::<Vec<_>>())
}

/// What a `time` element's `datetime` may hold: a year, month or day; empty for other dates.
fn machine_date(written: &str) -> &str {
    let digits = written
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    match digits {
        true => written,
        false => "",
    }
}
