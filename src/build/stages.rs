//! The engine: reads, arranges, renders and checks, each stage remembered by the value of its inputs.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::citations::all_citing;
use super::codes::all_codes;
use super::echoes::Unsound;
use super::memory::Memory;
use super::quotations::Quotable;
use super::reading::PageSource;
use super::{Build, Options, Report};
use crate::check::{self, PageScan, Surroundings, ThemeSources};
use crate::config::{self, Config};
use crate::diagnostics::{Diagnostic, Severity, Spans};
use crate::input::{FilePath, InputTree, with_bundled_theme};
use crate::ledger::{self, LedgerReading};
use crate::output::OutputTree;
use crate::page::{Page, PageFacts};
use crate::render::{
    self, OPEN_DATA, OPEN_DATA_SCHEMA, OPEN_DATA_SCHEMA_TEXT, OpenDataInputs, PageInputs,
    RenderedPage, Shared, SiteInfo, WHOLE_SITE_FILES, WholeSite,
};
use crate::site::{self, PageKey, PageOf, Site, SiteInputs};
use crate::theme::{self, Theme};
use crate::values::Data;

/// A rendered page with what a look through its HTML found.
struct FinishedPage {
    page: RenderedPage,
    scan: PageScan,
}

/// Builds sites and remembers what it can use again. A clean build is one by a new engine.
#[derive(Default)]
pub struct Engine {
    pub(super) pages: Memory<FilePath, PageSource, Page>,
    quotations: super::quotations::Memories,
    citations: super::citations::Memories,
    sentences: super::sentences::Memories,
    rendered: Memory<PageKey, PageInputs, FinishedPage>,
    open_data: Memory<(), OpenDataInputs, String>,
}

impl Engine {
    pub fn new() -> Engine {
        Engine::default()
    }

    /// One build: the stages in a row. Every stage also hands on what is wrong.
    pub fn build(&mut self, inputs: &InputTree, options: &Options) -> Build {
        let files = with_bundled_theme(inputs);
        let mut desk = Desk::default();

        let config = desk.config(&files, options);
        let theme = desk.theme(&files, &config);
        let (ledger, digests) = desk.ledger(&files);
        let pages = self.read_pages(&files, &config, &theme, &ledger, &mut desk);
        let site = desk.arrange(&files, &config, &theme, &ledger, &pages, options);
        let info = Arc::new(SiteInfo::new(&config, &site, &theme, &ledger));
        let shared = Shared::new(info.clone(), &site, &ledger, theme.clone(), &files);
        let rendered = self.render(&shared, &pages, &site, &mut desk);
        let mut whole = desk.whole_site(&shared, &config, &site);
        whole.extend(self.open_data(&shared));
        if theme.is_broken {
            // Another theme stands in, which the site was not written for.
            desk.problems
                .retain(|problem| !theme::is_render_problem(problem));
        }
        let outputs = outputs(&files, &theme, &site, &rendered, whole);
        desk.check(
            &files,
            &ledger,
            &theme,
            &site,
            &rendered,
            &outputs,
            &config.base_url,
        );

        let facts = site.pages.iter().filter(|page| page.key.number == 1);
        let facts = facts.filter_map(|page| page.facts.as_deref());
        let stale = check::freshness(facts, &ledger, options.as_of);
        desk.problems.extend(stale);

        let citing = all_citing(&ledger, &pages);
        let quotable = Quotable {
            files: &files,
            ledger: &ledger,
            digests: &digests,
            pages: &pages,
            citing: &citing,
            today: options.as_of,
        };
        let lockable = self.quotations.compare(&quotable, &mut desk);
        let archive = self.quotations.archive(&files, &ledger);
        let language = &config.language;
        self.citations
            .check(language, &ledger, &archive, &pages, &citing, &mut desk);
        self.sentences.check(&ledger, &pages, &mut desk);
        desk.accept(&files, &pages);

        desk.report.pages = site.pages.len();
        desk.report.sources = ledger.sources.iter().filter(|source| source.held).count();
        desk.report.claims = ledger.claims.len();
        desk.report.stay_home = site.stay_home.clone();
        let statuses = shared.statuses.clone();
        let sources = site.pages.iter().filter_map(|page| {
            let path = page.facts.as_ref()?.path.clone();
            Some((page.address.clone(), path))
        });
        Build {
            sources: sources.collect(),
            outputs,
            problems: with_severities(desk.problems, &config, options.check),
            files,
            spans: desk.spans,
            report: desk.report,
            ledger,
            statuses,
            lockable,
        }
    }

    /// The ledger as data, with the schema it keeps to; nothing where there is no ledger.
    fn open_data(&mut self, shared: &Shared<'_>) -> Vec<(String, String)> {
        if shared.site.open_data.is_none() {
            return Vec::new();
        }
        let inputs = OpenDataInputs {
            site: shared.site.clone(),
            ledger: shared.ledger.clone(),
            statuses: shared.statuses.clone(),
            homes: shared.homes.clone(),
            theme: shared.theme.clone(),
        };
        let make =
            |_: &(), inputs: &OpenDataInputs, _: Option<&Arc<String>>| render::open_data(inputs);
        let (made, _) = self.open_data.outputs(vec![((), inputs)], make);
        let data = made
            .into_iter()
            .map(|(_, text)| (OPEN_DATA.to_string(), text.to_string()));
        let schema = (
            OPEN_DATA_SCHEMA.to_string(),
            OPEN_DATA_SCHEMA_TEXT.to_string(),
        );
        data.chain([schema]).collect()
    }

    fn render(
        &mut self,
        shared: &Shared<'_>,
        pages: &BTreeMap<FilePath, Arc<Page>>,
        site: &Site,
        desk: &mut Desk,
    ) -> Vec<(PageKey, Arc<FinishedPage>)> {
        let mut inputs = Vec::new();
        for site_page in &site.pages {
            let body = match &site_page.key {
                PageKey {
                    of: PageOf::File(path),
                    number: 1,
                } => pages.get(path).map(|page| &page.body),
                _ => None,
            };
            let (gathered, problems) = render::gather(site_page, body, shared);
            desk.problems.extend(problems);
            inputs.push((site_page.key.clone(), gathered));
        }
        let (rendered, made) = self.rendered.outputs(inputs, |_, inputs, _| {
            let page = render::page(inputs, shared.files);
            let scan = check::scan(&page.html);
            FinishedPage { page, scan }
        });
        desk.report.pages_rendered = made;
        for (_, page) in &rendered {
            desk.problems.extend(page.page.problems.iter().cloned());
        }
        rendered
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
    fn config(&mut self, files: &InputTree, options: &Options) -> Config {
        let reading = config::read(files, &all_codes());
        let mut problems = reading.problems;
        let mut config = reading.config;
        if let Some(base_url) = &options.base_url {
            problems.retain(|problem| problem.code != "no-base-url");
            config.base_url = Some(base_url.clone());
        }
        self.problems.extend(problems);
        self.spans
            .insert(FilePath::new(config::CONFIG_FILE), Arc::new(reading.spans));
        config
    }

    fn theme(&mut self, files: &InputTree, config: &Config) -> Arc<Theme> {
        let (theme, problems) = theme::load(files, &config.theme, &config.language);
        self.problems.extend(problems);
        Arc::new(theme)
    }

    fn ledger(&mut self, files: &InputTree) -> (ledger::Ledger, Arc<ledger::Digests>) {
        let LedgerReading {
            ledger,
            problems,
            spans,
            digests,
        } = ledger::read(files);
        self.problems.extend(problems);
        self.spans.extend(spans);
        (ledger, digests)
    }

    fn arrange(
        &mut self,
        files: &InputTree,
        config: &Config,
        theme: &Theme,
        ledger: &ledger::Ledger,
        pages: &BTreeMap<FilePath, Arc<Page>>,
        options: &Options,
    ) -> Site {
        let facts: Vec<Arc<PageFacts>> = pages.values().map(|page| page.facts.clone()).collect();
        let taken: Vec<String> = theme
            .assets
            .iter()
            .map(|asset| asset.address.clone())
            .chain(WHOLE_SITE_FILES.map(str::to_string))
            .collect();
        let tags_title = match theme
            .strings
            .get(&config.language)
            .and_then(|strings| strings.get("tags_title"))
        {
            Some(Data::Text(title)) => title.to_string(),
            _ => "Tags".to_string(),
        };
        let (site, problems) = site::arrange(&SiteInputs {
            config,
            pages: &facts,
            files,
            as_of: options.as_of,
            drafts: options.drafts,
            corrections: &ledger.corrections,
            theme_assets: &taken,
            tags_title: &tags_title,
        });
        self.problems.extend(problems);
        site
    }

    fn whole_site(
        &mut self,
        shared: &Shared<'_>,
        config: &Config,
        site: &Site,
    ) -> Vec<(String, String)> {
        let (whole, problems) = render::whole_site(&WholeSite {
            info: &shared.site,
            site,
            ledger: shared.ledger,
            theme: &shared.theme,
            feed_limit: config.feed_limit,
            files: shared.files,
        });
        self.problems.extend(problems);
        whole
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "the stage needs what all earlier ones made"
    )]
    fn check(
        &mut self,
        files: &InputTree,
        ledger: &ledger::Ledger,
        theme: &Theme,
        site: &Site,
        rendered: &[(PageKey, Arc<FinishedPage>)],
        outputs: &OutputTree,
        base_url: &Option<String>,
    ) {
        let unsound = Unsound::new(&self.problems);
        let pages: Vec<(check::FinishedPage<'_>, &PageScan)> = site
            .pages
            .iter()
            .zip(rendered)
            // Where an error leaves out a part of a page, what is missing on it and links that
            // lead there would only be echoes.
            .filter(|(page, (_, finished))| {
                let facts = page.facts.as_ref();
                finished.page.problems.is_empty()
                    && facts.is_none_or(|facts| !unsound.pages.contains(&facts.path))
            })
            .map(|(page, (_, finished))| {
                let about = check::FinishedPage {
                    address: &page.address,
                    html: &finished.page.html,
                    facts: page.facts.as_deref(),
                    links: &page.links,
                    template: &finished.page.template,
                };
                (about, &finished.scan)
            })
            .collect();
        let addresses = outputs.iter().map(|(address, _)| &**address).collect();
        let sources = ThemeSources::new(theme.files.values().filter_map(|path| {
            let (text, _) = files.get(path.as_str())?.text().ok()?;
            Some((path, text))
        }));
        let found = check::check(
            &pages,
            &Surroundings {
                addresses: &addresses,
                theme: &sources,
                files,
                base_url: base_url.as_deref(),
                ledger,
                corrected: &site.corrected,
            },
        );
        let told = found
            .into_iter()
            .filter(|problem| !unsound.explains(problem));
        self.problems.extend(told);
    }
}

/// Puts the old value in the place of an equal new one.
pub(super) fn keep_equal<T: Eq>(new: &mut Arc<T>, old: &Arc<T>) {
    if new == old {
        *new = old.clone();
    }
}

fn outputs(
    files: &InputTree,
    theme: &Theme,
    site: &Site,
    rendered: &[(PageKey, Arc<FinishedPage>)],
    whole: Vec<(String, String)>,
) -> OutputTree {
    let mut outputs = OutputTree::new();
    for asset in theme.assets.iter() {
        outputs.insert(&asset.address, asset.bytes.clone());
    }
    for (path, address) in &site.files {
        if let Some(file) = files.get(path.as_str()) {
            outputs.insert(address, file.bytes().clone());
        }
    }
    for (address, text) in whole {
        outputs.insert(address, text.into_bytes());
    }
    for (site_page, (_, page)) in site.pages.iter().zip(rendered) {
        outputs.insert(&site_page.address, page.page.html.clone().into_bytes());
    }
    outputs
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
