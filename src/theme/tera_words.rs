//! Tera's errors as problems at places in the real files, in a theme author's words.

use std::collections::{BTreeMap, BTreeSet};

use tera::ErrorKind;

use super::component_source::component_name;
use super::filters;
use super::problems::{TEMPLATE_BROKEN, TEMPLATE_FAILED};
use super::templates::{template_file, template_name};
use crate::diagnostics::{Code, Diagnostic, Place, Span};
use crate::input::{FilePath, InputTree, LineIndex, Position, is_bundled};
use crate::values::{did_you_mean, suggestion};

/// Several problems found while loading come as one text of reports; each report is
/// `error: message`, then ` --> name:line:column`, then an excerpt. What only follows from a
/// template set aside is left out.
pub(super) fn load_problems(
    text: &str,
    inputs: &InputTree,
    files: &BTreeMap<String, FilePath>,
    aside: &BTreeSet<String>,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut message = None;
    let mut places = 0;
    for line in text.lines() {
        if let Some(found) = line.strip_prefix("error: ") {
            message = Some(found);
        } else if let Some(place) = line.trim_start().strip_prefix("--> ")
            && let Some(message) = message.take()
        {
            places += 1;
            let mut parts = place.rsplitn(3, ':');
            let column = parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
            let line = parts.next().and_then(|part| part.parse().ok()).unwrap_or(1);
            let name = parts.next().unwrap_or("");
            let message = sentence(message);
            if follows_from(&message, aside) {
                continue;
            }
            let place = template_file(files, name).map_or(Place::Site, |file| {
                let quoted = message.split('`').nth(1).unwrap_or("").len();
                place_at(inputs, file, Position { line, column }, quoted)
            });
            let hint = lost_block_hint(&message, inputs, &place);
            let hint = hint.or_else(|| bundled_hint(inputs, &place));
            let hint = hint.or_else(|| load_hint(&message, inputs, files));
            problems.push(Diagnostic::new(&TEMPLATE_BROKEN, place, message).maybe_hint(hint));
        }
    }
    if places == 0 {
        // A message without a place names its templates in backticks.
        let mut places: Vec<Place> = text
            .split('`')
            .skip(1)
            .step_by(2)
            .filter_map(|name| template_file(files, name))
            .map(|file| component_place(inputs, file))
            .collect();
        // The writer's own file comes before one of the bundled theme.
        places.sort_by_key(|place| bundled_hint(inputs, place).is_some());
        let mut places = places.into_iter();
        let place = places.next().unwrap_or(Place::Site);
        let problem = Diagnostic::new(&TEMPLATE_BROKEN, place, sentence(text));
        let beside = |problem: Diagnostic, place| problem.related(place, "the other is here");
        let problem = places.fold(problem, beside);
        let is_double = text.contains("is defined in both");
        problems.push(problem.maybe_hint(is_double.then(|| {
            "a component has the name of its file: rename the one that has not".to_string()
        })));
    }
    problems
}

/// Where a file names the component it defines.
fn component_place(inputs: &InputTree, file: &FilePath) -> Place {
    match inputs.get(file.as_str()).map(|input| input.text()) {
        Some(Ok((text, mark))) => match component_name(text) {
            Some(span) => Place::Span(file.clone(), span.shifted(mark)),
            None => Place::File(file.clone()),
        },
        _ => Place::File(file.clone()),
    }
}

/// Whether a message only says that something is missing which a template set aside would give.
fn follows_from(message: &str, aside: &BTreeSet<String>) -> bool {
    let Some(name) = message.split('`').nth(1) else {
        return false;
    };
    if message.starts_with("unknown template") {
        aside.contains(name)
    } else if message.starts_with("unknown component") {
        let file = format!("/{name}.html");
        aside.iter().any(|template| template.ends_with(&file))
    } else {
        message.starts_with("block `") && !aside.is_empty()
    }
}

/// What an unknown name was probably meant to be.
fn load_hint(
    message: &str,
    inputs: &InputTree,
    files: &BTreeMap<String, FilePath>,
) -> Option<String> {
    let name = message.split('`').nth(1)?;
    let known: Vec<&str> = if message.starts_with("unknown filter") {
        filters::NAMES.to_vec()
    } else if message.starts_with("unknown template") {
        let rests = files.keys();
        rests.filter_map(|rest| template_name(rest)).collect()
    } else if message.starts_with("unknown component") {
        let rests = files.keys();
        let rests = rests.filter_map(|rest| rest.strip_prefix("components/"));
        rests
            .filter_map(|rest| rest.rsplit('/').next()?.strip_suffix(".html"))
            .collect()
    } else if message.starts_with("block `") {
        let texts = files.values().filter_map(|path| inputs.get(path.as_str()));
        let texts = texts.filter_map(|file| Some(file.text().ok()?.0));
        texts
            .flat_map(|text| text.split("block ").skip(1))
            .filter_map(|behind| behind.split_whitespace().next())
            .filter(|other| *other != name)
            .collect()
    } else {
        return None;
    };
    did_you_mean(name, known).map(|near| format!("did you mean `{near}`?"))
}

/// A place in a file nobody but us has written: the mistake is in a file that replaces another.
fn bundled_hint(inputs: &InputTree, place: &Place) -> Option<String> {
    let file = place.file()?;
    is_bundled(file.as_str(), inputs.get(file.as_str())?).then(|| {
        "this file is the bundled theme's own: a file of your theme lacks something it needs"
            .to_string()
    })
}

/// What to do when a theme's own template lost a block that a bundled one fills.
fn lost_block_hint(message: &str, inputs: &InputTree, place: &Place) -> Option<String> {
    let block = message.strip_prefix("block `")?.split('`').next()?;
    bundled_hint(inputs, place)?;
    let (text, _) = inputs.get(place.file()?.as_str())?.text().ok()?;
    let parent = text.split_once("extends \"")?.1.split('"').next()?;
    Some(format!(
        "this bundled template extends `{parent}`, which your theme replaces: keep `{{% block {block} %}}{{% endblock %}}` in yours"
    ))
}

/// Where one template names another.
fn place_of_name(
    template: &str,
    name: &str,
    inputs: &InputTree,
    files: &BTreeMap<String, FilePath>,
) -> Place {
    let Some(file) = template_file(files, template) else {
        return Place::Site;
    };
    let Some(Ok((text, mark))) = inputs.get(file.as_str()).map(|input| input.text()) else {
        return Place::File(file.clone());
    };
    let quoted = ['"', '\'', '`'].map(|mark| format!("{mark}{name}{mark}"));
    match quoted.iter().find_map(|quoted| text.find(quoted)) {
        Some(at) => Place::Span(
            file.clone(),
            Span::new(at, at + name.len() + 2).shifted(mark),
        ),
        None => Place::File(file.clone()),
    }
}

pub(super) fn missing_parent(
    current: &str,
    parent: &str,
    inputs: &InputTree,
    files: &BTreeMap<String, FilePath>,
) -> Diagnostic {
    let place = place_of_name(current, parent, inputs, files);
    let message = format!("`{current}` extends `{parent}`, which does not exist");
    let known = files.keys().filter_map(|rest| template_name(rest));
    let near = did_you_mean(parent, known);
    Diagnostic::new(&TEMPLATE_BROKEN, place, message)
        .maybe_hint(near.map(|near| format!("did you mean `{near}`?")))
}

/// Templates that lead back to the first; told at the one whose name comes first.
pub(super) fn circle(
    chain: &[String],
    inputs: &InputTree,
    files: &BTreeMap<String, FilePath>,
) -> Diagnostic {
    let mut round: Vec<&String> = chain.iter().collect();
    if round.len() > 1 && round.first() == round.last() {
        round.pop();
    }
    let first = (0..round.len()).min_by_key(|at| round[*at]).unwrap_or(0);
    round.rotate_left(first);
    let next = round.get(1).or(round.first());
    let place = match (round.first(), next) {
        (Some(first), Some(next)) => place_of_name(first, next, inputs, files),
        _ => Place::Site,
    };
    let mut names: Vec<String> = round.iter().map(|name| format!("`{name}`")).collect();
    names.extend(names.first().cloned());
    let message = format!("templates lead round in a circle: {}", names.join(" → "));
    Diagnostic::new(&TEMPLATE_BROKEN, place, message)
        .hint("remove the one `extends` or `include` of the circle that is wrong")
}

/// A problem met while rendering. `fallback` is the template asked for.
pub fn render_problem(
    error: &tera::Error,
    inputs: &InputTree,
    files: &BTreeMap<String, FilePath>,
    fallback: &str,
) -> Diagnostic {
    let mut problem = problem(&TEMPLATE_FAILED, error, inputs, files, Some(fallback));
    let (message, known) = problem
        .message
        .split_once(". Available ")
        .unwrap_or((&problem.message, ""));
    if message.contains("is not defined") {
        let known = known.split_once(": ").map_or("", |(_, known)| known);
        let missing = message.split('`').nth(1).unwrap_or("");
        problem.hint = suggestion(missing, known.split(", ").filter(|name| !name.is_empty()));
        problem.message = message.to_string();
    }
    let hint = problem.hint.take();
    let hint = hint.or_else(|| bundled_hint(inputs, &problem.place));
    let is_undefined = problem.message.contains("defined");
    problem.maybe_hint(hint.or_else(|| {
        is_undefined.then(|| {
            "`nutgraf explain template-failed` shows how to write a value that may be missing"
                .to_string()
        })
    }))
}

/// Whether a problem only says that a page could not be rendered.
pub fn is_render_problem(problem: &Diagnostic) -> bool {
    problem.code == TEMPLATE_FAILED.name
}

pub(super) fn problem(
    code: &Code,
    error: &tera::Error,
    inputs: &InputTree,
    files: &BTreeMap<String, FilePath>,
    fallback: Option<&str>,
) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = report.span();
            let place = template_file(files, report.filename()).map_or(Place::Site, |file| {
                let start = Position {
                    line: span.start_line,
                    // Tera counts columns from 0.
                    column: span.start_col + 1,
                };
                place_at(inputs, file, start, span.range.len())
            });
            let message = sentence(report.message());
            let is_open = message == "unexpected end of input";
            let hint = is_open.then(|| {
                "something opened before is never closed: `{% if … %}` needs `{% endif %}`"
                    .to_string()
            });
            Diagnostic::new(code, place, message).maybe_hint(hint)
        }
        _ => {
            let file = fallback.and_then(|name| template_file(files, name));
            let place = file.map_or(Place::Site, |file| Place::File(file.clone()));
            Diagnostic::new(code, place, sentence(&error.to_string()))
        }
    }
}

fn place_at(inputs: &InputTree, file: &FilePath, start: Position, length: usize) -> Place {
    let Some(Ok((text, mark))) = inputs.get(file.as_str()).map(|input| input.text()) else {
        return Place::File(file.clone());
    };
    let offset = LineIndex::new(text).offset(start);
    let end = (offset + length.max(1)).min(text.len());
    Place::Span(file.clone(), Span::new(offset, end).shifted(mark))
}

/// Tera's words as a sentence of ours: a small letter first, no full stop last, one line.
fn sentence(message: &str) -> String {
    let line = message.lines().next().unwrap_or("").trim_end_matches('.');
    let line = TYPES
        .iter()
        .fold(line.to_string(), |line, (type_name, words)| {
            line.replace(type_name, words)
        });
    let mut characters = line.chars();
    match characters.next() {
        Some(first) if characters.clone().next().is_some_and(char::is_lowercase) => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => line,
    }
}

/// Names of types in Tera's messages, and what a theme's author calls them.
const TYPES: [(&str, &str); 7] = [
    ("`i64`", "a whole number"),
    ("`u64`", "a whole number"),
    ("`usize`", "a whole number"),
    ("`f64`", "a number"),
    ("`&str`", "a text"),
    ("`string`", "a text"),
    ("`bool`", "true or false"),
];
