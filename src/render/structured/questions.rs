//! The questions of a page that is made of questions and their answers.

use std::sync::Arc;

use serde::Serialize;

use super::super::inputs::PageInputs;
use super::super::pages::canonical;
use crate::page::{BlockUse, Piece};
use crate::site::encode;
use crate::theme::without_tags;

/// The block that holds a question and its answer.
const QUESTION: &str = "question";

#[derive(Serialize)]
pub struct QuestionNode {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    name: String,
    #[serde(rename = "acceptedAnswer")]
    answer: AnswerNode,
}

#[derive(Serialize)]
struct AnswerNode {
    #[serde(rename = "@type")]
    kind: &'static str,
    text: String,
}

/// The questions of a page, if it has at least two and they are most of what it says.
pub fn questions(inputs: &PageInputs) -> Vec<QuestionNode> {
    let Some(body) = &inputs.body else {
        return Vec::new();
    };
    let mut blocks: Vec<Arc<BlockUse>> = Vec::new();
    body.visit(&mut |piece| match piece {
        Piece::Block(block) if block.name == QUESTION => blocks.push(block.clone()),
        _ => {}
    });
    let asked = blocks.iter().filter_map(|block| question(inputs, block));
    let asked: Vec<QuestionNode> = asked.collect();
    let answered: usize = asked.iter().map(|node| node.answer.text.len()).sum();
    match asked.len() > 1 && 2 * answered > words(&body.pieces).len() {
        true => asked,
        false => Vec::new(),
    }
}

fn question(inputs: &PageInputs, block: &BlockUse) -> Option<QuestionNode> {
    let heading = &block.heading.as_ref()?.heading;
    let is_question =
        |piece: &Piece| matches!(piece, Piece::Heading { heading: other, .. } if other == heading);
    let mut pieces = block.body.clone();
    pieces.retain(|piece| !is_question(piece));
    let text = words(&pieces);
    let base_url = inputs.site.base_url.as_deref();
    (!text.is_empty()).then(|| QuestionNode {
        kind: "Question",
        url: base_url.map(|base| {
            let page = canonical(base, &inputs.page.address);
            format!("{page}#{}", encode(&heading.id))
        }),
        name: heading.text.clone(),
        answer: AnswerNode {
            kind: "Answer",
            text,
        },
    })
}

/// What the writer's text says, without its references and without what blocks make of the ledger.
fn words(pieces: &[Piece]) -> String {
    let mut text = String::new();
    gather(pieces, &mut text);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn gather(pieces: &[Piece], text: &mut String) {
    for piece in pieces {
        match piece {
            Piece::Html(html) => text.push_str(&without_tags(html)),
            Piece::Heading { body, .. } | Piece::Alert { body, .. } => {
                gather(body, text);
                text.push(' ');
            }
            Piece::Link { body, .. } | Piece::Name { body, .. } | Piece::Quotation { body, .. } => {
                gather(body, text)
            }
            Piece::Cite { covered: body, .. } | Piece::Claim { body, .. } => {
                if body.is_empty() {
                    // The space before a reference without words goes with it.
                    text.truncate(text.trim_end().len());
                }
                gather(body, text);
            }
            Piece::AttributedQuote { body, speaker, .. } => {
                gather(body, text);
                text.push_str(" — ");
                gather(speaker, text);
                text.push(' ');
            }
            Piece::Block(block) => {
                gather(&block.body, text);
                text.push(' ');
            }
            Piece::Image { .. } | Piece::FootnoteMark { .. } => {}
        }
    }
}
