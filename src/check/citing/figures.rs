//! Figures against the claims and the sources their sentence cites.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Archive, Citing, Sentence};
use crate::check::desk::Kind;
use crate::check::problems::{FIGURE_DIFFERS, FIGURE_NOT_IN_SOURCE};
use crate::check::snapshots::Archived;
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::ledger::{Bound, Claim, Figure, Id, Ledger, TableName, place_of};
use crate::page::MarkKind;
use crate::values::Data;
use crate::values::numbers::{Number, numbers, scale_in};

/// Looks at the numbers of a sentence.
pub fn check(
    citing: &Citing,
    sentence: &Sentence<'_>,
    path: &FilePath,
    archive: &Archive,
    problems: &mut Vec<Diagnostic>,
) {
    if !sentence.is_prose() {
        return;
    }
    let figures = figures(sentence);
    let mut told: Vec<Range<usize>> = Vec::new();
    let mut differ = |number: &Number, claim: &Claim| {
        if !told.contains(&number.range) {
            told.push(number.range.clone());
            let written = &sentence.passage.text[number.range.clone()];
            let place = sentence.place(path, &number.range);
            problems.push(differs(written, claim, place));
        }
    };
    // Words that a claim covers.
    for mark in &sentence.marks {
        let MarkKind::Claim { id, .. } = &mark.kind else {
            continue;
        };
        let Some(claim) = citing
            .claims
            .get(id)
            .filter(|claim| !claim.figures.is_empty())
        else {
            continue;
        };
        let covered = covered(sentence, &mark.range, &figures);
        let some_match = covered.iter().any(|number| is_of(claim, number));
        for number in covered.iter().filter(|number| !is_of(claim, number)) {
            // Beside the right figure `two of the 55` counts something else.
            if figures.contains(number) || !some_match {
                differ(number, claim);
            }
        }
    }
    // A sentence that rests on one claim alone.
    if let (true, 1, Some(claim)) = (
        sentence.sources.is_empty(),
        sentence.claims.len(),
        sentence.claims.first().and_then(|id| citing.claims.get(id)),
    ) && !claim.figures.is_empty()
    {
        for number in figures.iter().filter(|number| !is_of(claim, number)) {
            differ(number, claim);
        }
    }
    let claims: Vec<&Claim> = sentence
        .claims
        .iter()
        .filter_map(|id| citing.claims.get(id).map(|claim| &**claim))
        .collect();
    for number in &figures {
        // A claim's figure is looked up where the claim is.
        let is_known =
            told.contains(&number.range) || claims.iter().any(|claim| is_of(claim, number));
        if !is_known && is_missing(&number.values, &sentence.all, archive) {
            let written = &sentence.passage.text[number.range.clone()];
            let place = sentence.place(path, &number.range);
            problems.push(not_in_source(written, &sentence.all, place));
        }
    }
}

/// The numbers of a sentence's figures, outside quotations that name their source. A share in words
/// has none.
fn figures(sentence: &Sentence<'_>) -> Vec<Number> {
    let is_link = |kind: &MarkKind| matches!(kind, MarkKind::Quotation { .. });
    let findings = sentence.findings.iter();
    let findings = findings.filter(|finding| {
        finding.kind == Kind::Figure && !sentence.lies_in(&finding.range, is_link)
    });
    let read = findings.flat_map(|finding| {
        let found = numbers_at(sentence, &finding.range);
        // `one in five`
        let is_share = found.len() > 1 && found.iter().all(|number| number.is_small_word);
        if is_share { Vec::new() } else { found }
    });
    read.collect()
}

/// The figures in covered words, and small numbers in words among them: `three piers`.
fn covered(sentence: &Sentence<'_>, range: &Range<usize>, figures: &[Number]) -> Vec<Number> {
    let is_inside =
        |number: &&Number| range.start <= number.range.start && number.range.end <= range.end;
    let mut covered: Vec<Number> = figures.iter().filter(is_inside).cloned().collect();
    let small = numbers_at(sentence, range).into_iter();
    let small = small.filter(|number| number.is_small_word && number.values != [1.0]);
    covered.extend(small.filter(|number| !figures.contains(number)));
    covered
}

fn numbers_at(sentence: &Sentence<'_>, range: &Range<usize>) -> Vec<Number> {
    let mut numbers = numbers(&sentence.passage.text[range.clone()]);
    for number in &mut numbers {
        number.range = number.range.start + range.start..number.range.end + range.start;
    }
    numbers
}

/// The figures of claims that stand in none of the texts that carry them.
pub fn claim_figures(ledger: &Ledger, archive: &Archive) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for claim in ledger.claims.iter() {
        let carriers: BTreeSet<Id> = claim
            .carried
            .iter()
            .map(|line| line.source.clone())
            .collect();
        for figure in &claim.figures {
            let ends = [("value", Some(&figure.value)), ("to", figure.to.as_ref())];
            for (key, end) in ends {
                let Some(end) = end else { continue };
                if is_missing(&meanings(end, figure), &carriers, archive) {
                    let key = format!("figures/{}/{key}", figure.key);
                    let place = place_of(TableName::Claims, &claim.id, &key);
                    problems.push(not_in_source(&written(end), &carriers, place));
                }
            }
        }
    }
    problems
}

/// Whether no source has a number. As long as one cannot be looked at, nobody can say so.
fn is_missing(values: &[f64], sources: &BTreeSet<Id>, archive: &Archive) -> bool {
    let has = |archived: &Archived| {
        let mut numbers = archived.numbers.iter();
        numbers.any(|number| values.iter().any(|value| number.may_be(*value)))
    };
    let lacks = |id: &Id| {
        let archived = archive.get(id).filter(|archived| archived.text.is_some());
        archived.is_some_and(|archived| !has(archived))
    };
    !sources.is_empty() && sources.iter().all(lacks)
}

fn is_of(claim: &Claim, number: &Number) -> bool {
    claim.figures.iter().any(|figure| {
        let ends = std::iter::once(&figure.value).chain(&figure.to);
        let values = ends.flat_map(|end| meanings(end, figure));
        // `unit = "of 540"`
        let words = figure.unit.iter().chain([&figure.label]);
        let further = words.flat_map(|text| numbers(text));
        let further = further.flat_map(|number| number.values);
        values.chain(further).any(|value| number.may_be(value))
    })
}

/// What a figure's number means: by itself, and with the scale that its unit or label names.
fn meanings(number: &Data, figure: &Figure) -> Vec<f64> {
    let value = match number {
        Data::Int(number) => *number as f64,
        Data::Float(bits) => f64::from_bits(*bits),
        _ => return Vec::new(),
    };
    let unit = figure.unit.as_deref().and_then(scale_in);
    let scales = [unit, scale_in(&figure.label)];
    std::iter::once(value)
        .chain(scales.into_iter().flatten().map(|scale| value * scale))
        .collect()
}

fn differs(number: &str, claim: &Claim, place: Place) -> Diagnostic {
    let figures: Vec<String> = claim.figures.iter().map(shown).collect();
    let id = &claim.id;
    let message = format!(
        "`{number}` stands here, and the claim `{id}` has {}",
        figures.join(" and ")
    );
    let mut problem = Diagnostic::new(&FIGURE_DIFFERS, place, message)
        .hint("correct the one that is wrong, or cite the claim that has this number");
    if let Some(figure) = claim.figures.first() {
        let key = format!("figures/{}/value", figure.key);
        problem = problem.related(place_of(TableName::Claims, id, &key), "the claim's figure");
    }
    problem
}

/// `at least 60 % (oppose US military operations)`
fn shown(figure: &Figure) -> String {
    let bound = match figure.bound {
        Bound::About => "about ",
        Bound::AtLeast => "at least ",
        Bound::AtMost => "at most ",
        Bound::Exact | Bound::Range => "",
    };
    let to = figure.to.as_ref();
    let to = to.map_or(String::new(), |to| format!(" to {}", written(to)));
    let unit = figure.unit.as_ref();
    let unit = unit.map_or(String::new(), |unit| format!(" {unit}"));
    let (value, label) = (written(&figure.value), &figure.label);
    format!("{bound}{value}{to}{unit} ({label})")
}

fn written(number: &Data) -> String {
    match number {
        Data::Int(number) => number.to_string(),
        Data::Float(bits) => f64::from_bits(*bits).to_string(),
        _ => String::new(),
    }
}

fn not_in_source(number: &str, sources: &BTreeSet<Id>, place: Place) -> Diagnostic {
    let names: Vec<String> = sources.iter().map(|id| format!("`{id}`")).collect();
    let message = match &names[..] {
        [only] => format!("`{number}` does not stand in {only}, neither in digits nor in words"),
        names => format!(
            "`{number}` stands in none of {}, neither in digits nor in words",
            names.join(", ")
        ),
    };
    Diagnostic::new(&FIGURE_NOT_IN_SOURCE, place, message)
        .hint("see whether the source says so; what we reckon ourselves is said as our own")
}
