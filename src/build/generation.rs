//! One state of the site as a preview shows it: each address with its bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Build, Engine, Options};
use crate::config::CONFIG_FILE;
use crate::diagnostics::{Located, Severity};
use crate::input::{FilePath, InputTree};
use crate::output::OutputTree;

/// A state of the site. It stays as it is; the next edit makes another one.
pub struct Generation {
    outputs: OutputTree,
    /// The content file behind each page that has one.
    sources: BTreeMap<String, FilePath>,
    located: Vec<Located>,
    unsound: BTreeSet<FilePath>,
    is_frame_unsound: bool,
    build: Mutex<Option<Build>>,
}

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What a clean build publishes there, if nothing is wrong.
    pub bytes: Arc<[u8]>,
    /// Whether no error left something out of this page or what is around it.
    pub is_sound: bool,
}

impl Generation {
    /// What stands at an address of the finished site.
    pub fn get(&self, address: &str) -> Option<Answer> {
        let bytes = self.outputs.get(address)?.clone();
        let source = self.sources.get(address);
        let is_unsound = source.is_some_and(|path| self.unsound.contains(path));
        Some(Answer {
            bytes,
            is_sound: !is_unsound && !self.is_frame_unsound,
        })
    }

    /// Every address of the finished site, in their order.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.outputs.iter().map(|(address, _)| &**address)
    }

    /// The problems known when the site was arranged, with their lines, sorted.
    pub fn located(&self) -> Vec<Located> {
        self.located.clone()
    }

    /// The content file a page is made from; None for other files and for pages that make themselves.
    pub fn source(&self, address: &str) -> Option<&FilePath> {
        self.sources.get(address)
    }
}

impl Engine {
    /// What the site is made of now.
    pub fn arrange(&mut self, inputs: &InputTree, options: &Options) -> Arc<Generation> {
        let build = self.build(inputs, options);
        let errors = build.problems.iter();
        let errors = errors.filter(|problem| problem.severity == Severity::Error);
        let files: Vec<Option<&FilePath>> = errors.map(|problem| problem.place.file()).collect();
        let is_of_page = |file: &&Option<&FilePath>| file.is_some_and(is_page);
        Arc::new(Generation {
            outputs: build.outputs.clone(),
            sources: build.sources.clone(),
            located: build.located(),
            unsound: files
                .iter()
                .filter(is_of_page)
                .flatten()
                .copied()
                .cloned()
                .collect(),
            is_frame_unsound: !files.iter().all(|file| is_of_page(&file)),
            build: Mutex::new(Some(build)),
        })
    }

    /// Everything else that a build makes, and all problems. None if `go_on` said no in between.
    pub fn finish(
        &mut self,
        generation: &Arc<Generation>,
        go_on: &(dyn Fn() -> bool + Sync),
    ) -> Option<Build> {
        let mut build = generation
            .build
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        go_on().then(|| build.take()).flatten()
    }
}

/// Errors elsewhere show on all pages.
fn is_page(file: &FilePath) -> bool {
    file.as_str() != CONFIG_FILE && file.extension() == Some("md")
}
