//! What a page's bracketed words may mean: names and aliases of people and terms.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::entries::Ledger;
use super::problems::LABEL_TWICE;
use super::tables::{Id, TableName, place_of};
use crate::diagnostics::{Diagnostic, Place};
use crate::values::{fold_name, nfc};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    Person,
    Term,
}

impl NameKind {
    pub fn table(self) -> TableName {
        match self {
            NameKind::Person => TableName::People,
            NameKind::Term => TableName::Glossary,
        }
    }
}

/// The entry a name belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameMatch {
    pub kind: NameKind,
    pub id: Id,
}

/// Every name of the ledger in the site's default language. If one label belongs to two entries,
/// which is an error of the ledger, it means the first: people before terms, then as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    by_label: BTreeMap<Arc<str>, NameMatch>,
    by_id: BTreeMap<Id, NameMatch>,
}

/// Fewest letters of a label and of a name that are compared as near ones.
const NEAR_LETTERS: usize = 5;
/// Most edits between near ones.
const NEAR_EDITS: usize = 2;

/// The names that bracketed words of a page may match.
pub fn names(ledger: &Ledger) -> Names {
    let mut names = Names::default();
    for label in labels(ledger) {
        names.by_label.entry(label.text).or_insert(label.entry);
    }
    let people = ledger
        .people
        .iter()
        .map(|person| (NameKind::Person, &person.id));
    let terms = ledger
        .glossary
        .iter()
        .map(|term| (NameKind::Term, &term.id));
    for (kind, id) in people.chain(terms) {
        let entry = NameMatch {
            kind,
            id: id.clone(),
        };
        names.by_id.entry(id.clone()).or_insert(entry);
    }
    names
}

impl Names {
    /// What `[label]` means: a name or an alias, never an id.
    pub fn find(&self, label: &str) -> Option<NameMatch> {
        let folded = fold_name(label);
        if is_reserved(&folded) {
            return None;
        }
        self.by_name(&folded)
    }

    /// What `[text][label]` means: a name, an alias, or else the id of a person or a term.
    pub fn find_full(&self, label: &str) -> Option<NameMatch> {
        let folded = fold_name(label);
        self.by_name(&folded).or_else(|| self.find_id(&folded))
    }

    /// The person or term with an id.
    pub fn find_id(&self, id: &str) -> Option<NameMatch> {
        self.by_id.get(nfc(id).as_str()).cloned()
    }

    /// The name a label that means nothing was probably meant to be.
    pub fn near(&self, label: &str) -> Option<String> {
        let folded = fold_name(label);
        let letters = letters(&folded);
        if letters < NEAR_LETTERS || is_reserved(&folded) || self.by_name(&folded).is_some() {
            return None;
        }
        let length = folded.chars().count();
        self.by_label
            .iter()
            .filter(|(name, _)| name.chars().count().abs_diff(length) <= NEAR_EDITS)
            .filter(|(name, _)| self::letters(name) >= NEAR_LETTERS)
            .filter_map(|(name, entry)| {
                let mut edits = strsim::damerau_levenshtein(&folded, name);
                if entry.kind == NameKind::Term {
                    edits = edits.min(strsim::damerau_levenshtein(&folded, &capital(name)));
                }
                (edits <= NEAR_EDITS).then_some((edits, name))
            })
            .min()
            .map(|(_, name)| name.to_string())
    }

    fn by_name(&self, folded: &str) -> Option<NameMatch> {
        if let Some(found) = self.by_label.get(folded) {
            return Some(found.clone());
        }
        // A term at the beginning of a sentence.
        let small = with_first(folded, |first| first.to_lowercase().collect());
        let found = self.by_label.get(small.as_str())?;
        (found.kind == NameKind::Term).then(|| found.clone())
    }
}

/// Brackets with a meaning of their own: `[ ]`, `[x]`, `[!NOTE]`, `[^n]`, `[@s001]`, `[#claim]`.
fn is_reserved(folded: &str) -> bool {
    matches!(folded, "" | "x" | "X") || folded.starts_with(['!', '^', '@', '#'])
}

fn letters(text: &str) -> usize {
    text.chars().filter(|letter| letter.is_alphabetic()).count()
}

fn capital(text: &str) -> String {
    with_first(text, |first| first.to_uppercase().collect())
}

fn with_first(text: &str, change: impl FnOnce(char) -> String) -> String {
    let mut rest = text.chars();
    match rest.next() {
        Some(first) => change(first) + rest.as_str(),
        None => String::new(),
    }
}

/// One name of an entry, with the key it stands under.
struct Label {
    text: Arc<str>,
    entry: NameMatch,
    key: String,
}

/// Every label of the ledger, people first, as written.
fn labels(ledger: &Ledger) -> Vec<Label> {
    let mut labels = Vec::new();
    let mut add = |kind: NameKind, id: &Id, text: &str, key: String| {
        let text = fold_name(text);
        if !text.is_empty() {
            let id = id.clone();
            labels.push(Label {
                text: Arc::from(text),
                entry: NameMatch { kind, id },
                key,
            });
        }
    };
    for person in ledger.people.iter().filter(|person| !person.unnamed) {
        add(
            NameKind::Person,
            &person.id,
            &person.name,
            "name".to_string(),
        );
        for (index, also) in person.also.iter().enumerate() {
            add(NameKind::Person, &person.id, also, format!("also/{index}"));
        }
    }
    for term in ledger.glossary.iter() {
        add(NameKind::Term, &term.id, &term.term, "term".to_string());
        for (index, also) in term.also.iter().enumerate() {
            add(NameKind::Term, &term.id, also, format!("also/{index}"));
        }
    }
    labels
}

/// Labels and ids that could mean two entries.
///
/// `translated` is where a name stands if not in the ledger's own file.
pub(super) fn clashes(
    ledger: &Ledger,
    translated: &dyn Fn(TableName, &str, &str) -> Option<Place>,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let labels = labels(ledger);
    let mut seen: BTreeMap<String, &Label> = BTreeMap::new();
    for label in &labels {
        let mut forms = vec![label.text.to_string()];
        if label.entry.kind == NameKind::Term {
            forms.push(capital(&label.text));
        }
        forms.dedup();
        let other = forms.iter().find_map(|form| {
            let other = seen.get(form).filter(|other| other.entry != label.entry)?;
            Some((form.clone(), *other))
        });
        if let Some((form, other)) = other {
            let place = |Label { entry, key, .. }: &Label| {
                let table = entry.kind.table();
                translated(table, &entry.id, key).unwrap_or_else(|| place_of(table, &entry.id, key))
            };
            let message = format!(
                "\"{form}\" is a name of `{}` and of `{}`, so `[{form}]` could mean either",
                other.entry.id, label.entry.id
            );
            problems.push(
                Diagnostic::new(&LABEL_TWICE, place(label), message)
                    .related(place(other), "the other is here")
                    .hint("change one of the two, or remove it from `also`"),
            );
        }
        for form in forms {
            seen.entry(form).or_insert(label);
        }
    }
    for term in ledger.glossary.iter() {
        if ledger.people.get(&term.id).is_some() {
            let id = &term.id;
            let message = format!(
                "`{id}` is the id of a person and of a term, so `[words][{id}]` could mean either"
            );
            problems.push(
                Diagnostic::new(&LABEL_TWICE, place_of(TableName::Glossary, id, ""), message)
                    .related(place_of(TableName::People, id, ""), "the other is here")
                    .hint("give one of the two another id"),
            );
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::TableName::{Glossary, People};
    use crate::ledger::testing::{ledger_of, read_all};

    fn sample() -> Names {
        names(&ledger_of(&[
            (
                People,
                "[sheinbaum]\nkind = 'person'\nname = 'Claudia Sheinbaum'\nalso = ['El «Mayo»', 'X', 'Iraq', 'al-Sisi', '@home', '#one', '^up', '!go']\n\
                 [official]\nkind = 'person'\nunnamed = true\nname = 'a former official'\n",
            ),
            (
                Glossary,
                "[kingpin]\nterm = 'kingpin strategy'\nshort = 'S'\nalso = ['ñandú law', 'NATO pact']\n",
            ),
        ]))
    }

    fn id(found: Option<NameMatch>) -> Option<String> {
        found.map(|found| found.id.to_string())
    }

    #[test]
    fn a_shortcut_matches_names_folded_and_never_ids() {
        let names = sample();
        let find = |label: &str| id(names.find(label));
        assert_eq!(find("Claudia\n  Sheinbaum").as_deref(), Some("sheinbaum"));
        assert_eq!(find("El “Mayo”").as_deref(), Some("sheinbaum"));
        assert_eq!(find("n\u{303}andu\u{301} law").as_deref(), Some("kingpin"));
        for nothing in [
            "sheinbaum",
            "kingpin",
            "a former official",
            "Claudia",
            "x",
            "X",
            "",
            "@home",
            "#one",
            "^up",
            "!go",
        ] {
            assert_eq!(find(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn only_a_terms_first_letter_may_be_capital() {
        let names = sample();
        let find = |label: &str| id(names.find(label));
        assert_eq!(find("Kingpin strategy").as_deref(), Some("kingpin"));
        assert_eq!(find("Ñandú law").as_deref(), Some("kingpin"));
        for nothing in [
            "Kingpin Strategy",
            "KINGPIN STRATEGY",
            "nATO pact",
            "Al-Sisi",
            "claudia Sheinbaum",
        ] {
            assert_eq!(find(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_full_reference_may_name_an_id() {
        let names = sample();
        assert_eq!(id(names.find_full("kingpin")).as_deref(), Some("kingpin"));
        assert_eq!(id(names.find_full("official")).as_deref(), Some("official"));
        assert_eq!(
            names.find_full("Kingpin strategy").map(|found| found.kind),
            Some(NameKind::Term)
        );
        assert_eq!(names.find_full("nobody"), None);
        assert_eq!(id(names.find_id("sheinbaum")).as_deref(), Some("sheinbaum"));
    }

    #[test]
    fn a_near_name_is_two_edits_away_at_most() {
        let names = sample();
        let near = |label: &str| names.near(label);
        assert_eq!(
            near("Claudia Sheinbuam").as_deref(),
            Some("Claudia Sheinbaum")
        );
        assert_eq!(
            near("claudia sheinbaum").as_deref(),
            Some("Claudia Sheinbaum")
        );
        assert_eq!(
            near("Kingpin stratgyy").as_deref(),
            Some("kingpin strategy")
        );
        for nothing in [
            "CLAUDIA SHEINBAUM",
            "Claudia Sheinbaumxyz",
            "Claudia Sheinbaum",
            "Irak",
            "Iraqi",
            "sic",
            "Sheinbaum",
        ] {
            assert_eq!(near(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn one_label_for_two_entries_lists_both() {
        let found = read_all(&[
            (
                People,
                "[a]\nkind = 'person'\nname = 'Rubio'\nalso = ['Rubio', 'Congress']\n\
                 [b]\nkind = 'person'\nname = 'Other'\nalso = ['B', 'Rubio']\n",
            ),
            (
                Glossary,
                "[t]\nterm = 'congress'\nshort = 'S'\n[a]\nterm = 'ay'\nshort = 'S'\n",
            ),
        ]);
        assert_eq!(
            found,
            [
                "glossary.toml 2:8 error[label-twice] \"Congress\" is a name of `a` and of `t`, so \
                 `[Congress]` could mean either | change one of the two, or remove it from `also` > \
                 4:18 the other is here",
                "glossary.toml 4:1 error[label-twice] `a` is the id of a person and of a term, so \
                 `[words][a]` could mean either | give one of the two another id > 1:1 the other is here",
                "people.toml 8:14 error[label-twice] \"Rubio\" is a name of `a` and of `b`, so `[Rubio]` \
                 could mean either | change one of the two, or remove it from `also` > 3:8 the other is here",
            ]
        );
    }

    #[test]
    fn a_person_without_a_name_has_no_label() {
        let people = "[a]\nkind = 'person'\nunnamed = true\nname = 'an official'\n\
                      [b]\nkind = 'person'\nunnamed = true\nname = 'an official'\n";
        let ledger = ledger_of(&[(People, people)]);
        assert_eq!(names(&ledger).find("an official"), None);
    }
}
