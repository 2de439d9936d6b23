//! Which original each translation was made from, as desk.lock remembers it by a hash.

use std::collections::BTreeMap;

use super::Lock;
use super::problems::TRANSLATION_OUTDATED;
use crate::diagnostics::{Diagnostic, Place};
use crate::values::Digest;

/// A translation: the key of its language, and what it translates: `questions/law.md`, or
/// `claims/extradited` for an entry of the ledger.
pub type Translation = (String, String);

/// A translation that the site has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translated {
    /// What its original says today, as a hash.
    pub original: Digest,
    /// Where the translation stands.
    pub place: Place,
    /// What `nutgraf translated` is told.
    pub named: String,
}

/// Every translation of a site.
pub type Translations = BTreeMap<Translation, Translated>;

/// Translations whose original says something else than when they were made.
pub fn outdated_translations(lock: &Lock, now: &Translations) -> Vec<Diagnostic> {
    let outdated = now.iter().filter_map(|(of, now)| {
        let then = lock.translations.get(of)?;
        if *then == now.original {
            return None;
        }
        let (language, original) = of;
        let message =
            format!("`{original}` has changed since this was translated into `{language}`");
        let hint = format!(
            "bring it up to date, then run `nutgraf translated {}`",
            now.named
        );
        let problem = Diagnostic::new(&TRANSLATION_OUTDATED, now.place.clone(), message);
        Some(problem.hint(hint))
    });
    outdated.collect()
}

/// What desk.lock is to remember: of translations it knows what it knew, of new ones that they were made
/// from what is there today.
pub fn remembered(lock: &Lock, now: &Translations) -> BTreeMap<Translation, Digest> {
    let translations = now.iter().map(|(of, now)| {
        let then = lock.translations.get(of);
        (of.clone(), *then.unwrap_or(&now.original))
    });
    translations.collect()
}
