//! The tables of claims.json beside sources and claims.

use serde::Serialize;

use super::super::wording;
use super::{Named, OpenDataInputs, day};
use crate::ledger::{
    Correction, Disagreement, Event, Id, Person, PositionQuestion, Quote, TableName, Term,
};

#[derive(Serialize)]
pub struct PersonData<'a> {
    #[serde(flatten)]
    named: Named<'a>,
    was: &'a [Id],
    kind: &'a str,
    name: &'a str,
    also: &'a [String],
    unnamed: bool,
    roles: Vec<RoleData<'a>>,
    note: Option<&'a str>,
}

#[derive(Serialize)]
pub struct RoleData<'a> {
    key: &'a str,
    title: &'a str,
    sources: &'a [Id],
    note: Option<&'a str>,
    from: Option<&'a str>,
    until: Option<&'a str>,
}

#[derive(Serialize)]
pub struct TermData<'a> {
    #[serde(flatten)]
    named: Named<'a>,
    was: &'a [Id],
    term: &'a str,
    also: &'a [String],
    short: &'a str,
    long: Option<&'a str>,
    sources: &'a [Id],
}

#[derive(Serialize)]
pub struct EventData<'a> {
    #[serde(flatten)]
    named: Named<'a>,
    was: &'a [Id],
    title: &'a str,
    date: EventDateData<'a>,
    text: Option<&'a str>,
    after: &'a [Id],
    tags: &'a [String],
    claims: &'a [Id],
    sources: &'a [Id],
    note: Option<&'a str>,
}

#[derive(Serialize)]
pub struct EventDateData<'a> {
    written: &'a str,
    precision: &'static str,
    about: bool,
    from: Option<String>,
    to: Option<String>,
    shown: String,
}

#[derive(Serialize)]
pub struct QuestionData<'a> {
    #[serde(flatten)]
    named: Named<'a>,
    was: &'a [Id],
    title: &'a str,
    stances: Vec<StanceData<'a>>,
    gaps: &'a [Id],
}

#[derive(Serialize)]
pub struct StanceData<'a> {
    actor: &'a str,
    side: &'a str,
    says: &'a str,
    sources: &'a [Id],
}

#[derive(Serialize)]
pub struct DisagreementData<'a> {
    #[serde(flatten)]
    named: Named<'a>,
    was: &'a [Id],
    kind: &'a str,
    question: &'a str,
    claims: &'a [Id],
    common: Option<&'a str>,
    open: Option<&'a str>,
    note: Option<&'a str>,
}

#[derive(Serialize)]
pub struct QuoteData<'a> {
    #[serde(flatten)]
    named: Named<'a>,
    was: &'a [Id],
    words: &'a str,
    speaker: Option<&'a str>,
    source: &'a str,
    r#where: &'a [String],
    said: Option<String>,
    spoken_in: Option<&'a str>,
    form: Option<&'a str>,
    gloss: Option<&'a str>,
}

#[derive(Serialize)]
pub struct CorrectionData<'a> {
    #[serde(flatten)]
    named: Named<'a>,
    date: String,
    kind: &'a str,
    of: Vec<TargetData<'a>>,
    was: &'a str,
    now: &'a str,
    prominent: bool,
}

#[derive(Serialize)]
pub struct TargetData<'a> {
    kind: &'a str,
    name: &'a str,
}

impl OpenDataInputs {
    pub(super) fn person<'a>(&self, person: &'a Person) -> PersonData<'a> {
        let roles = person.roles.iter().map(|role| RoleData {
            key: &role.key,
            title: &role.title,
            sources: &role.sources,
            note: role.note.as_deref(),
            from: role.from.as_deref(),
            until: role.until.as_deref(),
        });
        PersonData {
            named: self.named(TableName::People, &person.id),
            was: &person.was,
            kind: &person.kind,
            name: &person.name,
            also: &person.also,
            unnamed: person.unnamed,
            roles: roles.collect(),
            note: person.note.as_deref(),
        }
    }

    pub(super) fn term<'a>(&self, term: &'a Term) -> TermData<'a> {
        TermData {
            named: self.named(TableName::Glossary, &term.id),
            was: &term.was,
            term: &term.term,
            also: &term.also,
            short: &term.short,
            long: term.long.as_deref(),
            sources: &term.sources,
        }
    }

    pub(super) fn event<'a>(&self, event: &'a Event) -> EventData<'a> {
        let date = &event.date;
        EventData {
            named: self.named(TableName::Timeline, &event.id),
            was: &event.was,
            title: &event.title,
            date: EventDateData {
                written: &date.written,
                precision: date.precision.name(),
                about: date.about,
                from: day(date.from),
                to: day(date.to),
                shown: wording::shown_date(event, &self.site.locale.dates),
            },
            text: event.text.as_deref(),
            after: &event.after,
            tags: &event.tags,
            claims: &event.claims,
            sources: &event.sources,
            note: event.note.as_deref(),
        }
    }

    pub(super) fn question<'a>(&self, question: &'a PositionQuestion) -> QuestionData<'a> {
        let stances = question.stances.iter().map(|stance| StanceData {
            actor: &stance.actor,
            side: &stance.side,
            says: &stance.says,
            sources: &stance.sources,
        });
        QuestionData {
            named: self.named(TableName::Positions, &question.id),
            was: &question.was,
            title: &question.title,
            stances: stances.collect(),
            gaps: &question.gaps,
        }
    }

    pub(super) fn disagreement<'a>(&self, disagreement: &'a Disagreement) -> DisagreementData<'a> {
        DisagreementData {
            named: self.named(TableName::Disagreements, &disagreement.id),
            was: &disagreement.was,
            kind: &disagreement.kind,
            question: &disagreement.question,
            claims: &disagreement.claims,
            common: disagreement.common.as_deref(),
            open: disagreement.open.as_deref(),
            note: disagreement.note.as_deref(),
        }
    }

    pub(super) fn quote<'a>(&self, quote: &'a Quote) -> QuoteData<'a> {
        QuoteData {
            named: self.named(TableName::Quotes, &quote.id),
            was: &quote.was,
            words: &quote.words,
            speaker: quote.speaker.as_deref(),
            source: &quote.source,
            r#where: &quote.places,
            said: day(quote.said),
            spoken_in: quote.spoken_in.as_deref(),
            form: quote.form.as_deref(),
            gloss: quote.gloss.as_deref(),
        }
    }

    pub(super) fn correction<'a>(&self, correction: &'a Correction) -> CorrectionData<'a> {
        let of = correction.of.iter().map(|target| TargetData {
            kind: &target.kind,
            name: &target.name,
        });
        CorrectionData {
            named: self.named(TableName::Corrections, &correction.id),
            date: correction.date.to_string(),
            kind: &correction.kind,
            of: of.collect(),
            was: &correction.was,
            now: &correction.now,
            prominent: correction.prominent,
        }
    }
}
