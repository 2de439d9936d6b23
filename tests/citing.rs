//! What a sentence says, against what it cites: counted without archived texts, and never out of date.

mod common;

use std::collections::BTreeMap;

use common::{Sketch, site};
use nutgraf::build::{Engine, build};
use nutgraf::check::Standing;
use nutgraf::input::InputFile;

const MINUTES: &str =
    "Ana Ruiz said that fifty-five bolts are missing. \"We will not close it,\" she said.\n";

fn sketch() -> Sketch {
    site()
        .ledger(
            "sources",
            "[minutes]\nshort = 'minutes'\ntitle = 'T'\npublisher = 'P'\npublished = 'not given'\nurl = 'not given'\n\
             snapshot = 'minutes.txt'\n",
        )
        .ledger("people", "[ruiz]\nkind = 'person'\nname = 'Ana Ruiz'\n[poe]\nkind = 'person'\nname = 'Ed Poe'\n")
        .ledger(
            "quotes",
            "[close]\nwords = 'We will not close it'\nspeaker = 'ruiz'\nsource = 'minutes'\n",
        )
        .ledger(
            "claims",
            "[bolts]\nsays = 'Bolts are missing.'\nkind = 'figure'\ncarried = [{ source = 'minutes' }]\n\
             figures.bolts = { value = 55, label = 'bolts' }\n",
        )
        .page(
            "p.md",
            "[Fifty-five bolts][#bolts] are missing. Ana Ruiz said: \"We will not close it\" [@minutes].\n\n\
             The minutes count 55 bolts [@minutes].\n",
        )
}

fn with(mut sketch: Sketch, minutes: &str) -> Sketch {
    let file = InputFile::new(minutes.as_bytes());
    sketch
        .files
        .set_snapshots(BTreeMap::from([("minutes.txt".to_string(), file)]));
    sketch
}

#[test]
fn without_archived_texts_quoted_words_are_counted_and_no_more() {
    let standings = |sketch: Sketch| {
        let report = sketch.build().clean().build.report;
        let quotations = report.quotations.into_iter();
        let quotations = quotations.filter(|one| one.file.as_str() == "content/p.md");
        quotations
            .map(|one| (one.key, one.standing))
            .collect::<Vec<_>>()
    };
    let key = || "passage/0/45-67".to_string();
    assert_eq!(standings(sketch()), [(key(), Standing::Unchecked)]);
    let found = [(key(), Standing::Found)];
    assert_eq!(standings(with(sketch(), MINUTES)), found);
}

#[test]
fn quoted_words_are_looked_up_in_whatever_covers_their_sentence() {
    let told = |text: &str| {
        let page = sketch().page("p.md", text);
        let built = with(page, "Now the bridge is open to all of you.").build();
        let problems = built.located.into_iter().map(|problem| problem.code);
        let told = problems.filter(|code| *code == "quoted-words-not-found");
        told.count()
    };
    let words = "\"the bridge is closed to all\"";
    for text in [
        format!("They write {words} [@minutes]."),
        format!("They write {words}. Nobody came. [@minutes]"),
        format!("They write {words}.[^a]\n\n[^a]: Read there [@minutes]."),
        format!("So it is put [@minutes]:\n\n- {words}\n- nothing else"),
        format!("| put |\n|---|\n| {words} |\n\nTable: In words [@minutes]"),
        format!("| put | where |\n|---|---|\n| {words} | [@minutes] |"),
    ] {
        assert_eq!(told(&text), 1, "{text}");
        let right = text.replace("closed", "open");
        assert_eq!(told(&right), 0, "{right}");
    }
    for text in [
        format!("They write {words}. Others have read it [@minutes] and wonder."),
        format!("| put |\n|---|\n| {words} |\n| [@minutes] |"),
        format!("> They write {words}."),
    ] {
        assert_eq!(told(&text), 0, "nothing cites for it: {text}");
    }
}

#[test]
fn every_change_is_seen_by_an_engine_that_remembers() {
    let mut engine = Engine::new();
    let mut problems = |sketch: Sketch| {
        let built = engine.build(&sketch.files, &sketch.options);
        let clean = build(&sketch.files, &sketch.options);
        assert_eq!(built.problems, clean.problems);
        let found = built.located().into_iter();
        let shown = found.map(|found| {
            let file = found.spot.map(|spot| spot.file.to_string());
            format!("{} {}", found.code, file.unwrap_or_default())
        });
        shown.collect::<Vec<_>>()
    };
    let archived = || with(sketch(), MINUTES);
    assert_eq!(problems(archived()), [""; 0]);
    // The archived text.
    let other = MINUTES
        .replace("fifty-five", "some")
        .replace("will not", "will");
    let found = problems(with(sketch(), &other));
    for part in [
        "quoted-words-not-found content/p.md",
        "figure-not-in-source content/p.md",
        "figure-not-in-source content/ledger/claims.toml",
    ] {
        assert!(
            found.iter().any(|problem| problem.contains(part)),
            "{part}: {found:#?}"
        );
    }
    // A claim's figure, a speaker, a name.
    for (table, from, to, code) in [
        (
            "claims",
            "value = 55",
            "value = 54",
            "figure-differs content/p.md",
        ),
        (
            "quotes",
            "'ruiz'",
            "'poe'",
            "speaker-not-named content/p.md",
        ),
        (
            "people",
            "'Ana Ruiz'",
            "'Ana Díaz'",
            "speaker-not-named content/p.md",
        ),
    ] {
        let path = format!("content/ledger/{table}.toml");
        let file = archived().files.get(&path).expect("the table").clone();
        let (text, _) = file.text().expect("text");
        let found = problems(archived().file(&path, &text.replace(from, to)));
        assert!(
            found.iter().any(|problem| problem.contains(code)),
            "{code}: {found:#?}"
        );
        assert_eq!(problems(archived()), [""; 0], "{table}");
    }
}
