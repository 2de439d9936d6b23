//! What a sentence says, against what it cites: counted without archived texts, and never out of date.

mod common;

use std::collections::BTreeMap;

use common::{Sketch, site};
use nutgraf::build::{Engine, build};
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
    let counts = |sketch: Sketch| {
        let report = sketch.build().clean().build.report;
        (report.quoted_words_found, report.quoted_words_unchecked)
    };
    assert_eq!(counts(sketch()), (0, 1));
    assert_eq!(counts(with(sketch(), MINUTES)), (1, 0));
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
