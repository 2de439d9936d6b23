//! Charts of a whole site: what readers get, in each language, and how much work an edit of a table is.

mod common;

use common::{Built, Sketch, site};
use nutgraf::build::{Engine, build};

const SOURCE: &str = "[paper]\nkind = \"document\"\ngenre = \"official\"\nshort = \"the paper\"\ntitle = \"A paper\"\n\
                      publisher = \"An office\"\nauthor = \"A. Writer\"\npublished = 2025-05-06\nretrieved = 2026-01-01\n\
                      url = \"https://example.org/paper\"\nlanguage = \"en\"\nstate = \"live\"\nreliability = \"Good.\"\n";

fn charted() -> Sketch {
    let block =
        |more: &str| format!("::: chart {more} sources=paper title=\"Most trips go north\"\n:::\n");
    site()
        .config("languages.es = { title = \"El sitio\" }")
        .ledger("sources", SOURCE)
        .page("sources.md", "::: sources\n:::\n")
        .page("a.md", &block("id=trips kind=bar data=data/trips.csv values=trips"))
        .page("a.es.md", &block("kind=bar data=data/trips.csv labels=\"lugar: Lugar\" values=\"trips: viajes (por día)\""))
        .page("s/b.md", &block("kind=line data=../data/years.toml"))
        .page("c.md", "No chart here.\n")
        .file("content/data/trips.csv", "place,lugar,trips (a day)\nNorth,Norte,12345.5\nSouth,Sur,\n")
        .file("content/data/years.toml", "columns = [\"year\", \"n\"]\nrows = [[2024, 1.5], [2025, 3]]\n")
        .file("content/data/unused.csv", "not,a\ntable\n")
}

#[test]
fn readers_get_the_drawing_the_values_the_sources_and_the_csv() {
    let built = charted().build().clean();
    let page = built.text("a.html");
    assert!(page.contains("<figcaption>Most trips go north</figcaption>"));
    for width in ["narrow", "wide"] {
        assert!(page.contains(&format!(
            "<title id=\"trips-{width}-title\">Most trips go north</title>"
        )));
    }
    assert!(
        page.contains("<th scope=\"row\">North</th><td class=\"right\">12,345.5</td>"),
        "{page}"
    );
    assert!(page.contains("<th scope=\"row\">South</th><td class=\"right\"><span class=\"unknown\">no value</span></td>"));
    assert!(page.contains("<th scope=\"col\" class=\"right\">trips (a day)</th>"));
    assert!(page.contains("<a href=\"sources.html#source-paper\">the paper</a>"));
    assert!(page.contains("<a href=\"data/trips.csv\" download>"));
    assert!(!page.contains("style="));
    let csv = built.build.outputs.get("data/trips.csv").expect("the CSV");
    assert!(csv.starts_with(b"place,lugar,trips"), "published as it is");
    assert!(!built.has("data/unused.csv"));

    let spanish = built.text("es/a.html");
    assert!(spanish.contains(
        "<th scope=\"col\">Lugar</th><th scope=\"col\" class=\"right\">viajes (por día)</th>"
    ));
    assert!(
        spanish.contains("<th scope=\"row\">Norte</th><td class=\"right\">12\u{202f}345,5</td>")
    );
    assert!(spanish.contains("href=\"../data/trips.csv\""));
    assert!(spanish.contains(">viajes (por día)</text>") && spanish.contains(">sin dato</text>"));
    // What is not translated stands in the words of the original.
    assert!(
        built
            .text("es/s/b.html")
            .contains("<desc id=\"block-0-wide-desc\">Lines: n, by year.")
    );
}

#[test]
fn a_table_in_toml_is_published_as_csv() {
    let built = charted().build().clean();
    assert!(
        built
            .text("s/b.html")
            .contains("href=\"../data/years.csv\"")
    );
    let csv = built.build.outputs.get("data/years.csv").expect("the CSV");
    assert_eq!(
        std::str::from_utf8(csv),
        Ok("year,n\r\n2024,1.5\r\n2025,3\r\n")
    );
    assert!(!built.has("data/years.toml"));
    let both = charted()
        .page("d.md", "[As it is](data/years.csv).\n")
        .file("content/data/years.csv", "year,n\n2024,1\n");
    let problems = both.build().located;
    assert!(
        problems
            .iter()
            .any(|problem| problem.code == "address-taken"),
        "{problems:?}"
    );
}

#[test]
fn an_edit_of_a_table_renders_the_pages_that_show_it() {
    let mut engine = Engine::new();
    let mut sketch = charted();
    Built::new(engine.build(&sketch.files, &sketch.options)).clean();
    let mut after = |path: &str, text: &str| {
        sketch = sketch.clone().file(path, text);
        let now = Built::new(engine.build(&sketch.files, &sketch.options)).clean();
        let clean = build(&sketch.files, &sketch.options);
        assert!(
            now.build.outputs == clean.outputs,
            "not what a new engine gives"
        );
        let report = &now.build.report;
        assert!(!report.is_arranged, "{path}");
        (report.pages_read, report.pages_rendered)
    };
    let more = "place,lugar,trips (a day)\nNorth,Norte,12345.5\nSouth,Sur,1\n";
    assert_eq!(
        after("content/data/trips.csv", more),
        (0, 2),
        "in both languages"
    );
    let moved = "place,lugar,trips (a day)\n\n\nNorth,Norte,12345.5\nSouth, Sur,1\n";
    assert_eq!(after("content/data/trips.csv", moved), (0, 0), "only lines");
    let comment = "# A comment.\ncolumns = [\"year\", \"n\"]\nrows = [[2024, 1.5], [2025, 3]]\n";
    assert_eq!(
        after("content/data/years.toml", comment),
        (0, 0),
        "a comment"
    );
    let more = "columns = [\"year\", \"n\"]\nrows = [[2024, 1.5], [2025, 4]]\n";
    assert_eq!(after("content/data/years.toml", more), (0, 2));
    assert_eq!(after("content/data/unused.csv", "a,b\n1,2\n"), (0, 0));
}

#[test]
fn a_wrong_cell_is_told_where_it_is_now() {
    let mut engine = Engine::new();
    let mut sketch = charted();
    let mut told = |text: &str| {
        sketch = sketch.clone().file("content/data/trips.csv", text);
        let now = Built::new(engine.build(&sketch.files, &sketch.options));
        let problems = now
            .located
            .iter()
            .filter(|problem| problem.code == "bad-cell");
        let places = problems.filter_map(|problem| {
            let spot = problem.spot.as_ref()?;
            let start = spot.range.as_ref()?.start;
            Some((spot.file.to_string(), start.line, start.column))
        });
        places.collect::<Vec<_>>()
    };
    let at = |line, column| vec![("content/data/trips.csv".to_string(), line, column)];
    assert_eq!(
        told("place,lugar,trips (a day)\nNorth,Norte,many\n"),
        at(2, 13)
    );
    assert_eq!(
        told("place,lugar,trips (a day)\n\n\n\"North\",Norte, many\n"),
        at(4, 15)
    );
    assert_eq!(told("place,lugar,trips (a day)\nNorth,Norte,3\n"), []);
}

#[test]
fn a_broken_table_spoils_no_other_page() {
    let sketch = charted().file("content/data/trips.csv", "place,lugar,trips\nNorth\n");
    let mut engine = Engine::new();
    let generation = engine.arrange(&sketch.files, &sketch.options);
    let is_sound = |address: &str| generation.get(address).expect(address).is_sound;
    assert!(!is_sound("a.html") && !is_sound("es/a.html"));
    assert!(is_sound("c.html") && is_sound("s/b.html"));
}
