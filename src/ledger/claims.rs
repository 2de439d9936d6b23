//! claims.toml: what is said, by whom, in which source, and the figures in it.

use std::collections::BTreeSet;

use super::entries::{Bound, Carried, Claim, ClaimKind, Figure, Origin};
use super::problems::CARRIED_TWICE;
use super::row::{Links, Row, entries};
use super::tables::{Entries, TableName};
use crate::diagnostics::Diagnostic;
use crate::values::{Data, Table};

pub const KINDS: [(&str, ClaimKind); 8] = [
    ("report", ClaimKind::Report),
    ("statement", ClaimKind::Statement),
    ("figure", ClaimKind::Figure),
    ("opinion", ClaimKind::Opinion),
    ("prediction", ClaimKind::Prediction),
    ("legal", ClaimKind::Legal),
    ("historical", ClaimKind::Historical),
    ("inference", ClaimKind::Inference),
];
pub const BOUNDS: [(&str, Bound); 5] = [
    ("exact", Bound::Exact),
    ("about", Bound::About),
    ("at-least", Bound::AtLeast),
    ("at-most", Bound::AtMost),
    ("range", Bound::Range),
];
/// What a claim may be about beside the story itself.
pub const ABOUT: [&str; 3] = ["claim", "source", "quote"];

pub fn read(table: Table<'_>, links: &Links) -> Entries<Claim> {
    entries(table, TableName::Claims, links, claim)
}

fn claim(row: &Row<'_, '_>) -> Claim {
    let about = row.targets("about", &ABOUT).into_iter();
    Claim {
        id: row.id.clone(),
        was: row.was(),
        says: row.needed_text("says"),
        kind: kind(row),
        topics: row.texts("topics"),
        chain: row.links("chain", TableName::People, false),
        about: about
            .map(|target| format!("{}:{}", target.kind, target.name))
            .collect(),
        as_of: row.date("as_of"),
        review_by: row.date("review_by"),
        contradicts: row.links("contradicts", TableName::Claims, false),
        supersedes: row.links("supersedes", TableName::Claims, false),
        carried: carried(row),
        figures: figures(row),
    }
}

fn kind(row: &Row<'_, '_>) -> ClaimKind {
    if !row.table.has("kind") {
        let words = KINDS.map(|(word, _)| word).join(", ");
        let hint = format!("add kind = \"…\", one of: {words}");
        row.table.missing_with("kind", hint);
    }
    row.table.one_of("kind", &KINDS).unwrap_or_default()
}

fn carried(row: &Row<'_, '_>) -> Vec<Carried> {
    let mut reports = Vec::new();
    let mut seen = BTreeSet::new();
    for line in row.rows("carried") {
        let source = line.link("source", TableName::Sources, true);
        if !line.table.has("source") {
            line.table.missing("source");
        }
        let places = line.texts("where");
        let origin = origin(&line, source.as_deref());
        if let Some(source) = source {
            if seen.insert(source.clone()) {
                reports.push(Carried {
                    source,
                    places,
                    origin,
                });
            } else {
                let message = format!("`carried` has a second line for \"{source}\"");
                let place = line.table.place_of("source");
                line.report(
                    Diagnostic::new(&CARRIED_TWICE, place, message)
                        .hint("join the two: list every place of the source in one `where`"),
                );
            }
        }
        line.finish();
    }
    reports
}

/// `"own"`, `"unknown"`, or the sources credited.
fn origin(line: &Row<'_, '_>, source: Option<&str>) -> Origin {
    match line.table.kind_of("origin") {
        None => Origin::Unknown,
        Some("a list") => {
            let credited = line.links("origin", TableName::Sources, false);
            if line.table.texts("origin").is_some_and(|all| all.is_empty()) {
                let hint = "write origin = \"unknown\", or leave it out";
                line.report(line.wrong("origin", "`origin` names nobody").hint(hint));
            }
            if source.is_some_and(|source| credited.iter().any(|id| **id == *source)) {
                let message = "`origin` names the source itself, which credits nobody";
                let hint = "write origin = \"own\"";
                line.report(line.wrong("origin", message).hint(hint));
                return Origin::Own;
            }
            match credited.is_empty() {
                true => Origin::Unknown,
                false => Origin::Credited(credited),
            }
        }
        Some("a text") => match line.table.text("origin").unwrap_or_default().as_str() {
            "own" => Origin::Own,
            "unknown" | "not given" => Origin::Unknown,
            other => {
                let message = format!(
                    "`origin` is \"{other}\", expected \"own\", \"unknown\" or a list of sources"
                );
                let hint = format!("if it credits another source, write origin = [\"{other}\"]");
                line.report(line.wrong("origin", message).hint(hint));
                Origin::Unknown
            }
        },
        Some(found) => {
            let message =
                format!("`origin` is {found}, expected \"own\", \"unknown\" or a list of sources");
            line.report(line.wrong("origin", message));
            Origin::Unknown
        }
    }
}

fn figures(row: &Row<'_, '_>) -> Vec<Figure> {
    let Some(table) = row.row("figures") else {
        return Vec::new();
    };
    let mut figures = Vec::new();
    for (key, inner) in table.named_rows() {
        figures.extend(figure(key, &inner));
        inner.finish();
    }
    figures
}

fn figure(key: &str, row: &Row<'_, '_>) -> Option<Figure> {
    if !row.table.has("value") {
        row.table.missing("value");
    }
    let value = number(row, "value");
    let to = number(row, "to");
    let bound = row.table.one_of("bound", &BOUNDS).unwrap_or_default();
    let (unit, label) = (row.text("unit"), row.needed_text("label"));
    match (&to, bound) {
        (None, Bound::Range) if !row.table.has("to") => {
            let message = "`bound` is \"range\", but the range has no upper end";
            let hint = "add to = …, the upper end of the range";
            row.report(row.wrong("bound", message).hint(hint));
        }
        (Some(_), bound) if bound != Bound::Range => {
            let message = "`to` is the upper end of a range, but `bound` is not \"range\"";
            let hint = "write bound = \"range\", or remove `to`";
            row.report(row.wrong("to", message).hint(hint));
        }
        (Some(to), _)
            if value
                .as_ref()
                .is_some_and(|value| float(to) <= float(value)) =>
        {
            let message = "the range ends at or before its beginning";
            let hint = "`value` is the lower end, `to` the upper one";
            row.report(row.wrong("to", message).hint(hint));
        }
        _ => {}
    }
    Some(Figure {
        key: key.to_string(),
        value: value?,
        to,
        bound,
        unit,
        label,
    })
}

/// A number that can be shown: no infinity, and no more digits than fit.
fn number(row: &Row<'_, '_>, key: &str) -> Option<Data> {
    let number = row.table.number(key)?;
    if !float(&number).is_finite() {
        let message = format!("`{key}` is no number that can be shown");
        row.report(row.wrong(key, message).hint("write it with digits alone"));
        return None;
    }
    Some(number)
}

fn float(number: &Data) -> f64 {
    match number {
        Data::Int(number) => *number as f64,
        Data::Float(bits) => f64::from_bits(*bits),
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use crate::ledger::TableName::{Claims, Sources};
    use crate::ledger::testing::{ledger_of, read_all, read_one};
    use crate::ledger::{Bound, ClaimKind, Origin};
    use crate::values::Data;

    const SOURCES: (crate::ledger::TableName, &str) = (
        Sources,
        "[s001]\nshort = 'one'\ntitle = 'not given'\npublisher = 'not given'\npublished = 'not given'\n\
         url = 'not given'\n[reuters]\nheld = false\nshort = 'Reuters'\n",
    );

    fn with_sources(claims: &str) -> Vec<String> {
        read_all(&[SOURCES, (Claims, claims)])
    }

    #[test]
    fn a_full_claim_is_read() {
        let text = "[c]\nsays = 'S'\nkind = 'figure'\ntopics = ['t']\nas_of = 'not given'\n\
                    review_by = 2026-03-01\ncarried = [{ source = 's001', where = ['L5', 'L9'], origin = ['reuters'] }]\n\
                    figures.n = { value = 55, bound = 'at-least', label = 'men', unit = 'men' }\n\
                    figures.r = { value = 1.5, to = 2, bound = 'range', label = 'km' }\n";
        let ledger = ledger_of(&[SOURCES, (Claims, text)]);
        let claim = ledger.claims.get("c").expect("c");
        assert_eq!(claim.kind, ClaimKind::Figure);
        assert_eq!(claim.as_of, None);
        let carried = &claim.carried[0];
        assert_eq!(carried.places, ["L5", "L9"]);
        assert_eq!(carried.origin, Origin::Credited(vec!["reuters".into()]));
        assert_eq!(claim.figures.len(), 2);
        assert_eq!(claim.figures[0].bound, Bound::AtLeast);
        assert_eq!(claim.figures[1].value, Data::Float(1.5f64.to_bits()));
        assert_eq!(claim.figures[1].to, Some(Data::Int(2)));
    }

    #[test]
    fn an_origin_is_unknown_unless_it_is_said() {
        let text = "[a]\nsays = 'S'\nkind = 'report'\ncarried = [{ source = 's001' }]\n\
                    [b]\nsays = 'S'\nkind = 'report'\ncarried = [{ source = 's001', origin = 'own' }]\n";
        let ledger = ledger_of(&[SOURCES, (Claims, text)]);
        let origin = |id: &str| ledger.claims.get(id).expect(id).carried[0].origin.clone();
        assert_eq!((origin("a"), origin("b")), (Origin::Unknown, Origin::Own));
    }

    #[test]
    fn a_claim_needs_words_and_a_kind() {
        assert_eq!(
            read_one(Claims, "[c]\n"),
            [
                "1:1 error[missing-key] `kind` is missing in `c` | add kind = \"…\", one of: report, \
                 statement, figure, opinion, prediction, legal, historical, inference",
                "1:1 error[missing-key] `says` is missing in `c` | add `says = …`",
            ]
        );
    }

    #[test]
    fn lists_hold_texts_that_say_something() {
        assert_eq!(
            read_one(
                Claims,
                "[c]\nsays = ''\nkind = 'report'\ntopics = ['t', ' ', 1]\n"
            ),
            [
                "2:8 error[bad-value] `says` is empty",
                "4:16 error[bad-value] an item of `topics` is empty, expected a text | remove it",
                "4:21 error[wrong-type] an item of `topics` is a number, expected a text in quotation marks | \
                 put it in quotation marks",
            ]
        );
    }

    #[test]
    fn wrong_origins_are_told() {
        let line = |origin: &str| {
            let found = with_sources(&format!(
                "[c]\nsays = 'S'\nkind = 'report'\ncarried = [{{ source = 's001', origin = {origin} }}]\n"
            ));
            assert_eq!(found.len(), 1, "{found:?}");
            found[0].clone()
        };
        assert_eq!(
            line("'reuters'"),
            "claims.toml 4:40 error[bad-value] `origin` is \"reuters\", expected \"own\", \"unknown\" \
             or a list of sources | if it credits another source, write origin = [\"reuters\"]"
        );
        assert!(line("3").contains("`origin` is a number, expected"));
        assert!(line("[]").contains("`origin` names nobody"));
        assert!(line("['s001']").contains("`origin` names the source itself"));
        assert_eq!(
            line("['reuter']"),
            "claims.toml 4:41 error[unknown-source] `origin` names \"reuter\", which is no source of \
             the ledger | did you mean `reuters`?"
        );
    }

    #[test]
    fn a_source_carries_a_claim_in_one_line() {
        let found = with_sources(
            "[c]\nsays = 'S'\nkind = 'report'\ncarried = [\n{ source = 's001' },\n{ source = 's001' },\n\
             { where = ['L1'] },\n]\n",
        );
        assert_eq!(
            found,
            [
                "claims.toml 6:12 error[carried-twice] `carried` has a second line for \"s001\" | join \
                 the two: list every place of the source in one `where`",
                "claims.toml 7:1 error[missing-key] `source` is missing in `c.carried` | add `source = …`",
            ]
        );
    }

    #[test]
    fn wrong_figures_are_told() {
        let found = read_one(
            Claims,
            "[c]\nsays = 'S'\nkind = 'figure'\n\
             figures.a = { value = 1, bound = 'range', label = 'x' }\n\
             figures.b = { value = 1, to = 2, label = 'x' }\n\
             figures.c = { value = 2, to = 1, bound = 'range', label = 'x' }\n\
             figures.d = { value = 'two', label = 'x' }\n\
             figures.e = { value = nan, label = 'x' }\n\
             figures.f = { value = 1, bound = 'atleast', label = 'x' }\n\
             figures.g = { value = 99999999999999999999, labl = 'x' }\n",
        );
        let starts = [
            "4:34 error[bad-value] `bound` is \"range\", but the range has no upper end",
            "5:31 error[bad-value] `to` is the upper end of a range, but",
            "6:31 error[bad-value] the range ends at or before its beginning",
            "7:23 error[wrong-type] `value` is a text, expected a number",
            "8:23 error[bad-value] `value` is no number that can be shown",
            "9:34 error[bad-value] `bound` is \"atleast\", expected one of: exact, about, at-least",
            "10:23 error[bad-value] `value` is no number that can be shown",
            "10:45 error[unknown-key] `labl` is no key known in `c.figures.g` | did you mean `label`?",
        ];
        assert_eq!(found.len(), starts.len(), "{found:#?}");
        for (found, start) in found.iter().zip(starts) {
            assert!(found.starts_with(start), "{found}\n{start}");
        }
    }

    #[test]
    fn about_names_a_claim_a_source_or_a_quotation() {
        let claims = |about: &str| {
            with_sources(&format!(
                "[c]\nsays = 'S'\nkind = 'report'\nabout = ['{about}']\n[d]\nsays = 'D'\nkind = 'report'\n"
            ))
        };
        assert!(claims("claim:d").is_empty());
        assert!(claims("source:s001").is_empty());
        let one = |about: &str, part: &str| {
            let found = claims(about);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].starts_with("claims.toml 4:10 error"), "{found:?}");
            assert!(found[0].contains(part), "{found:?}");
        };
        one(
            "d",
            "[bad-value] `about` holds \"d\", expected a kind and an id",
        );
        one("cliam:d", "did you mean \"claim:d\"?");
        one("claim:e", "[unknown-claim]");
        one("quote:q", "[unknown-quote]");
        one("claim:c", "[names-itself]");
    }
}
