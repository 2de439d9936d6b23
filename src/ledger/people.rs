//! people.toml and glossary.toml: whom and what a page's bracketed names mean.

use super::entries::{Person, Role, Term};
use super::row::{Links, Row, entries};
use super::tables::{Entries, TableName};
use crate::values::Table;

pub const KINDS: [&str; 5] = ["person", "state", "agency", "organisation", "group"];

pub fn read_people(table: Table<'_>, links: &Links) -> Entries<Person> {
    entries(table, TableName::People, links, person)
}

fn person(row: &Row<'_, '_>) -> Person {
    Person {
        id: row.id.clone(),
        was: row.was(),
        kind: row.needed_word("kind", &KINDS),
        name: row.needed_text("name"),
        also: row.texts("also"),
        unnamed: row.table.bool("unnamed").unwrap_or_default(),
        roles: roles(row),
        note: row.text("note"),
    }
}

fn roles(row: &Row<'_, '_>) -> Vec<Role> {
    let Some(table) = row.row("roles") else {
        return Vec::new();
    };
    let mut roles = Vec::new();
    for (key, inner) in table.named_rows() {
        let day = |key: &str| match inner.is_not_given(key) {
            true => None,
            false => inner.event_date(key).map(|date| date.written),
        };
        roles.push(Role {
            key: key.to_string(),
            title: inner.needed_text("title"),
            sources: inner.links("sources", TableName::Sources, true),
            note: inner.text("note"),
            from: day("from"),
            until: day("until"),
        });
        inner.finish();
    }
    roles
}

pub fn read_glossary(table: Table<'_>, links: &Links) -> Entries<Term> {
    entries(table, TableName::Glossary, links, term)
}

fn term(row: &Row<'_, '_>) -> Term {
    Term {
        id: row.id.clone(),
        was: row.was(),
        term: row.needed_text("term"),
        also: row.texts("also"),
        short: row.needed_text("short"),
        long: row.text("long"),
        sources: row.links("sources", TableName::Sources, true),
    }
}

#[cfg(test)]
mod tests {
    use crate::ledger::TableName::{Glossary, People, Sources};
    use crate::ledger::testing::{ledger_of, read_all, read_one};

    #[test]
    fn people_keep_their_roles_in_order() {
        let text = "[rubio]\nkind = 'person'\nname = 'Marco Rubio'\nalso = ['Rubio']\nnote = 'N'\n\
                    roles.secretary = { title = 'Secretary of State', from = 2025-01-21, until = 'not given' }\n\
                    roles.senator = { title = 'Senator', from = '2011', until = '2025', note = 'once' }\n\
                    [official]\nkind = 'person'\nunnamed = true\nname = 'a former official'\n";
        let ledger = ledger_of(&[(People, text)]);
        let rubio = ledger.people.get("rubio").expect("rubio");
        let roles: Vec<_> = rubio.roles.iter().map(|role| role.key.as_str()).collect();
        assert_eq!(roles, ["secretary", "senator"]);
        assert_eq!(rubio.roles[0].from.as_deref(), Some("2025-01-21"));
        assert_eq!(rubio.roles[0].until, None);
        assert!(ledger.people.get("official").expect("official").unnamed);
    }

    #[test]
    fn a_wrong_person_is_told() {
        let found = read_one(
            People,
            "[a]\nname = 'not given'\nroles.x = { titel = 'T', from = 'once' }\n[b]\nkind = 'agancy'\nname = 'B'\n",
        );
        let starts = [
            "1:1 error[missing-key] `kind` is missing in `a` | add kind = \"…\", one of: person, state,",
            "2:8 error[bad-value] `name` is \"not given\", but an entry needs it",
            "3:13 error[unknown-key] `titel` is no key known in `a.roles.x` | did you mean `title`?",
            "3:33 error[bad-date] `from` is \"once\", expected a date",
            "5:8 error[bad-value] `kind` is \"agancy\"",
        ];
        assert_eq!(found.len(), starts.len(), "{found:#?}");
        for (found, start) in found.iter().zip(starts) {
            assert!(found.starts_with(start), "{found}\n{start}");
        }
    }

    #[test]
    fn a_term_needs_its_word_and_its_meaning() {
        assert_eq!(
            read_one(Glossary, "[k]\n"),
            [
                "1:1 error[missing-key] `short` is missing in `k` | add `short = …`",
                "1:1 error[missing-key] `term` is missing in `k` | add `term = …`",
            ]
        );
        let text = "[k]\nterm = 'kingpin strategy'\nshort = 'S'\nlong = 'L'\nalso = ['kingpins']\n";
        let ledger = ledger_of(&[(Glossary, text)]);
        assert_eq!(ledger.glossary.get("k").expect("k").also, ["kingpins"]);
    }

    #[test]
    fn an_origin_we_have_not_read_cannot_be_cited() {
        let found = read_all(&[
            (Sources, "[reuters]\nheld = false\nshort = 'Reuters'\n"),
            (
                People,
                "[a]\nkind = 'person'\nname = 'A'\nroles.x = { title = 'T', sources = ['reuters', 'afp'] }\n",
            ),
        ]);
        assert_eq!(found.len(), 2, "{found:#?}");
        assert!(
            found[0]
                .starts_with("people.toml 4:37 error[source-not-held] `sources` names \"reuters\"")
        );
        assert!(
            found[1].starts_with("people.toml 4:48 error[unknown-source] `sources` names \"afp\"")
        );
    }
}
