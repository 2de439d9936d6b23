//! The list of problems as the browser shows it: the words of the terminal, cut to what a person reads.

use serde::Serialize;
use serde_json::Value;

use crate::diagnostics::{JsonLine, Located, Severity, human};
use crate::disk::Trouble;

/// So many problems are listed; of more, only how many there are.
const LISTED: usize = 200;
/// So many bytes the list may take on its way, and one problem in it.
const BYTES: usize = 160_000;
const BYTES_OF_ONE: usize = 16_000;

/// The problems of one state of the site, ready to be sent to any number of tabs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    /// What the machine refused, then errors, warnings and notes, each as sorted in the terminal.
    pub rows: Vec<Value>,
}

/// What is known of a problem, and what the terminal prints for it.
#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    facts: JsonLine<'a>,
    text: &'a str,
}

impl List {
    pub fn new(troubles: &[Trouble], located: &[Located]) -> List {
        let of = |severity| located.iter().filter(move |one| one.severity == severity);
        let by_severity = [Severity::Error, Severity::Warning, Severity::Note];
        let sorted = by_severity.into_iter().flat_map(of).map(row);
        let mut bytes = 0;
        let rows = troubles.iter().map(trouble).chain(sorted);
        let fits = |row: &Value| {
            bytes += row.to_string().len();
            bytes <= BYTES
        };
        List {
            errors: troubles.len() + of(Severity::Error).count(),
            warnings: of(Severity::Warning).count(),
            notes: of(Severity::Note).count(),
            rows: rows.take(LISTED).take_while(fits).collect(),
        }
    }
}

fn row(problem: &Located) -> Value {
    let text = human(std::slice::from_ref(problem), false);
    let as_json = |text: &str, problem: &Located| {
        let facts = JsonLine::new(problem);
        // Texts and numbers always have a JSON form.
        serde_json::to_value(Row { facts, text }).unwrap_or_default()
    };
    let length = text.len() + problem.message.len() + problem.hint.as_ref().map_or(0, String::len);
    if length <= BYTES_OF_ONE {
        return as_json(&text, problem);
    }
    // A message that quotes half a page; the terminal has all of it.
    let cut = Located {
        message: shortened(&problem.message),
        hint: problem.hint.as_deref().map(shortened),
        ..problem.clone()
    };
    as_json(&shortened(&text), &cut)
}

/// What the machine refused: it has no code and no place in the site.
fn trouble(trouble: &Trouble) -> Value {
    let hint = trouble.hint.as_deref();
    let hint_line = hint.map_or(String::new(), |hint| format!("  {hint}\n"));
    serde_json::json!({
        "severity": "error",
        "code": null,
        "message": shortened(&trouble.message),
        "file": null,
        "line": null,
        "column": null,
        "hint": hint.map(shortened),
        "text": shortened(&format!("error: {}\n{hint_line}", trouble.message)),
    })
}

/// The text cut where it would be too long to be sent, with a word about it.
fn shortened(text: &str) -> String {
    let mut end = text.len().min(BYTES_OF_ONE / 8);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    match text.get(end..) {
        Some("") | None => text.to_string(),
        Some(_) => format!("{} … (cut; all of it is in the terminal)", &text[..end]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::diagnostics::{Code, Diagnostic, Place, Span, Spans, locate};
    use crate::input::{FilePath, InputFile, InputTree};

    const ODD: Code = Code::error("odd-word", "");
    const OLD: Code = Code::warning("old-word", "");
    const NEW: Code = Code::note("new-word", "");

    fn located(problems: &[Diagnostic], text: &str) -> Vec<Located> {
        let file = (
            FilePath::new("content/a.md"),
            InputFile::new(text.as_bytes()),
        );
        locate(problems, &[file].into_iter().collect(), &Spans::new())
    }

    fn at(code: &Code, start: usize, message: &str) -> Diagnostic {
        let place = Place::Span(FilePath::new("content/a.md"), Span::new(start, start + 3));
        Diagnostic::new(code, place, message)
    }

    fn list(located: &[Located]) -> List {
        let list = List::new(&[], located);
        let bytes = Value::Array(list.rows.clone()).to_string().len();
        assert!(bytes < 190_000, "{bytes} bytes");
        list
    }

    #[test]
    fn a_problem_has_the_words_of_the_terminal() {
        let problem = at(&ODD, 4, "found <b>two</b>").hint("write \"2\"");
        let located = located(&[problem], "one two\n");
        let list = list(&located);
        assert_eq!((list.errors, list.warnings, list.notes), (1, 0, 0));
        let problem = &list.rows[0];
        assert_eq!(problem["severity"], "error");
        assert_eq!(problem["code"], "odd-word");
        assert_eq!(problem["message"], "found <b>two</b>");
        assert_eq!(problem["file"], "content/a.md");
        assert_eq!(
            (&problem["line"], &problem["column"]),
            (&1.into(), &5.into())
        );
        assert_eq!(problem["hint"], "write \"2\"");
        assert_eq!(problem["text"], human(&located, false));
    }

    #[test]
    fn errors_come_first_and_the_rest_is_counted() {
        let mut problems: Vec<Diagnostic> = Vec::new();
        for number in 0..3000 {
            problems.push(at(&NEW, number, &format!("note {number}")));
            problems.push(at(&OLD, number, &format!("warning {number}")));
        }
        problems.push(at(&ODD, 2999, "the error"));
        let list = list(&located(&problems, &"word ".repeat(900)));
        assert_eq!(list.rows.len(), LISTED);
        assert_eq!(list.rows[0]["message"], "the error");
        assert_eq!(list.rows[1]["message"], "warning 0");
        assert_eq!(list.rows[199]["severity"], "warning");
        assert_eq!((list.errors, list.warnings, list.notes), (1, 3000, 3000));
    }

    #[test]
    fn messages_without_end_are_cut() {
        let long = "é\u{1}\"".repeat(50_000);
        let problems: Vec<Diagnostic> = (0..300)
            .map(|number| at(&ODD, number, &format!("{number} {long}")).hint(long.clone()))
            .collect();
        let list = list(&located(&problems, "word"));
        assert!(list.rows.len() > 5, "{} are listed", list.rows.len());
        assert_eq!(list.errors, 300);
        for problem in &list.rows {
            let message = problem["message"].as_str().expect("a message");
            assert!(message.ends_with("all of it is in the terminal)"));
        }
    }

    #[test]
    fn the_site_as_a_whole_has_no_place() {
        let problem = Diagnostic::new(&ODD, Place::Site, "found nothing");
        let located = locate(&[problem], &InputTree::new(), &Spans::new());
        assert_eq!(list(&located).rows[0]["file"], Value::Null);
        assert_eq!(list(&[]), List::default());
    }

    #[test]
    fn what_the_machine_refused_is_an_error() {
        let refused = Trouble {
            message: "content/ cannot be read".to_string(),
            hint: Some("mend it".to_string()),
        };
        let list = List::new(&[refused], &located(&[at(&ODD, 0, "odd")], "word"));
        assert_eq!(list.errors, 2);
        let text = "error: content/ cannot be read\n  mend it\n";
        assert_eq!(list.rows[0]["text"], text);
        assert_eq!(list.rows[0]["code"], Value::Null);
        assert_eq!(list.rows[1]["code"], "odd-word");
    }
}
