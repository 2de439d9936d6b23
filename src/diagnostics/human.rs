//! Problems for a person at a terminal: excerpt, mark, hint.

use annotate_snippets::renderer::Renderer;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Snippet};

use super::{Located, Severity, Spot, SpotRange};

/// Paragraphs are often one long line: the excerpt then shows the words around the mark.
const WIDTH: usize = 110;

/// All problems one after another, a blank line between them; `color` adds terminal colours.
pub fn human(problems: &[Located], color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .term_width(WIDTH);
    let mut text = String::new();
    for problem in problems {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&renderer.render(&report(problem)));
        text.push('\n');
    }
    text
}

fn report(problem: &Located) -> Vec<Group<'_>> {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(printable(&problem.message))
        .id(problem.code);
    let mut first = Group::with_title(title);
    if let Some(spot) = &problem.spot {
        first = first.element(excerpt(spot, problem.label.as_deref()));
    }
    if let Some(hint) = &problem.hint {
        first = first.element(Level::HELP.message(printable(hint)));
    }
    let further = problem.related.iter().map(|(spot, what)| {
        Group::with_title(Level::NOTE.secondary_title(printable(what))).element(excerpt(spot, None))
    });
    std::iter::once(first).chain(further).collect()
}

fn excerpt<'a>(spot: &'a Spot, label: Option<&'a str>) -> Element<'a> {
    let Some(range) = &spot.range else {
        return Origin::path(spot.file.as_str()).into();
    };
    let (source, start, end) = source_and_mark(range);
    let mark = AnnotationKind::Primary
        .span(start..end)
        .label(label.map(printable));
    Snippet::source(source)
        .line_start(range.start.line)
        .path(spot.file.as_str())
        .annotation(mark)
        .into()
}

/// The covered lines as one text, and the marked bytes in it.
fn source_and_mark(range: &SpotRange) -> (String, usize, usize) {
    let source = range.lines.join("\n");
    let last = range.lines.last().map_or("", String::as_str);
    let last_begins = source.len() - last.len();
    let start = byte_of_column(&source, range.start.column);
    let end = last_begins + byte_of_column(last, range.end.column);
    (source, start, end.max(start))
}

fn byte_of_column(text: &str, column: usize) -> usize {
    text.char_indices()
        .nth(column.saturating_sub(1))
        .map_or(text.len(), |(byte, _)| byte)
}

/// Messages quote what writers wrote; a control character among it must not steer the terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => '\n',
            '\t' => ' ',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Code, Diagnostic, Place, Span, Spans, locate};
    use crate::input::{FilePath, InputFile, InputTree};

    const CODE: Code = Code::error("odd-word", "");

    fn shown(text: &str, span: Span) -> String {
        let file = FilePath::new("content/a.md");
        let place = Place::Span(file.clone(), span);
        show(
            text,
            Diagnostic::new(&CODE, place, "found a word").label("here"),
        )
    }

    fn show(text: &str, diagnostic: Diagnostic) -> String {
        let file = FilePath::new("content/a.md");
        let tree: InputTree = [(file, InputFile::new(text.as_bytes()))]
            .into_iter()
            .collect();
        human(&locate(&[diagnostic], &tree, &Spans::new()), false)
    }

    fn span_of(text: &str, word: &str) -> Span {
        let start = text.find(word).expect("the word is in the text");
        Span::new(start, start + word.len())
    }

    #[test]
    fn a_word_is_marked_with_its_label() {
        let text = "one two\nthree word four\n";
        assert_eq!(
            shown(text, span_of(text, "word")),
            "\
error[odd-word]: found a word
 --> content/a.md:2:7
  |
2 | three word four
  |       ^^^^ here
"
        );
    }

    #[test]
    fn tabs_and_wide_characters_keep_the_mark_under_the_word() {
        let text = "\t漢字 word\n";
        assert_eq!(
            shown(text, span_of(text, "word")),
            "\
error[odd-word]: found a word
 --> content/a.md:1:5
  |
1 |     漢字 word
  |          ^^^^ here
"
        );
    }

    #[test]
    fn windows_line_ends_and_a_byte_order_mark_do_not_shift_anything() {
        let text = "\u{feff}first word\r\nlast word\r\n";
        let shown_first = shown(text, span_of(text, "word"));
        assert!(shown_first.contains("a.md:1:7\n"), "{shown_first}");
        assert!(shown_first.contains("1 | first word\n  |       ^^^^ here\n"));
        let at = text.rfind("word").expect("the word is in the text");
        let shown_last = shown(text, Span::new(at, at + 4));
        assert!(shown_last.contains("a.md:2:6\n"), "{shown_last}");
        assert!(shown_last.contains("2 | last word\n  |      ^^^^ here\n"));
    }

    #[test]
    fn an_empty_span_is_one_mark() {
        assert!(shown("ab cd", Span::new(3, 3)).contains("1 | ab cd\n  |    ^ here\n"));
    }

    #[test]
    fn the_end_of_the_file_can_be_marked() {
        let without_newline = shown("ab", Span::new(2, 2));
        assert!(without_newline.contains("a.md:1:3\n"), "{without_newline}");
        assert!(without_newline.contains("1 | ab\n  |   ^ here\n"));
        let with_newline = shown("ab\n", Span::new(3, 3));
        assert!(with_newline.contains("a.md:2:1\n"), "{with_newline}");
        let empty = shown("", Span::new(0, 0));
        assert!(empty.contains("a.md:1:1\n"), "{empty}");
        let beyond = shown("ab", Span::new(10, 12));
        assert!(beyond.contains("a.md:1:3\n"), "{beyond}");
    }

    #[test]
    fn a_mark_over_many_lines_is_shown_short() {
        let text = format!("start\n{}end\n", "middle\n".repeat(40));
        let shown = shown(&text, Span::new(2, text.len() - 1));
        assert!(shown.lines().count() < 14, "{shown}");
        assert!(shown.contains("a.md:1:3\n"), "{shown}");
        assert!(shown.contains(" 1 | "), "{shown}");
        assert!(shown.contains("42 | "), "{shown}");
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let text = format!("{} word {}", "many ".repeat(100), "more ".repeat(100));
        let shown = shown(&text, span_of(&text, "word"));
        assert!(shown.contains(" word "), "{shown}");
        assert!(
            shown.lines().all(|line| line.chars().count() < 130),
            "{shown}"
        );
    }

    #[test]
    fn hint_and_further_places_follow() {
        let text = "one two\n";
        let file = FilePath::new("content/a.md");
        let diagnostic = Diagnostic::new(
            &CODE,
            Place::Span(file.clone(), Span::new(0, 3)),
            "found `one`",
        )
        .hint("write `1`")
        .related(Place::Span(file.clone(), Span::new(4, 7)), "`two` is here")
        .related(Place::File(file), "in this file");
        assert_eq!(
            show(text, diagnostic),
            "\
error[odd-word]: found `one`
 --> content/a.md:1:1
  |
1 | one two
  | ^^^
  |
  = help: write `1`
note: `two` is here
 --> content/a.md:1:5
  |
1 | one two
  |     ^^^
note: in this file
 --> content/a.md
"
        );
    }

    #[test]
    fn a_file_or_the_site_as_a_whole_needs_no_excerpt() {
        let file = Place::File(FilePath::new("content/a.md"));
        let diagnostic = Diagnostic::new(&CODE, file, "found nothing").hint("write something");
        assert_eq!(
            show("", diagnostic),
            "\
error[odd-word]: found nothing
--> content/a.md
 = help: write something
"
        );
        let site = Diagnostic::new(&CODE, Place::Site, "found nothing").hint("write something");
        assert_eq!(
            show("", site),
            "\
error[odd-word]: found nothing
 |
 = help: write something
"
        );
    }

    #[test]
    fn colour_is_only_there_when_asked_for() {
        let problem = Diagnostic::new(&CODE, Place::Site, "found \u{1b}[31mred");
        let located = locate(&[problem], &InputTree::new(), &Spans::new());
        assert!(human(&located, true).contains('\u{1b}'));
        assert!(!human(&located, false).contains('\u{1b}'));
    }
}
