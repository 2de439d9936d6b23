//! Gathers the passages of a page while its pieces are written, with the place of every stretch.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Tag, TagEnd};

use super::passages::{Mark, MarkKind, Passage, PassageKind, Passages, Quoted};
use super::writer::Writer;
use crate::diagnostics::{Span, TextMap};

/// The passages so far, and what the next text stands in.
#[derive(Default)]
pub struct Gathering {
    done: Vec<Gathered>,
    open: Option<Gathered>,
    within: Vec<Within>,
    /// Emphasis that is open: where it began, and what it is.
    emphasis: Vec<(usize, MarkKind)>,
    lists: usize,
    items: usize,
    tables: usize,
    row: usize,
    column: usize,
}

struct Gathered {
    passage: Passage,
    map: TextMap,
    /// The label of the footnote it stands in; the index is known when all marks are.
    note: Option<String>,
}

/// What text can stand in.
#[derive(Clone, Debug)]
enum Within {
    Block(Arc<str>),
    /// `since` is the number of passages before it.
    Quote {
        lead: Option<usize>,
        since: usize,
    },
    List {
        list: usize,
        lead: Option<usize>,
    },
    Item(usize),
    Footnote(String),
    /// What says by itself what its text is.
    Kind(PassageKind),
}

impl Gathering {
    /// The passages in reading order, with where each comes from. `footnotes` are the labels in the
    /// order of their marks; a note that none leads to is not published.
    pub fn finish(
        mut self,
        language: &str,
        footnotes: &[(String, usize)],
    ) -> (Passages, Vec<TextMap>) {
        self.close();
        let note = |gathered: &Gathered| {
            let label = gathered.note.as_ref()?;
            Some(footnotes.iter().position(|(known, _)| known == label))
        };
        let mut order: Vec<(Option<usize>, usize)> = Vec::new();
        for (index, gathered) in self.done.iter().enumerate() {
            match note(gathered) {
                None => order.push((None, index)),
                Some(Some(footnote)) => order.push((Some(footnote), index)),
                Some(None) => {}
            }
        }
        order.sort();
        let place: BTreeMap<usize, usize> = order
            .iter()
            .enumerate()
            .map(|(new, (_, old))| (*old, new))
            .collect();
        let mut done: Vec<Option<Gathered>> = self.done.into_iter().map(Some).collect();
        let mut passages = Passages {
            language: language.to_string(),
            list: Vec::new(),
        };
        let mut maps = Vec::new();
        for (footnote, index) in order {
            let Some(Gathered {
                mut passage, map, ..
            }) = done[index].take()
            else {
                continue;
            };
            passage.footnote = footnote;
            passage.lead = passage.lead.and_then(|lead| place.get(&lead).copied());
            passages.list.push(passage);
            maps.push(map);
        }
        (passages, maps)
    }

    /// Where the next text will stand in its passage.
    pub fn here(&mut self) -> usize {
        self.passage().passage.text.len()
    }

    pub fn text(&mut self, text: &str, span: Span, is_exact: bool) {
        let open = self.passage();
        open.map.push(open.passage.text.len(), span, is_exact);
        open.passage.text.push_str(text);
    }

    /// Marks what was written since a place that [`Gathering::here`] gave.
    pub fn mark(&mut self, from: usize, kind: MarkKind) {
        let range = from..self.here().max(from);
        self.mark_range(range, kind);
    }

    pub fn mark_range(&mut self, range: Range<usize>, kind: MarkKind) {
        self.passage().passage.marks.push(Mark { range, kind });
    }

    /// Takes the white space before a reference without words away, and says where it stands.
    pub fn before_reference(&mut self) -> usize {
        let text = &mut self.passage().passage.text;
        text.truncate(text.trim_end().len());
        text.len()
    }

    /// A passage that is complete at once.
    fn whole(&mut self, kind: PassageKind, text: &str, span: Span) {
        if text.trim().is_empty() {
            return;
        }
        let mut gathered = self.fresh();
        gathered.passage.kind = kind;
        gathered.passage.text = text.to_string();
        gathered.map.push(0, span, false);
        self.done.push(gathered);
    }

    pub fn alt(&mut self, text: &str, span: Span) {
        self.whole(PassageKind::Alt, text, span);
    }

    /// The value of an argument of the block entered last.
    pub fn argument(&mut self, name: &str, value: &str, span: Span) {
        self.whole(PassageKind::Argument(name.into()), value, span);
    }

    pub fn enter_block(&mut self, name: &str) {
        self.enter(Within::Block(name.into()));
    }

    pub fn leave_block(&mut self) {
        self.leave(|within| matches!(within, Within::Block(_)));
    }

    pub fn enter_caption(&mut self) {
        let table = self.tables;
        self.enter(Within::Kind(PassageKind::Caption { table }));
    }

    /// Leaves a heading, a caption, a cell, a term or a definition.
    pub fn leave_kind(&mut self) {
        self.leave(|within| matches!(within, Within::Kind(_)));
    }

    pub fn start(&mut self, tag: &Tag<'_>) {
        let within = match tag {
            Tag::Paragraph | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::DefinitionList => {
                return self.close();
            }
            Tag::Heading { level, .. } => Within::Kind(PassageKind::Heading(*level as u8)),
            Tag::BlockQuote(None) => Within::Quote {
                lead: self.lead(),
                since: self.done.len(),
            },
            Tag::List(_) => {
                let lead = self.lead();
                self.lists += 1;
                Within::List {
                    list: self.lists - 1,
                    lead,
                }
            }
            Tag::Item => {
                self.items += 1;
                Within::Item(self.items - 1)
            }
            Tag::FootnoteDefinition(label) => Within::Footnote(label.to_string()),
            Tag::DefinitionListTitle => Within::Kind(PassageKind::Term),
            Tag::DefinitionListDefinition => Within::Kind(PassageKind::Definition),
            Tag::Table(_) => {
                self.close();
                self.row = 0;
                return;
            }
            Tag::TableHead | Tag::TableRow => {
                self.column = 0;
                return;
            }
            Tag::TableCell => Within::Kind(PassageKind::Cell {
                table: self.tables,
                row: self.row,
                column: self.column,
            }),
            Tag::Emphasis | Tag::Strong => {
                let from = self.here();
                let kind = match tag {
                    Tag::Emphasis => MarkKind::Emphasis,
                    _ => MarkKind::Strong,
                };
                return self.emphasis.push((from, kind));
            }
            _ => return,
        };
        self.enter(within);
    }

    pub fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.close(),
            TagEnd::Heading(_) | TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => {
                self.leave_kind()
            }
            TagEnd::BlockQuote(None) => {
                self.leave(|within| matches!(within, Within::Quote { .. }));
            }
            TagEnd::List(_) => self.leave(|within| matches!(within, Within::List { .. })),
            TagEnd::Item => self.leave(|within| matches!(within, Within::Item(_))),
            TagEnd::FootnoteDefinition => {
                self.leave(|within| matches!(within, Within::Footnote(_)));
            }
            TagEnd::Table => {
                self.close();
                self.tables += 1;
            }
            TagEnd::TableHead | TagEnd::TableRow => self.row += 1,
            TagEnd::TableCell => {
                self.leave_kind();
                self.column += 1;
            }
            TagEnd::Emphasis | TagEnd::Strong => {
                if let Some((from, kind)) = self.emphasis.pop() {
                    self.mark(from, kind);
                }
            }
            _ => {}
        }
    }

    /// The quote that is open turned out to have an attribution: its last passage.
    pub fn attribute(&mut self, number: usize) {
        self.close();
        let since = self.within.iter().rev().find_map(|within| match within {
            Within::Quote { since, .. } => Some(*since),
            _ => None,
        });
        let Some(quoted) = since.and_then(|since| self.done.get_mut(since..)) else {
            return;
        };
        for gathered in quoted.iter_mut() {
            gathered.passage.quote = Quoted::Attributed(number);
        }
        if let Some(last) = quoted.last_mut() {
            last.passage.quote = Quoted::Attribution(number);
        }
    }

    fn enter(&mut self, within: Within) {
        self.close();
        self.within.push(within);
    }

    /// Ends the innermost construct of a kind; what was left open inside ends with it.
    fn leave(&mut self, is: impl Fn(&Within) -> bool) {
        self.close();
        if let Some(at) = self.within.iter().rposition(is) {
            self.within.truncate(at);
        }
    }

    /// The passage text is added to; begun if there is none.
    fn passage(&mut self) -> &mut Gathered {
        let open = match self.open.take() {
            Some(open) => open,
            None => self.fresh(),
        };
        self.open.insert(open)
    }

    fn fresh(&self) -> Gathered {
        let mut passage = Passage {
            kind: PassageKind::Paragraph,
            blocks: Vec::new(),
            quote: Quoted::No,
            footnote: None,
            lead: None,
            text: String::new(),
            marks: Vec::new(),
        };
        let mut note = None;
        let mut last_list = 0;
        for within in &self.within {
            match within {
                Within::Block(name) => passage.blocks.push(name.clone()),
                Within::Quote { lead, .. } => {
                    passage.quote = Quoted::Unattributed;
                    passage.lead = lead.or(passage.lead);
                    passage.kind = PassageKind::Paragraph;
                }
                Within::List { list, lead } => {
                    passage.lead = lead.or(passage.lead);
                    last_list = *list;
                }
                Within::Item(item) => {
                    passage.kind = PassageKind::Item {
                        list: last_list,
                        item: *item,
                    };
                }
                Within::Footnote(label) => note = Some(label.clone()),
                Within::Kind(kind) => passage.kind = kind.clone(),
            }
        }
        Gathered {
            passage,
            map: TextMap::default(),
            note,
        }
    }

    fn close(&mut self) {
        self.emphasis.clear();
        let Some(mut open) = self.open.take() else {
            return;
        };
        let length = open.passage.text.len();
        if open.passage.text.trim().is_empty() && open.passage.marks.is_empty() {
            return;
        }
        for mark in &mut open.passage.marks {
            mark.range = mark.range.start.min(length)..mark.range.end.min(length);
        }
        self.done.push(open);
    }

    /// The passage right before, if it introduces what comes now.
    fn lead(&mut self) -> Option<usize> {
        self.close();
        let last = self.done.last()?;
        let is_prose = matches!(
            last.passage.kind,
            PassageKind::Paragraph | PassageKind::Item { .. } | PassageKind::Definition
        );
        let leads = is_prose && last.passage.text.trim_end().ends_with(':');
        leads.then(|| self.done.len() - 1)
    }
}

impl Writer<'_> {
    /// Adds to the passage what the parser read from a range of its text.
    pub(super) fn gather(&mut self, text: &str, range: &Range<usize>) {
        let is_exact = self.fenced.text[range.clone()] == *text;
        let span = self.fenced.span(range).shifted(self.shift);
        self.gathering.text(text, span, is_exact);
    }

    /// A line's end within a paragraph is a space.
    pub(super) fn line_end(&mut self, range: &Range<usize>) {
        self.plain.push(' ');
        self.beside.before = Some(' ');
        self.gather(" ", range);
    }

    /// The text as the fact desk reads it, once the page is written; its places go into the spans.
    pub fn passages(&mut self) -> Passages {
        let gathering = std::mem::take(&mut self.gathering);
        let (passages, places) = gathering.finish(&self.dialect.language, &self.footnotes);
        self.spans.set_passages(places);
        passages
    }
}
