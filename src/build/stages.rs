//! The engine: reads, arranges, renders and checks, each stage remembered by the value of its inputs.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::arranging::{self, Head};
use super::citations::all_citing;
use super::codes::all_codes;
use super::echoes::Unsound;
use super::made::{Made, MadePage};
use super::memory::{GoOn, Memory};
use super::originals;
use super::quotations::Quotable;
use super::weighing::{self, Weighed};
use super::{Build, Generation, Options, Report};
use crate::check::{self, PageScan, Surroundings, ThemeSources};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Severity, Spans};
use crate::input::{FilePath, InputTree};
use crate::ledger;
use crate::lock::{self, State};
use crate::output::OutputTree;
use crate::page::PageFacts;
use crate::pictures::Shelf;
use crate::site::SitePage;
use crate::theme;

/// Builds sites and remembers what it can use again. A clean build is one by a new engine.
#[derive(Default)]
pub struct Engine {
    pub(super) memories: arranging::Memories,
    pub(super) made: Arc<Made>,
    quotations: super::quotations::Memories,
    citations: super::citations::Memories,
    sentences: super::sentences::Memories,
    weights: check::Weights,
    differences: Memory<FilePath, originals::Pair, Vec<Diagnostic>>,
}

impl Engine {
    pub fn new() -> Engine {
        Engine::default()
    }

    /// One that takes what earlier builds made of pictures from a shelf.
    pub fn with_shelf(shelf: Arc<dyn Shelf>) -> Engine {
        Engine {
            made: Arc::new(Made::with_shelf(shelf)),
            ..Engine::default()
        }
    }

    /// One build: the stages in a row. Every stage also hands on what is wrong.
    pub fn build(&mut self, inputs: &InputTree, options: &Options) -> Build {
        let generation = self.arrange(inputs, options);
        unstopped(|| self.finish(&generation, &|| true))
    }

    /// The same without what is only made to be published: see `finish_checks`.
    pub fn check(&mut self, inputs: &InputTree, options: &Options) -> Build {
        let generation = self.arrange(inputs, options);
        unstopped(|| self.finish_checks(&generation, &|| true))
    }

    /// Everything a build makes beside: the pages nobody has asked for, all that only the whole
    /// site can show to be wrong, and every card and search index. None if `go_on` said no in between;
    /// what was made is kept.
    pub fn finish(&mut self, generation: &Arc<Generation>, go_on: GoOn<'_>) -> Option<Build> {
        let (mut build, made) = self.checked(generation, go_on)?;
        let cards = generation.all_cards(&made, go_on)?;
        let config = generation.head.config();
        let problems = with_severities(cards.problems, config, generation.head.options.check);
        build.problems.extend(problems);
        build.report.cards_drawn = generation.cards_drawn.load(Ordering::Relaxed);
        build.pictures.extend(cards.keys);
        for (address, bytes) in cards.files {
            build.outputs.insert(address, bytes);
        }
        for (address, bytes) in generation.search().iter() {
            build.outputs.insert(address, bytes.clone());
        }
        Some(build)
    }

    /// The same for those who publish nothing: cards and the search index are not among the outputs. They take
    /// long where a site is large, what is wrong in a page is known without them, and who asks for one gets it.
    pub fn finish_checks(
        &mut self,
        generation: &Arc<Generation>,
        go_on: GoOn<'_>,
    ) -> Option<Build> {
        Some(self.checked(generation, go_on)?.0)
    }

    fn checked(
        &mut self,
        generation: &Arc<Generation>,
        go_on: GoOn<'_>,
    ) -> Option<(Build, Vec<Arc<MadePage>>)> {
        let head = &generation.head;
        let (files, ledger, pages) = (&head.files, head.ledger(), &head.reading.pages.all);
        let (config, theme) = (head.config(), head.theme());
        let mut desk = Desk {
            problems: head.problems(),
            spans: head.spans(),
            report: Report::default(),
        };

        let made = generation.all_pages(go_on)?;
        for page in &made {
            desk.problems.extend(page.unknown.iter().cloned());
        }
        for page in &made {
            desk.problems
                .extend(page.finished.page.problems.iter().cloned());
        }
        for page in &made {
            desk.problems.extend(page.twin_problems().cloned());
        }
        let whole = self.made.whole(head);
        desk.problems.extend(whole.problems.iter().cloned());
        if theme.is_broken {
            // Another theme stands in, which the site was not written for.
            desk.problems
                .retain(|problem| !theme::is_render_problem(problem));
        }
        let published = generation.published(&made, go_on)?;
        desk.problems.extend(published.problems);
        // A theme that draws none shows it on any page.
        let first = made.get(..1).unwrap_or_default();
        desk.problems
            .extend(generation.all_cards(first, go_on)?.problems);
        let outputs = generation.outputs(&made, published.files);
        go_on().then_some(())?;
        let weighed = weighing::weigh(&mut self.weights, head, &made, go_on)?;
        desk.check(head, &made, &weighed, &outputs);

        // A translation is reviewed with its original, unless it says something else.
        let facts = head
            .pages()
            .filter(|page| page.key.number == 1 && !page.is_original);
        let is_own = |page: &SitePage, facts: &PageFacts| {
            page.key.language == 0 || facts.front.given.contains("review_by")
        };
        let facts = facts.filter_map(|page| {
            let facts = page.facts.as_deref();
            facts.filter(|facts| is_own(page, facts))
        });
        let stale = check::freshness(facts, ledger, head.options.as_of);
        desk.problems.extend(stale);
        for config in head.reading.config.all() {
            let unknown = ledger::unknown_topics(ledger, &config.topics);
            desk.problems.extend(unknown);
        }

        let citing = all_citing(head);
        let quotable = Quotable {
            files,
            ledger,
            digests: &head.reading.ledger.digests,
            pages,
            citing: &citing,
            today: head.options.as_of,
        };
        go_on().then_some(())?;
        let mut lockable = self.quotations.compare(&quotable, &mut desk, go_on)?;
        let differences = &mut self.differences;
        let differences = originals::differences(head, &lockable, differences, go_on)?;
        desk.problems.extend(differences);
        lockable.translations = originals::translations(head);
        if lockable.state() == State::Whole {
            let lock = &lockable.before.lock;
            let outdated = lock::outdated_translations(lock, &lockable.translations);
            desk.problems.extend(outdated);
        }
        let archive = self.quotations.archive(files, ledger);
        self.citations
            .check(head, &archive, &citing, &mut desk, go_on)?;
        self.sentences.check(ledger, pages, &mut desk, go_on)?;
        desk.accept(files, pages);

        self.made.forget_others(head);
        desk.report.pages = made.len();
        desk.report.pages_read = head.reading.pages_read;
        desk.report.is_arranged = head.is_arranged;
        desk.report.pages_rendered = generation.rendered();
        desk.report.twins_made = generation.twins_made.load(Ordering::Relaxed);
        desk.report.pictures_made = generation.pictures_made.load(Ordering::Relaxed);
        desk.report.cards_drawn = generation.cards_drawn.load(Ordering::Relaxed);
        desk.report.sources = ledger.sources.iter().filter(|source| source.held).count();
        desk.report.claims = ledger.claims.len();
        desk.report.stay_home = head.own().site.stay_home.clone();
        let build = Build {
            outputs,
            problems: with_severities(desk.problems, config, head.options.check),
            files: files.clone(),
            spans: desk.spans,
            report: desk.report,
            ledger: ledger.clone(),
            statuses: head.own().shared.statuses.clone(),
            lockable,
            pictures: published.keys,
        };
        Some((build, made))
    }
}

impl Generation {
    /// Every page, in the order of the arrangement.
    fn all_pages(&self, go_on: GoOn<'_>) -> Option<Vec<Arc<MadePage>>> {
        let places: Vec<_> = self.head.pages().collect();
        let made = places.into_par_iter().map(|place| {
            let page = go_on().then(|| self.page(place))?;
            page.finished.scan();
            if self.has_twins() {
                self.twin(&page);
            }
            Some(page)
        });
        made.collect()
    }
}

/// The outcome of something that only ends early if somebody says so, and nobody does.
fn unstopped(mut work: impl FnMut() -> Option<Build>) -> Build {
    loop {
        if let Some(build) = work() {
            return build;
        }
    }
}

/// What a build gathers on its way.
#[derive(Default)]
pub(super) struct Desk {
    pub problems: Vec<Diagnostic>,
    pub spans: Spans,
    pub report: Report,
}

impl Desk {
    fn check(
        &mut self,
        head: &Head,
        made: &[Arc<MadePage>],
        weighed: &[Weighed],
        outputs: &OutputTree,
    ) {
        let unsound = Unsound::new(&self.problems);
        let pages: Vec<(check::FinishedPage<'_>, &PageScan)> = head
            .pages()
            .zip(made.iter().zip(weighed))
            // Where an error leaves out a part of a page, what is missing on it and links that
            // lead there would only be echoes.
            .filter(|(page, (made, _))| {
                let facts = page.facts.as_ref();
                made.finished.page.is_whole()
                    && facts.is_none_or(|facts| !unsound.pages.contains(&facts.path))
            })
            .map(|(page, (made, weighed))| {
                let about = check::FinishedPage {
                    address: &page.address,
                    html: &made.finished.page.html,
                    facts: page.facts.as_deref(),
                    links: &page.links,
                    image: page.image.as_ref().map(|(_, address)| address.as_str()),
                    template: &made.finished.page.template,
                    weight: weighed.weight(),
                };
                (about, made.finished.scan())
            })
            .collect();
        let cards = made
            .iter()
            .filter_map(|page| page.finished.page.card.as_ref());
        let cards = cards.map(|card| card.address.as_str());
        let addresses = outputs.iter().map(|(address, _)| &**address);
        let addresses = addresses.chain(cards).collect();
        let sources = ThemeSources::new(head.theme().files.values().filter_map(|path| {
            let (text, _) = head.files.get(path.as_str())?.text().ok()?;
            Some((path, text))
        }));
        let found = check::check(
            &pages,
            &Surroundings {
                addresses: &addresses,
                theme: &sources,
                files: &head.files,
                base_url: head.config().base_url.as_deref(),
                ledger: head.ledger(),
                corrected: &head.own().site.corrected,
                security: &head.config().security,
                budgets: &head.config().budgets,
            },
        );
        let told = found
            .into_iter()
            .filter(|problem| !unsound.explains(problem));
        self.problems.extend(told);
    }
}

/// Gives each problem the severity of its code where a site is checked, then the one the site
/// itself wants, and drops those switched off.
fn with_severities(problems: Vec<Diagnostic>, config: &Config, check: bool) -> Vec<Diagnostic> {
    let graver = all_codes().into_iter().filter(|_| check);
    let graver: BTreeMap<&str, Severity> = graver
        .filter(|code| code.in_check != code.severity)
        .map(|code| (code.name, code.in_check))
        .collect();
    problems
        .into_iter()
        .filter_map(|mut problem| {
            if let Some(severity) = graver.get(problem.code) {
                problem.severity = *severity;
            }
            if let Some(wanted) = config.severity.get(problem.code) {
                problem.severity = (*wanted)?;
            }
            Some(problem)
        })
        .collect()
}
