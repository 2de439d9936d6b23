//! The stages in a row: input files in, the finished site and its problems out.

mod acceptances;
mod alone;
mod arranging;
mod cards;
mod citations;
mod codes;
mod desk_report;
mod echoes;
mod editions;
mod generation;
mod lockable;
mod made;
mod memory;
mod pages;
mod pictures;
mod problems;
mod originals;
mod quotations;
mod reading;
mod searching;
mod sentences;
mod stages;
mod tables;
mod translated;
mod weighing;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::{ComparedQuotation, Coverage, Standing};
use crate::diagnostics::{Diagnostic, Located, Severity, Spans, locate};
use crate::input::{FilePath, InputTree, with_bundled_theme};
use crate::ledger::{Id, Ledger, StatusOf};
use crate::output::OutputTree;
use crate::page::Page;
use crate::theme::{self, ArgKind, BlockBody};
use crate::values::Date;

pub use acceptances::Accepted;
pub use alone::Alone;
pub use codes::all_codes;
pub use desk_report::{DeskReport, QuotationUse, SourceUse};
pub use generation::{Answer, Generation};
pub use lockable::Lockable;
pub use stages::Engine;

/// What a build depends on beside the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The day the build is made for: pages of the future and expired ones depend on it.
    pub as_of: Date,
    /// Overrides `base_url` of `site.toml`; checked by [`crate::config::check_base_url`].
    pub base_url: Option<String>,
    /// Publish drafts too.
    pub drafts: bool,
    /// The site is checked, not built: some notes are warnings then.
    pub check: bool,
}

/// A finished build. With errors the outputs are what a preview may show, never what is published; where a site was
/// only checked, they lack the cards and the search index.
pub struct Build {
    pub outputs: OutputTree,
    pub problems: Vec<Diagnostic>,
    /// The input files with the bundled theme among them, for excerpts.
    pub files: InputTree,
    pub spans: Spans,
    pub report: Report,
    pub ledger: Ledger,
    pub statuses: Arc<BTreeMap<Id, StatusOf>>,
    /// For writing desk.lock anew.
    pub lockable: Lockable,
    /// For the next build's shelf: what each picture or card that took work is known by, with its address.
    pub pictures: Vec<(blake3::Hash, String)>,
}

/// What was made, and how much work it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Pages of the finished site, those of tags and long lists among them.
    pub pages: usize,
    pub sources: usize,
    pub claims: usize,
    /// Files of `content/` that nothing refers to and that therefore stay home.
    pub stay_home: Vec<String>,
    /// Every quotation of pages and of quotes.toml, quoted words of running text among them, and how
    /// it stands with each.
    pub quotations: Vec<ComparedQuotation>,
    /// For each page, how many of its sentences with a figure, a date or quoted words are cited.
    pub sentences: BTreeMap<FilePath, Coverage>,
    /// Every place at which a writer accepts a problem, page by page.
    pub accepted: Vec<Accepted>,
    /// Pages whose sentences were checked anew.
    pub pages_checked: usize,
    /// Whether the pages were arranged anew.
    pub is_arranged: bool,
    /// Pages whose Markdown was read anew.
    pub pages_read: usize,
    /// Pages rendered anew.
    pub pages_rendered: usize,
    /// Pages written as Markdown anew.
    pub twins_made: usize,
    /// Pictures unpacked and packed anew, each width for itself.
    pub pictures_made: usize,
    /// Cards drawn anew.
    pub cards_drawn: usize,
}

impl Report {
    /// How many quotations stand so.
    pub fn quotations(&self, standing: Standing) -> usize {
        let quotations = self.quotations.iter();
        quotations
            .filter(|quotation| quotation.standing == standing)
            .count()
    }
}

impl Build {
    pub fn has_errors(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }

    /// The problems with their lines, sorted.
    pub fn located(&self) -> Vec<Located> {
        locate(&self.problems, &self.files, &self.spans)
    }
}

/// Builds a site from nothing but its arguments: an engine that remembers nothing.
pub fn build(inputs: &InputTree, options: &Options) -> Build {
    Engine::new().build(inputs, options)
}

/// Every page of a site as read, without building the rest: for whoever looks at the texts alone.
pub fn pages(inputs: &InputTree) -> Vec<Arc<Page>> {
    let files = with_bundled_theme(inputs);
    let nothing = InputTree::new();
    let changes = files.changes_since(&nothing);
    let reading = reading::Memories::default().read(&files, &changes, None);
    reading.pages.all.values().cloned().collect()
}

/// A block as `nutgraf blocks` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockInfo {
    pub name: String,
    pub doc: String,
    /// none, optional or required
    pub body: &'static str,
    pub reads: Vec<String>,
    pub args: Vec<BlockArgInfo>,
}

/// An argument of a block as `nutgraf blocks` shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockArgInfo {
    pub name: String,
    /// What a writer puts there, in words.
    pub kind: String,
    pub required: bool,
    pub default: Option<String>,
    pub doc: String,
}

/// The blocks of a site's theme, or of the bundled one where there is no site.
pub fn blocks(inputs: &InputTree) -> Vec<BlockInfo> {
    let files = with_bundled_theme(inputs);
    let config = crate::config::read(&files, &all_codes()).config;
    let (theme, _) = theme::load(&files, &config.theme, &config.tags());
    let infos = theme.blocks.values().map(|block| BlockInfo {
        name: block.name.clone(),
        doc: block.doc.clone(),
        body: match block.body {
            BlockBody::None => "none",
            BlockBody::Optional => "optional",
            BlockBody::Required => "required",
        },
        reads: block
            .reads
            .iter()
            .map(|table| table.name().to_string())
            .collect(),
        args: block
            .args
            .iter()
            .map(|arg| BlockArgInfo {
                name: arg.name.clone(),
                kind: ArgKind::describe(arg.kind),
                required: arg.required,
                default: arg.default.clone(),
                doc: arg.doc.clone(),
            })
            .collect(),
    });
    infos.collect()
}
