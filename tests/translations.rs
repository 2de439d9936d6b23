//! A site in several languages: where its pages stand, what they say to each other, and what is told
//! where one language lacks something. Our own explainer is whole in Spanish.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Built, Sketch, attributes, own_site, site, tiny_site};
use nutgraf::build::Engine;
use nutgraf::diagnostics::{Located, Severity};
use nutgraf::input::{FilePath, InputFile, InputTree};
use nutgraf::ledger;
use nutgraf::values::numbers::{figures, without};

const CLAIMS: &str = "[two-piers]\nsays = \"Two piers need repair.\"\nkind = \"report\"\nas_of = \"not given\"\n\
    carried = [{ source = \"hearing\" }]\n[cost]\nsays = \"It costs a lot.\"\nkind = \"report\"\nas_of = \"not given\"\n\
    carried = [{ source = \"hearing\" }]\n";
const SOURCES: &str = "[hearing]\nshort = \"Hearing\"\ntitle = \"A hearing\"\npublisher = \"not given\"\n\
    published = \"not given\"\nurl = \"not given\"\nlanguage = \"en\"\n";

/// A site in English and Spanish, of which one page and one claim are not translated.
fn bilingual() -> Sketch {
    site()
        .config("[languages.es]\ntag = \"es-MX\"\ntitle = \"El sitio\"\n[[menu]]\npage = \"a.md\"\nlabel = \"The A\"\nlabels.es = \"La A\"")
        .page_with("a.md", "order = 1\ntags = [\"law\"]\naliases = [\"old.html\"]\nas_of = 2026-02-01", "## Part {#part}\n\nSo [it is][#two-piers], see [b](b.md#more).\n")
        .page_with("a.es.md", "tags = [\"derecho\"]", "## Parte {#part}\n\nAsí [es][#two-piers], véase [b](b.md#more) y [el original](a.es.md#part).\n")
        .page("b.md", "## More {#more}\n\n[It is dear][#cost], says [Ada Vance]. [The Spanish A](a.es.md).\n")
        .page("claims.md", "::: claims\n:::\n\n::: people\n:::\n\n::: sources\n:::\n")
        .ledger("claims", CLAIMS)
        .ledger("claims.es", "[two-piers]\nsays = \"Dos pilares necesitan reparación.\"\n")
        .ledger("sources", SOURCES)
        .ledger("sources.es", "[hearing]\nshort = \"Audiencia\"\n")
        .ledger("people", "[ada]\nkind = \"person\"\nname = \"Ada Vance\"\nroles.one = { title = \"mayor\", sources = [\"hearing\"] }\n")
        .ledger("people.es", "[ada]\nalso = [\"la alcaldesa\"]\nroles.one.title = \"alcaldesa\"\n")
}

fn told<'b>(built: &'b Built, code: &str) -> Vec<&'b Located> {
    let found = built.located.iter();
    found.filter(|problem| problem.code == code).collect()
}

#[test]
fn each_language_has_the_same_pages_in_a_folder() {
    let built = bilingual().build();
    let both = [
        "index.html",
        "a.html",
        "b.html",
        "claims.html",
        "404.html",
        "claims.json",
    ];
    for address in both {
        assert!(built.has(address), "{address}");
        assert!(built.has(&format!("es/{address}")), "es/{address}");
    }
    assert!(built.has("tags/law.html") && built.has("es/tags/derecho.html"));
    assert!(!built.has("es/tags/law.html") && !built.has("a.es.html") && !built.has("es/old.html"));
    let page = built.text("es/a.html");
    assert!(page.contains("<html lang=\"es-MX\""), "{page}");
    assert!(page.contains("La A") && !page.contains("The A"));
    assert!(page.contains("El sitio") && !page.contains("The site"));
    // What the front matter leaves out stands in the original.
    assert!(page.contains("2026-02-01"));
    assert!(built.text("a.html").contains("The A"));
}

#[test]
fn links_stay_in_the_language_and_may_name_a_translation() {
    let built = bilingual().build();
    let links = |address: &str| {
        let html = built.text(address);
        let main = html.split("<main").nth(1).expect("main").to_string();
        attributes(&main, "href")
            .into_iter()
            .map(str::to_string)
            .collect::<Vec<_>>()
    };
    assert!(links("es/a.html").contains(&"b.html#more".to_string()));
    assert!(links("es/a.html").contains(&"a.html#part".to_string()));
    assert!(links("b.html").contains(&"es/a.html".to_string()));
    assert!(links("a.html").contains(&"b.html#more".to_string()));
    // From the original that stands in for a translation, too.
    assert!(
        links("es/b.html")
            .iter()
            .any(|link| link == "claims.html#claim-cost" || link == "../es/claims.html#claim-cost"),
        "{:?}",
        links("es/b.html")
    );
}

#[test]
fn what_is_not_translated_says_so_in_its_own_language() {
    let built = bilingual().build();
    let page = built.text("es/b.html");
    assert!(page.contains("<html lang=\"es-MX\""));
    assert!(page.contains("lang=\"en\""), "{page}");
    assert!(page.contains("It is dear"));
    assert!(page.contains("<link rel=\"canonical\" href=\"https://example.org/story/b.html\">"));
    assert!(
        !page.contains("rel=\"alternate\" hreflang"),
        "a page in one language"
    );
    let sitemap = built.text("sitemap.xml");
    assert!(!sitemap.contains("es/b.html") && sitemap.contains("story/es/a.html"));
    // An entry of the ledger says so, too, and one that is translated does not.
    let listed = "::: claims\n:::\n\n::: people\n:::\n\n::: sources\n:::\n";
    let listed = bilingual().page("claims.es.md", listed).build();
    let claims = listed.text("es/claims.html");
    assert!(
        claims.contains("<span lang=\"en\">It costs a lot.</span>"),
        "{claims}"
    );
    assert!(claims.contains("<p class=\"says\">Dos pilares"), "{claims}");
    // The original has no such note.
    let original = built.text("b.html");
    let (_, original) = original.split_once("<main").expect("a text");
    assert!(!original.contains("lang=\"es"), "{original}");
    let told: Vec<&str> = told(&built, "untranslated")
        .iter()
        .map(|one| one.message.as_str())
        .collect();
    assert_eq!(
        told,
        [
            "1 text of claims.toml not translated into `es`: `cost/says`",
            "3 pages not translated into `es`: `b.md`, `claims.md` and `index.md`",
        ]
    );
    assert!(built.problems().is_empty(), "{:#?}", built.problems());
}

#[test]
fn search_engines_are_told_of_both() {
    let built = bilingual().build();
    let expected = [
        ("en", "https://example.org/story/a.html"),
        ("es", "https://example.org/story/es/a.html"),
        ("x-default", "https://example.org/story/a.html"),
    ];
    for address in ["a.html", "es/a.html"] {
        let page = built.text(address);
        for (language, url) in expected {
            let link = format!("<link rel=\"alternate\" hreflang=\"{language}\" href=\"{url}\">");
            assert_eq!(page.matches(&link).count(), 1, "{address}: {link}");
        }
    }
    let sitemap = built.text("sitemap.xml");
    for (language, url) in expected {
        let link = format!("hreflang=\"{language}\" href=\"{url}\"/>");
        assert_eq!(sitemap.matches(&link).count(), 2, "{sitemap}");
    }
}

#[test]
fn a_page_matches_the_names_of_its_language_and_then_of_the_sites() {
    let sketch = |text: &str| bilingual().page("a.es.md", text).build();
    for text in [
        "[La alcaldesa][la alcaldesa] habla.",
        "[Ada Vance] habla.",
        "[ella][ada] habla.",
    ] {
        let built = sketch(&format!(
            "{text}\n\n## Parte {{#part}}\n\n[Es][#two-piers].\n"
        ));
        assert!(built.text("es/a.html").contains("person-ada"), "{text}");
        assert!(built.problems().is_empty(), "{:?}", built.problems());
    }
    // The Spanish names are no names of an English page.
    let english = bilingual()
        .page("b.md", "[la alcaldesa] speaks, [it is dear][#cost].\n")
        .build();
    assert!(english.text("b.html").contains("[la alcaldesa]"));
}

#[test]
fn a_page_may_stand_in_one_further_language_alone() {
    let built = bilingual().page("sola.es.md", "Palabras.\n").build();
    assert!(built.has("es/sola.html") && !built.has("sola.html"));
    assert!(
        !built
            .text("es/sola.html")
            .contains("rel=\"alternate\" hreflang")
    );
    assert_eq!(told(&built, "lone-translation").len(), 1);
}

#[test]
fn a_third_language_is_files_alone() {
    let forms = include_str!("languages/polish.toml");
    let english = include_str!("../themes/default/strings/en.toml");
    let (words, _) = english
        .split_once("\n# How the language writes.")
        .expect("its end");
    let polish = format!(
        "{}\n{forms}",
        words.replacen("\"English\"", "\"polski\"", 1)
    );
    let built = bilingual()
        .config("[languages.es]\ntitle = \"El sitio\"\n[languages.pl]\ntitle = \"Strona\"")
        .page("a.pl.md", "## Część {#part}\n\nTak [jest][#two-piers].\n")
        .ledger("claims.pl", "[two-piers]\nsays = \"Dwa filary.\"\n")
        .file("themes/default/strings/pl.toml", &polish)
        .build();
    let errors: Vec<_> = built
        .located
        .iter()
        .filter(|one| one.severity == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let page = built.text("pl/a.html");
    assert!(page.contains("<html lang=\"pl\"") && page.contains("Strona"));
    assert!(page.contains("Dwa filary.") || page.contains("Część"));
    assert!(page.contains("hreflang=\"pl\"") && page.contains("hreflang=\"es\""));
    assert!(built.text("a.html").contains("hreflang=\"pl\""));
    assert!(built.has("pl/404.html") && built.has("pl/b.html"));
}

#[test]
fn a_site_of_one_language_has_nothing_of_this() {
    let built = tiny_site().page("a.md", "Words.\n").build().clean();
    assert!(
        built
            .addresses()
            .iter()
            .all(|address| !address.starts_with("es/"))
    );
}

/// The pages of our explainer that are written in Spanish, by the names of their originals.
fn spanish(sketch: &Sketch) -> BTreeMap<String, String> {
    let files = sketch.files.iter();
    files
        .filter_map(|(path, file)| {
            let stem = path.as_str().strip_suffix(".es.md")?;
            let (text, _) = file.text().expect("text");
            Some((format!("{stem}.md"), text.to_string()))
        })
        .collect()
}

fn put(files: &mut InputTree, path: &str, text: &str) {
    files.insert(FilePath::new(path), InputFile::new(text.as_bytes()));
}

#[test]
fn our_explainer_is_whole_in_spanish_and_any_page_is_missed() {
    let sketch = own_site();
    let mut engine = Engine::new();
    let whole = Built::new(engine.build(&sketch.files, &sketch.options));
    for code in [
        "untranslated",
        "translation-differs",
        "translation-outdated",
        "lone-translation",
    ] {
        assert_eq!(told(&whole, code).len(), 0, "{code}");
    }
    let pages = |folder: &str| -> BTreeSet<String> {
        let all = whole.addresses().into_iter().map(str::to_string);
        let all = all.filter(|address| address.ends_with(".html") && !address.contains("tags/"));
        all.filter_map(|address| match folder {
            "" => (!address.starts_with("es/")).then_some(address),
            folder => address.strip_prefix(folder).map(str::to_string),
        })
        .collect()
    };
    assert_eq!(pages(""), pages("es/"));
    let spanish = spanish(&sketch);
    assert_eq!(spanish.len(), 18);
    for original in spanish.keys() {
        let mut files = sketch.files.clone();
        files.remove(&FilePath::new(original.replace(".md", ".es.md")));
        let built = Built::new(engine.build(&files, &sketch.options));
        let found = told(&built, "untranslated");
        let name = original.trim_start_matches("content/");
        assert!(
            found
                .iter()
                .any(|one| one.message == format!("1 page not translated into `es`: `{name}`")),
            "{name}: {found:?}"
        );
    }
}

#[test]
fn a_section_or_a_fact_taken_out_of_our_spanish_pages_is_missed() {
    let sketch = own_site();
    let mut engine = Engine::new();
    let pages = spanish(&sketch);
    let edit = |change: &dyn Fn(&str) -> Option<String>| -> (InputTree, BTreeSet<String>) {
        let mut files = sketch.files.clone();
        let mut edited = BTreeSet::new();
        for (original, text) in &pages {
            if let Some(text) = change(text) {
                let path = original.replace(".md", ".es.md");
                put(&mut files, &path, &text);
                edited.insert(path);
            }
        }
        (files, edited)
    };
    let without_line = |text: &str, is_it: &dyn Fn(&str) -> bool| -> Option<String> {
        let at = text.lines().position(is_it)?;
        let kept = text.lines().enumerate().filter(|(line, _)| *line != at);
        Some(kept.map(|(_, line)| line.to_string() + "\n").collect())
    };
    type Change<'c> = &'c dyn Fn(&str) -> Option<String>;
    let changes: [(&str, Change<'_>, usize); 4] = [
        (
            "a heading",
            &|text| without_line(text, &|line| line.starts_with("## ") && line.contains("{#")),
            10,
        ),
        (
            "every citation of a source",
            &|text| {
                let at = text.find("[@s0")?;
                let source = &text[at..at + 6];
                Some(text.replace(source, "[@gone"))
            },
            10,
        ),
        (
            "a claim",
            &|text| {
                let at = text.find("[#")?;
                let end = at + text[at..].find(']')?;
                let left = text.replace(&text[at..=end], "");
                // A block may show it all the same.
                (!left.contains(&text[at + 2..end])).then_some(left)
            },
            8,
        ),
        (
            "a quotation",
            &|text| {
                let at = text.find("[\"")?;
                let end = at + text[at..].find("\"](@")?;
                let words = &text[at..end];
                let cut = words.rfind(' ')?;
                Some(text.replacen(words, &words[..cut], 1))
            },
            3,
        ),
    ];
    for (what, change, least) in changes {
        let (files, edited) = edit(change);
        assert!(edited.len() >= least, "{what}: {}", edited.len());
        let built = Built::new(engine.build(&files, &sketch.options));
        let told: BTreeSet<String> = told(&built, "translation-differs")
            .iter()
            .filter_map(|one| Some(one.spot.as_ref()?.file.to_string()))
            .collect();
        let missed: Vec<_> = edited.difference(&told).collect();
        assert!(missed.is_empty(), "{what} is not missed in {missed:?}");
    }
}

/// Every text of a table by its keys, `a/b/c`.
fn leaves(above: &str, table: &toml::Table, found: &mut Vec<Vec<String>>) {
    for (key, value) in table {
        let mut way: Vec<String> = above
            .split('\n')
            .filter(|part| !part.is_empty())
            .map(str::to_string)
            .collect();
        way.push(key.clone());
        match value {
            toml::Value::Table(inner) => leaves(&way.join("\n"), inner, found),
            _ => found.push(way),
        }
    }
}

fn take_out(table: &mut toml::Table, way: &[String]) {
    match way {
        [key] => drop(table.remove(key)),
        [key, rest @ ..] => {
            if let Some(toml::Value::Table(inner)) = table.get_mut(key) {
                take_out(inner, rest);
            }
        }
        [] => {}
    }
}

#[test]
fn any_text_of_our_spanish_ledger_is_missed() {
    let sketch = own_site();
    let original = ledger::read(&sketch.files);
    let whole = ledger::translate(&sketch.files, &original, "es");
    assert!(whole.problems.is_empty(), "{:?}", whole.problems);
    // Names of persons, further names and translations of quotations may be left out.
    let is_free = |way: &[String]| {
        let last = way.last().map(String::as_str);
        matches!(last, Some("also" | "name" | "gloss" | "unit"))
    };
    let (mut needed, mut free) = (0, 0);
    let files: Vec<(FilePath, String)> = sketch
        .files
        .iter()
        .filter(|(path, _)| {
            path.as_str().starts_with("content/ledger/") && path.as_str().ends_with(".es.toml")
        })
        .map(|(path, file)| (path.clone(), file.text().expect("text").0.to_string()))
        .collect();
    assert_eq!(files.len(), 9);
    for (path, text) in files {
        let table: toml::Table = text.parse().expect("TOML");
        // The other tables would only cost time.
        let mut alone = sketch.files.clone();
        let others = sketch.files.below(ledger::FOLDER);
        for (_, other, _) in others.filter(|(name, ..)| name.ends_with(".es.toml")) {
            if other != &path {
                alone.remove(other);
            }
        }
        let mut ways = Vec::new();
        leaves("", &table, &mut ways);
        for way in ways {
            let mut less = table.clone();
            take_out(&mut less, &way);
            let mut files = alone.clone();
            put(&mut files, path.as_str(), &less.to_string());
            let found = ledger::translate(&files, &original, "es");
            let name = format!("`{}`", way.join("/"));
            let is_missed = found.problems.iter().any(|one| one.message.contains(&name));
            if is_free(&way) && !is_missed {
                free += 1;
            } else {
                assert!(is_missed, "{path} without {name}");
                needed += 1;
            }
        }
    }
    assert!(needed > 450, "{needed} needed, {free} free");
}

/// The months of a text, as numbers, each with the year behind it if one stands there.
fn months(text: &str, names: [&str; 12], of: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (month, name) in names.iter().enumerate() {
        for (at, _) in text.match_indices(name) {
            let before = text[..at].chars().next_back();
            let rest = &text[at + name.len()..];
            if before.is_some_and(char::is_alphabetic) || rest.starts_with(char::is_alphabetic) {
                continue;
            }
            let rest = rest.strip_prefix(of).unwrap_or(rest).trim_start();
            let year: String = rest.chars().take_while(char::is_ascii_digit).collect();
            found.push((
                month + 1,
                if year.len() == 4 { year } else { String::new() },
            ));
        }
    }
    found.sort();
    found
}

#[test]
fn topics_have_names_in_each_language() {
    let sketch = site()
        .config(
            "[topics]\ncost = \"What it \\\"costs\\\"\"\n[languages.es]\ntitle = \"El sitio\"\ntopics.cost = \"El costo\"",
        )
        .page("claims.md", "::: choose\n:::\n\n::: claims\n:::\n")
        .page("claims.es.md", "::: choose\n:::\n\n::: claims\n:::\n")
        .ledger("claims", &CLAIMS.replace("[cost]\n", "[cost]\ntopics = [\"cost\", \"law\"]\n"))
        .ledger("sources", SOURCES);
    let built = sketch.build();
    let option = |page: &str, name: &str| {
        let option = format!("<option value=\"cost\">{name}</option>");
        assert!(built.text(page).contains(&option), "{page}");
    };
    option("claims.html", "What it “costs”");
    option("es/claims.html", "El costo");
    assert!(told(&built, "unknown-topic").is_empty());

    // Every topic of our own ledger has one, in both.
    let sketch = own_site();
    let built = Engine::new().build(&sketch.files, &sketch.options);
    let topics = built.ledger.claims.iter().flat_map(|claim| &claim.topics);
    let tags = built.ledger.timeline.iter().flat_map(|event| &event.tags);
    let all: BTreeSet<&String> = topics.chain(tags).collect();
    let config = sketch.files.get("content/site.toml").expect("there");
    let config: toml::Table = config.text().expect("text").0.parse().expect("toml");
    for (place, named) in [
        ("topics", &config["topics"]),
        ("languages.es.topics", &config["languages"]["es"]["topics"]),
    ] {
        let named: BTreeSet<&String> = named.as_table().expect("a table").keys().collect();
        assert_eq!(all, named, "{place}");
    }
}

#[test]
fn figures_and_dates_of_our_pages_are_the_same_in_both_languages() {
    const ENGLISH: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const SPANISH: [&str; 12] = [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ];
    let sketch = own_site();
    let (mut compared, mut dated) = (0, 0);
    for (path, translated) in spanish(&sketch) {
        let original = sketch.files.get(&path).expect("the original");
        let (original, _) = original.text().expect("text");
        let body = |text: &str| text.splitn(3, "+++").nth(2).expect("a body").to_string();
        let (original, translated) = (body(original), body(&translated));
        let (there, here) = (figures(&original), figures(&translated));
        assert_eq!(without(&there, &here), Vec::<&str>::new(), "{path}");
        assert_eq!(
            without(&here, &there),
            Vec::<&str>::new(),
            "{path}: only in Spanish"
        );
        compared += there.len();
        let months_there = months(&original, ENGLISH, "");
        let months_here = months(&translated, SPANISH, " de");
        let set = |months: Vec<(usize, String)>| months.into_iter().collect::<BTreeSet<_>>();
        dated += months_there.len();
        assert_eq!(set(months_there), set(months_here), "{path}");
    }
    assert!(
        compared > 40 && dated > 3,
        "{compared} figures, {dated} months"
    );
}
