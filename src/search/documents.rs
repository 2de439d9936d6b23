//! What can be found: one document for each section of a page and for each entry of the ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::stemmers::Stemmer;
use super::words::{fold, terms, words};
use crate::ledger::{Id, Ledger, TableName};
use crate::page::{MarkKind, PageFacts, PassageKind, Passages, smarten};
use crate::render::{SiteInfo, figure, shown_date};
use crate::site::encode;
use crate::theme::Locale;

/// Something a reader can be led to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What it is, as the words of a theme call it: `search_kind_<kind>`.
    pub kind: &'static str,
    /// As it stands in a link from the site's root.
    pub address: String,
    pub title: String,
    /// The title of the page a section stands on; else empty.
    pub within: String,
    /// What it says beside its title.
    pub text: String,
    /// Other names it has.
    also: Vec<String>,
    /// Words it is found by that are not shown, such as the figures of a claim.
    unseen: String,
    /// Whether its title is a sentence and not a name.
    is_said: bool,
}

/// How much a word says of a document, from 1 to 9: most in a name, and there the more the shorter the
/// name is; less in what somebody says; least in prose.
pub type Level = u8;

impl Document {
    /// The terms it is found by, each with what it says of it.
    pub fn terms(&self, stemmer: &Stemmer) -> BTreeMap<String, Level> {
        let mut found: BTreeMap<String, Level> = BTreeMap::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for term in terms(&self.text, stemmer) {
            *counts.entry(term).or_default() += 1;
        }
        for (term, count) in counts {
            found.insert(term, 1 + Level::from(count > 1) + Level::from(count > 3));
        }
        let mut note = |text: &str, level: &dyn Fn(usize) -> Level| {
            let terms: BTreeSet<String> = terms(text, stemmer).into_iter().collect();
            let level = level(terms.len());
            for term in terms {
                let known = found.entry(term).or_default();
                *known = level.max(*known);
            }
        };
        let of_name = |count: usize| match count {
            0 | 1 => 9,
            2 => 8,
            3 | 4 => 7,
            _ => 6,
        };
        let of_sentence = |count: usize| if count > 12 { 4 } else { 5 };
        match self.is_said {
            true => note(&self.title, &of_sentence),
            false => note(&self.title, &of_name),
        }
        self.also.iter().for_each(|name| note(name, &of_name));
        note(&self.unseen, &|_| 5);
        found
    }
}

/// How the texts of a language are shown: no more of a site than they hang on.
#[derive(Clone, PartialEq, Eq)]
pub struct Writing {
    locale: Arc<Locale>,
    smart_punctuation: bool,
}

impl Writing {
    pub fn of(site: &SiteInfo) -> Writing {
        Writing {
            locale: site.locale.clone(),
            smart_punctuation: site.smart_punctuation,
        }
    }

    fn prose(&self, text: &str) -> String {
        match self.smart_punctuation {
            true => smarten(text, &self.locale.quotation_marks),
            false => text.to_string(),
        }
    }
}

/// What the documents of a page are made from.
#[derive(Clone, PartialEq, Eq)]
pub struct PageText {
    pub address: String,
    pub title: String,
    pub description: Option<String>,
    pub facts: Arc<PageFacts>,
    pub passages: Arc<Passages>,
}

/// The page as far as its first heading, then each of its sections.
pub fn of_page(page: &PageText, writing: &Writing) -> Vec<Document> {
    let address = encode(&page.address);
    let mut sections = vec![Document {
        kind: "page",
        address: address.clone(),
        title: page.title.clone(),
        text: page.description.clone().unwrap_or_default(),
        ..Document::default()
    }];
    let same = |a: &str, b: &str| {
        words(a)
            .into_iter()
            .map(fold)
            .eq(words(b).into_iter().map(fold))
    };
    let mut headings = page.facts.headings.iter();
    let passages = &page.passages.list;
    for passage in passages.iter().filter(|passage| passage.footnote.is_none()) {
        let text = writing.prose(passage.text.trim());
        if let PassageKind::Heading(level) = passage.kind {
            let mut ahead = headings.clone();
            let found = ahead.find(|heading| heading.level == level && same(&heading.text, &text));
            if let Some(heading) = found {
                headings = ahead;
                sections.push(Document {
                    kind: "section",
                    address: format!("{address}#{}", encode(&heading.id)),
                    title: heading.text.clone(),
                    within: page.title.clone(),
                    ..Document::default()
                });
                continue;
            }
        }
        // A note stands where its mark does.
        let notes = passage.marks.iter().filter_map(|mark| match mark.kind {
            MarkKind::Footnote(note) => Some(note),
            _ => None,
        });
        let notes = notes.flat_map(|note| {
            passages
                .iter()
                .filter(move |one| one.footnote == Some(note))
        });
        let notes: Vec<String> = notes.map(|one| writing.prose(one.text.trim())).collect();
        if let Some(section) = sections.last_mut() {
            add(&mut section.text, &text);
            notes.iter().for_each(|note| add(&mut section.text, note));
        }
    }
    sections
}

/// The entries of the ledger that have an anchor on some page.
pub fn of_ledger(
    ledger: &Ledger,
    homes: &BTreeMap<TableName, String>,
    writing: &Writing,
) -> Vec<Document> {
    let made = Entries { homes, writing };
    let name = |id: &Id| ledger.people.get(id).map(|person| person.name.as_str());
    let mut all = Vec::new();
    all.extend(ledger.claims.iter().filter_map(|claim| {
        let figures = claim.figures.iter();
        let figures = figures.map(|one| format!("{} {}", figure(one, &writing.locale), one.label));
        Some(Document {
            is_said: true,
            unseen: figures.collect::<Vec<_>>().join(" "),
            ..made.document(
                TableName::Claims,
                &claim.id,
                &claim.says,
                claim.chain.iter().filter_map(name),
            )?
        })
    }));
    all.extend(ledger.people.iter().filter_map(|person| {
        let roles = person.roles.iter().map(|role| role.title.as_str());
        let parts = person
            .also
            .iter()
            .map(String::as_str)
            .chain(roles)
            .chain(person.note.as_deref());
        Some(Document {
            also: person.also.clone(),
            ..made.document(TableName::People, &person.id, &person.name, parts)?
        })
    }));
    all.extend(ledger.glossary.iter().filter_map(|term| {
        let parts = term
            .also
            .iter()
            .map(String::as_str)
            .chain([term.short.as_str()]);
        Some(Document {
            also: term.also.clone(),
            ..made.document(
                TableName::Glossary,
                &term.id,
                &term.term,
                parts.chain(term.long.as_deref()),
            )?
        })
    }));
    all.extend(ledger.timeline.iter().filter_map(|event| {
        let date = shown_date(event, &writing.locale.dates);
        let parts = [
            Some(date.as_str()),
            event.text.as_deref(),
            event.note.as_deref(),
        ];
        made.document(
            TableName::Timeline,
            &event.id,
            &event.title,
            parts.into_iter().flatten(),
        )
    }));
    all.extend(ledger.sources.iter().filter_map(|source| {
        let parts = [
            &source.title,
            &source.publisher,
            &source.author,
            &source.reliability,
            &source.notes,
        ];
        let parts = parts.into_iter().filter_map(Option::as_deref);
        made.document(TableName::Sources, &source.id, &source.short, parts)
    }));
    all.extend(ledger.questions.iter().filter_map(|question| {
        let stances = question.stances.iter();
        let stances = stances.flat_map(|stance| {
            name(&stance.actor)
                .into_iter()
                .chain([stance.says.as_str()])
        });
        made.document(TableName::Positions, &question.id, &question.title, stances)
    }));
    all.extend(ledger.disagreements.iter().filter_map(|one| {
        let parts = [&one.common, &one.open, &one.note];
        let parts = parts.into_iter().filter_map(Option::as_deref);
        made.document(TableName::Disagreements, &one.id, &one.question, parts)
    }));
    all.extend(ledger.corrections.iter().filter_map(|one| {
        Some(Document {
            is_said: true,
            ..made.document(
                TableName::Corrections,
                &one.id,
                &one.now,
                [one.was.as_str()].into_iter(),
            )?
        })
    }));
    all
}

struct Entries<'a> {
    homes: &'a BTreeMap<TableName, String>,
    writing: &'a Writing,
}

impl Entries<'_> {
    /// An entry; None if no page lists its table.
    fn document<'t>(
        &self,
        table: TableName,
        id: &str,
        title: &str,
        parts: impl Iterator<Item = &'t str>,
    ) -> Option<Document> {
        let home = self.homes.get(&table)?;
        let mut text = String::new();
        for part in parts {
            add(&mut text, &self.writing.prose(part));
        }
        let prefix = table.anchor_prefix();
        Some(Document {
            kind: prefix,
            address: format!("{}#{prefix}-{id}", encode(home)),
            title: self.writing.prose(title),
            text,
            ..Document::default()
        })
    }
}

/// Puts a part behind a text, set off where the text does not end a sentence.
fn add(text: &mut String, part: &str) {
    if part.is_empty() {
        return;
    }
    if !text.is_empty() {
        let ends = text.ends_with(['.', '!', '?', ':', '…', '”', '»', ')']);
        text.push_str(if ends { " " } else { " · " });
    }
    text.push_str(part);
}
