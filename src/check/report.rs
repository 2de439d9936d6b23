//! Puts each problem at the place where it can be mended: the writer's text or the theme.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::found::TagRange;
use super::{FinishedPage, Surroundings};
use crate::diagnostics::{Code, Diagnostic, Place, Span};
use crate::input::FilePath;
use crate::site::BROKEN_LINK;

use super::problems::BROKEN_LINK_TEMPLATE;

/// The problems found so far.
pub struct Report<'r, 'a> {
    around: &'r Surroundings<'a>,
    problems: Vec<Diagnostic>,
    /// Those of the theme, told once however many pages show them: by place, code and subject.
    of_theme: BTreeMap<(Place, &'static str, String), OfTheme>,
}

struct OfTheme {
    problem: Diagnostic,
    /// The first page that shows it, and how many more do.
    page: String,
    more: usize,
}

/// Where a tag of a finished page was written.
enum Origin {
    /// HTML in the page's own text.
    Text(FilePath, Span),
    Theme(FilePath, Option<Span>),
}

/// A problem with a tag, before its origin is known.
pub struct TagProblem<'p> {
    pub code: &'static Code,
    pub tag: TagRange,
    /// The attribute that matters, with its value.
    pub about: Option<(&'p str, &'p str)>,
    /// What tells this problem from others of the same tag and code.
    pub subject: String,
    /// Completes "on `index.html`, `<a href="x">` …".
    pub says: String,
    pub hint: Option<String>,
}

impl<'r, 'a> Report<'r, 'a> {
    pub fn new(around: &'r Surroundings<'a>) -> Report<'r, 'a> {
        Report {
            around,
            problems: Vec::new(),
            of_theme: BTreeMap::new(),
        }
    }

    /// A problem whose place is known.
    pub fn add(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// A problem at something the writer of the page wrote.
    pub fn at_item(
        &mut self,
        page: &FinishedPage<'_>,
        key: &str,
        code: &Code,
        message: String,
        hint: Option<String>,
    ) {
        if let Some(facts) = page.facts {
            let place = Place::Item(facts.path.clone(), Arc::from(key));
            let problem = Diagnostic::new(code, place, message);
            self.problems.push(problem.maybe_hint(hint));
        }
    }

    /// A problem at bytes of the page's own text, counted without a byte order mark.
    pub fn at_text(
        &mut self,
        page: &FinishedPage<'_>,
        span: Span,
        code: &Code,
        message: String,
        hint: String,
    ) {
        let file = page.facts.and_then(|facts| {
            let file = self.around.files.get(facts.path.as_str())?;
            Some((facts.path.clone(), file.text().ok()?.1))
        });
        if let Some((path, shift)) = file {
            let place = Place::Span(path, span.shifted(shift));
            self.problems
                .push(Diagnostic::new(code, place, message).hint(hint));
        }
    }

    /// A problem with a tag: in the page's own text if it stands there, else in the theme.
    pub fn tag(&mut self, page: &FinishedPage<'_>, found: TagProblem<'_>) {
        let tag = shown(found.tag.of(page.html));
        match self.origin(page, &found) {
            Origin::Text(path, span) => {
                let code = match found.code.name == BROKEN_LINK_TEMPLATE.name {
                    true => &BROKEN_LINK,
                    false => found.code,
                };
                let message = format!("`{tag}` {}", found.says);
                let problem = Diagnostic::new(code, Place::Span(path, span), message);
                self.problems.push(problem.maybe_hint(found.hint));
            }
            Origin::Theme(path, span) => {
                let says = format!("`{tag}` {}; the tag comes from `{path}`", found.says);
                let place = match span {
                    Some(span) => Place::Span(path, span),
                    None => Place::File(path),
                };
                let problem = Diagnostic::new(found.code, place, says).maybe_hint(found.hint);
                self.theme(page, found.subject, problem);
            }
        }
    }

    /// A problem of the theme; the message follows "on `index.html`, ".
    pub fn theme(&mut self, page: &FinishedPage<'_>, subject: String, problem: Diagnostic) {
        let key = (problem.place.clone(), problem.code, subject);
        self.of_theme
            .entry(key)
            .and_modify(|known| known.more += 1)
            .or_insert_with(|| OfTheme {
                problem,
                page: page.address.to_string(),
                more: 0,
            });
    }

    fn origin(&self, page: &FinishedPage<'_>, found: &TagProblem<'_>) -> Origin {
        let tag = found.tag.of(page.html);
        if let Some(facts) = page.facts
            && let Some(text) = self.around.files.get(facts.path.as_str())
            && let Ok((text, shift)) = text.text()
        {
            let attribute = found.about.and_then(|(name, value)| {
                let mut ways = ['"', '\''].into_iter();
                ways.find_map(|mark| {
                    let written = format!("{name}={mark}{value}{mark}");
                    Some((text.find(&written)?, written.len()))
                })
            });
            let whole = || text.find(tag).map(|at| (at, tag.len()));
            if let Some((at, length)) = attribute.or_else(whole) {
                let span = Span::new(at, at + length).shifted(shift);
                return Origin::Text(facts.path.clone(), span);
            }
        }
        let about = found.about.map(|(name, _)| name);
        match self.around.theme.locate(page.template, tag, about) {
            Some((path, span)) => Origin::Theme(path, Some(span)),
            None => Origin::Theme(page.template.clone(), None),
        }
    }

    /// The text of the page's file, if it has one.
    pub fn text(&self, page: &FinishedPage<'_>) -> Option<&'a str> {
        let file = self.around.files.get(page.facts?.path.as_str())?;
        file.text().ok().map(|(text, _)| text)
    }

    /// The place where the theme gives an id.
    pub fn id_in_theme(&self, id: &str) -> Option<Place> {
        let (path, span) = self.around.theme.locate_id(id)?;
        Some(Place::Span(path, span))
    }

    pub fn finish(self) -> Vec<Diagnostic> {
        let mut problems = self.problems;
        problems.extend(self.of_theme.into_values().map(|known| {
            let pages = match known.more {
                0 => format!("`{}`", known.page),
                1 => format!("`{}` and one more page", known.page),
                more => format!("`{}` and {more} more pages", known.page),
            };
            Diagnostic {
                message: format!("on {pages}, {}", known.problem.message),
                ..known.problem
            }
        }));
        problems
    }
}

/// A tag short enough for a message.
pub fn shown(tag: &str) -> String {
    const LONGEST: usize = 160;
    let tag = tag.split_whitespace().collect::<Vec<_>>().join(" ");
    match tag.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &tag[..at]),
        None => tag,
    }
}
