//! `build` and `check`: one way to the finished site, with and without writing it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::arguments::{BuildOptions, CheckOptions, Format, SiteOptions};
use super::lock_file;
use super::place::{self, shown};
use super::screen::Screen;
use super::watch::Rebuilding;
use super::words::{count, count_or_no};
use super::{Ending, Failure, day, report};
use crate::build::{Build, Engine, Generation, Options, Report};
use crate::diagnostics::{self, Located, Severity};
use crate::disk::{LiveFiles, Written};
use crate::input::InputTree;
use crate::values::Date;
use crate::{config, disk};

/// Builds the site and writes it, unless it has errors; with `--watch` again and again.
pub fn build(options: &BuildOptions, screen: &Screen) -> Result<Ending, Failure> {
    let begun = Instant::now();
    let root = place::site(options.site.root.as_deref())?;
    let out = options.out.clone().unwrap_or_else(|| usual_out(&root));
    disk::check_place(&root, &out)?;
    let live = match options.watch {
        true => Some(LiveFiles::open(
            &root,
            options.site.snapshots.as_deref(),
            options.poll,
        )?),
        false => None,
    };
    let read_once;
    let inputs = match &live {
        Some(live) => live.inputs(),
        None => {
            read_once = read(&root, &options.site)?;
            &read_once
        }
    };
    let mut desk = Desk::new(inputs, &options.site, &out)?;
    let build = desk.build(inputs);
    let made = desk.show(build, screen)?;
    let counts = Counts::of(&made.build.located());
    let ending = if counts.stop(options.site.strict) {
        if !options.site.quiet {
            screen.tell(&format!("{}\n", counts.nothing_written(options, &out)));
        }
        Ending::SiteHasErrors
    } else {
        let written = write(&root, &out, &made.build)?;
        if !options.site.quiet {
            let remarks = match counts.warnings + counts.notes {
                0 => String::new(),
                _ => format!("{}\n", counts.in_words(false)),
            };
            screen.tell(&format!(
                "{remarks}built {} into {} in {}: {} new, {} changed, {} unchanged, {} removed\n",
                size(&made.build.report),
                shown(&out),
                made.time_and_day(begun),
                written.new,
                written.changed,
                written.untouched,
                written.removed
            ));
        }
        Ending::Done
    };
    match live {
        Some(live) => Rebuilding::new(options, root, out, desk, screen).watch(live, &made.build),
        None => Ok(ending),
    }
}

/// Builds the site, writes no page, and lists what stays home.
pub fn check(options: &CheckOptions, screen: &Screen) -> Result<Ending, Failure> {
    let begun = Instant::now();
    let CheckOptions {
        update_lock,
        report: wants_report,
        site,
    } = options;
    let root = place::site(site.root.as_deref())?;
    let mut inputs = read(&root, site)?;
    let mut desk = Desk::new(&inputs, site, &usual_out(&root))?;
    desk.options.check = true;
    let mut build = desk.check(&inputs);
    let mut lock_said = String::new();
    if *update_lock {
        let written = lock_file::update(&root, &build)?;
        lock_said = written.said;
        if let Some((path, file)) = written.file {
            // What is said from here on is what the next check says.
            inputs.insert(path, file);
            build = desk.check(&inputs);
        }
    }
    let made = desk.show(build, screen)?;
    let counts = Counts::of(&made.build.located());
    if *wants_report {
        let as_json = site.format == Format::Json;
        screen.print(&report::report(&made.build, made.as_of, as_json))?;
    }
    if !site.quiet {
        let stay_home = &made.build.report.stay_home;
        let mut text = String::new();
        // The report lists them too.
        if !stay_home.is_empty() && !wants_report {
            text.push_str("Nothing refers to these files, so they stay home:\n");
            for path in stay_home {
                text.push_str(&format!("  {path}\n"));
            }
        }
        text.push_str(&lock_said);
        text.push_str(&format!(
            "checked {} in {}: {}\n",
            size(&made.build.report),
            made.time_and_day(begun),
            counts.in_words(site.strict)
        ));
        screen.tell(&text);
    }
    Ok(match counts.stop(site.strict) {
        true => Ending::SiteHasErrors,
        false => Ending::Done,
    })
}

/// Where a site is written if nobody says otherwise.
pub fn usual_out(root: &Path) -> PathBuf {
    root.join("public")
}

/// Writes a finished site, and what its pictures were made from.
pub fn write(root: &Path, out: &Path, build: &Build) -> Result<Written, Failure> {
    let written = disk::write_site(root, out, &build.outputs)?;
    disk::remember_pictures(out, &build.pictures, &build.outputs)?;
    Ok(written)
}

/// A build with the day it was made for; its problems are on the screen already.
pub struct Made {
    pub build: Build,
    as_of: Date,
}

/// How a site is built, and what is remembered of it.
pub struct Desk {
    pub options: Options,
    format: Format,
    engine: Engine,
}

impl Desk {
    /// `out` is where pictures may be found that an earlier build made.
    pub fn new(inputs: &InputTree, options: &SiteOptions, out: &Path) -> Result<Desk, Failure> {
        Ok(Desk {
            options: build_options(options, inputs)?,
            format: options.format,
            engine: Engine::with_shelf(disk::published_pictures(out)),
        })
    }

    /// Reckons the day again. Whether a build is for another one now, or otherwise a different one.
    pub fn look_at_the_clock(
        &mut self,
        inputs: &InputTree,
        options: &SiteOptions,
    ) -> Result<bool, Failure> {
        let before = std::mem::replace(&mut self.options, build_options(options, inputs)?);
        Ok(self.options != before)
    }

    pub fn build(&mut self, inputs: &InputTree) -> Build {
        self.engine.build(inputs, &self.options)
    }

    /// What is wrong with the site, without all that is only made to be published.
    pub fn check(&mut self, inputs: &InputTree) -> Build {
        self.engine.check(inputs, &self.options)
    }

    /// The site read and arranged, without its checks.
    pub fn arrange(&mut self, inputs: &InputTree) -> Arc<Generation> {
        self.engine.arrange(inputs, &self.options)
    }

    pub fn show(&self, build: Build, screen: &Screen) -> Result<Made, Failure> {
        let problems = problems_in_words(&build.located(), self.format);
        print_problems(&problems, self.format, screen)?;
        Ok(Made {
            build,
            as_of: self.options.as_of,
        })
    }
}

pub fn read(root: &Path, options: &SiteOptions) -> Result<InputTree, Failure> {
    let mut inputs = disk::read_site(root)?;
    if let Some(folder) = disk::find_snapshots(root, options.snapshots.as_deref(), &inputs)?
        && let Some(snapshots) = disk::read_snapshots(&folder)?
    {
        inputs.set_snapshots(snapshots);
    }
    Ok(inputs)
}

pub fn build_options(options: &SiteOptions, inputs: &InputTree) -> Result<Options, Failure> {
    Ok(Options {
        as_of: day::as_of(options.as_of, config::utc_offset(inputs))?,
        base_url: options.base_url.clone(),
        drafts: options.drafts,
        check: false,
    })
}

/// The problems as they are printed; empty if there are none.
pub fn problems_in_words(problems: &[Located], format: Format) -> String {
    match format {
        Format::Human if problems.is_empty() => String::new(),
        // The blank line keeps the last excerpt apart from the summary.
        Format::Human => diagnostics::human(problems, true) + "\n",
        Format::Short => diagnostics::short(problems),
        Format::Json => diagnostics::json(problems),
        Format::Github => diagnostics::github(problems),
    }
}

/// Programs read problems from stdout, people from stderr.
pub fn print_problems(problems: &str, format: Format, screen: &Screen) -> Result<(), Failure> {
    match format {
        Format::Human | Format::Short => screen.tell(problems),
        Format::Json | Format::Github => screen.print(problems)?,
    }
    Ok(())
}

/// `29 pages from 5 sources and 144 claims`; a site without a ledger has pages only.
pub fn size(report: &Report) -> String {
    let pages = count(report.pages, "page");
    let sources = count(report.sources, "source");
    match (report.sources, report.claims) {
        (0, 0) => pages,
        (_, 0) => format!("{pages} from {sources}"),
        (_, claims) => format!("{pages} from {sources} and {}", count(claims, "claim")),
    }
}

impl Made {
    fn time_and_day(&self, begun: Instant) -> String {
        let seconds = begun.elapsed().as_secs_f64();
        format!("{seconds:.2} s (as of {})", self.as_of)
    }
}

/// How many problems of each severity.
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
}

impl Counts {
    pub fn of(located: &[Located]) -> Counts {
        let of = |severity| {
            located
                .iter()
                .filter(|problem| problem.severity == severity)
                .count()
        };
        Counts {
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            notes: of(Severity::Note),
        }
    }

    /// Whether these problems stand against publishing.
    pub fn stop(&self, strict: bool) -> bool {
        self.errors > 0 || strict && self.warnings > 0
    }

    /// Why nothing was written, and what the output folder holds.
    pub fn nothing_written(&self, options: &BuildOptions, out: &Path) -> String {
        let as_it_was = match out.exists() {
            true => format!("; {}/ is as it was", shown(out)),
            false => String::new(),
        };
        format!(
            "{}: nothing was written{as_it_was}",
            self.in_words(options.site.strict)
        )
    }

    /// `no errors, 2 warnings, 1 note`; with `strict`, warnings say that they count.
    pub fn in_words(&self, strict: bool) -> String {
        let mut words = format!(
            "{}, {}",
            count_or_no(self.errors, "error"),
            count_or_no(self.warnings, "warning")
        );
        if strict && self.warnings > 0 {
            words.push_str(" (--strict takes warnings for errors)");
        }
        if self.notes > 0 {
            words.push_str(&format!(", {}", count(self.notes, "note")));
        }
        words
    }
}
