//! What the ledger holds: one type for each kind of entry.
//!
//! No value here holds a position: places are kept beside, in the file's spans (see [`super::place_of`]).
//! A text that is unknown (`"not given"`) is `None`. While the ledger has errors an id may name an
//! entry that is not there, so look it up with [`Entries::get`]; `credits`, `supersedes` and `after`
//! never go round in a circle, because a link that closes one is reported and left out.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::tables::{Entries, Id, TableName};
use crate::values::{Data, Date, EventDate};

/// Everything a site's pages may refer to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    pub sources: Arc<Entries<Source>>,
    pub claims: Arc<Entries<Claim>>,
    pub people: Arc<Entries<Person>>,
    pub glossary: Arc<Entries<Term>>,
    /// In the order shown: dated events by date, undated ones last, in the order sources give.
    pub timeline: Arc<Entries<Event>>,
    pub questions: Arc<Entries<PositionQuestion>>,
    pub disagreements: Arc<Entries<Disagreement>>,
    pub quotes: Arc<Entries<Quote>>,
    /// Newest first.
    pub corrections: Arc<Entries<Correction>>,
    /// Tables whose file is no valid TOML. An id missing there is no problem of its own: the entry
    /// may stand in the part that could not be read.
    pub incomplete: BTreeSet<TableName>,
    /// In a translation: entries that stand in the words of the original.
    pub foreign: Arc<BTreeSet<(TableName, Id)>>,
}

impl Ledger {
    /// Puts the old value in the place of every equal new table and entry, so that later stages see at
    /// once that nothing changed.
    pub fn keep_equal(&mut self, old: &Ledger) {
        fn keep<T: Eq>(new: &mut Arc<Entries<T>>, old: &Arc<Entries<T>>) {
            if new == old {
                *new = old.clone();
            } else if let Some(new) = Arc::get_mut(new) {
                new.keep_equal(old);
            }
        }
        keep(&mut self.sources, &old.sources);
        keep(&mut self.claims, &old.claims);
        keep(&mut self.people, &old.people);
        keep(&mut self.glossary, &old.glossary);
        keep(&mut self.timeline, &old.timeline);
        keep(&mut self.questions, &old.questions);
        keep(&mut self.disagreements, &old.disagreements);
        keep(&mut self.quotes, &old.quotes);
        keep(&mut self.corrections, &old.corrections);
        if self.foreign == old.foreign {
            self.foreign = old.foreign.clone();
        }
    }

    /// Whether no table has an entry.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
            && self.claims.is_empty()
            && self.people.is_empty()
            && self.glossary.is_empty()
            && self.timeline.is_empty()
            && self.questions.is_empty()
            && self.disagreements.is_empty()
            && self.quotes.is_empty()
            && self.corrections.is_empty()
    }
}

/// A text we hold, or (`held` false) an origin that others credit and we have not read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    pub id: Id,
    pub was: Vec<Id>,
    pub held: bool,
    pub kind: Option<String>,
    pub genre: Option<String>,
    /// What a citation shows the reader.
    pub short: String,
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub author: Option<String>,
    pub published: Option<Date>,
    pub retrieved: Option<Date>,
    pub language: Option<String>,
    pub url: Option<String>,
    pub archive: Option<String>,
    /// A file name inside the snapshots folder.
    pub snapshot: Option<String>,
    pub sha256: Option<String>,
    /// What `L5` counts: line, page, paragraph, time, section.
    pub locator: Option<String>,
    pub state: SourceState,
    pub reliability: Option<String>,
    pub notes: Option<String>,
    /// Origins the source relays as a whole.
    pub credits: Vec<Id>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SourceState {
    #[default]
    Live,
    Changed,
    Gone,
    Retracted,
}

impl SourceState {
    /// The word that `sources.toml`, templates and claims.json use.
    pub fn key(self) -> &'static str {
        match self {
            SourceState::Live => "live",
            SourceState::Changed => "changed",
            SourceState::Gone => "gone",
            SourceState::Retracted => "retracted",
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    pub id: Id,
    pub was: Vec<Id>,
    pub says: String,
    pub kind: ClaimKind,
    pub topics: Vec<String>,
    /// Ids of people, nearest first.
    pub chain: Vec<Id>,
    /// What the claim is about when that is not the story itself, such as `quote:coordinates`.
    pub about: Vec<String>,
    pub as_of: Option<Date>,
    pub review_by: Option<Date>,
    /// Claims that contradict this one; filled in on both sides.
    pub contradicts: Vec<Id>,
    pub supersedes: Vec<Id>,
    pub carried: Vec<Carried>,
    pub figures: Vec<Figure>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClaimKind {
    #[default]
    Report,
    Statement,
    Figure,
    Opinion,
    Prediction,
    Legal,
    Historical,
    Inference,
}

impl ClaimKind {
    /// The word that `claims.toml`, templates and claims.json use.
    pub fn key(self) -> &'static str {
        match self {
            ClaimKind::Report => "report",
            ClaimKind::Statement => "statement",
            ClaimKind::Figure => "figure",
            ClaimKind::Opinion => "opinion",
            ClaimKind::Prediction => "prediction",
            ClaimKind::Legal => "legal",
            ClaimKind::Historical => "historical",
            ClaimKind::Inference => "inference",
        }
    }
}

/// One report: a claim, in a source, from an origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    pub source: Id,
    pub places: Vec<String>,
    pub origin: Origin,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Own,
    Unknown,
    /// Sources credited, by id.
    Credited(Vec<Id>),
}

impl Origin {
    /// The word that templates and claims.json use.
    pub fn key(&self) -> &'static str {
        match self {
            Origin::Own => "own",
            Origin::Unknown => "unknown",
            Origin::Credited(_) => "credited",
        }
    }

    /// The sources credited, if any are.
    pub fn credited(&self) -> &[Id] {
        match self {
            Origin::Credited(origins) => origins,
            Origin::Own | Origin::Unknown => &[],
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub key: String,
    /// A number as written.
    pub value: Data,
    /// The upper end of a range.
    pub to: Option<Data>,
    pub bound: Bound,
    pub unit: Option<String>,
    pub label: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bound {
    #[default]
    Exact,
    About,
    AtLeast,
    AtMost,
    Range,
}

impl Bound {
    /// The word that `claims.toml` and claims.json use.
    pub fn key(self) -> &'static str {
        match self {
            Bound::Exact => "exact",
            Bound::About => "about",
            Bound::AtLeast => "at-least",
            Bound::AtMost => "at-most",
            Bound::Range => "range",
        }
    }
}

/// A person, state, agency, organisation or group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub id: Id,
    pub was: Vec<Id>,
    pub kind: String,
    pub name: String,
    pub also: Vec<String>,
    /// Not named by the source.
    pub unnamed: bool,
    pub roles: Vec<Role>,
    pub note: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Role {
    pub key: String,
    pub title: String,
    pub sources: Vec<Id>,
    pub note: Option<String>,
    pub from: Option<String>,
    pub until: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    pub id: Id,
    pub was: Vec<Id>,
    pub term: String,
    pub also: Vec<String>,
    pub short: String,
    pub long: Option<String>,
    pub sources: Vec<Id>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub id: Id,
    pub was: Vec<Id>,
    pub date: EventDate,
    /// Wins over the generated wording of the date.
    pub shown: Option<String>,
    pub title: String,
    pub text: Option<String>,
    pub after: Vec<Id>,
    pub tags: Vec<String>,
    pub claims: Vec<Id>,
    pub sources: Vec<Id>,
    pub note: Option<String>,
}

/// A question on which actors take sides, with the sides they take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PositionQuestion {
    pub id: Id,
    pub was: Vec<Id>,
    pub title: String,
    pub stances: Vec<Stance>,
    /// People with a stance on another question and none on this one.
    pub gaps: Vec<Id>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stance {
    pub actor: Id,
    /// for against mixed conditional none-stated
    pub side: String,
    pub says: String,
    pub sources: Vec<Id>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disagreement {
    pub id: Id,
    pub was: Vec<Id>,
    /// contradiction wording scope time figure
    pub kind: String,
    pub question: String,
    pub claims: Vec<Id>,
    pub common: Option<String>,
    pub open: Option<String>,
    pub note: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    pub id: Id,
    pub was: Vec<Id>,
    pub words: String,
    pub speaker: Option<Id>,
    pub source: Id,
    pub places: Vec<String>,
    pub said: Option<Date>,
    pub spoken_in: Option<String>,
    /// spoken written fragment
    pub form: Option<String>,
    pub gloss: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    pub id: Id,
    pub date: Date,
    /// correction clarification update retraction
    pub kind: String,
    pub of: Vec<Target>,
    pub was: String,
    pub now: String,
    pub prominent: bool,
}

/// What a correction names: `claim:extradited` or `page:index.md#mexico`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub kind: String,
    pub name: String,
}
