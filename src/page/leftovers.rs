//! What a writer meant as markup but the parser left as plain text.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::problems::{BLOCK_PLACE, BROKEN_REFERENCE, TEMPLATE_SYNTAX_IN_TEXT, UNKNOWN_FOOTNOTE};
use super::writer::Writer;

/// What was told already.
#[derive(Default)]
struct Seen {
    /// Marks of footnotes that have no text.
    marks: BTreeSet<String>,
    /// Misplaced blocks that are still open.
    misplaced: usize,
}

impl Writer<'_> {
    /// Looks through the plain text of the page. Runs of text that lie side by side are read as
    /// one, since the parser cuts text at every bracket.
    pub(super) fn report_leftovers(&mut self) {
        let mut run: Option<Range<usize>> = None;
        let mut seen = Seen::default();
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
                            self.look_at(run.take(), &mut seen);
                            run = Some(range.clone());
                        }
                    }
                    continue;
                }
                _ => {}
            }
            self.look_at(run.take(), &mut seen);
        }
        self.look_at(run, &mut seen);
    }

    fn look_at(&mut self, run: Option<Range<usize>>, seen: &mut Seen) {
        let Some(run) = run else { return };
        let fenced = self.fenced;
        let text = &fenced.text[run.clone()];
        let escaped = run.start > 0 && fenced.text.as_bytes()[run.start - 1] == b'\\';
        let word_end = |from: usize| {
            let rest = &text[from..];
            let end = rest.find(|character: char| {
                character.is_whitespace() || matches!(character, ']' | ')')
            });
            from + end.unwrap_or(rest.len())
        };
        for (at, _) in text.match_indices(['[', ']']) {
            if at == 0 && escaped {
                continue;
            }
            let rest = &text[at..];
            let apart = rest.strip_prefix(']').map(str::trim_start);
            let (message, hint) = if apart.is_some_and(|rest| rest.starts_with("(@")) {
                (
                    "this was meant as a quotation or a link to a source, but is plain text",
                    "write [\"words\"](@s001#L3): no space before or in the parentheses, the place behind `#`",
                )
            } else if rest.starts_with("[@") && is_closed(rest) {
                (
                    "a bracket inside a quotation is never a reference",
                    "cite the source behind the name, `— Name [@s001]`, or write \\[ for a plain bracket",
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
                if !seen.marks.insert(label.clone()) {
                    // The text is missing once, however many marks there are.
                    continue;
                }
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
            let end = match apart.filter(|rest| rest.starts_with("(@")) {
                Some(rest) => word_end(text.len() - rest.len() + 2),
                None => word_end(at + 2),
            };
            let span = self.span(&(run.start + at..run.start + end));
            self.report(&BROKEN_REFERENCE, span, message, Some(hint));
        }
        self.colons_and_braces(text, run.start, escaped, seen);
    }

    fn colons_and_braces(&mut self, text: &str, start: usize, escaped: bool, seen: &mut Seen) {
        let before = self.fenced.text[..start].rsplit('\n').next().unwrap_or("");
        // Of colons that begin a definition the parser takes the first for itself.
        let indent = before.trim_end_matches(':');
        let is_line_start = indent
            .trim_start_matches([' ', '\t', '>', '-', '*', '+', '.', ')'])
            .trim_start_matches(|character: char| character.is_ascii_digit())
            .trim_start_matches(['.', ')', ' '])
            .is_empty();
        let line_start = start - (before.len() - indent.len());
        let line_end = text.find('\n').map_or(start + text.len(), |at| start + at);
        let line = self.fenced.text[line_start..line_end].trim_end();
        if line.starts_with(":::") && is_line_start && !escaped {
            let is_opening = !line.trim_start_matches(':').trim().is_empty();
            if is_opening || seen.misplaced == 0 {
                let span = self.span(&(line_start..line_start + line.len()));
                self.report(
                    &BLOCK_PLACE,
                    span,
                    "blocks open and close at the margin, outside lists and quotes",
                    Some("move the colons to the start of the line, with an empty line before, or write \\::: for plain colons"),
                );
            }
            // The line that closes a misplaced block is no second mistake.
            seen.misplaced = match is_opening {
                true => seen.misplaced + 1,
                false => seen.misplaced.saturating_sub(1),
            };
        }
        let mut at = 0;
        while let Some(found) = shortcode(&text[at..]) {
            let span = self.span(&(start + at + found.start..start + at + found.end));
            self.report(
                &TEMPLATE_SYNTAX_IN_TEXT,
                span,
                "this looks like a shortcode; pages have none, so readers will see it as it stands",
                Some("use a block: `::: name key=value` (`nutgraf blocks` lists them)"),
            );
            at += found.end;
        }
    }
}

/// Whether a bracket is closed before another is opened.
fn is_closed(text: &str) -> bool {
    text[1..]
        .find(['[', ']'])
        .is_some_and(|at| text[1 + at..].starts_with(']'))
}

/// The first thing in a text that is written like a shortcode or a tag of a template language.
fn shortcode(text: &str) -> Option<Range<usize>> {
    let forms = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{ ", " }}")];
    let found = forms.into_iter().filter_map(|(open, close)| {
        let at = text.find(open)?;
        let length = text[at..].find(close)?;
        Some(at..at + length + close.len())
    });
    found.min_by_key(|range| (range.start, Reverse(range.end)))
}
