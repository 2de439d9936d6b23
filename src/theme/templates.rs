//! Loads a theme's templates into Tera, and turns Tera's errors into places in the real files.

use std::collections::BTreeMap;

use tera::{ErrorKind, Tera};

use super::filters;
use super::problems::{TEMPLATE_BROKEN, TEMPLATE_FAILED};
use crate::diagnostics::{Code, Diagnostic, Place, Span};
use crate::input::{FilePath, InputTree, LineIndex, Position};
use crate::values::not_utf8;

/// The name Tera knows a theme's file by: `page.html` for `templates/page.html`.
fn template_name(rest: &str) -> Option<&str> {
    match rest.strip_prefix("templates/") {
        Some(name) => Some(name),
        None => rest.starts_with("components/").then_some(rest),
    }
}

/// The file behind a template's name.
pub fn template_file<'f>(
    files: &'f BTreeMap<String, FilePath>,
    name: &str,
) -> Option<&'f FilePath> {
    files
        .get(&format!("templates/{name}"))
        .or_else(|| files.get(name))
}

/// All templates and components; None if any is broken, with every problem found.
pub fn load(
    inputs: &InputTree,
    files: &BTreeMap<String, FilePath>,
) -> (Option<Tera>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut templates = Vec::new();
    for (rest, path) in files {
        let (Some(name), Some(file)) = (template_name(rest), inputs.get(path.as_str())) else {
            continue;
        };
        match file.text() {
            Ok((text, _)) => templates.push((name, text)),
            Err(offset) => problems.push(not_utf8(path, offset)),
        }
    }
    // Each alone first: one syntax error must not hide the next.
    for (name, text) in &templates {
        let mut alone = with_filters();
        if let Err(error) = alone.add_raw_template(name, text)
            && matches!(error.kind(), ErrorKind::SyntaxError(_))
        {
            problems.extend(load_problems(&error, inputs, files));
        }
    }
    if !problems.is_empty() {
        return (None, problems);
    }
    let mut tera = with_filters();
    match tera.add_raw_templates(templates) {
        Ok(()) => (Some(tera), problems),
        Err(error) => (None, load_problems(&error, inputs, files)),
    }
}

fn with_filters() -> Tera {
    let mut tera = Tera::default();
    filters::register(&mut tera);
    tera
}

/// Several problems found while loading come as one text of reports; each report is
/// `error: message`, then ` --> name:line:column`, then an excerpt.
fn load_problems(
    error: &tera::Error,
    inputs: &InputTree,
    files: &BTreeMap<String, FilePath>,
) -> Vec<Diagnostic> {
    let ErrorKind::Msg(text) = error.kind() else {
        return vec![problem(&TEMPLATE_BROKEN, error, inputs, files, None)];
    };
    let mut problems = Vec::new();
    let mut message = None;
    for line in text.lines() {
        if let Some(found) = line.strip_prefix("error: ") {
            message = Some(found);
        } else if let Some(place) = line.trim_start().strip_prefix("--> ")
            && let Some(message) = message.take()
        {
            let mut parts = place.rsplitn(3, ':');
            let column = parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
            let line = parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
            let name = parts.next().unwrap_or("");
            let place = template_file(files, name).map_or(Place::Site, |file| {
                place_at(inputs, file, Position { line, column }, 1)
            });
            problems.push(Diagnostic::new(&TEMPLATE_BROKEN, place, sentence(message)));
        }
    }
    if problems.is_empty() {
        // A message without a place names its templates in backticks.
        let place = text
            .split('`')
            .skip(1)
            .step_by(2)
            .find_map(|name| template_file(files, name))
            .map_or(Place::Site, |file| Place::File(file.clone()));
        problems.push(Diagnostic::new(&TEMPLATE_BROKEN, place, sentence(text)));
    }
    problems
}

/// A problem met while rendering. `fallback` is the template asked for.
pub fn render_problem(
    error: &tera::Error,
    inputs: &InputTree,
    files: &BTreeMap<String, FilePath>,
    fallback: &str,
) -> Diagnostic {
    problem(&TEMPLATE_FAILED, error, inputs, files, Some(fallback))
}

fn problem(
    code: &Code,
    error: &tera::Error,
    inputs: &InputTree,
    files: &BTreeMap<String, FilePath>,
    fallback: Option<&str>,
) -> Diagnostic {
    let file_of = |name: &str| {
        template_file(files, name).map_or(Place::Site, |file| Place::File(file.clone()))
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = report.span();
            let place = template_file(files, report.filename()).map_or(Place::Site, |file| {
                let start = Position {
                    line: span.start_line,
                    // Tera counts columns from 0.
                    column: span.start_col + 1,
                };
                place_at(inputs, file, start, span.range.len().max(1))
            });
            Diagnostic::new(code, place, sentence(report.message()))
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            Diagnostic::new(code, file_of(tpl), sentence(&error.to_string()))
        }
        ErrorKind::MissingParent { current, parent } => Diagnostic::new(
            code,
            file_of(current),
            format!("`{current}` extends `{parent}`, which does not exist"),
        ),
        _ => Diagnostic::new(
            code,
            fallback.map_or(Place::Site, file_of),
            sentence(&error.to_string()),
        ),
    }
}

fn place_at(inputs: &InputTree, file: &FilePath, start: Position, length: usize) -> Place {
    let Some(Ok((text, mark))) = inputs.get(file.as_str()).map(|input| input.text()) else {
        return Place::File(file.clone());
    };
    let offset = LineIndex::new(text).offset(start);
    Place::Span(
        file.clone(),
        Span::new(offset, offset + length).shifted(mark),
    )
}

/// Tera's words as a sentence of ours: a small letter first, no full stop last, one line.
fn sentence(message: &str) -> String {
    let line = message.lines().next().unwrap_or("").trim_end_matches('.');
    let mut characters = line.chars();
    match characters.next() {
        Some(first) if characters.clone().next().is_some_and(char::is_lowercase) => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => line.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::InputFile;

    fn load_these(templates: &[(&str, &str)]) -> Vec<(String, Option<Position>)> {
        let mut inputs = InputTree::new();
        let mut files = BTreeMap::new();
        for (name, text) in templates {
            let path = FilePath::new(format!("themes/t/{name}"));
            inputs.insert(path.clone(), InputFile::new(text.as_bytes()));
            files.insert(name.to_string(), path);
        }
        let (_, problems) = load(&inputs, &files);
        problems
            .into_iter()
            .map(|problem| {
                let position = match &problem.place {
                    Place::Span(file, span) => {
                        let (text, _) = inputs
                            .get(file.as_str())
                            .and_then(|file| file.text().ok())
                            .expect("text");
                        Some(LineIndex::new(text).position(span.start))
                    }
                    _ => None,
                };
                (problem.message, position)
            })
            .collect()
    }

    #[test]
    fn syntax_errors_of_all_files_are_found_at_their_places() {
        let problems = load_these(&[
            ("templates/a.html", "ñ {% if %}"),
            ("templates/b.html", "\n {{ x | }}"),
        ]);
        assert_eq!(problems.len(), 2);
        assert_eq!(problems[0].1, Some(Position { line: 1, column: 9 }));
        assert_eq!(problems[1].1.map(|position| position.line), Some(2));
    }

    #[test]
    fn unknown_names_are_read_back_from_the_reports() {
        let problems = load_these(&[("templates/a.html", "ñ {{ x | nope }}\n{{ y | nada }}")]);
        assert_eq!(
            problems[0],
            (
                "unknown filter `nope`".to_string(),
                Some(Position {
                    line: 1,
                    column: 10
                })
            )
        );
        assert_eq!(problems[1].1, Some(Position { line: 2, column: 8 }));
    }
}
