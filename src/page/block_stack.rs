//! Our blocks: opening and closing fences, and what lies between them.

use std::sync::Arc;

use super::block_args;
use super::body::{ArgValue, BlockHeading, BlockUse, Piece};
use super::problems::{BLOCK_BODY, BLOCK_FENCE, BLOCK_PLACE, DUPLICATE_ID};
use super::writer::{Frame, Writer};
use crate::diagnostics::{Diagnostic, Span};
use crate::theme::{BlockBody, BlockDef};

/// A block whose closing fence has not come yet.
pub(super) struct OpenBlock<'t> {
    pub(super) colons: usize,
    pub(super) span: Span,
    pub(super) key: String,
    pub(super) name: String,
    pub(super) definition: Option<&'t BlockDef>,
    pub(super) id: String,
    pub(super) args: Vec<(String, ArgValue)>,
    pub(super) is_incomplete: bool,
    pub(super) heading: Option<BlockHeading>,
    pub(super) heading_is_explicit: Option<Span>,
    pub(super) level: u8,
    /// Acceptances that hold for the whole block.
    pub(super) accepted: Vec<usize>,
}

impl<'t> Writer<'t> {
    pub(super) fn fence(&mut self, index: usize) {
        let fenced = self.fenced;
        let fence = &fenced.markers[index].1;
        if !matches!(self.frames.last(), None | Some(Frame::Block(_))) {
            self.report(
                &BLOCK_PLACE,
                fence.span,
                "a block cannot stand inside a list, a quote or a footnote",
                Some("end the list or quote with an empty line before the block"),
            );
            return;
        }
        if fence.rest.is_empty() {
            self.close_block(fence.colons, fence.span);
            return;
        }
        let key = format!("block/{}", self.fences_seen);
        self.fences_seen += 1;
        let mut problems = Vec::new();
        let (file, shift, blocks) = (self.file, self.shift, self.blocks);
        let mut add_link =
            |target: &str, embeds: bool, span: Span| self.add_link(target, embeds, span);
        let opening = block_args::read(fence, blocks, file, shift, &mut add_link, &mut problems);
        self.problems.extend(problems);
        for (name, span) in &opening.spans {
            let key = match name.as_str() {
                "" => key.clone(),
                name => format!("{key}/{name}"),
            };
            self.spans.insert(key, span.shifted(self.shift));
        }
        if !opening.id.is_empty() {
            let span = opening.spans.iter().find(|(name, _)| name == "id");
            let span = span.map_or(fence.span, |(_, span)| *span);
            self.claim_id(opening.id.clone(), span);
            self.remember_anchor(&opening.id, span);
        }
        if opening.definition.is_some() {
            self.blocks_used.insert(opening.name.clone());
        }
        self.gathering.enter_block(&opening.name);
        for (name, value) in &opening.args {
            let span = opening.spans.iter().find(|(known, _)| known == name);
            if let (ArgValue::Text(value), Some((_, span))) = (value, span) {
                let span = span.shifted(self.shift);
                self.gathering.argument(name, value, span);
            }
        }
        let span = fence.span.shifted(self.shift);
        let accepted = self
            .acceptances
            .hand_over(Span::new(span.start, usize::MAX));
        self.out.push(Vec::new());
        self.frames.push(Frame::Block(OpenBlock {
            colons: fence.colons,
            span: fence.span,
            key,
            name: opening.name,
            definition: opening.definition,
            id: opening.id,
            args: opening.args,
            is_incomplete: opening.is_incomplete,
            heading: None,
            heading_is_explicit: None,
            level: self.level,
            accepted,
        }));
    }

    pub(super) fn close_block(&mut self, colons: usize, span: Span) {
        if let Some(Frame::Block(block)) = self.frames.last() {
            let end = span.shifted(self.shift).end;
            self.acceptances.end(&block.accepted, end);
        }
        let open: Vec<(usize, Span)> = self
            .frames
            .iter()
            .filter_map(|frame| match frame {
                Frame::Block(block) => Some((block.colons, block.span)),
                _ => None,
            })
            .collect();
        let was_closed = self.closed_early.iter().position(|early| *early == colons);
        if let Some(at) = was_closed
            && open.last().is_none_or(|(number, _)| *number != colons)
        {
            // The line that closed this block too early is reported.
            self.closed_early.remove(at);
            return;
        }
        let Some((innermost, opener)) = open.last().copied() else {
            self.report(
                &BLOCK_FENCE,
                span,
                "these colons close a block, but none is open",
                Some("remove the line, or name a block behind the colons"),
            );
            return;
        };
        if innermost != colons {
            let place = self.place(span);
            let message = format!(
                "this line has {colons} colons, the block it closes was opened with {innermost}"
            );
            self.problems.push(
                Diagnostic::new(&BLOCK_FENCE, place, message)
                    .related(self.place(opener), "opened here")
                    .hint(format!("write `{}`", ":".repeat(innermost))),
            );
            // An outer block with this number was meant to be closed: the inner ones end with it.
            if let Some(outer) = open.iter().rposition(|(number, _)| *number == colons) {
                for (number, _) in &open[outer + 1..] {
                    self.closed_early.push(*number);
                    self.pop_block();
                }
            }
        }
        self.pop_block();
    }

    pub(super) fn pop_block(&mut self) {
        match self.frames.pop() {
            Some(Frame::Block(block)) => self.end_block(block),
            Some(other) => self.frames.push(other),
            None => {}
        }
    }

    pub(super) fn end_block(&mut self, block: OpenBlock<'t>) {
        // A heading inside the block says nothing about what comes behind it.
        self.level = block.level;
        self.gathering.leave_block();
        let body = self.out.pop().unwrap_or_default();
        let Some(definition) = block.definition else {
            // An unknown block is reported already; its text is still shown.
            self.pieces(body);
            return;
        };
        let empty = body
            .iter()
            .all(|piece| matches!(piece, Piece::Html(html) if html.trim().is_empty()));
        let name = &block.name;
        let wrong = match (definition.body, empty) {
            (BlockBody::Required, true) => Some((
                format!("the block `{name}` needs text between its fences"),
                "write the text between this line and the closing colons",
            )),
            (BlockBody::None, false) => Some((
                format!("the block `{name}` makes everything itself and takes no text"),
                "move the text out of the block",
            )),
            _ => None,
        };
        if let Some((message, hint)) = wrong {
            self.report(&BLOCK_BODY, block.span, &message, Some(hint));
        }
        if let (false, Some(span)) = (block.id.is_empty(), block.heading_is_explicit) {
            self.report(
                &DUPLICATE_ID,
                span,
                &format!(
                    "the block `{name}` has `id={}` and its heading a `{{#id}}` of its own",
                    block.id
                ),
                Some("keep one of the two: they are the same place"),
            );
        }
        self.line("");
        self.piece(Piece::Block(Arc::new(BlockUse {
            name: block.name,
            key: block.key,
            args: block.args,
            is_incomplete: block.is_incomplete,
            id: block.id,
            heading: block.heading,
            level: block.level,
            body,
        })));
        self.html("\n");
    }

    pub(super) fn unclosed(&mut self, frame: Frame<'t>) {
        if let Frame::Block(block) = frame {
            let message = format!("the block `{}` opened here is never closed", block.name);
            let hint = format!("put a line `{}` where it ends", ":".repeat(block.colons));
            self.report(&BLOCK_FENCE, block.span, &message, Some(&hint));
            self.end_block(block);
        }
    }
}
