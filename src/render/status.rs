//! The status of a claim as templates see it: a key, the facts, and a sentence in the theme's words.

use tera::Value;

use super::context::Table;
use super::entries::{EntryValues, ids};
use crate::ledger::{Claim, ClaimKind, Entries, Id, Reason, Source, Status, StatusOf, Support};
use crate::theme::{EntryKind, Language, fill};
use crate::values::Data;

impl EntryValues<'_> {
    /// The status of a claim.
    pub(super) fn status(&self, claim: &Claim) -> Value {
        let inputs = self.inputs;
        let Some(found) = inputs.statuses.get(&claim.id) else {
            return Value::none();
        };
        let reason = &found.reason;
        let support = SupportFacts::new(&reason.support);
        let words = StatusWords::new(
            inputs.theme.language(&inputs.site.language),
            &inputs.ledger.sources,
        );
        Table::new()
            .with("key", found.status.key())
            .with("sentence", words.sentence(claim, found))
            .with("others_disagree", found.others_disagree)
            .with("sources", self.list(EntryKind::Source, &support.sources))
            .with("origins", self.list(EntryKind::Source, &support.origins))
            .with("different", support.different)
            .with("unknown", self.list(EntryKind::Source, &support.unknown))
            .with("retracted", self.list(EntryKind::Source, &reason.retracted))
            .with("contradicted_by", ids(&reason.contradicted_by))
            .with("superseded_by", ids(&reason.superseded_by))
            .value()
    }
}

/// The words a theme has for statuses, with the sources they may name.
pub(super) struct StatusWords<'w> {
    language: &'w Language,
    sources: &'w Entries<Source>,
}

impl<'w> StatusWords<'w> {
    pub fn new(language: &'w Language, sources: &'w Entries<Source>) -> StatusWords<'w> {
        StatusWords { language, sources }
    }

    /// The facts as sentences: what outweighs the sources, the sources, what else a reader must know.
    /// A theme without a string for one of them says nothing there.
    pub fn sentence(&self, claim: &Claim, found: &StatusOf) -> String {
        let StatusOf { status, reason, .. } = found;
        let said = speaks_of_saying(claim);
        let mut sentences = Vec::new();
        match status {
            Status::Superseded => {
                let facts = Facts::counting(reason.superseded_by.len());
                sentences.extend(self.string("superseded", said, &facts));
            }
            Status::Disputed => {
                let facts = Facts::counting(reason.contradicted_by.len());
                sentences.extend(self.string("disputed", said, &facts));
            }
            _ => {}
        }
        let (key, facts) = self.support_string(reason);
        sentences.extend(self.string(key, said, &facts));
        if !reason.retracted.is_empty() {
            let facts = Facts::counting(reason.retracted.len());
            sentences.extend(self.string("retracted", said, &facts));
        }
        if found.others_disagree {
            let facts = Facts::counting(reason.contradicted_by.len());
            sentences.extend(self.string("others_disagree", said, &facts));
        }
        sentences.join(" ")
    }

    /// The string that fits what the sources say, and what is filled into it.
    fn support_string(&self, reason: &Reason) -> (&'static str, Facts) {
        let support = SupportFacts::new(&reason.support);
        let key = match &reason.support {
            Support::Nothing => "unsourced",
            Support::One { origins, .. } if origins.is_empty() => "single_unknown",
            Support::One { source, origins } if **origins == [source.clone()] => "single_own",
            Support::One { .. } => "single_relays",
            Support::OneOrigin { .. } => "one_origin",
            Support::MayShare { .. } => "repeated",
            Support::Different { .. } if support.different == support.sources.len() => {
                "corroborated"
            }
            Support::Different { .. } => "corroborated_partly",
        };
        let facts = Facts {
            n: support.sources.len(),
            different: support.different,
            origins: self.names(&support.origins),
        };
        (key, facts)
    }

    /// The short names of sources in a row.
    fn names(&self, sources: &[Id]) -> String {
        let sources = sources.iter();
        let names = sources.filter_map(|id| self.sources.get(id));
        let names: Vec<&str> = names.map(|source| source.short.as_str()).collect();
        let between = |key, default| match self.words(key) {
            Some(Data::Text(separator)) => separator.to_string(),
            _ => default,
        };
        let separator = between("list_separator", ", ".to_string());
        match names.split_last() {
            Some((last, first)) if !first.is_empty() => {
                let end = between("list_end", separator.clone());
                format!("{}{end}{last}", first.join(&separator))
            }
            _ => names.concat(),
        }
    }

    /// A string about statuses with the facts filled in: `status_said_KEY` where the status speaks
    /// of something having been said and the theme has it, else `status_KEY`.
    fn string(&self, key: &str, said: bool, facts: &Facts) -> Option<String> {
        let words = said.then(|| self.words(&format!("status_said_{key}")));
        let words = words
            .flatten()
            .or_else(|| self.words(&format!("status_{key}")))?;
        let rules = &self.language.locale.plurals;
        let form = rules.choose(facts.n as i64, |form| words.get(form));
        let text = match form.unwrap_or(words) {
            Data::Text(text) => text,
            _ => return None,
        };
        let values = [
            ("n", &*facts.n.to_string()),
            ("different", &*facts.different.to_string()),
            ("origins", &facts.origins),
        ];
        let text = fill(text, &values);
        Some(text).filter(|text| !text.is_empty())
    }

    fn words(&self, key: &str) -> Option<&Data> {
        self.language.strings.get(key)
    }
}

/// What a string about statuses may name.
#[derive(Default)]
struct Facts {
    n: usize,
    different: usize,
    origins: String,
}

impl Facts {
    fn counting(n: usize) -> Facts {
        Facts {
            n,
            ..Facts::default()
        }
    }
}

/// What the sources say of a claim, as lists that are empty where there is nothing.
#[derive(Default)]
pub(super) struct SupportFacts {
    pub sources: Vec<Id>,
    pub origins: Vec<Id>,
    pub unknown: Vec<Id>,
    /// How many sources can each have an origin of their own.
    pub different: usize,
}

impl SupportFacts {
    pub fn new(support: &Support) -> SupportFacts {
        let (sources, origins, unknown, different) = match support.clone() {
            Support::Nothing => return SupportFacts::default(),
            Support::One { source, origins } => {
                let unknown = match origins.is_empty() {
                    true => vec![source.clone()],
                    false => Vec::new(),
                };
                let different = usize::from(unknown.is_empty());
                (vec![source], origins, unknown, different)
            }
            Support::OneOrigin { sources, origin } => (sources, vec![origin], Vec::new(), 1),
            Support::MayShare {
                sources,
                origins,
                unknown,
            } => {
                let different = usize::from(!origins.is_empty());
                (sources, origins, unknown, different)
            }
            Support::Different {
                sources,
                matched,
                unknown,
            } => {
                let different = matched.len();
                let origins = matched.into_iter().map(|(_, origin)| origin).collect();
                (sources, origins, unknown, different)
            }
        };
        SupportFacts {
            sources,
            origins,
            unknown,
            different,
        }
    }
}

/// Whether the sources say of a claim that it was said, rather than that it is so. An opinion in a
/// source's own voice was not said by anybody else.
fn speaks_of_saying(claim: &Claim) -> bool {
    match claim.kind {
        ClaimKind::Statement => true,
        ClaimKind::Opinion | ClaimKind::Prediction => !claim.chain.is_empty(),
        _ => false,
    }
}
