//! Ids across tables: every one has to name an entry, and none may lead round in a circle.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::circles;
use super::entries::Ledger;
use super::names;
use super::problems::{SOURCE_NOT_HELD, unknown_code};
use super::row::Link;
use super::tables::{Id, TableName, place_of};
use super::timeline;
use super::unique;
use crate::diagnostics::{Diagnostic, Place};
use crate::values::{did_you_mean, suggestion};

/// Checks what no table can know alone, and completes what follows from it.
pub fn check(ledger: &mut Ledger, links: &[Link]) -> Vec<Diagnostic> {
    let mut problems = targets(ledger, links);
    for table in TableName::ALL {
        problems.extend(unique::earlier_ids(ledger, table));
    }
    problems.extend(unique::shorts(ledger));
    problems.extend(names::clashes(ledger, &|_, _, _| None));
    problems.extend(circles::take_out(ledger, links));
    problems.extend(timeline::check_order(&ledger.timeline, |event, first| {
        place(links, TableName::Timeline, event, "after", first)
    }));
    let events = Arc::make_mut(&mut ledger.timeline);
    *events = timeline::in_order(std::mem::take(events));
    contradict_both_ways(ledger);
    problems
}

/// The message for an id that names nothing; `subject` is what names it: `` `origin` `` in the
/// ledger, `[@s001]` on a page. None if the entry may stand in the part of a file that could not be read.
pub fn unknown_id(
    ledger: &Ledger,
    table: TableName,
    id: &str,
    place: Place,
    subject: &str,
) -> Option<Diagnostic> {
    if is_known(ledger, table, id) {
        return None;
    }
    let hint = unknown_hint(ledger, table, id);
    Some(unknown(table, id, place, subject).maybe_hint(hint))
}

fn is_known(ledger: &Ledger, table: TableName, id: &str) -> bool {
    ledger.has(table, id) || ledger.incomplete.contains(&table)
}

fn unknown(table: TableName, id: &str, place: Place, subject: &str) -> Diagnostic {
    let noun = table.noun();
    let message = format!("{subject} names \"{id}\", which is no {noun} of the ledger");
    Diagnostic::new(unknown_code(table), place, message)
}

fn unknown_hint(ledger: &Ledger, table: TableName, id: &str) -> Option<String> {
    let mut earlier = ledger.earlier_ids(table).into_iter();
    if let Some((_, now)) = earlier.find(|(was, _)| ***was == *id) {
        return Some(format!("it is called `{now}` now"));
    }
    let known = ledger.ids(table);
    if let Some(near) = did_you_mean(id, known.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    let mut tables = TableName::ALL.into_iter();
    if let Some(other) = tables.find(|other| ledger.has(*other, id)) {
        let (is, expected) = (with_article(other.noun()), with_article(table.noun()));
        return Some(format!("`{id}` is {is}, expected {expected}"));
    }
    let add = format!("add `[{id}]` to {}", table.path());
    match known.is_empty() {
        true => Some(add),
        false => suggestion(id, known).or(Some(add)),
    }
}

fn with_article(noun: &str) -> String {
    match noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        true => format!("an {noun}"),
        false => format!("a {noun}"),
    }
}

fn targets(ledger: &Ledger, links: &[Link]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    // One wrong id often stands in many places, and looking for a near one takes long.
    let mut hints: BTreeMap<(TableName, &Id), Option<String>> = BTreeMap::new();
    for link in links {
        let subject = format!("`{}`", link.key);
        let place = link.place.clone();
        if !is_known(ledger, link.to, &link.id) {
            let hint = hints
                .entry((link.to, &link.id))
                .or_insert_with(|| unknown_hint(ledger, link.to, &link.id));
            problems.push(unknown(link.to, &link.id, place, &subject).maybe_hint(hint.clone()));
        } else if link.held
            && ledger
                .sources
                .get(&link.id)
                .is_some_and(|source| !source.held)
        {
            problems.push(not_held(&link.id, place, &subject));
        }
    }
    problems
}

/// The message for a source that is cited though nobody here has read it.
pub fn not_held(id: &str, place: Place, subject: &str) -> Diagnostic {
    let message = format!(
        "{subject} names \"{id}\", an origin that others credit and we have not read (`held = false`)"
    );
    Diagnostic::new(&SOURCE_NOT_HELD, place, message).hint(format!(
        "cite the source that credits it, with origin = [\"{id}\"] there; or read it and remove `held`"
    ))
}

/// The place where one entry names another.
pub(super) fn place(links: &[Link], table: TableName, from: &str, key: &str, to: &str) -> Place {
    let mut links = links.iter();
    links
        .find(|link| {
            link.from.0 == table && *link.from.1 == *from && link.key == key && *link.id == *to
        })
        .map_or_else(|| place_of(table, from, key), |link| link.place.clone())
}

/// A contradiction is declared once, on either side.
fn contradict_both_ways(ledger: &mut Ledger) {
    let declared: Vec<(Id, Id)> = ledger
        .claims
        .iter()
        .flat_map(|claim| {
            let others = claim.contradicts.iter();
            others.map(|other| (claim.id.clone(), other.clone()))
        })
        .collect();
    if declared.is_empty() {
        return;
    }
    let claims = Arc::make_mut(&mut ledger.claims);
    for (claim, other) in declared {
        claims.change(&other, |other| {
            if !other.contradicts.contains(&claim) {
                other.contradicts.push(claim);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::ledger::TableName::{
        self, Claims, Disagreements, Glossary, People, Positions, Quotes, Sources, Timeline,
    };
    use crate::ledger::testing::{ledger_of, read_all, read_one};

    fn claim(id: &str, rest: &str) -> String {
        format!("[{id}]\nsays = 'S'\nkind = 'report'\n{rest}\n")
    }

    fn origin(id: &str, rest: &str) -> String {
        format!("[{id}]\nheld = false\nshort = '{id}'\n{rest}\n")
    }

    #[test]
    fn a_contradiction_is_filled_in_on_both_sides() {
        let text = claim("a", "contradicts = ['b', 'c']")
            + &claim("b", "contradicts = ['a']")
            + &claim("c", "");
        let ledger = ledger_of(&[(Claims, &text)]);
        let of = |id: &str| ledger.claims.get(id).expect(id).contradicts.clone();
        assert_eq!(of("a"), ["b".into(), "c".into()]);
        assert_eq!(of("b"), ["a".into()]);
        assert_eq!(of("c"), ["a".into()]);
    }

    #[test]
    fn a_claim_neither_contradicts_nor_supersedes_itself() {
        let found = read_one(
            Claims,
            &claim("a", "contradicts = ['a']\nsupersedes = ['a', 'b']"),
        );
        let starts = [
            "4:16 error[names-itself] `contradicts` names \"a\", the entry it stands in",
            "5:15 error[names-itself] `supersedes` names \"a\", the entry it stands in",
            "5:20 error[unknown-claim] `supersedes` names \"b\", which is no claim of the ledger",
        ];
        assert_eq!(found.len(), starts.len(), "{found:#?}");
        for (found, start) in found.iter().zip(starts) {
            assert!(found.starts_with(start), "{found}\n{start}");
        }
    }

    #[test]
    fn an_unknown_id_comes_with_what_to_do() {
        let hint = |id: &str, sources: &str| {
            let found = read_all(&[
                (Sources, sources),
                (People, "[ada]\nkind = 'person'\nname = 'Ada'\n"),
                (
                    Claims,
                    &claim("c", &format!("carried = [{{ source = '{id}' }}]")),
                ),
            ]);
            assert_eq!(found.len(), 1, "{found:#?}");
            let (_, hint) = found[0].split_once(" | ").expect("a hint");
            hint.to_string()
        };
        let sources = origin("reuters", "was = ['rtr']") + &origin("nbc", "");
        assert_eq!(hint("reuter", &sources), "did you mean `reuters`?");
        assert_eq!(hint("rtr", &sources), "it is called `reuters` now");
        assert_eq!(
            hint("ada", &sources),
            "`ada` is a person, expected a source"
        );
        assert_eq!(hint("zzz", &sources), "known here: `nbc`, `reuters`");
        assert_eq!(
            hint("zzz", ""),
            "add `[zzz]` to content/ledger/sources.toml"
        );
    }

    #[test]
    fn every_reference_is_checked() {
        let word = "kind = 'wording'\nquestion = 'Q'\n";
        let quote = "[q]\nwords = 'W'\n";
        let event = "[e]\ndate = 'undated'\ntitle = 'T'\n";
        let term = "[t]\nterm = 'T'\nshort = 'S'\n";
        let person = "[p]\nkind = 'person'\nname = 'P'\n";
        let stance = "[questions.q]\ntitle = 'Q'\n[stances.p.q]\nside = 'for'\nsays = 'S'\n";
        // The table, an entry, a key with an unknown id, the code, and whether it cites.
        let cases: Vec<(TableName, String, &str, &str, bool)> = vec![
            (
                Sources,
                origin("a", ""),
                "credits = ['z']",
                "unknown-source",
                false,
            ),
            (
                Claims,
                claim("a", ""),
                "chain = ['z']",
                "unknown-person",
                false,
            ),
            (
                Claims,
                claim("a", ""),
                "contradicts = ['z']",
                "unknown-claim",
                false,
            ),
            (
                Claims,
                claim("a", ""),
                "supersedes = ['z']",
                "unknown-claim",
                false,
            ),
            (
                Claims,
                claim("a", ""),
                "carried = [{ source = 'z' }]",
                "unknown-source",
                true,
            ),
            (
                People,
                person.into(),
                "roles.r = { title = 'T', sources = ['z'] }",
                "unknown-source",
                true,
            ),
            (
                Glossary,
                term.into(),
                "sources = ['z']",
                "unknown-source",
                true,
            ),
            (
                Timeline,
                event.into(),
                "sources = ['z']",
                "unknown-source",
                true,
            ),
            (
                Timeline,
                event.into(),
                "after = ['z']",
                "unknown-event",
                false,
            ),
            (
                Timeline,
                event.into(),
                "claims = ['z']",
                "unknown-claim",
                false,
            ),
            (
                Positions,
                stance.into(),
                "sources = ['z']",
                "unknown-source",
                true,
            ),
            (
                Disagreements,
                format!("[d]\n{word}"),
                "claims = ['z']",
                "unknown-claim",
                false,
            ),
            (Quotes, quote.into(), "source = 'z'", "unknown-source", true),
            (
                Quotes,
                format!("{quote}source = 's'\n"),
                "speaker = 'z'",
                "unknown-person",
                false,
            ),
        ];
        for (table, entry, key, code, cites) in cases {
            let with = |id: &str| {
                let text = format!("{entry}{}\n", key.replace("'z'", &format!("'{id}'")));
                let mut files = vec![(table, text.clone())];
                let source = "[o]\nheld = false\nshort = 'O'\n[s]\nshort = 'S'\ntitle = 'T'\npublisher = 'P'\n\
                              published = 'not given'\nurl = 'not given'\n";
                for (other, other_text) in [(Sources, source), (People, person)] {
                    match files.iter_mut().find(|(table, _)| *table == other) {
                        Some((_, text)) if other == Sources => *text = format!("{source}{text}"),
                        Some(_) => {}
                        None => files.push((other, other_text.to_string())),
                    }
                }
                let files: Vec<_> = files.iter().map(|(t, text)| (*t, text.as_str())).collect();
                read_all(&files)
            };
            let found = with("z");
            assert_eq!(found.len(), 1, "{key}: {found:#?}");
            assert!(found[0].contains(&format!("[{code}]")), "{key}: {found:#?}");
            let found = with("o");
            let not_held = found.iter().any(|line| line.contains("[source-not-held]"));
            assert_eq!(not_held, cites, "{key}: {found:#?}");
            if code == "unknown-source" {
                assert_eq!(with("s"), Vec::<String>::new(), "{key}");
            }
        }
    }
}
