//! Every small edit of every quotation of our content is caught, or is no edit after folding.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test reads the texts it is about"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nutgraf::check::{Archived, Compared, Held, Known, Quoting, Standing, compare_quotations};
use nutgraf::disk;
use nutgraf::input::{FilePath, InputFile};
use nutgraf::ledger::{self, Id};
use nutgraf::lock::{self, Gone, Lock};
use nutgraf::page::{Body, Piece, SourceUse};
use nutgraf::values::Date;

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

/// A quotation of our content, and the text it stands in with no more than its quotations.
struct Quotation {
    text: usize,
    piece: usize,
    /// Its paragraph, in a block quote.
    paragraph: usize,
    words: String,
    source: String,
}

/// A page or an entry of quotes.toml.
struct Text {
    path: FilePath,
    pieces: Vec<Piece>,
    known: Known,
}

struct Desk {
    quotations: Vec<Quotation>,
    texts: Vec<Text>,
    /// The archived texts, and the sources with and without them.
    archive: BTreeMap<String, String>,
    with_archive: BTreeMap<Id, Held>,
    without_archive: BTreeMap<Id, Held>,
}

fn desk() -> Option<Desk> {
    let folder = sources()?;
    let files = disk::read_site(Path::new(env!("CARGO_MANIFEST_DIR"))).ok()?;
    let ledger = ledger::read(&files).ledger;
    let file = files.get(lock::path().as_str()).expect("our desk.lock");
    let mut desk = Desk {
        quotations: Vec::new(),
        texts: Vec::new(),
        archive: BTreeMap::new(),
        with_archive: BTreeMap::new(),
        without_archive: BTreeMap::new(),
    };
    for source in ledger.sources.iter() {
        let Some(name) = &source.snapshot else {
            continue;
        };
        let text = std::fs::read_to_string(folder.join(name)).expect("the snapshot is there");
        let archived = Archived::new(&InputFile::new(text.as_bytes()));
        let held = |archived| Held {
            entry: source.clone(),
            archived,
        };
        let with = held(Some(Arc::new(archived)));
        desk.with_archive.insert(source.id.clone(), with);
        desk.without_archive.insert(source.id.clone(), held(None));
        desk.archive.insert(source.id.to_string(), text);
    }
    let lock = lock::read(file).lock;
    for page in nutgraf::build::pages(&files) {
        let mut pieces = Vec::new();
        page.body.visit(&mut |piece| {
            if matches!(
                piece,
                Piece::Quotation { .. } | Piece::AttributedQuote { .. }
            ) {
                pieces.push(bare_piece(piece));
            }
        });
        let path = page.facts.path.clone();
        if !pieces.is_empty() {
            desk.add(&lock, lock::owner_of_page(&path), path, pieces);
        }
    }
    for quote in ledger.quotes.iter() {
        let path = FilePath::new(format!("content/{}.md", quote.id));
        let source = SourceUse {
            id: quote.source.clone(),
            place: quote.places.join(", "),
            key: String::new(),
        };
        let piece = Piece::Quotation {
            n: 1,
            source,
            words: quote.words.clone(),
            body: Vec::new(),
            gloss: String::new(),
        };
        desk.add(&lock, lock::owner_of_quote(&quote.id), path, vec![piece]);
    }
    let count = desk.quotations.len();
    assert!(count >= 30, "{count} quotations");
    Some(desk)
}

/// A quotation without what stands in it for readers.
fn bare_piece(piece: &Piece) -> Piece {
    let mut piece = piece.clone();
    if let Piece::Quotation { body, .. } | Piece::AttributedQuote { body, .. } = &mut piece {
        body.clear();
    }
    if let Piece::AttributedQuote { speaker, .. } = &mut piece {
        speaker.clear();
    }
    piece
}

impl Desk {
    fn add(&mut self, lock: &Lock, owner: String, path: FilePath, pieces: Vec<Piece>) {
        let mut own = (**lock.texts.get(&owner).unwrap_or_else(|| panic!("{owner}"))).clone();
        // These texts cite nothing beside what they quote.
        own.references.clear();
        for (at, piece) in pieces.iter().enumerate() {
            let mut add = |paragraph: usize, words: &String, source: &SourceUse| {
                self.quotations.push(Quotation {
                    text: self.texts.len(),
                    piece: at,
                    paragraph,
                    words: words.clone(),
                    source: source.id.to_string(),
                });
            };
            match piece {
                Piece::Quotation { words, source, .. } => add(0, words, source),
                Piece::AttributedQuote { words, sources, .. } => {
                    assert_eq!(sources.len(), 1, "which source holds {words:?}?");
                    for (paragraph, words) in words.iter().enumerate() {
                        add(paragraph, words, &sources[0]);
                    }
                }
                _ => {}
            }
        }
        let known = Known {
            own: Arc::new(own),
            elsewhere: Vec::new(),
            is_whole: true,
        };
        self.texts.push(Text {
            path,
            pieces,
            known,
        });
    }

    /// What the desk says of a text in which one quotation has other words.
    fn edited(&self, quotation: &Quotation, edit: &str, held: &BTreeMap<Id, Held>) -> Compared {
        let text = &self.texts[quotation.text];
        let mut pieces = text.pieces.clone();
        match &mut pieces[quotation.piece] {
            Piece::Quotation { words, .. } => *words = edit.to_string(),
            Piece::AttributedQuote { words, .. } => words[quotation.paragraph] = edit.to_string(),
            _ => {}
        }
        let quoting = Quoting::of_page(&text.path, &body(pieces), None);
        compare_quotations(&quoting, held, Some(&text.known), today())
    }

    /// The codes of what the archived text alone says to some words.
    fn codes(&self, words: &str, source: &str) -> Vec<&'static str> {
        let source = SourceUse {
            id: source.into(),
            place: String::new(),
            key: String::new(),
        };
        let piece = Piece::Quotation {
            n: 1,
            source,
            words: words.to_string(),
            body: Vec::new(),
            gloss: String::new(),
        };
        let quoting = Quoting::of_page(&FilePath::new("content/a.md"), &body(vec![piece]), None);
        let compared = compare_quotations(&quoting, &self.with_archive, None, today());
        let problems = compared.problems.iter();
        problems.map(|problem| problem.code).collect()
    }
}

fn body(pieces: Vec<Piece>) -> Body {
    Body {
        pieces,
        footnotes: Vec::new(),
    }
}

fn today() -> Date {
    Date::parse("2030-01-01").expect("a day")
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
}

/// How edits of one kind ended where the archived texts are, and where they are not.
#[derive(Debug, Default)]
struct Edits {
    tried: usize,
    /// The same words after folding.
    same: usize,
    /// The source does not hold the words.
    not_found: usize,
    /// It holds them too, and they are not the ones that were checked.
    reworded: usize,
    /// They have become the words of another quotation of the text, and one line of desk.lock is left
    /// over.
    left_over: usize,
    /// Caught without the archived texts.
    changed: usize,
}

#[test]
fn every_quotation_of_our_content_is_found() {
    let Some(desk) = desk() else { return };
    for quotation in &desk.quotations {
        let Quotation { words, source, .. } = quotation;
        let text = &desk.archive[source];
        assert!(stands_in(text, words), "{words}");
        for (held, standing) in [
            (&desk.with_archive, Standing::Found),
            (&desk.without_archive, Standing::CheckedBefore),
        ] {
            let compared = desk.edited(quotation, words, held);
            assert_eq!(compared.problems, [], "{words}");
            assert_eq!(compared.gone, Gone::default(), "{words}");
            for found in &compared.quotations {
                assert_eq!(found.standing, standing, "{words}");
                let checked = found.checked.as_ref().expect("found somewhere");
                let text = &desk.archive[&*checked.source];
                let line = text[..checked.offset].matches('\n').count() + 1;
                assert_eq!(checked.lines.0, line, "{words}");
            }
        }
    }
}

#[test]
fn no_edit_of_a_quotation_slips_through() {
    let Some(desk) = desk() else { return };
    let mut dice = Dice(SEED);
    let mut tally: BTreeMap<String, Edits> = BTreeMap::new();
    for quotation in &desk.quotations {
        let Quotation { words, source, .. } = quotation;
        for (kind, edited) in edits(&bare(words), &mut dice) {
            let edited = format!("“{edited}”");
            let tally = tally.entry(kind.clone()).or_default();
            tally.tried += 1;
            let found = desk.edited(quotation, &edited, &desk.with_archive);
            let remembered = desk.edited(quotation, &edited, &desk.without_archive);
            let standing = |compared: &Compared, standing| {
                let mut quotations = compared.quotations.iter();
                quotations.any(|quotation| quotation.standing == standing)
            };
            let told = |compared: &Compared, code| {
                compared.problems.iter().any(|problem| problem.code == code)
            };
            if bare(&edited) == bare(words) {
                for compared in [&found, &remembered] {
                    assert_eq!(compared.problems, [], "{kind}: {edited} is {words}");
                    assert_eq!(
                        compared.gone,
                        Gone::default(),
                        "{kind}: {edited} is {words}"
                    );
                }
                tally.same += 1;
                continue;
            }
            if standing(&found, Standing::NotFound) {
                tally.not_found += 1;
            } else {
                // Words cut off an end leave a shorter quotation of the same words, and a short one
                // may turn into other words of the source.
                let text = &desk.archive[source];
                assert!(
                    stands_in(text, &edited),
                    "{kind}: {edited} was taken for {words}"
                );
                match told(&found, "quotation-reworded") {
                    true => tally.reworded += 1,
                    false if !found.gone.quotations.is_empty() => tally.left_over += 1,
                    false => panic!("{kind}: {edited} slips through for {words}"),
                }
            }
            if told(&remembered, "quotation-changed") {
                tally.changed += 1;
            } else {
                let left = !remembered.gone.quotations.is_empty();
                assert!(
                    left,
                    "{kind}: {edited} slips through for {words} without the archive"
                );
            }
        }
    }
    let sum = |of: &dyn Fn(&Edits) -> usize| tally.values().map(of).sum::<usize>();
    for (kind, edits) in &tally {
        println!("{kind}: {edits:?}");
    }
    let tried = sum(&|edits| edits.tried);
    println!(
        "{} quotations, {tried} edits: {} the same after folding, {} not found, {} found and not what was checked, \
         {} left over; without the archived texts {} caught",
        desk.quotations.len(),
        sum(&|edits| edits.same),
        sum(&|edits| edits.not_found),
        sum(&|edits| edits.reworded),
        sum(&|edits| edits.left_over),
        sum(&|edits| edits.changed),
    );
    assert!(tried >= 10_000, "{tried} edits");
    let reworded = sum(&|edits| edits.reworded);
    assert!(
        reworded > 0 && reworded * 50 < tried,
        "{reworded} of {tried}"
    );
    for (kind, edits) in &tally {
        assert!(edits.tried >= 200, "{kind}: {} edits", edits.tried);
    }
}

/// Each quotation with one to three of its words in brackets, omitted or replaced; and with words put
/// in between two. Whatever they drop or bring is known here by counting.
#[test]
fn no_negation_or_number_slips_through_a_bracket() {
    let Some(desk) = desk() else { return };
    let mut dice = Dice(SEED);
    let mut tally = Tally::default();
    let mut seen = BTreeSet::new();
    for Quotation { words, source, .. } in &desk.quotations {
        let words = bare(words);
        if !seen.insert((words.clone(), source)) {
            continue;
        }
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
                    let codes = desk.codes(&edited, source);
                    tally.tried += 1;
                    let brought: Vec<&str> = match filling.strip_prefix('[') {
                        Some(inside) => inside.trim_end_matches(']').split(' ').collect(),
                        None => Vec::new(),
                    };
                    let inner = from > 0 && from < until && until < list.len();
                    verdict(&edited, dropped, &brought, inner, &codes, &mut tally);
                }
            }
        }
        // Outside the bracket every edit still counts.
        if list.len() >= 4 {
            let end = list[2..].join(" ");
            for (kind, edited) in edits(&end, &mut dice) {
                let edited = format!("“{} [word] {edited}”", list[0]);
                tally.tried += 1;
                if desk.codes(&edited, source).contains(&"quotation-not-found") {
                    tally.caught += 1;
                } else {
                    let rest = edited.split_once("] ").map_or("", |(_, rest)| rest);
                    assert!(stands_in(&desk.archive[source], rest), "{kind}: {edited}");
                    tally.same += 1;
                }
            }
        }
    }
    println!("with brackets: {tally:?}");
    assert!(tally.tried >= 10_000, "{tally:?}");
}

/// What must be told of an edit that puts `brought` in the place of `dropped`.
fn verdict(
    edited: &str,
    dropped: &[&str],
    brought: &[&str],
    inner: bool,
    codes: &[&str],
    tally: &mut Tally,
) {
    if codes.contains(&"quotation-not-found") {
        tally.caught += 1;
        return;
    }
    let negation = denials(dropped) != denials(brought);
    let number = counts(dropped) != counts(brought);
    let says_negation = codes.contains(&"quotation-negation");
    let says_number = codes.contains(&"quotation-number");
    assert!(
        !negation || says_negation,
        "a negation slips through: {edited}"
    );
    assert!(!number || says_number, "a number slips through: {edited}");
    if inner && !negation && !number {
        assert!(!says_negation && !says_number, "{edited}: {codes:?}");
    }
    if negation || number {
        tally.caught += 1;
    } else {
        tally.same += 1;
    }
}
