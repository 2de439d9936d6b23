//! Our own site against the editorial brief it was written from, and its quotations against the articles.
//!
//! The brief and the articles are not ours to ship. `NUTGRAF_SHARED` names the folder that holds
//! `brief/` and `sources/`; without it `../shared` beside the repository is tried. Where neither is
//! there the tests say so and look at nothing, unless `NUTGRAF_CI` is set: there it is a failure.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests look at the disk themselves, and these tell an editor what to look at"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use common::own_site;
use serde::Deserialize;
use toml::Table;

/// Pages that openly tell what is wrong with a source may name what is forbidden elsewhere.
const TELL_OF_PROBLEMS: [&str; 4] = [
    "sources.html",
    "disagreements.html",
    "about.html",
    "people.html",
];

#[derive(Deserialize)]
struct Brief {
    claim: Vec<BriefClaim>,
    conflict: Vec<Conflict>,
    hazard: Vec<Hazard>,
}

#[derive(Deserialize)]
struct BriefClaim {
    id: String,
    priority: String,
    sources: Vec<String>,
    figures: Vec<String>,
}

#[derive(Deserialize)]
struct Conflict {
    id: String,
    title: String,
    severity: String,
    claims: Vec<String>,
    sources: Vec<String>,
}

#[derive(Deserialize)]
struct Hazard {
    id: String,
    scan: String,
    forbidden_strings: Vec<String>,
    #[serde(default)]
    case_sensitive: bool,
}

/// The folder with the brief and the articles, if it is there.
fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("NUTGRAF_SHARED").map_or_else(beside, PathBuf::from);
    if folder.join("brief/ledger.toml").is_file() && folder.join("sources").is_dir() {
        return Some(folder);
    }
    let ci = std::env::var_os("NUTGRAF_CI").is_some_and(|ci| !ci.is_empty());
    assert!(!ci, "there is no brief in {}", folder.display());
    eprintln!(
        "there is no brief in {}: our content was not compared with it",
        folder.display()
    );
    None
}

fn brief() -> Option<Brief> {
    let text = fs::read_to_string(shared()?.join("brief/ledger.toml")).expect("the brief");
    Some(toml::from_str(&text).expect("the brief can be read"))
}

/// A TOML file of this repository.
fn table(inside: &str) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(inside);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{inside}: {error}"));
    text.parse()
        .unwrap_or_else(|error| panic!("{inside}: {error}"))
}

/// The strings of a list in an entry.
fn strings(entry: &toml::Value, key: &str) -> Vec<String> {
    let list = entry.get(key).and_then(toml::Value::as_array);
    let texts = list
        .into_iter()
        .flatten()
        .filter_map(|text| text.as_str().map(str::to_string));
    texts.collect()
}

/// The sources that carry a claim of ours.
fn carriers(claim: &toml::Value) -> BTreeSet<String> {
    let lines = claim.get("carried").and_then(toml::Value::as_array);
    let sources = lines
        .into_iter()
        .flatten()
        .filter_map(|line| Some(line.get("source")?.as_str()?.to_string()));
    sources.collect()
}

/// What a reader sees of every page, by address.
fn visible_pages() -> BTreeMap<String, String> {
    let built = own_site().build().clean();
    let outputs = built.build.outputs.iter();
    let pages = outputs.filter(|(address, _)| address.ends_with(".html"));
    let seen = pages.map(|(address, bytes)| {
        let html = String::from_utf8(bytes.to_vec()).expect("text");
        (address.to_string(), visible(&html))
    });
    seen.collect()
}

/// A page without scripts, styles and tags, its spaces folded and its quotation marks straight.
fn visible(html: &str) -> String {
    const INLINE: [&str; 12] = [
        "a", "abbr", "b", "cite", "code", "em", "i", "q", "span", "strong", "sup", "time",
    ];
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let (tag, after) = rest[1..].split_once('>').expect("a whole tag");
        let name = tag.trim_start_matches('/');
        let name = name.split([' ', '\n', '/']).next().unwrap_or("");
        rest = after;
        if !tag.starts_with('/') && ["script", "style", "head"].contains(&name) {
            let end = format!("</{name}>");
            rest = rest.split_once(&*end).map_or("", |(_, after)| after);
        }
        if !INLINE.contains(&name) {
            text.push(' ');
        }
    }
    text.push_str(rest);
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
    fold(&text)
}

/// White space and quotation marks in one form.
fn fold(text: &str) -> String {
    let straight: String = text
        .chars()
        .map(|c| match c {
            '‘' | '’' | '‚' | '‛' => '\'',
            '“' | '”' | '„' | '«' | '»' => '"',
            _ => c,
        })
        .collect();
    straight.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text holds these words, whole where they begin or end with a letter or digit.
fn holds_words(text: &str, words: &str, case_sensitive: bool) -> bool {
    let (text, words) = if case_sensitive {
        (text.to_string(), fold(words))
    } else {
        (text.to_lowercase(), fold(words).to_lowercase())
    };
    let inner = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(&words).any(|(at, _)| {
        let before = inner(text[..at].chars().next_back()) && inner(words.chars().next());
        let after =
            inner(text[at + words.len()..].chars().next()) && inner(words.chars().next_back());
        !before && !after
    })
}

/// A figure as it is compared: a number, perhaps a percentage, or a word such as "hundreds".
#[derive(Clone, Debug, PartialEq)]
enum Figure {
    Number(f64),
    Percent(f64),
    Word(String),
}

/// What a word says as a number, with whether it multiplies the one before.
fn number_word(word: &str) -> Option<(f64, bool)> {
    const SMALL: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    const TENS: [&str; 8] = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    const GREAT: [(&str, f64); 5] = [
        ("hundred", 1e2),
        ("thousand", 1e3),
        ("million", 1e6),
        ("billion", 1e9),
        ("trillion", 1e12),
    ];
    if let Some(value) = SMALL.iter().position(|small| *small == word) {
        return u32::try_from(value)
            .ok()
            .map(|value| (f64::from(value), false));
    }
    if let Some(tens) = TENS.iter().position(|tens| *tens == word) {
        return u32::try_from(tens)
            .ok()
            .map(|tens| (f64::from(10 * (tens + 2)), false));
    }
    let great = GREAT.iter().find(|(name, _)| *name == word);
    great.map(|(_, value)| (*value, true))
}

/// Every figure of a text: digits with their separators, number words, percentages, vague words.
fn figures(text: &str) -> Vec<Figure> {
    let text = text
        .to_lowercase()
        .replace('%', " per cent")
        .replace("percent", "per cent");
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || ".,'".contains(c)))
        .map(|word| word.trim_matches(['.', ',', '\'']))
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    let mut number: Option<f64> = None;
    for (at, word) in words.iter().enumerate() {
        let digits = word.replace(',', "").parse::<f64>().ok();
        match (digits, number_word(word)) {
            (Some(value), _) => {
                found.extend(number.replace(value).map(Figure::Number));
            }
            (None, Some((value, true))) => number = Some(number.unwrap_or(1.0) * value),
            (None, Some((value, false))) => {
                found.extend(number.replace(value).map(Figure::Number));
            }
            (None, None) => {
                if let Some(value) = number.take() {
                    let percent = *word == "per" && words.get(at + 1) == Some(&"cent");
                    found.push(if percent {
                        Figure::Percent(value)
                    } else {
                        Figure::Number(value)
                    });
                }
                if ["half", "dozens", "hundreds", "thousands", "millions"].contains(word) {
                    found.push(Figure::Word((*word).to_string()));
                }
            }
        }
    }
    found.extend(number.map(Figure::Number));
    found
}

/// A figure as the brief names it, without its remarks in parentheses.
fn named_figures(text: &str) -> Vec<Figure> {
    let mut plain = String::new();
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    figures(&plain)
}

#[test]
fn every_core_and_detail_claim_is_covered_by_one_of_ours() {
    let Some(brief) = brief() else { return };
    let map = table("tests/brief-claims.toml");
    let ours = table("content/ledger/claims.toml");
    let mut gaps = Vec::new();
    let mut asked = 0;
    for claim in &brief.claim {
        if !["core", "detail"].contains(&&*claim.priority) {
            continue;
        }
        asked += 1;
        let Some(id) = map.get(&claim.id).and_then(toml::Value::as_str) else {
            gaps.push(format!("{} has no entry of ours", claim.id));
            continue;
        };
        let Some(entry) = ours.get(id) else {
            gaps.push(format!("{}: there is no claim {id}", claim.id));
            continue;
        };
        let carried = carriers(entry);
        for source in &claim.sources {
            if !carried.contains(source) {
                gaps.push(format!("{}: {id} does not list {source}", claim.id));
            }
        }
    }
    assert!(
        asked > 100,
        "only {asked} claims of the brief were looked at"
    );
    let known: BTreeSet<_> = brief.claim.iter().map(|claim| &claim.id).collect();
    for id in map.keys().filter(|id| !known.contains(id)) {
        gaps.push(format!("the brief has no claim {id}"));
    }
    assert!(gaps.is_empty(), "{gaps:#?}");
}

#[test]
fn every_figure_the_brief_names_is_shown() {
    let Some(brief) = brief() else { return };
    let map = table("tests/brief-claims.toml");
    let ours = table("content/ledger/claims.toml");
    let pages = visible_pages();
    let all = &pages["claims.html"];
    let mut gaps = Vec::new();
    let mut asked = 0;
    for claim in &brief.claim {
        let Some(id) = map.get(&claim.id).and_then(toml::Value::as_str) else {
            continue;
        };
        if !["core", "detail"].contains(&&*claim.priority) {
            continue;
        }
        let says = fold(ours[id]["says"].as_str().expect("a text"));
        if !all.contains(&says) {
            gaps.push(format!("claims.html does not show {id}: {says}"));
        }
        let shown = figures(&says);
        for figure in claim.figures.iter().flat_map(|text| named_figures(text)) {
            asked += 1;
            if !shown.contains(&figure) {
                gaps.push(format!("{} names {figure:?}; {id} says: {says}", claim.id));
            }
        }
    }
    assert!(asked >= 10, "only {asked} figures were looked at");
    assert!(gaps.is_empty(), "{gaps:#?}");
}

#[test]
fn nothing_the_brief_forbids_is_shown() {
    let Some(brief) = brief() else { return };
    let pages = visible_pages();
    assert!(pages.len() > 20);
    let mut hits = Vec::new();
    let mut asked = 0;
    for hazard in &brief.hazard {
        for words in &hazard.forbidden_strings {
            asked += usize::from(hazard.scan == "fail");
            for (address, text) in &pages {
                if !holds_words(text, words, hazard.case_sensitive) {
                    continue;
                }
                let hit = format!("{}: {words:?} in {address}", hazard.id);
                match &*hazard.scan {
                    "fail" if !TELL_OF_PROBLEMS.contains(&&**address) => hits.push(hit),
                    _ => println!("for an editor to look at: {hit}"),
                }
            }
        }
    }
    assert!(asked >= 10, "only {asked} strings were looked for");
    assert!(hits.is_empty(), "{hits:#?}");
}

#[test]
fn every_grave_conflict_is_one_of_our_disagreements() {
    let Some(brief) = brief() else { return };
    let map = table("tests/brief-conflicts.toml");
    let claim_ids = table("tests/brief-claims.toml");
    let claims = table("content/ledger/claims.toml");
    let ours = table("content/ledger/disagreements.toml");
    let exceptions = map["exceptions"].as_table().expect("a table of reasons");
    let pages = visible_pages();
    let mut gaps = Vec::new();
    for conflict in &brief.conflict {
        let Some(id) = map.get(&conflict.id).and_then(toml::Value::as_str) else {
            let excused = exceptions.contains_key(&conflict.id);
            if ["high", "medium"].contains(&&*conflict.severity) && !excused {
                gaps.push(format!("{} is missing: {}", conflict.id, conflict.title));
            }
            continue;
        };
        let Some(entry) = ours.get(id) else {
            gaps.push(format!("{}: there is no disagreement {id}", conflict.id));
            continue;
        };
        let listed = strings(entry, "claims");
        for claim in &conflict.claims {
            let covered = claim_ids.get(claim).and_then(toml::Value::as_str);
            if let Some(covered) = covered
                && !listed.iter().any(|listed| listed == covered)
            {
                gaps.push(format!("{}: {id} does not show {covered}", conflict.id));
            }
        }
        let carried: BTreeSet<_> = listed
            .iter()
            .flat_map(|claim| carriers(&claims[claim]))
            .collect();
        for source in &conflict.sources {
            if !carried.contains(source) {
                gaps.push(format!("{}: {id} leaves {source} out", conflict.id));
            }
        }
        let question = fold(entry["question"].as_str().expect("a question"));
        if !pages["disagreements.html"].contains(&question) {
            gaps.push(format!("disagreements.html does not show {id}"));
        }
    }
    for (id, reason) in exceptions {
        assert!(
            reason.as_str().is_some_and(|reason| reason.len() > 20),
            "{id}"
        );
        assert!(!map.contains_key(id), "{id} is shown and excepted");
    }
    assert!(gaps.is_empty(), "{gaps:#?}");
}

/// A quotation of our pages: where it stands, its words, its source and the line it names.
struct Quotation {
    page: String,
    words: String,
    source: String,
    line: Option<usize>,
}

/// The line that a place such as `L19` or `L5, L9` names first.
fn line_of(place: &str) -> Option<usize> {
    let digits = place.trim().strip_prefix('L')?;
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    digits[..end].parse().ok()
}

/// The quotations in link form and the block quotes with an attribution line.
fn quotations(page: &str, text: &str) -> Vec<Quotation> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("](@") {
        let before = &text[..at];
        let Some(inside) = before.rfind('[').map(|start| &before[start + 1..]) else {
            continue;
        };
        let marks = ['"', '“', '”'];
        if !inside.starts_with(marks) || !inside.ends_with(marks) {
            continue;
        }
        let target = text[at + 3..].split([')', ' ', '\n']).next().unwrap_or("");
        let (source, place) = target.split_once('#').unwrap_or((target, ""));
        found.push(Quotation {
            page: page.to_string(),
            words: inside.trim_matches(marks).to_string(),
            source: source.to_string(),
            line: line_of(place),
        });
    }
    let mut block: Vec<&str> = Vec::new();
    for line in text.lines().chain([""]) {
        if let Some(line) = line.strip_prefix('>') {
            block.push(line.trim());
            continue;
        }
        if let Some((last, words)) = std::mem::take(&mut block).split_last()
            && let Some(attribution) = last.strip_prefix('—')
            && let Some((_, reference)) = attribution.split_once("[@")
        {
            let reference = reference.split(']').next().unwrap_or("");
            let (source, place) = reference.split_once(',').unwrap_or((reference, ""));
            found.push(Quotation {
                page: page.to_string(),
                words: words.join(" "),
                source: source.trim().to_string(),
                line: line_of(place),
            });
        }
    }
    found
}

/// Whether a text holds the words of a quotation in order, with what `…` leaves out between them.
fn holds_quotation(text: &str, words: &str) -> bool {
    let text = fold(text);
    let words = fold(words).replace("[…]", "…");
    let mut rest = &*text;
    words.split('…').all(|piece| {
        let piece = piece.trim().trim_end_matches(['.', ',']);
        match rest.find(piece) {
            Some(at) => {
                rest = &rest[at + piece.len()..];
                !piece.is_empty()
            }
            None => false,
        }
    })
}

#[test]
fn every_quotation_stands_in_its_source() {
    let Some(shared) = shared() else { return };
    let sources = table("content/ledger/sources.toml");
    let snapshot = |id: &str| -> Option<String> {
        let name = sources.get(id)?.get("snapshot")?.as_str()?;
        fs::read_to_string(shared.join("sources").join(name)).ok()
    };
    let mut all = Vec::new();
    for (path, bytes) in common::folder("content") {
        if path.ends_with(".md") {
            let text = String::from_utf8(bytes).expect("text");
            all.extend(quotations(&path, &text));
        }
    }
    let on_pages = all.len();
    for (id, entry) in table("content/ledger/quotes.toml") {
        let place = strings(&entry, "where");
        all.push(Quotation {
            page: format!("ledger/quotes.toml, {id}"),
            words: entry["words"].as_str().expect("words").to_string(),
            source: entry["source"].as_str().expect("a source").to_string(),
            line: place.first().and_then(|place| line_of(place)),
        });
    }
    assert!(on_pages >= 15, "only {on_pages} quotations on our pages");
    let mut wrong = Vec::new();
    for quotation in &all {
        let Quotation {
            page,
            words,
            source,
            line,
        } = quotation;
        let Some(text) = snapshot(source) else {
            wrong.push(format!("{page}: there is no copy of {source}"));
            continue;
        };
        let Some(line) = line else {
            wrong.push(format!("{page}: no line is given for “{words}”"));
            continue;
        };
        let there = text.lines().nth(line - 1).unwrap_or("");
        if holds_quotation(there, words) {
            continue;
        }
        wrong.push(if holds_quotation(&text, words) {
            format!("{page}: “{words}” stands in {source}, but not in line {line}")
        } else {
            format!("{page}: “{words}” is not in {source}")
        });
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_comparison_itself_is_sound() {
    use Figure::{Number, Percent, Word};
    assert_eq!(
        figures("Up to 500,000 troops, five per cent, 31% and nearly a trillion dollars"),
        [Number(5e5), Percent(5.0), Percent(31.0), Number(1e12)]
    );
    assert_eq!(
        named_figures("hundreds of fentanyl labs (s002 only)"),
        [Word("hundreds".to_string())]
    );
    assert_eq!(
        named_figures("6 of the 8 Mexican"),
        [Number(6.0), Number(8.0)]
    );
    assert!(holds_words("Which wich?", "wich", false));
    assert!(!holds_words("Sandwiches", "wich", false));
    assert!(!holds_words("el chapu", "El Chapu", true));
    assert!(holds_words("a [Hotel Name] b", "[Hotel Name]", false));
    assert_eq!(
        visible(
            "<head><title>x</title></head><p>One <em>tw</em>o&amp;<br>three<script>no</script></p>"
        ),
        "One two& three"
    );
    assert!(holds_quotation(
        "He said: “it’s never enough for the U.S.”",
        "it's never […] the U.S."
    ));
    assert!(!holds_quotation("it is enough", "it is never enough"));
    let found = quotations(
        "p",
        "A [\"few\nwords\"](@s001#L3) and [a title](@s002).\n\n> More words\n>\n> — Name [@s004, L3]\n",
    );
    let seen: Vec<_> = found
        .iter()
        .map(|found| (&*found.source, found.line, fold(&found.words)))
        .collect();
    assert_eq!(
        seen,
        [
            ("s001", Some(3), "few words".to_string()),
            ("s004", Some(3), "More words".to_string())
        ]
    );
}
