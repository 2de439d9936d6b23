//! The status of claims: the table of small ledgers in `status.toml`, and what readers and pages get of it.

mod common;

use std::collections::BTreeSet;

use nutgraf::build::Engine;
use nutgraf::diagnostics::Severity;
use nutgraf::ledger::{self, Claim, Entries, Ledger, Source, Status, StatusOf, Support};
use toml::{Table, Value};

use common::{Sketch, between, site, tiny_site};

/// The cases of the table.
fn cases() -> Vec<Table> {
    let table: Table = include_str!("status.toml").parse().expect("TOML");
    let cases = table["case"].as_array().expect("cases").iter();
    cases
        .map(|case| case.as_table().expect("a table").clone())
        .collect()
}

fn part(case: &Table, name: &str) -> Table {
    let part = case.get(name).and_then(Value::as_table);
    part.cloned().unwrap_or_default()
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

fn fill_in(table: &mut Table, name: &str, key: &str, value: impl Into<Value>) {
    let entry = table
        .entry(name)
        .or_insert_with(|| Value::Table(Table::new()));
    let entry = entry.as_table_mut().expect("an entry");
    entry.entry(key).or_insert_with(|| value.into());
}

/// The site of a case, with what the table leaves out, and a page that lists every claim.
fn site_of(case: &Table) -> Sketch {
    let (mut claims, mut sources) = (part(case, "claims"), part(case, "sources"));
    let mut people = Table::new();
    let mut named: BTreeSet<String> = sources.keys().cloned().collect();
    for source in sources.values() {
        named.extend(source.get("credits").map(texts).unwrap_or_default());
    }
    for claim in claims.values() {
        for person in claim.get("chain").map(texts).unwrap_or_default() {
            fill_in(&mut people, &person, "kind", "person");
            fill_in(&mut people, &person, "name", person.as_str());
        }
        let lines = claim.get("carried").and_then(Value::as_array);
        for line in lines.into_iter().flatten() {
            named.extend(texts(&line["source"]));
            let origins = line.get("origin").filter(|origin| origin.is_array());
            named.extend(origins.map(texts).unwrap_or_default());
        }
    }
    for claim in claims.keys().cloned().collect::<Vec<_>>() {
        fill_in(&mut claims, &claim, "says", claim.as_str());
        fill_in(&mut claims, &claim, "kind", "report");
    }
    for source in named {
        fill_in(&mut sources, &source, "short", source.as_str());
        fill_in(&mut sources, &source, "held", !source.starts_with("wire"));
        for key in ["title", "publisher", "published", "url"] {
            fill_in(&mut sources, &source, key, "not given");
        }
    }
    site()
        .ledger("claims", &claims.to_string())
        .ledger("sources", &sources.to_string())
        .ledger("people", &people.to_string())
        .page("claims.md", "::: claims\n:::\n")
}

/// What a reader of the page with all claims is told of one: the key in the class, the sentence.
fn shown(html: &str, claim: &str) -> (String, String) {
    let entry = between(html, &format!("<li id=\"claim-{claim}\""), "</li>");
    let status = between(entry, "<p class=\"status status-", "</p>");
    let (key, sentence) = status.split_once("\">").expect("a sentence");
    (key.to_string(), sentence.to_string())
}

/// The facts of a reason by name, as the table writes them.
fn facts(found: &StatusOf) -> Table {
    let list = |ids: &[ledger::Id]| -> Value {
        ids.iter()
            .map(|id| Value::from(&**id))
            .collect::<Vec<_>>()
            .into()
    };
    let reason = &found.reason;
    let mut facts = Table::new();
    let mut set = |key: &str, value: Value| facts.insert(key.to_string(), value);
    set("superseded_by", list(&reason.superseded_by));
    set("contradicted_by", list(&reason.contradicted_by));
    set("retracted", list(&reason.retracted));
    match &reason.support {
        Support::Nothing => {
            set("sources", list(&[]));
        }
        Support::One { source, origins } => {
            set("sources", list(std::slice::from_ref(source)));
            set("origins", list(origins));
            let unknown = origins.is_empty().then(|| source.clone());
            set("unknown", list(unknown.as_slice()));
        }
        Support::OneOrigin { sources, origin } => {
            set("sources", list(sources));
            set("origins", list(std::slice::from_ref(origin)));
        }
        Support::MayShare {
            sources,
            origins,
            unknown,
        } => {
            set("sources", list(sources));
            set("origins", list(origins));
            set("unknown", list(unknown));
        }
        Support::Different {
            sources,
            matched,
            unknown,
        } => {
            set("sources", list(sources));
            set("unknown", list(unknown));
            let mut pairs: Vec<String> = matched
                .iter()
                .map(|(source, origin)| format!("{source}:{origin}"))
                .collect();
            pairs.sort();
            set("matched", pairs.into());
        }
    }
    facts
}

#[test]
fn every_small_ledger_has_the_status_and_the_sentence_of_the_table() {
    let cases = cases();
    assert!(cases.len() >= 80, "{} cases", cases.len());
    let mut wrong = Vec::new();
    let mut keys = BTreeSet::new();
    for case in &cases {
        let why = case["why"].as_str().expect("a reason");
        let sketch = site_of(case);
        let built = sketch.build();
        let problems: Vec<&str> = built
            .located
            .iter()
            .filter(|problem| problem.severity > Severity::Note)
            .map(|problem| problem.code)
            // Claims without a source are what some of these ledgers are about.
            .filter(|code| *code != "claim-unsourced")
            .collect();
        let expected = case.get("problems").map(texts).unwrap_or_default();
        if problems != expected {
            wrong.push(format!("{why}: problems {problems:?}, not {expected:?}"));
        }
        let page = built.text("claims.html");
        let statuses = ledger::statuses(&ledger::read(&sketch.files).ledger);
        for (claim, expected) in part(case, "expect") {
            let expected = texts(&expected);
            let (key, sentence) = shown(&page, &claim);
            if [&key, &sentence] != [&expected[0], &expected[1]] {
                wrong.push(format!("{why}: {claim} is {key}: {sentence}"));
            }
            assert_eq!(statuses[&*claim].status.key(), key, "{why}: {claim}");
            keys.insert(key);
        }
        for (claim, expected) in part(case, "facts") {
            let found = facts(&statuses[&*claim]);
            for (fact, expected) in expected.as_table().expect("facts") {
                if found.get(fact) != Some(expected) {
                    wrong.push(format!("{why}: {claim}: {fact} is {:?}", found.get(fact)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(keys.len(), 6, "every status occurs: {keys:?}");
}

/// A ledger nobody has cleaned: circles stand as they are.
fn raw(claims: Vec<Claim>, credits: &[(&str, &str)]) -> Ledger {
    let mut sources: Entries<Source> = Entries::default();
    for (id, credited) in credits {
        let source = Source {
            id: (*id).into(),
            held: true,
            credits: vec![(*credited).into()],
            ..Source::default()
        };
        sources.insert((*id).into(), source);
    }
    let claims = claims.into_iter().map(|claim| (claim.id.clone(), claim));
    Ledger {
        sources: sources.into(),
        claims: claims.collect::<Entries<Claim>>().into(),
        ..Ledger::default()
    }
}

#[test]
fn circles_that_nobody_took_out_end_too() {
    let carried = |source: &str| ledger::Carried {
        source: source.into(),
        places: Vec::new(),
        origin: ledger::Origin::Unknown,
    };
    let claim = |id: &str, other: &str| Claim {
        id: id.into(),
        supersedes: vec![other.into(), id.into()],
        contradicts: vec![other.into(), id.into()],
        carried: vec![carried("a"), carried("b")],
        ..Claim::default()
    };
    let claims = vec![claim("x", "y"), claim("y", "x")];
    let found = ledger::statuses(&raw(claims, &[("a", "b"), ("b", "a")]));
    for status in found.values() {
        assert_eq!(status.status, Status::Repeated, "{found:#?}");
        assert_eq!(status.reason.contradicted_by, []);
    }
}

const SOURCES: &str = "[a]\nshort = 'a'\ntitle = 'A'\npublisher = 'P'\npublished = 2026-01-01\nurl = 'not given'\n\
                       [b]\nshort = 'b'\ntitle = 'B'\npublisher = 'P'\npublished = 2026-01-01\nurl = 'not given'\n";

fn claim(id: &str, source: &str, rest: &str) -> String {
    format!(
        "[{id}]\nsays = '{id}'\nkind = 'report'\ncarried = [{{ source = '{source}', origin = 'own' }}]\n{rest}\n"
    )
}

#[test]
fn a_page_is_rendered_again_when_a_status_it_shows_changes_and_no_other_page() {
    let claims = claim("seen", "a", "") + &claim("other", "a", "");
    let hidden = |contradicts: &str| claims.clone() + &claim("hidden", "b", contradicts);
    let base = site()
        .config("theme = 'plain'")
        .file(
            "themes/plain/components/inline/claim_ref.html",
            "{% component claim_ref(claim: map, text: string = \"\", n: integer = 0) { \"doc\": \"d\" } %}\
             <b id=\"ref-{{ n }}\">{{ claim.status.sentence }}</b>{% endcomponent claim_ref %}",
        )
        .ledger("sources", SOURCES)
        .page("one.md", "A [#seen].\n")
        .page("two.md", "A [#other].\n");
    let mut engine = Engine::new();
    let mut rendered = |sketch: &Sketch| {
        let build = engine.build(&sketch.files, &sketch.options);
        assert!(!build.has_errors(), "{:#?}", build.located());
        let page = build.outputs.get("one.html").expect("a page").to_vec();
        let page = String::from_utf8(page).expect("text");
        let fresh = sketch.build().text("one.html");
        assert_eq!(page, fresh, "as a clean build");
        let sentence = between(&page, "<b id=\"ref-1\">", "</b>").to_string();
        (build.report.pages_rendered, sentence)
    };
    let own = "One source, on its own authority.";
    let disputed = "Disputed: another claim contradicts it. One source, on its own authority.";

    let quiet = base.clone().ledger("claims", &hidden(""));
    let (all, sentence) = rendered(&quiet);
    assert!(all >= 3, "{all}");
    assert_eq!(sentence, own);
    assert_eq!(rendered(&quiet).0, 0);
    // A contradiction is added, in a claim that no page names.
    let loud = base
        .clone()
        .ledger("claims", &hidden("contradicts = ['seen']"));
    assert_eq!(rendered(&loud), (1, disputed.to_string()));
    // The claim that contradicts loses its only source, which the page does not name.
    let retracted = SOURCES.replace("[b]\n", "[b]\nstate = 'retracted'\n");
    let silenced = loud.clone().ledger("sources", &retracted);
    assert_eq!(rendered(&silenced), (1, own.to_string()));
    // It turns into an opinion: nothing was disputed any more, so nothing changes.
    let opinion = hidden("contradicts = ['seen']").replace(
        "says = 'hidden'\nkind = 'report'",
        "says = 'hidden'\nkind = 'opinion'",
    );
    let opinion = silenced.clone().ledger("claims", &opinion);
    assert_eq!(rendered(&opinion), (0, own.to_string()));
    // A later state of the matter.
    let later = claims.clone() + &claim("hidden", "b", "supersedes = ['seen']");
    let later = base.clone().ledger("claims", &later);
    let superseded = "Superseded by a later claim. One source, on its own authority.";
    assert_eq!(rendered(&later), (1, superseded.to_string()));
}

#[test]
fn a_theme_without_words_for_it_has_the_key_and_the_facts_and_no_sentence() {
    let block = "{% component all(id: string = \"\", @claims) {\"doc\": \"d\", \"body\": \"none\", \"reads\": [\"claims\"]} -%}\
        {% for claim in claims %}{% set status = claim.status %}\
        <p>{{ claim.id }}|{{ status.key }}|{{ status.sentence }}|{{ status.sources | length }}|\
        {% for source in status.origins %}{{ source.short }}{% endfor %}|{{ status.different }}|\
        {{ status.unknown | length }}|{{ status.retracted | length }}|{{ status.contradicted_by | join(sep=\"+\") }}|\
        {{ status.superseded_by | join(sep=\"+\") }}|{{ status.others_disagree }}</p>\n\
        {% endfor %}{%- endcomponent all %}";
    let claims = claim("x", "a", "contradicts = ['y']\nsupersedes = ['z']")
        + &claim("y", "b", "").replace("report", "opinion")
        + &claim("z", "b", "");
    let built = tiny_site()
        .file("themes/tiny/components/blocks/all.html", block)
        .ledger("sources", SOURCES)
        .ledger("claims", &claims)
        .page("all.md", "::: all\n:::\n")
        .build()
        .clean();
    let main = built.main("all.html");
    for line in [
        "<p>x|single-source||1|a|1|0|0|||false</p>",
        "<p>y|single-source||1|b|1|0|0|x||true</p>",
        "<p>z|superseded||1|b|1|0|0||x|false</p>",
    ] {
        assert!(main.contains(line), "{line}\n{main}");
    }
}

#[test]
fn claims_are_chosen_by_the_key_and_shown_wherever_a_claim_stands() {
    let claims = claim("x", "a", "contradicts = ['y']")
        + "figures.n = { value = 5, label = 'men' }\n"
        + &claim("y", "b", "")
        + &claim("z", "b", "")
        + &claim("new", "b", "supersedes = ['z']");
    let built = site()
        .ledger("sources", SOURCES)
        .ledger("claims", &claims)
        .ledger(
            "disagreements",
            "[d]\nkind = 'figure'\nquestion = 'How many?'\nclaims = ['x', 'y']\n",
        )
        .page(
            "all.md",
            "::: claims\n:::\n\n## Numbers\n\n::: numbers claims=x\n:::\n\n::: disagreement of=d\n:::\n",
        )
        .page("disputed.md", "::: claims status=disputed\n:::\n")
        .page("single.md", "::: claims status=single-source\n:::\n")
        .build()
        .clean();
    let count = |page: &str, text: &str| built.text(page).matches(text).count();
    assert_eq!(count("all.html", "<p class=\"status status-disputed\">"), 5);
    assert_eq!(
        count("all.html", "<p class=\"status status-superseded\">"),
        1
    );
    assert!(built.text("all.html").contains("Replaced by"));
    assert_eq!(count("disputed.html", "<li id=\"claim-"), 2);
    assert_eq!(count("single.html", "<li id=\"claim-"), 1);
    assert_eq!(count("single.html", "id=\"claim-new\""), 1);
}

#[test]
fn a_status_there_is_not_is_told_where_it_is_written() {
    let built = site()
        .ledger("sources", SOURCES)
        .ledger("claims", &claim("x", "a", ""))
        .page("all.md", "::: claims status=disputd\n:::\n")
        .build();
    let problem = built.problem("bad-argument");
    assert_eq!(
        problem.message,
        "`status` is \"disputd\", expected one of: disputed, corroborated, repeated, single-source, superseded, \
         unsourced"
    );
    assert_eq!(problem.hint.as_deref(), Some("did you mean `disputed`?"));
    assert_eq!(built.problems(), ["bad-argument all.md:4:19"]);
}
