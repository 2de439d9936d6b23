//! `serve`: the preview, with one line for each rebuild.

use percent_encoding::percent_decode_str;

use super::arguments::{ServeOptions, SiteOptions};
use super::desk::{self, Counts, print_problems, problems_in_words, size};
use super::place;
use super::screen::Screen;
use super::watch::{named, stop_when_asked};
use super::words::count;
use super::{Ending, Failure};
use crate::config;
use crate::disk::{self, DiskError};
use crate::input::InputTree;
use crate::serve::{Desk, Editor, Files, News, Rebuilt, Server, Settings, preview};

/// Shows the site until somebody stops it.
pub fn serve(options: &ServeOptions, screen: &Screen) -> Result<Ending, Failure> {
    let root = place::site(options.site.root.as_deref())?;
    let editor = Editor::choose(options.editor.as_deref(), |name| std::env::var(name).ok());
    let server = Server::open(&root, &options.host, options.port, editor)?;
    for taken in &server.taken {
        let by = match &taken.by {
            Some(by) => format!(" by {by}"),
            None => String::new(),
        };
        screen.tell(&format!("port {} is taken{by}\n", taken.port));
    }
    let stop = server.stop();
    stop_when_asked(move || stop.stop())?;
    screen.tell(&format!("serving at {}; Ctrl-C ends it\n", server.url));
    if options.open
        && let Err(error) = open::that_detached(&server.url)
    {
        screen.tell(&format!("no browser could be opened: {error}\n"));
    }
    let files = Files {
        pictures: disk::published_pictures(&desk::usual_out(&root)),
        root,
        snapshots: options.site.snapshots.clone(),
        polling: options.poll,
    };
    let mut terminal = Terminal {
        base_path: options.base_path,
        options: &options.site,
        screen,
        shown: String::new(),
        last_day: None,
    };
    preview(server, &files, &mut terminal)?;
    Ok(Ending::Done)
}

/// Tells a person what comes of the site.
struct Terminal<'a> {
    base_path: bool,
    options: &'a SiteOptions,
    screen: &'a Screen,
    /// The problems on the screen; the same ones are not printed twice.
    shown: String,
    /// The day the site was built for last.
    last_day: Option<String>,
}

impl Desk for Terminal<'_> {
    fn settings(&mut self, inputs: &InputTree) -> Result<Settings, DiskError> {
        let options = desk::build_options(self.options, inputs)
            .map_err(|Failure(troubles)| DiskError { troubles })?;
        let base = match self.base_path {
            true => {
                let given = self.options.base_url.clone();
                base_path(given.or_else(|| config::site_address(inputs)))
            }
            false => "/".to_string(),
        };
        Ok(Settings { options, base })
    }

    fn tell(&mut self, news: News<'_>) {
        match news {
            News::Rebuilt(rebuilt) => self.rebuilt(&rebuilt),
            News::Refused(troubles) => self.screen.failure(troubles),
            News::Remark(trouble) => self.screen.remark(trouble),
        }
    }
}

impl Terminal<'_> {
    fn rebuilt(&mut self, rebuilt: &Rebuilt<'_>) {
        let problems = problems_in_words(rebuilt.problems, self.options.format);
        let is_news = problems != self.shown;
        let counts = Counts::of(rebuilt.problems);
        let day = rebuilt.options.as_of.to_string();
        if !self.options.quiet {
            let report = &rebuilt.build.report;
            let whole = rebuilt.until_whole.as_secs_f64();
            let mut line = if rebuilt.is_first {
                let size = size(report);
                format!("built {size} in {whole:.2} s (as of {day})")
            } else {
                let changed = match rebuilt.changed {
                    [] if self.last_day.as_ref() != Some(&day) => format!("as of {day}"),
                    [] => "again".to_string(),
                    files => named(files),
                };
                let read = count(report.pages_read, "page");
                let shown = rebuilt.until_shown.as_secs_f64();
                format!(
                    "{changed}: {read} read, {} rendered; shown in {shown:.3} s, checked in {whole:.3} s",
                    report.pages_rendered
                )
            };
            if !is_news && !problems.is_empty() {
                line.push_str(&format!("; still {}", counts.in_words(self.options.strict)));
            }
            self.screen.tell(&format!("{line}\n"));
        }
        if is_news {
            // Nobody reads what cannot be printed.
            let _ = print_problems(&problems, self.options.format, self.screen);
        }
        self.shown = problems;
        self.last_day = Some(day);
    }
}

/// The path of a base URL, decoded: `/deep/` of `https://example.org/deep/`.
fn base_path(base_url: Option<String>) -> String {
    let path = || {
        let url = base_url?;
        let (_, rest) = url.split_once("://")?;
        let (_, path) = rest.split_once('/')?;
        let path = path.trim_matches('/');
        let path = percent_decode_str(path).decode_utf8().ok()?;
        (!path.is_empty()).then(|| format!("/{path}/"))
    };
    path().unwrap_or_else(|| "/".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_path_is_that_of_the_url() {
        let of = |url: &str| base_path(Some(url.to_string()));
        assert_eq!(of("https://example.org/deep/er/"), "/deep/er/");
        assert_eq!(of("https://example.org/deep"), "/deep/");
        assert_eq!(of("https://example.org/"), "/");
        assert_eq!(of("https://example.org"), "/");
        assert_eq!(base_path(None), "/");
    }
}
