//! The preview's loop: waits for news, reads, arranges, shows what is looked at, then makes the rest.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::problems::Problems;
use super::server::Server;
use super::shown::Shown;
use super::state::State;
use crate::build::{Build, Engine, Options};
use crate::diagnostics::Located;
use crate::disk::{self, DiskError, LiveFiles, Seen, Trouble};
use crate::input::InputTree;
use crate::pictures::Shelf;

/// Between two tries to read a site that could not be read yet.
const UNTIL_NEXT_TRY: Duration = Duration::from_millis(250);

/// Browsers fetch what they were told of before all else is made, which keeps every processor busy.
const UNTIL_FETCHED: Duration = Duration::from_millis(10);

/// Whoever runs a preview: says how the site is to be built, and tells a person what comes of it.
pub trait Desk {
    /// How these files are to be shown now.
    ///
    /// # Errors
    /// They say what cannot be.
    fn settings(&mut self, inputs: &InputTree) -> Result<Settings, DiskError>;

    fn tell(&mut self, news: News<'_>);
}

/// What a preview depends on beside the files.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    pub options: Options,
    /// The path below which the site is shown: `/`, or `/deep/`.
    pub base: String,
}

/// Where the files are that are shown.
pub struct Files {
    pub root: PathBuf,
    /// The folder of archived texts, where it is not left to `site.toml`.
    pub snapshots: Option<PathBuf>,
    /// What earlier builds made of pictures.
    pub pictures: Arc<dyn Shelf>,
    /// The system is not asked to tell of changes.
    pub polling: bool,
}

/// What a person is told.
pub enum News<'a> {
    Rebuilt(Rebuilt<'a>),
    /// What the machine refuses; what was shown stays.
    Refused(&'a [Trouble]),
    /// Something that went otherwise than asked, while the work goes on.
    Remark(&'a Trouble),
}

/// A generation is whole: every page made and every check done.
pub struct Rebuilt<'a> {
    /// The files that changed since one was whole last; none the first time.
    pub changed: &'a [String],
    pub is_first: bool,
    pub options: &'a Options,
    pub build: &'a Build,
    pub problems: &'a [Located],
    /// From the first look at the files to the pages that are looked at.
    pub until_shown: Duration,
    /// And to the end.
    pub until_whole: Duration,
}

struct Preview<'a> {
    server: Server,
    desk: &'a mut dyn Desk,
    engine: Engine,
    settings: Option<Settings>,
    shown: Option<Arc<Shown>>,
    serial: u64,
    problems: Arc<Vec<Located>>,
    refused: Vec<Trouble>,
    /// Files that changed since a generation was whole.
    changed: BTreeSet<String>,
    /// When the first of them was seen, and how long it took to show the last.
    begun: Instant,
    until_shown: Duration,
    /// There are changes that are not shown yet.
    is_due: bool,
    is_whole: bool,
    is_first: bool,
}

/// Shows a site until the server is asked to end.
///
/// # Errors
/// The server failed.
pub fn preview(server: Server, files: &Files, desk: &mut dyn Desk) -> Result<(), DiskError> {
    let preview = Preview {
        server,
        desk,
        engine: Engine::with_shelf(files.pictures.clone()),
        settings: None,
        shown: None,
        serial: 0,
        problems: Arc::default(),
        refused: Vec::new(),
        changed: BTreeSet::new(),
        begun: Instant::now(),
        until_shown: Duration::ZERO,
        is_due: false,
        is_whole: true,
        is_first: true,
    };
    preview.run(files)
}

/// A site whose content is gone is being moved, or the wrong folder was named; nobody wants to see
/// every page gone.
fn with_content(inputs: &InputTree) -> Result<&InputTree, DiskError> {
    match inputs.below("content").next() {
        Some(_) => Ok(inputs),
        None => Err(DiskError::new("there is nothing in `content/`")
            .hint("what was shown last stays until there is")),
    }
}

/// Drops a value on another thread: of ten thousand pages that takes as long as showing one, and the
/// next edit need not wait for it.
fn let_go(value: impl Send + 'static) {
    rayon::spawn(move || drop(value));
}

impl Preview<'_> {
    fn run(mut self, files: &Files) -> Result<(), DiskError> {
        let Some(mut live) = self.open(files) else {
            return self.server.close();
        };
        let news = live.news();
        self.server.stop.is_waiting_at(news.clone());
        let mut seen = Seen::Changed(Vec::new());
        while !self.server.has_to_end() {
            match seen {
                Seen::Stopped => break,
                Seen::Refused(error) => self.refuse(error),
                Seen::Nothing => self.look(live.inputs()),
                Seen::Changed(files) => {
                    if self.is_whole {
                        self.begun = Instant::now();
                    }
                    self.changed.extend(files);
                    self.is_due = true;
                    self.look(live.inputs());
                }
            }
            if !self.is_whole {
                self.finish(&news);
            }
            if let Some(trouble) = live.take_trouble() {
                self.desk.tell(News::Remark(&trouble));
            }
            seen = live.wait();
        }
        self.server.close()
    }

    /// The files, as soon as they can be read; None if the server is to end before.
    fn open(&mut self, files: &Files) -> Option<LiveFiles> {
        while !self.server.has_to_end() {
            match LiveFiles::open(&files.root, files.snapshots.as_deref(), files.polling) {
                Ok(live) => return Some(live),
                Err(error) => self.refuse(error),
            }
            thread::sleep(UNTIL_NEXT_TRY);
        }
        None
    }

    fn refuse(&mut self, DiskError { troubles }: DiskError) {
        if troubles != self.refused {
            self.desk.tell(News::Refused(&troubles));
            self.refused = troubles;
            self.publish(self.is_whole);
        }
    }

    /// Shows the files if that could be another site than before.
    fn look(&mut self, inputs: &InputTree) {
        let desk = &mut *self.desk;
        let settings = match with_content(inputs).and_then(|inputs| desk.settings(inputs)) {
            Ok(settings) => settings,
            Err(error) => return self.refuse(error),
        };
        let was_refused = !std::mem::take(&mut self.refused).is_empty();
        if self.is_due || self.settings.as_ref() != Some(&settings) {
            if self.is_whole && !self.is_due {
                self.begun = Instant::now();
            }
            self.arrange(inputs, settings);
            self.until_shown = self.begun.elapsed();
        } else if was_refused {
            self.publish(self.is_whole);
        }
    }

    /// Swaps the next generation in and shows it to the tabs.
    fn arrange(&mut self, inputs: &InputTree, settings: Settings) {
        let generation = self.engine.arrange(inputs, &settings.options);
        self.problems = Arc::new(generation.located());
        let shown = Arc::new(match &self.shown {
            Some(shown) => shown.next(generation),
            None => Shown::new(generation),
        });
        let_go(self.shown.replace(shown));
        self.settings = Some(settings);
        self.is_due = false;
        self.is_whole = false;
        self.publish(false);
        self.tell_files();
    }

    /// Makes everything else, unless there is news in between.
    fn finish(&mut self, news: &disk::News) {
        let (Some(shown), Some(settings)) = (&self.shown, &self.settings) else {
            return;
        };
        if self.server.shared.hub.has_tabs() {
            news.wait(UNTIL_FETCHED);
        }
        let go_on = || !news.has_arrived();
        let Some(build) = self.engine.finish_checks(&shown.generation, &go_on) else {
            return;
        };
        let_go(shown.settle(build.has_errors()));
        self.is_whole = true;
        self.problems = Arc::new(build.located());
        let changed: Vec<String> = std::mem::take(&mut self.changed).into_iter().collect();
        self.desk.tell(News::Rebuilt(Rebuilt {
            changed: &changed,
            is_first: std::mem::take(&mut self.is_first),
            options: &settings.options,
            build: &build,
            problems: &self.problems,
            until_shown: self.until_shown,
            until_whole: self.begun.elapsed(),
        }));
        self.publish(true);
        let_go(build);
    }

    /// Swaps the state and tells the tabs.
    fn publish(&mut self, complete: bool) {
        self.serial += 1;
        let base = self
            .settings
            .as_ref()
            .map_or("/", |settings| &settings.base);
        let state = Arc::new(State {
            serial: self.serial,
            shown: self.shown.clone(),
            problems: Arc::new(Problems::new(
                complete,
                self.problems.clone(),
                &self.refused,
            )),
            base: Arc::from(base),
        });
        let before = self.server.state.send_replace(Some(state.clone()));
        self.server.shared.hub.tell(&state);
        let_go(before);
    }

    /// Tells the tabs of files other than pages that have other bytes now.
    fn tell_files(&self) {
        let shared = &self.server.shared;
        let state = self.server.state.borrow().clone();
        let (Some(shown), Some(state)) = (&self.shown, state) else {
            return;
        };
        let sent = || shared.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let before = sent().clone();
        let mut changed = Vec::new();
        for (address, hash) in before {
            // Of a file it does not matter whether it is old.
            let now = shown.look(&address).map(|look| look.hash);
            if now != Some(hash) {
                match now {
                    Some(now) => sent().insert(address.clone(), now),
                    None => sent().remove(&address),
                };
                changed.push(address);
            }
        }
        if !changed.is_empty() {
            shared.hub.tell_files(&state, &changed);
        }
    }
}
