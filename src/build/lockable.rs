//! What a build hands to whoever writes desk.lock anew.

use std::sync::Arc;

use crate::check::{self, Compared, Quoting};
use crate::diagnostics::{Diagnostic, Severity};
use crate::ledger::Digests;
use crate::lock::{self, Lock, LockReading, State, TextLock, Update};

/// What the file says no more once it is written anew, however grave the site takes it.
const MENDED: [&str; 4] = [
    lock::DESK_LOCK_LINE.name,
    lock::DESK_LOCK_OUTDATED.name,
    lock::CLAIM_CHANGED.name,
    check::QUOTATION_REWORDED.name,
];

/// All that desk.lock remembers, as the site holds it now.
pub struct Lockable {
    pub(super) before: Arc<LockReading>,
    pub(super) digests: Arc<Digests>,
    pub(super) texts: Vec<(String, Arc<Quoting>, Arc<Compared>)>,
}

impl Lockable {
    /// What is to be written, of quotations only those that were compared, now or before.
    pub fn update(&self) -> Update {
        let texts = self.texts.iter().filter_map(|(owner, quoting, compared)| {
            let quotations = compared.quotations.iter();
            let text = TextLock {
                quotations: quotations
                    .filter_map(|quotation| quotation.checked.clone())
                    .collect(),
                references: quoting.references.clone(),
            };
            let is_empty = text == TextLock::default();
            (!is_empty).then(|| (owner.clone(), Arc::new(text)))
        });
        let now = Lock {
            entries: (*self.digests).clone(),
            texts: texts.collect(),
        };
        lock::update(&self.before.lock, now)
    }

    /// Whether a problem keeps desk.lock from being written: an error that writing it does not mend.
    pub fn is_hindered_by(&self, problem: &Diagnostic) -> bool {
        let mended = MENDED.contains(&problem.code)
            || self.before.state == State::Spoilt && problem.place.file() == Some(&lock::path());
        problem.severity == Severity::Error && !mended
    }
}
