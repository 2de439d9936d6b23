//! The page written anew: what lies elsewhere is put into it, all else stays as it is.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Page;
use super::tags::{Piece, Tag, read};
use crate::check::{is_asked_for, scan};
use crate::render::Inline;

/// A page on its way to being one file.
pub struct Writer<'a> {
    pub page: Page<'a>,
    /// Where addresses count from: the page, unless it says otherwise.
    pub from: String,
    /// Scripts that wait until the page is read.
    pub deferred: String,
    /// The templates and drawings that are open.
    pub templates: usize,
    pub drawings: usize,
    /// The links that are open, and whether each is still a link.
    pub links: Vec<bool>,
    /// The films, recordings and pictures that are open.
    pub media: Vec<String>,
    /// Where the body ends in what is written.
    body_end: Option<usize>,
    /// Scripts and styles of documents in frames.
    pub inline: Inline,
    pub left_out: BTreeSet<String>,
    pub cannot: BTreeSet<String>,
}

impl<'a> Writer<'a> {
    pub fn new(page: &Page<'a>) -> Writer<'a> {
        Writer {
            page: *page,
            from: page.address.to_string(),
            deferred: String::new(),
            templates: 0,
            drawings: 0,
            links: Vec::new(),
            media: Vec::new(),
            body_end: None,
            inline: Inline::default(),
            left_out: BTreeSet::new(),
            cannot: BTreeSet::new(),
        }
    }

    /// A whole document.
    pub fn document(&mut self, html: &str) -> String {
        let deferred = std::mem::take(&mut self.deferred);
        let before = self.body_end.take();
        let mut out = self.fragment(html);
        let at = self.body_end.unwrap_or(out.len());
        out.insert_str(at, &self.deferred);
        self.deferred = deferred;
        self.body_end = before;
        out
    }

    /// Looks at the finished file as a browser does: nothing in it may ask for anything.
    pub fn look_again(&mut self, html: &str) {
        let asked = scan(html).asks.into_iter();
        for asked in asked.filter(|asked| is_asked_for(&asked.address)) {
            self.cannot
                .insert(format!("{}: the page would ask for it", asked.address));
        }
    }

    fn fragment(&mut self, html: &str) -> String {
        let mut out = String::with_capacity(html.len());
        let mut at = 0;
        let mut pieces = read(html).into_iter().peekable();
        while let Some(piece) = pieces.next() {
            let range = piece.range();
            out.push_str(&html[at..range.start]);
            at = range.end;
            match piece {
                Piece::Start(tag) if holds_text(&tag.name) => {
                    let end = pieces.next_if(
                        |next| matches!(next, Piece::End { name, .. } if *name == tag.name),
                    );
                    let (inner, end) = match end.map(|end| end.range()) {
                        Some(end) => (range.end..end.start, end.end),
                        None => (range.end..html.len(), html.len()),
                    };
                    at = end;
                    let text = self.with_text(tag, &html[inner], &html[range.start..end]);
                    out.push_str(&text);
                }
                Piece::Start(tag) => {
                    let mut new = tag.clone();
                    match self.element(&mut new) {
                        Some(text) => out.push_str(&text),
                        None if new == tag => out.push_str(&html[range]),
                        None => out.push_str(&new.written()),
                    }
                }
                Piece::End { name, .. } => match self.end(&name, out.len()) {
                    Some(text) => out.push_str(text),
                    None => out.push_str(&html[range]),
                },
            }
        }
        out.push_str(&html[at..]);
        out
    }

    /// An element in which tags are text.
    fn with_text(&mut self, mut tag: Tag, inner: &str, whole: &str) -> String {
        match tag.name.as_str() {
            "script" => self.script(tag, inner, whole),
            "style" => self.own_sheet(&tag, inner),
            "iframe" => self.frame(tag),
            _ => {
                // Readers without scripts see these tags.
                self.attributes(&mut tag);
                let inner = self.fragment(inner);
                format!("{}{inner}</{}>", tag.written(), tag.name)
            }
        }
    }

    /// An end tag, if another stands for it.
    fn end(&mut self, name: &str, at: usize) -> Option<&'static str> {
        match name {
            "body" => self.body_end = Some(at),
            "template" => self.templates = self.templates.saturating_sub(1),
            "svg" => self.drawings = self.drawings.saturating_sub(1),
            "a" => {
                return self
                    .links
                    .pop()
                    .is_some_and(|is_link| !is_link)
                    .then_some("</span>");
            }
            "picture" | "video" | "audio" => {
                self.media.pop();
            }
            _ => {}
        }
        None
    }
}

impl Piece {
    fn range(&self) -> Range<usize> {
        match self {
            Piece::Start(tag) => tag.range.clone(),
            Piece::End { range, .. } => range.clone(),
        }
    }
}

fn holds_text(name: &str) -> bool {
    matches!(name, "script" | "style" | "iframe" | "noscript")
}
