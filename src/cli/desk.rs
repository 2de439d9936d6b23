//! `build` and `check`: one way to the finished site, with and without writing it.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use super::arguments::{BuildOptions, CheckOptions, Format, SiteOptions};
use super::lock_file;
use super::place::{self, shown};
use super::screen::Screen;
use super::words::{count, count_or_no};
use super::{Ending, Failure, day, report};
use crate::build::{Build, Engine, Options};
use crate::diagnostics::{self, Severity};
use crate::input::{InputFile, InputTree};
use crate::values::Date;
use crate::{config, disk};

/// Builds the site and writes it, unless it has errors.
pub fn build(options: &BuildOptions, screen: &Screen) -> Result<Ending, Failure> {
    let begun = Instant::now();
    let root = place::site(options.site.root.as_deref())?;
    let out = options.out.clone().unwrap_or_else(|| root.join("public"));
    disk::check_place(&root, &out)?;
    let made = make(&root, &options.site, screen)?;
    let counts = Counts::of(&made.build);
    if counts.stop(options.site.strict) {
        if !options.site.quiet {
            let as_it_was = match out.exists() {
                true => format!("; {}/ is as it was", shown(&out)),
                false => String::new(),
            };
            screen.tell(&format!(
                "{}: nothing was written{as_it_was}\n",
                counts.in_words(options.site.strict)
            ));
        }
        return Ok(Ending::SiteHasErrors);
    }
    let written = disk::write_site(&root, &out, &made.build.outputs)?;
    if !options.site.quiet {
        let remarks = match counts.warnings + counts.notes {
            0 => String::new(),
            _ => format!("{}\n", counts.in_words(false)),
        };
        screen.tell(&format!(
            "{remarks}built {} into {} in {}: {} new, {} changed, {} unchanged, {} removed\n",
            made.size(),
            shown(&out),
            made.time_and_day(begun),
            written.new,
            written.changed,
            written.untouched,
            written.removed
        ));
    }
    Ok(Ending::Done)
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
    let mut desk = Desk::open(&root, site)?;
    desk.options.check = true;
    let mut build = desk.build();
    let mut lock_said = String::new();
    if *update_lock {
        let written = lock_file::update(&root, &build)?;
        lock_said = written.said;
        if let Some((path, file)) = written.file {
            // What is said from here on is what the next check says.
            desk.inputs.insert(path, file);
            build = desk.build();
        }
    }
    let made = desk.show(build, screen)?;
    let counts = Counts::of(&made.build);
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
            made.size(),
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

/// A build with the day it was made for; its problems are on the screen already.
struct Made {
    build: Build,
    as_of: Date,
}

fn make(root: &Path, options: &SiteOptions, screen: &Screen) -> Result<Made, Failure> {
    let mut desk = Desk::open(root, options)?;
    let build = desk.build();
    desk.show(build, screen)
}

/// A site as it was read, and how it is to be built.
struct Desk {
    inputs: InputTree,
    options: Options,
    format: Format,
    engine: Engine,
}

impl Desk {
    fn open(root: &Path, options: &SiteOptions) -> Result<Desk, Failure> {
        let mut inputs = disk::read_site(root)?;
        if let Some(snapshots) = snapshots(root, options, &inputs)? {
            inputs.set_snapshots(snapshots);
        }
        let as_of = day::as_of(options.as_of, config::utc_offset(&inputs))?;
        Ok(Desk {
            inputs,
            options: Options {
                as_of,
                base_url: options.base_url.clone(),
                drafts: options.drafts,
                check: false,
            },
            format: options.format,
            engine: Engine::new(),
        })
    }

    fn build(&mut self) -> Build {
        self.engine.build(&self.inputs, &self.options)
    }

    fn show(&self, build: Build, screen: &Screen) -> Result<Made, Failure> {
        show_problems(&build, self.format, screen)?;
        Ok(Made {
            build,
            as_of: self.options.as_of,
        })
    }
}

/// The archived texts of the sources. A folder named on the command line must be there; one that
/// `site.toml` names may be missing, since not every machine that builds a site holds its sources.
fn snapshots(
    root: &Path,
    options: &SiteOptions,
    inputs: &InputTree,
) -> Result<Option<BTreeMap<String, InputFile>>, Failure> {
    match place::snapshots(root, options.snapshots.as_deref(), inputs)? {
        Some(folder) => Ok(disk::read_snapshots(&folder)?),
        None => Ok(None),
    }
}

fn show_problems(build: &Build, format: Format, screen: &Screen) -> Result<(), Failure> {
    let problems = build.located();
    match format {
        // The blank line keeps the last excerpt apart from the summary.
        Format::Human if problems.is_empty() => {}
        Format::Human => screen.tell(&(diagnostics::human(&problems, true) + "\n")),
        Format::Short => screen.tell(&diagnostics::short(&problems)),
        Format::Json => screen.print(&diagnostics::json(&problems))?,
        Format::Github => screen.print(&diagnostics::github(&problems))?,
    }
    Ok(())
}

impl Made {
    /// `29 pages from 5 sources and 144 claims`; a site without a ledger has pages only.
    fn size(&self) -> String {
        let report = &self.build.report;
        let pages = count(report.pages, "page");
        let sources = count(report.sources, "source");
        match (report.sources, report.claims) {
            (0, 0) => pages,
            (_, 0) => format!("{pages} from {sources}"),
            (_, claims) => format!("{pages} from {sources} and {}", count(claims, "claim")),
        }
    }

    fn time_and_day(&self, begun: Instant) -> String {
        let seconds = begun.elapsed().as_secs_f64();
        format!("{seconds:.2} s (as of {})", self.as_of)
    }
}

/// How many problems of each severity.
struct Counts {
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl Counts {
    fn of(build: &Build) -> Counts {
        let located = build.located();
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
    fn stop(&self, strict: bool) -> bool {
        self.errors > 0 || strict && self.warnings > 0
    }

    /// `no errors, 2 warnings, 1 note`; with `strict`, warnings say that they count.
    fn in_words(&self, strict: bool) -> String {
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
