//! claims.json: it says what the ledger says, keeps to its schema, and the schema knows every key.

mod common;

use common::{Built, Sketch, own_site, site};
use nutgraf::build::Engine;
use serde_json::{Map, Value, json};

const DATA: &str = "claims.json";
const SCHEMA: &str = "claims-1.schema.json";

fn parsed(built: &Built, address: &str) -> Value {
    serde_json::from_str(&built.text(address)).expect("JSON")
}

/// What is wrong with data by the schema published beside it; nothing if all is well.
fn complaints(schema: &Value, data: &Value) -> Vec<String> {
    let validator = jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .build(schema)
        .expect("a schema");
    let errors = validator.iter_errors(data);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// A site whose ledger has every kind of entry with every key, and one entry of each with as little
/// as the ledger takes.
fn full() -> Sketch {
    site()
        .ledger(
            "sources",
            "[a]\nkind = \"court-record\"\ngenre = \"official\"\nshort = \"A\"\ntitle = \"T \\\"1\\\"\"\npublisher = \"P\"\n\
             author = \"W\"\npublished = 2025-01-02\nretrieved = 2025-12-20\nlanguage = \"es-MX\"\nurl = \"https://example.net/a\"\n\
             archive = \"https://example.net/copy\"\nsnapshot = \"hidden-name.txt\"\nlocator = \"page\"\nstate = \"changed\"\n\
             reliability = \"R\"\nnotes = \"N\"\ncredits = [\"o\"]\nwas = [\"old-a\"]\n\
             [b]\nshort = \"B\"\ntitle = \"not given\"\npublisher = \"not given\"\npublished = \"not given\"\nurl = \"not given\"\n\
             [o]\nheld = false\nshort = \"O\"\n",
        )
        .ledger(
            "people",
            "[ada]\nkind = \"person\"\nname = \"Ada Vance\"\nalso = [\"Vance\"]\nnote = \"N\"\nwas = [\"a\"]\n\
             roles.mayor = { title = \"mayor\", sources = [\"a\"], note = \"N\", from = \"2020\", until = \"2024\" }\n\
             [official]\nkind = \"person\"\nunnamed = true\nname = \"an official\"\n",
        )
        .ledger(
            "claims",
            "[one]\nsays = \"\\\"So\\\" -- it is said.\"\nkind = \"figure\"\ntopics = [\"t\"]\nchain = [\"official\", \"ada\"]\n\
             about = [\"source:a\"]\nas_of = 2025-01-01\nreview_by = 2027-01-01\ncontradicts = [\"two\"]\nsupersedes = [\"three\"]\n\
             was = [\"uno\"]\ncarried = [{ source = \"a\", where = [\"p. 2\"], origin = [\"o\"] }, { source = \"b\", origin = \"own\" }]\n\
             [one.figures]\nmen = { value = 2, to = 4.5, bound = \"range\", unit = \"million\", label = \"men\" }\n\
             ships = { value = 7, label = \"ships\" }\n\
             [two]\nsays = \"Not so.\"\nkind = \"report\"\ncarried = [{ source = \"b\" }]\n\
             [three]\nsays = \"Once.\"\nkind = \"opinion\"\n",
        )
        .ledger(
            "glossary",
            "[word]\nterm = \"word\"\nalso = [\"words\"]\nshort = \"S\"\nlong = \"L\"\nsources = [\"a\"]\nwas = [\"w\"]\n",
        )
        .ledger(
            "timeline",
            "[e1]\ndate = \"19XX\"\nshown = \"early on\"\ntitle = \"E\"\ntext = \"X\"\ntags = [\"g\"]\nclaims = [\"one\"]\n\
             sources = [\"a\"]\nnote = \"N\"\nwas = [\"e0\"]\n[e2]\ndate = \"undated\"\ntitle = \"F\"\nafter = [\"e1\"]\nsources = [\"a\"]\n",
        )
        .ledger(
            "positions",
            "[questions.q]\ntitle = \"Q\"\n[questions.r]\ntitle = \"R\"\n[stances.ada.q]\nside = \"none-stated\"\nsays = \"S\"\nsources = [\"a\"]\n",
        )
        .ledger(
            "disagreements",
            "[d]\nkind = \"scope\"\nquestion = \"Q\"\nclaims = [\"one\", \"two\"]\ncommon = \"C\"\nopen = \"O\"\nnote = \"N\"\nwas = [\"x\"]\n",
        )
        .ledger(
            "quotes",
            "[said]\nwords = \"word for word it was\"\nspeaker = \"ada\"\nsource = \"a\"\nwhere = [\"p. 1\"]\nsaid = 2025-01-01\n\
             spoken_in = \"es\"\nform = \"spoken\"\ngloss = \"G\"\n",
        )
        .ledger(
            "corrections",
            "[2026-02-11-one]\ndate = 2026-02-11\nkind = \"correction\"\nof = [\"claim:one\", \"page:index.md\"]\nwas = \"W\"\nnow = \"N\"\nprominent = true\n",
        )
        .page("claims.md", "::: claims\n:::\n\n::: disagreement of=d\n:::\n")
}

#[test]
fn the_data_keep_to_the_published_schema() {
    for built in [
        full().build(),
        own_site().build(),
        full().file("content/site.toml", "title = \"T\"\n").build(),
    ] {
        let found = complaints(&parsed(&built, SCHEMA), &parsed(&built, DATA));
        assert!(found.is_empty(), "{found:#?}");
    }
}

/// Every object in the data, by its JSON pointer.
fn objects(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            found.push(at.to_string());
            for (key, value) in entries {
                objects(value, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                objects(value, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn a_key_too_many_or_too_few_is_caught_in_every_object() {
    let built = full().build();
    let (schema, data) = (parsed(&built, SCHEMA), parsed(&built, DATA));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let mut places = Vec::new();
    objects(&data, "", &mut places);
    assert!(places.len() > 30, "{places:?}");
    let with = |place: &str, change: &dyn Fn(&mut Map<String, Value>)| {
        let mut data = data.clone();
        let object = data.pointer_mut(place).and_then(Value::as_object_mut);
        change(object.expect("an object"));
        validator.is_valid(&data)
    };
    for place in &places {
        let keys: Vec<String> = data
            .pointer(place)
            .and_then(Value::as_object)
            .expect("an object")
            .keys()
            .cloned()
            .collect();
        let known = with(place, &|object| {
            drop(object.insert("surprise".into(), json!("x")))
        });
        assert!(!known, "a planted key at `{place}`");
        for key in keys {
            let optional = with(place, &|object| drop(object.shift_remove(&key)));
            assert!(!optional, "`{place}` without `{key}`");
            // No key takes a value of any type.
            let wrong = with(place, &|object| {
                drop(object.insert(key.clone(), json!({"x": [1]})))
            });
            assert!(!wrong, "`{place}` with another `{key}`");
        }
    }
}

#[test]
fn the_data_say_what_the_ledger_and_the_pages_say() {
    let built = full().build();
    let data = parsed(&built, DATA);
    assert_eq!(data["$schema"], SCHEMA);
    assert_eq!(data["version"], 1);
    let site = &data["site"];
    assert_eq!(site["url"], "https://example.org/story/");
    let claim = &data["claims"][0];
    // As the ledger has it: dashes and quotation marks are the pages' business.
    assert_eq!(claim["says"], "\"So\" -- it is said.");
    assert_eq!(
        claim["address"],
        "https://example.org/story/claims.html#claim-one"
    );
    assert!(built.text("claims.html").contains("id=\"claim-one\""));
    assert_eq!(
        claim["chain"][0],
        json!({"id": "official", "name": "an official", "unnamed": true})
    );
    assert_eq!(
        claim["carried"][0],
        json!({"source": "a", "where": ["p. 2"], "origin": "credited", "origins": ["o"]})
    );
    assert_eq!(claim["figures"][0]["to"], json!(4.5));
    assert_eq!(claim["status"]["key"], "disputed");
    let sentence = claim["status"]["sentence"].as_str().expect("a sentence");
    assert!(built.text("claims.html").contains(sentence), "{sentence}");
    assert_eq!(
        data["claims"][1]["contradicts"],
        json!(["one"]),
        "filled in on both sides"
    );
    // Unknown is null, and no page lists the sources.
    assert_eq!(data["sources"][1]["title"], Value::Null);
    assert_eq!(data["sources"][1]["address"], Value::Null);
    assert_eq!(data["timeline"][0]["date"]["shown"], "early on");
    assert_eq!(data["corrections"][0]["of"][1]["name"], "index.md");
}

#[test]
fn without_a_base_url_addresses_are_relative_to_the_data() {
    let built = full().file("content/site.toml", "title = \"T\"\n").build();
    let data = parsed(&built, DATA);
    assert_eq!(data["site"]["url"], Value::Null);
    assert_eq!(data["claims"][0]["address"], "claims.html#claim-one");
}

#[test]
fn archived_texts_and_their_names_stay_home() {
    let mut sketch = full();
    let text = nutgraf::input::InputFile::new(&b"word for word it was, and a secret sentence"[..]);
    sketch
        .files
        .set_snapshots([("hidden-name.txt".to_string(), text)].into());
    for address in [DATA, SCHEMA] {
        let text = sketch.build().text(address);
        assert!(
            !text.contains("hidden-name") && !text.contains("secret sentence"),
            "{address}"
        );
    }
}

#[test]
fn a_site_without_a_ledger_has_no_data() {
    let built = site().build();
    assert!(!built.has(DATA) && !built.has(SCHEMA));
    assert!(!built.text("index.html").contains(DATA));
}

#[test]
fn pages_of_the_ledger_lead_to_the_data() {
    let built = full()
        .page(
            "deep/more.md",
            "::: sources\n:::\n\n::: sources held=false\n:::\n",
        )
        .page("corrections.md", "::: corrections\n:::\n")
        .build()
        .clean();
    assert!(built.text("claims.html").contains("href=\"claims.json\">"));
    assert!(
        built
            .text("deep/more.html")
            .contains("href=\"../claims.json\"")
    );
    assert!(
        !built.text("index.html").contains(DATA),
        "it lists no table"
    );
}

#[test]
fn no_page_takes_the_address_of_the_data() {
    for file in [
        "content/files/claims.json",
        "content/files/claims-1.schema.json",
    ] {
        let built = full().file(file, "{}").build();
        built.problem("address-taken");
    }
}

#[test]
fn the_data_follow_the_ledger_and_nothing_else() {
    let mut engine = Engine::new();
    let mut data =
        |sketch: &Sketch| Built::new(engine.build(&sketch.files, &sketch.options)).text(DATA);
    let sketch = full();
    let first = data(&sketch);
    let with = |table: &str, change: &dyn Fn(&str) -> String| {
        let path = format!("content/ledger/{table}.toml");
        let text = sketch
            .files
            .get(&path)
            .expect("a table")
            .text()
            .expect("text")
            .0
            .to_string();
        sketch.clone().file(&path, &change(&text))
    };
    assert_eq!(
        data(&with("claims", &|text| format!("# a comment\n{text}"))),
        first
    );
    // A source that is withdrawn changes the status of what it carried.
    let retracted = with("sources", &|text| {
        text.replace("\"changed\"", "\"retracted\"")
    });
    let changed = data(&retracted);
    assert_ne!(changed, first);
    assert_eq!(
        changed,
        retracted.build().text(DATA),
        "as a new engine gives it"
    );
    assert_eq!(data(&sketch), first);
}

#[test]
fn the_manual_names_every_key() {
    let manual = String::from_utf8(
        common::folder("docs")
            .into_iter()
            .find(|(path, _)| path == "output.md")
            .expect("docs/output.md")
            .1,
    )
    .expect("text");
    let schema: Value = parsed(&full().build(), SCHEMA);
    let mut places = Vec::new();
    objects(&schema, "", &mut places);
    let mut keys = 0;
    for place in places.iter().filter(|place| place.ends_with("/properties")) {
        for key in schema
            .pointer(place)
            .and_then(Value::as_object)
            .expect("an object")
            .keys()
        {
            let shown =
                manual.contains(&format!("`{key}`")) || manual.contains(&format!("\"{key}\":"));
            assert!(shown, "docs/output.md does not name `{key}` of {place}");
            keys += 1;
        }
    }
    assert!(keys > 100, "{keys}");
}
