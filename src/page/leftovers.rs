//! What a writer meant as markup but the parser left as plain text.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::problems::{BLOCK_PLACE, BROKEN_REFERENCE, TEMPLATE_SYNTAX_IN_TEXT, UNKNOWN_FOOTNOTE};
use super::writer::Writer;

impl Writer<'_> {
    /// Looks through the plain text of the page. Runs of text that lie side by side are read as
    /// one, since the parser cuts text at every bracket.
    pub(super) fn report_leftovers(&mut self) {
        let mut run: Option<Range<usize>> = None;
        let mut code = 0;
        let parsed = self.parsed;
        for (event, range) in &parsed.events {
            match event {
                Event::Start(Tag::CodeBlock(_)) => code += 1,
                Event::End(TagEnd::CodeBlock) => code -= 1,
                Event::Text(_) if code == 0 => {
                    match &mut run {
                        Some(open) if open.end == range.start => open.end = range.end,
                        _ => {
                            self.look_at(run.take());
                            run = Some(range.clone());
                        }
                    }
                    continue;
                }
                _ => {}
            }
            self.look_at(run.take());
        }
        self.look_at(run);
    }

    fn look_at(&mut self, run: Option<Range<usize>>) {
        let Some(run) = run else { return };
        let fenced = self.fenced;
        let text = &fenced.text[run.clone()];
        let escaped = run.start > 0 && fenced.text.as_bytes()[run.start - 1] == b'\\';
        let word_end = |from: usize| {
            let length = text[from..]
                .find(|character: char| character.is_whitespace() || matches!(character, ']' | ')'))
                .unwrap_or(text.len() - from);
            from + length.max(1)
        };
        for (at, _) in text.match_indices(['[', ']']) {
            if at == 0 && escaped {
                continue;
            }
            let rest = &text[at..];
            let (message, hint) = if rest.starts_with("](@") {
                (
                    "this was meant as a quotation or a link to a source, but is plain text",
                    "write [\"words\"](@s001#L3): no space in the parentheses, the place behind `#`",
                )
            } else if rest.starts_with("[@") || rest.starts_with("[#") {
                (
                    "this was meant as a reference, but is plain text",
                    "close it with `]`, or write \\[ for a plain bracket",
                )
            } else if rest.starts_with("[^")
                && rest[2..]
                    .find(']')
                    .is_some_and(|end| end > 0 && !rest[2..2 + end].contains(char::is_whitespace))
            {
                let end = at + 2 + rest[2..].find(']').unwrap_or(0) + 1;
                let label = text[at..end].to_string();
                let span = self.span(&(run.start + at..run.start + end));
                self.report(
                    &UNKNOWN_FOOTNOTE,
                    span,
                    &format!("there is no footnote {label} on this page"),
                    Some(&format!(
                        "add a line `{label}: …`, or write \\[ for a plain bracket"
                    )),
                );
                continue;
            } else {
                continue;
            };
            let end = word_end(at + 2).max(at + 2);
            let span = self.span(&(run.start + at..run.start + end));
            self.report(&BROKEN_REFERENCE, span, message, Some(hint));
        }
        self.colons_and_braces(text, run.start, escaped);
    }

    fn colons_and_braces(&mut self, text: &str, start: usize, escaped: bool) {
        let source = &self.fenced.text;
        // The first colon may have been read as the mark of a definition list.
        let colons = source[..start].trim_end_matches(':').len();
        let before = source[..colons].rsplit('\n').next().unwrap_or("");
        let is_line_start = before
            .trim_start_matches([' ', '\t', '>', '-', '*', '+', '.', ')'])
            .trim_start_matches(|character: char| character.is_ascii_digit())
            .trim_start_matches(['.', ')', ' '])
            .is_empty();
        if source[colons..].starts_with(":::") && is_line_start && !escaped {
            let rest = &source[colons..];
            let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
            let span = self.span(&(colons..colons + length));
            self.report(
                &BLOCK_PLACE,
                span,
                "blocks open and close at the margin, outside lists and quotes",
                Some("move the colons to the start of the line, with an empty line before, or write \\::: for plain colons"),
            );
        }
        for (open, close) in [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{ ", " }}")] {
            if let Some(at) = text.find(open)
                && let Some(length) = text[at..].find(close)
            {
                let span = self.span(&(start + at..start + at + length + close.len()));
                self.report(
                    &TEMPLATE_SYNTAX_IN_TEXT,
                    span,
                    "this looks like a shortcode; pages have none, so readers will see it as it stands",
                    Some("use a block: `::: name key=value` (`nutgraf blocks` lists them)"),
                );
                break;
            }
        }
    }
}
