//! The stage that asks the sentences of each page where their figures come from.

use std::sync::Arc;

use super::memory::{GoOn, Memory};
use super::pages::Pages;
use super::stages::Desk;
use crate::check::{self, DeskReading, DeskRules};
use crate::input::FilePath;
use crate::ledger::Ledger;
use crate::page::Passages;

/// Remembers what was found by the text of each page.
#[derive(Default)]
pub struct Memories(Memory<FilePath, (Arc<Passages>, DeskRules), DeskReading>);

impl Memories {
    pub(super) fn check(
        &mut self,
        ledger: &Ledger,
        pages: &Pages,
        desk: &mut Desk,
        go_on: GoOn<'_>,
    ) -> Option<()> {
        let has_sources = !ledger.sources.is_empty();
        let texts = pages.iter().map(|(path, page)| {
            let rules = DeskRules {
                has_sources,
                has_as_of: page.facts.front.as_of.is_some(),
            };
            (path.clone(), (page.passages.clone(), rules))
        });
        let (read, made) =
            self.0
                .outputs_while(go_on, texts.collect(), |path, (passages, rules), _| {
                    check::desk(path, passages, *rules)
                })?;
        desk.report.pages_checked = made;
        for (path, reading) in read {
            desk.problems.extend(reading.problems.iter().cloned());
            desk.report.sentences.insert(path, reading.coverage);
        }
        Some(())
    }
}
