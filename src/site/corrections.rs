//! The pages that corrections name, with the place on them.

use std::collections::BTreeMap;

use super::SiteInputs;
use super::links::Resolver;
use super::outline::Outline;
use super::problems::{LINK_TO_UNPUBLISHED, NO_CORRECTIONS_PAGE, UNKNOWN_PAGE};
use super::types::{CorrectedPage, Resolved};
use crate::diagnostics::{Code, Diagnostic};
use crate::ledger::{TableName, place_of};

/// Where each `page:` of a correction leads, by the name behind the colon. A page that is not
/// published now keeps its corrections, so it is left out without a word.
pub fn corrected_pages(
    inputs: &SiteInputs<'_>,
    outline: &Outline,
    resolver: &Resolver<'_>,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, CorrectedPage> {
    let mut pages = BTreeMap::new();
    for correction in inputs.corrections.iter() {
        for (index, target) in correction.of.iter().enumerate() {
            if target.kind != "page" {
                continue;
            }
            let name = &target.name;
            let mut report = |code: &Code, message: String, hint: Option<String>| {
                let key = format!("of/{index}");
                let place = place_of(TableName::Corrections, &correction.id, &key);
                problems.push(Diagnostic::new(code, place, message).maybe_hint(hint));
            };
            match resolver.resolve("", name, false) {
                Ok(Resolved::Page {
                    address,
                    anchor,
                    title,
                    ..
                }) => {
                    let place = anchor
                        .as_deref()
                        .and_then(|anchor| heading(outline, &address, anchor))
                        .unwrap_or_default();
                    let page = CorrectedPage {
                        address,
                        anchor,
                        title,
                        place,
                    };
                    pages.insert(name.clone(), page);
                }
                Ok(Resolved::Broken) => {}
                Ok(_) => {
                    let hint = "name the page's Markdown file, such as \"page:timeline.md\"";
                    report(
                        &UNKNOWN_PAGE,
                        format!("`{name}` is no page"),
                        Some(hint.to_string()),
                    );
                }
                Err(problem) if problem.code.name == LINK_TO_UNPUBLISHED.name => {}
                Err(problem) => report(&UNKNOWN_PAGE, problem.message, problem.hint),
            }
        }
    }
    pages
}

/// What is wrong where there are corrections and no page lists them.
pub fn without_page(inputs: &SiteInputs<'_>) -> Option<Diagnostic> {
    let newest = inputs.corrections.iter().next()?;
    let place = place_of(TableName::Corrections, &newest.id, "");
    let message = "no page lists the corrections";
    let problem = Diagnostic::new(&NO_CORRECTIONS_PAGE, place, message);
    Some(problem.hint("add a block `::: corrections` to a page"))
}

/// The words of the heading a page has at an anchor.
fn heading(outline: &Outline, address: &str, anchor: &str) -> Option<String> {
    let node = outline.nodes.iter().find(|node| node.address == address)?;
    let headings = &node.facts.headings;
    let heading = headings.iter().find(|heading| heading.id == anchor)?;
    Some(heading.text.clone())
}
