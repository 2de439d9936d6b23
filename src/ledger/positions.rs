//! positions.toml and disagreements.toml: who takes which side, and where sources part.

use std::collections::BTreeMap;

use super::entries::{Disagreement, PositionQuestion, Stance};
use super::row::{Links, Row, entries};
use super::tables::{Entries, Id, TableName};
use crate::values::Table;

pub const SIDES: [&str; 5] = ["for", "against", "mixed", "conditional", "none-stated"];
pub const KINDS: [&str; 5] = ["contradiction", "wording", "scope", "time", "figure"];

pub fn read_positions(table: Table<'_>, links: &Links) -> Entries<PositionQuestion> {
    let mut questions = match table.table("questions") {
        Some(questions) => entries(questions, TableName::Positions, links, question),
        None => Entries::default(),
    };
    let mut stances: BTreeMap<Id, Vec<Stance>> = BTreeMap::new();
    let mut actors: Vec<Id> = Vec::new();
    if let Some(by_actor) = table.table("stances") {
        for (actor, inner) in by_actor.tables() {
            let actor_place = by_actor.place_of_key(actor);
            let mut known = None;
            for (question, stance_table) in inner.tables() {
                let row = Row::new(
                    stance_table,
                    Id::from(question),
                    TableName::Positions,
                    links,
                );
                if known.is_none() {
                    known = row.checked(
                        "stances",
                        TableName::People,
                        false,
                        actor,
                        actor_place.clone(),
                    );
                }
                row.link_to_question(inner.place_of_key(question));
                let stance = stance(&row, Id::from(actor));
                if questions.get(question).is_some() && !actors.contains(&stance.actor) {
                    actors.push(stance.actor.clone());
                }
                stances.entry(row.id.clone()).or_default().push(stance);
                row.finish();
            }
        }
    }
    for (question, stances) in stances {
        questions.change(&question, |question| question.stances = stances);
    }
    let ids: Vec<Id> = questions.ids().map(Id::from).collect();
    for id in ids {
        questions.change(&id, |question| {
            let silent = |actor: &&Id| {
                question
                    .stances
                    .iter()
                    .all(|stance| stance.actor != **actor)
            };
            question.gaps = actors.iter().filter(silent).cloned().collect();
        });
    }
    table.finish();
    questions
}

fn question(row: &Row<'_, '_>) -> PositionQuestion {
    PositionQuestion {
        id: row.id.clone(),
        was: row.was(),
        title: row.needed_text("title"),
        stances: Vec::new(),
        gaps: Vec::new(),
    }
}

fn stance(row: &Row<'_, '_>, actor: Id) -> Stance {
    let side = row.needed_word("side", &SIDES);
    let says = match side.as_str() {
        "none-stated" => row.text("says").unwrap_or_default(),
        _ => row.needed_text("says"),
    };
    Stance {
        actor,
        side,
        says,
        sources: row.links("sources", TableName::Sources, true),
    }
}

pub fn read_disagreements(table: Table<'_>, links: &Links) -> Entries<Disagreement> {
    entries(table, TableName::Disagreements, links, disagreement)
}

fn disagreement(row: &Row<'_, '_>) -> Disagreement {
    if !row.table.has("claims") {
        row.table.missing("claims");
    }
    Disagreement {
        id: row.id.clone(),
        was: row.was(),
        kind: row.needed_word("kind", &KINDS),
        question: row.needed_text("question"),
        claims: row.links("claims", TableName::Claims, false),
        common: row.text("common"),
        open: row.text("open"),
        note: row.text("note"),
    }
}

#[cfg(test)]
mod tests {
    use crate::ledger::TableName::{Disagreements, People, Positions};
    use crate::ledger::testing::{ledger_of, read_all, read_one, tree};

    const PEOPLE: (crate::ledger::TableName, &str) = (
        People,
        "[a]\nkind = 'person'\nname = 'Ada'\n[b]\nkind = 'state'\nname = 'Bea'\n[c]\nkind = 'group'\nname = 'Cee'\n",
    );

    #[test]
    fn stances_gather_under_their_question_and_silence_is_a_gap() {
        let text = "[questions.q1]\ntitle = 'Q1'\n[questions.q2]\ntitle = 'Q2'\n\
                    [questions.q3]\ntitle = 'Q3'\n[stances.b.q1]\nside = 'for'\nsays = 'B'\n[stances.a.q1]\nside = 'none-stated'\n\
                    [stances.a.q2]\nside = 'against'\nsays = 'A'\n";
        let ledger = ledger_of(&[PEOPLE, (Positions, text)]);
        let q1 = ledger.questions.get("q1").expect("q1");
        let actors: Vec<_> = q1.stances.iter().map(|stance| &*stance.actor).collect();
        assert_eq!(actors, ["b", "a"]);
        assert_eq!(q1.gaps, []);
        let q2 = ledger.questions.get("q2").expect("q2");
        assert_eq!(q2.gaps, ["b".into()]);
        let q3 = ledger.questions.get("q3").expect("q3");
        assert_eq!(q3.gaps, ["b".into(), "a".into()]);
    }

    #[test]
    fn wrong_stances_are_told() {
        let found = read_all(&[
            PEOPLE,
            (
                Positions,
                "[questions.Q]\ntitle = 'Q'\n[stances.aa.q2]\nside = 'against'\n[stances.a.Q]\nside = 'fro'\nsays = 'x'\n\
                 [stances.aa.Q]\nside = 'for'\nsays = 'x'\n[stanzas]\n",
            ),
        ]);
        let starts = [
            "positions.toml 1:12 error[bad-id] `Q` is no id",
            "positions.toml 3:1 error[missing-key] `says` is missing in `stances.aa.q2`",
            "positions.toml 3:10 error[unknown-person] `stances` names \"aa\", which is no person of the ledger",
            "positions.toml 3:13 error[unknown-position] `stances` names \"q2\", which is no position question",
            "positions.toml 6:8 error[bad-value] `side` is \"fro\", expected one of: for, against",
            "positions.toml 11:2 error[unknown-key] `stanzas` is no key known",
        ];
        assert_eq!(found.len(), starts.len(), "{found:#?}");
        for (found, start) in found.iter().zip(starts) {
            assert!(found.starts_with(start), "{found}\n{start}");
        }
    }

    #[test]
    fn an_unknown_actor_is_told_once() {
        let text = "[questions.q1]\ntitle = 'Q1'\n[questions.q2]\ntitle = 'Q2'\n[stances.z]\n\
                    q1 = { side = 'none-stated' }\nq2 = { side = 'none-stated' }\n";
        let reading = crate::ledger::read(&tree(&[(Positions, text)]));
        assert_eq!(reading.problems.len(), 1, "{:#?}", reading.problems);
    }

    #[test]
    fn a_disagreement_needs_a_kind_a_question_and_claims() {
        let found = read_one(Disagreements, "[d]\n");
        assert_eq!(found.len(), 3, "{found:#?}");
        let found = read_one(
            Disagreements,
            "[d]\nkind = 'wording'\nquestion = 'Q'\nclaims = ['x', 'x']\n",
        );
        assert_eq!(found.len(), 2, "{found:#?}");
        assert!(
            found[0]
                .starts_with("4:11 error[unknown-claim] `claims` names \"x\", which is no claim")
        );
        assert_eq!(
            found[1],
            "4:16 warning[named-twice] `claims` names \"x\" twice | keep one of the two"
        );
    }
}
