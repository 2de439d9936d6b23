//! What is wrong with quoted words, told with both texts.

use super::problems::{
    QUOTATION_CHANGED, QUOTATION_NEGATION, QUOTATION_NOT_FOUND, QUOTATION_NUMBER, QUOTATION_PLACE,
    QUOTATION_REWORDED, QUOTATION_UNCHECKED, QUOTED_WORDS_NOT_FOUND,
};
use super::quoting::Quotation;
use crate::diagnostics::{Diagnostic, Place};
use crate::ledger::Id;
use crate::ledger::quotation::{Found, NearMiss};
use crate::lock::Checked;

/// No source that the words are ascribed to holds them.
pub fn not_found(
    quotation: &Quotation,
    sources: &[&Id],
    nearest: Option<(&Id, NearMiss)>,
    place: &Place,
) -> Diagnostic {
    let words = &quotation.words;
    if quotation.is_prose {
        let hint = match &quotation.translates {
            Some(id) => format!(
                "they are our translation of `{id}` in quotes.toml: let it stand without quotation marks"
            ),
            None => "quote a source cited here word for word, cite the one that has these words, or take the marks away".to_string(),
        };
        let message = lacking(words, sources, nearest);
        return Diagnostic::new(&QUOTED_WORDS_NOT_FOUND, place.clone(), message).hint(hint);
    }
    let hint = match nearest {
        None => "quote the source word for word, or take the quotation marks away",
        Some(_) => {
            "the words between ** differ; quote the source word for word, or mark the change: … [words] [T]he"
        }
    };
    let message = lacking(words, sources, nearest);
    Diagnostic::new(&QUOTATION_NOT_FOUND, place.clone(), message).hint(hint)
}

/// What sources hold in the place of words that they lack, the words that differ marked.
fn lacking(words: &str, sources: &[&Id], nearest: Option<(&Id, NearMiss)>) -> String {
    let names: Vec<String> = sources.iter().map(|id| format!("`{id}`")).collect();
    let names = names.join(" or ");
    let Some((id, near)) = nearest else {
        let words = crate::values::plain_words(words);
        return format!("{names} does not hold these words, nor anything near them: {words}");
    };
    format!(
        "{names} does not hold these words; quoted: {} | line {} of `{id}`: {}",
        near.quoted_text(),
        near.line,
        near.source_text()
    )
}

/// What an omission or a bracket does to negations and numbers.
pub fn turned(found: &Found, id: &str, place: &Place) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let line = found.lines.start();
    let found = &found.changes;
    let mut tell = |code, dropped: &[String], brought: &[String], hint: &str| {
        let list = |words: &[String]| words.join("`, `");
        let what = match (dropped.is_empty(), brought.is_empty()) {
            (true, true) => return,
            (false, true) => format!("hides `{}` of", list(dropped)),
            (true, false) => format!("brings `{}`, which is not there in", list(brought)),
            (false, false) => format!("puts `{}` for `{}` of", list(brought), list(dropped)),
        };
        let message = format!("an omission or bracket {what} line {line} of `{id}`");
        problems.push(Diagnostic::new(code, place.clone(), message).hint(hint));
    };
    tell(
        &QUOTATION_NEGATION,
        &found.dropped_negations,
        &found.brought_negations,
        "quote the words that deny too, or say it in your own words",
    );
    tell(
        &QUOTATION_NUMBER,
        &found.dropped_numbers,
        &found.brought_numbers,
        "see that the figure still means what it means in the source",
    );
    problems
}

/// The words stand elsewhere in the source.
pub fn elsewhere(
    named: &str,
    (first, last): (usize, usize),
    id: &str,
    place: &Place,
) -> Diagnostic {
    let (lines, right) = match first == last {
        true => (format!("line {first}"), format!("L{first}")),
        false => (
            format!("lines {first} to {last}"),
            format!("L{first}-L{last}"),
        ),
    };
    let message = format!("these words stand on {lines} of `{id}`, not at {named}");
    Diagnostic::new(&QUOTATION_PLACE, place.clone(), message).hint(format!("write {right}"))
}

/// There is no text to compare with, and these are not the words that were checked, or not the
/// source. In running text that is no graver than words that are not found.
pub fn changed(quotation: &Quotation, was: &Checked, place: &Place) -> Diagnostic {
    let code = match quotation.is_prose {
        true => &QUOTATION_REWORDED,
        false => &QUOTATION_CHANGED,
    };
    let of_another_source = !quotation.names(&was.source);
    let Checked { source, date, .. } = was;
    let message = match of_another_source {
        true => format!(
            "these words were checked in `{source}` on {date}, and the text of the source named now is not here"
        ),
        false => format!(
            "these are not the words of `{source}` that were checked on {date}, and its text is not here to check them"
        ),
    };
    Diagnostic::new(code, place.clone(), message).hint(
        "bring the old state back; or run `nutgraf check --update-lock --snapshots DIR` where the archived texts are",
    )
}

/// The source holds the words, yet others were checked, or another source.
pub fn reworded(was: &Checked, found_in: &Id, place: &Place) -> Diagnostic {
    let Checked { source, date, .. } = was;
    let message = match source == found_in {
        true => format!(
            "`{source}` holds these words, but they are not the ones that were checked on {date}"
        ),
        false => {
            format!("`{found_in}` holds these words, but on {date} `{source}` was quoted here")
        }
    };
    Diagnostic::new(&QUOTATION_REWORDED, place.clone(), message)
        .hint("if that is meant, run `nutgraf check --update-lock`")
}

/// Nobody has compared the words yet, though the source has an archived text somewhere.
pub fn unchecked(source: &Id, of_another_text: bool, place: &Place) -> Diagnostic {
    let message = match of_another_text {
        true => format!(
            "these words were checked against another text of `{source}`, which is not here"
        ),
        false => {
            format!("these words were not checked yet, and the text of `{source}` is not here")
        }
    };
    Diagnostic::new(&QUOTATION_UNCHECKED, place.clone(), message)
        .hint("run `nutgraf check --update-lock --snapshots DIR` where the archived texts are")
}
