//! Languages of a theme: Spanish says all of it, and a further language is files alone.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Sketch, folder, site, tiny_site};
use nutgraf::diagnostics::Severity;
use nutgraf::input::InputTree;

const ENGLISH: &str = include_str!("../themes/default/strings/en.toml");
const SPANISH: &str = include_str!("../themes/default/strings/es.toml");
/// Where the words of a file end, and what is about the language begins.
const FORMS: &str = "\n# How the language writes.";

/// The texts of a file of strings by key; a plural form is `key.form`.
fn texts(file: &str) -> BTreeMap<String, String> {
    let table: toml::Table = file.parse().expect("TOML");
    let mut texts = BTreeMap::new();
    for (key, value) in table {
        match value {
            toml::Value::String(text) => {
                texts.insert(key, text);
            }
            toml::Value::Table(forms) => {
                for (form, text) in forms {
                    if let toml::Value::String(text) = text {
                        texts.insert(format!("{key}.{form}"), text);
                    }
                }
            }
            _ => {}
        }
    }
    texts
}

/// The site of every construct, in a language.
fn gallery(language: &str) -> Sketch {
    let mut sketch = Sketch {
        files: InputTree::new(),
        ..site()
    };
    for (path, bytes) in folder("tests/browser/gallery/content") {
        sketch = match path == "site.toml" {
            true => {
                let text = String::from_utf8(bytes).expect("text");
                sketch.file(
                    "content/site.toml",
                    &format!("language = \"{language}\"\n{text}"),
                )
            }
            false => sketch.bytes(&format!("content/{path}"), bytes),
        };
    }
    // What the gallery itself does not show.
    let late = "+++\ntitle = \"Z\"\ndate = 2026-02-01\nupdated = 2026-02-03\nas_of = 2026-02-02\n\
                review_by = 2026-02-20\nauthors = [\"A\", \"B\"]\n+++\n\
                > [!TIP]\n> A.\n\n> [!IMPORTANT]\n> B.\n\n> [!WARNING]\n> C.\n\n> [!CAUTION]\n> D.\n\n\
                ::: timeline tags=nothing\n:::\n";
    sketch
        .file("content/late.md", late)
        .page_with("draft.md", "draft = true", "Later.\n")
        .drafts()
}

/// All pages of a site as one text: words, and what attributes say to a reader.
fn said(sketch: &Sketch) -> Vec<String> {
    let built = sketch.build();
    let errors: Vec<_> = built
        .problems()
        .into_iter()
        .filter(|problem| problem.contains("string") || problem.starts_with("template-"))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let mut said = Vec::new();
    for address in built.addresses() {
        if !address.ends_with(".html") && !address.ends_with(".xml") {
            continue;
        }
        let page = built.text(address);
        for (index, part) in page.split('<').enumerate() {
            let (tag, text) = match index {
                0 => ("", part),
                _ => part.split_once('>').unwrap_or((part, "")),
            };
            for name in ["aria-label=\"", "title=\"", "data-count=\""] {
                let value = tag
                    .split(name)
                    .nth(1)
                    .and_then(|rest| rest.split('"').next());
                said.extend(value.map(str::to_string));
            }
            said.push(text.trim().to_string());
        }
    }
    said.retain(|text| !text.is_empty());
    said
}

/// What stands around the places of a pattern.
fn literal(pattern: &str) -> Vec<&str> {
    let mut parts = pattern.split('{');
    let first = parts.next().unwrap_or("");
    let behind = parts.map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
    [first].into_iter().chain(behind).collect()
}

/// How many texts are what a pattern says, whatever is in its places.
fn count(pattern: &str, said: &[String]) -> usize {
    let parts = literal(pattern);
    let fits = |text: &&String| {
        if let [whole] = parts[..] {
            return text.as_str() == whole.trim();
        }
        let mut rest = text.as_str();
        parts.iter().enumerate().all(|(index, part)| {
            let part = match index {
                0 => part.trim_start(),
                _ if index + 1 == parts.len() => part.trim_end(),
                _ => part,
            };
            match rest.find(part) {
                Some(at) if index > 0 || at == 0 => {
                    rest = &rest[at + part.len()..];
                    true
                }
                _ => false,
            }
        })
    };
    said.iter().filter(fits).count()
}

#[test]
fn a_spanish_site_says_no_english_word_of_the_theme() {
    // A language of marks alone shows what is content, and what the theme says.
    let words = ENGLISH.split(FORMS).next().expect("words");
    let forms = &ENGLISH[words.len()..];
    let mut marked = String::new();
    for line in words.lines() {
        match line.split_once(" = \"") {
            Some((key, text)) => {
                let text = text.trim_end_matches('"');
                marked += &format!("{key} = \"⟦{text}⟧\"\n");
            }
            None => marked += &format!("{line}\n"),
        }
    }
    let marks = gallery("xx").file(
        "themes/default/strings/xx.toml",
        &format!("{marked}{forms}"),
    );
    let marks = said(&marks);
    let spanish = said(&gallery("es"));
    let english = said(&gallery("en"));
    let mut looked_for = 0;
    let mut left = BTreeSet::new();
    for (key, text) in texts(ENGLISH) {
        // A letter alone, as in `{year}s`, stands in words of any language.
        let letters = |part: &&str| part.chars().filter(|c| c.is_alphabetic()).count();
        let has_words = literal(&text).iter().any(|part| letters(part) > 1);
        if !has_words {
            continue;
        }
        // Content may say the same; what is marked is not content.
        let content = count(&text, &marks);
        looked_for += usize::from(count(&text, &english) > content);
        if count(&text, &spanish) > content {
            left.insert(format!("{key}: {text}"));
        }
    }
    assert!(left.is_empty(), "{left:#?}");
    assert!(looked_for > 110, "only {looked_for} texts are on the pages");
    let all = spanish.join("\n");
    assert!(all.contains("1 de febrero de 2026") && !all.contains("1 February 2026"));
}

#[test]
fn spanish_says_everything_otherwise() {
    let english = texts(ENGLISH);
    let spanish = texts(SPANISH);
    let es_mx = texts(include_str!("../themes/default/strings/es-MX.toml"));
    let same: Vec<&String> = english
        .iter()
        .filter(|(key, text)| spanish.get(*key) == Some(text))
        .map(|(key, _)| key)
        .collect();
    let expected = [
        "dates.range",
        "dates.short_day",
        "dates.year",
        "figures.range",
        "list_separator",
        "numbers.minus",
        "used_separator",
    ];
    assert_eq!(same, expected);
    let forms_apart = |key: &&String| !key.contains('.');
    let missing: Vec<&String> = english
        .keys()
        .filter(forms_apart)
        .filter(|key| !spanish.contains_key(*key))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    let unknown: Vec<&String> = spanish
        .keys()
        .chain(es_mx.keys())
        .filter(forms_apart)
        .filter(|key| !english.contains_key(*key))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// A site that shows a date, a number, quotation marks and plurals.
fn sample(language: &str) -> Sketch {
    let pages = |sketch: Sketch, tag: &str, count: usize| {
        (0..count).fold(sketch, |sketch, at| {
            let name = format!("{tag}-{at}.md");
            sketch.page_with(&name, &format!("tags = [\"{tag}\"]"), "Text.\n")
        })
    };
    let sketch = site()
        .config(&format!("language = \"{language}\""))
        .page_with(
            "p.md",
            "date = 2026-03-01",
            "\"Outer 'inner' *and* 'the *more* so' outer\", don't.\n\n::: numbers claims=few,many\n:::\n\n::: timeline\n:::\n",
        )
        .ledger(
            "claims",
            "[few]\nsays = \"Few.\"\nkind = \"opinion\"\ncarried = []\n\
             figures.a = { value = 1, bound = \"about\", label = \"a\" }\n\
             figures.b = { value = 12.5, unit = \"%\", label = \"b\" }\n\
             [many]\nsays = \"Many.\"\nkind = \"opinion\"\ncarried = []\n\
             figures.a = { value = -1234567.5, bound = \"at-least\", label = \"a\" }\n\
             figures.b = { value = 1234, to = 4321, bound = \"range\", label = \"b\" }\n",
        )
        .ledger(
            "timeline",
            "[a]\ntitle = \"A\"\ndate = \"19XX\"\nsources = []\n\
             [b]\ntitle = \"B\"\ndate = \"191X~\"\nsources = []\n\
             [c]\ntitle = \"C\"\ndate = \"2024-06\"\nsources = []\n\
             [d]\ntitle = \"D\"\ndate = \"../2024-06-03\"\nsources = []\n\
             [e]\ntitle = \"E\"\ndate = \"1846/1848\"\nsources = []\n\
             [g]\ntitle = \"G\"\ndate = \"2023-06~\"\nsources = []\n\
             [h]\ntitle = \"H\"\ndate = \"192X/..\"\nsources = []\n\
             [f]\ntitle = \"F\"\ndate = \"undated\"\nsources = []\n",
        );
    let sketch = pages(sketch, "one", 1);
    let sketch = pages(sketch, "three", 3);
    pages(sketch, "twelve", 12)
}

#[track_caller]
fn shows(page: &str, all: &[&str]) {
    for words in all {
        assert!(page.contains(words), "no {words} in\n{page}");
    }
}

#[test]
fn a_third_language_is_a_file_alone() {
    let (words, _) = ENGLISH.split_once(FORMS).expect("words");
    let words = words.replace(
        "[page_count]\none = \"{n} page\"\nother = \"{n} pages\"",
        "[page_count]\none = \"{n} strona\"\nfew = \"{n} strony\"\nmany = \"{n} stron\"\nother = \"{n} strony\"",
    );
    let forms = include_str!("languages/polish.toml");
    let polish =
        format!("{words}{forms}").replace("percent = \"{n}%\"", "percent = \"{n} procent\"");
    let built = sample("pl")
        .file("themes/default/strings/pl.toml", &polish)
        .build();
    let errors = built.located.iter();
    let errors: Vec<_> = errors
        .filter(|found| found.severity == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let page = built.text("p.html");
    shows(
        &page,
        &[
            "<html lang=\"pl\"",
            "1 marca 2026 r.",
            "„Outer «inner» <em>and</em> «the <em>more</em> so» outer”, don’t.",
            "około 1<",
            "12,5 procent<",
            "co najmniej -1\u{a0}234\u{a0}567,5<",
            "od 1234 do 4321<",
            "XX wiek",
            "około latach 1910",
            "czerwiec 2024",
            "około czerwca 2023",
            "po latach 1920",
            "do 3 czerwca 2024 r.",
            "1846 r.–1848 r.",
            "bez daty",
        ],
    );
    shows(
        &built.text("tags/index.html"),
        &["1 strona<", "3 strony<", "12 stron<"],
    );
}

#[test]
fn mexico_writes_numbers_and_marks_of_its_own() {
    let page = |language: &str| sample(language).build().text("p.html").to_string();
    shows(
        &page("es"),
        &[
            "«Outer ‘inner’ <em>and</em>",
            "alrededor de 1<",
            "12,5\u{a0}%<",
            "al menos −1\u{202f}234\u{202f}567,5<",
            "1234–4321<",
            "hacia la década de 1910",
            "a más tardar el 3 de junio de 2024",
        ],
    );
    let mexican = page("es-MX");
    shows(
        &mexican,
        &[
            "“Outer ‘inner’ <em>and</em>",
            "12.5%<",
            "al menos −1,234,567.5<",
            "1,234–4,321<",
            "junio de 2024",
            "Ir al texto",
        ],
    );
    // A region nobody has a file for has the language's own; letters may be of any size.
    shows(&page("es-AR"), &["«Outer", "12,5\u{a0}%<"]);
    shows(&page("es-mx"), &["“Outer", "12.5%<"]);
}

#[test]
fn a_theme_adds_words_and_says_others_otherwise() {
    let robots =
        "{{ strings.greeting }} {{ strings.feed }} {{ strings.page_count | plural(n = 1) }}\n";
    let built = site()
        .config("theme = \"mine\"\nlanguage = \"es-MX\"")
        .file("themes/mine/templates/robots.txt", robots)
        .file("themes/mine/strings/en.toml", "greeting = \"Hello\"\n")
        .file(
            "themes/mine/strings/es.toml",
            "greeting = \"Hola\"\nfeed = \"Novedades\"\n",
        )
        .file(
            "themes/default/strings/es.toml",
            "feed = \"Canal\"\npage_count = { other = \"{n} p.\" }\n",
        )
        .build()
        .clean();
    // Plural forms are never those of two files.
    assert_eq!(built.text("robots.txt"), "Hola Novedades 1 p.\n");
}

#[test]
fn a_theme_that_stands_alone_has_its_own_words_and_writes_as_the_language_does() {
    let page = tiny_site()
        .config("theme = \"tiny\"\nlanguage = \"es\"")
        .page("p.md", "\"uno\"\n")
        .build()
        .clean();
    assert_eq!(page.main("p.html").trim_end(), "<p>«uno»</p>");
    let none = tiny_site()
        .config("theme = \"tiny\"\nlanguage = \"de\"")
        .file("themes/tiny/strings/de.toml", "back = \"Zurück\"\n")
        .build();
    let missing = &none.problem("missing-string").message;
    assert!(
        missing.contains("`tags_title`") && missing.contains("`dates.months`"),
        "{missing}"
    );
}
