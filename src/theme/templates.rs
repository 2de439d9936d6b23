//! Loads a theme's templates into Tera, every mistake in them found at once.

use std::collections::{BTreeMap, BTreeSet};

use tera::{ErrorKind, Tera};

use super::filters::{self, Writing};
use super::problems::TEMPLATE_BROKEN;
use super::tera_words::{circle, load_problems, missing_parent, problem};
use crate::diagnostics::Diagnostic;
use crate::input::{FilePath, InputTree};
use crate::values::not_utf8;

/// The name Tera knows a theme's file by: `page.html` for `templates/page.html`.
pub(super) fn template_name(rest: &str) -> Option<&str> {
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
    writing: &Writing,
) -> (Option<Tera>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut templates = Vec::new();
    // Broken ones are set aside, so that one mistake does not hide the next.
    let mut aside = BTreeSet::new();
    for (rest, path) in files {
        let (Some(name), Some(file)) = (template_name(rest), inputs.get(path.as_str())) else {
            continue;
        };
        match file.text() {
            Ok((text, _)) => templates.push((name, text)),
            Err(offset) => {
                problems.push(not_utf8(path, offset));
                aside.insert(name.to_string());
            }
        }
    }
    // Nearly always all is well, and each is read once.
    let mut tera = with_filters(writing);
    if problems.is_empty() && tera.add_raw_templates(templates.clone()).is_ok() {
        return (Some(tera), problems);
    }
    templates.retain(|(name, text)| {
        let read = with_filters(writing).add_raw_template(name, text);
        match read {
            Err(error) if matches!(error.kind(), ErrorKind::SyntaxError(_)) => {
                problems.push(problem(&TEMPLATE_BROKEN, &error, inputs, files, None));
                aside.insert(name.to_string());
                false
            }
            _ => true,
        }
    });
    loop {
        let mut tera = with_filters(writing);
        let Err(error) = tera.add_raw_templates(templates.clone()) else {
            let whole = problems.is_empty().then_some(tera);
            return (whole, problems);
        };
        let before = aside.len();
        match error.kind() {
            ErrorKind::MissingParent { current, parent } => {
                if !aside.contains(parent) {
                    problems.push(missing_parent(current, parent, inputs, files));
                }
                aside.insert(current.clone());
            }
            ErrorKind::CircularExtend {
                inheritance_chain: chain,
                ..
            }
            | ErrorKind::CircularInclude {
                include_chain: chain,
                ..
            } => {
                problems.push(circle(chain, inputs, files));
                aside.extend(chain.iter().cloned());
            }
            ErrorKind::Msg(text) => {
                let found = load_problems(text, inputs, files, &aside);
                if problems.is_empty() || !found.is_empty() {
                    problems.extend(found);
                }
                return (None, problems);
            }
            _ => problems.push(problem(&TEMPLATE_BROKEN, &error, inputs, files, None)),
        }
        if aside.len() == before {
            return (None, problems);
        }
        templates.retain(|(name, _)| !aside.contains(*name));
    }
}

fn with_filters(writing: &Writing) -> Tera {
    let mut tera = Tera::default();
    tera.autoescape_on([".html", ".htm", ".xml", ".svg"]);
    filters::register(&mut tera, writing);
    tera
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Place;
    use crate::input::{InputFile, LineIndex, Position};

    fn load_these(templates: &[(&str, &str)]) -> Vec<(String, Option<Position>)> {
        let mut inputs = InputTree::new();
        let mut files = BTreeMap::new();
        for (name, text) in templates {
            let path = FilePath::new(format!("themes/t/{name}"));
            inputs.insert(path.clone(), InputFile::new(text.as_bytes()));
            files.insert(name.to_string(), path);
        }
        let (_, problems) = load(&inputs, &files, &filters::tests::writing());
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
