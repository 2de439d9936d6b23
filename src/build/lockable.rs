//! What a build hands to whoever writes desk.lock anew.

use std::sync::Arc;

use crate::check::{self, Compared, Quoting};
use crate::diagnostics::{Diagnostic, Severity};
use crate::ledger::Digests;
use crate::lock::{self, Lock, LockReading, State, TextLock, Translations, Update};

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
    pub(super) translations: Translations,
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
            translations: lock::remembered(&self.before.lock, &self.translations),
        };
        lock::update(&self.before.lock, now)
    }

    /// The file with these translations said to be made from what is there today. `named` are files of
    /// translations, pages of the site's own language, or entries of a file behind a `#`.
    ///
    /// # Errors
    /// What is named and is no translation.
    pub fn translated(&self, named: &[String]) -> Result<(String, usize), Vec<String>> {
        let mut translations = lock::remembered(&self.before.lock, &self.translations);
        let mut unknown = Vec::new();
        let mut changed = 0;
        for name in named {
            let mut is_known = false;
            for (of, now) in &self.translations {
                let file = now.named.split('#').next().unwrap_or_default();
                let is_page = format!("content/{}", of.1) == *name;
                if now.named == *name || file == name || is_page {
                    is_known = true;
                    let old = translations.insert(of.clone(), now.original);
                    let before = self.before.lock.translations.get(of);
                    changed += usize::from(old != Some(now.original) || before.is_none());
                }
            }
            if !is_known {
                unknown.push(name.clone());
            }
        }
        match unknown.is_empty() {
            true => Ok((
                lock::with_translations(&self.before.lock, translations),
                changed,
            )),
            false => Err(unknown),
        }
    }

    /// How far the file as it lies there can be trusted.
    pub fn state(&self) -> State {
        self.before.state
    }

    /// Whether a problem keeps desk.lock from being written: an error that writing it does not mend.
    pub fn is_hindered_by(&self, problem: &Diagnostic) -> bool {
        let mended = MENDED.contains(&problem.code)
            || self.before.state == State::Spoilt && problem.place.file() == Some(&lock::path());
        problem.severity == Severity::Error && !mended
    }
}
