//! Every small edit of every quotation of our content is caught, or is no edit after folding.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test reads the texts it is about"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use nutgraf::disk;
use nutgraf::input::InputTree;
use nutgraf::ledger::quotation::{Outcome, Snapshot};
use nutgraf::ledger::{self, Ledger};
use nutgraf::page::Piece;

const SEED: u64 = 0x6e75_7467_7261_6600;

/// The folder of the articles our content is written from; None, said aloud, where they are not.
fn sources() -> Option<PathBuf> {
    let shared = match std::env::var_os("NUTGRAF_SHARED") {
        Some(shared) => PathBuf::from(shared),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
    };
    let folder = shared.join("sources");
    if folder.is_dir() {
        return Some(folder);
    }
    let message = format!(
        "{} is missing, so no quotation was compared",
        folder.display()
    );
    assert!(
        std::env::var_os("NUTGRAF_CI").is_none_or(|ci| ci != "1"),
        "{message}"
    );
    eprintln!("{message}");
    None
}

struct Quotation {
    words: String,
    source: String,
}

/// Every quotation of the pages and of quotes.toml, each once.
fn quotations(files: &InputTree, ledger: &Ledger) -> Vec<Quotation> {
    let mut all = BTreeSet::new();
    for quote in ledger.quotes.iter() {
        all.insert((quote.words.clone(), quote.source.to_string()));
    }
    for page in nutgraf::build::pages(files) {
        page.body.visit(&mut |piece| match piece {
            Piece::Quotation { words, source, .. } => {
                all.insert((words.clone(), source.id.to_string()));
            }
            Piece::AttributedQuote { words, sources, .. } => {
                assert_eq!(sources.len(), 1, "which source holds {words:?}?");
                for paragraph in words {
                    all.insert((paragraph.clone(), sources[0].id.to_string()));
                }
            }
            _ => {}
        });
    }
    let all = all.into_iter();
    all.map(|(words, source)| Quotation { words, source })
        .collect()
}

struct Desk {
    quotations: Vec<Quotation>,
    texts: BTreeMap<String, String>,
    snapshots: BTreeMap<String, Snapshot>,
}

fn desk() -> Option<Desk> {
    let folder = sources()?;
    let files = disk::read_site(Path::new(env!("CARGO_MANIFEST_DIR"))).ok()?;
    let ledger = ledger::read(&files).ledger;
    let mut texts = BTreeMap::new();
    for source in ledger.sources.iter() {
        if let Some(name) = &source.snapshot {
            let text = std::fs::read_to_string(folder.join(name)).expect("the snapshot is there");
            texts.insert(source.id.to_string(), text);
        }
    }
    let quotations = quotations(&files, &ledger);
    assert!(quotations.len() >= 15, "{} quotations", quotations.len());
    let snapshots = texts.iter();
    let snapshots = snapshots
        .map(|(id, text)| (id.clone(), Snapshot::new(text)))
        .collect();
    Some(Desk {
        quotations,
        texts,
        snapshots,
    })
}

/// A small generator, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[(self.next() % from.len() as u64) as usize]
    }
}

// ---- what the edits are measured by; none of it is the code under test ----

/// The documented folding, written once more in the plainest way.
fn folded(text: &str) -> String {
    let marks = "\"“”„‟«»‹›‘’‚‛ʼ";
    let text: String = text
        .chars()
        .map(|character| {
            if marks.contains(character) {
                '\''
            } else {
                character
            }
        })
        .collect();
    let text = text.replace("...", "…");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Folded words without the marks around them and one final stop or comma.
fn bare(words: &str) -> String {
    let words = folded(words);
    let words = words.strip_prefix('\'').unwrap_or(&words);
    let words = words.strip_suffix('\'').unwrap_or(words);
    let words = words.strip_suffix(['.', ',']).unwrap_or(words);
    words.trim().to_string()
}

/// Whether the words stand in a line of the source letter for letter, from the beginning of a word
/// to the end of one.
fn stands_in(source: &str, words: &str) -> bool {
    let words = bare(words);
    let inner = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    words.contains(char::is_alphanumeric)
        && source.lines().map(folded).any(|line| {
            line.match_indices(&words).any(|(at, _)| {
                let behind = &line[at + words.len()..];
                let first = words.chars().next();
                let last = words.chars().next_back();
                let cut_before = inner(line[..at].chars().next_back()) && inner(first);
                let cut_behind = inner(behind.chars().next()) && inner(last);
                !cut_before && !cut_behind
            })
        })
}

const DENY: &[&str] = &[
    "not", "no", "never", "without", "nor", "neither", "nunca", "sin", "ni",
];
const COUNT: &[&str] = &[
    "zero", "two", "three", "seven", "hundred", "tres", "5", "1914", "500,000",
];

fn plain(word: &str) -> String {
    word.trim_matches(|character: char| !character.is_alphanumeric())
        .to_lowercase()
}

fn denials(words: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = words
        .iter()
        .map(|word| folded(&plain(word)))
        .filter_map(|word| match word.ends_with("n't") {
            true => Some("not".to_string()),
            false => DENY.contains(&word.as_str()).then_some(word),
        })
        .collect();
    found.sort();
    found
}

fn counts(words: &[&str]) -> Vec<String> {
    let words = words.iter().map(|word| plain(word));
    let mut found: Vec<String> = words
        .filter(|word| COUNT.contains(&word.as_str()) || word.contains(char::is_numeric))
        .collect();
    found.sort();
    found
}

// ---- the edits ----

const LETTERS: &[char] = &[
    'a', 'e', 'o', 's', 't', 'n', 'x', 'Z', 'M', '1', '0', ' ', '.', ',', '-', '!', '?', ';', '\'',
    '"', '’', '”', '«', 'é', 'ñ', '\u{301}', '\u{a0}', '\n', '—', '%', '(', '/',
];
const WORDS: &[&str] = &[
    "not", "never", "no", "without", "two", "500", "Mexico", "the", "and", "always", "perhaps",
    "war", "nunca", "is", "of", "xyzzy",
];

/// Single-character edits of every place, and single-word edits of every word.
fn edits(words: &str, dice: &mut Dice) -> Vec<(String, String)> {
    let letters: Vec<char> = words.chars().collect();
    let mut edits = Vec::new();
    let mut add = |kind: &str, text: String| edits.push((kind.to_string(), text));
    let join = |letters: &[char]| letters.iter().collect::<String>();
    for at in 0..=letters.len() {
        let (before, behind) = (join(&letters[..at]), &letters[at..]);
        for _ in 0..4 {
            let letter = dice.pick(LETTERS);
            add(
                "insert a character",
                format!("{before}{letter}{}", join(behind)),
            );
        }
        let Some((first, rest)) = behind.split_first() else {
            continue;
        };
        add("delete a character", format!("{before}{}", join(rest)));
        for _ in 0..3 {
            let letter = dice.pick(LETTERS);
            add(
                "replace a character",
                format!("{before}{letter}{}", join(rest)),
            );
        }
        let other_case = match first.is_lowercase() {
            true => first.to_uppercase().to_string(),
            false => first.to_lowercase().to_string(),
        };
        add(
            "change a letter's case",
            format!("{before}{other_case}{}", join(rest)),
        );
        if let Some((second, rest)) = rest.split_first() {
            add(
                "swap characters",
                format!("{before}{second}{first}{}", join(rest)),
            );
        }
    }
    let list: Vec<&str> = words.split_whitespace().collect();
    let joined = |list: &[&str]| list.join(" ");
    for at in 0..=list.len() {
        let mut insert = |kind: &str, word: &str| {
            let mut list = list.clone();
            list.insert(at, word);
            add(kind, joined(&list));
        };
        insert("negate", dice.pick(DENY));
        insert("negate", "not");
        for _ in 0..4 {
            insert("insert a word", dice.pick(WORDS));
        }
        if at == list.len() {
            break;
        }
        let mut without = list.clone();
        let word = without.remove(at);
        add(
            if denials(&[word]).is_empty() {
                "delete a word"
            } else {
                "negate"
            },
            joined(&without),
        );
        for _ in 0..4 {
            let mut replaced = list.clone();
            replaced[at] = dice.pick(WORDS);
            add("replace a word", joined(&replaced));
        }
        let mut negated = list.clone();
        let denied = format!("{word}n't");
        negated[at] = &denied;
        add("negate", joined(&negated));
        if at + 1 < list.len() {
            let mut swapped = list.clone();
            swapped.swap(at, at + 1);
            add("swap words", joined(&swapped));
        }
    }
    edits.retain(|(_, edited)| edited != words);
    edits
}

/// How edits ended, for the figures.
#[derive(Debug, Default)]
struct Tally {
    tried: usize,
    caught: usize,
    same: usize,
    /// Other words of the same source, whole and in their order: a true quotation still.
    verbatim: usize,
}

#[test]
fn every_quotation_of_our_content_is_found() {
    let Some(desk) = desk() else { return };
    for Quotation { words, source } in &desk.quotations {
        let snapshot = desk
            .snapshots
            .get(source)
            .expect("the source has a snapshot");
        match snapshot.compare(words) {
            Outcome::Found(found) => {
                assert!(found.changes.gravity() == (0, 0), "{words}");
                assert!(stands_in(&desk.texts[source], words), "{words}");
                let lines = desk.texts[source][..found.offset].matches('\n').count() + 1;
                assert_eq!(*found.lines.start(), lines, "{words}");
            }
            missing => panic!("{words} in {source}: {missing:?}"),
        }
    }
}

#[test]
fn a_small_edit_is_caught_unless_the_source_holds_the_edited_words_too() {
    let Some(desk) = desk() else { return };
    let mut dice = Dice(SEED);
    let mut tally = Tally::default();
    for Quotation { words, source } in &desk.quotations {
        let (snapshot, text) = (&desk.snapshots[source], &desk.texts[source]);
        let inside = bare(words);
        for (kind, edited) in edits(&inside, &mut dice) {
            let edited = format!("“{edited}”");
            tally.tried += 1;
            let found = matches!(snapshot.compare(&edited), Outcome::Found(_));
            if bare(&edited) == bare(words) {
                assert!(found, "{kind}: {edited} is the same as {words}");
                tally.same += 1;
            } else if !found {
                tally.caught += 1;
            } else {
                // Words cut off an end leave a shorter quotation of the same words, and a short one
                // may turn into other words of the source.
                assert!(
                    stands_in(text, &edited),
                    "{kind}: {edited} was taken for {words}"
                );
                tally.verbatim += 1;
            }
        }
    }
    println!("outside brackets: {tally:?}");
    assert!(tally.tried >= 10_000, "{tally:?}");
    assert!(tally.verbatim * 50 < tally.tried, "{tally:?}");
}

/// Each quotation with one to three of its words in brackets, omitted or replaced; and with words put
/// in between two. Whatever they drop or bring is known here by counting.
#[test]
fn no_negation_or_number_slips_through_a_bracket() {
    let Some(desk) = desk() else { return };
    let mut dice = Dice(SEED);
    let mut tally = Tally::default();
    for Quotation { words, source } in &desk.quotations {
        let snapshot = &desk.snapshots[source];
        let words = bare(words);
        let list: Vec<&str> = words.split(' ').collect();
        let mut fillings: Vec<&str> =
            vec!["…", "[…]", "...", "[they]", "[the other side]", "[sic]"];
        let brackets: Vec<String> = DENY
            .iter()
            .chain(COUNT)
            .map(|word| format!("[{word}]"))
            .collect();
        fillings.extend(brackets.iter().map(String::as_str));
        fillings.extend([
            "[would never]",
            "[did not]",
            "[didn’t]",
            "[about 5%]",
            "[MS-13]",
        ]);
        for from in 0..=list.len() {
            for until in from..=(from + 3).min(list.len()) {
                for filling in &fillings {
                    let dropped = &list[from..until];
                    let whole = dropped.len() == list.len();
                    let sic_for_words = *filling == "[sic]" && !dropped.is_empty();
                    if whole || sic_for_words {
                        continue;
                    }
                    let edited = [&list[..from], &[*filling], &list[until..]]
                        .concat()
                        .join(" ");
                    let edited = format!("\"{edited}\"");
                    let outcome = snapshot.compare(&edited);
                    tally.tried += 1;
                    let brought: Vec<&str> = match filling.strip_prefix('[') {
                        Some(inside) => inside.trim_end_matches(']').split(' ').collect(),
                        None => Vec::new(),
                    };
                    let inner = from > 0 && from < until && until < list.len();
                    verdict(&edited, dropped, &brought, inner, &outcome, &mut tally);
                }
            }
        }
        // Outside the bracket every edit still counts.
        if list.len() >= 4 {
            let end = list[2..].join(" ");
            for (kind, edited) in edits(&end, &mut dice) {
                let edited = format!("“{} [word] {edited}”", list[0]);
                tally.tried += 1;
                if let Outcome::Found(_) = snapshot.compare(&edited) {
                    let rest = edited.split_once("] ").map_or("", |(_, rest)| rest);
                    assert!(stands_in(&desk.texts[source], rest), "{kind}: {edited}");
                    tally.verbatim += 1;
                } else {
                    tally.caught += 1;
                }
            }
        }
    }
    println!("with brackets: {tally:?}");
    assert!(tally.tried >= 10_000, "{tally:?}");
}

/// What an outcome must say of an edit that puts `brought` in the place of `dropped`.
fn verdict(
    edited: &str,
    dropped: &[&str],
    brought: &[&str],
    inner: bool,
    outcome: &Outcome,
    tally: &mut Tally,
) {
    let Outcome::Found(found) = outcome else {
        tally.caught += 1;
        return;
    };
    let negation = denials(dropped) != denials(brought);
    let number = counts(dropped) != counts(brought);
    let changes = &found.changes;
    let says_negation = changes.changes_negation();
    let says_number = changes.changes_number();
    assert!(
        !negation || says_negation,
        "a negation slips through: {edited}: {found:?}"
    );
    assert!(
        !number || says_number,
        "a number slips through: {edited}: {found:?}"
    );
    if inner && !negation && !number {
        assert_eq!(
            (says_negation, says_number),
            (false, false),
            "{edited}: {found:?}"
        );
    }
    if negation || number {
        tally.caught += 1;
    } else {
        tally.same += 1;
    }
}
