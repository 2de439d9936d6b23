//! What is not prose: code, HTML and tables.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag, TagEnd};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::problems::{OPEN_COMMENT, RAW_HTML};
use super::writer::Writer;

/// What the caption of a table begins with.
const CAPTION: &str = "Table: ";

impl<'t> Writer<'t> {
    pub(super) fn code_block(&mut self, at: usize, kind: &CodeBlockKind<'_>) -> usize {
        let end = self.matching_end(at);
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split(' ').next().unwrap_or(""),
            CodeBlockKind::Indented => "",
        };
        let mut html = String::from("<pre><code");
        if !language.is_empty() {
            html.push_str(" class=\"language-");
            let _ = escape_html(&mut html, language);
            html.push('"');
        }
        html.push('>');
        for (event, _) in &self.parsed.events[at + 1..end] {
            if let Event::Text(text) = event {
                let _ = escape_html_body_text(&mut html, text);
            }
        }
        html.push_str("</code></pre>\n");
        self.line(&html);
        end + 1
    }

    pub(super) fn html_block(&mut self, at: usize, range: &Range<usize>) -> usize {
        let end = self.matching_end(at);
        if let Some(fence) = self.fenced.fence_at(range.start) {
            self.fence(fence);
            return end + 1;
        }
        // The parser's own words for it: without the marks of a quote around it.
        let html: String = self.parsed.events[at + 1..end]
            .iter()
            .filter_map(|(event, _)| match event {
                Event::Html(html) | Event::Text(html) => Some(&**html),
                _ => None,
            })
            .collect();
        if self.dialect.keep_comments && self.dialect.allow_html {
            self.line(&html);
            return end + 1;
        }
        self.note_acceptances(range, None);
        match without_comments(&html) {
            None => {
                let start = range.start + self.fenced.text[range.clone()].find("<!--").unwrap_or(0);
                self.report(
                    &OPEN_COMMENT,
                    self.span(&(start..start + "<!--".len())),
                    "this comment is never closed, so it hides the rest of the page",
                    Some("close it with -->"),
                );
            }
            Some(rest) if rest.trim().is_empty() => {}
            Some(rest) if self.dialect.allow_html => self.line(&rest),
            Some(rest) => {
                let first = rest.trim_start().lines().next().unwrap_or("").trim_end();
                let text = &self.fenced.text[range.clone()];
                // A comment inside the line is missing in `first`.
                let (offset, length) = match text.find(first) {
                    Some(offset) => (offset, first.len()),
                    None => (0, text.lines().next().map_or(0, str::len)),
                };
                let first_line = range.start + offset..range.start + offset + length;
                if first.starts_with('<') {
                    self.raw_html(first_line);
                } else {
                    self.report(
                        &RAW_HTML,
                        self.span(&first_line),
                        "this text shares its line with a comment, so it is not read as Markdown",
                        Some("put the comment on a line of its own"),
                    );
                    let mut escaped = String::new();
                    let _ = escape_html_body_text(&mut escaped, first);
                    self.line(&escaped);
                }
            }
        }
        end + 1
    }

    /// One tag in a paragraph. The tag that closes a refused one is no second mistake.
    pub(super) fn inline_html(&mut self, html: &str, range: &Range<usize>) {
        let name: String = html
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(|character| character.is_alphanumeric() || *character == '-')
            .collect();
        if self.dialect.allow_html {
            self.html(html);
        } else if !html.starts_with("</") {
            self.refused_tags.push(name);
            self.raw_html(range.clone());
        } else if let Some(at) = self.refused_tags.iter().rposition(|open| *open == name) {
            self.refused_tags.remove(at);
            let mut escaped = String::new();
            let _ = escape_html_body_text(&mut escaped, html);
            self.html(&escaped);
        } else {
            self.raw_html(range.clone());
        }
    }

    pub(super) fn raw_html(&mut self, range: Range<usize>) {
        let html = self.fenced.text[range.clone()].to_string();
        if self.dialect.allow_html {
            self.html(&html);
            return;
        }
        let shown: String = html.chars().take(40).collect();
        self.report(
            &RAW_HTML,
            self.span(&range),
            &format!("HTML is not allowed in pages: `{}`", shown.trim()),
            Some("use a block (`nutgraf blocks` lists them), write &lt; for a plain <, or set allow_html = true in content/site.toml"),
        );
        let mut escaped = String::new();
        let _ = escape_html_body_text(&mut escaped, &html);
        self.html(&escaped);
    }

    pub(super) fn table(&mut self, at: usize, alignments: &[Alignment]) -> usize {
        let parsed = self.parsed;
        let end = self.matching_end(at);
        self.line("<div class=\"table-scroll\"><table>");
        let last = self.caption_end(end + 1).unwrap_or(end);
        self.around = parsed.events[at].1.start..parsed.events[last].1.end;
        let next = self.caption(end + 1);
        let mut column = 0;
        let mut in_head = false;
        let mut index = at + 1;
        while index < end {
            match &parsed.events[index].0 {
                Event::Start(tag @ Tag::TableHead) => {
                    self.gathering.start(tag);
                    in_head = true;
                    column = 0;
                    self.html("<thead><tr>");
                }
                Event::End(TagEnd::TableHead) => {
                    in_head = false;
                    self.gathering.end(TagEnd::TableHead);
                    self.html("</tr></thead><tbody>\n");
                }
                Event::Start(tag @ Tag::TableRow) => {
                    self.gathering.start(tag);
                    column = 0;
                    self.html("<tr>");
                }
                Event::End(TagEnd::TableRow) => {
                    self.gathering.end(TagEnd::TableRow);
                    self.html("</tr>\n");
                }
                Event::Start(Tag::TableCell) => {
                    let cell_end = self.matching_end(index);
                    let align = match alignments.get(column) {
                        Some(Alignment::Left) => "",
                        Some(Alignment::Center) => " class=\"center\"",
                        Some(Alignment::Right) => " class=\"right\"",
                        _ => "",
                    };
                    let (open, close) = if in_head {
                        ("<th scope=\"col\"", "</th>")
                    } else {
                        ("<td", "</td>")
                    };
                    self.html(&format!("{open}{align}>"));
                    self.beside.before = None;
                    self.gathering.start(&Tag::TableCell);
                    self.run(index + 1..cell_end);
                    self.gathering.end(TagEnd::TableCell);
                    self.html(close);
                    self.plain.push(' ');
                    column += 1;
                    index = cell_end;
                }
                _ => {}
            }
            index += 1;
        }
        self.gathering.end(TagEnd::Table);
        self.html("</tbody></table></div>\n");
        next
    }

    /// The event that ends the caption which begins at an event, if one does.
    pub(super) fn caption_end(&self, at: usize) -> Option<usize> {
        let events = &self.parsed.events;
        let is_caption = matches!(events.get(at), Some((Event::Start(Tag::Paragraph), _)))
            && matches!(events.get(at + 1), Some((Event::Text(text), _)) if text.starts_with(CAPTION));
        is_caption.then(|| self.matching_end(at))
    }

    /// A paragraph `Table: …` right behind a table is its caption. Gives the event behind it.
    pub(super) fn caption(&mut self, at: usize) -> usize {
        let Some(end) = self.caption_end(at) else {
            return at;
        };
        let parsed = self.parsed;
        let (Event::Text(text), range) = &parsed.events[at + 1] else {
            return at;
        };
        self.html("<caption>");
        self.gathering.enter_caption();
        let rest = range.start + CAPTION.len()..range.end;
        let text = &text[CAPTION.len()..];
        self.gather(text, &rest);
        self.text(text, &rest);
        self.run(at + 2..end);
        self.gathering.leave_kind();
        self.html("</caption>\n");
        end + 1
    }
}

/// The text without its comments; None if one is never closed.
fn without_comments(text: &str) -> Option<String> {
    let mut rest = text;
    let mut out = String::new();
    while let Some(start) = rest.find("<!--") {
        out.push_str(&rest[..start]);
        let end = rest[start..].find("-->")?;
        rest = &rest[start + end + "-->".len()..];
    }
    out.push_str(rest);
    Some(out)
}
