//! Words that are true only while they are new: "today", "last week", "recently".

use std::ops::Range;

use super::problems::AGING_WORDS;
use super::reader::Kind;
use super::uncited::{is_title, read};
use crate::diagnostics::Diagnostic;
use crate::input::FilePath;
use crate::page::{MarkKind, Passage, Passages, Quoted};
use crate::values::quoted;

/// Phrases that count from the day of writing. `*` stands for one of the words of `SPANS`.
const ENGLISH: &[&str] = &[
    "today",
    "today's",
    "yesterday",
    "yesterday's",
    "tomorrow",
    "tonight",
    "currently",
    "recently",
    "lately",
    "nowadays",
    "at present",
    "at the moment",
    "right now",
    "these days",
    "as of now",
    "to date",
    "this *",
    "last *",
    "next *",
    "earlier this *",
    "later this *",
    "past few *",
    "coming *",
    "a few days ago",
    "a few weeks ago",
    "a few months ago",
];
const SPANISH: &[&str] = &[
    "hoy",
    "ayer",
    "anoche",
    "anteayer",
    "actualmente",
    "recientemente",
    "últimamente",
    "en la actualidad",
    "esta semana",
    "este mes",
    "este año",
    "este verano",
    "este invierno",
    "la semana pasada",
    "el mes pasado",
    "el año pasado",
    "la próxima semana",
    "el próximo mes",
    "el próximo año",
    "la semana que viene",
    "el mes que viene",
    "el año que viene",
    "estos días",
    "en estos momentos",
    "ahora mismo",
    "hace poco",
    "hace unos días",
    "hace unas semanas",
    "hace unos meses",
];
const SPANS: &[&str] = &[
    "week",
    "month",
    "year",
    "weekend",
    "morning",
    "afternoon",
    "evening",
    "night",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "week's",
    "month's",
    "year's",
    "weeks",
    "months",
    "days",
    "years",
];

/// Notes the first such word of each sentence. Where the sentence has a date the reader can count
/// from it; quoted words are not the writer's to change.
pub fn aging(path: &FilePath, passages: &Passages) -> Vec<Diagnostic> {
    let phrases = match passages.language.split('-').next() {
        Some("en") => ENGLISH,
        Some("es") => SPANISH,
        _ => return Vec::new(),
    };
    let mut problems = Vec::new();
    for (index, passage) in passages.list.iter().enumerate() {
        if passage.quote != Quoted::No || is_title(passage) {
            continue;
        }
        let Some(first) = find(passage, phrases) else {
            continue;
        };
        let sentences = read(passage, &passages.language);
        let mut told = Vec::new();
        let mut next = Some(first);
        while let Some(range) = next {
            let number = sentences
                .iter()
                .position(|sentence| range.start < sentence.range.end);
            let dated = number.is_some_and(|number| {
                let findings = &sentences[number].findings;
                findings.iter().any(|finding| finding.kind == Kind::Date)
            });
            if !dated && !told.contains(&number) {
                told.push(number);
                problems.push(problem(path, index, passage, &range));
            }
            next = find_from(passage, phrases, range.end);
        }
    }
    problems
}

fn find(passage: &Passage, phrases: &[&str]) -> Option<Range<usize>> {
    find_from(passage, phrases, 0)
}

/// The first phrase behind a place, outside quoted words and code.
fn find_from(passage: &Passage, phrases: &[&str], from: usize) -> Option<Range<usize>> {
    let words = super::tokens::tokens(&passage.text, &(0..passage.text.len()), &[]);
    let spans = |at: usize, phrase: &str| -> Option<usize> {
        let mut index = at;
        for part in phrase.split(' ') {
            let word = words.get(index)?;
            let near = index == at || word.follows();
            let fits = match part {
                "*" => SPANS.contains(&&*word.lower),
                part => word.lower == part,
            };
            if !near || !fits {
                return None;
            }
            index += 1;
        }
        Some(index)
    };
    for at in 0..words.len() {
        if words[at].range.start < from {
            continue;
        }
        let longest = phrases.iter().filter_map(|phrase| spans(at, phrase)).max();
        let Some(end) = longest else { continue };
        let range = words[at].range.start..words[end - 1].range.end;
        let before = at.checked_sub(1).map_or("", |index| &words[index].lower);
        let after = words.get(end).filter(|word| word.follows());
        let after = after.map_or("", |word| &word.lower);
        // "the last week of June", "the next year he left", "had recently", "la mañana de hoy"
        let is_counted_elsewhere = matches!(&*words[at].lower, "last" | "next" | "coming" | "past")
            && (matches!(before, "the" | "his" | "her" | "their" | "its") || after == "of");
        let is_past = before == "had";
        if !is_counted_elsewhere && !is_past && !is_quoted(passage, &range) {
            return Some(range);
        }
    }
    None
}

fn is_quoted(passage: &Passage, range: &Range<usize>) -> bool {
    let within = |outer: &Range<usize>| outer.start <= range.start && range.end <= outer.end;
    let marked = passage.marks.iter().any(|mark| {
        within(&mark.range)
            && matches!(
                mark.kind,
                MarkKind::Code
                    | MarkKind::Quotation { .. }
                    | MarkKind::Emphasis
                    | MarkKind::Name { .. }
            )
    });
    marked || quoted(&passage.text).iter().any(within)
}

fn problem(path: &FilePath, index: usize, passage: &Passage, range: &Range<usize>) -> Diagnostic {
    let words = &passage.text[range.clone()];
    let message = format!(
        "\u{201c}{words}\u{201d} will not be true for long, and a reader cannot tell from when it counts"
    );
    Diagnostic::new(&AGING_WORDS, Passages::place(path, index, range), message)
        .hint("name the day, month or year; or say in the front matter as of when the page holds: as_of = 2026-03-01")
}
