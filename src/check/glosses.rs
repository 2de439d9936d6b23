//! Quotations in another language than the page: our translation follows, and never as a quotation.

use std::collections::{BTreeMap, BTreeSet};

use super::problems::{GLOSS_MISSING, GLOSS_QUOTED};
use crate::diagnostics::{Diagnostic, Place};
use crate::input::FilePath;
use crate::ledger::{Id, Ledger, Quote, TableName, place_of, translation_path};
use crate::page::{ArgValue, Body, Page, Piece};
use crate::theme::EntryKind;

/// The sources a page names, its blocks' arguments among them.
pub fn cited_sources(body: &Body) -> BTreeSet<Id> {
    let mut cited = BTreeSet::new();
    body.visit(&mut |piece| match piece {
        Piece::Cite { sources, .. } | Piece::AttributedQuote { sources, .. } => {
            cited.extend(sources.iter().map(|source| source.id.clone()));
        }
        Piece::Quotation { source, .. } => {
            cited.insert(source.id.clone());
        }
        Piece::Block(block) => {
            for (_, value) in &block.args {
                match value {
                    ArgValue::Entry(EntryKind::Source, id) => drop(cited.insert(id.clone())),
                    ArgValue::Entries(EntryKind::Source, ids) => cited.extend(ids.iter().cloned()),
                    _ => {}
                }
            }
        }
        _ => {}
    });
    cited
}

/// The quotations of a page that stand in another language, and what is wrong with their
/// translations. `languages` has those of the sources cited.
pub fn glosses(
    path: &FilePath,
    body: &Body,
    languages: &BTreeMap<Id, String>,
    page: &str,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut look = |n: usize, source: &Id, gloss: &str, hint: &str| {
        let place = Place::Item(path.clone(), format!("quotation/{n}").into());
        if is_quoted(gloss) {
            problems
                .push(quoted(place).hint("take the marks away; it is shown as our translation"));
        } else if gloss.trim().is_empty()
            && let Some(language) = languages.get(source)
            && is_other(language, page)
        {
            problems.push(missing(place, language, page).hint(hint));
        }
    };
    body.visit(&mut |piece| match piece {
        Piece::Quotation {
            n, source, gloss, ..
        } => look(
            *n,
            &source.id,
            gloss,
            "put it behind the address: [\"words\"](@s001#L3 \"our translation\")",
        ),
        Piece::AttributedQuote {
            n, sources, gloss, ..
        } => {
            if let Some(source) = sources.first() {
                look(
                    *n,
                    &source.id,
                    gloss,
                    "write the attribution as a link with it: — [Name](@s001#L3 \"our translation\")",
                );
            }
        }
        _ => {}
    });
    problems
}

/// The entries of quotes.toml whose translation is none, or is missing where a block shows them.
///
/// `pages` are those in a language, `ledger` is in it too; `translated` is its key if it is not the site's
/// own.
pub fn quote_glosses<'p>(
    ledger: &Ledger,
    pages: impl Iterator<Item = &'p Page>,
    language: &str,
    translated: Option<&str>,
) -> Vec<Diagnostic> {
    let file = match translated {
        Some(key) => translation_path(TableName::Quotes, key),
        None => TableName::Quotes.path(),
    };
    let mut all_shown = false;
    let mut shown: BTreeSet<Id> = BTreeSet::new();
    for page in pages {
        all_shown |= page.facts.reads.contains(&TableName::Quotes);
        page.body.visit(&mut |piece| {
            let Piece::Block(block) = piece else { return };
            for (_, value) in &block.args {
                match value {
                    ArgValue::Entry(EntryKind::Quote, id) => drop(shown.insert(id.clone())),
                    ArgValue::Entries(EntryKind::Quote, ids) => shown.extend(ids.iter().cloned()),
                    _ => {}
                }
            }
        });
    }
    let is_shown = |quote: &Quote| all_shown || shown.contains(&quote.id);
    let mut problems = Vec::new();
    for quote in ledger.quotes.iter() {
        let source = ledger.sources.get(&quote.source);
        let of_source = source.and_then(|source| source.language.as_deref());
        match (&quote.gloss, of_source) {
            (Some(gloss), _) if is_quoted(gloss) => {
                let key = format!("{}/gloss", quote.id);
                let problem = quoted(Place::Item(file.clone(), key.into()));
                let spoken = quote.spoken_in.as_deref();
                problems.push(match spoken.filter(|spoken| !is_other(spoken, language)) {
                    Some(spoken) => problem.hint(format!(
                        "take the marks away: it was said in `{spoken}`, but these are our words back from the source's"
                    )),
                    None => problem.hint("take the marks away; it is shown as our translation"),
                });
            }
            (None, Some(of_source)) if is_shown(quote) && is_other(of_source, language) => {
                let place = place_of(TableName::Quotes, &quote.id, "words");
                let mut hint =
                    "add `gloss = …`, our translation without quotation marks".to_string();
                if translated.is_some() {
                    hint.push_str(&format!(", to {file}"));
                }
                problems.push(missing(place, of_source, language).hint(hint));
            }
            _ => {}
        }
    }
    problems
}

fn quoted(place: Place) -> Diagnostic {
    let message = "our translation stands in quotation marks, as if somebody had said just that";
    Diagnostic::new(&GLOSS_QUOTED, place, message)
}

fn missing(place: Place, language: &str, page: &str) -> Diagnostic {
    let message = format!(
        "these words are in `{language}`, the page is in `{page}`, and no translation follows"
    );
    Diagnostic::new(&GLOSS_MISSING, place, message)
}

/// `en` and `en-GB` are one language.
fn is_other(language: &str, page: &str) -> bool {
    let first = |code: &str| code.split('-').next().unwrap_or("").to_lowercase();
    first(language) != first(page)
}

/// Double marks anywhere, or single ones around the whole. Single ones inside may stand around what
/// the quoted words quote in turn.
fn is_quoted(gloss: &str) -> bool {
    let gloss = gloss.trim().trim_end_matches(['.', ',']);
    let single = |mark: char| matches!(mark, '\'' | '‘' | '’' | '‚' | '‛' | '‹' | '›');
    gloss.contains(['"', '“', '”', '„', '‟', '«', '»'])
        || gloss.starts_with(single) && gloss.ends_with(single) && gloss.chars().count() > 1
}

#[cfg(test)]
mod tests {
    use super::{is_other, is_quoted};

    #[test]
    fn a_translation_carries_no_marks_of_its_own() {
        for quoted in [
            "\"no\"",
            "«México coordina».",
            "‘it waits’",
            "she said “no” to it",
        ] {
            assert!(is_quoted(quoted), "{quoted}");
        }
        for plain in ["", "no", "don't", "they call it 'the wall'", "’tis so"] {
            assert!(!is_quoted(plain), "{plain}");
        }
    }

    #[test]
    fn a_country_makes_no_other_language() {
        assert!(!is_other("en-GB", "en"));
        assert!(!is_other("es", "ES-mx"));
        assert!(is_other("en", "es"));
    }
}
