//! Broken templates, and the places their problems are told at.

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
