//! Every place that a correction names is on its page.

use super::Surroundings;
use super::problems::BROKEN_ANCHOR;
use super::targets::{Target, Targets};
use crate::diagnostics::Diagnostic;
use crate::ledger::{TableName, place_of};
use crate::site::CorrectedPage;

/// The places that corrections name and that are not there, at the corrections themselves.
pub fn corrections(around: &Surroundings<'_>, targets: &Targets<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for correction in around.ledger.corrections.iter() {
        for (index, target) in correction.of.iter().enumerate() {
            let page = around.corrected.get(&target.name);
            let Some(page) = page.filter(|_| target.kind == "page") else {
                continue;
            };
            let named = target_of(page);
            let scan = targets.scans.get(page.address.as_str());
            let (Some(anchor), Some(scan)) = (&named.anchor, scan) else {
                continue;
            };
            if scan.has_id(anchor) {
                continue;
            }
            let file = target.name.split('#').next().unwrap_or_default();
            let hint = match targets.near(&named) {
                Some(id) => format!("did you mean \"page:{file}#{id}\"?"),
                None => format!("put `{{#{anchor}}}` behind the heading it is about"),
            };
            let key = format!("of/{index}");
            let place = place_of(TableName::Corrections, &correction.id, &key);
            let message = format!("there is no `{anchor}` on `{file}`");
            problems.push(Diagnostic::new(&BROKEN_ANCHOR, place, message).hint(hint));
        }
    }
    problems
}

/// Whether a correction names this place, so that a link there is not what is wrong.
pub fn is_corrected(target: &Target, around: &Surroundings<'_>) -> bool {
    let mut pages = around.corrected.values();
    target.anchor.is_some() && pages.any(|page| target_of(page) == *target)
}

fn target_of(page: &CorrectedPage) -> Target {
    Target {
        address: page.address.clone(),
        anchor: page.anchor.clone(),
    }
}
