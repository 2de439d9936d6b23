//! Problems for programs: one line each, as text, JSON or GitHub notes.

use serde::Serialize;

use super::{Located, Severity, SpotRange};

/// `file:line:col: severity[code]: message (hint)`, as editors and `grep` users expect.
pub fn short(problems: &[Located]) -> String {
    problems.iter().map(short_line).collect()
}

/// One JSON object a line; a missing place is `null`.
pub fn json(problems: &[Located]) -> String {
    problems
        .iter()
        .map(|problem| {
            let line = serde_json::to_string(&JsonLine::new(problem));
            // Texts and numbers always have a JSON form.
            line.unwrap_or_default() + "\n"
        })
        .collect()
}

/// GitHub workflow commands, which show a problem at its line of a pull request.
pub fn github(problems: &[Located]) -> String {
    problems.iter().map(github_line).collect()
}

fn short_line(problem: &Located) -> String {
    let place = match &problem.spot {
        None => String::new(),
        Some(spot) => match &spot.range {
            None => format!("{}: ", spot.file),
            Some(SpotRange { start, .. }) => {
                format!("{}:{}:{}: ", spot.file, start.line, start.column)
            }
        },
    };
    let hint = match &problem.hint {
        None => String::new(),
        Some(hint) => format!(" ({})", one_line(hint)),
    };
    let message = one_line(&problem.message);
    format!(
        "{place}{}[{}]: {message}{hint}\n",
        problem.severity, problem.code
    )
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// What a program is told of a problem; lines and columns from 1, columns in characters.
#[derive(Debug, Serialize)]
pub struct JsonLine<'a> {
    severity: &'static str,
    code: &'a str,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    hint: Option<&'a str>,
}

impl JsonLine<'_> {
    pub fn new(problem: &Located) -> JsonLine<'_> {
        let spot = problem.spot.as_ref();
        let range = spot.and_then(|spot| spot.range.as_ref());
        JsonLine {
            severity: problem.severity.name(),
            code: problem.code,
            message: &problem.message,
            file: spot.map(|spot| spot.file.as_str()),
            line: range.map(|range| range.start.line),
            column: range.map(|range| range.start.column),
            end_line: range.map(|range| range.end.line),
            end_column: range.map(|range| range.end.column),
            hint: problem.hint.as_deref(),
        }
    }
}

fn github_line(problem: &Located) -> String {
    let command = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(spot) = &problem.spot {
        properties.push(format!("file={}", github_property(spot.file.as_str())));
        if let Some(range) = &spot.range {
            properties.push(format!("line={}", range.start.line));
            properties.push(format!("col={}", range.start.column));
            properties.push(format!("endLine={}", range.end.line));
            properties.push(format!("endColumn={}", range.end.column));
        }
    }
    properties.push(format!("title={}", github_property(problem.code)));
    let mut message = problem.message.clone();
    if let Some(hint) = &problem.hint {
        message.push('\n');
        message.push_str(hint);
    }
    format!(
        "::{command} {}::{}\n",
        properties.join(","),
        github_data(&message)
    )
}

/// GitHub reads a command to the end of its line and undoes these three escapes.
fn github_data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// In a property the separators are escaped as well.
fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Code, Diagnostic, Place, Span, Spans, locate};
    use crate::input::{FilePath, InputFile, InputTree};

    const CODE: Code = Code::warning("odd-word", "");

    fn located(file: &str, text: &str, span: Span) -> Vec<Located> {
        let file = FilePath::new(file);
        let place = Place::Span(file.clone(), span);
        let tree: InputTree = [(file, InputFile::new(text.as_bytes()))]
            .into_iter()
            .collect();
        let problem = Diagnostic::new(&CODE, place, "found `word`").hint("write `words`");
        locate(&[problem], &tree, &Spans::new())
    }

    fn without_span(place: Place) -> Vec<Located> {
        let problem = Diagnostic::new(&CODE, place, "found\nnothing");
        locate(&[problem], &InputTree::new(), &Spans::new())
    }

    #[test]
    fn columns_count_characters_after_tabs_and_wide_ones() {
        let problems = located("content/a.md", "x\n\t漢字 word", Span::new(10, 14));
        assert_eq!(
            short(&problems),
            "content/a.md:2:5: warning[odd-word]: found `word` (write `words`)\n"
        );
        assert_eq!(
            json(&problems),
            "{\"severity\":\"warning\",\"code\":\"odd-word\",\"message\":\"found `word`\",\
             \"file\":\"content/a.md\",\"line\":2,\"column\":5,\"end_line\":2,\"end_column\":9,\
             \"hint\":\"write `words`\"}\n"
        );
        assert_eq!(
            github(&problems),
            "::warning file=content/a.md,line=2,col=5,endLine=2,endColumn=9,title=odd-word\
             ::found `word`%0Awrite `words`\n"
        );
    }

    #[test]
    fn an_empty_span_begins_and_ends_at_one_place() {
        let problems = located("a.md", "ab cd", Span::new(3, 3));
        assert!(json(&problems).contains(r#""line":1,"column":4,"end_line":1,"end_column":4"#));
    }

    #[test]
    fn a_span_at_the_end_of_the_file_is_on_its_last_line() {
        assert!(short(&located("a.md", "ab\ncd", Span::new(5, 5))).starts_with("a.md:2:3: "));
        assert!(short(&located("a.md", "ab\n", Span::new(3, 9))).starts_with("a.md:2:1: "));
    }

    #[test]
    fn a_file_as_a_whole_has_no_line() {
        let problems = without_span(Place::File(FilePath::new("a.md")));
        assert_eq!(short(&problems), "a.md: warning[odd-word]: found nothing\n");
        assert_eq!(
            json(&problems),
            "{\"severity\":\"warning\",\"code\":\"odd-word\",\"message\":\"found\\nnothing\",\
             \"file\":\"a.md\",\"line\":null,\"column\":null,\"end_line\":null,\
             \"end_column\":null,\"hint\":null}\n"
        );
        assert_eq!(
            github(&problems),
            "::warning file=a.md,title=odd-word::found%0Anothing\n"
        );
    }

    #[test]
    fn the_site_as_a_whole_has_no_file() {
        let problems = without_span(Place::Site);
        assert_eq!(short(&problems), "warning[odd-word]: found nothing\n");
        assert!(json(&problems).contains(r#""file":null,"line":null"#));
        assert_eq!(
            github(&problems),
            "::warning title=odd-word::found%0Anothing\n"
        );
    }

    #[test]
    fn github_separators_in_a_file_name_are_escaped() {
        let problems = located("a,b:100%.md", "word", Span::new(0, 4));
        assert!(github(&problems).starts_with("::warning file=a%2Cb%3A100%25.md,line=1,"));
    }
}
