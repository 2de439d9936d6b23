//! Claims that no source carries, and sources that nothing needs.

use std::collections::BTreeSet;

use super::entries::{ClaimKind, Ledger, Origin, SourceState};
use super::problems::{CLAIM_UNSOURCED, SOURCE_UNUSED};
use super::row::Row;
use super::tables::{Id, TableName, place_of};
use crate::diagnostics::Diagnostic;

/// A claim without a line in `carried`. What we conclude ourselves may rest on what it is about.
pub(super) fn without_source(row: &Row<'_, '_>, kind: ClaimKind) {
    let is_empty = |key| row.table.texts(key).is_none_or(|all| all.is_empty());
    let is_ours = kind == ClaimKind::Inference;
    // What stands there and is no list of lines has its own message.
    let lines = row.table.data("carried");
    if lines.is_some_and(|lines| lines != crate::values::Data::List(Vec::new().into())) {
        return;
    }
    if is_ours && !is_empty("about") {
        return;
    }
    let place = match row.table.has("carried") {
        true => row.table.place_of("carried"),
        false => row.table.place(),
    };
    let (message, hint) = match is_ours {
        true => (
            "no source carries this claim, and it rests on nothing",
            "name what we conclude it from: about = [\"claim:…\"], or the source that concludes it in `carried`",
        ),
        false => (
            "no source carries this claim",
            "add who says so: carried = [{ source = \"…\", where = [\"…\"] }]",
        ),
    };
    let problem = Diagnostic::new(&CLAIM_UNSOURCED, place, message).hint(hint);
    row.table.report_unless_misspelt(&["carried"], problem);
}

/// Claims whose every source was retracted.
pub(super) fn retracted(ledger: &Ledger) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for claim in ledger.claims.iter() {
        let is_retracted = |id: &Id| {
            let source = ledger.sources.get(id);
            source.is_some_and(|source| source.state == SourceState::Retracted)
        };
        let mut carriers = claim.carried.iter().map(|line| &line.source);
        if claim.carried.is_empty() || !carriers.all(is_retracted) {
            continue;
        }
        let message = match &claim.carried[..] {
            [only] => format!(
                "`{}`, which alone carries this claim, was retracted",
                only.source
            ),
            _ => "every source that carries this claim was retracted".to_string(),
        };
        let place = place_of(TableName::Claims, &claim.id, "carried");
        problems.push(
            Diagnostic::new(&CLAIM_UNSOURCED, place, message).hint(
                "name another source, or take the claim back with an entry in corrections.toml",
            ),
        );
    }
    problems
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

    use super::unused_sources;
    use crate::ledger::TableName::{
        self, Claims, Glossary, People, Positions, Quotes, Sources, Timeline,
    };
    use crate::ledger::testing::{ledger_of, read_whole};

    fn source(id: &str, rest: &str) -> String {
        format!(
            "[{id}]\nshort = '{id}'\ntitle = 'T'\npublisher = 'P'\npublished = 'not given'\n\
             url = 'not given'\n{rest}\n"
        )
    }

    fn claim(rest: &str) -> Vec<String> {
        let sources = source("s", "")
            + &source("gone", "state = 'retracted'")
            + &source("lost", "state = 'retracted'");
        let claims = format!(
            "[d]\nsays = 'D'\nkind = 'report'\ncarried = [{{ source = 's' }}]\n[c]\nsays = 'S'\n{rest}\n"
        );
        read_whole(&[(Sources, &sources), (Claims, &claims)])
    }

    #[test]
    fn a_claim_without_a_source_is_told_once() {
        for (rest, told) in [
            (
                "kind = 'report'",
                "claims.toml 5:1 warning[claim-unsourced] no source carries this claim |",
            ),
            (
                "kind = 'report'\ncarried = []",
                "claims.toml 8:11 warning[claim-unsourced] no source carries this claim |",
            ),
            (
                "kind = 'opinion'\nabout = ['claim:d']",
                "claims.toml 5:1 warning[claim-unsourced]",
            ),
            (
                "kind = 'inference'",
                "claims.toml 5:1 warning[claim-unsourced] no source carries this claim, and it rests",
            ),
            (
                "kind = 'report'\ncarried = [{ source = 'gone' }]",
                "claims.toml 8:11 warning[claim-unsourced] `gone`, which alone",
            ),
            (
                "kind = 'report'\ncarried = [{ source = 'gone' }, { source = 'lost' }]",
                "claims.toml 8:11 warning[claim-unsourced] every source",
            ),
            (
                "kind = 'report'\ncaried = [{ source = 's' }]",
                "claims.toml 8:1 error[unknown-key]",
            ),
            (
                "kind = 'report'\ncarried = 's'",
                "claims.toml 8:11 error[wrong-type]",
            ),
            (
                "kind = 'report'\ncarried = [{ source = 'z' }]",
                "claims.toml 8:23 error[unknown-source]",
            ),
        ] {
            let found = claim(rest);
            assert_eq!(found.len(), 1, "{rest}: {found:#?}");
            assert!(found[0].starts_with(told), "{found:#?}");
        }
        for fine in [
            "kind = 'report'\ncarried = [{ source = 's' }]",
            "kind = 'report'\ncarried = [{ source = 's' }, { source = 'gone' }]",
            "kind = 'inference'\nabout = ['claim:d']",
        ] {
            assert_eq!(claim(fine), Vec::<String>::new());
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
