//! `build --watch`: builds again whenever the site's files change, one line each time.

use std::path::PathBuf;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::arguments::BuildOptions;
use super::desk::{Counts, Desk, print_problems, problems_in_words};
use super::place;
use super::screen::Screen;
use super::words::count;
use super::{Ending, Failure};
use crate::build::Build;
use crate::disk::{self, Stopper, Trouble, Watcher};

/// So many changed files are named; more are counted.
const NAMED: usize = 3;

pub struct Rebuilding<'a> {
    options: &'a BuildOptions,
    root: PathBuf,
    out: PathBuf,
    desk: Desk,
    screen: &'a Screen,
    /// The problems on the screen; the same ones are not printed twice.
    shown: String,
    /// What the machine refused last, told once.
    refused: Vec<Trouble>,
    /// The last build could not be written.
    is_due: bool,
}

impl<'a> Rebuilding<'a> {
    pub fn new(
        options: &'a BuildOptions,
        root: PathBuf,
        out: PathBuf,
        desk: Desk,
        screen: &'a Screen,
    ) -> Rebuilding<'a> {
        Rebuilding {
            options,
            root,
            out,
            desk,
            screen,
            shown: String::new(),
            refused: Vec::new(),
            is_due: false,
        }
    }

    /// Builds until somebody stops it. `first` is on the screen already.
    pub fn watch(mut self, mut watcher: Watcher, first: &Build) -> Result<Ending, Failure> {
        self.shown = problems_in_words(first, self.options.site.format);
        stop_when_asked(watcher.stopper())?;
        if !self.options.site.quiet {
            self.screen.tell("watching for changes; Ctrl-C ends it\n");
        }
        loop {
            self.follow(&mut watcher);
            if let Some(trouble) = watcher.take_trouble() {
                self.screen.remark(&trouble);
            }
            if !watcher.wait() {
                return Ok(Ending::Done);
            }
            self.follow(&mut watcher);
            match self.look() {
                Ok(()) => self.refused.clear(),
                Err(Failure(troubles)) if troubles == self.refused => {}
                Err(Failure(troubles)) => {
                    self.screen.failure(&troubles);
                    self.refused = troubles;
                }
            }
        }
    }

    fn follow(&self, watcher: &mut Watcher) {
        let named = self.options.site.snapshots.as_deref();
        // A folder that is not there is told of when the site is read.
        let folder = place::snapshots(&self.root, named, &self.desk.inputs);
        watcher.follow(folder.ok().flatten().as_deref());
    }

    /// Reads the site, and builds it if that could give something else.
    fn look(&mut self) -> Result<(), Failure> {
        let begun = Instant::now();
        let had_snapshots = self.desk.inputs.has_snapshots();
        let site = &self.options.site;
        let (files, is_another_day) = self.desk.read_again(&self.root, site)?;
        let folder_came_or_went = had_snapshots != self.desk.inputs.has_snapshots();
        let changed = match files.len() {
            0 if is_another_day => format!("as of {}", self.desk.options.as_of),
            0 if folder_came_or_went => "snapshots".to_string(),
            0 if self.is_due => "again".to_string(),
            0 => return Ok(()),
            1..=NAMED => files.join(", "),
            many => count(many, "file"),
        };
        // Should anything fail from here on, the next look tries again.
        self.is_due = true;
        let build = self.desk.build();
        let counts = Counts::of(&build);
        let stopped = counts.stop(site.strict);
        let written = match stopped {
            true => None,
            false => Some(disk::write_site(&self.root, &self.out, &build.outputs)?),
        };
        self.is_due = false;

        let problems = problems_in_words(&build, site.format);
        let is_news = problems != self.shown;
        if !site.quiet {
            let seconds = begun.elapsed().as_secs_f64();
            let mut line = format!(
                "{changed}: {} read, {} rendered in {seconds:.2} s",
                count(build.report.pages_read, "page"),
                build.report.pages_rendered
            );
            if let Some(written) = written {
                line.push_str(&format!(
                    ": {} new, {} changed, {} removed",
                    written.new, written.changed, written.removed
                ));
            }
            if !is_news && !problems.is_empty() {
                line.push_str(&format!("; still {}", counts.in_words(site.strict)));
            }
            self.screen.tell(&format!("{line}\n"));
        }
        if is_news {
            print_problems(&problems, site.format, self.screen)?;
        }
        if !site.quiet && is_news && stopped {
            let why = counts.nothing_written(self.options, &self.out);
            self.screen.tell(&format!("{why}\n"));
        }
        self.shown = problems;
        Ok(())
    }
}

/// The build at work is finished first; whoever asks twice does not want to wait for it.
fn stop_when_asked(stopper: Stopper) -> Result<(), Failure> {
    let asked = AtomicBool::new(false);
    ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::SeqCst) {
            process::exit(0);
        }
        stopper.stop();
    })
    .map_err(|error| Failure::new(format!("cannot listen for Ctrl-C: {error}")))
}
