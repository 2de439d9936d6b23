//! Whether the page names those whose words it quotes, where quotes.toml knows them.

use std::collections::BTreeSet;

use super::{Citing, Sentence, named};
use crate::check::problems::SPEAKER_NOT_NAMED;
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::ledger::quotation::{Outcome, Snapshot};
use crate::ledger::{Id, Person, Quote, TableName, place_of};
use crate::page::{MarkKind, PassageKind, Passages, Quoted};
use crate::theme::EntryKind;
use crate::values::quoted;

/// A shorter part of what somebody said may be anybody's words.
const FEWEST_WORDS: usize = 4;

pub fn check(
    citing: &Citing,
    sentences: &[Sentence<'_>],
    path: &FilePath,
    problems: &mut Vec<Diagnostic>,
) {
    if citing.people.is_empty() {
        return;
    }
    for (at, sentence) in sentences.iter().enumerate() {
        if !sentence.is_prose() {
            continue;
        }
        let links = sentence.marks.iter().filter_map(|mark| match &mark.kind {
            MarkKind::Quotation { source, .. } => {
                Some((mark.range.clone(), BTreeSet::from([source.id.clone()])))
            }
            _ => None,
        });
        let is_link = |kind: &MarkKind| matches!(kind, MarkKind::Quotation { .. });
        let free = quoted(&sentence.passage.text).into_iter().filter(|range| {
            sentence.range.contains(&range.start) && !sentence.lies_in(range, is_link)
        });
        let free = free.map(|range| (range, sentence.all.clone()));
        for (range, sources) in links.chain(free) {
            let quoted = &sentence.passage.text[range.clone()];
            let Some(speakers) = Speakers::of(citing, quoted, &sources) else {
                continue;
            };
            let before = at.checked_sub(1).map(|before| &sentences[before]);
            let before = before.filter(|before| leads(before, sentence));
            let is_named = |sentence: &Sentence<'_>| {
                speakers.people.iter().any(|person| names(sentence, person))
            };
            if is_named(sentence) || before.is_some_and(is_named) {
                continue;
            }
            let names = speakers.names();
            let message = format!(
                "these are words of {names}, who is named neither in this sentence nor in the one before"
            );
            let hint = format!("say that {names} said so");
            problems.push(speakers.problem(sentence.place(path, &range), message, hint));
        }
    }
    attributed(citing, sentences, path, problems);
}

/// Block quotes: the attribution has to name the speaker.
fn attributed(
    citing: &Citing,
    sentences: &[Sentence<'_>],
    path: &FilePath,
    problems: &mut Vec<Diagnostic>,
) {
    for (number, passage) in citing.passages.list.iter().enumerate() {
        let Quoted::Attribution(n) = passage.quote else {
            continue;
        };
        let sources: BTreeSet<Id> = passage.marks.iter().flat_map(named).collect();
        let quoted = citing.passages.list.iter();
        let mut quoted = quoted.filter(|quoted| quoted.quote == Quoted::Attributed(n));
        let Some(speakers) = quoted.find_map(|quoted| Speakers::of(citing, &quoted.text, &sources))
        else {
            continue;
        };
        let mut line = sentences
            .iter()
            .filter(|sentence| sentence.number == number);
        if line.any(|line| speakers.people.iter().any(|person| names(line, person))) {
            continue;
        }
        let written = passage
            .text
            .trim_start_matches(['—', '―', '–', '-', ' '])
            .trim();
        let names = speakers.names();
        let message = format!("these are words of {names}, and the attribution says \"{written}\"");
        let hint = format!("name {names}, or correct `speaker` in quotes.toml");
        let place = Passages::place(path, number, &(0..passage.text.len()));
        problems.push(speakers.problem(place, message, hint));
    }
}

/// Those who said the same words in the same source.
struct Speakers<'c> {
    quote: &'c Quote,
    people: Vec<&'c Person>,
}

impl<'c> Speakers<'c> {
    fn of(citing: &'c Citing, words: &str, sources: &BTreeSet<Id>) -> Option<Speakers<'c>> {
        let quotes = citing
            .quotes
            .iter()
            .filter(|quote| sources.contains(&quote.source));
        let quotes: Vec<&Quote> = quotes
            .filter(|quote| quote.speaker.is_some() && is_part(words, &quote.words))
            .map(|quote| &**quote)
            .collect();
        let people = quotes.iter().filter_map(|quote| quote.speaker.as_ref());
        let people: Vec<&Person> = people
            .filter_map(|id| citing.people.get(id).map(|person| &**person))
            .collect();
        let quote = quotes.first()?;
        (!people.is_empty()).then_some(Speakers { quote, people })
    }

    fn names(&self) -> String {
        let names: Vec<&str> = self
            .people
            .iter()
            .map(|person| person.name.as_str())
            .collect();
        names.join(" or ")
    }

    fn problem(&self, place: Place, message: String, hint: String) -> Diagnostic {
        let speaker = place_of(TableName::Quotes, &self.quote.id, "speaker");
        Diagnostic::new(&SPEAKER_NOT_NAMED, place, message)
            .related(speaker, "quotes.toml says so here")
            .hint(hint)
    }
}

/// Whether one text is the other, or a part of four words or more of it, after the folding of
/// quotations.
fn is_part(words: &str, entry: &str) -> bool {
    let holds =
        |whole: &str, part: &str| matches!(Snapshot::new(whole).compare(part), Outcome::Found(_));
    let count = |text: &str| {
        let words = text.split_whitespace();
        words
            .filter(|word| word.contains(char::is_alphanumeric))
            .count()
    };
    let (own, all) = (count(words), count(entry));
    let is_long = own.min(all) >= FEWEST_WORDS || own == all;
    is_long && (holds(entry, words) || holds(words, entry))
}

/// Whether the sentence before may introduce a speaker: it stands in the same passage, or ends the
/// paragraph before.
fn leads(before: &Sentence<'_>, sentence: &Sentence<'_>) -> bool {
    before.number == sentence.number
        || before.is_prose()
            && before.number + 1 == sentence.number
            && matches!(before.passage.kind, PassageKind::Paragraph)
}

/// Whether a sentence names a person: by a reference, or by a name in its own words.
fn names(sentence: &Sentence<'_>, person: &Person) -> bool {
    let is_quoted = |at: usize| {
        let range = at..at;
        sentence.lies_in(&range, |kind| matches!(kind, MarkKind::Quotation { .. }))
    };
    let by_reference = sentence.marks.iter().any(|mark| {
        matches!(&mark.kind, MarkKind::Name { kind: EntryKind::Person, id } if *id == person.id)
            && !is_quoted(mark.range.start)
    });
    if by_reference {
        return true;
    }
    let text = sentence.text();
    let known = std::iter::once(&person.name).chain(&person.also);
    // `a former official` may begin a sentence or an attribution.
    let forms = known.flat_map(|name| [name.clone(), capital(name)]);
    forms.into_iter().any(|name| {
        let mut places = text.match_indices(&name).map(|(at, _)| at);
        places.any(|at| is_word(text, at, name.len()) && !is_quoted(sentence.range.start + at))
    })
}

fn is_word(text: &str, at: usize, length: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + length..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().collect::<String>() + letters.as_str(),
        None => String::new(),
    }
}
