//! Links and references: everything a bracket can become.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::body::{Piece, SourceUse};
use super::markdown::{Bracket, QUOTATION_MARKS};
use super::passages::MarkKind;
use super::problems::BAD_REFERENCE;
use super::quoted::plain_text;
use super::references::cite_parts;
use super::writer::{Frame, Writer};
use crate::diagnostics::{Diagnostic, Span};
use crate::values::is_id;

impl<'t> Writer<'t> {
    /// Writes the link that begins at an event and gives the event behind it.
    pub(super) fn link(&mut self, at: usize) -> usize {
        let parsed = self.parsed;
        let end = self.matching_end(at);
        let (
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }),
            range,
        ) = &parsed.events[at]
        else {
            return at + 1;
        };
        if let Some(bracket) = self.bracket(*link_type, dest_url) {
            match bracket.clone() {
                Bracket::Reference { label } => {
                    self.reference(at + 1..end, &label, *link_type, range)
                }
                Bracket::Name { kind, id } => {
                    self.names += 1;
                    let key = format!("name/{}", self.names);
                    let span = self.span(range);
                    self.spans.insert(&key, span.shifted(self.shift));
                    let from = self.gathering.here();
                    let body = self.inner(at + 1..end);
                    let mark = MarkKind::Name {
                        kind,
                        id: id.clone(),
                    };
                    self.gathering.mark(from, mark);
                    self.piece(Piece::Name {
                        kind,
                        id,
                        key,
                        body,
                    });
                }
            }
        } else if dest_url.starts_with('@') {
            self.source_link(at + 1..end, dest_url, title, range);
        } else {
            let target = match link_type {
                LinkType::Email => format!("mailto:{dest_url}"),
                _ => dest_url.to_string(),
            };
            let link = self.add_link(&target, false, self.span(range));
            self.inside_link = true;
            let from = self.gathering.here();
            let body = self.inner(at + 1..end);
            let mark = match link_type {
                LinkType::Autolink | LinkType::Email => MarkKind::Address,
                _ => MarkKind::Link(link),
            };
            self.gathering.mark(from, mark);
            self.inside_link = false;
            self.piece(Piece::Link {
                link,
                title: title.to_string(),
                body,
            });
        }
        self.beside.before = Some('x');
        end + 1
    }

    /// Whether a link is a reference without words of its own, which stays out of ids and excerpts.
    pub(super) fn is_bare_reference(&self, tag: &Tag<'_>) -> bool {
        let Tag::Link {
            link_type,
            dest_url,
            ..
        } = tag
        else {
            return false;
        };
        matches!(
            link_type,
            LinkType::ShortcutUnknown | LinkType::CollapsedUnknown
        ) && matches!(
            self.bracket(*link_type, dest_url),
            Some(Bracket::Reference { .. })
        )
    }

    pub(super) fn bracket(&self, link_type: LinkType, dest: &str) -> Option<&'t Bracket> {
        let asked = matches!(
            link_type,
            LinkType::ReferenceUnknown | LinkType::CollapsedUnknown | LinkType::ShortcutUnknown
        );
        if !asked {
            return None;
        }
        self.parsed.brackets.get(dest.parse::<usize>().ok()?)
    }

    /// `[@s001]`, `[#claim]`, `[words][@s001]`, or two references side by side.
    fn reference(
        &mut self,
        inner: Range<usize>,
        label: &str,
        link_type: LinkType,
        range: &Range<usize>,
    ) {
        let whole = &self.fenced.text[range.clone()];
        let label_at = range.start + whole.rfind(label).unwrap_or(1);
        let label_range = label_at..label_at + label.len();
        if link_type != LinkType::ReferenceUnknown {
            self.one_reference(label, &label_range, None);
            return;
        }
        let first = range.start + 1;
        let last = label_at.saturating_sub(2).max(first);
        let words = self.fenced.text[first..last].to_string();
        if words.starts_with('#') || words.starts_with('@') {
            self.one_reference(&words, &(first..last), None);
            self.one_reference(label, &label_range, None);
            return;
        }
        let from = self.gathering.here();
        let covered = self.inner(inner);
        self.one_reference(label, &label_range, Some((from, covered)));
    }

    /// `words` are those a reference covers, with where they begin in their passage.
    fn one_reference(
        &mut self,
        label: &str,
        range: &Range<usize>,
        words: Option<(usize, Vec<Piece>)>,
    ) {
        let (from, covered) = match words {
            Some(words) => words,
            None => (self.gathering.before_reference(), Vec::new()),
        };
        if let Some(id) = label.strip_prefix('#') {
            if !is_id(id) {
                let span = self.span(range);
                let message = format!("`{label}` is no reference to a claim");
                let hint = match id.contains([';', ',', ' ']) {
                    true => "name one claim in each bracket: [#one][#other]",
                    false => "an id has small letters, digits and `-`: [#strikes-weighed]",
                };
                self.report(&BAD_REFERENCE, span, &message, Some(hint));
                self.pieces(covered);
                return;
            }
            let key = self.next_key(self.span(range));
            let (n, id) = (self.references, crate::ledger::Id::from(id));
            let mark = MarkKind::Claim {
                n,
                id: id.clone(),
                key: key.clone(),
            };
            self.gathering.mark(from, mark);
            self.piece(Piece::Claim {
                n,
                id,
                key,
                body: covered,
            });
            return;
        }
        match self.sources(label, range) {
            Some(sources) => {
                let n = self.references;
                let mark = MarkKind::Sources {
                    n,
                    sources: sources.clone(),
                };
                self.gathering.mark(from, mark);
                self.piece(Piece::Cite {
                    n,
                    sources,
                    covered,
                });
            }
            None => self.pieces(covered),
        }
    }

    /// The sources a label names, or None with a message.
    fn sources(&mut self, label: &str, range: &Range<usize>) -> Option<Vec<SourceUse>> {
        match cite_parts(label) {
            Ok(parts) => {
                self.next_key(self.span(range));
                let n = self.references;
                let sources = parts.iter().enumerate().map(|(index, part)| {
                    let start = range.start + part.start;
                    let span = self.span(&(start..(start + part.length).min(range.end)));
                    let key = format!("reference/{n}/{index}");
                    self.spans.insert(&key, span.shifted(self.shift));
                    SourceUse {
                        id: part.id.into(),
                        place: part.place.to_string(),
                        key,
                    }
                });
                Some(sources.collect())
            }
            Err(part) => {
                let start = range.start + part.start;
                let span = self.span(&(start..(start + part.length.max(1)).min(range.end)));
                let wrong = &label[part.start..part.start + part.length];
                let hint = if !wrong.starts_with('@') {
                    format!("each source begins with `@`: @{wrong}")
                } else if wrong.contains(' ') {
                    format!(
                        "put a comma before the place: {}",
                        wrong.replacen(' ', ", ", 1)
                    )
                } else {
                    "an id has small letters, digits and `-`: [@s001, L21]".to_string()
                };
                self.report(
                    &BAD_REFERENCE,
                    span,
                    &format!("`{wrong}` names no source"),
                    Some(&hint),
                );
                None
            }
        }
    }

    /// `[words](@s001#L3 "gloss")`: a quotation if the words stand in quotation marks.
    fn source_link(&mut self, inner: Range<usize>, dest: &str, gloss: &str, range: &Range<usize>) {
        let whole = &self.fenced.text[range.clone()];
        let at = range.start + whole.rfind(dest).unwrap_or(0);
        let Some(mut sources) = self.sources(dest, &(at..at + dest.len())) else {
            let body = self.inner(inner);
            self.pieces(body);
            return;
        };
        let n = self.references;
        let words = plain_text(&self.parsed.events[inner.clone()]);
        let from = self.gathering.here();
        let body = self.inner(inner);
        let quoted = words.trim_start().starts_with(QUOTATION_MARKS);
        if quoted && sources.len() > 1 {
            let span = self.span(&(at..at + dest.len()));
            self.report(
                &BAD_REFERENCE,
                span,
                "a quotation names several sources, so nobody knows whose words it has",
                Some("name the source quoted, and cite the others behind it: [\"words\"](@s001) [@s002]"),
            );
        }
        if quoted && sources.len() == 1 {
            let span = self.span(range).shifted(self.shift);
            self.spans.insert(format!("quotation/{n}"), span);
            let source = sources.remove(0);
            let mark = MarkKind::Quotation {
                n,
                source: source.clone(),
            };
            self.gathering.mark(from, mark);
            self.piece(Piece::Quotation {
                n,
                source,
                words,
                body,
                gloss: gloss.to_string(),
            });
        } else {
            if let Some(Frame::QuoteParagraph {
                is_attribution: true,
            }) = self.frames.last()
            {
                self.quote_gloss = gloss.to_string();
            }
            let mark = MarkKind::Sources {
                n,
                sources: sources.clone(),
            };
            self.gathering.mark(from, mark);
            self.piece(Piece::Cite {
                n,
                sources,
                covered: body,
            });
        }
    }

    /// The pieces of a range of events, apart from the buffer being written.
    pub(super) fn inner(&mut self, events: Range<usize>) -> Vec<Piece> {
        self.out.push(Vec::new());
        self.run(events);
        self.out.pop().unwrap_or_default()
    }

    /// Counts a reference and keeps its place; gives its key.
    fn next_key(&mut self, span: Span) -> String {
        self.references += 1;
        let key = format!("reference/{}", self.references);
        self.spans.insert(&key, span.shifted(self.shift));
        key
    }

    /// Notes what the parser found out about labels.
    pub(super) fn report_labels(&mut self) {
        use super::problems::{NEAR_NAME, STOLEN_LABEL};
        let parsed = self.parsed;
        for (range, label, near) in &parsed.near_names {
            let place = self.place(self.span(range));
            let message = format!("`[{label}]` is no name of the ledger, but almost `{near}`");
            let whole = &self.fenced.text[range.clone()];
            let words = whole.strip_suffix(&format!("[{label}]")).unwrap_or("");
            let hint = match words.is_empty() {
                true => format!(
                    "write [{near}], or [{label}][{near}] to keep the words, or \\[{label}\\] for plain brackets"
                ),
                false => format!("write {words}[{near}]"),
            };
            self.problems
                .push(Diagnostic::new(&NEAR_NAME, place, message).hint(hint));
        }
        for (range, label) in &parsed.stolen_labels {
            let span = self.span(range);
            let message =
                format!("this definition would take the label [{label}] away from the ledger");
            self.report(
                &STOLEN_LABEL,
                span,
                &message,
                Some("give the definition another label"),
            );
        }
    }
}
