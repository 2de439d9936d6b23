//! Every text of the ledger that readers see and a translation puts in other words, by its key.

use std::sync::Arc;

use super::entries::{Ledger, PositionQuestion};
use super::tables::{Entries, TableName};

/// A text of an entry.
pub enum Text<'t> {
    /// One that every entry has.
    One(&'t mut String),
    /// One that is translated where the original has it.
    Maybe(&'t mut Option<String>),
    /// One that a translation may have of its own or do without.
    Free(&'t mut Option<String>),
    /// One that has no meaning in another language than its own.
    Own(&'t mut Option<String>),
    /// The name of a person, which may stay as it is.
    Name(&'t mut String),
    /// Further names, of which every language has its own.
    Names(&'t mut Vec<String>),
}

/// Shows each text of a table with the key of its entry and its own key in it: `extradited` and `says`,
/// `questions/strikes` and `title`. The first of an entry is what it is known by.
pub fn visit(table: TableName, ledger: &mut Ledger, see: &mut dyn FnMut(&str, &str, Text<'_>)) {
    match table {
        TableName::Sources => each(&mut ledger.sources, |source| {
            let id = source.id.clone();
            see(&id, "short", Text::One(&mut source.short));
            see(&id, "reliability", Text::Maybe(&mut source.reliability));
            see(&id, "notes", Text::Maybe(&mut source.notes));
        }),
        TableName::Claims => each(&mut ledger.claims, |claim| {
            let id = claim.id.clone();
            see(&id, "says", Text::One(&mut claim.says));
            for figure in &mut claim.figures {
                let key = format!("figures/{}", figure.key);
                see(&id, &format!("{key}/label"), Text::One(&mut figure.label));
                see(&id, &format!("{key}/unit"), Text::Free(&mut figure.unit));
            }
        }),
        TableName::People => each(&mut ledger.people, |person| {
            let id = person.id.clone();
            let name = &mut person.name;
            match person.kind == "person" && !person.unnamed {
                true => see(&id, "name", Text::Name(name)),
                false => see(&id, "name", Text::One(name)),
            }
            see(&id, "also", Text::Names(&mut person.also));
            see(&id, "note", Text::Maybe(&mut person.note));
            for role in &mut person.roles {
                let key = format!("roles/{}", role.key);
                see(&id, &format!("{key}/title"), Text::One(&mut role.title));
                see(&id, &format!("{key}/note"), Text::Maybe(&mut role.note));
            }
        }),
        TableName::Glossary => each(&mut ledger.glossary, |term| {
            let id = term.id.clone();
            see(&id, "term", Text::One(&mut term.term));
            see(&id, "also", Text::Names(&mut term.also));
            see(&id, "short", Text::One(&mut term.short));
            see(&id, "long", Text::Maybe(&mut term.long));
        }),
        TableName::Timeline => each(&mut ledger.timeline, |event| {
            let id = event.id.clone();
            see(&id, "title", Text::One(&mut event.title));
            see(&id, "shown", Text::Maybe(&mut event.shown));
            see(&id, "text", Text::Maybe(&mut event.text));
            see(&id, "note", Text::Maybe(&mut event.note));
        }),
        TableName::Positions => each(&mut ledger.questions, |question| {
            let PositionQuestion {
                id, title, stances, ..
            } = question;
            see(&format!("questions/{id}"), "title", Text::One(title));
            for stance in stances.iter_mut().filter(|stance| !stance.says.is_empty()) {
                let key = format!("stances/{}/{id}", stance.actor);
                see(&key, "says", Text::One(&mut stance.says));
            }
        }),
        TableName::Disagreements => each(&mut ledger.disagreements, |one| {
            let id = one.id.clone();
            see(&id, "question", Text::One(&mut one.question));
            see(&id, "common", Text::Maybe(&mut one.common));
            see(&id, "open", Text::Maybe(&mut one.open));
            see(&id, "note", Text::Maybe(&mut one.note));
        }),
        TableName::Quotes => each(&mut ledger.quotes, |quote| {
            let id = quote.id.clone();
            see(&id, "gloss", Text::Own(&mut quote.gloss));
        }),
        TableName::Corrections => each(&mut ledger.corrections, |correction| {
            let id = correction.id.clone();
            see(&id, "now", Text::One(&mut correction.now));
            see(&id, "was", Text::One(&mut correction.was));
        }),
    }
}

fn each<T: Clone>(entries: &mut Arc<Entries<T>>, change: impl FnMut(&mut T)) {
    Arc::make_mut(entries).change_all(change);
}
