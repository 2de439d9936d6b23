//! What only the site as a whole can show: links, anchors, ids, alt text, heading order, and
//! whether quoted words stand in their sources and reviews are due.

mod asking;
mod budgets;
mod citing;
mod corrections;
mod desk;
mod found;
mod freshness;
mod glosses;
mod links;
mod loading;
mod naming;
mod problems;
mod quotation_problems;
mod quotations;
mod quoting;
mod report;
mod scan;
mod snapshots;
mod structure;
mod targets;
mod theme_sources;
mod translations;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Budgets, Security};
use crate::diagnostics::Diagnostic;
use crate::input::{FilePath, InputTree};
use crate::ledger::Ledger;
use crate::page::PageFacts;
use crate::site::{CorrectedPage, Resolved};

pub use asking::{Asked, AskedKind, is_asked_for, is_program};
pub use budgets::{
    KB, Load, PageWeight, SheetAddress, SiteFile, Weights, addresses_of_sheet, gzipped,
};
pub use citing::{Archive, Citing, claim_figures, quotes_of};
pub use desk::{
    Coverage, DeskReading, DeskRules, Finding, Kind, Sentence, desk, read_sentences, sentence_of,
};
pub use found::{PageScan, RepeatedId, ScannedHeading, ScannedImage, ScannedLink, TagRange};
pub use freshness::freshness;
pub use glosses::{cited_sources, glosses, quote_glosses};
pub use naming::candidates;
pub use problems::{CODES, QUOTATION_REWORDED};
pub use quotations::{
    Compared, ComparedQuotation, Held, Known, Standing, compare as compare_quotations,
};
pub use quoting::Quoting;
pub use scan::scan;
pub use snapshots::{Archived, sha256, snapshots};
pub use theme_sources::ThemeSources;
pub use translations::{Told, translation};

use report::Report;
use targets::Targets;

/// A page as it will be published.
#[derive(Clone, Copy)]
pub struct FinishedPage<'a> {
    pub address: &'a str,
    pub html: &'a str,
    /// None for pages no content file stands behind.
    pub facts: Option<&'a PageFacts>,
    /// What each of the facts' links leads to; empty without facts.
    pub links: &'a [Resolved],
    /// The address of the front matter's picture.
    pub image: Option<&'a str>,
    /// The template that made the page.
    pub template: &'a FilePath,
    pub weight: PageWeight<'a>,
}

/// What the pages are checked against.
pub struct Surroundings<'a> {
    /// Every address of the finished site, those of pages that failed among them.
    pub addresses: &'a BTreeSet<&'a str>,
    pub theme: &'a ThemeSources<'a>,
    /// The input files, in which HTML that stands in a page's text is looked up.
    pub files: &'a InputTree,
    /// Whole addresses that begin with it are checked too.
    pub base_url: Option<&'a str>,
    pub ledger: &'a Ledger,
    /// The pages that corrections name, by the name they use.
    pub corrected: &'a BTreeMap<String, CorrectedPage>,
    pub security: &'a Security,
    pub budgets: &'a Budgets,
}

/// Checks finished pages. A problem that a theme causes on many pages is told once.
pub fn check(
    pages: &[(FinishedPage<'_>, &PageScan)],
    around: &Surroundings<'_>,
) -> Vec<Diagnostic> {
    let scans: BTreeMap<&str, &PageScan> = pages
        .iter()
        .map(|(page, scan)| (page.address, *scan))
        .collect();
    let targets = Targets::new(around.addresses, scans, around.base_url);
    let mut report = Report::new(around);
    let mut fine = links::FineLinks::default();
    for (page, scan) in pages {
        links::links(page, scan, &targets, around, &mut fine, &mut report);
        structure::ids(page, scan, &mut report);
        structure::images(page, scan, &mut report);
        structure::headings(page, scan, &mut report);
        structure::sizes(page, scan, around, &mut report);
        loading::loading(page, scan, around, &mut report);
        budgets::budgets(page, scan, around, &mut report);
    }
    let mut problems = report.finish();
    problems.extend(corrections::corrections(around, &targets));
    problems
}

#[cfg(test)]
mod tests;
