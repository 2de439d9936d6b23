//! `build --watch`: builds again whenever the site's files change, one line each time.

use std::path::PathBuf;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::arguments::{BuildOptions, Format};
use super::desk::{self, Counts, Desk, print_problems, problems_in_words};
use super::screen::Screen;
use super::words::count;
use super::{Ending, Failure};
use crate::build::Build;
use crate::disk::{LiveFiles, Seen, Trouble};
use crate::input::InputTree;

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
    builds: usize,
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
            builds: 0,
        }
    }

    /// Builds until somebody stops it. `first` is on the screen already.
    pub fn watch(mut self, mut live: LiveFiles, first: &Build) -> Result<Ending, Failure> {
        let located = first.located();
        self.shown = problems_in_words(&located, self.options.site.format);
        let counts = Counts::of(&located);
        let is_written = !counts.stop(self.options.site.strict);
        self.close(&[], &counts, is_written)?;
        let news = live.news();
        stop_when_asked(move || news.stop())?;
        if !self.options.site.quiet {
            self.screen.tell("watching for changes; Ctrl-C ends it\n");
        }
        loop {
            if let Some(trouble) = live.take_trouble() {
                self.screen.remark(&trouble);
            }
            let outcome = match live.wait() {
                Seen::Stopped => return Ok(Ending::Done),
                Seen::Refused(error) => Err(Failure::from(error)),
                Seen::Nothing => self.rebuild(live.inputs(), &[]),
                Seen::Changed(files) => self.rebuild(live.inputs(), &files),
            };
            match outcome {
                Ok(()) => self.refused.clear(),
                Err(Failure(troubles)) if troubles == self.refused => {}
                Err(Failure(troubles)) => {
                    self.screen.failure(&troubles);
                    self.refused = troubles;
                }
            }
        }
    }

    /// Builds the site if that could give something else.
    fn rebuild(&mut self, inputs: &InputTree, files: &[String]) -> Result<(), Failure> {
        let begun = Instant::now();
        let site = &self.options.site;
        let is_another_day = self.desk.look_at_the_clock(inputs, site)?;
        let changed = match files.len() {
            0 if is_another_day => format!("as of {}", self.desk.options.as_of),
            0 if self.is_due => "again".to_string(),
            0 => return Ok(()),
            _ => named(files),
        };
        // Should anything fail from here on, the next look tries again.
        self.is_due = true;
        let build = self.desk.build(inputs);
        let located = build.located();
        let counts = Counts::of(&located);
        let stopped = counts.stop(site.strict);
        let written = match stopped {
            true => None,
            false => Some(desk::write(&self.root, &self.out, &build)?),
        };
        self.is_due = false;

        let problems = problems_in_words(&located, site.format);
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
        if is_news || site.format == Format::Json {
            print_problems(&problems, site.format, self.screen)?;
        }
        self.close(files, &counts, !stopped)?;
        if !site.quiet && is_news && stopped {
            let why = counts.nothing_written(self.options, &self.out);
            self.screen.tell(&format!("{why}\n"));
        }
        self.shown = problems;
        Ok(())
    }

    /// Programs learn that they have read all problems of a build.
    fn close(&mut self, changed: &[String], counts: &Counts, written: bool) -> Result<(), Failure> {
        self.builds += 1;
        if self.options.site.format != Format::Json {
            return Ok(());
        }
        let line = serde_json::json!({
            "build": self.builds,
            "changed": changed,
            "errors": counts.errors,
            "warnings": counts.warnings,
            "notes": counts.notes,
            "written": written,
        });
        self.screen.print(&format!("{line}\n"))
    }
}

/// Files that changed: their names, or how many they are.
pub fn named(files: &[String]) -> String {
    match files.len() {
        ..=NAMED => files.join(", "),
        many => count(many, "file"),
    }
}

/// The build at work is finished first; whoever asks twice does not want to wait for it.
pub fn stop_when_asked(stop: impl Fn() + Send + 'static) -> Result<(), Failure> {
    let asked = AtomicBool::new(false);
    ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::SeqCst) {
            process::exit(0);
        }
        stop();
    })
    .map_err(|error| Failure::new(format!("cannot listen for Ctrl-C: {error}")))
}
