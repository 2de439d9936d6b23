//! The status of every claim: computed from who carries it, from what origin, and what contradicts or replaces it.
//!
//! Nothing is typed by hand and nothing is guessed: where an origin is not known, sources may have one
//! in common. The walk below ends on any ledger, also on one whose circles nobody took out.

use std::collections::{BTreeMap, BTreeSet};

use super::entries::{Claim, ClaimKind, Ledger, Origin, SourceState};
use super::tables::Id;

/// What the reports say of a claim, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Disputed,
    Corroborated,
    Repeated,
    SingleSource,
    Superseded,
    Unsourced,
}

impl Status {
    pub const ALL: [Status; 6] = [
        Status::Disputed,
        Status::Corroborated,
        Status::Repeated,
        Status::SingleSource,
        Status::Superseded,
        Status::Unsourced,
    ];

    /// The word that templates and `::: claims status=…` use.
    pub fn key(self) -> &'static str {
        match self {
            Status::Disputed => "disputed",
            Status::Corroborated => "corroborated",
            Status::Repeated => "repeated",
            Status::SingleSource => "single-source",
            Status::Superseded => "superseded",
            Status::Unsourced => "unsourced",
        }
    }
}

/// The status of a claim and why it has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusOf {
    pub status: Status,
    /// An opinion or a prediction that others contradict. It is not disputed for that: it keeps the
    /// status its sources give it, which speaks of its having been said.
    pub others_disagree: bool,
    pub reason: Reason,
}

/// The facts behind a status, all of them, also those that another one outweighs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The newest claims that took its place.
    pub superseded_by: Vec<Id>,
    /// Claims with a live source that contradict it and count for its kind.
    pub contradicted_by: Vec<Id>,
    pub support: Support,
    /// Sources that carried it and were retracted.
    pub retracted: Vec<Id>,
}

/// What the sources alone make of a claim. Only live ones that we hold count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Support {
    Nothing,
    /// One source, with the origins it may have it from; none if that is not known.
    One {
        source: Id,
        origins: Vec<Id>,
    },
    /// Several sources, all of which go back to one origin.
    OneOrigin {
        sources: Vec<Id>,
        origin: Id,
    },
    /// Several sources of which no two can be told apart by a known origin.
    MayShare {
        sources: Vec<Id>,
        /// The origins that are known.
        origins: Vec<Id>,
        /// Sources whose origin is not known.
        unknown: Vec<Id>,
    },
    /// Several sources, some of which can each be given a different known origin.
    Different {
        sources: Vec<Id>,
        /// As many as possible, each with an origin no other one has.
        matched: Vec<(Id, Id)>,
        unknown: Vec<Id>,
    },
}

/// The status of every claim of a ledger.
pub fn statuses(ledger: &Ledger) -> BTreeMap<Id, StatusOf> {
    let desk = Desk::new(ledger);
    let claims = ledger.claims.iter();
    claims
        .map(|claim| (claim.id.clone(), desk.status(claim)))
        .collect()
}

/// The ledger with what several claims ask of it.
struct Desk<'l> {
    ledger: &'l Ledger,
    /// From a claim to those that say they supersede it.
    newer: BTreeMap<&'l Id, Vec<&'l Id>>,
}

impl<'l> Desk<'l> {
    fn new(ledger: &'l Ledger) -> Desk<'l> {
        let mut newer: BTreeMap<&Id, Vec<&Id>> = BTreeMap::new();
        for claim in ledger.claims.iter() {
            for older in &claim.supersedes {
                newer.entry(older).or_default().push(&claim.id);
            }
        }
        Desk { ledger, newer }
    }

    fn status(&self, claim: &Claim) -> StatusOf {
        let reason = Reason {
            superseded_by: self.superseded_by(&claim.id),
            contradicted_by: self.contradicted_by(claim),
            support: self.support(claim),
            retracted: self.carriers(claim, |state| state == SourceState::Retracted),
        };
        let is_view = is_view(claim.kind);
        let is_contradicted = !reason.contradicted_by.is_empty();
        let status = if !reason.superseded_by.is_empty() {
            Status::Superseded
        } else if is_contradicted && !is_view {
            Status::Disputed
        } else {
            match reason.support {
                Support::Nothing => Status::Unsourced,
                Support::One { .. } => Status::SingleSource,
                Support::OneOrigin { .. } | Support::MayShare { .. } => Status::Repeated,
                Support::Different { .. } => Status::Corroborated,
            }
        };
        StatusOf {
            status,
            others_disagree: is_view && is_contradicted,
            reason,
        }
    }

    /// The sources we hold that carry a claim, each once, if their state is one of these.
    fn carriers(&self, claim: &Claim, wanted: impl Fn(SourceState) -> bool) -> Vec<Id> {
        let mut ids: Vec<Id> = Vec::new();
        for line in &claim.carried {
            let source = self.ledger.sources.get(&line.source);
            let counts = source.is_some_and(|source| source.held && wanted(source.state));
            if counts && !ids.contains(&line.source) {
                ids.push(line.source.clone());
            }
        }
        ids
    }

    /// A retracted source carries nothing; one that has changed or is gone did say it.
    fn live_carriers(&self, claim: &Claim) -> Vec<Id> {
        self.carriers(claim, |state| state != SourceState::Retracted)
    }

    fn is_sourced(&self, id: &Id) -> bool {
        let claim = self.ledger.claims.get(id);
        claim.is_some_and(|claim| !self.live_carriers(claim).is_empty())
    }

    /// Every later state of a claim, however many steps away. What no source carries replaces nothing.
    fn later(&self, id: &Id) -> BTreeSet<Id> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::from([id]);
        let mut next = vec![id];
        while let Some(older) = next.pop() {
            for newer in self.newer.get(older).into_iter().flatten() {
                if seen.insert(newer) {
                    next.push(newer);
                    if self.is_sourced(newer) {
                        found.insert(Id::clone(newer));
                    }
                }
            }
        }
        found
    }

    /// Of all later states those that nothing has replaced in turn.
    fn superseded_by(&self, id: &Id) -> Vec<Id> {
        let later = self.later(id).into_iter();
        later.filter(|newer| self.later(newer).is_empty()).collect()
    }

    /// Two states of one matter do not dispute each other: the later one replaces the earlier.
    fn contradicted_by(&self, claim: &Claim) -> Vec<Id> {
        if claim.contradicts.is_empty() {
            return Vec::new();
        }
        let later = self.later(&claim.id);
        let counts = |other: &&Id| {
            let Some(found) = self.ledger.claims.get(other) else {
                return false;
            };
            **other != claim.id
                && (is_view(claim.kind) || !is_view(found.kind))
                && self.is_sourced(other)
                && !later.contains(*other)
                && !self.later(other).contains(&claim.id)
        };
        claim.contradicts.iter().filter(counts).cloned().collect()
    }

    fn support(&self, claim: &Claim) -> Support {
        let sources = self.live_carriers(claim);
        let lines: BTreeMap<&Id, &Origin> = claim
            .carried
            .iter()
            .map(|line| (&line.source, &line.origin))
            .collect();
        let origins: Vec<Vec<Id>> = sources
            .iter()
            .map(|source| self.origins(source, &lines))
            .collect();
        match &*sources {
            [] => return Support::Nothing,
            [source] => {
                let source = source.clone();
                let origins = origins.into_iter().flatten().collect();
                return Support::One { source, origins };
            }
            _ => {}
        }
        let unknown: Vec<Id> = sources
            .iter()
            .zip(&origins)
            .filter(|(_, origins)| origins.is_empty())
            .map(|(source, _)| source.clone())
            .collect();
        let matched: Vec<(Id, Id)> = matching(&origins)
            .into_iter()
            .map(|(origin, index)| (sources[index].clone(), origin))
            .collect();
        match &*matched {
            [(_, origin)] if unknown.is_empty() => {
                let origin = origin.clone();
                Support::OneOrigin { sources, origin }
            }
            [] | [_] => {
                let origins: BTreeSet<Id> = origins.into_iter().flatten().collect();
                Support::MayShare {
                    sources,
                    origins: origins.into_iter().collect(),
                    unknown,
                }
            }
            _ => Support::Different {
                sources,
                matched,
                unknown,
            },
        }
    }

    /// Whom a source has a claim from in the end, sorted; nobody if that is not known. What its line
    /// says of this claim goes before whom it relays as a whole. An origin that carries the claim
    /// itself is asked in turn how it knows, and one that was retracted gives nothing.
    fn origins(&self, source: &Id, lines: &BTreeMap<&Id, &Origin>) -> Vec<Id> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut next = vec![source];
        while let Some(id) = next.pop() {
            let Some(source) = self.ledger.sources.get(id) else {
                continue;
            };
            if !seen.insert(id) || source.state == SourceState::Retracted {
                continue;
            }
            let line = lines.get(id).filter(|_| source.held);
            match (line, source.credits.is_empty()) {
                (Some(Origin::Credited(credited)), _) => next.extend(credited),
                (Some(Origin::Unknown), true) => {}
                (Some(Origin::Own), _) | (None, true) => {
                    found.insert(id.clone());
                }
                (Some(Origin::Unknown) | None, false) => next.extend(&source.credits),
            }
        }
        found.into_iter().collect()
    }
}

/// What somebody thinks or expects; it can neither dispute a fact nor be disputed as one.
fn is_view(kind: ClaimKind) -> bool {
    matches!(kind, ClaimKind::Opinion | ClaimKind::Prediction)
}

/// Gives as many sources as possible an origin no other one has: from each origin given to the
/// number of its source. A source given one origin may be moved to another to make room.
fn matching(options: &[Vec<Id>]) -> BTreeMap<Id, usize> {
    fn place(
        source: usize,
        options: &[Vec<Id>],
        given: &mut BTreeMap<Id, usize>,
        tried: &mut BTreeSet<Id>,
    ) -> bool {
        for origin in &options[source] {
            if !tried.insert(origin.clone()) {
                continue;
            }
            let holder = given.get(origin).copied();
            if holder.is_none_or(|holder| place(holder, options, given, tried)) {
                given.insert(origin.clone(), source);
                return true;
            }
        }
        false
    }
    let mut given = BTreeMap::new();
    for source in 0..options.len() {
        place(source, options, &mut given, &mut BTreeSet::new());
    }
    given
}
