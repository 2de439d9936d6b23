//! Claims that no source carries, and sources that nothing needs.

use std::collections::BTreeSet;

use super::entries::{Carried, Claim, ClaimKind, Ledger, Origin, SourceState};
use super::problems::{CLAIM_UNSOURCED, SOURCE_UNUSED};
use super::tables::{Id, TableName, place_of};
use crate::diagnostics::Diagnostic;

/// Claims that no source carries, or retracted ones alone. What we conclude ourselves may rest on
/// what it is about. Entries that are `broken` have an error of their own to be mended first.
pub fn unsourced_claims(ledger: &Ledger, broken: &BTreeSet<Id>) -> Vec<Diagnostic> {
    let claims = ledger.claims.iter();
    let claims = claims.filter(|claim| !broken.contains(&claim.id));
    claims
        .filter_map(|claim| unsourced(ledger, claim))
        .collect()
}

fn unsourced(ledger: &Ledger, claim: &Claim) -> Option<Diagnostic> {
    let is_retracted = |line: &Carried| {
        let source = ledger.sources.get(&line.source);
        source.is_some_and(|source| source.state == SourceState::Retracted)
    };
    let is_ours = claim.kind == ClaimKind::Inference;
    let (key, message, hint) = match &claim.carried[..] {
        [] if is_ours && !claim.about.is_empty() => return None,
        [] if is_ours => (
            "",
            "no source carries this claim, and it rests on nothing".to_string(),
            "name what we conclude it from: about = [\"claim:…\"], or the source that concludes it in `carried`",
        ),
        [] => (
            "",
            "no source carries this claim".to_string(),
            "add who says so: carried = [{ source = \"…\", where = [\"…\"] }]",
        ),
        lines if !lines.iter().all(is_retracted) => return None,
        lines => (
            "carried",
            match lines {
                [only] => format!(
                    "`{}`, which alone carries this claim, was retracted",
                    only.source
                ),
                _ => "every source that carries this claim was retracted".to_string(),
            },
            "name another source, or take the claim back with an entry in corrections.toml",
        ),
    };
    let place = place_of(TableName::Claims, &claim.id, key);
    Some(Diagnostic::new(&CLAIM_UNSOURCED, place, message).hint(hint))
}

/// Sources we hold that neither a page nor an entry needs. `cited` are those that pages name.
pub fn unused_sources(ledger: &Ledger, cited: &BTreeSet<Id>) -> Vec<Diagnostic> {
    let needed = needed(ledger);
    let unused = ledger.sources.iter().filter(|source| {
        source.held
            && source.state != SourceState::Retracted
            && !cited.contains(&source.id)
            && !needed.contains(&source.id)
    });
    unused
        .map(|source| {
            let message = "no page cites this source, and no entry rests on it";
            let place = place_of(TableName::Sources, &source.id, "");
            Diagnostic::new(&SOURCE_UNUSED, place, message)
                .hint("cite it where it is needed, or remove it; an origin we only hear of has held = false")
        })
        .collect()
}

/// The sources that entries of the ledger name.
fn needed(ledger: &Ledger) -> BTreeSet<&Id> {
    let mut needed = BTreeSet::new();
    for claim in ledger.claims.iter() {
        for line in &claim.carried {
            needed.insert(&line.source);
            if let Origin::Credited(origins) = &line.origin {
                needed.extend(origins);
            }
        }
        let about = claim.about.iter();
        let about = about.filter_map(|target| target.strip_prefix("source:"));
        let about = about.filter_map(|id| ledger.sources.get(id));
        needed.extend(about.map(|source| &source.id));
    }
    let credits = ledger.sources.iter().flat_map(|source| &source.credits);
    needed.extend(credits);
    let roles = ledger.people.iter().flat_map(|person| &person.roles);
    needed.extend(roles.flat_map(|role| &role.sources));
    needed.extend(ledger.glossary.iter().flat_map(|term| &term.sources));
    needed.extend(ledger.timeline.iter().flat_map(|event| &event.sources));
    let stances = ledger
        .questions
        .iter()
        .flat_map(|question| &question.stances);
    needed.extend(stances.flat_map(|stance| &stance.sources));
    needed.extend(ledger.quotes.iter().map(|quote| &quote.source));
    needed
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{unsourced_claims, unused_sources};
    use crate::ledger::TableName::{
        self, Claims, Glossary, People, Positions, Quotes, Sources, Timeline,
    };
    use crate::ledger::testing::ledger_of;

    fn source(id: &str, rest: &str) -> String {
        format!(
            "[{id}]\nshort = '{id}'\ntitle = 'T'\npublisher = 'P'\npublished = 'not given'\n\
             url = 'not given'\n{rest}\n"
        )
    }

    fn unsourced(rest: &str) -> Vec<String> {
        let sources = source("s", "")
            + &source("gone", "state = 'retracted'")
            + &source("lost", "state = 'retracted'");
        let claims = format!(
            "[d]\nsays = 'D'\nkind = 'report'\ncarried = [{{ source = 's' }}]\n[c]\nsays = 'S'\n{rest}\n"
        );
        let ledger = ledger_of(&[(Sources, &sources), (Claims, &claims)]);
        let found = unsourced_claims(&ledger, &BTreeSet::new()).into_iter();
        found.map(|problem| problem.message).collect()
    }

    #[test]
    fn a_claim_without_a_source_is_told_once() {
        for (rest, told) in [
            ("kind = 'report'", "no source carries this claim"),
            (
                "kind = 'report'\ncarried = []",
                "no source carries this claim",
            ),
            (
                "kind = 'opinion'\nabout = ['claim:d']",
                "no source carries this claim",
            ),
            (
                "kind = 'inference'",
                "no source carries this claim, and it rests on nothing",
            ),
            (
                "kind = 'report'\ncarried = [{ source = 'gone' }]",
                "`gone`, which alone carries this claim, was retracted",
            ),
            (
                "kind = 'report'\ncarried = [{ source = 'gone' }, { source = 'lost' }]",
                "every source that carries this claim was retracted",
            ),
        ] {
            assert_eq!(unsourced(rest), [told], "{rest}");
        }
        for fine in [
            "kind = 'report'\ncarried = [{ source = 's' }]",
            "kind = 'report'\ncarried = [{ source = 's' }, { source = 'gone' }]",
            "kind = 'inference'\nabout = ['claim:d']",
        ] {
            assert_eq!(unsourced(fine), Vec::<String>::new(), "{fine}");
        }
    }

    #[test]
    fn a_source_is_used_wherever_it_is_named() {
        let person = "[p]\nkind = 'person'\nname = 'P'\n";
        let uses: [(TableName, String); 9] = [
            (Claims, "[c]\nsays = 'S'\nkind = 'report'\ncarried = [{ source = 's' }]\n".into()),
            (Claims, "[c]\nsays = 'S'\nkind = 'report'\ncarried = [{ source = 'u', origin = ['s'] }]\n".into()),
            (Claims, "[c]\nsays = 'S'\nkind = 'inference'\nabout = ['source:s']\n".into()),
            (People, format!("{person}roles.r = {{ title = 'T', sources = ['s'] }}\n")),
            (Glossary, "[t]\nterm = 'T'\nshort = 'S'\nsources = ['s']\n".into()),
            (Timeline, "[e]\ndate = 'undated'\ntitle = 'T'\nsources = ['s']\n".into()),
            (
                Positions,
                "[questions.q]\ntitle = 'Q'\n[stances.p.q]\nside = 'for'\nsays = 'S'\nsources = ['s']\n".into(),
            ),
            (Quotes, "[q]\nwords = 'W'\nsource = 's'\n".into()),
            (Sources, source("t", "credits = ['s']")),
        ];
        let unused = |files: &[(TableName, &str)], cited: &[&str]| -> Vec<String> {
            let cited: BTreeSet<_> = cited.iter().map(|id| (*id).into()).collect();
            let found = unused_sources(&ledger_of(files), &cited).into_iter();
            found
                .map(|problem| format!("{:?}", problem.place))
                .collect()
        };
        let base = source("s", "") + &source("u", "");
        assert_eq!(unused(&[(Sources, &base)], &["u"]).len(), 1);
        assert_eq!(
            unused(&[(Sources, &base)], &["u", "s"]),
            Vec::<String>::new()
        );
        for (table, text) in &uses {
            let mut files = vec![(Sources, base.clone()), (People, person.to_string())];
            match files.iter_mut().find(|(known, _)| known == table) {
                Some((Sources, sources)) => sources.push_str(text),
                Some((_, known)) => known.clone_from(text),
                None => files.push((*table, text.clone())),
            }
            let files: Vec<_> = files
                .iter()
                .map(|(table, text)| (*table, text.as_str()))
                .collect();
            assert_eq!(unused(&files, &["u", "t"]), Vec::<String>::new(), "{text}");
        }
        let retracted = source("s", "state = 'retracted'") + "[o]\nheld = false\nshort = 'o'\n";
        assert_eq!(unused(&[(Sources, &retracted)], &[]), Vec::<String>::new());
    }
}
